"""The papers of an issue by name: a question of the catalogue, laid out as an office hands it out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.queries.answers import REFERENCE, node_name
from liantu.queries.catalog import Graph, ask, find_question
from liantu.queries.tasks import document_label
from liantu.queries.wording import clip
from liantu.viz.breakdown import task_breakdown
from liantu.viz.office import write_office
from liantu.viz.paper import Column, Paper
from liantu.viz.sources import file_numbers, source_lines

__all__ = ["PAPERS", "PaperKind", "make_paper", "write_paper"]

_EVIDENCE = "依据原文"
_BASIS = Column(_EVIDENCE, 5.2)
Parameters = Mapping[str, "str | int | float | bool | None"]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper: its name, its Chinese title, the parameter that names its subject, and its columns.

    ``columns`` are those of the answer, in the order of the paper; one that is empty in all rows is left out.
    """

    name: str
    title: str
    subject: str | None
    parameters: tuple[str, ...]
    make: Callable[..., Answer]
    columns: tuple[tuple[str, Column], ...]
    headline: str = "{subject}{title}"


def _asked(name: str) -> Callable[..., Answer]:
    return lambda graph, **parameters: ask(graph, name, **parameters)


def _same(*columns: Column) -> tuple[tuple[str, Column], ...]:
    return tuple((column.title, column) for column in columns)


_DUTY = "责任分工"
_KINDS = (
    PaperKind("duty", "责任清单", "unit", ("document", "city", "role", "predecessors", "members", "length"), _asked("duty_list"), (
        ("序号", Column("序号", 1, centre=True)), ("角色", Column("角色", 1.4, centre=True)), *_same(
            Column("任务", 3.2), Column("主要内容", 6), Column("目标", 2.8), Column("牵头单位", 2.4, _DUTY), Column("负责单位", 2.4, _DUTY)),
        ("参与单位", Column("配合单位", 2.6, _DUTY)), ("分管领导", Column("分管领导", 1.6, _DUTY)), ("完成时限", Column("完成时限", 2.2, centre=True)),
        ("项目", Column("项目", 2)), ("依据", Column("文件及序号", 2)))),
    PaperKind("breakdown", "任务分解表", "document", ("length",), task_breakdown, (
        ("序号", Column("序号", 1.1, centre=True)), ("章节", Column("章节", 2, merge=True)), *_same(
            Column("任务", 3.4), Column("主要内容", 6.4), Column("目标指标", 3)),
        ("牵头领导", Column("牵头领导", 1.6, _DUTY)), ("牵头单位", Column("牵头单位", 2.6, _DUTY)), ("责任单位", Column("责任单位", 2.6, _DUTY)),
        ("配合单位", Column("配合单位", 2.8, _DUTY)), ("完成时限", Column("完成时限", 2.2, centre=True)), ("进展", Column("进展", 3)))),
    PaperKind("chain", "产业链“一链一表”", "chain", ("region", "city", "document"), _asked("chain_sheet"), (
        ("产业链", Column("产业链", 1.6, merge=True)), ("位置", Column("位置", 1.1, merge=True, centre=True)), ("环节", Column("环节", 2.4)),
        ("核心", Column("核心", 0.9, centre=True)), ("状态", Column("状态", 2.4)), ("企业", Column("企业", 2.4, "现有载体")),
        ("项目", Column("项目", 3.2, "现有载体")), ("平台", Column("平台", 2.4, "现有载体")), ("指标", Column("目标指标", 2.4)),
        ("区域", Column("承载区域", 2)), ("牵头领导", Column("牵头领导", 1.5, _DUTY)), ("牵头单位", Column("牵头单位", 2.6, _DUTY)),
        ("待核", Column("待核", 1.8)))),
    PaperKind("gaps", "缺口招商清单", None, ("chain", "region", "city", "document", "count_uncertain", "unchained"),
              _asked("segments_without_project"), (
        ("产业链", Column("产业链", 1.9, merge=True)), ("环节", Column("环节", 2.4)), ("位置", Column("位置", 1.1, centre=True)),
        ("核心", Column("核心", 0.9, centre=True)), ("缺口", Column("缺口类型", 3)), ("已有企业或平台", Column("已有企业、平台", 2.8, "招商基础")),
        ("已有的上下游", Column("已有的上下游", 3, "招商基础")), ("规划依据", Column("规划依据", 4.2)), ("可问单位", Column("对接单位", 2.8)),
        ("待核", Column("待核", 1.8)), ("依据", Column("点名方式", 1.1, centre=True)))),
    PaperKind("region", "产业平台项目清单", "region", ("city", "document"), _asked("region_sheet"), (
        ("类别", Column("类别", 1.5, merge=True, centre=True)), ("名称", Column("名称", 3.6)), ("产业链或环节", Column("产业链或环节", 3.4)),
        ("目标", Column("目标", 3.4)), ("项目", Column("项目", 4)), ("说明", Column("说明", 3.4)))),
)
PAPERS: Mapping[str, PaperKind] = {kind.name: kind for kind in _KINDS}


def write_paper(
    graph: Graph, name: str, target: Path, *, columns: Sequence[str] | None = None, title: str | None = None,
    **parameters: str | float | bool | None,
) -> Answer:
    """Write a paper to a .docx or .xlsx file.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    name : str
        A name in `PAPERS`, or that of any question of the catalogue.
    target : Path
        The file; its ending says which kind.
    columns : sequence of str, optional
        Which columns, in which order; the evidence always follows as the last one.
    title : str, optional
        Another title; ``{subject}`` in it stands for the subject.
    **parameters
        Those of the question, such as ``unit="市经信局"``.

    Returns
    -------
    Answer
        What was written.

    Raises
    ------
    QueryError
        No such paper, column or parameter, or an ending that is neither.
    NotFoundError
        A parameter names something that the graph does not know.
    """
    if target.suffix.lower() not in {".docx", ".xlsx"}:
        raise QueryError(f"清单只能写成 .docx 或 .xlsx，不能写成 {target.name}。")
    answer, paper = make_paper(graph, name, columns=columns, title=title, **parameters)
    write_office(paper, target)
    return answer


def make_paper(
    graph: Graph, name: str, *, columns: Sequence[str] | None = None, title: str | None = None, **parameters: str | float | bool | None,
) -> tuple[Answer, Paper]:
    """Return the answer behind a paper and the paper itself; see `write_paper`."""
    kind = PAPERS.get(name) or _plain(name)
    given = {key: value for key, value in parameters.items() if value is not None}
    known = {*kind.parameters, *([kind.subject] if kind.subject else [])}
    if strange := sorted(given.keys() - known):
        raise QueryError(f"清单 {name} 没有参数 {'、'.join(strange)}。可用的有:{'、'.join(sorted(known)) or '无'}。")
    if kind.subject and kind.subject not in given:
        raise QueryError(f"清单 {name} 还需要参数 {kind.subject}。")
    answer = kind.make(graph, **given)
    subject = str(given[kind.subject]) if kind.subject else str(given.get("chain") or given.get("region") or "")
    subject = _subject(answer, kind, node_name(graph, subject) if subject in graph else subject)
    headline = (title or kind.headline).replace("{subject}", subject).replace("{title}", kind.title)
    return answer, _paper(graph, answer, kind, headline, columns)


def _plain(name: str) -> PaperKind:
    """Return a question of the catalogue as a paper in a plain layout."""
    found = find_question(name)
    parameters = tuple(one.name for one in found.parameters)
    return PaperKind(name, found.title, None, parameters, _asked(name), (), "{subject}{title}")


def _subject(answer: Answer, kind: PaperKind, given: str) -> str:
    """Return the subject by its full name, where the answer says it."""
    if kind.name == "duty":
        return answer.statement.partition("责任清单")[0]
    if kind.name == "breakdown":
        return f"《{answer.statement.partition('《')[2].partition('》')[0]}》"
    if kind.name == "chain" and answer.rows:
        return "、".join(dict.fromkeys(str(row[0]) for row in answer.rows))
    return given


def _paper(graph: Graph, answer: Answer, kind: PaperKind, title: str, wanted: Sequence[str] | None) -> Paper:
    layout = [(key, column) for key, column in kind.columns if key in answer.columns] or [
        (one, Column(one, _guess(answer, at))) for at, one in enumerate(answer.columns)]
    if wanted is not None:
        layout = _chosen(layout, wanted, kind)
    at = {key: answer.columns.index(key) for key, _ in layout}
    if wanted is None:
        layout = [(key, column) for key, column in layout if not answer.rows or any(row[at[key]] not in {None, "", "—"} for row in answer.rows)]
    if kind.name == "chain" and len({row[0] for row in answer.rows}) == 1:
        layout = [pair for pair in layout if pair[0] != "产业链" or (wanted is not None and "产业链" in wanted)]
    files = file_numbers(graph)
    short = _shorter(graph, files)
    rows = tuple((*(_shown(row[at[key]], short) for key, _ in layout), _said(quotes, files))
                 for row, quotes in zip(answer.rows, answer.evidence, strict=True))
    full = tuple(_said(quotes, files, most=40, length=400) for quotes in answer.evidence)
    return Paper(title, _line(answer, kind), answer.statement, (*(column for _, column in layout), _BASIS), rows,
                 tuple(_notes(graph, answer, files)), full)


def _shorter(graph: Graph, files: Mapping[str, int]) -> dict[str, str]:
    """Return what a cell calls a document, and the number that stands for it; the longest first."""
    names = {str(data.get("file") or node): node for node, data in graph.nodes(data=True) if data.get("kind") == "Document"}
    found = {document_label(graph, names[file]): f"〔{number}〕" for file, number in files.items()}
    found |= {f"{file}：": f"〔{number}〕" for file, number in files.items()}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _shown(cell: Value, short: Mapping[str, str]) -> str | float:
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "是", False: "否"}[cell]
    if isinstance(cell, str):
        for long, number in short.items():
            cell = cell.replace(long, number)
    return cell


def _guess(answer: Answer, at: int) -> float:
    """Return a width for a column by what stands in it."""
    longest = sorted(len(str(row[at] if row[at] is not None else "")) for row in answer.rows)
    usual = longest[len(longest) * 9 // 10] if longest else 4
    return min(max(1.2, 0.9 + math.sqrt(usual) * 0.55, len(answer.columns[at]) * 0.4), 6)


def _chosen(layout: Sequence[tuple[str, Column]], wanted: Sequence[str], kind: PaperKind) -> list[tuple[str, Column]]:
    by_name = {name: pair for pair in layout for name in (pair[0], pair[1].title)}
    if strange := [one for one in wanted if one not in by_name and one != _EVIDENCE]:
        raise QueryError(f"清单 {kind.name} 没有列 {'、'.join(strange)}。可用的有:{'、'.join(pair[1].title for pair in layout)}。")
    return [by_name[one] for one in dict.fromkeys(wanted) if one != _EVIDENCE]


def _line(answer: Answer, kind: PaperKind) -> str:
    if kind.name == "breakdown":
        return answer.scope
    return f"范围：{answer.scope}"


def _said(quotes: Sequence[Quote], files: Mapping[str, int], *, most: int = 3, length: int = 70) -> str:
    """Return the sentences behind a row with the number of their document; the whole task only where nothing else is said."""
    kept = [one for one in quotes if one.rule != "outline" and one.text] or [one for one in quotes if one.text]
    lines = []
    for one in kept[:most]:
        number = f"〔{files[one.document]}〕" if one.document in files else f"〔{one.document}〕" if one.document != REFERENCE else "〔参考〕"
        lines.append(f"{number}{one.place + ' ' if one.place else ''}{clip(one.text, length)}{'（推定）' if one.grade == 'inferred' else ''}")
    if len(kept) > most:
        lines.append(f"等{len(kept)}处")
    return "\n".join(dict.fromkeys(lines))


def _notes(graph: Graph, answer: Answer, files: Mapping[str, int]) -> list[str]:
    notes = [f"没有结果：{answer.why_empty}"] if answer.why_empty else []
    notes.append(f"说明：共{len(answer.rows)}行。{answer.rule}")
    if answer.unmentioned:
        notes.append(f"未见记载（不等于没有）：{'、'.join(answer.unmentioned)}。")
    cited = {one.document for quotes in answer.evidence for one in quotes}
    names = {str(data.get("file") or node): node for node, data in graph.nodes(data=True) if data.get("kind") == "Document"}
    for file, number in files.items():
        if file in cited:
            notes.append(f"〔{number}〕{source_lines(graph, [names[file]])[0].removeprefix('来源：').removesuffix('。')}（{file}）")
    if REFERENCE in cited:
        notes.append("〔参考〕参考产业链，不是文件原文。")
    return notes
