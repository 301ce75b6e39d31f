"""A small writer of SVG: escaped texts, widths by East Asian width, lines broken as Chinese is set.

Presentation attributes, no style sheet: Word, WPS and LibreOffice read the former and forget the latter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

__all__ = ["FAMILY", "document", "escaped", "tag", "text", "text_width", "wrap"]

# The first is the font that pictures carry with them (see png.py), the others are what machines have.
FAMILY = "Liantu Sans, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, sans-serif"

# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# No line begins with these, and none ends with those.
_NO_START = frozenset("、，。；：？！）》〉】〕”’」』…·%％‰℃,.;:?!)]}")
_NO_END = frozenset("（《〈【〔“‘「『([{")
_WORD = re.compile(r"[A-Za-z0-9.+\-/&]+|.", re.DOTALL)


def tag(name: str, *children: str, **attributes: str | float | None) -> str:
    """Return an element; children are markup already, attributes are escaped here.

    ``data_node`` is written ``data-node``; an attribute that is None is left out.

    Examples
    --------
    >>> tag("rect", x=1.50, stroke_width=2, data_node='"><script>')
    '<rect x="1.5" stroke-width="2" data-node=\\'"&gt;&lt;script&gt;\\'/>'
    """
    said = "".join(f" {key.rstrip('_').replace('_', '-')}={_attribute(value)}" for key, value in attributes.items() if value is not None)
    return f"<{name}{said}>{''.join(children)}</{name}>" if children else f"<{name}{said}/>"


def escaped(words: str) -> str:
    """Return a text as the content of an element.

    Examples
    --------
    >>> escaped("</text><script>\\x00")
    '&lt;/text&gt;&lt;script&gt;'
    """
    return escape(_ILLEGAL.sub("", words))


def _attribute(value: str | float) -> str:
    return quoteattr(_ILLEGAL.sub("", value)) if isinstance(value, str) else f'"{round(value, 1):g}"'


def text(
    words: str, x: float, y: float, *, size: float = 13, fill: str = "#1b2733", anchor: str | None = None, bold: bool = False,
) -> str:
    """Return a line of text; ``y`` is its base line.

    A bold text is drawn with a thin outline of its own colour, so that one weight of a font is enough.

    Examples
    --------
    >>> text("<b>", 0, 9, size=12)
    '<text x="0" y="9" font-size="12" fill="#1b2733">&lt;b&gt;</text>'
    """
    heavy = {"stroke": fill, "stroke_width": f"{size * 0.035:.2f}"} if bold else {}
    return tag("text", escaped(words), x=x, y=y, font_size=size, fill=fill,
               text_anchor=anchor, **heavy)


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if east_asian_width(character) in "WFA":
        return 1.0
    if character in "mwMW@%&":
        return 0.86
    if character in "ijl.,:;'|!()[] ":
        return 0.34
    return 0.64 if character.isupper() else 0.56


def text_width(words: str, size: float = 13) -> float:
    """Return how wide a text is set, in the units of the picture.

    Examples
    --------
    >>> text_width("海洋电子", 10), round(text_width("LNG", 10), 1)
    (40.0, 19.2)
    """
    return sum(map(_em, words)) * size


def wrap(words: str, width: float, *, size: float = 13, lines: int = 0) -> list[str]:
    """Break a text into lines of a width; with ``lines``, what is too much ends in an ellipsis.

    Examples
    --------
    >>> wrap("建设海洋电子产业，引进链主企业。", 40, size=10)
    ['建设海洋', '电子产', '业，引进', '链主企', '业。']
    >>> wrap("建设海洋电子产业园", 60, size=10, lines=1)
    ['建设海洋电…']
    """
    found = list(_lines(" ".join(words.split()), width, size))
    if not lines or len(found) <= lines:
        return found
    last = "".join(found[lines - 1:])
    while last and text_width(last + "…", size) > width:
        last = last[:-1]
    return [*found[:lines - 1], last.rstrip("、，；：（") + "…"]


def _lines(words: str, width: float, size: float) -> Iterator[str]:
    line = ""
    for match in _WORD.finditer(words):
        word = match[0]
        # A word longer than a line has to break somewhere.
        pieces = list(word) if text_width(word, size) > width else [word]
        for piece in pieces:
            if not line or text_width(line + piece, size) <= width:
                line += piece
                continue
            kept, carried = _break(line, piece)
            yield kept.rstrip()
            line = (carried + piece).lstrip()
    if line:
        yield line


def _break(line: str, piece: str) -> tuple[str, str]:
    """Return a full line and what goes to the next one, before a piece that no longer fits."""
    at = len(line)
    while at > 1 and (line[at - 1] in _NO_END or (line[at] if at < len(line) else piece[0]) in _NO_START):
        at -= 1
    return (line[:at], line[at:]) if at > 1 else (line, "")


def document(*children: str, width: float, height: float, title: str, says: str = "") -> str:
    """Return a whole picture on white paper.

    Parameters
    ----------
    *children : str
        Markup.
    width, height : float
        Its size; it scales to wherever it is put.
    title, says : str
        What it is, and what it shows, for those who hear it.
    """
    inner = [tag("title", escaped(title))]
    inner += [tag("desc", escaped(says))] if says else []
    inner += [tag("rect", width=width, height=height, fill="#ffffff"), *children]
    return tag("svg", *inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", width=width, height=height,
               role="img", font_family=FAMILY, lang="zh-CN") + "\n"
