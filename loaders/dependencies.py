"""What rests on what: 围绕 B 发展 A, 依托 B, 以 B 为抓手, 根据 B 产生的 C 探索 A, A 支撑 B."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

__all__ = ["Named", "Tie", "read_ties"]

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


# Each trigger, and how far behind it the thing that is rested on may begin.
_TRIGGER: Final = re.compile(r"围绕|依托|基于|立足|利用|结合|根据|借助|抓住|抓牢|以(?=[^,。;]{2,24}为(?:抓手|切入点|突破口|牵引|依托|支撑|基础|载体|核心|龙头|主导|引领))")
_RULES: Final = {"围绕": "depends:around", "依托": "depends:rests-on", "以": "depends:by-means-of", "根据": "depends:product-of"}
_BACK: Final = re.compile(r"支撑|保障|服务于|配套")


def read_ties(flat: str, start: int, end: int, names: Sequence[Named]) -> list[Tie]:
    """Return the ties in a flat stretch; ``names`` are sorted by place and lie in it.

    The source is the first industry or project behind the target in the same sentence, behind a verb of development.
    """
    ties: list[Tie] = []
    if not names:
        return ties
    for match in _TRIGGER.finditer(flat, start, end):
        stop = _sentence(flat, match.end(), end)
        clause = min((p for p in (flat.find(",", match.end(), stop), stop) if p >= 0))
        targets = [name for name in names if match.end() <= name.start and name.end <= clause]
        if not targets:
            continue
        rule = _RULES.get(match[0], "depends:uses")
        behind = [name for name in names if name.start >= targets[-1].end and name.end <= stop and name.kind != "Platform"]
        sources: list[Named | None] = list(behind) if behind else [None]
        ties.extend(Tie(target, rule, source) for target in targets[:3] for source in sources[:8] if source is None or _apart(flat, source, target))
    return ties


def _apart(flat: str, one: Named, two: Named) -> bool:
    return flat[one.start:one.end] != flat[two.start:two.end]


def _sentence(flat: str, start: int, end: int) -> int:
    for mark in "。;\n":
        found = flat.find(mark, start, end)
        if found >= 0:
            end = found
    return end
