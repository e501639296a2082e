"""Log odds against numbers worked by hand, and the permutation of issuers: what it finds and what it must not."""

import numpy as np
import pandas as pd
import pytest

from helpers.comparison.keyness import log_odds, permute_issuers, scale_counts


def test_log_odds_with_an_informative_prior():
    words = ["审批", "执法", "其他"]
    one, other = pd.Series([30, 10, 960], words), pd.Series([10, 30, 960], words)
    found = log_odds(one, other, pd.Series([20.0, 20.0, 960.0], words))
    # (30 + 20) / (1000 + 1000 - 50) against (10 + 20) / (1000 + 1000 - 30); variance 1/50 + 1/30
    delta = np.log(50 / 1950) - np.log(30 / 1970)
    assert found.loc["审批", "log_odds"] == pytest.approx(delta)
    assert found.loc["审批", "z"] == pytest.approx(delta / np.sqrt(1 / 50 + 1 / 30))
    assert found.loc["执法", "z"] == pytest.approx(-found.loc["审批", "z"])
    assert found.loc["其他", "z"] == pytest.approx(0)


def test_a_strong_prior_pulls_rare_words_to_nothing():
    one, other = pd.Series([3, 997], ["a", "b"]), pd.Series([0, 1000], ["a", "b"])
    weak, strong = (log_odds(one, other, pd.Series([p, 1000 - p], ["a", "b"])).loc["a", "z"] for p in (0.5, 50))
    assert weak > strong > 0


def test_counts_are_scaled_to_issuers_of_equal_length():
    counts = pd.DataFrame({"甲": [2, 6, 0, 0], "乙": [2, 6, 40, 0]}, index=list("abcd"))
    scaled = scale_counts(counts, pd.Series(["x", "x", "y", "z"], index=list("abcd")))
    assert list(scaled.index) == ["x", "y"]
    length = ((4 + 12) / 2 + 40) / 2  # mean words of a report, over issuers
    assert scaled.sum(axis=1).to_list() == [length, length]
    assert scaled.loc["x", "甲"] == length / 2


def test_permutation_finds_a_planted_word_and_stays_inside_strata():
    one = pd.Series([True] * 10 + [False] * 10)
    strata = ["县"] * 5 + ["市"] * 5 + ["县"] * 5 + ["市"] * 5
    level = np.array([1.0 if stratum == "市" else 0.0 for stratum in strata])
    noise = np.random.default_rng(3).normal(0, 0.01, 20)
    values = pd.DataFrame({"planted": one * 1.0 + noise, "of the level": level + noise})
    found = permute_issuers(values, one, strata, draws=999)
    assert found["planted"] < 0.01
    assert found["of the level"] > 0.05


def test_permutation_gives_the_same_p_for_the_same_seed():
    values = pd.DataFrame(np.random.default_rng(1).random((24, 300)))
    one = pd.Series([True] * 12 + [False] * 12)
    first, again = (permute_issuers(values, one, [()] * 24, draws=199, seed=5) for _ in range(2))
    assert first.equals(again)


def test_false_alarms_stay_at_the_stated_rate_for_skewed_unequal_issuers():
    random = np.random.default_rng(7)
    one = pd.Series([True] * 10 + [False] * 20)
    values = pd.DataFrame(random.gamma(0.5, 2, (30, 1000)) * random.uniform(0.5, 2, (30, 1)))
    share = (permute_issuers(values, one, [()] * 30, draws=999) <= 0.05).mean()
    assert 0.02 < share < 0.08
