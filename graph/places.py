"""The administrative places of China down to the county, and how a document names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from liantu.graph.tables import shipped

__all__ = ["NATION", "UNKNOWN", "Level", "Place", "Places", "home", "load_places", "short_name"]

Level = Literal["national", "province", "city", "county", "town"]
NATION, UNKNOWN = "全国", "未定"
_ETHNIC = re.compile(
    "(?:蒙古族|蒙古|回族|藏族|维吾尔|壮族|苗族|彝族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|"
    "拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|普米族|塔吉克|怒族|鄂温克族|"
    "保安族|裕固族|独龙族|各族)*(?:自治(?:区|州|县|旗)|联合旗)$"
)
_SUFFIX = re.compile("(?:特别行政区|地区|新区|特区|林区|矿区|省|市|区|县|旗|盟)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or county; ``city`` is the city it lies in (its own name for a city), ``short`` has no suffix."""

    name: str
    short: str
    level: Level
    city: str
    province: str

    @property
    def full(self) -> str:
        """The name that cannot be mistaken: a district carries its city's name, a county or county city does not."""
        district = self.level == "county" and self.name.endswith("区") and self.city != self.name
        return f"{self.city}{self.name}" if district else self.name


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """All places; ``by_name`` holds every form of a name, ``counties`` the counties of a city, ``wide`` the regions beyond a province."""

    by_name: Mapping[str, tuple[Place, ...]]
    counties: Mapping[str, tuple[Place, ...]]
    aliases: Mapping[str, str]
    wide: frozenset[str]
    # The first two characters of all these names: where others stand, no place does.
    heads: frozenset[str]

    def find(self, name: str, *, city: str | None = None) -> tuple[Place, ...]:
        """Return the places a name can stand for; a county of the given city, or the city itself, goes first.

        Parameters
        ----------
        name : str
            A full or short name, or a common abbreviation.
        city : str, optional
            The city the document is about.

        Returns
        -------
        tuple of Place
            One place where the name is clear, several where it is not.

        Examples
        --------
        >>> [place.full for place in load_places().find("普陀区", city="舟山市")]
        ['舟山市普陀区']
        >>> len(load_places().find("普陀区"))
        2
        """
        found = self.by_name.get(self.aliases.get(name, name), ())
        if len(found) > 1 and city is not None:
            for near in ([p for p in found if p.city == city and p.level != "province"], [p for p in found if p.level != "county"]):
                if len(near) == 1:
                    return (near[0],)
        if len(found) > 1:
            # 海南 is the province, 吉林 too, unless the document is about the city or county of that name.
            high = [p for p in found if p.level == "province"] or [p for p in found if p.level != "county" and p.name == name]
            return tuple(high) if len(high) == 1 else found
        return found


def short_name(name: str) -> str:
    """Return a place's name without its suffix, or the name itself where nothing of use would be left.

    Examples
    --------
    >>> short_name("定海区"), short_name("和县"), short_name("恩施土家族苗族自治州"), short_name("内蒙古自治区")
    ('定海', '和县', '恩施', '内蒙古')
    """
    if name == "内蒙古自治区":
        return "内蒙古"
    rest = _ETHNIC.sub("", name)
    if rest == name:
        rest = _SUFFIX.sub("", name)
    return rest if len(rest) >= 2 else name


@lru_cache(maxsize=1024)
def home(city: str | None, places: Places) -> Place:
    """Return the place a document speaks for.

    Parameters
    ----------
    city : str or None
        As the header or the user named it: 舟山市, 舟山, 鞍山市立山区, 浙江省, 全国; None if unknown.
    places : Places
        All places.

    Returns
    -------
    Place
        The place; a place that is not in the table is taken as a city under its own name.

    Examples
    --------
    >>> home("鞍山市立山区", load_places()).full, home("潍坊", load_places()).full, home(None, load_places()).full
    ('鞍山市立山区', '潍坊市', '未定')
    """
    if not city:
        return Place(UNKNOWN, UNKNOWN, "city", UNKNOWN, UNKNOWN)
    if city in (NATION, "中国", "国家", "中华人民共和国"):
        return Place(NATION, NATION, "national", NATION, NATION)
    for cut in range(len(city) - 1):
        head, tail = city[:cut], city[cut:]
        found = places.find(tail)
        if head:
            found = tuple(p for p in found if any(p in places.find(tail, city=h.city) for h in places.find(_last(head, places))))
        if len(found) > 1:
            found = tuple(p for p in found if p.level != "county")
        if len(found) == 1:
            return found[0]
    level: Level = "county" if city.endswith(("区", "县", "旗")) else "city"
    return Place(city, short_name(city), level, city, UNKNOWN)


def _last(head: str, places: Places) -> str:
    """Return the last place of a chain such as 浙江省舟山市."""
    return next((head[cut:] for cut in range(len(head) - 1) if head[cut:] in places.by_name), head)


@lru_cache(maxsize=1)
def load_places() -> Places:
    """Return the places of the shipped table.

    Returns
    -------
    Places
        All provinces, cities and counties with their common abbreviations.

    Examples
    --------
    >>> load_places().find("甬")[0].name
    '宁波市'
    """
    names: dict[str, list[Place]] = defaultdict(list)
    counties: dict[str, tuple[Place, ...]] = {}
    provinces: set[str] = set()
    for row in shipped("places.tsv"):
        province, city, below = row.cells[0], row.cells[1], row.cells[2].split()
        if province not in provinces:
            provinces.add(province)
            _add(names, Place(province, short_name(province), "province", province, province))
        if city and city != province:
            _add(names, Place(city, short_name(city), "city", city, province))
        counties[city] = tuple(Place(name, short_name(name), "county", city, province) for name in below)
        for place in counties[city]:
            _add(names, place)
    aliases = {alias: row.cells[0] for row in shipped("regions.tsv") for alias in row.cells[1].split()}
    wide = frozenset(row.cells[0] for row in shipped("regions.tsv")) - names.keys()
    return Places({name: tuple(found) for name, found in names.items()}, counties, aliases, wide,
                  frozenset(name[:2] for name in (*names, *aliases)))


def _add(names: dict[str, list[Place]], place: Place) -> None:
    names[place.name].append(place)
    if place.short != place.name:
        names[place.short].append(place)
