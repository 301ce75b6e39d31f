"""Plain text and Markdown: the text is the file, character by character."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.graph.model import Table
from liantu.loaders.read import read
from liantu.loaders.read_text import decode, markdown_tables

WORDS = "一、建设港口。\r\n（牵头单位：市港航局）\r二、造船\n"


def cells(text: str, table: Table) -> list[list[str]]:
    return [[text[cell.start:cell.end] for cell in row] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_keep_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(WORDS.encode(encoding))
    assert read(path).text.removeprefix("\ufeff") == WORDS


def test_offsets_are_those_of_the_file_with_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(WORDS.encode("utf-8-sig"))
    with path.open(encoding="utf-8", newline="") as file:
        assert read(path).text == file.read()


def test_seeds_are_read_as_they_are(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            assert read(path).text == file.read()


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_utf8_text_comes_back(text: str) -> None:
    if not text.encode().startswith((b"\xff\xfe", b"\xfe\xff")):
        assert decode(Path("a.txt"), text.encode()) == text


def test_markdown_table_text_stays_and_cells_point_into_it(tmp_path: Path) -> None:
    text = "# 任务\n\n| 任务 | 牵头\\|单位 | 时限 |\n|:--|:-:|--:|\n| 建码头 |  | 2025年 |\n|修路|市交通局\n\n完。\n"
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8", newline="")
    document = read(path)
    assert document.text == text
    assert cells(text, document.tables[0]) == [["任务", "牵头\\|单位", "时限"], ["建码头", "", "2025年"], ["修路", "市交通局", ""]]


@pytest.mark.parametrize("text", [
    "```\n|a|b|\n|-|-|\n|1|2|\n```\n",  # code, not a table
    "甲|乙\n丙|丁\n",  # no row of dashes
    "标题\n---\n| 正文\n",  # a heading underlined
])
def test_what_is_no_markdown_table(text: str) -> None:
    assert markdown_tables(text) == ()


def test_two_tables_and_rows_without_outer_pipes() -> None:
    text = "a|b\n-|-\n1|2\n\n~~~\n|x|\n~~~\n|c|\n|-|\n|3|"
    assert [cells(text, table) for table in markdown_tables(text)] == [[["a", "b"], ["1", "2"]], [["c"], ["3"]]]
