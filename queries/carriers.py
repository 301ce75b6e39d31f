"""What carries each industry: tasks, projects, enterprises, platforms, places, units, targets, each with its sentences.

One pass over the edges; what is said of an industry counts for all that it is part of. A name that only stands in the
same sentence as an industry is kept apart as unsure, unless it is known to belong somewhere else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from liantu.queries.catalog import Graph
from liantu.queries.filters import Filter
from liantu.queries.structure import Structure

__all__ = ["Data", "Found", "Holding", "Scene", "lead_units", "read_holdings", "read_scene", "same_sentence"]

Data: TypeAlias = Mapping[str, Any]
# Nodes with the edges that say so.
Found: TypeAlias = dict[str, list[Data]]

_NAMED = {"DEVELOPS": "industry", "IN_REGION": "place", "USES": "platform", "DELIVERS": "project",
          "CONCERNS": "enterprise", "SETS": "indicator"}
_ROLES = {"LEADS": "lead", "RESPONSIBLE_FOR": "responsible", "PARTICIPATES_IN": "participant", "OVERSEES": "leader"}
# A task that names one of these beside a county is not about two places.
_BROAD = frozenset({"wide", "province", "city"})
_CARRIERS = {"Project": "projects", "Enterprise": "enterprises", "Platform": "platforms"}


@dataclass(slots=True)
class Holding:
    """What the documents say of an industry and of all that is part of it; a mention comes with the industry named."""

    mentions: list[tuple[str, Data]] = field(default_factory=list)
    tasks: Found = field(default_factory=dict)
    projects: Found = field(default_factory=dict)
    enterprises: Found = field(default_factory=dict)
    platforms: Found = field(default_factory=dict)
    places: Found = field(default_factory=dict)
    unsure: Found = field(default_factory=dict)

    def carriers(self) -> Iterator[tuple[str, list[Data]]]:
        """Yield the projects, enterprises and platforms that belong to it: what makes a segment present."""
        for shelf in (self.projects, self.enterprises, self.platforms):
            yield from shelf.items()


@dataclass(slots=True)
class Scene:
    """The edges of a graph that a filter lets through, sorted by what they are for.

    ``tasks`` gives for each task what it names and who works on it, by role, as (node, edge).
    """

    tasks: dict[str, dict[str, list[tuple[str, Data]]]]
    belongs: list[tuple[str, str, Data]]
    focus: list[tuple[str, str, Data]]
    spoken: list[tuple[str, Data]]
    places_of: dict[str, Found]
    focused: dict[tuple[str, str], list[tuple[str, Data]]]
    heads: dict[str, int]
    levels: dict[str, str]
    lone_places: dict[str, str | None] = field(default_factory=dict)

    def given_to(self, industry: str, said: Data) -> set[str]:
        """Return the places that the sentence itself gives an industry to; empty where it gives it to none."""
        near = self.focused.get((industry, str(said.get("document"))), ())
        return {place for place, data in near if same_sentence(said, data)}

    def together(self, task: str, industry: str, said: Data) -> list[tuple[str, Data]]:
        """Return the places that a task develops an industry in.

        The ones that the sentence gives it to; else those of the same sentence, or the only place of a task that has
        it in its heading or is led by those who run it. A wide region (长三角) is where one looks to, not where one builds.
        """
        places = self.tasks[task]["place"]
        if given := self.given_to(industry, said):
            return [(place, where) for place, where in places if place in given]
        lone = self.lone(task)
        return [(place, where) for place, where in places
                if self.levels[place] != "wide" and (place == lone or same_sentence(said, where))]

    def lone(self, task: str) -> str | None:
        """Return the place that a task as a whole is about, if there is one."""
        if task not in self.lone_places:
            self.lone_places[task] = self._lone(task)
        return self.lone_places[task]

    def _lone(self, task: str) -> str | None:
        local = {place: where for place, where in self.tasks[task]["place"] if self.levels[place] not in _BROAD}
        if len(local) != 1:
            return None
        (place, where), = local.items()
        start, head = where.get("start"), self.heads.get(task)
        return place if where["kind"] != "IN_REGION" or start is None or head is None or start < head else None


def read_scene(graph: Graph, chosen: Filter) -> Scene:
    """Read the edges that belong to what is asked, those of a region included."""
    scene = Scene({}, [], [], [], {}, defaultdict(list), {}, {
        node: str(data.get("level") or "") for node, data in graph.nodes(data=True) if data.get("kind") in {"Region", "Platform"}})
    kinds: dict[str, str] = dict(graph.nodes(data="kind"))
    tasks: dict[str, dict[str, list[tuple[str, Data]]]] = defaultdict(lambda: defaultdict(list))
    places_of: dict[str, Found] = defaultdict(lambda: defaultdict(list))
    governs: dict[str, list[tuple[str, Data]]] = defaultdict(list)
    everything = chosen.documents is None
    for source, target, data in graph.edges(data=True):
        kind = data["kind"]
        if not (everything or chosen.covers(data)):
            continue
        if kind in _NAMED:
            if kind != "SETS" or kinds[source] == "Task":
                tasks[source][_NAMED[kind]].append((target, data))
        elif kind in _ROLES:
            tasks[target][_ROLES[kind]].append((source, data))
        elif kind == "BELONGS_TO":
            scene.belongs.append((source, target, data))
        elif kind == "FOCUSES_ON":
            scene.focus.append((source, target, data))
            scene.focused[target, str(data.get("document"))].append((source, data))
        elif kind == "LOCATED_IN" or (kind == "PART_OF" and kinds[source] == "Platform"):
            places_of[source][target].append(data)
        elif kind == "HAS_TASK":
            if data.get("end") is not None:
                scene.heads[target] = data["end"]
        elif kind == "GOVERNS":
            governs[source].append((target, data))
        elif kind in {"DEPENDS_ON", "ALIAS_OF"} and data.get("document"):
            scene.spoken += [(node, data) for node in (source, target) if kinds[node] == "Industry"]
    stated = set(places_of)
    for parts in tasks.values():
        _governed(parts, governs)
        _locate(parts, places_of, stated)
    scene.tasks, scene.places_of = tasks, places_of
    if chosen.places is not None:
        _narrow(scene, chosen.places)
    return scene


def _governed(parts: dict[str, list[tuple[str, Data]]], governs: Mapping[str, list[tuple[str, Data]]]) -> None:
    """Make a task that names no place, led by those who run one, a task of that place."""
    if parts["place"]:
        return
    for role in ("lead", "responsible"):
        parts["place"] += [(place, data) for unit, data in parts[role] for place, _ in governs.get(unit, ())]


def _locate(parts: Mapping[str, list[tuple[str, Data]]], places_of: dict[str, Found], stated: Collection[str]) -> None:
    """Put a carrier whose place is not stated where its sentence says."""
    for role in ("project", "enterprise", "platform"):
        for carrier, said in parts[role]:
            for place, where in parts["place"] if carrier not in stated else ():
                if same_sentence(said, where):
                    places_of[carrier][place].append(where)


def _narrow(scene: Scene, places: frozenset[str]) -> None:
    """Leave only what belongs to these places."""
    inside = {carrier for carrier, found in scene.places_of.items() if not places.isdisjoint(found)} | places
    scene.belongs = [row for row in scene.belongs if row[0] in inside]
    scene.focus = [row for row in scene.focus if row[0] in inside]
    scene.spoken = []
    for task, parts in list(scene.tasks.items()):
        here = [(place, data) for place, data in parts["place"] if place in places]
        here += [pair for role in ("platform", "project") for pair in parts[role] if pair[0] in places]
        if not here:
            del scene.tasks[task]
        elif scene.lone(task) not in places:
            # The task is not about this place as a whole: only what its sentence says is said of it.
            for role in _NAMED.values():
                parts[role] = [(node, data) for node, data in parts[role]
                               if node in inside or any(same_sentence(data, where) for _, where in here)]
        parts["industry"] = [(industry, data) for industry, data in parts["industry"]
                             if not (given := scene.given_to(industry, data)) or given & places]
        parts["place"] = here
        scene.lone_places.pop(task, None)


def same_sentence(one: Data, two: Data) -> bool:
    """Whether two edges come from the same sentence.

    Examples
    --------
    >>> same_sentence({"document": "a", "start": 0, "end": 9}, {"document": "a", "start": 5, "end": 12})
    True
    """
    return (one.get("document") == two.get("document") and one.get("start") is not None and two.get("start") is not None
            and bool(one["start"] < two["end"] and two["start"] < one["end"]))


def read_holdings(graph: Graph, structure: Structure, scene: Scene) -> dict[str, Holding]:
    """Return what each industry has, by its id; only those that anything is said of.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    structure : Structure
        From `read_structure`.
    scene : Scene
        From `read_scene`.
    """
    holdings: dict[str, Holding] = defaultdict(Holding)
    homes: dict[str, set[str]] = defaultdict(set)
    at_work = _tasks_of_carriers(scene)
    for carrier, industry, data in scene.belongs:
        doubtful = data.get("verdict") == "uncertain"
        if not doubtful:
            homes[carrier].add(industry)
        # A firm on a list is there, but only a document can plan a segment.
        told = [(industry, data)] if data.get("document") else []
        for up in structure.counts_for[industry]:
            _note(_shelf(holdings[up], graph, carrier, doubtful=doubtful), carrier, [data])
            if not doubtful:
                holdings[up].mentions += told
                for task, said in at_work.get(carrier, ()):
                    holdings[up].tasks.setdefault(task, []).append(said)
        for up in structure.perhaps.get(industry, ()):
            _note(holdings[up].unsure, carrier, [data])
    for place, industry, data in scene.focus:
        for up in structure.counts_for[industry]:
            holding = holdings[up]
            holding.mentions.append((industry, data))
            # A park that is to develop an industry may host it; it does not carry it yet.
            _note(holding.places, place, [data])
    for industry, data in scene.spoken:
        for up in structure.counts_for[industry]:
            holdings[up].mentions.append((industry, data))
    for task, parts in scene.tasks.items():
        _read_task(task, parts, scene, structure, holdings, homes)
    for holding in holdings.values():
        _settle(holding, scene)
    return dict(holdings)


def _tasks_of_carriers(scene: Scene) -> dict[str, list[tuple[str, Data]]]:
    """Return the tasks of each carrier: who delivers a project works on what the project belongs to."""
    found: dict[str, list[tuple[str, Data]]] = defaultdict(list)
    for task, parts in scene.tasks.items():
        for role in ("project", "enterprise", "platform"):
            for carrier, data in parts[role]:
                found[carrier].append((task, data))
    return found


def _read_task(
    task: str, parts: Mapping[str, list[tuple[str, Data]]], scene: Scene, structure: Structure,
    holdings: dict[str, Holding], homes: Mapping[str, set[str]],
) -> None:
    for industry, data in parts["industry"]:
        near = [(node, [other]) for role in ("project", "enterprise", "platform") for node, other in parts[role]
                if node not in homes and same_sentence(data, other)]
        places = [(place, [where]) for place, where in scene.together(task, industry, data)]
        mention = industry, data
        for up in structure.counts_for[industry]:
            holding = holdings[up]
            holding.mentions.append(mention)
            holding.tasks.setdefault(task, []).append(data)
            for place, where in places:
                _note(holding.places, place, where)
            # A segment may own what its sentence names; a whole chain owns too much for a sentence to tell.
            for node, said in near if up == industry else ():
                _note(holding.unsure, node, said)


def _shelf(holding: Holding, graph: Graph, carrier: str, *, doubtful: bool) -> Found:
    shelf: Found = holding.unsure if doubtful else getattr(holding, _CARRIERS[graph.nodes[carrier]["kind"]])
    return shelf


def _note(shelf: Found, node: str, data: Iterable[Data]) -> None:
    shelf.setdefault(node, []).extend(data)


def _settle(holding: Holding, scene: Scene) -> None:
    """Add the places of what it owns; what is sure is no longer unsure."""
    for shelf in (holding.projects, holding.enterprises, holding.platforms):
        for carrier in shelf:
            holding.unsure.pop(carrier, None)
            for place, where in scene.places_of.get(carrier, {}).items():
                _note(holding.places, place, where)


def lead_units(scene: Scene, tasks: Iterable[str]) -> Found:
    """Return the units that lead tasks, those that lead most of them first; without any lead, those responsible.

    Parameters
    ----------
    scene : Scene
        From `read_scene`.
    tasks : iterable of str
        Ids of tasks.
    """
    listed = list(tasks)
    for role in ("lead", "responsible"):
        found: Found = {}
        for task in listed:
            for unit, data in scene.tasks.get(task, {}).get(role, ()):
                _note(found, unit, [data])
        if found:
            return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))
    return {}
