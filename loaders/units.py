"""Lists of units: where one name ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from liantu.loaders.role_rules import alternatives, read_rules, rule_words, words_of

__all__ = ["is_firm", "is_office", "is_unit", "split_units", "trim_unit", "unit_parts"]

# The last characters of offices, governments, institutions and companies, and of the groups that stand for several.
_ENDINGS = tuple(word for row in read_rules("units.toml")["ending"] for word in words_of(row))
_OFFICES = tuple(word for row in read_rules("units.toml")["ending"] if row["office"] for word in words_of(row))
# Firms known by a short form alone.
_FIRMS = frozenset(rule_words("units.toml", "firm"))
# A remark behind the name: 市财政局(市国资委).
_REMARK = re.compile(r"\([^()]*\)$|〈[^〉]*〉$|<[^>]*>$")
_NO_UNIT = re.compile(r"[。;:!?《》%由的了被]|^原|工作要|方案$|机制$|[布格结]局$")
# A short form without such an ending: 市发改, 县财政.
_SHORT = re.compile(rf"[省市县区州](?:{alternatives(rule_words('units.toml', 'short'))})$")
_AND = re.compile(r"以及|[和及与]")
_SEPARATOR = re.compile(r"[、,;/|\n]|[(〈<“《]|[)〉>”》]")
_OPEN, _SHUT = frozenset("(〈<“《"), frozenset(")〉>”》")
# 各区、县(市)政府 and 各省、自治区、直辖市人民政府 are one group, written with a 、 of its own.
_LEVEL = alternatives(rule_words("units.toml", "area"))
_ZONE = alternatives(rule_words("units.toml", "zone"))
_AREA = rf"(?:{_LEVEL}|{_ZONE})(?:\([市区县街道、]{{1,6}}\))?[区县市]?"
_GROUP_HEAD = re.compile(rf"[\u4e00-\u9fff]{{0,4}}(?:各|有关|相关|所在|属地){_AREA}(?:、{_AREA})*$")
_GROUP_TAIL = re.compile(
    rf"(?!{_ZONE}){_AREA}(?:党委(?:和|、)?(?:人民)?(?:政府)?|党委[\u4e00-\u9fff]{{2,4}}|党工委|人民政府|政府|管委会|委员会|办事处|主管部门|有关部门)?"
    r"(?:$|等|(?=[和及与按依]|以及|根据|配合|负责|落实|牵头|共同|分别|具体|参与|协助))")
# 济南、青岛、潍坊市政府: the names before the last one lean on its 市政府.
_LEANING = re.compile(r"[\u4e00-\u9fff]{2,3}(?<!局)(?<!委)(?<!办)(?<!部)(?<!厅)(?<!院)$")
# Cities that end as units do.
_CITY = re.compile(r"(?!海关|电台)[\u4e00-\u9fff]{1,2}[州台港关]$|[\u4e00-\u9fff]乡$")
# A verb may stand right behind the name.
_NAME_ENDS = "(?:$|(?=[按依]|根据|配合|负责|落实|牵头|共同|分别|具体|参与|参加|协助))"
_LEANED_ON = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}(?:等?(?:市|县|区|州)|等地)(?:人民)?政府|(?!行业|项目|有关|相关|各)[\u4e00-\u9fff]{2,10}主管部门)"
    + _NAME_ENDS)
_PROVINCES = alternatives(rule_words("units.toml", "province"))
_PROVINCE = re.compile(rf"(?:{_PROVINCES})$")
_PROVINCE_LISTED = re.compile(rf"(?:{_PROVINCES})、")
# 华中、西北能源监管局: the same of the offices of provinces.
_LEANED_ON_PLACE = re.compile(rf"(?:{_PROVINCES})[\u4e00-\u9fff]{{2,9}}?[局委厅办]{_NAME_ENDS}")
# What stands in front of the first of them: 规划司及内蒙古、甘肃、宁夏能源主管部门.
_BEFORE_LEANING = re.compile(r"(?P<office>[\u4e00-\u9fff]{2,20}[局委办部厅司])(?:以及|[和及与])(?P<place>[\u4e00-\u9fff]{2,3})$")

_GROUPED = re.compile("各|有关|相关|所在|属地|政府|党委|主管部门|部门、")
# What a group of departments is listed with: 各部门、单位.
_KINDS = ("单位", "机构", "地区")
_HEAD_WORDS = re.compile(
    r"(?:(?:(?:以及|[及和与])(?=[省市县区国各有相中])|由|请|并|(?:以[上下])?各?项?(?:任务|工作)均[需由]|其他|其中)(?=[\u4e00-\u9fff“]))+")
_ETC = re.compile(
    r"等(?:(?:有关|相关|各|[市省县区](?:级|直)?|中央|职能|成员|责任)*(?:部门|单位|委办局|金融机构|机构|地方|地区|县市区|企业)+"
    r"(?:(?:和|及|、)(?:有关|相关)?(?:部门|单位|机构))?)?$")
# Nothing to trim, nothing to split.
_PLAIN = re.compile(r"[^等()〈〉<>和及与以由请并其各\s、,;:.。·*/|-]{2,20}$")
# What only goes on with the name before a line break, and what begins a new one.
_REST = re.compile("(?:管理)?(?:委员会|管委会?)|(?:人民)?政府|党工委|党委|办事处|办公室|分公司|公司|[分支]行|分局|中心支行|[支大总]队")
_WHOLE = ("局", "委", "办", "厅", "政府", "管委会", "委员会", "办公室")
_LEVELS = frozenset("省市县区州盟国各中")
_NOTE = re.compile(r"[(〈<](?:含|包括|包含|不含|下同|按|排名|以下|上述|各项|列|原)[^()〈〉<>]*[)〉>]$|[(〈<]下同[)〉>]$")


def is_unit(name: str) -> bool:
    """Return whether a name ends as offices, governments, institutions and companies do.

    Examples
    --------
    >>> is_unit("市港航和口岸管理局"), is_unit("各县(区)政府"), is_unit("推进港口建设")
    (True, True, False)
    """
    if not 2 <= len(name) <= 40:
        return False
    bare = _REMARK.sub("", name) if name[-1] in ")〉>" else name
    return (bare.endswith(_ENDINGS) and _NO_UNIT.search(name) is None) or bare in _FIRMS or _SHORT.match(name) is not None


def is_firm(name: str) -> bool:
    """Return whether a name is the short form of a firm that has no 公司 or 集团 in it: 中国石油."""
    return name in _FIRMS


def is_office(name: str) -> bool:
    """Return whether a name ends as an office does: a stricter test, for where a place or a firm would be no unit."""
    bare = _REMARK.sub("", name) if name.endswith(")") else name
    return bare.endswith(_OFFICES) and is_unit(name)


def trim_unit(flat: str, start: int, end: int) -> tuple[int, int]:
    """Cut off what is not the name: marks, 由, 等, (含…)."""
    while start < end and flat[start] in "、,;:.。·*-/|\n":
        start += 1
    while end > start and flat[end - 1] in "、,;:.。*/|\n":
        end -= 1
    if head := _HEAD_WORDS.match(flat, start, end):
        start = head.end()
    while (note := _NOTE.search(flat, start, end)) or (note := _ETC.search(flat, start, end)):
        end = note.start()
    if end > start and flat[end - 1] == ")" and flat.count("(", start, end) < flat.count(")", start, end):
        end -= 1
    if start < end and flat[start] == "(" and flat.count("(", start, end) > flat.count(")", start, end):
        start += 1
    return start, end


def _and(flat: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split at 和, 及, 与 where both sides are units."""
    for word in _AND.finditer(flat, start, end):
        left, right = flat[start:word.start()], flat[word.end():end]
        if (len(right) > 2 and not right.startswith(("单位", "部门", "机构", "企业")) and (is_office(left) or is_firm(left)) and is_unit(right)):
            yield start, word.start()
            yield from _and(flat, word.end(), end)
            return
    yield start, end


def _pieces(flat: str, start: int, end: int, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Split at the separators that stand outside of brackets and quotation marks."""
    found, depth, begin = [], 0, start
    for mark in _SEPARATOR.finditer(flat, start, end):
        sign = mark.group()
        if sign in _OPEN:
            depth += 1
        elif sign in _SHUT:
            depth = max(0, depth - 1)
        elif not depth:
            found.append((begin, mark.start()))
            begin = mark.end()
    found.append((begin, end))
    if not gaps:
        return [part for part in found if part[0] < part[1]]
    listed = len(found) > 1
    return [part for whole in found for part in _at_gaps(flat, whole[0], whole[1], gaps, listed=listed) if part[0] < part[1]]


def _at_gaps(flat: str, start: int, end: int, gaps: Sequence[int], *, listed: bool) -> Iterator[tuple[int, int]]:
    """Split at white space of the stored text, where a unit ends before it.

    In a list that has marks it is more often the end of a line within a name; there the name before must be whole, or
    the next one must begin like one.
    """
    for gap in gaps:
        if not start < gap < end - 1 or flat[gap] in "()" or _REST.match(flat, gap, end):
            continue
        if listed and flat[gap] not in _LEVELS and end - gap > 4 and not flat.endswith(_WHOLE, start, gap):
            continue
        if is_office(flat[start:gap]) and flat.count("(", start, gap) == flat.count(")", start, gap):
            yield start, gap
            start = gap
    yield start, end


def unit_parts(flat: str, start: int, end: int, *, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Split a list of units at its marks alone, verbs and all."""
    parts = _pieces(flat, start, end, gaps)
    if len(parts) > 1 and (_GROUPED.search(flat, start, end) or _PROVINCE_LISTED.search(flat, start, end)):
        return _groups(flat, parts)
    return parts


def _groups(flat: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join again what a 、 inside a group's name took apart."""
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        if joined and flat[joined[-1][1]:start] == "、":
            before = joined[-1]
            # 各县(市、区)党委、政府
            half = flat.startswith(("政府", "人民政府", "管委会"), start) and flat.endswith(("党委", "政府"), *before)
            # 各盟行政公署、市人民政府
            # 市直有关部门、单位
            half = half or (end - start == 2 and flat[before[1] - 1] == "门" and flat.startswith(_KINDS, start))
            half = half or (flat[before[0]] == "各" and flat.endswith("公署", *before) and flat.startswith("市人民政府", start))
            if half or (_GROUP_HEAD.match(flat, *before) and _GROUP_TAIL.match(flat, start, end)):
                joined[-1] = (before[0], end)
                continue
        joined.append((start, end))
    return _leaning(flat, joined)


def _leaning(flat: str, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in parts:
        place = _LEANED_ON_PLACE.match(flat, start, end) is not None
        if place or _LEANED_ON.match(flat, start, end):
            while joined and flat[joined[-1][1]:start] == "、" and _leans(flat, *joined[-1], place=place):
                start = joined.pop()[0]
            first = _BEFORE_LEANING.match(flat, *joined[-1]) if joined and flat[joined[-1][1]:start] == "、" else None
            if first and is_office(first["office"]) and _leans(flat, *first.span("place"), place=place):
                joined[-1], start = first.span("office"), first.start("place")
        joined.append((start, end))
    return joined


def _leans(flat: str, start: int, end: int, *, place: bool) -> bool:
    """Whether a name is that of a place whose office is named behind it."""
    if place:
        return _PROVINCE.match(flat, start, end) is not None
    return _LEANING.match(flat, start, end) is not None and (
        _CITY.match(flat, start, end) is not None or not is_unit(flat[start:end]))


def split_units(flat: str, start: int, end: int, *, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    """Return the bounds of the units in a list.

    Examples
    --------
    >>> text = "市发改委、市自然资源和规划局,各区、县(市)政府和市级有关部门等"
    >>> [text[start:end] for start, end in split_units(text, 0, len(text))]
    ['市发改委', '市自然资源和规划局', '各区、县(市)政府', '市级有关部门']
    """
    found = []
    for part in unit_parts(flat, start, end, gaps=gaps):
        if _PLAIN.match(flat, *part):
            found.append(part)
            continue
        for one in _and(flat, *trim_unit(flat, *part)):
            low, high = trim_unit(flat, *one)
            if low < high:
                found.append((low, high))
    return found
