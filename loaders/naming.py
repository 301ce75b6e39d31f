"""What a number in running text measures, by the kind of its unit and the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from liantu.loaders.measures import begins_with_verb, ends_in_verb, is_size, name_before, name_behind, ratio_in
from liantu.loaders.quantities import Quantity, operator

__all__ = ["NAMING", "Clause", "is_nameless"]

_GOAL_BEHIND = re.compile("的(?:年度|全年|工作)?(?:目标|任务|计划)")
_TEXT = re.compile(r"[\u4e00-\u9fff“《A-Za-z0-9]")
_REACHES = re.compile("(?:总数|数量)?(?:力争|累计|分别|将)*(?:达到|达|超过|突破|增至|增加到|不少于|不低于|发展到)")
_MONEY_OR_SIZE = frozenset({"money", "measure"})


@dataclass(slots=True, eq=False)
class Clause:
    """A number and the words around it; ``carry`` looks for a subject further in front, which few numbers need."""

    item: Quantity
    text: str
    subject: str
    words: list[str]
    behind: str
    following: Quantity | None
    carry: Callable[[], str]
    sentence: str

    @property
    def carried(self) -> str:
        """The name that the text before carries over: 贷款余额,同比增长5%."""
        return self.carry()


def is_nameless(found: Clause) -> bool:
    """Say whether nothing but verbs stands around a number: 已建成3家."""
    return not name_before(found.subject) and ends_in_verb(found.subject) and not _behind(found)


def _behind(found: Clause) -> str:
    """Return the name behind a number, as far as the next number."""
    end = found.following.start - found.item.end if found.following else None
    if not found.behind or end == 0 or not _TEXT.match(found.behind):
        return ""
    return name_behind(found.behind[:end])


def _runs_into(found: Clause, after: str) -> bool:
    """Say whether nothing but a name stands between this number and the next one: 超10亿元企业30家."""
    return found.following is not None and found.following.start - found.item.end == len(after)


def _qualifies(found: Clause, after: str) -> bool:
    """Say whether a sum only tells which things the next number counts: 超10亿元的企业30家, 超10亿元企业达到30家."""
    if not found.following or found.following.kind != "count":
        return False
    if found.behind.startswith("的"):
        after = "的" + name_behind(found.behind[1:found.following.start - found.item.end])
    gap = found.behind[:found.following.start - found.item.end]
    return _runs_into(found, after) or bool(after and gap.startswith(after) and _REACHES.fullmatch(gap, len(after)))


def _amount(found: Clause) -> str:
    """Name a sum or a size."""
    item, after = found.item, _behind(found)
    counting = ends_in_verb(found.subject) or any(ends_in_verb(word) for word in found.words)
    if item.numeral and operator(found.words, item, actual=False)[0] == "=":
        return ""
    if item.after and after or _qualifies(found, after):
        return ""
    before = name_before(found.subject)
    if not after or begins_with_verb(after):
        return before or found.carried
    if is_size(after) or (item.kind == "measure" and (not counting or _runs_into(found, after))):
        return ""
    return after if counting or not before else before


def _ratio(found: Clause) -> str:
    """Name a rate; one that fills a cell alone says how far a task has come, which is no target."""
    if not found.sentence and found.behind in ("", "\n"):
        return ""
    if found.item.numeral and operator(found.words, found.item, actual=False)[0] == "=":
        return ""
    whole = found.behind.removeprefix("的") if found.item.after else found.behind
    return name_before(found.subject) or _behind(replace(found, behind=whole) if whole != found.behind else found) or found.carried


def _count(found: Clause) -> str:
    """Name what a measure word counts."""
    item, behind = found.item, found.behind
    counting = ends_in_verb(found.subject) or bool(found.words)
    if item.numeral and not (item.value > 1 and found.subject and ends_in_verb(found.subject)):
        return ""
    if found.following and found.following.start == item.end and found.following.kind in _MONEY_OR_SIZE:
        # 1个10亿元以上项目 counts projects; 项目6项25公里 gives two sizes of one thing.
        after = name_behind(behind) if _TEXT.match(_beyond(found)) else ""
        return after or name_before(found.subject) or found.carried
    after = _behind(found)
    before = name_before(found.subject)
    if after and found.following and found.following.kind != "count" and _runs_into(found, after):
        return ""
    if after and (counting or not before or not item.after):
        return after
    if after:
        return ""
    if not before and behind.startswith("为"):
        return name_behind(behind[1:])
    if _GOAL_BEHIND.match(behind):
        # 全年招引10个的目标: the verb is all that says what is counted.
        return before or found.subject
    return before or found.carried or found.subject


def _beyond(found: Clause) -> str:
    """Return what stands behind the number that follows."""
    return found.behind[found.following.end - found.item.end:] if found.following else ""


def _limited(found: Clause) -> str:
    """Name a time limit or a mark: only where the words compare."""
    before = name_before(found.subject)
    fits = not _behind(found) or found.behind.startswith("内")
    return before if fits and operator(found.words, found.item, actual=False)[0] != "=" else ""


def _plain(found: Clause) -> str:
    """Name a number without a unit: only what is known to have none, such as 容积率."""
    if found.item.after and _TEXT.match(found.behind):
        return ratio_in(_behind(found)[:6])
    if operator(found.words, found.item, actual=False)[0] == "=":
        return ""
    return ratio_in(found.subject) or ratio_in(found.sentence)


NAMING: dict[str, Callable[[Clause], str]] = {
    "money": _amount, "measure": _amount, "ratio": _ratio, "count": _count, "time": _limited, "score": _limited,
    "none": _plain,
}
