"""Reports from a folder or from one table: the same rows, and what is wrong with one stops no other."""

import hashlib
import importlib.util
import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from helpers.corpus.load import find_repeats, load_rows
from helpers.corpus.manifest import Row, name_text
from helpers.corpus.sources import hash_row, open_source
from helpers.errors import CorpusError
from helpers.reading.files import MAX_BYTES

NEEDS_EXTRA = pytest.mark.skipif(not importlib.util.find_spec("pyarrow"), reason="an extra")
REPORT = "甲县人民政府2021年度依法行政情况报告\n一、主要举措\n（一）公开信息八件。\n"
ROWS = [
    {"report_id": "a", "issuer": "甲县人民政府", "year": 2021, "text": REPORT, "group": None},
    {"report_id": "b", "issuer": "乙县人民政府", "year": 2022, "text": f'{REPORT}"x,y"\r\n', "group": "东"},
]


def write_table(path: Path, rows: list[dict[str, object]] = ROWS) -> Path:
    if path.suffix == ".csv":
        pd.DataFrame(rows).to_csv(path, index=False)
    elif path.suffix == ".parquet":
        pd.DataFrame(rows).to_parquet(path)
    else:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "jsonl", pytest.param("parquet", marks=NEEDS_EXTRA)])
def test_a_table_holds_what_a_folder_does(tmp_path, kind):
    source = open_source(write_table(tmp_path / f"t.{kind}"))
    given = list(source.read())
    assert (source.folder, source.total, [row.wrong for row in given]) == (tmp_path, 2, [(), ()])
    reports, problems = load_rows({row.number: row.row for row in given}, source.names, source.folder)
    assert problems == [] and reports["raw"].tolist() == [row["text"] for row in ROWS]
    assert reports["year"].tolist() == [2021, 2022] and reports["group"].fillna("-").tolist() == ["-", "东"]
    first = 2 if kind == "csv" else 1
    assert reports["source_file"].tolist() == [f"t.{kind}, row {first}", f"t.{kind}, row {first + 1}"]
    assert reports["sha256"].tolist() == [row.hashes[0] for row in given]
    assert reports.at["a", "title"] == "甲县人民政府2021年度依法行政情况报告" and not reports["verified"].any()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_as_a_spreadsheet_saves_it(tmp_path, encoding, delimiter):
    path = tmp_path / "t.csv"
    pd.DataFrame(ROWS).to_csv(path, index=False, encoding=encoding, sep=delimiter)
    assert [row.row["text"] for row in open_source(path).read()] == [row["text"] for row in ROWS]


def test_a_page_in_a_cell_is_read_as_one(tmp_path):
    page = "<html><body><p>甲县工作报告</p><p>一、举措。</p></body></html>"
    source = open_source(write_table(tmp_path / "t.jsonl", [ROWS[0] | {"text": page, "file": "a.html"}]))
    reports, _ = load_rows({row.number: row.row for row in source.read()}, source.names, source.folder)
    assert reports["raw"].tolist() == ["甲县工作报告\n一、举措。"] and reports["source_file"].tolist() == ["a.html"]


def test_a_long_cell_is_read(tmp_path):
    source = open_source(write_table(tmp_path / "t.csv", [ROWS[0] | {"text": "法" * 200_000}]))
    assert [len(row.row["text"]) for row in source.read()] == [200_000]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this line is no JSON (Expecting property name"),
        ("[1]", "this line is no JSON object; write one a report and line"),
        (b"\xff", "this line is no JSON ("),
        ("[" * 100_000, "this line is no JSON ("),
    ],
)
def test_a_line_that_is_none_stops_no_other(tmp_path, line, said):
    path = write_table(tmp_path / "t.jsonl")
    path.write_bytes((line if isinstance(line, bytes) else line.encode()) + b"\n\n" + path.read_bytes())
    first, *others = open_source(path).read()
    assert first.wrong[0].startswith(said) and first.row["file"] == "t.jsonl, row 1"
    assert [(row.number, row.row["report_id"], row.wrong) for row in others] == [(3, "a", ()), (4, "b", ())]


def test_a_row_with_too_many_cells_stops_no_other(tmp_path):
    path = write_table(tmp_path / "t.csv", ROWS[:1])
    path.write_text("report_id,issuer,year,text\na,b,2021,c,d\n\nb,b,2021,c,\n", encoding="utf-8")
    assert [(row.number, bool(row.wrong)) for row in open_source(path).read()] == [(2, True), (4, False)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "text is empty; put the report there or remove the row"),
        ("\ud800", "text holds half of a character (a surrogate); write the text anew from where it comes from"),
        ("法" * 300_001, "t.jsonl, row 1: more than 300,000 characters, too many for one report; cut it into reports"),
        ("打印 关闭", "text holds page furniture and no report; put the report there or remove the row"),
    ],
)
def test_a_text_that_is_no_report_is_a_problem_of_its_row(tmp_path, text, said):
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps(ROWS[0] | {"text": text}), encoding="utf-8")
    source = open_source(path)
    reports, problems = load_rows({row.number: row.row for row in source.read()}, source.names, source.folder)
    assert reports.empty and [(problem.number, problem.what) for problem in problems] == [(1, said)]


def test_values_are_cells(tmp_path):
    row = ROWS[0] | {"group": [1, "东"], "note": float("nan"), "issued_on": str(datetime(2022, 1, 12)), "year": 2021.0}
    source = open_source(write_table(tmp_path / "t.jsonl", [row]))
    reports, problems = load_rows({row.number: row.row for row in source.read()}, source.names, source.folder)
    assert problems == [] and reports.at["a", "group"] == '[1, "东"]' and pd.isna(reports.at["a", "note"])
    assert (reports.at["a", "year"], reports.at["a", "issued_on"]) == (2021, pd.Timestamp(2022, 1, 12))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.xlsx", b"x", "t.xlsx: no table of reports; save it as .csv, .jsonl or .parquet, or name a folder"),
        ("t.csv", b"", "t.csv: no report is listed; add one row a report (see corpus/README.md)"),
        ("t.csv", b"report_id,issuer,year,text\n", "t.csv: no report is listed; add one row a report (see"),
        ("t.csv", b"a,a,\nx,y,z\n", "t.csv, row 1: the column a stands twice; remove or rename one"),
        ("t.csv", b"a,,b\n", "t.csv, row 1: column 2 has no name; name or remove it"),
        ("t.csv", b'a\n"x', "t.csv, line 2: the table breaks off (unexpected end of data); look for a quotation mark"),
        ("t.csv", b"a\xff\xff\n", "t.csv: not readable as text (tried utf-8-sig, gb18030); save it as UTF-8 text"),
        (
            "t.jsonl",
            b'{"report_id": 1, "issuer": 2, "year": 3, "file": 4}',
            "t.jsonl: no column text, which holds the reports; add it, or name a corpus folder",
        ),
        (
            "t.jsonl",
            b'{"report_id": 1, "text": 2, "year": 3, "raw": 4}',
            "t.jsonl, row 1: the column issuer is missing; add it\n"
            "t.jsonl, row 1: the column raw is filled in from the files; rename or remove it",
        ),
        pytest.param("t.parquet", b"PAR1", "t.parquet: no Parquet file that can be read (", marks=NEEDS_EXTRA),
        ("c/reports.csv", b"report_id,issuer,year\n", "reports.csv, row 1: the column file is missing; add it"),
        ("c/x", b"", "c: no reports.csv there; name a folder that holds one (see corpus/README.md)"),
    ],
)
def test_what_cannot_be_used_at_all_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    with pytest.raises(CorpusError) as error:
        open_source(path.parent if path.parent.name == "c" else path)
    assert said in str(error.value)


@pytest.mark.skipif(importlib.util.find_spec("pyarrow") is not None, reason="the extra is there")
def test_parquet_without_the_extra_says_what_to_do(tmp_path):
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    with pytest.raises(CorpusError, match="^t.parquet: this is a Parquet file; run `make tables` once, or save it as"):
        open_source(tmp_path / "t.parquet")


def test_a_file_that_cannot_be_there_stops_no_other(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "b.txt").write_bytes(b"x")
    rows = ["report_id,file,issuer,year", f"a,{'x' * 300}.txt,甲局,2021", "b,b.txt,甲局,2021", "c,,甲局,2021"]
    (tmp_path / "reports.csv").write_text("\n".join(rows), encoding="utf-8")
    assert [row.hashes[0] for row in open_source(tmp_path).read()] == [None, hashlib.sha256(b"x").hexdigest(), None]


def test_a_text_that_stands_twice_is_named_by_its_row(tmp_path):
    given = list(open_source(write_table(tmp_path / "t.jsonl", [ROWS[0], ROWS[0] | {"report_id": "c"}])).read())
    problems = find_repeats(((row.number, row.row), row.hashes[0]) for row in given)
    assert [(problem.number, problem.what) for problem in problems] == [
        (2, "text and text of row 1 (a) are the same, byte for byte; remove one of the rows")
    ]


def test_the_text_beside_a_scan_has_a_hash_of_its_own_where_the_row_has_one(tmp_path):
    (tmp_path / "raw").mkdir()
    for name, content in {"a.pdf": b"x", name_text("a.pdf"): b"y"}.items():
        (tmp_path / "raw" / name).write_bytes(content)
    x, y = (hashlib.sha256(content).hexdigest() for content in (b"x", b"y"))
    assert hash_row(tmp_path, Row({"file": "a.pdf", "text_sha256": y})) == (x, y)
    assert hash_row(tmp_path, Row({"file": "a.pdf", "text_sha256": None})) == (x, None)
    assert hash_row(tmp_path, Row({"file": "a.pdf"})) == (x, None)
    assert hash_row(tmp_path, Row({"file": None, "text_sha256": y})) == (None, None)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "raw").mkdir()
    for name, size in {"a.txt": MAX_BYTES, "b.txt": MAX_BYTES + 1}.items():
        with (tmp_path / "raw" / name).open("wb") as file:
            file.truncate(size)
    assert [hash_row(tmp_path, Row({"file": f"{name}.txt"}))[0] is None for name in "ab"] == [False, True]
