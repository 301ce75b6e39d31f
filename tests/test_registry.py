"""The register of units: what the user's own table may say, and how an error in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from liantu.errors import LiantuError
from liantu.graph.names import load_registry, resolve_unit
from liantu.graph.offices import load_offices
from liantu.graph.places import home, load_places
from liantu.graph.tables import TableError, shipped

HEAD = "城市,名称,关系,值,年份,依据,说明\n"


def table(folder: Path, rows: str, *, name: str = "单位.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(HEAD + rows, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_own_rows_add_to_the_shipped_ones(tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path, "青山市,青山市海洋牧场服务中心,单位,institution city,,文件,\n青山市,青山市海洋牧场服务中心,别名,市牧场中心,,,\n", encoding=encoding)
    own = load_registry(path)
    found = resolve_unit("市牧场中心", city="青山市", registry=own)
    assert (found.canonical, found.rule, found.type) == ("青山市海洋牧场服务中心", "registry", "institution")
    assert resolve_unit("市经信局", city="舟山市", registry=own).rule == "registry"


def test_own_rows_win(tmp_path: Path) -> None:
    path = table(tmp_path, "舟山市,舟山市数据管理局,单位,department city,,,\n舟山市,舟山市数据管理局,别名,市大数据局,,,\n")
    found = resolve_unit("市大数据局", city="舟山市", registry=load_registry(path))
    assert found.canonical == "舟山市数据管理局"
    assert resolve_unit("市大数据局", city="舟山市", registry=load_registry()).canonical != found.canonical


def test_an_alias_can_be_taken_away(tmp_path: Path) -> None:
    path = table(tmp_path, "舟山市,舟山绿色石化基地管理委员会,非别名,石化基地管委会,,,\n")
    found = resolve_unit("石化基地管委会", city="舟山市", registry=load_registry(path))
    assert found.canonical == "石化基地管理委员会"


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("青山市,青山市商务局,别称,市商务局,,,\n", 2, "关系“别称”不认识"),
        ("青山市,青山市商务局,单位,department city,,,\n,青山市教育局,单位,,,,\n", 3, "没有写城市或名称"),
        ("青山市,青山市商务局,单位,department 市级,,,\n", 2, "层级“市级”不认识"),
        ("青山市,青山市商务局,别名,市商务局,,,\n", 2, "没有登记"),
        ("青山市,青山市商务局,单位,,,,\n青山市,青山市商务局,别名,,,,\n", 3, "没有值"),
        ("青山市,青山市商务局,单位,,,,\n青山市,青山市商务局,管辖,某园区,,,\n", 3, "管辖的值"),
        ("青山市,甲局,单位,,,,\n青山市,乙局,单位,,,,\n青山市,甲局,别名,市局,,,\n青山市,乙局,别名,市局,,,\n", 5, "在第4行已是“甲局”的别名"),
        ("青山市,甲局,单位,,,,\n青山市,甲局,别名,乙局,,,\n青山市,甲局,不合并,乙局,,,\n", 4, "写了不合并"),
    ],
)
def test_errors_name_the_line_and_the_way_out(tmp_path: Path, rows: str, line: int, said: str) -> None:
    with pytest.raises(TableError, match=said) as caught:
        load_registry(table(tmp_path, rows))
    assert caught.value.line == line
    assert f"单位.csv 第{line}行" in str(caught.value)
    assert isinstance(caught.value, LiantuError)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "单位.tsv"
    path.write_text("城市\t单位\n青山市\t商务局\n", encoding="utf-8")
    with pytest.raises(TableError, match="请把列名改成"):
        load_registry(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xff\xff\xff"])
def test_files_that_are_no_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "单位.tsv"
    path.write_bytes(content)
    with pytest.raises(TableError):
        load_registry(path)
    with pytest.raises(TableError, match="打不开"):
        load_registry(tmp_path / "没有.tsv")


def test_every_rule_gives_a_reason() -> None:
    """A row of the office table without a reason cannot be judged; reforms carry their year."""
    for row in shipped("offices.tsv"):
        assert row.cells[4], row
    for row in shipped("units.tsv"):
        if row.cells[2] == "不合并":
            assert row.cells[6], row


def test_no_short_form_stands_for_two_stems() -> None:
    seen: dict[str, str] = {}
    for row in shipped("offices.tsv"):
        if row.cells[0] == "词":
            for form in row.cells[2].split():
                assert seen.setdefault(form, row.cells[1]) == row.cells[1], form


def test_reforms_and_traps_name_known_offices() -> None:
    """A template that no rule makes would never match anything."""
    offices, own = load_offices(), home("漯河市", load_places())
    templates = {t for pair in offices.distinct for t in pair} | {t for r in offices.reforms for t in (r.new, r.old)}
    templates |= {t for one, two, _ in offices.doubtful for t in (one, two)}
    for template in sorted(templates - {"{p}邮政公司", "国家金融监督管理总局{s}监管局"}):
        full = template.replace("{p}", own.full).replace("{s}", own.short)
        assert resolve_unit(full, city="漯河市", registry=load_registry()).canonical == full


@pytest.mark.parametrize(
    ("city", "full", "level"),
    [
        ("舟山", "舟山市", "city"), ("浙江省舟山市", "舟山市", "city"), ("鞍山市立山区", "鞍山市立山区", "county"),
        ("青州市", "青州市", "county"), ("浙江", "浙江省", "province"), ("重庆市", "重庆市", "province"),
        ("全国", "全国", "national"), ("恩施州", "恩施土家族苗族自治州", "city"), ("青山市", "青山市", "city"),
    ],
)  # fmt: skip
def test_home(city: str, full: str, level: str) -> None:
    place = home(city, load_places())
    assert (place.full, place.level) == (full, level)


def test_all_of_china_is_there() -> None:
    places = load_places()
    assert sum(len(below) for below in places.counties.values()) > 2800
    assert {len(places.find(name)) for name in ("杭州", "潍坊市", "浦东新区", "雄县", "儋州市", "海南")} == {1}
    assert [places.find("吉林", city=city)[0].level for city in (None, "长春市", "吉林市")] == ["province", "province", "city"]
