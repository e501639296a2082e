"""What is checked without a coding: characters of a file, numerals in their series."""

import pandas as pd

from helpers.gold.checks import account_characters, list_series


def passages(*rows):
    """Rows (parent, level, marker) as headings, each with its place as id and text."""
    table = pd.DataFrame(rows, columns=["parent_id", "level", "marker"])
    ids = [f"p{n}" for n in range(len(table))]
    return table.assign(report_id="a", kind="heading", passage_id=ids, text=[f"{one} " for one in ids])


def numerals(*markers):
    found = list_series(passages(*((pd.NA, 1, marker) for marker in markers)))
    return found[["numerals", "odd"]].to_numpy().tolist()


def test_a_series_that_counts_on_is_not_odd():
    assert numerals("一、", "二、", "三、") == [["一、 二、 三、", 0]]
    assert numerals("（九）", "（十）", "（十一）") == [["（九） （十） （十一）", 1]]  # does not begin with 1
    assert numerals("1.", "2.", "1.", "2.") == [["1. 2. 1. 2.", 0]]  # begins anew
    assert numerals("①", "②") == [["① ②", 0]]


def test_what_is_lost_doubled_or_skipped_is_odd():
    assert numerals("一是", pd.NA, "三是") == [["一是 □ 三是", 1]]
    assert numerals("一、", "一、", "三、") == [["一、 一、 三、", 1]]
    assert numerals("（一）", "（三）") == [["（一） （三）", 1]]
    assert numerals("、", "（二）", "（三）") == [["□ （二） （三）", 1]]


def test_a_series_without_numerals_and_a_paragraph_count_nothing():
    assert numerals(pd.NA, "其中") == []
    assert list_series(passages((pd.NA, 1, "三、")).assign(kind="paragraph")).empty


def test_series_lie_under_one_heading_at_one_level():
    rows = [(pd.NA, 1, "一、"), ("p0", 2, "（一）"), ("p0", 3, "1."), (pd.NA, 1, "二、"), ("p3", 2, "（一）")]
    found = list_series(passages(*rows)).fillna({"under": "-"})
    assert found[["under", "level", "numerals", "odd"]].to_numpy().tolist() == [
        ["-", 1, "一、 二、", 0],
        ["p0", 2, "（一）", 0],
        ["p0", 3, "1.", 0],
        ["p3", 2, "（一）", 0],
    ]


def test_what_is_lost_or_moved_is_told():
    reports = pd.DataFrame({"raw": ["总结。 好", "总结。"], "text": ["总结。", "总结。"]}, index=["a", "b"])
    reports = reports.rename_axis("report_id")
    pieces = pd.DataFrame({"report_id": ["a", "a", "b"], "text": ["总", "结。", "总结"]})
    items = pd.DataFrame({"report_id": ["a"], "text": ["总结"], "start": [0], "end": [2]})
    found = account_characters(reports, pieces, items)
    assert found["lost"].to_list() == [1, 0] and found["whole"].to_list() == [True, False]
    assert account_characters(reports, pieces, items.assign(start=1))["whole"].to_list() == [False, False]
