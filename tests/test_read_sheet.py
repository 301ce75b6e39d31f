"""Work tables: values as staff see them, each with its address."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.read_sheet import read_csv, read_xlsx
from liantu.loaders.sheet_format import Format, shown


def sheet(name: str = "任务表") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = name
    return book, page


def saved(book: openpyxl.Workbook) -> Document:
    stream = io.BytesIO()
    book.save(stream)
    return read_xlsx(Path("a.xlsx"), stream.getvalue())


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[document.text[cell.start:cell.end] for cell in row] for row in document.tables[number].rows]


def at(document: Document, label: str) -> str:
    return next(document.text[place.start:place.end] for place in document.places if place.label == label)


@pytest.mark.parametrize(("value", "pattern", "text"), [
    (dt.date(2023, 12, 31), None, "2023-12-31"), (dt.datetime(2024, 6, 30, 9, 5), None, "2024-06-30 09:05"),
    (dt.date(2023, 5, 1), 'yyyy"年"m"月"', "2023-05-01"), (dt.date(2023, 5, 1), "[$-804]m/d;@", "2023-05-01"),
    (dt.time(9, 30), None, "09:30"), (0.855, "0.0%", "85.5%"), (1, "0%", "100%"), (4500.0, None, "4500"),
    (0.1 + 0.2, None, "0.3"), (12.50, "#,##0.00", "12.5"), (123456789012345678, None, "123456789012346000"),
    (1e-7, None, "0.0000001"), (-3, None, "-3"), (True, None, "TRUE"), ("  首尾 ", None, "首尾"),
    ("甲\n乙", None, "甲\n乙"), (7, '0"项"', "7"), (45000, '"共"0"年"', "45000"),
])
def test_values_as_staff_see_them(value: object, pattern: str | None, text: str) -> None:
    book, page = sheet()
    page["B2"] = value  # type: ignore[assignment]
    if pattern:
        page["B2"].number_format = pattern
    assert at(saved(book), "任务表!B2") == text


def test_merged_cells_stand_in_every_place() -> None:
    book, page = sheet()
    for line in (["任务分解", None, None], ["序号", "内容", "单位"], [1, "建港", "市港航局"], [2, None, "市海事局"]):
        page.append(line)
    page.merge_cells("A1:C1")
    page.merge_cells("B3:B4")
    document = saved(book)
    assert rows(document) == [["任务分解"] * 3, ["序号", "内容", "单位"], ["1", "建港", "市港航局"], ["2", "建港", "市海事局"]]
    assert [[cell.merged for cell in row] for row in document.tables[0].rows] == [
        [False, True, True], [False] * 3, [False] * 3, [False, True, False]]


def test_sheets_in_order_hidden_ones_too_named_ones_with_their_name() -> None:
    book, page = sheet("石化项目")
    page["A1"] = "甲"
    hidden = book.create_sheet("Sheet2")
    hidden.sheet_state = "hidden"
    hidden["C3"] = "乙"
    book.create_sheet("空表")
    document = saved(book)
    assert document.text == "石化项目\n甲\n乙\n"
    assert [table.label for table in document.tables] == ["石化项目", "Sheet2"]
    assert [place.label for place in document.places] == ["石化项目", "石化项目!A1", "Sheet2!C3"]


def test_a_stray_cell_far_away_costs_nothing() -> None:
    book, page = sheet()
    page["A1"], page["XFD1048576"] = "甲", "乙"
    page.merged_cells.add("B2:XFC1048575")  # the range alone, without a cell for each place
    assert rows(saved(book)) == [["甲", ""], ["", "乙"]]


def test_rich_text_and_formula_results() -> None:
    book, page = sheet()
    page["A1"] = "=1+1"
    page["B1"] = "乙"
    # The file was not counted by a spreadsheet program, so the formula has no result to read.
    assert rows(saved(book)) == [["乙"]]


def test_first_days_and_days_of_1904() -> None:
    assert shown(1, Format("date"), dt.datetime(1899, 12, 30)) == "1900-01-01"
    assert shown(61, Format("date"), dt.datetime(1899, 12, 30)) == "1900-03-01"
    assert shown(0, Format("date"), dt.datetime(1904, 1, 1)) == "1904-01-01"
    assert shown(1e12, Format("date"), dt.datetime(1899, 12, 30)) == "1000000000000"
    assert shown(float("inf"), Format("number"), dt.datetime(1899, 12, 30)) == "inf"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_every_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    lines = [["序号", "任务", "单位"], ["1", '"建港, 通航; ""一期""\n二期"', "市港航局"], ["2", "", "市海事局"]]
    data = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    document = read_csv(Path("a.csv"), data)
    assert rows(document) == [["序号", "任务", "单位"], ["1", '建港, 通航; "一期"\n二期', "市港航局"], ["2", "", "市海事局"]]
    assert at(document, "C3") == "市海事局"


def test_csv_of_one_column_and_short_rows() -> None:
    assert rows(read_csv(Path("a.csv"), "单位\n市港航局\n".encode())) == [["单位"], ["市港航局"]]
    assert rows(read_csv(Path("a.csv"), "甲,乙\n丙\n".encode())) == [["甲", "乙"], ["丙", ""]]


def test_csv_with_an_open_quotation_mark_says_where() -> None:
    with pytest.raises(ReadError, match="引号没有配对"):
        read_csv(Path("a.csv"), b'a,"' + b"b" * 200_000)


def test_sheet_of_millions_of_places_is_refused() -> None:
    data = "\n".join("," * line + "x" for line in range(1500))
    with pytest.raises(ReadError, match="大得不合常理"):
        read_csv(Path("a.csv"), data.encode())
