"""Whether a link of a chain is there: present, weak, only named, bought elsewhere, or not mentioned at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import networkx as nx

from liantu.graph.model import Quote
from liantu.queries.gap_rules import Settings
from liantu.queries.landscape import Landscape

__all__ = ["STATES", "cut_off", "local", "most_first", "presence_quotes", "state", "state_rule"]

STATES = ("已有", "薄弱", "点名", "外购", "未见记载")
_ROOT = ""


def state(land: Landscape, node: str, *, single: int = 1) -> str:
    """Return how far a link of a chain is there; ``single`` carriers or fewer make it weak.

    Examples
    --------
    >>> import networkx as nx
    >>> from liantu.queries.landscape import survey
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶")
    >>> state(survey(graph), "Industry:/茶")
    '未见记载'
    """
    data = land.graph.nodes[node]
    if data["kind"] != "Industry":
        return "薄弱" if data.get("stage") in Settings().early.split("、") else "已有"
    carriers = sum(1 for _ in land.holding(node).carriers())
    if carriers:
        return "已有" if carriers > single else "薄弱"
    if land.flag(node, "offsite"):
        return "外购"
    return "点名" if land.holding(node).mentions else "未见记载"


def state_rule(single: int) -> str:
    """Say in Chinese what the states mean."""
    return (f"已有：确定归属的企业、项目、平台多于{single}个；薄弱：不多于{single}个，或所依托的项目尚未开工；点名：文件提到，未见企业、项目、平台；"
            "外购：通常由外地供应；未见记载：所读文件没有提到，不等于没有")


def local(land: Landscape, node: str) -> bool:
    """Whether documents know the node at all."""
    return land.graph.nodes[node]["kind"] != "Industry" or bool(land.holding(node).mentions) or land.present(node)


def presence_quotes(land: Landscape, node: str, *, limit: int = 8) -> tuple[Quote, ...]:
    """Return the sentences that name a link of a chain or what carries it; of the reference, that it belongs there."""
    if land.graph.nodes[node]["kind"] != "Industry":
        near = (*land.graph.in_edges(node, data=True), *land.graph.out_edges(node, data=True))
        return land.quotes((data for _, _, data in near if data.get("document") and data["kind"] != "ALIAS_OF"), limit=limit)
    carried = land.quotes(*(data for _, data in land.holding(node).carriers()), limit=limit)
    planned = land.quotes((data for _, data in land.plan(node)), limit=limit - len(carried) // 2)
    return tuple(dict.fromkeys((*planned, *carried)))[:limit] or (land.membership(node),)


def cut_off(flow: nx.DiGraph[str]) -> dict[str, set[str]]:
    """Return for each node what can only be reached through it from where things come in.

    Parameters
    ----------
    flow : networkx.DiGraph
        From supplier to consumer. Things come in at what nothing supplies; of a cycle that nothing supplies, anywhere.

    Returns
    -------
    dict
        What each node dominates, itself left out.

    Examples
    --------
    >>> import networkx as nx
    >>> cut_off(nx.DiGraph([("茶园", "炒制"), ("炒制", "精制"), ("炒制", "包装"), ("纸", "包装")]))["炒制"]
    {'精制'}
    """
    whole = nx.condensation(flow)
    rooted = flow.copy()
    rooted.add_edges_from((_ROOT, node) for group, degree in whole.in_degree() if not degree for node in whole.nodes[group]["members"])
    below: dict[str, set[str]] = {node: set() for node in flow}
    if not below:
        return below
    above = nx.immediate_dominators(rooted, _ROOT)
    for node in flow:
        one = above[node]
        while one is not None and one != _ROOT and one != above.get(one):
            below[one].add(node)
            one = above[one]
    return below


def most_first(land: Landscape, nodes: Iterable[str], below: dict[str, set[str]]) -> Sequence[str]:
    """Return nodes, those first that hold up most of what documents know, core ones before others."""
    def held(node: str) -> int:
        return sum(local(land, one) for one in below[node])

    return sorted(nodes, key=lambda node: (-held(node), not land.flag(node, "core"), land.name(node), node))
