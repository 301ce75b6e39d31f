"""Targets against what was reached: base, target, latest figure, the yearly rate still needed, and what cannot be compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.tasks import document_label, find_document, in_city, quotes

__all__ = ["Figure", "amount", "figures", "lowest_share", "measure", "needed", "targets_overview"]

_SCALES: Final = {"万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4}
_SCALE = re.compile("(万亿|千亿|百亿|亿|千万|百万|万)?(.*)")
# Classifiers of things that are counted: 3个 and 3家 of one indicator are the same count.
_COUNTED: Final = frozenset("个家项座条件处所场次名人户批只艘辆台套门种")
_SIGNS: Final = {">=": "≥", "<=": "≤", "=": "", "~": "约", ">": "＞", "<": "＜", "+": "增长"}
_LEADING = re.compile("^(?:全市|我市|本市|全区|全县|全省|累计|已|共|实现|完成|达到|力争|预计|其中|年度)+(?=.{2})")
# As names these say so little that two tasks never mean the same by them.
_VAGUE: Final = frozenset((
    "项目", "投资", "企业", "任务", "目标", "计划", "工程量", "总工程量", "完成率", "年度任务", "年度目标", "年度计划", "进度", "总投资",
    "培训", "整改", "订单", "活动", "重大项目", "产业项目", "重大产业项目", "先进制造业项目", "总量", "占比", "比重", "增长", "同比增量",
))


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or a reported figure, with its source; ``value`` is free of 万 and 亿, ``unit`` too."""

    indicator: str
    source: str
    document: str
    nature: str
    op: str
    value: float
    unit: str
    year: int | None
    edge: Mapping[str, Any]

    @property
    def growth(self) -> bool:
        """Whether it says how much more, not how much."""
        return self.op == "+"


def measure(value: float, unit: str | None) -> tuple[float, str]:
    """Return a value and its unit without 万 and 亿.

    Examples
    --------
    >>> measure(2.5, "亿元"), measure(300, "万吨"), measure(7, "%")
    ((250000000.0, '元'), (3000000.0, '吨'), (7.0, '%'))
    """
    match = _SCALE.fullmatch(unit or "")
    if match is None or not match[1]:
        return float(value), unit or ""
    return round(value * _SCALES[match[1]], 6), match[2]


def amount(edge: Mapping[str, Any]) -> str:
    """Return a figure as a reader writes it.

    Examples
    --------
    >>> amount({"op": ">=", "value": 40.0, "unit": "%"}), amount({"op": "=", "value": 1.0, "value_max": 2.0, "unit": "个"})
    ('≥40%', '1-2个')
    """
    value = f"{edge['value']:.12g}" + (f"-{edge['value_max']:.12g}" if edge.get("value_max") is not None else "")
    return f"{_SIGNS.get(str(edge.get('op')), '')}{value}{edge.get('unit') or ''}" + ("/年" if edge.get("per") == "year" else "")


def _key(name: str) -> str:
    plain = re.sub(r"[“”\"《》（）()\s]", "", name).replace("规上", "规模以上").replace("GDP", "生产总值").replace("地区生产总值", "生产总值")
    return _LEADING.sub("", plain)


def figures(graph: Graph, *, city: str | None = None) -> dict[tuple[str, str], list[Figure]]:
    """Return all figures by city and indicator, names that differ only in 全市, 累计, 规上 … taken together."""
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for source, indicator, edge in graph.edges(data=True):
        data = graph.nodes[indicator]
        if edge["kind"] != "SETS" or edge.get("value") is None or not in_city(data, city):
            continue
        document = str(edge.get("document") or "")
        said = graph.nodes[document].get("date") if document in graph else None
        year = edge.get("year") or (int(str(said)[:4]) if said and edge.get("nature") == "actual" else None)
        value, unit = measure(edge["value"], edge.get("unit"))
        found[str(data.get("city") or ""), _key(str(data["name"]))].append(Figure(
            indicator, source, document, str(edge.get("nature") or "target"), str(edge.get("op") or "="), value, unit, year, edge))
    for held in found.values():
        held.sort(key=lambda one: (one.year or 0, one.document, one.edge.get("start") or 0, one.value))
    return found


def _mismatch(target: Figure, actual: Figure) -> str:
    """Say why two figures cannot be compared; nothing where they can."""
    if target.growth != actual.growth:
        return "目标是增幅、实际是总量" if target.growth else "目标是总量、实际是增幅"
    if target.edge.get("per") != actual.edge.get("per") and "year" in (target.edge.get("per"), actual.edge.get("per")):
        return "一为每年、一为累计"
    one, other = target.unit, actual.unit
    if one == other or (one in _COUNTED and other in _COUNTED) or ({one, other} == {"", "元"}):
        return ""
    if {one, other} <= {"%", "个百分点"} and target.growth:
        return ""
    return f"单位不同：目标{target.edge.get('unit') or '无'}、实际{actual.edge.get('unit') or '无'}"


def lowest_share(graph: Graph, task: str) -> tuple[float, str] | None:
    """Return the lowest share of its own targets that a task reports to have reached, and of which indicator.

    Only totals that can be compared count, and only names that say what is measured.
    """
    held: dict[str, list[Figure]] = defaultdict(list)
    for _, indicator, edge in graph.out_edges(task, data=True):
        if edge["kind"] == "SETS" and edge.get("value"):
            value, unit = measure(edge["value"], edge.get("unit"))
            held[_key(node_name(graph, indicator))].append(Figure(
                indicator, task, "", str(edge.get("nature")), str(edge.get("op")), value, unit, edge.get("year"), edge))
    shares = []
    for name, found in held.items():
        goals = [one for one in found if one.nature == "target" and not one.growth and one.op not in ("<=", "<")]
        facts = [one for one in found if one.nature == "actual"]
        if name not in _VAGUE and len(goals) == len(facts) == 1 and not _mismatch(goals[0], facts[0]) and goals[0].unit != "%":
            shares.append((round(facts[0].value / goals[0].value * 100, 1), node_name(graph, goals[0].indicator)))
    return min(shares, default=None)


def needed(target: Figure, actual: Figure) -> tuple[str, str, float | None]:
    """Return the gap, what is needed every year from the actual figure to the target, and the share reached in percent.

    Parameters
    ----------
    target, actual : Figure
        Two figures that can be compared.

    Returns
    -------
    tuple of (str, str, float or None)
    """
    gap = target.value - actual.value
    at_most = target.op in ("<=", "<")
    ratio = target.unit in ("%", "个百分点")
    share = round(actual.value / target.value * 100, 1) if target.value > 0 and not target.growth else None
    if (gap >= 0) if at_most else (gap <= 0):
        return "已达到", "", share
    shown = f"{abs(gap):.6g}{'个百分点' if ratio else ''}" if ratio else _plain(abs(gap), target)
    years = (target.year or 0) - (actual.year or 0)
    if not target.year or not actual.year or years <= 0:
        return f"差{shown}", "目标年内补足" if target.year and years == 0 else "目标年已过" if target.year else "未写目标年", share
    if ratio or actual.value <= 0 or target.value <= 0:
        step = f"每年{gap / years:+.3g}个百分点" if ratio else f"每年{'+' if gap > 0 else '-'}{_plain(abs(gap) / years, target)}"
        return f"差{shown}", step, share
    return f"差{shown}", f"年均{((target.value / actual.value) ** (1 / years) - 1) * 100:+.1f}%", share


def _plain(value: float, like: Figure) -> str:
    """Return a value in the unit of a figure as it was written."""
    scale = like.value / like.edge["value"] if like.edge["value"] else 1.0
    return f"{value / scale:.6g}{like.edge.get('unit') or ''}"


@question(10, "目标总览", "目标与当前值差多少,每年还需增长多少", year="只看这一年的目标", indicator="只看名称含这几个字的指标",
          document="只看这份文件的目标", city="只看这个城市", only_compared="是否只列有可比实际值的")
def targets_overview(
    graph: Graph, *, year: int | None = None, indicator: str | None = None, document: str | None = None, city: str | None = None,
    only_compared: bool = False,
) -> Answer:
    """Compare targets with the latest figures that the documents report.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    year : int, optional
        The year by which the targets hold.
    indicator : str, optional
        Part of the name of an indicator.
    document, city : str, optional
        Whose targets; figures of all documents of the city are looked at.
    only_compared : bool
        Leave out targets without a figure to compare.

    Returns
    -------
    Answer
        A row a target: base, target, latest figure, gap, the yearly rate still needed; ``可比性`` flags what cannot be compared.

    Raises
    ------
    NotFoundError
        No such document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Indicator:a", kind="Indicator", name="海洋生产总值")
    >>> _ = graph.add_edge("Task:1", "Indicator:a", kind="SETS", op=">=", value=121.0, unit="亿元", year=2024, nature="target")
    >>> _ = graph.add_edge("Task:2", "Indicator:a", kind="SETS", op="=", value=100.0, unit="亿元", year=2022, nature="actual")
    >>> [row[5:9] for row in targets_overview(graph).rows]
    [('100亿元（2022）', '差21亿元', 82.6, '年均+10.0%')]
    """
    only = find_document(graph, document) if document else None
    rows = []
    for held in figures(graph, city=city).values():
        for target in held:
            if (target.nature != "target" or (year and target.year != year) or (only and target.document != only)
                    or (indicator and indicator not in node_name(graph, target.indicator))):
                continue
            row = _target_row(graph, target, [one for one in held if one.nature == "actual"])
            if row[0][5] and (row[0][9] == "可比" or not only_compared) or (not row[0][5] and not only_compared):
                rows.append(row)
    rows.sort(key=lambda row: (not row[0][5], str(row[0][0]), row[0][3] or 0, str(row[0][10]), str(row[0][2])))
    silent = [f"{row[0][0]}（目标{row[0][2]}）：未见实际值" for row in rows if not row[0][5]]
    return answer(
        "targets_overview",
        statement=f"{f'{year}年' if year else ''}目标{len(rows)}个，其中{len(rows) - len(silent)}个见到实际值、"
                  f"{sum(row[0][9] == '可比' for row in rows)}个可比、{sum(row[0][6] == '已达到' for row in rows)}个已达到",
        rule="同一城市、名称归并后相同的指标；名称笼统的（如“项目”“年度任务”）只与同一任务里的实际值比。实际取目标年及以前最近一年，同一任务的优先；"
             "基期取更早的一次。万、亿换算后比较；增幅与总量、单位不同的标为不可比，不计算。年均增速＝（目标÷实际）^（1÷年数）－1；百分比指标按百分点算。",
        scope=scope(graph, document=only, 城市=city, 指标=indicator),
        columns=("指标", "城市", "目标", "目标年", "基期值", "最新实际", "差距", "完成率%", "每年还需", "可比性", "目标出处", "实际出处"),
        rows=rows, unmentioned=dict.fromkeys(silent), why_empty="所选范围内没有符合条件的目标值。")


def _target_row(graph: Graph, target: Figure, actuals: Sequence[Figure]) -> tuple[tuple[Value, ...], tuple[Quote, ...]]:
    vague = _key(node_name(graph, target.indicator)) in _VAGUE
    near = [one for one in actuals if (not vague or one.source == target.source)
            and (not target.year or not one.year or one.year <= target.year)]
    fit = [one for one in near if not _mismatch(target, one)]
    pool = sorted(fit or near, key=lambda one: (one.source == target.source, one.year or 0, -(one.edge.get("start") or 0)))
    latest = max(pool, key=lambda one: (one.year or 0, one.source == target.source, -(one.edge.get("start") or 0)), default=None)
    earlier = [one for one in fit if latest and (one.year or 0) < (latest.year or 0)]
    base = min(earlier, key=lambda one: one.year or 0, default=None)
    gap, step, share, said = "", "", None, "未见实际值"
    if latest is not None:
        said = _mismatch(target, latest) or "可比"
        if said == "可比":
            gap, step, share = needed(target, latest)
        else:
            said = f"不可比：{said}"
    row = (node_name(graph, target.indicator), str(graph.nodes[target.indicator].get("city") or ""), amount(target.edge), target.year,
           _dated(base), _dated(latest), gap, share, step, said, _source(graph, target), _source(graph, latest))
    return row, quotes(graph, (one.edge for one in (target, latest, base) if one is not None))


def _dated(one: Figure | None) -> str:
    return "" if one is None else f"{amount(one.edge)}（{one.year or '年份未写'}）"


def _source(graph: Graph, one: Figure | None) -> str:
    if one is None:
        return ""
    data = graph.nodes[one.source] if one.source in graph else {}
    number = f"第{data['number']}项" if data.get("kind") == "Task" and data.get("number") else ""
    return document_label(graph, one.document) + number
