"""The stages of a build, one at a time: what a document looks like after each, as plain records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import StrEnum
from pathlib import Path

from liantu.graph.names import load_registry, resolver
from liantu.graph.schema import node_id
from liantu.loaders.facts import read_facts
from liantu.loaders.read import read
from liantu.loaders.reading import read_tasks
from liantu.loaders.records import task_record

__all__ = ["Stage", "run_stage"]


class Stage(StrEnum):
    """The last stage to run."""

    TEXT = "text"
    OUTLINE = "outline"
    TASKS = "tasks"
    FACTS = "facts"


def run_stage(path: Path, stage: Stage, *, city: str | None = None) -> Iterator[dict[str, object]]:
    """Read a file up to a stage and yield what there is then.

    Parameters
    ----------
    path : Path
        A file.
    stage : Stage
        ``text`` gives one record, ``outline`` and ``tasks`` one a task, ``facts`` one an edge.
    city : str, optional
        The city the document belongs to.

    Yields
    ------
    dict
        Values that JSON knows.

    Raises
    ------
    ReadError
        The file cannot be read.
    """
    document = read(path)
    if stage is Stage.TEXT:
        yield {"doc": document.name, "format": document.format, "tables": len(document.tables), "text": document.text}
        return
    reading = read_tasks(document, city=city)
    if stage is Stage.OUTLINE:
        yield from ({"doc": document.name, **_record(draft)} for draft in reading.outline.drafts)
    elif stage is Stage.TASKS:
        yield from (task_record(document, task) for task in reading.tasks)
    else:
        registry = load_registry()
        resolve = resolver(registry, city=reading.header.city, date=reading.header.date)
        facts = read_facts(reading, node_id("Document", document.name), resolve, registry=registry)
        yield from (_record(edge) for edge in facts.edges)


def _record(value: object) -> dict[str, object]:
    """Return the fields of a value of the model."""
    names = [field.name for field in fields(value)] if is_dataclass(value) else getattr(value, "_fields", ())
    return {name: _plain(getattr(value, name)) for name in names}


def _plain(value: object) -> object:
    if is_dataclass(value) or hasattr(value, "_fields"):
        return _record(value)
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
