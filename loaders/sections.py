"""What the parts of a document are for: goals, tasks, measures, and what follows the last item."""

from __future__ import annotations

import re

from liantu.loaders.role_rules import alternatives, read_rules, rule_words, words_of

__all__ = ["closing", "is_closing", "is_work", "kind_of"]


def _words(kind: str) -> re.Pattern[str]:
    rows = read_rules("sections.toml")["section"]
    return re.compile(alternatives(word for row in rows if row["kind"] == kind for word in words_of(row)))


_GOAL, _MEASURE, _SOFT, _TASK = (_words(kind) for kind in ("goal", "measure", "soft", "task"))
_WORK = re.compile(r"(?:“[^”]*”)?[^,。;:]{0,8}?(?:" + alternatives(rule_words("sections.toml", "work")) + ")")
_ENDS = "|".join(f"(?:{row['pattern']})" for row in read_rules("sections.toml")["closing"])
_CLOSING = re.compile(rf"[(*#>\s]*(?:{_ENDS})")
# A line of the stored text has the wide marks.
_NARROW = str.maketrans("：（）", ":()")


def kind_of(heading: str) -> str:
    """Return what a chapter with this heading is for: ``goal``, ``measure``, ``soft`` or ``work``.

    Examples
    --------
    >>> kind_of("总体要求"), kind_of("保障措施"), kind_of("主要目标和重点任务"), kind_of("做强低空经济")
    ('goal', 'measure', 'work', 'work')
    """
    heading = heading[:40]
    if _MEASURE.search(heading):
        return "measure"
    if _GOAL.search(heading) and not _TASK.search(heading):
        return "goal"
    return "soft" if _SOFT.search(heading) else "work"


def is_work(text: str) -> bool:
    """Return whether a text begins as a piece of work does, with a verb."""
    return _WORK.match(text) is not None


def closing(flat: str, start: int, end: int) -> int:
    """Return where, line by line behind the first one, the document closes; ``end`` if it does not."""
    at = flat.find("\n", start, end)
    while 0 <= at < end - 1:
        if _CLOSING.match(flat, at + 1):
            return at + 1
        at = flat.find("\n", at + 1, end)
    return end


def is_closing(line: str) -> bool:
    """Return whether a line, its line end included, stands behind the last item of a document."""
    return _CLOSING.match(line.translate(_NARROW)) is not None
