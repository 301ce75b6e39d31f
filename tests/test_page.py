"""The one-file explorer: its frame, what it carries, and that what documents say stays text."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest

from liantu.graph.model import Answer, Quote
from liantu.queries.catalog import ask, questions
from liantu.viz.graph_pyvis import to_pyvis
from liantu.viz.layout import layout
from liantu.viz.page import SCRIPTS, STYLES, frame, page, script, style
from liantu.viz.payload import core, number_graph
from liantu.viz.payload_answers import answer_record, answers, catalogue
from liantu.viz.payload_maps import maps
from liantu.viz.pinyin import readings

PLAN = (
    "青山市推动茶产业链发展行动方案\n青政发〔2023〕7号\n一、重点任务\n1.发展茶叶精制。在东岭区建设茶叶精制园项目，到2025年产值达到30亿元。"
    "（牵头单位：市农业农村局；参与单位：市商务局、市财政局）\n2.发展海洋电子产业。（市经信局牵头，市科技局配合）\n青山市人民政府\n2023年3月1日\n"
)
HOSTILE = "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=1>\"'&javascript:"


@pytest.fixture(scope="module")
def plan_graph(graph_of: Callable[..., nx.MultiDiGraph[str]]) -> nx.MultiDiGraph[str]:
    return graph_of(plan=PLAN)


def block(html: str, name: str) -> dict[str, Any]:
    found = re.search(f'<script type="text/plain" id="{name}">([^<]*)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    return data


def sha(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_same_graph_gives_the_same_page(plan_graph: nx.MultiDiGraph[str]) -> None:
    assert page(plan_graph, most_answers=3) == page(plan_graph, most_answers=3)


def test_only_the_one_script_and_style_may_run(plan_graph: nx.MultiDiGraph[str]) -> None:
    html = page(plan_graph, most_answers=0)
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found
    rules = found[1].replace("&#x27;", "'")
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert [sha(one) for one in inline] == re.findall(r"script-src 'sha256-([^']+)'", rules)
    assert [sha(one) for one in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)] == re.findall(r"style-src 'sha256-([^']+)'", rules)


def test_page_names_no_address() -> None:
    """Names of XML vocabularies are no addresses; nothing is fetched by them."""
    text = re.sub(r"http://(schemas\.openxmlformats\.org|www\.w3\.org)/", "", frame("图"))
    assert not re.search(r"https?://|//cdn|@import|<[^>]*\b(src|href)=\"(?!data:,)|url\(", text)


def test_scripts_make_no_markup_and_are_old_enough() -> None:
    for forbidden in (r"innerHTML", r"outerHTML", r"insertAdjacent", r"document\.write", r"\beval\b", r"new Function", r"DOMParser",
                      r"\?\.", r"\?\?", r"^\s*(import|export)\b", r"setAttribute\(\"style\""):
        assert not re.search(forbidden, script(), re.MULTILINE), forbidden


def test_all_static_files_are_used() -> None:
    from importlib.resources import files

    there = {one.name for one in (files("liantu.viz") / "static").iterdir()}
    assert there == {f"{name}.js" for name in SCRIPTS} | {f"{name}.css" for name in STYLES}
    assert style().count("{") == style().count("}")


def test_hostile_names_never_become_markup() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("Document:a", kind="Document", name=HOSTILE, file=f"{HOSTILE}.txt", number=HOSTILE, date="2023-01-01")
    graph.add_node("Unit:a", kind="Unit", name=HOSTILE, aliases=HOSTILE, city=HOSTILE)
    graph.add_node("Task:a", kind="Task", name=HOSTILE, document="Document:a")
    where = {"document": "Document:a", "start": 0, "end": 9, "quote": HOSTILE, "place": HOSTILE, "rule": HOSTILE}
    graph.add_edge("Document:a", "Task:a", kind="HAS_TASK", **where)
    graph.add_edge("Unit:a", "Task:a", kind="LEADS", document="Document:a", start=0, end=9, quote=HOSTILE)
    html = page(graph, title=HOSTILE, texts={"Document:a": HOSTILE})
    outside = html.replace(script(), "").replace(style(), "")
    assert "window.hurt=1" not in outside.replace(re.search(r"<title>.*?</title>", outside)[0], "")  # type: ignore[index]
    assert "<img" not in outside
    assert html.count("<script") == html.count("</script>") == 6
    assert block(html, "data-core")["nodes"]["name"][0] == HOSTILE


def test_core_carries_what_the_graph_says(plan_graph: nx.MultiDiGraph[str]) -> None:
    numbering = number_graph(plan_graph)
    data = core(numbering, title="青山市")
    nodes, edges = data["nodes"], data["edges"]
    assert len(nodes["id"]) == len(nodes["x"]) == len(nodes["cell"])
    assert len(nodes["id"]) == sum(data["kind"] != "Name" for _, data in plan_graph.nodes(data=True))
    text = plan_graph.graph["texts"]
    for number, (source, target, row) in enumerate(numbering.edges):
        assert (nodes["id"][edges["a"][number]], nodes["id"][edges["b"][number]]) == (source, target)
        if edges["document"][number] >= 0:
            document = numbering.documents[edges["document"][number]]
            assert text[document][edges["start"][number]:edges["end"][number]] == row["quote"]
    assert data["documents"][0]["number"] == "青政发〔2023〕7号"
    assert json.loads(json.dumps(data)) == data


def test_maps_tell_missing_from_unmentioned(plan_graph: nx.MultiDiGraph[str]) -> None:
    data = maps(number_graph(plan_graph))
    names = list(plan_graph.nodes)
    touched = [chain for chain in data["chains"] if chain["touched"]]
    assert touched
    for chain in touched:
        for one in chain["segments"]:
            carriers = one["projects"] or one["enterprises"] or one["platforms"]
            assert bool(carriers) == (one["state"] in ("present", "weak"))
            assert one["state"] != "unmentioned" or not one["plan"]
    assert {one["by"] for one in data["matrices"]} == {"region", "lead", "unit", "platform", "project", "enterprise", "indicator"}
    assert names


def test_matrix_counts_as_the_question_does(plan_graph: nx.MultiDiGraph[str]) -> None:
    matrix = next(one for one in maps(number_graph(plan_graph))["matrices"] if (one["by"], one["level"]) == ("lead", "industry"))
    answer = ask(plan_graph, "coverage_matrix", by="lead", level="industry")
    assert sum(cell[2] for cell in matrix["cells"]) == sum(int(row[-1] or 0) for row in answer.rows)


def test_every_question_has_a_page(plan_graph: nx.MultiDiGraph[str]) -> None:
    numbering = number_graph(plan_graph)
    listed = catalogue(numbering)["questions"]
    assert [one["name"] for one in listed] == [one.name for one in questions()]
    carried = {key.split("&")[0] for key in answers(numbering)["answers"]}
    free = {one.name for one in questions() if not any(parameter.required for parameter in one.parameters)}
    assert free <= carried


def test_answer_keeps_every_cell_and_sentence(plan_graph: nx.MultiDiGraph[str]) -> None:
    numbering = number_graph(plan_graph)
    said = ask(plan_graph, "unit_load_ranking")
    record = answer_record(numbering, said)
    row = record["answers"][""]
    strings = record["strings"]
    assert [tuple(strings[cell[0]] if isinstance(cell, list) else cell for cell in line) for line in row["rows"]] == list(said.rows)
    assert said.evidence
    for quotes, numbers in zip(said.evidence, row["evidence"], strict=True):
        for quote, number in zip(quotes, numbers, strict=True):
            document, start, end, *_ = record["quotes"][number]
            assert " ".join(plan_graph.graph["texts"][numbering.documents[document]][start:end].split()) == quote.text


def test_most_answers_limits_the_page(plan_graph: nx.MultiDiGraph[str]) -> None:
    assert len(answers(number_graph(plan_graph), most=5)["answers"]) == 5


def test_layout_is_deterministic_and_keeps_nodes_apart() -> None:
    dice = np.random.default_rng(3)
    source, target = dice.integers(0, 400, 900), dice.integers(0, 400, 900)
    cell = dice.integers(0, 6, 400)
    one, other = (layout(400, source, target, cell=cell) for _ in range(2))
    assert (one == other).all()
    near = np.sqrt(((one[:, None] - one[None]) ** 2).sum(-1)) + np.eye(400) * 1e9
    assert np.median(near.min(1)) > 8


@pytest.mark.parametrize("count", [0, 1, 2])
def test_layout_of_hardly_anything(count: int) -> None:
    assert layout(count, np.zeros(0, np.int64), np.zeros(0, np.int64)).shape == (count, 2)


def test_joined_nodes_lie_nearer_than_others() -> None:
    source = np.array([one for half in (0, 30) for one in range(half, half + 29)])
    places = layout(60, np.concatenate([source, source[::3]]), np.concatenate([source + 1, (source[::3] // 30) * 30]))
    middle = [places[:30].mean(0), places[30:].mean(0)]
    inside = np.sqrt(((places[:30] - middle[0]) ** 2).sum(1)).mean()
    assert np.sqrt(((middle[0] - middle[1]) ** 2).sum()) > inside


def test_readings_know_more_than_one() -> None:
    assert readings(["长江", "校长"])["长"] == ["chang", "zhang"]


@pytest.mark.parametrize("where", ["name", "id", "title", "quote"])
def test_pyvis_page_runs_nothing_of_ours(where: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    unit = f"Unit:{HOSTILE}" if where == "id" else "Unit:a"
    graph.add_node(unit, kind="Unit", name=HOSTILE if where == "name" else "甲局 href=x")
    graph.add_node("Task:a", kind="Task", name="乙")
    graph.add_edge(unit, "Task:a", kind="LEADS", quote=HOSTILE if where == "quote" else "")
    html = to_pyvis(graph, title=HOSTILE if where == "title" else "图").html
    assert "<img" not in html
    assert html.count("<script>window") == 0
    assert "default-src 'none'" in html
    assert "cdn" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    data = re.search(r'id="data">(.*?)</script>', html)
    assert data
    assert {"x", "y"} <= json.loads(data[1])["nodes"][0].keys()


def test_pyvis_draws_what_an_answer_names(plan_graph: nx.MultiDiGraph[str]) -> None:
    answer = Answer("q", "t", "s", "r", "c", ("单位",), (("青山市农业农村局、青山市商务局",),), ((Quote("plan.txt", "x"),),))
    data = re.search(r'id="data">(.*?)</script>', to_pyvis(answer, graph=plan_graph).html)
    assert data
    assert {one["label"] for one in json.loads(data[1])["nodes"]} == {"青山市农业农村局", "青山市商务局"}
