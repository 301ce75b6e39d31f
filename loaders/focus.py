"""Which place develops which industry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from liantu.loaders.industries import Found
from liantu.loaders.phrases import JOINS, Chunk

__all__ = ["Region", "is_developing", "is_place", "is_port", "is_zone", "read_focus", "read_regions"]

Region = tuple[int, int, int]


def read_regions(
    flat: str, found: Sequence[Chunk], marked: Sequence[int], taken: Sequence[tuple[int, int, str]],
) -> list[Region]:
    """Return the places in the ``marked`` chunks, as flat start, flat end and chunk; not those inside other names."""
    regions: list[Region] = []
    for i in marked:
        chunk = found[i]
        if "o" in chunk.shape:
            continue
        parts = chunk.parts
        for at, part in enumerate(parts):
            start = part.start
            if part.kind == "z" and at and (parts[at - 1].kind in "rZ" or is_zone(flat, chunk, at)):
                if regions[-1:] and regions[-1][1] == start:
                    regions.pop()
                low = parts[at - 1].start if parts[at - 1].kind in "rZ" else chunk.start
                if not _of_carrier(flat, low, part.end, taken):
                    regions.append((low, part.end, i))
                continue
            if part.kind == "r" and at == 0 and len(parts) > 1 and _of_zone(flat, part.end, taken, start):
                regions.append((start, part.end, i))
                continue
            if at and flat.startswith(_BRANCHES, part.end) and parts[at - 1].kind in "k_":
                continue
            if at == 0 and part.kind == "r" and _is_new_area(flat, chunk):
                # 海口江东新区 is one place; behind 甲市 the new area has a name of its own.
                regions.append((part.end if flat[part.end - 1] == "市" else start, parts[1].end, i))
                continue
            place = part.kind == "r" and not _product(flat, chunk, at) and not is_port(flat, part.end)
            if place and at and flat[start - 1] == "·":
                start = _twin(flat, chunk, at)
                if regions and regions[-1][0] == start:
                    regions.pop()
                regions.append((start, part.end, i))
                continue
            if (place or part.kind == "z" and at == 0) and not any(a <= start < b for a, b, _ in taken):
                regions.append((start, _extended(flat, part.end), i))
    return regions


# 某汽车常州基地: the place tells one works of a company from the others.
_BRANCHES: Final = ("基地", "工厂", "公司", "分公司", "总部", "生产基地", "子公司", "项目公司")
def _is_new_area(flat: str, chunk: Chunk) -> bool:
    """Whether a chunk is a place and a new area of it that has a name of its own."""
    if chunk.shape != "r_":
        return False
    _, start, end = chunk.parts[1]
    return end - start < 7 and flat.endswith(_NEW, start + 2, end) and not flat.endswith("高新区", start, end) and (
        _NO_ZONE.search(flat, start, end) is None)


# What a new part of a town is called, that has a name of its own in front.
_NEW: Final = ("新区", "片区", "新城", "组团", "功能区")
_LISTED: Final = "平台:"


def _of_carrier(flat: str, start: int, end: int, taken: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a zone opens the name of a park, or stands in a list of carriers: 重点平台:青岭经开区."""
    if any(a <= start and b > end for a, b, _ in taken):
        return True
    colon = flat.rfind(":", max(start - 40, 0), start)
    return colon > 0 and flat.endswith(_LISTED, 0, colon + 1) and not any(mark in flat[colon:start] for mark in ",;。\n")


def _twin(flat: str, chunk: Chunk, at: int) -> int:
    """Return where a zone begins that is one with the district behind the dot: 阳泉高新区·郊区."""
    front = chunk.parts[at - 1]
    zone = front.end - front.start == 1 or flat[front.end - 2] == "区"
    whole = zone and _TWIN.issuperset(chunk.shape[:at])
    return chunk.start if whole else chunk.parts[at].start


_TWIN: Final = frozenset("rZszS_")
_NO_ZONE: Final = re.compile(r"省级|市级|国家|全[省市]|各|有关|相关|重点|其他|所有|同类|一流|先进|创建|申报")


def is_zone(flat: str, chunk: Chunk, at: int) -> bool:
    """Whether the zone word at a part has a name of its own in front that no table knows: 青岭经开区."""
    # 松山湖: the short form of a far county is a part of another name.
    if at == 0 or chunk.shape[:at].strip("_") or not 1 < (end := chunk.parts[at].start) - chunk.start < 5:
        return False
    return _NO_ZONE.search(flat, chunk.start, end) is None


_GOODS: Final = frozenset("鱼鸭鸡羊猪牛茶酒瓷梨枣桃柚橙姜蒜葱米面醋酱绣扇剑石玉菊参芪")


# A development zone that is said to develop something is a place: 东山经济开发区重点发展石墨.
_ZONE: Final = ("开发区", "高新区", "经开区", "高新技术产业园区", "投资区", "经济区", "工业区", "功能区", "示范区", "合作区", "商务区")
_DEVELOPS: Final = re.compile(
    r"(?:[、和][一-龥()]{2,16}(?:区|县|市|镇|园区)){0,4}(?:分别|则|要)?(?:主要|重点|大力|加快|积极|集中|优先|着力|配套)?"
    r"(?:发展|打造|培育|做强|做优|做大|做精|做特|壮大|布局|聚焦|主攻|突出|主推|以[^,。;\n]{2,24}为(?:主|重点|特色|主导|方向))"
)


def is_developing(flat: str, start: int, end: int) -> bool:
    """Whether a carrier is a zone that develops something by itself."""
    return flat.endswith(_ZONE, start, end) and _DEVELOPS.match(flat, end) is not None


# What a county's park takes in or develops the county does: 东山县化工园承接染料.
_TAKES: Final = re.compile(r"(?:分别|则|要)?(?:主要|重点|大力|加快|积极|集中|优先)?(?:承接|发展|布局|培育|做强|做优|壮大|聚焦|主攻|突出)")


def _of_zone(flat: str, end: int, taken: Sequence[tuple[int, int, str]], start: int) -> bool:
    """Whether a county opens the name of a park that develops something, and is not itself a place."""
    if flat[end - 1] not in "区县市" or flat[end - 2:end] in ("新区", "园区"):
        return False
    high = next((b for a, b, rule in taken if a == start and b > end and rule.startswith("carrier")), 0)
    return high > 0 and not is_developing(flat, start, high) and _TAKES.match(flat, high) is not None


def is_port(flat: str, end: int) -> bool:
    """Whether a place ends in front of 港, so that a port is named."""
    return flat[end:end + 1] == "港" and flat[end + 1:end + 2] not in ("口", "区", "航", "务", "资", "澳", "商", "城", "股")


def _product(flat: str, chunk: Chunk, at: int) -> bool:
    """Whether the short form of a place is a piece of another word: 武昌鱼, 黄河口."""
    parts = chunk.parts
    front = parts[at - 1] if at else None
    if flat[parts[at].end - 1] in "省市县区州镇乡":
        return False
    # 赤水河流域 is no town 赤水.
    if flat.startswith("河", parts[at].end) and flat[parts[at].end + 1:parts[at].end + 2] not in ("口", "北", "南", "东", "西"):
        return True
    if front is not None and front.kind == "_" and front.end - front.start == 1:
        return True
    if at + 1 >= len(parts) or parts[at + 1].kind not in "_w":
        return False
    behind = parts[at + 1]
    if flat[behind.start] in _GOODS and flat.startswith(("品牌", "产业", "养殖", "种植", "加工", "文化"), behind.start + 1):
        return True
    size = behind.end - behind.start
    return size == 1 and flat[behind.start] in _GOODS or behind.kind == "_" and size == 2 and flat[behind.end - 1] in "肉鱼鸡鸭"


# A short name by itself, in a cell that says where something stands: 曾家山, 唐家河.
_PLACE: Final = re.compile(r"[一-龥]{1,5}(?:[省市县区镇乡村州岛旗山河湖湾]|街道|片区|新区|新城|组团|流域)")


_NO_PLACE: Final = ("园区", "景区", "厂区", "社区", "全市", "全县", "全区", "全省")


def is_place(flat: str, start: int, end: int) -> bool:
    """Whether an item of a column of places is one by its form."""
    if end - start > 7 or flat.endswith(_NO_PLACE, start, end):
        return False
    return _PLACE.fullmatch(flat, start, end) is not None


_CLASSES: Final = ("州", "半岛", "地区", "街道", "新区", "片区", "组团", "岛", "镇", "乡")
# 三江县 is a name for 三江侗族自治县; in 庆云县域 the class is that of another word.
_COUNTY: Final = frozenset("县旗")
_NO_COUNTY: Final = frozenset("域级城区委政长里内乡市直")


def _extended(flat: str, end: int) -> int:
    """Return the end of a place with the class behind its short form: 金塘岛."""
    for word in _CLASSES:
        if flat.startswith(word, end):
            return end + len(word)
    if flat[end:end + 1] in _COUNTY and flat[end + 1:end + 2] not in _NO_COUNTY and flat[end - 1] not in "省市县区州旗":
        return end + 1
    if flat[end:end + 1] == "山" and not "一" <= flat[end + 1:end + 2] <= "龥":
        return end + 1
    return end


def read_focus(flat: str, found: Sequence[Chunk], regions: Sequence[Region], industries: Sequence[Found],
               subject: Found | None) -> list[tuple[Region, Found]]:
    """Return the pairs of a place and an industry that it develops.

    Parameters
    ----------
    subject : Found, optional
        The industry that the task's heading names: 以甲为重点区域 pairs 甲 with it.

    Notes
    -----
    A place is the subject until another place, the end of the clause, or a verb of another kind behind a comma;
    甲、乙重点发展丙 makes two pairs.
    """
    if not regions:
        return []
    by_chunk: dict[int, list[Found]] = {}
    for industry in industries:
        by_chunk.setdefault(industry.chunk, []).append(industry)
    pairs: list[tuple[Region, Found]] = []
    if by_chunk:
        _Pairing(flat, found, by_chunk, pairs).read(regions)
    if subject is not None:
        paired = {flat[region[0]:region[1]] for region, _ in pairs}
        # 以甲为重点,主攻丙: what the place develops of the heading's industry is said.
        pairs.extend((region, subject) for region in regions if _labelled(flat, region) or (
            flat[region[0]:region[1]] not in paired
            and (flat[region[0] - 1:region[0]] in _AT or _STRESSED.match(flat, region[1], region[1] + 60)
                 or flat[region[0] - 1:region[0]] in _MAKING and _MADE.match(flat, region[1]))))
    return pairs


_VERBS: Final = frozenset("Dduv")
# 推动甲向乙延伸, 引导甲在乙集聚: the industry comes first.
_TOWARDS: Final = frozenset("向在到往于")
_LANDS: Final = re.compile(
    r"(?:[、和及与][一-龥]{2,12}?){0,6}(?:等(?:地区?|县区?|区域)?)?(?:一带)?(?:加快|加速|有序|率先|进一步)?"
    r"(?:延伸|拓展|集聚|聚集|集中|布局|转移|落地|落户|扩散|扎根|集群|成链|成势|起势|疏解)"
)
_SEATED: Final = tuple(verb + word for verb in ("布局", "分布", "集中", "集聚", "落户", "落地", "布点") for word in "在于")
_RESPECTIVELY: Final = re.compile(r"[则将要应]?(?:分别|各自)")


class _Pairing:
    """The places that a clause speaks of, while its chunks go by."""

    def __init__(self, flat: str, found: Sequence[Chunk], by_chunk: Mapping[int, list[Found]],
                 pairs: list[tuple[Region, Found]]) -> None:
        self._flat, self._found, self._by_chunk, self._pairs = flat, found, by_chunk, pairs
        self._holders: list[Region] = []
        # ``fresh``: the last chunk was a place alone; ``inside``: it was one with an industry behind it.
        self._fresh = self._develops = self._inside = self._landing = self._other = False
        self._each = -1
        self._objects: list[Found] = []

    def read(self, regions: Sequence[Region]) -> None:
        """Add the pairs that the words between a place and an industry make."""
        places: dict[int, list[Region]] = {}
        for region in regions:
            beside = places.setdefault(region[2], [])
            # 铜陵市义安区 is one place, the inner one.
            if beside and beside[-1][1] == region[0]:
                beside.pop()
            beside.append(region)
        for i in range(min(*places, *self._by_chunk), max(*places, *self._by_chunk) + 1):
            before, new = self._found[i].before, places.get(i)
            if "." in before or "," in before:
                self._objects = []
            self._clause(i, before, place=new is not None)
            if new is not None:
                self._place(i, before, new)
            elif i in self._by_chunk:
                self._industry(i, before)

    def _clause(self, i: int, before: str, *, place: bool) -> None:
        """See whether the places are still what is spoken of."""
        if self._fresh and not place and (before == "(" or before == "," and self._flat[self._found[i].start - 1] == ":"):
            # 甲:乙、丙 and 甲(乙、丙).
            self._develops, self._fresh = True, False
        elif "." in before or "," in before and not place and not self._goes_on(i, before) or ")" in before and not self._fresh:
            self._holders, self._develops = [], False
        if not _VERBS.isdisjoint(before):
            self._develops, self._fresh = True, False

    def _goes_on(self, i: int, before: str) -> bool:
        """Whether the same place does what the verb behind a comma says: 甲建设乙,发展丙, 甲建设乙,引进丙企业."""
        behind = before[before.rfind(",") + 1:]
        return "D" in behind or behind == "u" and self._flat.endswith(_BRINGS, 0, self._found[i].start)

    def _place(self, i: int, before: str, new: list[Region]) -> None:
        flat, chunk = self._flat, self._found[i]
        if i in self._by_chunk and "." not in before:
            source = flat.endswith(_SOURCES, 0, chunk.start) or flat[chunk.start - 1] == "为" and flat[chunk.start - 2] != "作"
            if self._holders and (source or before == "D"):
                # 甲发展乙的丙, 甲承接乙的丙: the second place is not spoken of.
                self._industry(i, before)
                return
            if source:
                self._holders, self._fresh, self._inside = [], False, False
                return
        listed = before in JOINS
        # 对标甲、乙发展丙, 与甲合作发展丙: others are spoken of.
        together = self._fresh and before == "&"
        self._other = self._other and listed or flat.endswith(_OTHERS, 0, new[0][0]) or (
            not together and flat[new[0][0] - 1] in "与同" and _WITH.match(flat, new[-1][1]) is not None)
        if self._other:
            return
        # 以甲为龙头、乙为支撑.
        on = self._fresh or listed and flat[self._found[i - 1].start - 1] == "为"
        self._holders = self._holders + new if on and self._holders and listed else list(new)
        end = new[-1][1]
        self._fresh, self._develops, self._each = end == chunk.end, False, -1
        if _RESPECTIVELY.match(flat, end):
            self._each = i + 1
        here = self._by_chunk.get(i, [])
        # 甲区钢铁、水泥产业: the items behind the first belong to the place as well.
        self._inside = not self._fresh and bool(here)
        self._pairs.extend((region, industry) for region in self._holders for industry in here if region[1] <= industry.start)
        if self._objects and not here:
            self._landing = self._landing and listed or self._lands(i, before, new)
            if self._landing:
                self._pairs.extend((region, industry) for region in new for industry in self._objects)
        else:
            self._landing = False

    def _lands(self, i: int, before: str, new: list[Region]) -> bool:
        """Whether an industry in front of a place is said to stand there, or to go there."""
        flat, start, end = self._flat, new[0][0], new[-1][1]
        if before == "(":
            # 石材(南安市、惠安县)
            return self._objects[-1].chunk == i - 1 and start == self._found[i].start and flat[end:end + 1] in _CLOSES
        if flat.endswith(_SEATED, 0, start):
            return True
        if flat[start - 1] == "以":
            # 甲产业以乙、丙为重点
            return _STRESSED.match(flat, end, end + 60) is not None
        return flat[start - 1] in _TOWARDS and _LANDS.match(flat, end) is not None

    def _industry(self, i: int, before: str) -> None:
        named = self._by_chunk[i]
        objects = self._objects if before in JOINS else []
        self._objects = [*objects, *named]
        if self._flat.endswith(_JOINED, 0, self._found[i].start):
            self._holders = []
        if len(self._holders) > 1 and self._each < 0 and "分别" in self._flat[self._found[i - 1].end:self._found[i].start]:
            self._each = i
        if not self._holders or not (self._develops or self._inside and before in JOINS):
            return
        holders = self._holders
        if self._each >= 0 and (count := self._items()) > 1:
            holders = holders[i - self._each:i - self._each + 1] if count == len(holders) else []
        self._pairs.extend((region, industry) for region in holders for industry in named
                           if industry.rule != "industry:passing")

    def _items(self) -> int:
        """Return how many items the list has that 分别 shares out."""
        found, last = self._found, self._each + 1
        while last < len(found) and found[last].before in JOINS:
            last += 1
        return last - self._each


# Behind these stands the place that something comes from.
_SOURCES: Final = ("引进", "招引", "引入", "承接", "对接", "融入", "嵌入", "吸引", "瞄准", "紧盯")
# Behind these stands the place that others learn from, or work with.
_OTHERS: Final = ("对标", "学习", "借鉴", "赴", "对接", "融入", "瞄准", "紧盯", "考察", "加强与", "深化与", "对口支援")
_WITH: Final = re.compile(r"(?:[、和][一-龥]{2,8}?){0,5}(?:等[一-龥]{0,6}?)?(?:开展|加强|深化)?(?:合作|共建|协作|对接|联动|联合|携手)")
# What a place brings in, behind a comma.
_BRINGS: Final = ("引进", "招引", "集聚")
# An industry behind these is that of others.
_JOINED: Final = ("融入", "对接", "嵌入", "接入", "融入到", "配套")
_CLOSES: Final = frozenset(")、和")

# What says that a place bears the industry of the heading.
_BEARING: Final = re.compile(
    r"(?:(?:重点|主要|核心|优势|优先|承载|布局|发展|集聚|分布|实施|主导)(?:发展|布局|承载|集聚|支撑|实施|建设)?"
    r"(?:区域|地区|板块|片区|县市?区?|乡镇|镇街|地|区|载体):?|(?:承载|空间|区域|产业|发展|布局)(?:布局|分布|载体|地|重点):"
    r"|为(?:核心|主)[一-龥]{0,6},(?:辐射|联动|带动|覆盖))(?:为|是|包括)?(?:[一-龥()]{2,16}[、和])*$"
)
_BORNE: Final = re.compile(
    r"(?:[、和][一-龥]{2,8}){0,6}(?:等地?)?(?:为|作为)"
    r"(?:承载|布局|主阵地|重点(?:区|地|县|板块|片区|承载|布局)|核心|主体|主要|载体|引领|龙头)"
)
_STRESSED: Final = re.compile(
    r"(?:[、和][一-龥]{2,8}){0,6}(?:等地?)?(?:为|作为)重点(?!发展|培育|打造|布局|建设|推进|支持|推动|突破)"
)
_AT: Final = frozenset("在于")
# 把甲打造成为全国重要的乙基地
_MAKING: Final = frozenset("把将")
_MADE: Final = re.compile(r"(?:加快|逐步|全力|着力)?(?:打造|建设|培育|发展|建)成")
# Behind a label that ends in a colon, a place with a clause of its own bears what the clause says: 空间布局:甲区做强乙.
_ALONE: Final = re.compile(r"(?:[、和与及][一-龥]{2,12}?){0,8}(?:等(?:地区?|县区?|县市区?|区域)?)?(?:[。;,(\n]|为|作为|$)")


def _labelled(flat: str, region: Region) -> bool:
    """Whether the words around a place say that it bears the industry of the heading."""
    start = region[0]
    if _BORNE.match(flat, region[1], region[1] + 60):
        return True
    line = max(flat.rfind(mark, max(start - 40, 0), start) for mark in "\n。;")
    borne = _BEARING.search(flat[line + 1 if line >= 0 else max(start - 40, 0):start])
    return borne is not None and (":" not in borne[0] or _ALONE.match(flat, region[1], region[1] + 80) is not None)
