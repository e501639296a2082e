"""Scores of everything that was coded, by report and together."""

import pandas as pd

from helpers.gold.overall import ALL, score_all

CHARACTERS = pd.DataFrame({"report_id": list("aaab"), "gold": list("mmpp"), "program": list("mmmp")})
PIECES = pd.DataFrame({"report_id": list("aab"), "measure": "item", "side": ["both", "gold", "both"]})
CODES = pd.DataFrame({"report_id": list("ab"), "measure": "domain", "gold": ["G1", "G2"], "program": ["G1", "G1"]})
SIDES = {"report_id": "a", "side": ["both", "program"]}


def spans():
    claim = {name: [1, pd.NA] for name in ("value", "value_high", "unit", "hedge", "status", "measure", "what")}
    claim |= {"indicator": ["x", pd.NA]}
    claim |= {f"{name}_gold": [1, pd.NA] for name in claim} | {"hedge_gold": [2, pd.NA]}
    texts = {"text": "5次", "text_gold": ["5次", pd.NA], "place": [3, 9]}
    cited = {"name": "甲法", "name_gold": ["甲法", pd.NA], "kind": "law", "kind_gold": ["law", pd.NA]}
    return {"claim": pd.DataFrame(SIDES | texts | claim), "citation": pd.DataFrame(SIDES | texts | cited)}


def test_scores_are_by_report_and_together_in_the_order_of_measures():
    scores = score_all(PIECES, CHARACTERS, CODES, spans()).round(2)
    total = scores[scores["report_id"] == ALL].set_index("measure")
    assert total.index[:3].to_list() == ["role", "item", "claim"]
    assert total.index[-1] == "domain"
    assert total.loc["role", ["value", "baseline", "n"]].to_list() == [0.75, 0.5, 4]
    assert total.loc["item", ["value", "n"]].to_list() == [0.8, 3]  # 2 × 2 of 3 + 2
    assert total.loc["claim", ["value", "n"]].to_list() == [0.67, 1]
    assert total.loc["claim_hedge", "value"] == 0
    assert total.loc["citation_kind", "value"] == 1
    assert total.loc["domain", ["value", "n"]].to_list() == [0.5, 2]
    own = scores[scores["report_id"] == "b"].set_index("measure")["value"]
    assert own.to_dict() == {"role": 1, "item": 1, "domain": 0}


def test_words_of_the_text_have_no_baseline():
    scores = score_all(PIECES, CHARACTERS, CODES, spans())
    assert (
        scores.loc[scores["measure"].isin(["claim_what", "citation_name"]), ["baseline", "kappa"]].isna().all(axis=None)
    )
