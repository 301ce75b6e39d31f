"""Where a task begins and ends: an item, a part of one, or a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from liantu.loaders.assignees import Name
from liantu.loaders.drafts import Stretch
from liantu.loaders.page import Page
from liantu.loaders.roles import Clause
from liantu.loaders.sections import is_work
from liantu.loaders.units import is_office

__all__ = ["names_above", "of_item", "of_paragraphs", "whole"]

# 二、王英常务副县长牵头重点工作
_LEADER = re.compile(
    r"([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:(?:[市县区州镇]委)?常委、?)?(?:常务)?副?(?:书记|市长|县长|区长|州长|镇长|主任|主席|秘书长|部长)"
    r"(?:牵头|负责|分管|领办|领衔|包抓|包联|联系)")
_HEADED = re.compile(r"(.+?)(?:(牵头|主办)|负责|承担)(?:的)?(?:任务|工作|事项|项目)*")


def names_above(page: Page, at: int) -> tuple[Name, ...]:
    """Return whom the heading above an item names: the unit or leader that it is, or those of its own clause."""
    parent = page.parents[at]
    if parent < 0:
        return ()
    if page.own[parent]:
        return tuple(name for clause in page.own[parent] for field in clause.fields for name in field.names)
    start = page.items[parent].text
    if person := _LEADER.match(page.flat, start):
        return (Name(start, person.end(1), "leader"),)
    heading = page.headings[parent]
    headed = _HEADED.fullmatch(heading)
    unit = headed[1] if headed else heading
    if not is_office(unit) or is_work(unit):
        return ()
    return (Name(start, start + len(unit), "lead" if headed and headed[2] else "responsible"),)


def whole(page: Page, at: int) -> Stretch:
    """Return an item with all below it."""
    item = page.items[at]
    return Stretch(item.start, page.end(at), item.text, item.number, page.section(at), (), names_above(page, at))


def of_item(page: Page, at: int) -> Iterator[Stretch]:
    """Cut an item into its tasks: one, or one for each clause that stands behind a sentence of its own."""
    item, flat = page.items[at], page.flat
    groups = list(_groups(page, page.own[at] or page.own[page.last(at)]))
    section = page.section(at)
    if len(groups) == 1:
        end = _end_with(page, at, groups[0])
        yield Stretch(item.start, end, item.text, item.number, section, tuple(groups[0]), names_above(page, at))
        return
    start, text = item.start, item.text
    line = flat.find("\n", text)
    if line < groups[0][0].start - 6 and line - text < 40 and "。" not in flat[text:line - 1]:
        # The heading stands alone above its paragraphs.
        start = text = line + 1
        section = " / ".join(filter(None, [section, page.headings[at]]))
    for group in groups:
        end = group[-1].end
        yield Stretch(start, end, text, item.number, section, tuple(group), names_above(page, at))
        start = text = _forward(flat, end)


def _forward(flat: str, start: int) -> int:
    while start < len(flat) and flat[start] in "。,;、\n":
        start += 1
    return start


def _groups(page: Page, own: list[Clause]) -> Iterator[list[Clause]]:
    """Put the clauses of an item together by the task that they assign."""
    group: list[Clause] = []
    for clause in own:
        if group:
            between = page.flat[group[-1].end:clause.start].strip("。,;\n")
            # Labelled lines around the text of one task name each role once.
            again = any(clause.roles & other.roles for other in group)
            if len(between) > 3 and (again or not (clause.line or group[-1].line)):
                yield group
                group = []
        group.append(clause)
    if group:
        yield group


def _end_with(page: Page, at: int, group: list[Clause]) -> int:
    """Return where an item with one clause ends: with the clause, or with the text behind it."""
    clause, flat = group[-1], page.flat
    if page.children[at]:
        behind = clause.start >= page.items[page.last(at)].start
        return clause.end if behind and not page.trailing else page.end(at)
    end, line = page.ends[at], flat.find("\n", clause.end)
    if page.trailing:
        return page.back(page.items[at].start, end)
    if not clause.line and line - clause.end > 10:
        return page.back(page.items[at].start, min(end, line))
    return _with_fields(page, clause.end, end)


def _with_fields(page: Page, start: int, end: int) -> int:
    """Take in the labelled lines, a time limit and the like, that stand right behind a clause."""
    for clause in page.clauses[bisect_left(page.clauses, start, key=_start):]:
        if clause.end > end or page.flat[start:clause.start].strip("。,;\n"):
            break
        start = clause.end
    return start


def _start(clause: Clause) -> int:
    return clause.start


def of_paragraphs(page: Page) -> Iterator[Stretch]:
    """Yield the paragraphs with a clause, before all items or in the text of a chapter whose items have their own."""
    flat = page.flat
    first = page.items[0].start if page.items else len(flat)
    loose = [clause for clause in page.clauses if clause.roles and clause.start < first]
    for at, own in enumerate(page.own):
        if any(page.below[child] for child in page.children[at]):
            loose.extend(clause for clause in own if clause.start - page.items[at].text > 45)
    lines = sum(clause.line for clause in loose)
    position = 0
    for clause in sorted(loose, key=_start):
        start = flat.rfind("\n", 0, clause.start) + 1
        if clause.line:
            start = flat.rfind("\n", 0, max(0, start - 1)) + 1
        start = _forward(flat, max(start, position))
        if _has_text(flat, start, clause, listed=lines > 1):
            yield Stretch(start, clause.end, start, "", "", (clause,))
            position = clause.end


def _has_text(flat: str, start: int, clause: Clause, *, listed: bool) -> bool:
    """Whether something is assigned: a sentence, the title of a form; not the foot of a web page."""
    text = flat[start:clause.start].strip()
    if clause.line:
        form = listed or any(field.role == "content" for field in clause.fields)
        return len(text) > 2 and (form or text[-1] in "。;" or is_work(text))
    return len(text) > 11
