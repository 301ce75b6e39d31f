"""Documents in the layouts that cities, provinces and ministries use, read all the way; all names are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from liantu.graph.model import Document, Task
from liantu.loaders.read import read
from liantu.loaders.reading import Reading, read_tasks

Roles = tuple[str, str, str, str]


def of_text(text: str) -> Reading:
    return read_tasks(Document("a.txt", text))


def of_csv(folder: Path, text: str) -> tuple[Task, ...]:
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    return read_tasks(read(path)).tasks


def title(reading: Reading, task: Task) -> str:
    return reading.document.quote(task.draft.title.start, task.draft.title.end)


def titles(reading: Reading) -> list[str]:
    return [title(reading, task) for task in reading.tasks]


def roles(task: Task) -> Roles:
    draft = task.draft
    lead, part, responsible, leader = (
        "|".join(mention.name for mention in names)
        for names in (draft.leads, draft.participants, draft.responsible, draft.leaders))
    return lead, part, responsible, leader


def figures(task: Task) -> list[tuple[str, str, float, str | None, int | None, str]]:
    return [(one.name, one.op, one.value, one.unit, one.year, one.kind) for one in task.indicators]


def progress(task: Task) -> tuple[float | None, str | None] | None:
    return (task.progress.percent, task.progress.status) if task.progress else None


REPORT = """云川市2024年三季度重点项目推进情况的督查通报
一、总体情况
截至9月底，全市重点项目完成投资312亿元。
二、项目进展
（一）云川机场扩建。由市发展改革委牵头，年度计划投资12亿元，截至9月底完成投资10.2亿元，占年度计划的85%。
（二）锂电产业园三期。市经信局牵头，已全部完工。
（三）城北物流园。因用地报批滞后，尚未开工。
三、存在问题
资金到位率仅60%。
四、下一步工作
（一）抓前期。确保新开工项目20个。
云川市督查室
2024年10月12日
"""


def test_report_in_prose() -> None:
    """A report has no labels: its items say how far things are, its last chapter what comes next."""
    found = of_text(REPORT)
    assert titles(found) == ["云川机场扩建", "锂电产业园三期", "城北物流园", "抓前期"]
    assert [progress(task) for task in found.tasks] == [(85.0, "ongoing"), (None, "done"), (None, "not_started"), None]
    assert [roles(task)[0] for task in found.tasks] == ["市发展改革委", "市经信局", "", ""]
    assert figures(found.tasks[0])[:2] == [
        ("年度计划投资", "=", 12.0, "亿元", 2024, "target"), ("投资", "=", 10.2, "亿元", 2024, "actual")]
    assert figures(found.tasks[3]) == [("项目", "=", 20.0, "个", 2024, "target")]
    assert {goal.kind for goal in found.goals} == {"actual"}


def test_review_of_last_year_is_no_target() -> None:
    found = of_text(
        "云川市2025年政府工作报告\n一、2024年工作回顾\n过去一年，全市工业增加值达到520亿元，增长6.8%。\n"
        "二、2025年工作安排\n（一）壮大产业。工业投资增长10%。\n（二）扩大投资。实施项目260个。\n")
    assert [(goal.value, goal.year, goal.kind) for goal in found.goals] == [
        (520.0, 2024, "actual"), (6.8, 2024, "actual")]
    assert [figures(task)[0][4:] for task in found.tasks] == [(2025, "target"), (2025, "target")]


def test_plan_of_next_year_at_the_end_of_a_report() -> None:
    found = of_text(
        "云东区2023年度重点工作完成情况报告\n一、2023年完成情况\n1.工业倍增。新增规上企业18家，超额完成目标任务。\n"
        "2.乡村振兴。新建良田2.3万亩，完成年度任务的115%。\n二、2024年工作打算\n1.做强制造。新增规上企业20家。\n")
    assert [progress(task) for task in found.tasks] == [(None, "done"), (115.0, "done"), None]
    assert figures(found.tasks[2]) == [("规上企业", "=", 20.0, "家", 2024, "target")]


@pytest.mark.parametrize("mark", [":", "："])
def test_duties_by_unit(mark: str) -> None:
    """Where nothing else assigns, a chapter that says what each unit does makes tasks."""
    found = of_text(
        f"禾丰县支持药材产业若干措施\n一、总体要求\n坚持市场导向。\n二、责任分工\n"
        f"（一）县农业农村局{mark}负责种植基地建设，新建基地5000亩。\n（二）县财政局{mark}统筹资金1000万元。\n"
        "（三）各乡镇人民政府承担推广责任。\n")
    assert [roles(task)[2] for task in found.tasks] == ["县农业农村局", "县财政局", "各乡镇人民政府"]


def test_duties_in_plain_lines() -> None:
    found = of_text("职责分工\n市工信局：负责统筹协调，做好项目调度。\n市税务局：负责落实减免政策。\n")
    assert [roles(task)[2] for task in found.tasks] == ["市工信局", "市税务局"]


LEDGER = """云川市2025年制造业任务推进台账
序号,任务内容,牵头领导,牵头单位,配合单位,立项时间,完成时限,进展情况,完成率,存在问题,下一步工作打算
1,建设装备产业园，完成投资8亿元,陈立,市经信局,云东区政府,2025年1月,2025年12月底,厂房完工，完成投资5.2亿元。,65%,用地不足,10月底前调试
2,培育专精特新企业30家,陈立,市经信局,各县（区）政府,2025年2月,11月底前,已培育32家，超额完成年度目标。,107%,无,持续服务
3,出台低空政策,王平,市发展改革委,市财政局,2025年3月,Q2,尚未启动。,0,意见不一,8月底前征求意见
"""


def test_ledger(tmp_path: Path) -> None:
    """When a task was set up is no deadline, what stands in its way no task, a bare 已培育 means the target."""
    found = of_csv(tmp_path, LEDGER)
    assert [task.deadline and task.deadline.date for task in found] == ["2025-12-31", "2025-11-30", "2025-06-30"]
    assert [progress(task) for task in found] == [(65.0, "ongoing"), (107.0, "done"), (None, "not_started")]
    assert figures(found[1]) == [
        ("专精特新企业", "=", 30.0, "家", 2025, "target"), ("专精特新企业", "=", 32.0, "家", 2025, "actual")]


def test_project_list_with_units_in_headers(tmp_path: Path) -> None:
    text = (
        "序号,项目名称,建设规模及主要内容,总投资（亿元）,2025年计划投资（亿元）,包联领导,责任单位,开竣工时间\n"
        "1,封测基地,建设产线6条,35,8,张海涛,云东区政府,2025年3月—2027年6月\n2,育种园,建设中心1座,12,4.5,李静,禾丰县政府,2026年\n")
    first, _ = of_csv(tmp_path, text)
    assert first.draft.title.end - first.draft.title.start == len("封测基地")
    assert figures(first)[1:] == [
        ("总投资", "=", 35.0, "亿元", 2027, "target"), ("计划投资", "=", 8.0, "亿元", 2025, "target")]


def test_targets_of_several_years(tmp_path: Path) -> None:
    """The year stands in the header of the column; last year's figure is no target."""
    text = "序号,指标名称,2024年完成值,2025年目标值,2026年目标值,牵头单位\n1,产业规模,120亿元,180亿元,260亿元,市发展改革委\n2,机场,2个,3个,5个,市交通局\n"
    first, _ = of_csv(tmp_path, text)
    assert figures(first) == [
        ("产业规模", "=", 180.0, "亿元", 2025, "target"), ("产业规模", "=", 260.0, "亿元", 2026, "target")]


def test_industry_is_the_title_beside_its_target(tmp_path: Path) -> None:
    text = "序号,招商产业,主攻方向,牵头单位,2025年目标任务\n1,铝基材料,铝箔,市经信局,签约项目15个\n2,锂电,隔膜,市发改委,签约项目9个\n"
    first, second = of_csv(tmp_path, text)
    assert [task.draft.title.end - task.draft.title.start for task in (first, second)] == [4, 2]
    assert figures(first) == [("签约项目", "=", 15.0, "个", 2025, "target")]


def test_battle_plan(tmp_path: Path) -> None:
    text = "作战任务,作战目标,指挥长,作战单位,协同作战单位,作战时限\n集群攻坚,产值突破150亿元,刘志强,市经信局,市商务局,2025年9月\n园区攻坚,建成园区3个,孙丽,市大数据局,市通管办,12.31前\n"
    found = of_csv(tmp_path, text)
    assert roles(found[0]) == ("", "市商务局", "市经信局", "刘志强")
    assert found[0].deadline
    assert found[0].deadline.date == "2025-09-30"


def test_stacked_table_with_columns_unknown() -> None:
    """A text that a table came down to, one cell a line; 盟长 and 行长 are headers of no kind that we know."""
    rows = (
        "序号 产业链 链长 链主企业 盟长 行长 牵头部门 配合部门 年度目标 "
        "1 新能源电池 市长高原 北岭电池公司 北岭学院 建设银行北岭分行 市工信局 市科技局、市商务局 产值突破300亿元 "
        "2 精品钢 副市长方舟 北岭钢铁集团 北岭冶金研究院 工商银行北岭分行 市发改委 市生态环境局 产值达到450亿元").split()
    found = of_text("北岭市产业链“四长制”分工表\n" + "\n".join(rows) + "\n")
    assert titles(found) == ["新能源电池", "精品钢"]
    assert [roles(task)[:2] for task in found.tasks] == [("市工信局", "市科技局|市商务局"), ("市发改委", "市生态环境局")]


@pytest.mark.parametrize(("clause", "expected"), [
    ("（牵头单位：市人社局，配合单位：市教育局，各区、县级市）", ("市人社局", "市教育局|各区、县级市", "", "")),
    ("（牵头单位：市人社局；配合单位：各有关区、县级市）", ("市人社局", "各有关区、县级市", "", "")),
    ("（牵头单位：市财政局；配合单位：市金融局、人民银行\n云川市中心支行、云川开发区\n管委）",
     ("市财政局", "市金融局|人民银行云川市中心支行|云川开发区管委", "", "")),
    ("（自治区农牧厅牵头；自治区财政厅，各有关盟行政公署、市人民政府配合）",
     ("自治区农牧厅", "自治区财政厅|各有关盟行政公署、市人民政府", "", "")),
    ("\n责任单位：市数据局、各区（开发区）\n注：完成时间均为12月底。", ("", "", "市数据局|各区（开发区）", "")),
    ("责任单位：区科技局 区大数据局 高新区管委会\n（二）优化产业布局", ("", "", "区科技局|区大数据局|高新区管委会", "")),
    ("\n链长：刘志强　　副链长：孙丽\n牵头单位：市发改委", ("市发改委", "", "", "刘志强|孙丽")),
])
def test_units(clause: str, expected: Roles) -> None:
    """Lists whose names hold a mark, a line break or a bracket, and what stands right behind them."""
    assert roles(of_text(f"云川市重点任务\n（一）建设产业基地。{clause}").tasks[0]) == expected


@pytest.mark.parametrize(("limit", "date"), [
    ("每季度末调度，年底前完成", "2025-12-31"), ("每季度2场", None), ("2025年Q3", "2025-09-30"), ("Q1", "2025-03-31"),
    ("2025年年底", "2025-12-31"), ("2025年6月—12月", "2025-12-31"), ("6.30前", "2025-06-30"), ("长期坚持", None),
    ("分季度推进，11月底完成", "2025-11-30"),
])
def test_time_limits(limit: str, date: str | None) -> None:
    task, = of_text(f"云川市2025年任务\n1.建设产业基地。\n责任单位：市发改委\n完成时限：{limit}\n").tasks
    assert (task.deadline.date if task.deadline else None) == date


def test_time_limit_of_all() -> None:
    """A note under the list holds for what names no day of its own, but not for what goes on."""
    found = of_text(
        "云川市2025年任务\n1.建设基地。\n责任单位：市发改委\n2.开展巡查。\n责任单位：市应急局\n完成时限：长期坚持\n"
        "3.开工船坞。\n责任单位：市交通局\n完成时限：6月底\n注：除注明外，完成时间均为2025年11月底。\n")
    assert [task.deadline and task.deadline.date for task in found.tasks] == ["2025-11-30", None, "2025-06-30"]


def test_years_of_a_plan_are_no_date() -> None:
    """5年内 counts years; 年内 alone is this year."""
    found = of_text("云川市2025年任务\n（一）5年内引进专家30名。（市人社局负责）\n（二）年内引进专家3名。（市人社局负责）\n")
    assert [task.deadline and task.deadline.date for task in found.tasks] == [None, "2025-12-31"]


def test_year_of_a_breakdown_without_one_in_its_title() -> None:
    """What is made anew each year holds for the year of its number."""
    found = of_text(
        "云川市政府办关于分解政府工作报告重点工作的通知\n云政办发〔2025〕3号\n一、做强工业，工业投资增长9%。\n责任单位：市工信局\n"
        "二、扩大消费，零售额增长7%。\n责任单位：市商务局\n")
    assert [figures(task)[0][4] for task in found.tasks] == [2025, 2025]


@pytest.mark.parametrize(("text", "expected"), [
    ("建设2个大型数据中心", ("大型数据中心", "=", 2.0, "个")),
    ("植保作业面积达到80万亩次", ("植保作业面积", ">=", 80.0, "万亩次")),
    ("压减审批时限30%", ("审批时限", "+", -30.0, "%")),
    ("年底前建成2座共享储能电站", ("共享储能电站", "=", 2.0, "座")),
])
def test_figures(text: str, expected: tuple[str, str, float, str]) -> None:
    task, = of_text(f"云川市2025年任务\n1.{text}。（市发改委负责）\n").tasks
    assert [figure[:4] for figure in figures(task)] == [expected]
