"""The rows of corpus/rules: each with its source, and a witness that there is. What they decide: `make rules`."""

import re

import pandas as pd
import pytest

from helpers import parse_outline
from helpers.characters import fold, squeeze
from helpers.places import ROOT
from helpers.reading.files import read_file
from tests import ruled
from tests.ruled import CORPORA, READ, Report, decide, find_rows, read_rows, record_reports, strip_lookarounds

TABLES = sorted((ROOT / "corpus" / "rules").glob("*.csv"))


@pytest.fixture(scope="module")
def raw() -> pd.Series:
    """The files' characters, folded, by the names that witnesses have."""
    folders = [folder / "raw" for group in CORPORA.values() for folder in group]
    files = [file for folder in folders for file in folder.glob("*.*")]
    return pd.Series({file.stem: fold(read_file(file.read_bytes(), file.name)) for file in files})


def test_there_are_tables() -> None:
    assert TABLES


def test_rows_are_found_by_their_words() -> None:
    rows = read_rows("quantities")["word"]
    assert [rows[number] for number in find_rows("quantities", ["大约", "大概", "大"])] == ["大约", "大概"]
    assert find_rows("quantities", []) == rows.index.to_list()


TEXT = "一、主要举措\n共审查合同约12份，邀请专家3人次参加论证，办结率由87%提升至96.8%。印发《甲办法》。"


@pytest.mark.parametrize(
    ("table", "words"), [("quantities", ["约"]), ("things", ["自)由"]), ("phrases", ["邀请"]), ("citations", ["办法"])]
)
def test_what_a_row_decides_is_what_is_read_otherwise_without_it(table, words, monkeypatch) -> None:
    """Reports are read again only if a pattern answers otherwise; here all are read, with every row that may match."""
    frame = pd.DataFrame({"text": [TEXT], "year": [2021]}, index=pd.Index(["a"], name="report_id"))
    report = Report("a", "texts", frame, parse_outline(frame), (TEXT, squeeze(TEXT)))
    recorded = record_reports(READ[table], [report])
    assert recorded.rows == READ[table]([report])
    rows = read_rows(table)
    numbers = [n for n, word in rows["word"].items() if any(own in word for own in words)][:6]
    decided = decide(table, recorded, numbers)
    monkeypatch.setattr(ruled, "find_changed", lambda recorded, reports: reports)
    assert decided == decide(table, recorded, numbers)
    assert any(decided.values())


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_the_witness_of_a_row_holds_its_word(file, raw) -> None:
    rows = read_rows(file.stem)
    for number, row in rows.iterrows():
        assert row["witness"] in raw.index, f"{file.name}, row {number}: no report or text {row['witness']}"
        word, text = strip_lookarounds(row["word"]), raw[row["witness"]]
        assert "\\0" in word or re.search(word, text) or re.search(word, squeeze(text)), f"{file.name}, row {number}"


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_sources_say_what_is_known(file, raw) -> None:
    for number, row in read_rows(file.stem).iterrows():
        kind, _, name = row["source"].partition(":")
        assert kind not in ("?", "通用"), f"{file.name}, row {number}"
        assert kind not in ("corpus", "invented") or name in raw.index, f"{file.name}, row {number}: {row['source']}"


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.stem)
def test_the_readme_explains_every_kind(file) -> None:
    text = (ROOT / "corpus" / "rules" / "README.md").read_text("utf-8")
    section = text.partition(f"\n## {file.name}\n")[2].partition("\n## ")[0]
    assert {kind for kind in read_rows(file.stem)["kind"] if f"`{kind}`" not in section} == set()
