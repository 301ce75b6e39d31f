"""Two ways, one answer: each question of pattern and count on random graphs and on real ones, on each store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liantu.errors import QueryError
from liantu.graph import ladybug, schema
from liantu.graph.folder import open_graph
from liantu.graph.guard import checked
from liantu.graph.memory import MemoryStore
from liantu.graph.model import Edge, Evidence, Node, Value
from liantu.graph.neo4j import connect
from liantu.graph.neo4j_load import push
from liantu.graph.store import Store
from liantu.loaders.build import build
from liantu.queries.patterns import Pattern, pattern, pattern_text, patterns
from tests.neo4j_server import Server

Hold = Callable[[MemoryStore], AbstractContextManager[Store]]
NAMES = [one.name for one in patterns()]
TEXTS = Path(__file__).resolve().parent.parent / "queries" / "cypher"

# Few values, so that filters meet both sides; only columns that a question looks at.
VALUES: dict[str, tuple[Value, ...]] = {
    "level": ("chain", "segment"), "verdict": ("confirmed", "uncertain", None), "year": (2024, 2025, None), "nature": ("target", "actual"),
    "op": (">=", None), "value": (1.0, 2.5, None), "value_max": (3.0, None), "unit": ("亿元", "%", None), "status": ("done", "ongoing", None),
    "deadline": ("2024-12-31", "2025-06-30", None), "position": (0, 1),
}
KINDS = {"Document": 1, "Task": 5, "Industry": 5, "Region": 3, "Unit": 4, "Project": 4, "Platform": 1, "Indicator": 2}
ANSWERS = {
    "unit": ("Unit", None), "chain": ("Industry", None), "industry": ("Industry", None), "region": ("Region", None),
    "least": (None, (1, 2, 3)), "year": (None, (2024, 2025)), "before": (None, ("2024-12-31", "2025-03-01")),
}


def _drawn(draw: st.DrawFn, columns: tuple[schema.Column, ...]) -> tuple[tuple[str, Value], ...]:
    found = {column.name: draw(st.sampled_from(VALUES[column.name])) for column in columns if column.name in VALUES and (
        not column.values or set(VALUES[column.name]) <= {*column.values, None})}
    return tuple(sorted((name, one) for name, one in found.items() if one is not None))


@st.composite
def graphs(draw: st.DrawFn) -> MemoryStore:
    """Draw a small, dense graph of the schema: several edges between the same two nodes, circles, lone nodes."""
    points = [Node(schema.node_id(kind, "青山", f"{kind}{number}"), kind, draw(st.sampled_from(["甲", "乙", "丙丁"])),
                   _drawn(draw, schema.NODES[kind].columns))
              for kind, most in KINDS.items() for number in range(draw(st.integers(0, most)))]
    possible = [(kind.name, a.id, b.id) for kind in schema.EDGES.values() for a in points for b in points if (a.kind, b.kind) in kind.pairs]
    wanted = st.tuples(st.sampled_from(possible or [("", "", "")]), st.integers(0, 1))
    edges = [Edge(source, kind, target, Evidence("Document:x", place, 9, "rule"), _drawn(draw, schema.EDGES[kind].columns))
             for (kind, source, target), place in (draw(st.lists(wanted, max_size=40)) if possible else ())]
    return MemoryStore(points, edges)


@contextmanager
def in_memory(graph: MemoryStore) -> Iterator[Store]:
    yield graph


@contextmanager
def in_ladybug(graph: MemoryStore) -> Iterator[Store]:
    with TemporaryDirectory() as folder:
        ladybug.load(Path(folder) / "graph.lbug", graph.nodes(), graph.edges())
        with ladybug.LadybugStore(Path(folder) / "graph.lbug") as store:
            yield store


@contextmanager
def in_neo4j(graph: MemoryStore, server: Server) -> Iterator[Store]:
    with connect(server.uri, password=server.password) as store:
        with store.session(write=True) as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
        push(graph, store)
        yield store


@pytest.fixture(scope="module", params=["memory", "ladybug", "neo4j"])
def hold(request: pytest.FixtureRequest) -> Hold:
    """Give a function that puts a graph into one kind of store."""
    if request.param == "neo4j":
        return partial(in_neo4j, server=request.getfixturevalue("neo4j_server"))
    return {"memory": in_memory, "ladybug": in_ladybug}[request.param]


@pytest.fixture(scope="module")
def seed_store(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> MemoryStore:
    """Give the graph of the real documents."""
    built = build([seeds], tmp_path_factory.mktemp("patterns") / "graph")
    with open_graph(built.path) as opened:
        return MemoryStore(opened.nodes(), opened.edges())


def asked(one: Pattern, graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, str | int]]:
    """Yield parameters for a question: each node it may be asked of, one that is not there, each value."""
    if not one.parameters:
        yield {}
        return
    kind, values = ANSWERS[one.parameters[0]]
    # Some of many, from all over the graph.
    nodes = sorted((node for node, data in graph.nodes(data=True) if data["kind"] == kind), key=graph.degree, reverse=True)
    for value in values or [*nodes[:20], *nodes[20::max(1, len(nodes) // 20)], f"{kind}:青山/没有"]:
        yield {one.parameters[0]: value}


def compare(graph: MemoryStore, store: Store) -> int:
    """Hold the rows of a store against those of networkx; return how many there were."""
    loaded, rows = graph.networkx(), 0
    for one in patterns():
        for parameters in asked(one, loaded):
            truth = pattern(one.name, loaded, **parameters)
            assert pattern(one.name, store, **parameters) == truth, (one.name, parameters)
            assert truth.columns == one.columns
            rows += len(truth.rows)
    return rows


# Where the store is networkx itself there is nothing to compare.
databases = pytest.mark.parametrize("hold", ["ladybug", "neo4j"], indirect=True)


@databases
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(graph=graphs())
def test_rows_are_equal_on_random_graphs(hold: Hold, graph: MemoryStore) -> None:
    with hold(graph) as store:
        compare(graph, store)


@databases
def test_rows_are_equal_on_real_documents(hold: Hold, seed_store: MemoryStore) -> None:
    with hold(seed_store) as store:
        assert compare(seed_store, store) > 500


TASK, OTHER, UNIT, SECOND = "Task:a/1", "Task:a/2", "Unit:/港航局", "Unit:/经信局"
CHAIN, PART, BARE, DOUBT = "Industry:/茶", "Industry:/炒制", "Industry:/包装", "Industry:/种植"
HOME, PORT, PROJECT, UNSURE = "Region:/青山", "Region:/码头", "Project:/炒制厂", "Project:/大棚"
YES, PERHAPS = (("verdict", "confirmed"),), (("verdict", "uncertain"),)
SMALL = MemoryStore(
    [Node(UNIT, "Unit", "港航局"), Node(SECOND, "Unit", "经信局"), Node(TASK, "Task", "建厂", (("deadline", "2025-06-30"),)),
     Node(OTHER, "Task", "招商", (("deadline", "2025-06-30"), ("status", "done"))), Node(CHAIN, "Industry", "茶", (("level", "chain"),)),
     *(Node(one, "Industry", one.partition("/")[2], (("level", "segment"),)) for one in (PART, BARE, DOUBT)),
     Node(HOME, "Region", "青山"), Node(PORT, "Region", "码头"), Node(PROJECT, "Project", "炒制厂"), Node(UNSURE, "Project", "大棚"),
     Node("Indicator:/产值", "Indicator", "产值")],
    [Edge(UNIT, "LEADS", TASK, Evidence("Document:a", 1, 2, "tail")), Edge(UNIT, "LEADS", TASK, Evidence("Document:a", 5, 6, "tail")),
     Edge(SECOND, "LEADS", TASK, None), Edge(SECOND, "PARTICIPATES_IN", OTHER, None), Edge(TASK, "DEVELOPS", PART, None),
     Edge(TASK, "IN_REGION", PORT, None), Edge(HOME, "FOCUSES_ON", CHAIN, None), Edge(PORT, "PART_OF", HOME, None),
     *(Edge(one, "PART_OF", CHAIN, None) for one in (PART, BARE, DOUBT)), Edge(BARE, "FEEDS", PART, None), Edge(PART, "FEEDS", BARE, None),
     Edge(PROJECT, "BELONGS_TO", PART, None, YES), Edge(UNSURE, "BELONGS_TO", DOUBT, None, PERHAPS),
     Edge(PROJECT, "LOCATED_IN", PORT, None),
     Edge(TASK, "SETS", "Indicator:/产值", None, (("nature", "target"), ("op", ">="), ("unit", "亿元"), ("value", 5.0), ("year", 2025))),
     Edge(TASK, "SETS", "Indicator:/产值", None, (("nature", "actual"), ("value", 4.0), ("year", 2025)))],
)


@pytest.mark.parametrize(("name", "parameters", "rows"), [
    # Two sentences say that the unit leads: one task.
    ("tasks_of_unit", {"unit": UNIT}, {(TASK, "建厂", "LEADS")}),
    ("tasks_without_lead", {}, {(OTHER, "招商")}),
    ("tasks_with_many_leads", {"least": 2}, {(TASK, "建厂", 2)}),
    ("tasks_with_many_leads", {"least": 3}, set()),
    ("unit_loads", {}, {(UNIT, 1, 0, 0), (SECOND, 1, 1, 0)}),
    ("coverage", {}, {(PART, PORT, 1)}),
    # A project that perhaps belongs to the segment does not fill the gap.
    ("segments_without_project", {"chain": CHAIN}, {(BARE, "包装"), (DOUBT, "种植")}),
    ("projects_of_chain", {"chain": CHAIN}, {(PROJECT, "炒制厂", PART)}),
    ("targets_of_year", {"year": 2025}, {(TASK, "Indicator:/产值", ">=", 5.0, None, "亿元")}),
    # The other is done.
    ("tasks_due", {"before": "2025-06-30"}, {(TASK, "建厂", "2025-06-30")}),
    ("tasks_due", {"before": "2025-06-29"}, set()),
    ("industries_of_region", {"region": HOME}, {(CHAIN, "FOCUSES_ON", 1)}),
    ("industries_of_region", {"region": PORT}, {(PART, "DEVELOPS", 1)}),
    ("projects_of_region", {"region": HOME}, {(PROJECT, "炒制厂", PORT)}),
    # Round in a circle it comes back to itself.
    ("downstream", {"industry": BARE}, {(PART, 1), (BARE, 2)}),
])
def test_rows_are_the_ones_that_can_be_counted_by_hand(
    hold: Hold, name: str, parameters: dict[str, str | int], rows: set[tuple[object, ...]]
) -> None:
    with hold(SMALL) as store:
        found = pattern(name, store, **parameters)
    assert set(found.rows) == rows
    assert len(found.rows) == len(rows)


def test_each_text_has_a_twin() -> None:
    assert sorted(path.stem for path in TEXTS.iterdir()) == NAMES
    assert {name for one in patterns() for name in one.parameters} == set(ANSWERS)


@pytest.mark.parametrize("name", NAMES)
def test_each_text_may_be_run_by_users_and_names_its_parameters(name: str) -> None:
    """It passes the guard of users' own statements, so that it can be pasted and changed."""
    runs = checked(pattern_text(name))
    assert set(re.findall(r"\$(\w+)", runs)) == {parameter for one in patterns() if one.name == name for parameter in one.parameters}
    assert pattern_text(name).startswith("// ")


@pytest.mark.parametrize(("name", "parameters", "words"), [
    ("nothing", {}, "tasks_of_unit"), ("tasks_of_unit", {}, "unit"), ("coverage", {"year": 2025}, "year"),
])
def test_wrong_questions_are_told(name: str, parameters: dict[str, int], words: str) -> None:
    with pytest.raises(QueryError, match=words):
        pattern(name, SMALL, **parameters)
