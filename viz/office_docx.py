"""A paper as a Word file: A4 landscape, title, grouped headers that repeat on each page, evidence last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from liantu.viz.paper import HEAD_FILL, LINE, Column, Paper, clean, grouped, settled, spans

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

__all__ = ["docx_bytes"]

_PAGE = 25.7     # cm between the margins of A4 landscape
_LINES = 22      # of a row
_TITLE, _HEAD, _BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"


def docx_bytes(paper: Paper) -> bytes:
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
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    file = docx.Document()
    file.core_properties.title, file.core_properties.author = clean(paper.title)[:250], ""
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
    return settled(out.getvalue())


def _paragraph(file: Document, words: str, *, font: str = _BODY, size: float, centre: bool = False, after: float = 0, before: float = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = file.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT
    form.space_after, form.space_before = Pt(after), Pt(before)
    _run(paragraph, words, font=font, size=size)


def _run(paragraph: Paragraph, words: str, *, font: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(clean(words))
    run.font.size, run.font.name = Pt(size), "Times New Roman"
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _page_number(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("", "— "), ("begin", ""), ("instr", "PAGE"), ("end", ""), ("", " —")):
        run = paragraph.add_run(words if not kind else "")
        if kind:
            run.element.append(_xml("instrText", words) if kind == "instr" else _xml("fldChar", fldCharType=kind))


def _xml(name: str, words: str = "", **attributes: str | float) -> BaseOxmlElement:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = cast("BaseOxmlElement", OxmlElement(f"w:{name}"))
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    if words:
        element.text = words
    return element


def _table(file: Document, paper: Paper) -> None:
    """Write the table as its XML: cell by cell through the library is slow on long lists."""
    columns = paper.columns
    whole = sum(column.width for column in columns)
    widths = [round(column.width / whole * _PAGE / 2.54 * 1440) for column in columns]
    table = _xml("tbl")
    properties = _xml("tblPr")
    borders = _xml("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_xml(side, val="single", sz=4, space=0, color=LINE))
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
    for header in _header_rows(columns, widths):
        table.append(header)
    joined = _joins(paper)
    # A row is one piece on one page; what would fill a page alone is cut, and whole in Excel.
    most = [int(width / 185) * _LINES for width in widths]
    for number, row in enumerate(paper.rows):
        line = _row()
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            join = joined[at][number] if at in joined else ""
            words = "" if join == "continue" else _cut(clean(cell), most[at])
            line.append(_cell(words, widths[at], join=join, centre=column.centre or bool(join)))
        table.append(line)
    body: Any = file.element.body  # pyright: ignore[reportAttributeAccessIssue] - python-docx types the root too widely
    body.insert(len(body) - 1, table)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most - 12].rstrip("、，；") + "…（全文见Excel版）"


def _header_rows(columns: Sequence[Column], widths: Sequence[int]) -> Iterator[BaseOxmlElement]:
    if grouped(columns):
        upper = _row(header=True)
        for first, last, group in spans(columns):
            words = group or columns[first].title
            upper.append(_cell(words, sum(widths[first:last + 1]), span=last - first + 1, join="" if group else "restart", head=True))
        yield upper
    lower = _row(header=True)
    for column, width in zip(columns, widths, strict=True):
        join = "continue" if grouped(columns) and not column.group else ""
        lower.append(_cell("" if join else column.title, width, join=join, head=True))
    yield lower


def _row(*, header: bool = False) -> BaseOxmlElement:
    row = _xml("tr")
    properties = _xml("trPr")
    properties.append(_xml("cantSplit"))
    if header:
        properties.append(_xml("tblHeader"))
    row.append(properties)
    return row


def _cell(words: str, width: int, *, span: int = 1, join: str = "", head: bool = False, centre: bool = False) -> BaseOxmlElement:
    cell, properties = _xml("tc"), _xml("tcPr")
    properties.append(_xml("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(_xml("gridSpan", val=span))
    if join:
        properties.append(_xml("vMerge", val=join))
    if head:
        properties.append(_xml("shd", val="clear", color="auto", fill=HEAD_FILL))
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
        keys = [(*key, clean(row[at])) for key, row in zip(keys, paper.rows, strict=True)]
        marks = ["continue" if number and key == keys[number - 1] else "restart" for number, key in enumerate(keys)]
        found[at] = marks
    return found
