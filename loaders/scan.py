"""A document cut once into chunks, lists and places, so that each task only reads its own stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from liantu.graph.model import Header, Span
from liantu.graph.places import short_name
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.localities import local_places
from liantu.loaders.phrases import Chunk, Group, chunks, groups, tokens
from liantu.loaders.places import Division
from liantu.loaders.text import View

__all__ = ["Scan", "Stretch", "scan"]

_MARGIN: Final = 16
# Full names that are words for a part of any town: they count in a document of their own city alone.
_COMMON: Final = frozenset(
    "新城区 老城区 西城区 东城区 城中区 城北区 城关区 城东区 城西区 城厢区 河口区 港口区 江北区 江南区 海港区 矿区 合作市".split()
)


class Stretch(NamedTuple):
    """What stands between two places of a document.

    These are the chunks ``start`` to ``end``, their lists, and the chunks with a place.
    """

    low: int
    high: int
    start: int
    end: int
    lists: tuple[Group, ...]
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """What is read of a document, cut into chunks.

    For looking up, the starts of the chunks, the lists, and the chunks with a place.
    """

    seen: View
    found: tuple[Chunk, ...]
    starts: tuple[int, ...]
    lists: tuple[Group, ...]
    firsts: tuple[int, ...]
    places: tuple[int, ...]
    lexicon: Lexicon

    def stretch(self, span: Span) -> Stretch:
        """Return what stands in a stored span."""
        low, high = self.seen.bounds(span)
        start = bisect_left(self.starts, low)
        end = bisect_left(self.starts, high, start)
        first, place = bisect_left(self.firsts, start), bisect_left(self.places, start)
        return Stretch(
            low, high, start, end, self.lists[first:bisect_left(self.firsts, end, first)],
            self.places[place:bisect_left(self.places, end, place)])


def scan(seen: View, header: Header, lexicon: Lexicon, spans: Iterable[Span] | None = None) -> Scan:
    """Cut a document into chunks, once for all its tasks.

    Parameters
    ----------
    seen : View
        The flat text.
    header : Header
        Tells the city, which decides what short forms of places mean.
    lexicon : Lexicon
        From ``load_lexicon``.
    spans : iterable of Span, optional
        The stretches of the stored text whose names are wanted; by default all of it.

    Returns
    -------
    Scan
        For ``read_entities``.
    """
    read = seen if spans is None else _around(seen, spans)
    flat = read.flat
    found = chunks(flat, tokens(flat, lexicon, local_places(seen.flat, flat)), _Home(header, lexicon).kind)
    lists = groups(found)
    return Scan(
        read, tuple(found), tuple([chunk.start for chunk in found]), tuple(lists), tuple([group.first for group in lists]),
        tuple([i for i, chunk in enumerate(found) if "r" in chunk.shape or "z" in chunk.shape]),
        lexicon,
    )


def _around(seen: View, spans: Iterable[Span]) -> View:
    """Return the view of some spans and the few words around them that say what the first and last name is."""
    wanted: list[tuple[int, int]] = []
    for low, high in sorted(map(seen.bounds, spans)):
        start, end = max(low - _MARGIN, 0), high + _MARGIN
        if wanted and start <= wanted[-1][1]:
            wanted[-1] = (wanted[-1][0], max(wanted[-1][1], end))
        else:
            wanted.append((start, end))
    return seen.only(wanted)


class _Home:
    """Which places a document can mean, by the city that issued it."""

    def __init__(self, header: Header, lexicon: Lexicon) -> None:
        self.divisions = lexicon.divisions
        city = header.city or ""
        places = [division.place for division in self.divisions.get(city, ()) or self.divisions.get(city + "市", ())]
        self.cities = {place.city for place in places}
        self.provinces = {place.province for place in places}
        self.own = {city, short_name(city)} if city else set()
        if len(self.provinces) == 1:
            # What a city's documents call by its province is no place of a task: a university, a company.
            self.own |= {name for province in self.provinces for name in (province, short_name(province))}
        self.known: dict[str, str] = {}

    def kind(self, name: str) -> str:
        """Return the kind of word that the name of a place is in this document."""
        kind = self.known.get(name)
        if kind is None:
            kind = self.known[name] = self._kind(name)
        return kind

    def _kind(self, name: str) -> str:
        if name in self.own:
            return "Z"
        divisions = self.divisions.get(name, ())
        return "r" if not divisions or any(self._read(name, division) for division in divisions) else "_"

    def _read(self, name: str, division: Division) -> bool:
        place = division.place
        at_home = place.city in self.cities
        if name == place.name and name in _COMMON:
            return at_home
        if name == place.name or place.level != "county" and division.use == "free":
            return True
        return at_home or division.use == "free" and place.province in self.provinces
