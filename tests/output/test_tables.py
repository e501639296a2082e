"""The tables as files: whole as CSV; the workbook says what it lacks."""

import re
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


def test_every_text_is_typed_as_text(tmp_path):
    texts = [
        "1/3",
        "=SUM(A1:A9)",
        "+86",
        "-5",
        "007",
        "2021/1/2",
        "1E5",
        "{=A1}",
        "@x",
        "TRUE",
        "12345678901234567890",
        "①",
    ]
    table = pd.DataFrame({"text": pd.Series([*texts, pd.NA], dtype="str"), "n": range(13), "mixed": [1, *texts]})
    _write_workbook({"items": table}, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        rows = re.findall(r"<row [^>]*>(.*?)</row>", book.read("xl/worksheets/sheet1.xml").decode())
        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", book.read("xl/sharedStrings.xml").decode())
        styles = re.findall(r"<xf [^>]*>", re.search("<cellXfs.*</cellXfs>", book.read("xl/styles.xml").decode())[0])
    for number, row in enumerate(rows[1:-1]):
        style, kind, value = re.match(r'<c r="A\d+"(?: s="(\d+)")?(?: t="(\w+)")?><v>(.*?)</v>', row).groups()
        assert (kind, strings[int(value)]) == ("s", texts[number])
        assert 'numFmtId="49"' in styles[int(style)]  # @, text
    assert re.search(r'<c r="B2"( s="0")?><v>0</v>', rows[1])
    sheet = pd.read_excel(tmp_path / "t.xlsx", engine="calamine", dtype=object)
    assert sheet["text"].tolist()[:-1] == texts and sheet["mixed"].tolist() == [1, *texts]


def test_a_csv_is_verbatim(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "out"))
    corpus = tmp_path / "held"
    (corpus / "raw").mkdir(parents=True)
    text = "某某县2021年法治政府建设报告\n一、主要举措\n完成1/3，电话+86，编号007。\n"
    (corpus / "raw" / "a.txt").write_text(text, encoding="utf-8")
    (corpus / "reports.csv").write_text("report_id,file,issuer,year,group\na,a.txt,某某县人民政府,2021,=1+1\n", "utf-8")
    folder = written.write_tables(corpus)
    reports = pd.read_csv(folder / "reports.csv", dtype=str)
    assert reports.at[0, "raw"] == text
    assert reports.at[0, "group"] == "=1+1"
