"""The rules of ``data/roles.toml``, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

__all__ = ["ROLES", "FieldRole", "labels", "read_rules", "verbs"]

FieldRole = Literal["lead", "participant", "responsible", "mixed", "leader", "due", "content", "progress", "other"]
# What assigns a task; "mixed" labels a list of units and persons.
ROLES = frozenset({"lead", "participant", "responsible", "mixed", "leader"})
Rows = list[dict[str, object]]


@cache
def read_rules(name: str) -> dict[str, Rows]:
    """Return the tables of a rule file."""
    return tomllib.loads(files("liantu.loaders").joinpath("data", name).read_text(encoding="utf-8"))


def _words(table: str) -> dict[str, FieldRole]:
    found: dict[str, FieldRole] = {}
    for row in read_rules("roles.toml")[table]:
        role, words = row["role"], row["words"]
        if role not in get_args(FieldRole) or not isinstance(words, list):
            raise ValueError(f"roles.toml: {row}")
        found.update(dict.fromkeys(map(str, words), cast(FieldRole, role)))
    return found


@cache
def labels() -> dict[str, FieldRole]:
    """Return the role of each label."""
    return _words("label")


@cache
def verbs() -> dict[str, FieldRole]:
    """Return the role of each verb."""
    return _words("verb")
