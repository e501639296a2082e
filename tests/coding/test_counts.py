"""Items by code: zero, not in force and not found are three things."""

import math

import pandas as pd

from helpers.coding import counts
from helpers.coding.codebook import load_codebook
from helpers.coding.counts import code_sentences, count_codes, join_codes, share_codes


def count(role="measures", year=(2019, 2021, None)):
    reports = pd.DataFrame({"year": pd.array(year, "Int64")}, index=pd.Index(["a", "b", "c"], name="report_id"))
    rows = [("a", "1", "measures"), ("a", "2", "measures"), ("b", "3", "measures"), ("c", "4", "plan")]
    items = pd.DataFrame(rows, columns=["report_id", "item_id", "role"])
    codes = items.assign(scheme="domain", code=["G5", "G5", None, "G9"], rank=1)
    more = pd.DataFrame([("a", "1", "measures", "domain", "G2", 2), ("a", "1", "measures", "capacity", "K1", 1)])
    codes = pd.concat([codes, more.set_axis(codes.columns, axis=1)])
    return count_codes(codes, items, reports, scheme="domain", role=role)


def test_main_codes_are_counted_in_the_order_of_the_codebook():
    table = count()
    assert list(table.columns) == list(load_codebook("domain").index)
    assert table.loc["a", ["G2", "G5"]].to_list() == [0, 2]


def test_a_code_that_was_not_in_force_is_not_zero():
    assert math.isnan(count().loc["a", "G9"])
    assert count().loc["b", "G9"] == 0


def test_a_report_without_the_role_is_not_known_and_one_without_codes_is_zero():
    assert count().loc["c"].isna().all()
    assert count().loc["b"].dropna().eq(0).all()


def test_a_report_without_a_year_rules_nothing_out():
    assert count("plan").loc["c", "G9"] == 1


def test_a_role_that_nobody_has_is_not_known():
    assert count("shortcomings").isna().all(axis=None)


def coded(*rows):
    return pd.DataFrame(rows, columns=["report_id", "item_id", "text", "code"])


def years(**of):
    return pd.DataFrame({"year": pd.array(list(of.values()), "Int64")}, index=pd.Index(of, name="report_id"))


def test_shares_are_of_characters_or_of_items_and_an_item_of_two_codes_counts_once_below():
    rows = coded(("a", "1", "一二三", "G5"), ("a", "1", "一二三", "G2"), ("a", "2", "四", "未编码"))
    table = share_codes(rows, years(a=2021), "domain")
    assert table.loc["a", ["G5", "G2", "未编码", "G1"]].to_list() == [75, 75, 25, 0]
    two = share_codes(pd.concat([rows, coded(("b", "3", "五六", "G8"))]), years(a=2021, b=2021), "domain")
    assert two[["G5", "G8"]].to_numpy().tolist() == [[75, 0], [0, 100]]
    table = share_codes(rows, years(a=2021), "domain", of="items")
    assert table.loc["a", ["G5", "G2", "未编码"]].to_list() == [50, 50, 50]


def test_a_code_of_other_years_has_no_share_and_a_report_without_items_no_row():
    table = share_codes(coded(("a", "1", "一", "G5")), years(a=2019, b=2021), "domain")
    assert math.isnan(table.loc["a", "G9"])
    assert list(table.index) == ["a"]
    none = share_codes(coded(), years(a=2021), "domain")
    assert len(none) == 0
    assert list(none.columns) == [*load_codebook("domain").index, "未编码"]


def test_items_keep_a_row_a_code_and_those_that_the_scheme_does_not_code_fall_out():
    items = pd.DataFrame({"item_id": ["1", "2", "3"], "text": "x"})
    rows = [("1", "domain", "G5", 1), ("1", "domain", "G2", 2), ("2", "domain", None, 1), ("3", "cause", "C1", 1)]
    codes = pd.DataFrame(rows, columns=["item_id", "scheme", "code", "rank"]).assign(cue=None)
    joined = join_codes(items, codes, "domain")
    assert joined[["item_id", "code", "rank"]].to_numpy().tolist() == [
        ["1", "G5", 1],
        ["1", "G2", 2],
        ["2", "未编码", 1],
    ]


def test_long_items_are_coded_by_sentence_and_short_ones_left_alone():
    text = "开展执法检查。天气很好。"
    items = pd.DataFrame({"report_id": "a", "item_id": ["1", "2"], "role": "measures", "text": [text, "行政审批。"]})
    items = items.assign(heading=None, start=[0, 20], end=[12, 25], code=["G10", "G2"]).astype({"heading": "string"})
    reports = pd.DataFrame({"text": [text + "行政审批。"], "year": [2021]}, index=["a"])
    finer = code_sentences(items, reports, "domain", longer=5)
    assert finer[["item_id", "code", "whole"]].to_numpy().tolist() == [
        *(["2", "G2", "2"], ["1-1", "G5", "1"], ["1-2", "未编码", "1"])
    ]
    assert finer[["start", "end"]].to_numpy().tolist() == [[20, 25], [0, 7], [7, 12]]
    assert finer.index.to_list() == [0, 1, 2]


def test_sentences_are_coded_alike_however_many_at_once(monkeypatch):
    text = "开展执法检查。行政审批。天气很好。"
    items = pd.DataFrame([{"report_id": "a", "item_id": "1", "role": "measures", "text": text, "code": "G10"}])
    items = items.assign(heading=None, start=0, end=len(text)).astype({"heading": "string"})
    reports = pd.DataFrame({"text": [text], "year": [2021]}, index=["a"])
    monkeypatch.setattr(counts, "BLOCK", 2)
    assert code_sentences(items, reports, "domain", longer=5)["code"].to_list() == ["G5", "G2", "未编码"]
