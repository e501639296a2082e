"""Headings that the file marks: with and without numerals, and marks that mean nothing."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import Heading, clean, find_headings
from helpers.reading.lines import mark_heading
from helpers.structure.items import list_items
from helpers.structure.marked import NOTHING, find_marked, read_headings, write_headings
from helpers.structure.outline import parse_outline


def read(*lines: str) -> pd.DataFrame:
    """A report whose lines are marked as in Markdown, `=` a title."""
    marked = [line.partition(" ") for line in lines]
    raw = "\n".join(
        mark_heading(mark.count("#")) + words if mark and not mark.strip("#=") else mark + words
        for mark, _, words in marked
    )
    cell = write_headings(find_headings(raw))
    frame = {"text": [clean(raw).text], "file_headings": [cell], "year": [2021]}
    return pd.DataFrame(frame, index=pd.Index(["a"], name="report_id"))


def passages(*lines: str) -> pd.DataFrame:
    return parse_outline(read(*lines))


def shown(*lines: str) -> list[str]:
    """The rows that are no paragraphs: role, kind or level, words."""
    rows = passages(*lines)
    rows = rows[rows["kind"] != "paragraph"]
    return [f"{r.role} {r.level if r.kind == 'heading' else r.kind} {r.text.strip()}" for r in rows.itertuples()]


def test_a_report_without_numerals() -> None:
    report = (
        *("# 某局2021年法治政府建设报告", "某市司法局：", "2021年，我局推进依法行政。"),
        *("## 工作举措", "### 健全决策机制", "审查合同12份。", "### 严格执法", "#### 水务", "检查3次。"),
        *("## 负责人履行第一责任人职责情况", "局长带头学法。"),
        *("## 存在问题", "### 人手不足", "编制少。", "### 普法单一", "形式少。", "## 下一步", "### 招录", "招录3人。"),
        *("某县司法局", "2022年1月12日"),
    )
    assert shown(*report) == [
        *("front title 某局2021年法治政府建设报告", "front addressee 某市司法局："),
        *("measures 1 工作举措", "measures 2 健全决策机制", "measures 2 严格执法", "measures 3 水务"),
        "leadership 1 负责人履行第一责任人职责情况",
        *("shortcomings 1 存在问题", "shortcomings 2 人手不足", "shortcomings 2 普法单一"),
        *("plan 1 下一步", "plan 2 招录", "back signature 某县司法局", "back date 2022年1月12日"),
    ]
    assert list_items(passages(*report))["text"].tolist() == [
        *("健全决策机制\n审查合同12份。", "水务\n检查3次。", "局长带头学法。"),
        *("人手不足\n编制少。", "普法单一\n形式少。", "招录\n招录3人。"),
    ]


@pytest.mark.parametrize(
    ("lines", "levels"),
    [
        # the highest used is level 1, whatever its name
        (["### 工作举措", "##### 学习", "学习3次。", "### 不足", "人少。"], [1, 2, 1]),
        (["# 工作举措", "学习3次。", "# 不足", "人少。"], [1, 1]),
        # numerals say the level; lines of the same level in the file have it too
        (
            ["## 一、举措", "### （一）学习", "学习3次。", "### 执法", "检查3次。", "## 三、不足", "人少。"],
            [1, 2, 2, 1],
        ),
        (["#### 一、举措", "# （一）学习", "学习3次。", "#### 二、不足", "人少。"], [1, 2, 1]),
        # all of one level in the file: a part's name has the highest numeral's level, others the last one's
        (["# 一、举措", "# （一）学习", "学习3次。", "# 执法", "检查3次。", "# 存在问题", "人少。"], [1, 2, 2, 1]),
        # parts that start again
        (["# 工作举措", "## 一、学习", "学习3次。", "# 存在问题", "## 一、人手", "人少。"], [1, 1, 1, 1]),
        (["# 1.1 学习", "学习3次。", "# 1.2 执法", "检查3次。"], [1, 1]),
        (["# 甲类事项", "## 学习", "### 自学", "#### 通读", "##### 笔记", "记3本。"], [1, 2, 3, 4, 4]),
        # a numeral out of its order is one where the file says so
        (["## 三、举措", "### （四）学习", "学习3次。"], [1, 2]),
    ],
)
def test_levels_count_against_each_other(lines: list[str], levels: list[int]) -> None:
    rows = passages("某局2021年法治政府建设报告", "2021年，我局推进依法行政。", *lines)
    assert rows[rows["kind"] == "heading"]["level"].tolist() == levels


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["= 某局工作回顾", "# 举措", "学习。"], "某局工作回顾"),
        (["# 某局工作回顾", "## 举措", "学习。", "## 不足", "人少。"], "某局工作回顾"),
        (["= 某市教育局", "= 依法治教工作总结", "# 举措", "学习。"], "某市教育局\n依法治教工作总结"),
        (
            ["# 某市教育局2021年法治政府", "# 建设年度报告", "# 举措", "学习。"],
            "某市教育局2021年法治政府\n建设年度报告",
        ),
        (["#### 您的位置", "# 某局2021年法治政府建设报告", "## 举措", "学习。"], "某局2021年法治政府建设报告"),
        (["# 政务公开", "某局2021年法治政府建设报告", "## 举措", "学习。"], "某局2021年法治政府建设报告"),
        (
            ["# 某局2021年法治政府建设情况", "# 举措", "学习。", "# 依法行政情况", "审查。"],
            "某局2021年法治政府建设情况",
        ),
        (["# 依法行政情况", "审查。", "# 不足", "人少。"], None),
        (["# 主要举措", "## 学习", "学习。"], None),  # the only one of its level, but it names a part
        (["# 某市司法局", "## 举措", "学习。"], None),
    ],
)
def test_the_title(lines: list[str], title: str | None) -> None:
    rows = passages(*lines)
    assert rows[rows["kind"] == "title"]["text"].str.strip().tolist() == ([title] if title else [])


@pytest.mark.parametrize(
    "line",
    [
        "某市司法局",
        "某司发〔2021〕3号",
        "2022年1月12日",
        "发布时间：2022-01-12",
        "县政府：",
        "全年学习3次。",
        "学习，检查，审查，普法，调解，复议",
        "2021年，我局坚持以习近平法治思想为指导，推进依法行政。现将情况报告如下",
        "学习" * 31,
        "12345",
    ],
)
def test_lines_that_are_no_headings_whatever_the_file_says(line: str) -> None:
    rows = passages("# 某局2021年法治政府建设报告", "## 工作举措", "学习3次。", f"### {line}", "检查5次。" * 30)
    assert rows[rows["kind"] == "heading"]["text"].str.strip().tolist() == ["工作举措"]


@pytest.mark.parametrize(("n_marked", "means_nothing"), [(12, True), (10, False)])
def test_marks_of_more_than_half_of_the_text_mean_nothing(n_marked: int, means_nothing: bool) -> None:
    lines = ["某局2021年工作总结", "主要举措"] + ["学习了五次。检查了三次。"] * 20
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in range(len(lines))]
    headings = [Heading(starts[1], 1)] + [Heading(start, 2) for start in starts[3 : 3 + n_marked]]
    found = find_marked("\n".join(lines), headings)
    assert (found == NOTHING) is means_nothing


def test_a_heading_stands_over_a_text() -> None:
    lines = ("# 举措", "学习3次。", "## 图片", "# 不足", "人少。", "# 相关阅读", "某局召开会议", "某局开展检查")
    assert [row.split()[2] for row in shown(*lines)] == ["举措", "不足"]
    assert [row.split()[2] for row in shown("# 举措", "学习3次。", "# 下一步", "充实队伍")] == ["举措", "下一步"]


def test_a_heading_over_the_preamble_opens_no_part() -> None:
    lines = ("# 某局2021年法治政府建设报告", "## 前言", "我局认真学习，现将情况报告如下。", "## 举措", "学习3次。")
    assert shown(*lines) == ["front title 某局2021年法治政府建设报告", "measures 1 举措"]
    assert passages(*lines)["role"].tolist() == ["front"] * 3 + ["measures"] * 2
    assert [row.split()[2] for row in shown(*lines[:2], "学习5次。", *lines[3:])][1:] == ["前言", "举措"]


def test_where_most_of_a_text_is_marked_the_marks_mean_nothing() -> None:
    text = "一、举措\n" + "我局认真学习。努力工作。" * 9 + "\n小标题\n学习。"
    marked = [Heading(0, 2), Heading(5, 2), Heading(text.index("小"), 3)]
    assert find_marked(text, marked) == NOTHING
    assert find_marked(text, marked[::2]).ends == {0: 4, text.index("小"): text.index("小") + 3}


def test_a_marked_line_is_a_heading_to_its_end() -> None:
    line = "一、坚持党的领导，全面推进依法行政一是重点"
    assert shown(f"# {line}", "学习3次。") == [f"measures 1 {line}"]
    assert shown("# （一）加强学习。2021年，我局组织学习12次。", "学习3次。") == ["measures 2 （一）加强学习。"]


def test_with_marked_sections_no_line_is_a_heading_by_its_words_alone() -> None:
    assert shown("# 存在问题", "主要问题", "人少。", "# 下一步", "努力。") == [
        "shortcomings 1 存在问题",
        "plan 1 下一步",
    ]
    assert shown("# 主要举措", "学习。", "存在的问题", "人少。", "# 下一步", "努力。") == [
        "measures 1 主要举措",
        "plan 1 下一步",
    ]
    topics = ("依法决策", "审查12件。", "规范执法", "检查3次。")
    assert shown("# 主要举措", *topics, "# 存在问题", "人手不足", "编制少。", "# 下一步", "招录3人。") == [
        "measures 1 主要举措",
        "shortcomings 1 存在问题",
        "plan 1 下一步",
    ]


def test_with_one_marked_section_lines_are_headings_by_their_words_too() -> None:
    lines = ("# 主要举措", "## 依法决策", "审查12件。", "## 规范执法", "检查3次。", "存在的问题", "人少。")
    assert shown(*lines, "下一步工作打算", "招录3人。") == [
        "measures 1 主要举措",
        "measures 2 依法决策",
        "measures 2 规范执法",
        "shortcomings 1 存在的问题",
        "plan 1 下一步工作打算",
    ]


HEADINGS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 9)), max_size=9)


@given(HEADINGS)
def test_what_was_written_is_read(pairs: list[tuple[int, int]]) -> None:
    headings = tuple(Heading(*pair) for pair in pairs)
    cell = write_headings(headings)
    assert read_headings(cell) == headings if cell else not headings


LINES = st.sampled_from(
    ["一、举措", "（一）学习", "学习3次。", "不足", "下一步", "某市司法局", "1.检查", "一是人少。", "图1"]
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["", "# ", "## ", "### ", "= "]), LINES), min_size=1, max_size=14))
def test_whatever_is_marked_the_passages_are_the_text(lines: list[tuple[str, str]]) -> None:
    report = read(*(mark + words for mark, words in lines))
    rows = parse_outline(report)
    assert "".join(rows["text"]) == report["text"].item()
    assert rows["end"].tolist()[:-1] == rows["start"].tolist()[1:]
