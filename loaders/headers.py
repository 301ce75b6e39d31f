"""What the columns of a table hold, by their headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from liantu.loaders.role_rules import ROLES, labels, read_rules

__all__ = ["is_header", "kind_of_header"]

_NOISE = re.compile(r"[\s*:：　]+")
_BRACKET = re.compile(r"[(（〔\[【][^()（）]*[)）〕\]】]")


@cache
def _kinds() -> dict[str, str]:
    """Return the kind of each header; a row here goes before a label of the same name."""
    kinds = {word: ("detail" if role == "content" else str(role)) for word, role in labels().items()}
    for row in read_rules("table_headers.toml")["header"]:
        words = row["words"]
        if isinstance(words, list):
            kinds.update({str(word): str(row["kind"]) for word in words})
    return kinds


@cache
def kind_of_header(text: str) -> str:
    """Return what a column with this header holds; empty if that is not known.

    Examples
    --------
    >>> [kind_of_header(text) for text in ("序 号", "市级牵头部门", "责任单位（排第一的为牵头单位）", "三季度进展情况", "港航")]
    ['number', 'lead', 'responsible', 'progress', '']
    """
    text = _NOISE.sub("", text)
    if not text or len(text) > 30:
        return ""
    kinds = _kinds()
    bare = _BRACKET.sub("", text) or text
    for word in (text, bare):
        if word in kinds:
            return kinds[word]
    if len(bare) > 14 or re.search(r"[，,。；;]", bare):
        return ""
    for size in range(min(len(bare) - 1, 10), 1, -1):
        kind = kinds.get(bare[-size:])
        vague = size == 2 and (kind in {"section", "subject", "detail"} or (kind == "responsible" and len(bare) > 6))
        if kind and not vague:
            return kind
    # 责任单位及责任人: the units come first.
    heads = (kinds.get(bare[:size], "") for size in range(min(len(bare) - 1, 8), 3, -1))
    return next((kind for kind in heads if kind in ROLES), "")


def is_header(texts: Sequence[str]) -> bool:
    """Return whether a row of cells is the header of a task table: it names roles beside what is to be done."""
    kinds = [kind_of_header(text) if len(text) < 31 else "" for text in texts]
    if not any(kinds):
        return False
    known = {kind for kind in kinds if kind}
    filled = sum(bool(text.strip()) for text in texts)
    if filled < 2 or sum(map(bool, kinds)) * 2 < filled:
        return False
    what = bool(known & {"task", "detail", "subject", "section", "number"})
    return (bool(known & ROLES) and what) or len(known & {"number", "task", "due", "progress"}) >= 3
