"""jieba's dictionary: how frequent its words are, and their parts of speech."""

import re
from functools import cache
from importlib.metadata import distribution
from itertools import islice
from pathlib import Path
from typing import Any

__all__ = ["count_endings", "read_dictionary", "tag_words"]


def _read_file() -> str:
    """The dictionary that jieba ships: a line a word, its frequency and its part of speech."""
    return Path(str(distribution("jieba").locate_file("jieba/dict.txt"))).read_text(encoding="utf-8")


@cache
def count_endings(sign: str) -> dict[str, int]:
    """The words that end with a character, with their frequencies: a twentieth of what reading all of them costs.

    >>> "统一" in count_endings("一"), "一" in count_endings("一")
    (True, True)
    """
    found = re.findall(rf"(?m)^(\S*{re.escape(sign)}) (\d+)", _read_file())
    return {word: int(count) for word, count in found}


@cache
def read_dictionary() -> tuple[dict[str, int], int]:
    """jieba's word frequencies and their sum, read from the dictionary it ships.

    Its cache is left out: that is a file that anybody can plant in the shared temporary folder, and loading it takes
    as long as reading the dictionary.
    """
    import jieba  # here, as loading it takes a tenth of a second

    tokenizer = jieba.Tokenizer()
    frequencies: dict[str, int]
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return frequencies, int(total)


def tag_words(text: str, *, most: int | None = None) -> list[tuple[str, str]]:
    """The words of a text with the tags of jieba's dictionary (n noun, v verb, vn both, d adverb, p preposition …); the
    first ones, if no more than `most` are asked for, without reading on.

    >>> tag_words("配备骨干3人")
    [('配备', 'v'), ('骨干', 'n'), ('3', 'm'), ('人', 'n')]
    """
    return [(word, tag) for word, tag in islice(_tagger().cut(text), most)]


@cache
def _tagger() -> Any:
    import jieba.posseg  # here: it reads the dictionary again, and most reports do without

    tokenizer = jieba.Tokenizer()
    frequencies, tokenizer.total = read_dictionary()
    tokenizer.FREQ, tokenizer.initialized = frequencies, True
    # Made by its constructor it would read a third time what the module has just read.
    tagger = object.__new__(jieba.posseg.POSTokenizer)
    tagger.tokenizer, tagger.word_tag_tab = tokenizer, jieba.posseg.dt.word_tag_tab
    return tagger
