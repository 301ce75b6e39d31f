"""Dates as plans write them, and the day by which a whole task is due."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from liantu.graph.model import Deadline, Draft, Header, Span
from liantu.loaders.text import View

__all__ = ["When", "find_dates", "general_deadline", "iso_date", "read_deadline"]


class When(NamedTuple):
    """A date as written, ``text[start:end]``, and the last day of it."""

    start: int
    end: int
    iso: str
    bound: bool


# New year of the lunar calendar; no rule short of astronomy gives it.
_SPRING = dict(zip(range(2015, 2036), (
    "02-19", "02-08", "01-28", "02-16", "02-05", "01-25", "02-12", "02-01", "01-22", "02-10", "01-29",
    "02-17", "02-06", "01-26", "02-13", "02-03", "01-23", "02-11", "01-31", "02-19", "02-08",
), strict=True))
_MID_AUTUMN = dict(zip(range(2018, 2031), (
    "09-24", "09-13", "10-01", "09-21", "09-10", "09-29", "09-17", "10-06", "09-25", "09-15", "10-03", "09-22", "09-12",
), strict=True))
_HAN = {character: index for index, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0, "两": 2}
_FIVE_YEARS = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}


def _occasions() -> dict[str, tuple[int, int]]:
    with (Path(__file__).parent / "data" / "occasions.tsv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: (int(row["month"]), int(row["day"])) for row in csv.DictReader(file, delimiter="\t")}


_OCCASIONS = _occasions()
_FEASTS = "|".join(("春节", "中秋节?", *sorted(_OCCASIONS, key=len, reverse=True)))
_NUM = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = (
    r"(?P<year>20[0-9]{2}(?:年|(?=$|[\n、,;。)底末Qq]))|二[〇○O零][一二三四五六七八九〇○零]{2}年|(?:1[5-9]|[23][0-9])年(?!内|以上|来|左右|期)"
    r"|今年|明年|后年|本年|当年)"
)
_DATE = re.compile(
    r"(?P<numeric>20[0-9]{2}[-/.](?:1[0-2]|0?[1-9])(?:[-/.](?:3[01]|[12][0-9]|0?[1-9])(?=$|[^0-9]|[0-9]{2}:)"
    r"|(?![-/.]?[0-9])))"
    r"|(?P<compact>20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9]))"
    rf"|(?:(?P<first>20[0-9]{{2}})年?(?:--?|至|~|到))?{_YEAR}度?(?:"
    rf"的?(?P<month>{_NUM})月(?:份)?(?:(?P<day>{_NUM})[日号]|(?P<part>上旬|中旬|下旬|中))?"
    rf"|(?P<month2>{_NUM})-(?P<month3>{_NUM})月"
    rf"|第?(?P<quarter>[一二三四1-4])季度|[Qq](?P<quarter6>[1-4])|(?P<half>上半年|下半年)|(?P<feast>{_FEASTS}))?"
    r"(?P<end>年底|年末|底|末|内)?"
    rf"|(?P<month4>{_NUM})月(?:份)?(?:(?P<day4>{_NUM})[日号]|(?P<part4>上旬|中旬|下旬))?底?"
    r"|第?(?P<quarter4>[一二三四1-4])季度末?|(?<![A-Za-z0-9])[Qq](?P<quarter5>[1-4])(?![0-9A-Za-z])|(?P<half4>上半年|下半年)"
    r"|(?<![0-9一二三四五六七八九十两])(?P<whole>年底|年内|年末|全年|年终|岁末)"
    rf"|(?P<feast4>{_FEASTS})(?=前|期间|节前)"
    r"|[“\"]?(?P<five>十[二三四五六]五)[”\"]?(?:时期|期间)?(?P<five_end>末|期末)?"
)
# A text without any of these holds no date.
_SIGN = re.compile("[年月季末Qq]")
_RARE_SIGN = re.compile("|".join(("20", "春节", "中秋", *_OCCASIONS, *(plan[1:] for plan in _FIVE_YEARS))))
_BEFORE = re.compile("[之以]?前|为止|止|[以之]内")
_GENERAL = re.compile(
    "[除未没]有?(?:已|特别|另有|单独|作)*(?:注明|明确|标注|说明|规定|列明)"
    "[^。;\n]{0,20}?[外的],?[^。;,\n]{0,16}?(?:均|都|一律)(?:为|应?于|应?在|须于)?")
_AGAIN = re.compile("(?:每[年月季周]|每半年|每两年)[^,;、。]*")
# What only a cell for dates may hold: the days that sheets count from the last day of 1899, and 12.31.
_SERIAL = re.compile(r"(4[0-9]{4})(?:\.0+)?")
_SHORT = re.compile(r"(1[0-2]|0?[1-9])[./](3[01]|[12][0-9]|0?[1-9])[日号]?[之以]?前?(?:完成)?")


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return _HAN[text] if len(text) == 1 else int("".join(str(_HAN[character]) for character in text))
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def _year(text: str | None, this_year: int | None) -> int | None:
    if text is None or text in ("今年", "本年", "当年"):
        return this_year
    if text in ("明年", "后年"):
        return this_year and this_year + (1 if text == "明年" else 2)
    text = text.rstrip("年")
    if text.isdigit():
        return int(text) if len(text) == 4 else 2000 + int(text)
    return int("".join(str(_HAN[character]) for character in text))


def _last(year: int, month: int) -> str | None:
    return date(year, month, monthrange(year, month)[1]).isoformat() if 1 <= month <= 12 else None


def _feast(name: str, year: int) -> str | None:
    if name == "春节":
        return f"{year}-{_SPRING[year]}" if year in _SPRING else None
    if name.startswith("中秋"):
        return f"{year}-{_MID_AUTUMN[year]}" if year in _MID_AUTUMN else None
    month, day = _OCCASIONS[name]
    return f"{year + (name == '元旦'):04d}-{month:02d}-{day:02d}"


def _resolve(match: re.Match[str], this_year: int | None) -> str | None:
    part = match.groupdict()
    if part["numeric"] or part["compact"]:
        text = part["numeric"] or f"{part['compact'][:4]}-{part['compact'][4:6]}-{part['compact'][6:]}"
        numbers = [int(number) for number in re.split("[-/.]", text)]
        return _last(*numbers) if len(numbers) == 2 else _day(*numbers)
    if part["five"]:
        return f"{_FIVE_YEARS[part['five']]}-12-31"
    year = _year(part["year"], this_year)
    if year is None:
        return None
    feast = part["feast"] or part["feast4"]
    if feast:
        return _feast(feast, year)
    month, day = part["month"] or part["month3"] or part["month4"], part["day"] or part["day4"]
    third = part["part"] or part["part4"]
    if month:
        if day:
            return _day(year, _number(month), _number(day))
        days = {"上旬": 10, "中旬": 20, "中": 15}
        return _day(year, _number(month), days[third]) if third in days else _last(year, _number(month))
    quarter = part["quarter"] or part["quarter4"] or part["quarter5"] or part["quarter6"]
    half = part["half"] or part["half4"]
    if quarter:
        return _last(year, 3 * _number(quarter))
    return _last(year, 6) if half == "上半年" else f"{year}-12-31"


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def find_dates(text: str, *, year: int | None = None) -> Iterator[When]:
    """Find the dates of a flat text.

    Parameters
    ----------
    text : str
        Half-width text without white space.
    year : int, optional
        The year that 年内 and a month without a year mean.

    Yields
    ------
    When
        ``bound`` says that the words make it a time limit: 前, 底, 内, 到 before it.

    Examples
    --------
    >>> [when.iso for when in find_dates("2020年3月底前起草，国庆前印发，2026.12评估", year=2020)]
    ['2020-03-31', '2020-10-01', '2026-12-31']
    """
    this_year = year
    for match in _DATE.finditer(text) if _may_date(text) else ():
        iso = _resolve(match, this_year)
        if not iso:
            continue
        if match["year"] and match["year"][:2] == "20":
            this_year = int(iso[:4])
        start, end = match.span()
        before = _BEFORE.match(text, end)
        bound = bool(before or match["whole"]) or text[end - 1] in "底末内" or text[max(start - 1, 0):start] in (
            "到", "至", "于")
        yield When(start, before.end() if before else end, iso, bound)


def _may_date(text: str) -> bool:
    """Whether a text holds a sign of a date."""
    return _SIGN.search(text) is not None or _RARE_SIGN.search(text) is not None


def iso_date(text: str) -> str | None:
    """Return the first date of a text, ISO.

    Examples
    --------
    >>> iso_date("二〇二四年三月五日")
    '2024-03-05'
    """
    return next((when.iso for when in find_dates(text)), None)


def read_deadline(seen: View, draft: Draft, header: Header) -> Deadline | None:
    """Read the day by which the whole task is due.

    Parameters
    ----------
    seen : View
        The document as rules see it.
    draft : Draft
        The task; its lines and cells for the time limit come first.
    header : Header
        Gives the year of 年内 and of months without a year.

    Returns
    -------
    Deadline or None
        None where nothing is said, where the work goes on without end, and where a date holds for a part only.
    """
    for span in draft.due:
        found = _due(seen, span, header)
        if found:
            return found
    if draft.due:
        return None
    if draft.progress:
        # Behind the units of a report stands what was done, and when.
        return _governing(seen, draft, header)
    return _in_clause(seen, draft, header) or _governing(seen, draft, header)


def general_deadline(seen: View, header: Header) -> Deadline | None:
    """Read the day by which all is due that names no day of its own: 除注明外,均于12月底前完成.

    Examples
    --------
    >>> from liantu.loaders.text import view
    >>> seen = view("未明确完成时限的，均为2025年12月底前。")
    >>> general_deadline(seen, Header("方案")).date
    '2025-12-31'
    """
    note = _GENERAL.search(seen.flat)
    if note is None:
        return None
    when = next(find_dates(seen.flat[note.end():note.end() + 16], year=header.year), None)
    if when is None or when.start:
        return None
    place = seen.span(note.start(), note.end() + when.end)
    return Deadline(when.iso, place.start, place.end, "deadline.general")


def _due(seen: View, span: Span, header: Header) -> Deadline | None:
    """Read a line or cell for the time limit: the latest date in it."""
    start, end = seen.bounds(span)
    text = seen.flat[start:end].strip()
    # What comes again and again (每季度末) is no time limit; a clause beside it may set one.
    again = [clause.span() for clause in _AGAIN.finditer(text)]
    found = [when for when in find_dates(text, year=header.year)
             if not any(low <= when.start < high for low, high in again)]
    if not found:
        iso = _in_figures(text, header.year)
        return Deadline(iso, span.start, span.end, "deadline.figures") if iso else None
    last = max(found, key=lambda when: when.iso)
    place = seen.span(start + last.start, start + last.end)
    return Deadline(last.iso, place.start, place.end, "deadline.line")


def _in_figures(text: str, year: int | None) -> str | None:
    """Read a cell that holds nothing but figures."""
    if serial := _SERIAL.fullmatch(text):
        return (date(1899, 12, 30) + timedelta(int(serial[1]))).isoformat()
    short = _SHORT.fullmatch(text) if year else None
    return _day(year, int(short[1]), int(short[2])) if short and year else None


def _in_clause(seen: View, draft: Draft, header: Header) -> Deadline | None:
    """Read a time limit among the units: (市工信局牵头,9月底前)."""
    start = max((seen.bounds(span)[1] for span in draft.body), default=0)
    end = seen.index(draft.end)
    for when in find_dates(seen.flat[start:end], year=header.year) if 0 < end - start < 400 else ():
        if when.bound:
            place = seen.span(start + when.start, start + when.end)
            return Deadline(when.iso, place.start, place.end, "deadline.units")
    return None


_CLAUSE = re.compile("[^,:]+")
_STOP = re.compile("[。;\n]")
_LEAD_IN = re.compile("(?:并|且|力争|争取|确保|要|在|于|拟|计划|预计|原则上|全面|基本|须|需|应|务必|最迟|已|将)*")
_WHOLE = re.compile("(?:全部|全面|整体|总体|均|基本)(?:完成|建成|完工|投用|落实|到位)")
# A heading says what the task is about and sets no time: (三)优化布局。
_HEADING = re.compile(r"[^,;:。\n]{2,30}[。\n](?=.)")


def _governing(seen: View, draft: Draft, header: Header) -> Deadline | None:
    """Read a date that governs the whole task, by its place in a task of one sentence."""
    spans = [seen.bounds(span) for span in draft.body]
    if not spans or sum(end - start for start, end in spans) > 240:
        return None
    # A line may break within a sentence; only the end of a stretch ends one.
    text = "".join([seen.flat[start:end].replace("\n", "") + "\n" for start, end in spans])
    if not _may_date(text):
        return None
    heading = _HEADING.match(text)
    begin = heading.end() if heading else 0
    stop = len(text.rstrip("。;\n"))
    if _STOP.search(text, begin, stop):
        return None
    dates = [
        when for when in find_dates(text[begin:stop], year=header.year)
        if when.bound and text[max(begin + when.start - 1, 0):begin + when.start] != "到"
        and text[begin + when.start:begin + when.end] != "全年"
    ]
    clauses = [match.span() for match in _CLAUSE.finditer(text[begin:stop])]
    found = [(*_place(text[begin:stop], clauses, when), when) for when in dates]
    if not found or not all(opening or index == 0 for index, opening, _ in found):
        return None
    index, opening, last = max(found, key=lambda item: item[2].iso)
    left = len(clauses) - index - 1
    whole = (index == 0 and (opening or left <= 1)) or (index <= 1 and left == 0)
    if not whole:
        every = _WHOLE.search(text[begin:stop], clauses[index][0])
        if not every and not all(opening for _, opening, _ in found):
            return None
        if len(found) < len(clauses) - 1 and not (left == 0 and every):
            return None
    origin = [at for start, end in spans for at in range(start, end + 1) if at == end or seen.flat[at] != "\n"]
    place = seen.span(origin[begin + last.start], origin[begin + last.end - 1] + 1)
    return Deadline(last.iso, place.start, place.end, "deadline.clause")


def _place(text: str, clauses: list[tuple[int, int]], when: When) -> tuple[int, bool]:
    """Return the clause a date stands in, and whether it opens that clause."""
    index, (start, _) = next((index, span) for index, span in enumerate(clauses) if span[0] <= when.start < span[1])
    return index, _LEAD_IN.fullmatch(text, start, when.start) is not None
