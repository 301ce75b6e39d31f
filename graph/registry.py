"""What is known of single units: full names, aliases, succession, groups; our table and the user's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from liantu.graph.canonical import clean, name_key
from liantu.graph.offices import Offices, load_offices
from liantu.graph.places import Places, load_places
from liantu.graph.schema import node_id
from liantu.graph.tables import Row, TableError, read_table, shipped

__all__ = ["COLUMNS", "Registry", "Succession", "Unit", "read_registry", "unit_id", "unit_parts"]

COLUMNS = ("城市", "名称", "关系", "值", "年份", "依据", "说明")
_RELATIONS = ("单位", "别名", "管辖", "承接", "挂牌", "不合并", "组", "成员", "非别名", "地名")
_LEVELS = ("national", "province", "city", "county", "town")


def unit_id(city: str, canonical: str) -> str:
    """Return the id of a unit: readable, the same in every build.

    Examples
    --------
    >>> unit_parts(unit_id("舟山市", "舟山市商务局"))
    ('舟山市', '舟山市商务局')
    """
    return node_id("Unit", city, canonical)


def unit_parts(identity: str) -> tuple[str, str]:
    """Return the city and the full name that a unit's id was made of."""
    city, _, name = identity.partition(":")[2].partition("/")
    return city, name


@dataclass(frozen=True, slots=True)
class Succession:
    """A unit that took over from another in a year (None if the year is not known)."""

    old: str
    new: str
    year: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A registered unit or group; ids of other units in ``nameplates`` and ``members``."""

    id: str
    name: str
    city: str
    kind: str
    level: str
    source: str
    is_group: bool = False
    aliases: tuple[str, ...] = ()
    governs: tuple[tuple[str, str], ...] = ()
    nameplates: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All that is known before a document is read. Keys are (city, key of the name); nothing in it is changed."""

    units: Mapping[str, Unit]
    by_name: Mapping[tuple[str, str], tuple[str, ...]]
    by_place: Mapping[tuple[str, str], tuple[str, ...]]
    places: Places
    offices: Offices
    regions: Mapping[tuple[str, str], str]
    successions: tuple[Succession, ...] = ()
    never: Mapping[frozenset[tuple[str, str]], str] = field(default_factory=dict)
    by_rule: Mapping[str, str] = field(default_factory=dict)
    by_dash: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def forbidden(self, city: str, name: str, unit: str) -> str | None:
        """Return why a name must not be merged with a unit, or None if it may.

        Parameters
        ----------
        city : str
            The city the name is used in.
        name : str
            The name as written, or another unit's id.
        unit : str
            The id of the unit it might be merged with.
        """
        own = self.units.get(name)
        one = [own.name, *own.aliases] if own else [name]
        other = self.units.get(unit)
        two = [other.name, *other.aliases] if other else [unit_parts(unit)[1]]
        pairs = (frozenset(((city, name_key(a)), (city, name_key(b)))) for a in one for b in two)
        return next((reason for pair in pairs if (reason := self.never.get(pair)) is not None), None)


def read_registry(path: Path | None = None) -> Registry:
    """Read the shipped table of units and, on top of it, the user's own.

    Parameters
    ----------
    path : Path, optional
        A table with the same columns: 城市 名称 关系 值 年份 依据 说明.

    Returns
    -------
    Registry
        What both tables say; the user's rows win.

    Raises
    ------
    TableError
        If a row cannot be used; it names the file and the line.
    """
    build = _Build()
    for row in shipped("units.tsv"):
        build.add("units.tsv", row)
    if path is not None:
        own = read_table(path, COLUMNS)
        for row in own:
            build.add(path.name, row)
    return build.finish()


class _Build:
    """Rows gathered until all are read: a row may name a unit that a later row declares."""

    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}
        self.alias: dict[tuple[str, str], tuple[str, str, str, int]] = {}
        self.later: list[tuple[str, Row]] = []
        self.regions: dict[tuple[str, str], str] = {}

    def add(self, path: str, row: Row) -> None:
        """Take one row."""
        city, name, relation, value = row.cells[0], clean(row.cells[1]), row.cells[2], row.cells[3]
        if relation not in _RELATIONS:
            raise TableError(path, row.line, f"关系“{relation}”不认识", f"请改成：{'、'.join(_RELATIONS)}")
        if not city or not name:
            raise TableError(path, row.line, "没有写城市或名称", "请写全，例如：舟山市、舟山市商务局")
        if relation not in ("组", "单位") and not value:
            raise TableError(path, row.line, f"关系“{relation}”没有值", "请在“值”一列写上名称")
        if relation in ("单位", "组"):
            self._declare(path, row, city, name, group=relation == "组")
        elif relation == "地名":
            self.regions[city, name_key(value)] = name
            self.regions.setdefault((city, name_key(name)), name)
        elif relation in ("别名", "非别名"):
            self._alias(path, row, city, name)
        else:
            self.later.append((path, row))

    def _declare(self, path: str, row: Row, city: str, name: str, *, group: bool) -> None:
        kind, _, level = row.cells[3].partition(" ")
        if level and level not in _LEVELS:
            raise TableError(path, row.line, f"层级“{level}”不认识", f"请改成：{'、'.join(_LEVELS)}")
        unit = Unit(unit_id(city, name), name, city, kind or ("group" if group else "department"), level or "city", row.cells[5])
        old = self.units.get(unit.id)
        self.units[unit.id] = replace(old or unit, kind=unit.kind, level=unit.level, source=unit.source, is_group=group, note=row.cells[6])
        self.alias[city, name_key(name)] = (unit.id, name, path, row.line)

    def _alias(self, path: str, row: Row, city: str, name: str) -> None:
        unit, key = unit_id(city, name), (city, name_key(row.cells[3]))
        old = self.alias.get(key)
        if row.cells[2] == "非别名":
            self.alias.pop(key, None)
            return
        if old and old[0] != unit and old[2] == path:
            raise TableError(path, row.line, f"“{row.cells[3]}”在第{old[3]}行已是“{unit_parts(old[0])[1]}”的别名", "请只留一个")
        self.alias[key] = (unit, clean(row.cells[3]), path, row.line)

    def _known(self, path: str, row: Row, city: str, name: str) -> str:
        unit = unit_id(city, name)
        if unit not in self.units:
            raise TableError(path, row.line, f"单位“{name}”没有登记", f"请先加一行：{city}、{name}、单位")
        return unit

    def finish(self) -> Registry:
        """Return the registry, after the rows that speak of two units."""
        surfaces: dict[str, list[str]] = defaultdict(list)
        for (city, _), (unit, surface, path, line) in self.alias.items():
            self._known(path, Row(line, ()), city, unit_parts(unit)[1])
            surfaces[unit].append(surface)
        for unit, names in surfaces.items():
            self.units[unit] = replace(self.units[unit], aliases=tuple(n for n in names if n != self.units[unit].name))
        successions: list[Succession] = []
        never: dict[frozenset[tuple[str, str]], str] = {}
        by_place: dict[tuple[str, str], tuple[str, ...]] = {}
        for path, row in self.later:
            city, name, relation, value = row.cells[0], clean(row.cells[1]), row.cells[2], clean(row.cells[3])
            if relation == "不合并":
                never[frozenset(((city, name_key(name)), (city, name_key(value))))] = row.cells[6] or "登记表写明不合并"
                self._check_apart(path, row, city, name, value)
                continue
            unit = self._known(path, row, city, name)
            if relation == "管辖":
                kind, _, place = row.cells[3].partition(" ")
                self._govern(path, row, unit, kind, clean(place))
                key = (city, name_key(place))
                by_place[key] = (*by_place.get(key, ()), unit)
                if kind == "region":
                    self.regions.setdefault((city, name_key(place)), clean(place))
            elif relation == "承接":
                year = int(row.cells[4]) if row.cells[4].isdigit() else None
                successions.append(Succession(self._known(path, row, city, value), unit, year, row.cells[5]))
            else:
                self._link(unit, relation, self._known(path, row, city, value))
        return Registry(
            self.units, {key: (found[0],) for key, found in self.alias.items()}, by_place, load_places(), load_offices(),
            self.regions, tuple(dict.fromkeys(successions)), never,
        )

    def _check_apart(self, path: str, row: Row, city: str, name: str, value: str) -> None:
        one, two = self.alias.get((city, name_key(name))), self.alias.get((city, name_key(value)))
        if one and two and one[0] == two[0]:
            raise TableError(path, row.line, f"“{name}”与“{value}”写了不合并，又是同一单位的别名", "请删去其中一行，或加一行“非别名”")

    def _govern(self, path: str, row: Row, unit: str, kind: str, place: str) -> None:
        if kind not in ("region", "platform", "project") or not place:
            raise TableError(path, row.line, f"管辖的值“{row.cells[3]}”不认识", "请写成：region 六横，platform 某园区，或 project 某工程")
        self.units[unit] = replace(self.units[unit], governs=(*self.units[unit].governs, (kind, place)))

    def _link(self, unit: str, relation: str, other: str) -> None:
        own = self.units[unit]
        if relation == "挂牌":
            self.units[unit] = replace(own, nameplates=(*own.nameplates, other))
        else:
            self.units[unit] = replace(own, members=(*own.members, other))
