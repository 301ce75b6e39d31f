"""Tables of which only white space is left between the cells; all texts are made up."""

from __future__ import annotations

import pytest

from liantu.graph.model import Document, Draft
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.spaced import spaced_tables
from liantu.loaders.text import view

TABLE = """青河市重点任务分解表
序号 工作任务 牵头领导 牵头单位 配合单位 完成时限
一、工业
1 建工厂十家，建成工业平台
2个。 李大江 经信局 科技局、
商务局 2024年12月
2 引船企三家。 王海 商务局 10月底前
- 2 -
3 开通航线五条。
周海 交通局 发改委、各县（市、区）政府 全年
青河市人民政府办公室
2024年3月1日印发
"""


def read(text: str) -> list[Draft]:
    return list(outline(Document("a.txt", text), view(text, paragraphs(text))).drafts)


def test_rows_over_several_lines() -> None:
    """Lists that go on in the next line, a page number between rows, a column left blank, and a figure that begins a line."""
    drafts = read(TABLE)
    assert [draft.number for draft in drafts] == ["1", "2", "3"]
    assert [[mention.name for mention in draft.leads] for draft in drafts] == [["经信局"], ["商务局"], ["交通局"]]
    assert [[mention.name for mention in draft.participants] for draft in drafts] == [["科技局", "商务局"], [], ["发改委", "各县（市、区）政府"]]
    assert [[mention.name for mention in draft.leaders] for draft in drafts] == [["李大江"], ["王海"], ["周海"]]
    assert [TABLE[span.start:span.end] for draft in drafts for span in draft.due] == ["2024年12月", "10月底前", "全年"]
    assert drafts[0].section == "一、工业"


def test_report_or_remark_behind_the_units() -> None:
    text = "序号 工作任务 责任单位 进展情况\n1 建成码头12个 市港航局 截至6月底，已建成8个。\n其余4个正在施工。\n2 引进船企3家 市经信局、市商务局 已签约2家。"
    first, second = read(text)
    assert [text[span.start:span.end] for span in first.progress] == ["截至6月底，已建成8个。\n其余4个正在施工。"]
    assert [mention.name for mention in second.responsible] == ["市经信局", "市商务局"]
    text = "序号 项目名称 建设内容 牵头单位 完成时限 备注\n1 东港码头 建成泊位12个 市港航局 12月底 续建\n2 西港码头 改造泊位3个 市港航局 10月"
    assert [[mention.name for mention in draft.leads] for draft in read(text)] == [["市港航局"], ["市港航局"]]


@pytest.mark.parametrize("text", [
    "序号 工作任务 责任单位\n1 建工厂十家。\n2 引船企三家。",
    "序号 名称 数量\n1 码头 3\n2 船坞 5",
    "按照会议序号 逐项 落实。\n1 建工厂。\n2 引船企。",
])
def test_what_is_no_table_of_tasks(text: str) -> None:
    assert spaced_tables(text) == ()
