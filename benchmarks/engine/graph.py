"""A random graph of the schema, and how it gets into the database of whatever release of the engine is installed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from liantu.graph import schema
from liantu.graph.declare import ladybug_ddl

__all__ = ["NUMBERS", "Data", "generate", "load"]

# Shares of all nodes; the rest of the kinds are as rare as in real graphs.
_SHARES: Final = {"Task": 50, "Unit": 6, "Industry": 8, "Region": 2, "Project": 12, "Enterprise": 8, "Indicator": 5, "Platform": 3,
                  "Name": 3, "Document": 1, "Person": 2}
# What is asked about: the columns with few values, and some numbers. Long texts are left out.
_TEXTS: Final = {"city": ("舟山市", "潍坊市", "青山市"), "rule": ("tail", "cell", "bracket", "amount"), "unit": ("亿元", "万吨", "%"),
                 "role": ("链主", "龙头"), "type": ("park", "lab", "office"), "number": tuple(map(str, range(9)))}
NUMBERS: Final = {"year": (2020, 2030), "start": (0, 30_000), "end": (0, 30_000), "position": (0, 4), "period_start": (2016, 2026)}


@dataclass(frozen=True, slots=True)
class Data:
    """A graph as frames: nodes by kind; edges by kind and the kinds of their ends, with rows of those as ``s`` and ``t``."""

    nodes: dict[str, pd.DataFrame]
    edges: dict[tuple[str, str, str], pd.DataFrame]


def generate(size: int, seed: int = 0, *, degree: int = 4) -> Data:
    """Return a random graph of the schema: every kind of node and edge, hubs, empty cells."""
    rng = np.random.default_rng(seed)
    whole = sum(_SHARES.values())
    nodes = {}
    for kind in schema.NODES:
        count = max(3, size * _SHARES[kind] // whole)
        frame = _columns(rng, schema.node_columns(kind), count)
        frame.insert(0, "name", [f"{'甲乙丙丁戊'[number % 5]}{kind}{number % 97}" for number in range(count)])
        frame.insert(0, "kind", kind)
        # Numbers in a row make the engine's hash index slow after some texts: 100 times at 24,000 of them.
        # The factor is odd, so no two are equal.
        frame.insert(0, "id", [schema.node_id(kind, "青山", f"{number * 0x9E3779B1 % 2**32:08x}") for number in range(count)])
        nodes[kind] = frame
    pairs = [(kind.name, *pair) for kind in schema.EDGES.values() for pair in kind.pairs]
    weights = {pair: 6 if "Task" in pair[1:] and pair[0] != "ALIAS_OF" else 1 for pair in pairs}
    edges = {}
    for key in pairs:
        count = max(5, size * degree * weights[key] // sum(weights.values()))
        frame = _columns(rng, schema.edge_columns(key[0]), count)
        frame.insert(0, "kind", key[0])
        frame.insert(0, "id", [f"{key[0]}{key[1]}{key[2]}{number}" for number in range(count)])
        # The square makes hubs of the first.
        frame.insert(0, "t", (len(nodes[key[2]]) * rng.random(count) ** 2).astype(int))
        frame.insert(0, "s", (len(nodes[key[1]]) * rng.random(count) ** 2).astype(int))
        edges[key] = frame
    return Data(nodes, edges)


def _few(column: schema.Column) -> tuple[str, ...]:
    allowed: tuple[str, ...] = column.values  # noqa: PD011 - a column of the schema, not of pandas
    return allowed or _TEXTS.get(column.name, ())


def _columns(rng: np.random.Generator, columns: Iterable[schema.Column], count: int) -> pd.DataFrame:
    found: dict[str, Any] = {}
    for column in columns:
        if column.type == "INT64" and column.name in NUMBERS:
            values: Any = rng.integers(*NUMBERS[column.name], count)
        elif column.type == "DOUBLE":
            values = rng.integers(0, 400, count) / 4
        elif column.type == "BOOL":
            values = rng.random(count) < 0.5
        elif column.type == "DATE":
            values = [f"20{day[0]:02}-{day[1]:02}-15" for day in zip(rng.integers(18, 28, count), rng.integers(1, 13, count), strict=True)]
        elif few := _few(column):
            values = rng.choice(few, count)
        else:
            continue
        series = pd.Series(list(values.tolist() if isinstance(values, np.ndarray) else values), dtype=object)
        series[rng.random(count) < 0.15] = None
        found[column.name] = series
    return pd.DataFrame(found, dtype=object)


def load(data: Data, path: Path) -> Any:  # noqa: ANN401 - whatever release of the engine is there
    """Put a graph into a new database and return a connection to it."""
    import ladybug

    connection = ladybug.Connection(ladybug.Database(str(path)))
    for statement in ladybug_ddl():
        connection.execute(statement)
    for kind, frame in data.nodes.items():
        _copy(connection, kind, schema.node_columns(kind), frame)
    for (kind, source, target), frame in data.edges.items():
        ends = pd.DataFrame({"source": data.nodes[source]["id"].to_numpy()[frame["s"].astype(int)],
                             "target": data.nodes[target]["id"].to_numpy()[frame["t"].astype(int)]}, dtype=object)
        _copy(connection, kind, schema.edge_columns(kind), frame, ends, f" (from='{source}', to='{target}')")
    return connection


def _copy(
    connection: Any, kind: str, columns: Iterable[schema.Column], frame: pd.DataFrame,  # noqa: ANN401
    ends: pd.DataFrame | None = None, how: str = "",
) -> None:
    whole = frame.reindex(columns=[column.name for column in columns]).astype(object)
    whole = whole.where(whole.notna(), None)
    if ends is not None:
        whole = pd.concat([ends, whole], axis=1)
    connection.execute(f"COPY `{kind}` FROM $frame{how}", {"frame": whole})
