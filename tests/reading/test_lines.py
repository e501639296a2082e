"""Pieces → lines: breaks of the source, rows of tables, what stands outside the report."""

import pytest

from helpers.errors import CorpusError
from helpers.reading.lines import (
    HEADING,
    MAX_CHARS,
    MAX_LINES,
    OUTSIDE,
    ROW,
    SOURCE_BREAK,
    Mark,
    check_size,
    lay_out,
    mark_heading,
    read_kept,
    whole_number,
    write_kept,
)

BREAK, CELL, END = Mark.BREAK, Mark.CELL, Mark.ROW_END


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], ""),
        (["一、", "加强"], "一、加强"),
        (["甲", BREAK, BREAK, " \t ", BREAK, "乙"], "甲\n乙"),
        (["  甲   乙 \t"], "甲 乙"),
        (["甲\u3000", BREAK, "\xa0乙"], "甲\u3000\n\xa0乙"),  # what is no space of the source stays
    ],
)
def test_lines(pieces: list[str | Mark], text: str) -> None:
    assert lay_out(pieces) == text


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        (f"推{SOURCE_BREAK}进", "推进"),
        (f"推 {SOURCE_BREAK}{SOURCE_BREAK} 进", "推进"),
        (f"（一）{SOURCE_BREAK}“推”{SOURCE_BREAK}…", "（一）“推”…"),
        (f"a{SOURCE_BREAK}b", "a b"),
        (f"1月{SOURCE_BREAK}2日{SOURCE_BREAK}学", "1月 2日学"),
        (f"学{SOURCE_BREAK}3次", "学 3次"),
    ],
)
def test_a_break_of_the_source_is_nothing_between_汉字_and_else_a_space(text: str, tidy: str) -> None:
    assert lay_out([text]) == tidy


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([OUTSIDE + "首页", BREAK, "正文"], [OUTSIDE + "首页", "正文"]),
        (["首", OUTSIDE, "页"], [OUTSIDE + "首页"]),  # wherever in the line it stands
        ([OUTSIDE + " 首页 ", OUTSIDE + " > "], [OUTSIDE + "首页 >"]),
        ([OUTSIDE, BREAK, OUTSIDE + "  ", BREAK, "正文"], ["正文"]),
        ([OUTSIDE + "\u3000首页\u3000"], [OUTSIDE + "首页"]),
    ],
)
def test_a_line_outside_begins_with_the_mark(pieces: list[str | Mark], lines: list[str]) -> None:
    assert lay_out(pieces).split("\n") == lines


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        ([mark_heading(1) + "一、", "举措", BREAK, "正文"], [HEADING * 2 + "一、举措", "正文"]),
        ([OUTSIDE, mark_heading(0), " 目录 "], [OUTSIDE + HEADING + "目录"]),
        ([mark_heading(3), BREAK, "正文"], ["正文"]),
        ([ROW + "\t甲\t3\t"], [ROW + "\t甲\t3\t"]),  # laid out before
    ],
)
def test_a_heading_begins_with_its_mark(pieces: list[str | Mark], lines: list[str]) -> None:
    assert lay_out(pieces).split("\n") == lines


def row(*cells: str | list[str | Mark]) -> list[str | Mark]:
    """The pieces of a table's row."""
    pieces: list[str | Mark] = [Mark.ROW]
    for cell in cells:
        pieces += [CELL, *cell]
    return [*pieces, END]


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (row("单位", "件数"), [ROW + "单位\t件数"]),
        (["前", *row("单位", "件数"), "后"], ["前", ROW + "单位\t件数", "后"]),
        (row("", "甲局", "", "3", ""), [ROW + "\t甲局\t\t3\t"]),  # empty cells keep their places
        (row("", "", "38"), [ROW + "\t\t38"]),
        (row("", "９９.５％"), [ROW + "\t９９.５％"]),
        (row("甲局"), ["甲局"]),
        (row("甲局", "已办结。"), [ROW + "甲局\t已办结。"]),  # one line of one cell is a value still
        (row("", "已办结。"), ["已办结。"]),
        (row("", mark_heading(1) + "某局报告", ""), [mark_heading(1) + "某局报告"]),  # a page laid out by a table
        (row(), []),
        (row("", " "), []),
        (row(["甲", BREAK, "乙"], "3"), [ROW + "甲乙\t3"]),
        (row(["检查", BREAK, "(", BREAK, "次)"], ["a", BREAK, "b"]), [ROW + "检查 ( 次)\ta b"]),
        (row(["甲", BREAK], "3"), [ROW + "甲\t3"]),  # a paragraph in each cell
        (row("甲\t乙", "3"), [ROW + "甲 乙\t3"]),  # a tab of the cell's own
        (row(["一、举措", BREAK, "加强学习。"], "3"), ["一、举措", "加强学习。", "3"]),  # text in columns
        (row(["一、举措", BREAK, "加强学习"]), ["一、举措", "加强学习"]),
        ([*row("单位", "件数"), *row("甲局", "3")], [ROW + "单位\t件数", ROW + "甲局\t3"]),
        (row("外", row("内", "中"), "右"), ["外", ROW + "内\t中", "右"]),
        (row("外", [*row("内", "中"), *row("下", "底")]), ["外", ROW + "内\t中", ROW + "下\t底"]),
        (row(mark_heading(2) + "外", mark_heading(2) + "内"), [ROW + "外\t内"]),
        (row(OUTSIDE + "首页", OUTSIDE + "栏目"), [OUTSIDE + ROW + "首页\t栏目"]),
        (row(OUTSIDE + "首页", "", OUTSIDE + "栏目"), [OUTSIDE + ROW + "首页\t\t栏目"]),
        (row(OUTSIDE + "首页", "甲局"), [ROW + "首页\t甲局"]),
        (row([OUTSIDE + "首页", BREAK, "甲局。"], "乙"), [OUTSIDE + "首页", "甲局。", "乙"]),
        ([CELL, "甲", CELL, "乙", END, "丙"], ["甲", "乙", "丙"]),  # cells of no row
        ([Mark.ROW, "甲", CELL, "乙"], ["甲", "乙"]),  # a row that never ends
        ([Mark.ROW, "甲", CELL, "乙", CELL, "丙", END], ["甲", ROW + "乙\t丙"]),  # a caption before the cells
    ],
)
def test_rows_of_tables(pieces: list[str | Mark], lines: list[str]) -> None:
    assert lay_out(pieces) == "\n".join(lines)


def test_the_limit_is_of_all_pieces_together() -> None:
    half = "文" * (MAX_CHARS // 2)
    assert len(lay_out([half, BREAK, half])) == MAX_CHARS + 1
    with pytest.raises(CorpusError, match="^more than 300,000 characters, too many for one report"):
        lay_out([half, BREAK, half, BREAK, "文"])


def test_a_report_may_have_as_much_as_the_limits_say() -> None:
    check_size(MAX_CHARS, MAX_LINES)
    for size in ((MAX_CHARS + 1, 1), (1, MAX_LINES + 1)):
        with pytest.raises(CorpusError, match="too many for one report"):
            check_size(*size)


def test_no_more_lines_than_a_report_has() -> None:
    assert lay_out(["文", BREAK] * MAX_LINES).count("\n") == MAX_LINES - 1
    with pytest.raises(CorpusError, match="^more than 10,000 lines, too many for one report"):
        lay_out(["文", BREAK] * (MAX_LINES + 1) + ["文"])


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("9999", 9999), ("10000", 7), ("", 7), ("-1", 7), ("1.5", 7), (" 1", 7), (None, 7)],
)
def test_whole_number(text: str | None, number: int) -> None:
    assert whole_number(text, 7) == number


@pytest.mark.parametrize(
    "line",
    [
        "一、加强学习",
        f"{OUTSIDE}— 1 —",
        f"{ROW}单位\t件数",
        f"{ROW}\t\t3",
        f"{ROW}合计\t",
        f"{ROW}一、加强学习\t3",
        f"{OUTSIDE}甲市\t1",
        "甲 乙",
        "",
    ],
)
def test_a_kept_text_is_read_as_it_was_written(line: str) -> None:
    assert not {OUTSIDE, ROW} & set(write_kept(line))
    assert read_kept(write_kept(f"{line}\n{line}")) == f"{line}\n{line}"


def test_a_line_that_somebody_indented_with_a_tab_is_no_row() -> None:
    for line in ("\t一、加强学习", "\t组织学习八次。", "\t\t（一）规范执法"):
        assert read_kept(line) == line
