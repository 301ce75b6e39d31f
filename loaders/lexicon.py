"""Every word that the readers of names know, in one automaton: one pass over a text finds them all.

A word has one kind. Where a word stands in several tables, the first kind of ``ORDER`` holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from liantu.loaders.chains import load_chains
from liantu.loaders.places import Division, load_divisions

__all__ = ["DATA", "Lexicon", "load_lexicon"]

DATA: Final = Path(__file__).parent / "data"

# One letter a kind, so that a chunk can be tested as a string: "ih" is an industry and its head.
KINDS: Final = MappingProxyType({
    "head": "h", "generic": "g", "strong": "i", "weak": "w", "known": "k", "carrier": "s", "brand": "b",
    "work": "p", "structure": "x", "firm": "c", "trade": "f", "unit": "o", "grow": "D", "develop": "d",
    "push": "u", "verb": "v", "scope": "q", "list": "、", "and": "&", "etc": "e", "comma": ",", "stop": ".",
    "open": "(", "close": ")", "area": "r", "zone": "z", "neutral": "n", "place": "r",
})
ORDER: Final = tuple(KINDS)
# Names of the reference that join two industries, or say more than an industry.
_MADE: Final = re.compile(r"(?:制造|加工|装备|材料|化工|养殖|修理|建造|发电|服务业|物流|制品|器件|电池)$")
_JOINED: Final = re.compile(r"^[^、或]+(?:装备|制造|加工|新材料)$")
_NO_NAME: Final = re.compile(r"[、]|(?:基地|中心|集聚区|布局|塑造|升级|转型|项目|平台|工程|全产业链)$")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words, their kinds, and what else the tables say of them.

    ``kinds[i]`` is the kind of the ``i``-th pattern of the automaton; ``divisions`` maps a name or short form of a
    place to the divisions that bear it; ``bare`` holds carriers, works and firms that are no name by themselves,
    ``own`` carriers that are; ``programmes`` is what makes a 工程 a programme of measures, ``trades`` what ends the
    name of a company that has dropped its legal form.
    """

    automaton: AhoCorasick
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    divisions: Mapping[str, tuple[Division, ...]]
    bare: frozenset[str]
    programmes: re.Pattern[str]
    kind_of: Mapping[str, str]
    own: frozenset[str]
    trades: re.Pattern[str]


def _groups(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the kind and the words of each group of a table."""
    table = tomllib.loads((DATA / name).read_text("utf-8"))
    for section, groups in table.items():
        for group in groups:
            yield group.get("kind") or group.get("strength") or section, group["words"].split()


def _chain_words(chains: Path | None) -> Iterator[tuple[str, str]]:
    """Yield the names of the reference chains, and of the segments that are fields of making or serving."""
    known = load_chains(chains)
    for compound in known.compounds:
        if _JOINED.search(compound.name):
            yield compound.name, "strong"
    for chain in known.chains:
        for name in (chain.name, *chain.aliases):
            yield name, "strong"
        for segment in chain.segments:
            for name in (segment.name, *segment.aliases):
                if _MADE.search(name):
                    yield name, "weak"


def _tables() -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the kind of each word of the tables, and the words of the sections that are no kind."""
    rank = {kind: i for i, kind in enumerate(ORDER)}
    found: dict[str, str] = {}
    apart: dict[str, set[str]] = {"bare": set(), "own": set(), "programme": set(), "ending": set()}
    for table in ("industries.toml", "carriers.toml", "works.toml", "firms.toml", "phrases.toml"):
        for kind, words in _groups(table):
            if kind in apart:
                apart[kind].update(words)
            elif kind == "generic" and table != "industries.toml":
                apart["bare"].update(words)
            else:
                if kind == "trade":
                    apart["ending"].update(words)
                for word in words:
                    if (len(word) > 1 or kind != "strong") and (word not in found or rank[kind] < rank[found[word]]):
                        found[word] = kind
    return found, apart


@cache
def load_lexicon(chains: Path | None = None) -> Lexicon:
    """Read the tables and build the automaton; the result is cached.

    Parameters
    ----------
    chains : Path, optional
        A user's own chains; their names are words as well.

    Returns
    -------
    Lexicon
        Shared by all documents; nothing in it changes.
    """
    found, apart = _tables()
    for word, kind in _chain_words(chains):
        if word not in found and not _NO_NAME.search(word):
            found[word] = kind
    # 新材料产业 is 新材料 and its head: 新材料产业园 must not be cut behind 产业.
    for word in [word for word in found if word.endswith("产业") and found.get(word[:-2]) in ("strong", "weak")]:
        if found[word] == "strong":
            del found[word]
    divisions = load_divisions()
    for word in divisions:
        if found.get(word, "neutral") == "neutral":
            found[word] = "place"
    found["\n"] = "stop"
    order = tuple(sorted(found))
    return Lexicon(
        automaton=AhoCorasick(list(order), matchkind=MatchKind.LeftmostLongest),
        words=order,
        kinds=tuple(KINDS[found[word]] for word in order),
        divisions=divisions,
        bare=frozenset(apart["bare"]),
        programmes=re.compile("(?:" + "|".join(sorted(apart["programme"], key=len, reverse=True)) + ")$"),
        kind_of=MappingProxyType({word: KINDS[kind] for word, kind in found.items()}),
        own=frozenset(apart["own"]),
        trades=re.compile("(?:" + "|".join(sorted(apart["ending"], key=len, reverse=True)) + ")$"),
    )
