"""Codes drawn again by the program's errors on unread texts."""

import numpy as np
import pandas as pd

from helpers.gold.redraws import lead_draws, redraw_codes, sum_draws

CODES = ["G1", "G2", "none"]
ALWAYS = pd.DataFrame(True, index=["a", "b"], columns=CODES)


def errors(*rows):
    return pd.DataFrame(list(rows), CODES, CODES)


def coded(*codes):
    return pd.DataFrame({"report_id": "a", "code": list(codes)})


def test_without_errors_nothing_changes():
    drawn = redraw_codes(coded("G2", "G1", "none"), errors([9, 0, 0], [0, 3, 0], [0, 0, 1]), ALWAYS, 20)
    assert drawn.tolist() == [[1, 0, 2]] * 21


def test_codes_change_as_often_as_the_pieces_did_and_vary_more_than_these():
    few, many = errors([3, 1, 0], [0, 9, 0], [0, 0, 9]), errors([3000, 1000, 0], [0, 9, 0], [0, 0, 9])
    shares = [(redraw_codes(coded(*["G1"] * 400), table, ALWAYS, 400)[1:] == 1).mean(axis=1) for table in (few, many)]
    assert all(abs(share.mean() - 0.25) < 0.04 for share in shares)  # 1 of 4 pieces
    assert shares[0].std() > 4 * shares[1].std()  # four pieces say little


def test_what_was_not_tried_stays_and_what_is_not_in_force_is_not_given():
    untried = errors([0, 0, 0], [0, 0, 5], [5, 0, 0])
    assert redraw_codes(coded("G1", "G2"), untried, ALWAYS, 1).tolist() == [[0, 1], [0, 2]]
    early = ALWAYS.assign(none=[False, True])
    rows = pd.DataFrame({"report_id": ["a", "b"], "code": "G2"})
    assert redraw_codes(rows, untried, early, 1).tolist() == [[1, 1], [1, 2]]


def test_sums_are_by_report_draw_and_code():
    rows = pd.DataFrame({"report_id": ["b", "a", "b"]})
    early = ALWAYS.assign(G2=[False, True])
    table = sum_draws(np.array([[0, 0, 1], [2, 2, 2]]), rows, early, pd.Series([5, 7, 1]))
    assert table.index.to_list() == ["b", "a"]
    assert table.loc["b"].to_list() == [5, 1, 0, 0, 0, 6]
    assert table.loc["a"].fillna(-1).to_list() == [7, -1, 0, 0, -1, 7]
    assert table.xs("none", axis=1, level="code").loc["a"].to_list() == [0, 7]


def test_the_first_is_the_programs_and_what_leads_else_is_said():
    columns = pd.MultiIndex.from_product([range(4), ["G1", "G2"]])
    rows = [[1, 3, 9, 4, 0, 3, 9, 3], [2, np.nan, 5, np.nan, 1, np.nan, 2, np.nan], [np.nan] * 8]
    table = lead_draws(pd.DataFrame(rows, ["x", "y", "z"], columns))
    assert table.index.to_list() == ["x", "y"]
    assert table["first"].to_list() == ["G2", "G1"]
    assert table["value"].to_list() == [3, 2]
    assert table["stays"].round(1).to_list() == [33.3, 100]
    assert table["else"].to_list() == ["G1", ""]
    assert lead_draws(pd.DataFrame(columns=columns, dtype="float64")).empty
