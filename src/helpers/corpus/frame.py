"""What reports there should be: the optional frame of a corpus, against which its coverage is counted."""

from pathlib import Path

import pandas as pd

from helpers.places import corpus_folder
from helpers.tables import Column, load_table

__all__ = ["STATUS", "load_frame"]

FILE = "frame.csv"
STATUS = {"held": "已收录", "not_found": "未找到", "not_published": "未公开", "not_due": "不应公布"}
COLUMNS = (
    Column("unit", filled=True, unique=str, within="year"),
    Column("year", filled=True, number="Int64"),
    Column("status", filled=True, one_of=tuple(STATUS)),
    Column("province"),
    Column("issuer_kind"),
)


def load_frame(corpus: str | Path | None = None) -> pd.DataFrame:
    """Every unit and year of which a report could be expected: frame.csv of the corpus folder; no rows without one.

    Columns unit, year (Int64), status (held, not_found, not_published, not_due), province, issuer_kind, and whatever
    else the file has. CorpusError as in `load_table`.

    >>> list(load_frame("tests/texts/coded"))
    ['unit', 'year', 'status', 'province', 'issuer_kind']
    """
    file = corpus_folder(corpus) / FILE
    if not file.is_file():
        return pd.DataFrame({column.name: pd.Series(dtype="str") for column in COLUMNS})
    return load_table(file, COLUMNS)
