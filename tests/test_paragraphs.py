"""Line breaks that are only the edge of a page or column, and those that are not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.graph.model import Span
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.text import view


def joined(text: str) -> list[str]:
    return [text[span.start:span.end].replace("\n", "") for span in paragraphs(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("建设游艇码头和配套的维修基地，带动沿岸旅\n\n游消费，全年接待十万人。", ["建设游艇码头和配套的维修基地，带动沿岸旅游消费，全年接待十万人。"]),
    ("责任单位：市文旅局、\n市交通局", ["责任单位：市文旅局、市交通局"]),
    ("（责任单位：市文旅\n局、市交通局）", ["（责任单位：市文旅局、市交通局）"]),
    ("出台《关于支持游艇\n产业的意见》。", ["出台《关于支持游艇产业的意见》。"]),
])
def test_goes_on_over_a_line_break(text: str, expected: list[str]) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize("text", [
    "一、总体要求\n建设游艇产业基地，打造消费新场景。",                 # a heading
    "1.建设游艇码头，年内开工\n2.培育游艇企业",                         # items
    "牵头单位：市文旅局\n参与单位：市交通局",                           # labels
    "建设游艇码头，完善岸电设施，年内开工\n市文旅局",                   # cells: a task and its unit
    "完成投资三亿元，进度超过计划十个百分点\n57\n培育游艇企业",          # cells: a report and the next number
    "培育游艇企业五家以上，建成维修基地。（市文旅局牵头）\n各部门要于每月底报送进展，不得迟报。",
    "市文旅局\n市交通局\n市海事局",
])
def test_stays_apart(text: str) -> None:
    assert joined(text) == text.split("\n")


def test_wrapped_at_a_width() -> None:
    """Where lines are full at one width, a full line without a stop goes on, and a short one does not."""
    text = (
        "为推动游艇产业加快发展带动滨海旅游提质增\n效特制定本行动计划请各单位认真组织实施并\n抓好落实\n"
        "到明年底全市游艇泊位超过六百个年接待游客\n突破二十万人次游艇产业规模达到三十亿元以\n上\n"
        "培育龙头企业三家以上建成公共码头两座并完\n善岸电加油维修等配套设施形成产业集聚区"
    )
    assert [len(line) for line in joined(text)] == [44, 41, 39]


def test_page_number_inside_a_name() -> None:
    """A page number between two halves of a sentence is no part of it."""
    text = "建设游艇维修基地。（责任单位：市文旅集\n  — 2 —\n团、市海事局）"
    assert view(text, paragraphs(text)).flat == "建设游艇维修基地。(责任单位:市文旅集团、市海事局)\n"


@given(st.text(alphabet="一、（）()1.2。，,：\n \r\t市局游艇“”|-", max_size=80))
def test_covers_all_but_white_space(text: str) -> None:
    """Whatever the text: in order, without overlap, and nothing but white space and page numbers left out."""
    found = paragraphs(text)
    assert found == sorted(found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[span.start:span.end].strip() == text[span.start:span.end] for span in found)
    inside = {at for span in found for at in range(span.start, span.end)}
    left = "".join(sign for at, sign in enumerate(text) if at not in inside)
    assert not set(left) - set(" \r\n\t-12")


def test_empty() -> None:
    assert paragraphs("") == []
    assert paragraphs(" \n\n") == []
    assert paragraphs("游艇") == [Span(0, 2)]
