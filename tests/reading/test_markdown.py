"""Markdown: what a reader of the page sees, and nothing of the mark-up; no character lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.errors import CorpusError
from helpers.reading.files import read_file
from helpers.reading.lines import OUTSIDE, ROW, mark_heading
from helpers.reading.markdown import MAX_CHARS_SOURCE, MAX_LINES_SOURCE, MAX_NESTING, MAX_SIGNS, markdown_text

LONG = "某县司法局坚持以习近平法治思想为指导，认真贯彻落实党中央、国务院决策部署，全面"  # a full line


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("**一、坚持党的领导。**全面推进", "一、坚持党的领导。全面推进"),
        ("**（一）强化监管**：推行**“双随机”**监管，*从严*执法", "（一）强化监管：推行“双随机”监管，从严执法"),
        ("** 一、加强学习 **，学用结合", "一、加强学习，学用结合"),
        ("~~删去~~的___三项___制度", "删去的三项制度"),
        (r"1\.加强学习，\*原样\*，5\_000", "1.加强学习，*原样*，5_000"),
        ("投入5_000元、$3$万，a_b_c，5*3，１．０", "投入5_000元、$3$万，a_b_c，5*3，１．０"),
        ("见[《条例》](http://a.cn/b)和<http://a.cn>、`三项`", "见《条例》和http://a.cn、三项"),
        (
            "根据《法》<sup>①</sup>和<中华人民共和国行政处罚法>&nbsp;办理&lt;3",
            "根据《法》①和<中华人民共和国行政处罚法>\xa0办理<3",
        ),
        ("![图](a.png)办理5件<!-- 草稿 -->", "办理5件"),
        ("正文[^1]。\n\n[^1]: 数据来自统计。", "正文。\n数据来自统计。"),
        ("[注]: 截至年底", "[注]: 截至年底"),  # no address: it would be mark-up that prints nothing
        ("甲[文][1]。\n\n[1]: http://a.cn", "甲文。"),
        ("   [注]: 截至年底", "[注]: 截至年底"),
        ("甲[文][1]。\n\n[1]: www.a.cn", "甲文。"),
        ("- [x] 完成一项\n- 两项", "完成一项\n两项"),
        ("- [ ] 待办一项\n- [X] 办结两项", "待办一项\n办结两项"),
        ("甲\n\n---\n\n乙\n***\n丙", "甲\n乙\n丙"),
        ("标题\n---\n\n标题\n===\n\n标题\n=\n", "标题\n标题\n标题"),
        ("    缩进四格的段落", "缩进四格的段落"),
        ("　　一、全角缩进", "一、全角缩进"),
        ("```\n一行\n两行\n```", "一行\n两行"),
        ("> 引文\n> 续行\n\n> 另段", "引文续行\n另段"),
        ("甲  \n乙\\\n丙<br>丁", "甲\n乙\n丙\n丁"),
        ("#法治宣传周#活动", "#法治宣传周#活动"),
        ("甲\x1c乙\x1f丙", "甲 乙 丙"),
    ],
)
def test_the_visible_text(text: str, seen: str) -> None:
    assert markdown_text(text) == seen


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("# 一、加强学习", 1, "一、加强学习"),
        ("### **（一）规范执法** ###", 3, "（一）规范执法"),
        ("##一、加强学习", 2, "一、加强学习"),
        ("#2021年工作", 1, "2021年工作"),
        ("###### [六级](#a) {#six .x}", 6, "六级"),
    ],
)
def test_headings_are_marked(text: str, level: int, words: str) -> None:
    assert markdown_text(text) == mark_heading(level) + words


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("3. 公示\n4. 记录", "3.公示\n4.记录"),
        ("1) 公示\n2) 记录", "1)公示\n2)记录"),
        ("1. 公示\n1. 记录\n1. 审核", "1.公示\n2.记录\n3.审核"),
        ("1. 公示\n2. 记录\n4. 审核", "1.公示\n2.记录\n4.审核"),  # one was lost, and not by the program
        ("- 公示\n- 记录\n\n* 审核", "公示\n记录\n审核"),
        ("1. 公示\n   - 甲\n   - 乙\n2. 记录\n\n   另段", "1.公示\n甲\n乙\n2.记录\n另段"),
        ("1. （一）公示\n2. **一是**记录", "（一）公示\n一是记录"),
        ("2021. 年份", "2021.年份"),
    ],
)
def test_lists_keep_the_numbers_printed(text: str, seen: str) -> None:
    assert markdown_text(text) == seen


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("| 单位 | 检查（次） |\n|:--|--:|\n| 甲局 | 12 |", ["单位\t检查（次）", "甲局\t12"]),
        ("||次|件|\n|-|-|-|\n|甲||3|\n||4|**5**|", ["\t次\t件", "甲\t\t3", "\t4\t5"]),
        ("甲|乙\n-|-\n1|2|多出", ["甲\t乙\t", "1\t2\t多出"]),
        ("|甲|乙|丙|\n|-|-|\n|1<br>2|a\\|b|3|", ["甲\t乙\t丙", "1 2\ta|b\t3"]),
        ("|甲|乙|\n|-|-|", ["甲\t乙"]),
        ("<table><tr><td></td><td>次</td></tr>\n<tr><td>甲</td><td>3</td></tr></table>", ["\t次", "甲\t3"]),
    ],
)
def test_tables_are_rows(table: str, rows: list[str]) -> None:
    lines = [ROW + row for row in rows]
    assert markdown_text(table).split("\n") == lines
    assert markdown_text(f"前文\n\n{table}\n\n后文").split("\n") == ["前文", *lines, "后文"]


def test_a_table_of_one_column_is_lines() -> None:
    assert markdown_text("|甲|\n|-|\n|乙|") == "甲\n乙"


def test_text_right_behind_a_table_is_no_row() -> None:
    assert markdown_text("|甲|乙|\n|-|-|\n后文").split("\n") == [ROW + "甲\t乙", "后文"]
    assert markdown_text("|甲|乙|\n|-|-|\n|1|2|\n后文").split("\n") == [ROW + "甲\t乙", ROW + "1\t2", "后文"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{LONG}\n推进依法行政。", [f"{LONG}推进依法行政。"]),
        (f"{LONG[:-1]}。\n推进依法行政。", [f"{LONG[:-1]}。推进依法行政。"]),  # a full line that ends a sentence
        ("全面推进\n依法行政", ["全面推进依法行政"]),
        ("Windows\n11 系统", ["Windows 11 系统"]),
        ("全面推进。\n依法行政。", ["全面推进。", "依法行政。"]),
        (f"一、举措\n{LONG}", ["一、举措", LONG]),
        (f"{LONG}\n二、不足\n（一）人手\n1.少", [LONG, "二、不足", "（一）人手", "1.少"]),
        ("某县司法局\n2022年1月12日", ["某县司法局", "2022年1月12日"]),
        (
            f"某司发〔2022〕3号\n某县司法局2021年法治政府建设报告\n县政府：\n{LONG}",
            ["某司发〔2022〕3号", "某县司法局2021年法治政府建设报告", "县政府：", LONG],
        ),
        (f"{LONG * 3}。\n{LONG * 2}。", [f"{LONG * 3}。", f"{LONG * 2}。"]),  # a paragraph a line
    ],
)
def test_the_lines_of_a_wrapped_paragraph_are_one(text: str, lines: list[str]) -> None:
    assert markdown_text(text).split("\n") == lines
    assert markdown_text(text.replace("\n", "\r\n")).split("\n") == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        # behind a sentence: where the widest line is from 36 to 120 wide, a 汉字 counting two
        ("甲" * 17 + "。\n" + "乙" * 9, 1),
        ("甲" * 16 + "。\n" + "乙" * 9, 2),
        ("甲" * 59 + "。\n" + "乙" * 9, 1),
        ("甲" * 59 + "a。\n" + "乙" * 9, 2),
        # a full line lacks 8 at most
        ("甲" * 20 + "\n" + "乙" * 16 + "\n丙", 1),
        ("甲" * 20 + "\n" + "乙" * 15 + "\n丙", 2),
        ("甲" * 20 + "\n" + "a" * 32 + "\n乙", 1),
        ("甲" * 20 + "\n" + "a" * 31 + "\n乙", 2),
        ("甲" * 20 + "\n" + "乙" * 9 + "，\n丙", 1),
        ("甲" * 20 + "\n" + "乙" * 9 + "、\n丙", 1),
        # where all lines are narrow, but not behind a heading
        ("举措一\n全县各科室学习情况", 1),
        ("一、举\n全县各科室学习情况", 2),
    ],
)
def test_where_a_paragraph_goes_on_over_a_break(text: str, lines: int) -> None:
    assert len(markdown_text(text).split("\n")) == lines


def test_front_matter_is_outside_but_for_a_title_that_the_text_lacks() -> None:
    front = "---\ntitle: '某局2021年法治政府建设报告'\ntags: [法治]\n---\n"
    title, tags = mark_heading(0) + "某局2021年法治政府建设报告", OUTSIDE + "tags: [法治]"
    assert markdown_text(front + "正文。").split("\n") == [title, tags, "正文。"]
    assert markdown_text(front + "# 某局2021年法治政府建设报告").split("\n") == [
        OUTSIDE + "title: '某局2021年法治政府建设报告'",
        tags,
        mark_heading(1) + "某局2021年法治政府建设报告",
    ]
    assert markdown_text("---\n\n一、举措\n\n---\n\n二、不足") == "一、举措\n二、不足"


def test_links_into_the_page_are_a_table_of_contents() -> None:
    assert markdown_text("[一、举措](#a) [`二、不足`](#b)") == OUTSIDE + "一、举措 二、不足"
    assert markdown_text("[一、举措](#a)和[二、不足](#b)") == "一、举措和二、不足"
    assert markdown_text("[一、举措](#a) [二、不足](b)") == "一、举措 二、不足"
    text = "## 目录\n\n- [一、举措](#a)\n- [二、不足](#b)\n\n## 一、举措\n\n见[附件](#c)。"
    assert markdown_text(text).split("\n") == [
        OUTSIDE + mark_heading(2) + "目录",
        OUTSIDE + "一、举措",
        OUTSIDE + "二、不足",
        mark_heading(2) + "一、举措",
        "见附件。",
    ]


def test_only_the_name_tells_markdown() -> None:
    data = "# 一、举措\n\n**加强**学习".encode()
    assert read_file(data, "a.txt") == data.decode()
    assert read_file(data, "A.MD") == mark_heading(1) + "一、举措\n加强学习"
    assert read_file(b"<div align=center>\n\n# a\n\n</div>", "a.md") == mark_heading(1) + "a"
    assert (
        read_file("<!DOCTYPE html><html><body><p># 加强，学习。</p></body></html>".encode(), "a.md") == "# 加强，学习。"
    )
    assert read_file("一、\x1c举措\x1d".encode() + "学习，推进。".encode() * 40, "a.txt").startswith("一、 举措 学习")


@pytest.mark.parametrize("text", [">" * MAX_NESTING + "甲", "".join("  " * i + "- 甲\n" for i in range(MAX_NESTING))])
def test_what_is_nested_too_deeply_is_refused(text: str) -> None:
    with pytest.raises(CorpusError, match="^a.md: its lists or quotations are nested too deeply to be read whole"):
        read_file(text.encode(), "a.md")


def test_what_is_nested_less_deeply_is_read() -> None:
    assert markdown_text(">" * 57 + "甲") == "甲"
    with pytest.raises(CorpusError, match="nested too deeply"):
        markdown_text(">" * 58 + "甲")


def test_mark_up_and_empty_lines_count_up_to_limits_of_their_own() -> None:
    assert markdown_text(" " * MAX_CHARS_SOURCE) == markdown_text("\n" * MAX_LINES_SOURCE) == ""
    with pytest.raises(CorpusError, match="^more than 300,000 characters"):
        markdown_text(" " * (MAX_CHARS_SOURCE + 1))
    with pytest.raises(CorpusError, match="^more than 10,000 lines"):
        markdown_text("\n" * (MAX_LINES_SOURCE + 1))


def test_a_file_that_is_too_long_is_refused() -> None:
    with pytest.raises(CorpusError, match="^a.md: more than 300,000 characters"):
        read_file(b"a" * (MAX_CHARS_SOURCE + 1), "a.md")
    with pytest.raises(CorpusError, match="^a.md: more than 10,000 lines"):
        read_file(b"# a\n" * (MAX_LINES_SOURCE + 1), "a.md")


@pytest.mark.parametrize("sign", ["*", "_a_", "[", "[a](b", "<a ", "&amp;", "\\a", "~~", "`", "|a"])
def test_signs_beyond_what_a_report_has_are_refused_before_the_parser_tries_each(sign: str, monkeypatch) -> None:
    monkeypatch.setattr("helpers.reading.markdown.MarkdownIt.parse", lambda *given: pytest.fail("parsed"))
    with pytest.raises(CorpusError, match="^a.md: it has more mark-up than a report; save its text as .txt$"):
        read_file(("甲" + sign).encode() * MAX_SIGNS, "a.md")


def test_cells_that_a_wide_row_adds_to_the_others_count(monkeypatch) -> None:
    monkeypatch.setattr("helpers.reading.markdown.MarkdownIt.parse", lambda *given: pytest.fail("parsed"))
    with pytest.raises(CorpusError, match="^it has more mark-up than a report; save its text as .txt$"):
        markdown_text("|甲|\n|-|\n" + "|乙|\n" * 300 + "|丙" * 300)


MARK_UP = [
    "\n",
    "\n\n",
    "# ",
    "##",
    "**",
    "*",
    "_",
    "- ",
    "1. ",
    "3) ",
    "> ",
    "|",
    "|-|-|\n",
    "`",
    "```\n",
    "~~",
    "    ",
]
MARK_UP += [
    "\\",
    "<br>",
    "[",
    "](#a)",
    "]: ",
    "$",
    "===\n",
    "---\n",
    "一、",
    "（一）",
    "“",
    "”",
    "：",
    "。",
    "加强",
    "学习",
    "12",
]


def test_what_stands_behind_a_fence_is_text_unless_it_is_a_language() -> None:
    assert markdown_text("~~~~一、措施\n学习。\n~~~~").split() == ["一、措施", "学习。"]
    assert markdown_text("```text\n学习。\n```").split() == ["学习。"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARK_UP), max_size=40).map("".join))
def test_no_汉字_is_lost_and_order_is_kept(text: str) -> None:
    text = re.sub(r"\]:|\]\(|<|---", "。", text)  # addresses, HTML and front matter are not seen
    kept = re.sub(r"[^\u4e00-\u9fff]", "", markdown_text(text))
    assert kept == re.sub(r"[^\u4e00-\u9fff]", "", text)
