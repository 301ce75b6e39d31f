"""Bring a graph on a Neo4j server to what a store holds: make what is new, change what differs, delete what is gone.

Each kind is compared by a digest that every node and relationship of ours carries, so what is already there is not
written again, and a push that broke off goes on where it was when it is run again. Labels, types and columns in the
statements come from the schema, all else is a parameter. A batch is one transaction.

A node that is gone but holds a relationship of someone else is not deleted, since that would delete what is not ours:
it gives up its label for ``LiantuGone``, so that no question finds it, and gets it back if a later build has it again.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final

from liantu.errors import StoreError
from liantu.graph import neo4j_files, schema
from liantu.graph.declare import neo4j_constraints
from liantu.graph.export import pack
from liantu.graph.neo4j import Neo4jStore, own, speaking
from liantu.graph.neo4j_lock import alone
from liantu.graph.store import Store, fact_row, node_row

if TYPE_CHECKING:
    from neo4j import Session

__all__ = ["Counts", "Progress", "Pushed", "push"]

# Is told the kind, and how many more of it are done.
Progress = Callable[[str, int], object]
_ATTEMPTS: Final = 6
_COMMON: Final = "id: row[0], kind: '{}', _graph: $graph, _hash: row[1]"
# For labels of our own housekeeping.
_NOTES: Final = (
    "CREATE CONSTRAINT liantu_graph IF NOT EXISTS FOR (n:LiantuGraph) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT liantu_lock IF NOT EXISTS FOR (n:LiantuLock) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT liantu_file IF NOT EXISTS FOR (n:LiantuFile) REQUIRE (n.id, n._graph) IS UNIQUE",
    "CREATE INDEX liantu_file_id IF NOT EXISTS FOR (n:LiantuFile) ON (n.id)",
)


@dataclass(slots=True)
class Counts:
    """How many were made, changed, left alone and deleted."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.created or self.updated or self.deleted)


@dataclass(slots=True)
class Pushed:
    """What a push did; ``kept`` are gone nodes that stay for the sake of relationships that are not ours."""

    nodes: Counts = field(default_factory=Counts)
    edges: Counts = field(default_factory=Counts)
    files: Counts = field(default_factory=Counts)
    kept: int = 0

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.nodes or self.edges or self.files)


# A row: id, digest, for edges the ids of both ends, then the values of the columns.
Row = list[Any]


def push(
    store: Store, neo: Neo4jStore, *, graph: str | None = None, batch: int = 5000, progress: Progress | None = None
) -> Pushed:
    """Make the graph on the server the same as that of a store.

    Parameters
    ----------
    store : Store
        An opened graph folder, or any other store. A folder brings its texts and lists along.
    neo : Neo4jStore
        The server.
    graph : str, optional
        The name of the graph there; that of ``neo`` by default.
    batch : int
        Rows a transaction.
    progress : callable, optional
        Called with a kind and a number of rows as each batch is done.

    Returns
    -------
    Pushed
        Counts. A push of what is already there writes nothing at all.

    Raises
    ------
    StoreError
        The server refuses, another push of the same graph is running, or an edge has an end that is no node. What was
        written by then stays, is marked as unfinished, and is completed by the next push.
    """
    target = neo.within(graph)
    with speaking(), target.session(write=True) as session:
        _declare(session)
        with alone(target):
            return _Push(target, session, batch, progress or (lambda _kind, _count: None)).run(store)


def _declare(session: Session) -> None:
    wanted = (*neo4j_constraints(), *_NOTES)
    known = {record[0] for record in session.run("SHOW INDEXES YIELD name")}
    missing = [statement for statement in wanted if statement.split()[2] not in known]
    for statement in missing:
        session.run(own(statement)).consume()
    if missing:
        session.run("CALL db.awaitIndexes(600)").consume()


def _digest(values: Sequence[Any]) -> int:
    # 64 bits, as Neo4j keeps whole numbers inside the record.
    return int.from_bytes(hashlib.blake2b(pack(values).encode(), digest_size=8).digest(), "big", signed=True)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    found = iter(rows)
    while part := list(islice(found, size)):
        yield part


def _assignments(columns: Sequence[str], rows: list[Row], first: int) -> tuple[str, list[Row]]:
    """Return the properties of new ones as text, and the rows without the columns that none of them uses."""
    used = [number for number in range(first, first + len(columns)) if any(row[number] is not None for row in rows)]
    text = "".join(f", `{columns[number - first]}`: row[{place}]" for place, number in enumerate(used, first))
    return text, [row[:first] + [row[number] for number in used] for row in rows]


@dataclass(slots=True)
class _Push:
    neo: Neo4jStore
    session: Session
    batch: int
    progress: Progress
    done: Pushed = field(default_factory=Pushed)
    counts: dict[str, int] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    ghosts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    present: dict[str, int] = field(default_factory=dict)
    marked: bool = False

    def run(self, store: Store) -> Pushed:
        self.present = self.neo.count()
        for kind, identity in self._read("MATCH (n:LiantuGone) WHERE n._graph = $graph RETURN n.kind, n.id"):
            self.ghosts[kind].add(identity)
        for kind, found in _by_kind(store.nodes(), schema.NODES, lambda node: node.kind):
            columns = [column.name for column in schema.node_columns(kind)][2:]
            rows = (_row(node_row(node), columns) for node in found)
            self.counts[kind] = self._nodes(kind, columns, rows, self.done.nodes)
        for kind, found in _by_kind(store.edges(), schema.EDGES, lambda fact: fact.edge.kind):
            columns = [column.name for column in schema.edge_columns(kind)][2:]
            rows = (_row(fact_row(fact), columns, fact.edge.source, fact.edge.target) for fact in found)
            self.counts[kind] = self._edges(kind, columns, rows)
        for kind, ids in self.gone.items():
            self._delete_nodes(kind, ids)
        self._delete_ghosts()
        self._files(store)
        self._finish()
        return self.done

    def _read(self, statement: str) -> Iterator[list[Any]]:
        for record in self.session.run(own(statement), graph=self.neo.graph):
            yield record.values()

    def _there(self, kind: str, pattern: str) -> dict[str, int | None]:
        """Return ids and digests of what the graph has of a kind."""
        if self.present.get(kind) == 0:
            return {}
        rows = self._read(f"MATCH {pattern} WHERE n._graph = $graph RETURN n.id, n._hash")
        return {identity: digest for identity, digest in rows}  # noqa: C416 - dict() of lists has no type

    def _nodes(self, kind: str, columns: list[str], rows: Iterable[Row], counts: Counts) -> int:
        there = self._there(kind, f"(n:`{kind}`)")
        total = 0
        for part in _batches(rows, self.batch):
            back = [row[0] for row in part if row[0] in self.ghosts[kind]] if kind in self.ghosts else []
            if back:
                self._restore(kind, back)
                there.update(dict.fromkeys(back))
            new, changed = _compared(part, there, counts, back)
            if new:
                text, slim = _assignments(columns, new, 2)
                self._write(f"UNWIND $rows AS row CREATE (n:`{kind}` {{{_COMMON.format(kind)}{text}}}) RETURN count(*)", slim)
            if changed:
                self._write(f"UNWIND $rows AS row MATCH (n:`{kind}`) USING INDEX SEEK n:`{kind}`(id) "
                            f"WHERE n.id = row[0] AND n._graph = $graph SET {_settings('n', columns, 2)} RETURN count(*)", changed)
            total += len(part)
            self.progress(kind, len(part))
        self.gone[kind] = list(there)
        return total

    def _edges(self, kind: str, columns: list[str], rows: Iterable[Row]) -> int:
        there = self._there(kind, f"()-[n:`{kind}`]->()")
        total = 0
        for part in _batches(rows, self.batch):
            new, changed = _compared(part, there, self.done.edges)
            for (source, target), some in _by_ends(new):
                text, slim = _assignments(columns, some, 4)
                self._write(f"UNWIND $rows AS row {_ends(source, target)} CREATE (a)-[:`{kind}` {{{_COMMON.format(kind)}"
                            f"{text}}}]->(b) RETURN count(*)", slim, ends=True)
            for (source, target), some in _by_ends(changed):
                self._write(f"UNWIND $rows AS row {_ends(source, target)} MATCH (a)-[r:`{kind}`]->(b) WHERE r.id = row[0] "
                            f"AND r._graph = $graph SET {_settings('r', columns, 4)} RETURN count(*)", some, ends=True)
            total += len(part)
            self.progress(kind, len(part))
        for ids in _batches(([identity] for identity in there), self.batch):
            self.done.edges.deleted += self._write(
                f"MATCH (a)-[r:`{kind}`]->(b) WHERE r._graph = $graph AND r.id IN $rows DELETE r RETURN count(*)",
                [row[0] for row in ids], exact=False)
        return total

    def _restore(self, kind: str, ids: list[str]) -> None:
        self._write(f"MATCH (n:LiantuGone) WHERE n._graph = $graph AND n.kind = '{kind}' AND n.id IN $rows "
                    f"SET n:`{kind}` REMOVE n:LiantuGone RETURN count(*)", ids)
        self.ghosts[kind].difference_update(ids)

    def _delete_nodes(self, kind: str, ids: list[str]) -> None:
        seek = f"UNWIND $rows AS id MATCH (n:`{kind}`) USING INDEX SEEK n:`{kind}`(id) WHERE n.id = id AND n._graph = $graph"
        for part in _batches(([identity] for identity in ids), self.batch):
            found = [row[0] for row in part]
            deleted = self._write(f"{seek} AND NOT EXISTS {{ (n)--() }} DELETE n RETURN count(*)", found, exact=False)
            counts = self.done.files if kind == neo4j_files.LABEL else self.done.nodes
            counts.deleted += deleted
            if deleted < len(found):
                kept = self._write(f"{seek} SET n:LiantuGone REMOVE n:`{kind}`, n._hash RETURN count(*)", found, exact=False)
                self.done.kept += kept
                counts.deleted += kept

    def _delete_ghosts(self) -> None:
        lonely = "MATCH (n:LiantuGone) WHERE n._graph = $graph AND NOT EXISTS { (n)--() }"
        if any(self.ghosts.values()) and next(self._read(f"{lonely} RETURN count(n)"))[0]:
            self._write(f"{lonely} DELETE n RETURN count(*)", [], exact=False)

    def _files(self, store: Store) -> None:
        parts = (_row({"id": identity, "name": name, "part": part, "text": text}, neo4j_files.COLUMNS)
                 for identity, name, part, text in neo4j_files.parts_of(store))
        size, self.batch = self.batch, neo4j_files.BATCH
        self._nodes(neo4j_files.LABEL, list(neo4j_files.COLUMNS), parts, self.done.files)
        self._delete_nodes(neo4j_files.LABEL, self.gone[neo4j_files.LABEL])
        self.batch = size

    def _write(self, statement: str, rows: list[Any], *, exact: bool = True, ends: bool = False) -> int:
        if not self.marked:
            # From here on the graph is neither the old nor the new one; readers are told so.
            self.marked = True
            self._commit("MERGE (g:LiantuGraph {name: $graph}) SET g.complete = false RETURN count(*)", [])
        count = self._commit(statement, rows)
        if exact and count != len(rows):
            what = "有关系的一端不是图中的节点" if ends else "服务器上的图在推送时被改动"
            raise StoreError(f"{what}:{len(rows)} 行只写入 {count} 行。请核对后重新推送。")
        return count

    def _commit(self, statement: str, rows: list[Any]) -> int:
        """Run a statement in a transaction of its own, again where the server says that it undid it."""
        from neo4j.exceptions import TransientError

        for attempt in range(1, _ATTEMPTS):
            try:
                return self._once(statement, rows)
            except TransientError:
                time.sleep(0.1 * 2**attempt)
        return self._once(statement, rows)

    def _once(self, statement: str, rows: list[Any]) -> int:
        # Not the driver's own retries: they also repeat a commit whose answer was lost, and then CREATE would be done twice.
        with self.session.begin_transaction() as transaction:
            found = transaction.run(own(statement), rows=rows, graph=self.neo.graph).single()
            transaction.commit()
        return int(found[0]) if found else 0

    def _finish(self) -> None:
        state = {"name": self.neo.graph, "complete": True, **self.counts}
        if self.neo.state() != state:
            self._commit("MERGE (g:LiantuGraph {name: $graph}) SET g = $rows[0] RETURN count(*)", [state])


def _by_kind(items: Iterator[Any], kinds: Iterable[str], kind_of: Callable[[Any], str]) -> Iterator[tuple[str, Iterator[Any]]]:
    """Yield each kind of the schema with its items, those kinds that have none at the end."""
    left = dict.fromkeys(kinds)
    for kind, group in groupby(items, kind_of):
        if kind not in left:
            raise StoreError(f"推送的图没有按类型排列,或有未知的类型 {kind!r}。请用 liantu 自己的图。")
        del left[kind]
        yield kind, group
    for kind in left:
        yield kind, iter(())


def _row(row: dict[str, Any], columns: Sequence[str], *ends: str) -> Row:
    values = list(map(row.get, columns))
    return [row["id"], _digest(values), *ends, *values]


def _compared(
    rows: list[Row], there: dict[str, int | None], counts: Counts, back: Sequence[str] = ()
) -> tuple[list[Row], list[Row]]:
    """Return the new rows and the changed ones, and take all of them out of what may be gone."""
    new, changed = [], []
    for row in rows:
        if row[0] not in there:
            new.append(row)
        elif there.pop(row[0]) != row[1]:
            changed.append(row)
    counts.created += len(new) + len(back)
    counts.updated += len(changed) - len(back)
    counts.unchanged += len(rows) - len(new) - len(changed)
    return new, changed


def _by_ends(rows: list[Row]) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[schema.kind_of(row[2]), schema.kind_of(row[3])].append(row)
    return iter(groups.items())


def _ends(source: str, target: str) -> str:
    # SEEK, or else the planner walks the whole index for each row of a first push, whose statistics say that it is empty.
    return " ".join(
        f"MATCH ({name}:`{kind}`) USING INDEX SEEK {name}:`{kind}`(id) WHERE {name}.id = row[{place}] AND {name}._graph = $graph"
        for name, kind, place in (("a", source, 2), ("b", target, 3)))


def _settings(name: str, columns: Sequence[str], first: int) -> str:
    # Column by column: what others added to a node of ours stays.
    return ", ".join([f"{name}._hash = row[1]", *(f"{name}.`{column}` = row[{n}]" for n, column in enumerate(columns, first))])
