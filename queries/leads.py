"""Which gap a lead for investment (招商线索) would fill, who is there already, whom to ask, and where it may go."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches

from ahocorasick_rs import AhoCorasick

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote
from liantu.queries.answers import answer
from liantu.queries.carriers import Data, Found
from liantu.queries.catalog import Graph, question
from liantu.queries.gap_rules import UNMENTIONED, Settings, find_gaps
from liantu.queries.landscape import Landscape, survey
from liantu.queries.lookup import spellings

__all__ = ["Match", "gap_for_lead", "match_segments"]

_LEAD = "招商线索"
# How far a word tells the segment it is a word of. Settings of ours: no measured odds stand behind them.
_NAME, _KEYWORD, _DOCUMENT, _DOUBT, _STEM = 0.9, 0.75, 0.8, 0.5, 0.6
_SAYS = {_NAME: "名称或别名", _KEYWORD: "关键词", _DOCUMENT: "文件中归属它的产业", _DOUBT: "文件中可能归属它的产业", _STEM: "名称的词干"}
_MORE, _SHARED, _CHAIN = 0.05, 0.2, 0.1
_TAIL = re.compile(r"(?:产业集群|产业链|产业|制造业|制造|精深加工|加工|生产|建造|服务|业)$")


@dataclass(frozen=True, slots=True)
class Match:
    """A segment or chain that a text speaks of: how sure, why, and the first place in the text that says so."""

    segment: str
    confidence: float
    reason: str
    start: int
    end: int


def _terms(graph: Graph, land: Landscape) -> dict[str, dict[str, float]]:
    """Return the words of all segments and chains, with what each is worth for each."""
    found: dict[str, dict[str, float]] = defaultdict(dict)

    def add(word: str, segment: str, worth: float) -> None:
        key = "".join(word.split()).casefold()
        if len(key) > 1:
            found[key][segment] = max(worth, found[key].get(segment, 0))

    structure = land.structure
    for node, up in structure.counts_for.items():
        data = graph.nodes[node]
        own = data.get("level") in {"chain", "segment"}
        for name in spellings(graph, node):
            for one in [node] if own else sorted(up):
                if graph.nodes[one].get("level") in {"chain", "segment"}:
                    add(name, one, _NAME if own else _DOCUMENT)
                    stem = _TAIL.sub("", name)
                    if len(stem) > 2:
                        add(stem, one, _STEM)
            for one in sorted(structure.perhaps.get(node, ())):
                add(name, one, _DOUBT)
        for word in str(data.get("keywords") or "").split("\n") if own else ():
            add(word, node, _KEYWORD)
    return found


def match_segments(land: Landscape, text: str) -> list[Match]:
    """Return the segments that a text speaks of, surest first; chains where it speaks of none of their segments.

    Parameters
    ----------
    land : Landscape
        Whose names, aliases and keywords are looked for; the longest word goes first.
    text : str
        A sentence or two on a project or a firm.
    """
    words = _terms(land.graph, land)
    listed = sorted(words)
    if not listed:
        return []
    # Blanks inside a word are common in pasted text; the places found are those in the text without them.
    key = "".join(text.split()).casefold()
    hits = [(start, end, listed[number]) for number, start, end in AhoCorasick(listed).find_matches_as_indexes(key, overlapping=True)]
    taken: list[tuple[int, int]] = []
    by_segment: dict[str, list[tuple[float, str, int, int]]] = defaultdict(list)
    for start, end, word in sorted(hits, key=lambda hit: (hit[0] - hit[1], hit[0])):
        if any(low < end and start < high for low, high in taken):
            continue
        taken.append((start, end))
        for segment, worth in words[word].items():
            by_segment[segment].append((worth, word, start, end))
    return _weigh(land, by_segment, words)


def _weigh(land: Landscape, hits: dict[str, list[tuple[float, str, int, int]]], words: dict[str, dict[str, float]]) -> list[Match]:
    chains = {one for one in hits if one in land.structure.segments}
    covered = {chain for one in hits for chain in land.structure.chains_of.get(one, ())}
    found = []
    for segment, said in hits.items():
        if segment in covered:
            continue
        own = set(land.structure.chains_of.get(segment, ()))
        worth, word, start, end = max(said, key=lambda hit: (hit[0], hit[3] - hit[2], -hit[2]))
        rivals = [one for one in words[word] if one != segment and one not in own and segment not in land.structure.counts_for.get(one, ())]
        score = worth + _MORE * (len({hit[1] for hit in said}) - 1)
        reasons = [f"线索里有“{word}”，是“{land.name(segment)}”的{_SAYS[worth]}"]
        if more := sorted({hit[1] for hit in said} - {word}):
            reasons.append(f"另有“{'”“'.join(more)}”")
        if own & chains:
            score += _CHAIN
            reasons.append(f"同时提到“{land.names(sorted(own & chains))}”链")
        elif rivals:
            score -= _SHARED
            reasons.append(f"“{word}”也是{land.names(sorted(rivals), limit=3)}的词")
        found.append(Match(segment, round(min(max(score, 0.05), 0.99), 2), "；".join(reasons), start, end))
    return sorted(found, key=lambda match: (-match.confidence, not land.flag(match.segment, "core"), match.start, match.segment))


@question(3, "线索补哪个缺口", "这条招商线索补的是哪个缺口，谁已在谈，谁牵头，哪个园区可承接？", lead="招商线索：企业、产品或项目的一句话介绍", region="拟落地的区域或园区",
          city="只看这个城市的文件", document="只看这份文件：标题、文号或文件名", minimum="置信度低于它的不列")
def gap_for_lead(
    graph: Graph, *, lead: str, region: str | None = None, city: str | None = None, document: str | None = None, minimum: float = 0.4,
) -> Answer:
    """Return the segments that a lead for investment belongs to, and what it would add to each.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    lead : str
        A sentence on the firm, product or project.
    region, city, document : str, optional
        What to look at; all by default.
    minimum : float
        Matches less sure than this, from 0 to 1, are left out.

    Returns
    -------
    Answer
        One row a segment, surest first: what it does for the chain, the gap it fills, rivals, units to ask, hosts.

    Raises
    ------
    NotFoundError
        No such place, city or document.
    QueryError
        The lead is empty.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶产业", level="chain")
    >>> graph.add_node("Industry:/冻干", kind="Industry", name="冻干茶粉", level="segment", keywords="茶粉")
    >>> graph.add_node("Task:1", kind="Task", name="发展冻干茶粉")
    >>> _ = graph.add_edge("Industry:/冻干", "Industry:/茶", kind="PART_OF")
    >>> _ = graph.add_edge("Task:1", "Industry:/冻干", kind="DEVELOPS", document="Document:a", quote="发展冻干茶粉。")
    >>> [row[1:4] for row in gap_for_lead(graph, lead="某企业拟建年产百吨茶粉的车间").rows]
    [('冻干茶粉', '补链', 'G1缺环、G2有规划无项目、G5无承载、G6无牵头或多头牵头、G7无指标')]
    """
    text = " ".join(lead.split())
    if not text:
        raise QueryError("参数 lead 是空的。请写一句话介绍企业、产品或项目。")
    land = survey(graph, region=region, city=city, document=document)
    matches = match_segments(land, text)
    kept = [match for match in matches if match.confidence >= minimum]
    rows = [_row(land, match, text) for match in kept]
    best = f"最可能属于“{land.chain_names(kept[0].segment)}”链的“{land.name(kept[0].segment)}”（置信度{kept[0].confidence:g}）" if kept else "没有匹配到环节"
    return answer(
        "gap_for_lead", statement=f"线索“{text}”{best}。",
        rule=f"在线索里找环节和产业链的名称、别名、关键词，长词优先：名称{_NAME}、文件中归属它的产业{_DOCUMENT}、关键词{_KEYWORD}、词干{_STEM}、归属待核{_DOUBT}；"
        f"每多一个词加{_MORE}，同时提到该链加{_CHAIN}，一词多义减{_SHARED}；低于{minimum:g}不列。补链：文件点名而无企业、项目、平台；强链：已有；"
        f"延链：文件没有点名，上下游已有。缺口规则见缺口清单；{UNMENTIONED}。",
        scope=land.chosen.text,
        columns=("产业链", "环节", "作用", "缺口", "置信度", "匹配理由", "已有或在谈", "待核", "可问单位", "可承接区域或园区", "规划依据"), rows=rows,
        why_empty=_why_unmatched(land, text, matches, minimum))


def _why_unmatched(land: Landscape, text: str, matches: list[Match], minimum: float) -> str:
    if not land.structure.chains:
        return "图中没有产业链，无法匹配。可用自己的产业链表（build --chains）补充。"
    if matches:
        return f"匹配到的环节置信度都低于{minimum:g}：{land.names((match.segment for match in matches), limit=5)}。"
    words = sorted({piece for size in (2, 3, 4, 6) for piece in (text[at:at + size] for at in range(len(text) - size + 1))})
    names = {land.name(one): one for one in land.structure.counts_for if land.graph.nodes[one].get("level") in {"chain", "segment"}}
    near = [name for name in names if any(name in get_close_matches(word, [name], cutoff=0.75) for word in words if len(word) > 2)]
    return "线索里没有图中任何环节或产业链的名称、别名、关键词。" + (f"字面相近的有：{'、'.join(sorted(near)[:5])}。" if near else "请写明产品或工艺。")


def _row(land: Landscape, match: Match, text: str) -> tuple[tuple[str | float, ...], tuple[Quote, ...]]:
    one = match.segment
    holding, gaps = land.holding(one), find_gaps(land, one, Settings())
    hosts, wider = _hosts(land, one)
    whole = one in land.structure.segments
    rivals = "、".join(filter(None, (land.projects(sorted(holding.projects)), land.names(sorted(holding.enterprises)),
                                    land.names(sorted(holding.platforms)))))
    leads, _ = land.leads(one)
    evidence = [Quote(_LEAD, text, start=match.start, end=match.end, rule="lead:word", grade="inferred")]
    evidence += [*land.quotes(data for _, data in land.plan(one)), *land.quotes(*(shelf for _, shelf in holding.carriers())),
                 *land.quotes(*holding.unsure.values()), *land.quotes(*leads.values()), *land.quotes(*hosts.values())]
    if not holding.mentions:
        evidence.append(land.membership(one))
    cells = (land.chain_names(one), "（全链）" if whole else land.name(one), _effect(land, one),
             "、".join(f"{gap.rule.code}{gap.rule.name}" for gap in gaps), match.confidence, match.reason, rivals,
             land.names(sorted(holding.unsure), limit=8), land.lead_text(one),
             land.names(hosts, limit=8) + ("（全链）" if hosts and wider else ""), land.plan_text(one))
    return cells, tuple(dict.fromkeys(evidence))


def _effect(land: Landscape, one: str) -> str:
    """Say what a new project does for a segment: fills, strengthens, extends."""
    if land.present(one):
        return "强链"
    if land.flag(one, "offsite"):
        return "外购环节，不是缺口"
    if land.holding(one).mentions:
        return "补链"
    return "延链（文件未见记载）" if any(land.neighbours(one)) else "未见记载"


def _hosts(land: Landscape, one: str) -> tuple[Found, bool]:
    """Return the places and platforms of a segment that may host a project; else those of its chains."""

    def of(industry: str) -> Found:
        holding = land.holding(industry)
        found: dict[str, list[Data]] = {}
        for shelf in (holding.places, holding.platforms):
            for node, data in shelf.items():
                if land.graph.nodes[node].get("level") not in {"wide", "province"}:
                    found.setdefault(node, []).extend(data)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))

    if own := of(one):
        return own, False
    wider: Found = {}
    for chain in land.structure.chains_of.get(one, ()):
        wider |= of(chain)
    return wider, True
