"""The frame of a corpus."""

import pytest

from helpers.corpus.frame import load_frame
from helpers.errors import CorpusError


def test_a_corpus_without_a_frame_has_no_rows(tmp_path):
    assert load_frame(tmp_path).empty
    assert list(load_frame(tmp_path)) == ["unit", "year", "status", "province", "issuer_kind"]


def test_units_and_years_with_what_is_known_of_their_reports(tmp_path):
    (tmp_path / "frame.csv").write_text("unit,year,status\n甲县,2021,held\n甲县,2022,not_published\n", "utf-8")
    frame = load_frame(tmp_path)
    assert frame[["unit", "year", "status"]].values.tolist() == [
        ["甲县", 2021, "held"],
        ["甲县", 2022, "not_published"],
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [("甲县,2021,lost", "row 2: status is 'lost'"), ("甲县,,held", "row 2: year"), (",2021,held", "row 2: unit")],
)
def test_what_cannot_be_is_refused(tmp_path, line, said):
    (tmp_path / "frame.csv").write_text(f"unit,year,status\n{line}\n", "utf-8")
    with pytest.raises(CorpusError, match=said):
        load_frame(tmp_path)
