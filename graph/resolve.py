"""One unit's name to one unit: registry first, then rules, then likeness; every decision says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from liantu.graph.canonical import clean, core_key, dash_key, name_key, strip_place
from liantu.graph.groups import read_group
from liantu.graph.likeness import near, wildcards
from liantu.graph.model import Node, Value, make
from liantu.graph.offices import Choice, Office, Offices, expand, zone_name
from liantu.graph.places import NATION, UNKNOWN, Place, home
from liantu.graph.registry import Registry, Unit, unit_id, unit_parts
from liantu.graph.scope import Scoped, read_scope

__all__ = ["Resolution", "by_rules", "resolve_unit"]

_NAMEPLATE = re.compile(r"^(?P<main>[^()]{2,}(?:\([^()]*\)[^()]+)?)\((?P<plate>[^()]+)\)$")
_OFFICE_END = re.compile("(?:局|办|委|厅|部|院|室|会|中心|办公室|站|支队|总队|集团|公司|所|处|专班)$")
_ZONE = re.compile("^(?P<body>.{2,}?)(?:党工委、?)?(?:管委会|管理委员会|管委)$")
# 武汉经济技术开发区(汉南区)管委会: the place in brackets says where, not which.
_IN_BRACKETS = re.compile(r"(?<=.{3})\([^()]*\)$")
_ZONE_WORD = re.compile("(?<=..)(?:新区|开发区|示范区|集聚区|度假区|保税区|工业园区?|产业园区?|高新区|试验区|片区|先行区)$")
_TOWN = re.compile("^(?P<body>.{1,8}?)(?P<sort>街道|镇|乡)(?:人民政府|政府|办事处|办|党工委、?办事处)?$")
_JOIN = re.compile("[与及暨]")
# 建设指挥部 and 指挥部, 前期办 and 前期办公室 are written for one another.
_SAID = re.compile("(建设指挥部)$|(?<=..)办$")
_COMPANY = re.compile("(?<=集团)(?:股份|控股)?(?:有限)?(?:责任)?公司$")


_EXPLICIT: tuple[tuple[str, Value], ...] = (("grade", "explicit"),)


class Resolution(NamedTuple):
    """What a name was taken for, and why.

    ``certain`` is false where a person should look; ``rivals`` are the ids it might also be. ``nameplates`` are the
    ids of bodies named in brackets behind it: 市财政局(市国资委); ``kind`` is the kind of node, ``type`` the sort of unit.
    """

    name: str
    entity_id: str
    canonical: str
    city: str
    level: str
    rule: str
    reason: str
    score: float = 1.0
    is_group: bool = False
    certain: bool = True
    rivals: tuple[str, ...] = ()
    type: str = "department"
    nameplates: tuple[str, ...] = ()
    kind: str = "Unit"

    def node(self) -> Node:
        """Return the node of the entity.

        Examples
        --------
        >>> found = Resolution("定海", "Region:舟山市/定海区", "定海区", "舟山市", "county", "place", "", kind="Region")
        >>> found.node().id, found.node().city
        ('Region:舟山市/定海区', '舟山市')
        """
        columns = _EXPLICIT
        if self.kind == "Unit":
            columns += (("is_group", self.is_group), ("level", self.level), ("type", self.type))
        elif self.kind == "Region" and self.level:
            columns += (("level", self.level),)
        city = self.city if self.city not in (NATION, UNKNOWN, "") else None
        return make(Node, (self.entity_id, self.kind, self.canonical, columns, (), city))


def resolve_unit(name: str, *, city: str | None, registry: Registry, date: str | None = None) -> Resolution:
    """Return the unit that a name stands for in a document of a city.

    Parameters
    ----------
    name : str
        The name as written.
    city : str or None
        The place the document speaks for: a city, a county (鞍山市立山区), a province, 全国; None if unknown.
    registry : Registry
        What is known of single units.
    date : str, optional
        The ISO date of the document; some short forms changed their meaning.

    Returns
    -------
    Resolution
        The unit, with the rule and a sentence that explains the decision.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> found = resolve_unit("市发改委", city="泸州市", registry=load_registry())
    >>> found.canonical
    '泸州市发展和改革委员会'
    >>> found.reason
    '文件属泸州市，“市”指泸州市；“发改委”即发展和改革委员会。'
    """
    own = home(city, registry.places)
    key = name_key(name)
    if key.endswith(")") and (plate := _nameplate(name, key, own, registry, date)) is not None:
        return plate
    if (found := _registered(name, key, own, registry)) is not None:
        return found
    result = by_rules(name, key, own, registry, date)
    known = registry.by_rule.get(result.entity_id)
    if known and registry.forbidden(own.city, name, known) is None:
        return _from_unit(name, registry.units[known], "registry-rule", f"{result.reason[:-1]}；登记表里是{registry.units[known].name}。", result)
    if known:
        why = registry.forbidden(own.city, name, known)
        return _as_written(name, own, f"登记表写明不与{registry.units[known].name}合并（{why}），按原文单列。", rivals=(known,))
    return result


def by_rules(name: str, key: str, own: Place, registry: Registry, date: str | None) -> Resolution:
    """Return the unit by the general rules alone, without the registered aliases.

    Parameters
    ----------
    name, key : str
        The name as written and its key.
    own : Place
        The place the document speaks for.
    registry : Registry
        The tables of places and offices, and known names for likeness.
    date : str or None
        The ISO date of the document.

    Returns
    -------
    Resolution
        The unit.
    """
    if (group := read_group(key, registry.offices)) is not None:
        reason = "是一组单位的统称，按原文作一个节点，不逐个展开。"
        return _make(name, own, group.name, "group", reason, sort="counties" if group.counties else "group", is_group=True)
    ministry = registry.offices.ministries.get(key)
    if ministry and (own.level == "national" or expand(key, own.level, registry.offices) is None):
        nation = home(NATION, registry.places)
        return _make(name, nation, ministry, "ministry", f"是国家部门，即{ministry}。", sort="state-organ")
    if key.endswith(")") and (plate := _nameplate(name, key, own, registry, date)) is not None:
        return plate
    seen = read_scope(key, own, registry.places, registry.offices)
    if (choice := _choice(seen, registry)) is not None:
        return _ambiguous(name, seen, choice, registry, date)
    if seen.office is not None:
        return _office(name, seen, seen.office)
    if (result := _place_or_zone(name, key, seen, own, registry)) is not None:
        return result
    return _unknown(name, key, seen, own, registry)


def _make(
    name: str, place: Place, canonical: str, rule: str, reason: str, *, sort: str = "department", score: float = 0.98,
    is_group: bool = False, certain: bool = True, rivals: tuple[str, ...] = (), level: str | None = None,
) -> Resolution:
    return Resolution(
        name, unit_id(place.city, canonical), canonical, place.city, level or place.level, rule, reason, score, is_group,
        certain and place.city != UNKNOWN, rivals, sort,
    )  # fmt: skip


def _from_unit(name: str, unit: Unit, rule: str, reason: str, seen: Resolution | None = None) -> Resolution:
    certain = unit.source != "待核" or seen is None
    return Resolution(
        name, unit.id, unit.name, unit.city, unit.level, rule, reason, 1.0 if seen is None else seen.score, unit.is_group,
        certain, () if seen is None else tuple(r for r in seen.rivals if r != unit.id), unit.kind, seen.nameplates if seen else (),
    )  # fmt: skip


def _registered(name: str, key: str, own: Place, registry: Registry) -> Resolution | None:
    if own.level == "county" and (key[:1] == own.name[-1] or expand(key, "county", registry.offices) is not None):
        return None  # 国资委 in a district's document, or 市商务局 in one of a county city, is not the city's
    for city in dict.fromkeys((own.city, own.name, own.province, NATION)):
        for unit in registry.by_name.get((city, key), ())[:1]:
            entry = registry.units[unit]
            return _from_unit(name, entry, "registry", f"{city}登记表写明是{entry.name}{'的别名' if name_key(entry.name) != key else ''}。")
        for unit in registry.by_place.get((city, key), ())[:1]:
            if len(registry.by_place[city, key]) == 1:
                entry = registry.units[unit]
                return _from_unit(name, entry, "governs", f"责任单位里写地名，指管辖它的{entry.name}。")
    same = registry.by_dash.get((own.city, dash_key(key)))
    if same and registry.forbidden(own.city, name, same) is None:
        return _from_unit(name, registry.units[same], "dash", f"除破折号（常被误识为“一”）外与{registry.units[same].name}的写法相同。")
    return None


def _nameplate(name: str, key: str, own: Place, registry: Registry, date: str | None) -> Resolution | None:
    match = _NAMEPLATE.match(key)
    if match is None:
        return None
    main = resolve_unit(match["main"], city=_city_of(own), registry=registry, date=date)
    if main.rule in ("place", "zone", "governs") and not main.is_group:
        return main._replace(name=name, reason=f"括号里的{match['plate']}说明同一辖区，指{main.canonical}。")
    if not _OFFICE_END.search(match["plate"]) or not _OFFICE_END.search(match["main"]):
        return None
    plate = resolve_unit(match["plate"], city=_city_of(own), registry=registry, date=date)
    reason = f"括号里的{match['plate']}是同时挂的牌子，作一个责任单位，以{main.canonical}为主。"
    return Resolution(
        name, main.entity_id, main.canonical, main.city, main.level, "nameplate", reason, main.score, main.is_group, main.certain,
        main.rivals, main.type, (plate.entity_id,) if plate.entity_id != main.entity_id else (),
    )  # fmt: skip


def _city_of(own: Place) -> str | None:
    return None if own.name == UNKNOWN else own.full


def _choice(seen: Scoped, registry: Registry) -> Choice | None:
    choice = registry.offices.choices.get(seen.rest)
    return choice if choice is not None and "{" in choice.options[0] else None  # zones are read as zones


def _ambiguous(name: str, seen: Scoped, choice: Choice, registry: Registry, date: str | None) -> Resolution:
    """Decide a short form with several readings: by date, by what is registered, or not at all."""
    forms = [o.replace("{p}", seen.place.full).replace("{s}", seen.place.short) for o in choice.options]
    rivals = tuple(unit_id(seen.place.city, form) for form in forms)
    sort = "state-organ" if "国" in choice.options[-1] else "department"
    if choice.turn and date:
        form = forms[-1] if date[:7] >= choice.turn else forms[0]
        return _make(name, seen.place, form, "dated", f"{choice.reason}；文件日期{date}，取{form}。", sort=sort, certain=seen.sure)
    known = [r for r in rivals if r in registry.units or r in registry.by_rule]
    if len(known) == 1:
        form = forms[rivals.index(known[0])]
        return _make(name, seen.place, form, "choice", f"“{seen.rest}”有几种读法，登记表里只有{form}。", sort=sort, score=0.95, certain=seen.sure)
    reason = f"“{seen.rest}”可以是{'、'.join(forms)}，没有依据，不合并。{choice.reason}。"
    return _make(name, seen.place, f"{seen.place.full}{seen.rest}", "ambiguous", reason, sort=sort, score=0.5, certain=False, rivals=rivals)


def _office(name: str, seen: Scoped, office: Office) -> Resolution:
    canonical = office.at(seen.place)
    full = office.template.replace("{p}", "").replace("{s}", "").replace("{c}", "")
    if seen.zone:
        canonical = f"{seen.place.full}{seen.zone}{full}"
    said = f"“{seen.rest}”即{full}" if seen.rest != full else f"名称是{full}"
    # A state organ in a place answers to the ministry, whatever the place.
    level = "national" if office.kind == "state-organ" else None
    return _make(
        name, seen.place, canonical, "zone-office" if seen.zone else "office", f"{seen.how}；{said}。", sort=office.kind,
        score=0.98 if seen.sure else 0.6, certain=seen.sure, level=level,
    )  # fmt: skip


def _place_or_zone(name: str, key: str, seen: Scoped, own: Place, registry: Registry) -> Resolution | None:
    """Read a place that stands for its government, a zone's committee, a street or a town."""
    found = registry.places.find(key, city=own.city)
    if len(found) == 1 and (found[0].level == "county" or found[0].name == key):
        place = found[0]
        return _make(name, place, f"{place.full}人民政府", "place", f"责任单位里写地名，指{place.full}人民政府。", sort="county-government", score=0.95)
    forms = (own.name, own.short, "市", "区", "县") if own.level in ("city", "county") else ()
    match = _ZONE.match(key)
    if match:
        body = re.sub(f"^(?:{own.province[:2]}省?)?{own.short}市?[^新]{{0,2}}新区(?=.{{2}})", "", match["body"])
        return _zone(name, strip_place(body, forms, keep=2), own, registry, written=True)
    body = strip_place(key, forms, keep=2)
    if zone_name(body, registry.offices)[1] or _ZONE_WORD.search(body):
        return _zone(name, body, own, registry, written=False)
    town = _TOWN.match(seen.rest if seen.place != own else key)
    if town and not _OFFICE_END.search(town["body"]):
        ending = "街道办事处" if town["sort"] == "街道" else f"{town['sort']}人民政府"
        where = seen.place if seen.place.level == "county" else own
        return _make(name, where, town["body"] + ending, "town", f"是乡镇街道，即{town['body']}{ending}。", sort="town-government", level="town")
    return None


def _zone(name: str, body: str, own: Place, registry: Registry, *, written: bool) -> Resolution:
    full, general, choice = zone_name(_IN_BRACKETS.sub("", body), registry.offices)
    if choice is not None:
        head = full.removesuffix(next(s for s, c in registry.offices.choices.items() if c is choice and full.endswith(s)))
        lead = head or own.short
        forms = tuple(f"{lead}{option}管理委员会" for option in choice.options)
        rivals = tuple(unit_id(own.city, form) for form in forms)
        known = [r for r in rivals if r in registry.units or r in registry.by_rule]
        if len(known) != 1:
            canonical = f"{lead}{full.removeprefix(head)}管理委员会"
            return _make(name, own, canonical, "ambiguous", f"{choice.reason}，没有依据，不合并。", sort="functional-zone-committee", score=0.5, certain=False, rivals=rivals)
        full, general = unit_parts(known[0])[1].removesuffix("管理委员会"), False
    canonical = f"{own.short if general and own.name != UNKNOWN else ''}{full}管理委员会"
    reason = f"是功能区管理机构，即{canonical}。" if written else f"责任单位里写功能区，指{canonical}。"
    return _make(name, own, canonical, "zone", reason, sort="functional-zone-committee", score=0.97 if written else 0.9)


def _unknown(name: str, key: str, seen: Scoped, own: Place, registry: Registry) -> Resolution:
    """Keep a name as written, unless it is plainly a misreading of one that is known."""
    surfaces, blots = _city_index(registry, own.city)
    likely = tuple(like for like in near(key, blots, long=99) if not like.telling)
    if len(likely) == 1 and likely[0].sure and registry.forbidden(own.city, name, surfaces[likely[0].key]) is None:
        unit = registry.units[surfaces[likely[0].key]]
        found = _from_unit(name, unit, "misread", f"“{likely[0].wrong}”应是“{likely[0].right}”的误识，指{unit.name}。")
        return found._replace(score=0.9)
    rest = core_key(seen.rest)
    forms = tuple(like for like in near(rest, _form_index(registry.offices), long=9) if like.sure) if len(rest) >= 5 and not likely else ()
    if len(forms) == 1 and (office := expand(forms[0].key, seen.place.level, registry.offices)):
        canonical = office.at(seen.place)
        reason = f"“{forms[0].wrong}”应是“{forms[0].right}”的误识，指{canonical}。"
        return _make(name, seen.place, canonical, "misread", reason, sort=office.kind, score=0.9, certain=seen.sure)
    rivals = tuple(dict.fromkeys(surfaces[like.key] for like in likely))
    doubt = "与已知单位只差一个字，没有把握，不合并，请核对。" if rivals or forms else "没有登记，也不在通用简称表里，按原文记名。"
    return _as_written(name, own, doubt, rivals=rivals, seen=seen, doubtful=bool(forms))


@lru_cache(maxsize=64)
def _city_index(registry: Registry, city: str) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    surfaces = {key: found[0] for (where, key), found in registry.by_name.items() if where == city}
    return surfaces, wildcards(surfaces)


@lru_cache(maxsize=1)
def _form_index(offices: Offices) -> Mapping[str, tuple[str, ...]]:
    full = (f"{core_key(stem)}{ending}" for stem in offices.stems.values() for ending in ("局", "委员会"))
    return wildcards([*full, *offices.forms])


def _as_written(name: str, own: Place, reason: str, *, rivals: tuple[str, ...] = (), seen: Scoped | None = None, doubtful: bool = False) -> Resolution:
    place = seen.place if seen is not None and seen.sure and seen.place.level != "national" else own
    text = _COMPANY.sub("", _JOIN.sub("和", clean(name).replace("“", "").replace("”", "")))
    if seen is not None and seen.place == place and place.name != UNKNOWN and text.endswith(seen.rest):
        text = f"{seen.place.full}{seen.rest}" if seen.rest != text else text
    text = _SAID.sub(lambda found: "指挥部" if found[1] else "办公室", text)
    return _make(name, place, text, "as-written", reason, sort="unit", score=0.7, certain=not (rivals or doubtful), rivals=rivals)
