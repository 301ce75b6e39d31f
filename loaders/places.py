"""Places of China: provinces, cities and counties with their short forms, and which of them a document can mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["Division", "load_divisions", "short_form"]

_DATA: Final = Path(__file__).parent / "data" / "divisions.tsv"
_PEOPLES: Final = (
    "蒙古族|蒙古|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|"
    "纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|普米族|塔吉克族?|怒族|鄂温克族|保安族|裕固族|独龙族|各族"
)
_TAIL: Final = re.compile(rf"(?:(?:{_PEOPLES})+自治[州县]|自治旗|(?:壮族|回族|维吾尔)?自治区|特别行政区|新区|地区|[省市区县旗盟])$")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county, with the larger ones that it belongs to.

    ``use`` says how the short form may be read: "free", "home" (only in a document of its own city) or "never".
    """

    name: str
    short: str
    level: Literal["province", "city", "county"]
    city: str | None
    province: str
    use: Literal["free", "home", "never"] = "free"


def short_form(name: str) -> str:
    """Return a place name without its class.

    Examples
    --------
    >>> short_form("岱山县"), short_form("恩施土家族苗族自治州"), short_form("泸县")
    ('岱山', '恩施', '泸县')
    """
    short = _TAIL.sub("", name)
    return short if len(short) > 1 else name


def _county(cell: str, city: str | None, province: str) -> Division:
    name = cell.rstrip("!*")
    use: Literal["free", "home", "never"] = "never" if cell[-1] == "!" else "home" if cell[-1] == "*" else "free"
    return Division(name, short_form(name), "county", city, province, use)


@cache
def load_divisions() -> Mapping[str, tuple[Division, ...]]:
    """Return the divisions by full name and by each short form that may be read.

    Returns
    -------
    mapping
        A name several places bear (普陀区, 朝阳) leads to all of them.
    """
    found: dict[str, dict[Division, None]] = {}

    def add(division: Division) -> None:
        if len(division.name) > 2 or division.name[-1] not in "区市":
            found.setdefault(division.name, {})[division] = None
        if division.use != "never":
            found.setdefault(division.short, {})[division] = None

    for line in _DATA.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        province, city, counties = line.split("\t")
        add(Division(province, short_form(province), "province", None, province))
        if city and city != province:
            add(Division(city, short_form(city), "city", city, province))
        for cell in counties.split():
            add(_county(cell, city or None, province))
    return MappingProxyType({name: tuple(places) for name, places in found.items()})
