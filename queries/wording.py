"""Wordings that questions look for in the stored texts."""

from __future__ import annotations

import re

from liantu.graph.model import Quote
from liantu.queries.catalog import Graph

__all__ = ["clip", "first_listed_clause", "sentence_around"]

# 列第一位的为牵头单位, 排名首位的单位牵头, 第一个为牵头部门: a document says it once, for all its tasks.
_FIRST_LISTED = re.compile(r"(?:第一(?:位|个|名|家)?|首位|首个|最前)[^。；;\n]{0,16}(?:牵头|总负责|汇总)")
_STOP = re.compile("[。；;！？\n]")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of the sentence that holds a stretch of a text.

    Examples
    --------
    >>> text = "码头开工。园区投产。"
    >>> text[slice(*sentence_around(text, 6, 7))]
    '园区投产。'
    """
    low = max((match.end() for match in _STOP.finditer(text, max(0, start - 400), start)), default=max(0, start - 400))
    found = _STOP.search(text, end)
    return low, found.end() if found else len(text)


def first_listed_clause(graph: Graph, document: str, text: str) -> Quote | None:
    """Return the sentence by which a document says that the first of a list of units leads."""
    match = _FIRST_LISTED.search(text)
    if match is None:
        return None
    low, high = sentence_around(text, match.start(), match.end())
    file = str(graph.nodes[document].get("file") or document)
    return Quote(file, " ".join(text[low:high].split()), "", low, high, "first-listed")


def clip(text: str, length: int = 80) -> str:
    """Return a text in one line, cut to a length.

    Examples
    --------
    >>> clip("完成土建\\n正在安装", 6)
    '完成土建 …'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length - 1] + "…"
