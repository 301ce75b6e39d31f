"""Tables in plain text whose rows are lines, with bars or tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from liantu.graph.model import Cell, Span, Table
from liantu.loaders.headers import is_header

__all__ = ["EDGES", "barred_tables"]

_BAR = re.compile(r"\s*[|｜]\s*")
_TAB = re.compile(r"\t")
_TABS = re.compile(r"[\t ]*\t[\t ]*")
EDGES = frozenset("|｜")
_RULE = re.compile(r"[\s|｜:+\-—=]+")
_NUMBER = re.compile(r"[(（]?\d{1,4}[)）]?[.、．]?")
_CHAPTER = re.compile(r"第?[(（]?[一二三四五六七八九十]{1,3}(?:[、.．)）]|[章节篇类])\s*\S")
# A heading between rows: longer than this, or with the end of a sentence, it is text behind the table.
_LONGEST_HEADING = 40
_SENTENCE = frozenset("。；;！!？?，,：:")
# So many lines may hold one row, where its cells have lines of their own, or stand between two rows.
_MOST_LINES, _MOST_HEADINGS = 12, 3


def barred_tables(text: str, found: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose rows are lines.

    Cells at the end of a row may be left out; headings between rows need no bars; a cell may go on in the next line.

    Examples
    --------
    >>> from liantu.loaders.text import lines
    >>> text = "序号\\t任务\\t牵头单位\\t时限\\n一、港口\\n1\\t建港区\\t市港航局\\n二、船舶\\n2\\t造新船\\t\\t年底"
    >>> [[text[cell.start:cell.end] for cell in row] for row in next(barred_tables(text, lines(text))).rows][1:]
    [['一、港口', '', '', ''], ['1', '建港区', '市港航局', ''], ['二、船舶', '', '', ''], ['2', '造新船', '', '年底']]
    """
    at = 0
    while at < len(found):
        first = _first(text, found, at)
        if len(first) < 3:
            at += 1
            continue
        rows, at = _rows(text, found, at, first)
        if len(rows) > 1 and any(_heads(text, row) for row in rows[:3]):
            yield Table(tuple(rows))


def _heads(text: str, row: Sequence[Cell]) -> bool:
    return is_header([text[cell.start:cell.end] for cell in row])


def _rows(text: str, found: Sequence[Span], at: int, first: list[Cell]) -> tuple[list[tuple[Cell, ...]], int]:
    """Return the rows of the table that begins in a line, and the first line behind it."""
    width = len(first)
    rows = [tuple(first)]
    headings: list[Span] = []
    at += 1
    while at < len(found):
        line = found[at]
        cells = _split(text, line, width)
        if not cells:
            if len(headings) == _MOST_HEADINGS or not _is_heading(text, line):
                break
            headings.append(line)
            at += 1
            continue
        if _RULE.fullmatch(text, line.start, line.end):
            at += 1
            continue
        if headings and _heads(text, cells):
            # Another table, below its title.
            break
        taken = 1
        if len(cells) < width and _is_number(text, cells[0]):
            cells, taken = _whole(text, found, at, cells, width)
        if not _fits(text, cells, width):
            break
        rows.extend(_padded([Cell(heading.start, heading.end)], width) for heading in headings)
        headings = []
        rows.append(_padded(cells, width))
        at += taken
    return rows, at - len(headings)


def _fits(text: str, cells: Sequence[Cell], width: int) -> bool:
    """Whether the cells of a line are a row of the table; what is far too short must have a number."""
    return abs(len(cells) - width) < 2 and len(cells) > 2 or len(cells) < width and (
        _is_number(text, cells[0]) or _CHAPTER.match(text, cells[0].start, cells[0].end) is not None)


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    end = cells[-1].end
    return (*cells[:width], *[Cell(end, end)] * (width - len(cells)))


def _is_number(text: str, cell: Cell) -> bool:
    return _NUMBER.fullmatch(text, cell.start, cell.end) is not None


def _is_heading(text: str, line: Span) -> bool:
    size = line.end - line.start
    if _CHAPTER.match(text, line.start, line.end):
        return size < _LONGEST_HEADING
    return size < _LONGEST_HEADING // 2 and _SENTENCE.isdisjoint(text[line.start:line.end])


def _whole(text: str, found: Sequence[Span], at: int, cells: list[Cell], width: int) -> tuple[list[Cell], int]:
    """Return a short row with the lines behind it, if they are the rest of it, and how many lines they are."""
    row = cells
    for taken in range(1, min(_MOST_LINES, len(found) - at)):
        line = found[at + taken]
        more = _split(text, line, width) or [Cell(line.start, line.end)]
        if _is_number(text, more[0]) or _CHAPTER.match(text, line.start, line.end) or len(row) + len(more) - 1 > width:
            break
        row = [*row[:-1], Cell(row[-1].start, more[0].end), *more[1:]]
        if len(row) == width:
            return row, taken + 1
    return cells, 1


def _split(text: str, line: Span, width: int = 0) -> list[Cell]:
    """Return the cells of a line, none where it has no bars or tabs; ``width`` is how many there should be."""
    barred = [mark.span() for mark in _BAR.finditer(text, line.start, line.end)]
    if barred:
        cells = _between(line, barred)
        # Bars at both ends of a line hold no cell outside.
        if barred[0][0] == line.start:
            cells = cells[1:]
        if cells and barred[-1][1] == line.end:
            cells = cells[:-1]
        return cells if len(barred) > 1 else []
    cells = _tabbed(text, line)
    while len(cells) > width > 0 and cells[-1].start == cells[-1].end:
        cells.pop()
    if width and len(cells) > width:
        return _aligned(text, line)
    return cells


def _tabbed(text: str, line: Span) -> list[Cell]:
    """Return the cells that single tabs part, blank ones at the ends of the line as well."""
    start, end = line.start, line.end
    while start and text[start - 1] == "\t":
        start -= 1
    while end < len(text) and text[end] == "\t":
        end += 1
    tabs = [mark.span() for mark in _TAB.finditer(text, start, end)]
    return _between(Span(start, end), tabs) if tabs else []


def _aligned(text: str, line: Span) -> list[Cell]:
    """Return the cells of a line where several tabs in a row only align the columns."""
    return _between(line, [mark.span() for mark in _TABS.finditer(text, line.start, line.end)])


def _first(text: str, found: Sequence[Span], at: int) -> list[Cell]:
    """Return the cells of a line that may be the first of a table.

    Blank ones, as under a header of two rows, count where a row below fills more of as many.
    """
    cells = _split(text, found[at])
    blank = _blanks(cells)
    if not blank or text[found[at].start] in EDGES or text[found[at].end - 1] in EDGES:
        return cells
    below = [_tabbed(text, line) for line in found[at + 1:at + _MOST_LINES]]
    filled = any(len(row) == len(cells) and _blanks(row) < blank for row in below)
    return cells if filled else _aligned(text, found[at])


def _blanks(cells: Sequence[Cell]) -> int:
    return sum(cell.start == cell.end for cell in cells)


def _between(line: Span, marks: Sequence[tuple[int, int]]) -> list[Cell]:
    edges = [line.start, *[edge for mark in marks for edge in mark], line.end]
    return [Cell(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
