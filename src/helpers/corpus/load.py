"""The manifest and its files → the reports table; where a corpus lies and where its results go."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from helpers.cleaning import clean
from helpers.corpus.manifest import (
    CELL_DATE,
    ISSUER_KINDS,
    LEVELS,
    REPORT_ID,
    REQUIRED,
    YEAR,
    Row,
    name_row,
    read_manifest,
)
from helpers.corpus.metadata import describe_reports
from helpers.errors import CorpusError
from helpers.forms import to_date
from helpers.places import corpus_folder
from helpers.reading.files import MAX_BYTES, read_file

__all__ = ["COLUMNS", "load_corpus"]

# The columns of the reports table and their types, in order; whatever else the manifest has comes after them.
COLUMNS = {
    **dict.fromkeys(["report_id", "title", "issuer", "issuer_kind", "level", "province", "city", "county"], "str"),
    **{"year": "Int64", "issued_on": "datetime64[us]", "doc_no": "str", "addressee": "str"},
    **{"source_file": "str", "raw": "str", "text": "str", "n_chars": "int64", "sha256": "str", "verified": "bool"},
    **{"source_url": "str", "retrieved_on": "datetime64[us]", "licence": "str", "note": "str"},
}


def load_corpus(path: str | Path | None = None) -> pd.DataFrame:
    """The reports of a corpus folder, checked, one row a report in the order of the manifest.

    Index report_id; columns title, issuer, issuer_kind, level, province, city, county, year (Int64), issued_on
    (datetime), doc_no, addressee, source_file, raw, text, n_chars (characters of `text` that are no white space),
    sha256 (of the file), verified (whether the manifest names that hash), source_url, retrieved_on (datetime),
    licence, note; then the manifest's further columns as they are. Where the manifest is blank, title, issuer_kind,
    level, place, issued_on, doc_no and addressee are read from the report's own lines, which may not say; the rest
    is NA. `path` as in `corpus_folder`. A CorpusError lists every problem found, not only the first.
    """
    folder = corpus_folder(path)
    rows = read_manifest(folder)
    problems: list[tuple[int, str]] = []
    reports = [_read_report(folder, number, row, problems) for number, row in rows.items()]
    _find_repeats(rows, reports, problems)
    if problems:
        raise CorpusError("\n".join(name_row(number, rows[number], what) for number, what in sorted(problems)))
    types = COLUMNS | {name: "str" for name in next(iter(rows.values())) if name not in COLUMNS and name != "file"}
    columns = {name: pd.Series([report.get(name) for report in reports], dtype=type_) for name, type_ in types.items()}
    return _fill_from_text(pd.DataFrame(columns).set_index("report_id"))


def _read_report(folder: Path, number: int, row: Row, problems: list[tuple[int, str]]) -> dict:
    """One row of the manifest with its file read; what is wrong with it is added to `problems`."""
    report: dict = dict(row)

    def wrong(what: str) -> None:
        problems.append((number, what))

    for name in REQUIRED:
        if row[name] is None:
            wrong(f"{name} is blank; fill it in")
    if row["report_id"] and not REPORT_ID.fullmatch(row["report_id"]):
        wrong(
            "the report_id names files, so it may hold letters, digits, Chinese characters and _ - . "
            "and begins with none of the last two; change it"
        )
    if row["year"]:
        year = YEAR.fullmatch(row["year"])
        report["year"] = int(year[1]) if year else None
        if not year or not 1990 <= report["year"] <= 2100:
            wrong(f"year is {row['year']!r}, no year from 1990 to 2100; give the year the report is about, as 2021")
    for name in ("issued_on", "retrieved_on"):
        if row.get(name):
            date = CELL_DATE.fullmatch(row[name])
            report[name] = to_date(*date.groups()) if date else None
            if report[name] is None:
                wrong(f"{name} is {row[name]!r}, no date; write it as 2022-01-31")
    for name, known in (("issuer_kind", ISSUER_KINDS), ("level", LEVELS)):
        if row.get(name) and row[name] not in known:
            wrong(f"{name} is {row[name]!r}; leave it blank or give one of {', '.join(known)}")
    if row["file"]:
        report |= _read_file(folder / "raw", row["file"], row.get("sha256"), wrong)
    return report


def _read_file(raw_folder: Path, name: str, named_hash: str | None, wrong: Callable[[str], None]) -> dict:
    """What one file gives: source_file, raw, text, n_chars, sha256, verified; the hash alone if it holds no report."""
    file = (raw_folder / name).resolve()
    if not file.is_relative_to(raw_folder.resolve()):
        wrong(f"raw/{name} lies outside raw/; put the file inside and name it from there")
        return {}
    if not file.is_file():
        wrong(f"raw/{name} is missing; put the file there or correct the column file (its names start inside raw/)")
        return {}
    if file.stat().st_size > MAX_BYTES:
        wrong(f"raw/{name} is larger than {MAX_BYTES:,} bytes; cut out the report or save its text")
        return {}
    data = file.read_bytes()
    found: dict = {"source_file": name, "sha256": hashlib.sha256(data).hexdigest(), "verified": named_hash is not None}
    if named_hash and named_hash.lower() != found["sha256"]:
        wrong(
            f"raw/{name} is not the file that the manifest means: its sha256 is {found['sha256']}, not {named_hash}; "
            "put the right file back or correct the column sha256"
        )
    try:
        found["raw"] = read_file(data, f"raw/{name}")
    except CorpusError as error:
        wrong(str(error))
        return found
    found["text"], _ = clean(found["raw"])
    found["n_chars"] = len("".join(found["text"].split()))
    if not found["raw"].strip():
        wrong(f"raw/{name} is empty; put the report there or remove the row")
    elif not found["n_chars"]:
        wrong(f"raw/{name} holds page furniture and no report; put the report there or remove the row")
    return found


def _find_repeats(rows: dict[int, Row], reports: list[dict], problems: list[tuple[int, str]]) -> None:
    """Add to `problems` the report_ids (a = A, as in file names) and the file bytes that stand twice."""
    ids: dict[str, int] = {}
    files: dict[str, int] = {}
    for number, report in zip(rows, reports, strict=True):
        if report["report_id"]:
            first = ids.setdefault(report["report_id"].casefold(), number)
            if first != number:
                problems.append((number, f"row {first} has this report_id too; give one of them another"))
        if report.get("n_chars"):
            first = files.setdefault(report["sha256"], number)
            if first != number:
                twin = f"raw/{rows[first]['file']} of row {first} ({rows[first]['report_id']})"
                same = f"raw/{report['file']} and {twin} are the same, byte for byte; remove one of the rows"
                problems.append((number, same))


def _fill_from_text(reports: pd.DataFrame) -> pd.DataFrame:
    """`reports` with what the manifest leaves blank taken from the report's own lines (see metadata)."""
    found = describe_reports(reports)
    places = ["province", "city", "county"]
    elsewhere = (reports[places].notna() & found[places].notna() & (reports[places] != found[places])).any(axis=1)
    found.loc[elsewhere, places] = pd.NA  # never parts of two places in one row
    for name in found:
        reports[name] = reports[name].fillna(found[name])
    return reports
