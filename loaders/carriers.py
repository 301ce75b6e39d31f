"""Platforms: named parks, zones, bases, laboratories, centres, exchanges, industrial brains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.loaders.focus import is_port, is_zone
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import LAYOUT, Name, compound_start, counted, counted_behind, is_sited, left_edge
from liantu.loaders.phrases import OPENS, Chunk, Group, Part

__all__ = ["LEANT", "is_base", "is_carrier", "is_institute", "read_carriers", "read_zones"]

# What makes a carrier one of its own: a place, an industry, a brand, a company, or a word of its own.
_OWN: Final = frozenset("riwkQzZgsS_no")
# Words that say of what sort a carrier is, not which.
_SORT: Final = re.compile(
    r"(?:制造业|产业|工业|数字化?|公共|企业|科技|创新|技术|综合|专业|绿色|低碳|零碳|智能化?|智慧|信息化?|服务|系统|标准化?|成长|节会|新型|高端|高能级|特色|优势|现代|先进|省级|市级|国家级|"
    r"县级|省|市|县|区|国家|全国|全部|所有|其余|重点|重大|主要|一流|各类|"
    r"退役|老旧|现有|存量|闲置|功能|多功能|公益|国有|民营|区域|新型|集中|研发|检测|检验|检验检测|孵化|创业|双创|中试|实训|培训|教育|人才|成果|转化|小微|企业|工程|协同|核心|主体|开放|合作|共享|共建|示范|试点|样板|标杆|品牌|产学研|政产学研|校企|院士|博士后|专家|海外|境外|"
    r"线上|线下|一站式|统一|高质量|"
    r"高水平|农业|种植|养殖|加工|生产|蔬菜|化学|生物|期货|物流|数据|大数据|算力|供应链|投融资|融资|金融|政务|管理|监管|监测|交易|展示|交流|推广|应用|运营|承接|转移|建设|发展|骨干|龙头|核心|"
    r"融合|产教融合|惠企|惠民|便民|便企|政策|信用|资本|投资|招才引智|招商|项目|在线|公共资源|诉求|审批|标识解析|熟化|产城|上云|上|互联网\+?|工业互联网|一体化|招聘|求职|就业|用工|人力资源|应急|执法|"
    r"社会|治理|法律|知识产权|外贸|贸易|环保|环境|质量|安全|能耗|碳排放|医保|社保|健康|养老|文化|文旅|教育|学习|社区|基层|城乡|冷链|骨干|区域性|"
    r"经贸|市场|采购|无废|服务型|制造|小型|微型|授权|城市级?|都市|调度|粮食|烘干|农机|农技|会展|基础设施|绿电|商贸|乡镇|公益性|农产品|产地|军民|医疗|康养|托育|文体|体育|消费|商业|宣传|新闻|"
    r"市民|青年|见习|高?技能|一网通办|乡村|银企|对接|邻里|矿山|良种|育种|种业|影视|拍摄|研学|实践|对外|中外|协作|技术转移|保护|维权|专利|导航|办理|仓储|"
    r"主导|传统|未来|主|属地|区域级|行业级|跨行业跨领域|废物处理|配送|同类|市建|[\d.]+万?亩|第[一二三四五六]批|2?[\d]{3}年|[A-Z]级|新|大|小|强|优|"
    r"类|型|性|级|化|等|的|和|与|及|、)*"
)
# A brand in quotation marks that says itself what it is: “五金产业大脑”.
_QUOTED: Final = re.compile(r".{2,}(?:大脑|平台|众创空间|中心|基地|产业园|园区|谷|走廊|科学城|科技城|博览园|示范区|试验区|合作区|在线|实验室)$")
_LETTERS: Final = frozenset("sSbQ")
# 智慧物流 ends where 物流园 would begin, so that only 园 is left of it.
_CUT: Final = frozenset({"i_", "w_", "h_"})
_LAST: Final = frozenset("园区港城谷镇")
_SHORT: Final = frozenset({"园", "园区", "港", "城", "谷", "小镇"})
_COUNT: Final = re.compile(r"(?:\d+|[一二两三四五六七八九十])(?:个|家|座|大|批)")
_LOOSE: Final = ("一批", "若干", "各", "一系列", "多个", "一个", "一家", "几个", "市属", "省属")


def read_carriers(
    flat: str, found: Sequence[Chunk], lists: Sequence[Group], start: int, lexicon: Lexicon,
) -> list[Name]:
    """Return the platforms in the lists; ``start`` is the first chunk of the stretch."""
    names: list[Name] = []
    for first, last, kind, letters in lists:
        if kind >= 0 and found[kind].shape[-1] == "s" and "r_" in letters:
            names.extend((found[i].start, found[i].end, "carrier:list") for i in range(first, last) if is_sited(found[i]))
        if "x" in letters and flat.endswith(LEANT, 0, found[first].start):
            names.extend(_leant(flat, found, first, last, lexicon))
        if _LETTERS.isdisjoint(letters) and "i_" not in letters and "w_" not in letters and "h_" not in letters:
            continue
        for i in range(first, last):
            shape = found[i].shape
            if shape[-2:] in _CUT and flat[found[i].end - 1] in _LAST and shape[0] in "rZ_n" and (
                    flat[found[i].parts[-1].start:found[i].end] in _SHORT):
                names.append((left_edge(flat, found[i], found[i].end), found[i].end, "carrier:suffix"))
            elif "s" in shape or "b" in shape or "S" in shape:
                name = _carrier(flat, found, i, start, lexicon)
                if name:
                    names.append(name)
            elif "Q" in shape:
                names.extend(_quoted(flat, found[i], lexicon))
    return names


LEANT: Final = ("依托", "利用", "借助", "依靠", "发挥", "用好")
_GATES: Final = ("机场", "枢纽", "口岸", "货站", "码头", "港")


def _leant(flat: str, found: Sequence[Chunk], first: int, last: int, lexicon: Lexicon) -> list[Name]:
    """Return the airports and harbours that something leans on, which are there already and no works: 依托西山机场."""
    edges = [(left_edge(flat, found[i], found[i].end), found[i]) for i in range(first, last) if found[i].shape[-1] == "x"]
    return [(left, chunk.end, "carrier:leant") for left, chunk in edges
            if len(chunk.shape) > 1 and chunk.shape[0] in "_rZ" and flat.endswith(_GATES, left, chunk.end)
            and chunk.end - left > 3 and flat[left:chunk.end] not in lexicon.bare]


def read_zones(flat: str, found: Sequence[Chunk], marked: Sequence[int]) -> list[Name]:
    """Return the development zones in the ``marked`` chunks that bear a place's name; they are places as well."""
    names: list[Name] = []
    for i in marked:
        shape, parts = found[i].shape, found[i].parts
        if "o" in shape:
            continue
        for at, part in enumerate(parts):
            if part.kind == "r" and is_port(flat, part.end) and not flat.startswith(_ROADS, part.end + 1):
                names.append((part.start, part.end + 1, "carrier:port"))
            text = flat[part.start:part.end]
            if part.kind == "r" and len(text) > 3 and text.endswith(("经开区", "高新区", "开发区")):
                names.append((part.start, part.end, "carrier:zone"))
            elif part.kind == "z" and at and len(text) == 3 and (
                    parts[at - 1].kind in "rZ" or is_zone(flat, found[i], at)):
                names.append((parts[at - 1].start if parts[at - 1].kind in "rZ" else found[i].start, part.end, "carrier:zone"))
    return names


# 西河港支线 is a road that leads to a port.
_ROADS: Final = ("支线", "高速", "公路", "铁路", "专线", "专用线", "连接线", "大桥", "特大桥")
# What else a carrier can be in a cell that says where something stands: 城北港, 南湾国际铁路港, 东山工业片区.
_CELL: Final = re.compile(r"[^、,\n]{2,}(?:园|园区|港|城|基地|中心|走廊|谷|小镇|开发区|高新区|经开区|集聚区|集中区|平台)")


def is_carrier(flat: str, start: int, end: int) -> bool:
    """Whether an item of a column of places is a carrier by its form."""
    return _CELL.fullmatch(flat, start, end) is not None


_LEANT: Final = (*LEANT, "围绕", "以")


def is_base(flat: str, chunk: Chunk) -> bool:
    """Whether a chunk is the base that a company builds for itself, which is a work: 建设某集团城东基地."""
    shape = chunk.shape
    if shape[0] != "k" or shape[-1] not in "sx" or shape[-1] == "x" and shape[-2] != "s":
        return False
    end = chunk.parts[-1 if shape[-1] == "s" else -2].end
    return flat.endswith("基地", 0, end) and not flat.endswith(_LEANT, 0, chunk.start)


# State groups whose institutes are companies; those of others are carriers.
_GROUPS: Final = ("中国", "中车", "中船", "中电科", "航天", "中核")


def is_institute(flat: str, chunk: Chunk) -> bool:
    """Whether a chunk is an institute that a group owns, which is a company of it: 中国船舶某某设计研究所."""
    return chunk.shape[0] == "k" and chunk.shape[-1] == "s" and flat.endswith("研究所", 0, chunk.end) and (
        flat.startswith(_GROUPS, chunk.start))


# A park of several places has parts: 东山口岸物流园西河分园.
_PART: Final = re.compile(r"[一-龥]{2,3}分[园院]")
_HALVES: Final = ("创新中心", "评定中心", "评价中心", "检测中心", "实验室", "研究所", "研究院", "研究中心", "工程中心")
_LABS: Final = ("国家重点实验室", "全国重点实验室", "省重点实验室", "部重点实验室", "国家实验室", "国家工程研究中心", "国家工程实验室", "国家技术创新中心")


def _halved(flat: str, found: Sequence[Chunk], i: int, end: int) -> int | None:
    """Return where the name of a laboratory begins whose fields 与 joins: 复杂矿山开采与绿色冶炼全国重点实验室."""
    if found[i].before[-1:] != "&" or i == 0:
        return None
    # 与 joins halves of a name, 和 the items of a list as well.
    joint = flat[found[i].start - 1]
    if joint not in "与和" or not flat.endswith(_LABS if joint == "和" else _HALVES + _LABS, 0, end):
        return None
    before = found[i - 1]
    verb = flat[before.end:found[i].start - 1]
    plain = before.before[-1:] not in ("、", "&") or before.before == "、" and joint == "与" and before.shape[0] in "rZ" and _FIELDS.issuperset(before.shape)
    return before.start if plain and (not verb or verb in _FIELD_VERBS) else None


_FIELDS: Final = frozenset("_iwnrZ")
_FIELD_VERBS: Final = frozenset("利用 开采 开发 转化 制备 加工 制造 控制 保护 治理 修复 应用 循环 回收 检测 监测 运行 处理 设计 集成 测量 探测 感知 识别 成像 存储 传输 计算 建模 仿真 预测 预警 预防 诊断 评估 评价 防控 防治 勘探 勘查 提取 繁育 育种 培育 生产 研发 管控 恢复 重建 储备 输送 适应 替代 使用".split())


def _quoted(flat: str, chunk: Chunk, lexicon: Lexicon) -> list[Name]:
    """Return the brands in quotation marks that say themselves that they are a platform."""
    return [(part.start + 1, part.end - 1, "carrier:quoted") for part in chunk.parts
            if part.kind == "Q" and not LAYOUT.match(flat, part.start, part.end) and _QUOTED.search(flat, part.start, part.end - 1)
            and flat[part.start + 1:part.end - 1] not in lexicon.bare]


def _carrier(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> Name | None:
    """Return the platform that a chunk ends in, or None."""
    chunk = found[i]
    last = max(chunk.shape.rfind("s"), chunk.shape.rfind("b"), chunk.shape.rfind("S"))
    if "sq" in chunk.shape or "s_s" in chunk.shape:
        last = _parted(flat, chunk, last)
    rest = chunk.shape[last + 1:]
    part = chunk.parts[last]
    if "o" in rest[:2] or rest[:1] == "p" or part.kind == "b" and "Q" not in chunk.shape[:last]:
        return None
    if _is_kind(flat, chunk, part, lexicon) or is_base(flat, chunk) or is_institute(flat, chunk) or _shared(flat, found, i, last):
        return None
    left = left_edge(flat, chunk, part.start)
    loose = left > chunk.start and (
        counted(flat, chunk.start, left) is not None or flat.startswith(_LOOSE, chunk.start))
    if loose or counted_behind(flat, part.end):
        return None
    if left > chunk.start and flat.startswith("大型", left - 2) and _GOODS.issuperset(chunk.shape[:last].lstrip("q")):
        # 大型光伏基地 are a kind, wherever they stand.
        return None
    first = compound_start(flat, found, i, start) if left == chunk.start else i
    if first < i:
        left = left_edge(flat, found[first], found[first].end)
    elif left == chunk.start and i > start and chunk.before in ("v", "u") and flat.endswith(_LOOSE, 0, found[i - 1].end) and (
            found[i - 1].shape[-1] in "q_"):
        # 一批集中拆解中心
        return None
    if flat[left] in _DIGITS and (date := _DATE.match(flat, left, part.start)):
        left = date.end()
    joined = _joined(flat, found, first, start)
    if joined is not None:
        left = left_edge(flat, found[joined], found[joined].end)
    halved = _halved(flat, found, first, part.end) if left == found[first].start else None
    if halved is not None:
        return halved, part.end, "carrier:halves"
    branch = _PART.match(flat, part.end) if flat[part.end - 1] in "园院" else None
    if branch:
        return left, branch.end(), "carrier:part"
    text = flat[left:part.end]
    if text in lexicon.own or part.kind == "S":
        return left, part.end, "carrier:known"
    bracketed = _bracketed(flat, found, i, start) if left == chunk.start else None
    if bracketed is not None:
        return bracketed, part.end, "carrier:brackets"
    if text in lexicon.bare or len(text) > 32 or _COUNT.search(text):
        return None
    if left == part.start:
        return None
    national = text.startswith("国家") and not text.startswith("国家级") and len(text) > 7
    if left < part.start and not national and _SORT.fullmatch(flat, left, part.start):
        return None
    if last == len(chunk.shape) - 1 and left == chunk.start and _GOODS.issuperset(chunk.shape[:last]) and (
            flat[part.start:part.end] in _KINDS):
        # 钢铁创新平台 is a kind.
        return None
    own = first < i or joined is not None or any(p.start >= left and p.kind in _OWN for p in chunk.parts[:last])
    if not own and flat[part.start:part.end] in lexicon.bare:
        return None
    return left, part.end, "carrier:suffix"


def _is_kind(flat: str, chunk: Chunk, part: Part, lexicon: Lexicon) -> bool:
    """Whether a carrier is of a kind, by what stands around it.

    What stands behind 等 says of what kind those in front are; 大数据中心体系 is what many centres make together;
    进园区 is said of what moves there; 甲航空港投资集团 is a company.
    """
    if part.end < chunk.end and flat.find("集团", part.end, chunk.end) >= 0:
        return True
    return chunk.before[-1:] == "e" and _PROPER.isdisjoint(chunk.shape) or flat.startswith(_SYSTEMS, part.end) or (
        flat[part.start - 1] == "进" or _is_object(chunk, part)) and flat[part.start:part.end] in lexicon.bare


def _is_object(chunk: Chunk, part: Part) -> bool:
    """Whether two characters that open a clause are its verb, and more of its objects follow: 赋予园区更大自主权."""
    return chunk.shape[:3] == "_s_" and part.start - chunk.start == 2 and chunk.before[-1:] in OPENS


_PROPER: Final = frozenset("kQrZ")
_SYSTEMS: Final = ("体系", "体制")
_DIGITS: Final = frozenset("0123456789")
_DATE: Final = re.compile(r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|底|末|初|中旬|上旬|下旬)?|年[底内])(?:之?前|内)?")


def _parted(flat: str, chunk: Chunk, last: int) -> int:
    """Return the carrier of a chunk that a count parts from what it holds: 西山科学城首批5家实验室."""
    first = chunk.shape.find("s")
    behind = chunk.parts[first].end
    return first if first < last and (counted_behind(flat, behind) or chunk.shape[first + 1] == "q") else last


def _bracketed(flat: str, found: Sequence[Chunk], i: int, start: int) -> int | None:
    """Return where a name begins that has a word in brackets inside: 东港(物流)园区."""
    chunk = found[i]
    if i < start + 2 or chunk.before != ")" or found[i - 1].before != "(" or flat[chunk.start - 1] != ")":
        return None
    front, inner = found[i - 2], found[i - 1]
    if inner.end - inner.start > 5 or inner.end + 1 != chunk.start or front.end + 1 != inner.start:
        return None
    left = left_edge(flat, front, front.end)
    return left if 1 < front.end - left < 12 and not _NESTED.intersection(front.shape) else None


_KINDS: Final = frozenset("创新平台 科创平台 科技创新平台 研发平台 产业平台".split())
_NESTED: Final = frozenset("oxpT")


def _shared(flat: str, found: Sequence[Chunk], i: int, last: int) -> bool:
    """Whether the word stands for all items of a list: 甲县、乙县化工园区, 再生铜、再生铝利用基地."""
    chunk = found[i]
    if chunk.before == "&" and i and found[i - 1].shape[0] == "k":
        # 甲公司整机及叶片基地
        return "s" not in found[i - 1].shape and bool(last) and _GOODS.issuperset(chunk.shape[:last])
    if chunk.before != "、" or i == 0 or "k" in chunk.shape:
        return False
    before, front = found[i - 1], chunk.shape[:last]
    if _PLACES.issuperset(before.shape) and chunk.shape[0] == "r" and before.before not in ("、", "&"):
        return flat[before.end - 1] in "区县市" and flat[chunk.parts[0].end - 1] in "区县市" and flat[chunk.parts[last].start:chunk.end] in ("园区", "化工园区", "工业园区", "开发区")
    return bool(front) and _GOODS.issuperset(front) and _GOODS.issuperset(before.shape)


_PLACES: Final = frozenset("r")
_GOODS: Final = frozenset("iwh")


def _joined(flat: str, found: Sequence[Chunk], i: int, start: int) -> int | None:
    """Return the chunk that 和 joins to this one as half of one name: 国家船舶与海工装备产业示范基地."""
    if i == start or found[i].before != "&":
        return None
    before, chunk = found[i - 1], found[i]
    if before.end - before.start == 1 and before.shape == "_" and chunk.start - before.end == 1:
        # 研和工业园区: one character is no item of a list.
        return i - 1
    owned = flat.startswith(("国家", "省", "市", "中国科学院", "中科院"), before.start) and not (
        flat.startswith(("国家级", "省级", "市级"), before.start))
    alike = (before.shape[-1:] in ("i", "w") or before.shape[-2:] == "in") and chunk.shape[:1] in ("i", "w", "h") or owned
    if alike and "s" not in before.shape and (owned or before.before[-1:] not in ("、", "&")):
        return i - 1
    return None
