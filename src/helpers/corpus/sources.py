"""Where many reports come from: a corpus folder, or one table with a column `text`; read row by row, never whole."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from helpers.corpus.load import TEXT
from helpers.corpus.manifest import COMPUTED, REQUIRED, TEXT_SHA256, Row, name_row, name_text, read_manifest
from helpers.errors import CorpusError
from helpers.places import corpus_folder
from helpers.reading.files import MAX_BYTES
from helpers.tables import find_delimiter

__all__ = ["Given", "Source", "can_parquet", "hash_row", "open_source"]

NEEDED = tuple(name for name in REQUIRED if name != "file")  # columns of a table, besides `text`
AT_ONCE = 50  # rows of a Parquet file in memory
CHUNK = 1 << 20  # characters


class Given(NamedTuple):
    """A row of the manifest, by its number in a spreadsheet (in JSON Lines and Parquet: from 1 on).

    `wrong` is what keeps it from being read. `hashes` are those of its content: first that of the file or text, None if
    there is none; of a scan also that of the text beside it.
    """

    number: int
    row: Row
    wrong: tuple[str, ...]
    hashes: tuple[str | None, ...]


class Source(NamedTuple):
    """Reports to be read: the folder of their lexicon, codebook and corrections; columns; how many; the rows."""

    folder: Path
    names: tuple[str, ...]
    total: int
    read: Callable[[], Iterator[Given]]


class _Line(NamedTuple):
    """A row of a table as it stands there, and what is wrong with it."""

    number: int
    cells: Mapping[str, object]
    wrong: str = ""


def can_parquet() -> bool:
    """Whether the extra `tables` is there, which reads and writes Parquet."""
    return find_spec("pyarrow") is not None


def open_source(path: str | Path | None = None) -> Source:
    """The reports of a corpus folder, or of a table: .csv, .jsonl or .parquet, a row a report.

    A table has the columns report_id, issuer, year and text (the report as characters or as a page's HTML) at least,
    and may have the manifest's others; where it names no `file`, the row is called by its number. Beside it may lie
    what a corpus folder holds: lexicon/, codebook/, corrections.csv. A table is read twice, first for its columns.
    CorpusError for what can be read as neither; what is wrong with one row alone is told with it.

    >>> open_source("tests/texts/coded").folder.name
    'coded'
    """
    place = corpus_folder(path)
    if not place.is_file():
        return _open_folder(place)
    read = _find_reader(place)
    names: dict[str, None] = {}
    total = 0
    for line in read():
        names |= dict.fromkeys(line.cells)
        total += 1
    _check_names(place.name, names)
    return Source(place.parent, tuple(names), total, partial(_list_texts, place.name, tuple(names), read))


def _open_folder(folder: Path) -> Source:
    rows, problems = read_manifest(folder)[1:]
    wrong: dict[int, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.number, []).append(problem.what)
    if wrong.keys() - rows.keys():
        raise CorpusError("\n".join(name_row(problem, rows.get(problem.number)) for problem in problems))

    def read() -> Iterator[Given]:
        for number, row in rows.items():
            yield Given(number, row, tuple(wrong.get(number, ())), hash_row(folder, row))

    return Source(folder, tuple(next(iter(rows.values()))), len(rows), read)


def hash_row(folder: Path, row: Row) -> tuple[str | None, ...]:
    """The hashes of a row's file in a corpus folder's raw/, and of the recognised text beside it; None if not there."""
    names = [row["file"], name_text(row["file"] or "") if row.get(TEXT_SHA256) else None]
    return tuple(_hash_file(folder / "raw" / name) if name else None for name in names)


def _hash_file(path: Path) -> str | None:
    """The hash of a file; None for what cannot be read, which is told when it is to be."""
    with suppress(OSError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return None


def _find_reader(path: Path) -> Callable[[], Iterator[_Line]]:
    kind = path.suffix.lower()
    if kind == ".csv":
        return partial(_read_csv, path, _find_encoding(path))
    if kind == ".jsonl":
        return partial(_read_json_lines, path)
    if kind != ".parquet":
        raise CorpusError(f"{path.name}: no table of reports; save it as .csv, .jsonl or .parquet, or name a folder")
    if not can_parquet():
        raise CorpusError(f"{path.name}: this is a Parquet file; run `make tables` once, or save it as .csv or .jsonl")
    return partial(_read_parquet, path)


def _check_names(file: str, names: Iterable[str]) -> None:
    """CorpusError if a table of reports lacks columns, or has some that are computed."""
    names = set(names)
    if not names:
        raise CorpusError(f"{file}: no report is listed; add one row a report (see corpus/README.md)")
    said = [f"{file}, row 1: the column {name} is missing; add it" for name in NEEDED if name not in names]
    if TEXT not in names:
        said.append(f"{file}: no column text, which holds the reports; add it, or name a corpus folder")
    for name in COMPUTED:
        if name in names and name != TEXT:
            said.append(f"{file}, row 1: the column {name} is filled in from the files; rename or remove it")
    if said:
        raise CorpusError("\n".join(said))


def _list_texts(file: str, names: tuple[str, ...], read: Callable[[], Iterator[_Line]]) -> Iterator[Given]:
    """The rows of a table as those of a manifest."""
    for line in read():
        row: Row = {name: _write_cell(name, line.cells.get(name)) for name in names}
        row["file"] = row.get("file") or f"{file}, row {line.number}"
        text = row[TEXT]
        sha256 = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest() if text else None
        yield Given(line.number, row, (line.wrong,) if line.wrong else (), (sha256,))


def _write_cell(name: str, value: object) -> str | None:
    """A value as the cell of a CSV says it; the report itself stays as it is."""
    if value is None or value != value:  # NaN
        return None
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    cell = str(value)
    return (cell if name == TEXT else cell.strip()) or None


def _find_encoding(path: Path) -> str:
    """How a table is encoded: by its byte order mark, else UTF-8, else GB18030. CorpusError if it is in none."""
    with path.open("rb") as file:
        marked = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    tried = ("utf-16",) if marked else ("utf-8-sig", "gb18030")
    for encoding in tried:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while file.read(CHUNK):
                    pass
            return encoding
        except UnicodeError:
            continue
    raise CorpusError(f"{path.name}: not readable as text (tried {', '.join(tried)}); save it as UTF-8 text")


def _read_csv(path: Path, encoding: str) -> Iterator[_Line]:
    before = csv.field_size_limit(MAX_BYTES)  # of all readers, and too little for a long report
    try:
        with path.open(encoding=encoding, newline="") as file:
            delimiter = find_delimiter(file.readline())
            file.seek(0)
            table = csv.reader(file, delimiter=delimiter, strict=True)
            header = [name.strip() for name in next(table, [])]
            while header and not header[-1]:  # a spreadsheet's columns without a name and a cell
                header.pop()
            _check_header(path.name, header)
            for number, cells in enumerate(table, start=2):
                if not any(cells):
                    continue
                wrong = "more cells than the header has columns; put a text with a comma inside in quotation marks"
                yield _Line(number, dict(zip(header, cells, strict=False)), wrong * any(cells[len(header) :]))
    except csv.Error as error:
        raise CorpusError(
            f"{path.name}, line {table.line_num}: the table breaks off ({error}); "
            "look for a quotation mark that opens and does not close"
        ) from error
    finally:
        csv.field_size_limit(before)


def _check_header(file: str, header: list[str]) -> None:
    said = []
    for place, name in enumerate(header):
        if not name:
            said.append(f"{file}, row 1: column {place + 1} has no name; name or remove it")
        elif name in header[:place]:
            said.append(f"{file}, row 1: the column {name} stands twice; remove or rename one")
    if said:
        raise CorpusError("\n".join(said))


def _read_json_lines(path: Path) -> Iterator[_Line]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                cells = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                yield _Line(number, {}, f"this line is no JSON ({error}); write it anew")
                continue
            if isinstance(cells, dict):
                yield _Line(number, cells)
            else:
                yield _Line(number, {}, "this line is no JSON object; write one a report and line")


def _read_parquet(path: Path) -> Iterator[_Line]:
    parquet: Any = import_module("pyarrow.parquet")  # of an extra
    try:
        with parquet.ParquetFile(path) as file:
            batches = (batch.to_pylist() for batch in file.iter_batches(batch_size=AT_ONCE))
            rows = (row for batch in batches for row in batch)
            for number, cells in enumerate(rows, start=1):
                yield _Line(number, cells)
    except (ValueError, OSError) as error:  # pyarrow's own are of these kinds
        raise CorpusError(f"{path.name}: no Parquet file that can be read ({error}); write it anew") from error
