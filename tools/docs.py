"""Write the documents that are made from the code; with ``--check``, say which of them are out of date.

In README files, what stands between ``<!-- shown: COMMAND -->`` and ``<!-- end -->`` is the command's own output on the
samples, and what stands behind ``<!-- floors -->`` is the table of quality floors.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from liantu.graph import declare

ROOT = Path(__file__).resolve().parent.parent
_SHOWN = re.compile(r"(<!-- shown: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)
_FLOORS = re.compile(r"(<!-- floors -->\n).*?(<!-- end -->)", re.DOTALL)
_SETS = {"shared": "real documents", "samples": "samples/", "layouts": "23 other layouts"}


def cli() -> str:
    """Return the reference of all commands, from their own help."""
    command = [sys.executable, "-m", "typer", "liantu.cli", "utils", "docs", "--name", "liantu"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


@cache
def _place() -> Path:
    """Return a folder with the samples and their graph, where the shown commands run."""
    place = Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "samples", place / "samples")
    return place


@cache
def output(command: str) -> str:
    """Return what a command prints, run by this Python."""
    words = command.replace("make run", "liantu build samples -o out/graph").split()[1:]
    run = [sys.executable, "-m", "liantu.cli", *words]
    text = subprocess.run(run, cwd=_place(), capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def floors() -> str:
    """Return the quality floors as a table: a row a field, a column a set."""
    pinned = json.loads((ROOT / "tests" / "gold" / "floors.json").read_text("utf-8"))
    fields = sorted({field for values in pinned.values() for field in values})
    rows = ["| F1, at least | " + " | ".join(_SETS[name] for name in pinned) + " |", "|---" * (len(pinned) + 1) + "|"]
    for field in fields:
        cells = (f"{pinned[name][field]:.3f}" if field in pinned[name] else "–" for name in pinned)
        rows.append(f"| {field} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def readme(path: Path) -> str:
    """Return a README with its shown outputs made anew."""
    text = path.read_text("utf-8")
    text = _SHOWN.sub(lambda found: f"{found[1]}```\n$ {found[2]}\n{output(found[2])}\n```\n{found[3]}", text)
    return _FLOORS.sub(lambda found: f"{found[1]}{floors()}\n{found[2]}", text)


def made() -> Iterator[tuple[Path, str]]:
    """Yield each document and its text; the first README comes first, since its commands make the graph."""
    for name in ("README.md", "README.zh-CN.md"):
        yield ROOT / name, readme(ROOT / name)
    yield ROOT / "docs" / "cli.md", cli()
    yield ROOT / "docs" / "schema.md", declare.markdown()


def main() -> None:
    """Write, or compare and exit with the names of what differs."""
    stale = []
    for path, text in made():
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(str(path.relative_to(ROOT)))
    shutil.rmtree(_place())
    if stale:
        sys.exit(f"out of date: {', '.join(stale)} (make docs)")


if __name__ == "__main__":
    main()
