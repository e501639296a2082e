"""Which schemes may carry a finding: invented trials, literal κ."""

import math

import numpy as np
import pandas as pd
import pytest

from helpers.gold.trust import FEWEST_PIECES, count_errors, draw_errors, trusted_schemes
from helpers.places import ROOT

UNSEEN = pd.DataFrame({"set": ["甲", "乙"], "kind": ["real excerpts", "real excerpts of texts of a near kind"]})


def trial(*rows):
    """Gold tables with counted pairs (set, scheme, gold, program, n)."""
    codes = pd.DataFrame(rows, columns=["set", "scheme", "gold", "program", "n"])
    return {"unseen": UNSEEN, "unseen_codes": codes.astype({"program": "str", "n": "Int64"})}


def test_kappa_is_cohens_of_counted_pairs_on_reports_and_on_all():
    table = trusted_schemes(
        gold=trial(
            ("甲", "capacity", "K1", "K1", 20),
            ("甲", "capacity", "K1", "K2", 5),
            ("甲", "capacity", "K2", "K1", 10),
            ("甲", "capacity", "K2", "K2", 15),
            ("乙", "capacity", "K2", None, 50),
        )
    )
    row = table.loc["capacity"]
    assert (row["pieces"], row["pieces_all"]) == (50, 100)
    assert row["kappa"] == pytest.approx(0.4)  # (.70 − .50) / (1 − .50), the textbook's example
    assert row["kappa_all"] == pytest.approx((0.35 - 0.225) / (1 - 0.225))
    assert not row["trusted"]


@pytest.mark.parametrize(
    ("right", "wrong", "trusted"), [(50, 0, True), (49, 0, False), (40, 10, True), (39, 11, False)]
)
def test_trust_needs_fifty_pieces_and_kappa_of_sixty(right, wrong, trusted):
    pairs = [("甲", "domain", code, code, right // 2 + (right % 2 and code == "G2")) for code in ("G2", "G5")]
    pairs += [("甲", "domain", "G2", "G5", wrong // 2), ("甲", "domain", "G5", "G2", wrong - wrong // 2)]
    row = trusted_schemes(gold=trial(*pairs)).loc["domain"]
    assert row["pieces"] == right + wrong == 50 or not trusted
    assert bool(row["trusted"]) is trusted


def test_a_scheme_that_was_tried_on_texts_of_a_near_kind_alone_is_not_trusted():
    pairs = [("乙", "domain", code, code, FEWEST_PIECES) for code in ("G2", "G5")]
    row = trusted_schemes(gold=trial(*pairs)).loc["domain"]
    assert (row["pieces"], row["kappa_all"], bool(row["trusted"])) == (0, 1.0, False)
    assert math.isnan(row["kappa"])


def test_one_code_alone_gives_no_kappa():
    assert math.isnan(trusted_schemes(gold=trial(("甲", "cause", "none", "none", 90))).loc["cause", "kappa"])


def test_codes_of_a_corpus_of_its_own_were_tried_on_nothing(tmp_path):
    folder = tmp_path / "codebook"
    folder.mkdir()
    for file in (ROOT / "corpus/codebook").glob("*.csv"):
        text = file.read_text(encoding="utf-8-sig")
        if file.name == "domains.csv":
            text = text.replace("\nG9,", "\nH9,")
        if file.name == "domain_cues.csv":
            text = text.replace("\nG9,", "\nH9,")
        (folder / file.name).write_text(text, encoding="utf-8")
    table = trusted_schemes(tmp_path)
    assert table.loc["domain", "pieces_all"] == 0
    assert not table.loc["domain", "trusted"]
    assert table.loc["capacity", "pieces_all"] == trusted_schemes().loc["capacity", "pieces_all"] > 0


def test_errors_are_counted_on_real_reports_alone_and_uncoded_is_a_code():
    gold = trial(
        ("甲", "capacity", "K1", "K2", 3), ("甲", "capacity", None, None, 2), ("乙", "capacity", "K1", "K2", 9),
        ("甲", "domain", "G1", "G1", 5),
    )  # fmt: skip
    errors = count_errors("capacity", gold=gold)
    assert errors.to_numpy().sum() == 5
    assert (errors.loc["K2", "K1"], errors.loc["未编码", "未编码"]) == (3, 2)
    nothing = count_errors("cause", gold=gold)
    assert nothing.shape[0] == nothing.shape[1] > 1
    assert not nothing.any(axis=None)


def test_drawn_errors_are_shares_about_what_was_counted():
    errors = pd.DataFrame([[30, 10, 0], [0, 0, 0], [0, 1, 0]], list("abc"), list("abc"))
    drawn = draw_errors(errors, 500)
    assert drawn.shape == (501, 3, 3)
    assert np.allclose(drawn.sum(axis=2), 1)
    assert drawn[0].tolist() == [[0.75, 0.25, 0], [0, 1, 0], [0, 1, 0]]
    assert drawn[1:, 0, 0].mean() == pytest.approx(0.75, abs=0.02)
    assert drawn[1:, 0, 0].std() == pytest.approx((0.75 * 0.25 / 40) ** 0.5, abs=0.01)
    assert (drawn[1:, 1:] == drawn[0, 1:]).all()
