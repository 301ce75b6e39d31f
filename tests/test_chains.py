"""Reference chains, and files of a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from liantu.errors import ReadError
from liantu.loaders.chains import load_chains

OWN = """\
chains:
- id: baijiu
  name: 白酒
  aliases: [酱香白酒]
  segments:
  - {id: baijiu.grain, name: 酿酒原粮, stage: upstream, feeds: [baijiu.brew]}
  - id: baijiu.brew
    name: 酿造
    stage: midstream
    core: true
    keywords: [制曲, 发酵]
"""


def test_reference_is_whole() -> None:
    chains = load_chains()
    ids = [segment.id for _, segment in chains.segments()]
    assert len(chains.chains) > 40
    assert len(ids) == len(set(ids)) > 550
    assert all(segment.id.startswith(chain.id + ".") for chain, segment in chains.segments())
    assert all((chains.supports, chains.compounds, chains.groups))


def test_supports_and_compounds_name_chains_that_exist() -> None:
    chains = load_chains()
    known = {chain.id for chain in chains.chains}
    assert {end for tie in chains.supports for end in (tie.giver, tie.taker)} <= known
    assert {chain for compound in chains.compounds for chain in compound.chains} <= known


def test_own_chain_is_added(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    chains = load_chains(path)
    brew = next(segment for _, segment in chains.segments() if segment.id == "baijiu.brew")
    assert (brew.core, brew.keywords, brew.stage) == (True, ("制曲", "发酵"), "midstream")
    assert len(chains.chains) == len(load_chains().chains) + 1


def test_own_chain_replaces_the_one_of_its_id(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("baijiu", "lng"), "utf-8")
    chains = load_chains(path)
    assert [chain.name for chain in chains.chains if chain.id == "lng"] == ["白酒"]
    assert len(chains.chains) == len(load_chains().chains)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("stage: upstream", "stage: top", 6, "stage"),
        ("name: 酿造\n", "title: 酿造\n", 7, "title"),
        ("name: 酿造\n", "name: 1\n", 7, "name"),
        ("feeds: [baijiu.brew]", "feeds: [baijiu.nowhere]", 6, "baijiu.nowhere"),
        ("keywords: [制曲, 发酵]", "keywords: 制曲", 7, "keywords"),
        ("core: true", "core: 1", 7, "core"),
        ("core: true", "main: true", 7, "main"),
        ("id: baijiu.grain", "id: baijiu", 6, "两次"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, wrong: str, right: str, line: int, says: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace(wrong, right), "utf-8")
    with pytest.raises(ReadError, match=rf"own\.yaml（第{line}行）.*{says}"):
        load_chains(path)


@pytest.mark.parametrize("text", ["chains: [", "- 1\n", "chains: 白酒\n"])
def test_what_is_no_file_of_chains(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ReadError, match=r"own\.yaml"):
        load_chains(path)
