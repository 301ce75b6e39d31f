"""Make or renew the project's own environment: ``python3 tools/environment.py FOLDER run|test|dev``.

Installs exactly what ``requirements/`` locks, then the project itself, editable; does nothing if all is in place. Runs
on any ``python3`` from 3.6, if only to find a newer one or to say what is missing.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("run", "test", "dev")  # each holds all of the one before it
OLDEST = (3, 11)
NEWEST_LOCKED = (3, 13)


def main(folder: Path, level: str) -> None:
    """Bring the environment in a folder to a level."""
    python = folder / "bin" / "python"
    note = folder / "liantu-installed.txt"
    state = _state(folder)
    have = note.read_text().split("\n") if note.exists() and python.exists() else [""]
    if have[0] != state:
        if folder.exists() and not (folder / "pyvenv.cfg").exists():
            sys.exit(f"{folder} is no Python environment; move it away, or name another one: make VENV=...")
        shutil.rmtree(str(folder), ignore_errors=True)
        have = [state]
    if level in have[1:]:
        return
    pip = _environment(folder, python)
    note.write_text(state)  # an interrupted install is completed next time, not begun again
    for name in LEVELS[: LEVELS.index(level) + 1]:
        if name not in have:
            sys.stdout.write(f"Installing requirements/{name}.txt ...\n")
            sys.stdout.flush()
            # Without build isolation: what must be built (jieba) uses the locked setuptools of the level before.
            locked = ["--require-hashes", "-r", ROOT / "requirements" / f"{name}.txt"]
            # The lock holds all there is; left to look for itself, pip takes coverage[toml] for something that nobody pinned.
            _run([*pip, "install", "--quiet", "--no-build-isolation", "--no-deps", *locked])
            have.append(name)
    _run([*pip, "install", "--quiet", "--no-build-isolation", "--no-deps", "--editable", ROOT])
    note.write_text("\n".join(have))


def _state(folder: Path) -> str:
    """Digest what the environment depends on; its place is a part of that, since it cannot be moved."""
    digest = hashlib.sha256(f"{ROOT}\n{folder}".encode())
    for path in [ROOT / "pyproject.toml", *(ROOT / "requirements" / f"{level}.txt" for level in LEVELS)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _environment(folder: Path, python: Path) -> list:
    """Make the environment if it is not there; return the pip command that installs into it."""
    if not python.exists():
        base = _base_python()
        sys.stdout.write(f"Making {folder.name} with {base} ...\n")
        sys.stdout.flush()
        if not _works([base, "-c", "import venv"]):
            sys.exit("This Python has no venv module. Install it (Debian, Ubuntu: apt-get install python3-venv).")
        bare = [] if _works([base, "-c", "import ensurepip"]) else ["--without-pip"]
        _run([base, "-m", "venv", *bare, folder])
    if _works([python, "-m", "pip", "--version"]):
        return [python, "-m", "pip"]
    for name in (sys.executable, "python3"):
        if _works([name, "-m", "pip", "--python", python, "--version"]):
            return [name, "-m", "pip", "--python", python]
    return sys.exit("There is no pip to install with: neither ensurepip nor a pip of 22.3 or newer."
                    " Install it (Debian, Ubuntu: apt-get install python3-venv).")


def _base_python() -> str:
    """Find a Python that the lock files are for, else a newer one."""
    names = [sys.executable, *(f"python3.{minor}" for minor in range(NEWEST_LOCKED[1], OLDEST[1] - 1, -1))]
    for newest in (NEWEST_LOCKED, (3, 99)):
        for name in names:
            if _works([name, "-c", f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {newest})"]):
                return name
    found = ".".join(map(str, sys.version_info[:2]))
    return sys.exit(f"liantu needs Python 3.11 or newer, and python3 is {found}."
                    " Install a newer one, or name it: make PYTHON=python3.12 ...")


def _works(command: list) -> bool:
    try:
        return subprocess.call(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _run(command: list) -> None:
    command = list(map(str, command))
    code = subprocess.call(command)
    if code:
        sys.exit(f"This failed (exit {code}): {' '.join(command)}\nIf it was the network, run the same again.")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in LEVELS:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).absolute(), sys.argv[2])
