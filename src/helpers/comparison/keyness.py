"""Which words set one group of reports apart: weighted log odds to rank, permutation of issuers to test."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.stats import false_discovery_control, t

from helpers.comparison.groups import average, contrast

__all__ = [
    "FEWEST_ISSUERS",
    "Sides",
    "compare_sides",
    "compare_words",
    "log_odds",
    "make_prior",
    "permute_groups",
    "permute_issuers",
    "permute_words",
    "scale_counts",
    "try_words",
]

FEWEST_ISSUERS = 10  # in each group, before a permutation can say anything
BLOCK = 256  # columns that are worked on at once
CHUNK, CELLS = 10_000, 1 << 22  # draws that are permuted at once, and of very many issuers marks (32 MB)
MANY = 1_000  # issuers, of whom the marked are drawn one draw after the other: of fewer that takes longer
RARE, FINER, MOST_FINE = 3, 50, 64  # draws that exceed a word; how many times as many draws it then has; so many words
FLOOR = (5, 5, 3)  # occurrences of a word, reports and issuers that have it
NO_GAP, SLACK = 1e-12, 2e-9  # means, and squares of t, that rounding alone sets apart
PER = 10_000  # characters
CONFIDENCE = 0.95
PRIORS = (0.1, 10)  # the sizes of the prior that a word must lead under too
DECIMALS = 6  # what ranks is rounded: the last digits differ between processors


class Sides(NamedTuple):
    """`tables` of words by contrast, and what was tested: `contrasts` with `words` in all, `tests` among these."""

    tables: dict[str, pd.DataFrame]
    contrasts: int
    words: int
    tests: int


def scale_counts(counts: pd.DataFrame, units: pd.Series) -> pd.DataFrame:
    """Counts of issuers as if all had written equally much: a row an issuer, a column a word, as in `counts` by report.

    An issuer's reports are summed to shares; shares are multiplied by the mean number of counted words of a report,
    taken over issuers, so that a long report and an issuer with many reports weigh as any other. Issuers without
    words are out.

    >>> counts = pd.DataFrame({"甲": [1, 30], "乙": [1, 10]}, index=["a", "b"])
    >>> scale_counts(counts, pd.Series({"a": "x", "b": "y"})).round(2).to_numpy().tolist()
    [[10.5, 10.5], [15.75, 5.25]]
    """
    unit = units.reindex(counts.index)
    row, known = pd.factorize(unit)
    column = np.flatnonzero(row >= 0)
    ones = np.ones(len(column), dtype=counts.to_numpy().dtype)  # of their type, and by a product: no copy of all counts
    own = csr_matrix((ones, (row[column], column)), (len(known), len(unit))) @ counts.to_numpy()
    own = pd.DataFrame(own, pd.Index(known, name=unit.name), counts.columns)
    own = own[own.sum(axis=1) > 0]
    length = counts.sum(axis=1).groupby(unit, sort=False).mean().reindex(own.index).mean()
    return own.div(own.sum(axis=1), axis=0) * length


def log_odds(one: pd.Series, other: pd.Series, prior: pd.Series) -> pd.DataFrame:
    """Weighted log odds of words in two groups with an informative Dirichlet prior.

    `one` and `other` are counts by word, `prior` its pseudo-counts α by word. Columns: log_odds (δ, natural
    logarithm) and z (δ over its standard deviation). B. L. Monroe, M. P. Colaresi, K. M. Quinn, "Fightin' Words",
    Political Analysis 16(4), 2008, equations 15, 16, 18, 20, 22. z ranks; it is no test, as words come in bursts and
    issuers repeat.

    >>> one, other, prior = (pd.Series(numbers, ["a", "b"]) for numbers in ([8, 2], [2, 8], [1, 1]))
    >>> log_odds(one, other, prior).round(3).loc["a"].to_list()
    [2.197, 3.296]
    """
    total = prior.sum()
    odds = [(y + prior) / (y.sum() + total - y - prior) for y in (one, other)]
    delta = np.log(odds[0]) - np.log(odds[1])
    variance = 1 / (one + prior) + 1 / (other + prior)
    return pd.DataFrame({"log_odds": delta, "z": delta / np.sqrt(variance)})


def make_prior(counts: pd.DataFrame, units: pd.Series) -> pd.Series:
    """The prior of `log_odds` by word: α₀ × a word's mean share over issuers; its sum is α₀.

    α₀ is the median number of counted words of a report, so that the prior weighs as one report does. `counts` has a
    row a report, `units` its issuer.

    >>> counts = pd.DataFrame({"甲": [1, 30], "乙": [1, 10]}, index=["a", "b"])
    >>> make_prior(counts, pd.Series({"a": "x", "b": "y"})).to_dict()
    {'甲': 13.125, '乙': 7.875}
    """
    scaled = scale_counts(counts, units)
    prior: pd.Series = counts.sum(axis=1).median() * scaled.div(scaled.sum(axis=1), axis=0).mean()
    return prior


def permute_issuers(
    values: pd.DataFrame, one: pd.Series, strata: Sequence[object], *, draws: int = 9_999, seed: int = 1
) -> pd.Series:
    """Two-sided p by column that issuers of two groups differ, by exchanging issuers inside strata.

    `values` has a row an issuer and a column a word (a mean over its reports), `one` says which issuers are of the
    first group, `strata` what exchanged issuers must share. The statistic is Welch's t; p = (1 + draws as large) / (1
    + draws). NA for a column that does not vary. With fewer than `FEWEST_ISSUERS` in a group it says nothing and must
    not be asked.

    >>> values = pd.DataFrame({"w": [5.0] * 10 + [1.0] * 9 + [2.0], "flat": 1.0})
    >>> found = permute_issuers(values, pd.Series([True] * 10 + [False] * 10), [()] * 20, draws=999)
    >>> found.round(3).to_dict()
    {'w': 0.001, 'flat': nan}
    """
    random = np.random.default_rng(seed)
    chosen = one.to_numpy(dtype=bool)
    places = pd.Series(range(len(chosen))).groupby(pd.factorize(pd.Series(list(strata), dtype="object"))[0])
    apart = values.to_numpy(dtype=np.float64)
    apart = apart - apart.mean(axis=0)
    as_large = np.zeros(apart.shape[1])
    room = np.empty((max(1, min(CHUNK, draws, CELLS // len(chosen))), len(chosen)))
    for begin in range(0, draws, len(room)):
        marks = room[: draws - begin]
        for _, place in places:
            at = place.to_numpy()
            if len(at) == len(chosen):
                _draw_marks(random, chosen, marks)
            else:
                _draw_marks(random, chosen[at], own := np.empty((len(marks), len(at))))
                marks[:, at] = own
        for first in range(0, apart.shape[1], BLOCK):
            as_large[first : first + BLOCK] += _count_as_large(marks, chosen, apart[:, first : first + BLOCK])
    p = np.where(values.std(ddof=0) == 0, np.nan, (1 + as_large) / (1 + draws))
    return pd.Series(p, index=values.columns, name="p")


def _draw_marks(random: np.random.Generator, chosen: np.ndarray, marks: np.ndarray) -> None:
    """Write `chosen` into each row of `marks` in a random order, as 0 and 1.

    Of very many issuers the fewer of marked and unmarked are drawn.
    """
    if len(chosen) < MANY:
        marks[:] = random.permuted(np.broadcast_to(chosen, marks.shape), axis=1)
        return
    often = bool(chosen.sum() * 2 > len(chosen))
    few = int((chosen != often).sum())
    marks[:] = often
    for row in marks:
        row[random.choice(len(chosen), few, replace=False, shuffle=False)] = not often


def compare_words(
    counts: pd.DataFrame,
    reports: pd.DataFrame,
    one: pd.Series,
    other: pd.Series,
    prior: pd.Series,
    *,
    floor: tuple[int, int, int] = FLOOR,
    interval: bool = False,
) -> pd.DataFrame:
    """Words of the reports `one` against those of `other`, a row a word, from the highest z to the lowest.

    `counts` has a row a report and a column a word, `one` and `other` are true and false by report, `prior` has the
    pseudo-counts by word. Columns: log_odds and z of counts that are scaled to issuers of equal length (an issuer on
    both sides counts on each); rate and rest, mean rates over issuers in 10,000 characters; ratio, NA where the rest
    has none; issuers and issuers_rest that have the word; with `interval` ratio_low and ratio_high, of 95% over
    issuers (delta method, t of the smaller side), NA with one issuer on a side.

    Words below the floor are left out: occurrences on both sides together, and reports and issuers that have the word,
    of which no more are asked for than the smaller side holds. Which side they are on plays no part. Where a side is
    empty there are no words.

    >>> counts = pd.DataFrame({"审批": [9, 8, 1, 0], "执法": [1, 2, 6, 9]}, index=list("abcd"))
    >>> reports = pd.DataFrame({"unit": list("甲乙丙丁"), "n_chars": 5000}, index=counts.index)
    >>> one = pd.Series([True, True, False, False], index=counts.index)
    >>> found = compare_words(counts, reports, one, ~one, pd.Series(1.0, counts.columns), floor=(5, 1, 1))
    >>> found[["rate", "rest", "ratio"]].round(1).to_dict("index")
    {'审批': {'rate': 17.0, 'rest': 1.0, 'ratio': 17.0}, '执法': {'rate': 3.0, 'rest': 15.0, 'ratio': 0.2}}
    """
    side = pd.Series(np.where(one, "a", "b"), reports.index, dtype="str")[one | other]
    unit, own = reports["unit"].reindex(side.index), counts.loc[side.index]
    scaled = scale_counts(own, side + unit)
    mine = scaled.index.str.startswith("a")
    table: pd.DataFrame = log_odds(scaled[mine].sum(), scaled[~mine].sum(), prior).round(DECIMALS)
    most = unit.groupby(side).agg(["size", "nunique"]).min()
    known = own > 0
    passed = own.sum() >= floor[0]
    passed &= known.sum() >= min(floor[1], most["size"])
    passed &= known.groupby(unit).any().sum() >= min(floor[2], most["nunique"])
    passed &= bool(one.any() and other.any())
    table = table[passed].sort_values("z", ascending=False, kind="stable")
    blocks = [table.index[at : at + BLOCK] for at in range(0, max(1, len(table)), BLOCK)]
    chosen = reports.loc[side.index, ["unit", "n_chars"]].assign(side=side)
    return table.join(pd.concat([_compare_rates(own[words], chosen, interval=interval) for words in blocks]))


def _compare_rates(counts: pd.DataFrame, reports: pd.DataFrame, *, interval: bool) -> pd.DataFrame:
    """What `compare_words` says of rates and issuers; `side` of the reports is a or b."""
    rates = counts.mul(PER).div(reports["n_chars"], axis=0)
    means = average(rates, reports, reports["side"].astype(pd.CategoricalDtype(["a", "b"])))
    table = pd.DataFrame({"rate": means.mean.loc["a"], "rest": means.mean.loc["b"]})
    table["ratio"] = table["rate"] / table["rest"].where(table["rest"] > 0)
    issuers = rates.groupby([reports["side"], reports["unit"]]).mean()
    for name, which in (("issuers", "a"), ("issuers_rest", "b")):
        table[name] = issuers[issuers.index.get_level_values(0) == which].gt(0).sum()
    if interval:
        n = issuers.groupby(level=0).size()
        spread = (issuers.groupby(level=0).std() / issuers.groupby(level=0).mean()) ** 2
        error = np.sqrt(spread.div(n, axis=0).sum(skipna=False))
        wide = np.exp(t.ppf((1 + CONFIDENCE) / 2, max(n.min() - 1, 1)) * error)
        table["ratio_low"], table["ratio_high"] = table["ratio"] / wide, table["ratio"] * wide
    return table


def compare_sides(
    counts: pd.DataFrame,
    reports: pd.DataFrame,
    sides: Mapping[str, tuple[pd.Series, pd.Series]],
    prior: pd.Series,
    *,
    interval: bool = False,
) -> Sides:
    """`compare_words` for each contrast of `sides` (name → which reports are on either), with a column q.

    q is p of `permute_words`, corrected by Benjamini and Hochberg over every word that passes the floor × every
    contrast. A contrast that is an earlier one, or its reverse, is none of its own and has that one's q. NA where
    nothing can be tested.

    >>> reports = pd.DataFrame({"unit": ["x", "y"], "n_chars": [100, 100], "stratum": ""}, index=["a", "b"])
    >>> counts = pd.DataFrame({"w": [9, 1], "v": [1, 9]}, index=["a", "b"])
    >>> side = pd.Series([True, False], index=["a", "b"])
    >>> prior = make_prior(counts, reports["unit"])
    >>> found = compare_sides(counts, reports, {"x": (side, ~side), "y": (~side, side)}, prior)
    >>> found.tables["y"].index.to_list(), found.contrasts, found.words, found.tests
    (['v', 'w'], 1, 2, 0)
    """
    tables, keys, tested = {}, {}, {}
    for name, (one, other) in sides.items():
        tables[name] = compare_words(counts, reports, one, other, prior, interval=interval)
        keys[name] = frozenset([tuple(one), tuple(other)])
        if keys[name] not in tested:
            tested[keys[name]] = permute_words(counts[tables[name].index], reports, one, other)
    every = pd.concat(dict(enumerate(tested.values()))) if tested else pd.Series(dtype="float64")
    p = every.dropna()
    q = pd.Series(false_discovery_control(p) if len(p) else [], p.index, dtype="float64")
    for name, table in tables.items():
        place = list(tested).index(keys[name])
        table["q"] = [q.get((place, word), np.nan) for word in table.index]
    return Sides(tables, sum(len(words) > 0 for words in tested.values()), len(every), len(p))


def try_words(
    words: list[str],
    counts: pd.DataFrame,
    measures: pd.DataFrame,
    reports: pd.DataFrame,
    one: pd.Series,
    other: pd.Series,
    prior: pd.Series,
    *,
    top: int,
) -> pd.DataFrame:
    """Which words set two sides apart under other choices too: a row a word, columns priors, inside, measures, holds.

    `priors`: it is among the `top` first or last by z under the prior × 0.1 and × 10 as well; `inside`: difference of
    rates (in 10,000 characters) inside strata, NA where no stratum has both sides; `measures`: difference of its share
    in `measures`, the counts of that part alone; `holds`: the first is so, and z and the differences that are known
    have one sign.

    >>> reports = pd.DataFrame({"unit": ["x", "y"], "n_chars": [100, 100], "stratum": ""}, index=["a", "b"])
    >>> counts = pd.DataFrame({"w": [9, 1], "v": [1, 9]}, index=["a", "b"])
    >>> side, prior = pd.Series([True, False], index=["a", "b"]), make_prior(counts, reports["unit"])
    >>> try_words(["w", "v"], counts, counts, reports, side, ~side, prior, top=1)["holds"].to_list()
    [True, True]
    """
    z = compare_words(counts, reports, one, other, prior)["z"].reindex(words)
    ends = []
    for size in PRIORS:
        order = compare_words(counts, reports, one, other, size * prior).index
        ends.append({*order[:top], *order[-top:]})
    rates = counts[words].mul(PER).div(reports["n_chars"], axis=0)
    shares = measures.reindex(columns=words, fill_value=0).div(measures.sum(axis=1), axis=0)
    inside, alone = (contrast(table, reports, one, other, reports["stratum"]).table for table in (rates, shares))
    tried = pd.DataFrame({"priors": [all(word in end for end in ends) for word in words]}, index=pd.Index(words))
    tried["inside"], tried["measures"] = inside["difference"], alone["raw"]
    signs = pd.concat([tried["inside"], tried["measures"], z], axis=1).astype("float64").apply(np.sign)
    tried["holds"] = tried["priors"] & signs.nunique(axis=1).eq(1)
    return tried


def permute_groups(values: pd.DataFrame, reports: pd.DataFrame, group: pd.Series, *, seed: int = 1) -> pd.Series:
    """p that issuers of two groups differ, for every two groups and every column, by `permute_issuers` inside strata.

    Index one, other (groups in the order of `group`), column; corrected by Benjamini and Hochberg over all of them.
    `values` has a row a report (or fewer): an issuer's value is the mean over its reports, its stratum all that it has
    reports of. Columns with an issuer that has no value are left out. Empty where no two groups have `FEWEST_ISSUERS`
    issuers, or an issuer is in several groups.

    >>> reports = pd.DataFrame({"unit": [f"u{n}" for n in range(20)], "stratum": ""})
    >>> group = pd.Series(pd.Categorical(["a"] * 10 + ["b"] * 10))
    >>> permute_groups(pd.DataFrame({"w": [5.0, 6.0] * 5 + [1.0, 2.0] * 5}), reports, group).round(4).to_dict()
    {('a', 'b', 'w'): 0.0001}
    """
    units = values.groupby(reports["unit"].reindex(values.index)).mean()
    side = group.reindex(values.index).groupby(reports["unit"].reindex(values.index)).first().reindex(units.index)
    alike = reports.groupby("unit")["stratum"].agg(lambda strata: " | ".join(sorted(set(strata)))).reindex(units.index)
    exchanged = group.groupby(reports["unit"]).nunique().max() == 1
    large = [name for name, size in side.value_counts(sort=False).items() if exchanged and size >= FEWEST_ISSUERS]
    tests = {}
    for one, other in combinations(large, 2):
        both = side.isin([one, other])
        known = units[both].dropna(axis=1)
        tests[one, other] = permute_issuers(known, side[both] == one, alike[both].to_list(), seed=seed)
    p = pd.concat(tests).dropna() if tests else pd.Series(dtype="float64")
    return pd.Series(false_discovery_control(p), p.index, name="p") if len(p) else p


def permute_words(
    counts: pd.DataFrame, reports: pd.DataFrame, one: pd.Series, other: pd.Series, *, draws: int = 9_999, seed: int = 1
) -> pd.Series:
    """p by word that issuers of `one` and `other` differ in mean rate (`permute_issuers`); NA where it cannot be said.

    A report's rate counts as its distance from the mean of its stratum, so that levels and years play no part even
    where issuers have reports of different years (exchanged among those with the same years alone, hardly any could
    be). Reports of strata that lack a side are left out. NA for all words if a side has fewer than `FEWEST_ISSUERS`
    issuers then, or if an issuer is on both sides.

    Up to 64 words that three of the draws or fewer exceed have 50 times as many: among thousands of words .0001 is too
    coarse for a single one to be called different. Where more words are so rare, that many may be.

    >>> units = [f"{side}{n}" for side in "甲乙" for n in range(10)]
    >>> reports = pd.DataFrame({"unit": units, "n_chars": 5000, "stratum": "all"}, index=units)
    >>> counts = pd.DataFrame({"审批": [9] * 10 + [1] * 10, "执法": range(20)}, index=units)
    >>> one = reports["unit"].str[0].eq("甲")
    >>> permute_words(counts.assign(服务=[3, 4] * 10), reports, one, ~one, draws=99).round(1).to_dict()
    {'审批': 0.0, '执法': 0.0, '服务': 1.0}
    """
    chosen = reports[one | other].assign(one=one)
    chosen = chosen[chosen.groupby("stratum")["one"].transform("nunique") > 1]
    sides = chosen.groupby("unit")["one"].agg(["first", "nunique"])
    sizes = sides["first"].value_counts().reindex([False, True], fill_value=0)
    if sides["nunique"].gt(1).any() or sizes.min() < FEWEST_ISSUERS:
        return pd.Series(np.nan, counts.columns, name="p")
    blocks = [counts.columns[at : at + BLOCK] for at in range(0, counts.shape[1], BLOCK)]
    means = [_mean_distance(counts.loc[chosen.index, words], chosen) for words in blocks]
    values = pd.concat(means, axis=1) if means else pd.DataFrame(index=sides.index)
    one_stratum = [()] * len(values)
    p = permute_issuers(values, sides["first"], one_stratum, draws=draws, seed=seed)
    rare = p.index[p <= (1 + RARE) / (1 + draws)]
    if 0 < len(rare) <= MOST_FINE:
        finer = (1 + draws) * FINER - 1
        p[rare] = permute_issuers(values[rare], sides["first"], one_stratum, draws=finer, seed=seed + 1)
    return p


def _mean_distance(counts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """How far issuers' rates are from the mean of a report's stratum, mean over their reports: a row an issuer."""
    rates = counts.mul(PER).div(reports["n_chars"], axis=0)
    apart = rates - rates.groupby(reports["stratum"]).transform("mean")
    return apart.groupby(reports["unit"]).mean()


def _count_as_large(marks: np.ndarray, chosen: np.ndarray, block: np.ndarray) -> np.ndarray:
    """In how many ways of marking issuers (rows, each as many) Welch's t is as large as in `chosen`, a column each.

    Columns of `block` have the mean 0. t² is gap² over spread: gap = s (1 / n₁ + 1 / n₂) and spread = (q − s² / n₁) /
    (n₁ (n₁ − 1)) + (W − q − s² / n₂) / (n₂ (n₂ − 1)), with s and q the sums of marked values and of their squares, W
    that of all squares. That gap² × the spread of `chosen` is no less than the gap² of `chosen` × spread is α s² + γ q
    ≥ δ, which takes a third of the time of t itself. Equal means without variance are no difference.
    """
    one, other = chosen.sum(), (~chosen).sum()
    part_one, part_other = 1 / (one * (one - 1)), 1 / (other * (other - 1))
    both = 1 / one + 1 / other
    squares = block**2
    whole, mine, own = squares.sum(axis=0), chosen @ block, chosen @ squares
    gap = mine * both
    gap = np.where(np.abs(gap) < NO_GAP, 0.0, gap)
    spread = np.maximum(own - mine**2 / one, 0) * part_one
    spread += np.maximum(whole - own - mine**2 / other, 0) * part_other
    least = gap**2 * (1 - SLACK)
    square = spread * both**2 + least * (part_one / one + part_other / other)
    sums, rest = np.hsplit(marks @ np.hstack([block, least * (part_other - part_one) * squares]), 2)
    return np.asarray((sums * sums * square + rest >= least * part_other * whole).sum(axis=0))
