"""What can go wrong, said so that a reader can act on it."""

from __future__ import annotations

__all__ = ["CityError", "LiantuError", "NotFoundError", "QueryError", "ReadError", "StoreError"]


class LiantuError(Exception):
    """Base of every error that liantu raises on purpose."""


class ReadError(LiantuError):
    """A file that cannot be read as a document.

    Parameters
    ----------
    path : str
        The file as the user named it.
    problem : str
        What is wrong with it, in Chinese, without a full stop.
    way_out : str
        What the user can do about it, in Chinese, without a full stop.
    where : str, optional
        The place inside the file: a page, a sheet and cell, a byte.

    Examples
    --------
    >>> str(ReadError("a.doc", "是旧版 Word 文件", "请用 Word 另存为 .docx"))
    'a.doc:是旧版 Word 文件。请用 Word 另存为 .docx。'
    """

    def __init__(self, path: str, problem: str, way_out: str, *, where: str = "") -> None:
        place = f"{path}（{where}）" if where else path
        super().__init__(f"{place}:{problem}。{way_out}。")
        self.path, self.problem, self.way_out, self.where = path, problem, way_out, where


class CityError(LiantuError):
    """The city of a document is unknown or named in two ways."""


class StoreError(LiantuError):
    """A graph folder or database that is missing, damaged or of another version."""


class QueryError(LiantuError):
    """A question or statement that cannot be run as it stands."""


class NotFoundError(LiantuError):
    """A name that the graph does not know; the message offers the nearest ones."""
