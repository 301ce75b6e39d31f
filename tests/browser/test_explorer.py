"""The explorer in a real browser: each view, a newcomer's way through it, keyboard, accessibility, speed, no request."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

import networkx as nx
import openpyxl
import pytest
from docx import Document

from liantu.viz.page import page as render

VIEWS = ("overview", "chain", "duty", "matrix", "network", "ask", "ask/segments_without_project", "document")
HOSTILE = "<img src=x onerror=window.hurt=1></script><script>window.hurt=1</script>"


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_view_of_the_real_documents(seed_page: str, watch: Callable[..., Any], view: str, scheme: str) -> None:
    with watch(scheme=scheme) as watched:
        page = watched.open(f"{seed_page}#/{view}")
        page.wait_for_timeout(400)
        assert page.locator("#view h1").count() == 1
        assert page.locator("#view .fail").count() == 0
        watched.shot(f"{view.replace('/', '-')}-{scheme}")


@pytest.mark.parametrize("view", VIEWS[:6])
def test_each_view_of_a_large_graph(large_page: str, watch: Callable[..., Any], view: str) -> None:
    with watch() as watched:
        page = watched.open(f"{large_page}#/{view}")
        assert page.locator("#view h1").count() == 1
        watched.shot(f"large-{view}")


@pytest.mark.parametrize(("view", "scheme"), [
    *((view, "light") for view in (*VIEWS, "chain/LNG?n=LNG", "network/LNG")),
    *((view, "dark") for view in ("overview", "chain/LNG?n=LNG", "matrix", "ask/segments_without_project")),
])
def test_accessibility(seed_page: str, watch: Callable[..., Any], view: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with watch(scheme=scheme) as watched:
        page = watched.open(f"{seed_page}#/{view}")
        page.wait_for_timeout(400)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary", "")[:300]) for one in found] == []


def test_newcomer_finds_the_gaps_of_a_chain_and_its_sentence(seed_page: str, watch: Callable[..., Any], tmp_path: Path) -> None:
    with watch() as watched:
        page = watched.open(seed_page)
        page.keyboard.press("/")
        page.keyboard.type("lng")
        page.wait_for_selector("#found li[aria-selected=true]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".chain-map")
        assert "LNG" in page.locator("#view h1").inner_text()
        gap = page.locator(".segment.missing").first
        name = gap.get_attribute("data-name")
        gap.click()
        page.wait_for_function("name => document.querySelector('#beside h2').textContent.includes(name)", arg=name)
        page.locator("#beside a.where").first.click()
        page.wait_for_selector("#beside mark")
        assert page.locator("#beside mark").first.is_visible()
        assert "〔" in page.locator("#beside .inner").inner_text()
        watched.shot("newcomer-sentence")
        with page.expect_download() as caught:
            page.locator("#view [data-format=xlsx]").first.click()
        target = tmp_path / "list.xlsx"
        caught.value.save_as(target)
        sheet = openpyxl.load_workbook(target).active
        assert sheet is not None
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
        assert name in cells
        assert any("缺环" in cell for cell in cells)


def test_address_brings_the_same_back(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        page = watched.open(f"{seed_page}#/matrix?by=lead&level=industry")
        page.locator("td:not(.q0) a[data-cell]").first.click()
        page.wait_for_selector("#beside h2")
        title, address = page.locator("#beside h2").inner_text(), page.url
        page = watched.open(address)
        page.wait_for_selector("#beside h2")
        assert page.locator("#beside h2").inner_text() == title
        assert page.locator("#beside .quote q").first.inner_text() != "…"
        page.keyboard.press("Escape")
        page.wait_for_selector("#beside", state="hidden")
        assert "by=lead" in page.url


@pytest.mark.parametrize("typed", ["市发改委", "fagaiwei", "fgw"])
def test_search_by_alias_pinyin_and_initials(seed_page: str, watch: Callable[..., Any], typed: str) -> None:
    with watch() as watched:
        page = watched.open(seed_page)
        page.fill("#search", typed)
        page.wait_for_selector("#found li[role=option]")
        assert "发展和改革" in page.locator("#found").inner_text()


def test_keyboard_alone(seed_page: str, watch: Callable[..., Any]) -> None:
    """Open a box of the chain map, read its panel, come back to the box, walk to the next one."""
    with watch() as watched:
        page = watched.open(f"{seed_page}#/chain/LNG")
        box = page.locator(".chain-map [role=button][tabindex='0']")
        box.focus()
        first = box.get_attribute("data-node")
        page.keyboard.press("Enter")
        page.wait_for_selector("#beside h2")
        assert page.evaluate("document.activeElement.closest('#beside') !== null")
        page.keyboard.press("Escape")
        page.wait_for_selector("#beside", state="hidden")
        assert page.evaluate("document.activeElement.dataset.node") == first
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.dataset.node") not in (None, first)


def test_matrix_by_arrow_keys(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        page = watched.open(f"{seed_page}#/matrix")
        page.locator("td a[data-cell]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        cell = page.evaluate("document.activeElement.dataset.cell")
        page.keyboard.press("Enter")
        page.wait_for_selector("#beside h2")
        assert quote(cell.split("~")[1], safe="") in page.url


def test_every_matrix(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        for by in ("region", "lead", "unit", "platform", "project", "enterprise", "indicator"):
            page = watched.open(f"{seed_page}#/matrix?by={by}&level=industry&flip=1")
            assert page.locator(".fail").count() == 0


def test_network_filters_path_and_neighbours(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        page = watched.open(f"{seed_page}#/network")
        page.wait_for_selector(".canvas[data-drawn]")
        before = page.locator(".side [aria-live]").inner_text()
        page.locator("#k-Indicator").uncheck()
        page.wait_for_function("text => document.querySelector('.side [aria-live]').textContent !== text", arg=before)
        assert "hide=Indicator" in page.url
        page = watched.open(f"{seed_page}#/network/LNG?to={quote('嵊泗县')}")
        assert page.locator(".steps li").count() >= 2
        page.locator(".steps a.edge").first.click()
        page.wait_for_selector("#beside .quote, #beside .pair")
        watched.shot("path")


def test_every_question_opens(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        page = watched.open(f"{seed_page}#/ask")
        names = page.eval_on_selector_all(".cards a", "all => all.map(one => one.getAttribute('href'))")
        assert len(names) > 15
        for one in names:
            page.evaluate("href => { location.hash = href }", one)
            page.wait_for_selector("#view:not([aria-busy]) .result :not(.busy)")


def test_hostile_names_are_text(watch: Callable[..., Any], tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("Document:a", kind="Document", name=HOSTILE, file=f"{HOSTILE}.txt", number=HOSTILE, date="2023-01-01", city=HOSTILE)
    graph.add_node("Industry:c", kind="Industry", name=HOSTILE, level="chain", aliases=HOSTILE)
    graph.add_node("Industry:s", kind="Industry", name=HOSTILE, level="segment", stage="upstream")
    graph.add_node("Unit:u", kind="Unit", name=HOSTILE, aliases=HOSTILE, city=HOSTILE)
    graph.add_node("Task:t", kind="Task", name=HOSTILE, document="Document:a", number=HOSTILE)
    graph.add_node("Region:r", kind="Region", name=HOSTILE)
    where = {"document": "Document:a", "start": 0, "end": 40, "quote": HOSTILE, "place": HOSTILE, "rule": HOSTILE, "grade": "explicit"}
    for source, kind, target in (("Document:a", "HAS_TASK", "Task:t"), ("Unit:u", "LEADS", "Task:t"), ("Task:t", "DEVELOPS", "Industry:s"),
                                 ("Industry:s", "PART_OF", "Industry:c"), ("Task:t", "IN_REGION", "Region:r")):
        graph.add_edge(source, target, kind=kind, **where)
    place = tmp_path / "hostile.html"
    place.write_text(render(graph, title=HOSTILE, texts={"Document:a": HOSTILE * 3}), encoding="utf-8")
    with watch() as watched:
        said = quote(HOSTILE, safe="")
        for view in ("overview", "chain?n=Industry:s", "duty/Unit:u?n=Unit:u", "matrix?by=lead&level=industry", "network/Task:t?n=Task:t",
                     "ask/tasks_without_lead", "ask/unit_duties", f"document/{said}.txt", f"overview?t={said}.txt:0-40", f"{said}/{said}"):
            page = watched.open(f"{place.as_uri()}#/{view}")
            page.wait_for_timeout(200)
            assert page.evaluate("window.hurt") is None
            assert page.locator("main img, aside img, header img").count() == 0
        assert HOSTILE in page.locator(".brand").inner_text()


def test_old_browsers_unpack_by_themselves(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch() as watched:
        watched.page.add_init_script("delete window.DecompressionStream")
        page = watched.open(f"{seed_page}#/document/000_d98c7cf88c5799aa.txt")
        assert page.locator(".text p").count() > 20


def test_downloads_open_elsewhere(seed_page: str, watch: Callable[..., Any], tmp_path: Path) -> None:
    with watch() as watched:
        page = watched.open(f"{seed_page}#/ask/tasks_without_lead")
        page.wait_for_selector("[data-format]")
        rows = page.locator(".answer-table tbody tr").count()
        files = {}
        for ending in ("xlsx", "docx", "csv", "md", "json"):
            with page.expect_download() as caught:
                page.locator(f"[data-format={ending}]").click()
            files[ending] = tmp_path / f"found.{ending}"
            caught.value.save_as(files[ending])
        assert ZipFile(files["xlsx"]).testzip() is None
        sheet = openpyxl.load_workbook(files["xlsx"]).active
        assert sheet is not None
        assert sheet.max_row >= rows + 2
        assert len(Document(str(files["docx"])).tables[0].rows) == rows + 1
        assert files["csv"].read_bytes().startswith(b"\xef\xbb\xbf")
        assert len(json.loads(files["json"].read_text("utf-8"))["rows"]) == rows


def test_pictures_are_saved(seed_page: str, watch: Callable[..., Any], tmp_path: Path) -> None:
    from lxml import etree

    with watch() as watched:
        page = watched.open(f"{seed_page}#/chain/LNG")
        with page.expect_download() as caught:
            page.get_by_role("button", name="SVG 图").click()
        caught.value.save_as(tmp_path / "chain.svg")
        root = etree.parse(tmp_path / "chain.svg").getroot()
        assert root.tag.endswith("svg")
        with page.expect_download() as caught:
            page.get_by_role("button", name="PNG 图").click()
        caught.value.save_as(tmp_path / "chain.png")
        assert (tmp_path / "chain.png").read_bytes().startswith(b"\x89PNG")


def test_print_shows_the_map_without_controls(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch(scheme="dark") as watched:
        page = watched.open(f"{seed_page}#/chain/LNG")
        page.emulate_media(media="print")
        assert not page.locator(".search").is_visible()
        assert page.locator(".chain-map").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        watched.shot("print-chain")


def test_narrow_window_scrolls_down_not_across(seed_page: str, watch: Callable[..., Any]) -> None:
    with watch(width=390, height=844) as watched:
        for view in ("overview", "duty", "ask"):
            page = watched.open(f"{seed_page}#/{view}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390
            watched.shot(f"narrow-{view}")


@pytest.mark.speed
def test_large_graph_is_there_and_moves(large_page: str, watch: Callable[..., Any]) -> None:
    """5,000 nodes within 1.5 s on a quiet machine; here twice that, and frames counted while the mouse drags."""
    with watch() as watched:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            watched.open(f"{large_page}#/network").wait_for_selector(".canvas[data-drawn]")
            times.append(time.perf_counter() - began)
        assert min(times) < 3
        page = watched.open(f"{large_page}#/network")
        page.wait_for_selector(".canvas[data-drawn]")
        page.evaluate("() => { window.frames_ = 0; const count = () => { window.frames_ += 1; requestAnimationFrame(count); }; count(); }")
        page.mouse.move(900, 450)
        page.mouse.down()
        began, start = time.perf_counter(), page.evaluate("window.frames_")
        step = 0
        while time.perf_counter() - began < 2:
            step += 1
            page.mouse.move(900 + 150 * (step % 2), 450 + 5 * (step % 20))
        page.mouse.up()
        assert (page.evaluate("window.frames_") - start) / (time.perf_counter() - began) > 20
