"""Names of places, platforms, projects, enterprises, industries, people and indicators to one name each.

Nothing is guessed here: a name is only freed of what every writer adds or leaves out (city, 项目, 产业, 有限公司).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from liantu.graph.canonical import clean, is_plain, name_key, plain_key, strip_place
from liantu.graph.model import make
from liantu.graph.offices import zone_name
from liantu.graph.places import UNKNOWN, Place, home
from liantu.graph.registry import Registry
from liantu.graph.resolve import Resolution, resolve_unit
from liantu.graph.schema import node_id

__all__ = ["resolve_name", "resolve_place"]

_QUOTES = re.compile("[\"“”‘’'「」『』《》]")
_OURS = re.compile("^(?:我国|全国|我省|全省|我市|全市|本市|我区|全区|我县|全县)的?(?=.{2})")
_INDUSTRY = re.compile("(?:全产业链条?|产业链条?|产业集群|产业集聚区|集聚区|产业|集群|行业|领域|全链条)$")
_HEADS = frozenset("链条群区业域")
# The 业 of these is no suffix: 渔业 without it is no word.
_TRADE = re.compile("(?<=[^渔农林牧副矿商工盐畜企事就行专物产营])业$")
_VERB = re.compile("^(?:制造|服务|信息|建筑|加工|运输|生产|流通|零售|批发|传统|支柱|主导|优势|新兴|特色)业$")
_ESTATE = re.compile("(?:房地|不动|(?<![一-鿿])水|特)产业$")
_PROJECT = re.compile("(?:等?项目(?:工程)?(?:建设)?|工程(?:项目)?(?:建设)?|建设(?:项目|工程)?)$")
_WORK_ENDS = frozenset("目程设")
_FIRM_ENDS = frozenset("司业)")
_PHASE = re.compile(r"[(第]?([一二三四五1-5首])期\)?$")
_NO_OWNER = re.compile("^[一二三四五首]期$|^(?:主体|首批|重点|重大|示范|标志性|产业|新材料|配套|基础设施)$")
_FIRM = re.compile(r"(?:股份|控股)?(?:有限责任|有限)?(?:公司|合伙企业)(?:\(有限合伙\))?$")
_POST = re.compile(
    "^.{0,14}?(?:书记|市长|区长|县长|州长|省长|主任|主席|部长|局长|厅长|常委|秘书长|组长|链长|院长|会长|行长|调研员|巡视员|委员|领导|同志)[:、,]?"
)
_TITLE = re.compile("(?:同志|书记|(?:常务)?副?(?:市|区|县|州|省|局|厅|部|处|科|组|链|院|会|行|秘书)长|(?:副)?主任|(?:副)?主席|常委|等)+$")
_NOBODY = re.compile("^(?:分管|主管|联系|牵头|相关|有关|主要|各|党委|政府|市委|市府|市政|区委|县委|省委|责任|包联)")
_AREA = re.compile("(?:区域|一带|片区|全域)$")


def resolve_place(name: str, *, city: str | None, registry: Registry) -> Resolution:
    """Return the region that a name stands for in a document of a city.

    Parameters
    ----------
    name : str
        The name as written: 定海, 定海区, 沪, 长三角, 六横.
    city : str or None
        The place the document speaks for.
    registry : Registry
        The tables.

    Returns
    -------
    Resolution
        An administrative place under its full name; any other place under its own, in the city.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> known = load_registry()
    >>> [resolve_place(name, city="舟山市", registry=known).canonical for name in ("定海", "沪", "长三角", "六横岛")]
    ['定海区', '上海市', '长三角', '六横']
    """
    own, key = home(city, registry.places), _unowned(name_key(name))
    bare = strip_place(key, _forms(own), keep=2)
    for form in dict.fromkeys((bare, key, _AREA.sub("", bare))):
        if (own.city, form) in registry.regions:
            known = registry.regions[own.city, form]
            return _region(name, own.city, known, "zone", "registry", f"{own.city}登记表里的区域{known}。")
        wide = registry.places.aliases.get(form, form)
        if wide in registry.places.wide:
            return _region(name, "", wide, "wide", "wide", f"是跨行政区的区域{wide}。")
        found = registry.places.find(form, city=own.city)
        if len(found) == 1:
            place = found[0]
            where = "" if place.level == "province" and place.city not in registry.places.counties else place.city
            return _region(name, where, place.name, place.level, "place", f"是{place.full}{'' if form == place.name else '的简称'}。")
        if len(found) > 1:
            rivals = tuple(sorted(node_id("Region", p.city, p.name) for p in found))
            why = f"叫“{form}”的地方有{len(found)}处，文件不能说明是哪一处。"
            return _region(name, own.city, form, "county", "ambiguous", why, certain=False, rivals=rivals)
    zone = _zone(bare, own, registry)
    if zone is not None:
        return _region(name, own.city, zone[0], "zone", "zone", zone[1])
    return _region(name, own.city, clean(bare), "", "as-written", "不是行政区划，按原文记名。")


def _region(
    name: str, city: str, canonical: str, level: str, rule: str, reason: str, *, certain: bool = True, rivals: tuple[str, ...] = ()
) -> Resolution:
    entity = node_id("Region", city or None, canonical)
    return Resolution(name, entity, canonical, city, level, rule, reason, 0.98, certain=certain, rivals=rivals, type=level, kind="Region")


@lru_cache(maxsize=1024)
def _forms_of(full: str, name: str, short: str, city: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((full, name, short, city)))


def _forms(own: Place) -> tuple[str, ...]:
    return () if own.name == UNKNOWN else _forms_of(own.full, own.name, own.short, own.city)


def _zone(bare: str, own: Place, registry: Registry) -> tuple[str, str] | None:
    """Return the name of a zone by the committee that runs it, or by its general word."""
    named = [registry.by_place.get((own.city, form), ()) for form in (bare, f"{own.short}{bare}")]
    for unit in [*named[0], *named[1], *registry.by_name.get((own.city, f"{bare}管委会"), ())][:1]:
        for _, place in registry.units[unit].governs[:1]:
            return clean(place), f"由{registry.units[unit].name}管辖，即{place}。"
    full, general, choice = zone_name(bare, registry.offices)
    if general and choice is None:
        return f"{own.short if own.name != UNKNOWN else ''}{full}", f"“{bare}”指{own.name}的{full}。"
    return None


def resolve_name(kind: str, name: str, *, city: str | None, registry: Registry, date: str | None = None) -> Resolution:
    """Return the entity of any kind that a name stands for.

    Parameters
    ----------
    kind : str
        A kind of node: Unit, Region, Platform, Project, Enterprise, Industry, Person or Indicator.
    name : str
        The name as written.
    city : str or None
        The place the document speaks for.
    registry : Registry
        The tables.
    date : str, optional
        The ISO date of the document.

    Returns
    -------
    Resolution
        The entity; spellings that differ only in what writers add or leave out share one id.

    Examples
    --------
    >>> from liantu.graph.names import load_registry
    >>> known = load_registry()
    >>> same = [resolve_name("Industry", name, city=None, registry=known) for name in ("石化产业", "石化产业集群", "石化产业链")]
    >>> [found.canonical for found in same], len({found.entity_id for found in same})
    (['石化', '石化', '石化'], 1)
    >>> resolve_name("Project", "蓝湾大桥工程", city="青州市", registry=known).canonical
    '蓝湾大桥'
    """
    if kind == "Unit":
        return resolve_unit(name, city=city, registry=registry, date=date)
    if kind == "Region":
        return resolve_place(name, city=city, registry=registry)
    own = home(city, registry.places)
    plain = is_plain(name)
    cleaned = name if plain else clean(name)
    bare = name if plain else _QUOTES.sub("", cleaned)
    if kind == "Platform":
        text, why, certain = _platform(bare, own, registry)
    else:
        text, why, certain = _READERS.get(kind, _other)(bare, own)
    where = own.city if kind in _LOCAL and own.name != UNKNOWN else ""
    rule = "written" if text == cleaned else "canonical"
    entity = node_id(kind, where, (plain_key(text) if plain and kind != "Platform" else name_key(text)).upper())
    return make(Resolution, (name, entity, text, where, "", rule, why, 0.98, False, certain, (), "", (), kind))


_LOCAL = frozenset({"Platform", "Project", "Person", "Indicator"})


def _industry(name: str, own: Place) -> tuple[str, str, bool]:
    text = _unowned(strip_place(name, _forms(own), keep=2))
    while text[-1:] in _HEADS and not _VERB.match(text):
        rest = text[:-1] if _ESTATE.search(text) else _INDUSTRY.sub("", text)
        rest = _TRADE.sub("", text) if rest == text else rest
        if len(rest) < 2 or rest == text or rest.isdigit():
            break
        text = rest
    return text, f"产业、产业链、产业集群等说法同指{text}。" if text != name else "按原文记名。", True


def _unowned(name: str) -> str:
    """Return a name without 我市, 全省 and the like in front."""
    return _OURS.sub("", name) if name[:1] in ("我", "全", "本") else name


def _platform(name: str, own: Place, registry: Registry) -> tuple[str, str, bool]:
    bare = strip_place(_unowned(name), _forms(own), keep=3)
    zone = _zone(bare, own, registry)
    if zone is not None:
        return zone[0], zone[1], True
    full, _, choice = zone_name(bare, registry.offices)
    if choice is not None:
        return bare, f"{choice.reason}，不合并。", False
    if full != bare:
        return full, f"通名写全，即{full}。", True
    return bare, f"省去所在城市，即{bare}。" if bare != name else "按原文记名。", True


def _project(name: str, own: Place) -> tuple[str, str, bool]:
    text = strip_place(_unowned(name), _forms(own), keep=4)
    while text[-1:] in _WORK_ENDS and (rest := _PROJECT.sub("", text)) != text and len(rest) >= 2:
        text = rest
    if text[-1:] in ("期", ")"):
        text = _PHASE.sub(lambda found: f"{'一' if found[1] == '首' else found[1].translate(_DIGIT)}期", text)
    if _NO_OWNER.match(text):
        return text, "只写了期数或泛称，看不出是哪个项目，请核对。", False
    return text, f"“项目、工程、建设”不计，即{text}。" if text != name else "按原文记名。", True


_DIGIT = str.maketrans("12345", "一二三四五")


def _enterprise(name: str, own: Place) -> tuple[str, str, bool]:
    text = name
    if own.level in ("city", "county") and own.name != UNKNOWN and text[:1] in "市区县" and own.name.endswith(text[:1]):
        text = own.name + text[1:]
    rest = _FIRM.sub("", text) if text[-1:] in _FIRM_ENDS else text
    rest = rest if len(rest) >= 3 else text
    return rest, f"“有限公司”等不计，即{rest}。" if rest != name else "按原文记名。", True


def _person(name: str, _own: Place) -> tuple[str, str, bool]:
    text = name
    for rest in (_TITLE.sub("", text), _TITLE.sub("", _POST.sub("", text))):
        if 2 <= len(rest) <= 4 and not _NOBODY.match(rest) and not _TITLE.search(rest) and not _POST.match(rest):
            return rest, f"职务不计，即{rest}。" if rest != text else "按原文记名。", True
    return text, "只写了职务，看不出是谁。", "·" in text


def _other(name: str, _own: Place) -> tuple[str, str, bool]:
    return _unowned(name), "按原文记名。", True


_READERS: dict[str, Callable[[str, Place], tuple[str, str, bool]]] = {
    "Industry": _industry, "Project": _project, "Enterprise": _enterprise, "Person": _person,
}
