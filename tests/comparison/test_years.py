"""Changes of the same issuers from one year to the next."""

import pandas as pd

from helpers.comparison.years import change_years, pair_years


def frame(rows):
    return pd.DataFrame(rows, columns=["report_id", "unit", "year"]).set_index("report_id")


def test_pairs_are_of_one_issuer_and_two_years_that_follow_each_other():
    reports = frame([("a", "x", 2019), ("b", "x", 2020), ("c", "x", 2022), ("d", "y", 2020), ("e", "x", 2020)])
    assert pair_years(reports).to_dict("records") == [{"unit": "x", "before": "a", "after": "b", "year": 2020}]


def test_the_mean_change_is_not_that_of_a_changing_set_of_issuers():
    reports = frame([("a", "x", 2019), ("b", "x", 2020), ("c", "y", 2020)])
    table = change_years(pd.Series({"a": 10.0, "b": 12.0, "c": 90.0}), reports)
    assert table.loc[2020, ["change", "n", "mean", "reports"]].to_list() == [2, 1, 51, 2]
    assert pd.isna(table.loc[2019, "change"])
    assert table.loc[2019, "n"] == 0


def test_without_pairs_nothing_is_said_of_changes():
    table = change_years(pd.Series({"a": 1.0, "b": 2.0}), frame([("a", "x", 2019), ("b", "y", 2020)]))
    assert table["change"].isna().all()
    assert table["n"].to_list() == [0, 0]
