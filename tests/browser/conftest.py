"""A real browser, the page of the real documents and of a made-up graph, and a watch on every request and error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import networkx as nx
import pytest

from liantu.viz.page import page as render
from tests.browser.synthetic import synthetic_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync").split()
# Kept to be looked at; git ignores it.
SHOTS = Path(__file__).resolve().parents[2] / "out" / "shots"
NODES = 5_000


@pytest.fixture(scope="session")
def browser(need: Callable[[str], Path]) -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    place = need("chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(place), args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def seed_page(browser: Browser, seed_graph: nx.MultiDiGraph[str], tmp_path_factory: pytest.TempPathFactory) -> str:
    assert browser.is_connected()  # without one nothing is built
    return _written(seed_graph, tmp_path_factory.mktemp("page") / "city.html", most=80)


@pytest.fixture(scope="session")
def large_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    assert browser.is_connected()
    return _written(synthetic_graph(NODES), tmp_path_factory.mktemp("large") / "large.html", most=6)


def _written(graph: nx.MultiDiGraph[str], path: Path, *, most: int) -> str:
    path.write_text(render(graph, title="青山市产业链与责任图谱", most_answers=most), encoding="utf-8")
    return path.as_uri()


class Watched:
    """A page in the browser whose requests and complaints are written down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reached: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            self.reached.append(url)

    def open(self, address: str) -> Page:
        """Open an address and wait until its view is there."""
        self.page.goto("about:blank")
        self.page.goto(address)
        self.page.wait_for_selector("#view:not([aria-busy])", timeout=60_000)
        return self.page

    def shot(self, name: str) -> None:
        """Keep a picture for people."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))


@pytest.fixture(scope="session")
def watch(browser: Browser) -> Callable[..., AbstractContextManager[Watched]]:
    @contextmanager
    def opened(
        *, scheme: Literal["light", "dark"] = "light", width: int = 1440, height: int = 900, server: bool = False,
    ) -> Iterator[Watched]:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True)
        watched = Watched(context.new_page())
        watched.page.set_default_timeout(20_000)
        yield watched
        context.close()
        assert watched.complaints == []
        assert server or watched.reached == []

    return opened
