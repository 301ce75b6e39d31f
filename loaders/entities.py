"""The names that a task speaks of: industries, places, platforms, projects, enterprises, and what ties them.

A document is scanned once; each task then reads its own stretch of the scan.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from liantu.graph.model import Dependency, Draft, Entities, Focus, Header, Mention
from liantu.loaders.carriers import read_carriers, read_zones
from liantu.loaders.dependencies import Named, read_ties
from liantu.loaders.firms import read_firms
from liantu.loaders.focus import Region, read_focus, read_regions
from liantu.loaders.industries import Found, industry_key, read_industries
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.localities import local_places
from liantu.loaders.names import mention
from liantu.loaders.phrases import LIST, Chunk, Group, chunks, groups, tokens
from liantu.loaders.places import Division, short_form
from liantu.loaders.text import View
from liantu.loaders.works import read_works

__all__ = ["Scan", "read_entities", "scan"]

Item = TypeVar("Item")
Name = tuple[int, int, str]

# Full names that are words for a part of any town.
_COMMON: Final = frozenset("新城区 老城区 西城区 东城区 城中区 城北区 城关区 城东区 城西区 城厢区 河口区 港口区 江北区 江南区 海港区 矿区 合作市".split())
# 鲁家峙隧道 and 鲁家峙隧道项目 are one work.
_SAME_WORK: Final = re.compile(r"(?:建设)?(?:项目|工程|项目工程)$|\([一二三]期\)")


@dataclass(frozen=True, slots=True)
class Scan:
    """A document cut into chunks; for looking up, the starts of the chunks, the lists, and the chunks with a place."""

    found: tuple[Chunk, ...]
    starts: tuple[int, ...]
    lists: tuple[Group, ...]
    firsts: tuple[int, ...]
    places: tuple[int, ...]


def scan(seen: View, header: Header, lexicon: Lexicon) -> Scan:
    """Cut a document into chunks, once for all its tasks.

    Parameters
    ----------
    seen : View
        The flat text.
    header : Header
        Tells the city, which decides what short forms of places mean.
    lexicon : Lexicon
        From ``load_lexicon``.

    Returns
    -------
    Scan
    """
    flat = seen.flat
    found = chunks(flat, tokens(flat, lexicon, local_places(flat)), _Home(header, lexicon).kind)
    lists = groups(found)
    return Scan(
        tuple(found), tuple([chunk.start for chunk in found]), tuple(lists), tuple([group.first for group in lists]),
        tuple([i for i, chunk in enumerate(found) if "r" in chunk.shape or "z" in chunk.shape]),
    )


class _Home:
    """Which places a document can mean, by the city that issued it."""

    def __init__(self, header: Header, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.city = header.city or ""
        places = lexicon.divisions.get(self.city, ()) or lexicon.divisions.get(self.city + "市", ())
        self.cities = {place.city or place.province for place in places}
        self.provinces = {place.province for place in places}
        self.own = {self.city, short_form(self.city)} if self.city else set()
        self.cache: dict[str, str] = {}

    def kind(self, name: str) -> str:
        """Return the kind that the name of a place has in this document."""
        kind = self.cache.get(name)
        if kind is None:
            kind = self.cache[name] = self._kind(name)
        return kind

    def _kind(self, name: str) -> str:
        if name in self.own:
            return "Z"
        places = self.lexicon.divisions.get(name, ())
        return "r" if not places or any(self._read(name, place) for place in places) else "_"

    def _read(self, name: str, place: Division) -> bool:
        at_home = (place.city or place.province) in self.cities
        if name == place.name and name in _COMMON:
            return at_home
        if name == place.name or place.level != "county":
            return True
        return at_home or place.use == "free" and place.province in self.provinces


def read_entities(seen: View, draft: Draft, header: Header, lexicon: Lexicon, scanned: Scan | None = None) -> Entities:
    """Return the names in a task's body and progress.

    Parameters
    ----------
    seen : View
        The flat text of the document.
    draft : Draft
        The task.
    header : Header
        The document's own city and date.
    lexicon : Lexicon
        From ``load_lexicon``.
    scanned : Scan, optional
        From ``scan``; give it when a document has many tasks.

    Returns
    -------
    Entities
        One mention a name and field.
    """
    whole = scanned or scan(seen, header, lexicon)
    flat = seen.flat
    title = seen.bounds(draft.title)[1]
    industries: list[Found] = []
    regions: list[Region] = []
    platforms: list[Name] = []
    projects: list[Name] = []
    firms: list[Name] = []
    pairs: list[tuple[Region, Found]] = []
    ties = []
    for span in (*draft.body, *draft.progress):
        low, high = seen.bounds(span)
        start, end = bisect_left(whole.starts, low), bisect_left(whole.starts, high)
        if start == end:
            continue
        lists = whole.lists[bisect_left(whole.firsts, start):bisect_left(whole.firsts, end)]
        marked = whole.places[bisect_left(whole.places, start):bisect_left(whole.places, end)]
        carriers = read_carriers(flat, whole.found, lists, start, lexicon)
        works = read_works(flat, whole.found, lists, start, lexicon)
        companies = read_firms(flat, whole.found, lists, start, lexicon)
        subject = _subject(industries, title)
        cell = subject is not None and low >= title and all(whole.found[i].before in LIST for i in range(start + 1, end))
        named = read_industries(flat, whole.found, lists, title=title, cell=cell)
        places = read_regions(flat, whole.found, marked, (*carriers, *works, *companies)) if marked else []
        if places:
            pairs.extend(read_focus(flat, whole.found, places, named, subject or _subject(named, title)))
        if cell and subject is not None and not named and not companies:
            pairs.extend((place, subject) for place in places)
        if marked:
            carriers.extend(read_zones(flat, whole.found, marked))
        ties.extend(read_ties(flat, low, high, _named(named, works, carriers)))
        industries.extend(named)
        regions.extend(places)
        platforms.extend(carriers)
        # A row that is named by a carrier is the work of building it.
        works.extend((*name[:2], "work:heading") for name in carriers if seen.bounds(draft.title) == name[:2])
        projects.extend(works)
        firms.extend(companies)
    units = {unit.name for unit in (*draft.leads, *draft.participants, *draft.responsible)}
    kept, keys = _distinct(industries, flat)
    made_of = {industry_key(flat[i.start:i.end]): mention(seen, i.start, i.end, i.rule) for i in kept}
    by_key = {key: made_of[other] for key, other in keys.items()}
    places_by_name = {flat[r[0]:r[1]]: mention(seen, r[0], r[1], "region:name") for r in _once(regions, lambda r: flat[r[0]:r[1]])}

    def made(names: Iterable[Name]) -> tuple[Mention, ...]:
        kept: dict[str, Name] = {}
        for name in names:
            text = flat[name[0]:name[1]]
            key = _SAME_WORK.sub("", text) or text
            if text not in units and not any(key in other or other in key for other in kept):
                kept[key] = name
        return tuple(mention(seen, *name) for name in kept.values())

    return Entities(
        industries=tuple(made_of.values()),
        regions=tuple(places_by_name.values()),
        platforms=made(platforms), projects=made(projects), enterprises=made(firms),
        focus=_focus(flat, pairs, places_by_name, by_key),
        dependencies=tuple(_dependency(seen, tie) for tie in ties),
    )


# 现代渔业 is 渔业 with an adjective; 石化新材料 is another industry than 新材料.
_ADJECTIVE: Final = re.compile(r"(?:传统|现代|先进|高端|规模化|新型|区域|国际|全国|本土|特色|优质|绿色|精品|中国|大力|一流|时尚|健康)+")


def _same(one: str, two: str) -> bool:
    """Whether one name is the other with an adjective in front."""
    short, full = sorted((one, two), key=len)
    return full.endswith(short) and (full == short or _ADJECTIVE.fullmatch(full, 0, len(full) - len(short)) is not None)


_PLAIN: Final = re.compile(r"(?<=..)业$")


def _distinct(industries: Sequence[Found], flat: str) -> tuple[list[Found], dict[str, str]]:
    """Return the industries without second names of one that is kept, and the kept key of each key.

    海水养殖 behind 规模化海水养殖 is the same one, unless both are items of one list.
    """
    kept: list[Found] = []
    keys: dict[str, str] = {}
    plain: dict[str, Found] = {}
    order = sorted(industries, key=lambda i: i.rule == "industry:passing")
    for industry in order:
        key = industry_key(flat[industry.start:industry.end])
        if key in keys:
            continue
        short = _PLAIN.sub("", key)
        same = next((other for other, found in plain.items()
                     if _same(other, short) and (found.list != industry.list or found.chunk == industry.chunk)), None)
        if same is not None:
            keys[key] = industry_key(flat[plain[same].start:plain[same].end])
            continue
        keys[key] = key
        plain[short] = industry
        kept.append(industry)
    return sorted(kept), keys


def _subject(industries: Sequence[Found], title: int) -> Found | None:
    """Return the industry that the heading names, if it names one alone."""
    named = [industry for industry in industries if industry.end <= title and industry.rule != "industry:passing"]
    return named[0] if len(named) == 1 else None


def _once(items: Iterable[Item], key: Callable[[Item], str]) -> list[Item]:
    """Return the first item of each key."""
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())


def _focus(flat: str, pairs: Sequence[tuple[Region, Found]], places: dict[str, Mention], by_key: dict[str, Mention]) -> tuple[Focus, ...]:
    found: dict[tuple[str, str], Focus] = {}
    for region, industry in pairs:
        place, key = flat[region[0]:region[1]], industry_key(flat[industry.start:industry.end])
        if key in by_key and place in places:
            found.setdefault((place, key), Focus(places[place], by_key[key]))
    return tuple(found.values())


def _named(industries: Sequence[Found], works: Sequence[Name], carriers: Sequence[Name]) -> list[Named]:
    names = [Named(i.start, i.end, "Industry") for i in industries if i.rule != "industry:inside"]
    names += [Named(start, end, "Project") for start, end, _ in works] + [Named(start, end, "Platform") for start, end, _ in carriers]
    return sorted(set(names))


def _dependency(seen: View, tie: tuple[Named, str, Named | None]) -> Dependency:
    target, rule, source = tie
    made = mention(seen, target.start, target.end, rule)
    if source is None or source.kind == "Platform":
        return Dependency(made, target.kind, rule)
    return Dependency(made, target.kind, rule, mention(seen, source.start, source.end, rule), source.kind)
