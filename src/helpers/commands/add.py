"""Files of reports → files and rows of a corpus, each row proposed from the report's own words."""

import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.characters import count_characters, fold, squeeze
from helpers.cleaning import clean
from helpers.commands.check import find_odd
from helpers.commands.issuers import find_odd_issuers, find_strays, propose_unit
from helpers.commands.messages import say
from helpers.commands.scans import recognise_scan, show_unsure, text_hash, write_scan
from helpers.corpus.load import find_faults, load_corpus, read_text_beside
from helpers.corpus.manifest import (
    MANIFEST,
    REQUIRED,
    TEXT_SHA256,
    UNIT_ID,
    UNSURE_FILE,
    YEAR,
    Manifest,
    Row,
    name_text,
    read_manifest,
)
from helpers.corpus.metadata import describe_report
from helpers.corpus.names import fold_name, show_name
from helpers.errors import CorpusError, list_lines, note_warnings
from helpers.forms import BETWEEN_BODIES, find_main_body
from helpers.places import corpus_folder, hold, write_file
from helpers.reading.files import MAX_BYTES, read_file
from helpers.reading.scan import Recogniser, Scan
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS
from helpers.tables import add_row, set_cell, write_row

__all__ = ["COLUMNS", "add_reports"]

# The columns of a manifest that is made new; one that is there keeps its own.
COLUMNS = (
    *("report_id", "file", "title", "issuer", UNIT_ID, "issuer_kind", "level", "province", "city", "county", "year"),
    *("issued_on", "doc_no", "source_url", "retrieved_on", "licence", "sha256", TEXT_SHA256, "note"),
)
NEW = Manifest(header=list(COLUMNS), rows={}, problems=[])
SHOWN = (
    *("title", "issuer", UNIT_ID, "issuer_kind", "level", "province", "city", "county", "year"),
    *("issued_on", "doc_no"),
)
SAME_SENTENCES = 0.8  # a file with this share of its sentences in another one is the same report

# What is tried of a folder: kinds that are read, and kinds that are refused with what to do.
ENDINGS = (
    *(".txt", ".text", ".md", ".markdown", ".htm", ".html", ".shtml", ".xhtml", ".docx", ".pdf"),
    *(".doc", ".wps", ".rtf", ".odt", ".ofd", ".mht", ".mhtml"),
    *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif"),
)
SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")  # what else follows a name's last dot is no kind of file
LONGEST_BODY = 60  # characters of an issuer's name in a report_id
SAVED_WITH = ("_files", ".files", "_file", "_文件")  # the folder of a saved page's pictures and scripts


class _Wish(NamedTuple):
    """What whoever adds files says of them."""

    folder: Path
    year: str
    issuer: str
    dry_run: bool
    recognise: Recogniser | None


def add_reports(
    files: str | Path | Iterable[str | Path],
    corpus: str | Path | None = None,
    *,
    new: bool = False,
    year: int | str | None = None,
    issuer: str | None = None,
    dry_run: bool = False,
    recognise: Recogniser | None = None,
) -> pd.DataFrame:
    """Add reports to a corpus, and print what was found in each and what looks odd; one row a file.

    Columns: file, report_id, refused (why it was not added, a line a fault, else NA). `files`: one or several, folders
    too, seen from where the program runs. A file is read, its manifest row proposed from the report's own words, and
    both tried with load_corpus; then the file goes into raw/ and the row to the end of reports.csv, each in one step
    and both or none.
    `year` and `issuer` hold for all files, whatever they say. `new` makes the corpus folder; `dry_run` writes nothing.
    Of scans the text is recognised, by RapidOCR or by `recognise`, and kept beside the file. `corpus` as in
    `corpus_folder`. Raises CorpusError for a folder that is not there or that another command is changing, and for a
    year that is none.

    >>> add_reports("report.txt", "no-such-corpus")
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: ...
    """
    folder = _find_folder(corpus, new)
    wish = _Wish(folder, _read_year(year), (issuer or "").strip(), dry_run, recognise)
    found = [files] if isinstance(files, str | Path) else files
    paths = [path for name in found for path in _list_files(Path(name).expanduser())]
    with nullcontext() if dry_run else hold(folder):
        return _add_all(paths, wish)


def _add_all(paths: list[Path], wish: _Wish) -> pd.DataFrame:
    rows = _read_rows(wish.folder)
    before = _find_odd_rows(rows)
    added: list[tuple[str, str | None, str | None]] = []
    for number, path in enumerate(paths, start=1):
        print(f"[{number}/{len(paths)}] {path}", flush=True)
        try:
            row = _add(path, wish, rows)
        except (CorpusError, OSError) as error:
            why = [line.removeprefix(f"{path}: ") for line in list_lines(error)]
            for line in why:
                print("  " + say(f"not added: {line}"))
            added.append((str(path), None, "\n".join(why)))
        else:
            rows.append(row)
            added.append((str(path), row["report_id"], None))
    odd = [line for line in _find_odd_rows(rows) if line not in before]
    for line in odd + ([] if wish.dry_run or not (wish.folder / MANIFEST).exists() else find_strays(wish.folder)):
        print(say(f"odd: {line}"))
    held = pd.StringDtype("python", na_value=np.nan)  # Arrow's memory has no room for a name that is not UTF-8
    return pd.DataFrame(added, columns=["file", "report_id", "refused"], dtype=held)


def _find_folder(corpus: str | Path | None, new: bool) -> Path:
    folder = corpus_folder(corpus)
    if new and (folder / MANIFEST).exists():
        raise CorpusError(f"{folder}: a corpus is there already; leave --new out to add to it")
    if not new and not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; make it with --new, or name another with --corpus")
    if (folder / "raw").is_symlink():
        raise CorpusError(f"{folder / 'raw'}: a link to another place; put the files themselves into a folder raw/")
    return folder


def _read_year(year: int | str | None) -> str:
    """A year as a manifest has it, "" for none."""
    if year is None:
        return ""
    for said in find_faults(Row(dict.fromkeys(REQUIRED, "a"), year=str(year))):
        raise CorpusError(said)
    found = YEAR.fullmatch(str(year))
    return found[1] if found else ""


def _list_files(path: Path) -> list[Path]:
    """A file itself; of a folder the files that may be reports, whatever folder below they lie in.

    What is left out for its ending is printed, hidden files are not.
    """
    if not path.is_dir():
        return [path]
    files: list[Path] = []
    left_out: list[Path] = []
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path).parts
        if file.is_dir() or any(part.startswith((".", "~$")) for part in inside):
            continue
        saved = any(part.endswith(SAVED_WITH) for part in inside[:-1])
        (left_out if saved or file.suffix.lower() not in ENDINGS else files).append(file)
    if left_out:
        names = ", ".join(file.relative_to(path).as_posix() for file in left_out)
        print(say(f"left out, no reports by their names: {names}"))
    if not files:
        raise CorpusError(f"{path}: no file there that may be a report")
    return files


def _read_rows(folder: Path) -> list[Row]:
    if not (folder / MANIFEST).exists():
        return []
    return [row for row in read_manifest(folder).rows.values() if row.get("report_id")]


def _find_odd_rows(rows: list[Row]) -> list[str]:
    """What looks odd in the rows of a manifest taken together."""
    return find_odd_issuers(_whole(rows))


def _whole(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.get("issuer") and YEAR.fullmatch(row.get("year") or "")]


def _add(path: Path, wish: _Wish, rows: list[Row]) -> Row:
    """Read, propose, show and write one report; its row."""
    if path.exists() and not path.is_file():
        raise CorpusError("this is no file but a device or a pipe; save what it gives as a file")
    if path.stat().st_size > MAX_BYTES:
        raise CorpusError(f"more than {MAX_BYTES:,} bytes; cut out the report or save its text")
    data, suffix = path.read_bytes(), path.suffix.strip().lower()
    suffix = suffix if SUFFIX.fullmatch(suffix) else ""
    manifest = read_manifest(wish.folder) if (wish.folder / MANIFEST).exists() else NEW
    if missing := [name for name in REQUIRED if name not in manifest.header]:
        raise CorpusError(f"reports.csv, row 1: the columns {', '.join(missing)} are missing; add them")
    sha256 = hashlib.sha256(data).hexdigest()
    twin = next((row["report_id"] for row in rows if (row.get("sha256") or "").lower() == sha256), None)
    if twin:
        raise CorpusError(f"the corpus holds this very file, as {twin}")
    scan = recognise_scan(data, path.name, wish.recognise)
    row = {"report_id": "new", "file": f"new{suffix}", "issuer": "?", "year": "2000", "sha256": sha256}
    row[TEXT_SHA256] = text_hash(scan)
    draft = _load(row, data, scan)[0].iloc[0]
    row |= _describe(draft, wish)
    row[UNIT_ID] = propose_unit(dict(row), _whole(rows))
    row["report_id"] = _name(row, rows, wish.folder, draft["text"])
    row["file"] = row["report_id"] + suffix
    row["note"] = f"original name: {show_name(path.name)}"
    raw = (wish.folder / "raw").resolve()
    inside = path.resolve().is_relative_to(raw)
    if inside:  # it lies there already: its row alone is missing
        row["file"] = path.resolve().relative_to(raw).as_posix()
    files = {} if inside else {row["file"]: data}
    files |= {name_text(row["file"]): scan.text.encode()} if scan else {}
    for name, content in files.items():  # the same was put down by a run that was killed before it wrote the row
        if (raw / name).exists() and (raw / name).read_bytes() != content:
            raise CorpusError(f"raw/{name} is there already and in no row of reports.csv; move it away")
    report, odd = _load(row | {"file": Path(row["file"]).name}, data, scan)
    _show(row, report, [*odd, *show_unsure(scan.unsure if scan else [])])
    if not wish.dry_run:
        _write(wish.folder, None if manifest is NEW else manifest, row, None if inside else data, scan)
    return dict(row)


def _load(row: dict[str, str], data: bytes, scan: Scan | None) -> tuple[pd.DataFrame, list[str]]:
    """The report of a row and its file, as load_corpus gives it from a corpus that holds nothing else; its warnings."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        (folder / "raw" / row["file"]).write_bytes(data)
        if scan:
            write_scan(folder, row["report_id"], row["file"], scan)
        (folder / MANIFEST).write_text(write_row(row) + write_row(row.values()), "utf-8")
        try:
            with note_warnings() as warned:
                report = load_corpus(folder)
            return report, [said.removeprefix(f"raw/{row['file']}: ") for said in warned]
        except CorpusError as error:
            said = re.sub(r"(?m)^reports\.csv, row 2 \(.*?\): ", "", str(error))
            file = f"raw/{row['file']}"
            raise CorpusError(said.replace(f"{file}: ", "").replace(file, "the file")) from error


def _describe(draft: pd.Series, wish: _Wish) -> dict[str, str]:
    """The columns of the manifest that the report's own lines fill, or who adds it; CorpusError without issuer or year.

    Of an issuer that the report does not name, kind, level and place are read from the name.
    """
    marked = draft["file_headings"]
    found = describe_report(draft["text"], draft["raw"], None if pd.isna(marked) else marked)
    if wish.issuer and wish.issuer != found.issuer:
        named = describe_report(f"{wish.issuer.replace(BETWEEN_BODIES, ' ')}2000年法治政府建设年度报告")
        about = ("issuer_kind", "level", "province", "city", "county")
        found = found._replace(issuer=wish.issuer, **{name: getattr(named, name) for name in about})
    if wish.year:
        found = found._replace(year=int(wish.year))
    asked = ((found.issuer, "who issued it", "--issuer"), (found.year, "which year it is about", "--year"))
    for value, what, option in asked:
        if value is None:
            said = f"the file does not say {what}; say so with {option}, or add its row by hand (see corpus/README.md)"
            raise CorpusError(said)
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
    body = re.sub(r"[^\w-]", "", find_main_body(row["issuer"])).lstrip("-")
    name = f"{body[:LONGEST_BODY]}-{row['year']}".lstrip("-")
    taken = {fold_name(other["report_id"] or "") for other in rows}
    names = [name, *(f"{name}-{number}" for number in range(2, len(rows) + 3))]
    return next(name for name in names if fold_name(name) not in taken)


def _sentences_of(file: Path) -> set[str]:
    """The sentences of a file of the corpus; none if it cannot be read, which is for `check` to say."""
    try:
        beside = file.with_name(name_text(file.name)).is_file()
        with note_warnings():  # for `check` too
            raw = read_text_beside(file.parent, file.name) if beside else read_file(file.read_bytes(), file.name)
        return _sentences(clean(raw).text)
    except (CorpusError, OSError):
        return set()


def _sentences(text: str) -> set[str]:
    return set(map(squeeze, re.split("[。;]", fold(text)))) - {""}


def _show(row: dict[str, str], report: pd.DataFrame, further: list[str]) -> None:
    """Print the proposed row, what was found in the report, and what looks odd, `further` last."""
    for name in ("report_id", *SHOWN):
        print(f"  {name:<11} {row[name] or '–'}")
    passages = parse_outline(report)
    chars = count_characters(passages["text"]).groupby(passages["role"]).sum()
    items = Counter(list_items(passages)["role"])
    found = [f"{ROLE_LABELS[role]} {chars[role]:,} ({items[role]})" for role in ROLE_LABELS if role in chars]
    print(f"  {say('found'):<11} " + say(f"{' · '.join(found)}: characters (items)"))
    for odd in [*find_odd(report), *further]:
        print(f"  {say('odd'):<11} {say(odd)}")


def _write(folder: Path, manifest: Manifest | None, row: dict[str, str], data: bytes | None, scan: Scan | None) -> None:
    """Put the file into raw/ and the row at the end of reports.csv, which is left as it is byte for byte otherwise.

    Both or none; folders that were made for them go too. Without `manifest` there is no table yet, without `data` the
    file is there already. Of a scan its text and its rows of unsure.csv go with it.
    """
    table, file, unsure = folder / MANIFEST, folder / "raw" / row["file"], folder / UNSURE_FILE
    before = table.read_bytes() if manifest else write_row(COLUMNS).encode("utf-8-sig")
    if scan and manifest and TEXT_SHA256 not in manifest.header:
        before = set_cell(before, MANIFEST, 1, TEXT_SHA256, "")
    if row[UNIT_ID] != row["issuer"]:  # where they are one, a blank says so too
        before = set_cell(before, MANIFEST, 1, UNIT_ID, "")
    after = add_row(before, MANIFEST, row)
    unsure_before = unsure.read_bytes() if unsure.exists() else None
    made = [path for path in (file.parent, folder) if not path.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        if data is not None:
            write_file(file, data)
        if scan:
            write_scan(folder, row["report_id"], row["file"], scan)
        write_file(table, after)
    except BaseException:
        if data is not None:
            file.unlink(missing_ok=True)
        if scan:
            file.with_name(name_text(file.name)).unlink(missing_ok=True)
            unsure.unlink(missing_ok=True)
            if unsure_before is not None:
                write_file(unsure, unsure_before)
        for path in made:
            with suppress(OSError):  # something else is in it
                path.rmdir()
        raise
