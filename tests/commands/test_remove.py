"""Taking reports out of a corpus: what goes with them, and what stays byte for byte."""

from pathlib import Path

import pytest

from helpers.commands import remove
from helpers.commands.remove import remove_reports
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError

HEAD = "report_id,file,issuer,year,own\n"
KEPT = "old,old.txt,甲市人民政府,2020,甲\n"
OLD = "甲市二〇二〇年法治政府建设报告\n一、主要举措\n（一）推进公开。公开信息八件。\n甲市人民政府\n2021年3月1日\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "old.txt").write_text(OLD, "utf-8")
    (folder / "raw" / "a-2021.txt").write_text(OLD.replace("公开信息", "公开文件"), "utf-8")
    (folder / "reports.csv").write_text(HEAD + "a-2021,a-2021.txt,甲市司法局,2021,\n" + KEPT, "utf-8")
    return folder


def test_reports_are_taken_out_with_their_files_and_corrections(corpus, capsys):
    head = "report_id,quote,field,value\n"
    kept = "old,推进公开,role,plan\n"
    (corpus / "corrections.csv").write_text(head + "a-2021,加强学习,role,plan\n" + kept, "utf-8")
    (corpus / "raw" / "a-2021.txt.txt").write_text("recognised", "utf-8")
    unsure = "report_id,page,confidence,text\n"
    (corpus / "unsure.csv").write_text(unsure + "a-2021,1,0.7,八\nold,1,0.8,九\n", "utf-8")
    remove_reports(["a-2021"], corpus)
    assert capsys.readouterr().out.splitlines() == [
        "removed: raw/a-2021.txt",
        "removed: raw/a-2021.txt.txt",
        "removed from corrections.csv: a-2021,加强学习,role,plan",
        "removed from unsure.csv: a-2021,1,0.7,八",
        "removed from reports.csv: a-2021",
    ]
    assert (corpus / "reports.csv").read_text("utf-8") == HEAD + KEPT
    assert (corpus / "corrections.csv").read_text("utf-8") == head + kept
    assert (corpus / "unsure.csv").read_text("utf-8") == unsure + "old,1,0.8,九\n"
    assert [path.name for path in (corpus / "raw").iterdir()] == ["old.txt"]
    with pytest.raises(CorpusError, match="x: no report of the corpus has this report_id; reports.csv lists them"):
        remove_reports(["old", "x"], corpus)
    assert load_corpus(corpus).index.to_list() == ["old"]


def test_a_file_of_another_report_stays_whatever_its_name(corpus):
    (corpus / "raw" / "old.txt.txt").write_text(OLD.replace("八件", "九件"), "utf-8")
    with (corpus / "reports.csv").open("a", encoding="utf-8") as table:
        table.write("b,old.txt.txt,甲市人民政府,2021,\n")
    remove_reports(["old"], corpus)
    assert load_corpus(corpus).index.to_list() == ["a-2021", "b"]


def test_a_table_that_cannot_be_written_leaves_both_as_they_were(corpus, monkeypatch):
    (corpus / "corrections.csv").write_text("report_id,quote,field,value\nold,推进公开,role,plan\n", "utf-8")
    before = {path: path.read_bytes() for path in corpus.rglob("*") if path.is_file()}

    def refuse(path: Path, data: bytes) -> None:
        if path.name == "corrections.csv":
            raise PermissionError(13, "Permission denied", str(path))
        path.write_bytes(data)

    monkeypatch.setattr(remove, "write_file", refuse)
    with pytest.raises(PermissionError):
        remove_reports(["old"], corpus)
    assert {path: path.read_bytes() for path in corpus.rglob("*") if path.is_file()} == before
