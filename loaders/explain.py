"""Line by line, what was understood of a document and what was not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from liantu.graph.model import Task
from liantu.loaders.reading import Reading
from liantu.loaders.text import lines

__all__ = ["Line", "explain"]

_FIELDS = (("leads", "牵头"), ("participants", "参与"), ("responsible", "负责"), ("leaders", "领导"))
_NAMES = (("industries", "产业"), ("regions", "区域"), ("platforms", "平台"), ("projects", "项目"), ("enterprises", "企业"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the stored text. ``state``: 读出 something stands in it, 略过 nothing was looked for, 未读 nothing was made of it."""

    number: int
    text: str
    state: str
    found: tuple[str, ...]


def explain(reading: Reading) -> list[Line]:
    """Return every line of a document that is not blank, with what was read in it.

    Parameters
    ----------
    reading : Reading
        A document that was read.

    Returns
    -------
    list of Line
        ``number`` counts all lines of the stored text from 1, blank ones too.

    Examples
    --------
    >>> from liantu.graph.model import Document
    >>> from liantu.loaders.reading import read_tasks
    >>> text = "青山市2024年重点工作\\n1.培育海洋电子产业。（市经信局牵头，市科技局配合）"
    >>> for line in explain(read_tasks(Document("a.txt", text))):
    ...     print(line.number, line.state, *line.found)
    1 略过
    2 读出 任务 1 牵头:市经信局 参与:市科技局 产业:海洋电子产业
    """
    document = reading.document
    spans = lines(document.text)
    starts = [span.start for span in spans]
    found: list[list[str]] = [[] for _ in spans]
    touched = [False] * len(spans)
    for task in reading.tasks:
        for row in range(max(0, bisect_right(starts, task.draft.start) - 1), bisect_right(starts, task.draft.end - 1)):
            touched[row] = True
        for start, label in _labels(task):
            found[max(0, bisect_right(starts, start) - 1)].append(label)
    for goal in reading.goals:
        found[max(0, bisect_right(starts, goal.start) - 1)].append(f"指标:{goal.name}")
    unread = [False] * len(spans)
    for left in reading.outline.unread:
        for row in range(max(0, bisect_right(starts, left.start) - 1), bisect_right(starts, left.end - 1)):
            unread[row] = True
    numbers = _numbers(document.text, starts)
    return [
        Line(number, " ".join(document.quote(span.start, span.end).split()),
             "读出" if labels or inside else "未读" if left else "略过", tuple(labels))
        for number, span, labels, inside, left in zip(numbers, spans, found, touched, unread, strict=True)
    ]


def _labels(task: Task) -> Iterator[tuple[int, str]]:
    draft = task.draft
    yield draft.start, f"任务 {draft.number}".rstrip()
    for field, label in _FIELDS:
        for mention in getattr(draft, field):
            yield mention.start, f"{label}:{mention.name}"
    for field, label in _NAMES:
        for mention in getattr(task.entities, field):
            yield mention.start, f"{label}:{mention.name}"
    for one in task.indicators:
        value = f"{one.value:g}" if one.value_max is None else f"{one.value:g}-{one.value_max:g}"
        yield one.start, f"指标:{one.name}{one.op}{value}{one.unit or ''}"
    if task.deadline:
        yield task.deadline.start, f"时限:{task.deadline.date}"
    if task.progress:
        yield task.progress.start, f"进展:{'' if task.progress.percent is None else f'{task.progress.percent:g}% '}{task.progress.status or '未写明'}"


def _numbers(text: str, starts: list[int]) -> list[int]:
    """Return the line number of each offset, by the line ends that editors count."""
    numbers, line, at = [], 1, 0
    for start in starts:
        line += text.count("\n", at, start)
        numbers.append(line)
        at = start
    return numbers
