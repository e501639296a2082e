"""The rows of corpus/rules: each with its source, and a witness that there is. What they decide: `make rules`."""

import re

import pandas as pd
import pytest

from helpers.characters import fold, squeeze
from helpers.places import ROOT
from helpers.reading.files import read_file
from tests.ruled import CORPORA, find_rows, read_rows, strip_lookarounds

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
