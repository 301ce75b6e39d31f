"""The catalogue and its answers as data: each question with its form, each answer with the sentences behind its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Final

from liantu.errors import LiantuError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.catalog import Parameter, Question, ask, questions
from liantu.queries.structure import read_structure
from liantu.viz.payload import Interned, Json, Numbering

__all__ = ["answer_record", "answers", "asked", "catalogue", "choices"]

# How many answers a page carries at most: an answer takes as long as there are nodes to look at, so this many of both.
_ANSWERS: Final = 900
_LOOKS: Final = 3_000_000
# How many values of one parameter are asked beforehand.
_VALUES: Final = 150
# A question with two things to choose is asked beforehand for the first of each only.
_PAIR_VALUES: Final = 6
_ROWS: Final = 2_000
_QUOTES: Final = 40
# What a parameter chooses from, by its name: the words that all questions share.
_KINDS: Final[Mapping[str, str]] = {
    "chain": "chain", "region": "region", "other": "region", "unit": "unit", "leader": "leader", "document": "document",
    "plan": "document", "report": "document", "successor": "document", "old": "document", "new": "document", "city": "city",
    "on": "date",
}


def catalogue(numbering: Numbering, *, on: str | None = None) -> dict[str, Json]:
    """Return the questions with their parameters, and what each kind of parameter may choose from.

    Parameters
    ----------
    numbering : Numbering
        The numbered graph.
    on : str, optional
        The day to ask for, ISO; by default that of the newest document.
    """
    return {"questions": [_question(one) for one in questions()], "choices": choices(numbering, on=on)}


def _question(one: Question) -> dict[str, Json]:
    return {"name": one.name, "number": one.number, "title": one.title, "says": one.says,
            "parameters": [_parameter(parameter) for parameter in one.parameters]}


def _parameter(one: Parameter) -> dict[str, Json]:
    return {"name": one.name, "type": one.type.__name__, "default": one.default, "says": one.says, "required": one.required,
            "of": _KINDS.get(one.name, "")}


def choices(numbering: Numbering, *, on: str | None = None) -> dict[str, list[str]]:
    """Return what can be chosen: chains, regions, units, leaders, documents, cities, the day; the busiest first.

    Examples
    --------
    >>> import networkx as nx
    >>> from liantu.viz.payload import number_graph
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Document:a", kind="Document", name="青山市方案", file="a.txt", date="2023-05-04", city="青山市")
    >>> choices(number_graph(graph))["date"], choices(number_graph(graph))["document"]
    (['2023-05-04'], ['a.txt'])
    """
    graph = numbering.graph

    def busiest(kind: str) -> list[str]:
        found = [one for one in numbering.nodes if graph.nodes[one]["kind"] == kind and any(
            data.get("document") for _, _, data in (*graph.out_edges(one, data=True), *graph.in_edges(one, data=True)))]
        found.sort(key=lambda one: (-graph.degree(one), one))
        return list(dict.fromkeys(str(graph.nodes[one]["name"]) for one in found))

    days = sorted({str(graph.nodes[one]["date"]) for one in numbering.documents if graph.nodes[one].get("date")})
    cities = sorted({str(graph.nodes[one]["city"]) for one in numbering.documents if graph.nodes[one].get("city")})
    return {
        "chain": [str(graph.nodes[one]["name"]) for one in read_structure(graph).chains], "region": busiest("Region"),
        "unit": busiest("Unit"), "leader": busiest("Person"), "document": list(numbering.files), "city": cities,
        "date": [on] if on else days[-1:],
    }


def answers(numbering: Numbering, *, on: str | None = None, most: int | None = None) -> dict[str, Json]:
    """Return the answers that a page carries: what needs no parameter, and what needs one of the known names.

    Parameters
    ----------
    numbering : Numbering
        The numbered graph.
    on : str, optional
        The day to ask for.
    most : int, optional
        How many answers at most; by default fewer for a large graph, but each question once.

    Returns
    -------
    dict
        ``answers`` by question and parameters, as the address of the page writes them, and the sentences and strings
        that they share.
    """
    strings, quotes = Interned(), _Quotes(numbering)
    known = choices(numbering, on=on)
    if most is None:
        most = max(len(questions()), min(_ANSWERS, _LOOKS // max(1, len(numbering.nodes))))
    found: dict[str, Json] = {}
    for values in asked(known):
        if len(found) >= most:
            break
        name, given = values
        try:
            said = ask(numbering.graph, name, **given)
        except LiantuError as error:
            found[_key(name, given)] = {"error": str(error)}
            continue
        found[_key(name, given)] = _record(said, strings, quotes)
    return {"answers": found, "quotes": quotes.rows(strings), "strings": strings.strings()}


def _key(name: str, given: Mapping[str, object]) -> str:
    return "&".join([name, *(f"{key}={value}" for key, value in sorted(given.items()))])


def asked(known: Mapping[str, list[str]]) -> Iterable[tuple[str, dict[str, str]]]:
    """Yield questions with parameters: first those that all can ask, then by name, those with most names last.

    Parameters
    ----------
    known : mapping
        What can be chosen, from `choices`.
    """
    found: list[tuple[int, str, dict[str, str]]] = []
    for question in questions():
        needed = [one for one in question.parameters if one.required]
        lists = [known.get(_KINDS.get(one.name, ""), []) for one in needed]
        least = _PAIR_VALUES if sum(len(one) > 1 for one in lists) > 1 else _VALUES
        combined = [dict(zip((one.name for one in needed), values, strict=True))
                    for values in product(*(one[:least] for one in lists)) if len(set(values)) == len(values)]
        found += [(place, question.name, given) for place, given in enumerate(combined[:_VALUES])]
        extra = [] if needed else _narrowed(question, known)
        found += [(place, question.name, given) for place, given in enumerate(extra, 1)]
    # By place first: when the page is full, each question has had its busiest names.
    found.sort(key=lambda one: one[0])
    return ((name, given) for _, name, given in found)


def _narrowed(question: Question, known: Mapping[str, list[str]]) -> list[dict[str, str]]:
    """Return a question that needs nothing, asked for each chain, city and document by itself."""
    # Gaps are asked chain by chain; elsewhere the filter over a table does.
    own = ("chain", "city", "document") if question.number == 1 else ("city", "document")
    narrow = [one.name for one in question.parameters if one.name in own]
    by = [("by", value) for value in ("lead", "unit", "platform", "project", "indicator")] if any(
        one.name == "by" for one in question.parameters) else []
    return [{name: value} for name in narrow for value in known[name][:_VALUES]] + [dict([pair]) for pair in by]


class _Quotes:
    """Sentences by number; those of known documents as offsets, since the page has the texts."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._known: dict[Quote, int] = {}

    def __call__(self, quote: Quote) -> int:
        return self._known.setdefault(quote, len(self._known))

    def rows(self, strings: Interned) -> list[list[Json]]:
        grades = ("corrected", "explicit", "inferred", "reference")
        found = []
        for one in self._known:
            document = self._numbering.files.get(one.document, -1)
            inside = document >= 0 and one.start is not None and one.end is not None
            text = 0 if inside else strings(f"{one.text}")
            found.append([document, one.start if inside else -1, one.end if inside else -1, strings(one.place), strings(one.rule),
                          grades.index(one.grade), text, 0 if document >= 0 else strings(one.document)])
        return found


def _record(said: Answer, strings: Interned, quotes: _Quotes) -> dict[str, Json]:
    evidence: Sequence[tuple[Quote, ...]] = said.evidence[:_ROWS]
    return {
        "question": said.question, "title": said.title, "statement": said.statement, "rule": said.rule, "scope": said.scope,
        "columns": list(said.columns), "rows": [[_cell(value, strings) for value in row] for row in said.rows[:_ROWS]],
        "evidence": [[quotes(one) for one in found[:_QUOTES]] for found in evidence], "total": len(said.rows),
        "unmentioned": list(said.unmentioned), "why_empty": said.why_empty,
    }


def _cell(value: Value, strings: Interned) -> Json:
    """Return a string as [its number], everything else as it is."""
    return [strings(value)] if isinstance(value, str) else value


def answer_record(numbering: Numbering, said: Answer) -> dict[str, Json]:
    """Return one answer with its own sentences and strings, as the server sends it."""
    strings, quotes = Interned(), _Quotes(numbering)
    record = _record(said, strings, quotes)
    return {"answers": {"": record}, "quotes": quotes.rows(strings), "strings": strings.strings()}
