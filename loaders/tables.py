"""Rows of task tables, whatever file they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from liantu.graph.model import Cell, Document, Draft, Mention, Span
from liantu.loaders.assignees import names_of
from liantu.loaders.cells import text_tables
from liantu.loaders.drafts import assign, clean_name, first_listed_rule
from liantu.loaders.headers import is_header, kind_of_header
from liantu.loaders.role_rules import ROLES, FieldRole
from liantu.loaders.text import View, view

__all__ = ["table_drafts"]

_SAME = frozenset({"同上", "同左", "同前", "〃", "″", '"', "''", "”", "“", "同 上"})
_EMPTY = frozenset({"", "/", "无", "—", "——", "-", "--", "－", "\\", "―", "――", "暂无", "……"})
_HAN_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?、?")
_TOTAL = re.compile(r"(?:总计|合计|小计|共计)")
_WORDS = frozenset({"task", "subject", "detail", "section", ""})
# What is wanted of a thing that the column before it names.
_SOFT_TASKS = frozenset({"目标任务", "年度目标任务", "年度任务", "工作目标任务", "年度工作目标任务", "年度目标", "目标任务内容"})
_TROUBLE = re.compile("问题|困难|原因")
# Headers that say more of their cells than what kind they are: 2025年目标, 总投资(亿元), 完成率(%), 是否完成.
_LABEL = re.compile(r"20[0-9]{2}年|^是否|[(（][^()（）]{0,3}[元%％吨家个亩项米时瓦]+[)）]$")


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold, and their headers where these name a year or a unit: 2025年目标."""

    kinds: list[str]
    labels: list[Span | None]
    titles: list[str]


class _Row(NamedTuple):
    """A row that is a task: its cells, carried ones included, with their texts, and the heading it stands under."""

    cells: tuple[Cell, ...]
    texts: list[str]
    section: str


def table_drafts(document: Document, seen: View) -> tuple[list[Draft], list[Span]]:
    """Return the tasks of the tables of a document, and the stretches of text that its tables cover.

    Parameters
    ----------
    document : Document
        Where it has no tables, a table may still stand in its text: one cell a line, or with bars or tabs between.
    seen : View
        The view of its text.

    Returns
    -------
    list of Draft, list of Span
    """
    drafts: list[Draft] = []
    covered: list[Span] = []
    rule: str | None = None
    columns = _Columns([], [], [])
    for table in document.tables or text_tables(document.text):
        rows = _square(table.rows)
        at = _header_at(document, rows)
        if at is None and not (columns.kinds and rows and len(rows[0]) == len(columns.kinds)):
            # A page drawn as a table is text all the same.
            if max((cell.end - cell.start for row in rows for cell in row), default=0) < 400:
                covered.extend(_cover(rows))
            continue
        if at is None:
            # The table goes on behind a page break, without its header.
            body = rows
        else:
            columns, height = _columns(document, rows, at)
            body = rows[at + height:]
        if rule is None:
            rule = first_listed_rule(seen.flat)
        drafts.extend(_drafts(document, body, columns, rule))
        covered.extend(_cover(rows))
    return drafts, covered


def _square(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    return [row for row in rows if row]


def _cover(rows: list[tuple[Cell, ...]]) -> Iterator[Span]:
    spans = [(cell.start, cell.end) for row in rows for cell in row if cell.end > cell.start]
    if spans:
        yield Span(min(start for start, _ in spans), max(end for _, end in spans))


def _text(document: Document, cell: Cell) -> str:
    return document.text[cell.start:cell.end].strip()


def _header_at(document: Document, rows: list[tuple[Cell, ...]]) -> int | None:
    return next((at for at, row in enumerate(rows[:8]) if is_header([_text(document, cell) for cell in row])), None)


def _columns(document: Document, rows: list[tuple[Cell, ...]], at: int) -> tuple[_Columns, int]:
    """Return the columns, and the height of the header: two rows where 责任分工 stands above 牵头 and 配合."""
    kinds = [kind_of_header(_text(document, cell)) for cell in rows[at]]
    height = 1
    if at + 1 < len(rows):
        below = [_text(document, cell) for cell in rows[at + 1]]
        lower = [kind_of_header(text) for text in below]
        changed = [(low, high) for low, high, one, two in zip(lower, kinds, rows[at + 1], rows[at], strict=False)
                   if low and (one.start, one.end) != (two.start, two.end)]
        filled = sum(bool(text) and (one.start, one.end) != (two.start, two.end)
                     for text, one, two in zip(below, rows[at + 1], rows[at], strict=False))
        if changed and len(changed) == filled and any(low in ROLES or low in {"due", "task"} for low, _ in changed):
            kinds = [low or high for low, high in zip(lower, kinds, strict=False)]
            height = 2
    heads = [[cell for cell in column if cell.end > cell.start] for column in zip(*rows[at:at + height], strict=False)]
    named = ([cell for cell in reversed(head) if _LABEL.search(_text(document, cell))] for head in heads)
    labels = [Span(found[0].start, found[0].end) if found else None for found in named]
    titles = ["".join(dict.fromkeys(_text(document, cell) for cell in head)) for head in heads]
    return _Columns(_with_task(document, rows[at + height:], kinds, titles), labels, titles), height


def _with_task(
    document: Document, body: list[tuple[Cell, ...]], kinds: list[str], titles: list[str],
) -> list[str]:
    """Make sure that one column, and only one, says what is to be done.

    Of several the first whose cells differ from row to row; those before it group rows, those behind it say more.
    Without any it is the subject, else the longest of the unknown columns.
    """
    tasks = [column for column, kind in enumerate(kinds) if kind == "task"]
    firm = [column for column in tasks if not _TROUBLE.search(titles[column])]
    if 0 < len(firm) < len(tasks):
        # What stands in the way of a task is none itself.
        kinds = ["other" if kind == "task" and column not in firm else kind for column, kind in enumerate(kinds)]
        tasks = firm
    named = next((column for column, kind in enumerate(kinds) if kind == "subject"), -1)
    if tasks and 0 <= named < tasks[0] and all(_SOFT_TASKS.intersection([titles[column]]) for column in tasks) and (
            _differs(document, body, named)):
        kinds, tasks = ["detail" if kind == "task" else kind for kind in kinds], []
    if tasks and not any(_differs(document, body, column) for column in tasks):
        tasks += [column for column, kind in enumerate(kinds) if kind == "detail" and _differs(document, body, column)]
    for kind in ("subject", "detail", "section"):
        if not tasks and kind in kinds:
            tasks = [kinds.index(kind)]
    if not tasks:
        sizes = {column: sum(row[column].end - row[column].start for row in body if column < len(row))
                 for column, kind in enumerate(kinds) if not kind}
        tasks = [max(sizes, key=lambda column: sizes[column])] if sizes else []
    main = next((column for column in tasks if _differs(document, body, column)), tasks[-1] if tasks else -1)
    return ["task" if column == main else kind if kind != "task" else "subject" if column < main else "detail"
            for column, kind in enumerate(kinds)]


def _differs(document: Document, body: list[tuple[Cell, ...]], column: int) -> bool:
    """Whether the cells of a column are all filled and all different."""
    texts = [_text(document, row[column]) for row in body if column < len(row)]
    return all(texts) and len(set(texts)) == len(texts)


def _drafts(document: Document, body: list[tuple[Cell, ...]], columns: _Columns, rule: str) -> Iterator[Draft]:
    pending: Draft | None = None
    kinds = columns.kinds
    for row in _rows(document, body, kinds):
        if pending is not None and _goes_on(row, kinds):
            pending = _extended(pending, row, kinds)
            continue
        if pending is not None:
            yield pending
        pending = _draft(document, row, columns, rule)
    if pending is not None:
        yield pending


def _rows(document: Document, body: list[tuple[Cell, ...]], kinds: list[str]) -> Iterator[_Row]:
    """Yield the rows that are tasks, with what they carry down from the row above."""
    before: tuple[Cell, ...] | None = None
    section = ""
    counted = "number" in kinds and any(
        len(row) > kinds.index("number") and _text(document, row[kinds.index("number")]).isdecimal() for row in body)
    for row in body:
        texts = [_text(document, cell) for cell in row]
        filled = {(cell.start, cell.end) for cell, text in zip(row, texts, strict=True) if text}
        if not filled or is_header(texts):
            continue
        if len(filled) == 1 and len(row) > 2 and (texts[0] or sum(map(bool, texts)) > 1):
            only = next(text for text in texts if text)
            if not only.isdecimal() and len(only) < 40:
                section, before = only, None
            continue
        if any(_TOTAL.match(text) for text in texts[:2]):
            continue
        if counted and _heads_group(texts, kinds):
            section, before = [text for text in texts if text][1], None
            continue
        cells = _carried(row, texts, before, kinds)
        if cells is not row:
            texts = [_text(document, cell) for cell in cells]
        before = cells
        if "task" in kinds and texts[kinds.index("task")] not in _EMPTY:
            yield _Row(cells, texts, section)


def _heads_group(texts: list[str], kinds: list[str]) -> bool:
    """Whether a row is the heading of those below: 一 | 新建项目(3个), where the tasks have Arabic numbers."""
    filled = [(kind, text) for kind, text in zip(kinds, texts, strict=False) if text]
    return len(filled) == 2 and filled[0][0] == "number" and _HAN_NUMBER.fullmatch(filled[0][1]) is not None


def _carried(
    row: tuple[Cell, ...], texts: list[str], before: tuple[Cell, ...] | None, kinds: list[str],
) -> tuple[Cell, ...]:
    """Fill 同上, and the blank cells of a column that groups rows, with what stands above."""
    if before is None or len(before) != len(row) or all(texts) and _SAME.isdisjoint(texts):
        return row
    numbered = any(kind == "number" and text for kind, text in zip(kinds, texts, strict=False))
    # Without a number of its own a row that has a task belongs to the units of the one above.
    shares = "number" in kinds and not numbered and _is_full(texts[kinds.index("task")])
    cells = []
    for column, (cell, text) in enumerate(zip(row, texts, strict=True)):
        kind = kinds[column] if column < len(kinds) else ""
        shared = kind in {"section", "subject"} or (kind in ROLES and shares)
        cells.append(before[column]._replace(merged=True) if text in _SAME or (not text and shared) else cell)
    return tuple(cells)


def _is_full(text: str) -> bool:
    """Whether the text of a task begins something, and does not go on behind a page break."""
    return len(text) > 12 and not re.match(r"[，。、；)）]", text)


def _goes_on(row: _Row, kinds: list[str]) -> bool:
    """Whether a row is the rest of the one above, cut off by the end of a page."""
    if "number" not in kinds:
        return False
    filled = [kind for kind, cell, text in zip(kinds, row.cells, row.texts, strict=False) if text and not cell.merged]
    number = row.texts[kinds.index("number")]
    return bool(filled) and not number and not ROLES.intersection(filled) and not any(cell.merged for cell in row.cells)


def _extended(draft: Draft, row: _Row, kinds: list[str]) -> Draft:
    spans = [Span(cell.start, cell.end) for kind, cell, text in zip(kinds, row.cells, row.texts, strict=False)
             if kind in _WORDS and text and not cell.merged]
    if not spans:
        return draft
    return replace(draft, body=(*draft.body, *spans), end=max(draft.end, *(span.end for span in spans)))


def _draft(document: Document, row: _Row, columns: _Columns, rule: str) -> Draft:
    kinds = columns.kinds
    filled = [each for each in zip(kinds, row.cells, row.texts, strict=False) if each[2] not in _EMPTY]
    main = next(cell for kind, cell, _ in filled if kind == "task")
    own = [cell for kind, cell, _ in filled if not cell.merged and kind not in _ABOVE] or [main]
    found = [pair for kind, cell, _ in filled if kind in ROLES for pair in _mentions(document, cell, kind)]
    roles = assign(found, rule)
    above = [text for kind, _, text in filled if kind in _ABOVE]
    said = list(_said(row, columns, _SAID))
    return Draft(
        number=next((text for kind, _, text in filled if kind == "number"), ""),
        title=_title(document, main), start=min(cell.start for cell in own), end=max(cell.end for cell in own),
        section=" / ".join(dict.fromkeys(part for part in [row.section, *above] if part)),
        body=tuple([span for span, _ in said]),
        due=tuple([Span(cell.start, cell.end) for kind, cell, _ in filled if kind == "due"]),
        progress=tuple([span for span, _ in _said(row, columns, _PROGRESS)]),
        leads=roles["lead"], participants=roles["participant"],
        responsible=roles["responsible"], leaders=roles["leader"],
        columns=tuple([title for _, title in said]),
    )


_ABOVE = frozenset({"section", "subject"})
_SAID = _WORDS - {"section"}
_PROGRESS = frozenset({"progress"})


def _said(row: _Row, columns: _Columns, wanted: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Yield the cells of some kinds and their headers; a header that names a year or a unit is said as well."""
    for kind, label, title, cell, text in zip(
            columns.kinds, columns.labels, columns.titles, row.cells, row.texts, strict=False):
        if kind in wanted and text not in _EMPTY:
            if label is not None:
                yield label, ""
            yield Span(cell.start, cell.end), title


_NUMBER = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．)）]\s*(?!\d)|[①-⑳])?")
_TITLE_END = re.compile(r"[。，,;；:：\n*]|[(（](?=[^()（）]{9,})")


def _title(document: Document, cell: Cell) -> Span:
    """Return the first clause of a cell, without a number."""
    number = _NUMBER.match(document.text, cell.start, cell.end)
    start = number.end() if number else cell.start
    stop = _TITLE_END.search(document.text, start, cell.end)
    end = stop.start() if stop else cell.end
    while end > start and document.text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else Span(cell.start, cell.end)


def _mentions(document: Document, cell: Cell, kind: str) -> Iterator[tuple[str, Mention]]:
    """Yield the names of a cell."""
    text = document.text[cell.start:cell.end]
    for role, start, end in _names(text, kind):
        yield role, Mention(clean_name(text[start:end]), cell.start + start, cell.start + end, "role-table")


@lru_cache(maxsize=4096)
def _names(text: str, kind: str) -> tuple[tuple[str, int, int], ...]:
    """Read the names in a cell; line ends and spaces in it are separators where a unit ends before them."""
    seen = view(text, [Span(0, len(text))])
    role: FieldRole = kind  # type: ignore[assignment]
    spans = ((name.role, seen.span(name.start, name.end)) for name in names_of(seen, 0, len(seen.flat) - 1, role))
    return tuple((said, span.start, span.end) for said, span in spans)
