"""Keep two pushes of one graph apart, on whatever machines they run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from liantu.errors import StoreError

if TYPE_CHECKING:
    from liantu.graph.neo4j import Neo4jStore

__all__ = ["alone"]

_PATIENCE: Final = 2.0


@contextlib.contextmanager
def alone(neo: Neo4jStore) -> Iterator[None]:
    """Hold the server's lock on a graph; it lets go when the connection ends, however it ends.

    The lock is on a node that is never committed: its name is unique, so a second one of it has to wait.

    Raises
    ------
    StoreError
        Another push of the same graph is running.
    """
    from neo4j.exceptions import Neo4jError

    node = "MERGE (:LiantuLock {name: $graph})"
    with neo.session(write=True) as session:
        try:
            with session.begin_transaction(timeout=_PATIENCE) as probe:
                probe.run(node, graph=neo.graph).consume()
                probe.rollback()
        except Neo4jError as error:
            if "Transaction.TransactionTimedOut" in (error.code or "") or "Lock" in (error.code or ""):
                raise StoreError(f"另一个推送正在写入图 {neo.graph}。请等它结束后再试。") from error
            raise
        # No time limit on this one: it lasts as long as the push.
        with session.begin_transaction(timeout=0) as transaction:
            transaction.run(node, graph=neo.graph).consume()
            yield
            transaction.rollback()
