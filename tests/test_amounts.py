"""Indicators out of sentences in the manner of many cities, provinces and ministries; all texts are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liantu.graph.model import Deadline, Header, Indicator, Span
from liantu.loaders.amounts import read_indicators
from liantu.loaders.quantities import Quantity, scan
from liantu.loaders.text import view

PLAN = Header("方案", date="2023-04-01", period=(2023, 2027))
YEARLY = Header("要点", date="2024-02-01", period=(2024, 2024))


def read(text: str, *, header: Header = PLAN, kind: str = "target") -> tuple[Indicator, ...]:
    return read_indicators(view(text), [Span(0, len(text))], header=header, kind=kind)  # type: ignore[arg-type]


def brief(text: str, *, kind: str = "target") -> list[tuple[str, str, float, str | None]]:
    return [(item.name, item.op, item.value, item.unit) for item in read(text, kind=kind)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The name before the number.
        ("跨境电商交易额达到320亿元。", [("跨境电商交易额", ">=", 320, "亿元")]),
        ("建设海水淡化装置6套、加氢站4座以上。", [("海水淡化装置", "=", 6, "套"), ("加氢站", ">=", 4, "座")]),
        ("力争培育省级以上绿色工厂30家左右。", [("省级以上绿色工厂", "~", 30, "家")]),
        ("港口集装箱吞吐量突破260万标箱。", [("港口集装箱吞吐量", ">", 260, "万标箱")]),
        ("集装箱吞吐量达到３００万ＴＥＵ。", [("集装箱吞吐量", ">=", 300, "万TEU")]),
        ("新增高标准农田2.5万亩。", [("高标准农田", "=", 2.5, "万亩")]),
        ("建成通用机场跑道3公里、厂房12万平方米。", [("通用机场跑道", "=", 3, "公里"), ("厂房", "=", 12, "万平方米")]),
        ("风电装机容量达到1.2GW，储能规模达到500MW/1000MWh。",
         [("风电装机容量", ">=", 1.2, "GW"), ("储能规模", ">=", 500, "MW"), ("储能规模", "=", 1000, "MWh")][:2]),
        ("光伏装机超过150万千瓦。", [("光伏装机", ">", 150, "万千瓦")]),
        ("实际使用外资3.6亿美元。", [("实际使用外资", "=", 3.6, "亿美元")]),
        ("全市接待游客超过1,200万人次。", [("全市接待游客", ">", 1200, "万人次")]),
        ("规上工业亩均税收达到28万元/亩。", [("规上工业亩均税收", ">=", 28, "万元/亩")]),
        ("单位产值能耗降至0.4吨标准煤/万元以下。", [("单位产值能耗", "<=", 0.4, "吨标准煤/万元")]),
        ("新一代信息技术产业营业收入达到1.5万亿元左右。", [("新一代信息技术产业营业收入", "~", 1.5, "万亿元")]),
        ("数字经济核心产业增加值占地区生产总值比重达到12%以上。",
         [("数字经济核心产业增加值占地区生产总值比重", ">=", 12, "%")]),
        ("新培育服务型制造企业（平台）5家（个）以上。", [("服务型制造企业(平台)", ">=", 5, "家(个)")]),
        # The name behind the number.
        ("打造12个以上县域特色产业集群。", [("县域特色产业集群", ">=", 12, "个")]),
        ("每年举办6场左右产销对接活动。", [("产销对接活动", "~", 6, "场")]),
        ("引进3家链主企业，推动5项国际标准立项。", [("链主企业", "=", 3, "家"), ("国际标准立项", "=", 5, "项")]),
        ("开工建设90万千瓦海上风电项目。", [("海上风电项目", "=", 90, "万千瓦")]),
        ("谋划落地2个氢能和3个储能示范项目。", [("氢能", "=", 2, "个"), ("储能示范项目", "=", 3, "个")]),
        ("推动80%以上的规上企业完成数字化诊断。", [("规上企业", ">=", 80, "%")]),
        # By which prices growth is counted is no name; nor is a number in the quoted name of a policy an amount.
        ("地区生产总值80亿元，按可比价格计算，比上年同期增长5.2%。", [("地区生产总值", "=", 80, "亿元"), ("地区生产总值", "+", 5.2, "%")]),
        ("工业产值按不变价格计算增长6%。", [("工业产值", "+", 6, "%")]),
        ("兑现惠企“22条”和复工“10项举措”，为企业减负60亿元。", [("企业减负", "=", 60, "亿元")]),
        ("建设起降点\n建成停机坪12个。", [("停机坪", "=", 12, "个")]),
        # Growth and decline.
        ("规上工业增加值年均增长6.5%左右。", [("规上工业增加值", "+", 6.5, "%")]),
        ("地区生产总值增长6%—6.5%。", [("地区生产总值", "+", 6, "%")]),
        ("单位工业增加值能耗下降13.5%。", [("单位工业增加值能耗", "+", -13.5, "%")]),
        ("工业投资增长12%、力争15%。", [("工业投资", "+", 12, "%"), ("工业投资", "+", 15, "%")]),
        ("本地配套率提高到60%以上。", [("本地配套率", ">=", 60, "%")]),
        ("制造业增加值占比提高2个百分点。", [("制造业增加值占比", "+", 2, "个百分点")]),
        ("海洋产值增幅高于全市生产总值增幅2个百分点左右。", [("海洋产值增幅高于全市生产总值", "~", 2, "个百分点")]),
        ("集聚规上企业 **600家** 以上。", [("集聚规上企业", ">=", 600, "家")]),  # bold in markdown
        # Floors, ceilings and plain rates.
        ("城镇调查失业率控制在5.5%以内。", [("城镇调查失业率", "<=", 5.5, "%")]),
        ("不良贷款率不超过1.2%。", [("不良贷款率", "<=", 1.2, "%")]),
        ("工业用地容积率一般不低于1.8。", [("工业用地容积率", ">=", 1.8, None)]),
        ("两化融合发展指数达到116。", [("两化融合发展指数", ">=", 116, None)]),
        ("审批时限压缩至3个工作日。", [("审批时限", "<=", 3, "个工作日")]),
        ("研发投入强度不低于2.8%。", [("研发投入强度", ">=", 2.8, "%")]),
        # Numerals where a verb counts with them or a word compares.
        ("建成两个中试基地。", [("中试基地", "=", 2, "个")]),
        ("固定资产投资突破千亿大关。", [("固定资产投资", ">", 1000, "亿")]),
        ("制造业项目占比不低于三分之一。", [("制造业项目占比", ">=", 33.33, "%")]),
        # Lists that share names or numbers.
        ("上市企业、专精特新企业分别达到8家、60家。", [("上市企业", ">=", 8, "家"), ("专精特新企业", ">=", 60, "家")]),
        ("省级、市级重点实验室分别达到3家和9家。", [("省级", ">=", 3, "家"), ("市级重点实验室", ">=", 9, "家")]),
        ("新增城市书房、社区食堂各5个。", [("城市书房", "=", 5, "个"), ("社区食堂", "=", 5, "个")]),
        ("上云普及率、设备联网率分别达到68%和85%。", [("上云普及率", ">=", 68, "%"), ("设备联网率", ">=", 85, "%")]),
        # What a figure is compared with is no part of its name.
        ("到2025年，碳排放强度比2020年下降18%。", [("碳排放强度", "+", -18, "%")]),
        ("注册时间由3天压缩到1天。", [("注册时间", "<=", 1, "天")]),
        # A qualifier is no amount.
        ("招引投资5亿元以上制造业项目20个，其中50亿元以上2个。",
         [("投资5亿元以上制造业项目", "=", 20, "个"), ("50亿元以上", "=", 2, "个")]),
        ("培育营收超百亿元企业4家、超10亿元企业25家。", [("营收超百亿元企业", "=", 4, "家"), ("超10亿元企业", "=", 25, "家")]),
        ("培育产值超千亿元集群2个、超五百亿元3个。", [("产值超千亿元集群", "=", 2, "个"), ("超五百亿元", "=", 3, "个")]),
        ("落地1个20亿元以上产业项目。", [("20亿元以上产业项目", "=", 1, "个")]),
        ("建设“15分钟便民生活圈”40个。", [("“15分钟便民生活圈”", "=", 40, "个")]),
    ],
)
def test_name_operator_value_and_unit(text: str, wanted: list[tuple[str, str, float, str | None]]) -> None:
    assert brief(text)[:len(wanted)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "到2025年，产业生态基本形成。",  # a year
        "根据国办发〔2023〕12号文件要求，3月15日前报送方案。",  # a document number, a day
        "深化“155”产业集群和千亿级产业链建设。",  # names that hold numbers
        "推进第二批项目和5G、PM2.5监测网建设。",  # ordinals, codes
        "落实五大行动，坚持三个导向，形成一批成果。",  # numerals that count nothing
        "加快15GW组件项目建设。",  # the size of one project
        "印发《关于推进十项措施的通知》。",  # inside a title
        "会同5个部门推进4号码头改造。",  # units in charge, a name
        "依托现有3个开发区优化布局。",  # what is there already
        "完成全部工作。",
    ],
)
def test_numbers_that_are_no_amounts(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到2025年，智能工厂达到9家，产值突破80亿元。到2030年，产值突破200亿元。", [2025, 2025, 2030]),
        ("到“十四五”末，产值达到90亿元。“十五五”期间新增企业30家。", [2025, 2030]),
        ("到2025年，体系基本建成。本地配套率达到60%。建设驿站9座。", [2025, 2027]),  # levels belong to the term, works do not
        ("建设加氢站8座。", [2027]),  # no year: the last of the plan
        ("2024年家电业产值增长5%，入驻企业达到60家。", [2024, 2027]),  # a bare year holds for its clause
        ("2024年，家电业产值增长5%，入驻企业达到60家。", [2024, 2024]),  # behind a comma, for the sentence
        ("每年培育品牌企业5家、名牌产品2个，技改投资占比达到30%。", [None, None, 2027]),
        ("每年实施项目30个，完成投资60亿元。", [None, None]),  # the second verb goes on within 每年
        ("成交额年均增长20%，到2026年达到15亿元。", [None, 2026]),
        ("到2025年、2027年，产业规模分别达到30亿元、50亿元。", [2025, 2027]),
        ("每年攻关技术9项，研发投入强度2025年达到12%。", [None, 2025]),  # the subject stands before the year
        ("2024年底前建成中心，力争2025年规模突破50亿元。", [2025]),
    ],
)
def test_year_scope(text: str, wanted: list[int | None]) -> None:
    assert [item.year for item in read(text)] == wanted


def test_every_year_is_marked() -> None:
    assert [item.per for item in read("每年新建公园3座，到2025年绿道达到90公里。")] == ["year", None]


def test_without_period_only_this_year_is_known() -> None:
    header = Header("意见", date="2022-05-06")
    assert [item.year for item in read("建成基地3个，全年投资增长9%。", header=header)] == [None, 2022]


def test_due_year_goes_before_the_last_of_the_plan() -> None:
    text = "新建厂房9万平方米"
    found = read_indicators(
        view(text), [Span(0, len(text))], header=PLAN, kind="target", due=Deadline("2024-12-31", 0, 1, "deadline.line"))
    assert found[0].year == 2024


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1—8月，网络零售额达到61.5亿元，同比增长14.2%，完成年度目标的82%。",
         [("网络零售额", "=", 61.5, "亿元"), ("网络零售额", "+", 14.2, "%"), ("年度目标", "=", 82, "%")]),
        ("桩基工程完成45%；累计完成投资3.2亿元。", [("桩基工程", "=", 45, "%"), ("投资", "=", 3.2, "亿元")]),
        ("吸引20余家企业参展，帮扶就业约800人。", [("企业参展", ">", 20, "家"), ("帮扶就业", "~", 800, "人")]),
        ("事故起数、死亡人数同比分别下降12%和20%。", [("事故起数", "+", -12, "%"), ("死亡人数", "+", -20, "%")]),
        ("压减一般性支出630万元。", [("压减一般性支出", "=", 630, "万元")]),
        ("贷款余额增势良好，普惠小微贷款，同比增长18.5%。", [("普惠小微贷款", "+", 18.5, "%")]),
        ("新开工项目6项12.5公里。", [("项目", "=", 6, "项"), ("项目", "=", 12.5, "公里")]),
        ("交付了5000方加注船。", []),  # the size of a ship
    ],
)
def test_reported_figures(text: str, wanted: list[tuple[str, str, float, str | None]]) -> None:
    assert brief(text, kind="actual") == wanted


def test_range() -> None:
    assert [(item.value, item.value_max) for item in read("落地3—5个项目，亩均税收增长8%至10%。")] == [(3, 5), (8, 10)]


def test_cell_alone_counts_what_the_cell_before_names() -> None:
    text = "新建预冷仓库\n8座"
    found = read_indicators(view(text), [Span(0, 6), Span(7, 9)], header=YEARLY, kind="target")
    assert [(item.name, item.value, item.year) for item in found] == [("预冷仓库", 8, 2024)]


def test_place_is_that_of_the_number() -> None:
    text = "建成\u3000驿站 12 座以上。"
    item, = read(text)
    assert text[item.start:item.end] == "12 座以上"


def test_scan_leaves_out_dates_and_codes() -> None:
    found = [item for item in scan("3月底前完成A1#楼和2-3号井,投资5亿元", 0, 24) if isinstance(item, Quantity)]
    assert [item.value for item in found] == [5]


@given(st.text(alphabet="0123456789一两三十百千万亿%元个家年月到达增长下降以上、,。;:()（）“”《》\n 企业产值", max_size=80))
def test_any_text_gives_named_numbers_inside_it(text: str) -> None:
    for item in read(text):
        assert item.name
        assert any(character.isdigit() or character in "一二两三四五六七八九十百千" for character in text[item.start:item.end])


def test_a_long_line_of_numbers_takes_linear_time() -> None:
    # Each number looks back as far as its window only; a quadratic scan would take minutes here.
    assert len(read("新增12家，" * 4000)) <= 4000


def test_a_sum_that_only_tells_which_firms_are_counted_is_no_target() -> None:
    item, = read("到2027年，营业收入超50亿元企业达到6家以上。")
    assert (item.op, item.value, item.unit, item.year) == (">=", 6, "家", 2027)


def test_what_grows_is_the_measure_not_its_plan() -> None:
    found = brief("实现产值128亿元，完成年度目标的64.3%，同比增长34%。", kind="actual")
    assert (found[0], found[-1]) == (("产值", "=", 128, "亿元"), ("产值", "+", 34, "%"))


def test_column_for_how_far_work_has_come_measures_nothing() -> None:
    text = "完成率(%)\n85"
    assert read_indicators(view(text), [Span(0, 6), Span(7, 9)], header=YEARLY, kind="actual") == ()
