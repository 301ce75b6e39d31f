"""Questions of pattern and count, each in two ways: as a Cypher text for databases, and on networkx for the rest.

The texts stand in ``queries/cypher``, one a question, with ``$parameters`` only. They run unchanged on each database;
tests hold their rows and those of the twins here together. Twins look at edges one by one, as a reader would: they are
the meaning of the texts, not their translation.
"""

from __future__ import annotations

import inspect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Protocol, TypeAlias

import networkx as nx

from liantu.errors import QueryError
from liantu.graph.memory import MemoryStore
from liantu.graph.store import Cell, Rows

__all__ = ["Pattern", "pattern", "pattern_text", "patterns"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
_Row: TypeAlias = tuple[Cell, ...]
_Twin: TypeAlias = Callable[..., Iterable[_Row]]


class _Asked(Protocol):
    def networkx(self) -> Graph: ...

    def cypher(self, statement: str, parameters: dict[str, object]) -> Rows: ...


@dataclass(frozen=True, slots=True)
class Pattern:
    """A question that can be asked in two ways: its name, its columns, the names of its parameters, its twin."""

    name: str
    columns: tuple[str, ...]
    parameters: tuple[str, ...]
    twin: _Twin


_PATTERNS: Final[dict[str, Pattern]] = {}


def _twin(columns: str) -> Callable[[_Twin], _Twin]:
    def declare(function: _Twin) -> _Twin:
        _, *parameters = inspect.signature(function).parameters
        _PATTERNS[function.__name__] = Pattern(function.__name__, tuple(columns.split()), tuple(parameters), function)
        return function

    return declare


def patterns() -> tuple[Pattern, ...]:
    """Return all questions of pattern and count, by name."""
    return tuple(_PATTERNS[name] for name in sorted(_PATTERNS))


@cache
def pattern_text(name: str) -> str:
    """Return the Cypher text of a question.

    Raises
    ------
    QueryError
        There is none of that name.

    Examples
    --------
    >>> pattern_text("tasks_without_lead").splitlines()[1]
    'MATCH (t:Task)'
    """
    if name not in _PATTERNS:
        raise QueryError(f"没有名为 {name} 的查询。可用的有:{'、'.join(sorted(_PATTERNS))}。")
    return (files("liantu.queries") / "cypher" / f"{name}.cypher").read_text(encoding="utf-8")


def pattern(name: str, store: _Asked | Graph, **parameters: str | float) -> Rows:
    """Ask a question of pattern or count.

    Parameters
    ----------
    name : str
        Its name, as in ``patterns()``.
    store : Store, GraphFolder or networkx.MultiDiGraph
        The graph: a database answers by Cypher, a graph in memory by networkx.
    **parameters
        A value for each of its parameters; places in the graph are given by node id.

    Returns
    -------
    Rows
        The same for each kind of store, sorted.

    Raises
    ------
    QueryError
        No such question, an unknown parameter, or one that is missing.

    Examples
    --------
    >>> from liantu.graph.model import Edge, Node
    >>> store = MemoryStore([Node("Unit:/a", "Unit", "甲局"), Node("Task:b", "Task", "乙"), Node("Task:c", "Task", "丙")],
    ...                     [Edge("Unit:/a", "LEADS", "Task:b", None)])
    >>> pattern("tasks_without_lead", store).rows
    (('Task:c', '丙'),)
    >>> pattern("tasks_of_unit", store, unit="Unit:/a").dicts()
    [{'task': 'Task:b', 'name': '乙', 'role': 'LEADS'}]
    """
    text = pattern_text(name)
    asked = _PATTERNS[name]
    if wrong := sorted(parameters.keys() ^ set(asked.parameters)):
        raise QueryError(f"查询 {name} 的参数应为 {'、'.join(asked.parameters) or '无'},请核对:{'、'.join(wrong)}。")
    if isinstance(store, (MemoryStore, nx.MultiDiGraph)):
        graph = store.networkx() if isinstance(store, MemoryStore) else store
        found = Rows(asked.columns, tuple(asked.twin(graph, **parameters)))
    else:
        found = store.cypher(text, dict(parameters))
    return Rows(found.columns, tuple(_sorted(found.rows)))


def _sorted(rows: Iterable[_Row]) -> list[_Row]:
    # Databases sort most answers already, so that this only looks; but not a union.
    try:
        return sorted(rows)
    except TypeError:
        return sorted(rows, key=_order)


def _order(row: _Row) -> list[tuple[str, Any]]:
    # Engines sort texts and nulls each in its own way.
    return [("", 0) if cell is None else (type(cell).__name__, cell) for cell in row]


def _nodes(graph: Graph, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((node, data) for node, data in graph.nodes(data=True) if data["kind"] == kind)


def _edges(graph: Graph, *kinds: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    return (edge for edge in graph.edges(data=True) if edge[2]["kind"] in kinds)


def _sure(data: dict[str, Any]) -> bool:
    return data.get("verdict") in (None, "confirmed")


def _name(graph: Graph, node: str) -> Cell:
    name: Cell = graph.nodes[node]["name"]
    return name


def _is(node: str, kind: str) -> bool:
    return node.startswith(f"{kind}:")


@_twin("task name role")
def tasks_of_unit(graph: Graph, *, unit: str) -> Iterable[_Row]:
    """Yield the tasks that a unit leads, takes part in or is responsible for."""
    roles = _edges(graph, "LEADS", "PARTICIPATES_IN", "RESPONSIBLE_FOR")
    return {(task, _name(graph, task), data["kind"]) for source, task, data in roles if source == unit}


@_twin("task name")
def tasks_without_lead(graph: Graph) -> Iterable[_Row]:
    """Yield the tasks that nobody leads."""
    led = {task for _, task, _ in _edges(graph, "LEADS")}
    return {(task, data["name"]) for task, data in _nodes(graph, "Task") if task not in led}


@_twin("task name leads")
def tasks_with_many_leads(graph: Graph, *, least: int) -> Iterable[_Row]:
    """Yield the tasks that at least so many units lead."""
    leads = Counter(task for _, task in {(unit, task) for unit, task, _ in _edges(graph, "LEADS")})
    return [(task, _name(graph, task), count) for task, count in leads.items() if count >= least]


@_twin("unit leads participates responsible")
def unit_loads(graph: Graph) -> Iterable[_Row]:
    """Yield for each unit how many tasks it leads, takes part in and is responsible for."""
    kinds = ("LEADS", "PARTICIPATES_IN", "RESPONSIBLE_FOR")
    pairs = {kind: {(unit, task) for unit, task, _ in _edges(graph, kind)} for kind in kinds}
    loads = {kind: Counter(unit for unit, _ in pairs[kind]) for kind in kinds}
    return [(unit, *(loads[kind][unit] for kind in kinds)) for unit, _ in _nodes(graph, "Unit")]


@_twin("industry region tasks")
def coverage(graph: Graph) -> Iterable[_Row]:
    """Yield for each industry and region how many tasks name both."""
    regions: dict[str, set[str]] = defaultdict(set)
    for task, region, _ in _edges(graph, "IN_REGION"):
        regions[task].add(region)
    triples = {(industry, region, task) for task, industry, _ in _edges(graph, "DEVELOPS") for region in regions[task]}
    return [(*pair, count) for pair, count in Counter(triple[:2] for triple in triples).items()]


@_twin("segment name")
def segments_without_project(graph: Graph, *, chain: str) -> Iterable[_Row]:
    """Yield the segments of a chain that no project surely belongs to."""
    busy = {industry for project, industry, data in _edges(graph, "BELONGS_TO")
            if _is(project, "Project") and _sure(data)}
    return {(part, _name(graph, part)) for part, whole, data in _edges(graph, "PART_OF")
            if whole == chain and _sure(data) and part not in busy and graph.nodes[part].get("level") == "segment"}


@_twin("project name industry")
def projects_of_chain(graph: Graph, *, chain: str) -> Iterable[_Row]:
    """Yield the projects that surely belong to a chain or one of its parts."""
    parts = {part for part, whole, data in _edges(graph, "PART_OF") if whole == chain and _sure(data)}
    return {(project, _name(graph, project), industry) for project, industry, data in _edges(graph, "BELONGS_TO")
            if _is(project, "Project") and _sure(data) and industry in parts | {chain}}


@_twin("source indicator op value value_max unit")
def targets_of_year(graph: Graph, *, year: int) -> Iterable[_Row]:
    """Yield the targets that are set for a year."""
    return {(source, indicator, *map(data.get, ("op", "value", "value_max", "unit")))
            for source, indicator, data in _edges(graph, "SETS")
            if data.get("year") == year and data.get("nature") == "target"}


@_twin("task name deadline")
def tasks_due(graph: Graph, *, before: str) -> Iterable[_Row]:
    """Yield the tasks that fall due by a day and are not reported done."""
    return [(task, data["name"], data["deadline"]) for task, data in _nodes(graph, "Task")
            if "deadline" in data and data["deadline"] <= before and data.get("status") != "done"]


@_twin("industry how times")
def industries_of_region(graph: Graph, *, region: str) -> Iterable[_Row]:
    """Yield the industries that a region focuses on, and those that tasks in it develop."""
    tasks = {task for task, place, _ in _edges(graph, "IN_REGION") if place == region}
    focus = {industry for place, industry, _ in _edges(graph, "FOCUSES_ON") if place == region}
    pairs = {(task, industry) for task, industry, _ in _edges(graph, "DEVELOPS") if task in tasks}
    yield from ((industry, "FOCUSES_ON", 1) for industry in focus)
    yield from ((industry, "DEVELOPS", times) for industry, times in Counter(industry for _, industry in pairs).items())


@_twin("project name region")
def projects_of_region(graph: Graph, *, region: str) -> Iterable[_Row]:
    """Yield the projects that stand in a region or one right below it."""
    places = {part for part, whole, _ in _edges(graph, "PART_OF") if whole == region and _is(part, "Region")} | {region}
    return {(project, _name(graph, project), place) for project, place, _ in _edges(graph, "LOCATED_IN")
            if _is(project, "Project") and place in places}


@_twin("reached steps")
def downstream(graph: Graph, *, industry: str) -> Iterable[_Row]:
    """Yield what an industry feeds or rests on within three steps, and in how many; itself where a circle closes."""
    ties: dict[str, set[str]] = defaultdict(set)
    for source, target, _ in _edges(graph, "FEEDS", "DEPENDS_ON"):
        ties[source].add(target)
    steps: dict[str, int] = {}
    front = {industry}
    for step in (1, 2, 3):
        front = {target for source in front for target in ties[source]} - steps.keys()
        steps.update(dict.fromkeys(front, step))
    return list(steps.items())
