"""The one data interface of the explorer: a graph as compact columns that a browser takes in at once.

The page carries it packed inside, the server sends the same over HTTP. Nodes and edges are columns of numbers and
strings; what few of them have is a list of (place, value). Positions are worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias

import networkx as nx
import numpy as np

from liantu.graph.schema import EDGES, NODES, edge_columns, node_columns
from liantu.queries.standing import standing
from liantu.viz.cells import find_cells
from liantu.viz.layout import layout
from liantu.viz.pinyin import readings

__all__ = ["Graph", "Interned", "Numbering", "core", "number_graph"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
Json: TypeAlias = Any

VERSION: Final = 1
_GLYPHS: Final = {
    "Document": "文", "Task": "任", "Industry": "业", "Region": "区", "Platform": "台", "Unit": "单", "Person": "人",
    "Project": "项", "Enterprise": "企", "Indicator": "标",
}
_PLAIN_NODE: Final = frozenset({"id", "kind", "name", "aliases", "city", "grade", "keywords", "source", "sha256"})
_PLAIN_EDGE: Final = frozenset({"id", "kind", "document", "start", "end", "place", "quote", "rule", "grade"})


class Interned:
    """Strings by number, each kept once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {"": 0}

    def __call__(self, text: object) -> int:
        """Return the number of a string."""
        return self._known.setdefault("" if text is None else str(text), len(self._known))

    def strings(self) -> list[str]:
        """Return the strings by their number."""
        return list(self._known)


class Numbering:
    """Nodes, edges and documents of a graph by number, as the page knows them.

    Names are no nodes of the picture: they are the spellings of the others.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph = standing(graph)
        self.nodes = [one for one, data in graph.nodes(data=True) if data.get("kind") in _GLYPHS]
        self.node = {one: number for number, one in enumerate(self.nodes)}
        # A graph drawn by hand may hold the same edge of the same attributes twice; the mapping itself tells them apart.
        self.edges = [(source, target, data) for source, target, data in graph.edges(data=True)
                      if source in self.node and target in self.node and data.get("kind") in EDGES]
        self.edge = {id(data): number for number, (_, _, data) in enumerate(self.edges)}
        found = (one for one in self.nodes if graph.nodes[one]["kind"] == "Document")
        self.documents = sorted(found, key=lambda one: (str(graph.nodes[one].get("date") or ""), one))
        self.document = {one: number for number, one in enumerate(self.documents)}
        self.files = {str(graph.nodes[one].get("file") or one): number for number, one in enumerate(self.documents)}

    def edge_numbers(self, shelf: Iterable[Mapping[str, Any]], *, limit: int = 40) -> list[int]:
        """Return the numbers of edges, each once, the first ones only."""
        found: dict[int, None] = {}
        for data in shelf:
            number = self.edge.get(id(data))
            if number is not None:
                found[number] = None
                if len(found) >= limit:
                    break
        return list(found)

    def node_numbers(self, nodes: Iterable[str], *, limit: int = 10_000) -> list[int]:
        """Return the numbers of nodes, in their order."""
        return list(islice((self.node[one] for one in nodes if one in self.node), limit))


def number_graph(graph: Graph) -> Numbering:
    """Return the numbering of a graph; the same graph gives the same numbers."""
    return Numbering(graph)


def core(numbering: Numbering, *, title: str, made: Mapping[str, str] | None = None) -> dict[str, Json]:
    """Return what every view needs: vocabulary, documents, nodes with positions, edges, spellings.

    Parameters
    ----------
    numbering : Numbering
        The numbered graph.
    title : str
        The heading of the page.
    made : mapping, optional
        What the page says of its making: version and the like.

    Returns
    -------
    dict
        Lists, numbers and strings only, ready for JSON.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:/a", kind="Unit", name="商务局")
    >>> data = core(number_graph(graph), title="青山市")
    >>> data["nodes"]["name"], data["pinyin"]["局"]
    (['商务局'], ['ju'])
    """
    strings = Interned()
    spelled = _spellings(numbering, strings)
    names = [str(numbering.graph.nodes[one]["name"]) for one in numbering.nodes]
    aliases = [alias for one in numbering.nodes for alias in str(numbering.graph.nodes[one].get("aliases") or "").split("\n")]
    data = {
        "v": VERSION, "title": title, "made": dict(made or {}),
        "kinds": [[kind, NODES[kind].label, glyph] for kind, glyph in _GLYPHS.items()],
        "relations": [[kind.name, kind.label] for kind in EDGES.values() if kind.name != "ALIAS_OF"],
        "grades": [["corrected", "人工更正"], ["explicit", "原文写明"], ["inferred", "按规则推定"], ["reference", "参考资料"]],
        "documents": [_document(numbering, one) for one in numbering.documents],
        "nodes": _nodes(numbering, strings), "edges": _edges(numbering, strings), "spellings": spelled,
        "pinyin": readings([*names, *aliases]),
    }
    data["strings"] = strings.strings()
    return data


def _document(numbering: Numbering, document: str) -> dict[str, Json]:
    data = numbering.graph.nodes[document]
    fields = ("number", "issuer", "date", "status", "file", "format", "period_start", "period_end")
    return {"node": numbering.node[document], "title": data["name"], **{key: data[key] for key in fields if data.get(key)}}


def _nodes(numbering: Numbering, strings: Interned) -> dict[str, Json]:
    graph, nodes = numbering.graph, numbering.nodes
    kinds = {kind: number for number, kind in enumerate(_GLYPHS)}
    cell, cells = find_cells(graph, nodes)
    ends = np.array([(numbering.node[source], numbering.node[target]) for source, target, _ in numbering.edges] or [(0, 0)]).T
    places = layout(len(nodes), ends[0], ends[1], cell=np.array(cell, np.int64)) if nodes else np.zeros((0, 2))
    rows = [graph.nodes[one] for one in nodes]
    return {
        "id": nodes, "name": [str(row["name"]) for row in rows], "kind": [kinds[row["kind"]] for row in rows],
        "alias": [str(row.get("aliases") or "") for row in rows], "city": [strings(row.get("city")) for row in rows],
        "grade": [_grade(row) for row in rows], "cell": cell, "cells": [list(one) for one in cells],
        "x": np.rint(places[:, 0]).astype(int).tolist(), "y": np.rint(places[:, 1]).astype(int).tolist(),
        "more": _sparse(rows, [column for kind in _GLYPHS for column in node_columns(kind)], _PLAIN_NODE),
    }


def _edges(numbering: Numbering, strings: Interned) -> dict[str, Json]:
    kinds = {kind: number for number, kind in enumerate(one for one in EDGES if one != "ALIAS_OF")}
    rows = [data for _, _, data in numbering.edges]
    return {
        "a": [numbering.node[source] for source, _, _ in numbering.edges],
        "b": [numbering.node[target] for _, target, _ in numbering.edges],
        "kind": [kinds[row["kind"]] for row in rows], "grade": [_grade(row) for row in rows],
        "document": [numbering.document.get(str(row.get("document")), -1) for row in rows],
        "start": [_offset(row.get("start")) for row in rows], "end": [_offset(row.get("end")) for row in rows],
        "place": [strings(row.get("place")) for row in rows], "rule": [strings(row.get("rule")) for row in rows],
        "more": _sparse(rows, [column for kind in kinds for column in edge_columns(kind)], _PLAIN_EDGE),
    }


def _offset(value: object) -> int:
    return value if isinstance(value, int) else -1


def _grade(row: Mapping[str, Any]) -> int:
    order = ("corrected", "explicit", "inferred", "reference")
    return order.index(row["grade"]) if row.get("grade") in order else 1


def _sparse(rows: Sequence[Mapping[str, Any]], columns: Iterable[Any], plain: frozenset[str]) -> dict[str, Json]:
    """Return, for each column that only some rows have, its label, the numbers of these rows, and their values."""
    found: dict[str, tuple[str, list[int], list[Json]]] = {
        column.name: (column.label, [], []) for column in columns if column.name not in plain}
    for number, row in enumerate(rows):
        for name, value in row.items():
            if name in found and value not in (None, "", False):
                found[name][1].append(number)
                found[name][2].append(value)
    return {name: list(column) for name, column in found.items() if column[1]}


def _spellings(numbering: Numbering, strings: Interned) -> dict[str, Json]:
    """Return where each name stands as it is written: node, spelling, document, offsets."""
    graph = numbering.graph
    found = sorted(
        (numbering.node[target], str(graph.nodes[source]["name"]), numbering.document.get(str(data.get("document")), -1),
         _offset(data.get("start")), _offset(data.get("end")))
        for source, target, data in graph.edges(data=True) if data.get("kind") == "ALIAS_OF" and target in numbering.node)
    columns: list[list[int]] = [[], [], [], [], []]
    for node, text, document, start, end in found:
        for column, value in zip(columns, (node, strings(text), document, start, end), strict=True):
            column.append(value)
    return dict(zip(("node", "text", "document", "start", "end"), columns, strict=True))
