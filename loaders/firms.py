"""Enterprises: named companies and groups, with or without a legal form in their name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.loaders.carriers import is_institute
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import Name, compound_start, counted, counted_behind, labelled, left_edge, owner_end
from liantu.loaders.phrases import LIST, OPENS, Chunk, Group

__all__ = ["CUT", "firm_items", "opening", "read_firms"]

_CLASS: Final = re.compile(r"(?:一批|\d+家)?(?:(?!环节|领域|板块|类|行业|赛道|方向|配套|关联|上下游|零部件)[^,。]){0,8}?(?:企业(?!所得税|债|年金|家精神|登记|开办)|公司|车企|船企|药企|酒企|民企|国企|央企|集团|厂商)")

# A company in front of one of these is a part of its name.
_BUILT: Final = frozenset("spxh")
_MANY: Final = re.compile(r"\d+家")
# 甲两家子公司
_SEVERAL: Final = re.compile(r"[两三四五六七八九]家(?:全资|控股|下属)?(?:子|分)?公司$")
# A list behind one of these can be one of companies; behind 引进 alone no further word is needed.
_BACKED: Final = ("支持", "推动", "鼓励", "扶持", "依托", "引导", "发挥", "完成", "助力", "推进", "指导", "帮助", "督促", "协调")
_ACTORS: Final = ("支持", "推动", "鼓励", "引导", "引进", "招引", "引入", "依托", "指导", "协调", "督促", "扶持")
# Institutes whose names begin as a company's does: 中国电子技术标准化研究院.
_BODIES: Final = ("研究院", "研究所", "实验室", "中心", "协会", "联盟", "学院")
_BROUGHT: Final = ("引进", "招引", "引入", "对接", "引育", "招商", "瞄准", "紧盯", "签约")
# The last characters of these.
_GOVERNING: Final = frozenset(word[-1] for word in (*_BACKED, *_BROUGHT))
# 以甲、乙为龙头.
_HEADED: Final = ("为龙头", "为链主", "为引领", "为骨干", "为牵引", "为依托", "为核心")
# What a company does: a list in front of it is one of companies.
_DOES: Final = re.compile(
    r"(?:等)?(?:加快|加大|积极)?(?:扩大|扩建|扩产|扩能|建设|建成|开展|实施|做大|做强|做优|做精|做深|研发|加大|突破|上市|增资|延伸|投资|技改|改造|提升|"
    r"升级|布局|拓展|开拓|开放|建立|组建|打造|攻关|开发|创建|达产|投产|向|在|与|申报|共建|牵头|全流程|全面|转型|"
    r"争创|参与|设立|集聚|融通|整合|并购|重组|入选|发展壮大|(?:的)?(?:龙头|链主|骨干|头部|领军|引领|示范|辐射|带动|牵引|支撑|主力)[一-龥]{0,6}作用)"
)
# 推动甲、乙攻关 is said of goods as well as of companies.
_OF_GOODS: Final = re.compile(r"(?:等)?(?:加快|加大|积极)?(?:攻关|突破|研发|开发|提升|升级|转型|改造|向|在|与|全面|布局|打造|拓展|集聚|开展)")
_MOVED: Final = ("推动", "推进", "引导", "发挥", "完成", "协调")
# What only companies are: a list in front of it, where a clause begins, is one of companies.
_HONOURED: Final = re.compile(r"(?:等)?(?:成功|先后|分别|均)?(?:入选|获评|上榜|入围|跻身|挂牌|上市|获批|荣获|中标|并购|收购|增资)")
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
    r"空中|城市|乡村|山地|滨海|沿海|区域|电子级|电池级|航空|航天|超高纯|高纯|贵金属|稀土|再生|循环|功能|结构|金属|合金|复合|生物基|装配式|节能|环保|预制|智慧|民用|创新|特色|"
    r"锂离子|钠离子|固态|动力|储能|光伏|风电|工业|服务|人形|协作|新能源|全钢|子午|绿色)")


def read_firms(
    flat: str, found: Sequence[Chunk], lists: Sequence[Group], start: int, lexicon: Lexicon,
) -> list[Name]:
    """Return the enterprises in the lists; ``start`` is the first chunk of the stretch."""
    names: list[Name] = []
    for first, last, kind, letters in lists:
        head = opening(found, first) if found[first].before in CUT else found[first].start
        colon = head > 0 and flat[head - 1] == ":"
        if colon and flat.endswith("项目:", 0, head):
            continue
        known: dict[int, Name] = {}
        if not _SURE.isdisjoint(letters):
            for i in range(first, last):
                name = _certain(flat, found, i, start, lexicon)
                if name:
                    known[i] = name
            if "k" in letters and flat.endswith(_ACTORS, 0, found[first].start):
                # 支持甲西山基地扩产: somebody is supported or brought in, not only his base.
                known.update((i, (found[i].start, found[i].parts[0].end, "firm:actor")) for i in range(first, last)
                             if i not in known and _is_actor(flat, found[i]))
        if kind >= 0 and "s" in found[kind].shape:
            known = {i: name for i, name in known.items() if found[i].shape not in ("k_", "kk")}
        elif kind >= 0 and "p" in found[kind].shape:
            # The items of 甲新星绿氢、乙电池等项目 are works, whoever builds them.
            known = {i: name for i, name in known.items() if name[1] == found[i].end}
        if kind >= 0 and _CLASS.match(flat, found[kind].start, found[kind].end) or colon and labelled(flat, head):
            names.extend(_listed(flat, found, range(first, last)))
        elif not _OPEN.isdisjoint(letters) and (
                found[first].before[-1:] in _VERBS and flat[found[first].start - 1] in _GOVERNING
                or flat.startswith("为", found[last - 1].end)):
            names.extend(_governed(flat, found, range(first, last), lexicon, known))
        elif (known and last - first > 1 or flat[found[last - 1].end:found[last - 1].end + 1] in _ACTING) and (
                found[first].before[-1:] in OPENS and (known or _acts(flat, found[last - 1].end))):
            names.extend(_beside(flat, found, range(first, last), lexicon, known))
        if known:
            whole = [(low, high) for low, high, _ in names]
            names.extend(name for name in known.values() if not any(low <= name[0] < high for low, high in whole))
    return names


def _is_actor(flat: str, chunk: Chunk) -> bool:
    """Whether a chunk is what a known company has or builds."""
    return chunk.shape[0] == "k" and not _BUILT.isdisjoint(chunk.shape) and not flat.endswith(_BODIES, 0, chunk.end)


def opening(found: Sequence[Chunk], first: int) -> int:
    """Return where a list begins that brackets behind an item have cut: 甲(总投资2亿元)、乙."""
    while first > 1 and found[first].before in CUT:
        first -= 1
        while first > 1 and found[first].before != "(" and not OPENS.intersection(found[first].before):
            first -= 1
        first -= 1
        while first > 0 and found[first].before in LIST:
            first -= 1
    return found[first].start


CUT: Final = frozenset({")", ")、", ")&"})


_SURE: Final = frozenset("ckf")


def _certain(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> Name | None:
    """Return the company in a chunk that says itself that it is one: by a legal form, a trade's word, a known name."""
    chunk = found[i]
    shape = chunk.shape
    if "c" in shape:
        return _formed(flat, found, i, start, lexicon)
    if shape[-1] == "k":
        # 海尔卡奥斯: a company and its daughter are one name.
        part = chunk.parts[-2 if shape[-2:] == "kk" else -1]
        return part.start, chunk.end, "firm:known"
    if shape[0] == "k" and shape[-1] == "s" and is_institute(flat, chunk):
        return chunk.start, chunk.end, "firm:institute"
    if shape in ("ki", "kw") and flat[chunk.end - 1] == "业" and chunk.end - chunk.parts[0].end == 2:
        return chunk.start, chunk.end, "firm:trade"
    if shape[0] == "k" and shape[-1] == "f" and _BUILT.isdisjoint(shape) and _TRADE.search(flat, chunk.start, chunk.end):
        return chunk.start, chunk.end, "firm:trade"
    if shape in ("ki", "kw") and lexicon.trades.fullmatch(flat, chunk.parts[1].start, chunk.end):
        # 中车西山电机 may be a company, or what one makes: its list will tell.
        return None
    if shape[0] == "k" and _BUILT.isdisjoint(shape):
        end = _branch(flat, chunk)
        if end or _apart(flat, chunk):
            return chunk.start, end or chunk.parts[0].end, "firm:known"
    if shape[1:2] == "f" and len(shape) > 2 and shape[0] == "_" and (end := owner_end(flat, chunk, lexicon)) and (
            _TRADE.search(flat, chunk.start, end)) and not _GENERAL.match(flat, chunk.start):
        return chunk.start, end, "firm:owner"
    if shape[-1] == "f" and shape[0] in "_rn" and _NO_FRONT.isdisjoint(shape) and _TRADE.search(flat, chunk.start, chunk.end):
        front = chunk.parts[-2] if len(shape) > 1 else None
        if front is not None and front.kind in "_n" and front.end - front.start > 1 and not _GENERAL.match(flat, chunk.start):
            return chunk.start, chunk.end, "firm:trade"
    return None


_NO_FRONT: Final = frozenset("spxobTQhiwg")
# Of the words that end a company's name, those that no industry is called by.
_TRADE: Final = re.compile(r"(?:柳汽|陕汽|江汽|南汽|川汽|药业|酒业|钼业|钨业|铝业|铜业|锂业|钛业|镁业|锌业|锰业|硅业|纸业|重工|重机|重科|磁材|股份|控股|实业|置业|高科|重汽)$")
# What stands behind a known company and is no part of its name.
_OWNED: Final = re.compile(
    r"总部|制剂|部件|铸件|材料|产品|装备|设备|基地|整机|主机|组件|叶片|满产|产线|产能|产量|产值|规模|工厂|整车|芯片|手机|电池|生态|集群|产业|模式|平台|链|项目|合作|供应|扩|投资|增资|订单|技术|系统|领域|体系|等|团队|产品|车型|销量|品牌|智能|数字|上下游|"
    r"配套|研究|中心|园|企业|公司|地区|区域|落户|落地|新|全|战略|方案|标准|认证|云$|大模型|操作|鸿蒙|加大|强化|[\d“”\"]"
)
_INSTITUTE: Final = re.compile(r"(?:第?[\d一二三四五六七八九十]+|[一-龥]{2})(?:研究所|研究院|所|院|厂)(?:[一-龥]{2,4}分[部所院厂])?$")


def _branch(flat: str, chunk: Chunk) -> int:
    """Return the end of a company's name that begins with that of its owner: 中国电科五十五所, 东风云峰; 0 if none."""
    front = chunk.parts[0]
    if not _BRANCHED.issuperset(chunk.shape):
        return 0
    tail = _YIELD.search(flat, front.end, chunk.end)
    if tail and flat.startswith("产线", tail.start()):
        return 0
    end = tail.start() if tail else chunk.end
    size = end - front.end
    if chunk.shape == "kr" or end == chunk.end and flat[end] not in _ENDS and not _DOES.match(flat, end):
        return 0
    if _INSTITUTE.fullmatch(flat, front.end, end):
        return end
    if not 1 < size < 7 or size > 5 and chunk.shape == "k_" or _OWNED.search(flat, front.end, end):
        return 0
    return end


_BRANCHED: Final = frozenset("k_nrfZ")
_ENDS: Final = frozenset("、,。;:)和与等及(\n")


def _beside(
    flat: str, found: Sequence[Chunk], span: range, lexicon: Lexicon, known: dict[int, Name],
) -> list[Name]:
    """Return the items that look like companies in a list that a clause begins with."""
    names = {i: name for i in span if i not in known and _NO_ITEM.isdisjoint(found[i].shape)
             and (name := _name(flat, found, i, span.start, lexicon))}
    trades = {i: lexicon.trades.search(flat, *name) for i, name in names.items()}
    shaped = {i for i, trade in trades.items() if trade and trade.start() - names[i][0] > 1}
    if (shaped or known) and _acts(flat, found[span.stop - 1].end):
        shaped.update(i for i in names if found[i].shape == "_")
    return [(*names[i], "firm:beside") for i in sorted(shaped)]


# With what such words begin.
_ACTING: Final = frozenset("等成先分均入获上围跻挂荣中并收增")


def _acts(flat: str, end: int) -> bool:
    """Whether a list in front is the subject of what only companies do: 甲、乙等建成, 甲、乙入选."""
    return _HONOURED.match(flat, end) is not None or flat.startswith("等", end) and _DOES.match(flat, end) is not None


def firm_items(flat: str, cells: Sequence[tuple[int, int]]) -> list[Name]:
    """Return the items of a column of companies."""
    return [(low, high, "firm:cell") for low, high in cells if high - low > 1 and not (
        _MARKED.search(flat, low, high) or flat.endswith("企业", low, high))]


def _formed(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> Name | None:
    chunk = found[i]
    last = chunk.shape.rfind("c")
    part = chunk.parts[last]
    if chunk.start in (part.start, left_edge(flat, chunk, part.start)) and i > start + 1 and flat[part.start - 1] == ")" and found[i - 1].before == "(":
        # 天合光能(盐城大丰)有限公司
        left = left_edge(flat, found[i - 2], found[i - 2].end)
        whole = found[i - 2].end == found[i - 1].start - 1 and found[i - 2].end - left > 1 and part.end - left < 30
        return (left, part.end, "firm:suffix") if whole else None
    left = left_edge(flat, chunk, part.start)
    first = compound_start(flat, found, i, start) if left == chunk.start else i
    if first == i and i > start and part.start - left == 1 and chunk.before == "v":
        # 长江挖掘机有限公司: a single character is no name, so the verb in front is a part of it.
        first = i - 1
    if first < i:
        left = left_edge(flat, found[first], found[first].end)
    text = flat[left:part.end]
    if text in lexicon.bare or counted_behind(flat, part.end) or len(text) < 4 or len(text) > 30 or _MANY.search(text) or "+" in text:
        return None
    several = _SEVERAL.search(flat, left, part.end)
    if several:
        return (left, several.start(), "firm:several") if several.start() - left > 2 else None
    inside = (each for each in (*found[first].parts, *chunk.parts) if left <= each.start and each.end <= part.end)
    if not any(each.kind in "_rkQnZ" for each in inside):
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
        sound = _NESTED.isdisjoint(shape) or shape == "of" or shape[0] == "k" and flat.endswith(("基地", "工厂"), left, item.end)
        if shape == "c" or counted(flat, left, item.end):
            continue
        if (not _OWN.isdisjoint(shape) or shape[0] == "r" and len(shape) > 1) and sound and 1 < item.end - left < 13:
            names.append((left, item.end, "firm:list"))
    return names


def _joined(found: Sequence[Chunk], i: int, start: int) -> int | None:
    """Return where a name begins whose second character is 和, as 天和磁材: one character is no item of a list."""
    if i == start or found[i].before != "&":
        return None
    before = found[i - 1]
    return before.start if before.end - before.start == 1 else None


_PLANNED: Final = re.compile(r"退城|减量|搬迁|置换|技改|改造")
_NO_ITEM: Final = frozenset("spxoTQhbDdz")


def _governed(
    flat: str, found: Sequence[Chunk], span: range, lexicon: Lexicon, known: dict[int, Name],
) -> list[Name]:
    """Return the items of 支持甲、乙扩大产能, 引进甲、乙, 以甲、乙为龙头 that look like companies.

    One that surely is a company tells that the unknown names beside it are companies as well.
    """
    low, high = found[span.start].start, found[span.stop - 1].end
    if flat[high - 1] == "业" and (several := _APPOSED.search(flat, found[span.stop - 1].start, high)):
        return _counted(flat, found, span, several.start()) if _FEW.find(flat[several.start()]) == len(span) else []
    if flat.endswith("企业", low, high) or found[span.stop - 1].before == "&" and flat.endswith(("项目", "工程"), low, high):
        return []
    headed = flat.startswith(_HEADED, high)
    brought = flat.endswith(_BROUGHT, 0, low)
    backed = flat.endswith(_BACKED, 0, low) and (
        known or any(_does(flat, low, end) for end in (high, high - 2, high - 4)))
    if not headed and not brought and not backed:
        return []
    names = {i: name for i in span if _NO_ITEM.isdisjoint(found[i].shape)
             and (i not in known or _apart_item(flat, found[i])) and (name := _name(flat, found, i, span.start, lexicon))}
    trades = {i: lexicon.trades.search(flat, *name) for i, name in names.items()}
    shaped = {i for i, trade in trades.items() if trade and trade.start() - names[i][0] > 1}
    if not shaped and not known:
        return []
    shapes = {i: "".join([part.kind for part in found[i].parts if part.start < name[1]]) for i, name in names.items()}
    return [(*name, "firm:backed") for i, name in names.items()
            if i in shaped or _UNKNOWN.issuperset(shapes[i]) or shapes[i] in _MADE]


# 培育甲能源、乙电池两家百亿级企业
_APPOSED: Final = re.compile(r"(?<!\d)[两三四五六七八九2-9]家[^,。]{0,12}企业$")
_FEW: Final = "  两三四五六七八九"


def _counted(flat: str, found: Sequence[Chunk], span: range, end: int) -> list[Name]:
    """Return the companies of a list that a count behind sums up, which begins at ``end``."""
    names = []
    for i in span:
        stop = min(found[i].end, end)
        left = left_edge(flat, found[i], stop)
        if 1 < stop - left < 13 and _NESTED.isdisjoint(found[i].shape) and not _KIND.search(flat, left, stop):
            names.append((left, stop, "firm:counted"))
    return names if len(names) == len(span) > 1 else []


def _does(flat: str, low: int, high: int) -> bool:
    """Whether what follows a list is what companies do, and, behind 推动, what nothing else does."""
    return _DOES.match(flat, high) is not None and not (flat.endswith(_MOVED, 0, low) and _OF_GOODS.match(flat, high))


_UNKNOWN: Final = frozenset("_nkfrZ")
_MADE: Final = frozenset({"_i", "_w", "_iw", "_ii"})


def _name(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return what could be a company in an item: something unknown, or a place with a trade."""
    item = found[i]
    joined = _joined(found, i, start)
    left = left_edge(flat, item, item.end) if joined is None else joined
    shape = item.shape
    owner = owner_end(flat, item, lexicon) if joined is None and item.shape[0] == "_" and len(item.shape) > 2 else 0
    if owner and item.shape[1] != "f" and lexicon.trades.search(flat, owner, item.end):
        # 甲光电玻璃: one that ends as a company's name does.
        owner = 0
    tail = None if owner else _YIELD.search(flat, left, item.end)
    end = owner or (tail.start() if tail else item.end)
    if not 1 < end - left < 11 or _KIND.search(flat, left, end) or _GENERAL.match(flat, left, end):
        return None
    if _MARKED.search(flat, left, end):
        return None
    if _PLANNED.search(flat, left, end):
        return None
    if joined is None and len(shape) == 1 and shape != "_" or "g" in shape:
        return None
    return left, end


# What a company has, behind its name: 乐山光学产能提升.
_YIELD: Final = re.compile(
    r"(?:区域|产能|产量|产值|营收|营业收入|销量|销售额|订单饱满|订单充足|订单|增速|利润|市值|规模|总部|产线|扩产|扩能|增产|增效|技改|全流程|龙头|链主|骨干|头部|作用)+(?:合计|分别|均|同比|持续|稳定)?$"
)
