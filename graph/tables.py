"""Rules and facts as tables: UTF-8, tabs or commas, # for a note, first row the column names."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liantu.errors import LiantuError

__all__ = ["Row", "TableError", "read_table", "shipped"]

_DATA = Path(__file__).parent / "data"


class TableError(LiantuError):
    """A row of a table that cannot be used; the message names the file, the line and what to do.

    Examples
    --------
    >>> str(TableError("单位.tsv", 3, "关系“别称”不认识", "请改成：单位、别名"))
    '单位.tsv 第3行：关系“别称”不认识。请改成：单位、别名。'
    """

    def __init__(self, path: str, line: int, problem: str, way_out: str) -> None:
        super().__init__(f"{path} 第{line}行：{problem}。{way_out}。")
        self.path, self.line, self.problem, self.way_out = path, line, problem, way_out


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table and the line it stands in."""

    line: int
    cells: tuple[str, ...]


def read_table(path: Path, columns: tuple[str, ...] | None = None) -> list[Row]:
    """Read a table.

    Parameters
    ----------
    path : Path
        A .tsv file, or a .csv file as a spreadsheet program saves it.
    columns : tuple of str, optional
        The column names the table must have, in this order; columns to the right of them are left out.

    Returns
    -------
    list of Row
        The rows below the column names, each as wide as the column names.

    Raises
    ------
    TableError
        If the file cannot be read as text or its columns are other ones.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError(path.name, 0, "文件打不开", "请检查文件名和权限") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableError(path.name, 1, "文字编码不认识", "请另存为 UTF-8 编码")
    rows = _rows(text, "," if path.suffix.lower() == ".csv" else "\t")
    if not rows:
        raise TableError(path.name, 1, "表是空的", "请写上列名和内容")
    head, *body = rows
    if columns is not None and head.cells[: len(columns)] != columns:
        raise TableError(path.name, head.line, f"列名是“{'、'.join(head.cells)}”", f"请把列名改成：{'、'.join(columns)}")
    width = len(columns or head.cells)
    return [Row(row.line, (*row.cells, *[""] * width)[:width]) for row in body]


def _rows(text: str, delimiter: str) -> list[Row]:
    if delimiter == "\t":
        pairs = ((at, line.split("\t")) for at, line in enumerate(text.splitlines(), 1))
    else:
        reader = csv.reader(io.StringIO(text, newline=""))
        pairs = ((reader.line_num, cells) for cells in reader)
    return [Row(at, tuple(cell.strip() for cell in cells)) for at, cells in pairs if any(cells) and not cells[0].startswith("#")]


@cache
def shipped(name: str) -> tuple[Row, ...]:
    """Return the rows of a table that comes with the package."""
    return tuple(read_table(_DATA / name))
