"""The manifest of a corpus, row by row."""

import csv
import io
import re
from pathlib import Path

from helpers.characters import decode
from helpers.errors import CorpusError

__all__ = ["CELL_DATE", "ISSUER_KINDS", "LEVELS", "REPORT_ID", "REQUIRED", "Row", "YEAR", "name_row", "read_manifest"]

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
REPORT_ID = re.compile(r"\w[\w.-]*")
YEAR = re.compile(r"(\d{4})(?:\.0*|年度?)?")
CELL_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(?::00)?)?")
Row = dict[str, str | None]


def read_manifest(folder: Path) -> dict[int, Row]:
    """The rows of reports.csv by their number in a spreadsheet (the header is row 1); blank cells are None."""
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
    problems = [name_row(1, {}, what) for what in _check_header(header)]
    problems += [
        name_row(
            number, {}, "more cells than the header has columns; put a text with a comma inside in quotation marks"
        )
        for number, line in rows.items()
        if any(line[len(header) :])
    ]
    if not rows:
        problems.append(name_row(2, {}, "no report is listed; add one row a report (see corpus/README.md)"))
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


def name_row(number: int, row: Row, what: str) -> str:
    name = f" ({row['report_id']})" if row.get("report_id") else ""
    return f"reports.csv, row {number}{name}: {what}"
