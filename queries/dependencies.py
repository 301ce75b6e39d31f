"""What an industry needs upstream and feeds downstream, which link is missing, and by which path one thing needs another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import networkx as nx

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer
from liantu.queries.catalog import Graph, question
from liantu.queries.flows import (
    Link,
    Network,
    basis,
    goes_on,
    kind_text,
    link_text,
    path_quotes,
    path_text,
    read_links,
    read_network,
)
from liantu.queries.impact import find_things
from liantu.queries.landscape import Landscape, survey
from liantu.queries.presence import STATES, cut_off, local, most_first, presence_quotes, state, state_rule

__all__ = ["chain_dependencies", "dependency_paths"]

# A step inside the chain that is asked for costs next to nothing: it is shown as a whole.
_INSIDE = 1e-4
_SIDES = ("上游", "本链", "下游")


@dataclass(frozen=True, slots=True)
class _Picture:
    """What is shown: by node its side, how far outside it is, and the path by which it gets to or from what is asked."""

    sides: Mapping[str, str]
    far: Mapping[str, int]
    paths: Mapping[str, tuple[Link, ...]]


@question(13, "上下游依赖", "某条链或某个环节上游依赖什么、下游供给什么，本地缺哪一节、卡在哪里", chain="产业链、环节或产业的名称",
          hops="链外往上游、下游各看几步；本链内看全程", region="区域或园区，下辖的一并计入", city="只看这个城市的文件",
          document="只看这份文件：标题、文号或文件名", single="不超过几个承担者算薄弱")
def chain_dependencies(
    graph: Graph, *, chain: str, hops: int = 1, region: str | None = None, city: str | None = None, document: str | None = None,
    single: int = 1,
) -> Answer:
    """Return what a chain or segment needs and feeds, from upstream to downstream, each present, weak or not mentioned.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain : str
        A chain, segment or industry by any of its names. Of a chain all segments are shown, of a segment what lies up
        and down of it.
    hops : int
        How many steps to look beyond the chain.
    region, city, document : str, optional
        What counts as local; all by default.
    single : int
        So many carriers or fewer make a link weak.

    Returns
    -------
    Answer
        A row for each link of the chain with its path; those that hold up others without being there say so in 卡点.
        Links that no document names are in ``unmentioned`` as well.

    Raises
    ------
    NotFoundError
        No such industry, place, city or document.
    QueryError
        A number below what makes sense.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for name in ("茶园", "炒制", "精制"):
    ...     graph.add_node(f"Industry:/{name}", kind="Industry", name=name, level="segment")
    >>> _ = graph.add_edge("Industry:/茶园", "Industry:/炒制", kind="FEEDS")
    >>> _ = graph.add_edge("Industry:/炒制", "Industry:/精制", kind="FEEDS")
    >>> [(row[0], row[2], row[5]) for row in chain_dependencies(graph, chain="精制", hops=2).rows]
    [('上游', '茶园', '未见记载'), ('上游', '炒制', '未见记载'), ('本链', '精制', '未见记载')]
    """
    if hops < 0 or single < 0:
        raise QueryError("参数 hops 和 single 不能小于 0。")
    land = survey(graph, region=region, city=city, document=document)
    named = find_things(graph, chain, kind="Industry")
    network = read_network(land)
    picture = _picture(network, named, hops)
    part = network.subset(picture.sides)
    below = cut_off(network.goods(part))
    blocking = _blocking(land, picture, below, single)
    order = _order(part, picture)
    rows = [(_row(network, picture, node, below, blocking, single), _evidence(land, picture, node, network)) for node in order]
    return answer(
        "chain_dependencies", statement=_statement(land, named, picture, below, blocking, single),
        rule=f"上下游来自参考产业链的供给、依托关系和文件中“围绕、依托、结合”的句子；本链内看全程，链外看{hops}步。{state_rule(single)}。"
             "卡点：没有承担者又不是外购的环节，其中核心环节、或文件提到的下游只能经由它供给的（支配点）。待核归属不算。",
        scope=land.chosen.text,
        columns=("方向", "链外层次", "环节", "产业链", "核心", "状态", "企业、项目、平台", "路径", "卡点", "牵头单位", "待核", "依据"), rows=rows,
        unmentioned=[f"{picture.sides[node]}：{land.name(node)}" for node in order
                     if not local(land, node) and not land.flag(node, "offsite")],
        why_empty=f"图中没有“{chain}”的上下游关系。")


def _members(land: Landscape, named: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return what is asked for, and the chains and segments that are shown as a whole."""
    inside = {one for one, up in land.structure.counts_for.items() if not up.isdisjoint(named)}
    asked = set(named) | {one for one in inside if land.graph.nodes[one].get("level") or local(land, one)}
    around = set(asked)
    for node in named:
        for whole in land.structure.chains_of.get(node, ()):
            around |= set(land.structure.segments[whole])
    return asked, around


def _picture(network: Network, named: Sequence[str], hops: int) -> _Picture:
    land = network.land
    asked, around = _members(land, named)
    sides, far = dict.fromkeys(sorted(asked), "本链"), dict.fromkeys(asked, 0)
    paths: dict[str, tuple[Link, ...]] = dict.fromkeys(asked, ())
    for side, flow in (("上游", network.flow.reverse(copy=False)), ("下游", network.flow)):
        # A whole chain feeds or needs others as a whole; that says nothing of what is beyond them.
        def cost(_: str, two: str, __: object) -> float:
            return _INSIDE if two in around else 1.0

        start = sorted(asked & set(flow))
        if not start:
            continue
        found, ways = cast("tuple[dict[str, float], dict[str, list[str]]]",
                           nx.multi_source_dijkstra(flow, start, cutoff=hops + 0.5, weight=cost))
        for node in sorted(found):
            if node in sides or any(_coarse(land, one) for one in ways[node][1:-1]):
                continue
            path = tuple(network.links(ways[node] if side == "下游" else ways[node][::-1]))
            # The whole that a part belongs to does not supply it.
            if any(link.kind != "PART_OF" for link in path):
                sides[node], far[node], paths[node] = side, int(found[node] + 0.5), path
    return _Picture(sides, far, paths)


def _coarse(land: Landscape, node: str) -> bool:
    return land.graph.nodes[node].get("level") == "chain"


def _order(part: nx.DiGraph[str], picture: _Picture) -> list[str]:
    """Return nodes from upstream to downstream; those of a cycle stand together."""
    whole = nx.condensation(part)
    depth: dict[int, int] = {}
    for group in nx.topological_sort(whole):
        depth[group] = max((depth[one] + 1 for one in whole.predecessors(group)), default=0)
    at = {node: depth[group] for group in whole for node in whole.nodes[group]["members"]}
    sign = {"上游": -1, "本链": 0, "下游": 1}
    return sorted(picture.sides, key=lambda node: (
        _SIDES.index(picture.sides[node]), sign[picture.sides[node]] * picture.far[node], at.get(node, 0), node))


def _blocking(land: Landscape, picture: _Picture, below: Mapping[str, set[str]], single: int) -> list[str]:
    """Return what is not there and holds up others, the worst first."""
    found = [node for node in picture.sides
             if state(land, node, single=single) in {"点名", "未见记载"} and not _coarse(land, node)
             and ((land.flag(node, "core") and picture.sides[node] == "本链") or _held(land, picture, node, below))]
    return list(most_first(land, found, {node: set(_held(land, picture, node, below)) for node in found}))


def _held(land: Landscape, picture: _Picture, node: str, below: Mapping[str, set[str]]) -> list[str]:
    """Return what documents know and what gets nothing without a node; what is outside the chain matters only to the chain."""
    held = (one for one in below.get(node, ()) if local(land, one) and (not picture.far[node] or not picture.far[one]))
    return sorted(held, key=lambda one: (land.name(one), one))


def _row(
    network: Network, picture: _Picture, node: str, below: Mapping[str, set[str]], blocking: Sequence[str], single: int,
) -> tuple[Value, ...]:
    land, path = network.land, picture.paths[node]
    holding = land.holding(node)
    held = land.names(_held(land, picture, node, below), limit=6)
    block = (f"卡住{held}" if held else "核心环节无承担者") if node in blocking else ""
    links = path or _neighbours(network, picture, node)
    return (
        picture.sides[node], picture.far[node], land.name(node), land.chain_names(node), "是" if land.flag(node, "core") else "",
        state(land, node, single=single), land.names((one for one, _ in holding.carriers()), limit=6),
        path_text(land, path) if path else _around_text(land, node, links), block,
        land.lead_text(node) if holding.mentions else "", land.names(sorted(holding.unsure), limit=4),
        basis(path) if path else "明文" if local(land, node) else "参考产业链")


def _neighbours(network: Network, picture: _Picture, node: str) -> list[Link]:
    if node not in network.flow:
        return []
    before = sorted(one for one in network.flow.predecessors(node) if one in picture.sides)
    after = sorted(one for one in network.flow.successors(node) if one in picture.sides)
    return [*(network.link(one, node) for one in before), *(network.link(node, one) for one in after)]


def _around_text(land: Landscape, node: str, links: Iterable[Link]) -> str:
    before = [link.supplier for link in links if link.consumer == node]
    after = [link.consumer for link in links if link.supplier == node]
    parts = [f"上接{land.names(before, limit=6)}" if before else "", f"下接{land.names(after, limit=6)}" if after else ""]
    return "；".join(filter(None, parts))


def _evidence(land: Landscape, picture: _Picture, node: str, network: Network) -> tuple[Quote, ...]:
    links = picture.paths[node] or _neighbours(network, picture, node)[:8]
    return tuple(dict.fromkeys((*presence_quotes(land, node), *path_quotes(land, links))))


def _statement(
    land: Landscape, named: Sequence[str], picture: _Picture, below: Mapping[str, set[str]], blocking: Sequence[str], single: int,
) -> str:
    parts = []
    for side in _SIDES:
        nodes = [node for node, one in picture.sides.items() if one == side]
        counts = [(what, sum(state(land, node, single=single) == what for node in nodes)) for what in STATES]
        if nodes:
            parts.append(f"{side}{len(nodes)}个（{'、'.join(f'{what}{number}' for what, number in counts if number)}）")
    told = []
    for node in blocking[:4]:
        held = land.names(_held(land, picture, node, below), limit=4)
        told.append(f"{land.name(node)}（{state(land, node, single=single)}{f'，卡住{held}' if held else '，核心环节'}）")
    what = "、".join(land.name(node) for node in named)
    return f"“{what}”：{'，'.join(parts)}。" + (f"卡点：{'、'.join(told)}{f'等{len(blocking)}处' if len(blocking) > 4 else ''}。" if told else "没有卡点。")


@question(13, "依赖路径", "一个对象的缺位经哪条路径影响到另一个，每一步的原文", source="上游一端：单位、项目、平台、企业、环节的名称",
          target="下游一端的名称", hops="最多几步", paths="最多列出几条最短路径", city="只看这个城市的文件", document="只看这份文件：标题、文号或文件名")
def dependency_paths(
    graph: Graph, *, source: str, target: str, hops: int = 6, paths: int = 3, city: str | None = None, document: str | None = None,
) -> Answer:
    """Return the shortest paths by which one thing needs another, a row for each step.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    source, target : str
        What is needed, and what needs it, by any of their names. Where only the other way round there is a path, that
        one is given, and the statement says so.
    hops : int
        The longest path wanted.
    paths : int
        How many of the shortest paths to show.
    city, document : str, optional
        What to look at; all by default.

    Raises
    ------
    NotFoundError
        Nothing goes by one of the names.
    QueryError
        A number below what makes sense, or several cities have one of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for name in ("茶园", "炒制", "精制"):
    ...     graph.add_node(f"Industry:/{name}", kind="Industry", name=name, level="segment")
    >>> _ = graph.add_edge("Industry:/茶园", "Industry:/炒制", kind="FEEDS")
    >>> _ = graph.add_edge("Industry:/炒制", "Industry:/精制", kind="FEEDS")
    >>> [row[2:5] for row in dependency_paths(graph, source="茶园", target="精制").rows]
    [('茶园', '供给', '炒制'), ('炒制', '供给', '精制')]
    """
    if hops < 1 or paths < 1:
        raise QueryError("参数 hops 和 paths 应不小于 1。")
    land = survey(graph, city=city, document=document)
    one, two = find_things(graph, source, city=city), find_things(graph, target, city=city)
    found, turned = _shortest(land, one, two, hops, paths), False
    if not found:
        found, turned = _shortest(land, two, one, hops, paths), True
    rows = [((number, step, land.name(link.supplier), link_text(link), land.name(link.consumer), kind_text(land, link.consumer),
              basis([link])), path_quotes(land, [link]))
            for number, path in enumerate(found, 1) for step, link in enumerate(path, 1)]
    first, last = (target, source) if turned else (source, target)
    told = path_text(land, found[0]) if found else "没有路径"
    return answer(
        "dependency_paths", statement=f"“{first}”影响到“{last}”{'（与所问方向相反）' if turned and found else ''}：{told}。",
        rule=f"沿供给、被依托、承担、牵头、建设等关系从上游走到下游，取最短的{paths}条，最多{hops}步；待核归属不算。", scope=land.chosen.text,
        columns=("路径", "步", "上游", "关系", "下游", "下游类型", "依据"), rows=rows,
        why_empty=f"{hops}步之内，“{source}”与“{target}”之间没有依赖路径：文件和参考产业链都没有把它们联系起来。")


def _shortest(land: Landscape, sources: Sequence[str], targets: Sequence[str], hops: int, paths: int) -> list[list[Link]]:
    """Return the shortest paths from any source to any target, found layer by layer."""
    before: dict[str, list[Link]] = {node: [] for node in sources}
    layer, goals = list(before), set(targets)
    for _ in range(hops):
        reached: dict[str, list[Link]] = {}
        for node in layer:
            for link in read_links(land, node, through_tasks=True):
                if link.consumer not in before and (goes_on(link) or link.consumer in goals):
                    reached.setdefault(link.consumer, []).append(link)
        before |= reached
        layer = sorted(reached)
        if met := sorted(goals & set(reached)):
            return [path for goal in met for path in _ways(before, goal, paths)][:paths]
    return []


def _ways(before: Mapping[str, Sequence[Link]], node: str, most: int) -> list[list[Link]]:
    if not before[node]:
        return [[]]
    found: list[list[Link]] = []
    for link in sorted(before[node], key=lambda one: (not one.documented, one.supplier)):
        found += [[*way, link] for way in _ways(before, link.supplier, most - len(found))]
        if len(found) >= most:
            break
    return found[:most]
