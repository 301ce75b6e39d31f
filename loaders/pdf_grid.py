"""Find the tables of a page by the lines that are drawn: which lines meet, which cells they part."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liantu.loaders.pdf_page import Rule

__all__ = ["Frame", "find_frames"]

# In points: how far apart two lines may be drawn and still be one, and how wide a gap one line may have.
_SNAP = 2.0
_GAP = 3.5
_SHORTEST = 6.0
# A map or a drawing has thousands of lines and no table.
_MOST_PAIRS = 250_000


@dataclass(frozen=True, slots=True)
class Frame:
    """A table by its lines: the edges of its columns and rows, and for each slot the number of its cell."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def top(self) -> float:
        """Where the table begins."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.rows[-1]

    def cell(self, x: float, y: float) -> int | None:
        """Return the number of the cell around a point, or None outside."""
        row, column = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        if 0 <= row < len(self.cells) and 0 <= column < len(self.columns) - 1:
            return self.cells[row][column]
        return None


def find_frames(across: Iterable[Rule], down: Iterable[Rule]) -> list[Frame]:
    """Find the tables that lines make.

    Parameters
    ----------
    across : iterable of Rule
        Lines from left to right, ``at`` their height.
    down : iterable of Rule
        Lines from top to bottom, ``at`` their place from the left.

    Returns
    -------
    list of Frame
        From top to bottom, each with two cells or more.

    Examples
    --------
    >>> lines = [Rule(0, 0, 90), Rule(20, 0, 90), Rule(40, 0, 90)]
    >>> posts = [Rule(0, 0, 40), Rule(30, 0, 20), Rule(90, 0, 40)]
    >>> find_frames(lines, posts)[0].cells
    ((0, 1), (2, 2))
    """
    flat, posts = _joined(across), _joined(down)
    if len(flat) * len(posts) > _MOST_PAIRS:
        return []
    frames = [_frame(*group) for group in _groups(flat, posts)]
    return sorted((frame for frame in frames if frame.cells and frame.cells[-1][-1] > 0), key=lambda frame: frame.top)


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join the pieces of lines, and drop what stays too short to part cells."""
    shelves: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if shelves and rule.at - shelves[-1][-1].at <= _SNAP:
            shelves[-1].append(rule)
        else:
            shelves.append([rule])
    joined = []
    for shelf in shelves:
        # Where the longest piece stands is where the line is; ends of other lines stick out.
        at = max(shelf, key=lambda rule: rule.end - rule.start).at
        start, end = None, 0.0
        for rule in sorted(shelf, key=lambda rule: rule.start):
            if start is not None and rule.start <= end + _GAP:
                end = max(end, rule.end)
                continue
            if start is not None and end - start >= _SHORTEST:
                joined.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if start is not None and end - start >= _SHORTEST:
            joined.append(Rule(at, start, end))
    return joined


def _groups(flat: Sequence[Rule], posts: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Part the lines into groups whose members meet."""
    parent = list(range(len(flat) + len(posts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, line in enumerate(flat):
        for other, post in enumerate(posts, len(flat)):
            if (line.start - _GAP <= post.at <= line.end + _GAP) and (post.start - _GAP <= line.at <= post.end + _GAP):
                parent[root(one)] = root(other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for index, rule in enumerate((*flat, *posts)):
        groups[root(index)][index >= len(flat)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1]


def _edges(rules: Iterable[Rule]) -> tuple[float, ...]:
    edges: list[float] = []
    for rule in rules:
        if not edges or rule.at - edges[-1] > _SNAP:
            edges.append(rule.at)
    return tuple(edges)


def _frame(flat: list[Rule], posts: list[Rule]) -> Frame:
    """Lay out the cells and number them; slots with no line between them are one."""
    rows, columns = _edges(flat), _edges(posts)
    height, width = len(rows) - 1, len(columns) - 1
    cells = [[-1] * width for _ in range(height)]
    count = 0
    for row in range(height):
        for column in range(width):
            if cells[row][column] >= 0:
                continue
            y, right = (rows[row] + rows[row + 1]) / 2, column
            while right + 1 < width and cells[row][right + 1] < 0 and not _parted(posts, columns[right + 1], y):
                right += 1
            x, low = (columns[column] + columns[column + 1]) / 2, row
            while low + 1 < height and cells[low + 1][column] < 0 and not _parted(flat, rows[low + 1], x):
                low += 1
            for line in cells[row:low + 1]:
                line[column:right + 1] = [count] * (right + 1 - column)
            count += 1
    return Frame(columns, rows, tuple(map(tuple, cells)))


def _parted(rules: Sequence[Rule], at: float, along: float) -> bool:
    """Tell whether a line stands at an edge beside a point."""
    return any(abs(rule.at - at) <= _SNAP and rule.start - _SNAP <= along <= rule.end + _SNAP for rule in rules)
