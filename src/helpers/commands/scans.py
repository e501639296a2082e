"""Scans of a corpus: recognised as they are added, their text beside them, taken over again when it was corrected."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.characters import decode, squeeze
from helpers.commands.messages import say
from helpers.corpus.load import read_text_beside
from helpers.corpus.manifest import MANIFEST, TEXT_SHA256, UNSURE_FILE, Row, name_text, read_manifest
from helpers.errors import CorpusError, ScanError, note_warnings
from helpers.places import corpus_folder, hold, write_file
from helpers.reading.files import read_file
from helpers.reading.scan import Recogniser, Scan, Unsure, can_recognise, recognise_apart, recognise_text
from helpers.tables import Column, add_row, drop_rows, list_rows, load_table, set_cell, write_row

__all__ = [
    "list_unsure",
    "recognise_scan",
    "show_unsure",
    "take_over",
    "text_hash",
    "write_scan",
]

UNSURE_COLUMNS = (
    *(Column("report_id", filled=True), Column("page", filled=True, number="Int64")),
    *(Column("confidence", filled=True, number="Float64"), Column("text")),
)
SET_ASIDE = (
    "the other pages are recognised; write what is missing into the text beside the scan, and take it over with"
    " `python -m helpers add --again` and the report_id"
)
LISTED = 20  # lines of a report that are shown; all are in the file


def recognise_scan(data: bytes, name: str, recognise: Recogniser | None = None) -> Scan | None:
    """What is recognised in a file, None for one that holds its text itself.

    `recognise` is RapidOCR unless another is given. CorpusError without the extra, and as `recognise_text`.
    """
    try:
        with note_warnings():  # said when it is read from the corpus
            read_file(data, name)
    except ScanError as error:
        if recognise is None and not can_recognise():
            raise CorpusError(str(error).removeprefix(f"{name}: ")) from error
        print("  " + say("recognising its text: some ten seconds a page …"), flush=True)
        scan = recognise_text(data, recognise) if recognise else recognise_apart(data)
        for line in scan.aside:
            print("  " + say(line), flush=True)
        if scan.aside:
            print("  " + say(SET_ASIDE), flush=True)
        return scan
    return None


def text_hash(scan: Scan | None) -> str:
    """What the manifest says of the text beside a file; "" for none."""
    return hashlib.sha256(scan.text.encode()).hexdigest() if scan else ""


def write_scan(folder: Path, report_id: str, file: str, scan: Scan) -> None:
    """Write the recognised text beside a file of a corpus folder, and the lines to look at into unsure.csv."""
    write_file(folder / "raw" / name_text(file), scan.text.encode())
    table = _read_unsure(folder)
    if not scan.unsure and report_id not in set(table["report_id"]):
        return
    unsure = folder / UNSURE_FILE
    data = unsure.read_bytes() if unsure.is_file() else write_row(table.columns).encode("utf-8-sig")
    data = drop_rows(data, UNSURE_FILE, set(table.index[table["report_id"] == report_id]))
    for page, confidence, text in scan.unsure:
        cells = {"report_id": report_id, "page": str(page), "confidence": str(confidence), "text": text}
        data = add_row(data, UNSURE_FILE, cells)
    write_file(unsure, data)


def show_unsure(unsure: Iterable[Unsure]) -> list[str]:
    """Lines that the recogniser is not sure of, a line each, the first LISTED of them."""
    said = [
        f"page {page}, recognised with {confidence:.2f}: {text}" if text else f"page {page}: no text was recognised"
        for page, confidence, text in unsure
    ]
    more = f"{len(said) - LISTED} more lines that the recogniser is not sure of, in {UNSURE_FILE}"
    return said[:LISTED] + ([more] if len(said) > LISTED else [])


def list_unsure(folder: Path) -> list[str]:
    """What of unsure.csv still stands in the texts of a corpus folder, a line each, with its report.

    A line that was corrected no longer stands there; one that was right is dropped by deleting its row.
    """
    rows = read_manifest(folder).rows.values()
    files = {str(row["report_id"]): str(row["file"]) for row in rows if row.get(TEXT_SHA256)}
    table = _read_unsure(folder)
    table["text"] = table["text"].fillna("")
    said = []
    for report_id, file in files.items():
        path = folder / "raw" / name_text(file)
        text = squeeze(decode(path.read_bytes(), path.name)) if path.is_file() else ""
        own = list_rows(table[table["report_id"] == report_id], Unsure)
        said += [f"{report_id}: {line}" for line in show_unsure(row for row in own if squeeze(row.text) in text)]
    return said


def take_over(name: str, corpus: str | Path | None = None, *, recognise: Recogniser | None = None) -> str:
    """Take over the text beside a scan that is in the corpus, as it is now: its hash into the manifest.

    `name` is a report_id, or the file or the text beside it. A scan without a text is recognised. Returns what was
    done, a line. CorpusError for a report that is not there, for a file that holds its text itself, and as
    `recognise_scan`.
    """
    folder = corpus_folder(corpus)
    read_manifest(folder)  # a folder without one is no corpus
    with hold(folder):
        return _take_over(name, folder, recognise)


def _take_over(name: str, folder: Path, recognise: Recogniser | None) -> str:
    rows = read_manifest(folder).rows
    number, row = next(((n, row) for n, row in rows.items() if _is_named(row, name, folder)), (0, {}))
    if not number:
        raise CorpusError(f"{name}: no report_id and no file of {folder / 'reports.csv'}; add it without --again")
    report_id, file = str(row["report_id"]), str(row["file"])
    path = folder / "raw" / name_text(file)
    if not path.resolve().is_relative_to((folder / "raw").resolve()):
        raise CorpusError(f"raw/{file} lies outside raw/; put the file inside and name it from there")
    if not path.is_file():
        data = (folder / "raw" / file).read_bytes()
        try:
            scan = recognise_scan(data, file, recognise)
        except CorpusError as error:
            raise CorpusError(f"raw/{file}: {error}") from error
        if scan is None:
            raise CorpusError(f"{name}: raw/{file} holds its text itself; there is none beside it to take over")
        write_scan(folder, report_id, file, scan)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    text = read_text_beside(folder / "raw", file)
    if not text.strip():
        raise CorpusError(f"raw/{name_text(file)} is empty; put the text back, or delete it and it is recognised anew")
    table = folder / MANIFEST
    before = table.read_bytes()
    if (after := set_cell(before, MANIFEST, number, TEXT_SHA256, sha256)) != before:
        write_file(table, after)
    said = "is the text that the manifest means already" if after == before else "is taken over"
    return f"{report_id}: raw/{name_text(file)} {said}, {len(squeeze(text)):,} characters"


def _is_named(row: Row, name: str, folder: Path) -> bool:
    """Whether a row of the manifest is meant by a report_id, by a file's name in raw/, or by the file itself."""
    file = row.get("file") or ""
    names = {row.get("report_id"), file, name_text(file)}
    places = {(folder / "raw" / part).resolve() for part in (file, name_text(file))}
    return bool(file) and (name in names or Path(name).resolve() in places)


def _read_unsure(folder: Path) -> pd.DataFrame:
    """The rows of unsure.csv, none where there is no such file; CorpusError for what is no such table."""
    file = folder / UNSURE_FILE
    if file.is_file():
        return load_table(file, UNSURE_COLUMNS)
    return pd.DataFrame(columns=[column.name for column in UNSURE_COLUMNS])
