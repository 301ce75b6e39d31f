"""Questions of pattern and count: ours, against the same engine's bare statement and against plain networkx.

Run ``python benchmarks/questions.py [NODES]``; by default 100,000 nodes and four edges a node, random, of the schema's
shape. Each figure is the best of several runs; only the ratios mean anything.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import ladybug
import networkx as nx
from engine.graph import Data, generate, load

from liantu.graph.ladybug import LadybugStore
from liantu.queries.patterns import pattern, pattern_text

RUNS = 5


def network(data: Data) -> nx.MultiDiGraph[str]:
    """Return the data as a graph in memory."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = {kind: frame["id"].tolist() for kind, frame in data.nodes.items()}
    for frame in data.nodes.values():
        graph.add_nodes_from((row["id"], row) for row in frame.to_dict("records"))
    for (_, source, target), frame in data.edges.items():
        for row in frame.to_dict("records"):
            graph.add_edge(ids[source][row["s"]], ids[target][row["t"]], **row)
    return graph


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line a question."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    data = generate(size)
    unit, industry = (data.nodes[kind]["id"].iloc[1] for kind in ("Unit", "Industry"))
    asked: dict[str, dict[str, str | float]] = {
        "tasks_of_unit": {"unit": unit}, "coverage": {}, "segments_without_project": {"chain": industry},
        "downstream": {"industry": industry}, "unit_loads": {}, "tasks_without_lead": {},
    }
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "graph.lbug"
        load(data, path).close()
        graph = network(data)
        print(f"{size} nodes, {graph.number_of_edges()} edges")
        print(f"{'question':<28}{'rows':>8}{'to the bare statement':>24}{'to networkx':>14}")
        bare = ladybug.Connection(ladybug.Database(str(path), read_only=True))
        with LadybugStore(path) as store:
            for name, given in asked.items():
                ours = best(lambda n=name, g=given: pattern(n, store, **g))  # type: ignore[misc]
                raw = best(lambda n=name, g=given: bare.execute(pattern_text(n), dict(g)).get_all())  # type: ignore[misc, union-attr]
                twin = best(lambda n=name, g=given: pattern(n, graph, **g))  # type: ignore[misc]
                rows = len(pattern(name, store, **given).rows)
                print(f"{name:<28}{rows:>8}{ours / raw:>24.2f}{ours / twin:>14.3f}")


if __name__ == "__main__":
    main()
