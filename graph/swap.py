"""Replace a folder by a new one in such a way that a crash leaves the old or the new one, never half of either.

A new folder grows beside the old one as ``NAME.building-PID``; at the end the old one becomes ``NAME.old-PID``, the new
one takes its name, and the old one goes. A lock file keeps two builds apart, so whatever of that kind lies about when
the lock is held was left by a crash. Only files that a graph folder has are ever deleted.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from liantu.errors import StoreError

__all__ = ["MARK", "clear", "foreign", "locked", "place", "recover", "remains", "start"]

# Stands in a folder as long as it is not finished.
MARK: Final = "unfinished"
_OURS: Final = re.compile(
    r"graph\.lbug(?:\.\w+)*|(?:tasks|facts|nodes|review|unread)\.jsonl|manifest\.json|spool\.sqlite(?:-\w+)?|texts|" + MARK)
_TEXT: Final = re.compile(r"[0-9a-f]{32}\.txt")


def foreign(folder: Path) -> list[str]:
    """Return the names in a graph folder that are not of a graph folder's files."""
    found = [entry.name for entry in folder.iterdir() if not _OURS.fullmatch(entry.name) or entry.is_symlink()]
    texts = folder / "texts"
    if texts.is_dir() and not texts.is_symlink():
        found += [f"texts/{entry.name}" for entry in texts.iterdir()
                  if not _TEXT.fullmatch(entry.name) or entry.is_dir() or entry.is_symlink()]
    return sorted(found)


def clear(folder: Path) -> None:
    """Delete a graph folder's own files, and the folder itself if nothing else is in it."""
    texts = folder / "texts"
    for inner in (texts, folder):
        if not inner.is_dir() or inner.is_symlink():
            continue
        pattern = _TEXT if inner == texts else _OURS
        # The manifest first: without it nobody takes what is left for a graph.
        for entry in sorted(inner.iterdir(), key=lambda path: path.name != "manifest.json"):
            if pattern.fullmatch(entry.name) and (entry.is_symlink() or not entry.is_dir()):
                entry.unlink()
        # Something foreign in it keeps it.
        with contextlib.suppress(OSError):
            inner.rmdir()


def remains(out: Path, what: str) -> list[Path]:
    """Return the folders ``NAME.what-PID`` beside a folder, sorted."""
    if not out.parent.is_dir():
        return []
    pattern = re.compile(rf"{re.escape(out.name)}\.{what}-\d+")
    return sorted(entry for entry in out.parent.iterdir() if pattern.fullmatch(entry.name) and entry.is_dir())


def recover(out: Path) -> None:
    """Tidy what a crash left: give a graph that lost its name its name back, delete the rest. Needs the lock."""
    for old in remains(out, "old"):
        if not out.exists() and (old / "manifest.json").is_file():
            old.rename(out)
        else:
            clear(old)
    for half in remains(out, "building"):
        if (half / MARK).exists() or (half / "manifest.json").exists() or not any(half.iterdir()):
            clear(half)


def start(out: Path) -> Path:
    """Return a new folder to build in, beside ``out``."""
    building = out.with_name(f"{out.name}.building-{os.getpid()}")
    try:
        building.mkdir()
    except FileExistsError:
        raise StoreError(f"{building} 已存在,而且不是图文件夹。请先移走。") from None
    except OSError as error:
        raise StoreError(f"无法建立 {building}:{error}。请核对权限和磁盘空间。") from error
    (building / MARK).touch()
    (building / "texts").mkdir()
    return building


def place(building: Path, out: Path) -> None:
    """Put a finished folder in the place of ``out``.

    Raises
    ------
    StoreError
        The system does not let the old folder go, as Windows does while someone has it open; it then stays.
    """
    for entry in building.iterdir():
        if entry.is_file():
            _flush(entry)
    (building / MARK).unlink()
    old = out.with_name(f"{out.name}.old-{os.getpid()}")
    try:
        if out.exists():
            out.rename(old)
        building.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise StoreError(f"无法替换 {out}:{error}。请关闭正在使用它的程序后重试。") from error
    if old.exists():
        clear(old)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the lock on building ``out``; the system lets it go when the process ends, however it ends.

    Raises
    ------
    StoreError
        Another build of the same folder is running.
    """
    path = out.with_name(f".{out.name}.lock")
    try:
        file = path.open("ab+")
    except OSError as error:
        raise StoreError(f"无法在 {out.parent} 中写文件:{error}。请核对权限。") from error
    with file:
        # Between opening and locking, the one before may have deleted the file: then this lock is on nothing.
        if not _lock(file) or not path.exists() or not os.path.samestat(os.fstat(file.fileno()), path.stat()):
            raise StoreError(f"另一个 build 正在生成 {out}。请等它结束后再试。")
        try:
            yield
        finally:
            if sys.platform != "win32":
                path.unlink(missing_ok=True)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


def _lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
