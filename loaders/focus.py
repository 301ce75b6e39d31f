"""Which place develops which industry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from liantu.loaders.industries import Found
from liantu.loaders.phrases import Chunk

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
                regions.append((parts[at - 1].start, part.end, i))
                continue
            place = part.kind == "r" and not _product(flat, chunk, at) and not is_port(flat, part.end)
            if (place or part.kind == "z" and at == 0) and not any(a <= start < b for a, b, _ in taken):
                regions.append((start, _extended(flat, part.end), i))
    return regions


_NO_ZONE: Final = re.compile(r"省级|市级|国家|全[省市]|各|有关|相关|重点|其他|所有|同类|一流|先进|创建|申报")


def is_zone(flat: str, chunk: Chunk, at: int) -> bool:
    """Whether the zone word at a part has a name of its own in front that no table knows: 青岭经开区."""
    front = chunk.parts[0]
    if at != 1 or front.kind != "_" or not 1 < front.end - front.start < 5:
        return False
    return _NO_ZONE.search(flat, front.start, front.end) is None


_GOODS: Final = frozenset("鱼鸭鸡羊猪牛茶酒瓷梨枣桃柚橙姜蒜葱米面醋酱绣扇剑石玉菊参芪")


# A development zone that is said to develop something is a place: 东山经济开发区重点发展石墨.
_ZONE: Final = ("开发区", "高新区", "经开区", "高新技术产业园区")
_DEVELOPS: Final = re.compile(
    r"(?:[、和][一-龥()]{2,16}(?:区|县|市|镇|园区)){0,4}(?:主要|重点|大力|加快|积极|集中|优先|着力)?(?:发展|打造|培育|做强|做优|做大|壮大|布局|聚焦|主攻|突出)"
)


def is_developing(flat: str, start: int, end: int) -> bool:
    """Whether a carrier is a zone that develops something by itself."""
    return flat.endswith(_ZONE, start, end) and _DEVELOPS.match(flat, end) is not None


def is_port(flat: str, end: int) -> bool:
    """Whether a place ends in front of 港, so that a port is named."""
    return flat[end:end + 1] == "港" and flat[end + 1:end + 2] not in ("口", "区", "航", "务", "资", "澳", "商", "城", "股")


def _product(flat: str, chunk: Chunk, at: int) -> bool:
    """Whether the short form of a place is a piece of another word: 武昌鱼, 黄河口."""
    parts = chunk.parts
    front = parts[at - 1] if at else None
    if flat[parts[at].end - 1] in "省市县区州镇乡":
        return False
    if front is not None and front.kind == "_" and front.end - front.start == 1:
        return True
    if at + 1 >= len(parts) or parts[at + 1].kind not in "_w":
        return False
    behind = parts[at + 1]
    if flat[behind.start] in _GOODS and flat.startswith(("品牌", "产业", "养殖", "种植", "加工", "文化"), behind.start + 1):
        return True
    size = behind.end - behind.start
    return size == 1 and flat[behind.start] in _GOODS or size == 2 and flat[behind.end - 1] in "肉鱼鸡鸭"


# A short name by itself, in a cell that says where something stands: 曾家山, 唐家河.
_PLACE: Final = re.compile(r"[一-龥]{1,5}(?:[省市县区镇乡村州岛旗山河湖湾]|街道|片区|新区|新城|组团|流域)")


_NO_PLACE: Final = ("园区", "景区", "厂区", "社区", "全市", "全县", "全区", "全省")


def is_place(flat: str, start: int, end: int) -> bool:
    """Whether an item of a column of places is one by its form."""
    if end - start > 7 or flat.endswith(_NO_PLACE, start, end):
        return False
    return _PLACE.fullmatch(flat, start, end) is not None


_CLASSES: Final = ("州", "半岛", "地区", "街道", "新区", "片区", "组团", "岛", "镇", "乡")


def _extended(flat: str, end: int) -> int:
    """Return the end of a place with the class behind its short form: 金塘岛."""
    for word in _CLASSES:
        if flat.startswith(word, end):
            return end + len(word)
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
    by_chunk: dict[int, list[Found]] = {}
    for industry in industries:
        by_chunk.setdefault(industry.chunk, []).append(industry)
    if not regions:
        return []
    pairs: list[tuple[Region, Found]] = []
    if subject is not None:
        pairs.extend((region, subject) for region in regions if _bears(flat, region))
    _own_pairs(found, regions, by_chunk, pairs)
    if subject is not None:
        paired = {flat[region[0]:region[1]] for region, _ in pairs}
        pairs.extend((region, subject) for region in regions
                     if flat[region[0]:region[1]] not in paired and flat[region[0] - 1:region[0]] in _AT)
    return pairs


def _own_pairs(found: Sequence[Chunk], regions: Sequence[Region], by_chunk: Mapping[int, list[Found]],
               pairs: list[tuple[Region, Found]]) -> None:
    """Add the pairs that the verbs between a place and an industry make."""
    places: dict[int, list[Region]] = {}
    for region in regions:
        places.setdefault(region[2], []).append(region)
    if not by_chunk:
        return
    holders: list[Region] = []
    fresh = develops = inside = False
    for i in range(min(*places, *by_chunk), max(*places, *by_chunk) + 1):
        before = found[i].before
        if "." in before or "," in before and "D" not in before and i not in places:
            holders, develops = [], False
        if any(verb in before for verb in "Dduv"):
            develops, fresh = develops or any(verb in before for verb in "Ddu") or "v" in before, False
        new = places.get(i)
        if new is not None:
            holders = holders + new if fresh and holders and before in ("、", "&") else list(new)
            fresh, develops = new[-1][1] == found[i].end, False
            # 甲区钢铁、水泥产业: the items behind the first belong to the place as well.
            inside = not fresh and i in by_chunk
            if inside:
                pairs.extend((region, industry) for region in holders for industry in by_chunk[i]
                             if region[1] <= industry.start)
        elif i in by_chunk and holders and (develops or inside and before in ("、", "&")):
            pairs.extend((region, industry) for region in holders for industry in by_chunk[i]
                         if industry.rule != "industry:passing")


# What says that a place bears the industry of the heading.
_BEARING: Final = re.compile(r"(?:重点区域|承载地|布局区域|主要区域|重点地区|核心区域|重点县区?)[:：]?(?:[一-龥]{2,8}[、和])*$")
_BORNE: Final = re.compile(r"(?:[、和][一-龥]{2,8}){0,6}(?:等地?)?(?:为|作为)(?:承载|布局|主阵地|重点|核心|主体|主要|载体|引领|龙头)")
_AT: Final = frozenset("在于")


def _bears(flat: str, region: Region) -> bool:
    """Whether the text around a place gives it the industry of the heading."""
    start, end, _ = region
    line = max(flat.rfind(mark, 0, start) for mark in "\n。;")
    front = flat[max(line + 1, start - 40):start]
    return _BEARING.search(front) is not None or _BORNE.match(flat, end, end + 60) is not None
