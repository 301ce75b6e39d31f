"""Industries: the chains, clusters and segments that a task is about or names as things to develop.

A word of the lexicon is one wherever it stands; an unknown word is one by its place: behind 发展, in front of 产业, in a list
of things to develop, or in a list whose class says so (``等产业``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from liantu.loaders.names import counted, labelled, left_edge
from liantu.loaders.phrases import Chunk, Group, Part

__all__ = ["Found", "industry_items", "industry_key", "read_industries"]

# The endings of names of making and serving; an unknown name with one of them can be an industry.
_ENDING: Final = re.compile(
    r"(?:制造|加工|制品|用品|装备|设备|器件|组件|部件|零部件|材料|化学品|电子|医药|药物|制剂|疫苗|器械|器具|仪器|仪表|芯片|传感器|终端|软件|系统|技术|算法|机器人|汽车|整车|船舶|飞机|电池|能源|"
    r"发电|储能|光伏|风电|氢能|化工|冶炼|冶金|合金|陶瓷|玻璃|纤维|薄膜|涂料|树脂|橡胶|塑料|食品|饮料|饮品|茶|酒|乳品|水产|养殖|种植|种业|育种|农业|林业|牧业|渔业|旅游|文旅|康养|养老|医疗|健康|"
    r"物流|仓储|金融|保险|会展|电商|贸易|商贸|服务|设计|检测|封测|测试|咨询|租赁|维修|修造|回收|利用|治理|环保|经济|信息|通信|网络|计算|算力|数据|智能|安全|文化|创意|影视|动漫|游戏|体育|产业|工业|业|"
    r"建筑|建造|服装|服饰|纺织|家具|家电|家居|玩具|包装|印刷|造纸|模具|轴承|机床|机械|电机|电器|电缆|元件|元器件|显示|照明|激光|卫星|航天|航空|无人机|配件|面料|结构件|锻件|铸件|冲压件|压铸件|管件|零件|内饰件|催化剂|助剂|试剂|添加剂|棒材|板材|线材|管材|钢材|铝材|铜材|靶材|耗材|用钢|带钢|板带|刀具|夹具|模块|总成|海缆|基板|饲料|染料|颜料|香料|负极|正极|电解质|隔膜|零食|胶|工具|座舱|引擎|终端|膜|云)$"
)
# Adjectives that belong to the name of an industry; other unknown text in front of a known one does not.
_ADJECTIVE: Final = re.compile(
    r"(?:现代|先进|高端|智能|智慧|绿色|新型|高性能|高精度|高纯|精密|特种|特色|优质|精品|精细|数字|海洋|深海|深远海|海上|船用|车用|车规级|车载|医用|民用|军用|工业|农业|航空|航天|轨道|新一代|服务型|功能性|功能|"
    r"可降解|柔性|微型|中高端|低碳|零碳|生态|健康|时尚|高技术|未来|乡村|海岛|内河|远洋|跨境|保税|有机|富硒|电子级|电池级|超高清|分布式|集中式|无人|印刷及|规模化|集约化|设施|高效|清洁)+$"
)
# A head that names a class of things and no industry: 新能源汽车领域 is 新能源汽车.
_CLASSES: Final = re.compile(r"(?:特色|主导|先导|首位|富民|标志性|战略性|优势|支柱|重点|核心|配套|关联|相关|传统|新兴|未来|新)产业|领域|环节|行业|板块|赛道|业态|模式|方向|体系|生态|产业化|产业上下游")
_VAGUE: Final = re.compile(
    r"(?:传统|后续|周边|零碳|政务|中介|财政|现代|未来|先进|优质|绿色|低碳|高端|高端化|智能化|绿色化|数字化|数字|高质量|高附加值|高技术|高新技术|战略性?|主导|首位|优势|特色|支柱|支撑|重点|核心|关联|配套|相关|上游|下游|上下游|中下游|区域|城市|县域|乡村|农村|"
    r"民族|地方|本地|本土|跨区域|跨界|城镇|承接|转移|科技|人才|项目|企业|标志性|富民|兴村|强村|扶贫|帮扶|就业|市场|社会|关键|新型|实体|龙头|链主|共性|产学研|各|该|其|基础|创新|融合|生态|循环|低效|高效|落后|过剩|外向型|"
    r"开放型|出口|进口|国产|沿海|沿江|海岛|总部|平台|园区|集群|集聚区|集聚|制造|主题|细分|同类型?|新质|先导|先行|标杆|样板|示范|大中小|供应链|价值链|创新链|资金链|文化|技术|资源|经济|重要|海洋|特大|骨干|两业|工业|农业|服务|新|大|小|全|整个|高|主|支)+"
)
_NOT: Final = re.compile(
    r"[“”\"《》]|^[\d.]|企业|年产|\d(?:吨|条|万|个|套|台|亩|家|亿|座|公里|张|件|项|户|名|批|%)|^(?:研究|科学研究)$|^(?:个|项|条|等|次|万|亿|了|其|该|各|所|被|让|使)|"
    r"(?:率|量|额|值|价|费|数|人|度|会|日|年|月|家|个|所|员|者|名|村|户|次|亩|元|力|性|化|型|级|制度|机制|体系|政策|方案|规划|行动|计划|能力|水平|环境|优势|问题|工作|任务|目标|活动|标准|模式|建设|改革|资金|资源|土地|人才|队伍|企业|"
    r"项目|主体|市场|需求|机遇|场景|产品|设施|布局|空间|格局|方向|特色|品牌|基础|基地|园区|平台|中心|通道|枢纽|城市|社区|乡村|区|镇|县|市|公共服务|专利|商圈|基本盘|动力源|梯队|线路|条件|成果|要素|载体|渠道|理念|道路|效应|攻关|转化|应用|产权|权|证|学院|学校|专业|课程|团队|群众|居民|"
    r"单位|部门|群体|机构|地区|范围|阶段|关系|结构|联盟|联合体|政府|组织|办法|意见|通知|监管|执法|管理|安全生产|支持|保障|支撑|重点|关键|潜力|精神|生活|消费|投资|融资|贷款|补贴|奖励|税收|收入|就业|创业|创新|合作|开放|交流|路径|实际|现状|问题|可行性|规律|后续|点|线路|网|库|港|站|馆|院|房|楼|街|路|桥|山|湖|河|岛|湾)$"
)
_MADE: Final = re.compile(r"(?:业|制造|加工|装备|材料|器件|零部件|服务)$")
_TRADE: Final = re.compile(r"(?:制造|服务|加工|养殖|种植|运输|采选|冶炼)业$")
# A verb behind an item of a list is a part of it: 图像处理、视频云.
_RIGHT: Final = re.compile(r"(?:处理|加工|维修|检测|监测|回收利用|回收|综合利用|利用|治理|运营|管理|交易|应用|服务|维护|改造)(?=[、,。;)和与及等\n])")
_SHOW: Final = re.compile(r"博览会|大会|论坛|展|园|基金|协会|联盟|学院|研究院|人才|政策|基地|平台|规划|园区|链主|工人")
_COUNTED: Final = re.compile(r"(?:标志性|重大|重点|产业|投资|工业|先进|优质|一批)*项目$")
_IS_CLASS: Final = re.compile(r"(?:(?!条件|场景|环境|用途|部门|单位)[^,。]){0,8}?(?:产业|行业|领域|制造业|服务业|装备|材料|产品|短板|技术|业态|新模式|部件|环节|作物|品种|食材|经济|方向|特色农产品)")
_TRAIL: Final = re.compile(r"(?:全?产业链条?|特色产业|产业集聚区|产业集群|产业|集群|集聚区|行业)+$")


class Found(NamedTuple):
    """An industry in a flat text; ``chunk`` is the chunk that it stands in, ``list`` the first chunk of its list."""

    start: int
    end: int
    rule: str
    chunk: int
    list: int


class _Setting(NamedTuple):
    """What stands around a chunk: verbs in front of its list, and what the list says of it."""

    grows: bool
    develops: bool
    pushes: bool
    classed: bool
    counts: bool
    heading: bool
    known: int
    total: int


def industry_key(name: str) -> str:
    """Return a name without the words that only say that it is an industry.

    Examples
    --------
    >>> industry_key("LNG产业链") == industry_key("LNG全产业链") == industry_key("LNG")
    True
    """
    return _TRAIL.sub("", name) or name


def read_industries(flat: str, found: Sequence[Chunk], lists: Sequence[Group], *, title: int, cell: bool = False) -> list[Found]:
    """Return the industries in the lists.

    Parameters
    ----------
    title : int
        The flat end of the task's heading: a bare word that fills it is what the task is about.
    cell : bool
        Whether the stretch is a list without a verb, as in a table, under a heading that names an industry.
    """
    names: list[Found] = []
    for group in lists:
        letters = group.letters
        if cell or "i" in letters or "w" in letters or "h" in letters or "_g" in letters or group.kind >= 0 or found[group.first].before[-1:] == "D":
            names.extend(_group(flat, found, group, title, cell=cell))
    return names


# An item of a column of industries that is a figure, a plan or a body.
_NO_CELL: Final = re.compile(r"\d[\d.]*(?:[万亿]?元|%|[个家张件项条套台吨亩座户])|企业|项目$|以上$|[《》]")


def industry_items(flat: str, cells: Sequence[tuple[int, int]], chunk: int) -> list[Found]:
    """Return the items of a column of industries, whatever words they are made of."""
    return [Found(low, high, "industry:cell", chunk, chunk) for low, high in cells if high - low > 1 and not _NO_CELL.search(flat, low, high)]


# Behind 及 these are the other half of a name: 页岩气及材料产业集群.
_HALVES: Final = frozenset("材料 装备 应用 制造 设备 服务 零部件 器械 配套 制品 部件 加工".split())
_MARKS: Final = frozenset(".,、&()eT")


def _noun(flat: str, found: Sequence[Chunk], i: int) -> bool:
    """Whether 发展 in front of a chunk is a noun: 产业发展趋势. Behind a place it is a verb."""
    if found[i].before[-1:] != "D" or i == 0 or not _MARKS.isdisjoint(found[i].before):
        return False
    before = found[i - 1]
    if before.shape[-1] == "q":
        return False
    if flat[before.start:before.end] in ("地", "地区", "省份"):
        return False
    return before.shape[-1] not in "rz" and flat[before.end - 1] not in "区县市镇乡岛道省"


def _group(flat: str, found: Sequence[Chunk], group: Group, title: int, *, cell: bool) -> list[Found]:
    """Return the industries of one list of chunks, each item judged with its neighbours in view."""
    first, last, kind, letters = group
    head = found[first]
    if labelled(flat, head.start):
        return []
    lead = head.before[head.before.rfind(".") + 1:]
    total = last - first
    colon = total > 2 and flat[head.start - 1:head.start] == ":"
    if kind >= 0 and (flat.endswith("工程", found[kind].start, found[kind].end) or _in_use(flat, found[kind])):
        return []
    # Items of 等项目 are works; only what a table knows is an industry in them.
    noun = _noun(flat, found, first) or kind >= 0 and "p" in found[kind].shape
    pushes = not noun and ("D" in lead or "d" in lead or "u" in lead or colon)
    tail = found[last - 1].shape
    counts = tail[-1:] == "p" and counted(flat, head.start, head.end) is not None
    setting = _Setting(
        grows=cell and "i" in letters + ("i" if "w" in letters else "") or not noun and lead[-1:] == "D" or colon,
        develops=cell or not noun and ("D" in lead or "d" in lead) or colon,
        pushes=pushes,
        classed=pushes and flat.endswith(_MAKERS, head.start, found[last - 1].end) or kind >= 0 and _is_class(flat, found[kind], pushes=pushes) or total > 1 and (tail[-1] == "h" or tail[-2:] == "h_" and found[last - 1].parts[-1].end - found[last - 1].parts[-1].start == 1) or counts,
        counts=counts,
        heading=total == 1 and head.end <= title,
        known=sum(1 for item in found[first:last] if "i" in item.shape or item.shape[-1:] == "w") if total > 1 else 1,
        total=total,
    )
    names: list[Found] = []
    for i in range(first, last):
        name = _item(flat, found[i], setting)
        if name and names and found[i].before == "&" and names[-1].chunk == i - 1 and industry_key(flat[name[0]:name[1]]) in _HALVES:
            names[-1] = names[-1]._replace(end=name[1])
        elif name:
            names.append(Found(*name, i, first))
    return names


_USES: Final = re.compile(r"(?:更新|主动|率先|常态化|使用|采用|开放|购置|配备)")


_MAKERS: Final = "企业"


def _in_use(flat: str, kind: Chunk) -> bool:
    """Whether a list is one of fields that use a thing: 推动甲、乙等领域更新设备."""
    match = _FIELD.match(flat, kind.start, kind.end)
    return match is not None and _USES.match(flat, match.end()) is not None


_FIELD: Final = re.compile(r"(?:重点)?领域")


def _is_class(flat: str, kind: Chunk, *, pushes: bool) -> bool:
    """Whether the words behind 等 say that the list is one of industries; 等领域 says so only behind a verb of promotion."""
    match = _IS_CLASS.match(flat, kind.start, kind.end)
    if match and match[0].endswith(("领域", "行业", "环节", "产品", "短板", "技术", "方向")):
        return pushes
    return match is not None or kind.shape[-1:] == "i"


def _item(flat: str, item: Chunk, setting: _Setting) -> tuple[int, int, str] | None:
    """Return the industry in one chunk, or None."""
    shape = item.shape
    if shape == "i":
        return item.start, item.end, "industry:word"
    if shape == "w" and not (setting.heading or setting.classed or setting.grows or setting.pushes and setting.known > 1):
        return None
    if "o" in shape or "T" in shape or "k" in shape:
        return None
    cut = max(shape.rfind("s"), shape.rfind("S"))
    if cut >= 0 and len(shape) > cut + 1 and shape[-1] == "i":
        part = item.parts[-1]
        return part.start, part.end, "industry:word"
    if not _NESTED.isdisjoint(shape):
        return _inside(flat, item, setting)
    head = shape.find("h")
    if head < 0 and shape[-1] == "g" and flat.endswith("产业", item.start, item.end):
        head = len(shape) - 1
    if head >= 0:
        return _headed(flat, item, item.parts[:head], item.parts[head], setting)
    return _bare(flat, item, setting)


_NESTED: Final = frozenset("sSpxc")


def _headed(flat: str, item: Chunk, core: list[Part], head: Part, setting: _Setting) -> tuple[int, int, str] | None:
    """Return the industry in front of 产业, 产业链, 领域 …"""
    while core and (core[-1].kind == "q" or core[-1].kind == "_" and counted(flat, core[-1].start, core[-1].end)):
        core, head = core[:-1], core[-1]
    if not core:
        return None
    # At the head of a clause two characters in front are hardly a verb: 铝基新材料产业.
    opens = item.before[-1:] in (".", ",", "") and core[0].end - core[0].start < 3
    left = _left(flat, item, core, kept=opens or setting.grows or item.before in _JOINS and setting.pushes)
    end = core[-1].end
    kinds = "".join(part.kind for part in core if part.end > left)
    if not kinds or left >= end:
        return None
    whole = end if head.kind in "q_" or _CLASSES.search(flat, head.start, head.end) else head.end
    if kinds[-1] in "iw":
        return left, whole, "industry:head"
    if _SHOW.match(flat, head.end, item.end):
        return None
    text = flat[left:end]
    if kinds[-1] == "Q":
        return left, whole, "industry:head-open"
    if 1 < len(text) < 13 and not _VAGUE.fullmatch(text) and not _NOT.search(text) and (
            setting.pushes or setting.classed or setting.heading or "i" in kinds or _ENDING.search(text)):
        return left, whole, "industry:head-open"
    return None


# 光伏车, LNG船, 铝合金板: one character more makes a good of a material or field.
_THING: Final = frozenset("船车机器件材剂膜片板管泵阀灯锅窗柜床椅鞋帽酒茶油糖肥药")


# How much of it, and those who make it: 设施蔬菜2万亩, 冷泡茶饮企业3家以上.
_MUCH: Final = re.compile(
    r"(?:(?:配套|加工|生产|制造|下游|龙头|头部)*企业)?(?:(?<=[一-龥])\d[\d.]*(?:[-~至]\d+)?(?:余|多)?[万亿千百]?(?:亩|头|只|羽|吨|棵|株|平方米|家|个|条|台|套|户|箱|公里|标箱|元|千瓦|兆瓦|张|件|项|辆|艘)(?:以上|左右)?)$|(?<=.)(?:配套|加工|生产|制造|下游)*企业$")


def _bare(flat: str, item: Chunk, setting: _Setting) -> tuple[int, int, str] | None:
    """Return the industry in a chunk without a head."""
    parts = item.parts
    left = _left(flat, item, parts, kept=setting.grows or item.before in _JOINS and setting.pushes)
    kinds = "".join(part.kind for part in parts if part.end > left)
    if not kinds:
        return None
    if kinds[-1] == "i":
        return left, item.end, "industry:word"
    if kinds[-2:] in ("i_", "w_") and parts[-1].end - parts[-1].start == 1 and flat[parts[-1].start] in _THING and (setting.pushes or setting.classed):
        return left, item.end, "industry:word"
    match = _MUCH.search(flat, left, item.end)
    stop = match.start() if match and kinds[-1] == "_" and (setting.develops or setting.classed) else item.end
    if stop < item.end:
        kinds = "".join(part.kind for part in parts if part.end > left and part.start < stop)
        if not kinds:
            return None
        if kinds[-1] == "i" and setting.pushes:
            return left, stop, "industry:word"
    if setting.grows or setting.classed or setting.develops and setting.total > 1:
        match = _RIGHT.match(flat, stop)
        stop = match.end() if match and stop == item.end else stop
    text = flat[left:stop]
    sound = 1 < len(text) < 13 and not _NOT.search(text) and not _VAGUE.fullmatch(text)
    listed = setting.total > 1
    if kinds[-1] == "w":
        if setting.heading or setting.classed or setting.grows or setting.pushes and listed and setting.known > 1:
            return (left, stop, "industry:weak") if sound or kinds == "w" else None
        return None
    strong = next((part for part in reversed(parts) if part.kind == "i" and part.start >= left), None)
    ending = sound and _ENDING.search(text) is not None
    if sound and setting.grows:
        return left, stop, "industry:grow"
    if kinds[-1] == "g" and sound and _TRADE.search(text):
        return left, stop, "industry:trade"
    if ending and strong is not None and stop - strong.end < 7 and _MADE.search(text):
        return left, stop, "industry:ending"
    if ending and (setting.classed or setting.develops and (listed or strong is not None) or setting.pushes and listed and setting.known):
        return left, stop, "industry:ending"
    if sound and listed and (setting.classed and len(text) < 9 or setting.develops and setting.known * 2 > setting.total):
        return left, stop, "industry:list"
    if strong is not None and (strong.end - strong.start > 2 or setting.heading) and not _ASIDE.match(flat, strong.end):
        at = parts.index(strong)
        while at and parts[at - 1].kind in "iw" and parts[at - 1].start >= left:
            at -= 1
        return parts[at].start, strong.end, "industry:passing"
    return None


# Behind these an industry is named aside: an event, a vehicle, a statistic, a device in use.
_ASIDE: Final = re.compile(
    r"[一-龥]{0,4}?(?:大赛|赛事|骑游|论坛|线路|航线|公交车|冷藏车|车辆|起降|编队|植保|服务站|大会|活动|周|节|日|人民币|零售总额|零售额|直达|航班|监管|执法|巡查|巡检|实名|注册|驾驶|数据集|标准|专利|专业|课程|理念|人才|工程|全流程|基本盘|成果|品牌|地理)"
)




def _droppable(flat: str, core: Sequence[Part], at: int, *, kept: bool) -> bool:
    """Whether unknown text in front of a known industry is no part of its name."""
    part = core[at]
    text = flat[part.start:part.end]
    if part.kind == "Q":
        return at + 1 < len(core) and core[at + 1].kind == "i"
    if part.kind not in "_n" or text in _OWNERS:
        return part.kind == "_"
    if _SUM.search(text):
        return True
    if at + 1 == len(core) or core[at + 1].kind != "i":
        return False
    return not (kept and len(text) < 6 or _ADJECTIVE.fullmatch(text))


_SUM: Final = re.compile(r"\d[\d.]*[万亿]?(?:元|亩|吨)$")
_JOINS: Final = frozenset({"、", "&"})
_OWNERS: Final = frozenset({"省", "市", "县", "区", "国家", "全省", "本市", "各地"})


def _left(flat: str, item: Chunk, core: Sequence[Part], *, kept: bool = False) -> int:
    """Return where the industry begins: behind counts, scope words, a place, and unknown text that is no adjective.

    Unknown text is ``kept`` where a verb of development or the item before ends right in front of it.
    """
    left = left_edge(flat, item, item.end, proper=False)
    zone = item.shape.rfind("z", 0, len(core) - 1)
    if zone >= 0:
        left, core = core[zone].end, core[zone + 1:]
    for at, part in enumerate(core):
        if part.start < left and part.end > left and part.kind == "_" and at + 1 < len(core) and core[at + 1].kind == "i":
            left = left if kept or _ADJECTIVE.fullmatch(flat, left, part.end) else part.end
        elif part.start == left and (
                part.kind in "rzZ" and not (at + 1 == len(core) - 1 and core[-1].end - core[-1].start < 2) or _droppable(flat, core, at, kept=kept)):
            left = part.end
        elif part.start == left:
            break
    return left


def _inside(flat: str, item: Chunk, setting: _Setting) -> tuple[int, int, str] | None:
    """Return an industry inside the name of a carrier or work: 塑机螺杆小微企业园, 2个石化新材料项目."""
    parts = item.parts
    for at in range(len(parts) - 2, -1, -1):
        part, after = parts[at], parts[at + 1]
        if part.kind == "i" and (after.kind == "h" or flat.startswith(_PARKS, after.start)):
            return part.start, part.end, "industry:inside"
    if _PLAIN.fullmatch(item.shape):
        left = _left(flat, item, parts[:-1])
        if left < parts[-1].start:
            return left, parts[-1].start, "industry:inside"
    if setting.heading and ("p" in item.shape or "x" in item.shape):
        for part in reversed(parts):
            if part.kind in "iw":
                return part.start, part.end, "industry:inside"
    if setting.counts or parts[-1].kind == "p" and counted(flat, item.start, item.end):
        match = _COUNTED.search(flat, item.start, item.end)
        left = left_edge(flat, item, item.end, proper=False)
        if match and left < match.start() and (set(item.shape) & set("iw") or _ENDING.search(flat[left:match.start()])):
            text = flat[left:match.start()]
            if "i" in item.shape or 1 < len(text) < 13 and not _NOT.search(text) and not _VAGUE.fullmatch(text):
                return left, match.start(), "industry:counted"
    head = item.shape.find("h")
    if setting.pushes and 0 < head < len(parts) - 1:
        return _headed(flat, item, parts[:head], parts[head], setting)
    if (setting.pushes or setting.heading) and _NAMED.isdisjoint(item.shape):
        for at in range(len(parts) - 2, -1, -1):
            if parts[at].kind == "i" and parts[at + 1].kind in "sp":
                return parts[at].start, parts[at].end, "industry:inside"
    return None


_PLAIN: Final = re.compile(r"[qZ]*_?[iw]*i[iw]*[ps]")
_NAMED: Final = frozenset("rkQSZ")
_PARKS: Final = ("产业园", "小微", "产业大脑", "产业平台", "行业", "产业基地", "特色产业")
