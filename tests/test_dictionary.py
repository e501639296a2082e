"""jieba's dictionary: frequencies and parts of speech."""

from helpers.dictionary import read_dictionary, tag_words


def test_frequencies_are_counts_of_which_words_have_some() -> None:
    frequencies, total = read_dictionary()
    assert frequencies["法治"] > 0
    assert total >= sum(frequencies.values())  # a word that stands twice counts twice


def test_tagged_words_join_to_the_text() -> None:
    words = tag_words("深化综合执法改革整合公路路政")
    assert "".join(word for word, _ in words) == "深化综合执法改革整合公路路政"
    assert [word for word, tag in words if tag == "v"] == ["整合"]
