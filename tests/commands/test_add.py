"""Adding reports: the row that is proposed, what is written and what is left as it is."""

import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.__main__ import main
from helpers.commands.add import COLUMNS, add_files
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError

BODY = (
    "市政府：\n2021年，我局推进依法行政，现将情况报告如下：\n一、主要举措\n（一）加强学习。组织学习八次，学用结合。\n"
    "（二）规范执法。办理案件三件。\n二、存在的不足\n一是人员不足。二是普法形式单一，有待加强。\n三、下一步打算\n"
    "（一）强化培训。加大培训力度。\n（二）改进普法。让群众少跑腿。\n"
)
REPORT = f"甲市司法局2021年度依法行政报告\n甲司〔2022〕3号\n{BODY}甲市司法局\n2022年1月12日\n"
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


def run(monkeypatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["helpers", *map(str, arguments)])
    return main()


def test_what_is_added_is_in_the_corpus(tmp_path, corpus, capsys):
    assert add_files([give(tmp_path, "报告.TXT", REPORT)], corpus) == []
    row = load_corpus(corpus).loc["甲市司法局-2021"]
    assert row[["issuer", "year", "title", "doc_no", "source_file"]].to_list() == [
        *["甲市司法局", 2021, "甲市司法局2021年度依法行政报告", "甲司〔2022〕3号", "甲市司法局-2021.txt"]
    ]
    assert row["issued_on"] == pd.Timestamp(2022, 1, 12)
    assert (corpus / "raw" / "甲市司法局-2021.txt").read_bytes() == REPORT.encode()
    said = capsys.readouterr().out.splitlines()
    assert said[1:12] == [
        "  report_id   甲市司法局-2021",
        "  title       甲市司法局2021年度依法行政报告",
        "  issuer      甲市司法局",
        "  issuer_kind bureau",
        "  level       –",
        "  province    –",
        "  city        –",
        "  county      –",
        "  year        2021",
        "  issued_on   2022-01-12",
        "  doc_no      甲司〔2022〕3号",
    ]
    assert said[12].startswith("  found       文首 ") and "举措 41 (2) · 不足 28 (2) · 计划 37 (2)" in said[12]
    assert said[13:] == ["  odd         only 176 characters"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_other_rows_stay_byte_for_byte(tmp_path, corpus, encoding, end, delimiter):
    before = (HEAD + 'old,old.txt,甲市人民政府,2020,"甲 ""乙"""').replace(",", delimiter).replace("\n", end)
    (corpus / "reports.csv").write_bytes(before.encode(encoding))
    assert add_files([give(tmp_path, "a.txt", REPORT)], corpus) == []
    added = delimiter.join(["甲市司法局-2021", "甲市司法局-2021.txt", "甲市司法局", "2021", ""])
    assert (corpus / "reports.csv").read_bytes() == (before + end + added + end).encode(encoding)


def test_short_and_long_rows_stay_too(tmp_path, corpus):
    before = HEAD + "old,old.txt,甲市人民政府,2020\nolder,older.txt,乙,2019,甲,乙,丙\n"
    (corpus / "reports.csv").write_text(before, "utf-8")
    assert add_files([give(tmp_path, "a.txt", REPORT)], corpus) == []
    assert (corpus / "reports.csv").read_text("utf-8").startswith(before)


def test_a_dry_run_writes_nothing(tmp_path, corpus, capsys):
    before = (corpus / "reports.csv").read_bytes()
    assert add_files([give(tmp_path, "a.txt", REPORT)], corpus, dry_run=True) == []
    assert "甲市司法局-2021" in capsys.readouterr().out
    assert (corpus / "reports.csv").read_bytes() == before
    assert [file.name for file in (corpus / "raw").iterdir()] == ["old.txt"]


def test_a_folder_without_a_manifest_gets_one(tmp_path):
    (tmp_path / "new").mkdir()
    assert add_files([give(tmp_path, "a.txt", REPORT)], tmp_path / "new") == []
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
    assert listed[1] == "scan.png: this is a picture, not text; recognise its text (OCR) and save it as .txt"
    assert listed[2].startswith("lost.txt: ") and "No such file" in listed[2]
    assert listed[3:] == [
        "again.txt: the corpus holds this report, as 甲市司法局-2021",
        "other.txt: the corpus holds this report, as 甲市司法局-2021",
        "nobody.txt: the file does not say who issued it; add its row by hand (see corpus/README.md)",
        "never.txt: the file does not say which year it is about; add its row by hand (see corpus/README.md)",
        "empty.txt: the file is empty; put the report there or remove the row",
    ]
    assert said.out.count("not added: ") == 7


def test_the_very_file_is_known_by_its_hash(tmp_path):
    (tmp_path / "new").mkdir()
    file = give(tmp_path, "a.txt", REPORT)
    assert add_files([file, file], tmp_path / "new") == [f"{file}: the corpus holds this very file, as 甲市司法局-2021"]


def test_another_report_of_the_same_issuer_and_year_gets_another_name(tmp_path, corpus):
    other = REPORT.replace("学习", "培训").replace("执法", "办案").replace("普法", "宣传").replace("人员", "经费")
    assert add_files([give(tmp_path, "a.txt", REPORT), give(tmp_path, "b.txt", other)], corpus) == []
    assert load_corpus(corpus).index.to_list() == ["old", "甲市司法局-2021", "甲市司法局-2021-2"]


def test_a_file_in_raw_that_no_row_names_is_not_overwritten(tmp_path, corpus):
    give(corpus / "raw", "甲市司法局-2021.txt", "旧")
    assert add_files([give(tmp_path, "a.txt", REPORT)], corpus)[0].endswith(
        "raw/甲市司法局-2021.txt is there already and in no row of reports.csv; move it away"
    )
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
    assert add_files([give(tmp_path, "a.txt", text)], tmp_path / "new") == []
    assert load_corpus(tmp_path / "new")[["issuer", "year"]].iloc[0].to_list() == [issuer, year]


def test_no_such_corpus_folder(tmp_path):
    with pytest.raises(CorpusError, match="no such folder; make it, or name another with --corpus"):
        add_files([tmp_path / "a.txt"], tmp_path / "none")


def test_a_manifest_without_its_columns_is_left_alone(tmp_path, corpus):
    (corpus / "reports.csv").write_text("report_id,file\n", "utf-8")
    assert add_files([give(tmp_path, "a.txt", REPORT)], corpus)[0].endswith(
        "reports.csv, row 1: the columns issuer, year are missing; add them"
    )
    assert (corpus / "reports.csv").read_text("utf-8") == "report_id,file\n"
