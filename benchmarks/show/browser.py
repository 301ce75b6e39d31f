"""What a person sees of a page in a real browser: when the graph is there, when it moves, how smoothly."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["Motion", "Seen", "browser", "first_page", "look"]

# No graphics processor: the office machine that is hardest to please.
FLAGS = ("--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
         " --disable-component-update --disable-sync").split()
SECONDS = 2.0
MIDDLE = 900, 450
# Where no node lies: there a drag moves the picture in any page.
CORNER = 1400, 720
# Looks at all canvases through a small one. What differs from the corner is drawn; what differs from before has moved.
PROBE = """(() => {
  const small = document.createElement("canvas"), g = small.getContext("2d", {willReadFrequently: true});
  small.width = 96; small.height = 64; g.imageSmoothingQuality = "high";
  const look = () => {
    g.clearRect(0, 0, 96, 64);
    document.querySelectorAll("canvas").forEach(one => { if (one.width > 200) g.drawImage(one, 0, 0, 96, 64); });
    return g.getImageData(0, 0, 96, 64).data;
  };
  const differ = (one, other) => { let sum = 0; for (let at = 0; at < one.length; at += 1) if (Math.abs(one[at] - other(at)) > 6) sum += 1; return sum; };
  const probe = window.probe = {shown: 0, moved: 0, settled: 0, sharp: 0, before: null, stamps: null};
  const tick = now => {
    if (!probe.shown && document.querySelector("canvas")) {
      const seen = look();
      if (differ(seen, at => seen[at % 4]) > 20) probe.shown = performance.now();
    }
    if (probe.before && !probe.moved && differ(look(), at => probe.before[at]) > 20) probe.moved = performance.now();
    if (probe.stamps) probe.stamps.push(now);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  probe.wait = () => { probe.moved = 0; probe.before = look(); };
  probe.watchSharp = () => {
    const host = document.querySelector(".canvas[data-drawn]"), from = performance.now();
    const seen = (_, all) => { probe.sharp = performance.now() - from; all.disconnect(); };
    if (host) new MutationObserver(seen).observe(host, {attributes: true, attributeFilter: ["data-drawn"]});
  };
  probe.until = (field, most) => new Promise(done => {
    const from = performance.now(), again = () => (probe[field] || performance.now() - from > most ? done(probe[field]) : setTimeout(again, 10));
    again();
  });
  let network = null;
  Object.defineProperty(window, "network", {configurable: true, get: () => network, set: value => {
    network = value;
    if (value) value.once("stabilized", () => { probe.settled = performance.now(); });
  }});
})();"""


@dataclass(frozen=True, slots=True)
class Motion:
    """Frames while something moves: how many a second, the middle and the nineteenth of twenty in milliseconds."""

    rate: float
    median: float
    late: float


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from opening a page until the graph is drawn, moves under the mouse, is settled; None where it never was.

    ``sharp`` is how long after the last turn of the wheel the picture is drawn anew.
    """

    shown: float | None = None
    moves: float | None = None
    settled: float | None = None
    zoom: Motion | None = None
    drag: Motion | None = None
    sharp: float | None = None


@contextmanager
def browser() -> Iterator[Browser | None]:
    """Give a browser, or None where the machine has none."""
    from playwright.sync_api import sync_playwright

    place = shutil.which(os.environ.get("LIANTU_CHROMIUM") or "chromium")
    if place is None:
        yield None
        return
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield found
        found.close()


@contextmanager
def _opened(found: Browser, address: str) -> Iterator[Page]:
    """Open a page with nothing of earlier ones; what it asks of a network is refused at once."""
    context = found.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(600_000)
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    page.add_init_script(PROBE)
    page.goto(address, wait_until="commit")
    yield page
    context.close()


def _until(page: Page, field: str, seconds: float) -> float | None:
    when = page.evaluate("([field, most]) => window.probe.until(field, most)", [field, seconds * 1000])
    return float(when) / 1000 if when else None


def look(found: Browser, address: str, *, limit: float, own: bool = False, settles: bool = False) -> Seen:
    """Open a page, drag its graph, zoom it.

    Parameters
    ----------
    found : Browser
        From `browser`.
    address : str
        Of the page.
    limit : float
        Seconds to wait for the graph.
    own : bool
        Whether the page tells when it has drawn anew.
    settles : bool
        Whether nodes move by themselves at first.
    """
    with _opened(found, address) as page:
        shown = _until(page, "shown", limit)
        if shown is None:
            return Seen()
        page.evaluate("window.probe.wait()")
        page.mouse.move(*CORNER)
        page.mouse.down()
        page.mouse.move(CORNER[0] - 120, CORNER[1] - 60, steps=5)
        moves = _until(page, "moved", limit)
        page.mouse.up()
        settled = _until(page, "settled", max(1.0, limit - shown)) if settles else shown
        if settles and settled is None:
            return Seen(shown, moves)
        page.mouse.move(*MIDDLE)
        zoom = _motion(page, lambda step: page.mouse.wheel(0, -120 if step % 20 < 10 else 120))
        page.evaluate("window.probe.watchSharp()")
        sharp = _until(page, "sharp", 20) if own else None
        page.mouse.move(*CORNER)
        page.mouse.down()
        drag = _motion(page, lambda step: page.mouse.move(CORNER[0] - 150 * (step % 2), CORNER[1] - 5 * (step % 20)))
        page.mouse.up()
        return Seen(shown, moves, settled, zoom, drag, sharp)


def _motion(page: Page, act: Callable[[int], Any]) -> Motion:
    page.wait_for_timeout(600)
    page.evaluate("window.probe.stamps = []")
    until, step = perf_counter() + SECONDS, 0
    while perf_counter() < until or step < 4:
        act(step)
        step += 1
    stamps = page.evaluate("new Promise(done => requestAnimationFrame(() => { done(window.probe.stamps); window.probe.stamps = null; }))")
    frames = sorted(later - sooner for sooner, later in pairwise(stamps)) or [SECONDS * 1000]
    return Motion(1000 * len(frames) / sum(frames), statistics.median(frames), frames[int(len(frames) * 0.95)])


def first_page(found: Browser, address: str) -> float:
    """Return the seconds until the page that opens first is there."""
    with _opened(found, address) as page:
        page.wait_for_selector("#view:not([aria-busy]) h1")
        return float(page.evaluate("performance.now()")) / 1000
