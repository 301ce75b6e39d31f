"""From the tasks of a document to nodes, edges and spellings, each with the sentence it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from liantu.graph.model import (
    Document,
    Edge,
    Entities,
    Evidence,
    Header,
    Indicator,
    Mention,
    Node,
    Task,
    Value,
    make,
)
from liantu.graph.names import Registry, Resolution, group_members
from liantu.graph.schema import node_id
from liantu.loaders.collector import uncollected
from liantu.loaders.reading import Reading
from liantu.loaders.text import View

__all__ = ["Facts", "Resolve", "read_facts"]

Resolve = Callable[[str, str], Resolution]
"""Resolves a kind (``Unit``, ``Industry`` …) and a name as written."""

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?|[。；;！？]")
_ROLES = (("leads", "LEADS"), ("participants", "PARTICIPATES_IN"), ("responsible", "RESPONSIBLE_FOR"))
_NAMES = (("industries", "Industry", "DEVELOPS"), ("regions", "Region", "IN_REGION"), ("platforms", "Platform", "USES"),
          ("projects", "Project", "DELIVERS"), ("enterprises", "Enterprise", "CONCERNS"))


@dataclass(slots=True)
class Facts:
    """All that one document adds to a graph; ``entities`` gives, task by task, the node that each mention means."""

    document_id: str
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    names: list[Mention] = field(default_factory=list)
    entities: list[dict[Mention, str]] = field(default_factory=list)
    doubts: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict)


@uncollected()
def read_facts(reading: Reading, document_id: str, resolve: Resolve, *, registry: Registry, sha256: str = "") -> Facts:
    """Turn what was read in a document into facts.

    Parameters
    ----------
    reading : Reading
        The document, its header and its tasks.
    document_id : str
        The id of the document's node.
    resolve : callable
        Gives the entity behind a kind and a name, for the city and date of this document.
    registry : Registry
        Knows the members of groups such as 各县(区)政府.
    sha256 : str
        Digest of the file, kept in the node.

    Returns
    -------
    Facts
        Nodes may repeat from document to document; the spool merges them.
    """
    facts = Facts(document_id)
    facts.nodes.append(_document_node(reading.document, reading.header, document_id, sha256))
    writer = _Writer(facts, _Sentences(reading.seen), resolve, registry, reading.header.city)
    for indicator in reading.goals:
        writer.indicator(document_id, indicator)
    for number, task in enumerate(reading.tasks, 1):
        writer.task(reading.document, task, number)
    return facts


def _document_node(document: Document, header: Header, document_id: str, sha256: str) -> Node:
    first, last = header.period or (None, None)
    return Node(document_id, "Document", header.title or document.name, _properties(
        file=document.name, number=header.number, issuer=header.issuer, date=header.date, status=header.status,
        period_start=first, period_end=last, format=document.format, sha256=sha256 or None, grade="explicit",
    ), city=header.city)


def _properties(**columns: Value) -> tuple[tuple[str, Value], ...]:
    # The spool sorts them and drops what has no value.
    return tuple(columns.items())


class _Sentences:
    """Finds the sentence around a span: an edge shows the sentence, a spelling shows the word."""

    def __init__(self, seen: View) -> None:
        # The line feed that ends a paragraph of the view stands for no character of the sentence.
        spans = [match.span() for match in _SENTENCE.finditer(seen.flat)]
        self._starts = [seen.origin[low] for low, _ in spans]
        self._stops = [seen.origin[high - 1] + 1 for _, high in spans]

        # The last sentence: most facts come a few to a sentence.
        self._low = self._high = -1

    def around(self, start: int, end: int) -> tuple[int, int]:
        if self._low <= start and end <= self._high:
            return self._low, self._high
        first, last = bisect_right(self._stops, start), bisect_right(self._stops, end - 1)
        if last >= len(self._stops):
            return start, end
        if first == last and start >= self._starts[first]:
            self._low, self._high = self._starts[first], self._stops[last]
            return self._low, self._high
        return min(start, self._starts[first]), max(end, self._stops[last])


class _Writer:
    def __init__(self, facts: Facts, sentences: _Sentences, resolve: Resolve, registry: Registry, city: str | None) -> None:
        self._facts, self._around, self._resolve = facts, sentences.around, resolve
        self._registry, self._city = registry, city
        self._add_edge, self._add_name = facts.edges.append, facts.names.append
        self._met: set[str] = set()
        self._spelt: set[tuple[str, str]] = set()

    def _edge(
        self, source: str, kind: str, target: str, at: Mention, properties: tuple[tuple[str, Value], ...] = (),
    ) -> None:
        _, start, end, rule, grade, _ = at
        evidence = make(Evidence, (self._facts.document_id, *self._around(start, end), rule, grade))
        self._add_edge(make(Edge, (source, kind, target, evidence, properties)))

    def _entity(self, kind: str, mention: Mention) -> str:
        """Return the id of the node that a mention means; note the node, the spelling and any doubt."""
        name, start, end, rule, grade, _ = mention
        found = self._resolve(kind, name)
        identity = found.entity_id
        if identity not in self._met:
            self._met.add(identity)
            self._facts.nodes.append(found.node())
            if found.is_group:
                self._members(found, mention)
        self._add_name(make(Mention, (name, start, end, rule, grade, identity)))
        if not found.certain:
            start, end = self._around(start, end)
            self._facts.doubts.setdefault((kind, name), {
                "kind": kind, "name": name, "entity": identity, "reason": found.reason,
                "rivals": list(found.rivals), "start": start, "end": end,
            })
        return identity

    def _members(self, group: Resolution, mention: Mention) -> None:
        for member in group_members(group, self._registry):
            self._facts.nodes.append(member.node())
            self._edge(member.entity_id, "PART_OF", group.entity_id, mention._replace(rule="group-member", grade="inferred"))

    def task(self, document: Document, task: Task, number: int) -> None:
        """Write the node of a task and all edges it is part of."""
        draft, facts = task.draft, self._facts
        identity = node_id("Task", document.name, f"{number:03}")
        due, done = task.deadline, task.progress
        title = " ".join(document.quote(draft.title.start, draft.title.end).split())
        columns: dict[str, Value] = {
            "document": facts.document_id, "number": draft.number or None, "section": draft.section or None,
            "start": draft.start, "end": draft.end, "grade": "explicit",
        }
        if due:
            columns |= {"deadline": due.date, "deadline_start": due.start, "deadline_end": due.end, "deadline_rule": due.rule}
        if done:
            columns |= {"percent": done.percent, "status": done.status, "progress_start": done.start,
                        "progress_end": done.end, "progress_rule": done.rule}
        facts.nodes.append(Node(identity, "Task", title, tuple(columns.items()), city=self._city))
        facts.edges.append(Edge(
            facts.document_id, "HAS_TASK", identity,
            Evidence(facts.document_id, draft.start, max(draft.title.end, draft.start), "outline"),
            _properties(number=draft.number or None, section=draft.section or None)))
        ids: dict[Mention, str] = {}
        for role, kind in _ROLES:
            for position, mention in enumerate(getattr(draft, role)):
                ids[mention] = unit = self._entity("Unit", mention)
                self._edge(unit, kind, identity, mention, (("position", position),))
        for mention in draft.leaders:
            ids[mention] = person = self._entity("Person", mention)
            self._edge(person, "OVERSEES", identity, mention)
        for listed, kind, edge in _NAMES:
            for mention in getattr(task.entities, listed):
                ids[mention] = entity = self._entity(kind, mention)
                self._edge(identity, edge, entity, mention)
        for indicator in task.indicators:
            self.indicator(identity, indicator)
        self._between(identity, task.entities, ids)
        facts.entities.append(ids)

    def indicator(self, source: str, one: Indicator) -> None:
        """Write what a task or a document sets or reports."""
        name, op, value, start, end, rule, most, unit, year, per, nature = one
        found = self._resolve("Indicator", name)
        target = found.entity_id
        # The span is that of the amount; the name is put together, so its spelling has no place of its own.
        alias = " ".join(name.split())
        if (target, alias) not in self._spelt:
            self._spelt.add((target, alias))
            node = found.node()
            self._facts.nodes.append(node._replace(aliases=(alias,)) if alias != node.name else node)
        self._edge(source, "SETS", target, make(Mention, (name, start, end, rule, "explicit", None)), (
            ("op", op), ("value", value), ("value_max", most), ("unit", unit), ("year", year), ("per", per), ("nature", nature)))

    def _between(self, task: str, names: Entities, ids: dict[Mention, str]) -> None:
        for pair in names.focus:
            place, industry = self._known("Region", pair.place, ids), self._known("Industry", pair.industry, ids)
            self._edge(place, "FOCUSES_ON", industry, pair.industry._replace(start=min(pair.place.start, pair.industry.start)))
        for one in names.dependencies:
            source = self._known(one.source_kind, one.source, ids) if one.source else task
            target = self._known(one.target_kind, one.target, ids)
            if source != target:
                self._edge(source, "DEPENDS_ON", target, one.target._replace(rule=one.rule), (("relation", one.rule),))
        if names.regions:
            for mention in (*names.platforms, *names.projects, *names.enterprises):
                self._located(mention, names, ids)

    def _known(self, kind: str, mention: Mention, ids: dict[Mention, str]) -> str:
        return ids.get(mention) or self._entity(kind, mention)

    def _located(self, carrier: Mention, names: Entities, ids: dict[Mention, str]) -> None:
        """Place a carrier whose own name holds that of a place of the task: 六横LNG接收站 stands in 六横."""
        for region in names.regions:
            if region.name in carrier.name and region.name != carrier.name:
                self._edge(ids[carrier], "LOCATED_IN", ids[region],
                           carrier._replace(rule="region-in-name", grade="inferred"))
