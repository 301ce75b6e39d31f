"""What every store of a graph can do, and the flat rows in which they all pass nodes and facts on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast, runtime_checkable

from liantu.graph.model import Edge, Evidence, Grade, Node, Value
from liantu.graph.schema import EDGE_COLUMNS, NODE_COLUMNS

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Cell", "Fact", "Rows", "Store", "edge_id", "fact", "fact_from_row", "fact_row", "in_order",
           "node_from_row", "node_row"]

# What a statement may return in a cell: values, and lists and maps of them.
Cell: TypeAlias = "Value | list[Cell] | dict[str, Cell]"
_NODE_NAMES = frozenset(column.name for column in NODE_COLUMNS) - {"grade"}
_EDGE_NAMES = frozenset(column.name for column in EDGE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Fact:
    """An edge as it is stored: with its id, the sentence it comes from, and what a person calls that place."""

    id: str
    edge: Edge
    quote: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a statement: names of columns, and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def dicts(self) -> list[dict[str, Cell]]:
        """Return the rows as mappings from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@runtime_checkable
class Store(Protocol):
    """A graph that can be read; nodes come sorted by id, facts by kind, source, target and evidence."""

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        raise NotImplementedError

    def edges(self) -> Iterator[Fact]:
        """Yield the edges with their sentences."""
        raise NotImplementedError

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph in memory."""
        raise NotImplementedError

    def cypher(self, statement: str, parameters: Mapping[str, object] | None = None) -> Rows:
        """Run a reading statement; QueryError where the store has no Cypher or cannot run this one."""
        raise NotImplementedError


def edge_id(edge: Edge) -> str:
    """Return a digest of all that makes an edge this one: ends, kind, place, rule, properties; not its grade.

    Examples
    --------
    >>> edge_id(Edge("Unit:a", "LEADS", "Task:b", None))
    'b32cd0ab8ac9ffc2693f34b1'
    """
    found = edge.evidence
    place = (found.document, found.start, found.end, found.rule) if found else ()
    # Properties count: one span may set the same indicator for two years.
    text = json.dumps((edge.source, edge.kind, edge.target, place, edge.properties), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def fact(edge: Edge, *, quote: str | None = None, place: str | None = None) -> Fact:
    """Return an edge as a fact, with its id."""
    return Fact(edge_id(edge), edge, quote, place)


def in_order(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield facts that are sorted by kind, source and target in their full order: then by evidence."""
    for _, group in groupby(facts, lambda found: (found.edge.kind, found.edge.source, found.edge.target)):
        yield from sorted(group, key=_evidence_order)


def _evidence_order(found: Fact) -> tuple[str, int, int, str, str]:
    at = found.edge.evidence
    return (at.document, at.start, at.end, at.rule, found.id) if at else ("", 0, 0, "", found.id)


def node_row(node: Node) -> dict[str, Value]:
    """Return the columns of a node that have a value.

    Examples
    --------
    >>> node_row(Node("Unit:舟山/发展和改革委员会", "Unit", "市发展和改革委员会", aliases=("市发改委", "发改委")))["aliases"]
    '市发改委\\n发改委'
    """
    row: dict[str, Value] = {"id": node.id, "kind": node.kind, "name": node.name}
    if node.aliases:
        row["aliases"] = "\n".join(node.aliases)
    if node.city is not None:
        row["city"] = node.city
    row.update(node.properties)
    return row


def node_from_row(row: Mapping[str, Value]) -> Node:
    """Return the node of a row; columns without a value may be there or not."""
    text = cast("Mapping[str, str | None]", row)
    aliases = text.get("aliases")
    return Node(cast("str", text["id"]), cast("str", text["kind"]), text["name"] or "", _rest(row, _NODE_NAMES),
                tuple(aliases.split("\n")) if aliases else (), text.get("city"))


def fact_row(found: Fact) -> dict[str, Value]:
    """Return the columns of an edge that have a value, without its ends."""
    row: dict[str, Value] = {"id": found.id, "kind": found.edge.kind}
    evidence = found.edge.evidence
    if evidence:
        row |= {"document": evidence.document, "start": evidence.start, "end": evidence.end,
                "rule": evidence.rule, "grade": evidence.grade}
    else:
        row["grade"] = "reference"
    if found.place is not None:
        row["place"] = found.place
    if found.quote is not None:
        row["quote"] = found.quote
    row.update(found.edge.properties)
    return row


def fact_from_row(source: str, target: str, row: Mapping[str, Value]) -> Fact:
    """Return the fact of a row and its ends."""
    text, number = cast("Mapping[str, str]", row), cast("Mapping[str, int]", row)
    document, evidence = text.get("document"), None
    if document is not None:
        evidence = Evidence(document, number["start"], number["end"], text["rule"], cast("Grade", text["grade"]))
    edge = Edge(source, text["kind"], target, evidence, _rest(row, _EDGE_NAMES))
    return Fact(text["id"], edge, text.get("quote"), text.get("place"))


def _rest(row: Mapping[str, Value], common: Iterable[str]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted((name, value) for name, value in row.items() if name not in common and value is not None))
