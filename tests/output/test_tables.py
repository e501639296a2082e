"""The tables as files: whole as CSV; the workbook says what it lacks."""

import zipfile

import pandas as pd

from helpers.output import tables as written
from helpers.output.tables import _write_workbook


def test_workbook(tmp_path):
    long = "法" * 32_001
    tables = {
        "reports": pd.DataFrame({"report_id": ["a"], "raw": ["RAW"], "text": [long]}),
        "items": pd.DataFrame(
            {"text": ["=1+1", "http://a.example/b", pd.NA], "year": pd.array([2021, None, 2022], "Int64")}
        ),
    }
    _write_workbook(tables, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3)]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "RAW" not in strings and long not in strings
    assert "法" * 32_000 + " …… [cut here, whole in the CSV]<" in strings
    assert "reports.text: 1 too long for a cell, cut: see reports.csv" in strings
    assert ">=1+1<" in strings and "<f>" not in "".join(sheets) and "hyperlink" not in "".join(sheets)
    assert list(tables["reports"].columns) == ["report_id", "raw", "text"]


def test_a_table_longer_than_a_sheet_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(written, "SHEET_ROWS", 2)
    tables = {name: pd.DataFrame({"text": ["甲"] * n}) for name, n in (("items", 2), ("tokens", 3))}
    _write_workbook(tables, tmp_path / "t.xlsx")
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["items", "lacks"]
    assert list(sheets["lacks"]["what this workbook lacks"]) == [
        "reports.raw is left out: see reports.csv",
        "tokens is left out, it has 3 rows: see tokens.csv",
    ]
