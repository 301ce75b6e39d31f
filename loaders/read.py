"""The one way in: files and folders become Documents, whatever their formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders import sniff

__all__ = ["SUFFIXES", "Found", "find", "read", "survey"]

Reader = Callable[[Path, bytes], Document]

# Module and function by suffix; a reader is imported when the first file of its kind is read, for some are heavy.
_READERS: dict[str, tuple[str, str]] = {
    ".txt": ("read_text", "read_text"), ".md": ("read_text", "read_markdown"),
    ".html": ("read_html", "read_html"), ".htm": ("read_html", "read_html"),
    ".docx": ("read_docx", "read_docx"), ".pdf": ("read_pdf", "read_pdf"),
    ".xlsx": ("read_sheet", "read_xlsx"), ".csv": ("read_sheet", "read_csv"),
}
SUFFIXES: tuple[str, ...] = tuple(_READERS)
_SUPPORTED = "、".join(SUFFIXES)
# A plan of a thousand pages is 3 MB of text; in the other formats pictures take the room.
_MOST_BYTES = dict.fromkeys(SUFFIXES, 64 * 2**20) | dict.fromkeys((".docx", ".pdf", ".xlsx"), 512 * 2**20)


@dataclass(frozen=True, slots=True)
class Found:
    """The documents among files and folders, and what was passed over, with the reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...] = ()


def read(path: Path) -> Document:
    """Read one file.

    Parameters
    ----------
    path : Path
        A file whose suffix is one of ``SUFFIXES``.

    Returns
    -------
    Document
        Its text, tables and places. For .txt and .md the text is the file decoded, offsets those of the file; for the
        others it is composed: a paragraph a line, the cells of a table one a line, row by row.

    Raises
    ------
    ReadError
        If it cannot be read, with what is wrong and what to do.

    Examples
    --------
    >>> read(Path("no-such-file.txt"))
    Traceback (most recent call last):
    liantu.errors.ReadError: no-such-file.txt:没有这个文件。请检查路径和文件名。
    """
    path = Path(path)
    _check_file(path)
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise _unread(path, suffix)
    data = _load(path, _MOST_BYTES[suffix])
    sniff.check(path, data)
    module, function = _READERS[suffix]
    reader = cast("Reader", getattr(import_module(f"liantu.loaders.{module}"), function))
    document = reader(path, data)
    if not document.text.strip("\ufeff \t\r\n\f\v\u3000\xa0\u200b"):
        raise ReadError(str(path), "里面没有文字", "请打开看看，是不是存错了文件")
    return document


def find(paths: Iterable[Path]) -> list[Path]:
    """Find the documents among files and folders.

    Parameters
    ----------
    paths : iterable of Path
        Files, kept as they are, and folders, walked to the bottom.

    Returns
    -------
    list of Path
        Each file once, those of a folder sorted. ``survey`` also tells what was passed over.

    Raises
    ------
    ReadError
        If a path does not exist, or a folder holds no document.
    """
    return list(survey(paths).files)


def survey(paths: Iterable[Path]) -> Found:
    """Find the documents among files and folders, and tell what was passed over.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders.

    Returns
    -------
    Found
        The files, and the reason for each file of a folder that is no document, hidden or temporary.

    Raises
    ------
    ReadError
        If a path does not exist, or a folder holds no document.
    """
    files: dict[Path, Path] = {}
    skipped: list[tuple[Path, str]] = []
    for path in map(Path, paths):
        if not path.is_dir():
            _check_file(path)
            files.setdefault(path.absolute(), path)
            continue
        inside = list(_walk(path))
        documents = [file for file, reason in inside if not reason]
        if not documents:
            raise ReadError(str(path), f"文件夹里没有能读的文件{_hint(inside)}", f"请放入 {_SUPPORTED} 文件")
        for file in documents:
            files.setdefault(file.absolute(), file)
        skipped += [(file, reason) for file, reason in inside if reason]
    return Found(tuple(files.values()), tuple(skipped))


def _walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder in order, each with the reason to pass it over, empty for a document."""
    def refuse(error: OSError) -> None:
        raise ReadError(str(error.filename), "没有权限打开这个文件夹", "请联系管理员，或把文件复制到自己的文件夹") from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            yield Path(place, name), _reason(name)


def _reason(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if name.startswith((".", "~$", "~", ".~")) or suffix in {".tmp", ".bak", ".swp", ".part", ".crdownload"}:
        return "隐藏或临时文件"
    if suffix in _READERS:
        return ""
    kind = sniff.FOREIGN.get(suffix)
    return f"{kind.name}，{kind.way_out}" if kind else "不是文档"


def _hint(inside: Iterable[tuple[Path, str]]) -> str:
    """Name the first file that was passed over for its format, so that the user sees why."""
    return next((f"，比如 {file.name} 是{reason.partition('，')[0]}" for file, reason in inside
                 if file.suffix.lower() in sniff.FOREIGN), "")


def _check_file(path: Path) -> None:
    try:
        exists, folder, regular = path.exists(), path.is_dir(), path.is_file()
    except OSError as error:
        raise _refused(path, error) from error
    if not exists:
        raise ReadError(str(path), "没有这个文件", "请检查路径和文件名")
    if folder:
        raise ReadError(str(path), "是文件夹，不是文件", "请给出里面的文件")
    if not regular:
        raise ReadError(str(path), "不是普通文件", "请给出一个文档文件")


def _load(path: Path, most: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > most:
            raise ReadError(str(path), f"文件有 {size / 2**20:.0f} MB，超过 {most // 2**20} MB 的上限", "请拆成几个文件再读")
        data = path.read_bytes()
    except OSError as error:
        raise _refused(path, error) from error
    if not data:
        raise ReadError(str(path), "是空文件，一个字节也没有", "请重新下载或复制一次")
    return data


def _refused(path: Path, error: OSError) -> ReadError:
    if isinstance(error, PermissionError):
        return ReadError(str(path), "没有权限打开", "请关闭正在使用它的程序，或联系管理员开通读取权限")
    return ReadError(str(path), f"打不开（{error.strerror or error}）", "请检查磁盘或网络位置是否可用")


def _unread(path: Path, suffix: str) -> ReadError:
    """Say why a file with another suffix is not read, by what it really is where that can be told."""
    data = _load(path, max(_MOST_BYTES.values()))
    kind = sniff.kind_of(data)
    if kind is not None and kind.suffix and suffix not in {".docm", ".xlsm", ".xlsb"}:
        named = f"后缀是 {suffix}" if suffix else "没有后缀"
        return ReadError(str(path), f"{named}，其实是{kind.name}", kind.way_out)
    kind = sniff.FOREIGN.get(suffix) or kind
    if kind is not None:
        return ReadError(str(path), f"是{kind.name}，不能直接读", kind.way_out)
    return ReadError(str(path), f"不认识后缀 {suffix}" if suffix else "没有后缀，看不出是哪种文件", f"能读的有 {_SUPPORTED}，请另存为其中一种")
