"""Whose office a name speaks of: the place at its head (舟山市定海区…, 省…, 市…), or the document's own place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liantu.graph.canonical import core_key
from liantu.graph.offices import Office, Offices, expand, zone_name
from liantu.graph.places import NATION, UNKNOWN, Place, Places, short_name

__all__ = ["Scoped", "read_scope"]

# Words that begin like 市…, 省…, 区… but are the start of an office's own name.
_OWN_WORD = re.compile("市场|市监|市容|市政(?=园林|公用|局|工程|设施|管理|集团|和园林|中心)|市民中心|区域|区块|县域|州际|省际|盟员")
_BRANCH = re.compile("^(?P<main>.{2,}局)(?P<place>.{2,8}?)分局$")
_ZONE_HEAD = re.compile("^(.{0,8}?(?:高新区|经开区|开发区|保税区|综保区|自贸区|自贸试验区|新区|度假区|产业园区?|工业园区?|集聚区|示范区|管委会|管理委员会))(.{2,})$")


@dataclass(frozen=True, slots=True)
class Scoped:
    """A name split in place and office.

    ``zone`` is the functional zone the office belongs to; ``sure`` is false where the document does not say which
    place is meant (区发改局 in a document of a whole city).
    """

    place: Place
    rest: str
    office: Office | None
    how: str
    zone: str = ""
    sure: bool = True


def read_scope(key: str, own: Place, places: Places, offices: Offices) -> Scoped:
    """Split a unit's name in place and office.

    Parameters
    ----------
    key : str
        A key made by `name_key`.
    own : Place
        The place the document speaks for.
    places, offices : Places, Offices
        The tables.

    Returns
    -------
    Scoped
        The first reading whose office is known; else the most natural reading, with no office.

    Examples
    --------
    >>> from liantu.graph.offices import load_offices
    >>> from liantu.graph.places import home, load_places
    >>> tables = load_places(), load_offices()
    >>> seen = read_scope("市发改委", home("潍坊市", tables[0]), *tables)
    >>> seen.office.at(seen.place)
    '潍坊市发展和改革委员会'
    >>> seen = read_scope("市场监管局", home("泸州市", tables[0]), *tables)
    >>> seen.office.at(seen.place)
    '泸州市市场监督管理局'
    """
    first: Scoped | None = None
    for seen in _readings(key, own, places, offices):
        if seen.office is not None:
            return seen
        first = first or seen
    return first or Scoped(own, key, None, "原文")


def _readings(key: str, own: Place, places: Places, offices: Offices) -> Iterator[Scoped]:
    yield from _named(key, own, places, offices)
    yield from _worded(key, own, places, offices)
    yield from _zoned(key, own, offices)
    place = own
    if key.endswith("厅") and own.level in ("city", "county"):
        place = _province(own, places)
    if (office := expand(key, place.level, offices)) is not None:
        yield Scoped(place, key, office, f"没有写地名，取文件所属的{place.name}")
    yield from _slotted(key, own, places, offices)
    yield from _branch(key, own, places, offices)


def _branch(key: str, own: Place, places: Places, offices: Offices) -> Iterator[Scoped]:
    """Read a city office's branch in a county: 市生态环境局定海分局, 定海生态环境分局."""
    match = _BRANCH.match(key)
    found = places.find(match["place"], city=own.city) if match else ()
    if match is None or len(found) != 1 or found[0].level != "county":
        return
    head = match["main"].removeprefix(found[0].city).removeprefix(short_name(found[0].city)).removeprefix("市")
    if (office := expand(f"{head[:-1]}分局", "county", offices)) is not None:
        yield Scoped(found[0], key, office, f"是{found[0].city}部门在{found[0].name}的分局")


def _named(key: str, own: Place, places: Places, offices: Offices) -> Iterator[Scoped]:
    """Read a place written out at the head, the longest first; 舟山市定海区 is read step by step."""
    for cut in range(min(len(key) - 1, 12), 1, -1) if key[:2] in places.heads else ():
        head, rest = key[:cut], key[cut:]
        if head not in places.by_name and head not in places.aliases:
            continue
        found = places.find(head, city=own.city)
        if len(found) == 0:
            continue
        whole = found[0].name == head
        if len(found) > 1 or (found[0].level == "county" and found[0].city != own.city and len(head) < 3):
            if whole and (office := expand(rest, found[0].level, offices)):
                place = Place(head, head, found[0].level, own.city, own.province)
                yield Scoped(place, rest, office, f"“{head}”有几处，记在{own.city}名下", sure=False)
            continue
        place = found[0]
        if whole and place.level in ("province", "city"):
            deeper = next(_named(rest, place, places, offices), None) if len(rest) > 2 else None
            if deeper is not None and deeper.place.city == place.city and deeper.place != place and deeper.office is not None:
                yield deeper
        office = expand(rest, place.level, offices)
        if office is not None:
            yield Scoped(place, rest, office, f"开头写明{head}，即{place.full}")
        elif whole:
            yield from _zoned(rest, place, offices)
            yield Scoped(place, rest, None, f"开头写明{head}")


def _worded(key: str, own: Place, places: Places, offices: Offices) -> Iterator[Scoped]:
    """Read 省, 市, 区 … at the head."""
    if _OWN_WORD.match(key):
        return
    for word in ("自治区", "地区", "省", "市", "州", "盟", "区", "县", "旗", "国家", "全国"):
        if key.startswith(word) and len(key) > len(word):
            place, sure = _level_place(word, own, places)
            rest = key[len(word) :]
            why = f"文件属{own.full}，“{word}”指{place.full}" if sure else f"文件属{own.full}，看不出“{word}”指哪里"
            yield Scoped(place, rest, expand(rest, place.level, offices), why, sure=sure)
            return


def _level_place(word: str, own: Place, places: Places) -> tuple[Place, bool]:
    """Return the place that a bare 省, 市, 区 … means in a document of a place, and whether that is sure."""
    if word in ("国家", "全国"):
        return Place("国家", "国家", "national", NATION, NATION), True
    if word in ("省", "自治区"):
        place = _province(own, places)
        return place, place.city != UNKNOWN and own.level != "national"
    if own.name.endswith(word) or (word == "区" and own.name.endswith("自治区")) or (word == "地区" and own.name.endswith("地区")):
        return own, True
    if word in ("市", "州", "盟", "地区"):
        if own.level == "county":
            city = places.find(own.city)
            return (city[0] if city else Place(own.city, own.city, "city", own.city, own.province)), own.city.endswith(word)
        if own.level == "city" and own.name != UNKNOWN:
            return own, word == "市"
        return Place(word, word, "city", own.city, own.province), False
    return Place(f"{own.full if own.name != UNKNOWN else ''}{word}", word, "county", own.city, own.province), False


def _province(own: Place, places: Places) -> Place:
    if own.level == "province":
        return own
    if found := places.find(own.province):
        return found[0]
    return Place("省", "省", "province", UNKNOWN, UNKNOWN)


def _zoned(key: str, own: Place, offices: Offices) -> Iterator[Scoped]:
    """Read an office inside a functional zone: 高新区经发局."""
    rest = key.removeprefix("市")
    match = _ZONE_HEAD.match(rest)
    if match and (office := expand(match[2], "county", offices)) is not None:
        zone, _, _ = zone_name(match[1].removesuffix("管委会").removesuffix("管理委员会"), offices)
        yield Scoped(own, match[2], office, f"是{zone}的内设部门", zone=zone)


def _slotted(key: str, own: Place, places: Places, offices: Offices) -> Iterator[Scoped]:
    """Read a place inside the name: 国家税务总局舟山市税务局, 团市委."""
    core = core_key(key)
    for pattern, office in offices.slots if offices.slotted.match(core) else ():
        match = pattern.match(core)
        if match is None:
            continue
        slot = match["p"]
        found = places.find(slot, city=own.city)
        if len(found) > 1 or not found:
            inner = next((p for cut in range(len(slot) - 1) for p in places.find(slot[cut:], city=own.city) if p.full == slot), None)
            found = (inner,) if inner else ()
        if slot in ("省", "自治区", "市", "州", "区", "县", "旗", "盟"):
            place, sure = _level_place(slot, own, places)
            yield Scoped(place, key, office, f"“{slot}”指{place.full}", sure=sure)
        elif found and (not office.levels or found[0].level in office.levels):
            yield Scoped(found[0], key, office, f"名称里写明{slot}")
