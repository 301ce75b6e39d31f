"""Plain text and Markdown: the file decoded, nothing moved, so that offsets are those of the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from liantu.errors import ReadError
from liantu.graph.model import Cell, Document, Table

__all__ = ["decode", "markdown_tables", "read_markdown", "read_text"]

_SAVE_AS_UTF8 = "请用记事本或 WPS 打开它，另存为 UTF-8 编码的文本再读"
# How much of a text may be rare characters before it is no GB18030 text but something else read as such.
_RARE_SHARE = 0.3
_SAMPLE = 20_000
_DELIMITER_ROW = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_PIPE = re.compile(r"(?<!\\)\|")


def decode(path: Path, data: bytes, *, hint: str | None = None) -> str:
    """Decode the bytes of a text file.

    Parameters
    ----------
    path : Path
        The file, for the message.
    data : bytes
        What it holds.
    hint : str, optional
        The encoding that the file itself declares (a web page's ``charset``); tried first.

    Returns
    -------
    str
        The text with its line ends untouched. The mark at the start of a UTF-8 file stays as U+FEFF, as ``open(path,
        encoding="utf-8", newline="")`` has it; that of a UTF-16 file goes, as ``encoding="utf-16"`` has it.

    Raises
    ------
    ReadError
        If the bytes are no text: they hold NUL, or fit neither UTF-8 nor GB18030.

    Examples
    --------
    >>> decode(Path("a.txt"), "责任单位：市商务局".encode("gb18030"))
    '责任单位：市商务局'
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ReadError(str(path), "开头标明是 UTF-16 编码，后面却解不开", _SAVE_AS_UTF8,
                            where=f"第 {error.start + 1} 字节") from None
    if (nul := data.find(b"\0")) >= 0:
        raise ReadError(str(path), "不是文本，里面有文本不该有的空字节", f"如果它本是文本，{_SAVE_AS_UTF8}；如果不是，请改回它原来的后缀",
                        where=f"第 {nul + 1} 字节")
    if hint and (text := _try(data, hint)) is not None:
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        at, cut_short = error.start, error.reason == "unexpected end of data"
    if not cut_short and (text := _try(data, "gb18030")) is not None and _is_chinese(text):
        return text
    problem = "末尾的字只剩半个，文件没有传完" if cut_short else "文字编码认不出来，既不是 UTF-8 也不是 GB18030（GBK）"
    way_out = "请重新下载或复制一次" if cut_short else _SAVE_AS_UTF8
    raise ReadError(str(path), problem, way_out, where=f"第 {at + 1} 字节")


def read_text(path: Path, data: bytes) -> Document:
    """Read a .txt file.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        The text as it is decoded, without tables.

    Raises
    ------
    ReadError
        If it is no text.
    """
    return Document(path.name, decode(path, data), "txt")


def read_markdown(path: Path, data: bytes) -> Document:
    """Read a .md file, its pipe tables as tables.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        The text as it is decoded, marks of Markdown included.

    Raises
    ------
    ReadError
        If it is no text.
    """
    text = decode(path, data)
    return Document(path.name, text, "md", markdown_tables(text))


def markdown_tables(text: str) -> tuple[Table, ...]:
    """Find the pipe tables of a Markdown text.

    Parameters
    ----------
    text : str
        The whole text.

    Returns
    -------
    tuple of Table
        Header row first, the row of dashes left out, short rows filled with empty cells.

    Examples
    --------
    >>> text = "|任务|牵头单位|\\n|-|-|\\n|建码头|市港航局|"
    >>> [[text[cell.start:cell.end] for cell in row] for row in markdown_tables(text)[0].rows]
    [['任务', '牵头单位'], ['建码头', '市港航局']]
    """
    if "|" not in text:
        return ()
    found = []
    lines = list(_lines(text))
    at = 0
    while at + 1 < len(lines):
        head, rule = lines[at], lines[at + 1]
        if not ("|" in text[slice(*head)] and "|" in text[slice(*rule)] and _DELIMITER_ROW.fullmatch(text, *rule)):
            at += 1
            continue
        rows = [_cells(text, *head)]
        at += 2
        while at < len(lines) and "|" in text[slice(*lines[at])]:
            rows.append(_cells(text, *lines[at]))
            at += 1
        width = max(map(len, rows))
        found.append(Table(tuple((*row, *[Cell(row[-1].end, row[-1].end)] * (width - len(row))) for row in rows)))
    return tuple(found)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _is_chinese(text: str) -> bool:
    """Tell whether what was decoded as GB18030 is made of the common characters of GB 2312."""
    wide = [char for char in text[:_SAMPLE] if char > "\x7f"]
    # GB 2312 sets its rows by use: 16 to 55 hold the common characters, rows 1 to 9 punctuation.
    rows = [code[0] - 0xA0 if len(code := char.encode("gb18030")) == 2 and code[1] >= 0xA1 else 99 for char in wide]
    return sum(not (1 <= row <= 9 or 16 <= row <= 55) for row in rows) <= _RARE_SHARE * len(wide)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the lines outside fenced code; a fence yields an empty line, so that no table spans it."""
    fence = ""
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", text):
        start, end = match.start(), match.start() + len(match[0].rstrip("\r\n"))
        if mark := _FENCE.match(text, start, end):
            fence = "" if fence == mark[1] else fence or mark[1]
            yield start, start
        elif not fence:
            yield start, end


def _cells(text: str, start: int, end: int) -> tuple[Cell, ...]:
    """Cut a row at its pipes; a pipe behind a backslash belongs to the cell."""
    while start < end and text[start] in " \t":
        start += 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    bars = [match.start() for match in _PIPE.finditer(text, start, end)]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        edges = edges[1:]
    if len(bars) > 1 and bars[-1] == end - 1:
        edges = edges[:-1]
    cells = []
    for left, right in pairwise(edges):
        raw = text[left + 1:right]
        inner = raw.strip()
        begin = left + 1 + (len(raw) - len(raw.lstrip()) if inner else 0)
        cells.append(Cell(begin, begin + len(inner)))
    return tuple(cells)
