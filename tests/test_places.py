"""Divisions of China, and the places that only a document knows."""

from __future__ import annotations

import pytest

from liantu.loaders.localities import local_places
from liantu.loaders.places import load_divisions, short_form


@pytest.mark.parametrize(
    ("name", "short"),
    [("内蒙古自治区", "内蒙古"), ("大理白族自治州", "大理"), ("景宁畲族自治县", "景宁"), ("滨海新区", "滨海"), ("锡林郭勒盟", "锡林郭勒"), ("忠县", "忠县")],
)
def test_short_forms(name: str, short: str) -> None:
    assert short_form(name) == short


def test_every_county_has_a_province_and_three_marks_say_how_it_is_read() -> None:
    divisions = {place for places in load_divisions().values() for place in places}
    assert {place.use for place in divisions} == {"free", "home", "never"}
    assert len({place.province for place in divisions}) == 34
    assert sum(place.level == "county" for place in divisions) > 2800


def test_a_name_that_two_cities_share_leads_to_both() -> None:
    assert {place.city for place in load_divisions()["普陀区"]} == {"上海市", "舟山市"}


def test_everyday_words_are_no_short_forms() -> None:
    assert not {"合作", "资源", "和平", "解放", "城"} & set(load_divisions())


@pytest.mark.parametrize(
    ("flat", "places"),
    [
        ("支持杨和镇发展茶业\n", {"杨和镇", "杨和"}),
        ("责任单位:青山县、绿水区政府\n", {"青山县", "绿水区"}),
        ("云岭管委会负责\n", {"云岭"}),
        ("在各县、全市、城区、社区、开发区推广\n", set()),
        ("建设乡镇、城乡、特色小镇\n", set()),
    ],
)
def test_local_places(flat: str, places: set[str]) -> None:
    assert {flat[start:end] for _, start, end in local_places(flat)} <= places
    assert bool(local_places(flat)) == bool(places)
