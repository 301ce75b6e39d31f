from __future__ import annotations

import random
from pathlib import Path

import pytest

from liantu.errors import StoreError
from liantu.graph.model import Document, Edge, Evidence, Mention, Node, Place
from liantu.graph.spool import Input, Spool
from liantu.graph.store import Fact

TEXT = "1.油品储运。由市港航局牵头,定海区政府配合。\r\n2.船舶修造。由港口局负责。"
HARBOUR = "Unit:青山/港航局"
NODES = [
    Node("Document:a", "Document", "一号文件"), Node("Task:a/1", "Task", "油品储运"), Node("Task:a/2", "Task", "船舶修造"),
    Node(HARBOUR, "Unit", "港航局", (("grade", "reference"), ("level", "city"))),
    Node(HARBOUR, "Unit", "港航局", (("grade", "explicit"), ("type", "office")), ("港航",), "青山"),
]
EDGES = [
    Edge(HARBOUR, "LEADS", "Task:a/1", Evidence("Document:a", 7, 13, "tail"), (("position", 0),)),
    Edge(HARBOUR, "LEADS", "Task:a/1", Evidence("Document:a", 7, 13, "tail", "inferred"), (("position", 0),)),
    Edge(HARBOUR, "RESPONSIBLE_FOR", "Task:a/2", Evidence("Document:a", 31, 36, "tail")),
    Edge("Document:a", "HAS_TASK", "Task:a/2", Evidence("Document:a", 25, 37, "outline"), (("number", "2"), ("section", None))),
    Edge("Document:a", "HAS_TASK", "Task:a/1", Evidence("Document:a", 0, 22, "outline"), (("section", ""), ("number", "1"))),
]
NAMES = [Mention("市港航局", 8, 12, "tail", "explicit", HARBOUR), Mention("港口局", 33, 36, "tail", "inferred", HARBOUR),
         Mention("定海区政府", 15, 20, "tail")]


def filled(spool: Spool, order: random.Random | None = None) -> tuple[list[Node], list[Fact]]:
    nodes, edges, names = NODES * 2, EDGES * 2, list(NAMES)
    if order:
        for items in (nodes, edges, names):
            order.shuffle(items)
    spool.add_document("Document:a", Document("a.txt", TEXT))
    spool.add_edges(edges)
    spool.add_names("Document:a", names)
    spool.add_nodes(nodes)
    return list(spool.nodes()), list(spool.edges())


def test_same_graph_in_any_order() -> None:
    with Spool(":memory:") as spool:
        expected = filled(spool)
    for seed in range(20):
        with Spool(":memory:") as spool:
            assert filled(spool, random.Random(seed)) == expected  # noqa: S311 - a shuffle, not a secret


def test_same_node_is_merged() -> None:
    with Spool(":memory:") as spool:
        nodes, _ = filled(spool)
    unit = next(node for node in nodes if node.id == HARBOUR)
    assert unit == Node(HARBOUR, "Unit", "港航局", (("grade", "explicit"), ("level", "city"), ("type", "office")),
                        ("市港航局", "港口局", "港航"), "青山")
    assert [node.id for node in nodes] == sorted(node.id for node in nodes)


def test_same_edge_is_kept_once_with_the_best_grade() -> None:
    with Spool(":memory:") as spool:
        _, facts = filled(spool)
    leads = [found.edge.evidence.grade for found in facts if found.edge.kind == "LEADS" and found.edge.evidence]
    assert leads == ["explicit"]
    assert len({found.id for found in facts}) == len(facts)


def test_quotes_are_cut_from_the_text_as_stored() -> None:
    with Spool(":memory:") as spool:
        _, facts = filled(spool)
    quotes = {(found.edge.kind, found.edge.target): found.quote for found in facts}
    assert quotes["LEADS", "Task:a/1"] == "由市港航局牵"
    assert quotes["HAS_TASK", "Task:a/2"] == "2.船舶修造。由港口局负"
    for found in facts:
        assert found.edge.evidence
        assert found.quote == TEXT[found.edge.evidence.start:found.edge.evidence.end]


def test_each_spelling_keeps_its_evidence() -> None:
    with Spool(":memory:") as spool:
        nodes, facts = filled(spool)
    spelt = {found.quote for found in facts if found.edge.kind == "ALIAS_OF" and found.edge.target == HARBOUR}
    assert spelt == {"市港航局", "港口局"}
    # 定海区政府 was resolved to nothing
    assert {node.name for node in nodes if node.kind == "Name"} == spelt


def test_quote_comes_from_the_document_it_names() -> None:
    with Spool(":memory:") as spool:
        spool.add_document("Document:a", Document("a.txt", "甲乙丙"))
        spool.add_document("Document:b", Document("b.txt", "丁戊己"))
        spool.add_nodes([Node("Industry:/x", "Industry", "x"), Node("Industry:/y", "Industry", "y")])
        spool.add_edges(Edge("Industry:/x", "FEEDS", "Industry:/y", Evidence(f"Document:{name}", 1, 2, "r")) for name in "ab")
        assert [found.quote for found in spool.edges()] == ["乙", "戊"]


def test_place_is_the_innermost_around_the_start() -> None:
    places = (Place(0, 10, "第1页"), Place(2, 4, "表1"), Place(10, 20, "第2页"))
    with Spool(":memory:") as spool:
        spool.add_document("Document:a", Document("a.pdf", "0123456789" * 3, "pdf", (), places))
        spool.add_nodes([Node("Industry:/x", "Industry", "x"), Node("Industry:/y", "Industry", "y")])
        spool.add_edges(Edge("Industry:/x", "FEEDS", "Industry:/y", Evidence("Document:a", at, at + 1, "r"))
                        for at in (1, 3, 5, 10, 25))
        assert [found.place for found in spool.edges()] == ["第1页", "表1", "第1页", "第2页", None]


def test_knowledge_without_a_document_has_no_quote() -> None:
    with Spool(":memory:") as spool:
        spool.add_nodes([Node("Industry:/x", "Industry", "x"), Node("Industry:/y", "Industry", "y")])
        spool.add_edges([Edge("Industry:/x", "FEEDS", "Industry:/y", None),
                         Edge("Industry:/x", "FEEDS", "Industry:/y", Evidence("chains", 0, 0, "feeds", "reference"))])
        assert [(found.quote, found.edge.evidence is None) for found in spool.edges()] == [(None, True), (None, False)]


@pytest.mark.parametrize(("edge", "said"), [
    (Edge(HARBOUR, "LEADS", "Region:r", None), "不能从"),
    (Edge(HARBOUR, "LEADS", "Task:a/1", Evidence("Document:b", 0, 1, "tail")), "尚未登记"),
    (Edge(HARBOUR, "LEADS", "Task:a/1", Evidence("Document:a", 0, 999, "tail")), "不在 a.txt 之内"),
    (Edge(HARBOUR, "LEADS", "Task:a/1", Evidence("Document:a", 5, 4, "tail")), "不在 a.txt 之内"),
    (Edge(HARBOUR, "LEADS", "Task:a/1", None, (("place", 0),)), "没有名为 'place' 的属性"),
    (Edge(HARBOUR, "LEADS", "Task:\ud800", None), "无法保存"),
])
def test_edge_that_does_not_fit_is_said(edge: Edge, said: str) -> None:
    with Spool(":memory:") as spool:
        spool.add_document("Document:a", Document("a.txt", TEXT))
        with pytest.raises(StoreError, match=said):
            spool.add_edges([edge])


def test_ends_must_be_nodes() -> None:
    with Spool(":memory:") as spool:
        filled(spool)
        spool.check()
        spool.add_edges([Edge("Unit:/谁", "LEADS", "Task:a/1", None)])
        with pytest.raises(StoreError, match="Unit:/谁 → Task:a/1"):
            spool.check()
        spool.add_nodes([Node("Unit:/谁", "Unit", "谁")])
        spool.check()


def test_name_of_nothing_is_said() -> None:
    with Spool(":memory:") as spool:
        spool.add_document("Document:a", Document("a.txt", TEXT))
        spool.add_names("Document:a", NAMES)
        with pytest.raises(StoreError, match="只有别名"):
            spool.check()


def test_one_id_is_one_document() -> None:
    with Spool(":memory:") as spool:
        spool.add_document("Document:a", Document("a.txt", TEXT))
        with pytest.raises(StoreError, match="用了两次"):
            spool.add_document("Document:a", Document("b.txt", TEXT))


def test_text_that_no_file_holds_is_said() -> None:
    with Spool(":memory:") as spool, pytest.raises(StoreError, match="无法保存"):
        spool.add_document("Document:a", Document("a.txt", "\udcff"))


def test_records_are_sorted() -> None:
    with Spool(":memory:") as spool:
        spool.add_records("tasks", "Document:b", [{"n": 3, "start": 0}])
        spool.add_records("tasks", "Document:a", [{"n": 2, "start": 10}, {"n": 1, "start": 9}])
        spool.add_records("review", "Document:a", [{"甲": "\n"}])
        assert list(spool.records("tasks")) == ['{"n":1,"start":9}', '{"n":2,"start":10}', '{"n":3,"start":0}']
        assert list(spool.records("review")) == ['{"甲":"\\n"}']
        with pytest.raises(StoreError, match="没有名为"):
            spool.add_records("facts", "Document:a", [])  # type: ignore[arg-type]


def test_inputs_and_texts_come_back(tmp_path: Path) -> None:
    with Spool(tmp_path / "spool.sqlite") as spool:
        spool.add_input("b.txt", "22", 2)
        spool.add_input("a.txt", "11", 1, "Document:a")
        spool.add_document("Document:a", Document("a.txt", "甲\r\n乙\x00"))
        assert spool.inputs() == [Input("a.txt", "11", 1, "Document:a"), Input("b.txt", "22", 2, None)]
        assert list(spool.documents()) == [("Document:a", Document("a.txt", "甲\r\n乙\x00"))]
