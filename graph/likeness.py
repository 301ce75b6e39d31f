"""Names that differ from a known one as a bad scan differs from its page. What is doubtful is offered, never merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Likely", "near", "wildcards"]

# Characters that scans take for one another; each group is one row: same outline, one stroke more or less.
_ALIKE = (
    "己已巳", "日曰目白", "未末", "土士", "干千于", "人入八", "天夭", "大太犬", "户尸", "政攻玫", "材村", "径经轻", "玉王主", "贸贺", "问间", "因困",
    "水氷永冰", "旅族", "厅斤", "监盐蓝", "和知", "改敢", "杜社", "推椎", "进迸", "博搏", "技枝", "枚牧", "侯候", "免兔", "市巿", "渔鱼", "港巷", "准淮", "岱贷",
    "展屉", "育盲", "杂染", "规视", "晕晖", "息恩", "业亚", "杭抗", "治冶", "没设", "计汁", "科料", "术木", "健建", "管营菅",
    "检捡", "徽微", "徐除", "洲州", "凤风", "鸟乌", "历厉", "宣宜", "申甲由", "令今", "刀力", "万方", "部郡", "帅师", "牛午", "析折", "货贷",
)
_ALIKE_OF: dict[str, frozenset[str]] = {}
for _group in _ALIKE:
    for _sign in _group:
        _ALIKE_OF[_sign] = _ALIKE_OF.get(_sign, frozenset()) | frozenset(_group)
# One of these for another makes another unit: numbers, directions, levels, and what tells sister offices apart.
_TELLING = frozenset("一二三四五六七八九十百0123456789东西南北中上下前后左右内外新老大小省市区县乡镇村州旗盟工商农林水渔陆海空地天党政国民城甲乙丙丁ab")


@dataclass(frozen=True, slots=True)
class Likely:
    """A known key that a name may be a misreading of; ``sure`` if the wrong character is one that scans confuse.

    ``telling`` characters make another name: 第一 and 第二, 局 and 办.
    """

    key: str
    wrong: str
    right: str
    sure: bool
    telling: bool


def wildcards(keys: Iterable[str], *, least: int = 5) -> Mapping[str, tuple[str, ...]]:
    """Return an index of keys by their forms with one character blotted out.

    Parameters
    ----------
    keys : iterable of str
        Known keys.
    least : int, optional
        Shorter keys are left out: too many short names are one character apart.

    Returns
    -------
    Mapping
        From blotted form to keys.
    """
    found: dict[str, tuple[str, ...]] = {}
    for key in dict.fromkeys(keys):
        if len(key) >= least:
            for at in range(len(key)):
                blot = f"{key[:at]}\0{key[at + 1 :]}"
                found[blot] = (*found.get(blot, ()), key)
    return found


def near(key: str, index: Mapping[str, tuple[str, ...]], *, long: int = 8) -> tuple[Likely, ...]:
    """Return the known keys that are one character away.

    Parameters
    ----------
    key : str
        A key that is not known itself.
    index : Mapping
        What `wildcards` made of the known keys.
    long : int, optional
        From this length on, any single wrong character is sure enough, if no telling one: for closed lists of offices,
        not for names that people make up (海上风电专班, 海上光电专班).

    Returns
    -------
    tuple of Likely
        The candidates, sorted; a merge may be made only where there is one and it is sure.

    Examples
    --------
    >>> near("市场监督菅理局", wildcards(["市场监督管理局"]))[0].right
    '管'
    >>> near("第二人民医院", wildcards(["第一人民医院"]))[0].sure
    False
    """
    found: dict[str, Likely] = {}
    for at, sign in enumerate(key):
        for other in index.get(f"{key[:at]}\0{key[at + 1 :]}", ()):
            right = other[at]
            telling = (sign in _TELLING and right in _TELLING) or at == len(key) - 1
            alike = right in _ALIKE_OF.get(sign, ())
            sure = not telling and len(key) >= 5 and (alike or (len(key) >= long and right not in _TELLING and at > 0))
            found[other] = Likely(other, sign, right, sure, telling)
    return tuple(found[other] for other in sorted(found))
