"""Web pages: the document stays, the site goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from liantu.errors import ReadError
from liantu.graph.model import Document
from liantu.loaders.read_html import read_html

ARTICLE = "".join(f"<p>　　（{number}）推进第{number}期码头建设，加快形成深水泊位能力。</p>" for number in range(1, 6))


def page(body: str, *, head: str = "", encoding: str = "utf-8") -> Document:
    return read_html(Path("a.html"), f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))


def rows(document: Document, number: int = 0) -> list[list[str]]:
    return [[document.text[cell.start:cell.end] for cell in row] for row in document.tables[number].rows]


@pytest.mark.parametrize("noise", [
    "<div>当前位置：<a>首页</a> > <a>公文</a></div>",
    "<div class='mainNav'><a>要闻</a><a>公开</a></div>",
    "<ul><li><a>要闻动态</a><li><a>政务公开</a><li><a>办事服务</a><li><a>互动交流</a></ul>",  # links alone, no mark
    "<nav>网站导航条</nav>", "<footer>某市人民政府</footer>", "<script>var 变量=1</script>", "<style>p{color:red}</style>",
    "<div id='share-box'>分享到朋友圈</div>", "<div style='display: none'>看不见</div>", "<div hidden>看不见</div>",
    "<p>【打印本页】</p>", "<p>字号：[大 中 小]</p>", "<p>浏览次数：128次</p>", "<p>浙ICP备00000000号</p>", "<p>下一篇：别的通知</p>",
    "<p>扫一扫在手机打开当前页</p>", "<!-- 注释 -->", "<form>请输入<input value='搜'></form>", "<div class='ads'>广告语</div>",
])
def test_noise_is_set_aside_before_and_behind(noise: str) -> None:
    clean = page(ARTICLE).text
    assert page(noise + ARTICLE).text == clean
    assert page(ARTICLE + noise).text == clean


def test_lists_of_other_articles_end_the_document() -> None:
    text = page(ARTICLE + "<h3>相关推荐</h3><p>另一份方案的标题</p><p>又一份</p>").text
    assert text == page(ARTICLE).text


@pytest.mark.parametrize("kept", [
    "<div class='content-nav'>" + ARTICLE + "</div>",  # a mark on the document itself
    "<p>牵头单位：市商务局</p>", "<p>主办单位：市文旅局</p>",
    "<p>附件：<a href='1.docx'>表一</a><a href='2.xlsx'>表二</a><a href='3.pdf'>表三</a><a href='4.doc'>表四</a></p>",
    "<header><h1>建设方案</h1></header>",
])
def test_what_looks_like_noise_and_is_not(kept: str) -> None:
    words = "".join(part.partition("<")[0] for part in kept.split(">")).replace("　", "")
    assert words in page(kept + ARTICLE).text.replace("\n", "").replace("　", "")


def test_blocks_are_lines_and_inline_marks_are_not() -> None:
    text = page("<div>牵头<b>单</b><span>位：</span>\n市港\n航局<br>参与&nbsp;单位<p>LNG\nbase</p>尾</div>").text
    assert text == "牵头单位：市港航局\n参与 单位\nLNG base\n尾\n"


def test_ordered_lists_have_their_numbers() -> None:
    assert page("<ol start=3><li>甲项<li>乙项</ol><ul><li>丙项</ul>").text == "3. 甲项\n4. 乙项\n丙项\n"


@pytest.mark.parametrize(("encoding", "declared"), [
    ("gb18030", "<meta charset=gb2312>"), ("gbk", "<meta http-equiv=Content-Type content='text/html; charset=GBK'>"),
    ("gbk", "<meta charset='utf-8'>"), ("utf-8", ""), ("utf-8-sig", "<meta charset=gbk>"), ("utf-16", ""),
])
def test_encodings_declared_wrongly_declared_and_not_declared(encoding: str, declared: str) -> None:
    assert page(ARTICLE, head=declared, encoding=encoding).text == page(ARTICLE).text


def test_a_damaged_character_does_not_cost_the_page() -> None:
    data = f"<meta charset=utf-8><body>{ARTICLE * 9}".encode()
    assert "推进第1期码头" in read_html(Path("a.html"), data + b"<p>\xe6\xb8</p>").text
    with pytest.raises(ReadError, match="编码"):
        read_html(Path("a.html"), b"<meta charset=utf-8><p>" + b"\xe6\xb8 " * 50)


@pytest.mark.parametrize("head", [
    "<title>港口方案_某市人民政府</title>", "<meta name=ArticleTitle content=港口方案><title>别的</title>",
])
def test_title_of_the_head_comes_first_where_the_page_lacks_it(head: str) -> None:
    assert page(ARTICLE, head=head).text == "港口方案\n" + page(ARTICLE).text
    assert page("<h1>港口方案</h1>" + ARTICLE, head=head).text.count("港口方案") == 1


def test_table_with_spans() -> None:
    document = page("<p>前</p><table><caption>任务表</caption><thead><tr><th rowspan=2>序号<th colspan=2>任务</tr></thead>"
                    "<tr><td>内容<td>单位</tr><tr><td>1<td><p>建港<p>通航<td></tr></table><p>后</p>")
    assert rows(document) == [["序号", "任务", "任务"], ["序号", "内容", "单位"], ["1", "建港\n通航", ""]]
    assert [cell.merged for row in document.tables[0].rows for cell in row] == [False, False, True, True] + [False] * 5
    assert document.text == "前\n任务表\n序号\n任务\n内容\n单位\n1\n建港\n通航\n\n后\n"


def test_layout_tables_are_no_tables() -> None:
    inner = "<table><tr><td>单位<td>任务<tr><td>市港航局<td>建港</table>"
    document = page(f"<table><tr><td>左<td>{inner}</table>")
    assert [rows(document)] == [[["单位", "任务"], ["市港航局", "建港"]]]
    assert page("<table><tr><td>只有一格</table>").tables == ()
    assert page(f"<table><tr><td>左栏说明<td>{ARTICLE * 4}</table>").tables == ()


def test_spans_that_promise_millions_of_cells_are_refused() -> None:
    with pytest.raises(ReadError, match="万格"):
        page("<table>" + "<tr><td rowspan=60000 colspan=1000>a" * 3000 + "</table>")


@pytest.mark.parametrize("depth", [100, 240, 50_000])
def test_deep_pages_do_not_break_the_walk(depth: int) -> None:
    document = page(ARTICLE + "<div>" * depth + "深" + "</div>" * depth)
    assert document.text.startswith(page(ARTICLE).text[:-1])
