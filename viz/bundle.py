"""All pictures and lists of a bundle in one go, under safe file names, with a list of what was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, normalize

from liantu.errors import LiantuError
from liantu.queries.answers import documents, node_name
from liantu.queries.catalog import Graph
from liantu.queries.landscape import survey
from liantu.queries.lookup import find_nodes
from liantu.queries.responsibility import unit_loads
from liantu.queries.standing import standing
from liantu.viz.bundle_config import Bundle, Item, default_bundle, read_bundle
from liantu.viz.office import write_office
from liantu.viz.paper import Column, Paper
from liantu.viz.papers import make_paper
from liantu.viz.pictures import draw_picture, save_picture

__all__ = ["Written", "safe_name", "write_bundle"]

Progress = Callable[[int, int, str], object]
_RESERVED = re.compile(r'[<>:"/\\|?*]')
# Devices of Windows, whatever ending follows.
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a bundle: what it is, of whom, its path below the bundle's folder; ``problem`` where it was not written."""

    title: str
    subject: str
    path: str
    problem: str = ""


def safe_name(name: str, *, most: int = 50) -> str:
    """Return a name that a file may have on any system: no folders, no reserved characters, not too long.

    Parameters
    ----------
    name : str
        Any text, such as the name of a unit in a document.
    most : int
        How many characters are kept; a Chinese one takes three bytes of the 255 that file systems allow.

    Examples
    --------
    >>> safe_name("../../etc/passwd"), safe_name('<img src="x">'), safe_name("CON"), safe_name(" . ")
    ('＿＿etc＿passwd', '＿img src=＿x＿＿', '＿CON', '未命名')
    """
    clean = "".join(one for one in normalize("NFC", name) if category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    clean = _RESERVED.sub("＿", re.sub(r"\.\.+", "", " ".join(clean.split())))[:most]
    while len(clean.encode()) > 3 * most:
        clean = clean[:-1]
    clean = clean.strip(" .")
    return ("＿" + clean if _DEVICES.match(clean) else clean) or "未命名"


def _subjects(graph: Graph, item: Item, at_least: int) -> list[tuple[str, str]]:
    """Return what a picture or list is made for: what to ask by, and the name to show."""
    if item.each is None:
        return [("", "")]
    if item.names:
        return [(one, one) for one in item.names]
    if item.each == "chain":
        land = survey(graph)
        found = [one for one in land.structure.chains if land.touched(one)]
    elif item.each == "unit":
        found = [load.unit for load in unit_loads(graph) if load.leads + load.participates + load.responsible >= at_least]
    elif item.each == "document":
        found = [one for one in documents(graph) if any(data["kind"] == "HAS_TASK" for _, _, data in graph.out_edges(one, data=True))]
    elif item.each == "leader":
        found = sorted({source for source, _, data in graph.edges(data=True) if data["kind"] == "OVERSEES"})
    else:
        return _regions(graph)
    return [(one, node_name(graph, one)) for one in found]


def _regions(graph: Graph) -> list[tuple[str, str]]:
    """Return the regions below a city of which documents say something; those that share a name with that of their city."""
    spoken = {one for source, target, data in graph.edges(data=True) if data.get("document")
              for one in ((source,) if data["kind"] == "FOCUSES_ON" else (target,) if data["kind"] in {"LOCATED_IN", "IN_REGION"} else ())}
    kept = [one for one in spoken if graph.nodes[one].get("kind") == "Region"
            and graph.nodes[one].get("level") not in {"wide", "province", "city"}]
    found = []
    for one in sorted(kept, key=lambda one: (node_name(graph, one), one)):
        name, city = node_name(graph, one), graph.nodes[one].get("city")
        cities = {graph.nodes[other].get("city") for other in find_nodes(graph, name) if graph.nodes[other]["kind"] in {"Region", "Platform"}}
        found.append((one, f"{city}{name}" if city and len(cities) > 1 else name))
    return found


def _jobs(graph: Graph, bundle: Bundle) -> list[tuple[Item, str, str, list[Path]]]:
    """Return what to make, each once, and the files to write it to."""
    taken: set[str] = set()
    return [(item, asked, name, [_path(item, name, ending, taken) for ending in item.formats])
            for item in bundle.items for asked, name in _subjects(graph, item, bundle.at_least)]


def write_bundle(graph: Graph, config: Path | None, out: Path, progress: Progress | None = None) -> list[Written]:
    """Write a bundle into a folder.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    config : Path, optional
        A TOML file; the bundle that comes along by default.
    out : Path
        The folder; made where it does not exist. Files of the same names are replaced.
    progress : callable, optional
        Told before each file: how many are done, how many there are, which is next.

    Returns
    -------
    list of Written
        What was written, in order; the same stands in ``目录.xlsx``. What could not be written says why, and does not
        keep the others from being written.

    Raises
    ------
    QueryError
        The file says something that is not known; the message names the line.
    """
    bundle = read_bundle(config or default_bundle())
    # Each file asks the same graph.
    graph = standing(graph)
    jobs = _jobs(graph, bundle)
    whole = sum(len(paths) for *_, paths in jobs)
    written: list[Written] = []
    out.mkdir(parents=True, exist_ok=True)
    for item, asked, name, paths in jobs:
        try:
            save = _make(graph, item, asked, name)
        except LiantuError as error:
            written += [Written(item.title, name, "", str(error)) for _ in paths]
            continue
        for path in paths:
            if progress:
                progress(len(written), whole, path.as_posix())
            (out / path).parent.mkdir(exist_ok=True)
            save(out / path)
            written.append(Written(item.title, name, path.as_posix()))
    if progress:
        progress(whole, whole, "目录.xlsx")
    write_office(_contents(bundle.title, written), out / "目录.xlsx")
    return written


def _path(item: Item, name: str, ending: str, taken: set[str]) -> Path:
    """Return a path that no other file of the bundle has, upper and lower case taken as one."""
    folder, stem = safe_name(item.title.replace("{subject}", "")), safe_name(f"{name}{item.title.replace('{subject}', '')}")
    path, number = f"{folder}/{stem}.{ending}", 1
    while path.casefold() in taken:
        number += 1
        path = f"{folder}/{stem}（{number}）.{ending}"
    taken.add(path.casefold())
    return Path(path)


def _make(graph: Graph, item: Item, asked: str, name: str) -> Callable[[Path], None]:
    """Return what writes a picture or list to a file."""
    node = ""
    # A unit or leader is asked by id, since several may share a name; the others by the name that the paper then shows.
    if item.each in {"chain", "region"} and asked in graph:
        asked, node = node_name(graph, asked), asked
    if item.what == "picture":
        svg = draw_picture(graph, item.kind, asked, **item.parameters)
        return lambda target: save_picture(svg, target)
    own = {item.each: asked} if item.each else {}
    if item.each == "region" and name != asked:
        own["city"] = str(graph.nodes[node]["city"])
    _, paper = make_paper(graph, item.kind, columns=item.columns, title=item.headline, **{**own, **item.parameters})
    return lambda target: write_office(paper, target)


def _contents(title: str, written: list[Written]) -> Paper:
    columns = (Column("序号", 1.2, centre=True), Column("图或清单", 4, merge=True), Column("对象", 6), Column("文件", 10), Column("未出的原因", 5))
    rows = tuple((number, one.title, one.subject, one.path, one.problem) for number, one in enumerate(written, 1))
    missing = sum(bool(one.problem) for one in written)
    lead = f"共{len(written)}个文件" + (f"，其中{missing}个未出" if missing else "") + "。"
    return Paper(f"{title}目录", "", lead, columns, rows)
