"""A paper ready to be handed out: its title, grouped columns, rows, evidence last, notes; what both office formats need of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["HEAD_FILL", "LINE", "Column", "Paper", "clean", "grouped", "settled", "spans"]

# What XML, and so both formats, cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD_FILL, LINE = "E8EEF5", "5B6875"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: header, the header above it, width in cm (all are scaled to the page), and whether equal cells are joined."""

    title: str
    width: float = 2.5
    group: str = ""
    merge: bool = False
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A table ready to hand out; the last column of each row is its evidence.

    ``line`` stands under the title (文号, or what is covered), ``lead`` says what the table shows, ``notes`` follow it.
    """

    title: str
    line: str
    lead: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float, ...], ...]
    notes: tuple[str, ...] = ()
    full: tuple[str, ...] = field(default=())  # the evidence of each row at length, for Excel


def clean(value: object) -> str:
    """Return a cell as text that XML can hold."""
    return _ILLEGAL.sub("", "" if value is None else f"{value:g}" if isinstance(value, float) else str(value))


def grouped(columns: Sequence[Column]) -> bool:
    """Whether any column stands under a common header."""
    return any(column.group for column in columns)


def spans(columns: Sequence[Column]) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of columns under one header: first, last, header; columns without one stand alone."""
    start = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at].group != columns[start].group or not columns[at].group:
            yield start, at - 1, columns[start].group
            start = at


def settled(file: bytes) -> bytes:
    """Return an office file without the time of its making, so that the same paper gives the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()
