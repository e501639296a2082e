"""Cleaning: nothing is lost, lines are rejoined, what is not the report is set aside."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import fold
from helpers.cleaning import clean, list_furniture

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
    kept = list(raw)
    for _, start, end in aside:
        assert None not in kept[start:end]
        kept[start:end] = [None] * (end - start)
    assert printed("".join(c for c in kept if c is not None)) == printed(text)


@settings(deadline=None)
@given(TEXTS)
def test_cleaning_a_clean_text_changes_nothing(raw: str) -> None:
    text, _ = clean(raw)
    assert clean(text) == (text, ())


def test_a_word_broken_over_pages_is_rejoined() -> None:
    raw = "（三）推行服务。\n\n全面落实制度，办理事项。坚决杜\n\n—3—\n\n绝多跑腿。\n\n（四）落实责任制\n\n全面推行。"
    text, aside = clean(raw)
    assert text == "（三）推行服务。\n全面落实制度，办理事项。坚决杜绝多跑腿。\n（四）落实责任制\n全面推行。"
    assert [(reason, raw[a:b]) for reason, a, b in aside] == [("page_mark", "—3—")]


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
    ],
)
def test_web_and_page_furniture_has_a_reason(line: str, reason: str) -> None:
    raw = f"某区法治政府建设工作报告\n{line}\n一、主要举措\n加强学习。"
    text, aside = clean(raw)
    assert text == "某区法治政府建设工作报告\n一、主要举措\n加强学习。"
    assert [(why, raw[a:b]) for why, a, b in aside] == [(reason, line)]


@pytest.mark.parametrize(
    "line", ["中共某市委员会", "大力推进简政放权", "小微企业帮扶", "来源于群众，服务于群众的各项工作有序开展。"]
)
def test_lines_that_only_begin_like_furniture_stay(line: str) -> None:
    assert clean(f"一、主要举措\n{line}")[0] == f"一、主要举措\n{line}"


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


def test_folding_keeps_every_offset() -> None:
    assert fold("（1）５０％，Ａ：\u3000。") == "(1)50%,A: 。"
