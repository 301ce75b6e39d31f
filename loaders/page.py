"""A text with its items, its clauses, and what belongs to what."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from liantu.loaders.assignees import Name
from liantu.loaders.marks import Item, items, numeral
from liantu.loaders.roles import Clause, clauses
from liantu.loaders.sections import closing, kind_of
from liantu.loaders.text import View

__all__ = ["Page", "page_of"]

_HEADING_END = re.compile(r"[。:;(\n]")


@dataclass(slots=True)
class Page:
    """A text on its way to tasks; lists run along ``items``."""

    seen: View
    items: list[Item]
    clauses: list[Clause]
    # Where the own text of an item ends: at the next item, or where the document closes.
    ends: list[int]
    # The item above; -1 also where the end of a document, a signature say, lies between.
    parents: list[int]
    children: list[list[int]]
    # The clauses in the own text of each item, and how many stand in it and all below it.
    own: list[list[Clause]]
    below: list[int]
    # The first line of each item, up to its full stop or bracket.
    headings: list[str]
    # What the chapter is for: goal, measure, soft or work.
    kinds: list[str] = field(default_factory=list)
    # The siblings that are counted through together with an item.
    runs: list[list[int]] = field(default_factory=list)
    # Whom the headings looked at so far name.
    named: dict[int, tuple[Name, ...]] = field(default_factory=dict)
    # Whether in this text a task goes on behind its clause.
    trailing: bool = False

    @property
    def flat(self) -> str:
        """The flat text."""
        return self.seen.flat

    def last(self, at: int) -> int:
        """Return the last item below an item, itself if there is none."""
        while self.children[at]:
            at = self.children[at][-1]
        return at

    def root(self, at: int) -> int:
        """Return the chapter of an item."""
        while self.parents[at] >= 0:
            at = self.parents[at]
        return at

    def section(self, at: int) -> str:
        """Return the headings above an item."""
        found, above = [], self.parents[at]
        while above >= 0:
            found.append(self.headings[above])
            above = self.parents[above]
        return " / ".join(reversed([part for part in found if part]))

    def end(self, at: int) -> int:
        """Return where an item with all below it ends."""
        return self.back(self.items[at].start, self.ends[self.last(at)])

    def back(self, start: int, end: int) -> int:
        """Return an end without the marks of layout before it."""
        while end > start and self.flat[end - 1] in "\n |*":
            end -= 1
        return end


def page_of(seen: View) -> Page:
    """Find the items and clauses of a text, and put them together."""
    marks, every = items(seen), clauses(seen)
    ends = [closing(seen.flat, item.start, item.end) for item in marks]
    parents = [-1 if item.parent >= 0 and ends[item.parent] < marks[item.parent].end else item.parent for item in marks]
    children: list[list[int]] = [[] for _ in marks]
    for at, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(at)
    own = _own(marks, ends, every)
    below = [len(held) for held in own]
    for at in range(len(marks) - 1, -1, -1):
        if parents[at] >= 0:
            below[parents[at]] += below[at]
    headings = [_heading(seen.flat, item) for item in marks]
    page = Page(seen, marks, every, ends, parents, children, own, below, headings)
    for at, parent in enumerate(parents):
        above = page.kinds[parent] if parent >= 0 else "work"
        page.kinds.append(above if above in {"goal", "measure"} else kind_of(headings[at]))
    page.runs = _runs(page)
    page.trailing = _text_follows(page)
    return page


def _heading(flat: str, item: Item) -> str:
    stop = _HEADING_END.search(flat, item.text, min(item.end, item.text + 60))
    return flat[item.text:stop.start() if stop else min(item.end, item.text + 60)]


def _own(marks: list[Item], ends: list[int], every: list[Clause]) -> list[list[Clause]]:
    own: list[list[Clause]] = [[] for _ in marks]
    at = 0
    for clause in every:
        while at + 1 < len(marks) and marks[at + 1].start <= clause.start:
            at += 1
        if marks and marks[at].start <= clause.start < ends[at] and clause.roles:
            own[at].append(clause)
    return own


def _runs(page: Page) -> list[list[int]]:
    runs: list[list[int]] = [[] for _ in page.items]
    running: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, item in enumerate(page.items):
        key = page.parents[at], item.style
        if numeral(item.number) == 1:
            running[key] = []
        running[key].append(at)
        runs[at] = running[key]
    return runs


def _text_follows(page: Page) -> bool:
    behind = [page.ends[at] - own[0].end for at, own in enumerate(page.own) if len(own) == 1 and not page.children[at]]
    return sum(size > 10 for size in behind) * 2 > len(behind)
