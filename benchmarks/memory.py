"""Peak memory of a build over few and over many documents, each in a process of its own.

Run ``python benchmarks/memory.py``. The documents are copies of the samples under other names.
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
build([sys.argv[1]], sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(copies: int) -> int:
    """Return the peak memory, in KiB, of a build over so many copies of each text sample."""
    with tempfile.TemporaryDirectory() as place:
        inputs = Path(place) / "in"
        inputs.mkdir()
        for sample in sorted((ROOT / "samples").glob("*.txt")):
            for number in range(copies):
                (inputs / f"{number:05}-{sample.name}").write_bytes(sample.read_bytes())
        command = [sys.executable, "-c", BUILD, str(inputs), str(Path(place) / "graph")]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def main() -> None:
    """Print the two peaks and their ratio."""
    few, many = peak(25), peak(1000)
    print(f"50 documents {few} KiB, 2000 documents {many} KiB, ratio {many / few:.2f}")


if __name__ == "__main__":
    main()
