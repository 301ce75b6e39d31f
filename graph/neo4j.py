"""A graph on a Neo4j server: connecting, and reading what ``push`` put there.

Every node and relationship of ours carries ``_graph``, the name of its graph; whatever lacks it is someone else's. A
node ``LiantuGraph`` says of each graph whether its last push came to its end, and how many of each kind there are.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, LiteralString, Self
from urllib.parse import urlsplit

from liantu.errors import LiantuError, QueryError, StoreError
from liantu.graph import schema
from liantu.graph.model import Node
from liantu.graph.store import Cell, Fact, Rows, fact_from_row, in_order, node_from_row

if TYPE_CHECKING:
    import networkx as nx
    from neo4j import Driver, Session

__all__ = ["DEFAULT", "Neo4jStore", "check_version", "connect", "own", "speaking"]

DEFAULT: Final = "default"
_OLDEST: Final = 5
_SCHEMES: Final = tuple(f"{scheme}{safety}" for scheme in ("neo4j", "bolt") for safety in ("", "+s", "+ssc"))
_HIDDEN: Final = frozenset({"_graph", "_hash"})
_NO_TLS: Final = re.compile(r"certificate|ssl|tls|encrypt", re.IGNORECASE)


def connect(
    uri: str, *, user: str | None = None, password: str | None = None, database: str | None = None,
    graph: str = DEFAULT, mixed: bool = False,
) -> Neo4jStore:
    """Connect to a Neo4j server.

    Parameters
    ----------
    uri : str
        ``neo4j://host:7687`` or ``bolt://…``; with ``+s`` encrypted and the certificate checked, with ``+ssc``
        encrypted only.
    user, password, database : str, optional
        By default NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE of the environment.
    graph : str
        The name of our graph on the server.
    mixed : bool
        Let ``cypher`` run even where nodes that are not of this graph carry our labels, and would be counted in.

    Returns
    -------
    Neo4jStore
        Close it, or use it in a ``with`` statement.

    Raises
    ------
    StoreError
        There is no server, it refuses the password or the encryption, it is too old, or the driver is not installed.
    """
    try:
        import neo4j
    except ImportError as error:
        raise StoreError("未安装 Neo4j 驱动。请执行 pip install 'liantu[neo4j]'。") from error
    address = _checked(uri)
    # Each kind of ours that a graph lacks would be a warning on the screen.
    logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)
    user = user or os.environ.get("NEO4J_USERNAME") or "neo4j"
    password = password if password is not None else os.environ.get("NEO4J_PASSWORD")
    try:
        driver = neo4j.GraphDatabase.driver(
            uri, auth=None if password is None else (user, password), connection_timeout=10.0, user_agent="liantu")
    except (ValueError, neo4j.exceptions.DriverError) as error:
        raise StoreError(f"Neo4j 地址 {address} 有误:{error}。请写成 neo4j://主机:7687。") from error
    store = Neo4jStore(driver, database=database or os.environ.get("NEO4J_DATABASE"), graph=graph, mixed=mixed)
    try:
        with speaking(address, encrypted="+" in urlsplit(uri).scheme):
            check_version(driver.get_server_info().agent)
            with store.session() as session:
                session.run("RETURN 1").consume()
    except BaseException:
        store.close()
        raise
    return store


def _checked(uri: str) -> str:
    """Return host and port, for messages; never show what else the address holds, it may be a password."""
    parts = urlsplit(uri)
    if parts.scheme not in _SCHEMES:
        raise StoreError(f"Neo4j 地址应以 {'、'.join(f'{scheme}://' for scheme in _SCHEMES)} 开头。")
    if "@" in parts.netloc:
        raise StoreError("Neo4j 地址中不能写用户名和密码。请用环境变量 NEO4J_USERNAME 和 NEO4J_PASSWORD,或在提示时输入。")
    return parts.netloc


def check_version(agent: str) -> None:
    """Raise StoreError where a server, named as ``Neo4j/5.26.0``, is older than our statements.

    Examples
    --------
    >>> check_version("Neo4j/4.4.36")
    Traceback (most recent call last):
    liantu.errors.StoreError: 服务器是 Neo4j/4.4.36,版本过旧。请升级到 Neo4j 5 或更新的版本。
    """
    # Since 2025 the years are the versions.
    found = re.match(r"Neo4j/v?(\d+)\.", agent)
    if found is None or int(found[1]) < _OLDEST:
        raise StoreError(f"服务器是 {agent},版本过旧。请升级到 Neo4j {_OLDEST} 或更新的版本。")


@contextlib.contextmanager
def speaking(address: str = "", *, encrypted: bool = False) -> Iterator[None]:
    """Turn what the driver raises into StoreError with the way out."""
    from neo4j import exceptions

    try:
        yield
    except LiantuError:
        raise
    except exceptions.Neo4jError as error:
        raise StoreError(_refused(error.code or "", error.message or str(error))) from error
    except exceptions.DriverError as error:
        raise StoreError(_unreachable(error, address, encrypted=encrypted)) from error


def _refused(code: str, message: str) -> str:
    if code.endswith("CredentialsExpired"):
        return "Neo4j 要求先修改初始密码。请用 Neo4j Browser 或 cypher-shell 登录一次并修改。"
    if code.endswith("AuthenticationRateLimit"):
        return "密码错误次数过多,Neo4j 暂停了登录。请稍候几秒再试。"
    if code.startswith("Neo.ClientError.Security.Forbidden"):
        return f"这个 Neo4j 用户没有所需的权限:{message}。请换一个用户,或请管理员授权。"
    if code.startswith("Neo.ClientError.Security"):
        return "Neo4j 的用户名或密码不对。请核对环境变量 NEO4J_USERNAME 和 NEO4J_PASSWORD,或在提示时重新输入。"
    if code.endswith("DatabaseNotFound"):
        return f"Neo4j 中没有这个数据库:{message}。请核对数据库名(NEO4J_DATABASE)。"
    return f"Neo4j 拒绝了操作:{message}({code})。处理后请重新执行;已写入的部分不会重复。"


def _unreachable(error: Exception, address: str, *, encrypted: bool) -> str:
    causes, one = [str(error)], error.__cause__
    while one is not None:
        causes.append(str(one))
        one = one.__cause__
    said = ";".join(dict.fromkeys(cause.splitlines()[0] for cause in causes if cause))
    if type(error).__name__ == "UnsupportedServerProduct":
        return f"{address} 上的服务器版本过旧或不是 Neo4j:{said}。请升级到 Neo4j {_OLDEST} 或更新的版本。"
    if "CERTIFICATE_VERIFY_FAILED" in said:
        return f"{address} 的证书不可信:{said}。自签证书请用 neo4j+ssc:// 或 bolt+ssc://。"
    absent = "Connection refused" in said or "Cannot resolve" in said
    if encrypted and not absent and (_NO_TLS.search(said) or "handshake" in said):
        return f"{address} 不支持加密连接:{said}。请改用 neo4j:// 或 bolt://,或请管理员在服务器上启用 TLS。"
    return f"连不上 Neo4j({address or '连接中断'}):{said}。请核对地址和端口、服务器是否已启动,以及它是否只接受加密连接(neo4j+s://)。"


class Neo4jStore:
    """A graph on a server; make it with ``connect``.

    Parameters
    ----------
    driver : neo4j.Driver
        Owned by the store from now on.
    database : str, optional
        The home database of the user by default.
    graph : str
        The name of the graph.
    mixed : bool
        See ``connect``.
    """

    def __init__(self, driver: Driver, *, database: str | None = None, graph: str = DEFAULT, mixed: bool = False) -> None:
        self._driver, self.database, self.graph, self.mixed = driver, database, graph, mixed
        self._trusted = False

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        self._driver.close()

    def session(self, *, write: bool = False) -> Session:
        """Return a new session; by default the server refuses to write in it."""
        return self._driver.session(
            database=self.database, default_access_mode="WRITE" if write else "READ", fetch_size=10_000)

    def within(self, graph: str | None) -> Neo4jStore:
        """Return a view of another graph on the same server, over the same connection."""
        if graph is None or graph == self.graph:
            return self
        return Neo4jStore(self._driver, database=self.database, graph=graph, mixed=self.mixed)

    def state(self) -> dict[str, Any] | None:
        """Return what the server notes of the graph: ``complete``, and a count for each kind; None if there is none."""
        for row in self.stream("MATCH (g:LiantuGraph {name: $graph}) RETURN properties(g)"):
            return dict(row[0])
        return None

    def _whole(self) -> dict[str, Any]:
        state = self.state()
        if state is None:
            known = sorted(str(row[0]) for row in self.stream("MATCH (g:LiantuGraph) RETURN g.name"))
            raise StoreError(f"Neo4j 中没有名为 {self.graph} 的图。" + (
                f"已有的图:{'、'.join(known)}。" if known else "请先用 liantu push 推送。"))
        if not state.get("complete"):
            raise StoreError(f"图 {self.graph} 上次推送没有完成,内容不全。请重新推送。")
        return state

    def stream(self, statement: str, **parameters: object) -> Iterator[list[Any]]:
        """Yield the rows of one of our own reading statements; ``$graph`` is given."""
        with speaking(), self.session() as session:
            for record in session.run(own(statement), {"graph": self.graph, **parameters}):
                yield record.values()

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes, sorted by id."""
        self._whole()
        for kind in sorted(schema.NODES):
            columns = [column.name for column in schema.node_columns(kind)]
            shown = ", ".join(f"n.`{name}`" for name in columns)
            for row in self.stream(f"MATCH (n:`{kind}`) WHERE n._graph = $graph RETURN {shown} ORDER BY n.id"):
                yield node_from_row(dict(zip(columns, row, strict=True)))

    def edges(self) -> Iterator[Fact]:
        """Yield the edges, sorted by kind, source, target and evidence."""
        self._whole()
        return in_order(self._facts())

    def _facts(self) -> Iterator[Fact]:
        for kind in sorted(schema.EDGES):
            columns = [column.name for column in schema.edge_columns(kind)]
            shown = ", ".join(f"r.`{name}`" for name in columns)
            for source, target, *row in self.stream(
                f"MATCH (a)-[r:`{kind}`]->(b) WHERE r._graph = $graph "
                f"RETURN a.id AS source, b.id AS target, {shown} ORDER BY source, target"
            ):
                yield fact_from_row(source, target, dict(zip(columns, row, strict=True)))

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Return the graph in memory."""
        from liantu.graph.memory import to_networkx

        return to_networkx(self.nodes(), self.edges())

    def cypher(
        self, statement: str, parameters: Mapping[str, object] | None = None, *, rows: int | None = None,
        timeout: int | None = None,
    ) -> Rows:
        """Run one reading statement; the server refuses to write.

        It sees the whole database, so it does not run where nodes of others carry our labels, except with ``mixed``.
        Users' own statements go through ``liantu.graph.guard`` first: ``LOAD CSV`` reads addresses even here.

        Parameters
        ----------
        statement : str
            Cypher, in the subset that runs on all stores.
        parameters : mapping, optional
            A value for each ``$name`` in it.
        rows : int, optional
            Take no more than these of the answer.
        timeout : int, optional
            Milliseconds after which the statement is given up.

        Returns
        -------
        Rows
            Dates ISO strings, nodes and edges maps of their columns, paths lists of them.

        Raises
        ------
        QueryError
            The statement is wrong, changes something, lacks a parameter, takes too long, or would count what is not ours.
        """
        from neo4j.exceptions import Neo4jError

        if not self._trusted:
            self._check_alone()
        limit = None if timeout is None else max(timeout, 1) / 1000
        try:
            with speaking(), self.session() as session, session.begin_transaction(timeout=limit) as transaction:
                try:
                    answer = transaction.run(own(statement), dict(parameters or {}))
                    found = list(answer) if rows is None else answer.fetch(rows)
                    return Rows(tuple(answer.keys()), tuple(tuple(map(_plain, record.values())) for record in found))
                except Neo4jError as error:
                    raise QueryError(_explained(error.code or "", error.message or str(error))) from error
        except (TypeError, ValueError) as error:
            raise QueryError(f"语句的参数无法传给 Neo4j:{error}。请只用文字、数字、真假和它们的列表。") from error

    def count(self) -> dict[str, int]:
        """Return how many nodes and relationships of each kind the database has, whosever they are."""
        return dict(zip((*schema.NODES, *schema.EDGES), next(self.stream(_counting())), strict=True))

    def _check_alone(self) -> None:
        state = self._whole()
        if not self.mixed:
            strange = [f"{kind}({count - state.get(kind, 0):+d})" for kind, count in self.count().items()
                       if count != state.get(kind, 0)]
            if strange:
                raise QueryError(
                    f"数据库中另有不属于图 {self.graph} 的内容用了相同的类型:{'、'.join(strange)}。语句会把它们一并算入。"
                    "请为这张图单独使用一个数据库;确实要一起查询时,连接时加 mixed=True(命令行加 --mixed)。")
        self._trusted = True


@cache
def _counting() -> str:
    """Return the statement that counts each kind; Neo4j keeps these counts, so it reads no node."""
    counts = [f"COUNT {{ (:`{kind}`) }}" for kind in schema.NODES]
    counts += [f"COUNT {{ ()-[:`{kind}`]->() }}" for kind in schema.EDGES]
    return "RETURN " + ", ".join(f"{count} AS c{number}" for number, count in enumerate(counts))


def own(statement: str) -> LiteralString:
    """Return a statement as the driver's types want it: its text is ours or was checked, values are parameters."""
    return statement  # pyright: ignore[reportReturnType] - mypy knows no difference


def _explained(code: str, message: str) -> str:
    if "TransactionTimedOut" in code or code.endswith(("LockClientStopped", "Transaction.Terminated")):
        return "语句执行超时。请缩小范围,或放宽时限。"
    if code.endswith("ParameterMissing"):
        return f"语句缺少参数:{message.partition(':')[2].strip()}。请一并给出。"
    if code.endswith("AccessMode"):
        return "图以只读方式打开,不能修改。"
    return f"语句不能执行:{message.strip()}"


def _plain(value: Any) -> Cell:  # noqa: ANN401 - whatever the driver returns
    from neo4j import graph

    if isinstance(value, (graph.Node, graph.Relationship)):
        return {name: _plain(part) for name, part in value.items() if name not in _HIDDEN}
    if isinstance(value, graph.Path):
        return [_plain(part) for pair in zip(value.nodes, (*value.relationships, None), strict=True) for part in pair if part]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, (str, int, float)):
        return value
    # Dates and times of the driver, and what no column of ours holds.
    return str(value.iso_format()) if hasattr(value, "iso_format") else str(value)
