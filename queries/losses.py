"""What a loss spreads to: from what is missing, link by link, with what is left to each that is hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from liantu.queries.flows import CORE, Link, goes_on, read_links
from liantu.queries.landscape import Landscape

__all__ = ["EFFECTS", "Hit", "spread"]

# How hard something is hit, the hardest first.
EFFECTS: Mapping[str, str] = {
    "sole": "失去唯一依靠", "leaderless": "失去牵头", "blocked": "依托受阻", "named": "任务写到它", "downstream": "下游传导", "partial": "部分受影响", "covered": "仍有依靠",
}
_RANK = {effect: number for number, effect in enumerate(EFFECTS)}
_NEEDED = frozenset({"FEEDS", "DEPENDS_ON", "PART_OF", "LOCATED_IN"})
_NAMING = {"DELIVERS": "project", "USES": "platform", "CONCERNS": "enterprise", "IN_REGION": "place"}
_ROLES = {"LEADS": "lead", "RESPONSIBLE_FOR": "responsible", "PARTICIPATES_IN": "participant", "OVERSEES": "leader"}
_ACTORS = frozenset({"Unit", "Person", "Task"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a loss reaches: by which path, how hard, and what it still has."""

    node: str
    path: tuple[Link, ...]
    effect: str
    left: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """How many links away it is."""
        return len(self.path)

    @property
    def spared(self) -> bool:
        """Whether it goes on without what is missing."""
        return self.effect in {"partial", "covered"}


def spread(land: Landscape, start: Iterable[str], *, hops: int = 3, enough: int = 3) -> list[Hit]:
    """Return what is hit if some nodes are missing, the nearest first.

    Parameters
    ----------
    land : Landscape
        What is asked.
    start : iterable of str
        What is missing.
    hops : int
        How many links to follow.
    enough : int
        What still has so many others stops the spread.

    Examples
    --------
    >>> import networkx as nx
    >>> from liantu.queries.landscape import survey
    >>> graph = nx.MultiDiGraph()
    >>> for name in ("冷能", "冷库"):
    ...     graph.add_node(f"Industry:/{name}", kind="Industry", name=name)
    >>> graph.add_node("Project:/接收站", kind="Project", name="接收站")
    >>> _ = graph.add_edge("Industry:/冷能", "Project:/接收站", kind="DEPENDS_ON", document="Document:a", quote="围绕接收站发展冷能。")
    >>> _ = graph.add_edge("Industry:/冷能", "Industry:/冷库", kind="FEEDS")
    >>> [(hit.node, hit.steps, hit.effect) for hit in spread(survey(graph), ["Project:/接收站"])]
    [('Industry:/冷能', 1, 'blocked'), ('Industry:/冷库', 2, 'downstream')]
    """
    missing = frozenset(start)
    through_tasks = any(land.graph.nodes[node]["kind"] in _ACTORS for node in missing)
    hits: dict[str, Hit] = {}
    lost = set(missing)
    paths: dict[str, tuple[Link, ...]] = dict.fromkeys(sorted(missing), ())
    for _ in range(hops):
        reached: dict[str, list[Link]] = {}
        for node in paths:
            for link in read_links(land, node, through_tasks=through_tasks):
                if link.consumer not in missing and link.consumer not in hits and _carries(link, hits.get(node)):
                    reached.setdefault(link.consumer, []).append(link)
        # What falls together in this step is no help to each other.
        fallen = lost | {node for node, links in reached.items() if any(link.kind in _NEEDED for link in links)}
        new = [min((_hit(land, (*paths[link.supplier], link), hits.get(link.supplier), fallen) for link in links), key=_worst)
               for _, links in sorted(reached.items())]
        hits.update((hit.node, hit) for hit in new)
        lost |= {hit.node for hit in new if not hit.spared}
        paths = {hit.node: hit.path for hit in new if _goes_on(land, hit, enough)}
    return sorted(hits.values(), key=lambda hit: (hit.steps, _RANK[hit.effect], hit.node))


def _worst(hit: Hit) -> tuple[int, bool, str]:
    return _RANK[hit.effect], not hit.path[-1].documented, hit.path[-1].supplier


def _carries(link: Link, supplier: Hit | None) -> bool:
    """Whether a link passes trouble on: a chain stops with its core only where the core surely does."""
    return link.says != CORE or supplier is None or supplier.effect in {"sole", "blocked"}


def _goes_on(land: Landscape, hit: Hit, enough: int) -> bool:
    """Whether what is hit hits others: not if enough is left, nor if only a helper or a part of a task is gone."""
    if hit.effect == "partial" or not goes_on(hit.path[-1]) or (hit.effect == "covered" and len(hit.left) >= enough):
        return False
    # That whole chains serve each other is too coarse to be followed further.
    link = hit.path[-1]
    return link.documented or link.kind != "DEPENDS_ON" or land.graph.nodes[hit.node].get("level") != "chain"


def _hit(land: Landscape, path: tuple[Link, ...], before: Hit | None, lost: set[str]) -> Hit:
    link = path[-1]
    left = tuple(dict.fromkeys(node for node in _left(land, link) if node not in lost))
    effect = _effect(land, link, left, lost)
    if effect == "blocked" and (not link.documented or (before and before.effect == "downstream")):
        effect = "downstream"
    if before and before.spared and effect not in {"partial", "covered"}:
        # The one before it goes on, so this one does; what keeps them going is what is left to the one before.
        return Hit(link.consumer, path, "covered", before.left)
    return Hit(link.consumer, path, effect, left)


def _effect(land: Landscape, link: Link, left: tuple[str, ...], lost: set[str]) -> str:
    if link.kind in _NEEDED:
        return "blocked"
    if link.kind == "PARTICIPATES_IN" and left:
        return "partial"
    if link.kind in {"LEADS", "RESPONSIBLE_FOR"} and left:
        roles = land.scene.tasks[link.consumer]
        heads = [unit for role in ("lead", "responsible") for unit, _ in roles.get(role, ()) if unit not in lost]
        return "covered" if heads else "leaderless"
    if link.kind in _NAMING and land.graph.nodes[link.consumer]["kind"] == "Task":
        return "partial" if left else "sole" if link.kind == "DELIVERS" else "named"
    return "covered" if left else "sole"


def _left(land: Landscape, link: Link) -> Iterator[str]:
    """Yield what else does for the consumer what the supplier does."""
    consumer, tasks = link.consumer, land.scene.tasks
    if link.kind in _ROLES and link.kind != "OVERSEES":
        for role in ("lead", "responsible", "participant"):
            yield from (unit for unit, _ in tasks.get(consumer, {}).get(role, ()))
    elif link.kind == "OVERSEES":
        yield from (person for person, _ in tasks.get(consumer, {}).get("leader", ()))
    elif link.kind in _NAMING and consumer in tasks:
        yield from (node for node, _ in tasks[consumer].get(_NAMING[link.kind], ()))
    elif link.kind == "BELONGS_TO":
        yield from (node for node, _ in land.holding(consumer).carriers())
    elif link.kind == "FOCUSES_ON":
        yield from land.holding(consumer).places
    elif link.kind == "FEEDS":
        yield from (node for node in land.structure.fed_by.get(consumer, ()) if land.present(node))
    elif link.kind == "DEVELOPS":
        yield from land.holding(consumer).tasks
    elif link.kind in {"DELIVERS", "GOVERNS"}:
        yield from (other for other, _, data in land.graph.in_edges(consumer, data=True)
                    if data["kind"] == link.kind and land.chosen.covers(data))
