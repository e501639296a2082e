"""Two codings of the same units: observed agreement, Krippendorff's α, Gwet's AC1, and agreement code by code."""

from itertools import combinations

import numpy as np
import pandas as pd
from pycm import ConfusionMatrix

from helpers.gold.scoring import cut_scores

__all__ = ["compare_passes", "label_agreement", "measure_agreement", "pair_passes"]

RESAMPLES = 999
LEVEL = 0.95

# What the agreement of two may be called, by who coded: reliability is a word for persons.
CALLED = {
    ("model", "model"): "consistency of two passes by models 模型两遍编码的一致性",
    ("person", "person"): "intercoder reliability 编码者间信度",
    ("model", "person"): "agreement of a person and a model 人与模型的一致程度",
    ("model", "program"): "accuracy against a model's reading 以模型通读为准的准确度",
    ("person", "program"): "accuracy against a person's coding 以人工编码为准的准确度",
}


def pair_passes(gold: dict[str, pd.DataFrame], reference: str) -> pd.DataFrame:
    """Which passes of codes and follow-up are compared with which: first, second (or "program"), called.

    `reference` is the pass that settles the others. It was decided with them at hand, so its agreement with passes by
    coders of its own kind (person or model) would be no evidence, and beside the program it stands for them. `called`
    is what an agreement of two such coders may be called.

    >>> coders = pd.DataFrame({"pass_id": ["a", "b", "c"], "coder_kind": ["model", "model", "person"]})
    >>> codes = pd.DataFrame({"pass_id": ["a", "b", "c"]})
    >>> pairs = pair_passes({"CODERS": coders, "codes": codes, "followup": codes[:0]}, "b")
    >>> pairs[["first", "second"]].to_numpy().tolist()
    [['a', 'c'], ['b', 'c'], ['b', 'program'], ['c', 'program']]
    """
    coders = gold["CODERS"]
    kind: dict[str, str] = dict(zip(coders["pass_id"], coders["coder_kind"], strict=True)) | {"program": "program"}
    passes = list(dict.fromkeys([*gold["codes"]["pass_id"], *gold["followup"]["pass_id"]]))
    alike = {one for one in passes if reference in passes and kind.get(one) == kind.get(reference)}
    pairs = [two for two in combinations(passes, 2) if reference not in two or not {*two} <= alike]
    pairs += [(one, "program") for one in passes if one == reference or one not in alike]
    called = [CALLED.get(_sort_kinds(kind, two), "agreement 一致程度") for two in pairs]
    return pd.DataFrame(pairs, columns=["first", "second"], dtype="str").assign(called=pd.Series(called, dtype="str"))


def _sort_kinds(kind: dict[str, str], two: tuple[str, str]) -> tuple[str, str]:
    first, second = sorted(kind.get(one, "unknown") for one in two)
    return first, second


def compare_passes(codes: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """`measure_agreement` of each two of `pair_passes` in each scheme, on the units that both coded.

    `codes` has a row a unit, the scheme as first level of its index, and a column a pass. Columns scheme, called,
    first, second, measure, then those of `measure_agreement`; pairs without a common unit are left out.

    >>> index = pd.MultiIndex.from_product([["domain"], ["i1", "i2"]], names=["scheme", "item_id"])
    >>> codes = pd.DataFrame({"a": ["x", "y"], "program": ["x", "x"]}, index=index)
    >>> pairs = pd.DataFrame({"first": ["a"], "second": ["program"], "called": ["accuracy"]})
    >>> compare_passes(codes, pairs).head(1)[["scheme", "second", "measure", "value"]].to_numpy().tolist()
    [['domain', 'program', 'observed', 0.5]]
    """
    found = {}
    for scheme, own in codes.groupby(level=0, sort=False):
        for first, second, called in pairs[["first", "second", "called"]].itertuples(index=False, name=None):
            units = own.reindex(columns=[first, second]).dropna()
            if len(units):
                found[scheme, called, first, second] = measure_agreement(units[first], units[second])
    names = ["scheme", "called", "first", "second", "measure"]
    if found:
        return pd.concat(found, names=names).reset_index()
    return pd.DataFrame(columns=[*names, "value", "low", "high", "n"])


def label_agreement(table: pd.DataFrame) -> pd.Series:
    """Values of `measure_agreement` as readers see them: cut off after three decimals, with their interval.

    No interval where nothing differs in any draw: it would feign certainty.

    >>> rows = pd.DataFrame({"value": [0.8, 1, None], "low": [0.61, 1, None], "high": [0.9999, 1, None]})
    >>> label_agreement(rows).to_list()
    ['0.800 [0.610, 0.999]', '1.000', 'not defined 无定义']
    """
    value, low, high = (_cut(table[column].astype("float64")) for column in ("value", "low", "high"))
    ranged = value + (" [" + low + ", " + high + "]").where(low != high, "")
    shown: pd.Series[str] = ranged.where(table["value"].notna(), "not defined 无定义")
    return shown


def _cut(values: pd.Series) -> pd.Series:
    """Numbers with three decimals, cut off."""
    return cut_scores(values).map("{:.3f}".format).astype("str")


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
    places = [pd.Categorical(pairs[side], codes).codes[draws].astype("int64") for side in ("first", "second")]
    drawn = pd.DataFrame(_rate_draws(places[0], places[1], len(codes)), columns=table.index)
    limits = drawn.quantile([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
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


def _rate_draws(first: np.ndarray, second: np.ndarray, k: int) -> np.ndarray:
    """`_coefficients` of many draws at once: a row a draw; `first` and `second` hold the places of codes, of `k`.

    The same formulas, which a test holds against PyCM: that works out some hundred statistics for each draw.
    """
    draws, n = first.shape
    if not draws:
        return np.empty((0, 3 + k))
    place = (np.arange(draws)[:, None] * k + first) * k + second
    counts = np.bincount(place.ravel(), minlength=draws * k * k).reshape(draws, k, k)
    both, either = np.diagonal(counts, axis1=1, axis2=2), counts.sum(axis=1) + counts.sum(axis=2)
    observed, share = both.sum(axis=1) / n, either / (2 * n)
    by_chance, by_guess = (share**2).sum(axis=1), (share * (1 - share)).sum(axis=1) / max(k - 1, 1)
    corrected = observed + (1 - observed) / (2 * n)
    with np.errstate(divide="ignore", invalid="ignore"):
        single = np.where((either > 0).sum(axis=1) < 2, np.nan, 1.0)  # neither is defined of one code
        alpha = (corrected - by_chance) / (1 - by_chance) * single
        ac1 = (observed - by_guess) / (1 - by_guess) * single
        return np.column_stack([observed, alpha, ac1, 2 * both / either])
