from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liantu.errors import QueryError, StoreError
from liantu.graph import export, ladybug, schema
from liantu.graph.memory import MemoryStore, to_networkx
from liantu.graph.model import Edge, Evidence, Node, Value
from liantu.graph.store import Fact, Store, fact, fact_from_row, fact_row, node_from_row, node_row

# What breaks a careless loader: quotes, separators, line ends, wide and rare characters, words that look like nothing.
HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12),
    st.sampled_from(["", "NULL", "nan", "null", "None", "\\N", '"', "'", '""', "a,b", "甲\r\n乙", "\\", "\t", "{}", "$x",
                     "2025", "2025-01-01", "true", "市港航局", "𠮷野", "é", "\ufeff", "`", "--", "//", "🚢"]),
)
NAMES = HOSTILE.filter(bool)


def value(column: schema.Column) -> st.SearchStrategy[Value]:
    if column.values:
        return st.sampled_from(column.values)
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "STRING": HOSTILE, "INT64": st.integers(-(2**53) + 1, 2**53 - 1), "BOOL": st.booleans(),
        "DOUBLE": st.floats(allow_nan=False, allow_infinity=False), "DATE": st.dates().map(lambda day: day.isoformat()),
    }
    return kinds[column.type]


@st.composite
def properties(draw: st.DrawFn, columns: tuple[schema.Column, ...]) -> tuple[tuple[str, Value], ...]:
    chosen = [column for column in columns if draw(st.booleans())]
    return tuple(sorted((column.name, draw(value(column))) for column in chosen))


@st.composite
def nodes(draw: st.DrawFn) -> list[Node]:
    found = {}
    for kind in draw(st.lists(st.sampled_from(list(schema.NODES)), min_size=1, max_size=12)):
        identity = schema.node_id(kind, draw(HOSTILE), draw(NAMES))
        aliases = draw(st.frozensets(NAMES.filter(lambda name: "\n" not in name), max_size=3))
        own = (*schema.NODES[kind].columns, schema.NODE_COLUMNS[-1])
        found[identity] = Node(identity, kind, draw(NAMES), draw(properties(own)), tuple(sorted(aliases)),
                               draw(st.none() | NAMES))
    return sorted(found.values(), key=lambda node: node.id)


@st.composite
def graphs(draw: st.DrawFn) -> MemoryStore:
    points = draw(nodes())
    possible = [(kind, a.id, b.id) for a in points for b in points for kind in schema.EDGES.values()
                if (a.kind, b.kind) in kind.pairs]
    facts = []
    for kind, source, target in draw(st.lists(st.sampled_from(possible), max_size=12)) if possible else ():
        at = draw(st.none() | st.builds(Evidence, NAMES, st.integers(0, 9), st.integers(9, 99), HOSTILE,
                                        st.sampled_from(schema.GRADES)))
        edge = Edge(source, kind.name, target, at, draw(properties(kind.columns)))
        facts.append(fact(edge, quote=draw(HOSTILE) if at else None, place=draw(st.none() | HOSTILE) if at else None))
    return MemoryStore(points, facts)


SMALL = MemoryStore(
    [Node("Unit:/港航局", "Unit", "港航局", (("is_group", False),), ("市港航局", "港口局"), "青山"), Node("Task:a/1", "Task", "油品储运"),
     Node("Task:a/2", "Task", "船舶修造", (("end", 40), ("start", 20))), Node("Indicator:/吞吐量", "Indicator", "吞吐量")],
    [fact(Edge("Unit:/港航局", "LEADS", "Task:a/1", Evidence("Document:a", 5, 9, "tail"), (("position", 0),)), quote="港航局牵头"),
     fact(Edge("Unit:/港航局", "LEADS", "Task:a/2", Evidence("Document:a", 30, 35, "tail", "inferred")), quote='"港航,\r\n局"'),
     fact(Edge("Task:a/1", "SETS", "Indicator:/吞吐量", Evidence("Document:a", 1, 2, "amount"), (("value", 1.0), ("year", 2025)))),
     fact(Edge("Task:a/1", "SETS", "Indicator:/吞吐量", Evidence("Document:a", 1, 2, "amount"), (("value", 2.0), ("year", 2027))))],
)


def write(store: Store, folder: Path) -> Path:
    path = folder / "graph.lbug"
    ladybug.load(path, store.nodes(), store.edges())
    return path


def same(store: Store, other: Store) -> bool:
    return list(store.nodes()) == list(other.nodes()) and list(store.edges()) == list(other.edges())


@pytest.fixture(params=["memory", "ladybug"])
def small(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give the same graph in each kind of store."""
    if request.param == "memory":
        yield SMALL
    else:
        with ladybug.LadybugStore(write(SMALL, tmp_path)) as store:
            yield store


@settings(max_examples=25)
@given(graphs())
def test_database_gives_back_what_was_put_in(graph: MemoryStore) -> None:
    with TemporaryDirectory() as folder, ladybug.LadybugStore(write(graph, Path(folder))) as store:
        assert list(store.nodes()) == list(graph.nodes())
        assert list(store.edges()) == list(graph.edges())
        assert nx.utils.graphs_equal(store.networkx(), graph.networkx())


@given(graphs())
def test_lines_give_back_what_was_put_in(graph: MemoryStore) -> None:
    names = {node.id: node.name for node in graph.nodes()}
    lines = [export.fact_line(found, names.get) for found in graph.edges()]
    assert all("\n" not in line for line in lines)
    again = MemoryStore(export.nodes_from_lines(map(export.node_line, graph.nodes())), export.facts_from_lines(lines))
    assert same(again, graph)


@given(graphs())
def test_rows_give_back_what_was_put_in(graph: MemoryStore) -> None:
    assert [node_from_row(node_row(node)) for node in graph.nodes()] == list(graph.nodes())
    for found in graph.edges():
        again = fact_from_row(found.edge.source, found.edge.target, fact_row(found))
        assert again == found


@given(graphs())
def test_graphml_can_be_read_again(graph: MemoryStore) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.graphml"
        export.graphml(graph, path)
        root = ET.parse(path).getroot()  # noqa: S314 - our own file
        marks = "{http://graphml.graphdrawing.org/xmlns}"
        assert len(list(root.iter(f"{marks}edge"))) == len(list(graph.edges()))


def test_store_is_a_store(small: Store) -> None:
    assert isinstance(small, Store)
    assert same(small, SMALL)
    assert nx.utils.graphs_equal(small.networkx(), SMALL.networkx())


def test_two_targets_in_one_span_are_two_edges(small: Store) -> None:
    years = {dict(found.edge.properties)["year"] for found in small.edges() if found.edge.kind == "SETS"}
    assert years == {2025, 2027}


def test_frames_have_the_columns_of_the_schema(small: Store) -> None:
    units, leads = export.nodes_frame(small, "Unit"), export.edges_frame(small, "LEADS")
    assert units.to_dict("records")[0]["aliases"] == "市港航局\n港口局"
    assert list(units.columns) == [column.name for column in schema.node_columns("Unit")]
    assert list(leads["target"]) == ["Task:a/1", "Task:a/2"]
    assert export.nodes_frame(small, "Person").empty


def test_edges_of_networkx_carry_all(small: Store) -> None:
    key, data = next((key, data) for _, target, key, data in small.networkx().edges(data=True, keys=True)
                     if target == "Task:a/1")
    assert key == data["id"]
    assert {name: data[name] for name in ("kind", "document", "start", "end", "quote", "rule", "grade", "position")} == {
        "kind": "LEADS", "document": "Document:a", "start": 5, "end": 9, "quote": "港航局牵头", "rule": "tail",
        "grade": "explicit", "position": 0}


def test_memory_refuses_what_does_not_fit() -> None:
    with pytest.raises(StoreError, match="不能从"):
        MemoryStore([], [Edge("Unit:a", "LEADS", "Region:b", None)])


def test_same_edge_twice_is_one() -> None:
    edge = Edge("Industry:/b", "FEEDS", "Industry:/a", None)
    graph = MemoryStore([Node("Industry:/b", "Industry", "b"), Node("Industry:/a", "Industry", "a")], [edge, fact(edge)])
    assert len(list(graph.edges())) == 1
    assert graph.networkx().number_of_edges() == 1
    assert to_networkx(graph.nodes(), [edge, edge]).number_of_edges() == 1


def test_memory_has_no_cypher() -> None:
    with pytest.raises(QueryError, match="build"):
        SMALL.cypher("MATCH (n) RETURN n")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ladybug.LadybugStore]:
    with ladybug.LadybugStore(write(SMALL, tmp_path_factory.mktemp("store"))) as store:
        yield store


@pytest.mark.parametrize(("statement", "parameters", "rows"), [
    ("MATCH (u:Unit {id: $unit})-[r:LEADS]->(t:Task) RETURN t.name AS name, r.`end` AS `end` ORDER BY name",
     {"unit": "Unit:/港航局"}, [("油品储运", 9), ("船舶修造", 35)]),
    # a sum comes back as a 128-bit number
    ("MATCH (:Task)-[r:SETS]->() RETURN sum(r.year) AS years, sum(r.value) AS total", {}, [(4052, 3.0)]),
    ("MATCH (t:Task) RETURN collect(t.start) AS places, {a: sum(t.start)} AS inner", {}, [([20], {"a": 20})]),
    ("MATCH (t:Task {number: '9'}) RETURN t.name AS name", {}, []),
    ("RETURN date('2025-03-01') AS day", {}, [("2025-03-01",)]),
    # a parameter's name inside a string, a comment or back quotes is none
    ("RETURN '$a' AS `$b` // $c", {}, [("$a",)]),
])
def test_answers_are_plain_values(
    database: ladybug.LadybugStore, statement: str, parameters: dict[str, object], rows: list[tuple[object, ...]]
) -> None:
    answer = database.cypher(statement, parameters)
    assert list(answer.rows) == rows
    assert [type(cell) for row in answer.rows for cell in row] == [type(cell) for row in rows for cell in row]


def test_answer_knows_its_columns(database: ladybug.LadybugStore) -> None:
    assert database.cypher("RETURN 1 AS 数, 2 AS two").dicts() == [{"数": 1, "two": 2}]
    node = database.cypher("MATCH (u:Unit) RETURN u").rows[0][0]
    assert isinstance(node, dict)
    assert node["aliases"] == "市港航局\n港口局"
    assert not {"_ID", "_LABEL"} & set(node)


@pytest.mark.parametrize(("statement", "said"), [
    # the engine itself would answer with no rows
    ("MATCH (u:Unit {id: $unit}) RETURN u.name", "缺少参数:unit"),
    ("CREATE (:Unit {id: 'Unit:x'})", "只读"),
    ("MATCH (u:Units) RETURN u", "Units"),
    ("RETURN 1; RETURN 2", "一次只能"),
])
def test_what_cannot_run_is_said(database: ladybug.LadybugStore, statement: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        database.cypher(statement)


def test_statement_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with ladybug.LadybugStore(write(SMALL, tmp_path), timeout=50) as store:
        with pytest.raises(QueryError, match="超时"):
            store.cypher("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b)")
        assert store.cypher("RETURN 1").rows == ((1,),)


def test_database_is_not_overwritten(tmp_path: Path) -> None:
    path = write(SMALL, tmp_path)
    with pytest.raises(StoreError, match="已存在"):
        write(SMALL, tmp_path)
    with ladybug.LadybugStore(path) as store:
        assert same(store, SMALL)


@pytest.mark.parametrize("points", [
    [],  # an end is missing
    [Node("Industry:/a", "Industry", "a")] * 2,  # a node comes twice
])
def test_half_a_graph_is_not_loaded(tmp_path: Path, points: list[Node]) -> None:
    with pytest.raises(StoreError, match="写入图数据库"):
        ladybug.load(tmp_path / "graph.lbug", points, [fact(Edge("Industry:/a", "FEEDS", "Industry:/a", None))])


def _none(path: Path) -> None:
    """Leave the place empty."""


def _zeros(path: Path) -> None:
    path.write_bytes(bytes(8192))


def _sqlite(path: Path) -> None:
    sqlite3.connect(path).executescript("CREATE TABLE t(a)").connection.close()


@pytest.mark.parametrize("make", [_none, _zeros, _sqlite])
def test_no_database_is_said(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "graph.lbug")
    with pytest.raises(StoreError, match="build"):
        ladybug.LadybugStore(tmp_path / "graph.lbug")


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"id":1}', "null"])
def test_damaged_lines_are_said(line: str) -> None:
    with pytest.raises(StoreError, match="第 1 行"):
        list(export.nodes_from_lines([line]))
    with pytest.raises(StoreError, match="第 1 行"):
        list(export.facts_from_lines([line]))


def test_facts_keep_their_type() -> None:
    assert all(isinstance(found, Fact) for found in SMALL.edges())
