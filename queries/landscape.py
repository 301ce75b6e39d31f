"""The chains of a graph with all that the documents asked say of them: the ground of coverage, gaps and sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from liantu.graph.model import Quote
from liantu.queries.answers import REFERENCE, documents, edge_quote, node_name
from liantu.queries.carriers import Data, Found, Holding, Scene, lead_units, read_holdings, read_scene, same_sentence
from liantu.queries.catalog import Graph
from liantu.queries.filters import Filter, select
from liantu.queries.standing import kept
from liantu.queries.structure import STAGES, Structure, read_structure

__all__ = ["Landscape", "excerpt", "figure", "survey"]

_NONE = Holding()
# Which edge is the better plan sentence: one that sets to work, one that only mentions.
_RANK = {"DEVELOPS": 0, "FOCUSES_ON": 0, "DEPENDS_ON": 1, "BELONGS_TO": 2, "ALIAS_OF": 3}
_OPS = {">=": "≥", "<=": "≤", "~": "约", "+": "增长", ">": ">", "<": "<", "=": ""}


@dataclass(frozen=True, eq=False)
class Landscape:
    """Chains, what they hold, and what was asked."""

    graph: Graph
    structure: Structure
    scene: Scene
    chosen: Filter

    @cached_property
    def holdings(self) -> dict[str, Holding]:
        """What each industry has, for those that anything is said of."""
        return read_holdings(self.graph, self.structure, self.scene)

    @cached_property
    def _ages(self) -> dict[str, tuple[bool, int]]:
        """For each document whether it is a report, and how many are newer: the first to quote has the least."""
        known = documents(self.graph)
        return {one: (self.graph.nodes[one].get("status") == "progress", -place) for place, one in enumerate(known)}

    def holding(self, industry: str) -> Holding:
        """Return what an industry has; an empty holding where nothing is said of it."""
        return self.holdings.get(industry, _NONE)

    def present(self, industry: str) -> bool:
        """Whether a project, an enterprise or a platform surely belongs to it."""
        return any(True for _ in self.holding(industry).carriers())

    def touched(self, whole: str) -> bool:
        """Whether anything is said of a chain or of any of its segments."""
        return any(self.holding(one).mentions for one in (whole, *self.structure.segments[whole]))

    def name(self, node: str) -> str:
        """Return the name of a node."""
        return node_name(self.graph, node)

    def names(self, nodes: Iterable[str], *, limit: int = 0) -> str:
        """Return names in a row, the first ones only where there are more than ``limit``."""
        found = list(dict.fromkeys(self.name(node) for node in nodes))
        more = f"等{len(found)}个" if limit and len(found) > limit else ""
        return "、".join(found[:limit] if more else found) + more

    def stage(self, segment: str) -> str:
        """Return where a segment stands in its chain, in Chinese."""
        return STAGES.get(str(self.graph.nodes[segment].get("stage") or ""), "")

    def flag(self, industry: str, column: str) -> bool:
        """Whether a segment is ``core`` or ``offsite``."""
        return bool(self.graph.nodes[industry].get(column))

    def chain_names(self, segment: str) -> str:
        """Return the names of the chains of a segment; of a chain its own."""
        if segment in self.structure.segments:
            return self.name(segment)
        return self.names(self.structure.chains_of.get(segment, ()))

    def quotes(self, *shelves: Iterable[Data], limit: int = 60) -> tuple[Quote, ...]:
        """Return the first sentences behind edges, each once, in the order given."""
        found: dict[Quote, None] = {}
        for data in chain.from_iterable(shelves):
            found[edge_quote(self.graph, data)] = None
            if len(found) >= limit:
                break
        return tuple(found)

    def plan(self, industry: str) -> list[tuple[str, Data]]:
        """Return what speaks of an industry, the best plan sentence first: plans before reports, the newest first."""
        return sorted(self.holding(industry).mentions, key=lambda pair: self._worth(industry, pair))

    def _worth(self, industry: str, pair: tuple[str, Data]) -> tuple[Any, ...]:
        named, data = pair
        document = str(data.get("document") or "")
        return named != industry, _RANK.get(data["kind"], 4), *self._ages.get(document, (True, 1)), document, data.get("start") or 0

    def plan_text(self, industry: str) -> str:
        """Return the best plan sentence, cut around the name."""
        mentions = self.holding(industry).mentions
        if not mentions:
            return ""
        named, data = min(mentions, key=lambda pair: self._worth(industry, pair))
        quote = edge_quote(self.graph, data)
        return f"{quote.document}：{excerpt(quote.text, self.name(named))}"

    def membership(self, segment: str) -> Quote:
        """Return the reference fact that makes a segment part of its chain."""
        data = self.graph.nodes[segment]
        traits = [self.stage(segment), "核心环节" if data.get("core") else "", "外购环节" if data.get("offsite") else ""]
        traits_text = f"（{'，'.join(filter(None, traits))}）" if any(traits) else ""
        return Quote(REFERENCE, f"“{data['name']}”是{self.chain_names(segment) or '产业链'}的环节{traits_text}",
                     rule="chain:segment", grade="reference")

    def neighbours(self, segment: str) -> tuple[list[str], list[str]]:
        """Return the segments up and down of one that are present."""
        found = [[one for one in side.get(segment, ()) if one != segment and self.present(one)]
                 for side in (self.structure.fed_by, self.structure.feeds)]
        return found[0], found[1]

    def neighbour_text(self, segment: str) -> str:
        """Return the neighbours that are present, in Chinese."""
        up, down = self.neighbours(segment)
        parts = [f"上游：{self.names(up, limit=4)}" if up else "", f"下游：{self.names(down, limit=4)}" if down else ""]
        return "；".join(filter(None, parts))

    def leads(self, segment: str) -> tuple[Found, bool]:
        """Return the units to ask about a segment, and whether they are only those of its chain."""
        own = lead_units(self.scene, self.holding(segment).tasks)
        if own:
            return own, False
        wider: Found = {}
        for whole in self.structure.chains_of.get(segment, ()):
            for unit, data in list(lead_units(self.scene, self.holding(whole).tasks).items())[:2]:
                wider.setdefault(unit, []).extend(data)
        return wider, True

    def lead_text(self, segment: str, *, limit: int = 4) -> str:
        """Return the units to ask, with the name a unit goes by now."""
        found, wider = self.leads(segment)
        names = list(dict.fromkeys(self.unit(unit) for unit in found))
        more = f"等{len(names)}个" if len(names) > limit else ""
        return "、".join(names[:limit]) + more + ("（全链任务的牵头单位）" if names and wider else "")

    def unit(self, unit: str) -> str:
        """Return the name of a unit, and that of its successor."""
        now = sorted(self.name(new) for new, _, data in self.graph.in_edges(unit, data=True) if data["kind"] == "SUCCEEDS")
        return self.name(unit) + (f"（现{'、'.join(now)}）" if now else "")

    def targets(self, tasks: Iterable[str]) -> Iterator[tuple[str, Data]]:
        """Yield the indicators that tasks set as targets."""
        for task in tasks:
            for indicator, data in self.scene.tasks.get(task, {}).get("indicator", ()):
                if data.get("nature") != "actual":
                    yield indicator, data

    def own_targets(self, industry: str) -> list[tuple[str, Data]]:
        """Return the targets set for an industry: in its sentence, or by a task that is about nothing else."""
        found: dict[str, tuple[str, Data]] = {}
        for task, said in self.holding(industry).tasks.items():
            named = self.scene.tasks.get(task, {}).get("industry", ())
            alone = all(industry in self.structure.counts_for[one] for one, _ in named)
            for indicator, data in self.targets([task]):
                if alone or any(same_sentence(data, one) for one in said):
                    found.setdefault(figure(self.graph, indicator, data), (indicator, data))
        return list(found.values())

    def projects(self, projects: Iterable[str]) -> str:
        """Return projects with their stages, as far as documents say them."""
        stages = ((self.name(one), self.graph.nodes[one].get("stage")) for one in projects)
        return "、".join(dict.fromkeys(f"{name}（{stage}）" if stage else name for name, stage in stages))


def survey(graph: Graph, *, region: str | None = None, city: str | None = None, document: str | None = None) -> Landscape:
    """Return the landscape of what is asked; see `select` for the parameters.

    Raises
    ------
    NotFoundError
        The graph knows no such place, city or document.
    """
    return _survey(graph, select(graph, region=region, city=city, document=document))


@kept(8)
def _survey(graph: Graph, chosen: Filter) -> Landscape:
    return Landscape(graph, read_structure(graph), read_scene(graph, chosen), chosen)


def excerpt(text: str, name: str, *, width: int = 60) -> str:
    """Return a text cut around a name that stands in it.

    Examples
    --------
    >>> excerpt("东区主攻茶叶精制,西区主攻竹木加工,南区主攻食用菌", "竹木加工", width=12)
    '…西区主攻竹木加工,南区主…'
    """
    if len(text) <= width:
        return text
    middle = max(text.find(name), 0) + len(name) // 2
    start = min(max(middle - width // 2, 0), len(text) - width)
    return ("…" if start else "") + text[start:start + width] + ("…" if start + width < len(text) else "")


def figure(graph: Graph, indicator: str, data: Data) -> str:
    """Return a target in words: 产值≥500亿元（2027年）.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Indicator:/产值", kind="Indicator", name="产值")
    >>> figure(graph, "Indicator:/产值", {"op": ">=", "value": 500.0, "unit": "亿元", "year": 2027})
    '产值≥500亿元（2027年）'
    """
    value, top = data.get("value"), data.get("value_max")
    number = "" if value is None else f"{value:.15g}" + (f"—{top:.15g}" if top is not None else "")
    year = f"（{data['year']}年）" if data.get("year") else ""
    return f"{node_name(graph, indicator)}{_OPS.get(str(data.get('op') or ''), '')}{number}{data.get('unit') or ''}{year}"
