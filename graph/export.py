"""A graph as files and tables that other programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from liantu.errors import StoreError
from liantu.graph import schema
from liantu.graph.memory import to_networkx
from liantu.graph.model import Edge, Evidence, Node
from liantu.graph.store import Fact, Store, fact_row, node_row

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "edges_frame", "fact_line", "facts_from_lines", "graphml", "node_line", "nodes_frame", "nodes_from_lines", "pack",
]

pack: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# What XML 1.0 cannot hold; page breaks come with text from PDF files.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fact_line(found: Fact, name_of: Callable[[str], str | None]) -> str:
    """Return a line of facts.jsonl: an edge with both ends, its properties, evidence, rule and grade."""
    edge, at = found.edge, found.edge.evidence
    ends = [{"id": node, "kind": schema.kind_of(node), "name": name_of(node)} for node in (edge.source, edge.target)]
    evidence = None if at is None else {
        "document": at.document, "start": at.start, "end": at.end, "place": found.place, "quote": found.quote}
    return pack({
        "id": found.id, "kind": edge.kind, "source": ends[0], "target": ends[1], "properties": dict(edge.properties),
        "evidence": evidence, "rule": at.rule if at else None, "grade": at.grade if at else "reference",
    })


def node_line(node: Node) -> str:
    """Return a line of nodes.jsonl.

    Examples
    --------
    >>> node_line(Node("Unit:/a", "Unit", "港航局", (("level", "city"),), ("市港航局",)))
    '{"id":"Unit:/a","kind":"Unit","name":"港航局","aliases":["市港航局"],"city":null,"properties":{"level":"city"}}'
    """
    return pack({"id": node.id, "kind": node.kind, "name": node.name, "aliases": node.aliases, "city": node.city,
                 "properties": dict(node.properties)})


def nodes_from_lines(lines: Iterable[str]) -> Iterator[Node]:
    """Yield the nodes of nodes.jsonl.

    Raises
    ------
    StoreError
        A line is no node of ours.
    """
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            node = Node(row["id"], row["kind"], row["name"], tuple(sorted(row["properties"].items())),
                        tuple(row["aliases"]), row["city"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"nodes.jsonl 第 {number} 行不是节点:{error!r}。请重新 build。") from error
        schema.validate(node)
        yield node


def facts_from_lines(lines: Iterable[str]) -> Iterator[Fact]:
    """Yield the edges of facts.jsonl.

    Raises
    ------
    StoreError
        A line is no fact of ours.
    """
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            found = _fact(row, row["evidence"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"facts.jsonl 第 {number} 行不是事实:{error!r}。请重新 build。") from error
        schema.validate(found.edge)
        yield found


def _fact(row: dict[str, Any], at: dict[str, Any] | None) -> Fact:
    evidence = Evidence(at["document"], at["start"], at["end"], row["rule"], row["grade"]) if at else None
    edge = Edge(row["source"]["id"], row["kind"], row["target"]["id"], evidence,
                tuple(sorted(row["properties"].items())))
    return Fact(row["id"], edge, at["quote"] if at else None, at["place"] if at else None)


def nodes_frame(store: Store, kind: str) -> pd.DataFrame:
    """Return the nodes of a kind as a pandas table with all columns of the schema, sorted by id."""
    import pandas as pd

    rows = [node_row(node) for node in store.nodes() if node.kind == kind]
    return pd.DataFrame(rows, columns=[column.name for column in schema.node_columns(kind)], dtype=object)


def edges_frame(store: Store, kind: str) -> pd.DataFrame:
    """Return the edges of a kind as a pandas table: the ids of both ends, and all columns of the schema."""
    import pandas as pd

    rows = [{"source": found.edge.source, "target": found.edge.target, **fact_row(found)}
            for found in store.edges() if found.edge.kind == kind]
    columns = ["source", "target", *(column.name for column in schema.edge_columns(kind))]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def graphml(store: Store, path: Path | str) -> None:
    """Write a graph as GraphML, for Gephi, yEd and Cytoscape.

    Characters that XML cannot hold become ``�``. The graph goes through memory.
    """
    import networkx as nx

    graph = to_networkx(store.nodes(), store.edges())
    tables = (data for _, data in graph.nodes(data=True)), (data for _, _, data in graph.edges(data=True))
    for data in (data for table in tables for data in table):
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value)
    # Ids stand in XML attributes too, but the schema lets only NUL and surrogates be refused there.
    safe = nx.relabel_nodes(graph, {node: _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", node) for node in graph})
    nx.write_graphml_xml(safe, path, named_key_ids=True)
