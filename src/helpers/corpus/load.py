"""The manifest and its files → the reports table; where a corpus lies and where its results go."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

__all__ = [
    "ISSUER_KINDS",
    "LEVELS",
    "ROOT",
    "CorpusError",
    "corpus_folder",
    "count_characters",
    "load_corpus",
    "name_reports",
    "output_folder",
    "require_reports",
]

ROOT = Path(__file__).resolve().parents[3]

# The closed lists of the data card, with the labels that readers see.
ISSUER_KINDS = {
    "government": "人民政府",
    "approval_bureau": "行政审批服务局",
    "bureau": "其他工作部门",
    "development_zone": "开发区、新区管理机构",
    "township": "乡镇人民政府、街道办事处",
    "other": "其他",
}
LEVELS = {"state": "国家级", "province": "省级", "prefecture": "市级", "county": "县级", "township": "乡级"}

REQUIRED = ("report_id", "file", "issuer", "year")
COMPUTED = ("source_file", "raw", "text", "n_chars", "verified")
# The columns of the reports table and their types, in order; whatever else the manifest has comes after them.
COLUMNS = {
    **dict.fromkeys(["report_id", "title", "issuer", "issuer_kind", "level", "province", "city", "county"], "str"),
    **{"year": "Int64", "issued_on": "datetime64[us]", "doc_no": "str", "addressee": "str"},
    **{"source_file": "str", "raw": "str", "text": "str", "n_chars": "int64", "sha256": "str", "verified": "bool"},
    **{"source_url": "str", "retrieved_on": "datetime64[us]", "licence": "str", "note": "str"},
}

FOLDERS = {
    "notebooks": "notebooks",
    "figures": "figures",
    "html": "build/html",
    "tables": "build/tables",
    "print": "build/print",
}

REPORT_ID = re.compile(r"\w[\w.-]*")
YEAR = re.compile(r"(\d{4})(?:\.0*|年度?)?")
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(?::00)?)?")

Row = dict[str, str | None]


class CorpusError(ValueError):
    """A corpus that cannot be used as it is: one line a problem, each with file, row and remedy."""


def corpus_folder(path: str | Path | None = None) -> Path:
    """The corpus folder: `path`, else the variable FAZHI_CORPUS, else the repository's own `corpus/`.

    A relative path starts at the repository's root, wherever a notebook or a command runs.
    """
    return (ROOT / Path(path or os.environ.get("FAZHI_CORPUS") or "corpus").expanduser()).resolve()


def output_folder(kind: str, corpus: str | Path | None = None) -> Path:
    """Where results of a kind (notebooks, figures, html, tables, print) belong; the folder is not created.

    The repository's own corpus has `notebooks/`, `figures/` and `build/<kind>/`; any other corpus has
    `build/<folder name>/<kind>/`, so that nothing of the repository's is overwritten. The variable FAZHI_OUT
    names another place, `<FAZHI_OUT>/<kind>/`, for either. An unknown kind is a KeyError.
    """
    place = FOLDERS[kind]
    folder = corpus_folder(corpus)
    if os.environ.get("FAZHI_OUT"):
        return ROOT / os.environ["FAZHI_OUT"] / kind
    if folder == corpus_folder(ROOT / "corpus"):
        return ROOT / place
    if folder.name in ("", *FOLDERS):
        raise CorpusError(f"{folder}: its results would go to build/{folder.name}, which is in use; rename the folder")
    return ROOT / "build" / folder.name / kind


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
    rows = _read_manifest(folder)
    problems: list[tuple[int, str]] = []
    reports = [_read_report(folder, number, row, problems) for number, row in rows.items()]
    _find_repeats(rows, reports, problems)
    if problems:
        raise CorpusError("\n".join(_line(number, rows[number], what) for number, what in sorted(problems)))
    types = COLUMNS | {name: "str" for name in next(iter(rows.values())) if name not in COLUMNS and name != "file"}
    columns = {name: pd.Series([report.get(name) for report in reports], dtype=type_) for name, type_ in types.items()}
    return _fill_from_text(pd.DataFrame(columns).set_index("report_id"))


def require_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """`reports` as they are, if there are two or more to compare; else a CorpusError."""
    if len(reports) < 2:
        raise CorpusError(
            f"this notebook compares reports, and the corpus holds {len(reports)}: add a report (see corpus/README.md)"
        )
    return reports


def name_reports(reports: pd.DataFrame) -> pd.Series:
    """A short name for each report, for charts and tables: its issuer without the places above it, and its year.

    Of several issuers the first that is no Party body. The province is left out, and the city where the county is known
    too (西海岸新区行政审批服务局 2021). A name that would stand twice gives way to the report_id.
    """
    names = []
    for row in reports[["issuer", "province", "city", "county", "year"]].itertuples(index=False):
        issuers = row.issuer.split("；")
        issuer = next((name for name in issuers if not name.startswith("中共")), issuers[0])
        for place in (row.province, row.city if pd.notna(row.county) else pd.NA):
            if pd.notna(place):
                issuer = issuer.removeprefix(place).removeprefix(place[:-1]) or issuer
        names.append(f"{issuer} {row.year}")
    named = pd.Series(names, index=reports.index, dtype="str", name="report")
    return named.where(~named.duplicated(keep=False), reports.index.to_series())


def count_characters(text: pd.Series) -> pd.Series:
    """How many characters of each text are no white space: the unit of every length and the base of every rate."""
    return text.str.split().str.join("").str.len().astype("int64")


def _read_manifest(folder: Path) -> dict[int, Row]:
    """The rows of reports.csv by their number in a spreadsheet (the header is row 1); blank cells are None."""
    from helpers.reading.files import decode  # not above: reading and outline import this module

    manifest = folder / "reports.csv"
    if not manifest.is_file():
        raise CorpusError(f"{folder}: no reports.csv there; name a folder that holds one (see corpus/README.md)")
    try:
        text = decode(manifest.read_bytes(), "reports.csv")
    except CorpusError as error:
        raise CorpusError("reports.csv: this is no text; save it from the spreadsheet as CSV UTF-8") from error
    delimiter = max(",;\t", key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [[cell.strip() for cell in line] for line in table]
    except csv.Error as error:
        raise CorpusError(
            f"reports.csv, line {table.line_num}: the table breaks off ({error}); "
            "look for a quotation mark that opens and does not close"
        ) from error
    header = lines[0] if lines else []
    while header and not header[-1]:
        header = header[:-1]
    rows = {number: line for number, line in enumerate(lines[1:], start=2) if any(line)}
    problems = [_line(1, {}, what) for what in _check_header(header)]
    problems += [
        _line(number, {}, "more cells than the header has columns; put a text with a comma inside in quotation marks")
        for number, line in rows.items()
        if any(line[len(header) :])
    ]
    if not rows:
        problems.append(_line(2, {}, "no report is listed; add one row a report (see corpus/README.md)"))
    if problems:
        raise CorpusError("\n".join(problems))
    blank: Row = dict.fromkeys(header)
    return {
        number: blank | {name: cell or None for name, cell in zip(header, line, strict=False)}
        for number, line in rows.items()
    }


def _check_header(header: list[str]) -> list[str]:
    """What is wrong with the manifest's column names."""
    problems = [f"the column {name} is missing; add it" for name in REQUIRED if name not in header]
    for position, name in enumerate(header):
        if not name:
            problems.append(f"column {position + 1} has no name; name or remove it")
        elif name in header[:position]:
            problems.append(f"the column {name} stands twice; remove or rename one")
        elif name in COMPUTED:
            problems.append(f"the column {name} is filled in from the files; rename or remove it")
    return problems


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
            date = DATE.fullmatch(row[name])
            report[name] = _to_date(*date.groups()) if date else None
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
    from helpers.cleaning import clean
    from helpers.reading.files import MAX_BYTES, read_file

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
    from helpers.corpus.metadata import describe_reports

    found = describe_reports(reports)
    places = ["province", "city", "county"]
    elsewhere = (reports[places].notna() & found[places].notna() & (reports[places] != found[places])).any(axis=1)
    found.loc[elsewhere, places] = pd.NA  # never parts of two places in one row
    for name in found:
        reports[name] = reports[name].fillna(found[name])
    return reports


def _to_date(*parts: str) -> datetime | None:
    """Year, month, day → the date; None if the calendar has no such day."""
    try:
        return datetime(*map(int, parts))
    except ValueError:
        return None


def _line(number: int, row: Row, what: str) -> str:
    name = f" ({row['report_id']})" if row.get("report_id") else ""
    return f"reports.csv, row {number}{name}: {what}"
