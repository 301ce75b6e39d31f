"""Loading a graph into Neo4j: ``push`` against bare ``UNWIND`` batches and against py2neo's bulk merge, in one run.

Run ``python benchmarks/neo4j_load.py [NODES EDGES ROUNDS]``; it starts a server of its own, as the tests do. The ways take
turns, each on an empty database with its constraints made; the first round warms the server up and is not counted. Only
the ratios mean anything, and on a busy machine those of processor time (client and server together) more than the others.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from liantu.graph import schema
from liantu.graph.memory import MemoryStore
from liantu.graph.model import Edge, Evidence, Node, Value
from liantu.graph.neo4j import Neo4jStore, connect
from liantu.graph.neo4j_load import push
from liantu.graph.store import fact, fact_row, node_row
from tests.neo4j_server import Server, jars, running

BATCH = 5000
# Kind, share of all nodes.
SHARES = (("Task", 0.6), ("Unit", 0.1), ("Industry", 0.1), ("Region", 0.1), ("Project", 0.1))
JOINS = (("LEADS", "Unit", "Task"), ("PARTICIPATES_IN", "Unit", "Task"), ("DEVELOPS", "Task", "Industry"),
         ("IN_REGION", "Task", "Region"), ("DELIVERS", "Task", "Project"), ("BELONGS_TO", "Project", "Industry"))


def synthetic(nodes: int, edges: int) -> MemoryStore:
    """Return a graph of the product's shape, the same each time."""
    dice = random.Random(1)  # noqa: S311 - no secret
    ids = {kind: [schema.node_id(kind, "青山", f"名称{number}") for number in range(int(nodes * share))] for kind, share in SHARES}
    own: dict[str, tuple[tuple[str, Value], ...]] = {
        "Task": (("deadline", "2025-12-31"), ("document", "Document:a"), ("end", 300), ("number", "1.2"), ("start", 100))}
    made = [Node(one, kind, one, own.get(kind, (("grade", "explicit"),)), (f"又名{one}",), "青山") for kind in ids for one in ids[kind]]
    facts = []
    for number in range(edges):
        kind, source, target = JOINS[number % len(JOINS)]
        at = Evidence("Document:青山/某年重点工作.txt", number, number + 20, "tail")
        position: tuple[tuple[str, Value], ...] = (("position", number % 5),) if source == "Unit" else ()
        edge = Edge(dice.choice(ids[source]), kind, dice.choice(ids[target]), at, position)
        facts.append(fact(edge, quote="由港航局牵头,几个部门配合推进这项工作。"))
    return MemoryStore(made, facts)


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Cut rows into batches of the size that ``push`` has."""
    while part := list(islice(rows, BATCH)):
        yield part


def kinds(graph: MemoryStore) -> Iterator[tuple[str, Iterator[Any]]]:
    """Yield the nodes by kind."""
    yield from groupby(graph.nodes(), lambda node: node.kind)


def joins(graph: MemoryStore) -> Iterator[tuple[tuple[str, str, str], Iterator[Any]]]:
    """Yield the facts by type and kinds of ends."""
    yield from groupby(graph.edges(), lambda found: (found.edge.kind, *schema.pair_of(found.edge)))


def declare(neo: Neo4jStore) -> None:
    """Make ids unique, as any loader would."""
    with neo.session(write=True) as session:
        for kind in schema.NODES:
            session.run(f"CREATE CONSTRAINT FOR (n:`{kind}`) REQUIRE n.id IS UNIQUE").consume()


def bare(graph: MemoryStore, neo: Neo4jStore, verb: str) -> None:
    """Load by ``UNWIND`` batches with unique ids, and nothing else."""
    with neo.session(write=True) as session:
        def write(statement: str, rows: list[Any]) -> None:
            session.execute_write(lambda transaction: transaction.run(statement, rows=rows).consume())

        for kind, nodes in kinds(graph):
            for part in batches(map(node_row, nodes)):
                write(f"UNWIND $rows AS row {verb} (n:`{kind}` {{id: row.id}}) SET n += row", part)
        for (kind, source, target), facts in joins(graph):
            rows = ({"a": one.edge.source, "b": one.edge.target, "p": fact_row(one)} for one in facts)
            for part in batches(rows):
                write(f"UNWIND $rows AS row MATCH (a:`{source}` {{id: row.a}}) MATCH (b:`{target}` {{id: row.b}}) "
                      f"{verb} (a)-[r:`{kind}` {{id: row.p.id}}]->(b) SET r += row.p", part)


def old(graph: MemoryStore, server: Server) -> None:
    """Load by py2neo's bulk merge."""
    from py2neo import Graph
    from py2neo.bulk import merge_nodes, merge_relationships

    there = Graph(server.uri, auth=(server.user, server.password))
    for kind, nodes in kinds(graph):
        for part in batches(map(node_row, nodes)):
            merge_nodes(there.auto(), part, (kind, "id"))
    for (kind, source, target), facts in joins(graph):
        rows = ((one.edge.source, fact_row(one), one.edge.target) for one in facts)
        for part in batches(rows):
            merge_relationships(there.auto(), part, (kind, "id"), (source, "id"), (target, "id"))


def wipe(neo: Neo4jStore) -> None:
    """Empty the database, of constraints too."""
    with neo.session(write=True) as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        for what, extra in (("CONSTRAINT", ""), ("INDEX", " WHERE type <> 'LOOKUP'")):
            for record in list(session.run(f"SHOW {what} YIELD *{extra}")):
                session.run(f"DROP {what} `{record['name']}`").consume()


class Way(NamedTuple):
    """A way to load: what the server is told before, and the loading itself."""

    prepare: Callable[[], object]
    load: Callable[[], object]


def processor(pid: int) -> float:
    """Return the processor seconds of this process and the server; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(graph: MemoryStore, neo: Neo4jStore, pid: int, ways: dict[str, Way], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Return the seconds and processor seconds of each way in each round but the first."""
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    total = sum(1 for _ in graph.edges())
    for number in range(rounds + 1):
        for name, way in ways.items():
            wipe(neo)
            way.prepare()
            start, work = perf_counter(), processor(pid)
            way.load()
            spent = perf_counter() - start, processor(pid) - work
            with neo.session() as session:
                found = session.run("MATCH ()-[r]->() RETURN count(r)").single(strict=True)[0]
            assert found == total, f"{name} loaded {found} of {total}"  # noqa: S101 - else the times compare nothing
            if number:
                times[name].append(spent)
    return times


def report(title: str, times: dict[str, list[tuple[float, float]]]) -> None:
    """Print medians, bests, and their ratios to those of ``push``."""
    figures = {name: [how(column) for how in (median, min) for column in zip(*spent, strict=True)] for name, spent in times.items()}
    print(f"{title}\n{'seconds, and ratio to push':<26}{'median':>15}{'processor':>15}{'best':>15}{'processor':>15}", flush=True)
    for name, row in figures.items():
        ratios = (value / own if own else 0.0 for value, own in zip(row, figures["push"], strict=True))
        print(f"{name:<26}" + "".join(f"{value:>9.2f}{ratio:>6.2f}" for value, ratio in zip(row, ratios, strict=True)), flush=True)


def main() -> None:
    """Print a table for the whole graph, and one for a tenth of it with py2neo on a server without an index."""
    given = list(map(int, sys.argv[1:]))
    nodes, edges, rounds = given + [20_000, 80_000, 5][len(given):]
    lib = jars()
    if lib is None:
        print("needs Java 17 and Maven to run a Neo4j server: not measured")
        return
    with (tempfile.TemporaryDirectory() as home, running(lib, Path(home), memory="2g") as server,
          connect(server.uri, password=server.password) as neo):
        for size in (1, 10):
            graph = synthetic(nodes // size, edges // size)
            plain = partial(declare, neo)
            ways = {
                "push": Way(partial(push, MemoryStore([], []), neo), partial(push, graph, neo)),
                "UNWIND … MERGE": Way(plain, partial(bare, graph, neo, "MERGE")),
                "UNWIND … CREATE": Way(plain, partial(bare, graph, neo, "CREATE")),
                "py2neo.bulk, unique ids": Way(plain, partial(old, graph, server)),
            }
            if size > 1:
                ways["py2neo.bulk, no index"] = Way(lambda: None, partial(old, graph, server))
            report(f"{nodes // size} nodes, {edges // size} edges", measure(graph, neo, server.pid, ways, rounds))


if __name__ == "__main__":
    main()
