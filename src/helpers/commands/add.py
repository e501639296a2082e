"""Files of reports → files and rows of a corpus, each row proposed from the report's own words."""

import csv
import hashlib
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from helpers.characters import count_characters, fold, squeeze
from helpers.cleaning import clean
from helpers.commands.check import find_odd
from helpers.corpus.load import load_corpus
from helpers.corpus.manifest import REQUIRED, Manifest, Row, read_manifest
from helpers.corpus.metadata import describe_report
from helpers.errors import CorpusError
from helpers.forms import find_main_body
from helpers.places import corpus_folder
from helpers.reading.files import MAX_BYTES, read_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS

__all__ = ["COLUMNS", "add_files"]

# The columns of a manifest that is made new; one that is there keeps its own.
COLUMNS = (
    *("report_id", "file", "title", "issuer", "issuer_kind", "level", "province", "city", "county", "year"),
    *("issued_on", "doc_no", "source_url", "retrieved_on", "licence", "sha256", "note"),
)
NEW = Manifest(header=list(COLUMNS), rows={}, delimiter=",", line_end="\n", encoding="utf-8", problems=[])
SHOWN = ("title", "issuer", "issuer_kind", "level", "province", "city", "county", "year", "issued_on", "doc_no")
SAME_SENTENCES = 0.8  # a file with this share of its sentences in another one is the same report


def add_files(files: list[Path], corpus: str | Path | None = None, *, dry_run: bool = False) -> list[str]:
    """Add reports to a corpus and print what was found in each; returns a line for every file that was not added.

    A file is read, its manifest row proposed from the report's own words, and both tried with load_corpus; then the
    file goes into raw/ and the row to the end of reports.csv, each in one step. `dry_run` writes nothing. A folder
    without a reports.csv gets one. Raises CorpusError for a folder that is not there.
    """
    folder = corpus_folder(corpus)
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; make it, or name another with --corpus")
    failed = []
    for number, file in enumerate(files, start=1):
        print(f"[{number}/{len(files)}] {file}", flush=True)
        try:
            _add(file, folder, dry_run=dry_run)
        except (CorpusError, OSError) as error:
            print(f"  not added: {error}")
            failed.append(f"{file}: {error}")
    return failed


def _add(file: Path, folder: Path, *, dry_run: bool) -> None:
    """Read, propose, show and write one report."""
    if file.stat().st_size > MAX_BYTES:
        raise CorpusError(f"more than {MAX_BYTES:,} bytes; cut out the report or save its text")
    data, suffix = file.read_bytes(), file.suffix.lower()
    manifest = read_manifest(folder) if (folder / "reports.csv").exists() else NEW
    if missing := [name for name in REQUIRED if name not in manifest.header]:
        raise CorpusError(f"reports.csv, row 1: the columns {', '.join(missing)} are missing; add them")
    rows = [row for row in manifest.rows.values() if row["report_id"]]
    sha256 = hashlib.sha256(data).hexdigest()
    twin = next((row["report_id"] for row in rows if (row.get("sha256") or "").lower() == sha256), None)
    if twin:
        raise CorpusError(f"the corpus holds this very file, as {twin}")
    row = {"report_id": "new", "file": f"new{suffix}", "issuer": "?", "year": "2000", "sha256": sha256}
    draft = _load(row, data).iloc[0]
    row |= _describe(draft["text"], draft["raw"])
    row["report_id"] = _name(row, rows, folder, draft["text"])
    row["file"] = row["report_id"] + suffix
    if (folder / "raw" / row["file"]).exists():
        raise CorpusError(f"raw/{row['file']} is there already and in no row of reports.csv; move it away")
    _show(row, _load(row, data))
    if not dry_run:
        _write(folder, manifest, row, data)


def _load(row: dict[str, str], data: bytes) -> pd.DataFrame:
    """The report of a row and its file, as load_corpus gives it from a corpus that holds nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        (folder / "raw" / row["file"]).write_bytes(data)
        (folder / "reports.csv").write_text(_write_line(row) + _write_line(row.values()), "utf-8")
        try:
            return load_corpus(folder)
        except CorpusError as error:
            said = re.sub(r"(?m)^reports\.csv, row 2 \(.*?\): ", "", str(error)).replace("\n", "; ")
            file = f"raw/{row['file']}"
            raise CorpusError(said.replace(f"{file}: ", "").replace(file, "the file")) from error


def _write_line(cells: Iterable[str], delimiter: str = ",", end: str = "\n") -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter, lineterminator=end).writerow(cells)
    return line.getvalue()


def _describe(text: str, raw: str) -> dict[str, str]:
    """The columns of the manifest that the report's own lines fill; CorpusError without issuer or year."""
    found = describe_report(text, raw)
    for name, what in ((found.issuer, "who issued it"), (found.year, "which year it is about")):
        if name is None:
            raise CorpusError(f"the file does not say {what}; add its row by hand (see corpus/README.md)")
    cells = found._replace(addressee=None)._asdict()  # the manifest has no such column
    cells["issued_on"] = found.issued_on and f"{found.issued_on:%Y-%m-%d}"
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _name(row: dict[str, str], rows: list[Row], folder: Path, text: str) -> str:
    """A report_id that is free: the issuer (of several the first that is no Party body) and the year.

    CorpusError if a report of that issuer and year holds the same sentences, whatever the kind of its file.
    """
    sentences = _sentences(text)
    for other in rows:
        if (other["issuer"], (other["year"] or "")[:4]) != (row["issuer"], row["year"]):
            continue
        if len(sentences & _sentences_of(folder / "raw" / (other["file"] or ""))) >= SAME_SENTENCES * len(sentences):
            raise CorpusError(f"the corpus holds this report, as {other['report_id']}")
    name = re.sub(r"[^\w-]", "", f"{find_main_body(row['issuer'])}-{row['year']}")
    taken = {(other["report_id"] or "").casefold() for other in rows}
    names = [name, *(f"{name}-{number}" for number in range(2, len(rows) + 3))]
    return next(name for name in names if name.casefold() not in taken)


def _sentences_of(file: Path) -> set[str]:
    """The sentences of a file of the corpus; none if it cannot be read, which is for `check` to say."""
    try:
        return _sentences(clean(read_file(file.read_bytes(), file.name)).text)
    except (CorpusError, OSError):
        return set()


def _sentences(text: str) -> set[str]:
    return set(map(squeeze, re.split("[。;]", fold(text)))) - {""}


def _show(row: dict[str, str], report: pd.DataFrame) -> None:
    """Print the proposed row, what was found in the report, and what looks odd."""
    for name in ("report_id", *SHOWN):
        print(f"  {name:<11} {row[name] or '–'}")
    passages = parse_outline(report)
    chars = count_characters(passages["text"]).groupby(passages["role"]).sum()
    items = Counter(list_items(passages)["role"])
    found = [f"{ROLE_LABELS[role]} {chars[role]:,} ({items[role]})" for role in ROLE_LABELS if role in chars]
    print(f"  {'found':<11} {' · '.join(found)}: characters (items)")
    for odd in find_odd(report):
        print(f"  {'odd':<11} {odd}")


def _write(folder: Path, manifest: Manifest, row: dict[str, str], data: bytes) -> None:
    """Put the file into raw/ and the row at the end of reports.csv, which is left as it is byte for byte otherwise."""
    table, file = folder / "reports.csv", folder / "raw" / row["file"]
    if manifest.encoding is None:
        raise CorpusError("reports.csv: its encoding would not survive; save it from the spreadsheet as CSV UTF-8")
    before = table.read_bytes() if manifest is not NEW else _write_line(manifest.header).encode("utf-8-sig")
    line = _write_line([row.get(name, "") for name in manifest.header], manifest.delimiter, manifest.line_end)
    if not before.endswith("\n".encode(manifest.encoding)):
        line = manifest.line_end + line
    file.parent.mkdir(exist_ok=True)
    _replace(file, data)
    try:
        _replace(table, before + line.encode(manifest.encoding))
    except OSError:
        file.unlink()
        raise


def _replace(path: Path, data: bytes) -> None:
    """Write a file in one step: what was there stays whole until the new one is."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
