"""Every way a corpus can be wrong, with the whole message a user sees."""

from pathlib import Path

import pytest

from helpers.corpus.load import load_corpus
from helpers.corpus.manifest import MAX_COLUMNS, Problem, name_row, read_manifest
from helpers.errors import CorpusError

HEAD = "report_id,file,issuer,year\n"
GOOD = "甲县2021年度依法行政报告\n一、主要举措\n（一）推进政务公开。公开信息八件。\n".encode()
OTHER = GOOD.replace("甲".encode(), "乙".encode())


def message(tmp_path: Path, manifest: str | bytes, **files: bytes) -> str:
    (tmp_path / "raw").mkdir()
    (tmp_path / "reports.csv").write_bytes(manifest.encode() if isinstance(manifest, str) else manifest)
    for name, content in files.items():
        (tmp_path / "raw" / f"{name}.txt").write_bytes(content)
    with pytest.raises(CorpusError) as error:
        load_corpus(tmp_path)
    return str(error.value)


def test_no_manifest(tmp_path):
    with pytest.raises(CorpusError) as error:
        load_corpus(tmp_path)
    assert str(error.value) == (
        f"{tmp_path.resolve()}: no reports.csv there; name a folder that holds one (see corpus/README.md)"
    )


@pytest.mark.parametrize("manifest", ["", HEAD, HEAD + ",,,\n\n"])
def test_a_manifest_without_reports(tmp_path, manifest):
    lines = message(tmp_path, manifest).splitlines()
    assert lines[-1] == "reports.csv, row 2: no report is listed; add one row a report (see corpus/README.md)"


@pytest.mark.parametrize("manifest", [b"PK\x03\x04\x00\x01\x02\x03", b"report_id,file\xff\xff\xff\n"])
def test_a_manifest_that_is_no_text(tmp_path, manifest):
    assert message(tmp_path, manifest) == ("reports.csv: this is no text; save it from the spreadsheet as CSV UTF-8")


def test_a_quotation_mark_that_does_not_close(tmp_path):
    assert message(tmp_path, HEAD + 'a,a.txt,"甲县,2021\nb,b.txt,乙局,2021\n', a=GOOD, b=OTHER) == (
        "reports.csv, line 3: the table breaks off (unexpected end of data); "
        "look for a quotation mark that opens and does not close"
    )


def test_columns(tmp_path):
    assert message(tmp_path, "report_id,file,title,,title,text\na,a.txt,题,,题,文\n", a=GOOD).splitlines() == [
        "reports.csv, row 1: the column issuer is missing; add it",
        "reports.csv, row 1: the column year is missing; add it",
        "reports.csv, row 1: column 4 has no name; name or remove it",
        "reports.csv, row 1: the column title stands twice; remove or rename one",
        "reports.csv, row 1: the column text is filled in from the files; rename or remove it",
    ]


def test_more_columns_than_a_manifest_has(tmp_path):
    wide = HEAD.strip() + "".join(f",c{i}" for i in range(MAX_COLUMNS))
    assert message(tmp_path, f"{wide}\na,a.txt,甲县,2021\n", a=GOOD) == (
        "reports.csv: more than 1,000 columns; remove those that hold nothing"
    )


def test_more_cells_than_columns(tmp_path):
    assert message(tmp_path, HEAD + "a,a.txt,甲县,2021,缺字\n", a=GOOD) == (
        "reports.csv, row 2: more cells than the header has columns; put a text with a comma inside in quotation marks"
    )


def test_blank_required_cells(tmp_path):
    assert message(tmp_path, HEAD + ",a.txt,,2021\nb,,乙局,\n", a=GOOD).splitlines() == [
        "reports.csv, row 2: issuer is blank; fill it in",
        "reports.csv, row 2: report_id is blank; fill it in",
        "reports.csv, row 3 (b): file is blank; fill it in",
        "reports.csv, row 3 (b): year is blank; fill it in",
    ]


@pytest.mark.parametrize("report_id", ["a b", "a/b", "../a", ".a", "-a", "甲〔2021〕", "a:b"])
def test_a_report_id_that_cannot_name_a_file(tmp_path, report_id):
    assert message(tmp_path, HEAD + f"{report_id},a.txt,甲县,2021\n", a=GOOD) == (
        f"reports.csv, row 2 ({report_id}): the report_id names files, so it may hold letters, digits, "
        "Chinese characters and _ - . and begins with none of the last two; change it"
    )


@pytest.mark.parametrize(
    "file",
    ["CON.txt", "2021/nul", "a.", "b./a.txt", "a?.txt", "a:b.txt", "b\\a.txt", "n" * 300, "长" * 85],
)
def test_a_file_whose_name_not_every_system_takes(tmp_path, file):
    assert message(tmp_path, HEAD + f"a,{file},甲县,2021\n", a=GOOD) == (
        f'reports.csv, row 2 (a): raw/{file} has a name that not every system takes: it may hold none of <>:"|?*\\ and'
        " no control characters, end with no dot, be no device's name (CON, NUL and the like) and have 240 bytes at"
        " most; rename the file and correct the column file"
    )


@pytest.mark.parametrize(("file", "there"), [("é", "e\u0301"), ("A", "a"), ("ａ", "a"), ("\u0430", "a")])
def test_a_file_that_only_looks_as_the_manifest_has_it(tmp_path, file, there):
    assert message(tmp_path, HEAD + f"a,{file}.txt,甲县,2021\n", **{there: GOOD}) == (
        f"reports.csv, row 2 (a): raw/{file}.txt is missing, but {there}.txt there looks the same; rename it as the"
        " column file has it"
    )


@pytest.mark.parametrize(("one", "other"), [("é", "e\u0301"), ("A", "a")])
def test_two_files_that_are_one_elsewhere(tmp_path, one, other):
    rows = f"a,{one}.txt,甲县,2021\nb,{other}.txt,乙县,2021\n"
    assert message(tmp_path, HEAD + rows, **{one: GOOD, other: GOOD + b"a"}) == (
        f"reports.csv, row 3 (b): raw/{other}.txt and raw/{one}.txt of row 2 (a) are one file on Windows and macOS;"
        " rename one of them"
    )


def test_two_report_ids_that_are_written_in_two_ways(tmp_path):
    rows = "\uac00,a.txt,甲县,2021\n\u1100\u1161,b.txt,乙县,2021\n"  # a Korean syllable, and its letters
    said = message(tmp_path, HEAD + rows, a=GOOD, b=GOOD + b"a")
    assert said.endswith("row 2 has this report_id too; give one of them another")


@pytest.mark.parametrize("year", ["21", "二〇二一", "2021-2022", "2021.5", "1989", "2101", "20211", "2021/1/1"])
def test_a_year_that_is_no_year(tmp_path, year):
    assert message(tmp_path, HEAD + f"a,a.txt,甲县,{year}\n", a=GOOD) == (
        f"reports.csv, row 2 (a): year is '{year}', no year from 1990 to 2100; "
        "give the year the report is about, as 2021"
    )


@pytest.mark.parametrize("column", ["issued_on", "retrieved_on"])
@pytest.mark.parametrize("day", ["12/1/2022", "2022-13-01", "2022-02-30", "2022", "44573", "1月12日"])
def test_a_date_that_is_no_date(tmp_path, column, day):
    assert message(tmp_path, f"report_id,file,issuer,year,{column}\na,a.txt,甲县,2021,{day}\n", a=GOOD) == (
        f"reports.csv, row 2 (a): {column} is '{day}', no date; write it as 2022-01-31"
    )


def test_values_outside_the_closed_lists(tmp_path):
    manifest = "report_id,file,issuer,year,issuer_kind,level\na,a.txt,甲县,2021,县政府,City\n"
    assert message(tmp_path, manifest, a=GOOD).splitlines() == [
        "reports.csv, row 2 (a): issuer_kind is '县政府'; leave it blank or give one of government, approval_bureau, "
        "bureau, development_zone, township, other",
        "reports.csv, row 2 (a): level is 'City'; leave it blank or give one of state, province, prefecture, county, "
        "township",
    ]


def test_a_missing_file(tmp_path):
    assert message(tmp_path, HEAD + "a,raw/a.txt,甲县,2021\n", a=GOOD) == (
        "reports.csv, row 2 (a): raw/raw/a.txt is missing; put the file there or correct the column file "
        "(its names start inside raw/)"
    )


@pytest.mark.parametrize("outside", ["../secret.txt", "x/../../secret.txt"])
def test_a_file_outside_raw(tmp_path, outside):
    (tmp_path / "secret.txt").write_bytes(GOOD)
    assert message(tmp_path, HEAD + f"a,{outside},甲县,2021\n") == (
        f"reports.csv, row 2 (a): raw/{outside} lies outside raw/; put the file inside and name it from there"
    )


def test_an_absolute_path(tmp_path):
    (tmp_path / "secret.txt").write_bytes(GOOD)
    assert message(tmp_path, HEAD + f"a,{tmp_path / 'secret.txt'},甲县,2021\n").endswith(
        "lies outside raw/; put the file inside and name it from there"
    )


def test_a_wrong_hash(tmp_path):
    assert message(tmp_path, "report_id,file,issuer,year,sha256\na,a.txt,甲县,2021,abc123\n", a=b"abc\n") == (
        "reports.csv, row 2 (a): raw/a.txt is not the file that the manifest means: its sha256 is "
        "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb, not abc123; "
        "put the right file back or correct the column sha256"
    )


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", "　\n".encode(), b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path, content):
    assert message(tmp_path, HEAD + "a,a.txt,甲县,2021\n", a=content) == (
        "reports.csv, row 2 (a): raw/a.txt is empty; put the report there or remove the row"
    )


def test_two_empty_files_are_empty_and_no_twins(tmp_path):
    assert message(tmp_path, HEAD + "a,a.txt,甲县,2021\nb,b.txt,乙局,2021\n", a=b"", b=b"").splitlines() == [
        "reports.csv, row 2 (a): raw/a.txt is empty; put the report there or remove the row",
        "reports.csv, row 3 (b): raw/b.txt is empty; put the report there or remove the row",
    ]


def test_a_page_without_a_report(tmp_path):
    assert message(tmp_path, HEAD + "a,a.txt,甲县,2021\n", a="请输入检索词\n扫一扫在手机打开当前页\n".encode()) == (
        "reports.csv, row 2 (a): raw/a.txt holds page furniture and no report; put the report there or remove the row"
    )


def test_a_file_that_is_no_text(tmp_path):
    assert message(
        tmp_path, HEAD + "a,a.txt,甲县,2021\nb,b.txt,乙局,2021\n", a=b"\xff\xff\xff", b=b"%PDF-1.7"
    ).splitlines() == [
        "reports.csv, row 2 (a): raw/a.txt: not readable as text (tried utf-8-sig, gb18030); save it as UTF-8 text",
        "reports.csv, row 3 (b): raw/b.txt: this PDF is cut off before its end; get the whole file",
    ]


def test_a_report_id_twice(tmp_path):
    assert message(
        tmp_path, HEAD + "Jia,a.txt,甲县,2021\nb,b.txt,乙局,2021\njia,c.txt,丙局,2021\n", a=GOOD, b=OTHER, c=GOOD * 2
    ) == ("reports.csv, row 4 (jia): row 2 has this report_id too; give one of them another")


def test_a_file_twice(tmp_path):
    assert message(
        tmp_path, HEAD + "a,a.txt,甲县,2021\nb,b.txt,乙局,2021\nc,c.txt,丙局,2021\n", a=GOOD, b=OTHER, c=GOOD
    ) == (
        "reports.csv, row 4 (c): raw/c.txt and raw/a.txt of row 2 (a) are the same, byte for byte; "
        "remove one of the rows"
    )


def test_all_problems_are_told_at_once_in_order(tmp_path):
    assert message(
        tmp_path, HEAD + "a,a.txt,甲县,2021\n\nb,b.txt,乙局,2021年\na,c.txt,丙局,21\n", a=b"", b=OTHER, c=OTHER
    ).splitlines() == [
        "reports.csv, row 2 (a): raw/a.txt is empty; put the report there or remove the row",
        "reports.csv, row 5 (a): raw/c.txt and raw/b.txt of row 4 (b) are the same, byte for byte; "
        "remove one of the rows",
        "reports.csv, row 5 (a): row 2 has this report_id too; give one of them another",
        "reports.csv, row 5 (a): year is '21', no year from 1990 to 2100; give the year the report is about, as 2021",
    ]


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "a,a.txt,甲县,2021\n").encode("utf-8-sig"),
        (HEAD + "a,a.txt,甲县,2021\n").encode("gb18030"),
        (HEAD + "a,a.txt,甲县,2021\n").replace(",", "\t").encode("utf-16"),
        (HEAD + "a,a.txt,甲县,2021\n").replace(",", ";").replace("\n", "\r\n").encode(),
    ],
    ids=["BOM", "GB18030", "Unicode text", "semicolons"],
)
def test_a_manifest_is_read_as_a_spreadsheet_saves_it(tmp_path, data):
    (tmp_path / "reports.csv").write_bytes(data)
    assert read_manifest(tmp_path).rows == {2: dict(report_id="a", file="a.txt", issuer="甲县", year="2021")}


def test_issuers_parted_by_a_half_width_semicolon(tmp_path):
    assert message(tmp_path, HEAD + "a,a.txt,中共甲县委员会;甲县人民政府,2021\n", a=GOOD) == (
        "reports.csv, row 2 (a): issuer is '中共甲县委员会;甲县人民政府'; "
        "several issuers are parted by ；, write it for each ;"
    )


def test_rows_are_read_whatever_is_wrong_with_them(tmp_path):
    (tmp_path / "reports.csv").write_text(" report_id ,file,,own,\na, a.txt ,b,甲\n,,\nc,c.txt,,,,,d\n", "utf-8")
    manifest = read_manifest(tmp_path)
    assert manifest.header == ["report_id", "file", "", "own", ""]
    assert manifest.rows == {
        2: {"report_id": "a", "file": "a.txt", "own": "甲"},
        4: {"report_id": "c", "file": "c.txt", "own": None},
    }
    assert manifest.problems == [
        Problem(1, "the column issuer is missing; add it"),
        Problem(1, "the column year is missing; add it"),
        Problem(1, "column 3 has no name; name or remove it"),
        Problem(4, "more cells than the header has columns; put a text with a comma inside in quotation marks"),
    ]


def test_a_problem_names_its_row_and_its_report():
    problem = Problem(3, "year is blank; fill it in")
    assert (
        name_row(problem) == name_row(problem, {"report_id": None}) == "reports.csv, row 3: year is blank; fill it in"
    )
    assert name_row(problem, {"report_id": "a"}) == "reports.csv, row 3 (a): year is blank; fill it in"
