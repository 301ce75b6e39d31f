"""A paper as an Excel file: filter, frozen and repeated headers, A4 landscape and one page wide, no cell a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, cast

from liantu.graph.safe import safe_cell
from liantu.viz.paper import HEAD_FILL, LINE, Paper, clean, grouped, settled, spans
from liantu.viz.svg import text_width, wrap

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["xlsx_bytes"]

_CELL = 32_000   # Excel takes 32,767 characters a cell


def xlsx_bytes(paper: Paper) -> bytes:
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
    book.properties.title, book.properties.creator = clean(paper.title)[:250], ""
    out = BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _put(sheet: Worksheet, row: int, column: int, value: object, *, font: str = "仿宋", size: float = 11, centre: bool = False) -> Cell:
    from openpyxl.styles import Alignment, Font

    cell = cast("Cell", sheet.cell(row, column))
    if isinstance(value, (int, float)):
        cell.value = value
    elif words := str(safe_cell(clean(value)))[:_CELL]:
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
    for at, (words, font, size, high) in enumerate(((paper.title, "方正小标宋简体", 18, 32), (paper.line, "楷体", 11, 20)), 1):
        _put(sheet, at, 1, words, font=font, size=size, centre=True)
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=last)
        sheet.row_dimensions[at].height = high
    thin = Side(style="thin", color=LINE)
    border, fill = Border(left=thin, right=thin, top=thin, bottom=thin), PatternFill("solid", fgColor=HEAD_FILL)
    top = 4 if grouped(columns) else 3
    for row in range(3, top + 1):
        for at, column in enumerate(columns, 1):
            cell = _put(sheet, row, at, column.group or column.title if row < top else column.title, font="黑体", centre=True)
            cell.border, cell.fill = border, fill
    if top == 4:
        for first, final, group in spans(columns):
            area = (3, first + 1, 3, final + 1) if group else (3, first + 1, 4, first + 1)
            if area[0] != area[2] or area[1] != area[3]:
                sheet.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, values in enumerate(paper.rows):
        cells = [*values[:-1], paper.full[number] if paper.full else values[-1]]
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
        parts = clean(cell).split("\n")
        lines = max(lines, sum(max(1, len(wrap(part, width - 0.4, size=1.9))) if text_width(part, 1.9) > width - 0.4 else 1 for part in parts))
    return float(min(13.5 * lines + 5, 400))


def _print(sheet: Worksheet, top: int) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.6
    margins.bottom, margins.footer = 0.75, 0.35
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "— &P —"
    sheet.print_options.horizontalCentered = True
    if top:
        sheet.print_title_rows = f"{3}:{top}"
