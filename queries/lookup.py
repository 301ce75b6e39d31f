"""Find a node by any of its names, and what is joined to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias
from unicodedata import normalize

import networkx as nx

from liantu.errors import NotFoundError
from liantu.graph.schema import EDGES, NODES
from liantu.queries.standing import kept

__all__ = ["Link", "find_nodes", "links", "spellings"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"


@dataclass(frozen=True, slots=True)
class Link:
    """One edge of a node, seen from that node; ``outward`` where the node is its source."""

    relation: str
    outward: bool
    node: str
    name: str
    kind: str
    document: str
    quote: str
    rule: str
    grade: str


def spellings(graph: Graph, node: str) -> list[str]:
    """Return the canonical name of a node and its aliases."""
    data = graph.nodes[node]
    return [data["name"], *(alias for alias in str(data.get("aliases") or "").split("\n") if alias)]


def _key(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).casefold()


def find_nodes(graph: Graph, name: str) -> list[str]:
    """Return the nodes that go by a name, exactly or by an alias; a name of several kinds gives several.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    name : str
        A name, an alias, or the id of a node.

    Returns
    -------
    list of str
        Ids, sorted; Name nodes are left out, since they only spell the others.

    Raises
    ------
    NotFoundError
        No node goes by that name; the message offers the nearest ones.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:青山市/商务局", kind="Unit", name="青山市商务局", aliases="市商务局")
    >>> find_nodes(graph, "市商务局")
    ['Unit:青山市/商务局']
    >>> find_nodes(graph, "市商务厅")
    Traceback (most recent call last):
    liantu.errors.NotFoundError: 图中没有“市商务厅”。相近的有:市商务局、青山市商务局。
    """
    if name in graph:
        return [name]
    wanted = _key(name)
    known = _names(graph)
    if wanted not in known:
        every = {one: key for key, pairs in known.items() for one, _ in pairs}
        # A part of a name is the commonest miss, then a slip of the pen.
        near = sorted({one for one, key in every.items() if wanted and wanted in key}, key=lambda one: (len(one), one))
        near += [one for one in get_close_matches(name, sorted(every), n=5, cutoff=0.5) if one not in near]
        hint = f"相近的有:{'、'.join(near[:5])}。" if near else "可用 liantu units、liantu tasks 查看图中的名称。"
        raise NotFoundError(f"图中没有“{name}”。{hint}")
    return sorted({node for _, node in known[wanted]})


@kept(1)
def _names(graph: Graph) -> Mapping[str, list[tuple[str, str]]]:
    """Return all names as written, each with the node that goes by it, by what is left of them in a comparison."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node, data in graph.nodes(data=True):
        if data["kind"] != "Name":
            for one in spellings(graph, node):
                found[_key(one)].append((one, node))
    return dict(found)


def links(graph: Graph, node: str) -> Iterator[Link]:
    """Yield the edges of a node with their sentences, grouped by kind in the order of the schema.

    Edges from Name nodes are left out: they are the aliases.
    """
    joined = [(data, True, other) for _, other, data in graph.out_edges(node, data=True)]
    joined += [(data, False, other) for other, _, data in graph.in_edges(node, data=True) if data["kind"] != "ALIAS_OF"]
    order = {kind: number for number, kind in enumerate(EDGES)}
    files = {one: data["file"] for one, data in graph.nodes(data=True) if data.get("kind") == "Document"}
    joined.sort(key=lambda row: (order[row[0]["kind"]], not row[1], str(row[0].get("document") or ""),
                                 row[0].get("start") or 0, row[2]))
    for data, outward, other in joined:
        yield Link(
            EDGES[data["kind"]].label, outward, other, graph.nodes[other]["name"], NODES[graph.nodes[other]["kind"]].label,
            files.get(data.get("document"), ""), str(data.get("quote") or ""), str(data.get("rule") or ""),
            str(data.get("grade") or ""))
