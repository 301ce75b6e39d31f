"""The files of a graph folder on the server, so that the folder can be made again from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from liantu.graph.folder import GraphFolder
from liantu.graph.neo4j import Neo4jStore
from liantu.graph.store import Store

__all__ = ["BATCH", "COLUMNS", "LABEL", "files_on", "parts_of"]

LABEL: Final = "LiantuFile"
COLUMNS: Final = ("name", "part", "text")
# Nodes and facts are in the graph itself.
_KEPT: Final = ("tasks.jsonl", "review.jsonl", "unread.jsonl", "manifest.json")
_PART: Final = 100_000
BATCH: Final = 40


def parts_of(store: Store) -> Iterator[tuple[str, str, int, str]]:
    """Yield id, name, number and text of each part of each file of a folder; nothing for another kind of store."""
    if not isinstance(store, GraphFolder):
        return
    names = sorted(f"texts/{name}" for name in set(store.manifest["texts"].values()))
    for name in (*names, *_KEPT):
        # newline="": what is stored must be the same, line ends and all.
        with (store.folder / name).open(encoding="utf-8", newline="") as file:
            number = 0
            while (text := file.read(_PART)) or not number:
                yield f"{name}#{number:06}", name, number, text
                number += 1


def files_on(neo: Neo4jStore) -> Iterator[tuple[str, int, str]]:
    """Yield name, number and text of each part of each file of a graph on the server, in order."""
    rows = neo.stream(f"MATCH (n:{LABEL}) WHERE n._graph = $graph RETURN n.name, n.part, n.text ORDER BY n.name, n.part")
    return ((name, part, text) for name, part, text in rows)
