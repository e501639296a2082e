"""Topics of items by NMF, kept only where two halves of the issuers give the same ones."""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

__all__ = ["Topics", "find_repeats", "fit_topics", "measure_stability", "shuffle_words"]

DECIMALS = 6  # the last digits differ between processors
STEPS, TOLERANCE = 200, 1e-3


class Topics(NamedTuple):
    """`shares`: a row an item, a column a topic, rows adding up to 1 (NaN where none fits); `words`: topics × words."""

    shares: np.ndarray
    words: np.ndarray


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
    random = np.random.default_rng(seed)
    codes, names = pd.factorize(units)
    found = []
    for _ in range(splits):
        half = np.isin(codes, random.permutation(len(names))[: len(names) // 2])
        one, other = (fit_topics(weights[rows], topics, seed=seed).words for rows in (half, ~half))
        places, matches = linear_sum_assignment(normalize(one) @ normalize(other).T, maximize=True)
        found.append(np.median([_compare(one[i], other[j]) for i, j in zip(places, matches, strict=True)]))
    return np.array(found)


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


def _compare(one: np.ndarray, other: np.ndarray) -> float:
    """Cosine of two topics without the leading word of either; 0 where nothing is left."""
    rest = np.ones(len(one), dtype=bool)
    rest[[one.argmax(), other.argmax()]] = False
    size = np.linalg.norm(one[rest]) * np.linalg.norm(other[rest])
    return float(one[rest] @ other[rest] / size) if size else 0.0
