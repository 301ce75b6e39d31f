"""A made-up graph of any size, shaped like real ones: chains, cities, tasks with units, hubs, sentences in documents."""

from __future__ import annotations

import random
from typing import Any

import networkx as nx

__all__ = ["synthetic_graph"]

_WORDS = "海工 船舶 精细化工 生物医药 新材料 装备 冷链 数据 旅游 储能 农机 陶瓷 纺织 食品 芯片 轴承 电机 光伏 氢能 航材".split()
_CITIES = "青山市 白水市 红石市 绿林市".split()
_UNITS = "发展和改革委员会 经济和信息化局 商务局 科学技术局 财政局 农业农村局 交通运输局 自然资源局".split()
_PER_DOCUMENT = 240


def synthetic_graph(nodes: int, *, seed: int = 1) -> nx.MultiDiGraph[str]:
    """Return a graph of about so many nodes, with texts; the same numbers give the same graph."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    dice = random.Random(seed)  # noqa: S311 - no secret
    chains = _chains(graph, max(2, nodes // 700))
    units = [_add(graph, f"Unit:{city}/{city}{office}", "Unit", f"{city}{office}", city=city, aliases=f"市{office[:2]}局")
             for city in _CITIES for office in _UNITS]
    regions = [_add(graph, f"Region:{city}/{city}第{number}区", "Region", f"{city}第{number}区", city=city)
               for city in _CITIES for number in range(1, 6)]
    texts: dict[str, str] = {}
    while graph.number_of_nodes() < nodes:
        document = f"Document:{len(texts):04d}.txt"
        city = _CITIES[len(texts) % len(_CITIES)]
        _add(graph, document, "Document", f"{city}第{len(texts)}号行动方案", city=city, file=f"{len(texts):04d}.txt",
             date=f"20{18 + len(texts) % 7}-03-01", number=f"青政发〔20{18 + len(texts) % 7}〕{len(texts)}号", status="final")
        texts[document] = _fill(graph, document, city, chains, units, regions, dice, nodes)
    graph.graph["texts"] = texts
    return graph


def _chains(graph: nx.MultiDiGraph[str], count: int) -> list[list[str]]:
    found = []
    for number in range(count):
        name = f"{_WORDS[number % len(_WORDS)]}{number // len(_WORDS) or ''}"
        chain = _add(graph, f"Industry:/{name}", "Industry", name, level="chain")
        segments: list[str] = []
        for place, stage in enumerate(("upstream", "upstream", "midstream", "midstream", "downstream", "downstream")):
            segment = _add(graph, f"Industry:/{name}环节{place}", "Industry", f"{name}环节{place}", level="segment", stage=stage, grade="reference")
            _join(graph, segment, "PART_OF", chain, grade="reference")
            if segments:
                _join(graph, segments[-1], "FEEDS", segment, grade="reference")
            segments.append(segment)
        found.append(segments)
    return found


def _fill(
    graph: nx.MultiDiGraph[str], document: str, city: str, chains: list[list[str]], units: list[str], regions: list[str],
    dice: random.Random, nodes: int,
) -> str:
    parts: list[str] = []
    at = 0
    near = [one for one in units if f":{city}/" in one]
    for number in range(_PER_DOCUMENT // 4):
        segment = dice.choice(dice.choice(chains[: max(1, int(len(chains) * dice.random() ** 2) + 1)]))
        project = _add(graph, f"Project:{document}{number}", "Project", f"{city}{graph.nodes[segment]['name']}项目{number}", city=city)
        task = _add(graph, f"Task:{document}/{number}", "Task", f"推进{graph.nodes[segment]['name']}发展{number}", city=city, document=document)
        lead, other = dice.sample(near, 2) if dice.random() < 0.7 else dice.sample(near[:2], 2)
        place = dice.choice(regions)
        said = f"{number + 1}.{graph.nodes[task]['name']}，由{graph.nodes[lead]['name']}牵头，在{graph.nodes[place]['name']}建设{graph.nodes[project]['name']}。\n"
        where: dict[str, Any] = {
            "document": document, "start": at, "end": at + len(said) - 1, "quote": said[:-1], "rule": "made", "grade": "explicit"}
        for source, kind, target in ((document, "HAS_TASK", task), (lead, "LEADS", task), (other, "PARTICIPATES_IN", task),
                                     (task, "DEVELOPS", segment), (task, "DELIVERS", project), (task, "IN_REGION", place),
                                     (project, "BELONGS_TO", segment)):
            _join(graph, source, kind, target, **where)
        parts.append(said)
        at += len(said)
        if graph.number_of_nodes() >= nodes:
            break
    return "".join(parts)


def _add(graph: nx.MultiDiGraph[str], node: str, kind: str, name: str, **more: str) -> str:
    graph.add_node(node, kind=kind, name=name, **more)
    return node


def _join(graph: nx.MultiDiGraph[str], source: str, kind: str, target: str, **more: Any) -> None:  # noqa: ANN401 - columns of the schema
    graph.add_edge(source, target, kind=kind, **more)
