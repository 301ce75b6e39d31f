"""What needs what: impact, up and down of a chain, single points, cycles, the order of tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer
from liantu.queries.catalog import ask
from liantu.queries.presence import cut_off

Graph = nx.MultiDiGraph
QUESTIONS: tuple[tuple[str, dict[str, str | bool]], ...] = (
    ("impact_of", {"missing": "六横LNG接收站"}), ("impact_of", {"missing": "六横管委会"}), ("impact_of", {"missing": "东海实验室"}),
    ("impact_of", {"missing": "LNG接收站", "city": "舟山"}), ("impact_of", {"missing": "常石集团"}),
    ("chain_dependencies", {"chain": "LNG"}), ("chain_dependencies", {"chain": "现代航空"}), ("chain_dependencies", {"chain": "深远海网箱养殖"}),
    ("single_points", {}), ("single_points", {"level": "chain"}), ("dependency_cycles", {}), ("dependency_cycles", {"level": "chain"}),
    ("task_dependencies", {}), ("task_dependencies", {"reference": True}), ("critical_order", {}), ("critical_order", {"reference": True}),
    ("dependency_paths", {"source": "六横LNG接收站", "target": "LNG高效转化"}),
)

# 茶园 → 炒制 → 精制 → 出口; 炒制 → 茶饮 → 出口. 一厂 alone makes 炒制, 精制 has two firms; nobody makes 茶饮.
FEEDS = (("茶园", "炒制"), ("炒制", "精制"), ("炒制", "茶饮"), ("精制", "出口"), ("茶饮", "出口"))
FIRMS = (("一厂", "炒制"), ("二厂", "精制"), ("三厂", "精制"))


@pytest.fixture
def tea() -> Graph[str]:
    """Draw a small chain with its firms, a park, two tasks and their units."""
    graph: Graph[str] = nx.MultiDiGraph()
    said: dict[str, Any] = {"document": "Document:a", "grade": "explicit"}
    graph.add_node("Document:a", kind="Document", name="青山市茶产业方案", file="a.txt", city="青山市", date="2024-01-01")
    graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain", aliases="茶产业")
    for name in ("茶园", "炒制", "精制", "茶饮", "出口"):
        graph.add_node(f"Industry:/{name}", kind="Industry", name=name, level="segment", core=name in {"炒制", "茶饮"} or None)
        graph.add_edge(f"Industry:/{name}", "Industry:/茶", kind="PART_OF", grade="reference")
    for one, two in FEEDS:
        graph.add_edge(f"Industry:/{one}", f"Industry:/{two}", kind="FEEDS", grade="reference")
    for firm, segment in FIRMS:
        graph.add_node(f"Enterprise:/{firm}", kind="Enterprise", name=firm, city="青山市")
        graph.add_edge(f"Enterprise:/{firm}", f"Industry:/{segment}", kind="BELONGS_TO", quote=f"{firm}从事{segment}。", **said)
    for number, name, deadline in (("1", "建设茶叶交易中心", "2025-12-31"), ("2", "扩大茶叶出口", "2025-06-30")):
        graph.add_node(f"Task:a/{number}", kind="Task", name=name, number=number, document="Document:a", city="青山市", deadline=deadline,
                       start=int(number) * 100, end=int(number) * 100 + 90)
    graph.add_node("Project:/交易中心", kind="Project", name="茶叶交易中心", city="青山市", aliases="交易中心项目")
    graph.add_edge("Task:a/1", "Project:/交易中心", kind="DELIVERS", quote="建设茶叶交易中心。", start=100, end=109, **said)
    # The sentence of task 2 makes the export rest on the centre: the tie of the tasks is found by its place.
    graph.add_edge("Industry:/出口", "Project:/交易中心", kind="DEPENDS_ON", quote="依托交易中心扩大出口。", start=200, end=211, **said)
    graph.add_edge("Task:a/2", "Industry:/出口", kind="DEVELOPS", quote="依托交易中心扩大出口。", start=200, end=211, **said)
    for unit, task, role in (("商务局", "1", "LEADS"), ("商务局", "2", "PARTICIPATES_IN"), ("旧商贸局", "2", "LEADS")):
        graph.add_node(f"Unit:/{unit}", kind="Unit", name=unit, city="青山市")
        graph.add_edge(f"Unit:/{unit}", f"Task:a/{task}", kind=role, quote=unit, **said)
    return graph


def cells(answer: Answer, *names: str) -> dict[Any, tuple[Any, ...]]:
    """Return some columns of an answer by the name in the first one."""
    at = [answer.columns.index(name) for name in names]
    return {row[at[0]]: tuple(row[one] for one in at[1:]) for row in answer.rows}


@pytest.mark.parametrize(("name", "options"), QUESTIONS, ids=str)
def test_each_row_has_evidence_and_each_answer_says_itself(seed_graph: Graph[str], name: str, options: dict[str, str | bool]) -> None:
    answer = ask(seed_graph, name, **options)
    assert answer.rows
    assert len(answer.rows) == len(answer.evidence)
    assert all(quotes and all(quote.text for quote in quotes) for quotes in answer.evidence)
    assert answer.statement
    assert answer.rule
    assert answer.scope.startswith("文件")
    assert not answer.why_empty
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    assert answer == ask(seed_graph, name, **options)


def test_what_else_stops_if_the_terminal_is_late(seed_graph: Graph[str]) -> None:
    answer = ask(seed_graph, "impact_of", missing="六横LNG接收站项目")
    found = cells(answer, "名称", "影响", "层次", "依据")
    # What the plan wants to be developed around the terminal, by its own sentence.
    for segment in ("冷能利用", "燃气电厂", "氢加工", "LNG罐体制造"):
        assert found[segment] == ("依托受阻", 1, "明文")
    # Two other terminals stand in the documents, so the segment goes on; what is beyond only the reference says.
    assert found["LNG接收站"][0] == "仍有依靠"
    assert "洋山LNG站线扩建" in cells(answer, "名称", "仍有")["LNG接收站"][0]
    assert {row[2] for row in answer.rows if row[1] == "任务"} == {"六横 LNG 产业", "加快建设六横清洁能源岛"}
    assert all(row[-1] == "参考产业链" for row in answer.rows if row[3] == "下游传导")
    at = [row[2] for row in answer.rows].index("冷能利用")
    assert any("围绕六横" in quote.text and quote.document.startswith("000_") for quote in answer.evidence[at])
    assert any("未提到" in one and "冷能发电" in one for one in answer.unmentioned)


def test_sole_firm_stops_what_is_downstream(tea: Graph[str]) -> None:
    found = cells(ask(tea, "impact_of", missing="一厂"), "名称", "影响", "层次")
    assert found["炒制"] == ("失去唯一依靠", 1)
    assert found["精制"] == ("下游传导", 2)
    assert found["出口"] == ("下游传导", 3)


def test_one_of_two_firms_leaves_it_covered(tea: Graph[str]) -> None:
    answer = ask(tea, "impact_of", missing="二厂")
    assert cells(answer, "名称", "影响", "仍有") == {"精制": ("仍有依靠", "三厂"), "出口": ("仍有依靠", "三厂")}
    # One other is enough, if one says so: then nothing is followed further.
    assert len(ask(tea, "impact_of", missing="二厂", enough=1).rows) == 1


def test_lead_lost_participant_left(tea: Graph[str]) -> None:
    assert cells(ask(tea, "impact_of", missing="旧商贸局"), "名称", "影响", "仍有")["扩大茶叶出口"] == ("失去牵头", "商务局")
    assert cells(ask(tea, "impact_of", missing="商务局"), "名称", "影响")["扩大茶叶出口"] == ("部分受影响",)


def test_successor_takes_its_predecessor_along(tea: Graph[str]) -> None:
    tea.add_edge("Unit:/商务局", "Unit:/旧商贸局", kind="SUCCEEDS", year=2023)
    assert cells(ask(tea, "impact_of", missing="商务局"), "名称", "影响")["扩大茶叶出口"] == ("失去唯一依靠",)


def test_hops_bound_the_reach(tea: Graph[str]) -> None:
    assert {row[0] for row in ask(tea, "impact_of", missing="一厂", hops=1).rows} == {1}
    with pytest.raises(QueryError, match="hops"):
        ask(tea, "impact_of", missing="一厂", hops=0)


def test_uncertain_links_carry_nothing(tea: Graph[str]) -> None:
    for _, _, data in tea.out_edges("Enterprise:/一厂", data=True):
        data["verdict"] = "uncertain"
    answer = ask(tea, "impact_of", missing="一厂")
    assert not answer.rows
    assert answer.why_empty


def test_names_are_found_or_offered(tea: Graph[str]) -> None:
    assert ask(tea, "impact_of", missing="交易中心项目").rows == ask(tea, "impact_of", missing="茶叶交易中心", kind="项目").rows
    with pytest.raises(NotFoundError, match="茶叶交易中心"):
        ask(tea, "impact_of", missing="茶叶交易")
    with pytest.raises(NotFoundError, match="项目"):
        ask(tea, "impact_of", missing="茶叶交易中心", kind="企业")
    with pytest.raises(QueryError, match="kind"):
        ask(tea, "impact_of", missing="茶叶交易中心", kind="厂")


def test_chain_from_upstream_to_downstream_with_what_blocks_it(tea: Graph[str]) -> None:
    answer = ask(tea, "chain_dependencies", chain="茶产业")
    assert [row[2] for row in answer.rows if row[1] == 0 and row[2] != "茶"] == ["茶园", "炒制", "精制", "茶饮", "出口"]
    found = cells(answer, "环节", "状态", "卡点")
    # 茶园 is not mentioned, and all the rest gets its goods through it alone.
    assert found["茶园"][0] == "未见记载"
    assert "炒制" in found["茶园"][1]
    assert found["炒制"][0] == "薄弱"
    assert found["精制"] == ("已有", "")
    assert found["茶饮"] == ("未见记载", "核心环节无承担者")
    assert "本链：茶饮" in answer.unmentioned
    assert answer.statement.index("茶园") < answer.statement.index("茶饮（")


def test_segment_is_shown_with_its_paths(tea: Graph[str]) -> None:
    answer = ask(tea, "chain_dependencies", chain="精制")
    assert cells(answer, "环节", "方向", "路径")["茶园"] == ("上游", "茶园 →（供给）炒制 →（供给）精制")
    assert cells(answer, "环节", "方向")["出口"] == ("下游",)
    assert "茶饮" not in cells(answer, "环节", "方向")


def test_lng_and_its_blocking_link(seed_graph: Graph[str]) -> None:
    answer = ask(seed_graph, "chain_dependencies", chain="LNG产业")
    found = cells(answer, "环节", "方向", "状态", "卡点")
    assert found["LNG接收站"][:2] == ("本链", "已有")
    assert found["天然气资源获取与液化"][1] == "外购"
    # The plan names power plants and hydrogen, the reference says that gas gets there by pipe, and no document names one.
    assert found["气化外输与管网"][1] == "未见记载"
    assert "燃气电厂" in found["气化外输与管网"][2]
    assert "气化外输与管网" in answer.statement
    assert any(one.endswith("气化外输与管网") for one in answer.unmentioned)


def test_path_with_the_sentence_of_each_step(tea: Graph[str]) -> None:
    answer = ask(tea, "dependency_paths", source="一厂", target="出口")
    assert [row[2:5] for row in answer.rows[:3]] == [("一厂", "承担环节", "炒制"), ("炒制", "供给", "精制"), ("精制", "供给", "出口")]
    assert answer.evidence[0][0].text == "一厂从事炒制。"
    assert answer.evidence[1][0].document == "参考产业链"
    assert "相反" in ask(tea, "dependency_paths", source="出口", target="一厂").statement
    assert "没有依赖路径" in ask(tea, "dependency_paths", source="一厂", target="二厂").why_empty


def test_single_points(tea: Graph[str]) -> None:
    answer = ask(tea, "single_points", everything=True)
    found = cells(answer, "节点", "割点", "支配数")
    assert answer.rows[0][1] == "炒制"
    assert found["炒制"] == ("是", 3)
    assert found["精制"] == ("", 0)
    assert "茶园" in "".join(ask(tea, "single_points").unmentioned)


def test_cut_off_through_a_cycle_that_nothing_feeds() -> None:
    # Anything may enter a ring anywhere, so no member of it holds up another one.
    below = cut_off(nx.DiGraph([("甲", "乙"), ("乙", "甲"), ("乙", "丙")]))
    assert below == {"甲": set(), "乙": {"丙"}, "丙": set()}
    assert cut_off(nx.DiGraph()) == {}


def test_cycles_are_reported_and_stop_nothing(tea: Graph[str]) -> None:
    assert "没有循环" in ask(tea, "dependency_cycles").why_empty
    tea.add_edge("Industry:/精制", "Industry:/茶园", kind="FEEDS", grade="reference")  # waste as a fertiliser
    answer = ask(tea, "dependency_cycles")
    assert [row[1] for row in answer.rows] == [3]
    assert len(answer.evidence[0]) == 3
    assert ask(tea, "chain_dependencies", chain="茶").rows
    assert ask(tea, "single_points").rows
    assert ask(tea, "impact_of", missing="一厂", hops=9).rows


def test_fish_meal_loop_of_the_reference(seed_graph: Graph[str]) -> None:
    assert any("鱼油与鱼粉" in str(row[0]) and "配合饲料与饵料" in str(row[0]) for row in ask(seed_graph, "dependency_cycles").rows)


def test_task_waits_for_what_another_builds(tea: Graph[str]) -> None:
    answer = ask(tea, "task_dependencies")
    assert [row[:4] + row[6:7] for row in answer.rows] == [
        ("依托", "茶叶交易中心", "1“建设茶叶交易中心”", "2“扩大茶叶出口”", "先做的时限更晚")]
    assert [quote.text for quote in answer.evidence[0]] == ["依托交易中心扩大出口。", "建设茶叶交易中心。"]
    found = cells(ask(tea, "critical_order"), "任务", "步", "延误会拖住几项", "时限倒挂")
    assert found["1“建设茶叶交易中心”"] == (1, 1, "")
    assert found["2“扩大茶叶出口”"][:2] == (2, 0)
    assert "2025-12-31" in found["2“扩大茶叶出口”"][2]


def test_tasks_that_wait_for_each_other_share_a_step(tea: Graph[str]) -> None:
    tea.add_node("Project:/仓库", kind="Project", name="仓库")
    said = {"document": "Document:a", "quote": "结合仓库建设交易中心。"}
    tea.add_edge("Task:a/2", "Project:/仓库", kind="DELIVERS", **said)
    tea.add_edge("Task:a/1", "Project:/仓库", kind="DEPENDS_ON", **said)
    answer = ask(tea, "critical_order")
    assert [(row[0], row[10]) for row in answer.rows] == [(1, "是"), (1, "是")]


def test_shared_project_is_no_order(tea: Graph[str]) -> None:
    tea.add_edge("Task:a/2", "Project:/交易中心", kind="DELIVERS", document="Document:a", quote="完善交易中心。")
    rows = ask(tea, "task_dependencies").rows
    assert ("共用项目", "茶叶交易中心") in {row[:2] for row in rows}
    assert not any(str(row[0]).startswith("共用") for row in ask(tea, "task_dependencies", many=1).rows)


def test_order_from_the_reference_only_if_asked(seed_graph: Graph[str]) -> None:
    plain, wide = ask(seed_graph, "critical_order"), ask(seed_graph, "critical_order", reference=True)
    assert len(plain.rows) < len(wide.rows)
    assert {row[-1] for row in ask(seed_graph, "task_dependencies").rows} == {"明文"}


def test_build_then_ask(graph_of: Callable[..., Graph[str]]) -> None:
    graph = graph_of(plan="""青山市海洋产业方案
2024年3月1日
一、建设东港LNG接收站。
牵头单位：市发改委
二、围绕东港LNG接收站，发展冷能利用、燃气电厂。
牵头单位：市经信局
参与单位：市发改委
""")
    found = cells(ask(graph, "impact_of", missing="东港LNG接收站"), "名称", "影响", "依据")
    assert found["冷能利用"] == ("依托受阻", "明文")
    assert found["燃气电厂"] == ("依托受阻", "明文")
    # It is the only terminal, so its segment stops with it.
    assert found["LNG接收站"][0] == "失去唯一依靠"


def test_industry_with_or_without_its_ending(tea: Graph[str], seed_graph: Graph[str]) -> None:
    assert ask(tea, "chain_dependencies", chain="茶产业链").rows == ask(tea, "chain_dependencies", chain="茶").rows
    assert "现代航空" in ask(seed_graph, "chain_dependencies", chain="航空").statement
    with pytest.raises(NotFoundError, match="茶园"):
        ask(tea, "chain_dependencies", chain="茶园子")
