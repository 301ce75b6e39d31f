"""The explorer over HTTP, for this machine: the same page, its data, answers and read-only Cypher asked when needed."""

from __future__ import annotations

import gc
import json
from asyncio import create_task, gather
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

from liantu.errors import LiantuError, NotFoundError, QueryError
from liantu.graph.folder import GraphFolder, open_graph
from liantu.graph.sandbox import run as run_cypher
from liantu.queries.catalog import ask, find_question
from liantu.viz.page import frame, policy
from liantu.viz.payload import Json, core, number_graph
from liantu.viz.payload_answers import answer_record, catalogue
from liantu.viz.payload_maps import maps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["create_app", "serve"]

Made = TypeVar("Made")

LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
_LONGEST_BODY: Final = 100_000
_PLAIN: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache"}
_TRUE: Final = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def _once(make: Callable[[], Made]) -> Callable[[], Made]:
    """Return a function that makes a thing when it is first called; who calls meanwhile waits for it."""
    lock, made = Lock(), cache(make)

    def get() -> Made:
        with lock:
            return made()

    return get


class _Explored:
    """A graph folder with what the page asks of it, made once."""

    def __init__(self, folder: GraphFolder, title: str, on: str | None) -> None:
        self.folder, self.title = folder, title
        self.answer = lru_cache(maxsize=256)(self._answer)
        numbering = self.numbering = _once(lambda: number_graph(folder.networkx()))
        made = {"version": str(import_module("liantu").__version__)}
        self.parts: Mapping[str, Callable[[], bytes]] = {
            "core": _once(lambda: _json(core(numbering(), title=title, made=made))),
            "maps": _once(lambda: _json(maps(numbering()))),
            "catalogue": _once(lambda: _json(catalogue(numbering(), on=on))),
        }

    def prepare(self, closing: Event) -> None:
        """Make what every page loads before it is asked for, part by part until the server closes."""
        for part in self.parts.values():
            if not closing.is_set():
                part()
        # All this stays until the end: looking through it for garbage again and again would hold up answers.
        gc.collect()
        gc.freeze()

    def _answer(self, name: str, given: tuple[tuple[str, str], ...]) -> bytes:
        known = {one.name: one.type for one in find_question(name).parameters}
        typed = {key: _typed(key, value, known.get(key, str)) for key, value in given}
        return _json(answer_record(self.numbering(), ask(self.numbering().graph, name, **typed)))

    def text(self, number: int) -> bytes:
        if not 0 <= number < len(self.numbering().documents):
            raise NotFoundError(f"图中没有第 {number} 份文件。请从文件列表打开。")
        return _json({"text": self.folder.text(self.numbering().documents[number])})


def _json(data: Json) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str).encode("utf-8", "replace")


def _typed(key: str, value: str, kind: type[str | int | float | bool]) -> str | float | bool:
    if kind is bool:
        if value.lower() not in _TRUE:
            raise QueryError(f"参数 {key} 只能是“是”或“否”，不能是“{value}”。")
        return _TRUE[value.lower()]
    try:
        return kind(value)
    except ValueError:
        raise QueryError(f"参数 {key} 要填数字，不能是“{value}”。") from None


def create_app(graph_folder: Path | str, *, title: str = "产业链与责任图谱", on: str | None = None, hosts: tuple[str, ...] = LOCAL) -> Starlette:
    """Return the explorer of a graph folder as an ASGI application.

    Parameters
    ----------
    graph_folder : Path or str
        The graph folder; it stays the graph that it is now, until the application is made anew.
    title : str
        The heading of the page.
    on : str, optional
        The day that questions about dates start from, ISO; by default that of the newest document.
    hosts : tuple of str
        Under which names it answers: a name that a foreign page makes point here is refused.

    Returns
    -------
    starlette.applications.Starlette

    Raises
    ------
    StoreError
        There is no graph in the folder.
    """
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.middleware import Middleware
    from starlette.middleware.gzip import GZipMiddleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    explored, closing = _Explored(open_graph(graph_folder), title, on), Event()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        early = create_task(run_in_threadpool(explored.prepare, closing))
        yield
        closing.set()
        # What went wrong there goes wrong again where it is asked for, and is said there.
        await gather(early, return_exceptions=True)
        explored.folder.close()

    routes = [
        Route("/", _page(explored)), Route("/data/{part}", _data(explored)), Route("/text/{number:int}", _text(explored)),
        Route("/answer/{name}", _answers(explored)), Route("/cypher", _cypher(explored), methods=["POST"]),
    ]
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
        Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
    ]
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


Handler = Callable[["Request"], Awaitable["Response"]]


def _reply(content: bytes, *, status: int = 200, kind: str = "application/json", headers: Mapping[str, str] | None = None) -> Response:
    from starlette.responses import Response

    return Response(content, status_code=status, media_type=kind, headers={**_PLAIN, **(headers or {})})


async def _safely(make: Callable[[], bytes]) -> Response:
    """Run what may take long beside the loop; say what the user can mend in the reply."""
    from starlette.concurrency import run_in_threadpool

    try:
        return _reply(await run_in_threadpool(make))
    except LiantuError as error:
        return _reply(_json({"error": str(error)}), status=404 if isinstance(error, NotFoundError) else 400)


def _page(explored: _Explored) -> Handler:
    text, rules = frame(explored.title, connect="'self'").encode(), policy(connect="'self'") + "; frame-ancestors 'none'"

    async def reply(_: Request) -> Response:
        return _reply(text, kind="text/html", headers={"Content-Security-Policy": rules})

    return reply


def _data(explored: _Explored) -> Handler:
    async def reply(request: Request) -> Response:
        part = explored.parts.get(request.path_params["part"])
        return await _safely(part) if part else _reply(_json({"error": "没有这部分数据。"}), status=404)

    return reply


def _text(explored: _Explored) -> Handler:
    async def reply(request: Request) -> Response:
        return await _safely(lambda: explored.text(request.path_params["number"]))

    return reply


def _answers(explored: _Explored) -> Handler:
    async def reply(request: Request) -> Response:
        given = tuple(sorted(request.query_params.items()))
        return await _safely(lambda: explored.answer(request.path_params["name"], given))

    return reply


def _cypher(explored: _Explored) -> Handler:
    async def reply(request: Request) -> Response:
        # A form of a foreign page can send neither this type nor its own origin as ours.
        if request.headers.get("content-type", "").partition(";")[0] != "application/json" or not _same_origin(request):
            return _reply(_json({"error": "只接受本页发出的请求。"}), status=403)
        try:
            statement = _statement(await _body(request))
        except QueryError as error:
            return _reply(_json({"error": str(error)}), status=400)
        return await _safely(lambda: _rows(explored.folder.folder, statement))

    return reply


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            raise QueryError("语句太长。请缩短。")
    return body


def _statement(body: bytes) -> str:
    try:
        said: Any = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("statement"), str):
        raise QueryError('请求应为 {"statement": "MATCH … RETURN …"}。')
    return str(said["statement"])


def _rows(folder: Path, statement: str) -> bytes:
    found = run_cypher(folder, statement)
    return _json({"columns": list(found.columns), "rows": [list(row) for row in found.rows], "cut": found.cut})


def serve(graph_folder: Path | str, *, host: str = "127.0.0.1", port: int = 8765, title: str = "产业链与责任图谱", on: str | None = None) -> None:
    """Serve the explorer of a graph folder until it is stopped.

    Parameters
    ----------
    graph_folder : Path or str
        The graph folder.
    host : str
        The address to listen on; by default only this machine can reach it.
    port : int
        The port.
    title, on
        As in `create_app`.

    Raises
    ------
    StoreError
        There is no graph in the folder.
    """
    import uvicorn

    hosts = LOCAL if host in LOCAL else (host, *LOCAL) if host != "0.0.0.0" else ("*",)  # noqa: S104 - only compared
    uvicorn.run(create_app(graph_folder, title=title, on=on, hosts=hosts), host=host, port=port, log_level="warning", access_log=False)
