"""Names to entities: what the rest of the program uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from liantu.graph.canonical import dash_key, name_key
from liantu.graph.model import Edge, Node, Value
from liantu.graph.places import Place, home
from liantu.graph.registry import Registry, Unit, read_registry, unit_id, unit_parts
from liantu.graph.resolve import Resolution, by_rules, resolve_unit
from liantu.graph.things import resolve_name, resolve_place
from liantu.graph.whole import Asked, Doubt, Unified, resolve_all

__all__ = [
    "Asked", "Doubt", "Registry", "Resolution", "Unified", "group_members", "load_registry", "registry_edges", "registry_nodes",
    "resolve_all", "resolve_name", "resolve_place", "resolve_unit", "resolver",
]  # fmt: skip


def load_registry(path: Path | None = None) -> Registry:
    """Return what is known of units before a document is read.

    Parameters
    ----------
    path : Path, optional
        The user's own table (.tsv or .csv), which adds to the shipped one or overrides it.

    Returns
    -------
    Registry
        Frozen; the shipped one is read once.

    Raises
    ------
    TableError
        If a row cannot be used; the message names the file and the line.

    Examples
    --------
    >>> load_registry().units[unit_id("舟山市", "舟山市商务局")].aliases
    ('市商务局',)
    """
    return _shipped() if path is None else _indexed(read_registry(path))


@lru_cache(maxsize=1)
def _shipped() -> Registry:
    return _indexed(read_registry())


def _indexed(registry: Registry) -> Registry:
    """Add what the rules make of every registered spelling, so that all other spellings of it are found too."""
    claims: dict[str, set[str]] = defaultdict(set)
    dashes: dict[tuple[str, str], set[str]] = defaultdict(set)
    bare = replace(registry, by_name={}, by_place={}, by_dash={}, by_rule={})
    for unit in registry.units.values():
        own = home(unit.city, registry.places)
        for surface in (unit.name, *unit.aliases):
            key = name_key(surface)
            claims[by_rules(surface, key, own, bare, None).entity_id].add(unit.id)
            if _has_dash(unit):
                dashes[unit.city, dash_key(key)].add(unit.id)
    for identity in registry.units:
        if identity in claims:
            claims[identity] = {identity}
    by_rule = {seen: min(units) for seen, units in claims.items() if len(units) == 1}
    by_dash = {key: min(units) for key, units in dashes.items() if len(units) == 1}
    return replace(registry, by_rule=by_rule, by_dash=by_dash)


def _has_dash(unit: Unit) -> bool:
    return any("-" in name_key(surface) for surface in (unit.name, *unit.aliases))


def resolver(registry: Registry, *, city: str | None, date: str | None = None) -> Callable[[str, str], Resolution]:
    """Return a function from kind and name to entity for one document, which remembers what it was asked.

    Parameters
    ----------
    registry : Registry
        What is known of units.
    city : str or None
        The place the document speaks for.
    date : str, optional
        The ISO date of the document.

    Returns
    -------
    callable
        Takes a kind of node and a name as written.

    Examples
    --------
    >>> resolve = resolver(load_registry(), city="咸阳市")
    >>> resolve("Unit", "秦都区").canonical
    '咸阳市秦都区人民政府'
    """
    known: dict[tuple[str, str], Resolution] = {}

    def resolve(kind: str, name: str) -> Resolution:
        found = known.get((kind, name))
        if found is None:
            found = known[kind, name] = resolve_name(kind, name, city=city, registry=registry, date=date)
        return found

    return resolve


def group_members(group: Resolution, registry: Registry) -> tuple[Resolution, ...]:
    """Return the members of a group that are known: from the register, or the counties of the city.

    Parameters
    ----------
    group : Resolution
        A resolution with ``is_group``.
    registry : Registry
        What is known of units.

    Returns
    -------
    tuple of Resolution
        Empty where nobody knows them; their edges to the group are inferred.

    Examples
    --------
    >>> group = resolve_unit("各县(市、区)政府", city="泸州市", registry=load_registry())
    >>> len(group_members(group, load_registry()))
    7
    """
    if not group.is_group:
        return ()
    unit = registry.units.get(group.entity_id)
    if unit is not None and unit.members:
        return tuple(resolve_unit(registry.units[one].name, city=unit.city, registry=registry) for one in unit.members)
    return _county_governments(group.city, registry) if group.type == "counties" else ()


@lru_cache(maxsize=64)
def _county_governments(city: str, registry: Registry) -> tuple[Resolution, ...]:
    counties = registry.places.counties.get(city, ())
    return tuple(resolve_unit(f"{place.full}人民政府", city=city, registry=registry) for place in sorted(counties, key=lambda p: p.name))


def registry_nodes(registry: Registry, ids: Collection[str]) -> Iterator[Node]:
    """Yield nodes for registered units, and the regions and platforms they govern, that no document has named.

    Parameters
    ----------
    registry : Registry
        What is known of units.
    ids : collection of str
        The ids that are wanted: the ends of `registry_edges`.
    """
    for unit in registry.units.values():
        if unit.id in ids:
            columns: dict[str, Value] = {"grade": "reference", "is_group": unit.is_group, "level": unit.level, "type": unit.kind}
            yield Node(unit.id, "Unit", unit.name, tuple(sorted(columns.items())), city=unit.city)
        for place in _governed(unit, registry):
            if place.entity_id in ids:
                node = place.node()
                yield node._replace(properties=tuple((k, "reference" if k == "grade" else v) for k, v in node.properties))


def _governed(unit: Unit, registry: Registry) -> list[Resolution]:
    kinds = {"region": "Region", "platform": "Platform"}
    return [resolve_name(kinds[kind], name, city=unit.city, registry=registry) for kind, name in unit.governs if kind in kinds]


def registry_edges(registry: Registry, present: Collection[str] | None = None) -> list[Edge]:
    """Return what the tables know between units: succession, governed places, members of groups.

    Parameters
    ----------
    registry : Registry
        What is known of units.
    present : collection of str, optional
        The ids of the nodes of a graph: only edges between them are returned, and those of general reforms
        (银保监分局 to 金融监管分局) are added. By default, all registered edges.

    Returns
    -------
    list of Edge
        Sorted; without evidence, since no document says them.

    Examples
    --------
    >>> ids = {unit_id("漯河市", f"{office}漯河监管分局") for office in ("国家金融监督管理总局", "中国银行保险监督管理委员会")}
    >>> [(edge.kind, dict(edge.properties)["year"]) for edge in registry_edges(load_registry(), ids)]
    [('SUCCEEDS', 2023)]
    """
    edges = {*_registered_edges(registry)}
    if present is not None:
        edges = {edge for edge in edges if edge.source in present and edge.target in present}
        known = {(edge.source, edge.target) for edge in edges if edge.kind == "SUCCEEDS"}
        edges |= {edge for edge in _reforms(registry, present) if (edge.source, edge.target) not in known}
    return sorted(edges, key=lambda edge: (edge.kind, edge.source, edge.target, edge.properties))


def _registered_edges(registry: Registry) -> Iterator[Edge]:
    for step in registry.successions:
        yield _succession(step.new, step.old, step.year, f"依据：{step.source}" if step.source else "")
    for unit in registry.units.values():
        for place in _governed(unit, registry):
            yield Edge(unit.id, "GOVERNS", place.entity_id, None)
        for member in unit.members:
            yield Edge(member, "PART_OF", unit.id, None)


def _succession(new: str, old: str, year: int | None, note: str) -> Edge:
    columns: dict[str, Value] = {"note": note or None, "year": year}
    return Edge(new, "SUCCEEDS", old, None, tuple((key, value) for key, value in sorted(columns.items()) if value is not None))


def _reforms(registry: Registry, present: Collection[str]) -> Iterator[Edge]:
    """Yield the successions of general reforms between units that are present."""
    patterns = [(re.compile(_slot(reform.new)), reform) for reform in registry.offices.reforms]
    for identity in present:
        city, name = unit_parts(identity)
        for pattern, reform in patterns:
            match = pattern.fullmatch(name) if identity.startswith("Unit:") else None
            if match is None:
                continue
            for place in _slot_places(match["p"], city, registry):
                old = unit_id(city, reform.old.replace("{p}", place.full).replace("{s}", place.short))
                if old in present and old != identity:
                    yield _succession(identity, old, reform.year, reform.reason)


def _slot(template: str) -> str:
    return re.escape(template).replace(r"\{p\}", "(?P<p>.+)").replace(r"\{s\}", "(?P<p>.+)")


def _slot_places(text: str, city: str, registry: Registry) -> tuple[Place, ...]:
    own = home(city, registry.places)
    inside = registry.places.counties.get(city, ())
    return tuple(place for place in (own, *inside) if text in (place.full, place.short, place.name))
