"""Divisions of China, and the places that only a document knows."""

from __future__ import annotations

import pytest

from liantu.graph.tables import read_table
from liantu.loaders.lexicon import DATA
from liantu.loaders.localities import local_places
from liantu.loaders.places import all_places, load_divisions


def test_every_county_has_a_province_and_three_marks_say_how_it_is_read() -> None:
    divisions = {one for found in load_divisions().values() for one in found}
    assert {one.use for one in divisions} == {"free", "home", "never"}
    assert {one.place for one in divisions} <= set(all_places())
    assert len({one.place.province for one in divisions}) == 34


def test_every_marked_name_is_a_place() -> None:
    """A mark on a name that the table of places lacks would have no effect."""
    marked = {name for row in read_table(DATA / "short_forms.tsv", ("读法", "名称")) for name in row.cells[1].split()}
    assert marked
    assert marked <= {place.name for place in all_places()}


def test_a_name_that_two_cities_share_leads_to_both() -> None:
    assert {one.place.city for one in load_divisions()["普陀区"]} == {"上海市", "舟山市"}


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
