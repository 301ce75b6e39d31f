"""Peak memory from text to resolved facts over few and over many documents, each in a process of its own.

Run ``python benchmarks/memory.py``. The documents are copies of the text samples under other names. The second figure is
the peak once the database is written too: the engine keeps what it loads in a pool of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = """
import resource, sys
from liantu import build
peaks = []
build([sys.argv[1]], sys.argv[2], progress=lambda *_: peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
print(*peaks[-2:])
"""


def peak(copies: int) -> tuple[int, int]:
    """Return the peaks, in KiB, up to the last document and to the end, over so many copies of each text sample."""
    with tempfile.TemporaryDirectory() as place:
        inputs = Path(place) / "in"
        inputs.mkdir()
        for sample in sorted((ROOT / "samples").glob("*.txt")):
            for number in range(copies):
                (inputs / f"{number:05}-{sample.name}").write_bytes(sample.read_bytes())
        command = [sys.executable, "-c", BUILD, str(inputs), str(Path(place) / "graph")]
        reading, whole = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        return int(reading), int(whole)


def main() -> None:
    """Print the two peaks and their ratio."""
    few, many = peak(250), peak(2000)
    print(f"text to facts: 500 documents {few[0]} KiB, 4000 documents {many[0]} KiB, ratio {many[0] / few[0]:.2f}")
    print(f"with the database: {few[1]} KiB, {many[1]} KiB, ratio {many[1] / few[1]:.2f}")


if __name__ == "__main__":
    main()
