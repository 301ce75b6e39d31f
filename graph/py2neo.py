"""Hand a graph to notebooks that still use py2neo, whose development has ended; everything else uses ``neo4j``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from liantu.errors import StoreError
from liantu.graph.model import Edge, Node
from liantu.graph.store import Fact, fact, fact_row, node_row

__all__ = ["to_py2neo"]

_BATCH = 5000


@cache
def _engine() -> Any:  # noqa: ANN401 - the module itself, loaded only when wanted
    try:
        import py2neo
        import py2neo.bulk
    except ImportError as error:
        raise StoreError("未安装 py2neo。请执行 pip install 'liantu[py2neo]'。") from error
    return py2neo


def to_py2neo(nodes: Iterable[Node], edges: Iterable[Edge | Fact]) -> Any:  # noqa: ANN401 - py2neo has no types
    """Return nodes and edges as a ``py2neo.Subgraph`` that can be merged: ``py2neo.Graph(…).merge(subgraph)``.

    Nodes merge by label and ``id``, relationships by type and ``id``, so that two facts between the same two nodes stay
    two; py2neo by itself would make one of them. That holds for the subgraph as it is returned: what ``|`` and its like
    make of it is a plain one. Make ``id`` unique on the server first, or merging takes the square of the time.

    Parameters
    ----------
    nodes : iterable of Node
        The nodes.
    edges : iterable of Edge or Fact
        The edges; both ends are among the nodes.

    Raises
    ------
    StoreError
        py2neo is not installed, or an end of an edge is missing.
    """
    py2neo = _engine()
    made = {}
    for node in nodes:
        made[node.id] = one = py2neo.Node(node.kind, **node_row(node))
        one.__primarylabel__, one.__primarykey__ = node.kind, "id"
    joins = []
    for edge in edges:
        found = edge if isinstance(edge, Fact) else fact(edge)
        try:
            ends = made[found.edge.source], made[found.edge.target]
        except KeyError as error:
            raise StoreError(f"关系 {found.edge.kind} 的一端 {error} 不是图中的节点。请补上这个节点。") from error
        joins.append(py2neo.Relationship.type(found.edge.kind)(*ends, **fact_row(found)))
    return _facts_class()(made.values(), joins)


@cache
def _facts_class() -> Any:  # noqa: ANN401 - a class that needs py2neo to be made
    py2neo = _engine()
    plain: Any = py2neo.Subgraph

    class Facts(plain):  # type: ignore[misc]
        """A subgraph whose relationships keep apart what differs by id."""

        def __db_merge__(self, tx: Any, primary_label: str | None = None, primary_key: str | None = None) -> None:  # noqa: ANN401
            # What py2neo calls on Graph.merge.
            plain(self.nodes).__db_merge__(tx, primary_label, primary_key)
            kinds = defaultdict(list)
            for join in self.relationships:
                kinds[type(join).__name__].append(join)
            for kind, joins in kinds.items():
                for start in range(0, len(joins), _BATCH):
                    rows = [(join.start_node.identity, dict(join), join.end_node.identity) for join in joins[start:start + _BATCH]]
                    py2neo.bulk.merge_relationships(tx, rows, (kind, "id"))

    return Facts
