"""A bundle in one go: what its file says, under safe names, and mistakes named with their line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.errors import QueryError
from liantu.viz.bundle import safe_name, write_bundle
from liantu.viz.bundle_config import BUNDLES, default_bundle, read_bundle

Draw: TypeAlias = "Callable[..., nx.MultiDiGraph[Any]]"


def config(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "一图一清单.toml"
    path.write_text(text, encoding="utf-8")
    return path


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_bundle_that_comes_along_makes_all_papers(drawn: Draw, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    written = write_bundle(drawn(), None, tmp_path / "out", lambda *now: seen.append(now))
    assert files(tmp_path / "out") == sorted([
        "产业链图/茶产业链图.png", "产业链图/茶产业链图.svg", "责任图/青山市农业局责任图.png", "责任图/青山市商务局责任图.png",
        "责任清单/青山市农业局责任清单.docx", "责任清单/青山市农业局责任清单.xlsx", "责任清单/青山市商务局责任清单.docx", "责任清单/青山市商务局责任清单.xlsx",
        "任务分解表/青山市茶产业方案任务分解表.docx", "任务分解表/青山市茶产业方案任务分解表.xlsx",
        "产业链“一链一表”/茶产业链“一链一表”.docx", "产业链“一链一表”/茶产业链“一链一表”.xlsx", "缺口招商清单/缺口招商清单.docx", "缺口招商清单/缺口招商清单.xlsx",
        "产业平台项目清单/东镇产业平台项目清单.docx", "产业平台项目清单/东镇产业平台项目清单.xlsx", "目录.xlsx"])
    assert [one.problem for one in written] == [""] * len(written)
    assert seen[0][:2] == (0, len(written))
    assert seen[-1][:2] == (len(written), len(written))


def test_the_contents_list_each_file(drawn: Draw, tmp_path: Path) -> None:
    written = write_bundle(drawn(), BUNDLES / "一链一图一表.toml", tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "目录.xlsx")["清单"]
    listed = [str(row[3].value) for row in sheet.iter_rows(min_row=4)]
    assert listed == [one.path for one in written]
    assert sorted([*listed, "目录.xlsx"]) == files(tmp_path)


def test_a_bundle_says_which_columns_names_and_formats(drawn: Draw, tmp_path: Path) -> None:
    path = config(tmp_path, """
        [[list]]
        paper = "duty"
        names = ["市商务局"]
        format = "xlsx"
        title = "台账"
        columns = ["任务", "完成时限"]
        [list.parameters]
        role = "lead"
        """)
    write_bundle(drawn(), path, tmp_path / "out")
    sheet = openpyxl.load_workbook(tmp_path / "out/台账/市商务局台账.xlsx")["清单"]
    assert sheet["A1"].value == "青山市商务局台账"
    assert [cell.value for cell in sheet[3]] == ["任务", "完成时限", "依据原文"]
    assert sheet.max_row == 5


def test_what_cannot_be_written_does_not_stop_the_rest(drawn: Draw, tmp_path: Path) -> None:
    path = config(tmp_path, '[[list]]\npaper = "duty"\nnames = ["市气象局", "市商务局"]\nformat = ["docx"]\n')
    written = write_bundle(drawn(), path, tmp_path / "out")
    assert [bool(one.problem) for one in written] == [True, False]
    assert "市气象局" in written[0].problem


def test_hostile_names_stay_in_the_folder(drawn: Draw, tmp_path: Path) -> None:
    written = write_bundle(drawn(hostile=True), None, tmp_path / "in/out")
    assert {path.split("/")[0] for path in files(tmp_path)} == {"in"}
    assert {path.split("/")[1] for path in files(tmp_path)} == {"out"}
    assert all(one.path.count("/") == 1 for one in written)


def test_names_that_fall_together_are_kept_apart(drawn: Draw, tmp_path: Path) -> None:
    graph = drawn()
    for name in ("Tea/AI局", "tea:ai局"):
        graph.add_node(f"Unit:x/{name}", kind="Unit", name=name, city="青山市")
        graph.add_edge(f"Unit:x/{name}", "Task:a/001", kind="LEADS", document="Document:a", quote="牵头")
    path = config(tmp_path, '[[picture]]\nkind = "unit"\nformat = "svg"\n')
    written = write_bundle(graph, path, tmp_path / "out")
    names = [one.path.casefold() for one in written]
    assert len(set(names)) == len(names) == 4


@given(st.text(max_size=300))
def test_a_safe_name_is_a_file_name_anywhere(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 51
    assert len(safe.encode()) <= 200
    assert not set('<>:"/\\|?*') & set(safe)
    assert safe == safe.strip(" .")
    assert ".." not in safe
    assert safe.isprintable() or "\u3000" in safe


@pytest.mark.parametrize("name", ["CON", "nul.txt", "Com1", "LPT9.docx"])
def test_devices_of_windows_are_no_names(name: str) -> None:
    assert safe_name(name) != name


@pytest.mark.parametrize(("text", "line", "says"), [
    ('title = "甲\n', 1, "TOML"),
    ('title = "甲"\nat_least = 0\n', 2, "at_least"),
    ('title = "甲"\nnumber = 3\n', 2, "number"),
    ('title = "甲"\n', 1, "picture"),
    ('[picture]\nkind = "chain"\n', 1, r"\[\[picture\]\]"),
    ('[[picture]]\nkind = "chain"\n\n[[picture]]\nkind = "网"\n', 5, "chain、unit、leader"),
    ('[[picture]]\nkind = "chain"\nformat = ["svg", "pdf"]\n', 3, "pdf"),
    ('[[list]]\npaper = "duties"\n', 2, "duty"),
    ('[[list]]\nformat = "docx"\n', 1, "paper"),
    ('[[list]]\npaper = "duty"\neach = "chain"\n', 3, "unit"),
    ('[[list]]\npaper = "duty"\ncolumns = ["任务", "预算"]\n', 3, "预算"),
    ('[[list]]\npaper = "duty"\ncolumns = []\n', 3, "columns"),
    ('[[list]]\npaper = "duty"\n[list.parameters]\nunits = "x"\n', 4, "units"),
    ('[[list]]\npaper = "duty"\ncolour = "red"\n', 3, "colour"),
])
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(QueryError, match=rf"一图一清单\.toml 第{line}行：.*{says}"):
        read_bundle(config(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"没有\.toml"):
        read_bundle(tmp_path / "没有.toml")


@pytest.mark.parametrize("path", sorted(BUNDLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_bundles_that_come_along_are_right(path: Path) -> None:
    assert read_bundle(path).items
    assert default_bundle().is_file()


def test_hostile_names_are_all_tried(drawn: Draw, hostile: dict[str, str]) -> None:
    """The graph of the other tests holds each of them."""
    names = {data.get("name") for _, data in drawn(hostile=True).nodes(data=True)}
    assert set(hostile.values()) <= names
