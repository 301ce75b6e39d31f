"""Cells of a table that list names: what a column holds says what the items are, whatever words they are made of."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

__all__ = ["Holds", "holds", "items"]

Holds = Literal["industry", "firm", "place", "work", "away", ""]

_ASIDE: Final = re.compile(r"[(（][^()（）]*[)）]|[“”\"'‘’「」]")
# The first that fits says it: 重点企业 before 重点产业 …
_COLUMNS: Final[tuple[tuple[Holds, re.Pattern[str]], ...]] = (
    # Companies to win over, or that lead a chain.
    ("firm", re.compile(r"(?:目标|重点|链主|链核|龙头|骨干|代表|代表性|头部|意向|对接|招引|链上|拟招|核心|主要|支撑|领军|依托)+(?:招商|引进)?企业(?:名称|名单)?$|^链主$")),
    ("work", re.compile(r"(?:重点|重大|支撑|标志性|在建|谋划|招商|签约|核心)项目(?:名称)?$")),
    # Where an industry stands; regions to court (招商区域) are elsewhere.
    ("place", re.compile(
        r"承载|承接|载体|承载平台|重点(?:区域|园区|县区|布局)|主要(?:区域|园区|布局)|布局(?:区域|地区)?$|区域布局|责任县|责任区|核心区域|空间布局|所在(?:地|县区|园区)")
    ),
    ("industry", re.compile(
        r"产业链(?:条|名称)?$|(?:主攻|产业|发展|重点|细分|招商|培育|突破)(?:发展)?方向|(?:重点|主导|细分|特色|招商|未来|优势|主要|首位)产业(?:链|集群)?(?:名称)?$|"
        r"^产业(?:名称|集群|集群名称)?$|发展重点|(?:重点|细分|关键|主攻)(?:发展)?(?:领域|环节|赛道)|主要产品|重点产品|主导产品|^集群|^赛道")),
)
_NOT_HERE: Final = re.compile(r"招商区域|招商地区|对接区域|目标区域|招商重点区域")
_ITEM: Final = re.compile(r"(?:\([^()\n]*\)|[^、,;/\n(])+")
# Longer than a name: the cell holds sentences.
_LONGEST: Final = 18
_NUMBER: Final = re.compile(r"(?:\(?\d{1,2}[.)、]|[①-⑳])(?!\d)")
# What opens a sentence and no name.
_VERB: Final = re.compile(r"(?:支持|推动|推进|加快|发展|重点发展|培育|打造|建设|建成|做[强大优]|引进|开展|实施|聚焦|围绕|依托|提升|完善|力争|争取|新增)")
_TAIL: Final = re.compile(r"(?:等(?:[产企行项][业目])?|[。.])$")


@cache
def holds(header: str) -> Holds:
    """Return what the names in a column with this header are; empty where the header does not say.

    ``away`` are places to win companies from.

    Examples
    --------
    >>> holds("“链主”企业"), holds("主攻方向"), holds("产业主要承载地"), holds("重点招商区域"), holds("工作任务")
    ('firm', 'industry', 'place', 'away', '')
    """
    text = _ASIDE.sub("", "".join(header.split()))
    if not text or len(text) > 14:
        return ""
    if _NOT_HERE.search(text):
        return "away"
    found: Holds = ""
    for kind, pattern in _COLUMNS:
        if pattern.search(text):
            return kind
    return found


def items(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the items of a cell that is a list of names, and nothing where it holds sentences.

    Examples
    --------
    >>> items("甲、乙等\\n", 0, 5), items("推动甲乙丙丁开工建设。支持戊己庚辛壬癸开展研究并形成成果\\n", 0, 28)
    ([(0, 1), (2, 3)], [])
    """
    found: list[tuple[int, int]] = []
    if flat.find("。", start, end - 1) >= 0:
        return found
    for match in _ITEM.finditer(flat, start, end):
        low, high = match.span()
        number = _NUMBER.match(flat, low, high)
        low = number.end() if number else low
        tail = _TAIL.search(flat, low, high)
        high = tail.start() if tail else high
        if high - low > _LONGEST or _VERB.match(flat, low, high):
            return []
        if high > low:
            found.append((low, high))
    return found
