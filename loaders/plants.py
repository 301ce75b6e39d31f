"""Works that are named by what they make: a company's plant of so many tons, a unit, a line between two places."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from liantu.loaders.lexicon import Lexicon
from liantu.loaders.names import Name, compound_start, counted, owner_end
from liantu.loaders.phrases import Chunk

__all__ = ["BEGUN", "SIGNED", "begun", "finished", "is_opened", "is_plant", "labelled_works", "opened", "renewals", "renewed", "sized"]

_WHEN: Final = (
    r"(?:已|均已)?(?:(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|中旬|上旬|下旬|份|初)?|[一二三四]季度|上半年|下半年|年底|年内)(?:之?前|内|底)?)?"
    r"(?:全面|正式|顺利|全部|如期|实现|力争|确保)*")
# 甲公司乙膜材5月底前开工: what a known company builds, said without a word for works.
BEGUN: Final = re.compile(
    _WHEN + r"(?:开工|投产|达产|竣工|建成|投用|投运|并网|点火|试车|投料|试产|试生产|满产|封顶|动工)"
)


_GOODS: Final = frozenset("k_iwnrZ")
_DATE: Final = re.compile(r"(?:20\d\d年\d{1,2}|\d{1,4}|[一二三四]季度|上半年|下半年|年底|年内)$")


def begun(flat: str, chunk: Chunk) -> Name | None:
    """Return a company's work that is said to be begun or finished at a date."""
    if not _GOODS.issuperset(chunk.shape):
        return None
    date = _DATE.search(flat, chunk.start, chunk.end)
    end = date.start() if date else chunk.end
    if end - chunk.parts[0].end < 3 or not BEGUN.match(flat, end):
        return None
    return chunk.start, end, "work:begun"


_UNIT: Final = r"(?:吨|标方|立方米|兆瓦时?|千瓦时?|吉瓦时?|GWh?|MWh?|千伏|辆|台|套|片|米|件|只|平方米|英寸|寸|代|头|羽|颗|块|支|条|车|标箱|TEU)"
# 甲焦化40万吨乙, 乙县100兆瓦丙: somebody's plant for so much of something.
_SIZED: Final = re.compile(
    rf"[一-龥A-Za-z]{{2,16}}?(?:年产)?\d[\d.]*[万亿]?{_UNIT}(?:/年|级)?"
    r"(?!以[上下内]|左右|规模|产能|装机|目标|任务|生产能力|能力|指标|的|及|和)[一-龥A-Z][一-龥A-Za-z\d-]{1,20}"
)
_AMOUNT: Final = re.compile(r"产能|产量|规模|达到?|超过?|突破|约|新增|累计|完成|装机|总量|需求|投资|能力|消纳|供应|单炉|单机|日均|日处理|面积|容量|不低于|不少于|全[省市县区]|标准")
_DIGIT: Final = re.compile(r"\d")
_OWNERS: Final = frozenset("_rkZfc")
_GRID: Final = re.compile(r"\d+千伏")
_NAMED: Final = frozenset("spxoTQ")
# 西山核电3号机组
_MACHINE: Final = re.compile(r"[一-龥]{3,12}[\d一二三四五六]+(?:、\d+)?号机组")
_PLANT: Final = ("装置", "产线", "生产线", "机组", "代线")
# What such a work has in it, or ends with.
SIGNED: Final = re.compile(r"[\d置线组-]")
# 东川-西山特高压直流
_LINE: Final = re.compile(r"[一-龥]{2,6}-[一-龥]{2,6}?(?:±?\d+千伏)?(?:特高压(?:直流|交流)?|直流|交流|输电通道|输电线路|输气管道|输油管道)")
_ENDS: Final = re.compile(r"[一-龥]{2,6}-[一-龥]{2,4}")
_DRIVEN: Final = frozenset("uv")


def sized(flat: str, found: Sequence[Chunk], first: int, last: int) -> list[Name]:
    """Return the works in a list that say how much they make, are a unit or plant, or lead from a place to another."""
    driven = not _DRIVEN.isdisjoint(found[first].before) or found[first].before in (")、", ")&")
    names: list[Name] = []
    for i in range(first, last):
        chunk = found[i]
        if "_" not in chunk.shape or not _NAMED.isdisjoint(chunk.shape):
            continue
        if not SIGNED.search(flat, chunk.start, chunk.end):
            continue
        name = _plant(flat, chunk) or _sized(flat, found, i, driven=driven) or _line(flat, found, i, last)
        if name:
            names.append(name)
    return names


def _sized(flat: str, found: Sequence[Chunk], i: int, *, driven: bool) -> Name | None:
    chunk = found[i]
    digit = _DIGIT.search(flat, chunk.start + 2, chunk.end) if chunk.shape[0] in _OWNERS else None
    if digit is None or _AMOUNT.search(flat, chunk.start, digit.start()):
        return None
    if digit.start() - chunk.start < 3 and chunk.shape[0] not in "rZ" and not _GRID.match(flat, digit.start()):
        return None
    end = chunk.end
    if flat.startswith("/年", end) and i + 1 < len(found) and found[i + 1].start == end + 1 and (
            _NAMED.isdisjoint(found[i + 1].shape)):
        end = found[i + 1].end
    date = _DATE.search(flat, digit.end() + 2, end)
    stop = date.start() if date else end
    ramp = _RAMP.search(flat, digit.end(), stop)
    stop = ramp.start() if ramp else stop
    if flat.endswith(_OUTPUT, 0, stop):
        return None
    whole = _with_works(flat, stop)
    if not _SIZED.fullmatch(flat, chunk.start, stop) or not (driven or BEGUN.match(flat, stop) or BEGUN.match(flat, whole)):
        return None
    zoned = chunk.shape[0] == "r" and flat.endswith(_ZONES, chunk.start, chunk.parts[0].end)
    return chunk.parts[0].end if zoned else chunk.start, whole, "work:sized"


# What a plant puts out is no plant.
_OUTPUT: Final = ("产能", "产量", "产值", "能力", "规模")
_RAMP: Final = re.compile(r"(?:上量|满产|稳产|达产|放量|爬坡|增产|达效)+$")
# A zone in front says where a work stands, and is no part of its name.
_ZONES: Final = ("新区", "高新区", "经开区", "开发区")


# Behind a plant these say that it is made new or larger.
_RENEWAL: Final = re.compile(
    r"(?:恢复|技术|节能|环保|绿色|智能化|数字化|升级|提升|提质|提标|扩能|扩产|搬迁|综合|更新)*(?:改造|技改|扩能|扩产|扩建|改扩建|扩容|迁建|增容)(?:升级|提升)?(?:项目|工程)?(?=[、,。;)建开投全如正于竣达完\d\n])")
_RENEWING: Final = frozenset("恢技节环绿智数升提扩搬综更改迁增")


def _with_works(flat: str, end: int) -> int:
    """Return the end of a name with the word for its renewal."""
    match = _RENEWAL.match(flat, end) if flat[end] in _RENEWING else None
    return match.end() if match else end


def _plant(flat: str, chunk: Chunk) -> Name | None:
    """Return a unit of a power station, a company's production line, or a plant that is said to be finished."""
    if not flat.endswith(_PLANT, chunk.start, chunk.end):
        return None
    if _MACHINE.fullmatch(flat, chunk.start, chunk.end):
        return chunk.start, chunk.end, "work:unit"
    if chunk.end - chunk.start < 6 or _DIGIT.match(flat, chunk.start):
        return None
    if chunk.shape[0] == "k" or BEGUN.match(flat, chunk.end):
        return chunk.start, chunk.end, "work:plant"
    return None


def _line(flat: str, found: Sequence[Chunk], i: int, last: int) -> Name | None:
    """Return a line from a place to another; in a list the last one says what all are."""
    chunk = found[i]
    if "-" not in flat[chunk.start:chunk.end]:
        return None
    if _LINE.fullmatch(flat, chunk.start, chunk.end) or _ENDS.fullmatch(flat, chunk.start, chunk.end) and i + 1 < last and (
            _LINE.fullmatch(flat, found[last - 1].start, found[last - 1].end)):
        return chunk.start, chunk.end, "work:line"
    return None


_RENEWED: Final = re.compile(r"(?:技改|技术改造|扩产|扩能|扩建|迁建|搬迁改造)(?=[、,。;建])")


def renewed(flat: str, found: Sequence[Chunk], items: range, known: Collection[int]) -> list[Name]:
    """Return what a company renews, in a list of works: 丙焦化煤制气技改."""
    names: list[Name] = []
    for i in items:
        match = _RENEWED.match(flat, found[i].end)
        if match and i not in known and found[i].shape[0] in "_kf" and len(found[i].shape) > 1 and (
                _NAMED.isdisjoint(found[i].shape) and found[i].end - found[i].start > 5):
            names.append((found[i].start, match.end(), "work:renewed"))
    return names


def renewals(flat: str, found: Sequence[Chunk], first: int, last: int, lexicon: Lexicon) -> list[Name]:
    """Return what companies renew, whatever verb governs the list: 推进甲化学草铵膦产线技改、乙碱业车间改造."""
    names: list[Name] = []
    for i in range(first, last):
        chunk = found[i]
        end = chunk.end
        if chunk.shape[0] == "k" and "c" not in chunk.shape and flat[end - 1] in _LAST and flat[end] in _STOPS and (
                flat.endswith(_RENEWS, chunk.parts[0].end + 2, end)):
            # 甲公司乙膜扩能: the word is a part of the chunk.
            names.append((chunk.start, end, "work:renewed"))
            continue
        if flat[end] not in _RENEWING or len(chunk.shape) < 2 or chunk.shape[0] not in "_krZ" or not (
                chunk.shape[-1] in "fc" or owner_end(flat, chunk, lexicon)):
            continue
        stop = _with_works(flat, end)
        if stop > end:
            names.append((chunk.start, stop, "work:renewed"))
    return names


_RENEWS: Final = ("扩能", "扩产", "扩建", "扩容", "技改", "技术改造", "迁建")
_LAST: Final = frozenset(word[-1] for word in _RENEWS)
_STOPS: Final = frozenset("、,。;和及等\n")


_OPENING: Final = ("开工", "竣工", "动工", "开工建设", "复工", "续建")
_OPENED: Final = re.compile(_WHEN + "(?:开工|竣工|封顶|动工|投产)")
_OPENERS: Final = frozenset("0123456789已均全正顺如开竣封动投一二三四上下年实力确")
_SITE: Final = frozenset("k_rZQ")


def is_opened(flat: str, start: int) -> bool:
    """Whether what stands in front says of a list that its items are begun or finished, which only works are."""
    return flat.endswith(_OPENING, 0, start)


def opened(flat: str, found: Sequence[Chunk], first: int, last: int) -> list[Name]:
    """Return the carriers of a list that are begun or finished, which are works as well: 甲研发中心开工."""
    end = found[last - 1].end
    if "sn" in found[last - 1].shape and "前期" in flat[found[last - 1].start:end]:
        # 推进甲基地前期工作
        at = found[last - 1].parts[found[last - 1].shape.find("sn")]
        low = found[compound_start(flat, found, last - 1, max(first - 3, 0))].start
        return [(low, at.end, "work:opened")] if at.start - low > 1 and flat.startswith("前期", at.end) else []
    if not is_opened(flat, found[first].start) and not (flat[end] in _OPENERS and _OPENED.match(flat, end)):
        return []
    return [(found[i].start, found[i].end, "work:opened") for i in range(first, last)
            if found[i].shape[-1] == "s" and len(found[i].shape) > 1 and found[i].shape[0] in _SITE]


_CENTRES: Final = ("数据中心", "智算中心", "算力中心", "超算中心", "计算中心")
_POWER: Final = re.compile(r"\d(?:万|亿)?(?:千瓦|吨|兆瓦|吉瓦|头|只|辆|台|套|[GM]Wh?)")


def is_plant(flat: str, chunk: Chunk) -> bool:
    """Whether a carrier is a plant that a company builds, or one of a size: 中国移动西山智算中心, 西山东300万千瓦外送基地."""
    if chunk.shape[0] == "k":
        return flat.endswith(_CENTRES, chunk.start, chunk.end)
    return "_" in chunk.shape and chunk.shape[0] in "_rZ" and flat.endswith("基地", chunk.start, chunk.end) and (
        _POWER.search(flat, chunk.start + 2, chunk.end) is not None)


def finished(found: Sequence[Chunk], items: range, known: Collection[int]) -> list[Name]:
    """Return the other items of a list of works that is said to be finished: 甲公司乙膜、丙公司二期投产."""
    return [(found[i].start, found[i].end, "work:begun") for i in items
            if i not in known and found[i].shape[0] in "_kfrZ" and "_" in found[i].shape and len(found[i].shape) > 1
            and not found[i].shape.endswith(("c", "f", "h", "r")) and _NAMED.isdisjoint(found[i].shape) and found[i].end - found[i].start > 5]


_ITEM: Final = re.compile(r"(?:\([^()\n]*\)|[^、,;\n(])+")
_NUMBERED: Final = re.compile(r"\(?\d{1,2}(?:[、)]|\.(?!\d))|[①-⑳]")
# What is said of an item, and is not in its name.
_ASIDE: Final = re.compile(r"(?:\([^()]*(?:投资|亿|万元|年|期末)[^()]*\)|等(?:重[点大])?(?:项目|工程)?|(?:开工|续建)?建设|开工|竣工|投产|达产)+$")
_NO_WORK: Final = re.compile(
    r"^(?:无|暂无|详见|见附件|[\d.]+[个项家亿万]|总?投资|计划|预计|力争|确保|争取|其中|建成后|达产后|年产值|实现|推动|推进|加快|完成|加强|做好)|项目库|清单$|亿元")


def labelled_works(flat: str, low: int, high: int) -> list[Name]:
    """Return the items behind a label such as 重点项目, verbs at their ends and all: 甲光电产线提质扩能."""
    names: list[Name] = []
    for match in _ITEM.finditer(flat, low, high):
        start, end = match.span()
        number = _NUMBERED.match(flat, start, end)
        start = number.end() if number else start
        aside = _ASIDE.search(flat, start, end)
        end = aside.start() if aside else end
        if 3 < end - start < 40 and not _NO_WORK.search(flat[start:end]) and not counted(flat, start, end):
            names.append((start, end, "work:label"))
    return names
