"""A graph that stands still answers as any other does, however often and in whatever order it is asked."""

from __future__ import annotations

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.errors import LiantuError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask, find_question
from liantu.queries.junctions import single_points
from liantu.queries.lookup import find_nodes
from liantu.queries.standing import standing
from liantu.queries.tasks import works
from liantu.viz.payload import number_graph
from liantu.viz.payload_answers import asked, choices
from tests.browser.synthetic import synthetic_graph


def _said(graph: nx.MultiDiGraph[str], name: str, values: dict[str, str]) -> Answer | str:
    try:
        return find_question(name).function(graph, **values)
    except LiantuError as error:
        return str(error)


@pytest.mark.parametrize("order", [1, 2])
def test_every_question_is_answered_alike(order: int) -> None:
    """What one question reads and another is given must not have been changed by the first."""
    graph = synthetic_graph(400)
    still = standing(graph)
    every = list(asked(choices(number_graph(graph))))
    random.Random(order).shuffle(every)  # noqa: S311 - no secret
    assert len({name for name, _ in every}) > 20
    for name, values in every[:150]:
        assert _said(still, name, values) == _said(graph, name, values)


def test_a_graph_that_changes_is_read_anew() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("Task:a/001", kind="Task", name="办茶厂")
    assert len(ask(graph, "tasks_without_lead").rows) == 1
    graph.add_node("Task:a/002", kind="Task", name="修茶园")
    assert len(ask(graph, "tasks_without_lead").rows) == 2
    assert len(works(graph)) == 2


def test_a_copy_of_what_stands_still_may_change() -> None:
    still = standing(nx.MultiDiGraph())
    with pytest.raises(nx.NetworkXError):
        still.add_node("a")
    copy = still.copy()
    copy.add_node("Unit:甲局", kind="Unit", name="甲局")
    assert find_nodes(copy, "甲局") == ["Unit:甲局"]


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=25)


@given(edges)
def test_betweenness_and_pieces_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(10):
        graph.add_node(f"Industry:/{number}", kind="Industry", name=str(number), level="segment")
    for one, two in pairs:
        graph.add_edge(f"Industry:/{one}", f"Industry:/{two}", kind="FEEDS")
    flow: nx.DiGraph[str] = nx.DiGraph((str(one), str(two)) for one, two in pairs)
    between, plain = nx.betweenness_centrality(flow), nx.Graph(flow)
    for row in single_points(graph, everything=True, top=0).rows:
        name = str(row[1])
        assert row[4] == pytest.approx(between[name], abs=1e-4)
        rest = plain.subgraph(nx.node_connected_component(plain, name) - {name})
        pieces = nx.number_connected_components(rest)
        assert row[6] == (pieces if pieces > 1 else 0)
