"""Work tables: .xlsx sheets and .csv files, each cell with its address as the sheet shows it."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from liantu.errors import ReadError
from liantu.graph.model import Document, Place
from liantu.loaders.compose import BLANK, Grid, Writer
from liantu.loaders.elements import attribute, children, first, tag, whole
from liantu.loaders.package import open_package
from liantu.loaders.read_text import decode
from liantu.loaders.sheet_format import Format, read_formats, shown

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["column_name", "read_csv", "read_xlsx"]

_MOST_CELLS = 2_000_000
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Names that a program gave a sheet and that say nothing.
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_DELIMITERS = ",\t;，；"


@dataclass(frozen=True, slots=True)
class _Book:
    """What every sheet of a workbook shares."""

    strings: list[str]
    formats: list[Format]
    epoch: datetime


def read_xlsx(path: Path, data: bytes) -> Document:
    """Read an .xlsx file.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        A table a sheet, hidden ones too; rows and columns without a word are left out. Each cell has a place such as
        ``任务表!B3``; a sheet with a name of its own has it as a line before its cells.

    Raises
    ------
    ReadError
        If the file is damaged, harmful or too large.
    """
    package = open_package(path, data)
    book_part = _target(package.xml("_rels/.rels"), "/officeDocument", "") or "xl/workbook.xml"
    root = package.xml(book_part)
    if root is None:
        raise ReadError(str(path), "里面没有工作簿", "请用 Excel 或 WPS 打开它，另存为 .xlsx 再读", where=book_part)
    folder, _, leaf = book_part.rpartition("/")
    relations = package.xml(f"{folder}/_rels/{leaf}.rels")
    strings = package.xml(_target(relations, "/sharedStrings", folder) or f"{folder}/sharedStrings.xml")
    styles = package.xml(_target(relations, "/styles", folder) or f"{folder}/styles.xml")
    on_mac = attribute(first(root, "workbookPr"), "date1904") in {"1", "true"}
    epoch = datetime(1904, 1, 1) if on_mac else datetime(1899, 12, 30)
    book = _Book([_text(one) for one in children(strings, "si")], read_formats(styles), epoch)
    writer = Writer()
    for sheet in children(first(root, "sheets"), "sheet"):
        name = attribute(sheet, "name") or ""
        part = _target(relations, attribute(sheet, "id") or "", folder)
        if part and (content := package.xml(part)) is not None and tag(content) == "worksheet":
            _write(writer, path, name, _values(content, book), _merges(content))
    return writer.document(path.name, "xlsx")


def read_csv(path: Path, data: bytes) -> Document:
    """Read a .csv file, parted by commas, tabs or semicolons.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        One table, composed like a sheet of a workbook; each cell has a place such as ``B3``.

    Raises
    ------
    ReadError
        If it is no text, or a quotation mark is never closed.
    """
    text = decode(path, data).removeprefix("\ufeff")
    delimiter = _delimiter(text)
    values: dict[tuple[int, int], str] = {}
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for at, row in enumerate(rows):
            values |= {(at, column): cell for column, cell in enumerate(row) if cell.strip()}
    except csv.Error as error:
        raise ReadError(str(path), "有一格长得不合常理，多半是引号没有配对", "请检查这一行的引号，或用 Excel、WPS 另存为 .xlsx 再读",
                        where=f"第 {rows.line_num} 行") from error
    writer = Writer()
    _write(writer, path, "", values, [])
    return writer.document(path.name, "csv")


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Parameters
    ----------
    column : int
        Its number.

    Returns
    -------
    str
        Its name.

    Examples
    --------
    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _write(
    writer: Writer, path: Path, name: str, values: Mapping[tuple[int, int], str],
    merges: list[tuple[int, int, int, int]],
) -> None:
    """Write one sheet: the rows and columns that hold something, and the place of each cell."""
    if not values:
        return
    rows, columns = sorted({row for row, _ in values}), sorted({column for _, column in values})
    if len(rows) * len(columns) > _MOST_CELLS:
        raise ReadError(str(path), f"表格有 {len(rows)} 行 {len(columns)} 列，大得不合常理", "请删去无用的行列，或拆成几个文件再读", where=name)
    order = {at: index for index, at in enumerate(sorted(values))}
    laid = [[order.get((row, column), BLANK) for column in columns] for row in rows]
    for top, left, bottom, right in merges:
        if (origin := order.get((top, left), BLANK)) != BLANK:
            for line in laid[bisect_left(rows, top):bisect_right(rows, bottom)]:
                first_at, behind = bisect_left(columns, left), bisect_right(columns, right)
                line[first_at:behind] = [origin] * (behind - first_at)
    if name and not _UNNAMED.fullmatch(name):
        span = writer.line(name)
        writer.places.append(Place(span.start, span.end, name))
    spans = writer.table(Grid([values[at] for at in order], laid), label=name)
    names = {column: column_name(column) for column in columns}
    prefix = f"{name}!" if name else ""
    for (row, column), index in order.items():
        if index in spans:
            span = spans[index]
            writer.places.append(Place(span.start, span.end, f"{prefix}{names[column]}{row + 1}"))


def _values(sheet: etree._Element, book: _Book) -> dict[tuple[int, int], str]:
    """Return the text of each cell that has one, by row and column counted from 0."""
    values: dict[tuple[int, int], str] = {}
    columns: dict[str, int] = {}
    row_at = -1
    for row in children(first(sheet, "sheetData"), "row"):
        number = whole(row.get("r"))
        row_at = row_at + 1 if number is None else number - 1
        column_at = -1
        for cell in row:
            letters = (cell.get("r") or "").rstrip("0123456789")
            if letters not in columns:
                columns[letters] = _column(letters)
            column_at = columns[letters] if letters else column_at + 1
            if len(cell) and (text := _value(cell, book)) and not text.isspace():
                values[row_at, column_at] = text
    return values


def _value(cell: etree._Element, book: _Book) -> str:
    kind = cell.get("t") or "n"
    # The value stands last, behind a formula; an inline string stands alone.
    content = cell[-1]
    if kind == "inlineStr":
        return _text(content)
    raw = (content.text or "").strip() if tag(content) == "v" else ""
    if kind == "s":
        index = whole(raw)
        return book.strings[index] if index is not None and index < len(book.strings) else ""
    if kind == "d":
        return raw.removesuffix("T00:00:00").replace("T", " ")
    if kind == "b":
        return {"0": "FALSE", "1": "TRUE"}.get(raw, raw)
    if kind != "n" or not raw:
        return raw
    style = whole(cell.get("s"))
    form = book.formats[style] if style is not None and style < len(book.formats) else Format("number")
    if form.kind == "number" and raw.isdecimal() and len(raw) < 16:
        return raw
    try:
        return shown(float(raw), form, book.epoch)
    except ValueError:
        return raw


def _text(element: etree._Element) -> str:
    """Join the runs of a string, without the reading aids that Japanese files set above it."""
    return "".join(
        inner.text or "" for child in element if tag(child) in {"t", "r"}
        for inner in child.iter() if tag(inner) == "t"
    )


def _merges(sheet: etree._Element) -> list[tuple[int, int, int, int]]:
    """Return top, left, bottom and right of each merged range."""
    found = []
    for merge in children(first(sheet, "mergeCells"), "mergeCell"):
        ends = _ADDRESS.findall(attribute(merge, "ref") or "")
        if len(ends) == 2:
            (left, top), (right, bottom) = ends
            found.append((int(top) - 1, _column(left), int(bottom) - 1, _column(right)))
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _target(relations: etree._Element | None, wanted: str, folder: str) -> str | None:
    """Return the part that a relation leads to, found by its id or by the end of its type."""
    for relation in children(relations, "Relationship"):
        if wanted and (relation.get("Id") == wanted or (relation.get("Type") or "").endswith(wanted)):
            target = relation.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return None


def _delimiter(text: str) -> str:
    """Return the mark that parts most of the first lines into the same number of cells."""
    def score(mark: str) -> tuple[int, int]:
        counts = Counter(line.count(mark) for line in _plain_lines(text))
        counts.pop(0, None)
        width, lines = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return lines, width
    return max(_DELIMITERS, key=score)


def _plain_lines(text: str) -> Iterator[str]:
    """Yield the first lines with quoted cells blanked."""
    return islice((line for line in re.sub(r'"[^"]*"', "", text[:100_000]).splitlines() if line.strip()), 50)
