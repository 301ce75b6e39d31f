"""Indicators: what is measured, how much of it, by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Literal, NamedTuple

from liantu.graph.model import Deadline, Header, Indicator, Span, make
from liantu.loaders.measures import begins_with_verb, is_basis, is_part_of_name, name_before, split_names
from liantu.loaders.naming import NAMING, Clause, is_nameless
from liantu.loaders.quantities import ColumnLabel, Quantity, YearMark, column_label, is_growth, lead, operator, scan
from liantu.loaders.text import View

__all__ = ["read_indicators"]

_DELIMITER = re.compile(r"[,;。:!?\n]")
# A line may break within a sentence.
_NEW_LINE = re.compile(r"\n(?:(?=[0-9(一二三四五六七八九十])|(?<=[。;:!?]\n))")
_YEARLY = re.compile("每年|年均(?!浓度|值|气温)|逐年")
# What is there already, or what a sentence starts from, is no target: 依托现有3个园区.
_GIVEN = ("现有", "原有", "依托", "围绕", "聚焦", "针对")
_THIS_YEAR = re.compile("全年|今年|(?<![一二三四五六七八九十两0-9])年内|当年|本年")
_FASTER = re.compile("[高快低]于|超过|高出")
_PREDICATE = re.compile("(?:底|末)?前?(?:力争|预计|要|将)?(?:达|突破|超|实现|不低于|不少于|提高|提升|增长到|控制|完成)")
# A year behind which a comma or a colon stands holds for all that follows in the sentence.
_FOR_ALL = re.compile(",|度?[^,;。\n]{0,6}:")
_LABEL_YEAR = re.compile("(20[0-9]{2})年度?(?:发展|工作|主要|总体)?(?:目标|任务|指标)[^,。;\n]{0,4}[:]?$")
_PLANNED = re.compile(
    "不[少低]于|(?:年度|全年|总|今年)(?:计划|拟)(?!的)|计划(?:总?投资|新?建|完成|实施|引进|培育|新增|开工)|年初(?:安排|确定|下达|计划)|力争|拟(?=[引培建新投])|预计全年")
_PLANNED_BEHIND = re.compile("[^,;。0-9]{0,16}的?(?:全?年度?)?(?:目标|任务|计划)(?:任务)?(?:已|均|全部|全面|超额|提前|如期|完成|也)")
_TURN = re.compile("(?:(?P<less>压减|压缩|降低|减少|缩短|下调|削减|精简)|提高|提升|增加)(?![率幅额量到至])")
_OPENING = re.compile("(?:力争|争取|确保|预计|其中|在|从|于|自|至|、|和)*")
_JOINED = frozenset({"", "、", "和", "及", "与", "或", "以及", "、力争", ",力争", "力争", "、奋斗目标"})
_RATE_OF_WORK = re.compile("完成率|完成比例|完成百分比|进度")
_OF_PLAN = re.compile("占?(?:全年|年度|年|总|年初|既定)*(?:工作|投资)?(?:目标|任务|计划|预算)+[数量]?")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DIGIT = re.compile("[0-9]")
_WINDOW = 60
# A line as short as this has not been broken by the edge of a page: it is a heading.
_HEADING = 24
_PLACES = frozenset("村镇乡县区户岛")


class _Years(NamedTuple):
    """The year of figures without one, and the year that 年内 means."""

    default: int | None
    now: int | None


def read_indicators(
    seen: View, spans: Iterable[Span], *, header: Header, kind: Literal["target", "actual"],
    due: Deadline | None = None, known: Iterable[Indicator] = (),
) -> tuple[Indicator, ...]:
    """Read the measurable targets or reported figures of some stretches.

    Parameters
    ----------
    seen : View
        The document as rules see it.
    spans : iterable of Span
        The stretches to read, offsets of the stored text.
    header : Header
        Gives the year of figures that name none.
    kind : {"target", "actual"}
        Whether the stretches plan or report.
    due : Deadline, optional
        When the task is due; its year goes before the last year of the plan.
    known : iterable of Indicator, optional
        The targets of the task, which a report need not name again: 已建成3家.

    Returns
    -------
    tuple of Indicator
        In the order of the text. A decline is growth with a negative value.

    Examples
    --------
    >>> from liantu.loaders.text import view
    >>> seen = view("到2026年，建成智能工厂12家以上，产值年均增长8%。")
    >>> for item in read_indicators(seen, [Span(0, 28)], header=Header("方案"), kind="target"):
    ...     print(item.name, item.op, item.value, item.unit, item.year, item.per)
    智能工厂 >= 12.0 家 2026 None
    产值 + 8.0 % None year
    """
    written = int(header.date[:4]) if header.date else None
    if header.period:
        years = _Years(header.period[kind == "target"], written if header.period[0] != header.period[1] else None)
    else:
        years = _Years(written if kind == "actual" else None, written)
    if due and kind == "target":
        years = years._replace(default=int(due.date[:4]))
    found: list[Indicator] = []
    heading, column = "", None
    targets = _by_unit(known)
    for span in spans:
        start, end = seen.bounds(span)
        text = seen.flat[start:end].rstrip("\n。")
        if label := column_label(text):
            column = label
            continue
        if column and column.unit == "%" and _RATE_OF_WORK.search(column.name):
            # How far the task has come is its progress.
            pass
        elif column and column.unit and _BARE.fullmatch(text):
            found.append(_under(column, span, float(text), kind, years.default))
        else:
            year = column.year if column else None
            if items := scan(seen.flat, start, end):
                found.extend(_Reader(seen, items, start, end, years, kind, heading, year, targets).read())
        column = None
        # A cell of its own, 5个, counts what the cell before it names; so do the ones of other years beside it.
        if len(text) > _WINDOW or _DELIMITER.search(text) or not _DIGIT.search(text):
            named = name_before(text) if len(text) < _WINDOW and not _DELIMITER.search(text) else ""
            heading = heading if heading and len(text) < 6 and begins_with_verb(text) else named
    return tuple(found)


def _under(
    column: ColumnLabel, span: Span, value: float, kind: Literal["target", "actual"], year: int | None,
) -> Indicator:
    """Return a cell that holds nothing but a number, whose header names thing and unit."""
    return Indicator(
        column.name, "=", value, span.start, span.end, "amount.column", unit=column.unit, year=column.year or year,
        kind=kind)


class _Reader:
    """One stretch, read from left to right; what a number means may hang on the numbers before it."""

    def __init__(
        self, seen: View, items: list[Quantity | YearMark], start: int, end: int, years: _Years, kind: Literal["target", "actual"], heading: str,
        headed: int | None, targets: dict[str, str],
    ) -> None:
        self.seen, self.flat, self.end, self.years = seen, seen.flat, end, years
        self.kind: Literal["target", "actual"] = kind
        self.heading, self.targets = heading, targets
        self.items = items
        self.titled = seen.flat.find("《", start, end) >= 0
        self.edge = self.sentence = self.marked = self.reached = start
        # 2025年目标:… as the label of a line.
        front = seen.flat[max(start - 16, 0):start]
        label = _LABEL_YEAR.search(front) if "年" in front else None
        # A year for the whole stretch, of its label or the header of its column.
        self.all: int | None = int(label[1]) if label else headed
        self.year: int | None = self.all
        self.clause_year = self.yearly = self.every = False
        self.names: list[str] = []
        self.shared: list[str] = []
        self.marks: list[int] = []
        self.term: int | None = None
        self.words: list[str] = []

    def read(self) -> Iterator[Indicator]:
        """Yield the indicators of the stretch."""
        for position, item in enumerate(self.items):
            gap = self._enter(item)
            *before, text = _DELIMITER.split(gap)
            if isinstance(item, YearMark):
                self._mark(item, text)
                continue
            self._scope(item, gap, before, text)
            found = self._clause(position, item, before, text)
            named = self._names(position, found)
            target = self.targets.get(item.unit or "") if not self.names else None
            if target and is_nameless(found):
                named = [target]
            for name in named:
                yield self._indicator(found, name)
            if named:
                self.names.extend(named)
                self.words, self.edge = found.words, item.end

    def _enter(self, item: Quantity | YearMark) -> str:
        """Return the words since the last number; a new sentence forgets what the old one said."""
        low, high = max(self.reached, self.edge), item.start
        at = self.flat.rfind("。", low, high) + 1
        line = self.flat.rfind("\n", at or low, high)
        while line >= 0:
            if _NEW_LINE.match(self.flat, line) or line - self.flat.rfind("\n", max(0, line - _HEADING), line) < _HEADING:
                at = line + 1
                break
            line = self.flat.rfind("\n", at or low, line)
        if isinstance(item, YearMark) and self.flat[item.start - 1:item.start] == "\n":
            at = item.start
        self.reached = item.start
        if at:
            self.sentence = self.edge = at
            self.year, self.yearly, self.every = None, False, False
            self.names, self.shared, self.words, self.marks = [], [], [], []
        return self.flat[max(self.edge, item.start - _WINDOW):item.start].replace("\n", "")

    def _mark(self, item: YearMark, text: str) -> None:
        """Take a year: 到2027年 and 2027年, hold for the sentence, 2027年产值 for the clause."""
        listed = self.flat[self.marked:item.start] in ("、", "和", "及", "与")
        self.marks = [*self.marks, item.year] if listed else [item.year]
        if _PREDICATE.match(self.flat, item.end) and not _OPENING.fullmatch(text.rstrip("到至")):
            # The subject stands before the year: 投入强度2025年达到3%.
            self.year, self.clause_year, self.marked, self.yearly = item.year, True, item.end, False
        elif item.until or _OPENING.fullmatch(text):
            self.year, self.edge, self.marked, self.yearly = item.year, item.end, item.end, False
            self.term = item.year if item.until else None
            self.clause_year = not item.until and not _FOR_ALL.match(self.flat, item.end)

    def _scope(self, item: Quantity, gap: str, before: list[str], text: str) -> None:
        """See whether the year, or 每年, that stood before still holds for this number."""
        if self.clause_year and _DELIMITER.search(self.flat, self.marked, item.start):
            self.year, self.clause_year = None, False
        self.yearly = "年" in text and _YEARLY.search(text) is not None or self.yearly and (not before or (
            len(before) == 1 and gap[-len(text) - 1] == "," and begins_with_verb(text)))

    def _clause(self, position: int, item: Quantity, before: list[str], text: str) -> Clause:
        if text.rfind("(") > text.rfind(")"):
            text = text[text.rindex("(") + 1:]
        subject, words = lead(text)
        end = item.end + _WINDOW
        behind = self.flat[item.end:min(self.end, end)]
        after = self.items[position + 1] if position + 1 < len(self.items) else None
        following = after if isinstance(after, Quantity) and after.start <= end else None
        if item.unit and item.unit.endswith("百分点") and _FASTER.search(subject):
            words = [word for word in words if not is_growth([word])]
        sentence = self.flat[max(self.sentence, item.start - 4 * _WINDOW):item.start]
        return Clause(item, text, subject, words, behind, following, partial(self._carried, before), sentence)

    def _carried(self, before: list[str]) -> str:
        """Return what the words before name: 贷款余额,同比增长5%."""
        if before and is_basis(before[-1]):
            # 按可比价格计算 between two commas says nothing of what is measured.
            before = before[:-1]
        if len(before) > 1 or (before and not self.names):
            name = name_before(before[-1])
            if name:
                return name
        # 产值128亿元,完成年度目标的64%,同比增长34%: what grows is the output.
        return next((name for name in reversed(self.names) if not _OF_PLAN.fullmatch(name)), self.heading)

    def _names(self, position: int, found: Clause) -> list[str]:
        """Return the names of what a number gives a value to; none where it is part of a name itself."""
        item = found.item
        if self.flat[item.start - 1:item.start] == "“" and "”" in found.behind[:12]:
            # “22条”, “10项举措”: what a policy is called.
            return []
        if is_part_of_name(found.behind) or found.text.endswith(_GIVEN) or (self.titled and self._inside_title(item.start)):
            return []
        if found.text in _JOINED and self.shared:
            found.words[:0] = self.words
            if self.marks:
                self.year = self.marks.pop(0)
            return [self.shared.pop(0)]
        self.shared = []
        if found.text in _JOINED and self.names and item.kind == "ratio" and is_growth(self.words):
            found.words[:0] = self.words
        if "分别" in found.text:
            return self._share(position, found)
        name = NAMING[item.kind](found)
        if name and found.words and found.words[-1] == "各" and name in found.subject:
            return split_names(name)
        return [name] if len(name) > 1 or name in _PLACES else []

    def _share(self, position: int, found: Clause) -> list[str]:
        """Give the names of a list to the numbers of a list: A、B分别达到3个、5个."""
        count, last = 1, found.item
        for item in self.items[position + 1:]:
            if not isinstance(item, Quantity) or self.flat[last.end:item.start] not in _JOINED:
                break
            count, last = count + 1, item
        own = name_before(found.subject)
        names = split_names(own, count)
        if len(names) != count:
            names = self.names[-count:] if not own and len(self.names) >= count else [own or found.carried] * count
        self.shared = names[1:]
        if len(self.marks) == count:
            self.year, *self.marks = self.marks
        else:
            self.marks = []
        return names[:1] if names[0] else []

    def _inside_title(self, at: int) -> bool:
        opened = self.flat.rfind("《", max(self.sentence, at - 4 * _WINDOW), at)
        return opened >= 0 and self.flat.find("》", opened, at) < 0

    def _indicator(self, found: Clause, name: str) -> Indicator:
        item = found.item
        kind: Literal["target", "actual"] = self.kind
        if kind == "actual" and item.kind != "ratio" and _is_planned(found):
            kind = "target"
        op, sign = operator(found.words, item, actual=kind == "actual")
        year = self.year or (self.years.now if self.years.now and _THIS_YEAR.search(found.text) else None)
        if not year and self.term and op in (">=", ">", "<=", "~") and not begins_with_verb(found.text):
            # 到2025年,体系基本建成。产值达到…: levels of later sentences belong to the same term, works do not.
            year = self.term
        year = year or self.all or self.years.default
        turn = _TURN.match(found.subject) if item.kind == "ratio" and op in {"=", ">="} and not found.words else None
        if turn and name == name_before(found.subject):
            # 压减审批时限30%: the verb stands before what it changes.
            op, sign, name = "+", -1.0 if turn["less"] else 1.0, name.removeprefix(turn[0]) or name
        origin, most = self.seen.origin, item.value_max
        return make(Indicator, (
            name, op, sign * item.value, origin[item.start], origin[item.end - 1] + 1, f"amount.{item.kind}",
            None if most is None else sign * most, item.unit, None if self.yearly else year, "year" if self.yearly else None, kind,
        ))


def _by_unit(known: Iterable[Indicator]) -> dict[str, str]:
    """Return the names of the targets whose unit no other target has."""
    names: dict[str, list[str]] = {}
    for one in known:
        names.setdefault(one.unit or "", []).append(one.name)
    return {unit: found[0] for unit, found in names.items() if len(set(found)) == 1 and unit != "%"}


def _is_planned(found: Clause) -> bool:
    """Say whether a report names its plan here, beside what came of it: 全年计划投资5亿元."""
    return bool(_PLANNED.search(found.text) or _PLANNED_BEHIND.match(found.behind))
