"""The tables of many reports in parts: made of some reports at a time, written, and read again as one."""

import csv
import json
import signal
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.cleaning import list_furniture
from helpers.coding.codebook import load_cues, load_schemes
from helpers.coding.coder import code_items
from helpers.corpus.corrections import correct_reports
from helpers.corpus.load import load_rows
from helpers.corpus.manifest import Row
from helpers.corpus.sources import can_parquet
from helpers.errors import CorpusError, list_lines, note_warnings
from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.extraction.indicators import load_indicators
from helpers.extraction.laws import load_laws
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.units import load_units
from helpers.extraction.words import segment
from helpers.output.inputs import RUN
from helpers.places import corpus_folder
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.tables import make_table

__all__ = [
    "KINDS",
    "MADE",
    "PARTS",
    "REFUSED",
    "STAMP",
    "Part",
    "Stamp",
    "Table",
    "check_inputs",
    "derive",
    "derive_tables",
    "list_parts",
    "word_columns",
    "load_parts",
    "make_part",
    "name_part",
    "read_part",
    "read_stamp",
    "write_part",
]

PARTS, STAMP = "parts", "stamp.json"  # folder of the parts; file in each
_STRINGS, _TEXTS = ("str", "string"), ("raw", "text")  # types of columns; columns in which few cells are alike
KINDS = ("parquet", "csv")  # with the extra `tables`; without it
REFUSED = {"row": "int64", "report_id": "str", "file": "str", "reason": "str"}
SECONDS, TOGETHER = 120, 12  # of the processor that a report may take, and of so many together
LONG = "its tables take more than {} seconds of the processor; look at the file, or remove the row"
FAULT = "the program failed at this report ({}); please report it, with the file"


class Part(NamedTuple):
    """Some reports of a corpus: rows of its manifest by their numbers, and all that their tables depend on.

    `names` are the manifest's columns, `wrong` says why rows are set aside unread, `corrections` are those of these
    rows, None if the corpus has no such table; `hashes` are those of the rows' files in raw/, for those who read them
    elsewhere.
    """

    number: int
    rows: dict[int, Row]
    names: tuple[str, ...]
    wrong: dict[int, list[str]]
    corrections: pd.DataFrame | None
    folder: Path
    key: str  # the same as long as nothing of this changes
    hashes: Mapping[int, tuple[str | None, ...]] = {}


class Stamp(NamedTuple):
    """What is noted in a part: of what it was made, the types of its tables, the size of its files, what was said."""

    key: str
    reports: int
    refused: int
    types: dict[str, dict[str, str]]
    bytes: dict[str, int]
    said: list[str]


class _TakesLong(BaseException):
    """No fault that anything between here and the report may take for one of its own."""


Table = Callable[[str], pd.DataFrame]

# How each table is made of the reports and of other tables, which the function gives by name.
MADE: dict[str, Callable[[pd.DataFrame, Table, str | Path | None], pd.DataFrame]] = {
    "furniture": lambda reports, table, corpus: list_furniture(reports),
    "passages": lambda reports, table, corpus: parse_outline(reports),
    "tokens": lambda reports, table, corpus: segment(table("passages"), load_lexicon(corpus).term),
    "items": lambda reports, table, corpus: list_items(table("passages")),
    "codes": lambda reports, table, corpus: code_items(table("items"), reports, corpus=corpus),
    "claims": lambda reports, table, corpus: find_claims(table("passages"), corpus=corpus),
    "citations": lambda reports, table, corpus: find_citations(table("passages"), corpus=corpus),
}


def derive(reports: pd.DataFrame, corpus: str | Path | None = None) -> Table:
    """What gives each table of some reports by its name, made when it is asked for, once.

    Names: those of `MADE`; another is a KeyError. `reports` as of `load_corpus`, `corpus` as in `corpus_folder`.

    >>> from helpers.corpus.load import load_corpus
    >>> derive(load_corpus("tests/texts/coded").head(1))("items")["role"].iat[0]
    'measures'
    """

    @cache
    def table(name: str) -> pd.DataFrame:
        return MADE[name](reports, table, corpus)

    return table


def derive_tables(reports: pd.DataFrame, corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """All tables of some reports by name: reports (with its index), furniture, passages, tokens, items, codes, claims,
    citations.

    `reports` as of `load_corpus`, `corpus` as in `corpus_folder`.

    >>> from helpers.corpus.load import load_corpus
    >>> list(derive_tables(load_corpus("tests/texts/coded").head(1)))[:3]
    ['reports', 'furniture', 'passages']
    """
    table = derive(reports, corpus)
    return {"reports": reports} | {name: table(name) for name in MADE}


def check_inputs(corpus: str | Path | None = None) -> None:
    """CorpusError for a lexicon or codebook that cannot be used, which is no fault of any report."""
    load_lexicon(corpus)
    for scheme in load_schemes(corpus).index:
        load_cues(scheme, corpus)
    for load in (load_units, load_indicators, load_laws):
        load(corpus)


def make_part(part: Part) -> dict[str, pd.DataFrame]:
    """The tables of a part as `derive_tables` has them, and `refused`: the rows that were set aside.

    Columns of `refused`: row (its number in the manifest), report_id, file, reason (a line a fault). A report at which
    the program itself fails is set aside too, so that one of a million does not stop the others; so is one that takes
    SECONDS of the processor alone, where all together took so much that each is tried alone (and where the system can
    tell). But for that it depends on nothing but the part.
    """
    refused = {number: list(lines) for number, lines in part.wrong.items()}
    try:
        with _limit(max(SECONDS, SECONDS * len(part.rows) // TOGETHER)):
            tables = _make_tables(part, refused)
    except (Exception, _TakesLong):
        # Whatever it was, one report may be the cause: each by itself says which, and all others are made together.
        for number, row in part.rows.items():
            if number in refused:
                continue
            try:
                with _limit(SECONDS):
                    _make_tables(part._replace(rows={number: row}), refused)
            except (CorpusError, OSError) as error:
                refused[number] = list_lines(error)
            except _TakesLong:
                refused[number] = [LONG.format(SECONDS)]
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                why = f"{type(error).__name__}: {error}; {Path(place.filename).name}, line {place.lineno}"
                refused[number] = [FAULT.format(why)]
        tables = _make_tables(part, refused)
    rows = (
        (number, part.rows[number]["report_id"], part.rows[number]["file"], "\n".join(lines))
        for number, lines in sorted(refused.items())
    )
    return tables | {"refused": make_table(rows, REFUSED)}


@contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """Raise _TakesLong inside once that has taken so many seconds of the processor.

    Where no signal can do that (on Windows, in a thread as Dask's workers have) there is no limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise _TakesLong

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds, 1)  # and each second after: Python ignores what some callbacks raise
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _make_tables(part: Part, refused: dict[int, list[str]]) -> dict[str, pd.DataFrame]:
    """The tables of the rows that are not set aside; what cannot be read is added to `refused`."""
    rows = {number: row for number, row in part.rows.items() if number not in refused}
    reports, problems = load_rows(rows, part.names, part.folder)
    for problem in problems:
        refused.setdefault(problem.number, []).append(problem.what)
    if part.corrections is not None:
        here = part.corrections["report_id"].isin(reports.index)
        reports = correct_reports(reports, part.corrections[here])
    return derive_tables(reports, part.folder)


def write_part(part: Part, kind: str, folder: Path) -> Stamp:
    """Make the tables of a part and write them to a folder of their own, with a stamp; `kind` is one of `KINDS`."""
    with note_warnings() as said, pd.option_context("mode.string_storage", "python"):
        tables = make_part(part)
    tables["reports"] = tables["reports"].reset_index()
    folder.mkdir(parents=True)
    for name, table in tables.items():
        table.attrs = {}  # where the corpus lies on this machine
        if kind == "parquet":
            table.to_parquet(folder / f"{name}.{kind}", index=False)
        else:
            table.to_csv(folder / f"{name}.{kind}", index=False, encoding="utf-8-sig", quoting=csv.QUOTE_NONNUMERIC)
    types = {name: {str(column): str(table[column].dtype) for column in table} for name, table in tables.items()}
    size = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    stamp = Stamp(part.key, len(tables["reports"]), len(tables["refused"]), types, size, list(dict.fromkeys(said)))
    (folder / STAMP).write_text(json.dumps(stamp._asdict(), ensure_ascii=False, indent=1), encoding="utf-8")
    return stamp


def read_stamp(folder: Path) -> Stamp | None:
    """The stamp of a part; None if there is none, or if files of the part are not as they were written."""
    try:
        stamp = Stamp(**json.loads((folder / STAMP).read_text(encoding="utf-8")))
        whole = all((folder / name).stat().st_size == size for name, size in stamp.bytes.items())
    except (OSError, ValueError, TypeError):
        return None
    return stamp if whole else None


def list_parts(folder: Path) -> dict[Path, Stamp]:
    """The parts of a folder that `python -m helpers tables` has written, in order, each with its stamp.

    CorpusError if there are none, or if some are missing: a run was stopped.
    """
    remedy = f"run `python -m helpers tables --out {folder}` with the corpus"
    try:
        keys = json.loads((folder / RUN).read_text(encoding="utf-8"))["keys"]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CorpusError(f"{folder}: no tables there; {remedy}") from error
    paths = [folder / PARTS / name_part(number) for number in range(len(keys))]
    stamps = {path: read_stamp(path) for path in paths}
    found = {path: stamp for (path, stamp), key in zip(stamps.items(), keys, strict=True) if stamp and stamp.key == key}
    if len(found) < len(keys):
        said = f"{len(keys) - len(found)} of {len(keys)} parts are not finished"
        raise CorpusError(f"{folder}: {said}; {remedy} again, it goes on where it was")
    return found


def name_part(number: int) -> str:
    """
    >>> name_part(7)
    '00007'
    """
    return f"{number:05}"


def load_parts(folder: str | Path, name: str) -> pd.DataFrame:
    """One of the tables that `python -m helpers tables` has written to a folder, as the notebooks know it.

    `name`: reports (with its index), furniture, passages, tokens, items, codes, claims, citations; and refused (row,
    report_id, file, reason: what was set aside). The rows stand in the order of the manifest, whatever the parts. A
    folder as in `corpus_folder`. CorpusError if there are no tables, if some of them are missing since a run was
    stopped, or for a name that is none. Where the reports have a codebook of their own, name it by `corpus=` in
    `code_items` and the like.

    >>> load_parts("nowhere", "items")
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: .../nowhere: no tables there; run `python -m helpers tables --out ...
    """
    stamps = list_parts(corpus_folder(folder))
    known = next(iter(stamps.values())).types
    if name not in known:
        raise CorpusError(f"{name}: no table of this name; it is one of {', '.join(known)}")
    tables = [read_part(path, name, stamp.types[name]) for path, stamp in stamps.items()]
    table = pd.concat(tables, ignore_index=True)
    return table.set_index("report_id") if name == "reports" else table


def word_columns(types: Mapping[str, Any]) -> list[str]:
    """Of a table's columns, by name → type, those of words: of strings, few of which are unlike.

    >>> word_columns({"report_id": "str", "text": "str", "start": "int64"})
    ['report_id']
    """
    return [column for column, kind in types.items() if str(kind) in _STRINGS and column not in _TEXTS]


def _with_strings(words: pd.Series) -> pd.Series:
    return words.cat.rename_categories(words.cat.categories.astype("str"))  # type: ignore[arg-type]


def read_part(
    folder: Path,
    name: str,
    types: Mapping[str, Any],
    report_ids: Sequence[str] | None = None,
    *,
    categories: bool = False,
) -> pd.DataFrame:
    """One table of one part, its columns of these types; `reports` without its index.

    With `report_ids` the rows of these reports alone, of which Parquet reads no other; with `categories` words that are
    no whole texts as categories. CorpusError for Parquet without the extra that reads it.
    """
    file = folder / f"{name}.parquet"
    words = word_columns(types)
    as_categories = dict.fromkeys(words if categories else [], "category")
    if file.is_file():
        if not can_parquet():
            raise CorpusError(f"{file}: this is a Parquet file; run `make tables` once, which installs what reads it")
        filters = None if report_ids is None else [("report_id", "in", list(report_ids))]
        found: pd.DataFrame = pd.read_parquet(file, filters=filters, read_dictionary=words)
        if not categories:  # through categories all the same: of millions of words each that is one is one object
            found = found.assign(**{column: found[column].astype("object") for column in words})
        found = found.astype(dict(types) | as_categories)
        # Of words of which a part has none the categories would be objects, and could not be joined to those of others.
        return found.assign(**{name: _with_strings(found[name]) for name in as_categories})
    dates = [column for column, kind in types.items() if kind.startswith("datetime")]
    rest = {column: kind for column, kind in types.items() if column not in dates}
    how: dict[str, Any] = {"encoding": "utf-8-sig", "keep_default_na": False, "na_values": [""]}
    table: pd.DataFrame = pd.read_csv(folder / f"{name}.csv", dtype=rest, **how)
    # Read as categories, words that are all digits would be numbers.
    table = table.astype({column: types[column] for column in dates} | as_categories)
    return table if report_ids is None else table[table["report_id"].isin(report_ids)]
