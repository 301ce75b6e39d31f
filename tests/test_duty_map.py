"""The map of responsibility: a unit or leader in the middle, every task with its role, partners and time limit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeAlias

import networkx as nx
import pytest
from lxml import etree

from liantu.errors import NotFoundError, QueryError
from liantu.queries.responsibility import duties, unit_loads
from liantu.viz.duty_map import responsibility_svg
from liantu.viz.svg import text_width

Draw: TypeAlias = "Callable[..., nx.MultiDiGraph[Any]]"

SVG = "{http://www.w3.org/2000/svg}"


def groups(svg: str) -> dict[str, str]:
    return {str(one.attrib["data-node"]): " ".join(line.text or "" for line in one.iter(f"{SVG}text"))
            for one in etree.fromstring(svg).iter(f"{SVG}g") if "data-node" in one.attrib}


def test_each_task_says_with_whom_and_until_when(drawn: Draw) -> None:
    found = groups(responsibility_svg(drawn(), "市商务局"))
    assert set(found) == {"Unit:青山市/商务局", "Task:a/001", "Task:a/002", "Task:a/003"}
    assert "参与：青山市农业局" in found["Task:a/001"]
    assert "2025-12-31" in found["Task:a/001"]
    assert "未写明时限" in found["Task:a/002"]
    assert "牵头：青山市农业局" in found["Task:a/003"]


def test_roles_are_counted_in_the_head(drawn: Draw) -> None:
    assert "共3项：牵头2项、参与1项，写明时限的1项（2025-12-31）" in responsibility_svg(drawn(), "市商务局")


def test_a_leader_sees_who_leads(drawn: Draw) -> None:
    svg = responsibility_svg(drawn(), "王五")
    assert "分管3项" in svg
    assert "牵头：青山市商务局" in groups(svg)["Task:a/001"]


def test_tasks_can_stand_by_industry(drawn: Draw) -> None:
    svg = responsibility_svg(drawn(), "市商务局", group="industry")
    assert "牵头2项 茶<" in svg
    with pytest.raises(QueryError, match="group"):
        responsibility_svg(drawn(), "市商务局", group="year")


def test_what_is_too_much_is_said(drawn: Draw) -> None:
    svg = responsibility_svg(drawn(), "市商务局", most=1)
    assert "另有2项见责任清单" in svg
    assert [one for one in groups(svg) if one.startswith("Task")] == ["Task:a/001"]


def test_hostile_names_are_text(drawn: Draw, hostile: dict[str, str]) -> None:
    svg = responsibility_svg(drawn(hostile=True), hostile["path"])
    root = etree.fromstring(svg)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "desc", "rect", "g", "text", "line", "path"}
    assert "</script><script>" in groups(svg)["Task:a/001"]


def test_no_such_unit(drawn: Draw) -> None:
    with pytest.raises(NotFoundError, match="精制"):
        responsibility_svg(drawn(), "精制")


def test_a_unit_with_sixty_tasks_stays_readable(drawn: Draw) -> None:
    graph = drawn()
    for number in range(10, 67):
        graph.add_node(f"Task:a/{number:03}", kind="Task", name=f"第{number}项，把茶叶卖到更多更远的地方去并且卖出更好的价钱", document="Document:a",
                       number=str(number), start=number * 100, deadline="2026-06-30")
        graph.add_edge("Unit:青山市/商务局", f"Task:a/{number:03}", kind="LEADS", document="Document:a", quote="商务局牵头", start=number * 100)
    svg = responsibility_svg(graph, "市商务局")
    root = etree.fromstring(svg)
    assert sum(one.startswith("Task") for one in groups(svg)) == 60
    # One page of A4 upright: 1280 wide are 18 cm there, so that 12 units are 4.8 points at the least.
    assert float(root.attrib["height"]) <= float(root.attrib["width"]) * 1.6
    lows = sorted(float(line.attrib["y"]) for one in root.iter(f"{SVG}g") if one.attrib.get("data-node", "").startswith("Task")
                  for line in list(one.iter(f"{SVG}text"))[:1] if float(line.attrib["x"]) < 640)
    assert all(low + 16 <= high for low, high in pairwise(lows))


def test_real_units_have_all_their_duties(seed_graph: nx.MultiDiGraph[str]) -> None:
    for load in unit_loads(seed_graph)[:12]:
        svg = responsibility_svg(seed_graph, load.unit, most=500)
        drawn_tasks = [one for one in groups(svg) if one.startswith("Task:")]
        assert sorted(drawn_tasks) == sorted({duty.work.id for duty in duties(seed_graph, load.unit)})
        for line in etree.fromstring(svg).iter(f"{SVG}text"):
            start = float(line.attrib["x"])
            if "text-anchor" not in line.attrib:
                assert start + text_width(line.text or "", float(line.attrib["font-size"])) <= 1280, line.text
