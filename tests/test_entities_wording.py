"""How officialese ties names together: places and industries, companies, carriers and works by what stands around."""

from __future__ import annotations

import pytest

from liantu.graph.model import Draft, Entities, Header, Span
from liantu.loaders.entities import read_entities
from liantu.loaders.text import view


def read(text: str, *, city: str | None = None) -> Entities:
    """Read a text as the body of one task; what stands before the first line break is its heading."""
    title = max(text.find("\n"), 1)
    draft = Draft("1", Span(0, title), 0, len(text), body=(Span(0, len(text)),))
    return read_entities(view(text), draft, Header("", city=city))


def names(found: Entities, field: str) -> list[str]:
    return [mention.name for mention in getattr(found, field)]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        # a label over the places that bear the heading's industry
        ("重型装备产业链\n重点布局区域：广汉市、什邡市", ["广汉市 重型装备产业链", "什邡市 重型装备产业链"]),
        ("白酒产业\n重点板块：翠屏区、南溪区", ["翠屏区 白酒产业", "南溪区 白酒产业"]),
        ("生物医药产业集群\n布局重点：曹县、单县", ["曹县 生物医药产业集群", "单县 生物医药产业集群"]),
        ("光伏产业\n以盐池县为核心承载区，辐射同心县。", ["盐池县 光伏产业", "同心县 光伏产业"]),
        # 为重点 before a verb says what the place itself develops, not that it bears the heading
        ("食品产业\n以东明县、郓城县为重点发展石油化工，以定陶区为重点培育商用车。",
         ["东明县 石油化工", "郓城县 石油化工", "定陶区 商用车"]),
        # the industry comes first
        ("引导化工产业向赤壁市集中，推动新能源汽车零部件在嘉鱼县、通山县落地成链。",
         ["赤壁市 化工产业", "嘉鱼县 新能源汽车零部件", "通山县 新能源汽车零部件"]),
        ("推动石材产业（南安市、惠安县）提档升级。", ["南安市 石材产业", "惠安县 石材产业"]),
        # a place and its list, with no verb
        ("——平度市：智能家电、食品饮料；\n——莱西市：新能源汽车。", ["平度市 智能家电", "平度市 食品饮料", "莱西市 新能源汽车"]),
        ("推动武安市（钢铁）、磁县（煤化工）错位发展。", ["武安市 钢铁", "磁县 煤化工"]),
        # one each, in order; nothing where the counts differ
        ("高密市、诸城市分别发展安防用品、汽车零部件。", ["高密市 安防用品", "诸城市 汽车零部件"]),
        ("高密市、诸城市分别发展汽车零部件、食品加工、轮胎。", []),
        # where something comes from is no place of it
        ("平湖市承接上海生物医药产业转移。", ["平湖市 生物医药产业"]),
        ("引进武汉服装企业入驻。", []),
        ("推动潜江市光电子信息产业融入武汉汽车产业链。", ["潜江市 光电子信息产业"]),
        # a city and its district are one place, the inner one; a zone and its district are one, too
        ("支持铜陵市义安区做强铜基新材料。", ["义安区 铜基新材料"]),
        ("支持禹城高新区·禹城市做强功能糖。", ["禹城高新区·禹城市 功能糖"]),
        # the short name of an autonomous county
        ("丰宁县发展清洁能源，围场县做强马铃薯加工。", ["丰宁县 清洁能源", "围场县 马铃薯加工"]),
        ("宜兴市主推环保装备，东湾投资区以高端纺织为主导。", ["宜兴市 环保装备", "东湾投资区 高端纺织"]),
        # behind a label, a place with a clause of its own bears what the clause says, not the heading
        ("医疗器械产业链\n空间布局：雨山区做强影像设备，花山区承接医用敷料。", ["雨山区 影像设备", "花山区 医用敷料"]),
        ("医疗器械产业链\n空间布局：雨山区为主，花山区为辅。", ["雨山区 医疗器械产业链"]),
        # what a place is made into belongs to the heading's industry
        ("石墨烯产业链\n把襄阳打造成为全国知名的“烯都”。", ["襄阳 石墨烯产业链"]),
        ("惠安县、安溪县则分别承担陶瓷与茶叶加工。", ["惠安县 陶瓷", "安溪县 茶叶加工"]),
        # a zone that develops something is a place; of a park, it is the county
        ("海陵示范区布局原料药。", ["海陵示范区 原料药"]),
        ("东明县化工产业园承接电子化学品。", ["东明县 电子化学品"]),
        # what a place reaches out to and keeps up, also behind 重点
        ("东阿县拓展医药冷链物流，高唐县重点承接线束、磁芯。", ["东阿县 医药冷链物流", "高唐县 线束", "高唐县 磁芯"]),
        # 分别 in front of the verb, behind a list of carriers of an industry
        ("以宝应县、高邮市为载体，分别发展家纺、电缆。", ["宝应县 家纺", "高邮市 电缆"]),
        # each of the places of one list plays a part
        ("形成以宝应县为龙头、高邮市为支撑的光伏产业集群。", ["宝应县 光伏产业集群", "高邮市 光伏产业集群"]),
        ("宝应县建设门窗之都。", ["宝应县 门窗"]),
        ("高唐县（铝型材、家电）、东阿县（饮料）错位发展。", ["高唐县 铝型材", "高唐县 家电", "东阿县 饮料"]),
    ],
)
def test_focus(text: str, pairs: list[str]) -> None:
    assert sorted(f"{pair.place.name} {pair.industry.name}" for pair in read(text).focus) == sorted(pairs)


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        # 发挥 … 作用 is said of companies, and of much else
        ("发挥岚海食品、鼎丰电器龙头带动作用。", ["岚海食品", "鼎丰电器"]),
        ("发挥财政资金、产业优势带动作用。", []),
        # a trade's word makes its neighbours companies
        ("金禾实业、华恒生物产值分别增长12%和9%。", ["金禾实业", "华恒生物"]),
        ("水泥、钢材产量分别增长5%和3%。", []),
        ("推动特色果业、生态牧业发展，壮大造纸业。", []),
        # a company that bears its owner's name
        ("支持一汽红塔、中国电科三十八所扩大产能。", ["一汽红塔", "中国电科三十八所"]),
        ("推动华为生态落地。", ["华为"]),
        # what happens to companies alone
        ("柳工、云岭水泥等建成数字化车间8个。", ["柳工", "云岭水泥"]),
        # goods are researched, too
        ("推动超高纯金属、贵金属功能材料攻关突破。", []),
        ("引进储能电芯、PCS、BMS等关键环节企业10家。", []),
        # a list that brackets cut in two
        ("光伏产业链\n重点企业：晨曦电力（民营）、润泽电气", ["晨曦电力", "润泽电气"]),
        ("支持发展金融租赁公司、小额贷款公司。", []),
        # an institute of a state group; the owner and a trade; the own town in front
        ("支持中国电科海川电子研究所、伊利乳业扩大产能。", ["中国电科海川电子研究所", "伊利乳业"]),
        ("推动格力电器、比亚迪整机扩产。", ["格力电器", "比亚迪"]),
        # 及 joins two halves of what is built
        ("推进岚海精细化工及原料项目建设。", []),
        # a company in front of what it makes; what is supported is somebody, what is built is a base alone
        ("支持岚海铝业再生铝、鼎丰化学乙二醇装置技改。", ["岚海铝业", "鼎丰化学"]),
        ("支持比亚迪云江基地、隆基绿能硅片扩产。", ["比亚迪", "隆基绿能"]),
        ("建设比亚迪云江基地。", []),
        ("支持中国电子云江研究院发展。", []),
        # suppliers of goods are a kind of company
        ("引进线束、托架等配套企业8家。", []),
        # a count behind sums up who stands in front, if it is theirs; what is said of all companies names none
        ("培育岚海动力、鼎丰电池两家百亿级企业。", ["岚海动力", "鼎丰电池"]),
        ("培育光伏、储能50家企业。", []),
        ("落实环境保护、节能节水等企业所得税优惠。", []),
        # a verb in front of the legal form; a county's bank; who has a plant already
        ("依托长岭现代农业发展有限公司招商。", ["长岭现代农业发展有限公司"]),
        ("推动云江农商银行扩大信贷。", ["云江农商银行"]),
        ("支持格力电器云江工厂放量。", ["格力电器"]),
    ],
)
def test_enterprises(text: str, firms: list[str]) -> None:
    assert names(read(text), "enterprises") == firms


@pytest.mark.parametrize(
    ("text", "platforms"),
    [
        ("依托临空经济区、海沧台商投资区、临河物流区招商。", ["临空经济区", "海沧台商投资区", "临河物流区"]),
        ("打造浔江（保税）物流园、长岭铝谷。", ["浔江（保税）物流园", "长岭铝谷"]),
        ("以“云江芯谷”为主阵地。", ["云江芯谷"]),
        ("打造钢铁精深加工及物流产业园。", ["钢铁精深加工及物流产业园"]),
        # of a grade, of several counties, of several goods: kinds of carriers
        ("年底前D级园区全部退出。", []),
        ("推动宁国市、广德市化工园区扩区。", []),
        # what a company builds for itself is a work, what the town leans on is a carrier
        ("加快国轩高科合肥基地建设。", []),
        ("依托中车株洲基地招商。", ["中车株洲基地"]),
        # the fields of a laboratory are joined
        ("共建矿山安全开采与绿色冶金全国重点实验室。", ["矿山安全开采与绿色冶金全国重点实验室"]),
        ("建成纺织工业互联网标识解析二级节点。", ["纺织工业互联网标识解析二级节点"]),
        ("签约东山口岸物流园西河分园。", ["东山口岸物流园西河分园"]),
        # a road that leads to a port; the base of a company
        ("推进平湖高速乍浦港支线建设。", []),
        ("完成金风科技主机及叶片基地扩产。", []),
        # who is supported in building is no part of what he builds
        ("支持云江应用技术研究院建设新材料中试基地。", ["云江应用技术研究院", "新材料中试基地"]),
        ("推动鼎丰重工建设国家盾构技术创新中心。", ["国家盾构技术创新中心"]),
        # nouns that are verbs elsewhere; halves joined by 与
        ("建成云江茶叶质量追溯平台。", ["云江茶叶质量追溯平台"]),
        ("建设云江生态修复与水生生物实验室。", ["云江生态修复与水生生物实验室"]),
        # kinds: so many machines, bases in deserts
        ("投放深远海养殖平台10台。", []),
        ("推动沙漠、戈壁、荒漠大型光伏基地建设。", []),
        ("建设云岭沙漠、戈壁、荒漠光伏基地。", ["云岭沙漠、戈壁、荒漠光伏基地"]),
        # an airport that something leans on
        ("依托云江长岭机场发展临空产业。", ["云江长岭机场"]),
        # a verb right in front of the word for a platform is a noun
        ("建设云江医药供需对接平台、云江碳排放核算中心。", ["云江医药供需对接平台", "云江碳排放核算中心"]),
        ("依托云江研究院建设中试基地。", ["云江研究院"]),
        # counted labs in a science city, a date in front; kinds of platforms
        ("长岭科学城首批3家联合实验室启用。", ["长岭科学城"]),
        ("6月底前长岭种质资源库启用。", ["长岭种质资源库"]),
        ("布局一批集中分拣中心，发挥功能性平台作用，搭建钢铁创新平台。", []),
        # facilities for tests, research centres of companies, halves joined by 与
        ("依托岚海稳态磁场实验装置、鼎丰医疗研发中心。", ["岚海稳态磁场实验装置", "鼎丰医疗研发中心"]),
        # places with names of their own are the parks that a count sums up; fields are none
        ("推动陇西县乌沟、临洮县红坪等5个产业园区提速。", ["陇西县乌沟", "临洮县红坪"]),
        ("建设光伏、储能等3个产业园区。", []),
        # a carrier that builds another is no part of its name; a layout in quotes is none
        ("支持长岭数据交易所建设统一服务平台。", ["长岭数据交易所"]),
        ("形成“两中心多基地”，助力长岭航运中心提级。", ["长岭航运中心"]),
    ],
)
def test_platforms(text: str, platforms: list[str]) -> None:
    assert names(read(text), "platforms") == [name.replace("（", "(").replace("）", ")") for name in platforms]


@pytest.mark.parametrize(
    ("text", "projects"),
    [
        # a label says that a list is one of works
        ("装备产业链\n重点项目：中车动车组三期、凯川齿轮箱", ["中车动车组三期", "凯川齿轮箱"]),
        ("装备产业链\n重点项目：无", []),
        ("光伏产业链\n重点项目：宏远单晶硅棒（总投资20亿元）、鼎力逆变器扩能", ["宏远单晶硅棒", "鼎力逆变器扩能"]),
        # what a known company begins at a date
        ("宝武高强冷轧板6月底前投产，比亚迪刀片电池二季度开工。", ["宝武高强冷轧板", "比亚迪刀片电池"]),
        # one name with 及, 和 or a stroke inside
        ("推进华星年产8万吨树脂及配套罐区项目、60万吨/年丙烷脱氢项目。", ["华星年产8万吨树脂及配套罐区项目", "60万吨/年丙烷脱氢项目"]),
        ("实施高新区供水厂及管网改造项目。", ["高新区供水厂及管网改造项目"]),
        ("加快云海半导体研发与产业化项目建设。", ["云海半导体研发与产业化项目"]),
        ("推进南昆铁路增建二线百色段。", ["南昆铁路增建二线百色段"]),
        ("加快国轩高科合肥基地建设。", ["国轩高科合肥基地"]),
        # kinds of works, and what is no work at all
        ("布局炼钢、电解铝、水泥熟料等项目。", []),
        ("开通至云台机场卡车航班，建成独立储能电站150万千瓦。", []),
        ("十一前滨江广场建成，春节前滨江广场夜市开放。", ["滨江广场"]),
        # somebody's plant for so much of something, and amounts that are none
        ("加快岚海焦化30万吨液化天然气、龙泉流域80兆瓦农光互补建设。", ["岚海焦化30万吨液化天然气", "龙泉流域80兆瓦农光互补"]),
        ("推动鼎丰能源20万吨乙二醇2024年6月底前投料试车。", ["鼎丰能源20万吨乙二醇"]),
        ("推进分布式光伏100万千瓦、海上风电200万千瓦建设，推动粮食产量20万吨以上。", []),
        # units, lines of a company, lines between places
        ("建成海阳核电3号机组，推动中车时代传感器件产线建设。", ["海阳核电3号机组", "中车时代传感器件产线"]),
        ("推进疆南—川渝特高压直流建设。", ["疆南-川渝特高压直流"]),
        # the list is said to be finished
        ("推动岚海新能源钠离子电池、鼎丰光电二期投产。", ["岚海新能源钠离子电池", "鼎丰光电二期"]),
        ("推进岚海精细化工及原料项目建设。", ["岚海精细化工及原料项目"]),
        ("建成梅山港区集装箱码头二期扩建工程。", ["梅山港区集装箱码头二期扩建工程"]),
        ("实施绿色制造工程。", []),
        # names behind a label are whole to the next mark
        ("显示产业链\n重点项目：岚海光电产线提质扩能、鼎丰40万吨烯烃及20万吨乙醇，总投资30亿元。", ["岚海光电产线提质扩能", "鼎丰40万吨烯烃及20万吨乙醇"]),
        # a stage, a section between two places, a date to the day
        ("推进云江炼化一体化工程二期、京云高铁云江至长岭段建设。", ["云江炼化一体化工程二期", "京云高铁云江至长岭段"]),
        ("6月30日前云江液态空气储能项目并网。", ["云江液态空气储能项目"]),
        # what companies renew; carriers that are begun; a plant of a size, a company's data centre
        ("推进岚海碱业数字化车间改造、鼎丰化学乙二醇产线技改，推进老旧装置更新改造。", ["岚海碱业数字化车间改造", "鼎丰化学乙二醇产线技改"]),
        ("岚海动力研究院开工。", ["岚海动力研究院"]),
        ("建设云江东300万千瓦新能源外送基地、中国移动云江智算中心。", ["云江东300万千瓦新能源外送基地", "中国移动云江智算中心"]),
        # what stands already, and what stands behind 等
        ("依托云江长岭机场发展临空产业，建设云江等地共享储能电站、智慧码头。", []),
        ("推进过50亿元项目，新改建农村公路300公里。", []),
        # lines by inches and generations, goods by square metres; a zone in front is where it stands
        ("推动华星光电8.6代线、京东方6英寸滤波器产线满产。", ["华星光电8.6代线", "京东方6英寸滤波器产线"]),
        ("建设岚海年产12亿平方米隔膜项目三期。", ["岚海年产12亿平方米隔膜项目三期"]),
        ("建设云江200兆瓦/400兆瓦时储能电站。", ["云江200兆瓦/400兆瓦时储能电站"]),
        # the whole word for the renewal, also before 等项目
        ("推进云江港散货码头自动化改造、云岭煤矿二采区智能化改造。", ["云江港散货码头自动化改造", "云岭煤矿二采区智能化改造"]),
        ("推进岚海特钢退城搬迁、鼎丰水泥减量置换等项目。", ["岚海特钢退城搬迁", "鼎丰水泥减量置换"]),
        ("推进云江污水处理厂扩容提标项目。", ["云江污水处理厂扩容提标项目"]),
        # what stands already, who does it, and kinds
        ("支持格力电器云江工厂放量，推动企业更新项目，推广近零碳工厂10户。", []),
        ("推进云江再生铜循环利用基地前期工作。", ["云江再生铜循环利用基地"]),
    ],
)
def test_projects(text: str, projects: list[str]) -> None:
    assert names(read(text), "projects") == projects


@pytest.mark.parametrize(
    ("text", "works"),
    [
        # a count in front of a compound counts it
        ("布局一批基础材料研发项目。", []),
        # what every town has, and sorts of investment
        ("推进病险水库除险加固工程、城市燃气管网改造项目，实施公办幼儿园扩容工程。", []),
        ("实施设备更新再贷款项目，引进更多重大科技项目，推行要素跟着项目走。", []),
        # ways of papers and people
        ("畅通技能人才职业发展通道，开辟企业投资项目绿色通道，打造国际物流大通道。", []),
        ("压缩项目审批时间。推进电网主网架项目、流域综合治理项目。", []),
        # what stands, and what a plant puts out
        ("已建成的城西水厂运行稳定。", []),
        ("支持华虹天津公司12英寸产线产能爬坡。", []),
        # a stage is no part of the name
        ("滨江大桥主体工程完工。", ["滨江大桥"]),
        # a half that has nothing of its own belongs to the one in front
        ("推进甲山药业研发中心及总部基地、乙河电池研发和制造基地等项目建设。", ["甲山药业研发中心及总部基地", "乙河电池研发和制造基地"]),
        ("支持宁德时代动力电池扩能。", ["宁德时代动力电池扩能"]),
    ],
)
def test_kinds_of_works(text: str, works: list[str]) -> None:
    assert names(read("保障\n" + text), "projects") == works


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("统筹推进全国一体化大数据中心体系建设。", []),
        # what stands behind 等 is a kind
        ("支持杭州、宁波等地人工智能先导区先行先试。", []),
        ("推动铁路进港区、进园区，引导项目向临港园区集中。", []),
        ("用好惠企政策服务平台、公共资源交易平台，创建国家骨干冷链物流基地。", []),
        ("推进东岭化工区、南河科技新城、甲湾科创带建设。", ["东岭化工区", "南河科技新城", "甲湾科创带"]),
        ("以科技创新带动产业升级。", []),
        # two characters that open a clause are its verb
        ("赋予园区更大自主权，给予平台更多支持。", []),
        ("完善一网通办平台、银企对接平台，建设青年见习基地，培育国际消费中心城市。", []),
        ("发挥甲山航空港投资集团作用。", []),
    ],
)
def test_kinds_of_carriers(text: str, carriers: list[str]) -> None:
    assert names(read("保障\n" + text), "platforms") == carriers
