"""The tables as files: whole as CSV; the workbook says what it lacks."""

import re
import tracemalloc
import zipfile

import pandas as pd

from helpers.commands.tables import make_parts
from helpers.output import tables as written
from helpers.output.loader import keep_tables, open_reports
from helpers.output.tables import _write_workbook, write_tables


def write_book(tables, path):
    _write_workbook({name: len(table) for name, table in tables.items()}, tables.__getitem__, path)


def write_files(corpus):
    reports, opened = open_reports(corpus)
    return write_tables(reports, keep_tables(reports, corpus, opened), corpus, in_parts=opened is not None)


def test_workbook(tmp_path):
    long = "法" * 32_001
    tables = {
        "reports": pd.DataFrame({"report_id": ["a"], "raw": ["RAW"], "text": [long]}),
        "tokens": pd.DataFrame({"token": ["词"]}),
        "items": pd.DataFrame(
            {"text": ["=1+1", "http://a.example/b", pd.NA], "year": pd.array([2021, None, 2022], "Int64")}
        ),
    }
    write_book(tables, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        sheets = "".join(book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3))
    assert "RAW" not in sheets and long not in sheets and "词" not in sheets
    assert "法" * 32_000 + " …… [cut here, whole in the CSV]<" in sheets
    assert ">=1+1<" in sheets and "<f>" not in sheets and "hyperlink" not in sheets
    lacks = pd.read_excel(tmp_path / "t.xlsx", sheet_name="lacks", engine="calamine")
    assert lacks["what this workbook lacks"].to_list() == [
        "reports.raw is left out: see reports.csv",
        "reports.text: 1 too long for a cell, cut: see reports.csv",
        "tokens is left out, it is for programs: see tokens.csv",
    ]
    assert list(tables["reports"].columns) == ["report_id", "raw", "text"]


def test_a_sheet_holds_every_kind_of_value(tmp_path):
    table = pd.DataFrame({
        "text": pd.Series(["甲", None, ""], dtype="str"),
        "n": pd.array([1, None, 3], "Int64"),
        "share": [0.5, float("nan"), 2.0],
        "on": pd.Series(["2022-01-12", None, "2020-02-29"], dtype="datetime64[us]"),
        "yes": [True, False, True],
    })  # fmt: skip
    write_book({"items": table}, tmp_path / "t.xlsx")
    sheet = pd.read_excel(tmp_path / "t.xlsx", sheet_name="items", engine="calamine", keep_default_na=False)
    assert sheet["text"].to_list() == ["甲", "", ""]
    assert sheet["n"].to_list() == [1, "", 3]
    assert sheet["share"].to_list() == [0.5, "", 2]
    assert [str(day)[:10] for day in sheet["on"]] == ["2022-01-12", "", "2020-02-29"]
    assert sheet["yes"].to_list() == [True, False, True]


def test_a_workbook_takes_no_more_memory_for_more_rows(tmp_path):
    def peak(n):
        with pd.option_context(
            "mode.string_storage", "python"
        ):  # of Arrow each text is an object of its own, made anew
            table = pd.DataFrame({"text": [f"第{i}条" for i in range(n)], "n": range(n)})
        tracemalloc.start()
        write_book({"items": table}, tmp_path / "t.xlsx")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # what is loaded once
    few, many = peak(2_000), peak(12_000)
    assert (many - few) / 10_000 < 100  # bytes a row; where cells are kept they take some 500


def test_the_same_tables_are_the_same_workbook(tmp_path):
    tables = {"items": pd.DataFrame({"text": ["甲"], "n": [1]})}
    for name in ("a.xlsx", "b.xlsx"):
        write_book(tables, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_table_longer_than_a_sheet_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(written, "SHEET_ROWS", 2)
    tables = {name: pd.DataFrame({"text": ["甲"] * n}) for name, n in (("items", 2), ("passages", 3))}
    write_book(tables, tmp_path / "t.xlsx")
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["items", "lacks"]
    assert list(sheets["lacks"]["what this workbook lacks"]) == [
        "reports.raw is left out: see reports.csv",
        "passages is left out, it has 3 rows: see passages.csv",
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
    write_book({"items": table}, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        rows = re.findall(r"<row [^>]*>(.*?)</row>", book.read("xl/worksheets/sheet1.xml").decode())
        styles = re.findall(r"<xf [^>]*>", re.search("<cellXfs.*</cellXfs>", book.read("xl/styles.xml").decode())[0])
    for number, row in enumerate(rows[1:-1]):
        style, kind, value = re.match(r'<c r="A\d+"(?: s="(\d+)")? t="(\w+)"><is><t>(.*?)</t></is>', row).groups()
        assert (kind, value) == ("inlineStr", texts[number])
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
    folder = write_files(corpus)
    reports = pd.read_csv(folder / "reports.csv", dtype=str)
    assert reports.at[0, "raw"] == text
    assert reports.at[0, "group"] == "=1+1"
    assert [pd.read_csv(folder / f"{name}.csv").columns[0] for name in ("reports", "items")] == ["report_id"] * 2


def test_of_parts_the_same_files_are_written_and_of_many_reports_no_tokens(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "made"))
    corpus = tmp_path / "held"
    (corpus / "raw").mkdir(parents=True)
    for name in "abc":
        text = (
            f"某{name}县2021年法治政府建设报告\n一、主要举措\n完成1/3，电话+86，编号007。\n二、存在的不足\n力量不足。\n"
        )
        if name == "b":  # numbers, a law of a version, furniture: in no other part
            text = f"打印本页\n{text}依据《中华人民共和国行政处罚法》（2021年修订）办案，由上年的12件增至15件。\n"
        (corpus / "raw" / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = "".join(f"{name},{name}.txt,某{name}县人民政府,2021\n" for name in "abc")
    (corpus / "reports.csv").write_text(f"report_id,file,issuer,year\n{rows}", "utf-8")
    made = write_files(corpus)
    make_parts(corpus, tmp_path / "parts", workers=1, reports=1)
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "read"))
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "parts"))
    read = write_files(corpus)
    assert {path.name: path.read_bytes() for path in read.iterdir()} == {p.name: p.read_bytes() for p in made.iterdir()}
    monkeypatch.setattr(written, "MOST_WORDS", 2)
    assert {path.name for path in made.iterdir()} - {path.name for path in write_files(corpus).iterdir()} == {
        "tokens.csv"  # that of the run before too: it is in the parts
    }
    lacks = pd.read_excel(read / "fazhi-tables.xlsx", sheet_name="lacks", engine="calamine")
    assert "tokens is left out, it is for programs: see the folder that FAZHI_TABLES names" in lacks.to_numpy()
    monkeypatch.delenv("FAZHI_TABLES")
    assert "tokens.csv" in {path.name for path in write_files(corpus).iterdir()}


def test_a_text_as_long_as_a_cell_is_whole(tmp_path):
    write_book({"items": pd.DataFrame({"text": ["法" * 32_000]})}, tmp_path / "t.xlsx")
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="calamine")
    assert sheets["items"].at[0, "text"] == "法" * 32_000
    assert len(sheets["lacks"]) == 1


def test_a_sheet_has_its_heads_in_sight_and_its_columns_of_texts_are_text_to_the_end(tmp_path):
    table = pd.DataFrame({"n": [1], "text": ["甲"], "m": [2]})
    write_book({"items": table}, tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        properties = book.read("docProps/core.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2"' in sheet and "xSplit" not in sheet
    assert re.findall(r'<col min="(\d)" max="(\d)"', sheet) == [("2", "2")]
    assert [re.findall(r'<c r="([A-Z]\d)"', row) for row in re.findall("<row.*?</row>", sheet)] == [
        *(["A1", "B1", "C1"], ["A2", "B2", "C2"])
    ]
    assert "2000-01-01T00:00:00Z" in properties
