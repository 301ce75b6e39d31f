"""The chain maps and the coverage matrices as data: what the page draws, counted by the rules of the questions."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from liantu.queries.carriers import Found
from liantu.queries.coverage import coverage_cells
from liantu.queries.gap_rules import RULES, UNMENTIONED, Gap, Settings, find_gaps
from liantu.queries.landscape import Landscape, survey
from liantu.viz.chain_boxes import STATES, segment_state
from liantu.viz.payload import Interned, Json, Numbering

__all__ = ["maps"]

_BY: Final = ("region", "lead", "unit", "platform", "project", "enterprise", "indicator")
_LABELS: Final = ("区域", "牵头单位", "单位", "平台", "项目", "企业", "指标")
_LEVELS: Final = {"chain": "产业链", "segment": "环节", "industry": "文件所称产业"}
# Tables larger than this are unreadable: the fullest columns stay, the page says how many do not.
_CELLS: Final = 5_000
_SUPPORT: Final = 24


def maps(numbering: Numbering) -> dict[str, Json]:
    """Return the chains with their segments and gaps, and the matrices of industries against the rest.

    Parameters
    ----------
    numbering : Numbering
        The numbered graph.

    Returns
    -------
    dict
        ``chains``, ``matrices``, ``rules`` and the ``strings`` that they number.

    Examples
    --------
    >>> import networkx as nx
    >>> from liantu.viz.payload import number_graph
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/茶", kind="Industry", name="茶", level="chain")
    >>> graph.add_node("Industry:/炒制", kind="Industry", name="炒制", level="segment", stage="midstream")
    >>> _ = graph.add_edge("Industry:/炒制", "Industry:/茶", kind="PART_OF")
    >>> [(one["stage"], one["state"]) for one in maps(number_graph(graph))["chains"][0]["segments"]]
    [('midstream', 'unmentioned')]
    """
    land, strings = survey(numbering.graph), Interned()
    settings = Settings()
    found = {
        "states": [[key, state.name, state.mark, state.says] for key, state in STATES.items()],
        "chains": [_chain(land, numbering, strings, chain, settings) for chain in land.structure.chains],
        "matrices": [_matrix(land, numbering, by, level) for level in _LEVELS for by in _BY],
        "by": [[by, label] for by, label in zip(_BY, _LABELS, strict=True)], "levels": [list(pair) for pair in _LEVELS.items()],
        "rules": {rule.code: [rule.name, rule.text(settings)] for rule in RULES}, "unmentioned": UNMENTIONED,
    }
    found["strings"] = strings.strings()
    return found


def _chain(land: Landscape, numbering: Numbering, strings: Interned, chain: str, settings: Settings) -> Json:
    segments = list(land.structure.segments[chain])
    gaps = {one: find_gaps(land, one, settings) for one in (chain, *segments)}
    place = {segment: number for number, segment in enumerate(segments)}
    feeds = [[place[one], place[other]] for one in segments for other in land.structure.feeds.get(one, ()) if other in place]
    ties = [
        [numbering.edge[id(data)], outward] for outward, edges in (
            (1, land.graph.out_edges(chain, data=True)), (0, land.graph.in_edges(chain, data=True)))
        for _, _, data in edges if data["kind"] == "DEPENDS_ON" and id(data) in numbering.edge]
    return {
        **_box(land, numbering, strings, chain, gaps[chain]), "touched": land.touched(chain),
        "segments": [{**_box(land, numbering, strings, one, gaps[one]), "state": segment_state(land, one, gaps[one])}
                     for one in segments],
        "feeds": feeds, "ties": ties,
    }


def _box(land: Landscape, numbering: Numbering, strings: Interned, one: str, gaps: list[Gap]) -> Json:
    holding, data = land.holding(one), land.graph.nodes[one]
    leads, wider = land.leads(one)
    leaders = Counter(
        person for task in holding.tasks for person, _ in land.scene.tasks.get(task, {}).get("leader", ()))
    box = {
        "node": numbering.node[one], "stage": data.get("stage") or "",
        "core": bool(data.get("core")), "offsite": bool(data.get("offsite")),
        "gaps": [[gap.rule.code, strings(gap.reason)] for gap in gaps],
        "leads": numbering.node_numbers(leads, limit=6), "wider": wider and bool(leads),
        "leaders": numbering.node_numbers([person for person, _ in leaders.most_common(4)]),
        "plan": numbering.edge_numbers([edge for _, edge in land.plan(one)], limit=6),
    }
    for name in ("tasks", "projects", "enterprises", "platforms", "places", "unsure"):
        found: Found = getattr(holding, name)
        box[name] = [[numbering.node[node], *numbering.edge_numbers(edges, limit=2)] for node, edges in found.items()
                     if node in numbering.node][:200]
    return box


def _matrix(land: Landscape, numbering: Numbering, by: str, level: str) -> Json:
    cells = coverage_cells(land, by=by, level=level)
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), support in cells.items():
        rows[row] += len(support)
        columns[column] += len(support)
    ranked_rows = sorted(rows, key=lambda one: (one == "", -rows[one], one))[:150]
    ranked = sorted(columns, key=lambda one: (-columns[one], one))[:max(8, _CELLS // max(1, len(ranked_rows)))]
    row_at, column_at = ({one: number for number, one in enumerate(side)} for side in (ranked_rows, ranked))
    filled = sorted((row_at[row], column_at[column], support) for (row, column), support in cells.items()
                    if row in row_at and column in column_at)
    return {
        "by": by, "level": level, "rows": [numbering.node.get(one, -1) for one in ranked_rows],
        "columns": [numbering.node[one] for one in ranked], "left": [len(rows) - len(ranked_rows), len(columns) - len(ranked)],
        "cells": [_cell(numbering, *cell) for cell in filled],
    }


def _cell(numbering: Numbering, row: int, column: int, support: dict[str, list[Any]]) -> list[Json]:
    edges = (edge for shelf in support.values() for edge in shelf)
    return [row, column, len(support), numbering.node_numbers(support, limit=_SUPPORT), numbering.edge_numbers(edges, limit=_SUPPORT)]
