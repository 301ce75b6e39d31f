"""The server of the explorer: same data as the page, answers, texts, read-only Cypher, for this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liantu.loaders.build import build
from liantu.viz.app import create_app

PLAN = "青山市茶产业发展方案\n青政发〔2023〕7号\n1.发展茶叶精制。（牵头单位：市农业农村局；参与单位：市商务局）\n青山市人民政府\n2023年3月1日\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place = tmp_path_factory.mktemp("served")
    (place / "plan.txt").write_text(PLAN, encoding="utf-8")
    built = build([place / "plan.txt"], place / "graph")
    with TestClient(create_app(Path(built.path), title="青山市"), base_url="http://127.0.0.1:8765") as found:
        yield found


def test_page_may_ask_only_its_own_server(client: TestClient) -> None:
    reply = client.get("/")
    assert reply.status_code == 200
    assert "connect-src 'self'" in reply.headers["content-security-policy"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "青山市" in reply.text


def test_data_are_packed_on_the_way(client: TestClient) -> None:
    reply = client.get("/data/core", headers={"accept-encoding": "gzip"})
    assert reply.headers["content-encoding"] == "gzip"
    assert "青山市农业农村局" in reply.json()["nodes"]["name"]


def test_maps_and_catalogue(client: TestClient) -> None:
    assert client.get("/data/maps").json()["matrices"]
    assert client.get("/data/catalogue").json()["questions"]
    assert client.get("/data/secret").status_code == 404


def test_text_is_the_stored_one(client: TestClient) -> None:
    assert "茶叶精制" in client.get("/text/0").json()["text"]
    assert client.get("/text/7").status_code == 404
    assert client.get("/text/..%2f..%2fmanifest.json").status_code == 404


def test_answer_with_parameters(client: TestClient) -> None:
    reply = client.get("/answer/unit_duties", params={"unit": "市农业农村局"})
    assert reply.status_code == 200
    assert len(reply.json()["answers"][""]["rows"]) == 1


@pytest.mark.parametrize(("path", "status", "said"), [
    ("/answer/unit_duties?unit=不存在局", 404, "图中没有"),
    ("/answer/unit_duties", 400, "还需要参数"),
    ("/answer/nothing", 400, "没有名为"),
    ("/answer/tasks_with_many_leads?at_least=很多", 400, "要填数字"),
    ("/answer/unit_duties?unit=市商务局&predecessors=也许", 400, "只能是"),
])
def test_errors_say_the_way_out(client: TestClient, path: str, status: int, said: str) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    assert said in reply.json()["error"]


def test_cypher_reads(client: TestClient) -> None:
    reply = client.post("/cypher", json={"statement": "MATCH (u:Unit)-[:LEADS]->(t:Task) RETURN u.name AS who"})
    assert reply.json() == {"columns": ["who"], "rows": [["青山市农业农村局"]], "cut": False}


@pytest.mark.parametrize("statement", ["MATCH (n) DETACH DELETE n", "CREATE (:Unit {id: 'x'})", "LOAD FROM '/etc/passwd' RETURN *"])
def test_cypher_refuses_what_does_not_read(client: TestClient, statement: str) -> None:
    reply = client.post("/cypher", json={"statement": statement})
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_cypher_takes_nothing_from_other_pages(client: TestClient) -> None:
    statement = '{"statement": "MATCH (u:Unit) RETURN u.name"}'
    assert client.post("/cypher", content=statement, headers={"content-type": "text/plain"}).status_code == 403
    foreign = {"content-type": "application/json", "origin": "http://foreign.example"}
    assert client.post("/cypher", content=statement, headers=foreign).status_code == 403
    own = {"content-type": "application/json", "origin": "http://127.0.0.1:8765"}
    assert client.post("/cypher", content=statement, headers=own).status_code == 200
    assert client.get("/cypher").status_code == 405


@pytest.mark.parametrize("body", ["", "[]", '{"statement": 3}', "{" * 200_000])
def test_cypher_wants_a_statement(client: TestClient, body: str) -> None:
    assert client.post("/cypher", content=body, headers={"content-type": "application/json"}).status_code == 400


def test_other_host_names_are_refused(client: TestClient) -> None:
    """A foreign name that is made to point at this machine must not read the graph."""
    assert client.get("/data/core", headers={"host": "foreign.example"}).status_code == 400
