"""What needs what: links from a supplier to its consumer, read off the edges of the schema one node at a time.

An edge of the schema says what documents say (A rests on B, a task names a project); a link says which way trouble runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx

from liantu.graph.model import Quote
from liantu.graph.schema import NODES
from liantu.queries.answers import REFERENCE, edge_quote, node_name
from liantu.queries.carriers import Data
from liantu.queries.catalog import Graph
from liantu.queries.landscape import Landscape
from liantu.queries.standing import kept

__all__ = ["CORE", "Link", "Network", "basis", "goes_on", "kind_text", "link_quotes", "link_text", "path_quotes", "path_text", "read_links",
           "read_network"]

# How one rests on another: by the reference, and by the words of a document.
_RELATIONS = {
    "equipment": "装备", "feedstock": "原料", "service": "服务", "energy": "能源", "material": "材料", "technology": "技术",
    "digital": "数字化", "market": "市场", "experience": "体验", "logistics": "物流", "byproduct": "副产物",
    "manufacturing": "制造", "water": "供水",
    "depends:around": "围绕", "depends:rests-on": "依托", "depends:by-means-of": "以其为抓手", "depends:product-of": "用其产物",
    "depends:uses": "结合", "depends:supports": "由其支撑",
}
# Edge kinds whose source is the supplier, and those whose target is; what the link is called.
_FORWARD = {"FEEDS": "供给", "BELONGS_TO": "承担环节", "LEADS": "牵头", "RESPONSIBLE_FOR": "负责", "PARTICIPATES_IN": "参与",
            "OVERSEES": "分管", "GOVERNS": "管理", "FOCUSES_ON": "主攻"}
_BACKWARD = {"DEPENDS_ON": "被依托", "DELIVERS": "列入任务", "USES": "用于任务", "CONCERNS": "列入任务", "IN_REGION": "所在任务",
             "LOCATED_IN": "所在地"}
# What stops when a task is not done: only where the task itself is late, not where it merely names what is.
_OF_TASKS = {"DELIVERS": "建设", "DEVELOPS": "发展"}

# From a segment without which a chain does not exist to the chain.
CORE = "核心环节"


@dataclass(frozen=True, slots=True)
class Link:
    """The consumer needs the supplier; ``edges`` are what says so, sentences of documents first."""

    supplier: str
    consumer: str
    kind: str
    says: str
    edges: tuple[Data, ...]

    @property
    def documented(self) -> bool:
        """Whether a document says so, and not only our table."""
        return bool(self.edges[0].get("document"))


@dataclass(frozen=True, slots=True)
class Network:
    """The links among industries, and the projects and platforms that they rest on, as a graph from supplier to consumer."""

    land: Landscape
    flow: nx.DiGraph[str]

    def link(self, supplier: str, consumer: str) -> Link:
        """Return the link between two neighbours."""
        found: Link = self.flow.edges[supplier, consumer]["link"]
        return found

    def links(self, path: Sequence[str]) -> list[Link]:
        """Return the links of a path from supplier to consumer."""
        return [self.link(one, two) for one, two in pairwise(path)]

    def goods(self, part: nx.DiGraph[str]) -> nx.DiGraph[str]:
        """Return a part without what only comes on top: what a segment is built around replaces none of its supplies."""
        fed = {two for one, two in part.edges if self.link(one, two).kind != "DEPENDS_ON"}
        kept: nx.DiGraph[str] = nx.DiGraph()
        kept.add_nodes_from(part)
        kept.add_edges_from((one, two) for one, two in part.edges if two not in fed or self.link(one, two).kind != "DEPENDS_ON")
        return kept

    def subset(self, nodes: Iterable[str]) -> nx.DiGraph[str]:
        """Return the part of the network between some nodes, in a fixed order."""
        kept = set(nodes)
        part: nx.DiGraph[str] = nx.DiGraph()
        part.add_nodes_from(sorted(kept & set(self.flow)))
        part.add_edges_from(sorted((one, two) for one, two in self.flow.edges(part.nodes) if two in kept))
        return part


@dataclass(frozen=True, slots=True)
class _Reader:
    land: Landscape
    through_tasks: bool

    def pairs(self, node: str) -> Iterator[tuple[str, str, str, Data]]:
        """Yield consumer, kind of the edge, what the link is called, and the edge."""
        graph, covers = self.land.graph, self.land.chosen.covers
        kind = graph.nodes[node].get("kind")
        for _, other, data in graph.out_edges(node, data=True):
            name = data["kind"]
            if not covers(data) or data.get("verdict") == "uncertain":
                continue
            if name in _FORWARD:
                yield other, name, _FORWARD[name], data
            elif name in _OF_TASKS and self.through_tasks:
                yield other, name, _OF_TASKS[name], data
            elif name == "PART_OF" and graph.nodes[node].get("core") and graph.nodes[other].get("level") == "chain" and not data.get("reason"):
                # A chain does not exist without its core; what is only included from elsewhere is no core of it.
                yield other, name, CORE, data
        for other, _, data in graph.in_edges(node, data=True):
            name = data["kind"]
            if not covers(data) or data.get("verdict") == "uncertain":
                continue
            if name in _BACKWARD:
                yield other, name, _BACKWARD[name], data
            elif name == "PART_OF" and (kind != "Industry" or graph.nodes[node].get("level") != "chain") and kind != "Unit":
                yield other, name, "细分", data


def read_links(land: Landscape, node: str, *, through_tasks: bool = False) -> list[Link]:
    """Return the links from a node to what needs it.

    Parameters
    ----------
    land : Landscape
        What is asked.
    node : str
        The id of the supplier.
    through_tasks : bool
        Whether what a task builds and develops needs the task.

    Examples
    --------
    >>> import networkx as nx
    >>> from liantu.queries.landscape import survey
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/冷能", kind="Industry", name="冷能")
    >>> graph.add_node("Project:/接收站", kind="Project", name="接收站")
    >>> _ = graph.add_edge("Industry:/冷能", "Project:/接收站", kind="DEPENDS_ON", document="Document:a", quote="围绕接收站发展冷能。")
    >>> [(link.consumer, link.says) for link in read_links(survey(graph), "Project:/接收站")]
    [('Industry:/冷能', '被依托')]
    """
    found: dict[tuple[str, str], Link] = {}
    for consumer, kind, says, data in _Reader(land, through_tasks).pairs(node):
        if consumer == node:
            continue
        known = found.get((consumer, kind))
        edges = (*known.edges, data) if known else (data,)
        found[consumer, kind] = Link(node, consumer, kind, says, edges)
    return [replace(link, edges=tuple(sorted(link.edges, key=_order))) for _, link in sorted(found.items())]


def _order(data: Data) -> tuple[bool, str, int]:
    return not data.get("document"), str(data.get("document") or ""), data.get("start") or 0


def goes_on(link: Link) -> bool:
    """Whether trouble may run beyond the consumer of a link.

    A task that only names what is missing does not stop as a whole, and a place does not vanish with the office that
    runs it.
    """
    return link.kind != "GOVERNS" and (link.kind in {"LEADS", "RESPONSIBLE_FOR", "OVERSEES"} or not link.consumer.startswith("Task:"))


def read_network(land: Landscape, *, parts: bool = True) -> Network:
    """Return the network of FEEDS and DEPENDS_ON.

    Parameters
    ----------
    land : Landscape
        What is asked.
    parts : bool
        Whether what supplies a segment supplies its parts as well.
    """
    return _network(land.graph, land, parts)


@kept(8)
def _network(graph: Graph, land: Landscape, parts: bool) -> Network:  # noqa: FBT001 - what is kept is told by it
    kinds = {"FEEDS", "DEPENDS_ON"} | ({"PART_OF"} if parts else set())
    flow: nx.DiGraph[str] = nx.DiGraph()
    nodes = sorted(node for node, kind in graph.nodes(data="kind") if str(kind) in {"Industry", "Project", "Platform"})
    for node in nodes:
        for link in read_links(land, node):
            if link.kind in kinds and link.says != CORE and graph.nodes[link.consumer]["kind"] in {"Industry", "Project"}:
                known = flow.get_edge_data(node, link.consumer)
                if known is None or (link.documented and not known["link"].documented):
                    flow.add_edge(node, link.consumer, link=link)
    return Network(land, flow)


def link_text(link: Link) -> str:
    """Return what a link is called, with the way in which one rests on the other where that is known."""
    relation = next((str(one["relation"]) for one in link.edges if one.get("relation")), "")
    return f"{link.says}：{_RELATIONS.get(relation, relation)}" if relation else link.says


def path_text(land: Landscape, links: Sequence[Link]) -> str:
    """Return a path in words: 接收站 →（被依托）冷能."""
    if not links:
        return ""
    return land.name(links[0].supplier) + "".join(f" →（{link_text(link)}）{land.name(link.consumer)}" for link in links)


def link_quotes(land: Landscape, link: Link, *, limit: int = 3) -> tuple[Quote, ...]:
    """Return the sentences behind a link; of our own table, what it states."""
    graph = land.graph
    found: dict[Quote, None] = {}
    for data in link.edges[:limit]:
        quote = edge_quote(graph, data)
        if not data.get("document"):
            note = str(data.get("note") or data.get("reason") or "")
            says = f"{node_name(graph, link.supplier)} →（{link_text(link)}）{node_name(graph, link.consumer)}" + (f"：{note}" if note else "")
            quote = Quote(REFERENCE, says, rule=f"chain:{link.kind.lower()}", grade="reference")
        found[quote] = None
    return tuple(found)


def path_quotes(land: Landscape, links: Iterable[Link], *, limit: int = 3) -> tuple[Quote, ...]:
    """Return the sentences behind a path, link by link."""
    return tuple(dict.fromkeys(quote for link in links for quote in link_quotes(land, link, limit=limit)))


def basis(links: Sequence[Link]) -> str:
    """Say what a path rests on: 明文, 推定 or 参考产业链, the weakest of its links."""
    grades = {str(link.edges[0].get("grade") or "explicit") if link.documented else "reference" for link in links}
    return "参考产业链" if "reference" in grades else "推定" if "inferred" in grades else "明文"


def kind_text(land: Landscape, node: str) -> str:
    """Return the kind of a node in Chinese; of an industry how wide it is."""
    data = land.graph.nodes[node]
    level = {"chain": "产业链", "segment": "环节"}.get(str(data.get("level") or ""), "产业")
    return level if data["kind"] == "Industry" else NODES[data["kind"]].label
