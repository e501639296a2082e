"""The units and classifiers of the codebook."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.places import find_file
from helpers.tables import Column, any_of, load_table

__all__ = ["GROUPS", "UNIT_COLUMNS", "Units", "compile_units", "load_units"]

# What a unit measures; noun: a noun that stands where a classifier would (18同志, 十区市, 4部门).
GROUPS = ("duration", "share", "change", "money", "measure", "classifier", "noun")


def _check_parted(cell: str) -> Iterator[str]:
    """Words parted by anything but spaces are one word, which nothing is followed by; inside [] 、 may stand."""
    if re.search("[、，,；;]", re.sub(r"\[[^\]]*\]", "", cell)):
        yield f"not_followed_by is {cell!r}; part its words by spaces"


UNITS = (
    Column("unit", filled=True, unique=str),
    Column("group", filled=True, either=GROUPS),
    Column("not_followed_by", expression=any_of, check=_check_parted),
    Column("numerals", filled=True, either=("any", "arabic")),
    Column("event", either=("yes",)),
    Column("same_as", refers_to="unit", elsewhere=True),
    Column("source", filled=True),
)
UNIT_COLUMNS = [column.name for column in UNITS]


class Units(NamedTuple):
    """The table of units, ready for use: what finds one, the group of each, those of Chinese numerals, of events."""

    pattern: re.Pattern[str]
    groups: dict[str, str]
    chinese: frozenset[str]
    events: frozenset[str]


def load_units(corpus: str | Path | None = None) -> pd.DataFrame:
    """Units and classifiers, one row a unit: index unit, columns of the codebook's units.csv.

    `group` is one of GROUPS. `not_followed_by` holds words, themselves regular expressions, parted by spaces, that
    make another word of the unit (项, not 项目). `numerals` says whether Chinese numerals count with it too (any:
    两次, 四项; with 台 or 区 a Chinese numeral is mostly a name, so arabic). `event` is yes for classifiers of events,
    which may stand before a verb (两次召开推进会). `same_as` names the unit that may stand for this one where numbers
    are compared (起 as 件). Folder as in `load_indicators`. A blank cell, a unit that stands twice, an unknown value or
    an expression that is none are a CorpusError, one line a problem.

    >>> load_units().loc["起", ["group", "same_as"]].to_list()
    ['classifier', '件']
    """
    return load_table(find_file("codebook", "units.csv", corpus), UNITS).set_index("unit")


SPACED = 3  # characters of a unit from which on blanks may stand inside: 个 百 分 点, but 件 次日 is no 件次


def _spaced(word: str) -> str:
    return " ?".join(map(re.escape, word)) if len(word) >= SPACED else re.escape(word)


def compile_units(table: pd.DataFrame) -> Units:
    """`load_units` as one pattern; the longest unit first: 件次 before 件, 部门 before 部.

    >>> compile_units(load_units()).pattern.match("件次")["unit"]
    '件次'
    """
    stops = table["not_followed_by"]
    words = sorted(table.index, key=len, reverse=True)
    printed = [_spaced(word) + ("" if pd.isna(stops[word]) else f"(?!{any_of(stops[word])})") for word in words]
    pattern = re.compile(
        r" {0,4}(?:[个個][余多]?(?=工作日|自然日|小时|月|百分点|百分點|学时|课时| {0,2}百 ?分 ?[点點]) {0,2})?"
        rf"(?P<unit>{'|'.join(printed)})(?P<per>\((?:次|家|起|件|项|户)\))?"
    )
    chinese, events = table["numerals"].eq("any"), table["event"].eq("yes")
    groups = {str(unit): group for unit, group in table["group"].items()}
    return Units(pattern, groups, frozenset(table.index[chinese]), frozenset(table.index[events]))
