"""A corpus as variables: one row a report, one row an item, with a codebook; as CSV and for Stata."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.characters import count_characters
from helpers.coding.codebook import load_codebook, load_schemes
from helpers.comparison.groups import list_units
from helpers.corpus.divisions import Place, find_code
from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.extraction.indicators import load_indicators
from helpers.extraction.tallies import measure_roles, use_strings
from helpers.extraction.units import load_units
from helpers.gold.blind import NO_CODE
from helpers.gold.trust import trusted_schemes
from helpers.output.loader import Loader
from helpers.places import find_file
from helpers.structure.roles import ROLE_LABELS

__all__ = ["Panel", "hash_corpus", "hash_inputs", "list_panel_files", "make_panel"]

RULE_FROM = 2019  # the reports that the regulation in force from 15 April 2019 asks for
REFERENCE_YEAR = 2020  # of the census; division codes of this year stand beside those of the report's
NAME_LENGTH, LABEL_LENGTH = 32, 80  # what Stata takes
STAMP = datetime(2020, 1, 1)  # of every file: the same panel is the same bytes
EARLIEST, LATEST = 0, 9999
KINDS = ("law", "regulation", "policy", "document", "other")
PARTS = ("measures", "leadership", "shortcomings", "plan")


class Panel(NamedTuple):
    """`reports` and `items` have a column a variable; `codebook` has variable, table, label, values."""

    reports: pd.DataFrame
    items: pd.DataFrame
    codebook: pd.DataFrame


class _Variables:
    """Columns of a table in the making, each with what it says."""

    def __init__(self, table: str, index: pd.Index) -> None:
        self.table, self.index = table, index
        self.columns: dict[str, pd.Series] = {}
        self.told: list[tuple[str, str, str, str]] = []

    def add(self, name: str, values: pd.Series, label: str, meaning: str) -> None:
        name = self._fit(name)
        self.columns[name] = values.reindex(self.index)
        self.told.append((name, self.table, label, meaning))

    def _fit(self, name: str) -> str:
        """A name as Stata takes it: letters, digits and _, 32 at most, none twice."""
        name = re.sub(r"\W", "_", name, flags=re.ASCII)[:NAME_LENGTH]
        number = 2
        while name in self.columns:
            name = f"{name[: NAME_LENGTH - 2]}_{number}"
            number += 1
        return name


def make_panel(reports: pd.DataFrame, load: Loader, corpus: str | Path | None = None) -> Panel:
    """The variables of a corpus's reports and items, with what each means, from its tables (`keep_tables`).

    Numerators and denominators stand apart. Of a report, what its year or its scheme does not ask for is NA with a
    variable beside it that says so (`_on` 0), what was not found is NA, what was looked for and does not occur is 0.
    Variables of schemes whose codes have not been shown to be right (see `trusted_schemes`) begin with exp_.
    """
    items = load("items", each=use_strings)
    items = items.assign(n_chars=count_characters(items["text"]))
    main = load("codes", each=_pick_main)
    of_reports = _Variables("reports", reports.index)
    of_reports.told.append(("report_id", "reports", "the report, as in the manifest", "text; unique"))
    _add_report(of_reports, reports, items)
    _add_parts(of_reports, reports, load("passages", each=measure_roles), items)
    trusted = trusted_schemes(corpus)["trusted"]
    for scheme, roles in load_schemes(corpus)[["roles"]].itertuples(name=None):
        prefix = ("" if trusted[scheme] else "exp_") + scheme
        coded = items.merge(main.loc[main["scheme"].eq(scheme), ["item_id", "code"]], on="item_id")
        for role in ("measures", "shortcomings"):
            if role in roles:
                _add_codes(of_reports, prefix, role, coded[coded["role"] == role], scheme, reports, corpus)
    _add_numbers(of_reports, load("claims", each=_pick_results), corpus)
    _add_citations(of_reports, load("citations", each=lambda some: use_strings(some[["report_id", "kind"]])))
    hashes = ("corpus", hash_corpus(reports), "the files"), ("codebook", hash_inputs(corpus), "codebook and lexicon")
    for name, value, what in hashes:
        of_reports.add(f"{name}_hash", pd.Series(value, index=reports.index), f"version of {what}", "text, SHA-256")
    of_items = _make_items(items, main, trusted, corpus)
    told = pd.DataFrame([*of_reports.told, *of_items.told], columns=["variable", "table", "label", "values"])
    whole, pieces = (pd.DataFrame(table.columns, index=table.index) for table in (of_reports, of_items))
    return Panel(whole.reset_index(), pieces.reset_index(drop=True), told)


def _pick_main(codes: pd.DataFrame) -> pd.DataFrame:
    return use_strings(codes.loc[codes["rank"].eq(1), ["item_id", "scheme", "code"]])


def _pick_results(claims: pd.DataFrame) -> pd.DataFrame:
    """Of claims the results that have an indicator."""
    results = claims["status"].eq("actual") & claims["measure"].ne("change") & claims["period"].ne("before")
    return use_strings(
        claims.loc[results & claims["indicator"].notna(), ["report_id", "indicator", "value", "value_high", "unit"]]
    )


def _add_report(table: _Variables, reports: pd.DataFrame, items: pd.DataFrame) -> None:
    table.add("unit_id", list_units(reports), "the issuer, over its years", "text")
    table.add("issuer", reports["issuer"], "issuer, as in the manifest", "text")
    table.add("issuer_kind", reports["issuer_kind"], "kind of issuer; blank: unknown", " ".join(ISSUER_KINDS))
    table.add("level", reports["level"], "level of the issuer; blank: unknown", " ".join(LEVELS))
    for name in ("province", "city", "county"):
        table.add(name, reports[name], f"{name}; blank: unknown or does not apply", "text")
    years = [None if pd.isna(year) else int(year) for year in reports["year"]]
    for name, label, asked in (
        ("gb2260", "GB/T 2260 code in the report's year", years),
        ("gb2260_ref", f"GB/T 2260 code in {REFERENCE_YEAR}", [REFERENCE_YEAR] * len(years)),
    ):
        meaning = "text; blank: a zone, a place not told whole, or no division of that name then"
        table.add(name, _find_codes(reports, asked), label, f"{meaning}; of a township its county's")
    table.add("year", reports["year"], "year reported on", "year")
    end = pd.to_datetime(
        pd.Series(years, index=reports.index).astype("Int64").astype("str") + "-12-31", errors="coerce"
    )
    for name, what in (("issued_on", "date under the report"), ("published_on", "day of publication")):
        table.add(name, reports[name], f"{what}; missing: not known", "date")
        days = (reports[name] - end).dt.days.astype("Int64")
        label = f"days from the end of the year reported on to {name}"
        table.add(f"{name[:-3]}_days", days, label, "days; 1 April, before which it is due, is 91, in a leap year 92")
    table.add(
        "rule_on",
        reports["year"].ge(RULE_FROM).astype("Int64"),
        "the regulation of 2019 asks for this report",
        "0 no, 1 yes",
    )
    table.add("read_as", reports["read_as"], "text, or recognised in a scan", "text ocr")
    table.add("n_chars", reports["n_chars"], "characters without white space", "count")
    table.add(
        "n_items", items.groupby("report_id").size().reindex(reports.index, fill_value=0), "enumerated pieces", "count"
    )


def _find_codes(reports: pd.DataFrame, years: Sequence[int | None]) -> pd.Series:
    """The code of each issuer's own division in a year; NA for zones, and where only a division above it is known."""
    columns = ["province", "city", "county", "level", "issuer_kind"]
    cells = reports[columns].astype("object").where(reports[columns].notna(), None)
    codes: list[str | None] = []
    for (province, city, county, level, kind), year in zip(cells.itertuples(index=False), years, strict=True):
        own = {"county": county, "township": county, "prefecture": city or county}.get(level, province)
        known = year is not None and kind != "development_zone" and own is not None
        codes.append(find_code(Place(province, city, county), year) if known and year else None)
    return pd.Series(codes, index=reports.index, dtype="str")


def _add_parts(table: _Variables, reports: pd.DataFrame, lengths: pd.DataFrame, items: pd.DataFrame) -> None:
    """`lengths` as of `measure_roles`."""
    chars = lengths.set_index(["report_id", "role"])["n"].unstack()
    n = items.groupby(["report_id", "role"]).size().unstack()
    for role in PARTS:
        found = chars[role].reindex(reports.index) if role in chars else pd.Series(pd.NA, index=reports.index)
        table.add(
            f"{role}_found", found.notna().astype("Int64"), f"{role}: part found ({ROLE_LABELS[role]})", "0 no, 1 yes"
        )
        table.add(f"{role}_chars", found.astype("Int64"), f"{role}: characters; missing: part not found", "count")
        counted = n[role].reindex(reports.index) if role in n else pd.Series(pd.NA, index=reports.index)
        counted = counted.fillna(0).where(found.notna())
        table.add(f"{role}_items", counted.astype("Int64"), f"{role}: items; missing: part not found", "count")


def _add_codes(
    table: _Variables,
    prefix: str,
    role: str,
    coded: pd.DataFrame,
    scheme: str,
    reports: pd.DataFrame,
    corpus: str | Path | None,
) -> None:
    """Characters of a role's items by main code: each code, uncoded, and all, which is the denominator."""
    book, prefix, told = load_codebook(scheme, corpus), f"{prefix}_{role[:3]}", f"{scheme}, {role}"
    chars = coded.assign(code=coded["code"].fillna(NO_CODE)).groupby(["report_id", "code"])["n_chars"].sum().unstack()
    every = coded.groupby("report_id")["n_chars"].sum().reindex(reports.index).astype("Int64")
    table.add(f"{prefix}_all", every, f"{told}: characters of all items (denominator)", "count; missing: no items")
    first, last = book["valid_from"].fillna(EARLIEST), book["valid_to"].fillna(LATEST)
    for code in [*book.index, NO_CODE]:
        label = "uncoded, no cue word found" if code == NO_CODE else str(book.at[code, "label_en"])
        on = pd.Series(True, index=reports.index)
        if code != NO_CODE:
            on = reports["year"].between(first[code], last[code]).fillna(False).astype(bool)
        own = chars[code].reindex(reports.index) if code in chars else pd.Series(0, index=reports.index)
        own = own.fillna(0).astype("Int64").where(every.notna() & on)
        missing = "no items" if on.all() else f"no items, or not in force ({prefix}_{code}_on is 0)"
        table.add(f"{prefix}_{code}", own, f"{told}: {code} {label}", f"characters; missing: {missing}")
        if not on.all():
            table.add(f"{prefix}_{code}_on", on.astype("Int64"), f"{told}: {code} in force that year", "0 no, 1 yes")


def _add_numbers(table: _Variables, results: pd.DataFrame, corpus: str | Path | None) -> None:
    """Indicators: the value where a report states one result, with its unit, and how many it states."""
    same = load_units(corpus)["same_as"].dropna()
    single = results[~results.duplicated(["report_id", "indicator"], keep=False) & results["value_high"].isna()]
    columns = ["indicator", "label_en", "unit", "comparable"]
    for name, label, unit, comparable in load_indicators(corpus).reset_index()[columns].itertuples(False, None):
        found = single[single["indicator"] == name].set_index("report_id")
        stated = results[results["indicator"] == name].groupby("report_id").size().reindex(table.index, fill_value=0)
        meaning = f"{name}, 万 and 亿 multiplied out, 约 and 余 dropped; in {unit}"
        meaning += "" if pd.isna(comparable) else f"; comparable: {comparable}"
        table.add(f"ind_{name}", found["value"], f"{label}; missing: none, several, a range", meaning)
        if len({same.get(one, one) for one in unit.split()}) > 1:
            table.add(f"unit_{name}", found["unit"], f"{label}: unit of the value", unit)
        table.add(f"n_{name}", stated, f"{label}: results stated", "count")


def _add_citations(table: _Variables, citations: pd.DataFrame) -> None:
    kinds = citations.groupby(["report_id", "kind"]).size().unstack(fill_value=0)
    kinds = kinds.reindex(index=table.index, columns=list(KINDS), fill_value=0)
    for kind in KINDS:
        table.add(f"cited_{kind}", kinds[kind], f"citations of kind {kind}", "count, each mention")


def _make_items(items: pd.DataFrame, main: pd.DataFrame, trusted: pd.Series, corpus: str | Path | None) -> _Variables:
    table = _Variables("items", items.index)
    for name, label, meaning in (
        ("report_id", "the report, as in the table reports", "text"),
        ("item_id", "the item", "text; unique"),
        ("role", "part of the report", " ".join(ROLE_LABELS)),
        ("path", "place in the outline", "text"),
    ):
        table.add(name, items[name], label, meaning)
    table.add("n_chars", items["n_chars"], "characters without white space", "count")
    for scheme, usable in trusted.items():
        own = main[main["scheme"] == scheme].set_index("item_id")["code"].fillna(NO_CODE)
        codes = "; ".join(f"{code} {label}" for code, label in load_codebook(str(scheme), corpus)["label_en"].items())
        label = f"{scheme}: main code; {NO_CODE}: no cue word found; blank: part not coded"
        table.add(("" if usable else "exp_") + str(scheme), items["item_id"].map(own), label, f"{codes}; {NO_CODE}")
    table.add("text", items["text"], "as printed", "text")
    return table


def list_panel_files(panel: Panel) -> Iterator[tuple[str, bytes]]:
    """A panel as files, one after the other: their names and contents. The same panel gives the same bytes."""
    yield "panel-codebook.csv", _to_csv(panel.codebook)
    for name, table in (("reports", panel.reports), ("items", panel.items)):
        yield f"panel-{name}.csv", _to_csv(table)
        yield f"panel-{name}.dta", _to_stata(table, name, panel.codebook)


def _to_csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _to_stata(table: pd.DataFrame, name: str, codebook: pd.DataFrame) -> bytes:
    labels = codebook[codebook["table"] == name].set_index("variable")["label"].str[:LABEL_LENGTH].to_dict()
    columns, dates = dict[str, Any](), dict[Any, Any]()
    for column, values in table.items():
        if pd.api.types.is_datetime64_any_dtype(values):
            columns[str(column)], dates[str(column)] = values.astype("datetime64[ns]"), "td"
        elif pd.api.types.is_numeric_dtype(values):
            columns[str(column)] = values.astype("float64")
        else:
            columns[str(column)] = values.astype("object").where(values.notna(), "")
    plain = pd.DataFrame(columns, index=table.index)
    long = [column for column in plain if plain[column].dtype == object and plain[column].str.len().max() > 200]
    buffer = BytesIO()
    plain.to_stata(
        buffer, version=118, write_index=False, time_stamp=STAMP, variable_labels=labels, convert_dates=dates,
        convert_strl=long, data_label=f"fazhi-reports: {name}",
    )  # fmt: skip
    return buffer.getvalue()


def hash_corpus(reports: pd.DataFrame) -> str:
    """One hash of the files of the reports.

    >>> hash_corpus(pd.DataFrame({"sha256": ["b", "a"]})) == hash_corpus(pd.DataFrame({"sha256": ["a", "b"]}))
    True
    """
    return hashlib.sha256("\n".join(sorted(reports["sha256"])).encode()).hexdigest()


def hash_inputs(corpus: str | Path | None) -> str:
    """One hash of the codebook and the lexicon that a corpus uses.

    >>> len(hash_inputs(None))
    64
    """
    schemes = load_schemes(corpus)
    names = ["schemes.csv", *schemes["codes"], *schemes["cues"], "indicators.csv", "units.csv", "laws.csv"]
    files = [find_file("codebook", name, corpus) for name in names] + [find_file("lexicon", "terms.csv", corpus)]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
