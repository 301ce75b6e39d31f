"""Industries by what governs them: what a place turns to or brings in, what is made, grown and used, and what is none."""

from __future__ import annotations

import pytest

from liantu.graph.model import Draft, Entities, Header, Span
from liantu.loaders.entities import read_entities
from liantu.loaders.text import view


def read(text: str) -> Entities:
    draft = Draft("1", Span(0, 1), 0, len(text), body=(Span(0, len(text)),))
    return read_entities(view(text), draft, Header("", city="常德市"))


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        # what a place by itself turns to, known or not
        ("宝应县聚焦蓄能器、纺织机械。", ["蓄能器", "纺织机械"]),
        ("宝应县突出冷镦钉、轴承钢。", ["冷镦钉", "轴承钢"]),
        # those who are brought in make what the list names
        ("招引线束、支架等配套企业5家。", ["线束", "支架"]),
        # an unknown word belongs to the good that is to be made
        ("突破双定子电机。", ["双定子电机"]),
        # a good by its last character
        ("开发智能船舶、铺排船。", ["智能船舶", "铺排船"]),
        # a list of fields whose names are mostly known
        ("在化工、模具、家电、纺织服装等领域建成数字化车间。", ["化工", "模具", "家电", "纺织服装"]),
        # what is grown, and how much of it
        ("宝应县种植优质烟叶2万亩。", ["优质烟叶"]),
        # one character
        ("力争锂产业产值突破90亿元。", ["锂产业"]),
        # the link of the chain is no part of the name, nor is the year or the scope
        ("发展煤制烯烃及下游聚乙烯。", ["煤制烯烃", "聚乙烯"]),
        ("2026年全市临港石化产业产值增长9%。", ["临港石化产业"]),
        ("做优高山茶全产业链。", ["高山茶"]),
        # the goods, the whole machines and the capacity of a field are the field
        ("做强笔记本电脑整机，发展医美健康产品。", ["笔记本电脑", "医美健康"]),
        ("打造海上风电产业带和铝基轻合金高地。", ["海上风电", "铝基轻合金"]),
        ("建设共享储能电站3座。", ["共享储能"]),
        ("引进铝精深加工企业2户。", ["铝精深加工"]),
    ],
)
def test_what_is_built_up(text: str, industries: list[str]) -> None:
    assert [mention.name for mention in read(text).industries] == industries


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        # the works behind a label put things out, and are none of them
        ("重点项目：年产5万吨甲醇装置、果汁扩能。", []),
        # where a thing is used
        ("面向储能、消费等应用场景。", []),
        # a body is named after what it studies
        ("发挥国家动力电池创新中心作用。", []),
        ("梳理关键技术和薄弱环节。", []),
        # the short name of a company in front of what it makes
        ("支持兴元铝业再生铝、海陵高科电子纸扩产。", ["再生铝", "电子纸"]),
        # how much land, not which industry
        ("中药材种植面积稳定在3万亩。", []),
        ("优化能源保障。", []),
        # a number in quotes, those who buy, and the rules for a field
        ("打造“168”产业集群。", []),
        ("鼓励钢铁、水泥企业使用再生原料。", []),
        ("修订动力电池管理办法。", []),
        ("加大金融投入，安排制造业贷款。", []),
    ],
)
def test_what_is_no_industry(text: str, industries: list[str]) -> None:
    assert [mention.name for mention in read(text).industries] == industries


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # the same place brings something in
        ("宝应县建设云湖产业园，引进线控底盘、一体化压铸企业。", ["宝应县 线控底盘", "宝应县 一体化压铸"]),
        # 发展 in front of the comma is a noun
        ("推动宝应县慈姑全产业链发展，加快冷链物流建设。", ["宝应县 慈姑"]),
        # for whom parts are made
        ("引导小企业为西安汽车整机配套。", []),
        # a creature with a name of its own is grown in a place; 承载区 is one word
        ("推动汉寿甲鱼、津市酶制剂提质。", ["汉寿 甲鱼", "津市 酶制剂"]),
        ("以宝应县为主承载区发展储能电池。", ["宝应县 储能电池"]),
        ("宝应县建设有机枸杞种植基地。", ["宝应县 有机枸杞"]),
    ],
)
def test_which_place(text: str, pairs: list[str]) -> None:
    assert sorted(f"{pair.place.name} {pair.industry.name}" for pair in read(text).focus) == sorted(pairs)


def test_a_zone_does_not_begin_with_a_verb() -> None:
    assert [mention.name for mention in read("支持高新区做大光通信产业。").regions] == ["高新区"]


def test_a_town_in_front_of_its_verb() -> None:
    assert [mention.name for mention in read("澜溪镇集聚减震器企业。").regions] == ["澜溪镇"]
