"""What the names of industries look like: their endings, what may stand in front of them, and what they never are."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ACTS", "ADJECTIVE", "AMOUNT", "ASIDE", "BODIES", "CLASSES", "COUNTED", "DASH", "ENDING", "EVENT", "EVENTS", "FIELD", "FIRM", "FRAME",
    "GOODS", "GROWING", "HALVES", "IS_CLASS", "LONE", "MADE", "MAIN", "MAKERS", "MAKING", "MANNERS", "MUCH", "NOT", "NOT_ENDINGS",
    "NO_CELL", "OWNERS", "PARKS", "RIGHT", "SAID", "SEATS", "SHOW", "SUM", "THING", "TRADE", "TRADES", "TRAIL", "USERS", "USES",
    "VAGUE", "WORKS",
]

# The endings of names of making and serving; an unknown name with one of them can be an industry.
ENDING: Final = re.compile(
    r"(?:制造|加工|制品|用品|装备|设备|器件|组件|部件|零部件|材料|化学品|电子|医药|药物|制剂|疫苗|器械|器具|仪器|仪表|芯片|传感器|终端|软件|系统|技术|算法|机器人|汽车|整车|船舶|飞机|电池|能源|"
    r"发电|储能|光伏|风电|氢能|化工|冶炼|冶金|合金|陶瓷|玻璃|纤维|薄膜|涂料|树脂|橡胶|塑料|食品|饮料|饮品|茶|酒|乳品|水产|养殖|种植|种业|育种|农业|林业|牧业|渔业|旅游|文旅|康养|养老|医疗|健康|"
    r"物流|仓储|金融|保险|会展|电商|贸易|商贸|服务|设计|检测|封测|测试|咨询|租赁|维修|修造|回收|利用|治理|环保|经济|信息|通信|网络|计算|算力|数据|智能|安全|文化|创意|影视|动漫|游戏|体育|产业|"
    r"工业|业|"
    r"建筑|建造|服装|服饰|纺织|家具|家电|家居|玩具|包装|印刷|造纸|模具|轴承|机床|机械|电机|电器|电缆|元件|元器件|显示|照明|激光|卫星|航天|航空|无人机|配件|面料|结构件|锻件|铸件|冲压件|压铸件|"
    r"管件|零件|内饰件|催化剂|助剂|试剂|添加剂|棒材|板材|线材|管材|钢材|铝材|铜材|靶材|耗材|用钢|带钢|板带|刀具|夹具|模块|总成|海缆|基板|饲料|染料|颜料|香料|负极|正极|电解质|隔膜|零食|胶|工具|"
    r"座舱|引擎|终端|膜|云|[船艇车泵阀镜]|(?<![时司])机|装置|用纸)$"
)
# Adjectives that belong to the name of an industry; other unknown text in front of a known one does not.
ADJECTIVE: Final = re.compile(
    r"(?:现代|先进|高端|智能|智慧|绿色|新型|高性能|高精度|高纯|精密|特种|特色|优质|精品|精细|数字|海洋|深海|深远海|海上|船用|车用|车规级|车载|医用|民用|军用|工业|农业|航空|航天|轨道|新一代|"
    r"服务型|功能性|功能|(?:[铝镁铜钛铁镍钴锌锡碳硅钒钨钼锂钙]|生物|稀土)基|大尺寸|中小尺寸|小尺寸|"
    r"可降解|柔性|微型|中高端|低碳|零碳|生态|健康|时尚|高技术|未来|乡村|海岛|内河|远洋|跨境|保税|有机|富硒|电子级|电池级|超高清|分布式|集中式|无人|印刷及|规模化|集约化|设施|高效|清洁|大功率|大容量|高性价比|多功能|轻量化|一体化|全自动|半自动|新一代|高压|低压|大型|小型|中小型)+$"
)
# A head that names a class of things and no industry: 新能源汽车领域 is 新能源汽车.
CLASSES: Final = re.compile(
    r"(?:特色|主导|先导|首位|富民|标志性|战略性|优势|支柱|重点|核心|配套|关联|相关|传统|新兴|未来|新)产业|产业链条|全产业链|产业带|整机|高地|制造带|示范带|之[都乡城]|名城|领域|环节|行业|板块|赛道|业态|模式|方向|体系|生态|产业化|产业上下游|全链条"
)
# Words of which no name is made up alone.
VAGUE: Final = re.compile(
    r"(?:传统|后续|专精特新|周边|零碳|政务|中介|财政|现代|未来|先进|优质|绿色|低碳|高端|高端化|智能化|绿色化|数字化|数字|高质量|高附加值|高技术|高新技术|战略性?|主导|首位|优势|特色|支柱|"
    r"科创|双创|支撑|重点|核心|部件|战略材料|首台\(?套?\)?|重大|前沿|村镇|跨境|综合利用|产业链|高成长性?|"
    r"关联|配套|相关|上游|下游|上下游|中下游|区域|城市|县域|乡村|农村|"
    r"民族|地方|本地|本土|跨区域|跨界|城镇|承接|转移|科技|人才|项目|企业|标志性|富民|兴村|强村|扶贫|帮扶|就业|市场|社会|关键|新型|实体|龙头|链主|共性|产学研|各|该|其|基础|创新|融合|生态|循环|"
    r"低效|高效|落后|过剩|外向型|"
    r"开放型|出口|进口|国产|沿海|沿江|海岛|总部|平台|园区|集群|集聚区|集聚|制造|主题|细分|同类型?|新质|先导|先行|标杆|样板|示范|大中小|供应链|价值链|创新链|资金链|文化|技术|资源|经济|重要|海洋|"
    r"精深加工|深加工|特大|骨干|缺失|薄弱|短板|弱项|空白|断点|堵点|紧缺|急需|粤港澳|港澳|东部|西部|两业|工业|农业|服务|新|大|小|全|整个|高|主|支)+(?:(?<=[套大)])(?:技术)?装备|(?<=关键)(?:材料|零部件))?"
)
# What is no industry, whatever stands in front.
NOT: Final = re.compile(
    r"[“”\"《》]|^[\d.]|企业|年产|\d(?:吨|条|万|个|套|台|亩|家|亿|座|公里|张|件|项|户|名|批|%)|^(?:研究|科学研究|工艺|设备|部件|零部件|终端|内容|产品)$|科学院|大学|(?:供应|创新|资金|人才|价值|政策|服务|教育|信息|生态|信用|利益|[政产延补强全两三四五六多])链$|^(?:个|项|条|等|次|万|亿|了|其|该|各|所|被|让|使)"
)
# Nor what ends in one of these: bodies, places, means, figures, qualities.
NOT_ENDINGS: Final = frozenset((
    "率 量 额 值 价 费 数 人 度 会 日 年 月 家 个 所 员 者 名 村 户 次 亩 元 力 性 化 型 级 制度 机制 体系 政策 方案 "
    "规划 行动 计划 能力 水平 环境 优势 问题 工作 任务 目标 活动 标准 模式 建设 改革 资金 资源 土地 人才 队伍 企业 项目 主体 市场 "
    "需求 机遇 场景 产品 设施 布局 空间 格局 方向 特色 品牌 基础 基地 园区 平台 中心 通道 枢纽 城市 社区 乡村 区 镇 县 市 "
    "公共服务 专利 商圈 基本盘 动力源 梯队 线路 条件 成果 要素 载体 渠道 理念 道路 效应 攻关 转化 应用 产权 权 证 学院 学校 专业 "
    "课程 团队 群众 居民 单位 部门 群体 机构 地区 范围 阶段 关系 结构 联盟 联合体 政府 组织 办法 意见 通知 监管 执法 管理 安全生产 "
    "变 达效 投产 转变 留用 支持 保障 支撑 重点 关键 潜力 精神 生活 消费 投资 融资 贷款 补贴 奖励 税收 收入 就业 创业 创新 合作 开放 交流 路径 实际 现状 "
    "问题 扩能 扩产 技改 达产 生产线 车间 停车 堵车 通车 可行性 规律 后续 点 线路 网 库 港 站 馆 院 房 楼 街 路 桥 山 湖 河 岛 湾"
).split())
# A trade behind a known industry makes another one: 石英砂加工.
MADE: Final = re.compile(r"(?:业|制造|加工|装备|材料|器件|零部件|服务)$")
TRADE: Final = re.compile(r"(?:制造|服务|加工|养殖|种植|运输|采选|冶炼)业$")
# A verb behind an item of a list is a part of it: 图像处理、视频云.
RIGHT: Final = re.compile(r"(?:处理|加工|维修|检测|监测|修复|拆解|制备|提取|提纯|翻新|修造|储运|清洗|回收利用|回收|综合利用|利用|治理|运营|管理|交易|应用|服务|维护|改造)(?=[、,。;)和与及等\n])")
# Behind 产业 these make the name of another thing: 产业博览会.
SHOW: Final = re.compile(r"(?:创新)?能力|博览会|大会|论坛|展|园|基金|协会|联盟|学院|研究院|人才|政策|基地|平台|规划|园区|链主|工人")
# A count in front of these says that what stands between is an industry.
COUNTED: Final = re.compile(r"(?:标志性|重大|重点|产业|投资|工业|先进|优质|一批)*项目$")
# Behind 等 these say what a list is one of.
IS_CLASS: Final = re.compile(
    r"(?:(?!条件|场景|环境|用途|部门|单位)[^,。]){0,8}?(?:产业|行业|领域|制造业|服务业|装备|材料|产品|短板|技术|业态|新模式|部件|环节|作物|品种|食材|经济|方向|特色农产品|整机|器件|设备|机械|原料|药物|食品|制品|用品|饮品|药材|水果|果蔬|畜禽|水产品|农产品)"
)
# Words that only say that a name is one of an industry.
TRAIL: Final = re.compile(r"(?:全?产业链条?|特色产业|产业集聚区|产业集群|产业|集群|集聚区|行业)+$")
# An item of a column of industries that is a figure, a plan or a body.
NO_CELL: Final = re.compile(r"\d[\d.]*(?:[万亿]?元|%|[个家张件项条套台吨亩座户])|企业|项目$|以上$|[《》]")
# Behind 及 these are the other half of a name: 页岩气及材料产业集群.
HALVES: Final = frozenset("材料 装备 应用 制造 设备 服务 零部件 器械 配套 制品 部件 加工".split())
# 等领域 in front of these is where a thing is used.
USES: Final = re.compile(r"[一-龥]{0,5}?(?:应用|替代)|[一-龥]{0,2}?(?:监管|执法|隐患|安全风险|违法)|(?:(?:设备)?更新|主动|率先|常态化|使用|采用|开放|购置|配备)")
# Goods, by their last character.
GOODS: Final = frozenset("膜料剂器池件板管泵品药材")
# What companies do that buy or take part, and make nothing by it.
ACTS: Final = re.compile(r"(?:更新|主动|率先|使用|采用|开放|购置|配备|共建|共用|参与|参加|配合|对接)")
USERS: Final = (
    "公共服务", "公共配套", "配套政策", "综合服务", "服务保障", "机制", "政策", "功能", "产业基础", "要素保障", "要素市场", "学科",
    "应用场景", "场景", "应用需求", "应用领域", "应用,", "应用方向", "需求")
# Behind these an unknown word in front of a known one belongs to it: 突破扁线电机.
MAKING: Final = ("突破", "开发", "研发", "研制", "攻克", "攻关")
# How an industry is to make things: 中药智能制造.
MANNERS: Final = ("智能制造", "绿色制造")
# A number alone in quotes names no industry: “1650”产业集群.
SAID: Final = re.compile("[一-龥]")
GROWING: Final = frozenset({"种植", "养殖"})
# The short name of a company in front of what it makes: 创元铝业再生铝.
FIRM: Final = re.compile(
    r"[一-龥]{2,4}?(?:铝业|钢业|铜业|矿业|药业|碱业|磷业|锂业|硅业|钛业|镁业|锌业|酒业|茶业|糖业|纸业|木业|乳业|牧业|高科|科技(?!服务|金融|创新)|股份|集团|控股|重工|精工|重科|重机|动力|新材(?!料))"
)
TRADES: Final = frozenset("石化 钢铁 光电 轮胎 乳业 矿业 新能源 新材料".split())
# One character that an industry is named by.
LONE: Final = frozenset("锂铝铜锡锑锌锰钨钼钛钒硅磷氟硼钾镁镍钴竹桑蔗枣梨橙菜药蜂羊牛猪鸡鸭鹅驴马鹿鱼虾蟹酒糖米面粉菌花盐水钙铅金银玉石瓷")
# Behind these stand works, whatever they put out.
WORKS: Final = ("项目:", "工程:")
FIELD: Final = re.compile(r"(?:重点)?(?:领域|行业|环节|方面)")
# 光伏车, LNG船, 铝合金板: one character more makes a good of a material or field.
THING: Final = frozenset("船车机器件材剂膜片板管泵阀灯锅窗柜床椅鞋帽酒茶油糖肥药")
# What a town calls itself after an industry.
SEATS: Final = frozenset("城 谷 港 湾 高地 名城 重镇 强县 强市 强区 大县 大市 之城 新城".split())
# What a carrier is called besides its industry: 糖业循环经济示范园区.
FRAME: Final = re.compile(r"(?:循环经济|绿色|生态|现代|综合|产业|示范|创新|特色|先进|智慧|数字)+$")
# How much of it, and those who make it: 设施蔬菜2万亩, 冷泡茶饮企业3家以上.
MUCH: Final = re.compile(
    r"(?:(?:配套|加工|生产|制造|下游|龙头|头部|领军|骨干|重点)*企业)?(?:(?<=[一-龥])\d[\d.]*(?:[-~至]\d+)?(?:余|多)?[万亿千百]?"
    r"(?:亩|头|只|羽|吨|棵|株|平方米|家|个|条|台|套|户|箱|公里|标箱|元|千瓦|兆瓦|张|件|项|辆|艘)(?:以上|左右)?)$|"
    r"(?<=.)(?:配套|(?<!深)加工|生产|制造|下游|领军|骨干|龙头)*企业$|(?<=.)(?:关键|核心|共性)+技术$|(?<=..)(?:应用|试点)?(?:示范|试点)$|(?<=..)(?:系列|终端)?产品$|(?<=..)产能$"
)
# 引进甲、乙企业3家 names what the companies make.
MAKERS: Final = re.compile(r"企业(?:\d[\d\-~至]*家(?:以上|左右)?)?$")
# Behind these an industry is named aside: an event, a vehicle, a statistic, a device in use.
ASIDE: Final = re.compile(
    r"(?<=产业)园|[一-龥]{0,4}?(?:大赛|赛事|骑游|论坛|线路|航线|公交车|冷藏车|车辆|起降|编队|植保|服务站|大会|活动|周|节|日|人民币|零售总额|零售额|直达|航班|监管|执法|巡查|巡检|实名|注册|驾驶|"
    r"数据集|消纳|标准|专利|专业|课程|理念|面积|人才|工程|全流程|基本盘|成果|品牌|地理)"
)
# A sum in front of a name: 2000万元茶产业.
SUM: Final = re.compile(r"\d[\d.]*[万亿]?(?:元|亩|吨|[千兆]瓦|立方米)(?:级|/年)?$")
# An amount or a year inside a name: what is made stands behind it.
AMOUNT: Final = re.compile(r"\d[\d.]*(?:[万亿]?(?:吨|[千兆]瓦(?!时)|立方米|平方米|台套?|条)级?(?:/年)?|年度?(?![^一-龥]))")
# What is said of an industry at an event is no task for it: 装备制造产业博览会.
EVENT: Final = re.compile(r"(?:(?<![会参拓])展|博览会|交易会|展览会|展销会|洽谈会|峰会|论坛|管理办法|条例|细则)$")
EVENTS: Final = frozenset("会坛法例则展")
# 以甲和乙为重点 says what a place is to build up.
MAIN: Final = re.compile(r"为(?:发展)?(?:重点|主(?!体|题|线|要)|特色|主导|主攻|龙头|支柱|核心(?!区)|突破口)")
# 甲县--乙、丙: what stands behind the dash is what the place in front of it builds up.
DASH: Final = re.compile(r"--|——")
# Whose an industry is, and what is done about it.
OWNERS: Final = frozenset({"下游", "上游", "中游", "后端", "前端", "建造", "生产", "稳产", "增产", "研究", "省", "市", "县", "区", "国家", "全省", "本市", "各地", "区县", "县区", "市县",
    "中国西部", "中国东部", "中国中部", "中国北方", "中国南方", "中国西南", "中国西北", "中国东北"})
# A body is named after what it studies or holds; nothing is said of building that up.
BODIES: Final = ("中心", "实验室", "研究院", "研究所", "学院", "交易所", "联盟", "协会")
# A known industry in front of these is what the carrier is for.
PARKS: Final = ("产业园", "小微", "产业大脑", "产业平台", "行业", "产业基地", "特色产业", "电站")
