"""A scratch file between loaders and stores, so that memory does not grow with the number of documents.

Rows are only appended while documents are read. Reading them back sorts them, and equal ones then lie side by side and
become one: so the result does not depend on the order of the documents.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, NamedTuple, Self

from liantu.errors import StoreError
from liantu.graph import schema
from liantu.graph.model import Document, Edge, Evidence, Grade, Mention, Node, Value
from liantu.graph.store import Fact, fact, in_order

__all__ = ["Input", "Spool"]

_TABLES: Final = """
CREATE TABLE nodes(id TEXT, name TEXT, city TEXT, aliases TEXT, properties TEXT);
CREATE TABLE edges(kind TEXT, source TEXT, target TEXT, document TEXT, start INT, stop INT, rule TEXT, grade INT,
                   properties TEXT, quote TEXT, place TEXT);
CREATE TABLE texts(document TEXT PRIMARY KEY, name TEXT, format TEXT, text TEXT);
CREATE TABLE records(stem TEXT, document TEXT, start INT, line TEXT);
CREATE TABLE inputs(name TEXT, sha256 TEXT, size INT, document TEXT);
"""
_RANK: Final[dict[str, int]] = {grade: rank for rank, grade in enumerate(schema.GRADES)}
_ALLOWED: Final = frozenset((kind.name, *pair) for kind in schema.EDGES.values() for pair in kind.pairs)
_STEMS: Final = frozenset({"tasks", "review", "unread"})
_RECENT: Final = 5_000
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=4096)
def _pack(kind: str, properties: tuple[tuple[str, Value], ...]) -> str:
    return _encode(schema.coerce(kind, properties))


class Input(NamedTuple):
    """A file that went into a graph."""

    name: str
    sha256: str
    size: int
    document: str | None


class Spool:
    """Take nodes and edges in any order; give them back merged and sorted.

    Parameters
    ----------
    path : Path or str
        A new file, or ``":memory:"``.

    Examples
    --------
    >>> with Spool(":memory:") as spool:
    ...     spool.add_document("Document:a", Document("a.txt", "油品储运由市港航局牵头"))
    ...     spool.add_nodes([Node("Task:a/1", "Task", "油品储运"), Node("Unit:/港航局", "Unit", "港航局")])
    ...     spool.add_edges([Edge("Unit:/港航局", "LEADS", "Task:a/1", Evidence("Document:a", 5, 11, "tail"))])
    ...     [found.quote for found in spool.edges()]
    ['市港航局牵头']
    """

    def __init__(self, path: Path | str) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        # A crash throws the whole file away, so it needs no journal; sorting goes to disk, not to memory.
        self._base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE;"
            "PRAGMA cache_size=-32768; BEGIN;" + _TABLES
        )
        self._id = ""
        self._document = Document("", "")
        self._starts: list[int] = []
        self._recent: set[Node] = set()
        self._settled = False

    def __enter__(self) -> Self:
        """Return the spool itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; it stays on disk until its folder goes."""
        self._base.close()

    def add_document(self, document_id: str, document: Document) -> None:
        """Keep the text of a document. Add it before the edges it is evidence for: their quotes are cut from it.

        Raises
        ------
        StoreError
            The id was used for another document, or the text holds what no file can: surrogates.
        """
        schema.kind_of(document_id)
        row = (document_id, document.name, document.format, document.text)
        try:
            self._base.execute("INSERT INTO texts VALUES(?,?,?,?)", row)
        except sqlite3.IntegrityError:
            raise StoreError(f"文件编号 {document_id} 用了两次({document.name})。每份文件要有自己的编号。") from None
        except UnicodeEncodeError:
            raise StoreError(f"{document.name} 的文字含有无法保存的字符。请在读入时去掉。") from None
        self._id, self._document = document_id, document
        self._starts = [place.start for place in document.places]

    def add_input(self, name: str, sha256: str, size: int, document_id: str | None = None) -> None:
        """Note a file that was read, for the manifest: its name without folders, digest, size, document."""
        self._base.execute("INSERT INTO inputs VALUES(?,?,?,?)", (name, sha256, size, document_id))

    def add_nodes(self, nodes: Iterable[Node]) -> None:
        """Add nodes; the same id may come any number of times.

        Two names of one id: the first by code point stays, the others become aliases. Two values of a property:
        the greatest stays, of grades the best.
        """
        self._nodes(row for node in nodes if (row := self._node_row(node)))

    def _node_row(self, node: Node) -> tuple[str | None, ...] | None:
        if node in self._recent:
            return None
        if len(self._recent) >= _RECENT:
            self._recent.clear()
        self._recent.add(node)
        schema.validate(node)
        return (node.id, node.name, node.city, "\n".join(node.aliases) or None,
                _pack(node.kind, node.properties) if node.properties else None)

    def add_edges(self, edges: Iterable[Edge]) -> None:
        """Add edges; their ends may be added later. Equal ones become one, with the best grade."""
        self._edges(self._edge_row(edge) for edge in edges)

    def _edge_row(self, edge: Edge) -> tuple[str | int | None, ...]:
        kind, source, target, evidence = edge.kind, edge.source, edge.target, edge.evidence
        if (kind, source.partition(":")[0], target.partition(":")[0]) not in _ALLOWED:
            schema.validate(edge)
        properties = _pack(kind, edge.properties) if edge.properties else None
        if evidence is None:
            return (kind, source, target, None, None, None, None, None, properties, None, None)
        return (kind, source, target, *self._cut(evidence.document, evidence.start, evidence.end, evidence.rule,
                                                 evidence.grade, properties))

    def _cut(
        self, document: str, start: int, end: int, rule: str, grade: Grade, properties: str | None
    ) -> tuple[str | int | None, ...]:
        if document != self._id:
            self._turn_to(document, grade)
        if document != self._id:
            return document, start, end, rule, _RANK[grade], properties, None, None
        if not 0 <= start <= end <= len(self._document.text):
            raise StoreError(f"出处 {start}–{end} 不在 {self._document.name} 之内(规则 {rule})。")
        return (document, start, end, rule, _RANK[grade], properties, self._document.text[start:end],
                self._place(start) if self._starts else None)

    def _turn_to(self, document: str, grade: Grade) -> None:
        """Make an earlier document the one that quotes are cut from."""
        row = self._base.execute("SELECT name, format, text FROM texts WHERE document=?", (document,)).fetchone()
        if row is not None:
            self._id, self._starts = document, []
            self._document = Document(row[0], row[2], row[1])
        elif grade in ("explicit", "inferred"):
            raise StoreError(f"出处所在的文件 {document} 尚未登记。请先 add_document。")

    def _place(self, start: int) -> str | None:
        places = self._document.places
        for number in range(bisect_right(self._starts, start) - 1, -1, -1):
            if start < places[number].end:
                return places[number].label
        return None

    def add_names(self, document_id: str, mentions: Iterable[Mention]) -> None:
        """Add the spellings met in a document: a Name node, ``ALIAS_OF`` with its evidence, an alias of the entity.

        Mentions whose ``entity`` is None are passed over; otherwise it is the id of a node.
        """
        found = [mention for mention in mentions if mention.entity]
        names = {mention.name: schema.node_id("Name", mention.name) for mention in found}
        self._nodes((identity, name, None, None, None) for name, identity in names.items())
        pairs = {(str(mention.entity), mention.name) for mention in found}
        for entity, name in pairs:
            schema.validate(Edge(names[name], "ALIAS_OF", entity, None))
            schema.validate(Node(names[name], "Name", name, aliases=(name,)))
        self._nodes((entity, None, None, name, None) for entity, name in sorted(pairs))
        self._edges(("ALIAS_OF", names[mention.name], mention.entity, *self._cut(
            document_id, mention.start, mention.end, mention.rule, mention.grade, None)) for mention in found)

    def add_records(
        self, stem: Literal["tasks", "review", "unread"], document_id: str, records: Iterable[Mapping[str, object]]
    ) -> None:
        """Add lines to a .jsonl file of the folder; they are kept sorted by document, ``start`` if any, and text."""
        if stem not in _STEMS:
            raise StoreError(f"没有名为 {stem!r} 的清单,只有:{'、'.join(sorted(_STEMS))}。")
        self._base.executemany("INSERT INTO records VALUES(?,?,?,?)", (
            (stem, document_id, record.get("start"), _encode(record)) for record in records))

    def rename(self, ids: Mapping[str, str]) -> None:
        """Make nodes others, which are there too; what they were called stays among the aliases.

        Parameters
        ----------
        ids : mapping
            From the id that is to go to the one that stays.
        """
        self._settled = False
        self._base.execute("CREATE TEMP TABLE IF NOT EXISTS renamed(old TEXT PRIMARY KEY, new TEXT)")
        self._base.execute("DELETE FROM renamed")
        self._base.executemany("INSERT INTO renamed VALUES(?,?)", ids.items())
        self._base.execute(
            "UPDATE nodes SET aliases=coalesce(name || coalesce(char(10) || aliases, ''), aliases), name=NULL, city=NULL, "
            "properties=NULL, id=(SELECT new FROM renamed WHERE old=id) WHERE id IN (SELECT old FROM renamed)")
        for end in ("source", "target"):
            self._base.execute(f"UPDATE edges SET {end}=(SELECT new FROM renamed WHERE old={end}) "  # noqa: S608 - a constant
                               f"WHERE {end} IN (SELECT old FROM renamed)")
        for old, new in ids.items():
            self._base.execute("UPDATE records SET line=replace(line, ?, ?) WHERE stem='tasks'",
                               (f'"entity":{_encode(old)}', f'"entity":{_encode(new)}'))
        self._recent.clear()

    def first_mention(self, node: str) -> tuple[str, int, int, str] | None:
        """Return document, start, end and quote of the first place that spells a node, by document id and offset."""
        row: tuple[str, int, int, str] | None = self._base.execute(
            "SELECT document, start, stop, quote FROM edges WHERE kind='ALIAS_OF' AND target=? AND document IS NOT NULL "
            "ORDER BY document, start LIMIT 1", (node,)).fetchone()
        return row

    def _nodes(self, rows: Iterable[tuple[str | None, ...]]) -> None:
        self._settled = False
        self._insert("INSERT INTO nodes VALUES(?,?,?,?,?)", rows)

    def _edges(self, rows: Iterable[tuple[str | int | None, ...]]) -> None:
        self._insert("INSERT INTO edges VALUES(?,?,?,?,?,?,?,?,?,?,?)", rows)

    def _insert(self, statement: str, rows: Iterable[tuple[str | int | None, ...]]) -> None:
        try:
            self._base.executemany(statement, rows)
        except UnicodeEncodeError as error:
            raise StoreError(f"含有无法保存的字符:{error.object[error.start:error.end]!r}。请在读入时去掉。") from None

    def _settle(self) -> None:
        """Merge the nodes into a table of their own, once, so that names and ends of edges can be looked up."""
        if self._settled:
            return
        self._base.executescript("DROP TABLE IF EXISTS merged; CREATE TABLE merged(id TEXT PRIMARY KEY, name TEXT, "
                                 "city TEXT, aliases TEXT, properties TEXT) WITHOUT ROWID")
        rows = self._base.execute("SELECT DISTINCT id, name, city, aliases, properties FROM nodes "
                                  "ORDER BY id, name, city, aliases, properties")
        self._base.executemany("INSERT INTO merged VALUES(?,?,?,?,?)", (
            _merge(identity, list(group)) for identity, group in groupby(rows, itemgetter(0))))
        self._settled = True

    def check(self) -> None:
        """Raise StoreError if an edge has an end that is no node, or a name stands for none."""
        self._settle()
        lost = self._base.execute(
            "SELECT kind, source, target FROM edges WHERE NOT EXISTS (SELECT 1 FROM merged WHERE id=source) "
            "OR NOT EXISTS (SELECT 1 FROM merged WHERE id=target) ORDER BY 1, 2, 3 LIMIT 3"
        ).fetchall()
        if lost:
            shown = ";".join(f"{kind}: {source} → {target}" for kind, source, target in lost)
            raise StoreError(f"有关系的一端不是图中的节点:{shown}。请补上这些节点。")

    def nodes(self) -> Iterator[Node]:
        """Yield the merged nodes, sorted by id."""
        self._settle()
        for identity, name, city, aliases, packed in self._base.execute("SELECT * FROM merged ORDER BY id"):
            yield Node(identity, schema.kind_of(identity), name, tuple(json.loads(packed).items()),
                       tuple(aliases.split("\n")) if aliases else (), city)

    def name(self, node: str) -> str | None:
        """Return the name of a node, None where there is no such node."""
        self._settle()
        row = self._base.execute("SELECT name FROM merged WHERE id=?", (node,)).fetchone()
        return None if row is None else str(row[0])

    def edges(self) -> Iterator[Fact]:
        """Yield the edges with their quotes, sorted by kind, source, target and evidence, each once."""
        return in_order(self._facts())

    def _facts(self) -> Iterator[Fact]:
        rows = self._base.execute("SELECT * FROM edges ORDER BY kind, source, target, document, start, stop, rule, "
                                  "properties, grade, place")
        last: tuple[object, ...] = ()
        for row in rows:
            # The best grade comes first and stays.
            key = (*row[:7], row[8])
            if key != last:
                last = key
                yield _fact(row)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Yield ids and documents, without their tables and places, sorted by id."""
        for document, name, form, text in self._base.execute("SELECT * FROM texts ORDER BY document"):
            yield document, Document(name, text, form)

    def records(self, stem: str) -> Iterator[str]:
        """Yield the lines of a .jsonl file, without line ends."""
        for (line,) in self._base.execute(
            "SELECT line FROM records WHERE stem=? ORDER BY document, start, line", (stem,)
        ):
            yield line

    def inputs(self) -> list[Input]:
        """Return the files that were read, sorted."""
        rows = self._base.execute("SELECT DISTINCT name, sha256, size, document FROM inputs ORDER BY 1, 2, 4")
        return [Input(*row) for row in rows]


def _merge(identity: str, rows: list[tuple[str | None, ...]]) -> tuple[str | None, ...]:
    names = sorted({row[1] for row in rows if row[1] is not None})
    if not names:
        raise StoreError(f"节点 {identity} 只有别名,没有登记。请先 add_nodes。")
    aliases = {name for name in names if name}
    properties: dict[str, Value] = {}
    for _, _, _, spellings, packed in rows:
        if spellings:
            aliases.update(spellings.split("\n"))
        if packed:
            _merge_properties(properties, json.loads(packed))
    city = min((row[2] for row in rows if row[2]), default=None)
    return (identity, names[0], city, "\n".join(sorted(aliases - {names[0]})) or None,
            _encode(dict(sorted(properties.items()))))


def _merge_properties(into: dict[str, Value], found: Mapping[str, Value]) -> None:
    for name, value in found.items():
        known = into.get(name)
        if known is None:
            into[name] = value
        elif name == "grade":
            into[name] = min(str(known), str(value), key=_RANK.__getitem__)
        else:
            # Same column, same type: coerce saw to it.
            into[name] = max(known, value)  # type: ignore[type-var]


def _fact(row: tuple[str | int | None, ...]) -> Fact:
    kind, source, target, document, start, stop, rule, grade, packed, quote, place = row
    properties = tuple(json.loads(packed).items()) if isinstance(packed, str) else ()
    evidence = None
    if document is not None:
        evidence = Evidence(str(document), int(start or 0), int(stop or 0), str(rule), schema.GRADES[int(grade or 0)])
    edge = Edge(str(source), str(kind), str(target), evidence, properties)
    return fact(edge, quote=None if quote is None else str(quote), place=None if place is None else str(place))
