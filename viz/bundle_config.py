"""What a bundle holds, read from a TOML file; a mistake is named with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liantu.errors import LiantuError, QueryError
from liantu.queries.catalog import find_question
from liantu.viz.papers import PAPERS
from liantu.viz.pictures import PICTURES

__all__ = ["BUNDLES", "Bundle", "Item", "default_bundle", "read_bundle"]

BUNDLES = Path(__file__).resolve().parent / "data" / "bundles"
_EACH = ("chain", "unit", "leader", "region", "document")
_FORMATS = {"picture": ("svg", "png"), "list": ("docx", "xlsx")}
_KEYS = {"picture": ("kind", "format", "names", "title", "parameters"), "list": ("paper", "format", "each", "names", "columns", "title", "parameters")}
_TOP = ("title", "names", "at_least", "picture", "list")
Value = str | int | float | bool
Wrong = Callable[..., QueryError]


@dataclass(frozen=True, slots=True)
class Item:
    """A picture or a list: its kind, for each of what (None: once), only for which names, in which formats."""

    what: str
    kind: str
    each: str | None
    formats: tuple[str, ...]
    title: str
    names: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    headline: str | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle: its title, its items, and how many tasks a unit needs to get papers."""

    title: str
    items: tuple[Item, ...]
    at_least: int = 1


def default_bundle() -> Path:
    """Return the file of the bundle that is taken where none is given."""
    return BUNDLES / "两图五清单.toml"


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of a file, to find the line of what is wrong in it."""

    path: Path
    text: str

    def wrong(self, says: str, *, table: str = "", number: int = 0, key: str = "") -> QueryError:
        return QueryError(f"{self.path.name} 第{self._line(table, number, key)}行：{says}")

    def _line(self, table: str, number: int, key: str) -> int:
        lines = self.text.splitlines()
        heads = [at for at, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{table}\s*\]\]", line)] if table else []
        start = heads[number] if number < len(heads) else 0
        if not key:
            return start + 1
        name = rf"[\"']?{re.escape(key)}[\"']?"
        for at in range(start, len(lines)):
            if at > start and table and re.match(r"\s*\[\[", lines[at]):
                break
            if re.match(rf"\s*(?:{name}\s*=|\[+[^\]]*\b{name}\s*\]|{name}\s*\.)", lines[at]):
                return at + 1
        return start + 1


def read_bundle(path: Path) -> Bundle:
    """Read and check a bundle.

    Parameters
    ----------
    path : Path
        A TOML file; the one in ``viz/data/bundles`` says in its comments what may stand there.

    Returns
    -------
    Bundle

    Raises
    ------
    QueryError
        It cannot be read, or says something that is not known; the message names file and line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"读不了 {path}：{'不是 UTF-8 文本' if isinstance(error, UnicodeDecodeError) else error.strerror}。") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第{line[1]}行" if line else "末尾"
        raise QueryError(f'{path.name} {where}：不是合法的 TOML。文字要加引号，列表写成 ["甲", "乙"]。') from None
    source = _Source(path, text)
    if strange := [key for key in data if key not in _TOP]:
        raise source.wrong(f"不认识 {strange[0]}。可写的有:{'、'.join(_TOP)}。", key=strange[0])
    title, at_least = data.get("title", path.stem), data.get("at_least", 1)
    if not isinstance(title, str) or isinstance(at_least, bool) or not isinstance(at_least, int) or at_least < 1:
        wrong = "title" if not isinstance(title, str) else "at_least"
        raise source.wrong(f"{wrong} 应为{'文字' if wrong == 'title' else '不小于 1 的整数'}。", key=wrong)
    items = []
    for table in ("picture", "list"):
        tables = data.get(table, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise source.wrong(f"{table} 要写成 [[{table}]]。", key=table)
        items += [_item(source, table, number, one) for number, one in enumerate(tables)]
    if not items:
        raise source.wrong("没有 [[picture]]，也没有 [[list]]。")
    return Bundle(title, tuple(items), at_least)


def _item(source: _Source, table: str, number: int, one: Mapping[str, object]) -> Item:
    def wrong(says: str, key: str = "") -> QueryError:
        return source.wrong(says, table=table, number=number, key=key)

    if strange := [key for key in one if key not in _KEYS[table]]:
        raise wrong(f"不认识 {strange[0]}。可写的有:{'、'.join(_KEYS[table])}。", strange[0])
    naming = "kind" if table == "picture" else "paper"
    kind = one.get(naming)
    if not isinstance(kind, str):
        raise wrong(f"没有写 {naming}，或它不是文字。", naming)
    subject, title, known = _known(wrong, table, naming, kind)
    each = one.get("each", subject)
    if each is not None and each not in _EACH:
        raise wrong(f"each 应为 {'、'.join(_EACH)} 之一。", "each")
    if (subject and each != subject) or (each and each not in {subject, *known}):
        raise wrong(f"{kind} 不能按 {each} 出，只能按 {'、'.join(one for one in (subject, *known) if one in _EACH) or '整体'} 出。", "each")
    parameters = one.get("parameters", {})
    if not isinstance(parameters, dict) or not all(isinstance(value, (str, int, float)) for value in parameters.values()):
        raise wrong("parameters 应为 名称 = 值。", "parameters")
    if strange := [key for key in parameters if key not in known or key == each]:
        raise wrong(f"{kind} 没有参数 {strange[0]}。可用的有:{'、'.join(name for name in known if name != each) or '无'}。", strange[0])
    said = one.get("title")
    if said is not None and not isinstance(said, str):
        raise wrong("title 应为文字。", "title")
    headline = f"{{subject}}{said}" if said and each and "{subject}" not in said else said
    formats = _words(wrong, one, "format", _FORMATS[table])
    if bad := [name for name in formats or () if name not in _FORMATS[table]]:
        raise wrong(f"格式 {bad[0]} 不行。可用的有:{'、'.join(_FORMATS[table])}。", "format")
    columns = _words(wrong, one, "columns", None)
    if columns and kind in PAPERS:
        fine = {name for key, column in PAPERS[kind].columns for name in (key, column.title)} | {"依据原文"}
        if bad := [name for name in columns if name not in fine]:
            raise wrong(f"{kind} 没有列 {bad[0]}。可用的有:{'、'.join(column.title for _, column in PAPERS[kind].columns)}。", "columns")
    return Item(table, kind, each, formats or (), said or title, _words(wrong, one, "names", ()) or (), columns, headline, parameters)


def _known(wrong: Wrong, table: str, naming: str, kind: str) -> tuple[str | None, str, Sequence[str]]:
    """Return what a picture or paper is of, its title, and its parameters."""
    if table == "picture":
        if kind not in PICTURES:
            raise wrong(f"没有名为 {kind} 的图。可用的有:{'、'.join(PICTURES)}。", naming)
        return PICTURES[kind].subject, PICTURES[kind].title, PICTURES[kind].parameters
    if kind in PAPERS:
        return PAPERS[kind].subject, PAPERS[kind].title, PAPERS[kind].parameters
    try:
        found = find_question(kind)
    except LiantuError:
        raise wrong(f"没有名为 {kind} 的清单或问题。清单有:{'、'.join(PAPERS)}；问题见 liantu ask。", naming) from None
    return None, found.title, tuple(parameter.name for parameter in found.parameters)


def _words(wrong: Wrong, one: Mapping[str, object], key: str, default: tuple[str, ...] | None) -> tuple[str, ...] | None:
    value = one.get(key)
    if value is None:
        return default
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(name, str) for name in found):
        raise wrong(f'{key} 应为一列文字，如 ["甲", "乙"]。', key)
    return tuple(found)
