"""Numbers with their units, and the years that stand between them, found in one pass over the flat text."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple

__all__ = [
    "ColumnLabel", "Operator", "Quantity", "YearMark", "choice", "column_label", "is_growth", "lead", "operator",
    "scan",
]

_DATA = Path(__file__).parent / "data"
Operator = Literal[">=", "<=", "=", "~", ">", "<", "+"]
_COMPARE: Final[dict[str, Operator]] = {">=": ">=", "<=": "<=", "~": "~", ">": ">", "<": "<", "=": "="}


@dataclass(slots=True)
class Quantity:
    """A number as written, ``flat[start:end]``, with its unit and what follows it (以上, 左右)."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str | None
    kind: str
    more: bool
    after: str
    numeral: bool = False


class YearMark(NamedTuple):
    """A year as written; ``until`` says that it ends a term (到2025年)."""

    start: int
    end: int
    year: int
    until: bool


def choice(words: list[str]) -> str:
    """Return an alternation that tries the longest word first, grouped by first character for speed."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in heads.items())


def _units() -> dict[str, str]:
    with (_DATA / "units_of_measure.tsv").open(encoding="utf-8", newline="") as file:
        return {row["unit"]: row["kind"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


_UNITS = _units()
_RULES = tomllib.loads((_DATA / "operators.toml").read_text("utf-8"))
_BEFORE = {word: (rule["op"], rule.get("actual", rule["op"])) for rule in _RULES["before"] for word in rule["words"]}
_AFTER = {word: rule["op"] for rule in _RULES["after"] for word in rule["words"]}
_FORWARD = re.compile(choice(list(_BEFORE)))
_BEFORE_LASTS = frozenset(word[-1] for word in _BEFORE)
# A backward match needs no search: the words before a number, read from the number to the left.
_BACKWARD = re.compile(f"(?:{choice([word[::-1] for word in _BEFORE])})*")

_UNIT = f"(?:{choice(list(_UNITS))})"
# With one of these begins what may stand right behind a number; most numbers have none behind them that needs a closer look.
_HEADS = "".join(sorted({re.escape(unit[0]) for unit in _UNITS} | set("十百千万亿余多")))
_NUMBER = r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
# Markdown may set the number in bold: **600家**以上.
_TAIL = rf"(?:\*{{0,2}}(?P<after>{choice(list(_AFTER))}))?"
_DIGITS = re.compile(
    rf"(?P<low>{_NUMBER})"
    rf"(?:(?=[%万亿美元个家项~至到-])(?:%|[万亿]{{0,2}}(?:美?元|个|家|项)?)(?:--?|~|至|到)(?P<high>{_NUMBER}))?(?P<few>[余多几]?)"
    rf"(?:(?=[{_HEADS}])(?P<scale>[十百千万亿]{{0,3}}?)(?P<some>[余多]?)"
    rf"(?P<unit>{_UNIT}(?:\([个家项件套团队]+\))?)(?P<per>/(?:{_UNIT}|万元|[年日月天时秒]|万人|千人|百人))?|(?P<alone>[百千万亿]+))?"
    + _TAIL
)
_NUMERALS = re.compile(
    rf"(?P<low>[一二两三四五六七八九十百千][一二三四五六七八九十百千]*)"
    rf"(?:(?P<part>分之[一二三四五六七八九十]+)|(?P<scale>[万亿]{{0,2}})(?P<unit>{_UNIT})|(?P<alone>万?亿)(?=[,;。、大规台以左]))"
    + _TAIL
)
# The end of a five-year plan is a year: “十四五”末.
_PLAN = re.compile('[“"]?(十[二三四五六]五)[”"]?(?:规划|时期)?(?:期?末|期间)')
_PLAN_ENDS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_DIGIT_OF = {character: index for index, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_COLUMN = re.compile(
    rf"(?:(?P<year>20[0-9]{{2}})年)?度?(?P<name>[^0-9,。;:()]*)(?:\((?:单位:?)?(?P<unit>[百千万亿]{{0,2}}{_UNIT})\)"
    rf"|\([^()0-9]*\))?")
_TENS = {"十": 10, "百": 100, "千": 1000}
_NO_AMOUNT_BEFORE = frozenset("0123456789.#第〔GPSV/") | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_SIZES = frozenset({"measure", "money", "ratio"})
_UNTIL = frozenset("到至底末")
_NUMBER_ENDS = frozenset(",;。、)\n")
_NO_AMOUNT_AFTER = frozenset("年月日号#期届级版季时点楼路GDK+-/.x×")


def _numeral(text: str) -> int:
    """Return the value of 二十五; characters in a row without tens (一二) make no number and give 0."""
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        elif digit:
            return 0
        else:
            digit = _DIGIT_OF[character]
    return total + digit


def _from_digits(match: re.Match[str], flat: str) -> Quantity | YearMark | None:
    low, high, few, scale, some, unit, per, alone, after = match.groups()
    start, end = match.span()
    following = flat[end:end + 1]
    if unit is None and alone is None and not few:
        if following == "年" and len(high or low) == 4 and 1990 <= int(high or low) <= 2099:
            until = flat[max(start - 1, 0):start] in _UNTIL or flat[end + 1:end + 2] in _UNTIL
            return YearMark(start, end + 1, int(high or low), until)
        if following in _NO_AMOUNT_AFTER and following:
            return None
    previous = flat[max(start - 1, 0):start]
    # PX 880万吨 is an amount, S2项目 and A1号 are names.
    sized = unit is not None and _UNITS.get(unit) in _SIZES and previous.isalpha() and len(low) > 1
    if (previous in _NO_AMOUNT_BEFORE and previous and not sized) or (
            previous == "-" and flat[max(start - 2, 0):start - 1].isdigit()):
        return None
    if "," in low and len(low.split(",", 1)[0]) > 3:
        return None
    value, most = float(low.replace(",", "")), float(high.replace(",", "")) if high else None
    if alone:
        scale = alone
    if scale:
        factor = {"十": 10, "百": 100, "千": 1000}.get(scale[0])
        if factor:
            value, most, scale = value * factor, most and most * factor, scale[1:]
    kind = "none" if unit is None else _UNITS.get(unit) or _UNITS[unit.split("(")[0]]
    if kind == "name" or (kind == "none" and not (scale or after or following in _NUMBER_ENDS)):
        return None
    if unit is None and scale and "亿" in scale:
        kind = "money"
    name = (scale or "") + (unit or "") + (per or "")
    return Quantity(start, end, value, most, name or None, kind, bool(few or some), after or "")


def _from_numerals(match: re.Match[str], flat: str) -> Quantity | None:
    low, part, scale, unit, alone, after = match.groups()
    start, end = match.span()
    previous = flat[max(start - 1, 0):start]
    value = float(_numeral(low))
    if (previous and (previous in "第一二三四五六七八九十百千万亿几数" or previous in _NO_AMOUNT_BEFORE)) or not value:
        return None
    if part:
        share = _numeral(part[2:])
        return Quantity(start, end, round(100 * share / value, 2), None, "%", "ratio", False, after or "", True)
    if alone:
        return Quantity(start, end, value, None, alone, "money", False, after or "", True)
    if _UNITS[unit] == "name":
        return None
    return Quantity(start, end, value, None, scale + unit, _UNITS[unit], False, after or "", True)


def scan(flat: str, start: int, end: int) -> list[Quantity | YearMark]:
    """Return the amounts and years of a stretch of the flat text, in order.

    Parameters
    ----------
    flat : str
        The flat text of a view.
    start, end : int
        The stretch to read.

    Returns
    -------
    list of Quantity or YearMark
        Dates, ordinals and numbers inside names (4#码头, PM2.5) are left out.

    Examples
    --------
    >>> [(item.value, item.unit, item.after) for item in scan("建成示范站12座以上", 0, 10)]
    [(12.0, '座', '以上')]
    >>> scan("到2026年", 0, 6)
    [YearMark(start=1, end=6, year=2026, until=True)]
    """
    found: list[Quantity | YearMark] = []
    for match in _DIGITS.finditer(flat, start, end):
        item = _from_digits(match, flat)
        if item:
            found.append(item)
    plans = [
        YearMark(*match.span(), _PLAN_ENDS[match[1]], until=True)
        for match in _PLAN.finditer(flat, start, end)
    ] if flat.find("五", start, end) > 0 else []
    found.extend(plans)
    numerals = [item for match in _NUMERALS.finditer(flat, start, end) if (item := _from_numerals(match, flat))]
    if numerals or plans:
        found.extend(numerals)
        found.sort(key=lambda item: item.start)
    return found


class ColumnLabel(NamedTuple):
    """What the header of a column says of its cells: 2025年计划投资(亿元)."""

    name: str
    year: int | None
    unit: str | None


def column_label(text: str) -> ColumnLabel | None:
    """Read a text that is nothing but the header of a column for a year or in a unit.

    Examples
    --------
    >>> column_label("2025年目标值"), column_label("2025年产值12亿元")
    (ColumnLabel(name='目标值', year=2025, unit=None), None)
    >>> column_label("总投资(亿元)")
    ColumnLabel(name='总投资', year=None, unit='亿元')
    """
    header = _COLUMN.fullmatch(text) if len(text) < 24 else None
    if header is None or not (header["year"] or header["unit"]):
        return None
    return ColumnLabel(header["name"], int(header["year"]) if header["year"] else None, header["unit"])


def lead(text: str) -> tuple[str, list[str]]:
    """Part what stands before a number into its subject and the words that compare.

    Examples
    --------
    >>> lead("海水淡化能力力争达到")
    ('海水淡化能力', ['力争', '达到'])
    """
    match = _BACKWARD.match(text[::-1]) if text[-1:] in _BEFORE_LASTS else None
    length = match.end() if match else 0
    if not length:
        return text, []
    cut = len(text) - length
    return text[:cut], _FORWARD.findall(text, cut)


def is_growth(words: list[str]) -> bool:
    """Say whether the words before a number speak of growth or decline."""
    return any(_BEFORE[word][0] in ("+", "-") for word in words)


def operator(words: list[str], item: Quantity, *, actual: bool) -> tuple[Operator, float]:
    """Return the operator of a number and the sign of its value, from the words before and behind it."""
    ops = [_BEFORE[word][actual] for word in words] if words else []
    if ops:
        if "+" in ops or "-" in ops:
            return "+", 1.0 if "+" in ops else -1.0
        if "cut" in ops and item.kind == "ratio":
            return "+", -1.0
        if "~" in ops:
            return "~", 1.0
    if item.after:
        return _COMPARE[_AFTER[item.after]], 1.0
    if item.more:
        return ">", 1.0
    for op in reversed(ops):
        if op in _COMPARE:
            return _COMPARE[op], 1.0
    return "=", 1.0
