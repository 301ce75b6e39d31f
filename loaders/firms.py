"""Enterprises: named companies and groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import compound_start, counted_behind, labelled, left_edge
from liantu.loaders.phrases import Chunk, Group

__all__ = ["read_firms"]

_CLASS: Final = re.compile(r"(?:一批|\d+家)?(?:[^,。]{0,8}?)(?:企业|公司|车企|船企|药企|酒企|民企|国企|央企|集团|厂商)")

# A company in front of one of these is a part of its name.
_BUILT: Final = frozenset("spxiwh")
_MANY: Final = re.compile(r"\d+家")


def read_firms(flat: str, found: Sequence[Chunk], lists: Sequence[Group], start: int, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Return the enterprises in the lists, as flat start, flat end and rule; ``start`` is the first chunk of the stretch."""
    names: list[tuple[int, int, str]] = []
    for first, last, kind, letters in lists:
        if "c" in letters or "k" in letters:
            for i in range(first, last):
                shape = found[i].shape
                if "c" in shape:
                    name = _formed(flat, found, i, start, lexicon)
                    if name:
                        names.append(name)
                elif shape[-1] == "k" or shape[0] == "k" and _BUILT.isdisjoint(shape):
                    part = found[i].parts[-1 if shape[-1] == "k" else 0]
                    names.append((part.start, part.end, "firm:known"))
        if kind >= 0 and _CLASS.match(flat, found[kind].start, found[kind].end) or labelled(flat, found[first].start):
            names.extend(_listed(flat, found[first:last]))
    return names


def _formed(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> tuple[int, int, str] | None:
    chunk = found[i]
    last = chunk.shape.rfind("c")
    part = chunk.parts[last]
    left = left_edge(flat, chunk, part.start)
    first = compound_start(flat, found, i, start) if left == chunk.start else i
    if first < i:
        left = left_edge(flat, found[first], found[first].end)
    text = flat[left:part.end]
    if text in lexicon.bare or counted_behind(flat, part.end) or len(text) < 4 or len(text) > 30 or _MANY.search(text):
        return None
    if not any(p.kind in "_rkQn" and p.start >= left and p.end < part.end + 1 for p in (*found[first].parts, *chunk.parts)):
        return None
    return left, part.end, "firm:suffix"


def _listed(flat: str, items: Sequence[Chunk]) -> list[tuple[int, int, str]]:
    """Return the items of 甲、乙等企业 that are names, not kinds of goods."""
    names = []
    for item in items:
        left = left_edge(flat, item, item.end)
        if set(item.shape) & set("_ckn") | (set("r") & set(item.shape[:1]) if len(item.shape) > 1 else set()) and not set(item.shape) & set("spxoT") and 1 < item.end - left < 13:
            names.append((left, item.end, "firm:list"))
    return names
