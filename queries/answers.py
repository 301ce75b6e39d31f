"""What all questions share: the sentence behind an edge, the scope of an answer, and making the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from liantu.graph.model import Answer, Quote, Value
from liantu.queries.catalog import Graph, find_question
from liantu.queries.standing import kept

__all__ = ["REFERENCE", "answer", "documents", "edge_quote", "node_name", "scope"]

# What is shown as the document of a fact that only our tables know.
REFERENCE = "参考产业链"


def node_name(graph: Graph, node: str) -> str:
    """Return the canonical name of a node."""
    return str(graph.nodes[node]["name"])


def edge_quote(graph: Graph, data: Mapping[str, Any]) -> Quote:
    """Return the sentence behind an edge, with the name of its file and its place there.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of the edge.
    data : mapping
        The attributes of the edge.
    """
    document = data.get("document")
    if not document:
        return Quote(REFERENCE, str(data.get("reason") or data.get("note") or ""), rule=str(data.get("rule") or ""), grade="reference")
    file = graph.nodes[document].get("file") if document in graph else None
    return Quote(
        str(file or document), " ".join(str(data.get("quote") or "").split()), str(data.get("place") or ""),
        data.get("start"), data.get("end"), str(data.get("rule") or ""), data.get("grade") or "explicit",
    )


def documents(graph: Graph) -> list[str]:
    """Return the ids of the documents, by date and file name."""
    return list(_documents(graph))


@kept(1)
def _documents(graph: Graph) -> tuple[str, ...]:
    found = [node for node, data in graph.nodes(data=True) if data.get("kind") == "Document"]
    return tuple(sorted(found, key=lambda one: (graph.nodes[one].get("date") or "", one)))


def scope(
    graph: Graph, *, document: str | None = None, within: Iterable[str] | None = None, **filters: str | None,
) -> str:
    """Say what an answer covers: documents, dates, and the filters that were set.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph asked.
    document : str, optional
        The id of the only document asked.
    within : iterable of str, optional
        The ids of the documents asked, where they are several.
    **filters : str or None
        What else narrows it, by its Chinese name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", date="2023-05-04")
    >>> scope(graph, 区域="定海区")
    '文件1份（2023-05-04）；区域：定海区'
    """
    asked = [document] if document else documents(graph) if within is None else list(within)
    dates = sorted({str(graph.nodes[one]["date"]) for one in asked if graph.nodes[one].get("date")})
    span = f"（{dates[0]}）" if len(dates) == 1 else f"（{dates[0]}至{dates[-1]}）" if dates else ""
    parts = [f"文件{len(asked)}份{span}", *(f"{name}：{value}" for name, value in filters.items() if value)]
    return "；".join(parts)


def answer(
    question: str, *, statement: str, rule: str, scope: str, columns: Sequence[str],
    rows: Iterable[tuple[Sequence[Value], Sequence[Quote]]], unmentioned: Iterable[str] = (), why_empty: str = "",
) -> Answer:
    """Return an answer from rows that come with their evidence.

    Parameters
    ----------
    question : str
        The name of the question in the catalogue.
    rows : iterable of (values, quotes)
        Each row and the sentences behind it, in the order to show.
    why_empty : str
        Why there are no rows; kept only if there are none.
    """
    found = [(tuple(values), tuple(quotes)) for values, quotes in rows]
    return Answer(
        question, find_question(question).title, statement, rule, scope, tuple(columns),
        tuple(values for values, _ in found), tuple(quotes for _, quotes in found), tuple(unmentioned),
        "" if found else why_empty,
    )
