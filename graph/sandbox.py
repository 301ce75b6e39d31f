"""Run a user's own Cypher: checked, read-only, within limits, and on a graph folder in a process of its own.

Four walls, each of which holds without the others: the tokens of the statement (``guard``), a database opened for
reading, a process that can neither open another file nor write one nor take more memory (``sandbox_worker``), and a
clock after which it is killed. On a server the guard, a session for reading and the server's own clock do it.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from liantu.errors import LiantuError, QueryError, StoreError
from liantu.graph.guard import checked
from liantu.graph.store import Rows

if TYPE_CHECKING:
    from liantu.graph.neo4j import Neo4jStore

__all__ = ["Limited", "run"]

# The worker has a clock of its own; this is for starting Python and opening the database, on a busy machine.
_GRACE: Final = 30.0
_ALARM: Final = 14
_LATE: Final = "语句执行超时。请缩小范围,或放宽时限。"
_MEMORY: Final = 1 << 30
_KEPT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_ERRORS: Final = {error.__name__: error for error in (QueryError, StoreError)}


@dataclass(frozen=True, slots=True)
class Limited(Rows):
    """The answer to a statement, and whether there were more rows than were asked for."""

    cut: bool = False


def run(
    graph: Path | str | Neo4jStore, statement: str, parameters: Mapping[str, object] | None = None, *,
    timeout: float = 10.0, rows: int = 1000, memory: int = _MEMORY,
) -> Limited:
    """Run one reading statement of a user.

    Parameters
    ----------
    graph : Path, str or Neo4jStore
        A graph folder, or a graph on a server.
    statement : str
        Cypher: reading clauses only, one statement.
    parameters : mapping, optional
        A value for each ``$name`` in it: texts, numbers, truth values, and lists of them.
    timeout : float, optional
        Seconds after which the statement is given up.
    rows : int, optional
        Rows to return at most.
    memory : int, optional
        Bytes that the statement may take; a server has a limit of its own.

    Returns
    -------
    Limited
        Columns and rows; ``cut`` tells that there are more.

    Raises
    ------
    QueryError
        The statement is refused, wrong, takes too long or too much memory.
    StoreError
        There is no graph, or it is of another version.
    """
    if not 0 < timeout < math.inf or rows < 1:
        raise QueryError("时限和行数都要大于零。请改正。")
    clean, clock = checked(statement, rows=rows + 1), max(1, round(timeout * 1000))
    if not isinstance(graph, (str, Path)):
        answer = graph.cypher(clean, parameters, rows=rows + 1, timeout=clock)
        return Limited(answer.columns, answer.rows[:rows], cut=len(answer.rows) > rows)
    request = {"folder": str(Path(graph).absolute()), "statement": clean, "rows": rows + 1,
               "parameters": dict(parameters or {}), "timeout": clock, "memory": memory}
    try:
        text = json.dumps(request)
    except (TypeError, ValueError) as error:
        raise QueryError(f"参数的值只能是文字、数字、真假和它们的列表:{error}。请改正。") from error
    columns, found = _answer(_worker(text.encode(), timeout + _GRACE))
    return Limited(columns, found[:rows], cut=len(found) > rows)


def _worker(request: bytes, deadline: float) -> bytes:
    # Nothing of our environment but where the modules are: it may hold secrets.
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, map(os.path.abspath, sys.path))), "PYTHONUTF8": "1"}
    with tempfile.TemporaryDirectory(prefix="liantu-") as empty:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "liantu.graph.sandbox_worker"], input=request, capture_output=True,
                timeout=deadline, cwd=empty, env=environment, check=False)
        except subprocess.TimeoutExpired:
            raise QueryError(_LATE) from None
    if done.returncode == -_ALARM:
        raise QueryError(_LATE)
    if done.returncode:
        raise QueryError("语句用尽了内存或使引擎出错,已中止。请缩小范围,先筛选再展开,并加上 LIMIT。")
    return done.stdout


def _answer(output: bytes) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]:
    first, *lines = output.splitlines()
    head = json.loads(first)
    if "error" in head:
        error: type[LiantuError] = _ERRORS.get(head["error"], QueryError)
        raise error(head["message"])
    return tuple(head["columns"]), tuple(tuple(json.loads(line)) for line in lines)
