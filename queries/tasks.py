"""Tasks as the questions see them: who has which part in them, what they name, and the words they stand in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Quote
from liantu.queries.answers import documents, edge_quote, node_name
from liantu.queries.catalog import Graph
from liantu.queries.lookup import find_nodes
from liantu.queries.standing import kept

__all__ = [
    "ROLES", "Part", "Work", "day", "document_label", "find_document", "find_kind", "in_city", "linked", "names",
    "number_of", "progress_text", "quotes", "stored", "task_quote", "task_text", "unit_names", "works",
]

# In the order in which a list of duties shows them.
ROLES = {"LEADS": "牵头", "RESPONSIBLE_FOR": "负责", "PARTICIPATES_IN": "参与"}
_LINKED = {"industries": "DEVELOPS", "regions": "IN_REGION", "platforms": "USES", "projects": "DELIVERS",
           "enterprises": "CONCERNS", "indicators": "SETS"}


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit or a leader has to do with a task; ``edges`` are the sentences that say so."""

    who: str
    kind: str
    edges: tuple[Mapping[str, Any], ...]

    @property
    def inferred(self) -> bool:
        """Whether a rule, and no sentence, says so."""
        return all(edge.get("grade") == "inferred" for edge in self.edges)


@dataclass(frozen=True, slots=True)
class Work:
    """A task with its parts, in the order of the document."""

    id: str
    name: str
    document: str
    data: Mapping[str, Any]
    parts: tuple[Part, ...]
    leaders: tuple[Part, ...]

    def by(self, *kinds: str) -> tuple[Part, ...]:
        """Return the parts of these kinds."""
        return tuple(part for part in self.parts if part.kind in kinds)


def works(graph: Graph, *, document: str | None = None, city: str | None = None) -> list[Work]:
    """Return the tasks, by the date of their document and their place in it.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    document : str, optional
        The id of the only document wanted.
    city : str, optional
        The only city wanted, with or without 市.

    Returns
    -------
    list of Work

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Task:a/001", kind="Task", name="建海洋电子产业园", document="Document:a")
    >>> _ = graph.add_edge("Unit:商务局", "Task:a/001", kind="LEADS")
    >>> [(work.name, [part.who for part in work.by("LEADS")]) for work in works(graph)]
    [('建海洋电子产业园', ['Unit:商务局'])]
    """
    every, by_document = _works(graph)
    return [work for work in (every if document is None else by_document.get(document, ())) if in_city(work.data, city)]


@kept(1)
def _works(graph: Graph) -> tuple[Sequence[Work], Mapping[str, Sequence[Work]]]:
    """Return all tasks in their order, and those of each document."""
    order = {one: place for place, one in enumerate(documents(graph))}
    found = [_work(graph, node, data) for node, data in graph.nodes(data=True) if data.get("kind") == "Task"]
    found.sort(key=lambda work: (order.get(work.document, -1), work.data.get("start") or 0, work.id))
    by_document: dict[str, list[Work]] = defaultdict(list)
    for work in found:
        by_document[work.document].append(work)
    return found, dict(by_document)


def _work(graph: Graph, node: str, data: Mapping[str, Any]) -> Work:
    joined: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for who, _, edge in graph.in_edges(node, data=True):
        if edge["kind"] in ROLES or edge["kind"] == "OVERSEES":
            joined.setdefault((edge["kind"], who), []).append(edge)
    places = list(ROLES)

    def first(part: Part) -> tuple[int, int, int, str]:
        edge = part.edges[0]
        kind = places.index(part.kind) if part.kind in ROLES else 0
        return kind, edge.get("start") or 0, edge.get("position") or 0, part.who

    parts = sorted((Part(who, kind, tuple(sorted(edges, key=lambda one: (one.get("start") or 0, one.get("position") or 0))))
                    for (kind, who), edges in joined.items()), key=first)
    return Work(node, str(data.get("name") or ""), str(data.get("document") or ""), data,
                tuple(part for part in parts if part.kind in ROLES), tuple(part for part in parts if part.kind == "OVERSEES"))


def in_city(data: Mapping[str, Any], city: str | None) -> bool:
    """Return whether a node belongs to a city; 舟山 means 舟山市.

    Examples
    --------
    >>> in_city({"city": "青山市"}, "青山"), in_city({"city": "青山市"}, "绿水市"), in_city({}, None)
    (True, False, True)
    """
    return city is None or str(data.get("city") or "").removesuffix("市") == city.removesuffix("市")


def day(text: str, name: str = "on") -> date:
    """Return a date given as ISO text.

    Raises
    ------
    QueryError
        It is no date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"参数 {name} 应为 2025-12-31 这样的日期,不能是 {text!r}。") from None


def find_document(graph: Graph, name: str) -> str:
    """Return the id of the document that goes by a title, a part of it, a file name or a 文号.

    Raises
    ------
    NotFoundError
        There is none, or more than one; the message offers titles.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a.txt", kind="Document", name="青山市海洋经济行动方案", file="a.txt", number="青政发〔2023〕7号")
    >>> find_document(graph, "青政发[2023]7号"), find_document(graph, "海洋经济")
    ('Document:a.txt', 'Document:a.txt')
    """
    if name in graph and graph.nodes[name].get("kind") == "Document":
        return name
    known = {one: [_key(str(graph.nodes[one].get(column) or "")) for column in ("name", "file", "number")] for one in documents(graph)}
    wanted = _key(name)
    found = [one for one, forms in known.items() if wanted in forms]
    found = found or [one for one, forms in known.items() if wanted and any(wanted in form for form in forms)]
    if len(found) == 1:
        return found[0]
    titles = {node_name(graph, one): one for one in found or known}
    if found:
        raise NotFoundError(f"“{name}”可以是{len(found)}份文件:{'、'.join(titles)}。请写全标题、文号或文件名。")
    near = get_close_matches(name, titles, n=3, cutoff=0.2) or list(titles)[:5]
    raise NotFoundError(f"图中没有文件“{name}”。相近的有:{'、'.join(near)}。")


def _key(text: str) -> str:
    return re.sub(r"[\s《》“”\"〔〕\[\]【】()（）]", "", text).casefold()


def find_kind(graph: Graph, kind: str, name: str, *, city: str | None = None) -> list[str]:
    """Return the nodes of one kind that go by a name; several cities may have one each.

    Raises
    ------
    NotFoundError
        There is none of that kind; the message offers the nearest names.
    """
    found = find_nodes(graph, name)
    kept = [one for one in found if graph.nodes[one].get("kind") == kind and in_city(graph.nodes[one], city)]
    if not kept:
        own = sorted({node_name(graph, one) for one, data in graph.nodes(data=True) if data.get("kind") == kind and in_city(data, city)})
        near = get_close_matches(name, own, n=5, cutoff=0.3) or own[:5]
        what = {"Unit": "单位", "Person": "领导"}.get(kind, kind)
        raise NotFoundError(f"图中{f'{city}' if city else ''}没有名为“{name}”的{what}。相近的有:{'、'.join(near) or '无'}。")
    return kept


def document_label(graph: Graph, document: str) -> str:
    """Return the title of a document, with its 文号 where it has one.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", number="青政发〔2023〕7号")
    >>> document_label(graph, "Document:a")
    '《青山市方案》（青政发〔2023〕7号）'
    """
    data = graph.nodes[document] if document in graph else {"name": document}
    return f"《{data['name']}》" + (f"（{data['number']}）" if data.get("number") else "")


def number_of(work: Work) -> str:
    """Return the number of a task as printed; the place in the document where none is printed."""
    return str(work.data.get("number") or work.id.rpartition("/")[2])


def linked(graph: Graph, work: Work, what: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what a task names (industries, regions, platforms, projects, enterprises, indicators), with the edges."""
    kind = _LINKED[what]
    found = [(other, edge) for _, other, edge in graph.out_edges(work.id, data=True) if edge["kind"] == kind]
    return sorted(found, key=lambda pair: (pair[1].get("start") or 0, pair[0]))


def names(graph: Graph, nodes: Iterable[str]) -> str:
    """Return names in a row, each once, in the order given."""
    return "、".join(dict.fromkeys(node_name(graph, node) for node in nodes))


def unit_names(graph: Graph, parts: Iterable[Part]) -> str:
    """Return the names of the units of some parts."""
    return names(graph, (part.who for part in parts))


def quotes(graph: Graph, edges: Iterable[Mapping[str, Any]]) -> tuple[Quote, ...]:
    """Return the sentences behind edges, each once."""
    return tuple(dict.fromkeys(edge_quote(graph, edge) for edge in edges))


def stored(graph: Graph, document: str) -> str:
    """Return the stored text of a document, empty where the graph came without texts."""
    return str((graph.graph.get("texts") or {}).get(document) or "")


def _cut(graph: Graph, document: str, start: object, end: object, rule: str) -> Quote | None:
    text = stored(graph, document)
    if not text or not isinstance(start, int) or not isinstance(end, int):
        return None
    file = str(graph.nodes[document].get("file") or document) if document in graph else document
    return Quote(file, " ".join(text[start:end].split()), "", start, end, rule)


def task_quote(graph: Graph, work: Work) -> Quote:
    """Return the whole task as it stands in its document; its heading where the graph came without texts."""
    heading = next(_headings(graph, work), Quote(work.document, work.name, rule="outline"))
    whole = _cut(graph, work.document, work.data.get("start"), work.data.get("end"), "outline")
    return replace(whole, place=heading.place) if whole else heading


def _headings(graph: Graph, work: Work) -> Iterator[Quote]:
    return (edge_quote(graph, edge) for _, _, edge in graph.in_edges(work.id, data=True) if edge["kind"] == "HAS_TASK")


def task_text(graph: Graph, work: Work) -> str:
    """Return the words of a task without what a report says of its progress.

    Without stored texts these are its title and the sentences of its edges.
    """
    text, data = stored(graph, work.document), work.data
    start, end = data.get("start"), data.get("end")
    if text and isinstance(start, int) and isinstance(end, int):
        low, high = data.get("progress_start"), data.get("progress_end")
        if isinstance(low, int) and isinstance(high, int):
            return text[start:low] + text[max(low, high):end]
        return text[start:end]
    said = [str(edge.get("quote") or "") for _, _, edge in graph.out_edges(work.id, data=True) if edge.get("document")]
    return "\n".join(dict.fromkeys([work.name, *sorted(said)]))


def progress_text(graph: Graph, work: Work) -> Quote | None:
    """Return what a report says of the progress of a task, where there is such."""
    if work.data.get("progress_start") is None:
        return None
    found = _cut(graph, work.document, work.data["progress_start"], work.data.get("progress_end"),
                 str(work.data.get("progress_rule") or ""))
    if found is not None:
        return found
    low, high = work.data["progress_start"], work.data.get("progress_end") or 0
    inside = [edge for _, _, edge in graph.out_edges(work.id, data=True) if low <= (edge.get("start") or -1) < high]
    return next(iter(quotes(graph, sorted(inside, key=lambda edge: edge.get("start") or 0))), None)
