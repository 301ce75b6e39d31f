"""The names a task speaks of, in the manner of many cities; the documents are short and made for the test."""

from __future__ import annotations

import pytest

from liantu.graph.model import Draft, Entities, Header, Mention, Span
from liantu.loaders.entities import read_entities, scan
from liantu.loaders.lexicon import load_lexicon
from liantu.loaders.text import view


def read(text: str, *, city: str | None = None, title: int = 1, units: tuple[str, ...] = ()) -> Entities:
    """Read a text as the body of one task."""
    leads = tuple(Mention(unit, 0, 1, "test") for unit in units)
    draft = Draft("1", Span(0, title), 0, len(text), body=(Span(0, len(text)),), leads=leads)
    return read_entities(view(text), draft, Header("", city=city))


def names(mentions: tuple[Mention, ...]) -> list[str]:
    return [mention.name for mention in mentions]


def pairs(found: Entities) -> list[tuple[str, str]]:
    return [(pair.place.name, pair.industry.name) for pair in found.focus]


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("加快发展集成电路、生物医药、人工智能三大先导产业。", ["集成电路", "生物医药", "人工智能"]),
        ("培育壮大新能源汽车、高端装备、先进材料等重点产业集群。", ["新能源汽车", "高端装备", "先进材料"]),
        ("全市汽车及零部件产业产值突破两千亿元，电子信息产业突破千亿元。", ["汽车及零部件产业", "电子信息产业"]),
        ("推进钢铁、水泥、焦化、电解铝等行业超低排放改造。", ["钢铁", "水泥", "焦化", "电解铝"]),
        ("做优做强食品加工、家居制造、羽绒制品三大支柱产业。", ["食品加工", "家居制造", "羽绒制品"]),
        ("培育卫星互联网、人形机器人、合成生物等未来产业，前瞻布局类脑智能、6G。",
         ["卫星互联网", "人形机器人", "合成生物", "类脑智能", "6G"]),
        ("大力发展茶叶、食用菌、中药材、生态畜牧业等特色优势产业。", ["茶叶", "食用菌", "中药材", "生态畜牧业"]),
        ("打造页岩气及材料产业集群。", ["页岩气及材料产业集群"]),
        # The verb behind an item is the end of its name.
        ("做强图像处理、视频云等环节。", ["图像处理", "视频云"]),
        # No table knows these; 发展 and the list say what they are.
        ("重点发展沉香雕刻、螺旋藻、竹编。", ["沉香雕刻", "螺旋藻", "竹编"]),
        # 以…为重点 says what a place builds up, also when it is an everyday word.
        ("东山镇以黑猪和石雕为重点。", ["黑猪", "石雕"]),
        ("青川县——黄桃、白鹅；", ["黄桃", "白鹅"]),
        ("布局深远海风电、压缩空气储能、页岩油。", ["深远海风电", "压缩空气储能", "页岩油"]),
        # What is made stands behind the maker, the place and the amount.
        ("推动华泰科技江阴年产15万吨磷酸铁锂达产。", ["磷酸铁锂"]),
        ("支持300兆瓦级压气储能、液流电池发展。", ["压气储能", "液流电池"]),
        ("构建整车、电驱、电控全链条。", ["整车", "电驱", "电控"]),
        # In a list of goods what stands behind the verb belongs to the first name.
        ("推动膝关节手术机器人、骨科导航仪等产品升级。", ["膝关节手术机器人", "骨科导航仪"]),
        ("打造“两核多点”产业布局。", []),
        # Two segments in a list of projects that are only counted.
        ("谋划落地2个预制菜或冷链物流项目。", ["预制菜", "冷链物流"]),
    ],
)
def test_industries_of_cities_that_no_table_was_made_for(text: str, industries: list[str]) -> None:
    assert names(read(text).industries) == industries


@pytest.mark.parametrize(
    "text",
    [
        "优化营商环境，深化改革，加强知识产权保护。",
        "引进链主企业3家、配套企业20家，新签约亿元以上项目80个。",
        "提升公共服务水平，新建幼儿园5所，改造老旧小区30个。",
        "推动特色产业、主导产业、优势产业加快发展。",
        "研究产业发展趋势和高质量发展路径。",
        "办好国际船舶和装备制造产业博览会。",
        "认定首台（套）重大技术装备20项，创建绿色制造示范单位。",
        # Stages of a chain, means and services, companies that are there, and an exhibition.
        "健全研发、仓储、流通全链条监管。",
        "完善检验检测、成果转化等公共服务功能。",
        "推动样品变产品、产品变产业，吸引更多青年就业。",
        "引导餐饮、住宿企业提升品质，促进文化、体育消费。",
        "加强食品、药品等领域安全监管。",
        "办好竹制品展。",
    ],
)
def test_words_of_an_economy_are_no_industry(text: str) -> None:
    found = read(text)
    assert found == Entities()


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        # What a list is one of decides: conditions and users are no industries.
        ("研发适应严寒、密林等极端条件装备。", []),
        ("推动工业、文旅、商业等领域更新终端。", []),
        ("引进抹茶、茶多酚、冷泡茶饮企业3家以上。", ["抹茶", "茶多酚", "冷泡茶饮"]),
        ("石桥区发展设施蔬菜2万亩。", ["设施蔬菜"]),
        # The number of an item is no item of its list.
        ("任务分工\n3、防爆装备产业链。支持园区扩容。", ["防爆装备产业链"]),
        ("设立2000万元茶产业风险金。", ["茶产业"]),
        # Sectors use a thing, goods are made of one.
        ("推动无人机在农业、应急等行业的应用。", ["无人机"]),
        ("推动石墨烯在导热膜、防腐涂料、润滑油等领域应用。", ["石墨烯", "导热膜", "防腐涂料", "润滑油"]),
        # How an industry is to go on is no part of its name; 和 in front of a county's characters joins.
        ("推动中药智能制造升级，促进药品流通健康发展。", ["中药", "药品流通"]),
        ("发展民宿和康养旅游。", ["民宿", "康养旅游"]),
    ],
)
def test_what_surrounds_an_industry(text: str, industries: list[str]) -> None:
    assert names(read(text).industries) == industries


def row(cells: dict[str, str], *, city: str | None = None) -> Entities:
    """Read the cells of a row, each under its header."""
    text = "\n".join(cells.values())
    spans, at = [], 0
    for cell in cells.values():
        spans.append(Span(at, at + len(cell)))
        at += len(cell) + 1
    draft = Draft("1", spans[0], 0, len(text), body=tuple(spans), columns=tuple(cells))
    return read_entities(view(text), draft, Header("", city=city))


def test_the_header_of_a_column_says_what_its_names_are() -> None:
    found = row({
        "招商产业": "铝基新材料", "主攻方向": "再生铝、星箔", "目标企业": "远山、立达轻合", "重点招商区域": "山东、广东",
        "承接载体": "青溪区、雾岭山、南川国际铁路港", "2025年目标": "签约项目15个",
    })
    assert names(found.industries) == ["铝基新材料", "再生铝", "星箔"]
    assert names(found.enterprises) == ["远山", "立达轻合"]
    assert names(found.platforms) == ["南川国际铁路港"]
    # Where companies are to be won is elsewhere; the other places bear the industry of the row.
    assert pairs(found) == [("青溪区", "铝基新材料"), ("雾岭山", "铝基新材料")]
    assert {"山东", "广东"} <= set(names(found.regions))


def test_a_cell_of_sentences_is_read_as_text() -> None:
    found = row({"产业链": "白酒产业链", "重点方向": "支持红岩镇发展酱酒，开展基酒储存和酿酒专用粮基地建设。"})
    assert names(found.industries)[:2] == ["白酒产业链", "酱酒"]
    assert pairs(found) == [("红岩镇", "酱酒")]


def test_one_industry_is_named_once() -> None:
    # The second name is the first without an adjective, or with a head.
    assert names(read("发展现代渔业，渔业产值达到10亿元。渔业产业链更完整。").industries) == ["现代渔业"]
    # Another industry in front makes it another industry.
    assert names(read("发展石化新材料，做强新材料产业。").industries) == ["石化新材料", "新材料产业"]


@pytest.mark.parametrize(
    ("text", "city", "expected"),
    [
        ("支持涪陵区打造页岩气产业集群，长寿区做强天然气化工。", "重庆市", [("涪陵区", "页岩气产业集群"), ("长寿区", "天然气化工")]),
        ("支持晋江市发展鞋服、食品，安溪县发展茶叶和藤铁工艺。", "泉州市",
         [("晋江市", "鞋服"), ("晋江市", "食品"), ("安溪县", "茶叶"), ("安溪县", "藤铁工艺")]),
        # Towns and districts that no table knows.
        ("青竹镇发展保温杯，双溪街道做优电动工具。", None, [("青竹镇", "保温杯"), ("双溪街道", "电动工具")]),
        ("鼓励凉山州发展清洁能源和钒钛钢铁。", None, [("凉山州", "清洁能源"), ("凉山州", "钒钛钢铁")]),
        ("支持内蒙古、青海等地发展光伏制造。", None, [("内蒙古", "光伏制造"), ("青海", "光伏制造")]),
        # A zone behind which it says what it develops is a place; a list in the same clause belongs to it.
        ("东山经济技术开发区重点发展石墨。", None, [("东山经济技术开发区", "石墨")]),
        ("推动青岭经开区光电子信息、生物医药产业融合。", None, [("青岭经开区", "光电子信息"), ("青岭经开区", "生物医药产业")]),
        # A verb of another kind behind a comma has another subject.
        ("支持临港区建设机器人小镇，突破减速器、伺服电机等核心零部件。", None, [("临港区", "机器人")]),
        # 以甲为重点 and 布局在甲 say it behind the industry; a carrier is built for its industry.
        ("造纸产业以青川县为重点，氢能产业重点布局在剑阁县。", "广元市", [("青川县", "造纸产业"), ("剑阁县", "氢能产业")]),
        ("支持青川县建设竹产业示范基地，推动剑阁县打造装备制造城。", "广元市", [("青川县", "竹产业"), ("剑阁县", "装备制造")]),
        ("推动青川县黄桃、剑阁县茶叶发展。", "广元市", [("青川县", "黄桃"), ("剑阁县", "茶叶")]),
        ("青川县黑木耳、剑阁县富硒大米等特色产品畅销。", "广元市", [("青川县", "黑木耳"), ("剑阁县", "富硒大米")]),
        ("支持青川县与剑阁县共建汽车零部件产业带。", "广元市", [("青川县", "汽车零部件"), ("剑阁县", "汽车零部件")]),
        # Others are learnt from, or worked with.
        ("对标苏州、深圳等地发展集成电路，与青川县合作发展电池。", "广元市", []),
    ],
)
def test_which_place_develops_what(text: str, city: str | None, expected: list[tuple[str, str]]) -> None:
    assert pairs(read(text, city=city)) == expected


def test_heading_industry_belongs_to_the_places_that_bear_it() -> None:
    text = "工业母机产业链。以高新区、红山县为主要承载地，突破数控系统。"
    assert pairs(read(text, title=7)) == [("高新区", "工业母机产业链"), ("红山县", "工业母机产业链")]


@pytest.mark.parametrize(
    ("text", "city", "regions"),
    [
        # The own city is no region, its districts are, in short as well.
        ("提升潍坊形象，奎文、寿光两地先行。", "潍坊市", ["奎文", "寿光"]),
        # Short forms of far counties that are everyday words are not read.
        ("和平发展，合作共赢，资源节约。", "潍坊市", []),
        # A place inside the name of an office, a park or a work is part of that name.
        ("配合青岛海关、寿光市人民政府，建设青州生物产业园、昌乐抽水蓄能电站。", "潍坊市", []),
        # Parts of a province, and zones that no table knows.
        ("在湘南地区、川东北布局仓储，青岭经开区发展石墨。", None, ["湘南地区", "川东北", "青岭经开区"]),
        # The short form of a place inside another word is none.
        ("武昌鱼品牌价值翻番，5年内市、区两级出资，县级市自筹。", "鄂州市", []),
        # 在内 is no word here; seas, basins and deserts are parts of the country.
        ("在内蒙古、塔里木盆地和腾格里沙漠布局光伏。", None, ["内蒙古", "塔里木盆地", "腾格里"]),
        ("石河镇侧重光伏，自治区党委负责。", None, ["石河镇"]),
        # A town behind its county, and a new area behind its city.
        ("支持宝应县柳堡镇、南京江北新区发展莲藕。", None, ["宝应县", "柳堡镇", "南京江北新区"]),
        ("把宝应县建成水乡。", None, ["宝应县"]),
        # The province in a document of its city, a company's works, and a zone in a list of carriers are none.
        ("支持江苏某某师范学院扩招，依托理想汽车常州基地招商。", "泰州市", []),
        ("重点平台：青岭经开区、柳湾高新区生物医药产业园。", None, []),
        # A zone whose name begins like a far county, and new areas that all know.
        ("松山湖高新区做强芯片，青岛西海岸新区、苏州工业园区做强光通信。", None, ["松山湖高新区", "青岛西海岸新区", "苏州工业园区"]),
        # An office tells that its name is a place.
        ("南岭管委会负责。在南岭建设码头。", None, ["南岭"]),
        # A river is no town; streets that develop something, a town behind a verb, and a new area behind its city.
        ("加强赤水河保护，做强虾池镇辣椒交易。", "遵义市", ["虾池镇"]),
        ("李家庄街发展电商，改造解放街、人民街。", None, ["李家庄街"]),
        ("支持海口江东新区发展总部经济。", None, ["海口江东新区"]),
    ],
)
def test_regions(text: str, city: str | None, regions: list[str]) -> None:
    assert names(read(text, city=city).regions) == regions


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("建设全球纺织先进制造业基地、国家绿色竹加工产业创新中心。", ["全球纺织先进制造业基地", "国家绿色竹加工产业创新中心"]),
        ("依托江夏实验室，打造光谷集成电路产业园。", ["江夏实验室", "光谷集成电路产业园"]),
        ("推进“五金产业大脑”建设。", ["五金产业大脑"]),
        ("推进中国(某州)跨境电子商务综合试验区建设。", ["跨境电子商务综合试验区"]),
        # Kinds of carriers, counted ones, and offices of carriers are no names.
        ("新建孵化器、众创空间，培育智能工厂8家、省级重点实验室2个。", []),
        ("会同青石工业园区管委会办理。", []),
    ],
)
def test_platforms(text: str, platforms: list[str]) -> None:
    assert names(read(text).platforms) == platforms


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        ("建设郑合高铁、沿淮高速公路、引江济淮二期工程。", ["郑合高铁", "沿淮高速公路", "引江济淮二期工程"]),
        ("加快郑州富士康新总部、超聚变服务器、乐山硅料基地等重大项目建设。", ["郑州富士康新总部", "超聚变服务器", "乐山硅料基地"]),
        ("推进青山纸业搬迁改造、白水化工园扩建等项目。", ["青山纸业搬迁改造", "白水化工园扩建"]),
        ("完成石桥路网提升改造工程。", ["石桥路网提升改造工程"]),
        # Programmes, actions, counted and unnamed projects.
        ("实施质量提升工程、人才培育工程，推进重大项目、重点工程。", []),
        ("新开工亿元以上项目60个，实施技改项目30项。", []),
        # What is done for people is no work, nor is a good that a work gives its name to.
        ("实施青年企业家培养项目、“百名专家”引进项目，发展海洋工程用钢。", []),
    ],
)
def test_projects(text: str, projects: list[str]) -> None:
    assert names(read(text).projects) == projects


@pytest.mark.parametrize(
    ("text", "enterprises"),
    [
        ("支持王力安防、哈尔斯、飞剑科技等企业做大做强。", ["王力安防", "哈尔斯", "飞剑科技"]),
        ("引进杭州某某服饰有限公司、中能建(舟山)新能源公司。", ["杭州某某服饰有限公司", "中能建(舟山)新能源公司"]),
        ("发挥长安汽车、赛力斯等整车企业带动作用。", ["长安汽车", "赛力斯"]),
        ("链主企业：红星机床、通达技术集团。", ["红星机床", "通达技术集团"]),
        ("新增上市公司3家、集团公司2家。", []),
        # Companies that have dropped their legal form, behind what is done for or by them.
        ("支持青岭钼业、双石科技扩大产能。", ["青岭钼业", "双石科技"]),
        ("引进白岩股份、红杉微、云海半导体。", ["白岩股份", "红杉微", "云海半导体"]),
        ("以蓝湖集团、远川为龙头，发展风机。", ["蓝湖集团", "远川"]),
        ("推动天和磁材、北山永磁等企业技改。", ["天和磁材", "北山永磁"]),
        # A verb inside a name with a legal form.
        ("依托青江挖掘机有限公司。", ["青江挖掘机有限公司"]),
        # Goods and bodies are no companies, though they stand in the same place.
        ("支持骨干企业、高校和科研院所开展攻关，引进伺服电机、风力发电机企业。", []),
    ],
)
def test_enterprises(text: str, enterprises: list[str]) -> None:
    assert names(read(text).enterprises) == enterprises


def test_a_responsible_unit_is_no_enterprise_of_its_task() -> None:
    text = "由蓝海交投集团牵头，引进远山集团。"
    assert names(read(text, units=("蓝海交投集团",)).enterprises) == ["远山集团"]


@pytest.mark.parametrize(
    ("text", "ties"),
    [
        ("围绕青港LNG接收站，发展冷能利用、燃气电厂。",
         [("冷能利用", "青港LNG接收站", "depends:around"), ("燃气电厂", "青港LNG接收站", "depends:around")]),
        ("依托东湖实验室，发展海洋电子产业。", [("海洋电子产业", "东湖实验室", "depends:rests-on")]),
        ("根据绿色石化产生的余热，探索设施农业发展。", [("设施农业", "绿色石化", "depends:product-of")]),
        ("以青峰动力电池项目为抓手，壮大储能装备。", [("储能装备", "青峰动力电池项目", "depends:by-means-of")]),
        ("推动化工新材料支撑汽车零部件产业发展。", [("汽车零部件产业", "化工新材料", "depends:supports")]),
        ("依托东湖实验室，加强人才引育。", [(None, "东湖实验室", "depends:rests-on")]),
    ],
)
def test_what_rests_on_what(text: str, ties: list[tuple[str | None, str, str]]) -> None:
    found = read(text).dependencies
    assert [(tie.source.name if tie.source else None, tie.target.name, tie.rule) for tie in found] == ties


def test_mentions_stand_where_they_say() -> None:
    text = "支持寿光市发展\n 设施 蔬菜，建设寿光 智慧农机产业园。"
    seen = view(text, [Span(0, len(text))])
    draft = Draft("1", Span(0, 1), 0, len(text), body=(Span(0, len(text)),))
    found = read_entities(seen, draft, Header("", city="潍坊市"))
    every = (*found.industries, *found.regions, *found.platforms)
    assert ["".join(text[each.start:each.end].split()) for each in every] == [each.name for each in every]
    assert names(every) == ["设施蔬菜", "农机", "寿光市", "寿光智慧农机产业园"]


def test_a_scan_serves_every_task_alike() -> None:
    text = "1.发展白酒产业。\n2.支持古蔺县发展酱酒。"
    seen, header, lexicon = view(text), Header("", city="泸州市"), load_lexicon()
    scanned = scan(seen, header, lexicon)
    spans = (Span(0, 9), Span(10, len(text)))
    drafts = [Draft(str(i), Span(span.start, span.start + 1), span.start, span.end, body=(span,)) for i, span in enumerate(spans)]
    with_scan = [read_entities(seen, draft, header, scanned) for draft in drafts]
    assert with_scan == [read_entities(seen, draft, header) for draft in drafts]
    assert [names(found.industries) for found in with_scan] == [["白酒产业"], ["酱酒"]]
