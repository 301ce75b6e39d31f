"""Knowledge graphs of industry chains and responsibilities, read from policy documents and work tables.

``build`` makes a graph folder, ``open_graph`` opens it, ``read`` and ``read_tasks`` run the first stages alone. Names
are loaded when first used, so that ``import liantu`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liantu.graph.folder import open_graph
    from liantu.loaders.build import build
    from liantu.loaders.read import read
    from liantu.loaders.reading import read_tasks

__all__ = ["__version__", "build", "open_graph", "read", "read_tasks"]

__version__ = "0.1.0"

_HOMES = {
    "build": "liantu.loaders.build",
    "open_graph": "liantu.graph.folder",
    "read": "liantu.loaders.read",
    "read_tasks": "liantu.loaders.reading",
}


def __getattr__(name: str) -> object:
    """Load a public function from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'liantu' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
