"""The catalogue: every question with its name, its Chinese title, the sentence it answers, and its parameters.

A question is a function from a graph and keyword parameters to an `Answer`, declared with `question`. The command
line, the pages and the reference of the documentation are made from what the declaration says; nobody lists them twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeAlias

import networkx as nx

from liantu.errors import QueryError
from liantu.graph.model import Answer
from liantu.queries.standing import standing

__all__ = ["Graph", "Parameter", "Question", "ask", "find_question", "question", "questions"]

Graph: TypeAlias = "nx.MultiDiGraph[Any]"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed parameter of a question: its name, its type, its default, and what it means in Chinese."""

    name: str
    type: type[str | int | float | bool]
    default: str | int | float | bool | None
    says: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the catalogue; ``number`` is its place in the list that users know."""

    name: str
    number: int
    title: str
    says: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., Answer]


_QUESTIONS: dict[str, Question] = {}
_TYPES: dict[str, type[str | int | float | bool]] = {"str": str, "int": int, "float": float, "bool": bool}


def question(
    number: int, title: str, says: str, **meanings: str
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Put a function into the catalogue.

    Parameters
    ----------
    number : int
        Its place in the list of questions.
    title : str
        What staff call it.
    says : str
        One sentence that states what it answers.
    **meanings : str
        For each keyword parameter of the function, what it means; the types and defaults are read from the signature.
    """

    def declare(function: Callable[..., Answer]) -> Callable[..., Answer]:
        _, *keywords = inspect.signature(function).parameters.values()
        parameters = tuple(_parameter(one, meanings.pop(one.name)) for one in keywords)
        if meanings:
            raise TypeError(f"{function.__name__} has no parameter {', '.join(meanings)}")
        name = function.__name__
        _QUESTIONS[name] = Question(name, number, title, says, parameters, function)
        return function

    return declare


def _parameter(one: inspect.Parameter, says: str) -> Parameter:
    kind = str(one.annotation).removesuffix(" | None")
    required = one.default is inspect.Parameter.empty
    return Parameter(one.name, _TYPES[kind], None if required else one.default, says, required)


def questions() -> list[Question]:
    """Return all questions, in the order of their numbers."""
    _load()
    return sorted(_QUESTIONS.values(), key=lambda one: (one.number, one.name))


def _load() -> None:
    # The modules of questions import this one; they are loaded when first asked for.
    from liantu.queries import (  # noqa: F401
        continuity,
        coverage,
        dependencies,
        duties,
        gaps,
        impact,
        junctions,
        leads,
        load,
        progress,
        region_sheets,
        responsibility,
        sheets,
        stages,
        targets,
        task_order,
        trust,
    )


def find_question(name: str) -> Question:
    """Return a question by its name.

    Raises
    ------
    QueryError
        There is none of that name; the message offers the nearest ones.
    """
    known = {one.name: one for one in questions()}
    if name not in known:
        near: Iterable[str] = get_close_matches(name, known, n=3, cutoff=0.4) or known
        raise QueryError(f"没有名为 {name} 的问题。可问:{'、'.join(near)}。")
    return known[name]


def ask(graph: Graph, name: str, **parameters: str | float | bool | None) -> Answer:
    """Answer a question of the catalogue.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    name : str
        The name of the question.
    **parameters
        Its parameters; those that are None keep their default.

    Returns
    -------
    Answer

    Raises
    ------
    QueryError
        No such question, an unknown parameter, or one that is missing.
    NotFoundError
        A parameter names something that the graph does not know.
    """
    found = find_question(name)
    known = {one.name: one for one in found.parameters}
    given = {key: value for key, value in parameters.items() if value is not None}
    if strange := sorted(given.keys() - known.keys()):
        raise QueryError(f"问题 {name} 没有参数 {'、'.join(strange)}。可用的有:{'、'.join(known) or '无'}。")
    if missing := [one.name for one in found.parameters if one.required and one.name not in given]:
        raise QueryError(f"问题 {name} 还需要参数 {'、'.join(missing)}。")
    # What a question reads more than once is read once.
    return found.function(standing(graph), **given)
