"""Progress: a rate counts only where it is the rate of the whole task; done only where all of it is."""

from __future__ import annotations

import pytest

from liantu.graph.model import Draft, Span
from liantu.loaders.progress import read_progress, state_of_heading
from liantu.loaders.text import view


def read(body: str, report: str, *rates: str) -> tuple[float | None, str | None]:
    text = "\n".join((body, report, *rates))
    spans, at = [], 0
    for part in (body, report, *rates):
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    found = read_progress(view(text), Draft("1", spans[0], 0, len(text), body=(spans[0],), progress=tuple(spans[1:])))
    assert found is not None
    return found.percent, found.status


@pytest.mark.parametrize(
    ("body", "report", "wanted"),
    [
        ("新建绿道30公里。", "已建成绿道18公里，完成年度任务的60%。", (60, "ongoing")),
        # said in so many words, behind the rates of the parts
        ("整治用地，建成两园。", "东园主体完成65%，西园在建，该项工作总体完成率80%。", (80, "ongoing")),
        ("新建绿道30公里。", "截至9月底建成33公里，完成年度目标任务110%。", (110, "done")),
        ("税收增长6%。", "累计入库42亿元，完成年度预算78.5%。增幅居前。", (78.5, "ongoing")),
        ("动工建设东环路，完成投资9亿元。", "已动工，累计完成投资4亿元，占年度计划的44%。", (44, "ongoing")),
        ("建设一批美丽村庄，打造样板。", "美丽村庄建设完成总工程量的92%。", (92, "ongoing")),
        # The rate of one work among several is none of the task.
        ("建设东桥、西桥，新建南路，改造北路。", "东桥完成工程量的40%。", (None, "ongoing")),
        ("完善公园体系。", "1.东园完成方案。\n2.西园完成工程量的35%。\n3.南园施工。", (None, "ongoing")),
        ("扩大投资。", "甲项目完成年度计划的40%，乙项目完成年度计划的70%。", (None, "ongoing")),
        ("培育企业。", "企业开工率94%，投资增长12%。", (None, "ongoing")),
        # A target is done by so much, whichever of two it is; the report opens with it.
        ("引进项目50个，到位资金90亿元。", "引进项目32个，完成全年目标的64%；到位资金51亿元，增长9%。招商专班外出12次。", (64, "ongoing")),
        ("产值达到80亿元，配套率提高。", "甲厂扩产，完成产值60亿元，占目标的75%；配套率提高。", (75, "ongoing")),
        ("投资5亿元，引进企业8家。", "完成投资5.2亿元，完成年度任务的104%；正在洽谈企业3家。", (104, "ongoing")),
        ("培育企业30家。", "新增24家，仅完成80%，滞后于序时进度。", (80, "ongoing")),
        ("培育企业30家。", "年度目标完成率为80%。", (80, "ongoing")),
        ("培育企业30家。", "达到目标任务数的80%，预计四季度全部完成。", (80, "ongoing")),
        ("修建北路。", "完成投资为年度计划的106.7%，提前完成全年任务。", (106.7, "done")),
        # A part of the year, of the work or of the time has a plan of its own.
        ("修建北路。", "上半年目标任务完成110%。", (None, "ongoing")),
        ("修建北路。", "完成时序进度的120%。", (None, "ongoing")),
        ("修建北路。", "完成80%的路基工程。", (None, "ongoing")),
    ],
)
def test_percent(body: str, report: str, wanted: tuple[float | None, str]) -> None:
    assert read(body, report) == wanted


@pytest.mark.parametrize(
    ("report", "wanted"),
    [
        ("已完成。", "done"),
        ("全部完成", "done"),
        ("已完成。工程5月底通过验收。", "done"),
        ("已在第二季度完成目标任务。", "done"),
        ("累计建成托位960个，超额完成目标任务。", "done"),
        ("项目已建成并投入使用。", "done"),
        ("已完成方案初稿，正在征求意见。", "ongoing"),
        ("已基本建成5个服务站。", "ongoing"),
        ("正在推进。", "ongoing"),
        ("按序时推进", "ongoing"),
        ("项目已于3月投产。", "done"),
        ("北路已于9月28日建成通车。", "done"),
        ("2个公园均已建成开放。", "done"),
        ("甲园已开放，乙园正在绿化。", "ongoing"),
        ("已完成，引进医药企业4家。", "done"),
        ("引进企业6家，年度任务已完成。", "done"),
        ("发射卫星41颗，提前完成全年任务；产业园三期竣工。", "done"),
        ("示范线建成5条，全部完成。两家企业入选名单。", "done"),
        # What is hoped for or denied is not done.
        ("引进企业3家，未完成年度目标。", "ongoing"),
        ("引进企业3家，力争12月底前全面完成目标任务。", "ongoing"),
        ("主体封顶，正在进行外立面施工。", "ongoing"),
        ("基本完成", "ongoing"),
        ("因资金未到位，该项目暂缓实施。", "not_started"),
        ("因规划调整，项目暂未开工，目前已完成可研编制。", "not_started"),
        ("扩区工作尚未启动。", "not_started"),
        ("尚未启动", "not_started"),
        ("因手续未落实，厂房未按5月底前开工的时限启动，预计三季度动工。", "not_started"),
        ("一季度末建成，提前实现“上半年投产”目标。", "done"),
        ("项目未开工，用地手续正在办理。", "not_started"),
        ("数据尚在核算", None),
        ("——", None),
    ],
)
def test_status(report: str, wanted: str | None) -> None:
    assert read("推进工作。", report)[1] == wanted


@pytest.mark.parametrize(
    ("report", "wanted"),
    [
        ("新城入驻企业19户，收入4.8亿元。〔已完成〕", "done"),
        ("【滞后】受市场影响，进展缓慢。", "ongoing"),
        ("完成方案编制。（达到序时进度）", "ongoing"),
        ("受规划影响。（尚未启动）", "not_started"),
        ("因用地未批，尚未开工。〔进度滞后〕", "not_started"),
        # Two works of one task, each with its tag.
        ("甲线投产。（已完成）\n乙线装设备。（推进中）", "ongoing"),
        # A remark in brackets is no tag.
        ("甲线投产（完成投资3亿元）。", "ongoing"),
    ],
)
def test_tag(report: str, wanted: str) -> None:
    assert read("推进工作。", report)[1] == wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("5月印发", "已完成"), (None, "done")),
        (("方案未过审，暂未开工", "0%", "未启动"), (0, "not_started")),
        (("正在起草", "0%"), (0, "not_started")),
        (("102%", "推进中"), (102, "ongoing")),
        # Lights and grades judge the pace; the text says where the task stands.
        (("已印发。", "绿灯"), (None, "done")),
        (("仍未启动起草", "黄灯"), (None, "not_started")),
        (("红灯",), (None, "ongoing")),
        (("✅已完成",), (None, "done")),
        # A column that asks.
        (("是否完成", "是", "5月印发"), (None, "done")),
        (("是否完成", "否", "征求意见"), (None, "ongoing")),
        (("是否开工", "否"), (None, "not_started")),
    ],
)
def test_state_in_a_cell(cells: tuple[str, ...], wanted: tuple[float | None, str]) -> None:
    assert read("出台政策。", *cells) == wanted


def test_tag_in_the_heading() -> None:
    assert read("铝材产业园一期（已完成）", "厂房12万平方米。") == (None, "done")


@pytest.mark.parametrize(
    ("section", "wanted"),
    [
        ("已完成的重点任务（9项）", "done"),
        ("三、未达到序时进度的任务", "ongoing"),
        ("具体进展 / 四、尚未启动的任务2项", "not_started"),
        ("一、提前完成年度目标的事项", "done"),
        # A plan too has these.
        ("一、提前完成年度目标", None),
        ("一、竣工投产项目", None),
        ("持续推进的工作", None),
        ("推进重点任务", None),
    ],
)
def test_state_in_the_heading_above(section: str, wanted: str | None) -> None:
    assert state_of_heading(section) == wanted


@pytest.mark.parametrize(
    ("report", "wanted"), [("受征迁影响，厂房未开工。", "not_started"), ("厂房主体正在施工。", "ongoing")])
def test_what_is_late_may_not_have_begun(report: str, wanted: str) -> None:
    draft = Draft("1", Span(0, 4), 0, 4, section="三、低于序时进度的事项", body=(Span(0, 4),), progress=(Span(5, 5 + len(report)),))
    found = read_progress(view(f"建设厂房\n{report}"), draft)
    assert found is not None
    assert found.status == wanted


def test_rate_in_a_cell_of_its_own() -> None:
    assert read("引进企业12家", "已引进企业9家", "75%") == (75, "ongoing")


def test_nothing_reported() -> None:
    assert read_progress(view("推进工作。"), Draft("1", Span(0, 4), 0, 5, body=(Span(0, 5),))) is None
