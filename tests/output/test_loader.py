"""The tables of a notebook: the same frames, made of the reports or read from parts; parts of anything else refused."""

import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML
from IPython.utils.capture import capture_output
from pandas.testing import assert_frame_equal

from helpers.commands import pool
from helpers.commands.tables import make_parts
from helpers.errors import ChoiceError, CorpusError
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.tallies import use_strings
from helpers.extraction.words import segment
from helpers.output import inputs, loader, notebook, parts
from helpers.output.chart import Chart
from helpers.output.notebook import Work, begin, introduce
from helpers.output.parts import MADE
from helpers.places import ROOT, output_folder
from tests.output.test_parts import KINDS, make_corpus

MADE_TOKENS = MADE["tokens"]
CORRECTIONS = (
    "report_id,quote,field,value\nr3,三、下一步打算,role,measures\nr3,甲市乙局2013年法治政府建设年度报告,year,2021\n"
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Parts made in this process: another takes two seconds to begin."""
    monkeypatch.setattr(pool, "_start_pool", lambda _: ThreadPoolExecutor(1))


def make_tables(folder: Path, *, size: int = 2, n: int = 5, corrections: str = CORRECTIONS, more: str = "") -> Path:
    """A corpus, folder `c`, and its tables, folder `out`, in parts of `size` reports."""
    corpus = make_corpus(folder / "c", n=n, corrections=corrections, more=more)
    make_parts(corpus, folder / "out", reports=size)
    return corpus


def start(corpus: Path, where: dict[str, object] | None = None, *, corrected: bool = True) -> Work:
    choice = SimpleNamespace(corpus=corpus, write=False, where=where or {}, by="report", within=None)
    return begin(choice, corrected=corrected)


def start_on_tables(monkeypatch, corpus: Path, *given: dict[str, object], corrected: bool = True) -> Work:
    with monkeypatch.context() as patch:
        patch.setenv("FAZHI_TABLES", str(corpus.parent / "out"))
        return start(corpus, *given, corrected=corrected)


def check_same(made: Work, read: Work) -> None:
    assert_frame_equal(read.reports, made.reports)
    assert read.reports.attrs == made.reports.attrs
    for name in (*MADE, "refused"):
        assert_frame_equal(read.load(name), made.load(name))
        assert read.load(name).attrs == made.load(name).attrs


@pytest.mark.parametrize("corrected", [True, False])
@pytest.mark.parametrize("size", [5, 2])
def test_the_frames_are_the_same_read_or_made(tmp_path, monkeypatch, size, corrected):
    corpus = make_tables(tmp_path, size=size)
    third = 2021 if corrected else 2013  # as a correction has it
    for where in ({}, {"source_file": ["1.txt", "3.txt"]}, {"year": [2010, third]}, {"year": [2010, 2011]}):
        made = start(corpus, where, corrected=corrected)
        check_same(made, start_on_tables(monkeypatch, corpus, where, corrected=corrected))
        assert ("corrections" in made.reports) is corrected
        assert all(len(made.load(name)) for name in MADE)


def test_a_codebook_of_the_reports_own_is_known_by_their_tables(tmp_path, monkeypatch):
    corpus = make_corpus(tmp_path / "c")
    shutil.copytree(ROOT / "corpus" / "codebook", corpus / "codebook")
    make_parts(corpus, tmp_path / "out")
    made, read = start(corpus), start_on_tables(monkeypatch, corpus)
    check_same(made, read)
    assert read.load("items").attrs["corpus"] == str(corpus)


def count(some: pd.DataFrame) -> pd.DataFrame:
    """A function for `each`: how many rows each role of each report has."""
    return some.groupby(["report_id", "role"], observed=True).size().rename("n").reset_index()


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_given_some_reports_at_a_time_with_words_as_categories(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("helpers.commands.tables.can_parquet", lambda: kind == "parquet")
    corpus = make_tables(tmp_path)
    made, read = start(corpus), start_on_tables(monkeypatch, corpus, {})
    seen = []

    def work(some: pd.DataFrame) -> pd.DataFrame:
        seen.append(some["report_id"].nunique())
        assert some.dtypes[["report_id", "role"]].astype("str").tolist() == ["category"] * 2
        return count(some)

    whole = {name: load("items", each=work) for name, load in (("made", made.load), ("read", read.load))}
    assert seen == [5, 2, 2, 1]
    expected = count(made.load("items")).to_numpy().tolist()
    for table in whole.values():
        assert table["role"].cat.categories.is_monotonic_increasing
        assert sorted(table.to_numpy().tolist()) == expected


def test_many_reports_that_are_in_no_parts_are_given_some_at_a_time_their_tokens_cut_once(tmp_path, monkeypatch):
    monkeypatch.setattr(loader, "AT_ONCE", 2)
    cut = []
    monkeypatch.setitem(MADE, "tokens", lambda *given: cut.append(given) or MADE_TOKENS(*given))
    work, seen = start(make_corpus(tmp_path / "c", n=5)), []

    def spoil(some: pd.DataFrame) -> pd.DataFrame:
        seen.append(set(some["report_id"]))
        some["report_id"] = "spoilt"
        return some.head(1)

    def keep(some: pd.DataFrame) -> pd.DataFrame:
        return some

    for name in MADE:
        seen.clear()
        work.load(name, each=spoil)
        assert len(seen) == 3 and seen[0] <= {"r0", "r1"} and seen[1] <= {"r2", "r3"} and seen[2] == {"r4"}
        given = use_strings(work.load(name, each=keep))
        assert len(cut) == (3 if name == "tokens" or cut else 0)
        whole = work.load(name)
        cut[3:] = []
        assert_frame_equal(given.astype(whole.dtypes), whole)
    terms = work.load("tokens", terms=["治政府建设"], each=keep)
    assert_frame_equal(use_strings(terms), work.load("tokens", terms=["治政府建设"]), check_dtype=False)


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_are_all_digits_stay_words_part_by_part(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("helpers.commands.tables.can_parquet", lambda: kind == "parquet")
    corpus = make_tables(tmp_path)
    made, read = start(corpus), start_on_tables(monkeypatch, corpus, {})
    assert made.load("items")["path"].str.fullmatch("[0-9.]+").all()
    for name in MADE:
        for begun in (made, read):
            table = use_strings(begun.load(name, each=lambda some: some))
            assert_frame_equal(table.astype(made.load(name).dtypes), made.load(name))


def test_each_with_terms_of_ones_own_cuts_the_passages_anew(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    term = "治政府建设"
    for begun in (start(corpus), start_on_tables(monkeypatch, corpus)):
        tokens = begun.load("tokens", terms=[term], each=lambda some: some[some["token"].eq(term)])
        assert (
            tokens["report_id"].astype("str").to_list()
            == begun.load("tokens", terms=[term]).query("token == @term")["report_id"].to_list()
        )
        assert len(tokens)


def test_each_reads_corrected_reports_anew(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    made, read = start(corpus, corrected=False), start_on_tables(monkeypatch, corpus, corrected=False)
    for begun in (made, read):
        found = begun.load("passages", each=lambda some: some[["report_id", "text"]])
        assert found["report_id"].to_list() == made.load("passages")["report_id"].to_list()
        assert found["text"].to_list() == made.load("passages")["text"].to_list()


def test_no_file_of_a_report_is_read_again(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    made = start(corpus)
    made_all = {name: made.load(name) for name in MADE}
    shutil.rmtree(corpus / "raw")
    read = start_on_tables(monkeypatch, corpus)
    assert_frame_equal(read.reports, made.reports)
    for name, table in made_all.items():
        assert_frame_equal(read.load(name), table)


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_part_the_rows_of_the_reports_wanted_are_read_alone(tmp_path, monkeypatch, kind):
    monkeypatch.setattr("helpers.commands.tables.can_parquet", lambda: kind == "parquet")
    corpus = make_tables(tmp_path)
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "out"))
    two, all_of_them = start(corpus, {"source_file": ["0.txt", "1.txt"]}), start(corpus)
    for part in ("00001", "00002"):
        (tmp_path / "out" / "parts" / part / f"claims.{kind}").write_text("", encoding="utf-8")
    assert two.load("claims")["report_id"].unique().tolist() == ["r0", "r1"]
    with pytest.raises(ValueError):
        all_of_them.load("claims")
    one = parts.read_part(tmp_path / "out" / "parts" / "00000", "claims", {}, ["r1"])
    assert one["report_id"].unique().tolist() == ["r1"]


def test_tables_of_one_table_of_reports_are_read_with_its_folder(tmp_path, monkeypatch):
    (tmp_path / "c").mkdir()
    rows = {"report_id": ["a", "b"], "issuer": "甲市乙局", "year": [2020, 2021], "text": ["一、举措。", "二、打算。"]}
    pd.DataFrame(rows).to_csv(tmp_path / "c" / "mine.csv", index=False)
    (tmp_path / "c" / "corrections.csv").write_text("report_id,quote,field,value\nb,二、打算,role,back\n", "utf-8")
    make_parts(tmp_path / "c" / "mine.csv", tmp_path / "out")
    assert start_on_tables(monkeypatch, tmp_path / "c").reports["text"].tolist() == rows["text"]
    as_it_is = start_on_tables(monkeypatch, tmp_path / "c", corrected=False)
    assert as_it_is.load("passages")["role"].tolist() == ["measures", "plan"]
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "out"))
    with pytest.raises(CorpusError, match="mine.csv: with tables, name the folder that this file is in$"):
        start(tmp_path / "c" / "mine.csv")


def test_a_frame_is_ones_own_and_made_once(tmp_path, monkeypatch):
    load = start(make_corpus(tmp_path / "c")).load
    items = load("items")
    items["text"] = "x"
    monkeypatch.setattr(parts, "list_items", None)
    assert not load("items")["text"].eq("x").any()


def test_a_table_that_there_is_not_is_answered_with_those_that_there_are(tmp_path):
    load = start(make_corpus(tmp_path / "c", n=2)).load
    with pytest.raises(
        ChoiceError, match="^words: no table of this name; there is furniture, passages, tokens, items, "
    ):
        load("words")
    with pytest.raises(ChoiceError, match="^items: no terms are looked for in it; ask for tokens with terms$"):
        load("items", terms=["窗口"])


def test_tokens_with_other_terms_than_the_lexicons_are_made_of_the_passages(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    read = start_on_tables(monkeypatch, corpus)
    assert_frame_equal(read.load("tokens", terms=["提速窗口"]), segment(read.load("passages"), ["提速窗口"]))
    monkeypatch.setattr("helpers.output.loader.segment", None)
    assert_frame_equal(read.load("tokens", terms=iter(load_lexicon(corpus)["term"])), read.load("tokens"))


def test_what_was_set_aside_is_told_and_listed(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path, corrections="", more="x,none.txt,甲局,2021,\ny,0.txt,甲局,21,\n")
    read = start_on_tables(monkeypatch, corpus, {"year": [2010, 2011]})
    assert read.load("refused")["report_id"].tolist() == ["x", "y"]
    zh, en = introduce(read.reports)
    assert (
        zh
        == "2 份报告，1 个机关，2010–2011 年；按方便选取，不是样本；目录中另有 2 行未能读入，不在其内（01 逐一列出）。"
    )
    assert en.endswith("; 2 more rows of the manifest could not be read and are left out (listed in 01).")


def test_results_of_tables_overwrite_nothing_of_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_TABLES", "build/parts-of-five")
    assert output_folder("figures") == ROOT / "build" / "parts-of-five" / "figures"
    assert output_folder("notebooks", tmp_path / "mine") == ROOT / "build" / "mine" / "notebooks"
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "tables"))
    with pytest.raises(CorpusError, match="its results would go to build/tables, which is in use; rename the folder"):
        output_folder("figures")


def refusal(monkeypatch, corpus: Path, *, corrected: bool = True) -> str:
    with pytest.raises(CorpusError) as caught:
        start_on_tables(monkeypatch, corpus, corrected=corrected)
    return str(caught.value)


def made_with(corpus: Path, what: str) -> str:
    remedy = f"run `python -m helpers tables --corpus {corpus} --out {corpus.parent / 'out'}`"
    return (
        f"{corpus.parent / 'out'}: tables of {corpus} made with another {what}; {remedy}, which makes what has changed"
    )


@pytest.mark.parametrize("file", ["codebook/units.csv", "lexicon/terms.csv", "reports.csv", "corrections.csv"])
def test_tables_made_with_another_file_are_refused(tmp_path, monkeypatch, file):
    corpus = make_corpus(tmp_path / "c", n=2, corrections="report_id,quote,field,value\nr1,三、下一步打算,role,back\n")
    for part in ("codebook", "lexicon"):
        shutil.copytree(ROOT / "corpus" / part, corpus / part)
    make_parts(corpus, tmp_path / "out")
    start_on_tables(monkeypatch, corpus)
    text = (corpus / file).read_text(encoding="utf-8")
    (corpus / file).write_text(f"{text}\n", encoding="utf-8")
    assert refusal(monkeypatch, corpus) == made_with(corpus, file)


def test_tables_of_another_corpus_program_or_version_are_refused(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path, n=4)
    (corpus / "corrections.csv").rename(tmp_path / "corrections.csv")
    assert refusal(monkeypatch, corpus) == made_with(corpus, "corrections.csv")
    (tmp_path / "corrections.csv").rename(corpus / "corrections.csv")
    other = make_corpus(tmp_path / "d", n=2)
    assert refusal(monkeypatch, other) == made_with(other, "corrections.csv, reports.csv")
    monkeypatch.setattr(inputs, "version", lambda name: "0")
    assert refusal(monkeypatch, corpus) == made_with(
        corpus, f"jieba, lxml, markdown-it-py and {len(inputs.LIBRARIES) - 3} more"
    )


def test_tables_that_are_not_finished_or_do_not_say_what_they_are_made_of_are_refused(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    shutil.rmtree(tmp_path / "out" / "parts" / "00001")
    assert "1 of 3 parts are not finished; run `python -m helpers tables" in refusal(monkeypatch, corpus)
    make_parts(corpus, tmp_path / "out", reports=2)
    noted = json.loads((tmp_path / "out" / "tables.json").read_text(encoding="utf-8"))
    (tmp_path / "out" / "tables.json").write_text(json.dumps({"keys": noted["keys"]}))
    assert "/out: these tables do not say what they were made of; run `python" in refusal(monkeypatch, corpus)
    shutil.rmtree(tmp_path / "out")
    assert "/out: no tables there; run `python -m helpers tables" in refusal(monkeypatch, corpus)


def test_reports_that_are_to_come_uncorrected_are_refused_if_their_files_are_others(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    (corpus / "raw" / "1.txt").write_text("一、举措。\n", encoding="utf-8")  # which has no correction
    assert len(start_on_tables(monkeypatch, corpus, corrected=False).reports) == 5
    (corpus / "raw" / "3.txt").write_text("二、打算。\n", encoding="utf-8")
    assert "/out: the files of r3 have changed since; run `python -m" in refusal(monkeypatch, corpus, corrected=False)
    (corpus / "raw" / "3.txt").unlink()
    assert refusal(monkeypatch, corpus, corrected=False).startswith("reports.csv, row 5 (r3): raw/3.txt is missing")


def test_parquet_without_what_reads_it_is_refused(tmp_path, monkeypatch):
    corpus = make_tables(tmp_path)
    for path in tmp_path.glob("out/parts/*/reports.csv"):
        path.with_suffix(".parquet").write_text("")
    monkeypatch.setattr(parts, "can_parquet", lambda: False)
    assert "reports.parquet: this is a Parquet file; run `make tables` once" in refusal(monkeypatch, corpus)


def execute(path: Path) -> list[object]:
    """What each code cell of a notebook shows, its figures as their data and what is behind them."""
    shell, shown = InteractiveShell.instance(), []
    shell.reset(new_session=False)
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            with capture_output() as captured:
                done = shell.run_cell("".join(cell["source"]), store_history=False)
            done.raise_error()
            value = (
                done.result.to_csv() if isinstance(done.result, pd.DataFrame) else getattr(done.result, "data", None)
            )
            shown.append((cell["id"], value, [output.data for output in captured.outputs]))
    return shown


# These ask for every table between them.
@pytest.mark.parametrize("name", ["01-corpus", "05-shortcomings", "06-numbers-and-laws", "07-how-sure"])
def test_a_notebook_shows_the_same_on_tables(tmp_path, monkeypatch, name):
    """Whole, but for the drawing of figures."""
    path = ROOT / "notebooks" / f"{name}.ipynb"
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # IPython's own stays, and spawns no process

    def note(chart: Chart, name: str, *, caption: object, behind: pd.DataFrame | None = None, **_: object) -> HTML:
        return HTML(f"{name} {caption} {chart.data.to_csv()} {None if behind is None else behind.to_csv()}")

    monkeypatch.setattr(notebook, "save", note)
    corpus = make_tables(tmp_path)
    monkeypatch.setenv("FAZHI_CORPUS", str(corpus))
    made = execute(path)
    monkeypatch.setenv("FAZHI_TABLES", str(tmp_path / "out"))
    shutil.rmtree(corpus / "raw")
    if name.startswith("07"):
        with pytest.raises(CorpusError, match="raw/3.txt is missing"):  # which has a correction
            execute(path)
        make_corpus(tmp_path / "again", corrections=CORRECTIONS)
        (tmp_path / "again" / "raw").rename(corpus / "raw")
    assert execute(path) == made
    assert any(value for _, value, _ in made)
