"""What changed from one year to the next in the same issuers."""

import pandas as pd

__all__ = ["change_years", "pair_years"]


def pair_years(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports of one issuer on two consecutive years: a row a pair, columns unit, before, after (report_id), year.

    `year` is that of the later. Of two reports of one issuer and year the first of the manifest counts. No pair reaches
    over a year without a report.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "x"], "year": [2019, 2020, 2022]}, index=list("abc"))
    >>> pair_years(frame).to_dict("records")
    [{'unit': 'x', 'before': 'a', 'after': 'b', 'year': 2020}]
    """
    own = pd.DataFrame({"unit": reports["unit"], "year": reports["year"].astype("Int64"), "report_id": reports.index})
    own = own.dropna(subset=["unit", "year"]).drop_duplicates(["unit", "year"])
    before = own.assign(year=own["year"] + 1)
    pairs = before.merge(own, on=["unit", "year"], suffixes=("_before", "_after"))
    pairs = pairs.rename(columns={"report_id_before": "before", "report_id_after": "after"})
    return pairs[["unit", "before", "after", "year"]].sort_values(["year", "unit"], kind="stable", ignore_index=True)


def change_years(values: pd.Series, reports: pd.DataFrame) -> pd.DataFrame:
    """Mean change of a value in the same issuers, a row a year: change, n (pairs), and all reports: mean, reports.

    `values` by report_id; NA counts nowhere. `change` is NA in a year to which no pair leads.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2019, 2020, 2020]}, index=list("abc"))
    >>> change_years(pd.Series([1.0, 3.0, 9.0], index=list("abc")), frame).to_dict("index")[2020]
    {'change': 2.0, 'n': 1, 'mean': 6.0, 'reports': 2}
    """
    known = values.dropna()
    by_year = known.groupby(reports["year"].reindex(known.index)).agg(mean="mean", reports="size")
    pairs = pair_years(reports.loc[known.index])
    pairs["change"] = known.reindex(pairs["after"]).to_numpy() - known.reindex(pairs["before"]).to_numpy()
    changes = pairs.groupby("year")["change"].agg(change="mean", n="size")
    table = changes.reindex(by_year.index).join(by_year)
    table["n"] = table["n"].fillna(0).astype("int64")
    return pd.DataFrame(table)
