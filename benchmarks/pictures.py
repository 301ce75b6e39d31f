"""The explorer in a real browser against vis-network with positions set and against pyvis, and the server's answers.

Run ``python benchmarks/pictures.py [NODES...]``; by default 500, 5,000, 20,000 and 100,000 nodes of a made-up graph, and
every question over the seeds, or the samples where there are none. It needs Chromium. Opening is the best of several
runs; a busy machine doubles seconds, so compare within one run. Ends with 1 where a promise is not kept.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from show.browser import Motion, Seen, browser, first_page, look
from show.pages import Made, ours, places, preset, pyvis, timed
from show.server import PARTS, Reply, ask_all, served

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from liantu import build
from tests.browser.synthetic import synthetic_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
SIZES = 500, 5_000, 20_000, 100_000
RUNS = 2
# pyvis lays out in the browser, with nothing to be seen before: how long it is waited for, by size; beyond, not at all.
PYVIS = {500: 60.0, 5_000: 30.0}
LIMIT = 60.0
# Promised seconds until the graph moves under the mouse, and seconds of layout, by size.
MOVES = {500: 1.5, 5_000: 1.5, 20_000: 2.5, 100_000: 4.0}
LAYOUT = {5_000: 3.0, 20_000: 6.0, 100_000: 20.0}
SIZE = {100_000: 20e6}
RATE, LATE, SHARP, ANSWER = 30.0, 50.0, 1.5, 0.2


@dataclass(slots=True)
class Measured:
    """All that was measured at one size."""

    nodes: int
    edges: int
    layout: float
    start: float = 0.0
    pages: dict[str, Made] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)

    def limit(self, name: str) -> float:
        """Return how long a page was waited for."""
        return PYVIS[self.nodes] if name == "pyvis" else LIMIT


def measure(found: Browser, size: int, folder: Path) -> Measured:
    """Write and open the pages of one size."""
    graph = synthetic_graph(size)
    place, seconds = places(graph)
    done = Measured(graph.number_of_nodes(), graph.number_of_edges(), seconds)
    done.pages["liantu"] = ours(graph, folder / f"{size}.html")
    done.pages["vis preset"] = preset(graph, place, folder / f"{size}-vis.html")
    if done.nodes in PYVIS:
        done.pages["pyvis"] = pyvis(graph, folder / f"{size}-pyvis.html")
    for name, made in done.pages.items():
        own, settles = name == "liantu", name == "pyvis"
        address = made.path.as_uri() + ("#/network" if own else "")
        runs = 1 if settles or (size > SIZES[1] and not own) else RUNS
        tries = [look(found, address, limit=done.limit(name), own=own, settles=settles) for _ in range(runs)]
        done.seen[name] = min(tries, key=lambda one: one.moves or LIMIT)
        made.path.unlink() if not own else None
    done.start = min(first_page(found, done.pages["liantu"].path.as_uri()) for _ in range(RUNS))
    return done


def seconds(value: float | None, *, limit: float = LIMIT) -> str:
    """Return seconds as text; where it never happened, the limit."""
    return f"> {limit:.0f}" if value is None else f"{value:.2f}"


def frames(motion: Motion | None) -> str:
    """Return frames a second with the late ones."""
    return f"{motion.rate:.0f} ({motion.late:.0f} ms)" if motion else "-"


def table(done: Measured) -> Iterator[str]:
    """Yield what was measured at one size, then the ratios to ours."""
    yield f"\n{done.nodes} nodes, {done.edges} edges; layout {done.layout:.2f} s; first page {done.start:.2f} s"
    yield f"{'':<12}{'written s':>11}{'MB':>8}{'shown s':>10}{'moves s':>10}{'settled s':>11}{'zoom fps (p95)':>18}{'drag fps (p95)':>18}{'sharp s':>9}"
    for name, made in done.pages.items():
        seen, limit = done.seen[name], done.limit(name)
        times = "".join(f"{seconds(one, limit=limit):>{width}}" for one, width in ((seen.shown, 10), (seen.moves, 10), (seen.settled, 11)))
        sharp = f"{seen.sharp:.2f}" if seen.sharp else "-"
        yield f"{name:<12}{made.seconds:>11.2f}{made.size / 1e6:>8.2f}{times}{frames(seen.zoom):>18}{frames(seen.drag):>18}{sharp:>9}"
    mine = done.seen["liantu"]
    for name in list(done.pages)[1:]:
        yield f"liantu to {name}: " + ", ".join(ratios(mine, done.seen[name], limit=done.limit(name)))


def ratios(mine: Seen, other: Seen, *, limit: float) -> Iterator[str]:
    """Yield how ours compares: seconds less than 1 is faster, frames more than 1 is smoother."""
    for title, one, two in (("shown", mine.shown, other.shown), ("moves", mine.moves, other.moves), ("settled", mine.settled, other.settled)):
        if one is not None:
            yield f"{title} {'< ' if two is None else ''}{one / (limit if two is None else two):.3f}"
    for title, ahead, behind in (("zoom", mine.zoom, other.zoom), ("drag", mine.drag, other.drag)):
        if ahead and behind:
            yield f"{title} x{ahead.rate / behind.rate:.1f}"


def broken(done: Measured, size: int) -> Iterator[str]:
    """Yield the promises that are not kept at one size."""
    mine = done.seen["liantu"]
    if size in LAYOUT and done.layout > LAYOUT[size]:
        yield f"{size}: layout {done.layout:.1f} s, promised {LAYOUT[size]:.0f}"
    if size in SIZE and done.pages["liantu"].size > SIZE[size]:
        yield f"{size}: {done.pages['liantu'].size / 1e6:.1f} MB, promised {SIZE[size] / 1e6:.0f}"
    if size in MOVES and (mine.moves is None or mine.moves > MOVES[size]):
        yield f"{size}: moves after {seconds(mine.moves)} s, promised {MOVES[size]}"
    for what, motion in (("zoom", mine.zoom), ("drag", mine.drag)):
        if motion is None or motion.rate < RATE or motion.late > LATE:
            yield f"{size}: {what} at {frames(motion)}, promised {RATE:.0f} ({LATE:.0f} ms)"
    if mine.sharp is None or mine.sharp > SHARP:
        yield f"{size}: sharp after {seconds(mine.sharp, limit=20)} s, promised {SHARP}"


def answers(folder: Path) -> Iterator[str]:
    """Print how long answers take; yield the promises that are not kept."""
    seeds = ROOT.parent / "shared" / "seeds"
    chosen = seeds if seeds.is_dir() else ROOT / "samples"
    built, spent = timed(lambda: build([chosen], folder / "graph"))
    with served(built.path) as (connection, ready):
        replies = ask_all(connection)
    asked: list[Reply] = [one for one in replies if one.address not in PARTS]
    slow = [one for one in asked if one.first > ANSWER]
    print(f"\n{chosen.name}: built in {spent:.1f} s, served after {ready:.1f} s; {len(asked)} answers, "
          f"{len(slow)} over {ANSWER * 1000:.0f} ms\n{'ms, first and second':<60}")
    for one in (*(reply for reply in replies if reply.address in PARTS), *asked[:5]):
        print(f"{one.first * 1000:>8.0f}{one.second * 1000:>8.0f}  {one.address}")
    yield from (f"{one.address}: {one.first * 1000:.0f} ms, promised {ANSWER * 1000:.0f}" for one in slow)


def main() -> None:
    """Print a table a size, the slowest answers, and what is not kept."""
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    lost: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        with browser() as found:
            if found is None:
                print("needs a browser (apt-get install chromium, or where LIANTU_CHROMIUM points): pictures not measured")
            for size in sizes if found else ():
                done = measure(found, size, Path(place))  # type: ignore[arg-type]
                print("\n".join(table(done)), flush=True)
                lost += broken(done, size)
        lost += answers(Path(place))
    print("\nall promises kept" if not lost else "\nnot kept:\n" + "\n".join(lost))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
