"""The terms and stopwords of a corpus, and the English of what its figures and tables show."""

from pathlib import Path

import pandas as pd

from helpers.characters import decode, read_radicals
from helpers.errors import CorpusError
from helpers.places import ROOT, corpus_folder, find_file
from helpers.tables import Column, load_table

__all__ = ["load_glossary", "load_lexicon", "load_stopwords"]

TERMS = (
    Column("term", filled=True, unique=str),
    Column("kind"),
    Column("source", filled=True),
    Column("note"),
    Column("same_as", refers_to="term", elsewhere=True, later=True),
)

GLOSSARY = (
    Column("zh", filled=True, unique=str),
    Column("en", filled=True),
    Column("short"),
    Column("kind", filled=True, one_of=("term", "word", "title", "unit", "issuer", "place")),
    Column("source"),
    Column("by", filled=True),
)


def load_lexicon(corpus: str | Path | None = None, *, corpus_terms: bool = True) -> pd.DataFrame:
    """The terms of the lexicon, one row a term: columns term, kind, source, note, same_as (NA if blank).

    `same_as` is the term with which a variant or short form is counted where what it names is counted.

    `corpus_terms=False` leaves out the terms whose source is `corpus`: those known from the collected reports alone. A
    corpus folder (`corpus_folder`) without a `lexicon/` uses the repository's. A missing column, a blank term or
    source or a term that stands twice is a CorpusError, one line a problem.

    >>> "放管服" in set(load_lexicon()["term"])
    True
    """
    table = load_table(find_file("lexicon", "terms.csv", corpus), TERMS)
    kept = table if corpus_terms else table[table["source"] != "corpus"]
    return kept[[column.name for column in TERMS]].reset_index(drop=True)


def load_glossary(corpus: str | Path | None = None) -> pd.DataFrame:
    """The English of Chinese terms, one row a term: columns zh, en, short, kind, source, by (NA if blank).

    `short` is the English for charts where `en` is long, `source` where the English stands, `by` who translated. The
    rows of the corpus folder's own `lexicon/glossary.csv`, if there is one, come first; those of the repository's are
    added for terms that it does not hold. A missing column, a term that stands twice, a term without English or `by`,
    or an unknown kind is a CorpusError, one line a problem.

    >>> load_glossary().set_index("zh").loc["行政复议", "en"]
    'administrative reconsideration'
    """
    files = [folder / "lexicon" / "glossary.csv" for folder in (corpus_folder(corpus), ROOT / "corpus")]
    tables = [load_table(file, GLOSSARY) for file in dict.fromkeys(files) if file.is_file()]
    rows = pd.concat(tables, ignore_index=True).drop_duplicates("zh", ignore_index=True)
    return rows[[column.name for column in GLOSSARY]]


def load_stopwords(corpus: str | Path | None = None, *, genre: bool = False) -> frozenset[str]:
    """The stopwords of `stopwords.txt`: words of grammar and counting; with `genre` those of the report genre too.

    In the file a line `## name: reason` opens a group, other lines that begin with # are remarks, and words are parted
    by white space. The group `genre` (工作, 推进, …) is left out unless asked for: such words carry meaning. Folder as
    in `load_lexicon`. Words before the first group are a CorpusError.

    >>> "推进" in load_stopwords(), "推进" in load_stopwords(genre=True)
    (False, True)
    """
    groups: dict[str, set[str]] = {}
    words: set[str] | None = None
    file = find_file("lexicon", "stopwords.txt", corpus)
    text = read_radicals(decode(file.read_bytes(), "lexicon/stopwords.txt"))
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            words = groups.setdefault(line[3:].partition(":")[0].strip(), set())
        elif line.split() and not line.startswith("#"):
            if words is None:
                raise CorpusError(f"lexicon/stopwords.txt, line {number}: no group yet; put '## name: reason' above")
            words.update(line.split())
    return frozenset[str]().union(*(group for name, group in groups.items() if genre or name != "genre"))
