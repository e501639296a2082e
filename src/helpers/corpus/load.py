"""The manifest and its files → the reports table."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import decode, read_radicals, squeeze
from helpers.cleaning import clean, find_headings
from helpers.corpus.corrections import FILE as CORRECTIONS
from helpers.corpus.corrections import correct_reports, load_corrections
from helpers.corpus.divisions import Place
from helpers.corpus.manifest import (
    CELL_DATE,
    ISSUER_KINDS,
    LEVELS,
    REPORT_ID,
    REQUIRED,
    TEXT_SHA256,
    YEAR,
    Problem,
    Row,
    name_row,
    name_text,
    read_manifest,
)
from helpers.corpus.metadata import describe_report
from helpers.corpus.names import LONGEST, fold_name, is_portable, squint
from helpers.errors import CorpusError, warn_plainly
from helpers.forms import to_date
from helpers.places import corpus_folder, note_corpus
from helpers.reading.files import MAX_BYTES, read_file
from helpers.reading.lines import check_size, read_kept
from helpers.structure.marked import write_headings

__all__ = ["COLUMNS", "TEXT", "find_faults", "find_repeats", "load_corpus", "load_rows", "read_text_beside"]

# The columns of the reports table and their types, in order; whatever else the manifest has comes after them.
COLUMNS = {
    **dict.fromkeys(["report_id", "title", "issuer", "issuer_kind", "level", "province", "city", "county"], "str"),
    **{"year": "Int64", "issued_on": "datetime64[us]", "doc_no": "str", "addressee": "str"},
    **{"source_file": "str", "raw": "str", "text": "str", "file_headings": "str", "n_chars": "int64"},
    **{"read_as": "str", "sha256": "str", "verified": "bool"},
    **{"source_url": "str", "retrieved_on": "datetime64[us]", "licence": "str", "note": "str"},
    **{"published_on": "datetime64[us]", "short": "str", "unit_id": "str"},
}
DATES = ("issued_on", "published_on", "retrieved_on")
TEXT = "text"  # the cell of a row that holds its report itself, instead of naming a file in raw/
FIRST_YEAR, LAST_YEAR = 1990, 2100  # what is no year of a report is a slip

# A page with so many characters is a site's navigation if hardly one of them stands in a sentence: less than this share
# of what is left of it as a report, or of all.
LARGE_PAGE, PROSE_OF_TEXT, PROSE_OF_PAGE = 1_000, 0.1, 0.02
_PROSE = re.compile(r"[。｡]|[，,；;].*[，,；;]")

Report = dict[str, object]  # a row of the reports table, as far as it is known


class _Content(NamedTuple):
    """What one file gives, in columns of the reports table."""

    source_file: str
    raw: str
    text: str
    file_headings: str | None
    n_chars: int
    read_as: str
    sha256: str
    verified: bool


@warn_plainly()
def load_corpus(path: str | Path | None = None, *, corrected: bool = True) -> pd.DataFrame:
    """The reports of a corpus folder, checked, one row a report in the order of the manifest.

    Index report_id; columns title, issuer, issuer_kind, level, province, city, county, year (Int64), issued_on
    (datetime), doc_no, addressee, source_file, raw, text, file_headings (which lines of `text` the file itself marks as
    headings, written by `structure.marked`: "0:0 37:1" is a title at 0 and a heading of level 1 at 37; NA if none),
    n_chars (characters of `text` that are no white space), read_as (text; or ocr: recognised in a scan, and read from
    the text beside it), sha256 (of the file), verified (whether the manifest names that hash), source_url, retrieved_on
    (datetime), licence, note, published_on (datetime), short (its label in charts), unit_id (the issuer, whatever it is
    called in a year); then the manifest's further columns as they are. Where the manifest is blank, title,
    issuer_kind, level, place, issued_on, doc_no and addressee are read from the report's own lines, which may not say;
    the rest is NA. With a corrections.csv in the folder, what a reader set right holds, and stands in a last column,
    `corrections`; `corrected=False` leaves it out, as whatever is compared with gold must. A codebook or lexicon of the
    folder's own is noted in `attrs`, so that `code_items` and the like go by it. `path` as in `corpus_folder`. A
    CorpusError lists every problem found, not only the first; a file that is read, but perhaps not as it was written,
    is named by a CorpusWarning.

    >>> load_corpus("tests/texts/coded").at["01-qingluan-xianzhengfu-2022", "issuer"]
    '青栾县人民政府'
    """
    folder = corpus_folder(path)
    manifest = read_manifest(folder)
    if manifest.problems:
        raise CorpusError("\n".join(map(name_row, manifest.problems)))
    rows = manifest.rows
    problems: list[Problem] = []
    reports = [_read_report(folder / "raw", number, row, problems) for number, row in rows.items()]
    hashes = [report["sha256"] if report.get("n_chars") else None for report in reports]
    problems += find_repeats(zip(rows.items(), hashes, strict=True))
    if problems:
        raise CorpusError("\n".join(name_row(problem, rows[problem.number]) for problem in sorted(problems)))
    frame = _make_frame(reports, next(iter(rows.values())), folder)
    if corrected and (folder / CORRECTIONS).is_file():
        return correct_reports(frame, load_corrections(folder))
    return frame


@warn_plainly()
def load_rows(rows: Mapping[int, Row], names: Iterable[str], folder: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """The reports of some rows of a manifest, as `load_corpus` has them, and what is wrong with the others.

    `rows` by their numbers, their columns in the order of `names`; `folder` as of `corpus_folder`. A row with a cell
    `text` holds its report itself, which is read as a file's content is; its `file` is then what messages call it, and
    the hash is that of the text as UTF-8. A row that has a problem is left out of the frame. What several rows share is
    for `find_repeats`, and nothing is corrected.

    >>> row = {"report_id": "a", "file": "x.csv, row 2", "issuer": "甲县人民政府", "year": None, "text": "一、举措。"}
    >>> frame, problems = load_rows({2: row}, row, corpus_folder("corpus"))
    >>> len(frame), problems
    (0, [Problem(number=2, what='year is blank; fill it in')])
    """
    problems: list[Problem] = []
    reports = {number: _read_report(folder / "raw", number, row, problems) for number, row in rows.items()}
    for problem in problems:
        reports.pop(problem.number, None)
    return _make_frame(reports.values(), names, folder), problems


def _make_frame(reports: Iterable[Report], names: Iterable[str], folder: Path) -> pd.DataFrame:
    """Reports as a table; `names` are the manifest's columns, of which further ones come last."""
    reports = list(reports)
    types = COLUMNS | dict.fromkeys((name for name in names if name not in COLUMNS and name != "file"), "str")
    columns = {name: pd.Series([report.get(name) for report in reports], dtype=type_) for name, type_ in types.items()}
    return note_corpus(pd.DataFrame(columns).set_index("report_id"), folder)


def _read_report(raw_folder: Path, number: int, row: Row, problems: list[Problem]) -> Report:
    """One row of the manifest with its file read; what is wrong with it is added to `problems`."""

    def wrong(what: str) -> None:
        problems.append(Problem(number, what))

    # As in the reports themselves; the file has the name that it has.
    row = {name: cell if cell is None or name in ("file", TEXT) else read_radicals(cell) for name, cell in row.items()}
    for what in find_faults(row):
        wrong(what)
    report: Report = dict(row)
    if year := YEAR.fullmatch(row["year"] or ""):
        report["year"] = int(year[1])
    for name in DATES:
        date = CELL_DATE.fullmatch(row.get(name) or "")
        report[name] = to_date(*date.groups()) if date else None
    named = row["file"] and (TEXT in row or is_portable(row["file"]))
    content = (_read_cell if TEXT in row else _read_file)(raw_folder, row, wrong) if named else None
    if content:
        report |= content._asdict()
        # At once, while what cleaning found is at hand: a large corpus is read whole.
        _fill_in(report, content)
    return report


def find_faults(row: Row) -> Iterator[str]:
    """What is wrong with the cells of a row, whatever its file holds."""
    for name in REQUIRED:
        if row[name] is None:
            yield f"{name} is blank; fill it in"
    if row["report_id"] and not REPORT_ID.fullmatch(row["report_id"]):
        yield (
            "the report_id names files, so it may hold letters, digits, Chinese characters and _ - . "
            "and begins with none of the last two; change it"
        )
    if row["file"] and TEXT not in row and not is_portable(row["file"]):
        yield (
            f'raw/{row["file"]} has a name that not every system takes: it may hold none of <>:"|?*\\ and no control'
            f" characters, end with no dot, be no device's name (CON, NUL and the like) and have {LONGEST} bytes at"
            " most; rename the file and correct the column file"
        )
    if ";" in (row["issuer"] or ""):
        yield f"issuer is {row['issuer']!r}; several issuers are parted by ；, write it for each ;"
    if row["year"]:
        year = YEAR.fullmatch(row["year"])
        if not year or not FIRST_YEAR <= int(year[1]) <= LAST_YEAR:
            yield (
                f"year is {row['year']!r}, no year from {FIRST_YEAR} to {LAST_YEAR}; "
                "give the year the report is about, as 2021"
            )
    for name in DATES:
        if cell := row.get(name):
            date = CELL_DATE.fullmatch(cell)
            if not date or not to_date(*date.groups()):
                yield f"{name} is {cell!r}, no date; write it as 2022-01-31"
    for name, known in (("issuer_kind", ISSUER_KINDS), ("level", LEVELS)):
        if row.get(name) and row[name] not in known:
            yield f"{name} is {row[name]!r}; leave it blank or give one of {', '.join(known)}"


def _read_file(raw_folder: Path, row: Row, wrong: Callable[[str], None]) -> _Content | None:
    """What the file of a row gives; None if it cannot be read. What is wrong with it is told to `wrong`."""
    name, named_hash, text_hash = str(row["file"]), row.get("sha256"), row.get(TEXT_SHA256)
    file = (raw_folder / name).resolve()
    if not file.is_relative_to(raw_folder.resolve()):
        wrong(f"raw/{name} lies outside raw/; put the file inside and name it from there")
        return None
    if not file.is_file():
        if twin := _find_twin(file):
            wrong(f"raw/{name} is missing, but {twin} there looks the same; rename it as the column file has it")
            return None
        wrong(f"raw/{name} is missing; put the file there or correct the column file (its names start inside raw/)")
        return None
    if file.stat().st_size > MAX_BYTES:
        wrong(f"raw/{name} is larger than {MAX_BYTES:,} bytes; cut out the report or save its text")
        return None
    data = file.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if named_hash and named_hash.lower() != sha256:
        wrong(
            f"raw/{name} is not the file that the manifest means: its sha256 is {sha256}, not {named_hash}; "
            "put the right file back or correct the column sha256"
        )
    try:
        raw = read_text_beside(raw_folder, name, text_hash) if text_hash else read_file(data, f"raw/{name}")
    except CorpusError as error:
        wrong(str(error))
        return None
    text, n_chars = _clean(raw, f"raw/{name}", wrong)
    headings, read_as = write_headings(find_headings(raw)), "ocr" if text_hash else "text"
    return _Content(name, raw, text, headings, n_chars, read_as, sha256, named_hash is not None)


def _read_cell(_: Path, row: Row, wrong: Callable[[str], None]) -> _Content | None:
    """What the text in a row gives; None if it cannot be read. What is wrong with it is told to `wrong`."""
    name, cell = str(row["file"]), row[TEXT] or ""
    try:
        data = cell.encode()
        raw = read_file(data, name)
    except UnicodeEncodeError:
        wrong("text holds half of a character (a surrogate); write the text anew from where it comes from")
        return None
    except CorpusError as error:
        wrong(str(error))
        return None
    text, n_chars = _clean(raw, TEXT, wrong)
    sha256 = hashlib.sha256(data).hexdigest()
    named = (row.get("sha256") or "").lower() == sha256
    return _Content(name, raw, text, write_headings(find_headings(raw)), n_chars, "text", sha256, named)


def _clean(raw: str, name: str, wrong: Callable[[str], None]) -> tuple[str, int]:
    """The report in what was read, and its characters; what of it is no report is told to `wrong`."""
    text = clean(raw).text
    n_chars = len(squeeze(text))
    if not raw.strip():
        wrong(f"{name} is empty; put the report there or remove the row")
    elif not n_chars:
        wrong(f"{name} holds page furniture and no report; put the report there or remove the row")
    elif said := _find_navigation(raw, text):
        wrong(f"{name} {said}")
    return text, n_chars


def _find_twin(file: Path) -> str | None:
    """The name of a file beside one that is not there, which looks like it."""
    beside = file.parent.iterdir() if file.parent.is_dir() else ()
    return next((path.name for path in beside if squint(path.name) == squint(file.name)), None)


def read_text_beside(raw_folder: Path, file: str, named_hash: str | None = None) -> str:
    """The text that was recognised in a file of raw/, from beside it, its lines marked as readers of files mark them.

    CorpusError if it is not there, no text, too long, or not the one of this hash.
    """
    name = f"raw/{name_text(file)}"
    path = raw_folder / name_text(file)
    if not path.is_file():
        raise CorpusError(
            f"{name} is missing, the text that was recognised in raw/{file}; put it back, or have it recognised anew"
            " with `python -m helpers add --again` and the report_id"
        )
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if named_hash and named_hash.lower() != sha256:
        raise CorpusError(
            f"{name} is not the text that the manifest means: its sha256 is {sha256}, not {named_hash}; if it was"
            " corrected, take it over with `python -m helpers add --again` and the report_id, else put the old one back"
        )
    text = decode(data, name)
    try:
        check_size(len(text), len(text.splitlines()))
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from None
    return read_kept(text)


def _find_navigation(raw: str, text: str) -> str | None:
    """What is said of a large page with hardly a sentence: it is a site's navigation; None for any other."""
    n_raw = len(squeeze(raw))
    lines = [line for line in text.splitlines() if "\t" not in line]  # a table's rows are none of navigation
    n_prose = sum(len(squeeze(line)) for line in lines if _PROSE.search(line))
    if n_raw < LARGE_PAGE or n_prose >= max(PROSE_OF_TEXT * sum(map(len, lines)), PROSE_OF_PAGE * n_raw):
        return None
    return (
        f"is a site's navigation and no report: of its {n_raw:,} characters {n_prose:,} stand in sentences; "
        "open the report itself and save that page, or remove the row"
    )


def _fill_in(report: Report, content: _Content) -> None:
    """Fill what the manifest leaves blank from the report's own lines (see metadata)."""
    found = describe_report(content.text, content.raw, content.file_headings)._asdict()
    if any(report.get(name) and found[name] and report[name] != found[name] for name in Place._fields):
        found |= dict.fromkeys(Place._fields)  # never parts of two places in one row
    report |= {name: value for name, value in found.items() if report.get(name) is None}


def find_repeats(rows: Iterable[tuple[tuple[int, Row], object]]) -> Iterator[Problem]:
    """The report_ids (a = A, as in file names), files and contents that stand twice; each row with its hash, or None.

    >>> row = {"report_id": "a", "file": "a.txt"}
    >>> [problem.what for problem in find_repeats([((2, row), None), ((3, row), None)])]
    ['row 2 has this report_id too; give one of them another']
    """
    ids: dict[str, int] = {}
    names: dict[str, tuple[str, str]] = {}
    files: dict[object, tuple[int, str]] = {}
    for (number, row), sha256 in rows:
        if row["report_id"]:
            first = ids.setdefault(fold_name(row["report_id"]), number)
            if first != number:
                yield Problem(number, f"row {first} has this report_id too; give one of them another")
        if row["file"] and TEXT not in row:
            own = (row["file"], f"raw/{row['file']} of row {number} ({row['report_id']})")
            file, twin = names.setdefault(fold_name(row["file"]), own)
            if file != row["file"]:
                yield Problem(
                    number, f"raw/{row['file']} and {twin} are one file on Windows and macOS; rename one of them"
                )
        if sha256:
            name = TEXT if TEXT in row else f"raw/{row['file']}"
            first, twin = files.setdefault(sha256, (number, f"{name} of row {number} ({row['report_id']})"))
            if first != number:
                yield Problem(number, f"{name} and {twin} are the same, byte for byte; remove one of the rows")
