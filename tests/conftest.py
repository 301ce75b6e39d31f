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
    "chromium": (lambda: _program(os.environ.get("LIANTU_CHROMIUM") or "chromium"),
                 "a browser: apt-get install chromium fonts-noto-cjk, or where LIANTU_CHROMIUM points", ""),
    "neo4j": (neo4j_server.jars, "a real server: Java 17 or later, and Maven with a way to Maven Central on the first run", ""),
}
REQUIRED = frozenset(filter(None, os.environ.get("LIANTU_REQUIRE", "").replace(" ", "").split(",")))

# Starts once, when the first test asks for it.
neo4j, neo = neo4j_server.fixture, neo4j_server.empty

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


# Names that try to be markup, a formula, a path.
_HOSTILE: dict[str, str] = {
    "script": "</script><script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../茶厂",
}


def _drawn(*, hostile: bool = False) -> nx.MultiDiGraph[Any]:
    """Return a chain of five segments, one for each state, with two units, a leader and three tasks."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    name = {"segment": "精制", "project": "茶叶精制厂", "unit": "青山市商务局", "task": "发展茶叶精制", "chain": "茶"}
    if hostile:
        name = {"segment": _HOSTILE["image"], "project": _HOSTILE["formula"], "unit": _HOSTILE["path"], "task": _HOSTILE["script"], "chain": "茶"}
    graph.add_node("Document:a", kind="Document", name="青山市茶产业方案", file="a.txt", number="青政发〔2024〕3号", date="2024-03-01", city="青山市")
    graph.add_node("Industry:/茶", kind="Industry", name=name["chain"], level="chain")
    for key, stage, core, offsite, shown in (
        ("种植", "upstream", True, False, "种植"), ("精制", "midstream", True, False, name["segment"]), ("包装", "midstream", False, False, "包装"),
        ("机械", "upstream", False, True, "机械"), ("销售", "downstream", False, False, "销售"), ("检测", "service", False, False, "检测"),
    ):
        graph.add_node(f"Industry:/{key}", kind="Industry", name=shown, level="segment", stage=stage, core=core, offsite=offsite)
        graph.add_edge(f"Industry:/{key}", "Industry:/茶", kind="PART_OF")
    for source, target in (("种植", "精制"), ("机械", "精制"), ("精制", "包装"), ("包装", "销售")):
        graph.add_edge(f"Industry:/{source}", f"Industry:/{target}", kind="FEEDS")
    graph.add_node("Project:/厂", kind="Project", name=name["project"], stage="投产")
    graph.add_node("Project:/二厂", kind="Project", name="二期厂房", stage="开工")
    graph.add_node("Platform:/园", kind="Platform", name="茶园集聚区")
    graph.add_node("Unit:青山市/商务局", kind="Unit", name=name["unit"], aliases="市商务局", city="青山市")
    graph.add_node("Unit:青山市/农业局", kind="Unit", name="青山市农业局", city="青山市")
    graph.add_node("Person:青山市/王五", kind="Person", name="王五", city="青山市")
    said: dict[str, Any] = {"document": "Document:a", "grade": "explicit"}
    for number, (title, segment) in enumerate(((name["task"], "精制"), ("扩大茶园", "种植"), ("发展包装", "包装")), 1):
        task = f"Task:a/00{number}"
        graph.add_node(task, kind="Task", name=title, document="Document:a", number=str(number), city="青山市", section="主要任务",
                       start=number * 100, end=number * 100 + 50, deadline="2025-12-31" if number == 1 else None)
        graph.add_edge("Document:a", task, kind="HAS_TASK", quote=title, start=number * 100, end=number * 100 + 8, **said)
        graph.add_edge(task, f"Industry:/{segment}", kind="DEVELOPS", quote=f"{title}。", start=number * 100, end=number * 100 + 8, **said)
        graph.add_edge("Unit:青山市/商务局", task, kind="LEADS" if number < 3 else "PARTICIPATES_IN", quote="商务局牵头", start=number * 100 + 9,
                       end=number * 100 + 14, position=0, **said)
        graph.add_edge("Unit:青山市/农业局", task, kind="PARTICIPATES_IN" if number < 3 else "LEADS", quote="农业局配合", start=number * 100 + 15,
                       end=number * 100 + 20, position=0, **said)
        graph.add_edge("Person:青山市/王五", task, kind="OVERSEES", quote="王五", start=number * 100 + 21, end=number * 100 + 23, **said)
    for project in ("Project:/厂", "Project:/二厂"):
        graph.add_edge(project, "Industry:/精制", kind="BELONGS_TO", quote=f"建设{graph.nodes[project]['name']}。", start=100, end=120, **said)
        graph.add_edge("Task:a/001", project, kind="DELIVERS", quote=f"建设{graph.nodes[project]['name']}。", start=100, end=120, **said)
    graph.add_node("Region:青山市/东镇", kind="Region", name="东镇", city="青山市", level="county")
    graph.add_edge("Region:青山市/东镇", "Industry:/种植", kind="FOCUSES_ON", quote="东镇主攻种植。", start=210, end=217, **said)
    graph.add_edge("Project:/厂", "Region:青山市/东镇", kind="LOCATED_IN", quote=f"{name['project']}落户东镇。", start=120, end=130, **said)
    graph.add_edge("Platform:/园", "Industry:/种植", kind="BELONGS_TO", quote="依托茶园集聚区。", start=200, end=210, **said)
    return graph


@pytest.fixture(scope="session")
def hostile() -> dict[str, str]:
    """Give names that try to be markup, a formula, a path."""
    return _HOSTILE


@pytest.fixture(scope="session")
def drawn() -> Callable[..., nx.MultiDiGraph[Any]]:
    """Return a function that draws a small graph by hand; with ``hostile=True`` its names are hostile."""
    return _drawn


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
