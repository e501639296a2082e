"""What is executed, where it goes, and what a failure leaves behind; on two small notebooks and two small reports.

Kernels take most of the time: notebooks are executed once for all tests (`done`), and again only where a test is about
executing them.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from helpers import places
from helpers.commands import run
from helpers.commands.kernels import FEWEST, can_fork
from helpers.commands.tables import make_parts
from helpers.errors import CorpusError, RunError
from helpers.output import browser, tables
from helpers.output.chart import pack_chart
from helpers.output.charts import bars
from helpers.output.inputs import digest
from helpers.output.parts import MADE
from helpers.places import ROOT
from tests.files import make_pdf
from tests.output.test_parts import make_corpus

REPORT = """某市某局{year}年法治政府建设年度报告
一、主要做法
（一）依法行政。办理案件{n}件。
二、下一步打算
（一）继续努力。
"""
CHOICES = "CHOICE = SimpleNamespace(corpus=None)"
# What `save` does, without the second that matplotlib takes.
WRITE = """folder = output_folder("figures", CHOICE.corpus)
folder.mkdir(parents=True, exist_ok=True)
(folder / "{name}.csv").write_text(corpus_folder(CHOICE.corpus).name)"""
PRINTS = "import sys, time\nfor text in 'ab':\n    print(text, flush=True)\n    time.sleep(0.2)"


def _write_notebook(path: Path, *sources: str) -> None:
    """A notebook with a heading and code cells, the first of them imports."""
    imports = "from types import SimpleNamespace\nfrom helpers.places import corpus_folder, output_folder"
    cells = [
        {"cell_type": "markdown", "id": "c0", "metadata": {}, "source": f"# {path.stem} 笔记\n\n[next](02-b.ipynb)"}
    ]
    for number, source in enumerate([imports, *sources], 1):
        cells.append(
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": ["kept"]},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
        )
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python", "version": "3.0.0"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


def _write_corpus(folder: Path) -> None:
    (folder / "raw").mkdir(parents=True)
    lines = ["report_id,file,issuer,year"]
    for name, year in [("a-2021", 2021), ("b-2022", 2022)]:
        (folder / "raw" / f"{name}.txt").write_text(REPORT.format(year=year, n=year - 2000), encoding="utf-8")
        lines.append(f"{name},{name}.txt,某局,{year}")
    (folder / "reports.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _reproduce(tree: Path, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run(**_command(tree, **settings), capture_output=True, text=True, check=False)


def _command(tree: Path, **settings: str) -> dict:
    """How to start `python -m helpers reproduce` in `tree`, where a kernel of the same name that fails is installed."""
    kernel = tree / "elsewhere" / "kernels" / "python3"
    kernel.mkdir(parents=True, exist_ok=True)
    spec = {"argv": [sys.executable, "-c", "exit(1)"], "display_name": "another", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    settings |= {"PYTHONPATH": str(tree / "src"), "JUPYTER_PATH": str(tree / "elsewhere")}
    return {"args": [sys.executable, "-m", "helpers", "reproduce"], "cwd": tree, "env": os.environ | settings}


def _note_executed(monkeypatch) -> list[str]:
    """The names of notebooks that would be executed, as that is asked for; none is, and nothing else is written."""
    executed: list[str] = []

    def note(runs: list[run.Run], files: list[str], key: str) -> tuple[list[str], list[str]]:
        executed.extend(entry.notebook.stem for entry in runs)
        return [], files

    monkeypatch.setattr(run, "_execute_all", note)
    return executed


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> Path:
    """A copy of the collection with two notebooks that have been executed; not to be changed."""
    tree = tmp_path_factory.mktemp("collection")
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("requirements.lock", "jupyter_nbconvert_config.py", "CITATION.cff"):
        shutil.copy(ROOT / name, tree)
    for part in ("lexicon", "codebook", "rules"):
        if (ROOT / "corpus" / part).is_dir():
            shutil.copytree(ROOT / "corpus" / part, tree / "corpus" / part)
    _write_corpus(tree / "corpus")
    _write_notebook(tree / "notebooks" / "01-a.ipynb", CHOICES, PRINTS, WRITE.format(name="01-a"))
    _write_notebook(tree / "notebooks" / "02-b.ipynb", CHOICES, WRITE.format(name="02-b"))
    result = _reproduce(tree)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 of 2 notebooks executed" in result.stdout
    assert result.stderr == ""
    return tree


@pytest.fixture
def tree(done, tmp_path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(done, tmp_path / "collection"))


@pytest.fixture
def home(tree, monkeypatch) -> Path:
    """The same, and in this process it is the repository."""
    monkeypatch.setattr(run, "ROOT", tree)
    monkeypatch.setattr(places, "ROOT", tree)
    return tree


def test_results(done):
    assert _contents(done / "figures") == {"01-a.csv": b"corpus", "02-b.csv": b"corpus"}
    pages = ["01-a.html", "02-b.html", "browse", "index.html"]
    assert sorted(path.name for path in (done / "build" / "html").iterdir()) == pages
    assert sorted(path.name for path in (done / "build").iterdir()) == [".stamps", "html", "tables"]
    index = (done / "build" / "html" / "index.html").read_text(encoding="utf-8")
    assert '<li><a href="01-a.html">01-a <span lang="zh">笔记</span></a></li>' in index
    page = (done / "build" / "html" / "02-b.html").read_text(encoding="utf-8")
    assert 'href="02-b.html"' in (done / "build" / "html" / "01-a.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page and "<title>02-b 笔记</title>" in page and "<script" not in page
    assert "pre { margin: 0; padding: .5rem; white-space: pre-wrap; overflow-wrap: anywhere }" in page
    printed = page.partition("  details::details-content { content-visibility: visible")[2].partition("</style>")[0]
    assert ".fazhi-lead, .fazhi-skip" in page and ".fazhi-wide { overflow: visible }" in printed


def test_executed_notebook(done):
    text = (done / "notebooks" / "01-a.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert text.endswith("}\n") and "笔记" in text
    assert list(notebook["metadata"]) == ["kernelspec"]
    assert [cell["metadata"] for cell in notebook["cells"]] == [{}] + 4 * [{"tags": ["kept"]}]
    assert [cell["execution_count"] for cell in notebook["cells"][1:]] == [1, 2, 3, 4]
    assert notebook["cells"][3]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["a\n", "b\n"]}]


def test_tables(done):
    tables = done / "build" / "tables"
    names = ["citations", "claims", "codes", "furniture", "items", "passages", "reports", "tokens"]
    assert sorted(path.name for path in tables.iterdir()) == sorted(
        [f"{name}.csv" for name in [*names, "panel-codebook", "panel-items", "panel-reports"]]
        + ["fazhi-tables.xlsx", "panel-items.dta", "panel-reports.dta"]
    )
    assert (tables / "reports.csv").read_bytes().startswith("\ufeffreport_id,".encode())
    reports = pd.read_csv(tables / "reports.csv")
    assert list(reports.report_id) == ["a-2021", "b-2022"]
    assert reports.raw[0] == REPORT.format(year=2021, n=21)


def test_reports_are_pages_and_pages_of_reports_that_are_gone_go(home, monkeypatch, capsys):
    browse = home / "build" / "html" / "browse"
    pages = _contents(browse)
    assert sorted(pages) == ["a-2021.html", "b-2022.html", "by-year.html", "index.html"]
    assert '<a class="n" id="n39" href="#n39" title="21 件 · 案件 · ' in pages["a-2021.html"].decode()
    (browse / "a-2021.html").write_text("altered", encoding="utf-8")
    (browse / "gone-2019.html").write_text("gone", encoding="utf-8")
    monkeypatch.setattr(run, "_execute_all", lambda *_: pytest.fail("a notebook was executed"))
    run.reproduce()
    assert sorted(_contents(browse)) == sorted(pages)
    assert 'id="n39"' in (browse / "a-2021.html").read_text(encoding="utf-8")
    assert capsys.readouterr().out.splitlines()[2:4] == ["tables: up to date", "browse: begun"]


@pytest.mark.parametrize("file", ["output/style.py", "output/words.csv", "output/browser.css"])
def test_what_the_package_reads_counts_as_its_code_does(home, file):
    before = run._hash_inputs(home / "corpus")
    (home / "src" / "helpers" / file).write_text("altered", encoding="utf-8")
    assert run._hash_inputs(home / "corpus") != before


def test_nothing_to_do_loads_nothing(done):
    before = _contents(done)
    code = (
        "import sys; from helpers.commands.run import reproduce; reproduce();"
        "print({'nbconvert', 'nbclient'} & sys.modules.keys())"
    )
    command = _command(done) | {"args": [sys.executable, "-c", code]}
    said = subprocess.run(**command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said[:4] == ["01-a: up to date", "02-b: up to date", "tables: up to date", "browse: up to date"]
    assert said[-1] == "set()"
    assert _contents(done) == before


def test_only_what_changed_is_executed(home, monkeypatch, capsys):
    executed = _note_executed(monkeypatch)
    (home / "figures" / "02-b.csv").write_text("altered", encoding="utf-8")
    run.reproduce()
    assert executed == ["02-b"]
    said = capsys.readouterr().out
    assert "01-a: up to date" in said and "02-b: up to date" not in said and "1 of 2 notebooks executed" in said


def test_each_notebook_shows_as_it_begins_and_with_its_time_as_it_ends(tmp_path, monkeypatch, capsys):
    async def execute(entry: run.Run, *_: object) -> None:
        if entry.title == "bad":
            raise RunError("02-b.ipynb, cell 1 of 1 failed")

    monkeypatch.setattr(run, "_execute", execute)
    monkeypatch.setattr(run, "_put_in_place", lambda *_: None)
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    runs = [run.Run(Path(f"{name}.ipynb"), title, tmp_path, "") for name, title in (("01-a", "good"), ("02-b", "bad"))]
    assert run._execute_all(runs, ["tables"], "") == (["02-b.ipynb, cell 1 of 1 failed"], ["tables"])
    assert capsys.readouterr().out.splitlines() == [
        "Executing 2 notebooks, 2 at once",
        *("01-a: begun, 1 of 2", "01-a: 0.0 s", "02-b: begun, 2 of 2", "02-b: failed"),
    ]


def test_what_is_changed_while_notebooks_run_makes_the_files_stale(home, monkeypatch):
    def change(runs: list[run.Run], files: list[str], key: str) -> tuple[list[str], list[str]]:
        (home / "corpus" / "rules" / "new.csv").write_text("", encoding="utf-8")
        return [], files

    monkeypatch.setattr(run, "_execute_all", change)
    (home / "figures" / "02-b.csv").write_text("altered", encoding="utf-8")
    shutil.rmtree(home / "build" / "tables")
    run.reproduce()
    corpus = home / "corpus"
    assert (home / "build" / "tables" / "claims.csv").exists()
    assert run._list_stale_files(corpus, digest(run._hash_inputs(corpus))) == ["tables", "browse"]


def test_the_time_in_all_is_that_of_the_whole_run(home, monkeypatch, capsys):
    _note_executed(monkeypatch)
    monkeypatch.setattr(run, "_begin", lambda files: 1e9)
    (home / "figures" / "02-b.csv").write_text("altered", encoding="utf-8")
    shutil.rmtree(home / "build" / "tables")
    run.reproduce()
    assert 0 <= float(capsys.readouterr().out.split()[-4]) < 1e6


@pytest.mark.parametrize("done", [True, False])
def test_files_that_a_forked_process_has_not_written_are_left(tmp_path, monkeypatch, capsys, done):
    asked = []

    async def call_apart(*given: object) -> bool:
        asked.append(given)
        return done

    async def execute(*_: object) -> None: ...

    monkeypatch.setattr(run, "fork_kernels", lambda *_: nullcontext("server"))
    monkeypatch.setattr(run, "call_apart", call_apart)
    monkeypatch.setattr(run, "_execute", execute)
    monkeypatch.setattr(run, "_put_in_place", lambda *_: None)
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    runs = [run.Run(Path("01-a.ipynb"), "", tmp_path, "")]
    assert run._execute_all(runs, ["tables", "browse"], "key") == ([], [] if done else ["tables", "browse"])
    assert asked == [("server", "helpers.commands.run", "write_files", str(tmp_path), ["tables", "browse"], "key")]
    told = ["tables, browse: begun", *["tables, browse: 0.0 s"] * done]
    assert capsys.readouterr().out.splitlines()[1:] == ["01-a: begun, 1 of 1", "01-a: 0.0 s", *told]
    assert run._execute_all(runs, [], "key") == ([], []) and len(asked) == 1


@pytest.mark.skipif(not can_fork(), reason="nothing is forked here")
def test_files_that_a_forked_process_writes_are_those_of_the_run_itself(tree):
    """And what is odd about a file is said once."""
    made = [tree / "build" / part for part in ("tables", "html/browse", ".stamps")]
    (tree / "corpus" / "raw" / "c.pdf").write_bytes(make_pdf([[(90, 700, 16, REPORT.splitlines()[0])]], embedded=False))
    with (tree / "corpus" / "reports.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("c-2023,c.pdf,某局,2023\n")
    alone = _reproduce(tree)
    for number in range(len(list((tree / "notebooks").glob("*.ipynb"))), FEWEST):
        _write_notebook(tree / "notebooks" / f"{number + 1:02}-c.ipynb", CHOICES)
    assert "of 3 notebooks executed" in _reproduce(tree).stdout
    before = [_contents(folder) for folder in made]
    for folder in made:
        shutil.rmtree(folder)
    said = _reproduce(tree)
    assert [_contents(folder) for folder in made] == before
    assert said.stderr == alone.stderr and said.stderr.count("\n") == 1
    lines = said.stdout.splitlines()
    assert lines.count("tables, browse: begun") == 1  # by the run itself it would begin again
    assert "3 of 3 notebooks executed" in lines[-1]


@pytest.mark.parametrize("lost", ["figures/02-b.csv", "build/html/02-b.html", "build/.stamps/02-b.json"])
def test_a_result_that_is_missing_is_made_again(home, monkeypatch, lost):
    executed = _note_executed(monkeypatch)
    (home / lost).unlink()
    run.reproduce()
    assert executed == ["02-b"]


def test_what_english_figures_show_in_chinese_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    assert run._tell_unnamed(tmp_path / "mine") == ""
    (tmp_path / "charts").mkdir()
    for name, words in {"02-a": ["执法", "听证一", "听证二"], "03-b": ["听证一"]}.items():
        packed = pack_chart(bars(pd.DataFrame({"value": 1.0}, index=words), unit="share"), ("图。", "Figure."))
        (tmp_path / "charts" / f"{name}.json").write_bytes(packed)
    said = "2 terms have no English and stay Chinese: 听证一、听证二; add them to "
    assert run._tell_unnamed(tmp_path / "mine").startswith(said)


def test_the_key_follows_what_a_notebook_depends_on(home):
    (home / "corpus" / "rules").mkdir(exist_ok=True)
    _write_corpus(home / "mine")
    keys = {entry.key for entry in run._list_runs(home / "mine")}
    for name in (
        "src/helpers/extraction/words.py",
        "mine/raw/a-2021.txt",
        "corpus/lexicon/terms.csv",
        "corpus/lexicon/glossary.csv",
        "corpus/codebook/domains.csv",
        "corpus/rules/new.csv",
        "requirements.lock",
    ):
        with (home / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        keys |= {entry.key for entry in run._list_runs(home / "mine")}
    (home / "corpus" / "raw" / "a-2021.txt").write_text("another corpus's", encoding="utf-8")
    keys |= {entry.key for entry in run._list_runs(home / "mine")}
    assert len(keys) == 2 * 8


def test_failures_are_named_and_replace_nothing(tree):
    notebooks, figures = tree / "notebooks", _contents(tree / "figures")
    _write_notebook(notebooks / "01-a.ipynb", CHOICES, WRITE.format(name="01-new"), "import os\nos._exit(3)")
    _write_notebook(notebooks / "02-b.ipynb", CHOICES, "words = []\nraise ValueError('no such word: 法治')")
    before = _contents(notebooks)
    result = _reproduce(tree)
    assert result.returncode == 1
    assert "01-a.ipynb, cell 5 of 5: its Python died" in result.stderr
    assert "02-b.ipynb, cell 4 of 4 failed:\n" in result.stderr
    assert "ValueError: no such word: 法治" in result.stderr
    assert "\x1b" not in result.stderr
    assert _contents(notebooks) == before and _contents(tree / "figures") == figures
    assert not list((tree / "build").glob(".run-*"))


def _stage(home: Path, *figures: str) -> tuple[run.Run, Path]:
    """What an executed 02-b has written, not yet in its place."""
    staging = home / "build" / ".run-x"
    for kind, name in [("notebooks", "02-b.ipynb"), ("html", "02-b.html"), *(("figures", name) for name in figures)]:
        (staging / kind).mkdir(parents=True, exist_ok=True)
        (staging / kind / name).write_text("new", encoding="utf-8")
    return run.Run(home / "notebooks" / "02-b.ipynb", "02-b", home / "corpus", "key"), staging


def test_a_figure_with_the_number_of_another_notebook(home):
    before = _contents(home / "figures")
    with pytest.raises(RunError) as error:
        run._put_in_place(*_stage(home, "01-a.csv", "02-b.csv"))
    assert str(error.value) == "02-b writes a figure named 01-a.csv; a figure's name begins with 02-"
    assert _contents(home / "figures") == before


def test_a_figure_that_is_no_longer_written_goes(home):
    (home / "build" / "charts").mkdir(exist_ok=True)
    for name in ("figures/02-old.csv", "build/charts/02-old.json"):
        (home / name).write_text("of an earlier version", encoding="utf-8")
    run._put_in_place(*_stage(home, "02-new.csv"))
    assert _contents(home / "figures") == {"01-a.csv": b"corpus", "02-new.csv": b"new"}
    assert _contents(home / "build" / "charts") == {}
    assert (home / "build" / "html" / "02-b.html").read_text(encoding="utf-8") == "new"


def test_another_corpus_has_a_place_of_its_own(tree, tmp_path):
    _write_corpus(tmp_path / "mine")
    (tree / "notebooks" / "02-b.ipynb").unlink()
    ours = {name: _contents(tree / name) for name in ("notebooks", "figures", "build")}
    result = _reproduce(tree, FAZHI_CORPUS=str(tmp_path / "mine"))
    assert "1 of 1 notebooks executed" in result.stdout
    place = tree / "build" / "mine"
    kinds = [".stamps", "figures", "html", "notebooks", "tables"]
    assert sorted(path.name for path in place.iterdir()) == kinds
    assert _contents(place / "figures") == {"01-a.csv": b"mine"}
    shutil.rmtree(place)
    assert {name: _contents(tree / name) for name in ours} == ours


def test_a_run_on_tables_reads_no_report_and_has_a_place_of_its_own(tree, home, monkeypatch):
    make = {**_command(tree), "args": [sys.executable, "-m", "helpers", "tables", "--out", "parts", "--workers", "1"]}
    assert subprocess.run(**make, capture_output=True, check=False).returncode == 0
    shutil.rmtree(tree / "corpus" / "raw")
    write = WRITE.format(name="01-a").replace("corpus_folder(CHOICE.corpus).name", 'os.environ["FAZHI_TABLES"]')
    _write_notebook(tree / "notebooks" / "01-a.ipynb", CHOICES, f"import os\n{write}")
    (tree / "notebooks" / "02-b.ipynb").unlink()
    ours = {name: _contents(tree / name) for name in ("notebooks", "figures", "build")}
    result = _reproduce(tree, FAZHI_TABLES="parts")
    assert "1 of 1 notebooks executed" in result.stdout, result.stderr
    place = tree / "build" / "parts"
    assert _contents(place / "figures") == {"01-a.csv": str(tree / "parts").encode()}
    assert [path.name for path in sorted((place / ".stamps").iterdir())] == ["01-a.json", "browse.json", "tables.json"]
    items = place / "tables" / "items.csv"
    assert items.read_bytes() == (tree / "build" / "tables" / "items.csv").read_bytes()
    assert (place / "html" / "browse" / "a-2021.html").is_file()
    monkeypatch.setenv("FAZHI_TABLES", "parts")
    assert not _list_stale()
    noted = tree / "parts" / "tables.json"
    noted.write_text(noted.read_text("utf-8") + "\n", encoding="utf-8")  # other tables
    assert _list_stale() == ["01-a"]
    monkeypatch.delenv("FAZHI_TABLES")
    shutil.rmtree(place)
    assert {name: _contents(tree / name) for name in ours} == ours


def _list_stale() -> list[str]:
    runs = run._list_runs(None)
    stamps = {one: run._stamp(one.corpus, one.notebook.stem) for one in runs}
    return [one.notebook.stem for one in runs if not run._is_fresh(stamps[one], one.key, run._written(one))]


def test_tables_of_another_corpus_are_told_before_anything_runs(home, capsys, monkeypatch):
    monkeypatch.setenv("FAZHI_TABLES", "nothing")
    with pytest.raises(CorpusError, match="nothing: no tables there; run "):
        run.reproduce()
    assert "Executing" not in capsys.readouterr().out


def test_a_bad_corpus_is_told_before_anything_runs(home, capsys):
    (home / "corpus" / "raw" / "b-2022.txt").unlink()
    with pytest.raises(CorpusError, match=r"b-2022\.txt"):
        run.reproduce()
    assert "Executing" not in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_ctrl_c_leaves_things_whole(tree):
    started, stamp = tree / "started", tree / "build" / ".stamps" / "01-a.json"
    tell = f"import os, time\nfrom pathlib import Path\nPath({str(started)!r}).write_text(str(os.getpid()))"
    _write_notebook(tree / "notebooks" / "02-b.ipynb", CHOICES, WRITE.format(name="02-b"), tell, "time.sleep(60)")
    before = {name: _contents(tree / name) for name in ("notebooks", "figures", "build")}
    (tree / "figures" / "01-a.csv").write_text("altered", encoding="utf-8")
    stamp.unlink()
    # A process in the background has SIGINT ignored, and its children inherit that: a person's terminal has not.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        **_command(tree), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard
    )
    while not (stamp.exists() and started.exists() and started.read_text()):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    progress, said = process.communicate()
    assert (process.returncode, said) == (130, "Stopped. What was finished is kept.\n")
    assert "failed" not in progress
    assert {name: _contents(tree / name) for name in before} == before  # 01-a executed again: the same bytes
    with pytest.raises(ProcessLookupError):
        os.kill(int(started.read_text()), 0)


def test_notebooks_that_cannot_be_listed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(run, "ROOT", tmp_path)
    _write_notebook(tmp_path / "notebooks" / "Untitled.ipynb")
    with pytest.raises(RunError, match=r"^notebooks: no notebook NN-name\.ipynb here$"):
        run._list_runs(None)
    assert capsys.readouterr().out == "Untitled.ipynb: left out, its name does not begin with two digits and a hyphen\n"
    _write_notebook(tmp_path / "notebooks" / "01-a.ipynb")
    _write_notebook(tmp_path / "notebooks" / "01-b.ipynb")
    with pytest.raises(RunError, match=r"^notebooks/01-\*: two notebooks have this number; renumber one$"):
        run._list_runs(None)
    (tmp_path / "notebooks" / "01-b.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "notebooks" / "01-a.ipynb").unlink()
    with pytest.raises(RunError, match=r"^notebooks/01-b\.ipynb: not a notebook that can be read"):
        run._list_runs(None)


def test_a_scan_is_reproduced_without_what_recognises_it_and_a_warning_is_one_line(tree):
    raw, manifest = tree / "corpus" / "raw", tree / "corpus" / "reports.csv"
    lines = [(90, 700 - 30 * n, 16, line) for n, line in enumerate(REPORT.format(year=2023, n=7).splitlines())]
    (raw / "c.pdf").write_bytes(make_pdf([lines], embedded=False))
    (raw / "d.png").write_bytes(b"a picture of a page")
    (raw / "d.png.txt").write_text(REPORT.format(year=2024, n=8), encoding="utf-8")
    text_hash = hashlib.sha256((raw / "d.png.txt").read_bytes()).hexdigest()
    head, *rows = manifest.read_text(encoding="utf-8").splitlines()
    rows = [f"{row}," for row in [*rows, "c-2023,c.pdf,某局,2023"]] + [f"d-2024,d.png,某局,2024,{text_hash}"]
    manifest.write_text("\n".join([f"{head},text_sha256", *rows, ""]), encoding="utf-8")
    (tree / "src" / "rapidocr.py").write_text("raise SystemExit('nothing is recognised here')\n")
    (tree / "notebooks" / "01-a.ipynb").unlink()
    read = "from helpers.corpus.load import load_corpus\nreports = load_corpus(CHOICE.corpus)"
    show = "print(*reports['read_as'], reports.at['d-2024', 'text'])"
    _write_notebook(tree / "notebooks" / "02-b.ipynb", CHOICES, read, show, WRITE.format(name="02-b"))
    result = _reproduce(tree, FAZHI_LANG="zh")
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr.splitlines() == [
        "语料：raw/c.pdf：这个 PDF 没有嵌入字体 STSong-Light：行和单元格按别的字体推定，可能缺字；"
        "请嵌入字体后重新保存（PDF/A），或另存为 .docx"
    ]
    notebook = json.loads((tree / "notebooks" / "02-b.ipynb").read_text(encoding="utf-8"))
    printed = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    said = (
        "corpus: raw/c.pdf: the fonts STSong-Light are not in this PDF: its lines and cells are found by another font,"
        " and characters may be missing; save it again with its fonts (PDF/A), or as .docx"
    )
    assert [(output["name"], output["text"][0]) for output in printed if "name" in output] == [
        ("stderr", f"{said}\n"),
        ("stdout", "text text text ocr 某市某局2024年法治政府建设年度报告\n"),
    ]
    assert said in (tree / "build" / "html" / "02-b.html").read_text(encoding="utf-8")
    made = [tree / part for part in ("notebooks", "figures", "build/html", "build/tables")]
    before = [_contents(folder) for folder in made]
    shutil.rmtree(tree / "build" / ".stamps")
    assert "1 of 1 notebooks executed" in _reproduce(tree).stdout
    assert [_contents(folder) for folder in made] == before


def test_sentences_are_written_when_what_stands_behind_marks_changes_and_not_again(home, capsys):
    corpus, charts, page = home / "corpus", home / "build" / "charts", home / "build" / "html" / "marks" / "01-a.html"
    run._refresh_sentences(corpus)
    assert not page.parent.exists()  # no figure has noted any
    charts.mkdir()
    (home / "figures" / "01-a.json").write_text('{"caption": {"zh": "图", "en": "Figure"}}', encoding="utf-8")
    mark = "at,of,value,zh,en,searched,left,top,right,bottom\n1,2,3,甲,A,,,,,\n"
    (charts / "01-a.marks.csv").write_text(mark, encoding="utf-8-sig")
    (charts / "01-a.behind.csv").write_text("at,of,report_id,start,end,note\n1,2,a-2021,2,4,\n", encoding="utf-8-sig")
    run._refresh_sentences(corpus)
    assert '某市<a href="../browse/a-2021.html#p0"><mark>某局</mark></a>2021年' in page.read_text(encoding="utf-8")
    assert capsys.readouterr().out.startswith("sentences: ")
    run._refresh_sentences(corpus)
    assert capsys.readouterr().out == ""
    (charts / "01-a.behind.csv").write_text("at,of,report_id,start,end,note\n", encoding="utf-8-sig")
    run._refresh_sentences(corpus)
    assert "<p>无 " in page.read_text(encoding="utf-8")
    page.unlink()
    run._refresh_sentences(corpus)
    assert page.exists()


def test_pages_are_made_of_the_tables_of_reports_that_have_one(tmp_path, monkeypatch):
    corpus = make_corpus(tmp_path / "c")
    make_parts(corpus, tmp_path / "parts", workers=1, reports=2)
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "parts"))
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "out"))
    monkeypatch.setattr(browser, "list_paged", lambda reports: reports.index[1:2])
    seen, written = [], []
    monkeypatch.setattr(browser, "write_browser", lambda tables, _: seen.append(tables))
    monkeypatch.setattr(tables, "write_tables", lambda reports, *_, in_parts: written.append((len(reports), in_parts)))
    run.write_files(corpus, ["tables", "browse"], "key")
    assert written == [(5, True)]
    assert seen[0].keys() == {"reports", *MADE} and len(seen[0]["reports"]) == 5
    assert {report for name in ("items", "tokens") for report in seen[0][name]["report_id"]} == {"r1"}
