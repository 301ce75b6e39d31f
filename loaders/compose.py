"""Compose the stored text of a file that holds no plain text: paragraphs a line each, tables one cell a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liantu.errors import ReadError
from liantu.graph.model import Cell, Document, Place, Span, Table

__all__ = ["BLANK", "Grid", "Writer", "grid_of_spans"]

BLANK = -1
# A table of government work has some thousands of cells; one of millions is a mistake or an attack.
_MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is written: the texts of its cells, and rows of indices into them.

    A merged cell has its index in each place that it covers; ``BLANK`` is a place that no cell covers.
    """

    texts: Sequence[str]
    rows: Sequence[Sequence[int]]

    @property
    def is_table(self) -> bool:
        """Whether it has more than one cell with words; a frame around a paragraph has not."""
        return sum(bool(text.strip()) for text in self.texts) > 1


@dataclass(slots=True)
class Writer:
    """The stored text as it grows, and the tables and places in it.

    Examples
    --------
    >>> writer = Writer()
    >>> writer.line("任务分解表")
    Span(start=0, end=5)
    >>> _ = writer.table(Grid(["任务", "牵头单位", "建码头", ""], [[0, 1], [2, 3]]))
    >>> writer.document("a.docx", "docx").text
    '任务分解表\\n任务\\n牵头单位\\n建码头\\n\\n'
    """

    parts: list[str] = field(default_factory=list)
    size: int = 0
    tables: list[Table] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def line(self, text: str) -> Span:
        """Write a paragraph and end its line; return where it stands, without the line's end."""
        start = self.size
        self.parts += (text, "\n")
        self.size += len(text) + 1
        return Span(start, self.size - 1)

    def table(self, grid: Grid, *, label: str = "") -> dict[int, Span]:
        """Write a table row by row, one cell a line, an empty cell as an empty line.

        Parameters
        ----------
        grid : Grid
            The table.
        label : str, optional
            What it is called.

        Returns
        -------
        dict of int to Span
            Where each text of the grid stands. In the ``Table`` a merged cell has ``merged`` False in the first place
            that it covers, and True in the others; a blank place is an empty span.
        """
        spans: dict[int, Span] = {}
        width = max(map(len, grid.rows), default=0)
        rows = []
        for row in grid.rows:
            cells = []
            for index in (*row, *[BLANK] * (width - len(row))):
                merged = index in spans
                if index != BLANK and not merged:
                    spans[index] = self.line(grid.texts[index].strip())
                span = Span(self.size, self.size) if index == BLANK else spans[index]
                cells.append(Cell(span.start, span.end, merged))
            rows.append(tuple(cells))
        if rows:
            self.tables.append(Table(tuple(rows), label))
        return spans

    def document(self, name: str, form: str) -> Document:
        """Return what was written as a document; ``form`` is its format."""
        places = sorted(self.places, key=lambda place: (place.start, place.end))
        return Document(name, "".join(self.parts), form, tuple(self.tables), tuple(places))


def grid_of_spans(path: Path, rows: Sequence[Sequence[tuple[str, int, int]]]) -> Grid:
    """Lay cells with row and column spans into a grid, as a web page does.

    Parameters
    ----------
    path : Path
        The file, for the message.
    rows : sequence of sequences of (str, int, int)
        Text, number of rows and number of columns of each cell, in the order of the page.

    Returns
    -------
    Grid
        A place that two cells claim belongs to the first.

    Raises
    ------
    ReadError
        If the spans make a table of millions of cells.

    Examples
    --------
    >>> grid_of_spans(Path("a.html"), [[("港航", 2, 1), ("码头", 1, 1)], [("航道", 1, 1)]]).rows
    [[0, 1], [0, 2]]
    """
    texts: list[str] = []
    laid: list[dict[int, int]] = [{} for _ in rows]
    room = _MOST_CELLS
    for at, row in enumerate(rows):
        column = 0
        for text, down, across in row:
            while column in laid[at]:
                column += 1
            down = min(down, len(rows) - at)
            room -= down * across
            if room < 0:
                raise ReadError(str(path), f"有一张表格超过 {_MOST_CELLS // 10_000} 万格", "请拆成几个文件再读")
            for line in laid[at:at + down]:
                for place in range(column, column + across):
                    line.setdefault(place, len(texts))
            texts.append(text)
            column += across
    width = max((max(line, default=-1) + 1 for line in laid), default=0)
    # Spans that promise more columns than any row has cells for add nothing but copies.
    return Grid(texts, [[line.get(place, BLANK) for place in range(width)] for line in laid])
