"""What is hit if a unit, park, enterprise, project or link of a chain is missing or late, and what stays covered."""

from __future__ import annotations

from collections.abc import Sequence

from liantu.errors import NotFoundError, QueryError
from liantu.graph.model import Answer, Quote, Value
from liantu.graph.schema import NODES
from liantu.queries.answers import answer, documents, edge_quote, scope
from liantu.queries.carriers import read_scene
from liantu.queries.catalog import Graph, question
from liantu.queries.filters import Filter, select
from liantu.queries.flows import basis, kind_text, link_quotes, link_text, path_quotes, path_text
from liantu.queries.landscape import Landscape
from liantu.queries.lookup import find_nodes, spellings
from liantu.queries.losses import EFFECTS, Hit, spread
from liantu.queries.structure import read_structure
from liantu.queries.tasks import document_label, in_city
from liantu.queries.units import family

__all__ = ["find_things", "impact_of"]

_KINDS = {kind: NODES[kind].label for kind in (
    "Unit", "Platform", "Project", "Enterprise", "Industry", "Region", "Person", "Task")}
_ENDINGS = ("产业链", "产业集群", "产业", "全产业链", "链", "业")


def find_things(graph: Graph, name: str, *, kind: str | None = None, city: str | None = None) -> list[str]:
    """Return what goes by a name: units, platforms, projects, enterprises, industries, regions, leaders, tasks.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    name : str
        A name, an alias or an id.
    kind : str, optional
        The only kind wanted, in English or Chinese: ``Project`` or 项目.
    city : str, optional
        Where two cities have one of that name, the city meant.

    Raises
    ------
    NotFoundError
        Nothing of the kind goes by that name.
    QueryError
        There is no such kind, or several cities have one of that name.
    """
    if kind and kind not in _KINDS and kind not in _KINDS.values():
        raise QueryError(f"参数 kind 不能是“{kind}”。可用:{'、'.join(_KINDS.values())}。")
    wanted = {one for one, label in _KINDS.items() if kind is None or kind in {one, label}}
    every = [node for node in _by_name(graph, name, industry="Industry" in wanted) if graph.nodes[node]["kind"] in _KINDS]
    found = [node for node in every if graph.nodes[node]["kind"] in wanted
             and (not city or not graph.nodes[node].get("city") or in_city(graph.nodes[node], city))]
    if not found:
        known = "、".join(dict.fromkeys(_KINDS[graph.nodes[node]["kind"]] for node in every))
        raise NotFoundError(f"没有{city or ''}名为“{name}”的{kind or '对象'}。{f'这个名称在图中是{known}。' if known else ''}")
    cities = sorted({str(graph.nodes[node]["city"]) for node in found if graph.nodes[node].get("city")})
    if len(cities) > 1:
        raise QueryError(f"{'、'.join(cities)}都有“{name}”。请用 city 指明城市。")
    return found


def _by_name(graph: Graph, name: str, *, industry: bool) -> list[str]:
    """Return what goes by a name; staff say 航空 for what documents call 航空产业."""
    try:
        return find_nodes(graph, name)
    except NotFoundError:
        known = {one for node, kind in graph.nodes(data="kind") if str(kind) == "Industry" for one in spellings(graph, node)}
        for ending in _ENDINGS if industry else ():
            if name + ending in known:
                return find_nodes(graph, name + ending)
            if name.endswith(ending) and name.removesuffix(ending) in known:
                return find_nodes(graph, name.removesuffix(ending))
        raise


@question(6, "缺位影响", "某单位、园区、企业、项目或环节缺位或延后，影响哪些任务和环节，哪些仍有依靠", missing="单位、园区、平台、企业、项目、环节、任务或领导的名称",
          kind="只看一类：单位、平台、项目、企业、产业、区域、领导、任务", hops="往下游看几步", enough="仍有几个以上承担者时不再往下游算",
          city="只看这个城市的文件；不填则看它所在的城市", document="只看这份文件：标题、文号或文件名")
def impact_of(
    graph: Graph, *, missing: str, kind: str | None = None, hops: int = 3, enough: int = 3, city: str | None = None,
    document: str | None = None,
) -> Answer:
    """Return what is hit if something is missing or late, the hardest hit first.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        A graph of the schema.
    missing : str
        What is missing, by any of its names; a unit takes its predecessors and successors along, an industry its parts
        and the projects that belong to it.
    kind : str, optional
        The only kind meant, in English or Chinese.
    hops : int
        How many links to follow.
    enough : int
        What still has so many others does not pass the trouble on.
    city, document : str, optional
        What to look at; by default the documents of the city that it belongs to, and all that name it.

    Returns
    -------
    Answer
        A row for each task, segment, project … reached, with the path, the sentence of each link, and what is left.
        Segments that only the reference knows are in ``unmentioned``.

    Raises
    ------
    NotFoundError
        Nothing goes by that name.
    QueryError
        No such kind, or several cities have one of that name.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("Industry:/冷能", kind="Industry", name="冷能利用")
    >>> graph.add_node("Project:/接收站", kind="Project", name="LNG接收站")
    >>> _ = graph.add_edge("Industry:/冷能", "Project:/接收站", kind="DEPENDS_ON", document="Document:a", quote="围绕接收站发展冷能。")
    >>> [row[:4] for row in impact_of(graph, missing="LNG接收站").rows]
    [(1, '产业', '冷能利用', '依托受阻')]
    """
    if hops < 1 or enough < 1:
        raise QueryError("参数 hops 和 enough 应不小于 1。")
    named = find_things(graph, missing, kind=kind, city=city)
    land = _landscape(graph, named, city, document)
    start = _start(land, named)
    hits = spread(land, start, hops=hops, enough=enough)
    local = [hit for hit in hits if _recorded(land, hit.node)]
    local.sort(key=lambda hit: (hit.spared, hit.steps, list(EFFECTS).index(hit.effect), _place(land, hit)))
    return answer(
        "impact_of", statement=_statement(land, named, start, local), rule=_rule(hops, enough), scope=land.chosen.text,
        columns=("层次", "类型", "名称", "影响", "关系", "路径", "仍有", "涉及的本地项目、企业、平台", "时限", "文件", "依据"),
        rows=[(_row(land, hit), _evidence(land, hit)) for hit in local],
        unmentioned=[f"{land.name(hit.node)}（参考产业链下游，所读文件未提到；{path_text(land, hit.path)}）"
                     for hit in hits if not _recorded(land, hit.node)],
        why_empty=f"所读文件中没有任务、环节、项目写明由“{missing}”承担或依托它，参考产业链中它也没有下游。")


def _landscape(graph: Graph, named: Sequence[str], city: str | None, document: str | None) -> Landscape:
    chosen = select(graph, city=city, document=document)
    own = next((str(graph.nodes[node]["city"]) for node in named if graph.nodes[node].get("city")), None)
    if chosen.documents is None and own:
        # A terminal of one city is no help to another one.
        touching = {data.get("document") for node in named
                    for edges in (graph.in_edges(node, data=True), graph.out_edges(node, data=True)) for _, _, data in edges}
        asked = frozenset(one for one in documents(graph) if in_city(graph.nodes[one], own) or one in touching)
        chosen = Filter(asked, None, scope(graph, within=asked, 城市=own))
    return Landscape(graph, read_structure(graph), read_scene(graph, chosen), chosen)


def _start(land: Landscape, named: Sequence[str]) -> list[str]:
    """Return what is missing along with it."""
    found = dict.fromkeys(named)
    for node in named:
        kind = land.graph.nodes[node]["kind"]
        if kind == "Unit":
            found |= dict.fromkeys(family(land.graph, node))
        elif kind == "Industry":
            inner = [one for one, up in land.structure.counts_for.items() if node in up]
            found |= dict.fromkeys(sorted(inner))
            found |= dict.fromkeys(sorted(land.holding(node).projects))
    return list(found)


def _recorded(land: Landscape, node: str) -> bool:
    if land.graph.nodes[node]["kind"] != "Industry":
        return True
    return bool(land.holding(node).mentions) or land.present(node)


def _place(land: Landscape, hit: Hit) -> tuple[str, str, int, str]:
    data = land.graph.nodes[hit.node]
    return kind_text(land, hit.node), str(data.get("document") or ""), data.get("start") or 0, hit.node


def _row(land: Landscape, hit: Hit) -> tuple[Value, ...]:
    data, holding = land.graph.nodes[hit.node], land.holding(hit.node)
    carriers = [node for node, _ in holding.carriers()] if data["kind"] == "Industry" else []
    document = document_label(land.graph, data["document"]) if data.get("document") in land.graph else ""
    return (
        hit.steps, kind_text(land, hit.node), land.name(hit.node), EFFECTS[hit.effect], link_text(hit.path[-1]),
        path_text(land, hit.path), land.names(hit.left, limit=6), land.names(carriers, limit=6),
        str(data.get("deadline") or ""), document, basis(hit.path))


def _evidence(land: Landscape, hit: Hit) -> tuple[Quote, ...]:
    found = list(path_quotes(land, hit.path))
    link = hit.path[-1]
    near = (*land.graph.in_edges(hit.node, data=True), *land.graph.out_edges(hit.node, data=True))
    # What is left stands by its own sentence.
    found += [edge_quote(land.graph, data) for one, two, data in near
              if {one, two} & set(hit.left[:6]) and data.get("document") and land.chosen.covers(data)][:6]
    return tuple(dict.fromkeys(found)) or link_quotes(land, link)


def _rule(hops: int, enough: int) -> str:
    return (
        f"从它出发往需要它的方向走，最多{hops}步：文件写明依托、围绕它的，任务写到它的，归属的环节，单位牵头、负责、参与、管理的，以及参考产业链中的下游（供给、被依托、细分，"
        "核心环节缺则全链缺）。单位连同前身、后继，环节连同其细分和确定归属的项目一起算缺位。"
        "“失去唯一依靠”：写明承担它的只有缺位者；“失去牵头”：只剩参与单位；“依托受阻”：文件写明依托它；“任务写到它”：任务只写到它这一个平台、企业或区域；“下游传导”：按参考产业链是它的下游，可能受影响（“仍有”列出其他已有的上游；整条链之间的依托只看一步）；“部分受影响”：任务中还有其他单位、项目、平台；"
        f"“仍有依靠”：这一环或前面一环还有其他承担者（列在“仍有”），达到{enough}个的不再往下游算。待核归属不算。")


def _statement(land: Landscape, named: Sequence[str], start: Sequence[str], local: Sequence[Hit]) -> str:
    what = "、".join(dict.fromkeys(f"{kind_text(land, node)}“{land.name(node)}”" for node in named))
    also = [node for node in start if node not in named]
    with_ = f"（连同{land.names(also, limit=6)}）" if also else ""
    hard = [hit for hit in local if not hit.spared]
    spared = [hit for hit in local if hit.spared]
    first = land.names([hit.node for hit in hard], limit=12)
    counts = "、".join(f"{EFFECTS[effect]}{sum(hit.effect == effect for hit in hard)}项" for effect in EFFECTS
                      if any(hit.effect == effect for hit in hard))
    return (f"{what}{with_}若缺位或延后：" + (f"{counts}（{first}）" if hard else "没有任务或环节失去依靠")
            + (f"；另有{len(spared)}项受影响但仍有依靠" if spared else "") + "。")
