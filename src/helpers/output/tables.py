"""The tables of a corpus as files."""

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

import pandas as pd
from xlsxwriter import Workbook

from helpers.output.loader import Loader, keep_tables, open_reports
from helpers.output.panel import list_panel_files, make_panel
from helpers.output.parts import MADE
from helpers.places import STAGING, move_files, output_folder, write_file

__all__ = ["make_tables", "write_panel", "write_tables"]

NO_SHEET = {"tokens"}  # a row a word: nobody reads it, and it is three quarters of all rows
MOST_WORDS = 2_000  # reports whose tokens are written although there are parts: a GB of rows that nobody reads
SHEET_ROWS = 1_048_575  # of a sheet in Excel, besides the header
CELL_LENGTH = 32_000  # Excel takes 32,767 characters in a cell
TEXT = 49  # Excel's own format @, text: what stands in the cell stays, also when it is edited
CUT = " …… [cut here, whole in the CSV]"


def make_tables(corpus: str | Path | None = None, names: Iterable[str] = tuple(MADE)) -> dict[str, pd.DataFrame]:
    """The reports of a corpus and its tables of these names, as `derive_tables` has them.

    Of many reports `python -m helpers tables` makes them in parts, which are read where FAZHI_TABLES names their folder
    (errors as of `open_tables`).
    """
    reports, opened = open_reports(corpus)
    load = keep_tables(reports, corpus, opened)
    return {"reports": reports} | {name: load(name) for name in names}


def write_panel(corpus: str | Path | None = None) -> Path:
    """Write the variables of a corpus's reports and items (see `make_panel`) to its tables folder, which is returned.

    panel-reports and panel-items as .csv and .dta (Stata, version 118: Chinese values are whole, a blank text is
    missing), and panel-codebook.csv.
    """
    reports, opened = open_reports(corpus)
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in list_panel_files(make_panel(reports, keep_tables(reports, corpus, opened), corpus)):
        write_file(folder / name, data)
    return folder


def write_tables(
    reports: pd.DataFrame, load: Loader, corpus: str | Path | None = None, *, in_parts: bool = False
) -> Path:
    """Write the tables of a corpus to its tables folder, which is returned: a CSV each (with BOM), one workbook, and
    the panel. `load` as of `keep_tables`, `in_parts` if it reads them from parts: these are handed on one by one.

    fazhi-tables.xlsx is for spreadsheets: its text cells are typed as text, so that 1/3 is no date, 007 no number and
    =A1 no formula. It leaves out `reports.raw` and the tokens, cuts texts longer than a cell, and leaves out a table
    longer than a sheet; its last sheet lists what it lacks. The CSV files hold everything verbatim, for programs: a
    spreadsheet guesses types when it opens them. Of more than 2,000 reports `in_parts` the tokens are not written
    once more.
    """
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    kept = NO_SHEET if in_parts and len(reports) > MOST_WORDS else set[str]()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=STAGING) as staging:
        rows = {"reports": len(reports)} | dict.fromkeys(MADE, 0)
        reports.reset_index().to_csv(Path(staging) / "reports.csv", index=False, encoding="utf-8-sig")
        for name in [name for name in MADE if name not in kept]:
            with (Path(staging) / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                rows[name] = int(load(name, each=partial(_append, file=file))["rows"].sum())
        for name, data in list_panel_files(make_panel(reports, load, corpus)):
            (Path(staging) / name).write_bytes(data)
        _write_workbook(rows, partial(_read_sheet, reports, load), Path(staging) / "fazhi-tables.xlsx", kept)
        for name in kept:
            (folder / f"{name}.csv").unlink(missing_ok=True)  # of a run with fewer reports
        move_files(Path(staging), folder)
    return folder


def _append(some: pd.DataFrame, file: TextIO) -> pd.DataFrame:
    """Rows added to a CSV, the first with their header; how many."""
    some.to_csv(file, index=False, header=file.tell() == 0)
    return pd.DataFrame({"rows": [len(some)]})


def _read_sheet(reports: pd.DataFrame, load: Loader, name: str) -> pd.DataFrame:
    if name == "reports":
        return reports.reset_index()
    return load(name, each=lambda some: some)  # not `load(name)`, which is kept for whoever asks again


def _write_workbook(
    rows: Mapping[str, int], read: Callable[[str], pd.DataFrame], path: Path, kept: Collection[str] = ()
) -> None:
    """One sheet a table, and a last one of what had to be left out or cut. Every text is typed as text.

    `rows` says how many each table has, `read` gives it by its name; `kept` are in parts alone. Rows are written as
    they come, so that memory does not grow with them.
    """
    lacks = ["reports.raw is left out: see reports.csv"]
    with Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
        for name, n in rows.items():
            if name in NO_SHEET:
                where = "the folder that FAZHI_TABLES names" if name in kept else f"{name}.csv"
                lacks.append(f"{name} is left out, it is for programs: see {where}")
            elif n > SHEET_ROWS:
                lacks.append(f"{name} is left out, it has {n:,} rows: see {name}.csv")
            else:
                cut = _write_sheet(book, name, read(name).drop(columns="raw", errors="ignore"))
                lacks += [f"{name}.{column}: {n} too long for a cell, cut: see {name}.csv" for column, n in cut.items()]
        _write_sheet(book, "lacks", pd.DataFrame({"what this workbook lacks": lacks}))


def _write_sheet(book: Workbook, name: str, table: pd.DataFrame) -> Counter[str]:
    """A table as a sheet; how many texts were cut, by column. Of a column that holds texts also the blanks are text."""
    text, date = book.add_format({"num_format": TEXT}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    columns = [column.astype("object").where(column.notna(), None) for _, column in table.items()]
    for place, column in enumerate(columns):
        if any(isinstance(value, str) for value in column):
            sheet.set_column(place, place, None, text)
    sheet.write_row(0, 0, list(table), book.add_format({"bold": True}))
    cut: Counter[str] = Counter()
    for number, row in enumerate(zip(*columns, strict=True), start=1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                if len(value) > CELL_LENGTH:
                    cut[str(table.columns[place])] += 1
                    value = value[:CELL_LENGTH] + CUT
                sheet.write_string(number, place, value, text)
            elif isinstance(value, datetime):
                sheet.write_datetime(number, place, value, date)
            elif isinstance(value, bool):
                sheet.write_boolean(number, place, value)
            elif value is not None:
                sheet.write_number(number, place, value)
    return cut
