"""How a task stands on a day: what was last reported of it, how far it should be by then, and its light."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from liantu.graph.model import Quote
from liantu.queries.answers import documents
from liantu.queries.catalog import Graph
from liantu.queries.similarity import Likeness, best_matches
from liantu.queries.targets import lowest_share
from liantu.queries.tasks import Work, progress_text, works
from liantu.queries.units import heirs

__all__ = ["Rule", "Standing", "as_of", "by_urgency", "plan_end", "plan_start", "rule_text", "standings"]

_UNTIL = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:度|市|全市)*[^，。\d]{0,20}?(?:(?P<quarter>前三季度|三季度|上半年|半年|二季度|一季度|前两季度|全年|四季度)"
    r"|1[-—~至到](?P<month>1[0-2]|[1-9])月|(?P<end>1[0-2]|[1-9])月(?:份|底|末))")
_QUARTERS = {"前三季度": 9, "三季度": 9, "上半年": 6, "半年": 6, "二季度": 6, "前两季度": 6, "一季度": 3, "全年": 12, "四季度": 12}


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of lights: points behind for yellow and for red, months without a start for red, likeness to take a report over."""

    yellow: float = 10.0
    red: float = 30.0
    idle_months: int = 3
    match: float = 0.5


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task stands on a day.

    ``measured`` names the indicator from which ``percent`` was worked out, where the report gives no rate itself.
    ``due`` is its deadline, ``assumed`` if only the end of its plan says so; ``percent`` and ``status`` were reported for
    the day ``valid``, by which ``expected`` percent should have been reached; ``behind`` are the points lacking.
    """

    work: Work
    due: date | None
    assumed: bool
    percent: float | None
    measured: str
    status: str
    valid: date | None
    expected: float | None
    behind: float | None
    overdue: int
    light: str
    why: str
    report: Quote | None
    source: Likeness | None

    @property
    def done(self) -> bool:
        """Whether it was reported as done."""
        return self.status == "done"

    @property
    def said(self) -> str:
        """The progress in Chinese."""
        told = {"done": "已完成", "ongoing": "推进中", "not_started": "未启动"}.get(self.status, "未见进展记载")
        rate = f"（{self.percent:g}%{f'，按“{self.measured}”推算' if self.measured else ''}）" if self.percent is not None else ""
        return told + rate


def as_of(graph: Graph, document: str) -> date | None:
    """Return the day for which a progress report speaks: the end of the quarters or months in its title, else its date.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", name="2024年重点工作前三季度完成情况", date="2024-10-12")
    >>> as_of(graph, "Document:a")
    datetime.date(2024, 9, 30)
    """
    data = graph.nodes[document] if document in graph else {}
    said = date.fromisoformat(str(data["date"])) if data.get("date") else None
    for match in _UNTIL.finditer(str(data.get("name") or "")):
        month = _QUARTERS.get(match["quarter"] or "") or int(match["month"] or match["end"])
        year = int(match["year"] or 0) or data.get("period_start") or (said.year if said else 0)
        if year:
            day = date(year, month, monthrange(year, month)[1])
            return day if said is None or day <= said or said.year < year else said
    return said


def plan_start(graph: Graph, document: str) -> date | None:
    """Return the day from which a plan counts: its first year, else its own date."""
    data = graph.nodes[document] if document in graph else {}
    if data.get("period_start"):
        return date(data["period_start"], 1, 1)
    if not data.get("date"):
        return None
    said = date.fromisoformat(str(data["date"]))
    return date(said.year, 1, 1) if data.get("status") == "progress" else said


def plan_end(graph: Graph, document: str) -> date | None:
    """Return the last day of a plan's period; of a report without one, the end of its year."""
    data = graph.nodes[document] if document in graph else {}
    if data.get("period_end"):
        return date(data["period_end"], 12, 31)
    if data.get("status") == "progress" and data.get("date"):
        return date(int(str(data["date"])[:4]), 12, 31)
    return None


def standings(graph: Graph, asked: Sequence[Work], *, on: date, rule: Rule, assume: bool = False) -> list[Standing]:
    """Return how tasks stand on a day.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    asked : sequence of Work
        The tasks.
    on : date
        The day; reports for a later day are not known yet.
    rule : Rule
        The thresholds.
    assume : bool
        Whether a task without a deadline is due at the end of its plan's period.

    Returns
    -------
    list of Standing
        A task of a plan without a progress of its own takes that of the latest report of the same city and period whose
        task is alike enough.
    """
    reports = _reported(graph, asked, on=on, least=rule.match)
    return [_standing(graph, work, reports.get(work.id), on, rule, assume=assume) for work in asked]


def _reported(graph: Graph, asked: Sequence[Work], *, on: date, least: float) -> dict[str, tuple[Work, Likeness | None]]:
    days = {one: as_of(graph, one) for one in documents(graph)}
    known = {one: day for one, day in days.items() if day is not None and day <= on}
    found: dict[str, tuple[Work, Likeness | None]] = {
        work.id: (work, None) for work in asked if _has_progress(work) and work.document in known}
    open_tasks = [work for work in asked if not _has_progress(work)]
    told = [work for work in works(graph) if _has_progress(work) and work.document in known] if open_tasks else []
    matches = best_matches(graph, open_tasks, told, heirs=heirs(graph), least=least) if told else []
    for work, alike in zip(open_tasks, matches, strict=False):
        fit = [one for one in alike if _speaks_of(graph, work, known[one.other.document], one.other)]
        if fit:
            best = max(fit, key=lambda one: (known[one.other.document], one.score))
            found[work.id] = (best.other, best)
    return found


def _has_progress(work: Work) -> bool:
    return work.data.get("status") is not None or work.data.get("percent") is not None


def _speaks_of(graph: Graph, work: Work, day: date, report: Work) -> bool:
    """Whether a report of a day may speak of a task: same city, and inside the time that its plan is for."""
    cities = {work.data.get("city"), report.data.get("city")} - {None, ""}
    if len(cities) > 1:
        return False
    first = plan_start(graph, work.document)
    last = plan_end(graph, work.document)
    due = date.fromisoformat(str(work.data["deadline"])) if work.data.get("deadline") else None
    last = max(filter(None, (last, due)), default=date(first.year + 1, 12, 31) if first else None)
    return first is not None and last is not None and first <= day <= date(last.year, 12, 31)


def _standing(
    graph: Graph, work: Work, report: tuple[Work, Likeness | None] | None, on: date, rule: Rule, *, assume: bool,
) -> Standing:
    due, assumed = (date.fromisoformat(str(work.data["deadline"])), False) if work.data.get("deadline") else (None, False)
    if due is None and assume:
        due = plan_end(graph, work.document)
        assumed = due is not None
    data: Mapping[str, object] = report[0].data if report else {}
    percent = float(str(data["percent"])) if data.get("percent") is not None else None
    measured = ""
    if report and percent is None and data.get("status") in ("ongoing", None) and (share := lowest_share(graph, report[0].id)):
        percent, measured = share
    status = str(data.get("status") or ("done" if (percent or 0) >= 100 and not measured else "ongoing" if percent is not None else ""))
    valid = as_of(graph, report[0].document) if report else None
    begin = plan_start(graph, report[0].document) if report else plan_start(graph, work.document)
    end = (due if due and begin and due > begin else None) or (plan_end(graph, report[0].document) if report else None)
    expected = _share(begin, end, valid) if percent is not None else None
    behind = round(expected - percent, 1) if expected is not None and percent is not None else None
    overdue = (on - due).days if due and on > due and status != "done" else 0
    idle = _months(begin, valid) if status == "not_started" else 0
    light, why = _light(status, percent, behind, overdue, idle, rule)
    return Standing(work, due, assumed, percent, measured, status, valid, expected, behind, overdue, light, why,
                    progress_text(graph, report[0]) if report else None, report[1] if report else None)


def _share(begin: date | None, end: date | None, day: date | None) -> float | None:
    """Return how much of a time is over on a day, in percent."""
    if begin is None or end is None or day is None or end <= begin:
        return None
    return round(min(max(((day - begin).days + 1) / ((end - begin).days + 1), 0.0), 1.0) * 100, 1)


def _months(begin: date | None, day: date | None) -> int:
    # The last day of a month ends that month: from 1 January to 31 March are three.
    if begin is None or day is None:
        return 0
    months = (day.year - begin.year) * 12 + day.month - begin.month
    return months + (day.day == monthrange(day.year, day.month)[1])


def _light(
    status: str, percent: float | None, behind: float | None, overdue: int, idle: int, rule: Rule,
) -> tuple[str, str]:
    if status == "done":
        return "绿", "报告已完成"
    if overdue:
        return "红", f"超过时限{overdue}天，未见完成记载"
    if status == "not_started" and idle >= rule.idle_months:
        return "红", f"满{idle}个月未启动"
    if behind is not None and behind > rule.red:
        return "红", f"落后序时进度{behind:g}个百分点"
    if behind is not None and behind >= rule.yellow:
        return "黄", f"落后序时进度{behind:g}个百分点"
    if percent is not None:
        return "绿", "不落后于序时进度" if behind is not None and behind <= 0 else f"落后不足{rule.yellow:g}个百分点" if behind else "报告了完成率"
    return "未评", "报告没有完成率" if status else "未见进展记载"


def rule_text(rule: Rule) -> str:
    """Return the rule of lights in Chinese."""
    return (f"红：已过时限未见完成记载，或启动满{rule.idle_months}个月未开展，或落后序时进度超过{rule.red:g}个百分点；"
            f"黄：落后{rule.yellow:g}至{rule.red:g}个百分点；绿：已完成或落后不足{rule.yellow:g}个百分点；没有完成率的，按任务自己的目标值和实际值推算（取最低的一项），推算不出的不评灯。"
            f"序时进度按计划起止日匀速推算到报告所说的日期；任务本身没有进展的，取同城同期报告里相似度不低于{rule.match:g}的任务。")


def by_urgency(found: Iterable[Standing]) -> list[Standing]:
    """Return standings, the overdue first, then red, yellow, not judged, green; inside by deadline and points behind."""
    order = {"红": 0, "黄": 1, "未评": 2, "绿": 3}
    return sorted(found, key=lambda one: (
        not one.overdue, -one.overdue, order[one.light], one.due or date.max, -(one.behind or 0.0), one.work.id))
