"""Reports in running text: what was to be done, and what is said of how far it has come."""

from __future__ import annotations

import pytest

from liantu.graph.model import Document, Draft
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.reports import is_report, reports
from liantu.loaders.text import view


def told(text: str) -> list[tuple[str, str]]:
    """Return body and report of each task."""
    def cut(draft: Draft) -> tuple[str, str]:
        return tuple("|".join(text[span.start:span.end] for span in spans)  # type: ignore[return-value]
                     for spans in (draft.body, draft.progress))

    return [cut(draft) for draft in outline(Document("a.txt", text), view(text, paragraphs(text))).drafts]


@pytest.mark.parametrize(("title", "expected"), [
    ("关于《政府工作报告》重点任务分解落实情况的通报", True),
    ("铝材链行动方案实施情况的报告", True),
    ("关于报送重点任务完成情况的通知", False),
    ("青河市2024年政府工作报告", False),
    ("重点任务分工方案", False),
])
def test_title(title: str, expected: bool) -> None:  # noqa: FBT001
    assert is_report(title + "\n一、") is expected


@pytest.mark.parametrize(("chapter", "expected"), [
    ("重点任务进展情况", True), ("已完成的重点任务（3项）", True), ("重点任务", False), ("下半年工作安排", False), ("主导产业", True)])
def test_chapter_of_a_report(chapter: str, expected: bool) -> None:  # noqa: FBT001
    assert reports(chapter, report=True) is expected


def test_target_above_its_report() -> None:
    """The line with the units is what was to be done, however long it is; the next line tells."""
    text = ("青河市产业链重点任务落实情况的通报\n"
            "1.新建充电桩2000个、换电站12座，建成公共停车场10个，改造老旧加油站6座。（市发改委，市住建局）\n截至目前，新建充电桩1360个。〔达到序时进度〕\n"
            "2.招引医药企业。引进药企3家。（市投促局）\n已引进药企3家。（已完成）")
    assert told(text) == [
        ("新建充电桩2000个、换电站12座，建成公共停车场10个，改造老旧加油站6座。", "截至目前，新建充电桩1360个。〔达到序时进度〕"),
        ("招引医药企业。引进药企3家。", "已引进药企3家。（已完成）")]


def test_plan_quoted_in_front_of_the_report() -> None:
    text = "重点任务完成情况\n一、工业进展情况\n1.引进龙头企业不少于3家。上半年，引进1家。\n2.培育小巨人企业5家以上。截至6月底，培育2家。"
    assert told(text) == [("引进龙头企业不少于3家。", "上半年，引进1家。"), ("培育小巨人企业5家以上。", "截至6月底，培育2家。")]


def test_target_and_report_in_one_line() -> None:
    text = "青河市重点任务完成情况\n1.扩大技改投资。完成技改投资33亿元，占年度任务的55%。（市工信局，市统计局）\n2.引进药企。已签约2家。（市投促局）"
    assert told(text)[0] == ("扩大技改投资。", "完成技改投资33亿元，占年度任务的55%。")


def test_tasks_that_a_heading_reports_of() -> None:
    text = "青河市重点任务完成情况\n一、已完成的重点任务（2项）\n1.建成产业园一期。（市工信局）\n2.引进药企3家。（市投促局）"
    assert told(text) == [("建成产业园一期。", ""), ("引进药企3家。", "")]


def test_report_in_the_lines_below_its_label() -> None:
    """It ends with the next label or heading; trouble and next steps are no part of it."""
    text = ("青河市链长制工作\n（一）建设风电项目\n牵头单位：市能源局\n年度目标：全部并网。\n进展情况：\n1.吊装风机30台。\n2.升压站完工。\n"
            "存在问题：征地滞后。\n（二）培育企业\n牵头单位：市工信局\n进展情况：\n新增企业3家。\n（三）引进药企\n牵头单位：市投促局\n工作进展：签约2家。")
    assert [progress for _, progress in told(text)] == ["1.吊装风机30台。\n2.升压站完工。", "新增企业3家。", "签约2家。"]
