"""Reference knowledge of industry chains: segments, stages, what feeds what. Facts in ``data/chains.yaml``.

A user's own file of the same form adds chains, or replaces one of the same id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

from liantu.errors import ReadError

__all__ = ["Chain", "Chains", "Compound", "Group", "Segment", "Standard", "Support", "load_chains"]

Stage = Literal["upstream", "midstream", "downstream", "service"]
STAGES: Final = ("upstream", "midstream", "downstream", "service")
_DATA: Final = Path(__file__).parent / "data" / "chains.yaml"
_LINE: Final = "__line__"
_SEGMENT_KEYS: Final = frozenset({"id", "name", "aliases", "stage", "part_of", "feeds", "gbt4754", "keywords", "weak_keywords",
                                  "exclude", "core", "offsite", "source"})
_CHAIN_KEYS: Final = frozenset({"id", "name", "aliases", "groups", "cities", "part_of", "includes", "note", "segments"})


@dataclass(frozen=True, slots=True)
class Standard:
    """A class of GB/T 4754."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A link of a chain. ``keywords`` find it in a text, ``weak_keywords`` only where the chain is the subject."""

    id: str
    name: str
    stage: Stage
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    feeds: tuple[str, ...] = ()
    gbt4754: tuple[Standard, ...] = ()
    keywords: tuple[str, ...] = ()
    weak_keywords: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    core: bool = False
    offsite: bool = False
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """An industry chain; ``includes`` names segments of other chains that count in this one as well."""

    id: str
    name: str
    segments: tuple[Segment, ...]
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    part_of: str | None = None
    includes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What one chain gives another."""

    giver: str
    taker: str
    kind: str
    note: str = ""
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compound:
    """A written name that stands for several chains."""

    name: str
    chains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A set of chains that a city names together."""

    id: str
    name: str
    city: str = ""


@dataclass(frozen=True, slots=True)
class Chains:
    """All reference chains, and the ties between them."""

    chains: tuple[Chain, ...]
    supports: tuple[Support, ...] = ()
    compounds: tuple[Compound, ...] = ()
    groups: tuple[Group, ...] = ()

    def segments(self) -> Iterator[tuple[Chain, Segment]]:
        """Yield every segment with its chain."""
        for chain in self.chains:
            for segment in chain.segments:
                yield chain, segment


class _Loader(yaml.CSafeLoader):
    """Keeps the line of every mapping, for messages."""



def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    mapping[_LINE] = node.start_mark.line + 1
    return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of rows and says where one is wrong."""

    path: Path

    def wrong(self, row: Row, problem: str) -> ReadError:
        return ReadError(self.path.name, problem, "请按 chains.yaml 的写法改正", where=f"第{row.get(_LINE, 1)}行")

    def text(self, row: Row, key: str, default: str | None = None) -> str:
        value = row.get(key, default)
        if not isinstance(value, str) or not value and default is None:
            raise self.wrong(row, f"缺少“{key}”，或不是文字")
        return value

    def texts(self, row: Row, key: str) -> tuple[str, ...]:
        value = row.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(row, f"“{key}”应是文字的列表")
        return tuple(value)

    def rows(self, row: Row, key: str) -> list[Row]:
        value = row.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(row, f"“{key}”应是条目的列表")
        return value

    def flag(self, row: Row, key: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(row, f"“{key}”应是 true 或 false")
        return value

    def known(self, row: Row, keys: frozenset[str]) -> None:
        unknown = sorted(set(row) - keys - {_LINE})
        if unknown:
            raise self.wrong(row, f"不认识的字段：{'、'.join(map(str, unknown))}")


def _segment(read: _Reader, row: Row) -> Segment:
    read.known(row, _SEGMENT_KEYS)
    stage = read.text(row, "stage")
    if stage not in STAGES:
        raise read.wrong(row, f"“stage”是“{stage}”，只能是 {'、'.join(STAGES)}")
    return Segment(
        id=read.text(row, "id"), name=read.text(row, "name"), stage=cast(Stage, stage),
        aliases=read.texts(row, "aliases"),
        part_of=read.text(row, "part_of", "") or None, feeds=read.texts(row, "feeds"),
        gbt4754=tuple(Standard(read.text(item, "code"), read.text(item, "name")) for item in read.rows(row, "gbt4754")),
        keywords=read.texts(row, "keywords"), weak_keywords=read.texts(row, "weak_keywords"),
        exclude=read.texts(row, "exclude"), core=read.flag(row, "core"), offsite=read.flag(row, "offsite"),
        source=read.texts(row, "source"),
    )


def _chain(read: _Reader, row: Row) -> Chain:
    read.known(row, _CHAIN_KEYS)
    return Chain(
        id=read.text(row, "id"), name=read.text(row, "name"),
        segments=tuple(_segment(read, item) for item in read.rows(row, "segments")),
        aliases=read.texts(row, "aliases"), groups=read.texts(row, "groups"), cities=read.texts(row, "cities"),
        part_of=read.text(row, "part_of", "") or None, includes=read.texts(row, "includes"),
        note=read.text(row, "note", ""),
    )


def _read(path: Path) -> tuple[Chains, Mapping[str, Row]]:
    """Read a file of chains; also return each row by the id that it defines."""
    read = _Reader(path)
    try:
        table = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, with line numbers
    except OSError as error:
        raise ReadError(path.name, "打不开", "请检查文件名和权限") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise ReadError(path.name, "不是正确的 YAML", "请检查缩进和冒号", where=f"第{mark.line + 1}行" if mark else "") from error
    if not isinstance(table, dict):
        raise ReadError(path.name, "没有“chains”一节", "请按 chains.yaml 的写法改正")
    defined: dict[str, Row] = {}
    chains = []
    for row in read.rows(table, "chains"):
        chains.append(_chain(read, row))
        for item in (row, *read.rows(row, "segments")):
            if item["id"] in defined:
                raise read.wrong(item, f"“{item['id']}”出现了两次")
            defined[item["id"]] = item
    ties = {"supports": ("from", "to"), "compounds": ("name",)}
    for key, ends in ties.items():
        for row in read.rows(table, key):
            defined[f"{key} {' '.join(read.text(row, end) for end in ends)}"] = row
    supports = tuple(Support(read.text(row, "from"), read.text(row, "to"), read.text(row, "kind"), read.text(row, "note", ""),
                             read.texts(row, "source")) for row in read.rows(table, "supports"))
    compounds = tuple(Compound(read.text(row, "name"), read.texts(row, "chains")) for row in read.rows(table, "compounds"))
    groups = tuple(Group(read.text(row, "id"), read.text(row, "name"), read.text(row, "city", "")) for row in read.rows(table, "groups"))
    return Chains(tuple(chains), supports, compounds, groups), defined


def _check(read: _Reader, chains: Chains, rows: Mapping[str, Row], known: frozenset[str]) -> None:
    """Refuse a tie to a chain or segment that is nowhere defined."""
    for chain in chains.chains:
        row = rows[chain.id]
        for target in (*chain.includes, *((chain.part_of,) if chain.part_of else ())):
            if target not in known:
                raise read.wrong(row, f"“{chain.id}”提到的“{target}”没有定义")
        for segment in chain.segments:
            for target in (*segment.feeds, *((segment.part_of,) if segment.part_of else ())):
                if target not in known:
                    raise read.wrong(rows[segment.id], f"“{segment.id}”提到的“{target}”没有定义")
    ties: list[tuple[str, tuple[str, ...]]] = [
        (f"supports {one.giver} {one.taker}", (one.giver, one.taker)) for one in chains.supports]
    ties += [(f"compounds {one.name}", one.chains) for one in chains.compounds]
    for row_key, ends in ties:
        for target in ends:
            if target not in known:
                raise read.wrong(rows[row_key], f"提到的产业链“{target}”没有定义")


def _check_free(read: _Reader, own: Chains, rows: Mapping[str, Row], kept: tuple[Chain, ...]) -> None:
    """Refuse an id that a chain or segment of the reference has, unless its chain is the one that is replaced."""
    taken = {key: chain.name for chain in kept for key in (chain.id, *(segment.id for segment in chain.segments))}
    for key in sorted(_ids(own)):
        if key in taken:
            raise read.wrong(rows[key], f"编号“{key}”已用在产业链“{taken[key]}”里")


def _ids(chains: Chains) -> frozenset[str]:
    return frozenset(chain.id for chain in chains.chains) | {segment.id for _, segment in chains.segments()}


@cache
def load_chains(path: Path | None = None) -> Chains:
    """Read the reference chains, and a user's own on top of them.

    Parameters
    ----------
    path : Path, optional
        A YAML file of the form of ``data/chains.yaml``. A chain in it with a known id replaces that chain.

    Returns
    -------
    Chains
        Cached.

    Raises
    ------
    ReadError
        A value is missing or of the wrong kind, or a tie leads nowhere; the message names the line.

    Examples
    --------
    >>> next(chain.name for chain in load_chains().chains if chain.id == "electric-ship")
    '电动船'
    """
    base, rows = _read(_DATA)
    if path is None:
        _check(_Reader(_DATA), base, rows, _ids(base))
        return base
    own, own_rows = _read(path)
    replaced = {chain.id for chain in own.chains}
    kept = tuple(chain for chain in base.chains if chain.id not in replaced)
    _check_free(_Reader(path), own, own_rows, kept)
    merged = Chains(
        kept + own.chains,
        base.supports + own.supports, base.compounds + own.compounds, base.groups + own.groups,
    )
    _check(_Reader(path), own, own_rows, _ids(merged) | _ids(base))
    return merged
