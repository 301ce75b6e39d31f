"""The list of duties of a unit, as offices hand it out: one row a task, the source in the last column."""

from __future__ import annotations

from liantu.graph.model import Answer, Value
from liantu.queries.answers import answer, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.responsibility import Duty, duties
from liantu.queries.targets import amount
from liantu.queries.tasks import (
    document_label,
    find_document,
    find_kind,
    linked,
    names,
    number_of,
    quotes,
    task_text,
    unit_names,
)
from liantu.queries.wording import clip

__all__ = ["duty_list"]


@question(17, "单位责任清单", "导出某单位的责任清单", unit="单位名称或简称", document="只看这份文件", city="只看这个城市的单位",
          role="lead 只列牵头,participant 只列参与,responsible 只列负责", predecessors="是否并入机构改革前后的单位",
          members="是否并入所属集合的任务", length="主要内容最多几个字")
def duty_list(
    graph: Graph, *, unit: str, document: str | None = None, city: str | None = None, role: str | None = None,
    predecessors: bool = True, members: bool = True, length: int = 300,
) -> Answer:
    """List the duties of a unit as rows ready to print.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit : str
        Any name of the unit.
    document, city : str, optional
        What narrows it.
    role : str, optional
        ``lead``, ``participant`` or ``responsible``.
    predecessors, members : bool
        Take in units before and after a reorganisation; groups that the unit belongs to.
    length : int
        How many characters of a task's text at most.

    Returns
    -------
    Answer
        Numbered rows: leads first, then by document.

    Raises
    ------
    NotFoundError
        No such unit or document.
    """
    only = find_document(graph, document) if document else None
    units = find_kind(graph, "Unit", unit, city=city)
    wanted = {"lead": "LEADS", "participant": "PARTICIPATES_IN", "responsible": "RESPONSIBLE_FOR"}.get(role or "")
    found = [duty for one in units for duty in duties(graph, one, document=only, predecessors=predecessors, members=members)
             if wanted is None or duty.part.kind == wanted]
    rows = []
    for number, duty in enumerate(found, 1):
        goals = [edge for _, edge in linked(graph, duty.work, "indicators") if edge.get("nature") == "target"]
        rows.append(((number, *_row(graph, duty, length)), tuple(dict.fromkeys((*duty.evidence, *quotes(graph, goals))))))
    return answer(
        "duty_list", statement=f"{'、'.join(node_name(graph, one) for one in units)}责任清单，共{len(rows)}项",
        rule="归并别名、前后身单位和所属集合后的牵头、负责、参与任务；主要内容为原文（责任条款和进展另列），时限为原文写明的。",
        scope=scope(graph, document=only, 城市=city),
        columns=("序号", "角色", "任务", "主要内容", "目标", "牵头单位", "负责单位", "参与单位", "分管领导", "完成时限", "项目", "依据"), rows=rows,
        why_empty=f"图中有{node_name(graph, units[0])}，但所选范围内没有它这种角色的任务。")


def _row(graph: Graph, duty: Duty, length: int) -> tuple[Value, ...]:
    work = duty.work
    goals = [f"{node_name(graph, node)}{amount(edge)}" for node, edge in linked(graph, work, "indicators") if edge.get("nature") == "target"]
    return (duty.role, work.name, clip(task_text(graph, work), length), "；".join(dict.fromkeys(goals)),
            unit_names(graph, work.by("LEADS")), unit_names(graph, work.by("RESPONSIBLE_FOR")),
            unit_names(graph, work.by("PARTICIPATES_IN")), unit_names(graph, work.leaders), work.data.get("deadline"),
            names(graph, (node for node, _ in linked(graph, work, "projects"))),
            f"{document_label(graph, work.document)}第{number_of(work)}项")
