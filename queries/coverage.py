"""What is covered by what: industries against regions, units, platforms, projects, enterprises and indicators.

The counting runs over the lists of edges, once; a cell counts what supports it, each task or carrier once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer
from liantu.queries.carriers import Data, same_sentence
from liantu.queries.catalog import Graph, question
from liantu.queries.landscape import Landscape, survey
from liantu.queries.structure import find_chains

__all__ = ["Cells", "coverage_cells", "coverage_matrix"]

# (industry, other) → what supports it → its edges.
Cells = dict[tuple[str, str], dict[str, list[Data]]]
# (industry as named, other, what supports it, edge)
Pair = tuple[str, str, str, Data]

LEVELS = {"chain": "产业链", "segment": "环节", "industry": "产业"}
_APART = ""
_CARRIER = {"platform": "Platform", "project": "Project", "enterprise": "Enterprise"}


def _regions(land: Landscape, *, together: bool) -> Iterator[Pair]:
    scene = land.scene
    for place, industry, data in scene.focus:
        yield industry, place, place, data
    for task, parts in scene.tasks.items():
        for industry, said in parts.get("industry", ()):
            for place, _ in scene.together(task, industry, said):
                yield industry, place, task, said
    for carrier, industry, data in scene.belongs:
        if together or data.get("verdict") != "uncertain":
            for place in scene.places_of.get(carrier, ()):
                yield industry, place, carrier, data


def _units(land: Landscape, roles: tuple[str, ...]) -> Iterator[Pair]:
    for task, parts in land.scene.tasks.items():
        for industry, said in parts.get("industry", ()):
            for role in roles:
                for unit, data in parts.get(role, ()):
                    # One supporter, two sentences: the one that names the industry, the one that names the unit.
                    yield industry, unit, task, said
                    yield industry, unit, task, data


def _carriers(land: Landscape, role: str, *, together: bool) -> Iterator[Pair]:
    kinds = land.graph.nodes
    for carrier, industry, data in land.scene.belongs:
        if kinds[carrier]["kind"] == _CARRIER[role] and (together or data.get("verdict") != "uncertain"):
            yield industry, carrier, carrier, data
    for place, industry, data in land.scene.focus if role == "platform" else ():
        if kinds[place]["kind"] == "Platform":
            yield industry, place, place, data
    for task, parts in land.scene.tasks.items() if together else ():
        for industry, said in parts.get("industry", ()):
            for carrier, data in parts.get(role, ()):
                if same_sentence(said, data):
                    yield industry, carrier, task, data


def _indicators(land: Landscape) -> Iterator[Pair]:
    for task, parts in land.scene.tasks.items():
        lone = len({industry for industry, _ in parts.get("industry", ())}) == 1
        for industry, said in parts.get("industry", ()):
            for indicator, data in parts.get("indicator", ()):
                if lone or same_sentence(said, data):
                    yield industry, indicator, task, data


# What the columns can be: Chinese name, how the pairs are found, and the rule in words.
_BY: Mapping[str, tuple[str, Callable[[Landscape, bool], Iterator[Pair]], str]] = {
    "region": ("区域", lambda land, together: _regions(land, together=together),
               "区域主攻它、任务在该区域发展它（任务只点一个区域，或同一句点到）、归属它的项目、企业或平台位于该区域"),
    "lead": ("牵头单位", lambda land, _: _units(land, ("lead",)), "单位牵头的任务发展它"),
    "unit": ("单位", lambda land, _: _units(land, ("lead", "responsible", "participant")), "单位牵头、负责或参与的任务发展它"),
    "platform": ("平台", lambda land, together: _carriers(land, "platform", together=together), "平台归属它，或主攻它"),
    "project": ("项目", lambda land, together: _carriers(land, "project", together=together), "项目归属它"),
    "enterprise": ("企业", lambda land, together: _carriers(land, "enterprise", together=together), "企业归属它"),
    "indicator": ("指标", lambda land, _: _indicators(land), "同一句设定或报告了指标，或任务只点它一个产业"),
}


def coverage_cells(land: Landscape, *, by: str = "region", level: str = "chain", together: bool = False) -> Cells:
    """Return what supports each pair of an industry and something else.

    Parameters
    ----------
    land : Landscape
        What is asked.
    by : str
        ``region``, ``lead``, ``unit``, ``platform``, ``project``, ``enterprise`` or ``indicator``.
    level : str
        ``chain``, ``segment``, or ``industry`` for each industry by itself. What is part of no chain or segment is
        counted under the empty string.
    together : bool
        Whether what is not sure to belong, or only stands in the same sentence, counts as well.

    Returns
    -------
    dict
        (industry, other) to supporters and their edges; only cells that have some.

    Raises
    ------
    QueryError
        There is no such ``by`` or ``level``.
    """
    for given, known, name in ((by, _BY, "by"), (level, LEVELS, "level")):
        if given not in known:
            raise QueryError(f"参数 {name} 不能是“{given}”。可用:{'、'.join(known)}。")
    cells: Cells = defaultdict(lambda: defaultdict(list))
    rows = _rows(land, level)
    for industry, other, support, data in _BY[by][1](land, together):
        for row in rows[industry]:
            cells[row, other][support].append(data)
    return {pair: dict(found) for pair, found in cells.items()}


def _rows(land: Landscape, level: str) -> Mapping[str, tuple[str, ...]]:
    """Return for each industry the rows that it counts in."""
    if level == "industry":
        return {node: (node,) for node in land.structure.counts_for}
    levels: dict[str, str | None] = {node: land.graph.nodes[node].get("level") for node in land.structure.counts_for}
    return {node: tuple(sorted(one for one in up if levels[one] == level)) or (_APART,)
            for node, up in land.structure.counts_for.items()}


@question(21, "覆盖矩阵", "各产业（链、环节）在各区域、单位、平台、项目、指标上的覆盖", by="列：region 区域、lead 牵头单位、unit 单位、platform 平台、"
          "project 项目、enterprise 企业、indicator 指标", level="行：chain 产业链、segment 环节、industry 产业", chain="产业链、环节或产业的名称；不填则看全部",
          region="区域或园区，下辖的一并计入", city="只看这个城市的文件", document="只看这份文件：标题、文号或文件名",
          together="归属待核的、只在同一句提到的也算", top="最多列出多少列，其余并入“其他”", quotes="每行最多附几条原文")
def coverage_matrix(
    graph: Graph, *, by: str = "region", level: str = "chain", chain: str | None = None, region: str | None = None,
    city: str | None = None, document: str | None = None, together: bool = False, top: int = 40, quotes: int = 30,
) -> Answer:
    """Return how often each industry is tied to each region, unit, platform, project, enterprise or indicator.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    by, level, together
        As in `coverage_cells`.
    chain, region, city, document : str, optional
        What to look at; all by default.
    top : int
        How many columns to show, the fullest ones; the others are summed up in one.
    quotes : int
        How many sentences to give for a row.

    Returns
    -------
    Answer
        A row for each industry, fullest first; 0 is an empty cell. Industries that the documents name without any tie
        are in ``unmentioned``.

    Raises
    ------
    NotFoundError
        No such chain, place, city or document.
    QueryError
        No such ``by`` or ``level``.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶")
    >>> graph.add_node("Region:/东区", kind="Region", name="东区")
    >>> _ = graph.add_edge("Region:/东区", "Industry:/茶", kind="FOCUSES_ON", document="Document:a", quote="东区主攻茶。")
    >>> answer = coverage_matrix(graph, level="industry")
    >>> answer.columns, answer.rows
    (('产业', '东区', '合计'), (('茶', 1, 1),))
    """
    land = survey(graph, region=region, city=city, document=document)
    cells = coverage_cells(land, by=by, level=level, together=together)
    if chain:
        wanted = set(find_chains(graph, land.structure, chain))
        cells = {pair: found for pair, found in cells.items() if not wanted.isdisjoint(land.structure.counts_for.get(pair[0], ()))}
    what, _, says = _BY[by]
    totals: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for (row, column), found in cells.items():
        sums[row] += len(found)
        totals[column] += len(found)
    columns = sorted(totals, key=lambda one: (-totals[one], one))
    shown, rest = columns[:top], set(columns[top:])
    order = sorted(sums, key=lambda one: (one == _APART, -sums[one], one))
    by_row: dict[str, dict[str, dict[str, list[Data]]]] = defaultdict(dict)
    for (row, column), found in cells.items():
        by_row[row][column] = found
    rows: list[tuple[tuple[Value, ...], tuple[Quote, ...]]] = []
    for row in order:
        line = by_row[row]
        counts = [len(line.get(column, ())) for column in shown]
        counts += [sum(len(found) for column, found in line.items() if column in rest)] if rest else []
        told = land.quotes((data for column in sorted(line) for shelf in line[column].values() for data in shelf), limit=quotes)
        name = land.name(row) if row else f"（未归入{LEVELS[level]}）"
        rows.append(((name, *counts, sums[row]), told))
    return answer(
        "coverage_matrix", statement=f"{len(order)}个{LEVELS[level]}与{len(columns)}个{what}的覆盖，{len(cells)}格不为空。",
        rule=f"格中数字是支持它的任务、主攻表述、项目等的个数，每个只计一次：{says}。" + ("待核归属也算。" if together else "待核归属不算。"),
        scope=land.chosen.text, columns=(LEVELS[level], *_titles(land, shown), *(["其他"] if rest else []), "合计"), rows=rows,
        unmentioned=_bare(land, level, sums, what, chain), why_empty=f"所问范围的文件没有把任何{LEVELS[level]}与{what}联系起来。")


def _titles(land: Landscape, columns: list[str]) -> list[str]:
    """Return names for columns; where two share one, with their city, then with a number."""
    names = Counter(land.name(one) for one in columns)
    found: list[str] = []
    for one in columns:
        city = str(land.graph.nodes[one].get("city") or "")
        title = f"{land.name(one)}（{city}）" if names[land.name(one)] > 1 and city else land.name(one)
        found.append(title if title not in found else f"{title}{sum(name.startswith(title) for name in found) + 1}")
    return found


def _bare(land: Landscape, level: str, sums: Counter[str], what: str, chain: str | None) -> Iterator[str]:
    wanted = set(find_chains(land.graph, land.structure, chain)) if chain else None
    scene = land.scene
    named = {industry for _, industry, data in (*scene.focus, *scene.belongs) if data.get("document")}
    named |= {industry for parts in scene.tasks.values() for industry, _ in parts.get("industry", ())}
    named |= {industry for industry, _ in scene.spoken}
    for node in sorted({up for one in named for up in land.structure.counts_for[one]}):
        fits = level == "industry" or land.graph.nodes[node].get("level") == level
        inside = wanted is None or not wanted.isdisjoint(land.structure.counts_for[node])
        if fits and inside and node not in sums:
            yield f"{land.name(node)}：未见{what}"
