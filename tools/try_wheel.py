"""Build the sdist and the wheel, install the wheel alone into a clean environment, and use it from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "loaders", "queries", "viz")


def main() -> None:
    """Exit with a message at the first thing that is not as a user would need it."""
    with tempfile.TemporaryDirectory() as name:
        away = Path(name)
        # The sdist first and the wheel out of it, as an index would serve them.
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(away / "dist")]
        run([*build, str(ROOT)], cwd=away, quiet=True)
        (sdist,) = (away / "dist").glob("*.tar.gz")
        (wheel,) = (away / "dist").glob("*.whl")
        check_sdist(sdist)
        check_wheel(wheel)
        use(wheel, away)
        sys.stdout.write(f"{wheel.name}: whole, installs and builds a graph from another folder\n")


def check_sdist(path: Path) -> None:
    """Check that tests and samples are there and no package twice."""
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"tests/conftest.py", "Makefile", "LICENSE", "requirements/run.txt", "graph/model.py"}
    wanted |= {str(p.relative_to(ROOT)) for p in (ROOT / "samples").rglob("*") if p.is_file()}
    complain(f"{path.name} lacks", wanted - names)
    linked = tuple(f"liantu/{package}/" for package in PACKAGES)
    complain(f"{path.name} holds twice", {name for name in names if name.startswith(linked)})


def check_wheel(path: Path) -> None:
    """Check that each file of the packages is there, and nothing else."""
    names = {name for name in zipfile.ZipFile(path).namelist() if ".dist-info/" not in name}
    wanted = {f"liantu/{p.relative_to(ROOT)}" for package in PACKAGES for p in (ROOT / package).rglob("*") if kept(p)}
    wanted |= {f"liantu/{p.name}" for p in (ROOT / "liantu").iterdir() if kept(p)}
    complain(f"{path.name} lacks", wanted - names)
    complain(f"{path.name} holds, and should not,", names - wanted)


def kept(path: Path) -> bool:
    """Return whether a file belongs into the wheel."""
    return path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")


def use(wheel: Path, away: Path) -> None:
    """Install and run it where the checkout is not in sight."""
    place = away / "环境 1"
    run([sys.executable, "-m", "venv", "--without-pip", str(place)], cwd=away)
    python, command = str(place / "bin" / "python"), str(place / "bin" / "liantu")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")], cwd=away)
    run([*pip, "--no-deps", "--no-index", str(wheel)], cwd=away)
    modules = ", ".join(["liantu", *(f"liantu.{package}" for package in PACKAGES)])
    run([python, "-W", "error", "-c", f"import {modules}; assert 'site-packages' in liantu.__file__"], cwd=away)
    version = run([command, "--version"], cwd=away, quiet=True)
    if wheel.name.split("-")[1] not in version:
        sys.exit(f"liantu --version says {version!r}, the wheel is {wheel.name}")
    output = away / "图 1"
    run([command, "build", str(ROOT / "samples"), "-o", str(output)], cwd=away, quiet=True)
    if not any(output.iterdir()):
        sys.exit("liantu build wrote nothing")


def run(command: list[str], *, cwd: Path, quiet: bool = False) -> str:
    """Run a command without what the caller's environment adds to Python; exit with its output if it fails."""
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    if not quiet:
        sys.stdout.write(done.stdout)
    return done.stdout


def complain(what: str, names: set[str]) -> None:
    """Exit naming the files, if there are any."""
    if names:
        sys.exit(f"{what}: {', '.join(sorted(names))}")


if __name__ == "__main__":
    main()
