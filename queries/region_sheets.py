"""One sheet for a region, and what two regions have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote
from liantu.queries.answers import answer
from liantu.queries.carriers import Data
from liantu.queries.catalog import Graph, question
from liantu.queries.filters import find_places, select
from liantu.queries.landscape import Landscape, figure, survey

__all__ = ["region_overlap", "region_sheet"]

_CITY = "只看这个城市的文件；几个城市有同名区域时用它指明"
_DOCUMENT = "只看这份文件：标题、文号或文件名"
Row = tuple[tuple[str, ...], tuple[Quote, ...]]


@question(11, "区域一张表", "某区域承接哪些产业、平台、项目，目标与项目是否相配", region="区域或园区，下辖的一并计入", city=_CITY, document=_DOCUMENT)
def region_sheet(graph: Graph, *, region: str, city: str | None = None, document: str | None = None) -> Answer:
    """Return what a region develops and what it has: industries, platforms, projects, enterprises, targets, units.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    region : str
        A region or park by any of its names.
    city, document : str, optional
        What to look at; all by default.

    Returns
    -------
    Answer
        Industries first, those without a project marked; then what stands there.

    Raises
    ------
    NotFoundError
        No such place, city or document.
    QueryError
        Several cities have a region of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶")
    >>> graph.add_node("Region:/东区", kind="Region", name="东区")
    >>> _ = graph.add_edge("Region:/东区", "Industry:/茶", kind="FOCUSES_ON", document="Document:a", quote="东区主攻茶。")
    >>> region_sheet(graph, region="东区").rows
    (('主攻产业', '茶', '', '', '', '点名，未见项目'),)
    """
    land = survey(graph, region=region, city=city, document=document)
    places = land.chosen.places or frozenset()
    rows = [*_industry_rows(land), *_carrier_rows(land, places), *_target_rows(land), *_unit_rows(land, places)]
    bare = sum(row[-1].startswith("点名") for row, _ in rows)
    counts = {kind: sum(row[0] == kind for row, _ in rows) for kind in ("主攻产业", "涉及产业", "平台", "项目", "企业", "指标")}
    told = "、".join(f"{kind}{count}个" for kind, count in counts.items() if count) or "没有记载"
    return answer(
        "region_sheet", statement=f"{region}：{told}；点名而未见项目的产业{bare}个。",
        rule="产业：文件说该区域主攻它，或在该区域的任务发展它（任务点到几个区域时须在同一句）；平台、项目、企业：位于该区域，或只在该区域的任务、同一句中出现；"
        "没有写明区域的任务，由管理该区域的单位牵头的也算。目标、项目只计该区域的；待核的归属写在说明里。",
        scope=land.chosen.text, columns=("类别", "名称", "产业链或环节", "目标", "项目", "说明"), rows=rows,
        why_empty=f"所读文件点到了“{region}”，但没有说它发展什么、有什么：未见记载，不等于没有。")


def _industries(land: Landscape) -> dict[str, bool]:
    """Return the industries named for what is asked, and whether a place is said to focus on them."""
    found = {industry: True for _, industry, _ in land.scene.focus}
    for parts in land.scene.tasks.values():
        for industry, _ in parts.get("industry", ()):
            found.setdefault(industry, False)
    return dict(sorted(found.items(), key=lambda pair: (not pair[1], land.name(pair[0]), pair[0])))


def _home(land: Landscape, industry: str) -> str:
    """Return the segments and chains that an industry surely counts for."""
    level = {one: land.graph.nodes[one].get("level") for one in land.structure.counts_for[industry]}
    segments = sorted(one for one in level if level[one] == "segment")
    chains = sorted(one for one in level if level[one] == "chain")
    return "；".join(filter(None, (land.names(chains), land.names(segments))))


def _industry_rows(land: Landscape) -> Iterator[Row]:
    for industry, focus in _industries(land).items():
        holding, targets = land.holding(industry), land.own_targets(industry)
        unsure = sorted(one for one in holding.unsure if land.graph.nodes[one]["kind"] == "Project")
        note = "" if holding.projects else "点名，未见项目" + (f"（待核：{land.names(unsure)}）" if unsure else "")
        quotes = land.quotes((data for _, data in land.plan(industry)), *holding.projects.values(), (data for _, data in targets))
        yield (("主攻产业" if focus else "涉及产业", land.name(industry), _home(land, industry),
                "；".join(figure(land.graph, *pair) for pair in targets), land.projects(sorted(holding.projects)), note), quotes)


def _carrier_rows(land: Landscape, places: frozenset[str]) -> Iterator[Row]:
    kinds = (("Platform", "平台"), ("Project", "项目"), ("Enterprise", "企业"))
    homes: dict[str, list[tuple[str, Data]]] = {}
    for carrier, industry, data in land.scene.belongs:
        homes.setdefault(carrier, []).append((industry, data))
    named: dict[str, list[Data]] = {one: list(where) for one, found in land.scene.places_of.items()
                                    if (where := [data for place in sorted(places & set(found)) for data in found[place]])}
    for one in places:
        if land.graph.nodes[one]["kind"] == "Platform" and one not in named:
            named[one] = [data for parts in land.scene.tasks.values() for node, data in parts.get("platform", ()) if node == one]
    for kind, label in kinds:
        own = sorted((one for one in named if land.graph.nodes[one]["kind"] == kind and named[one]), key=lambda one: (land.name(one), one))
        for one in own:
            about, sure = land.graph.nodes[one], [(node, data) for node, data in homes.get(one, ()) if data.get("verdict") != "uncertain"]
            unsure = [node for node, data in homes.get(one, ()) if data.get("verdict") == "uncertain"]
            amount = f"{about['amount']:g}{about.get('amount_unit') or ''}" if about.get("amount") is not None else ""
            parts = [about.get("stage"), amount, about.get("role"), f"待核：{land.names(unsure)}" if unsure else ""]
            yield ((label, land.name(one), land.names(node for node, _ in sure), "", land.name(one) if kind == "Project" else "",
                    "；".join(str(part) for part in parts if part)), land.quotes(named[one], (data for _, data in sure)))


def _target_rows(land: Landscape) -> Iterator[Row]:
    seen: dict[str, list[Data]] = {}
    for indicator, data in land.targets(land.scene.tasks):
        seen.setdefault(figure(land.graph, indicator, data), []).append(data)
    for text, found in sorted(seen.items()):
        yield ("指标", text, "", text, "", ""), land.quotes(found)


def _unit_rows(land: Landscape, places: frozenset[str]) -> Iterator[Row]:
    for place in sorted(places):
        for unit, _, data in sorted(land.graph.in_edges(place, data=True), key=lambda edge: str(edge[0])):
            if data["kind"] == "GOVERNS":
                name = land.name(place)
                quote = Quote("参考单位库", f"{land.name(unit)}管理{name}", rule="register:governs", grade="reference")
                yield ("管理单位", land.unit(unit), "", "", "", f"管理{name}"), land.quotes([data]) if data.get("document") else (quote,)


@question(12, "两区域对比", "两个区域是否同质竞争：共有的产业和环节，各自的项目、平台", region="一个区域或园区", other="另一个区域或园区", city=_CITY,
          document=_DOCUMENT)
def region_overlap(graph: Graph, *, region: str, other: str, city: str | None = None, document: str | None = None) -> Answer:
    """Return what documents name for both of two regions, with the projects and platforms of each.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    region, other : str
        Two regions or parks by any of their names.
    city, document : str, optional
        What to look at; all by default.

    Returns
    -------
    Answer
        Shared segments; chains that are shared without a shared segment; other shared industries. It shows evidence and
        judges nothing.

    Raises
    ------
    NotFoundError
        No such place, city or document.
    QueryError
        Both names mean the same place, or several cities have one of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶")
    >>> for name in ("东区", "西区"):
    ...     graph.add_node(f"Region:/{name}", kind="Region", name=name)
    ...     _ = graph.add_edge(f"Region:/{name}", "Industry:/茶", kind="FOCUSES_ON", document="Document:a", quote=f"{name}主攻茶。")
    >>> [row[1] for row in region_overlap(graph, region="东区", other="西区").rows]
    ['茶']
    """
    one, two = (survey(graph, region=name, city=city, document=document) for name in (region, other))
    if set(find_places(graph, region, city=city)) & set(find_places(graph, other, city=city)):
        raise QueryError(f"“{region}”和“{other}”是同一个区域。请给出两个不同的区域。")
    first, second = (_spoken_for(land) for land in (one, two))
    shared = list(_most_specific(one, first & second))
    rows = [_shared_row(one, two, industry) for industry in shared]
    named = [land.names(list(_most_specific(land, found - (first & second))), limit=8) for land, found in ((one, first), (two, second))]
    only = "；".join(f"只见于{name}的有{text}" for name, text in zip((region, other), named, strict=True) if text)
    return answer(
        "region_overlap", statement=f"{region}与{other}共有{len(rows)}个产业或环节" + (f"；{only}。" if only else "。"),
        rule="同一环节在两地都被主攻、被任务发展或有确定归属的项目、企业、平台的列出；没有共有环节的，看产业链；都没有的，看产业名称。只列依据，不判断优劣。",
        scope=f"{select(graph, city=city, document=document).text}；对比：{region}、{other}",
        columns=("产业链", "环节或产业", f"{region}的项目", f"{region}的平台", f"{other}的项目", f"{other}的平台", "依据"), rows=rows,
        why_empty=_why_apart(region, other, first, second))


def _why_apart(region: str, other: str, first: set[str], second: set[str]) -> str:
    silent = [name for name, found in ((region, first), (other, second)) if not found]
    if silent:
        return f"文件没有说{'、'.join(silent)}发展什么产业：未见记载，不等于没有。"
    return f"文件为{region}点名{len(first)}个产业或环节、为{other}点名{len(second)}个，没有相同的。"


def _spoken_for(land: Landscape) -> set[str]:
    return {industry for industry, holding in land.holdings.items() if holding.mentions}


def _most_specific(land: Landscape, industries: Iterable[str]) -> Iterator[str]:
    """Yield industries without those that only stand for smaller ones among them, by chain and name."""
    found = set(industries)
    level = {one: str(land.graph.nodes[one].get("level") or "") for one in found}
    # A document's own name for a segment adds nothing to the segment.
    own = {one for one in found if level[one] in {"chain", "segment"}
           or not any(up != one and level.get(up) in {"chain", "segment"} for up in land.structure.counts_for[one])}
    wider = {up for one in own for up in land.structure.counts_for[one] if up != one}
    yield from sorted(own - wider, key=lambda one: (land.chain_names(one) or "～", land.name(one), one))


def _shared_row(one: Landscape, two: Landscape, industry: str) -> Row:
    cells: list[str] = []
    quotes: list[Quote] = []
    ways = []
    for land in (one, two):
        holding = land.holding(industry)
        cells += [land.projects(sorted(holding.projects)), land.names(sorted(holding.platforms))]
        quotes += land.quotes((data for _, data in land.plan(industry)), *holding.projects.values(), *holding.platforms.values())
        kinds = {data["kind"] for _, data in holding.mentions}
        ways.append("主攻" if "FOCUSES_ON" in kinds else "任务" if "DEVELOPS" in kinds else "项目或平台")
    chain = one.chain_names(industry)
    name = "（全链）" if industry in one.structure.segments else one.name(industry)
    return (chain or "（未归入产业链）", name, *cells, "／".join(ways)), tuple(dict.fromkeys(quotes))
