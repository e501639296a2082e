"""What each command prints and returns; notebooks are executed in commands/test_run.py."""

import subprocess
import sys
import warnings

import pytest

import helpers.__main__ as program
from helpers.__main__ import main
from helpers.errors import CorpusError, RunError
from tests.files import make_pdf

REPORT = """某市某局2021年法治政府建设年度报告
一、主要做法
（一）依法行政。办理案件21件。
二、存在的问题
（一）力量不足。
三、下一步打算
（一）继续努力。
某市某局
2022年1月12日
"""

REFUSED = "no permission; change the rights of the file and its folder, or close the program that holds it open"


@pytest.fixture
def corpus(tmp_path):
    """A corpus of one report."""
    folder = tmp_path / "mine"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "reports.csv").write_text("report_id,file,issuer,year\na-2021,a.txt,某市某局,2021\n", encoding="utf-8")
    return folder


def test_reproduce_is_called_without_a_corpus(monkeypatch, capsys):
    called = []
    monkeypatch.setattr(program, "reproduce", lambda *given: called.append(given))
    assert main(["reproduce"]) == 0
    assert called == [(None,)]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CorpusError("corpus/reports.csv, row 2: year is blank; fill it in"), 1, None),
        (RunError("01-a.ipynb, cell 5 of 5: its Python died"), 1, None),
        (PermissionError(13, "Permission denied", "raw/a.txt"), 1, f"raw/a.txt: {REFUSED}"),
        (KeyboardInterrupt(), 130, "Stopped. What was finished is kept."),
    ],
)
def test_what_stops_a_command_is_said_and_is_its_exit_code(monkeypatch, capsys, error, code, said):
    def stop(_):
        raise error

    monkeypatch.setattr(program, "reproduce", stop)
    assert main(["reproduce"]) == code
    assert capsys.readouterr() == ("", f"{said or error}\n")


def test_what_is_a_fault_of_the_program_is_not_caught(monkeypatch):
    def fail(_):
        raise ZeroDivisionError

    monkeypatch.setattr(program, "reproduce", fail)
    with pytest.raises(ZeroDivisionError):
        main(["reproduce"])


def test_check_prints_a_line_a_finding(corpus, monkeypatch, capsys):
    assert main(["check", "--corpus", str(corpus)]) == 0
    *findings, count = capsys.readouterr().out.splitlines()
    assert count == f"0 errors, {len(findings)} warnings"
    assert all(finding.startswith("warning: ") for finding in findings)
    (corpus / "raw" / "a.txt").unlink()
    monkeypatch.setenv("FAZHI_CORPUS", str(corpus))
    assert main(["check"]) == 1
    said = capsys.readouterr()
    first, *_, count = said.out.splitlines()
    assert first.startswith("error: ") and "a.txt" in first and count.startswith("1 errors, ")
    assert said.err == ""


def test_add_shows_writes_and_lists_what_it_could_not_add(corpus, tmp_path, capsys):
    good, bad = tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_text(REPORT.replace("2021", "2022").replace("某局", "另局"), encoding="utf-8")
    bad.write_bytes(b"\x89PNG\r\n")
    manifest = (corpus / "reports.csv").read_bytes()
    assert main(["add", str(good), "--dry-run", "--corpus", str(corpus)]) == 0
    said = capsys.readouterr()
    assert "b.txt" in said.out and said.err == ""
    assert said.out.splitlines()[-1] == "Nothing written: 1 would be added"
    assert (corpus / "reports.csv").read_bytes() == manifest
    assert main(["add", str(bad), str(good), "--corpus", str(corpus)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "Written: reports added: 1"
    assert said.err.splitlines()[0] == "1 of 2 not added:" and "c.txt" in said.err
    assert "另局" in (corpus / "reports.csv").read_text(encoding="utf-8-sig")


def test_faults_of_one_file_are_lines_each_in_the_readers_language(corpus, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FAZHI_LANG", "zh")
    (tmp_path / "b.txt").write_text("\n", encoding="utf-8")

    def refuse(*_):
        raise CorpusError("issuer is blank; fill it in\nthe file is empty; put the report there or remove the row")

    monkeypatch.setattr("helpers.commands.add._add", refuse)
    assert main(["add", str(tmp_path / "b.txt"), "--corpus", str(corpus)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[1:3] == ["  未加入：issuer 是空的；请填写", "  未加入：文件是空的；请提供报告本身"]
    assert said.err.splitlines()[1:] == [
        f"{tmp_path}/b.txt: issuer 是空的；请填写",
        f"{tmp_path}/b.txt: 文件是空的；请提供报告本身",
    ]


def test_what_a_notebook_says_stands_below_where_it_stopped(monkeypatch, capsys):
    def stop(_):
        raise RunError("04-x.ipynb, cell 3 of 20 failed:\nTraceback\n\nValueError: no such thing")

    monkeypatch.setenv("FAZHI_LANG", "zh")
    monkeypatch.setattr(program, "reproduce", stop)
    assert main(["reproduce"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "04-x.ipynb 第 3 个单元格（共 20 个）出错：",
        *("Traceback", "", "ValueError: no such thing"),
    ]


def test_a_file_that_is_read_with_a_warning_is_named_once_and_in_a_line(corpus, monkeypatch, capsys):
    lines = [(90, 700 - 30 * n, 16, line) for n, line in enumerate(REPORT.replace("2021", "2022").splitlines())]
    (corpus / "raw" / "b.pdf").write_bytes(make_pdf([lines], embedded=False))
    with (corpus / "reports.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("b-2022,b.pdf,某市某局,2022\n")
    monkeypatch.setenv("FAZHI_LANG", "zh")
    correct = ["correct", "a-2021", "--quote", "（一）继续努力", "--field", "role", "--value", "back"]
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        assert main([*correct, "--corpus", str(corpus)]) == 0
    said = capsys.readouterr().err
    assert said.startswith("语料：raw/b.pdf：这个 PDF 没有嵌入字体") and said.count("\n") == 1


def test_paths_begin_where_the_user_stands(corpus, tmp_path, monkeypatch, capsys):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "b.txt").write_text(REPORT.replace("2021", "2022"), encoding="utf-8")
    assert main(["add", "b.txt", "--corpus", "../mine"]) == 0
    assert main(["check", "--corpus", "../mine"]) == 0
    called = []
    monkeypatch.setattr(program, "reproduce", called.append)
    assert main(["reproduce", "--corpus", "../mine"]) == 0
    assert [folder.resolve() for folder in called] == [corpus]


def test_remove_takes_a_report_out(corpus, capsys):
    assert main(["remove", "a-2021", "--corpus", str(corpus)]) == 0
    assert capsys.readouterr().out == "removed: raw/a.txt\nremoved from reports.csv: a-2021\n"
    assert main(["remove", "a-2021", "--corpus", str(corpus)]) == 1
    assert capsys.readouterr().err == ("a-2021: no report of the corpus has this report_id; reports.csv lists them\n")


def test_correct_writes_a_row_and_shows_what_it_changes(corpus, capsys):
    given = ["--quote", "力量不足", "--field", "role", "--value", "plan", "--by", "甲", "--corpus", str(corpus)]
    assert main(["correct", "a-2021", *given]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "  - shortcomings heading 2: （一）力量不足。",
        "  + plan heading 2: （一）力量不足。",
        "Written: corrections.csv, row 2",
    ]
    assert (corpus / "corrections.csv").read_text("utf-8-sig").splitlines() == [
        "report_id,quote,field,value,by,note",
        "a-2021,力量不足,role,plan,甲,",
    ]


def test_a_command_speaks_chinese_to_whoever_reads_it(corpus, monkeypatch, capsys):
    monkeypatch.setenv("FAZHI_LANG", "zh")
    (corpus / "raw" / "a.txt").unlink()
    assert main(["check", "--corpus", str(corpus)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "错误：reports.csv 第 2 行（a-2021）：缺少 raw/a.txt；请放入该文件，或改正 file 列（文件名从 raw/ 之内写起）",
        "1 个错误，0 个提醒",
    ]


def test_blind_writes_the_sheet(corpus, capsys):
    assert main(["blind", "--corpus", str(corpus)]) == 0
    assert capsys.readouterr().out == "Written: gold/blind.xlsx. Its first sheet says how to fill it in.\n"
    assert (corpus / "gold" / "blind.xlsx").is_file()


def test_a_corpus_that_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["blind", "--corpus", str(tmp_path / "none")]) == 1
    said = capsys.readouterr()
    assert said.out == "" and str(tmp_path / "none") in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required: command"),
        (["redo"], "invalid choice: 'redo'"),
        (["add"], "the following arguments are required: FILE"),
        (["remove"], "the following arguments are required: ID"),
        (["correct", "a"], "the following arguments are required: --quote, --field, --value"),
        (["tables"], "the following arguments are required: --out"),
        (["tables", "--out", "x", "--workers", "0"], "argument --workers: '0' is no number from 1 up"),
        (["check", "--dry-run"], "unrecognized arguments: --dry-run"),
    ],
)
def test_wrong_arguments_end_with_2(capsys, arguments, said):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_help_says_what_there_is(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    said = capsys.readouterr()
    assert end.value.code == 0 and said.err == ""
    assert said.out.startswith("usage: python -m helpers [-h] command ...")
    for command in ("reproduce", "add", "remove", "check", "correct", "blind", "tables"):
        assert f"\n    {command}" in said.out


def test_the_program_ends_with_the_code_of_its_command(tmp_path):
    command = [sys.executable, "-m", "helpers", "check", "--corpus", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout.startswith("error: ") and done.stderr == ""
