"""A graph for notebooks that know pyvis: small, standing still, escaped, asking no network for anything.

pyvis loads styles from elsewhere, runs script from titles, ids and headings, and takes half a minute to settle. Here it
only brings its drawing library: the page around it is ours, the data stand in it as JSON, positions are set beforehand.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeAlias

import networkx as nx
import numpy as np

from liantu.errors import QueryError
from liantu.graph.model import Answer
from liantu.graph.schema import EDGES, NODES
from liantu.viz.layout import layout

__all__ = ["PyvisPage", "to_pyvis"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"

MOST: Final = 300
_COLOURS: Final[Mapping[str, str]] = {
    "Document": "#5b6670", "Task": "#8497a3", "Industry": "#1b7452", "Region": "#8f5b00", "Platform": "#6b4fa0", "Unit": "#0a5a78",
    "Person": "#a13a66", "Project": "#b0431f", "Enterprise": "#7a5a20", "Indicator": "#9aa5ab",
}
_PAGE: Final = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title><style>html,body,#graph{{height:100%;margin:0}}</style><style>{css}</style></head>
<body><div id="graph"></div><script type="application/json" id="data">{data}</script><script>{library}</script>
<script>{start}</script></body></html>
"""
_START: Final = """
const data = JSON.parse(document.getElementById("data").textContent);
new vis.Network(document.getElementById("graph"), {nodes: new vis.DataSet(data.nodes), edges: new vis.DataSet(data.edges)}, data.options);
"""


class PyvisPage:
    """A page that draws with the library of pyvis; shows itself in a notebook, and can be saved."""

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        # In a frame without our origin: the page can reach nothing of the notebook.
        return f'<iframe sandbox="allow-scripts" style="width:100%;height:600px;border:0" srcdoc="{escape(self.html)}"></iframe>'

    def save(self, path: Path | str) -> Path:
        """Write the page, in UTF-8 on every machine, and return where it is."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8", newline="\n")
        return target


def to_pyvis(found: Graph | Answer, *, graph: Graph | None = None, title: str = "关系图", most: int = MOST) -> PyvisPage:
    """Return a graph, or what an answer speaks of, as a page drawn by the library of pyvis.

    Parameters
    ----------
    found : networkx.MultiDiGraph or Answer
        A graph of the schema, or an answer; of an answer, the nodes that its cells name are drawn.
    graph : networkx.MultiDiGraph, optional
        The graph that was asked; needed for an answer.
    title : str
        The title of the page.
    most : int
        How many nodes at most; the busiest ones stay. For more there is the explorer.

    Returns
    -------
    PyvisPage

    Raises
    ------
    QueryError
        An answer without its graph, or nothing to draw.

    Examples
    --------
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:/a", kind="Unit", name="</script><script>alert(1)</script>")
    >>> "<script>alert" in to_pyvis(graph).html
    False
    """
    if isinstance(found, Answer):
        if graph is None:
            raise QueryError("要画回答，请同时给出所问的图：to_pyvis(answer, graph=graph)。")
        nodes = _named(found, graph)
    else:
        graph, nodes = found, [one for one, data in found.nodes(data=True) if data.get("kind") in _COLOURS]
    if not nodes:
        raise QueryError("没有可画的节点。请换一个回答，或直接给出图。")
    nodes = sorted(sorted(nodes, key=lambda one: (-graph.degree(one), one))[:most])
    text = json.dumps(_data(graph, nodes), ensure_ascii=False)
    safe = text.translate({ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})
    library, css = _library()
    allowed = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in (library, _START))
    return PyvisPage(_PAGE.format(title=escape(title), css=css, data=safe, library=library, start=_START, allowed=allowed))


def _named(answer: Answer, graph: Graph) -> list[str]:
    words = {part for row in answer.rows for cell in row if isinstance(cell, str) for part in (cell, *cell.split("、"))}
    return [one for one, data in graph.nodes(data=True) if data.get("kind") in _COLOURS and data["name"] in words]


def _data(graph: Graph, nodes: list[str]) -> dict[str, Any]:
    number = {one: place for place, one in enumerate(nodes)}
    edges = [(number[source], number[target], data) for source, target, data in graph.edges(data=True)
             if source in number and target in number and data.get("kind") in EDGES]
    ends = np.array([(source, target) for source, target, _ in edges] or [(0, 0)]).T
    places = layout(len(nodes), ends[0], ends[1]) * 3
    rows = [graph.nodes[one] for one in nodes]
    # Titles are plain text for the library as long as they are strings; ours hold no tags to begin with.
    return {
        "nodes": [
            {"id": place, "label": _short(str(row["name"])), "title": f"{NODES[row['kind']].label} {row['name']}",
             "shape": "dot", "size": 12, "color": _COLOURS[row["kind"]], "x": round(float(x)), "y": round(float(y))}
            for place, (row, (x, y)) in enumerate(zip(rows, places, strict=True))],
        "edges": [{"from": source, "to": target, "title": f"{EDGES[data['kind']].label}：{_short(str(data.get('quote') or ''), 120)}",
                   "arrows": "to", "color": "#b8c4ca"} for source, target, data in edges],
        "options": {"physics": False, "interaction": {"hideEdgesOnDrag": True, "hover": True}, "edges": {"smooth": False}},
    }


def _short(text: str, most: int = 24) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


@lru_cache(maxsize=1)
def _library() -> tuple[str, str]:
    """Return the drawing library and its style as pyvis brings them along."""
    folder = files("pyvis") / "templates" / "lib" / "vis-9.1.2"
    script = (folder / "vis-network.min.js").read_text(encoding="utf-8")
    # What ends a script within a script would end ours.
    return script.replace("</script", "<\\/script"), (folder / "vis-network.css").read_text(encoding="utf-8")
