"""Industries: the chains, clusters and segments that a task is about or names as things to develop.

A word of the lexicon is one wherever it stands; an unknown word is one by its place: behind 发展, in front of 产业, in a
list of things to develop, or in a list whose class says so (``等产业``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from liantu.graph.model import make
from liantu.loaders import industry_rules as rules
from liantu.loaders.industry_edges import left_of
from liantu.loaders.industry_settings import Setting, is_built, setting_of
from liantu.loaders.names import LAYOUT, counted, is_sited, labelled, left_edge
from liantu.loaders.phrases import JOINS, OPENS, Chunk, Group, Part

__all__ = ["Found", "industry_items", "industry_key", "read_industries"]


class Found(NamedTuple):
    """An industry in a flat text; ``chunk`` is the chunk that it stands in, ``list`` the first chunk of its list."""

    start: int
    end: int
    rule: str
    chunk: int
    list: int


def industry_key(name: str) -> str:
    """Return a name without the words that only say that it is an industry.

    Examples
    --------
    >>> industry_key("LNG产业链") == industry_key("LNG全产业链") == industry_key("LNG")
    True
    """
    return rules.TRAIL.sub("", name) or name if name.endswith(_TRAILS) else name


_TRAILS: Final = ("产业", "链", "链条", "集群", "集聚区", "行业")


def read_industries(
    flat: str, found: Sequence[Chunk], lists: Sequence[Group], *, title: int, cell: bool = False,
) -> list[Found]:
    """Return the industries in the lists.

    Parameters
    ----------
    title : int
        The flat end of the task's heading: a bare word that fills it is what the task is about.
    cell : bool
        Whether the stretch is a list without a verb, as in a table, under a heading that names an industry.
    """
    names: list[Found] = []
    for group in lists:
        letters = group.letters
        if "i" in letters or "w" in letters or "h" in letters or "_g" in letters or group.kind >= 0 or cell or (
                found[group.first].before[-1:] == "D" or flat[found[group.first].start - 1] == ":") or "s" in letters and is_built(flat, found, group):
            names.extend(_group(flat, found, group, title, cell=cell))
    return names


def industry_items(flat: str, cells: Sequence[tuple[int, int]], chunk: int) -> list[Found]:
    """Return the items of a column of industries, whatever words they are made of."""
    return [Found(low, high, "industry:cell", chunk, chunk) for low, high in cells
            if high - low > 1 and not rules.NO_CELL.search(flat, low, high)]


def _group(flat: str, found: Sequence[Chunk], group: Group, title: int, *, cell: bool) -> list[Found]:
    """Return the industries of one list of chunks, each item judged with its neighbours in view."""
    first, last, kind, letters = group
    head = found[first]
    if flat[head.start - 1] == ":" and (labelled(flat, head.start) or flat.endswith(rules.WORKS, 0, head.start)):
        return []
    if last - first == 1 and kind < 0:
        # Most lists are one word: a known industry, or a head with nothing in front of it.
        if letters == "i" and rules.RIGHT.match(flat, head.end) is None:
            return [make(Found, (head.start, head.end, "industry:word", first, first))]
        if letters[0] == "h" and _NESTED.isdisjoint(letters):
            return []
    if flat[found[last - 1].end - 1] in rules.EVENTS and rules.EVENT.search(flat, found[last - 1].start, found[last - 1].end):
        return []
    if kind >= 0 and (flat.endswith("工程", found[kind].start, found[kind].end) or _in_use(flat, found[kind], found[first].end)):
        return []
    end = found[last - 1].end
    # 鼓励甲、乙企业使用丙: they buy it.
    if flat.startswith("企业", end - 2) and rules.ACTS.match(flat, end):
        return []
    # 促进文化、体育消费: they are bought.
    if flat.startswith("消费", end - 2) and "i" not in letters:
        return []
    setting = setting_of(flat, found, group, title, cell=cell)
    names: list[Found] = []
    sited = kind >= 0 and found[kind].shape[-1] == "s" and "r_" in letters
    for i in range(first, last):
        name = None if sited and is_sited(found[i]) else _item(flat, found[i], setting)
        if name is None:
            continue
        half = names and found[i].before == "&" and names[-1].chunk == i - 1
        if half and industry_key(flat[name[0]:name[1]]) in rules.HALVES:
            names[-1] = names[-1]._replace(end=name[1])
        else:
            names.append(make(Found, (*name, i, first)))
    return names


def _in_use(flat: str, kind: Chunk, end: int) -> bool:
    """Whether a list is one of fields that use a thing: 推动甲、乙等领域更新设备, 面向甲、乙等应用.

    The first item ends at ``end``: 在导热膜、防腐涂料等领域应用 names what is made of a material.
    """
    if flat.startswith(rules.USERS, kind.start) or flat.startswith("以旧换新", kind.end):
        return True
    match = rules.FIELD.match(flat, kind.start, kind.end)
    use = rules.USES.match(flat, match.end()) if match else None
    return use is not None and not (use[0].endswith("应用") and flat[end - 1] in rules.GOODS)


def _item(flat: str, item: Chunk, setting: Setting) -> tuple[int, int, str] | None:
    """Return the industry in one chunk, or None."""
    shape = item.shape
    if shape == "i" and not (setting.grows or setting.develops):
        return item.start, item.end, "industry:word"
    if shape == "w" and (not _welcome(setting) or flat.startswith("制造", item.start)):
        return None
    if "o" in shape or "T" in shape or "k" in shape:
        return None
    if not _NESTED.isdisjoint(shape):
        if shape[-1] == "i" and ("s" in shape or "S" in shape):
            part = item.parts[-1]
            return part.start, part.end, "industry:word"
        return _inside(flat, item, setting)
    if shape[-1] in _MANNER and len(shape) > 1 and shape[-2] in "iw":
        item = _unmannered(flat, item)
        shape = item.shape
    head = shape.find("h")
    if head < 0 and shape[-1] == "g" and flat.endswith("产业", item.start, item.end):
        head = len(shape) - 1
    if head >= 0:
        return _headed(flat, item, item.parts[:head], item.parts[head], setting)
    return _bare(flat, item, setting)


_NESTED: Final = frozenset("sSpxc")
_MANNER: Final = frozenset("igwQ")


def _unmannered(flat: str, item: Chunk) -> Chunk:
    """Return a chunk without what says how an industry goes on, or a slogan: 中药智能制造升级, 药品流通健康发展."""
    last = item.parts[-1]
    if flat[last.start] in '“"' or flat.startswith(rules.MANNERS, last.start) or (
            flat.startswith("健康", last.start) and flat.startswith("发展", item.end)):
        return replace(item, end=last.start, shape=item.shape[:-1], high=item.high - 1)
    return item


def _never(text: str) -> bool:
    """Whether an unknown name is none of an industry, by its ending, by what is in it, or as it says nothing of its own."""
    endings = rules.NOT_ENDINGS
    return (text[-1:] in endings or text[-2:] in endings or text[-3:] in endings or text[-4:] in endings
            or rules.NOT.search(text) is not None or rules.VAGUE.fullmatch(text) is not None)


def _headed(flat: str, item: Chunk, core: list[Part], head: Part, setting: Setting) -> tuple[int, int, str] | None:
    """Return the industry in front of 产业, 产业链, 领域 …"""
    while core and (core[-1].kind == "q" or core[-1].kind == "_" and counted(flat, core[-1].start, core[-1].end)):
        core, head = core[:-1], core[-1]
    if not core:
        return None
    # At the head of a clause two characters in front are hardly a verb: 铝基新材料产业.
    opens = item.before[-1:] in OPENS and core[0].end - core[0].start < 3
    left = left_of(flat, item, core, kept=opens or setting.grows or item.before in JOINS and setting.pushes)
    end = core[-1].end
    kinds = item.shape[:len(core)] if left == item.start else "".join([part.kind for part in core if part.end > left])
    if not kinds or left >= end:
        return None
    whole = end if head.kind in "q_" or rules.CLASSES.search(flat, head.start, head.end) else head.end
    # 健全研发、流通全链条监管 lists stages.
    if kinds[-1] != "i" and flat.startswith("全链条", head.start):
        return None
    if kinds[-1] in "iw":
        return left, whole, "industry:head"
    if rules.SHOW.match(flat, head.end, item.end):
        return None
    text = flat[left:end]
    if kinds[-1] == "Q" and rules.SAID.search(text) and not LAYOUT.match(text) or text in rules.LONE and head.kind == "h" and flat.startswith("产业", head.start):
        return left, whole, "industry:head-open"
    if 1 < len(text) < 13 and not _never(text) and (
            setting.pushes or setting.classed or setting.heading or "i" in kinds or rules.ENDING.search(text)):
        return left, whole, "industry:head-open"
    return None


# Kinds of words that can be an industry, wherever they stand.
_TELLING: Final = frozenset("iwg")


def _bare(flat: str, item: Chunk, setting: Setting) -> tuple[int, int, str] | None:
    """Return the industry in a chunk without a head."""
    if not (setting.grows or setting.pushes or setting.classed or setting.develops) and _TELLING.isdisjoint(item.shape):
        return None
    parts = item.parts
    made = item.before[-1:] == "u" and flat.endswith(rules.MAKING, 0, item.start)
    left = left_of(flat, item, parts, kept=setting.grows or made or setting.pushes and (setting.classed or item.before in JOINS))
    grown = item.shape.find("w", 0, len(parts) - 1)
    if grown >= 0 and flat[parts[grown].start:parts[grown].end] in rules.GROWING:
        # 甲县种植乙3万亩: what is grown.
        last = max(item.shape.rfind("i"), item.shape.rfind("w"))
        if last > grown:
            return parts[grown].end, parts[last].end, "industry:grown"
    kinds = item.shape if left == item.start else "".join([part.kind for part in parts if part.end > left])
    if not kinds:
        return None
    if kinds[-1] == "i":
        match = rules.RIGHT.match(flat, item.end) if setting.grows or setting.develops and setting.total > 1 else None
        return left, match.end() if match else item.end, "industry:word"
    if kinds[-2:] in ("i_", "w_") and (setting.pushes or setting.classed) and (
            parts[-1].end - parts[-1].start == 1 and flat[parts[-1].start] in rules.THING):
        return left, item.end, "industry:word"
    if kinds == "i_" and setting.pushes and flat[parts[-1].start:item.end] in rules.SEATS:
        return left, parts[-1].start, "industry:word"
    open_ended = kinds[-1] in "_n" and (setting.develops or setting.classed)
    match = rules.MUCH.search(flat, left, item.end) if open_ended else None
    stop = match.start() if match else item.end
    if stop < item.end:
        kinds = "".join(part.kind for part in parts if part.end > left and part.start < stop)
        if not kinds:
            return None
        if kinds[-1] == "i" and setting.pushes:
            return left, stop, "industry:word"
    if setting.grows or setting.classed or setting.develops and setting.total > 1:
        match = rules.RIGHT.match(flat, stop)
        stop = match.end() if match and stop == item.end else stop
    text = flat[left:stop]
    sound = 1 < len(text) < 13 and not _never(text)
    listed = setting.total > 1
    if kinds[-1] == "w":
        return (left, stop, "industry:weak") if (_welcome(setting) or kinds[-2:] == "iw" and setting.pushes) and (sound or kinds == "w") else None
    strong = next((part for part in reversed(parts) if part.kind == "i" and part.start >= left), None)
    ending = sound and rules.ENDING.search(text) is not None
    if sound and setting.grows:
        return left, stop, "industry:grow"
    if kinds[-1] == "g" and sound and rules.TRADE.search(text):
        return left, stop, "industry:trade"
    if ending and strong is not None and stop - strong.end < 7 and rules.MADE.search(text):
        return left, stop, "industry:ending"
    pushed = setting.pushes and listed and setting.known
    if ending and (setting.classed or pushed or setting.develops and (listed or strong is not None)):
        return left, stop, "industry:ending"
    mostly = setting.develops and setting.known * 2 > setting.total
    if sound and listed and (mostly or setting.classed and len(text) < 9):
        return left, stop, "industry:list"
    return _aside(flat, parts, left, strong, setting) if strong is not None else None


def _aside(flat: str, parts: list[Part], left: int, strong: Part, setting: Setting) -> tuple[int, int, str] | None:
    """Return a known industry in a chunk that says something else of it, unless an event or a device bears its name."""
    if rules.ASIDE.match(flat, strong.end):
        return None
    if strong.end - strong.start > 2 or setting.heading:
        at = parts.index(strong)
        while at and parts[at - 1].kind in "iw" and parts[at - 1].start >= left:
            at -= 1
        return parts[at].start, strong.end, "industry:passing"
    return None


def _welcome(setting: Setting) -> bool:
    """Whether an everyday word is an industry here."""
    return setting.heading or setting.classed or setting.grows or (
        setting.pushes and setting.total > 1 and setting.known > 1)


def _inside(flat: str, item: Chunk, setting: Setting) -> tuple[int, int, str] | None:
    """Return an industry inside the name of a carrier or work: 塑机螺杆小微企业园, 2个石化新材料项目."""
    parts = item.parts
    body = flat.endswith(rules.BODIES, item.start, item.end) or flat.endswith(("依托", "利用", "用好"), 0, item.start)
    for at in range(len(parts) - 2, -1, -1) if not body else ():
        part, after = parts[at], parts[at + 1]
        if part.kind == "i" and (after.kind == "h" or flat.startswith(rules.PARKS, after.start)):
            if at and parts[at - 1].kind == "i":
                part = part._replace(start=parts[at - 1].start)
            return part.start, part.end, "industry:inside"
    if _PLAIN.fullmatch(item.shape) and not body:
        left = left_of(flat, item, parts[:-1])
        if left < parts[-1].start:
            return left, parts[-1].start, "industry:inside"
    if setting.built and not body and (name := _built(flat, item)):
        return name
    if setting.heading and ("p" in item.shape or "x" in item.shape):
        for part in reversed(parts):
            if part.kind in "iw":
                return part.start, part.end, "industry:inside"
    if setting.counts or parts[-1].kind == "p" and counted(flat, item.start, item.end):
        match = rules.COUNTED.search(flat, item.start, item.end)
        left = left_edge(flat, item, item.end, proper=False)
        text = flat[left:match.start()] if match else ""
        known = not _WORDS.isdisjoint(item.shape) or rules.ENDING.search(text)
        sound = "i" in item.shape or 1 < len(text) < 13 and not _never(text)
        if match and text and known and sound:
            return left, match.start(), "industry:counted"
    head = item.shape.find("h")
    if setting.pushes and 0 < head < len(parts) - 1:
        return _headed(flat, item, parts[:head], parts[head], setting)
    if (setting.pushes or setting.heading) and _NAMED.isdisjoint(item.shape):
        for at in range(len(parts) - 2, -1, -1):
            if parts[at].kind == "i" and parts[at + 1].kind in "sp":
                return parts[at].start, parts[at].end, "industry:inside"
    return None


def _built(flat: str, item: Chunk) -> tuple[int, int, str] | None:
    """Return the industry that a place builds a carrier for: 甲市建设铝产业示范基地."""
    parts = item.parts
    at = item.shape.find("s")
    if at < 1:
        return None
    left = left_of(flat, item, parts[:at], kept=True)
    match = rules.FRAME.search(flat, left, parts[at].start)
    end = match.start() if match else parts[at].start
    if item.shape[:at] == "w" or "i" in item.shape[:at] and not any(part.kind == "i" and part.end == end for part in parts[:at]):
        return None
    told = flat.startswith("产业", parts[at].start) or flat.startswith("产业", end) or any(part.kind in "if" and part.end == end for part in parts[:at])
    return (left, end, "industry:inside") if told and 1 < end - left < 9 and not _never(flat[left:end]) else None


_PLAIN: Final = re.compile(r"[qZ]*[_n]?[iw]*i[iw]*[ps]")
_NAMED: Final = frozenset("rkQSZ")
_WORDS: Final = frozenset("iw")
