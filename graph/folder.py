"""A graph as a folder: database, stored texts, tasks, facts, nodes and a manifest; built beside and swapped in whole.

Everything but the database file is the same, byte for byte, whenever the same version reads the same files: no clock,
no machine, no path. Texts are named by their digest, so that a reader who opened the graph before it was replaced
never gets another text.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from liantu.errors import StoreError
from liantu.graph import ladybug, swap
from liantu.graph.declare import ladybug_ddl
from liantu.graph.export import fact_line, node_line
from liantu.graph.model import Edge, Node, Value
from liantu.graph.spool import Spool
from liantu.graph.store import Fact, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

__all__ = ["FORMAT", "GraphFolder", "build", "open_graph"]

# Raised when an older liantu could not read the folder rightly, or this one an older folder.
FORMAT: Final = 1
_WHAT: Final = "liantu graph"
_DATABASE: Final = "graph.lbug"


@contextlib.contextmanager
def build(
    out: Path | str, *, options: Mapping[str, Value] | None = None, corrections: Sequence[Mapping[str, Any]] = ()
) -> Iterator[Spool]:
    """Build a graph folder from what is put into a spool.

    Parameters
    ----------
    out : Path or str
        The folder; an older graph in its place is replaced at the very end.
    options : mapping, optional
        What the build was told, city and the like, for the manifest. No paths.
    corrections : sequence of mapping, optional
        Corrections that were applied, for the manifest.

    Yields
    ------
    Spool
        Put documents, nodes and edges in. When the block ends without an error, the folder is written and swapped in;
        otherwise what was there stays.

    Raises
    ------
    StoreError
        ``out`` is something else than a graph folder, holds foreign files, is being built by another process; or an
        edge has an end that is no node.
    """
    # A link to a folder stays a link; the folder behind it is replaced.
    target = Path(out).resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"无法建立 {target.parent}:{error}。请核对路径和权限。") from error
    with swap.locked(target):
        swap.recover(target)
        _check_replaceable(target)
        building = swap.start(target)
        try:
            with Spool(building / "spool.sqlite") as spool:
                yield spool
                _write(building, spool, dict(options or {}), list(corrections))
            (building / "spool.sqlite").unlink()
            _check_replaceable(target)
            if target.exists() and not any(target.iterdir()):
                target.rmdir()
            swap.place(building, target)
        finally:
            swap.clear(building)


def _check_replaceable(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise StoreError(f"{target} 是一个文件。请换一个文件夹名。")
    if not any(target.iterdir()):
        return
    if _manifest(target, strict=False) is None:
        raise StoreError(f"{target} 不是图文件夹,不会覆盖它。请换一个文件夹名,或先把它移走。")
    if strange := swap.foreign(target):
        raise StoreError(f"{target} 中有不属于图的文件:{'、'.join(strange[:5])}。请先移走,以免丢失。")


def _write(folder: Path, spool: Spool, options: Mapping[str, Value], corrections: list[Mapping[str, Any]]) -> None:
    spool.check()
    texts = _write_texts(folder, spool)
    name_of = lru_cache(maxsize=100_000)(spool.name)
    files = {stem: (folder / f"{stem}.jsonl") for stem in ("tasks", "review", "unread", "nodes", "facts")}
    lines = {stem: _write_lines(files[stem], spool.records(stem)) for stem in ("tasks", "review", "unread")}
    lines["nodes"] = _write_lines(files["nodes"], map(node_line, spool.nodes()))
    lines["facts"] = _write_lines(files["facts"], (fact_line(found, name_of) for found in spool.edges()))
    counts = ladybug.load(folder / _DATABASE, spool.nodes(), spool.edges())
    manifest = {
        "what": _WHAT, "format": FORMAT, "liantu": _version(), "ladybug": ladybug.VERSION, "schema": _schema(),
        "options": options, "corrections": corrections, "inputs": [entry._asdict() for entry in spool.inputs()],
        "texts": texts, "counts": counts, "lines": lines,
        "files": {path.name: _digest(path) for path in files.values()},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="")


def _write_texts(folder: Path, spool: Spool) -> dict[str, str]:
    texts = {}
    for document_id, document in spool.documents():
        raw = document.text.encode()
        texts[document_id] = f"{hashlib.sha256(raw).hexdigest()[:32]}.txt"
        # Bytes, so that line ends stay as they are and offsets true.
        (folder / "texts" / texts[document_id]).write_bytes(raw)
    return texts


def _write_lines(path: Path, lines: Iterable[str]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for count, line in enumerate(lines, 1):  # noqa: B007 - the last number is the answer
            file.write(line + "\n")
    return count


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _schema() -> str:
    # A database whose tables are others than those of this version would fail question by question.
    return hashlib.sha256("\n".join(ladybug_ddl()).encode()).hexdigest()[:16]


def _version() -> str:
    # By name: the package itself may import all of its parts, this part must not import the package.
    return str(import_module("liantu").__version__)


def _manifest(folder: Path, *, strict: bool = True) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if isinstance(found, dict) and found.get("what") == _WHAT:
            return found
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        if strict:
            raise StoreError(f"{folder} 的 manifest.json 已损坏:{error}。请重新 build。") from error
    if strict:
        raise StoreError(f"{folder} 不是图文件夹(没有可用的 manifest.json)。请核对路径,或先运行 build。")
    return None


class _Texts(Mapping[str, str]):
    """The stored texts of a folder by document, read when first asked for."""

    def __init__(self, folder: GraphFolder) -> None:
        self._folder = folder

    def __getitem__(self, document_id: str) -> str:
        if document_id not in self._folder.manifest["texts"]:
            raise KeyError(document_id)
        return self._folder.text(document_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._folder.manifest["texts"])

    def __len__(self) -> int:
        return len(self._folder.manifest["texts"])


class GraphFolder:
    """A graph folder opened for reading; it stays the graph that was opened, even when a newer one takes its place.

    Parameters
    ----------
    folder : Path
        The folder.
    manifest : mapping
        Its manifest.
    store : LadybugStore
        Its database, open.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], store: ladybug.LadybugStore) -> None:
        self.folder, self.manifest, self._store = folder, manifest, store
        self._texts: dict[str, str] = manifest["texts"]
        self._text = lru_cache(maxsize=16)(self._read)

    def __enter__(self) -> Self:
        """Return the folder itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the database."""
        self.close()

    def close(self) -> None:
        """Close the database; a second time does nothing."""
        self._store.close()

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes, sorted by id."""
        return self._store.nodes()

    def edges(self) -> Iterator[Fact]:
        """Yield the edges, sorted by kind, source, target and evidence."""
        return self._store.edges()

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph in memory; its own attributes are ``texts`` by document, and ``review`` and ``unread``, left to a person."""
        graph = self._store.networkx()
        graph.graph.update({stem: list(self.records(stem)) for stem in ("review", "unread")})
        graph.graph["texts"] = _Texts(self)
        return graph

    def records(self, stem: Literal["tasks", "facts", "nodes", "review", "unread"]) -> Iterator[dict[str, Any]]:
        """Yield the records of one of the folder's .jsonl files."""
        with (self.folder / f"{stem}.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)

    def cypher(
        self, statement: str, parameters: Mapping[str, object] | None = None, *, rows: int | None = None
    ) -> Rows:
        """Run one reading statement of our own; users' statements go through ``liantu.graph.sandbox``."""
        return self._store.cypher(statement, parameters, rows=rows)

    def to_py2neo(self) -> Any:  # noqa: ANN401 - py2neo has no types
        """Return the graph as a ``py2neo.Subgraph``, for old notebooks; needs ``liantu[py2neo]``."""
        from liantu.graph.py2neo import to_py2neo

        return to_py2neo(self.nodes(), self.edges())

    def text(self, document_id: str) -> str:
        """Return the stored text of a document.

        Raises
        ------
        StoreError
            The graph has no such document, or was replaced since it was opened.
        """
        return self._text(document_id)

    def _read(self, document_id: str) -> str:
        name = self._texts.get(document_id)
        if name is None:
            raise StoreError(f"图中没有编号为 {document_id} 的文件。")
        try:
            raw = (self.folder / "texts" / name).read_bytes()
        except FileNotFoundError:
            raise StoreError(f"{document_id} 的原文已不在 {self.folder} 中:图已重新生成。请重新打开。") from None
        if hashlib.sha256(raw).hexdigest()[:32] != name.removesuffix(".txt"):
            raise StoreError(f"{document_id} 的原文被改动过,出处不再可信。请重新 build。")
        return raw.decode()

    def quote(self, edge: Edge | Fact) -> str | None:
        """Cut the sentence of an edge out of the stored text; None where no document says it."""
        at = edge.edge.evidence if isinstance(edge, Fact) else edge.evidence
        if at is None or at.document not in self._texts:
            return None
        return self.text(at.document)[at.start:at.end]


def open_graph(path: Path | str, *, timeout: int | None = None, memory: int | None = None) -> GraphFolder:
    """Open a graph folder for reading.

    Parameters
    ----------
    path : Path or str
        The folder that a build made.
    timeout : int, optional
        Milliseconds after which a Cypher statement is given up.
    memory : int, optional
        Bytes that the database may hold pages and results in.

    Returns
    -------
    GraphFolder
        Close it, or use it in a ``with`` statement.

    Raises
    ------
    StoreError
        There is no graph, it is damaged, or of another version of the format or the database.
    """
    folder = Path(path).resolve()
    while True:
        here = _current(folder)
        try:
            manifest = _readable(here)
            store = ladybug.LadybugStore(here / _DATABASE, timeout=timeout, memory=memory)
        except StoreError:
            # Replaced just now: the new one is as good.
            if here != folder and folder.exists():
                continue
            raise
        if _manifest(here, strict=False) == manifest:
            return GraphFolder(here, manifest, store)
        store.close()


def _current(folder: Path) -> Path:
    """Return where the graph is: a crash, or a swap just now, may have left it under its name for old ones."""
    if folder.exists():
        return folder
    for old in reversed(swap.remains(folder, "old")):
        if (old / "manifest.json").is_file():
            return old
    if folder.exists():
        return folder
    raise StoreError(f"{folder} 不存在。请核对路径,或先运行 build 生成图文件夹。")


def _readable(folder: Path) -> dict[str, Any]:
    manifest = _manifest(folder)
    assert manifest is not None  # noqa: S101 - strict reading raises
    if manifest.get("format") != FORMAT:
        newer = isinstance(manifest.get("format"), int) and manifest["format"] > FORMAT
        way_out = "请升级 liantu,或用本版本重新 build" if newer else "请重新 build"
        raise StoreError(f"{folder} 的格式是第 {manifest.get('format')} 版,本版本只读第 {FORMAT} 版。{way_out}。")
    if manifest.get("schema") != _schema():
        raise StoreError(f"{folder} 由另一版本的 liantu({manifest.get('liantu')})生成,表的结构不同。请重新 build。")
    if manifest.get("ladybug") != ladybug.VERSION:
        raise StoreError(f"{folder} 由 ladybug {manifest.get('ladybug')} 写成,本版本用 {ladybug.VERSION}。请重新 build。")
    return manifest
