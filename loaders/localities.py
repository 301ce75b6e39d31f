"""Places that no table knows: towns and zones that a document names, and those that its offices are named after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from liantu.loaders.phrases import Word
from liantu.loaders.places import load_divisions

__all__ = ["local_places"]

# 六横管委会 knows the place 六横, 古山镇人民政府 the town 古山镇.
# The first characters alone come first, as the engine then skips to them.
_OFFICE: Final = re.compile("[党管](?:工委|委会|理委员会)")
_BEFORE_OFFICE: Final = re.compile(r"(?:(?<![一-龥])|(?<=[与和及同位门域责]))[一-龥][一-龥\-]{1,9}$")
# Behind a mark or one of these characters a place can begin: 支持埭溪镇, 推动织里镇, 在龙里县.
_CLASS: Final = re.compile(r"[镇乡道街区县市块岛](?:(?=[\n“\"\d、,:;。()与和及在以为重主着大加积优择打发建推培布做壮抓突聚谋规依围利全开政人管党办等招基导引完落扩特组侧探承配则突巩集延种养瞄锚立支])|(?<=做[强优大精][一-龥]{2}镇)|(?<=(?:支持|推动|依托)[一-龥]{2}镇))")
_TOWN: Final = re.compile(r"(?:(?<![一-龥])|(?<=[及与和在由以让将持动励导快进展强成设区县市州旗]))([一-龥]{2,3})(镇|乡|街道|街|新区|特区|片区|区块|县|区|市|岛)$")
# Districts whose names are words for a part of any town.
_TOWNS: Final = frozenset({"老城区", "新城区"})
_STREET: Final = frozenset("发做打承聚壮布突主重")
_OVER: Final = ("区", "县", "市", "州", "旗")
_INNER: Final = ("镇", "乡", "街道", "岛", "新区")
_NO_OFFICE: Final = re.compile(
    r"功能区|各|有关|相关|市属|国资|监督|建设$|该|经济管理|所属|直属|等$|县市|单位|部门|牵头|参与|配合|负责|^(?:园区|开发区|经济开发区|县经济开发区|工业园区|高新技术产业园区|景区|风景区)$"
)
_LEAD: Final = re.compile(r"^(?:[一-龥]{2,3}市(?=.))")
_NO_TOWN: Final = re.compile(
    r"^自治|[报和过合为织向强富到与及并将对由同成].*[县区市]$|^[省市县区乡镇村]{2}|^(?:各|全|我|本|该|每|其|多|两|三|一|向|从|到|中心|重点|相关|有关|所有|部分|核心|入城).?(?:镇|乡|街道|"
    r"县|区|市|岛|区块)|^(?:中心|重点|相关|有关|所有|部分|核心|入城)|"
    r"^(?:建成|打造|建设|发展|支持|推动|鼓励|引导|依托|指导|督促|帮助|加快|推进|促进)|[内级]市$|(?<!临)港区$|(?:[园专发能聚范洁验税游社小景片校灾库山辖郊地街市县牧林商住厂心行业作合级省全各属我入进出度禁限战特军灌汇放生矿示]区|^(?:主|中心|新|各|全|本|老旧|市|县)城区|"
    r"[全各我城超股夜集门楼上都两本入县地]市|[乡小集名各强古建型]镇|[城家下返各入水]乡|[各全我市]县|[全各社]街道|[行商业食情色化史题范示市店牌俗吧品古老条大主镇城各]街|[国省市]级新区|[群半海范各小千全离多一两诸入]岛)$"
)
_CARRIER: Final = re.compile(r"(?:基地|园|园区|港|科学城|科技城|中心|试验区|保税区|开发区|综保区|走廊)$")


def local_places(flat: str, part: str | None = None) -> list[Word]:
    """Return where a document's own places stand, in order and without overlap.

    Parameters
    ----------
    flat : str
        The flat text, which tells what the places are.
    part : str, optional
        The text in which to find them; by default the same.

    Returns
    -------
    list of Word
        Of kind ``r`` for places, ``S`` for carriers that have an office of their own.
    """
    names: dict[str, str] = {}
    known = load_divisions()
    behind = 0
    for match in _OFFICE.finditer(flat):
        low = match.start()
        front = _BEFORE_OFFICE.search(flat, max(low - 10, behind), low)
        if front is None:
            continue
        behind = match.end()
        name = _LEAD.sub("", front[0])
        if len(name) > 1 and not _NO_OFFICE.search(name):
            names[name] = "S" if _CARRIER.search(name) else "r"
    for mark in _CLASS.finditer(flat):
        end = mark.end()
        town = _TOWN.search(flat[end - 7 if end > 6 else 0:end])
        if town is None:
            continue
        if _no_own(flat[end - len(town[0]) - 1:end - len(town[0])], town, known):
            continue
        stem = town[1][1:] if town[1][0] in "在以由让将于区县市" and len(town[1]) == 3 else town[1]
        whole = stem + town[2]
        # 和林格尔县: the character in front is no 和 but a part of the name.
        letter = flat[end - len(whole) - 1:end - len(whole)]
        if letter in ("和", "与") and (letter + whole in known or letter + stem in known):
            names.setdefault(letter + whole, "r")
            continue
        # 完成市 and 并报市 are verbs and the city itself.
        loose = town[2] == "市" and "一" <= flat[end - len(town[0]) - 1:end - len(town[0])] <= "龥"
        if town[2] == "特区" and stem[-1] in "山湖岛湾":
            names.setdefault(whole, "r")
            names.setdefault(stem, "r")
            continue
        # 解放街 is a road more often than an office; one that develops something is an office.
        if loose or town[2] == "街" and flat[end:end + 1] not in _STREET or (_NO_TOWN.search(whole) and whole not in _TOWNS):
            continue
        if town[2] != "区块":
            names.setdefault(whole, "r")
        if town[2] in ("镇", "乡", "街道", "区块") and len(stem) == 2:
            names.setdefault(stem, "r")
    if not names:
        return []
    return list(_occurrences(flat if part is None else part, names))


def _no_own(front: str, town: re.Match[str], known: Mapping[str, object]) -> bool:
    """Whether what looks like a document's own place behind a character is none, or one that the table knows."""
    # 吴江区盛泽镇: behind a county only what counties are made of.
    if front in _OVER and (not town[0].endswith(_INNER) or town[0].endswith("高新区")):
        return True
    # 把溧阳市: the table knows the place without the word in front.
    return len(town[1]) == 3 and town[1][1:] + town[2] in known and town[0] not in known


def _occurrences(flat: str, names: Mapping[str, str]) -> Iterator[Word]:
    """Yield where the names stand; of two that overlap the first, and the longer of two that begin together."""
    found: list[tuple[int, int, str]] = []
    for name in names:
        start = flat.find(name)
        while start >= 0:
            found.append((start, -len(name), name))
            start = flat.find(name, start + 1)
    covered = 0
    for start, size, name in sorted(found):
        if start >= covered:
            covered = start - size
            yield names[name], start, covered
