"""Which words set one group of reports apart: weighted log odds to rank, permutation of issuers to test."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["FEWEST_ISSUERS", "log_odds", "permute_issuers", "scale_counts"]

FEWEST_ISSUERS = 10  # in each group, before a permutation can say anything
BLOCK = 256  # columns that are permuted at once


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
    own = counts.groupby(unit, sort=False).sum()
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
    marks = np.empty((draws + 1, len(chosen)), dtype=np.float64)
    marks[0] = chosen
    for _, place in places:
        at = place.to_numpy()
        marks[1:, at] = random.permuted(np.broadcast_to(chosen[at], (draws, len(at))), axis=1)
    found = []
    for begin in range(0, values.shape[1], BLOCK):
        block = values.iloc[:, begin : begin + BLOCK].to_numpy(dtype=np.float64)
        size = np.abs(_welch(marks, block - block.mean(axis=0)))
        flat = block.std(axis=0) == 0
        as_large = (size[1:] >= size[0] * (1 - 1e-9)).sum(axis=0)  # what rounding sets apart counts as equal
        found.append(np.where(flat, np.nan, (1 + as_large) / (1 + draws)))
    return pd.Series(np.concatenate(found), index=values.columns, name="p")


def _welch(marks: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Welch's t for each way of marking issuers (rows) and each column; equal means without variance give 0."""
    n_one = marks.sum(axis=1, keepdims=True)
    n_other = marks.shape[1] - n_one
    sums, squares = marks @ block, marks @ block**2
    mean_one, mean_other = sums / n_one, (block.sum(axis=0) - sums) / n_other
    spread_one = (squares - n_one * mean_one**2) / (n_one - 1)
    spread_other = ((block**2).sum(axis=0) - squares - n_other * mean_other**2) / (n_other - 1)
    error = np.sqrt(np.maximum(spread_one, 0) / n_one + np.maximum(spread_other, 0) / n_other)
    gap = mean_one - mean_other
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.abs(gap) < 1e-12, 0.0, gap / error)
