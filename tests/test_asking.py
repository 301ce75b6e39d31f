"""``liantu ask``: the catalogue on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from liantu.cli import app
from liantu.errors import LiantuError
from liantu.loaders.build import build
from liantu.queries.catalog import questions

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the samples."""
    return build([SAMPLES], tmp_path_factory.mktemp("ask") / "graph").path


def _ask(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["ask", *map(str, words)])


def test_without_a_name_all_questions_are_listed() -> None:
    output = _ask().stdout
    assert [one.name for one in questions() if one.name not in output] == []


def test_help_of_a_question_names_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    _ask("unit_duties", "--help")
    result = _ask("unit_duties", "--help")
    text = result.stdout + capsys.readouterr().out
    assert "--unit" in text
    assert "必填" in text


def test_a_name_behind_the_options_is_told_to_stand_first(graph: Path) -> None:
    result = _ask("-g", graph, "unit_duties", "--unit", "市经信局")
    assert isinstance(result.exception, LiantuError)
    assert "写在选项前面" in str(result.exception)


@pytest.mark.parametrize("how", ["table", "csv", "json", "md"])
def test_an_answer_shows_rule_scope_and_sentences(how: str, graph: Path) -> None:
    output = _ask("unit_duties", "--unit", "市经信局", "-g", graph, "-f", how).stdout
    assert "牵头" in output
    assert "02-攻坚任务.html" in output
    if how == "json":
        answer = json.loads(output)
        assert answer["rule"]
        assert answer["scope"]
        assert all(row["evidence"] for row in answer["rows"])


def test_a_sentence_stands_once_below_the_table_under_the_numbers_of_its_rows(graph: Path) -> None:
    lines = _ask("impact_of", "--missing", "六横LNG接收站", "--hops", "1", "-g", graph).stdout.splitlines()
    notes = {line.partition(" ")[0]: line for line in lines if line.startswith("[")}
    assert len(set(notes.values())) == len(notes) > 1
    rows = [line for line in lines if line.startswith("│ 1 ")]
    assert sum("[1]" in row for row in rows) > 2
    assert all(any(mark in row for row in rows) for mark in notes)


def test_a_workbook_holds_texts_and_no_formula(graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    assert "a.xlsx" in _ask("duty_list", "--unit", "市经信局", "-g", graph, "-f", "xlsx", "-o", target).stdout
    cells = [cell for row in load_workbook(target).worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 20
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_xlsx_needs_a_file(graph: Path) -> None:
    assert "-o" in str(_ask("duty_list", "--unit", "市经信局", "-g", graph, "-f", "xlsx").exception)


def test_an_unknown_question_and_a_bad_name_get_suggestions(graph: Path) -> None:
    assert "unit_duties" in str(_ask("unit_duty").exception)
    error = _ask("unit_duties", "--unit", "市经信厅", "-g", graph).exception
    assert isinstance(error, LiantuError)
    assert "市经信局" in str(error)


def test_an_empty_answer_says_why(graph: Path) -> None:
    answer = json.loads(_ask("tasks_due", "--on", "1999-01-01", "-g", graph, "-f", "json").stdout)
    assert answer["rows"] == []
    assert answer["why_empty"]
