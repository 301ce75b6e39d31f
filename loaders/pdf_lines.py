"""From the characters of a PDF page to its lines, and from lines to paragraphs, by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from liantu.loaders.pdf_page import Glyph

__all__ = ["Line", "glue", "is_full", "lines_of", "paragraph_starts", "without_margins"]

# How near the edge of the page, as a share of its height, a repeated line is a header, and a number a page number.
_EDGE, _NUMBER_EDGE = 0.09, 0.15
_REPEATED = 0.3
_PAGE_NUMBER = re.compile(r"[-—–―─·•\s]*(?:第?\d{1,4}页?|[ivxlIVXL]{1,6})(?:[/，,]?(?:共)?\d{1,4}页?)?[-—–―─·•\s]*")
# What opens a paragraph even where it is not indented.
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、](?!\d)"
                       r"|第[一二三四五六七八九十百]{1,4}[章节条]")
# What no line may be broken in: a Latin word or number, or one character, and the marks that no line begins with.
_WORD = re.compile(r"(?:[!-~]+|.)[，。、；：？！）》”％%]*")
# A page with fewer lines shows no margins of its own.
_FEWEST_LINES = 8
# Two columns of prose: so many lines stand in two, and the gap is no wider than this many characters.
_FEWEST_TWINS, _TWIN_SHARE, _GUTTER = 8, 0.6, 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and its box; ``page`` counts from 0."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int = 0

    @property
    def size(self) -> float:
        """The height of its characters."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


def lines_of(glyphs: Sequence[Glyph], *, page: int = 0) -> list[Line]:
    """Put characters together to lines, in the order of reading.

    Parameters
    ----------
    glyphs : sequence of Glyph
        The characters in the order of the file.
    page : int, optional
        The page that they stand on.

    Returns
    -------
    list of Line
        From top to bottom; where the page is set in two columns, the left one first.

    Examples
    --------
    >>> row = [Glyph(char, 10.0 * at, 0, 10.0 * at + 10, 10) for at, char in enumerate("牵头单位")]
    >>> [line.text for line in lines_of(row)]
    ['牵头单位']
    """
    rows: list[list[Line]] = []
    for piece in sorted(_pieces(glyphs, page), key=lambda piece: piece.middle):
        if rows and piece.middle - rows[-1][0].middle <= 0.4 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    gutter = _gutter(rows)
    if gutter is None:
        return [_merged(row) for row in rows]
    lines: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if any(piece.left < gutter < piece.right for piece in row):
            lines += (*left, *right, _merged(row))
            left, right = [], []
            continue
        halves = [one for one in row if one.right <= gutter], [one for one in row if one.left >= gutter]
        for column, pieces in zip((left, right), halves, strict=True):
            if pieces:
                column.append(_merged(pieces))
    return [*lines, *left, *right]


def without_margins(lines: Sequence[Line], heights: Sequence[float]) -> set[int]:
    """Tell which lines are page headers, page footers and page numbers.

    Parameters
    ----------
    lines : sequence of Line
        The lines of all pages, tables left out.
    heights : sequence of float
        The height of each page.

    Returns
    -------
    set of int
        Their places in ``lines``.
    """
    def distance(line: Line) -> float:
        return min(line.middle, heights[line.page] - line.middle) / heights[line.page]

    near = {index: _shape(line.text) for index, line in enumerate(lines) if distance(line) < _EDGE}
    pages_with: dict[str, set[int]] = {}
    for index, shape in near.items():
        pages_with.setdefault(shape, set()).add(lines[index].page)
    often = {shape for shape, pages in pages_with.items() if len(pages) >= max(2, _REPEATED * len(heights))}
    numbers = {index for index, line in enumerate(lines)
               if _PAGE_NUMBER.fullmatch(line.text.replace(" ", "")) and distance(line) < _NUMBER_EDGE}
    return numbers | {index for index, shape in near.items() if shape in often}


def paragraph_starts(lines: Sequence[Line], widths: Sequence[float]) -> list[bool]:
    """Tell for each line whether a paragraph begins with it.

    Parameters
    ----------
    lines : sequence of Line
        The lines in the order of reading, page headers and footers gone.
    widths : sequence of float
        The width of each page.

    Returns
    -------
    list of bool
        A line goes on with the paragraph before it where that one is full, and this one neither indented nor numbered
        nor of another size.
    """
    members: dict[int, list[Line]] = {}
    for line in lines:
        members.setdefault(line.page, []).append(line)
    edges = {}
    for page, own in members.items():
        if len(own) < _FEWEST_LINES:
            own = [line for line in lines if widths[line.page] == widths[page]]
        edges[page] = _edges(own, widths[page])
    starts = [True] * len(lines)
    for index, (line, before) in enumerate(zip(lines[1:], lines, strict=False), 1):
        size = line.size
        left, _ = _column(line, edges)
        _, right_before = _column(before, edges)
        full = is_full(before, right_before, line.text)
        flush = line.left <= left + 0.9 * size
        alike = abs(line.size - before.size) <= 0.15 * size
        close = line.page != before.page or line.top - before.bottom <= 1.6 * size
        starts[index] = not (full and flush and alike and close and not _NUMBERED.match(line.text))
    return starts


def is_full(line: Line, edge: float, following: str) -> bool:
    """Tell whether a line ends because its room does: what follows would not have fitted.

    Parameters
    ----------
    line : Line
        The line.
    edge : float
        Where its column ends.
    following : str
        The text of the next line, whose first word could not be parted: a Latin word or number, or a character
        with the mark behind it.

    Returns
    -------
    bool
        Whether the next line may go on with its paragraph.

    Examples
    --------
    >>> line = Line("形成产业链", 0, 0, 50, 10)
    >>> [is_full(line, 90, text) for text in ("2025年底前", "年底前", "2025-2027年")]
    [False, False, True]
    """
    word = _WORD.match(following)
    width = sum(0.65 if char.isascii() else 1.0 for char in word[0]) if word else 1.0
    return line.right + (width + 0.7) * line.size > edge


def glue(parts: Iterable[str]) -> str:
    """Join the lines of a paragraph; a space stays only between Latin words.

    Examples
    --------
    >>> glue(["由市发", "改委牵头，SK", "Group 参与"])
    '由市发改委牵头，SK Group 参与'
    """
    text = ""
    for part in parts:
        latin = text[-1:].isascii() and part[:1].isascii() and text[-1:].isalpha() and part[:1].isalpha()
        text += f" {part}" if latin else part
    return text


def _pieces(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Cut the stream of characters where it leaves the line or leaps."""
    pieces: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run:
            last, size = run[-1], max(run[-1].bottom - run[-1].top, 1.0)
            same = abs((glyph.top + glyph.bottom) - (last.top + last.bottom)) <= 0.8 * size
            if not same or glyph.left - last.right > 1.2 * size or glyph.left < last.left - 0.3 * size:
                pieces.append(_line(run, page))
                run = []
        run.append(glyph)
    return [*pieces, _line(run, page)] if run else pieces


def _line(run: Sequence[Glyph], page: int) -> Line:
    chars = [run[0].char]
    for last, glyph in pairwise(run):
        gap = glyph.left - last.right
        if (glyph.spaced or gap > 0.2 * (glyph.bottom - glyph.top)) and last.char.isascii() and glyph.char.isascii():
            chars.append(" ")
        chars.append(glyph.char)
    tops, bottoms = sorted(glyph.top for glyph in run), sorted(glyph.bottom for glyph in run)
    half = len(run) // 2
    return Line("".join(chars), run[0].left, tops[half], max(glyph.right for glyph in run), bottoms[half], page)


def _merged(pieces: Sequence[Line]) -> Line:
    """Join pieces that stand on one line; a gap as wide as a character is kept as a space."""
    text = pieces[0].text
    for last, piece in pairwise(pieces):
        text += (" " if piece.left - last.right > 0.9 * piece.size else "") + piece.text
    longest = max(pieces, key=lambda piece: len(piece.text))
    return replace(longest, text=text, left=pieces[0].left, right=max(piece.right for piece in pieces))


def _gutter(rows: Sequence[Sequence[Line]]) -> float | None:
    """Return where the gap between two columns of prose is, or None."""
    gaps = [(last.right, piece.left, piece.size) for row in rows if len(row) == 2 for last, piece in [(row[0], row[1])]]
    if len(gaps) < max(_FEWEST_TWINS, _TWIN_SHARE * len(rows)):
        return None
    middle = median((left + right) / 2 for left, right, _ in gaps)
    if median((right - left) / size for left, right, size in gaps) > _GUTTER:
        return None
    clear = sum(left <= middle <= right for left, right, _ in gaps)
    return middle if clear >= 0.9 * len(gaps) else None


def _edges(lines: Sequence[Line], width: float) -> list[tuple[float, float]]:
    """Return left and right edge of each column of a page, from the edges that several lines share."""
    lefts = Counter(round(line.left / 3) for line in lines)
    shared = [edge * 3.0 for edge, count in lefts.items() if count > 1] or [min(line.left for line in lines)]
    right = max(line.right for line in lines)
    # A few lines show no right margin; then it is taken to be like the left one.
    if len(lines) < _FEWEST_LINES:
        return [(min(line.left for line in lines), max(right, width - min(line.left for line in lines)))]
    columns = [min(shared)]
    # A second column begins where many lines do, in the right half.
    middle = (columns[0] + right) / 2
    crossed = any(line.left < middle - 9 and line.right > middle + 9 for line in lines)
    if not crossed and any(line.left > middle for line in lines):
        columns.append(min((edge for edge in shared if edge > middle - 9), default=right))
    rights = [*columns[1:], right]
    return [(left, _right([line for line in lines if left - 9 <= line.left < end], end))
            for left, end in zip(columns, rights, strict=True)]


def _right(lines: Sequence[Line], default: float) -> float:
    """Return the right edge: nearly the largest, for a line may stick out."""
    rights = sorted(line.right for line in lines)
    return rights[int(0.95 * (len(rights) - 1))] if rights else default


def _column(line: Line, edges: dict[int, list[tuple[float, float]]]) -> tuple[float, float]:
    """Return the edges of the column that a line stands in."""
    inside = [edge for edge in edges[line.page] if edge[0] - 9 <= line.left]
    return inside[-1] if inside else edges[line.page][0]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))
