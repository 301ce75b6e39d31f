"""How far things are: the sheet of a leader, what falls due, what is overdue, what is to be urged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.schedule import Rule, Standing, by_urgency, rule_text, standings
from liantu.queries.targets import amount
from liantu.queries.tasks import (
    Part,
    Work,
    day,
    document_label,
    find_document,
    find_kind,
    linked,
    names,
    number_of,
    quotes,
    task_quote,
    unit_names,
    works,
)
from liantu.queries.wording import clip

__all__ = ["leader_sheet", "tasks_due", "tasks_overdue", "tasks_to_urge"]

_WHERE = {"document": "只看这份文件", "city": "只看这个城市", "period_end": "没有时限的任务是否按文件期限的最后一天算"}


@question(8, "领导分管清单", "某领导分管哪些任务、产业链、项目、指标,进度如何", leader="领导姓名", on="截至哪一天,如 2025-06-30",
          document="只看这份文件", city="只看这个城市", yellow="落后几个百分点亮黄灯", red="落后几个百分点亮红灯",
          idle_months="几个月未启动亮红灯", match="取别的报告里的进展时,任务相似度的下限", period_end="没有时限的任务是否按文件期限的最后一天算")
def leader_sheet(
    graph: Graph, *, leader: str, on: str, document: str | None = None, city: str | None = None, yellow: float = 10.0,
    red: float = 30.0, idle_months: int = 3, match: float = 0.5, period_end: bool = False,
) -> Answer:
    """Say what a leader oversees and how it stands on a day, the overdue first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    leader : str
        A name of the leader.
    on : str
        The day, ISO.
    document, city : str, optional
        What narrows it.
    yellow, red : float
        Points behind schedule for a yellow and for a red light.
    idle_months : int
        Months without a start for a red light.
    match : float
        How alike a task of a report must be for its progress to count for a task of a plan.
    period_end : bool
        Whether tasks without a deadline are due at the end of their plan.

    Returns
    -------
    Answer
        A row a task with its chains, projects, indicators, progress and light.

    Raises
    ------
    NotFoundError
        No such leader or document.
    QueryError
        ``on`` is no date.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市2024年重点任务", file="a.txt", date="2024-01-20")
    >>> graph.add_node("Task:a/001", kind="Task", name="建海洋电子产业园", document="Document:a", deadline="2024-06-30")
    >>> graph.add_node("Person:王芳", kind="Person", name="王芳")
    >>> _ = graph.add_edge("Person:王芳", "Task:a/001", kind="OVERSEES", document="Document:a", quote="牵头领导：王芳")
    >>> [row[:3] for row in leader_sheet(graph, leader="王芳", on="2024-07-10").rows]
    [('王芳', '红', '建海洋电子产业园')]
    """
    only = find_document(graph, document) if document else None
    people = set(find_kind(graph, "Person", leader, city=city))
    rule = Rule(yellow, red, idle_months, match)
    asked = [work for work in works(graph, document=only) if any(part.who in people for part in work.leaders)]
    found = by_urgency(standings(graph, asked, on=day(on), rule=rule, assume=period_end))
    rows = [(_leader_row(graph, one, people), _evidence(graph, one, [part for part in one.work.leaders if part.who in people]))
            for one in found]
    lights = "、".join(f"{light}灯{count}项" for light in ("红", "黄", "绿") if (count := sum(one.light == light for one in found)))
    return answer(
        "leader_sheet",
        statement=f"截至{on}，{names(graph, sorted(people))}分管{len(found)}项任务" + (f"，{lights}" if lights else "")
        + f"，涉及产业{_total(graph, asked, 'industries')}个、项目{_total(graph, asked, 'projects')}个、指标{_total(graph, asked, 'indicators')}个",
        rule=rule_text(rule), scope=scope(graph, document=only, 城市=city),
        columns=("领导", "灯", "任务", "产业", "项目", "指标", "牵头单位", "完成时限", "进展", "完成率%", "应达%", "进展所指日期", "说明", "文件", "序号"),
        rows=rows, unmentioned=[f"{one.work.name}：未见进展记载" for one in found if not one.status],
        why_empty=f"图中有{names(graph, sorted(people))}，但所选文件没有写其分管的任务。")


def _total(graph: Graph, asked: Sequence[Work], what: str) -> int:
    return len({node for work in asked for node, _ in linked(graph, work, what)})


def _leader_row(graph: Graph, one: Standing, people: set[str]) -> tuple[Value, ...]:
    work = one.work
    goals = dict.fromkeys(f"{node_name(graph, node)}{amount(edge)}" for node, edge in linked(graph, work, "indicators"))
    industries = [node for node, _ in linked(graph, work, "industries")]
    chains = [up for node in industries for _, up, edge in graph.out_edges(node, data=True)
              if edge["kind"] == "PART_OF" and graph.nodes[up].get("level") == "chain"]
    return (unit_names(graph, (part for part in work.leaders if part.who in people)), one.light, work.name,
            names(graph, [*industries, *chains]), names(graph, (node for node, _ in linked(graph, work, "projects"))),
            "；".join(goals), unit_names(graph, work.by("LEADS")), _due(one), one.said, one.percent, one.expected,
            one.valid.isoformat() if one.valid else None, one.why, document_label(graph, work.document), number_of(work))


def _due(one: Standing) -> str | None:
    return None if one.due is None else one.due.isoformat() + ("（推定：文件期限）" if one.assumed else "")


def _evidence(graph: Graph, one: Standing, parts: Sequence[Part] = ()) -> tuple[Quote, ...]:
    said = [quote for part in (parts or one.work.by("LEADS", "RESPONSIBLE_FOR")) for quote in quotes(graph, part.edges)]
    more = [task_quote(graph, one.source.other)] if one.source else []
    return tuple(dict.fromkeys((task_quote(graph, one.work), *said, *((one.report,) if one.report else ()), *more)))


@question(14, "将到期的任务", "某日起若干天内到期的任务", on="从哪一天起,如 2025-06-01", days="往后几天", **_WHERE)
def tasks_due(
    graph: Graph, *, on: str, days: int = 30, document: str | None = None, city: str | None = None, period_end: bool = False,
) -> Answer:
    """List the tasks that fall due within some days.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    on : str
        The first day, ISO.
    days : int
        How many days from there.
    document, city : str, optional
        What narrows it.
    period_end : bool
        Whether tasks without a deadline are due at the end of their plan.

    Returns
    -------
    Answer
        A row a task that was not reported as done, the nearest first.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        ``on`` is no date, or ``days`` is below zero.
    """
    if days < 0:
        raise QueryError("参数 days 不能小于 0。")
    first = day(on)
    found, dated, only = _dated(graph, first, document, city, period_end=period_end)
    last = first + timedelta(days)
    kept = [one for one in found if one.due and first <= one.due <= last and not one.done]
    rows = [(_due_row(graph, one, (one.due - first).days if one.due else 0), _evidence(graph, one)) for one in kept]
    return answer(
        "tasks_due", statement=f"{on}至{last.isoformat()}到期、未见完成记载的任务{len(rows)}项", rule=_due_rule(period_end=period_end),
        scope=scope(graph, document=only, 城市=city), columns=_DUE_COLUMNS, rows=sorted(rows, key=lambda row: (str(row[0][3]), str(row[0][7]), str(row[0][8]))),
        why_empty=f"所选范围内{dated}项任务有时限，没有在这段时间到期且未完成的。" if dated else "所选范围内的任务都没有写时限。")


@question(14, "已超期的任务", "到某日已过时限、未见完成记载的任务", on="截至哪一天,如 2025-06-30", **_WHERE)
def tasks_overdue(
    graph: Graph, *, on: str, document: str | None = None, city: str | None = None, period_end: bool = False,
) -> Answer:
    """List the tasks whose deadline is past and that no report calls done.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    on : str
        The day, ISO; a task due on that day is not overdue.
    document, city : str, optional
        What narrows it.
    period_end : bool
        Whether tasks without a deadline are due at the end of their plan.

    Returns
    -------
    Answer
        A row a task, the longest overdue first. Where no report speaks of it, it is listed under ``unmentioned`` too.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        ``on`` is no date.
    """
    today = day(on)
    found, dated, only = _dated(graph, today, document, city, period_end=period_end)
    kept = [one for one in found if one.overdue]
    rows = [(_due_row(graph, one, -one.overdue), _evidence(graph, one)) for one in by_urgency(kept)]
    return answer(
        "tasks_overdue", statement=f"截至{on}已过时限、未见完成记载的任务{len(rows)}项", rule=_due_rule(period_end=period_end),
        scope=scope(graph, document=only, 城市=city), columns=_DUE_COLUMNS, rows=rows,
        unmentioned=[f"{one.work.name}：未见进展记载，不等于没有完成" for one in kept if not one.status],
        why_empty=f"所选范围内{dated}项任务有时限，到{on}都没有超期或已报完成。" if dated else "所选范围内的任务都没有写时限。")


_DUE_COLUMNS = ("任务", "牵头单位", "分管领导", "完成时限", "距时限天数", "进展", "完成率%", "文件", "序号")


def _due_rule(*, period_end: bool) -> str:
    return "时限为原文写明、可化为日期的完成时限" + ("，没有的按文件期限最后一天推定" if period_end else "，没有时限的不列") + "；已报完成的不列；只用当天及以前的进展。"


def _dated(
    graph: Graph, on: date, document: str | None, city: str | None, *, period_end: bool,
) -> tuple[list[Standing], int, str | None]:
    only = find_document(graph, document) if document else None
    found = standings(graph, works(graph, document=only, city=city), on=on, rule=Rule(), assume=period_end)
    return found, sum(one.due is not None for one in found), only


def _due_row(graph: Graph, one: Standing, left: int) -> tuple[Value, ...]:
    work = one.work
    carriers = work.by("LEADS") or work.by("RESPONSIBLE_FOR")
    return (work.name, unit_names(graph, carriers), unit_names(graph, work.leaders), _due(one), left, one.said, one.percent,
            document_label(graph, work.document), number_of(work))


@question(14, "催办清单", "本月要催办哪些事项", on="从哪一天起,如 2025-06-01", days="几天内到期要催办", behind="落后序时进度超过几个百分点要催办",
          document="只看这份文件", city="只看这个城市", overdue="是否也列已超期的", period_end="没有时限的任务是否按文件期限的最后一天算",
          match="取别的报告里的进展时,任务相似度的下限")
def tasks_to_urge(
    graph: Graph, *, on: str, days: int = 30, behind: float = 10.0, document: str | None = None, city: str | None = None,
    overdue: bool = True, period_end: bool = False, match: float = 0.5,
) -> Answer:
    """List what is to be urged: due soon, behind schedule, or overdue, each with a line for the order.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    on : str
        The day, ISO.
    days : int
        Due within so many days.
    behind : float
        Behind by more than so many points.
    document, city : str, optional
        What narrows it.
    overdue : bool
        Whether what is overdue is listed too.
    period_end : bool
        Whether tasks without a deadline are due at the end of their plan.
    match : float
        How alike a task of a report must be for its progress to count for a task of a plan.

    Returns
    -------
    Answer
        A row a task: red for overdue, yellow for behind, blue for due soon; the last column drafts the order.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        ``on`` is no date, or a threshold is below zero.
    """
    if days < 0 or behind < 0:
        raise QueryError("天数和百分点不能小于 0。")
    today, only = day(on), find_document(graph, document) if document else None
    rule = Rule(match=match)
    asked = works(graph, document=only, city=city)
    found = [one for one in standings(graph, asked, on=today, rule=rule, assume=period_end) if not one.done]
    kept = [(colour, why, one) for one in by_urgency(found)
            for colour, why in _causes(one, today, days, behind, overdue=overdue)[:1]]
    kept.sort(key=lambda row: "红黄蓝".index(row[0]))
    rows = [(_urge_row(graph, colour, why, one, on), _evidence(graph, one)) for colour, why, one in kept]
    return answer(
        "tasks_to_urge", statement=f"{on}起要催办的任务{len(rows)}项（{'、'.join(f'{c}{n}项' for c in '红黄蓝' if (n := sum(r[0] == c for r in kept))) or '无'}）",
        rule=f"红：已过时限、未见完成记载{'' if overdue else '（本次不列）'}；黄：落后序时进度超过{behind:g}个百分点，或满{rule.idle_months}个月未启动；蓝：{days}天内到期。"
             f"已报完成的不列；没有时限的{'按文件期限最后一天推定' if period_end else '只看进度'}；完成率没有写明的按任务自己的目标值和实际值推算；序时进度按起止日匀速推算到报告所说的日期。",
        scope=scope(graph, document=only, 城市=city),
        columns=("督办", "事由", "任务", "牵头单位", "分管领导", "完成时限", "完成率%", "应达%", "落后百分点", "最近进展", "督办单", "文件", "序号"),
        rows=rows, unmentioned=[f"{one.work.name}：未见进展记载" for _, _, one in kept if not one.status],
        why_empty=f"{len(asked)}项任务中没有{days}天内到期、已超期或落后超过{behind:g}个百分点的。" if asked else "所选范围内没有任务。")


def _causes(one: Standing, today: date, days: int, behind: float, *, overdue: bool) -> list[tuple[str, str]]:
    found = []
    if one.overdue and overdue:
        found.append(("红", f"超过时限{one.overdue}天"))
    if one.behind is not None and one.behind > behind:
        found.append(("黄", f"落后{one.behind:g}个百分点" + (f"（按“{one.measured}”推算）" if one.measured else "")))
    if one.status == "not_started" and one.light == "红" and not one.overdue:
        found.append(("黄", one.why))
    if one.due and today <= one.due <= today + timedelta(days):
        found.append(("蓝", f"还有{(one.due - today).days}天到期"))
    return found


def _urge_row(graph: Graph, colour: str, why: str, one: Standing, on: str) -> tuple[Value, ...]:
    work = one.work
    carriers = unit_names(graph, work.by("LEADS") or work.by("RESPONSIBLE_FOR"))
    last = clip(one.report.text, 120) if one.report else ""
    told = f"据截至{one.valid}的报告：{last}。" if last and one.valid else "未见进展记载。"
    draft = (f"请{carriers or '（原文未写牵头单位，请先明确）'}抓紧办理{document_label(graph, work.document)}第{number_of(work)}项“{work.name}”"
             f"（{f'时限{_due(one)}' if one.due else '未写时限'}，截至{on}{why}）。{told}请报送完成情况、存在问题和下一步安排。")
    return (colour, why, work.name, carriers, unit_names(graph, work.leaders), _due(one), one.percent, one.expected, one.behind, last,
            draft, document_label(graph, work.document), number_of(work))
