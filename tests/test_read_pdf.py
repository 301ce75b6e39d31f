"""PDF files: reading order, paragraphs, tables by their lines, and what must be refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.pdf_grid import find_frames
from liantu.loaders.pdf_lines import lines_of
from liantu.loaders.pdf_page import _RADICALS, Glyph, Rule
from liantu.loaders.read_pdf import read_pdf

reportlab = pytest.importorskip("reportlab", reason="needs reportlab, which draws the PDF files to read")

from reportlab.lib.pagesizes import A4, landscape  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle  # noqa: E402
from reportlab.platypus import Table as Drawn  # noqa: E402

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=20, leading=30, alignment=1)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 10)])
LONG = "持续推进深水码头和航道整治，到二〇二五年形成千万吨级通过能力，并做好海事服务、船舶修造、港口机械等链条的延伸和配套。"


def drawn(paint: Callable[[Canvas], None], *, locked_by: str | None = None) -> bytes:
    """Draw with a bare canvas, one page unless ``paint`` ends some."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, encrypt=locked_by)
    canvas.setFont(FONT, 12)
    paint(canvas)
    canvas.save()
    return stream.getvalue()


def flowed(*story: Flowable, size: tuple[float, float] = A4, header: str = "") -> Document:
    """Lay out a document with a page number on each page, and read it."""
    def margins(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(72, size[1] - 40, header)
        canvas.drawCentredString(size[0] / 2, 40, f"— {template.page} —")

    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=size).build(list(story), onFirstPage=margins, onLaterPages=margins)
    return read_pdf(Path("a.pdf"), stream.getvalue())


def read(data: bytes) -> Document:
    return read_pdf(Path("a.pdf"), data)


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[document.text[cell.start:cell.end] for cell in row] for row in document.tables[number].rows]


def image(canvas: Canvas) -> None:
    pillow = pytest.importorskip("PIL.Image", reason="needs Pillow, which makes the picture of a scanned page")
    canvas.drawImage(ImageReader(pillow.new("L", (60, 80), 200)), 0, 0, 595, 842)


def test_lines_are_joined_to_paragraphs_also_over_pages() -> None:
    paragraphs = [f"（{number}）{LONG}（责任单位：市港航局、市海事局）" for number in range(40)]
    story = [Paragraph("港口建设方案", TITLE), *(Paragraph(text, BODY) for text in paragraphs)]
    document = flowed(*story, header="某市政府公报2023年第5期")
    assert document.text.splitlines() == ["港口建设方案", *paragraphs]
    assert len(document.places) > 2


def test_short_lines_and_indents_end_a_paragraph() -> None:
    flush = ParagraphStyle("flush", parent=BODY, firstLineIndent=0)
    texts = ["各县区政府：", LONG * 2, LONG + "短", "二、另起一段。"]
    document = flowed(*(Paragraph(text, flush if text == "二、另起一段。" else BODY) for text in texts))
    assert document.text.splitlines() == texts


def test_places_cut_the_text_into_its_pages() -> None:
    pages = [Paragraph(text, BODY) for text in ("第一页的话。", "第二页的话。", "末页的话。")]
    document = flowed(pages[0], PageBreak(), pages[1], PageBreak(), pages[2])
    assert [(place.label, document.text[place.start:place.end]) for place in document.places] == [
        ("第1页", "第一页的话。\n"), ("第2页", "第二页的话。\n"), ("第3页", "末页的话。\n")]


@pytest.mark.parametrize("number", ["1", "- 1 -", "第1页", "第 1 页 共 9 页", "1/9", "— 1 —"])
def test_page_numbers_are_set_aside_and_numbers_in_the_text_are_not(number: str) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "共有三项任务。")
        canvas.drawString(72, 500, "2025")
        canvas.drawCentredString(300, 60, number)

    assert read(drawn(paint)).text == "共有三项任务。\n2025\n"


def test_order_of_the_page_not_of_the_file() -> None:
    def paint(canvas: Canvas) -> None:
        for height, text in ((600, "丙。"), (700, "甲。"), (650, "乙。")):
            canvas.drawString(96, height, text)

    assert read(drawn(paint)).text == "甲。\n乙。\n丙。\n"


def test_two_columns_are_read_one_after_the_other() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(240, 780, "公报标题")
        for line in range(12):
            canvas.drawString(60, 740 - 20 * line, f"左栏文字填满整行共有十八个汉字{line:02d}号。")
            canvas.drawString(306, 740 - 20 * line, f"右栏文字填满整行共有十八个汉字{line:02d}号。")

    text = read(drawn(paint)).text.replace("\n", "")
    assert text.index("左栏文字填满整行共有十八个汉字11") < text.index("右栏文字填满整行共有十八个汉字00")


def test_watermarks_askew_are_not_read() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(96, 700, "正文一句。")
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    assert read(drawn(paint)).text == "正文一句。\n"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_and_words_that_are_turned(degrees: int) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[degrees])
        canvas.rotate(degrees)
        canvas.setFont(FONT, 12)
        table = Drawn([["任务", "单位"], ["建港", "市港航局"]], colWidths=[80, 120], style=RULED)
        table.wrapOn(canvas, 400, 400)
        table.drawOn(canvas, 60, 300)
        canvas.drawString(60, 400, "表一")

    document = read(drawn(paint))
    assert document.text == "表一\n任务\n单位\n建港\n市港航局\n"
    assert rows(document) == [["任务", "单位"], ["建港", "市港航局"]]


def test_table_with_merged_cells_and_wrapped_text_stands_in_place() -> None:
    style = TableStyle([*RULED.getCommands(), ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0))])
    table = Drawn([["序号", "分工", ""], ["", "任务", "单位"], ["1", Paragraph(LONG, CELL), "市港航局\n市海事局"], ["2", "", "市商务局"]],
                  colWidths=[40, 200, 90], style=style)
    document = flowed(Paragraph("表前的话。", BODY), table, Paragraph("表后的话。", BODY))
    assert rows(document) == [["序号", "分工", "分工"], ["序号", "任务", "单位"], ["1", LONG, "市港航局\n市海事局"], ["2", "", "市商务局"]]
    assert [cell.merged for cell in document.tables[0].rows[1]] == [True, False, False]
    assert document.text.startswith("表前的话。\n序号\n")
    assert document.text.endswith("市商务局\n表后的话。\n")


def test_table_over_pages_is_one_and_its_rows_have_their_pages() -> None:
    lines: list[list[str | Flowable]] = [["序号", "任务", "单位"]]
    lines += [[str(number), Paragraph(LONG, CELL), "市港航局"] for number in range(1, 31)]
    document = flowed(Drawn(lines, colWidths=[40, 200, 90], repeatRows=1, style=RULED), size=landscape(A4))
    table = rows(document)
    assert len(document.tables) == 1
    assert [row[0] for row in table] == ["序号", *map(str, range(1, 31))]
    assert {row[1] for row in table[1:]} == {LONG}
    last = document.tables[0].rows[-1][0]
    page = next(place for place in document.places if place.start <= last.start < place.end)
    assert page.label == f"第{len(document.places)}页"
    assert page.label != "第1页"


def test_row_that_a_page_cuts_is_one_row() -> None:
    def paint(canvas: Canvas) -> None:
        for lines, height in (([["1", "推进码头"], ["2", "形成千万吨级"]], 100), ([["", "通过能力。"], ["3", "造船。"]], 720)):
            table = Drawn(lines, colWidths=[40, 200], style=RULED)
            table.wrapOn(canvas, 400, 400)
            table.drawOn(canvas, 60, height)
            canvas.showPage()

    document = read(drawn(paint))
    assert rows(document) == [["1", "推进码头"], ["2", "形成千万吨级通过能力。"], ["3", "造船。"]]


def test_two_tables_with_words_between_stay_two() -> None:
    table = [["甲", "乙"], ["丙", "丁"]]
    document = flowed(Drawn(table, style=RULED), PageBreak(), Paragraph("另一张表：", BODY), Drawn(table, style=RULED))
    assert len(document.tables) == 2


def test_lines_drawn_as_thin_boxes_in_a_form() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.beginForm("frame")
        for place in (0, 100, 200):
            canvas.rect(place, 0, 0.5, 60, stroke=0, fill=1)
        for height in (0, 30, 60):
            canvas.rect(0, height, 200, 0.5, stroke=0, fill=1)
        canvas.endForm()
        canvas.translate(100, 500)
        canvas.doForm("frame")
        canvas.setFont(FONT, 12)
        for x, y, text in ((10, 40, "任务"), (110, 40, "单位"), (10, 10, "建港"), (110, 10, "市港航局")):
            canvas.drawString(x, y, text)

    assert rows(read(drawn(paint))) == [["任务", "单位"], ["建港", "市港航局"]]


def test_a_frame_around_text_and_an_underline_are_no_table() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.rect(50, 480, 400, 120)
        canvas.line(72, 545, 200, 545)
        canvas.drawString(72, 550, "框里的话。")

    document = read(drawn(paint))
    assert (document.text, document.tables) == ("框里的话。\n", ())


def test_latin_words_keep_their_spaces() -> None:
    document = flowed(Paragraph("引进 SK Group 公司的 LNG 项目 3 个。", BODY))
    assert document.text == "引进SK Group公司的LNG项目3个。\n"


def test_radicals_of_a_dictionary_become_characters() -> None:
    assert [_RADICALS[ord(radical)] for radical in "⼯⽤⻓⻛"] == ["工", "用", "长", "风"]


def test_scans_are_refused_and_a_scanned_page_is_named() -> None:
    def pages(text_pages: int, scanned: int) -> Callable[[Canvas], None]:
        def paint(canvas: Canvas) -> None:
            for _ in range(text_pages):
                canvas.setFont(FONT, 12)
                canvas.drawString(72, 700, "有字的一页。")
                canvas.showPage()
            for _ in range(scanned):
                image(canvas)
                canvas.showPage()
        return paint

    with pytest.raises(ReadError, match=r"a\.pdf:是扫描件.*OCR"):
        read(drawn(pages(0, 2)))
    with pytest.raises(ReadError, match=r"第 2、3 页.*是扫描件"):
        read(drawn(pages(1, 2)))
    document = read(drawn(pages(2, 1)))
    assert [place.label for place in document.places] == ["第1页", "第2页", "第3页（图片，没有文字）"]


def test_locked_cut_and_damaged_files() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "一句话。")

    with pytest.raises(ReadError, match=r"打开密码.*去掉密码"):
        read(drawn(paint, locked_by="secret"))
    data = drawn(paint)
    with pytest.raises(ReadError, match=r"文件末尾.*没有传完"):
        read(data[:-60])
    with pytest.raises(ReadError, match="已损坏"):
        read(b"%PDF-1.4\nnothing\n%%EOF")


def test_a_text_layer_of_signs_without_meaning_is_refused() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "\ue001\ue002\ue003\ue004")

    with pytest.raises(ReadError, match=r"乱码.*OCR"):
        read(drawn(paint))


def test_frames_of_a_drawing_with_thousands_of_lines_are_not_looked_for() -> None:
    rules = [Rule(5.0 * at, 0, 9000) for at in range(600)]
    assert find_frames(rules, rules) == []


def test_gaps_in_lines_and_lines_beside_lines_are_one() -> None:
    across = [Rule(0.0, 0, 50), Rule(0.8, 52, 100), Rule(20, 0, 100), Rule(40, 0, 100)]
    down = [Rule(0, 0, 40), Rule(1, 0, 40), Rule(50, 0, 40), Rule(100, 0, 19), Rule(100, 21, 40)]
    assert [frame.cells for frame in find_frames(across, down)] == [((0, 1), (2, 3))]


def test_a_wide_gap_in_a_line_is_a_space() -> None:
    glyphs = [Glyph(char, left, 0, left + 10, 10) for char, left in (("附", 0), ("件", 10), ("表", 60))]
    assert [line.text for line in lines_of(glyphs)] == ["附件 表"]
