"""Where a node or a fact comes from, and what the graph is not sure of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeAlias

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.graph.schema import EDGES, NODES
from liantu.queries.answers import REFERENCE, answer, documents, edge_quote, node_name, scope
from liantu.queries.catalog import Graph, question
from liantu.queries.lookup import find_nodes, spellings
from liantu.queries.tasks import document_label, find_document, in_city, stored, task_quote, works
from liantu.queries.wording import clip, sentence_around

__all__ = ["RULES", "uncertainties", "where_from"]

_Row: TypeAlias = tuple[tuple[Value, ...], tuple[Quote, ...]]
_Edge: TypeAlias = tuple[str, str, str, Mapping[str, Any]]
GRADES: Final = {"explicit": "原文写明", "inferred": "按规则推定", "reference": "参考资料", "corrected": "人工确认"}
# By the beginning of a rule's name, the longest first: what the rule goes by.
RULES: Final = {
    "role-label": "“牵头单位：”“牵头领导：”一类标签后的名称", "role-bracket": "段末括号里的责任条款", "role-table": "表格里单位一列的格子",
    "role": "责任条款", "first-listed": "文件写明责任单位列首位的牵头，其余为参与", "group-member": "登记表里这个集合的成员",
    "outline": "编号的条目", "deadline": "完成时限的写法", "progress": "进展栏的内容", "amount": "数字和它前后的单位、比较词",
    "industry-in-name": "项目、平台、企业的名称里含有产业的名称", "industry": "产业名称的词表和构词", "region-in-name": "名称里含有地名",
    "region": "行政区划和功能区名称", "carrier": "园区、基地、实验室等名称的构词", "work": "工程、项目名称的构词", "firm": "企业名称的构词",
    "depends": "“围绕、依托、以…为抓手”的写法", "chain": "与参考产业链的环节名称对照", "correction": "人工更正",
}


def rule_says(rule: str) -> str:
    """Return in Chinese what a rule goes by.

    Examples
    --------
    >>> rule_says("role-label"), rule_says("industry:head")
    ('“牵头单位：”“牵头领导：”一类标签后的名称', '产业名称的词表和构词')
    """
    known = next((RULES[key] for key in sorted(RULES, key=len, reverse=True) if rule.startswith(key)), "")
    return known or rule or "登记表或参考资料"


@question(18, "结论出处", "这个结论(一个名称,或两个名称之间的关系)从哪里来", fact="名称、编号,或一条关系的编号", other="关系另一端的名称",
          relation="只看这种关系,如 牵头 或 LEADS", document="只看这份文件", limit="最多列几条,0为全部")
def where_from(
    graph: Graph, *, fact: str, other: str | None = None, relation: str | None = None, document: str | None = None, limit: int = 0,
) -> Answer:
    """Show the sentences behind a node, or behind the facts between two nodes.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    fact : str
        A name, the id of a node, or the id of a fact.
    other : str, optional
        The other end, by name or id.
    relation : str, optional
        A kind of fact, by its name in the schema or in Chinese.
    document : str, optional
        Title, 文号 or file name of the only document wanted.
    limit : int
        How many rows; 0 for all.

    Returns
    -------
    Answer
        A row a fact: file, place, offsets, rule, how sure; the evidence is the sentence, and its surroundings where the
        texts are at hand. Spellings (写作) are facts too.

    Raises
    ------
    NotFoundError
        No such name or document, or no fact between the two.
    QueryError
        No such relation.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Unit:商务局", kind="Unit", name="青山市商务局")
    >>> graph.add_node("Task:a/001", kind="Task", name="建海洋电子产业园")
    >>> _ = graph.add_edge("Unit:商务局", "Task:a/001", kind="LEADS", document="a.txt", quote="市商务局牵头", rule="role-bracket")
    >>> [row[:4] for row in where_from(graph, fact="青山市商务局").rows]
    [('青山市商务局', '牵头', '建海洋电子产业园', '市商务局牵头')]
    """
    only = find_document(graph, document) if document else None
    kinds = _relation(relation)
    facts = [edge for edge in _facts(graph, fact, other) if (kinds is None or edge[3]["kind"] == kinds)
             and (only is None or edge[3].get("document") == only)]
    order = {kind: place for place, kind in enumerate(EDGES)}
    facts.sort(key=lambda edge: (order[edge[3]["kind"]], str(edge[3].get("document") or ""), edge[3].get("start") or 0, edge[0], edge[1]))
    rows = [_fact_row(graph, edge) for edge in facts]
    nodes = [] if _fact_ids(graph, fact) else find_nodes(graph, fact)
    what = "、".join(f"{node_name(graph, node)}（{NODES[graph.nodes[node]['kind']].label}，{GRADES.get(str(graph.nodes[node].get('grade')), '未注明')}）" for node in nodes)
    return answer(
        "where_from", statement=f"{what or fact}{f'与{other}' if other else ''}的出处，共{len(rows)}条" + (f"，列前{limit}条" if limit and limit < len(rows) else ""),
        rule="每条关系的原文按起止位置从存档文本中截取；依据分为原文写明、按规则推定、参考资料、人工确认。", scope=scope(graph, document=only, 关系=relation),
        columns=("起点", "关系", "终点", "原文", "文件", "位置", "起", "止", "规则", "规则说明", "依据", "判断", "编号"), rows=rows[:limit or None],
        why_empty="图中有这个名称，但没有符合条件的关系。" + ("它只来自登记表或参考产业链。" if not facts and not only and not kinds else ""))


def _relation(relation: str | None) -> str | None:
    if relation is None:
        return None
    found = next((kind.name for kind in EDGES.values() if relation in (kind.name, kind.label)), None)
    if found is None:
        raise QueryError(f"没有名为“{relation}”的关系。可用的有:{'、'.join(kind.label for kind in EDGES.values())}。")
    return found


def _fact_ids(graph: Graph, name: str) -> list[_Edge]:
    if name in graph or not name.isascii():
        return []
    found: list[_Edge] = [(source, target, str(key), edge) for source, target, key, edge in graph.edges(keys=True, data=True)
                          if name in (key, edge.get("id"))]
    return found


def _facts(graph: Graph, name: str, other: str | None) -> list[_Edge]:
    if found := _fact_ids(graph, name):
        return found
    one = set(find_nodes(graph, name))
    joined: list[_Edge] = [(source, target, str(key), edge) for source, target, key, edge in
              (*graph.out_edges(one, keys=True, data=True), *graph.in_edges(one, keys=True, data=True))]
    joined = list({(source, target, key): (source, target, key, edge) for source, target, key, edge in joined}.values())
    if other is None:
        return joined
    far = set(find_nodes(graph, other))
    kept = [edge for edge in joined if (edge[0] in one and edge[1] in far) or (edge[0] in far and edge[1] in one)]
    if not kept:
        raise NotFoundError(f"图中“{name}”与“{other}”之间没有直接的关系。请分别查看它们的出处。")
    return kept


def _fact_row(graph: Graph, edge: _Edge) -> _Row:
    source, target, key, data = edge
    quote = edge_quote(graph, data)
    around = _surroundings(graph, str(data.get("document") or ""), data)
    verdict = {"confirmed": "确认", "uncertain": "待核"}.get(str(data.get("verdict")), "")
    if data.get("reason"):
        verdict += f"（{data['reason']}）"
    row = (node_name(graph, source), EDGES[data["kind"]].label, node_name(graph, target), quote.text, quote.document, quote.place,
           quote.start, quote.end, quote.rule, rule_says(quote.rule), GRADES.get(quote.grade, quote.grade), verdict, str(data.get("id") or key))
    return row, (quote, *((around,) if around else ()))


def _surroundings(graph: Graph, document: str, data: Mapping[str, Any]) -> Quote | None:
    """Return the whole sentence around a word or cell, where that says more."""
    text, start, end = stored(graph, document), data.get("start"), data.get("end")
    if not text or start is None or end is None:
        return None
    low, high = sentence_around(text, start, end)
    shown = " ".join(text[low:high].split())
    file = str(graph.nodes[document].get("file") or document)
    return Quote(file, shown, "", low, high, "context") if shown != " ".join(text[start:end].split()) else None


@question(19, "不确定的地方", "哪些地方不确定:未匹配的名称、未读的条款、把握不大的关系", kind="只看一类:名称、条款、关系、单位", document="只看这份文件",
          city="只看这个城市的文件", inferred="是否列出按规则推定的关系", limit="每类最多列几条,0为全部")
def uncertainties(
    graph: Graph, *, kind: str | None = None, document: str | None = None, city: str | None = None, inferred: bool = True, limit: int = 0,
) -> Answer:
    """List what the graph is not sure of, each with what would settle it.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema; ``graph.graph["review"]`` and ``graph.graph["unread"]`` hold the lists of the build, if any.
    kind : str, optional
        Only 名称 (names), 条款 (clauses), 关系 (links), or 单位 (units and tasks without any).
    document, city : str, optional
        What narrows it.
    inferred : bool
        Whether facts that a rule inferred are listed.
    limit : int
        How many rows of each sort; 0 for all.

    Returns
    -------
    Answer
        A row a doubt: what, why, rivals, and what to do.

    Raises
    ------
    NotFoundError
        No such document.
    QueryError
        No such kind.
    """
    sorts: dict[str, Callable[[Graph, set[str]], Iterator[_Row]]] = {"名称": _names, "条款": _clauses, "单位": _alone, "关系": partial(_links, inferred=inferred)}
    if kind is not None and kind not in sorts:
        raise QueryError(f"没有“{kind}”这一类。可选:{'、'.join(sorts)}。")
    only = find_document(graph, document) if document else None
    asked = {one for one in documents(graph) if (only is None or one == only) and in_city(graph.nodes[one], city)}
    rows: list[_Row] = []
    totals: dict[str, int] = defaultdict(int)
    for sort, read in sorts.items():
        if kind in (None, sort):
            found = list(read(graph, asked))
            totals[sort] = len(found)
            rows += found[:limit or None]
    loaded = any(graph.graph.get(one) is not None for one in ("review", "unread"))
    return answer(
        "uncertainties", statement="不确定的地方：" + "、".join(f"{sort}{count}处" for sort, count in totals.items()),
        rule="名称：归并没有把握、按原文单列的；条款：没有归入任何任务的责任条款和条目；单位：没有写任何单位的任务；"
             f"关系：归类判断为待核的、登记表注明推断的{'、按规则推定的' if inferred else ''}。",
        scope=scope(graph, document=only, 城市=city) + ("" if loaded else "；这张图没有带待核清单（review、unread），只查图中的关系"),
        columns=("类别", "内容", "原因", "备选", "怎样确认", "文件", "位置"), rows=rows,
        why_empty="没有没把握的名称、未读的条款、待核或推定的关系。")


def _record_place(graph: Graph, record: Mapping[str, Any]) -> tuple[str, Quote]:
    """Return the document of a line of the lists, and its words."""
    name, start, end = str(record.get("doc") or record.get("document") or ""), record.get("start"), record.get("end")
    found = next((one for one in documents(graph) if name in (one, graph.nodes[one].get("file"))), "")
    text = str(record.get("text") or "") or (stored(graph, found)[start:end] if isinstance(start, int) and isinstance(end, int) else "")
    file = str(graph.nodes[found].get("file") or found) if found in graph else name or "（文件未注明）"
    return found, Quote(file, " ".join(text.split()) or str(record.get("name") or ""), "", start, end, "review")


def _names(graph: Graph, asked: set[str]) -> Iterator[_Row]:
    # What was rejected with a reason is the least of the doubts.
    for record in sorted(_listed(graph, "review"), key=lambda one: one.get("verdict") == "rejected"):
        found, quote = _record_place(graph, record)
        if found and found not in asked:
            continue
        if record.get("target"):
            said = {"uncertain": "归类待核", "rejected": "归类已剔除", "confirmed": "归类"}.get(str(record.get("verdict")), "归类")
            label = NODES[str(record["kind"])].label if record.get("kind") in NODES else "名称"
            yield (f"名称（{label}{said}）", f"{record.get('name')} → {record.get('target_name')}", str(record.get("reason") or ""),
                   str(record.get("target_name") or ""), "对照原文，确认归入或剔除", quote.document, _span(quote)), (quote,)
            continue
        rivals = "、".join(node_name(graph, one) if one in graph else str(one).partition(":")[2].replace("/", " ") for one in record.get("rivals") or ())
        label = NODES[str(record["kind"])].label if record.get("kind") in NODES else "名称"
        meant = f"，现作{node_name(graph, str(record['entity']))}" if record.get("entity") in graph and node_name(graph, str(record["entity"])) != record.get("name") else ""
        yield (f"名称（{label}）", f"{record.get('name')}{meant}", str(record.get("reason") or ""), rivals,
               "在登记表里写明它指哪一个，或写明“不合并”，再重新生成", quote.document, _span(quote)), (quote,)


def _listed(graph: Graph, stem: str) -> Sequence[Mapping[str, Any]]:
    return list(graph.graph.get(stem) or ())


def _span(quote: Quote) -> str:
    return quote.place or (f"第{quote.start}至{quote.end}字" if quote.start is not None else "")


def _clauses(graph: Graph, asked: set[str]) -> Iterator[_Row]:
    for record in _listed(graph, "unread"):
        found, quote = _record_place(graph, record)
        if not found or found in asked:
            yield ("条款", clip(quote.text, 120), "没有归入任何任务", "", "核对原文；漏读的条目或责任条款请人工补录", quote.document, _span(quote)), (quote,)


def _alone(graph: Graph, asked: set[str]) -> Iterator[_Row]:
    for work in works(graph):
        if work.document in asked and not work.parts:
            quote = task_quote(graph, work)
            yield ("单位", work.name, "任务没有写任何单位，也没有可继承的", "", "核对原文；确无单位的是责任空白，请明确牵头单位", document_label(graph, work.document), _span(quote)), (quote,)


def _links(graph: Graph, asked: set[str], *, inferred: bool) -> Iterator[_Row]:
    order = {"uncertain": 0, "registry": 1, "inferred": 2}
    found = []
    for source, target, edge in graph.edges(data=True):
        document = edge.get("document")
        if edge["kind"] == "ALIAS_OF" or (document and document not in asked):
            continue
        sort = ("uncertain" if edge.get("verdict") == "uncertain" else "registry" if "推断" in str(edge.get("note") or "")
                else "inferred" if inferred and edge.get("grade") == "inferred" and edge.get("verdict") is None else "")
        if sort:
            found.append((order[sort], sort, edge["kind"], str(document or ""), edge.get("start") or 0, source, target, edge))
    for _, sort, kind, _, _, source, target, edge in sorted(found, key=lambda row: row[:7]):
        quote = edge_quote(graph, edge)
        said = f"{node_name(graph, source)} {EDGES[kind].label} {node_name(graph, target)}"
        if kind == "SUCCEEDS" or not quote.text:
            quote = Quote("单位登记表" if kind == "SUCCEEDS" else REFERENCE, said, rule=quote.rule, grade=quote.grade)
        why = {"uncertain": str(edge.get("reason") or "归类没有把握"), "registry": f"登记表注明：{edge.get('note')}",
               "inferred": f"按规则推定：{rule_says(str(edge.get('rule') or ''))}"}[sort]
        label = {"uncertain": "关系（待核）", "registry": "关系（登记表推断）", "inferred": "关系（推定）"}[sort]
        also = "、".join(one for one in spellings(graph, source)[1:3])
        yield (label, said, why, f"又写作{also}" if also else "", "核对原文后确认或更正", quote.document, _span(quote)), (quote,)
