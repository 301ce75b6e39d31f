"""Running text that reports: what an item says is then how far it has come, not what is to be done."""

from __future__ import annotations

import re
from dataclasses import replace

from liantu.graph.model import Draft
from liantu.loaders.text import View

__all__ = ["as_report", "is_report", "is_review", "reports"]

# The title of a report. A government's report of the year plans as well, and what distributes its tasks only plans.
_TITLE = re.compile(
    r"[^。,;:]{0,60}(?:(?:进展|完成|推进|落实|执行|办理|开展|运行|建设|实施|工作|整改|督查|督办|督导)情况|进度"
    r"|督[查办导](?:专报|通报|简报|快报)|总结|小结)(?:的)?(?:汇报|报告|通报|说明|总结|简报|专报|公示|公开|一览)?(?:\([^()]*\))?\n")
_NO_REPORT = re.compile(r"分解|分工|方案|计划(?!执行|完成|落实)|办法|要点|制度|任务清单|调度表|报送|政府工作报告")
_CHAPTER = re.compile(
    r"进展|(?:完成|推进|落实|执行|开展|运行|工作|建设|办理|整改)情况|主要(?:成效|做法|成绩)|工作成效|取得(?:的)?成效|上半年工作|前三季度工作|[一二三]季度工作")
_AHEAD = re.compile(r"下一?步|下半年|下阶段|明年|打算|安排|计划|建议|思路|今后|后续|重点任务|目标任务|工作要求")
_REVIEW = re.compile(r"回顾|总结|过去[一二三四五]年|成绩|成效|发展(?:基础|现状)|现状|基本情况|进展")
# The heading of an item that goes on in the same line: (二)园区建设提速。全年…
_HEADING = re.compile(r"[^。;:\n]{2,40}[。:\n](?=.)|[^。;:\n]{2,40}\n?$")
_FIRST_LINES = 400


def is_report(flat: str) -> bool:
    """Return whether one of the first lines of a text is the title of a report.

    Examples
    --------
    >>> is_report("青山县2024年上半年重点项目推进情况\\n一、"), is_report("青山县2024年重点工作任务分解方案\\n一、")
    (True, False)
    """
    at = 0
    for _ in range(6):
        end = flat.find("\n", at, _FIRST_LINES) + 1
        if not end:
            break
        if _TITLE.fullmatch(flat, at, end):
            return _NO_REPORT.search(flat, at, end) is None
        at = end
    return False


def is_review(heading: str) -> bool:
    """Return whether a chapter with this heading looks back: 2024年工作回顾."""
    return _REVIEW.search(heading) is not None and _AHEAD.search(heading) is None


def reports(chapter: str, *, report: bool) -> bool:
    """Return whether the items of a chapter report, in a document that is a report or not."""
    if _AHEAD.search(chapter):
        return False
    return report or _CHAPTER.search(chapter) is not None


def as_report(seen: View, draft: Draft) -> Draft:
    """Return a task whose text, behind its heading, is read as its progress.

    Examples
    --------
    >>> from liantu.graph.model import Span
    >>> from liantu.loaders.text import view
    >>> text = "园区建设提速。已建成厂房5万平方米。"
    >>> whole = Draft("1", Span(0, 6), 0, 18, body=(Span(0, 18),))
    >>> told = as_report(view(text), whole)
    >>> told.body, told.progress
    ((Span(start=0, end=7),), (Span(start=7, end=18),))
    """
    if not draft.body:
        return draft
    first, *others = draft.body
    start, end = seen.bounds(first)
    heading = _HEADING.match(seen.flat, start, end)
    if heading is None:
        return replace(draft, body=(), progress=draft.body)
    behind = (seen.span(heading.end(), end),) if heading.end() < end else ()
    return replace(draft, body=(seen.span(start, heading.end()),), progress=(*behind, *others))
