"""Coding schemes, their codes and cue words: the codebook's tables, checked."""

import re
from pathlib import Path

import pandas as pd

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.places import find_file
from helpers.tables import find_blanks, find_repeats, read_table

__all__ = ["PARTS", "QUOTES", "fold_cue", "load_codebook", "load_cues", "load_schemes"]

SCHEME_COLUMNS = ["scheme", "label_zh", "label_en", "roles", "codes", "cues", "headings", "source"]
CODED_ROLES = ("measures", "leadership", "shortcomings", "plan")
REQUIRED = ["code", "label_zh", "label_en", "short", "definition", "includes", "excludes", "source"]
FILLED = ["code", "label_zh", "label_en", "short", "definition", "source"]
YEARS = ["valid_from", "valid_to"]
CUE_COLUMNS = ["code", "cue", "weight", "where", "source"]
LONGEST, MOST_DIGITS = 40, 3  # of a cue; each # stands for ten signs
PARTS = {"heading": ("heading",), "body": ("body",), "any": ("heading", "body")}
# All quotation marks are one when cues are matched, as full-width and half-width forms are (`cleaning.fold`).
QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"') | dict.fromkeys("‘’＇", "'"))


def load_schemes(corpus: str | Path | None = None) -> pd.DataFrame:
    """The coding schemes of `codebook/schemes.csv`, one row a scheme in the order of the file.

    Index scheme; columns label_zh, label_en, roles (tuple of the stretches whose items it codes), codes and cues (the
    names of its two files), headings (whether items are coded from their heading alone too), source, then further
    columns of the file. A corpus folder without a `codebook/` uses the repository's. A blank cell, a scheme that stands
    twice, an unknown role or a name that no scheme may have are a CorpusError, one line a problem.
    """
    file = find_file("codebook", "schemes.csv", corpus)
    table = read_table(file, SCHEME_COLUMNS)
    problems = find_blanks(file, table, SCHEME_COLUMNS) + find_repeats(file, table["scheme"])
    place = f"codebook/{file.name}, row"
    for number, row in table.fillna("").iterrows():
        if not re.fullmatch(r"[a-z][a-z_]*|", row["scheme"]) or row["scheme"].endswith("_heading"):
            named = "name it in small letters a to z, not ending in _heading"
            problems.append(f"{place} {number}: scheme is {row['scheme']!r}; {named}")
        for role in set(row["roles"].split()) - set(CODED_ROLES):
            problems.append(f"{place} {number}: roles has {role!r}; it lists some of {', '.join(CODED_ROLES)}")
        if row["headings"] not in ("yes", "no", ""):
            problems.append(f"{place} {number}: headings is {row['headings']!r}; it is yes or no")
    if problems:
        raise CorpusError("\n".join(problems))
    table["roles"] = [tuple(roles.split()) for roles in table["roles"]]
    return table.assign(headings=table["headings"] == "yes").set_index("scheme")


def load_codebook(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The codes of a scheme (a row of `load_schemes`), one row a code in the order of the file.

    Index code; columns scheme, label_zh, label_en, short (for charts, up to six characters), definition, includes,
    excludes, valid_from, valid_to (first and last report year, Int64, NA where there is no limit), source, then further
    columns of the file. A corpus folder without a `codebook/` uses the repository's. A code that stands twice, a
    blank label or definition, a year that is none or years in the wrong order are a CorpusError, one line a problem.
    """
    file = find_file("codebook", _find_scheme(scheme, corpus)["codes"], corpus)
    table = read_table(file, REQUIRED + YEARS)
    problems: list[str] = []
    for number, row in table.iterrows():
        place = f"codebook/{file.name}, row {number}" + ("" if pd.isna(row["code"]) else f" ({row['code']})")
        problems += [f"{place}: {name} is blank; fill it in" for name in FILLED if pd.isna(row[name])]
        years = [row[name] for name in YEARS if pd.notna(row[name])]
        wrong = [year for year in years if not re.fullmatch(r"\d{4}", year)]
        problems += [f"{place}: {year!r} is no report year; write it as 2021, or leave it blank" for year in wrong]
        if len(years) == 2 and not wrong and years[0] > years[1]:
            problems.append(f"{place}: valid_from {years[0]} comes after valid_to {years[1]}; exchange or correct them")
        if pd.notna(row["short"]) and len(row["short"]) > 6:
            problems.append(f"{place}: short is {row['short']!r}, which is over six characters; shorten it")
    for number, code in table["code"].dropna()[lambda codes: codes.duplicated()].items():
        problems.append(f"codebook/{file.name}, row {number} ({code}): this code stands twice; remove or rename one")
    if problems:
        raise CorpusError("\n".join(problems))
    table.insert(1, "scheme", scheme)
    return table.astype(dict.fromkeys(YEARS, "Int64")).set_index("code")


def load_cues(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The cue words of a scheme, one row a cue and code.

    Columns code, cue, weight (float), where, source, then further columns of the file. `where` says in which part of an
    item the cue counts: heading, body, any. A # in a cue stands for any digit. A cue of weight 0 speaks for nothing and
    keeps the shorter cues inside it from being counted; its code may be blank. Folder as in `load_codebook`. An unknown
    code, a cue that stands twice for one code, a weight that is no number from 0 up or an unknown `where` are a
    CorpusError, one line a problem.
    """
    codes = load_codebook(scheme, corpus).index
    files = _find_scheme(scheme, corpus)
    file = find_file("codebook", files["cues"], corpus)
    table = read_table(file, CUE_COLUMNS)
    problems: list[str] = []
    weights = pd.to_numeric(table["weight"], errors="coerce").astype(float)
    seen: dict[tuple, int] = {}
    for number, code, cue, printed, where in table[CUE_COLUMNS[:4]].itertuples(name=None):
        place = f"codebook/{file.name}, row {number}" + ("" if pd.isna(cue) else f" ({cue})")
        weight = weights[number]
        if pd.isna(cue):
            problems.append(f"{place}: cue is blank; fill it in, or remove the row")
            continue
        if len(cue) > LONGEST or cue.count("#") > MOST_DIGITS:
            problems.append(f"{place}: a cue has up to {LONGEST} characters and {MOST_DIGITS} #; shorten it")
            continue
        if not 0 <= weight < float("inf"):
            problems.append(f"{place}: weight is {printed!r}, which is no number from 0 up; correct it")
        if code not in codes and not (pd.isna(code) and weight == 0):
            named = "blank" if pd.isna(code) else repr(code)
            problems.append(f"{place}: code is {named}; {files['codes']} has {', '.join(codes)}")
        if where not in PARTS:
            problems.append(f"{place}: where is {where!r}; it is one of {', '.join(PARTS)}")
            continue
        firsts = {seen.setdefault((code, fold_cue(cue), part), number) for part in PARTS[where]} - {number}
        problems += [f"{place}: row {first} has this cue for {code} too; remove one" for first in firsts]
    if problems:
        raise CorpusError("\n".join(problems))
    return table.assign(weight=weights).reset_index(drop=True)


def _find_scheme(scheme: str, corpus: str | Path | None) -> pd.Series:
    schemes = load_schemes(corpus)
    if scheme not in schemes.index:
        raise CorpusError(
            f"codebook/schemes.csv: there is no scheme {scheme!r}; it has {', '.join(schemes.index)}; "
            "add a row, or ask for one of these"
        )
    return schemes.loc[scheme]


def fold_cue(text: str) -> str:
    """`text` as cues are matched: half-width, one kind of quotation mark; every character keeps its place."""
    return fold(text).translate(QUOTES)
