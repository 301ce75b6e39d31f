"""Who leads, takes part in and answers for what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

__all__ = ["Load", "unit_loads"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"


@dataclass(frozen=True, slots=True)
class Load:
    """How many tasks a unit leads, takes part in, and is responsible for."""

    unit: str
    name: str
    city: str
    leads: int
    participates: int
    responsible: int
    aliases: tuple[str, ...]


def unit_loads(graph: Graph) -> list[Load]:
    """Return all units that have tasks, those that lead most first.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:青山市/商务局", kind="Unit", name="青山市商务局", aliases="市商务局", city="青山市")
    >>> _ = graph.add_edge("Unit:青山市/商务局", "Task:a/001", kind="LEADS")
    >>> [(load.name, load.leads) for load in unit_loads(graph)]
    [('青山市商务局', 1)]
    """
    counts: Counter[tuple[str, str]] = Counter()
    for unit, _, kind in graph.edges(data="kind"):
        counts[unit, kind] += 1
    loads = [
        Load(unit, data["name"], data.get("city") or "", counts[unit, "LEADS"], counts[unit, "PARTICIPATES_IN"],
             counts[unit, "RESPONSIBLE_FOR"], tuple(one for one in (data.get("aliases") or "").split("\n") if one))
        for unit, data in graph.nodes(data=True) if data.get("kind") == "Unit"
    ]
    loads = [load for load in loads if load.leads or load.participates or load.responsible]
    return sorted(loads, key=lambda load: (-load.leads, -load.participates, -load.responsible, load.unit))
