"""What stands around a list of chunks: the verbs in front of it, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from liantu.graph.model import make
from liantu.loaders import industry_rules as rules
from liantu.loaders.names import counted
from liantu.loaders.phrases import Chunk, Group

__all__ = ["Setting", "is_built", "setting_of"]


class Setting(NamedTuple):
    """What stands around a chunk: verbs in front of its list, and what the list says of it."""

    grows: bool
    develops: bool
    pushes: bool
    classed: bool
    counts: bool
    heading: bool
    known: int
    total: int
    built: bool


# 依托矿产资源发展碳酸钙: what is used stands in front of the verb.
_USED: Final = ("依托", "利用", "立足", "凭借", "依靠", "用好")
_MARKS: Final = frozenset(".,、&()eT")


# What a place turns to, and what it brings in: 引进甲、乙等配套企业.
_TURNS: Final = (
    "聚焦", "突出", "聚力", "侧重", "专注", "主打", "培育", "培优", "主导", "深耕", "重点突破", "引进", "招引", "集聚", "承接", "突破", "研发", "研制", "开发", "推广", "拓展", "巩固", "延伸", "扩大",
)
_BRINGS: Final = ("引进", "招引", "引育", "集聚")
_BROUGHT: Final = re.compile("[一-龥]{0,6}?(?:企业|项目)")


# 支持甲企业加快改造 speaks of companies that are there.
_ACTS: Final = ("加快", "开展", "加大", "推进", "实施", "提升", "优化", "与", "参与", "通过")
_PLACES: Final = ("r", "z")


# A known industry and nothing else is what a verb governs.
_PLAIN: Final = frozenset({"i", "w"})


def _noun(flat: str, found: Sequence[Chunk], i: int) -> bool:
    """Whether 发展 in front of a chunk is a noun: 产业发展趋势. Behind a place it is a verb."""
    if i == 0 or not _MARKS.isdisjoint(found[i].before):
        return False
    before = found[i - 1]
    if before.shape[-1] == "q":
        return False
    if flat[before.start:before.end] in ("地", "地区", "省份") or flat.endswith(_USED, 0, before.start):
        return False
    return before.shape[-1] not in "rz" and flat[before.end - 1] not in "区县市镇乡岛道省"


_BUILDS: Final = ("建设", "创建", "打造", "建成", "规划建设", "高标准建设", "布局建设")


def is_built(flat: str, found: Sequence[Chunk], group: Group) -> bool:
    """Whether a place is said to build the carriers of a list: 支持甲市建设乙产业基地."""
    first = group.first
    return first > 0 and "s" in group.letters and len(found[first].before) == 1 and (
        found[first - 1].shape[-1] in _PLACES and flat.endswith(_BUILDS, 0, found[first].start))


_GOVERNING: Final = frozenset("Ddu")
_OPENING: Final = frozenset(":以")


def setting_of(flat: str, found: Sequence[Chunk], group: Group, title: int, *, cell: bool) -> Setting:
    """Return what stands around the chunks of one list."""
    first, last, kind, letters = group
    head = found[first]
    if last - first == 1 and kind < 0 and not cell and _GOVERNING.isdisjoint(head.before) and head.before != "(" and (
            flat[head.start - 1] not in _OPENING and not head.shape.startswith("r_")):
        # One chunk that nothing governs: most are.
        count = head.shape[-1] == "p" and counted(flat, head.start, head.end) is not None
        built = "s" in letters and is_built(flat, found, group)
        return make(Setting, (False, False, False, count, count, head.end <= title, 1, 1, built))
    lead = head.before[head.before.rfind(".") + 1:]
    total = last - first
    colon = flat[head.start - 1:head.start] == ":" and (
        total > 2 or first > 0 and found[first - 1].shape[-1] == "r" and found[first - 1].end == head.start - 1)
    known = sum(["i" in item.shape or item.shape[-1] == "w" for item in found[first:last]]) if total > 1 else 1
    # Items of 等项目 are works; only what a table knows is an industry in them.
    plain = known > 0 if total > 1 else head.shape in _PLAIN
    noun = not plain and head.before[-1:] == "D" and _noun(flat, found, first) or kind >= 0 and "p" in found[kind].shape
    main = flat.startswith("以", head.start - 1) and kind < 0 and rules.MAIN.match(flat, found[last - 1].end) is not None
    dashed = head.shape.startswith("r_") and rules.DASH.match(flat, head.parts[1].start) is not None
    before = head.before
    verb = len(before) == 1 and before in "Ddu"
    # 甲县聚焦乙、丙: what a place by itself turns to.
    placed = verb and first > 0 and found[first - 1].shape.rstrip("q>")[-1:] in _PLACES and flat.endswith(_TURNS, 0, head.start)
    # 甲区(乙、丙).
    if before == "(" and known and first > 0 and found[first - 1].shape[-1] in _PLACES and found[first - 1].end == head.start - 1:
        placed = "i" in letters or "w" in letters
    if kind >= 0 and known and flat.endswith(_BRINGS, 0, head.start) and _BROUGHT.match(flat, found[kind].start):
        noun, placed = False, True
    mostly = total > 2 and known * 2 > total
    pushes = main or dashed or not noun and ("D" in lead or "d" in lead or "u" in lead or colon)
    by_place = total > 1 and _by_place(found, group)
    counts = found[last - 1].shape[-1] == "p" and counted(flat, head.start, head.end) is not None
    return Setting(
        grows=colon or main or placed and total > 1 and known > 0 or not noun and lead[-1:] == "D" or cell and ("i" in letters or "w" in letters),
        develops=cell or dashed or not noun and ("D" in lead or "d" in lead) or colon,
        pushes=pushes,
        classed=counts or placed or by_place and pushes and known * 2 >= total and _GOODS.issuperset([item.shape for item in found[first:last]]) or (
            _classed(flat, found, group, pushes=pushes or mostly or by_place)),
        counts=counts,
        heading=total == 1 and head.end <= title,
        known=known,
        total=total,
        built="s" in letters and is_built(flat, found, group),
    )


# A place and what it is known for, nothing behind.
_GOODS: Final = frozenset({"r_", "ri", "rw", "r_i", "r_w"})


def _by_place(found: Sequence[Chunk], group: Group) -> bool:
    """Whether each item of a list says where it is from: 甲县茶叶、乙县大米等特色产品."""
    return group.last - group.first > 1 and all(
        item.shape[0] == "r" and len(item.shape) > 1 for item in found[group.first:group.last])


def _classed(flat: str, found: Sequence[Chunk], group: Group, *, pushes: bool) -> bool:
    """Whether a list says of itself that it is one of industries: 甲、乙产业, 引进甲、乙企业, 甲、乙等产业."""
    if group.kind >= 0 and _is_class(flat, found[group.kind], pushes=pushes):
        return True
    end = found[group.last - 1]
    if pushes and rules.MAKERS.search(flat, end.start, end.end) and not (
            "i" not in group.letters and flat.startswith(_ACTS, end.end)):
        return True
    if group.last - group.first < 2:
        return False
    if end.shape[-1] == "h":
        return not flat.startswith("全链条", end.parts[-1].start)
    return end.shape[-2:] == "h_" and end.parts[-1].end - end.parts[-1].start == 1


def _is_class(flat: str, kind: Chunk, *, pushes: bool) -> bool:
    """Whether the words behind 等 say that a list is one of industries; 等领域 only behind a verb of promotion."""
    match = rules.IS_CLASS.match(flat, kind.start, kind.end)
    if match and match[0].endswith(("领域", "行业", "环节", "产品", "短板", "技术", "方向", "整机", "器件", "设备", "机械", "原料", "药物", "食品", "制品", "用品", "饮品", "药材", "水果", "果蔬", "畜禽", "水产品", "农产品")):
        return pushes
    return match is not None or kind.shape[-1:] == "i"
