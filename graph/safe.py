"""Texts of documents as spreadsheets may hold them: shown, never run."""

from __future__ import annotations

__all__ = ["safe_cell"]

# A cell that begins so is run as a formula by Excel and LibreOffice.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """Return a cell that a spreadsheet shows as text and never runs.

    Examples
    --------
    >>> safe_cell("=cmd|' /C calc'!A0")
    "'=cmd|' /C calc'!A0"
    >>> safe_cell(-3.5)
    -3.5
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
