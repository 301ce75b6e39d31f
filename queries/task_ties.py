"""Which task waits for which: a task rests on what another one builds, or works downstream of it in the chain."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from liantu.graph.model import Quote
from liantu.queries.answers import edge_quote
from liantu.queries.carriers import Data
from liantu.queries.flows import Link, link_quotes, link_text, read_network
from liantu.queries.landscape import Landscape
from liantu.queries.lookup import spellings
from liantu.queries.tasks import Work

__all__ = ["Tie", "shared_things", "task_ties"]


@dataclass(frozen=True, slots=True)
class Tie:
    """The later task waits for the earlier one, because of what ``through`` says; ``quotes`` are the sentences."""

    earlier: str
    later: str
    relation: str
    through: str
    quotes: tuple[Quote, ...]


class _Places:
    """Finds the task that a sentence stands in."""

    def __init__(self, works: Iterable[Work]) -> None:
        spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for work in works:
            start, end = work.data.get("start"), work.data.get("end")
            if start is not None and end is not None:
                spans[work.document].append((start, end, work.id))
        self._spans = {document: sorted(found) for document, found in spans.items()}

    def at(self, data: Data) -> str | None:
        """Return the task that holds the sentence behind an edge."""
        spans, start = self._spans.get(str(data.get("document"))), data.get("start")
        if not spans or start is None:
            return None
        place = bisect_right(spans, (start, 1 << 60, "")) - 1
        return spans[place][2] if place >= 0 and start < spans[place][1] else None


def task_ties(land: Landscape, works: list[Work], *, reference: bool = True) -> list[Tie]:
    """Return which task waits for which.

    Parameters
    ----------
    land : Landscape
        What is asked.
    works : list of Work
        The tasks that count.
    reference : bool
        Whether a task that develops a segment waits for those of the same city that develop what directly feeds it.
    """
    builders = _builders(land, works)
    ties = [*_stated(land, works, builders), *(_supplied(land, works) if reference else ())]
    found: dict[tuple[str, str, str], Tie] = {}
    for tie in sorted(ties, key=lambda one: (one.earlier, one.later, one.relation, one.through)):
        pair = tie.earlier, tie.later, tie.relation
        known = found.get(pair)
        found[pair] = replace(known, through="、".join(dict.fromkeys([*known.through.split("、"), tie.through])),
                              quotes=tuple(dict.fromkeys((*known.quotes, *tie.quotes)))) if known else tie
    return list(found.values())


def _builders(land: Landscape, works: Iterable[Work]) -> Mapping[str, dict[str, Data]]:
    """Return for each project, and each platform or industry in the title of a task, the tasks that bring it about."""
    found: dict[str, dict[str, Data]] = defaultdict(dict)
    for work in works:
        for _, other, data in land.graph.out_edges(work.id, data=True):
            kind = data["kind"]
            if kind == "DELIVERS" or (kind in {"USES", "DEVELOPS"} and _titled(land, work, other)):
                found[other].setdefault(work.id, data)
    return found


def _titled(land: Landscape, work: Work, node: str) -> bool:
    title = "".join(work.name.split())
    return any(len(name) > 1 and name in title for name in spellings(land.graph, node))


def _stated(land: Landscape, works: list[Work], builders: Mapping[str, dict[str, Data]]) -> Iterator[Tie]:
    """Yield what the sentences of tasks say: 围绕, 依托, 结合 something that another task builds."""
    places, known = _Places(works), {work.id for work in works}
    for source, target, data in land.graph.edges(data=True):
        if data["kind"] != "DEPENDS_ON" or not data.get("document") or not land.chosen.covers(data):
            continue
        later = source if source in known else places.at(data)
        for earlier, built in builders.get(target, {}).items() if later else ():
            if later and earlier != later:
                relation = link_text(Link(target, source, "DEPENDS_ON", "依托", (data,)))
                yield Tie(earlier, later, relation, land.name(target), (edge_quote(land.graph, data), edge_quote(land.graph, built)))


def _supplied(land: Landscape, works: list[Work]) -> Iterator[Tie]:
    """Yield what follows from the chain: the task with the downstream in its title waits for the one with the upstream."""
    network = read_network(land, parts=False)
    about: dict[str, dict[str, Data]] = defaultdict(dict)
    cities = {work.id: work.data.get("city") for work in works}
    for work in works:
        for _, industry, data in land.graph.out_edges(work.id, data=True):
            if data["kind"] == "DEVELOPS" and _titled(land, work, industry):
                about[industry].setdefault(work.id, data)
    for industry in sorted(about):
        for after in sorted(network.flow.successors(industry)) if industry in network.flow else ():
            link = network.link(industry, after)
            for earlier, one in about[industry].items():
                for later, two in about.get(after, {}).items():
                    if earlier != later and cities[earlier] == cities[later]:
                        quotes = (*link_quotes(land, link, limit=1), edge_quote(land.graph, one), edge_quote(land.graph, two))
                        yield Tie(earlier, later, "上下游", f"{land.name(industry)} →（{link_text(link)}）{land.name(after)}", quotes)


def shared_things(land: Landscape, works: Iterable[Work]) -> Mapping[str, dict[str, list[Data]]]:
    """Return the projects and platforms that two tasks or more name, with the sentences of each."""
    found: dict[str, dict[str, list[Data]]] = defaultdict(lambda: defaultdict(list))
    for work in works:
        for _, other, data in land.graph.out_edges(work.id, data=True):
            if data["kind"] in {"DELIVERS", "USES"}:
                found[other][work.id].append(data)
    return {node: dict(tasks) for node, tasks in sorted(found.items()) if len(tasks) > 1}
