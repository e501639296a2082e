"""Codes drawn again as if the program erred here as it did on unread texts: which conclusions stand."""

import numpy as np
import pandas as pd

__all__ = ["lead_draws", "redraw_codes", "sum_draws"]

TINY = 1e-12  # of a piece: what no piece tried stays as it is


def redraw_codes(
    coded: pd.DataFrame, errors: pd.DataFrame, in_force: pd.DataFrame, draws: int, *, seed: int = 1
) -> np.ndarray:
    """The main codes of items, drawn again: a row a draw, a column an item, places in the columns of `errors`.

    `coded` has report_id and code; `errors` counts pieces of unread texts by the program's code (rows) and the code of
    a reading (columns), the same codes in one order; `in_force` has a row a report and a column a code. The first row
    is the program's codes. In each of the others the pieces of `errors` are drawn again with replacement, code by code
    of the program, which shows how few they are; then every item gets a code by what came out for its own. A code that
    no piece had stays, and one that is not in force in the report's year is not given.

    >>> errors = pd.DataFrame([[0, 4], [0, 0]], ["G1", "G2"], ["G1", "G2"])
    >>> coded = pd.DataFrame({"report_id": ["a", "a", "b"], "code": ["G1", "G2", "G1"]})
    >>> in_force = pd.DataFrame({"G1": True, "G2": [True, False]}, index=["a", "b"])
    >>> redraw_codes(coded, errors, in_force, 1).tolist()
    [[0, 1, 0], [1, 1, 0]]
    """
    random, odds = np.random.default_rng(seed), errors.to_numpy() + np.eye(len(errors)) * TINY
    size, odds = errors.sum(axis=1).to_numpy(), odds / odds.sum(axis=1, keepdims=True)
    code = errors.columns.get_indexer(pd.Index(coded["code"]))
    valid = in_force.loc[coded["report_id"], errors.columns].to_numpy()
    drawn = np.empty((draws + 1, len(code)), dtype=np.int8)
    drawn[0] = code
    for draw in range(1, draws + 1):
        chance = random.multinomial(size, odds)[code] * valid
        kept = chance.sum(axis=1) == 0
        chance[kept, code[kept]] = 1
        beyond = chance.cumsum(axis=1) <= random.random((len(code), 1)) * chance.sum(axis=1, keepdims=True)
        drawn[draw] = beyond.sum(axis=1)
    return drawn


def sum_draws(drawn: np.ndarray, coded: pd.DataFrame, in_force: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    """The sum of `weight` by report (rows) and by draw and code (columns, two levels); NA where a code is not in force.

    `drawn` as of `redraw_codes` with the columns of `in_force` in its order, a column for each row of `coded`. Reports
    without an item have no row.

    >>> coded = pd.DataFrame({"report_id": ["a", "a"]})
    >>> in_force = pd.DataFrame({"G1": [True], "G2": [True]}, index=["a"])
    >>> sum_draws(np.array([[0, 1], [1, 1]]), coded, in_force, pd.Series([3, 1])).to_numpy().tolist()
    [[3.0, 1.0, 0.0, 4.0]]
    """
    row, ids = pd.factorize(coded["report_id"])
    draws, k = len(drawn), in_force.shape[1]
    weights = weight.to_numpy(dtype="float64")
    sums = np.empty((len(ids), draws, k))
    for draw, codes in enumerate(drawn):
        sums[:, draw] = np.bincount(row * k + codes, weights, len(ids) * k).reshape(len(ids), k)
    np.copyto(sums, np.nan, where=~in_force.loc[ids].to_numpy(dtype="bool")[:, None, :])
    columns = pd.MultiIndex.from_product([range(draws), in_force.columns], names=["draw", "code"])
    return pd.DataFrame(sums.reshape(len(ids), -1), pd.Index(ids, name="report_id"), columns)


def lead_draws(values: pd.DataFrame) -> pd.DataFrame:
    """Which code is highest in each row, and in how many draws it still is: first, value, stays (percent), else.

    `values` has two levels of columns, draw and code, as of `sum_draws`; the first draw is the program's. `else` is
    what leads most often in the other draws, "" if nothing does. A row that is NA throughout is left out.

    >>> columns = pd.MultiIndex.from_product([range(3), ["G1", "G2"]])
    >>> lead_draws(pd.DataFrame([[5, 1, 4, 2, 2, 4]], ["a"], columns)).to_dict("records")
    [{'first': 'G1', 'value': 5.0, 'stays': 50.0, 'else': 'G2'}]
    """
    known, codes = values.dropna(how="all"), values.columns.get_level_values(1).unique()
    shape = len(known), known.shape[1] // len(codes), len(codes)
    cube = np.nan_to_num(known.to_numpy(dtype="float64").reshape(shape), nan=-np.inf)
    firsts = codes.to_numpy()[cube.argmax(axis=2)]
    table = pd.DataFrame({"first": firsts[:, 0], "value": cube[:, 0].max(axis=1, initial=-np.inf)}, known.index)
    table["stays"] = (firsts[:, 1:] == firsts[:, :1]).mean(axis=1) * 100
    others = [pd.Series(row[1:][row[1:] != row[0]], dtype="str").mode() for row in firsts]
    return table.assign(**{"else": [most.get(0, "") for most in others]})
