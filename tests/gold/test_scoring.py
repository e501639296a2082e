"""Counts and rates of what is side by side."""

import math

import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from helpers.gold.scoring import (
    MEASURES,
    label_scores,
    list_errors,
    list_stretches,
    pair_fields,
    same,
    score,
    score_alternatives,
    score_codes,
    score_pieces,
    score_spans,
)


def test_agreement_in_a_field():
    pairs = pd.DataFrame(
        [("both", "甲 乙", "甲乙"), ("both", "（甲）", "(甲)"), ("both", pd.NA, pd.NA), ("both", "甲", pd.NA)]
        + [("both", "甲", "乙"), ("gold", pd.NA, pd.NA), ("program", "甲", "甲")],
        columns=["side", "what", "what_gold"],
    )
    assert same(pairs, ["what"]).to_list() == [True, True, True, False, False, False, False]
    assert same(pairs, []).to_list() == [True] * 5 + [False] * 2
    numbers = {name: pd.array(cells, "Float64") for name, cells in (("n", [5, 5, None]), ("n_gold", [5, None, None]))}
    assert same(pd.DataFrame({"side": "both"} | numbers), ["n"]).to_list() == [True, False, True]


def test_score():
    found = score(*(pd.Series(counts) for counts in ([3, 0, 0], [4, 0, 2], [6, 5, 0])))
    assert found["precision"].fillna(-1).to_list() == [0.5, 0, -1]
    assert found["recall"].fillna(-1).to_list() == [0.75, -1, 0]
    assert found["f1"].to_list() == [0.6, 0, 0]


def test_labels_are_cut_off_and_not_rounded():
    labels = label_scores(pd.Series([0.99996, 1.0, 0.29]), pd.Series([29108, 2, 100]))
    assert labels.to_list() == ["0.999 (n = 29,108)", "1.000 (n = 2)", "0.290 (n = 100)"]


def test_codes_beside_their_baseline_and_chance():
    """Ten units: eight agree, six are A in the gold; counted pairs give what single units give."""
    gold, program = "AAAAAABBBC", "AAAAABBBBA"
    units = pd.DataFrame({"set": "x", "gold": list(gold), "program": list(program)})
    found = score_codes(units, by=["set"]).loc["x"]
    assert found[["value", "baseline", "n"]].to_list() == [0.8, 0.6, 10]
    assert found["kappa"] == pytest.approx(cohen_kappa_score(list(gold), list(program)))
    counted = units.value_counts(["set", "gold", "program"]).rename("n").reset_index()
    pd.testing.assert_frame_equal(score_codes(counted, by=["set"]), score_codes(units, by=["set"]))


def test_one_code_alone_has_no_kappa_and_no_pair_no_row():
    one = pd.DataFrame({"set": ["x"], "kind": ["y"], "gold": ["A"], "program": ["A"]})
    found = score_codes(one, by=["set", "kind"])
    assert found.loc[("x", "y"), "baseline"] == 1 and math.isnan(found.loc[("x", "y"), "kappa"])
    assert list(score_codes(one[:0], by=["set", "kind"]).reset_index()) == [
        *("set", "kind", "value", "baseline", "kappa", "n")
    ]


def test_pieces_of_either_side_are_counted_with_those_of_both():
    sides = {"item": ["both", "gold", "program", "program"], "front": ["gold"], "heading": ["program"]}
    pieces = pd.DataFrame(
        [(measure, side) for measure, own in sides.items() for side in own], columns=["measure", "side"]
    )
    found = score_pieces(pieces)[["gold", "program", "both"]]
    assert found.T.to_dict("list") == {"front": [1, 0, 0], "heading": [0, 1, 0], "item": [2, 3, 1]}


PAIRS = pd.DataFrame(
    [
        ("a", 0, "both", "5次", "5次", 5.0, 5.0, "次", "项"),
        ("a", 9, "both", "约6项", "6项", 6.0, 6, "项 ", "项"),
        ("b", 3, "gold", pd.NA, "2个", pd.NA, 2.0, pd.NA, "个"),
        ("b", 1, "program", "3个", pd.NA, 3.0, pd.NA, pd.NA, pd.NA),
    ],
    columns=["report_id", "place", "side", "text", "text_gold", "value", "value_gold", "unit", "unit_gold"],
)


def test_fields_are_equal_where_they_are_the_same():
    cells = pair_fields(PAIRS, ["value", "unit"])
    assert cells[["text", "field"]].to_numpy().tolist() == [[t, f] for f in ("value", "unit") for t in ("5次", "6项")]
    assert (cells["gold"] == cells["program"]).to_list() == [True, True, False, True]
    assert cells.index.to_list() == [0, 1, 2, 3]
    assert list(pair_fields(PAIRS[:0], [])) == list(cells)


def test_spans_are_right_where_all_keys_are():
    found = score_spans(PAIRS, ["value", "unit"], by=["report_id"])
    assert found[["gold", "program", "both"]].to_numpy().tolist() == [[2, 2, 1], [1, 1, 0]]
    assert score_spans(PAIRS[:0], ["value"], by=["report_id"]).empty


def test_errors_stand_in_their_sentence():
    reports = pd.DataFrame({"raw": ["5次学习。另有6项。", "甲3 个、2个。"]}, index=["a", "b"])
    found = list_errors(PAIRS, ["value", "unit"], reports).fillna("-")
    assert found.to_numpy().tolist() == [
        ["a", 0, "unit", "5次", "次", "项", "5次学习"],
        ["b", 1, "program alone", "3个", "3个", "-", "甲3个、2个"],
        ["b", 3, "gold alone", "2个", "-", "2个", "甲3个、2个"],
    ]
    assert found.index.is_unique
    assert list_errors(PAIRS[:0], ["unit"], reports).empty


def test_stretches_end_where_a_role_or_a_report_ends():
    signs = [("a", "一", "plan", "back"), ("a", "二", "plan", "plan"), ("a", "三", "back", "plan")]
    signs += [("b", "四", "back", "plan"), ("b", "五", "back", "plan")]
    found = list_stretches(pd.DataFrame(signs, columns=["report_id", "sign", "gold", "program"]))
    assert found[["report_id", "text", "n_chars"]].to_numpy().tolist() == [
        ["a", "一", 1],
        ["a", "三", 1],
        ["b", "四五", 2],
    ]


def test_another_decision_moves_both_roles_and_what_is_right():
    signs = pd.DataFrame(
        {"report_id": "a", "sign": list("一二三四"), "gold": "plan", "program": ["plan"] * 3 + ["back"]}
    )
    other = {"report_id": "a", "role": "plan", "other": "back", "start": 2, "end": 4, "reason": "-"}
    alternatives = pd.DataFrame([other, other | {"report_id": "b"}])
    found = score_alternatives(signs, alternatives)
    assert found.iloc[:, 3:].to_numpy().tolist() == [[2, 100.0, 50.0, 0.0, 50.0, 75.0, 75.0, "-"]]
    assert score_alternatives(signs, alternatives[:0]).empty
    inner = score_alternatives(signs, pd.DataFrame([other | {"start": 1, "end": 2}])).iloc[0]
    assert inner[["n_chars", "role_share", "other_share", "right_now", "right"]].to_list() == [1, 75, 25, 75, 50]


def test_every_measure_has_a_name_in_two_languages():
    assert all(zh and en for zh, en in MEASURES.values())
