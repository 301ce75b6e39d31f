"""Who is named in a list of units, and as what: A牵头,B、C配合."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from liantu.graph.model import make
from liantu.loaders.persons import is_person, split_persons
from liantu.loaders.role_rules import FieldRole, alternatives, verbs
from liantu.loaders.text import View
from liantu.loaders.units import is_unit, split_units, trim_unit, unit_parts

__all__ = ["ADVERB", "DATE", "HAS_VERB", "VERB", "VERB_END", "Name", "assigned", "names_of"]


class Name(NamedTuple):
    """A name in the flat text, and what it is to the task."""

    start: int
    end: int
    role: FieldRole


VERB = alternatives(verbs())
HAS_VERB = re.compile(VERB)
ADVERB = (
    r"(?:(?:按照?|依照?|依据|根据|结合|对照|立足)(?:各自|自身|部门|工作)*(?:职责|职能|职权|职责权限|权限)?(?:分工|要求|范围)?|分工|分别|共同|联合|具体|"
    r"结合实际|因地制宜|认真|狠抓|统筹|统一|积极|主动|密切|全力|主要|整体|全程|同步|组织|协同|指导|督促|协调|各自|予以|做好|抓好|加强)*"
)
VERB_END = re.compile(
    rf"(?P<adverb>{ADVERB})(?P<verb>(?:{VERB})(?:并|及|和|、)?(?:{VERB})*)"
    r"(?:组织|落实|实施|推进|推动|负责|抓好|到位|办理|协调|统筹|具体|对应区块|相关工作|此项工作|有关工作|工作|本项任务|落地|开展|执行|建设|指导|督促|管理|"
    r"监督|服务|做好|抓落实|、|并|和|任务)*$")
_MIDDLE = re.compile(rf"(?:负责)?(?:牵头|主办|主责)(?:负责|组织|实施|落实)?|会同|商(?=[省市县区国各])|联合(?=[省市县区国各])|(?:{ADVERB})配合单位?为")
# What else than a verb of the rules stands between a unit and those that help it.
_JOINS = re.compile("会同|商(?=[省市县区国各])|联合(?=[省市县区国各])")
_MARK = re.compile(r"[(〈](?:总)?(?P<verb>牵头|主办|主责|配合|协办)(?:负责|单位|部门)?[)〉](?=[、,;)\n和及]|$)")
DATE = re.compile(
    r"(?:(?:20)?\d{2,4}年|\d{1,2}月|[一二三四五六七八九十]{1,2}月|每[年月季]|长期|持续|全年|年内|年底|[上下]半年|[一二三四]季度).*$|.*(?:前|底|内)完成$|\d+分$|完成时[限间].*")
_RULE = re.compile(r"[^,;、。()]*(?:第一位?|首位|首个|排名第一)[^,;。()]*(?:牵头|主办)")
_NAMES_FIRST = re.compile("第一|首")
_RULE_OPENS = frozenset("(〈,;。、")
_NO_NAME = re.compile(r"(?:列第|排名第|排在|第一个|首位|下同|以下|不再|无|/|-)|\d*$")
# 各产业链牵头部门: a group, no verb.
_GROUP_NAME = re.compile(r"(?:各|有关|相关|其他|市级|省级)[^、,;]{0,12}(?:牵头|责任|主管|成员|配合|参与|实施)(?:部门|单位)$")
# A name that ends in one of these is one.
_SURE_SIGNS = frozenset("局委办部厅院署府会心司团行关")


def names_of(seen: View, start: int, end: int, role: FieldRole) -> Iterator[Name]:
    """Yield the names in the value of a label or cell, with the role that the label or a verb gives them."""
    flat = seen.flat
    if role == "leader":
        for low, high in split_persons(flat, start, end, gaps=_gaps(seen, start, end)):
            yield Name(low, high, role)
        return
    for name in assigned(seen, start, end, default="responsible" if role == "mixed" else role):
        word = flat[name.start:name.end]
        if role == "mixed" and not is_unit(word) and len(word) < 5:
            yield Name(name.start, name.end, "leader")
        elif len(word) > 1 and (len(word) < 15 or is_unit(word)):
            yield name


def _gaps(seen: View, start: int, end: int) -> list[int]:
    """Return the flat positions in front of which the stored text has white space."""
    origin = seen.origin
    if end <= start or origin[end - 1] - origin[start] == end - 1 - start:
        return []
    return [at for at in range(start + 1, end) if origin[at] - origin[at - 1] > 1]


def _unit_gaps(seen: View, start: int, end: int) -> list[int]:
    """Return the white space that may part units; in a text with a blank behind each character it says nothing."""
    found = _gaps(seen, start, end)
    return found if len(found) * 3 < end - start else []


def assigned(seen: View, start: int, end: int, *, default: FieldRole | None) -> list[Name]:
    """Read a list of units in which verbs may say who leads.

    Without a default, what has no verb takes part beside a lead, and is responsible where there is none.
    """
    flat = seen.flat
    rule = _RULE.search(flat, start, end) if _NAMES_FIRST.search(flat, start, end) else None
    if rule:
        # What follows is a rule for the whole document, no name; nor is the bracket in which it stands.
        end, stop = rule.start(), end
        opened = flat.rfind("(", start, end)
        if opened > flat.rfind(")", start, end):
            end, closed = opened, flat.find(")", rule.end(), stop)
            if 0 <= closed < stop - 2:
                return [*assigned(seen, start, end, default=default), *assigned(seen, closed + 1, stop, default=default)]
        while end > start and flat[end - 1] in _RULE_OPENS:
            end -= 1
    names: list[Name] = []
    waiting: list[tuple[int, int]] = []
    led = False
    spaces = _unit_gaps(seen, start, end)
    if not (HAS_VERB.search(flat, start, end) or _JOINS.search(flat, start, end)):
        role: FieldRole = default or "responsible"
        names = [make(Name, (low, high, role)) for low, high in split_units(flat, start, end, gaps=spaces)]
        return [name for name in names if _is_name(flat, name)]
    for low, high in unit_parts(flat, start, end, gaps=spaces):
        group = _GROUP_NAME.match(flat, low, high)
        verb = VERB_END.search(flat, low, high) if not group and HAS_VERB.search(flat, low, high) else None
        stop = verb.start() if verb else high
        names_here, mid_lead = ([(low, high)], []) if group else _split_middle(flat, low, stop)
        for one in mid_lead:
            names.append(Name(*one, "lead"))
            led = True
        if mid_lead and waiting:
            names.extend(Name(*one, "lead") for one in waiting)
            waiting = []
        waiting.extend(names_here)
        if verb:
            role = _role_of(verb["verb"], default)
            if role == "responsible" and led:
                role = "participant"
            led = led or (role == "lead" and not all(_person(flat, *one) for one in waiting))
            names.extend(Name(*one, role) for one in waiting)
            waiting = []
    rest: FieldRole = default or ("participant" if led else "responsible")
    names.extend(Name(*one, rest) for one in waiting)
    return [_marked(flat, name) for name in sorted(names, key=lambda name: name.start) if _is_name(flat, name)]


def _is_name(flat: str, name: Name) -> bool:
    return flat[name.end - 1] in _SURE_SIGNS or not (
        _NO_NAME.match(flat, name.start, name.end) or DATE.fullmatch(flat, name.start, name.end))


def _role_of(verb: str, default: FieldRole | None) -> FieldRole:
    kinds = {verbs()[word] for word in HAS_VERB.findall(verb)}
    if "lead" in kinds:
        return "lead"
    return "participant" if "participant" in kinds else default or "responsible"


def _split_middle(flat: str, low: int, high: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Split A牵头B, A会同B; return the names without and with a lead of their own."""
    middle = _MIDDLE.search(flat, low, high)
    if middle:
        left = trim_unit(flat, low, middle.start())
        if is_unit(flat[left[0]:left[1]]) or left[0] == left[1]:
            right = split_units(flat, middle.end(), high)
            before = split_units(flat, *left) if left[0] < left[1] else []
            if "牵头" in middle.group() or "主" in middle.group():
                return right, before
            return [*before, *right], []
    return split_units(flat, low, high), []


def _marked(flat: str, name: Name) -> Name:
    """Read 市发改委(牵头); a person who leads is a leader, not a unit."""
    mark = _MARK.search(flat, name.start, name.end) or _MARK.match(flat, name.end)
    if mark and mark.start() > name.start:
        return Name(name.start, mark.start(), verbs()[mark["verb"]])
    person = _person(flat, name.start, name.end) if name.role in {"lead", "responsible"} else None
    return Name(*person, "leader") if person else name


def _person(flat: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the person stands if a name is one, with or without an office: 李建国副市长."""
    if is_unit(flat[start:end]):
        return None
    persons = split_persons(flat, start, end)
    return persons[0] if len(persons) == 1 and is_person(flat[persons[0][0]:persons[0][1]]) else None
