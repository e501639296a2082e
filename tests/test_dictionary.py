"""jieba's dictionary: frequencies and parts of speech."""

from helpers.dictionary import count_endings, read_dictionary, tag_words


def test_frequencies_are_counts_of_which_words_have_some() -> None:
    frequencies, total = read_dictionary()
    assert frequencies["法治"] > 0
    assert total >= sum(frequencies.values())  # a word that stands twice counts twice


def test_words_that_end_with_a_character_are_counted_as_in_the_dictionary() -> None:
    frequencies, _ = read_dictionary()
    ending = {word: count for word, count in frequencies.items() if count and word.endswith("一")}
    assert {word: count for word, count in count_endings("一").items() if count} == ending


def test_tagged_words_join_to_the_text() -> None:
    words = tag_words("深化综合执法改革整合公路路政")
    assert "".join(word for word, _ in words) == "深化综合执法改革整合公路路政"
    assert [word for word, tag in words if tag == "v"] == ["整合"]
    assert tag_words("深化综合执法改革整合公路路政", most=2) == words[:2]
