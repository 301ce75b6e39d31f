"""What the industries, projects, enterprises and platforms of a document belong to, with their sentences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from liantu.graph.canonical import name_key
from liantu.graph.model import Edge, Evidence
from liantu.graph.schema import kind_of
from liantu.loaders.facts import Facts
from liantu.loaders.matching import Matcher, Matches

__all__ = ["Belonging", "belonging"]

_CARRIERS: Final = {"Project": "DELIVERS", "Enterprise": "CONCERNS", "Platform": "USES"}
# Works of this kind serve all industries: the one that happens to stand beside them says nothing.
_CIVIL: Final = re.compile(
    "(?:桥|隧道|公路|高速|铁路|地铁|[号支干复]线|段|[大通廊]?道|路网|[马公道]路|公园|小学|中学|学校|校区|幼儿园|医院|院区|大楼|门诊楼|小区|社区|综合体|"
    "引水|水库|供水|水厂|管道|管网|河|海塘|安澜|广场|压缩站|中转站|填埋场|修缮|修复|改扩建|绕城|整治|治理|规划|控规|农田|耕地|安居房|客运码头|提升改造)"
    "(?:[一二三四五六]期)?$")
# A subject is one of a few; a task that names more of them is about none.
_FEW: Final = 3
_INDUSTRY_EDGES: Final = frozenset({"DEVELOPS", "FOCUSES_ON", "DEPENDS_ON"})


@dataclass(slots=True)
class Belonging:
    """Edges to chains and segments, what was rejected, and the nodes that the document surely or perhaps speaks of."""

    edges: list[Edge] = field(default_factory=list)
    rejected: list[dict[str, object]] = field(default_factory=list)
    sure: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Task:
    """The mentions of a task: nodes with the sentence that each stands in."""

    title_end: int = 0
    industries: list[tuple[str, Evidence]] = field(default_factory=list)
    carriers: list[tuple[str, Evidence]] = field(default_factory=list)
    about: _About | None = None


@dataclass(slots=True)
class _About:
    """What a task is about, as a whole, by its title, and sentence by sentence: chains, and industries of no chain.

    ``own`` has the keys of the industries that are no part of the reference.
    """

    title: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    subjects: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    sentences: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))


def belonging(facts: Facts, matcher: Matcher) -> Belonging:
    """Match what a document names to chains and segments.

    Parameters
    ----------
    facts : Facts
        All that was read in the document; industries named as a chain or segment are its node already.
    matcher : Matcher
        The chains.

    Returns
    -------
    Belonging
        ``PART_OF`` from industries and ``BELONGS_TO`` from the others, once a document for each end and verdict.
    """
    work = _Work(facts, matcher)
    for task in _tasks(facts):
        work.task(task)
    return work.settled()


def _tasks(facts: Facts) -> Iterator[_Task]:
    """Yield the tasks of a document with what they name, in the order of the text."""
    tasks: dict[str, _Task] = defaultdict(_Task)
    for edge in facts.edges:
        evidence = edge.evidence
        if evidence is None:
            continue
        if edge.kind == "HAS_TASK":
            tasks[edge.target].title_end = evidence.end
        elif edge.kind in _INDUSTRY_EDGES:
            # What a place focuses on is looked at by itself: no task is known here that it belongs to.
            owner = tasks[edge.source if kind_of(edge.source) == "Task" else f"{edge.source} {edge.target}"]
            owner.industries.extend((end, evidence) for end in (edge.source, edge.target) if kind_of(end) == "Industry")
        elif edge.kind in _CARRIERS.values():
            tasks[edge.source].carriers.append((edge.target, evidence))
    yield from tasks.values()


class _Work:
    def __init__(self, facts: Facts, matcher: Matcher) -> None:
        self._matcher, self._places = matcher, matcher.names.nodes
        self._names = {node.id: node.name for node in facts.nodes}
        self.out = Belonging(sure={node.id for node in facts.nodes if node.id in self._places})
        self._done: set[tuple[str, str, str]] = set()

    def task(self, task: _Task) -> None:
        """Match the industries of a task, then all that it builds, uses and names."""
        meant: dict[str, frozenset[str]] = {}
        for industry, at in task.industries:
            if industry in self._places:
                meant[industry] = frozenset({industry})
            elif industry not in meant:
                found = self._matcher.match(self._names[industry], self._subjects(task, at), industry=True)
                self._write(industry, "PART_OF", found, at)
                meant[industry] = frozenset(one.place.node for one in found.found if one.verdict == "confirmed")
        for carrier, at in task.carriers:
            self._carrier(carrier, at, task, meant)

    def settled(self) -> Belonging:
        """Return all that was found; what one sentence leaves open another may settle."""
        sure = {(edge.source, edge.target) for edge in self.out.edges if ("verdict", "confirmed") in edge.properties}
        self.out.edges = [edge for edge in self.out.edges if (
            ("verdict", "confirmed") in edge.properties or (edge.source, edge.target) not in sure)]
        return self.out

    def _subjects(self, task: _Task, at: Evidence) -> frozenset[str]:
        """Return the chains that the title, the sentence or the task is about, where these are few."""
        about = task.about = task.about or self._about(task)
        span = at.start, at.end
        if (found := about.subjects.get(span)) is None:
            few = [some for some in (about.title, about.whole, about.sentences[span]) if len(some) <= _FEW]
            found = about.subjects[span] = frozenset().union(*few)
        return found

    def _about(self, task: _Task) -> _About:
        about = _About()
        for node, at in (*task.industries, *task.carriers):
            # An industry of no chain is a subject as well: it makes the task less about the others.
            industry = kind_of(node) == "Industry"
            chains = self._chains(node) or ({node} if industry else set())
            if industry and node not in self._places and len(word := name_key(self._names[node])) > 1:
                about.own[node] = word
            about.whole |= chains
            about.sentences[at.start, at.end] |= chains
            if at.start < task.title_end:
                about.title |= chains
        return about

    def _chains(self, node: str) -> frozenset[str]:
        if place := self._places.get(node):
            return frozenset({place.chain.id})
        return self._matcher.chains(self._names[node], industry=kind_of(node) == "Industry")

    def _carrier(self, carrier: str, at: Evidence, task: _Task, meant: dict[str, frozenset[str]]) -> None:
        name = self._names[carrier]
        matches = self._matcher.match(name, self._subjects(task, at))
        self._write(carrier, "BELONGS_TO", matches, at)
        key = name_key(name)
        about = task.about = task.about or self._about(task)
        named = [industry for industry, word in about.own.items() if word in key]
        for industry in named:
            # 能源化工基地 belongs to 能源化工, not to 化工 as well.
            if any(self._names[industry] in self._names[other] for other in named if other != industry):
                continue
            self._edge(carrier, "BELONGS_TO", industry, at, "industry-in-name", "confirmed", f"名称里有任务写到的“{self._names[industry]}”")
        if not matches.found and not named and not _CIVIL.search(name):
            self._by_sentence(carrier, at, task, meant)

    def _by_sentence(self, carrier: str, at: Evidence, task: _Task, meant: dict[str, frozenset[str]]) -> None:
        """Where the name says nothing, the only industry of its sentence, or else of the task's title, may say it."""
        beside = [industry for industry, there in task.industries if (there.start, there.end) == (at.start, at.end)]
        ahead = [industry for industry, there in task.industries if there.start < task.title_end]
        for where, industries in (("同一句", beside), ("任务标题", ahead)):
            targets = {target for industry in industries for target in meant[industry] or {industry}}
            if len(targets) == 1:
                (target,) = targets
                name = self._places[target].title() if target in self._places else self._names[target]
                self._edge(carrier, "BELONGS_TO", target, at, "chain:sentence", "uncertain", f"名称看不出，{where}写到“{name}”")
            if targets:
                return

    def _write(self, source: str, kind: str, matches: Matches, at: Evidence) -> None:
        for match in matches.found:
            self._edge(source, kind, match.place.node, at, match.rule, match.verdict, match.reason)
        for match in matches.rejected:
            key = (source, match.place.node, "rejected")
            if key not in self._done:
                self._done.add(key)
                self.out.rejected.append({
                    "kind": kind_of(source), "name": self._names[source], "entity": source, "verdict": "rejected",
                    "target": match.place.node, "target_name": match.place.title(), "reason": match.reason,
                    "start": at.start, "end": at.end,
                })

    def _edge(self, source: str, kind: str, target: str, at: Evidence, rule: str, verdict: str, reason: str) -> None:
        if source == target or (source, target, verdict) in self._done:
            return
        self._done.add((source, target, verdict))
        evidence = Evidence(at.document, at.start, at.end, rule, "inferred")
        self.out.edges.append(Edge(source, kind, target, evidence, (("reason", reason), ("verdict", verdict))))
        if target in self._places:
            (self.out.sure if verdict == "confirmed" else self.out.doubtful).add(target)
