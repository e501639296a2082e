"""Where a quote stands, whatever white space is in it or in the text."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.characters import squeeze
from helpers.errors import CorpusError
from helpers.quotes import Correction, find_quotes, locate, pack, unpack

SIGNS = st.text("一举措 \n\u3000。", max_size=30)


@given(SIGNS, SIGNS)
def test_every_place_found_holds_the_quote_and_none_is_missed(text: str, quote: str) -> None:
    found = find_quotes(text, quote)
    assert all(squeeze(text[start:end]) == squeeze(quote) for start, end in found)
    assert all(text[start:end].strip() == text[start:end] for start, end in found)
    printed, needed = squeeze(text), squeeze(quote)
    assert len(found) == (sum(printed.startswith(needed, i) for i in range(len(printed))) if needed else 0)


def test_a_quote_that_stands_once_is_located() -> None:
    assert locate("一、举措\n二、其他\n打算", Correction(3, "a", "其他打 算", "role", "plan")) == (7, 12)


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("力量", "the quote '力量' does not stand in the report (any more); quote what stands there or remove the row"),
        ("举措", "the quote '举措' stands 2 times in the report; quote more, so that one place is meant"),
    ],
)
def test_a_quote_that_is_gone_or_stands_more_than_once(quote: str, said: str) -> None:
    with pytest.raises(CorpusError) as error:
        locate("一、举措\n二、其他举措", Correction(3, "a", quote, "role", "plan"))
    assert str(error.value) == f"corrections.csv, row 3 (a): {said}"


def test_corrections_go_through_a_cell() -> None:
    given = [Correction(2, "a", "“三、打算”,\n", "role", "plan"), Correction(4, "a", "x", "year", "2021")]
    assert unpack(pack(given)) == given
    assert unpack(pd.NA) == unpack(None) == unpack(float("nan")) == []
