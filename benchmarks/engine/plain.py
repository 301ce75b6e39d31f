"""The questions as one would ask them of networkx by hand: from a node along its edges, never over all edges for one node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, Final, TypeAlias

import networkx as nx
import pandas as pd

from benchmarks.engine.graph import Data

__all__ = ["ASKED", "Graph", "network"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
_Rows: TypeAlias = Iterable[tuple[Any, ...]]
# What the questions look at.
_SEEN: Final = ["kind", "name", "level", "verdict"]
_ROLES: Final = ("LEADS", "PARTICIPATES_IN", "RESPONSIBLE_FOR")


def network(data: Data) -> Graph:
    """Return the data as a graph in memory, with the properties that the questions look at."""
    graph: Graph = nx.MultiDiGraph()
    ids = {kind: frame["id"].to_numpy() for kind, frame in data.nodes.items()}
    for frame in data.nodes.values():
        graph.add_nodes_from(zip(frame["id"], _records(frame), strict=True))
    for (_, source, target), frame in data.edges.items():
        ends = ids[source][frame["s"].astype(int)], ids[target][frame["t"].astype(int)]
        graph.add_edges_from(zip(*ends, _records(frame), strict=True))
    return graph


def _records(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    seen = [name for name in _SEEN if name in frame]
    return (dict(zip(seen, row, strict=True)) for row in zip(*(frame[name].tolist() for name in seen), strict=True))


def _of(graph: Graph, kind: str) -> list[str]:
    return [node for node, found in graph.nodes(data="kind") if found == kind]


def _to(graph: Graph, node: str, *kinds: str) -> set[str]:
    return {target for _, target, kind in graph.out_edges(node, data="kind") if kind in kinds}


def _sure(data: dict[str, Any]) -> bool:
    return data["verdict"] in (None, "confirmed")


def _tasks_of_unit(graph: Graph, unit: str) -> _Rows:
    return {(task, graph.nodes[task]["name"], kind) for _, task, kind in graph.out_edges(unit, data="kind") if kind in _ROLES}


def _coverage(graph: Graph) -> _Rows:
    counts: Counter[tuple[str, str]] = Counter()
    for task in _of(graph, "Task"):
        counts.update(product(_to(graph, task, "DEVELOPS"), _to(graph, task, "IN_REGION")))
    return [(*pair, count) for pair, count in counts.items()]


def _segments_without_project(graph: Graph, chain: str) -> _Rows:
    parts = {part for part, _, data in graph.in_edges(chain, data=True) if data["kind"] == "PART_OF" and _sure(data)}
    return [(part, graph.nodes[part]["name"]) for part in parts if graph.nodes[part]["level"] == "segment" and not any(
        data["kind"] == "BELONGS_TO" and _sure(data) and graph.nodes[source]["kind"] == "Project"
        for source, _, data in graph.in_edges(part, data=True))]


def _downstream(graph: Graph, industry: str) -> _Rows:
    steps: dict[str, int] = {}
    front = {industry}
    for step in (1, 2, 3):
        front = {target for node in front for target in _to(graph, node, "FEEDS", "DEPENDS_ON")} - steps.keys()
        steps.update(dict.fromkeys(front, step))
    return steps.items()


def _unit_loads(graph: Graph) -> _Rows:
    return [(unit, *(len(_to(graph, unit, role)) for role in _ROLES)) for unit in _of(graph, "Unit")]


def _tasks_without_lead(graph: Graph) -> _Rows:
    return [(task, graph.nodes[task]["name"]) for task in _of(graph, "Task")
            if not any(kind == "LEADS" for _, _, kind in graph.in_edges(task, data="kind"))]


ASKED: Final[dict[str, Callable[..., _Rows]]] = {
    "tasks_of_unit": _tasks_of_unit, "segments_without_project": _segments_without_project, "downstream": _downstream,
    "unit_loads": _unit_loads, "tasks_without_lead": _tasks_without_lead, "coverage": _coverage,
}
