"""A task as one line of ``tasks.jsonl``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from liantu.graph.model import Document, Indicator, Mention, Task

__all__ = ["task_record"]

_ROLES = ("leads", "participants", "responsible", "leaders")
_NAMES = ("industries", "regions", "platforms", "projects", "enterprises")


def task_record(document: Document, task: Task, entities: Mapping[Mention, str] | None = None) -> dict[str, object]:
    """Return a task in the exchange format of ``tasks.jsonl``.

    Parameters
    ----------
    document : Document
        The document of the task, to cut the title from.
    task : Task
        A task that was read.
    entities : mapping, optional
        The node that each mention means; by default ``entity`` is None.

    Returns
    -------
    dict
        The keys ``doc, number, title, start, end, section``, a list for each role and kind of name, ``focus``,
        ``deadline``, ``indicators`` and ``progress``. Offsets are characters of the stored text.
    """
    draft, names = task.draft, task.entities

    known = entities or {}

    def listed(mentions: Iterable[Mention]) -> list[dict[str, object]]:
        return [{"name": m.name, "entity": known.get(m), "start": m.start, "end": m.end, "grade": m.grade} for m in mentions]

    return {
        "doc": task.document,
        "number": draft.number,
        "title": " ".join(document.quote(draft.title.start, draft.title.end).split()),
        "start": draft.start,
        "end": draft.end,
        "section": draft.section,
        **{field: listed(getattr(draft, field)) for field in _ROLES},
        "deadline": task.deadline.date if task.deadline else None,
        **{field: listed(getattr(names, field)) for field in _NAMES},
        "focus": [[pair.place.name, pair.industry.name] for pair in names.focus],
        "indicators": [_indicator(one) for one in task.indicators],
        "progress": {"percent": task.progress.percent, "status": task.progress.status} if task.progress else None,
    }


def _indicator(one: Indicator) -> dict[str, object]:
    return {
        "name": one.name, "op": one.op, "value": one.value, "value_max": one.value_max, "unit": one.unit,
        "year": one.year, "per": one.per, "kind": one.kind, "start": one.start, "end": one.end,
    }

