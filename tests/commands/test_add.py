"""Adding reports: the row that is proposed, what is written and what is left as it is."""

import os
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.__main__ import main
from helpers.commands import add
from helpers.commands.add import COLUMNS, add_reports
from helpers.commands.check import check_corpus
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.places import hold
from tests.files import make_docx, make_pdf, paragraph

BODY = (
    "市政府：\n2021年，我局推进依法行政，现将情况报告如下：\n一、主要举措\n（一）加强学习。组织学习八次，学用结合。\n"
    "（二）规范执法。办理案件三件。\n二、存在的不足\n一是人员不足。二是普法形式单一，有待加强。\n三、下一步打算\n"
    "（一）强化培训。加大培训力度。\n（二）改进普法。让群众少跑腿。\n"
)
REPORT = f"甲市司法局2021年度依法行政报告\n甲司〔2022〕3号\n{BODY}甲市司法局\n2022年1月12日\n"
BY_HAND = "or add its row by hand (see corpus/README.md)"
HEAD = "report_id,file,issuer,year,own\n"
OLD = "甲市二〇二〇年法治政府建设报告\n一、主要举措\n（一）推进公开。公开信息八件。\n甲市人民政府\n2021年3月1日\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "old.txt").write_text(OLD, "utf-8")
    (folder / "reports.csv").write_text(HEAD + "old,old.txt,甲市人民政府,2020,甲\n", "utf-8")
    return folder


def give(tmp_path: Path, name: str, text: str | bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refused(*files: Path, corpus: Path, **wishes: object) -> list[str]:
    """Why files were not added, "" for those that were."""
    return add_reports(files, corpus, **wishes)["refused"].fillna("").to_list()


def run(monkeypatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["helpers", *map(str, arguments)])
    return main()


def test_what_is_added_is_in_the_corpus(tmp_path, corpus, capsys):
    assert refused(give(tmp_path, "报告.TXT", REPORT), corpus=corpus) == [""]
    row = load_corpus(corpus).loc["甲市司法局-2021"]
    assert row[["issuer", "year", "title", "doc_no", "source_file"]].to_list() == [
        *["甲市司法局", 2021, "甲市司法局2021年度依法行政报告", "甲司〔2022〕3号", "甲市司法局-2021.txt"]
    ]
    assert row["issued_on"] == pd.Timestamp(2022, 1, 12)
    assert (corpus / "raw" / "甲市司法局-2021.txt").read_bytes() == REPORT.encode()
    said = capsys.readouterr().out.splitlines()
    assert said[1:13] == [
        "  report_id   甲市司法局-2021",
        "  title       甲市司法局2021年度依法行政报告",
        "  issuer      甲市司法局",
        "  unit_id     甲市司法局",
        "  issuer_kind bureau",
        "  level       –",
        "  province    –",
        "  city        –",
        "  county      –",
        "  year        2021",
        "  issued_on   2022-01-12",
        "  doc_no      甲司〔2022〕3号",
    ]
    assert said[13].startswith("  found       文首 ") and "举措 41 (2) · 不足 28 (2) · 计划 37 (2)" in said[13]
    assert said[14:] == ["  odd         only 176 characters"]


@pytest.mark.parametrize(  # all of them together: test_tables
    ("encoding", "end", "delimiter"),
    [("utf-8", "\n", ","), ("utf-8-sig", "\r\n", ";"), ("gb18030", "\r\n", "\t"), ("utf-16", "\n", ",")],
)
def test_the_other_rows_stay_byte_for_byte(tmp_path, corpus, encoding, end, delimiter):
    before = (HEAD + 'old,old.txt,甲市人民政府,2020,"甲 ""乙"""').replace(",", delimiter).replace("\n", end)
    (corpus / "reports.csv").write_bytes(before.encode(encoding))
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=corpus) == [""]
    added = delimiter.join(["甲市司法局-2021", "甲市司法局-2021.txt", "甲市司法局", "2021", ""])
    assert (corpus / "reports.csv").read_bytes() == (before + end + added + end).encode(encoding)


def test_short_and_long_rows_stay_too(tmp_path, corpus):
    before = HEAD + "old,old.txt,甲市人民政府,2020\nolder,older.txt,乙,2019,甲,乙,丙\n"
    (corpus / "reports.csv").write_text(before, "utf-8")
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=corpus) == [""]
    assert (corpus / "reports.csv").read_text("utf-8").startswith(before)


def test_a_dry_run_writes_nothing(tmp_path, corpus, capsys):
    before = (corpus / "reports.csv").read_bytes()
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=corpus, dry_run=True) == [""]
    assert "甲市司法局-2021" in capsys.readouterr().out
    assert (corpus / "reports.csv").read_bytes() == before
    assert [file.name for file in (corpus / "raw").iterdir()] == ["old.txt"]


def test_a_folder_without_a_manifest_gets_one(tmp_path):
    (tmp_path / "new").mkdir()
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=tmp_path / "new") == [""]
    lines = (tmp_path / "new" / "reports.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert load_corpus(tmp_path / "new").index.to_list() == ["甲市司法局-2021"]


def test_a_bad_file_does_not_stop_the_others_and_is_listed_at_the_end(tmp_path, corpus, capsys, monkeypatch):
    files = [
        give(tmp_path, "scan.png", b"\x89PNG\r\n"),
        tmp_path / "lost.txt",
        give(tmp_path, "a.txt", REPORT),
        give(tmp_path, "again.txt", REPORT),
        give(tmp_path, "other.txt", REPORT.replace("\n", "\r\n\r\n")),
        give(tmp_path, "nobody.txt", BODY),
        give(tmp_path, "never.txt", REPORT.replace("2021年", "").replace("2022年1月12日", "")),
        give(tmp_path, "empty.txt", " \n"),
    ]
    assert run(monkeypatch, "add", *files, "--corpus", corpus) == 1
    said = capsys.readouterr()
    assert load_corpus(corpus).index.to_list() == ["old", "甲市司法局-2021"]
    listed = said.err.replace(f"{tmp_path}/", "").splitlines()
    assert listed[0] == "7 of 8 not added:"
    assert listed[1].startswith(
        "scan.png: this is a picture; run `make ocr` once, then `python -m helpers add` with it"
    )
    assert listed[2] == "lost.txt: no such file or folder; correct the path"
    assert listed[3:] == [
        "again.txt: the corpus holds this very file, as 甲市司法局-2021",
        "other.txt: the corpus holds this report, as 甲市司法局-2021",
        f"nobody.txt: the file does not say who issued it; say so with --issuer, {BY_HAND}",
        f"never.txt: the file does not say which year it is about; say so with --year, {BY_HAND}",
        "empty.txt: the file is empty; put the report there or remove the row",
    ]
    assert said.out.count("not added: ") == 7


def test_the_very_file_is_known_by_its_hash(tmp_path):
    (tmp_path / "new").mkdir()
    file = give(tmp_path, "a.txt", REPORT)
    assert refused(file, file, corpus=tmp_path / "new") == ["", "the corpus holds this very file, as 甲市司法局-2021"]


@pytest.mark.parametrize("year", ["2021年", "2021年度", "2021.0"])
def test_a_report_is_known_however_the_manifest_writes_its_year(tmp_path, corpus, year):
    give(corpus / "raw", "mine.txt", REPORT)
    with (corpus / "reports.csv").open("a", encoding="utf-8") as manifest:
        manifest.write(f"mine,mine.txt,甲市司法局,{year},乙\n")
    other = give(tmp_path, "other.txt", REPORT.replace("\n", "\n\n"))
    assert refused(other, corpus=corpus) == ["the corpus holds this report, as mine"]


def test_another_report_of_the_same_issuer_and_year_gets_another_name(tmp_path, corpus, capsys):
    other = REPORT.replace("学习", "培训").replace("执法", "办案").replace("普法", "宣传").replace("人员", "经费")
    assert refused(give(tmp_path, "a.txt", REPORT), give(tmp_path, "b.txt", other), corpus=corpus) == ["", ""]
    assert load_corpus(corpus).index.to_list() == ["old", "甲市司法局-2021", "甲市司法局-2021-2"]


def test_a_file_in_raw_that_no_row_names_is_not_overwritten(tmp_path, corpus):
    give(corpus / "raw", "甲市司法局-2021.txt", "旧")
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=corpus) == [
        "raw/甲市司法局-2021.txt is there already and in no row of reports.csv; move it away"
    ]
    assert (corpus / "raw" / "甲市司法局-2021.txt").read_text("utf-8") == "旧"


@pytest.mark.parametrize(
    ("text", "issuer", "year"),
    [
        (f"{BODY}乙县人民政府\n2022年1月12日\n", "乙县人民政府", 2021),
        (f"乙县二○二一年法治政府建设工作报告\n{BODY}乙县人民政府\n二〇二二年一月十二日\n", "乙县人民政府", 2021),
        (f"某市乙区司法局\n乙司〔2020〕1号\n乙区司法局2019年法治政府建设报告\n{BODY}", "某市乙区司法局", 2019),
        (
            f"中共乙县委员会 乙县人民政府关于2021年度依法行政情况报告\n{BODY}",
            "中共乙县委员会；乙县人民政府",
            2021,
        ),
        (f"中共乙县委乙县人民政府关于2021年度依法行政情况报告\n{BODY}", "中共乙县委；乙县人民政府", 2021),
        (
            "法治政府建设工作报告\n按照《法治政府建设实施纲要（2021—2025年）》，我局2020年推进依法行政。\n"
            f"{BODY.replace('2021年', '')}丙县财政局\n",
            "丙县财政局",
            2020,
        ),
    ],
)
def test_issuer_and_year_are_those_the_report_gives(tmp_path, text, issuer, year):
    (tmp_path / "new").mkdir()
    assert refused(give(tmp_path, "a.txt", text), corpus=tmp_path / "new") == [""]
    assert load_corpus(tmp_path / "new")[["issuer", "year"]].iloc[0].to_list() == [issuer, year]


def test_no_such_corpus_folder(tmp_path):
    with pytest.raises(CorpusError, match="no such folder; make it with --new, or name another with --corpus"):
        add_reports(tmp_path / "a.txt", tmp_path / "none")


def test_a_manifest_without_its_columns_is_left_alone(tmp_path, corpus):
    (corpus / "reports.csv").write_text("report_id,file\n", "utf-8")
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=corpus) == [
        "reports.csv, row 1: the columns issuer, year are missing; add them"
    ]
    assert (corpus / "reports.csv").read_text("utf-8") == "report_id,file\n"


def test_a_folder_of_several_kinds_goes_into_a_new_corpus(tmp_path, capsys):
    given = tmp_path / "given"
    (given / "more").mkdir(parents=True)
    (given / "page_files").mkdir()
    give(given, "a.txt", REPORT.encode("gb18030"))
    give(given, "page.html", "<html><body>" + "".join(f"<p>{line}</p>" for line in OLD.splitlines()) + "</body></html>")
    lines = REPORT.replace("2021", "2020").replace("2022", "2021").splitlines()
    give(given / "more", "b.docx", make_docx("".join(map(paragraph, lines))))
    for name in ("list.xlsx", ".hidden.txt", "~$b.docx", "page_files/script.html"):
        give(given, name, "x")
    added = add_reports(given, tmp_path / "deep" / "new", new=True)
    assert added["report_id"].to_list() == ["甲市司法局-2021", "甲市司法局-2020", "甲市人民政府-2020"]
    assert "left out, no reports by their names: list.xlsx, page_files/script.html\n" in capsys.readouterr().out
    reports = load_corpus(tmp_path / "deep" / "new")
    assert reports["source_file"].to_list() == ["甲市司法局-2021.txt", "甲市司法局-2020.docx", "甲市人民政府-2020.html"]
    assert reports["note"].to_list() == ["original name: a.txt", "original name: b.docx", "original name: page.html"]
    with pytest.raises(CorpusError, match="a corpus is there already; leave --new out to add to it"):
        add_reports(given, tmp_path / "deep" / "new", new=True)


def test_nothing_is_made_where_nothing_is_added(tmp_path):
    assert refused(give(tmp_path, "a.png", b"\x89PNG\r\n"), corpus=tmp_path / "new", new=True) != [""]
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=tmp_path / "new", new=True, dry_run=True) == [""]
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusError, match="empty: no file there that may be a report"):
        add_reports(tmp_path / "empty", tmp_path / "new", new=True)


def test_year_and_issuer_are_as_told_and_what_the_file_says_is_shown(tmp_path, capsys):
    corpus = tmp_path / "new"
    wishes = {"corpus": corpus, "year": 2019, "issuer": "乙县某镇人民政府"}
    assert refused(give(tmp_path, "a.txt", REPORT), new=True, **wishes) == [""]
    row = load_corpus(corpus).loc["乙县某镇人民政府-2019"]
    assert row[["year", "issuer", "issuer_kind", "level"]].to_list() == [
        2019,
        "乙县某镇人民政府",
        "township",
        "township",
    ]
    said = capsys.readouterr().out
    assert "odd         year: the manifest says 2019, the report 2021" in said
    assert "odd         issuer: the manifest says 乙县某镇人民政府, the report 甲市司法局" in said
    assert refused(give(tmp_path, "b.txt", BODY), corpus=corpus, issuer="丙局", year="2021年") == [""]
    for year in ("21", 1899, "2021-2022"):
        with pytest.raises(CorpusError, match="no year from 1990 to 2100; give the year the report is about, as 2021"):
            add_reports(give(tmp_path, "c.txt", REPORT), corpus, year=year)


def test_a_file_that_lies_in_raw_stays_there_and_gets_its_row(corpus):
    (corpus / "raw" / "2021").mkdir()
    file = give(corpus / "raw" / "2021", "报告.txt", REPORT)
    assert refused(file, corpus=corpus) == [""]
    assert load_corpus(corpus).at["甲市司法局-2021", "source_file"] == "2021/报告.txt"
    assert sorted(path.name for path in (corpus / "raw").rglob("*.txt")) == ["old.txt", "报告.txt"]


def test_files_without_a_row_and_a_renamed_issuer_are_listed(tmp_path, corpus, capsys):
    give(corpus / "raw", "left.txt", "x")
    assert refused(give(tmp_path, "a.txt", REPORT.replace("甲市司法局", "甲市法制办公室")), corpus=corpus) == [""]
    later = REPORT.replace("2021", "2022").replace("2022年1", "2023年1")
    assert refused(give(tmp_path, "b.txt", later), corpus=corpus) == [""]
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "odd: 甲市法制办公室-2021 and 甲市司法局-2022: 甲市法制办公室 (2021) → 甲市司法局 (2022) share the unit_id "
        "甲市法制办公室, as one issuer that was renamed; give each its own if they are two",
        "odd: raw/left.txt is in no row of reports.csv; add it, or move it away",
    ]
    assert load_corpus(corpus)["unit_id"].fillna("").to_list() == ["", "", "甲市法制办公室"]


def test_a_new_manifest_says_the_unit_and_shows_it(tmp_path, capsys):
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=tmp_path / "new", new=True) == [""]
    assert load_corpus(tmp_path / "new").at["甲市司法局-2021", "unit_id"] == "甲市司法局"
    assert "  unit_id     甲市司法局\n" in capsys.readouterr().out


@pytest.mark.parametrize("fails", ["raw", "reports.csv"])
def test_a_full_disk_leaves_the_corpus_as_it_was(tmp_path, corpus, monkeypatch, fails):
    def fill_disk(path: Path, data: bytes) -> None:
        if fails in path.parts:
            raise OSError(28, "No space left on device", str(path))
        path.write_bytes(data)

    monkeypatch.setattr(add, "write_file", fill_disk)
    before = {path: path.read_bytes() for path in corpus.rglob("*") if path.is_file()}
    said = refused(give(tmp_path, "a.txt", REPORT), corpus=corpus)
    assert said[0].endswith(": the disk is full; free some space and run the command again")
    assert {path: path.read_bytes() for path in corpus.rglob("*") if path.is_file()} == before
    assert refused(give(tmp_path, "a.txt", REPORT), corpus=tmp_path / "new", new=True) != [""]
    assert not (tmp_path / "new").exists()


def test_what_a_reader_warns_of_looks_odd_and_is_no_warning(tmp_path, corpus, capsys):
    lines = [(90, 700 - 30 * n, 18, line) for n, line in enumerate(REPORT.splitlines())]
    assert refused(give(tmp_path, "a.pdf", make_pdf([lines], embedded=False)), corpus=corpus) == [""]
    said = "the fonts STSong-Light are not in this PDF: its lines and cells are found by another font, and characters"
    assert f"  odd         {said}" in capsys.readouterr().out
    assert any(line.startswith(f"raw/甲市司法局-2021.pdf: {said}") for line in check_corpus(corpus)[1])


def test_what_a_killed_run_put_down_without_its_row_is_adopted(tmp_path, corpus):
    file = give(tmp_path, "a.txt", REPORT)
    (corpus / "raw" / "甲市司法局-2021.txt").write_text(REPORT, "utf-8")
    (corpus / ".fazhi-1f.part").write_text("half a tab", "utf-8")
    assert refused(file, corpus=corpus) == [""]
    assert sorted(load_corpus(corpus).index) == ["old", "甲市司法局-2021"]
    assert sorted(path.name for path in corpus.iterdir()) == ["raw", "reports.csv"]


def test_nobody_adds_while_another_does_or_into_a_link(tmp_path, corpus):
    file = give(tmp_path, "a.txt", REPORT)
    with hold(corpus):
        with pytest.raises(CorpusError, match="another command is changing what is in this folder; try again"):
            add_reports(file, corpus)
        assert refused(file, corpus=corpus, dry_run=True) == [""]  # which writes nothing
    (corpus / "raw").rename(tmp_path / "elsewhere")
    (corpus / "raw").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CorpusError, match="raw: a link to another place"):
        add_reports(file, corpus)


def test_a_pipe_is_not_waited_for(tmp_path, corpus):
    os.mkfifo(tmp_path / "a.txt")
    assert refused(tmp_path / "a.txt", corpus=corpus) == [
        "this is no file but a device or a pipe; save what it gives as a file"
    ]


def test_what_a_terminal_would_obey_is_shown(tmp_path, corpus, monkeypatch, capsys):
    file = give(tmp_path, "a\x1b[2J\u202eb.txt", REPORT)
    assert run(monkeypatch, "add", file, "--corpus", corpus, "--dry-run") == 0
    assert run(monkeypatch, "add", tmp_path / "\x1bno.txt", "--corpus", corpus) == 1
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err and "a\\x1b[2J\\u202eb.txt" in out and "\\x1bno.txt: " in err


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.TXT ", "甲市司法局-2021.txt"),
        ("b.", "甲市司法局-2021"),
        ("NUL.txt", "甲市司法局-2021.txt"),
        ("-c.html:x", "甲市司法局-2021"),
        ("1.关于" + "法治政府建设的报告" * 8, "甲市司法局-2021"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="it has no such files")
def test_whatever_a_file_is_called_its_copy_has_a_name_that_every_system_takes(tmp_path, name, file):
    assert refused(give(tmp_path, name, REPORT), corpus=tmp_path / "c", new=True) == [""]
    row = load_corpus(tmp_path / "c").loc["甲市司法局-2021"]
    assert (row["source_file"], row["note"]) == (file, f"original name: {name}".strip())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are characters")
def test_a_name_of_bytes_that_are_no_characters(tmp_path, monkeypatch):
    file = give(tmp_path, "a\udcff\x1b.txt", REPORT)
    assert run(monkeypatch, "add", file, "--new", "--corpus", tmp_path / "c") == 0
    assert load_corpus(tmp_path / "c").at["甲市司法局-2021", "note"] == "original name: a\\udcff\\x1b.txt"


def test_a_long_issuer_names_a_file_by_its_beginning(tmp_path, corpus):
    one, other = ("甲市" + "某" * 90 + end for end in ("一局", "二局"))
    files = [give(tmp_path, f"{n}.txt", REPORT.replace("八次", f"{sign}次")) for n, sign in enumerate("五六")]
    assert refused(files[0], corpus=corpus, issuer=one) == refused(files[1], corpus=corpus, issuer=other) == [""]
    short = f"甲市{'某' * 58}-2021"
    assert load_corpus(corpus)["issuer"].to_dict().items() >= {(short, one), (f"{short}-2", other)}
    assert refused(give(tmp_path, "c.txt", REPORT.replace("八次", "七次")), corpus=corpus, issuer="——") == [""]
    assert load_corpus(corpus).index[-1] == "2021"
