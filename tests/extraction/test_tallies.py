"""Words counted and found again, from tokens of some reports at a time: invented tokens with literal counts."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.extraction.tallies import find_words, tabulate, tally

COLUMNS = ["report_id", "passage_id", "role", "token", "start", "end"]
ROWS = [
    ("b", "b-0", "front", "普法", 0, 2),
    ("b", "b-1", "plan", "ＡＰＰ", 2, 5),
    ("b", "b-1", "plan", "推广", 5, 7),
    ("b", "b-1", "plan", "，", 7, 8),
    ("b", "b-1", "plan", "APP", 8, 11),
    ("b", "b-1", "plan", "推广", 11, 13),
    ("a", "a-0", "plan", "推广", 0, 2),
]
TOKENS = pd.DataFrame(ROWS, columns=COLUMNS)
KEPT = {"普法", "APP", "推广"}


@pytest.fixture(params=["str", "category"])
def tokens(request):
    return TOKENS.astype(dict.fromkeys(["report_id", "passage_id", "role", "token"], request.param))


def test_words_are_counted_by_report_and_role_in_one_form(tokens):
    assert tally(tokens, kept=KEPT).to_numpy().tolist() == [
        ["a", "plan", "推广", 1],
        ["b", "front", "普法", 1],
        ["b", "plan", "APP", 2],
        ["b", "plan", "推广", 2],
    ]
    assert tally(tokens)["n"].sum() == len(ROWS)


def test_runs_are_counted_where_kept_words_touch(tokens):
    assert tally(tokens, kept=KEPT, n=2).to_numpy().tolist() == [["b", "plan", "APP推广", 2]]
    assert tally(tokens, kept=KEPT - {"推广"}, n=2).empty


def test_what_is_counted_is_found(tokens):
    found = find_words(tokens, ["推广"], kept=KEPT)
    assert found[["report_id", "start", "end"]].to_numpy().tolist() == [["b", 5, 7], ["b", 11, 13], ["a", 0, 2]]
    runs = find_words(tokens, ["APP推广"], kept=KEPT, n=2)
    assert runs[["token", "start", "end"]].to_numpy().tolist() == [["APP推广", 2, 7], ["APP推广", 8, 13]]
    assert {str(kind) for kind in found[["report_id", "passage_id", "role", "token"]].dtypes} == {"str"}


def test_one_run_of_other_words_is_one():
    rows = [
        ("a", "a-0", "plan", word, at, at + len(word))
        for word, at in (("政务", 0), ("公开", 2), ("政", 9), ("务公开", 10))
    ]
    pairs = tally(pd.DataFrame(rows, columns=COLUMNS).astype({"token": "category"}), n=2)
    assert pairs.to_numpy().tolist() == [["a", "plan", "政务公开", 2]]


def test_a_table_has_every_report_and_the_words_in_order(tokens):
    table = tabulate(tally(tokens, kept=KEPT), pd.Index(["a", "x", "b"], name="report_id"))
    assert table.index.to_list() == ["a", "x", "b"]
    assert table.to_dict("list") == {"APP": [0, 0, 2], "推广": [1, 0, 2], "普法": [0, 0, 1]}
    assert tabulate(tally(tokens, kept=["无"]), pd.Index(["a"])).shape == (1, 0)


words = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["甲乙", "丙丁", "，", "ＡＢ"])), max_size=12)


@settings(deadline=None, max_examples=30)
@given(words, st.integers(1, 3))
def test_counts_add_up_to_the_places_that_are_found(said, n):
    rows = [(report, f"{report}-0", "plan", word, 2 * at, 2 * at + len(word)) for at, (report, word) in enumerate(said)]
    tokens = pd.DataFrame(rows, columns=COLUMNS).sort_values("report_id", kind="stable")
    counted = tally(tokens, kept=["甲乙", "AB"], n=n)
    for run, own in counted.groupby("token", observed=True):
        assert len(find_words(tokens, [run], kept=["甲乙", "AB"], n=n)) == own["n"].sum()
