"""Enterprises: named companies and groups, with or without a legal form in their name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import Name, compound_start, counted_behind, labelled, left_edge
from liantu.loaders.phrases import Chunk, Group

__all__ = ["firm_items", "read_firms"]

_CLASS: Final = re.compile(r"(?:一批|\d+家)?(?:[^,。]{0,8}?)(?:企业|公司|车企|船企|药企|酒企|民企|国企|央企|集团|厂商)")

# A company in front of one of these is a part of its name.
_BUILT: Final = frozenset("spxiwh")
_MANY: Final = re.compile(r"\d+家")
# A list behind one of these can be one of companies; behind 引进 alone no further word is needed.
_BACKED: Final = ("支持", "推动", "鼓励", "扶持", "依托", "引导", "发挥", "完成", "助力", "推进", "指导", "帮助", "督促", "协调")
_BROUGHT: Final = ("引进", "招引", "引入", "对接", "引育", "招商", "瞄准", "紧盯", "签约")
# 以甲、乙为龙头.
_HEADED: Final = ("为龙头", "为链主", "为引领", "为骨干", "为牵引", "为依托", "为核心")
# What a company does: a list in front of it is one of companies.
_DOES: Final = re.compile(
    r"(?:等)?(?:加快|加大|积极)?(?:扩大|扩建|扩产|扩能|建设|建成|开展|实施|做大|做强|做优|做精|做深|研发|加大|突破|上市|增资|延伸|投资|技改|改造|提升|"
    r"升级|布局|拓展|建立|组建|打造|攻关|开发|创建|达产|投产|向|在|与|申报|共建|牵头|全流程|全面|转型)"
)
# Words of an item that is a kind of body and no name.
_KIND: Final = re.compile(
    r"(?:企业|高校|院校|院所|机构|主体|单位|部门|人才|团队|学校|学院|大学|医院|协会|商会|联盟|平台|基地|园区|项目|产品|技术|品牌|产业|领域|行业|环节|群众|农户|个人|家庭|社会|市场|资本|资金|"
    r"资源|要素|政策|服务|建设|改革|创新|发展|合作|"
    r"区|县|市|镇|乡|村|港|站|场|厂房|中心|研究院|实验室|工程|体系|机制|模式|能力|水平|力度|规模|质量|品质|设施|设备|装备|系统|工作|活动|行动|计划|规划|方案|标准|制度|试点|示范|应用|转化|"
    r"成果|能耗|安全|投资|消费|贸易|出口|经济|城市|农村|产能|产线|生产线)$"
)
_MARKED: Final = re.compile(r"[\d“”\"《》%:]")
_GENERAL: Final = re.compile(
    r"(?:传统|现代|先进|高端|智能|智慧|绿色|新型|特色|优质|精密|精细|特种|海洋|低空|商用|民用|军用|医用|车用|船用|跨境|数字|新一代|分布式|工业|农业|国内|国外|国际|境外|外资|本地|当地|头部|"
    r"龙头|骨干|重点|上下游|关联|配套|相关|其他|各类|更多|战略|专业|品牌|"
    r"大型|中型|小型|微型|固定翼|柔性|清洁|低碳|零碳|有机|生态|健康|时尚|未来|新兴|优势|主导|关键|核心|高性能|高精度|高纯|高效|节能|轻量化|"
    r"空中|城市|乡村|山地|滨海|沿海|区域|电子级|电池级|航空|航天)")


def read_firms(
    flat: str, found: Sequence[Chunk], lists: Sequence[Group], start: int, lexicon: Lexicon,
) -> list[Name]:
    """Return the enterprises in the lists; ``start`` is the first chunk of the stretch."""
    names: list[Name] = []
    for first, last, kind, letters in lists:
        known: dict[int, Name] = {}
        if "c" in letters or "k" in letters:
            for i in range(first, last):
                shape = found[i].shape
                name = None
                if "c" in shape:
                    name = _formed(flat, found, i, start, lexicon)
                elif shape[-1] == "k" or shape[0] == "k" and _BUILT.isdisjoint(shape) and _apart(flat, found[i]):
                    part = found[i].parts[-1 if shape[-1] == "k" else 0]
                    name = (part.start, part.end, "firm:known")
                if name:
                    known[i] = name
        if kind >= 0 and _CLASS.match(flat, found[kind].start, found[kind].end) or labelled(flat, found[first].start):
            names.extend(_listed(flat, found, range(first, last)))
        elif not _OPEN.isdisjoint(letters) and (
                found[first].before[-1:] in _VERBS or flat.startswith("为", found[last - 1].end)):
            names.extend(_governed(flat, found, range(first, last), lexicon, known))
        if known:
            whole = [(low, high) for low, high, _ in names]
            names.extend(name for name in known.values() if not any(low <= name[0] < high for low, high in whole))
    return names


def firm_items(flat: str, cells: Sequence[tuple[int, int]]) -> list[Name]:
    """Return the items of a column of companies."""
    return [(low, high, "firm:cell") for low, high in cells if high - low > 1 and not (
        _MARKED.search(flat, low, high) or flat.endswith("企业", low, high))]


def _formed(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> Name | None:
    chunk = found[i]
    last = chunk.shape.rfind("c")
    part = chunk.parts[last]
    left = left_edge(flat, chunk, part.start)
    first = compound_start(flat, found, i, start) if left == chunk.start else i
    if first == i and i > start and part.start - left == 1 and chunk.before == "v":
        # 长江挖掘机有限公司: a single character is no name, so the verb in front is a part of it.
        first = i - 1
    if first < i:
        left = left_edge(flat, found[first], found[first].end)
    text = flat[left:part.end]
    if text in lexicon.bare or counted_behind(flat, part.end) or len(text) < 4 or len(text) > 30 or _MANY.search(text):
        return None
    inside = (each for each in (*found[first].parts, *chunk.parts) if left <= each.start and each.end <= part.end)
    if not any(each.kind in "_rkQn" for each in inside):
        return None
    return left, part.end, "firm:suffix"


def _apart(flat: str, chunk: Chunk) -> bool:
    """Whether what stands behind a known company is no part of its name, as one or two characters would be."""
    behind = chunk.parts[1]
    return behind.kind != "_" or behind.end - behind.start > 2 or flat[behind.end] not in "、,。;和与)\n"


_VERBS: Final = frozenset("uvdD")
def _apart_item(flat: str, chunk: Chunk) -> bool:
    """Whether a known company is only the beginning of the name of another."""
    return chunk.shape[0] == "k" != chunk.shape and not _apart(flat, chunk)


_OPEN: Final = frozenset("_nfrZk")


_OWN: Final = frozenset("_cknf")
_NESTED: Final = frozenset("spxoT")


def _listed(flat: str, found: Sequence[Chunk], span: range) -> list[Name]:
    """Return the items of 甲、乙等企业 that are names, not kinds of goods."""
    names = []
    for i in span:
        item = found[i]
        left = _joined(found, i, span.start) or left_edge(flat, item, item.end)
        shape = item.shape
        sound = _NESTED.isdisjoint(shape) or shape == "of"
        if (not _OWN.isdisjoint(shape) or shape[0] == "r" and len(shape) > 1) and sound and 1 < item.end - left < 13:
            names.append((left, item.end, "firm:list"))
    return names


def _joined(found: Sequence[Chunk], i: int, start: int) -> int | None:
    """Return where a name begins whose second character is 和, as 天和磁材: one character is no item of a list."""
    if i == start or found[i].before != "&":
        return None
    before = found[i - 1]
    return before.start if before.end - before.start == 1 else None


_NO_ITEM: Final = frozenset("spxoTQhbDdz")


def _governed(
    flat: str, found: Sequence[Chunk], span: range, lexicon: Lexicon, known: dict[int, Name],
) -> list[Name]:
    """Return the items of 支持甲、乙扩大产能, 引进甲、乙, 以甲、乙为龙头 that look like companies.

    One that surely is a company tells that the unknown names beside it are companies as well.
    """
    low, high = found[span.start].start, found[span.stop - 1].end
    if flat.endswith("企业", low, high):
        return []
    headed = flat.startswith(_HEADED, high)
    brought = flat.endswith(_BROUGHT, 0, low)
    backed = flat.endswith(_BACKED, 0, low) and (known or _DOES.match(flat, high) or _DOES.match(flat, high - 2))
    if not headed and not brought and not backed:
        return []
    names = {i: name for i in span if _NO_ITEM.isdisjoint(found[i].shape)
             and (i not in known or _apart_item(flat, found[i])) and (name := _name(flat, found, i, span.start))}
    trades = {i: lexicon.trades.search(flat, *name) for i, name in names.items()}
    shaped = {i for i, trade in trades.items() if trade and trade.start() - names[i][0] > 1}
    if not shaped and not known:
        return []
    return [(*name, "firm:backed") for i, name in names.items()
            if i in shaped or _UNKNOWN.issuperset(found[i].shape) or found[i].shape in _MADE]


_UNKNOWN: Final = frozenset("_nkfrZ")
_MADE: Final = frozenset({"_i", "_w", "_iw", "_ii"})


def _name(flat: str, found: Sequence[Chunk], i: int, start: int) -> tuple[int, int] | None:
    """Return what could be a company in an item: something unknown, or a place with a trade."""
    item = found[i]
    left = _joined(found, i, start) or left_edge(flat, item, item.end)
    shape = item.shape
    tail = _YIELD.search(flat, left, item.end)
    end = tail.start() if tail else item.end
    if not 1 < end - left < 11 or _KIND.search(flat, left, end) or _GENERAL.match(flat, left, end):
        return None
    if _MARKED.search(flat, left, end):
        return None
    if len(shape) == 1 and shape != "_" or "g" in shape:
        return None
    return left, end


# What a company has, behind its name: 乐山光学产能提升.
_YIELD: Final = re.compile(r"(?:产能|产量|产值|规模|总部|全流程)$")
