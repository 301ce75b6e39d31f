"""How a sheet shows its numbers: dates, shares in percent, plain figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Literal

from liantu.loaders.elements import attribute, children, first, whole

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Format", "format_of", "read_formats", "shown"]

# Excel's numbered formats that stand in no file.
_DATES = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_TIMES = {*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56}
_PERCENTS = {9: "0%", 10: "0.00%"}
# What a format says beside its pattern: quoted words, escaped characters, colours and locales; not [h], which counts
# hours beyond 24.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """What a number format makes of a number."""

    kind: Literal["number", "percent", "date", "time"]
    decimals: int = 0


@cache
def format_of(pattern: str) -> Format:
    """Tell what a number format is.

    Parameters
    ----------
    pattern : str
        Its code in the file.

    Returns
    -------
    Format
        Its kind; the parts for negative numbers and zero are not looked at.

    Examples
    --------
    >>> [format_of(code).kind for code in ('yyyy"年"m"月"', "0.0%", "h:mm", "#,##0.00", "General")]
    ['date', 'percent', 'time', 'number', 'number']
    """
    bare = _LITERAL.sub("", pattern).partition(";")[0].lower()
    if "general" in bare or not re.search(r"[ymdhs%]", bare):
        return Format("number")
    if "%" in bare:
        decimals = re.search(r"\.([0#?]+)", bare)
        return Format("percent", len(decimals[1]) if decimals else 0)
    # A lone m is a month, beside h or s a minute.
    return Format("date" if re.search(r"[yd]", bare) or not re.search(r"[hs]", bare) else "time")


def read_formats(styles: etree._Element | None) -> list[Format]:
    """Read the number format of each cell style from the part ``styles.xml``.

    Parameters
    ----------
    styles : lxml.etree._Element or None
        Its root.

    Returns
    -------
    list of Format
        By the number that cells name.
    """
    own = {attribute(one, "numFmtId"): attribute(one, "formatCode") or ""
           for one in children(first(styles, "numFmts"), "numFmt")}
    formats = []
    for style in children(first(styles, "cellXfs"), "xf"):
        key = attribute(style, "numFmtId") or "0"
        number = whole(key) or 0
        known = "yyyy-mm-dd" if number in _DATES else "hh:mm" if number in _TIMES else _PERCENTS.get(number, "General")
        formats.append(format_of(own.get(key) or known))
    return formats


def shown(value: float, form: Format, epoch: datetime) -> str:
    """Write a number of a sheet as its format means it.

    Parameters
    ----------
    value : float
        The number stored.
    form : Format
        Its format.
    epoch : datetime
        The day that the workbook counts from.

    Returns
    -------
    str
        A date as ISO, a share in percent, any other number without a needless ``.0``.

    Examples
    --------
    >>> start = datetime(1899, 12, 30)
    >>> shown(45291.0, Format("date"), start), shown(0.855, Format("percent", 1), start)
    ('2023-12-31', '85.5%')
    """
    if not isfinite(value):
        return str(value)
    if form.kind == "percent":
        return f"{value * 100:.{form.decimals}f}%"
    if form.kind != "number" and 0 <= value < 2_958_466:
        return _moment(value, form, epoch)
    # Fifteen digits are what Excel keeps; beyond them stands the error of binary fractions.
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _moment(value: float, form: Format, epoch: datetime) -> str:
    # Excel counts a 29 February 1900, so its first sixty days stand one too low.
    if epoch.year == 1899 and form.kind == "date" and 0 < value < 60:
        value += 1
    moment = epoch + timedelta(seconds=round(value * 86_400))
    if form.kind == "time":
        return moment.strftime("%H:%M")
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "minutes")
