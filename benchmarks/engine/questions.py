"""Random questions on a graph of frames, each with the rows that are right: Cypher texts, answered here by pandas joins."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from benchmarks.engine.graph import NUMBERS, Data

__all__ = ["Question", "Row", "plain", "questions"]

Row: TypeAlias = tuple[Any, ...]
_Mask: TypeAlias = "np.ndarray[Any, np.dtype[np.bool_]]"
_TOO_MANY: Final = 1_000_000
_LONGEST_ANSWER: Final = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """A Cypher text with its parameters, and the rows that are right."""

    text: str
    parameters: dict[str, Any]
    rows: list[Row]
    ordered: bool


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return a cell so that whole numbers compare, of whatever type they came."""
    if value is None or isinstance(value, (str, bool)):
        return value
    return int(value) if value == int(value) else float(value)


@dataclass(slots=True)
class _Path:
    """A path of a question as it is drawn: its pattern, its conditions, and all its matches as rows of numbers."""

    data: Data
    rng: random.Random
    kinds: list[str]
    frame: pd.DataFrame
    pattern: str
    conditions: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    steps: list[pd.DataFrame] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def values(self, variable: str) -> pd.DataFrame:
        """Return the frame of nodes or edges that a variable stands for."""
        number = int(variable[1:])
        return self.data.nodes[self.kinds[number]] if variable[0] == "n" else self.steps[number]

    def column(self, variable: str, name: str) -> np.ndarray[Any, Any]:
        """Return the values of a column for each match."""
        found: np.ndarray[Any, Any] = self.values(variable)[name].to_numpy()[self.frame[variable].to_numpy(dtype=int)]
        return found

    def pick(self, variable: str, frame: pd.DataFrame) -> tuple[str, _Mask]:
        """Draw a condition on a variable; return its text and which rows of the frame meet it."""
        name = self.rng.choice([column for column in frame.columns if column not in ("s", "t", "id", "kind")])
        known = frame[name].notna().to_numpy()
        shown = f"{variable}.`{name}`"
        if self.rng.random() < 0.12 or not known.any():
            absent = self.rng.random() < 0.5
            return f"{shown} IS {'' if absent else 'NOT '}NULL", ~known if absent else known
        values = frame[name].to_numpy()
        sample = [values[one] for one in self.rng.choices(np.flatnonzero(known).tolist(), k=3)]
        operator = self.rng.choice(["=", "<>", "IN"] if isinstance(sample[0], (str, bool)) else ["=", "<>", "<", "<=", ">", ">=", "IN"])
        given = sorted(set(sample)) if operator == "IN" else sample[0]
        parameter = f"p{len(self.parameters)}"
        self.parameters[parameter] = given
        return f"{shown} {operator} ${parameter}", known & _met(frame[name], operator, given)


def _met(column: pd.Series[Any], operator: str, given: Any) -> _Mask:  # noqa: ANN401
    if operator == "IN":
        return column.isin(given).to_numpy()
    whole = column.where(column.notna(), given)
    compare = {"=": whole.eq, "<>": whole.ne, "<": whole.lt, "<=": whole.le, ">": whole.gt, ">=": whole.ge}
    return compare[operator](given).to_numpy(dtype=bool)


def _start(data: Data, rng: random.Random) -> _Path:
    kind = rng.choices(list(data.nodes), [len(frame) ** 0.5 for frame in data.nodes.values()])[0]
    path = _Path(data, rng, [kind], pd.DataFrame({"n0": np.arange(len(data.nodes[kind]))}), f"(n0:{kind})")
    if rng.random() < 0.5:
        chosen = rng.sample(range(len(data.nodes[kind])), min(rng.choice([1, 5, 50]), len(data.nodes[kind])))
        path.parameters["ids"] = data.nodes[kind]["id"].to_numpy()[chosen].tolist()
        path.conditions.append("n0.id IN $ids")
        path.frame = path.frame.iloc[sorted(chosen)]
    elif rng.random() < 0.7:
        _restrict(path, "n0")
    return path


def _restrict(path: _Path, variable: str) -> None:
    condition, met = path.pick(variable, path.values(variable))
    path.conditions.append(condition)
    path.frame = path.frame[met[path.frame[variable].to_numpy(dtype=int)]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One hop: the kinds of edges, the kind of node it leads to, its pattern, and the edges with ``from`` and ``to``."""

    types: tuple[str, ...]
    kind: str
    pattern: str
    edges: pd.DataFrame


def _step(path: _Path, at: int, node: str, edge: str) -> _Step | None:
    """Draw a hop from the node at a place; no kind of edge twice, since engines differ in using an edge again."""
    forward, kind, rng = path.rng.random() < 0.5, path.kinds[at], path.rng
    ways: dict[str, list[str]] = {}
    for name, source, target in path.data.edges:
        if kind == (source if forward else target) and name not in path.used:
            ways.setdefault(target if forward else source, []).append(name)
    if not ways:
        return None
    other = rng.choice(sorted(ways))
    types = tuple(rng.sample(ways[other], min(len(ways[other]), rng.choice([1, 1, 2, 3]))))
    ends = (kind, other) if forward else (other, kind)
    frames = [path.data.edges[name, *ends] for name in types]
    shared = [column for column in frames[0].columns if all(column in frame.columns for frame in frames)]
    edges = pd.concat([frame[shared] for frame in frames], ignore_index=True)
    edges = edges.assign(**{"from": edges["s" if forward else "t"].astype(int), "to": edges["t" if forward else "s"].astype(int)})
    left, right_ = ("-", "->") if forward else ("<-", "-")
    return _Step(types, other, f"{left}[{edge}:{'|'.join(types)}]{right_}({node}:{other})", edges)


def _joined(
    frame: pd.DataFrame, at: str, step: _Step, keep: _Mask, node: str, edge: str, how: Literal["inner", "left"] = "inner"
) -> pd.DataFrame:
    ends = pd.DataFrame({at: step.edges["from"].to_numpy(), edge: np.arange(len(step.edges)), node: step.edges["to"].to_numpy()})[keep]
    return frame.merge(ends, on=at, how=how)


def _size(frame: pd.DataFrame, at: str, step: _Step) -> int:
    counts = np.bincount(step.edges["from"].to_numpy())
    rows = frame[at].to_numpy(dtype=int)
    return int(counts[rows[rows < len(counts)]].sum())


def _filtered(path: _Path, step: _Step, node: str, edge: str, chance: float) -> tuple[list[str], _Mask]:
    """Draw conditions on the edge and the node of a hop; return them and which edges meet them."""
    keep = np.ones(len(step.edges), dtype=bool)
    conditions = []
    if path.rng.random() < chance:
        condition, met = path.pick(edge, step.edges.drop(columns=["from", "to"]))
        conditions.append(condition)
        keep &= met
    if path.rng.random() < chance:
        condition, met = path.pick(node, path.data.nodes[step.kind])
        conditions.append(condition)
        keep &= met[step.edges["to"].to_numpy()]
    return conditions, keep


def _hop(path: _Path) -> bool:
    at = len(path.kinds) - 1
    node, edge = f"n{at + 1}", f"r{at}"
    step = _step(path, at, node, edge)
    if step is None or _size(path.frame, f"n{at}", step) > _TOO_MANY:
        return False
    conditions, keep = _filtered(path, step, node, edge, 0.5)
    path.frame = _joined(path.frame, f"n{at}", step, keep, node, edge)
    path.kinds.append(step.kind)
    path.steps.append(step.edges)
    path.conditions += conditions
    path.pattern += step.pattern
    path.used.update(step.types)
    return True


def _match(path: _Path, *more: str) -> str:
    where = " AND ".join([*path.conditions, *more])
    return f"MATCH {path.pattern}" + (f" WHERE {where}" if where else "")


def _node(path: _Path) -> str:
    return f"n{path.rng.randrange(len(path.kinds))}"


def _variable(path: _Path) -> str:
    return path.rng.choice([f"n{number}" for number in range(len(path.kinds))] + [f"r{number}" for number in range(len(path.steps))])


def _counts(path: _Path) -> tuple[str, list[Row]]:
    node = _node(path)
    if path.rng.random() < 0.5:
        return f"{_match(path)} RETURN count(*)", [(len(path.frame),)]
    return f"{_match(path)} RETURN count(DISTINCT {node}.id)", [(path.frame[node].nunique(),)]


def _distinct(path: _Path) -> tuple[str, list[Row]]:
    first, second = _variable(path), _variable(path)
    pairs = set(zip(path.column(first, "id").tolist(), path.column(second, "id").tolist(), strict=True))
    return f"{_match(path)} RETURN DISTINCT {first}.id AS a, {second}.id AS b", sorted(pairs)


def _grouped(path: _Path) -> tuple[str, list[Row]]:
    by, of = _variable(path), _node(path)
    few = [name for name in path.values(by).columns if name in ("grade", "level", "stage", "year", "city")]
    column = path.rng.choice(["id", "kind", *few])
    keys = [None if pd.isna(key) else key for key in path.column(by, column)]
    if path.rng.random() < 0.5:
        return f"{_match(path)} RETURN {by}.`{column}` AS a, count(*) AS n", list(Counter(keys).items())
    seen = Counter(key for key, _ in set(zip(keys, path.frame[of].tolist(), strict=True)))
    return f"{_match(path)} RETURN {by}.`{column}` AS a, count(DISTINCT {of}.id) AS n", list(seen.items())


def _extremes(path: _Path) -> tuple[str, list[Row]] | None:
    variable = _variable(path)
    names = [name for name in path.values(variable).columns if name in NUMBERS]
    if not names:
        return None
    name = path.rng.choice(names)
    found = [int(value) for value in path.column(variable, name) if not pd.isna(value)]
    shown = f"{variable}.`{name}`"
    # The sum of nothing is null here and 0 elsewhere: ask for it only where there is something.
    if not found:
        return None
    return f"{_match(path)} RETURN sum({shown}), min({shown}), max({shown}), count({shown})", [
        (sum(found), min(found), max(found), len(found))]


def _missing(path: _Path) -> tuple[str, list[Row]] | None:
    at = path.rng.randrange(len(path.kinds))
    step = _step(path, at, "m", "q")
    if step is None:
        return None
    conditions, keep = _filtered(path, step, "m", "q", 0.5)
    inner = f"(n{at}){step.pattern}" + (f" WHERE {' AND '.join(conditions)}" if conditions else "")
    rows = path.frame[~path.frame[f"n{at}"].isin(step.edges["from"].to_numpy()[keep])]
    node = _node(path)
    return f"{_match(path, f'NOT EXISTS {{ MATCH {inner} }}')} RETURN count(*), count(DISTINCT {node}.id)", [
        (len(rows), rows[node].nunique())]


def _optional(path: _Path) -> tuple[str, list[Row]] | None:
    at = path.rng.randrange(len(path.kinds))
    step = _step(path, at, "m", "q")
    if step is None or _size(path.frame, f"n{at}", step) > _TOO_MANY:
        return None
    conditions, keep = _filtered(path, step, "m", "q", 0.5)
    rows = _joined(path.frame, f"n{at}", step, keep, "m", "q", "left")
    ids = path.data.nodes[path.kinds[at]]["id"].to_numpy()
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    groups = rows.groupby(f"n{at}")["m"]
    counted = zip(ids[groups.size().index.to_numpy(dtype=int)].tolist(), groups.size().tolist(), groups.count().tolist(), strict=True)
    more = f"OPTIONAL MATCH (n{at}){step.pattern}{where}"
    return f"{_match(path)} {more} RETURN n{at}.id AS a, count(*) AS n, count(m.id) AS m", list(counted)


def _top(path: _Path) -> tuple[str, list[Row]]:
    variable, count = _variable(path), path.rng.choice([1, 5, 20])
    if path.rng.random() < 0.5:
        counted = Counter(path.column(variable, "id").tolist())
        rows: list[Row] = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        return f"{_match(path)} RETURN {variable}.id AS a, count(*) AS n ORDER BY n DESC, a LIMIT {count}", rows[:count]
    # All the ids of a match together are its own: no two rows tie.
    names = list(path.frame.columns)
    path.rng.shuffle(names)
    rows = sorted(zip(*(path.column(name, "id").tolist() for name in names), strict=True))
    shown = ", ".join(f"{name}.id AS c{number}" for number, name in enumerate(names))
    order = ", ".join(f"c{number}" for number in range(len(names)))
    return f"{_match(path)} RETURN {shown} ORDER BY {order} LIMIT {count}", rows[:count]


_FORMS: Final = (_counts, _distinct, _grouped, _extremes, _missing, _optional, _top, _top)


def questions(data: Data, count: int, seed: int = 0) -> Iterator[Question]:
    """Yield random questions with their true answers; the same for the same data and seed."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    made = 0
    while made < count:
        path = _start(data, rng)
        hops = rng.choice([1, 1, 2, 2, 3, 4])
        if not all(_hop(path) for _ in range(hops)):
            continue
        # Most empty answers are right by chance.
        if path.frame.empty and rng.random() < 0.9:
            continue
        form = rng.choice(_FORMS)
        found = form(path)
        if found is None or len(found[1]) > _LONGEST_ANSWER:
            continue
        made += 1
        yield Question(found[0], path.parameters, [tuple(map(plain, row)) for row in found[1]], ordered=form is _top)
