"""Commands that hand a graph on: to a Neo4j server and back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from liantu.options import GRAPH, GraphOption

if TYPE_CHECKING:
    from liantu.graph.neo4j import Neo4jStore

__all__ = ["AskOption", "DatabaseOption", "MixedOption", "NameOption", "StoreOption", "UserOption", "pull", "push", "server"]

UriArgument = Annotated[str, typer.Argument(help="服务器地址，如 neo4j://主机:7687；加 +s 为加密并核对证书。", show_default=False)]
StoreOption = Annotated[str | None, typer.Option("--store", metavar="URI", help="问 Neo4j 服务器上的图谱，如 neo4j://主机:7687；不给则问图谱文件夹。")]
UserOption = Annotated[str | None, typer.Option("--user", "-u", envvar="NEO4J_USERNAME", help="用户名。")]
AskOption = Annotated[bool, typer.Option("--ask-password", "-W", help="询问密码；不给则用环境变量 NEO4J_PASSWORD。")]
DatabaseOption = Annotated[str | None, typer.Option(envvar="NEO4J_DATABASE", help="数据库名。")]
MixedOption = Annotated[bool, typer.Option("--mixed", help="数据库中还有别的图谱或内容时也查，结果会把它们一并算入；语句可用 _graph 区分。")]
NameOption = Annotated[str, typer.Option("--name", help="图谱在服务器上的名称；一台服务器可放多份。")]


@contextmanager
def _counting(what: str) -> Iterator[Callable[[str, int], None]]:
    """Show how many rows of each kind are done, on the terminal and nowhere else."""
    from rich.progress import Progress, SpinnerColumn, TextColumn

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as bar:
        job, done = bar.add_task(what), 0

        def tell(kind: str, count: int) -> None:
            nonlocal done
            done += count
            bar.update(job, description=f"{what} {kind} {done}")

        yield tell


def _password(ask: bool) -> str | None:
    # Never an option of its own: what is typed there stays in the shell's history and the list of processes.
    return typer.prompt("密码", hide_input=True, err=True) if ask else os.environ.get("NEO4J_PASSWORD")


def server(
    uri: str, user: str | None, database: str | None, name: str, *, ask: bool, mixed: bool = False,
) -> AbstractContextManager[Neo4jStore]:
    """Return the graph of a name on a server, to be closed."""
    from liantu.graph.neo4j import connect

    return connect(uri, user=user, password=_password(ask), database=database, graph=name, mixed=mixed)


def push(
    uri: UriArgument, graph: GraphOption = GRAPH, user: UserOption = None, ask: AskOption = False,
    database: DatabaseOption = None, name: NameOption = "default",
) -> None:
    """把图谱推送到 Neo4j：重复推送不改动，新图推送会删去已没有的，别人的节点不动。"""
    from liantu.graph.folder import open_graph
    from liantu.graph.neo4j_load import push as run

    with open_graph(graph) as opened, server(uri, user, database, name, ask=ask) as neo, _counting("推送") as tell:
        pushed = run(opened, neo, progress=tell)
    for label, counts in (("节点", pushed.nodes), ("关系", pushed.edges)):
        typer.echo(f"{label}：新增 {counts.created}，更新 {counts.updated}，未变 {counts.unchanged}，删除 {counts.deleted}")
    if pushed.kept:
        typer.echo(f"有 {pushed.kept} 个已不在图中的节点连着别人的关系，予以保留。")


def pull(
    uri: UriArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="要写的图谱文件夹。", metavar="DIR")],
    user: UserOption = None, ask: AskOption = False, database: DatabaseOption = None, name: NameOption = "default",
) -> None:
    """把推送到 Neo4j 的图谱取回为文件夹。"""
    from liantu.graph.neo4j_pull import pull as run

    with server(uri, user, database, name, ask=ask) as neo, _counting("取回") as tell:
        path = run(neo, out, progress=tell)
    typer.echo(f"图谱：{path}")
