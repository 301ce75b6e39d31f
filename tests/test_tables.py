"""Rows of task tables: columns by their headers, cells that are merged, blank, stacked or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from liantu.graph.model import Cell, Document, Draft, Table
from liantu.loaders.compose import Writer, grid_of_spans
from liantu.loaders.headers import is_header, kind_of_header
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.text import view

Spanned = tuple[str, int, int]


def drafts(document: Document) -> tuple[Draft, ...]:
    return outline(document, view(document.text, paragraphs(document.text))).drafts


def plain(text: str) -> list[tuple[str, str, str, str]]:
    """Read a table that stands in plain text."""
    return rows(Document("a.txt", text))


def laid(*lines: list[str | Spanned], before: str = "") -> list[tuple[str, str, str, str]]:
    """Read a table of cells; (text, rows, columns) is a merged one."""
    writer = Writer()
    if before:
        writer.line(before)
    spanned = [[(cell, 1, 1) if isinstance(cell, str) else cell for cell in line] for line in lines]
    writer.table(grid_of_spans(Path("a.html"), spanned))
    return rows(writer.document("a.html", "html"))


def rows(document: Document) -> list[tuple[str, str, str, str]]:
    """Return number, title, leads or responsible units, participants of each task."""
    def names(found: tuple) -> str:  # type: ignore[type-arg]
        return "|".join(mention.name for mention in found)

    return [
        (draft.number, document.quote(draft.title.start, draft.title.end),
         names(draft.leads or draft.responsible), names(draft.participants))
        for draft in drafts(document)]


HEADER = ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"]


@pytest.mark.parametrize(("header", "kind"), [
    ("序 号", "number"), ("市级牵头部门", "lead"), ("牵头\n单位", "lead"), ("责任单位（排第一的为牵头单位）", "responsible"),
    ("配合（参与）单位", "participant"),
    ("链长", "leader"), ("包联市领导", "leader"), ("完成时间节点", "due"), ("三季度进展情况", "progress"), ("产业链名称", "subject"),
    ("2024年工作任务", "task"), ("目标任务", "task"), ("备注", "other"), ("游艇", ""), ("各责任单位要抓紧推进，确保年内完成", ""),
])
def test_headers(header: str, kind: str) -> None:
    assert kind_of_header(header) == kind


@pytest.mark.parametrize(("cells", "expected"), [
    (HEADER, True), (["产业链", "链长", "牵头单位"], True), (["指标名称", "单位", "数值"], False), (["1", "建码头", "市港航局"], False),
    (["责任单位", "联系电话"], False),
])
def test_which_row_is_a_header(cells: list[str], expected: bool) -> None:  # noqa: FBT001
    assert is_header(cells) is expected


def test_merged_blank_and_same_as_above() -> None:
    """What stands above holds for a merged cell and for 同上; a blank cell is blank."""
    assert laid(
        [("游艇产业任务分解表", 1, 5)], list(HEADER),
        ["1", "新建泊位十个", ("市港航局", 2, 1), "市交通局\n市海事局", "六月底"],
        ["2", "疏浚航道", "同上", "年底"],
        ["3", "引进船企", "市经信局", "", "年底"],
    ) == [("1", "新建泊位十个", "市港航局", "市交通局|市海事局"), ("2", "疏浚航道", "市港航局", "市交通局|市海事局"), ("3", "引进船企", "市经信局", "")]


def test_two_rows_of_headers_groups_and_a_repeated_header() -> None:
    head: list[list[str | Spanned]] = [[("序号", 2, 1), ("任务", 2, 1), ("具体举措", 2, 1), ("责任分工", 1, 2)], ["牵头", "配合"]]
    assert laid(
        *head, [("一、设施", 1, 5)],
        [("1", 2, 1), ("完善泊位", 2, 1), "新建泊位十个", "市港航局", "市交通局"],
        ["改造泊位五个", "市港航局", "/"],
        ["序号", "任务", "具体举措", "牵头", "配合"], [("二、企业", 1, 5)],
        ["2", "引育船企", "引进船企三家", "市经信局", "无"],
    ) == [("1", "新建泊位十个", "市港航局", "市交通局"), ("1", "改造泊位五个", "市港航局", ""), ("2", "引进船企三家", "市经信局", "")]


def test_group_rows_by_number() -> None:
    assert laid(["序号", "项目名称", "责任单位"], ["一", "新建（2个）", ""], ["1", "游艇码头", "市港航局"], ["2", "海钓基地", "市体育局"]) == [
        ("1", "游艇码头", "市港航局", ""), ("2", "海钓基地", "市体育局", "")]


def test_row_cut_by_the_end_of_a_page() -> None:
    """The rest of a cell on the next page belongs to the row before."""
    writer = Writer()
    lines = [list(HEADER), ["1", "新建泊位十个，完善岸电", "市港航局", "市交通局", "年底"], ["", "设施，投入运营", "", "", ""]]
    writer.table(grid_of_spans(Path("a.pdf"), [[(cell, 1, 1) for cell in line] for line in lines]))
    document = writer.document("a.pdf", "pdf")
    (draft,) = drafts(document)
    assert [document.quote(span.start, span.end) for span in draft.body] == ["新建泊位十个，完善岸电", "设施，投入运营"]


def test_chains_with_their_leaders() -> None:
    document = _chains()
    first, second = drafts(document)
    assert [mention.name for mention in first.leaders] == ["王立新"]
    assert [mention.name for mention in second.leaders] == ["李梅", "陈伟"]
    assert [mention.name for mention in second.participants] == ["市科技局", "市财政局"]
    assert document.quote(first.title.start, first.title.end) == "游艇产业"


def _chains() -> Document:
    writer = Writer()
    lines = [["产业链", "链长", "牵头单位", "责任单位", "联系人"], ["游艇产业", "王立新（副市长）", "市经信局", "市体育局", "小周"],
             ["海钓产业", "李 梅\n陈 伟", "市体育局", "市科技局 市财政局", "小吴"]]
    writer.table(grid_of_spans(Path("a.xlsx"), [[(cell, 1, 1) for cell in line] for line in lines]))
    return writer.document("a.xlsx", "xlsx")


def test_verbs_inside_a_cell() -> None:
    assert laid(["任务", "责任单位"], ["新建泊位", "市港航局牵头，市交通局配合"], ["疏浚航道", "市交通局、市水利局按职责分工负责"]) == [
        ("", "新建泊位", "市港航局", "市交通局"), ("", "疏浚航道", "市交通局|市水利局", "")]


def test_first_listed_rule_in_the_header() -> None:
    (draft,) = drafts(Document("a.txt", "序号\t任务\t责任单位（列第一位的为牵头单位）\n1\t新建泊位\t市港航局、市交通局"))
    assert [(mention.name, mention.grade) for mention in (*draft.leads, *draft.participants)] == [
        ("市港航局", "inferred"), ("市交通局", "inferred")]


def test_text_beside_a_table_of_tasks() -> None:
    """The notice in front of the table speaks of work, and assigns none."""
    assert laid(list(HEADER), ["1", "新建泊位", "市港航局", "", "年底"], before="一、加强组织领导，推进工作落实。") == [("1", "新建泊位", "市港航局", "")]


def test_table_of_figures_is_no_list_of_tasks() -> None:
    assert laid(["指标", "单位", "数值"], ["泊位", "个", "600"], ["产值", "亿元", "20"]) == []


def test_cells_in_lines() -> None:
    """One cell a line, some of several lines; printed numbers skip and repeat; a number inside a report is no row."""
    assert plain(
        "游艇产业任务表\n序号\n工作内容\n牵头单位\n责任单位\n进展情况\n"
        "1\n新建泊位十个。\n市港航局\n市交通局\n市海事局\n1.完成选址。\n2.开工三个，其中\n公共泊位一个。\n"
        "3\n疏浚航道五公里。\n市交通局\n——\n完成招标。\n"
        "3\n引进船企三家。\n市经信局\n各县（市、区）\n签约一家\n（本表有删减）"
    ) == [("1", "新建泊位十个", "市港航局", "市交通局|市海事局"), ("3", "疏浚航道五公里", "市交通局", ""), ("3", "引进船企三家", "市经信局", "各县（市、区）")]


@pytest.mark.parametrize("cell", ["{} |", "| {} |", "{}｜"])
def test_cells_in_lines_that_end_in_bars(cell: str) -> None:
    lines = ["序号", "重点任务", "牵头单位", "配合单位", "（一）做强制造", "1", "建设船舶配套园。", "产业促进局", "招商集团、江湾街道",
             "2", "培育软件企业。", "科技创新局", "——"]
    assert plain("东湾新区重点任务清单\n" + "\n".join(map(cell.format, lines))) == [
        ("1", "建设船舶配套园", "产业促进局", "招商集团|江湾街道"), ("2", "培育软件企业", "科技创新局", "")]


def test_verbs_in_cells_in_lines() -> None:
    """A牵头,B参加 in a line is a cell for units, also where the first unit begins like a piece of work."""
    text = ("序号\n重点任务\n责任部门\n时间进度\n1\n推进铜箔攻关，组织项目20项。\n工业和信息化部牵头，科技部、财政部参加\n2026年6月底前\n"
            "2\n优化冶炼布局。\n国家发展改革委牵头，自然资源部配合\n持续推进")
    assert [row[2:] for row in plain(text)] == [
        ("工业和信息化部", "科技部|财政部"), ("国家发展改革委", "自然资源部")]


def test_columns_that_say_where_a_task_stands() -> None:
    assert [kind_of_header(text) for text in ("状态", "是否完成", "亮灯情况", "完成率(%)", "下一步打算", "存在问题及原因")] == [
        "progress", "progress", "progress", "progress", "detail", "other"]


def test_cells_in_lines_with_headings_and_a_repeated_header() -> None:
    assert plain(
        "序号\n任务\n牵头单位\n完成时限\n一、设施\n1\n新建泊位\n市港航局\n年底\n二、企业\n2\n引进船企\n市经信局\n六月底\n序号\n任务\n牵头单位\n完成时限\n3\n培训船员\n市人社局\n全年"
    ) == [("1", "新建泊位", "市港航局", ""), ("2", "引进船企", "市经信局", ""), ("3", "培训船员", "市人社局", "")]


def test_cells_in_lines_with_an_empty_group() -> None:
    """A group named in the first of its rows has no cell in the others."""
    assert plain("序号\n类别\n工作任务\n牵头单位\n责任单位\n1\n设施\n新建泊位十个。\n市港航局\n市交通局\n2\n疏浚航道。\n市交通局\n市水利局\n市海事局") == [
        ("1", "新建泊位十个", "市港航局", "市交通局"), ("2", "疏浚航道", "市交通局", "市水利局|市海事局")]


@pytest.mark.parametrize("text", [
    "序号 | 任务 | 牵头单位\n---|---|---\n1 | 新建泊位 | 市港航局\n2 | 引进船企 | 市经信局",
    "| 序号 | 任务 | 牵头单位 |\n|---|---|---|\n| 1 | 新建泊位 | 市港航局 |\n| 2 | 引进船企 | 市经信局 |",
    "序号\t任务\t牵头单位\r\n1\t新建泊位\t市港航局\r\n2\t引进船企\t市经信局\r\n",
])
def test_rows_in_lines(text: str) -> None:
    assert plain(text) == [("1", "新建泊位", "市港航局", ""), ("2", "引进船企", "市经信局", "")]


def test_rows_of_unlike_length_do_not_fail() -> None:
    """A reader may hand on rows that are shorter than the header."""
    text = "任务 牵头单位 序号 建码头"
    cells = [Cell(0, 2), Cell(3, 7), Cell(8, 10)]
    table = Table(((cells[0], cells[1]), (Cell(11, 14),)))
    assert drafts(Document("a.txt", text, tables=(table,))) is not None
