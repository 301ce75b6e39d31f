"""How the characters of names are read, so that a page can find 舟山 by zhoushan or zs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

__all__ = ["readings"]

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
# Names read in context; in a bigger graph the rest only adds characters, not new readings of any weight.
_ENOUGH: Final = 20_000


def readings(names: Iterable[str]) -> dict[str, list[str]]:
    """Return how each Chinese character of some names is read there, the commonest reading first.

    Only readings that occur are given: 重庆 alone gives chong for 重, not zhong. The page makes its search keys from
    this table, which is far smaller than the keys.

    Parameters
    ----------
    names : iterable of str
        Names, in any order.

    Returns
    -------
    dict
        Character to readings, in lower case without tones.

    Examples
    --------
    >>> readings(["重庆路", "重点"])
    {'庆': ['qing'], '点': ['dian'], '路': ['lu'], '重': ['chong', 'zhong']}
    """
    from pypinyin import lazy_pinyin

    runs = Counter(run for name in names for run in _CHINESE.findall(name))
    found: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = sorted(runs)[::len(runs) // _ENOUGH + 1]
    left = sorted(set("".join(runs)) - set("".join(chosen)))
    for run in [*chosen, *left]:
        for character, reading in zip(run, lazy_pinyin(run, errors=list), strict=False):  # type: ignore[arg-type]
            if reading.isascii() and reading.isalpha():
                found[character][reading] += 1
    return {character: sorted(seen, key=lambda one, seen=seen: (-seen[one], one))  # type: ignore[misc]
            for character, seen in sorted(found.items())}
