"""The values that pass from stage to stage, all frozen; those made by the thousand are named tuples, which are made in half the time.

Offsets are characters of the stored text of a document: the file decoded, with its line ends untouched, or the text
a reader made of a file that holds no plain text (docx, pdf, xlsx). Any span can be cut out of that text again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Answer", "Cell", "Deadline", "Dependency", "Document", "Draft", "Edge", "Entities", "Evidence", "Focus", "Grade", "Header",
    "Indicator", "Mention", "Node", "Outline", "Place", "Progress", "Quote", "Span", "Table", "Task", "Value", "make",
]

# Makes a named tuple of a tuple of all its fields in half the time that its own name takes, for those made by the thousand.
make = tuple.__new__

Grade = Literal["explicit", "inferred", "reference", "corrected"]
Value = str | int | float | bool | None


class Span(NamedTuple):
    """A stretch of a stored text, ``text[start:end]``."""

    start: int
    end: int


class Evidence(NamedTuple):
    """Where a fact stands, the rule that read it there, and how sure that is."""

    document: str
    start: int
    end: int
    rule: str
    grade: Grade = "explicit"


@dataclass(frozen=True, slots=True)
class Place:
    """What a person calls a stretch of the stored text: 第3页, or Sheet1!B4."""

    start: int
    end: int
    label: str


class Cell(NamedTuple):
    """One cell of a table; a merged cell stands in each row and column it covers, with the same span."""

    start: int
    end: int
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document: rows of cells, header rows included, all rows of one length."""

    rows: tuple[tuple[Cell, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name (without folders), its stored text, its tables and places."""

    name: str
    text: str
    format: str = "txt"
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()

    def quote(self, start: int, end: int) -> str:
        """Cut a span out of the stored text."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself."""

    title: str
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    status: Literal["final", "draft", "progress"] = "final"
    period: tuple[int, int] | None = None
    city: str | None = None

    @property
    def year(self) -> int | None:
        """The year that 年内 means: the first of the period, else that of the date."""
        if self.period:
            return self.period[0]
        return int(self.date[:4]) if self.date else None


class Mention(NamedTuple):
    """A name as written, where it stands, and the entity that it was resolved to."""

    name: str
    start: int
    end: int
    rule: str
    grade: Grade = "explicit"
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A task cut out of its document, roles read, the rest still unread.

    ``body`` is what the task says, without number, responsibility clauses, deadline and progress; ``due`` is the text
    of an own line or cell for the time limit, ``progress`` that of a progress report. In a row of a
    table ``columns`` has, for each stretch of ``body``, the header that it stands under.
    """

    number: str
    title: Span
    start: int
    end: int
    section: str = ""
    body: tuple[Span, ...] = ()
    due: tuple[Span, ...] = ()
    progress: tuple[Span, ...] = ()
    leads: tuple[Mention, ...] = ()
    participants: tuple[Mention, ...] = ()
    responsible: tuple[Mention, ...] = ()
    leaders: tuple[Mention, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A document cut into tasks.

    ``preamble`` holds the stretches that set targets but assign nothing, ``review`` those that look back.
    """

    drafts: tuple[Draft, ...]
    preamble: tuple[Span, ...] = ()
    unread: tuple[Span, ...] = ()
    review: tuple[Span, ...] = ()


class Indicator(NamedTuple):
    """A measurable target or a reported figure; ``value`` is in the text's own unit."""

    name: str
    op: Literal[">=", "<=", "=", "~", ">", "<", "+"]
    value: float
    start: int
    end: int
    rule: str
    value_max: float | None = None
    unit: str | None = None
    year: int | None = None
    per: Literal["year"] | None = None
    kind: Literal["target", "actual"] = "target"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of what is written, ISO."""

    date: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task has come, by a progress report."""

    percent: float | None
    status: Literal["done", "ongoing", "not_started"] | None
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Focus:
    """A place that develops an industry."""

    place: Mention
    industry: Mention


@dataclass(frozen=True, slots=True)
class Dependency:
    """One thing that rests on another: 围绕 B 发展 A, 依托 B, 以 B 为抓手. ``source`` is None where the task itself does."""

    target: Mention
    target_kind: Literal["Industry", "Project", "Platform"]
    rule: str
    source: Mention | None = None
    source_kind: Literal["Industry", "Project", "Task"] = "Task"


@dataclass(frozen=True, slots=True)
class Entities:
    """The names a task speaks of."""

    industries: tuple[Mention, ...] = ()
    regions: tuple[Mention, ...] = ()
    platforms: tuple[Mention, ...] = ()
    projects: tuple[Mention, ...] = ()
    enterprises: tuple[Mention, ...] = ()
    focus: tuple[Focus, ...] = ()
    dependencies: tuple[Dependency, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task in full: the draft and all that its text says."""

    document: str
    draft: Draft
    entities: Entities = Entities()
    indicators: tuple[Indicator, ...] = ()
    deadline: Deadline | None = None
    progress: Progress | None = None


class Node(NamedTuple):
    """A node of the graph. ``kind`` is a label of the schema, ``properties`` its other columns, sorted by name."""

    id: str
    kind: str
    name: str
    properties: tuple[tuple[str, Value], ...] = ()
    aliases: tuple[str, ...] = ()
    city: str | None = None


class Edge(NamedTuple):
    """An edge of the graph, with the sentence it comes from; ``evidence`` is None for reference facts alone."""

    source: str
    kind: str
    target: str
    evidence: Evidence | None
    properties: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence or cell behind a row of an answer: file, place in it, text; ``grade`` says how sure it is."""

    document: str
    text: str
    place: str = ""
    start: int | None = None
    end: int | None = None
    rule: str = ""
    grade: Grade = "explicit"


@dataclass(frozen=True, slots=True)
class Answer:
    """A table that answers a question, with the rule it used, its scope, and the sentences behind each row.

    ``evidence`` has one tuple a row. ``unmentioned`` holds what the documents say nothing of (未见记载), which is no row;
    ``why_empty`` says why there are no rows.
    """

    question: str
    title: str
    statement: str
    rule: str
    scope: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    evidence: tuple[tuple[Quote, ...], ...]
    unmentioned: tuple[str, ...] = ()
    why_empty: str = ""

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a pandas frame; the evidence is its last column, 原文.

        Examples
        --------
        >>> answer = Answer("x", "t", "s", "r", "c", ("单位",), (("市商务局",),), ((Quote("a.txt", "市商务局牵头"),),))
        >>> answer.to_frame().to_dict("records")
        [{'单位': '市商务局', '原文': '「市商务局牵头」a.txt'}]
        """
        import pandas as pd

        frame = pd.DataFrame(list(self.rows), columns=list(self.columns))
        frame["原文"] = ["；".join(f"「{one.text}」{one.document}{one.place}" for one in quotes) for quotes in self.evidence]
        return frame
