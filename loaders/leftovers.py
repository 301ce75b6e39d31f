"""What of a text no task took: the targets of the whole, and what may have been overlooked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from liantu.graph.model import Span
from liantu.loaders.page import Page

__all__ = ["preamble", "unread"]

_MEASURED = re.compile(r"\d[\d.,]*(?:万|亿|%|个|家|项|人|元|吨|千|倍|公里|亩|件|条)")
_TARGET = re.compile(r"达到|目标|突破|实现|力争|超过|以上|增长")


def preamble(page: Page, taken: list[tuple[int, int]]) -> Iterator[tuple[Span, str]]:
    """Yield the lines that carry figures and belong to no task, with the heading of their chapter."""
    flat = page.flat
    first = page.items[0].start if page.items else len(flat)
    for start, end in _lines(flat, 0, first):
        if _MEASURED.search(flat, start, end) and _TARGET.search(flat, start, end) and not _is_taken(taken, start, end):
            yield page.seen.span(start, end), ""
    for at, item in enumerate(page.items):
        if page.kinds[at] != "measure":
            for start, end in _lines(flat, item.start, page.ends[at]):
                if _MEASURED.search(flat, start, end) and not _is_taken(taken, start, end):
                    yield page.seen.span(start, end), page.headings[page.root(at)]


def _lines(flat: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    while start < stop:
        end = flat.find("\n", start, stop)
        end = stop if end < 0 else end
        if end - start > 15:
            yield start, end
        start = end + 1


def _is_taken(taken: list[tuple[int, int]], low: int, high: int) -> bool:
    """Whether one of the stretches, which are in order, reaches into a line."""
    at = bisect_right(taken, (high - 1, high)) - 1
    return at >= 0 and taken[at][1] > low


def unread(page: Page, taken: list[tuple[int, int]], inherited: set[int]) -> Iterator[Span]:
    """Yield the clauses that no task holds or inherits, and the items of chapters of work that are in no task."""
    closed = [(end, item.end) for end, item in zip(page.ends, page.items, strict=True) if end < item.end]
    for clause in page.clauses:
        if not clause.roles or _is_taken(taken, clause.start, clause.start + 1):
            continue
        span = page.seen.span(clause.start, clause.end)
        behind = any(start <= clause.start < end for start, end in closed)
        if not behind and not any(span.start <= start < span.end for start in inherited):
            yield span
    for at, item in enumerate(page.items):
        leaf = not page.children[at] and page.ends[at] - item.start > 30
        if taken and leaf and page.kinds[at] == "work" and not _is_taken(taken, item.start, page.ends[at]):
            yield page.seen.span(item.start, page.back(item.start, page.ends[at]))
