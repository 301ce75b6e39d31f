"""Tables in plain text with bars or tabs between the cells."""

from __future__ import annotations

import pytest

from liantu.loaders.barred import barred_tables
from liantu.loaders.text import lines

HEADER = "序号\t任务\t牵头单位\t时限"


def read(*rows: str) -> list[list[list[str]]]:
    text = "\n".join(rows)
    return [[[text[cell.start:cell.end] for cell in row] for row in table.rows] for table in barred_tables(text, lines(text))]


@pytest.mark.parametrize("heading", ["一、港口", "一、港口\t\t\t", "（一）港口", "港口方面"])
def test_a_heading_between_rows_needs_no_bars(heading: str) -> None:
    rows = read(HEADER, heading, "1\t建港区\t市港航局\t6月底", heading, "2\t造新船\t市经信局\t年底")[0]
    assert [row[0] for row in rows] == ["序号", heading.strip(), "1", heading.strip(), "2"]
    assert all(len(row) == 4 for row in rows)


def test_bars_around_a_heading() -> None:
    rows = read("| 序号 | 任务 | 牵头单位 |", "|---|---|---|", "| 一、港口 | | |", "| 1 | 建港区 | 市港航局 |")[0]
    assert rows[1:] == [["一、港口", "", ""], ["1", "建港区", "市港航局"]]


@pytest.mark.parametrize(("row", "cells"), [
    ("3\t修水库", ["3", "修水库", "", ""]), ("3\t修水库\t\t年底", ["3", "修水库", "", "年底"]),
    ("\t修水库\t市水利局\t年底", ["", "修水库", "市水利局", "年底"]), ("3\t修水库\t市水利局\t年底\t", ["3", "修水库", "市水利局", "年底"]),
    # Cells that go on in the next line.
    ("3\t修水库。\n浚河道。\t市水利局\n市财政局\t年底", ["3", "修水库。\n浚河道。", "市水利局\n市财政局", "年底"]),
])
def test_blank_cells_keep_their_columns(row: str, cells: list[str]) -> None:
    assert read(HEADER, "1\t建港区\t市港航局\t6月底", row, "4\t种茶\t市农业局\t年底")[0][2] == cells


def test_several_tabs_may_only_align() -> None:
    assert read("序号\t\t任务\t\t牵头单位", "1\t\t建港区\t市港航局", "2\t\t造船\t\t市经信局")[0][1:] == [
        ["1", "建港区", "市港航局"], ["2", "造船", "市经信局"]]


def test_a_header_of_two_rows_has_blank_cells() -> None:
    rows = read("序号\t任务\t责任分工\t\t时限", "\t\t牵头单位\t配合单位\t", "1\t建港区\t市港航局\t市财政局\t年底")[0]
    assert [len(row) for row in rows] == [5, 5, 5]


def test_the_text_behind_ends_the_table() -> None:
    note = "注：未写时限的任务年底前完成。"
    assert len(read(HEADER, "1\t建港区\t市港航局\t6月底", note, "2\t造船\t市经信局\t年底")[0]) == 2


def test_a_header_below_a_title_begins_another_table() -> None:
    tables = read(HEADER, "1\t建港区\t市港航局\t6月底", "第二批任务", "序号\t牵头单位\t任务\t时限", "1\t市经信局\t造船\t年底")
    assert [len(table) for table in tables] == [2, 2]
