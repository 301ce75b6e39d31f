"""Word files: what a reader of the page sees, and nothing that he does not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.numbering import Level, Numbering, numeral
from liantu.loaders.read_docx import read_docx

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def body(xml: str, *, numbering: str = "", styles: str = "", namespace: str = WORD) -> Document:
    """Read a file whose body is the XML given, prefix ``w``."""
    stream = io.BytesIO()
    extra = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v"'
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in {"document": f"<w:body>{xml}</w:body>", "numbering": numbering, "styles": styles}.items():
            if content:
                archive.writestr(f"word/{part}.xml", f'<w:{part} xmlns:w="{namespace}" {extra}>{content}</w:{part}>')
    return read_docx(Path("a.docx"), stream.getvalue())


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, *, level: int = 0, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def levels(*formats: tuple[str, str], suffix: str = "nothing") -> str:
    return "".join(f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
                   f'<w:lvlText w:val="{text}"/></w:lvl>' for depth, (form, text) in enumerate(formats))


LEVELS = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
LISTS = (f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
         '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
         '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
         '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>')


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[document.text[cell.start:cell.end] for cell in row] for row in document.tables[number].rows]


def test_numbers_of_three_levels_restart_below_a_higher_one() -> None:
    xml = (item("港口") + item("码头", level=1) + item("航道", level=1) + item("疏浚", level=2) + p("说明") + item("造船")
           + item("船坞", level=1) + item("另起", number=2) + item("续", number=2))
    assert body(xml, numbering=LISTS).text.split() == [
        "一、港口", "（一）码头", "（二）航道", "1.疏浚", "说明", "二、造船", "（一）船坞", "一、另起", "二、续"]


def test_numbers_of_a_style_and_of_the_style_it_is_based_on() -> None:
    styles = ('<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 1"/>'
              '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/>'
              '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>')
    xml = p("港口", '<w:pStyle w:val="A"/>') + p("码头", '<w:pStyle w:val="B"/>') + p(
        "无号", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>') + p("造船", '<w:pStyle w:val="A"/>')
    assert body(xml, numbering=LISTS, styles=styles).text.split() == ["一、港口", "（一）码头", "无号", "二、造船"]


def test_legal_numbers_and_bullets() -> None:
    numbering = Numbering({"1": "0"}, {
        ("1", 0): Level("chineseCounting", "第%1章", separator=" "),
        ("1", 1): Level("decimal", "%1.%2", legal=True, separator="\t"),
        ("1", 2): Level("bullet", "\uf0b7"),
    })
    labels = [numbering.label("1", depth) for depth in (0, 1, 1, 2, 0, 1)]
    assert labels == ["第一章 ", "1.1\t", "1.2\t", "", "第二章 ", "2.1\t"]


@pytest.mark.parametrize(("form", "value", "text"), [
    ("chineseCounting", 10, "十"), ("chineseCounting", 25, "二十五"), ("chineseCountingThousand", 108, "一百零八"),
    ("ideographDigital", 20, "二〇"), ("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"),
    ("decimalEnclosedCircle", 3, "③"), ("decimalEnclosedCircle", 21, "21"), ("decimalZero", 5, "05"),
    ("ideographTraditional", 2, "乙"), ("unknown", 4, "4"),
    ("decimalFullWidth", 12, "１２"),
])
def test_numerals(form: str, value: int, text: str) -> None:
    assert numeral(value, form) == text


def test_tracked_changes_hidden_text_fields_and_breaks() -> None:
    xml = ('<w:p><w:r><w:t>牵头</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>'
           '<w:ins><w:r><w:t>新</w:t></w:r></w:ins>'
           '<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>'
           '<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>'
           '<w:r><w:br w:type="page"/><w:tab/><w:br/><w:noBreakHyphen/></w:r></w:p>')
    assert body(xml).text == "牵头新链\t\n-\n"


def test_text_box_is_read_once_and_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    xml = ("<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
           f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
           f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
           f"</mc:AlternateContent></w:r></w:p>{p('后文')}")
    assert body(xml).text == "正文\n框内\n后文\n"


def test_tables_of_contents_are_set_aside_and_other_controls_are_not() -> None:
    contents = ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
                f"<w:sdtContent>{p('目录行')}</w:sdtContent></w:sdt>")
    styles = '<w:style w:type="paragraph" w:styleId="9"><w:name w:val="toc 1"/></w:style>'
    xml = contents + p("一、港口 3", '<w:pStyle w:val="9"/>') + f"<w:sdt><w:sdtContent>{p('正文')}</w:sdtContent></w:sdt>"
    assert body(xml, styles=styles).text == "正文\n"


def test_table_stands_in_place_with_merged_cells() -> None:
    file = docx.Document()
    file.add_paragraph("前")
    table = file.add_table(4, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "序号"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "分工"
    table.cell(1, 1).text, table.cell(1, 2).text = "牵头", "参与"
    table.cell(2, 0).text, table.cell(2, 1).text, table.cell(2, 2).text = "1", "市港航局\n市海事局", ""
    table.cell(3, 1).merge(table.cell(3, 2)).text = "全体"
    file.add_paragraph("后")
    file.sections[0].header.paragraphs[0].text = "页眉"
    stream = io.BytesIO()
    file.save(stream)
    document = read_docx(Path("a.docx"), stream.getvalue())
    assert rows(document) == [["序号", "分工", "分工"], ["序号", "牵头", "参与"], ["1", "市港航局\n市海事局", ""], ["", "全体", "全体"]]
    cells = document.tables[0].rows
    assert cells[0][0] == cells[1][0].__class__(cells[1][0].start, cells[1][0].end, merged=False)
    assert [cell.merged for cell in cells[1]] == [True, False, False]
    assert document.text.startswith("前\n序号\n")
    assert document.text.endswith("全体\n后\n")
    assert "页眉" not in document.text


def test_rows_that_begin_late_end_early_or_are_deleted() -> None:
    def row(cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    def cell(text: str) -> str:
        return f"<w:tc>{p(text)}</w:tc>"

    inset = row(cell("丁"), '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')
    xml = row(cell("甲") + cell("乙") + cell("丙")) + inset + row(cell("删"), "<w:del/>") + row(cell("戊"))
    assert rows(body(f"<w:tbl>{xml}</w:tbl>")) == [["甲", "乙", "丙"], ["", "丁", ""], ["戊", "", ""]]


def test_frames_and_layout_tables_are_text() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('单位')}</w:tc><w:tc>{p('任务')}</w:tc></w:tr></w:tbl>"
    assert body(f"<w:tbl><w:tr><w:tc>{p('框')}</w:tc></w:tr></w:tbl>").tables == ()
    document = body(f"<w:tbl><w:tr><w:tc>{p('外')}{inner}</w:tc><w:tc>{p('旁')}</w:tc></w:tr></w:tbl>")
    assert (len(document.tables), rows(document), document.text) == (1, [["单位", "任务"]], "外\n单位\n任务\n旁\n")


def test_strict_flavour_of_the_format() -> None:
    assert body(p("严格"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main").text == "严格\n"


def test_file_of_pictures_alone() -> None:
    file = docx.Document()
    body: Any = file.element.body  # pyright: ignore[reportAttributeAccessIssue]
    body.insert(0, parse_xml(f"<w:p {nsdecls('w')}/>"))
    stream = io.BytesIO()
    file.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/media/image1.png", b"\x89PNG")
    with pytest.raises(ReadError, match="只有图片"):
        read_docx(Path("a.docx"), stream.getvalue())
