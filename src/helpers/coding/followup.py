"""Shortcomings → the plan items of the same report, ranked by what speaks for each as an answer.

score = similarity + SHARED_CODE × (domain is shared) + SHARED_CODE × (capacity is shared). Equal scores rank in the
order of the plan. similarity is the cosine of the two items' TF-IDF weights (scikit-learn's defaults: smooth IDF, unit
length), in which the items of the one report are the documents: what is asked is which of this report's pieces belong
together, and no result depends on which other reports are at hand. Words are the tokens of `segment` of SHORTEST
characters or more, without the stopwords of grammar and genre, and without those that more than COMMON of the items
have. An item's words are its own and those of the heading above it, as the plan often names the subject there and the
act below; not of a heading over all items of a role, which tells none of them from another.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers.coding.coder import code_items
from helpers.extraction.lexicon import load_stopwords
from helpers.extraction.words import is_word, unite_forms
from helpers.places import corpus_of
from helpers.tables import list_rows, make_table

__all__ = ["COMMON", "DIGITS", "IN_TWO", "SHARED_CODE", "code_capacity", "rank_answers", "select_words"]

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
IN_TWO = 2  # items
SHORTEST = 2  # characters of a word
SCHEMES = ("domain", "capacity")
DIGITS = 6  # behind the point: more differ between processors


Coded: TypeAlias = dict[tuple[str, str], list[str]]  # (scheme, item_id) → codes, the main one first


class Item(NamedTuple):
    """What is read of an item."""

    report_id: str
    item_id: str
    role: str
    heading: str
    text: str
    start: int
    end: int


class Pair(NamedTuple):
    """A shortcoming and a plan item; nothing but its name where nothing is planned."""

    report_id: str
    shortcoming: str
    plan: str | None = None
    shared: str | None = None
    domain: str | None = None
    capacity: str | None = None
    similarity: float | None = None
    score: float | None = None
    rank: int | None = None


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

    `codes` (of `code_items`) hold domains of both sides; capacities it gives to shortcomings alone, so plan items are
    read here for the capacity that they would mend, with the same cues as if they were shortcomings.

    >>> from helpers import parse_outline, list_items, segment
    >>> text = "二、存在的不足\\n一是执法力量不足。\\n三、2022年计划\\n（一）加强学习。\\n（二）充实执法力量。"
    >>> reports = pd.DataFrame({"text": [text], "year": [2021]}, index=pd.Index(["a"], name="report_id"))
    >>> passages = parse_outline(reports)
    >>> items = list_items(passages)
    >>> ranked = rank_answers(items, code_items(items, reports), segment(passages), reports)
    >>> ranked[["plan", "shared"]].fillna("-").to_numpy().tolist()
    [['a-i003', '力量、执法'], ['a-i002', '-']]
    """
    corpus = corpus_of(items, corpus)
    planned = code_capacity(items[items["role"] == "plan"], reports, corpus)
    codes = pd.concat([codes, planned]).dropna(subset="code")
    coded: Coded = {}
    for scheme, item_id, code in codes[["scheme", "item_id", "code"]].itertuples(index=False, name=None):
        coded.setdefault((scheme, item_id), []).append(code)
    words = dict(list(select_words(tokens, corpus).groupby("report_id")))
    rows: list[Pair] = []
    for report_id, own in items.groupby("report_id", sort=False):
        bags = _collect_words(own, words.get(report_id, tokens[:0]), reports["text"][report_id])
        rows += _rank_report(list_rows(own, Item), coded, *_weigh(bags))
    return make_table(rows, RANKED)


def _rank_report(items: list[Item], coded: Coded, vocabulary: list[str], weights: np.ndarray) -> Iterator[Pair]:
    """The shortcomings of one report, each with its plan items from the likeliest answer on."""
    plan = [j for j, item in enumerate(items) if item.role == "plan"]
    for i, item in enumerate(items):
        if item.role != "shortcomings":
            continue
        pairs = []
        for j in plan:
            parts = (weights[i] * weights[j]).round(DIGITS)
            shared = "、".join(vocabulary[k] for k in np.argsort(-parts, kind="stable") if parts[k])
            domain, capacity = (_find_shared(coded, scheme, item.item_id, items[j].item_id) for scheme in SCHEMES)
            similarity = float((weights[i] @ weights[j]).round(DIGITS))
            score = round(similarity + SHARED_CODE * sum(code is not None for code in (domain, capacity)), DIGITS)
            evidence = (shared or None, domain, capacity, similarity, score)
            pairs.append(Pair(item.report_id, item.item_id, items[j].item_id, *evidence))
        pairs.sort(key=lambda pair: -(pair.score or 0))
        yield from (pair._replace(rank=rank) for rank, pair in enumerate(pairs, start=1))
        if not pairs:
            yield Pair(item.report_id, item.item_id)


def code_capacity(items: pd.DataFrame, reports: pd.DataFrame, corpus: str | Path | None) -> pd.DataFrame:
    """The capacities of items that are no shortcomings, coded as if each were one: rows of `code_items`."""
    read = code_items(items[items["role"] != "shortcomings"].assign(role="shortcomings"), reports, corpus=corpus)
    return read[read["scheme"] == "capacity"]


def _find_shared(coded: Coded, scheme: str, ours: str, theirs: str) -> str | None:
    """The first code of one item that another has too."""
    others = coded.get((scheme, theirs), [])
    return next((code for code in coded.get((scheme, ours), []) if code in others), None)


def select_words(tokens: pd.DataFrame, corpus: str | Path | None) -> pd.DataFrame:
    """The tokens that may tell one item from another."""
    token = unite_forms(tokens["token"])
    stop = load_stopwords(corpus, genre=True)
    return tokens.assign(token=token)[is_word(token) & (token.str.len() >= SHORTEST) & ~token.isin(stop)]


def _collect_words(items: pd.DataFrame, words: pd.DataFrame, text: str) -> list[list[str]]:
    """The words of each item of one report, and of the heading above it unless that stands over its whole role."""
    telling = items.groupby("role")["heading"].transform("nunique", dropna=False) > 1
    starts, tokens = words["start"].to_numpy(), words["token"].to_numpy()
    bags = []
    for item, named in zip(list_rows(items, Item), telling, strict=True):
        spans = [(item.start, item.end)]
        if named and pd.notna(item.heading) and item.heading not in item.text:
            above = text.rfind(item.heading, 0, item.start)
            spans += [(above, above + len(item.heading))] if above >= 0 else []
        bags.append([*chain.from_iterable(tokens[(starts >= low) & (starts < high)] for low, high in spans)])
    return bags


def _weigh(bags: list[list[str]]) -> tuple[list[str], np.ndarray]:
    """The words that tell items apart, and their TF-IDF weights in each item."""
    spread = Counter(chain.from_iterable(map(set, bags)))
    vocabulary = sorted(word for word, n in spread.items() if n <= max(IN_TWO, COMMON * len(bags)))
    if not vocabulary:
        return [], np.zeros((len(bags), 0))
    vectorizer = TfidfVectorizer(analyzer=list, lowercase=False, vocabulary=vocabulary)
    return vocabulary, vectorizer.fit_transform(bags).toarray()
