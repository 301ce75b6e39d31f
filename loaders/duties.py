"""Units that a sentence names as its subject: 市财政局:负责…, and 由市工信局牵头,…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from liantu.graph.model import Document, Draft, Mention
from liantu.loaders.assignees import Name
from liantu.loaders.drafts import Stretch, clean_name
from liantu.loaders.page import Page
from liantu.loaders.stretches import is_heading_of_units
from liantu.loaders.text import View
from liantu.loaders.units import is_office, split_units

__all__ = ["duties", "with_phrase"]

_VERB = "负责|牵头|承担|统筹|具体负责|主要负责"
# A list of duties: the unit, a colon or a verb, what it does.
_DUTY = re.compile(
    rf"(?P<units>[^\n:,。;()]{{2,30}}?(?:\([^()\n]{{2,12}}\))?)(?:[:。\n](?=[^\n]{{6}})|(?=(?P<verb>{_VERB})[^\n:]{{4}}))")
_PHRASE = re.compile(
    r"(?:(?<=[。;,\n.)、:])由(?P<units>[^\n,。;:由]{2,40}?)(?:负责)?(?P<lead>牵头|负责)(?=[,、制编组抓推统会实建开])"
    r"|(?<=[。;\n.)])请?(?P<subject>[^\n,。;:由请]{3,24}?)(?:要|应当?|需)?(?P<duty>牵头|负责)(?=[,、制编组抓推统会实建开做对协落]))")


def duties(page: Page) -> Iterator[Stretch]:
    """Yield the items, or lines, that say what a unit does, in a text that assigns tasks in no other way.

    One alone is a sentence like any other; two make a list.
    """
    found = list(_by_item(page)) or list(_by_line(page))
    if len(found) > 1:
        yield from found


def _by_item(page: Page) -> Iterator[Stretch]:
    for at, item in enumerate(page.items):
        if is_heading_of_units(page, at):
            continue
        if duty := _duty(page.flat, item.text):
            names, text = duty
            if page.children[at] and page.flat[text - 1] == "\n":
                # A heading, not the unit of this item alone.
                continue
            yield Stretch(item.start, page.end(at), text, item.number, page.section(at), (), names)


def _by_line(page: Page) -> Iterator[Stretch]:
    flat, start = page.flat, 0
    last = page.items[-1].start if page.items else 0
    while start < len(flat):
        end = flat.find("\n", start)
        end = len(flat) if end < 0 else end
        if start > last and (duty := _duty(flat, start)):
            names, text = duty
            yield Stretch(start, page.back(start, end), text, "", page.headings[-1] if page.items else "", (), names)
        start = end + 1


def _duty(flat: str, start: int) -> tuple[tuple[Name, ...], int] | None:
    """Return the units that a stretch begins with, and where it goes on behind them."""
    found = _DUTY.match(flat, start)
    if found is None:
        return None
    parts = split_units(flat, start, found.end("units"))
    if not parts or not all(is_office(flat[low:high]) for low, high in parts):
        return None
    lead = flat.startswith("牵头", found.end())
    names = tuple(Name(low, high, "lead" if lead else "responsible") for low, high in parts)
    return names, start if found["verb"] else found.end()


def with_phrase(document: Document, seen: View, draft: Draft) -> Draft:
    """Return a task that nothing assigns with the units of a sentence in it: 由市工信局牵头,制定方案。"""
    if draft.leads or draft.participants or draft.responsible:
        return draft
    leads: list[Mention] = []
    others: list[Mention] = []
    for span in (*draft.body, *draft.progress):
        start, end = seen.bounds(span)
        for found in _PHRASE.finditer(seen.flat, start, end):
            group = "units" if found["units"] else "subject"
            parts = split_units(seen.flat, *found.span(group))
            if parts and all(is_office(seen.flat[low:high]) for low, high in parts):
                places = (seen.span(*part) for part in parts)
                heads = leads if (found["lead"] or found["duty"]) == "牵头" else others
                heads.extend(
                    Mention(clean_name(document.text[place.start:place.end]), place.start, place.end, "role-phrase")
                    for place in places)
    if leads:
        return replace(draft, leads=tuple(leads), participants=tuple(others))
    return replace(draft, responsible=tuple(others)) if others else draft
