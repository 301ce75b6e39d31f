from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from liantu.errors import StoreError
from liantu.graph import folder, schema
from liantu.graph.folder import build, open_graph
from liantu.graph.model import Document, Edge, Evidence, Mention, Node
from liantu.graph.spool import Spool
from liantu.graph.store import Store

TEXT = "1.油品储运。由市港航局牵头。\r\n"


def fill(spool: Spool, *names: str, text: str = TEXT) -> None:
    unit = schema.node_id("Unit", "青山", "港航局")
    for name in names:
        document, task = schema.node_id("Document", name), schema.node_id("Task", name, "1")
        spool.add_input(name, "00", len(text), document)
        spool.add_document(document, Document(name, text))
        spool.add_nodes([Node(document, "Document", name or "无名"), Node(task, "Task", "油品储运"), Node(unit, "Unit", "港航局")])
        spool.add_edges([Edge(unit, "LEADS", task, Evidence(document, 7, 14, "tail"))])
        spool.add_names(document, [Mention("市港航局", 8, 12, "tail", "explicit", unit)])
        spool.add_records("tasks", document, [{"doc": name, "number": "1", "start": 0}])


def make(out: Path, *names: str, text: str = TEXT) -> Path:
    with build(out, options={"city": "青山"}, corrections=[{"from": "甲", "to": "乙"}]) as spool:
        fill(spool, *names, text=text)
    return out


def names_in(out: Path) -> list[str]:
    with open_graph(out) as graph:
        return sorted(node.name for node in graph.nodes() if node.kind == "Document")


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*")
            if path.is_file() and path.suffix != ".lbug"}


def test_folder_is_a_store_with_texts(tmp_path: Path) -> None:
    with open_graph(make(tmp_path / "图", "a.txt", "b.txt")) as graph:
        assert isinstance(graph, Store)
        assert graph.networkx().number_of_nodes() == len(list(graph.nodes())) == 6
        answer = graph.cypher("MATCH (u:Unit)-[r:LEADS]->(t:Task) RETURN u.aliases AS aliases, r.quote AS quote LIMIT 1")
        assert answer.rows == (("市港航局", "由市港航局牵头"),)
        assert graph.text("Document:a.txt") == TEXT  # \r\n and all
        for fact in graph.edges():
            assert fact.quote
            assert graph.quote(fact) == graph.quote(fact.edge) == fact.quote
        with pytest.raises(StoreError, match="没有编号"):
            graph.text("Document:c.txt")
        assert graph.quote(Edge("Industry:a", "FEEDS", "Industry:b", None)) is None


def test_lines_and_manifest_say_what_is_there(tmp_path: Path) -> None:
    out = make(tmp_path / "graph", "a.txt")
    fact = next(row for row in map(json.loads, (out / "facts.jsonl").read_text("utf-8").splitlines()) if row["kind"] == "LEADS")
    assert fact["source"] == {"id": schema.node_id("Unit", "青山", "港航局"), "kind": "Unit", "name": "港航局"}
    assert fact["evidence"] == {"document": "Document:a.txt", "start": 7, "end": 14, "place": None, "quote": "由市港航局牵头"}
    assert (fact["rule"], fact["grade"]) == ("tail", "explicit")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["inputs"] == [{"name": "a.txt", "sha256": "00", "size": len(TEXT), "document": "Document:a.txt"}]
    assert (manifest["options"], manifest["corrections"]) == ({"city": "青山"}, [{"from": "甲", "to": "乙"}])
    assert (manifest["counts"]["LEADS"], manifest["lines"]["facts"], manifest["lines"]["tasks"]) == (1, 2, 1)


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    one = files(make(tmp_path / "one", "a.txt", "b.txt"))
    two = files(make(tmp_path / "elsewhere" / "two", "b.txt", "a.txt"))
    assert one == two
    assert not any(str(tmp_path).encode() in content for content in one.values())


@pytest.mark.parametrize("name", [
    "../../etc/passwd", "/etc/passwd", "C:\\con", "a\nb", "..", " ", "x" * 5000, "甲/乙", "~", "-rf", "*", "$HOME", "'\"`", "\x07",
])
def test_no_name_of_a_user_becomes_a_file_name(tmp_path: Path, name: str) -> None:
    out = make(tmp_path / "graph", f"{name}.txt", name)
    assert all(re.fullmatch(r"[0-9a-f]{32}\.txt", path.name) for path in (out / "texts").iterdir())
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]
    with open_graph(out) as graph:
        assert graph.text(schema.node_id("Document", name)) == TEXT


@pytest.mark.parametrize("name", ["图 一", "a'b\"c", "-x", "a.building-7", "a;b", "a*[b]", "$(x)"])
def test_graph_may_be_called_anything(tmp_path: Path, name: str) -> None:
    make(tmp_path / name, "a.txt")
    assert names_in(make(tmp_path / name, "b.txt")) == ["b.txt"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_error_leaves_the_old_graph(tmp_path: Path) -> None:
    out = make(tmp_path / "graph", "a.txt")
    before = files(out)
    with pytest.raises(ZeroDivisionError), build(out) as spool:  # noqa: PT012 - the error comes from inside
        fill(spool, "b.txt")
        _ = 1 / 0
    with pytest.raises(StoreError, match="不是图中的节点"), build(out) as spool:
        spool.add_edges([Edge("Unit:/谁", "LEADS", "Task:a", None)])
    assert files(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def _file(out: Path) -> None:
    out.write_text("我的笔记")


def _full(out: Path) -> None:
    out.mkdir()
    (out / "论文.docx").write_text("x")


def _other_manifest(out: Path) -> None:
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "a web app"}')


def _guest(out: Path) -> None:
    make(out, "a.txt")
    (out / "批注.docx").write_text("x")


def _guest_among_texts(out: Path) -> None:
    make(out, "a.txt")
    (out / "texts" / "a.txt").write_text("x")


@pytest.mark.parametrize("lay", [_file, _full, _other_manifest, _guest, _guest_among_texts])
def test_nothing_foreign_is_overwritten(tmp_path: Path, lay: Callable[[Path], None]) -> None:
    lay(tmp_path / "out")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(StoreError, match="文件"), build(tmp_path / "out"):
        pytest.fail("it must refuse before anything is read")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_guest_that_comes_during_the_build_stays(tmp_path: Path) -> None:
    out = make(tmp_path / "out", "a.txt")
    with pytest.raises(StoreError, match="批注"), build(out) as spool:  # noqa: PT012 - it is said at the end of the block
        fill(spool, "b.txt")
        (out / "批注.docx").write_text("x")
    assert (out / "批注.docx").read_text() == "x"
    assert names_in(out) == ["a.txt"]


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert names_in(make(tmp_path / "out", "a.txt")) == ["a.txt"]


def test_link_stays_a_link(tmp_path: Path) -> None:
    make(tmp_path / "real", "a.txt")
    (tmp_path / "link").symlink_to("real")
    assert names_in(make(tmp_path / "link", "b.txt")) == ["b.txt"] == names_in(tmp_path / "real")
    assert (tmp_path / "link").is_symlink()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with build(out) as spool:
        fill(spool, "a.txt")
        with pytest.raises(StoreError, match="另一个 build"):
            make(out, "b.txt")
    assert names_in(out) == ["a.txt"]


# Kills itself at a named point of the second build. Each point is (what is called, how many times before, before or after).
CRASH = """
import os, pathlib, signal, sys
from pathlib import Path
from liantu.graph import folder, ladybug, swap
sys.path.insert(0, sys.argv[3])
from test_folder import fill
owner, name, count, when = {"load": (ladybug, "load"), "flush": (swap, "_flush"), "rename": (Path, "rename"),
                            "unlink": (Path, "unlink"), "check": (folder.Spool, "check")}[sys.argv[2]] + (int(sys.argv[4]), sys.argv[5])
real = getattr(owner, name)
calls = 0
def deadly(*args, **options):
    global calls
    calls += 1
    if calls == count and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = real(*args, **options)
    if calls == count and when == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
setattr(owner, name, deadly)
with folder.build(sys.argv[1]) as spool:
    fill(spool, "new.txt", text="全新的文字,由市港航局牵头。")
print("finished")
"""


def crash(out: Path, what: str, count: int, when: str) -> None:
    answer = subprocess.run([sys.executable, "-c", CRASH, str(out), what, str(Path(__file__).parent), str(count), when],
                            capture_output=True, text=True, check=False)
    assert answer.returncode == -signal.SIGKILL, answer.stdout + answer.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize(("what", "count", "when", "left"), [
    ("check", 1, "before", "old.txt"),
    ("load", 1, "before", "old.txt"),
    ("load", 1, "after", "old.txt"),
    ("flush", 3, "after", "old.txt"),
    ("unlink", 2, "after", "old.txt"),  # the mark is gone, nothing renamed
    ("rename", 1, "after", "old.txt"),  # the old one has lost its name, the new one has none yet
    ("rename", 2, "after", "new.txt"),
    ("unlink", 3, "after", "new.txt"),  # the manifest of the old one is gone, the rest is not
    ("unlink", 5, "after", "new.txt"),
])
def test_crash_leaves_the_old_or_the_new(tmp_path: Path, what: str, count: int, when: str, left: str) -> None:
    out = make(tmp_path / "out", "old.txt")
    crash(out, what, count, when)
    assert names_in(out) == [left]
    with open_graph(out) as graph:
        assert all(graph.quote(fact) == fact.quote for fact in graph.edges())
    # The next build tidies up, also when it fails itself.
    with pytest.raises(ZeroDivisionError), build(out):
        _ = 1 / 0
    assert names_in(out) == [left]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert names_in(make(out, "third.txt")) == ["third.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize(("what", "count"), [("load", 1), ("rename", 1)])
def test_crash_of_the_first_build_leaves_nothing(tmp_path: Path, what: str, count: int) -> None:
    out = tmp_path / "out"
    crash(out, what, count, "before")
    with pytest.raises(StoreError, match="不存在"):
        open_graph(out)
    assert names_in(make(out, "a.txt")) == ["a.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_looks_like_a_rest_but_is_not_ours_stays(tmp_path: Path) -> None:
    mine = tmp_path / "out.building-123"
    mine.mkdir()
    (mine / "notes.txt").write_text("x")
    make(tmp_path / "out", "a.txt")
    assert (mine / "notes.txt").read_text() == "x"


def test_reader_keeps_the_graph_that_it_opened(tmp_path: Path) -> None:
    out = make(tmp_path / "out", "a.txt")
    with open_graph(out) as graph:
        make(out, "b.txt", text="另外一份文字,由市港航局牵头负责。")
        assert [node.name for node in graph.nodes() if node.kind == "Document"] == ["a.txt"]
        # never another text under the old offsets
        with pytest.raises(StoreError, match="重新打开"):
            graph.text("Document:a.txt")
    assert names_in(out) == ["b.txt"]


def test_readers_never_see_half_a_graph(tmp_path: Path) -> None:
    out = make(tmp_path / "out", "0")
    code = ("import sys\nfrom pathlib import Path\nsys.path.insert(0, sys.argv[2])\nfrom test_folder import make\n"
            "for number in range(1, 6): make(Path(sys.argv[1]), str(number))")
    seen = set()
    with subprocess.Popen([sys.executable, "-c", code, str(out), str(Path(__file__).parent)]) as builder:
        until = time.monotonic() + 120
        while builder.poll() is None and time.monotonic() < until:
            with open_graph(out) as graph:
                found = [node.name for node in graph.nodes() if node.kind == "Document"]
                assert len(found) == 1
                assert found[0] == graph.manifest["inputs"][0]["name"]
                seen.add(found[0])
    assert builder.returncode == 0
    assert len(seen) > 1
    assert names_in(out) == ["5"]


def _change(out: Path, **parts: object) -> None:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps(manifest | parts), "utf-8")


@pytest.mark.parametrize(("damage", "said"), [
    (lambda out: (out / "manifest.json").unlink(), "不是图文件夹"),
    (lambda out: (out / "manifest.json").write_text("{", "utf-8"), "已损坏"),
    (lambda out: (out / "manifest.json").write_bytes(b"\xff\xfe"), "已损坏"),
    (lambda out: _change(out, what="else"), "不是图文件夹"),
    (lambda out: _change(out, format=folder.FORMAT + 1), "请升级"),
    (lambda out: _change(out, format=0), "请重新 build"),
    (lambda out: _change(out, ladybug="0.22.0"), "请重新 build"),
    (lambda out: _change(out, schema="0"), "表的结构不同"),
    (lambda out: (out / "graph.lbug").unlink(), "找不到图数据库"),
    (lambda out: (out / "graph.lbug").write_bytes(b"x" * 9999), "打不开"),
])
def test_damage_is_said_with_the_way_out(tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    out = make(tmp_path / "out", "a.txt")
    damage(out)
    with pytest.raises(StoreError, match=said):
        open_graph(out)


def test_changed_text_is_no_evidence(tmp_path: Path) -> None:
    out = make(tmp_path / "out", "a.txt")
    text = next((out / "texts").iterdir())
    text.write_bytes(text.read_bytes().replace("港".encode(), "海".encode()))
    with open_graph(out) as graph, pytest.raises(StoreError, match="改动"):
        graph.text("Document:a.txt")


def test_missing_graph_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="先运行 build"):
        open_graph(tmp_path / "nothing")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="权限"):
        make(tmp_path / "deep" / "out", "a.txt")
