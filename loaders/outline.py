"""Cut a document into tasks, and read who is responsible for each."""

from __future__ import annotations

from dataclasses import replace

from liantu.graph.model import Document, Outline, Span
from liantu.loaders.prose import prose
from liantu.loaders.spaced import spaced_tables
from liantu.loaders.tables import table_drafts
from liantu.loaders.text import View

__all__ = ["outline"]


def outline(document: Document, seen: View) -> Outline:
    """Cut a document into tasks.

    Parameters
    ----------
    document : Document
        The document; its tables are read as tables.
    seen : View
        ``view(document.text, paragraphs(document.text))``.

    Returns
    -------
    Outline
        The tasks in the order of the text, the stretches that set targets for the whole, and what no rule took.

    Examples
    --------
    >>> from liantu.loaders.paragraphs import paragraphs
    >>> from liantu.loaders.text import view
    >>> text = "一、主要任务\\n1.做强低空产业。（责任单位：市发改委、市经信局）\\n2.建设试飞基地。（市交通局牵头）"
    >>> found = outline(Document("a.txt", text), view(text, paragraphs(text)))
    >>> [(draft.number, document_part(text, draft.title)) for draft in found.drafts]
    [('1', '做强低空产业'), ('2', '建设试飞基地')]
    """
    drafts, covered = table_drafts(document, seen)
    if not drafts and not document.tables and (tables := spaced_tables(document.text)):
        drafts, covered = table_drafts(replace(document, tables=tables), seen)
    found = prose(document, _without(seen, covered), alone=not drafts)
    every = sorted([*drafts, *found.drafts], key=lambda draft: (draft.start, draft.end))
    return Outline(tuple(every), found.preamble, found.unread, found.review)


def document_part(text: str, span: Span) -> str:
    """Cut a span out of a text."""
    return text[span.start:span.end]


def _without(seen: View, covered: list[Span]) -> View:
    """Return the view of what the tables do not cover."""
    if not covered:
        return seen
    left: list[tuple[int, int]] = []
    position = 0
    for start, end in map(seen.bounds, sorted(covered)):
        if start > position:
            left.append((position, start))
        position = max(position, end)
    return seen.only([*left, (position, len(seen.flat))])
