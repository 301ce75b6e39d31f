"""Reference chains in a graph: only what documents touch, apart from what they say; documents matched to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from liantu.errors import ReadError
from liantu.graph.folder import open_graph
from liantu.graph.names import load_registry
from liantu.loaders.build import build
from liantu.loaders.chain_facts import chain_edges, chain_nodes, touched_places
from liantu.loaders.chain_names import ChainNames, chain_names
from liantu.loaders.chains import load_chains

Graph = nx.MultiDiGraph
PLAN = """\
青山市2024年重点工作分工
1.壮大LNG产业。加快蓝湾LNG接收站项目建设，引进蓝湾冷能发电项目。（市发改委牵头，市港航局配合）
2.修建北岭大桥。（市交通局牵头）
"""
OWN = """\
chains:
- id: citrus
  name: 柑橘
  segments:
  - {id: citrus.orchard, name: 橘园种植, stage: upstream, feeds: [citrus.juice], source: [柑橘规划]}
  - {id: citrus.juice, name: 橘汁加工, stage: downstream, core: true, aliases: [橘汁], gbt4754: [{code: "1523", name: 果菜汁及果菜汁饮料制造}]}
- id: lng
  name: 液化气
  segments:
  - {id: lng.tanks, name: 储气罐, stage: midstream}
supports:
- {from: lng, to: citrus, kind: energy, note: 烘干用气}
"""


@pytest.fixture(scope="module")
def names() -> ChainNames:
    """Give the names of the reference."""
    return chain_names(load_chains(), load_registry())


def _graph(folder: Path, text: str, chains: Path | None = None) -> Graph[Any]:
    file = folder / "a.txt"
    file.write_text(text, encoding="utf-8")
    with open_graph(build([file], folder / "graph", chains=chains).path) as opened:
        return opened.networkx()


def _edges(graph: Graph[Any], kind: str) -> dict[tuple[str, str], dict[str, Any]]:
    name = {node: str(data["name"]) for node, data in graph.nodes(data=True)}
    edges = (edge for edge in graph.edges(data=True) if edge[2]["kind"] == kind)
    return {(name[source], name[target]): data for source, target, data in edges}


def test_nothing_touched_nothing_there(names: ChainNames) -> None:
    assert touched_places(names, ["Industry:/没有的产业"]) == frozenset()


def test_chain_that_is_named_is_there_whole(names: ChainNames) -> None:
    touched = touched_places(names, [names.places["lng"].node])
    chain = names.places["lng"].chain
    assert {"lng", *(segment.id for segment in chain.segments), *chain.includes} <= touched
    assert "ship" not in touched


def test_one_segment_brings_its_chain_alone_and_two_bring_all(names: ChainNames) -> None:
    first, second = (names.places[segment.id] for segment in names.places["lng"].chain.segments[:2])
    assert touched_places(names, [first.node]) == {first.key, "lng"}
    assert touched_places(names, [first.node, second.node]) > {segment.id for segment in first.chain.segments}
    assert touched_places(names, [], [first.node, second.node]) == {first.key, second.key, "lng"}


def test_segment_under_another_brings_that_as_well(names: ChainNames) -> None:
    inner = next(place for place in names.places.values() if place.segment and place.segment.part_of)
    assert inner.segment
    assert inner.segment.part_of in touched_places(names, [inner.node])


def test_all_edges_of_the_whole_reference_have_their_ends(names: ChainNames) -> None:
    everything = frozenset(names.places)
    nodes = {node.id: dict(node.properties) for node in chain_nodes(names, everything)}
    edges = list(chain_edges(names, everything))
    assert all(edge.source in nodes and edge.target in nodes and edge.evidence is None for edge in edges)
    assert {edge.kind for edge in edges} == {"PART_OF", "FEEDS", "DEPENDS_ON"}
    feeds = sum(len(segment.feeds) for _, segment in names.chains.segments())
    assert sum(edge.kind == "FEEDS" for edge in edges) == feeds
    assert {columns["grade"] for columns in nodes.values()} == {"reference"}


def test_what_documents_say_and_what_the_reference_knows_stay_apart(tmp_path: Path) -> None:
    graph = _graph(tmp_path, PLAN)
    part = _edges(graph, "PART_OF")[("LNG接收站", "LNG")]
    assert (part["grade"], part.get("document"), part.get("quote")) == ("reference", None, None)
    said = _edges(graph, "BELONGS_TO")[("蓝湾LNG接收站", "LNG接收站")]
    assert (said["grade"], said["verdict"], said["rule"]) == ("inferred", "confirmed", "chain:name")
    assert "蓝湾LNG接收站项目" in said["quote"]
    assert "LNG接收站" in said["reason"]
    develops = {industry: data["grade"] for (_, industry), data in _edges(graph, "DEVELOPS").items()}
    assert develops["LNG"] == "explicit"


def test_named_chain_is_one_node_of_the_better_grade(tmp_path: Path) -> None:
    graph = _graph(tmp_path, PLAN)
    (chain,) = [data for _, data in graph.nodes(data=True) if data["name"] == "LNG" and data["kind"] == "Industry"]
    assert (chain["level"], chain["grade"]) == ("chain", "explicit")
    assert "液化天然气" in chain["aliases"].split("\n")
    stages = {data.get("stage") for _, data in graph.nodes(data=True) if data.get("level") == "segment"}
    assert stages >= {"upstream", "midstream", "downstream"}


def test_project_of_all_trades_belongs_to_none(tmp_path: Path) -> None:
    graph = _graph(tmp_path, PLAN.replace("2.修建", "2.服务LNG产业，修建"))
    assert not any("北岭" in project for project, _ in _edges(graph, "BELONGS_TO"))


def test_documents_that_touch_no_chain_get_none(tmp_path: Path) -> None:
    graph = _graph(tmp_path, "青山市2024年重点工作\n1.修建北岭大桥。（市交通局牵头）\n")
    assert "Industry" not in {data["kind"] for _, data in graph.nodes(data=True)}


def test_own_file_changes_all_of_it(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN, "utf-8")
    text = "青山市2024年重点工作\n1.壮大柑橘产业。加快红岗橘汁项目建设，发展液化气产业。（市农业农村局牵头）\n"
    graph = _graph(tmp_path, text, own)
    assert _edges(graph, "BELONGS_TO")[("红岗橘汁", "橘汁加工")]["verdict"] == "confirmed"
    assert ("橘园种植", "橘汁加工") in _edges(graph, "FEEDS")
    tie = _edges(graph, "DEPENDS_ON")[("柑橘", "液化气")]
    assert (tie["relation"], tie["note"], tie["grade"]) == ("energy", "烘干用气", "reference")
    segments = {source for source, target in _edges(graph, "PART_OF") if target == "液化气"}
    assert segments == {"储气罐"}  # the chain of the reference with this id is gone
    juice = next(data for _, data in graph.nodes(data=True) if data["name"] == "橘汁加工")
    assert (juice["stage"], juice["core"], juice["gbt4754"]) == ("downstream", True, "1523")
    assert next(data for _, data in graph.nodes(data=True) if data["name"] == "橘园种植")["source"] == "柑橘规划"


@pytest.mark.parametrize(("wrong", "right", "line", "says"), [
    ("to: citrus", "to: lemon", 12, "lemon"),  # a tie to no chain
    ("id: citrus.juice", "id: ship.repair", 6, "已用在产业链“船舶”里"),
    ("id: citrus\n", "id: ship.repair\n", 2, "已用在"),
])
def test_mistake_in_an_own_file_stops_the_build_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, says: str,
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN.replace(wrong, right).replace("feeds: [citrus.juice], ", ""), "utf-8")
    with pytest.raises(ReadError, match=rf"own\.yaml（第{line}行）.*{says}"):
        _graph(tmp_path, PLAN, own)
    assert not (tmp_path / "graph").exists()


def test_rejected_matches_are_listed_for_review(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("青山市2024年重点工作\n1.推进蓝湾聚乙烯项目建设，建成蓝湾进口原油结算中心。（市发改委牵头）\n", encoding="utf-8")
    review = (build([file], tmp_path / "graph").path / "review.jsonl").read_text("utf-8").splitlines()
    rejected = [one for one in map(json.loads, review) if one.get("verdict") == "rejected"]
    text = file.read_text("utf-8")
    assert {(one["name"], one["target_name"]) for one in rejected} == {
        ("蓝湾聚乙烯", "石化和新材料的乙烯及烯烃"), ("聚乙烯", "石化和新材料的乙烯及烯烃"), ("蓝湾进口原油结算中心", "油气贸易结算的原油贸易")}
    for one in rejected:
        assert one["name"] in text[one["start"]:one["end"]]
        assert one["reason"]


def test_seeds_are_matched_with_sentences(need: Callable[[str], Path], tmp_path: Path) -> None:
    with open_graph(build([need("seeds")], tmp_path / "graph").path) as opened:
        graph = opened.networkx()
    belongs = _edges(graph, "BELONGS_TO")
    assert belongs[("六横LNG接收站", "LNG接收站")]["verdict"] == "confirmed"
    assert {data["verdict"] for data in belongs.values()} == {"confirmed", "uncertain"}
    assert all(data["quote"] and data["reason"] and data["grade"] == "inferred" for data in belongs.values())
    confirmed = [ends for ends, data in belongs.items() if data["verdict"] == "confirmed"]
    assert len(confirmed) > 80
