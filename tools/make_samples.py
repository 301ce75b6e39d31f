"""Write the six sample documents: our own sentences on real facts, one document for each layout of responsibility.

Run it after a change of a text below: ``python tools/make_samples.py``. The persons named are invented.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

OWN_LINES = """舟山市2020年重点谋划产业责任分工

为推进重大产业前期研究，现将谋划方向和分工安排如下。

一、总体要求

到2020年底，力争每个产业形成一套可落地的招商方案。

二、产业谋划分工

（一）六横LNG产业。

牵头单位：六横管委会

参与单位：市发改委、市经信局、市港航和口岸管理局、舟山海事局

主要内容：围绕六横LNG接收站，培育冷能利用、燃气电厂、LNG罐体制造，研究氢能源汽车产业，形成从接卸到利用的完整链条。

时间要求：2020年3月底前。

（二）绿色石化产业配套。

牵头单位：绿色石化基地管委会、市发改委，定海区政府、
岱山县政府、金塘管委会负责对应区块

参与单位：市自然资源和规划局、市生态环境局

主要内容：岱山重点发展精细化工，定海以电子信息材料为主，金塘谋划高端新材料；推动岱山经济开发区与舟山绿色石化基地联动。

时间要求：2020年4月底前。

（三）电动船产业。

牵头单位：市经信局

参与单位：市交通运输局、市海洋与渔业局、舟山交投集团

主要内容：以船用电池动力系统项目为抓手，发展电池、船舶设计、船用智能装备等配套产业，引进龙头企业2家以上。

时间要求：2020年1月底前。

（四）水产品精深加工产业。

牵头单位：远洋渔业基地建设指挥部

参与单位：定海区政府、市经信局

主要内容：支持浙江盛达海洋股份有限公司、大洋世家等企业技术改造，2020年水产加工产值达到120亿元。

时间要求：年内。

三、保障措施

（一）定期会商。各牵头单位每月梳理进展，遇到问题及时提请协调。

舟山市人民政府办公室

2019年12月29日
"""

LEADERS = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>舟山市2019年攻坚任务清单</title></head>
<body>
<nav><a href="/">首页</a> <a href="/zwgk">政务公开</a> <a href="/hd">互动交流</a></nav>
<div class="crumbs">当前位置：首页 &gt; 政务公开 &gt; 重点工作</div>
<article>
<h1>舟山市2019年攻坚任务清单</h1>
<p>发布日期：2019-03-05　来源：市政府办公室</p>
<p>没有列出牵头领导的事项，由牵头单位主要负责人审定。</p>
<h2>一、产业发展</h2>
<p>1.做强油品贸易，油品贸易量达到4500万吨以上，贸易额突破2600亿元。</p>
<p>牵头领导：林海平、周一帆</p>
<p>牵头单位：自贸试验区综合协调局、市商务局</p>
<p>2.推进国际绿色石化基地建设，谋划落地3个石化中下游项目。</p>
<p>牵头领导：林海平</p>
<p>牵头单位：绿色石化基地管委会、市经信局</p>
<p>3.培育航空产业集群，年底前引进航空零部件项目3个。</p>
<p>牵头领导：周一帆</p>
<p>牵头单位：航空产业园管委会</p>
<h2>二、城市建设</h2>
<p>1.鱼山大桥3月底建成通车，定沈快速路国庆前通车。</p>
<p>牵头领导：何文博</p>
<p>牵头单位：市交通运输局、市住建局</p>
<p>2.改造老旧住宅400幢。</p>
<p>牵头单位：普陀区政府、定海区政府、普陀山-朱家尖管委会、市住建局</p>
<p>3.推进甬舟铁路前期工作，年内完成先行段开工准备。</p>
<p>牵头单位：甬舟铁路建设指挥部</p>
</article>
<footer><p>主办单位：舟山市人民政府办公室　网站地图　联系我们</p><p>相关推荐：其他通知</p></footer>
</body></html>
"""

BRACKETS = [
    ("h", "舟山市制造业集群培育行动方案(2023-2027年)"),
    ("p", "(征求意见稿)"),
    ("h1", "一、总体目标"),
    ("p", "到2025年，规上工业增加值占生产总值比重达到40%左右，研发经费占营业收入比重达到2.6%；到2027年，集群规上企业营业收入突破7000亿元。"),
    ("h1", "二、主要任务"),
    ("h2", "(一)腾空间"),
    ("p", ("1.盘活低效用地。每年改造低效工业用地1000亩以上，新建项目容积率不低于1.5。(责任单位：市资源规划局、市经信局，各县〔区〕政府、功能区管委会。"
          "列第一位的为牵头单位，下同。以下任务均需各县〔区〕政府、功能区管委会配合，不再逐项列出)")),
    ("p", "2.做强产业平台。支持绿色石化基地、舟山高新技术产业园区、定海工业园区扩容提质，累计建成小微企业园18个左右。(责任单位：市发改委、市经信局、市商务局)"),
    ("h2", "(二)强主体"),
    ("p", "3.培育优势企业。到2027年，营业收入超100亿元企业达到3家以上，制造业上市企业达到5家。(责任单位：市经信局、市金融办)"),
    ("p", "4.壮大特色产业。大力发展螺杆、汽配、石化装备等特色产业集群，培育海洋电子、清洁能源及装备产业。(责任单位：市经信局)"),
    ("p", "5.推动企业出海。布局海外仓5个以上，加快发展跨境电商。"),
    ("h2", "(三)促创新"),
    ("p", "6.建设创新载体。加快东海实验室、绿色石化技术创新中心建设，每年新增市级企业研发机构5家。(责任单位：市科技局、市发改委)"),
    ("h1", "三、保障措施"),
    ("p", "(一)加强基金引导。争取省级产业基金落地，提高资金使用效率。(责任单位：市财政局、市经信局)"),
    ("p", "(二)营造氛围。总结推广典型做法。"),
]

PROGRESS = """2022年舟山市重点工作前三季度进展

发布日期:2022-10-10 来源:市政府办公室

序号

工作内容

牵头单位

三季度进展情况

1

一般公共预算收入增长7%。

市财政局

前三季度完成收入158.86亿元,增长4.3%,完成年度预算的82.2%。

2

推进六横清洁能源岛建设,加快六横LNG接收站项目和六横电厂二期项目。

六横管委会

1.六横LNG接收站项目完成地基处理的38%。

2.六横电厂二期项目完成桩基工程30%,盛达燃料油基地项目正在安装。

3

规上工业增加值增长28%以上。

市经信局

1-8月规上工业增加值同比增长21.9%。

3

建成投用海岛未来乡村5个。

市农业农村局

已完成2个验收,其余3个正在整改。

5

新增城区公共停车位1000个。

市住建局

已全部完成。

6

扩大智慧停车覆盖面。

市财政局(国资委)

尚未启动。
"""

SHARED_DUTY = [
    "潍坊市海洋特色产业集聚区工作要点",
    "一、发展目标",
    "到2027年，全市海洋生产总值超过2000亿元，占生产总值比重超过21%；省级集聚区达到4个左右。",
    "二、重点任务",
    "（一）优化布局",
    ("1.培育主导产业。奎文区重点发展海洋高端服务业、海洋信息产业，寒亭区重点发展现代海洋渔业、海洋生物医药产业，"
     "滨海区重点发展海洋高端化工产业。（市发改委牵头，市工信局、市海渔局按职责分工负责，各项任务均需各县市区政府、"
     "市属开发区管委会落实，以下不再列出）"),
    "2.梯次培育集聚区。每年评选市级集聚区3个左右，争创省级集聚区1个以上。（市发改委牵头，市科技局、市工信局按职责分工负责）",
    "（二）增强动能",
    ("1.建设创新平台。依托崂山实验室水动力平台，发展海洋动力装备，支持龙头企业牵头组建创新联合体。（市科技局牵头，"
     "市教育局、市海渔局配合）"),
    "2.开展精准招商。各县市区编制产业链招商图谱，全年签约海洋产业项目20个以上。（市商务局、市投资促进局按职责分工负责）",
    "（三）绿色发展",
    ("1.推广渔光互补、盐光互补等新模式，加快国华渤中海上风电项目建设，2026年底前并网发电。（市发改委、市海渔局牵头，"
     "市生态环境局配合）"),
    "潍坊市海洋发展和渔业局",
    "2024年10月11日",
]

CHAINS = [
    ["序号", "产业链", "重点任务", "链长", "责任分工", None, "完成时限"],
    [None, None, None, None, "牵头单位", "配合单位", None],
    [1, "船舶修造", "支持惠生海工、扬帆集团研发高端船舶，打造绿色修船基地，产值达到600亿元", "林海平", "市经信局", "市科技局、市商务局", "2024-12-31"],
    [2, "船舶修造", "建设船舶修造行业产业大脑", None, "市经信局", "市大数据局", "2024年6月底前"],
    [3, "现代航空", "加快舟山航空产业园建设，引进飞机维修改装项目2个", "周一帆", "航空产业园管委会", "市发改委、市投促中心", "2024年底前"],
    [4, "海洋电子", "培育海洋电子骨干企业5家", "何文博", "市经信局", "同上", "2025年"],
    [5, "粮油加工", "做大舟山国际粮油产业园区，粮油加工产值突破300亿元", "何文博", "高新区管委会", None, "长期"],
]


def docx() -> bytes:
    """Return the sample with brackets as a Word file."""
    from docx import Document

    file = Document()
    levels = {"h": 0, "h1": 1, "h2": 2}
    for kind, text in BRACKETS:
        if kind == "p":
            file.add_paragraph(text)
        else:
            file.add_heading(text, levels[kind])
    return _bytes(file.save)


def xlsx() -> bytes:
    """Return the sample with a task table, merged cells and two header rows as an Excel file."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "产业链责任表"
    sheet.append(["舟山市重点产业链2024年任务分解表"])
    sheet.merge_cells("A1:G1")
    for row in CHAINS:
        sheet.append(row)
    for area in ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "B4:B5", "D4:D5"):
        sheet.merge_cells(area)
    for column, width in zip("ABCDEFG", (6, 12, 50, 10, 18, 24, 16), strict=True):
        sheet.column_dimensions[column].width = width
    return _bytes(book.save)


def pdf() -> bytes:
    """Return the sample with shared duties as a PDF whose lines break wherever the page ends."""
    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("body", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
    story = [Paragraph(escape(text), style) for text in SHARED_DUTY]
    return _bytes(lambda out: SimpleDocTemplate(out, pagesize=A5, invariant=1).build(story))


def _bytes(save: object) -> bytes:
    out = BytesIO()
    save(out)  # type: ignore[operator]
    return out.getvalue()


def main() -> None:
    """Write the files."""
    SAMPLES.mkdir(exist_ok=True)
    files = {
        "01-谋划产业分工.txt": OWN_LINES.replace("\n", "\r\n").encode(),
        "02-攻坚任务.html": LEADERS.encode(),
        "03-集群行动方案.docx": docx(),
        "04-三季度进展.txt": PROGRESS.encode("gb18030"),
        "05-海洋集聚区.pdf": pdf(),
        "06-产业链任务表.xlsx": xlsx(),
    }
    for name, content in files.items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
