"""Write the documents that are made from the code; with ``--check``, say which of them are out of date."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from liantu.graph import declare

DOCS = Path(__file__).resolve().parent.parent / "docs"


def cli() -> str:
    """Return the reference of all commands, from their own help."""
    command = [sys.executable, "-m", "typer", "liantu.cli", "utils", "docs", "--name", "liantu"]
    text = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


MADE: dict[str, Callable[[], str]] = {"cli.md": cli, "schema.md": declare.markdown}


def main() -> None:
    """Write, or compare and exit with the names of what differs."""
    stale = []
    for name, make in MADE.items():
        path, text = DOCS / name, make()
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale.append(f"docs/{name}")
    if stale:
        sys.exit(f"out of date: {', '.join(stale)} (make docs)")


if __name__ == "__main__":
    main()
