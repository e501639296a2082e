"""Web pages: what a reader of the page sees, spans joined, navigation marked, nothing run and nothing fetched."""

import pytest

from helpers.errors import CorpusError
from helpers.reading.files import read_file
from helpers.reading.html import html_text
from helpers.reading.lines import OUTSIDE, ROW, mark_heading

BODY = "<p>（一）加强学习。" + "全面落实各项制度，认真办理每一件事项。" * 8 + "</p>"
PLAIN = "（一）加强学习。" + "全面落实各项制度，认真办理每一件事项。" * 8


def inside(page: str) -> list[str]:
    return [line for line in html_text(page).split("\n") if not line.startswith(OUTSIDE)]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p><span>（</span><span>二</span><span>）</span><b>加强</b>学习。</p>", "（二）加强学习。"),
        ("<div>加强，<br>学习。<p>推进</p>，落实</div>", "加强，\n学习。\n推进\n，落实"),
        ("<p>全面\n   推进，\n 依法，1月\n 2日 a\n b</p>", "全面推进，依法，1月 2日 a b"),
        ("<p>加强&nbsp;学习。&#19968;&lt;b&gt;</p>", "加强\xa0学习。一<b>"),
        ("<p>前。<script>var x='文';</script><style>p{}</style><!-- 注 -->后</p>", "前。后"),
        ("<p>前。<span style='Display : none'>藏</span><i hidden>藏</i>后</p>", "前。后"),
        ("<pre>第一行。\n第二行</pre>", "第一行。\n第二行"),
        ("<title>页名</title><body>正文。<select><option>甲</option></select>", "正文。"),
        (
            "<table><tr><td>单位</td><td></td><td><p>件。</p></td></tr><tr><td>甲局</td></tr></table>",
            f"{ROW}单位\t\t件。\n甲局",
        ),
        ("<table><tr><td>左。</td><td><p>一段</p><p>二段</p></td></tr></table>", f"{ROW}左。\t一段二段"),
        ("<ol><li>学习，推进，</li><li value=5>推进</li><li>落实</li></ol>", "1.学习，推进，\n5.推进\n6.落实"),
        ("<ol style='list-style-type: cjk-ideographic'><li>学习。</li><li>推进</li></ol>", "一、学习。\n二、推进"),
        ("<ol><li>（一）学习。</li></ol><ol style='list-style:none'><li>推进</li></ol>", "（一）学习。\n推进"),
        ("<ul><li>学习。</li></ul>", "学习。"),
        ("<div>" * 1000 + "深处。", "深处。"),
        ("", ""),
    ],
)
def test_the_visible_text(page: str, text: str) -> None:
    assert html_text(page) == text


@pytest.mark.parametrize(
    ("attributes", "numerals"),
    [
        ("", ["1.", "2."]),
        ("type=1", ["1.", "2."]),
        ("type=a", ["a.", "b."]),
        ("type=A", ["A.", "B."]),
        ("type=i", ["i.", "ii."]),
        ("type=I", ["I.", "II."]),
        ("style='list-style-type:decimal'", ["1.", "2."]),
        ("style='list-style: lower-alpha inside'", ["a.", "b."]),
        ("style='list-style-type:upper-alpha'", ["A.", "B."]),
        ("style='list-style-type:lower-roman'", ["i.", "ii."]),
        ("style='list-style-type:upper-roman'", ["I.", "II."]),
        ("style='list-style-type:cjk-ideographic'", ["一、", "二、"]),
        ("style='list-style-type:simp-chinese-informal'", ["一、", "二、"]),
        ("style='list-style-type:cjk-decimal'", ["一、", "二、"]),
        ("style='color:red;list-style-type:cjk-ideographic' type=a", ["一、", "二、"]),
        ("style='list-style:none'", ["", ""]),
        ("style='list-style:square'", ["", ""]),
        ("style='list-style-type:upper-greek'", ["", ""]),
        ("start=9", ["9.", "10."]),
        ("start=0", ["0.", "1."]),
        ("start=x", ["1.", "2."]),
        ("start=11 style='list-style-type:cjk-ideographic'", ["十一、", "十二、"]),
        ("start=11 style='list-style-type:cjk-decimal'", ["一一、", "一二、"]),
    ],
)
def test_the_numerals_of_a_list(attributes: str, numerals: list[str]) -> None:
    page = f"<ol {attributes}><li>学习。</li><li>推进。</li></ol>"
    assert html_text(page).split("\n") == [f"{numerals[0]}学习。", f"{numerals[1]}推进。"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (
            "<ol><li>甲。</li><li value=7>乙。</li><li>丙。</li><li value=x>丁。</li></ol>",
            "1.甲。\n7.乙。\n8.丙。\n9.丁。",
        ),
        ("<ol><li>（一）学习。</li><li>推进。</li></ol>", "（一）学习。\n2.推进。"),
        ("<ol><li> <b>（</b><i>一</i>）学习。</li></ol>", "（一）学习。"),
        ("<ol><li>甲。<ol type=a><li>子。</li></ol></li><li>乙。</li></ol>", "1.甲。\na.子。\n2.乙。"),
        ("<ol><li>甲。</li></ol><ol><li>乙。</li></ol>", "1.甲。\n1.乙。"),
        ("<ol><li style='list-style-type:lower-alpha'>甲。</li><li>乙。</li></ol>", "a.甲。\n2.乙。"),
        ("<ol><div><li>甲。</li></div></ol>", "甲。"),
        ("<ol><li hidden>甲。</li><li>乙。</li></ol>", "1.乙。"),
        ("<ul type=a><li>甲。</li></ul>", "甲。"),
    ],
)
def test_how_the_items_of_a_list_are_counted(page: str, text: str) -> None:
    assert html_text(page) == text


def test_a_list_of_the_navigation_is_outside_with_its_numerals() -> None:
    page = f"<body><ol><li><a href=1>首页</a></li><li><a href=2>政务公开</a></li></ol><div>{BODY}</div></body>"
    assert html_text(page).split("\n")[:2] == [OUTSIDE + "1.首页", OUTSIDE + "2.政务公开"]


def test_verbatim_text_keeps_its_lines_only_inside_its_element() -> None:
    page = "<pre>第一行。\n第<b>二</b>行\n</pre>第三\n行<xmp>甲\n乙</xmp>丙\n丁"
    assert html_text(page) == "第一行。\n第\n二\n行\n第三行\n甲\n乙\n丙丁"


def test_an_entity_is_not_expanded() -> None:
    page = "<!DOCTYPE html [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'>]><p>甲。&b;</p>"
    assert "&b;" in html_text(page)


def test_the_part_without_links_holds_the_report_and_the_rest_is_marked() -> None:
    page = (
        "<body><ul><li><a href=1>首页</a></li><li><a href=2>政务公开</a></li></ul>"
        f"<div><h1>某局法治建设报告</h1><div>{BODY}<p>某局</p></div></div>"
        "<div>相关：<a href=3>某镇法治政府建设年度报告</a></div></body>"
    )
    assert html_text(page).split("\n") == [
        OUTSIDE + "首页",
        OUTSIDE + "政务公开",
        mark_heading(1) + "某局法治建设报告",
        PLAIN,
        "某局",
        OUTSIDE + "相关：某镇法治政府建设年度报告",
    ]


def test_a_line_of_links_inside_the_report_is_marked_and_a_sentence_with_a_link_is_not() -> None:
    page = f"<div>{BODY}<p>根据<a href=1>《某某条例》</a>办理。</p><p><a href=2>附件下载</a></p></div>"
    assert inside(page) == [PLAIN, "根据《某某条例》办理。"]


def test_a_title_above_the_report_belongs_to_it() -> None:
    page = (
        "<head><meta name=ArticleTitle content='某区司法局2021年法治建设报告'></head>"
        "<div><a href=1>首页</a><a href=2>政务公开信息目录</a><a href=4>通知公告</a>"
        "<h2>某区司法局2021年法治建设报告</h2></div>"
        f"<div>{BODY}</div><div><a href=3>下一篇：某镇报告</a></div>"
    )
    assert inside(page) == [mark_heading(2) + "某区司法局2021年法治建设报告", PLAIN]


def test_a_title_printed_twice_counts_once_where_the_text_has_it() -> None:
    title = "某区司法局2021年法治建设报告"
    page = (
        f"<title>{title}-某区政府</title><div><a href=1>首页</a></div><div><h1>{title}</h1><p>来源：某局</p>"
        f"<div><p>某局文件</p><p>{title}</p>{BODY}</div></div><div><a href=2>网站地图</a></div>"
    )
    assert inside(page) == ["来源：某局", "某局文件", title, PLAIN]


@pytest.mark.parametrize(("before", "after"), [("<a href=1>", "</a>"), ("", "")])
def test_a_page_without_a_sentence_holds_no_report(before: str, after: str) -> None:
    page = "".join(f"<li>{before}某局{year}年报告{after} {year}-01-01</li>" for year in (2021, 2022))
    assert inside(f"<ul>{page}</ul>") == []


def test_every_visible_character_is_kept_in_order() -> None:
    page = f"<ul><li><a href=1>首页</a></ul><div>{BODY}</div><p>版权所有</p>"
    assert "".join(html_text(page).split()) == "首页" + PLAIN + "版权所有"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_page_is_read_in_its_encoding_whatever_it_says(encoding: str) -> None:
    page = f"<html><meta charset=gb2312><body>{BODY}</body></html>"
    assert read_file(page.encode(encoding), "a.html") == PLAIN


@pytest.mark.parametrize(("name", "text"), [("a.html", "序。\n正文。"), ("a.txt", "序。<p>正文。</p>")])
def test_mark_up_behind_text_is_a_page_only_by_name(name: str, text: str) -> None:
    assert read_file("序。<p>正文。</p>".encode(), name) == text


@pytest.mark.parametrize(
    "page", ["<b>" * 3000 + "文。", "<p>文。</p>" * 160_000, f"<p {'a ' * 6000}>文。</p>", "<p>" + " " * 10_000_001]
)
def test_a_page_beyond_the_limits_is_refused(page: str) -> None:
    with pytest.raises(CorpusError, match="this web page"):
        html_text(page)


def test_a_page_with_too_many_characters_is_refused() -> None:
    with pytest.raises(CorpusError, match="more than 300,000 characters, too many for one report"):
        html_text("<p>" + "文" * 300_001)
