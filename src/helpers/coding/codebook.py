"""Coding schemes, their codes and cue words: the codebook's tables, checked."""

import re
from collections.abc import Hashable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from helpers.characters import exchange, fold
from helpers.errors import CorpusError
from helpers.places import find_file
from helpers.tables import Column, Problem, check_table, list_rows, load_table, name_file, parse_table, refuse

__all__ = [
    "PARTS",
    "QUOTES",
    "UNCODED",
    "codes_in_force",
    "fold_cue",
    "label_codes",
    "load_codebook",
    "load_cues",
    "load_schemes",
]

UNCODED = "未编码"  # stands for the code where no cue was found, among shares
CODED_ROLES = ("measures", "leadership", "shortcomings", "plan")
KEPT = 16  # tables that are not checked again while their files stay as they are
LONGEST_SHORT = 6  # characters of a code's short label, for which charts leave room
LONGEST, MOST_DIGITS = 40, 3  # of a cue; each # stands for ten signs
PARTS = {"heading": ("heading",), "body": ("body",), "any": ("heading", "body")}
# All quotation marks are one when cues are matched, as full-width and half-width forms are (`characters.fold`).
QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"') | dict.fromkeys("‘’＇", "'"))
_unite_quotes = exchange({chr(sign): mark for sign, mark in QUOTES.items()})


def _check_name(scheme: str) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z_]*", scheme) or scheme.endswith("_heading"):
        yield f"scheme is {scheme!r}; name it in small letters a to z, not ending in _heading"


def _check_roles(roles: str) -> Iterator[str]:
    for role in dict.fromkeys(roles.split()):
        if role not in CODED_ROLES:
            yield f"roles has {role!r}; it lists some of {', '.join(CODED_ROLES)}"


def _check_year(year: str) -> Iterator[str]:
    if not re.fullmatch(r"\d{4}", year):
        yield f"{year!r} is no report year; write it as 2021, or leave it blank"


def _check_short(short: str) -> Iterator[str]:
    if len(short) > LONGEST_SHORT:
        yield f"short is {short!r}, which is over six characters; shorten it"


SCHEMES = (
    Column("scheme", filled=True, unique=str, check=_check_name),
    Column("label_zh", filled=True),
    Column("label_en", filled=True),
    Column("roles", filled=True, check=_check_roles),
    Column("codes", filled=True),
    Column("cues", filled=True),
    Column("headings", filled=True, either=("yes", "no")),
    Column("source", filled=True),
)
# In the order in which the faults of a row are named.
CODES = (
    Column("code", filled=True),
    Column("label_zh", filled=True),
    Column("label_en", filled=True),
    Column("valid_from", check=_check_year),
    Column("valid_to", check=_check_year),
    Column("short", filled=True, check=_check_short),
    Column("definition", filled=True),
    Column("includes"),
    Column("excludes"),
    Column("source", filled=True),
)
HARMONISED = Column("harmonised", refers_to="code")


class Cue(NamedTuple):
    """A row of a table of cues, as printed."""

    code: str
    cue: str
    weight: str
    where: str
    source: str


def load_schemes(corpus: str | Path | None = None) -> pd.DataFrame:
    """The coding schemes of `codebook/schemes.csv`, one row a scheme in the order of the file.

    Index scheme; columns label_zh, label_en, roles (tuple of the stretches whose items it codes), codes and cues (the
    names of its two files), headings (whether items are coded from their heading alone too), source, then further
    columns of the file. A corpus folder without a `codebook/` uses the repository's. A blank cell, a scheme that stands
    twice, an unknown role or a name that no scheme may have are a CorpusError, one line a problem.

    >>> load_schemes()["headings"].head(4).to_dict()
    {'domain': True, 'capacity': True, 'specificity': False, 'cause': False}
    """
    file = find_file("codebook", "schemes.csv", corpus)
    return _load_schemes(file, file.read_bytes()).copy()


@lru_cache(maxsize=KEPT)
def _load_schemes(file: Path, _contents: bytes) -> pd.DataFrame:
    """The schemes in a file, read again when its contents change."""
    table = load_table(file, SCHEMES)
    table["roles"] = [tuple(roles.split()) for roles in table["roles"]]
    return table.assign(headings=table["headings"] == "yes").set_index("scheme")


def load_codebook(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The codes of a scheme (a row of `load_schemes`), one row a code in the order of the file.

    Index code; columns scheme, label_zh, label_en, short (for charts, up to six characters), definition, includes,
    excludes, valid_from, valid_to (first and last report year, Int64, NA where there is no limit), source, then further
    columns of the file, and harmonised: the code, in force in all years, under which a code is counted in a series
    over years (itself where the file has no such column and its years have no limits). A corpus folder without a
    `codebook/` uses the repository's. A code that stands twice, a blank label or definition, a year that is none, years
    in the wrong order or a harmonised code that is none or has such limits are a CorpusError, one line a problem.

    >>> load_codebook("domain").loc["G5", "short"]
    '执法'
    """
    file = _find_file(scheme, "codes", corpus)
    return _load_codebook(scheme, Path(name_file(file)), file.read_bytes()).copy()


def label_codes(scheme: str, corpus: str | Path | None = None) -> dict[str, tuple[str, str]]:
    """What charts and sentences call the codes of a scheme, and what is uncoded: code → (Chinese, English).

    >>> label_codes("domain")["G5"], label_codes("domain")[UNCODED]
    (('G5 执法', 'G5 Law enforcement'), ('未编码', 'Uncoded'))
    """
    book = load_codebook(scheme, corpus)
    labels = {str(code): (f"{code} {row.short}", f"{code} {row.label_en}") for code, row in book.iterrows()}
    return labels | {UNCODED: (UNCODED, "Uncoded")}


def codes_in_force(codebook: pd.DataFrame, years: pd.Series) -> pd.DataFrame:
    """Whether each code of `load_codebook` is in force in each year: rows as `years`, a column a code.

    A code without a first or last year has none; where the year is not known every code is.

    >>> book = pd.DataFrame({"valid_from": [2021, pd.NA], "valid_to": pd.NA}, index=["G1", "G2"]).astype("Int64")
    >>> codes_in_force(book, pd.Series([2019, 2021, pd.NA], dtype="Int64")).to_numpy().tolist()
    [[False, True], [True, True], [True, True]]
    """
    outside = {
        code: (years < first).fillna(False) | (years > last).fillna(False)
        for code, first, last in codebook[["valid_from", "valid_to"]].itertuples(name=None)
    }
    return ~pd.DataFrame(outside, index=years.index).astype("bool")


@lru_cache(maxsize=KEPT)
def _load_codebook(scheme: str, file: Path, contents: bytes) -> pd.DataFrame:
    """The codes in a file, read again when its contents change."""
    table = parse_table(name_file(file), contents, [column.name for column in CODES])
    always = table["valid_from"].isna() & table["valid_to"].isna()
    if HARMONISED.name not in table:
        table[HARMONISED.name] = table["code"].where(always)
    problems = [*check_table(table, (*CODES, HARMONISED)), *_check_order(table), *_check_harmonised(table)]
    rows = table.index.to_list()
    problems.sort(key=lambda problem: rows.index(problem.row))
    again = table.index[table["code"].duplicated() & table["code"].notna()]
    problems += [Problem(row, "this code stands twice; remove or rename one") for row in again]
    refuse(file, problems, table["code"])
    table.insert(1, "scheme", scheme)
    return table.astype({"valid_from": "Int64", "valid_to": "Int64"}).set_index("code")


def _check_harmonised(codes: pd.DataFrame) -> Iterator[Problem]:
    """Where a code is counted under one that is not in force in all years."""
    limited = codes.loc[codes["valid_from"].notna() | codes["valid_to"].notna(), "code"].dropna()
    for row, code in codes.loc[codes["harmonised"].isin(limited), "harmonised"].items():
        said = f"harmonised is {code!r}, which has years of its own; name a code without valid_from, valid_to"
        yield Problem(row, said)


def _check_order(codes: pd.DataFrame) -> Iterator[Problem]:
    """Where the last year of a code comes before its first."""
    years = codes[["valid_from", "valid_to"]].dropna()
    for row, first, last in years[years.map(lambda year: not [*_check_year(year)]).all(axis=1)].itertuples(name=None):
        if first > last:
            yield Problem(row, f"valid_from {first} comes after valid_to {last}; exchange or correct them")


def load_cues(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The cue words of a scheme, one row a cue and code.

    Columns code, cue, weight (float), where, source, then further columns of the file. `where` says in which part of an
    item the cue counts: heading, body, any. A # in a cue stands for any digit. A cue of weight 0 speaks for nothing and
    keeps the shorter cues inside it from being counted; its code may be blank. Folder as in `load_codebook`. An unknown
    code, a cue that stands twice for one code, a weight that is no number from 0 up or an unknown `where` are a
    CorpusError, one line a problem.

    >>> cues = load_cues("cause")
    >>> cues.loc[cues["cue"] == "由于", ["code", "weight", "where"]].to_numpy().tolist()
    [['stated', 3.0, 'any']]
    """
    codes, file = _find_file(scheme, "codes", corpus), _find_file(scheme, "cues", corpus)
    known = tuple(load_codebook(scheme, corpus).index)
    return _load_cues(Path(name_file(file)), file.read_bytes(), codes.name, known).copy()


@lru_cache(maxsize=KEPT)
def _load_cues(file: Path, contents: bytes, codes: str, known: tuple[str, ...]) -> pd.DataFrame:
    """The cues in a file, read again when its contents or the codes change."""
    table = parse_table(name_file(file), contents, Cue._fields)
    weights = pd.to_numeric(table["weight"], errors="coerce").astype(float)
    problems = _check_cues(table, weights.to_list(), known, codes)
    refuse(file, problems, table["cue"])
    return table.assign(weight=weights).reset_index(drop=True)


def _check_cues(table: pd.DataFrame, weights: list[float], codes: tuple[str, ...], file: str) -> Iterator[Problem]:
    """What is wrong in the rows, one after the other; of a cue that is none nothing else is said."""
    seen: dict[tuple[str, str, str], Hashable] = {}
    for row, weight, read in zip(table.index, weights, list_rows(table, Cue), strict=True):
        if pd.isna(read.cue):
            yield Problem(row, "cue is blank; fill it in, or remove the row")
            continue
        if len(read.cue) > LONGEST or read.cue.count("#") > MOST_DIGITS:
            yield Problem(row, f"a cue has up to {LONGEST} characters and {MOST_DIGITS} #; shorten it")
            continue
        if not 0 <= weight < float("inf"):
            yield Problem(row, f"weight is {_name(read.weight)}, which is no number from 0 up; correct it")
        if read.code not in codes and not (pd.isna(read.code) and weight == 0):
            yield Problem(row, f"code is {_name(read.code)}; {file} has {', '.join(codes)}")
        if read.where not in PARTS:
            yield Problem(row, f"where is {_name(read.where)}; it is one of {', '.join(PARTS)}")
            continue
        firsts = [seen.setdefault((read.code, fold_cue(read.cue), part), row) for part in PARTS[read.where]]
        for first in dict.fromkeys(firsts):
            if first != row:
                yield Problem(row, f"row {first} has this cue for {read.code} too; remove one")


def _name(cell: str) -> str:
    return "blank" if pd.isna(cell) else repr(cell)


def _find_file(scheme: str, kind: Literal["codes", "cues"], corpus: str | Path | None) -> Path:
    """The file of a scheme's codes or cues."""
    schemes = load_schemes(corpus)
    if scheme not in schemes.index:
        raise CorpusError(
            f"codebook/schemes.csv: there is no scheme {scheme!r}; it has {', '.join(schemes.index)}; "
            "add a row, or ask for one of these"
        )
    return find_file("codebook", str(schemes.at[scheme, kind]), corpus)


def fold_cue(text: str) -> str:
    """`text` as cues are matched: half-width, one kind of quotation mark; every character keeps its place.

    >>> fold_cue("“互联网＋监管”")
    '"互联网+监管"'
    """
    return _unite_quotes(fold(text))
