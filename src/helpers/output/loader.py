"""The tables of a notebook: made of its reports when they are asked for, or read from parts that were made before."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from helpers.corpus.load import load_corpus, load_rows
from helpers.corpus.manifest import name_row
from helpers.corpus.sources import open_source
from helpers.errors import ChoiceError, CorpusError
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.tallies import use_strings
from helpers.extraction.words import segment
from helpers.output.inputs import RUN, list_sources, list_unlike
from helpers.output.parts import MADE, REFUSED, Stamp, derive, list_parts, read_part, word_columns
from helpers.places import corpus_folder, note_corpus, tables_folder
from helpers.tables import make_table

__all__ = ["ASIDE", "Loader", "Opened", "keep_tables", "open_reports", "open_tables"]

ASIDE = "refused"  # the table of what was set aside; how many, among the attrs of the reports
CORRECTED = "corrections"  # the column of the reports table
NOTED = ("passages", "tokens", "items")  # tables that have the attrs of the reports that they are made of
MOST_NAMED = 3  # files that differ
AT_ONCE = 100  # reports of which `each` is given a table, where they are in no parts


Work = Callable[[pd.DataFrame], pd.DataFrame]


class Loader(Protocol):
    """A table of a notebook's reports by its name, made or read once; a frame of one's own, however often asked for.

    Names: furniture, passages, tokens, items, codes, claims, citations, as of `load_parts`; and refused, what was set
    aside when the tables were made (nothing without FAZHI_TABLES). ChoiceError for another. `terms`: words to look
    for in the text instead of the lexicon's; where they are others, tokens are made anew of the passages.

    `each`: a function of the table of some reports, whole ones, its words as categories; given is then what it gives,
    one below the other, words as categories where it leaves them so. Of very many reports no table of all is held.
    """

    def __call__(self, name: str, *, terms: Iterable[str] | None = None, each: Work | None = None) -> pd.DataFrame: ...


class Opened(NamedTuple):
    """All reports that tables were made of, as `load_corpus` has them, and what reads a table of some of them."""

    reports: pd.DataFrame
    read: Callable[..., pd.DataFrame]  # of its name, the reports, and `each` as of `Loader`


def keep_tables(reports: pd.DataFrame, corpus: str | Path | None = None, opened: Opened | None = None) -> Loader:
    """What gives each table of these reports by its name: of the tables that are `opened`, else made of the reports.

    The frames are the same in either way: rows in the order of the reports, the same types.

    >>> from helpers.corpus.load import load_corpus
    >>> table = keep_tables(load_corpus("tests/texts/coded").head(1))
    >>> table("items")["role"].iat[0]
    'measures'
    >>> table("wrods")
    Traceback (most recent call last):
        ...
    helpers.errors.ChoiceError: wrods: no table of this name; there is furniture, passages, tokens, ...
    """
    made = derive(reports, corpus)
    groups = pd.Series(np.arange(len(reports)) // AT_ONCE, reports.index)

    @cache
    def read(name: str) -> pd.DataFrame:
        if opened:
            return opened.read(name, reports)
        return make_table([], REFUSED) if name == ASIDE else made(name)

    def part(whole: pd.DataFrame) -> list[pd.DataFrame]:
        return [some for _, some in whole.groupby(whole["report_id"].map(groups))] or [whole]

    def cut(passages: pd.DataFrame) -> pd.DataFrame:
        return _categorize(MADE["tokens"](reports, lambda _: passages, corpus))

    @cache
    def cut_all() -> list[pd.DataFrame]:  # one table of the tokens of 2,000 reports takes a GB while it is made
        return list(map(cut, part(read("passages"))))

    def list_some(name: str) -> Iterator[pd.DataFrame]:
        if name == "tokens":
            return (some.copy(deep=False) for some in cut_all())
        return map(_categorize, part(read(name)))

    def table(name: str, *, terms: Iterable[str] | None = None, each: Work | None = None) -> pd.DataFrame:
        if name not in (*MADE, ASIDE):
            raise ChoiceError(f"{name}: no table of this name; there is {', '.join((*MADE, ASIDE))}")
        if terms is not None and name != "tokens":
            raise ChoiceError(f"{name}: no terms are looked for in it; ask for tokens with terms")
        wanted = None if terms is None else frozenset(terms)
        if wanted is not None and wanted != frozenset(load_lexicon(corpus)["term"]):
            if each is None:
                return segment(read("passages"), wanted)
            return table("passages", each=lambda some: each(_categorize(segment(use_strings(some), wanted))))
        if each is None:
            return read(name).copy(deep=False)
        return opened.read(name, reports, each) if opened else _stack(list(map(each, list_some(name))))

    return table


def _categorize(table: pd.DataFrame) -> pd.DataFrame:
    """A table with its words, but for whole texts, as categories: as `read_part` has them."""
    return table.astype(
        dict.fromkeys(word_columns({str(name): kind for name, kind in table.dtypes.items()}), "category")
    )


def _stack(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Tables of the same columns one below the other, categories as those of all, in order."""
    stacked = {}
    for name, kind in tables[0].dtypes.items():
        columns = [table[name] for table in tables]
        if isinstance(kind, pd.CategoricalDtype):
            stacked[name] = pd.Series(union_categoricals(columns, sort_categories=True))
        else:
            stacked[name] = pd.concat(columns, ignore_index=True)
    return pd.DataFrame(stacked)


def open_reports(corpus: str | Path | None = None, *, corrected: bool = True) -> tuple[pd.DataFrame, Opened | None]:
    """The reports of a corpus, and its tables where FAZHI_TABLES names their folder (`open_tables`).

    >>> len(open_reports("tests/texts/coded")[0]) > 20
    True
    """
    if folder := tables_folder():
        opened = open_tables(folder, corpus, corrected=corrected)
        return opened.reports, opened
    return load_corpus(corpus, corrected=corrected), None


def open_tables(folder: Path, corpus: str | Path | None = None, *, corrected: bool = True) -> Opened:
    """The tables that `python -m helpers tables` has written to a folder, of a corpus as it is now.

    Parquet is read by its rows of the reports wanted alone, CSV a part at a time. The corpus's files are not read but
    for `corrected=False`: then the reports that have corrections are, and their tables made anew. `corpus` as in
    `corpus_folder`. CorpusError if tables are missing, or if manifest, corrections, lexicon, codebook, rules or program
    are not those that they were made with.
    """
    stamps = list_parts(folder)
    place = corpus_folder(corpus)
    source = _check_sources(folder, place)
    read = {
        name: [read_part(path, name, stamp.types[name]) for path, stamp in stamps.items()]
        for name in ("reports", ASIDE)
    }
    part_of = pd.Series(np.repeat(np.arange(len(stamps)), [len(part) for part in read["reports"]]))
    reports = pd.concat(read["reports"], ignore_index=True).set_index("report_id")
    part_of.index, aside = reports.index, pd.concat(read[ASIDE], ignore_index=True)
    fresh = reports.index[:0]
    if not corrected and CORRECTED in reports:
        fresh = reports.index[reports[CORRECTED].notna()]
        reports = _read_again(reports.drop(columns=CORRECTED), fresh, folder, source)
    reports = note_corpus(reports, place)
    if len(aside):
        reports.attrs[ASIDE] = len(aside)

    def read_some(name: str, wanted: pd.DataFrame, each: Work | None = None) -> pd.DataFrame:
        if name == ASIDE:
            return aside if each is None else each(_categorize(aside))
        old = wanted.index.difference(fresh, sort=False)
        return _read_rows(name, wanted, part_of[old], stamps, corpus, each)

    return Opened(reports, read_some)


def _check_sources(folder: Path, place: Path) -> Path:
    """What tables were made of: the corpus folder, or a table in it. CorpusError if anything of that has changed."""
    remedy = f"run `python -m helpers tables --corpus {place} --out {folder}`, which makes what has changed"
    if place.is_file():
        raise CorpusError(f"{place}: with tables, name the folder that this file is in")
    noted = json.loads((folder / RUN).read_text(encoding="utf-8"))
    if "made_of" not in noted:
        raise CorpusError(f"{folder}: these tables do not say what they were made of; {remedy}")
    if named := list_unlike(noted["made_of"], list_sources(place, noted["files"]), MOST_NAMED):
        raise CorpusError(f"{folder}: tables of {place} made with another {named}; {remedy}")
    return place / noted["table"] if noted["table"] else place


def _read_again(reports: pd.DataFrame, fresh: pd.Index, folder: Path, source: Path) -> pd.DataFrame:
    """`reports` with those that are `fresh` as their files have them. CorpusError if a file is not what it was."""
    if fresh.empty:
        return reports
    given = open_source(source)
    rows = {row.number: row.row for row in given.read() if row.row.get("report_id") in fresh and not row.wrong}
    again, problems = load_rows(rows, given.names, given.folder)
    if problems:
        raise CorpusError("\n".join(name_row(problem, rows[problem.number]) for problem in problems))
    now, then = again["sha256"].reindex(fresh), reports.loc[fresh, "sha256"]
    changed = fresh[(now != then).fillna(True)]
    if len(changed):
        remedy = f"run `python -m helpers tables --corpus {given.folder} --out {folder}` again"
        raise CorpusError(f"{folder}: the files of {', '.join(changed)} have changed since; {remedy}")
    return pd.concat([reports.drop(index=fresh), again]).loc[reports.index]


def _read_rows(
    name: str,
    reports: pd.DataFrame,
    part_of: pd.Series,
    stamps: dict[Path, Stamp],
    corpus: str | Path | None,
    each: Work | None,
) -> pd.DataFrame:
    """A table of some reports: of those that have a part in `part_of` from there, of the others made of them.

    With `each` what that gives of the table of each part.
    """
    parts = list(stamps.items())
    tables = []
    for number, own in part_of.groupby(part_of, sort=True):
        path, stamp = parts[number]
        some = None if len(own) == stamp.reports else own.index.tolist()
        part = read_part(path, name, stamp.types[name], some, categories=each is not None)
        tables.append(each(part) if each else part)
    fresh = reports.index.difference(part_of.index, sort=False)
    if len(fresh):
        made = derive(reports.loc[fresh], corpus)(name)
        tables.append(each(_categorize(made)) if each else made)
    table = _stack(tables) if each else pd.concat(tables, ignore_index=True)
    if len(fresh) and "report_id" in table:
        order = reports.index.get_indexer(pd.Index(table["report_id"])).argsort(kind="stable")
        table = table.iloc[order].reset_index(drop=True)
    table.attrs = dict(reports.attrs) if name in NOTED and not each else {}
    return table
