"""How long the server takes for each page of answers, asked over HTTP, for the first time and once more."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import urlencode

from liantu.viz.payload_answers import asked

__all__ = ["Reply", "ask_all", "served"]

PARTS = ("/", "/data/core", "/data/maps", "/data/catalogue")


@dataclass(frozen=True, slots=True)
class Reply:
    """The seconds of an address, the first time and the second."""

    address: str
    first: float
    second: float


@contextmanager
def served(graph: Path) -> Iterator[tuple[http.client.HTTPConnection, float]]:
    """Run ``liantu serve`` on a free port; give a connection, and the seconds until it answered all that a page loads."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = perf_counter()
    command = [sys.executable, "-c", "from liantu.cli import main; main()", "serve", "--graph", str(graph), "--port", str(port)]
    process = subprocess.Popen(command)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while process.poll() is None:
            try:
                connection.connect()
                break
            except OSError:
                sleep(0.02)
        for part in PARTS:
            _get(connection, part)
        yield connection, perf_counter() - began
        connection.close()
    finally:
        process.terminate()
        process.wait(30)


def _get(connection: http.client.HTTPConnection, address: str) -> bytes:
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    return connection.getresponse().read()


def _seconds(connection: http.client.HTTPConnection, address: str) -> float:
    start = perf_counter()
    _get(connection, address)
    return perf_counter() - start


def ask_all(connection: http.client.HTTPConnection) -> list[Reply]:
    """Ask for the pages and for every question of the catalogue with every name it can choose; the slowest first."""
    connection.request("GET", "/data/catalogue")
    known = json.loads(connection.getresponse().read())["choices"]
    answers = [f"/answer/{name}?{urlencode(given)}" for name, given in asked(known)]
    found = [Reply(one, _seconds(connection, one), _seconds(connection, one)) for one in (*PARTS, *answers)]
    return sorted(found, key=lambda one: -one.first)
