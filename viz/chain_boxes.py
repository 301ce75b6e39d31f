"""What a chain map shows of each segment, and where its boxes go: columns by stage, heights by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liantu.queries.gap_rules import Gap, Settings, find_gaps
from liantu.queries.landscape import Landscape
from liantu.queries.structure import STAGES
from liantu.viz.svg import wrap

__all__ = ["STATES", "Box", "Placed", "State", "chain_boxes", "place", "place_one"]

# A segment with one of these has something, and it is not much: no project, none begun, a single one, one that is stuck.
_WEAK = frozenset({"G2", "G3", "G4", "G9"})
_SMALL = 12
_LINE = 17
_PAD = 9
_BETWEEN = 10


@dataclass(frozen=True, slots=True)
class State:
    """How a segment stands: its mark and its line style tell it without colour."""

    name: str
    mark: str
    line: str
    fill: str
    ink: str
    dash: str | None = None
    says: str = ""


STATES: Mapping[str, State] = {
    "present": State("已有", "●", "#1a7f5a", "#eef7f2", "#0f5c40", says="有企业、项目或平台，且有项目"),
    "weak": State("薄弱", "◐", "#b7791f", "#fdf6e7", "#85540c", says="没有项目、未落地、单点或有堵点"),
    "missing": State("缺环", "○", "#c0392b", "#fdf0ee", "#98281c", "6 4", says="文件点名，未见企业、项目、平台"),
    "unmentioned": State("未见记载", "－", "#b4bec8", "#ffffff", "#5b6875", "2 3", says="所读文件没有提到，不等于没有"),
    "offsite": State("外购", "◇", "#8a97a5", "#f5f7f9", "#5b6875", says="通常由外地供应，不算缺口"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A segment as the map shows it: ``lines`` are label and text."""

    node: str
    name: str
    stage: str
    core: bool
    state: State
    lines: tuple[tuple[str, str], ...]
    says: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place, its lines broken; ``column`` counts from the left over all stages."""

    box: Box
    column: int
    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    body: tuple[tuple[str, tuple[str, ...]], ...]


def chain_boxes(land: Landscape, chain: str, *, most: int = 4) -> list[Box]:
    """Return the boxes of a chain, one a segment, from upstream to downstream and service.

    Parameters
    ----------
    land : Landscape
        What is asked.
    chain : str
        The id of the chain.
    most : int
        How many names a line holds before it says 等.
    """
    return [_box(land, one, most) for one in land.structure.segments[chain]]


def segment_state(land: Landscape, one: str, gaps: Iterable[Gap]) -> str:
    """Return which of `STATES` a segment is in, given its gaps."""
    if land.present(one):
        return "weak" if _WEAK & {gap.rule.code for gap in gaps} else "present"
    if land.holding(one).mentions:
        return "missing"
    return "offsite" if land.flag(one, "offsite") else "unmentioned"


def _box(land: Landscape, one: str, most: int) -> Box:
    holding = land.holding(one)
    gaps = find_gaps(land, one, Settings())
    state = STATES[segment_state(land, one, gaps)]
    projects = sorted(holding.projects)
    told = land.projects(projects[:most]) + (f"等{len(projects)}个" if len(projects) > most else "")
    lines = [("牵头", land.lead_text(one, limit=2).replace("（全链任务的牵头单位）", "（全链）") if holding.mentions else ""), ("项目", told),
             ("企业", land.names(sorted(holding.enterprises), limit=most)), ("平台", land.names(sorted(holding.platforms), limit=most)),
             ("缺口", "、".join(gap.rule.name for gap in gaps)), ("待核", land.names(sorted(holding.unsure), limit=2))]
    kept = tuple((label, said) for label, said in lines if said)
    plan = land.plan_text(one)
    says = "；".join([f"{land.name(one)}：{state.name}", *(f"{label}：{said}" for label, said in kept), *([f"依据：{plan}"] if plan else [])])
    return Box(one, land.name(one), str(land.graph.nodes[one].get("stage") or "midstream"), land.flag(one, "core"), state, kept, says)


def place(
    boxes: Sequence[Box], feeds: Mapping[str, Iterable[str]], *, left: float, top: float, width: float, gap: float, ratio: float,
) -> tuple[list[Placed], list[tuple[str, float, float, float]]]:
    """Give each box its place.

    Parameters
    ----------
    boxes : sequence of Box
        The segments of a chain, without those of the service stage.
    feeds : mapping
        For each segment those that it feeds.
    left, top, width, gap : float
        Where the columns stand, and how far from each other.
    ratio : float
        How wide the columns may be for one unit of height: a crowded stage gets more columns until then.

    Returns
    -------
    boxes, stages
        The placed boxes; for each stage its Chinese name, left end, width and the height of its tallest column.
    """
    stages = [stage for stage in STAGES if any(box.stage == stage for box in boxes)]
    depth = _depths([box.node for box in boxes], feeds)
    queues = {stage: sorted((box for box in boxes if box.stage == stage), key=lambda box: depth[box.node]) for stage in stages}
    shares = dict.fromkeys(stages, 1)
    best = _columns(queues, shares, width, gap)
    for _ in boxes:
        heights = {stage: max(sum(_height(box, best[0]) + _BETWEEN for box in column) for column in best[1][stage]) for stage in stages}
        tallest = max(stages, key=lambda stage: heights[stage])
        # Fewer than three columns would be boxes as wide as the page.
        enough = width / heights[tallest] >= ratio and sum(shares.values()) >= 3
        if enough or sum(shares.values()) >= 6 or shares[tallest] >= len(queues[tallest]):
            break
        shares[tallest] += 1
        best = _columns(queues, shares, width, gap)
    return _settle(best, feeds, stages, left=left, top=top, gap=gap)


_Columns = tuple[float, dict[str, list[list[Box]]]]


def _columns(queues: Mapping[str, Sequence[Box]], shares: Mapping[str, int], width: float, gap: float) -> _Columns:
    """Cut the boxes of each stage into its number of columns, as equal in height as their order allows."""
    count = sum(shares.values())
    each = (width - gap * (count - 1)) / count
    cut: dict[str, list[list[Box]]] = {}
    for stage, queue in queues.items():
        whole = sum(_height(box, each) + _BETWEEN for box in queue)
        columns: list[list[Box]] = [[] for _ in range(shares[stage])]
        so_far = 0.0
        for box in queue:
            high = _height(box, each) + _BETWEEN
            columns[min(int((so_far + high / 2) / whole * shares[stage]), shares[stage] - 1)].append(box)
            so_far += high
        cut[stage] = [column for column in columns if column]
    return each, cut


def _settle(
    found: _Columns, feeds: Mapping[str, Iterable[str]], stages: Sequence[str], *, left: float, top: float, gap: float,
) -> tuple[list[Placed], list[tuple[str, float, float, float]]]:
    each, cut = found
    bands: list[tuple[str, float, float, float]] = []
    middles: dict[str, float] = {}
    placed: list[Placed] = []
    fed_by: dict[str, list[str]] = {}
    for source, targets in feeds.items():
        for target in targets:
            fed_by.setdefault(target, []).append(source)
    number = 0
    for stage in stages:
        start, tallest = left + number * (each + gap), 0.0
        for column in cut[stage]:
            # Beside what feeds it, a box has the shortest arrows.
            known = {box.node: [middles[one] for one in fed_by.get(box.node, ()) if one in middles] for box in column}
            order = {box.node: sum(known[box.node]) / len(known[box.node]) if known[box.node] else 1e9 for box in column}
            y = top
            for box in sorted(column, key=lambda box: order[box.node]):
                one = place_one(box, column=number, left=left + number * (each + gap), top=y, width=each)
                placed.append(one)
                middles[box.node] = y + one.height / 2
                y += one.height + _BETWEEN
            tallest = max(tallest, y - _BETWEEN - top)
            number += 1
        bands.append((STAGES[stage], start, left + (number - 1) * (each + gap) + each - start, tallest))
    return placed, bands


def _depths(nodes: Sequence[str], feeds: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return for each node the longest way to it; a cycle ends where it closes."""
    depth = dict.fromkeys(nodes, 0)
    for _ in range(min(len(nodes), 8)):
        moved = False
        for source in nodes:
            for target in feeds.get(source, ()):
                if target in depth and target != source and depth[target] < depth[source] + 1:
                    depth[target], moved = depth[source] + 1, True
        if not moved:
            break
    return depth


def _broken(box: Box, width: float) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    room = width - 2 * _PAD
    tail = 34 if box.core or box.state.mark == "－" else 0
    title = wrap(box.name, room - 20 - tail, size=14, lines=2)
    body = ((label, tuple(wrap(said, room - 34, size=_SMALL, lines=2))) for label, said in box.lines)
    return tuple(title), tuple(body)


def _height(box: Box, width: float) -> float:
    title, body = _broken(box, width)
    small = sum(len(lines) for _, lines in body)
    return 2 * _PAD + 19 * len(title) - 2 + (_LINE * small + 4 if small else 0)


def place_one(box: Box, *, left: float, top: float, width: float, column: int = 0) -> Placed:
    """Return a box in a place of its own."""
    title, body = _broken(box, width)
    return Placed(box, column, left, top, width, _height(box, width), title, body)
