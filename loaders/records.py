"""A task as one line of ``tasks.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from liantu.graph.model import Document, Indicator, Mention, Task

__all__ = ["Entity", "task_line", "task_record"]

Entity = Callable[[str, Mention], str | None]
"""Gives the id of the entity that a mention of a kind (``Unit``, ``Industry`` …) was resolved to."""

_ROLES = (("leads", "Unit"), ("participants", "Unit"), ("responsible", "Unit"), ("leaders", "Person"))
_NAMES = (("industries", "Industry"), ("regions", "Region"), ("platforms", "Platform"), ("projects", "Project"),
          ("enterprises", "Enterprise"))


def task_record(document: Document, task: Task, entity: Entity | None = None) -> dict[str, object]:
    """Return a task in the exchange format of ``tasks.jsonl``.

    Parameters
    ----------
    document : Document
        The document of the task, to cut the title from.
    task : Task
        A task that was read.
    entity : callable, optional
        Resolves a kind and a mention to the id of a node; by default ids are left out.

    Returns
    -------
    dict
        The keys ``doc, number, title, start, end, section``, a list for each role and kind of name, ``focus``,
        ``deadline``, ``indicators`` and ``progress``. Offsets are characters of the stored text.
    """
    draft, names = task.draft, task.entities

    def listed(kind: str, mentions: Iterable[Mention]) -> list[dict[str, object]]:
        return [
            {"name": m.name, "entity": entity(kind, m) if entity else m.entity,
             "start": m.start, "end": m.end, "grade": m.grade}
            for m in mentions
        ]

    return {
        "doc": task.document,
        "number": draft.number,
        "title": " ".join(document.quote(draft.title.start, draft.title.end).split()),
        "start": draft.start,
        "end": draft.end,
        "section": draft.section,
        **{field: listed(kind, getattr(draft, field)) for field, kind in _ROLES},
        "deadline": task.deadline.date if task.deadline else None,
        **{field: listed(kind, getattr(names, field)) for field, kind in _NAMES},
        "focus": [[pair.place.name, pair.industry.name] for pair in names.focus],
        "indicators": [_indicator(one) for one in task.indicators],
        "progress": {"percent": task.progress.percent, "status": task.progress.status} if task.progress else None,
    }


def _indicator(one: Indicator) -> dict[str, object]:
    return {
        "name": one.name, "op": one.op, "value": one.value, "value_max": one.value_max, "unit": one.unit,
        "year": one.year, "per": one.per, "kind": one.kind, "start": one.start, "end": one.end,
    }


def task_line(record: dict[str, object]) -> str:
    """Return a record as one line of JSON, the same bytes for the same record."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
