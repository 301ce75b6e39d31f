"""Which places of China a document can mean: the divisions of the graph, and how their short forms may be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, cast

from liantu.graph.places import Place, load_places
from liantu.graph.tables import read_table

__all__ = ["Division", "Use", "all_places", "load_divisions"]

_SHORT: Final = Path(__file__).parent / "data" / "short_forms.tsv"

Use = Literal["free", "home", "never"]


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county; its short form may be read anywhere, in a document of its own city, or never."""

    place: Place
    use: Use = "free"


@cache
def all_places() -> tuple[Place, ...]:
    """Return every province, city and county once.

    Examples
    --------
    >>> sum(place.level == "province" for place in all_places())
    34
    """
    return tuple({place: None for found in load_places().by_name.values() for place in found})


@cache
def load_divisions() -> Mapping[str, tuple[Division, ...]]:
    """Return the divisions by full name and by each short form that may be read.

    Returns
    -------
    mapping
        A name several places bear (普陀区, 朝阳) leads to all of them.
    """
    uses: dict[str, Use] = {name: cast(Use, row.cells[0]) for row in read_table(_SHORT, ("读法", "名称")) for name in row.cells[1].split()}
    found: dict[str, dict[Division, None]] = {}
    for place in all_places():
        division = Division(place, uses.get(place.name, "free"))
        # 城区 and 矿区 are names of districts, and no one can tell.
        if len(place.name) < 3 and place.name[-1] in "区市":
            continue
        found.setdefault(place.name, {})[division] = None
        if division.use != "never":
            found.setdefault(place.short, {})[division] = None
    return MappingProxyType({name: tuple(places) for name, places in found.items()})
