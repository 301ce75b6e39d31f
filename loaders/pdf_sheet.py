"""The tables of a PDF: words into the cells of a frame, and the pieces of a table on several pages into one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from liantu.loaders.compose import Grid
from liantu.loaders.pdf_grid import Frame
from liantu.loaders.pdf_lines import glue, is_full, lines_of
from liantu.loaders.pdf_page import Glyph

__all__ = ["Sheet", "fill", "joined"]

_TOLERANCE = 4.0
_ENDED = re.compile(r"[。；！？;!?]\s*$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or the piece of one that stands on a page: column edges, texts, rows of indices into them.

    ``pages`` tells for each row the page that it begins on.
    """

    columns: tuple[float, ...]
    texts: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    pages: tuple[int, ...]
    top: float
    last_page: int

    @property
    def grid(self) -> Grid:
        """The table as it is written."""
        return Grid(self.texts, self.rows)


def fill(frames: Sequence[Frame], glyphs: Sequence[Glyph], page: int) -> tuple[list[Sheet], list[Glyph]]:
    """Put the characters of a page into the cells of its tables.

    Parameters
    ----------
    frames : sequence of Frame
        The tables by their lines.
    glyphs : sequence of Glyph
        All characters of the page.
    page : int
        Which page it is.

    Returns
    -------
    tuple of (list of Sheet, list of Glyph)
        The tables that have words in two cells or more, and the characters that stand in none of them.
    """
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    free: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for number, frame in enumerate(frames):
            if frame.top <= y <= frame.bottom and (cell := frame.cell(x, y)) is not None:
                inside[number, cell].append(glyph)
                break
        else:
            free.append(glyph)
    sheets = []
    for number, frame in enumerate(frames):
        filled = [inside[number, cell] for cell in range(frame.cells[-1][-1] + 1)]
        if sum(map(bool, filled)) > 1:
            texts = tuple(_cell_text(members, _right_edge(frame, cell)) for cell, members in enumerate(filled))
            sheets.append(Sheet(frame.columns, texts, frame.cells, (page,) * len(frame.cells), frame.top, page))
        else:
            free += [glyph for members in filled for glyph in members]
    return sheets, free


def joined(above: Sheet, below: Sheet) -> Sheet | None:
    """Join two pieces of a table on pages that follow each other.

    Parameters
    ----------
    above : Sheet
        The piece that ends a page.
    below : Sheet
        The piece that begins the next.

    Returns
    -------
    Sheet or None
        None where their columns differ. Header rows that the second page repeats are dropped; a row that the page cut
        in two is one again.
    """
    columns = _common_columns(above.columns, below.columns)
    if columns is None or below.last_page != above.last_page + 1:
        return None
    upper, lower = _laid_out(above, columns), _laid_out(below, columns)
    texts = [*above.texts, *below.texts]
    rows = [list(row) for row in upper]
    rest = [[index + len(above.texts) for index in row] for row in lower]

    def words(row: Sequence[int]) -> list[str]:
        return ["".join(texts[index].split()) for index in row]

    same = 0
    while same < min(len(rest) - 1, len(rows)) and any(words(rest[same])) and words(rest[same]) == words(rows[same]):
        same += 1
    rest = rest[same:]
    if rest and _goes_on(words(rows[-1]), words(rest[0])):
        for index, more in dict(zip(rows[-1], rest[0], strict=True)).items():
            texts[index] = glue([texts[index], texts[more]]) if texts[index] else texts[more]
        renamed = dict(zip(rest[0], rows[-1], strict=True))
        rest = [[renamed.get(index, index) for index in row] for row in rest[1:]]
    pages = (*above.pages, *[below.last_page] * len(rest))
    return Sheet(columns, tuple(texts), tuple(map(tuple, (*rows, *rest))), pages, above.top, below.last_page)


def _goes_on(last: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether the first row of a page is the rest of the row before: no number, and a sentence that was cut."""
    if row[0] or not last[0] or not any(row):
        return False
    cut = [bool(before) and not _ENDED.search(before) for before, after in zip(last, row, strict=True) if after]
    return bool(cut) and any(cut)


def _common_columns(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...] | None:
    """Return the finer of two column layouts, or None where the coarser does not fit into it."""
    fine, coarse = (one, other) if len(one) >= len(other) else (other, one)
    shift = fine[0] - coarse[0]
    fits = all(any(abs(edge + shift - mark) <= _TOLERANCE for mark in fine) for edge in coarse)
    whole = abs(coarse[-1] + shift - fine[-1]) <= _TOLERANCE
    return fine if fits and whole and abs(shift) <= 10 * _TOLERANCE else None


def _laid_out(sheet: Sheet, columns: tuple[float, ...]) -> list[tuple[int, ...]]:
    """Lay the rows of a sheet out over a finer layout of columns."""
    if len(sheet.columns) == len(columns):
        return list(sheet.rows)
    shift = columns[0] - sheet.columns[0]
    slots = []
    for left, right in pairwise(columns):
        middle = (left + right) / 2 - shift
        slots.append(max(index for index, edge in enumerate(sheet.columns[:-1]) if edge <= middle or index == 0))
    return [tuple(row[slot] for slot in slots) for row in sheet.rows]


def _right_edge(frame: Frame, cell: int) -> float:
    return max(frame.columns[column + 1] for row in frame.cells for column, number in enumerate(row) if number == cell)


def _cell_text(glyphs: Sequence[Glyph], edge: float) -> str:
    """Join the lines of a cell: a line that reaches the edge goes on, a shorter one ends its paragraph."""
    lines = lines_of(glyphs)
    paragraphs: list[list[str]] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and is_full(before, edge, line.text):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
    return "\n".join(map(glue, paragraphs))
