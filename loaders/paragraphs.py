"""Lines joined to paragraphs, where a line break is nothing but the edge of a page or of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from liantu.graph.model import Span, make
from liantu.loaders.marks import START
from liantu.loaders.text import lines
from liantu.loaders.units import is_office, is_unit

__all__ = ["paragraphs"]

_END = frozenset("。！？；：!?;:…")
_OPEN = re.compile(r"[（(〔［\[【《“]")
_SHUT = re.compile(r"[）)〕］\]】》”]")
_PROSE = re.compile(r"[，,。；;]|[^一二三四五六七八九十]、")
_NUMBER_ALONE = re.compile(r"[-—–]?\s*\d{1,4}\s*[-—–]?")
# What never continues the line before it.
_APART = re.compile(
    r"附件|附表|附[:：]|[备附]?注[:：]|说明[:：]|抄送|抄报|联系人|来源|索引号|发布|[（(]此件|[（(]本文|[|｜]|\t|\d{4}年\d{1,2}月\d{1,2}日$|二[〇○0]|序号$|当前位置")
# A page number in a line of its own; the view leaves it out of a paragraph that goes on behind it.
_PAGE = re.compile(r"[-—–－]\s?\d{1,4}\s?[-—–－]|第\s?\d{1,4}\s?页(?:\s?[共/,，]\s?\d{1,4}\s?页)?")
_PAGE_STARTS = frozenset("-—–－第")
_CLAUSE_END = re.compile(r"[（(【〔\[][^（(【〔\[]*(?:责任|牵头|配合|负责|单位|部门|落实|参与)[^（(【〔\[]*(?:[（(【〔\[][^（(【〔\[]*)?[）)】〕\]]$")
# A bracket behind a full stop closes the paragraph, whatever it holds.
_AFTER_SENTENCE = re.compile(r"[。；;][（(〔【][^（()）]*(?:[（(][^（()）]*[)）][^（()）]*)*[)）】〕]$")
# Of a text that is not wrapped, a line such as a cell or a heading.
_SHORT = re.compile("[^：:（(〔［[【《“]{1,19}")
_ROLE_LINE = re.compile(r"[\s\-*•●]*(?:[^\s：:，,。、]{0,4})(?:单位|部门|领导|科室|责任人|链长)\**[：:]")
_LABELLED = re.compile(r"[\u4e00-\u9fa5]{2,6}[：:]")
_NARROW = str.maketrans("（）〔〕", "()()")
_WIDEST = 160
_REACH = 600


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text.

    Lines are joined where a sentence, a bracket or a list goes on in the next one, over blank lines too, since pages
    break in the middle of a sentence. A heading, a cell, an item or a line with a label stays alone.

    Parameters
    ----------
    text : str
        The stored text of a document.

    Returns
    -------
    list of Span
        In order, without overlap; each begins and ends with a character that is no white space.

    Examples
    --------
    >>> text = "培育一批游艇企业，推动造船业向设计、总装\\n\\n和服务延伸。\\n责任单位：市经信局、\\n市科技局\\n二、保障"
    >>> [text[span.start:span.end].replace("\\n", "") for span in paragraphs(text)]
    ['培育一批游艇企业，推动造船业向设计、总装和服务延伸。', '责任单位：市经信局、市科技局', '二、保障']
    """
    found = [line for line in lines(text) if text[line.start] not in _PAGE_STARTS or not _PAGE.fullmatch(text, line.start, line.end)]
    if not found:
        return []
    width = _wrap_width(text, found)
    joined: list[Span] = []
    start = found[0].start
    for before, after in pairwise(found):
        # What was joined so far counts for brackets, as far back as one may reach, the last line alone for the width.
        if text[before.end - 1] in _END or not _continues(text, max(start, before.end - _REACH), before, after, width):
            joined.append(make(Span, (start, before.end)))
            start = after.start
    joined.append(Span(start, found[-1].end))
    return joined


def _wrap_width(text: str, found: Sequence[Span]) -> int | None:
    """Return the length from which on a line is full, if the lines of this text are wrapped at a width."""
    if any(end - start > _WIDEST for start, end in found):
        return None
    # A character takes two columns at most.
    lengths = [_columns(text, line) for line in found if line.end - line.start >= 15]
    long = sorted([length for length in lengths if length >= 30])
    if len(long) < 6 or long[-1] > _WIDEST:
        return None
    width = long[int(len(long) * 0.9)]
    full = sum(length >= width - 6 for length in long)
    return width - 6 if full * 3 >= len(long) else None


def _columns(text: str, line: Span) -> int:
    """Return how wide a line is on paper: a Chinese character takes two columns, and so it does in GBK."""
    return len(text[line.start:line.end].encode("gbk", "replace"))


def _continues(text: str, start: int, before: Span, after: Span, width: int | None) -> bool:
    last = text[before.end - 1]
    if width is None and last not in "、，," and _SHORT.fullmatch(text, start, before.end):
        return False
    head = text[after.start:after.start + 30]
    if START.match(text, after.start, after.end) or _APART.match(text, after.start, after.end):
        return False
    if last in "、（(〔【《":
        return True
    if _is_open(text[start:before.end], text[after.start:after.end]):
        return True
    full = width is not None and _columns(text, before) >= width
    if _NUMBER_ALONE.fullmatch(text, after.start, after.end):
        return False
    if last in "，,":
        return full or after.end - after.start > 8 or not is_unit(text[after.start:after.end])
    return _goes_on(text, start, before, after, head, full=full, wrapped=width is not None)


def _goes_on(text: str, start: int, before: Span, after: Span, head: str, *, full: bool, wrapped: bool) -> bool:
    """Decide where the line before ends in a plain character."""
    line, following = text[start:before.end], text[after.start:after.end]
    if _ROLE_LINE.match(line):
        # A list of units is over where its last name is whole.
        name = re.split(r"[、，,；;：:]", line)[-1].strip().translate(_NARROW)
        return not is_unit(name) and (full or len(following) < 40) and not _ROLE_LINE.match(head)
    if _LABELLED.match(line) and _LABELLED.match(following):
        # 链主企业：甲、乙 above 重点平台：丙
        return False
    names = re.split(r"[、，,\s]+", following)
    if is_office(names[0]) and all(is_unit(name) for name in names if name):
        return full and line[-1] in "、，,及和与"
    if _ends_with_clause(line):
        return False
    if wrapped:
        return full
    if len(line) < 20 or not _PROSE.search(line) or text[before.end - 1] in "）)〕】》”" and not _PROSE.search(following):
        return False
    if START.match(line) and len(line) < 45 and "。" not in line:
        return False
    return bool(re.search(r"[。；;，,、]", following)) and bool(re.search(r"[。；;）)]$", following) or len(following) > 25)


def _ends_with_clause(line: str) -> bool:
    """Whether a line ends with a bracket that assigns the task."""
    if line[-1] not in "）)】〕]":
        return False
    start = max(0, len(line) - 300)
    return _CLAUSE_END.search(line, start) is not None or _AFTER_SENTENCE.search(line, start) is not None


def _is_open(line: str, following: str) -> bool:
    """Whether a bracket opened in the line is shut in the following one."""
    depth = len(_OPEN.findall(line)) - len(_SHUT.findall(line))
    if depth <= 0:
        return False
    opened, shut = _OPEN.search(following), _SHUT.search(following)
    if shut is None and opened is None:
        return len(following) < 60 and len(line) - max(map(line.rfind, "（(〔［[【《“")) < 200
    return shut is not None and (opened is None or shut.start() < opened.start())
