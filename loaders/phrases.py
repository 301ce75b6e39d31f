"""A text cut into chunks: stretches between verbs, particles and punctuation, in which names stand.

``打造金塘新材料产业园、发展电动船产业`` gives the chunks 金塘新材料产业园 and 电动船产业, with what stands before each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, cast

from liantu.loaders.lexicon import Lexicon

__all__ = ["LIST", "Chunk", "Group", "Part", "Word", "chunks", "groups", "tokens"]

# Behind a chunk of these kinds, or in front of one, a name cannot go on.
_BOUNDARY: Final = frozenset("Dduv、&e,.()T")
_WHOLE: Final = re.compile(r"(?=[《“\"(\d])(?:《[^《》\n]{1,80}》|[“\"][^“”\"\n]{1,24}[”\"]|\((?:[一二三四五六七]期|筹|试行)\)|(?<![\d.])\d{1,2}\.(?!\d))")
# Kinds that make no name by themselves; places are read apart.
_COLD: Final = "_nqrzZTg"
# What joins the items of a list; a verb in front of the mark ends an item: 图像处理、视频云.
LIST: Final = frozenset({"、", "&", "、&", "&、", *(verbs + mark for verbs in ("v", "u", "vv", "uv", "vu") for mark in "、&")})
_CLASS: Final = frozenset({"e", "ve", "ue", "vve", "uve", "vue"})


Word = tuple[str, int, int]


class Part(NamedTuple):
    """A word in a chunk, or the unknown text between two words (kind ``_``)."""

    kind: str
    start: int
    end: int


class Chunk(NamedTuple):
    """A stretch without a boundary: ``shape`` is the kinds of its parts, ``before`` those of the boundaries in front.

    The parts are words ``low`` to ``high`` of the document; they are made when asked for, as most are never asked.
    """

    start: int
    end: int
    before: str
    shape: str
    words: list[Word]
    low: int
    high: int

    @property
    def parts(self) -> list[Part]:
        """The words of the chunk."""
        words, low, high = self.words, self.low, self.high
        if type(words[low]) is not Part:
            words[low:high] = [Part._make(word) for word in words[low:high]]
        return cast("list[Part]", words[low:high])


class Group(NamedTuple):
    """Chunks ``first`` to ``last`` that are one list; ``kind`` is the chunk behind 等 (-1: none), ``letters`` all shapes."""

    first: int
    last: int
    kind: int
    letters: str


def tokens(flat: str, lexicon: Lexicon, own: Sequence[Word] = ()) -> list[Word]:
    """Return the known words of a flat text in order; titles, quoted names and the document's own places win."""
    kinds = lexicon.kinds
    found = [(kinds[index], start, end) for index, start, end in lexicon.automaton.find_matches_as_indexes(flat)]
    whole = [(_whole_kind(flat, m.start(), m.end(), lexicon), m.start(), m.end()) for m in _WHOLE.finditer(flat)]
    if own:
        taken = sorted((start, end) for _, start, end in whole)
        starts = [start for start, _ in taken]
        for word in own:
            at = bisect_right(starts, word[1]) - 1
            if at < 0 or taken[at][1] <= word[1]:
                whole.append(word)
        whole.sort(key=itemgetter(1))
    return _merge(flat, found, whole, lexicon) if whole else found


def _whole_kind(flat: str, start: int, end: int, lexicon: Lexicon) -> str:
    """Return the kind of a stretch taken whole: a title, a stage, the number of an item, a quoted name or industry."""
    if flat[start] == "《":
        return "T"
    if flat[start] == "(":
        return "n"
    if flat[end - 1] == ".":
        return "."
    inner = lexicon.kind_of.get(flat[start + 1:end - 1])
    return inner if inner == "i" else "Q"


def _merge(flat: str, found: list[Word], whole: list[Word], lexicon: Lexicon) -> list[Word]:
    """Return both, without the words that a whole covers; of a word that goes on behind it, the rest stays if it is one."""
    merged: list[Word] = []
    ends = [end for _, _, end in found]
    at = 0
    for part in whole:
        kind, start, end = part
        until = bisect_right(ends, start, at)
        merged += found[at:until]
        merged.append(part)
        at = until
        if at < len(found) and found[at][1] <= start and found[at][2] > end and kind != "T":
            rest = lexicon.kind_of.get(flat[end:found[at][2]])
            if rest:
                merged.append((rest, end, found[at][2]))
            at += 1
        while at < len(found) and found[at][1] < end:
            at += 1
    merged += found[at:]
    return merged


def chunks(flat: str, words: Sequence[Word], place: Callable[[str], str]) -> list[Chunk]:
    """Return the chunks of a flat text in order.

    Parameters
    ----------
    place : callable
        The kind that the name of a place has in this document.
    """
    found: list[Chunk] = []
    flow: list[Word] = []
    letters: list[str] = []
    boundary, add, mark = _BOUNDARY, flow.append, letters.append
    before = ""
    position = skip = low = 0
    for i, word in enumerate(words):
        kind, start, end = word
        if start > position:
            add(("_", position, start))
            mark("_")
        position = end
        if kind in boundary and not skip:
            if kind == "(" and letters and _inside(flat, words, i):
                skip = 3
            else:
                if letters:
                    high = len(flow)
                    found.append(Chunk(flow[low][1], flow[-1][2], before, "".join(letters), flow, low, high))
                    letters.clear()
                    low, before = high, kind
                else:
                    before += kind
                continue
        if skip:
            skip -= 1
        elif kind == "r":
            kind = place(flat[start:end])
            word = (kind, start, end)
        add(word)
        mark(kind)
    if letters:
        found.append(Chunk(flow[low][1], flow[-1][2], before, "".join(letters), flow, low, len(flow)))
    return found


def _inside(flat: str, words: Sequence[Word], i: int) -> bool:
    """Whether the bracket at a word holds a place inside a name: 中能建(舟山)新能源公司."""
    if i + 2 >= len(words) or words[i + 1][0] != "r" or words[i + 2][0] != ")":
        return False
    end = words[i + 2][2]
    return words[i + 1][1] == words[i][2] and words[i + 2][1] == words[i + 1][2] and "一" <= flat[end:end + 1] <= "龥"


def groups(found: Sequence[Chunk]) -> list[Group]:
    """Return the lists among the chunks that can hold a name: those with a word that says so, or behind 发展."""
    hot: list[Group] = []
    listed, i, count = LIST, 0, len(found)
    while i < count:
        first = i
        i += 1
        while i < count and found[i].before in listed:
            i += 1
        kind = i if i < count and found[i].before in _CLASS else -1
        letters = found[first].shape if i == first + 1 else "".join([chunk.shape for chunk in found[first:i]])
        if letters.strip(_COLD) or kind >= 0 or "D" in found[first].before or "Q" in letters or "_g" in letters:
            hot.append(Group(first, i, kind, letters))
    return hot
