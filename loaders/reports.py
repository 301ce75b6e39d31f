"""Running text that reports: what an item says is then how far it has come, not what is to be done."""

from __future__ import annotations

import re
from dataclasses import replace

from liantu.graph.model import Draft
from liantu.loaders.progress import state_of_heading
from liantu.loaders.text import View

__all__ = ["as_report", "is_report", "is_review", "reports"]

# The title of a report. A government's report of the year plans as well, and what distributes its tasks only plans.
_TITLE = re.compile(
    r"[^。,;:]{0,60}(?:(?:进展|完成|推进|落实|执行|办理|开展|运行|建设|实施|工作|整改|督查|督办|督导)情况|进度"
    r"|督[查办导](?:专报|通报|简报|快报)|总结|小结)(?:的)?(?:汇报|报告|通报|说明|总结|简报|专报|公示|公开|一览)?(?:\([^()]*\))?\n")
_NO_REPORT = re.compile(
    r"(?:分解|分工|方案|计划|要点|任务清单|政府工作报告)(?![^\n]{0,24}(?:进展|完成|推进|落实|执行|实施|办理|督查|督办)(?:情况|进度|结果))|办法|制度|调度表|报送")
_CHAPTER = re.compile(
    r"进展|(?:完成|推进|落实|执行|开展|运行|工作|建设|办理|整改)情况|主要(?:成效|做法|成绩)|工作成效|取得(?:的)?成效|上半年工作|前三季度工作|[一二三]季度工作")
_AHEAD = re.compile(r"下一?步|下半年|下阶段|明年|打算|安排|计划(?!执行|完成|落实)|建议|思路|今后|后续|工作要求")
# Headings of plans as well as, with a word of _CHAPTER, of reports: 重点任务进展情况.
_AIMS = re.compile(r"重点任务|目标任务")
_REVIEW = re.compile(r"回顾|总结|过去[一二三四五]年|成绩|成效|发展(?:基础|现状)|现状|基本情况|进展")
# The heading of an item that goes on in the same line: (二)园区建设提速。全年…
_HEADING = re.compile(r"[^。;:\n]{2,40}[。:\n](?=.)|[^。;:\n]{2,40}\n?$")
# How a report begins, and what stands in one but not in a plan.
_TELLS = re.compile(
    r"[^。;\n]{0,12}?(?:截[至止]|目前|已|现已|累计|共|1-[0-9]{1,2}月|[0-9]{1,2}月|[上下]半年|前三季度|[一二三四]季度|今年以来|年初以来|因|受|正在|完成|实现|建成|进展)")
_TELLS_AT_ALL = re.compile("截至|截止|目前|已[^有]|累计|1-[0-9]{1,2}月|上半年|前三季度|今年以来|同比|正在")
# An item that quotes its plan, and where behind it the report begins: 引进企业不少于3家。上半年,…
_PLANS = re.compile("不[少低]于|力争|确保|年底前|以上|左右")
_TELLS_NOW = re.compile(r"(?<=[。;])(?:截[至止]|目前|今年以来|年初以来|上半年|前三季度|[一二三四]季度|1-[0-9]{1,2}月)")
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
    told = _CHAPTER.search(chapter) is not None or state_of_heading(chapter) is not None
    return told or (report and _AIMS.search(chapter) is None)


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
    told = _told_from(seen.flat, start, end, lines=[seen.flat[slice(*seen.bounds(span))] for span in others])
    if told <= start and state_of_heading(draft.section) and not _TELLS_AT_ALL.search(seen.flat, start, end):
        # Under 已完成的任务 stands a list of what was to be done.
        return draft
    if told <= start:
        return replace(draft, body=(), progress=draft.body)
    behind = (seen.span(told, end),) if told < end else ()
    return replace(draft, body=(seen.span(start, told),), progress=(*behind, *others))


def _told_from(flat: str, start: int, end: int, *, lines: list[str]) -> int:
    """Return where the report begins: behind the heading of an item, or behind all of its first line.

    The first line is what was to be done where the next line, or what follows the clause behind it, tells and it does
    not itself.
    """
    heading = _HEADING.match(flat, start, end)
    behind = heading.end() if heading else start
    now = _TELLS_NOW.search(flat, behind, end)
    if now and _PLANS.search(flat, behind, now.start()) and not _TELLS_AT_ALL.search(flat, behind, now.start()):
        return now.start()
    line = flat.find("\n", start, end - 1) + 1 or end
    rest = [flat[line:end], *lines] if line < end else lines
    told_next = rest and _TELLS.match(rest[0]) or (line == end and rest and not _TELLS_AT_ALL.search(flat, start, line))
    return line if told_next and not _TELLS_AT_ALL.search(flat, behind, line) else behind
