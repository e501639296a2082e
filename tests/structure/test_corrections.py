"""What a reader's corrections change in the rows of one text; what is refused stands in tests/corpus."""

import pytest

from helpers.errors import CorpusError
from helpers.quotes import Correction
from helpers.structure.outline import list_passages


def corrected(text: str, *given: str) -> list[tuple]:
    """(kind, level, role, text) of each row of a text with corrections, each quote|field|value."""
    corrections = [Correction(row, "a", *cells.split("|")) for row, cells in enumerate(given, 2)]
    rows = list_passages(text, year=2021, corrections=corrections)
    return [(row.kind, row.level, row.role, row.text.strip()) for row in rows]


@pytest.mark.parametrize(
    ("text", "given", "rows"),
    [
        # The quote is the row to its last sign: the next row stays.
        (
            "一是带头学法；二是带头守法。",
            ["一是带头学法；|kind|paragraph"],
            [("paragraph", None, "一是带头学法；"), ("item", 5, "二是带头守法。")],
        ),
        # A heading whose last sign stands on a line of its own.
        (
            "（一）加强学\n习\n学法五次。",
            ["（一）加强学习|kind|heading"],
            [("heading", 2, "（一）加强学\n习"), ("paragraph", None, "学法五次。")],
        ),
        # The level of the numeral, with it in the quote or before it; of a rest of one, 、, it is 1.
        (
            "甲事。1.加强学习，学法。",
            ["1.加强学习，|kind|heading"],
            [("paragraph", None, "甲事。"), ("heading", 3, "1.加强学习，"), ("paragraph", None, "学法。")],
        ),
        (
            "甲事。、加强学习，学法。",
            ["、加强学习，|kind|heading"],
            [("paragraph", None, "甲事。"), ("heading", 1, "、加强学习，"), ("paragraph", None, "学法。")],
        ),
        # A heading keeps its level if it has one; one that is given for the same quote holds over the numeral's.
        (
            "（二）加强学习 学法。",
            ["加强学习|kind|heading"],
            [("heading", 2, "（二）加强学习"), ("paragraph", None, "学法。")],
        ),
        (
            "（二）加强学习 学法。",
            ["加强学习|kind|heading", "加强学习|level|3"],
            [("heading", 3, "（二）加强学习"), ("paragraph", None, "学法。")],
        ),
        (
            "加强学习 学法。",
            ["加强学习|kind|heading", "加强学习|level|4"],
            [("heading", 4, "加强学习"), ("paragraph", None, "学法。")],
        ),
        # The stop belongs to the heading, quoted or not, and no more than the stop.
        (
            "加强学习。 学法。",
            ["加强学习|kind|heading", "加强学习|level|2"],
            [("heading", 2, "加强学习。"), ("paragraph", None, "学法。")],
        ),
        # An item begins with its quote and goes to the end of its row, whatever is quoted of it.
        (
            "加强学习。学法。开会。\n普法。",
            ["学法|kind|item"],
            [("paragraph", None, "加强学习。"), ("item", 5, "学法。开会。"), ("paragraph", None, "普法。")],
        ),
        # Over two rows: they are one.
        (
            "学法。\n普法。\n执法。",
            ["学法。普法。|kind|item"],
            [("item", 5, "学法。\n普法。"), ("paragraph", None, "执法。")],
        ),
        # In the last row of the text.
        ("学法。", ["学法|kind|heading", "学法|level|2"], [("heading", 2, "学法。")]),
        (
            "学法。普法。",
            ["学法。|kind|heading", "学法。|level|2"],
            [("heading", 2, "学法。"), ("paragraph", None, "普法。")],
        ),
    ],
)
def test_a_kind_set_right(text: str, given: list[str], rows: list[tuple]) -> None:
    first = ("heading", 1, "measures", "一、举措")
    expected = [(kind, level, "measures", words) for kind, level, words in rows]
    assert corrected(f"一、举措\n{text}", *given) == [first, *expected]


def test_each_heading_has_the_level_that_is_given_for_its_own_quote() -> None:
    given = ["学法|kind|heading", "普法|kind|heading", "普法|level|3", "学法|level|2"]
    assert corrected("一、举措\n学法 五次。\n普法 九次。", *given)[1:] == [
        *[("heading", 2, "measures", "学法"), ("paragraph", None, "measures", "五次。")],
        *[("heading", 3, "measures", "普法"), ("paragraph", None, "measures", "九次。")],
    ]


def test_a_level_for_another_quote_is_none_for_this_heading() -> None:
    with pytest.raises(CorpusError, match="a heading without a numeral"):
        corrected("一、举措\n学法 五次。\n普法。", "学法|kind|heading", "举措|level|2")
    with pytest.raises(CorpusError, match="a heading without a numeral"):
        corrected("一、举措\n（二）加强学习 学法。", "学法|kind|heading")  # the row's numeral is another heading's


def test_a_heading_without_a_numeral_keeps_its_level() -> None:
    assert corrected("主要举措\n学法。\n存在的问题\n人少。", "存在的问题|kind|heading")[2:] == [
        *[("heading", 1, "shortcomings", "存在的问题"), ("paragraph", None, "shortcomings", "人少。")],
    ]


FRONT = "某局报告\n基本情况\n本局有人员八人。\n"


def test_behind_a_heading_in_the_front_all_is_body() -> None:
    text = f"{FRONT}一、举措\n学法。\n某局\n2022年1月2日"
    assert corrected(text, "基本情况|kind|heading", "基本情况|level|1") == [
        ("title", None, "front", "某局报告"),
        *[("heading", 1, "measures", "基本情况"), ("paragraph", None, "measures", "本局有人员八人。")],
        *[("heading", 1, "measures", "一、举措"), ("paragraph", None, "measures", "学法。")],
        *[("paragraph", None, "measures", "某局"), ("date", None, "back", "2022年1月2日")],
    ]


def test_what_is_left_of_a_row_is_of_the_part_of_the_new_one() -> None:
    text = "一、举措\n学法。某局办公室 王某"
    assert corrected(text, "某局办公室|kind|signature")[1:] == [
        ("paragraph", None, "measures", "学法。"),
        ("signature", None, "back", "某局办公室"),
        ("paragraph", None, "back", "王某"),
    ]
    assert corrected("某局报告\n市政府 内部\n一、举措\n学法。", "市政府|kind|addressee")[1:3] == [
        ("addressee", None, "front", "市政府"),
        ("paragraph", None, "front", "内部"),
    ]


ROLES = "一、举措\n学法。\n（一）甲事\n做甲。\n1.乙事\n做乙。\n（二）丙事\n做丙。\n特此报告。\n2022年1月2日"


@pytest.mark.parametrize(
    ("quote", "changed"),
    [
        ("举措", ["一、举措", "学法。", "（一）甲事", "做甲。", "1.乙事", "做乙。", "（二）丙事", "做丙。"]),
        ("甲事", ["（一）甲事", "做甲。", "1.乙事", "做乙。"]),
        ("做甲。", ["做甲。"]),
        ("做甲。1", ["做甲。", "1.乙事", "做乙。"]),  # of the heading that the quote ends in
        ("（二）丙事", ["（二）丙事", "做丙。"]),
        ("丙事做丙", ["（二）丙事", "做丙。"]),
        ("2022年1月2日", ["2022年1月2日"]),
    ],
)
def test_a_role_set_right_is_that_of_the_rows_quoted_and_of_what_stands_below(quote: str, changed: list[str]) -> None:
    rows = corrected(ROLES, f"{quote}|role|plan")
    assert [words for _, _, role, words in rows if role == "plan"] == changed
    assert [words for *_, words in rows] == ROLES.split("\n")


def test_a_role_set_right_holds_to_the_end_of_a_text_without_a_signature() -> None:
    rows = corrected("一、举措\n学法。\n二、成效\n（一）甲事\n做甲。", "成效|role|plan")
    assert [role for _, _, role, _ in rows] == ["measures", "measures", "plan", "plan", "plan"]
    assert [role for _, _, role, _ in corrected("一、举措\n学法。", "举措|role|plan")] == ["plan", "plan"]
    assert [role for _, _, role, _ in corrected("一、举措\n学法。", "学法|role|plan")] == ["measures", "plan"]
