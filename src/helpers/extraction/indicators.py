"""The harmonised indicators of the codebook."""

from pathlib import Path

import pandas as pd

from helpers.errors import CorpusError
from helpers.places import find_file
from helpers.tables import find_blanks, find_misprints, find_repeats, read_table

__all__ = ["INDICATOR_COLUMNS", "load_indicators"]

INDICATOR_COLUMNS = ["indicator", "label_zh", "label_en", "definition", "unit", "cues", "not_cues", "confusion", "base"]


def load_indicators(corpus: str | Path | None = None) -> pd.DataFrame:
    """The harmonised indicators, one row an indicator: index indicator, columns of the codebook's indicators.csv.

    `unit` holds the printed units that fit, parted by spaces (- for none); `cues` and `not_cues` are regular
    expressions over `thing|words before#words after` (folded text), where # stands for the number and the thing is
    filled in only where it comes from the number before; `base` is the indicator that this one is a part of, so that
    a rate can be had. A corpus folder without a `codebook/` uses the repository's. A blank cell (but for not_cues and
    base), a name or label_zh that stands twice, an expression that is none or an unknown base are a CorpusError, one
    line a problem.
    """
    file = find_file("codebook", "indicators.csv", corpus)
    table = read_table(file, INDICATOR_COLUMNS)
    problems = find_blanks(file, table, [name for name in INDICATOR_COLUMNS if name not in ("not_cues", "base")])
    problems += find_repeats(file, table["indicator"]) + find_repeats(file, table["label_zh"])
    problems += [
        f"codebook/{file.name}, row {number}: base is {base!r}, which is no indicator of this table; correct it"
        for number, base in table["base"].dropna().items()
        if base not in set(table["indicator"])
    ]
    problems += find_misprints(file, table["cues"]) + find_misprints(file, table["not_cues"])
    if problems:
        raise CorpusError("\n".join(problems))
    return table.set_index("indicator")
