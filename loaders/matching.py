"""Names of industries, projects, enterprises and platforms to the chains and segments whose words stand in them.

A name is looked through once, for the words of all chains together; the longest word goes first, and what stands inside
it says nothing more. Words that other trades use as well (``weak_keywords``) count where the chain is the subject.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from ahocorasick_rs import AhoCorasick

from liantu.graph.canonical import name_key
from liantu.loaders.chain_names import ChainNames, Place
from liantu.loaders.places import load_divisions

__all__ = ["Match", "Matcher", "Matches", "Verdict"]

Verdict = Literal["confirmed", "uncertain", "rejected"]
_Role = Literal["name", "keyword", "weak", "exclude", "compound"]
# What may stand behind a hit in the name of an industry without making it another one: 储能电池制造, but not 燃料电池汽车.
_TAIL: Final = re.compile(
    "(?:全?产业链?|集群|行业|工业|领域|环节|核心|整机|装备|设备|器件|部件|零部件|材料|产品|系统|技术|应用|制造|生产|加工|制备|建造|"
    "研发|设计|服务|开发|利用|回收|业|及|和|与|等|先进|智能)*")
_LETTERS: Final = re.compile("[a-z0-9][a-z0-9]")
_SAYS: Final = {"name": "名称或别名", "keyword": "关键词", "weak": "弱关键词", "compound": "合称"}


@dataclass(frozen=True, slots=True)
class Match:
    """A chain or segment that a name may belong to: the word that says so, the verdict, and why."""

    place: Place
    term: str
    rule: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Matches:
    """All that a name says: what it belongs to, confirmed or not, and what was looked at and rejected."""

    found: tuple[Match, ...] = ()
    rejected: tuple[Match, ...] = ()


class _Claim(NamedTuple):
    place: Place
    role: _Role


class _Hit(NamedTuple):
    start: int
    end: int
    term: str
    place: Place
    role: _Role


@dataclass(slots=True)
class _Reading:
    """A name looked through: its hits, and what they come to unless it is ``open`` what the task is about."""

    key: str
    industry: bool
    hits: list[_Hit] = field(default_factory=list)
    rejected: list[Match] = field(default_factory=list)
    open: bool = False
    settled: Matches | None = None


class Matcher:
    """Match names to chains; each distinct name is looked through once.

    Parameters
    ----------
    names : ChainNames
        The chains.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> from liantu.loaders.chain_names import chain_names
    >>> from liantu.loaders.chains import load_chains
    >>> matcher = Matcher(chain_names(load_chains(), load_registry()))
    >>> [(one.place.name, one.verdict, one.reason) for one in matcher.match("青山海水淡化二期").found]
    [('海水淡化', 'confirmed', '名称里有“海水淡化”，是“海水综合利用”链环节“海水淡化”的名称或别名')]
    """

    def __init__(self, names: ChainNames) -> None:
        self.names = names
        claims = _claims(names)
        places = {name_key(name) for name in load_divisions()} - {""}
        self._shown = {name_key(term): term for term in _written(names)}
        self._terms = tuple(sorted({*claims, *places}))
        self._claims = tuple(tuple(claims.get(term, ())) for term in self._terms)
        self._regions = tuple(term in places for term in self._terms)
        self._automaton = AhoCorasick(list(self._terms))
        self._read: dict[tuple[str, bool], _Reading] = {}

    def match(self, name: str, subjects: frozenset[str] = frozenset(), *, industry: bool = False) -> Matches:
        """Return what a name belongs to.

        Parameters
        ----------
        name : str
            The name of an industry, project, enterprise or platform.
        subjects : frozenset of str
            The ids of the chains that the task is about.
        industry : bool
            Whether it is the name of an industry, whose end says what it is; other names only have to hold the word.
        """
        reading = self._read.get((name, industry))
        if reading is None:
            reading = self._read[name, industry] = self._look(name, industry=industry)
        if reading.settled is None:
            reading.settled = _decide(reading, frozenset(), self.names)
        return _decide(reading, subjects, self.names) if subjects and reading.open else reading.settled

    def chains(self, name: str, *, industry: bool = False) -> frozenset[str]:
        """Return the chains that a name surely speaks of by itself."""
        found = self.match(name, industry=industry).found
        return frozenset(one.place.chain.id for one in found if one.verdict == "confirmed")

    def _look(self, name: str, *, industry: bool) -> _Reading:
        reading = _Reading(name_key(name), industry)
        key = reading.key
        everything = self._automaton.find_matches_as_indexes(key, overlapping=True)
        spans = [(start, end, number) for number, start, end in everything if _whole(key, start, end)]
        regions = [(start, end) for start, end, number in spans if self._regions[number]]
        barred = [(start, end, claim.place) for start, end, number in spans for claim in self._claims[number]
                  if claim.role == "exclude"]
        for start, end, number in spans:
            term = self._shown.get(self._terms[number], self._terms[number])
            for claim in self._claims[number]:
                if claim.role == "exclude":
                    continue
                inside = next((key[low:high] for low, high, place in barred
                               if place is claim.place and low <= start and end <= high), "")
                role = claim.role
                if inside:
                    _reject(reading, claim.place, term, f"“{self._shown.get(inside, inside)}”里的“{term}”不算")
                    continue
                if any(low < start < high < end for low, high in regions):
                    continue
                if any(low <= start and end <= high for low, high in regions):
                    role = "weak"
                reading.hits.append(_Hit(start, end, term, claim.place, role))
        # The longest first; of two of one length the one further left.
        reading.hits.sort(key=lambda hit: (hit.start - hit.end, hit.start, hit.place.key))
        words = {(hit.start, hit.end) for hit in reading.hits}
        reading.open = len(words) < len(reading.hits) or any(hit.role == "weak" for hit in reading.hits)
        return reading


def _whole(key: str, start: int, end: int) -> bool:
    """Whether a word of letters is no part of a longer one: POE in POEM."""
    return not _LETTERS.fullmatch(key[max(0, start - 1):start + 1]) and not _LETTERS.fullmatch(key[end - 1:end + 1])


def _written(names: ChainNames) -> Iterator[str]:
    """Yield all terms as they stand in the reference."""
    for chain in names.chains.chains:
        yield from (chain.name, *chain.aliases)
        for segment in chain.segments:
            yield from (segment.name, *segment.aliases, *segment.keywords, *segment.weak_keywords, *segment.exclude)
    yield from (compound.name for compound in names.chains.compounds)


def _claims(names: ChainNames) -> dict[str, list[_Claim]]:
    found: dict[str, dict[Place, _Role]] = defaultdict(dict)

    def add(term: str, place: Place, role: _Role) -> None:
        if key := name_key(term):
            found[key].setdefault(place, role)

    for key, bearers in names.bare.items():
        if len(bearers) > 1:
            for place in bearers:
                add(key, place, "name")
    for key, bearers in names.wider.items():
        for place in bearers:
            add(key, place, "weak")
    for place in names.places.values():
        segment = place.segment
        for term in (place.name, *(segment.aliases if segment else place.chain.aliases)):
            add(term, place, "name")
        if segment:
            for term in segment.keywords:
                add(term, place, "keyword")
            for term in segment.weak_keywords:
                add(term, place, "weak")
    for key, bearers in names.bare.items():
        # 石化产业 without 产业: other trades may use what is left of a name.
        for place in bearers:
            if len(key) > 1:
                add(key, place, "weak")
    for compound in names.chains.compounds:
        for chain in compound.chains:
            add(compound.name, names.places[chain], "compound")
    claims = {term: [_Claim(place, role) for place, role in bearers.items()] for term, bearers in found.items()}
    for _, segment in names.chains.segments():
        for term in segment.exclude:
            claims.setdefault(name_key(term), []).append(_Claim(names.places[segment.id], "exclude"))
    return claims


def _reject(reading: _Reading, place: Place, term: str, reason: str) -> None:
    reading.rejected.append(Match(place, term, "chain:rejected", "rejected", reason))


def _decide(reading: _Reading, subjects: frozenset[str], names: ChainNames) -> Matches:
    """Choose among the hits: longest first, then whom a shared word means, then the verdict."""
    rejected = list(reading.rejected)
    about = subjects | _own(reading.hits)
    kept: dict[tuple[int, int], list[_Hit]] = {}
    for hit in reading.hits:
        if hit.role == "weak" and not names.homes[hit.place.key] & about:
            continue
        own = hit.start, hit.end
        over = next((span for span in kept if span[0] < hit.end and hit.start < span[1] and span != own), None)
        if over is None:
            kept.setdefault(own, []).append(hit)
        else:
            rejected.append(Match(
                hit.place, hit.term, "chain:rejected", "rejected", f"“{hit.term}”在更长的“{kept[over][0].term}”之内，以长者为准"))
    chosen = [hit for hits in kept.values() for hit in _meant(hits, about, names)]
    found = tuple(_verdicts(_narrow(chosen, names), reading))
    taken = {key for match in found for key in (match.place.key, *names.homes[match.place.key])}
    return Matches(found, tuple(_once(match for match in rejected if match.place.key not in taken)))


def _own(hits: list[_Hit]) -> frozenset[str]:
    """Return the chains that a name speaks of by words that are theirs alone, or by their own names."""
    strong = [hit for hit in hits if hit.role != "weak"]
    words = Counter((hit.start, hit.end) for hit in strong)
    inner = {(low, high) for low, high in words for start, end in words
             if start <= low and high <= end and end - start > high - low}
    return frozenset(
        hit.place.chain.id for hit in strong
        if (hit.start, hit.end) not in inner and (words[hit.start, hit.end] == 1 or not hit.place.segment))


def _once(matches: Iterator[Match]) -> Iterator[Match]:
    seen: set[str] = set()
    for match in matches:
        if match.place.key not in seen:
            seen.add(match.place.key)
            yield match


def _meant(hits: list[_Hit], about: frozenset[str], names: ChainNames) -> list[_Hit]:
    """Return whom a word means: where several bear it, those whose chain the task or the name itself is about."""
    if len(hits) == 1 or hits[0].role == "compound":
        return hits
    strong = [hit for hit in hits if hit.role != "weak"] or hits
    own = [hit for hit in strong if hit.place.chain.id in about]
    return own or [hit for hit in strong if names.homes[hit.place.key] & about] or strong


def _narrow(hits: list[_Hit], names: ChainNames) -> list[_Hit]:
    """Leave out a chain where one of its segments is hit, and an umbrella segment where one under it is."""
    segments = {hit.place.key for hit in hits if hit.place.segment}
    chains = {home for key in segments for home in names.homes[key]}
    umbrellas = {hit.place.segment.part_of for hit in hits if hit.place.segment}
    smaller = {hit.place.chain.part_of for hit in hits if not hit.place.segment}
    kept = [hit for hit in hits if (
        hit.place.key not in umbrellas if hit.place.segment else hit.place.chain.id not in chains | smaller)]
    return list({hit.place.key: hit for hit in reversed(kept)}.values())[::-1]


def _verdicts(hits: list[_Hit], reading: _Reading) -> Iterator[Match]:
    several = len(hits) > 1 and any(hit.role != "compound" for hit in hits)
    rivals = "、".join(hit.place.title() for hit in hits)
    for hit in hits:
        what = f"“{hit.place.chain.name}”链" + (f"环节“{hit.place.name}”" if hit.place.segment else "")
        reason = f"名称里有“{hit.term}”，是{what}的{_SAYS[hit.role]}"
        doubt = f"同时符合{rivals}" if several else _doubt(hit, reading) if reading.industry else ""
        yield Match(hit.place, hit.term, f"chain:{hit.role}", "uncertain" if doubt else "confirmed", f"{reason}；{doubt}，待定" if doubt else reason)


def _doubt(hit: _Hit, reading: _Reading) -> str:
    """Say why a hit in the name of an industry is no more than a hint, or nothing."""
    if hit.role == "weak":
        return "别的行业也用这个词"
    rest = reading.key[hit.end:]
    return "" if _TAIL.fullmatch(rest) else f"说的是它后面的“{rest}”"
