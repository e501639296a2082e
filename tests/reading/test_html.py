"""Web pages: what a reader of the page sees, spans joined, navigation marked, nothing run and nothing fetched."""

import pytest
from lxml import etree

from helpers.errors import CorpusError
from helpers.reading.files import read_file
from helpers.reading.html import MAX_ELEMENTS, MAX_WORDS, html_text
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
        ("<p>加强 学习。\t推进\r学习</p>", "加强 学习。 推进学习"),
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
        ("style='list-style:disc' type=a", ["", ""]),
        ("style='list-style:circle' type=a", ["", ""]),
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
    "text", ["学习。", "学习｡", "学习，推进，落实", "学习,推进,落实", "学习；推进；落实", "学习;推进;落实"]
)
def test_a_page_with_a_sentence_or_with_two_clauses_is_no_page_of_links(text: str) -> None:
    assert html_text(f"<p>{text}</p>") == text


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


def test_links_inside_the_report_say_nothing_of_what_stands_around_it() -> None:
    linked = "<p>修订<a href=1>《乙区行政规范性文件管理办法》</a>和<a href=2>《乙区重大行政决策程序规定》</a>。</p>"
    page = f"<body><div><p>乙区司法局年度报告。</p><div>{BODY}{linked}</div></div></body>"
    assert inside(page) == [
        "乙区司法局年度报告。",
        PLAIN,
        "修订《乙区行政规范性文件管理办法》和《乙区重大行政决策程序规定》。",
    ]


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
    "page",
    [
        "<b>" * 3000 + "文。",
        "<p>文。</p>" * 160_000,
        "<table>" + "<tr><td rowspan=20 colspan=20>1" * 9_000,
        f"<p {'a ' * 6000}>文。</p>",
        "<p " + 'a="<" ' * 6000 + ">文。</p>",
        "<p>" + " " * 10_000_001,
    ],
)
def test_a_page_beyond_the_limits_is_refused(page: str) -> None:
    with pytest.raises(CorpusError, match="this web page"):
        html_text(page)


@pytest.mark.parametrize("tag", ["<b></b>", "<p hidden>", "<tr>", "<br>", "<p a='>'>"])
def test_a_page_with_more_elements_than_one_of_a_word_processor_is_refused(tag: str, monkeypatch) -> None:
    monkeypatch.setattr("helpers.reading.html._find_shown", lambda root: pytest.fail("looked at every element"))
    with pytest.raises(CorpusError, match="^this web page is too large for a report; save its text as .txt$"):
        html_text("<p>甲。</p>" + tag * (MAX_ELEMENTS + 1))


@pytest.mark.parametrize("attribute", [" a{}=1", " a{}", " a{}='<' "])
def test_all_attributes_together_are_counted_before_a_page_is_parsed(attribute: str, monkeypatch) -> None:
    each = 1_000
    tag = f"<b{''.join(map(attribute.format, range(each)))}>甲。</b>"
    html_text(tag * 9)
    monkeypatch.setattr("helpers.reading.html.etree.fromstring", lambda *given: pytest.fail("parsed"))
    with pytest.raises(CorpusError, match="^this web page is too large for a report; save its text as .txt$"):
        html_text(tag * (MAX_WORDS // each + 1))


def test_a_page_with_too_many_characters_is_refused() -> None:
    with pytest.raises(CorpusError, match="more than 300,000 characters, too many for one report"):
        html_text("<p>" + "文" * 300_001)


# The parts of pages as sites have them.

TITLE = "甲市乙区司法局2022年法治政府建设年度报告"
ITEMS = ["（一）加强组织领导。召开会议4次，研究任务。", "（二）规范执法。办结案件6件。", "（三）政务公开。公开33条。"]
REPORT = [
    TITLE,
    "乙区人民政府：",
    "现将情况报告如下。",
    "一、主要举措",
    *ITEMS,
    "二、存在的不足",
    "队伍不强。",
    "乙区司法局",
]
REPORT += ["2023年1月12日"]
ARTICLE = "".join(f"<p>{line}</p>" for line in REPORT)
MENU = "<div><a href=/>首页</a><a href=/a>政务公开</a><a href=/b>互动交流</a></div>"


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>{TITLE}</h1><div id=js_content style='visibility: hidden; opacity: 0;'>{ARTICLE}</div>",
        f"{MENU}<div style='display:none'><b hidden>点击复制。</b><div style='OPACITY:0'>{ARTICLE}</div></div>",
        f"{MENU}<div>{ARTICLE.replace('<p>', '<p style=opacity:0.0>')}</div>",
        f"{MENU}<main hidden>{ARTICLE}</main><div hidden>您访问的链接即将离开本网站。是否继续？</div>",
        f"{MENU}<div id=app></div><noscript><div>{ARTICLE}</div></noscript>",
        f"{MENU}<div id=app></div><template><div>{ARTICLE}</div></template>",
        f"{MENU}<div class='article hide'>{ARTICLE}</div><div class=tooltip>复制成功</div>",
        f"{MENU}<div>{ARTICLE}</div><div style='display:none'>{ARTICLE}</div>",
        f"{MENU}<div>{ARTICLE}<ul style='display:none'><li>菜单</li></ul></div>",
        f"{MENU}<div style='opacity:1;visibility:visible'>{ARTICLE}</div>",
    ],
    ids=[
        "opacity",
        "in one another",
        "each line",
        "attribute",
        "noscript",
        "template",
        "class",
        "copy",
        "menu",
        "shown",
    ],
)
def test_an_article_that_a_script_is_to_show_is_read_and_what_stays_hidden_is_not(page: str) -> None:
    assert inside(f"<head><title>{TITLE}</title></head><body>{page}</body>") == REPORT


def test_a_hidden_notice_is_no_article() -> None:
    notice = "<div style='display:none'><p>您访问的链接即将离开本网站。</p><p>是否继续？请确认。</p></div>"
    assert inside(f"<body>{MENU}{notice}</body>") == []


@pytest.mark.parametrize(
    "line",
    [
        "<a href=1>全年印发办法，组织学习。</a>",
        "<a href=1>（四）强化监督</a>",
        "根据<a href=1>《甲市执法条例》</a>、<a href=2>《甲市规定》</a>",
        "<a href=1>《甲市普法规划》</a>",
        "<a href=1>推进公共法律服务</a>",
        "<a href=1><span>推进</span><span>公共法律服务</span></a>",
        "<a href=1>举报电话</a>，<a href=2>投诉信箱</a>，<a href=3>法律服务网</a>",
    ],
)
def test_a_linked_line_of_the_report_is_read(line: str) -> None:
    plain = "".join(etree.fromstring(line, etree.HTMLParser()).itertext())
    assert inside(f"<div>{BODY}<p>{line}</p>{BODY}</div>") == [PLAIN, plain, PLAIN]


@pytest.mark.parametrize(
    "lines",
    [
        "<ul><li><a href=1>某镇通知</a><li><a href=2>某局公告</a><li><a href=3>某县2022年法治政府建设报告</a></ul>",
        "<p><a href=1>上一篇</a> <a href=2>下一篇</a></p>",
        "<p><a href=1>首页</a><a href=2>公开</a></p>",
    ],
)
def test_a_menu_inside_the_report_is_outside(lines: str) -> None:
    assert inside(f"<div>{BODY}{lines}{BODY}</div>") == [PLAIN, PLAIN]


@pytest.mark.parametrize(
    "name", ["class=footer", "id=pageFoot", "class='w980 foot-wrap'", "class=breadCrumb", "id=toc"]
)
def test_a_part_is_outside_by_its_name_unless_it_holds_the_report(name: str) -> None:
    page = f"<body><div>{BODY}</div><div {name}><p>主办：某办</p><p>地址：某路1号</p></div></body>"
    assert inside(page) == [PLAIN]
    assert inside(f"<body><div {name}>{BODY}<p>某局</p></div></body>") == [PLAIN, "某局"]
    signed = f"<body><div>{BODY}</div><div {name}><p>某司法局</p><p>2023年1月12日</p></div></body>"
    assert inside(signed) == [PLAIN, "某司法局", "2023年1月12日"]


@pytest.mark.parametrize(
    "names",
    [
        "copyright copyrights nav navbar navigation menu menus submenu sidemenu crumb crumbs breadcrumbs sidebar aside",
        "share shares sharing toolbar meta related recommend pager pagination login search catalog catalogue mulu",
        "tooltip tooltips popup popups modal qr qrcode hide hidden invisible",
    ],
)
def test_every_name_of_what_is_no_article(names: str) -> None:
    page = f"<body><div>{BODY}</div><div class=wrap-%s><p>请注册</p></div></body>"
    assert [name for name in names.split() if inside(page % name) != [PLAIN]] == []
    assert inside(page % "text") == [PLAIN, "请注册"]


def test_merged_cells_keep_the_places_of_those_behind_them() -> None:
    page = (
        "<p>如下。</p><table><tr><td>指标<td colspan=2>2021年<td>2022年</tr><tr><td rowspan=2>复议<td>1<td>3<td>4</tr>"
        "<tr><td>区<td>5<td>6</tr><tr><td>合计<td colspan=2>8<td>9</tr></table>"
    )
    rows = [line.removeprefix("\x1d").split("\t") for line in html_text(page).split("\n")[1:]]
    assert rows[0] == ["指标", "2021年", "", "2022年"]
    assert rows[1] == ["复议", "1", "3", "4"]
    assert rows[2][-3:] == ["区", "5", "6"]
    assert rows[3] == ["合计", "8", "", "9"]


def test_merged_cells_beside_each_other_keep_the_places_of_those_behind_them() -> None:
    page = "<p>如下。</p><table><tr><td rowspan=2>区<td rowspan=2>局<td>1<td>2</tr><tr><td>5<td>6</tr></table>"
    assert html_text(page).split("\n")[1:] == [f"{ROW}区\t局\t1\t2", f"{ROW}\t\t5\t6"]


def test_a_cell_that_spans_too_much_is_cut_down() -> None:
    page = "<table>" + "<tr><td rowspan=9999 colspan=9999>1<td>2</tr>" * 300 + "</table>"
    assert len(html_text(page)) < 300 * 65


@pytest.mark.parametrize(
    "name", ["id=zoom", "class='TRS_Editor'", "class=UCAP-CONTENT", "id=vsb_content_2", "class=news-content"]
)
def test_the_part_that_is_named_as_the_article_is_it_and_the_heading_above_its_title(name: str) -> None:
    page = (
        "<body><div>甲县人民政府</div><div>今天是：2024年5月6日</div><div><h1>甲局2022年法治政府建设报告</h1><p>浏览次数：</p>"
        f"<div {name}>{BODY}<p>甲局</p></div><p>主办：某办</p></div><div>地址：某路1号</div></body>"
    )
    assert inside(page) == [mark_heading(1) + "甲局2022年法治政府建设报告", PLAIN, "甲局"]
    assert inside(f"<body><div {name}><p>导语。</p></div><div>{BODY}</div></body>") == ["导语。", PLAIN]


# How large the shares are.


def parted(own: int, other: int) -> str:
    """A page whose parts have so many characters that are no link, and the second one a link beside."""
    link = f"<p><a href=1>{'链' * 100}</a></p>"
    return f"<body><div><p>{'文' * (own - 1)}。</p></div><div><p>{'字' * other}</p>{link}</div></body>"


def test_the_report_s_part_has_seven_in_ten_characters_of_those_that_are_no_links() -> None:
    assert inside(parted(70, 30)) == ["文" * 69 + "。"]
    assert inside(parted(69, 31)) == ["文" * 68 + "。", "字" * 31]


def test_lines_parted_by_breaks_are_the_text_of_their_part() -> None:
    lines = [sign * 20 + "。" for sign in "甲乙丙丁"]
    page = f"<body><div>{'<br>'.join(lines)}</div><div><p>{'字' * 20}</p><p><a href=1>{'链' * 60}</a></p></div></body>"
    assert inside(page) == lines


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("<a href=1>下载</a>三个字", True),  # two in five characters
        ("<a href=1>下载吧</a>四个字呀", False),
        ("<a name=1>附件</a>", True),  # no link, whatever it is called
        ("<b href=1>附件</b>", True),
    ],
)
def test_a_line_of_which_more_than_two_in_five_characters_are_links_is_outside(line: str, stays: bool) -> None:
    plain = "".join(etree.fromstring(line, etree.HTMLParser()).itertext())
    assert inside(f"<div>{BODY}<p>{line}</p><p>又一段。</p></div>") == [PLAIN, *([plain] if stays else []), "又一段。"]


@pytest.mark.parametrize(
    ("hidden", "shown", "is_read"),
    [(3, 0, True), (2, 0, False), (3, 1, True), (3, 2, False), (7, 3, True), (7, 4, False)],
)
def test_what_is_hidden_is_the_article_if_it_has_three_sentences_and_seven_in_ten(
    hidden: int, shown: int, is_read: bool
) -> None:
    page = f"<body><div hidden><p>{'藏。' * hidden}</p></div><div><p>{'看。' * shown}</p></div></body>"
    lines = ["藏。" * hidden] * is_read + ["看。" * shown] * (shown > 0)
    assert inside(page) == lines


def test_a_part_with_more_than_a_tenth_of_the_sentences_is_the_report_s_whatever_its_name() -> None:
    foot = "<div class=footer><p>主办。<i hidden>。</i></p></div>"
    assert inside(f"<body><div><p>{'甲。' * 9}</p></div>{foot}</body>") == ["甲。" * 9]
    assert inside(f"<body><div><p>{'甲。' * 8}</p></div>{foot}</body>") == ["甲。" * 8, "主办。"]


def test_the_part_that_is_named_as_the_article_has_nine_in_ten_sentences() -> None:
    for own, lines in ((9, []), (8, ["乙。"])):
        page = f"<body><div id=zoom><p>{'甲。' * own}</p></div><p>乙。</p></body>"
        assert inside(page) == ["甲。" * own, *lines]


def test_the_report_goes_on_behind_a_part_inside_it_that_is_not_its_own() -> None:
    for name in ("share", "hide"):
        assert inside(f"<div>{BODY}<div class={name}><p>分享</p></div>{BODY}</div>") == [PLAIN, PLAIN]
    page = f"<body>{MENU}<div>{BODY}<div class=share><p>分享</p></div>{BODY}</div><p><a href=1>下一篇</a></p></body>"
    assert inside(page) == [PLAIN, PLAIN]


def test_a_signature_may_end_with_words_behind_an_element() -> None:
    page = f"<body><div>{BODY}</div><div class=footer><p>某局<br>2023年1月12日</p></div></body>"
    assert inside(page) == [PLAIN, "某局", "2023年1月12日"]
    assert inside(page.replace("12日", "12日<br>主办")) == [PLAIN]


def test_a_title_is_looked_for_in_the_first_twenty_lines() -> None:
    title = "某区司法局2021年法治建设报告"
    for n, lines in ((18, 1), (19, 2)):
        page = "".join(f"<p>{line}</p>" for line in (title, *(f"第{i}条学习。" for i in range(n)), title))
        assert inside(f"<title>{title}</title><div>{page}</div>").count(title) == lines


def test_what_a_server_runs_is_not_seen_and_what_stands_behind_it_is() -> None:
    assert html_text("<p>前文，<?php x ?>后文，又。</p>") == "前文，后文，又。"


# Cells.


def test_a_cell_spans_no_more_than_twenty_columns_and_forty_are_followed() -> None:
    assert html_text("<p>如下。</p><table><tr><td colspan=99>1<td>2</tr></table>") == f"如下。\n{ROW}1{chr(9) * 20}2"
    wide = "<td rowspan=2 colspan=20>1" * 3
    page = f"<p>如下。</p><table><tr>{wide}</tr><tr><td>x</tr></table>"
    assert html_text(page).split("\n")[2] == ROW + "\t" * 40 + "x"


def test_only_cells_count_as_places_of_a_row() -> None:
    page = "<table><tr><td><p>甲</p><p>乙</p><td rowspan=2><b>1</b><td>2</tr><tr><td><i>丙</i>丁<td>3</tr></table>"
    assert html_text(f"<p>如下。</p>{page}").split("\n")[1:] == [f"{ROW}甲乙\t1\t2", f"{ROW}丙丁\t\t3"]


def test_a_cell_outside_a_table_is_text() -> None:
    lines = html_text("<div>甲。<td>乙，丙</td></div><div>丁<th>戊</th></div>").split("\n")
    assert lines == ["甲。", "乙，丙", "丁", "戊"]


def test_the_page_s_own_name_makes_a_line_above_the_report_its_title() -> None:
    title = "某区司法局2021年法治建设报告"
    for name in (f"<title>{title}-某区</title>", f"<meta property=og:title content='{title}'>"):
        links = f"<a href=1>首页</a><p>{title}</p><a href=2>{'目录' * 12}</a>"
        page = f"<head>{name}</head><div>{links}</div><div>{BODY}</div>"
        assert inside(page) == [title, PLAIN]
