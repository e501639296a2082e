"""Two codings of the same units: observed agreement, Krippendorff's α, Gwet's AC1, and agreement code by code."""

import numpy as np
import pandas as pd
from pycm import ConfusionMatrix

__all__ = ["measure_agreement"]

RESAMPLES = 999
LEVEL = 0.95


def measure_agreement(first: pd.Series, second: pd.Series, *, seed: int = 0) -> pd.DataFrame:
    """How far two codings of the same units agree, one row a measure.

    `first` and `second` hold a code a unit, on the same index; a unit that one of them left blank is no pair and is
    left out, as Krippendorff's α does it with two coders. Index measure: observed (share of units with the same code),
    alpha (Krippendorff's α, nominal), ac1 (Gwet 2008, eq. 8), then each code in use: its specific agreement 2 both /
    (first + second), which is F1. Columns value, low, high (percentile bootstrap over units, LEVEL, RESAMPLES draws;
    draws in which a measure is not defined are left out; NaN below two units) and n (pairs; for a code, the units that
    either coding gives it). α and AC1, which PyCM computes, are NaN where fewer than two codes are in use; the number
    of codes in AC1 is that of the codes in use, not of the scheme. The interval takes the units as drawn from many; of
    a complete enumeration it says nothing.

    >>> table = measure_agreement(pd.Series(["A", "A", "B", "B"]), pd.Series(["A", "B", "B", "B"]))
    >>> table.loc["observed", ["value", "n"]].to_list()
    [0.75, 4.0]
    """
    pairs = pd.DataFrame({"first": first, "second": second}).dropna().astype("str")
    codes = sorted({*pairs["first"], *pairs["second"]})
    either = [((pairs["first"] == code) | (pairs["second"] == code)).sum() for code in codes]
    table = pd.DataFrame({"n": [len(pairs)] * 3 + either}, index=pd.Index(["observed", "alpha", "ac1", *codes]))
    table.insert(0, "value", _coefficients(pairs.to_numpy(), codes))
    size = (RESAMPLES if len(pairs) > 1 else 0, len(pairs))
    draws = np.random.default_rng(seed).integers(max(1, len(pairs)), size=size)
    drawn = pd.DataFrame([_coefficients(pairs.to_numpy()[draw], codes) for draw in draws], columns=table.index)
    limits = drawn.astype("float64").quantile([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    table.insert(1, "low", limits.iloc[0])
    table.insert(2, "high", limits.iloc[1])
    return table.rename_axis("measure")


def _coefficients(pairs: np.ndarray, codes: list[str]) -> list[float]:
    """Observed agreement, α, AC1 and the specific agreement of each code; NaN where one is not defined."""
    used = set(pairs.ravel())
    if len(used) < 2:  # PyCM builds no matrix of a single class
        return [1.0 if used else np.nan, np.nan, np.nan, *(1.0 if code in used else np.nan for code in codes)]
    counts = {code: dict.fromkeys(codes, 0) for code in codes}  # all codes, so that AC1 is the same formula in any draw
    for one, other in pairs:
        counts[one][other] += 1
    matrix = ConfusionMatrix(matrix=counts)
    values = [matrix.Overall_ACC, matrix.Alpha, matrix.AC1, *(matrix.F1[code] for code in codes)]
    return [np.nan if value == "None" else float(value) for value in values]
