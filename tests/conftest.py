"""What all tests share: things that a machine may lack, no network, the same random examples each time in CI."""

from __future__ import annotations

import ipaddress
import json
import os
import shutil
import socket
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import networkx as nx
import pytest

from liantu.graph.folder import open_graph
from liantu.loaders.build import build
from tests import neo4j_server

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LIANTU_SHARED") or ROOT.parent / "shared")

# Name → (where it is on this machine or None, what it is, what it is a part of). A new kind of thing is a new row.
PLACES: dict[str, tuple[Callable[[], Path | None], str, str]] = {
    "shared": (lambda: _folder(SHARED), "documents and gold: beside the checkout, or where LIANTU_SHARED points", ""),
    "seeds": (lambda: _folder(SHARED / "seeds"), "real documents: seeds/ in the shared folder", "shared"),
    "libreoffice": (lambda: _program("soffice"), "soffice: apt-get install libreoffice-writer libreoffice-calc", ""),
    "neo4j": (neo4j_server.jars, "a real server: Java 17 or later, and Maven with a way to Maven Central on the first run", ""),
}
REQUIRED = frozenset(filter(None, os.environ.get("LIANTU_REQUIRE", "").replace(" ", "").split(",")))

# Starts once, when the first test asks for it.
neo4j = neo4j_server.fixture

_used: set[str] = set()
_lacking: dict[str, list[str]] = defaultdict(list)

hypothesis.settings.register_profile("default", deadline=None)  # a busy machine is not a failure
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")


def _folder(path: Path) -> Path | None:
    return path if path.is_dir() else None


def _program(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


@pytest.fixture(scope="session")
def need() -> Callable[[str], Path]:
    """Return a function that gives the place of a thing; without the thing it skips the test, loudly.

    ``need("shared")`` is the folder. With ``LIANTU_REQUIRE=shared,…`` a missing thing is a failure, and so is a run
    in which no test asked for it.
    """

    def find(name: str) -> Path:
        look, hint, whole = PLACES[name]
        place = look()
        if place is not None:
            _used.add(name)
            return place
        if {name, whole} & REQUIRED:
            pytest.fail(f"{name} is required here and missing: {hint}", pytrace=False)
        pytest.skip(f"needs {name}: {hint}")

    return find


@pytest.fixture(scope="session")
def shared(need: Callable[[str], Path]) -> Path:
    """Give the folder of given documents and gold annotations, read-only."""
    return need("shared")


@pytest.fixture(scope="session")
def seeds(need: Callable[[str], Path]) -> Path:
    """Give the folder of real documents, read-only."""
    return need("seeds")


@pytest.fixture(scope="session")
def graph_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., nx.MultiDiGraph[str]]:
    """Return a function that builds documents into a graph: paths, or texts by file name; with texts and lists of doubts."""

    def make(*paths: Path, **texts: str) -> nx.MultiDiGraph[str]:
        place = tmp_path_factory.mktemp("graph")
        for name, text in texts.items():
            (place / f"{name}.txt").write_text(text, encoding="utf-8")
        built = build([*paths, *(place / f"{name}.txt" for name in texts)], place / "out")
        with open_graph(built.path) as opened:
            graph = opened.networkx()
            graph.graph["texts"] = {node: opened.text(node) for node, kind in graph.nodes(data="kind") if str(kind) == "Document"}
            for stem in ("review", "unread"):
                lines = (opened.folder / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
                graph.graph[stem] = [json.loads(line) for line in lines]
        return graph

    return make


@pytest.fixture(scope="session")
def seed_graph(seeds: Path, graph_of: Callable[..., nx.MultiDiGraph[str]]) -> nx.MultiDiGraph[str]:
    """Give the graph of the real documents, built once."""
    return graph_of(seeds)


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """Let no test talk to anything but this machine: the product works without a network."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[Any, ...] | str) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _this_machine(str(address[0])):
            message = f"a test reached out to {address[0]}"
            raise AssertionError(message)
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note each skipped test under its reason."""
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        _lacking[report.longrepr[2].removeprefix("Skipped: ")].append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which nothing asked for what is required."""
    if not session.config.option.collectonly and REQUIRED - _used:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested here, and why."""
    out = terminalreporter
    if _lacking:
        out.section("NOT TESTED ON THIS MACHINE", yellow=True, bold=True)
        for reason, tests in sorted(_lacking.items()):
            out.line(f"{len(tests)} skipped, {reason}")
            for test in tests:
                out.line(f"    {test}")
    for name in sorted(REQUIRED - _used):
        out.line(f"LIANTU_REQUIRE names {name!r}, and no test of this run got it: failed.", red=True, bold=True)
