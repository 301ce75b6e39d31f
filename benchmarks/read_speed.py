"""From text to resolved facts, against ``jieba.cut`` over the same text, in one run.

Run ``python benchmarks/read_speed.py [FILE...]``; by default over the samples and, where they are, the shared seeds.
Each goes through all documents, then the other does, time and again; each figure is the best of its times, and only the
ratio means anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import jieba

from liantu.graph import names
from liantu.graph.model import Document
from liantu.graph.schema import node_id
from liantu.loaders import tables
from liantu.loaders.collector import uncollected
from liantu.loaders.facts import read_facts
from liantu.loaders.read import find, read
from liantu.loaders.reading import read_tasks

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


@uncollected()
def facts(document: Document) -> int:
    """Read a document to resolved facts, as a build does."""
    reading = read_tasks(document)
    registry = names.load_registry()
    resolve = names.resolver(registry, city=reading.header.city, date=reading.header.date)
    return len(read_facts(reading, node_id("Document", document.name), resolve, registry=registry).edges)


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Print a line a document and one for all."""
    chosen = [Path(name) for name in sys.argv[1:]] or [ROOT / "samples", ROOT.parent / "shared" / "seeds"]
    documents = [read(path) for path in find([path for path in chosen if path.exists()])]
    jieba.initialize()
    facts(documents[0])
    ours, theirs = [[float("inf")] * len(documents) for _ in range(2)]
    for _ in range(RUNS):
        for i, document in enumerate(documents):
            # Cells that were read before are remembered; each document is read here as if it were the first.
            tables._names.cache_clear()  # noqa: SLF001
            ours[i] = min(ours[i], seconds(lambda d=document: facts(d)))  # type: ignore[misc]
        for i, document in enumerate(documents):
            theirs[i] = min(theirs[i], seconds(lambda d=document: list(jieba.cut(d.text))))  # type: ignore[misc]
    print(f"{'document':<40}{'chars':>8}{'facts':>7}{'ratio to jieba.cut':>20}")
    for document, mine, cut in zip(documents, ours, theirs, strict=True):
        print(f"{document.name:<40}{len(document.text):>8}{facts(document):>7}{mine / cut:>20.2f}")
    print(f"{'all':<40}{sum(len(d.text) for d in documents):>8}{'':>7}{sum(ours) / sum(theirs):>20.2f}")


if __name__ == "__main__":
    main()
