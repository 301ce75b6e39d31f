"""Tables of which a copy has left nothing but white space between the cells of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from liantu.graph.model import Cell, Span, Table
from liantu.loaders.headers import is_header, kind_of_header
from liantu.loaders.role_rules import ROLES
from liantu.loaders.sections import is_closing
from liantu.loaders.text import lines
from liantu.loaders.units import is_unit, split_units

__all__ = ["spaced_tables"]

_FIRST = re.compile(r"序[ \u3000]?号[ \t\u3000]+\S+[ \t\u3000]+\S")
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"(\d{1,3})(?:[.、．](?!\d)|(?=\s|$))")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、\S|[(（][一二三四五六七八九十]{1,3}[)）]\S")
_PAGE = re.compile(r"[-—–]?\s?\d{1,3}\s?[-—–]?|第\s?\d{1,3}\s?页.*")
_NOTE = re.compile(r"[备附]?注[:：]|附件|抄送|联系人")
_DATE = re.compile(r"(?:20\d\d年?)?(?:\d{1,2}月)?\d{0,2}日?(?:年?[底末内中]|上半年|下半年|[一二三四]季度|全年|长期|持续\S{0,4}|常态化|年度)?(?:之?前|完成)*")
_PERSONS = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、，,][\u4e00-\u9fff·]{2,4}){0,3}")
_SENTENCE = re.compile("[。；;，,：:]")
_NARROW = str.maketrans("（）〔〕，；", "()(),;")
_BEHIND = ROLES | {"due", "other", "progress"}
_WORDS = frozenset({"task", "subject", "detail", "section", ""})
# A row longer than this has swallowed the text behind the table.
_LONGEST = 1200


def spaced_tables(text: str) -> tuple[Table, ...]:
    """Return the task tables whose rows are lines of words: number, task, then the units and the time limit.

    Examples
    --------
    >>> text = "序号 工作任务 牵头单位 完成时限\\n1 建设港口，疏浚航道。 港航局 6月底\\n2 培育船企。 经信局、科技局 12月底"
    >>> [[text[cell.start:cell.end] for cell in row] for row in spaced_tables(text)[0].rows][1:]
    [['1', '建设港口，疏浚航道。', '港航局', '6月底'], ['2', '培育船企。', '经信局、科技局', '12月底']]
    """
    return tuple(_tables(text)) if _FIRST.search(text) else ()


def _tables(text: str) -> Iterator[Table]:
    found = lines(text)
    at = 0
    while at < len(found):
        header = _header(text, found[at])
        at += 1
        if not header:
            continue
        kinds = [kind_of_header(text[cell.start:cell.end]) for cell in header]
        last = max((column for column, kind in enumerate(kinds) if kind in _WORDS), default=0)
        if "progress" in kinds[:-1] or kinds[0] != "number" or not last or not _BEHIND.issuperset(kinds[last + 1:]) or not _WORDS.issuperset(kinds[1:last + 1]):
            continue
        rows: list[tuple[Cell, ...]] = []
        for number, end in _stretches(text, found, at):
            rows.append(_cells(text, kinds, last, number, end))
        assigned = sum(any(cell.end > cell.start for cell in row[last + 1:]) for row in rows)
        numbered = sum(row[1].end > row[1].start or row[last].end > row[last].start for row in rows)
        if len(rows) > 1 and assigned * 2 > numbered:
            yield Table((tuple(header), *rows))


def _header(text: str, line: Span) -> list[Cell]:
    """Return the cells of a line that is the header of such a table, else none."""
    if line.end - line.start > 80 or not text.startswith("序", line.start):
        return []
    cells = [Cell(*word.span()) for word in _WORD.finditer(text, line.start, line.end)]
    if text[cells[0].start:cells[0].end] == "序" and len(cells) > 1:
        cells[:2] = [Cell(cells[0].start, cells[1].end)]
    return cells if len(cells) > 2 and is_header([text[cell.start:cell.end] for cell in cells]) else []


def _stretches(text: str, found: Sequence[Span], at: int) -> Iterator[tuple[Span, int]]:
    """Yield the number of each row, and where the row ends; of a heading between rows the heading itself."""
    number, end, value = Span(0, 0), 0, 0
    for line in found[at:]:
        content = text[line.start:line.end]
        mark = _NUMBER.match(content)
        follows = mark is not None and int(mark[1]) in {1, value + 1}
        if not follows and (_header(text, line) or _PAGE.fullmatch(content)):
            continue
        heads = _HEADING.match(content) is not None and len(content) < 40
        if is_closing(content + "\n") or _NOTE.match(content) or (not follows and not heads and line.end - number.start > _LONGEST):
            break
        if (follows or heads) and end:
            yield number, end
        if mark and follows:
            number, value = Span(line.start + mark.start(1), line.start + mark.end()), int(mark[1])
        elif heads:
            number = line
        end = line.end
    if end:
        yield number, end


def _cells(text: str, kinds: list[str], last: int, number: Span, end: int) -> tuple[Cell, ...]:
    """Cut a row: what fits the columns behind the task is taken from its end."""
    row = [Cell(end, end)] * len(kinds)
    row[0] = Cell(*number)
    words = _words(text, number.end, end)
    fits = [any(_fits(text[slice(*word)], kind) for kind in kinds[last + 1:]) for word in words]
    if kinds[-1] == "other" and fits[-2:] == [True, False]:
        # A remark.
        row[-1] = Cell(*words.pop())
    first = len(words)
    if reports := "progress" in kinds:
        # A report of many words follows the units, so these are the first that fit.
        first = fits.index(True, 1) if any(fits[1:]) else first
    while not reports and first > 1 and fits[first - 1]:
        first -= 1
    rest = words[first:]
    for column in range(last + 1, len(kinds)):
        # The last column of units takes what is left of them.
        more = any(kind in ROLES and kind != "leader" for kind in kinds[column + 1:]) or kinds[column] not in ROLES
        taken = 0
        while taken < len(rest) and _fits(text[slice(*rest[taken])], kinds[column]) and not (more and taken):
            taken += 1
        if taken:
            row[column] = Cell(rest[0][0], rest[taken - 1][1])
            rest = rest[taken:]
    if reports and rest:
        row[kinds.index("progress")] = Cell(rest[0][0], rest[-1][1])
    body = words[:first]
    main = next((column for column in range(last, 0, -1) if kinds[column] == "task"), last)
    for column in range(1, main):
        if len(body) > main - column and len(text[slice(*body[0])]) <= 16 and not _SENTENCE.search(text, *body[0]):
            row[column] = Cell(*body.pop(0))
    if body:
        row[main] = Cell(body[0][0], body[-1][1])
    return tuple(row)


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the words of a row; a list of units that goes on in the next line is one."""
    words: list[tuple[int, int]] = []
    for word in _WORD.finditer(text, start, end):
        if words and (text[words[-1][1] - 1] in "、，," or word[0][0] in "、，,"):
            words[-1] = (words[-1][0], word.end())
        else:
            words.append(word.span())
    return words


def _fits(word: str, kind: str) -> bool:
    """Whether a word can stand in a column."""
    if kind == "due":
        return _DATE.fullmatch(word) is not None
    if kind == "leader":
        return _PERSONS.fullmatch(word) is not None and not is_unit(word)
    if kind not in ROLES or "。" in word:
        return False
    bare = re.sub(r"\s", "", word).translate(_NARROW)
    names = [bare[low:high] for low, high in split_units(bare, 0, len(bare))]
    return bool(names) and all(map(is_unit, names))
