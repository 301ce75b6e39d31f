"""The graph in LadybugDB, the embedded Cypher database: one table a kind of node, one a kind of edge."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from liantu.errors import QueryError, StoreError
from liantu.graph import schema
from liantu.graph.declare import ladybug_ddl
from liantu.graph.model import Node, Value
from liantu.graph.store import Cell, Fact, Rows, fact_from_row, fact_row, in_order, node_from_row, node_row

if TYPE_CHECKING:
    import ladybug
    import networkx as nx

__all__ = ["VERSION", "LadybugStore", "load"]

# Later versions answer some questions wrongly, without an error.
VERSION: Final = "0.18.3"
_BATCH: Final = 100_000
_PLAIN: Final = frozenset({"STRING", "INT64", "DOUBLE", "BOOL"})
_ASIDE: Final = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_PARAMETER: Final = re.compile(r"\$([^\W\d]\w*)")


def _engine() -> Any:  # noqa: ANN401 - the module itself, loaded only when a database is wanted
    try:
        import ladybug
    except ImportError as error:
        raise StoreError(f"未安装图数据库 ladybug。请执行 pip install ladybug=={VERSION}。") from error
    if ladybug.__version__ != VERSION:
        raise StoreError(
            f"已安装的 ladybug 是 {ladybug.__version__},这一版本未经核对,可能给出错误答案。"
            f"请执行 pip install ladybug=={VERSION}。"
        )
    return ladybug


def load(path: Path | str, nodes: Iterable[Node], edges: Iterable[Fact]) -> dict[str, int]:
    """Make a database of nodes and edges.

    Parameters
    ----------
    path : Path or str
        A file that does not exist yet.
    nodes : iterable of Node
        Every node once.
    edges : iterable of Fact
        Every edge once; its ends are among the nodes. Both are read as a stream.

    Returns
    -------
    dict
        How many rows each kind of node and edge got.

    Raises
    ------
    StoreError
        The file exists, a node comes twice, an end of an edge is missing, or the engine is another version.
    """
    if Path(path).exists():
        raise StoreError(f"{path} 已存在,不能覆盖。请换一个位置。")
    engine = _engine()
    try:
        with engine.Database(str(path)) as base, engine.Connection(base) as connection:
            for statement in ladybug_ddl():
                connection.execute(statement).close()
            counts = _copy_nodes(connection, nodes)
            return counts | _copy_edges(connection, edges)
    except RuntimeError as error:
        raise StoreError(f"写入图数据库 {Path(path).name} 失败:{error}。请检查磁盘空间,并核对节点与关系是否齐全、不重复。") from error


def _copy(connection: ladybug.Connection, table: str, columns: list[str], rows: list[tuple[Value, ...]], how: str = "") -> None:
    import pandas as pd

    # dtype=object keeps None apart from an empty string and from NaN, and whole numbers whole.
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    connection.execute(f"COPY `{table}` FROM $frame{how}", {"frame": frame}).close()  # type: ignore[union-attr]
    rows.clear()


def _copy_nodes(connection: ladybug.Connection, nodes: Iterable[Node]) -> dict[str, int]:
    columns = {kind: [column.name for column in schema.node_columns(kind)] for kind in schema.NODES}
    waiting: dict[str, list[tuple[Value, ...]]] = {kind: [] for kind in columns}
    counts = dict.fromkeys(columns, 0)
    for node in nodes:
        rows = waiting[node.kind]
        rows.append(tuple(map(node_row(node).get, columns[node.kind])))
        counts[node.kind] += 1
        if len(rows) >= _BATCH:
            _copy(connection, node.kind, columns[node.kind], rows)
    for kind, rows in waiting.items():
        if rows:
            _copy(connection, kind, columns[kind], rows)
    return counts


def _copy_edges(connection: ladybug.Connection, edges: Iterable[Fact]) -> dict[str, int]:
    columns = {kind: [column.name for column in schema.edge_columns(kind)] for kind in schema.EDGES}
    waiting: dict[tuple[str, str, str], list[tuple[Value, ...]]] = {
        (kind.name, *pair): [] for kind in schema.EDGES.values() for pair in kind.pairs}
    counts = dict.fromkeys(columns, 0)

    def copy(kind: str, source: str, target: str, rows: list[tuple[Value, ...]]) -> None:
        _copy(connection, kind, ["source", "target", *columns[kind]], rows, f" (from='{source}', to='{target}')")

    for found in edges:
        edge = found.edge
        key = (edge.kind, *schema.pair_of(edge))
        rows = waiting[key]
        rows.append((edge.source, edge.target, *map(fact_row(found).get, columns[edge.kind])))
        counts[edge.kind] += 1
        if len(rows) >= _BATCH:
            copy(*key, rows)
    for key, rows in waiting.items():
        if rows:
            copy(*key, rows)
    return counts


class LadybugStore:
    """A database opened for reading.

    One connection, for one thread at a time. Opening for reading keeps statements from changing the graph, but not
    from reading or writing other files (``LOAD FROM``, ``COPY … TO``): let nobody's own statements through unchecked.

    Parameters
    ----------
    path : Path or str
        A database that ``load`` made.
    timeout : int, optional
        Milliseconds after which a statement is given up.
    memory : int, optional
        Bytes that the engine may hold pages and results in.

    Raises
    ------
    StoreError
        There is no such database, it is damaged, or the engine is another version.
    """

    def __init__(self, path: Path | str, *, timeout: int | None = None, memory: int | None = None) -> None:
        if not Path(path).is_file():
            raise StoreError(f"找不到图数据库 {path}。请先用 build 生成。")
        engine = _engine()
        try:
            self._base = engine.Database(str(path), read_only=True, buffer_pool_size=memory or 0)
            self._connection = engine.Connection(self._base)
        except RuntimeError as error:
            raise StoreError(f"打不开图数据库 {path}:{error}。请重新 build。") from error
        if timeout is not None:
            self._connection.set_query_timeout(timeout)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the database."""
        self.close()

    def close(self) -> None:
        """Close the database; a second time does nothing."""
        self._connection.close()
        self._base.close()

    def cypher(
        self, statement: str, parameters: Mapping[str, object] | None = None, *, rows: int | None = None
    ) -> Rows:
        """Run one reading statement.

        Parameters
        ----------
        statement : str
            Cypher, in the subset that runs on all stores.
        parameters : mapping, optional
            A value for each ``$name`` in it.
        rows : int, optional
            Take no more than these of the answer.

        Returns
        -------
        Rows
            Sums are plain integers, dates ISO strings, nodes and edges maps of their columns.

        Raises
        ------
        QueryError
            A parameter is missing, the statement is wrong or changes something, or takes too long.
        """
        given = dict(parameters or {})
        # The engine answers with no rows, and no error, if one is missing.
        missing = sorted(set(_PARAMETER.findall(_ASIDE.sub("''", statement))) - set(given))
        if missing:
            raise QueryError(f"语句缺少参数:{'、'.join(missing)}。请一并给出。")
        try:
            answer = self._connection.execute(statement, given)
        except RuntimeError as error:
            raise QueryError(_explained(str(error))) from error
        if isinstance(answer, list):
            for part in answer:
                part.close()
            raise QueryError("一次只能执行一条语句。请去掉分号,分开执行。")
        try:
            # Most answers are plain already; to look at the columns is much cheaper than to make each cell anew.
            made = tuple if _PLAIN.issuperset(answer.get_column_data_types()) else _plain_row
            # One row after the other: all of them as lists and as tuples at once keep the garbage collector busy.
            found = answer if rows is None else answer.get_n(rows)
            return Rows(tuple(answer.get_column_names()), tuple(map(made, found)))
        finally:
            answer.close()

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes, sorted by id."""
        return map(node_from_row, self._node_rows())

    def edges(self) -> Iterator[Fact]:
        """Yield the edges, sorted by kind, source, target and evidence."""
        return in_order(fact_from_row(source, target, row) for source, target, row in self._edge_rows())

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph in memory."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        # Rows are the attributes as they stand: no need of nodes and facts in between.
        graph.add_nodes_from((row["id"], row) for row in self._node_rows())
        for source, target, row in self._edge_rows():
            graph.add_edge(source, target, key=row["id"], **row)
        return graph

    def _node_rows(self) -> Iterator[dict[str, Any]]:
        for kind in sorted(schema.NODES):
            columns = [column.name for column in schema.node_columns(kind)]
            shown = ", ".join(f"n.`{name}`" for name in columns)
            for row in self._stream(f"MATCH (n:`{kind}`) RETURN {shown} ORDER BY n.id"):
                yield {name: value for name, value in zip(columns, row, strict=True) if value is not None}

    def _edge_rows(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for kind in sorted(schema.EDGES):
            columns = [column.name for column in schema.edge_columns(kind)]
            shown = ", ".join(f"r.`{name}`" for name in columns)
            order = "source, target, r.document, r.start, r.id"
            for source, target, *row in self._stream(
                f"MATCH (a)-[r:`{kind}`]->(b) RETURN a.id AS source, b.id AS target, {shown} ORDER BY {order}"
            ):
                found = zip(columns, row, strict=True)
                yield source, target, {name: value for name, value in found if value is not None}

    def _stream(self, statement: str) -> Iterator[list[Any]]:
        answer = self._connection.execute(statement)
        try:
            while answer.has_next():
                yield answer.get_next()
        finally:
            answer.close()


def _explained(message: str) -> str:
    if message.startswith("Interrupted"):
        return "语句执行超时。请缩小范围,或放宽时限。"
    if "read-only" in message:
        return "图以只读方式打开,不能修改。"
    return f"语句不能执行:{message.strip()}"


def _plain_row(row: Iterable[Any]) -> tuple[Cell, ...]:
    return tuple(map(_plain, row))


def _plain(value: Any) -> Cell:  # noqa: ANN401 - whatever the engine returns
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items() if name not in ("_ID", "_LABEL", "_SRC", "_DST")}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value  # type: ignore[no-any-return]
