"""How alike reports are: every report beside every other, some at a time, so that there is no table of all pairs."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from helpers.comparison.groups import FEW, RELATED, RELATIONS, pair_reports, relate

__all__ = ["NEAREST", "Likeness", "measure_likeness"]

STEPS = 10_000  # of a cosine: four decimals
AT_ONCE = 256  # reports that are set beside all others at once
NEAREST = 60  # reports of each relation that are noted as those that one is most like


class Likeness(NamedTuple):
    """Cosines × 100 of reports' weights, over the pairs of one relation (see `pair_reports`).

    `kinds`: a row a relation that there is, medians in columns as the weights are called, and pairs, their number.
    `reports`: relation, report_id, value (the mean over the report's pairs, by the first of the weights). `nearest`:
    relation, report_id, other (up to `NEAREST` reports that it is most like by these). `pairs`: each pair as in
    `pair_reports`, with a column for each of the weights; of more than 12 reports none.
    """

    kinds: pd.DataFrame
    reports: pd.DataFrame
    nearest: pd.DataFrame
    pairs: pd.DataFrame


def measure_likeness(weights: Mapping[str, pd.DataFrame], reports: pd.DataFrame) -> Likeness:
    """How alike every two reports are by each of `weights`: a row a report of length 1 (or 0), a column a word.

    `reports` has unit, year, province, issuer_kind. Cosines are rounded to four decimals.

    >>> rows = {"unit": ["x", "x", "y"], "year": [2020, 2021, 2021], "province": "山东省", "issuer_kind": "bureau"}
    >>> table = pd.DataFrame({"审批": [1, 0.6, 0.0], "执法": [0, 0.8, 1.0]}, index=list("abc"))
    >>> found = measure_likeness({"whole": table}, pd.DataFrame(rows, table.index))
    >>> found.kinds.round(1).T.to_dict()["pair_place"], found.reports["value"].round(1).to_list()
    ({'whole': 80.0, 'pairs': 1.0}, [60.0, 60.0, 80.0, 80.0, 0.0, 0.0])
    """
    n, k = len(reports), len(RELATIONS)
    rows = {name: csr_matrix(table.to_numpy(dtype="float64")) for name, table in weights.items()}
    spread = {name: np.zeros((k, STEPS + 1), dtype=np.int64) for name in rows}
    means, nearest = [], []
    for begin in range(0, n, AT_ONCE):
        here = np.arange(begin, min(begin + AT_ONCE, n))
        itself, later = np.equal.outer(here, np.arange(n)), np.less.outer(here, np.arange(n))
        relation = np.where(itself, k, relate(reports, here).astype(np.int64))
        for name, matrix in rows.items():
            steps = np.rint((matrix[here] @ matrix.T).toarray() * STEPS).astype(np.int64)
            place = np.minimum(steps[later], STEPS) + relation[later] * (STEPS + 1)
            spread[name] += np.bincount(place, minlength=k * (STEPS + 1)).reshape(k, -1)
            if name == next(iter(rows)):
                means.append(_average(relation, steps, k))
                nearest += [_pick(here, relation == at, steps).assign(relation=at) for at in range(k)]
    kinds = pd.DataFrame({name: [_median(row) for row in table] for name, table in spread.items()}, list(RELATIONS))
    kinds["pairs"] = next(iter(spread.values())).sum(axis=1)
    value = np.concatenate(means).T
    at, report = np.nonzero(~np.isnan(value))
    own = pd.DataFrame({"relation": at, "report_id": report, "value": value[at, report]})
    return Likeness(
        kinds[kinds["pairs"] > 0].rename_axis("relation"),
        _name(own, reports.index),
        _name(pd.concat(nearest, ignore_index=True), reports.index),
        _list_pairs(rows, reports),
    )


def _average(relation: np.ndarray, steps: np.ndarray, kinds: int) -> np.ndarray:
    """The mean × 100 of cosines by relation: a row a report, a column a relation, NaN where there is none."""
    shape = len(steps), kinds + 1
    place = (relation + np.arange(len(steps))[:, None] * shape[1]).ravel()
    sums, counts = (np.bincount(place, values, shape[0] * shape[1]) for values in (steps.ravel(), None))
    with np.errstate(invalid="ignore"):
        return np.asarray((sums / counts).reshape(shape)[:, :kinds] / (STEPS / 100))


def _pick(here: np.ndarray, asked: np.ndarray, steps: np.ndarray) -> pd.DataFrame:
    """For the reports `here` those `asked` for with the highest cosines, of equal ones the first: report_id, other."""
    n = steps.shape[1]
    order = np.where(asked, steps * n + np.arange(n)[::-1], -1)
    top = np.argpartition(-order, min(NEAREST, n - 1), axis=1)[:, :NEAREST]
    row, column = np.nonzero(np.take_along_axis(order, top, axis=1) >= 0)
    return pd.DataFrame({"report_id": here[row], "other": top[row, column]})


def _median(counts: np.ndarray) -> float:
    """The median × 100 of cosines that are counted by their steps."""
    n, ends = counts.sum(), counts.cumsum()
    if not n:
        return float("nan")
    middle = np.searchsorted(ends, [(n - 1) // 2, n // 2], side="right")
    return float((100 * (middle / STEPS)).mean())


def _list_pairs(rows: Mapping[str, csr_matrix], reports: pd.DataFrame) -> pd.DataFrame:
    """Each pair of few reports with their cosines × 100."""
    pairs = pair_reports(reports if len(reports) <= FEW else reports[:0])
    one, other = (reports.index.get_indexer(pd.Index(pairs[end])) for end in ("one", "other"))
    for name, matrix in rows.items():
        pairs[name] = np.asarray(100 * np.round((matrix[one].multiply(matrix[other])).sum(axis=1), 4)).ravel()
    return pairs


def _name(table: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """Places as what they stand for: relations, in their order, and report_ids."""
    named = {"relation": pd.Categorical.from_codes(table["relation"], dtype=RELATED)}
    return table.assign(**named, **{column: ids[table[column]] for column in ("report_id", "other") if column in table})
