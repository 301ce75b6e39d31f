"""The laws of the project that no other tool checks."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph", "loaders", "queries", "viz")
LOCKS = ("run", "test", "dev")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TEXT = frozenset(".cfg .css .csv .cypher .html .js .json .md .py .toml .tsv .txt .yaml .yml".split())


def files() -> list[Path]:
    """Return the project's own text files: what git tracks or would track, else all but what is made."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    if listed.returncode == 0:
        names = filter(None, listed.stdout.split("\0"))
        found = [ROOT / name for name in names]
    else:
        made = re.compile(r"(\.venv.*|build|dist|out)/")
        found = [path for path in ROOT.rglob("*") if not made.match(f"{path.relative_to(ROOT)}/")]
    plain = {"Makefile", "run", ".gitignore", ".editorconfig"}
    return [p for p in found if p.is_file() and not p.is_symlink() and (p.suffix in TEXT or p.name in plain)]


FILES = files()
MODULES = [path for path in FILES if path.suffix == ".py"]


def read(path: Path) -> str:
    """Return a text; samples may be in the encoding of old office machines."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return path.read_text("gb18030")


def numbered(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(read(path).splitlines(), 1):
        yield f"{path.relative_to(ROOT)}:{number}", line


def test_each_package_folder_is_listed_and_linked() -> None:
    """A folder missing from the list is absent from the wheel without a word."""
    folders = {path.parent.relative_to(ROOT) for path in MODULES if path.relative_to(ROOT).parts[0] in PACKAGES}
    dotted = {"liantu." + ".".join(folder.parts) for folder in folders} | {"liantu"}
    setuptools = PROJECT["tool"]["setuptools"]
    assert dotted == set(setuptools["packages"])
    for package in PACKAGES:
        assert setuptools["package-dir"][f"liantu.{package}"] == package
        assert (ROOT / "liantu" / package).readlink() == Path("..") / package
        assert (ROOT / package / "__init__.py").is_file()


def test_data_of_packages_is_listed() -> None:
    """What is not a module gets into the wheel only by a pattern."""
    patterns = PROJECT["tool"]["setuptools"]["package-data"]
    data = [p.relative_to(ROOT) for p in FILES if p.suffix != ".py" and p.relative_to(ROOT).parts[0] in PACKAGES]
    assert data
    missing = []
    for path in data:
        package, *inner = path.parts
        if not any(inner[0] == pattern.removesuffix("/**") for pattern in patterns[f"liantu.{package}"]):
            missing.append(str(path))
    assert not missing


def test_modules_hold_one_idea() -> None:
    """A module of more than 400 lines hides a second idea."""
    sizes = {str(p.relative_to(ROOT)): len(read(p).splitlines()) for p in FILES if p.suffix in {".py", ".js"}}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_functions_fit_on_a_screen() -> None:
    """At most 60 lines behind the docstring; 40 is the aim."""
    long = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                size = (body[-1].end_lineno or 0) - body[0].lineno + 1
                if size > 60:
                    long[f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"] = size
    assert long == {}


def test_lines_of_code_fit_the_width() -> None:
    """In characters; ruff would count a Chinese one twice. Tables of rules and texts may be wider."""
    chinese = re.compile(r"[\u4e00-\u9fff]")
    lines = (pair for path in MODULES for pair in numbered(path))
    assert [where for where, line in lines if len(line) > 160 and not chinese.search(line)] == []


def test_no_path_of_a_machine() -> None:
    """Tests write to ``tmp_path``; everything else is named relative to the project or given by the user."""
    machine = re.compile(r"(?<![\w.}/])/(?:work|farm|root|home|tmp|Users)/[\w.]")
    assert [where for path in FILES for where, line in numbered(path) if machine.search(line)] == []


def test_locks_name_no_host_and_pin_by_hash() -> None:
    """The same files install from any mirror, and only the files that were locked."""
    for name in LOCKS:
        text = read(ROOT / "requirements" / f"{name}.txt")
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)
        pinned = re.findall(r"^[a-z0-9.-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
        assert pinned
        assert len(re.findall(r"^\S", text, re.MULTILINE)) == len(pinned)
        blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
        assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []


def locked(name: str) -> dict[str, list[str]]:
    """Return the versions that a lock file pins; one package may have one for each range of Python."""
    versions: dict[str, list[str]] = {}
    text = read(ROOT / "requirements" / f"{name}.txt")
    for match in re.finditer(r"^([a-z0-9.-]+)==([^ ;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(match[1]), []).append(match[2])
    return versions


def test_locks_fit_what_the_project_asks_for() -> None:
    """A dependency added without ``make lock`` would be missing on a fresh machine."""
    project, groups = PROJECT["project"], PROJECT["dependency-groups"]
    extras = [line for extra in project["optional-dependencies"].values() for line in extra]
    wanted = {
        "run": project["dependencies"] + groups["install"],
        "test": project["dependencies"] + extras + groups["test"],
        "dev": project["dependencies"] + extras + groups["test"] + groups["dev"],
    }
    for name in LOCKS:
        versions = locked(name)
        for line in (one for one in wanted[name] if isinstance(one, str)):
            asked = Requirement(line)
            pinned = versions.get(canonicalize_name(asked.name), [])
            assert pinned, f"{asked.name} is not in requirements/{name}.txt: make lock"
            assert all(asked.specifier.contains(version) for version in pinned), f"{asked} in {name}.txt: make lock"


def test_levels_of_locks_agree() -> None:
    """Each level is installed on top of the one before it."""
    lower, upper = locked("run").items(), locked("dev")
    assert {package: versions for package, versions in lower if upper.get(package) != versions} == {}


def test_doctests_are_found_once() -> None:
    """Each package is reached by one way alone: the link, not the root folder too."""
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "--no-header", "-p", "no:cacheprovider", "liantu"],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "LIANTU_REQUIRE": ""},
    )
    tests = [line.removeprefix("liantu/") for line in found.stdout.splitlines() if "::" in line]
    example = re.compile(r"^\s*>>> ", re.MULTILINE)
    holding = [path.relative_to(ROOT) for path in MODULES if example.search(read(path))]
    wanted = {str(p).removeprefix("liantu/") for p in holding if p.parts[0] in {*PACKAGES, "liantu"}}
    assert {line.split("::")[0] for line in tests} == wanted
    assert [name for name, count in Counter(line.split("::")[1] for line in tests).items() if count > 1] == []


def test_no_wording_of_given_documents(seeds: Path) -> None:
    """A rule that holds the sentence of one document is no rule; examples are in our own words."""
    given = re.sub(r"\s+", "", "".join(read(path) for path in sorted(seeds.glob("*.txt"))))
    width = 22
    runs = {given[i:i + width] for i in range(len(given) - width + 1)}
    copied = []
    for path in FILES:
        for where, line in numbered(path):
            chinese = re.finditer(rf"[\u4e00-\u9fff，、；：]{{{width},}}", line)
            if any(run[0][i:i + width] in runs for run in chinese for i in range(len(run[0]) - width + 1)):
                copied.append(where)
    assert copied == []


def test_import_costs_nothing() -> None:
    """Engines and readers are loaded by what uses them, so that a script or a help text starts at once."""
    heavy = {"ahocorasick_rs", "docx", "ladybug", "lxml", "neo4j", "networkx", "numpy", "openpyxl", "pandas", "pyvis"}
    code = f"import sys, liantu; print(*sorted({heavy} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "lock", "docs", "clean"])
def test_make_lists_its_targets(target: str) -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.search(rf"^  make {target} +\S", listed, re.MULTILINE)
