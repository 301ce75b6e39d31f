"""Does an engine answer rightly? Random questions on a random graph of the schema, with pandas as the truth.

    python benchmarks/engine_check.py --nodes 100000 --questions 300

Releases were seen that answer wrongly without an error; so a new one is taken only after this. The engine is whatever
``import ladybug`` gives: ``make engine VERSION=…`` runs it on any. The exit status is 1 if one answer was wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engine.graph import generate, load
from benchmarks.engine.questions import Question, Row, plain, questions

__all__ = ["answer", "main", "right"]


def answer(connection: Any, question: Question) -> list[Row] | str:  # noqa: ANN401
    """Return the engine's rows, or what it says instead."""
    try:
        found = connection.execute(question.text, question.parameters)
        return [tuple(map(plain, row)) for row in found.get_all()]
    except Exception as error:  # noqa: BLE001 - an engine that fails is counted, not fatal
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


def _key(row: Row) -> list[tuple[str, Any]]:
    return [("", 0) if cell is None else (type(cell).__name__, cell) for cell in row]


def right(question: Question, rows: list[Row] | str) -> bool:
    """Compare the engine's rows with the truth; in order only where the question sets one."""
    if isinstance(rows, str) or question.ordered:
        return rows == question.rows
    return sorted(rows, key=_key) == sorted(question.rows, key=_key)


def main() -> int:
    """Ask, compare, print; return how many were wrong."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--nodes", type=int, default=100_000)
    options.add_argument("--questions", type=int, default=300)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    import ladybug

    data, wrong, spent = generate(given.nodes, given.seed), 0, 0.0
    edges = sum(map(len, data.edges.values()))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        connection = load(data, Path(folder) / "graph.lbug")
        print(f"ladybug {ladybug.__version__}: {given.nodes} nodes, {edges} edges loaded in {time.perf_counter() - began:.1f} s")
        for asked in questions(data, given.questions, given.seed):
            began = time.perf_counter()
            rows = answer(connection, asked)
            spent += time.perf_counter() - began
            if not right(asked, rows):
                wrong += 1
                said = rows if isinstance(rows, str) else f"{len(rows)} rows {rows[:3]}"
                print(f"WRONG {asked.text}\n  with {str(asked.parameters)[:300]}\n  says {said}")
                print(f"  not  {len(asked.rows)} rows {asked.rows[:3]}")
        connection.close()
    print(f"ladybug {ladybug.__version__}: {given.questions - wrong} right of {given.questions}, {spent:.1f} s")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(), 1))
