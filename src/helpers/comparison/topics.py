"""Topics of items by NMF, kept only where two halves of the issuers give the same ones."""

import warnings
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from helpers.extraction.names import Each

__all__ = [
    "Bags",
    "Reading",
    "Size",
    "Topics",
    "bag_items",
    "choose_topics",
    "find_repeats",
    "fit_topics",
    "measure_stability",
    "place_words",
    "read_topics",
    "shuffle_words",
]

DECIMALS = 6  # the last digits differ between processors
STEPS, TOLERANCE = 200, 1e-3
FEWEST = 5  # issuers that have a word
ISSUERS, ITEMS = 30, 500  # below which no topics are sought
SAID, NAMING, LEADING = 10, 3, 3  # words of a topic that are said, that name it; items that lead it
SPLITS, SHUFFLED = 20, 5  # halves that are compared, of the items and of shuffled ones
MOST_TRIED = 20_000  # items whose halves are compared: of more a sample, as every half is read anew


class Bags(NamedTuple):
    """`counts`: a row an item, a column a word; `ids`: the items; `words`; `repeats`: items left out as repetitions."""

    counts: csr_matrix
    ids: pd.Index
    words: pd.Index
    repeats: int


class Size(NamedTuple):
    """How many topics (None: none), how far two halves agree on them, of the items and of shuffled words, and of how
    many items the halves were: of more than 20,000 a sample.
    """

    k: int | None
    real: float
    shuffled: float
    enough: bool
    tried: int


class Reading(NamedTuple):
    """Topics as they are shown, the largest first.

    `table`: a row a topic, called by its three leading words, with words (ten), issuers (that have an item of which it
    is the largest), share (mean over reports); `shares`: a row a report, percent of the characters of its items;
    `leading`: topic, item_id, three items a topic; `main`: the same, each item with its largest topic.
    """

    table: pd.DataFrame
    shares: pd.DataFrame
    leading: pd.DataFrame
    main: pd.DataFrame


class Topics(NamedTuple):
    """`shares`: a row an item, a column a topic, rows adding up to 1 (NaN where none fits); `words`: topics × words."""

    shares: np.ndarray
    words: np.ndarray


def place_words(tokens: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Which words each item holds, and how often: item_id, token, n, as categories.

    `items` has report_id, item_id, start, end, `tokens` report_id, token, start: words of some of their reports.

    >>> items = pd.DataFrame({"report_id": ["a"], "item_id": ["A"], "start": [2], "end": [6]})
    >>> tokens = pd.DataFrame({"report_id": "a", "token": ["推进", "执法", "普法"], "start": [0, 2, 6]})
    >>> place_words(tokens, items).to_numpy().tolist()
    [['A', '执法', 1]]
    """
    words = tokens[["report_id", "token", "start"]].astype({"report_id": "str"}).sort_values("start")
    edges = items.loc[items["report_id"].isin(words["report_id"].unique()), ["report_id", "item_id", "start", "end"]]
    edges = edges.rename(columns={"end": "stop"}).sort_values("start")
    placed = pd.merge_asof(words, edges, on="start", by="report_id").query("start < stop")
    by = ["item_id", "token"]
    counted = placed[by].astype("category").groupby(by, observed=True).size().rename("n").reset_index()
    return counted.astype({"n": "int32"})


def bag_items(items: pd.DataFrame, each: Each, units: pd.Series) -> Bags:
    """The words of items, counted: words that five issuers have, near-identical items of an issuer once.

    `items` has report_id, item_id, start, end; `each` hands its argument the tokens of some reports at a time, as
    `Words.each` does (report_id, token, start), and gives what that makes of them; `units` is the issuer of each
    report.

    >>> items = pd.DataFrame({"report_id": list("abcde"), "item_id": list("ABCDE"), "start": 0, "end": 2})
    >>> tokens = pd.DataFrame({"report_id": list("abcde"), "token": "执法", "start": 0})
    >>> bags = bag_items(items, lambda work: work(tokens), pd.Series(list("vwxyz"), list("abcde")))
    >>> bags.counts.sum(axis=0).tolist()
    [[5]]
    """
    issuer = items.set_index("item_id")["report_id"].map(units)
    counts, ids, words = _count(each(partial(place_words, items=items)), issuer)
    fresh = ~find_repeats(_weigh(counts), issuer.reindex(ids)) if len(ids) else np.zeros(0, dtype=bool)
    return Bags(counts[fresh], ids[fresh], words, int((~fresh).sum()))


def _count(placed: pd.DataFrame, issuer: pd.Series) -> tuple[csr_matrix, pd.Index, pd.Index]:
    """The words that five issuers have, items × words. `placed` is used up, and what it takes in between goes."""
    (rows, ids), (columns, words) = (_number(placed.pop(name)) for name in ("item_id", "token"))
    owner, _ = pd.factorize(issuer.reindex(ids), use_na_sentinel=False)
    often = _count_owners(owner.astype(np.int32)[rows], columns, (len(ids), len(words))) >= FEWEST
    kept = often[columns]
    held = np.zeros(len(ids), dtype=bool)
    held[rows[kept]] = True
    rows, columns = (_renumber(had)[at[kept]] for had, at in ((held, rows), (often, columns)))
    shape = int(held.sum()), int(often.sum())
    return csr_matrix((placed.pop("n").to_numpy()[kept], (rows, columns)), shape), ids[held], words[often]


def _count_owners(owners: np.ndarray, words: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """How many owners have each word, by its number; `shape` is how many of both there are, or more."""
    said = csr_matrix((np.ones(len(words), dtype=bool), (owners, words)), shape)
    return np.bincount(said.indices, minlength=shape[1])


def _number(words: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Words as numbers into those that there are, in order; of categories no list of strings is made."""
    used = words.astype("category").cat.remove_unused_categories().cat
    order = used.categories.astype("str").sort_values()
    return order.get_indexer(used.categories.astype("str")).astype(np.int32)[used.codes], order


def _renumber(kept: np.ndarray) -> np.ndarray:
    """The numbers of what is kept, in order, by their numbers before."""
    return (kept.cumsum() - 1).astype(np.int32)


def choose_topics(bags: Bags, units: pd.Series, sizes: Iterable[int], *, stable: float) -> Size:
    """The first of `sizes` on which halves of the issuers agree, if those of shuffled words do not.

    Agreement is the median of `measure_stability`, and must be `stable` or more (of shuffled words: less). `units` is
    the issuer of each of `bags.ids`. With fewer than 30 issuers or 500 items, repetitions included, none is sought.

    >>> few = Bags(csr_matrix([[1.0, 0.0], [0.0, 2.0]]), pd.Index(["a-1", "b-1"]), pd.Index(["审批", "执法"]), 0)
    >>> choose_topics(few, pd.Series(["甲", "乙"]), [8], stable=0.75)
    Size(k=None, real=nan, shuffled=nan, enough=False, tried=0)
    """
    if units.nunique() < ISSUERS or len(bags.ids) + bags.repeats < ITEMS:
        return Size(None, np.nan, np.nan, enough=False, tried=0)
    counts, owners = _sample(bags.counts, units)
    real, mixed = (_weigh(words) for words in (counts, shuffle_words(counts)))
    *more, last = sizes
    for k in [*more, last]:
        agree = _agree(real, owners, k, stable if k != last else None)
        if agree < stable and k != last:
            continue
        chance = float(np.median(measure_stability(mixed, owners, k, splits=SHUFFLED)))
        if agree >= stable > chance:
            return Size(k, agree, chance, enough=True, tried=len(owners))
    return Size(None, agree, chance, enough=True, tried=len(owners))


def _sample(counts: csr_matrix, units: pd.Series) -> tuple[csr_matrix, pd.Series]:
    """The items, or as many of them as can be read again and again, with their issuers."""
    if len(units) <= MOST_TRIED:
        return counts, units
    rows = np.sort(np.random.default_rng(1).permutation(len(units))[:MOST_TRIED])
    return counts[rows], units.iloc[rows]


def _agree(weights: csr_matrix, units: pd.Series, topics: int, stable: float | None) -> float:
    """The median of `measure_stability`; with `stable` 0 as soon as it is sure to be less."""
    found: list[float] = []
    for agreement in _compare_halves(weights, units, topics, SPLITS, 1):
        found.append(agreement)
        if stable is not None and sum(one < stable for one in found) > SPLITS / 2:
            return 0.0
    return float(np.median(found))


def fit_topics(weights: csr_matrix, topics: int, *, seed: int = 1) -> Topics:
    """Topics of items by non-negative matrix factorisation of their TF-IDF weights (a row an item, a column a word).

    scikit-learn's NMF from nndsvd, seeded, rounded to six decimals. A share is what a topic contributes to the sum of
    an item's weights. More topics than items or words are a ValueError of scikit-learn.

    >>> fit_topics(csr_matrix([[2.0, 2.0, 0.0], [0.0, 0.0, 3.0], [1.0, 1.0, 0.0]]), 2).shares.round().tolist()
    [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """
    model = NMF(topics, init="nndsvd", random_state=seed, max_iter=STEPS, tol=TOLERANCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough: what is not stable is not shown
        parts = model.fit_transform(weights)
    words = np.round(model.components_, DECIMALS)
    parts = parts * words.sum(axis=1)
    with np.errstate(invalid="ignore"):
        return Topics(np.round(parts / parts.sum(axis=1, keepdims=True), DECIMALS), words)


def measure_stability(
    weights: csr_matrix, units: pd.Series, topics: int, *, splits: int = 20, seed: int = 1
) -> np.ndarray:
    """How alike the topics of two halves of the issuers are: a number a split, the median cosine of matched topics.

    `units` is the issuer of each row of `weights`. Topics are matched one to one for the highest sum of cosines
    (J. Munkres 1957, scipy's linear_sum_assignment). The cosine of a pair leaves out the leading word of either: where
    words are shuffled, topics are single frequent words, which two halves share as well (.92 of 16,500 items with
    them, .49 without).

    >>> items = csr_matrix(np.kron(np.eye(2), np.ones((8, 3))) + 0.01 * np.arange(96).reshape(16, 6) % 0.07)
    >>> issuers = pd.Series(list("abcdabcd" * 2))
    >>> measure_stability(items, issuers, 2, splits=2).round(1).tolist()
    [1.0, 1.0]
    """
    return np.array(list(_compare_halves(weights, units, topics, splits, seed)))


def _compare_halves(weights: csr_matrix, units: pd.Series, topics: int, splits: int, seed: int) -> Iterator[float]:
    """How alike the topics of two halves of the issuers are, a split after the other."""
    random = np.random.default_rng(seed)
    codes, names = pd.factorize(units)
    for _ in range(splits):
        half = np.isin(codes, random.permutation(len(names))[: len(names) // 2])
        one, other = (fit_topics(weights[rows], topics, seed=seed).words for rows in (half, ~half))
        places, matches = linear_sum_assignment(normalize(one) @ normalize(other).T, maximize=True)
        yield float(np.median([_compare(one[i], other[j]) for i, j in zip(places, matches, strict=True)]))


def read_topics(bags: Bags, items: pd.DataFrame, units: pd.Series, k: int) -> Reading:
    """The `k` topics of items (`fit_topics`) to read: their words, what room they take, the items nearest to them.

    Leading are the items whose words are nearest to the topic's (cosine), each of another issuer. Topics that fewer
    than five issuers have are left out. `items` has report_id, item_id, text, `units` the issuer of each report.

    >>> items = pd.DataFrame({"report_id": list("abcde"), "item_id": list("ABCDE"), "text": "执法"})
    >>> tokens = pd.DataFrame({"report_id": list("abcde"), "token": "执法", "start": 0})
    >>> units = pd.Series(list("vwxyz"), list("abcde"))
    >>> bags = bag_items(items.assign(start=0, end=2), lambda work: work(tokens), units)
    >>> read_topics(bags, items, units, 1).table.to_dict("index")
    {'执法': {'words': '执法', 'issuers': 5, 'share': 100.0}}
    """
    weights = _weigh(bags.counts)
    fitted = fit_topics(weights, k)
    words = bags.words.to_numpy()[fitted.words.argsort(axis=1, kind="stable")[:, ::-1][:, :SAID]]
    names = ["、".join(line[:NAMING]) for line in words]
    own = items.set_index("item_id").loc[bags.ids]
    parts = pd.DataFrame(fitted.shares, bags.ids, names).dropna()
    size, report = own["text"].str.len()[parts.index], own["report_id"][parts.index]
    shares = 100 * parts.mul(size, axis=0).groupby(report).sum().div(size.groupby(report).sum(), axis=0)
    issuers = report.map(units).groupby(parts.idxmax(axis=1)).nunique().reindex(names, fill_value=0)
    table = pd.DataFrame(
        {"words": ["、".join(line) for line in words], "issuers": issuers, "share": shares.mean()}, names
    )
    table = table[table["issuers"] >= FEWEST].round({"share": 1}).sort_values("share", ascending=False, kind="stable")
    near = pd.DataFrame(np.round(weights @ normalize(fitted.words).T, DECIMALS), bags.ids, names)
    near["unit"] = own["report_id"].map(units)
    sorted_by = (near[[topic, "unit"]].sort_values(topic, ascending=False, kind="stable") for topic in table.index)
    first = [rows.drop_duplicates("unit").index[:LEADING] for rows in sorted_by]
    rows = [(topic, item) for topic, ids in zip(table.index, first, strict=True) for item in ids]
    leading = pd.DataFrame(rows, columns=["topic", "item_id"], dtype="str")
    main = parts.idxmax(axis=1).rename("topic").rename_axis("item_id").reset_index()
    return Reading(table, shares[table.index], leading, main[leading.columns])


def shuffle_words(counts: csr_matrix, *, seed: int = 1) -> csr_matrix:
    """The words of all items dealt out anew: items keep their lengths, words their number, and nothing goes together.

    >>> shuffled = shuffle_words(csr_matrix([[2, 0, 1], [0, 1, 0]]))
    >>> shuffled.sum(axis=0).tolist(), shuffled.sum(axis=1).ravel().tolist()
    ([[2.0, 1.0, 1.0]], [[3.0, 1.0]])
    """
    cells = counts.tocoo()
    times = cells.data.astype(np.int64)
    rows, words = np.repeat(cells.row, times), np.repeat(cells.col, times)
    words = np.random.default_rng(seed).permutation(words)
    return csr_matrix((np.ones(len(rows)), (rows, words)), shape=counts.shape)


def find_repeats(weights: csr_matrix, units: pd.Series, *, most: float = 0.9) -> np.ndarray:
    """Which rows an issuer has already, nearly word for word: cosine of `most` or more with a kept row before it.

    `weights` has rows of length 1 (or 0, which repeat nothing).

    >>> find_repeats(csr_matrix([[1.0, 0], [1, 0], [1, 0], [0, 1]]), pd.Series(["x", "x", "y", "x"])).tolist()
    [False, True, False, False]
    """
    repeated = np.zeros(weights.shape[0], dtype=bool)
    for _, place in pd.Series(range(len(units))).groupby(pd.factorize(units)[0]):
        rows = place.to_numpy()
        alike = np.tril((weights[rows] @ weights[rows].T).toarray() >= most, -1)
        for i, earlier in enumerate(alike):
            repeated[rows[i]] = (earlier & ~repeated[rows]).any()
    return repeated


def _weigh(counts: csr_matrix) -> csr_matrix:
    """TF-IDF of scikit-learn."""
    return csr_matrix(TfidfTransformer().fit_transform(counts))


def _compare(one: np.ndarray, other: np.ndarray) -> float:
    """Cosine of two topics without the leading word of either; 0 where nothing is left."""
    rest = np.ones(len(one), dtype=bool)
    rest[[one.argmax(), other.argmax()]] = False
    size = np.linalg.norm(one[rest]) * np.linalg.norm(other[rest])
    return float(one[rest] @ other[rest] / size) if size else 0.0
