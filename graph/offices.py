"""What an office is called in full: 发改委, 发展改革委, 发展与改革委员会 are one; the table is data/offices.tsv."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from liantu.graph.canonical import core_key
from liantu.graph.places import Place
from liantu.graph.tables import Row, TableError, shipped

__all__ = ["Choice", "Office", "Offices", "Reform", "expand", "load_offices", "zone_name"]

_TABLE = "offices.tsv"
# The kind of a body that a regular ending gives; any other ending is a department.
_KINDS = {"中心": "institution", "院": "institute", "集团": "soe", "公司": "soe", "指挥部": "headquarters", "专班": "headquarters"}
_SHARED = "自由贸易试验区"  # of a province: no city's own
_COMPANY = re.compile("(?<=集团)(?:股份|控股)?(?:有限)?(?:责任)?公司$")


@dataclass(frozen=True, slots=True)
class Office:
    """An office without its place: {p} in the template is the full place (舟山市), {s} the short one (舟山)."""

    template: str
    kind: str
    levels: frozenset[str] = frozenset()

    def at(self, place: Place) -> str:
        """Return the full name of the office of a place; {c} is the city it lies in."""
        return self.template.replace("{p}", place.full).replace("{s}", place.short).replace("{c}", place.city)


@dataclass(frozen=True, slots=True)
class Choice:
    """A short form that stands for one of several offices or zones; ``turn`` is the month from which it is the last."""

    options: tuple[str, ...]
    turn: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reform:
    """A general reform: the new office takes over from the old one in a year."""

    new: str
    old: str
    year: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Offices:
    """The table of offices, ready for look-up."""

    forms: Mapping[str, tuple[Office, ...]]
    slots: tuple[tuple[re.Pattern[str], Office], ...]
    # Any of the slots.
    slotted: re.Pattern[str]
    stems: Mapping[str, str]
    endings: tuple[tuple[str, str], ...]
    ministries: Mapping[str, str]
    zones: tuple[tuple[str, str], ...]
    choices: Mapping[str, Choice]
    reforms: tuple[Reform, ...]
    distinct: Mapping[frozenset[str], str]
    doubtful: tuple[tuple[str, str, str], ...]
    # What the names of zones end in, as zones and choices have it.
    zone_words: tuple[str, ...]


def expand(rest: str, level: str, offices: Offices) -> Office | None:
    """Return the office that a name without its place stands for.

    Parameters
    ----------
    rest : str
        A key made by `name_key`, without its place.
    level : str
        The level of the place: some short forms differ from level to level.
    offices : Offices
        The table.

    Returns
    -------
    Office or None
        The office; None if the table does not know it.

    Examples
    --------
    >>> table = load_offices()
    >>> [expand(form, "city", table).template for form in ("发改委", "发展与改革委员会", "资规局", "国资委")]
    ['{p}发展和改革委员会', '{p}发展和改革委员会', '{p}自然资源和规划局', '{p}人民政府国有资产监督管理委员会']
    >>> expand("星光局", "city", table) is None
    True
    """
    core = core_key(rest)
    for office in offices.forms.get(core, ()):
        if not office.levels or level in office.levels:
            return office
    core = _COMPANY.sub("", core)
    for form, ending in offices.endings:
        if core.endswith(form) and len(core) > len(form):
            stem = core[: -len(form)]
            full = _stem(stem, offices.stems)
            if full and ending == "分局" and level == "county":
                return Office(f"{{c}}{full}局{{s}}{ending}", "department")
            if full:
                # A firm's name is its own: 港口集团 is no 港口管理集团.
                full = stem if ending in ("集团", "公司") and not full.endswith("投资") else full
                return Office(f"{{p}}{full}{ending}", _KINDS.get(ending, "department"))
    return None


def _stem(core: str, stems: Mapping[str, str]) -> str | None:
    """Return the full form of one stem, or of two or three that stand side by side: 发改经信."""
    if core in stems:
        return stems[core]
    parts: list[str] = []
    at = 0
    while at < len(core):
        cut = next((end for end in range(len(core), at + 1, -1) if core[at:end] in stems), 0)
        if not cut or len(parts) == 3:
            return None
        # A long part stands as it is: 自然资源和城乡建设局 has no 规划 in it.
        parts.append(core[at:cut] if cut - at >= 4 else core_key(stems[core[at:cut]]))
        at = cut
    return "和".join(parts)


def zone_name(body: str, offices: Offices) -> tuple[str, bool, Choice | None]:
    """Return the full form of a zone's name.

    Parameters
    ----------
    body : str
        The name of a zone, without its city.
    offices : Offices
        The table.

    Returns
    -------
    name : str
        The name with its general word in full.
    general : bool
        Whether it is nothing but the general word, so that only the city tells the zone.
    choice : Choice or None
        What a word that can be read in several ways stands for.

    Examples
    --------
    >>> zone_name("高新区", load_offices())[:2], zone_name("蓝天高新区", load_offices())[:2]
    (('高新技术产业开发区', True), ('蓝天高新技术产业开发区', False))
    """
    if not body.endswith(offices.zone_words):
        return body, False, None
    for short, full in offices.zones:
        if body.endswith(short):
            head = body[: -len(short)]
            return head + full, not head and full != _SHARED, None
    for short, choice in offices.choices.items():
        # 开发区 also ends other general words, 经开区 does not: only the latter says anything behind a proper name.
        if body.endswith(short) and short.endswith("区") and (body == short or not any(full.endswith(short) for _, full in offices.zones)):
            return body, body == short, choice
    return body, False, None


@lru_cache(maxsize=1)
def load_offices() -> Offices:
    """Return the shipped table of offices.

    Returns
    -------
    Offices
        The table, read once.

    Raises
    ------
    TableError
        If a row is of an unknown class.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in shipped(_TABLE):
        if row.cells[0] not in ("词", "机构", "部委", "尾", "区", "歧", "承", "异", "疑"):
            raise TableError(_TABLE, row.line, f"类“{row.cells[0]}”不认识", "请改成表头注释里的一类")
        rows[row.cells[0]].append(row)
    forms, slots = _organs(rows["机构"])
    zones = _longest((form, row.cells[1]) for row in rows["区"] for form in (row.cells[1], *row.cells[2].split()))
    return Offices(
        forms=forms,
        slots=slots,
        slotted=re.compile("|".join(pattern.pattern.replace("?P<p>", "?:") for pattern, _ in slots)),
        stems={core_key(form): row.cells[1] for row in rows["词"] for form in (row.cells[1], *row.cells[2].split())},
        endings=_longest((form, row.cells[1]) for row in rows["尾"] for form in (row.cells[1], *row.cells[2].split())),
        ministries={form: row.cells[1] for row in rows["部委"] for form in (row.cells[1], *row.cells[2].split())},
        zones=zones,
        choices={row.cells[1]: Choice(tuple(row.cells[2].split()), row.cells[3], row.cells[4]) for row in rows["歧"]},
        reforms=tuple(Reform(row.cells[1], row.cells[2], int(row.cells[3]), row.cells[4]) for row in rows["承"]),
        distinct={frozenset((row.cells[1], row.cells[2])): row.cells[4] for row in rows["异"]},
        doubtful=tuple((row.cells[1], row.cells[2], row.cells[4]) for row in rows["疑"]),
        zone_words=(*(short for short, _ in zones), *(row.cells[1] for row in rows["歧"])),
    )


def _longest(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(set(pairs), key=lambda pair: (-len(pair[0]), pair)))


def _organs(rows: list[Row]) -> tuple[dict[str, tuple[Office, ...]], tuple[tuple[re.Pattern[str], Office], ...]]:
    forms: dict[str, tuple[Office, ...]] = {}
    slots: list[tuple[re.Pattern[str], Office]] = []
    for row in rows:
        kind, _, level = row.cells[3].partition("/")
        office = Office(row.cells[1], kind, frozenset({level}) if level else frozenset())
        for form in (row.cells[1].replace("{s}", "{p}"), *row.cells[2].split()):
            rest = form.removeprefix("{p}")
            if "{p}" not in rest:
                forms[core_key(rest)] = (*forms.get(core_key(rest), ()), office)
                continue
            head, tail = map(re.escape, core_key(rest).split("{p}"))
            slots.append((re.compile(f"{head}(?P<p>.{{1,14}}?){tail}$"), office))
    slots.sort(key=lambda slot: -len(slot[0].pattern))
    return forms, tuple(slots)
