"""The bench of LaTeX and Word tables, with stand-ins for the programs, which are not everywhere."""

import pytest
from docx import Document

from bench import latex

GOOD = "Output written on tables.pdf (3 pages).\n"
BAD = "Overfull \\hbox (9pt too wide) in alignment\nMissing character: There is no 龘 (U+9F98) in font FandolSong\n"


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A folder with a LaTeX document and a Word one, and programs that do what `log` and `cell` say."""
    (tmp_path / "tables.tex").write_text("", "utf-8")
    _write(tmp_path / "tables.docx", "一")
    does = {"log": GOOD, "cell": "一"}

    def run(command, folder):
        if command[0] == latex.LATEX:
            (folder / "tables.log").write_text(does["log"], "utf-8")
        else:
            (folder / "back").mkdir()
            _write(folder / "back" / command[-1], does["cell"])

    monkeypatch.setattr(latex, "_run", run)
    monkeypatch.setattr(latex.shutil, "which", lambda program: program)
    return tmp_path, does


def _write(path, text):
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = text
    document.save(str(path))


def test_pages_without_fault_and_cells_that_come_back(written, capsys):
    folder, _ = written
    assert [*latex.set_tables(folder), *latex.pass_through_office(folder)] == []
    assert capsys.readouterr().out == "tables.tex: 3 pages, 0 faults\ntables.docx: 1 cells, 0 changed\n"


@pytest.mark.parametrize(("log", "faults"), [(BAD + GOOD, BAD.splitlines()), ("! Emergency stop.\n", None), ("", None)])
def test_what_is_wrong_with_a_page_is_said(written, log, faults):
    folder, does = written
    does["log"] = log
    expected = faults or [log.strip() or "no page was written"]
    assert list(latex.set_tables(folder)) == [f"tables.tex: {fault}" for fault in expected]


def test_a_cell_that_came_back_changed_is_counted(written):
    folder, does = written
    does["cell"] = "二"
    assert list(latex.pass_through_office(folder)) == ["tables.docx: 1 cells of 1 came back changed"]


def test_a_program_that_is_not_there_is_said_and_skipped(written, monkeypatch, capsys):
    folder, _ = written
    monkeypatch.setattr(latex.shutil, "which", lambda program: None)
    assert [*latex.set_tables(folder), *latex.pass_through_office(folder)] == []
    assert capsys.readouterr().out.count("skipped: there is no ") == 2
