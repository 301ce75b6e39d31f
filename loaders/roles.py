"""Who is responsible: labels, brackets and sentences that assign a task, and the names in them.

Four shapes, all read into fields: ``牵头单位:…`` wherever it stands; ``(市发改委牵头,市经信局配合)``; the same as a sentence
without brackets; and a bare list of units in brackets at the end of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from liantu.loaders.assignees import ADVERB, DATE, HAS_VERB, VERB, VERB_END, Name, assigned, names_of
from liantu.loaders.label_finder import find_labels
from liantu.loaders.role_rules import ROLES, FieldRole
from liantu.loaders.text import View
from liantu.loaders.units import is_firm, is_office, is_unit, split_units, unit_parts

__all__ = ["Clause", "Field", "clauses"]


class Field(NamedTuple):
    """A label or clause ``flat[start:end]`` with its value from ``value`` on."""

    role: FieldRole
    start: int
    value: int
    end: int
    names: tuple[Name, ...] = ()
    rule: str = "label"


class Clause(NamedTuple):
    """Fields that stand together, with nothing but marks between them."""

    start: int
    end: int
    fields: tuple[Field, ...]
    # A line of its own, against a bracket or sentence behind the text of the task.
    line: bool

    @property
    def roles(self) -> set[FieldRole]:
        """The roles that are assigned here."""
        return {name.role for field in self.fields for name in field.names}


_UNITS = frozenset({"lead", "participant", "responsible"})
_BRACKET = re.compile(r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*(?:\)|(?=\n))")
_SENTENCE_END = re.compile(r"[。\n]")
_SENTENCE_VERB = re.compile(r"牵头|负责|配合|落实|参与|协助")
# Behind its verb a clause soon comes to a mark.
_VERB_TAIL = re.compile(r"[^、,;。()\n]{0,8}(?:[、,;。\n]|$)")
_GROUPS = ("各", "有关", "相关", "市级", "市直")
# The name that a sentence begins with, as far as a mark or a verb.
_FIRST_NAME = re.compile(rf"(.{{2,40}}?)(?:[、,;和及与]|{ADVERB}(?:{VERB})|会同|商|联合|$)")
# The end of a sentence that gives its work to one with others: ,由A会同B、C等部门负责落实。
_JOINTLY = re.compile(
    r"[,;:。\n](?:(?:此|该|本)项(?:工作|任务))?由(?P<lead>[^,;。()\n由]{2,30}?)会同(?P<rest>[^,;。()\n]{2,90}?)(?:等|等(?:有关)?(?:部门|单位))?"
    r"(?:(?:具体|共同|牵头|组织)*(?:负责|落实|实施|推进|办理|提出|制定|起草|编制|出台)|研究)[^,;。()\n]{0,12}(?=[,;。\n])")
_HEADING_LINE = re.compile(r"\n(?:#|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_COUNTED = re.compile(r"\n(?:[0-9]{1,3}[、.]|\([0-9]{1,3}\)|[①-⑳])")
_LEAD_IN = re.compile(r"(?:(?:该|本|此|上述|以上|这)(?:项|些)*(?:工作|任务|事项)*|具体)?由")


def _brackets(flat: str) -> list[tuple[int, int]]:
    return [match.span() for match in _BRACKET.finditer(flat)]


def _fields_of_labels(seen: View, brackets: list[tuple[int, int]]) -> list[Field]:
    flat = seen.flat
    found = find_labels(seen)
    opened = [start for start, _ in brackets]
    fields: list[Field] = []
    for at, (start, value, role) in enumerate(found):
        limit = found[at + 1][0] if at + 1 < len(found) else len(flat)
        line_end = flat.find("\n", value)
        end = min(limit, line_end)
        if value == line_end and role in ROLES and (_HEADING_LINE.match(flat, value) or _COUNTED.match(flat, value)):
            # 提出如下责任分工: stands above the list, and names nobody.
            continue
        if value == line_end and role not in {"content", "progress"}:
            # The value stands on the next line, as in a form.
            end = min(limit, flat.find("\n", value + 1)) if value + 1 < len(flat) else value
            value = min(value + 1, end)
        elif value == line_end and role == "progress":
            value, end = min(value + 1, limit), _report_end(flat, value, limit)
        around = bisect_right(opened, start) - 1
        low, closed = brackets[around] if around >= 0 else (-1, -1)
        inside = low < start < closed <= end + 1 and closed > value
        if inside:
            end = min(end, closed - (flat[closed - 1] == ")"))
        elif role in _UNITS and end == line_end:
            end = _more_lines(flat, end, limit)
        stop = flat.find("。", value, end) if role in ROLES or role == "due" else -1
        listed = stop if stop >= 0 else end
        if not inside and role != "progress":
            end = listed
        names = tuple(names_of(seen, value, listed, role)) if role in ROLES else ()
        # A remark or a telephone number ends the value before it; only inside of a bracket is it a part of the clause.
        if names or (role not in ROLES and (inside or role != "other")):
            if inside and not (fields and fields[-1].start >= low):
                start = low
            fields.append(Field(role, start, value, end, names))
    return fields


def _report_end(flat: str, end: int, limit: int) -> int:
    """Return where a report ends that begins in the line behind its label: at the next label, heading or item."""
    start = end
    counted = _COUNTED.match(flat, end) is not None
    while end + 1 < limit:
        if _HEADING_LINE.match(flat, end) or (not counted and _COUNTED.match(flat, end)):
            return end
        following = flat.find("\n", end + 1, limit)
        end = limit if following < 0 else following
    end = min(end, limit)
    # The marks in front of the next label are none of its words.
    while end > start and flat[end - 1] in "*-•● \n":
        end -= 1
    return end


def _more_lines(flat: str, end: int, limit: int) -> int:
    """Take in the lines behind a value that hold nothing but offices, but not the signature under the document."""
    stop, line = end, end
    while line + 1 < limit:
        following = flat.find("\n", line + 1)
        if not 1 < following - line <= 60 or flat[following - 1] in _NEVER_LAST:
            break
        if flat[line + 1] in "(#*" or not all(
                is_office(flat[low:high]) for low, high in unit_parts(flat, line + 1, following)):
            break
        stop = line = following
    # Behind a signature stands its date, or nothing.
    return end if stop + 1 >= len(flat) or flat[stop + 1] in "二0123456789" and "年" in flat[stop + 1:stop + 7] else stop


def _is_clause(flat: str, names: list[Name], *, strict: bool) -> bool:
    known = sum(name.role == "leader" or is_unit(flat[name.start:name.end]) for name in names)
    return bool(names) and (known == len(names) if strict else known * 2 > len(names))


def _fields_of_brackets(seen: View, brackets: list[tuple[int, int]], fields: list[Field]) -> Iterator[Field]:
    """Read the brackets in which no label stands."""
    flat = seen.flat
    fields = list(fields)
    starts = [field.start for field in fields]
    for start, end in brackets:
        inner = end - 1 if flat[end - 1] == ")" else end
        at = bisect_left(starts, start)
        # One with a label in it, or one inside the value of a label: 市财政局(市国资委).
        if (at < len(starts) and starts[at] < end) or (at and fields[at - 1].end > start) or inner - start < 4:
            continue
        last = flat[end:end + 1] in {"\n", "。", ";", ""} or flat[start - 1] in "。;"
        if HAS_VERB.search(flat, start, inner):
            stop = flat.find("。", start, inner)
            names = assigned(seen, start + 1, stop if stop >= 0 else inner, default=None)
            if _is_clause(flat, names, strict=False) and _verb_closes(flat, start + 1, inner):
                yield Field("responsible", start, start + 1, end, tuple(names), "bracket")
        elif last and flat[inner - 1] in _LAST_SIGNS:
            parts = [part for part in split_units(flat, start + 1, inner) if not DATE.fullmatch(flat, *part)]
            if parts and _is_list(flat, parts, sentence=flat[start - 1] in "。;!”"):
                names = [Name(*part, "responsible") for part in parts]
                yield Field("responsible", start, start + 1, end, tuple(names), "list")


def _is_list(flat: str, parts: list[tuple[int, int]], *, sentence: bool) -> bool:
    """Whether brackets that hold only names assign a task; behind a sentence districts may stand beside offices."""
    names = [flat[low:high] for low, high in parts]
    offices = sum(is_office(name) or (name.startswith(_GROUPS) and is_unit(name)) for name in names)
    if sentence and is_office(names[0]) and all(map(is_unit, names)):
        return True
    return offices == len(names) and (len(names) > 1 or names[0][0] in "省市县区州各国")


def _verb_closes(flat: str, start: int, end: int) -> bool:
    """Whether some piece ends in its verb, as a clause does and a remark in brackets does not."""
    parts = unit_parts(flat, start, end)
    return "牵头" in flat[start:end] or any(VERB_END.search(flat, low, high) for low, high in parts)


def _fields_of_sentences(seen: View, brackets: list[tuple[int, int]], fields: Iterable[Field]) -> Iterator[Field]:
    """Read sentences that hold nothing but units and verbs."""
    flat = seen.flat
    done = -1
    covered = sorted([(field.start, field.end) for field in fields] + brackets)
    starts = [start for start, _ in covered]
    for hit in _SENTENCE_VERB.finditer(flat):
        if hit.start() < done:
            continue
        at = bisect_right(starts, hit.start()) - 1
        if (at >= 0 and covered[at][1] > hit.start()) or not _VERB_TAIL.match(flat, hit.end()):
            continue
        start = max(flat.rfind("。", 0, hit.start()), flat.rfind("\n", 0, hit.start())) + 1
        stop = _SENTENCE_END.search(flat, hit.end())
        end = stop.start() if stop else len(flat)
        done = end
        for begin in _beginnings(flat, start, hit.start()):
            if field := _field_of_sentence(seen, begin, end):
                yield field
                break


def _beginnings(flat: str, start: int, end: int) -> Iterator[int]:
    """Yield where an assignment may begin: with the sentence, or with the 由 in it: …的问题,由A牵头,B配合。"""
    yield start
    by = max(flat.rfind(mark, start, end) for mark in (",由", ";由", ":由"))
    if by >= 0:
        yield by + 1


def _field_of_sentence(seen: View, start: int, end: int) -> Field | None:
    flat = seen.flat
    if end - start > 160:
        return None
    lead_in = _LEAD_IN.match(flat, start, end)
    begin = lead_in.end() if lead_in else start
    first = _FIRST_NAME.match(flat, begin, end)
    if first is None or not (is_unit(first[1]) or first[1].startswith(_GROUPS)):
        return None
    names = assigned(seen, begin, end, default=None)
    if _is_clause(flat, names, strict=True) and _only_units(flat, begin, end, names):
        return Field("responsible", start, begin, end, tuple(names), "sentence")
    return None


def _fields_of_joint_work(flat: str) -> Iterator[Field]:
    """Read A会同B: the first leads, the others take part."""
    for match in _JOINTLY.finditer(flat) if "会同" in flat else ():
        others = list(split_units(flat, *match.span("rest")))
        leads = split_units(flat, *match.span("lead"))
        if all(is_office(flat[low:high]) for low, high in leads) and others and all(is_unit(flat[low:high]) for low, high in others):
            names = tuple(Name(low, high, "lead" if high <= match.end("lead") else "participant") for low, high in [*leads, *others])
            yield Field("responsible", match.start() + 1, match.start("lead"), match.end(), names, "sentence")


def _only_units(flat: str, start: int, end: int, names: list[Name]) -> bool:
    """Whether each piece is a unit, or a unit and a verb at its end."""
    for low, high in unit_parts(flat, start, end):
        if not DATE.fullmatch(flat, low, high) and not any(low <= name.start and name.end <= high for name in names):
            return False
    words = [flat[name.start:name.end] for name in names]
    return _verb_closes(flat, start, end) and all(
        len(word) > 2 and not _NO_OFFICE.search(word) and (is_office(word) or is_firm(word) or word.startswith(_GROUPS))
        for word in words)


# With these an office ends, or the date behind it.
_LAST_SIGNS = frozenset("局委会办室部厅院署府心司团行关学位门道组班处区县镇校社队协联等成底)月前年分")
# With these a line of offices never ends.
_NEVER_LAST = frozenset("。;:!?0123456789")
_NO_OFFICE = re.compile(r"要(?!素)|成立|建立|应当|必须|^单位|(?:牵头|配合|责任)单位")
_BETWEEN = re.compile(r"[\s,;。、()*\-·•●|]*")


def clauses(seen: View) -> list[Clause]:
    """Find what assigns tasks, in the order of the text.

    Examples
    --------
    >>> from liantu.loaders.text import view
    >>> seen = view("做强低空产业（市发改委牵头，市经信局、市科技局配合）")
    >>> [(seen.flat[name.start:name.end], name.role) for name in clauses(seen)[0].fields[0].names]
    [('市发改委', 'lead'), ('市经信局', 'participant'), ('市科技局', 'participant')]
    """
    if "[" in seen.flat:
        seen = View(seen.flat.replace("[", "(").replace("]", ")"), seen.origin)
    flat = seen.flat
    brackets = _brackets(flat)
    fields = _fields_of_labels(seen, brackets)
    fields.extend(_fields_of_brackets(seen, brackets, fields))
    fields.extend(_fields_of_joint_work(flat))
    fields.extend(_fields_of_sentences(seen, brackets, fields))
    fields.sort(key=lambda field: field.start)
    return list(_grouped(flat, fields))


def _grouped(flat: str, fields: list[Field]) -> Iterator[Clause]:
    """Put fields together that stand side by side."""
    group: list[Field] = []
    for field in fields:
        if group and not _BETWEEN.fullmatch(flat, group[-1].end, max(field.start, group[-1].end)):
            yield _clause(flat, group)
            group = []
        group.append(field)
    if group:
        yield _clause(flat, group)


def _clause(flat: str, group: list[Field]) -> Clause:
    start, end = group[0].start, group[-1].end
    while start and flat[start - 1] in "*(-•●·":
        start -= 1
    if flat[end:end + 1] == ")":
        end += 1
    line = start == 0 or flat[start - 1] == "\n"
    return Clause(start, end, tuple(group), line)
