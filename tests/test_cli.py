"""The command line as a user runs it: what it prints, its exit status, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from typer.testing import CliRunner, Result

from liantu.cli import app, main
from liantu.errors import LiantuError

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the samples, as the command line builds it."""
    out = tmp_path_factory.mktemp("cli") / "graph"
    result = _run("build", "--no-page", SAMPLES, "-o", out)
    assert result.exit_code == 0, result.output
    return out


def test_build_says_what_was_found_and_where(tmp_path: Path) -> None:
    result = _run("build", SAMPLES, "-o", tmp_path / "graph")
    assert result.exit_code == 0
    for word in ("01-谋划产业分工.txt", "任务 33", "tasks.jsonl", "graph.html"):
        assert word in result.output
    page = (tmp_path / "graph.html").read_text("utf-8")
    assert "链图" in page
    assert 'src="http' not in page


def _pdf(*, scanned: bool = False, locked: bool = False) -> bytes:
    """Return a page that holds only a picture, or one that asks for a password."""
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt="x" if locked else None)
    if scanned:
        page.drawImage(ImageReader(Image.new("L", (200, 200), 128)), 50, 400, 400, 400)
    else:
        page.drawString(50, 700, "plan")
    page.save()
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
BAD = {
    "扫描.pdf": (_pdf(scanned=True), "扫描"),
    "加密.pdf": (_pdf(locked=True), "加密"),
    "旧.doc": (OLE, "另存为"),
    "文字.wps": (OLE, "另存为"),
    "空.txt": (b" \n", "空"),
    "乱.txt": (bytes(range(256)) * 4, "不是文本"),
    "断.docx": ((SAMPLES / "03-集群行动方案.docx").read_bytes()[:9000], "没有传完"),
    "断.pdf": ((SAMPLES / "05-海洋集聚区.pdf").read_bytes()[:900], "没有传完"),
    "图.png": (b"\x89PNG\r\n", "图"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_named_with_the_way_out_and_the_rest_is_read(name: str, tmp_path: Path) -> None:
    content, words = BAD[name]
    (tmp_path / name).write_bytes(content)
    result = _run("build", "--no-page", tmp_path / name, SAMPLES / "01-谋划产业分工.txt", "-o", tmp_path / "graph")
    assert result.exit_code == 1
    assert f"{name}" in result.stderr
    assert words in result.stderr
    assert "请" in result.stderr
    assert "任务 4" in result.output


@pytest.mark.parametrize("name", BAD)
def test_bad_file_alone_leaves_the_graph_that_was_there(name: str, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    assert _run("build", "--no-page", SAMPLES / "01-谋划产业分工.txt", "-o", out).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    (tmp_path / name).write_bytes(BAD[name][0])
    result = _run("build", "--no-page", tmp_path / name, "-o", out)
    assert isinstance(result.exception, LiantuError)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()} == before


def test_an_error_is_one_line_and_exit_status_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["liantu", "tasks", "--graph", str(tmp_path / "none")])
    with pytest.raises(SystemExit) as stopped:
        main()
    error = capsys.readouterr().err
    assert stopped.value.code == 2
    assert error.startswith("出错：")
    assert error.count("\n") == 1


def test_encrypted_office_file_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("nothing.txt", "x")
    result = _run("check", tmp_path / "a.docx")
    assert isinstance(result.exception, LiantuError)
    assert "a.docx" in str(result.exception)


def test_tasks_of_one_unit_by_any_of_its_names(graph: Path) -> None:
    result = _run("tasks", "--graph", graph, "--unit", "市资源规划局", "--format", "jsonl")
    tasks = [json.loads(line) for line in result.stdout.splitlines()]
    # 市自然资源和规划局 of the first sample and 市资源规划局 of the third are one.
    assert {task["doc"] for task in tasks} == {"01-谋划产业分工.txt", "03-集群行动方案.docx"}


def test_unknown_unit_gets_a_suggestion(graph: Path) -> None:
    result = _run("tasks", "--graph", graph, "--unit", "市经信厅")
    assert "市经信局" in str(result.exception)


def test_show_gives_each_edge_with_its_sentence(graph: Path) -> None:
    result = _run("show", "六横LNG接收站", "--graph", graph, "--format", "json")
    rows = json.loads(result.stdout)
    assert rows
    assert all(row["原文"] for row in rows if row["依据"] != "reference")


def test_facts_as_csv_have_a_header_and_quotes(graph: Path) -> None:
    result = _run("facts", "--graph", graph, "--kind", "LEADS", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 42
    assert all(row["quote"] for row in rows)


def test_units_show_the_spellings_that_were_merged(graph: Path) -> None:
    result = _run("units", "--graph", graph, "--format", "jsonl")
    by_name = {row["单位"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert {"市自然资源和规划局", "市资源规划局"} <= {*by_name["舟山市自然资源和规划局"]["写法"]}


def test_cypher_reads_and_does_not_write(graph: Path) -> None:
    result = _run("cypher", "MATCH (t:Task) RETURN count(t) AS n", "--graph", graph, "--format", "json")
    assert json.loads(result.stdout) == [{"n": 33}]
    assert isinstance(_run("cypher", "CREATE (t:Task {id: 'Task:x'})", "--graph", graph).exception, LiantuError)


def test_check_tells_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("青山市2024年重点工作\n1.培育海洋电子产业。（市经信局牵头）\n", encoding="utf-8")
    result = _run("check", path, "--format", "jsonl")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["状态"] for line in lines] == ["略过", "读出"]
    assert "牵头:市经信局" in lines[1]["读出"]


@pytest.mark.parametrize("stage", ["text", "outline", "tasks", "facts"])
def test_each_stage_runs_alone(stage: str) -> None:
    result = _run("build", "--no-page", SAMPLES / "01-谋划产业分工.txt", "--stop-after", stage)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(records) == {"text": 1, "outline": 4, "tasks": 4}.get(stage, len(records))
    assert records


def test_every_command_has_help_with_an_example() -> None:
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    assert {"build", "tasks", "facts", "units", "show", "cypher", "check"} <= set(commands)
    for command in commands:
        result = _run(command, "--help")
        assert result.exit_code == 0
        assert "示例" in result.stdout
