"""How much two tasks say the same: character pairs weighted by rarity, and the names that both hold."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liantu.queries.catalog import Graph
from liantu.queries.tasks import Work, linked, task_text

__all__ = ["Likeness", "best_matches", "text_similarity"]

# A clause of responsibility says nothing of what is to be done; units are compared by themselves.
_CLAUSE = re.compile(
    r"(?:牵头|责任|参与|配合|主办|协办|完成)(?:单位|部门|领导|时限|时间)[：:][^\n]*"
    r"|时间要求[：:][^\n]*|[（(〔【][^（()）]{0,200}(?:牵头|负责|配合|责任单位)[^（()）]*[）)〕】]")
_NOISE = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
# What every plan says of everything, and so tells no two tasks apart.
_VERBS = re.compile("加快|推进|推动|深入|积极|大力|进一步|加强|完善|建设|实施|开展|提升|支持|组织|继续|全面|切实|实现"
                    "|打造|培育|谋划|落地|发展|重大|重点|项目|产业集群|产业链|产业|工程|行动|攻坚战?|工作|创新|一批|世界一流|高质量|高水平|全市|我市|主要内容")
_NAMED = ("projects", "platforms", "industries", "enterprises", "regions")
# How telling a shared name is: a project is one thing, a region holds a hundred.
_WEIGHT = {"projects": 3.0, "platforms": 2.0, "enterprises": 2.0, "industries": 1.5, "units": 0.7, "regions": 0.5}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two tasks are, from 0 to 1: by text, by names, in all; ``shared`` are ids of nodes that both name."""

    other: Work
    score: float
    text: float
    names: float
    shared: tuple[str, ...]


def _pairs(text: str) -> Counter[str]:
    """Return the character pairs of a text, without clauses of responsibility and words that say little."""
    plain = _VERBS.sub(" ", _CLAUSE.sub(" ", text))
    return Counter(part[at:at + 2] for part in _NOISE.split(plain) for at in range(len(part) - 1))


def text_similarity(one: str, other: str) -> float:
    """Return how alike two texts are by their character pairs, from 0 to 1 (cosine of the counts).

    Examples
    --------
    >>> text_similarity("建设海洋电子产业园", "海洋电子产业园建设") > 0.9
    True
    >>> text_similarity("建设海洋电子产业园", "开通公交线路")
    0.0
    """
    left, right = _pairs(one), _pairs(other)
    dot = sum(count * right[pair] for pair, count in left.items())
    norm = math.sqrt(sum(c * c for c in left.values()) * sum(c * c for c in right.values()))
    return round(dot / norm, 4) if norm else 0.0


class _Texts:
    """Some tasks as bags of character pairs, weighted by how rare each pair is among all of them."""

    def __init__(self, graph: Graph, tasks: Sequence[Work]) -> None:
        self.titles = [_pairs(work.name) for work in tasks]
        counts = [title + _pairs(task_text(graph, work)) for title, work in zip(self.titles, tasks, strict=True)]
        spread = Counter(pair for bag in counts for pair in bag)
        self._rarity = {pair: math.log((len(tasks) + 1) / met) for pair, met in spread.items()}
        self.vectors = [_vector(bag, self._rarity) for bag in counts]

    def title(self, at: int) -> dict[str, float]:
        """Return the pairs of a title by rarity, in all 1, less for a short title, which says little."""
        weights = {pair: self._rarity[pair] for pair in self.titles[at]}
        whole = sum(weights.values())
        return {pair: weight / whole * min(1.0, len(weights) / 6) for pair, weight in weights.items()}


def _vector(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    raw = {pair: (1 + math.log(count)) * rarity[pair] for pair, count in counts.items()}
    norm = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {pair: weight / norm for pair, weight in raw.items()}


def _named(graph: Graph, work: Work) -> dict[str, float]:
    found = {part.who: _WEIGHT["units"] for part in work.by("LEADS", "RESPONSIBLE_FOR")}
    for what in _NAMED:
        found |= {node: _WEIGHT[what] for node, _ in linked(graph, work, what)}
    return found


def best_matches(
    graph: Graph, tasks: Sequence[Work], others: Sequence[Work], *, heirs: Mapping[str, str] | None = None, least: float = 0.2,
) -> list[list[Likeness]]:
    """Return for each task the others that are most like it, best first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of all of them.
    tasks, others : sequence of Work
        What is compared with what.
    heirs : mapping, optional
        From the id of a unit to that of its successor, which counts as the same.
    least : float
        Likeness below this is not returned.

    Returns
    -------
    list of list of Likeness
        The score is the likeness of the texts, raised by what they name in common.

    Notes
    -----
    Texts: cosine of character pairs weighted by how rare they are in all tasks given, or 0.6 of the share of one title
    that stands in the other task, whichever is more (a heading of one plan is a half sentence of the next). Names: the weight of the shared
    ones, by how many tasks name them, over that of the smaller set. Score: text + (1 − text) · names / 2.
    """
    first, texts = len(tasks), _Texts(graph, [*tasks, *others])
    titles = [texts.title(at) for at in range(first + len(others))]
    wholes, heads = _index(texts.vectors[first:]), _index(titles[first:])
    same = heirs or {}
    holds = [{same.get(node, node): worth for node, worth in _named(graph, work).items()} for work in [*tasks, *others]]
    known = Counter(node for named in holds for node in named)
    holders = _index(holds[first:])
    found: list[list[Likeness]] = []
    for at in range(first):
        dots: dict[int, float] = defaultdict(float)
        ours: dict[int, float] = defaultdict(float)
        theirs: dict[int, float] = defaultdict(float)
        for pair, weight in texts.vectors[at].items():
            mine = titles[at].get(pair, 0.0)
            for other, share in wholes.get(pair, ()):
                dots[other] += weight * share
                ours[other] += mine
            for other, share in heads.get(pair, ()):
                theirs[other] += share
        linked_to = {other for node in holds[at] for other, _ in holders.get(node, ())}
        rows = []
        for other in sorted(dots.keys() | linked_to):
            text = max(dots.get(other, 0.0), 0.6 * max(ours.get(other, 0.0), theirs.get(other, 0.0)))
            # Without a shared name the text alone decides; most pairs end here.
            if text >= least or other in linked_to:
                rows.append(_likeness(others[other], min(text, 1.0), holds[at], holds[first + other], known))
        found.append(sorted((row for row in rows if row.score >= least), key=lambda row: (-row.score, row.other.id)))
    return found


def _index(bags: Iterable[Mapping[str, float]]) -> dict[str, list[tuple[int, float]]]:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, bag in enumerate(bags):
        for key, weight in bag.items():
            found[key].append((at, weight))
    return found


def _likeness(other: Work, text: float, left: Mapping[str, float], right: Mapping[str, float], known: Mapping[str, int]) -> Likeness:
    def weight(node: str, worth: float) -> float:
        return worth / math.sqrt(max(known[node] - 1, 1))

    shared = [node for node in left if node in right]
    least = min(sum(weight(*pair) for pair in left.items()), sum(weight(*pair) for pair in right.items()))
    # A task that names a single thing must not match all that name it.
    together = sum(weight(node, left[node]) for node in shared) / max(least, 3.0) if shared else 0.0
    together = min(together, 1.0)
    return Likeness(other, round(text + (1 - text) * together / 2, 4), round(text, 4), round(together, 4), tuple(sorted(shared)))
