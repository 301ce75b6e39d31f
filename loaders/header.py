"""What a document says of itself: title, number, issuer, date, status, period, city."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from liantu.graph.model import Document, Header
from liantu.loaders.dates import iso_date
from liantu.loaders.issuing import issuing_place
from liantu.loaders.text import View

__all__ = ["read_header"]

_HEAD_LINES, _HEAD_CHARACTERS = 80, 6000

_KINDS = (
    "通知 意见 方案 计划 公告 规划 决定 要点 措施 办法 报告 清单 分工 任务 任务书 情况 细则 纲要 通报 规定 政策 行动 安排 建议 函 批复 表 指南 目录 台账 汇总 "
    "进展 进度 总结 责任书 责任状 责任分解 任务分解 名单 图谱 一览 若干意见 工作法 条例 制度 部署 举措"
).split()
# 名称:某某通知, as the head of a page of open government has it.
_NAMED = re.compile("(?:名称|标题|文件名称|文件标题|公文名称)[:|](?=.{6})")
_VERSION = re.compile(r"\((?:公开)?(?:征求意见|意见征集|草案|讨论|送审|报批|审议|初)稿?\)$")
_BRACKET = r"(?:\([^()]{1,24}\))*"
_ENDING = re.compile(f"(?:{'|'.join(_KINDS)}|20[0-9]{{2}}年)(?:的通知)?{_BRACKET}$")
_ON_ONE_LINE = re.compile(
    rf"(.{{6,70}}?(?:{'|'.join(kind for kind in _KINDS if len(kind) > 1)}){_BRACKET})"
    r"(?=[\u4e00-\u9fff]{2,10}\(20\d\d\)\d+号|为(?:了|深入|加快|进一步|全面|贯彻))")
# What stands behind such a title, in short.
_BEHIND_TITLE = re.compile(r"[(为](?:20|了|深|加|进|全|贯)")
# A title that runs into those it calls upon: …的通知各县(市、区)人民政府:
_CALLED = re.compile(r"(.{6,90}?(?:通知|意见|方案|办法|决定|公告))(?=各(?:县|市|区|省|州|设区|有关|镇|乡|街|部门|单位|功能区|部委))")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}?[(\[]20\d\d[)\]]第?\d{1,5}号")
# A number in the line of the title: in front of it, or in brackets behind it.
_ABOUT = re.compile("[^,。;:]{2,30}关于")
_NUMBER_BEHIND = re.compile(r"(?<=[知见案定法告划])\(([\u4e00-\u9fff]{2,12}[(\[]20\d\d[)\]]第?\d{1,5}号)\)$")
_NO_NUMBER = re.compile("[《根按依,。]")
_DATE = re.compile(r"(?:20\d\d|二[〇○ОO0零][一二三四五六七八九〇○零]{2})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{1,3}日")
_LABELS = (
    "成文日期 签发日期 签发时间 发文日期 发文时间 发布日期 公布日期 公开日期 生成日期 生成时间 发布时间 印发日期 日期 时间 发布机构 发文机关 发文机构 发文单位 制发机关 制定机关 信息来源 来源 "
    "发文字号 文件编号 文号 标题 名称"
).split()
_LABEL = re.compile(
    rf"(?P<label>{'|'.join(_LABELS)})[:\]|]*(?P<value>20\d\d[-年/.]\d{{1,2}}[-月/.]\d{{1,2}}日?|(?:(?!成文日期|发文日期"
    rf"|发布|公开|生成|索引|主题|文号|访问|浏览|字号|时间|有效|点击|分享|来源|上一篇|[|:\n]).){{2,60}})"
)
# 完成时间 is one of the work, not of the paper.
_OF_WORK = tuple("完成 办结 整改 报送 作战 计划 截止 实施 办理 推进 竣工 开工 要求 交付 施行 反馈".split())
_SIGNED = ("成文日期", "签发日期", "签发时间", "发文日期", "发文时间")
_SHOWN = ("发布日期", "公布日期", "公开日期", "生成日期", "生成时间", "发布时间", "印发日期", "日期", "时间")
_ISSUERS = ("发文机关", "发文机构", "发文单位", "制发机关", "制定机关", "发布机构", "信息来源", "来源")
_NO_TITLE = re.compile(
    r"^(?:[∙•·]|正文$|文章属性|(?=[^:|]{2,6}[:|])[\u4e00-\u9fff]{0,4}(?:日期|机关|机构|文号|字号|分类|方式|属性|时效性|效力)[:|]|当前位置|所在位置|首页|索引号|组配|生成|发布|来源|附件|附:|各|联系|为|根据|按照|主题|有效|文号|发文|公开|信息|您|浏览|时间|文件编号|县本级|字号|分享|责任编辑|抄送|序号"
    r"|[一二三四五六七八九十]+、|第[一二三四五六七八九十\d]+[章条]|\d+[.、]|[(]|--\d|[|])|文件$|[。;]|:$|,[^)》]*$|>"
)
_ORGAN = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|发展改革委|发改委|国资委|局|厅|部|委|领导小组|管委会|指挥部|公司|集团|中心|院|银行|分行|联合会|协会|署)(?:办公室|综合组)?$")
_ORGAN_BEFORE_DATE = re.compile(r"[\u4e00-\u9fff()]{4,30}$")
_DRAFT = re.compile("征求[^。]{0,40}意见|意见征集|公开征集|草案|讨论稿|送审稿")
_PROGRESS = re.compile("进展|(?:完成|落实|推进|执行|实施|办理)情况|进度(?!安排|计划|要求|表)|工作总结")
_NOTICE = ("公告", "通知", "意见", "函", "启事", "通告")
# 工业和信息化部等四部门: the first one issues.
_AND_OTHERS = re.compile("等(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})?个?(?:部门|部委|单位|厅局)$")
_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_ORDINAL = {"第十二个五年": "十二五", "第十三个五年": "十三五", "第十四个五年": "十四五", "第十五个五年": "十五五"}
_FIVE = re.compile('[“"]?(十[二三四五六]五)[”"]?|(第十[二三四五]个五年)')
# 2023-03 is a month.
_PAIR = re.compile(r"(20\d\d)年?(?:--?|至|~|到)(20\d\d|[2-9]\d)年?(?!\d)")
_SINGLE = re.compile(r"(20\d\d)年")
# What is made anew each year, for the year in which it is sent out, and what for several.
_ANNUAL = re.compile("政府工作报告|年度|工作要点|重点工作|民生实事|实事项目|目标责任|人大[^,。]{0,12}次会议")
_YEARS = re.compile("[三五]年|规划|行动计划|十[二三四五六]五|中长期")
_NARROW_DIGITS = str.maketrans({code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()})
_HEADING_YEAR = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))?(20\d\d)年(?:度)?(?:工作|重点|主要|目标|经济|政府|发展|任务|总体)[^,。;]{0,16}$")


def read_header(document: Document, seen: View, *, city: str | None = None) -> Header:
    """Read what a document says of itself.

    Parameters
    ----------
    document : Document
        The document.
    seen : View
        The same document as rules see it.
    city : str, optional
        The city as the user names it; it wins over what the text says.

    Returns
    -------
    Header
        A field that the document does not give is None; without any title the file name stands for it.

    Examples
    --------
    >>> from liantu.loaders.text import view
    >>> text = "潮州市人民政府办公室关于印发2024年工作要点的通知\\n潮府办〔2024〕3号\\n各县区：\\n潮州市人民政府办公室\\n2024年2月6日"
    >>> header = read_header(Document("a.txt", text), view(text))
    >>> header.number, header.issuer, header.date, header.period, header.city
    ('潮府办〔2024〕3号', '潮州市人民政府办公室', '2024-02-06', (2024, 2024), '潮州市')
    """
    head = _head(document, seen)
    titles = list(_titles([line for line in head if not line.cells]))
    # The name of a sheet is a title only where nothing in the sheet is.
    sheets = {re.sub(r"\s", "", table.label) for table in document.tables}
    titles = [line for line in titles if line.text not in sheets] or titles
    first = titles[0].text if titles else ""
    above = (line.text for line in head[:12] if len(line.text) < 60)
    draft = _DRAFT.search(first) is not None or any(map(_DRAFT.search, above))
    title, plan = _choose(titles, draft=draft)
    labels = _labels(head)
    signature, signed = _signature(seen.flat, _tables(document, seen))
    date = _first_date(labels, _SIGNED) or signed or _first_date(labels, _SHOWN) or _shown_date(head)
    status: Literal["final", "draft", "progress"] = "progress" if _PROGRESS.search(first) else "final"
    status = "draft" if draft else status
    issuer = _issuer(first, head, signature, labels)
    number = _number(head)
    written = _without_version(_as_written(document, seen, title)) if title else _fallback(document, head)
    name = title.text if title else written
    around = [first, name, plan, *(line.text for line in head[:8])]
    return Header(
        written, number, issuer, date, status, _period(head, name, plan, first, date=date, number=number),
        city or issuing_place(issuer or "", around, number, seen.flat[:_HEAD_CHARACTERS]),
    )


class _Line(NamedTuple):
    """A line of the head: where it starts in the flat text, and whether it is a row of several cells."""

    start: int
    text: str
    cells: bool = False


def _head(document: Document, seen: View) -> list[_Line]:
    rows: set[int] = set()
    for table in document.tables[:3]:
        for row in table.rows[:8]:
            filled = {(cell.start, cell.end) for cell in row if cell.end > cell.start}
            if len(filled) > 2:
                rows.update(seen.index(start) for start, _ in filled)
    found: list[_Line] = []
    at = 0
    for text in seen.flat[:_HEAD_CHARACTERS].split("\n")[:_HEAD_LINES]:
        joined = _ON_ONE_LINE.match(text) if len(text) > 100 and _BEHIND_TITLE.search(text, 6, 110) else None
        if joined:
            found.append(_Line(at, joined[1]))
            number = _NUMBER.match(text, joined.end())
            if number:
                found.append(_Line(at + joined.end(), number[0]))
        called = _CALLED.match(text) if "各" in text else None
        if called:
            found.append(_Line(at, called[1]))
        start = text[:20]
        named = _NAMED.match(text) if ":" in start or "|" in start else None
        marks = named.end() if named else len(text) - len(text.lstrip("#*>"))
        number = _NUMBER.match(text, marks) if "号" in start else None
        if number and _ABOUT.match(text, number.end()):
            found.append(_Line(at + marks, number[0]))
            marks = number.end()
        behind = _NUMBER_BEHIND.search(text, marks) if text.endswith("号)") else None
        if behind:
            found.append(_Line(at + marks, text[marks:behind.start()]))
            found.append(_Line(at + behind.start(1), behind[1]))
        cells = bool(rows) and any(start in rows for start in range(at, at + max(1, min(len(text), 12))))
        found.append(_Line(at + marks, text[marks:].rstrip("*|" if named else "*"), cells))
        at += len(text) + 1
    return found


def _titles(head: list[_Line]) -> Iterator[_Line]:
    """Yield the lines, or up to four lines in a row, that read like a title."""
    at = 0
    fits = [_fits_title(line.text) for line in head]
    while at < len(head):
        text, used, ends = "", 0, False
        while used < 4 and at + used < len(head) and fits[at + used] and not ends:
            text += head[at + used].text
            used += 1
            ends = _ENDING.search(text) is not None
            if ends and text[-1] == "年" and at + used < len(head) and fits[at + used]:
                # 关于印发2024年 and 重点工作责任分解的通知 are two lines of one title.
                ends = "关于" not in text
        if ends and len(text) > 5:
            following = head[at + used].text if at + used < len(head) else ""
            if re.match(r"\((?:20|征求|试行|草案|讨论)", following) and len(following) < 20:
                text += following
            yield _Line(head[at].start, text)
        at += used if ends else 1


def _fits_title(text: str) -> bool:
    """Whether a line can be a part of a title."""
    return 0 < len(text) < 81 and not (_NO_TITLE.search(text) or _is_number(text) or "年" in text and _DATE.search(text))


def _is_number(text: str) -> bool:
    return text.endswith("号") and _NUMBER.fullmatch(text) is not None


def _choose(titles: list[_Line], *, draft: bool) -> tuple[_Line | None, str]:
    """Return the title, and that of the plan which a notice carries."""
    if not titles:
        return None, ""
    first = titles[0]
    quoted = re.search("《([^》]+)》", first.text)
    others = (line for line in titles[1:] if line.text != first.text)
    later = next((line for line in others if not line.text.endswith(("公告", "通知"))), None)
    plan = quoted[1] if quoted else later.text if later and first.text.endswith(_NOTICE) else ""
    if draft and later and first.text.endswith(_NOTICE) and _DRAFT.search(re.sub("《[^》]*》", "", first.text)):
        return later, plan
    if draft and quoted and _DRAFT.search(re.sub("《[^》]*》", "", first.text)):
        return _Line(first.start + quoted.start(1), quoted[1]), plan
    return first, plan


def _as_written(document: Document, seen: View, line: _Line) -> str:
    """Return a title with its own brackets and dashes; the flat text has narrow ones."""
    found: list[str] = []
    wanted, at = len(line.text), line.start
    while len(found) < wanted and at < len(seen.flat):
        if seen.flat[at] != "\n":
            found.append(document.text[seen.origin[at]])
        at += 1
    return "".join(found).translate(_NARROW_DIGITS)


def _without_version(title: str) -> str:
    cut = _VERSION.search(title.replace("（", "(").replace("）", ")"))
    return title[:cut.start()] if cut else title


def _fallback(document: Document, head: list[_Line]) -> str:
    """Return the first line that could be a title, else the name of the file."""
    for line in head[:6]:
        if 6 <= len(line.text) <= 60 and not line.cells and "," not in line.text and not (
                _NO_TITLE.search(line.text) or _NUMBER.search(line.text)):
            return line.text
    return Path(document.name).stem


def _labels(head: list[_Line]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head[:40]:
        if len(line.text) < 160:
            for match in _LABEL.finditer(line.text):
                if not line.text.endswith(_OF_WORK, 0, match.start()):
                    found.setdefault(match["label"], match["value"])
    return found


def _first_date(labels: dict[str, str], names: Iterable[str]) -> str | None:
    return next((found for name in names if (found := iso_date(labels.get(name, "")))), None)


def _shown_date(head: list[_Line]) -> str | None:
    """Return the date of a line near the title, such as the subtitle of a speech."""
    lines = (line.text for line in head[:8] if len(line.text) < 60 and not line.cells and "。" not in line.text)
    return next((iso_date(match[0]) for match in map(_DATE.search, lines) if match), None)


def _tables(document: Document, seen: View) -> list[tuple[int, int]]:
    """Return where the tables of a document stand in the flat text."""
    covers = ([cell for row in table.rows for cell in row] for table in document.tables)
    return [(seen.index(min(cell.start for cell in cells)), seen.index(max(cell.end for cell in cells)))
            for cells in covers if len(cells) > 9]


def _signature(flat: str, tables: list[tuple[int, int]]) -> tuple[str | None, str | None]:
    """Return the signing body and the date: a date that ends a line, below or behind the name of a body."""
    for match in _DATE.finditer(flat):
        start, end = match.span()
        if flat[end:end + 1] not in ("\n", "") and not flat.startswith("(此", end):
            continue
        if any(low <= start < high for low, high in tables):
            # A time limit in a cell of its own.
            continue
        line_start = flat.rfind("\n", 0, start) + 1
        organ = _ORGAN_BEFORE_DATE.search(flat, max(line_start, start - 30), start) if start > line_start else None
        if start > line_start and not (organ and _ORGAN.search(organ[0])):
            continue
        above = organ[0] if organ else flat[flat.rfind("\n", 0, max(line_start - 1, 0)) + 1:max(line_start - 1, 0)]
        above = re.sub("^.*(?:施行|执行|反馈)", "", above)
        return (above if _ORGAN.search(above) and len(above) <= 40 else None), iso_date(match[0])
    return None, None


def _issuer(first: str, head: list[_Line], signature: str | None, labels: dict[str, str]) -> str | None:
    before, mark, _ = first.partition("关于")
    before = _AND_OTHERS.sub("", before)
    named = before if mark and _ORGAN.search(before) and len(before) <= 60 else None
    if signature and (not named or signature.endswith(named)):
        return signature
    if named:
        return named
    papers = (line.text[:-2] for line in head[:20] if line.text.endswith("文件"))
    letterhead = next((paper for paper in papers if _ORGAN.search(paper)), None)
    if letterhead:
        return letterhead
    for line in head[:12]:
        number = _NUMBER.search(line.text) if "号" in line.text else None
        behind = re.match(r"([\u4e00-\u9fff]{4,30}?)(?=20\d\d年|$)", line.text[number.end():]) if number else None
        if behind and _ORGAN.search(behind[1]):
            return behind[1]
    for label in _ISSUERS:
        value = labels.get(label, "").strip(":[]| ")
        if value and (_ORGAN.search(value) or re.fullmatch(r"[\u4e00-\u9fff]{2,5}[市县区省]", value)):
            return value
    return None


def _number(head: list[_Line]) -> str | None:
    for line in head:
        match = _NUMBER.search(line.text) if "号" in line.text and len(line.text) < 200 else None
        if match:
            alone = len(line.text) - len(match[0]) <= 24 and not _NO_NUMBER.search(line.text)
            if alone or re.search("文号|字号|编号", line.text):
                bare = re.sub("^.*(?:字号|文号|编号|文件)[:|]?", "", match[0])
                return re.sub(r"[(\[](20\d\d)[)\]]", r"〔\1〕", bare)
    return None


def _period(
    head: list[_Line], title: str, plan: str, first: str, *, date: str | None, number: str | None,
) -> tuple[int, int] | None:
    for text in (title, plan, first):
        pair = _PAIR.search(text)
        if pair:
            return int(pair[1]), int(pair[2]) if len(pair[2]) == 4 else int(pair[1][:2] + pair[2])
        five = _FIVE.search(text)
        if five:
            start = _FIVE_YEARS[five[1] or _ORDINAL[five[2]]]
            return start, start + 4
    # A notice without a year may carry a plan that has one.
    attached = next((pair for line in head[:20] if line.text.startswith("附件") and (pair := _PAIR.search(line.text))), None)
    if attached and len(attached[2]) == 4:
        return int(attached[1]), int(attached[2])
    for text in (title, plan, first):
        single = _SINGLE.search(text)
        if single:
            return int(single[1]), int(single[1])
    if _ANNUAL.search(first + title) and not _YEARS.search(first + title):
        headed = [
            int(match[1]) for line in head
            if (match := _HEADING_YEAR.match(line.text)) and "回顾" not in line.text]
        sent = date or (re.sub("^.*〔", "", number) if number else None)
        year = max(headed) if headed else int(sent[:4]) if sent else None
        return (year, year) if year else None
    return None
