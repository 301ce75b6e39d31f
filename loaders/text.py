"""The text as rules see it: half-width, without white space, one paragraph a line; with the way back to the stored one.

A rule written for ``(责任单位:市发改委)`` then also reads ``（责任单位： 市发改\\n委）``. Each character of the view is
one character of the stored text, so every match has its place there.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from liantu.graph.model import Span, make

__all__ = ["View", "lines", "view"]

# Blanks that Python does not count as white space.
_HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+(?:(?<=[\n\f ])-\s?\d{1,4}\s?-\s*\n\s*)?")
# A page number, - 2 -, that stands alone in a line between two lines of a sentence is no more than the break itself.
# From the first to the last character of a line that is no white space.
_LINE = re.compile(
    r"[^\s\u200b\u200c\u200d\u2060\ufeff\u00ad]"
    r"(?:[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]*[^\s\u200b\u200c\u200d\u2060\ufeff\u00ad])?")
# One character for one character, so that offsets stay true.
_NARROW = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(wide): narrow for wide, narrow in zip("〔［【〕］】—–―－‐‑−﹣～∼〜．·•・", "((()))--------~~~.···", strict=True)}
)
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _NARROW)))}]")


@dataclass(frozen=True, slots=True)
class View:
    """A flat text and, for each of its characters, the offset in the stored text.

    Examples
    --------
    >>> seen = view("一、 油品贸易量 4500\\u3000万吨（以上）", [Span(0, 21)])
    >>> seen.flat
    '一、油品贸易量4500万吨(以上)\\n'
    >>> at = seen.flat.index("4500")
    >>> seen.span(at, at + 6)
    Span(start=9, end=16)
    """

    flat: str
    origin: array[int]
    # The bounds that were asked for: each stage asks for those of the same stretches.
    _known: dict[Span, tuple[int, int]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def index(self, offset: int) -> int:
        """Return the first flat position at or behind an offset of the stored text."""
        return bisect_left(self.origin, offset)

    def bounds(self, span: Span) -> tuple[int, int]:
        """Return the flat start and end of a stored span."""
        found = self._known.get(span)
        if found is None:
            start = bisect_left(self.origin, span.start)
            found = self._known[span] = start, bisect_left(self.origin, span.end, start)
        return found

    def cut(self, span: Span) -> str:
        """Return the flat text of a stored span."""
        start, end = self.bounds(span)
        return self.flat[start:end]

    def span(self, start: int, end: int) -> Span:
        """Return the stored span of the non-empty flat stretch ``flat[start:end]``."""
        return make(Span, (self.origin[start], self.origin[end - 1] + 1))

    def only(self, stretches: Iterable[tuple[int, int]]) -> View:
        """Return the view of some flat stretches alone, which are in order and do not overlap.

        Examples
        --------
        >>> view("甲市，乙县\\n丙区").only([(0, 2), (6, 8)]).flat
        '甲市丙区'
        """
        parts: list[str] = []
        origin: array[int] = array("L")
        for start, end in stretches:
            parts.append(self.flat[start:end])
            origin += self.origin[start:end]
        return View("".join(parts), origin)


@lru_cache(maxsize=1)
def lines(text: str) -> tuple[Span, ...]:
    """Return the spans of the lines that hold more than white space, trimmed; the last text is remembered."""
    return tuple([make(Span, match.span()) for match in _LINE.finditer(text)])


def _narrowed(text: str) -> str:
    # Few of the wide characters stand in a text, each often: to replace them one by one takes a tenth of translate's time.
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, chr(code) if isinstance(code := _NARROW[ord(wide)], int) else code)
    return text


@cache
def _numbers(bits: int) -> array[int]:
    """Return the numbers from 0 on: to copy them takes a tenth of the time of counting."""
    return array("L", range(1 << bits))


def view(text: str, paragraphs: Iterable[Span] | None = None) -> View:
    """Return the view of a text.

    Parameters
    ----------
    text : str
        The stored text of a document.
    paragraphs : iterable of Span, optional
        Stretches to join into one line each, in order; by default every line is a paragraph.

    Returns
    -------
    View
        Each paragraph without white space, ended by ``\\n``. A space between two ASCII letters or digits stays.
    """
    narrow = _narrowed(text)
    parts: list[str] = []
    origin: array[int] = array("L")
    numbers = _numbers(len(text).bit_length())
    hidden = any(sign in text for sign in _HIDDEN)
    for paragraph in lines(text) if paragraphs is None else paragraphs:
        position = paragraph.start
        whole = narrow[position:paragraph.end]
        if not hidden and len(whole.split(None, 1)) == 1:
            parts += whole, "\n"
            origin += numbers[position:paragraph.end + 1]
            continue
        for blank in _BLANK.finditer(narrow, paragraph.start, paragraph.end):
            start, end = blank.span()
            parts.append(narrow[position:start])
            origin += numbers[position:start]
            # Latin words keep one space between them: SK Group.
            if (start > 0 and end < len(narrow) and narrow[start - 1].isascii() and narrow[end].isascii()
                    and narrow[start - 1].isalpha() and narrow[end].isalpha()):
                parts.append(" ")
                origin.append(start)
            position = end
        parts.append(narrow[position:paragraph.end])
        origin += numbers[position:paragraph.end]
        parts.append("\n")
        origin.append(paragraph.end)
    return View("".join(parts), origin)
