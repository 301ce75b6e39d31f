"""Web pages: the document alone, without menus, page feet, adverts and lists of other articles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.compose import Grid, Writer, grid_of_spans
from liantu.loaders.elements import whole
from liantu.loaders.read_text import decode

__all__ = ["read_html"]

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
# Encodings as pages name them, and the one that reads them best: many a page called gb2312 holds characters beyond it.
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "utf-8": "utf-8", "utf8": "utf-8",
              "big5": "big5"}
# Pages are often damaged by a character or two; one in this many may be lost.
_LOST = 500
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
           "label", "mark", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
           "tt", "u", "var", "wbr"}
_GONE = {"rt", "rp", "del", "s", "strike"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)
# A block of links: so many of them, making up so much of its text.
_FEWEST_LINKS, _LINK_SHARE = 4, 0.7
# No rule may take more than this share of the words of the page: it would take the document.
_MOST_TAKEN = 0.4
# A table whose one cell holds a document of its own is there for the layout.
_LAYOUT_SHARE, _LAYOUT_SIZE, _LAYOUT_BLOCKS = 0.6, 400, 3
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _Noise:
    tags: frozenset[str]
    marks: frozenset[str]
    line: re.Pattern[str]
    end: re.Pattern[str]


@cache
def _noise() -> _Noise:
    data = tomllib.loads((files("liantu.loaders") / "data" / "noise.toml").read_text(encoding="utf-8"))
    return _Noise(
        frozenset(name for row in data["tag"] for name in row["names"]),
        frozenset(word for row in data["mark"] for word in row["words"]),
        re.compile("|".join(row["pattern"] for row in data["line"])),
        re.compile("|".join(row["pattern"] for row in data["end"])),
    )


def read_html(path: Path, data: bytes) -> Document:
    """Read a web page that was saved as .html or .htm.

    Parameters
    ----------
    path : Path
        The file, for its name and for messages.
    data : bytes
        What it holds; the encoding is that of its mark, its ``charset``, or what fits.

    Returns
    -------
    Document
        A block a line, the cells of a table one a line. Where the title stands in the head of the page alone, it is the
        first line.

    Raises
    ------
    ReadError
        If it is no text, or holds no document beside menus and links.
    """
    # NUL and other control characters would end the text for the parser.
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", "", _decoded(path, data))
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    if root is None:
        raise ReadError(str(path), "里面没有文字", "请打开看看，是不是存错了文件")
    title = _title(root)
    body = next(root.iter("body"), root)
    _prune(body)
    blocks = _cleaned([*_Blocks(path).walk(body, 0)])
    writer = Writer()
    words = "".join("".join(block if isinstance(block, str) else "".join(block.texts) for block in blocks).split())
    if title and words and "".join(title.split()) not in words:
        writer.line(title)
    for block in blocks:
        if isinstance(block, str):
            writer.line(block)
        else:
            writer.table(block)
    return writer.document(path.name, "html")


def _decoded(path: Path, data: bytes) -> str:
    match = _CHARSET.search(data[:8192])
    hint = _ENCODINGS.get(match[1].decode("ascii").lower()) if match else None
    try:
        return decode(path, data, hint=hint).removeprefix("\ufeff")
    except ReadError:
        text = data.decode(hint or "utf-8", "replace") if b"\0" not in data else ""
        if not text or text.count("\ufffd") * _LOST > len(text):
            raise
        return text


def _title(root: etree._Element) -> str:
    """Return the title in the head: the tag of government sites, or the page's title without the site's name."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle" and (content := (meta.get("content") or "").strip()):
            return _BLANK.sub(" ", content)
    title = "".join(map(str, next((one.itertext() for one in root.iter("title")), iter(()))))
    return re.split(r"\s*[_|｜]\s*|\s+[-—–]+\s+|--+", _BLANK.sub(" ", title).strip())[0]


def _prune(body: etree._Element) -> None:
    """Take out of the page what is no part of the document."""
    noise = _noise()
    sizes = _sizes(body, noise)
    words = sizes[body][0] - sizes[body][1]
    for element in list(body.iter()):
        if element is body or element not in sizes:
            continue
        size, linked, links, attached = sizes[element]
        listed = links >= _FEWEST_LINKS and linked >= _LINK_SHARE * size and attached * 2 < links
        taken = (size - linked) > _MOST_TAKEN * words
        if element.tag in noise.tags or ((listed or _is_marked(element, noise)) and not taken):
            _drop(element)


def _sizes(body: etree._Element, noise: _Noise) -> dict[etree._Element, tuple[int, int, int, int]]:
    """Count for each element its characters, those in links, its links, and those of them that lead to files."""
    sizes: dict[etree._Element, tuple[int, int, int, int]] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        size = linked = links = attached = 0
        if element.tag not in noise.tags:
            size = _length(element.text)
            for child in element:
                one = sizes.get(child, (0, 0, 0, 0))
                size += one[0] + _length(child.tail)
                linked, links, attached = linked + one[1], links + one[2], attached + one[3]
            if element.tag == "a" and size:
                is_file = _FILE.search((element.get("href") or "").strip()) or "附件" in (element.text or "")
                linked, links, attached = size, 1, int(bool(is_file))
        sizes[element] = size, linked, links, attached
    return sizes


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _is_marked(element: etree._Element, noise: _Noise) -> bool:
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in {"html", "body", "main", "article"}:
        return False
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return any(word.lower() in noise.marks for word in _WORD.findall(names))


def _drop(element: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _cleaned(blocks: list[str | Grid]) -> list[str | Grid]:
    """Drop lines that are known to be the site's, and all behind the head of a list of other articles."""
    noise = _noise()
    kept: list[str | Grid] = []
    for at, block in enumerate(blocks):
        if isinstance(block, str):
            bare = "".join(block.split())
            if noise.end.fullmatch(bare) and at * 3 > len(blocks):
                break
            if noise.line.fullmatch(bare):
                continue
        kept.append(block)
    return kept


@dataclass(slots=True)
class _Blocks:
    """The walk over a page, block by block."""

    path: Path

    def walk(self, element: etree._Element, depth: int) -> Iterator[str | Grid]:
        """Yield the lines and tables under an element."""
        run: list[str] = []
        if depth > _DEEPEST:
            yield from _flushed(["".join(map(str, element.itertext()))])
            return
        for piece in self.pieces(element, depth):
            if isinstance(piece, str):
                run.append(piece)
                continue
            yield from _flushed(run)
            run = []
            if piece is not None:
                yield piece
        yield from _flushed(run)

    def pieces(self, element: etree._Element, depth: int) -> Iterator[str | Grid | None]:
        """Yield text, tables, and None where a line ends."""
        if element.text:
            yield element.text
        start = whole(element.get("start"))
        number = 1 if start is None else start
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name == "br":
                yield None
            elif name == "table":
                yield None
                yield from self.between(self.table(child, depth + 1))
            elif name == "pre":
                for line in "".join(map(str, child.itertext())).splitlines():
                    yield line
                    yield None
            elif name in _INLINE and depth <= _DEEPEST:
                yield from self.pieces(child, depth + 1) if name not in _GONE else ()
            else:
                yield None
                blocks = list(self.walk(child, depth + 1))
                # A browser shows the numbers of an ordered list, and no text of the page holds them.
                if name == "li" and element.tag == "ol" and blocks and "none" not in (element.get("style") or ""):
                    yield f"{number}. " if isinstance(blocks[0], str) else ""
                    number += 1
                yield from self.between(iter(blocks))
            if child.tail:
                yield child.tail

    @staticmethod
    def between(blocks: Iterator[str | Grid]) -> Iterator[str | Grid | None]:
        """Yield blocks with the end of a line behind each."""
        for block in blocks:
            yield block
            yield None

    def table(self, table: etree._Element, depth: int) -> Iterator[str | Grid]:
        """Yield a table, or what is in it where it only lays out the page."""
        rows: list[list[tuple[str, int, int]]] = []
        largest, blocks = 0, 0
        layout = table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None
        for caption in table.iterchildren("caption"):
            yield from self.walk(caption, depth)
        cells = [list(row.iterchildren("td", "th")) for row in _rows(table)]
        if not layout:
            for row in cells:
                rows.append([])
                for cell in row:
                    parts = [part for part in self.walk(cell, depth) if isinstance(part, str)]
                    text = "\n".join(parts)
                    if len(text) > largest:
                        largest, blocks = len(text), len(parts)
                    rows[-1].append((text, _span(cell, "rowspan"), _span(cell, "colspan")))
            whole = sum(len(text) for row in rows for text, _, _ in row)
            layout = largest > _LAYOUT_SIZE and largest > _LAYOUT_SHARE * whole and blocks >= _LAYOUT_BLOCKS
        grid = None if layout else grid_of_spans(self.path, [row for row in rows if row])
        if grid is not None and grid.is_table:
            yield grid
        else:
            for row in cells:
                for cell in row:
                    yield from self.walk(cell, depth)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _span(cell: etree._Element, name: str) -> int:
    return max(1, min(whole((cell.get(name) or "").strip()) or 1, 1000))


def _flushed(run: list[str]) -> Iterator[str]:
    """Yield the line that pieces of text make, white space as a browser shows it; nothing for an empty one."""
    text = _BLANK.sub(_between, "".join(run)).strip()
    if text:
        yield text


def _between(blank: re.Match[str]) -> str:
    """Return what white space is worth: a line's end in the source parts no Chinese words."""
    text, (start, end) = blank.string, blank.span()
    wide = text[max(start - 1, 0)] > "\u2e7f" and text[min(end, len(text) - 1)] > "\u2e7f"
    return "" if wide and "\n" in blank[0] else " "
