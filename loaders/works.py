"""Projects: named, concrete works and investments; programmes of measures are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from liantu.loaders.carriers import LEANT, is_base
from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import Name, compound_start, counted, counted_behind, labelled, left_edge, line_start
from liantu.loaders.phrases import LIST, OPENS, Chunk, Group
from liantu.loaders.plants import (
    BEGUN,
    SIGNED,
    begun,
    finished,
    is_opened,
    is_plant,
    labelled_works,
    opened,
    renewals,
    renewed,
    sized,
)

__all__ = ["read_works"]

_OWN: Final = frozenset("rksSZzxco_")
_WIDE: Final = _OWN | {"i", "w"}
# Structures of which every town has many: the name of an industry in front makes none of its own.
_MANY: Final = ("通道", "工厂", "公园", "广场", "接收站", "加氢站")
_CLASS: Final = re.compile(r"(?:[十百千万]亿元?级|重大|重点|示范|试点|骨干|关键|先导|配套|技改|扩建|新建|续建|招商|引领性|支撑性|产业|标志性|龙头|优质|一批|制造业|工业|投资|基础设施|交通|水利|能源|民生|建设|以上|\d+个|亿元|签约|在建)*(?:项目|工程)")
# Words that say of what sort a project is, not which.
_SORT: Final = re.compile(
    r"(?:[一二三四]季度末?|上半年|下半年|年[初底末]|有实质性|实质性|省级?|市级?|县级?|区级?|国家级?|全[省市]|我市|重大|重点|科技|技术|创新|产业|产业链|产业化|企业|科研|研发|计划|基金|自然|战略|规划|开放|旗舰|整体|总体|主体|优质|"
    r"示范|攻关|装修|安装|竞赛|解码|文化|标识|民生|制造业?|"
    r"类|零部件|试点|揭榜挂帅|储备|人才|合作|改革|改造|技术改造|数字化改造|机器换人|安全|管控|招商|引进|首批|第[一二三四五六七八九十]+批|带动|强链|补链|工业|投资|亿元|以上|落地|在建|拟建|外资|"
    r"内资|高质量|领域|服务|专项|资金|土建|桩基|收尾|"
    r"水利|交通|市政|绿化|公益|基础|研究|尖兵|领雁|新|老|旧|小|微|大|中|型|青年|拔尖|建设|政府|公益性|补贴|奖补|配套|附属|设施|审批|备案|标准|提升|融合|发展|PPP|ppp|专项债券?|技改|"
    r"签约|前期|开工|竣工|续建|新建|扩建|扩能|扩产|扩容|增产|民间|央企|国企|教育|更多|更大|各类|各级|相关|其他|集群式?|组团式|开发区|园区|"
    r"医疗|文旅|农业|旅游|环保|节能|节水|供水|供热|供气|排水|污水|处理|管网|道路|生态|修复|整治|治理|抗震|防汛|救灾|新上|经常|旗舰|阶梯|攀升|的|了|和|与|及|、|等|[“”]|两高|"
    r"智能化?|绿色化?|低碳化?|智改数转|自动化|现代|综合|国际|物流|多式联运|开放|对外|出海|出省|立体|跨境|中央|预算内?|内|再贷款|贷款|设备更新|更新|补短板|短板|公共|环境|产业园区|两级|[省市县镇区]|[省市县]长|"
    # What every town has, and improves.
    r"病险|水库|除险加固|除险|加固|山洪沟|中小河流|河流|河道|小流域|水土保持|公办|幼儿园|学校|中小学|校舍|医院|卫生院|老旧小区|小区|棚户区|棚改|城中村|城市更新|农村|饮水|饮用水|水源地|高标准|农田|灌区|"
    r"公路|雨污分流|背街小巷|厕所|路灯|停车场|保障性|住房|安居|危房|公共服务|以工代赈|农产品|产地|冷藏|保鲜|冷链|全连接|5G|数字化|智慧|"
    r"水源|引调水|调水|河湖|连通|水系|气化|煤改[气电]|整县|屋顶|分布式|集中式|光伏|风光|风电|新能源|清洁能源|储能|新型|独立|共享|源网荷储|一体化|储备林|国土|森林|林业|湿地|矿山|尾矿|历史遗留|综合利用|资源化|"
    r"城市|城镇|生命线|燃气|热力|供暖|集中|防涝|排涝|提标|养老|托育|健身|全民|场地|体育|粮食|产后|体系|主食|子?基金|军工|军民|无人机|物流配送|配送|低空|降碳|减碳|减排|余热|余压|热电联产|充换?电|多层|高层|"
    r"商业|步行|餐饮|美食|历史文化|大型|中型|小型|公用|信息化|自然资源|应急|消防|救援|气象|粮油|种业|畜牧|渔业|养殖|种植|帮扶|振兴|乡村|村庄|村级|集体经济|就业|社区|园区|企业|"
    r"电网|主网架|配电网|农网|增量|流域|补水|山水林田湖草沙|非遗|体验|粮库|储备粮?|转移|承接|东部|投贷联动|普通国?|县城|过境|交通强|强[省市县]|陆海|人居|数字|提档|提质|"
    r"个别|部分|入企|惠企|三次|康养|公转[铁水]|超低|排放|行业|矿区|"
    r"[\d.]+[个项])*"
)
_NUMBER: Final = re.compile(r"^[过超达]?\d+[十百千万]?亿?元|^(?!.*年产).*平方米|公顷|\d+(?:个|项(?!目)|家|起|处|亩)|^[漫夜畅乐]游|^\d{4}年|^一起")
_PROPER: Final = frozenset("kQrZ")
_PURE: Final = frozenset({"i", "w", "ii", "iw", "ww"})
# A date, or the end of a phrase, in front of a name.
_FRONT: Final = re.compile(r"(?:(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|底|末|中旬|上旬|下旬|份|初)?|年内|年底|[十五]一|国庆节?|春节|元旦|上半年|下半年)(?:之?前|内)?|新改扩?建|改建|新上|续建|拟建|至|到|经由|途经)(?=[一-龥])")
_FRONTS: Final = frozenset("0123456789年十五国春元上下新改续拟至到经途")
# What goes on behind a structure and still belongs to its name: 铁路S2线临海段, 二期系统治理.
_TAIL: Final = re.compile(
    r"(?:工程)?(?:增建二线|电气化改造|扩能改造)?(?:[A-Z]?\d+号?线)?(?:[一二三四五]期)?(?:[一-龥]{2,5}至[一-龥]{2,5}?段|[东西南北一-龥]{1,4}段)?段?(?:延伸线|延长线|延伸段)?(?:[一二三四五六]采区)?"
    r"(?:(?:系统|综合|提标|提质|升级|提升|搬迁|扩能|扩容|[智自绿数专现][能动色字业代]化)*(?:治理|整治|改造|扩建|改扩建|技改|扩能|扩容|扩产|迁建|搬迁)(?:升级|提升)?(?:工程|项目)?(?=[、,。;)建征等\n]|$))?"
)
# Only lines have sections.
_LINE: Final = re.compile(r"铁路|高铁|高速|线$|公路|[国省]道|隧道|快速路|地铁|绕城|轻轨")
# What ends an item of a list of projects: 新亚纸业搬迁改造.
_RIGHT: Final = re.compile(r"[一-龥]{0,4}?(?:搬迁改造|提升改造|技术改造|技改|扩产|扩能|扩容|改扩建|扩建|改造|迁建|搬迁|置换|升级|加工|制造|开发|利用|处理|处置|回收|治理|修复|储备|整合)(?=[、,和与及等])")
_LOOSE: Final = re.compile(
    r"(?:重大|重点|首批|标志性|特色|优质|竞赛|解码|达标|标准提升|创新建设|控规|工程计划|扶持|补助|前期类?|类|示范|试点|培育|质量提升|拔尖创新|战略规划|第[一二三四五]批|生态修复|耕地|跟着|围着|盯着)项目$|"
    r"(?:绿色低碳|数字|智能|未来|灯塔|组件|电池|零碳|低碳|近零碳|卓越|示范|标杆|领航|无人|黑灯)工厂$|停车泊位$"
)
# 海洋工程用钢 is a good; 枢纽效应 is no work.
_GOES_ON: Final = re.compile(r"(?<=工程)(?:用[钢材品]|塑料|技术|装备|机械|车|咨询|学院?)")
_EFFECT: Final = re.compile(r"(?:夜市|商圈|周边|片区|组团|沿线|方向|卡车|航班|航线|班列|运输|效应|功能|优势|作用|能级|地位|经济|带动)")
# Programmes for people and standards are no works.
_PEOPLE: Final = re.compile(r"人才|企业家|专家|学者|博士|青年|计划”?|素质|培养|培训|新星|志愿|开源|标准化项目|课题|金桥|帮扶|扶持|奖补|补贴|成果转化")
_ACTS: Final = frozenset("实施 深入实施 开展 组织实施 推进实施".split())
_HEADING_ACTS: Final = ("实施", "开展")


def read_works(
    flat: str, found: Sequence[Chunk], lists: Sequence[Group], start: int, lexicon: Lexicon,
) -> list[Name]:
    """Return the projects in the lists; ``start`` is the first chunk of the stretch."""
    names: list[Name] = []
    read = 0
    for first, last, kind, letters in lists:
        head = found[first].start
        if head < read:
            continue
        if head > 0 and flat[head - 1] == ":" and flat.endswith(_LABELS, 0, head):
            read = _line_end(flat, head)
            names.extend(labelled_works(flat, head, read))
            continue
        known: dict[int, Name] = {}
        if "s" in letters:
            firms = head > 0 and flat[head - 1] == ":" and labelled(flat, head)
            names.extend((found[i].start, found[i].end, "work:base") for i in range(first, last) if not firms and (
                found[i].shape[-1] == "s" and (found[i].shape[0] == "k" or "_" in found[i].shape)
                and (is_plant(flat, found[i]) or is_base(flat, found[i]))))
            names.extend(opened(flat, found, first, last))
        if "k" in letters and found[last - 1].shape[0] == "k" and (started := begun(flat, found[last - 1])):
            names.append(started)
        if "_" in letters and SIGNED.search(flat, head, found[last - 1].end):
            names.extend(sized(flat, found, first, last))
        if "k" in letters or "_w" in letters or "_i" in letters or "f" in letters:
            names.extend(renewals(flat, found, first, last, lexicon))
        if "p" in letters or "x" in letters:
            for i in range(first, last):
                if "p" in found[i].shape or "x" in found[i].shape:
                    name = _work(flat, found, i, start, lexicon)
                    if name:
                        known[i] = name
            names.extend(known.values())
            if known and last - first > 1:
                names.extend(renewed(flat, found, range(first, last), known))
            if kind >= 0 or last - first > 1:
                known.update({i - 1: name for i, name in known.items() if i > first and name[0] < found[i].start and i - 1 not in known})
        if kind >= 0 and "p" in found[kind].shape:
            part = found[kind].parts[found[kind].shape.find("p")]
            if _CLASS.fullmatch(flat, found[kind].start, part.end):
                # “强芯”、“育苗”等工程 are programmes.
                quoted = flat[part.end - 2:part.end] == "工程"
                names.extend(name for name in _listed(flat, found, range(first, last), start, lexicon, skip=known)
                             if not (quoted and flat[name[0]] in '“"' and flat[name[1] - 1] in '”"'))
        elif known and ("p" in letters or is_opened(flat, found[first].start)) and last - first > 1 and not _VERBS.isdisjoint(found[first].before):
            whole = last - 1 in known and found[last - 1].shape[-1:] == "p" or is_opened(flat, found[first].start)
            names.extend(_listed(flat, found, range(first, last), start, lexicon, skip=known, carriers=not whole))
        elif known and last - first > 1 and BEGUN.match(flat, found[last - 1].end):
            names.extend(finished(found, range(first, last), known))
    return names


_VERBS: Final = frozenset("vud")
# A list behind one of these is one of works, whatever its items are called.
_LABELS: Final = (
    "重点项目:", "重大项目:", "支撑项目:", "支撑性项目:", "标志性项目:", "在建项目:", "拟建项目:", "主要项目:", "龙头项目:", "牵引性项目:", "项目清单:", "代表项目:", "续建项目:", "新建项目:",
    "开工项目:", "竣工项目:", "投产项目:", "储备项目:", "谋划项目:", "核心项目:", "骨干项目:", "签约项目:", "招商项目:", "产业项目:", "工业项目:", "建设项目:", "推进项目:", "重点工程:", "重大工程:",
)


def _line_end(flat: str, low: int) -> int:
    """Return the end of the sentence or line that begins at ``low``."""
    end = flat.find("\n", low)
    stop = flat.find("。", low, end)
    return end if stop < 0 else stop


def _work(flat: str, found: Sequence[Chunk], i: int, start: int, lexicon: Lexicon) -> Name | None:
    """Return the project that a chunk ends in, or None."""
    chunk = found[i]
    last = max(chunk.shape.rfind("p"), chunk.shape.rfind("x"))
    if last and chunk.shape[last - 1] == "p" and chunk.parts[last - 1].end - chunk.parts[last - 1].start == 2 and (
            flat[chunk.parts[last].end - 1] != "期"):
        last -= 1
    part = chunk.parts[last]
    left = left_edge(flat, chunk, part.start)
    if "o" in chunk.shape[last + 1:last + 3] or chunk.shape[last + 1:last + 2] in ("s", "c"):
        return None
    if left > chunk.start and counted(flat, chunk.start, left) or counted_behind(flat, part.end) and flat[part.end - 1] != "期":
        return None
    if chunk.before[-1:] == "e" and _PROPER.isdisjoint(chunk.shape):
        # What stands behind 等 says of what kind the works in front are.
        return None
    if part.kind == "x" and flat.endswith(LEANT, 0, _list_start(found, i, start)):
        # What stands already is no work.
        return None
    if chunk.shape[0] == "k" and flat.endswith("工厂", 0, part.end) and _stands(flat, found, i, start):
        # 支持甲东山工厂放量: what a company has already.
        return None
    if part.kind == "p" and _GOES_ON.match(flat, part.end) or part.kind == "x" and _EFFECT.match(flat, part.end):
        return None
    first, left = _extent(flat, found, i, start, left)
    if first < i and left > found[first].start and counted(flat, found[first].start, left):
        # 一批前沿技术 + 研发 + 项目: a count in front of the whole name.
        return None
    if i > start and part.kind == "p" and first > start and (line := line_start(flat, found, i, start, part.end)) < first:
        first, left = line, found[line].start
    kinds = _OWN if part.kind == "p" or flat.endswith(_MANY, part.start, part.end) else _WIDE
    own = first < i or any(p.start >= left and p.kind in kinds and (p.kind != "_" or p.end - p.start > 1)
                           for p in chunk.parts[:last])
    if flat[left] in _FRONTS and left == found[first].start and (match := _FRONT.match(flat, left, part.start)):
        left = match.end()
    text = flat[left:part.end]
    if not own or text in lexicon.bare or not 3 < len(text) < 40 or _SORT.fullmatch(flat, left, part.start):
        return None
    if part.kind == "p" and part.start - chunk.start == 2 and chunk.before[-1:] in OPENS and flat.startswith(_ASPECTS, part.end):
        # 压缩项目审批时间: two characters that open a clause are its verb.
        return None
    if _NUMBER.search(text) or chunk.shape[0] != "k" and _LOOSE.search(text):
        return None
    if part.kind == "x" and (flat[left].isdigit() and _CAPACITY.match(flat, left, part.end) or flat[part.end - 1] == "纽" and "算力" in text):
        # The hubs of the computing network are no works.
        return None
    if part.kind == "x" and (flat[left - 1] == "的" and flat.endswith(_STANDING, 0, left) or flat[part.end] == "运" and flat.startswith("运行", part.end)
                             or flat[part.end - 1] == "道" and (text.endswith("绿色通道") or "p" in chunk.shape[:last])):
        # 已建成的甲水厂, 甲水厂运行稳定; the ways of papers and people.
        return None
    if part.kind == "p" and (_PEOPLE.search(text) and not set("xs") & set(chunk.shape)
                             or text.endswith("工程") and _programme(flat, found, (first, i, start), text, lexicon)):
        return None
    match = _TAIL.match(flat, part.end) if part.kind == "x" else None
    if match and flat[match.end() - 1] == "段" and not _LINE.search(flat, left, part.end):
        match = None
    stop = match.end() if match else part.end
    return left, stop, "work:suffix"


_ASPECTS: Final = ("审批", "审核", "审查", "申报", "评审", "用地", "用能", "数量", "周期", "时间", "时限", "资金", "选址", "布局", "准入", "落地周期", "前期")
_STANDING: Final = ("建成的", "投用的", "投产的", "投运的", "竣工的", "运营的", "运行的", "已有的", "现有的")


def _stands(flat: str, found: Sequence[Chunk], i: int, start: int) -> bool:
    """Whether a company's plant in a list is there already: somebody is supported, or something is done in it."""
    return flat.endswith(_HELPED, 0, _list_start(found, i, start)) and not flat.startswith(_ADDED_TO, found[i].end)


_HELPED: Final = ("支持", "鼓励", "引导", "指导", "帮助", "督促", "发挥", "在", "以", "与", "对")
_ADDED_TO: Final = ("建设", "建成", "开工", "竣工", "投产", "投用", "项目", "一期", "二期", "三期", "扩建", "落地", "签约")


def _list_start(found: Sequence[Chunk], i: int, start: int) -> int:
    """Return where the list begins that chunk ``i`` is an item of."""
    while i > start and found[i].before in LIST:
        i -= 1
    return found[i].start


def _extent(flat: str, found: Sequence[Chunk], i: int, start: int, left: int) -> tuple[int, int]:
    """Return the chunk where a name that ends in chunk ``i`` begins, and its first character."""
    chunk = found[i]
    first = compound_start(flat, found, i, start) if left == chunk.start else i
    if first < i:
        left = left_edge(flat, found[first], found[first].end)
    if first == i > start + 1 and chunk.shape[0] == "p" and chunk.before in ("u", "v", "d") and _whole(flat, found, i - 1):
        # 污水处理厂及管网改造项目
        first -= 1
    if first > start and _whole(flat, found, first):
        first -= 1
        left = left_edge(flat, found[first], found[first].end)
    elif first == i and _half(found, i, start):
        left = left_edge(flat, found[i - 1], found[i - 1].end)
    return first, left


def _programme(flat: str, found: Sequence[Chunk], at: tuple[int, int, int], text: str, lexicon: Lexicon) -> bool:
    """Whether what ends in 工程 is a programme of measures; ``at`` is its first chunk, its last, and the stretch's."""
    first, last, start = at
    if any(set("xrkf") & set(c.shape) for c in found[first:last + 1]):
        return False
    verb = flat[found[first - 1].end:found[first].start] if first > start else ""
    quoted = "Q" in found[last].shape[:max(found[last].shape.rfind("p"), 0)]
    if first == start and flat.endswith(_HEADING_ACTS, 0, found[first].start):
        return True
    return verb in _ACTS or quoted or lexicon.programmes.search(text[:-2]) is not None


def _half(found: Sequence[Chunk], i: int, start: int) -> bool:
    """Whether 和 joins the chunk in front as half of one name: 长春岭及团结水库供水管道工程."""
    if i == start or found[i].before != "&":
        return False
    before = found[i - 1]
    return before.shape[-1:] in "_r" and not set("spxo") & set(before.shape) and before.before[-1:] not in ("、", "&")


# 年产3万吨甲及乙项目 is one work, as are 研发与产业化项目 and 污水处理厂及配套管网项目.
_CAPACITY: Final = re.compile(r"年产|\d(?:万|亿)?(?:吨|GWh?|MWh?|兆瓦|千瓦|套|台|辆|片|颗|米|件|只|头|羽|吉瓦)")
_ADDED: Final = re.compile(r"配套|附属|(?:污水|供水|雨污|输水|排水)?管网|管线|连接线|服务区|产业化")


# 推进甲公司乙及丙项目: what 及 joins has no owner of its own.
_CLAUSE: Final = frozenset({"v", "u", "d", ".", ",", ""})
_GOODS_OF: Final = frozenset({"_i", "_w", "ki", "kw", "ri", "rw", "_ii", "_wi", "_iw"})
_MORE: Final = frozenset("_iwnp")
_RATED: Final = ("兆瓦", "千瓦", "吉瓦", "MW", "GW", "万吨", "亿元")
_OWNED: Final = frozenset("_rkZ")
_NOT_GOODS: Final = frozenset("spxoTcDbQ")


def _whole(flat: str, found: Sequence[Chunk], i: int) -> bool:
    """Whether the chunk in front is the first half of the name that ends in this one."""
    before, chunk = found[i - 1], found[i]
    if chunk.before == "、":
        # 100兆瓦/200兆瓦时储能电站
        return flat[chunk.start - 1] == "/" and (flat[chunk.start] == "年" or flat.endswith(_RATED, before.start, before.end) and (
            flat[chunk.start].isdigit()))
    if chunk.before == "&" and flat[chunk.start - 1] == "及" and before.shape in _GOODS_OF and _MORE.issuperset(chunk.shape) and (
            before.before[-1:] in _VERBS and chunk.end - chunk.start < 9):
        return True
    if chunk.before == "&" and flat[chunk.start - 1] == "及" and before.shape[0] in _OWNED and len(before.shape) > 1 and (
            before.before[-1:] in _CLAUSE and _MORE.issuperset(chunk.shape) and chunk.end - chunk.start < 12 and _NOT_GOODS.isdisjoint(before.shape)):
        return True
    if chunk.before == "u&" and flat.startswith("产业化", chunk.start):
        return flat.startswith("研发", before.end)
    if chunk.before != "&" or "p" in before.shape:
        return False
    return _CAPACITY.search(flat, before.start, before.end) is not None or "x" in before.shape and (
        _ADDED.match(flat, chunk.start) is not None)


def _second(flat: str, found: Sequence[Chunk], i: int, last: int) -> int:
    """Return the end of an item with the half that a conjunction adds, which has nothing of its own: 甲研发中心及总部基地."""
    if i + 1 >= last or found[i + 1].shape not in _ALONE:
        return found[i].end
    following = found[i + 1]
    verb = flat[found[i].end:following.start - 1]
    joined = following.before[-1:] == "&" and (verb in _MAKING or not verb and flat[following.start - 1] == "及" and found[i].shape[-1] == "s")
    return following.end if joined else found[i].end


# A carrier alone, or one with a stage behind it.
_ALONE: Final = frozenset({"s", "sn", "x", "xn"})
_MAKING: Final = frozenset("研发 生产 制造 加工 销售 检测 服务 运营 运维 孵化 办公 仓储".split())


def _listed(flat: str, found: Sequence[Chunk], items: range, start: int, lexicon: Lexicon, *,
            skip: dict[int, Name], carriers: bool = False) -> list[Name]:
    """Return the items of 甲、乙、丙等项目 that have something of their own; with ``carriers`` only the carriers."""
    names = []
    goods = any(found[i].shape in _PURE for i in items)
    for i in items:
        item = found[i]
        if i in skip or item.shape[-1:] in "opT" or carriers and item.shape[-1:] not in "sS":
            continue
        at = compound_start(flat, found, i, start) if i == items.start else i
        left = left_edge(flat, found[at], found[at].end)
        front = _FRONT.match(flat, left, item.end) if flat[left] in _FRONTS else None
        if front and item.end - front.end() > 3:
            left = front.end()
        match = _RIGHT.match(flat, item.end)
        stop = match.end() if match else _second(flat, found, i, items.stop)
        text = flat[left:stop]
        shape = "".join([chunk.shape for chunk in found[at:i + 1]])
        own = set("_kQ") & set(shape) or len(shape) > 1 and ("r" in shape or "Z" in shape)
        # 氧化铝、铜冶炼、碳酸锂等项目 are kinds of works.
        if goods and stop - left < 6 and _PROPER.isdisjoint(shape):
            continue
        # So much of something is what a work makes, and no name.
        if flat[left].isdigit() and _CAPACITY.match(flat, left, stop):
            continue
        # Two characters, 交通 or 水利, are what the works are for.
        if own and 2 < len(text) < 30 and text not in lexicon.bare and not counted(flat, item.start, item.end):
            names.append((left, stop, "work:list"))
    return names
