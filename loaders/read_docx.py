"""Word files: paragraphs with their automatic numbers, tables in place, text boxes; what a reader of the page sees.

Set aside: page headers and footers, tables of contents, comments, hidden text, and what a tracked change has deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.compose import BLANK, Grid, Writer
from liantu.loaders.elements import attribute, children, first, tag, whole
from liantu.loaders.numbering import Numbering, read_numbering
from liantu.loaders.package import Package, open_package

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["read_docx"]

# Deleted or moved away by a tracked change, or no text of the page.
_GONE = {"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "sdtPr", "Fallback", "drawing", "pict", "object",
         "rt"}
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OFF = {"0", "false", "off"}
_CONTENTS = "Table of Contents"
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the paragraph styles say of numbers and of tables of contents."""

    numbers: dict[str, tuple[str | None, int | None]]
    contents: frozenset[str]
    default: str


def read_docx(path: Path, data: bytes) -> Document:
    """Read a .docx file.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds.

    Returns
    -------
    Document
        A paragraph a line, the cells of a table one a line; labels of automatic numbering stand before their paragraph.

    Raises
    ------
    ReadError
        If the file is damaged, harmful, or holds nothing but pictures.
    """
    package = open_package(path, data)
    part = _main_part(package)
    root = package.xml(part)
    body = first(root, "body")
    if body is None:
        raise ReadError(str(path), "里面没有正文", "请用 Word 或 WPS 打开它，另存为 .docx 再读", where=part)
    folder = part.rpartition("/")[0]
    reader = _Reader(_read_styles(package.xml(f"{folder}/styles.xml")),
                     read_numbering(package.xml(f"{folder}/numbering.xml")))
    writer = Writer()
    for block in reader.blocks(body):
        if isinstance(block, str):
            writer.line(block)
        else:
            writer.table(block)
    document = writer.document(path.name, "docx")
    if not document.text.strip() and any(name.startswith(f"{folder}/media/") for name in package.archive.namelist()):
        raise ReadError(str(path), "里面只有图片，没有文字", "请先用文字识别（OCR）软件转成有文字的 .docx 再读")
    return document


@dataclass(slots=True)
class _Reader:
    styles: _Styles
    numbering: Numbering

    def blocks(self, parent: etree._Element) -> Iterator[str | Grid]:
        """Yield the paragraphs and tables under an element, in order."""
        for element in parent:
            name = tag(element)
            if name == "p":
                yield from self.paragraph(element)
            elif name == "tbl":
                yield from self.table(element)
            elif name == "sdt":
                if attribute(first(element, "sdtPr", "docPartObj", "docPartGallery")) != _CONTENTS:
                    yield from self.blocks(content) if (content := first(element, "sdtContent")) is not None else ()
            elif name in {"ins", "moveTo", "customXml", "smartTag", "sdtContent"}:
                yield from self.blocks(element)
            elif name == "AlternateContent":
                yield from self.blocks(element[0]) if len(element) else ()

    def paragraph(self, paragraph: etree._Element) -> Iterator[str | Grid]:
        """Yield a paragraph, and behind it the text boxes that are anchored in it."""
        properties = first(paragraph, "pPr")
        style = attribute(first(properties, "pStyle")) or self.styles.default
        if style in self.styles.contents:
            return
        text = "".join(_runs(paragraph))
        # An empty paragraph shows no number, and Word does not count it where its mark is deleted.
        if text.strip():
            yield self.number(properties, style) + text
        elif first(properties, "numPr") is not None and first(properties, "rPr", "del") is None:
            self.number(properties, style)
        for box in _boxes(paragraph):
            yield from self.blocks(box)

    def number(self, properties: etree._Element | None, style: str) -> str:
        """Return the label that the paragraph's list gives it."""
        own = first(properties, "numPr")
        number, depth = self.styles.numbers.get(style, (None, None))
        if number is not None and depth is None:
            depth = self.numbering.styles.get(style, (number, 0))[1]
        number = attribute(first(own, "numId")) or number
        level = whole(attribute(first(own, "ilvl")))
        depth = depth if level is None else level
        return self.numbering.label(number, depth or 0) if number and number != "0" else ""

    def table(self, table: etree._Element) -> Iterator[str | Grid]:
        """Yield a table; one that holds tables, or a single cell with words, is layout: yield what is in it."""
        if any(tag(inner) == "tbl" for cell in _cells(table) for inner in cell.iter() if inner is not cell):
            for cell in _cells(table):
                yield from self.blocks(cell)
            return
        grid = self.grid(table)
        if grid.is_table:
            yield grid
        else:
            yield from (line for text in grid.texts for line in text.split("\n") if line.strip())

    def grid(self, table: etree._Element) -> Grid:
        """Lay the rows of a table into a grid."""
        texts: list[str] = []
        rows: list[list[int]] = []
        for row in _unwrap(table, "tr"):
            properties = first(row, "trPr")
            if first(properties, "del") is not None:
                continue
            line = [BLANK] * _number(first(properties, "gridBefore"), 0)
            for cell in _unwrap(row, "tc"):
                shape = first(cell, "tcPr")
                merge, beside = first(shape, "vMerge"), first(shape, "hMerge")
                above = rows[-1][len(line)] if rows and len(line) < len(rows[-1]) else BLANK
                if merge is not None and attribute(merge) != "restart" and above != BLANK:
                    index = above
                elif beside is not None and attribute(beside) != "restart" and line:
                    index = line[-1]
                else:
                    index = len(texts)
                    texts.append("\n".join(part for part in self.blocks(cell) if isinstance(part, str)))
                line += [index] * _number(first(shape, "gridSpan"), 1)
            rows.append(line + [BLANK] * _number(first(properties, "gridAfter"), 0))
        width = max(map(len, rows), default=0)
        return Grid(texts, [row + [BLANK] * (width - len(row)) for row in rows])


def _runs(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of text of a paragraph that a reader of the page sees."""
    for child in element:
        name = tag(child)
        if name == "t":
            yield child.text or ""
        elif name in _CHARACTERS:
            # A page or column break is no line of the text.
            yield "" if name == "br" and attribute(child, "type") in {"page", "column"} else _CHARACTERS[name]
        elif name == "r":
            hidden = first(child, "rPr", "vanish")
            if hidden is None or attribute(hidden) in _OFF:
                yield from _runs(child)
        elif name not in _GONE and name != "txbxContent":
            yield from _runs(child)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes under an element, each once although the file keeps a second form for old programs."""
    for child in element:
        name = tag(child)
        if name == "txbxContent":
            yield child
        elif name not in {"Fallback", "del", "moveFrom", "t"}:
            yield from _boxes(child)


def _unwrap(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls and tracked insertions."""
    for child in parent:
        if tag(child) == name:
            yield child
        elif tag(child) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _unwrap(child, name)


def _cells(table: etree._Element) -> Iterator[etree._Element]:
    return (cell for row in _unwrap(table, "tr") for cell in _unwrap(row, "tc"))


def _number(element: etree._Element | None, default: int) -> int:
    number = whole(attribute(element))
    return default if number is None else min(number, _WIDEST)


def _read_styles(root: etree._Element | None) -> _Styles:
    """Read which paragraph styles number, each from the style that it is based on."""
    own: dict[str, tuple[str | None, int | None]] = {}
    parents: dict[str, str | None] = {}
    contents, default = set(), ""
    for style in children(root, "style"):
        key = attribute(style, "styleId") or ""
        if attribute(style, "type") not in {None, "paragraph"}:
            continue
        if (attribute(style, "default") or "0") not in _OFF:
            default = key
        if (attribute(first(style, "name")) or "").lower().startswith(("toc ", "目录")):
            contents.add(key)
        number = first(style, "pPr", "numPr")
        own[key] = attribute(first(number, "numId")), whole(attribute(first(number, "ilvl")))
        parents[key] = attribute(first(style, "basedOn"))
    return _Styles({key: _inherited(key, own, parents) for key in own}, frozenset(contents), default)


def _inherited(
    key: str, own: dict[str, tuple[str | None, int | None]], parents: dict[str, str | None],
) -> tuple[str | None, int | None]:
    number: str | None = None
    depth: int | None = None
    seen: set[str] = set()
    at: str | None = key
    while at is not None and at in own and at not in seen:
        seen.add(at)
        number, depth = number or own[at][0], own[at][1] if depth is None else depth
        at = parents[at]
    return number, depth


def _main_part(package: Package) -> str:
    """Return the name of the part that holds the text."""
    for relation in children(package.xml("_rels/.rels"), "Relationship"):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"
