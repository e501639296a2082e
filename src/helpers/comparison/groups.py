"""Which reports are compared with which, and means in which every issuer counts once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.errors import ChoiceError

__all__ = [
    "FEW",
    "LISTED",
    "RELATED",
    "RELATIONS",
    "UNKNOWN",
    "Contrast",
    "Means",
    "average",
    "choose_groups",
    "choose_sides",
    "choose_strata",
    "contrast",
    "list_units",
    "pair_reports",
    "relate",
    "sample_issuers",
    "select_reports",
]

BLOCK = 256  # columns that are averaged at once
FEW = 12  # reports that are shown one by one, groups that are set side by side
UNKNOWN, ALL = "未知", "全部"
REST = "other"  # all reports that are not of a group
CANDIDATES = ("issuer_kind", "level", "province", "year")  # in this order, where nothing else is asked for
STRATA = ("level", "year")
# Columns by which nobody groups: texts, and what is added to the manifest's.
NOT_CHOSEN = ("raw", "text", "file_headings", "n_chars", "sha256", "source_file", "name", "unit", "group", "stratum")
RELATIONS = ("pair_next", "pair_issuer", "pair_place", "pair_kind", "pair_other")  # of two reports: the first that fits
RELATED = pd.CategoricalDtype(list(RELATIONS), ordered=True)
LISTED = 30  # choices that are named where there is none of that name
LABELS = {"issuer_kind": ISSUER_KINDS, "level": LEVELS}

Where = Mapping[str, object]


class Means(NamedTuple):
    """Means over issuers by group, and on how many issuers and reports each rests. Three tables of one shape."""

    mean: pd.DataFrame
    issuers: pd.DataFrame
    reports: pd.DataFrame

    @property
    def n(self) -> pd.DataFrame:
        """How many issuers and reports a group has where it has most: a row a group, columns issuers, reports."""
        return pd.DataFrame({"issuers": self.issuers.max(axis=1), "reports": self.reports.max(axis=1)})


class Contrast(NamedTuple):
    """How one group differs from another, a row a column of values.

    `table` has difference (inside strata), raw (without them), issuers_a, issuers_b; `compared` and `left_out` are the
    strata that hold both groups, and those that do not.
    """

    table: pd.DataFrame
    compared: list[str]
    left_out: list[str]


def select_reports(reports: pd.DataFrame, where: Where) -> pd.DataFrame:
    """The reports whose columns have the values asked for: `{"year": [2021, 2022], "level": "county"}`.

    ChoiceError names a column or value that the corpus does not have, and those that it has.

    >>> frame = pd.DataFrame({"year": [2020, 2021], "level": ["county", None]}, index=["a", "b"])
    >>> select_reports(frame, {"year": 2021}).index.to_list()
    ['b']
    """
    kept = pd.Series(True, index=reports.index)
    for column, wanted in where.items():
        has = _column(reports, column)
        values = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Sequence) else list(wanted)
        unknown = [value for value in map(str, values) if value not in set(has)]
        if unknown:
            known = _list(sorted(set(has.dropna())))
            raise ChoiceError(f"where: no report has {column} {', '.join(unknown)}; there is {known}")
        kept &= has.isin(list(map(str, values)))
    if not kept.any():
        raise ChoiceError(f"where: no report has all of {dict(where)}; ask for less")
    return reports[kept]


def sample_issuers(reports: pd.DataFrame, most: int) -> pd.DataFrame:
    """All reports, or of more than `most` those of issuers drawn at random, in all `most` or a few less.

    An issuer's reports stay together. Issuers (column unit, else unit_id or issuer) are drawn in the order of a hash of
    their names: whatever the order of the manifest, and of some of the reports mostly the same ones.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y", "y", "z", "z"]}, index=list("abcdef"))
    >>> sample_issuers(frame, 4).index.to_list()
    ['a', 'b', 'e', 'f']
    """
    if len(reports) <= most:
        return reports
    unit = list_units(reports)
    sizes = unit.groupby(unit).size()
    drawn = sorted(sizes.index, key=lambda name: hashlib.sha256(str(name).encode()).digest())
    n = max(1, int((sizes[drawn].cumsum() <= most).sum()))
    return reports[unit.isin(drawn[:n])]


def list_units(reports: pd.DataFrame) -> pd.Series:
    """The issuer of each report, whatever it is called in a year: `unit_id` of the manifest where it is filled.

    >>> list_units(pd.DataFrame({"issuer": ["甲局", "乙局"], "unit_id": ["a", None]})).to_list()
    ['a', '乙局']
    """
    if "unit" in reports:
        return reports["unit"]
    issuer = reports["issuer"] if "issuer" in reports else reports.index.to_series()
    return reports["unit_id"].fillna(issuer) if "unit_id" in reports else issuer


def choose_groups(reports: pd.DataFrame, by: str | None = None) -> pd.Series:
    """The group of each report, an ordered categorical named after what it is grouped by.

    Up to 12 reports each is a group of its own, by its `name`. Beyond that it is the first of issuer_kind, level,
    province, year with 2 to 12 filled groups; if none is, all reports are one group, 全部. `by` asks for any column of
    the manifest, or for "report". A blank is the group 未知, the last. ChoiceError if there is no such column.

    >>> kinds = ["bureau"] * 8 + ["township"] * 6
    >>> frame = pd.DataFrame({"name": list("abcdefghijklmn"), "issuer_kind": kinds})
    >>> choose_groups(frame).value_counts().to_dict()
    {'其他工作部门': 8, '乡镇人民政府、街道办事处': 6}
    """
    if by is None:
        by = "report" if len(reports) <= FEW else next((c for c in CANDIDATES if _parts(reports, c)), "")
    if by == "":
        return pd.Series(pd.Categorical([ALL] * len(reports)), index=reports.index, name="all")
    if by == "report":
        names = reports["name"]
        return pd.Series(pd.Categorical(names, list(names), ordered=True), index=reports.index, name="report")
    values = _column(reports, by).fillna(UNKNOWN)
    labels = LABELS.get(by, {})
    order = [label for label in labels if label in set(values)] or sorted(set(values) - {UNKNOWN})
    order = [labels.get(value, value) for value in order] + [UNKNOWN] * bool(values.eq(UNKNOWN).any())
    named = values.map(lambda value: labels.get(value, value))
    return pd.Series(pd.Categorical(named, order, ordered=True), index=reports.index, name=by)


def choose_sides(reports: pd.DataFrame, pair: Sequence[str] | None = None) -> tuple[pd.Series, pd.Series]:
    """Two sides to compare: which reports are on each, true and false, named after the group or "other" (the rest).

    `pair` names two groups. None: the group with most issuers against the rest. Where every report is a group of its
    own, kinds of issuers are compared instead if there are several. With one group nothing is on the other side.
    ChoiceError for a group that is not there. `reports` as of `begin`.

    >>> kinds = ["bureau", "bureau", "township"]
    >>> frame = pd.DataFrame({"name": list("abc"), "unit": list("abc"), "issuer_kind": kinds})
    >>> frame["group"] = choose_groups(frame)
    >>> frame.attrs["by"] = "report"
    >>> [(side.name, side.to_list()) for side in choose_sides(frame)]
    [('其他工作部门', [True, True, False]), ('other', [False, False, True])]
    """
    kinds = choose_groups(reports, "issuer_kind") if reports.attrs["by"] == "report" else reports["group"]
    fit = kinds.nunique() > 1 and set(pair or []) <= set(kinds)
    kinds = kinds if fit else reports["group"]
    first = str(pair[0] if pair else reports.groupby(kinds, observed=True)["unit"].nunique().idxmax())
    one, other = kinds.eq(first), kinds.eq(pair[1]) if pair else kinds.ne(first)
    if pair and not (one.any() and other.any()):
        known = _list(map(str, reports["group"].cat.categories))
        missing = ", ".join(side for side in pair if not kinds.eq(side).any())
        raise ChoiceError(f"pair: there is no {missing}; there is {known}")
    return one.rename(first), other.rename(pair[1] if pair else REST)


def choose_strata(reports: pd.DataFrame, within: Sequence[str] | None, by: str) -> pd.Series:
    """What must be alike in reports that are compared: the values of `within`, parted by ·, a row a report.

    None means level and year, as far as the corpus has several of them and the groups are not made by them.

    >>> frame = pd.DataFrame({"level": ["county", "county"], "year": [2020, 2021]})
    >>> choose_strata(frame, None, "issuer_kind").to_list()
    ['2020', '2021']
    """
    chosen = list(STRATA) if within is None else list(within)
    columns = {name: _column(reports, name).fillna(UNKNOWN) for name in chosen if name in reports or within is not None}
    if within is None:
        columns = {name: column for name, column in columns.items() if column.nunique() > 1 and name != by}
    rows = zip(*columns.values(), strict=True) if columns else [()] * len(reports)
    return pd.Series([" · ".join(row) for row in rows], index=reports.index, dtype="str", name="stratum")


def average(values: pd.DataFrame, reports: pd.DataFrame, group: pd.Series | None = None) -> Means:
    """Means by group, in which an issuer counts once: over its reports, then over issuers.

    `values` has a row a report (or fewer) and any columns; NA counts nowhere. `reports` has `unit`, the issuer
    whatever it is called in a year. Groups as in `group`, else `reports["group"]`; every group has a row, NA where
    nothing is known.

    >>> reports = pd.DataFrame({"unit": ["x", "x", "y"], "group": pd.Categorical(["g", "g", "g"])}, index=list("abc"))
    >>> average(pd.DataFrame({"rate": [1.0, 3.0, 8.0]}, index=list("abc")), reports).mean["rate"].to_list()
    [5.0]
    """
    group = reports["group"] if group is None else group
    keys = [group.reindex(values.index), reports["unit"].reindex(values.index)]
    every = pd.Index(group.cat.categories)
    blocks: list[tuple[pd.DataFrame, ...]] = []
    for at in range(0, max(1, values.shape[1]), BLOCK):  # of many columns no copy is made of all at once
        own = values.iloc[:, at : at + BLOCK].astype("float64")
        by_group = own.groupby(keys, observed=True, sort=False).mean().groupby(level=0, observed=False)
        reported = own.groupby(keys[0], observed=False).count()
        blocks.append((by_group.mean(), by_group.count(), reported))
    mean, issuers, counts = (pd.concat(tables, axis=1) for tables in zip(*blocks, strict=True))
    return Means(mean.reindex(every), issuers.reindex(every, fill_value=0), counts.reindex(every, fill_value=0))


def contrast(
    values: pd.DataFrame, reports: pd.DataFrame, one: pd.Series, other: pd.Series, strata: pd.Series
) -> Contrast:
    """Mean of the reports `one` less that of the reports `other`, inside strata, an issuer counting once in each.

    The differences of strata are averaged by the smaller number of issuers in the two groups. `one` and `other` are
    true and false by report. Strata that lack either are left out, and named.

    >>> index = list("abcd")
    >>> reports = pd.DataFrame({"unit": index}, index=index)
    >>> values = pd.DataFrame({"rate": [1.0, 4.0, 2.0, 9.0]}, index=index)
    >>> one = pd.Series([False, True, False, True], index=index)
    >>> strata = pd.Series(["2020", "2020", "2021", "2022"], index=index)
    >>> found = contrast(values, reports, one, ~one, strata)
    >>> found.table.loc["rate", ["difference", "raw"]].to_list(), found.left_out
    ([3.0, 5.0], ['2021', '2022'])
    """
    sides = pd.Series(pd.NA, index=reports.index, dtype="object").mask(other, "b").mask(one, "a")
    table = pd.concat([_compare(values, reports, sides)[["raw", "issuers_a", "issuers_b"]]], axis=1)
    gaps, weights = [], []
    compared: list[str] = []
    left_out: list[str] = []
    for stratum in dict.fromkeys(strata[sides.notna()]):
        part = _compare(values, reports[strata.eq(stratum)], sides)
        weight = part[["issuers_a", "issuers_b"]].min(axis=1)
        (compared if weight.gt(0).any() else left_out).append(stratum)
        gaps.append(part["raw"].where(weight > 0).fillna(0))
        weights.append(weight)
    each = pd.concat(weights, axis=1, keys=range(len(weights)))
    summed = (pd.concat(gaps, axis=1, keys=range(len(gaps))) * each).sum(axis=1)
    table.insert(0, "difference", summed / each.sum(axis=1).replace(0, float("nan")))
    return Contrast(table, compared, left_out)


def pair_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """Every two reports and how they are related: the first that fits of pair_next (one issuer, consecutive years),
    pair_issuer (one issuer), pair_place (one province and year), pair_kind (one kind of issuer), pair_other.

    Columns one, other (report_ids, the first before the second in `reports`), relation (ordered as here). What is not
    known is not alike.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2020, 2021, 2021]}, index=list("abc"))
    >>> pair_reports(frame.assign(province="山东省", issuer_kind="bureau"))["relation"].to_list()
    ['pair_next', 'pair_kind', 'pair_place']
    """

    relation = relate(reports, np.arange(len(reports)))
    one, other = np.triu_indices(len(reports), 1)
    ids = reports.index.to_numpy()
    ordered = pd.Categorical.from_codes(relation[one, other].tolist(), dtype=RELATED)
    return pd.DataFrame({"one": ids[one], "other": ids[other], "relation": ordered})


def relate(reports: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """How some reports, by their places, are related to all: a row each, a column a report, places in `RELATIONS`.

    >>> frame = pd.DataFrame({"unit": ["x", "x", "y"], "year": [2020, 2021, 2021], "province": "山东省"})
    >>> relate(frame.assign(issuer_kind="bureau"), np.array([1])).tolist()
    [[0, 1, 2]]
    """

    def share(column: str) -> np.ndarray:
        values = pd.factorize(reports[column])[0]  # -1: not known
        return np.asarray(np.equal.outer(values[rows], values) & (values >= 0))

    years = reports["year"].astype("float64").to_numpy()
    one, place = share("unit"), share("province") & share("year")
    kinds = [one & (np.abs(np.subtract.outer(years[rows], years)) == 1), one, place, share("issuer_kind")]
    return np.select(kinds, [np.int8(at) for at in range(len(kinds))], np.int8(len(kinds)))


def _compare(values: pd.DataFrame, reports: pd.DataFrame, sides: pd.Series) -> pd.DataFrame:
    """Mean of side a less that of side b, and how many issuers each has; a row a column of values."""
    group = pd.Series(pd.Categorical(sides.reindex(reports.index), ["a", "b"]), index=reports.index)
    means = average(values[values.index.isin(reports.index)], reports, group)
    gap = means.mean.loc["a"] - means.mean.loc["b"]
    counts = {f"issuers_{side}": means.issuers.loc[side] for side in "ab"}
    return pd.DataFrame({"raw": gap, **counts})


def _column(reports: pd.DataFrame, name: str) -> pd.Series:
    """A column as text, NA where it is blank."""
    if name not in reports:
        known = _list([column for column in map(str, reports.columns) if column not in NOT_CHOSEN])
        raise ChoiceError(f"{name} is no column of the manifest; there is {known}")
    return reports[name].astype("str").where(reports[name].notna())


def _list(known: Iterable[str]) -> str:
    """What there is, as far as it can be said in a line."""
    names = list(known)
    return ", ".join(names[:LISTED]) + f" … ({len(names)} in all)" * (len(names) > LISTED)


def _parts(reports: pd.DataFrame, name: str) -> bool:
    """Whether a column parts the reports into 2 to 12 groups that have a name."""
    return name in reports and 2 <= reports[name].nunique() <= FEW
