"""Changes of the same issuers from one year to the next."""

import pandas as pd

from helpers.comparison.years import FEWEST, change_years, list_traced, pair_years, select_balanced, trace_years
from helpers.output.labels import label


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


def test_a_balanced_panel_holds_issuers_that_have_every_year_and_no_others():
    rows = [("a", "x", 2019), ("b", "x", 2021), ("c", "y", 2019), ("d", "z", 2019), ("e", "z", 2021), ("f", "z", 2021)]
    reports = frame(rows)
    assert select_balanced(reports).index.to_list() == ["a", "b", "d", "e", "f"]  # z has two reports of a year
    assert select_balanced(reports.assign(unit=["x", "y", "y", "z", "z", "z"])).index.to_list() == [
        "b",
        "c",
        "d",
        "e",
        "f",
    ]
    assert select_balanced(reports[:0]).empty


def trace(values, reports):
    table = trace_years(pd.DataFrame({"w": values}), reports)
    return {line: dict(zip(own["year"], own["value"], strict=True)) for line, own in table.groupby("line")}


def test_the_line_of_the_same_issuers_does_not_move_when_others_come_in():
    reports = frame([("a", "x", 2019), ("b", "x", 2020), ("c", "y", 2020), ("d", "x", 2021), ("e", "y", 2021)])
    lines = trace(pd.Series({"a": 10.0, "b": 12.0, "c": 90.0, "d": 13.0, "e": 91.0}), reports)
    assert lines["same"] == {2019: 10, 2020: 12, 2021: 13}
    assert lines["all"] == {2019: 10, 2020: 51, 2021: 52}
    assert "every" not in lines


def test_no_line_reaches_a_year_to_which_no_pair_leads_and_the_sum_begins_anew():
    reports = frame([("a", "x", 2019), ("b", "y", 2020), ("c", "y", 2021), ("d", "z", 2023)])
    lines = trace(pd.Series({"a": 1.0, "b": 5.0, "c": 7.0, "d": 2.0}), reports)
    assert pd.isna(lines["same"].pop(2020))
    assert lines["same"] == {2019: 1, 2021: 7, 2023: 2}


def test_issuers_with_every_year_are_a_line_where_they_are_enough_and_others_are_there():
    rows = [(f"{unit}-{year}", unit, year) for unit in range(FEWEST) for year in (2019, 2020)]
    values = pd.Series({name: float(year - 2019) for name, _, year in rows})
    assert "every" not in trace(values, frame(rows))  # all have every year: the three lines are one
    rows.append(("new", FEWEST, 2020))
    values = pd.concat([values, pd.Series({"new": 50.0})])
    assert trace(values, frame(rows))["every"] == {2019: 0, 2020: 1}
    table = trace_years(pd.DataFrame({"w": values}), frame(rows))
    assert table.groupby("line")["thin"].unique().map(list).to_dict() == {
        **{"all": [True], "every": [False], "same": [False]},
    }
    few = frame([row for row in rows if row[1] != 0])
    assert "every" not in trace(values[few.index], few)


def test_lines_are_called_in_both_languages():
    assert label("same", "zh") == "同一机关"
    assert label("every", "en") == "issuers with every year"


def test_behind_a_line_stand_the_pieces_of_its_reports():
    frame = {"unit": ["x", "x", "y", "z"], "year": pd.array([2019, 2020, 2020, None], "Int64")}
    reports = pd.DataFrame(frame, index=list("abcd"))
    pieces = pd.DataFrame({"report_id": list("abcda"), "start": range(5)}, index=[0] * 5)
    traced = list_traced(pieces, reports)
    assert {line: own["start"].to_list() for line, own in traced.groupby("line")} == {
        "all": [0, 1, 2, 4],
        "every": [0, 1, 4],
        "same": [0, 1, 4],
    }
    assert traced["year"].to_list() == [2019, 2020, 2019, 2019, 2020, 2019, 2019, 2020, 2020, 2019]
    assert traced.index.is_unique
