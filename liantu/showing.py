"""Commands that show a graph and hand it out: the explorer, papers and pictures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from liantu.errors import QueryError
from liantu.options import GRAPH, GraphOption

__all__ = ["bundle", "export", "page", "picture", "serve"]



class PaperName(StrEnum):
    """The papers that staff hand out."""

    DUTY = "duty"
    BREAKDOWN = "breakdown"
    CHAIN = "chain"
    GAPS = "gaps"
    REGION = "region"


class PictureName(StrEnum):
    """The pictures."""

    CHAIN = "chain"
    UNIT = "unit"
    LEADER = "leader"


def page(
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的网页文件。", metavar="FILE")] = Path("out/liantu.html"),
    graph: GraphOption = GRAPH,
    title: Annotated[str, typer.Option(help="网页标题。")] = "产业链与责任图谱",
    on: Annotated[str | None, typer.Option(help="以哪一天计算到期和超期，如 2026-11-26。")] = None,
) -> None:
    """把图谱写成一页网页：一个文件，可放 U 盘，打开时不联网。"""
    from liantu.viz.page import write_page

    typer.echo(f"已写到 {write_page(graph, out, title=title, on=on)}（用浏览器打开）")


def serve(
    graph: GraphOption = GRAPH,
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机能访问。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口。")] = 8765,
    on: Annotated[str | None, typer.Option(help="以哪一天计算到期和超期。")] = None,
) -> None:
    """在本机开一个网站看图谱，另有只读的 Cypher 窗口。"""
    from liantu.viz.app import serve as run

    run(graph, host=host, port=port, on=on)


def export(
    paper: Annotated[PaperName, typer.Argument(
        help="duty 责任清单、breakdown 任务分解表、chain 一链一表、gaps 缺口招商清单、region 区域清单。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的文件，.docx 或 .xlsx。", metavar="FILE")],
    subject: Annotated[str | None, typer.Argument(help="单位、文件、产业链或区域的名称。", show_default=False)] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """把清单写成 Word 或 Excel，公文版式，末列是原文。"""
    from liantu.graph.folder import open_graph
    from liantu.viz.papers import PAPERS, write_paper

    kind = PAPERS[paper]
    if kind.subject and not subject:
        raise QueryError(f"{kind.title}要写明对象，如 liantu export {paper} 名称 -o {out}。")
    about: dict[str, str] = {kind.subject: subject} if kind.subject and subject else {"chain": subject} if subject else {}
    with open_graph(graph) as opened:
        answer = write_paper(opened.networkx(), paper, out, **about)
    typer.echo(f"已写到 {out}（{len(answer.rows)} 行）")


def picture(
    kind: Annotated[PictureName, typer.Argument(help="chain 产业链图、unit 单位责任图谱、leader 领导分管图。", show_default=False)],
    name: Annotated[str, typer.Argument(help="产业链、单位或领导的名称。", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的文件，.svg 或 .png。", metavar="FILE")],
    graph: GraphOption = GRAPH,
) -> None:
    """画产业链图或责任图谱；自带汉字字形，没有中文字体的机器也能显示。"""
    from liantu.graph.folder import open_graph
    from liantu.viz.pictures import write_picture

    with open_graph(graph) as opened:
        write_picture(opened.networkx(), kind, out, name)
    typer.echo(f"已写到 {out}")


def bundle(
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的文件夹。", metavar="DIR")],
    config: Annotated[Path | None, typer.Option("--bundle", help="N图N清单.toml；不给则用自带的两图五清单。", metavar="FILE")] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """按 N图N清单 的配置，为全部单位、全部产业链一次写出图和清单。"""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from liantu.graph.folder import open_graph
    from liantu.viz.bundle import write_bundle

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with open_graph(graph) as opened, Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task("", total=None)
        written = write_bundle(opened.networkx(), config, out,
                               lambda done, total, name: bar.update(job, completed=done, total=total, description=name))
    problems = [one for one in written if one.problem]
    typer.echo(f"已写 {len(written) - len(problems)} 个文件到 {out}（目录.xlsx 是清单）")
    for one in problems:
        typer.echo(f"未写：{one.problem}", err=True)
    if problems:
        raise typer.Exit(1)
