"""Coverage matrices and the sheets of regions: logic on hand-drawn graphs, counts on the real documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask
from liantu.queries.coverage import coverage_cells
from liantu.queries.landscape import survey

Graph = nx.MultiDiGraph
PLAN = "Document:plan.txt"


def said(quote: str, at: int, **data: object) -> dict[str, Any]:
    return {"document": PLAN, "start": at, "end": at + len(quote), "quote": quote, "grade": "explicit", **data}


@pytest.fixture
def bamboo() -> Graph[Any]:
    """Draw two counties: 东区 is given 竹编, 西区 is given 竹炭 in the same sentence; 竹炭厂 stands in 西区."""
    graph: Graph[Any] = nx.MultiDiGraph()
    graph.add_node(PLAN, kind="Document", name="青山市竹产业方案", file="plan.txt", city="青山市", date="2024-03-01")
    graph.add_node("Industry:竹", kind="Industry", name="竹", level="chain")
    for name in ("竹编", "竹炭"):
        graph.add_node(f"Industry:{name}", kind="Industry", name=name, level="segment")
        graph.add_edge(f"Industry:{name}", "Industry:竹", kind="PART_OF", grade="reference")
    graph.add_node("Industry:露营", kind="Industry", name="露营")
    for name, level in (("东区", "county"), ("西区", "county"), ("长三角", "wide")):
        graph.add_node(f"Region:{name}", kind="Region", name=name, level=level, city=None if level == "wide" else "青山市", aliases=f"青山{name}")
    graph.add_node("Task:1", kind="Task", name="发展竹产业", document=PLAN, city="青山市")
    graph.add_node("Unit:林业局", kind="Unit", name="林业局", city="青山市")
    graph.add_node("Unit:文旅局", kind="Unit", name="文旅局", city="青山市")
    graph.add_node("Project:竹炭厂", kind="Project", name="竹炭厂", stage="开工", amount=2.5, amount_unit="亿元")
    graph.add_node("Platform:竹艺园", kind="Platform", name="竹艺园", city="青山市")
    graph.add_node("Indicator:产值", kind="Indicator", name="产值")
    both, trip, wide = "东区主攻竹编，西区主攻竹炭。", "西区发展露营。", "对接长三角发展竹编。"
    graph.add_edge(PLAN, "Task:1", kind="HAS_TASK", **said("一、发展", 0))
    for industry, place in (("竹编", "东区"), ("竹炭", "西区")):
        graph.add_edge("Task:1", f"Industry:{industry}", kind="DEVELOPS", **said(both, 10))
        graph.add_edge("Task:1", f"Region:{place}", kind="IN_REGION", **said(both, 10))
        graph.add_edge(f"Region:{place}", f"Industry:{industry}", kind="FOCUSES_ON", **said(both, 10))
    graph.add_edge("Task:1", "Industry:露营", kind="DEVELOPS", **said(trip, 40))
    graph.add_edge("Task:1", "Region:西区", kind="IN_REGION", **said(trip, 40))
    graph.add_edge("Task:1", "Industry:竹编", kind="DEVELOPS", **said(wide, 60))
    graph.add_edge("Task:1", "Region:长三角", kind="IN_REGION", **said(wide, 60))
    graph.add_edge("Unit:林业局", "Task:1", kind="LEADS", position=0, **said("（林业局牵头，文旅局配合）", 90))
    graph.add_edge("Unit:文旅局", "Task:1", kind="PARTICIPATES_IN", position=0, **said("（林业局牵头，文旅局配合）", 90))
    graph.add_edge("Project:竹炭厂", "Industry:竹炭", kind="BELONGS_TO", **said("西区竹炭厂开工。", 110, verdict="confirmed"))
    graph.add_edge("Project:竹炭厂", "Region:西区", kind="LOCATED_IN", **said("西区竹炭厂开工。", 110))
    graph.add_edge("Platform:竹艺园", "Industry:竹编", kind="BELONGS_TO", **said("建竹艺园。", 120, verdict="uncertain"))
    graph.add_edge("Platform:竹艺园", "Region:东区", kind="PART_OF", **said("东区竹艺园。", 130))
    graph.add_edge("Task:1", "Indicator:产值", kind="SETS", **said(trip, 40, op=">=", value=3.0, unit="亿元", year=2026, nature="target"))
    return graph


def table(answer: Answer) -> dict[str, dict[str, Any]]:
    """Return the cells of a matrix that are not empty."""
    return {str(row[0]): {name: value for name, value in zip(answer.columns[1:], row[1:], strict=True) if value} for row in answer.rows}


def test_region_by_segment(bamboo: Graph[Any]) -> None:
    answer = ask(bamboo, "coverage_matrix", by="region", level="segment")
    # A place that the sentence gives another industry to gets nothing; a wide region hosts nothing.
    assert table(answer) == {
        "竹炭": {"西区": 3, "合计": 3},                # the focus, the task, the project
        "竹编": {"东区": 2, "合计": 2},
        "（未归入环节）": {"西区": 1, "合计": 1},       # 露营
    }
    assert all(answer.evidence)


def test_chain_sums_its_segments_once(bamboo: Graph[Any]) -> None:
    # The task supports 竹 in 西区 once, however many of its segments it names there.
    bamboo.add_edge("Task:1", "Industry:竹", kind="DEVELOPS", **said("西区做大竹业。", 140))
    bamboo.add_edge("Task:1", "Region:西区", kind="IN_REGION", **said("西区做大竹业。", 140))
    assert table(ask(bamboo, "coverage_matrix"))["竹"] == {"西区": 3, "东区": 2, "合计": 5}


@pytest.mark.parametrize(("by", "expected"), [
    ("lead", {"竹编": {"林业局": 1}, "竹炭": {"林业局": 1}, "露营": {"林业局": 1}}),
    ("unit", {"竹编": {"林业局": 1, "文旅局": 1}, "竹炭": {"林业局": 1, "文旅局": 1}, "露营": {"林业局": 1, "文旅局": 1}}),
    ("project", {"竹炭": {"竹炭厂": 1}}),
    ("platform", {}),
    ("enterprise", {}),
    ("indicator", {"露营": {"产值": 1}}),     # its sentence, not the whole task
])
def test_other_columns(bamboo: Graph[Any], by: str, expected: dict[str, dict[str, int]]) -> None:
    found = table(ask(bamboo, "coverage_matrix", by=by, level="industry"))
    assert {row: {name: value for name, value in cells.items() if name != "合计"} for row, cells in found.items()} == expected


def test_doubtful_ones_on_request(bamboo: Graph[Any]) -> None:
    answer = ask(bamboo, "coverage_matrix", by="platform", level="industry")
    assert answer.rows == ()
    assert "没有把任何产业与平台联系起来" in answer.why_empty
    assert table(ask(bamboo, "coverage_matrix", by="platform", level="industry", together=True)) == {"竹编": {"竹艺园": 1, "合计": 1}}


def test_named_without_any_tie_is_apart(bamboo: Graph[Any]) -> None:
    answer = ask(bamboo, "coverage_matrix", by="project", level="segment")
    assert answer.unmentioned == ("竹编：未见项目",)


def test_columns_beyond_the_top_are_summed(bamboo: Graph[Any]) -> None:
    answer = ask(bamboo, "coverage_matrix", level="segment", top=1)
    assert answer.columns == ("环节", "西区", "其他", "合计")
    assert table(answer)["竹编"] == {"其他": 2, "合计": 2}


def test_chain_filter_and_bad_parameters(bamboo: Graph[Any]) -> None:
    assert list(table(ask(bamboo, "coverage_matrix", level="industry", chain="竹"))) == ["竹炭", "竹编"]
    with pytest.raises(QueryError, match="region"):
        ask(bamboo, "coverage_matrix", by="县")
    with pytest.raises(QueryError, match="segment"):
        ask(bamboo, "coverage_matrix", level="环节")


def test_same_names_are_told_apart(bamboo: Graph[Any]) -> None:
    bamboo.add_node("Region:绿水市/西区", kind="Region", name="西区", city="绿水市", level="county")
    bamboo.add_edge("Region:绿水市/西区", "Industry:竹编", kind="FOCUSES_ON", **said("西区主攻竹编。", 200))
    columns = ask(bamboo, "coverage_matrix", level="segment").columns
    assert {"西区（青山市）", "西区（绿水市）"} <= set(columns)
    # Asked for by name alone, nobody can know which is meant.
    with pytest.raises(QueryError, match="绿水市"):
        ask(bamboo, "region_sheet", region="西区")
    assert ask(bamboo, "region_sheet", region="青山西区").rows


def test_region_sheet(bamboo: Graph[Any]) -> None:
    answer = ask(bamboo, "region_sheet", region="青山西区")
    assert [row[:2] for row in answer.rows] == [("主攻产业", "竹炭"), ("涉及产业", "露营"), ("项目", "竹炭厂"), ("指标", "产值≥3亿元（2026年）")]
    assert answer.rows[0][4] == "竹炭厂（开工）"
    assert answer.rows[0][5] == ""
    # Its target stands beside the industry, and it has no project.
    assert answer.rows[1][3] == "产值≥3亿元（2026年）"
    assert answer.rows[1][5] == "点名，未见项目"
    assert answer.rows[2][5] == "开工；2.5亿元"
    assert all(answer.evidence)


def test_region_sheet_holds_parks_and_their_doubts(bamboo: Graph[Any]) -> None:
    rows = {row[1]: row for row in ask(bamboo, "region_sheet", region="东区").rows}
    assert rows["竹艺园"][0] == "平台"
    assert rows["竹艺园"][5] == "待核：竹编"
    assert "露营" not in rows
    assert "竹炭" not in rows


def test_tasks_of_those_who_run_a_place_are_its_tasks(bamboo: Graph[Any]) -> None:
    bamboo.add_node("Unit:东区政府", kind="Unit", name="东区政府", city="青山市")
    bamboo.add_edge("Unit:东区政府", "Region:东区", kind="GOVERNS", grade="reference")
    bamboo.add_node("Task:2", kind="Task", name="办竹文化节", document=PLAN)
    bamboo.add_node("Industry:会展", kind="Industry", name="会展")
    bamboo.add_edge("Task:2", "Industry:会展", kind="DEVELOPS", **said("发展会展。", 300))
    bamboo.add_edge("Unit:东区政府", "Task:2", kind="LEADS", position=0, **said("（东区政府牵头）", 310))
    rows = [row[:2] for row in ask(bamboo, "region_sheet", region="东区").rows]
    assert ("涉及产业", "会展") in rows
    assert ("管理单位", "东区政府") in rows


def test_city_as_region_takes_all_its_documents(bamboo: Graph[Any]) -> None:
    bamboo.add_node("Region:青山市", kind="Region", name="青山市", city="青山市", level="city")
    for name in ("青山市", "Region:青山市"):
        assert {row[1] for row in ask(bamboo, "region_sheet", region=name).rows} >= {"竹编", "竹炭", "露营"}


def test_region_overlap(bamboo: Graph[Any]) -> None:
    bamboo.add_edge("Region:东区", "Industry:竹炭", kind="FOCUSES_ON", **said("东区也做竹炭。", 400))
    answer = ask(bamboo, "region_overlap", region="东区", other="西区")
    # The shared segment stands for its chain.
    assert answer.rows == (("竹", "竹炭", "", "", "竹炭厂（开工）", "", "主攻／主攻"),)
    assert {quote.text for quote in answer.evidence[0]} >= {"东区也做竹炭。", "西区竹炭厂开工。"}
    assert "只见于东区的有竹编" in answer.statement
    assert "只见于西区的有露营" in answer.statement


def test_region_overlap_falls_back_to_the_chain(bamboo: Graph[Any]) -> None:
    assert [row[:2] for row in ask(bamboo, "region_overlap", region="东区", other="西区").rows] == [("竹", "（全链）")]


def test_region_overlap_of_one_place(bamboo: Graph[Any]) -> None:
    with pytest.raises(QueryError, match="同一个区域"):
        ask(bamboo, "region_overlap", region="东区", other="青山东区")
    with pytest.raises(NotFoundError):
        ask(bamboo, "region_overlap", region="东区", other="北区")
    bamboo.add_node("Region:南区", kind="Region", name="南区", city="青山市")
    assert "没有说南区发展什么" in ask(bamboo, "region_overlap", region="东区", other="南区").why_empty


def test_a_silent_region_says_why(bamboo: Graph[Any]) -> None:
    bamboo.add_node("Region:南区", kind="Region", name="南区", city="青山市")
    assert "未见记载，不等于没有" in ask(bamboo, "region_sheet", region="南区").why_empty


# --- the real documents


def _forms(entry: str | dict[str, Any]) -> set[str]:
    return {entry} if isinstance(entry, str) else {entry["name"], *entry.get("accept", ())}


def test_real_focus_is_in_the_matrix(seed_graph: Graph[Any], shared: Path) -> None:
    pairs = [pair for task in json.loads((shared / "gold" / "000.json").read_text(encoding="utf-8"))["tasks"]
             for pair in task.get("focus", ()) if not (isinstance(pair, dict) and pair.get("optional"))]
    assert pairs
    cells = coverage_cells(survey(seed_graph, document="000_"), by="region", level="industry")
    spelled = {one: {data["name"], *str(data.get("aliases") or "").split("\n")} for one, data in seed_graph.nodes(data=True)}
    found = [(spelled[row], spelled[other]) for row, other in cells]
    missed = [(place, industry) for place, industry in pairs
              if not any(_forms(industry) & one and _forms(place) & two for one, two in found)]
    assert len(missed) <= len(pairs) // 5, missed


def test_real_counties_of_one_plan(seed_graph: Graph[Any]) -> None:
    # By reading: 坊子区 and 奎文区 are both given 海洋高端服务业 and 海洋信息.
    answer = ask(seed_graph, "region_overlap", region="坊子区", other="奎文区")
    assert sorted(str(row[0]) for row in answer.rows) == ["海洋信息", "海洋高端服务业"]
    assert {row[-1] for row in answer.rows} == {"主攻／主攻"}


def test_real_matrix_keeps_cities_apart(seed_graph: Graph[Any]) -> None:
    answer = ask(seed_graph, "coverage_matrix", by="lead", city="潍坊", level="industry", top=500)
    assert answer.rows
    assert not [name for name in answer.columns if "舟山" in name]
    assert all(answer.evidence)
