"""What an old notebook gets: a subgraph that py2neo merges into a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from liantu.errors import StoreError
from liantu.graph.model import Edge
from liantu.graph.neo4j import connect
from liantu.graph.neo4j_load import push
from liantu.graph.py2neo import _engine, to_py2neo
from liantu.graph.store import fact_row, node_row
from tests.neo4j_server import Server
from tests.test_store import SMALL

py2neo = pytest.importorskip("py2neo", reason="needs the extra liantu[py2neo]")


@pytest.fixture
def old(neo4j_server: Server) -> Iterator[Any]:
    """Give py2neo's own connection to the server, with nothing in its database."""
    graph = py2neo.Graph(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password))
    graph.run("MATCH (n) DETACH DELETE n")
    yield graph
    for connector in [graph.service.connector]:
        connector.close()


def test_merges_all_there_is(old: Any) -> None:  # noqa: ANN401
    """Twice: the second time nothing is added, and two facts between the same two nodes stay two."""
    for _ in range(2):
        old.merge(to_py2neo(SMALL.nodes(), SMALL.edges()))
        nodes = [dict(row[0]) for row in old.run("MATCH (n) RETURN n ORDER BY n.id")]
        assert nodes == [node_row(node) for node in SMALL.nodes()]
        edges = {row[0]["id"]: dict(row[0]) for row in old.run("MATCH ()-[r]->() RETURN r")}
        assert edges == {found.id: fact_row(found) for found in SMALL.edges()}
        assert old.run("MATCH ()-[r]->() RETURN count(r)").evaluate() == len(edges) == 4


def test_merges_into_what_was_pushed(old: Any, neo4j_server: Server) -> None:  # noqa: ANN401
    with connect(neo4j_server.uri, password=neo4j_server.password) as neo:
        push(SMALL, neo)
        old.merge(to_py2neo(SMALL.nodes(), SMALL.edges()))
        assert neo.networkx().size() == SMALL.networkx().size()
        assert not push(SMALL, neo)


def test_is_a_subgraph_in_memory() -> None:
    subgraph = to_py2neo(SMALL.nodes(), [found.edge for found in SMALL.edges()])
    assert isinstance(subgraph, py2neo.Subgraph)
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (4, 4)
    assert subgraph.labels() == {"Unit", "Task", "Indicator"}
    unit = next(node for node in subgraph.nodes if node.has_label("Unit"))
    assert (unit["name"], unit["is_group"]) == ("港航局", False)


def test_without_py2neo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py2neo", None)
    _engine.cache_clear()
    with pytest.raises(StoreError, match=r"pip install 'liantu\[py2neo\]'"):
        to_py2neo([], [])


def test_an_edge_needs_both_ends() -> None:
    with pytest.raises(StoreError, match="不是图中的节点"):
        to_py2neo([], [Edge("Unit:/a", "LEADS", "Task:b", None)])
