"""All tasks of a document with who does them by when: what a 任务分解表 holds."""

from __future__ import annotations

from liantu.graph.model import Answer, Value
from liantu.queries.answers import node_name
from liantu.queries.catalog import Graph
from liantu.queries.targets import amount
from liantu.queries.tasks import (
    Work,
    document_label,
    find_document,
    linked,
    number_of,
    progress_text,
    quotes,
    task_quote,
    task_text,
    unit_names,
    works,
)
from liantu.queries.wording import clip

__all__ = ["task_breakdown"]


def task_breakdown(graph: Graph, *, document: str, length: int = 200) -> Answer:
    """Return the tasks of a document, one a row, in its order.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document : str
        Title, 文号 or file name of the document.
    length : int
        How many characters of a task's text at most.

    Returns
    -------
    Answer

    Raises
    ------
    NotFoundError
        No such document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", file="a.txt")
    >>> graph.add_node("Unit:商务局", kind="Unit", name="青山市商务局")
    >>> graph.add_node("Task:a/001", kind="Task", name="建电子产业园", document="Document:a", number="1")
    >>> _ = graph.add_edge("Unit:商务局", "Task:a/001", kind="LEADS", document="Document:a", quote="市商务局牵头")
    >>> task_breakdown(graph, document="青山市方案").rows[0][2:7]
    ('建电子产业园', '建电子产业园', '', '', '青山市商务局')
    """
    which = find_document(graph, document)
    found = works(graph, document=which)
    data = graph.nodes[which]
    rows = tuple(_row(graph, work, length) for work in found)
    evidence = tuple(tuple(dict.fromkeys((*quotes(graph, (edge for part in (*work.parts, *work.leaders) for edge in part.edges)),
                                          task_quote(graph, work)))) for work in found)
    without = sum(not work.parts for work in found)
    return Answer(
        "task_breakdown", "任务分解表",
        f"{document_label(graph, which)}共{len(found)}项任务" + (f"，其中{without}项未写明单位" if without else "") + "。",
        "按文件的条目列出；主要内容为原文（责任条款和进展另列）；没有写明的留空，不推测。",
        "　".join(str(one) for one in (data.get("number"), data.get("issuer"), data.get("date")) if one),
        ("序号", "章节", "任务", "主要内容", "目标指标", "牵头领导", "牵头单位", "责任单位", "配合单位", "完成时限", "进展"), rows, evidence,
        why_empty="" if rows else "这份文件里没有读出任务。可用 liantu check 逐行查看。")


def _row(graph: Graph, work: Work, length: int) -> tuple[Value, ...]:
    goals = [f"{node_name(graph, node)}{amount(edge)}" for node, edge in linked(graph, work, "indicators") if edge.get("nature") == "target"]
    progress = progress_text(graph, work)
    percent = work.data.get("percent")
    told = [f"{percent:g}%" if percent is not None else "", clip(progress.text, 80) if progress else ""]
    return (number_of(work), str(work.data.get("section") or ""), work.name, clip(task_text(graph, work), length), "；".join(dict.fromkeys(goals)),
            unit_names(graph, work.leaders), unit_names(graph, work.by("LEADS")), unit_names(graph, work.by("RESPONSIBLE_FOR")),
            unit_names(graph, work.by("PARTICIPATES_IN")), work.data.get("deadline"), "　".join(filter(None, told)))
