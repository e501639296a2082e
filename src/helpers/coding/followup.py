"""Shortcomings → the plan items of the same report, ranked by what speaks for each as an answer; how good that is."""

from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers.coding.coder import code_items
from helpers.extraction.lexicon import load_stopwords
from helpers.extraction.words import is_word

__all__ = ["SHARED_CODE", "rank_answers"]

RANKED = {
    **dict.fromkeys(["report_id", "shortcoming", "plan", "shared", "domain", "capacity"], "str"),
    **{"similarity": "float64", "score": "float64", "rank": "Int64"},
}
# What a code that both have adds to the cosine of their words. Set beforehand by reasoning and not fitted to judged
# answers: several plan items share a code with a shortcoming, few share its words. So a code decides where words say
# little, and is outvoted where one piece clearly has more of them.
SHARED_CODE = 0.1
# A word that stands in more than this share of a report's items tells none of them from the rest. One that stands in
# two items alone is kept however few items there are.
COMMON = 0.5
SHORTEST = 2  # characters of a word
SCHEMES = ("domain", "capacity")


def rank_answers(
    items: pd.DataFrame,
    codes: pd.DataFrame,
    tokens: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """For every shortcoming all plan items of its report, the likeliest answer first, with the evidence.

    Columns report_id, shortcoming, plan (item_ids), shared (the telling words in both, joined by 、, those first that
    weigh most), domain, capacity (the code that both have, as main or second code), similarity, score, rank. A
    shortcoming whose report plans nothing has one row, NA from `plan` on; `shared`, `domain` and `capacity` are NA
    where there is none.

    score = similarity + SHARED_CODE × (domain is shared) + SHARED_CODE × (capacity is shared). Equal scores rank in the
    order of the plan. similarity is the cosine of the two items' TF-IDF weights (scikit-learn's defaults: smooth IDF,
    unit length), in which the items of the one report are the documents: what is asked is which of this report's pieces
    belong together, and no result depends on which other reports are at hand. Words are the tokens of `segment` of
    SHORTEST characters or more, without the stopwords of grammar and genre, and without those that more than COMMON of
    the items have. An item's words are its own and those of the heading above it, as the plan often names the subject
    there and the act below; not of a heading over all items of a role, which tells none of them from another.

    `codes` (of `code_items`) hold domains of both sides; capacities it gives to shortcomings alone, so plan items are
    read here for the capacity that they would mend, with the same cues as if they were shortcomings.
    """
    codes = pd.concat([codes, _code_capacity(items, reports, corpus)]).dropna(subset="code")
    coded = codes.groupby(["scheme", "item_id"])["code"].agg(list).to_dict()
    stop = load_stopwords(corpus, genre=True)
    word = is_word(tokens["token"]) & (tokens["token"].str.len() >= SHORTEST) & ~tokens["token"].isin(stop)
    words = dict(list(tokens[word].groupby("report_id")))
    rows: list[tuple] = []
    for report_id, own in items.groupby("report_id", sort=False):
        bags = _collect_words(own, words.get(report_id, tokens[:0]), reports.at[report_id, "text"])
        vocabulary, weights = _weigh(bags)
        ids = own["item_id"].tolist()
        shortcomings, plan = (np.flatnonzero(own["role"] == role) for role in ("shortcomings", "plan"))
        for i in shortcomings:
            pairs = []
            for j in plan:
                parts = (weights[i] * weights[j]).round(6)
                shared = "、".join(vocabulary[k] for k in np.argsort(-parts, kind="stable") if parts[k])
                both = [_find_shared(coded.get((scheme, ids[i])), coded.get((scheme, ids[j]))) for scheme in SCHEMES]
                similarity = float((weights[i] @ weights[j]).round(6))
                score = round(similarity + SHARED_CODE * sum(code is not None for code in both), 6)
                pairs.append((report_id, ids[i], ids[j], shared or None, *both, similarity, score))
            pairs.sort(key=lambda pair: -pair[-1])
            rows += [(*pair, rank) for rank, pair in enumerate(pairs, start=1)]
            if not pairs:
                rows.append((report_id, ids[i], *[None] * (len(RANKED) - 2)))
    return pd.DataFrame(rows, columns=list(RANKED)).astype(RANKED)


def _code_capacity(items: pd.DataFrame, reports: pd.DataFrame, corpus: str | Path | None) -> pd.DataFrame:
    """The capacities of the plan items, coded as if each were a shortcoming."""
    read = code_items(items[items["role"] == "plan"].assign(role="shortcomings"), reports, corpus=corpus)
    return read[read["scheme"] == "capacity"]


def _find_shared(ours: list[str] | None, theirs: list[str] | None) -> str | None:
    return next((code for code in ours or [] if code in (theirs or [])), None)


def _collect_words(items: pd.DataFrame, words: pd.DataFrame, text: str) -> list[list[str]]:
    """The words of each item of one report, and of the heading above it unless that stands over its whole role."""
    telling = items.groupby("role")["heading"].transform("nunique", dropna=False) > 1
    starts, tokens = words["start"].to_numpy(), words["token"].to_numpy()
    bags = []
    for item, named in zip(items.itertuples(), telling, strict=True):
        spans = [(item.start, item.end)]
        if named and pd.notna(item.heading) and item.heading not in item.text:
            above = text.rfind(item.heading, 0, item.start)
            spans += [(above, above + len(item.heading))] if above >= 0 else []
        bags.append([*chain.from_iterable(tokens[(starts >= low) & (starts < high)] for low, high in spans)])
    return bags


def _weigh(bags: list[list[str]]) -> tuple[list[str], np.ndarray]:
    """The words that tell items apart, and their TF-IDF weights in each item."""
    spread = Counter(chain.from_iterable(map(set, bags)))
    vocabulary = sorted(word for word, n in spread.items() if n <= max(2, COMMON * len(bags)))
    if not vocabulary:
        return [], np.zeros((len(bags), 0))
    vectorizer = TfidfVectorizer(analyzer=list, lowercase=False, vocabulary=vocabulary)
    return vocabulary, vectorizer.fit_transform(bags).toarray()
