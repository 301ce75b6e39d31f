"""One sheet for a chain (一链一表): who leads it, and for each segment what there is, empty cells shown."""

from __future__ import annotations

from liantu.graph.model import Answer, Quote
from liantu.queries.answers import answer
from liantu.queries.catalog import Graph, question
from liantu.queries.gap_rules import RULES, UNMENTIONED, Settings, find_gaps
from liantu.queries.gaps import unmentioned_segments
from liantu.queries.landscape import Landscape, figure, survey
from liantu.queries.structure import find_chains

__all__ = ["chain_sheet"]

_EMPTY = "—"


@question(2, "一链一表", "某条产业链的链长、牵头单位，各环节的企业、项目、平台、指标", chain="产业链、环节或产业的名称", region="区域或园区，下辖的一并计入",
          city="只看这个城市的文件", document="只看这份文件：标题、文号或文件名")
def chain_sheet(
    graph: Graph, *, chain: str, region: str | None = None, city: str | None = None, document: str | None = None,
) -> Answer:
    """Return a chain on one sheet.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain : str
        A chain by any of its names; a segment or an industry means the chains that it is part of.
    region, city, document : str, optional
        What to look at; all by default.

    Returns
    -------
    Answer
        The chain as a whole first, then all its segments from upstream to downstream; ``—`` is an empty cell. Segments
        that no document names are marked 未见记载 and listed in ``unmentioned`` as well.

    Raises
    ------
    NotFoundError
        No such chain, place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/精制", kind="Industry", name="精制", level="segment", stage="midstream")
    >>> graph.add_node("Project:/茶厂", kind="Project", name="茶厂", stage="签约")
    >>> _ = graph.add_edge("Industry:/精制", "Industry:/茶", kind="PART_OF")
    >>> _ = graph.add_edge("Project:/茶厂", "Industry:/精制", kind="BELONGS_TO", document="Document:a", quote="签约茶厂。")
    >>> [(row[1], row[4], row[5]) for row in chain_sheet(graph, chain="茶").rows]
    [('（全链）', '—', '茶厂（签约）'), ('精制', '—', '茶厂（签约）')]
    """
    land = survey(graph, region=region, city=city, document=document)
    chains = find_chains(graph, land.structure, chain)
    rows = []
    for one in chains:
        rows.append(_row(land, one, one))
        rows += [_row(land, one, segment) for segment in land.structure.segments[one]]
    settings = Settings()
    return answer(
        "chain_sheet", statement="；".join(_heads(land, one) for one in chains) + "。",
        rule="企业、项目、平台只列确定归属的，待核另列；指标只列与环节同一句或任务只涉及它的；" + "；".join(rule.text(settings) for rule in RULES)
        + f"；{UNMENTIONED}。",
        scope=land.chosen.text,
        columns=("产业链", "环节", "位置", "核心", "企业", "项目", "平台", "指标", "区域", "牵头单位", "牵头领导", "待核", "状态"),
        rows=rows, unmentioned=unmentioned_segments(land, chains))


def _heads(land: Landscape, chain: str) -> str:
    """Say who heads a chain, how many segments it has and how many of them are covered."""
    segments = land.structure.segments[chain]
    there = sum(land.present(one) for one in segments)
    named = sum(bool(land.holding(one).mentions) for one in segments)
    return (f"“{land.name(chain)}”链：牵头领导{_leaders(land, chain)[0] or '未写明'}，牵头单位{land.lead_text(chain) or '未写明'}；"
            f"{len(segments)}个环节中文件点名{named}个，已有企业、项目或平台{there}个")


def _leaders(land: Landscape, industry: str) -> tuple[str, list[Quote]]:
    pairs = [pair for task in land.holding(industry).tasks for pair in land.scene.tasks.get(task, {}).get("leader", ())]
    return land.names(sorted({person for person, _ in pairs})), list(land.quotes(data for _, data in pairs))


def _row(land: Landscape, chain: str, one: str) -> tuple[tuple[str, ...], tuple[Quote, ...]]:
    holding, targets = land.holding(one), land.own_targets(one)
    leads, _ = land.leads(one)
    leaders, told = _leaders(land, one)
    cells = (
        land.names(sorted(holding.enterprises)), land.projects(sorted(holding.projects)), land.names(sorted(holding.platforms)),
        "；".join(figure(land.graph, *pair) for pair in targets), land.names(sorted(holding.places)),
        land.lead_text(one) if holding.mentions else "", leaders, land.names(sorted(holding.unsure)))
    evidence = [*land.quotes(data for _, data in land.plan(one)),
                *land.quotes(*holding.enterprises.values(), *holding.projects.values(), *holding.platforms.values()),
                *land.quotes(data for _, data in targets), *land.quotes(*holding.places.values())]
    if holding.mentions:
        evidence += [*land.quotes(*leads.values()), *told]
    evidence += land.quotes(*holding.unsure.values())
    whole = one == chain
    traits = ("（全链）", "", "") if whole else (land.name(one), land.stage(one), "是" if land.flag(one, "core") else "")
    return ((land.name(chain), *traits, *(cell or _EMPTY for cell in cells), _state(land, one)),
            tuple(dict.fromkeys(evidence)) or (land.membership(one),))


def _state(land: Landscape, one: str) -> str:
    if not land.holding(one).mentions and not land.present(one):
        return "外购" if land.flag(one, "offsite") else "未见记载"
    gaps = "、".join(f"{gap.rule.code}{gap.rule.name}" for gap in find_gaps(land, one, Settings()))
    return "已有" + (f"；{gaps}" if gaps else "") if land.present(one) else gaps or "点名"
