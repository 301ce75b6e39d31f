from __future__ import annotations

from pathlib import Path

import ladybug
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.errors import StoreError
from liantu.graph import declare, schema
from liantu.graph.model import Edge, Evidence, Grade, Node, Value

ROOT = Path(__file__).resolve().parent.parent
AT = Evidence("Document:a", 3, 9, "tail")


def test_manual_is_what_the_schema_says() -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == declare.markdown()


def test_every_pair_joins_known_kinds() -> None:
    ends = {end for kind in schema.EDGES.values() for pair in kind.pairs for end in pair}
    assert ends == set(schema.NODES)


@pytest.mark.parametrize("kind", [*schema.NODES, *schema.EDGES])
def test_columns_of_a_kind_have_names_of_their_own(kind: str) -> None:
    columns = schema.node_columns(kind) if kind in schema.NODES else schema.edge_columns(kind)
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    if kind in schema.EDGES:  # tables and networkx keep the ends of an edge and its key under these
        assert not {"source", "target", "key"} & set(names)


def test_database_takes_all_tables() -> None:
    with ladybug.Database(":memory:") as base, ladybug.Connection(base) as connection:
        for statement in declare.ladybug_ddl():
            connection.execute(statement)
        answer = connection.execute("CALL show_tables() RETURN name")
        assert not isinstance(answer, list)
        assert {name for [name] in answer.get_all()} == {*schema.NODES, *schema.EDGES}


def test_each_kind_of_node_is_unique_on_neo4j() -> None:
    text = "\n".join(declare.neo4j_constraints())
    assert all(f"(n:`{kind}`) REQUIRE (n.id, n._graph) IS UNIQUE" in text for kind in schema.NODES)


@pytest.mark.parametrize("item", [
    Node("Unit:青山/港航局", "Unit", "港航局", (("is_group", False), ("level", "city")), ("市港航局",), "青山"),
    Node("Task:a/1", "Task", "", (("deadline", "2025-12-31"), ("percent", 80))),  # a task may have no title
    Edge("Unit:u", "LEADS", "Task:t", AT, (("position", 0),)),
    Edge("Document:a", "SETS", "Indicator:i", AT, (("value", 7000), ("op", ">="), ("year", None))),
    Edge("Name:n", "ALIAS_OF", "Region:r", AT),
    Edge("Industry:a", "FEEDS", "Industry:b", None),
])
def test_what_fits(item: Node | Edge) -> None:
    schema.validate(item)


@pytest.mark.parametrize(("item", "said"), [
    (Node("港航局", "Unit", "港航局"), "应以节点类型和冒号开头"),
    (Node("Unit:", "Unit", "港航局"), "应以节点类型和冒号开头"),
    (Node("Unit:a", "Region", "港航局"), "与节点类型 Region 不符"),
    (Node("Unit:a", "Unit", ""), "没有名称"),
    (Node("Unit:a", "Unit", "a", aliases=("甲\n乙",)), "含有换行"),
    (Node("Unit:a", "Unit", "a", aliases=("",)), "为空"),
    (Node("Unit:a", "Unit", "a\x00"), "无法保存"),
    (Node("Unit:a", "Unit", "a\ud800"), "无法保存"),
    (Node("Unit:a", "Unit", "a", (("levels", "city"),)), "没有名为 'levels' 的属性"),
    (Node("Unit:a", "Unit", "a", (("is_group", 1),)), "应为 BOOL"),
    (Node("Unit:a", "Unit", "a", (("grade", "sure"),)), "只能是"),
    (Node("Task:a", "Task", "a", (("deadline", "2025年底"),)), "2025-12-31 这样的日期"),
    (Node("Task:a", "Task", "a", (("start", True),)), "应为 INT64"),
    (Node("Task:a", "Task", "a", (("start", 2**53),)), "应为 INT64"),
    (Node("Task:a", "Task", "a", (("percent", float("nan")),)), "应为 DOUBLE"),
    (Edge("Unit:a", "LEADS", "Region:b", AT), "只能是:Unit→Task"),
    (Edge("Unit:a", "LEAD", "Task:b", AT), "没有名为 'LEAD' 的关系类型"),
    (Edge("Unit:a", "LEADS", "Task:b", Evidence("Document:a", 9, 3, "tail")), "不是一段文字"),
    (Edge("Unit:a", "DEVELOPS", "Task:b", AT), "不能从 Unit 指向 Task"),
])
def test_what_does_not_fit_is_said(item: Node | Edge, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        schema.validate(item)


def test_grades_are_those_of_the_model() -> None:
    assert set(schema.GRADES) == set(Grade.__args__)  # type: ignore[attr-defined]


PARTS = st.lists(st.text(st.sampled_from("a局/\\~"), max_size=5), max_size=3)


@given(PARTS, PARTS)
def test_different_parts_give_different_ids(parts: list[str], others: list[str]) -> None:
    same = schema.node_id("Name", *parts) == schema.node_id("Name", *others)
    # no part and an empty part are the same; a real id has at least one
    assert same == ((parts or [""]) == (others or [""]))


@pytest.mark.parametrize(("given_", "kept"), [
    ((("value", 7000),), {"value": 7000.0}),
    ((("unit", "万吨"), ("op", ">="), ("year", None)), {"op": ">=", "unit": "万吨"}),
])
def test_properties_become_plain(given_: tuple[tuple[str, Value], ...], kept: dict[str, Value]) -> None:
    found = schema.coerce("SETS", given_)
    assert list(found.items()) == list(kept.items())
    assert [type(value) for value in found.values()] == [type(value) for value in kept.values()]
