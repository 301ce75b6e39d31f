"""The explorer as one file: opens from a stick, asks nothing of any network, runs nothing that a document says."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from html import escape
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from liantu.graph.folder import open_graph
from liantu.viz.payload import Graph, Json, core, number_graph
from liantu.viz.payload_answers import answers, catalogue
from liantu.viz.payload_maps import maps

__all__ = ["frame", "page", "script", "style", "write_page"]

# In the order of use: each stands on those before it.
SCRIPTS: Final = tuple(
    "dom inflate source model route quotes panel office table draw scene canvas pointer searchbox"
    " overview chain duty matrix network ask documents console app".split())
STYLES: Final = ("tokens", "frame", "views", "print")


def _static(name: str) -> str:
    return (files("liantu.viz") / "static" / name).read_text(encoding="utf-8")


def script() -> str:
    """Return the program of the page: classic scripts in one, since a browser loads no modules from a file."""
    parts = "".join(f"(() => {{\n{_static(f'{name}.js')}}})();\n" for name in SCRIPTS)
    return f'"use strict";\nconst LT = {{}};\n{parts}LT.start();\n'


def style() -> str:
    """Return the style sheet of the page."""
    return "".join(_static(f"{name}.css") for name in STYLES)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(*, connect: str = "'none'") -> str:
    """Return what the page may do: run this one script, use this one style, draw; nothing else."""
    return (f"default-src 'none'; script-src {_hash(script())}; style-src {_hash(style())}; img-src data: blob:; "
            f"connect-src {connect}; base-uri 'none'; form-action 'none'")


def frame(title: str, *, blocks: Mapping[str, Json] | None = None, connect: str = "'none'") -> str:
    """Return the HTML around the data.

    Parameters
    ----------
    title : str
        The heading.
    blocks : mapping, optional
        Data to carry inside, by the id of their block; none where a server has them.
    connect : str
        What the page may connect to, as a source list of its content security policy.

    Examples
    --------
    >>> text = frame("</title><script>alert(1)</script>")
    >>> "<script>alert" in text, "default-src &#x27;none&#x27;" in text
    (False, True)
    """
    packed = "".join(f'<script type="text/plain" id="{escape(name)}">{_pack(data)}</script>\n' for name, data in (blocks or {}).items())
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(connect=connect))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="data:,">\n<title>{escape(title)}</title>\n<style>{style()}</style>\n</head>\n<body>\n'
        '<div id="app" aria-busy="true"><p class="boot">正在打开图谱…</p></div>\n<div id="live" class="away" aria-live="polite"></div>\n'
        '<noscript>这一页需要浏览器允许运行页内脚本。清单也可用命令行导出：liantu ask。</noscript>\n'
        f'{packed}<script>{script()}</script>\n</body>\n</html>\n'
    )


def _pack(data: Json) -> str:
    """Return data as base64 of gzip: a quarter of the size, and no character that HTML could mistake."""
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # The clock and the machine stay out of the header, so that the same graph gives the same page.
    return base64.b64encode(gzip.compress(raw.encode("utf-8", "replace"), 6, mtime=0)).decode()


def page(
    graph: Graph, *, title: str = "产业链与责任图谱", texts: Mapping[str, str] | None = None, on: str | None = None,
    most_answers: int | None = None,
) -> str:
    """Return the explorer of a graph as one HTML page.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    title : str
        The heading of the page.
    texts : mapping, optional
        The stored texts by document; by default those that the graph brings along.
    on : str, optional
        The day for questions about dates, ISO; by default that of the newest document.
    most_answers : int, optional
        How many answers the page carries at most; by default fewer for a large graph, so that it does not take minutes.

    Returns
    -------
    str
        HTML; the same graph gives the same text.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:/a", kind="Unit", name="<img src=x onerror=alert(1)>")
    >>> "<img" in page(graph, most_answers=0)
    False
    """
    numbering = number_graph(graph)
    known: Mapping[str, str] = texts if texts is not None else graph.graph.get("texts", {})
    blocks = {
        "data-core": core(numbering, title=title, made={"version": str(import_module("liantu").__version__)}),
        "data-maps": maps(numbering), "data-catalogue": catalogue(numbering, on=on),
        "data-texts": {"texts": [known.get(one, "") for one in numbering.documents]},
        "data-answers": answers(numbering, on=on, most=most_answers),
    }
    return frame(title, blocks=blocks)


def write_page(graph_folder: Path | str, out: Path | str, *, title: str = "产业链与责任图谱", on: str | None = None,
               most_answers: int | None = None) -> Path:
    """Write the explorer of a graph folder as one file, and return its path; see `page` for the options.

    Raises
    ------
    StoreError
        There is no graph in the folder.
    """
    with open_graph(graph_folder) as folder:
        text = page(folder.networkx(), title=title, on=on, most_answers=most_answers)
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target
