"""Pictures that show their Chinese on any machine: PNG from SVG, and SVG that carries its own font.

The font is a subset of Noto Sans CJK SC that lies beside this module (SIL Open Font License, see its folder); resvg
draws with it alone, so a picture is the same on a machine without fonts. A character that the font lacks is sought in
the fonts of the machine, and stands as 〓 where nobody has it: never an empty box.
"""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import unescape
from pathlib import Path
from unicodedata import category

__all__ = ["FONT", "embed_font", "lacking", "png"]

FONT = Path(__file__).resolve().parent / "data" / "font" / "LiantuSans-Regular.otf"
_NAME = "Liantu Sans"
# What printers set for a character that they have no type of.
_GETA = "〓"
_SHOWN = re.compile(r"<text\b[^>]*>([^<]*)</text>")
_ROOT = re.compile(r"<svg\b[^>]*>")


def _shown(svg: str) -> frozenset[str]:
    return frozenset(unescape("".join(_SHOWN.findall(svg))))


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def lacking(words: str) -> str:
    """Return the characters that the font beside this module lacks, sorted.

    Examples
    --------
    >>> lacking("舟山市海洋电子产业园（LNG）①→●")
    ''
    """
    return "".join(sorted(one for one in set(words) if ord(one) not in _known() and (category(one)[0] not in "CMZ" or category(one) == "Co")))


@lru_cache(maxsize=64)
def _face(characters: frozenset[str]) -> str:
    """Return the style that brings the outlines of some characters."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = [], False, True
    with TTFont(FONT, lazy=True, recalcTimestamp=False) as font:
        work = subset.Subsetter(options)
        work.populate(text="".join(sorted(characters)))
        work.subset(font)
        font.flavor = "woff"
        file = io.BytesIO()
        font.save(file)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    return f'<style>@font-face{{font-family:"{_NAME}";src:url(data:font/woff;base64,{data}) format("woff")}}</style>'


def embed_font(svg: str) -> str:
    """Return a picture that carries the outlines of the characters it shows; its texts stay texts.

    Parameters
    ----------
    svg : str
        A picture made by `liantu.viz.svg.document`.

    Returns
    -------
    str
        The same with a font of some 100 characters a 20 kB inside. Browsers use it; office programs use their own fonts.
    """
    root = _ROOT.search(svg)
    if root is None:
        return svg
    return svg[:root.end()] + _face(_shown(svg)) + svg[root.end():]


def png(svg: str, *, scale: float = 2.0) -> bytes:
    """Draw a picture as PNG.

    Parameters
    ----------
    svg : str
        A picture made by `liantu.viz.svg.document`.
    scale : float
        How many dots a unit of the picture is wide and high.

    Returns
    -------
    bytes
        The same bytes for the same picture, as long as the font beside this module has all its characters.
    """
    strange = lacking("".join(_shown(svg)))
    for one in strange:
        if not _drawn(one):
            svg = svg.replace(one, _GETA)
    return _draw(svg, scale, system=bool(strange))


def _draw(svg: str, scale: float, *, system: bool) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(
        svg_string=svg, zoom=scale, skip_system_fonts=not system, font_files=[str(FONT)], font_family=_NAME, sans_serif_family=_NAME,
        text_rendering="geometric_precision", languages=["zh-CN", "zh", "en"],
    ))


@lru_cache(maxsize=1024)
def _drawn(character: str) -> bool:
    """Whether any font of the machine has a character: else it looks like one that no font has."""

    def look(words: str) -> bytes:
        line = f'<text x="4" y="24" font-size="24" font-family="{_NAME}">{words}</text>'
        return _draw(f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="32">{line}</svg>', 1, system=True)

    return look(character) not in {look("\U0010fffd"), look("")}
