"""Counts and rates of what is side by side."""

import pandas as pd

from helpers.gold.scoring import label_scores, same, score


def test_agreement_in_a_field():
    pairs = pd.DataFrame(
        [("both", "甲 乙", "甲乙"), ("both", "（甲）", "(甲)"), ("both", pd.NA, pd.NA), ("both", "甲", pd.NA)]
        + [("both", "甲", "乙"), ("gold", pd.NA, pd.NA), ("program", "甲", "甲")],
        columns=["side", "what", "what_gold"],
    )
    assert same(pairs, ["what"]).to_list() == [True, True, True, False, False, False, False]
    assert same(pairs, []).to_list() == [True] * 5 + [False] * 2


def test_score():
    found = score(*(pd.Series(counts) for counts in ([3, 0, 0], [4, 0, 2], [6, 5, 0])))
    assert found["precision"].fillna(-1).to_list() == [0.5, 0, -1]
    assert found["recall"].fillna(-1).to_list() == [0.75, -1, 0]
    assert found["f1"].to_list() == [0.6, 0, 0]


def test_labels_are_cut_off_and_not_rounded():
    labels = label_scores(pd.Series([0.99996, 1.0, 0.29]), pd.Series([29108, 2, 100]))
    assert labels.to_list() == ["0.999 (n = 29,108)", "1.000 (n = 2)", "0.290 (n = 100)"]
