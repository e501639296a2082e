"""Log odds against numbers worked by hand, and the permutation of issuers: what it finds and what it must not."""

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import keyness
from helpers.comparison.keyness import (
    _count_as_large,
    compare_sides,
    compare_words,
    log_odds,
    make_prior,
    permute_groups,
    permute_issuers,
    permute_words,
    scale_counts,
    try_words,
)


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


def count(text, words):
    return pd.Series([text.split().count(word) for word in words], words)


FOX = "the quick brown fox jumps over the lazy pig"


def test_published_values_under_one_prior():
    """The worked examples of the package fightin_words (P. H. M. Wigderowitz 2019, README), to the last digit."""
    other = "the lazy purple pig jumps over the lazier donkey"
    words = sorted({*FOX.split(), *other.split()})
    z = log_odds(count(FOX, words), count(other, words), pd.Series(0.05, words))["z"]
    assert z[["brown", "fox", "quick"]].to_list() == pytest.approx([0.6894227886807968] * 3, abs=1e-15)
    assert z[["donkey", "lazier", "purple"]].to_list() == pytest.approx([-0.6894227886807968] * 3, abs=1e-15)
    assert z[["jumps", "lazy", "over", "pig", "the"]].to_list() == [0.0] * 5


@pytest.mark.parametrize(
    ("prior", "published"),
    [
        (0.05, {"very": -2.2144429606255946, "donkey": 0.3528670051726073, "fox": 1.7074955767167836}),
        (0.001, {"very": -0.4368846171934332, "donkey": 0.3539801999989518, "fox": 1.7087406001344665}),
    ],
)
def test_published_values_under_an_informative_prior(prior, published):
    """The same source: .05 for all words, and 1 over its count for one of them, which shrinks its z."""
    other = f"the lazy purple pig jumps over the {'very ' * 1000} sleepy donkey"
    words = sorted({*FOX.split(), *other.split()})
    alpha = pd.Series(0.05, words)
    alpha["very"] = prior
    z = log_odds(count(FOX, words), count(other, words), alpha)["z"]
    assert z[list(published)].to_dict() == pytest.approx(published, abs=1e-13)


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


@pytest.mark.parametrize("many", [1, 1000])
@pytest.mark.parametrize("marked", [0, 3, 8, 12])
def test_as_many_issuers_are_marked_in_every_draw_and_each_as_often(monkeypatch, many, marked):
    monkeypatch.setattr(keyness, "MANY", many)
    marks = np.full((4000, 12), np.nan)
    keyness._draw_marks(np.random.default_rng(1), np.arange(12) < marked, marks)
    assert set(np.unique(marks)) <= {0, 1} and set(marks.sum(axis=1)) == {marked}
    assert abs(marks.mean(axis=0) - marked / 12).max() < 0.04  # five standard errors of .5
    assert abs(np.cov(marks[:, :2].T)[0, 1] + marked / 12 * (1 - marked / 12) / 11) < 0.02


def test_draws_of_very_many_issuers_are_worked_on_some_at_a_time(monkeypatch):
    values = pd.DataFrame({"w": np.arange(24.0), "v": np.arange(24.0)[::-1] ** 2})
    one = pd.Series(np.arange(24) % 3 == 0)
    whole = permute_issuers(values, one, [()] * 24, draws=199)
    for cells in (1, 240, 24 * 100):
        monkeypatch.setattr(keyness, "CELLS", cells)
        assert permute_issuers(values, one, [()] * 24, draws=199).equals(whole)


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


@pytest.mark.parametrize(
    "values", [[1, 0, 3, 0, 3, 0, 1, 2, 3, 1, 0, 3, 3, 1, 0], [3, 0, 1, 2, 2, 1, 0, 3, 0, 2, 0, 3, 1, 3, 3]]
)
def test_where_the_means_are_equal_every_draw_is_as_large(values):
    """The first five have 7 or 8 in all, the other ten twice as much."""
    one = pd.Series([True] * 5 + [False] * 10)
    assert permute_issuers(pd.DataFrame({"w": values}), one, [()] * 15, draws=199).to_list() == [1]


def corpus(a, b, *, years=1, words=400):
    """Reports of `a` issuers of one side and `b` of the other: one word that only the first has, one that all have."""
    random = np.random.default_rng(2)
    units = [f"{side}{i}" for side, number in (("a", a), ("b", b)) for i in range(number)]
    index = [f"{unit}-{year}" for unit in units for year in range(years)]
    reports = pd.DataFrame({"unit": np.repeat(units, years), "n_chars": 5000, "stratum": ""}, index=index)
    one = reports["unit"].str.startswith("a")
    counts = pd.DataFrame(
        {"所有": random.poisson(20, len(index)), "独有": one * random.integers(1, 5, len(index))}, index
    )
    counts["其他"] = words - counts.sum(axis=1)
    return counts, reports, one, counts.sum() / counts.to_numpy().sum() * words


def test_words_that_only_one_side_has_lead_it():
    counts, reports, one, prior = corpus(3, 4, years=2)
    found = compare_words(counts, reports, one, ~one, prior)
    assert found.index[0] == "独有"
    assert np.isnan(found.loc["独有", "ratio"])
    assert found.loc["独有", ["issuers", "issuers_rest"]].to_list() == [3, 0]
    assert found.loc["独有", "rest"] == 0
    issuers = (counts["独有"] / 5000 * 10_000)[one].groupby(reports["unit"]).mean()
    assert found.loc["独有", "rate"] == pytest.approx(issuers.mean())
    swapped = compare_words(counts, reports, ~one, one, prior)
    assert swapped["z"].to_dict() == pytest.approx((-found["z"]).to_dict())


def test_the_floor_asks_no_more_reports_and_issuers_than_the_smaller_side_has():
    counts, reports, one, prior = corpus(2, 9)
    counts = counts.assign(四次=0, 一家=0, 两家=0)
    counts.loc["a0-0", "四次"], counts.loc["a0-0", "一家"] = 4, 50
    counts.loc[["b0-0", "b1-0"], "两家"] = 3
    kept = compare_words(counts, reports, one, ~one, prior.reindex(counts.columns, fill_value=1)).index
    assert set(kept) == {"所有", "独有", "其他", "两家"}
    only = reports.index == "a0-0"  # against the rest, one report: a word of its own counts
    only = pd.Series(only, reports.index)
    assert "一家" in compare_words(counts, reports, only, ~only, prior.reindex(counts.columns, fill_value=1)).index


def test_an_interval_of_the_ratio_only_where_it_is_asked_for_and_not_from_one_issuer():
    counts, reports, one, prior = corpus(4, 5, years=2)
    assert not {"ratio_low", "ratio_high"} & set(compare_words(counts, reports, one, ~one, prior))
    found = compare_words(counts, reports, one, ~one, prior, interval=True).loc["所有"]
    assert 0 < found["ratio_low"] < found["ratio"] < found["ratio_high"]
    counts, reports, one, prior = corpus(1, 5)
    assert (
        compare_words(counts, reports, one, ~one, prior, interval=True)[["ratio_low", "ratio_high"]]
        .isna()
        .all(axis=None)
    )


def test_the_interval_is_that_of_the_smaller_sides_t():
    """Of 3, 4, 5 and 1, 1, 3, 3: ratio 2, error √(1/48 + 1/12) = .3227, t of 95% with 2 degrees of freedom 4.3027."""
    units = [*"abcwxyz"]
    reports = pd.DataFrame({"unit": units, "n_chars": 10_000}, index=units)
    counts = pd.DataFrame({"甲": [3, 4, 5, 1, 1, 3, 3], "乙": 90}, index=units)
    one = reports["unit"] < "d"
    found = compare_words(counts, reports, one, ~one, make_prior(counts, reports["unit"]), interval=True).loc["甲"]
    assert found[["rate", "rest", "ratio"]].to_list() == [4, 2, 2]
    assert found[["ratio_low", "ratio_high"]].to_list() == pytest.approx([2 / 4.0096, 2 * 4.0096], rel=1e-3)
    # With two issuers, 3 and 5, the error is √(1/16 + 1/12) = .3819 and t with one degree of freedom 12.706.
    one, other = reports["unit"].isin(["a", "c"]), reports["unit"] > "d"
    found = compare_words(counts, reports, one, other, make_prior(counts, reports["unit"]), interval=True).loc["甲"]
    assert found["ratio_low"] == pytest.approx(2 / np.exp(12.706 * np.sqrt(1 / 16 + 1 / 12)), rel=1e-3)


def test_a_word_stands_five_times_in_five_reports_of_three_issuers():
    index = [f"{unit}-{year}" for unit in "abcdwxyz" for year in range(3)]
    reports = pd.DataFrame({"unit": [name[0] for name in index], "n_chars": 5000}, index=index)
    said = {"够": ["a-0", "a-1", "b-0", "b-1", "w-0"], "四篇": ["a-0", "b-0", "c-0", "w-0"]}
    said |= {"两家": ["a-0", "a-1", "a-2", "w-0", "w-1"], "四次": ["a-0", "b-0", "c-0"]}
    counts = pd.DataFrame({word: [int(name in own) for name in index] for word, own in said.items()}, index)
    counts["四篇"] *= 3
    one = reports["unit"] < "e"
    found = compare_words(counts, reports, one, ~one, pd.Series(1.0, counts.columns))
    assert found.index.to_list() == ["够"]


def test_words_are_tested_from_ten_issuers_a_side_on_and_never_where_one_is_on_both():
    counts, reports, one, _ = corpus(10, 12, years=2)
    p = permute_words(counts, reports, one, ~one, draws=199)
    assert p["独有"] == 1 / 10_000  # 199 draws, then 50 times as many
    assert p["所有"] > 0.05
    assert permute_words(*(part[reports["unit"] != "a0"] for part in (counts, reports, one, ~one))).isna().all()
    odd = pd.Series([i % 2 == 0 for i in range(len(reports))], reports.index)
    assert permute_words(counts, reports, odd, ~odd).isna().all()


@pytest.mark.parametrize(("words", "p"), [(64, 1 / 5_000), (65, 1 / 100)])
def test_up_to_sixty_four_rare_words_have_fifty_times_as_many_draws(words, p):
    units = [f"{side}{n}" for side in "ab" for n in range(10)]
    reports = pd.DataFrame({"unit": units, "n_chars": 5000, "stratum": ""}, index=units)
    one = reports["unit"].str.startswith("a")
    counts = pd.DataFrame(dict.fromkeys(range(words), [9] * 10 + [1] * 10), index=units)
    assert permute_words(counts, reports, one, ~one, draws=99).unique().tolist() == [p]


@pytest.mark.parametrize(
    ("said", "coarse", "p"),
    [
        ([7, 7, 6, 7, 7, 2, 2, 7, 2, 7, 4, 5, 2, 0, 3, 5, 2, 5, 2, 4], 0.04, 0.0428),
        ([5, 5, 6, 7, 4, 4, 4, 7, 3, 4, 0, 2, 5, 3, 2, 5, 3, 5, 0, 2], 0.05, 0.05),
    ],
    ids=["three draws", "four draws"],
)
def test_a_word_that_three_draws_exceed_is_rare(said, coarse, p):
    units = [f"{side}{n}" for side in "ab" for n in range(10)]
    reports = pd.DataFrame({"unit": units, "n_chars": 5000, "stratum": ""}, index=units)
    one = reports["unit"].str.startswith("a")
    counts = pd.DataFrame({"w": said}, index=units)
    assert permute_issuers(counts * 2, one, [()] * 20, draws=99)["w"] == coarse
    assert permute_words(counts, reports, one, ~one, draws=99)["w"] == p


def test_a_difference_of_years_is_none_of_groups_even_where_no_two_issuers_have_the_same_years():
    """Each issuer has years of its own; the first side has later ones, and the word grows."""
    random = np.random.default_rng(5)
    rows = [(f"{side}{i}", year) for side, years in (("a", (2, 3, 4, 5)), ("b", (0, 1, 2, 3))) for i in range(12)
            for year in random.permutation(years)[: 2 + i % 3]]  # fmt: skip
    reports = pd.DataFrame(rows, columns=["unit", "year"]).assign(n_chars=5000)
    counts = pd.DataFrame({"grows": random.poisson(10 + 10 * reports["year"])})
    one = reports["unit"].str.startswith("a")
    assert permute_words(counts, reports.assign(stratum=""), one, ~one, draws=199)["grows"] < 0.01
    assert (
        permute_words(counts, reports.assign(stratum=reports["year"].astype(str)), one, ~one, draws=199)["grows"] > 0.05
    )


def test_issuers_of_strata_that_lack_a_side_do_not_count():
    counts, reports, one, _ = corpus(10, 12)
    reports["stratum"] = np.where(reports["unit"].eq("a0"), "市", "县")
    assert permute_words(counts, reports, one, ~one).isna().all()


def test_the_prior_is_as_large_as_the_median_report_and_an_issuer_counts_once():
    counts = pd.DataFrame({"甲": [9, 9, 2], "乙": [1, 1, 8]}, index=list("abc"))
    prior = make_prior(counts, pd.Series({"a": "x", "b": "x", "c": "y"}))
    assert prior.to_dict() == pytest.approx({"甲": 10 * (0.9 + 0.2) / 2, "乙": 10 * (0.1 + 0.8) / 2})


def planted(n=24):
    """Issuers of one report each, half of which say 甲 more often; 乙 is said alike, everything else fills up."""
    index = [f"r{number}" for number in range(n)]
    frame = pd.DataFrame({"unit": index, "n_chars": 10_000, "stratum": ""}, index=index)
    one = pd.Series([True, False] * (n // 2), index)
    noise = np.random.default_rng(5).integers(0, 4, (n, 2))
    counts = pd.DataFrame({"甲": np.where(one, 30, 10) + noise[:, 0], "乙": 20 + noise[:, 1], "丙": 500}, index)
    return counts, frame, one


def test_a_contrast_and_its_reverse_are_one_test_and_all_words_are_one_family():
    counts, frame, one = planted()
    first = pd.Series(range(24), frame.index) < 12
    sides = {"pair": (one, ~one), "back": (~one, one), "halves": (first, ~first)}
    found = compare_sides(counts, frame, sides, make_prior(counts, frame["unit"]))
    assert (found.contrasts, found.words) == (2, 6)
    assert found.tests == 4  # 丙 is the same in all reports and cannot be tested
    assert found.tables["pair"].index[0] == found.tables["back"].index[-1] == "甲"
    assert found.tables["pair"]["q"].to_dict() == pytest.approx(found.tables["back"]["q"].to_dict(), nan_ok=True)
    assert found.tables["pair"].loc["甲", "q"] < 0.05 < found.tables["halves"]["q"].min()


def test_where_a_side_is_empty_there_are_no_words():
    counts, frame, one = planted(4)
    table = compare_words(counts, frame, one | ~one, one & ~one, make_prior(counts, frame["unit"]))
    assert table.empty
    assert {"z", "ratio", "issuers_rest"} <= set(table)
    found = compare_sides(counts, frame, {"pair": (one | ~one, one & ~one)}, make_prior(counts, frame["unit"]))
    assert found[1:] == (0, 0, 0)


def test_a_word_holds_if_strata_and_measures_say_the_same():
    counts, frame, one = planted()
    prior = make_prior(counts, frame["unit"])
    tried = try_words(["甲"], counts, counts, frame, one, ~one, prior, top=1)
    assert tried.loc["甲", ["priors", "holds"]].to_list() == [True, True]
    assert tried.loc["甲", "inside"] == pytest.approx(20, abs=2)
    turned = counts.assign(甲=np.where(one, 1, 2))
    assert not try_words(["甲"], counts, turned, frame, one, ~one, prior, top=1).loc["甲", "holds"]
    absent = try_words(["甲"], counts, counts[["丙", "乙"]], frame, one, ~one, prior, top=1).loc["甲"]
    assert (absent["measures"], absent["holds"]) == (0, False)
    apart = frame.assign(stratum=np.where(one, "2020", "2021"))
    alone = try_words(["甲"], counts, counts, apart, one, ~one, prior, top=1).loc["甲"]
    assert np.isnan(alone["inside"])
    assert alone["holds"]


def test_groups_are_permuted_pair_by_pair_where_they_are_large_enough():
    index = [f"r{number}" for number in range(32)]
    frame = pd.DataFrame({"unit": index, "stratum": ""}, index=index)
    group = pd.Series(pd.Categorical(["a"] * 10 + ["b"] * 10 + ["c"] * 10 + ["d"] * 2), index)
    values = pd.DataFrame({"w": [*range(10), *range(10), *range(50, 62)], "v": [*range(31), np.nan]}, index)
    p = permute_groups(values, frame, group)
    assert set(p.index.droplevel(2)) == {("a", "b"), ("a", "c"), ("b", "c")}
    assert p["a", "c", "w"] < 0.01 < 0.5 < p["a", "b", "w"]
    moved = frame.assign(unit=["same", *index[1:10], "same", *index[11:]])
    assert permute_groups(values, moved, group).empty


def test_groups_have_one_correction_for_all_that_is_tested():
    index = [f"r{number}" for number in range(20)]
    frame = pd.DataFrame({"unit": index, "stratum": ""}, index=index)
    group = pd.Series(pd.Categorical(["a"] * 10 + ["b"] * 10), index)
    values = pd.DataFrame({"w": [*range(10), *range(50, 60)]}, index)
    assert permute_groups(values, frame, group).to_dict() == {("a", "b", "w"): 1 / 10_000}
    more = values.assign(v=[*range(10)] * 2, flat=1.0)
    assert permute_groups(more, frame, group).to_dict() == {("a", "b", "w"): 2 / 10_000, ("a", "b", "v"): 1}
    assert permute_groups(values[1:], frame, group).empty  # nine issuers


def test_what_is_counted_as_large_is_so_by_welchs_t():
    random = np.random.default_rng(2)
    block = random.poisson(2.0, (14, 30)) / random.integers(1, 4, (14, 1))
    block[:, 0], block[:, 1] = [1.0] + [0.0] * 13, [1.0] * 6 + [0.0] * 8  # one issuer has it; sides without variance
    block -= block.mean(axis=0)
    chosen = np.arange(14) < 6
    marks = random.permuted(np.broadcast_to(chosen, (200, 14)), axis=1)
    marks[7] = chosen
    found = _count_as_large(marks.astype("float64"), chosen, block)

    def size(own):
        one, other = block[own], block[~own]
        error = one.var(axis=0, ddof=1) / len(one) + other.var(axis=0, ddof=1) / len(other)
        with np.errstate(divide="ignore"):
            return np.abs(one.mean(axis=0) - other.mean(axis=0)) / np.sqrt(error)

    large = np.array([size(row) for row in marks]) >= size(chosen) * (1 - 1e-9)
    rest = np.arange(30) != 1
    assert found[rest].tolist() == large.sum(axis=0)[rest].tolist()
    assert found[1] == (marks == chosen).all(axis=1).sum() == 1  # nothing is as large as without any variance


def test_a_report_without_an_issuer_scales_nothing():
    counts = pd.DataFrame({"甲": [1, 30, 7], "乙": [1, 10, 7]}, index=["a", "b", "c"])
    units = pd.Series({"a": "x", "b": "y"})
    assert scale_counts(counts, units).equals(scale_counts(counts[:2], units))
