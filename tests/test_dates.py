"""Deadlines: of lines and cells for the time limit, and of sentences whose date governs the whole task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liantu.graph.model import Draft, Header, Span
from liantu.loaders.dates import find_dates, iso_date, read_deadline
from liantu.loaders.text import view

HEADER = Header("要点", date="2020-01-15", period=(2020, 2020))


def due(text: str, header: Header = HEADER) -> str | None:
    draft = Draft("1", Span(0, 0), 0, len(text), due=(Span(0, len(text)),))
    found = read_deadline(view(text), draft, header)
    return found.date if found else None


def governing(text: str, header: Header = HEADER, *, body: int | None = None) -> str | None:
    draft = Draft("1", Span(0, 4), 0, len(text), body=(Span(0, body or len(text)),))
    found = read_deadline(view(text), draft, header)
    return found.date if found else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021年3月底前", "2021-03-31"),
        ("2024 年 2 月底", "2024-02-29"),
        ("2020年12月", "2020-12-31"),
        ("2020年12月31日前", "2020-12-31"),
        ("2025.12", "2025-12-31"),
        ("2025-12-31", "2025-12-31"),
        ("2025-12-31 00:00:00", "2025-12-31"),  # a date cell as sheets print it; the view has no white space
        ("2025/6/30", "2025-06-30"),
        ("20250630", "2025-06-30"),
        ("45657", "2024-12-31"),  # days since 1899 in a sheet
        ("年内", "2020-12-31"),
        ("年底前", "2020-12-31"),
        ("全年", "2020-12-31"),
        ("6月底前", "2020-06-30"),
        ("9月份", "2020-09-30"),
        ("十月底前", "2020-10-31"),
        ("8月中旬", "2020-08-20"),
        ("三季度末", "2020-09-30"),
        ("第1季度", "2020-03-31"),
        ("上半年", "2020-06-30"),
        ("2022年上半年", "2022-06-30"),
        ("2021年第四季度", "2021-12-31"),
        ("国庆前", "2020-10-01"),
        ("春节前", "2020-01-25"),
        ("2026年春节前", "2026-02-17"),
        ("元旦前", "2021-01-01"),
        ("2025年底", "2025-12-31"),
        ("到2025年", "2025-12-31"),
        ("2023-2025年", "2025-12-31"),
        ("2023年—2025年", "2025-12-31"),
        ("“十四五”末", "2025-12-31"),
        ("明年6月底前", "2021-06-30"),
        ("2024年6月底前开工，2025年12月底前建成", "2025-12-31"),  # the last of two steps
        ("二〇二二年五月底前", "2022-05-31"),
        ("长期坚持", None),
        ("持续推进", None),
        ("每月25日前", None),  # comes again and again
        ("每年12月底前", None),
        ("——", None),
    ],
)
def test_line_for_the_time_limit(text: str, wanted: str | None) -> None:
    assert due(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("全面建成数据平台，年内投入使用。", "2020-12-31"),
        ("2020年10月底前编制并公布事项清单，清单之外一律不收费。", "2020-10-31"),
        ("改造小区60个，新增车位900个，11月底前全部完成。", "2020-11-30"),
        ("加强消防管理。2021年底前实现隐患清零。", "2021-12-31"),  # the heading sets no time
        ("前期工作年底基本完成，争取先行段动工。", "2020-12-31"),
        ("完成课题研究，年内提交报告，年底前出台办法。", "2020-12-31"),
        ("一期国庆前投产，二期开工，三期报批。", None),  # a part of the task
        ("东桥3月底通车，西桥年内通车，南路国庆前通车。", None),  # several works, each with its own time
        ("加快小岛建设，金融中心力争年底开工。", None),
        ("新建基站900个，加快产业园建设，推进试点，确保9月底前动工，投资增长9%。", None),
        ("推进港口建设。2020年底前建成泊位。完善服务体系。", None),  # one sentence of several
        ("到2025年，产值达到90亿元。", None),  # a year of a figure
        ("推进改革。", None),
    ],
)
def test_date_that_governs_the_task(text: str, wanted: str | None) -> None:
    assert governing(text) == wanted


def test_time_limit_among_the_units() -> None:
    text = "建设示范园。（市农业局牵头，市财政局配合，9月底前，5分）"
    assert governing(text, body=6) == "2020-09-30"


def test_place_is_that_of_the_date() -> None:
    text = "时限：2021 年 5 月底前完成"
    found = read_deadline(view(text), Draft("1", Span(0, 0), 0, len(text), due=(Span(3, len(text)),)), HEADER)
    assert found is not None
    assert text[found.start:found.end] == "2021 年 5 月底前"


def test_month_takes_the_year_before_it() -> None:
    assert [when.iso for when in find_dates("2022年6月底前开工，9月底前投产")] == ["2022-06-30", "2022-09-30"]


@pytest.mark.parametrize("text", ["2023年2月30日", "2023-13-01", "无", ""])
def test_no_such_day(text: str) -> None:
    assert iso_date(text) is None


def test_task_of_a_report_is_due_by_its_own_words() -> None:
    """Dates of what was done set no time."""
    text = "10月底前建成泵站二期。8月底前完成招标。"
    reported = Draft("1", Span(0, 4), 0, len(text), body=(Span(0, 11),), progress=(Span(11, len(text)),))
    found = read_deadline(view(text), reported, HEADER)
    assert found is not None
    assert found.date == "2020-10-31"
    assert read_deadline(view(text), replace(reported, body=(), progress=(Span(0, len(text)),)), HEADER) is None
