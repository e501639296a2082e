"""The tables of a corpus as files."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

import pandas as pd
from xlsxwriter import Workbook

from helpers.output.browser import list_paged
from helpers.output.loader import keep_tables, open_reports
from helpers.output.panel import list_panel_files, make_panel
from helpers.output.parts import MADE
from helpers.places import STAGING, move_files, output_folder, write_file

__all__ = ["HELD", "make_tables", "write_panel", "write_tables"]

NO_SHEET = {"tokens"}  # a row a word: nobody reads it, and it is three quarters of all rows
HELD = tuple(name for name in MADE if name not in NO_SHEET)  # all that is held whole
SHEET_ROWS = 1_048_575  # of a sheet in Excel, besides the header
CELL_LENGTH = 32_000  # Excel takes 32,767 characters in a cell
TEXT = 49  # Excel's own format @, text: what stands in the cell stays, also when it is edited
CUT = " …… [cut here, whole in the CSV]"


def make_tables(
    corpus: str | Path | None = None, names: Iterable[str] = tuple(MADE), *, paged: bool = False
) -> dict[str, pd.DataFrame]:
    """The reports of a corpus and its tables of these names, as `derive_tables` has them.

    Of many reports `python -m helpers tables` makes them in parts, which are read where FAZHI_TABLES names their folder
    (errors as of `open_tables`). With `paged` all tables but the reports are of those alone that have a page
    (`list_paged`).
    """
    reports, opened = open_reports(corpus)
    load = keep_tables(reports.loc[list_paged(reports)] if paged else reports, corpus, opened)
    return {"reports": reports} | {name: load(name) for name in names}


def write_panel(corpus: str | Path | None = None) -> Path:
    """Write the variables of a corpus's reports and items (see `make_panel`) to its tables folder, which is returned.

    panel-reports and panel-items as .csv and .dta (Stata, version 118: Chinese values are whole, a blank text is
    missing), and panel-codebook.csv.
    """
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in list_panel_files(make_panel(make_tables(corpus, HELD), corpus)):
        write_file(folder / name, data)
    return folder


def write_tables(corpus: str | Path | None = None, tables: Mapping[str, pd.DataFrame] | None = None) -> Path:
    """Write the tables of a corpus to its tables folder, which is returned: a CSV each (with BOM), one workbook, and
    the panel.

    fazhi-tables.xlsx is for spreadsheets: its text cells are typed as text, so that 1/3 is no date, 007 no number and
    =A1 no formula. It leaves out `reports.raw` and the tokens, cuts texts longer than a cell, and leaves out a table
    longer than a sheet; its last sheet lists what it lacks. The CSV files hold everything verbatim, for programs: a
    spreadsheet guesses types when it opens them. `tables` as of `make_tables`, all of them, if they are at
    hand; else the tokens are handed on part by part.
    """
    reports, opened = (tables["reports"], None) if tables else open_reports(corpus)
    load = keep_tables(reports, corpus, opened)
    held = dict(tables or {"reports": reports} | {name: load(name) for name in HELD})
    panel = list_panel_files(make_panel(held, corpus))
    held["reports"] = reports.reset_index()
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=STAGING) as staging:
        for name, table in held.items():
            table.to_csv(Path(staging) / f"{name}.csv", index=False, encoding="utf-8-sig")
        for name in NO_SHEET - held.keys():
            with (Path(staging) / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                load(name, each=partial(_append, file=file))
        for name, data in panel:
            (Path(staging) / name).write_bytes(data)
        sheets = {name: held.get(name, pd.DataFrame()) for name in ("reports", *MADE)}  # of tokens no more is asked
        _write_workbook(sheets, Path(staging) / "fazhi-tables.xlsx")
        move_files(Path(staging), folder)
    return folder


def _append(some: pd.DataFrame, file: TextIO) -> pd.DataFrame:
    """Rows added to a CSV, the first with their header."""
    some.to_csv(file, index=False, header=file.tell() == 0)
    return some[["start"]][:0]


def _write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """One sheet a table, and a last one of what had to be left out or cut. Every text is typed as text.

    Rows are written as they come, so that memory does not grow with them.
    """
    lacks = ["reports.raw is left out: see reports.csv"]
    with Workbook(path, {"constant_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
        for name, table in tables.items():
            if name in NO_SHEET:
                lacks.append(f"{name} is left out, it is for programs: see {name}.csv")
            elif len(table) > SHEET_ROWS:
                lacks.append(f"{name} is left out, it has {len(table):,} rows: see {name}.csv")
            else:
                cut = _write_sheet(book, name, table.drop(columns="raw", errors="ignore"))
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
