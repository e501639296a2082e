"""What changed from one year to the next in the same issuers."""

from collections.abc import Iterable

import pandas as pd

__all__ = ["change_years", "list_traced", "pair_years", "select_balanced", "trace_years"]

FEWEST = 10  # issuers with a report in every year, before they are a line of their own


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


def select_balanced(reports: pd.DataFrame) -> pd.DataFrame:
    """The reports of issuers that have one in every year in which any issuer has one: a panel that does not change.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2019, 2020, 2020]}, index=list("abc"))
    >>> select_balanced(frame).index.to_list()
    ['a', 'b']
    """
    known = reports.dropna(subset=["unit", "year"])
    every = known.groupby("unit")["year"].nunique() == known["year"].nunique()
    return known[known["unit"].isin(every.index[every])]


def trace_years(values: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Each column of `values` (a row a report) over years, as `lines` draws it: panel, line, year, value, note, thin.

    The line `same` adds the mean changes of the same issuers (`change_years`) to the mean of all reports of the year
    they begin with; a year to which no pair leads is NA, so that no line reaches it, and the sum begins anew there.
    `note` is the number of pairs. `every`, where at least 10 issuers and not all have every year, is the mean of these.
    `all`, thin, is the mean of all reports of a year, whoever wrote them.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2019, 2020, 2020]}, index=list("abc"))
    >>> table = trace_years(pd.DataFrame({"w": [1.0, 3.0, 9.0]}, index=list("abc")), frame)
    >>> table.loc[table["line"] == "same", ["year", "value", "note"]].to_numpy().tolist()
    [[2019, 1.0, ''], [2020, 3.0, '1']]
    """
    rows: list[tuple[object, ...]] = []
    for column, own in values.items():
        table, level = change_years(own, reports), float("nan")
        for year, row in zip(table.index.astype("int64"), table.to_dict("records"), strict=True):
            level = level + row["change"] if year - 1 in table.index else row["mean"]
            rows.append((column, "same", year, level, f"{row['n']:.0f}" * bool(row["n"]), False))
            level = row["mean"] if pd.isna(level) else level
        known = reports.loc[own.dropna().index]
        panel = select_balanced(known)
        if FEWEST <= panel["unit"].nunique() < known["unit"].nunique():
            means = own[panel.index].groupby(panel["year"]).mean()
            rows += [(column, "every", year, value, "", False) for year, value in means.items()]
        rows += [(column, "all", year, value, "", True) for year, value in table["mean"].items()]
    return pd.DataFrame(rows, columns=["panel", "line", "year", "value", "note", "thin"])


def list_traced(pieces: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The pieces of reports that stand behind the lines of `trace_years`: a row a piece and line, line and year added.

    Behind a year of `same` stand the pieces of reports that are in a pair, of `every` those of the balanced panel.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2019, 2020, 2020]}, index=list("abc"))
    >>> pieces = pd.DataFrame({"report_id": ["a", "c"], "start": [3, 5]})
    >>> list_traced(pieces, frame)[["line", "report_id", "year"]].to_numpy().tolist()
    [['same', 'a', 2019], ['every', 'a', 2019], ['all', 'a', 2019], ['all', 'c', 2020]]
    """
    pairs = pair_years(reports)
    own: dict[str, Iterable[str]] = {
        "same": [*pairs["before"], *pairs["after"]],
        "every": select_balanced(reports).index,
        "all": reports.index,
    }
    lines = {line: pieces[pieces["report_id"].isin(ids)] for line, ids in own.items()}
    table = pd.concat(lines, names=["line"]).reset_index("line").reset_index(drop=True)
    return table.assign(year=table["report_id"].map(reports["year"])).dropna(subset="year")
