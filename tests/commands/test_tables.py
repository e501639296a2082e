"""Tables of many reports: what a run makes and what it leaves, what is said, and that a killed one goes on."""

import json
import shutil
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from helpers.__main__ import main
from helpers.commands import pool, tables
from helpers.commands.tables import make_parts
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError, RunError
from helpers.output import inputs
from helpers.output.parts import derive_tables, load_parts
from helpers.places import ROOT, hold
from tests.output.test_parts import make_corpus

LONG = 300  # seconds: what has not ended by then never will


@pytest.fixture
def at_once(monkeypatch):
    """Parts made in this process: another takes two seconds to begin."""
    monkeypatch.setattr(pool, "_start_pool", lambda _: ThreadPoolExecutor(1))


def times(out: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("parts/*/stamp.json")}


def run(corpus: Path, out: Path, **how: int) -> tuple[int, int, int, list[str]]:
    parts, made, reports, refused = make_parts(corpus, out, **({"reports": 2} | how))
    return parts, made, reports, refused["report_id"].tolist()


def check(corpus: Path, out: Path) -> None:
    for name, table in derive_tables(load_corpus(corpus)).items():
        assert_frame_equal(load_parts(out, name), table)


def test_a_run_makes_what_is_missing_or_changed_and_nothing_else(tmp_path, at_once):
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "out"
    assert run(corpus, out) == (3, 3, 5, [])
    check(corpus, out)
    before = times(out)
    assert run(corpus, out) == (3, 0, 5, [])
    assert times(out) == before
    text = (corpus / "raw" / "2.txt").read_text(encoding="utf-8")
    (corpus / "raw" / "2.txt").write_text(f"{text}办结案件7件。\n", encoding="utf-8")
    assert run(corpus, out) == (3, 1, 5, [])
    check(corpus, out)
    next((out / "parts" / "00000").glob("items.*")).unlink()
    assert run(corpus, out) == (3, 1, 5, [])
    corrections = "report_id,quote,field,value\nr4,三、下一步打算,role,measures\n"
    (corpus / "corrections.csv").write_text(corrections, encoding="utf-8")
    assert run(corpus, out) == (3, 3, 5, [])  # a column more
    (corpus / "corrections.csv").write_text(corrections.replace("measures", "back"), encoding="utf-8")
    assert run(corpus, out) == (3, 1, 5, [])
    check(corpus, out)


def test_a_part_is_made_anew_when_a_cell_of_the_manifest_or_a_text_in_a_table_changes(tmp_path, at_once):
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "out"
    run(corpus, out)
    manifest = (corpus / "reports.csv").read_text(encoding="utf-8")
    row = next(line for line in manifest.splitlines() if line.startswith("r2,"))
    (corpus / "reports.csv").write_text(manifest.replace(row, row.replace("甲市乙局", "甲市丙局")), encoding="utf-8")
    assert run(corpus, out) == (3, 1, 5, [])
    check(corpus, out)
    table = tmp_path / "t.jsonl"
    texts = [f"某县2021年报告\n一、举措。办结案件{n}件。\n" for n in range(3)]
    for changed, made in (("", 2), ("", 0), ("。", 1)):
        rows = [{"report_id": f"r{n}", "issuer": "某县", "year": 2021, "text": text} for n, text in enumerate(texts)]
        rows[2]["text"] += changed
        table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert run(table, tmp_path / "of_table") == (2, made, 3, [])


@pytest.mark.parametrize(
    "file", ["codebook/units.csv", "lexicon/terms.csv"], ids=["a table of the codebook", "the lexicon"]
)
def test_a_run_makes_all_anew_when_a_table_changes_by_which_they_are_made(tmp_path, at_once, file):
    corpus, out = make_corpus(tmp_path / "c", n=2), tmp_path / "out"
    shutil.copytree(ROOT / "corpus" / file.split("/")[0], corpus / file.split("/")[0])
    assert run(corpus, out)[1] == 1
    assert run(corpus, out)[1] == 0
    lines = (corpus / file).read_text(encoding="utf-8").splitlines()
    (corpus / file).write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert run(corpus, out)[1] == 1


def test_what_all_parts_depend_on_are_the_modules_that_make_them():
    program = inputs.list_program()
    assert {"src/helpers/output/parts.py", "src/helpers/coding/coder.py", "src/helpers/radicals.csv"} <= program.keys()
    assert {"corpus/rules/roles.csv", "corpus/codebook/units.csv", "requirements.lock"} <= program.keys()
    assert not any(part in name for name in program for part in ("charts", "commands", "browser", "__main__"))
    assert {"Python", *inputs.LIBRARIES} <= program.keys()


def test_they_are_the_same_wherever_program_and_corpus_lie(tmp_path):
    corpus = make_corpus(tmp_path / "c", n=1)
    assert inputs.list_given(corpus) == inputs.list_given(tmp_path / "no such folder")
    assert list(inputs.list_given(corpus)) == ["lexicon/terms.csv"]
    shutil.copytree(ROOT / "corpus" / "codebook", corpus / "codebook")
    assert inputs.list_given(corpus) == inputs.list_given(shutil.copytree(corpus, tmp_path / "d"))
    assert "codebook/units.csv" in inputs.list_given(corpus)


def test_fewer_reports_leave_no_parts_behind(tmp_path, at_once):
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "out"
    run(corpus, out)
    (out / "parts" / "mine").mkdir()
    manifest = (corpus / "reports.csv").read_text(encoding="utf-8").splitlines()
    (corpus / "reports.csv").write_text("\n".join(manifest[:3]) + "\n", encoding="utf-8")
    assert run(corpus, out) == (1, 0, 2, [])
    assert sorted(path.name for path in (out / "parts").iterdir()) == ["00000", "mine"]
    check(corpus, out)


def test_what_says_what_another_row_says_is_set_aside_in_whatever_part(tmp_path, at_once):
    corpus = make_corpus(tmp_path / "c", more="R0,9.txt,甲局,2021,\nx,1.txt,甲局,2021,\n")
    (corpus / "raw" / "9.txt").write_text("一、举措。\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(corpus, out) == (4, 4, 5, ["R0", "x"])
    assert load_parts(out, "refused")["reason"].tolist() == [
        "row 2 has this report_id too; give one of them another",
        "raw/1.txt and raw/1.txt of row 3 (r1) are the same, byte for byte; remove one of the rows",
    ]
    assert (out / "refused.csv").read_text("utf-8-sig").splitlines()[:2] == [
        "row,report_id,file,reason",
        "7,R0,9.txt,row 2 has this report_id too; give one of them another",
    ]


def test_a_correction_of_no_report_is_refused(tmp_path, at_once):
    corpus = make_corpus(tmp_path / "c", n=1, corrections="report_id,quote,field,value\nq,甲,role,plan\n")
    with pytest.raises(CorpusError, match="^corrections.csv, row 2 .q.: no report of the corpus has this report_id"):
        run(corpus, tmp_path / "out")


def test_a_lexicon_that_cannot_be_used_is_no_fault_of_the_reports(tmp_path, at_once):
    corpus, out = make_corpus(tmp_path / "c", n=1), tmp_path / "out"
    (corpus / "lexicon").mkdir()
    (corpus / "lexicon" / "terms.csv").write_text("term\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="^lexicon/terms.csv, row 1: the column source is missing; add it"):
        run(corpus, out)
    assert not out.exists()


def test_a_folder_that_another_command_has_is_left_alone(tmp_path, at_once):
    with hold(tmp_path), pytest.raises(CorpusError, match="another command is changing what is in this folder"):
        run(make_corpus(tmp_path / "c"), tmp_path)


def test_the_command_says_what_is_done_and_what_is_set_aside(tmp_path, at_once, capsys, monkeypatch):
    corpus, out = make_corpus(tmp_path / "c", n=2), tmp_path / "out"
    command = ["tables", "--corpus", str(corpus), "--out", str(out), "--workers", "1"]
    assert main(command) == 0
    begun, made, done = capsys.readouterr().out.splitlines()
    assert begun == "1 parts to make, 1 at once" and made.startswith("1 parts made in ")
    assert done == f"Tables of 2 reports in 1 parts, 1 of them made now: {out}"
    (corpus / "raw" / "1.txt").unlink()
    for _ in range(2):  # also when nothing is made
        assert main(command) == 1
        said = capsys.readouterr()
        assert said.err.splitlines() == [
            "1 reports set aside, all in refused.csv:",
            "r1 (1.txt): raw/1.txt is missing; put the file there or correct the column file (its names start inside"
            " raw/)",
        ]
    assert said.out == f"Tables of 1 reports in 1 parts, 0 of them made now: {out}\n"
    monkeypatch.setattr(tables, "PAUSE", -1)
    capsys.readouterr()
    make_parts(make_corpus(tmp_path / "d"), out, reports=1)
    assert [line.partition(", about ")[0] for line in capsys.readouterr().out.splitlines()[1:-1]] == [
        f"{n} of 5 parts made" for n in (1, 2, 3, 4)
    ]


class _Dying(ThreadPoolExecutor):
    """A pool whose process ends at some reports."""

    def __init__(self, at: set[str], *, always: bool = False) -> None:
        super().__init__(1)
        self.at, self.always = at, always

    def submit(self, function, part, *given):
        if self.always or self.at & {row["report_id"] for number, row in part.rows.items() if number not in part.wrong}:
            lost: Future = Future()
            lost.set_exception(BrokenProcessPool())
            return lost
        return super().submit(function, part, *given)


def test_a_report_at_which_a_process_ends_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_start_pool", lambda _: _Dying({"r1"}))
    corpus, out = make_corpus(tmp_path / "c", more="x,1.txt,甲局,2021,\n"), tmp_path / "out"
    assert run(corpus, out, workers=2, reports=3) == (2, 2, 4, ["r1", "x"])
    assert load_parts(out, "refused")["reason"].tolist()[0] == pool.DIES
    assert load_parts(out, "reports").index.tolist() == ["r0", "r2", "r3", "r4"]
    monkeypatch.setattr(pool, "_start_pool", lambda _: _Dying({"r3"}))  # the first of a part with a row set aside
    shutil.rmtree(out)
    assert run(corpus, out, workers=2, reports=3) == (2, 2, 4, ["r3", "x"])
    assert not list(out.glob(".run-*"))


def test_where_no_process_lives_no_report_is_blamed(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_start_pool", lambda _: _Dying(set(), always=True))
    with pytest.raises(RunError, match="^part 0: the process that makes it ends, whatever is left out; free some mem"):
        run(make_corpus(tmp_path / "c"), tmp_path / "out")


def test_a_run_that_was_killed_leaves_no_process_and_goes_on_where_it_was(tmp_path, at_once):
    corpus, out = make_corpus(tmp_path / "c", n=8), tmp_path / "out"
    call = f"make_parts({str(corpus)!r}, Path({str(out)!r}), workers=2, reports=1)"
    code = f"from pathlib import Path; from helpers.commands.tables import make_parts; {call}"
    killed = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    while killed.poll() is None and not times(out):
        time.sleep(0.01)
    killed.kill()
    killed.communicate(timeout=LONG)  # ends when no process has its output any longer: the workers end by themselves
    before = times(out)
    assert before and list(out.glob(".run-*"))
    assert run(corpus, out, reports=1) == (8, 8 - len(before), 8, [])
    assert before.items() <= times(out).items()  # in whatever order they were made
    check(corpus, out)
    assert not list(out.glob(".run-*"))


@pytest.mark.parametrize(
    ("workers", "reports", "said"),
    [
        (2, 2, "3 parts to make, 2 at once"),
        (9, 2, "3 parts to make, 3 at once"),
        (99, 50, "1 parts to make, 1 at once"),
    ],
)
def test_no_more_processes_are_begun_than_there_are_parts(tmp_path, at_once, capsys, workers, reports, said):
    make_parts(make_corpus(tmp_path / "c"), tmp_path / "out", workers=workers, reports=reports)
    assert capsys.readouterr().out.splitlines()[0] == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(99.4, "99 s"), (100, "2 min"), (3569, "59 min"), (3571, "1 h 0 min"), (7260, "2 h 1 min")],
)
def test_times_are_said_in_minutes_from_100_seconds_on(seconds, said):
    assert tables._show_time(seconds) == said
