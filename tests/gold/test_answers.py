"""Answers that were judged, with the program's items; how high the ranking has them, on invented judgements."""

from itertools import permutations

import pandas as pd
import pytest
from sklearn.metrics import average_precision_score

from helpers.gold.answers import choose_answers, compare_answers, match_answers, score_answers


def list_rows(ranked, columns):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in ranked[columns].to_numpy()]


def make_ranking(*counts):
    """Shortcomings s1, s2, … with so many plan items each: p1 has the highest score, p2 the next one, …"""
    rows = [(f"s{i}", f"p{j}", 1 / j) for i, k in enumerate(counts, 1) for j in range(1, k + 1)]
    return pd.DataFrame(rows, columns=["shortcoming", "plan", "score"])


def make_answers(*rows):
    return pd.DataFrame(rows, columns=["shortcoming", "plan", "answer"], dtype="str")


def test_scores_beside_the_shuffled_order():
    answers = make_answers(("s1", "p2", "answered"), ("s2", "p1", "partly"), ("s3", None, "not"))
    score = score_answers(make_ranking(2, 4, 3).sample(frac=1, random_state=1), answers)
    assert list(score.index) == ["precision_at_1", "reciprocal_rank", "average_precision"]
    # s1: found at 2 of 2; s2: at 1 of 4. Shuffled: 1/2 and 1/4 are first; the mean of 1/rank is 3/4 and 25/48.
    assert score["value"].tolist() == pytest.approx([0.5, 0.75, 0.75])
    assert score["shuffled"].tolist() == pytest.approx([0.375, 61 / 96, 61 / 96])
    assert score["n"].tolist() == [2, 2, 2]


def test_average_precision_counts_every_answer():
    answers = make_answers(("s1", "p1", "partly"), ("s1", "p4", "answered"), ("s1", "p4", "answered"))
    assert score_answers(make_ranking(4), answers)["value"].tolist() == pytest.approx([1, 1, (1 + 2 / 4) / 2])


def test_a_shortcoming_without_a_plan_or_without_an_answer_in_it_is_not_scored():
    none = pd.DataFrame({"shortcoming": ["s3"], "plan": [None], "score": [None]})
    ranking = pd.concat([make_ranking(2, 2), none.astype({"score": "float64"})])
    score = score_answers(
        ranking, make_answers(("s1", "p2", "answered"), ("s3", "p1", "answered"), ("s2", "p1", "not"))
    )
    assert score["n"].to_list() == [1, 1, 1]
    assert score["value"].to_list() == pytest.approx([0, 1 / 2, 1 / 2])


def test_behind_a_better_one_equal_scores_share_the_places_left():
    """p1 is first and no answer; of p2, p3, p4 two are answers: the first of them is second in two of three orders."""
    ranking = make_ranking(4).assign(score=[0.4, 0.1, 0.1, 0.1])
    score = score_answers(ranking, make_answers(("s1", "p2", "answered"), ("s1", "p4", "partly")))
    assert score["value"].to_list() == pytest.approx([0, 2 / 3 * 1 / 2 + 1 / 3 * 1 / 3, 2 / 4])


def test_the_order_of_equal_scores_earns_nothing():
    ranking = make_ranking(4).assign(score=[0.4, 0.4, 0.1, 0.1])
    for plan in ("p1", "p2"):
        score = score_answers(ranking, make_answers(("s1", plan, "answered")))
        assert score["value"].tolist() == pytest.approx([1 / 2, 3 / 4, 1 / 2])
    for plan in ("p3", "p4"):
        score = score_answers(ranking, make_answers(("s1", plan, "answered")))
        assert score["value"].tolist() == pytest.approx([0, (1 / 3 + 1 / 4) / 2, 1 / 4])
    score = score_answers(ranking, make_answers(("s1", "p1", "answered"), ("s1", "p2", "partly")))
    assert score["value"].tolist() == pytest.approx([1, 1, 1])


def test_no_answer_no_score():
    for answers in (make_answers(), make_answers(("s1", None, "not"))):
        score = score_answers(make_ranking(3), answers)
        assert score[["value", "shuffled"]].isna().all(axis=None)
        assert score["n"].tolist() == [0, 0, 0]


@pytest.mark.parametrize(("k", "m"), [(1, 1), (2, 1), (2, 2), (3, 2), (4, 4), (5, 2), (6, 3)])
def test_shuffled_is_the_mean_over_all_orders(k, m):
    orders = set(permutations([True] * m + [False] * (k - m)))
    rows = [(o[0], 1 / (o.index(True) + 1), average_precision_score(o, range(k, 0, -1))) for o in orders]
    answers = make_answers(*[("s1", f"p{j}", "answered") for j in range(1, m + 1)])
    expected = pd.DataFrame(rows).astype(float).mean().tolist()
    assert score_answers(make_ranking(k), answers)["shuffled"].tolist() == pytest.approx(expected)


def test_judged_answers_with_the_items_of_the_program():
    text = "甲一是少乙一、办丙"
    reports = pd.DataFrame({"raw": [text], "text": [text]}, index=pd.Index(["r"], name="report_id"))
    items = pd.DataFrame(
        {
            "report_id": "r",
            "item_id": ["r-i1", "r-i2"],
            "role": ["shortcomings", "plan"],
            "start": [1, 5],
            "end": [4, 9],
        }
    )
    coded = [("r", 7, "shortcomings", 1), ("r", 8, "plan", 5), ("r", 9, "plan", 8)]
    judged = [("one", "r", 7, 8, "answered"), ("one", "r", 7, 9, "partly"), ("two", "r", 7, None, "not"),
              ("two", "other", 1, 2, "answered")]  # fmt: skip
    gold = {
        "roles": pd.DataFrame(
            [("r", 1, "front", "甲", 0, 9)], columns=["report_id", "n", "role", "opening", "start", "end"]
        ),
        "items": pd.DataFrame(coded, columns=["report_id", "n", "role", "start"]),
        "followup": pd.DataFrame(judged, columns=["pass_id", "report_id", "n", "plan", "answer"]).astype(
            {"plan": "Int64"}
        ),
    }
    answers = match_answers(reports, items, gold)
    assert list_rows(answers, list(answers)) == [
        ("one", "r", "r-i1", "r-i2", "answered"),
        ("two", "r", "r-i1", None, "not"),
    ]


def test_the_plan_item_that_is_shown_is_the_answer_else_the_best_evidence():
    ranked = pd.DataFrame(
        [("s1", "p", 0.4, 1), ("s1", "q", 0.2, 2), ("s1", "r", 0.2, 3), ("s2", "p", 0.3, 1), ("s2", "q", 0.1, 2)]
        + [("s3", "p", 0.0, 1), ("s3", "q", 0.0, 2), ("s4", None, None, None), ("s5", "p", 0.5, 1)],
        columns=["shortcoming", "plan", "score", "rank"],
    ).astype({"score": "float64", "rank": "Int64"})
    judged = [
        ("s1", "q", "partly"),
        ("s1", "r", "answered"),
        ("s2", "q", "partly"),
        ("s2", "p", "partly"),
        ("s3", None, "not"),
    ]
    chosen = choose_answers(ranked, make_answers(*judged))
    assert sorted(chosen.index) == ["s1", "s2", "s3", "s4", "s5"]
    assert chosen.loc["s1", ["same", "named", "reading"]].to_list() == [2, True, "answered"]
    assert chosen.loc["s1", "plan"] == "r"
    assert chosen.loc["s2", "plan"] == "p"
    assert chosen.loc["s3", ["plan", "same", "reading"]].to_list() == ["p", 2, "not"]
    assert chosen.loc[["s4", "s5"], "reading"].isna().all()
    assert chosen["same"].to_dict() == {"s1": 2, "s2": 1, "s3": 2, "s4": 1, "s5": 1}
    assert not chosen.loc["s5", "named"]


def test_nothing_ranked_gives_nothing_to_show():
    ranked = pd.DataFrame(columns=["shortcoming", "plan", "score", "rank"])
    assert choose_answers(ranked, make_answers()).empty


def test_two_passes_on_what_both_judged():
    rows = [
        ("x", "s1", "p1", "partly"),
        ("x", "s1", "p2", "answered"),
        ("x", "s2", None, "not"),
        ("x", "s3", "p1", "partly"),
    ]
    rows += [("y", "s1", "p2", "answered"), ("y", "s2", "p1", "partly")]
    answers = pd.DataFrame(rows, columns=["pass_id", "shortcoming", "plan", "answer"])
    pairs = pd.DataFrame([("x", "y", "-"), ("x", "program", "-")], columns=["first", "second", "called"])
    found = compare_answers(answers, pairs)
    # s3 was judged by one alone; s1 has the same best answer, and p2 in common of p1 and p2; s2 has nothing in common
    assert found.to_numpy().tolist() == [["-", "x", "y", 1, 2, 1, 3]]
    assert compare_answers(answers[:0], pairs).empty
    more = pd.concat([answers, pd.DataFrame([("z", "s1", "p3", "partly")], columns=answers.columns)])
    assert compare_answers(more, pairs).equals(found)  # whatever a third one says
