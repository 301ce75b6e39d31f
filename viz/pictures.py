"""The pictures of an issue by name, written as SVG or PNG files that show their Chinese on any machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from liantu.errors import QueryError
from liantu.queries.catalog import Graph
from liantu.viz.chain import chain_svg
from liantu.viz.duty_map import responsibility_svg
from liantu.viz.png import embed_font, png

__all__ = ["PICTURES", "PictureKind", "check_ending", "draw_picture", "save_picture", "write_picture"]


@dataclass(frozen=True, slots=True)
class PictureKind:
    """A picture: its name, its Chinese title, what it is of, its other parameters."""

    name: str
    title: str
    subject: str
    parameters: tuple[str, ...]
    draw: Callable[..., str]


PICTURES: Mapping[str, PictureKind] = {kind.name: kind for kind in (
    PictureKind("chain", "产业链图", "chain", ("region", "city", "document"), chain_svg),
    PictureKind("unit", "责任图", "unit", ("city", "document", "group", "most"), responsibility_svg),
    PictureKind("leader", "分管图", "leader", ("city", "document", "group", "most"), responsibility_svg),
)}


def write_picture(
    graph: Graph, kind: str, target: Path, name: str, *, scale: float = 2.0, **parameters: str | float | bool | None,
) -> None:
    """Write a picture to a .svg or .png file.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    kind : str
        ``chain``, ``unit`` or ``leader``.
    target : Path
        The file; its ending says which kind. An SVG carries the outlines of its characters.
    name : str
        The chain, unit or leader.
    scale : float
        Dots of a PNG for each unit of the picture, which is 1280 wide.
    **parameters
        What narrows it: ``region``, ``city``, ``document``; of responsibility maps ``group`` and ``most`` as well.

    Raises
    ------
    QueryError
        No such kind, parameter or ending.
    NotFoundError
        Nothing in the graph goes by that name.
    """
    check_ending(target)
    save_picture(draw_picture(graph, kind, name, **parameters), target, scale=scale)


def draw_picture(graph: Graph, kind: str, name: str, **parameters: str | float | bool | None) -> str:
    """Return a picture as SVG without a font; see `write_picture`."""
    if kind not in PICTURES:
        raise QueryError(f"没有名为 {kind} 的图。可用的有:{'、'.join(PICTURES)}。")
    found = PICTURES[kind]
    given = {key: value for key, value in parameters.items() if value is not None}
    if strange := sorted(given.keys() - set(found.parameters)):
        raise QueryError(f"图 {kind} 没有参数 {'、'.join(strange)}。可用的有:{'、'.join(found.parameters)}。")
    return found.draw(graph, name, **given)


def check_ending(target: Path) -> None:
    """Raise a QueryError where the ending of a file is no picture's."""
    if target.suffix.lower() not in {".svg", ".png"}:
        raise QueryError(f"图只能写成 .svg 或 .png，不能写成 {target.name}。")


def save_picture(svg: str, target: Path, *, scale: float = 2.0) -> None:
    """Write a picture that was drawn, with its font or as dots."""
    check_ending(target)
    if target.suffix.lower() == ".svg":
        target.write_text(embed_font(svg), encoding="utf-8")
    else:
        target.write_bytes(png(svg, scale=scale))
