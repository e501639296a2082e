"""Where headings and items begin and end: invented texts with the expected rows in full."""

import pytest

from helpers.structure.outline import parse_outline
from tests.structure.shown import headings, items, outline, reports


def test_one_line_with_headings_glued_on_both_sides() -> None:
    text = (
        "2021年情况报告如下：一、坚持正确的方向（一）强化理论武装。坚持学习。（二）规范权力。公开信息。"
        "二、强化保护一是完善制度。二是加强服务。"
    )
    assert outline(text)[1:] == [
        ("measures", "heading", 1, "1", "一、坚持正确的方向"),
        ("measures", "heading", 2, "1.1", "（一）强化理论武装。"),
        ("measures", "paragraph", None, "1.1", "坚持学习。"),
        ("measures", "heading", 2, "1.2", "（二）规范权力。"),
        ("measures", "paragraph", None, "1.2", "公开信息。"),
        ("measures", "heading", 1, "2", "二、强化保护"),
        ("measures", "item", 5, "2.1", "一是完善制度。"),
        ("measures", "item", 5, "2.2", "二是加强服务。"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "做到知行合一、以知促行。",
        "坚持标准统一、流程规范。",
        "最突出的之一是服务。",
        "依照第五条第（一）项的规定办理。",
        "开展3.15国际消费者日宣传。",
        "推广2.0版平台。",
        "办理一、二审案件。",
        "共21.7万户企业。",
    ],
)
def test_numerals_inside_a_sentence_are_no_markers(sentence: str) -> None:
    text = f"一、主要举措\n（一）加强服务。我局推进工作。{sentence}"
    assert headings(text) == [(1, "一、主要举措"), (2, "（一）加强服务。")]
    assert items(text) == [("measures", f"（一）加强服务。我局推进工作。{sentence}")]


def test_doubled_and_skipped_numerals_are_markers_as_printed() -> None:
    text = "一、举措\n（一）甲工作。做了。\n（一）乙工作。做了。\n（四）丙工作。做了。"
    rows = parse_outline(reports(text))
    assert rows[rows.level == 2].marker.tolist() == ["（一）", "（一）", "（四）"]
    assert rows[rows.level == 2].path.tolist() == ["1.1", "1.2", "1.3"]


def test_a_lost_numeral_and_a_lost_first_heading() -> None:
    text = (
        "一、举措\n加强组织领导。为加强领导，成立了专门的工作小组。\n（二）落实制度规定。专题研究有关事项。\n"
        "、下步计划\n（一）提升能力。开展培训。"
    )
    rows = parse_outline(reports(text))
    found = rows[rows.kind == "heading"]
    assert list(zip(found.level, found.marker.fillna("NA"), found.text.str.rstrip(), found.role, strict=True)) == [
        (1, "一、", "一、举措", "measures"),
        (2, "NA", "加强组织领导。", "measures"),
        (2, "（二）", "（二）落实制度规定。", "measures"),
        (1, "、", "、下步计划", "plan"),
        (2, "（一）", "（一）提升能力。", "plan"),
    ]


def test_a_heading_run_into_its_sentence_ends_where_the_sentence_begins() -> None:
    text = (
        "一、总体情况2021年，我局推进法治建设，成效明显。二、存在的问题我局仍有差距。"
        "三、下一步工作思路下一步，我局将继续努力。"
    )
    assert headings(text) == [(1, "一、总体情况"), (1, "二、存在的问题"), (1, "三、下一步工作思路")]


def test_a_numbered_running_paragraph_has_its_first_clause_as_heading() -> None:
    text = "一、举措\n（一）公开\n1.出台《信息审核发布制度，试行》，对有关事项主动公开。\n2.健全机制。落实要求。"
    assert headings(text)[2:] == [(3, "1.出台《信息审核发布制度，试行》，"), (3, "2.健全机制。")]


def test_numbers_that_run_on_over_headings_and_one_that_lost_its_dot() -> None:
    text = (
        "一、举措\n（一）甲\n1.学习。学了。\n2.培训。训了。\n（二）乙\n3.公开。公开了。\n"
        "二、情况\n1履行职责情况。严格执行规定。"
    )
    assert headings(text)[2:] == [
        (3, "1.学习。"),
        (3, "2.培训。"),
        (2, "（二）乙"),
        (3, "3.公开。"),
        (1, "二、情况"),
        (3, "1履行职责情况。"),
    ]


def test_a_heading_of_two_clauses_over_numbered_lines_is_whole() -> None:
    text = "一、举措\n（一）规范执法，维护秩序。\n1.建制度。修订规则。\n2.严执法。查办案件。"
    assert headings(text)[1] == (2, "（一）规范执法，维护秩序。")
