"""PDF files with a text layer: paragraphs joined from lines, tables by their drawn lines, also across pages.

Set aside: page headers, page footers and page numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from liantu.errors import ReadError
from liantu.graph.model import Document, Place, Span
from liantu.loaders.compose import Writer
from liantu.loaders.pdf_font import use_box_font
from liantu.loaders.pdf_grid import find_frames
from liantu.loaders.pdf_lines import Line, glue, lines_of, paragraph_starts, without_margins
from liantu.loaders.pdf_page import PageContent, read_page
from liantu.loaders.pdf_sheet import Sheet, fill, joined

__all__ = ["read_pdf"]

_OCR = "请先用文字识别（OCR）软件转成 .docx 或带文字层的 .pdf 再读"
_AGAIN = "请重新下载或复制一次；如果能在阅读器里打开，就打印（另存）为新的 PDF 再读"
_MOST_PAGES = 3000
# How many of the characters may have no meaning before the text layer is of no use.
_MEANINGLESS = 0.2


def read_pdf(path: Path, data: bytes) -> Document:
    """Read a .pdf file.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        A paragraph a line, the cells of a table one a line, a place such as ``第3页`` for each page. A table that goes
        on over a page is one table, a row that does belongs to the page where it begins; the place of a page without
        text but with a picture says so.

    Raises
    ------
    ReadError
        If the file is damaged, locked by a password, scanned, or its characters have no meaning.
    """
    pages = _read_pages(path, data)
    _check_text(path, pages)
    items: list[Line | Sheet] = []
    for number, page in enumerate(pages):
        sheets, free = fill(find_frames(page.across, page.down), page.glyphs, number)
        items += _in_order(lines_of(free, page=number), sheets)
    margins = {id(line) for line in _margins(items, pages)}
    writer = Writer()
    kept = _whole_tables([item for item in items if id(item) not in margins])
    starts = _write(writer, kept, [page.width for page in pages])
    ends = [writer.size]
    for number in range(len(pages) - 1, -1, -1):
        ends.append(starts.get(number, ends[-1]))
    for number, (start, end) in enumerate(pairwise(reversed(ends))):
        empty = pages[number].has_image and not pages[number].glyphs
        writer.places.append(Place(start, end, f"第{number + 1}页" + ("（图片，没有文字）" if empty else "")))
    return writer.document(path.name, "pdf")


def _read_pages(path: Path, data: bytes) -> list[PageContent]:
    import pypdfium2

    # The library mends a cut file by leaving pages out without a word.
    if b"%%EOF" not in data[-4096:]:
        raise ReadError(str(path), "文件没有传完，缺少结尾", _AGAIN, where="文件末尾")
    use_box_font()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(str(path), "设了打开密码", "请用密码打开它，去掉密码后另存一份再读") from error
        raise ReadError(str(path), "文件已损坏", _AGAIN) from error
    try:
        if not 0 < len(document) <= _MOST_PAGES:
            raise ReadError(str(path), f"有 {len(document)} 页，不在 1 到 {_MOST_PAGES} 页之间", "请拆成几个文件，或重新导出后再读")
        pages = []
        for number in range(len(document)):
            try:
                page = document[number]
                pages.append(read_page(page))
                page.close()
            except pypdfium2.PdfiumError as error:
                raise ReadError(str(path), "这一页已损坏", _AGAIN, where=f"第 {number + 1} 页") from error
    finally:
        document.close()
    return pages


def _check_text(path: Path, pages: Sequence[PageContent]) -> None:
    """Refuse scans, and text layers whose characters mean nothing."""
    scanned = [number for number, page in enumerate(pages, 1) if page.has_image and not page.glyphs]
    if len(scanned) * 2 > len(pages):
        named = "第 " + "、".join(map(str, scanned[:10])) + " 页" + "等" * (len(scanned) > 10)
        where = "" if len(scanned) == len(pages) else named
        raise ReadError(str(path), "是扫描件，只有图片，没有文字层", _OCR, where=where)
    chars = [glyph.char for page in pages for glyph in page.glyphs]
    odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or not char.isprintable() for char in chars)
    if odd > _MEANINGLESS * len(chars):
        raise ReadError(str(path), f"文字层是乱码，{len(chars)} 个字里有 {odd} 个认不出来", _OCR)


def _in_order(lines: Sequence[Line], sheets: Sequence[Sheet]) -> list[Line | Sheet]:
    """Set the tables of a page before the first line that stands below them."""
    items: list[Line | Sheet] = list(lines)
    for sheet in reversed(sheets):
        at = next((index for index, item in enumerate(items) if item.top >= sheet.top), len(items))
        items.insert(at, sheet)
    return items


def _margins(items: Sequence[Line | Sheet], pages: Sequence[PageContent]) -> list[Line]:
    lines = [item for item in items if isinstance(item, Line)]
    return [lines[index] for index in without_margins(lines, [page.height for page in pages])]


def _whole_tables(items: Sequence[Line | Sheet]) -> list[Line | Sheet]:
    """Join the pieces of tables with nothing but a page's end between them."""
    whole: list[Line | Sheet] = []
    for item in items:
        last = whole[-1] if whole else None
        one = joined(last, item) if isinstance(item, Sheet) and isinstance(last, Sheet) else None
        if one is None:
            whole.append(item)
        else:
            whole[-1] = one
    return whole


def _write(writer: Writer, items: Sequence[Line | Sheet], widths: Sequence[float]) -> dict[int, int]:
    """Write paragraphs and tables; return where each page begins."""
    lines = [item for item in items if isinstance(item, Line)]
    begins = dict(zip(map(id, lines), paragraph_starts(lines, widths), strict=True))
    starts: dict[int, int] = {}
    paragraph: list[str] = []
    for item in (*items, None):
        if paragraph and not (isinstance(item, Line) and not begins[id(item)]):
            writer.line(glue(paragraph))
            paragraph = []
        if isinstance(item, Line):
            starts.setdefault(item.page, writer.size + len(glue(paragraph)))
            paragraph.append(item.text)
        elif item is not None:
            at, spans = writer.size, writer.table(item.grid)
            for page, row in zip(item.pages, item.rows, strict=True):
                # A cell merged with one above was written there.
                new = [span for span in (spans[index] for index in row) if span.start >= at]
                starts.setdefault(page, min(new, default=Span(at, at)).start)
                at = max(new, default=Span(at, at)).end
    return starts
