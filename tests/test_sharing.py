"""``liantu push`` and ``pull`` on a real server, as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from liantu.cli import app
from liantu.errors import QueryError, StoreError
from liantu.graph.folder import open_graph
from liantu.loaders.build import build
from tests.neo4j_server import Server

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def _run(server: Server, *words: str | Path) -> Result:
    given = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    return CliRunner().invoke(app, [str(word) for word in words], env=given)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the samples."""
    return build([SAMPLES], tmp_path_factory.mktemp("sharing") / "graph").path


def test_push_again_changes_nothing_and_pull_brings_it_back(neo4j_server: Server, graph: Path, tmp_path: Path) -> None:
    first = _run(neo4j_server, "push", neo4j_server.uri, "-g", graph, "--name", "samples")
    assert first.exit_code == 0, first.output
    assert "新增 0" not in first.output
    again = _run(neo4j_server, "push", neo4j_server.uri, "-g", graph, "--name", "samples")
    assert again.output.count("新增 0，更新 0") == 2
    copy = tmp_path / "copy"
    assert _run(neo4j_server, "pull", neo4j_server.uri, "-o", copy, "--name", "samples").exit_code == 0
    assert (copy / "facts.jsonl").read_bytes() == (graph / "facts.jsonl").read_bytes()


def test_a_statement_is_asked_of_the_server_and_a_writing_one_is_not(neo4j_server: Server, graph: Path) -> None:
    assert _run(neo4j_server, "push", neo4j_server.uri, "-g", graph, "--name", "samples").exit_code == 0
    # Other tests may have left graphs of theirs on the server.
    asked = ("--store", neo4j_server.uri, "--name", "samples", "--mixed")
    here = _run(neo4j_server, "cypher", "MATCH (t:Task) RETURN count(t) AS n", "-g", graph, "-f", "json")
    there = _run(neo4j_server, "cypher", "MATCH (t:Task) WHERE t._graph = 'samples' RETURN count(t) AS n", *asked, "-f", "json")
    assert there.exit_code == 0, there.output
    assert here.stdout == there.stdout != ""
    for refused in ("MATCH (t:Task) DETACH DELETE t", "LOAD CSV FROM 'file:///x' AS line RETURN line"):
        result = _run(neo4j_server, "cypher", refused, *asked)
        assert isinstance(result.exception, QueryError)
        assert "请" in str(result.exception)


def test_no_server_is_one_error_with_the_way_out(neo4j_server: Server, graph: Path) -> None:
    result = _run(neo4j_server, "push", "bolt://127.0.0.1:1", "-g", graph)
    assert isinstance(result.exception, StoreError)
    assert "请" in str(result.exception)


def test_a_folder_gives_a_subgraph_for_old_notebooks(graph: Path) -> None:
    with open_graph(graph) as opened:
        subgraph = opened.to_py2neo()
        assert len(subgraph.nodes) == sum(1 for _ in opened.nodes())
