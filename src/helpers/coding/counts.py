"""How many items of a report have each code."""

from pathlib import Path

import pandas as pd

from helpers.coding.codebook import load_codebook

__all__ = ["count_codes"]


def count_codes(
    codes: pd.DataFrame,
    items: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    scheme: str,
    role: str,
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """Items of a role by main code of a scheme: a row a report, a column a code of the codebook, in its order.

    NA, not 0, where the scheme had no such code in the report's year, and throughout a report in which the role was not
    found. `codes` as of `code_items`.

    >>> reports = pd.DataFrame({"year": pd.array([2019, 2021], "Int64")}, index=["a", "b"])
    >>> items = pd.DataFrame({"report_id": ["a", "b"], "item_id": ["1", "2"], "role": "plan"})
    >>> codes = items.assign(scheme="domain", code=["G5", "G9"], rank=1)
    >>> count_codes(codes, items, reports, scheme="domain", role="plan")[["G5", "G9"]].to_numpy().tolist()
    [[1.0, nan], [0.0, 1.0]]
    """
    book = load_codebook(scheme, corpus)
    own = codes[codes["scheme"].eq(scheme) & codes["role"].eq(role) & codes["rank"].eq(1)]
    counts = pd.crosstab(own["report_id"], own["code"])
    counts = counts.reindex(index=reports.index, columns=book.index, fill_value=0).astype("float64")
    for code, first, last in book[["valid_from", "valid_to"]].itertuples(name=None):
        out = reports["year"].lt(first) | reports["year"].gt(last)
        counts.loc[out.fillna(False).astype(bool), code] = float("nan")
    has = reports.index.isin(items.loc[items["role"] == role, "report_id"])
    return counts.where(pd.Series(has, index=reports.index), axis=0)
