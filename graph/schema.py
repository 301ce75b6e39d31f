"""The graph's vocabulary: kinds of nodes and edges, their columns, and which may join which.

This is the only place that knows them. The tables of the embedded database, the constraints of Neo4j, the checks on
what loaders hand over, the attributes of the networkx graph and ``docs/schema.md`` are all made from here (the texts
among them in ``declare.py``).

Two things are stored in a plainer way than one would expect, so that every store and export can carry them: dates are
ISO strings, and ``aliases`` is one string with a name a line (GraphML and CSV know no lists, and ``CONTAINS`` searches
it alike on all engines; who wants the evidence of one spelling follows ``ALIAS_OF``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeVar

from liantu.errors import StoreError
from liantu.graph.model import Edge, Grade, Node, Value

__all__ = [
    "EDGES", "EDGE_COLUMNS", "GRADES", "NODES", "NODE_COLUMNS", "Column", "ColumnType", "EdgeKind", "NodeKind",
    "coerce", "edge_columns", "kind_of", "node_columns", "node_id", "pair_of", "validate",
]

ColumnType = Literal["STRING", "INT64", "DOUBLE", "BOOL", "DATE"]
_Kind = TypeVar("_Kind", "NodeKind", "EdgeKind")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, its Chinese label, what it says, and the only values it takes, if few."""

    name: str
    type: ColumnType
    label: str
    says: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node, with the columns that only it has."""

    name: str
    label: str
    says: str
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """A kind of edge, the kinds of nodes that it joins, and the columns that only it has."""

    name: str
    label: str
    says: str
    pairs: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...] = ()


# Best first: where two sources say the same, the better grade stays.
GRADES: Final[tuple[Grade, ...]] = ("corrected", "explicit", "inferred", "reference")

NODE_COLUMNS: Final = (
    Column("id", "STRING", "编号", "kind, colon, the rest: unique in the graph"),
    Column("kind", "STRING", "类型", "the label again, since labels(n) is not the same on all engines"),
    Column("name", "STRING", "名称", "canonical name; the title of a document or task"),
    Column("aliases", "STRING", "别名", "other spellings, one a line, sorted"),
    Column("city", "STRING", "城市", "whose unit, region or plan it is; empty where it belongs to no city"),
    Column("grade", "STRING", "依据", "explicit where a document names it, reference where only our tables do", GRADES),
)
EDGE_COLUMNS: Final = (
    Column("id", "STRING", "编号", "digest of ends, kind, evidence and properties"),
    Column("kind", "STRING", "关系", "the type again, since type(r) is not the same on all engines"),
    Column("document", "STRING", "文件", "id of the document that says it; empty for reference facts"),
    Column("start", "INT64", "起", "offset into the stored text"),
    Column("end", "INT64", "止", "offset behind the last character; `end` is a reserved word: back-quote it in Cypher"),
    Column("place", "STRING", "位置", "page, or sheet and cell, where the file has such"),
    Column("quote", "STRING", "原文", "the stored text from start to end"),
    Column("rule", "STRING", "规则", "the rule that read it"),
    Column("grade", "STRING", "依据", "how sure it is", GRADES),
)


def _text(name: str, label: str, says: str, *values: str) -> Column:
    return Column(name, "STRING", label, says, values)


def _whole(name: str, label: str, says: str) -> Column:
    return Column(name, "INT64", label, says)


_POSITION = _whole("position", "次序", "place in the list of units, from 0")
NODES: Final[Mapping[str, NodeKind]] = {kind.name: kind for kind in (
    NodeKind("Document", "文件", "a plan, notice, division of work or progress report", (
        _text("file", "文件名", "name of the file that was read, without folders"),
        _text("number", "文号", "as printed, 舟政发〔2019〕3号"),
        _text("issuer", "发文机关", "who issued it"),
        Column("date", "DATE", "成文日期", "date of the document"),
        _text("status", "性质", "final, a draft for comments, or a report of progress", "final", "draft", "progress"),
        _whole("period_start", "起始年", "first year that it plans for"),
        _whole("period_end", "终止年", "last year that it plans for"),
        _text("format", "格式", "txt, docx, pdf, xlsx …"),
        _text("sha256", "校验和", "of the file"),
    )),
    NodeKind("Task", "任务", "the smallest item of work that a document gives to someone", (
        _text("document", "文件", "id of its document"),
        _text("number", "序号", "as printed"),
        _text("section", "章节", "headings above it"),
        _whole("start", "起", "offset into the stored text"),
        _whole("end", "止", "offset behind its last character"),
        Column("deadline", "DATE", "完成时限", "last day of what is written"),
        _whole("deadline_start", "时限起", "where the deadline stands"),
        _whole("deadline_end", "时限止", "where it ends"),
        _text("deadline_rule", "时限规则", "the rule that read the deadline"),
        Column("percent", "DOUBLE", "完成率", "of its own target, by a progress report"),
        _text("status", "进展", "by a progress report", "done", "ongoing", "not_started"),
        _whole("progress_start", "进展起", "where the progress stands"),
        _whole("progress_end", "进展止", "where it ends"),
        _text("progress_rule", "进展规则", "the rule that read the progress"),
    )),
    NodeKind("Industry", "产业", "a cluster, a chain, or a segment of a chain", (
        _text("level", "层级", "how wide it is", "cluster", "chain", "segment"),
        _text("stage", "环节", "where in its chain", "upstream", "midstream", "downstream", "service"),
        Column("core", "BOOL", "核心环节", "the chain does not exist without it"),
        Column("offsite", "BOOL", "外购环节", "normally got from elsewhere: its absence is no gap"),
        _text("gbt4754", "行业代码", "GB/T 4754-2017, several joined by a space"),
        _text("keywords", "关键词", "words that find a segment in a name, one a line; from the reference"),
        _text("source", "来源", "where the reference has a segment from, one a line"),
    )),
    NodeKind("Region", "区域", "a county, district, city, island or functional zone as a place", (
        _text("level", "层级", "province, city, county, zone, town, island"),
    )),
    NodeKind("Platform", "平台", "a named carrier: park, zone, base, laboratory, exchange", (
        _text("type", "类别", "park, lab, exchange …"),
    )),
    NodeKind("Unit", "单位", "an office, a state firm with duties, or a group of them as written", (
        _text("level", "层级", "national, provincial, city, county, town"),
        _text("type", "类别", "office, committee, firm …"),
        Column("is_group", "BOOL", "集合", "各县(区)政府 and the like: one node, with edges to members that are known"),
    )),
    NodeKind("Person", "领导", "a leader who oversees tasks", (
        _text("post", "职务", "as written"),
    )),
    NodeKind("Project", "项目", "a named, concrete work or investment", (
        _text("stage", "阶段", "策划, 洽谈, 签约, 开工, 在建, 投产 …"),
        Column("amount", "DOUBLE", "投资额", "in the unit of amount_unit"),
        _text("amount_unit", "投资额单位", "亿元, 万元"),
    )),
    NodeKind("Enterprise", "企业", "a named company or group", (
        _text("code", "统一社会信用代码", "where a table gives it"),
        _text("role", "角色", "链主, 龙头 … as written"),
    )),
    NodeKind("Indicator", "指标", "what is measured", (
        _text("unit", "单位", "the unit it is usually given in"),
    )),
    NodeKind("Name", "写法", "a name as it is written somewhere"),
)}

_UNIT_TASK = (("Unit", "Task"),)
_JUDGED = (
    _text("verdict", "判断", "of a name matched to a chain or segment; empty where nothing had to be matched", "confirmed", "uncertain"),
    _text("reason", "理由", "why it was matched"),
)
EDGES: Final[Mapping[str, EdgeKind]] = {kind.name: kind for kind in (
    EdgeKind("HAS_TASK", "含任务", "the document holds the task", (("Document", "Task"),), (
        _text("number", "序号", "as printed"), _text("section", "章节", "headings above it"))),
    EdgeKind("LEADS", "牵头", "the unit leads the task", _UNIT_TASK, (_POSITION,)),
    EdgeKind("PARTICIPATES_IN", "参与", "the unit takes part (参与, 配合)", _UNIT_TASK, (_POSITION,)),
    EdgeKind("RESPONSIBLE_FOR", "负责", "the unit is responsible, no lead being told apart", _UNIT_TASK, (_POSITION,)),
    EdgeKind("OVERSEES", "分管", "the leader oversees the task (牵头领导, 链长)", (("Person", "Task"),), (
        _text("role", "角色", "as written"),)),
    EdgeKind("DEVELOPS", "发展", "the task develops the industry", (("Task", "Industry"),)),
    EdgeKind("IN_REGION", "所在区域", "the task names the region", (("Task", "Region"),)),
    EdgeKind("USES", "依靠平台", "the task names the platform", (("Task", "Platform"),)),
    EdgeKind("DELIVERS", "建设项目", "the task names the project", (("Task", "Project"),)),
    EdgeKind("CONCERNS", "涉及企业", "the task names the enterprise", (("Task", "Enterprise"),)),
    EdgeKind("SETS", "设定指标", "a target or a reported figure", (("Task", "Indicator"), ("Document", "Indicator")), (
        _text("op", "比较", "+ is growth by", ">=", "<=", "=", "~", ">", "<", "+"),
        Column("value", "DOUBLE", "数值", "in the text's own unit"),
        Column("value_max", "DOUBLE", "上限", "of a range"),
        _text("unit", "单位", "as written"),
        _whole("year", "年份", "by which, or in which, it holds"),
        _text("per", "频度", "every year", "year"),
        _text("nature", "性质", "set for the future, or reported", "target", "actual"))),
    EdgeKind("FOCUSES_ON", "主攻", "the place develops the industry", (("Region", "Industry"), ("Platform", "Industry"))),
    EdgeKind("PART_OF", "属于", "the smaller is part of the larger; a unit of its group", (
        ("Industry", "Industry"), ("Region", "Region"), ("Platform", "Region"), ("Unit", "Unit")), _JUDGED),
    EdgeKind("FEEDS", "供给", "upstream feeds downstream", (("Industry", "Industry"),)),
    EdgeKind("DEPENDS_ON", "依托", "the one rests on the other (围绕, 依托, 以…为抓手)", tuple(
        (source, target) for source in ("Industry", "Project", "Task") for target in ("Industry", "Project", "Platform")
    ), (_text("relation", "方式", "how it rests on it, where that is known"), _text("note", "说明", "what is known of it"))),
    EdgeKind("BELONGS_TO", "归属产业", "the project, enterprise or platform works in the industry", (
        ("Project", "Industry"), ("Enterprise", "Industry"), ("Platform", "Industry")), _JUDGED),
    EdgeKind("LOCATED_IN", "位于", "the project, enterprise or platform stands in the region", (
        ("Project", "Region"), ("Enterprise", "Region"), ("Platform", "Region"))),
    EdgeKind("GOVERNS", "管理", "the unit runs the region or platform", (("Unit", "Region"), ("Unit", "Platform"))),
    EdgeKind("SUCCEEDS", "承接", "the unit took over from the other", (("Unit", "Unit"),), (
        _whole("year", "年份", "of the change"), _text("note", "说明", "what is known of it"))),
    EdgeKind("FOLLOWS", "延续", "the later follows the earlier", (("Document", "Document"), ("Task", "Task")), (
        _text("change", "变化", "what became of it", "continued", "changed", "dropped", "new"),
        Column("score", "DOUBLE", "相似度", "from 0 to 1"))),
    EdgeKind("ALIAS_OF", "写作", "the name, as written there, means this", tuple(
        ("Name", target) for target in NODES if target != "Name")),
)}


@cache
def node_columns(kind: str) -> tuple[Column, ...]:
    """Return all columns of a kind of node, the common ones first."""
    return NODE_COLUMNS + _known(NODES, kind, "节点类型").columns


@cache
def edge_columns(kind: str) -> tuple[Column, ...]:
    """Return all columns of a kind of edge, the common ones first."""
    return EDGE_COLUMNS + _known(EDGES, kind, "关系类型").columns


def _known(kinds: Mapping[str, _Kind], kind: str, what: str) -> _Kind:
    found = kinds.get(kind)
    if found is None:
        raise StoreError(f"没有名为 {kind!r} 的{what}。可用的有:{'、'.join(kinds)}。")
    return found




def node_id(kind: str, *parts: str | None) -> str:
    """Return the id of a node: its kind and what tells it from others of its kind.

    Parameters
    ----------
    kind : str
        A kind of node.
    *parts : str or None
        What makes it one: city and name, document and number. None counts as an empty part.

    Returns
    -------
    str
        Backslash and slash inside a part are escaped, so different parts never give the same id.

    Examples
    --------
    >>> node_id("Unit", "舟山", "发展和改革委员会")
    'Unit:舟山/发展和改革委员会'
    >>> node_id("Industry", None, "LNG")
    'Industry:/LNG'
    """
    if kind not in NODES:
        _known(NODES, kind, "节点类型")
    rest = "/".join([part or "" for part in parts] if None in parts else parts)  # type: ignore[arg-type]
    if rest.count("/") >= len(parts) or "\\" in rest:
        rest = "/".join([(part or "").replace("\\", "\\\\").replace("/", "\\/") for part in parts])
    return f"{kind}:{rest}"


def kind_of(node: str) -> str:
    """Return the kind of the node with this id, without looking it up: Unit for ``Unit:舟山/交通运输局``."""
    kind, _, rest = node.partition(":")
    if kind not in NODES or not rest:
        raise StoreError(f"编号 {node!r} 应以节点类型和冒号开头,如 Unit:舟山/发展和改革委员会。")
    return kind


def pair_of(edge: Edge) -> tuple[str, str]:
    """Return the kinds of an edge's ends."""
    return kind_of(edge.source), kind_of(edge.target)


# Beyond it browsers lose digits, and the embedded database was seen to return 0 for the least of 64 bits.
_WHOLE: Final = range(-(2**53) + 1, 2**53)
_UNSAFE: Final = re.compile("[\\x00\\ud800-\\udfff]")
_DAY: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def _check_text(text: str, column: Column) -> str:
    if _UNSAFE.search(text):
        raise StoreError(f"{column.name}({column.label})含有无法保存的字符:{text!r}。请在读入时去掉。")
    if column.values and text not in column.values:
        raise StoreError(f"{column.name}({column.label})不能是 {text!r},只能是:{'、'.join(column.values)}。")
    if column.type == "DATE" and not _DAY.fullmatch(text):
        raise StoreError(f"{column.name}({column.label})应为 2025-12-31 这样的日期,不能是 {text!r}。")
    return text


def _checked(value: Value, column: Column) -> Value:
    if value is None:
        return None
    if isinstance(value, str) and column.type in ("STRING", "DATE"):
        return _check_text(value, column)
    if isinstance(value, bool):
        if column.type == "BOOL":
            return value
    elif isinstance(value, int) and column.type == "INT64" and value in _WHOLE:
        return value
    elif isinstance(value, (int, float)) and column.type == "DOUBLE" and math.isfinite(value):
        return float(value)
    raise StoreError(f"{column.name}({column.label})应为 {column.type},不能是 {value!r}。")


@cache
def _own_columns(kind: str) -> Mapping[str, Column]:
    own = NODES[kind].columns if kind in NODES else _known(EDGES, kind, "类型").columns
    # The grade of a node is the one common column that travels among the properties.
    return {column.name: column for column in (*own, NODE_COLUMNS[-1])} if kind in NODES else {
        column.name: column for column in own}


def coerce(kind: str, properties: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    """Return the properties of a node or edge, checked, sorted by name, without those that are None.

    Parameters
    ----------
    kind : str
        A kind of node or edge.
    properties : iterable of (str, value)
        Columns that only this kind has. A whole number in a column of type DOUBLE becomes a float.

    Raises
    ------
    StoreError
        A column that the kind does not have, a value of another type, or one that no store can hold.

    Examples
    --------
    >>> coerce("SETS", [("value", 7000), ("unit", "亿元"), ("year", None)])
    {'unit': '亿元', 'value': 7000.0}
    """
    own = _own_columns(kind)
    found: dict[str, Value] = {}
    for name, value in sorted(properties):
        column = own.get(name)
        if column is None:
            raise StoreError(f"{kind} 没有名为 {name!r} 的属性。可用的有:{'、'.join(own) or '无'}。")
        if value is not None:
            found[name] = _checked(value, column)
    return found


def _validate_node(node: Node) -> None:
    if kind_of(node.id) != node.kind:
        raise StoreError(f"编号 {node.id!r} 与节点类型 {node.kind} 不符。")
    if _UNSAFE.search("".join((node.id, node.name, *node.aliases, node.city or ""))):
        raise StoreError(f"{node.id!r} 的名称、别名或城市含有无法保存的字符。请在读入时去掉。")
    for alias in node.aliases:
        if not alias or "\n" in alias:
            raise StoreError(f"{node.id} 的别名 {alias!r} 为空或含有换行。请先去掉空白。")
    if not node.name and node.kind != "Task":
        raise StoreError(f"{node.id} 没有名称。")
    coerce(node.kind, node.properties)


def _validate_edge(edge: Edge) -> None:
    kind, pair = _known(EDGES, edge.kind, "关系类型"), pair_of(edge)
    if pair not in kind.pairs:
        allowed = "、".join(f"{source}→{target}" for source, target in kind.pairs)
        raise StoreError(f"{edge.kind} 不能从 {pair[0]} 指向 {pair[1]}({edge.source} → {edge.target})。只能是:{allowed}。")
    evidence = edge.evidence
    if evidence is not None:
        if not 0 <= evidence.start <= evidence.end:
            raise StoreError(f"{edge.source} → {edge.target} 的出处 {evidence.start}–{evidence.end} 不是一段文字。")
        if evidence.grade not in GRADES:
            raise StoreError(f"依据 {evidence.grade!r} 只能是:{'、'.join(GRADES)}。")
    coerce(edge.kind, edge.properties)


def validate(item: Node | Edge) -> None:
    """Check a node or an edge that a loader made against the schema.

    Raises
    ------
    StoreError
        Saying what is wrong and what would be right.

    Examples
    --------
    >>> validate(Edge("Unit:a", "LEADS", "Region:b", None))
    Traceback (most recent call last):
    liantu.errors.StoreError: LEADS 不能从 Unit 指向 Region(Unit:a → Region:b)。只能是:Unit→Task。
    """
    if isinstance(item, Node):
        _validate_node(item)
    else:
        _validate_edge(item)
