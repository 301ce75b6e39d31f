"""Which node a chain or segment of the reference is, and which of their names a document may mean by a name.

A name that two segments of different chains share means neither by itself: their ids then hold the chain as well, and
an industry that a document names so stays a node of its own, to be matched where the task tells which one is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from liantu.graph.canonical import name_key
from liantu.graph.names import Registry, Resolution, resolve_name
from liantu.graph.schema import node_id
from liantu.loaders.chains import Chain, Chains, Segment

__all__ = ["ChainNames", "Place", "chain_names", "chain_resolver"]

_CHAIN, _SEGMENT, _CHAIN_ALIAS, _SEGMENT_ALIAS, _KEYWORD = range(5)
_Claim = tuple[int, Chain, Segment | None]
_PARTS = re.compile("[与及和、]")
# In front of a name these make it no narrower: 现代渔业 and 渔业 are one trade, 航空融资租赁 and 融资租赁 are two.
_NEUTRAL = re.compile("(?:现代|国际|先进|绿色|高端|新型|智能|智慧|优质|工厂化|规模化)+")


@dataclass(frozen=True, slots=True)
class Place:
    """A chain, or a segment in its chain, and the node that stands for it."""

    node: str
    name: str
    chain: Chain
    segment: Segment | None = None

    @property
    def key(self) -> str:
        """The id of the segment or chain in the reference."""
        return self.segment.id if self.segment else self.chain.id

    def title(self) -> str:
        """Return what staff call it: LNG的LNG接收站."""
        return f"{self.chain.name}的{self.name}" if self.segment else self.name


@dataclass(frozen=True, slots=True)
class ChainNames:
    """The places of all chains by reference id and by node, and what is meant by a name.

    ``written`` has names as they stand in the reference, ``bare`` without 产业, 产业链 and the like; a name that leads to
    several places means none by itself. ``wider`` has aliases and keywords that are wider than what they stand for (旅游
    for 海岛旅游): they tell a chain only where it is the subject. ``homes`` says in which chains a place counts.
    """

    chains: Chains
    places: Mapping[str, Place]
    nodes: Mapping[str, Place]
    written: Mapping[str, tuple[Place, ...]]
    bare: Mapping[str, tuple[Place, ...]]
    wider: Mapping[str, tuple[Place, ...]]
    homes: Mapping[str, frozenset[str]]

    def find(self, name: str, bare: str) -> tuple[Place, ...]:
        """Return the places that a name means: none, one, or rivals.

        Parameters
        ----------
        name : str
            As written.
        bare : str
            The same as the resolver left it, without 产业 and the like.
        """
        written, plain = name_key(name), name_key(bare)
        if written != plain and written in self.written:
            return self.written[written]
        return self.bare.get(plain, ())


def _is_wider(term: str, name: str) -> bool:
    """Whether a term is what is left of a name, or of one of its parts, without the word that narrows it."""
    narrowed = (part for part in _PARTS.split(name) if part != term and part.endswith(term))
    return any(not _NEUTRAL.fullmatch(part[:-len(term)]) for part in narrowed)


def _claims(chains: Chains) -> Iterator[tuple[str, int, Chain, Segment | None]]:
    for chain in chains.chains:
        yield chain.name, _CHAIN, chain, None
        for name in chain.aliases:
            yield name, _CHAIN_ALIAS, chain, None
        for segment in chain.segments:
            yield segment.name, _SEGMENT, chain, segment
            for name in segment.aliases:
                yield name, _SEGMENT_ALIAS, chain, segment
            for name in segment.keywords:
                yield name, _KEYWORD, chain, segment


def _meant(claims: list[_Claim]) -> list[tuple[Chain, Segment | None]]:
    """Return which of those that bear a name are meant by it: a chain by its name, else a segment, else by an alias."""
    best = min(rank for rank, _, _ in claims)
    if best in (_CHAIN, _CHAIN_ALIAS):
        rivals = {chain.id: (chain, None) for rank, chain, _ in claims if rank == best}
        return list(rivals.values())
    # An alias of a segment is as good as the name of another chain's segment; within a chain the name is better.
    found: dict[str, tuple[Chain, Segment | None]] = {}
    for _, chain, segment in sorted(claims, key=lambda claim: claim[0]):
        if segment is not None:
            found.setdefault(chain.id, (chain, segment))
    return list(found.values())


def chain_names(chains: Chains, registry: Registry) -> ChainNames:
    """Return the nodes and names of chains.

    Parameters
    ----------
    chains : Chains
        The reference, with a user's own chains if any.
    registry : Registry
        The tables that names are resolved by.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> from liantu.loaders.chains import load_chains
    >>> names = chain_names(load_chains(), load_registry())
    >>> [place.title() for place in names.find("LNG产业链", "LNG")]
    ['LNG']
    """
    written: dict[str, list[_Claim]] = defaultdict(list)
    bare: dict[str, list[_Claim]] = defaultdict(list)
    wider: dict[str, list[_Claim]] = defaultdict(list)
    plain: dict[str, str] = {}
    for name, rank, chain, segment in _claims(chains):
        # A keyword is no name: it is looked for as it stands.
        resolved = name if rank == _KEYWORD else resolve_name("Industry", name, city=None, registry=registry).canonical
        key = name_key(resolved)
        if rank in (_CHAIN, _SEGMENT):
            plain[name] = key
        loose = rank != _CHAIN and _is_wider(key, plain[segment.name if segment else chain.name])
        for index, term in ((written, name_key(name)), (bare, key)):
            if rank < _KEYWORD:
                (wider if loose else index)[term].append((rank, chain, segment))
            elif loose:
                wider[term].append((rank, chain, segment))
    meant = {key: _meant(claims) for key, claims in bare.items()}
    places = {place.key: place for place in _places(chains, plain, meant)}

    def placed(found: list[tuple[Chain, Segment | None]]) -> tuple[Place, ...]:
        return tuple(places[segment.id if segment else chain.id] for chain, segment in found)

    return ChainNames(
        chains=chains, places=places, nodes={place.node: place for place in places.values()},
        written={key: placed(_meant(claims)) for key, claims in written.items()},
        bare={key: placed(found) for key, found in meant.items()},
        wider={key: placed([(chain, segment) for _, chain, segment in claims]) for key, claims in wider.items()},
        homes=_homes(chains),
    )


def _places(
    chains: Chains, plain: Mapping[str, str], meant: Mapping[str, list[tuple[Chain, Segment | None]]],
) -> Iterator[Place]:
    """Yield all places; one that its bare name alone means has that name's own id, as a document's industry would."""
    for chain in chains.chains:
        key = plain[chain.name]
        alone = meant[key] == [(chain, None)]
        yield Place(_id(key) if alone else node_id("Industry", chain.id, chain.name.upper()), chain.name, chain)
        for segment in chain.segments:
            key = plain[segment.name]
            alone = meant[key] == [(chain, segment)]
            own = _id(key) if alone else node_id("Industry", chain.name, segment.name.upper())
            yield Place(own, segment.name, chain, segment)


def _id(key: str) -> str:
    return node_id("Industry", None, key.upper())


def _homes(chains: Chains) -> dict[str, frozenset[str]]:
    homes: dict[str, set[str]] = defaultdict(set)
    for chain in chains.chains:
        homes[chain.id].add(chain.id)
        for segment in chain.segments:
            homes[segment.id].add(chain.id)
        for included in chain.includes:
            homes[included].add(chain.id)
    return {key: frozenset(found) for key, found in homes.items()}


def chain_resolver(names: ChainNames, resolve: Callable[[str, str], Resolution]) -> Callable[[str, str], Resolution]:
    """Return a resolver that knows the names of chains and segments; all else it leaves to the given one.

    Parameters
    ----------
    names : ChainNames
        The names.
    resolve : callable
        The resolver of a document, as ``liantu.graph.names.resolver`` makes it.

    Examples
    --------
    >>> from liantu.graph.names import load_registry, resolver
    >>> from liantu.loaders.chains import load_chains
    >>> known = load_registry()
    >>> find = chain_resolver(chain_names(load_chains(), known), resolver(known, city=None))
    >>> [find("Industry", name).canonical for name in ("液化天然气", "六横LNG产业", "茶叶")]
    ['LNG', 'LNG', '茶叶']
    """
    remembered: dict[str, Resolution] = {}

    def find(kind: str, name: str) -> Resolution:
        if kind != "Industry":
            return resolve(kind, name)
        found = remembered.get(name)
        if found is None:
            found = remembered[name] = _known(names, resolve(kind, name))
        return found

    return find


def _known(names: ChainNames, found: Resolution) -> Resolution:
    places = names.find(found.name, found.canonical)
    if len(places) == 1:
        place = places[0]
        what = f"是产业链“{place.chain.name}”" + (f"的环节“{place.name}”" if place.segment else "") + "的名称或别名。"
        return found._replace(entity_id=place.node, canonical=place.name, city="", rule="chain", reason=what)
    if places:
        rivals = "、".join(place.title() for place in places)
        return found._replace(certain=False, rivals=tuple(sorted(place.node for place in places)),
                       reason=f"“{found.name}”是几条链的环节（{rivals}），名称本身不能说明是哪一个，单独成点。")
    return found
