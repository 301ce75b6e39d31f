"""The same explorer over HTTP, in a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from liantu.loaders.build import build
from liantu.viz.app import create_app


@pytest.fixture(scope="module")
def served(browser: object, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser  # without one nothing is built
    built = build([seeds], tmp_path_factory.mktemp("served") / "graph")
    server = uvicorn.Server(uvicorn.Config(create_app(built.path), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


def test_views_questions_and_sentences(served: str, watch: Callable[..., Any]) -> None:
    with watch(server=True) as watched:
        for view in ("overview", "chain", "matrix", "network", "document"):
            page = watched.open(f"{served}#/{view}")
            assert page.locator("#view .fail").count() == 0
        page = watched.open(f"{served}#/ask/unit_duties?unit=市发改委&city=舟山市")
        page.wait_for_selector(".answer-table tbody tr")
        page.locator("td.open button").first.click()
        page.locator("tr.evidence a.where").first.click()
        page.wait_for_selector("#beside mark")
        assert all(url.startswith(served) for url in watched.reached)


def test_console(served: str, watch: Callable[..., Any]) -> None:
    with watch(server=True) as watched:
        page = watched.open(f"{served}#/cypher")
        page.fill("#statement", "MATCH (u:Unit)-[:LEADS]->(t:Task) RETURN u.name AS 单位, count(t) AS 数 ORDER BY 数 DESC LIMIT 3")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".answer-table tbody tr", timeout=60_000)
        assert page.locator(".answer-table tbody tr").count() == 3
        watched.shot("cypher")


def test_console_says_why_it_refuses(served: str, watch: Callable[..., Any]) -> None:
    with watch(server=True) as watched:
        page = watched.open(f"{served}#/cypher")
        page.fill("#statement", "MATCH (n) DELETE n")
        page.get_by_role("button", name="运行").click()
        page.wait_for_selector(".fail", timeout=60_000)
        assert "只能查询" in page.locator(".fail").inner_text()
        # The browser itself reports the refused request; that is no complaint of the page.
        watched.complaints[:] = [one for one in watched.complaints if "400" not in one]
