"""The manifest of a corpus: reports.csv, read and checked row by row."""

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from helpers.characters import decode
from helpers.errors import CorpusError
from helpers.tables import find_delimiter

__all__ = [
    "CELL_DATE",
    "ISSUER_KINDS",
    "LEVELS",
    "MANIFEST",
    "Manifest",
    "Problem",
    "REPORT_ID",
    "REQUIRED",
    "TEXT_SHA256",
    "UNIT_ID",
    "UNSURE_FILE",
    "Row",
    "YEAR",
    "name_row",
    "name_text",
    "read_manifest",
]

MANIFEST = "reports.csv"  # in a corpus folder

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
MAX_COLUMNS = 1_000  # of a manifest: each becomes one of the reports table
TEXT_SHA256 = "text_sha256"  # filled in: the file is a scan, and the text beside it (see name_text) has this hash
UNIT_ID = "unit_id"  # the issuer, whatever it is called in a year; blank: as it is written
UNSURE_FILE = "unsure.csv"  # in the corpus folder: lines of scans to compare with the picture, a row a line
COMPUTED = ("source_file", "raw", "text", "file_headings", "n_chars", "read_as", "verified", "corrections")
REPORT_ID = re.compile(r"\w[\w.-]*")
YEAR = re.compile(r"(\d{4})(?:\.0*|年度?)?")
CELL_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(?::00)?)?")

Row = dict[str, str | None]


class Problem(NamedTuple):
    """What is wrong with a row, and what to do; rows are numbered as a spreadsheet does (the header is row 1)."""

    number: int
    what: str


class Manifest(NamedTuple):
    """reports.csv as it stands: its rows by their number, and what a corpus is refused for.

    `rows` has a cell for every named column, blank ones None; rows without any cell are left out.
    """

    header: list[str]
    rows: dict[int, Row]
    problems: list[Problem]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a corpus folder, its problems listed.

    CorpusError if there is none, or if it is no table at all.
    """
    file = folder / MANIFEST
    if not file.is_file():
        raise CorpusError(f"{folder}: no reports.csv there; name a folder that holds one (see corpus/README.md)")
    data = file.read_bytes()
    try:
        text = decode(data, MANIFEST)
    except CorpusError as error:
        raise CorpusError("reports.csv: this is no text; save it from the spreadsheet as CSV UTF-8") from error
    lines = _read_lines(text, find_delimiter(text))
    header = lines[0] if lines else []
    if len(header) > MAX_COLUMNS:
        raise CorpusError(f"reports.csv: more than {MAX_COLUMNS:,} columns; remove those that hold nothing")
    filled = {number: line for number, line in enumerate(lines[1:], start=2) if any(line)}
    blank: Row = dict.fromkeys(name for name in header if name)
    return Manifest(
        header=header,
        rows={
            number: blank | {name: cell or None for name, cell in zip(header, line, strict=False) if name}
            for number, line in filled.items()
        },
        problems=list(_find_problems(header, filled)),
    )


def _read_lines(text: str, delimiter: str) -> list[list[str]]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [[cell.strip() for cell in line] for line in table]
    except csv.Error as error:
        raise CorpusError(
            f"reports.csv, line {table.line_num}: the table breaks off ({error}); "
            "look for a quotation mark that opens and does not close"
        ) from error


def _find_problems(header: list[str], lines: dict[int, list[str]]) -> Iterable[Problem]:
    """What is wrong with the table, whatever its cells say."""
    named = max((position for position, name in enumerate(header, start=1) if name), default=0)
    first = {name: position for position, name in reversed(list(enumerate(header)))}
    for name in REQUIRED:
        if name not in first:
            yield Problem(1, f"the column {name} is missing; add it")
    for position, name in enumerate(header[:named]):
        if not name:
            yield Problem(1, f"column {position + 1} has no name; name or remove it")
        elif first[name] < position:
            yield Problem(1, f"the column {name} stands twice; remove or rename one")
        elif name in COMPUTED:
            yield Problem(1, f"the column {name} is filled in from the files; rename or remove it")
    for number, line in lines.items():
        if any(line[named:]):
            what = "more cells than the header has columns; put a text with a comma inside in quotation marks"
            yield Problem(number, what)
    if not lines:
        yield Problem(2, "no report is listed; add one row a report (see corpus/README.md)")


def name_text(file: str) -> str:
    """The name of the text that was recognised in a file of raw/: it lies beside it.

    >>> name_text("b/a-2021.pdf")
    'b/a-2021.pdf.txt'
    """
    return f"{file}.txt"


def name_row(problem: Problem, row: Row | None = None) -> str:
    """A problem as users see it, with the report_id of its row where it has one.

    >>> name_row(Problem(2, "year is blank; fill it in"), {"report_id": "a-2021"})
    'reports.csv, row 2 (a-2021): year is blank; fill it in'
    """
    name = f" ({row['report_id']})" if row and row.get("report_id") else ""
    return f"reports.csv, row {problem.number}{name}: {problem.what}"
