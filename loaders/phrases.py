"""A text cut into chunks: stretches between verbs, particles and punctuation, in which names stand.

``打造金塘新材料产业园、发展电动船产业`` gives the chunks 金塘新材料产业园 and 电动船产业, with what stands before each.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple

from liantu.graph.model import make
from liantu.loaders.lexicon import Lexicon

__all__ = ["JOINS", "LIST", "OPENS", "Chunk", "Group", "Part", "Word", "chunks", "groups", "tokens"]

# Behind a chunk of these kinds, or in front of one, a name cannot go on.
_BOUNDARY: Final = "Dduv、&e,.()T"
_CHUNK: Final = re.compile(f"([^{_BOUNDARY}]+)")
_BRACKETS: Final = re.compile(rf"\((?<=[^{_BOUNDARY}]\()r\)")
# The first character alone comes first, as the engine then skips to it.
_WHOLE: Final = re.compile(
    r"[《“\"(\d](?:(?<=《)[^《》\n]{1,80}》|(?<=[“\"])[^“”\"\n]{1,24}[”\"]|(?<=\()(?:[一二三四五六七]期|筹|试行)\)"
    r"|(?<=\d)(?<![\d.]\d)\d?\.(?!\d))"
)
# The number of an item, so that it joins nothing: 3、发展茶产业, 2.1.3发展茶产业.
_NUMBER: Final = re.compile(r"\n(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})、|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=[一-龥]))")
# Kinds that make no name by themselves; places are read apart.
_COLD: Final = "_nqrzZTgo"
# What joins the items of a list; a verb in front of the mark ends an item: 图像处理、视频云.
LIST: Final = frozenset({
    "、", "&", "、&", "&、", *(verbs + mark for verbs in ("v", "u", "vv", "uv", "vu") for mark in "、&"),
})
# What joins two items without a verb in front of it.
JOINS: Final = frozenset({"、", "&"})
# In front of what a clause begins with.
OPENS: Final = frozenset({"", ".", ","})
_CLASS: Final = frozenset({"e", "ve", "ue", "vve", "uve", "vue"})


Word = tuple[str, int, int]


class Part(NamedTuple):
    """A word in a chunk, or the unknown text between two words (kind ``_``)."""

    kind: str
    start: int
    end: int


# Not frozen, and no tuple: looked at a hundred thousand times, made a few thousand times.
@dataclass(slots=True, eq=False)
class Chunk:
    """A stretch without a boundary: ``shape`` is the kinds of its parts, ``before`` those of the boundaries in front.

    The parts are words ``low`` to ``high`` of the document; they are made when asked for, as most are never asked.
    """

    start: int
    end: int
    before: str
    shape: str
    words: list[Any]
    low: int
    high: int

    @property
    def parts(self) -> list[Part]:
        """The words of the chunk."""
        words, low, high = self.words, self.low, self.high
        found: list[Part] = words[low:high]
        if type(found[0]) is not Part:
            # What _make does, without a call of Python for each of thousands of words.
            words[low:high] = found = [make(Part, word) for word in found]
        return found


class Group(NamedTuple):
    """Chunks ``first`` to ``last`` that are one list.

    ``kind`` is the chunk behind 等 (-1: none), ``letters`` are all shapes.
    """

    first: int
    last: int
    kind: int
    letters: str


def tokens(flat: str, lexicon: Lexicon, own: Sequence[Word] = ()) -> list[Word]:
    """Return a flat text as known words and what stands between them.

    Titles, quoted names and the document's own places win.
    """
    kinds, flow = lexicon.kinds, list[Word]()
    whole = _wholes(flat, lexicon, own)
    whole.append(("", len(flat) + 1, len(flat) + 1))
    add = flow.append
    position = covered = at = 0
    following = whole[0][1]
    for index, start, end in lexicon.automaton.find_matches_as_indexes(flat):
        if end > following:
            while end > following and covered <= start:
                kind, low, covered = whole[at]
                at += 1
                following = whole[at][1]
                if low > position:
                    add(("_", position, low))
                add((kind, low, covered))
                position = covered
                # Of a word that goes on behind a whole, the rest stays if it is a word.
                rest = lexicon.kind_of.get(flat[covered:end]) if start <= low and end > covered and kind != "T" else None
                if rest:
                    add((rest, covered, end))
                    position = end
        if start == position:
            add((kinds[index], start, end))
            position = end
        elif start > position:
            add(("_", position, start))
            add((kinds[index], start, end))
            position = end
    return flow


def _wholes(flat: str, lexicon: Lexicon, own: Sequence[Word]) -> list[Word]:
    """Return the stretches taken whole in order, without overlap."""
    whole = [(_whole_kind(flat, m.start(), m.end(), lexicon), m.start(), m.end()) for m in _WHOLE.finditer(flat)]
    numbers = [(".", m.start() + 1, m.end()) for m in _NUMBER.finditer(flat)]
    if numbers:
        whole = sorted(whole + numbers, key=itemgetter(1))
    if own:
        starts = [start for _, start, _ in whole]
        ends = [end for _, _, end in whole]
        for word in own:
            at = bisect_right(starts, word[1]) - 1
            if at < 0 or ends[at] <= word[1]:
                whole.append(word)
        whole.sort(key=itemgetter(1))
    return whole


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


def chunks(flat: str, flow: list[Word], place: Callable[[str], str]) -> list[Chunk]:
    """Return the chunks of a flat text in order.

    Parameters
    ----------
    flow : list of Word
        From ``tokens``; the kinds of places are set in it.
    place : callable
        The kind that the name of a place has in this document.
    """
    letters = "".join([word[0] for word in flow])
    if "(r)" in letters:
        letters = _named_brackets(flat, flow, letters)
    at = letters.find("r")
    if at >= 0:
        own = list(letters)
        while at >= 0:
            _, start, end = flow[at]
            kind = place(flat[start:end])
            if kind != "r":
                own[at] = kind
                flow[at] = (kind, start, end)
            at = letters.find("r", at + 1)
        letters = "".join(own)
    parted = _CHUNK.split(letters)
    bounds = list(accumulate(map(len, parted)))
    return [Chunk(flow[low][1], flow[high - 1][2], before, shape, flow, low, high)
            for before, shape, low, high in zip(parted[::2], parted[1::2], bounds[::2], bounds[1::2], strict=False)]


def _named_brackets(flat: str, flow: Sequence[Word], letters: str) -> str:
    """Return the kinds with other marks for brackets that hold a place inside a name: 中能建(舟山)新能源公司."""
    own = list(letters)
    for match in _BRACKETS.finditer(letters):
        at = match.start()
        end = flow[at + 2][2]
        if flow[at + 1][1] == flow[at][2] and flow[at + 2][1] == flow[at + 1][2] and "一" <= flat[end:end + 1] <= "龥":
            own[at], own[at + 2] = "<", ">"
    return "".join(own)


def _label(found: Sequence[Chunk], i: int) -> bool:
    """Whether a few words that open a line stand in front, with one mark: 链主企业:甲、乙."""
    return i > 0 and "." in found[i - 1].before and found[i - 1].end - found[i - 1].start < 9 and (
        found[i].start - found[i - 1].end == 1)


def groups(found: Sequence[Chunk]) -> list[Group]:
    """Return the lists among the chunks that can hold a name: those with a word that says so, or behind 发展."""
    befores, shapes = [chunk.before for chunk in found], [chunk.shape for chunk in found]
    starts = [i for i, before in enumerate(befores) if i == 0 or before not in LIST]
    befores.append("")
    hot: list[Group] = []
    for first, last in pairwise([*starts, len(found)]):
        before = befores[first]
        kind = last if befores[last] in _CLASS else -1
        letters = shapes[first] if last == first + 1 else "".join(shapes[first:last])
        if letters.strip(_COLD) or kind >= 0 or "D" in before or "_g" in letters or (
                before == "," and _label(found, first) or last - first > 1 and before[-1:] == "u"):
            hot.append(make(Group, (first, last, kind, letters)))
    return hot
