"""How the invented reports of tests/texts are read, beside their codings: `make bench-texts`, or of another corpus

    python -m tests.scored [FOLDER] [--write]

The codings were made with the texts, by the model that wrote them, which saw neither the program nor its rules. They
are development material: what fails here may be mended, so these figures say nothing of reports not yet seen.
--write renews FOLDER/scores.csv, which test_texts compares: whatever is read differently is seen there.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import (
    compare_gold,
    compare_spans,
    find_claims,
    list_items,
    load_corpus,
    load_gold,
    parse_outline,
    same,
    score_pieces,
)
from helpers.places import ROOT

FOLDER = ROOT / "tests" / "texts" / "coded"


def measure(reports: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a report: the share of characters with the right role; F1 of headings, items and shortcomings; of the
    claims F1 of value with unit, and of those found on both sides the share with the right hedge, status and thing."""
    passages = parse_outline(reports)
    items = list_items(passages)
    pieces, characters = compare_gold(reports, passages, items, gold)
    pairs = compare_spans(
        reports, find_claims(passages), gold["claims"], gold, ["value", "unit", "hedge", "status", "what"]
    )
    coded = reports.index[reports.index.isin(gold["roles"]["report_id"])]
    scores = [_score(pieces, characters, pairs), *_each(coded, pieces, characters, pairs)]
    return pd.concat(scores, axis=1).T.rename_axis("report_id").round(4)


def _each(names: pd.Index, *tables: pd.DataFrame) -> list[pd.Series]:
    parts = [dict(list(table.groupby("report_id"))) for table in tables]
    empty = [table[:0] for table in tables]
    return [_score(*map(dict.get, parts, [name] * len(parts), empty)).rename(name) for name in names]


def _score(pieces: pd.DataFrame, characters: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    found = score_pieces(pieces)["f1"].reindex(["heading", "item", "shortcoming"])
    both = pairs[pairs["side"] == "both"]
    value = np.isclose(both["value"].astype(float), both["value_gold"].astype(float), rtol=1e-9, atol=0)
    right = value & same(both, ["unit"])
    coded, ours = (pairs["side"] != "program").sum(), (pairs["side"] != "gold").sum()
    return pd.Series(
        {
            "role": (characters["gold"] == characters["program"]).mean(),
            **found,
            "claim": 2 * right.sum() / (coded + ours),
            **{field: same(both, [field]).mean() for field in ("hedge", "status", "what")},
            "claims": coded,
        },
        name="all",
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    scores = measure(load_corpus(arguments.folder, corrected=False), load_gold(arguments.folder))
    print(scores.to_string())
    if arguments.write:
        scores.to_csv(arguments.folder / "scores.csv", encoding="utf-8-sig", lineterminator="\n")


if __name__ == "__main__":
    main()
