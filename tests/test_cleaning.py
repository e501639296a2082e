"""Cleaning: nothing is lost, lines are rejoined, what is not the report is set aside."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import read_radicals, squeeze
from helpers.cleaning import (
    REASONS,
    Aside,
    Heading,
    clean,
    find_headings,
    list_furniture,
    move_headings,
    set_right,
)
from helpers.places import ROOT
from helpers.quotes import Correction
from helpers.reading.lines import HEADING, OUTSIDE, ROW, mark_heading
from helpers.tables import read_rules

PIECES = st.sampled_from(
    [
        *[
            "一、",
            "二、",
            "（一）",
            "(二)",
            "1.",
            "2.",
            "一是",
            "二是",
            "第一，",
            "①",
            "（1）",
            "、",
            "。",
            "，",
            "；",
            "：",
        ],
        *[
            "《",
            "》",
            "（",
            "）",
            "“",
            "”",
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "\u3000",
            "\u200b",
            "\ufeff",
            "—1—",
            "统一",
            "首页",
        ],
        *["市政府：", "某市司法局", "2022年1月12日", "特此报告。", "法治政府建设工作报告", "来源：网站", "附件下载"],
        *["当前位置：", "微信 微博 QQ空间", "存在的不足", "下一步，", "加强学习", "全面推进依法行政工作", "有待加强"],
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


def printed(text: str) -> str:
    return "".join(c for c in text if not c.isspace())


@settings(deadline=None)
@given(TEXTS)
def test_every_character_is_text_or_set_aside_once_and_in_order(raw: str) -> None:
    text, aside = clean(raw)
    kept = list(read_radicals(raw))
    for _, start, end in aside:
        assert None not in kept[start:end]
        kept[start:end] = [None] * (end - start)
    assert printed("".join(c for c in kept if c is not None)) == printed(text)


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_a_clean_text_changes_nothing(raw: str) -> None:
    text, _ = clean(re.sub(f"[{HEADING}{ROW}]", "", raw))  # marked lines are not joined, and a text has no marks
    assert clean(text) == (text, ())


def test_radicals_are_read_and_keep_their_places() -> None:
    raw = "⼀、举措\n⼯作⾯\n第1⻚\n⾏政处罚。\n打印 关闭"
    text, aside = clean(raw)
    assert text == "一、举措\n工作面\n行政处罚。"
    assert [raw[a:b] for _, a, b in aside] == ["第1⻚", "打印 关闭"]


def test_a_word_broken_over_pages_is_rejoined() -> None:
    raw = "（三）推行服务。\n\n全面落实制度，办理事项。坚决杜\n\n—3—\n\n绝多跑腿。\n\n（四）落实责任制\n\n全面推行。"
    text, aside = clean(raw)
    assert text == "（三）推行服务。\n全面落实制度，办理事项。坚决杜绝多跑腿。\n（四）落实责任制\n全面推行。"
    assert [(reason, raw[a:b]) for reason, a, b in aside] == [("page_mark", "—3—")]


def test_numbers_one_below_another_are_cells_and_no_pages() -> None:
    text, aside = clean("一、举措\n案件如下：\n甲所\n21\n1,246\n7\n乙所\n12\n3.5\n二、普法\n\n3\n\n开展宣讲。")
    assert text.split("\n") == [
        "一、举措",
        "案件如下：",
        "甲所",
        "21",
        "1,246",
        "7",
        "乙所",
        "12",
        "3.5",
        "二、普法",
        "开展宣讲。",
    ]
    assert [reason for reason, *_ in aside] == ["page_mark"]


def test_a_number_over_a_line_break_is_no_heading_and_is_rejoined() -> None:
    raw = "（二）做好普法。印发宣传手册和折页，覆盖村居，全年发放到群众手里的已有\n3.2万册，比上年多出0.6万册。"
    assert clean(raw).text == raw.replace("\n", "")


def test_hard_wrapped_lines_become_paragraphs() -> None:
    body = (
        "（一）加强学习。我局坚持把学习宣传作为首要政治任务，列入年度计划，"
        "组织集体学习，开展专题研讨，取得了明显的成效，受到了群众好评。"
    )
    other = (
        "（二）规范执法。全面推行三项制度，严格落实公示、记录、审核各项要求，"
        "组织案卷评查，发现问题及时整改，执法水平有了新的提高。"
    )
    lines = [text[i : i + 20] for text in (body, other) for i in range(0, len(text), 20)]
    assert len(lines) >= 8
    assert clean("\n".join(lines))[0] == f"{body}\n{other}"


def test_a_page_head_and_foot_on_the_reports_line_are_set_aside_but_not_the_title() -> None:
    raw = (
        "当前位置： 首页政务公开 某区财政局2022年法治建设情况报告 时间：2023-03-30 16:56 微信 微博 QQ空间 "
        "2022年，区财政局认真学习。一、加强领导（一）学习。推动工作上台阶。 某区财政局 2023年3月29日 "
        "来源：某区财政局 附件下载 报告.pdf"
    )
    text, aside = clean(raw)
    assert text.split("\n") == [
        "某区财政局2022年法治建设情况报告",
        "2022年，区财政局认真学习。一、加强领导（一）学习。推动工作上台阶。 某区财政局 2023年3月29日",
    ]
    assert [(reason, raw[a:b]) for reason, a, b in aside] == [
        ("page_head", "当前位置： 首页政务公开"),
        ("page_head", "时间：2023-03-30 16:56 微信 微博 QQ空间"),
        ("page_foot", "来源：某区财政局 附件下载 报告.pdf"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("请输入检索词", "search_box"),
        ("扫一扫在手机打开", "scan_code"),
        ("【字号：大 中 小】", "toolbar"),
        ("打印 关闭", "toolbar"),
        ("索 引 号：PZ00118", "index_table"),
        ("责任编辑：张三", "source_line"),
        ("第3页 共9页", "page_mark"),
        ("附件：情况报告.pdf", "attachment"),
        *[("情况.DOCX", "attachment"), ("附件下载：情况", "attachment"), ("相关附件", "attachment")],
        *[("—12—", "page_mark"), ("3/12", "page_mark"), ("12", "page_mark")],
        *[("输入关键词", "search_box"), ("高级检索", "search_box")],
        *[("您的当前位置：首页", "navigation"), ("网站首页>公开", "navigation"), ("下一篇：通知", "navigation")],
        *[("返回列表", "navigation"), ("当前页面：正文", "navigation"), ("体裁分类：报告", "index_table")],
        *[("【打印本页】", "toolbar"), ("（字体 加粗）", "toolbar"), ("大中小", "toolbar"), ("关闭", "toolbar")],
        *[("分享到：微博 微信", "share_bar"), ("新浪微博豆瓣更多", "share_bar"), ("全真版 文字版", "share_bar")],
        *[("浏览次数：12", "source_line"), ("时间：2022年", "source_line"), ("扫一扫用微信看", "scan_code")],
        *[("版权所有：某市", "site_foot"), ("某公网安备12号", "site_foot"), ("某ICP安备3号甲", "site_foot")],
    ],
)
def test_web_and_page_furniture_has_a_reason(line: str, reason: str) -> None:
    raw = f"某区法治政府建设工作报告\n{line}\n一、主要举措\n加强学习。"
    text, aside = clean(raw)
    assert text == "某区法治政府建设工作报告\n一、主要举措\n加强学习。"
    assert [(why, raw[a:b]) for why, a, b in aside] == [(reason, line)]


@pytest.mark.parametrize(
    "line",
    [
        *["中共某市委员会", "大力推进简政放权", "小微企业帮扶", "来源于群众，服务于群众的各项工作有序开展。"],
        *[
            "大",
            "分享",
            "微信",
            "1234",
            "打印材料",
            "来源：" + "甲" * 61,
            "首页改版",
            "第3页和第4页",
            "【大力推进】经验",
        ],
        "请输入检索词" + "甲" * 115,
    ],
)
def test_lines_that_only_begin_like_furniture_stay(line: str) -> None:
    raw = f"一、主要举措\n{line}\n二、不足"
    assert clean(raw).text == raw


def test_furniture_points_into_the_raw_file() -> None:
    reports = pd.DataFrame({"raw": ["一、举措\n\n扫一扫在手机打开"]}, index=pd.Index(["a"], name="report_id"))
    row = list_furniture(reports).iloc[0]
    assert row.to_list() == ["a", "scan_code", "扫一扫在手机打开", 6, 14]


def test_a_wrapped_file_with_indented_paragraphs_becomes_paragraphs() -> None:
    paragraphs = [
        "一、依法履行职能，深化改革，优化服务，提高效能，做到便民利企",
        "全年受理行政复议申请308件，审结255件，纠错率11.8%，负责人出庭应诉率达到了百分之七十三，比上一年度有所提高。",
        "（一）部分领导干部运用法治思维解决实际问题的能力还不够强，需要加强。",
        "市长坚持把法治政府建设与经济社会发展同部署，主持召开常务会议研究法治议题16次，会前学法9次。",
    ]
    lines = []
    for paragraph in paragraphs * 2:
        indented = "\u3000\u3000" + paragraph
        lines += [indented[i : i + 18] for i in range(0, len(indented), 18)]
    assert clean("\n".join(lines))[0].split("\n") == paragraphs * 2


def test_a_sites_mark_inside_words_is_set_aside() -> None:
    mark = "文库—每日更新www.example.com"
    raw = f"{mark}某省法治政府建设报告\n一、举措\n扛牢第一{mark}责任人职责。"
    text, aside = clean(raw)
    assert text == "某省法治政府建设报告\n一、举措\n扛牢第一责任人职责。"
    assert [(reason, raw[a:b]) for reason, a, b in aside] == [("watermark", mark), ("watermark", mark)]


def test_a_line_of_labels_is_the_pages_and_a_dated_title_wins_over_a_menu() -> None:
    raw = (
        "首页 政务公开 法治政府建设年度报告 索 引 号： 00836 标 题： 某县林业局2022年度法治政府建设情况报告 "
        "字号：大 中 小 2022年，县林业局依法治林。"
    )
    assert clean(raw)[0].split("\n") == ["某县林业局2022年度法治政府建设情况报告", "2022年，县林业局依法治林。"]
    labelled = "某局2023年法治报告 发布日期:2024-02-29 信息来源: 编辑:某局"
    assert clean(f"{labelled}\n某局2023年法治报告\n一、举措")[0] == "某局2023年法治报告\n一、举措"


def test_every_reason_in_the_table_is_one_of_the_code() -> None:
    kinds = read_rules(ROOT / "corpus" / "rules" / "furniture.csv")["kind"]
    reasons = [kind.removeprefix("line:") for kind in kinds.unique() if kind.startswith("line:")]
    assert reasons == [reason for reason in REASONS if reason != "share_bar"]  # its words come in rows, two or more


def test_a_line_as_long_as_furniture_may_be() -> None:
    line = "请输入检索词" + "甲" * 114
    assert clean(f"一、举措\n{line}").text == "一、举措"


def test_a_line_that_the_layout_puts_outside_the_report() -> None:
    assert clean("一、举措\n\x1f通知公告").aside == (Aside("outside", 6, 10),)


def test_one_label_is_no_page_and_two_labels_with_a_sentence_are_none() -> None:
    for line in ("某局报告 访问量：12", "审核：某局。编辑：某局"):
        assert clean(f"一、举措\n{line}\n二、不足").aside == ()
    assert clean("一、举措\n某局报告 审核：甲 访问量：12").aside == (Aside("page_foot", 5, 21),)
    assert clean("某局报告 审核：甲 访问量：12\n一、举措").aside == (Aside("page_head", 0, 16),)


@pytest.mark.parametrize("value", ["", "无 ", "2022-01-02 ", "大 中 "])
def test_a_page_head_ends_with_its_last_value(value: str) -> None:
    for body in ("全县工作有序开展，成效明显。", "有 全县工作有序开展。"):
        head = f"某县网站 索引号： 12/3 有效性： {value}"
        assert clean(head + body) == (body, (Aside("page_head", 0, len(head) - 1),))


def test_a_number_of_a_report_stays_and_one_in_an_index_table_goes() -> None:
    raw = "某县网站 发文字号： 甲发〔2020〕1号 打印 甲局法治报告 甲发〔2020〕1号 分享 全县工作有序开展。"
    assert clean(raw).text == "甲局法治报告\n甲发〔2020〕1号\n全县工作有序开展。"


def test_words_of_a_page_within_the_report_are_the_reports() -> None:
    for raw in ("全县工作有序开展。 微信 可办。", "一、举措 打印 材料免费。"):
        assert clean(raw) == (raw, ())


def test_a_foot_begins_behind_the_last_sentence() -> None:
    raw = "全县工作有序开展。 某局 上一篇 通知"
    assert clean(raw) == ("全县工作有序开展。 某局", (Aside("page_foot", 13, 19),))
    assert clean("全县工作有序开展。上一篇 通知").aside == (Aside("page_foot", 9, 15),)  # right behind it
    assert clean("全县工作有序开展 微信。").aside == ()


def test_a_last_line_of_many_words_without_a_sentence_is_a_table() -> None:
    for words, is_foot in ((40, True), (41, False)):
        raw = "一、举措\n加强。\n来源：" + " 甲" * (words - 1) + "：" + "乙" * 70
        assert bool(clean(raw).aside) is is_foot


def wrapped(paragraphs: list[str], width: int) -> str:
    return "\n".join(p[i : i + width] for p in paragraphs for i in range(0, len(p), width))


LONG = [
    "（一）加强培训。全年分批组织乡镇和部门的执法骨干到党校学习，请律师讲案例，考试合格的才发证，不合格的再学一轮，"
    "做到人人过关，个个会办案，培训后办案时间平均缩短三天，群众投诉少了一半。",
    "（二）方便办事。把办事指南改写成大白话，贴在窗口旁边，老人看不清的由导办员念给他听，材料缺了先收件后补齐，"
    "跑一趟就能办完的事项占了九成，剩下的也都约好了时间，来了不用排队等候。",
] * 3


@settings(deadline=None)
@given(st.integers(18, 60))
def test_paragraphs_wrapped_at_any_width_are_rejoined(width: int) -> None:
    assert clean(wrapped(LONG, width)).text.split("\n") == LONG


def test_a_file_is_wrapped_if_seven_in_ten_of_the_lines_that_go_on_are_full() -> None:
    full, short = "办理群众来信的时间比上年又短了三天半到位", "各科室分头去办"
    for n_full, is_wrapped in ((7, True), (6, False)):
        lines = [full] * n_full + [short] * (10 - n_full) + ["年底前办结。"]
        assert ("\n" not in clean("\n".join(lines)).text) is is_wrapped


def test_a_wrapped_paragraph_ends_where_the_next_is_indented_or_stands_apart() -> None:
    lines = wrapped(LONG, 20).split("\n")
    plain = ["各项工作都有人管有人问有人负责到底办完。", "年底逐项对账看看哪些办成了哪些没有办成。"]
    assert {len(line) for line in plain} == {20}
    text = clean("\n".join(lines + plain)).text
    assert text.endswith("".join(plain))
    assert clean("\n".join([*lines, plain[0], "", plain[1]])).text.endswith("\n".join(plain))
    indented = clean("\n".join([*lines, plain[0], "\u3000\u3000" + plain[1]])).text
    assert indented.endswith("\n".join(plain))


@pytest.mark.parametrize(
    ("first", "second", "goes_on"),
    [
        ("甲" * 39, "乙", False),  # a line that stands alone, as a title does
        ("甲" * 40, "乙", True),
        ("办结。还有", "乙", True),
        ("甲、", "乙", True),
        ("办结。", "乙", False),
        ("办结。”", "乙", False),
        ("办结", "，乙", True),
        ("办结。", "、乙", False),  # a heading that lost its numeral
        ("见《工作", "规则》", True),
        ("见《" + "甲" * 78 + "。", "规则》", True),
        ("见《" + "甲" * 79 + "。", "规则》", False),
        ("见《工作》（甲。", "乙）", True),
        ("见《工作》。", "规则", False),
        ("见《工作" + "甲" * 80 + "。", "规则》", False),  # a bracket that was never closed
        ("一、" + "甲" * 58, "乙", False),
        ("一、" + "甲" * 59, "乙", True),
        ("一、甲，乙，" + "甲" * 30, "乙", False),
        ("一、甲，乙，" + "甲" * 31, "乙", True),
        ("一、甲，" + "甲" * 33, "乙", False),
        ("甲" * 40, "二、乙", False),
        ("甲" * 40, "2022年1月12日", False),
        ("甲" * 40 + "二〇二一年 十二月 三十一日", "乙", False),
    ],
)
def test_an_unended_line_goes_on_in_the_next(first: str, second: str, goes_on: bool) -> None:
    text = clean(f"{first}\n{second}").text
    assert text == first + ("" if goes_on else "\n") + second


@pytest.mark.parametrize(
    ("below", "goes_on"), [("总结", True), ("报告", True), ("的报告", True), ("暨工作要点", True), ("领导重视", False)]
)
def test_a_title_of_many_words_goes_on_in_its_last(below: str, goes_on: bool) -> None:
    title = "青栾县住房和城乡建设局关于2022年度推进依法行政工作加快建设法治政府重点任务落实情况"
    assert clean(f"{title}\n{below}").text == title + ("" if goes_on else "\n") + below


def test_what_was_found_is_kept_and_cannot_be_changed() -> None:
    raw = "一、举措\n打印 关闭"
    assert clean(raw) is clean(raw)
    assert hash(clean(raw))


@pytest.mark.parametrize(
    "head", ["发 布 机 构：", "某县网站 您 的 所 在 的 位 置：", "甲 您 的 所 在 的 位 置：", "某县网站 发 布 机 构："]
)
def test_a_spaced_out_label_is_a_label(head: str) -> None:
    assert clean(f"{head} 全县工作有序开展。") == ("全县工作有序开展。", (Aside("page_head", 0, len(head)),))


def test_a_sites_mark_reaches_no_further_than_it_may() -> None:
    before, address = "文" * 42, "www.example.com"
    raw = f"学习{before}{address}有序。\n培训{before}{address}开展。"
    marks = [raw[start:end] for _, start, end in clean(raw).aside]
    assert marks == ["文" * 40 + address] * 2


# What a reader marks.


def test_marked_headings_are_lines_of_their_own_and_their_places_are_told() -> None:
    one, two = mark_heading(1), mark_heading(2)
    raw = f"某局\n{one}\u3000举措和\u200b成效\n{two}坚持党的领导，\n{two}全面推进\n学习，\n"
    raw += f"{OUTSIDE}{two}目录\n{two}\n检查。"
    assert clean(raw).text == "某局\n举措和成效\n坚持党的领导，全面推进\n学习，检查。"
    assert find_headings(raw) == ((3, 1), (9, 2))


def test_a_marked_heading_is_joined_to_another_alone_and_only_behind_a_comma() -> None:
    one, long = mark_heading(1), "长" * 45
    assert clean(f"{one}{long}\n{one}举措\n正文。").text == f"{long}\n举措\n正文。"
    assert clean(f"{one}坚持领导，\n推进。\n{one}举措").text == "坚持领导，\n推进。\n举措"
    assert clean(f"坚持领导，\n{one}推进\n正文。").text == "坚持领导，\n推进\n正文。"
    assert clean(f"{one}坚持领导、\n{one}推进\n正文。").text == "坚持领导、推进\n正文。"


def test_a_row_keeps_the_tabs_before_its_first_word_and_is_not_joined() -> None:
    long = "长" * 50
    raw = f"{ROW}领域\t数量\t\n{ROW}\t检查\t3\n{ROW}{long}\t2\n{ROW}\t\t7\n"
    raw += f"{OUTSIDE}{ROW}\t首页\n{ROW}7\t\n前文和\n{ROW}\t附"
    assert clean(raw).text == f"领域\t数量\t\n\t检查\t3\n{long}\t2\n\t\t7\n7\n前文和\n\t附"
    assert [raw[a:b] for _, a, b in clean(raw).aside] == ["首页"]


def test_without_a_mark_tabs_before_a_line_are_an_indent_unless_cells_follow() -> None:
    assert clean("\t加强学习。\n\t一、\t措施\n\t检查\t3").text == "加强学习。\n一、\t措施\n\t检查\t3"


# Tables of contents.

REPORT = (
    "甲局2022年法治政府建设报告\n乙县人民政府：\n现将情况报告如下：\n一、主要举措\n（一）加强学习\n组织学习4次。\n"
    "（二）规范执法。检查12次。\n二、存在的不足\n队伍不强。\n三、下一步打算\n充实队伍。"
)


@pytest.mark.parametrize(
    "contents",
    [
        "目　录\n一、主要举措......1\n（一）加强学习……2\n（二）规范执法·······3\n二、存在的不足 …… 4\n三、打算 … … 5",
        "一、主要做法......1\n（一）学习……2\n（二）执法·······3",
        "目录\n一、主要举措\t1\n（一）加强学习\t2\n（二）规范执法\t3\n二、存在的不足\t4\n三、下一步打算\t5",
        "一、主要举措\t1\n（一）加强学习\t2\n（二）规范执法\t3\n二、存在的不足\t4\n三、下一步打算\t5",
        "一、主要举措\n（一）加强学习\n（二）规范执法\n二、存在的不足\n三、下一步打算",
        "一、主要举措\n—1—\n（一）加强学习\n（二）规范执法",
        "目次\n主要举措\n存在的不足",
        "目录\n一、主要举措 1\n二、存在的不足 4\n三、下一步打算 5",
        "目录\n一、主要举措（1）\n二、存在的不足（4）",
        "目录\n前言……i\n一、主要举措……1\n二、存在的不足……4",
    ],
)
def test_a_table_of_contents_is_set_aside_wherever_the_report_begins(contents: str) -> None:
    raw = contents + "\n" + REPORT
    text, aside = clean(raw)
    assert text == REPORT
    assert {reason for reason, _, _ in aside} <= {"contents", "page_mark"}


def test_what_stands_twice_below_a_table_of_contents_is_no_entry() -> None:
    report = "甲局\n" + REPORT + "\n甲局"
    assert clean("目录\n一、主要举措\n二、存在的不足\n三、下一步打算\n" + report).text == report


@pytest.mark.parametrize(
    "lines",
    [
        "1.检查\t3\n2.处罚\t5\n3.复议\t8",
        "检查……3\n处罚……5",
        "一是加强学习\n二是规范执法\n三是强化监督",
        "一、总体情况\n（一）加强学习\n1.学习",
        "目录\n本目录共列3项。",
        "目录",
    ],
)
def test_a_table_and_headings_beside_each_other_are_no_contents(lines: str) -> None:
    raw = REPORT.replace("组织学习4次。", "组织学习4次。\n" + lines)
    assert "contents" not in {reason for reason, _, _ in clean(raw).aside}


def test_rows_of_a_table_stay_whole_with_their_empty_cells():
    cells = "\t".join(f"第{i}列指标名称" for i in range(12))
    text = f"一、主要举措\n{cells}\n\t件\t3\t\n合计\t\t3\t4\n1.\t全年开展检查，\n处罚12件。"
    assert clean(text).text == f"一、主要举措\n{cells}\n\t件\t3\t\n合计\t\t3\t4\n1.\t全年开展检查，处罚12件。"


@pytest.mark.parametrize("row", ["甲\t", "甲\t乙\t\t", "\t甲\t", "甲\t甲\t甲\t甲\t甲\t"])
def test_a_text_may_end_in_a_row_whose_last_cells_are_empty(row: str) -> None:
    for text in (row, f"甲县2021年法治政府建设年度报告\n一、主要举措\n{row}", f"{row}\n{row}"):
        assert squeeze(clean(text).text) == squeeze(text)  # it comes to an end
    assert clean("甲\t乙\t\t").text == "甲\t乙\t\t"


def test_furniture_of_reports_that_have_none_has_its_types():
    reports = pd.DataFrame({"raw": ["一、举措。", "打印 关闭"]}, index=pd.Index(["a", "b"], name="report_id"))
    some, none = (list_furniture(reports.loc[[name]]) for name in ("b", "a"))
    assert len(some) == 1 and none.empty
    assert none.dtypes.to_dict() == some.dtypes.to_dict()


# What a reader sets right.

RAW = "首页 | 年报 | 公开\n某局报告\n本站推荐\n一、举措\n推进公开。 通知公告\n打印 关闭\n学习。"
LINES = ["某局报告", "本站推荐", "一、举措", "推进公开。 通知公告学习。"]


def right(*changes: tuple[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The text with these quotes set aside or taken back, and what is aside then."""
    given = [Correction(2, "a", quote, "furniture", value) for quote, value in changes]
    text, aside = set_right(clean(RAW), RAW, given)
    return text, [(reason, RAW[start:end]) for reason, start, end in aside]


HEAD, TOOLS = ("navigation", "首页 | 年报 | 公开"), ("toolbar", "打印 关闭")


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("本站推荐", [LINES[0], *LINES[2:]]),
        ("某局报告", LINES[1:]),
        ("通知公告", [*LINES[:3], "推进公开。学习。"]),
        ("推进公开。 通知公告", [*LINES[:3], "学习。"]),
        ("学习。", [*LINES[:3], "推进公开。 通知公告"]),
        ("公告学习。", [*LINES[:3], "推进公开。 通知"]),
        ("一、", [*LINES[:2], "举措", LINES[3]]),
    ],
)
def test_a_quote_is_set_aside_with_the_line_that_it_leaves_empty(quote: str, lines: list[str]) -> None:
    text, aside = right((quote, "yes"))
    assert text.split("\n") == lines
    assert sorted(reason for reason, _ in aside if reason != "corrected") == ["navigation", "toolbar"]
    assert squeeze("".join(words for reason, words in aside if reason == "corrected")) == squeeze(quote)


@pytest.mark.parametrize(
    ("quote", "lines", "aside"),
    [
        ("打印 关闭", [*LINES[:3], "推进公开。 通知公告", "打印 关闭", "学习。"], [HEAD]),
        ("关闭", [*LINES[:3], "推进公开。 通知公告", "关闭", "学习。"], [HEAD, ("toolbar", "打印")]),
        ("首页 | 年报 | 公开", ["首页 | 年报 | 公开", *LINES], [TOOLS]),
        ("年报", ["年报", *LINES], [("navigation", "首页 |"), ("navigation", "| 公开"), TOOLS]),
    ],
)
def test_what_is_taken_back_is_a_line_where_it_stood(
    quote: str, lines: list[str], aside: list[tuple[str, str]]
) -> None:
    text, left = right((quote, "no"))
    assert text.split("\n") == lines and left == aside


def test_corrections_are_made_one_after_the_other_and_those_of_other_fields_are_none() -> None:
    assert right(("打印 关闭", "no"), ("打印 关闭", "yes"))[0].split("\n")[3:] == ["推进公开。 通知公告", "学习。"]
    cleaned = clean(RAW)
    assert set_right(cleaned, RAW, [Correction(2, "a", "学习", "role", "yes")]) is cleaned
    reports = pd.DataFrame({"raw": [RAW, RAW]}, index=pd.Index(["a", "b"], name="report_id"))
    reports["corrections"] = ['[[2, "a", "本站推荐", "furniture", "yes"]]', None]
    rows = list_furniture(reports)
    assert rows["report_id"].tolist() == ["a", "a", "a", "b", "b"]
    assert rows["reason"].tolist() == ["navigation", "corrected", "toolbar", "navigation", "toolbar"]
    assert rows["raw_start"].tolist() == [0, 18, 39, 0, 39]


@pytest.mark.parametrize(
    ("quote", "value", "headings"),
    [
        ("本站推荐", "yes", [("某局报告", 0), ("一、举措", 1)]),
        ("首页 | 年报 | 公开", "no", [("某局报告", 0), ("一、举措", 1)]),
        ("打印 关闭", "no", [("某局报告", 0), ("一、举措", 1), ("学习。", 2)]),  # it begins a line then
        ("某局报告", "yes", [("一、举措", 1)]),
        ("一、", "yes", [("某局报告", 0)]),
    ],
)
def test_headings_move_with_their_lines(quote: str, value: str, headings: list[tuple[str, int]]) -> None:
    before = clean(RAW)
    given = [Heading(before.text.index(words), level) for words, level in (("某局", 0), ("一、", 1), ("学习", 2))]
    after = set_right(before, RAW, [Correction(2, "a", quote, "furniture", value)])
    moved = move_headings(given, RAW, before, after)
    assert [(after.text[start:].split("\n")[0], level) for start, level in moved] == headings


# Hard-wrapped files, at their limits: lines of twenty characters that end no sentence.


@pytest.mark.parametrize(("n", "width", "is_wrapped"), [(8, 20, True), (7, 20, False), (9, 18, True), (9, 17, False)])
def test_a_wrapped_file_has_eight_lines_that_go_on_and_eighteen_characters(
    n: int, width: int, is_wrapped: bool
) -> None:
    lines = ["办" * width] * n + ["年底前办结。"]
    assert ("\n" not in clean("\n".join(lines)).text) is is_wrapped


@pytest.mark.parametrize(("short", "is_full"), [(2, True), (3, False)])
def test_a_full_line_lacks_two_characters_at_the_most(short: int, is_full: bool) -> None:
    lines = ["办" * 20] * 9 + ["理" * (19 - short) + "。", "年底前办结。"]
    assert clean("\n".join(lines)).text == "".join(lines[:-1]) + ("" if is_full else "\n") + lines[-1]


@pytest.mark.parametrize(("longer", "is_wrapped"), [(2, True), (3, False)])
def test_no_line_of_a_wrapped_file_is_much_longer(longer: int, is_wrapped: bool) -> None:
    lines = ["办" * 20] * 20 + ["理" * (20 + longer), "年底前办结。"]
    assert ("\n" not in clean("\n".join(lines)).text) is is_wrapped


@pytest.mark.parametrize(("indent", "begins"), [(1, False), (2, True)])
def test_a_line_two_characters_further_in_begins_a_paragraph(indent: int, begins: bool) -> None:
    lines = ["办" * 20] * 9 + ["办" * 19 + "。", "\u3000" * indent + "理" * 18, "年底前办结。"]
    text = clean("\n".join(lines)).text
    assert ("\n" in text) is begins


def test_a_margin_that_all_lines_have_is_no_indent() -> None:
    lines = ["办" * 20] * 9 + ["年底前办结。"]
    assert clean("\n".join("\u3000\u3000" + line for line in lines)).text == "".join(lines)


def test_half_width_characters_count_half_where_the_width_is_printed() -> None:
    lines = ["办" * 20, "办" * 15 + "2" * 10] * 5 + ["年底前办结。"]
    assert clean("\n".join(lines)).text == "".join(lines)


# Titles, and what stands beside them.

OF_BUREAU = "青栾县住房和城乡建设局关于2022年度推进依法行政工作加快建设法治政府重点任务落实情况的报告"


@pytest.mark.parametrize(
    ("above", "below", "goes_on"),
    [
        (OF_BUREAU, "全县房屋和城乡建设系统围绕中心服务大局", False),
        ("全县房屋和城乡建设系统围绕中心服务大局坚持依法行政全面推进各项工作取得新的成效", OF_BUREAU, False),
        (OF_BUREAU.replace("的报告", ""), "全县房屋和城乡建设系统", False),
        (OF_BUREAU.replace("的报告", "的汇报"), "全县房屋和城乡建设系统", True),
        (OF_BUREAU.replace("推进", "推进，"), "全县房屋和城乡建设系统", True),
        (OF_BUREAU, "和总结", True),
    ],
)
def test_a_whole_title_goes_on_in_no_line(above: str, below: str, goes_on: bool) -> None:
    assert clean(f"{above}\n{below}").text == above + ("" if goes_on else "\n") + below


# Tables of contents, at their limits.


@pytest.mark.parametrize(
    ("contents", "is_contents"),
    [
        ("一、甲……1\n二、乙……2\n三、丙……2", True),
        ("一、甲……1\n二、乙……2", False),  # three without the word above
        ("一、甲……1\n二、乙……3\n三、丙……2", False),
        ("目录\n一、甲……1\n二、乙……2", True),
        ("目录\n一、甲……1", False),  # and two with it
        ("目录\n一、甲 1\n二、乙 2", True),
        ("一、甲 1\n二、乙 2\n三、丙 3", False),
        ("一、" + "甲" * 58 + "……1\n二、乙……2\n三、丙……2", True),
        ("一、" + "甲" * 59 + "……1\n二、乙……2\n三、丙……2", False),
        ("一、甲" + "." * 196 + "1\n二、乙……2\n三、丙……2", True),
        ("一、甲" + "." * 197 + "1\n二、乙……2\n三、丙……2", False),
        ("一、甲……ii\n二、乙……2\n三、丙……3", True),
        ("一、甲。乙……1\n二、乙……2\n三、丙……3", False),
        ("一、甲。……1\n二、乙。……2\n三、丙。……2", True),  # a stop at its end is no sentence
    ],
)
def test_entries_of_contents_without_headings_further_on(contents: str, is_contents: bool) -> None:
    _, aside = clean(f"某局报告\n{contents}\n某局2022年推进工作。")
    assert [reason for reason, *_ in aside] == ["contents"] * (contents.count("\n") + 1) * is_contents
