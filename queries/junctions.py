"""Single points of the network of supply, and cycles in it: cut points, dominators, betweenness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import cast

import networkx as nx

from liantu.errors import QueryError
from liantu.graph.model import Answer, Value
from liantu.queries.answers import answer
from liantu.queries.catalog import Graph, question
from liantu.queries.flows import Link, Network, basis, kind_text, link_text, path_quotes, read_network
from liantu.queries.landscape import Landscape, survey
from liantu.queries.presence import cut_off, local, presence_quotes, state, state_rule
from liantu.queries.structure import find_chains

__all__ = ["dependency_cycles", "single_points"]

_LEVELS = {"segment": "环节", "chain": "产业链"}
# Betweenness is exact up to so many nodes; beyond it is estimated from as many, always the same ones.
_EXACT = 1500
_CHAIN = "只看这条产业链（连同紧邻的上下游）；不填则看全部"
_LEVEL = "segment 环节之间，chain 产业链之间"


def _network(graph: Graph, level: str, chain: str | None, city: str | None, document: str | None, *, parts: bool) -> Network:
    if level not in _LEVELS:
        raise QueryError(f"参数 level 不能是“{level}”。可用:{'、'.join(_LEVELS)}。")
    land = survey(graph, city=city, document=document)
    network = read_network(land, parts=parts)
    wanted = {node for node in network.flow if (land.graph.nodes[node].get("level") == "chain") == (level == "chain")}
    if level == "chain":
        wanted |= {node for node in network.flow if land.graph.nodes[node]["kind"] != "Industry"}
    if chain:
        chains = find_chains(graph, land.structure, chain)
        inside = set(chains) | {segment for one in chains for segment in land.structure.segments[one]}
        around = {near for node in inside & set(network.flow) for near in nx.all_neighbors(network.flow, node)}
        wanted &= inside | around
    return Network(land, nx.DiGraph(_edges(network, wanted)))


def _edges(network: Network, wanted: set[str]) -> Iterator[tuple[str, str, dict[str, Link]]]:
    for one, two in sorted(network.subset(wanted).edges):
        yield one, two, {"link": network.link(one, two)}


@question(6, "关键节点", "产业链上哪些节点断了会把网络断开：割点、支配点、介数排名", chain=_CHAIN, level=_LEVEL, city="只看这个城市的文件",
          document="只看这份文件：标题、文号或文件名", top="最多列出几个", everything="文件没有提到的也列", single="不超过几个承担者算薄弱")
def single_points(
    graph: Graph, *, chain: str | None = None, level: str = "segment", city: str | None = None, document: str | None = None,
    top: int = 20, everything: bool = False, single: int = 1,
) -> Answer:
    """Return the nodes that the network of supply hangs on, the heaviest first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain : str, optional
        The only chain to look at, with what it touches.
    level : str
        ``segment`` or ``chain``.
    city, document : str, optional
        What counts as local; all by default.
    top : int
        How many rows; 0 for all.
    everything : bool
        Whether nodes that no document knows get rows as well; else those that would are in ``unmentioned``.
    single : int
        So many carriers or fewer make a node weak.

    Raises
    ------
    NotFoundError
        No such chain, city or document.
    QueryError
        No such level.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for name in ("茶园", "炒制", "精制", "包装"):
    ...     graph.add_node(f"Industry:/{name}", kind="Industry", name=name, level="segment")
    >>> for one, two in (("茶园", "炒制"), ("炒制", "精制"), ("炒制", "包装")):
    ...     _ = graph.add_edge(f"Industry:/{one}", f"Industry:/{two}", kind="FEEDS")
    >>> [row[1:7] for row in single_points(graph, everything=True).rows][0]
    ('炒制', '', '环节', 0.3333, '是', 3)
    """
    network = _network(graph, level, chain, city, document, parts=True)
    land, flow = network.land, network.flow
    between = _betweenness(flow)
    pieces, below = _pieces(flow), cut_off(network.goods(flow))
    ranked = sorted((node for node in flow if between[node] or node in pieces or below[node]),
                    key=lambda node: (-round(between[node], 9), -len(below[node]), -pieces.get(node, 0), node))
    kept = [node for node in ranked if everything or local(land, node)]
    shown = kept[:top or None]
    rows = []
    for place, node in enumerate(shown, 1):
        links = [*(network.link(one, node) for one in sorted(flow.predecessors(node))),
                 *(network.link(node, one) for one in sorted(flow.successors(node)))]
        rows.append((_row(land, node, place, between[node], pieces.get(node, 0), below[node], single),
                     tuple(dict.fromkeys((*presence_quotes(land, node, limit=4), *path_quotes(land, links[:8], limit=1))))))
    return answer(
        "single_points", statement=f"{len(flow)}个节点、{flow.number_of_edges()}条供给和依托关系中，割点{len(pieces)}个，"
        f"支配点{sum(bool(one) for one in below.values())}个" + (f"；文件提到的节点中最关键的是{land.names(shown[:5])}。" if shown else "。"),
        rule="网络由参考产业链的供给、依托和文件写明的依托组成。介数：上下游最短路径经过它的比例"
        + (f"（按{_EXACT}个节点估算）" if len(flow) > _EXACT else "") + "；割点：不分方向，去掉它网络就断成几块；"
        f"支配：只有经过它才能得到供给的下游。按介数、支配数排序。{state_rule(single)}。",
        scope=land.chosen.text,
        columns=("名次", "节点", "产业链", "类型", "介数", "割点", "去掉后块数", "支配数", "支配的下游", "状态", "企业、项目、平台", "牵头单位"), rows=rows,
        unmentioned=[f"{land.name(node)}（介数{between[node]:.4f}，支配{len(below[node])}个）"
                     for node in ranked[:top or None] if node not in kept],
        why_empty=f"所选范围的{_LEVELS[level]}之间没有供给、依托关系。" if not flow else "关键节点都是文件没有提到的（everything 可列出）。")


def _betweenness(flow: nx.DiGraph[str]) -> dict[str, float]:
    """Return the share of shortest paths that each node lies on (Brandes 2001).

    As networkx has it, but each source looks only at what it reaches: of a chain that is a small part.
    """
    nodes, after = list(flow), {node: list(flow.successors(node)) for node in flow}
    count = len(nodes)
    sources = nodes if count <= _EXACT else Random(0).sample(nodes, _EXACT)  # noqa: S311 - no secret
    total = dict.fromkeys(nodes, 0.0)
    for source in sources:
        order, depth, ways, before = [source], {source: 0}, {source: 1}, {source: list[str]()}
        for node in order:
            for other in after[node]:
                if other not in depth:
                    order.append(other)
                    depth[other], ways[other], before[other] = depth[node] + 1, 0, []
                if depth[other] == depth[node] + 1:
                    ways[other] += ways[node]
                    before[other].append(node)
        share = dict.fromkeys(order, 0.0)
        for node in reversed(order[1:]):
            for one in before[node]:
                share[one] += ways[one] * (1 + share[node]) / ways[node]
            total[node] += share[node]
    scale = count / len(sources) / ((count - 1) * (count - 2)) if count > 2 else 1.0
    return {node: found * scale for node, found in total.items()}


def _pieces(flow: nx.DiGraph[str]) -> dict[str, int]:
    """Return the cut points of a network, with the number of pieces that their part of it falls into without them."""
    # Without a node, each block that it stands in is a piece of its own.
    plain: nx.Graph[str] = nx.Graph(flow.edges)
    found = cast("Iterable[set[str]]", nx.biconnected_components(plain))
    blocks = Counter(node for block in found for node in block)
    return {node: count for node, count in blocks.items() if count > 1}


def _row(land: Landscape, node: str, place: int, between: float, pieces: int, below: Iterable[str], single: int) -> tuple[Value, ...]:
    held = sorted(below, key=lambda one: (not local(land, one), land.name(one), one))
    holding = land.holding(node)
    industry = land.graph.nodes[node]["kind"] == "Industry"
    return (
        place, land.name(node), land.chain_names(node) if industry else "", kind_text(land, node), round(between, 4),
        "是" if pieces else "", pieces, len(held), land.names(held, limit=6), state(land, node, single=single),
        land.names((one for one, _ in holding.carriers()), limit=6), land.lead_text(node) if holding.mentions else "")


@question(13, "循环依赖", "哪些环节或产业互为上下游，形成循环", chain=_CHAIN, level=_LEVEL, city="只看这个城市的文件",
          document="只看这份文件：标题、文号或文件名", top="最多列出几个")
def dependency_cycles(
    graph: Graph, *, chain: str | None = None, level: str = "segment", city: str | None = None, document: str | None = None,
    top: int = 30,
) -> Answer:
    """Return the cycles of supply, the shortest first: by-products fed back are real and no mistake.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain, level, city, document
        As in `single_points`.
    top : int
        How many rows; 0 for all.

    Returns
    -------
    Answer
        For each node on any cycle a shortest one through it, each cycle once.

    Raises
    ------
    NotFoundError
        No such chain, city or document.
    QueryError
        No such level.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for name in ("鱼粉", "饲料", "养殖"):
    ...     graph.add_node(f"Industry:/{name}", kind="Industry", name=name, level="segment")
    >>> for one, two in (("鱼粉", "饲料"), ("饲料", "养殖"), ("养殖", "鱼粉")):
    ...     _ = graph.add_edge(f"Industry:/{one}", f"Industry:/{two}", kind="FEEDS")
    >>> dependency_cycles(graph).rows[0][0]
    '养殖 →（供给）鱼粉 →（供给）饲料 →（供给）养殖'
    """
    network = _network(graph, level, chain, city, document, parts=False)
    land, flow = network.land, network.flow
    groups = [sorted(group) for group in nx.strongly_connected_components(flow) if len(group) > 1]
    found = sorted({cycle for group in groups for cycle in _cycles(network.subset(group))}, key=lambda one: (len(one), one))
    rows = []
    for cycle in found[:top or None]:
        links = network.links([*cycle, cycle[0]])
        text = land.name(cycle[0]) + "".join(f" →（{link_text(link)}）{land.name(link.consumer)}" for link in links)
        states = "、".join(f"{land.name(node)}{state(land, node)}" for node in cycle)
        rows.append(((text, len(cycle), states, basis(links)), path_quotes(land, links)))
    return answer(
        "dependency_cycles", statement=f"{_LEVELS[level]}之间有{len(groups)}组循环，涉及{sum(map(len, groups))}个节点，列出{len(rows)}个最短的环。",
        rule="只看供给和依托关系；对每个处在循环中的节点取经过它的最短的环，同一个环只列一次。循环不是错误：副产物回用、互为市场都会成环；排先后时同一组循环并列。",
        scope=land.chosen.text, columns=("环", "步数", "状态", "依据"), rows=rows, why_empty=f"所选范围的{_LEVELS[level]}之间没有循环：供给和依托关系都能排出先后。")


def _cycles(group: nx.DiGraph[str]) -> Iterator[tuple[str, ...]]:
    """Yield for each node a shortest cycle through it, beginning with its least node."""
    for node in sorted(group):
        ways = nx.single_source_shortest_path(group, node)
        back: list[str] = min((ways[one] for one in group.predecessors(node)), key=lambda way: (len(way), way))
        least = min(range(len(back)), key=back.__getitem__)
        yield (*back[least:], *back[:least])
