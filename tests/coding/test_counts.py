"""Items by code: zero, not in force and not found are three things."""

import math

import pandas as pd

from helpers.coding.codebook import load_codebook
from helpers.coding.counts import count_codes


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
