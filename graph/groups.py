"""Groups of units written as one name: 各县(市、区)政府, 市级各有关部门, 各功能区管委会. They stay one node."""

from __future__ import annotations

import re
from dataclasses import dataclass

from liantu.graph.offices import Offices, expand

__all__ = ["Group", "read_group"]


@dataclass(frozen=True, slots=True)
class Group:
    """A group: the one name that all its spellings share, and whether the county governments are among its members."""

    name: str
    counties: bool


# Every way to write "counties, county cities and districts"; the brackets and their order differ from city to city.
_COUNTY = r"(?:县\(市、区\)|设区市|县级市|(?<=各)(?:区|县|市|州|旗|盟|地市|市州|州市))"
_ONE = r"[县市区旗](?:\([县市区旗、,]+\))?"
_ANY_COUNTY = re.compile(
    rf"(?:(?<=^)|(?<=各)|(?<=有关)|(?<=相关))(?:{_ONE}(?:[、,]?{_ONE})+|[县市区旗]\([县市区旗、,]+\))"
    r"(?=$|[、,和及与(]|人民政府|政府|党|功能区|开发区|管委会|园区|(?![级直属场])[^、,()]{2,14}[局委办部门会])"
)
_TAIL = re.compile(r"\((管委会|管理委员会|开发区|功能区|园区|各类园区)\)$")
_GOVERN = r"(?:人民政府|政府|党委、?政府|党委和政府|党\(工\)委、?政府)?"
_ZONE = r"(?P<zone>功能区|经济功能区|(?:经济|省级|国家级|市级|各类|重点)?开发区|高新区|经开区|新区|(?:产业|工业|化工|科技|开发|省级)?园区|产业集聚区|集聚区|管委会|先导区|保税区)(?:管委会|管理委员会|管理机构)?"
_TOWN = r"(?P<town>乡镇\(?、?街道\)?|镇\(?、?街道?\)?|乡\(?、?镇\)?\(?、?街道?\)?|镇街|街镇|乡镇|街道|村\(?、?社区\)?)(?:人民政府|政府|办事处)?"
_BODY = (
    r"(?P<body>(?:责任|牵头|成员|配合|参与|参加|承办|主办|协办|业务|主管|职能|行业|行政|市场主体|金融|监管|审批|执法|直属|直|企事业|属地|帮扶|派驻|驻[市区县]|垂直|中央和?省?属?)*"
    r"(?:主管部门|部门(?:和|、|\()?单位\)?|部门|单位|委办局|局委办|机构|银行|企业|国企|国有企业|高校|院校|高等院校|科研院所|工作专班|专班|专项小组|专项组|协会|行业协会|商会))"
)
_PART = re.compile(
    rf"^(?P<head>(?:由|其他|其它|全市|我市|本市|所有|全体|所在地?|属地|相关|有关|各类|各|等|沿海|涉海|(?:国家|中央|自治区|省|市|县|区|州)(?:级|直属|直|属|委|政府直?属?)?)*)"
    rf"(?:(?P<county>{_COUNTY}){_GOVERN}(?P<office>[^、,()]{{2,16}}[局委办部门会])?|{_ZONE}|{_TOWN}|{_BODY})$"
)
_SPLIT = re.compile("(?<![(市区县旗])[、,](?![^(]*\\))|(?:以及|及其|和|及|与|暨)(?=各|有关|相关|市级|市直|功能区|开发区|园区|管委会|产业集聚区|新区|乡镇|街道|部门)")
# Names that speak of many without 各 or 有关; any other name without these words is one unit.
_BARE = re.compile(
    rf"^(?:各|地方各级|(?:[市省区县州](?:级|直属|直|属|政府直属|委)?)?(?:各|有关|相关)|有关|相关|其他|所有|全体|属地|所在地|涉海|沿海|{_COUNTY}(?:$|{_GOVERN}$|[、和及]))"
    r"|(?:有关|相关|各)(?:部门|单位|委办局|企业|银行|金融机构|县|区|市|乡|镇)|(?:成员|责任|牵头|配合|参与)单位$|[市省区县](?:级|直属|直|属)(?:部门|单位|各?开发区|国企|国有企业|企业|高校)"
    r"|^(?:国有企业|(?:行业|业务)?主管部门|(?:责任|牵头|配合|职能|业务)部门|(?:重点|龙头|骨干|相关)?企业|金融机构|商业银行|高校|科研院所)$|的(?:县区|县市区|区县|县|区|乡镇|单位|部门|企业)$"
    r"|^(?:功能区|开发区|园区|市属开发区|经济功能区|产业园区|乡镇|街道|镇街|乡镇\(街道\)|镇\(街道\))(?:管委会|管理委员会|人民政府|政府|办事处)?$"
)
# An office without any of these is one: most names are told by that.
_OFFICE_ENDS = frozenset("局委厅办院司团")
_MANY = re.compile("[各有相其所全属涉沿、,和及与暨(县]")
_LEVEL = re.compile("(国家|中央|自治区|省|市|县|区|州)(?:级|直属|直|属|委|政府直?属?)?")


def read_group(key: str, offices: Offices) -> Group | None:
    """Return the group that a name speaks of, or None if it is the name of one unit.

    Parameters
    ----------
    key : str
        A key made by `name_key`.
    offices : Offices
        The table of offices: 各县(区)发改局 is the group of the 发展和改革局.

    Returns
    -------
    Group or None
        The group under its one name.

    Examples
    --------
    >>> from liantu.graph.offices import load_offices
    >>> [read_group(key, load_offices()).name for key in ("各县(区)政府", "各县市区人民政府", "市直各有关部门")]
    ['各县(市、区)政府', '各县(市、区)政府', '市有关部门']
    >>> read_group("市发改委", load_offices()) is None
    True
    """
    if key[-1:] in _OFFICE_ENDS and not _MANY.search(key):
        return None
    key = _TAIL.sub(r"、\1", _ANY_COUNTY.sub("县(市、区)", key))
    if not _BARE.search(key):
        return None
    names: list[str] = []
    counties = False
    for part in _SPLIT.split(key):
        match = _PART.match(part)
        if match is None:
            return Group(key, counties=False)
        names.append(_part_name(match, offices))
        counties = counties or bool(match["county"] and not match["office"] and not _alone(match["county"]))
    return Group("、".join(dict.fromkeys(names)), counties)


def _alone(county: str) -> bool:
    """Whether the word names but one sort of county: 各区 leaves the counties out, 各市 may be the cities of a province."""
    return len(county) == 1 or county in ("设区市", "县级市", "地市", "市州", "州市")


def _part_name(match: re.Match[str], offices: Offices) -> str:
    head = match["head"]
    scope = level[1] if (level := _LEVEL.search(head)) else ""
    some = "有关" if "有关" in head or "相关" in head else ""
    if county := match["county"]:
        name = f"各{county}" if _alone(county) else "各县(市、区)"
        if not (office := match["office"]):
            return f"{some}{name}政府"
        full = expand(office, "county", offices)
        return name + (full.template.replace("{p}", "").replace("{s}", "") if full else office)
    if zone := match["zone"]:
        name = zone if zone == "管委会" else f"{zone}管委会"
        return f"{scope}{some or '各'}{name}"
    if match["town"]:
        return f"{some}各乡镇(街道)"
    return f"{scope}{some}{match['body']}" if some else f"{f'{scope}级' if scope else ''}各{match['body']}"
