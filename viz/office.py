"""Papers as files of an office: Word or Excel, by the ending of the name."""

from __future__ import annotations

from pathlib import Path

from liantu.errors import QueryError
from liantu.viz.office_docx import docx_bytes
from liantu.viz.office_xlsx import xlsx_bytes
from liantu.viz.paper import Paper

__all__ = ["write_office"]


def write_office(paper: Paper, target: Path) -> None:
    """Write a paper to a file; its ending says which kind.

    Raises
    ------
    QueryError
        The ending is neither .docx nor .xlsx.
    """
    if target.suffix.lower() == ".docx":
        target.write_bytes(docx_bytes(paper))
    elif target.suffix.lower() == ".xlsx":
        target.write_bytes(xlsx_bytes(paper))
    else:
        raise QueryError(f"清单只能写成 .docx 或 .xlsx，不能写成 {target.name}。")
