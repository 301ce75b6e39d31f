"""Which tasks hang together and in which order they must come: what a late one delays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from liantu.errors import NotFoundError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import answer, edge_quote
from liantu.queries.catalog import Graph, question
from liantu.queries.flows import kind_text
from liantu.queries.impact import find_things
from liantu.queries.landscape import Landscape, survey
from liantu.queries.task_ties import Tie, shared_things, task_ties
from liantu.queries.tasks import Work, document_label, find_kind, number_of, unit_names, works

__all__ = ["critical_order", "task_dependencies"]

_REFERENCE = "参考产业链的上下游也算先后（较粗，整条链之间的依托也在内）"
_DOCUMENT = "只看这份文件：标题、文号或文件名"
_SAID = ("文件写明“围绕、依托、结合、以…为抓手”的，等建设它的任务（列有该项目，或标题写到该平台、产业）",
         "参考产业链中的上下游，标题写到下游的任务等同一城市标题写到上游的任务")


@dataclass(frozen=True, slots=True)
class _Tasks:
    land: Landscape
    known: Mapping[str, Work]

    def label(self, task: str) -> str:
        """Return number and title of a task."""
        work = self.known[task]
        return f"{number_of(work)}“{work.name}”"

    def labels(self, tasks: Iterable[str], *, limit: int = 8) -> str:
        found = [self.label(task) for task in tasks]
        return "、".join(found[:limit]) + (f"等{len(found)}项" if len(found) > limit else "")

    def deadline(self, task: str) -> str:
        return str(self.known[task].data.get("deadline") or "")

    def document(self, task: str) -> str:
        return document_label(self.land.graph, self.known[task].document)

    def heading(self, task: str) -> tuple[Quote, ...]:
        edges = (data for _, _, data in self.land.graph.in_edges(task, data=True) if data["kind"] == "HAS_TASK")
        work = self.known[task]
        return tuple(edge_quote(self.land.graph, data) for data in edges) or (Quote(work.document, work.name, rule="outline"),)


def _read(graph: Graph, city: str | None, document: str | None, region: str | None) -> _Tasks:
    land = survey(graph, region=region, city=city, document=document)
    asked = [work for work in works(graph) if land.chosen.documents is None or work.document in land.chosen.documents]
    if land.chosen.places is not None:
        asked = [work for work in asked if work.id in land.scene.tasks]
    return _Tasks(land, {work.id: work for work in asked})


def _wanted(tasks: _Tasks, task: str | None, unit: str | None, city: str | None) -> set[str] | None:
    """Return the tasks of a title and of a unit; None for all."""
    if not task and not unit:
        return None
    graph, found = tasks.land.graph, set(tasks.known)
    if task:
        inside = {one for one, work in tasks.known.items() if task in work.name}
        found &= inside or set(find_things(graph, task, kind="Task", city=city))
    if unit:
        units = set(find_kind(graph, "Unit", unit, city=city))
        found &= {one for one, work in tasks.known.items() if units & {part.who for part in work.parts}}
    if not found:
        raise NotFoundError(f"所选范围内没有{unit or ''}{'的' if unit else ''}{f'标题为“{task}”的' if task else ''}任务。可用 liantu tasks 查看任务。")
    return found


@question(13, "任务依赖", "哪些任务依托别的任务建设的项目、平台，哪些任务共用项目、平台", task="任务标题或其中几个字；不填则看全部",
          unit="只看这个单位的任务", region="区域或园区，下辖的一并计入", city="只看这个城市的文件", document=_DOCUMENT, reference=_REFERENCE,
          many="共用同一项目、平台的任务超过几项时不列（只是常被提到）")
def task_dependencies(
    graph: Graph, *, task: str | None = None, unit: str | None = None, region: str | None = None, city: str | None = None,
    document: str | None = None, reference: bool = False, many: int = 8,
) -> Answer:
    """Return which task waits for which, and which share a project or platform.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    task : str, optional
        Only ties of the tasks of this title, or with these words in it.
    unit, region, city, document : str, optional
        What to look at; all by default.
    reference : bool
        Whether what feeds what in the reference chains is an order of tasks as well.
    many : int
        What more tasks than these name is no tie between them.

    Raises
    ------
    NotFoundError
        No such task, unit, place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Task:a/1", kind="Task", name="建设接收站", document="Document:a", number="1", deadline="2026-12-31")
    >>> graph.add_node("Task:a/2", kind="Task", name="利用冷能", document="Document:a", number="2", deadline="2025-12-31")
    >>> graph.add_node("Project:/接收站", kind="Project", name="接收站")
    >>> _ = graph.add_edge("Task:a/1", "Project:/接收站", kind="DELIVERS", document="Document:a", quote="建设接收站。")
    >>> _ = graph.add_edge("Task:a/2", "Project:/接收站", kind="DEPENDS_ON", document="Document:a", quote="依托接收站利用冷能。")
    >>> [row[:4] + row[6:7] for row in task_dependencies(graph).rows]
    [('依托', '接收站', '1“建设接收站”', '2“利用冷能”', '先做的时限更晚')]
    """
    tasks = _read(graph, city, document, region)
    wanted = _wanted(tasks, task, unit, city)
    ties = [tie for tie in task_ties(tasks.land, list(tasks.known.values()), reference=reference)
            if wanted is None or {tie.earlier, tie.later} & wanted]
    ties.sort(key=lambda tie: (tie.relation == "上下游", not _late(tasks, tie.earlier, tie.later), tie.later, tie.earlier))
    rows = [(_tie_row(tasks, tie), tie.quotes) for tie in ties]
    shared = {node: found for node, found in shared_things(tasks.land, tasks.known.values()).items()
              if len(found) <= many and (wanted is None or wanted & set(found))}
    rows += [_shared_row(tasks, node, found) for node, found in shared.items()]
    late = sum(row[0][6] != "" for row in rows)
    return answer(
        "task_dependencies", statement=f"任务之间有{len(ties)}处先后依赖（其中时限倒挂{late}处），另有{len(shared)}个项目、平台由几项任务共用。",
        rule=f"先后：{_SAID[0]}" + (f"；{_SAID[1]}" if reference else "") + f"。共用：两项以上、{many}项以下的任务写到同一个项目或平台，不分先后。"
             "时限倒挂：先做的任务时限更晚。",
        scope=tasks.land.chosen.text, columns=("关系", "经由", "先做的任务", "等它的任务", "先做的时限", "等它的时限", "时限倒挂", "文件", "依据"),
        rows=rows, why_empty="所选范围内的任务没有写明依托别的任务建设的项目、平台、产业，也没有共用的项目、平台。")


def _late(tasks: _Tasks, earlier: str, later: str) -> str:
    one, two = tasks.deadline(earlier), tasks.deadline(later)
    return "先做的时限更晚" if one and two and one > two else ""


def _tie_row(tasks: _Tasks, tie: Tie) -> tuple[Value, ...]:
    documents = "、".join(dict.fromkeys([tasks.document(tie.earlier), tasks.document(tie.later)]))
    return (tie.relation, tie.through, tasks.label(tie.earlier), tasks.label(tie.later), tasks.deadline(tie.earlier),
            tasks.deadline(tie.later), _late(tasks, tie.earlier, tie.later), documents,
            "参考产业链" if any(quote.grade == "reference" for quote in tie.quotes) else "明文")


def _shared_row(tasks: _Tasks, node: str, found: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[tuple[Value, ...], tuple[Quote, ...]]:
    order = [task for task in tasks.known if task in found]
    days = sorted(filter(None, map(tasks.deadline, order)))
    row = (f"共用{kind_text(tasks.land, node)}", tasks.land.name(node), "", tasks.labels(order), days[0] if days else "",
           days[-1] if days else "", "", "、".join(dict.fromkeys(map(tasks.document, order))), "明文")
    return row, tasks.land.quotes(*(found[task] for task in order))


@question(13, "任务先后", "任务按依赖关系排出先后，哪一项延误会拖住哪些", task="任务标题或其中几个字，只看它和它的前后；不填则看全部", unit="只看这个单位的任务和它们的前后",
          region="区域或园区，下辖的一并计入", city="只看这个城市的文件", document=_DOCUMENT, reference=_REFERENCE)
def critical_order(
    graph: Graph, *, task: str | None = None, unit: str | None = None, region: str | None = None, city: str | None = None,
    document: str | None = None, reference: bool = False,
) -> Answer:
    """Return the tasks in the order in which they must come, with what each delays if it is late.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    task, unit : str, optional
        Only these tasks and what comes before and after them.
    region, city, document : str, optional
        What to look at; all by default.
    reference : bool
        Whether what feeds what in the reference chains is an order of tasks as well.

    Returns
    -------
    Answer
        A row for each task that waits or is waited for; those of a cycle stand on the same step. Tasks that no tie
        reaches are only counted.

    Raises
    ------
    NotFoundError
        No such task, unit, place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Task:a/1", kind="Task", name="利用冷能", document="Document:a", number="1", deadline="2025-12-31")
    >>> graph.add_node("Task:a/2", kind="Task", name="建设接收站", document="Document:a", number="2", deadline="2026-12-31")
    >>> graph.add_node("Project:/接收站", kind="Project", name="接收站")
    >>> _ = graph.add_edge("Task:a/2", "Project:/接收站", kind="DELIVERS", document="Document:a", quote="建设接收站。")
    >>> _ = graph.add_edge("Task:a/1", "Project:/接收站", kind="DEPENDS_ON", document="Document:a", quote="依托接收站利用冷能。")
    >>> [(row[0], row[1], row[5]) for row in critical_order(graph).rows]
    [(1, '2“建设接收站”', 1), (2, '1“利用冷能”', 0)]
    """
    tasks = _read(graph, city, document, region)
    wanted = _wanted(tasks, task, unit, city)
    flow: nx.DiGraph[str] = nx.DiGraph()
    for tie in task_ties(tasks.land, list(tasks.known.values()), reference=reference):
        edge = flow.get_edge_data(tie.earlier, tie.later, {"ties": ()})
        flow.add_edge(tie.earlier, tie.later, ties=(*edge["ties"], tie))
    if wanted is not None:
        near = {one for node in wanted & set(flow) for one in (node, *nx.ancestors(flow, node), *nx.descendants(flow, node))}
        flow = nx.DiGraph(flow.subgraph(near))
    steps, rings, longest = _steps(flow)
    order = sorted(flow, key=lambda node: (steps[node], tasks.deadline(node) or "9999", list(tasks.known).index(node)))
    rows = [(_order_row(tasks, flow, node, steps[node], ring=node in rings, critical=node in longest), _order_quotes(tasks, flow, node))
            for node in order]
    upside = sum(bool(row[0][8]) for row in rows)
    return answer(
        "critical_order", statement=f"{len(order)}项任务排成{max(steps.values(), default=0)}步，其余{len(tasks.known) - len(order)}项没有写明先后；"
        f"时限倒挂{upside}项" + (f"，循环依赖{len(rings)}项" if rings else "") + (f"；最长的一串：{tasks.labels(longest)}。" if longest else "。"),
        rule=f"先后：{_SAID[0]}" + (f"；{_SAID[1]}" if reference else "") + "。按拓扑序排步，互相等待的并列；“延误会拖住”是它之后的全部任务；"
             "时限倒挂：直接先行的任务时限比它更晚；关键：在最长的一串上。",
        scope=tasks.land.chosen.text,
        columns=("步", "任务", "时限", "牵头或负责单位", "先行任务", "延误会拖住几项", "延误会拖住", "其中最早的时限", "时限倒挂", "关键", "循环", "文件"),
        rows=rows, why_empty="所选范围内的任务没有写明依托别的任务建设的项目、平台、产业，排不出先后。")


def _steps(flow: nx.DiGraph[str]) -> tuple[dict[str, int], set[str], list[str]]:
    """Return the step of each task, the tasks that wait for each other, and the longest row of tasks."""
    whole = nx.condensation(nx.DiGraph(sorted(flow.edges)))
    members = {group: sorted(whole.nodes[group]["members"]) for group in whole}
    rings = {node for found in members.values() if len(found) > 1 for node in found}
    steps: dict[str, int] = {}
    for group in nx.lexicographical_topological_sort(whole, key=lambda group: members[group][0]):
        step = 1 + max((steps[members[one][0]] for one in whole.predecessors(group)), default=0)
        steps.update(dict.fromkeys(members[group], step))
    order = list(nx.lexicographical_topological_sort(whole, key=lambda group: members[group][0]))
    longest = nx.dag_longest_path(whole, topo_order=order)
    return steps, rings, [node for group in longest for node in members[group]]


def _order_row(tasks: _Tasks, flow: nx.DiGraph[str], node: str, step: int, *, ring: bool, critical: bool) -> tuple[Value, ...]:
    before = sorted(flow.predecessors(node))
    held = sorted(nx.descendants(flow, node) - {node}, key=list(tasks.known).index)
    days = sorted(filter(None, map(tasks.deadline, held)))
    late = [one for one in before if _late(tasks, one, node)]
    work = tasks.known[node]
    return (
        step, tasks.label(node), tasks.deadline(node), unit_names(tasks.land.graph, work.by("LEADS") or work.by("RESPONSIBLE_FOR")),
        tasks.labels(before), len(held), tasks.labels(held), days[0] if days else "",
        "、".join(f"{tasks.label(one)}时限{tasks.deadline(one)}" for one in late), "是" if critical else "", "是" if ring else "",
        tasks.document(node))


def _order_quotes(tasks: _Tasks, flow: nx.DiGraph[str], node: str) -> tuple[Quote, ...]:
    ties = [tie for one in sorted(flow.predecessors(node)) for tie in flow.edges[one, node]["ties"]]
    ties += [tie for one in sorted(flow.successors(node)) for tie in flow.edges[node, one]["ties"]]
    return tuple(dict.fromkeys((*tasks.heading(node), *(quote for tie in ties for quote in tie.quotes))))[:24]
