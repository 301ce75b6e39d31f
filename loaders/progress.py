"""How far a task has come, by what a progress report says of it."""

from __future__ import annotations

import re
from typing import Literal

from liantu.graph.model import Draft, Progress
from liantu.loaders.quantities import column_label
from liantu.loaders.text import View

__all__ = ["read_progress"]

Status = Literal["done", "ongoing", "not_started"]

_RATE = re.compile(
    r"(?:完成|达到?|占|为)?(?:了)?(?:(?:年度|全年|年|总|整体|市定|省定|既定|总体|建设|目标)*"
    r"(?:任务数?|目标任务|目标|计划|预算|工程量|进度|工作量|建设任务|投资额|任务书)|(?:总体|整体|建设|工程|任务|改革)*(?:进度|完成率|形象进度))"
    r"(?:完成)?的?(?:比例)?(?:为|达到?|已?完成|已?达到?|至|[:])?的?(?P<rate>[0-9]+(?:\.[0-9]+)?)%"
)
# The same of a whole year, before anything was said of the parts.
_YEAR_RATE = re.compile(
    r"(?:占|完成|达到?|为)(?:了)?(?:全年|年度|年|总)(?:投资|建设|目标|工作)*(?:计划|任务|目标|目标任务|总?投资)(?:投资|任务|总额|数|量)*的?(?:比例)?"
    r"(?:为|达到?|已?完成|[:])?(?P<rate>[0-9]+(?:\.[0-9]+)?)%")
_CLAUSES = re.compile("[^。;\n]+")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
_RATES = re.compile("率|比例|进度|百分比")
_CELL = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_NO_DATA = re.compile("核算|暂无数据|数据未出|未公布|无数据|不涉及|^无$|^[-/]*$")
_NOT_STARTED = re.compile("(?:尚|暂|还)?未(?:启动|开工|开展|实施|动工|开始)|暂缓|未实施")
_DONE = re.compile("完成|建成|完工|竣工|办结|投用|投入使用|销号|完结|印发|出台|通车|开通|投产|挂牌|揭牌")
_ALL_DONE = re.compile(
    "(?:超额|提前|全面|圆满|全部|如期|按期|顺利)(?:已)?完成(?:了)?(?:全年|年度|既定|省定|市定|年初|目标|工作|各项)*(?:目标|任务|计划|指标)"
    "|(?:任务|目标|计划|指标|工作)(?:均|都)?已?经?(?:全部|全面|超额|提前|圆满|如期|按期|顺利)(?:完成|实现)|完成(?:了)?(?:全年|年度|既定|应退尽退)?目标(?:任务)?$"
    "|超额完成$|全部完成$|^已?(?:全部|全面|提前|超额|圆满|顺利|如期|按期)*(?:完成|建成|完工|竣工|办结|结束)$")
_PARTLY = re.compile(
    r"[0-9]|基本|部分|初步|前期|初稿|正在?|推进|推动|预计|力争|计划|下一步|拟|尚|筹备|谋划|抓紧|进行中|持续|剩余|有序|申报|研究|稳步|加快|序时|招标|可研|立项|环评|阶段|一期|争取")
_NUMBERED = re.compile(r"(?:^|\n)(?:[0-9]+[.、]|[(][0-9一二三四五六七八九十]+[)]|[一二三四五六七八九十]+、)")
_SENTENCE = re.compile("[^。;\n]+")


def read_progress(seen: View, draft: Draft) -> Progress | None:
    """Read the completion rate and the status of a task.

    Parameters
    ----------
    seen : View
        The document as rules see it.
    draft : Draft
        The task; ``progress`` holds what the report says of it.

    Returns
    -------
    Progress or None
        None where the document reports nothing of this task. ``percent`` is given only for a rate of the whole task.

    Examples
    --------
    >>> from liantu.graph.model import Span
    >>> from liantu.loaders.text import view
    >>> text = "示范街建设\\n完成年度任务的62.5%。"
    >>> draft = Draft("1", Span(0, 5), 0, 19, body=(Span(0, 5),), progress=(Span(6, 19),))
    >>> read_progress(view(text), draft).percent
    62.5
    """
    if not draft.progress:
        return None
    said = (seen.cut(span).strip("\n") for span in draft.progress)
    text = "\n".join(cell for cell in said if column_label(cell) is None and not _NUMBER.fullmatch(cell))
    # The task itself, without the columns for its quarters and its next steps.
    body = "".join(seen.cut(span) for span in draft.body if span.start <= draft.title.start < span.end)
    percent = _cell(seen, draft)
    if percent is None:
        percent = _percent(text, body)
    if percent is None and not re.search("[,;]", body):
        percent = _of_year(text)
    status = _status(text, percent)
    return Progress(percent, status, draft.progress[0].start, draft.progress[-1].end, "progress")


def _cell(seen: View, draft: Draft) -> float | None:
    """Return the rate that fills a cell of its own, of a column such as 完成率."""
    header = None
    for span in (*draft.progress, *draft.body):
        text = seen.cut(span).strip("\n")
        rate = _CELL.fullmatch(text)
        if rate or (header and header.unit == "%" and _RATES.search(header.name) and (rate := _NUMBER.fullmatch(text))):
            return float(rate[1])
        header = column_label(text)
    return None


def _percent(text: str, body: str) -> float | None:
    """Return the rate of the whole task: the only one, where neither task nor report lists several works."""
    works = sum(1 for clause in re.split("[,;。]", body) if clause.strip())
    if "%" not in text or works > 2 or len(_NUMBERED.findall(text)) > 1:
        return None
    sentences = list(_SENTENCE.finditer(text))
    rates = list(_RATE.finditer(text)) if len(sentences) <= 2 else []
    if len(rates) != 1 or (len(sentences) == 2 and (works > 1 or rates[0].start() >= sentences[0].end())):
        return None
    return float(rates[0]["rate"])


def _of_year(text: str) -> float | None:
    """Return the rate of the plan of the year, where a longer report opens with it, before it comes to single works."""
    for clause in list(_CLAUSES.finditer(text))[:2]:
        if rates := list(_YEAR_RATE.finditer(text, *clause.span())):
            return float(rates[0]["rate"]) if len(rates) == 1 else None
    return None


def _status(text: str, percent: float | None) -> Status | None:
    sentences = _SENTENCE.findall(text)
    if not sentences or (len(text) < 40 and _NO_DATA.search(text)):
        return None
    if percent:
        return "done" if percent >= 100 else "ongoing"
    if _NOT_STARTED.search(sentences[0]) and not _DONE.search(sentences[0]):
        return "not_started"
    whole = _ALL_DONE.search(sentences[-1]) or _ALL_DONE.fullmatch(sentences[0])
    if len(sentences) <= 4 and whole and not _RATE.search(text):
        return "done"
    if len(sentences) == 1 and "已" in text and _DONE.search(text) and not _PARTLY.search(text):
        return "done"
    return "ongoing"
