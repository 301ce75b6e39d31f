"""Which place develops which industry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from liantu.loaders.industries import Found
from liantu.loaders.phrases import Chunk

__all__ = ["Region", "read_focus", "read_regions"]

Region = tuple[int, int, int]


def read_regions(flat: str, found: Sequence[Chunk], marked: Sequence[int], taken: Sequence[tuple[int, int, str]]) -> list[Region]:
    """Return the places in the ``marked`` chunks, as flat start, flat end and chunk; not those inside other names."""
    regions: list[Region] = []
    for i in marked:
        chunk = found[i]
        if "o" in chunk.shape:
            continue
        parts = chunk.parts
        for at, part in enumerate(parts):
            start = part.start
            if part.kind == "z" and at and parts[at - 1].kind in "rZ":
                if regions[-1:] and regions[-1][1] == start:
                    regions.pop()
                regions.append((parts[at - 1].start, part.end, i))
            elif (part.kind == "r" or part.kind == "z" and at == 0) and not any(a <= start < b for a, b, _ in taken):
                regions.append((start, _extended(flat, part.end), i))
    return regions


_CLASSES: Final = ("州", "半岛", "街道", "新区", "片区", "组团", "岛", "镇", "乡")


def _extended(flat: str, end: int) -> int:
    """Return the end of a place with the class behind its short form: 金塘岛."""
    for word in _CLASSES:
        if flat.startswith(word, end):
            return end + len(word)
    if flat[end:end + 1] == "山" and not "一" <= flat[end + 1:end + 2] <= "龥":
        return end + 1
    return end


def read_focus(flat: str, found: Sequence[Chunk], regions: Sequence[Region], industries: Sequence[Found],
               subject: Found | None) -> list[tuple[Region, Found]]:
    """Return the pairs of a place and an industry that it develops.

    Parameters
    ----------
    subject : Found, optional
        The industry that the task's heading names: 以甲为重点区域 pairs 甲 with it.

    Notes
    -----
    A place is the subject until another place, the end of the clause, or a verb of another kind behind a comma;
    甲、乙重点发展丙 makes two pairs.
    """
    by_chunk: dict[int, list[Found]] = {}
    for industry in industries:
        by_chunk.setdefault(industry.chunk, []).append(industry)
    if not regions:
        return []
    pairs: list[tuple[Region, Found]] = []
    if subject is not None:
        pairs.extend((region, subject) for region in regions if _bears(flat, region))
    _own_pairs(found, regions, by_chunk, pairs)
    if subject is not None:
        paired = {flat[region[0]:region[1]] for region, _ in pairs}
        pairs.extend((region, subject) for region in regions if flat[region[0]:region[1]] not in paired and _AT.search(flat[region[0] - 1:region[0]]))
    return pairs


def _own_pairs(found: Sequence[Chunk], regions: Sequence[Region], by_chunk: Mapping[int, list[Found]],
               pairs: list[tuple[Region, Found]]) -> None:
    """Add the pairs that the verbs between a place and an industry make."""
    places: dict[int, list[Region]] = {}
    for region in regions:
        places.setdefault(region[2], []).append(region)
    if not by_chunk:
        return
    holders: list[Region] = []
    fresh = develops = False
    for i in range(min(*places, *by_chunk), max(*places, *by_chunk) + 1):
        before = found[i].before
        if "." in before or "," in before and "D" not in before and i not in places:
            holders, develops = [], False
        if any(verb in before for verb in "Dduv"):
            develops, fresh = develops or any(verb in before for verb in "Ddu") or "v" in before, False
        new = places.get(i)
        if new is not None:
            holders = holders + new if fresh and holders and before in ("、", "&") else list(new)
            fresh, develops = new[-1][1] == found[i].end, False
            if not fresh and i in by_chunk:
                pairs.extend((region, industry) for region in holders for industry in by_chunk[i] if region[1] <= industry.start)
        elif i in by_chunk and holders and develops:
            pairs.extend((region, industry) for region in holders for industry in by_chunk[i] if industry.rule != "industry:passing")


# What says that a place bears the industry of the heading.
_BEARING: Final = re.compile(r"(?:重点区域|承载地|布局区域|主要区域|重点地区|核心区域|重点县区?)[:：]?(?:[一-龥]{2,8}[、和])*$")
_BORNE: Final = re.compile(r"(?:[、和][一-龥]{2,8}){0,6}(?:等地?)?(?:为|作为)(?:重点|核心|主体|主要|载体|引领|龙头)")
_AT: Final = re.compile(r"[在于]$")


def _bears(flat: str, region: Region) -> bool:
    """Whether the text around a place gives it the industry of the heading."""
    start, end, _ = region
    line = max(flat.rfind(mark, 0, start) for mark in "\n。;")
    front = flat[max(line + 1, start - 40):start]
    return _BEARING.search(front) is not None or _BORNE.match(flat, end, end + 60) is not None
