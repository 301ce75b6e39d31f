"""Progress: a rate counts only where it is the rate of the whole task; done only where all of it is."""

from __future__ import annotations

import pytest

from liantu.graph.model import Draft, Span
from liantu.loaders.progress import read_progress
from liantu.loaders.text import view


def read(body: str, report: str, *rates: str) -> tuple[float | None, str | None]:
    text = "\n".join((body, report, *rates))
    spans, at = [], 0
    for part in (body, report, *rates):
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    found = read_progress(view(text), Draft("1", spans[0], 0, len(text), body=(spans[0],), progress=tuple(spans[1:])))
    assert found is not None
    return found.percent, found.status


@pytest.mark.parametrize(
    ("body", "report", "wanted"),
    [
        ("新建绿道30公里。", "已建成绿道18公里，完成年度任务的60%。", (60, "ongoing")),
        ("新建绿道30公里。", "截至9月底建成33公里，完成年度目标任务110%。", (110, "done")),
        ("税收增长6%。", "累计入库42亿元，完成年度预算78.5%。增幅居前。", (78.5, "ongoing")),
        ("动工建设东环路，完成投资9亿元。", "已动工，累计完成投资4亿元，占年度计划的44%。", (44, "ongoing")),
        ("建设一批美丽村庄，打造样板。", "美丽村庄建设完成总工程量的92%。", (92, "ongoing")),
        # The rate of one work among several is none of the task.
        ("建设东桥、西桥，新建南路，改造北路。", "东桥完成工程量的40%。", (None, "ongoing")),
        ("完善公园体系。", "1.东园完成方案。\n2.西园完成工程量的35%。\n3.南园施工。", (None, "ongoing")),
        ("扩大投资。", "甲项目完成年度计划的40%，乙项目完成年度计划的70%。", (None, "ongoing")),
        ("培育企业。", "企业开工率94%，投资增长12%。", (None, "ongoing")),
    ],
)
def test_percent(body: str, report: str, wanted: tuple[float | None, str]) -> None:
    assert read(body, report) == wanted


@pytest.mark.parametrize(
    ("report", "wanted"),
    [
        ("已完成。", "done"),
        ("全部完成", "done"),
        ("已完成。工程5月底通过验收。", "done"),
        ("已在第二季度完成目标任务。", "done"),
        ("累计建成托位960个，超额完成目标任务。", "done"),
        ("项目已建成并投入使用。", "done"),
        ("已完成方案初稿，正在征求意见。", "ongoing"),
        ("已基本建成5个服务站。", "ongoing"),
        ("正在推进。", "ongoing"),
        ("按序时推进", "ongoing"),
        ("尚未启动", "not_started"),
        ("项目未开工，用地手续正在办理。", "not_started"),
        ("数据尚在核算", None),
        ("——", None),
    ],
)
def test_status(report: str, wanted: str | None) -> None:
    assert read("推进工作。", report)[1] == wanted


def test_rate_in_a_cell_of_its_own() -> None:
    assert read("引进企业12家", "已引进企业9家", "75%") == (75, "ongoing")


def test_nothing_reported() -> None:
    assert read_progress(view("推进工作。"), Draft("1", Span(0, 4), 0, 5, body=(Span(0, 5),))) is None
