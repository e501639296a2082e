"""Groups, strata, and means in which an issuer counts once: invented reports, numbers worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.comparison.groups import (
    LISTED,
    average,
    choose_groups,
    choose_sides,
    choose_strata,
    contrast,
    pair_reports,
    sample_issuers,
    select_reports,
)
from helpers.errors import ChoiceError


def reports(n, **columns):
    index = [f"r{number}" for number in range(n)]
    return pd.DataFrame({"name": index, "unit": index} | columns, index=index)


def test_twelve_reports_are_groups_of_their_own_and_thirteen_are_grouped_by_kind():
    kinds = ["bureau", "township"] * 6
    assert list(choose_groups(reports(12, issuer_kind=kinds))) == [f"r{n}" for n in range(12)]
    grouped = choose_groups(reports(13, issuer_kind=[*kinds, None]))
    assert list(grouped.cat.categories) == ["其他工作部门", "乡镇人民政府、街道办事处", "未知"]
    assert grouped.name == "issuer_kind"


def test_the_first_column_that_parts_them_is_taken_and_else_all_are_one():
    frame = reports(14, issuer_kind="bureau", level="county", province=["甲省"] * 7 + ["乙省"] * 7, year=2021)
    assert choose_groups(frame).name == "province"
    assert list(choose_groups(frame.assign(province="甲省")).cat.categories) == ["全部"]


def test_any_column_can_be_asked_for_and_one_that_is_not_there_is_refused():
    frame = reports(3, region=["东", None, "西"])
    assert list(choose_groups(frame, "region").cat.categories) == ["东", "西", "未知"]
    assert choose_groups(frame, "region").cat.ordered and choose_groups(frame, "report").cat.ordered
    with pytest.raises(ChoiceError, match="place is no column of the manifest; there is region"):
        choose_groups(frame, "place")


def test_reports_are_chosen_by_several_columns():
    frame = reports(4, year=[2020, 2021, 2021, 2022], level=["county", "county", "province", "county"])
    assert list(select_reports(frame, {"year": [2021, 2022], "level": "county"}).index) == ["r1", "r3"]
    assert list(select_reports(frame, {}).index) == ["r0", "r1", "r2", "r3"]
    with pytest.raises(ChoiceError, match="no report has year 1999; there is 2020, 2021, 2022"):
        select_reports(frame, {"year": 1999})
    with pytest.raises(ChoiceError, match="no report has all of"):
        select_reports(frame, {"year": 2020, "level": "province"})


def test_an_issuer_with_many_reports_counts_once():
    frame = reports(5).assign(
        unit=["x", "x", "x", "y", "z"], group=pd.Categorical(["a", "a", "a", "a", "b"], ["a", "b", "c"])
    )
    means = average(pd.DataFrame({"rate": [1.0, 2.0, 3.0, 10.0, np.nan]}, index=frame.index), frame)
    assert means.mean["rate"].to_list()[0] == 6.0
    assert means.mean["rate"].isna().to_list() == [False, True, True]
    assert means.issuers["rate"].to_list() == [2, 0, 0]
    assert means.reports["rate"].to_list() == [4, 0, 0]


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("ab"), st.floats(0, 100)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=40)
def test_shares_of_a_group_still_sum_to_a_hundred(rows):
    frame = reports(len(rows)).assign(
        unit=[row[0] for row in rows], group=pd.Categorical([row[1] for row in rows], ["a", "b"])
    )
    shares = pd.DataFrame({"one": [row[2] for row in rows]}, index=frame.index)
    shares["other"] = 100 - shares["one"]
    total = average(shares, frame).mean.sum(axis=1, min_count=1).dropna()
    assert np.allclose(total, 100)


def test_a_difference_inside_strata_is_not_that_of_the_years():
    frame = reports(6)  # the first group has written in the year of high rates
    years = pd.Series(["2020", "2020", "2021", "2021", "2021", "2021"], index=frame.index)
    one = pd.Series([False, True, False, True, True, True], index=frame.index)
    values = pd.DataFrame({"rate": [10.0, 11.0, 50.0, 52.0, 52.0, 52.0]}, index=frame.index)
    found = contrast(values, frame, one, ~one, years)
    row = found.table.loc["rate"]
    assert row["difference"] == pytest.approx((1 * 1 + 2 * 1) / 2)
    assert row["raw"] == pytest.approx((11 + 3 * 52) / 4 - 30)
    assert (row["issuers_a"], row["issuers_b"]) == (4, 2)
    assert (found.compared, found.left_out) == (["2020", "2021"], [])


def test_strata_without_both_groups_are_named_and_without_any_the_difference_is_unknown():
    frame = reports(2)
    one = pd.Series([True, False], index=frame.index)
    values = pd.DataFrame({"rate": [1.0, 2.0]}, index=frame.index)
    found = contrast(values, frame, one, ~one, pd.Series(["a", "b"], index=frame.index))
    assert np.isnan(found.table.loc["rate", "difference"])
    assert found.table.loc["rate", "raw"] == -1
    assert found.left_out == ["a", "b"]


def test_strata_are_level_and_year_where_there_are_several_but_not_what_groups_are_made_by():
    frame = reports(3, level=["county", "county", None], year=[2020, 2021, 2021])
    assert list(choose_strata(frame, None, "province")) == ["county · 2020", "county · 2021", "未知 · 2021"]
    assert list(choose_strata(frame, None, "year")) == ["county", "county", "未知"]
    assert list(choose_strata(frame, [], "year")) == ["", "", ""]
    with pytest.raises(ChoiceError):
        choose_strata(frame, ["region"], "year")


def test_n_is_that_of_the_column_in_which_most_is_known():
    frame = reports(3, unit=["x", "x", "y"], group=pd.Categorical(["g"] * 3))
    values = pd.DataFrame({"a": [1.0, np.nan, np.nan], "b": [1.0, 2.0, 3.0]}, index=frame.index)
    assert average(values, frame).n.to_dict("index") == {"g": {"issuers": 2, "reports": 3}}


def grouped(frame, by=None):
    group = choose_groups(frame, by)
    frame = frame.assign(group=group)
    frame.attrs["by"] = str(group.name)
    return frame


def test_the_group_with_most_issuers_stands_against_the_rest_or_two_that_are_asked_for():
    kinds = ["bureau"] * 6 + ["township"] * 4 + ["government"] * 3
    frame = grouped(reports(13, issuer_kind=kinds, unit=["x"] * 6 + [f"u{n}" for n in range(7)]))
    one, other = choose_sides(frame)
    assert (one.name, other.name) == ("乡镇人民政府、街道办事处", "other")
    assert (one.sum(), other.sum()) == (4, 9)
    one, other = choose_sides(frame, ("其他工作部门", "人民政府"))
    assert (one.name, other.name, one.sum(), other.sum()) == ("其他工作部门", "人民政府", 6, 3)
    with pytest.raises(ChoiceError, match="pair: there is no 市; there is 人民政府, 其他工作部门"):
        choose_sides(frame, ("其他工作部门", "市"))


def test_reports_of_one_kind_are_sides_by_themselves_and_one_group_has_no_other_side():
    one, other = choose_sides(grouped(reports(3, issuer_kind="bureau")))
    assert (one.name, one.sum(), other.sum()) == ("r0", 1, 2)
    same = {"issuer_kind": "bureau", "level": "county", "province": "甲省", "year": 2021}
    one, other = choose_sides(grouped(reports(13, **same)))
    assert (one.sum(), other.any()) == (13, False)


def test_a_pair_is_of_the_first_kind_that_fits_and_what_is_unknown_is_not_alike():
    rows = {"unit": ["x", "x", "x", "y", "z"], "year": [2019, 2020, 2022, 2020, 2020]}
    frame = reports(5, **rows, province=["甲省"] * 4 + [None], issuer_kind=[None, None, "bureau", "bureau", "bureau"])
    assert pair_reports(frame)["relation"].cat.ordered
    pairs = pair_reports(frame).set_index(["one", "other"])["relation"]
    assert pairs[[("r0", "r1"), ("r0", "r2"), ("r1", "r3"), ("r2", "r3"), ("r3", "r4"), ("r1", "r4")]].to_list() == [
        *("pair_next", "pair_issuer", "pair_place", "pair_kind", "pair_kind", "pair_other")
    ]


def test_what_there_is_is_said_as_far_as_a_line_holds_it():
    many = pd.DataFrame({"place": [f"p{n:02}" for n in range(LISTED + 5)], "text": "…"})
    with pytest.raises(ChoiceError, match=rf"there is p00, .*, p{LISTED - 1} … \({LISTED + 5} in all\)$"):
        select_reports(many, {"place": "省"})
    with pytest.raises(ChoiceError, match="^省 is no column of the manifest; there is place$"):
        select_reports(many, {"省": "x"})


def test_of_very_many_reports_those_of_issuers_drawn_by_their_names_are_taken_whole():
    table = reports(12, unit=[f"u{n // 2}" for n in range(12)])  # six issuers with two reports each
    assert sample_issuers(table, 12).equals(table)
    for most, issuers in ((11, 5), (6, 3), (5, 2), (1, 1)):
        some = sample_issuers(table, most)
        assert some["unit"].value_counts().to_list() == [2] * issuers
        assert some.index.to_list() == [name for name in table.index if name in some.index]
        assert {*sample_issuers(table[::-1], most).index} == {*some.index}  # whatever their order
    few = sample_issuers(table, 6)
    assert {*few["unit"]} <= {*sample_issuers(table, 8)["unit"]}


def test_issuers_drawn_are_of_every_kind_however_the_manifest_is_sorted():
    table = reports(4000, unit=[f"县{n // 5}局{n % 5}" for n in range(4000)], kind=[n % 5 for n in range(4000)])
    assert sample_issuers(table, 400)["kind"].value_counts().min() > 50


def test_means_of_very_many_columns_are_those_of_each():
    table = reports(4, group=pd.Categorical(list("aabb")), unit=list("xxyz"))
    values = pd.DataFrame(np.arange(4 * 300).reshape(4, 300), table.index)
    means = average(values, table)
    assert means.mean.columns.to_list() == list(range(300))
    assert means.mean[299].to_list() == [449.0, 1049.0]
    assert (means.issuers[299].to_list(), means.reports[299].to_list()) == ([1, 2], [2, 2])
