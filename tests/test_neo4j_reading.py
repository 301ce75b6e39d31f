"""Connecting to a real Neo4j server, and asking it."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from pathlib import Path

import pytest
import yaml

from liantu.errors import LiantuError, QueryError, StoreError
from liantu.graph.neo4j import Neo4jStore, check_version, connect
from liantu.graph.neo4j_load import push
from tests.neo4j_server import Server, run
from tests.test_store import SMALL, same


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
