"""The names that a task speaks of: industries, places, platforms, projects, enterprises, and what ties them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from operator import itemgetter
from typing import Final

from liantu.graph.model import Dependency, Draft, Entities, Focus, Header, Mention
from liantu.loaders.carriers import is_carrier, read_carriers, read_zones
from liantu.loaders.columns import Holds, holds, items
from liantu.loaders.dependencies import Named, Tie, has_ties, read_ties
from liantu.loaders.firms import firm_items, read_firms
from liantu.loaders.focus import Region, is_developing, is_place, read_focus, read_regions
from liantu.loaders.industries import Found, industry_items, industry_key, read_industries
from liantu.loaders.lexicon import load_lexicon
from liantu.loaders.names import Name, mention
from liantu.loaders.phrases import LIST
from liantu.loaders.scan import Scan, Stretch, scan
from liantu.loaders.text import View
from liantu.loaders.works import read_works

__all__ = ["Scan", "read_entities", "scan"]

# 鲁家峙隧道 and 鲁家峙隧道项目 are one work.
_SAME_WORK: Final = re.compile(r"(?:建设)?(?:项目|工程|项目工程)$|\([一二三]期\)")
# 现代渔业 is 渔业 with an adjective; 石化新材料 is another industry than 新材料.
_ADJECTIVE: Final = re.compile(r"(?:传统|现代|先进|高端|规模化|新型|区域|国际|全国|本土|特色|优质|绿色|精品|中国|大力|一流|时尚|健康|有机|富硒)+")


@dataclass(slots=True)
class _Reading:
    """What was found in the stretches of one task so far."""

    industries: list[Found] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    carriers: list[Name] = field(default_factory=list)
    works: list[Name] = field(default_factory=list)
    firms: list[Name] = field(default_factory=list)
    pairs: list[tuple[Region, Found]] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    subject: Found | None = None


def read_entities(seen: View, draft: Draft, header: Header, scanned: Scan | None = None) -> Entities:
    """Return the names in a task's body and progress.

    Parameters
    ----------
    seen : View
        The flat text of the document.
    draft : Draft
        The task.
    header : Header
        The document's own city and date.
    scanned : Scan, optional
        From ``scan``; give it when a document has many tasks, or for a lexicon of your own.

    Returns
    -------
    Entities
        One mention a name and field.

    Examples
    --------
    >>> from liantu.graph.model import Span
    >>> from liantu.loaders.text import view
    >>> text = "支持寿光市发展设施蔬菜，建设寿光智慧农机产业园。"
    >>> draft = Draft("1", Span(0, 11), 0, len(text), body=(Span(0, len(text)),))
    >>> found = read_entities(view(text), draft, Header("", city="潍坊市"))
    >>> [(pair.place.name, pair.industry.name) for pair in found.focus], [name.name for name in found.platforms]
    ([('寿光市', '设施蔬菜')], ['寿光智慧农机产业园'])
    """
    whole = scanned or scan(seen, header, load_lexicon(), (*draft.body, *draft.progress))
    seen = whole.seen
    title = seen.bounds(draft.title)
    reading = _Reading()
    spans = (*draft.body, *draft.progress)
    for span, column in zip(spans, chain(draft.columns[:len(draft.body)], repeat("")), strict=False):
        stretch = whole.stretch(span)
        kind = holds(column) if column else ""
        if stretch.start < stretch.end and not (kind and _read_cell(reading, seen.flat, whole, stretch, kind)):
            _read(reading, seen.flat, whole, stretch, title)
    units = {unit.name for unit in (*draft.leads, *draft.participants, *draft.responsible)}
    return _settled(seen, reading, units)


def _read(reading: _Reading, flat: str, whole: Scan, stretch: Stretch, title: tuple[int, int]) -> None:
    """Add the names of one stretch of a task."""
    found, lists, start, lexicon = whole.found, stretch.lists, stretch.start, whole.lexicon
    carriers = read_carriers(flat, found, lists, start, lexicon)
    works = read_works(flat, found, lists, start, lexicon)
    firms = read_firms(flat, found, lists, start, lexicon)
    subject = reading.subject or _subject(reading.industries, title[1])
    cell = subject is not None and stretch.end - start < 12 and stretch.low >= title[1] and all(
        found[i].before in LIST for i in range(start + 1, stretch.end))
    industries = read_industries(flat, found, lists, title=title[1], cell=cell)
    if firms:
        industries = [industry for industry in industries if not any(a <= industry.start < b for a, b, _ in firms)]
    if stretch.places or carriers:
        regions = read_regions(flat, found, stretch.places, (*carriers, *works, *firms))
        zones = [(low, high, bisect_right(whole.starts, low) - 1)
                 for low, high, _ in carriers if is_developing(flat, low, high)]
        pairs = read_focus(flat, found, sorted(regions + zones), industries, subject or _subject(industries, title[1]))
        # A zone is a place where the text says what it develops.
        regions += sorted({region for region, _ in pairs} & set(zones))
        reading.pairs += pairs
        if cell and subject is not None and not industries and not firms:
            reading.pairs += [(region, subject) for region in regions]
        carriers += read_zones(flat, found, stretch.places)
        reading.regions += regions
    if has_ties(flat, stretch.low, stretch.high):
        reading.ties += read_ties(flat, stretch.low, stretch.high, _named(industries, works, carriers))
    # A row that is named by a carrier is the work of building it; 冶金建材基地 is the name of what stands below it.
    works += [(low, high, "work:heading") for low, high, _ in carriers
              if (low, high) == title and not flat.startswith("基地", high - 2)]
    reading.industries += industries
    reading.carriers += carriers
    reading.works += works
    reading.firms += firms


def _read_cell(reading: _Reading, flat: str, whole: Scan, stretch: Stretch, kind: Holds) -> bool:
    """Add the names of a cell whose column says what they are; whether it is a list of names."""
    cells = items(flat, stretch.low, stretch.high)
    if not cells:
        return False
    if kind == "industry":
        industries = industry_items(flat, cells, stretch.start)
        if reading.subject is None and len(industries) == len(cells) == 1:
            reading.subject = industries[0]
        reading.industries += industries
    elif kind == "firm":
        reading.firms += firm_items(flat, cells)
    elif kind == "work":
        reading.works += [(low, high, "work:cell") for low, high in cells if high - low > 3]
    else:
        _read_places(reading, flat, whole, stretch, cells, here=kind == "place")
    return True


def _read_places(
    reading: _Reading, flat: str, whole: Scan, stretch: Stretch, cells: Sequence[tuple[int, int]], *, here: bool,
) -> None:
    """Add the places and carriers of a cell; ``here`` if it says where the industry of the row stands."""
    carriers = read_carriers(flat, whole.found, stretch.lists, stretch.start, whole.lexicon)
    regions = read_regions(flat, whole.found, stretch.places, carriers) if stretch.places else []
    carriers += read_zones(flat, whole.found, stretch.places)
    taken = [(low, high) for low, high, _ in (*carriers, *regions)]
    for low, high in cells:
        if not any(low <= start < high for start, _ in taken):
            if is_place(flat, low, high):
                regions.append((low, high, stretch.start))
            elif is_carrier(flat, low, high):
                carriers.append((low, high, "carrier:cell"))
    if reading.subject is not None and here:
        reading.pairs += [(region, reading.subject) for region in regions]
    reading.regions += regions
    reading.carriers += carriers


def _subject(industries: Sequence[Found], title: int) -> Found | None:
    """Return the industry that the heading names, if it names one alone."""
    named = [industry for industry in industries if industry.end <= title and industry.rule != "industry:passing"]
    return named[0] if len(named) == 1 else None


def _named(industries: Sequence[Found], works: Sequence[Name], carriers: Sequence[Name]) -> list[Named]:
    """Return what can rest on something, or be rested on, in the order of the text."""
    names = [Named(each.start, each.end, "Industry") for each in industries if each.rule != "industry:inside"]
    names += [Named(start, end, "Project") for start, end, _ in works]
    names += [Named(start, end, "Platform") for start, end, _ in carriers]
    return sorted(set(names))


_NOTHING: Final = Entities()


def _settled(seen: View, reading: _Reading, units: set[str]) -> Entities:
    """Return each name once; a unit that is responsible for the task is no enterprise of it."""
    flat = seen.flat
    if not (reading.industries or reading.regions or reading.carriers or reading.works or reading.firms):
        return _NOTHING
    kept, keys = _distinct(flat, reading.industries)
    made = {key: mention(seen, i.start, i.end, i.rule) for key, i in kept}
    by_key = {key: made[other] for key, other in keys.items()}
    places: dict[str, Mention] = {}
    for start, end, _ in reading.regions:
        places.setdefault(flat[start:end], mention(seen, start, end, "region:name"))
    return Entities(
        industries=tuple(made.values()), regions=tuple(places.values()),
        platforms=_once(seen, reading.carriers, set()), projects=_once(seen, reading.works, units),
        enterprises=_once(seen, reading.firms, units),
        focus=_focus(flat, reading.pairs, places, by_key),
        dependencies=tuple(_dependency(seen, tie) for tie in reading.ties),
    )


def _once(seen: View, names: Sequence[Name], units: set[str]) -> tuple[Mention, ...]:
    """Return the first mention of each name; a longer or shorter form of a name is the same one.

    Where the first is only the end of a later one, as in a heading, the later one is the name.
    """
    kept: dict[str, Name] = {}
    if not names:
        return ()
    for name in sorted(names):
        text = seen.flat[name[0]:name[1]]
        key = _SAME_WORK.sub("", text) or text
        if text in units or any(key in other for other in kept):
            continue
        inside = [other for other in kept if other in key]
        if not all(key.endswith(other) and not key.endswith("级", 0, -len(other)) or kept[other][0] == name[0]
                   for other in inside):
            continue
        for other in inside:
            del kept[other]
        kept[key] = name
    return tuple(mention(seen, *name) for name in sorted(kept.values()))


_ASIDE: Final = frozenset({"industry:passing", "industry:inside"})


def _distinct(flat: str, industries: Sequence[Found]) -> tuple[list[tuple[str, Found]], dict[str, str]]:
    """Return the industries, by key, without second names of one that is kept, and the kept key of each key.

    海水养殖 behind 规模化海水养殖 is the same one, unless both are items of one list.
    """
    kept: dict[str, Found] = {}
    keys: dict[str, str] = {}
    plain: dict[str, str] = {}
    for industry in sorted(industries, key=lambda each: each.rule in _ASIDE):
        key = industry_key(flat[industry.start:industry.end])
        if key in keys:
            continue
        short = key[:-1] if key.endswith("业", 1) else key
        aside = industry.rule in _ASIDE
        whole = next((of for of, other in kept.items() if key in flat[other.start:other.end]), None) if aside else None
        if whole is not None:
            keys[key] = whole
            continue
        same = next((of for other, of in plain.items() if (short.endswith(other) or other.endswith(short)) and (
            _same(other, short) and (kept[of].list != industry.list or kept[of].chunk == industry.chunk))), None)
        if same is None:
            plain[short] = key
            kept[key] = industry
        keys[key] = same or key
    return sorted(kept.items(), key=itemgetter(1)), keys


def _same(one: str, two: str) -> bool:
    """Whether one name, which ends in the other, is the other with an adjective in front."""
    short, full = (one, two) if len(one) <= len(two) else (two, one)
    return full == short or _ADJECTIVE.fullmatch(full, 0, len(full) - len(short)) is not None


def _focus(
    flat: str, pairs: Sequence[tuple[Region, Found]], places: dict[str, Mention], by_key: dict[str, Mention],
) -> tuple[Focus, ...]:
    """Return each pair of a kept place and a kept industry once."""
    found: dict[tuple[str, str], Focus] = {}
    for region, industry in pairs:
        place, key = flat[region[0]:region[1]], industry_key(flat[industry.start:industry.end])
        if key in by_key and place in places:
            found.setdefault((place, by_key[key].name), Focus(places[place], by_key[key]))
    return tuple(found.values())


def _dependency(seen: View, tie: Tie) -> Dependency:
    target, source = mention(seen, tie.target.start, tie.target.end, tie.rule), tie.source
    if source is None or source.kind == "Platform":
        return Dependency(target, tie.target.kind, tie.rule)
    return Dependency(target, tie.target.kind, tie.rule, mention(seen, source.start, source.end, tie.rule), source.kind)
