"""Labels such as 牵头单位: in a flat text, with a colon, in brackets, or alone in a line."""

from __future__ import annotations

import re

from liantu.loaders.role_rules import ROLES, FieldRole, alternatives, labels, verbs
from liantu.loaders.text import View
from liantu.loaders.units import is_office, is_unit, unit_parts

__all__ = ["find_labels"]

_LABELS = labels()
# 责任单位即为牵头单位: a sentence, no value.
_NO_NAME = re.compile(r"[即为是要应也均须可会将和及与]|按照")
_VALUE_END = re.compile(r"[()\n。;]")
# How long the labels are that end in a character, the longest first.
_LENGTHS = {last: sorted({len(word) for word in _LABELS if word[-1] == last}, reverse=True) for last in {word[-1] for word in _LABELS}}
_LONG = {word: role for word, role in _LABELS.items() if len(word) > 3}
_BARE = re.compile(
    rf"[\n(。,;](?:[-*+•●]\**)?({alternatives(word for word, role in _LONG.items() if role in ROLES)})(?=([^:]))")
_LABEL_NAME = re.compile("(?:牵头|责任|主办|配合|第一)")
# [牵头]市交通局[配合]市公安局
_BOXED = re.compile(r"\((牵头|主办|配合|协办|参与|责任|负责)\)(?=[^、,;)\n])")
# 牵头单位 alone in a line, its value in the next one.
_ALONE = re.compile(rf"\n({alternatives(word for word, role in _LONG.items() if role in ROLES | {'due'})})\n")
_LEVELS = frozenset({"省级", "市级", "县级", "区级", "州级", "盟级", "旗级", "镇级", "乡级", "省直", "市直", "县直", "区直"})
# [完成时限]2024年底, where such brackets begin a line.
_HEADED = re.compile(rf"\n\(({alternatives(word for word, role in _LONG.items() if role not in ROLES)}|时限)\):?(?=[^\n、,;])")
# Before these it is not a label but a word in a sentence: 各牵头单位:, 相关责任单位:
_NOT_BEFORE = frozenset("各关的由和与及等、对向为按")


def _label_at(flat: str, colon: int) -> tuple[int, str] | None:
    """Return where the label before a colon starts, and the label."""
    end = colon
    while end and flat[end - 1] == "*":
        end -= 1
    if end and flat[end - 1] == ")":
        opened = flat.rfind("(", max(0, end - 30), end)
        inside = _known(flat, end - 1)
        if opened >= 0 and inside and inside[0] == opened + 1:
            return opened, inside[1]
        end = opened if opened > 0 else end
    return _known(flat, end)


def _known(flat: str, end: int) -> tuple[int, str] | None:
    for length in _LENGTHS.get(flat[end - 1:end], ()):
        word = flat[end - length:end]
        if length <= end and word in _LABELS:
            if flat[end - length - 1:end - length] in _NOT_BEFORE and end > length:
                return None
            return end - length, word
    return None


def find_labels(seen: View) -> list[tuple[int, int, FieldRole]]:
    """Find the labels: start, start of the value, role."""
    flat = seen.flat
    found: dict[int, tuple[int, int, FieldRole]] = {}
    colon = flat.find(":")
    while colon >= 0:
        if hit := _label_at(flat, colon):
            start, word = hit
            role = _LABELS[word]
            # 市发改委 配合单位: may follow without a mark; a word that is also used in sentences may not.
            if (role in {"lead", "participant", "responsible"} and len(word) > 2) or _at_boundary(seen, start):
                # 县级责任单位: the level is a part of the label, not of what stands before it.
                start -= 2 * (flat[start - 2:start] in _LEVELS)
                found[start] = (start, colon + 1, role)
        colon = flat.find(":", colon + 1)
    for bare in _BARE.finditer(flat):
        start, end = bare.span(1)
        role = _LABELS[bare[1]]
        closed = bare[2] == ")"
        if bare[2] == "为" and flat[start - 1:start] == "(":
            # (责任单位为市发改委), but not a rule such as 责任单位为牵头单位.
            if _names_follow(flat, end + 1, role) and not _LABEL_NAME.match(flat, end + 1):
                found[start] = (start, end + 1, role)
            continue
        if bare[2] == "\n":
            continue
        if closed and flat[end + 1] in "、,;)\n":
            continue
        if start not in found and (start - 1 not in found) and (closed or _names_follow(flat, end, role)):
            begin = start - 1 if closed else start
            found[begin] = (begin, end + closed, role)
    for boxed in _BOXED.finditer(flat):
        role = "responsible" if boxed[1] == "责任" else verbs()[boxed[1]]
        if _names_follow(flat, boxed.end(), role, boxed=True):
            found[boxed.start()] = (boxed.start(), boxed.end(), role)
    for headed in _HEADED.finditer(flat):
        found.setdefault(headed.start(1) - 1, (headed.start(1) - 1, headed.end(), _LABELS[headed[1]]))
    for alone in _ALONE.finditer(flat):
        found.setdefault(alone.start(1), (alone.start(1), alone.end(1), _LABELS[alone[1]]))
    return [found[start] for start in sorted(found)]


def _at_boundary(seen: View, start: int) -> bool:
    flat, origin = seen.flat, seen.origin
    if start and origin[start] - origin[start - 1] > 1:
        return True
    while start and flat[start - 1] in "*-·•●#+ ":
        start -= 1
    return start == 0 or not ("\u4e00" <= flat[start - 1] <= "\u9fff")


def _names_follow(flat: str, start: int, role: FieldRole, *, boxed: bool = False) -> bool:
    stop = _VALUE_END.search(flat, start)
    end = stop.start() if stop else len(flat)
    first = unit_parts(flat, start, min(end, start + 60))[:1]
    if role == "leader" or not first:
        return False
    name = flat[first[0][0]:first[0][1]].removesuffix("等")
    return not _NO_NAME.match(name) and (is_unit(name) if boxed else is_office(name))
