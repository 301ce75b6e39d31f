"""What counts as a gap: nine rules, each with the sentence that states it and the test that finds it.

No public numbers exist for any of them, so every threshold is a setting and stands in the sentence of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from liantu.errors import QueryError
from liantu.graph.model import Quote
from liantu.queries.answers import REFERENCE
from liantu.queries.carriers import Data
from liantu.queries.landscape import Landscape

__all__ = ["RULES", "UNMENTIONED", "Gap", "Rule", "Settings", "find_gaps", "find_rule"]

UNMENTIONED = "未见记载：所读文件没有提到的环节，另列，不算缺失；外购环节（通常由外地供应）不算缺口"


@dataclass(frozen=True, slots=True)
class Settings:
    """The thresholds of the rules."""

    early: str = "策划、谋划、洽谈、在谈、意向、签约、前期"
    single: int = 1
    many: int = 2
    around: int = 1
    behind: float = 10
    trouble: str = "滞后、受阻、停工、停滞、断供、卡脖子、堵点、进展缓慢"


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule that holds for a segment: why, and the sentences behind it beyond the plan sentence."""

    rule: Rule
    segment: str
    reason: str
    evidence: tuple[Quote, ...] = ()


Finding = tuple[str, tuple[Quote, ...]]
Test = Callable[[Landscape, str, Settings], "Finding | None"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: code, name, its sentence (with the settings as fields to fill in), and its test."""

    code: str
    name: str
    says: str
    test: Test

    def text(self, settings: Settings) -> str:
        """Return the sentence with its thresholds."""
        filled = self.says.format(**{key: getattr(settings, key) for key in Settings.__slots__})
        return f"{self.code}{self.name}：{filled}"


def _missing(land: Landscape, segment: str, _: Settings) -> Finding | None:
    return None if land.present(segment) else ("文件点名，未见企业、项目、平台", ())


def _no_project(land: Landscape, segment: str, _: Settings) -> Finding | None:
    holding = land.holding(segment)
    if not holding.tasks or holding.projects:
        return None
    others = land.names([*holding.enterprises, *holding.platforms], limit=4)
    return f"{len(holding.tasks)}项任务涉及，未见项目" + (f"（已有{others}）" if others else ""), ()


def _not_started(land: Landscape, segment: str, settings: Settings) -> Finding | None:
    holding, early = land.holding(segment), set(settings.early.split("、"))
    stages = {project: str(land.graph.nodes[project].get("stage") or "") for project in holding.projects}
    if holding.enterprises or not stages or not set(stages.values()) <= early:
        return None
    told = "、".join(f"{land.name(project)}（{stage}）" for project, stage in sorted(stages.items()))
    return f"项目都未开工：{told}，未见企业", land.quotes(*holding.projects.values())


def _single(land: Landscape, segment: str, settings: Settings) -> Finding | None:
    holding = land.holding(segment)
    most = max(len(holding.projects), len(holding.enterprises))
    if not 0 < most <= settings.single:
        return None
    return (f"仅有{land.names([*holding.projects, *holding.enterprises])}",
            land.quotes(*holding.projects.values(), *holding.enterprises.values()))


def _unhosted(land: Landscape, segment: str, _: Settings) -> Finding | None:
    holding = land.holding(segment)
    parts = [land.scene.tasks.get(task, {}) for task in holding.tasks]
    if holding.platforms or holding.places or any(part.get("platform") or part.get("place") for part in parts):
        return None
    return "未写明由哪个区域、园区或平台承载", ()


def _lead(land: Landscape, segment: str, settings: Settings) -> Finding | None:
    tasks = {task: land.scene.tasks.get(task, {}) for task in land.holding(segment).tasks}
    leads = {task: dict(parts.get("lead", ())) for task, parts in tasks.items()}
    if not any(leads.values()):
        others = land.names(unit for parts in tasks.values() for unit, _ in parts.get("responsible", ()))
        return ("有关任务没有牵头单位" + (f"，只有责任单位{others}" if others else "")) if tasks else "没有任务，也就没有牵头单位", ()
    led = [units for units in leads.values() if units]
    if all(len(units) >= settings.many for units in led):
        units = {unit: data for found in led for unit, data in found.items()}
        return f"{len(units)}个单位同为牵头：{land.names(units)}", land.quotes(units.values())
    return None


def _no_target(land: Landscape, segment: str, _: Settings) -> Finding | None:
    tasks = land.holding(segment).tasks
    targets = list(land.targets(tasks))
    dated = any(data.get("year") for _, data in targets) or any(land.graph.nodes[task].get("deadline") for task in tasks)
    lacks = [] if targets else ["量化目标"]
    lacks += [] if dated else ["完成时限"]
    return (f"有关任务没有{'、'.join(lacks)}", ()) if lacks else None


def _broken(land: Landscape, segment: str, settings: Settings) -> Finding | None:
    if land.present(segment):
        return None
    up, down = land.neighbours(segment)
    if min(len(up), len(down)) < settings.around:
        return None
    name = land.name(segment)
    ties = tuple(Quote(REFERENCE, f"{land.name(one)} → {name}", rule="chain:feeds", grade="reference") for one in up)
    ties += tuple(Quote(REFERENCE, f"{name} → {land.name(one)}", rule="chain:feeds", grade="reference") for one in down)
    around = [data for one in (*up, *down) for _, shelf in land.holding(one).carriers() for data in shelf]
    return f"上下游都有，本环节没有（{land.neighbour_text(segment)}）", ties + land.quotes(around)


def _blocked(land: Landscape, segment: str, settings: Settings) -> Finding | None:
    reasons: list[str] = []
    quotes: list[Quote] = []
    # What holds up a segment is told of the segment, and not once more of its chain.
    whole = segment in land.structure.segments
    for task, said in sorted(land.holding(segment).tasks.items()):
        if whole and all(named != segment for named, _ in land.scene.tasks.get(task, {}).get("industry", ())):
            continue
        if late := _late(land, task, settings):
            reasons.append(f"{late}：{land.name(task) or task}")
            quotes += land.quotes(said)
    words = [word for word in settings.trouble.split("、") if word]
    for named, data in land.holding(segment).mentions:
        if data["kind"] == "DEVELOPS" and (named == segment or not whole) and (met := [word for word in words if word in str(data.get("quote") or "")]):
            reasons.append(f"原文说到“{met[0]}”")
            quotes += land.quotes([data])
    return ("；".join(dict.fromkeys(reasons)), tuple(quotes)) if reasons else None


def _late(land: Landscape, task: str, settings: Settings) -> str:
    """Say how a task lags behind, by a progress report that covers the year of its date."""
    data = land.graph.nodes[task]
    if data.get("status") == "not_started":
        return "未启动"
    about: Data = land.graph.nodes.get(data.get("document"), {})
    percent, day = data.get("percent"), about.get("date")
    if percent is None or not day or about.get("status") != "progress" or data.get("status") == "done":
        return ""
    on = date.fromisoformat(str(day))
    behind = on.timetuple().tm_yday / 3.65 - percent
    return f"完成{percent:g}%，比时间进度慢{behind:.0f}个百分点" if behind >= settings.behind else ""


RULES: tuple[Rule, ...] = (
    Rule("G1", "缺环", "文件点名的环节，没有企业、项目、平台归属于它", _missing),
    Rule("G2", "有规划无项目", "有任务涉及，没有任何阶段的项目归属于它", _no_project),
    Rule("G3", "有项目未落地", "没有企业，项目都写明处于{early}阶段", _not_started),
    Rule("G4", "单点", "项目和企业至少有其一，且各不超过{single}个", _single),
    Rule("G5", "无承载", "没有平台归属、没有区域或园区主攻，有关任务也没有点到任何区域、平台", _unhosted),
    Rule("G6", "无牵头或多头牵头", "有关任务都没有牵头单位，或凡有牵头的都并列{many}个以上", _lead),
    Rule("G7", "无指标", "有关任务没有量化目标，或没有完成时限（目标年份也算时限）", _no_target),
    Rule("G8", "断点", "上游、下游各有{around}个以上环节已有企业、项目或平台，本环节没有", _broken),
    Rule("G9", "堵点", "进展报告说未启动或比时间进度慢{behind:g}个百分点以上，或原文说到{trouble}", _blocked),
)


def find_rule(code: str) -> Rule:
    """Return a rule by its code or Chinese name.

    Raises
    ------
    QueryError
        There is none; the message lists them.

    Examples
    --------
    >>> find_rule("断点").code
    'G8'
    """
    for rule in RULES:
        if code.strip().upper() == rule.code or code.strip() == rule.name:
            return rule
    raise QueryError(f"没有缺口类型“{code}”。可用:{'、'.join(f'{rule.code}{rule.name}' for rule in RULES)}。")


def find_gaps(land: Landscape, segment: str, settings: Settings, rules: Sequence[Rule] = RULES) -> list[Gap]:
    """Return the rules that hold for a segment; none for one that no document names or that is got from elsewhere.

    Parameters
    ----------
    land : Landscape
        What is asked.
    segment : str
        The id of a segment.
    settings : Settings
        Thresholds.
    rules : sequence of Rule
        Which rules to test.
    """
    if not land.holding(segment).mentions or land.flag(segment, "offsite"):
        return []
    found = ((rule, rule.test(land, segment, settings)) for rule in rules)
    return [Gap(rule, segment, *finding) for rule, finding in found if finding]
