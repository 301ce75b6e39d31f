"""Lights, deadlines, stages, targets, continuity and trust, on short texts whose answer is known by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask
from liantu.queries.schedule import as_of
from liantu.queries.similarity import text_similarity
from liantu.queries.stages import stage_of

Graph = nx.MultiDiGraph

PLAN = """青山市2024年重点工作任务
2024年1月10日
1.建设海洋电子产业园，完成投资5亿元。
牵头领导：王芳
牵头单位：市经信局
时间要求：2024年12月31日前
2.修复青湾海塘10公里。
牵头领导：王芳
牵头单位：市水利局
时间要求：2024年5月31日前
3.开通海岛公交线路。
牵头领导：王芳
牵头单位：市交通运输局
"""
REPORT = """青山市2024年重点工作上半年完成情况
2024年7月5日
序号
工作内容
牵头单位
进展情况
1
建设海洋电子产业园，完成投资5亿元。
市经信局
完成年度目标的15%。
2
修复青湾海塘10公里。
市水利局
完成年度任务的100%。
3
引进低空物流企业3家。
市商务局
正在洽谈，引进企业1家。
"""
NEXT = """青山市2025年重点工作任务
2025年1月10日
1.建设海洋电子产业园，完成投资8亿元。
牵头单位：市经信局
2.建成青湾跨海大桥。
牵头单位：市交通运输局
"""


@pytest.fixture(scope="module")
def year(graph_of: Callable[..., Graph[str]]) -> Graph[str]:
    """Give the graph of a plan, a report on it, and the plan of the next year."""
    return graph_of(plan=PLAN, report=REPORT, later=NEXT)


def column(answer: Answer, name: str) -> list[Any]:
    """Return one column of an answer."""
    at = answer.columns.index(name)
    return [row[at] for row in answer.rows]


def test_report_speaks_for_the_end_of_its_half_year(year: Graph[str]) -> None:
    assert as_of(year, "Document:report.txt") == date(2024, 6, 30)


def test_leader_sheet_puts_red_first_and_takes_progress_from_the_report(year: Graph[str]) -> None:
    answer = ask(year, "leader_sheet", leader="王芳", on="2024-07-10")
    lights = dict(zip(column(answer, "任务"), column(answer, "灯"), strict=True))
    # 15 percent where half of the year is over: 35 points behind.
    assert lights == {"建设海洋电子产业园": "红", "修复青湾海塘10公里": "绿", "开通海岛公交线路": "未评"}
    assert column(answer, "灯")[0] == "红"
    assert "开通海岛公交线路：未见进展记载" in answer.unmentioned


def test_lights_follow_their_thresholds(year: Graph[str]) -> None:
    answer = ask(year, "leader_sheet", leader="王芳", on="2024-07-10", yellow=20.0, red=40.0)
    assert column(answer, "灯")[0] == "黄"


def test_what_is_reported_later_is_not_known_yet(year: Graph[str]) -> None:
    """On 1 June the report of July is not there: the task due in May is overdue as far as the documents say."""
    before = ask(year, "tasks_overdue", on="2024-06-01")
    assert column(before, "任务") == ["修复青湾海塘10公里"]
    assert column(before, "距时限天数") == [-1]
    assert before.unmentioned
    after = ask(year, "tasks_overdue", on="2024-07-10", document="plan.txt")
    assert after.rows == ()
    assert after.why_empty


@pytest.mark.parametrize(("on", "days", "found"), [("2024-05-01", 30, 1), ("2024-05-01", 29, 0), ("2024-05-31", 0, 1), ("2024-06-01", 30, 0)])
def test_due_within_days_counts_both_ends(year: Graph[str], on: str, days: int, found: int) -> None:
    assert len(ask(year, "tasks_due", on=on, days=days, document="plan.txt").rows) == found


def test_end_of_the_plan_is_a_deadline_only_when_asked_for(year: Graph[str]) -> None:
    assert len(ask(year, "tasks_due", on="2024-12-20", document="plan.txt").rows) == 1
    answer = ask(year, "tasks_due", on="2024-12-20", document="plan.txt", period_end=True)
    assert "2024-12-31（推定：文件期限）" in column(answer, "完成时限")


def test_urging_drafts_the_line_of_the_order(year: Graph[str]) -> None:
    answer = ask(year, "tasks_to_urge", on="2024-07-10", document="plan.txt")
    assert column(answer, "督办") == ["黄"]
    line = column(answer, "督办单")[0]
    assert line.startswith("请青山市经济和信息化局抓紧办理")
    assert "完成年度目标的15%" in line
    assert ask(year, "tasks_to_urge", on="2024-07-10", document="plan.txt", behind=40.0).why_empty


def test_due_tasks_are_those_of_the_gold(seed_graph: Graph[str], shared: Path) -> None:
    tasks = json.loads((shared / "gold" / "000.json").read_text(encoding="utf-8"))["tasks"]
    expected = sum("2020-03-01" <= (task["deadline"] or "") <= "2020-03-31" for task in tasks)
    assert len(ask(seed_graph, "tasks_due", on="2020-03-01", document="第二批重大谋划产业").rows) == expected


def test_leader_sheet_counts_as_the_gold(seed_graph: Graph[str], shared: Path) -> None:
    tasks = json.loads((shared / "gold" / "001.json").read_text(encoding="utf-8"))["tasks"]
    leader = max((name for task in tasks for name in task["leaders"]), key=lambda name: sum(name in task["leaders"] for task in tasks))
    answer = ask(seed_graph, "leader_sheet", leader=leader, on="2019-12-31")
    assert len(answer.rows) == sum(leader in task["leaders"] for task in tasks)


@pytest.mark.parametrize("wrong", ["2024-13-01", "今天", "20240101x"])
def test_day_must_be_a_date(year: Graph[str], wrong: str) -> None:
    with pytest.raises(QueryError, match="日期"):
        ask(year, "tasks_due", on=wrong)


@pytest.mark.parametrize(("sentence", "stage"), [
    ("青湾码头项目签约落户。", "签约"),
    ("青湾码头项目可研报告获批复。", "立项"),
    ("青湾码头于5月正式开工。", "开工"),
    ("青湾码头完成总工程量的40%，计划年底竣工。", "建设"),
    ("青湾码头正在土建施工。", "建设"),
    ("青湾码头工程已竣工。", "竣工"),
    ("青湾码头建成投产。", "投产"),
    ("力争青湾码头年内开工。", None),
    ("青湾码头尚未开工。", None),
    ("推动青湾码头竣工。", None),
    ("白沙大桥已开工，青湾码头签约。", "签约"),  # what stands before its name is another's
    ("青湾码头签约，白沙大桥已开工。", "签约"),  # and so is what has a name of its own
])
def test_stage_is_what_is_reported(sentence: str, stage: str | None) -> None:
    found = stage_of(sentence, "青湾码头")
    assert (found[0] if found else None) == stage


def test_project_counts_once_by_its_furthest_stage() -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Document:a", kind="Document", name="2024年重点工作上半年完成情况", file="a.txt", status="progress", date="2024-07-05")
    for number, quote in enumerate(("青湾码头签约。", "青湾码头工程已于3月开工。"), 1):
        graph.add_node(f"Task:a/{number}", kind="Task", name="推进码头", document="Document:a", start=number * 100, end=number * 100 + 90,
                       progress_start=number * 100 + 10, progress_end=number * 100 + 90)
        graph.add_node(f"Project:{number}", kind="Project", name="青湾码头" + "工程" * (number - 1))
        graph.add_edge(f"Task:a/{number}", f"Project:{number}", kind="DELIVERS", document="Document:a", quote=quote,
                       start=number * 100 + 20, end=number * 100 + 40)
    answer = ask(graph, "stalled_projects", on="2024-07-31")
    assert [row[:5] for row in answer.rows] == [("开工未建设", "青湾码头工程", "开工", "2024-03-31", 122)]
    assert ask(graph, "stalled_projects", on="2024-01-31").rows == ()
    assert ask(graph, "stalled_projects", on="2024-07-31", which="签约未开工").why_empty


def test_real_projects_stand_in_one_list_only(seed_graph: Graph[str]) -> None:
    answer = ask(seed_graph, "stalled_projects", on="2022-12-31")
    assert len(answer.rows) > 20
    assert len(set(column(answer, "项目"))) == len(answer.rows)
    assert all(quotes for quotes in answer.evidence)


def _indicator(*figures: tuple[str, str, float, str, int, str]) -> Graph[str]:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Indicator:a", kind="Indicator", name="海洋生产总值")
    graph.add_node("Document:a", kind="Document", name="方案", file="a.txt")
    for task, op, value, unit, when, nature in figures:
        graph.add_edge(task, "Indicator:a", kind="SETS", op=op, value=value, unit=unit, year=when, nature=nature, document="Document:a", quote="原文")
    return graph


@pytest.mark.parametrize(("actual", "expected"), [
    (("Task:2", "=", 1000000.0, "万元", 2022, "actual"), ("差21亿元", "年均+10.0%", "可比")),  # 100亿元 in other words
    (("Task:2", "=", 130.0, "亿元", 2023, "actual"), ("已达到", "", "可比")),
    (("Task:2", "=", 110.0, "亿元", 2024, "actual"), ("差11亿元", "目标年内补足", "可比")),
    (("Task:2", "+", 8.0, "%", 2022, "actual"), ("", "", "不可比：目标是总量、实际是增幅")),
    (("Task:2", "=", 9.0, "万吨", 2022, "actual"), ("", "", "不可比：单位不同：目标亿元、实际万吨")),
])
def test_gap_to_a_target(actual: tuple[str, str, float, str, int, str], expected: tuple[str, str, str]) -> None:
    answer = ask(_indicator(("Task:1", ">=", 121.0, "亿元", 2024, "target"), actual), "targets_overview")
    assert tuple(column(answer, name)[0] for name in ("差距", "每年还需", "可比性")) == expected


def test_target_without_a_figure_is_unmentioned() -> None:
    answer = ask(_indicator(("Task:1", ">=", 121.0, "亿元", 2024, "target")), "targets_overview")
    assert answer.unmentioned == ("海洋生产总值（目标≥121亿元）：未见实际值",)
    assert ask(_indicator(("Task:1", ">=", 121.0, "亿元", 2024, "target")), "targets_overview", year=2030).why_empty


def test_rate_of_percent_is_in_points() -> None:
    answer = ask(_indicator(("Task:1", ">=", 40.0, "%", 2025, "target"), ("Task:2", "=", 34.0, "%", 2022, "actual")), "targets_overview")
    assert column(answer, "每年还需") == ["每年+2个百分点"]


def test_plan_goes_on_changes_is_dropped_and_new(year: Graph[str]) -> None:
    answer = ask(year, "plan_continuity", plan="2024", successor="2025")
    found = {row[1] or row[7]: (row[0], row[4]) for row in answer.rows}
    assert found["建设海洋电子产业园"] == ("调整后延续", "推进中")
    assert found["修复青湾海塘10公里"] == ("未见延续", "已完成")
    assert found["建成青湾跨海大桥"] == ("新增", None)
    first = answer.evidence[0]
    assert {quote.document for quote in first} == {"plan.txt", "report.txt", "later.txt"}  # words on all sides
    assert "5亿元→8亿元" in str(answer.rows[0][11])


def test_two_documents_side_by_side(year: Graph[str]) -> None:
    answer = ask(year, "plan_changes", old="plan.txt", new="later.txt")
    assert sorted(column(answer, "类别")) == ["取消或未再写", "取消或未再写", "改变", "新增"]
    with pytest.raises(QueryError):
        ask(year, "plan_changes", old="plan.txt", new="plan.txt")


def test_year_without_a_plan_is_not_found(year: Graph[str]) -> None:
    with pytest.raises(NotFoundError, match="2024"):
        ask(year, "plan_continuity", plan="2019")


def test_same_words_are_alike_and_others_are_not() -> None:
    assert text_similarity("新建青湾码头", "青湾码头新建") > text_similarity("新建青湾码头", "青湾小学搬迁") > 0
    assert text_similarity("新建青湾码头（市港航局牵头，市发改委配合）", "新建青湾码头") == 1.0


def test_fact_leads_back_to_its_sentence(year: Graph[str]) -> None:
    answer = ask(year, "where_from", fact="市水利局", other="修复青湾海塘10公里", relation="牵头")
    assert {row[4] for row in answer.rows} == {"plan.txt", "report.txt"}
    for row in answer.rows:
        text = year.graph["texts"][f"Document:{row[4]}"]
        assert " ".join(text[row[6]:row[7]].split()) == row[3]
    single = ask(year, "where_from", fact=str(answer.rows[0][12]))
    assert single.rows == answer.rows[:1]


def test_no_fact_between_two_names(year: Graph[str]) -> None:
    with pytest.raises(NotFoundError):
        ask(year, "where_from", fact="市水利局", other="市经信局")
    with pytest.raises(QueryError, match="牵头"):
        ask(year, "where_from", fact="市水利局", relation="喜欢")


def test_doubts_come_from_the_lists_and_from_the_graph() -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Document:a", kind="Document", name="方案", file="a.txt")
    graph.add_node("Unit:甲", kind="Unit", name="青山市国资委")
    graph.add_node("Project:乙", kind="Project", name="乙厂")
    graph.add_node("Industry:丙", kind="Industry", name="电子")
    graph.add_node("Task:a/1", kind="Task", name="宣传", document="Document:a")
    graph.add_edge("Project:乙", "Industry:丙", kind="BELONGS_TO", grade="inferred", verdict="uncertain", reason="只有一个字相同",
                   document="Document:a", quote="建乙厂")
    graph.graph["texts"] = {"Document:a": "由国资委牵头。\n附则不再执行。"}
    graph.graph["review"] = [{"doc": "a.txt", "kind": "Unit", "name": "国资委", "entity": "Unit:甲", "reason": "有两种读法", "rivals": ["Unit:甲"], "start": 0, "end": 7}]
    graph.graph["unread"] = [{"doc": "a.txt", "start": 8, "end": 15, "text": "附则不再执行。"}]
    answer = ask(graph, "uncertainties")
    assert [row[0] for row in answer.rows] == ["名称（单位）", "条款", "单位", "关系（待核）"]
    assert answer.evidence[0][0].text == "由国资委牵头。"
    assert ask(graph, "uncertainties", kind="条款").rows[0][1] == "附则不再执行。"
    del graph.graph["review"], graph.graph["unread"]
    assert "没有带待核清单" in ask(graph, "uncertainties").scope
