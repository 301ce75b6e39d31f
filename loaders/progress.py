"""How far a task has come, by what a progress report says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from liantu.graph.model import Draft, Progress
from liantu.loaders.quantities import column_label
from liantu.loaders.role_rules import alternatives, read_rules, rule_words, words_of
from liantu.loaders.text import View

__all__ = ["read_progress", "state_of_heading"]

Status = Literal["done", "ongoing", "not_started"]


def _table(table: str, key: str) -> dict[str, str]:
    return {word: str(row[key]) for row in read_rules("progress.toml")[table] for word in words_of(row)}


def _any(kind: str) -> str:
    return alternatives(word for word, said in _table("text", "kind").items() if said == kind)


_STATES = _table("state", "status")
_ANSWERS = _table("answer", "says")
# 已完成, 尚未启动, 进度滞后; the adverbs change nothing.
_STATE = re.compile(
    rf"(?:(?:{alternatives(rule_words('progress.toml', 'adverb'))})*)(?P<word>{alternatives(_STATES)})(?:状态|阶段)?[。!]?")
# A tag at the edge of a sentence: (已完成), or in front of all: (滞后)…
_TAG = re.compile(r"\(([^()\n]{1,14})\)(?=[。;,!\n]*(?:\n|$))|(?:^|\n)\(([^()\n]{1,14})\)")
# 一、已完成的任务; a plan too has chapters for what is to be 完成 or 持续推进, so the word must look back.
_HEADED = re.compile(
    rf"(?:[一二三四五六七八九十]{{1,3}}、|[(（][一二三四五六七八九十]{{1,3}}[)）])?"
    rf"(?=.{{0,4}}(?:已|未|序时|滞后|正在|缓慢|较慢|逾期|超期)|(?:提前|超额)完成.{{0,10}}的.{{0,4}}(?:任务|事项|项目|工作|指标))"
    rf"(?:(?:{alternatives(rule_words('progress.toml', 'adverb'))})*)(?P<word>{alternatives(_STATES)})的?"
    r"(?:(?:重点|主要|年度|各项|目标|督查|督办|具体)*(?:任务|事项|项目|工作|指标|目标)(?:有|共|情况)?)?[:。]?")
_COUNT = re.compile(r"[(（](?:共)?[0-9一二三四五六七八九十]+[项个件条][)）]|[0-9]+[项个件条]")
_QUESTION = re.compile(r"是否(?:已|全部|按时|按期|如期|达到?|实质性)*(?P<what>完成|办结|开工|启动|序时|销号|竣工|投产|达标)[^。,;]{0,6}")

# So far in front of its number begins what a rate is of.
_REACH = 48
_WHOSE = (
    r"(?:年度|全年|当年|本年|年|总|整体|全部|市定|省定|省级?下达|市级?下达|上级下达|下达|既定|总体|建设|目标|计划|投资|攻坚|签约|招商|招引|引资|开工|改造|培育|申报)*")
_AIM = r"(?:任务[数量]?|目标任务[数量]?|目标[值数量]?|计划[数量]?|预算[数]?|工程量|进度|工作量|建设任务|投资额|任务书|责任目标)"
_IS = r"(?:完成)?(?:总[额量数])?的?(?:比例|比率|率)?(?:为|达到?了?|约|已?完成了?|已?达到?|至|[:])?的?"
_NUMBER_OF = r"(?P<rate>[0-9]+(?:\.[0-9]+)?)%"
_RATE = re.compile(
    rf"(?:完成|实现|达到?|占|为)?(?:了)?(?:{_WHOSE}{_AIM}|(?:总体|整体|建设|工程|任务|改革|投资|目标|计划|年度)*(?:进度|完成率|形象进度|完成比例))"
    rf"{_IS}{_NUMBER_OF}")
# No more than 完成 and the figure: 任务完成85%, ,仅完成38.8%. 桩基施工完成30% speaks of a part.
_SHORT_RATE = re.compile(rf"完成(?:了|率)?(?:约|近)?{_NUMBER_OF}")
_BEFORE_SHORT = re.compile(r"(?:^|[\n,;。:]|个数|数量|总量|总数|目标|任务|年度)(?:目前|现|已|仅|只|共|累计|总体|整体)*$")
# The same of a whole year, before anything was said of the parts.
_YEAR_RATE = re.compile(
    r"(?:占|完成|实现|达到?|为)(?:了)?(?:全年|年度|年|总)(?:投资|建设|目标|工作|招商|签约)*(?:计划|任务|目标|目标任务|总?投资)(?:投资|任务|总额|数|量)*的?(?:比例)?"
    rf"(?:为|达到?|已?完成|[:])?{_NUMBER_OF}")
# The rate of a target, whichever of several it is.
_TARGET_RATE = re.compile(
    rf"(?:占|完成|实现|达到?|为)(?:了)?(?:全年|年度|年|总|既定|省定|市定)?{_WHOSE}(?:计划|任务|目标|预算)[数量]?(?:总[额量数])?的?(?:比例)?"
    rf"(?:为|达到?|已?完成|[:])?{_NUMBER_OF}")
# A part of the year has a plan of its own.
_PART_OF_YEAR = re.compile("(?:半年|季度|[0-9]月份?底?|序时|时序|阶段性?)的?(?:工作|投资|建设)*(?:目标|任务|计划|进度)")
# The rate of the whole, said in so many words behind those of its parts: 该项工作总体完成率80%.
_OVERALL = re.compile(
    r"(?:[该本此]项?(?:重点)?(?:工作|任务)|(?<![^,;。\n])(?:工作|任务)?(?:总体|整体|综合))(?:总体|整体|综合|目前|工作|任务|已|的)*"
    rf"(?:完成率|完成进度|完成比例|进度){_IS}{_NUMBER_OF}")
_ANY_RATE = re.compile("(?:率|进度)[^,;。]{0,3}%")
_MARKS = re.compile("[,;。]")
_CLAUSES = re.compile("[^。;\n]+")
_FIRST = re.compile("[^,:。;\n]{1,15}(?=[,:。;\n]|$)")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
_RATES = re.compile("率|比例|进度|百分比")
_CELL = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_NO_DATA = re.compile("核算|暂无数据|数据未出|未公布|无数据|不涉及|^无$|^[-/]*$")
_NOT_STARTED = re.compile(rf"{_any('not_started')}|未(?:能)?(?:按|在)[^,;。]{{1,16}}(?:启动|开工|动工|破土)(?=[,;。]|$)")
_DONE = re.compile(_any("done"))
_PAPER = re.compile(rf"[^,;。]*(?:{_any('paper')})[^,;。]*")
_UNFINISHED = re.compile(_any("unfinished"))
_WHAT = "(?:全年|年度|既定|省定|市定|年初|预期|目标|工作|各项|建设|应退尽退)*(?:目标|任务|计划|指标)(?:任务)?"
_FULLY = "(?:超额|提前|全面|圆满|全部|如期|按期|按时|顺利)"
_ALL_DONE = re.compile(
    f"{_FULLY}(?:已)?完成(?:了)?{_WHAT}|(?:任务|目标|计划|指标|工作)(?:均|都)?已?经?{_FULLY}(?:完成|实现)|完成(?:了)?(?:全年|年度|既定|应退尽退)?目标(?:任务)?$"
    f"|已经?(?:完成|实现|达到)(?:了)?{_WHAT}(?=$|[,;])|(?:任务|目标|指标|计划)(?:均|都)?已经?(?:完成|达成|实现|达到)(?=$|[,;])"
    rf"|{_FULLY}(?:完成|实现|达成)了?[“\"][^“”\"]+[”\"](?:目标|任务|计划)+$"
    "|超额完成$|(?:全部|100%)完成$|^已?(?:全部|全面|提前|超额|圆满|顺利|如期|按期)*(?:完成|建成|完工|竣工|办结|结束)$")
# The same in a clause of its own: …建成5条,全部完成。
_CLAUSE_DONE = re.compile(f"(?:^|[,;])(?:(?:年度|各项|全年)?(?:任务|目标|指标)?)(?:均|都)?已?{_FULLY}(?:完成|办结|建成|竣工|销号)(?=$|[,;])")
# What is only hoped for, or denied: the rest of its sentence, or its clause, says nothing of what is done.
_HOPED = re.compile(
    "(?:力争|争取|确保|有望|下一?步|预计(?=[^,;。]{0,12}(?:完成|实现|可|将|全))|计划(?=于|在|[0-9今明年]))[^。;\\n]*"
    "|(?:未|难以|无法|不能)(?:能|按期|如期|全面|全部)*(?:完成|实现|达)[^,;。\\n]*")
_DATES = re.compile("(?:20[0-9]{2}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底|份|初|末)?|20[0-9]{2}年")
_PARTLY = re.compile(
    r"基本|部分|初步|前期|初稿|正在?|推进|推动|预计|力争|计划|下一步|拟|尚|筹备|谋划|抓紧|进行中|持续|剩余|有序|申报|研究|稳步|加快|序时|招标|可研|立项|环评|阶段|一期|争取|%|未")
_EACH = re.compile("[均都]已|全部(?:建成|完工|竣工|投产|投用|办结|销号|交付|开放)")
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
        headed = state_of_heading(draft.section)
        return Progress(None, headed, draft.title.start, draft.title.end, "progress.heading") if headed else None
    # The task itself, without the columns for its quarters and its next steps.
    body = "".join(seen.cut(span) for span in draft.body if span.start <= draft.title.start < span.end)
    stated, text = _stated([seen.cut(span).strip("\n") for span in draft.progress], body.partition("\n")[0])
    percent, works = _cell(seen, draft), 0
    if percent is not None or "%" in text:
        works = sum(map(bool, map(str.strip, _MARKS.split(body))))
    if percent is None and "%" in text:
        percent = _percent(text, works)
    state = _heading_state(draft.section)
    if state == "pace" and _has_not_begun(text):
        state = "not_started"
    status = stated or (_known(state) if state else _status(text, percent, works))
    return Progress(percent, status, draft.progress[0].start, draft.progress[-1].end, "progress")


def state_of_heading(section: str) -> Status | None:
    """Return the status that the headings above a task give to all below them: 三、尚未启动的任务(2项).

    Examples
    --------
    >>> state_of_heading("一、已完成的重点任务（9项）"), state_of_heading("二、未达到序时进度的任务")
    ('done', 'ongoing')
    >>> state_of_heading("三、推进重点任务")
    """
    headed = _heading_state(section)
    return _known(headed) if headed else None


@lru_cache(maxsize=64)
def _heading_state(section: str) -> str | None:
    for heading in reversed(section.split(" / ")):
        if len(heading) < 40 and (headed := _HEADED.fullmatch(_COUNT.sub("", heading))):
            return _STATES[headed["word"]]
    return None


def _known(state: str) -> Status:
    return "done" if state == "done" else "not_started" if state == "not_started" else "ongoing"


def _stated(cells: list[str], heading: str) -> tuple[Status | None, str]:
    """Return the status that cells or tags name outright, be it in the heading of the task, and the rest of the text."""
    said: list[str] = []
    _tags(heading, said)
    rest: list[str] = []
    asked = ""
    for cell in cells:
        if question := _QUESTION.fullmatch(cell):
            asked = question["what"]
        elif asked and cell in _ANSWERS:
            said.append(_answered(asked, yes=_ANSWERS[cell] == "yes"))
            asked = ""
        elif len(cell) < 16 and (state := _STATE.fullmatch(cell)):
            said.append(_STATES[state["word"]])
        elif column_label(cell) is None and not _NUMBER.fullmatch(cell):
            rest.append(_TAG.sub("", cell) if _tags(cell, said) else cell)
    text = "\n".join(rest)
    known = {status for status in said if status != "none"}
    if not known:
        return ("ongoing" if said and not text else None), text
    if known == {"pace"}:
        return ("not_started" if _has_not_begun(text) else "ongoing"), text
    # Several works of one task, each with its own tag.
    known -= {"pace"}
    return _known(known.pop() if len(known) == 1 else "ongoing"), text


def _has_not_begun(text: str) -> bool:
    first = _SENTENCE.search(text)
    return first is not None and _NOT_STARTED.search(first.group()) is not None and not _DONE.search(
        _PAPER.sub("", first.group()))


def _answered(asked: str, *, yes: bool) -> str:
    if asked in {"开工", "启动"}:
        return "ongoing" if yes else "not_started"
    return "done" if yes and asked != "序时" else "ongoing"


def _tags(text: str, said: list[str]) -> bool:
    """Collect the states that tags in a text name; return whether there are any."""
    if "(" not in text or not (text[0] == "(" or text.rstrip("。;,!").endswith(")") or ")\n" in text or "\n(" in text):
        return False
    inside = [tag[1] or tag[2] for tag in _TAG.finditer(text)]
    states = [state for word in inside if (state := _STATE.fullmatch(word))]
    said.extend(_STATES[state["word"]] for state in states)
    return len(states) == len(inside) > 0


def _cell(seen: View, draft: Draft) -> float | None:
    """Return the rate that fills a cell of its own, of a column such as 完成率."""
    header = None
    for span in (*draft.progress, *draft.body):
        if span.end - span.start > 40:
            header = None
            continue
        text = seen.cut(span).strip("\n")
        rate = _CELL.fullmatch(text)
        if rate or (header and header.unit == "%" and _RATES.search(header.name) and (rate := _NUMBER.fullmatch(text))):
            return float(rate[1])
        header = column_label(text)
    return None


def _percent(text: str, works: int) -> float | None:
    """Return the rate of the whole task.

    That is the only one, where neither task nor report lists several works; else the one of a target that the report
    opens with, before it comes to single works.
    """
    overall = list(_find(_OVERALL, text))
    if len(overall) == 1 and not _of_part(text, overall[0]):
        return float(overall[0]["rate"])
    if len(_NUMBERED.findall(text)) > 1:
        return _of_year(text) if works < 2 else None
    if works <= 2:
        sentences = list(_SENTENCE.finditer(text))
        rates = sorted(_rates(text), key=re.Match.start) if len(sentences) <= 2 else []
        if len(rates) == 1 and (len(sentences) == 1 or (works < 2 and rates[0].start() < sentences[0].end())):
            return float(rates[0]["rate"])
    if works < 2 and (rate := _of_year(text)) is not None:
        return rate
    return _of_opening(text) if works < 5 else None


def _find(rates: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Yield the rates that a pattern finds in front of the signs for percent; most of a report has none."""
    stop = len(text) if end is None else end
    sign = text.find("%", start, stop)
    while sign >= 0:
        yield from rates.finditer(text, max(start, sign - _REACH), sign + 1)
        start = sign + 1
        sign = text.find("%", start, stop)


def _short_rates(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for rate in _find(_SHORT_RATE, text, start, end):
        if text[rate.end():rate.end() + 1] != "的" and _BEFORE_SHORT.search(text[max(start, rate.start() - 8):rate.start()]):
            yield rate


def _rates(text: str) -> list[re.Match[str]]:
    found = {rate.end(): rate for rate in (*_short_rates(text, 0, len(text)), *_find(_RATE, text))}
    return [rate for rate in found.values() if not _of_part(text, rate)]


def _of_part(text: str, rate: re.Match[str]) -> bool:
    """Whether a rate is that of a part of the year, which has a plan of its own: 上半年目标完成110%."""
    start = max(text.rfind(mark, 0, rate.start()) for mark in ",;。\n")
    return _PART_OF_YEAR.search(text, start + 1, rate.start("rate")) is not None


def _of_year(text: str) -> float | None:
    """Return the rate of the plan of the year, where a longer report opens with it, before it comes to single works."""
    for clause in list(_CLAUSES.finditer(text))[:2]:
        if rates := list(_find(_YEAR_RATE, text, *clause.span())):
            return float(rates[0]["rate"]) if len(rates) == 1 else None
    return None


def _of_opening(text: str) -> float | None:
    """Return the rate of a target in the first clause, if it is the only one there."""
    clause = _CLAUSES.search(text)
    if clause is None or len(_ANY_RATE.findall(clause.group())) > 1:
        return None
    rates = {rate.end(): rate for rate in (*_find(_TARGET_RATE, text, *clause.span()), *_short_rates(text, *clause.span()))}
    only = next(iter(rates.values())) if len(rates) == 1 else None
    return None if only is None or _of_part(text, only) else float(only["rate"])


def _status(text: str, percent: float | None, works: int) -> Status | None:
    sentences = _SENTENCE.findall(text)
    if percent is not None:
        if percent >= 100:
            return "ongoing" if works > 1 and _UNFINISHED.search(text) else "done"
        return "ongoing" if percent else "not_started"
    if not sentences or (len(text) < 40 and _NO_DATA.search(text)):
        return None
    if _has_not_begun(text):
        return "not_started"
    if not _is_done(text, sentences):
        return "ongoing"
    said = _HOPED.sub("", text)
    return "done" if said == text or _is_done(said, _SENTENCE.findall(said)) else "ongoing"


def _is_done(text: str, sentences: list[str]) -> bool:
    """Whether the report says that the whole is done, and nowhere that something is still to come."""
    if not sentences:
        return False
    first = _FIRST.match(sentences[0])
    opening = _STATE.fullmatch(first.group()) if first else None
    if opening and _STATES[opening["word"]] == "done" and not _UNFINISHED.search(text):
        return True
    if len(sentences) <= 4 and _says_all_done(text, sentences) and next(_find(_RATE, text), None) is None:
        return True
    if len(sentences) > 1 or not _DONE.search(text) or _PARTLY.search(text):
        return False
    # A count may be a part of what was wanted, a date is none.
    return _EACH.search(text) is not None or ("已" in text and not re.search("[0-9]", _DATES.sub("", text)))


def _says_all_done(text: str, sentences: list[str]) -> bool:
    if _ALL_DONE.search(sentences[-1]) or _ALL_DONE.fullmatch(sentences[0]):
        return True
    opens = _ALL_DONE.search(sentences[0]) if len(sentences) > 1 else None
    return (opens or _CLAUSE_DONE.search(sentences[0])) is not None and not _UNFINISHED.search(text)
