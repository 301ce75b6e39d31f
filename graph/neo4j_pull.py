"""Make a graph folder again from a Neo4j server, the same as the one that was pushed, byte for byte but its database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from liantu.errors import StoreError
from liantu.graph import ladybug, swap
from liantu.graph.export import fact_line, facts_from_lines, node_line, nodes_from_lines
from liantu.graph.folder import FORMAT, _check_replaceable, _digest, _manifest, _schema, _write_lines
from liantu.graph.neo4j import Neo4jStore
from liantu.graph.neo4j_files import files_on

__all__ = ["pull"]

# A server is not to name a place outside the folder.
_NAME: Final = re.compile(r"(?:tasks|review|unread)\.jsonl|manifest\.json|texts/[0-9a-f]{32}\.txt")


def pull(
    neo: Neo4jStore, out: Path | str, *, graph: str | None = None, progress: Callable[[str, int], object] | None = None
) -> Path:
    """Write the graph folder that was pushed to a server.

    Parameters
    ----------
    neo : Neo4jStore
        The server.
    out : Path or str
        The folder; an older graph in its place is replaced at the very end.
    graph : str, optional
        The name of the graph there; that of ``neo`` by default.
    progress : callable, optional
        Called with ``files``, ``nodes`` and ``facts`` and their number as each is done.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    StoreError
        There is no such graph, its push broke off, it was pushed from something else than a folder, or it was changed
        on the server since; or ``out`` is something else than a graph folder.
    """
    source, target = neo.within(graph), Path(out).resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"无法建立 {target.parent}:{error}。请核对路径和权限。") from error
    with swap.locked(target):
        swap.recover(target)
        _check_replaceable(target)
        building = swap.start(target)
        try:
            _fill(building, source, progress or (lambda _what, _count: None))
            _check_replaceable(target)
            if target.exists() and not any(target.iterdir()):
                target.rmdir()
            swap.place(building, target)
        finally:
            swap.clear(building)
    return target


def _fill(folder: Path, neo: Neo4jStore, progress: Callable[[str, int], object]) -> None:
    names = {}
    nodes, facts = folder / "nodes.jsonl", folder / "facts.jsonl"

    def lines() -> Any:  # noqa: ANN401 - a generator of lines
        for node in neo.nodes():
            names[node.id] = node.name
            yield node_line(node)

    progress("nodes", _write_lines(nodes, lines()))
    progress("facts", _write_lines(facts, (fact_line(fact, names.get) for fact in neo.edges())))
    progress("files", _write_files(folder, neo))
    manifest = _checked(folder, neo.graph)
    with nodes.open(encoding="utf-8") as some, facts.open(encoding="utf-8") as others:
        counts = ladybug.load(folder / "graph.lbug", nodes_from_lines(some), facts_from_lines(others))
    if counts != manifest["counts"]:
        raise StoreError(_changed(neo.graph, "计数"))


def _write_files(folder: Path, neo: Neo4jStore) -> int:
    count = 0
    for name, parts in groupby(files_on(neo), itemgetter(0)):
        if not _NAME.fullmatch(name):
            raise StoreError(_changed(neo.graph, name))
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            for expected, (_, number, text) in enumerate(parts):
                if number != expected:
                    raise StoreError(_changed(neo.graph, name))
                file.write(text)
        count += 1
    if not (folder / "manifest.json").exists():
        raise StoreError(f"图 {neo.graph} 推送时没有带原文,不能还原成文件夹。请用 liantu push 推送图文件夹。")
    return count


def _checked(folder: Path, graph: str) -> dict[str, Any]:
    manifest = _manifest(folder)
    assert manifest is not None  # noqa: S101 - strict reading raises
    if (manifest.get("format"), manifest.get("schema"), manifest.get("ladybug")) != (FORMAT, _schema(), ladybug.VERSION):
        raise StoreError(f"图 {graph} 由另一版本的 liantu({manifest.get('liantu')})推送。请用那个版本取回,或重新 build 后推送。")
    for name, digest in manifest["files"].items():
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            raise StoreError(_changed(graph, name))
    for name in set(manifest["texts"].values()):
        path = folder / "texts" / name
        if not path.is_file() or f"{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}.txt" != name:
            raise StoreError(_changed(graph, f"texts/{name}"))
    return manifest


def _changed(graph: str, what: str) -> str:
    return f"图 {graph} 在服务器上被改动过({what} 与推送时不同),出处不再可信。请重新推送。"
