"""The whole way: documents in, a graph folder out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liantu.errors import ReadError
from liantu.graph.folder import open_graph
from liantu.loaders.build import build

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PLAN = "青山市2024年重点工作\n1.培育海洋电子产业，产值达到30亿元。（市经信局牵头，市科技局配合）\n"


def _file(folder: Path, name: str, text: str = PLAN) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lbug"}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the graph of the samples."""
    return build([SAMPLES], tmp_path_factory.mktemp("graph") / "samples").path


def test_every_quote_stands_at_its_offsets(graph: Path) -> None:
    with open_graph(graph) as opened:
        texts = {node.id: opened.text(node.id) for node in opened.nodes() if node.kind == "Document"}
        checked = 0
        for fact in opened.edges():
            if fact.edge.evidence:
                evidence = fact.edge.evidence
                assert fact.quote
                assert fact.quote == texts[evidence.document][evidence.start:evidence.end]
                checked += 1
    assert checked > 300


def test_a_quote_holds_the_name_it_is_evidence_for(graph: Path) -> None:
    with open_graph(graph) as opened:
        joined = opened.networkx()
    spelt = [(joined.nodes[source]["name"], data["quote"]) for source, _, data in joined.edges(data=True)
             if data["kind"] == "ALIAS_OF" and joined.nodes[source]["kind"] == "Name"]
    plain = [("".join(name.split()), "".join(quote.split())) for name, quote in spelt]
    assert len(plain) > 100
    # Brackets and dashes are half-width in the names that rules see; letters and digits decide.
    assert [pair for pair in plain if not set(filter(str.isalnum, pair[0])) <= set(pair[1])] == []


def test_same_input_same_bytes(tmp_path: Path) -> None:
    one, two = build([SAMPLES], tmp_path / "one").path, build([SAMPLES], tmp_path / "two").path
    assert _contents(one) == _contents(two)


def test_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    files = sorted(SAMPLES.iterdir())
    one, two = build(files, tmp_path / "one").path, build(files[::-1], tmp_path / "two").path
    assert _contents(one) == _contents(two)


def test_two_files_of_one_name_are_two_documents(tmp_path: Path) -> None:
    _file(tmp_path / "a", "计划.txt")
    _file(tmp_path / "b", "计划.txt", PLAN.replace("海洋电子", "船舶修造"))
    built = build([tmp_path / "a", tmp_path / "b"], tmp_path / "graph")
    assert [found.name for found in built.found] == ["a/计划.txt", "b/计划.txt"]


def test_a_city_by_hand_decides_whose_units_they_are(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", PLAN.replace("青山市", ""))
    with open_graph(build([path], tmp_path / "graph", city="潍坊市").path) as opened:
        units = {node.name for node in opened.nodes() if node.kind == "Unit"}
    assert units == {"潍坊市经济和信息化局", "潍坊市科学技术局"}


def test_a_bad_file_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    _file(tmp_path / "in", "a.txt")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    built = build([tmp_path / "in"], tmp_path / "graph")
    assert [found.name for found in built.found] == ["a.txt"]
    assert [Path(error.path).name for error in built.failed] == ["b.txt"]


def test_nothing_readable_leaves_the_old_graph(tmp_path: Path) -> None:
    path = build([_file(tmp_path, "a.txt")], tmp_path / "graph").path
    before = _contents(path)
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    with pytest.raises(ReadError, match=r"b\.txt"):
        build([tmp_path / "b.txt"], path)
    assert _contents(path) == before


def test_tasks_file_has_the_exchange_format(graph: Path) -> None:
    tasks = [json.loads(line) for line in (graph / "tasks.jsonl").read_text("utf-8").splitlines()]
    assert len(tasks) == 33
    for task in tasks:
        assert list(task) == ["doc", "number", "title", "start", "end", "section", "leads", "participants", "responsible",
                              "leaders", "deadline", "industries", "regions", "platforms", "projects", "enterprises", "focus",
                              "indicators", "progress"]
        assert all(one["entity"] for role in ("leads", "participants", "responsible") for one in task[role])
