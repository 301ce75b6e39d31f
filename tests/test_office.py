"""Papers as Word and Excel: office layout, evidence last, nothing that runs, and LibreOffice opens them."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import docx
import networkx as nx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn

from liantu.errors import NotFoundError, QueryError
from liantu.queries.tasks import find_document, works
from liantu.viz.office import write_office
from liantu.viz.office_docx import docx_bytes
from liantu.viz.office_xlsx import xlsx_bytes
from liantu.viz.paper import Column, Paper
from liantu.viz.papers import PAPERS, make_paper, write_paper

Draw: TypeAlias = "Callable[..., nx.MultiDiGraph[Any]]"

ARGUMENTS = {"duty": {"unit": "市商务局"}, "breakdown": {"document": "茶产业方案"}, "chain": {"chain": "茶"}, "gaps": {}, "region": {"region": "东镇"}}
SMALL = Paper(
    "茶产业清单", "青政发〔2024〕3号", "共三行。",
    (Column("链", 2, merge=True), Column("牵头", 3, "分工"), Column("配合", 3, "分工"), Column("数", 1), Column("依据原文", 4)),
    (("茶", "商务局", "农业局", 1, "〔1〕甲"), ("茶", "财政局", "", 2.5, "〔1〕乙"), ("竹", "林业局", "", 3, "〔1〕丙")), ("说明：无。",), ("甲长", "乙长", "丙长"))


def cells(file: bytes) -> list[list[str]]:
    table = docx.Document(io.BytesIO(file)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_word_is_a4_landscape_with_headers_that_repeat() -> None:
    file = docx.Document(io.BytesIO(docx_bytes(SMALL)))
    section = file.sections[0]
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert [paragraph.text for paragraph in file.paragraphs][:3] == [SMALL.title, SMALL.line, SMALL.lead]
    rows = file.tables[0].rows
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, True, False, False, False]
    assert "PAGE" in section.footer._element.xml


def test_word_joins_headers_and_equal_cells() -> None:
    assert cells(docx_bytes(SMALL)) == [
        ["链", "分工", "分工", "数", "依据原文"], ["链", "牵头", "配合", "数", "依据原文"],
        ["茶", "商务局", "农业局", "1", "〔1〕甲"], ["茶", "财政局", "", "2.5", "〔1〕乙"], ["竹", "林业局", "", "3", "〔1〕丙"]]


def test_excel_has_filter_frozen_headers_and_a_page_width() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SMALL)))
    sheet = book["清单"]
    assert [sheet["A1"].value, sheet["A2"].value] == [SMALL.title, SMALL.line]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)] == [
        [None, "牵头", "配合", None, None], ["茶", "商务局", "农业局", 1, "甲长"], ["茶", "财政局", None, 2.5, "乙长"], ["竹", "林业局", None, 3, "丙长"]]
    assert sheet["B3"].value == "分工"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:E1", "A2:E2", "A3:A4", "B3:C3", "D3:D4", "E3:E4"}
    assert (sheet.auto_filter.ref, sheet.freeze_panes, sheet.print_title_rows) == ("A4:E7", "A5", "$3:$4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert "说明：无。" in [row[0].value for row in book["说明"].iter_rows()]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert docx_bytes(SMALL) == docx_bytes(SMALL)
    assert xlsx_bytes(SMALL) == xlsx_bytes(SMALL)


def test_what_would_fill_a_page_is_cut_in_word_and_whole_in_excel() -> None:
    long = Paper("长", "", "", (Column("内容", 3), Column("依据原文", 3)), (("茶" * 9000, "原文"),))
    assert "…（全文见Excel版）" in cells(docx_bytes(long))[1][0]
    assert len(str(openpyxl.load_workbook(io.BytesIO(xlsx_bytes(long)))["清单"]["A4"].value)) == 9000


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_ends_in_its_evidence(drawn: Draw, name: str, tmp_path: Path) -> None:
    graph = drawn()
    answer = write_paper(graph, name, tmp_path / "a.docx", **ARGUMENTS[name])
    write_paper(graph, name, tmp_path / "a.xlsx", **ARGUMENTS[name])
    rows = cells((tmp_path / "a.docx").read_bytes())
    heads = [row for row in rows if row[-1] == "依据原文"]
    assert heads
    assert len(rows) - len(heads) == len(answer.rows) > 0
    assert all(row[-1] for row in rows)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["清单"]
    assert sheet.max_row == 2 + len(heads) + len(answer.rows)
    assert PAPERS[name].title in str(sheet["A1"].value)


def test_papers_name_their_subject_in_full(drawn: Draw) -> None:
    assert make_paper(drawn(), "duty", unit="市商务局")[1].title == "青山市商务局责任清单"
    assert make_paper(drawn(), "breakdown", document="a.txt")[1].title == "《青山市茶产业方案》任务分解表"
    assert make_paper(drawn(), "breakdown", document="a.txt")[1].line.startswith("青政发〔2024〕3号")
    assert make_paper(drawn(), "gaps", chain="Industry:/茶")[1].title == "茶缺口招商清单"


def test_sources_are_numbered_and_listed(drawn: Draw) -> None:
    _, paper = make_paper(drawn(), "duty", unit="市商务局")
    assert str(paper.rows[0][-1]).startswith("〔1〕")
    assert any(note.startswith("〔1〕《青山市茶产业方案》（青政发〔2024〕3号）（a.txt）") for note in paper.notes)
    assert any("〔1〕第1项" in str(cell) for cell in paper.rows[0])


def test_columns_can_be_chosen_and_evidence_stays(drawn: Draw) -> None:
    _, paper = make_paper(drawn(), "duty", unit="市商务局", columns=["任务", "配合单位"], title="{subject}台账")
    assert [column.title for column in paper.columns] == ["任务", "配合单位", "依据原文"]
    assert paper.title == "青山市商务局台账"
    with pytest.raises(QueryError, match=r"没有列 预算.*配合单位"):
        make_paper(drawn(), "duty", unit="市商务局", columns=["预算"])


def test_any_question_is_a_paper(drawn: Draw) -> None:
    answer, paper = make_paper(drawn(), "tasks_without_lead")
    assert paper.title == "没有牵头单位的任务"
    assert [column.title for column in paper.columns][-1] == "依据原文"
    assert answer.rows == ()
    assert any(note.startswith("没有结果：") for note in paper.notes)


def test_wrong_orders_say_what_would_be_right(drawn: Draw, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.docx"):
        write_paper(drawn(), "gaps", tmp_path / "a.pdf")
    with pytest.raises(QueryError, match="unit"):
        write_paper(drawn(), "duty", tmp_path / "a.docx")
    with pytest.raises(QueryError, match="budget"):
        write_paper(drawn(), "gaps", tmp_path / "a.docx", budget=1)
    with pytest.raises(NotFoundError):
        write_paper(drawn(), "duty", tmp_path / "a.docx", unit="市气象局")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", PAPERS)
def test_hostile_names_are_text_in_every_paper(drawn: Draw, hostile: dict[str, str], name: str) -> None:
    graph = drawn(hostile=True)
    arguments = {**ARGUMENTS[name], **({"unit": hostile["path"]} if name == "duty" else {})}
    _, paper = make_paper(graph, name, **arguments)
    shown = [cell.text for table in docx.Document(io.BytesIO(docx_bytes(paper))).tables for row in table.rows for cell in row.cells]
    assert any(text in cell for text in hostile.values() for cell in shown)
    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx_bytes(paper))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}
                assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_control_characters_do_not_break_a_file() -> None:
    odd = Paper("标\x00题", "", "", (Column("列"), Column("依据原文")), (("甲\x0b\ufffe乙", "\ud800"),))
    assert cells(docx_bytes(odd))[1] == ["甲乙", ""]
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes(odd)))["清单"]["A4"].value == "甲乙"


def test_a_real_breakdown_has_every_task(seed_graph: nx.MultiDiGraph[str]) -> None:
    for title in ("155", "攻坚任务"):
        answer, paper = make_paper(seed_graph, "breakdown", document=title)
        assert len(paper.rows) == len(works(seed_graph, document=find_document(seed_graph, title)))
        assert all(quotes for quotes in answer.evidence)
        assert all(row[-1] for row in paper.rows)


@pytest.mark.slow
def test_libreoffice_opens_the_papers(drawn: Draw, hostile: dict[str, str], need: Callable[[str], Path], tmp_path: Path) -> None:
    """Each file becomes a PDF of A4 landscape pages with the words of its cells."""
    office = need("libreoffice")
    graph = drawn(hostile=True)
    _, chain = make_paper(graph, "chain", chain="茶")
    _, duty = make_paper(graph, "duty", unit=hostile["path"])
    for name, paper in (("chain", chain), ("duty", duty)):
        for ending in ("docx", "xlsx"):
            write_office(paper, tmp_path / f"{name}-{ending}.{ending}")
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
         *sorted(tmp_path.glob("*-*.*"))], check=True, capture_output=True, timeout=300)
    wanted = {"chain": ("茶产业链", "一链一表", "未见记载", "现有载体", "依据原文", "青山市农业局"), "duty": ("责任分工", "依据原文", "2025", hostile["path"])}
    for name, words in wanted.items():
        for ending in ("docx", "xlsx"):
            with pypdfium2.PdfDocument(tmp_path / f"{name}-{ending}.pdf") as pdf:
                assert [tuple(round(side) for side in page.get_size()) for page in pdf] == [(842, 595)] * len(pdf)
                text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pdf))
            for one in words:
                assert re.sub(r"\s", "", one) in text, (name, ending, one)
            # The formula is there as a text: nothing calculated it.
            assert "calc'!A0" in text
            assert "#REF" not in text
