"""Judged answers of plans to shortcomings, beside the program's ranking."""

from math import comb

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

from helpers.gold.pairing import match_items

__all__ = ["ANSWERS", "choose_answers", "compare_answers", "match_answers", "score_answers"]

ANSWERS = ("answered", "partly", "not")  # the best first
GRADES = {answer: grade for grade, answer in enumerate(reversed(ANSWERS))}
MEASURES = ["precision_at_1", "reciprocal_rank", "average_precision"]


def match_answers(reports: pd.DataFrame, items: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The judged answers of `gold["followup"]` with the program's items: pass_id, report_id, shortcoming, plan, answer.

    `shortcoming` and `plan` are item_ids; `plan` is NA where no plan item answers. A row is left out if its report is
    not coded on this very file, or if the program has not found one of its two items (`pairing.match_items`).

    >>> reports = pd.DataFrame({"raw": [""], "text": [""]}, index=pd.Index(["a"], name="report_id"))
    >>> items = pd.DataFrame({"report_id": "a", "item_id": ["a-1", "a-2"], "role": "plan", "start": [0, 9]})
    >>> coded = pd.DataFrame(columns=["report_id", "opening", "start"], dtype="str")
    >>> judged = pd.DataFrame({"pass_id": ["x"], "report_id": ["a"], "n": [1], "plan": [2], "answer": ["partly"]})
    >>> match_answers(reports, items, {"roles": coded, "items": coded, "followup": judged}).to_numpy().tolist()
    [['x', 'a', 'a-1', 'a-2', 'partly']]
    """
    numbers = match_items(reports, items, gold)[["report_id", "n", "item_id"]].dropna()
    answers = gold["followup"].rename(columns={"plan": "plan_n"})
    answers = answers.merge(numbers.rename(columns={"item_id": "shortcoming"}), on=["report_id", "n"])
    plans = numbers.rename(columns={"n": "plan_n", "item_id": "plan"})
    answers = answers.merge(plans, on=["report_id", "plan_n"], how="left")
    found = answers["plan"].notna() | answers["plan_n"].isna()
    return answers.loc[found, ["pass_id", "report_id", "shortcoming", "plan", "answer"]].reset_index(drop=True)


def choose_answers(ranked: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """The plan item to show with each shortcoming: the one that a reading names, else the one with the best evidence.

    `ranked` as of `rank_answers`, `answers` one pass of `match_answers`. Of several that the reading names the best
    answer, then the best evidence. Index shortcoming; the columns of `ranked`, same (how many plan items have this
    score; their order says nothing), named (whether the reading names the item), reading (the best that it says of the
    shortcoming, NA where nobody has read it).

    >>> ranked = pd.DataFrame({"shortcoming": "s", "plan": ["p", "q"], "score": [0.4, 0.1], "rank": [1, 2]})
    >>> judged = pd.DataFrame({"shortcoming": ["s"], "plan": ["q"], "answer": ["partly"]})
    >>> choose_answers(ranked, judged)[["plan", "same", "named", "reading"]].to_numpy().tolist()
    [['q', 1, True, 'partly']]
    """
    order = {answer: place for place, answer in enumerate(ANSWERS)}
    best = answers.assign(place=answers["answer"].map(order)).sort_values("place", kind="stable")
    known = best.dropna(subset="plan").drop_duplicates(["shortcoming", "plan"])[["shortcoming", "plan", "place"]]
    rows = ranked.merge(known, on=["shortcoming", "plan"], how="left")
    rows["same"] = rows.groupby(["shortcoming", "score"], dropna=False)["rank"].transform("size")
    rows["named"] = rows["place"].notna()
    rows = rows.fillna({"place": len(ANSWERS)}).sort_values(["place", "rank"], kind="stable")
    chosen = rows.drop_duplicates("shortcoming").set_index("shortcoming").drop(columns="place")
    return chosen.assign(reading=best.drop_duplicates("shortcoming").set_index("shortcoming")["answer"])


def compare_answers(answers: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """How far two passes of `match_answers` agree, a row each two of `pairs` (first, second, called) that both judged.

    Further columns: same_best (shortcomings with the same best judgement), judged (of those that both judged),
    same_pairs (pairs of shortcoming and plan item that both name as an answer), named (of those that either names).

    >>> rows = [("x", "s", "p", "partly"), ("y", "s", "p", "answered"), ("y", "s", "q", "partly")]
    >>> answers = pd.DataFrame(rows, columns=["pass_id", "shortcoming", "plan", "answer"])
    >>> pairs = pd.DataFrame({"first": ["x"], "second": ["y"], "called": ["consistency"]})
    >>> compare_answers(answers, pairs).iloc[0, 3:].to_list()
    [0, 1, 1, 2]
    """
    graded = answers.assign(grade=answers["answer"].map(GRADES))
    best = graded.pivot_table(index="shortcoming", columns="pass_id", values="grade", aggfunc="max")
    named = graded[graded["grade"] > 0]
    rows = []
    for first, second, called in pairs[["first", "second", "called"]].itertuples(index=False, name=None):
        if {first, second} <= set(best):
            both = best[[first, second]].dropna()
            links = [
                set(zip(own["shortcoming"], own["plan"], strict=True))
                for own in (
                    named[(named["pass_id"] == one) & named["shortcoming"].isin(both.index)] for one in (first, second)
                )
            ]
            same = int((both[first] == both[second]).sum())
            rows.append((called, first, second, same, len(both), len(links[0] & links[1]), len(links[0] | links[1])))
    return pd.DataFrame(rows, columns=["called", "first", "second", "same_best", "judged", "same_pairs", "named"])


def score_answers(ranked: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """How high the judged answers stand in the ranking, beside what a shuffled order gives.

    `answers` is one pass of `match_answers`; answered and partly both count as answers. Index measure:
    precision_at_1 (is the first an answer), reciprocal_rank (1 / rank of the first answer), average_precision
    (scikit-learn's); columns value (mean over shortcomings), shuffled (the mean over all orders of the plan items, by
    formula and not by drawing), n (shortcomings with an answer; the others cannot be scored). NaN where n is 0.

    The order of equal scores earns nothing: precision_at_1 and reciprocal_rank are means over their orders, average
    precision goes through them in one step. Of k plan items with m answers the first answer stands at r in
    C(k − r, m − 1) of C(k, m) orders; the mean of average precision is 1/k Σ_i (1 + (i − 1)(m − 1)/(k − 1)) / i
    (Bestgen 2015, Exact expected average precision of the random baseline for system evaluation).

    >>> ranked = pd.DataFrame({"shortcoming": "s", "plan": ["p", "q"], "score": [0.4, 0.1]})
    >>> answers = pd.DataFrame({"shortcoming": ["s"], "plan": ["q"], "answer": ["answered"]})
    >>> score_answers(ranked, answers)["value"].to_list()
    [0.0, 0.5, 0.5]
    """
    judged = answers.loc[answers["answer"] != "not", ["shortcoming", "plan"]].drop_duplicates().assign(right=True)
    pairs = ranked.dropna(subset="plan").merge(judged, on=["shortcoming", "plan"], how="left")
    pairs["right"] = pairs["right"].notna()
    rows = [
        _score_one(own["right"].to_numpy(), own["score"].to_numpy())
        for _, own in pairs.groupby("shortcoming", sort=False)
        if own["right"].any()
    ]
    means = np.mean(rows, axis=0) if rows else np.full((2, len(MEASURES)), np.nan)
    measures = pd.Index(MEASURES, name="measure")
    return pd.DataFrame({"value": means[0], "shuffled": means[1], "n": len(rows)}, index=measures)


def _score_one(right: np.ndarray, scores: np.ndarray) -> tuple[list[float], list[float]]:
    """The measures of one shortcoming, in this order and in a shuffled one; `right`: which plan items are answers."""
    k, m = len(right), int(right.sum())
    highest = scores[right].max()
    equal = right[scores == highest]
    reciprocal = _mean_reciprocal(len(equal), int(equal.sum()), after=int((scores > highest).sum()))
    found = [right[scores == scores.max()].mean(), reciprocal, average_precision_score(right, scores)]
    average = sum((1 + (i - 1) * (m - 1) / max(1, k - 1)) / i for i in range(1, k + 1)) / k
    return found, [m / k, _mean_reciprocal(k, m), average]


def _mean_reciprocal(k: int, m: int, *, after: int = 0) -> float:
    """The mean of 1 / rank of the first of m answers over all orders of k items that stand after others."""
    return sum(comb(k - r, m - 1) / (after + r) for r in range(1, k - m + 2)) / comb(k, m)
