"""What stands on one page of a PDF: its characters with their boxes, and the straight lines that are drawn on it."""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

__all__ = ["Glyph", "PageContent", "Rule", "read_page"]

# A filled strip up to this many points thick is a line of a table.
_THIN = 3.0
_DEEPEST = 6
_FARTHEST = 1e6
_A4 = 595.0, 842.0
_MOST_OBJECTS = 50_000
# Some programs write the radicals of a dictionary's index in place of the characters. Unicode folds the first block
# itself; of the second it folds two, so those that are whole characters of today stand here.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9))
} | {
    ord(radical): char for radical, char in zip(
        "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳", "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟", strict=True)
}

# A pointer of the library, which ships no types.
Handle = Any
Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, y counted downwards; ``spaced`` tells that the file has a space before it."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at ``at``, from ``start`` to ``end`` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """The characters in the order of the file, the lines across and down, and whether a picture is on the page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    has_image: bool


def read_page(page: PdfPage) -> PageContent:
    """Read one page, turned so that most of its characters stand upright.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        The page.

    Returns
    -------
    PageContent
        White space and characters that stand askew (a watermark) are left out.
    """
    left, bottom, right, top = page.get_cropbox() or (0.0, 0.0, 0.0, 0.0)
    if right - left < 1 or top - bottom < 1:
        left, bottom, right, top = 0.0, 0.0, *_A4
    found, turn = _glyphs(page)
    segments: list[Box] = []
    has_image = False
    for one in _drawn(page):
        if one is None:
            has_image = True
        else:
            segments.append(one)

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        corners = [_turned(x, y, turn, (left, bottom, right, top)) for x, y in ((x0, y0), (x1, y1))]
        (ax, ay), (bx, by) = corners
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    glyphs = tuple(Glyph(char, *upright(*box), spaced) for char, box, spaced in found)
    across, down = [], []
    for segment in segments:
        x0, y0, x1, y1 = upright(*segment)
        if y1 - y0 <= _THIN and x1 - x0 > y1 - y0:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN:
            down.append(Rule((x0 + x1) / 2, y0, y1))
    width, height = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    return PageContent(width, height, glyphs, tuple(across), tuple(down), has_image)


def _turned(x: float, y: float, turn: int, box: Box) -> tuple[float, float]:
    """Turn a point of the page by quarter turns, with the origin at the upper left."""
    left, bottom, right, top = box
    if turn == 0:
        return x - left, top - y
    if turn == 1:
        return y - bottom, x - left
    return (right - x, y - bottom) if turn == 2 else (top - y, right - x)


def _glyphs(page: PdfPage) -> tuple[list[tuple[str, Box, bool]], int]:
    """Return the characters, their boxes and whether a space stands before; and how often most are turned."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    handle = text.raw
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    unicode_of, angle_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharAngle
    box_of = pdfium.FPDFText_GetLooseCharBox
    found = []
    high, spaced = 0, False
    for index in range(text.count_chars()):
        code = unicode_of(handle, index)
        # Above the Basic Plane a character comes as two halves.
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code <= 32 or code in {0xA0, 0x3000, 0xAD, 0xFEFF, 0xFFFE} or 0x2000 <= code <= 0x200F or code > 0x10FFFF:
            spaced = True
            continue
        # A damaged file may place a character nowhere, or out of the world.
        if not box_of(handle, index, reference) or not (abs(box.left) + abs(box.top) + abs(box.right) < _FARTHEST):
            continue
        # The angle is counted clockwise, turns the other way.
        quarter = angle_of(handle, index) / (pi / 2)
        turn = round(quarter)
        if abs(quarter - turn) < 0.02:
            char = _RADICALS.get(code) or chr(code)
            found.append((char, (box.left, box.bottom, box.right, box.top), spaced, -turn % 4))
        spaced = False
    text.close()
    turn = Counter(one[3] for one in found).most_common(1)[0][0] if found else 0
    return [one[:3] for one in found if one[3] == turn], turn


def _drawn(page: PdfPage) -> Iterator[Box | None]:
    """Yield the straight lines of the page as boxes, and None for a picture."""
    import pypdfium2.raw as pdfium

    budget = _MOST_OBJECTS

    def walk(count: Handle, get: Handle, holder: Handle, outer: Matrix, depth: int) -> Iterator[Box | None]:
        nonlocal budget
        for index in range(count(holder)):
            budget -= 1
            if budget < 0:
                return
            item = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                yield None
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield from _path(item, _product(_matrix(item), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _product(_matrix(item), outer)
                yield from walk(pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, item, inner, depth + 1)

    yield from walk(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page.raw, _IDENTITY, 0)


def _path(path: Handle, matrix: Matrix) -> Iterator[Box]:
    """Yield the lines of a path: its strokes along an axis, and strips that are filled so thin that they are lines."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(path, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if len(points) > 1 and min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            yield min(xs), min(ys), max(xs), max(ys)
        elif stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5:
                    yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _subpaths(path: Handle, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    import pypdfium2.raw as pdfium

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        at = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        if abs(at[0]) + abs(at[1]) < _FARTHEST:
            points.append(at)
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    yield points


def _matrix(item: Handle) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
