"""A paper as Word and Excel files in the layout of an office: A4 landscape, title, grouped headers that repeat, evidence last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from liantu.errors import QueryError
from liantu.graph.safe import safe_cell
from liantu.viz.svg import text_width, wrap

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Column", "Paper", "write_docx", "write_office", "write_xlsx"]

# What XML, and so both formats, cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CELL = 32_000   # Excel takes 32,767 characters a cell
_PAGE = 25.7     # cm between the margins of A4 landscape
_LINES = 22      # of a row in Word
_TITLE, _HEAD, _BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"
_HEAD_FILL = "E8EEF5"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: header, the header above it, width in cm (all are scaled to the page), and whether equal cells are joined."""

    title: str
    width: float = 2.5
    group: str = ""
    merge: bool = False
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A table ready to hand out; the last column of each row is its evidence.

    ``line`` stands under the title (文号, or what is covered), ``lead`` says what the table shows, ``notes`` follow it.
    """

    title: str
    line: str
    lead: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | float, ...], ...]
    notes: tuple[str, ...] = ()
    full: tuple[str, ...] = field(default=())  # the evidence of each row at length, for Excel


def write_office(paper: Paper, target: Path) -> None:
    """Write a paper to a file; its ending says which kind.

    Raises
    ------
    QueryError
        The ending is neither .docx nor .xlsx.
    """
    if target.suffix.lower() == ".docx":
        target.write_bytes(write_docx(paper))
    elif target.suffix.lower() == ".xlsx":
        target.write_bytes(write_xlsx(paper))
    else:
        raise QueryError(f"清单只能写成 .docx 或 .xlsx，不能写成 {target.name}。")


def _clean(value: object) -> str:
    return _ILLEGAL.sub("", "" if value is None else f"{value:g}" if isinstance(value, float) else str(value))


def _grouped(columns: Sequence[Column]) -> bool:
    return any(column.group for column in columns)


def _spans(columns: Sequence[Column]) -> Iterator[tuple[int, int, str]]:
    """Yield the stretches of columns under one header: first, last, header; columns without one stand alone."""
    start = 0
    for at in range(1, len(columns) + 1):
        if at == len(columns) or columns[at].group != columns[start].group or not columns[at].group:
            yield start, at - 1, columns[start].group
            start = at


def _settled(file: bytes) -> bytes:
    """Return an office file without the time of its making, so that the same paper gives the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()


def write_docx(paper: Paper) -> bytes:
    """Return a paper as a Word file.

    Parameters
    ----------
    paper : Paper
        The table with its title.

    Returns
    -------
    bytes
        .docx: A4 landscape; the header rows repeat on each page; page numbers between dashes.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    file = Document()
    file.core_properties.title, file.core_properties.author = _clean(paper.title)[:250], ""
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.footer_distance = Cm(1)
    _paragraph(file, paper.title, font=_TITLE, size=20, centre=True, after=4)
    if paper.line:
        _paragraph(file, paper.line, font="楷体_GB2312", size=12, centre=True, after=4)
    if paper.lead:
        _paragraph(file, paper.lead, size=12, after=6)
    if paper.rows:
        _table(file, paper)
    for note in paper.notes:
        _paragraph(file, note, size=9, before=3)
    _page_number(section.footer.paragraphs[0])
    out = BytesIO()
    file.save(out)
    return _settled(out.getvalue())


def _paragraph(file: Any, words: str, *, font: str = _BODY, size: float, centre: bool = False, after: float = 0, before: float = 0) -> None:
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment, form.space_after, form.space_before = (1 if centre else 0), Pt(after), Pt(before)
    _run(paragraph, words, font=font, size=size)


def _run(paragraph: Any, words: str, *, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(_clean(words))
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = 1
    for kind, words in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(words if not kind else "")
        if kind:
            run._element.append(_xml("instrText", words) if kind == "instr" else _xml("fldChar", fldCharType=kind))


def _xml(name: str, words: str = "", **attributes: str | float) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    if words:
        element.text = words
    return element


def _table(file: Any, paper: Paper) -> None:
    """Write the table as its XML: cell by cell through the library is slow on long lists."""
    columns = paper.columns
    whole = sum(column.width for column in columns)
    widths = [round(column.width / whole * _PAGE / 2.54 * 1440) for column in columns]
    table = _xml("tbl")
    properties = _xml("tblPr")
    borders = _xml("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_xml(side, val="single", sz=4, space=0, color="5B6875"))
    margins = _xml("tblCellMar")
    for side in ("left", "right"):
        margins.append(_xml(side, w=70, type="dxa"))
    for one in (_xml("tblW", w=sum(widths), type="dxa"), borders, _xml("tblLayout", type="fixed"), margins):
        properties.append(one)
    grid = _xml("tblGrid")
    for width in widths:
        grid.append(_xml("gridCol", w=width))
    table.append(properties)
    table.append(grid)
    for row in _header_rows(columns, widths):
        table.append(row)
    joined = _joins(paper)
    # A row is one piece on one page; what would fill a page alone is cut, and whole in Excel.
    most = [int(width / 185) * _LINES for width in widths]
    for number, row in enumerate(paper.rows):
        line = _row()
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            join = joined[at][number] if at in joined else ""
            words = "" if join == "continue" else _cut(_clean(cell), most[at])
            line.append(_cell(words, widths[at], join=join, centre=column.centre or bool(join)))
        table.append(line)
    body = file.element.body
    body.insert(len(body) - 1, table)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most - 9].rstrip("、，；") + "…（全文见表格）"


def _header_rows(columns: Sequence[Column], widths: Sequence[int]) -> Iterator[Any]:
    if _grouped(columns):
        upper = _row(header=True)
        for first, last, group in _spans(columns):
            words = group or columns[first].title
            upper.append(_cell(words, sum(widths[first:last + 1]), span=last - first + 1, join="" if group else "restart", head=True))
        yield upper
    lower = _row(header=True)
    for column, width in zip(columns, widths, strict=True):
        join = "continue" if _grouped(columns) and not column.group else ""
        lower.append(_cell("" if join else column.title, width, join=join, head=True))
    yield lower


def _row(*, header: bool = False) -> Any:
    row = _xml("tr")
    properties = _xml("trPr")
    properties.append(_xml("cantSplit"))
    if header:
        properties.append(_xml("tblHeader"))
    row.append(properties)
    return row


def _cell(words: str, width: int, *, span: int = 1, join: str = "", head: bool = False, centre: bool = False) -> Any:
    cell, properties = _xml("tc"), _xml("tcPr")
    properties.append(_xml("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(_xml("gridSpan", val=span))
    if join:
        properties.append(_xml("vMerge", val=join))
    if head:
        properties.append(_xml("shd", val="clear", color="auto", fill=_HEAD_FILL))
    properties.append(_xml("vAlign", val="center"))
    cell.append(properties)
    for line in words.split("\n"):
        paragraph, form = _xml("p"), _xml("pPr")
        form.append(_xml("spacing", before=20, after=20, line=240, lineRule="auto"))
        if head or centre:
            form.append(_xml("jc", val="center"))
        paragraph.append(form)
        run, look = _xml("r"), _xml("rPr")
        look.append(_xml("rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia=_HEAD if head else _BODY))
        look.append(_xml("sz", val=19 if head else 18))
        run.append(look)
        run.append(_xml("t", line))
        run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        paragraph.append(run)
        cell.append(paragraph)
    return cell


def _joins(paper: Paper) -> dict[int, list[str]]:
    """Return for each column to be joined what each of its cells is; a join never crosses one of a column before it."""
    found: dict[int, list[str]] = {}
    keys: list[tuple[str, ...]] = [()] * len(paper.rows)
    for at, column in enumerate(paper.columns):
        if not column.merge:
            continue
        keys = [(*key, _clean(row[at])) for key, row in zip(keys, paper.rows, strict=True)]
        marks = ["continue" if number and key == keys[number - 1] else "restart" for number, key in enumerate(keys)]
        found[at] = marks
    return found


def write_xlsx(paper: Paper) -> bytes:
    """Return a paper as an Excel file.

    Parameters
    ----------
    paper : Paper
        The table with its title.

    Returns
    -------
    bytes
        .xlsx: one sheet with the table (filter, frozen and repeated headers, A4 landscape, one page wide), one with the
        notes. No cell is ever a formula.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "清单"
    top = _fill(sheet, paper)
    _print(sheet, top)
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 120
    for note in (paper.title, paper.line, paper.lead, *paper.notes):
        if note:
            _put(notes, notes.max_row + 1 if notes.max_row > 1 or notes["A1"].value else 1, 1, note)
    _print(notes, 0)
    book.properties.title, book.properties.creator = _clean(paper.title)[:250], ""
    out = BytesIO()
    book.save(out)
    return _settled(out.getvalue())


def _put(sheet: Worksheet, row: int, column: int, value: object, *, font: str = "仿宋", size: float = 11, centre: bool = False) -> Any:
    from openpyxl.styles import Alignment, Font

    cell: Any = sheet.cell(row, column)
    if isinstance(value, (int, float)):
        cell.value = value
    elif words := str(safe_cell(_clean(value)))[:_CELL]:
        cell.value = words
        cell.data_type = "s"
    cell.font = Font(name=font, size=size)
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center" if centre else None)
    return cell


def _fill(sheet: Worksheet, paper: Paper) -> int:
    """Write the table; return the row of its lowest header."""
    from openpyxl.styles import Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    columns, last = paper.columns, len(paper.columns)
    widths = [max(column.width * 4.2, 5) for column in columns]
    for row, (words, font, size, high) in enumerate(((paper.title, "方正小标宋简体", 18, 32), (paper.line, "楷体", 11, 20)), 1):
        _put(sheet, row, 1, words, font=font, size=size, centre=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        sheet.row_dimensions[row].height = high
    thin = Side(style="thin", color="5B6875")
    border, fill = Border(left=thin, right=thin, top=thin, bottom=thin), PatternFill("solid", fgColor=_HEAD_FILL)
    top = 4 if _grouped(columns) else 3
    for row in range(3, top + 1):
        for at, column in enumerate(columns, 1):
            cell = _put(sheet, row, at, column.group or column.title if row < top else column.title, font="黑体", centre=True)
            cell.border, cell.fill = border, fill
    if top == 4:
        for first, final, group in _spans(columns):
            area = (3, first + 1, 3, final + 1) if group else (3, first + 1, 4, first + 1)
            if area[0] != area[2] or area[1] != area[3]:
                sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(paper.rows):
        cells = [*row[:-1], paper.full[number] if paper.full else row[-1]]
        for at, value in enumerate(cells, 1):
            _put(sheet, top + 1 + number, at, value, size=10, centre=columns[at - 1].centre).border = border
        sheet.row_dimensions[top + 1 + number].height = _tall(cells, widths)
    sheet.auto_filter.ref = f"A{top}:{get_column_letter(last)}{top + len(paper.rows)}"
    sheet.freeze_panes = f"A{top + 1}"
    return top


def _tall(cells: Iterable[str | float], widths: Sequence[float]) -> float:
    """Return the height of a row in points: a line is as long as its column is wide, a Chinese character counts two."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        parts = _clean(cell).split("\n")
        lines = max(lines, sum(max(1, len(wrap(part, width - 1.5, size=2))) if text_width(part, 2) > width - 1.5 else 1 for part in parts))
    return float(min(13.5 * lines + 5, 400))


def _print(sheet: Worksheet, top: int) -> None:
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.6
    sheet.oddFooter.center.text = "— &P —"
    sheet.print_options.horizontalCentered = True
    if top:
        sheet.print_title_rows = f"{3}:{top}"
