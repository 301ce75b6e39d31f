"""Lists of persons: names without the offices that stand around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liantu.loaders.role_rules import alternatives, rule_words
from liantu.loaders.units import is_unit

__all__ = ["is_person", "split_persons"]

_TITLES = alternatives(rule_words("units.toml", "title"))
_RANKS = alternatives([*rule_words("units.toml", "title"), *rule_words("units.toml", "rank")])
# Office words around a person's name, and the same right behind it.
_OFFICE = re.compile(rf"(?:[\u4e00-\u9fff]{{0,12}}?(?:{_RANKS}))+")
_TITLE = re.compile(rf"(?:[市县区省州]委)?(?:常务)?副?(?:{_TITLES})")
_PERSON_MARK = re.compile(r"[、,;/|\n()]+")
_NO_PERSON = re.compile(alternatives(rule_words("units.toml", "no_person")))
_SURNAMES = frozenset("".join(rule_words("units.toml", "surname")))


def is_person(name: str) -> bool:
    """Return whether a word in a list of units is the name of a person.

    Examples
    --------
    >>> is_person("王小明"), is_person("商务局"), is_person("金塘")
    (True, False, False)
    """
    return (len(name) == 3 and name[0] in _SURNAMES and not is_unit(name) and _NO_PERSON.match(name) is None
            and "\u4e00" <= name[1] <= "\u9fff")


def split_persons(flat: str, start: int, end: int, *, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return the bounds of the persons in a list, without their offices.

    Examples
    --------
    >>> text = "市委常委、副市长张三,李四(市政协主席)"
    >>> [text[start:end] for start, end in split_persons(text, 0, len(text))]
    ['张三', '李四']
    """
    found, offices = [], []
    position = start
    cuts = sorted([mark.span() for mark in _PERSON_MARK.finditer(flat, start, end)] + [(gap, gap) for gap in gaps])
    for at, (cut, after) in enumerate([*cuts, (end, end)]):
        low, high = position, cut
        # 陈 伟: white space inside a name of two characters.
        following, beyond = ([*(one for one, _ in cuts[at + 1:at + 3]), end, end])[:2]
        pair = following - cut == 1 and beyond - following == 1
        if cut == after and cut < end and (high - low == 1 or (following - cut == 1 and not pair)):
            continue
        position = after
        if high - low < 2:
            continue
        if high - low > 4 or _OFFICE.fullmatch(flat, low, high):
            whole = (low, high)
            low, high = _without_office(flat, low, high)
            if not 2 <= high - low <= 4:
                offices.append(whole)
                continue
        found.append((low, high))
    return found or offices


def _without_office(flat: str, low: int, high: int) -> tuple[int, int]:
    """Cut the office off a name, before it or behind it."""
    offices = list(_OFFICE.finditer(flat, low, high))
    if not offices:
        return low, high
    if offices[-1].end() < high:
        return offices[-1].end(), high
    # 张三副市长: two or three characters of name, then the office.
    if flat[low] not in _SURNAMES or _NO_PERSON.match(flat, low):
        return high, high
    sizes = (2,) if flat.startswith(("副", "常务副"), low + 2) else (3, 2)
    for size in sizes:
        if low + size < high and _TITLE.fullmatch(flat, low + size, high):
            return low, low + size
    return high, high
