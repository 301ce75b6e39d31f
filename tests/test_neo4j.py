"""Pushing to, reading from and pulling from a real Neo4j server."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from liantu.errors import LiantuError, QueryError, StoreError
from liantu.graph import neo4j_files
from liantu.graph.folder import open_graph
from liantu.graph.memory import MemoryStore
from liantu.graph.model import Edge, Evidence, Node
from liantu.graph.neo4j import Neo4jStore, check_version, connect
from liantu.graph.neo4j_load import Counts, Pushed, push
from liantu.graph.neo4j_lock import alone
from liantu.graph.neo4j_pull import pull
from liantu.graph.schema import EDGES, NODES, node_id
from liantu.graph.store import Store, fact
from tests.neo4j_server import Server
from tests.test_folder import files, make
from tests.test_store import SMALL, graphs, same

UNIT, TASK = node_id("Unit", "青山", "港航局"), node_id("Task", "a", "1")
AT = Evidence("Document:a", 5, 9, "tail")


@pytest.fixture
def neo(neo4j_server: Server) -> Iterator[Neo4jStore]:
    """Give a connection to the server, with nothing in its database."""
    with connect(neo4j_server.uri, password=neo4j_server.password) as store:
        run(store, "MATCH (n) DETACH DELETE n")
        yield store


def run(neo: Neo4jStore, statement: str, **parameters: object) -> list[list[Any]]:
    with neo.session(write=True) as session:
        return [record.values() for record in session.run(statement, parameters)]


def store(*names: str, quote: str = "港航局牵头", grade: Any = "explicit") -> MemoryStore:  # noqa: ANN401
    """Return a unit with a task for each name, which it leads."""
    tasks = [node_id("Task", "a", name) for name in names]
    at = Evidence("Document:a", 5, 9, "tail", grade)
    return MemoryStore([Node(UNIT, "Unit", "港航局"), *(Node(task, "Task", name) for task, name in zip(tasks, names, strict=True))],
                       [fact(Edge(UNIT, "LEADS", task, at), quote=quote) for task in tasks])


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    return connect(f"bolt://{host}:{port}", password="only-for-tests")  # noqa: S106


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


@pytest.mark.parametrize(("statement", "expected"), [
    ("MATCH (u:Unit)-[r:LEADS]->(t:Task) WHERE r.grade = $grade RETURN t.name ORDER BY t.name", "油品储运"),
    ("MATCH (u:Unit) RETURN u", {"id": "Unit:/港航局", "kind": "Unit", "name": "港航局", "aliases": "市港航局\n港口局", "city": "青山",
                                 "is_group": False}),
    ("MATCH p = (:Unit)-[:LEADS]->(:Task {id: 'Task:a/1'}) RETURN [n IN nodes(p) | n.name]", ["港航局", "油品储运"]),
    ("RETURN date('2025-12-31')", "2025-12-31"),
    ("RETURN {a: [1, 2.5, null, true]}", {"a": [1, 2.5, None, True]}),
])
def test_answers(neo: Neo4jStore, statement: str, expected: object) -> None:
    push(SMALL, neo)
    assert neo.cypher(statement, {"grade": "explicit"}).rows == ((expected,),)


def test_a_path_is_a_list_of_nodes_and_edges(neo: Neo4jStore) -> None:
    push(SMALL, neo)
    answer = neo.cypher("MATCH p = (:Unit)-[:LEADS]->(:Task {id: 'Task:a/1'}) RETURN p").rows[0][0]
    assert isinstance(answer, list)
    assert [part["kind"] for part in answer if isinstance(part, dict)] == ["Unit", "LEADS", "Task"]


def test_answers_may_be_cut_and_given_up(neo: Neo4jStore) -> None:
    push(SMALL, neo)
    assert len(neo.cypher("UNWIND range(1, 1000000) AS n RETURN n", rows=3).rows) == 3
    with pytest.raises(QueryError, match="超时"):
        neo.cypher("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(a + b)", timeout=300)


@pytest.mark.parametrize(("statement", "message"), [
    ("CREATE (n:Unit)", "只读"),
    ("MATCH (n) DETACH DELETE n", "只读"),
    ("CREATE INDEX FOR (n:X) ON (n.y)", "只读|不能执行"),
    ("RETURN $unit", "缺少参数:unit"),
    ("MATCH (n RETURN n", "不能执行"),
    ("RETURN 1; RETURN 2", "不能执行"),
])
def test_statements_that_do_not_run(neo: Neo4jStore, statement: str, message: str) -> None:
    push(SMALL, neo)
    with pytest.raises(QueryError, match=message):
        neo.cypher(statement)
    assert same(neo, SMALL)


def test_a_parameter_must_be_a_value(neo: Neo4jStore) -> None:
    push(SMALL, neo)
    with pytest.raises(QueryError, match="参数"):
        neo.cypher("RETURN $x", {"x": object()})


@pytest.mark.parametrize("stranger", ["CREATE (:Unit)", "CREATE (:X)-[:LEADS]->(:X)"])
def test_no_answer_that_counts_what_is_not_ours(neo: Neo4jStore, stranger: str) -> None:
    push(SMALL, neo)
    run(neo, stranger)
    with pytest.raises(QueryError, match="不属于图 default"):
        neo.cypher("MATCH (n:Unit) RETURN count(n)")
    neo.mixed = True
    assert neo.cypher("MATCH (n) RETURN count(n) AS n").columns == ("n",)


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


def test_settings_of_the_container_are_known_to_the_server(neo: Neo4jStore) -> None:
    """A server does not start with a setting it does not know; a container engine is not needed to see that."""
    text = (Path(__file__).resolve().parent.parent / "compose.yaml").read_text("utf-8")
    given = set(yaml.safe_load(text)["services"]["neo4j"]["environment"]) - {"NEO4J_AUTH"}
    names = {name.removeprefix("NEO4J_").replace("__", "-").replace("_", ".").replace("-", "_") for name in given}
    assert len(names) > 3
    assert names <= {row[0] for row in run(neo, "SHOW SETTINGS YIELD name")}


def serving(answer: bytes) -> tuple[socket.socket, int]:
    """Listen on a free port and answer each caller with the same bytes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def work() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                caller.recv(1000)
                caller.sendall(answer)

    threading.Thread(target=work, daemon=True).start()
    return listener, listener.getsockname()[1]


def failure(uri: str, *, password: str | None = None, database: str | None = None) -> str:
    with pytest.raises(LiantuError) as caught:
        connect(uri, password=password, database=database)
    assert "only-for-tests" not in str(caught.value)
    return str(caught.value)


def test_what_can_go_wrong_in_connecting(neo4j_server: Server) -> None:
    """Each says what is wrong and what to do."""
    address, word = f"127.0.0.1:{neo4j_server.bolt}", neo4j_server.password
    assert "用户名或密码不对" in failure(neo4j_server.uri, password="wrong")  # noqa: S106
    assert "NEO4J_PASSWORD" in failure(neo4j_server.uri)
    assert "没有这个数据库" in failure(neo4j_server.uri, password=word, database="nosuch")
    assert "证书不可信" in failure(f"bolt+s://{address}", password=word)
    assert "不支持加密" in failure(f"bolt+s://127.0.0.1:{neo4j_server.http}", password=word)
    assert "地址应以" in failure(f"http://{address}")
    assert "不能写用户名和密码" in failure(f"bolt://neo4j:{word}@{address}")
    listener, port = serving(b"")
    with listener:
        assert "连不上" in failure(f"bolt://127.0.0.1:{port}", password=word)
    assert "连不上" in failure(f"bolt://127.0.0.1:{port}", password=word)
    assert "连不上" in failure(f"neo4j://127.0.0.1:{port}", password=word)
    assert "连不上" in failure(f"bolt+s://127.0.0.1:{port}", password=word)


def test_without_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "neo4j", None)
    assert "pip install 'liantu[neo4j]'" in failure("bolt://127.0.0.1:1")


@pytest.mark.parametrize(("agent", "good"), [
    ("Neo4j/5.26.0", True), ("Neo4j/2025.10.1", True), ("Neo4j/v5.11.0 compatible graph database server", True),
    ("Neo4j/4.4.36", False), ("Neo4j/3.5.2", False), ("FalkorDB/1.0", False),
])
def test_versions(agent: str, good: bool) -> None:  # noqa: FBT001
    if good:
        check_version(agent)
    else:
        with pytest.raises(StoreError, match="版本过旧"):
            check_version(agent)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_ways_to_connect(neo4j_server: Server, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("NEO4J_DATABASE", "neo4j")
    with connect(f"{scheme}://127.0.0.1:{neo4j_server.bolt}") as store:
        assert list(store.stream("RETURN 1")) == [[1]]


def test_a_lost_connection_is_said(neo4j_server: Server) -> None:
    """The way to the server is cut while we are connected."""
    listener = socket.create_server(("127.0.0.1", 0))
    far = socket.create_connection(("127.0.0.1", neo4j_server.bolt))

    def carry(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)

    def relay() -> None:
        near, _ = listener.accept()
        back = threading.Thread(target=carry, args=(far, near), daemon=True)
        back.start()
        carry(near, far)
        back.join()
        near.close()

    relaying = threading.Thread(target=relay, daemon=True)
    relaying.start()
    with listener, far, connect(f"bolt://127.0.0.1:{listener.getsockname()[1]}", password=neo4j_server.password) as store:
        assert list(store.stream("RETURN 1")) == [[1]]
        far.shutdown(socket.SHUT_RDWR)
        listener.close()
        with pytest.raises(StoreError, match="连接中断"):
            list(store.stream("RETURN 1"))
