"""The documents behind a picture or paper, as an office cites them."""

from __future__ import annotations

from collections.abc import Iterable

from liantu.queries.answers import documents
from liantu.queries.catalog import Graph
from liantu.queries.tasks import document_label

__all__ = ["file_numbers", "source_lines"]


def file_numbers(graph: Graph) -> dict[str, int]:
    """Return for each file its number among the documents of a graph, from 1, by date."""
    return {str(graph.nodes[one].get("file") or one): number for number, one in enumerate(documents(graph), 1)}


def source_lines(graph: Graph, wanted: Iterable[str], *, most: int = 8) -> list[str]:
    """Return the sources in a row: title and 文号, the first ones of many.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    wanted : iterable of str
        Ids of documents.
    most : int
        How many are named.
    """
    kept = set(wanted)
    order = [one for one in documents(graph) if one in kept]
    if not order:
        return []
    more = f"等{len(order)}份" if len(order) > most else ""
    return [f"来源：{'；'.join(document_label(graph, one) for one in order[:most])}{more}。"]
