"""The first picture of a graph: one offline HTML page with counts, who works on what, and the sentences behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import Any, TypeAlias

import networkx as nx

__all__ = ["overview_page"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

_ROLES = {"LEADS": "牵头", "PARTICIPATES_IN": "参与", "RESPONSIBLE_FOR": "负责"}
_KINDS = {
    "Document": "文件", "Task": "任务", "Unit": "单位", "Person": "领导", "Industry": "产业", "Region": "区域",
    "Platform": "平台", "Project": "项目", "Enterprise": "企业", "Indicator": "指标",
}
_ROW = 30
_SHOWN = 18
_STYLE = """
:root{color-scheme:light dark;--ink:#1b2733;--paper:#fff;--soft:#5b6b7a;--line:#d5dde5;--unit:#1f5fa8;--industry:#0d7d62}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#11161c;--soft:#9aa8b5;--line:#2c3742;--unit:#7db4f0;--industry:#5fd0b0}}
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:var(--ink);background:var(--paper);
margin:0 auto;max-width:1100px;padding:24px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px}p.note{color:var(--soft);margin:0 0 12px}
ul.counts{display:flex;flex-wrap:wrap;gap:12px;list-style:none;padding:0}
ul.counts li{border:1px solid var(--line);border-radius:6px;padding:8px 16px;min-width:72px}
ul.counts b{display:block;font-size:22px;line-height:1.2}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:6px 8px;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:var(--paper)}td.quote{color:var(--soft)}
svg{width:100%;height:auto}svg text{font-size:13px;fill:var(--ink)}svg path{fill:none;stroke:var(--unit);opacity:.35}
svg .unit{fill:var(--unit)}svg .industry{fill:var(--industry)}
@media print{th{position:static}body{max-width:none;padding:0}}
"""


def overview_page(graph: Graph, *, title: str = "产业链与责任图谱") -> str:
    """Return one HTML page that shows what a graph holds; nothing in it asks for a network.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema: nodes with ``kind`` and ``name``, edges with ``kind``, ``quote`` and ``document``.
    title : str
        The heading of the page.

    Returns
    -------
    str
        HTML with its style inside. Names and sentences are escaped, never markup.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("u", kind="Unit", name="<市经信局>")
    >>> "&lt;市经信局&gt;" in overview_page(graph) or "<市经信局>" not in overview_page(graph)
    True
    """
    counts = Counter(data["kind"] for _, data in graph.nodes(data=True))
    chips = "".join(f"<li><b>{counts[kind]}</b>{label}</li>" for kind, label in _KINDS.items() if counts[kind])
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p class=note>每条关系都附原文，可逐条核对。</p><ul class=counts>{chips}</ul>"
        f"<h2>谁在做什么产业</h2><p class=note>左：承担任务最多的单位；右：任务涉及的产业；线越粗，共同的任务越多。</p>{_map(graph)}"
        f"<h2>文件</h2>{_documents(graph)}<h2>单位与任务</h2>{_duties(graph)}</main></body></html>\n"
    )


def _edges(graph: Graph, kinds: Iterable[str]) -> list[tuple[str, str, dict[str, Any]]]:
    wanted = set(kinds)
    return [(one, other, data) for one, other, data in graph.edges(data=True) if data["kind"] in wanted]


def _name(graph: Graph, node: str) -> str:
    return str(graph.nodes[node]["name"])


def _map(graph: Graph) -> str:
    industries: dict[str, set[str]] = {}
    for task, industry, _ in _edges(graph, ["DEVELOPS"]):
        industries.setdefault(task, set()).add(industry)
    tasks = {(unit, task) for unit, task, _ in _edges(graph, _ROLES)}
    links = Counter((unit, industry) for unit, task in tasks for industry in industries.get(task, ()))
    if not links:
        return "<p>文件里没有同时写明单位和产业的任务。</p>"
    left = _top(graph, (unit for unit, _ in tasks if any(unit == one for one, _ in links)))
    right = _top(graph, (industry for (unit, industry), n in links.items() if unit in left for _ in range(n)))
    height = _ROW * max(len(left), len(right)) + 10
    shapes = []
    for (unit, industry), weight in sorted(links.items()):
        if unit in left and industry in right:
            y1, y2 = _ROW * left.index(unit) + 20, _ROW * right.index(industry) + 20
            shapes.append(
                f'<path d="M330 {y1}C500 {y1} 560 {y2} 730 {y2}" stroke-width="{min(1 + weight, 9)}">'
                f"<title>{escape(_name(graph, unit))} — {escape(_name(graph, industry))}：{weight} 项任务</title></path>"
            )
    for nodes, x, anchor, mark in ((left, 318, "end", "unit"), (right, 742, "start", "industry")):
        for row, node in enumerate(nodes):
            y = _ROW * row + 20
            shapes.append(f'<circle class={mark} cx="{330 if mark == "unit" else 730}" cy="{y}" r="5"/>')
            shapes.append(f'<text x="{x}" y="{y + 5}" text-anchor="{anchor}">{escape(_name(graph, node))}</text>')
    return f'<svg viewBox="0 0 1060 {height}" role="img" aria-label="单位与产业的关系">{"".join(shapes)}</svg>'


def _top(graph: Graph, nodes: Iterable[str]) -> list[str]:
    ranked = sorted(Counter(nodes).items(), key=lambda item: (-item[1], _name(graph, item[0])))
    return [node for node, _ in ranked[:_SHOWN]]


def _documents(graph: Graph) -> str:
    tasks = Counter(document for document, _, _ in _edges(graph, ["HAS_TASK"]))
    documents = sorted(node for node, data in graph.nodes(data=True) if data["kind"] == "Document")
    rows = "".join(f"<tr><td>{escape(_name(graph, one))}<td>{tasks[one]}" for one in documents)
    return f"<table><thead><tr><th>文件<th>任务数</thead><tbody>{rows}</tbody></table>"


def _duties(graph: Graph) -> str:
    rows = sorted(
        (_name(graph, unit), _ROLES[data["kind"]], _name(graph, task), str(data["quote"]), _name(graph, data["document"]))
        for unit, task, data in _edges(graph, _ROLES)
    )
    cells = "".join(
        f"<tr><td>{escape(unit)}<td>{role}<td>{escape(task)}<td class=quote>「{escape(' '.join(quote.split()))}」{escape(document)}"
        for unit, role, task, quote, document in rows
    )
    return f"<table><thead><tr><th>单位<th>角色<th>任务<th>原文</thead><tbody>{cells}</tbody></table>"
