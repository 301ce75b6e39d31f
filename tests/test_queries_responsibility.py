"""Who leads what: counted against the gold of the real documents, and by hand on short texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask, questions

Graph = nx.MultiDiGraph

PLAN = """青山市人民政府办公室关于印发海洋经济行动方案的通知
青政办发〔2023〕7号
青山市人民政府办公室
2023年3月1日
以下责任单位中，列第一位的为牵头单位，下同。
1.建设海洋电子产业园。建成标准厂房。（责任单位：市经信局、市科技局、各县（区）政府）
2.培育水产加工产业。（责任单位：市农业农村局）
3.开展宣传。提高全民海洋意识，营造良好氛围，推动全社会参与。
"""
ORDER = """青山市2024年重点工作任务
2024年1月10日
1.建设海洋电子产业园，完成投资5亿元。
牵头领导：王芳
牵头单位：市经信局、市科技局
时间要求：2024年6月30日前
2.修复海塘10公里。
牵头单位：市水利局
时间要求：2024年5月底前
"""


@pytest.fixture(scope="module")
def small(graph_of: Callable[..., Graph[str]]) -> Graph[str]:
    """Give the graph of two short documents."""
    return graph_of(plan=PLAN, order=ORDER)


def _gold(shared: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))["tasks"]
    return found


def _forms(entry: str | dict[str, Any]) -> set[str]:
    return {entry} if isinstance(entry, str) else {entry["name"], *entry.get("accept", ())}


def column(answer: Answer, name: str) -> list[Any]:
    """Return one column of an answer."""
    at = answer.columns.index(name)
    return [row[at] for row in answer.rows]


@pytest.mark.parametrize(("document", "unit"), [("001", "市发改委"), ("001", "市经信局"), ("000", "市发改委"), ("000", "市投资促进中心")])
@pytest.mark.parametrize(("role", "field"), [("牵头", "leads"), ("参与", "participants")])
def test_duties_are_those_of_the_gold(seed_graph: Graph[str], shared: Path, document: str, unit: str, role: str, field: str) -> None:
    file = next(str(data["file"]) for _, data in seed_graph.nodes(data=True) if data["kind"] == "Document" and data["file"].startswith(document))
    expected = sum(any(unit in _forms(one) for one in task[field]) for task in _gold(shared, document))
    answer = ask(seed_graph, "unit_duties", unit=unit, city="舟山市", document=file, members=False)
    assert column(answer, "角色").count(role) == expected


@pytest.mark.parametrize("document", ["000", "001"])
def test_several_leads_are_those_of_the_gold(seed_graph: Graph[str], shared: Path, document: str) -> None:
    file = next(str(data["file"]) for _, data in seed_graph.nodes(data=True) if data["kind"] == "Document" and data["file"].startswith(document))
    answer = ask(seed_graph, "tasks_with_many_leads", document=file)
    assert len(answer.rows) == sum(len(task["leads"]) > 1 for task in _gold(shared, document))


@pytest.mark.parametrize("name", sorted({
    "unit_totals", "tasks_without_lead", "tasks_with_many_leads", "inferred_leads", "unit_load_ranking", "sole_carriers",
    "targets_overview", "uncertainties",
}))
def test_every_row_of_the_real_documents_has_its_words(seed_graph: Graph[str], name: str) -> None:
    answer = ask(seed_graph, name)
    assert answer.rows
    assert all(quotes and all(quote.text for quote in quotes) for quotes in answer.evidence)
    assert len({len(row) for row in answer.rows} | {len(answer.columns)}) == 1
    assert answer == ask(seed_graph, name)  # the same each time


def test_one_name_in_two_cities_is_two_units(seed_graph: Graph[str]) -> None:
    assert len(set(column(ask(seed_graph, "unit_duties", unit="市发改委"), "单位"))) == 2
    assert len(set(column(ask(seed_graph, "unit_duties", unit="市发改委", city="潍坊"), "单位"))) == 1


def test_duties_show_the_spelling_and_the_totals(small: Graph[str]) -> None:
    answer = ask(small, "unit_duties", unit="市经信局")
    assert column(answer, "文中写法") == ["市经信局", "市经信局"]
    assert "牵头2项" in answer.statement
    assert "市经信局" in answer.statement


def test_duties_by_grade(small: Graph[str]) -> None:
    assert column(ask(small, "unit_duties", unit="市经信局", grade="explicit"), "文件") == ["《青山市2024年重点工作任务》"]
    assert column(ask(small, "unit_duties", unit="市经信局", grade="inferred"), "序号") == ["1"]


def test_unknown_unit_offers_the_nearest(small: Graph[str]) -> None:
    with pytest.raises(NotFoundError, match="市水利局"):
        ask(small, "unit_duties", unit="市水利厅")


def test_known_unit_without_tasks_says_why() -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Unit:甲", kind="Unit", name="青山市档案馆")
    answer = ask(graph, "unit_duties", unit="青山市档案馆")
    assert not answer.rows
    assert "青山市档案馆" in answer.why_empty


def test_task_of_a_group_and_of_a_predecessor_is_a_duty() -> None:
    """The successor answers for what the old unit was given, the member for what its group was."""
    graph: Graph[str] = nx.MultiDiGraph()
    for node, kind, name in (("Unit:新", "Unit", "青山市海洋局"), ("Unit:旧", "Unit", "青山市海洋渔业局"), ("Unit:组", "Unit", "各有关部门"),
                             ("Task:a/1", "Task", "放流"), ("Task:a/2", "Task", "护渔"), ("Document:a", "Document", "方案")):
        graph.add_node(node, kind=kind, name=name)
    for task in ("Task:a/1", "Task:a/2"):
        graph.nodes[task]["document"] = "Document:a"
    graph.nodes["Unit:组"]["is_group"] = True
    graph.add_edge("Unit:新", "Unit:旧", kind="SUCCEEDS", year=2024, grade="reference", note="登记")
    graph.add_edge("Unit:新", "Unit:组", kind="PART_OF", grade="inferred", document="Document:a", quote="各有关部门")
    graph.add_edge("Unit:旧", "Task:a/1", kind="LEADS", document="Document:a", quote="市海洋渔业局牵头")
    graph.add_edge("Unit:组", "Task:a/2", kind="PARTICIPATES_IN", document="Document:a", quote="各有关部门配合")
    assert column(ask(graph, "unit_duties", unit="青山市海洋局"), "角色") == ["牵头（前身青山市海洋渔业局）", "参与（属“各有关部门”）"]
    assert ask(graph, "unit_duties", unit="青山市海洋局", predecessors=False, members=False).rows == ()
    ranking = ask(graph, "unit_load_ranking")
    assert (column(ranking, "单位"), column(ranking, "含前身")) == (["青山市海洋局"], ["青山市海洋渔业局"])


def test_task_without_any_unit_shows_its_whole_text(small: Graph[str]) -> None:
    answer = ask(small, "tasks_without_lead")
    assert column(answer, "任务") == ["开展宣传"]
    assert "营造良好氛围" in answer.evidence[0][0].text


def test_inferred_leads_cite_the_rule_of_the_document(small: Graph[str]) -> None:
    answer = ask(small, "inferred_leads")
    assert column(answer, "推定的牵头") == ["青山市经济和信息化局", "青山市农业农村局"]
    assert all(any("列第一位" in quote.text for quote in quotes) for quotes in answer.evidence)


def test_ranking_weighs_and_marks_what_falls_into_one_quarter(small: Graph[str]) -> None:
    answer = ask(small, "unit_load_ranking", quarter_limit=1, participant_weight=0.5)
    rows = {row[1]: row for row in answer.rows}
    assert rows["青山市经济和信息化局"][5] == 2.0
    assert rows["青山市科学技术局"][5] == 1.5  # leads one, takes part in one
    assert "2024年二季度到期1项" in str(rows["青山市水利局"][9])
    assert not rows["青山市农业农村局"][9]


def test_ranking_refuses_weights_below_zero(small: Graph[str]) -> None:
    with pytest.raises(QueryError):
        ask(small, "unit_load_ranking", lead_weight=-1.0)


def test_sole_carrier_is_a_single_unit_and_no_group(small: Graph[str]) -> None:
    answer = ask(small, "sole_carriers", of="task")
    assert set(column(answer, "唯一承担单位")) == {"青山市农业农村局", "青山市水利局"}
    assert ask(small, "sole_carriers", unit="市经信局", of="task").why_empty


def test_duty_list_is_ready_to_print(small: Graph[str]) -> None:
    answer = ask(small, "duty_list", unit="市科技局")
    assert column(answer, "序号") == [1, 2]
    assert column(answer, "角色") == ["牵头", "参与"]
    assert answer.columns[-1] == "依据"
    assert column(answer, "依据")[1].endswith("（青政办发〔2023〕7号）第1项")
    assert column(answer, "分管领导")[0] == "王芳"


def test_questions_have_numbers_titles_and_meanings() -> None:
    mine = [one for one in questions() if one.number in (4, 5, 7, 8, 9, 10, 14, 15, 16, 17, 18, 19)]
    assert len(mine) >= 12
    assert all(one.title and one.says and all(parameter.says for parameter in one.parameters) for one in mine)
