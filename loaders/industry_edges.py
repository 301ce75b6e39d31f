"""Where the name of an industry begins: behind counts, scope words, a place, and what is no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from liantu.loaders import industry_rules as rules
from liantu.loaders.names import left_edge
from liantu.loaders.phrases import Chunk, Part

__all__ = ["left_of"]


def _droppable(flat: str, core: Sequence[Part], at: int, *, kept: bool) -> bool:
    """Whether unknown text in front of a known industry is no part of its name."""
    part = core[at]
    text = flat[part.start:part.end]
    if part.kind == "Q":
        return at + 1 < len(core) and core[at + 1].kind == "i"
    if text in rules.OWNERS:
        return True
    if part.kind not in "_n":
        return False
    if rules.SUM.search(text):
        return True
    if at + 1 == len(core) or core[at + 1].kind != "i":
        return False
    return not (kept and len(text) < 6 or rules.ADJECTIVE.fullmatch(text))


def left_of(flat: str, item: Chunk, core: Sequence[Part], *, kept: bool = False) -> int:
    """Return where the industry begins: behind counts, scope words, a place, and unknown text that is no adjective.

    Unknown text is ``kept`` where a verb of development or the item before ends right in front of it.
    """
    if len(core) == 1 and core[0].kind in "iw":
        return core[0].start
    left = left_edge(flat, item, item.end, proper=False)
    zone = item.shape.rfind("z", 0, len(core) - 1)
    if zone >= 0:
        left, core = core[zone].end, core[zone + 1:]
    for at, part in enumerate(core):
        if part.start < left < part.end:
            if part.kind == "_" and at + 1 < len(core) and core[at + 1].kind == "i":
                left = left if kept or rules.ADJECTIVE.fullmatch(flat, left, part.end) else part.end
        elif part.start == left:
            if part.kind == "f" and at + 1 < len(core):
                left = part.end
                continue
            if part.kind == "_" and (firm := _firm(flat, core, at)):
                left = firm
                if left < part.end and not rules.ADJECTIVE.fullmatch(flat, left, part.end) and not kept:
                    left = part.end
                continue
            # 武昌鱼产业: one character alone is no name.
            lone = at + 2 == len(core) and core[-1].end - core[-1].start < 2
            if not (part.kind in "rzZq" and not lone or _droppable(flat, core, at, kept=kept)):
                break
            left = part.end
    return _behind(flat, core, left)


def _firm(flat: str, core: Sequence[Part], at: int) -> int:
    """Return the end of the short name of a company in front of what it makes, or 0."""
    part = core[at]
    if at + 1 == len(core) or part.end - part.start < 2:
        return 0
    match = rules.FIRM.match(flat, part.start, part.end)
    if match is not None:
        return match.end()
    trade = core[at + 1]
    if trade.kind == "f" and at + 2 < len(core):
        return trade.end
    known = part.end - part.start == 2 and at + 2 < len(core) and flat[trade.start:trade.end] in rules.TRADES
    return trade.end if known and not rules.ADJECTIVE.fullmatch(flat, part.start, part.end) else 0


def _behind(flat: str, core: Sequence[Part], left: int) -> int:
    """Return where a name begins behind an amount, a year or a place inside it: 某公司年产3万吨磷酸铁锂."""
    dash = rules.DASH.match(flat, left) if flat[left:left + 1] in "-—" else None
    left = dash.end() if dash else left
    if len(core) == 1:
        return left
    # 武昌鱼: one character alone is no name.
    end = core[-1].start if core[-1].end - core[-1].start > 1 else left
    for part in core[:-1]:
        if left < part.start and part.kind == "r" and part.end <= end:
            left = part.end
    for match in rules.AMOUNT.finditer(flat, left, end):
        left = match.end()
    for part in core[:-1]:
        if part.start == left and part.end <= end and part.kind in "rq":
            left = part.end
    return left
