"""What questions read of a graph, kept for as long as the graph stands still.

One question reads a graph once; a page that carries hundreds of answers, or a server, would read it hundreds of times.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, update_wrapper
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

import networkx as nx

__all__ = ["kept", "standing"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"
P = ParamSpec("P")
R = TypeVar("R")

# On the graph itself, so that it goes when the graph goes.
_SHELF: Final = "liantu_kept"


def standing(graph: Graph) -> Graph:
    """Return a graph as it stands: the same nodes and edges, not to be changed, about which repeated questions are fast.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema; it shares all with what is returned, so it must not change either while that is in use.

    Returns
    -------
    networkx.MultiDiGraph
        A frozen view. A copy of it is an ordinary graph again.

    Examples
    --------
    >>> graph = standing(nx.MultiDiGraph())
    >>> nx.is_frozen(graph), standing(graph) is graph
    (True, True)
    """
    if _SHELF in vars(graph):
        return graph
    view: Graph = nx.freeze(graph.copy(as_view=True))
    vars(view)[_SHELF] = {}
    return view


def kept(most: int) -> Callable[[Callable[Concatenate[Graph, P], R]], Callable[Concatenate[Graph, P], R]]:
    """Keep what a function reads of a graph that stands still.

    Parameters
    ----------
    most : int
        How many results of a graph at most, the latest asked for. The function must return what nobody changes, and be
        given what can be hashed.

    Examples
    --------
    >>> @kept(1)
    ... def size(graph):
    ...     print("read")
    ...     return len(graph)
    >>> graph = standing(nx.MultiDiGraph())
    >>> size(graph) + size(graph), size(nx.MultiDiGraph())
    read
    read
    (0, 0)
    """
    def declare(read: Callable[Concatenate[Graph, P], R]) -> Callable[Concatenate[Graph, P], R]:
        def found(graph: Graph, /, *given: P.args, **named: P.kwargs) -> R:
            shelf: dict[Any, Callable[..., R]] | None = vars(graph).get(_SHELF)
            if shelf is None:
                return read(graph, *given, **named)
            if read not in shelf:
                shelf[read] = lru_cache(most)(partial(read, graph))
            return shelf[read](*given, **named)

        return update_wrapper(found, read)

    return declare
