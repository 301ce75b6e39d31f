"""The map of a chain as SVG: upstream, midstream, downstream side by side, services below, gaps seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain as joined

from liantu.queries.answers import documents
from liantu.queries.catalog import Graph
from liantu.queries.landscape import Landscape, survey
from liantu.queries.structure import find_chains
from liantu.viz.chain_boxes import STATES, Box, Placed, State, chain_boxes, place, place_one
from liantu.viz.sources import source_lines
from liantu.viz.svg import document, escaped, tag, text, text_width, wrap

__all__ = ["chain_svg"]

_WIDTH = 1280
_MARGIN = 32
_GAP = 46
_INK, _SOFT, _LINE, _BLUE = "#1b2733", "#55626f", "#d5dde5", "#1f4e86"


def chain_svg(
    graph: Graph, chain: str, *, region: str | None = None, city: str | None = None, document: str | None = None, most: int = 4,
    ratio: float = 2.1,
) -> str:
    """Return the map of a chain.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    chain : str
        A chain by any of its names; of a segment or an industry, the first chain that it is part of.
    region, city, document : str, optional
        What to look at; all by default.
    most : int
        How many names a line of a box holds.
    ratio : float
        How wide the columns are at least, for one unit of height.

    Returns
    -------
    str
        SVG. Each box is a group with ``data-node``, the id of the segment; its state stands in colour, mark, line and
        word.

    Raises
    ------
    NotFoundError
        No such chain, place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/精制", kind="Industry", name="精制", level="segment", stage="midstream")
    >>> _ = graph.add_edge("Industry:/精制", "Industry:/茶", kind="PART_OF")
    >>> 'data-node="Industry:/精制"' in chain_svg(graph, "茶")
    True
    """
    land = survey(graph, region=region, city=city, document=document)
    whole = find_chains(graph, land.structure, chain)[0]
    boxes = chain_boxes(land, whole, most=most)
    head, top = _head(land, whole, boxes)
    segments = {box.node for box in boxes}
    feeds = {one: [to for to in land.structure.feeds.get(one, ()) if to in segments] for one in segments}
    main = [box for box in boxes if box.stage != "service"]
    placed, bands = place(main, feeds, left=_MARGIN, top=top + 42, width=_WIDTH - 2 * _MARGIN, gap=_GAP, ratio=ratio) if main else ([], [])
    bottom = max((one.y + one.height for one in placed), default=top)
    service, bottom = _service([box for box in boxes if box.stage == "service"], bottom + 24 if placed else top)
    loose, bottom = _loose(land, whole, segments, bottom)
    unseen = sum(len(feeds[box.node]) for box in boxes if box.stage == "service")
    unseen += sum(box.stage == "service" for one in placed for box in boxes if box.node in feeds[one.box.node])
    foot, bottom = _foot(graph, land, bottom + 22, unseen, [one for one in STATES.values() if one.name != "外购" or any(box.state is one for box in boxes)])
    body = joined(head, _bands(bands, top), _arrows(placed, feeds), (_box(one) for one in placed), service, loose, foot)
    name = land.name(whole)
    return _page(list(body), bottom, name, boxes)


def _page(body: Sequence[str], bottom: float, name: str, boxes: Sequence[Box]) -> str:
    counts = "，".join(f"{state.name}{number}个" for state in STATES.values() if (number := sum(box.state is state for box in boxes)))
    return document(*body, width=_WIDTH, height=max(bottom, 360), title=f"{name}产业链图", says=f"{len(boxes)}个环节：{counts}。")


def _head(land: Landscape, whole: str, boxes: Sequence[Box]) -> tuple[list[str], float]:
    leaders = land.names(sorted({person for task in land.holding(whole).tasks
                                 for person, _ in land.scene.tasks.get(task, {}).get("leader", ())}), limit=4)
    counts = "　".join(f"{state.mark}{state.name} {number}" for state in STATES.values()
                      if (number := sum(box.state is state for box in boxes)))
    parts = [text(f"{land.name(whole)}产业链图", _MARGIN, 52, size=27, bold=True),
             text(f"{len(boxes)}个环节　{counts}", _WIDTH - _MARGIN, 50, size=13.5, fill=_SOFT, anchor="end")]
    y = 78.0
    heads = f"牵头领导：{leaders or '文件未写明'}；牵头单位：{land.lead_text(whole, limit=6) or '文件未写明'}"
    for line in wrap(heads, _WIDTH - 2 * _MARGIN, size=14, lines=2):
        parts.append(text(line, _MARGIN, y, size=14, fill=_SOFT))
        y += 20
    parts.append(tag("line", x1=_MARGIN, x2=_WIDTH - _MARGIN, y1=y - 6, y2=y - 6, stroke=_BLUE, stroke_width=2))
    return parts, y + 8


def _bands(bands: Sequence[tuple[str, float, float, float]], top: float) -> Iterator[str]:
    for name, x, width, height in bands:
        yield tag("rect", x=x - 10, y=top, width=width + 20, height=height + 52, rx=6, fill="#f6f8fa")
        yield tag("rect", x=x - 10, y=top, width=width + 20, height=30, rx=6, fill=_BLUE)
        yield text(name, x + width / 2, top + 20.5, size=15, fill="#ffffff", anchor="middle", bold=True)


def _box(one: Placed) -> str:
    box, state, x, y = one.box, one.box.state, one.x, one.y
    parts = [tag("title", escaped(box.says)),
             tag("rect", x=x, y=y, width=one.width, height=one.height, rx=5, fill=state.fill, stroke=state.line,
                 stroke_width=2 if box.core else 1.2, stroke_dasharray=state.dash)]
    base = y + 22
    parts.append(text(state.mark, x + 9, base, size=14, fill=state.line))
    for number, line in enumerate(one.title):
        parts.append(text(line, x + 28, base + 19 * number, size=14, fill=state.ink if one.body else _SOFT, bold=bool(one.body)))
    right = "核心" if box.core else ""
    if state.mark == "－":
        right = f"{right}·未见" if right else "未见"
    if right:
        parts.append(text(right, x + one.width - 8, base, size=10.5, fill=state.ink, anchor="end"))
    base += 19 * (len(one.title) - 1) + 20
    for label, lines in one.body:
        parts.append(text(label, x + 9, base, size=12, fill=_SOFT))
        for line in lines:
            parts.append(text(line, x + 9 + 34, base, size=12))
            base += 17
    return tag("g", *parts, data_node=box.node, data_state=state.name)


def _arrows(placed: Sequence[Placed], feeds: Mapping[str, Sequence[str]]) -> Iterator[str]:
    where = {one.box.node: one for one in placed}
    there = {one.box.node for one in placed if one.box.state.name in {"已有", "薄弱"}}
    pairs = [(where[source], where[target]) for source in where for target in feeds[source] if target in where and target != source]
    # Those between segments that are there lie on top.
    for source, target in sorted(pairs, key=lambda pair: pair[0].box.node in there and pair[1].box.node in there):
        strong = source.box.node in there and target.box.node in there
        colour = "#1a7f5a" if strong else "#93a1af"
        yield tag("g", _arrow(source, target, colour, 1.8 if strong else 1.1), data_from=source.box.node, data_to=target.box.node)


def _arrow(source: Placed, target: Placed, colour: str, width: float) -> str:
    y1, y2 = source.y + source.height / 2, target.y + target.height / 2
    if source.column == target.column:
        x = source.x + source.width
        y1, y2 = (y1 + 5, y2 - 5) if y2 > y1 else (y1 - 5, y2 + 5)
        bend = min(10 + abs(y2 - y1) / 24, _GAP / 2 - 4)
        path, tip, way = f"M{x:.1f} {y1:.1f}C{x + bend * 1.4:.1f} {y1:.1f} {x + bend * 1.4:.1f} {y2:.1f} {x + 6:.1f} {y2:.1f}", x, -1
    elif source.column < target.column:
        x1, x2 = source.x + source.width, target.x
        half = max((x2 - x1) / 2, 20)
        path, tip, way = f"M{x1:.1f} {y1:.1f}C{x1 + half:.1f} {y1:.1f} {x2 - half:.1f} {y2:.1f} {x2 - 6:.1f} {y2:.1f}", x2, 1
    else:
        x1, x2 = source.x, target.x + target.width
        half = max((x1 - x2) / 2, 20)
        path, tip, way = f"M{x1:.1f} {y1:.1f}C{x1 - half:.1f} {y1:.1f} {x2 + half:.1f} {y2:.1f} {x2 + 6:.1f} {y2:.1f}", x2, -1
    head = f"M{tip:.1f} {y2:.1f}l{-8 * way} -4v8z"
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width) + tag("path", d=head, fill=colour)


def _service(boxes: Sequence[Box], top: float) -> tuple[list[str], float]:
    """Return the band of services: they carry the whole chain, so no arrows lead there."""
    if not boxes:
        return [], top - 24
    across = min(4, len(boxes))
    width = (_WIDTH - 2 * _MARGIN - 12 * (across - 1)) / across
    parts: list[str] = []
    columns = [top + 40.0] * across
    for box in boxes:
        at = min(range(across), key=lambda number: columns[number])
        one = place_one(box, left=_MARGIN + at * (width + 12), top=columns[at], width=width)
        parts.append(_box(one))
        columns[at] += one.height + 8
    bottom = max(columns) + 4
    back = [tag("rect", x=_MARGIN - 10, y=top, width=_WIDTH - 2 * _MARGIN + 20, height=bottom - top, rx=6, fill="#f6f8fa"),
            tag("rect", x=_MARGIN - 10, y=top, width=_WIDTH - 2 * _MARGIN + 20, height=28, rx=6, fill="#5c6f84"),
            text("服务支撑", _WIDTH / 2, top + 19.5, size=14, fill="#ffffff", anchor="middle", bold=True)]
    return back + parts, bottom


def _loose(land: Landscape, whole: str, segments: set[str], top: float) -> tuple[list[str], float]:
    """Return what belongs to the chain and to none of its segments."""
    own = land.holding(whole)
    placed = {node for one in segments for node, _ in land.holding(one).carriers()}
    found = {label: [node for node in sorted(shelf) if node not in placed]
             for label, shelf in (("项目", own.projects), ("企业", own.enterprises), ("平台", own.platforms))}
    told = [f"{label}：{land.projects(nodes[:8]) if label == '项目' else land.names(nodes[:8])}{f'等{len(nodes)}个' if len(nodes) > 8 else ''}"
            for label, nodes in found.items() if nodes]
    if not told:
        return [], top
    lines = wrap(f"属于本链、未落到环节的{'；'.join(told)}", _WIDTH - 2 * _MARGIN, size=13, lines=3)
    return [text(line, _MARGIN, top + 28 + 20 * number, size=13) for number, line in enumerate(lines)], top + 14 + 20 * len(lines)


def _foot(graph: Graph, land: Landscape, top: float, unseen: int, used: Iterable[State]) -> tuple[list[str], float]:
    parts: list[str] = [tag("line", x1=_MARGIN, x2=_WIDTH - _MARGIN, y1=top, y2=top, stroke=_LINE)]
    x, y = float(_MARGIN), top + 24
    for state in used:
        words = f"{state.name}：{state.says}"
        if x + 30 + text_width(words, 12) > _WIDTH - _MARGIN:
            x, y = float(_MARGIN), y + 22
        parts += [tag("rect", x=x, y=y - 13, width=20, height=17, rx=3, fill=state.fill, stroke=state.line, stroke_dasharray=state.dash),
                  text(state.mark, x + 10, y, size=11, fill=state.line, anchor="middle"), text(words, x + 26, y, size=12, fill=_SOFT)]
        x += 26 + text_width(words, 12) + 20
    notes = ["箭头：供给方向，深色为两端都已有；粗框：核心环节；“待核”的归属不计入已有。"
             + (f"服务环节的{unseen}条供给关系未画出。" if unseen else ""), f"范围：{land.chosen.text}。环节和供给关系来自参考产业链，其余来自文件。",
             *source_lines(graph, land.chosen.documents if land.chosen.documents is not None else documents(graph))]
    y += 24
    for note in notes:
        for line in wrap(note, _WIDTH - 2 * _MARGIN, size=12, lines=2):
            parts.append(text(line, _MARGIN, y, size=12, fill=_SOFT))
            y += 18
    return parts, y + 6
