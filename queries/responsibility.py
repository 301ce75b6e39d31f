"""Who leads, takes part in and answers for what; tasks with no lead, with several, or with one that a rule inferred."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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
    number_of,
    quotes,
    stored,
    task_quote,
    unit_names,
    works,
)
from liantu.queries.units import family, groups, spellings_in, succession_quotes
from liantu.queries.wording import first_listed_clause

__all__ = [
    "Duty", "Load", "duties", "inferred_leads", "tasks_with_many_leads", "tasks_without_lead", "unit_duties", "unit_loads",
    "unit_totals",
]

_INFERRED = "推定：只写责任单位，按文件“列首位的牵头”的规则"
_EXPLICIT = "原文写明"


@dataclass(frozen=True, slots=True)
class Load:
    """How many tasks a unit leads, takes part in, and is responsible for."""

    unit: str
    name: str
    city: str
    leads: int
    participates: int
    responsible: int
    aliases: tuple[str, ...]


def unit_loads(graph: Graph) -> list[Load]:
    """Return all units that have tasks, those that lead most first.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:青山市/商务局", kind="Unit", name="青山市商务局", aliases="市商务局", city="青山市")
    >>> _ = graph.add_edge("Unit:青山市/商务局", "Task:a/001", kind="LEADS")
    >>> [(load.name, load.leads) for load in unit_loads(graph)]
    [('青山市商务局', 1)]
    """
    # A task that names a unit twice in one role is one task.
    parts = {(unit, task, str(data["kind"])) for unit, task, data in graph.edges(data=True) if data["kind"] in ROLES}
    counts = Counter((unit, kind) for unit, _, kind in parts)
    loads = [
        Load(unit, data["name"], data.get("city") or "", counts[unit, "LEADS"], counts[unit, "PARTICIPATES_IN"],
             counts[unit, "RESPONSIBLE_FOR"], tuple(one for one in (data.get("aliases") or "").split("\n") if one))
        for unit, data in graph.nodes(data=True) if data.get("kind") == "Unit"
    ]
    loads = [load for load in loads if load.leads or load.participates or load.responsible]
    return sorted(loads, key=lambda load: (-load.leads, -load.participates, -load.responsible, load.unit))


@dataclass(frozen=True, slots=True)
class Duty:
    """One part of a unit in a task; ``via`` is the predecessor or the group by whose name the task says it."""

    unit: str
    part: Part
    work: Work
    via: str
    evidence: tuple[Quote, ...]

    @property
    def role(self) -> str:
        """The part in Chinese, with the name by which it came."""
        return ROLES[self.part.kind] + self.via


def duties(
    graph: Graph, unit: str, *, document: str | None = None, predecessors: bool = True, members: bool = True,
) -> list[Duty]:
    """Return all that a unit has to do: leads first, then by document and place.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit : str
        The id of the unit.
    document : str, optional
        The id of the only document wanted.
    predecessors : bool
        Take in the units it took over from, and those that took over from it.
    members : bool
        Take in what groups have to do that it belongs to.
    """
    related = family(graph, unit) if predecessors else {unit: ""}
    via = {one: f"（{label}{node_name(graph, one)}）" if label else "" for one, label in related.items()}
    more = {one: succession_quotes(graph, [unit, one]) for one in related if one != unit}
    if members:
        for group, edges in groups(graph, related).items():
            via.setdefault(group, f"（属“{node_name(graph, group)}”）")
            more.setdefault(group, quotes(graph, edges))
    found = [
        Duty(unit, part, work, via[part.who],
             tuple(dict.fromkeys((*quotes(graph, part.edges), task_quote(graph, work), *more.get(part.who, ())))))
        for work in works(graph, document=document) for part in work.parts if part.who in via
    ]
    # Named itself and in a group: the stronger, own part is enough.
    best: dict[str, Duty] = {}
    order = list(ROLES)
    for duty in sorted(found, key=lambda one: (bool(one.via), order.index(one.part.kind))):
        best.setdefault(duty.work.id, duty)
    kept = [duty for duty in found if best[duty.work.id] is duty]
    return sorted(kept, key=lambda one: order.index(one.part.kind))


@question(4, "单位职责", "某单位牵头、负责、参与哪些任务",
          unit="单位名称或简称", document="只看这份文件(标题、文号或文件名)", city="只看这个城市的单位",
          predecessors="是否并入机构改革前后的单位", members="是否并入所属集合(如“各县(区)政府”)的任务", grade="explicit 只看原文写明的,inferred 只看推定的")
def unit_duties(
    graph: Graph, *, unit: str, document: str | None = None, city: str | None = None,
    predecessors: bool = True, members: bool = True, grade: str | None = None,
) -> Answer:
    """Say what a unit leads, is responsible for and takes part in.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit : str
        Any name of the unit; units of that name in several cities are all shown.
    document : str, optional
        Title, 文号 or file name of the only document wanted.
    city : str, optional
        The city of the unit.
    predecessors, members : bool
        Take in units before and after a reorganisation; groups that the unit belongs to.
    grade : str, optional
        ``explicit`` or ``inferred``.

    Returns
    -------
    Answer
        A row a task; the statement gives the totals, by document, and all spellings that were merged.

    Raises
    ------
    NotFoundError
        No unit, or no document, of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:商务局", kind="Unit", name="青山市商务局", aliases="市商务局")
    >>> graph.add_node("Task:a/001", kind="Task", name="建海洋电子产业园", document="Document:a")
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", file="a.txt")
    >>> _ = graph.add_edge("Unit:商务局", "Task:a/001", kind="LEADS", document="Document:a", quote="市商务局牵头")
    >>> [row[1:3] for row in unit_duties(graph, unit="市商务局").rows]
    [('牵头', '建海洋电子产业园')]
    """
    only = find_document(graph, document) if document else None
    units = find_kind(graph, "Unit", unit, city=city)
    found = [duty for one in units for duty in duties(graph, one, document=only, predecessors=predecessors, members=members)
             if grade is None or (grade == "inferred") == duty.part.inferred]
    rows = [(_duty_row(graph, duty), duty.evidence) for duty in found]
    return answer(
        "unit_duties", statement="；".join(_duty_statement(graph, one, [d for d in found if d.unit == one]) for one in units),
        rule="任务的牵头、负责、参与单位经名称归并后是该单位、它的前身或后继、或它所属的集合；一项任务只列一次，取本单位最重的角色。",
        scope=scope(graph, document=only, 城市=city),
        columns=("单位", "角色", "任务", "序号", "文件", "完成时限", "协同单位", "文中写法", "依据"), rows=rows,
        why_empty=f"图中有{node_name(graph, units[0])}，但{'这份文件' if only else '文件'}没有给它布置任务。")


def _duty_row(graph: Graph, duty: Duty) -> tuple[Value, ...]:
    work = duty.work
    return (node_name(graph, duty.unit), duty.role, work.name, number_of(work), document_label(graph, work.document),
            work.data.get("deadline"), unit_names(graph, (part for part in work.parts if part.who != duty.part.who)),
            "、".join(spellings_in(graph, duty.part.who, work)), _INFERRED if duty.part.inferred else _EXPLICIT)


def _duty_statement(graph: Graph, unit: str, found: list[Duty]) -> str:
    written = [one for one in spellings_in(graph, unit) if one != node_name(graph, unit)]
    head = node_name(graph, unit) + (f"（文中又写作{'、'.join(written)}）" if written else "")
    by_document: dict[str, list[Duty]] = defaultdict(list)
    for duty in found:
        by_document[duty.work.document].append(duty)
    totals = "；".join(f"{document_label(graph, one)}{_count(rows)}" for one, rows in by_document.items())
    return f"{head}共{_count(found)}" + (f"，其中{totals}" if len(by_document) > 1 else f"，见{document_label(graph, next(iter(by_document)))}" if found else "")


def _count(found: list[Duty]) -> str:
    counts = Counter(duty.part.kind for duty in found)
    return "、".join(f"{label}{counts[kind]}项" for kind, label in ROLES.items() if counts[kind]) or "0项"


@question(4, "单位职责按文件合计", "某单位(或所有单位)在每份文件里牵头、负责、参与多少任务",
          unit="单位名称或简称,不填则列所有单位", document="只看这份文件", city="只看这个城市的单位")
def unit_totals(graph: Graph, *, unit: str | None = None, document: str | None = None, city: str | None = None) -> Answer:
    """Count the parts of units, document by document.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit, document, city : str, optional
        What narrows it.

    Returns
    -------
    Answer
        A row for each unit and document, with the sentences of all its parts there.

    Raises
    ------
    NotFoundError
        No such unit or document.
    """
    only = find_document(graph, document) if document else None
    units = set(find_kind(graph, "Unit", unit, city=city)) if unit else None
    parts: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for work in works(graph, document=only, city=city):
        for part in work.parts:
            if units is None or part.who in units:
                parts[part.who, work.document].append(part)
    rows: list[tuple[tuple[Value, ...], tuple[Quote, ...]]] = []
    for (who, where), held in parts.items():
        counts = Counter(part.kind for part in held)
        row: tuple[Value, ...] = (node_name(graph, who), document_label(graph, where), *(counts[kind] for kind in ROLES), len(held))
        rows.append((row, quotes(graph, (edge for part in held for edge in part.edges))))
    totals: Counter[Value] = Counter()
    for (who, _), held in parts.items():
        totals[node_name(graph, who)] += len(held)
    rows.sort(key=lambda row: (-totals[row[0][0]], row[0][0], row[0][1]))
    return answer(
        "unit_totals", statement=f"{unit or '各单位'}在每份文件里的任务数", rule="同一任务内同一单位同一角色计一次；别名已归并，集合与前后身单位各自单列。",
        scope=scope(graph, document=only, 城市=city), columns=("单位", "文件", *ROLES.values(), "合计"), rows=rows,
        why_empty="所选范围内没有写明单位的任务。")


def _clauses(graph: Graph, work: Work) -> tuple[Quote, ...]:
    """Return the clause that names the units of a task, and the task itself, to see that it says no more."""
    return tuple(dict.fromkeys((*quotes(graph, (edge for part in work.parts for edge in part.edges)), task_quote(graph, work))))


@question(7, "没有牵头单位的任务", "哪些任务没有牵头单位", document="只看这份文件", city="只看这个城市的文件",
          count_responsible="只写“负责”不分牵头的,是否也算没有牵头")
def tasks_without_lead(
    graph: Graph, *, document: str | None = None, city: str | None = None, count_responsible: bool = True,
) -> Answer:
    """List the tasks that no unit leads.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document, city : str, optional
        What narrows it.
    count_responsible : bool
        Whether 按职责分工负责, without a lead, counts as having none.

    Returns
    -------
    Answer
        A row a task, with the units that are named and the original words.

    Raises
    ------
    NotFoundError
        No such document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Task:a/001", kind="Task", name="修海塘", document="Document:a")
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", file="a.txt")
    >>> [row[2:4] for row in tasks_without_lead(graph).rows]
    [('修海塘', '没有写任何单位')]
    """
    only = find_document(graph, document) if document else None
    asked = works(graph, document=only, city=city)
    rows = []
    for work in asked:
        if work.by("LEADS") or (work.parts and not count_responsible and work.by("RESPONSIBLE_FOR")):
            continue
        case = ("没有写任何单位" if not work.parts else "只写负责单位，未分牵头" if work.by("RESPONSIBLE_FOR") else "只写参与单位")
        rows.append(((document_label(graph, work.document), number_of(work), work.name, case, unit_names(graph, work.parts),
                      work.data.get("section")), _clauses(graph, work)))
    return answer(
        "tasks_without_lead", statement=f"{len(asked)}项任务中没有牵头单位的任务",
        rule="任务没有任何牵头单位" + ("（“按职责分工负责”不分牵头的也列出）" if count_responsible else "（“按职责分工负责”的不列）") + "；按首位推定的牵头视为有牵头。",
        scope=scope(graph, document=only, 城市=city), columns=("文件", "序号", "任务", "情形", "已写的单位", "章节"), rows=rows,
        why_empty="所选范围内没有任务。" if not asked else f"{len(asked)}项任务都有牵头单位。")


@question(7, "多头牵头的任务", "哪些任务有两个以上牵头单位", document="只看这份文件", city="只看这个城市的文件", at_least="几个以上算多头")
def tasks_with_many_leads(
    graph: Graph, *, document: str | None = None, city: str | None = None, at_least: int = 2,
) -> Answer:
    """List the tasks that several units lead.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document, city : str, optional
        What narrows it.
    at_least : int
        How many leads count as many.

    Returns
    -------
    Answer
        A row a task; ``首位`` is who stands first, ``依据`` whether the text says lead or a rule does.

    Raises
    ------
    NotFoundError
        No such document.
    """
    only = find_document(graph, document) if document else None
    asked = works(graph, document=only, city=city)
    rows = []
    for work in asked:
        leads = work.by("LEADS")
        if len(leads) >= at_least:
            told = "".join(sorted({_INFERRED if part.inferred else _EXPLICIT for part in leads}))
            rows.append(((document_label(graph, work.document), number_of(work), work.name, len(leads), unit_names(graph, leads),
                          node_name(graph, leads[0].who), told), _clauses(graph, work)))
    rows.sort(key=lambda row: -int(row[0][3]))
    return answer(
        "tasks_with_many_leads", statement=f"{len(asked)}项任务中牵头单位不少于{at_least}个的任务",
        rule=f"归并别名后，牵头单位不少于{at_least}个；集合（如“各县（区）政府”）算一个；“首位”只是原文次序，不等于总牵头。",
        scope=scope(graph, document=only, 城市=city), columns=("文件", "序号", "任务", "牵头数", "牵头单位", "首位", "依据"), rows=rows,
        why_empty="所选范围内没有任务。" if not asked else f"{len(asked)}项任务的牵头单位都少于{at_least}个。")


@question(7, "按首位推定的牵头", "哪些牵头单位不是原文写明,而是按“列首位的牵头”推定的", document="只看这份文件", city="只看这个城市的文件")
def inferred_leads(graph: Graph, *, document: str | None = None, city: str | None = None) -> Answer:
    """List the leads that the first-listed rule gave, so that they can be confirmed.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document, city : str, optional
        What narrows it.

    Returns
    -------
    Answer
        A row for each such lead, with its clause and, where the texts are at hand, the sentence that states the rule.

    Raises
    ------
    NotFoundError
        No such document.
    """
    only = find_document(graph, document) if document else None
    rows = list(_inferred(graph, works(graph, document=only, city=city)))
    explicit = sum(not part.inferred for work in works(graph, document=only, city=city) for part in work.by("LEADS"))
    return answer(
        "inferred_leads", statement=f"推定的牵头{len(rows)}处，原文写明的牵头{explicit}处", rule="牵头关系的依据是推定（inferred）。",
        scope=scope(graph, document=only, 城市=city), columns=("文件", "序号", "任务", "推定的牵头", "其他单位", "推定的理由"), rows=rows,
        why_empty=f"所选范围内的牵头（{explicit}处）都是原文写明的。" if explicit else "所选范围内没有牵头单位。")


def _inferred(graph: Graph, asked: list[Work]) -> Iterator[tuple[tuple[Value, ...], tuple[Quote, ...]]]:
    stated: dict[str, Quote | None] = {}
    for work in asked:
        for part in work.by("LEADS"):
            if not part.inferred:
                continue
            if work.document not in stated:
                stated[work.document] = first_listed_clause(graph, work.document, stored(graph, work.document))
            rule = stated[work.document]
            why = f"文件写明：{rule.text}" if rule else "责任单位列在首位"
            others = unit_names(graph, (one for one in work.parts if one.who != part.who))
            evidence = (*quotes(graph, part.edges), *((rule,) if rule else ()))
            yield (document_label(graph, work.document), number_of(work), work.name, node_name(graph, part.who), others, why), evidence
