"""Which part of a graph a question is about: some documents, a city, a region with all that lies in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liantu.errors import NotFoundError, QueryError
from liantu.queries.answers import documents, node_name, scope
from liantu.queries.catalog import Graph
from liantu.queries.lookup import find_nodes
from liantu.queries.tasks import find_document, in_city

__all__ = ["Filter", "find_places", "select"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked: ids of documents and of places, None for all; ``text`` says it in Chinese."""

    documents: frozenset[str] | None
    places: frozenset[str] | None
    text: str

    def covers(self, data: Mapping[str, Any]) -> bool:
        """Whether an edge comes from a document that is asked, or from no document at all."""
        document = data.get("document")
        return self.documents is None or not document or document in self.documents


def find_places(graph: Graph, name: str, *, city: str | None = None) -> list[str]:
    """Return the region, and the park or zone, of a name.

    Raises
    ------
    NotFoundError
        No place goes by that name.
    QueryError
        Several cities have one of that name, and none was named.
    """
    found = [node for node in find_nodes(graph, name) if graph.nodes[node]["kind"] in {"Region", "Platform"}]
    if city:
        found = [node for node in found if not graph.nodes[node].get("city") or in_city(graph.nodes[node], city)]
    if not found:
        raise NotFoundError(f"“{name}”不是图中{city or ''}的区域或园区。可用 liantu find {name} 查看它是什么。")
    # A region and a park of one name are one place on the ground: 海洋产业集聚区.
    cities = sorted({str(graph.nodes[node].get("city") or "") for node in found})
    if len(cities) > 1:
        raise QueryError(f"{'、'.join(filter(None, cities))}都有“{name}”。请用 city 指明城市。")
    return found


def select(graph: Graph, *, region: str | None = None, city: str | None = None, document: str | None = None) -> Filter:
    """Return the filter for a region, a city and a document as a user names them.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    region : str, optional
        A region or park by any of its names; what is part of it is included, and a city includes its counties.
    city : str, optional
        Only documents of this city.
    document : str, optional
        Only this document: title, file name, document number, or a part of one.

    Raises
    ------
    NotFoundError
        The graph knows no such place, city or document.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", city="青山市")
    >>> graph.add_node("Region:青山市/东区", kind="Region", name="东区", city="青山市", aliases="青山东区")
    >>> select(graph, region="青山东区").text
    '文件1份；区域：东区'
    """
    if region and not city and any(region == graph.nodes[one].get("city") for one in documents(graph)):
        city, region = region, None
    asked: frozenset[str] | None = None
    if document:
        asked = frozenset([find_document(graph, document)])
    if city:
        known_documents = documents(graph)
        of_city = {one for one in known_documents if in_city(graph.nodes[one], city)}
        if not of_city:
            known = "、".join(sorted({str(graph.nodes[one]["city"]) for one in known_documents if graph.nodes[one].get("city")}))
            raise NotFoundError(f"没有“{city}”的文件。已读入文件的城市有:{known or '无'}。")
        city = str(graph.nodes[min(of_city)]["city"])
        asked = frozenset(of_city if asked is None else of_city & asked)
    found = find_places(graph, region, city=city) if region else []
    own = {str(graph.nodes[node]["name"]) for node in found if graph.nodes[node].get("level") == "city"}
    if of_city := {one for one in documents(graph) if own and graph.nodes[one].get("city") in own}:
        # All that the documents of a city say is said of the city.
        asked, found, city = frozenset(of_city if asked is None else of_city & asked), [], city or min(own)
    text = scope(graph, within=asked, 城市=city, 区域=node_name(graph, found[-1]) if found else None)
    return Filter(asked, _inside(graph, found) if found else None, text)


def _inside(graph: Graph, places: list[str]) -> frozenset[str]:
    """Return the places and all that is part of them."""
    found, open_ = set(places), list(places)
    for place in places:
        data = graph.nodes[place]
        if data.get("level") == "city":
            found |= {node for node, other in graph.nodes(data=True) if other.get("kind") == "Region" and other.get("city") == data["name"]}
    while open_:
        place = open_.pop()
        for inner, _, data in graph.in_edges(place, data=True):
            # Parks stand in a region without being all of it; they are places of it too.
            inside = data["kind"] == "PART_OF" or (data["kind"] == "LOCATED_IN" and graph.nodes[inner]["kind"] == "Platform")
            if inside and inner not in found:
                found.add(inner)
                open_.append(inner)
    return frozenset(found)
