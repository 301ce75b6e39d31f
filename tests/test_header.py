"""Headers of notices, plans with page noise, tables, ministries; all texts are made up."""

from __future__ import annotations

import pytest

from liantu.graph.model import Document, Header
from liantu.loaders.header import read_header
from liantu.loaders.text import view


def read(text: str, *, name: str = "文件.txt", city: str | None = None) -> Header:
    return read_header(Document(name, text), view(text), city=city)


def test_notice_with_letterhead_and_signature() -> None:
    header = read(
        "嘉兴市人民政府办公室文件\n嘉政办发〔2021〕7号\n嘉兴市人民政府办公室关于下达2021年度\n重点攻坚任务的通知\n"
        "各县（市、区）人民政府：\n现将任务下达如下。\n1.建设港区。\n嘉兴市人民政府办公室\n2021年2月8日\n"
        "抄送：市委办公室\n嘉兴市人民政府办公室 2021年2月9日印发\n")
    assert header == Header(
        "嘉兴市人民政府办公室关于下达2021年度重点攻坚任务的通知", "嘉政办发〔2021〕7号", "嘉兴市人民政府办公室", "2021-02-08",
        "final", (2021, 2021), "嘉兴市")


def test_draft_with_page_noise_takes_the_title_of_the_plan() -> None:
    header = read(
        "当前位置:首页>征集公告\n索引号 0010/2024-18 发布机构 市海洋局\n生成日期 2024-05-04 公开方式 主动公开\n"
        "关于公开征求《烟台市海洋牧场行动方案(2024—2026年)(征求意见稿)》意见的公告\n请于5月20日前反馈。\n附件:方案\n"
        "烟台市海洋发展局\n2024年5月4日\n附件\n烟台市海洋牧场行动方案（2024—2026年）\n（征求意见稿）\n一、目标\n")
    assert header.title == "烟台市海洋牧场行动方案（2024—2026年）"
    assert (header.status, header.period, header.issuer, header.date) == ("draft", (2024, 2026), "烟台市海洋发展局", "2024-05-04")
    assert header.city == "烟台市"


def test_progress_report_by_its_labels() -> None:
    header = read(
        "当前位置:日照市人民政府办公室>工作报告\n索引号 1100/2023-9\n发布机构 市政府办公室\n生成日期 2023-10-09\n"
        "2023年重点工作前三季度完成情况\n序号\n")
    assert (header.status, header.issuer, header.date, header.period, header.city) == (
        "progress", "市政府办公室", "2023-10-09", (2023, 2023), "日照市")


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("海口市先进制造业行动计划（2023—2027年）", (2023, 2027)),
        ("海口市先进制造业三年行动计划（2023-2025年）", (2023, 2025)),
        ("海口市“十四五”制造业发展规划", (2021, 2025)),
        ("海口市国民经济和社会发展第十五个五年规划纲要任务分工方案", (2026, 2030)),
        ("海口市2019年度重点任务的通知", (2019, 2019)),
        ("海口市2024年工作要点", (2024, 2024)),
        ("海口市2021至2023年工作方案", (2021, 2023)),
        ("海口市海洋产业实施意见", None),
    ],
)
def test_period(title: str, wanted: tuple[int, int] | None) -> None:
    assert read(f"{title}\n一、总体要求\n").period == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("重点产业集群建设意见征求意见稿", "draft"),
        ("2024年上半年任务进展情况通报", "progress"),
        ("重点任务落实情况", "progress"),
        ("重点任务分工及进度安排表", "final"),  # a schedule reports nothing
        ("产业发展实施方案", "final"),
    ],
)
def test_status(title: str, wanted: str) -> None:
    assert read(f"{title}\n一、总体要求\n").status == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("淄博市人民政府关于新材料产业发展的意见\n", "淄博市"),
        ("山东省人民政府办公厅关于海洋产业的意见\n", "山东省"),
        ("山东省青岛市人民政府关于海洋产业的意见\n", "青岛市"),  # the province only leads to the city
        ("重庆市人民政府关于制造业的意见\n", "重庆市"),
        ("杭州市余杭区人民政府关于制造业的意见\n", "余杭区"),  # who signs speaks of its own bureaus
        ("慈溪市人民政府关于制造业的意见\n", "慈溪市"),
        ("黔南州2023年工作要点\n", "黔南布依族苗族自治州"),
        ("工业和信息化部关于新材料产业的指导意见\n工信部原〔2023〕9号\n", None),
        ("关于新材料产业的实施意见\n甬政办发〔2023〕9号\n", "宁波市"),  # by the number alone
        ("关于新材料产业的实施意见\n金政发〔2023〕9号\n", None),  # several cities write 金
        ("数字江苏建设2025年工作要点\n一、任务\n1.攻关技术。（省科技厅牵头）\n", "江苏省"),
        ("我市2023年工作要点\n", None),
    ],
)
def test_city(text: str, wanted: str | None) -> None:
    assert read(text).city == wanted


def test_named_city_wins() -> None:
    assert read("淄博市人民政府关于产业的意见\n", city="潍坊市").city == "潍坊市"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("关于海洋产业的若干措施\n闽政办〔2022〕31号\n", "闽政办〔2022〕31号"),
        ("索引号 12/2022-1 发文字号 咸政发〔2022〕4号 发布机构 市政府办公室\n关于产业的意见\n", "咸政发〔2022〕4号"),
        ("关于海洋产业的意见\n根据《省政府关于渔业的意见》（鲁政字〔2021〕8号）要求，现提出如下意见。\n", None),  # another's number
        ("关于五金产业的方案\n永政办发〔２０２２〕３１ 号\n", "永政办发〔2022〕31号"),  # as OCR writes it
    ],
)
def test_number(text: str, wanted: str | None) -> None:
    assert read(text).number == wanted


def test_date_of_signature_goes_before_that_of_printing_and_publishing() -> None:
    header = read(
        "发布日期：2020-05-29\n杭州市人民政府办公厅关于责任分解的通知\n各区：\n杭州市人民政府办公厅\n二〇二〇年五月二十日\n"
        "杭州市人民政府办公厅秘书处 2020年5月22日印发\n")
    assert header.date == "2020-05-20"


def test_number_and_date_of_printing_under_the_title() -> None:
    header = read("云溪县2024年工作责任清单\n云政办发〔2024〕6号　云溪县人民政府　2024年2月18日印发\n一、工业\n")
    assert (header.date, header.issuer, header.city) == ("2024-02-18", "云溪县人民政府", "云溪县")


def test_text_without_line_breaks() -> None:
    header = read(
        "关于支持海上风电发展的若干措施 莆政办〔2023〕12号 为加快打造产业集群，现提出以下措施。1.支持项目引进。责任单位：市工信局。"
        "2.做强配套。责任单位：市发改委。3.优化服务。责任单位：市商务局。4.强化支撑。责任单位：市科技局。本措施自印发之日起施行。"
        "莆田市人民政府办公室 2023年3月20日")
    assert (header.title, header.number) == ("关于支持海上风电发展的若干措施", "莆政办〔2023〕12号")
    assert (header.issuer, header.date, header.city) == ("莆田市人民政府办公室", "2023-03-20", "莆田市")


@pytest.mark.parametrize(("text", "title", "number", "city"), [
    # the head of a page of open government, of a law database, and numbers in the line of the title
    ("名 称：区人民政府办公室关于分解重点任务的通知\n发布日期：2023-03-05\n1.建码头。", "区人民政府办公室关于分解重点任务的通知", None, None),
    ("成文日期: 2023-03-01\n\n台州市人民政府办公室关于分解重点任务的通知\n", "台州市人民政府办公室关于分解重点任务的通知", None, "台州市"),
    ("∙【主题分类】机关工作\n正文\n市政府办公厅关于印发2020年\n重点任务分解方案的通知\n郑政办〔2020〕9号\n",
     "市政府办公厅关于印发2020年重点任务分解方案的通知", "郑政办〔2020〕9号", "郑州市"),
    ("广东省人民政府关于印发重点任务方案的通知（粤府〔2021〕99号）\n各市：\n", "广东省人民政府关于印发重点任务方案的通知", "粤府〔2021〕99号", "广东省"),
    # a county that signs without its name: its letter is not that of a city
    ("嘉政办发〔2021〕9号\n县人民政府办公室关于分解重点任务的通知\n各镇，嘉鱼经济开发区：\n", "县人民政府办公室关于分解重点任务的通知", "嘉政办发〔2021〕9号", "嘉鱼县"),
    ("重点任务清单\n各镇：\n沁县人民政府办公室\n2025年5月18日\n", "重点任务清单", None, "沁县"),
])
def test_heads_of_copied_pages(text: str, title: str, number: str | None, city: str | None) -> None:
    header = read(text)
    assert (header.title, header.number, header.city) == (title, number, city)


def test_first_of_several_issues_and_the_plan_attached_has_the_years() -> None:
    header = read(
        "工业和信息化部等四部门关于印发装备行动计划的通知\n附件：装备行动计划（2024—2026年）\n工业和信息化部\n民航局\n2024年3月1日\n")
    assert (header.issuer, header.period) == ("工业和信息化部", (2024, 2026))


def test_a_month_is_no_span_of_years() -> None:
    assert read("成文日期: 2023-03-01\n嘉兴市人民政府关于下达2023年任务的通知\n").period == (2023, 2023)


def test_file_name_stands_for_a_missing_title() -> None:
    assert read("1.建设港口，完善配套。\n", name="台账.txt").title == "台账"


def test_empty_text() -> None:
    assert read("", name="空.txt") == Header("空")
