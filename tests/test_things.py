"""Places, platforms, projects, enterprises, industries and people; and a build as a whole."""

from __future__ import annotations

import random

import pytest

from liantu.graph.names import Asked, load_registry, resolve_all, resolve_name, resolve_place
from liantu.graph.schema import NODES, validate

REGISTRY = load_registry()


def ids(kind: str, names: str, city: str | None) -> set[str]:
    return {resolve_name(kind, name, city=city, registry=REGISTRY).entity_id for name in names.split()}


@pytest.mark.parametrize(
    ("kind", "city", "names"),
    [
        ("Industry", "泸州市", "石化产业 石化产业集群 石化产业链 石化全产业链 泸州石化产业 石化"),
        ("Industry", "泸州市", "旅游业 旅游产业 旅游"),
        ("Industry", "泸州市", "房地产业 房地产"),
        ("Industry", None, "水产业 水产产业 水产"),
        ("Industry", None, "LNG产业 lng LNG产业链"),
        ("Industry", None, "“光芯屏端网” 光芯屏端网产业"),
        ("Platform", "舟山市", "绿色石化基地 舟山绿色石化基地"),
        ("Platform", "舟山市", "高新区 舟山高新区 舟山高新技术产业园区"),
        ("Platform", "泸州市", "高新区 泸州高新区 泸州高新技术产业开发区"),
        ("Platform", "青岛市", "跨境电商综试区 青岛跨境电子商务综合试验区"),
        ("Project", "泸州市", "长江六桥项目 长江六桥工程 长江六桥 长江六桥建设项目 长江六桥工程建设"),
        ("Project", "泸州市", "云锦电厂二期 云锦电厂二期项目 云锦电厂(二期) 云锦电厂第二期工程"),
        ("Enterprise", "泸州市", "川江酒业有限公司 川江酒业股份有限公司 川江酒业有限责任公司 川江酒业"),
        ("Enterprise", "泸州市", "市融资担保公司 泸州市融资担保有限公司"),
        ("Person", "泸州市", "王小明 王小明书记 市委书记王小明 王小明同志 副市长王小明"),
        ("Region", "舟山市", "定海 定海区 舟山市定海区 舟山定海"),
        ("Region", "舟山市", "六横 六横岛"),
        ("Region", "泸州市", "沪 上海 上海市"),
        ("Region", "泸州市", "成渝地区双城经济圈 成渝地区 成渝"),
    ],
)
def test_one_id(kind: str, city: str | None, names: str) -> None:
    assert len(ids(kind, names, city)) == 1


@pytest.mark.parametrize(
    ("kind", "city", "names"),
    [
        ("Industry", None, "渔业 海洋渔业 渔光互补 制造业 服务业 水 产业集群 155产业集群 415产业集群"),
        ("Platform", "舟山市", "舟山港 宁波舟山港 绿色石化基地 绿色石化基地延伸区"),
        ("Platform", "泸州市", "经济开发区 经济技术开发区 高新区 经开区"),
        ("Project", "泸州市", "云锦电厂一期 云锦电厂二期 云锦电厂"),
        ("Enterprise", "泸州市", "上海电气 电气 川江集团 川江酒业"),
        ("Person", "泸州市", "王小明 王小民 分管副市长"),
        ("Region", "舟山市", "舟山 舟山本岛 本岛 定海 普陀 普陀山"),
    ],
)
def test_ids_of_their_own(kind: str, city: str | None, names: str) -> None:
    assert len(ids(kind, names, city)) == len(names.split())


def test_a_place_is_that_of_the_city() -> None:
    assert ids("Region", "普陀区", "舟山市") != ids("Region", "普陀区", "上海市")
    unclear = resolve_place("鼓楼区", city="舟山市", registry=REGISTRY)
    assert not unclear.certain
    assert len(unclear.rivals) == 4


@pytest.mark.parametrize(("kind", "name"), [("Project", "一期"), ("Project", "首期项目"), ("Person", "分管副市长"), ("Platform", "经开区")])
def test_what_says_too_little_is_reviewed(kind: str, name: str) -> None:
    assert not resolve_name(kind, name, city="泸州市", registry=REGISTRY).certain


@pytest.mark.parametrize("kind", [kind for kind in NODES if kind not in ("Document", "Task", "Name")])
def test_every_kind_makes_a_node(kind: str) -> None:
    validate(resolve_name(kind, "青山大桥", city="泸州市", registry=REGISTRY).node())


def test_a_short_form_is_explained_by_the_build() -> None:
    asked: list[Asked] = [
        ("Unit", "经开区管委会", "泸州市"), ("Unit", "泸州经济开发区管委会", "泸州市"),
        ("Unit", "青—红管委会", "泸州市"), ("Unit", "青龙山—红石滩管委会", "泸州市"),
        ("Enterprise", "川江酒业", "泸州市"), ("Enterprise", "四川川江酒业股份有限公司", "泸州市"),
        ("Project", "古蔺酒谷大道", "泸州市"), ("Project", "酒谷大道工程", "泸州市"),
    ]  # fmt: skip
    seen = resolve_all(asked, registry=REGISTRY).found
    for one, two in zip(asked[::2], asked[1::2], strict=True):
        assert seen[one].entity_id == seen[two].entity_id, (one, two)


def test_two_long_forms_leave_the_short_one_alone() -> None:
    asked: list[Asked] = [("Unit", f"{name}管委会", "泸州市") for name in ("经开区", "泸州经济开发区", "泸州经济技术开发区")]
    found = resolve_all(asked, registry=REGISTRY).found
    assert len({one.entity_id for one in found.values()}) == 3
    assert not found[asked[0]].certain


def test_a_forbidden_pair_is_not_joined() -> None:
    asked: list[Asked] = [("Unit", "高新区管委会", "舟山市"), ("Unit", "舟山经济开发区管委会", "舟山市"), ("Unit", "经开区管委会", "舟山市")]
    found = resolve_all(asked, registry=REGISTRY).found
    assert found[asked[0]].entity_id != found[asked[1]].entity_id
    assert found[asked[2]].entity_id == found[asked[1]].entity_id


def test_doubts_are_listed_once_in_any_order() -> None:
    names = ["市城管局", "市综合行政执法局", "市发改委", "市发改局", "市水利局", "市水务局", "市档案局", "市档案馆"]
    asked: list[Asked] = [("Unit", name, city) for name in names for city in ("泸州市", "咸阳市")]
    one = resolve_all(asked, registry=REGISTRY)
    random.Random(7).shuffle(asked)  # noqa: S311 - any order will do
    assert resolve_all(asked * 2, registry=REGISTRY) == one
    assert len(one.doubts) == 4
    assert all(doubt.reason.endswith("。") for doubt in one.doubts)
