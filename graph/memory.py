"""The graph in memory, as networkx has it: for questions of graph theory, and as the truth the databases are held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

import networkx as nx

from liantu.errors import QueryError
from liantu.graph import schema
from liantu.graph.model import Edge, Node
from liantu.graph.store import Fact, Rows, fact, fact_row, in_order, node_row

__all__ = ["MemoryStore", "to_networkx"]


def to_networkx(nodes: Iterable[Node], edges: Iterable[Edge | Fact]) -> nx.MultiDiGraph[str]:
    """Return nodes and edges as a directed multigraph.

    Parameters
    ----------
    nodes : iterable of Node
        The nodes.
    edges : iterable of Edge or Fact
        The edges; a Fact brings its quote along.

    Returns
    -------
    networkx.MultiDiGraph
        Attributes are the columns of the schema that have a value; the key of an edge is its id.

    Examples
    --------
    >>> graph = to_networkx([Node("Unit:/a", "Unit", "甲局"), Node("Task:b", "Task", "乙")],
    ...                     [Edge("Unit:/a", "LEADS", "Task:b", None, (("position", 0),))])
    >>> [(source, data["kind"], data["position"]) for source, _, data in graph.edges(data=True)]
    [('Unit:/a', 'LEADS', 0)]
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from((node.id, node_row(node)) for node in nodes)
    for edge in edges:
        found = edge if isinstance(edge, Fact) else fact(edge)
        graph.add_edge(found.edge.source, found.edge.target, key=found.id, **fact_row(found))
    return graph


class MemoryStore:
    """A graph of nodes and edges held in memory.

    Parameters
    ----------
    nodes : iterable of Node
        The nodes, in any order.
    edges : iterable of Edge or Fact
        The edges, in any order.

    Raises
    ------
    StoreError
        A node or edge that does not fit the schema.
    """

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge | Fact]) -> None:
        self._nodes = tuple(sorted(nodes, key=attrgetter("id")))
        found = {item.id: item for item in (edge if isinstance(edge, Fact) else fact(edge) for edge in edges)}
        self._facts = tuple(in_order(sorted(
            found.values(), key=lambda item: (item.edge.kind, item.edge.source, item.edge.target))))
        for node in self._nodes:
            schema.validate(node)
        for item in self._facts:
            schema.validate(item.edge)

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes, sorted by id."""
        return iter(self._nodes)

    def edges(self) -> Iterator[Fact]:
        """Yield the edges, sorted by kind, source, target and evidence."""
        return iter(self._facts)

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph as networkx has it."""
        return to_networkx(self._nodes, self._facts)

    def cypher(self, statement: str, parameters: Mapping[str, object] | None = None) -> Rows:  # noqa: ARG002 - as all stores
        """Raise QueryError: a graph in memory has no Cypher."""
        raise QueryError("内存中的图不能执行 Cypher 语句。请用 build 生成图文件夹后再查询。")
