"""The tables that researchers edit, and those of the rules, read with row and remedy."""

import csv
import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd

from helpers.characters import decode
from helpers.errors import CorpusError
from helpers.places import ROOT

__all__ = ["any_of", "find_blanks", "find_misprints", "find_repeats", "load_rules", "read_rules", "read_table"]


RULE_COLUMNS = ["word", "kind", "source", "witness"]


def read_table(file: Path, columns: list[str]) -> pd.DataFrame:
    """A CSV as text, indexed by its row numbers in a spreadsheet (the header is row 1); blank cells are NA.

    CorpusError, naming row and remedy, if it is no table, lacks one of `columns`, or has rows of another length.
    """
    name = f"{file.parent.name}/{file.name}"
    try:
        lines = list(csv.reader(io.StringIO(decode(file.read_bytes(), name), newline=""), strict=True))
    except csv.Error as error:
        raise CorpusError(f"{name}: no table ({error}); save it from the spreadsheet as CSV UTF-8") from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    missing = [column for column in columns if column not in header]
    if missing:
        raise CorpusError(f"{name}, row 1: the column {missing[0]} is missing; add it")
    again = [column for column in header if column and header.count(column) > 1]
    if again:
        raise CorpusError(f"{name}, row 1: the column {again[0]} stands twice; remove or rename one")
    rows = {
        number: [cell.strip() or pd.NA for cell in line]
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    }
    problems = [
        f"{name}, row {number}: {len(line)} cells, the header has {len(header)}; a text with a comma stands in quotes"
        for number, line in rows.items()
        if len(line) != len(header)
    ]
    if problems:
        raise CorpusError("\n".join(problems))
    return pd.DataFrame.from_dict(rows, orient="index", columns=header, dtype="str")


def find_blanks(file: Path, table: pd.DataFrame, columns: list[str]) -> list[str]:
    """A line for each blank cell of `columns`, which must be filled."""
    return [
        f"{file.parent.name}/{file.name}, row {number}: {column} is blank; fill it in"
        for column in columns
        for number in table.index[table[column].isna()]
    ]


def find_repeats(file: Path, names: pd.Series) -> list[str]:
    """A line for each name that stood in an earlier row too."""
    place = f"{file.parent.name}/{file.name}"
    again = names[names.duplicated()].dropna()
    return [f"{place}, row {number}: {name!r} stands twice; remove one" for number, name in again.items()]


def find_misprints(file: Path, expressions: pd.Series) -> list[str]:
    """A line for each cell of a column that is no regular expression; blank cells are passed over."""
    lines = []
    for number, expression in expressions.dropna().items():
        try:
            re.compile(expression)
        except re.error as error:
            place = f"{file.parent.name}/{file.name}, row {number}: {expressions.name}"
            lines.append(f"{place} is no regular expression ({error}); correct it")
    return lines


def any_of(text: str) -> str:
    """One regular expression for any of the words, themselves expressions, parted by white space."""
    return "|".join(text.split())


@cache
def load_rules(name: str) -> Callable[[str], str]:
    """The words of `corpus/rules/<name>.csv`: a function kind → one regular expression for any word of that kind.

    Columns word (a regular expression over folded text), kind, source (where the form is known from), witness (a text
    of the repository that is read differently without the row). Alternatives stand in the order of the rows; a kind
    without rows matches nothing. The rules are the program's own: they belong to the repository, whatever corpus is
    read. A blank cell, a word that stands twice with one kind or one that is no expression are a CorpusError.
    """
    file = ROOT / "corpus" / "rules" / f"{name}.csv"
    table = read_rules(file)
    words = table.groupby("kind", sort=False)["word"].agg("|".join).to_dict()
    return lambda kind: words.get(kind, "(?!)")


def read_rules(file: Path) -> pd.DataFrame:
    """The rows of a table of rules, checked as `load_rules` says."""
    table = read_table(file, RULE_COLUMNS)
    problems = find_blanks(file, table, RULE_COLUMNS) + find_repeats(file, table["word"] + " " + table["kind"])
    problems += find_misprints(file, table["word"])
    if problems:
        raise CorpusError("\n".join(problems))
    return table
