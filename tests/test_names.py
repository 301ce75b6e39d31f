"""Units: the same unit under one id however it is written, and never two units under one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from liantu.graph.names import (
    Registry,
    Resolution,
    group_members,
    load_registry,
    registry_edges,
    registry_nodes,
    resolve_all,
    resolve_unit,
    resolver,
)
from liantu.graph.places import home
from liantu.graph.registry import unit_id
from liantu.graph.schema import validate
from liantu.graph.tables import read_table

PAIRS = [row.cells for row in read_table(Path(__file__).parent / "data" / "unit_pairs.tsv", ("城市", "甲", "乙", "判断", "理由"))]
REGISTRY = load_registry()
# What the rules can do without any register: the tables of offices and places alone.
BARE = replace(REGISTRY, units={}, by_name={}, by_place={}, by_rule={}, by_dash={}, never={}, regions={}, successions=())


def unit(name: str, city: str | None = "泸州市", *, registry: Registry = REGISTRY, date: str | None = None) -> Resolution:
    return resolve_unit(name, city=city, registry=registry, date=date)


@pytest.mark.parametrize(("city", "one", "two", "verdict", "why"), PAIRS)
def test_pairs(city: str, one: str, two: str, verdict: str, why: str) -> None:
    left, right = unit(one, city), unit(two, city)
    assert (left.entity_id == right.entity_id) == (verdict == "same"), f"{why}：{left.reason}｜{right.reason}"
    if verdict == "doubtful":
        doubts = resolve_all([("Unit", one, city), ("Unit", two, city)], registry=REGISTRY).doubts
        assert doubts or not (left.certain and right.certain), "a doubtful pair must reach the review list"


def test_there_are_pairs_enough() -> None:
    """The floors of the quality target; a dozen cities besides the two of the register."""
    verdicts = Counter(row[3] for row in PAIRS)
    assert verdicts["same"] >= 250
    assert verdicts["different"] >= 100
    assert len({row[0] for row in PAIRS}) >= 14


def names_of_gold(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.glob("*.json")):
        for task in json.loads(path.read_text("utf-8"))["tasks"]:
            for field in ("leads", "participants", "responsible"):
                for entry in task.get(field) or ():
                    yield path.name, [entry] if isinstance(entry, str) else [entry["name"], *entry.get("accept", ())]


def test_units_of_gold(shared: Path) -> None:
    """All accepted spellings of one entry are one unit, save where a single half of 甲(乙) is accepted too."""
    seen = 0
    for _, names in names_of_gold(shared / "gold"):
        found = {name: unit(name, "舟山市") for name in names if "(" in name or "（" in name or len(names) == 1}
        seen += len(found)
        assert len({one.entity_id for one in found.values()}) <= 1, found
        for one in found.values():
            assert one.certain, one
    assert seen > 200


def test_reference_aliases_are_truth(shared: Path) -> None:
    """Every alias of the reference finds its unit, and units that must not be merged stay apart."""
    reference = yaml.safe_load((shared / "reference" / "units.yaml").read_text("utf-8"))
    ids: dict[str, str] = {}
    for city in reference["cities"]:
        for entry in [*city["units"], *city["groups"]]:
            plain = entry["name"].replace("(全称待核)", "")
            found = {unit(name, city["city"]).entity_id for name in (plain, *entry["aliases"])}
            assert len(found) == 1, (plain, found)
            ids[entry.get("id", plain)] = found.pop()
    for rule in reference["never_merge"]:
        assert ids[rule["a"]] != ids[rule["b"]], rule
    for rule in reference["never_merge_names"]:
        assert unit(rule["a"], "舟山市").entity_id != unit(rule["b"], "舟山市").entity_id, rule


@pytest.mark.parametrize("registry", [REGISTRY, BARE], ids=["register", "rules"])
def test_the_full_name_is_its_own_name(registry: Registry) -> None:
    """Resolving what came out changes nothing: for each row of pairs and each office of the tables."""
    for city, one, two, *_ in PAIRS:
        for name in (one, two):
            first = unit(name, city, registry=registry)
            again = unit(first.canonical, city, registry=registry)
            assert first.rule == "ambiguous" or again.entity_id == first.entity_id, (city, name, first, again)
    for city in ("泸州市", "山东省", "昌乐县", "鞍山市立山区", "北京市", "恩施土家族苗族自治州"):
        own = home(city, registry.places)
        for office in {one for found in registry.offices.forms.values() for one in found if not one.levels or own.level in one.levels}:
            assert unit(office.at(own), city, registry=registry).canonical == office.at(own)


@pytest.mark.parametrize(
    ("name", "city", "canonical", "level"),
    [
        ("舟山海事局", "舟山市", "中华人民共和国舟山海事局", "national"),
        ("定海区发改局", "舟山市", "舟山市定海区发展和改革局", "county"),
        ("岱山县", "舟山市", "岱山县人民政府", "county"),
        ("省工信厅", "咸阳市", "陕西省工业和信息化厅", "province"),
        ("发展改革委", "全国", "国家发展和改革委员会", "national"),
        ("工信部", "杭州市", "工业和信息化部", "national"),
        ("市市场监管局", "武汉市", "武汉市市场监督管理局", "city"),
        ("市场监管局", "武汉市", "武汉市市场监督管理局", "city"),
        ("市政府", "武汉市", "武汉市人民政府", "city"),
        ("团市委", "武汉市", "共青团武汉市委员会", "city"),
        ("高新区经发局", "武汉市", "武汉市高新技术产业开发区经济发展局", "city"),
        ("市生态环境局立山分局", "鞍山市", "鞍山市生态环境局立山分局", "county"),
        ("立山区生态环境分局", "鞍山市", "鞍山市生态环境局立山分局", "county"),
        ("友好街道", "鞍山市立山区", "友好街道办事处", "town"),
        ("西海岸新区", "青岛市", "西海岸新区管理委员会", "city"),
        ("滨江区（高新区）", "杭州市", "杭州市滨江区人民政府", "county"),
    ],
)
def test_full_names(name: str, city: str, canonical: str, level: str) -> None:
    found = unit(name, city)
    assert (found.canonical, found.level, found.certain) == (canonical, level, True), found.reason


def test_city_unknown_is_never_certain() -> None:
    assert not unit("市发改委", None).certain
    assert unit("工信部", None).certain


@pytest.mark.parametrize(
    ("date", "canonical", "certain"),
    [("2022-10-01", "中国人民银行泸州市中心支行", True), ("2024-03-01", "中国人民银行泸州市分行", True), (None, "泸州市人行", False)],
)
def test_the_date_decides(date: str | None, canonical: str, certain: bool) -> None:  # noqa: FBT001
    found = unit("市人行", date=date)
    assert (found.canonical, found.certain, bool(found.rivals)) == (canonical, certain, not certain)


def test_nameplates() -> None:
    found = unit("市财政局（市国资委）", "舟山市")
    assert found.entity_id == unit("市财政局", "舟山市").entity_id
    assert found.nameplates == (unit("市国资委", "舟山市").entity_id,)


@pytest.mark.parametrize(
    ("name", "right", "certain"),
    [
        ("普一朱管委会", "普陀山—朱家尖管委会", True),  # a dash read as 一
        ("市港航和口岸菅理局", "市港航和口岸管理局", True),
        ("绿色石化墓地管委会", "绿色石化墓地管委会", True),  # a zone of another name: not merged
        ("海洋科学域建设管理局", "海洋科学域建设管理局", False),  # one character off, but not one that scans confuse: reviewed
    ],
)
def test_misreadings(name: str, right: str, certain: bool) -> None:  # noqa: FBT001
    found = unit(name, "舟山市")
    assert (found.entity_id, found.certain) == (unit(right, "舟山市").entity_id, certain)


def test_a_misreading_that_is_forbidden_is_not_merged(tmp_path: Path) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(
        "城市\t名称\t关系\t值\t年份\t依据\t说明\n青山市\t青山市海上风电推进专班\t单位\tdepartment city\t\t\t\n"
        "青山市\t青山市海上风电推进专班\t不合并\t青山市海上风电推迸专班\t\t\t两个专班\n",
        encoding="utf-8",
    )
    own = load_registry(table)
    known = unit("青山市海上风电推进专班", "青山市", registry=own)
    assert unit("青山市海上风电推迸专班", "青山市", registry=own).entity_id != known.entity_id
    assert unit("青山市海上风电椎进专班", "青山市", registry=own).entity_id == known.entity_id


def test_groups_stay_one_node() -> None:
    group = unit("各县（市、区）人民政府", "潍坊市")
    assert group.is_group
    members = {one.canonical for one in group_members(group, REGISTRY)}
    assert len(members) == 12
    assert "青州市人民政府" in members
    assert group_members(unit("各有关部门", "潍坊市"), REGISTRY) == ()
    assert group_members(unit("市商务局", "潍坊市"), REGISTRY) == ()
    assert unit("各县(市、区)发改局", "潍坊市").entity_id != group.entity_id


def test_every_decision_is_explained() -> None:
    for city, one, two, *_ in PAIRS:
        for name in (one, two):
            found = unit(name, city)
            assert found.reason.endswith("。"), found
            assert found.name == name
            assert 0 < found.score <= 1


def test_nodes_and_edges_fit_the_schema() -> None:
    edges = registry_edges(REGISTRY)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    for edge in edges:
        validate(edge)
    nodes = {node.id: node for node in registry_nodes(REGISTRY, ends)}
    for node in nodes.values():
        validate(node)
    unregistered = {end for end in ends if end not in nodes}
    assert unregistered == set()
    validate(unit("市商务局").node())


def test_reforms_join_what_is_present() -> None:
    resolve = resolver(REGISTRY, city="郑州市")
    names = ("市大数据局", "市数据局", "市工商局", "市市场监管局", "金水区卫计委", "金水区卫健委")
    ids = [resolve("Unit", name).entity_id for name in names]
    found = {(edge.source, edge.target) for edge in registry_edges(REGISTRY, ids)}
    assert found == {(ids[1], ids[0]), (ids[3], ids[2]), (ids[5], ids[4])}


def test_registered_successions_are_edges_not_aliases() -> None:
    edges = {(edge.source, edge.target): dict(edge.properties) for edge in registry_edges(REGISTRY) if edge.kind == "SUCCEEDS"}
    old, new = (unit_id("舟山市", f"舟山市{office}") for office in ("海洋与渔业局", "海洋经济发展局"))
    assert edges[new, old]["year"] == 2024


@given(st.text(max_size=30), st.sampled_from(["舟山市", "鞍山市立山区", "山东省", "全国", None]))
def test_any_text_gets_an_answer(name: str, city: str | None) -> None:
    """No input raises, and the same input gives the same answer."""
    if name.strip():
        assert unit(name, city) == unit(name, city)


@given(st.sampled_from([row[1] for row in PAIRS if row[0] == "郑州市"]), st.sampled_from(" \u3000\u200b\n"), st.integers(0, 12))
def test_white_space_does_not_count(name: str, blank: str, at: int) -> None:
    assert unit(name[:at] + blank + name[at:], "郑州市").entity_id == unit(name, "郑州市").entity_id
