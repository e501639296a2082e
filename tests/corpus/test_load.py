"""Manifest and files → reports: what is read, and from where."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from helpers import cleaning
from helpers.cleaning import list_furniture
from helpers.corpus.load import COLUMNS, find_faults, find_repeats, load_corpus, load_rows, read_text_beside
from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.errors import CorpusError
from helpers.places import ROOT

REPORT = """甲县人民政府2021年度依法行政情况报告
乙市人民政府：
2021年，我县推进法治政府建设。现报告如下：
一、主要举措
（一）推进政务公开。公开信息八件。
二、存在的不足
执法人员不足。
甲县人民政府
二〇二二年一月十二日
"""


def make_corpus(folder: Path, manifest: str | bytes, **files: str | bytes) -> Path:
    """A corpus folder with this manifest and the files raw/<name>.txt."""
    (folder / "raw").mkdir(parents=True)
    (folder / "reports.csv").write_bytes(manifest.encode() if isinstance(manifest, str) else manifest)
    for name, content in files.items():
        (folder / "raw" / f"{name}.txt").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def test_four_columns_are_enough(tmp_path):
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\n甲县-2021,a.txt,甲县人民政府,2021\n", a=REPORT)
    reports = load_corpus(folder)
    assert reports.index.tolist() == ["甲县-2021"]
    assert list(reports.columns) == [name for name in COLUMNS if name != "report_id"]
    assert {name: str(dtype) for name, dtype in reports.dtypes.items()} == {
        name: type_ for name, type_ in COLUMNS.items() if name != "report_id"
    }
    row = reports.loc["甲县-2021"]
    assert row["title"] == "甲县人民政府2021年度依法行政情况报告"
    assert row["addressee"] == "乙市人民政府"
    assert row["issued_on"] == pd.Timestamp(2022, 1, 12)
    assert row["year"] == 2021
    assert row["source_file"] == "a.txt"
    assert row["raw"] == REPORT
    assert row["n_chars"] == 103
    assert row["sha256"] == "2a1e644e832a83cdf606cfc9bc4ea9f9a7331526d17cb6d412cf0d65536dbe8e"
    assert not row["verified"]
    assert (row["issuer_kind"], row["level"]) == ("government", "county")
    blank = ["province", "city", "county", "doc_no", "file_headings", "source_url", "retrieved_on", "licence", "note"]
    blank += ["published_on", "short", "unit_id"]
    assert row[row.isna()].index.tolist() == blank


def test_radicals_copied_from_a_pdf_are_read_in_the_report_and_in_the_manifest(tmp_path):
    printed = str.maketrans("人一二八不", "⼈⼀⼆⼋不")
    manifest = "report_id,file,issuer,year\nr,⼀.txt,甲县⼈⺠政府,2021\n"
    folder = make_corpus(tmp_path / "c", manifest, **{"⼀": REPORT.translate(printed)})
    row = load_corpus(folder).loc["r"]
    assert row["raw"] == REPORT.translate(printed)
    assert row["text"] == REPORT.rstrip()
    assert row["issuer"] == "甲县人民政府"
    assert row["source_file"] == "⼀.txt"


def test_the_manifest_wins_where_it_speaks(tmp_path):
    manifest = (
        "report_id,file,issuer,year,title,addressee,issued_on,doc_no,sha256\n"
        f"a,a.txt,甲县人民政府,2021,题目,丙市,2022-02-01,甲政〔2022〕1号,{hashlib.sha256(REPORT.encode()).hexdigest().upper()}\n"
    )
    row = load_corpus(make_corpus(tmp_path / "c", manifest, a=REPORT)).loc["a"]
    assert row["title"] == "题目"
    assert row["addressee"] == "丙市"
    assert row["issued_on"] == pd.Timestamp(2022, 2, 1)
    assert row["doc_no"] == "甲政〔2022〕1号"
    assert row["verified"]


def test_a_place_is_filled_in_unless_the_manifest_names_another(tmp_path):
    text = REPORT.replace("甲县人民政府", "青岛市即墨区人民政府")
    manifest = "report_id,file,issuer,year,city\na,a.txt,甲县人民政府,2021,青岛市\nb,b.txt,甲县人民政府,2021,乙市\n"
    reports = load_corpus(make_corpus(tmp_path / "c", manifest, a=text, b=text + "\n"))
    assert reports.loc["a", ["province", "city", "county"]].tolist() == ["山东省", "青岛市", "即墨区"]
    assert reports.loc["b", "city"] == "乙市"
    assert reports.loc["b", ["province", "county"]].isna().all()


def test_what_the_report_does_not_print_is_na(tmp_path):
    text = "2021年，我县推进法治政府建设。\n一、主要举措\n（一）推进政务公开。公开信息八件。\n"
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\na,a.txt,甲县人民政府,2021\n", a=text)
    assert load_corpus(folder).loc["a", ["title", "addressee", "issued_on", "doc_no"]].isna().all()


def test_the_closing_date_is_the_date_of_the_report(tmp_path):
    text = REPORT.replace("乙市人民政府：", "2022年3月5日\n乙市人民政府：")
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\na,a.txt,甲县人民政府,2021\n", a=text)
    assert load_corpus(folder).loc["a", "issued_on"] == pd.Timestamp(2022, 1, 12)


def test_a_title_over_two_lines_is_one_line(tmp_path):
    text = REPORT.replace("2021年度依法", "\n关于2021年度依法", 1)
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\na,a.txt,甲县人民政府,2021\n", a=text)
    assert load_corpus(folder).loc["a", "title"] == "甲县人民政府关于2021年度依法行政情况报告"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_manifest_reads_as_spreadsheets_save_it(tmp_path, encoding, delimiter, newline):
    table = [
        ["report_id", "file", "issuer", "year", "issued_on", "note", ""],
        ["b-2021", "b.txt", "乙局", "2021.0", "2022/1/12", '"缺字, 缺题; 见""注"""', ""],
        ["", "", "", "", "", "", ""],
        [" a-2020 ", "a.txt", "甲县人民政府；丙委员会", "2020年", "2021/03/01 0:00", "", ""],
    ]
    manifest = newline.join(delimiter.join(line) for line in table) + newline
    folder = make_corpus(tmp_path / "c", manifest.encode(encoding), a=REPORT, b=REPORT.replace("八", "九"))
    reports = load_corpus(folder)
    assert reports.index.tolist() == ["b-2021", "a-2020"]
    assert reports["issuer"].tolist() == ["乙局", "甲县人民政府；丙委员会"]
    assert reports["year"].tolist() == [2021, 2020]
    assert reports["issued_on"].tolist() == [pd.Timestamp(2022, 1, 12), pd.Timestamp(2021, 3, 1)]
    assert reports.loc["b-2021", "note"] == '缺字, 缺题; 见"注"'
    assert pd.isna(reports.loc["a-2020", "note"])


@pytest.mark.parametrize("written", ["2022-01-12", "2022/01/12", "2022.1.12", "2022年1月12日", "2022/1/12 0:00:00"])
def test_ways_to_write_a_date(tmp_path, written):
    manifest = f"report_id,file,issuer,year,retrieved_on\na,a.txt,甲县人民政府,2021,{written}\n"
    assert load_corpus(make_corpus(tmp_path / "c", manifest, a=REPORT)).loc["a", "retrieved_on"] == pd.Timestamp(
        2022, 1, 12
    )


def test_columns_of_ones_own_are_kept(tmp_path):
    manifest = "report_id,file,issuer,year,组别\na,a.txt,甲县人民政府,2021,东部\nb,b.txt,乙局,2021\n"
    reports = load_corpus(make_corpus(tmp_path / "c", manifest, a=REPORT, b=REPORT + "\n"))
    assert reports.columns[-1] == "组别"
    assert reports.loc["a", "组别"] == "东部"
    assert pd.isna(reports.loc["b", "组别"])


def test_a_file_in_a_folder_of_raw_and_in_gb18030(tmp_path):
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\na,2021/a.txt,甲县人民政府,2021\n")
    (folder / "raw" / "2021").mkdir()
    (folder / "raw" / "2021" / "a.txt").write_bytes(REPORT.encode("gb18030"))
    row = load_corpus(folder).loc["a"]
    assert (row["source_file"], row["raw"]) == ("2021/a.txt", REPORT)


def test_each_report_is_cleaned_once_however_many_there_are(tmp_path, monkeypatch):
    """load_corpus, describing and list_furniture share what cleaning found, in a part of 50 reports and within load."""
    cleaned = []
    monkeypatch.setattr(cleaning, "_watermarks", lambda raw: cleaned.append(raw) or [])
    cleaning._clean.cache_clear()
    names = [f"r{number}" for number in range(cleaning._clean.cache_parameters()["maxsize"] + 6)]
    rows = "".join(f"{name},{name}.txt,甲县人民政府,2021\n" for name in names)
    # no title, letterhead or signature: the issuer is looked for in what was set aside
    files = {name: f"来源：甲县人民政府\n一、主要举措\n（一）公开。公开{name}。\n" for name in names}
    folder = make_corpus(tmp_path / "c", "report_id,file,issuer,year\n" + rows, **files)
    reports = load_corpus(folder)
    assert cleaned == list(files.values())
    furniture = list_furniture(reports.tail(50))
    assert (len(furniture), cleaned) == (50, list(files.values()))


# The repository's own corpus.


def test_every_file_is_listed_and_is_the_one_the_manifest_means():
    reports = load_corpus()  # the corpus that is read where none is named
    assert reports["verified"].all()
    assert sorted(reports["source_file"]) == sorted(path.name for path in (ROOT / "corpus" / "raw").iterdir())
    for report in reports.itertuples():
        data = (ROOT / "corpus" / "raw" / report.source_file).read_bytes()
        assert hashlib.sha256(data).hexdigest() == report.sha256
        assert report.raw.encode() == data


def test_the_manifest_says_what_the_texts_print(corpus_reports):
    for report in corpus_reports.itertuples():
        printed = "".join(report.text.split())
        assert f"{report.issued_on:%Y}年{report.issued_on.month}月{report.issued_on.day}日" in printed
        for value in (report.title, report.doc_no, report.addressee):
            assert pd.isna(value) or "".join(value.split()) in printed
        for issuer in report.issuer.split("；"):
            assert issuer in printed


def test_titles_numbers_and_dates_are_found_without_the_manifest(tmp_path, corpus_reports):
    reports = corpus_reports
    bare = "report_id,file,issuer,year\n" + "".join(
        f"{report.Index},{report.source_file},{report.issuer},{report.year}\n" for report in reports.itertuples()
    )
    files = {path.stem: path.read_bytes() for path in (ROOT / "corpus" / "raw").iterdir()}
    found = load_corpus(make_corpus(tmp_path / "c", bare, **files))
    pd.testing.assert_series_equal(
        found["title"].str.replace(" ", ""), reports["title"].str.replace(" ", ""), check_names=False
    )
    pd.testing.assert_frame_equal(
        found[["doc_no", "addressee", "issued_on"]], reports[["doc_no", "addressee", "issued_on"]]
    )


def test_the_data_card_explains_every_column_and_value(corpus_reports):
    card = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")
    manifest = (ROOT / "corpus" / "reports.csv").read_text(encoding="utf-8-sig")
    first_cells = {
        name.strip() for line in card.splitlines() if line.startswith("| ") for name in line.split("|")[1].split(",")
    }
    assert set(manifest.splitlines()[0].split(",")) <= first_cells
    assert set(corpus_reports.index) <= first_cells
    for value, label in ISSUER_KINDS.items():
        assert f"| {value} | {label} |" in card
    for value, label in LEVELS.items():
        assert f"`{value}` {label}" in card


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_a_page_of_navigation_is_refused_and_a_report_of_tables_is_not(tmp_path, kind):
    def refused(lines: list[str]) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        (folder / "raw").mkdir(parents=True)
        (folder / "reports.csv").write_text(f"report_id,file,issuer,year\nr,a.{kind},甲局,2021\n", "utf-8")
        if kind == "html":
            cells = (line.replace("\t", "<td>") for line in lines)
            lines = [f"<table><tr><td>{line}</table>" if "<td>" in line else f"<p>{line}</p>" for line in cells]
        (folder / "raw" / f"a.{kind}").write_text("\n".join(["<body>"] * (kind == "html") + lines), "utf-8")
        try:
            load_corpus(folder)
        except CorpusError as error:
            return str(error)
        return ""

    links = [f"甲区某街道办事处第{n}号通知公告" for n in range(80)]
    said = "is a site's navigation and no report: of its 1,2"
    assert said in refused([*links, "您好，欢迎您。"])
    assert said in refused([*links, "一、机构设置", "（一）领导分工", "现将报告公布如下，详见附件。"])
    assert refused([*REPORT.splitlines(), *(f"检查事项{n}\t件\t{n}" for n in range(200))]) == ""
    assert refused(REPORT.splitlines()) == ""


@pytest.mark.parametrize(("year", "is_one"), [(1989, False), (1990, True), (2100, True), (2101, False)])
def test_a_year_is_one_from_1990_to_2100(year, is_one):
    row = {"report_id": "a", "file": "a.txt", "issuer": "甲局", "year": str(year)}
    said = f"year is '{year}', no year from 1990 to 2100; give the year the report is about, as 2021"
    assert list(find_faults(row)) == ([] if is_one else [said])


def test_a_row_with_its_text_needs_no_file_that_systems_take():
    row = {"report_id": "a", "file": "a?.txt", "issuer": "甲局", "year": "2021"}
    assert list(find_faults(row | {"text": "文"})) == []
    assert list(find_faults(row))[0].startswith("raw/a?.txt has a name that not every system takes")


def test_every_cell_that_is_none_is_named():
    cells = {
        "issued_on": "2022-02-30",
        "retrieved_on": "now",
        "issuer_kind": "office",
        "level": "town",
        "issuer": "甲;乙",
    }
    row = {"report_id": ".a", "file": "a.txt", "year": None, **cells}
    assert [said.split()[0] for said in find_faults(row)] == [
        *("year", "the", "issuer", "issued_on", "retrieved_on", "issuer_kind", "level")
    ]
    assert list(find_faults({"report_id": "a", "file": "a", "issuer": "甲", "year": "2021", "level": "county"})) == []


@pytest.mark.parametrize(
    ("links", "end", "prose", "is_report"),
    [
        (58, 3, 0, True),  # 999 characters
        (58, 4, 0, False),
        (120, 2, 228, True),  # a tenth of 2,280
        (120, 2, 227, False),
    ],
)
def test_a_large_page_with_hardly_a_sentence_is_none(tmp_path, links, end, prose, is_report):
    lines = ["甲区某街道办事处概况", *(f"甲区某街道办事处第{n:03}号通知公告" for n in range(links)), ""]
    lines += ["话" * (prose - 1) + "。" if prose else "", "", "末" * end]
    manifest = "report_id,file,issuer,year\na,a.txt,甲局,2021\n"
    folder = make_corpus(tmp_path / "c", manifest, a="\n".join(lines))
    if is_report:
        assert len(load_corpus(folder)) == 1
    else:
        with pytest.raises(CorpusError, match="is a site's navigation and no report"):
            load_corpus(folder)


def test_a_text_in_a_row_is_verified_by_its_hash(tmp_path):
    row = {"report_id": "a", "file": "t.csv, row 2", "issuer": "甲局", "year": "2021", "text": REPORT}
    digest = hashlib.sha256(REPORT.encode()).hexdigest()
    for given, verified in ((digest, True), (digest.upper(), True), ("0" * 64, False), (None, False)):
        reports, problems = load_rows({2: row | {"sha256": given}}, row, tmp_path)
        assert (problems, reports["verified"].to_list(), reports["sha256"].to_list()) == ([], [verified], [digest])


def test_what_stands_twice_is_named_with_the_row_where_it_stands_first():
    rows = [
        ((2, {"report_id": "a", "file": "a.txt"}), "x"),
        ((3, {"report_id": "A", "file": "b.txt"}), None),
        ((4, {"report_id": "b", "file": "A.txt"}), None),
        ((5, {"report_id": "c", "file": "a.txt"}), "x"),
        ((6, {"report_id": None, "file": None}), None),
        ((7, {"report_id": None, "file": None}), None),
    ]
    assert [(problem.number, problem.what) for problem in find_repeats(rows)] == [
        (3, "row 2 has this report_id too; give one of them another"),
        (4, "raw/A.txt and raw/a.txt of row 2 (a) are one file on Windows and macOS; rename one of them"),
        (5, "raw/a.txt and raw/a.txt of row 2 (a) are the same, byte for byte; remove one of the rows"),
    ]


def test_what_was_recognised_in_a_scan_is_read_from_beside_it(tmp_path):
    digest = hashlib.sha256(REPORT.encode()).hexdigest()
    manifest = f"report_id,file,issuer,year,text_sha256\na,a.pdf,甲县人民政府,2021,{digest.upper()}\n"
    folder = make_corpus(tmp_path / "c", manifest + "b,b.txt,乙局,2021,\n", b=REPORT + "\n")
    (folder / "raw" / "a.pdf").write_bytes(b"%PDF of a scan")
    with pytest.raises(CorpusError, match="raw/a.pdf.txt is missing, the text that was recognised in raw/a.pdf"):
        load_corpus(folder)
    beside = folder / "raw" / "a.pdf.txt"
    beside.write_text(REPORT, "utf-8")
    reports = load_corpus(folder)
    assert reports["read_as"].to_list() == ["ocr", "text"]
    assert reports.loc["a", ["raw", "sha256", "source_file"]].to_list() == [
        *(REPORT, hashlib.sha256(b"%PDF of a scan").hexdigest(), "a.pdf")
    ]
    assert read_text_beside(folder / "raw", "a.pdf") == read_text_beside(folder / "raw", "a.pdf", digest) == REPORT
    beside.write_text(REPORT + "补。", "utf-8")
    assert read_text_beside(folder / "raw", "a.pdf") == REPORT + "补。"
    with pytest.raises(CorpusError, match="raw/a.pdf.txt is not the text that the manifest means: its sha256 is "):
        load_corpus(folder)
