"""What is side by side, counted: agreement in fields, precision, recall, F1."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.characters import fold, squeeze

__all__ = ["label_scores", "same", "score", "score_pieces", "score_roles"]

ROUNDING = 1e-9  # what a share may be short of its thousandth by computing: 0.29 × 1000 is 290 less that


def same(pairs: pd.DataFrame, fields: Iterable[str]) -> "pd.Series[bool]":
    """Whether the two sides of `compare_spans` agree in all of `fields`.

    White space and width do not count in words. NA and NA agree; where one side is missing nothing does.

    >>> sides = {"side": "both", "what": ["学习", "会议"], "what_gold": ["学 习", "会"]}
    >>> same(pd.DataFrame(sides), ["what"]).to_list()
    [True, False]
    """
    equal = pairs["side"] == "both"
    for field in fields:
        ours, theirs = (
            pairs[name].map(lambda cell: squeeze(fold(cell)) if isinstance(cell, str) else cell, na_action="ignore")
            for name in (field, f"{field}_gold")
        )
        equal &= (ours == theirs).fillna(False) | (ours.isna() & theirs.isna())
    return equal.astype("bool")


def score_pieces(pieces: pd.DataFrame, *, by: Sequence[str] = ("measure",)) -> pd.DataFrame:
    """Agreement on pieces by the columns `by`: gold, program, both (counts), precision, recall, f1, as `score`.

    >>> score_pieces(pd.DataFrame({"measure": "item", "side": ["both", "gold", "both"]})).round(2).to_dict("index")
    {'item': {'gold': 3, 'program': 2, 'both': 2, 'precision': 1.0, 'recall': 0.67, 'f1': 0.8}}
    """
    sides = pieces.groupby([*by, "side"]).size().unstack(fill_value=0)
    sides = sides.reindex(columns=["both", "gold", "program"], fill_value=0)
    return score(sides["both"], sides["both"] + sides["gold"], sides["both"] + sides["program"])


def score_roles(characters: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Agreement on characters by the columns `by` and role: gold, program, both (counts), precision, recall, f1.

    >>> characters = pd.DataFrame({"gold": ["front", "plan"], "program": ["plan", "plan"]})
    >>> score_roles(characters)["f1"].round(2).to_dict()
    {'front': 0.0, 'plan': 0.67}
    """
    right = characters["gold"] == characters["program"]
    both, gold, program = (
        table.groupby([*by, side]).size().rename_axis([*by, "role"])
        for table, side in [(characters[right], "gold"), (characters, "gold"), (characters, "program")]
    )
    table = pd.DataFrame({"both": both, "gold": gold, "program": program}).fillna(0).astype("int64")
    return score(table["both"], table["gold"], table["program"])


def score(both: pd.Series, gold: pd.Series, program: pd.Series) -> pd.DataFrame:
    """gold, program, both, and precision = both / program, recall = both / gold, f1 = 2 both / (gold + program).

    `gold` and `program` are how many there are on either side, `both` how many of them agree. NaN where a divisor is 0.

    >>> score(pd.Series([3]), pd.Series([4]), pd.Series([6]))
       gold  program  both  precision  recall   f1
    0     4        6     3        0.5    0.75  0.6
    """
    rates = {"precision": both / program, "recall": both / gold, "f1": 2 * both / (gold + program)}
    return pd.DataFrame({"gold": gold, "program": program, "both": both, **rates})


def label_scores(values: pd.Series, n: pd.Series) -> pd.Series:
    """Scores as readers see them: cut off and not rounded, so 1.000 is a full score alone.

    >>> label_scores(pd.Series([0.9989]), pd.Series([1200])).item()
    '0.998 (n = 1,200)'
    """
    cut: pd.Series[float] = np.floor(values * 1000 + ROUNDING) / 1000
    return cut.map("{:.3f}".format) + n.map(" (n = {:,})".format)
