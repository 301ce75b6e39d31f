"""A plan's tasks in later documents: how they went on by a report, and whether a later plan takes them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, documents, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.similarity import Likeness, best_matches
from liantu.queries.targets import amount
from liantu.queries.tasks import (
    Work,
    document_label,
    find_document,
    linked,
    names,
    number_of,
    progress_text,
    quotes,
    task_quote,
    unit_names,
    works,
)
from liantu.queries.units import heirs
from liantu.queries.wording import clip

__all__ = ["Aligned", "align", "changes", "plan_changes", "plan_continuity", "plan_progress"]

_STATUS = {"done": "已完成", "ongoing": "推进中", "not_started": "未启动"}


@dataclass(frozen=True, slots=True)
class Aligned:
    """A task and what became of it: continued, changed, dropped (no later task is like it) or new (no earlier one)."""

    change: str
    task: Work | None
    match: Likeness | None
    told: tuple[str, ...] = ()


def align(
    graph: Graph, earlier: Sequence[Work], later: Sequence[Work], *, same: float = 0.55, similar: float = 0.28,
) -> list[Aligned]:
    """Match the tasks of an earlier plan with those of a later one.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    earlier, later : sequence of Work
        The tasks of both.
    same, similar : float
        From which likeness a task goes on as it is, and from which it goes on changed.

    Returns
    -------
    list of Aligned
        The earlier tasks in their order, then the later ones that none of them matches.
    """
    rows: list[Aligned] = []
    taken: set[str] = set()
    for work, found in zip(earlier, best_matches(graph, earlier, later, heirs=heirs(graph), least=similar), strict=True):
        if not found:
            rows.append(Aligned("dropped", work, None))
            continue
        told = changes(graph, work, found[0].other)
        rows.append(Aligned("continued" if found[0].score >= same and not told else "changed", work, found[0], told))
        taken.update(one.other.id for one in found)
    rows += [Aligned("new", None, Likeness(work, 0.0, 0.0, 0.0, ())) for work in later if work.id not in taken]
    return rows


def changes(graph: Graph, earlier: Work, later: Work) -> tuple[str, ...]:
    """Say what differs between two tasks: leads (a successor is no change), deadline, targets, projects that are gone."""
    after = heirs(graph)
    was, now = ([after.get(part.who, part.who) for part in work.by("LEADS", "RESPONSIBLE_FOR")] for work in (earlier, later))
    found = []
    if set(was) != set(now) and was and now:
        found.append(f"单位：{names(graph, was)}→{names(graph, now)}")
    dates = earlier.data.get("deadline"), later.data.get("deadline")
    if dates[0] != dates[1] and dates[1]:
        found.append(f"时限：{dates[0] or '未写'}→{dates[1]}")
    goals = [{node: amount(edge) for node, edge in linked(graph, work, "indicators") if edge.get("nature") == "target"}
             for work in (earlier, later)]
    found += [f"{node_name(graph, node)}：{goals[0][node]}→{goals[1][node]}" for node in goals[0]
              if node in goals[1] and goals[0][node] != goals[1][node]]
    gone = [[node for node, _ in linked(graph, work, "projects")] for work in (earlier, later)]
    if gone[0] and gone[1] and (left := [node for node in gone[0] if node not in gone[1]]):
        found.append(f"未再写到项目：{names(graph, left)}")
    return tuple(found)


def _chosen(graph: Graph, name: str | None, plans: Sequence[str], *, progress: bool) -> list[str]:
    """Return the documents that a title, 文号, file name or year names; without one, all later ones of that sort."""
    # A document that does not say whose it is may be of any city.
    cities = {graph.nodes[one].get("city") for one in plans} | {None}
    last = max(str(graph.nodes[one].get("date") or "") for one in plans)
    later = [one for one in documents(graph)
             if one not in plans and graph.nodes[one].get("city") in cities and str(graph.nodes[one].get("date") or "") > last
             and (graph.nodes[one].get("status") == "progress") == progress]
    if name is None:
        return later
    if name.isdecimal() and len(name) == 4:
        dated = [one for one in later if str(graph.nodes[one].get("date") or "").startswith(name)]
        if not dated:
            raise NotFoundError(f"{name}年没有可比的{'进展报告' if progress else '方案'}。可选的有:{'、'.join(document_label(graph, one) for one in later) or '无'}。")
        return dated
    return [find_document(graph, name)]


def _plans(graph: Graph, plan: str, city: str | None) -> list[str]:
    if not (plan.isdecimal() and len(plan) == 4):
        return [find_document(graph, plan)]
    found = [one for one in documents(graph) if str(graph.nodes[one].get("date") or "").startswith(plan)
             and graph.nodes[one].get("status") != "progress"
             and (city is None or str(graph.nodes[one].get("city") or "").removesuffix("市") == city.removesuffix("市"))]
    if not found:
        years = sorted({str(graph.nodes[one]["date"])[:4] for one in documents(graph) if graph.nodes[one].get("date")})
        raise NotFoundError(f"图中没有{plan}年的方案。有文件的年份:{'、'.join(years) or '无'}。")
    return found


def _check(same: float, similar: float) -> None:
    if not 0 < similar <= same <= 1:
        raise QueryError("相似度应满足 0 < similar ≤ same ≤ 1。")


@question(9, "方案延续情况", "一份方案的任务,后来进展如何,新的方案是否延续", plan="原方案:标题、文号、文件名或年份(如 2019)",
          report="进展报告:标题、文件名或年份,不填取之后的所有报告", successor="后来的方案:标题、文件名或年份,不填取之后的所有方案",
          city="只看这个城市", same="相似度达到多少算延续", similar="相似度达到多少算调整后延续", show_new="是否列出后来方案新增的任务")
def plan_continuity(
    graph: Graph, *, plan: str, report: str | None = None, successor: str | None = None, city: str | None = None,
    same: float = 0.55, similar: float = 0.28, show_new: bool = True,
) -> Answer:
    """Follow the tasks of a plan into a report of progress and into a later plan.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    plan : str
        The plan: title, 文号, file name, or a year for all plans of it.
    report, successor : str, optional
        The report and the later plan, named alike; by default all later ones of the same city.
    city : str, optional
        Whose plans, where a year names them.
    same, similar : float
        From which likeness a task goes on as it is, and from which it goes on changed.
    show_new : bool
        Whether tasks that only the later plan has are listed.

    Returns
    -------
    Answer
        A row a task, with the sentences of all sides, the likeness, and what both name.

    Raises
    ------
    NotFoundError
        No such document, or none of that year.
    QueryError
        Thresholds that make no sense.
    """
    _check(same, similar)
    plans = _plans(graph, plan, city)
    reports, later = _chosen(graph, report, plans, progress=True), _chosen(graph, successor, plans, progress=False)
    asked = [work for one in plans for work in works(graph, document=one)]
    told = [work for one in reports for work in works(graph, document=one)]
    aligned = align(graph, asked, [work for one in later for work in works(graph, document=one)], same=same, similar=similar)
    reported = best_matches(graph, asked, told, heirs=heirs(graph), least=similar)
    progress = {work.id: found[0] if found else None for work, found in zip(asked, reported, strict=True)}
    rows = [_row(graph, one, progress.get(one.task.id) if one.task else None, compared=bool(later))
            for one in aligned if show_new or one.change != "new"]
    counts = {label: sum(row[0][0] == label for row in rows) for label in ("延续", "调整后延续", "未见延续", "无后来的方案", "新增")}
    silent = [work.name for work in asked if progress[work.id] is None]
    return answer(
        "plan_continuity",
        statement=f"{'、'.join(document_label(graph, one) for one in plans)}的{len(asked)}项任务："
                  f"见到进展{len(asked) - len(silent)}项；" + "、".join(f"{label}{count}项" for label, count in counts.items() if count),
        rule=f"相似度＝文字相似（字对加权余弦，或标题被包含的程度）再按共同的项目、平台、企业、产业、区域、牵头单位提高；不低于{same:g}且单位、时限、目标未变为延续，"
             f"不低于{similar:g}为调整后延续，更低为未见延续；新增指后来方案中没有与之相似的原任务。被承接的单位与承接单位视为同一个。",
        scope=scope(graph, 城市=city) + f"；进展：{'、'.join(document_label(graph, one) for one in reports) or '无'}；"
              f"后来的方案：{'、'.join(document_label(graph, one) for one in later) or '无'}",
        columns=("结论", "原任务", "原序号", "原牵头", "进展", "进展内容", "进展相似度", "后来的任务", "后来的文件", "相似度", "共同要素", "变化"),
        rows=rows, unmentioned=[f"{name}：未见进展记载" for name in silent] if told else [],
        why_empty="这份方案没有任务。")


def _row(graph: Graph, one: Aligned, progress: Likeness | None, *, compared: bool) -> tuple[tuple[Value, ...], tuple[Quote, ...]]:
    labels = {"continued": "延续", "changed": "调整后延续", "dropped": "未见延续" if compared else "无后来的方案", "new": "新增"}
    later = one.match.other if one.match else None
    said = progress_text(graph, progress.other) if progress else None
    shared = dict.fromkeys((*(one.match.shared if one.match else ()), *(progress.shared if progress else ())))
    status = _STATUS.get(str(progress.other.data.get("status")), "有记载") if progress else "未见进展记载"
    row: tuple[Value, ...] = (
        labels[one.change], one.task.name if one.task else None, number_of(one.task) if one.task else None,
        unit_names(graph, one.task.by("LEADS")) if one.task else None,
        status if one.task else None, clip(said.text, 120) if said else "", progress.score if progress else None,
        later.name if later else None, document_label(graph, later.document) if later else None,
        one.match.score if one.match and one.change != "new" else None, names(graph, shared), "；".join(one.told))
    sides = [task_quote(graph, work) for work in (one.task, progress.other if progress else None, later) if work]
    shown = quotes(graph, _shared_edges(graph, one.task, shared)) if one.task else ()
    return row, tuple(dict.fromkeys((*sides[:1], *((said,) if said else ()), *sides[1:], *shown)))


def _shared_edges(graph: Graph, work: Work, shared: dict[str, None]) -> list[Mapping[str, Any]]:
    return [edge for what in ("projects", "platforms", "industries") for node, edge in linked(graph, work, what) if node in shared]


@question(9, "方案任务的进展", "一份方案的任务在后来的报告里进展如何", plan="原方案:标题、文号、文件名或年份", report="进展报告:标题、文件名或年份",
          city="只看这个城市", similar="相似度的下限", top="每项任务最多列几条进展")
def plan_progress(
    graph: Graph, *, plan: str, report: str | None = None, city: str | None = None, similar: float = 0.28, top: int = 3,
) -> Answer:
    """List what later reports say of the tasks of a plan, with all matches that are alike enough.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    plan : str
        The plan: title, 文号, file name, or a year.
    report : str, optional
        The report, named alike; by default all later ones of the city.
    city : str, optional
        Whose plans, where a year names them.
    similar : float
        The least likeness.
    top : int
        How many matches a task at most.

    Returns
    -------
    Answer
        A row a match; tasks without one are ``unmentioned``.

    Raises
    ------
    NotFoundError
        No such document, or none of that year.
    """
    _check(max(similar, 0.01), max(similar, 0.01))
    plans = _plans(graph, plan, city)
    reports = _chosen(graph, report, plans, progress=True)
    asked = [work for one in plans for work in works(graph, document=one)]
    told = [work for one in reports for work in works(graph, document=one)]
    matches = best_matches(graph, asked, told, heirs=heirs(graph), least=similar)
    rows = []
    for work, found in zip(asked, matches, strict=True):
        for one in found[:top]:
            said = progress_text(graph, one.other)
            data = one.other.data
            row = (work.name, number_of(work), one.other.name, _STATUS.get(str(data.get("status")), "有记载"), data.get("percent"),
                   clip(said.text, 160) if said else "", one.score, one.text, names(graph, one.shared), unit_names(graph, one.other.by("LEADS")),
                   document_label(graph, one.other.document), number_of(one.other))
            rows.append((row, tuple(dict.fromkeys((task_quote(graph, work), *((said,) if said else ()), task_quote(graph, one.other))))))
    silent = [work.name for work, found in zip(asked, matches, strict=True) if not found]
    return answer(
        "plan_progress", statement=f"{len(asked)}项任务中{len(asked) - len(silent)}项在{len(reports)}份报告里见到相近的任务",
        rule=f"相似度不低于{similar:g}；文字相似按字对加权，共同的项目、平台、产业、单位提高相似度。相近不等于同一项，请核对两边原文。",
        scope=scope(graph, 城市=city), columns=("原任务", "原序号", "报告中的任务", "进展", "完成率%", "进展内容", "相似度", "文字相似", "共同要素", "报告牵头单位", "报告", "报告序号"),
        rows=rows, unmentioned=[f"{name}：未见进展记载" for name in silent],
        why_empty="图中没有之后的进展报告。" if not told else f"报告里没有相似度达到{similar:g}的任务。")


@question(16, "新旧文件对照", "新文件和旧文件相比增加、取消、改变了哪些任务、单位和目标", old="旧文件:标题、文号或文件名", new="新文件:标题、文号或文件名",
          same="相似度达到多少、要素未变算不变", similar="相似度达到多少算同一任务")
def plan_changes(graph: Graph, *, old: str, new: str, same: float = 0.55, similar: float = 0.35) -> Answer:
    """Set the tasks of two documents side by side.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    old, new : str
        Title, 文号 or file name of each.
    same, similar : float
        From which likeness a task counts as the same, and as the same one changed.

    Returns
    -------
    Answer
        A row a task with both wordings and what differs.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        The two are one document, or thresholds make no sense.
    """
    _check(same, similar)
    before, after = find_document(graph, old), find_document(graph, new)
    if before == after:
        raise QueryError(f"“{old}”和“{new}”是同一份文件。")
    found = align(graph, works(graph, document=before), works(graph, document=after), same=same, similar=similar)
    order = {"changed": "改变", "new": "新增", "dropped": "取消或未再写", "continued": "不变"}
    rows = []
    for kind, label in order.items():
        for one in (one for one in found if one.change == kind):
            later = one.match.other if one.match else None
            sides = [task_quote(graph, work) for work in (one.task, later) if work]
            rows.append(((label, one.task.name if one.task else None, later.name if later else None,
                          one.match.score if one.match and one.task else None, "；".join(one.told) or ("文字不同" if kind == "changed" else ""),
                          unit_names(graph, one.task.parts) if one.task else None, unit_names(graph, later.parts) if later else None,
                          clip(sides[0].text, 200) if one.task else None, clip(sides[-1].text, 200) if later else None), sides))
    counts = "、".join(f"{label}{n}项" for label in order.values() if (n := sum(row[0][0] == label for row in rows)))
    return answer(
        "plan_changes", statement=f"{document_label(graph, after)}与{document_label(graph, before)}相比：{counts or '都没有任务'}",
        rule=f"按文字和共同要素的相似度对应任务：不低于{same:g}且单位、时限、目标、项目未变为不变，不低于{similar:g}为改变，更低为新增或取消；承接单位视为同一单位。",
        scope=f"{document_label(graph, before)}；{document_label(graph, after)}",
        columns=("类别", "旧任务", "新任务", "相似度", "变化", "旧单位", "新单位", "旧原文", "新原文"), rows=rows, why_empty="两份文件都没有任务。")
