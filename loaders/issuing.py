"""The place that a document speaks for: the county or city that signs it, or the one that its title names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from liantu.loaders.places import all_places

__all__ = ["issuing_place"]

_NUMBERS = Path(__file__).parent / "data" / "document_numbers.tsv"

# A place unknown to the table is believed by its form alone where it opens a title or the name of a body.
_BY_FORM = re.compile(
    "(?:中共)?(?!全|我|各|本|该|新城|高新|经开|开发|重点|城市|都市)([\\u4e00-\\u9fff]{2,3}?(?:市(?!场|域|政|民|级|直|属)|县(?!域|级)|区(?=人民政府"
    "|20[0-9]{2}年)))")
_PEOPLES = re.compile("(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|哈萨克|柯尔克孜)+自治州$")
_ABOVE = re.compile(r"[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区")
_OF_PROVINCE = re.compile("省[\u4e00-\u9fff]{2,10}厅")


class _Names:
    """Names of places, found by their first characters: thousands of them in a pattern take a hundred times as long."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        sizes: dict[str, set[int]] = {}
        for name in self._names:
            sizes.setdefault(name[0], set()).add(len(name))
        self._sizes = {sign: sorted(found, reverse=True) for sign, found in sizes.items()}
        # What names end in: most texts without one hold none of them.
        self._ends = re.compile(f"[{''.join({name[-1] for name in self._names})}]")

    def at(self, text: str, start: int) -> str:
        """Return the longest name that stands at a place, or nothing; 市域 is a word of its own."""
        for size in self._sizes.get(text[start:start + 1], ()):
            name = text[start:start + size]
            if name in self._names and not text.startswith("域", start + size):
                return name
        return ""

    def first(self, text: str) -> tuple[int, str] | None:
        """Return the first name in a text, and where it stands."""
        last = self._ends.search(text, 1)
        for start in range(len(text) - 1) if last else ():
            if name := self.at(text, start):
                return start, name
        return None


class _Places(NamedTuple):
    cities: _Names
    counties: _Names
    # 沁县, 沛县: in running text such a name is hardly ever one, before 人民政府 it is.
    short: frozenset[str]
    full: dict[str, str]
    provinces: list[str]
    numbers: dict[str, str]


@cache
def _places() -> _Places:
    """Return the known provinces, cities and counties, and the place that each short number prefix means."""
    full: dict[str, str] = {}
    counties: dict[str, None] = {}
    provinces: dict[str, None] = {}
    for place in all_places():
        if place.level == "county":
            counties[place.name] = None
            continue
        if place.level == "province":
            provinces[place.name] = None
        full[place.name] = full[_PEOPLES.sub("州", place.name)] = place.name
    full = {short: name for short, name in full.items() if len(short) > 2}
    with _NUMBERS.open(encoding="utf-8", newline="") as file:
        numbers = {row["prefix"]: row["place"] for row in csv.DictReader(file, delimiter="\t")}
    return _Places(
        _Names(full), _Names(name for name in counties if len(name) > 2), frozenset(name for name in counties if len(name) == 2), full,
        [name for name in provinces if name.endswith("省")], numbers)


def issuing_place(issuer: str, titles: Sequence[str], number: str | None, text: str) -> str | None:
    """Return the place that a document speaks for.

    Parameters
    ----------
    issuer : str
        The body that signs, or nothing.
    titles : sequence of str
        The title and what stands around it, the best first.
    number : str, optional
        The number of the document, whose first characters tell the place.
    text : str
        The head of the flat text.

    Returns
    -------
    str or None
        The county where one signs, else the first known place, else a name by its form, what the number tells, or the
        province that a title names in short, 数字广东, where its departments are named too (省科技厅).

    Examples
    --------
    >>> issuing_place("舟山市定海区人民政府", [], None, ""), issuing_place("", ["浙江省舟山市产业规划"], None, "")
    ('定海区', '舟山市')
    """
    named = _named(issuer, titles, number) or _of_letter(issuer, titles, number, text)
    if named or not _OF_PROVINCE.search(text):
        return named
    return next((place for place in _places().provinces if any(place[:-1] in title for title in titles)), None)


def _signing_county(issuer: str) -> str:
    """Return the county whose body signs, be it named with the province and the city above it, or nothing."""
    cities, counties, short, _, _, _ = _places()
    start = 2 if issuer.startswith("中共") else 0
    above = _ABOVE.match(issuer, start)
    for low in (above.end(), start) if above else (start,):
        for at in (low + len(cities.at(issuer, low)), low):
            county = counties.at(issuer, at)
            if county and at + len(county) < len(issuer):
                return county
            if issuer[at:at + 2] in short and issuer.startswith(("人民政府", "委"), at + 2):
                return issuer[at:at + 2]
    return ""


def _named(issuer: str, titles: Sequence[str], number: str | None) -> str | None:
    """Return the county that signs, else the first known place, else a name by its form, or what the number tells."""
    cities, counties, _, full, _, numbers = _places()
    if signed := _signing_county(issuer):
        return signed
    texts = [text for text in (issuer, *titles) if 1 < len(text) < 120 and "。" not in text]
    for text in texts:
        if found := cities.first(text):
            start, name = found
            # 浙江省舟山市 is the city.
            return full[_ABOVE.fullmatch(name) and cities.at(text, start + len(name)) or name]
        if found := counties.first(text):
            return found[1]
    by_form = next((match for text in texts[:3] if (match := _BY_FORM.match(text))), None)
    if by_form or not number or number[1] not in "政委府发办":
        return by_form[1] if by_form else None
    # What a county sends out begins with its own letter, which may be that of a city as well.
    return None if _level(issuer, titles) else numbers.get(number[0])


def _level(issuer: str, titles: Sequence[str]) -> str:
    """Return 县 or 区 where a body of one signs without its name: 县人民政府办公室."""
    return next((text[0] for text in (issuer, *titles[:2]) if text.startswith(("县人民政府", "区人民政府", "县委", "区委"))), "")


def _of_letter(issuer: str, titles: Sequence[str], number: str | None, text: str) -> str | None:
    """Return the county whose number and text tell what its nameless body does not: 嘉政办发 and 嘉鱼经济开发区."""
    level = _level(issuer, titles)
    if not level or not number:
        return None
    found = {place.name: text.count(place.name[:-1]) for place in all_places()
             if place.level == "county" and place.name[0] == number[0] and place.name[-1] == level and len(place.name) > 2}
    best = max(found, key=lambda name: found[name], default=None)
    return best if best and found[best] else None
