"""``liantu ask``: the catalogue on the command line, its options made from what each question declares."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from io import StringIO
from pathlib import Path
from typing import TextIO

from liantu.errors import QueryError
from liantu.graph.model import Answer, Quote
from liantu.graph.safe import safe_cell
from liantu.graph.store import Store
from liantu.output import Format, emit
from liantu.queries.catalog import Question, ask, find_question, questions

__all__ = ["catalogue", "run", "write"]

_FORMATS = ("table", "csv", "xlsx", "json", "md")


def catalogue() -> list[dict[str, object]]:
    """Return a row for each question: number, name, title, and its parameters."""
    return [{"序号": one.number, "名称": one.name, "问题": one.title,
             "参数": "、".join(f"--{_option(parameter.name)}" for parameter in one.parameters)} for one in questions()]


def _option(name: str) -> str:
    return name.replace("_", "-")


def _parser(question: Question, graph: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"liantu ask {question.name}", allow_abbrev=False,
        description=f"{question.title}。{question.says}", epilog=f"示例： liantu ask {question.name} --format md -o 结果.md",
    )
    parser.add_argument("-g", "--graph", type=Path, default=graph, metavar="DIR", help="图谱文件夹。")
    parser.add_argument("--store", metavar="URI", help="改问 Neo4j 上的图谱，如 neo4j://主机:7687；密码取环境变量 NEO4J_PASSWORD。")
    parser.add_argument("-f", "--format", choices=_FORMATS, default="table", help="输出格式。")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="写到文件；xlsx 必须给出。")
    for one in question.parameters:
        says = f"{one.says}（{'必填' if one.required else f'默认 {one.default}' if one.default not in (None, '') else '可省'}）"
        if one.type is bool:
            parser.add_argument(f"--{_option(one.name)}", action=argparse.BooleanOptionalAction, default=None, help=says)
        else:
            parser.add_argument(f"--{_option(one.name)}", type=one.type, default=None, required=one.required,
                                metavar=one.type.__name__, help=says)
    return parser


def run(name: str, words: Sequence[str], out: TextIO, *, graph: Path) -> None:
    """Answer a question of the command line.

    Parameters
    ----------
    name : str
        The name of the question.
    words : sequence of str
        Its options, as typed.
    out : text stream
        Where to write, unless the options name a file.
    graph : Path
        The graph folder, unless the options name another.

    Raises
    ------
    QueryError
        No such question, one that does not come first, or a format that needs a file.
    """
    if name.startswith("-"):
        raise QueryError(f"问题的名称要写在选项前面。请写成 liantu ask 问题名称 {name} …；不给名称则列出全部问题。")
    question = find_question(name)
    options = vars(_parser(question, graph).parse_args(words))
    folder, uri, how, target = (options.pop(option) for option in ("graph", "store", "format", "out"))
    if how == "xlsx" and target is None:
        raise QueryError("xlsx 要写到文件，请加 -o 文件名.xlsx。")
    with _opened(folder, uri) as opened:
        answer = ask(opened.networkx(), name, **options)
    if how == "xlsx":
        _xlsx(answer, target)
    elif target:
        with target.open("w", encoding="utf-8-sig" if how == "csv" else "utf-8", newline="") as file:
            write(answer, file, how=how)
    else:
        write(answer, out, how=how)
    if target:
        out.write(f"已写到 {target}\n")


def _opened(folder: Path, uri: str | None) -> AbstractContextManager[Store]:
    if uri:
        from liantu.graph.neo4j import connect

        return connect(uri)
    from liantu.graph.folder import open_graph

    return open_graph(folder)


def write(answer: Answer, out: TextIO, *, how: str = "table") -> None:
    """Write an answer as ``table``, ``csv``, ``json`` or ``md``: the rule and scope around it, the sentences behind each row."""
    if how == "json":
        out.write(json.dumps(_record(answer), ensure_ascii=False, indent=1) + "\n")
    elif how == "csv":
        csv.writer(out, lineterminator="\n").writerows(_grid(answer))
    elif how == "md":
        out.write(_markdown(answer))
    else:
        out.write(f"{answer.title}：{answer.statement}\n")
        if answer.rows:
            _table(answer, out)
        out.write("".join(f"{line}\n" for line in _notes(answer)))


def _table(answer: Answer, out: TextIO) -> None:
    """Write the rows, and below them each sentence once, under the numbers that the rows give."""
    numbers: dict[str, int] = {}
    columns = [*answer.columns, "原文"]
    rows: list[dict[str, object]] = []
    for row, quotes in zip(answer.rows, answer.evidence, strict=True):
        marks = dict.fromkeys(numbers.setdefault(_said([quote]), len(numbers) + 1) for quote in quotes)
        rows.append(dict(zip(columns, [*row, "".join(f"[{mark}]" for mark in marks)], strict=True)))
    emit(columns, rows, out, how=Format.TABLE)
    # A sentence may hold what a terminal takes for a command.
    shown = ("".join(sign if sign.isprintable() else " " for sign in text) for text in numbers)
    out.write("".join(f"[{mark}] {text}\n" for mark, text in enumerate(shown, 1)))


def _said(quotes: Sequence[Quote]) -> str:
    return "；".join(f"「{one.text}」{one.document}{one.place}" for one in quotes)


def _grid(answer: Answer) -> list[list[str]]:
    rows = [[*row, _said(quotes)] for row, quotes in zip(answer.rows, answer.evidence, strict=True)]
    return [[*answer.columns, "原文"], *([str(safe_cell("" if cell is None else cell)) for cell in row] for row in rows)]


def _notes(answer: Answer) -> list[str]:
    notes = [f"共 {len(answer.rows)} 行。范围：{answer.scope}", f"规则：{answer.rule}"]
    if answer.why_empty:
        notes.append(f"没有结果：{answer.why_empty}")
    if answer.unmentioned:
        notes.append(f"未见记载（不等于没有）：{'、'.join(answer.unmentioned)}")
    return notes


def _record(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question, "title": answer.title, "statement": answer.statement, "rule": answer.rule,
        "scope": answer.scope, "columns": answer.columns,
        "rows": [
            {**dict(zip(answer.columns, row, strict=True)),
             "evidence": [{"document": one.document, "place": one.place, "text": one.text, "start": one.start, "end": one.end,
                           "rule": one.rule, "grade": one.grade} for one in quotes]}
            for row, quotes in zip(answer.rows, answer.evidence, strict=True)
        ],
        "unmentioned": answer.unmentioned, "why_empty": answer.why_empty,
    }


def _markdown(answer: Answer) -> str:
    text = StringIO()
    text.write(f"## {answer.title}\n\n{answer.statement}\n\n")
    if answer.rows:
        columns, *rows = _grid(answer)
        for row in (columns, ["---"] * len(columns), *rows):
            text.write("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |\n")
        text.write("\n")
    text.writelines(f"- {line}\n" for line in _notes(answer))
    return text.getvalue()


def _xlsx(answer: Answer, target: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([answer.title])
    sheet.append([answer.statement])
    for row in _grid(answer):
        sheet.append(row)
    for note in _notes(answer):
        sheet.append([note])
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{sheet.cell(3 + len(answer.rows), len(answer.columns) + 1).coordinate}"
    for cells in sheet.iter_rows():
        for cell in cells:
            # A text that begins like a formula stays a text.
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(target)
