"""Projects by the stage that sentences report: signed but not begun, begun but not being built, being built but not finished."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, edge_quote, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.lookup import spellings
from liantu.queries.schedule import as_of
from liantu.queries.tasks import Work, day, find_document, in_city, linked, names, unit_names, works

__all__ = ["Stage", "project_stages", "stage_of", "stalled_projects"]

# How far a project is, in order; the later of two that are reported for one day counts.
_STAGES: Final = ("策划", "洽谈", "签约", "立项", "开工", "建设", "竣工", "投产")
# Words of a clause that report a stage, the furthest first: what is written for 建设 must not be read as 开工.
_WORDS: Final = (
    ("投产", re.compile("(?:正式|建成|竣工|全面|已)?投产(?!准备)|投用|投运|投入(?:使用|运营|运行)|通车|开通|试运行|交付使用|开业|运营")),
    ("竣工", re.compile("竣工(?!预|.{0,2}(?:准备|日期))|完工|建成|全线贯通|整体贯通|通过(?:竣工)?验收|(?:治理|竣工|交工)验收|完成.{0,12}建设(?!.{0,3}[0-9.]+%)")),
    ("建设", re.compile(
        "在建|预验收|施工(?!许可|图|招标|合同|、监理|单位招标)|主体(?:结构|工程|建筑)|桩基|土建|结构施工|结顶|封顶|浇筑|安装|设备调试|完成(?:项目)?(?:总)?"
        "(?:工程|投资|工)(?:总)?(?:量|额)?[^，。；]{0,6}[0-9.]+%|(?:总|累计)?(?:完成)?工程量的?[0-9.]+%|总开挖量|加快(?:推进)?建设|正(?:在)?(?:全力|加快|抓紧|有序)?(?:推进|建设)"
        "|累计(?:已)?完成[^，。；]{0,8}(?:[0-9.]+%|[0-9.]+[亿万]元?)|加快进度|进入扫尾|建设进度")),
    ("开工", re.compile("开工|动工|奠基|破土|启动建设|开始施工|进场")),
    ("立项", re.compile("立项|可研|核准|备案|批复|用地预审|土拍|摘牌|挂牌出让|拿地|选址|初步?设计|施工图|招标|招投标|环评|规划许可|施工许可|政策处理|前期")),
    ("签约", re.compile("签约|签订(?:投资|合作|框架|项目)?协议|签署|落户|正式落地")),
    ("洽谈", re.compile("洽谈|对接|意向|在谈|商谈|接洽")),
    ("策划", re.compile("谋划|策划|包装|储备|论证")),
)
_NOT_YET = re.compile(r"(?:尚?未|没有|暂未|还未|待|拟|力争|争取|计划|预计|将于|即将|确保|目标|要|推动|推进|加快|促进|启动|[0-9]+月(?:底|中旬|上旬|下旬)?(?:前)?(?:可|能|将))[^，。；、]{0,8}$")
_NEGATIVE = re.compile("(?:尚未|未|没有|暂未|还未)[^，。；、]{0,4}$")
_CLAUSE = re.compile("[^，,。；;！\n]+")
_DAY = re.compile(r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>1[0-2]|[1-9])月(?:(?P<day>[12]\d|3[01]|[1-9])日|(?P<end>底|末))?")
_LISTS: Final = {"签约未开工": ("签约",), "立项未开工": ("立项",), "开工未建设": ("开工",), "建设未竣工": ("建设",)}
# A clause that speaks of something else ends what is said of the project before it; 该项目 and 已完成…项目招标 do not.
_OTHER = re.compile("^(?!已|正|目前|现|截至|其中|累计|完成|进入|该|本项目|项目|预计|部分)[^的]{2,20}?(?:项目|工程|基地|大桥|公园|园区)")
_TAIL = re.compile("(?:等?项目|工程|建设|新建|一体化)+$")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that a sentence reports of a project, the day for which it does, and the words."""

    project: str
    stage: str
    on: date | None
    words: str
    quote: Quote
    work: Work | None


def stage_of(sentence: str, name: str, *, others: Collection[str] = ()) -> tuple[str, str] | None:
    """Return the furthest stage that a sentence reports of a project, and the clause that does; plans do not count.

    Parameters
    ----------
    sentence : str
        The sentence, as stored.
    name : str
        The project as written in it.
    others : collection of str
        Names of other projects: a clause behind that holds one speaks of that.

    Examples
    --------
    >>> stage_of("青湾码头已开工，力争年底建成。", "青湾码头")
    ('开工', '青湾码头已开工')
    >>> stage_of("加快青湾码头开工。", "青湾码头") is None
    True
    """
    flat = "".join(sentence.split())
    at = flat.find("".join(name.split()))
    if at < 0:
        return None
    best: tuple[int, str, str] | None = None
    for clause in _CLAUSE.finditer(flat):
        # What stands before the clause of the name speaks of another.
        if clause.end() <= at:
            continue
        if clause.start() > at and (_OTHER.match(clause[0]) or any(one in clause[0] for one in others)):
            break
        for stage, words in _WORDS:
            found = next((one for one in words.finditer(clause[0])
                          if clause.start() + one.end() > at and not _NOT_YET.search(clause[0][:one.start()])
                          and not _NEGATIVE.search(clause[0][:one.start()]) and not _only_plan(clause[0], one)), None)
            if found and (best is None or _STAGES.index(stage) > best[0]):
                best = _STAGES.index(stage), stage, clause[0]
    return (best[1], best[2]) if best else None


def _only_plan(clause: str, word: re.Match[str]) -> bool:
    """Whether a clause asks for a stage and reports none: 建成黄泽山二期, 开工建设六横大桥 at its head."""
    return word.start() == 0 and not re.search("已|完成|了|均|正|%|累计|[0-9]月", clause)


def project_stages(graph: Graph, *, on: date, document: str | None = None, city: str | None = None) -> dict[str, Stage]:
    """Return for each project the furthest stage that was reported for the latest day up to a day.

    Only what reports of progress say counts, and what the table column of a stage says.
    """
    tasks = {work.id: work for work in works(graph, document=document, city=city)}
    found: dict[str, list[Stage]] = defaultdict(list)
    for one in _reported(graph, tasks):
        if one.on is None or one.on <= on:
            found[_same(graph, one.project)].append(one)
    return {key: max(stages, key=lambda one: (_STAGES.index(one.stage), one.on or date.min, one.quote.document, -(one.quote.start or 0)))
            for key, stages in sorted(found.items())}


def _same(graph: Graph, project: str) -> str:
    """Return what two names of one project share, so that it counts once: 金鹏大桥 and 金鹏大桥工程."""
    data = graph.nodes[project]
    return f"{data.get('city') or ''}/{_TAIL.sub('', str(data['name'])) or data['name']}"


def _reported(graph: Graph, tasks: Mapping[str, Work]) -> Iterator[Stage]:
    for project, data in sorted(graph.nodes(data=True), key=lambda pair: str(pair[0])):
        if data.get("kind") != "Project":
            continue
        edges = [(source, edge) for source, _, edge in graph.in_edges(project, data=True)
                 if edge["kind"] == "DELIVERS" and source in tasks]
        for source, edge in sorted(edges, key=lambda pair: (pair[0], pair[1].get("start") or 0)):
            work, document = tasks[source], str(edge.get("document") or "")
            if data.get("stage"):
                stage = next((one for one, words in _WORDS if words.search(str(data["stage"]))), None)
                if stage:
                    yield Stage(project, stage, as_of(graph, document), str(data["stage"]), edge_quote(graph, edge), work)
            low = work.data.get("progress_start")
            # In a report the task itself is still a plan: only what stands in its progress is reported.
            if document not in graph or graph.nodes[document].get("status") != "progress" or low is None or (edge.get("end") or 0) <= low:
                continue
            named = {node_name(graph, node) for node, _ in linked(graph, work, "projects") if node != project}
            for name in sorted(spellings(graph, project), key=len, reverse=True):
                if read := stage_of(str(edge.get("quote") or ""), name, others=[one for one in named if one not in name]):
                    until = as_of(graph, document)
                    yield Stage(project, read[0], _said_day(read[1], until), read[1], edge_quote(graph, edge), work)
                    break


def _said_day(clause: str, until: date | None) -> date | None:
    """Return the day that a clause names, where it lies before the day of the report; else that day."""
    match = _DAY.search(clause)
    if match is None or until is None or re.search(r"1[-—~至到]\d{1,2}月", clause):
        return until
    year, month = int(match["year"] or until.year), int(match["month"])
    last = monthrange(year, month)[1]
    said = date(year, month, min(int(match["day"]), last) if match["day"] else last)
    return min(said, until)


@question(15, "签约未开工、开工未建设、建设未竣工", "哪些项目签约未开工、立项未开工、开工未建设、建设未竣工", on="截至哪一天,如 2025-06-30",
          which="只看一张清单:签约未开工、立项未开工、开工未建设、建设未竣工", document="只看这份文件", city="只看这个城市")
def stalled_projects(
    graph: Graph, *, on: str, which: str | None = None, document: str | None = None, city: str | None = None,
) -> Answer:
    """List the projects that are signed but not begun, begun but not being built, being built but not finished.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    on : str
        The day, ISO; what was reported for a later day does not count.
    which : str, optional
        One of the lists alone.
    document, city : str, optional
        What narrows it.

    Returns
    -------
    Answer
        A row a project, each in one list only, by its furthest stage, with the days since it was reported.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        ``on`` is no date, or there is no such list.
    """
    if which is not None and which not in _LISTS:
        raise QueryError(f"没有清单“{which}”。可选:{'、'.join(_LISTS)}。")
    today, only = day(on), find_document(graph, document) if document else None
    stages = project_stages(graph, on=today, document=only, city=city)
    rows = []
    for title, wanted in _LISTS.items():
        kept = [one for one in stages.values() if one.stage in wanted and which in (None, title)]
        rows += [_stage_row(graph, title, one, today) for one in sorted(kept, key=lambda one: (one.on or date.max, one.project))]
    counts = "、".join(f"{title}{n}个" for title in _LISTS if (n := sum(row[0][0] == title for row in rows)))
    known = {_same(graph, node) for node, data in graph.nodes(data=True) if data.get("kind") == "Project" and in_city(data, city)}
    silent = known - stages.keys() if only is None else set()
    return answer(
        "stalled_projects", statement=f"截至{on}：{counts or '没有'}",
        rule="只看进展报告（和阶段列）里的句子：项目名所在分句及其后的阶段词（签约、立项审批、开工、施工或完成率、竣工、投产），"
             "“力争、计划、推动”等打算和“尚未”不算；同一项目只按走得最远的一个阶段计一次，名称只差“项目、工程”的视为同一个；句中有日期的从该日算天数，没有的从报告所指日期算。",
        scope=scope(graph, document=only, 城市=city, 清单=which),
        columns=("清单", "项目", "阶段", "截至", "距今天数", "依据", "牵头单位", "投资额", "区域", "任务"), rows=rows,
        unmentioned=[f"{one.partition('/')[2]}：未见阶段记载" for one in sorted(silent)],
        why_empty="所选范围内没有进展报告写到项目的阶段。" if not stages else "写到阶段的项目都已竣工、投产，或还在策划、洽谈。")


def _stage_row(graph: Graph, title: str, one: Stage, today: date) -> tuple[tuple[Value, ...], tuple[Quote, ...]]:
    data: Mapping[str, Any] = graph.nodes[one.project]
    places = [place for _, place, edge in graph.out_edges(one.project, data=True) if edge["kind"] == "LOCATED_IN"]
    work = one.work
    money = f"{data['amount']:g}{data.get('amount_unit') or ''}" if data.get("amount") is not None else ""
    regions = places or ([node for node, _ in linked(graph, work, "regions")] if work else [])
    return ((title, node_name(graph, one.project), one.stage, one.on.isoformat() if one.on else None,
             (today - one.on).days if one.on else None, one.words, unit_names(graph, work.by("LEADS")) if work else "", money,
             names(graph, regions), work.name if work else ""), (one.quote,))
