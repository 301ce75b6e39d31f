"""Pushing to, reading from and pulling from a real Neo4j server."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

from liantu.errors import StoreError
from liantu.graph import neo4j_files
from liantu.graph.folder import open_graph
from liantu.graph.memory import MemoryStore
from liantu.graph.model import Edge, Evidence, Node
from liantu.graph.neo4j import Neo4jStore, connect
from liantu.graph.neo4j_load import Counts, Pushed, push
from liantu.graph.neo4j_lock import alone
from liantu.graph.neo4j_pull import pull
from liantu.graph.schema import EDGES, NODES, node_id
from liantu.graph.store import Store, fact
from tests.neo4j_server import PASSWORD, run
from tests.test_folder import files, make
from tests.test_store import SMALL, graphs, same

UNIT, TASK = node_id("Unit", "青山", "港航局"), node_id("Task", "a", "1")
AT = Evidence("Document:a", 5, 9, "tail")


def store(*names: str, quote: str = "港航局牵头", grade: Any = "explicit") -> MemoryStore:  # noqa: ANN401
    """Return a unit with a task for each name, which it leads."""
    tasks = [node_id("Task", "a", name) for name in names]
    at = Evidence("Document:a", 5, 9, "tail", grade)
    return MemoryStore([Node(UNIT, "Unit", "港航局"), *(Node(task, "Task", name) for task, name in zip(tasks, names, strict=True))],
                       [fact(Edge(UNIT, "LEADS", task, at), quote=quote) for task in tasks])


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_gives_back_what_was_pushed(neo: Neo4jStore, graph: MemoryStore) -> None:
    """Whatever was there before: each example turns the graph of the last one into its own."""
    push(graph, neo, batch=4)
    assert list(neo.nodes()) == list(graph.nodes())
    assert list(neo.edges()) == list(graph.edges())
    assert not push(graph, neo)


def test_is_a_store_in_the_order_of_the_others(neo: Neo4jStore) -> None:
    wide = [Node(node_id("Unit", None, name), "Unit", name) for name in ("\uff21局", "🚢局", "市局", "a局", "B局")]
    graph = MemoryStore([*SMALL.nodes(), *wide], SMALL.edges())
    push(graph, neo)
    assert isinstance(neo, Store)
    assert same(neo, graph)
    assert nx.utils.graphs_equal(neo.networkx(), graph.networkx())


def test_the_same_graph_again_writes_nothing(neo: Neo4jStore) -> None:
    graph = store("甲", "乙")
    assert push(graph, neo) == Pushed(Counts(created=3), Counts(created=2))
    last = run(neo, "SHOW DATABASES YIELD name, lastCommittedTxn")
    assert push(graph, neo) == Pushed(Counts(unchanged=3), Counts(unchanged=2))
    assert run(neo, "SHOW DATABASES YIELD name, lastCommittedTxn") == last


def test_a_new_build_changes_what_differs_and_removes_what_is_gone(neo: Neo4jStore) -> None:
    push(store("甲", "乙", "丙"), neo)
    after = store("乙", "丙", "丁", quote="由港航局牵头", grade="inferred")
    assert push(after, neo, batch=1) == Pushed(Counts(1, 0, 3, 1), Counts(1, 2, 0, 1))
    assert same(neo, after)
    assert push(MemoryStore([], []), neo) == Pushed(Counts(deleted=4), Counts(deleted=3))
    assert run(neo, "MATCH (n) RETURN labels(n)") == [[["LiantuGraph"]]]


def test_a_value_that_is_gone_is_removed(neo: Neo4jStore) -> None:
    push(MemoryStore([Node(UNIT, "Unit", "港航局", (("level", "city"),), ("港口局",), "青山")], []), neo)
    push(MemoryStore([Node(UNIT, "Unit", "港航局")], []), neo)
    assert list(neo.nodes()) == [Node(UNIT, "Unit", "港航局")]


def test_nodes_of_others_are_never_touched(neo: Neo4jStore) -> None:
    """Not even where label and id are those of ours."""
    theirs = {"id": UNIT, "name": "别人的", "n": 1}
    run(neo, "CREATE (n:Unit) SET n = $theirs CREATE (n)-[:LEADS {id: 'x'}]->(:Task {id: $task})", theirs=theirs, task=TASK)
    for graph in (store("1"), store("1", quote="改"), MemoryStore([], [])):
        push(graph, neo)
        assert same(neo, graph)
        assert run(neo, "MATCH (n:Unit)-[r]->(m) WHERE n._graph IS NULL RETURN properties(n), properties(r), properties(m)") == [
            [theirs, {"id": "x"}, {"id": TASK}]]


def test_two_graphs_on_a_server_do_not_touch_each_other(neo: Neo4jStore) -> None:
    push(store("甲"), neo)
    push(store("甲", "乙"), neo, graph="other")
    push(MemoryStore([], []), neo)
    assert same(neo.within("other"), store("甲", "乙"))
    assert list(neo.nodes()) == []


def test_what_others_add_to_our_nodes_stays(neo: Neo4jStore) -> None:
    push(store("甲"), neo)
    run(neo, "MATCH (n:Unit) SET n.note = '批注', n:Watched CREATE (n)-[:SEEN {by: '张三'}]->(:Visit)")
    push(store("甲", quote="改"), neo)
    push(MemoryStore([Node(UNIT, "Unit", "港口航运局")], []), neo)
    assert run(neo, "MATCH (n:Unit:Watched)-[r:SEEN]->(:Visit) RETURN n.name, n.note, r.by") == [["港口航运局", "批注", "张三"]]


def test_a_gone_node_stays_while_others_hold_it(neo: Neo4jStore) -> None:
    """It can no longer be found by its label, and comes back with its relationships if a later build has it again."""
    push(store("甲", "乙"), neo)
    run(neo, "MATCH (n:Task {name: '甲'}) CREATE (n)<-[:SEEN]-(:Visit)")
    done = push(store("乙"), neo)
    assert (done.kept, done.nodes.deleted, done.edges.deleted) == (1, 1, 1)
    assert same(neo, store("乙"))
    assert neo.cypher("MATCH (t:Task) RETURN t.name").rows == (("乙",),)
    assert not push(store("乙"), neo)
    assert push(store("甲", "乙"), neo).nodes.created == 1
    assert same(neo, store("甲", "乙"))
    assert run(neo, "MATCH (:Visit)-[:SEEN]->(n) RETURN labels(n), n.name") == [[["Task"], "甲"]]


def test_a_held_node_goes_when_nobody_holds_it_any_longer(neo: Neo4jStore) -> None:
    push(store("甲"), neo)
    run(neo, "MATCH (n:Task) CREATE (n)<-[:SEEN]-(:Visit)")
    push(store(), neo)
    run(neo, "MATCH (n:Visit) DETACH DELETE n")
    push(store(), neo)
    assert run(neo, "MATCH (n:LiantuGone) RETURN n") == []


@pytest.mark.parametrize("stop", range(1, 7))
def test_a_push_that_broke_off_is_completed_by_the_next(neo: Neo4jStore, stop: int) -> None:
    push(store("甲", "乙", "丙"), neo)
    calls = []

    def broken(kind: str, count: int) -> None:
        calls.append((kind, count))
        if len(calls) == stop:
            raise KeyboardInterrupt

    after = store("丙", "丁", "戊", quote="改")
    with pytest.raises(KeyboardInterrupt):
        push(after, neo, batch=1, progress=broken)
    assert len(calls) == stop
    with connect_again(neo) as reader:
        if (state := reader.state()) and not state["complete"]:
            with pytest.raises(StoreError, match="没有完成"):
                reader.cypher("RETURN 1")
    push(after, neo)
    assert same(neo, after)
    assert neo.cypher("RETURN 1 AS one").dicts() == [{"one": 1}]


def connect_again(neo: Neo4jStore) -> Neo4jStore:
    """Return a view that has not yet looked at the state of the graph, over a connection of its own."""
    host, port = neo._driver.get_server_info().address[:2]
    return connect(f"bolt://{host}:{port}", password=PASSWORD)


def test_an_edge_without_an_end_is_refused(neo: Neo4jStore) -> None:
    with pytest.raises(StoreError, match="不是图中的节点"):
        push(MemoryStore([Node(UNIT, "Unit", "港航局")], [fact(Edge(UNIT, "LEADS", TASK, AT))]), neo)


def test_two_pushes_of_a_graph_do_not_mix(neo: Neo4jStore) -> None:
    with alone(neo), pytest.raises(StoreError, match="另一个推送"):
        push(store("甲"), neo)
    push(store("甲"), neo)
    with alone(neo):
        push(store("乙"), neo, graph="other")  # another graph is another lock
    assert run(neo, "MATCH (n:LiantuLock) RETURN n") == []


def test_pushes_at_the_same_time_end_in_one_of_them(neo: Neo4jStore) -> None:
    wanted = [store(*(f"{name}{number}" for number in range(60))) for name in "甲乙"]
    failed: list[StoreError] = []

    def work(graph: MemoryStore) -> None:
        try:
            push(graph, neo, batch=5)
        except StoreError as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(graph,)) for graph in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("另一个推送" in str(error) for error in failed)
    assert any(same(neo, graph) for graph in wanted)


def test_folder_comes_back_byte_for_byte(neo: Neo4jStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_files, "_PART", 7)  # also where a file is cut into parts, here inside \r\n
    made = make(tmp_path / "a", "a.txt", "b.txt")
    with open_graph(made) as graph:
        told: list[str] = []
        assert push(graph, neo, progress=lambda kind, _count: told.append(kind)).files.created > 4
        assert {"Task", "LEADS", "LiantuFile"} <= set(told)
        assert not push(graph, neo)
        pull(neo, tmp_path / "b")
        assert files(tmp_path / "b") == files(made)
        with open_graph(tmp_path / "b") as again:
            assert same(again, graph)
            assert [again.quote(found) for found in again.edges()] == [found.quote for found in graph.edges()]
    with open_graph(make(tmp_path / "a", "c.txt")) as graph:
        push(graph, neo)
    pull(neo, tmp_path / "b")
    assert files(tmp_path / "b") == files(tmp_path / "a")


@pytest.mark.parametrize(("change", "message"), [
    ("MATCH (n:Unit) SET n.city = '改'", "nodes.jsonl"),
    ("MATCH ()-[r:LEADS]->() SET r.quote = '改'", "facts.jsonl"),
    ("MATCH (n:LiantuFile) WHERE n.name STARTS WITH 'texts' SET n.text = '改'", "texts/"),
    ("MATCH (n:LiantuFile {name: 'tasks.jsonl'}) SET n.name = '../tasks.jsonl'", "../tasks.jsonl"),
    ("MATCH (n:LiantuFile {name: 'tasks.jsonl'}) DELETE n", "tasks.jsonl"),
    ("MATCH (n:LiantuFile {name: 'tasks.jsonl'}) SET n.part = 1", "tasks.jsonl"),
    ("MATCH (n:LiantuFile {name: 'manifest.json'}) DELETE n", "没有带原文"),
])
def test_what_was_changed_on_the_server_is_not_pulled(neo: Neo4jStore, tmp_path: Path, change: str, message: str) -> None:
    with open_graph(make(tmp_path / "a", "a.txt")) as graph:
        push(graph, neo)
    run(neo, change)
    with pytest.raises(StoreError, match=message):
        pull(neo, tmp_path / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_pull_needs_a_graph_and_a_place(neo: Neo4jStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="请先用 liantu push"):
        pull(neo, tmp_path / "b")
    push(SMALL, neo)
    with pytest.raises(StoreError, match="已有的图:default"):
        pull(neo, tmp_path / "b", graph="other")
    with pytest.raises(StoreError, match="没有带原文"):
        pull(neo, tmp_path / "b")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    with pytest.raises(StoreError, match="不会覆盖"):
        pull(neo, tmp_path / "mine")


def test_ids_are_unique_and_found_by_an_index(neo: Neo4jStore) -> None:
    push(SMALL, neo)
    found = run(neo, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties")
    assert all([[kind], ["id", "_graph"]] in found for kind in NODES)
    with neo.session() as session:
        plan = str(session.run("EXPLAIN MATCH (n:Unit {id: 'x'}) RETURN n").consume().plan)
    assert "NodeIndexSeek" in plan
    assert not {row[0] for row in run(neo, "MATCH ()-[r]->() RETURN type(r)")} - set(EDGES)


def test_someone_elses_constraint_on_the_same_label_is_no_obstacle(neo: Neo4jStore) -> None:
    run(neo, "DROP CONSTRAINT liantu_unit IF EXISTS")
    run(neo, "DROP INDEX liantu_unit_id IF EXISTS")
    run(neo, "CREATE CONSTRAINT theirs FOR (n:Unit) REQUIRE n.id IS UNIQUE")
    try:
        push(SMALL, neo)
        assert same(neo, SMALL)
    finally:
        run(neo, "DROP CONSTRAINT theirs")
