"""Gaps, the sheet of a chain, leads for investment: logic on a hand-drawn chain, sense on the real documents."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask
from liantu.queries.gap_rules import RULES, Settings
from liantu.queries.landscape import survey
from liantu.queries.leads import match_segments

Graph = nx.MultiDiGraph
PLAN = "Document:plan.txt"


def node(graph: Graph[Any], kind: str, name: str, **data: object) -> str:
    graph.add_node(f"{kind}:{name}", kind=kind, name=name, **data)
    return f"{kind}:{name}"


def say(graph: Graph[Any], source: str, kind: str, target: str, quote: str = "", *, at: int = 0, **data: object) -> None:
    """Add an edge; with a quote the plan says it, in the sentence that begins at ``at``; without one it is reference."""
    told = {"document": PLAN, "start": at, "end": at + len(quote), "quote": quote, "grade": "explicit"} if quote else {"grade": "reference"}
    graph.add_edge(source, target, kind=kind, **{**told, **data})


@pytest.fixture
def tea() -> Graph[Any]:
    """Draw a chain: 种植 → 精制 → 销售, with 包装 (perhaps carried), 茶机 (named by nobody), 肥料 (from elsewhere)."""
    graph: Graph[Any] = nx.MultiDiGraph()
    graph.add_node(PLAN, kind="Document", name="青山市茶产业方案", file="plan.txt", city="青山市", date="2024-03-01", status="final")
    chain = node(graph, "Industry", "茶", level="chain", aliases="茶产业")
    for name, stage, core, offsite in (("种植", "upstream", True, False), ("精制", "midstream", True, False), ("销售", "downstream", False, False),
                                       ("茶机", "service", False, False), ("肥料", "upstream", False, True), ("包装", "midstream", False, False)):
        say(graph, node(graph, "Industry", name, level="segment", stage=stage, core=core, offsite=offsite), "PART_OF", chain)
    graph.nodes["Industry:精制"]["keywords"] = "色选机\n炒茶"
    say(graph, "Industry:种植", "FEEDS", "Industry:精制")
    say(graph, "Industry:精制", "FEEDS", "Industry:销售")
    unit = node(graph, "Unit", "青山市农业局", city="青山市")
    east, west = (node(graph, "Region", name, city="青山市", level="county") for name in ("东区", "西区"))
    task = node(graph, "Task", "做强茶产业", document=PLAN, city="青山市")
    say(graph, PLAN, "HAS_TASK", task, "一、做强")
    say(graph, unit, "LEADS", task, "（市农业局牵头）", at=90, position=0)
    for name in ("种植", "精制"):
        say(graph, task, "DEVELOPS", f"Industry:{name}", "东区扩种植、上精制。", at=10)
    say(graph, task, "DEVELOPS", "Industry:包装", "西区发展包装。", at=30)
    say(graph, task, "DEVELOPS", "Industry:肥料", "稳定肥料供应。", at=50)
    say(graph, task, "IN_REGION", east, "东区扩种植、上精制。", at=10)
    say(graph, task, "IN_REGION", west, "西区发展包装。", at=30)
    garden = node(graph, "Project", "万亩茶园", stage="签约")
    say(graph, garden, "BELONGS_TO", "Industry:种植", "签约万亩茶园。", at=60, verdict="confirmed")
    say(graph, garden, "LOCATED_IN", east, "签约万亩茶园。", at=60)
    say(graph, node(graph, "Project", "纸盒厂"), "BELONGS_TO", "Industry:包装", "谋划纸盒厂。", at=70, verdict="uncertain")
    say(graph, node(graph, "Enterprise", "青山茶行"), "BELONGS_TO", "Industry:销售", "支持青山茶行。", at=80, verdict="confirmed")
    return graph


def column(answer: Answer, name: str) -> list[Any]:
    at = answer.columns.index(name)
    return [row[at] for row in answer.rows]


def codes(graph: Graph[Any], segment: str, **settings: float | str) -> set[str]:
    """Return the codes of the gaps of one segment."""
    answer = ask(graph, "chain_gaps", **settings)
    return {code for name, code in zip(column(answer, "环节"), column(answer, "代码"), strict=True) if name == segment}


def test_segments_without_project(tea: Graph[Any]) -> None:
    answer = ask(tea, "segments_without_project")
    # 种植 has a project, 肥料 is bought elsewhere, 茶机 is named by nobody, 销售 is named only by its enterprise.
    assert column(answer, "环节") == ["精制", "包装", "销售"]
    assert column(answer, "核心") == ["是", "", ""]
    assert column(answer, "可问单位") == ["青山市农业局", "青山市农业局", "青山市农业局（全链任务的牵头单位）"]
    assert column(answer, "已有的上下游")[0] == "上游：种植；下游：销售"
    assert column(answer, "待核")[1] == "纸盒厂"
    assert answer.unmentioned == ("茶：茶机",)
    assert all(answer.evidence)
    assert "东区扩种植、上精制。" in {quote.text for quote in answer.evidence[0]}


def test_a_chain_named_itself_is_a_row_of_its_own(tea: Graph[Any]) -> None:
    tea.remove_node("Project:万亩茶园")
    assert "（全链）" not in column(ask(tea, "segments_without_project"), "环节")
    say(tea, "Task:做强茶产业", "DEVELOPS", "Industry:茶", "做强茶产业。", at=160)
    # Behind the core segments, before the others.
    assert column(ask(tea, "segments_without_project"), "环节") == ["种植", "精制", "（全链）", "包装", "销售"]


def test_uncertain_project_counts_on_request(tea: Graph[Any]) -> None:
    assert "包装" not in column(ask(tea, "segments_without_project", count_uncertain=True), "环节")


def test_region_narrows_to_its_sentence(tea: Graph[Any]) -> None:
    # One task names both regions: each answers for what its own sentence says.
    assert column(ask(tea, "segments_without_project", region="西区"), "环节") == ["包装"]
    assert column(ask(tea, "segments_without_project", region="东区"), "环节") == ["精制"]


@pytest.mark.parametrize(("segment", "expected"), [
    ("精制", {"G1", "G2", "G7", "G8"}),
    ("包装", {"G1", "G2", "G7"}),
    ("种植", {"G3", "G4", "G7"}),     # the only project is signed, not begun
    ("肥料", set()),                   # from elsewhere: its absence is no gap
    ("茶机", set()),                   # nobody names it: 未见记载, not 缺失
])
def test_rules(tea: Graph[Any], segment: str, expected: set[str]) -> None:
    assert codes(tea, segment) == expected


def test_no_host_no_lead(tea: Graph[Any]) -> None:
    task = node(tea, "Task", "卖茶", document=PLAN)
    say(tea, PLAN, "HAS_TASK", task, "二、卖茶", at=200)
    say(tea, task, "DEVELOPS", "Industry:销售", "扩大销售。", at=210)
    assert {"G5", "G6"} <= codes(tea, "销售")
    for place, name in enumerate(("商务局", "供销社")):
        say(tea, node(tea, "Unit", name), "LEADS", task, "（商务局、供销社牵头）", at=220, position=place)
    # Two that lead alike are a gap of their own; a higher threshold lets them pass.
    assert "G6" in codes(tea, "销售")
    assert "G6" not in codes(tea, "销售", many=3)


def test_target_and_deadline(tea: Graph[Any]) -> None:
    say(tea, "Task:做强茶产业", "SETS", node(tea, "Indicator", "茶园面积"), "面积达到2万亩。", at=100, op=">=", value=2.0, unit="万亩", nature="target")
    answer = ask(tea, "chain_gaps", code="无指标")
    assert set(column(answer, "理由")) == {"有关任务没有完成时限", "有关任务没有量化目标、完成时限"}  # 销售 has no task at all
    tea.nodes["Task:做强茶产业"]["deadline"] = "2025-12-31"
    assert column(ask(tea, "chain_gaps", code="G7"), "环节") == ["销售"]


@pytest.mark.parametrize(("data", "behind", "found"), [
    ({"status": "not_started"}, 10, True),
    ({"percent": 50.0}, 10, True),      # the 1st of October is 75 % of the year
    ({"percent": 50.0}, 30, False),
    ({"percent": 50.0, "status": "done"}, 10, False),
])
def test_blocked(tea: Graph[Any], data: dict[str, Any], behind: float, *, found: bool) -> None:
    tea.nodes[PLAN].update(status="progress", date="2024-10-01")
    tea.nodes["Task:做强茶产业"].update(data)
    assert ("G9" in codes(tea, "精制", behind=behind)) is found


def test_trouble_in_words(tea: Graph[Any]) -> None:
    say(tea, "Task:做强茶产业", "DEVELOPS", "Industry:精制", "精制设备断供。", at=120)
    answer = ask(tea, "chain_gaps", code="堵点")
    assert column(answer, "理由") == ["原文说到“断供”"]
    assert "精制设备断供。" in {quote.text for quote in answer.evidence[0]}


def test_early_stages_are_a_setting(tea: Graph[Any]) -> None:
    assert "G3" not in codes(tea, "种植", early="洽谈")
    tea.nodes["Project:万亩茶园"].pop("stage")
    # Nobody says that it has not begun.
    assert "G3" not in codes(tea, "种植")


def test_broken_needs_both_sides(tea: Graph[Any]) -> None:
    assert "G8" not in codes(tea, "精制", around=2)
    tea.remove_edge("Industry:精制", "Industry:销售")
    assert "G8" not in codes(tea, "精制")


def test_segment_is_covered_by_what_is_part_of_it(tea: Graph[Any]) -> None:
    # 白茶精制, an industry as the plan names it, is part of 精制: its project covers the segment.
    say(tea, node(tea, "Industry", "白茶精制"), "PART_OF", "Industry:精制", "建白茶精制厂。", at=130, verdict="confirmed")
    say(tea, node(tea, "Project", "白茶精制厂"), "BELONGS_TO", "Industry:白茶精制", "建白茶精制厂。", at=130)
    assert "精制" not in column(ask(tea, "segments_without_project"), "环节")


def test_doubtful_part_covers_nothing(tea: Graph[Any]) -> None:
    say(tea, node(tea, "Industry", "花茶"), "PART_OF", "Industry:精制", "建花茶厂。", at=130, verdict="uncertain")
    say(tea, node(tea, "Project", "花茶厂"), "BELONGS_TO", "Industry:花茶", "建花茶厂。", at=130)
    answer = ask(tea, "segments_without_project")
    assert dict(zip(column(answer, "环节"), column(answer, "待核"), strict=True))["精制"] == "花茶厂"


def test_same_sentence_is_unsure_unless_it_belongs_elsewhere(tea: Graph[Any]) -> None:
    task = "Task:做强茶产业"
    say(tea, task, "DELIVERS", node(tea, "Project", "二号车间"), "东区扩种植、上精制。", at=10)
    say(tea, task, "DELIVERS", "Project:万亩茶园", "东区扩种植、上精制。", at=10)
    answer = ask(tea, "segments_without_project")
    assert column(answer, "待核")[0] == "二号车间"


def test_rule_states_all_thresholds(tea: Graph[Any]) -> None:
    answer = ask(tea, "chain_gaps", single=3, behind=25)
    assert all(rule.code in answer.rule for rule in RULES)
    assert "不超过3个" in answer.rule
    assert "25个百分点" in answer.rule
    assert "未见记载" in answer.rule


def test_unchained_industries_on_request(tea: Graph[Any]) -> None:
    say(tea, "Task:做强茶产业", "DEVELOPS", node(tea, "Industry", "竹编"), "扶持竹编。", at=140)
    assert "竹编" not in column(ask(tea, "segments_without_project"), "环节")
    answer = ask(tea, "segments_without_project", unchained=True)
    assert answer.rows[-1][:2] == ("（未归入产业链）", "竹编")


def test_successor_is_named(tea: Graph[Any]) -> None:
    say(tea, node(tea, "Unit", "青山市农业农村局"), "SUCCEEDS", "Unit:青山市农业局", year=2019)
    assert column(ask(tea, "segments_without_project"), "可问单位")[0] == "青山市农业局（现青山市农业农村局）"


def test_empty_answers_say_why(tea: Graph[Any]) -> None:
    node(tea, "Industry", "酒", level="chain")
    assert "未见记载，不等于没有" in ask(tea, "segments_without_project", chain="酒").why_empty
    assert ask(tea, "chain_gaps", code="G9").why_empty == "文件点名的4条链和环节都不符合G9。"
    assert "没有提到参考产业链" in ask(nx.MultiDiGraph(), "segments_without_project").why_empty


def test_bad_names_offer_a_way_out(tea: Graph[Any]) -> None:
    with pytest.raises(NotFoundError, match="茶"):
        ask(tea, "segments_without_project", chain="茶业")
    with pytest.raises(NotFoundError, match="青山市"):
        ask(tea, "segments_without_project", city="绿水市")
    with pytest.raises(QueryError, match="G8断点"):
        ask(tea, "chain_gaps", code="G10")
    node(tea, "Industry", "竹编")
    with pytest.raises(NotFoundError, match="不属于"):
        ask(tea, "chain_sheet", chain="竹编")


def test_chain_sheet_shows_empty_cells(tea: Graph[Any]) -> None:
    person = node(tea, "Person", "王芳")
    say(tea, person, "OVERSEES", "Task:做强茶产业", "牵头领导：王芳", at=150, role="牵头领导")
    answer = ask(tea, "chain_sheet", chain="茶产业")
    states = dict(zip(column(answer, "环节"), column(answer, "状态"), strict=True))
    assert list(states) == ["（全链）", "种植", "肥料", "精制", "包装", "销售", "茶机"]
    assert states["茶机"] == "未见记载"
    assert states["种植"].startswith("已有")
    assert states["精制"].startswith("G1")
    assert column(answer, "项目") == ["万亩茶园（签约）", "万亩茶园（签约）", "—", "—", "—", "—", "—"]
    assert column(answer, "待核")[4] == "纸盒厂"
    assert "牵头领导王芳" in answer.statement
    assert "6个环节中文件点名5个，已有企业、项目或平台2个" in answer.statement
    assert answer.unmentioned == ("茶：茶机",)
    assert all(answer.evidence)
    assert answer.evidence[-1][0].grade == "reference"


def test_unmentioned_names_present_neighbours(tea: Graph[Any]) -> None:
    say(tea, "Industry:茶机", "FEEDS", "Industry:种植")
    assert ask(tea, "chain_sheet", chain="茶").unmentioned == ("茶：茶机（已有下游：种植）",)


def test_document_filter(tea: Graph[Any]) -> None:
    tea.add_node("Document:old.txt", kind="Document", name="青山市旧方案", file="old.txt", city="青山市", date="2019-01-01")
    assert ask(tea, "segments_without_project", document="旧方案").rows == ()
    assert ask(tea, "segments_without_project", document="茶产业方案").rows


@pytest.mark.parametrize(("lead", "segment", "effect", "least"), [
    ("拟建色选机生产线", "精制", "补链", 0.7),
    ("茶产业配套的炒茶、色选机项目", "精制", "补链", 0.8),   # two words and the chain itself
    ("种 植 大户扩种", "种植", "强链", 0.9),
    ("组建茶机公司", "茶机", "未见记载", 0.9),
])
def test_lead(tea: Graph[Any], lead: str, segment: str, effect: str, least: float) -> None:
    answer = ask(tea, "gap_for_lead", lead=lead)
    assert answer.rows[0][1:3] == (segment, effect)
    assert column(answer, "置信度")[0] >= least
    assert answer.evidence[0][0].document == "招商线索"


def test_lead_shows_rivals_hosts_and_units(tea: Graph[Any]) -> None:
    answer = ask(tea, "gap_for_lead", lead="再办一片种植基地")
    assert column(answer, "已有或在谈") == ["万亩茶园（签约）"]
    assert column(answer, "可承接区域或园区") == ["东区"]
    assert column(answer, "可问单位") == ["青山市农业局"]


def test_lead_word_of_two_segments_is_less_sure(tea: Graph[Any]) -> None:
    land = survey(tea)
    alone = match_segments(land, "炒茶")[0].confidence
    tea.nodes["Industry:销售"]["keywords"] = "炒茶"
    shared = match_segments(survey(tea), "炒茶")
    assert {match.segment for match in shared} == {"Industry:精制", "Industry:销售"}
    assert all(match.confidence < alone for match in shared)


def test_lead_longest_word_first(tea: Graph[Any]) -> None:
    tea.nodes["Industry:茶机"]["keywords"] = "炒茶机"
    assert [match.segment for match in match_segments(survey(tea), "炒茶机")] == ["Industry:茶机"]


def test_lead_without_match(tea: Graph[Any]) -> None:
    answer = ask(tea, "gap_for_lead", lead="开一家游泳馆")
    assert answer.rows == ()
    assert "没有图中任何环节" in answer.why_empty
    assert ask(tea, "gap_for_lead", lead="色选机", minimum=0.95).why_empty.startswith("匹配到的环节置信度都低于")
    with pytest.raises(QueryError, match="空"):
        ask(tea, "gap_for_lead", lead=" ")


def test_settings_are_the_defaults_of_the_question() -> None:
    from inspect import signature

    from liantu.queries.gaps import chain_gaps

    given = {name: one.default for name, one in signature(chain_gaps).parameters.items()}
    assert all(given[name] == getattr(Settings(), name) for name in Settings.__slots__)


# --- the real documents


def test_real_gaps_have_sentences_of_their_segment(seed_graph: Graph[Any]) -> None:
    answer = ask(seed_graph, "segments_without_project", city="舟山")
    assert answer.rows
    assert all(answer.evidence)
    # A plan sentence is cut from a document, never from our tables.
    assert all(any(quote.start is not None for quote in quotes) for quotes in answer.evidence)
    assert all(quote.document.startswith(("000", "001", "002", "003", "参考")) for quotes in answer.evidence for quote in quotes)


def test_real_lng_sheet(seed_graph: Graph[Any]) -> None:
    answer = ask(seed_graph, "chain_sheet", chain="LNG")
    states = dict(zip(column(answer, "环节"), column(answer, "状态"), strict=True))
    # By reading: a terminal is being built; cold energy and tanks are planned without a project; supply comes by sea.
    assert states["LNG接收站"].startswith("已有")
    assert states["冷能利用"].startswith("G1缺环")
    assert states["LNG罐体制造"].startswith("G1缺环")
    assert states["天然气资源获取与液化"] == "外购"
    assert states["冷能空分"] == "未见记载"
    assert "六横" in answer.statement


def test_real_lead(seed_graph: Graph[Any]) -> None:
    answer = ask(seed_graph, "gap_for_lead", lead="一家企业想建LNG罐箱制造厂", city="舟山市")
    assert answer.rows[0][:3] == ("LNG", "LNG罐体制造", "补链")
    assert "六横" in column(answer, "可承接区域或园区")[0]
