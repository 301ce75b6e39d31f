"""Questions of pattern and count: ours, against the same engine's bare statement and against plain networkx.

Run ``python benchmarks/questions.py [NODES]``; by default 1,000,000 nodes and four edges a node, random, of the schema's
shape, which takes some minutes and 6 GB of memory. Ours and the bare statement take turns, and the best of each counts;
only the ratios mean anything. "Bare" is our own text run on the bare engine and all its rows fetched; "unordered" the
same without its ORDER BY, so that it does less than ours.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import ladybug

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engine.graph import Data, generate, load
from benchmarks.engine.plain import ASKED, Graph, network
from liantu.graph.ladybug import LadybugStore
from liantu.queries.patterns import pattern, pattern_text

# Seconds for each way of a question, and how often it is asked at least and at most.
PATIENCE, LEAST, MOST = 3.0, 3, 100


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that some work takes, and what it gives."""
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def race(ways: list[Callable[[], Any]]) -> list[float]:
    """Return the shortest time of each way; they take turns, so that a busy machine is busy for all."""
    times = [[timed(way)[0]] for way in ways]
    runs = int(min(max(PATIENCE / max(map(min, times)), LEAST), MOST))
    for _ in range(runs):
        for way, spent in zip(ways, times, strict=True):
            spent.append(timed(way)[0])
    return list(map(min, times))


def fetched(bare: ladybug.Connection, text: str, asked: dict[str, Any]) -> list[Any]:
    """Return all rows of a statement, as the engine gives them."""
    return bare.execute(text, dict(asked)).get_all()  # type: ignore[union-attr]


def parameters(data: Data) -> dict[str, dict[str, str | float]]:
    """Return what is asked: of the second unit and industry, that have very many edges."""
    unit, industry = (data.nodes[kind]["id"].iloc[1] for kind in ("Unit", "Industry"))
    return {"tasks_of_unit": {"unit": unit}, "segments_without_project": {"chain": industry}, "downstream": {"industry": industry}}


def prepared(size: int, path: Path) -> tuple[Graph, dict[str, dict[str, str | float]]]:
    """Load a random graph into a new database and into networkx; return the latter, and what is asked."""
    data = generate(size)
    seconds, _ = timed(lambda: load(data, path).close())
    print(f"{size} nodes, {sum(map(len, data.edges.values()))} edges: into the database in {seconds:.0f} s", flush=True)
    seconds, graph = timed(lambda: network(data))
    print(f"into networkx in {seconds:.0f} s", flush=True)
    return graph, parameters(data)


def compare(name: str, asked: dict[str, str | float], store: LadybugStore, bare: ladybug.Connection, graph: Graph) -> str:
    """Return the line of a question; its rows are the same in each way."""
    text = pattern_text(name)
    ours = partial(pattern, name, store, **asked)
    best, raw, loose = race([ours, partial(fetched, bare, text, asked), partial(fetched, bare, text.partition("ORDER BY")[0], asked)])
    seconds, rows = timed(lambda: tuple(sorted(ASKED[name](graph, **asked))))
    assert ours().rows == rows, name  # noqa: S101 - else the times compare nothing
    return f"{name:<26}{len(rows):>8}{best * 1000:>10.1f}{best / raw:>10.2f}{best / loose:>11.2f}{best / seconds:>13.3f}"


def main() -> None:
    """Print a line a question."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "graph.lbug"
        # Or else the collector would walk the peer's graph again and again, while it grows and while we are measured.
        gc.disable()
        graph, given = prepared(size, path)
        gc.freeze()
        gc.enable()
        print(f"{'question':<26}{'rows':>8}{'ms':>10}{'to bare':>10}{'unordered':>11}{'to networkx':>13}", flush=True)
        with LadybugStore(path) as store, ladybug.Database(str(path), read_only=True) as base, ladybug.Connection(base) as bare:
            for name in ASKED:
                print(compare(name, given.get(name, {}), store, bare, graph), flush=True)


if __name__ == "__main__":
    main()
