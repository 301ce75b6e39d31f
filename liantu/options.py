"""The option that all commands on a graph share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

__all__ = ["GRAPH", "GraphOption"]

GRAPH: Final = Path("out/graph")
GraphOption = Annotated[Path, typer.Option("--graph", "-g", envvar="LIANTU_GRAPH", help="图谱文件夹。", metavar="DIR")]
