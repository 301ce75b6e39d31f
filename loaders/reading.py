"""One document all the way from its text to its tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from liantu.graph.model import Deadline, Document, Draft, Header, Indicator, Outline, Task
from liantu.loaders.amounts import read_indicators
from liantu.loaders.collector import uncollected
from liantu.loaders.dates import general_deadline, read_deadline
from liantu.loaders.entities import Scan, read_entities, scan
from liantu.loaders.header import read_header
from liantu.loaders.lexicon import Lexicon, load_lexicon
from liantu.loaders.outline import outline
from liantu.loaders.paragraphs import paragraphs
from liantu.loaders.progress import read_progress
from liantu.loaders.text import View, view

__all__ = ["Reading", "read_tasks"]

_SECTION_YEAR = re.compile("(?:^|[/ 、)])(20[0-9]{2})年度?(?:的)?(?:政府|主要|重点|工作|目标|任务|打算|安排|计划|发展|攻坚|行动)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document; ``goals`` are the indicators that no task carries."""

    document: Document
    seen: View
    header: Header
    outline: Outline
    tasks: tuple[Task, ...]
    goals: tuple[Indicator, ...]


@uncollected()
def read_tasks(document: Document, *, city: str | None = None, lexicon: Lexicon | None = None) -> Reading:
    """Read the header, the tasks and the goals of a document.

    Parameters
    ----------
    document : Document
        A file that was read.
    city : str, optional
        The city the document belongs to, as ``舟山市``; by default what the document says of itself.
    lexicon : Lexicon, optional
        The words to look for; by default the ones that come with liantu.

    Returns
    -------
    Reading
        Tasks in the order of the text; offsets are characters of ``document.text``.

    Examples
    --------
    >>> text = "青山市2024年重点工作\\n1.建设青山港二期。到2024年底吞吐量达到300万吨。（市交通局牵头，市发改委配合）"
    >>> task, = read_tasks(Document("a.txt", text)).tasks
    >>> [unit.name for unit in task.draft.leads], [unit.name for unit in task.draft.participants]
    (['市交通局'], ['市发改委'])
    >>> [(i.name, i.op, i.value, i.unit, i.year) for i in task.indicators]
    [('吞吐量', '>=', 300.0, '万吨', 2024)]
    """
    words = lexicon or load_lexicon()
    seen = view(document.text, paragraphs(document.text))
    header = read_header(document, seen, city=city)
    cut = outline(document, seen)
    scanned = scan(seen, header, words, [span for draft in cut.drafts for span in (*draft.body, *draft.progress)])
    general = general_deadline(seen, header)
    tasks = tuple(_task(document, seen, draft, header, scanned, general) for draft in cut.drafts)
    goals = read_indicators(seen, cut.preamble, header=header, kind="target")
    goals += read_indicators(seen, cut.review, header=_looking_back(header), kind="actual")
    return Reading(document, seen, header, cut, tasks, goals)


def _of_section(header: Header, section: str) -> Header:
    """Return the header by which a task is read that stands under a heading for a year: 2026年工作安排."""
    year = _SECTION_YEAR.search(section) if "年" in section else None
    return replace(header, period=(int(year[1]), int(year[1]))) if year else header


def _looking_back(header: Header) -> Header:
    """Return the header by which a chapter on what was done is read: a plan looks back at the year before it."""
    if header.status == "progress" or not header.period or header.period[0] != header.period[1]:
        return header
    return replace(header, period=(header.period[0] - 1, header.period[0] - 1))


def _task(document: Document, seen: View, draft: Draft, header: Header, scanned: Scan, general: Deadline | None) -> Task:
    header = _of_section(header, draft.section)
    deadline = read_deadline(seen, draft, header) or (None if draft.due or draft.progress else general)
    indicators = read_indicators(seen, draft.body, header=header, kind="target", due=deadline)
    if draft.progress:
        indicators += read_indicators(seen, draft.progress, header=header, kind="actual", known=indicators)
    return Task(
        document=document.name,
        draft=draft,
        entities=read_entities(seen, draft, header, scanned),
        indicators=indicators,
        deadline=deadline,
        progress=read_progress(seen, draft),
    )
