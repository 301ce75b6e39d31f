"""The embedded engine against pandas: random questions on a random graph, in small; `make engine` asks more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.engine.graph import Data, generate, load
from benchmarks.engine.questions import Question, questions
from benchmarks.engine_check import answer, main, right
from liantu.graph import ladybug, schema

ASKED = 60


@pytest.fixture(scope="module")
def data() -> Data:
    """Give a random graph of the schema."""
    return generate(2000, seed=1)


@pytest.fixture(scope="module")
def asked(data: Data) -> list[Question]:
    """Give random questions with their answers."""
    return list(questions(data, ASKED, seed=1))


@pytest.fixture(scope="module")
def engine(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give the graph in the database."""
    connection = load(data, tmp_path_factory.mktemp("engine") / "graph.lbug")
    yield connection
    connection.close()


def test_the_engine_answers_rightly(engine: Any, asked: list[Question]) -> None:  # noqa: ANN401 - the engine's own connection
    wrong = [(one.text, rows, one.rows) for one in asked if not right(one, rows := answer(engine, one))]
    assert wrong == []


def test_the_release_that_is_checked_is_the_one_that_is_used() -> None:
    import ladybug as engine_module

    assert engine_module.__version__ == ladybug.VERSION


def test_the_graph_has_all_kinds_and_empty_cells(data: Data) -> None:
    assert set(data.nodes) == set(schema.NODES)
    assert {kind for kind, _, _ in data.edges} == set(schema.EDGES)
    assert all(frame["grade"].isna().any() and frame["grade"].notna().any() for frame in data.nodes.values() if len(frame) > 50)


def test_questions_are_of_all_forms_and_few_are_empty(asked: list[Question]) -> None:
    texts = [one.text for one in asked]
    for word in ("count(*)", "count(DISTINCT", "RETURN DISTINCT", "NOT EXISTS", "OPTIONAL MATCH", "ORDER BY", "sum(", "IS NULL", "|"):
        assert any(word in text for text in texts), word
    assert {text.split("WHERE")[0].count("[r") for text in texts} >= {1, 2, 3, 4}
    assert sum(one.rows in ([], [(0,)]) for one in asked) < ASKED / 4


def test_the_same_seed_asks_the_same(data: Data, asked: list[Question]) -> None:
    assert list(questions(data, ASKED, seed=1)) == asked
    assert list(questions(data, 5, seed=2)) != asked[:5]


def test_a_lost_filter_is_noticed(engine: Any, asked: list[Question]) -> None:  # noqa: ANN401
    """What releases were seen to do: drop one condition of several, and say nothing."""
    noticed = 0
    for one in asked:
        conditions = one.text.partition(" WHERE ")[2].partition(" AND ")
        if conditions[1] and "OPTIONAL" not in one.text and "NOT EXISTS" not in one.text:
            lost = Question(one.text.replace(conditions[0] + " AND ", "", 1), _used(one, conditions[0]), one.rows, one.ordered)
            noticed += not right(one, answer(engine, lost))
    assert noticed > 5


def _used(one: Question, condition: str) -> dict[str, Any]:
    return {name: value for name, value in one.parameters.items() if f"${name}" not in condition}


@pytest.mark.parametrize("rows", [[], [(1, "a")], [("a", 2)], [("a", 1), ("a", 1)], "RuntimeError: no"])
def test_other_rows_are_wrong(rows: list[Any] | str) -> None:
    assert not right(Question("", {}, [("a", 1)], ordered=False), rows)


def test_order_counts_only_where_it_is_asked_for() -> None:
    rows: list[tuple[Any, ...]] = [(1,), (2,)]
    assert right(Question("", {}, rows, ordered=False), rows[::-1])
    assert not right(Question("", {}, rows, ordered=True), rows[::-1])


def test_the_program_says_how_many_are_right(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["engine_check.py", "--nodes", "300", "--questions", "10"])
    assert main() == 0
    assert "10 right of 10" in capsys.readouterr().out


def test_make_runs_any_release() -> None:
    root = Path(__file__).resolve().parent.parent
    told = subprocess.run(["make", "-n", "engine", "VERSION=9.8.7"], cwd=root, capture_output=True, text=True, check=True).stdout
    assert "ladybug==9.8.7" in told
    assert "benchmarks/engine_check.py" in told
