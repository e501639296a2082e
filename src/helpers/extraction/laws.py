"""The names of laws and documents of the codebook."""

import re
from pathlib import Path

import pandas as pd

from helpers.characters import fold
from helpers.places import find_file
from helpers.tables import Column, load_table

__all__ = ["join_dots", "key_title", "load_laws"]

KINDS = ("law", "regulation", "policy", "document", "other")


# The dots that part two words in a title; ．and . only between Chinese characters, as they are points in numbers.
_DOT = re.compile(r"\s*(?:[·•‧・･∙⋅]|(?<=[一-鿿])[.．](?=[一-鿿]))\s*")


def join_dots(title: str) -> str:
    """A title with any dot between words as ·.

    >>> join_dots("标准化•计量条例")
    '标准化·计量条例'
    """
    return _DOT.sub("·", title)


def key_title(title: str) -> str:
    """What two printed forms of one title have in common.

    >>> key_title("《法治政府建设实施纲要（2021年—2025年）》")
    '法治政府建设实施纲要(2021-2025)'
    >>> key_title("标准化•计量条例") == key_title("标准化．计量条例")
    True
    """
    return _fold_title(join_dots(title))


def _fold_title(title: str) -> str:
    """A title as forms are compared, dots apart."""
    key = re.sub("[\\s《》〈〉<>“”‘’\"']", "", fold(title))
    key = re.sub("[-—–－―~～至\u00ad]+", "-", key)
    return re.sub(r"(20\d\d)年?-?(20\d\d)年?(?=\)|$)", r"\1-\2", key)


LAWS = (
    Column("short", filled=True, unique=_fold_title),  # two rows for two dots were needed once
    Column("name", filled=True),
    Column("kind", filled=True, one_of=KINDS),
    Column("source", filled=True),
)


def load_laws(corpus: str | Path | None = None) -> pd.DataFrame:
    """Short and full names of laws and documents, one row a printed form: columns short, name, kind, source.

    Folder as in `load_indicators`. A blank cell, a form that stands twice or an unknown kind are a CorpusError.

    >>> laws = load_laws()
    >>> laws.loc[laws["short"] == "专利法", "name"].item()
    '中华人民共和国专利法'
    """
    return load_table(find_file("codebook", "laws.csv", corpus), LAWS).reset_index(drop=True)
