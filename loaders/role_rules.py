"""The rules of ``data/roles.toml``, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

__all__ = ["ROLES", "FieldRole", "alternatives", "labels", "read_rules", "rule_words", "verbs", "words_of"]

FieldRole = Literal["lead", "participant", "responsible", "mixed", "leader", "due", "content", "progress", "other"]
# What assigns a task; "mixed" labels a list of units and persons.
ROLES = frozenset({"lead", "participant", "responsible", "mixed", "leader"})
Rows = list[dict[str, object]]


@cache
def read_rules(name: str) -> dict[str, Rows]:
    """Return the tables of a rule file."""
    return tomllib.loads(files("liantu.loaders").joinpath("data", name).read_text(encoding="utf-8"))


def words_of(row: dict[str, object]) -> list[str]:
    """Return the words of a row."""
    words = row["words"]
    if not isinstance(words, list):
        raise TypeError(f"words of {row}")
    return [str(word) for word in words]


def rule_words(name: str, table: str) -> list[str]:
    """Return the words of all rows of a table."""
    return [word for row in read_rules(name)[table] for word in words_of(row)]


def _words(table: str) -> dict[str, FieldRole]:
    found: dict[str, FieldRole] = {}
    for row in read_rules("roles.toml")[table]:
        role = row["role"]
        if role not in get_args(FieldRole):
            raise ValueError(f"roles.toml: {row}")
        found.update(dict.fromkeys(words_of(row), cast(FieldRole, role)))
    return found


@cache
def labels() -> dict[str, FieldRole]:
    """Return the role of each label."""
    return _words("label")


@cache
def verbs() -> dict[str, FieldRole]:
    """Return the role of each verb."""
    return _words("verb")


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, the longest that fits; grouped by first character for speed."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        heads.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" if len(tails) > 1 else re.escape(head) + tails[0]
                    for head, tails in heads.items())
