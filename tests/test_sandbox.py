"""Users' own statements in a process of their own: what they get, and that each wall holds without the others."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from liantu.cli import app
from liantu.errors import LiantuError, QueryError, StoreError
from liantu.graph import sandbox
from liantu.graph.folder import build, open_graph
from liantu.graph.memory import MemoryStore
from liantu.graph.model import Edge, Node
from liantu.graph.neo4j import Neo4jStore, connect
from liantu.graph.neo4j_load import push
from liantu.graph.sandbox import Limited, run
from liantu.graph.schema import node_id
from tests.neo4j_server import Server

COUNT = 300


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph of some hundred tasks, each followed by the next."""
    out = tmp_path_factory.mktemp("sandbox") / "graph"
    ids = [node_id("Task", "甲", str(number)) for number in range(COUNT)]
    with build(out) as spool:
        spool.add_nodes(Node(one, "Task", f"任务{number}", (("number", str(number)),)) for number, one in enumerate(ids))
        spool.add_edges(Edge(earlier, "FOLLOWS", later, None) for earlier, later in pairwise(ids))
    return out


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """Give a file that a statement must not read."""
    path = tmp_path / "secret.csv"
    path.write_text("word\nhidden\n", encoding="utf-8")
    return path


def beyond_the_guard(graph: Path, statement: str, *, timeout: int = 5000, memory: int = 1 << 29) -> str:
    """Return what the process says to a statement that nobody has checked."""
    request = {"folder": str(graph), "statement": statement, "rows": 10, "parameters": {}, "timeout": timeout, "memory": memory}
    try:
        columns, rows = sandbox._answer(sandbox._worker(json.dumps(request).encode(), 60))
    except LiantuError as error:
        return f"refused: {error}"
    return f"ran: {columns} {rows}"


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_rows_are_those_of_the_graph_itself(graph: Path) -> None:
    statement = "MATCH (a:Task)-[r:FOLLOWS]->(b:Task) RETURN a.name, a, r.grade, [1, 2] AS list, null AS missing ORDER BY a.id LIMIT 20"
    with open_graph(graph) as opened:
        found = opened.cypher(statement)
    assert run(graph, statement) == Limited(found.columns, found.rows)
    assert len(found.rows) == 20


@pytest.mark.parametrize("value", ["甲", "it's \"x\"; // \n", 5, -1.5, True, None, ["甲", "乙"], [1, 2]])
def test_parameters_arrive_as_they_are(graph: Path, value: object) -> None:
    assert run(graph, "RETURN $x AS x", {"x": value}).rows == ((value,),)


def test_a_statement_in_a_parameter_is_only_a_text(graph: Path) -> None:
    text = "' RETURN 1; MATCH (t) DELETE t //"
    assert run(graph, "MATCH (t:Task) WHERE t.name = $x RETURN t", {"x": text}).rows == ()


@pytest.mark.parametrize(("rows", "cut"), [(1, True), (COUNT - 1, True), (COUNT, False), (COUNT + 1, False)])
def test_more_rows_than_wanted_are_cut_and_said_so(graph: Path, rows: int, *, cut: bool) -> None:
    found = run(graph, "MATCH (t:Task) RETURN t.name", rows=rows)
    assert (len(found.rows), found.cut) == (min(rows, COUNT), cut)


@pytest.mark.parametrize("statement", [
    "MATCH (a:Task), (b:Task), (c:Task) RETURN a.name, b.name, c.name",
    "MATCH (a:Task), (b:Task) RETURN a.name AS x UNION ALL MATCH (a:Task), (b:Task) RETURN b.name AS x",
    "UNWIND range(1, 100000) AS x RETURN x",
])
def test_endless_rows_end_at_the_limit(graph: Path, statement: str) -> None:
    found = run(graph, statement, rows=100, timeout=60)
    assert (len(found.rows), found.cut) == (100, True)


SLOW = "MATCH (a:Task), (b:Task), (c:Task), (d:Task) WHERE a.name < b.name AND b.name < c.name AND c.name < d.name RETURN count(*)"


@pytest.mark.parametrize("statement", [
    SLOW,
    # This one is slow before it runs at all, where the engine does not look at its clock.
    "RETURN " + "1+" * 9000 + "1",
    "MATCH (a:Task)-[:FOLLOWS*1..30]-(b:Task)-[:FOLLOWS*1..30]-(c:Task), (d:Task) WHERE a.name < d.name RETURN count(*)",
])
def test_the_time_limit_holds(graph: Path, statement: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryError, match="超时"):
        run(graph, statement, timeout=0.5)
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("statement", [
    "RETURN range(1, 1000000000) AS x", "UNWIND range(1, 1000000000) AS x RETURN count(x)",
    "MATCH (a:Task), (b:Task), (c:Task) RETURN collect(a.name + b.name + c.name) AS x",
    "MATCH (a:Task), (b:Task), (c:Task) WITH DISTINCT a.name + b.name + c.name AS x RETURN count(x)",
])
def test_the_memory_limit_holds(graph: Path, statement: str) -> None:
    with pytest.raises(QueryError, match="内存"):
        run(graph, statement, timeout=60, memory=1 << 28)


def test_a_result_too_large_to_hand_over_is_refused(graph: Path) -> None:
    with pytest.raises(QueryError, match="MB"):
        run(graph, "MATCH (t:Task) RETURN $x AS x", {"x": "长" * 200_000}, timeout=60)


@pytest.mark.parametrize("statement", [
    "RETURN " + "NOT " * 4900 + "true AS x", "RETURN " + "- " * 9000 + "1 AS x",
    "RETURN " + "CASE WHEN true THEN " * 500 + "1" + " END" * 500 + " AS x",
    "MATCH (a)" + "-->()" * 2000 + " RETURN count(*)",
])
def test_a_statement_that_overwhelms_the_engine_harms_only_its_own_process(graph: Path, statement: str) -> None:
    with contextlib.suppress(QueryError):
        run(graph, statement, timeout=1)
    assert run(graph, "RETURN 1 AS x").rows == ((1,),)


@pytest.mark.parametrize(("statement", "words"), [
    ("MATCH (t:Nothing) RETURN t", "Nothing"), ("MATCH (t:Task) RETURN t.nothing", "nothing"), ("RETURN", "不能执行"),
    ("MATCH (t:Task) RETURN $x", "缺少参数"), ("RETURN 1 +", "不能执行"),
])
def test_a_wrong_statement_is_explained(graph: Path, statement: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        run(graph, statement)


@pytest.mark.parametrize(("parameters", "limits"), [
    ({"x": object()}, {}), ({"x": b"bytes"}, {}), ({"x": [1, "a"]}, {}), ({"x": 1}, {"timeout": 0}), ({"x": 1}, {"timeout": float("nan")}),
    ({"x": 1}, {"timeout": float("inf")}), ({"x": 1}, {"rows": 0}),
])
def test_odd_arguments_are_told(graph: Path, parameters: dict[str, object], limits: dict[str, float]) -> None:
    with pytest.raises(QueryError, match="请"):
        run(graph, "RETURN $x AS x", parameters, **limits)  # type: ignore[arg-type]


def test_no_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        run(tmp_path / "none", "RETURN 1")


def test_the_guard_is_asked_first(graph: Path, secret: Path) -> None:
    with pytest.raises(QueryError, match="LOAD"):
        run(graph, f"LOAD FROM '{secret}' RETURN *")


def test_without_the_guard_no_file_is_read(graph: Path, secret: Path) -> None:
    for statement in (f"LOAD FROM '{secret}' (header=true) RETURN *", f"LOAD FROM '{secret.parent}/*.csv' RETURN *",
                      f"CALL current_setting('threads') LOAD FROM '{secret}' RETURN *", f"LOAD EXTENSION '{secret}'",
                      f"ATTACH '{secret}' AS a (dbtype sqlite)", f"IMPORT DATABASE '{secret.parent}'"):
        answer = beyond_the_guard(graph, statement)
        assert answer.startswith("refused"), statement
        assert "hidden" not in answer


def test_the_engine_alone_would_have_read_it(graph: Path, secret: Path) -> None:
    """So that the test above tests something."""
    with open_graph(graph) as opened:
        assert opened.cypher(f"LOAD FROM '{secret}' (header=true) RETURN *").rows == (("hidden",),)


def test_without_the_guard_no_file_is_written(graph: Path, tmp_path: Path) -> None:
    before = state(graph)
    for statement in (f"COPY (MATCH (t:Task) RETURN t.name) TO '{tmp_path}/out.csv'", f"EXPORT DATABASE '{tmp_path}/out'",
                      "COPY (MATCH (t:Task) RETURN t.name) TO 'out.csv'", f"COPY (RETURN 1) TO '{tmp_path}/out.parquet'"):
        assert beyond_the_guard(graph, statement).startswith("refused"), statement
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size] == []
    assert state(graph) == before


def test_without_the_guard_nothing_is_changed(graph: Path) -> None:
    before = state(graph)
    for statement in ("CREATE (t:Task {id: 'Task:x'})", "MATCH (t:Task) DETACH DELETE t", "MATCH (t:Task) SET t.name = 'x'",
                      "DROP TABLE FOLLOWS", "RETURN 1; CREATE (t:Task {id: 'Task:x'})", "CREATE MACRO f(x) AS x + 1", "CHECKPOINT"):
        assert beyond_the_guard(graph, statement).startswith("refused"), statement
    assert state(graph) == before


def test_without_the_guard_time_and_memory_end(graph: Path) -> None:
    assert "超时" in beyond_the_guard(graph, SLOW, timeout=300)
    assert "内存" in beyond_the_guard(graph, "RETURN repeat('x', 1000000000)", memory=1 << 28)


def test_the_process_knows_nothing_of_our_environment(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    real = subprocess.Popen.__init__

    def noted(self: subprocess.Popen[bytes], *words: Any, **options: Any) -> None:  # noqa: ANN401 - as Popen takes them
        given.extend(options["env"].values())
        real(self, *words, **options)

    monkeypatch.setenv("LIANTU_PASSWORD", "secret")
    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    run(graph, "RETURN 1 AS x")
    assert given
    assert "secret" not in given


def test_no_process_and_no_folder_is_left(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = _children()
    run(graph, "RETURN 1 AS x")
    with pytest.raises(QueryError):
        run(graph, SLOW, timeout=0.1)
    assert list(tmp_path.iterdir()) == []
    # Servers and browsers of other tests may be there too.
    assert _children() <= before


def _children() -> set[str]:
    return {child for path in Path(f"/proc/{os.getpid()}/task").glob("*/children") for child in path.read_text().split()}


@pytest.fixture(scope="module")
def server(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """Give the same graph on a server."""
    with connect(neo4j_server.uri, password=neo4j_server.password) as store:
        with store.session(write=True) as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
        ids = [node_id("Task", "甲", str(number)) for number in range(COUNT)]
        push(MemoryStore([Node(one, "Task", f"任务{number}") for number, one in enumerate(ids)],
                         [Edge(earlier, "FOLLOWS", later, None) for earlier, later in pairwise(ids)]), store)
        yield store


def test_a_server_keeps_the_same_limits(server: Neo4jStore) -> None:
    statement = "MATCH (a:Task)-[:FOLLOWS]->(b:Task) /* next */ WHERE a.name = $x RETURN b.name;"
    assert run(server, statement, {"x": "任务3"}).rows == (("任务4",),)
    found = run(server, "MATCH (a:Task), (b:Task), (c:Task) RETURN a.name, b.name, c.name", rows=10, timeout=60)
    assert (len(found.rows), found.cut) == (10, True)
    with pytest.raises(QueryError, match="超时"):
        run(server, SLOW, timeout=0.5)


@pytest.mark.parametrize("statement", [
    "LOAD CSV FROM 'file:///x' AS line RETURN line", "CALL dbms.components()", "SHOW DATABASES", "MATCH (t:Task) DELETE t",
    "MATCH (t:Task) SET t.name = 'x' RETURN t", "MATCH (t) CALL { WITH t DELETE t } IN TRANSACTIONS RETURN t", "RETURN apoc.version()",
    "MATCH (t:Task) RETURN '\\u0027 AS x DELETE t //'", "PROFILE MATCH (t) RETURN t", "USE system SHOW USERS", "RETURN 1; RETURN 2",
])
def test_a_server_is_asked_nothing_that_is_refused(server: Neo4jStore, statement: str) -> None:
    with pytest.raises(QueryError, match=r"请|可用"):
        run(server, statement)
    assert run(server, "MATCH (t:Task) RETURN count(t)").rows == ((COUNT,),)


@pytest.mark.speed
def test_starting_a_process_costs_little(graph: Path) -> None:
    run(graph, "RETURN 1 AS x")
    began = time.monotonic()
    for _ in range(3):
        run(graph, "RETURN 1 AS x")
    assert (time.monotonic() - began) / 3 < 2


def test_the_command_line_passes_values_and_limits_on(graph: Path) -> None:
    statement = "MATCH (t:Task) WHERE t.number IN $numbers OR t.name = $name RETURN t.name AS n ORDER BY t.id"
    words = ["cypher", statement, "--graph", str(graph), "--param", 'numbers=["3", "4"]', "--param", "$name=任务5", "--format", "jsonl"]
    assert [json.loads(line)["n"] for line in CliRunner().invoke(app, words).stdout.splitlines()] == ["任务3", "任务4", "任务5"]
    cut = CliRunner().invoke(app, [*words, "--rows", "2"])
    assert len(cut.stdout.splitlines()) == 2
    assert "前 2 行" in cut.stderr
    late = CliRunner().invoke(app, ["cypher", SLOW, "--graph", str(graph), "--timeout", "0.2"])
    assert "超时" in str(late.exception)
    assert "名称=值" in str(CliRunner().invoke(app, [*words, "--param", "x"]).exception)
