"""The names of laws and documents of the codebook."""

import re
from pathlib import Path

import pandas as pd

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.places import find_file
from helpers.tables import find_blanks, find_repeats, read_table

__all__ = ["key_title", "load_laws"]

LAW_COLUMNS = ["short", "name", "kind", "source"]
KINDS = ("law", "regulation", "policy", "document", "other")


def load_laws(corpus: str | Path | None = None) -> pd.DataFrame:
    """Short and full names of laws and documents, one row a printed form: columns short, name, kind, source.

    Folder as in `load_indicators`. A blank cell, a form that stands twice or an unknown kind are a CorpusError.
    """
    file = find_file("codebook", "laws.csv", corpus)
    table = read_table(file, LAW_COLUMNS)
    problems = find_blanks(file, table, LAW_COLUMNS) + find_repeats(file, table["short"].dropna().map(key_title))
    problems += [
        f"codebook/{file.name}, row {number}: kind is {kind!r}; it is one of {', '.join(KINDS)}"
        for number, kind in table["kind"].dropna().items()
        if kind not in KINDS
    ]
    if problems:
        raise CorpusError("\n".join(problems))
    return table.reset_index(drop=True)


def key_title(title: str) -> str:
    """What two printed forms of one title have in common."""
    key = re.sub("[\\s《》〈〉<>“”‘’\"']", "", fold(title))
    key = re.sub("[-—–－―~～至\u00ad]+", "-", key)
    return re.sub(r"(20\d\d)年?-?(20\d\d)年?(?=\)|$)", r"\1-\2", key)
