"""Which cell of the big picture a node falls into: a chain and a city, found from what it is joined to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final, TypeAlias

import networkx as nx

__all__ = ["find_cells"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

# Which edges carry a theme on, the surest first: what belongs to a chain, then what works on it, then what stands near.
_ROUNDS: Final = (
    frozenset({"PART_OF"}),
    frozenset({"BELONGS_TO", "DEVELOPS", "FOCUSES_ON"}),
    frozenset({"DELIVERS", "USES", "CONCERNS", "SETS", "LEADS", "RESPONSIBLE_FOR", "DEPENDS_ON", "FEEDS"}),
    frozenset({"PARTICIPATES_IN", "OVERSEES", "HAS_TASK", "IN_REGION", "LOCATED_IN", "GOVERNS", "PART_OF", "SUCCEEDS"}),
)
_REST: Final = "其他"


def find_cells(graph: Graph, nodes: list[str]) -> tuple[list[int], list[tuple[str, str]]]:
    """Return the cell of each node, and the names of the cells.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    nodes : list of str
        The nodes to place.

    Returns
    -------
    (list of int, list of (str, str))
        A number for each node, and what each number means: the name of the chain and, where there are several, the city.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("i", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("t", kind="Task", name="办茶厂", city="青山市")
    >>> _ = graph.add_edge("t", "i", kind="DEVELOPS")
    >>> find_cells(graph, ["i", "t"])
    ([0, 0], [('茶', '')])
    """
    themes = _themes(graph, nodes)
    cities = _cities(graph, nodes)
    several = len(set(cities.values()) - {""}) > 1
    titles = []
    for node in nodes:
        theme = themes.get(node, "")
        titles.append((str(graph.nodes[theme]["name"]) if theme else _REST, cities[node] if several else ""))
    known = {title: number for number, title in enumerate(dict.fromkeys(sorted(titles)))}
    return [known[title] for title in titles], list(known)


def _themes(graph: Graph, nodes: list[str]) -> dict[str, str]:
    """Return the chain of each node: its own, or the one that most of its neighbours have."""
    inside = set(nodes)
    industries = [(one, graph.nodes[one]) for one in nodes if graph.nodes[one].get("kind") == "Industry"]
    themes = {one: one for one, data in industries if data.get("level") == "chain"}
    if not themes:
        themes = {one: one for one, data in industries if data.get("level") != "segment"}
    sides: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        if source in inside and target in inside:
            sides[data["kind"]].append((source, target))
    for kinds in _ROUNDS:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for kind in sorted(kinds):
            for source, target in sides[kind]:
                for one, other in ((source, target), (target, source)):
                    if one not in themes and other in themes:
                        votes[one][themes[other]] += 1
        for one, found in votes.items():
            most = max(found.values())
            themes[one] = min(theme for theme, count in found.items() if count == most)
    return themes


def _cities(graph: Graph, nodes: list[str]) -> dict[str, str]:
    return {one: str(graph.nodes[one].get("city") or "") for one in nodes}
