"""The invented reports of tests/texts: what is read of them, all of them whole."""

import pandas as pd
import pytest

from helpers import list_furniture, list_items, load_corpus, parse_outline
from helpers.characters import read_radicals, squeeze
from tests.readings import FOLDERS, list_changes, load_texts, take_fingerprints
from tests.scored import FOLDER, measure


@pytest.fixture(scope="module")
def texts() -> pd.DataFrame:
    return pd.concat(map(load_texts, FOLDERS))


@pytest.fixture(scope="module")
def reports() -> pd.DataFrame:
    return load_corpus(FOLDER)


def test_cleaning_loses_nothing(texts: pd.DataFrame) -> None:
    for name, raw, text, aside in texts[["raw", "text", "aside"]].itertuples(name=None):
        gone = {i for piece in aside for i in range(piece.start, piece.end)}
        kept = "".join(sign for i, sign in enumerate(raw) if i not in gone)
        assert squeeze(read_radicals(kept)) == squeeze(text), name


def test_scores_are_those_that_are_committed() -> None:
    """Not that they are good: that whoever changes how reports are read sees it, and renews them (tests/scored.py)."""
    committed = pd.read_csv(FOLDER / "scores.csv", index_col="report_id", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(measure(FOLDER), committed)


def test_what_is_read_is_what_is_committed(texts: pd.DataFrame) -> None:
    """Not that it is right either: that no change of a reader or a rule goes unseen in any text (tests/readings.py)."""
    assert list_changes(take_fingerprints(texts)) == []


def test_nothing_is_lost(reports: pd.DataFrame) -> None:
    passages, furniture = parse_outline(reports), list_furniture(reports)
    for report_id, report in reports.iterrows():
        rows = passages[passages["report_id"] == report_id]
        assert "".join(rows["text"]) == report["text"]
        aside = furniture[furniture["report_id"] == report_id]
        gone = {i for row in aside.itertuples() for i in range(row.raw_start, row.raw_end)}
        kept = "".join(sign for i, sign in enumerate(report["raw"]) if i not in gone)
        assert "".join(kept.split()) == "".join(report["text"].split())


def test_items_stand_where_they_say(reports: pd.DataFrame) -> None:
    items = list_items(parse_outline(reports))
    assert all(
        reports.at[row.report_id, "text"][row.start : row.end] == row.text for row in items.itertuples(index=False)
    )
