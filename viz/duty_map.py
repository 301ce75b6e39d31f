"""The map of responsibility as SVG: a unit or leader in the middle, on both sides what it does, with whom, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from liantu.errors import NotFoundError, QueryError
from liantu.queries.answers import node_name
from liantu.queries.catalog import Graph
from liantu.queries.lookup import find_nodes, spellings
from liantu.queries.responsibility import duties
from liantu.queries.structure import Structure, read_structure
from liantu.queries.tasks import ROLES, Part, Work, document_label, find_document, in_city, linked, number_of, works
from liantu.viz.sources import source_lines
from liantu.viz.svg import document as picture
from liantu.viz.svg import escaped, tag, text, text_width, wrap

__all__ = ["responsibility_svg"]

_WIDTH, _MARGIN, _SIDE = 1280, 32, 484
_MIDDLE = 176
_INK, _SOFT, _LINE = "#1b2733", "#55626f", "#d5dde5"
# Colour, fill and mark of a role: told apart in black and white as well.
_LOOK = {"LEADS": ("#1f4e86", "#eef3f9", "■"), "RESPONSIBLE_FOR": ("#1a7f5a", "#eef7f2", "▲"),
         "PARTICIPATES_IN": ("#6b7785", "#f5f7f9", "□"), "OVERSEES": ("#1f4e86", "#eef3f9", "■")}
_SAYS = {**ROLES, "OVERSEES": "分管"}
_GROUPS = ("document", "industry")
_CHUNK = 12


@dataclass(frozen=True, slots=True)
class _Item:
    work: Work
    kind: str
    via: str
    with_whom: str
    title: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    name: str
    items: tuple[_Item, ...]
    head: tuple[str, ...]

    @property
    def height(self) -> float:
        return 12 + 18 * len(self.head) + sum(item.height for item in self.items) + 14


def responsibility_svg(
    graph: Graph, unit_or_leader: str, *, document: str | None = None, city: str | None = None, group: str = "document", most: int = 60,
) -> str:
    """Return the map of what a unit or a leader is responsible for.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    unit_or_leader : str
        A unit or a person by any of their names.
    document, city : str, optional
        What narrows it.
    group : str
        ``document`` or ``industry``: what the tasks are put together by.
    most : int
        How many tasks are drawn; of more it is said how many are left to the list.

    Returns
    -------
    str
        SVG. Each task is a group with ``data-node``, the id of the task.

    Raises
    ------
    NotFoundError
        No such unit, leader or document.
    QueryError
        Grouped by something else.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:商务局", kind="Unit", name="青山市商务局")
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案")
    >>> graph.add_node("Task:a/001", kind="Task", name="建电子产业园", document="Document:a", deadline="2025-12-31")
    >>> _ = graph.add_edge("Unit:商务局", "Task:a/001", kind="LEADS", document="Document:a", quote="市商务局牵头")
    >>> "2025-12-31" in responsibility_svg(graph, "青山市商务局")
    True
    """
    if group not in _GROUPS:
        raise QueryError(f"参数 group 应为 {'、'.join(_GROUPS)},不能是 {group!r}。")
    only = find_document(graph, document) if document else None
    who = _find(graph, unit_or_leader, city)
    found = list(_items(graph, who, only))
    kept = found[:most]
    blocks = list(_blocks(graph, kept, group))
    left, right = _halves(blocks)
    top = 118.0
    tall = max(sum(block.height + 12 for block in side) for side in (left, right))
    centre = top + max(tall, 170) / 2 - 6
    body = [*_head(graph, who, found, kept)]
    for side, x in ((left, _MARGIN), (right, _WIDTH - _MARGIN - _SIDE)):
        y = centre - sum(block.height + 12 for block in side) / 2 + 6
        for block in side:
            body += [_tie(block, x, y, centre), *_block(block, x, y)]
            y += block.height + 12
    body += _centre(graph, who, found, centre)
    foot, bottom = _foot(graph, found, kept, top + max(tall, 170) + 8)
    name = node_name(graph, who)
    return picture(*body, *foot, width=_WIDTH, height=bottom, title=f"{name}责任图", says=f"{name}：{_totals(found)}。")


def _find(graph: Graph, name: str, city: str | None) -> str:
    found = [one for one in find_nodes(graph, name) if graph.nodes[one]["kind"] in {"Unit", "Person"} and in_city(graph.nodes[one], city)]
    if not found:
        raise NotFoundError(f"“{name}”不是{city or '图中'}的单位或领导。可用 liantu units 查看单位。")
    if len(found) > 1:
        # Of units of one name in several cities, the one that has something to do.
        found.sort(key=lambda one: (-graph.out_degree(one), one))
    return found[0]


def _items(graph: Graph, who: str, only: str | None) -> Iterator[_Item]:
    if graph.nodes[who]["kind"] == "Person":
        for work in works(graph, document=only):
            if any(part.who == who for part in work.leaders):
                yield _item(work, "OVERSEES", "", _beside(graph, work.by("LEADS"), "牵头"))
        return
    for duty in duties(graph, who, document=only):
        work, kind = duty.work, duty.part.kind
        if kind == "LEADS":
            own = duty.part.who
            told = _beside(graph, [one for one in work.by("LEADS") if one.who != own], "同为牵头"), _beside(graph, work.by("PARTICIPATES_IN"), "参与")
        elif kind == "PARTICIPATES_IN":
            told = _beside(graph, work.by("LEADS") or work.by("RESPONSIBLE_FOR"), "牵头" if work.by("LEADS") else "负责"), ""
        else:
            told = _beside(graph, work.by("LEADS"), "牵头"), _beside(graph, [one for one in work.by("RESPONSIBLE_FOR") if one.who != duty.part.who], "同负责")
        yield _item(work, kind, duty.via, "；".join(filter(None, told)))


def _beside(graph: Graph, parts: Sequence[Part], says: str) -> str:
    names = list(dict.fromkeys(node_name(graph, part.who) for part in parts))
    return f"{says}：{'、'.join(names[:3])}{f'等{len(names)}个' if len(names) > 3 else ''}" if names else ""


def _item(work: Work, kind: str, via: str, with_whom: str) -> _Item:
    title = tuple(wrap(f"{number_of(work)}　{work.name or '（无标题）'}{via}", _SIDE - 24 - 92, size=13.5, lines=2))
    return _Item(work, kind, via, with_whom, title, 19 * len(title) + (16 if with_whom else 0) + 7)


def _blocks(graph: Graph, items: Sequence[_Item], group: str) -> Iterator[_Block]:
    structure = read_structure(graph) if group == "industry" else None
    piles: dict[tuple[str, str], list[_Item]] = {}
    for item in items:
        name = document_label(graph, item.work.document) if structure is None else _industry(graph, item.work, structure)
        piles.setdefault((item.kind, name), []).append(item)
    # A single pile would leave one side of the page empty.
    chunk = _CHUNK if len(piles) > 1 else min(_CHUNK, max(4, -(-len(items) // 2)))
    for (kind, name), pile in piles.items():
        for start in range(0, len(pile), chunk):
            part = pile[start:start + chunk]
            label = f"{_LOOK[kind][2]} {_SAYS[kind]}{len(pile)}项{'（续）' if start else ''}　{name}"
            yield _Block(kind, name, tuple(part), tuple(wrap(label, _SIDE - 24, size=13, lines=2)))


def _industry(graph: Graph, work: Work, structure: Structure) -> str:
    named = [node for node, _ in linked(graph, work, "industries")]
    chains = [chain for node in named for chain in structure.chains if chain in structure.counts_for.get(node, ())]
    counted = Counter(chains or named)
    return node_name(graph, min(counted, key=lambda one: (-counted[one], one))) if counted else "未写明产业"


def _halves(blocks: Sequence[_Block]) -> tuple[Sequence[_Block], Sequence[_Block]]:
    """Cut the blocks in two, in their order, as equal in height as can be."""
    heights = [block.height + 12 for block in blocks]
    cut = min(range(len(blocks) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    return blocks[:max(cut, min(len(blocks), 1))], blocks[max(cut, min(len(blocks), 1)):]


def _totals(found: Sequence[_Item]) -> str:
    counts = Counter(item.kind for item in found)
    return "、".join(f"{_SAYS[kind]}{counts[kind]}项" for kind in (*ROLES, "OVERSEES") if counts[kind]) or "文件没有给它布置任务"


def _head(graph: Graph, who: str, found: Sequence[_Item], kept: Sequence[_Item]) -> Iterator[str]:
    name = node_name(graph, who)
    dates = sorted(str(item.work.data["deadline"]) for item in found if item.work.data.get("deadline"))
    yield text(f"{name}责任图", _MARGIN, 52, size=27 if len(name) < 24 else 22, bold=True)
    span = f"，写明时限的{len(dates)}项（{'至'.join(dict.fromkeys((dates[0], dates[-1])))}）" if dates else ""
    more = f"；图中为前{len(kept)}项，另有{len(found) - len(kept)}项见责任清单" if len(kept) < len(found) else ""
    yield text(f"共{len(found)}项：{_totals(found)}{span}{more}", _MARGIN, 80, size=14, fill=_SOFT)
    yield tag("line", x1=_MARGIN, x2=_WIDTH - _MARGIN, y1=94, y2=94, stroke="#1f4e86", stroke_width=2)


def _tie(block: _Block, x: float, y: float, centre: float) -> str:
    """Return the line from the middle to a block."""
    colour = _LOOK[block.kind][0]
    start = (_WIDTH - _MIDDLE) / 2 if x == _MARGIN else (_WIDTH + _MIDDLE) / 2
    end = x + _SIDE if x == _MARGIN else x
    half, y2 = (end - start) / 2, y + 20
    return tag("path", d=f"M{start:.1f} {centre:.1f}C{start + half:.1f} {centre:.1f} {end - half:.1f} {y2:.1f} {end:.1f} {y2:.1f}",
               fill="none", stroke=colour, stroke_width=1.6, stroke_dasharray="5 4" if block.kind == "PARTICIPATES_IN" else None)


def _block(block: _Block, x: float, y: float) -> Iterator[str]:
    colour, fill, _ = _LOOK[block.kind]
    yield tag("rect", x=x, y=y, width=_SIDE, height=block.height, rx=5, fill=fill, stroke=colour,
              stroke_dasharray="5 4" if block.kind == "PARTICIPATES_IN" else None)
    base = y + 23
    for line in block.head:
        yield text(line, x + 12, base, size=13, fill=colour, bold=True)
        base += 18
    base += 6
    for item in block.items:
        yield _task(item, x, base)
        base += item.height


def _task(item: _Item, x: float, base: float) -> str:
    deadline = str(item.work.data.get("deadline") or "")
    said = f"{item.work.name}（{_SAYS[item.kind]}{item.via}）{item.with_whom}{f'；时限{deadline}' if deadline else ''}"
    parts = [tag("title", escaped(said))]
    parts += [text(line, x + 12, base + 19 * number, size=13.5) for number, line in enumerate(item.title)]
    parts.append(text(deadline or "未写明时限", x + _SIDE - 12, base, size=12, fill=_INK if deadline else "#7a8794", anchor="end"))
    if item.with_whom:
        line = wrap(item.with_whom, _SIDE - 36, size=12, lines=1)[0]
        parts.append(text(line, x + 12, base + 19 * len(item.title) - 2, size=12, fill=_SOFT))
    return tag("g", *parts, data_node=item.work.id)


def _partners(graph: Graph, who: str, found: Iterable[_Item]) -> list[tuple[str, int]]:
    counts = Counter(one for item in found for one in {part.who for part in item.work.parts} if one != who)
    return [(node_name(graph, one), count) for one, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]]


def _centre(graph: Graph, who: str, found: Sequence[_Item], centre: float) -> Iterator[str]:
    x, width = (_WIDTH - _MIDDLE) / 2, _MIDDLE
    name = wrap(node_name(graph, who), width - 20, size=16, lines=4)
    others = [one for one in spellings(graph, who)[1:] if one != node_name(graph, who)]
    alias = wrap(f"又写作{'、'.join(others)}", width - 20, size=11, lines=2) if others else []
    counts = Counter(item.kind for item in found)
    roles = [f"{_LOOK[kind][2]} {_SAYS[kind]} {counts[kind]} 项" for kind in (*ROLES, "OVERSEES") if counts[kind]]
    partners = [f"{wrap(one, width - 46, size=11, lines=1)[0]} {count}项" for one, count in _partners(graph, who, found)]
    height = 26 + 21 * len(name) + 15 * len(alias) + (7 if alias else 0) + 20 * len(roles) + (16 * len(partners) + 22 if partners else 0)
    y = centre - height / 2
    yield tag("g", tag("rect", x=x, y=y, width=width, height=height, rx=8, fill="#1f4e86"), data_node=who)
    base = y + 26
    for lines, size, step, fill, after in ((name, 16, 21, "#ffffff", 0), (alias, 11, 15, "#d5e2f1", 7), (roles, 13.5, 20, "#ffffff", 0)):
        for line in lines:
            yield text(line, _WIDTH / 2, base, size=size, fill=fill, anchor="middle", bold=size == 16)
            base += step
        base += after if lines else 0
    if partners:
        yield text("协同最多的单位", _WIDTH / 2, base + 6, size=11, fill="#d5e2f1", anchor="middle")
        for number, line in enumerate(partners):
            yield text(line, _WIDTH / 2, base + 23 + 16 * number, size=11, fill="#ffffff", anchor="middle")


def _foot(graph: Graph, found: Sequence[_Item], kept: Sequence[_Item], top: float) -> tuple[list[str], float]:
    parts: list[str] = [tag("line", x1=_MARGIN, x2=_WIDTH - _MARGIN, y1=top, y2=top, stroke=_LINE)]
    x, y = float(_MARGIN), top + 22
    for kind in dict.fromkeys(item.kind for item in kept):
        words = f"{_LOOK[kind][2]} {_SAYS[kind]}"
        parts.append(text(words, x, y, size=12, fill=_LOOK[kind][0], bold=True))
        x += text_width(words, 12) + 24
    parts.append(text("右侧为完成时限；归并别名和机构改革前后的单位；每项的原文见责任清单。", x, y, size=12, fill=_SOFT))
    y += 20
    for note in source_lines(graph, {item.work.document for item in found}):
        for line in wrap(note, _WIDTH - 2 * _MARGIN, size=12, lines=2):
            parts.append(text(line, _MARGIN, y, size=12, fill=_SOFT))
            y += 18
    return parts, y + 6
