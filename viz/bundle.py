"""All pictures and lists of a bundle in one go, under safe file names, with a list of what was written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category, normalize

from liantu.errors import LiantuError, NotFoundError
from liantu.queries.answers import documents, node_name
from liantu.queries.catalog import Graph
from liantu.queries.landscape import survey
from liantu.queries.responsibility import unit_loads
from liantu.viz.bundle_config import Item, default_bundle, read_bundle
from liantu.viz.office import Column, Paper, write_office
from liantu.viz.papers import write_paper
from liantu.viz.pictures import PICTURES, write_picture

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
        found = _regions(graph)
    return [(one, node_name(graph, one)) for one in found]


def _regions(graph: Graph) -> list[str]:
    """Return the regions below a city of which documents say what they develop or have."""
    spoken = {one for source, target, data in graph.edges(data=True) if data.get("document")
              for one in ((source,) if data["kind"] == "FOCUSES_ON" else (target,) if data["kind"] in {"LOCATED_IN", "IN_REGION"} else ())}
    kept = [one for one in spoken if graph.nodes[one].get("kind") == "Region"
            and graph.nodes[one].get("level") not in {"wide", "province", "city"}]
    return sorted(kept, key=lambda one: (node_name(graph, one), one))


def _jobs(graph: Graph, items: tuple[Item, ...], at_least: int) -> Iterator[tuple[Item, str, str, str]]:
    for item in items:
        for asked, name in _subjects(graph, item, at_least):
            for ending in item.formats:
                yield item, asked, name, ending


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
    jobs = list(_jobs(graph, bundle.items, bundle.at_least))
    out.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    written: list[Written] = []
    for number, (item, asked, name, ending) in enumerate(jobs):
        path = _path(item, name, ending, taken)
        if progress:
            progress(number, len(jobs), path.as_posix())
        problem = ""
        (out / path).parent.mkdir(exist_ok=True)
        try:
            _write(graph, item, asked, name, out / path)
        except LiantuError as error:
            problem = str(error)
        written.append(Written(item.title, name, "" if problem else path.as_posix(), problem))
    if progress:
        progress(len(jobs), len(jobs), "目录.xlsx")
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


def _write(graph: Graph, item: Item, asked: str, name: str, target: Path) -> None:
    if item.each is not None and not item.names and asked not in graph:
        raise NotFoundError(f"图中没有“{name}”。")
    if item.what == "picture":
        write_picture(graph, item.kind, target, _asked_by(graph, item, asked), **item.parameters)
        return
    own = {item.each: _asked_by(graph, item, asked)} if item.each else {}
    title = None if item.title in _own_titles() else item.title
    write_paper(graph, item.kind, target, columns=item.columns, title=title, **{**item.parameters, **own})


def _own_titles() -> set[str]:
    from liantu.viz.papers import PAPERS

    return {kind.title for kind in (*PAPERS.values(), *PICTURES.values())}


def _asked_by(graph: Graph, item: Item, asked: str) -> str:
    """Return what to ask by: the id, which means one node only, where the question takes it."""
    return node_name(graph, asked) if item.each == "region" and asked in graph else asked


def _contents(title: str, written: list[Written]) -> Paper:
    columns = (Column("序号", 1.2, centre=True), Column("图或清单", 4, merge=True), Column("对象", 6), Column("文件", 10), Column("未出的原因", 5))
    rows = tuple((number, one.title, one.subject, one.path, one.problem) for number, one in enumerate(written, 1))
    missing = sum(bool(one.problem) for one in written)
    lead = f"共{len(written)}个文件" + (f"，其中{missing}个未出" if missing else "") + "。"
    return Paper(f"{title}目录", "", lead, columns, rows)
