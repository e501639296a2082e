"""Items of one report → the likest items of another, beside the same among other issuers' reports.

Whether an issuer's shortcoming of one year stands in its next report, or its plan among the next year's measures, is
asked with the score of `coding.followup`: cosine of the words' TF-IDF weights, plus SHARED_CODE for a shared domain
and, where shortcomings are compared, for a shared capacity. Reports of this kind resemble each other whoever wrote
them. So every score of an issuer's own report stands beside its placebo: the same items against reports of other
issuers of that year, kind and level. What an issuer's own report has beyond these is what came back.

Words that one issuer alone uses, and names of places, would match own reports and no placebo: they are left out, as are
headings above the items, which issuers keep from year to year. Here the items of all reports are the documents.
"""

import re
from collections.abc import Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers.characters import fold, squeeze
from helpers.coding.followup import COMMON, DIGITS, IN_TWO, SHARED_CODE, code_capacity, select_words
from helpers.comparison.years import pair_years
from helpers.forms import skip_enumerator

__all__ = ["FEWEST_SCORES", "list_returned", "match_across", "match_ways", "rate_matches", "sum_matches"]

COLUMNS = {
    **dict.fromkeys(["unit", "before", "after", "other"], "str"),
    **{"own": "bool", "item_id": "str", "match": "str", "score": "float64", "verbatim": "float64"},
}
WAYS = {  # what is matched: the role of the items, and that of the items among which their like is sought
    "returns": ("shortcomings", "shortcomings"),
    "done": ("plan", "measures"),
    "lacking": ("plan", "shortcomings"),
    "taken_up": ("shortcomings", "plan"),
}
MOST_PLACEBOS = 30  # reports of other issuers, for one pair
FEWEST_SCORES = 20  # of placebos, before a share of them can say anything
LIKE = ("year", "issuer_kind", "level")  # what they have in common with the later report
PLACES = ("province", "city", "county")
SCHEMES = ("domain", "capacity")
SHORTEST_CLAUSE = 6  # characters: shorter ones are in many texts
STOP = "，"
_MARKS, _NUMBERS = re.compile(r"\W+"), re.compile(r"\d+")


# By report the places of the words that may tell one item from another, and these words.
_Said: TypeAlias = dict[str, tuple[np.ndarray, list[str]]]


class _Pieces(NamedTuple):
    """Items with what is weighed of them, row by row."""

    ids: list[str]
    clauses: list[list[str]]
    weights: csr_matrix
    codes: list[csr_matrix]


def match_across(
    items: pd.DataFrame,
    codes: pd.DataFrame,
    tokens: pd.DataFrame,
    reports: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    source: str,
    target: str,
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """For every item of `source` in an earlier report its likest item of `target` in the later one, and in placebos.

    `pairs` has columns unit, before, after (report_ids), as of `pair_years`; a report beside itself is a pair too.
    `source` and `target` are roles; `reports` have unit, year, issuer_kind, level. One row an item and report that it
    is compared with: unit, before, after, other (that report), own (it is `after`, not a placebo), item_id, match
    (the item of the highest score), score, verbatim (the share of its characters in clauses that stand word for word
    in the other's items of `target`; digits, marks and white space do not count). Pairs in which a report lacks the
    role have no rows. A pair has up to 30 placebos, at even distances in the manifest; none where no other issuer has
    a report of that year, kind and level.

    >>> import helpers as h
    >>> texts = ["二、存在的不足\\n一是执法力量不足。", "二、存在的不足\\n一是执法力量仍然不足。\\n二是宣传不够。"]
    >>> frame = {"text": texts, "year": [2020, 2021], "unit": "甲", "issuer_kind": "bureau", "level": "county"}
    >>> reports = pd.DataFrame(frame, index=pd.Index(["a", "b"], name="report_id"))
    >>> passages = h.parse_outline(reports)
    >>> items = h.list_items(passages)
    >>> tables = items, h.code_items(items, reports), h.segment(passages), reports, h.pair_years(reports)
    >>> match_across(*tables, source="shortcomings", target="shortcomings")[["item_id", "match", "own"]].values.tolist()
    [['a-i001', 'b-i001', True]]
    """
    said = _find_words(select_words(tokens, corpus), reports)
    return _match_across(items, codes, said, reports, pairs, source=source, target=target, corpus=corpus)


def _match_across(
    items: pd.DataFrame,
    codes: pd.DataFrame,
    said: _Said,
    reports: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    source: str,
    target: str,
    corpus: str | Path | None,
) -> pd.DataFrame:
    """`match_across` by the words that are said."""
    used = items[items["role"].isin([source, target])].reset_index(drop=True)
    planned = used[used["role"].eq("plan") & ("shortcomings" in (source, target))]
    coded = pd.concat([codes, code_capacity(planned, reports, corpus)]).dropna(subset="code")
    places: dict[tuple[str, str], np.ndarray] = {}
    for key, own in used.groupby(["report_id", "role"]):
        places[str(key[0]), str(key[1])] = own.index.to_numpy()
    texts = [_bare(text[skip_enumerator(text) :]) for text in used["text"]]
    ids = used["item_id"].to_list()
    marks = [_mark(coded, scheme, ids) for scheme in SCHEMES]
    pieces = _Pieces(ids, [_cut(text) for text in texts], _weigh(_pick_words(used, said)), marks)
    whole = {other: "\n".join(texts[row] for row in own) for (other, role), own in places.items() if role == target}
    like = reports[list(LIKE)].astype("str").fillna("").agg("\t".join, axis=1)
    alike = {kind: [other for other in own if other in whole] for kind, own in like.groupby(like).groups.items()}
    units = reports["unit"].to_dict()
    rows: list[tuple[object, ...]] = []
    for unit, before, after in pairs[["unit", "before", "after"]].itertuples(index=False, name=None):
        if (before, source) in places and after in whole:
            others = [other for other in alike[like[after]] if units[other] != unit]
            compared = [after, *others[:: max(1, ceil(len(others) / MOST_PLACEBOS))]]
            against = [(places[other, target], whole[other]) for other in compared]
            found = _match(pieces, places[before, source], against)
            rows += [(unit, before, after, compared[at], at == 0, *row) for at, *row in found]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def match_ways(
    items: pd.DataFrame,
    codes: pd.DataFrame,
    tokens: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    corpus: str | Path | None = None,
) -> dict[str, pd.DataFrame]:
    """`match_across` for four questions: returns, done, lacking, taken_up.

    Does a shortcoming return among the next year's; does a plan stand among the next year's measures, or still among
    its shortcomings; does a shortcoming have its like in the plan of its own report. No rows where no issuer has
    reports on consecutive years, but for the last.

    >>> import helpers as h
    >>> frame = {"text": "二、存在的不足\\n一是力量不足。\\n三、计划\\n充实力量。", "year": [2020, 2022], "unit": "甲"}
    >>> reports = pd.DataFrame(frame | {"issuer_kind": "bureau", "level": "county"}, index=["a", "b"])
    >>> passages = h.parse_outline(reports)
    >>> items = h.list_items(passages)
    >>> found = match_ways(items, h.code_items(items, reports), h.segment(passages), reports)
    >>> {way: len(rows) for way, rows in found.items()}
    {'returns': 0, 'done': 0, 'lacking': 0, 'taken_up': 2}
    """
    later, itself = pair_years(reports), reports[["unit"]].assign(before=reports.index, after=reports.index)
    said = _find_words(select_words(tokens, corpus), reports)
    return {
        way: _match_across(
            items,
            codes,
            said,
            reports,
            itself if way == "taken_up" else later,
            source=source,
            target=target,
            corpus=corpus,
        )
        for way, (source, target) in WAYS.items()
    }


def list_returned(found: pd.DataFrame, exceeds: float) -> pd.DataFrame:
    """The rows of `match_across` in which an item has its like in the issuer's own report (as in `rate_matches`).

    >>> rows = [("i", True, 0.9), ("j", True, 0.1), ("i", False, 0.2), ("j", False, 0.3)]
    >>> list_returned(pd.DataFrame(rows, columns=["item_id", "own", "score"]), 0.9)["item_id"].to_list()
    ['i']
    """
    return found[found["own"] & found["score"].gt(found.loc[~found["own"], "score"].quantile(exceeds))]


def rate_matches(found: pd.DataFrame, exceeds: float) -> pd.DataFrame:
    """How much of a report is in the other and in its placebos: percent of its items, a row a report of `before`.

    `found` as of `match_across`. Columns match (items whose score is above all but 1 − `exceeds` of the placebos'
    scores), match_placebo (the same, on average over the report's placebos), word (items that stand there word for
    word), word_placebo; NA where a report has no placebo, and everywhere in match where no report has one.

    >>> columns = ["before", "own", "item_id", "score", "verbatim"]
    >>> rows = [("a", True, "i", 0.9, 1.0), ("a", False, "i", 0.2, 0.0), ("a", False, "i", 0.4, 0.0)]
    >>> rate_matches(pd.DataFrame(rows, columns=columns), 0.9).loc["a"].to_dict()
    {'match': 100.0, 'match_placebo': 50.0, 'word': 100.0, 'word_placebo': 0.0}
    """
    cut = found.loc[~found["own"], "score"].quantile(exceeds)
    match = found["score"].gt(cut).mul(100.0 if pd.notna(cut) else np.nan)
    marked = found.assign(match=match, word=found["verbatim"].eq(1).mul(100.0))
    items = marked.groupby(["before", "item_id", "own"])[["match", "word"]].mean()
    own, placebo = (
        items[items.index.get_level_values("own") == side].groupby("before").mean() for side in (True, False)
    )
    both = own.join(placebo.add_suffix("_placebo"))
    return pd.DataFrame(both[["match", "match_placebo", "word", "word_placebo"]])


def sum_matches(found: pd.DataFrame, reports: pd.DataFrame, exceeds: Sequence[float]) -> pd.Series:
    """The rates of `rate_matches` as means over issuers, and what an issuer's own reports have beyond the placebos.

    Only reports with a placebo count. Index match, match_placebo, excess (their difference, percentage points), word,
    word_placebo, pairs, issuers, all for the first of `exceeds`; excess at each further one (`excess .90`); sure: the
    excess has the same sign at all of them, as mean and as median of issuers. With fewer than `FEWEST_SCORES` scores
    of placebos pairs is 0 and nothing else is known.

    >>> own = [("a", True, "i", 0.9, 1.0)]
    >>> rows = own + [("a", False, "i", n / 100, 0.0) for n in range(20)]
    >>> found = pd.DataFrame(rows, columns=["before", "own", "item_id", "score", "verbatim"])
    >>> reports = pd.DataFrame({"unit": ["甲"]}, index=["a"])
    >>> sum_matches(found, reports, [0.95, 0.5])[["match", "match_placebo", "pairs", "sure"]].to_list()
    [100.0, 5.0, 1, True]
    """
    enough = bool((~found["own"]).sum() >= FEWEST_SCORES)
    tables = [rate_matches(found if enough else found[:0], share).dropna() for share in exceeds]
    issuers = [table.groupby(reports["unit"].reindex(table.index)).mean() for table in tables]
    own = [table["match"] - table["match_placebo"] for table in issuers]
    further = {f"excess .{share * 100:.0f}": gaps.mean() for share, gaps in zip(exceeds[1:], own[1:], strict=True)}
    sizes = {"pairs": len(tables[0]), "issuers": len(issuers[0])}
    signs = {bool(middle > 0) for gaps in own for middle in (gaps.mean(), gaps.median())}
    row = issuers[0].mean().to_dict() | {"excess": own[0].mean()} | further | sizes
    return pd.Series(row | {"sure": enough and len(signs) == 1})


def _match(pieces: _Pieces, ours: np.ndarray, others: list[tuple[np.ndarray, str]]) -> Iterator[tuple[Any, ...]]:
    """Place in `others`, item_id, match, score, verbatim: for each item the likest in each of the other reports, of
    which are given the items and all of their text.
    """
    theirs = np.concatenate([other for other, _ in others])
    scores = (pieces.weights[ours] @ pieces.weights[theirs].T).toarray()
    for codes in pieces.codes:
        scores += SHARED_CODE * ((codes[ours] @ codes[theirs].T).toarray() > 0)
    scores = scores.round(DIGITS)
    ends = np.cumsum([len(other) for other, _ in others])
    for at, ((other, text), end) in enumerate(zip(others, ends, strict=True)):
        own = scores[:, end - len(other) : end]
        for row, best, score in zip(ours, own.argmax(axis=1), own.max(axis=1), strict=True):
            yield at, pieces.ids[row], pieces.ids[other[best]], score, _share_verbatim(pieces.clauses[row], text)


def _find_words(tokens: pd.DataFrame, reports: pd.DataFrame) -> _Said:
    """The words that stand in reports of two issuers and are no part of a place's name."""
    places = [set(reports[name].dropna().astype("str")) for name in PLACES if name in reports]
    names = "\n".join(sorted(set().union(*places)))
    unit = tokens["report_id"].map(reports["unit"])
    issuers = unit.groupby(tokens["token"]).nunique()
    shared = issuers.index[issuers >= min(IN_TWO, reports["unit"].nunique())]
    kept = tokens[tokens["token"].isin([word for word in shared if word not in names])]
    by_report = kept[["report_id", "start", "token"]].groupby("report_id")
    return {str(key): (own["start"].to_numpy(), own["token"].to_list()) for key, own in by_report}


def _pick_words(items: pd.DataFrame, said: _Said) -> list[list[str]]:
    """The words of each item."""
    bags: list[list[str]] = []
    for report_id, start, end in items[["report_id", "start", "end"]].itertuples(index=False, name=None):
        starts, words = said.get(report_id, (np.empty(0), []))
        low, high = np.searchsorted(starts, [start, end])
        bags.append(words[low:high])
    return bags


def _weigh(bags: list[list[str]]) -> csr_matrix:
    """TF-IDF weights of the words that tell items apart, a row an item."""
    spread = pd.Series([word for bag in bags for word in set(bag)], dtype="str").value_counts()
    vocabulary = sorted(spread.index[spread <= max(IN_TWO, COMMON * len(bags))])
    if not vocabulary:
        return csr_matrix((len(bags), 1))
    return csr_matrix(TfidfVectorizer(analyzer=list, lowercase=False, vocabulary=vocabulary).fit_transform(bags))


def _mark(codes: pd.DataFrame, scheme: str, ids: list[str]) -> csr_matrix:
    """Which codes of a scheme each item has, main or second: a row an item, a column a code."""
    own = codes[codes["scheme"].eq(scheme) & codes["item_id"].isin(ids)].drop_duplicates(["item_id", "code"])
    rows, columns = pd.Index(ids).get_indexer(pd.Index(own["item_id"])), pd.factorize(own["code"])[0]
    return csr_matrix((np.ones(len(own)), (rows, columns)), shape=(len(ids), max(1, own["code"].nunique())))


def _cut(text: str) -> list[str]:
    """The clauses of a bare text that are long enough, or all of it."""
    return [clause for clause in text.split(STOP) if len(clause) >= SHORTEST_CLAUSE] or [text.strip(STOP)]


def _share_verbatim(clauses: Sequence[str], other: str) -> float:
    """The share of characters in clauses that stand in the other text."""
    return sum(len(clause) for clause in clauses if clause in other) / max(1, sum(map(len, clauses)))


def _bare(text: str) -> str:
    """A text in which every run of marks is a comma, and digits and white space are nothing.

    >>> _bare("力量 不足，仅有7人。")
    '力量不足，仅有人，'
    """
    return _MARKS.sub(STOP, _NUMBERS.sub("", squeeze(fold(text))))
