"""The automatic numbers of a Word file (一、（一） 1.), which stand in no text but in a table of formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liantu.loaders.elements import attribute, children, first, whole

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Level", "Numbering", "numeral", "read_numbering"]

_SEPARATORS = {"tab": "\t", "space": " ", "nothing": ""}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DIGITS = "〇一二三四五六七八九"
_COUNTING = {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
             "japaneseCounting", "koreanCounting"}
_CIRCLES = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
# Sequences that are written out: heavenly stems and earthly branches.
_CYCLES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; ``text`` holds ``%1`` for the number of the first level."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    separator: str = "\t"
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted.

    Examples
    --------
    >>> lists = Numbering({"1": "0"}, {("1", 0): Level("chineseCounting", "%1、", separator="")})
    >>> lists.label("1", 0), lists.label("1", 0), lists.label("9", 0)
    ('一、', '二、', '')
    """

    abstract: dict[str, str]
    levels: dict[tuple[str, int], Level]
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    overrides: set[tuple[str, int]] = field(default_factory=set)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, depth: int) -> str:
        """Count one paragraph of a list and return its label, empty for a bullet or an unknown list."""
        level = self.levels.get((number, depth))
        if level is None:
            return ""
        counts = self.counts.setdefault(self.abstract[number], {})
        # A list that states its own start begins anew where it is first used, although it shares its format.
        if (number, depth) in self.overrides:
            self.overrides.discard((number, depth))
            counts.pop(depth, None)
        counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [other for other in counts if other > depth]:
            restart = self.levels.get((number, deeper), level).restart
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        if level.form in {"bullet", "none"}:
            return ""
        text = level.text
        for above in range(depth + 1):
            if f"%{above + 1}" in text:
                other = self.levels.get((number, above), Level())
                form = "decimal" if level.legal else other.form
                text = text.replace(f"%{above + 1}", numeral(counts.setdefault(above, other.start), form))
        return text + level.separator if text else ""


def numeral(value: int, form: str) -> str:
    """Write a number in one of Word's forms; an unknown form is written with digits.

    Parameters
    ----------
    value : int
        The number.
    form : str
        Word's name of the form.

    Returns
    -------
    str
        The number as Word shows it.

    Examples
    --------
    >>> [numeral(12, form) for form in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十二', '⑫', 'XII', 'l']
    """
    if form in _COUNTING:
        return _counting(value)
    if form in _CIRCLES and 1 <= value <= 20:
        return chr(0x245F + value)
    if form.endswith("Roman"):
        roman = ""
        for size, letters in _ROMAN:
            roman += letters * (min(value, 9999) // size)
            value %= size
        return roman.upper() if form == "upperRoman" else roman
    if form.endswith("Letter") and value > 0:
        letter = chr(97 + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in _CYCLES and value > 0:
        return _CYCLES[form][(value - 1) % len(_CYCLES[form])]
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(value) if digit.isdigit())
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    return f"{value:02d}" if form == "decimalZero" else str(value)


def read_numbering(root: etree._Element | None) -> Numbering:
    """Read the part ``numbering.xml`` of a document.

    Parameters
    ----------
    root : lxml.etree._Element or None
        Its root, or None for a document without lists.

    Returns
    -------
    Numbering
        The lists, not yet counted; ``styles`` knows the list and level that a paragraph style stands for.
    """
    found = Numbering({}, {})
    formats = {attribute(one, "abstractNumId"): {_depth(level): level for level in children(one, "lvl")}
               for one in children(root, "abstractNum")}
    for number in children(root, "num"):
        key, abstract = attribute(number, "numId"), attribute(first(number, "abstractNumId"))
        if key is None or abstract is None:
            continue
        found.abstract[key] = abstract
        levels = dict(formats.get(abstract, {}))
        starts = {}
        for override in children(number, "lvlOverride"):
            depth = _depth(override)
            if (own := first(override, "lvl")) is not None:
                levels[depth] = own
            if (start := whole(attribute(first(override, "startOverride")))) is not None:
                starts[depth] = start
                found.overrides.add((key, depth))
        for depth, element in levels.items():
            found.levels[key, depth] = _level(element, starts.get(depth))
            if style := attribute(first(element, "pStyle")):
                found.styles.setdefault(style, (key, depth))
    return found


def _level(element: etree._Element, start: int | None) -> Level:
    if start is None:
        start = whole(attribute(first(element, "start")))
    return Level(
        form=attribute(first(element, "numFmt")) or "decimal",
        text=attribute(first(element, "lvlText")) or "",
        start=1 if start is None else start,
        separator=_SEPARATORS.get(attribute(first(element, "suff")) or "tab", "\t"),
        restart=whole(attribute(first(element, "lvlRestart"))),
        legal=first(element, "isLgl") is not None,
    )


def _depth(element: etree._Element) -> int:
    # Word knows nine levels.
    return min(whole(attribute(element, "ilvl")) or 0, 8)


def _counting(value: int) -> str:
    """Write 1 to 9999 as Chinese counts, ten as 十; beyond that digit by digit."""
    if not 0 < value < 10_000:
        return "".join(_DIGITS[int(digit)] for digit in str(value) if digit.isdigit())
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            count = "" if size == 10 and digit == 1 and not text else _DIGITS[digit]
            text += ("零" if gap and text else "") + count + name
            gap = False
        else:
            gap = True
    return text
