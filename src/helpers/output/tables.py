"""The tables of a corpus as files."""

import tempfile
from datetime import datetime
from pathlib import Path

import pandas as pd

from helpers.cleaning import list_furniture
from helpers.coding.coder import code_items
from helpers.corpus.load import load_corpus
from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.words import segment
from helpers.output.panel import list_panel_files, make_panel
from helpers.places import move_files, output_folder, write_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

__all__ = ["make_tables", "write_panel", "write_tables"]

SHEET_ROWS = 1_048_575  # of a sheet in Excel, besides the header
CELL_LENGTH = 32_000  # Excel takes 32,767 characters in a cell
TEXT = 49  # Excel's own format @, text: what stands in the cell stays, also when it is edited
CUT = " …… [cut here, whole in the CSV]"


def make_tables(corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """All tables of a corpus by name: reports (with its index), furniture, passages, tokens, items, codes, claims,
    citations.
    """
    reports = load_corpus(corpus)
    passages = parse_outline(reports)
    items = list_items(passages)
    return {
        "reports": reports,
        "furniture": list_furniture(reports),
        "passages": passages,
        "tokens": segment(passages, load_lexicon(corpus).term),
        "items": items,
        "codes": code_items(items, reports, corpus=corpus),
        "claims": find_claims(passages, corpus=corpus),
        "citations": find_citations(passages, corpus=corpus),
    }


def write_panel(corpus: str | Path | None = None) -> Path:
    """Write the variables of a corpus's reports and items (see `make_panel`) to its tables folder, which is returned.

    panel-reports and panel-items as .csv and .dta (Stata, version 118: Chinese values are whole, a blank text is
    missing), and panel-codebook.csv.
    """
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in list_panel_files(make_panel(make_tables(corpus), corpus)):
        write_file(folder / name, data)
    return folder


def write_tables(corpus: str | Path | None = None) -> Path:
    """Write the tables of a corpus to its tables folder, which is returned: a CSV each (with BOM), one workbook, and
    the panel.

    fazhi-tables.xlsx is for spreadsheets: its text cells are typed as text, so that 1/3 is no date, 007 no number and
    =A1 no formula. It leaves out `reports.raw`, cuts texts longer than a cell, and leaves out a table longer than a
    sheet; its last sheet lists what it lacks. The CSV files hold everything verbatim, for programs: a spreadsheet
    guesses types when it opens them.
    """
    tables = make_tables(corpus)
    panel = list_panel_files(make_panel(tables, corpus))
    tables["reports"] = tables["reports"].reset_index()
    folder = output_folder("tables", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".run-") as staging:
        for name, table in tables.items():
            table.to_csv(Path(staging) / f"{name}.csv", index=False, encoding="utf-8-sig")
        for name, data in panel:
            (Path(staging) / name).write_bytes(data)
        _write_workbook(tables, Path(staging) / "fazhi-tables.xlsx")
        move_files(Path(staging), folder)
    return folder


def _write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """One sheet a table, and a last one of what had to be left out or cut. Every text is typed as text."""
    lacks = ["reports.raw is left out: see reports.csv"]
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        book.book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
        text = book.book.add_format({"num_format": TEXT})
        for name, table in tables.items():
            if len(table) > SHEET_ROWS:
                lacks.append(f"{name} is left out, it has {len(table):,} rows: see {name}.csv")
                continue
            sheet = table.drop(columns="raw", errors="ignore")
            long = sheet.map(_is_long).astype(bool).sum()
            for column, count in long[long > 0].items():
                sheet[column] = sheet[column].map(lambda text: text[:CELL_LENGTH] + CUT if _is_long(text) else text)
                lacks.append(f"{name}.{column}: {count} too long for a cell, cut: see {name}.csv")
            sheet.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
            for place, column in enumerate(sheet):
                if any(isinstance(value, str) for value in sheet[column]):
                    book.sheets[name].set_column(place, place, None, text)
        pd.DataFrame({"what this workbook lacks": lacks}).to_excel(book, sheet_name="lacks", index=False)


def _is_long(value: object) -> bool:
    return isinstance(value, str) and len(value) > CELL_LENGTH
