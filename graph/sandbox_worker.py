"""The process that runs one statement of a user: a request on its input, lines of JSON on its output, then the end.

It takes no decisions of its own on the statement; it opens the graph, locks itself in, and asks the engine.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from liantu.errors import LiantuError, QueryError
from liantu.graph.folder import open_graph

__all__ = ["main"]

_MOST: Final = 64 << 20
_SPENT: Final = ("bad_alloc", "Buffer manager exception", "Unable to allocate memory")


def main() -> None:
    """Answer the request on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    try:
        lines = list(_lines(request))
    except LiantuError as error:
        lines = [_line({"error": type(error).__name__, "message": _said(str(error))})]
    except MemoryError:
        lines = [_line({"error": "QueryError", "message": _said(_SPENT[0])})]
    except Exception as error:  # noqa: BLE001 - whatever the engine or its binding raises on odd input
        lines = [_line({"error": "QueryError", "message": f"语句不能执行:{error}。请核对语句和参数。"})]
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()
    # Not by way of the engine's own end, which may want what the limits forbid.
    os._exit(0)


def _lines(request: dict[str, Any]) -> Iterator[bytes]:
    graph = open_graph(request["folder"], timeout=request["timeout"], memory=request["memory"] // 2)
    _lock(request["memory"], request["timeout"])
    answer = graph.cypher(request["statement"], request["parameters"], rows=request["rows"])
    yield _line({"columns": answer.columns})
    size = 0
    for row in answer.rows:
        line = _line(row)
        size += len(line)
        if size > _MOST:
            raise QueryError(f"结果超过 {_MOST >> 20} MB。请只返回需要的列,并加上 LIMIT。")
        yield line


def _line(value: object) -> bytes:
    # Other types than JSON has are shown as they print: intervals, identifiers.
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace") + b"\n"


def _said(message: str) -> str:
    if any(word in message for word in _SPENT):
        return "语句用尽了内存,已中止。请缩小范围,先筛选再展开,并加上 LIMIT。"
    return message


def _lock(memory: int, timeout: int) -> None:
    """Give up, for good, what only an attack would want: more files, writing to files, memory, time."""
    try:
        import resource
    except ImportError:  # Windows: the other walls stand
        return
    # The engine looks at its own clock only while it runs, not while it reads and plans a statement; this one kills.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, timeout / 1000 + 1)
    # What is open stays open; the least free number is the first that no file will ever get.
    free = os.dup(0)
    os.close(free)
    limits = {"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": free,
              "RLIMIT_CPU": (os.cpu_count() or 1) * (timeout // 1000 + 10)}
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        # The engine reserves terabytes of addresses that it never fills: count from there.
        limits["RLIMIT_AS"] = pages * resource.getpagesize() + memory
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, name), (value, value))


if __name__ == "__main__":
    main()
