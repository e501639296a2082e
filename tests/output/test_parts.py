"""Tables in parts: the rows are the same however the parts are cut, and what cannot be read stops no other report."""

import importlib.util
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from helpers.corpus.corrections import load_corrections
from helpers.corpus.load import load_corpus
from helpers.corpus.sources import open_source
from helpers.errors import CorpusError
from helpers.output import parts as made
from helpers.output.parts import Part, derive_tables, load_parts, make_part, read_stamp, write_part

# Numbers, a law, furniture, an item; the third holds none of them.
RICH = """首页 > 政务公开
甲市乙局{year}年法治政府建设年度报告
一、主要举措
（一）推进政务公开。依据《中华人民共和国行政处罚法》办理案件{n}件，同比增长3.5%。
（二）行政审批提速，“{n}”号\t窗口。
二、存在的不足
（一）执法力量不足。
三、下一步打算
（一）计划培训20场。
甲市乙局
{year}年12月30日
"""
PLAIN = "甲市丙局工作报告\n今年我们认真做事，天气很好，大家都高兴。\n"


def make_corpus(folder: Path, *, n: int = 5, more: str = "", corrections: str = "") -> Path:
    """A corpus of `n` reports, of which the third says little; `more` are further rows of the manifest."""
    (folder / "raw").mkdir(parents=True)
    rows = ["report_id,file,issuer,year,group"]
    for i in range(n):
        text = PLAIN if i == 2 else RICH.format(year=2010 + i, n=i + 1)
        (folder / "raw" / f"{i}.txt").write_text(text, encoding="utf-8")
        rows.append(f"r{i},{i}.txt,甲市乙局,{2010 + i},{'' if i % 2 else 'NA'}")
    (folder / "reports.csv").write_text("\n".join(rows) + "\n" + more, encoding="utf-8")
    if corrections:
        (folder / "corrections.csv").write_text(corrections, encoding="utf-8")
    return folder


def cut(corpus: Path, size: int, **changed: object) -> list[Part]:
    source = open_source(corpus)
    given = list(source.read())
    corrections = load_corrections(corpus) if (corpus / "corrections.csv").is_file() else None
    return [
        Part(
            number=number,
            rows={row.number: row.row for row in given[begin : begin + size]},
            names=source.names,
            wrong={row.number: list(row.wrong) for row in given[begin : begin + size] if row.wrong},
            corrections=corrections,
            folder=source.folder,
            key=str(number),
        )._replace(**changed)
        for number, begin in enumerate(range(0, len(given), size))
    ]


def write(parts: list[Part], folder: Path, kind: str = "csv") -> Path:
    for part in parts:
        write_part(part, kind, folder / "parts" / f"{part.number:05}")
    keys = ",".join(f'"{part.key}"' for part in parts)
    (folder / "tables.json").write_text(f'{{"keys": [{keys}]}}')
    return folder


KINDS = [
    "csv",
    pytest.param("parquet", marks=pytest.mark.skipif(not importlib.util.find_spec("pyarrow"), reason="an extra")),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_tables_are_those_of_the_whole_however_they_are_cut(tmp_path, kind, size):
    corpus = make_corpus(tmp_path / "c", corrections="report_id,quote,field,value\nr3,三、下一步打算,role,measures\n")
    whole = derive_tables(load_corpus(corpus))
    assert all(len(table) for table in whole.values())
    folder = write(cut(corpus, size), tmp_path / "out", kind)
    for name, table in whole.items():
        assert_frame_equal(load_parts(folder, name), table)
    assert load_parts(folder, "refused").empty


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_is_written_as_it_is(tmp_path, kind):
    corpus = make_corpus(tmp_path / "c", n=1)
    text = 'NA\r\n甲，"乙"\t\n一、主要举措\nnull\n（一）x,y,"1/3"，007。\n'
    (corpus / "raw" / "0.txt").write_bytes(text.encode())
    folder = write(cut(corpus, 1), tmp_path / "out", kind)
    reports = load_parts(folder, "reports")
    assert reports.at["r0", "raw"] == text and reports.at["r0", "group"] == "NA"
    assert "".join(load_parts(folder, "tokens")["token"]) == reports.at["r0", "text"]


def test_a_file_written_is_for_any_machine(tmp_path):
    corpus = make_corpus(tmp_path / "c", n=1)
    (corpus / "codebook").mkdir()  # noted in the attrs of tables
    source = Path(made.__file__).parents[3] / "corpus" / "codebook"
    for path in source.glob("*.csv"):
        (corpus / "codebook" / path.name).write_bytes(path.read_bytes())
    folder = write(cut(corpus, 1), tmp_path / "out")
    assert all(str(tmp_path).encode() not in path.read_bytes() for path in folder.rglob("*.*"))


def test_what_cannot_be_read_is_set_aside_with_its_reason(tmp_path):
    more = "x,none.txt,甲局,2021,\ny,0.txt,甲局,21,\n,0.txt,甲局,2021,\nz,0.txt,甲,2021,1,2\n"
    corpus = make_corpus(tmp_path / "c", n=2, more=more)
    tables = make_part(*cut(corpus, 50))
    assert tables["reports"].index.tolist() == ["r0", "r1"]
    refused = tables["refused"].set_index("row")
    assert refused[["report_id", "file"]].fillna("-").to_numpy().tolist() == [
        ["x", "none.txt"],
        ["y", "0.txt"],
        ["-", "0.txt"],
        ["z", "0.txt"],
    ]
    assert refused["reason"].tolist() == [
        "raw/none.txt is missing; put the file there or correct the column file (its names start inside raw/)",
        "year is '21', no year from 1990 to 2100; give the year the report is about, as 2021",
        "report_id is blank; fill it in",
        "more cells than the header has columns; put a text with a comma inside in quotation marks",
    ]


def test_a_report_at_which_the_program_fails_is_set_aside_and_stops_no_other(tmp_path, monkeypatch):
    def find(passages, **how):
        if "r1" in set(passages["report_id"]):
            raise ZeroDivisionError("no claim")
        return find_claims(passages, **how)

    find_claims = made.find_claims
    monkeypatch.setattr(made, "find_claims", find)
    tables = make_part(*cut(make_corpus(tmp_path / "c"), 50))
    assert tables["reports"].index.tolist() == ["r0", "r2", "r3", "r4"]
    assert set(tables["claims"]["report_id"]) == {"r0", "r3", "r4"}
    ((report_id, reason),) = tables["refused"][["report_id", "reason"]].to_numpy().tolist()
    assert report_id == "r1"
    assert reason.startswith("the program failed at this report (ZeroDivisionError: no claim; test_parts.py, line ")
    assert reason.endswith("); please report it, with the file")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system cannot tell")
def test_a_report_that_takes_too_long_is_set_aside_whatever_it_is_at_and_stops_no_other(tmp_path, monkeypatch):
    def find(passages, **how):
        while "r1" in set(passages["report_id"]):
            with suppress(Exception):  # as a reader does that takes every error for one of its file
                sum(range(1000))
        return find_claims(passages, **how)

    find_claims, before = made.find_claims, signal.getsignal(signal.SIGPROF)
    monkeypatch.setattr(made, "find_claims", find)
    monkeypatch.setattr(made, "SECONDS", 1)
    tables = make_part(*cut(make_corpus(tmp_path / "c"), 50))
    assert tables["reports"].index.tolist() == ["r0", "r2", "r3", "r4"]
    assert tables["refused"][["report_id", "reason"]].to_numpy().tolist() == [
        ["r1", "its tables take more than 1 seconds of the processor; look at the file, or remove the row"]
    ]
    assert signal.getsignal(signal.SIGPROF) == before and signal.getitimer(signal.ITIMER_PROF) == (0, 0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system cannot tell")
def test_the_time_of_a_report_is_not_forgotten_where_its_end_is_ignored(monkeypatch):
    class Slow:
        def __del__(self) -> None:
            work(1.5)

    def work(seconds: float) -> None:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    def spend() -> None:
        Slow()  # what is raised while it goes, Python ignores
        work(3)

    ignored: list[type] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: ignored.append(found.exc_type))
    with pytest.raises(made._TakesLong), made._limit(1):
        spend()
    assert ignored == [made._TakesLong]


def test_many_reports_have_longer_and_a_thread_as_long_as_it_takes(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(made, "_limit", lambda seconds: asked.append(seconds) or nullcontext())
    part = cut(make_corpus(tmp_path / "c", n=1), 1)[0]
    for rows in (range(1), range(50)):
        make_part(part._replace(rows=dict.fromkeys(rows, part.rows[2]), wrong=dict.fromkeys(rows, ["x"])))
    assert asked == [120, 500]
    monkeypatch.undo()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: len(make_part(part)["reports"])).result() == 1


def test_a_report_whose_correction_does_not_fit_is_set_aside(tmp_path):
    corrections = "report_id,quote,field,value\nr1,没有这句,role,plan\n"
    tables = make_part(*cut(make_corpus(tmp_path / "c", n=2, corrections=corrections), 50))
    assert tables["reports"].index.tolist() == ["r0"]
    assert tables["refused"]["reason"].str.contains("corrections.csv, row 2 (r1): the quote", regex=False).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_which_nothing_can_be_read_has_the_types_of_the_others(tmp_path, kind):
    corpus = make_corpus(tmp_path / "c", n=2)
    whole = derive_tables(load_corpus(corpus))
    (corpus / "raw" / "1.txt").unlink()
    folder = write(cut(corpus, 1), tmp_path / "out", kind)
    for name, table in whole.items():
        kept = table.loc[["r0"]] if name == "reports" else table[table["report_id"] == "r0"]
        assert_frame_equal(load_parts(folder, name), kept)
    assert load_parts(folder, "refused")["report_id"].tolist() == ["r1"]


def test_warnings_are_noted_for_whoever_hands_out_the_parts(tmp_path, monkeypatch):
    import warnings

    from helpers.errors import CorpusWarning

    def load(*given):
        warnings.warn("raw/0.txt: odd", CorpusWarning, stacklevel=1)
        return load_rows(*given)

    load_rows = made.load_rows
    monkeypatch.setattr(made, "load_rows", load)
    (part,) = cut(make_corpus(tmp_path / "c", n=1), 1)
    assert write_part(part, "csv", tmp_path / "p").said == ["raw/0.txt: odd"]
    assert read_stamp(tmp_path / "p").said == ["raw/0.txt: odd"]


def test_a_part_that_was_touched_has_no_stamp(tmp_path):
    (part,) = cut(make_corpus(tmp_path / "c", n=1), 1)
    stamp = write_part(part, "csv", tmp_path / "p")
    assert read_stamp(tmp_path / "p") == stamp and (stamp.reports, stamp.refused) == (1, 0)
    with (tmp_path / "p" / "items.csv").open("a") as file:
        file.write("x")
    assert read_stamp(tmp_path / "p") is None
    (tmp_path / "p" / "stamp.json").write_text("{")
    assert read_stamp(tmp_path / "p") is None


def test_tables_that_are_not_whole_are_not_read(tmp_path):
    folder = write(cut(make_corpus(tmp_path / "c", n=3), 1), tmp_path / "out")
    with pytest.raises(CorpusError, match="^item: no table of this name; it is one of reports, furniture"):
        load_parts(folder, "item")
    (folder / "parts" / "00001" / "stamp.json").unlink()
    with pytest.raises(CorpusError, match="out: 1 of 3 parts are not finished; run `python -m helpers tables --out"):
        load_parts(folder, "items")


def test_strings_are_of_the_kind_that_this_process_has(tmp_path):
    folder = write(cut(make_corpus(tmp_path / "c", n=1), 1), tmp_path / "out")
    assert load_parts(folder, "items")["text"].dtype == pd.Series(["甲"]).dtype


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_of_a_part_is_one_object_however_often_it_stands_there(tmp_path, kind):
    folder = write(cut(make_corpus(tmp_path / "c", n=3), 3), tmp_path / "out", kind)
    with pd.option_context("mode.string_storage", "python"):
        words = load_parts(folder, "tokens")["token"]
    assert len({id(word) for word in words}) == words.nunique() < len(words)
