"""A unit with its predecessors and successors, and the groups (各县(区)政府) that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from liantu.graph.model import Quote
from liantu.queries.answers import edge_quote, node_name
from liantu.queries.catalog import Graph
from liantu.queries.standing import kept
from liantu.queries.tasks import Work

__all__ = ["family", "groups", "heirs", "is_group", "spellings_in", "succession_quotes"]

_Edge = Mapping[str, Any]


def is_group(graph: Graph, unit: str) -> bool:
    """Return whether a unit is a group as written, such as 各县(区)政府."""
    return bool(graph.nodes[unit].get("is_group")) if unit in graph else False


def heirs(graph: Graph) -> dict[str, str]:
    """Return for each unit that was taken over the last of its successors.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("Unit:新局", "Unit:旧局", kind="SUCCEEDS", year=2022)
    >>> heirs(graph)
    {'Unit:旧局': 'Unit:新局'}
    """
    return dict(_heirs(graph))


@kept(1)
def _heirs(graph: Graph) -> dict[str, str]:
    known = [(edge.get("year") or 0, new, old) for new, old, edge in graph.edges(data=True) if edge["kind"] == "SUCCEEDS"]
    after: dict[str, str] = {old: new for _, new, old in sorted(known)}
    found = {}
    for old, new in after.items():
        seen = {old}
        while new in after and new not in seen:
            seen.add(new)
            new = after[new]
        found[old] = new
    return found


def family(graph: Graph, unit: str) -> dict[str, str]:
    """Return a unit, its predecessors and its successors, each with what it is to the unit."""
    found = {unit: ""}
    for outward, label in ((True, "前身"), (False, "后继")):
        ahead = [unit]
        while ahead:
            one = ahead.pop()
            edges = graph.out_edges(one, data=True) if outward else graph.in_edges(one, data=True)
            for new, old, edge in edges:
                other = old if outward else new
                if edge["kind"] == "SUCCEEDS" and other not in found:
                    found[other] = label
                    ahead.append(other)
    return found


def groups(graph: Graph, units: Iterable[str]) -> dict[str, tuple[_Edge, ...]]:
    """Return the groups of units, with the edges that say so; groups of groups too."""
    found: dict[str, tuple[_Edge, ...]] = {}
    ahead = list(units)
    while ahead:
        unit = ahead.pop()
        for _, group, edge in graph.out_edges(unit, data=True):
            if edge["kind"] == "PART_OF" and group not in found:
                found[group] = (edge,)
                ahead.append(group)
    return found


def succession_quotes(graph: Graph, units: Iterable[str]) -> tuple[Quote, ...]:
    """Return what is known of how some units follow each other."""
    known = set(units) & set(graph)
    rows = sorted((new, old, str(edge.get("note") or ""), edge.get("year")) for new, old, edge in graph.out_edges(known, data=True)
                  if edge["kind"] == "SUCCEEDS" and new in known and old in known)
    return tuple(Quote("单位登记表", f"{node_name(graph, old)}的职责由{node_name(graph, new)}承接"
                       + (f"（{year}年，{note}）" if year else f"（{note}）"), rule="registry", grade="reference")
                 for new, old, note, year in rows)


def spellings_in(graph: Graph, unit: str, work: Work | None = None) -> list[str]:
    """Return how documents write a unit: everywhere, or inside one task."""
    found = set()
    for name, _, edge in graph.in_edges(unit, data=True):
        if edge["kind"] != "ALIAS_OF":
            continue
        inside = work is None or (
            edge.get("document") == work.document
            and (work.data.get("start") or 0) <= (edge.get("start") or 0) < (work.data.get("end") or 0))
        if inside:
            found.add(str(graph.nodes[name].get("name") or edge_quote(graph, edge).text))
    return sorted(found)
