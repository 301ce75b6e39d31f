"""Where a task begins and ends: an item, a part of one, or a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from liantu.loaders.assignees import Name, assigned
from liantu.loaders.drafts import Stretch
from liantu.loaders.page import Page
from liantu.loaders.roles import Clause
from liantu.loaders.sections import is_work
from liantu.loaders.units import is_office

__all__ = ["is_heading_of_units", "names_above", "of_item", "of_paragraphs", "whole"]

_POST = (
    r"(?:(?:[省市县区州镇]委|[省市县区州镇]政府|党组)?(?:常委|副书记|党组成员|成员|书记)?、?)*"
    r"(?:常务)?副?(?:书记|省长|市长|县长|区长|旗长|州长|盟长|镇长|乡长|主任|主席|秘书长|部长)")
_HAS_POST = re.compile("[长记任席]")
# 二、王英常务副县长牵头重点工作, 二、常务副县长王英主抓的工作
_LEADER = re.compile(
    rf"(?:([\u4e00-\u9fff·]{{2,4}}?)(?:同志)?{_POST}(?:同志)?|{_POST}([\u4e00-\u9fff·]{{2,4}}?)(?:同志)?)"
    r"(?:主抓|主管|牵头|负责|分管|协管|领办|领衔|挂帅|包抓|包保|包联|联系|督办)")
# What stands in brackets behind the title of a paper assigns no single task.
_NAMES_PAPER = re.compile("(?:表|方案|清单|分工|分解|计划|要点|通知|台账)$")
# Lines with labels of their own: 链主企业:江海航空公司.
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}:[^\n]+(?:\n[\u4e00-\u9fff]{2,8}:[^\n]+)*")
# 各县(市、区)政府, whose brackets are no remark.
_GROUP = re.compile(r"各(?:县|市|区|州|盟|旗|地|镇|乡)[县市区州盟旗镇乡、]*(?:\([县市区旗、]{1,6}\))?(?:党委、?)?(?:人民政府|政府)(?=[(\n])")
# What a unit may begin with although it reads like a verb: 县发展和改革局, 发展改革局.
_OPENS_UNIT = ("省", "市", "县", "区", "州", "盟", "旗", "发展和改革", "发展改革")
# The unit that a heading is, where it says no more than that: 市发改委牵头的工作.
_HEADED = re.compile(
    r"(.+?)(?:(牵头|主办)|负责|承担)(?:落实|办理|实施|推进)?(?:的)?(?:重点|主要)?(?:任务|工作|事项|项目)*(,.+(?:配合|参与|协助|协办))?")


def names_above(page: Page, at: int) -> tuple[Name, ...]:
    """Return whom the heading above an item names: the unit or leader that it is, or those of its own clause."""
    parent = page.parents[at]
    if parent >= 0 and page.own[parent]:
        return tuple(name for clause in page.own[parent] for field in clause.fields for name in field.names)
    while parent >= 0:
        if names := _names_in_heading(page, parent):
            return names
        parent = page.parents[parent]
    return ()


def _names_in_heading(page: Page, at: int) -> tuple[Name, ...]:
    names = page.named.get(at)
    if names is None:
        names = page.named[at] = _read_heading(page, at)
    return names


def is_heading_of_units(page: Page, at: int) -> bool:
    """Return whether an item that has others below it says no more than whose work they are: 一、市发改委牵头工作."""
    return bool(page.children[at]) and _HEADED.fullmatch(page.headings[at]) is not None and bool(_names_in_heading(page, at))


def _read_heading(page: Page, at: int) -> tuple[Name, ...]:
    start, heading = page.items[at].text, page.headings[at]
    person = _LEADER.match(page.flat, start) if _HAS_POST.search(heading) else None
    if person:
        return (Name(*person.span(person.lastindex or 0), "leader"),)
    if heading.startswith("各") and (group := _GROUP.match(page.flat, start)):
        return (Name(*group.span(), "responsible"),)
    headed = _HEADED.fullmatch(heading)
    if headed and headed[3]:
        # 市工信局牵头,市科技局配合
        names = assigned(page.seen, start, start + len(heading), default=None)
        return tuple(names) if all(_is_unit(page.flat[name.start:name.end]) for name in names) else ()
    unit = headed[1] if headed else heading
    if not _is_unit(unit):
        return ()
    return (Name(start, start + len(unit), "lead" if headed and headed[2] else "responsible"),)


def _is_unit(name: str) -> bool:
    return is_office(name) and (not is_work(name) or name.startswith(_OPENS_UNIT))


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
        own = max(start, flat.rfind("\n", start, groups[0][0].start - 1) + 1)
        if _by_paragraph(flat, groups) and not any(map(str.isdigit, flat[start:own])):
            # What stands above the first of them is no task, but says what they are for.
            start = text = own
    for group in groups:
        end = group[-1].end
        yield Stretch(start, end, text, item.number, section, tuple(group), names_above(page, at))
        start = text = _forward(flat, end)


def _by_paragraph(flat: str, groups: list[list[Clause]]) -> bool:
    """Whether each task behind the first one is a single paragraph with its clause in the line below."""
    return groups[0][0].line and all(
        group[0].line and "\n" not in flat[before[-1].end:group[0].start].strip("。,;、\n") for before, group in pairwise(groups))


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
        between = page.flat[start:clause.start].strip("。,;\n")
        if clause.end > end or (between and not _LABELLED.fullmatch(between)):
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
    return len(text) > 11 and not _NAMES_PAPER.search(text)
