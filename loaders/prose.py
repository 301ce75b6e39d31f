"""Tasks in running text: numbered items, and paragraphs with a clause of their own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from liantu.graph.model import Document, Draft, Outline
from liantu.loaders.drafts import Stretch, draft_of, first_listed_rule
from liantu.loaders.duties import duties, with_phrase
from liantu.loaders.leftovers import preamble, unread
from liantu.loaders.marks import numeral
from liantu.loaders.page import Page, page_of
from liantu.loaders.reports import as_report, is_report, is_review, reports
from liantu.loaders.sections import is_work
from liantu.loaders.stretches import names_above, of_item, of_paragraphs, whole
from liantu.loaders.text import View

__all__ = ["prose"]


def prose(document: Document, seen: View, *, alone: bool) -> Outline:
    """Cut the running text of a document into tasks.

    Parameters
    ----------
    document : Document
        The document.
    seen : View
        The view of its text, without its tables.
    alone : bool
        Whether no table of the document holds tasks; if one does, a text that names no unit is no list of tasks.

    Returns
    -------
    Outline
    """
    page = page_of(seen)
    found = sorted([*of_paragraphs(page), *_items(page, alone=alone)], key=lambda stretch: (stretch.start, stretch.end))
    rule = first_listed_rule(seen.flat)
    starts = [clause.start for clause in page.clauses]
    drafts = tuple([draft_of(document, seen, _with_clauses(page, starts, stretch), rule) for stretch in found])
    taken = [(stretch.start, stretch.end) for stretch in found]
    report = is_report(page.flat)
    said = [(span, is_review(heading) or (report and reports(heading, report=True)))
            for span, heading in preamble(page, taken)]
    return Outline(
        tuple(_told(document, page, drafts, report=report)), tuple(span for span, looks_back in said if not looks_back),
        tuple(unread(page, taken, _inherited(drafts))), tuple(span for span, looks_back in said if looks_back))


def _told(document: Document, page: Page, drafts: tuple[Draft, ...], *, report: bool) -> Iterator[Draft]:
    """Read items without labels for what they are: reports, and sentences that name a lead."""
    labelled = any(draft.progress for draft in drafts)
    for draft in drafts:
        chapter = draft.section.partition(" / ")[0]
        if not labelled and reports(chapter, report=report):
            draft = as_report(page.seen, draft)
        yield with_phrase(document, page.seen, draft)


def _with_clauses(page: Page, starts: list[int], stretch: Stretch) -> Stretch:
    """Take in the fields in a stretch that assign nothing: time limits, contents, reports."""
    low = bisect_left(starts, stretch.start)
    clauses = tuple(page.clauses[low:bisect_left(starts, stretch.end, low)])
    return stretch if clauses == stretch.clauses else stretch._replace(clauses=clauses)


def _inherited(drafts: tuple[Draft, ...]) -> set[int]:
    """Return where the names stand that tasks took from the heading above them."""
    every = (mention for draft in drafts
             for mention in (*draft.leads, *draft.participants, *draft.responsible, *draft.leaders))
    return {mention.start for mention in every if mention.rule == "heading-above"}


def _items(page: Page, *, alone: bool) -> Iterator[Stretch]:
    """Yield the tasks among the items: those with a clause, and those beside them that name no unit."""
    chosen = _with_units(page)
    for at in chosen:
        yield from of_item(page, at)
    if chosen:
        yield from (whole(page, at) for at in _beside(page, set(chosen)))
    elif alone:
        listed = list(duties(page))
        yield from listed
        taken = {stretch.start for stretch in listed}
        yield from (whole(page, at) for at in _without_units(page, taken))


def _with_units(page: Page) -> list[int]:
    """Return the items that are assigned, no item below them being."""
    chosen = []
    todo = [at for at, parent in enumerate(page.parents) if parent < 0]
    while todo:
        at = todo.pop()
        kids = page.children[at]
        if (page.own[at] and not any(page.below[kid] for kid in kids)) or _is_lifted(page, at):
            chosen.append(at)
        elif page.below[at]:
            todo.extend(kids)
    return sorted(chosen)


def _is_lifted(page: Page, at: int) -> bool:
    """Whether the one clause behind the last sub-item belongs to the item that holds them all."""
    item = page.items[at]
    if not _ends_with_one(page, at) or (page.kinds[at] != "work" and item.depth == 0):
        return False
    if page.own[page.children[at][-1]][0].line or (item.depth > 0 and len(page.children[at]) > 2):
        return True
    return sum(_ends_with_one(page, other) for other in page.runs[at]) > 1


def _ends_with_one(page: Page, at: int) -> bool:
    kids = page.children[at]
    return (len(kids) > 1 and page.below[at] == 1 and not page.own[at] and page.below[kids[-1]] == 1
            and not any(page.children[kid] for kid in kids))


def _beside(page: Page, taken: set[int]) -> Iterator[int]:
    """Yield the items that name no unit and stand where in this document the tasks stand."""
    styles = {page.items[at].style for at in taken if page.kinds[at] != "measure"}
    chapters = {page.root(at) for at in taken}
    covered = {below for at in taken for below in range(at, page.last(at) + 1)}
    for at, item in enumerate(page.items):
        if at in covered or page.kinds[at] == "measure" or page.below[at]:
            continue
        if item.style not in styles and not _is_apart(page, at, chapters):
            continue
        if page.end(at) - item.text > 5 and _is_beside(page, at, taken, chapters):
            covered.update(range(at, page.last(at) + 1))
            yield at


def _is_apart(page: Page, at: int, chapters: set[int]) -> bool:
    """Whether an item of another style is work all the same: in a chapter of work in which nobody is named."""
    return page.items[at].depth > 0 and not page.children[at] and page.kinds[at] == "work" and page.root(at) not in chapters


def _is_beside(page: Page, at: int, taken: set[int], chapters: set[int]) -> bool:
    run = page.runs[at]
    if any(other in taken for other in run):
        return True
    if page.kinds[at] == "goal":
        return False
    if names_above(page, at):
        return True
    goes_on = (numeral(page.items[run[0]].number) or 1) > 1
    return page.items[at].depth > 0 and (goes_on or page.root(at) in chapters or _reads_as_work(page, run, most=0.8))


def _reads_as_work(page: Page, run: list[int], *, most: float) -> bool:
    return sum(_is_work(page.flat, page.items[at].text) for at in run) > most * len(run)


def _is_work(flat: str, start: int) -> bool:
    """Whether an item begins with a verb, or its text does behind a heading that names a thing."""
    if is_work(flat[start:start + 30]):
        return True
    stop = flat.find("。", start, start + 24)
    return stop > 0 and is_work(flat[stop + 1:stop + 31])


def _without_units(page: Page, taken: set[int]) -> list[int]:
    """Return the smallest items of a document that names no unit, if they read as work."""
    numbered = [at for at, item in enumerate(page.items) if item.style != "bullet"] or list(range(len(page.items)))
    inner = {page.parents[at] for at in numbered}
    # A chapter without items, beside chapters with items, is no task.
    chapters = {page.items[at].style for at in inner if at >= 0 and page.parents[at] < 0}
    leaves = [
        at for at in numbered
        if at not in inner and page.items[at].start not in taken and page.ends[at] - page.items[at].text > 7
        and not (page.parents[at] < 0 and page.items[at].style in chapters)]
    told = [at for at in leaves if page.kinds[at] != "measure" and _tells(page, at)] if is_report(page.flat) else []
    leaves = [at for at in leaves if page.kinds[at] not in {"goal", "measure"}]
    if told:
        # A report says of each item how far it has come, and at its end what comes next.
        ahead = [at for at in leaves if at not in told and page.parents[at] >= 0]
        return sorted([*told, *ahead])
    heart = [at for at in leaves if page.kinds[at] != "soft"] or leaves
    # Under headings that name units or leaders stands their work, however it is worded.
    assigned = [at for at in heart if names_above(page, at)]
    if len({page.parents[at] for at in assigned}) > 1:
        return [at for at in heart if at >= assigned[0]]
    return heart if heart and _reads_as_work(page, heart, most=0.5) else []


def _tells(page: Page, at: int) -> bool:
    """Whether an item of a report stands in a chapter that says how far things have come."""
    chapter = page.headings[page.root(at)] if page.parents[at] >= 0 else ""
    return reports(chapter, report=page.kinds[at] != "goal")
