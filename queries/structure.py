"""How chains are built in a graph: which segments a chain has, what counts for what, and what feeds what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from liantu.errors import NotFoundError
from liantu.queries.catalog import Graph
from liantu.queries.lookup import find_nodes
from liantu.queries.standing import kept

__all__ = ["STAGES", "Structure", "find_chains", "read_structure"]

STAGES = {"upstream": "上游", "midstream": "中游", "downstream": "下游", "service": "服务"}
_TIES = frozenset({"FEEDS", "PART_OF"})
_ORDER = {stage: number for number, stage in enumerate(STAGES)}


@dataclass(frozen=True, slots=True)
class Structure:
    """Chains and their segments.

    ``counts_for`` gives, for each industry, itself and all that it is surely part of; ``perhaps`` what it may be part
    of. ``ties`` holds the attributes of each PART_OF edge, which say why.
    """

    chains: tuple[str, ...]
    segments: Mapping[str, tuple[str, ...]]
    chains_of: Mapping[str, tuple[str, ...]]
    counts_for: Mapping[str, frozenset[str]]
    perhaps: Mapping[str, frozenset[str]]
    feeds: Mapping[str, tuple[str, ...]]
    fed_by: Mapping[str, tuple[str, ...]]
    ties: Mapping[tuple[str, str], Mapping[str, Any]]


@kept(1)
def read_structure(graph: Graph) -> Structure:
    """Read the chains of a graph.

    A chain that is part of a larger one does not bring its own segments there; a segment may stand in several chains.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/炒制", kind="Industry", name="炒制", level="segment", stage="midstream")
    >>> _ = graph.add_edge("Industry:/炒制", "Industry:/茶", kind="PART_OF")
    >>> read_structure(graph).segments["Industry:/茶"]
    ('Industry:/炒制',)
    """
    level = {node: data.get("level") for node, data in graph.nodes(data=True) if data.get("kind") == "Industry"}
    sure: dict[str, list[str]] = defaultdict(list)
    both: dict[str, list[str]] = defaultdict(list)
    feeds: dict[str, set[str]] = defaultdict(set)
    fed_by: dict[str, set[str]] = defaultdict(set)
    ties: dict[tuple[str, str], Mapping[str, Any]] = {}
    for source, target, data in graph.edges(data=True):
        kind = data["kind"]
        if kind not in _TIES or source not in level or target not in level:
            continue
        if kind == "FEEDS":
            feeds[source].add(target)
            fed_by[target].add(source)
        else:
            both[source].append(target)
            if data.get("verdict") != "uncertain":
                sure[source].append(target)
            # Where a document and our table both tie the two, the sentence is the better reason.
            if (source, target) not in ties or data.get("document"):
                ties[source, target] = data
    counts_for = {node: _above(node, sure, level) for node in level}
    perhaps = {node: _above(node, both, level) - counts_for[node] for node in level if node in both}
    chains = sorted((node for node in level if level[node] == "chain"), key=lambda one: (graph.nodes[one]["name"], one))
    segments: dict[str, list[str]] = {chain: [] for chain in chains}
    chains_of: dict[str, tuple[str, ...]] = {}
    for node, how_wide in level.items():
        if how_wide == "segment":
            chains_of[node] = tuple(chain for chain in chains if chain in counts_for[node])
            for chain in chains_of[node]:
                segments[chain].append(node)
    return Structure(
        tuple(chains), {chain: tuple(sorted(found, key=lambda one: _place(graph, one))) for chain, found in segments.items()},
        chains_of, counts_for, perhaps, _sorted(feeds), _sorted(fed_by), ties)


def _above(node: str, above: Mapping[str, list[str]], level: Mapping[str, str | None]) -> frozenset[str]:
    found, open_ = {node}, [node]
    while open_:
        one = open_.pop()
        if level[one] != "chain":
            new = [other for other in above.get(one, ()) if other not in found]
            found.update(new)
            open_ += new
    return frozenset(found)


def _place(graph: Graph, segment: str) -> tuple[int, bool, str, str]:
    data = graph.nodes[segment]
    return _ORDER.get(str(data.get("stage")), len(_ORDER)), not data.get("core"), str(data["name"]), segment


def _sorted(found: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {node: tuple(sorted(others)) for node, others in found.items()}


def find_chains(graph: Graph, structure: Structure, chain: str | None) -> tuple[str, ...]:
    """Return the chains that a name means: that chain, or those of the segment or industry of that name; all for None.

    Raises
    ------
    NotFoundError
        Nothing goes by that name, or what does belongs to no chain; the message offers the chains there are.
    """
    if chain is None:
        return structure.chains
    found = [node for node in find_nodes(graph, chain) if node in structure.counts_for]
    chains = [one for one in structure.chains if one in found]
    chains = chains or [one for one in structure.chains if any(one in structure.counts_for[node] for node in found)]
    chains = chains or [one for one in structure.chains if any(one in structure.perhaps.get(node, ()) for node in found)]
    if not chains:
        known = "、".join(str(graph.nodes[one]["name"]) for one in structure.chains[:12])
        raise NotFoundError(f"“{chain}”不属于图中的任何产业链。{f'图中的产业链有:{known}。' if known else '图中没有产业链。'}")
    return tuple(chains)
