"""A build as a whole: short forms that only the other names of the city explain, and pairs a person should look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from liantu.graph.canonical import core_key, name_key
from liantu.graph.likeness import near, wildcards
from liantu.graph.places import home
from liantu.graph.registry import Registry, unit_id
from liantu.graph.resolve import Resolution
from liantu.graph.things import resolve_name

__all__ = ["Asked", "Doubt", "Unified", "resolve_all"]

Asked = tuple[str, str, str | None]
"""A kind, a name as written, and the city of the document."""

# What a committee or a bureau of the same subject is called; a city has one or the other.
_ENDINGS = ("委员会", "办公室", "管理局", "局", "中心")
_LATE = ("choice-in-build", "short-in-build")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two entities that may be one, and why nobody merged them."""

    kind: str
    one: str
    two: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unified:
    """The resolution of every name of a build, and what is left to a person."""

    found: Mapping[Asked, Resolution]
    doubts: tuple[Doubt, ...]


def resolve_all(asked: Iterable[Asked], *, registry: Registry, date: str | None = None) -> Unified:
    """Resolve all names of a build, using each city's other names where one name alone is not enough.

    Parameters
    ----------
    asked : iterable of (kind, name, city)
        May repeat; only distinct ones are kept.
    registry : Registry
        The tables.
    date : str, optional
        An ISO date for all of them.

    Returns
    -------
    Unified
        The same for any order of the names.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> names = [("Unit", "经开区管委会", "泸州市"), ("Unit", "泸州经济技术开发区管委会", "泸州市")]
    >>> seen = resolve_all(names, registry=load_registry())
    >>> [seen.found[name].canonical for name in names]
    ['泸州经济技术开发区管理委员会', '泸州经济技术开发区管理委员会']
    """
    wanted = sorted(set(asked), key=lambda one: (one[0], one[2] or "", one[1]))
    found = {one: resolve_name(one[0], one[1], city=one[2], registry=registry, date=date) for one in wanted}
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for one, result in found.items():
        groups[one[0], result.city].append(one)
    doubts: list[Doubt] = []
    for (kind, city), members in sorted(groups.items()):
        known = {found[one].entity_id: found[one] for one in members}
        for one in members:
            found[one] = _join(found[one], kind, known, registry)
        left = {found[one].entity_id: found[one] for one in members}
        doubts.extend(_doubts(kind, city, left, registry))
    return Unified(found, tuple(sorted(doubts, key=lambda doubt: (doubt.kind, doubt.one, doubt.two))))


def _join(result: Resolution, kind: str, known: Mapping[str, Resolution], registry: Registry) -> Resolution:
    """Return the resolution with what the other names of its city say."""
    present = [rival for rival in result.rivals if rival in known and result.rule == "ambiguous"]
    target = known[present[0]] if len(present) == 1 else None
    rule, why = _LATE[0], "几种读法里，本批文件只出现这一种"
    if target is None and kind in ("Project", "Platform", "Enterprise", "Unit"):
        longer = [other for other in known.values() if _is_longer(result, other, kind, registry)]
        target = longer[0] if len(longer) == 1 else None
        rule, why = _LATE[1], "本批文件里只有一个名称是它加上地名或写全的形式"
    if target is None or registry.forbidden(result.city, result.name, target.entity_id) is not None:
        return result
    return target._replace(
        name=result.name, rule=rule, reason=f"{why}，即{target.canonical}。", score=0.9, certain=target.certain, nameplates=(), rivals=()
    )


def _is_longer(short: Resolution, long: Resolution, kind: str, registry: Registry) -> bool:
    """Whether a name is another one plus a place of the city at its head, or one spelled out around a dash."""
    one, two = name_key(short.canonical), name_key(long.canonical)
    if one == two or short.entity_id == long.entity_id:
        return False
    if kind == "Unit":
        return short.rule in ("as-written", "zone") and _dashed(one, two)
    head = two.removesuffix(one)
    if head == two or len(one) < 4:
        return False
    places = registry.places.find(head, city=short.city or None)
    if kind == "Enterprise":
        return len(places) == 1
    return (len(places) == 1 and places[0].city == short.city) or (short.city, head) in registry.regions


def _dashed(short: str, long: str) -> bool:
    """Whether 普-朱管委会 abbreviates 普陀山-朱家尖管委会: each side of the dash by its first characters."""
    a, b = short.split("-"), long.split("-")
    if len(a) != 2 or len(b) != 2 or len(short) >= len(long):
        return False
    ending = next((e for e in ("管理委员会", "管委会", "指挥部") if a[1].endswith(e) and b[1].endswith(e)), "")
    sides = zip((a[0], a[1].removesuffix(ending)), (b[0], b[1].removesuffix(ending)), strict=True)
    return bool(ending) and all(one and two.startswith(one) for one, two in sides)


def _doubts(kind: str, city: str, known: Mapping[str, Resolution], registry: Registry) -> Iterable[Doubt]:
    if kind != "Unit":
        return
    names = {identity: core_key(name_key(found.canonical)) for identity, found in sorted(known.items()) if not found.is_group}
    by_stem: dict[str, list[str]] = defaultdict(list)
    for identity, name in names.items():
        ending = next((e for e in _ENDINGS if name.endswith(e)), "")
        by_stem[name.removesuffix(ending)].append(identity)
    apart = _apart(city, registry)
    for same in by_stem.values():
        for at, one in enumerate(same):
            for two in same[at + 1 :]:
                if frozenset((one, two)) not in apart and registry.forbidden(city, one, two) is None and not _succeeds(one, two, registry):
                    yield Doubt(kind, one, two, "主干相同，只是尾字不同，可能是同一单位的两种写法，也可能是两个单位。")
    place = home(city, registry.places)
    for a, b, why in registry.offices.doubtful:
        pair = [unit_id(city, form.replace("{p}", place.full).replace("{s}", place.short)) for form in (a, b)]
        if all(identity in known for identity in pair):
            yield Doubt(kind, pair[0], pair[1], f"{why}。")
    index = wildcards(names.values())
    back = {name: identity for identity, name in names.items()}
    for identity, name in names.items():
        if known[identity].rule == "as-written":
            for like in near(name, index):
                if back[like.key] > identity and like.sure:
                    yield Doubt(kind, identity, back[like.key], f"只差一个字（{like.wrong}、{like.right}），可能是误识。")


def _apart(city: str, registry: Registry) -> set[frozenset[str]]:
    place = home(city, registry.places)
    fill = [tuple(unit_id(city, form.replace("{p}", place.full).replace("{s}", place.short)) for form in pair) for pair in registry.offices.distinct]
    return {frozenset(pair) for pair in fill}


def _succeeds(one: str, two: str, registry: Registry) -> bool:
    return any({one, two} == {step.old, step.new} for step in registry.successions)
