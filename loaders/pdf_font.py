"""A stand-in for the Chinese fonts that a PDF names and does not carry.

The library asks the machine for such a font to learn how large a character is, and leaves out characters that no font
shows: the same file would read in one way on a desk and in another on a server without Chinese fonts. Here every
machine answers with one font, made below, in which each character is the same box.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

__all__ = ["box_font", "use_box_font"]

# Windows names of the character sets of Japanese, Korean, simplified and traditional Chinese.
_EAST_ASIAN = {128, 129, 134, 136}
_HANDLE = 1
# A pointer or record of the library, which ships no types.
Handle = Any
_EM, _ASCENT, _DESCENT = 1000, 880, -120


@cache
def box_font() -> bytes:
    """Make a TrueType font of one glyph, a box, for every character but the space.

    Returns
    -------
    bytes
        The font file.

    Examples
    --------
    >>> len(box_font()) < 1000
    True
    """
    box = (0, _DESCENT, _EM, _ASCENT)
    # One contour of four points on the line, each given by two signed words.
    points = [(0, _DESCENT), (0, _EM), (_EM, 0), (0, -_EM)]
    glyph = struct.pack(">hhhhhHH", 1, *box, 3, 0) + bytes([1] * 4)
    glyph += b"".join(struct.pack(">h", x) for x, _ in points) + b"".join(struct.pack(">h", y) for _, y in points)
    # Format 13 maps a whole range to one glyph.
    ranges = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">III", 0x21, 0x10FFFF, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + ranges,
        b"glyf": glyph + bytes(-len(glyph) % 4),
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *box, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 1),
        b"hmtx": struct.pack(">HhH", _EM, 0, 0),
        b"loca": struct.pack(">III", 0, 0, len(glyph)),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    body, at = b"", len(head) + 16 * len(tables)
    for name, table in tables.items():
        head += name + struct.pack(">III", 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


@cache
def use_box_font() -> Handle:
    """Let the PDF library ask for fonts here, once a process.

    Returns
    -------
    FPDF_SYSFONTINFO
        The answers, which must live as long as the library.
    """
    import pypdfium2.raw as pdfium

    font = box_font()
    kinds: dict[str, Any] = {str(field[0]): field[1] for field in pdfium.FPDF_SYSFONTINFO._fields_}

    def find(
        _info: Handle, _weight: int, _italic: int, charset: int, _pitch: int, _face: Handle, _exact: int,
    ) -> int | None:
        return _HANDLE if charset in _EAST_ASIAN else None

    def data(_info: Handle, _font: Handle, table: int, buffer: Handle, size: int) -> int:
        # The whole file is asked for as table 0; single tables are not handed out.
        if table:
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    answers = {"MapFont": find, "GetFontData": data, "GetFont": lambda _info, _face: None,
               "GetFaceName": lambda _info, _font, _buffer, _size: 0, "GetFontCharset": lambda _info, _font: 134,
               "DeleteFont": lambda _info, _font: None, "EnumFonts": lambda _info, _mapper: None,
               "Release": lambda _info: None}
    info = pdfium.FPDF_SYSFONTINFO(version=1, **{name: kinds[name](answer) for name, answer in answers.items()})
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info
