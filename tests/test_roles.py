"""Who leads, takes part or is responsible, in each of the shapes in which offices write it."""

from __future__ import annotations

import pytest

from liantu.graph.model import Document, Draft
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.roles import clauses
from liantu.loaders.text import view

Roles = tuple[str, str, str, str]


def roles(clause: str, *, before: str = "1.建设低空经济试验区，开通航线十条。") -> Roles:
    """Return leads, participants, responsible units and leaders of one task, joined by bars."""
    text = before + clause
    drafts = outline(Document("a.txt", text), view(text, paragraphs(text))).drafts
    assert len(drafts) == 1, drafts
    draft = drafts[0]
    return tuple("|".join(mention.name for mention in found)  # type: ignore[return-value]
                 for found in (draft.leads, draft.participants, draft.responsible, draft.leaders))


@pytest.mark.parametrize(("clause", "expected"), [
    # labels
    ("（牵头单位：市发改委；配合单位：市经信局，市财政局）", ("市发改委", "市经信局|市财政局", "", "")),
    ("（牵头部门：市发改委、市商务局）", ("市发改委|市商务局", "", "", "")),
    ("（责任单位：市发改委、市经信局）", ("", "", "市发改委|市经信局", "")),
    ("（省商务厅，青州、烟台、济宁市政府）", ("", "", "省商务厅|青州、烟台、济宁市政府", "")),
    ("（市科协、市残联）", ("", "", "市科协|市残联", "")),
    ("关于城乡金融的问题，由银监会牵头，供销总社、财政部配合。", ("银监会", "供销总社|财政部", "", "")),
    # by a sentence that ends with the clause: …的问题,由A牵头,B配合。
    ("关于推广机器人的问题，由市发改委牵头，市经信局、市财政局配合。", ("市发改委", "市经信局|市财政局", "", "")),
    ("关于由社会出资的问题，由市发改委、市商务局分别牵头，会同市税务局等部门落实。", ("市发改委|市商务局", "市税务局", "", "")),
    ("【责任单位：市发改委,市经信局;完成时限：十月底】", ("", "", "市发改委|市经信局", "")),
    ("【牵头单位】市发改委【配合单位】市财政局", ("市发改委", "市财政局", "", "")),
    ("[牵头]市发改委[配合]市公安局交警支队", ("市发改委", "市公安局交警支队", "", "")),
    ("（责任单位市发改委、市经信局）", ("", "", "市发改委|市经信局", "")),
    ("\n牵头领导：张立新、王 芳\n主办单位：市发改委\n协办单位：市经信局", ("市发改委", "市经信局", "", "张立新|王 芳")),
    ("\n牵头单位\n市发改委\n配合单位\n市经信局", ("市发改委", "市经信局", "", "")),
    ("\n责任单位：市发改委\n市经信局\n2.其他", ("", "", "市发改委|市经信局", "")),
    ("牵头单位：市发改委 配合单位：市经信局 市财政局", ("市发改委", "市经信局|市财政局", "", "")),
    ("（责任单位：市发改委（牵头）、市经信局、市财政局（配合））", ("市发改委", "市经信局|市财政局", "", "")),
    ("（责任单位及责任人：市发改委 李国强、市经信局 周敏）", ("", "", "市发改委|市经信局", "李国强|周敏")),
    # verbs
    ("（市发改委牵头，市经信局、市财政局配合）", ("市发改委", "市经信局|市财政局", "", "")),
    ("（市发改委牵头，市经信局按职责分工负责）", ("市发改委", "市经信局", "", "")),
    ("（市发改委、市经信局按职责分工负责）", ("", "", "市发改委|市经信局", "")),
    ("（市发改委、市经信局等部门负责）", ("", "", "市发改委|市经信局", "")),
    ("（市发改委牵头负责）", ("市发改委", "", "", "")),
    ("（市发改委负责牵头，市经信局参与落实，年底前完成）", ("市发改委", "市经信局", "", "")),
    ("（市发改委牵头，会同市经信局、市财政局负责，5分）", ("市发改委", "市经信局|市财政局", "", "")),
    ("（市发改委会同有关部门负责）", ("", "", "市发改委|有关部门", "")),
    ("（李建国副市长牵头，市发改委负责）", ("", "", "市发改委", "李建国")),
    ("（各产业链牵头部门负责）", ("", "", "各产业链牵头部门", "")),
    # departments of a ministry, provinces that share an office, firms in short
    ("电力司牵头，装备一司及青海、宁夏能源主管部门参与，2025年9月底前完成。", ("电力司", "装备一司|青海、宁夏能源主管部门", "", "")),
    ("煤炭司牵头，华北、西北能源监管局，江苏、浙江发展改革委配合。", ("煤炭司", "华北、西北能源监管局|江苏、浙江发展改革委", "", "")),
    ("油气司牵头，中国石油和中国石化、国家管网参与。", ("油气司", "中国石油|中国石化|国家管网", "", "")),
    ("规划司负责。", ("", "", "规划司", "")),
    ("（省商务厅牵头，省财政厅及新乡、萍乡市政府配合）", ("省商务厅", "省财政厅|新乡、萍乡市政府", "", "")),
    # labels with a time limit or persons beside the units, short ones, and such as name a level
    ("\n责任单位及完成时限：市发改委、市经信局，六月底前", ("", "", "市发改委|市经信局", "")),
    ("\n牵头领导及单位：李建国，市发改委", ("", "", "市发改委", "李建国")),
    ("（主办：市发改委；协办：市经信局、市财政局）", ("市发改委", "市经信局|市财政局", "", "")),
    ("（市级牵头单位：市发改委；县级责任单位：各县（市、区）政府）", ("市发改委", "各县（市、区）政府", "", "")),
    ("\n分管省领导：李建国\n部门分工：省发改委牵头，省商务厅配合。", ("省发改委", "省商务厅", "", "李建国")),
    ("（责任单位为市发改委、市经信局）", ("", "", "市发改委|市经信局", "")),
    # joint work that ends in a proposal
    ("关于口岸的问题，由市发改委、市商务局会同市财政局等部门提出意见，报市政府同意后实施。", ("市发改委|市商务局", "市财政局", "", "")),
    # no brackets, no label
    ("市发改委牵头，市经信局配合。", ("市发改委", "市经信局", "", "")),
    ("\n由市发改委牵头，市经信局、各县（市、区）政府配合，年内完成。", ("市发改委", "市经信局|各县（市、区）政府", "", "")),
    ("牵头单位市发改委，配合单位市经信局。", ("市发改委", "市经信局", "", "")),
    # a bare list
    ("（市发改委、市经信局，各县（市、区））", ("", "", "市发改委|市经信局|各县（市、区）", "")),
    ("（市发改委，3月底前）", ("", "", "市发改委", "")),
])
def test_shapes(clause: str, expected: Roles) -> None:
    assert roles(clause) == tuple(part.replace("王 芳", "王芳") for part in expected)


@pytest.mark.parametrize(("names", "expected"), [
    # 和 inside a name, and between two
    ("市港航和口岸管理局、市文化和旅游局", "市港航和口岸管理局|市文化和旅游局"),
    ("市民族和宗教事务局和市司法局", "市民族和宗教事务局|市司法局"),
    ("市级有关部门及各县市区政府", "市级有关部门|各县市区政府"),
    # 、 inside a group
    ("各区、县（市）政府，市国资委", "各区、县（市）政府|市国资委"),
    ("各省、自治区、直辖市人民政府", "各省、自治区、直辖市人民政府"),
    ("各县（市、区）党委、政府，高新区管委会", "各县（市、区）党委、政府|高新区管委会"),
    ("济南、青岛、潍坊市政府", "济南、青岛、潍坊市政府"),
    ("市直有关部门、单位，各区政府", "市直有关部门、单位|各区政府"),
    ("市水利局、市直有关部门（以下任务均需其落实，不再列出）", "市水利局|市直有关部门"),
    # brackets and quotation marks inside a name
    ("市财政局（市国资委）、市“菜篮子”办公室", "市财政局（市国资委）|市“菜篮子”办公室"),
    ("中国（江海）大宗商品交易中心", "中国（江海）大宗商品交易中心"),
    ("各区政府〈含开发区，下同〉", "各区政府"),
    # 等, a name cut by a line, a firm with Latin words
    ("市水利局、市气象局等", "市水利局|市气象局"),
    ("市水\n利局、市气象局", "市水利局|市气象局"),
    ("SK Group江海公司、市商务局", "SK Group江海公司|市商务局"),
])
def test_names_in_a_list(names: str, expected: str) -> None:
    assert roles(f"（责任单位：{names}）") == ("", "", expected, "")


@pytest.mark.parametrize(("text", "expected"), [
    ("市长刘建国", "刘建国"), ("刘建国（市委书记）、陈芳 副市长", "刘建国|陈芳"), ("市委常委、副市长 陈 伟", "陈伟"),
    ("李建国、周敏副市长", "李建国|周敏"),
    ("分管副市长", "分管副市长"),
])
def test_persons_without_their_offices(text: str, expected: str) -> None:
    assert roles(f"\n分管领导：{text}\n牵头单位：市发改委")[3] == expected


@pytest.mark.parametrize("clause", [
    "（一期由企业负责建设）", "（原市经贸委）", "由企业牵头组建创新联合体。", "牵头制定标准三项，参与制定标准一项。",
    "各单位要成立专班，市发改委牵头协调。",
])
def test_assigns_nothing(clause: str) -> None:
    """Verbs and brackets in a sentence that is about the work itself."""
    assert roles(clause) == ("", "", "", "")


@pytest.mark.parametrize(("rule", "leads", "participants", "grade"), [
    ("列第一位的为牵头单位，下同", "市发改委", "市经信局", "inferred"),
    ("责任单位排在首位的牵头负责", "市发改委", "市经信局", "inferred"),
    ("第一责任单位为牵头单位", "市发改委", "市经信局", "inferred"),
    ("无牵头单位的，责任单位即为牵头单位", "市发改委|市经信局", "", "inferred"),
])
def test_rule_of_the_document(rule: str, leads: str, participants: str, grade: str) -> None:
    """Said once, anywhere; what is derived from it is marked."""
    text = f"现印发给你们。{rule}。\n一、任务\n1.建设航线。（责任单位：市发改委、市经信局）"
    draft = outline(Document("a.txt", text), view(text, paragraphs(text))).drafts[0]
    assert "|".join(mention.name for mention in draft.leads) == leads
    assert "|".join(mention.name for mention in draft.participants) == participants
    assert {mention.grade for mention in (*draft.leads, *draft.participants)} == {grade}


def test_rule_inside_the_first_clause_is_no_name() -> None:
    first, second = _drafts("1.甲任务。（责任单位：市发改委、市经信局。列第一位的为牵头单位，下同）\n2.乙任务。（责任单位：市经信局）")
    assert [mention.name for mention in first.leads + first.participants] == ["市发改委", "市经信局"]
    assert [mention.name for mention in second.leads] == ["市经信局"]


@pytest.mark.parametrize("names", [
    "市发改委、市经信局（列第一位者为牵头或汇总单位，下同）", "市发改委、市经信局（除另有标注外，列第一位为牵头单位，下同）",
    "市发改委（列第一位的为牵头单位，下同）、市经信局",
])
def test_bracket_with_the_rule_is_no_part_of_a_name(names: str) -> None:
    draft = _drafts(f"1.建设航线。\n责任单位：{names}")[0]
    assert [mention.name for mention in draft.leads] == ["市发改委"]
    assert [mention.name for mention in draft.participants] == ["市经信局"]


def test_mentions_can_be_cut_out_again() -> None:
    text = "1．建设航线。\r\n（责任单位： 市发改委、各县〔区〕政府 ）"
    draft = _drafts(text)[0]
    assert [text[mention.start:mention.end] for mention in draft.responsible] == ["市发改委", "各县〔区〕政府"]


def _drafts(text: str) -> list[Draft]:
    return list(outline(Document("a.txt", text), view(text, paragraphs(text))).drafts)


@pytest.mark.parametrize("text", [
    "2.完善价格机制。此项工作由市发改委会同市财政局负责。",
    "2.完善价格机制,由市发改委会同市财政局等部门负责落实。",
])
def test_joint_work_is_led_by_the_first(text: str) -> None:
    seen = view(text)
    names = [(seen.flat[name.start:name.end], name.role) for clause in clauses(seen) for field in clause.fields for name in field.names]
    assert names == [("市发改委", "lead"), ("市财政局", "participant")]


def test_who_explains_the_rules_is_given_no_work() -> None:
    assert clauses(view("本办法由市财政局会同市发改委负责解释。")) == []
