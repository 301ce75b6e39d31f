"""The command line: parse, call, print. Everything it does is also a Python function."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from liantu import __version__, sharing, showing
from liantu.errors import LiantuError, NotFoundError, QueryError
from liantu.loaders.stages import Stage, run_stage
from liantu.options import GRAPH, GraphOption
from liantu.output import Format, emit
from liantu.sharing import AskOption, DatabaseOption, MixedOption, NameOption, StoreOption, UserOption, server

if TYPE_CHECKING:
    from liantu.graph.folder import GraphFolder
    from liantu.loaders.build import Built
__all__ = ["app", "main"]

app = typer.Typer(
    help="链图：把产业政策文件和工作表读成产业链与责任图谱，每条关系都附原文。",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="输出格式。")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"liantu {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本。")] = False,
) -> None:
    """Options of the program itself."""


@contextmanager
def _opened(path: Path) -> Iterator[GraphFolder]:
    from liantu.graph.folder import open_graph

    with open_graph(path) as graph:
        yield graph


def _emit(columns: Sequence[str], rows: Iterable[Mapping[str, object]], how: Format) -> None:
    emit(columns, rows, sys.stdout, how=how)


@app.command(epilog="示例： liantu build 文件夹 通知.docx -o out/graph --city 舟山市")
def build(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹。", metavar="PATH...", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="图谱文件夹，已有的会在最后整体替换。", metavar="DIR")] = GRAPH,
    city: Annotated[str | None, typer.Option(help="文件所属城市，如 舟山市；不给则由文件自己说明。")] = None,
    chains: Annotated[Path | None, typer.Option(help="自己的产业链 YAML，补充或替换参考产业链。", metavar="FILE")] = None,
    page: Annotated[bool, typer.Option(help="另存一页可离线打开的网页（DIR.html）。")] = True,
    stop_after: Annotated[Stage | None, typer.Option(help="只做到这一步，逐行打印 JSON，不建图谱。")] = None,
) -> None:
    """读文件，建图谱。个别文件读不了时其余照读，最后列出原因，退出码为 1。"""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from liantu.loaders.build import build as run

    if stop_after:
        _print_stage(paths, stop_after, city)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task("", total=None)
        built = run(paths, out, city=city, chains=chains,
                    progress=lambda done, total, name: bar.update(job, completed=done, total=total, description=name))
    _summary(built, page=page)
    for error in built.failed:
        typer.echo(f"未读：{error}", err=True)
    if built.failed:
        raise typer.Exit(1)


def _print_stage(paths: Sequence[Path], stage: Stage, city: str | None) -> None:
    from liantu.loaders.read import find

    for path in find(paths):
        _emit([], run_stage(path, stage, city=city), Format.JSONL)


def _summary(built: Built, *, page: bool) -> None:
    _emit(["文件", "标题", "任务", "未写明单位", "未读段落"],
          [{"文件": one.name, "标题": one.title, "任务": one.tasks, "未写明单位": one.without_unit, "未读段落": one.unread}
           for one in built.found], Format.TABLE)
    with _opened(built.path) as graph:
        from liantu.graph.schema import NODES

        network = graph.networkx()
        # What only the reference chains know was not found in a document.
        counts = Counter(data["kind"] for _, data in network.nodes(data=True) if data.get("grade") != "reference")
        typer.echo("，".join(f"{NODES[kind].label} {counts[kind]}" for kind in NODES if counts[kind] and kind != "Name"))
        for path, reason in built.skipped:
            typer.echo(f"略过：{path}：{reason}")
        typer.echo(f"图谱：{built.path}（tasks.jsonl、facts.jsonl、review.jsonl、manifest.json）")
        if page:
            from liantu.viz.page import write_page

            target = built.path.with_name(built.path.name + ".html")
            with Console(stderr=True).status("正在写网页，先把各个问题问一遍…"):
                write_page(built.path, target)
            typer.echo(f"网页：{target}（用浏览器打开，无需联网）")


@app.command(epilog="示例： liantu tasks --unit 市经信局 --format csv > 任务.csv")
def tasks(
    graph: GraphOption = GRAPH,
    unit: Annotated[str | None, typer.Option(help="只列这个单位牵头、参与或负责的任务。")] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """列出任务：序号、标题、牵头、参与、时限。"""
    with _opened(graph) as opened:
        records: Iterator[dict[str, Any]] = opened.records("tasks")
        if unit:
            from liantu.queries.lookup import find_nodes

            wanted = set(find_nodes(opened.networkx(), unit))
            records = (record for record in records if wanted & _units(record))
        _emit(["doc", "number", "title", "leads", "participants", "responsible", "leaders", "deadline"], records, how)


def _units(record: Mapping[str, Any]) -> set[str]:
    return {one["entity"] for role in ("leads", "participants", "responsible") for one in record[role]}


@app.command(epilog="示例： liantu facts --kind LEADS --format jsonl")
def facts(
    graph: GraphOption = GRAPH,
    kind: Annotated[str | None, typer.Option(help="只列一种关系，如 LEADS、DEVELOPS、SETS。")] = None,
    how: FormatOption = Format.TABLE,
) -> None:
    """列出关系，每条附原文、规则和依据。"""
    from liantu.graph.schema import EDGES

    if kind and kind not in EDGES:
        raise NotFoundError(f"没有名为 {kind} 的关系。可用的有:{'、'.join(EDGES)}。")
    with _opened(graph) as opened:
        wanted = ({**one, **(one["evidence"] or {}), "from": one["source"]["name"], "to": one["target"]["name"]} for one in opened.records("facts")
                  if not kind or one["kind"] == kind)
        _emit(["from", "kind", "to", "quote", "document", "rule", "grade"], wanted, how)


@app.command(epilog="示例： liantu units --format json")
def units(graph: GraphOption = GRAPH, how: FormatOption = Format.TABLE) -> None:
    """列出单位：牵头、参与、负责的任务数，和合并到它名下的各种写法。"""
    from liantu.queries.responsibility import unit_loads

    with _opened(graph) as opened:
        rows = [{"单位": one.name, "城市": one.city, "牵头": one.leads, "参与": one.participates, "负责": one.responsible,
                 "写法": one.aliases} for one in unit_loads(opened.networkx())]
    _emit(["单位", "城市", "牵头", "参与", "负责", "写法"], rows, how)


@app.command(epilog="示例： liantu show 六横LNG接收站")
def show(
    name: Annotated[str, typer.Argument(help="名称、别名或编号。", show_default=False)],
    graph: GraphOption = GRAPH, how: FormatOption = Format.TABLE,
) -> None:
    """看一个节点和它的全部关系，每条附原文。"""
    from liantu.graph.schema import NODES
    from liantu.queries.lookup import find_nodes, links, spellings

    with _opened(graph) as opened:
        joined = opened.networkx()
        rows: list[dict[str, object]] = []
        for node in find_nodes(joined, name):
            if how is Format.TABLE:
                label = NODES[joined.nodes[node]["kind"]].label
                typer.echo(f"{label} {'、'.join(spellings(joined, node))}  [{node}]")
            rows.extend({"节点": node, "关系": link.relation if link.outward else f"被{link.relation}", "对方": link.name,
                         "类型": link.kind, "原文": link.quote, "文件": link.document, "规则": link.rule, "依据": link.grade}
                        for link in links(joined, node))
    _emit(["关系", "对方", "类型", "原文", "文件", "规则", "依据"], rows, how)


@app.command(epilog='示例： liantu cypher "MATCH (u:Unit)-[:LEADS]->(t:Task) RETURN u.name, count(t) AS n ORDER BY n DESC LIMIT 5"')
def cypher(
    statement: Annotated[str, typer.Argument(help="只读的 Cypher 语句。", show_default=False)],
    graph: GraphOption = GRAPH,
    param: Annotated[list[str] | None, typer.Option(
        help='语句中 $名称 的值，可多次给出，如 unit=市经信局、year=2025；数字、true、["甲"] 按 JSON 读。', metavar="名称=值")] = None,
    timeout: Annotated[float, typer.Option(help="最多执行几秒。")] = 10.0,
    rows: Annotated[int, typer.Option(help="最多列出几行。")] = 1000,
    store: StoreOption = None, user: UserOption = None, ask_password: AskOption = False, database: DatabaseOption = None,
    name: NameOption = "default", mixed: MixedOption = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """在图谱上运行只读 Cypher。语句在单独的进程中执行，有时限和行数限制，不能修改图，也不能读写文件。"""
    from liantu.graph.sandbox import run

    with ExitStack() as opened:
        source = opened.enter_context(server(store, user, database, name, ask=ask_password, mixed=mixed)) if store else graph
        found = run(source, statement, _parameters(param or ()), timeout=timeout, rows=rows)
    _emit(found.columns, found.dicts(), how)
    if found.cut:
        typer.echo(f"只列出前 {rows} 行，还有未列出的。可用 --rows 放宽，或在语句中缩小范围。", err=True)


def _parameters(given: Iterable[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise QueryError(f"参数 {one} 应写成 名称=值，如 unit=市经信局。")
        try:
            found[name.removeprefix("$")] = json.loads(value)
        except ValueError:
            found[name.removeprefix("$")] = value
    return found


@app.command(
    epilog="示例： liantu ask （列出全部问题）； liantu ask unit_duties --unit 市经信局； liantu ask unit_duties --help",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)
def ask(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="问题的名称；不给则列出全部问题。", show_default=False)] = None,
) -> None:
    """问图谱：每个回答都附规则、范围和原文。不给名称则列出全部问题。"""
    from liantu.asking import catalogue, run

    if name in (None, "--help", "-h"):
        if name:
            typer.echo(context.get_help())
        _emit(["序号", "名称", "问题", "参数"], catalogue(), Format.TABLE)
        return
    run(str(name), context.args, sys.stdout, graph=Path(os.environ.get("LIANTU_GRAPH") or GRAPH))


@app.command(epilog="示例： liantu check 通知.docx --left")
def check(
    file: Annotated[Path, typer.Argument(help="一份文件。", show_default=False)],
    city: Annotated[str | None, typer.Option(help="文件所属城市。")] = None,
    left: Annotated[bool, typer.Option(help="只列没有读出内容的行。")] = False,
    how: FormatOption = Format.TABLE,
) -> None:
    """逐行说明一份文件里读出了什么、没读出什么。"""
    from liantu.loaders.explain import explain
    from liantu.loaders.read import read
    from liantu.loaders.reading import read_tasks

    rows = [{"行": line.number, "状态": line.state, "原文": line.text, "读出": "；".join(line.found)}
            for line in explain(read_tasks(read(file), city=city)) if not left or line.state != "读出"]
    _emit(["行", "状态", "原文", "读出"], rows, how)


app.command(epilog="示例： NEO4J_PASSWORD=… liantu push neo4j://127.0.0.1:7687 -g out/graph")(sharing.push)
app.command(epilog="示例： liantu pull neo4j://127.0.0.1:7687 -W -o out/copy")(sharing.pull)


app.command(epilog="示例： liantu page -o 全市.html")(showing.page)
app.command(epilog="示例： liantu serve --port 8765")(showing.serve)
app.command(epilog="示例： liantu export duty 市经信局 -o 责任清单.docx")(showing.export)
app.command(epilog="示例： liantu picture chain LNG -o LNG.png")(showing.picture)
app.command(epilog="示例： liantu bundle -o 成果 --bundle 我的N图N清单.toml")(showing.bundle)


def main() -> None:
    """Run the command line; errors that the user can mend are one line, without a trace."""
    try:
        app()
    except LiantuError as error:
        typer.echo(f"出错：{error}", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
