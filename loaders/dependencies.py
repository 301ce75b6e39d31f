"""What rests on what: 围绕 B 发展 A, 依托 B, 以 B 为抓手, 根据 B 产生的 C 探索 A, A 支撑 B."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

__all__ = ["Named", "Tie", "has_ties", "read_ties"]

Kind = Literal["Industry", "Project", "Platform"]


class Named(NamedTuple):
    """A name in a flat text, of any kind."""

    start: int
    end: int
    kind: Kind


class Tie(NamedTuple):
    """``source`` (None: the task) rests on ``target``."""

    target: Named
    rule: str
    source: Named | None


# Words that say that what follows is rested on; of 支撑, what stands in front.
_TRIGGER: Final = re.compile(r"围绕|依托|基于|立足|利用|结合|根据|借助|抓住|抓牢|支撑|以(?=[^,。;]{2,24}为(?:抓手|切入点|突破口|牵引|依托|支撑|基础|载体|核心|龙头|主导|引领))")
_NEAR: Final = 12
_MARK: Final = re.compile(r"[,。;\n]")
_RULES: Final = {"围绕": "depends:around", "依托": "depends:rests-on", "以": "depends:by-means-of", "根据": "depends:product-of"}


def has_ties(flat: str, start: int, end: int) -> bool:
    """Whether a stretch holds a word that can tie; most hold none."""
    return _TRIGGER.search(flat, start, end) is not None


def read_ties(flat: str, start: int, end: int, names: Sequence[Named]) -> list[Tie]:
    """Return the ties in a flat stretch; ``names`` are sorted by place and lie in it.

    The sources are the industries and projects behind the target in the same sentence; of 甲支撑乙 the source is 乙.
    """
    ties: list[Tie] = []
    if not names:
        return ties
    for match in _TRIGGER.finditer(flat, start, end):
        at, after = match.span()
        if any(name.start <= at < name.end for name in names):
            continue
        stop = _sentence(flat, after, end)
        comma = flat.find(",", after, stop)
        targets = [name for name in names if after <= name.start and name.end <= (comma if comma >= 0 else stop)]
        if match[0] == "支撑":
            givers = [name for name in names if name.end <= at and at - name.end < _NEAR and not _MARK.search(flat, name.end, at)]
            ties.extend(Tie(giver, "depends:supports", target) for giver in givers[-1:] for target in targets[:3] if target.kind != "Platform")
        elif targets:
            rule = _RULES.get(match[0], "depends:uses")
            behind = [name for name in names if name.start >= targets[-1].end and name.end <= stop and name.kind != "Platform"]
            sources: Sequence[Named | None] = behind[:8] or [None]
            ties.extend(Tie(target, rule, source) for target in targets[:3] for source in sources if source is None or _apart(flat, source, target))
    return ties


def _apart(flat: str, one: Named, two: Named) -> bool:
    """Whether two names are not the same words."""
    return flat[one.start:one.end] != flat[two.start:two.end]


def _sentence(flat: str, start: int, end: int) -> int:
    """Return where the sentence ends."""
    for mark in "。;\n":
        found = flat.find(mark, start, end)
        if found >= 0:
            end = found
    return end
