"""From a stretch of text and its clauses to the draft of a task."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from liantu.graph.model import Document, Draft, Grade, Mention, Span, make
from liantu.loaders.assignees import Name
from liantu.loaders.role_rules import ROLES
from liantu.loaders.roles import Clause, Field
from liantu.loaders.text import View

__all__ = ["Stretch", "assign", "clean_name", "draft_of", "first_listed_rule", "title_end"]


class Stretch(NamedTuple):
    """A task in the flat text: number from ``start`` on, words from ``text`` on, up to ``end``."""

    start: int
    end: int
    text: int
    number: str
    section: str
    clauses: tuple[Clause, ...]
    # The unit whose heading the task stands under.
    above: tuple[Name, ...] = ()


_FIRST = re.compile(
    r"(?:列|排名?|位列|排序|排)?在?(?:第一位?|首位|首个|最前面?|前面|首列)(?:位|名|个|的)*(?:的|责任|单位|部门|者|市直|市级)*(?:,|均|即|由其)?(?:为|是|系|作为|负责)?"
    r"(?:该项|本项|主要)?(?:工作|任务)?的?总?(?:责任)?(?:牵头|主办|主责|汇总|第一责任|主要责任)"
    r"|牵头(?:单位|部门)(?:为|是)?(?:列|排|位列)?在?(?:第一位|首位|第一个|第一)")
# Without one of these no such sentence stands there.
_PLACED = ("第一", "首位", "首个", "首列", "前面", "最前")
_SOLE = re.compile(r"(?:无|没有|未明确|未列|未注明)牵头(?:单位|部门)的?,?(?:由)?(?:第一)?责任(?:单位|部门)(?:即|均)?(?:为|是|负责)(?:第一)?牵头")
_TITLE = re.compile(r"[。，,;:\n*]|\((?=[^()]{9,})|(?<=.{4})——")
_WHEN = re.compile(r"(?:力争|争取)?[到至在]?(?:20[0-9]{2}年|[今明]年|年)(?:[0-9]{1,2}月)?(?:年?[底末])?之?前?")
_INFERRED: Grade = "inferred"
_PAGE_NUMBER = re.compile(r"\s+[-—–]\s?\d{1,4}\s?[-—–]\s+")
_SPACE = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")


def first_listed_rule(flat: str) -> str:
    """Return the rule by which a document says who leads where no task does: first-listed, sole-responsible or none.

    Examples
    --------
    >>> first_listed_rule("(责任单位:市发改委、市经信局。列第一位的为牵头单位,下同)")
    'first-listed'
    >>> first_listed_rule("未明确牵头单位的,责任单位即为牵头单位")
    'sole-responsible'
    """
    rule = ""
    placed = [word for word in _PLACED if word in flat]
    at = flat.find("牵头")
    while at >= 0:
        # Both are short sentences around this word.
        low, high = max(0, at - 40), at + 40
        if flat.find("责任", low, high) >= 0 and _SOLE.search(flat, low, high):
            return "sole-responsible"
        if not rule and any(flat.find(word, low, high) >= 0 for word in placed) and _FIRST.search(flat, low, high):
            rule = "first-listed"
        at = flat.find("牵头", at + 2)
    return rule


def clean_name(raw: str) -> str:
    """Return a name as written, without white space that only a line break or a layout put there."""
    return raw if raw.isalnum() or not _SPACE.search(raw) else _SPACE.sub("", _PAGE_NUMBER.sub("", raw))


def title_end(flat: str, start: int, end: int) -> int:
    """Return where the heading or first clause ends."""
    stop = _TITLE.search(flat, start, end)
    if stop and flat[stop.start() - 1] in "年底前月" and _WHEN.fullmatch(flat, start, stop.start()):
        # 到2027年, says nothing yet.
        stop = _TITLE.search(flat, stop.end(), end)
    return stop.start() if stop and stop.start() > start else end


def _mentions(document: Document, seen: View, fields: Iterable[Field]) -> Iterator[tuple[str, Mention]]:
    for field in fields:
        for name in field.names:
            span = seen.span(name.start, name.end)
            yield name.role, make(Mention, (
                clean_name(document.text[span.start:span.end]), span.start, span.end, f"role-{field.rule}", "explicit", None))


def _above(document: Document, seen: View, names: Iterable[Name], *, beside: bool) -> Iterator[tuple[str, Mention]]:
    """Read the unit of the heading; it leads where the task itself names only others that help."""
    for name in names:
        span = seen.span(name.start, name.end)
        role = ("lead" if beside and name.role == "responsible" else name.role)
        written = clean_name(document.text[span.start:span.end])
        yield role, Mention(written, span.start, span.end, "heading-above", _INFERRED)


def assign(found: Iterable[tuple[str, Mention]], rule: str) -> dict[str, tuple[Mention, ...]]:
    """Sort mentions by role: beside a lead all others take part; the document's rule names a lead where none is."""
    lists: dict[str, list[Mention]] = {role: [] for role in ROLES}
    for role, mention in found:
        lists[role].append(mention)
    if not lists["lead"] and lists["responsible"] and rule:
        inferred = [mention._replace(rule=rule, grade=_INFERRED) for mention in lists["responsible"]]
        if rule == "first-listed":
            lists["lead"], lists["participant"] = inferred[:1], [*inferred[1:], *lists["participant"]]
        else:
            lists["lead"] = inferred
        lists["responsible"] = []
    if lists["lead"]:
        lists["participant"] = sorted([*lists["responsible"], *lists["participant"]], key=lambda mention: mention.start)
        lists["responsible"] = []
        leads = {mention.name for mention in lists["lead"]}
        lists["participant"] = [mention for mention in lists["participant"] if mention.name not in leads]
    return {role: _once(mentions) if mentions else () for role, mentions in lists.items()}


def _once(mentions: list[Mention]) -> tuple[Mention, ...]:
    if len(mentions) < 2 or len({mention.name for mention in mentions}) == len(mentions):
        return tuple(mentions)
    return tuple({mention.name: mention for mention in reversed(mentions)}.values())[::-1]


def draft_of(document: Document, seen: View, stretch: Stretch, rule: str) -> Draft:
    """Return the draft of a task in running text."""
    flat = seen.flat
    end = stretch.end
    while end > stretch.start and flat[end - 1] in "\n |":
        end -= 1
    fields = [field for clause in stretch.clauses for field in clause.fields]
    found = list(_mentions(document, seen, fields))
    here = {role for role, _ in found}
    # Who leads by the heading still leads where the task, and no rule of the document, says no more than responsible.
    has = {"leader": "leader" in here, "lead": "lead" in here or (bool(rule) and "responsible" in here)}
    above = [name for name in stretch.above if not has.get(name.role, bool(here & {"lead", "responsible"}))]
    found.extend(_above(document, seen, above, beside=bool(found)))
    roles = assign(found, rule)
    taken = sorted([(clause.start, clause.end) for clause in stretch.clauses])
    whole = seen.span(stretch.start, end)
    # 任务名称:建设测试场 is titled by the value.
    named = (field.value for field in fields if field.role == "content" and field.start == stretch.text)
    text = next(named, stretch.text)
    title = seen.span(text, max(text + 1, title_end(flat, text, end)))
    return Draft(
        number=stretch.number, title=title, start=whole.start, end=whole.end, section=stretch.section,
        body=tuple(seen.span(*part) for part in _body(flat, stretch.text, end, taken, fields)),
        due=_values(seen, fields, "due"), progress=_values(seen, fields, "progress"),
        leads=roles["lead"], participants=roles["participant"],
        responsible=roles["responsible"], leaders=roles["leader"],
    )


def _values(seen: View, fields: list[Field], role: str) -> tuple[Span, ...]:
    values = ((field.value, field.end) for field in fields if field.role == role)
    return tuple(seen.span(start, end) for start, end in values if start < end)


def _body(
    flat: str, start: int, end: int, taken: list[tuple[int, int]], fields: list[Field],
) -> Iterator[tuple[int, int]]:
    """Yield what is left of the text without the clauses."""
    contents = [(field.value, field.end) for field in fields if field.role == "content"]
    for low, high in [*taken, (end, end)]:
        stop = min(low, end)
        if stop - start > 1:
            yield _strip(flat, start, stop)
        yield from ((one, two) for one, two in contents if low <= one and two <= high and two > one)
        start = max(start, high)


def _strip(flat: str, start: int, end: int) -> tuple[int, int]:
    while end > start + 1 and flat[end - 1] in "\n ":
        end -= 1
    while start < end - 1 and flat[start] in "\n 。":
        start += 1
    return start, end
