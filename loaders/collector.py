"""The collector of cyclic garbage, kept away while one document is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector from looking for cycles; also as a decorator.

    The values of a document hold no cycles, but they come by the ten thousand, and each seven hundred would have it
    look through all that is alive.

    Examples
    --------
    >>> with uncollected():
    ...     gc.isenabled()
    False
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
