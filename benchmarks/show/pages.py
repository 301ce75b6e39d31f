"""The same graph as three pages: ours, vis-network with the same positions set, and what pyvis writes by default."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import networkx as nx
import numpy as np

from liantu.viz.cells import find_cells
from liantu.viz.layout import layout
from liantu.viz.page import page
from liantu.viz.payload import number_graph

__all__ = ["Made", "ours", "places", "preset", "pyvis", "timed"]

Graph = nx.MultiDiGraph
Result = TypeVar("Result")
# Where there is no level of detail, labels of more nodes than this only cost time.
LABELLED = 5_000
PRESET = """<!doctype html><html><head><meta charset="utf-8"><style>html,body,#graph{height:100%;margin:0}</style></head>
<body><div id="graph"></div><script type="application/json" id="data">DATA</script><script>LIBRARY</script><script>
const data = JSON.parse(document.getElementById("data").textContent);
window.network = new vis.Network(document.getElementById("graph"), {nodes: new vis.DataSet(data.nodes),
  edges: new vis.DataSet(data.edges)}, {physics: false, edges: {smooth: false}, nodes: {shape: "dot", size: 8}});
</script></body></html>"""


@dataclass(frozen=True, slots=True)
class Made:
    """A page on the disk: the seconds it took to write it, and its size in bytes."""

    path: Path
    seconds: float
    size: int


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what some work returns, and the seconds it took."""
    start = perf_counter()
    found = work()
    return found, perf_counter() - start


def places(graph: Graph[str]) -> Any:  # noqa: ANN401 - an array of numpy
    """Return the positions that our page will have."""
    numbering = number_graph(graph)
    cell, _ = find_cells(graph, numbering.nodes)
    ends = np.array([(numbering.node[source], numbering.node[target]) for source, target, _ in numbering.edges]).T
    return timed(lambda: layout(len(numbering.nodes), ends[0], ends[1], cell=np.array(cell, np.int64)))


def _written(path: Path, make: Callable[[], str]) -> Made:
    text, seconds = timed(make)
    path.write_text(text, encoding="utf-8", newline="\n")
    return Made(path, seconds, path.stat().st_size)


def ours(graph: Graph[str], path: Path) -> Made:
    """Write the explorer with all that it carries: texts, chain maps, matrices, answers asked beforehand."""
    return _written(path, lambda: page(graph, title="青山市产业链与责任图谱"))


def preset(graph: Graph[str], place: Any, path: Path) -> Made:  # noqa: ANN401 - an array of numpy
    """Write a page of vis-network alone, standing still."""
    nodes, labelled = list(graph), len(graph) <= LABELLED
    number = {one: at for at, one in enumerate(nodes)}

    def make() -> str:
        data = {
            "nodes": [{"id": at, "x": round(float(x)), "y": round(float(y)), "group": graph.nodes[one]["kind"],
                       **({"label": graph.nodes[one]["name"]} if labelled else {})}
                      for at, (one, (x, y)) in enumerate(zip(nodes, place, strict=True))],
            "edges": [{"from": number[source], "to": number[target]} for source, target in graph.edges()]}
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        library = (files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
        return PRESET.replace("LIBRARY", library.replace("</script", "<\\/script")).replace("DATA", text)

    return _written(path, make)


def pyvis(graph: Graph[str], path: Path) -> Made:
    """Write what pyvis writes when told nothing but the graph."""
    from pyvis.network import Network

    def make() -> str:
        network = Network(height="860px", width="100%", directed=True, cdn_resources="in_line")
        number = {one: at for at, one in enumerate(graph)}
        for one, at in number.items():
            network.add_node(at, label=graph.nodes[one]["name"], group=graph.nodes[one]["kind"])
        for source, target, data in graph.edges(data=True):
            network.add_edge(number[source], number[target], title=data["kind"])
        return str(network.generate_html())

    return _written(path, make)
