"""The name of what a number measures: the words before it, or behind it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from liantu.loaders.quantities import choice

__all__ = [
    "begins_with_verb", "ends_in_verb", "is_basis", "is_part_of_name", "is_size", "name_before", "name_behind",
    "ratio_in", "split_names",
]

_WORDS: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "measure_names.toml").read_text("utf-8"))


def _words(table: str) -> str:
    return choice(_WORDS[table]["words"])


_LEADING = re.compile(
    rf"(?:(?!{_words('kept')})(?:{_words('leading')})|[于在]?[0-9]+-?[0-9]*[月日]份?(?:底|末)?前?|[0-9]+[.、)]|[一二三四五六七八九十]+是"
    rf"|\([一二三四五六七八九十0-9]+\)|[、的])*"
)
# With these alone such words begin.
_LEADING_HEADS = frozenset(word[0] for word in _WORDS["leading"]["words"]) | frozenset("0123456789一二三四五六七八九十(、的于在")
_VERBS = frozenset(_WORDS["verb"]["words"])
_VERB_LASTS = frozenset(word[-1] for word in _VERBS)
_VERB_END = re.compile(choice([word[::-1] for word in _VERBS]))
_VERB_START = re.compile(choice([word for word in _VERBS.difference(_WORDS["noun"]["words"]) if len(word) > 1]))
_NEVER = re.compile(_words("behind_never"))
_STOP = re.compile(_words("behind_stop"))
_PART = re.compile(f"{_words('no_amount_behind')}|大(?!关|型|中|小|学|桥|数据|宗)|[会人家][”\"]")
_SIZED = re.compile(f"(?:{_words('sized')})$|^(?:{_words('sized')})")
_RATIO = re.compile(f"[\u4e00-\u9fffA-Z“”]*(?:{_words('ratio_noun')})")
_BOUND = re.compile(r"[,;。:!?\n(]")
_JOINS = (re.compile("、"), re.compile("[、和]"), re.compile("[、和及与]"))
# What a figure is compared with, or when it holds, is no part of its name: 排放比2020年, 强度到2025年.
_BASE = re.compile(r"(?:比|较|在|到|至|截至)?20[0-9]{2}年(?:底|末)?前?(?:的)?(?:基础上|相比)?$|翻[一两]番$|由[0-9.]+(?:个?工作日|个?月|天|小时|分钟|%)$")
_BASE_ENDS = frozenset("年底末前的上比番日月天时钟%")
# By which prices a growth is counted: 按可比价格计算, 可比口径.
_BASIS = re.compile("(?:按|以)?(?:(?:可比|不变|现行|同比)价格?|(?:同|可比)口径)(?:计算|核算|相比|测算)?$|(?<=.)可比$|(?:扣除|剔除)[^,。;]{1,12}因素(?:影响)?(?:后)?$")
_BASIS_ENDS = frozenset("价格径算比素响后")
_EVERYWHERE = frozenset({"全市", "全省", "全县", "全区", "全国", "全州", "我市", "我省", "我县", "我区"})
_LONGEST = 40


def is_basis(text: str) -> bool:
    """Say whether a text says no more than by which prices something is counted.

    Examples
    --------
    >>> is_basis("按可比价格计算"), is_basis("工业产值按可比价格计算")
    (True, False)
    """
    return text[-1:] in _BASIS_ENDS and _BASIS.fullmatch(text) is not None


def name_before(text: str) -> str:
    """Cut what is measured out of the words before a number.

    Examples
    --------
    >>> name_before("力争累计建成智能工厂")
    '智能工厂'
    """
    if text[-1:] in _BASIS_ENDS:
        text = _BASIS.sub("", text)
    match = _LEADING.match(text) if text[:1] in _LEADING_HEADS else None
    text = text[match.end():] if match else text
    if text[-1:] in _BASE_ENDS:
        text = _BASE.sub("", text)
    text = text[-_LONGEST:].strip("、的,:”" if "“" not in text else "、的,:")
    return "" if text in _EVERYWHERE else text


def name_behind(text: str) -> str:
    """Cut what is counted out of the words behind a number; empty where the name cannot stand there.

    Examples
    --------
    >>> name_behind("绿色工厂,新增2家")
    '绿色工厂'
    >>> name_behind("已通过验收")
    ''
    """
    if _NEVER.match(text):
        return ""
    bound = _BOUND.search(text)
    if bound:
        text = text[:bound.start()]
    stop = _STOP.search(text, 1)
    if stop:
        text = text[:stop.start()]
    return text.strip("、的和及与")


def ends_in_verb(text: str) -> bool:
    """Say whether a number behind these words counts what stands behind it."""
    return not text or text[-1] in _VERB_LASTS and _VERB_END.match(text[::-1]) is not None


def begins_with_verb(text: str) -> bool:
    """Say whether these words begin with a verb, so that they name nothing."""
    return _VERB_START.match(text) is not None


def is_part_of_name(text: str) -> bool:
    """Say whether a number before these words is no amount: 5个方面."""
    return _PART.match(text) is not None


def is_size(name: str) -> bool:
    """Say whether a number before this name gives the size of a thing: 2万吨化学品船."""
    return _SIZED.search(name) is not None


def ratio_in(text: str) -> str:
    """Return the last thing in a text that can be measured without a unit, with the words before it."""
    found = _RATIO.findall(text)
    return name_before(found[-1]) if found else ""


def split_names(name: str, count: int | None = None) -> list[str]:
    """Split a list of names that share their numbers: A、B分别达到3个、5个.

    Examples
    --------
    >>> split_names("普及率、联网率和上云率", 3)
    ['普及率', '联网率', '上云率']
    """
    parts = [name]
    # 及 and 与 stand within words too (普及, 参与), so they part a list last.
    for joins in _JOINS:
        parts = [part for part in joins.split(name) if part]
        if len(parts) == count or count is None and len(parts) > 1:
            break
    return parts
