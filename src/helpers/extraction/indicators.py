"""The harmonised indicators of the codebook."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers.places import find_file
from helpers.tables import Column, Problem, load_table, read_table, refuse

__all__ = ["INDICATOR_COLUMNS", "load_indicators"]

INDICATORS = (
    Column("indicator", filled=True, unique=str),
    Column("label_zh", filled=True, unique=str),
    Column("label_en", filled=True),
    Column("definition", filled=True),
    Column("unit", filled=True),
    Column("cues", filled=True, expression=str),
    Column("not_cues", expression=str),
    Column("confusion", filled=True),
    Column("base", refers_to="indicator"),
    Column("of_whom", later=True),
    Column("over", one_of=("year", "end", "varies"), later=True),
    Column("comparable", one_of=("yes", "size", "no"), later=True),
)
INDICATOR_COLUMNS = [column.name for column in INDICATORS]


def load_indicators(corpus: str | Path | None = None) -> pd.DataFrame:
    """The harmonised indicators, one row an indicator: index indicator, columns of the codebook's indicators.csv.

    `unit` holds the printed units that fit, parted by spaces (- for none); `cues` and `not_cues` are regular
    expressions over `thing|words before#words after` (folded text), where # stands for the number and the thing is
    filled in only where it comes from the number before; `base` is the indicator that this one is a part of, so that
    a rate can be had. `of_whom`, `over` (year, end, varies) and `comparable` (yes, size, no) say what stands side by
    side in a table of several reports (see the codebook). A corpus folder without a `codebook/` uses the repository's.
    A blank cell (but for not_cues, base and the last three), a name or label_zh that stands twice, an expression that
    is none, an unknown base or word are a CorpusError, one line a problem; so is a unit that units.csv lacks, which no
    number would ever have.

    >>> load_indicators().loc["court_appearance_rate", ["label_zh", "unit"]].to_list()
    ['行政机关负责人出庭应诉率', '%']
    """
    file = find_file("codebook", "indicators.csv", corpus)
    table = load_table(file, INDICATORS)
    known = read_table(find_file("codebook", "units.csv", corpus), ["unit"])["unit"]
    refuse(file, _check_units(table["unit"], {"-", *known.dropna()}))
    return table.set_index("indicator")


def _check_units(cells: "pd.Series[str]", known: set[str]) -> Iterator[Problem]:
    for row, cell in cells.items():
        for unit in dict.fromkeys(cell.split()):
            if unit not in known:
                yield Problem(row, f"unit has {unit!r}, which units.csv lacks; part units by spaces, or add it there")
