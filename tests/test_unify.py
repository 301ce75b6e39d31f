"""A short name that one long name of its city explains is joined after the last document; a doubtful pair is not."""

from __future__ import annotations

from pathlib import Path

from liantu.graph.folder import open_graph
from liantu.loaders.build import build

SHORT = "泸州市2024年重点工作\n1.建设低空经济产业园。（经开区管委会牵头）\n"
LONG = "泸州市2024年招商计划\n1.引进新能源项目3个。（泸州经济技术开发区管委会牵头）\n"


def _graph(folder: Path, *texts: str) -> Path:
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return build([folder / f"{number}.txt" for number in range(len(texts))], folder / "graph").path


def test_a_short_name_is_joined_to_the_long_one_of_another_document(tmp_path: Path) -> None:
    with open_graph(_graph(tmp_path, SHORT, LONG)) as graph:
        leads = {fact.edge.source for fact in graph.edges() if fact.edge.kind == "LEADS"}
        unit, = (node for node in graph.nodes() if node.id in leads)
        entities = {one["entity"] for task in graph.records("tasks") for one in task["leads"]}
    assert unit.name == "泸州经济技术开发区管理委员会"
    assert "经开区管委会" in unit.aliases
    assert entities == {unit.id}


def test_without_the_long_name_nothing_is_joined(tmp_path: Path) -> None:
    other = LONG.replace("泸州经济技术开发区", "泸州国家高新区")
    with open_graph(_graph(tmp_path, SHORT, other)) as graph:
        leads = {fact.edge.source for fact in graph.edges() if fact.edge.kind == "LEADS"}
    assert len(leads) == 2


def test_a_pair_that_may_be_one_is_on_the_review_list_with_both_sentences(tmp_path: Path) -> None:
    one = SHORT.replace("经开区管委会", "市城管局")
    two = LONG.replace("泸州经济技术开发区管委会", "市综合行政执法局")
    with open_graph(_graph(tmp_path, one, two)) as graph:
        doubts = [record for record in graph.records("review") if record["kind"] == "Unit"]
        texts = {document: graph.text(document) for document in ("Document:0.txt", "Document:1.txt")}
    doubt, = doubts
    shown = {texts[at["document"]][at["start"]:at["end"]] for at in (doubt, doubt["other"])}
    assert shown == {"市城管局", "市综合行政执法局"}
