"""The chain map: every state shown by more than colour, arrows where segments feed each other, names never markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import networkx as nx
import pytest
from lxml import etree

from liantu.errors import NotFoundError
from liantu.queries.landscape import survey
from liantu.viz.chain import chain_svg
from liantu.viz.svg import text_width, wrap

Draw: TypeAlias = "Callable[..., nx.MultiDiGraph[Any]]"

SVG = "{http://www.w3.org/2000/svg}"


def boxes(svg: str) -> dict[str, etree._Element]:
    return {str(one.attrib["data-node"]): one for one in etree.fromstring(svg).iter(f"{SVG}g") if "data-node" in one.attrib}


def words(element: etree._Element) -> str:
    return " ".join(one.text or "" for one in element.iter(f"{SVG}text"))


@pytest.mark.parametrize(("segment", "state", "mark"), [
    ("精制", "已有", "●"), ("种植", "薄弱", "◐"), ("包装", "缺环", "○"), ("机械", "外购", "◇"), ("销售", "未见记载", "－"),
])
def test_a_state_is_told_by_word_mark_and_line(drawn: Draw, segment: str, state: str, mark: str) -> None:
    box = boxes(chain_svg(drawn(), "茶"))[f"Industry:/{segment}"]
    assert box.attrib["data-state"] == state
    assert mark in words(box)
    rect = box.find(f"{SVG}rect")
    assert rect is not None
    assert ("stroke-dasharray" in rect.attrib) == (state in {"缺环", "未见记载"})


def test_a_box_holds_what_there_is_and_who_leads(drawn: Draw) -> None:
    shown = words(boxes(chain_svg(drawn(), "茶"))["Industry:/精制"])
    for expected in ("核心", "青山市商务局", "茶叶精制厂（投产）", "二期厂房（开工）"):
        assert expected in shown


def test_upstream_stands_left_of_downstream_and_services_below(drawn: Draw) -> None:
    found = boxes(chain_svg(drawn(), "茶"))

    def corner(segment: str) -> tuple[float, float]:
        rect = found[f"Industry:/{segment}"].find(f"{SVG}rect")
        assert rect is not None
        return float(rect.attrib["x"]), float(rect.attrib["y"])

    assert corner("种植")[0] < corner("精制")[0] < corner("销售")[0]
    assert corner("检测")[1] > max(corner(one)[1] for one in ("种植", "精制", "包装", "销售", "机械"))


def test_an_arrow_for_each_feed(drawn: Draw) -> None:
    root = etree.fromstring(chain_svg(drawn(), "茶"))
    arrows = {(one.attrib["data-from"], one.attrib["data-to"]) for one in root.iter(f"{SVG}g") if "data-from" in one.attrib}
    assert arrows == {(f"Industry:/{one}", f"Industry:/{other}") for one, other in (
        ("种植", "精制"), ("机械", "精制"), ("精制", "包装"), ("包装", "销售"))}


def test_the_picture_says_its_title_scope_and_source(drawn: Draw) -> None:
    svg = chain_svg(drawn(), "茶")
    for expected in ("茶产业链图", "王五", "来源：《青山市茶产业方案》（青政发〔2024〕3号）", "范围：文件1份", "未见记载：所读文件没有提到，不等于没有"):
        assert expected in svg


def test_hostile_names_are_text(drawn: Draw, hostile: dict[str, str]) -> None:
    svg = chain_svg(drawn(hostile=True), "茶")
    root = etree.fromstring(svg)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {"svg", "title", "desc", "rect", "g", "text", "line", "path"}
    assert hostile["image"] in words(boxes(svg)["Industry:/精制"]).replace(" ", "").replace("imgsrc", "img src").replace("xonerror", "x onerror")
    assert not [key for one in root.iter() for key in one.attrib if str(key).startswith("on")]


def test_the_same_graph_gives_the_same_picture(drawn: Draw) -> None:
    assert chain_svg(drawn(), "茶") == chain_svg(drawn(), "茶")


def test_an_unknown_chain_is_said(drawn: Draw) -> None:
    with pytest.raises(NotFoundError, match="茶"):
        chain_svg(drawn(), "茶叶")


def test_boxes_of_real_chains_neither_overlap_nor_leave_the_page(seed_graph: nx.MultiDiGraph[str]) -> None:
    land = survey(seed_graph)
    for chain in land.structure.chains:
        root = etree.fromstring(chain_svg(seed_graph, land.name(chain)))
        width, height = (float(root.attrib[one]) for one in ("width", "height"))
        assert width / height > 0.9, land.name(chain)
        frames = []
        for box in root.iter(f"{SVG}g"):
            rect = box.find(f"{SVG}rect")
            if "data-node" not in box.attrib or rect is None:
                continue
            x, y, w, h = (float(rect.attrib[one]) for one in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= 0
            assert x + w <= width
            assert y + h <= height
            frames.append((x, y, w, h))
            for line in box.iter(f"{SVG}text"):
                if "text-anchor" not in line.attrib:
                    end = float(line.attrib["x"]) + text_width(line.text or "", float(line.attrib["font-size"]))
                    assert end <= x + w + 2, line.text
        assert len(frames) == len(land.structure.segments[chain])
        for at, (x, y, w, h) in enumerate(frames):
            assert not [1 for a, b, c, d in frames[at + 1:] if x < a + c and a < x + w and y < b + d and b < y + h], land.name(chain)


@pytest.mark.parametrize(("said", "width", "lines"), [
    ("甲乙丙丁，戊己", 4, ["甲乙丙", "丁，戊己"]),              # no line begins with a comma
    ("甲乙丙“丁戊", 4, ["甲乙丙", "“丁戊"]),                    # none ends with an opening mark
    ("建设LNG接收站", 4, ["建设LNG", "接收站"]),
])
def test_lines_break_as_chinese_is_set(said: str, width: int, lines: list[str]) -> None:
    assert wrap(said, width, size=1) == lines


def test_a_long_word_breaks_and_nothing_is_lost() -> None:
    long = "A" * 50 + "，" * 9 + "“" * 9
    assert "".join(wrap(long, 8, size=1)) == long


def test_narrowing_to_a_document_changes_the_states(drawn: Draw) -> None:
    graph = drawn()
    graph.add_node("Document:b", kind="Document", name="另一份", file="b.txt", date="2024-05-01")
    svg = chain_svg(graph, "茶", document="另一份")
    assert set(re.findall(r'data-state="([^"]+)"', svg)) == {"未见记载", "外购"}
