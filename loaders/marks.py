"""The numbers in front of items, and the tree that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from liantu.loaders.role_rules import alternatives, labels, read_rules
from liantu.loaders.text import View

__all__ = ["START", "Item", "items", "numeral"]


class Item(NamedTuple):
    """A numbered stretch of the flat text.

    ``start`` is its number, ``text`` what follows, ``end`` where the next item begins; ``parent`` and ``last`` are
    places in the list of items: the item above, and the first one that is not below.
    """

    style: str
    number: str
    start: int
    text: int
    end: int
    depth: int
    parent: int
    last: int


_STYLES = [(str(row["name"]), str(row["pattern"]), bool(row["inline"])) for row in read_rules("marks.toml")["style"]]
_LABEL_WORDS = alternatives(labels())
# A number in front of these counts the fields of a task, not tasks: (2)牵头单位:…
_FIELD_WORDS = alternatives(word for word, role in labels().items() if role != "content" or word.endswith("内容"))


def _number_groups(name: str, pattern: str) -> str:
    key = name.replace("-", "_")
    return re.sub(r"\?P<([nm])>", lambda group: f"?P<{key}__{group[1]}>", pattern)


_NAMED = [(inline, _number_groups(name, pattern)) for name, pattern, inline in _STYLES]


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


_LINE = re.compile(
    rf"\n(?P<sharp>#{{1,6}})?(?P<bold>\*\*|__)?(?:{_any_of(pattern for _, pattern in _NAMED)}"
    rf")?[*_ ]*(?!\n|(?:\**(?:{_FIELD_WORDS})\**[:(]))")
# What such a mark begins with alone comes first, as the engine then skips to it; the mark itself is looked at from there.
_INLINE = re.compile(rf"[第一二三四五六七八九十百(\d](?<=(?=(?P<mark>{_any_of(pattern for inline, pattern in _NAMED if inline)})).)")
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九十")}
_NAMES = {f"{name.replace('-', '_')}__{letter}": name for name, _, _ in _STYLES for letter in "nm"}
_INSIDE = tuple(key for key in _INLINE.groupindex if key in _NAMES)


def _wide(pattern: str) -> str:
    """Make a pattern for the flat text match the stored text too."""
    return (pattern.replace(r"\(", r"[（(〔【]\s*").replace(r"\)", r"\s*[）)〕】]").replace("[、.]", "(?:[、.．]\\s*)")
            .replace("[.、:]", "(?:[.、．:：]\\s*)").replace("[:、.]", "(?:[.、．:：]\\s*)").replace("(?=[^\\n]{6})", ""))


# Where a line of the stored text begins something of its own: an item, a label, a heading of Markdown.
START = re.compile(
    r"[#>\s*_]*(?:" + "|".join(re.sub(r"\?P<[nm]>", "?:", _wide(pattern)) for name, pattern, _ in _STYLES)
    + rf"|[-*+•●\s]*(?:[\u4e00-\u9fff]{{0,3}})(?:{_LABEL_WORDS})\**\s*[：:（(]|[（(【〔]\s*(?:{_LABEL_WORDS})|#{{1,6}}\s)")


def numeral(number: str) -> int | None:
    """Return the value of a number: 十二, 12, ⑫.

    Examples
    --------
    >>> numeral("二十一"), numeral("7"), numeral("③"), numeral("2.1")
    (21, 7, 3, None)
    """
    if number.isdecimal():
        return int(number)
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    if not number or any(sign not in _HAN for sign in number):
        return None
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _HAN[number] if len(number) == 1 else None
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def _marks(seen: View) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, start of the text, style and number of each mark."""
    flat = seen.flat
    for match in _LINE.finditer("\n" + flat):
        start = match.start()
        key = match.lastgroup or ""
        if key in _NAMES:
            style, number = _NAMES[key], match[key]
            yield start, match.end() - 1, style + "." * number.count("."), "" if style == "bullet" else number
        elif match["sharp"]:
            yield start, match.end() - 1, match["sharp"], ""


def _inline_marks(seen: View, known: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Find the marks inside lines, where a text has lost its line breaks; only numbers that go on in order count."""
    flat, origin = seen.flat, seen.origin
    starts = {mark[0] for mark in known}
    found: list[tuple[int, int, str, str]] = []
    last: dict[str, int] = {}
    end = 0
    for match in _INLINE.finditer(flat):
        start = match.start()
        if start < end:
            continue
        end = match.end("mark")
        key = next(key for key in _INSIDE if match[key])
        style, number = _NAMES[key], match[key]
        value = numeral(number)
        if start in starts:
            last[style] = value or 0
            continue
        gap = start and origin[start] - origin[start - 1] > 1
        if not (gap or (start and flat[start - 1] in "。;)!:”")) or value is None:
            continue
        if value == 1 or value == last.get(style, 0) + 1:
            last[style] = value
            found.append((start, end, style, number))
    return found


_SPACED = re.compile(r"\n(\d{1,2})(?=[\u4e00-\u9fff]{2,20}\n)")


def _spaced(seen: View) -> Iterator[tuple[int, int, str, str]]:
    """Yield the headings 2 主要任务 that stand above 2.1 and 2.1.1: a number and white space, in a line of their own."""
    for match in _SPACED.finditer("\n" + seen.flat):
        start, text = match.start(1) - 1, match.end(1) - 1
        if seen.origin[text] - seen.origin[text - 1] > 1:
            yield start, text, "number", match[1]


def items(seen: View) -> list[Item]:
    """Return the items of a text, in order.

    Each style is a level: one that is open already closes what stands below it, a new one opens a level. So numbers may
    start again, repeat or skip.

    Examples
    --------
    >>> from liantu.loaders.text import view
    >>> [(item.number, item.depth, item.parent) for item in items(view("一、任务\\n1.甲\\n2.乙\\n二、保障"))]
    [('一', 0, -1), ('1', 1, 0), ('2', 1, 0), ('二', 0, -1)]
    """
    marks = list(_marks(seen))
    if any(style.startswith("decimal") for _, _, style, _ in marks):
        starts = {start for start, _, _, _ in marks}
        marks = sorted([*marks, *(mark for mark in _spaced(seen) if mark[0] not in starts)])
    # Lines this long on the average have lost their breaks.
    if len(seen.flat) > 100 * (seen.flat.count("\n") or 1):
        inline = _inline_marks(seen, marks)
        marks = sorted([*marks, *inline]) if len(inline) > max(2, len(marks)) else marks
    return _tree(marks, len(seen.flat))


def _tree(marks: list[tuple[int, int, str, str]], size: int) -> list[Item]:
    parents: list[int] = []
    depths: list[int] = []
    lasts = [len(marks)] * len(marks)
    stack: list[tuple[str, int]] = []
    for at, (_, _, style, _) in enumerate(marks):
        level = next((depth for depth, (open_style, _) in enumerate(stack) if _same(open_style, style)), None)
        if level is None:
            level = _level_of_heading(stack, style)
        for _, closed in stack[level:]:
            lasts[closed] = at
        del stack[level:]
        parents.append(stack[-1][1] if stack else -1)
        depths.append(level)
        stack.append((style, at))
    ends = [mark[0] for mark in marks[1:]] + [size]
    return [Item(style, number, start, text, ends[at], depths[at], parents[at], lasts[at])
            for at, (start, text, style, number) in enumerate(marks)]


def _same(one: str, other: str) -> bool:
    return one == other


_ORDER = {"chapter": 0, "article": 1, "han": 1, "number": 1, "han-bracket": 2}


def _level_of_heading(stack: list[tuple[str, int]], style: str) -> int:
    """Return the level of a style that is not open: a chapter above 一、, ## above ###, else below all."""
    if style.startswith("#"):
        deeper = (not other.startswith("#") or len(other) > len(style) for other, _ in stack)
        return next((depth for depth, is_deeper in enumerate(deeper) if is_deeper), len(stack))
    if style in _ORDER:
        return next((depth for depth, (other, _) in enumerate(stack)
                     if not other.startswith("#") and _ORDER.get(other, 9) > _ORDER[style]), len(stack))
    return len(stack)
