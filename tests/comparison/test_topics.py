"""Topics: planted ones are found and stable, shuffled words give none, repeats of one issuer are seen."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from helpers.comparison import topics
from helpers.comparison.topics import (
    Bags,
    bag_items,
    choose_topics,
    find_repeats,
    fit_topics,
    measure_stability,
    read_topics,
    shuffle_words,
)

TOPICS, WORDS, ITEMS, ISSUERS = 8, 12, 600, 40
STABLE = 0.75


def hand_over(said):
    return lambda work: work(pd.DataFrame(said, columns=["report_id", "token", "start"]))


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


def test_the_halves_have_as_many_issuers_each(monkeypatch):
    sizes = []
    monkeypatch.setattr(
        topics, "fit_topics", lambda weights, k, seed: sizes.append(weights.shape[0]) or fit_topics(weights, k)
    )
    measure_stability(csr_matrix(np.eye(12)), pd.Series(list("abcdef" * 2)), 2, splits=3)
    assert sizes == [6] * 6


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


def test_items_are_bagged_with_the_words_of_five_issuers_and_without_repeats():
    reports = [*"abcdef"]
    rows = [(report, f"{report}1", 0, 10) for report in reports] + [("a", "a2", 10, 20)]
    items = pd.DataFrame(rows, columns=["report_id", "item_id", "start", "end"])
    said = [(report, word, start) for report, _, start, _ in rows for word in ("执法", "检查")]
    said += [("a", "标题", 25), ("f", "稀有", 3)]  # outside every item; of one issuer
    units = pd.Series([*"uvwxyz"], reports)
    bags = bag_items(items, hand_over(said), units)
    assert list(bags.words) == ["执法", "检查"]
    assert list(bags.ids) == ["a1", "b1", "c1", "d1", "e1", "f1"]
    assert bags.repeats == 1


def test_no_topics_are_sought_in_few_items_and_planted_ones_are_kept(planted):
    counts, _, units = planted
    bags = Bags(counts, pd.RangeIndex(ITEMS), pd.RangeIndex(TOPICS * WORDS), 0)
    assert choose_topics(bags, units.where(units.astype(int) < 29, "0"), [TOPICS], stable=STABLE).enough is False
    found = choose_topics(bags, units, [TOPICS], stable=STABLE)
    assert (found.k, found.enough) == (TOPICS, True)
    assert found.real >= STABLE > found.shuffled
    none = choose_topics(bags._replace(counts=shuffle_words(counts)), units, [TOPICS], stable=STABLE)
    assert (none.k, none.enough) == (None, True)
    assert found.tried == len(bags.ids)


def test_a_size_that_halves_do_not_agree_on_says_what_the_last_gives(monkeypatch):
    """The largest sizes are given up early; what is told of the last is the median of all halves."""
    agreements = {3: [0.1] * 20, 2: [0.2] * 9 + [0.6] * 11}
    asked = []

    def measure(weights, units, topics, splits, seed):
        for agreement in agreements[topics][:splits]:
            asked.append(topics)
            yield agreement

    monkeypatch.setattr(topics, "_compare_halves", measure)
    counts = csr_matrix(np.eye(600))
    bags = Bags(counts, pd.Index(range(600)), pd.Index(range(600)), 0)
    found = choose_topics(bags, pd.Series(range(600)).astype("str"), [3, 2], stable=0.75)
    assert (found.k, found.real, found.shuffled) == (None, 0.6, 0.2)
    assert asked.count(3) == 11


def test_of_very_many_items_a_sample_is_read_again_and_again(monkeypatch):
    monkeypatch.setattr(topics, "MOST_TRIED", 500)
    monkeypatch.setattr(topics, "SPLITS", 2)
    counts = csr_matrix(np.random.default_rng(1).poisson(0.5, (700, 12)))
    bags = Bags(counts, pd.Index(range(700)), pd.Index(range(12)), 0)
    assert choose_topics(bags, pd.Series(range(700)).mod(40).astype("str"), [2], stable=0.75).tried == 500


def test_topics_are_read_by_their_words_their_room_and_items_of_different_issuers():
    texts = ["执法检查"] * 6 + ["审批服务大厅等"] * 6
    items = pd.DataFrame({"report_id": [*"abcdef"] * 2, "item_id": [f"i{n}" for n in range(12)], "text": texts})
    items["start"], items["end"] = [0] * 6 + [100] * 6, [10] * 6 + [110] * 6
    words = [
        (r, w, s)
        for r, s in items[["report_id", "start"]].to_numpy()
        for w in (["执法", "检查"] if s == 0 else ["审批"])
    ]
    units = pd.Series([*"uvwxyz"], [*"abcdef"])
    bags = bag_items(items, hand_over(words), units)
    read = read_topics(bags, items, units, 2)
    assert read.table["issuers"].to_list() == [6, 6]
    assert read.table["share"].to_list() == [63.6, 36.4]
    assert read.table["words"].str.split("、").map(sorted).to_list() == [sorted(bags.words)] * 2
    assert read.table["words"].iloc[0].startswith("审批") and not read.table["words"].iloc[1].startswith("审批")
    assert read.table.index[0].startswith("审批")
    assert read.leading["topic"].value_counts().to_list() == [3, 3]
    largest = dict(zip(read.main["item_id"], read.main["topic"], strict=True))
    assert [largest[f"i{n}"].startswith("审批") for n in range(12)] == [False] * 6 + [True] * 6
    assert set(read.leading.loc[read.leading["topic"].eq(read.table.index[0]), "item_id"]) <= {
        f"i{n}" for n in range(6, 12)
    }
