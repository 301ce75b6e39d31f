"""Who carries how much: weighted load, deadlines that fall together, what is far above the rest, and sole carriers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.tasks import (
    ROLES,
    Part,
    Work,
    document_label,
    find_document,
    find_kind,
    linked,
    names,
    number_of,
    quotes,
    task_quote,
    works,
)
from liantu.queries.units import heirs, is_group, succession_quotes

__all__ = ["Burden", "burdens", "sole_carriers", "unit_load_ranking"]


@dataclass(frozen=True, slots=True)
class Burden:
    """The tasks of one unit, by role; ``former`` are the units it took over from that hold some of them."""

    unit: str
    held: tuple[tuple[Work, Part], ...]
    former: tuple[str, ...] = ()

    def count(self, kind: str) -> int:
        """Return in how many tasks the unit has this part."""
        return sum(part.kind == kind for _, part in self.held)

    def weight(self, weights: Mapping[str, float]) -> float:
        """Return the weighted load."""
        return round(sum(weights[part.kind] for _, part in self.held), 2)

    def peak(self) -> tuple[str, int]:
        """Return the quarter in which most led tasks fall due, and how many they are; the earliest of equals."""
        due = Counter(_quarter(str(work.data["deadline"])) for work, part in self.held
                      if part.kind != "PARTICIPATES_IN" and work.data.get("deadline"))
        return min(due.items(), key=lambda pair: (-pair[1], pair[0])) if due else ("", 0)


def _quarter(iso: str) -> str:
    """Return the quarter of a date.

    Examples
    --------
    >>> _quarter("2020-03-31")
    '2020年一季度'
    """
    return f"{iso[:4]}年{'一二三四'[(int(iso[5:7]) - 1) // 3]}季度"


def burdens(graph: Graph, asked: Iterable[Work], *, merge: bool = True) -> list[Burden]:
    """Return what each single unit carries; a task counts once a unit, by its strongest part.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    asked : iterable of Work
        The tasks that count.
    merge : bool
        Give the tasks of a unit that was taken over to its successor.
    """
    after = heirs(graph) if merge else {}
    order = list(ROLES)
    held: dict[str, dict[str, tuple[Work, Part]]] = defaultdict(dict)
    for work in asked:
        for part in sorted(work.parts, key=lambda one: order.index(one.kind)):
            if not is_group(graph, part.who):
                held[after.get(part.who, part.who)].setdefault(work.id, (work, part))
    return [Burden(unit, tuple(tasks.values()), tuple(sorted({part.who for _, part in tasks.values()} - {unit})))
            for unit, tasks in sorted(held.items())]


@question(5, "任务负荷排名", "谁牵头最多,是否超载", document="只看这份文件", city="只看这个城市的单位",
          lead_weight="牵头一项算几分", responsible_weight="负责一项算几分", participant_weight="参与一项算几分",
          overload="加权负荷达到中位数几倍算超载", quarter_limit="同一季度到期的牵头、负责任务达到几项算超载",
          merge_successors="是否把被撤并单位的任务并入承接单位", top="只列前几名,0为全部")
def unit_load_ranking(
    graph: Graph, *, document: str | None = None, city: str | None = None, lead_weight: float = 1.0,
    responsible_weight: float = 0.6, participant_weight: float = 0.3, overload: float = 3.0, quarter_limit: int = 5,
    merge_successors: bool = True, top: int = 0,
) -> Answer:
    """Rank units by weighted load and mark those that carry too much.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document, city : str, optional
        What narrows it.
    lead_weight, responsible_weight, participant_weight : float
        What a task of each kind weighs.
    overload : float
        A load of so many times the median is too much.
    quarter_limit : int
        So many led tasks due in one quarter are too much.
    merge_successors : bool
        Give the tasks of units that were taken over to their successors.
    top : int
        How many rows; 0 for all.

    Returns
    -------
    Answer
        A row a unit; the evidence of a row is the list behind its numbers, ``任务清单`` the list in short.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        A weight or threshold below zero.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:商务局", kind="Unit", name="青山市商务局")
    >>> for number in "12":
    ...     graph.add_node(f"Task:a/{number}", kind="Task", name="任务", document="Document:a", deadline="2024-06-30")
    ...     _ = graph.add_edge("Unit:商务局", f"Task:a/{number}", kind="LEADS")
    >>> unit_load_ranking(graph).rows[0][1:8]
    ('青山市商务局', 2, 0, 0, 2.0, 1.0, '2024年二季度2项')
    """
    weights = {"LEADS": lead_weight, "RESPONSIBLE_FOR": responsible_weight, "PARTICIPATES_IN": participant_weight}
    if min(*weights.values(), overload, quarter_limit, top) < 0:
        raise QueryError("权重、倍数和项数不能小于 0。")
    only = find_document(graph, document) if document else None
    found = burdens(graph, works(graph, document=only, city=city), merge=merge_successors)
    found.sort(key=lambda one: (-one.weight(weights), -one.count("LEADS"), one.unit))
    loads = [one.weight(weights) for one in found]
    middle, fence = (median(loads), _fence(loads)) if loads else (0.0, 0.0)
    rows = [(_load_row(graph, rank, one, weights, middle, fence, overload, quarter_limit), _load_quotes(graph, one))
            for rank, one in enumerate(found, 1)]
    over = sum(bool(row[0][9]) for row in rows)
    return answer(
        "unit_load_ranking",
        statement=f"{len(found)}个单位按加权负荷排名，中位数{middle:g}，离群界限{fence:g}，超载{over}个",
        rule=f"负荷＝牵头×{lead_weight:g}＋负责×{responsible_weight:g}＋参与×{participant_weight:g}，一项任务一个单位只计最重的角色；"
             f"超载：负荷不低于中位数的{overload:g}倍，或同一季度到期的牵头、负责任务不少于{quarter_limit}项；离群：负荷高于上四分位数＋1.5倍四分位距。"
             "“各县（区）政府”等集合不参加排名。",
        scope=scope(graph, document=only, 城市=city),
        columns=("名次", "单位", "牵头", "负责", "参与", "加权负荷", "为中位数的倍数", "到期最集中的季度", "离群", "超载", "任务清单", "含前身"),
        rows=rows[:top or None], why_empty="所选范围内没有写明单位的任务。")


def _fence(loads: list[float]) -> float:
    if len(loads) < 4:
        return max(loads)
    low, _, high = quantiles(loads, n=4, method="inclusive")
    return round(high + 1.5 * (high - low), 2)


def _load_row(
    graph: Graph, rank: int, one: Burden, weights: Mapping[str, float], middle: float, fence: float, overload: float, limit: int,
) -> tuple[Value, ...]:
    load, (quarter, due) = one.weight(weights), one.peak()
    times = round(load / middle, 1) if middle else None
    why = [f"负荷为中位数的{times:g}倍"] if times is not None and load >= overload * middle else []
    why += [f"{quarter}到期{due}项"] if due and due >= limit else []
    listed: dict[str, list[str]] = defaultdict(list)
    for work, part in one.held:
        listed[work.document].append(f"{number_of(work)}（{ROLES[part.kind]}）")
    short = "；".join(f"{document_label(graph, where)}{'、'.join(numbers)}" for where, numbers in listed.items())
    return (rank, node_name(graph, one.unit), *(one.count(kind) for kind in ROLES), load, times,
            f"{quarter}{due}项" if due else "", "是" if load > fence else "", "；".join(why), short, names(graph, one.former))


def _load_quotes(graph: Graph, one: Burden) -> tuple[Quote, ...]:
    said = (quote for work, part in one.held for quote in (*quotes(graph, part.edges), *quotes(graph, _heading(graph, work))))
    return tuple(dict.fromkeys((*said, *succession_quotes(graph, [one.unit, *one.former]))))


def _heading(graph: Graph, work: Work) -> list[Mapping[str, object]]:
    return [edge for _, _, edge in graph.in_edges(work.id, data=True) if edge["kind"] == "HAS_TASK"]


@question(6, "唯一承担单位", "哪些任务或产业只靠一个单位,它缺位就无人承担", unit="只看这个单位", city="只看这个城市的文件",
          document="只看这份文件", of="task 只看任务,industry 只看产业,不填两者都看", only_leads="是否只看牵头(不看负责、参与)")
def sole_carriers(
    graph: Graph, *, unit: str | None = None, city: str | None = None, document: str | None = None, of: str | None = None,
    only_leads: bool = False,
) -> Answer:
    """List the tasks and industries that would have no unit left if a single one were absent.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit, city, document : str, optional
        What narrows it.
    of : str, optional
        ``task`` or ``industry``.
    only_leads : bool
        Whether to ask who could lead, not who takes part at all.

    Returns
    -------
    Answer
        A row for each task or industry, with what else still carries it (platforms, projects, enterprises).

    Raises
    ------
    NotFoundError
        No such unit or document.
    QueryError
        ``of`` is neither.
    """
    if of not in (None, "task", "industry"):
        raise QueryError(f"参数 of 只能是 task 或 industry,不能是 {of!r}。")
    only = find_document(graph, document) if document else None
    wanted = set(find_kind(graph, "Unit", unit, city=city)) if unit else None
    asked = works(graph, document=only, city=city)
    kinds = ("LEADS",) if only_leads else tuple(ROLES)
    rows = []
    if of != "industry":
        rows += [row for work in asked if (row := _sole_row(graph, "任务", work.name, [work], kinds, wanted))]
    if of != "task":
        for industry, held in _by_industry(graph, asked).items():
            row = _sole_row(graph, "产业环节", node_name(graph, industry), held, kinds, wanted)
            rows += [row] if row else []
    rows.sort(key=lambda row: (str(row[0][2]), row[0][0] == "任务"))
    role = "牵头" if only_leads else "牵头、负责或参与"
    return answer(
        "sole_carriers", statement=f"只有{unit or '一个单位'}{role}的任务和产业",
        rule=f"任务的{role}单位归并后只有一个，且不是“各县（区）政府”这类集合；产业则看发展它和它的环节的所有任务。“仍有”是这些任务里写到的平台、项目、企业。",
        scope=scope(graph, document=only, 城市=city, 单位=unit),
        columns=("对象", "名称", "唯一承担单位", "角色", "任务数", "仍有", "文件"), rows=rows,
        why_empty="所选范围内没有任务。" if not asked else "所选范围内的任务和产业都没有写单位，或都有两个以上单位（或集合）承担。")


def _by_industry(graph: Graph, asked: list[Work]) -> dict[str, list[Work]]:
    held: dict[str, dict[str, Work]] = defaultdict(dict)
    for work in asked:
        ahead = [industry for industry, _ in linked(graph, work, "industries")]
        while ahead:
            one = ahead.pop()
            if work.id not in held[one]:
                held[one][work.id] = work
                ahead += [up for _, up, edge in graph.out_edges(one, data=True)
                          if edge["kind"] == "PART_OF" and edge.get("verdict", "confirmed") == "confirmed"]
    return {industry: list(tasks.values()) for industry, tasks in sorted(held.items())}


def _sole_row(
    graph: Graph, what: str, name: str, held: list[Work], kinds: tuple[str, ...], wanted: set[str] | None,
) -> tuple[tuple[Value, ...], tuple[Quote, ...]] | None:
    parts = [part for work in held for part in work.by(*kinds)]
    units = {part.who for part in parts}
    if len(units) != 1 or (wanted is not None and not units & wanted) or is_group(graph, *units):
        return None
    still = names(graph, (node for work in held for kind in ("platforms", "projects", "enterprises")
                          for node, _ in linked(graph, work, kind)))
    roles = "、".join(label for kind, label in ROLES.items() if any(part.kind == kind for part in parts))
    where = "；".join(dict.fromkeys(f"{document_label(graph, work.document)}{number_of(work)}" for work in held))
    said = (*quotes(graph, (edge for part in parts for edge in part.edges)), *(task_quote(graph, work) for work in held))
    return (what, name, node_name(graph, *units), roles, len(held), still, where), tuple(dict.fromkeys(said))
