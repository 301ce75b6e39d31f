"""From text to resolved facts, against ``jieba.cut`` over the same text, in one run.

Run ``python benchmarks/read_speed.py [FILE...]``; by default over the samples and, where they are, the shared seeds.
Each figure is the best of several runs; only the ratio means anything.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import jieba

from liantu.graph.model import Document
from liantu.graph.names import load_registry, resolver
from liantu.graph.schema import node_id
from liantu.loaders.facts import read_facts
from liantu.loaders.lexicon import load_lexicon
from liantu.loaders.read import find, read
from liantu.loaders.reading import read_tasks

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def facts(document: Document) -> int:
    """Read a document to resolved facts, with nothing cached of an earlier run but words and rules."""
    reading = read_tasks(document, lexicon=load_lexicon())
    registry = load_registry()
    resolve = resolver(registry, city=reading.header.city, date=reading.header.date)
    return len(read_facts(reading, node_id("Document", document.name), resolve, registry=registry).edges)


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line a document and one for all."""
    chosen = [Path(name) for name in sys.argv[1:]] or [ROOT / "samples", ROOT.parent / "shared" / "seeds"]
    documents = [read(path) for path in find([path for path in chosen if path.exists()])]
    jieba.initialize()
    facts(documents[0])
    ours = theirs = 0.0
    print(f"{'document':<40}{'chars':>8}{'facts':>7}{'ratio to jieba.cut':>20}")
    for document in documents:
        mine, cut = best(lambda d=document: facts(d)), best(lambda d=document: list(jieba.cut(d.text)))  # type: ignore[misc]
        ours, theirs = ours + mine, theirs + cut
        print(f"{document.name:<40}{len(document.text):>8}{facts(document):>7}{mine / cut:>20.2f}")
    print(f"{'all':<40}{sum(len(d.text) for d in documents):>8}{'':>7}{ours / theirs:>20.2f}")


if __name__ == "__main__":
    main()
