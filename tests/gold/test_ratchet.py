"""Quality floors on annotated documents: they rise when the rules get better, and never fall by accident.

``python tests/gold/test_ratchet.py`` prints the measured F1 of each set beside its floor; ``--update`` raises the floors.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from liantu.loaders.read import read
from liantu.loaders.reading import read_tasks
from liantu.loaders.records import task_record

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
# Below the measured value by this much, so that an accepted reading may move from one task to another.
SLACK = 0.005


def _sets(shared: Path) -> dict[str, tuple[list[Path], list[Path]]]:
    """Return for each set its documents and its annotations."""
    return {
        "shared": (sorted((shared / "seeds").glob("*.txt")), sorted((shared / "gold").glob("*.json"))),
        "samples": (sorted((HERE.parent.parent / "samples").iterdir()), sorted((HERE / "samples").glob("*.json"))),
        "layouts": (sorted((HERE / "layouts" / "docs").iterdir()), sorted((HERE / "layouts").glob("*.json"))),
    }


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gold_score"] = module
    spec.loader.exec_module(module)
    return module


def measure(name: str, shared: Path) -> dict[str, float]:
    """Return the F1 of each field on a set of documents."""
    documents, annotations = _sets(shared)[name]
    records: list[dict[str, object]] = []
    for path in documents:
        document = read(path)
        # As the file holds it: plain numbers and lists, what a reader of tasks.jsonl gets.
        records += [json.loads(json.dumps(task_record(document, task))) for task in read_tasks(document).tasks]
    golds: list[dict[str, Any]] = [json.loads(path.read_text("utf-8")) for path in annotations]
    rows = {field: tally.row() for field, tally in _scorer(shared).score(records, golds).items()}
    return {field: row["f1"] for field, row in sorted(rows.items()) if row["f1"] is not None}


@pytest.mark.parametrize("name", ["shared", "samples", "layouts"])
def test_quality_does_not_fall(name: str, shared: Path) -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))[name]
    measured = measure(name, shared)
    assert {field: measured.get(field) for field, floor in floors.items() if measured.get(field, 0.0) < floor} == {}


def main() -> None:
    """Print what is measured, and with ``--update`` pin it."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    for name in ("shared", "samples", "layouts"):
        measured = measure(name, HERE.parent.parent.parent / "shared")
        pinned = floors.setdefault(name, {})
        for field, value in measured.items():
            sys.stdout.write(f"{name:<9}{field:<16}{value:.3f}  floor {pinned.get(field, 0.0):.3f}\n")
            # A floor is only ever raised here; who must lower one does it by hand, with the reason in the commit.
            pinned[field] = max(pinned.get(field, 0.0), round(max(0.0, value - SLACK), 3))
    if "--update" in sys.argv:
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
