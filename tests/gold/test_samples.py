"""The samples say what their annotations say: tasks, roles and deadlines to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liantu.loaders.read import read
from liantu.loaders.reading import read_tasks
from liantu.loaders.records import task_record

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "samples"
GOLD = sorted((HERE / "samples").glob("*.json"))
ROLES = ("leads", "participants", "responsible", "leaders")


def test_every_sample_is_annotated() -> None:
    annotated = {json.loads(path.read_text("utf-8"))["doc"] for path in GOLD}
    assert annotated == {path.name for path in SAMPLES.iterdir()}
    assert len(annotated) == 6


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_sample_reads_as_annotated(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    document = read(SAMPLES / gold["doc"])
    records = [task_record(document, task) for task in read_tasks(document).tasks]
    assert [(record["number"], record["title"]) for record in records] == [
        (task["number"], task["title"]) for task in gold["tasks"]]
    for record, task in zip(records, gold["tasks"], strict=True):
        assert {role: [one["name"] for one in record[role]] for role in ROLES} == {  # type: ignore[attr-defined]
            role: task.get(role, []) for role in ROLES}
        assert record["deadline"] == task.get("deadline")
