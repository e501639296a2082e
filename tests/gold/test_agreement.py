"""Agreement of two codings: worked examples, what is left out, and what is not defined."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.gold import agreement
from helpers.gold.agreement import (
    _coefficients,
    _rate_draws,
    compare_passes,
    label_agreement,
    measure_agreement,
    pair_passes,
)


def codes(text):
    return pd.Series([None if sign == "-" else sign for sign in text], dtype="str")


@pytest.fixture
def few_draws(monkeypatch):
    """Enough for an interval, and fifty times as fast."""
    monkeypatch.setattr(agreement, "RESAMPLES", 19)


def test_a_worked_example(few_draws):
    """Ten units, eight agree; A 5 + 4 times, B 3 + 4, C 2 + 2."""
    table = measure_agreement(codes("AAAAABBBCC"), codes("AAAABBBACC")[[*range(10)]])
    first, second = "AAAAABBBCC", "AAAABBBACC"
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / 10
    share = {code: (first.count(code) + second.count(code)) / 20 for code in "ABC"}
    chance = sum(p * (1 - p) for p in share.values()) / 2  # Gwet 2008: Σ π (1 − π) / (codes − 1)
    expected = sum(n * (n - 1) for n in (10, 6, 4)) / (20 * 19)  # Krippendorff: pairs of values, without replacement
    assert observed == 0.8
    assert table.loc["observed", "value"] == pytest.approx(0.8)
    assert table.loc["ac1", "value"] == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)
    assert table.loc["alpha", "value"] == pytest.approx((observed - expected) / (1 - expected), abs=1e-9)
    assert table.loc["A", "value"] == pytest.approx(2 * 4 / (5 + 5))
    assert table.loc["B", "value"] == pytest.approx(2 * 2 / (3 + 3))
    assert table["n"].to_list() == [10, 10, 10, 6, 4, 2]
    assert (table.index.name, *table.columns) == ("measure", "value", "low", "high", "n")


def test_a_unit_that_one_of_them_left_blank_is_no_pair(few_draws):
    table = measure_agreement(codes("AB-BA"), codes("ABBA-"))
    alone = measure_agreement(codes("ABB"), codes("ABA"))
    pd.testing.assert_frame_equal(table, alone)
    assert table.loc["observed", "n"] == 3


def test_what_is_not_defined_is_not_given():
    table = measure_agreement(codes("AAA"), codes("AAA"))
    assert table["value"].fillna(-1).to_dict() == {"observed": 1.0, "alpha": -1, "ac1": -1, "A": 1.0}
    empty = measure_agreement(codes("--"), codes("AA"))
    assert empty.index.to_list() == ["observed", "alpha", "ac1"]
    assert empty[["value", "low", "high"]].isna().all(axis=None)
    assert empty["n"].to_list() == [0, 0, 0]
    single = measure_agreement(codes("A"), codes("B"))
    assert single.loc["observed", "value"] == 0
    assert math.isnan(single.loc["observed", "low"])
    two = measure_agreement(codes("AB"), codes("AA"))
    assert two.loc["observed", ["value", "low", "high"]].to_list() == [0.5, 0, 1]


def test_the_interval_holds_95_of_100_draws():
    """Of 40 units 20 agree. A draw has k that agree with the chance of k heads in 40 throws of a coin.

    P(k ≤ 13) = .0192 and P(k ≤ 14) = .0403: 2.5% of the draws lie below 14 / 40, and as many above 26 / 40. (With 90%
    the limits would be 15 and 25: P(k ≤ 15) = .0769.)
    """
    table = measure_agreement(codes("A" * 20 + "B" * 20), codes("A" * 10 + "B" * 10 + "A" * 10 + "B" * 10))
    assert table.loc["observed", ["value", "low", "high"]].to_list() == pytest.approx([0.5, 14 / 40, 26 / 40])


def test_the_interval_leaves_out_draws_in_which_a_code_is_not():
    """C is given once by both: a draw without it has no agreement on C, one with it has a full one."""
    table = measure_agreement(codes("AAABBBC"), codes("AABBBBC"))
    assert table.loc["C", ["value", "low", "high", "n"]].to_list() == [1, 1, 1, 1]


def test_the_same_seed_gives_the_same_interval(few_draws):
    first, second = codes("AABBABABBBAA"), codes("ABBBABAABBAB")
    limits = [measure_agreement(first, second, seed=seed).loc["alpha", ["low", "high"]].to_list() for seed in (0, 0, 1)]
    assert limits[0] == limits[1] != limits[2]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])  # few draws in all of them
@given(pairs=st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC-")), max_size=12))
def test_order_and_side_do_not_matter_and_the_interval_holds_the_middle(few_draws, pairs):
    first, second = (codes("".join(side)) for side in (zip(*pairs, strict=True) if pairs else ("", "")))
    table, turned = measure_agreement(first, second), measure_agreement(second, first)
    pd.testing.assert_frame_equal(table[["value", "n"]], turned[["value", "n"]])
    backwards = measure_agreement(first[::-1], second[::-1])
    np.testing.assert_allclose(table["value"], backwards["value"])
    known = table.dropna()
    assert (known["low"] <= known["high"]).all()
    assert known.loc[["observed"] if len(known) else [], "value"].between(0, 1).all()


def passes(*coders, followup=()):
    table = pd.DataFrame(coders, columns=["pass_id", "coder_kind"], dtype="str")
    judged = pd.DataFrame({"pass_id": list(followup)}, dtype="str")
    return {"CODERS": table, "codes": table[["pass_id"]], "followup": judged}


def test_what_agreement_is_called_depends_on_who_coded():
    coders = [("m1", "model"), ("m2", "model"), ("p1", "person"), ("p2", "person")]
    found = pair_passes(passes(*coders), "none of these").set_index(["first", "second"])["called"]
    assert found["m1", "m2"].startswith("consistency of two passes by models")
    assert found["p1", "p2"].startswith("intercoder reliability")
    assert found["m1", "p1"] == found["m2", "p2"] and found["m1", "p1"].startswith("agreement of a person and a model")
    assert found["m1", "program"].startswith("accuracy against a model's reading")
    assert found["p1", "program"].startswith("accuracy against a person's coding")
    assert len(found) == 10
    unknown = pair_passes({**passes(("x", "person")), "followup": pd.DataFrame({"pass_id": ["y"]})}, "x")
    assert unknown["called"].to_list()[0] == "agreement 一致程度"


def test_what_settles_is_not_compared_with_what_it_settled():
    gold = passes(("m1", "model"), ("m2", "model"), ("last", "model"), ("p1", "person"))
    pairs = set(pair_passes(gold, "last")[["first", "second"]].itertuples(index=False, name=None))
    assert pairs == {
        *[("m1", "m2"), ("m1", "p1"), ("m2", "p1"), ("last", "p1")],
        ("last", "program"),
        ("p1", "program"),
    }
    assert pair_passes(passes(), "last").empty


def test_two_without_a_common_unit_are_left_out(few_draws):
    index = pd.MultiIndex.from_product([["domain"], ["i1", "i2", "i3"]])
    codes = pd.DataFrame(
        {"a": ["x", "y", None], "b": ["x", "x", None], "c": [None, None, "x"]}, index=index, dtype="str"
    )
    pairs = pd.DataFrame([("a", "b", "-"), ("a", "c", "-"), ("a", "z", "-")], columns=["first", "second", "called"])
    found = compare_passes(codes, pairs)
    assert set(found["second"]) == {"b"} and found["measure"].to_list() == ["observed", "alpha", "ac1", "x", "y"]
    assert list(compare_passes(codes, pairs[:0])) == list(found)
    assert label_agreement(compare_passes(codes, pairs[:0])).empty


def test_schemes_stay_in_their_order(few_draws):
    index = pd.MultiIndex.from_product([["type", "domain"], ["i1", "i2"]])
    codes = pd.DataFrame({"a": ["x", "y"] * 2, "b": ["x", "x"] * 2}, index=index, dtype="str")
    pairs = pd.DataFrame([("a", "b", "-")], columns=["first", "second", "called"])
    assert compare_passes(codes, pairs)["scheme"].unique().tolist() == ["type", "domain"]


@settings(max_examples=50)
@given(st.integers(1, 4), st.integers(1, 12), st.randoms(use_true_random=False))
def test_many_draws_at_once_give_what_pycm_gives_for_each(k, n, random):
    drawn = np.array([[[random.randrange(k) for _ in range(n)] for _ in range(3)] for _ in range(2)])
    names = np.array(list("ABCD"))
    each = [_coefficients(names[np.column_stack(pair)], list(names[:k])) for pair in zip(*drawn, strict=True)]
    np.testing.assert_allclose(_rate_draws(*drawn, k), np.array(each, dtype="float64"), rtol=1e-9, atol=1e-9)
