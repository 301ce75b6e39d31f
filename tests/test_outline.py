"""What is a task and what is not, and where it begins and ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.graph.model import Document, Draft, Outline
from liantu.loaders.marks import items
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.text import view


def read(text: str) -> Outline:
    return outline(Document("a.txt", text), view(text, paragraphs(text)))


def titles(text: str) -> list[str]:
    return [f"{draft.number} {text[draft.title.start:draft.title.end]}".strip() for draft in read(text).drafts]


def spans(text: str) -> list[str]:
    return [text[draft.start:draft.end] for draft in read(text).drafts]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param(
        "一、总体要求\n到明年产值达到十亿元。\n二、任务\n（一）做强主业\n1.建码头。（责任单位：市港航局）\n2.育船企。（责任单位：市经信局）\n"
        "（二）优化服务\n1.设专窗。（责任单位：市审批局）\n三、保障措施\n（一）加强领导。\n（二）严格考核。",
        ["1 建码头", "2 育船企", "1 设专窗"], id="numbers start again; chapters, headings and measures are no tasks"),
    pytest.param(
        "一、任务\n1.建码头。（市港航局负责）\n三、保障措施\n（一）加强领导。\n（二）落实资金。（市财政局负责）",
        ["1 建码头", "二 落实资金"], id="a measure with a clause of its own is a task"),
    pytest.param(
        "一、任务\n1.建码头。（市港航局负责）\n2.育船企，引进三家。\n3.强人才。（市人社局负责）",
        ["1 建码头", "2 育船企", "3 强人才"], id="an item beside tasks that names no unit: a finding"),
    pytest.param(
        "二、任务\n（一）完善设施。新建泊位十个。（市港航局）维修航道五公里。（市交通局、市水利局）培训船员百人。（市人社局负责）",
        ["一 完善设施", "一 维修航道五公里", "一 培训船员百人"], id="a clause after single sentences makes each a task"),
    pytest.param(
        "二、任务\n（一）完善设施\n新建泊位十个以上。（市港航局负责）\n维修航道五公里。（市交通局负责）",
        ["一 新建泊位十个以上", "一 维修航道五公里"], id="paragraphs below a heading"),
    pytest.param(
        "游艇产业重点工作\n新建泊位十个，完善配套设施。（市港航局负责）\n维修航道五公里，疏浚港池。（市交通局负责）",
        ["新建泊位十个", "维修航道五公里"], id="paragraphs without a number"),
    pytest.param(
        "一、摸清家底\n（一）开展普查\n1.建立名录。\n2.完善档案。\n责任单位：市统计局\n（二）发布报告\n1.按季分析。\n2.按年发布。\n责任单位：市经信局",
        ["一 开展普查", "二 发布报告"], id="the clause behind the last sub-item belongs to the item above it"),
    pytest.param(
        "一、游艇产业链\n链长：李国强（市长）\n牵头单位：市经信局\n（一）发展目标。产值十亿元。\n（二）重点任务。引进船企三家。\n二、海钓产业链\n链长：陈芳\n"
        "牵头单位：市体育局\n（一）发展目标。产值一亿元。",
        ["一 游艇产业链", "二 海钓产业链"], id="an assigned item holds its sub-items"),
    pytest.param(
        "一、加快集聚（牵头单位：市发改委）\n1.建园区。（责任单位：区政府）\n2.建专区。（责任单位：市经信局）",
        ["1 建园区", "2 建专区"], id="a heading with a clause that groups tasks is none"),
    pytest.param(
        "# 规划\n## 2 重点任务\n### 2.1 完善设施\n#### 2.1.1 新建泊位\n建成十个。\n- **牵头单位**：市港航局\n#### 2.1.2 疏浚航道\n- **牵头单位**：市交通局",
        ["2.1.1 新建泊位", "2.1.2 疏浚航道"], id="Markdown, numbers of many levels"),
    pytest.param(
        "    2 任务\n    2.1 设施\n    2.1.1 新建泊位。（责任单位：市港航局）\n    2.1.2 疏浚航道。（责任单位：市交通局）\n    3 保障措施\n    3.1 加强领导。专班推进。",
        ["2.1.1 新建泊位", "2.1.2 疏浚航道"], id="a chapter with a bare number closes the one before"),
    pytest.param(
        "游艇条例 第一章 扶持 第一条 新建泊位补助。（责任单位：市港航局） 第二条 维修基地补助。（责任单位：市财政局） 第三条 船员培训补助。（责任单位：市人社局）"
        "第二章 附则 第四条 本条例由市港航局解释，执行中的问题由各单位及时报告，并按程序修订完善，各区可以结合实际制定细则，报市政府备案。",
        ["一 新建泊位补助", "二 维修基地补助", "三 船员培训补助"], id="a text that has lost its line breaks"),
    pytest.param("⒈建码头。（市港航局负责）\n⒉育船企。（市经信局负责）", ["⒈ 建码头", "⒉ 育船企"], id="one character for 1."),
    pytest.param(
        "1.任务名称：新建泊位\n工作内容：建成十个。\n责任单位：市港航局\n2.任务名称：疏浚航道\n责任单位：市交通局",
        ["1 新建泊位", "2 疏浚航道"], id="the label in front of a title is not in it"),
    pytest.param(
        "游艇要点\n一、设施\n1.新建泊位十个，完善岸电。\n2.疏浚航道五公里。\n二、企业\n3.引进船企三家。\n三、保障措施\n1.加强领导，专班推进。",
        ["1 新建泊位十个", "2 疏浚航道五公里", "3 引进船企三家"], id="a list of work that names no unit at all"),
    pytest.param(
        "申报通知\n一、申报条件\n（一）注册满两年。\n（二）信用良好。\n二、申报材料\n1.申报书。\n2.审计报告。", [], id="a list that is no list of work"),
    pytest.param(
        "各单位：\n一、加强领导。专班推进，市发改委牵头协调。\n二、严格督查。\n\n游艇方案\n二、任务\n（一）设施\n1.建码头。（市港航局负责）\n2.疏航道。（市交通局负责）",
        ["1 建码头", "2 疏航道"], id="the items of a cover notice are no tasks"),
    pytest.param(
        "一、市港航局牵头任务\n1.建码头十个。\n2.疏航道五公里。配合单位：市交通局。\n二、市经信局（1项）\n1.引进船企三家。配合单位：市商务局。",
        ["1 建码头十个", "2 疏航道五公里", "1 引进船企三家"], id="a list by units"),
    pytest.param(
        "一、抓好落实。压实责任。\n二、加强调度。\n一、市发展和改革局牵头工作（2项）\n1.产值增长一成以上。\n2.建码头泊位十个。\n二、市港航局牵头工作（1项）\n1.疏浚航道五公里。",
        ["1 产值增长一成以上", "2 建码头泊位十个", "1 疏浚航道五公里"], id="headings of units hold their work, and no heading is a task"),
    pytest.param(
        "任务1：建码头。责任单位：市港航局\n任务2：育船企。责任单位：市经信局", ["1 建码头", "2 育船企"], id="lines that begin with 任务2 stay apart"),
    pytest.param(
        "现提出如下责任分工：\n一、做强主业\n坚持集群发展，构筑高地。\n突出总装环节，引进整船企业。\n责任单位：市经信局\n完善配套，建成码头。\n责任单位：市港航局\n二、服务\n设立专窗。\n"
        "责任单位：市审批局", ["一 突出总装环节", "一 完善配套", "二 服务"], id="words above paragraphs of tasks, and a label that is no label"),
    pytest.param(
        "（一）市港航局。负责建码头，年内十个。\n（二）市经信局。负责育船企，引进三家。", ["一 负责建码头", "二 负责育船企"], id="duties behind a full stop"),
    pytest.param(
        "游艇产业重点工作任务分解表（牵头领导：李建国）\n1.建码头。（市港航局负责）", ["1 建码头"], id="the title of a paper is no task"),
    pytest.param(
        "1.建码头。\n到2027年，泊位达到十个。（市港航局负责）\n2.到2027年，引进船企三家。（市经信局负责）",
        ["1 建码头", "2 到2027年，引进船企三家"], id="a year alone is no title"),
    pytest.param(
        "一、发展重点\n（一）游艇整船。加快新船型研制，推动批量生产。\n（二）船用动力。推动电动推进系统开发，加快上船验证。\n二、主要任务\n"
        "1.建码头，疏浚航道。（市港航局负责）\n2.育船企，引进配套。（市经信局负责）",
        ["一 游艇整船", "二 船用动力", "1 建码头", "2 育船企"], id="things to build up in a chapter where nobody is named"),
])
def test_what_is_a_task(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


@pytest.mark.parametrize(("text", "last"), [
    pytest.param("1.建码头。（市港航局负责）\n2.育船企。（市经信局负责）\n江海市人民政府\n2024年3月", "2.育船企。（市经信局负责）", id="signature"),
    pytest.param("1.建码头。（市港航局负责）\n2.育船企。（市经信局负责）\n各单位要高度重视，每月报送。", "2.育船企。（市经信局负责）", id="closing words"),
    pytest.param("1.建码头。\n责任单位：市港航局\n2.育船企。\n责任单位：市经信局\n完成时限：年底\n\n联系人：王工", "2.育船企。\n责任单位：市经信局\n完成时限：年底", id="contact"),
    pytest.param(
        "1.建码头（市港航局牵头）\n年内建成泊位十个，配齐岸电设施，全部投入使用。\n2.育船企（市经信局牵头）\n引进整船企业三家、配套企业十家，形成集群。\n（此件公开发布）",
        "2.育船企（市经信局牵头）\n引进整船企业三家、配套企业十家，形成集群。", id="text behind its clause"),
    pytest.param(
        "一、建码头。（责任单位：市港航局）\n二、育船企。（责任单位：市经信局）\n本措施自发布之日起施行。\n相关链接：\n1.《一图读懂》\n2.《政策问答》",
        "二、育船企。（责任单位：市经信局）", id="links of a web page"),
])
def test_where_the_last_task_ends(text: str, last: str) -> None:
    assert spans(text)[-1] == last


def test_parts_of_a_task() -> None:
    """Number, clauses, time limit and report are no part of what the task says."""
    text = "（三）游艇产业。\n牵头单位：市经信局\n主要内容：引进船企三家。\n时间要求：明年三月底前。\n进展情况：已引进一家。"
    draft = read(text).drafts[0]
    cut = [[text[span.start:span.end] for span in part] for part in (draft.body, draft.due, draft.progress)]
    assert cut == [["游艇产业。", "引进船企三家。"], ["明年三月底前"], ["已引进一家。"]]
    assert (draft.number, draft.start, draft.end) == ("三", 0, len(text))


def test_heading_names_the_unit() -> None:
    """In a list ordered by units the heading is taken over, and marked; it leads where the task names only helpers."""
    alone, helped = read("一、市港航局（2项）\n1.建码头十个。\n2.疏航道五公里。配合单位：市交通局。").drafts
    assert [(mention.name, mention.grade) for mention in alone.responsible] == [("市港航局", "inferred")]
    assert [(mention.name, mention.grade) for mention in helped.leads] == [("市港航局", "inferred")]
    assert [mention.name for mention in helped.participants] == ["市交通局"]


def test_heading_names_the_leader() -> None:
    """The leader and the lead of a group hold for each task of it; who is responsible for a task then takes part."""
    text = "（一）设施\n牵头领导：王强\n牵头单位：市港航局\n1.建码头。\n责任单位：区政府\n2.疏航道。\n责任单位：市交通局"
    found = read(text)
    assert [[mention.name for mention in draft.leaders] for draft in found.drafts] == [["王强"], ["王强"]]
    assert [[mention.name for mention in draft.leads] for draft in found.drafts] == [["市港航局"], ["市港航局"]]
    assert [[mention.name for mention in draft.participants] for draft in found.drafts] == [["区政府"], ["市交通局"]]


@pytest.mark.parametrize("heading", ["李大江市长主抓重点工作", "市委常委、副市长李大江同志牵头的工作", "李大江副市长分管"])
def test_leader_in_a_heading_far_above(heading: str) -> None:
    found = read(f"一、{heading}\n（一）设施\n1.建码头。\n责任单位：市港航局\n2.疏航道。\n责任单位：市交通局")
    assert [[mention.name for mention in draft.leaders] for draft in found.drafts] == [["李大江"], ["李大江"]]


def test_heading_names_who_leads_and_who_helps() -> None:
    found = read("一、市经信局牵头，市科技局、市商务局配合\n1.新建智能工厂十家。\n2.引进整船企业三家。\n二、市港航局负责的工作\n1.建码头泊位十个。\n2.疏浚航道五公里。").drafts
    assert [[mention.name for mention in draft.leads] for draft in found] == [["市经信局"], ["市经信局"], [], []]
    assert [mention.name for mention in found[0].participants] == ["市科技局", "市商务局"]
    assert [mention.name for mention in found[3].responsible] == ["市港航局"]


def test_boxed_labels() -> None:
    text = "（一）做强船业\n【工作目标】引进三家。\n【牵头单位】市经信局\n【完成时限】十一月\n（二）疏航道\n【牵头单位】市交通局\n【完成时限】年底"
    assert [[text[span.start:span.end] for span in draft.due] for draft in read(text).drafts] == [["十一月"], ["年底"]]


def test_labels_that_no_rule_knows_do_not_end_a_task() -> None:
    text = "1.游艇产业链\n牵头单位：市经信局\n链主企业：江海船业公司\n发展目标：产值十亿元。\n2.海钓产业链\n牵头单位：市体育局"
    assert spans(text)[0].endswith("发展目标：产值十亿元。")


def test_sentence_gives_several_units_their_parts() -> None:
    text = "会议议定：\n一、关于招商。市商务局要牵头制定图谱，引进三家；市经信局负责做好服务。\n二、关于航线。请市公安局负责对接，开通三条。\n三、关于码头。由市港航局牵头，市交通局配合。"
    first, second, _ = read(text).drafts
    assert [mention.name for mention in first.leads + first.participants] == ["市商务局", "市经信局"]
    assert [mention.name for mention in second.responsible] == ["市公安局"]


def test_section_is_the_way_down() -> None:
    assert read("二、任务\n（一）设施\n1.建码头。（市港航局负责）").drafts[0].section == "任务 / 设施"


def test_preamble_and_unread() -> None:
    """Targets of the whole are kept apart; a chapter of work that was passed over is shown."""
    text = (
        "一、主要目标\n到明年游艇产业产值达到20亿元，泊位达到600个。\n二、任务\n1.建码头。（市港航局负责）\n2.育船企。（市经信局负责）\n"
        "三、重点区块\n东港湾区块以游艇总装为主，南湾区块以海钓运动为主，西湾区块以帆船培训为主。")
    found = read(text)
    assert [text[span.start:span.end] for span in found.preamble] == ["到明年游艇产业产值达到20亿元，泊位达到600个。"]
    assert [text[span.start:span.start + 6] for span in found.unread] == ["三、重点区块"]


def test_line_ends_of_windows() -> None:
    text = "1.建码头。\r\n责任单位：市港航局\r\n2.育船企。\r\n责任单位：市经信局\r\n"
    assert spans(text) == ["1.建码头。\r\n责任单位：市港航局", "2.育船企。\r\n责任单位：市经信局"]


def test_tree_of_numbers() -> None:
    """A style that is open already is a sibling, whatever its number; a new one goes below."""
    found = items(view("一、甲\n（一）乙\n1.丙\n3.丁\n（二）戊\n1.己\n二、庚\n①辛"))
    assert [(item.number, item.depth, item.parent) for item in found] == [
        ("一", 0, -1), ("一", 1, 0), ("1", 2, 1), ("3", 2, 1), ("二", 1, 0), ("1", 2, 4), ("二", 0, -1), ("①", 1, 6)]


@pytest.mark.parametrize("line", ["2.5亿元以上的项目", "1.2万亩", "3.0版本", "2024年底前", "12345热线", "（2）牵头单位：市港航局", "3月底开工"])
def test_figures_are_no_numbers_of_items(line: str) -> None:
    assert items(view(line)) == []


@given(st.text(alphabet="一二、（）()1.2。，,：:\n \r\t市局委牵头责任单位配合负责建设游艇“”|-#*第条①序号任务", max_size=120))
def test_any_text_can_be_cut(text: str) -> None:
    """Whatever the text: tasks in order, with spans that hold text, each mention a name that stands where it says."""
    found = read(text)
    assert list(found.drafts) == sorted(found.drafts, key=lambda draft: (draft.start, draft.end))
    for draft in found.drafts:
        assert 0 <= draft.start < draft.end <= len(text)
        for part in (draft.title, *draft.body, *draft.due, *draft.progress):
            assert 0 <= part.start < part.end <= len(text)
        for mention in mentions(draft):
            assert "".join(text[mention.start:mention.end].split()) == "".join(mention.name.split())


def mentions(draft: Draft) -> tuple:  # type: ignore[type-arg]
    return (*draft.leads, *draft.participants, *draft.responsible, *draft.leaders)


def test_each_task_of_the_seeds_names_a_unit(need: object) -> None:
    """Each of the five real documents assigns each of its tasks."""
    seeds = need("seeds")  # type: ignore[operator]
    counts = {}
    for path in sorted(Path(seeds).glob("*.txt")):
        text = path.read_bytes().decode()
        drafts = read(text).drafts
        assert all(draft.leads or draft.responsible for draft in drafts)
        counts[path.name[:3]] = len(drafts)
    assert counts == {"000": 13, "001": 28, "002": 30, "003": 119, "004": 18}


def test_item_that_begins_with_a_figure() -> None:
    """4. and 10月底前 make no 4.10; 2、 may stand before a figure, but 1、2号 is a list."""
    text = "一、任务\n1、5G基站新建200座。（市工信局）\n2、10万吨铝箔项目投产。（市发改委）\n3. 5G专网建成。（市大数据局）\n4. 10月底前建成泵站。（市水利局）"
    assert [title.split(" ")[0] for title in titles(text)] == ["1", "2", "3", "4"]
    assert titles("一、任务\n1、2号车间投产。") == []
