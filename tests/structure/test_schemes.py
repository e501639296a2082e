"""Numbering other than 一、 （一） 1. （1）: invented reports with levels, paths and markers in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import fold
from helpers.structure.outline import parse_outline
from helpers.structure.schemes import find_schemes
from tests.structure.shown import reports


def read(text: str) -> list[tuple[str, str, str]]:
    """(role, path, marker) of each heading."""
    rows = parse_outline(reports(text))
    found = rows[rows.kind == "heading"]
    return list(zip(found.role, found.path, found.marker.fillna("NA"), strict=True))


# The marks of three sections.
SECTIONS = [
    ("壹、", "贰、", "叁、"),
    ("壹．", "贰．", "叁．"),
    ("壹　", "贰　", "叁　"),
    ("甲、", "乙、", "丙、"),
    ("第一章　", "第二章　", "第三章　"),
    ("第1章 ", "第2章 ", "第3章 "),
    ("第一节 ", "第二节 ", "第三节 "),
    ("第一篇章　", "第二篇章　", "第三篇章　"),
    ("第一部分：", "第二部分：", "第三部分："),
    ("第1部分 ", "第2部分 ", "第3部分 "),
    ("第壹部分 ", "第贰部分 ", "第叁部分 "),
    ("Part 1 ", "Part 2 ", "Part 3 "),
    ("PART ONE ", "PART TWO ", "PART THREE "),
    ("Ⅰ．", "Ⅱ．", "Ⅲ．"),
    ("Ⅰ ", "Ⅱ ", "Ⅲ "),
    ("I. ", "II. ", "III. "),
    ("A．", "B．", "C．"),
]


@pytest.mark.parametrize("marks", SECTIONS)
def test_sections_with_parts_below(marks: tuple[str, str, str]) -> None:
    first, second, third = marks
    text = (
        f"某县2022年法治政府建设报告\n{first}履职回顾\n（一）加强学习。学习5次。\n（二）规范执法。检查3次。\n"
        f"{second}存在问题\n力量不足，人员老化。\n{third}2023年打算\n加强培训。"
    )
    assert read(text) == [
        ("measures", "1", first.strip()),
        ("measures", "1.1", "（一）"),
        ("measures", "1.2", "（二）"),
        ("shortcomings", "2", second.strip()),
        ("plan", "3", third.strip()),
    ]


@pytest.mark.parametrize("marks", SECTIONS)
def test_one_mark_alone_is_none(marks: tuple[str, str, str]) -> None:
    text = f"一、履职回顾\n做了。\n{marks[0]}某事。\n二、存在问题\n力量不足。"
    if not marks[0].startswith("第一部分"):  # which has always stood alone
        assert [marker for *_, marker in read(text)] == ["一、", "二、"]


@pytest.mark.parametrize(
    ("first", "second", "level"),
    [
        ("（壹）", "（贰）", 2),
        ("甲．", "乙．", 2),
        ("（甲）", "（乙）", 2),
        ("A. ", "B. ", 2),
        ("㈠", "㈡", 2),
        ("一）", "二）", 2),
        ("（一）、", "（二）、", 2),
        ("（一)", "(二）", 2),
        ("1.1 ", "1.2 ", 2),
        ("⒈", "⒉", 3),
        ("⑴", "⑵", 4),
        ("1）", "2）", 4),
        ("（1）、", "（2）、", 4),
        ("(1）", "（2)", 4),
        ("①", "②", 4),
    ],
)
def test_marks_below_a_section(first: str, second: str, level: int) -> None:
    text = f"一、履职回顾\n{first}加强学习。学习5次。\n{second}规范执法。检查3次。\n二、存在问题\n力量不足。"
    rows = parse_outline(reports(text))
    found = rows[rows.kind == "heading"]
    assert list(zip(found.level, found.marker, strict=True)) == [
        (1, "一、"),
        (level, first.strip()),
        (level, second.strip()),
        (1, "二、"),
    ]


def test_parts_over_sections_that_start_again() -> None:
    text = (
        "第一章　总体情况\n一、加强学习\n学习5次。\n二、规范执法\n检查3次。\n"
        "第二章　存在问题\n力量不足。\n第三章　工作安排\n一、加强培训\n培训。\n二、公开\n公开。"
    )
    assert read(text) == [
        ("measures", "1", "第一章"),
        ("measures", "2", "一、"),
        ("measures", "3", "二、"),
        ("shortcomings", "4", "第二章"),
        ("plan", "5", "第三章"),
        ("plan", "6", "一、"),
        ("plan", "7", "二、"),
    ]


def test_chapters_and_their_sections() -> None:
    text = "第一章 履职回顾\n第一节 学习\n学习5次。\n第二节 执法\n检查3次。\n第二章 存在问题\n力量不足。"
    assert [(path, marker) for _, path, marker in read(text)] == [
        ("1", "第一章"),
        ("1.1", "第一节"),
        ("1.2", "第二节"),
        ("2", "第二章"),
    ]


@pytest.mark.parametrize("sign", ["", ".", "、"])
def test_decimals_below_their_own_sections(sign: str) -> None:
    text = (
        f"1{sign} 履职回顾\n1.1{sign} 学习\n1.1.1{sign} 集中学习\n学习5次。\n1.1.2{sign} 个人自学\n自学3次。\n"
        f"1.2{sign} 执法\n检查3次。\n2{sign} 存在问题\n力量不足。\n3{sign} 2023年打算\n3.1{sign} 培训\n加强培训。"
    )
    assert [(role, path) for role, path, _ in read(text)] == [
        ("measures", "1"),
        ("measures", "1.1"),
        ("measures", "1.1.1"),
        ("measures", "1.1.2"),
        ("measures", "1.2"),
        ("shortcomings", "2"),
        ("plan", "3"),
        ("plan", "3.1"),
    ]


def test_a_section_of_decimals_may_end_the_text_or_have_no_parts() -> None:
    text = "1 履职回顾\n1.1 学习\n学习5次。\n1.2 执法\n检查3次。\n2 存在问题\n2.1 人手\n人少。\n2.2 经费\n钱少。"
    assert [path for _, path, _ in read(text)] == ["1", "1.1", "1.2", "2", "2.1", "2.2"]
    assert [marker for *_, marker in read(text.replace("2 存", "存"))] == ["NA"]  # what 2.1 stands under is not known


def test_a_numbering_may_start_again_and_one_that_breaks_off_after_its_first_mark_is_none() -> None:
    twice = "壹、履职回顾\n学习5次。\n贰、存在问题\n力量不足。\n壹、附：经费\n增加。\n贰、附：人员\n增加。"
    assert [marker for *_, marker in read(twice)] == ["壹、", "贰、", "壹、", "贰、"]
    assert [marker for *_, marker in read(f"壹、某事已办。\n{twice}")] == ["壹、", "贰、", "壹、", "贰、"]


@pytest.mark.parametrize(
    ("n_signs", "found"), [(1, []), (2, ["第一章", "第二章"]), (30, ["第一章", "第二章"]), (31, [])]
)
def test_a_chapter_s_name_right_behind_its_number_has_2_to_30_characters(n_signs: int, found: list[str]) -> None:
    text = f"第一章{'学' * n_signs}\n学习5次。\n第二章存在问题\n力量不足。"
    assert [marker for *_, marker in read(text) if marker != "NA"] == found


def test_marks_glued_to_one_line() -> None:
    text = "现报告如下：壹、履职回顾。开展检查9次。贰、存在不足。力量不足。叁、工作打算。加强培训。"
    assert read(text) == [("measures", "1", "壹、"), ("shortcomings", "2", "贰、"), ("plan", "3", "叁、")]


@pytest.mark.parametrize(
    "sentence",
    [
        "甲、乙两县共建平台。\n乙、丙两县共建队伍。",
        "甲方提供场地。\n乙方提供人员。",
        "甲级资质3家，\n乙级资质9家。",
        "壹万元以上的支出9笔。\n贰号楼改造完成。",
        "第一章总则共五条，规定了原则。\n第二章分则共九条，规定了程序。",
        "学习《某法》第一章、第二章。第一章的规定已经落实。",
        "1.5万名群众参加。\n1.6万人次受益。",
        "3.15国际消费者日宣传3场。\n3.16后回访。",
        "推进①②类事项下放，完成③类事项。",
        "A类企业3家。\nB类企业9家。",
        "2021年3月1日前办结。\n2022年3月1日前办结。",
        "维生素C、D超标。\nD、E级单位2家。",
    ],
)
def test_what_only_looks_like_a_mark(sentence: str) -> None:
    text = f"一、履职回顾\n{sentence}\n二、存在问题\n力量不足。"
    assert [marker for *_, marker in read(text)] == ["一、", "二、"]


@given(st.text("壹贰甲乙第一二章节部分、. \n（）①1.2加强ⅠⅡAB：", max_size=40))
@settings(deadline=None)
def test_marks_stand_in_order_beside_each_other(text: str) -> None:
    text = fold(text)
    marks = find_schemes(text, 0, len(text))
    assert all(mark.start < mark.end <= len(text) for mark in marks)
    assert all(mark.end <= after.start for mark, after in zip(marks, marks[1:], strict=False))
