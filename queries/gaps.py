"""Which segments of which chains lack what, with the sentence of the plan that names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liantu.graph.model import Answer, Quote
from liantu.queries.answers import answer
from liantu.queries.catalog import Graph, question
from liantu.queries.gap_rules import RULES, UNMENTIONED, Gap, Settings, find_gaps, find_rule
from liantu.queries.landscape import Landscape, survey
from liantu.queries.structure import find_chains

__all__ = ["chain_gaps", "segments_without_project", "unmentioned_segments", "why_no_gap"]

_CHAIN = "产业链、环节或产业的名称；不填则看全部"
_REGION = "区域或园区，下辖的一并计入"
_CITY = "只看这个城市的文件"
_DOCUMENT = "只看这份文件：标题、文号或文件名"
_UNCHAINED = "未归入产业链的产业也列"
_BASIS = {True: "明文", False: "推定"}


def _candidates(land: Landscape, chains: Sequence[str], *, unchained: bool = False) -> list[str]:
    """Return what may lack something: core segments, chains as a whole, other segments, industries of no chain."""
    segments = dict.fromkeys(one for chain in chains for one in land.structure.segments[chain])
    core = [one for one in segments if land.flag(one, "core")]
    others = [one for one in segments if not land.flag(one, "core")]
    whole = [chain for chain in chains if _named_as_whole(land, chain)]
    return [*core, *whole, *others, *(_unchained(land) if unchained else ())]


def _named_as_whole(land: Landscape, chain: str) -> bool:
    """Whether documents name a chain itself; what they say of its segments is said once, there."""
    segments = set(land.structure.segments[chain])
    return any(segments.isdisjoint(land.structure.counts_for[named]) for named, _ in land.holding(chain).mentions)


def _unchained(land: Landscape) -> list[str]:
    """Return the industries that documents name and that are part of no chain, not even perhaps."""
    known = set(land.structure.chains)
    apart = [one for one, up in land.structure.counts_for.items()
             if known.isdisjoint(up) and known.isdisjoint(land.structure.perhaps.get(one, ())) and land.holding(one).mentions]
    return sorted(apart, key=lambda one: (land.name(one), one))


def _title(land: Landscape, one: str) -> tuple[str, str]:
    """Return chain and segment as columns show them."""
    if one in land.structure.segments:
        return land.name(one), "（全链）"
    return land.chain_names(one) or "（未归入产业链）", land.name(one)


def unmentioned_segments(land: Landscape, chains: Sequence[str]) -> Iterator[str]:
    """Yield the segments that no document asked names, in chains that some do; with their present neighbours."""
    for chain in chains:
        if not land.touched(chain):
            continue
        for one in land.structure.segments[chain]:
            if not land.holding(one).mentions and not land.flag(one, "offsite"):
                near = land.neighbour_text(one)
                yield f"{land.name(chain)}：{land.name(one)}" + (f"（已有{near}）" if near else "")


def _named_as_such(land: Landscape, segment: str) -> bool:
    """Whether a document names the segment itself, and not only something that was matched to it."""
    return any(named == segment for named, _ in land.holding(segment).mentions)


def _evidence(land: Landscape, segment: str, gaps: Sequence[Gap]) -> tuple[Quote, ...]:
    plan = land.quotes(data for _, data in land.plan(segment))
    return tuple(dict.fromkeys([*plan, *(quote for gap in gaps for quote in gap.evidence)]))


def why_no_gap(land: Landscape, chains: Sequence[str], what: str) -> str:
    """Say why nothing was found: no chain in the graph, none of them named in what was asked, or really none."""
    if not land.structure.chains:
        return (f"所读文件没有提到参考产业链中的任何一条，有{len(_unchained(land))}个产业未归入产业链（unchained 可列出）。"
                "可用自己的产业链表（build --chains）补充。")
    if not any(land.touched(chain) for chain in chains):
        return f"所问范围（{land.chosen.text}）的文件没有提到{'这条产业链' if len(chains) == 1 else '任何产业链'}：未见记载，不等于没有。"
    named = sum(bool(land.holding(one).mentions) and not land.flag(one, "offsite") for one in _candidates(land, chains))
    return f"文件点名的{named}条链和环节都{what}。"


def _rank(land: Landscape, one: str) -> int:
    if one in land.structure.segments:
        return 1
    return 0 if land.flag(one, "core") else 2 if one in land.structure.chains_of else 3


def _statement(chain: str | None, region: str | None, city: str | None, what: str) -> str:
    where = "、".join(filter(None, (city, region))) or "所读文件"
    return f"{where}范围内，{f'“{chain}”' if chain else '各条产业链'}{what}"


@question(1, "没有项目的环节", "哪条产业链的哪个环节，规划点了名却没有项目？", chain=_CHAIN, region=_REGION, city=_CITY, document=_DOCUMENT,
          count_uncertain="待核的归属也算已有", unchained=_UNCHAINED)
def segments_without_project(
    graph: Graph, *, chain: str | None = None, region: str | None = None, city: str | None = None, document: str | None = None,
    count_uncertain: bool = False, unchained: bool = False,
) -> Answer:
    """Return the segments that documents name and no project belongs to.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain, region, city, document : str, optional
        What to look at; all by default.
    count_uncertain : bool
        Whether a project whose segment is not sure counts as one.
    unchained : bool
        Whether industries that are part of no chain are listed as well.

    Returns
    -------
    Answer
        Core segments first, then whole chains, then the others; those without any enterprise or platform go first. Segments that no document names are in
        ``unmentioned``.

    Raises
    ------
    NotFoundError
        No such chain, place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/精制", kind="Industry", name="精制", level="segment")
    >>> graph.add_node("Task:1", kind="Task", name="发展茶叶精制")
    >>> _ = graph.add_edge("Industry:/精制", "Industry:/茶", kind="PART_OF")
    >>> _ = graph.add_edge("Task:1", "Industry:/精制", kind="DEVELOPS", document="Document:a", quote="发展茶叶精制。")
    >>> [row[:2] for row in segments_without_project(graph).rows]
    [('茶', '精制')]
    """
    land = survey(graph, region=region, city=city, document=document)
    chains = find_chains(graph, land.structure, chain)
    found = []
    for one in _candidates(land, chains, unchained=unchained):
        holding = land.holding(one)
        if not holding.mentions or holding.projects or land.flag(one, "offsite"):
            continue
        doubtful = [node for node in sorted(holding.unsure) if graph.nodes[node]["kind"] == "Project"]
        if not (count_uncertain and doubtful):
            found.append((one, find_gaps(land, one, Settings())))
    found.sort(key=lambda pair: (_rank(land, pair[0]), land.present(pair[0])))
    rows = [(_row_without_project(land, one, gaps), _evidence(land, one, gaps)) for one, gaps in found]
    settings = Settings()
    return answer(
        "segments_without_project", statement=_statement(chain, region, city, f"文件点名而没有项目的链和环节有{len(rows)}个。"),
        rule="文件点名、没有确定归属的项目、不是外购的环节（文件点名整条链而它没有项目的，列为“全链”）；核心环节在前。" + "；".join(rule.text(settings) for rule in RULES) + f"；{UNMENTIONED}。",
        scope=land.chosen.text,
        columns=("产业链", "环节", "位置", "核心", "缺口", "规划依据", "已有企业或平台", "已有的上下游", "可问单位", "待核", "依据"),
        rows=rows, unmentioned=unmentioned_segments(land, chains), why_empty=why_no_gap(land, chains, "已有项目"))


def _row_without_project(land: Landscape, one: str, gaps: Sequence[Gap]) -> tuple[str, ...]:
    holding = land.holding(one)
    return (
        *_title(land, one), land.stage(one), "是" if land.flag(one, "core") else "",
        "、".join(f"{gap.rule.code}{gap.rule.name}" for gap in gaps), land.plan_text(one),
        land.names([*holding.enterprises, *holding.platforms], limit=6), land.neighbour_text(one), land.lead_text(one),
        land.names(sorted(holding.unsure), limit=6), _BASIS[_named_as_such(land, one)])


@question(1, "缺口清单", "各产业链的环节缺什么：缺环、单点、无承载、无牵头、无指标、断点、堵点……", chain=_CHAIN, region=_REGION, city=_CITY,
          document=_DOCUMENT, code="只看一类缺口，如 G8 或 断点", early="算作未落地的项目阶段，用、隔开", single="不超过几个算单点",
          unchained=_UNCHAINED, many="并列几个牵头单位算多头", around="上下游各要有几个环节", behind="比时间进度慢几个百分点算滞后", trouble="说明堵点的词，用、隔开")
def chain_gaps(
    graph: Graph, *, chain: str | None = None, region: str | None = None, city: str | None = None, document: str | None = None,
    code: str | None = None, early: str = Settings().early, single: int = 1, many: int = 2, around: int = 1, behind: float = 10,
    trouble: str = Settings().trouble, unchained: bool = False,
) -> Answer:
    """Return every gap of the segments that documents name, one a row, with its reason.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain, region, city, document : str, optional
        What to look at; all by default.
    code : str, optional
        The only rule to test: a code from G1 to G9, or its name.
    early, single, many, around, behind, trouble
        Thresholds; the rule of the answer states them.
    unchained : bool
        Whether industries that are part of no chain are listed as well.

    Returns
    -------
    Answer
        Core segments first, then by rule.

    Raises
    ------
    NotFoundError
        No such chain, place, city or document.
    QueryError
        No such rule.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/精制", kind="Industry", name="精制", level="segment")
    >>> graph.add_node("Task:1", kind="Task", name="发展茶叶精制")
    >>> _ = graph.add_edge("Industry:/精制", "Industry:/茶", kind="PART_OF")
    >>> _ = graph.add_edge("Task:1", "Industry:/精制", kind="DEVELOPS", document="Document:a", quote="发展茶叶精制。")
    >>> [row[3] for row in chain_gaps(graph).rows]
    ['G1', 'G2', 'G5', 'G6', 'G7']
    """
    settings = Settings(early, single, many, around, behind, trouble)
    rules = (find_rule(code),) if code else RULES
    land = survey(graph, region=region, city=city, document=document)
    chains = find_chains(graph, land.structure, chain)
    found = [gap for one in _candidates(land, chains, unchained=unchained) for gap in find_gaps(land, one, settings, rules)]
    found.sort(key=lambda gap: (_rank(land, gap.segment), gap.rule.code))
    # A segment with five gaps has one plan sentence and one unit to ask.
    told = {one: (_told(land, one), _evidence(land, one, ())) for one in dict.fromkeys(gap.segment for gap in found)}
    rows = [(_gap_row(land, gap, told[gap.segment][0]), tuple(dict.fromkeys(told[gap.segment][1] + gap.evidence))) for gap in found]
    return answer(
        "chain_gaps", statement=_statement(chain, region, city, f"共有{len(rows)}处{rules[0].name if code else '缺口'}。"),
        rule="只看文件点名的环节和链（“全链”）；核心环节在前。" + "；".join(rule.text(settings) for rule in rules) + f"；{UNMENTIONED}。",
        scope=land.chosen.text, columns=("产业链", "环节", "核心", "代码", "缺口", "理由", "规划依据", "可问单位", "待核", "依据"), rows=rows,
        unmentioned=unmentioned_segments(land, chains),
        why_empty=why_no_gap(land, chains, f"不符合{'、'.join(rule.code for rule in rules)}"))


def _told(land: Landscape, one: str) -> tuple[str, ...]:
    return (land.plan_text(one), land.lead_text(one), land.names(sorted(land.holding(one).unsure), limit=6),
            _BASIS[_named_as_such(land, one)])


def _gap_row(land: Landscape, gap: Gap, told: tuple[str, ...]) -> tuple[str, ...]:
    one = gap.segment
    return *_title(land, one), "是" if land.flag(one, "core") else "", gap.rule.code, gap.rule.name, gap.reason, *told
