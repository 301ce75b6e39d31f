"""Tables that have come down to plain text: one cell a line, or a row a line with bars or tabs between the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from liantu.graph.model import Cell, Span, Table
from liantu.loaders.assignees import HAS_VERB, VERB_END
from liantu.loaders.barred import EDGES, barred_tables
from liantu.loaders.headers import is_header, kind_of_header
from liantu.loaders.role_rules import ROLES
from liantu.loaders.sections import is_closing, is_work
from liantu.loaders.text import lines
from liantu.loaders.units import is_office, is_unit

__all__ = ["text_tables"]

_NUMBER = re.compile(r"[(（]?(\d{1,4})[)）]?[.、]?")
_MARKS = re.compile(r"[、，,;；\s]+")
# So many lines of a row are weighed; what is behind them, a long report, belongs to the last column.
_MOST_LINES = 100
_COST = {"section": 1, "task": 6}
_REMARK = re.compile(r"[(（][^()（）]*[)）]|等$")
_DATE = re.compile(r".{0,12}(?:年|月|日|季度|底|前|全年|长期|持续|完成).{0,10}")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、\S{1,30}|[(（][一二三四五六七八九十]{1,3}[)）]\S{1,30}")
_NO_HEADER = re.compile(r"[0-9，。；、：,;:]|^[一二三四五六七八九十]{1,3}$")
_EMPTY = re.compile(r"[-—―－/\\无]{1,4}")


def text_tables(text: str) -> tuple[Table, ...]:
    """Return the task tables in a plain text.

    Examples
    --------
    >>> text = "序号\\n任务\\n牵头单位\\n1\\n建设港口。\\n市港航局\\n2\\n培育船企。\\n市经信局\\n市科技局"
    >>> [[text[cell.start:cell.end] for cell in row] for row in text_tables(text)[0].rows][2]
    ['2', '培育船企。', '市经信局\\n市科技局']
    """
    found = lines(text)
    barred_text = any(bar in text for bar in "|｜\t")
    barred = barred_tables(text, found) if barred_text else ()
    return (*barred, *_stacked(text, _unbarred(text, found) if barred_text else found))


def _unbarred(text: str, found: Sequence[Span]) -> list[Span]:
    """Cut off the bars at the ends of lines, where a copied table has each cell on a line of its own."""
    bare = []
    for line in found:
        start, end = line.start, line.end
        if text[start] in EDGES or text[end - 1] in EDGES:
            while start < end and (text[end - 1] in EDGES or text[end - 1].isspace()):
                end -= 1
            while start < end and (text[start] in EDGES or text[start].isspace()):
                start += 1
        if start < end:
            bare.append(Span(start, end))
    return bare


def _stacked(text: str, found: Sequence[Span]) -> Iterator[Table]:
    """Yield the tables whose cells are lines."""
    at = 0
    while at < len(found):
        width = _header_width(text, found, at)
        if not width:
            at += 1
            continue
        kinds = [kind_of_header(text[line.start:line.end]) for line in found[at:at + width]]
        header = tuple(Cell(line.start, line.end) for line in found[at:at + width])
        body, at = _body(text, found, at + width, kinds)
        if body:
            yield Table((header, *body))


def _header_width(text: str, found: Sequence[Span], at: int) -> int:
    """Return how many lines from here on are headers of one table."""
    if found[at].end - found[at].start > 14:
        return 0
    width, known = 0, 0
    numbered = kind_of_header(text[found[at].start:found[at].end]) == "number"
    if not numbered and at + 1 < len(found) and kind_of_header(text[found[at + 1].start:found[at + 1].end]) == "number":
        # The title above the table: …重点任务清单 ends as a header does.
        return 0
    while at + width < len(found) and width < 14:
        line = found[at + width]
        if line.end - line.start > 14 or _CHAPTER.fullmatch(text, line.start, line.end):
            break
        if kind_of_header(text[line.start:line.end]):
            known = width + 1
        elif not numbered or _NO_HEADER.search(text, line.start, line.end):
            break
        width += 1
    # Columns of names unknown are taken in where the first row begins right behind the header.
    first = text[found[at + width].start:found[at + width].end] if at + width < len(found) else ""
    begins = first in {"1", "1.", "1、", "01"} or _CHAPTER.fullmatch(first) is not None
    width = width if begins else known
    texts = [text[line.start:line.end] for line in found[at:at + width]]
    return width if width > 2 and is_header(texts) else 0


def _body(text: str, found: Sequence[Span], at: int, kinds: list[str]) -> tuple[list[tuple[Cell, ...]], int]:
    """Return the rows behind a header, and the first line behind the table."""
    if kinds[0] != "number":
        return _by_count(text, found, at, kinds)
    rows: list[tuple[Cell, ...]] = []
    head = text[found[at - len(kinds)].start:found[at - len(kinds)].end]
    begin, last = None, 0
    pending: list[Span] = []
    while at < len(found):
        line = found[at]
        if text[line.start:line.end] == head and (repeated := _header_width(text, found, at)):
            # The header again, at the top of a page.
            at += repeated
            continue
        number = _NUMBER.fullmatch(text, line.start, line.end)
        if number and _follows(int(number[1]), last) and (begin is None or pending):
            rows.extend(_row(text, begin, pending, kinds))
            begin, pending, last = line, [], int(number[1])
        elif begin is not None and len(pending) >= len(kinds) - 1 and _is_over(text, found, at, last):
            break
        elif begin is not None:
            pending.append(line)
        elif not _CHAPTER.fullmatch(text, line.start, line.end):
            break
        at += 1
    rows.extend(_row(text, begin, pending, kinds))
    return rows, at


def _follows(number: int, last: int) -> bool:
    return last <= number <= last + 3 or number == 1


def _is_over(text: str, found: Sequence[Span], at: int, last: int) -> bool:
    """Whether a line looks like the end of a document, and no further row begins behind it."""
    if not is_closing(text[found[at].start:found[at].end + 1]):
        return False
    numbers = (_NUMBER.fullmatch(text, line.start, line.end) for line in found[at:])
    return not any(number and 0 <= int(number[1]) - last <= 3 for number in numbers)


def _by_count(text: str, found: Sequence[Span], at: int, kinds: list[str]) -> tuple[list[tuple[Cell, ...]], int]:
    """Cut lines into rows by the number of columns, where no number begins a row."""
    rows: list[tuple[Cell, ...]] = []
    width = len(kinds)
    roles = [column for column, kind in enumerate(kinds) if kind in ROLES - {"leader"}]
    while at + width <= len(found):
        part = found[at:at + width]
        if is_closing(text[part[0].start:part[0].end + 1]):
            break
        if roles and not all(_is_units(text, part[column]) for column in roles):
            break
        rows.append(tuple(Cell(line.start, line.end) for line in part))
        at += width
    return rows, at


def _is_units(text: str, line: Span) -> bool:
    written = text[line.start:line.end]
    if len(written) > 200 or written[-1] in "。；;":
        return False
    if _EMPTY.fullmatch(written):
        return True
    names = [name for name in _MARKS.split(_REMARK.sub("", written)) if name]
    if HAS_VERB.search(written):
        # 市发改委牵头,市财政局配合: a verb behind the last name of its kind.
        names = [name for name in (VERB_END.sub("", name) for name in names) if name]
    # 国家发展改革委 begins like a piece of work.
    if not names or (is_work(written) and not is_office(names[0])):
        return False
    return sum(map(is_unit, names)) * 2 > len(names) and max(map(len, names)) < 30


def _is_persons(text: str, line: Span) -> bool:
    return all(len(name) < 12 for name in _MARKS.split(text[line.start:line.end]))


def _value(text: str, line: Span, kind: str, *, units: bool) -> int:
    """Return how well a line, which is a list of units or none, fits a column."""
    size = line.end - line.start
    if kind in {"lead", "participant", "responsible"}:
        return 3 if units else -6
    if kind == "leader":
        return 2 if not units and _is_persons(text, line) else -4
    if kind == "due":
        return 2 if size < 30 and _DATE.fullmatch(text, line.start, line.end) else -4
    if units:
        return -2 if kind else 0
    if kind == "section":
        return 1 if size < 15 and text[line.end - 1] not in "。；;" else -2
    return 1 if size > 6 else 0


def _row(text: str, number: Span | None, pending: list[Span], kinds: list[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield the row that a number begins, its lines given to the columns so that they fit best."""
    if number is None:
        return
    heading = pending[-1] if pending and _CHAPTER.fullmatch(text, pending[-1].start, pending[-1].end) and (
        text[pending[-1].end - 1] not in "。；;") and len(pending) >= len(kinds) - 1 else None
    if heading is not None and len(pending) > len(kinds) - 1:
        pending = pending[:-1]
    else:
        heading = None
    cells = [Cell(number.start, number.end)]
    for first, last in _cuts(text, pending, kinds[1:]):
        if first == last:
            end = pending[first - 1].end if first else number.end
            cells.append(Cell(end, end))
        else:
            cells.append(Cell(pending[first].start, pending[last - 1].end))
    yield tuple(cells)
    if heading is not None:
        yield tuple(Cell(heading.start, heading.end, merged=column > 0) for column in range(len(kinds)))


def _cuts(text: str, part: Sequence[Span], kinds: list[str]) -> list[tuple[int, int]]:
    """Cut lines into columns: each column takes lines in order, or none at a price."""
    if len(part) > _MOST_LINES:
        first = _cuts(text, part[:_MOST_LINES], kinds)
        return [*first[:-1], (first[-1][0], len(part))]
    units = [_is_units(text, line) for line in part]
    # A firm or an institute may stand in the columns that describe, never in the one that says what to do.
    fits = (_value(text, part[at], kind, units=units[at] and (kind in ROLES or kind == "task")) >= (kind in ROLES)
            for at, kind in enumerate(kinds[:len(part)]))
    if len(part) == len(kinds) and all(fits):
        return [(at, at + 1) for at in range(len(part))]
    best: list[dict[int, tuple[int, int]]] = [{0: (0, 0)}]
    for kind in kinds:
        values = [_value(text, line, kind, units=units[at]) for at, line in enumerate(part)]
        # One unit leads as a rule; of several lines with units the others take part.
        more = 2 if kind in {"lead", "leader", "due"} else 0
        reached: dict[int, tuple[int, int]] = {}
        for start, (worth, _) in best[-1].items():
            # An empty cell costs something; a group that was named in a row above may be empty, the task hardly.
            total = worth - _COST.get(kind, 3)
            for end in range(start, len(part) + 1):
                if end > start:
                    total = (worth if end == start + 1 else total - more) + values[end - 1]
                if end not in reached or total >= reached[end][0]:
                    reached[end] = (total, start)
        best.append(reached)
    cuts: list[tuple[int, int]] = []
    end = len(part)
    for reached in reversed(best[1:]):
        start = reached[end][1]
        cuts.append((start, end))
        end = start
    return cuts[::-1]
