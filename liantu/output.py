"""Rows on the terminal or for another program: table, json, jsonl, csv."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TextIO

from liantu.graph.safe import safe_cell

__all__ = ["Format", "emit"]

class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def emit(columns: Sequence[str], rows: Iterable[Mapping[str, object]], out: TextIO, *, how: Format = Format.TABLE) -> None:
    """Write rows to a stream.

    Parameters
    ----------
    columns : sequence of str
        The columns to show, in order.
    rows : iterable of mapping
        One mapping a row; keys that are not in ``columns`` are left out of tables and csv.
    out : text stream
        Where to write.
    how : Format
        ``table`` for people, the rest for programs.
    """
    if how is Format.JSONL:
        out.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    elif how is Format.JSON:
        out.write(json.dumps(list(rows), ensure_ascii=False, indent=1, default=str) + "\n")
    elif how is Format.CSV:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe_cell(_flat(row.get(column))) for column in columns] for row in rows)
    else:
        _table(columns, rows, out)


def _flat(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return "、".join(str(_flat(one)) for one in value)
    if isinstance(value, Mapping):
        return value["name"] if "name" in value else json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, object]], out: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out, highlight=False)
    table = Table(header_style="bold")
    for column in columns:
        # Chinese has no blanks to break at; without this, rich cuts a sentence off.
        table.add_column(column, overflow="fold")
    for row in rows:
        # Text, not str: names from documents must not be read as rich's own markup.
        table.add_row(*(Text(str(_flat(row.get(column)))) for column in columns))
    if not console.is_terminal:
        # A pipe has no width of its own; nothing is cut then.
        buffer = io.StringIO()
        Console(file=buffer, highlight=False, width=240).print(table)
        out.write(buffer.getvalue())
        return
    console.print(table)
