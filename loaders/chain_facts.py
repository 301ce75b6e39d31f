"""The reference chains as nodes and edges: only those that documents touch, all of grade ``reference``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from liantu.graph.model import Edge, Node, Value
from liantu.loaders.chain_names import ChainNames, Place

__all__ = ["chain_edges", "chain_nodes", "touched_places"]

# A document that names one segment in passing does not speak of the chain; one that names several does.
_SEGMENTS = 2
_INCLUDED = "另一条链的环节，在本链也计"


def touched_places(names: ChainNames, present: Collection[str], doubtful: Collection[str] = ()) -> frozenset[str]:
    """Return which chains and segments belong into a graph.

    Parameters
    ----------
    names : ChainNames
        The reference.
    present : collection of str
        Ids of nodes that documents name or surely speak of. A chain that is one of them, or has two segments among
        them, is there as a whole, with all its segments; else a segment is there with its chain alone.
    doubtful : collection of str
        Ids of nodes that documents may speak of.

    Returns
    -------
    frozenset of str
        Reference ids of chains and segments.
    """
    sure = [place for node in present if (place := names.nodes.get(node))]
    segments = Counter(place.chain.id for place in sure if place.segment)
    whole = {place.chain.id for place in sure if not place.segment or segments[place.chain.id] >= _SEGMENTS}
    found = set(whole)
    for chain in (names.places[key].chain for key in whole):
        found.update(segment.id for segment in chain.segments)
        found.update(key for key in chain.includes if key in names.places)
    for place in (*sure, *(names.nodes[node] for node in doubtful if node in names.nodes)):
        found |= {place.key, place.chain.id}
    for key in tuple(found):
        above = names.places[key].segment
        while above and (larger := above.part_of) and larger in names.places and larger not in found:
            found.add(larger)
            above = names.places[larger].segment
    return frozenset(found)


def chain_nodes(names: ChainNames, touched: Collection[str]) -> Iterator[Node]:
    """Yield the nodes of the chains and segments that are touched."""
    for key in sorted(touched):
        yield _node(names.places[key])


def _node(place: Place) -> Node:
    columns: dict[str, Value] = {"grade": "reference", "level": "segment" if place.segment else "chain"}
    aliases = place.chain.aliases
    if segment := place.segment:
        aliases = segment.aliases
        columns |= {
            "stage": segment.stage, "core": segment.core or None, "offsite": segment.offsite or None,
            "gbt4754": " ".join(one.code for one in segment.gbt4754) or None,
            "keywords": "\n".join(segment.keywords) or None, "source": "\n".join(segment.source) or None,
        }
    others = tuple(name for name in aliases if name != place.name)
    return Node(place.node, "Industry", place.name, tuple(columns.items()), others)


def chain_edges(names: ChainNames, touched: Collection[str]) -> Iterator[Edge]:
    """Yield what the reference says of the chains and segments that are touched: parts, feeds, supports."""
    for key in sorted(touched):
        place = names.places[key]
        for kind, target, columns in _ties(place):
            if target in touched:
                yield Edge(place.node, kind, names.places[target].node, None, columns)
        if not place.segment:
            for included in place.chain.includes:
                if included in touched:
                    yield Edge(names.places[included].node, "PART_OF", place.node, None, (("reason", _INCLUDED),))
    for support in names.chains.supports:
        if support.giver in touched and support.taker in touched:
            yield Edge(names.places[support.taker].node, "DEPENDS_ON", names.places[support.giver].node, None,
                       (("note", support.note or None), ("relation", support.kind)))


def _ties(place: Place) -> Iterator[tuple[str, str, tuple[tuple[str, Value], ...]]]:
    segment = place.segment
    if segment is None:
        if place.chain.part_of:
            yield "PART_OF", place.chain.part_of, ()
        return
    yield "PART_OF", place.chain.id, ()
    if segment.part_of:
        yield "PART_OF", segment.part_of, ()
    for target in segment.feeds:
        yield "FEEDS", target, ()
