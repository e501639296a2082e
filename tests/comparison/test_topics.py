"""Topics: planted ones are found and stable, shuffled words give none, repeats of one issuer are seen."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.comparison.topics import find_repeats, fit_topics, measure_stability, shuffle_words

TOPICS, WORDS, ITEMS, ISSUERS = 8, 12, 600, 40
STABLE = 0.75


@pytest.fixture(scope="module")
def planted():
    """Items of one topic each, with words of all topics mixed in; words are as unequally frequent as in a language."""
    random = np.random.default_rng(4)
    zipf = 1 / np.arange(1, WORDS + 1)
    of = random.integers(0, TOPICS, ITEMS)
    bags = np.zeros((ITEMS, TOPICS * WORDS))
    for row, topic in enumerate(of):
        mix = np.full(TOPICS * WORDS, 0.2 / (TOPICS * WORDS))
        mix[topic * WORDS : (topic + 1) * WORDS] += 0.8 * zipf / zipf.sum()
        bags[row] = random.multinomial(20, mix)
    return csr_matrix(bags), of, pd.Series(random.integers(0, ISSUERS, ITEMS).astype(str))


def weigh(bags):
    return TfidfTransformer().fit_transform(bags)


def test_planted_topics_are_found(planted):
    bags, of, _ = planted
    fitted = fit_topics(weigh(bags), TOPICS)
    assert sorted(fitted.words.argmax(axis=1) // WORDS) == list(range(TOPICS))
    found = (fitted.words.argmax(axis=1) // WORDS)[fitted.shares.argmax(axis=1)]
    assert (found == of).mean() > 0.95
    assert np.allclose(fitted.shares.sum(axis=1), 1, atol=1e-5)


def test_two_halves_of_the_issuers_agree_on_planted_topics_and_not_on_shuffled_words(planted):
    bags, _, units = planted
    assert np.median(measure_stability(weigh(bags), units, TOPICS, splits=6)) >= STABLE
    assert measure_stability(weigh(shuffle_words(bags)), units, TOPICS, splits=6).max() < STABLE


def test_the_same_seed_gives_the_same_topics(planted):
    bags, _, units = planted
    first, again = (measure_stability(weigh(bags), units, 5, splits=2, seed=3) for _ in range(2))
    assert first.tolist() == again.tolist()
    assert fit_topics(weigh(bags), 5).words.tolist() == fit_topics(weigh(bags), 5).words.tolist()


def test_shuffling_keeps_the_lengths_of_items_and_the_number_of_each_word(planted):
    bags, *_ = planted
    shuffled = shuffle_words(bags)
    assert (shuffled.sum(axis=0) == bags.sum(axis=0)).all()
    assert (shuffled.sum(axis=1) == bags.sum(axis=1)).all()
    assert (shuffled != bags).nnz > 0


def test_an_item_without_words_has_no_topic_and_repeats_nothing():
    weights = csr_matrix(np.array([[1.0, 0], [0, 0], [0, 1], [0, 0]]))
    assert np.isnan(fit_topics(weights, 2).shares[1]).all()
    assert find_repeats(weights, pd.Series(list("xxxx"))).tolist() == [False] * 4


def test_what_is_near_a_row_that_is_left_out_may_stay():
    angle = np.radians([0, 20, 40])  # cosines .94 to the next, .77 to the one after
    weights = csr_matrix(np.column_stack([np.cos(angle), np.sin(angle)]))
    assert find_repeats(weights, pd.Series(list("xxx"))).tolist() == [False, True, False]
