"""Bytes → characters; folding, squeezing and counting."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import MAX_LOST, MAX_UNPRINTABLE, OLE, SIGNATURES, count_characters, decode, fold, squeeze
from helpers.errors import CorpusError

TEXT = "推进依法行政，"


def said(data: bytes) -> str:
    with pytest.raises(CorpusError) as error:
        decode(data, "a.txt")
    return str(error.value)


@pytest.mark.parametrize(("magic", "what", "remedy"), SIGNATURES)
def test_what_is_no_text_is_known_by_its_first_bytes(magic: bytes, what: str, remedy: str) -> None:
    assert said(magic + TEXT.encode()) == f"a.txt: this is {what}, not text; {remedy}"


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        ("WordDocument", "this is a legacy Word .doc"),
        ("EncryptedPackage", "this Word file is encrypted"),
        ("x", "this is a legacy Office"),
    ],
)
def test_a_container_is_known_by_its_streams(stream: str, what: str) -> None:
    assert said(OLE + stream.encode("utf-16-le")).startswith(f"a.txt: {what}")


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_says_which_way_round(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    assert decode(mark + TEXT.encode(encoding), "a.txt") == TEXT


def test_a_few_characters_may_be_lost_and_no_more() -> None:
    characters = round(1 / MAX_LOST)
    data = "依".encode() * characters
    assert decode(data[:-1], "a.txt") == "依" * (characters - 1) + "\ufffd"
    with pytest.raises(CorpusError):
        decode(data[: -1 - 2 * len("依".encode())] + b"\xff\xff", "a.txt")


def test_a_few_unprintable_characters_may_stand_in_a_text_and_no_more() -> None:
    text = "a" * (round(1 / MAX_UNPRINTABLE) - 1)
    assert decode((text + "\x07").encode(), "a.txt") == text + "\x07"
    assert said((text[1:] + "\x07").encode()) == (
        "a.txt: not readable as text (tried utf-8-sig, gb18030); save it as UTF-8 text"
    )
    assert decode(b"\t\n\r\f\v\x1f a", "a.txt") == "\t\n\r\f\v\x1f a"


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_every_offset_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_full_width_and_wide_spaces_are_folded_and_nothing_else() -> None:
    assert fold("（1）５０％，Ａ：\u3000\xa0\u2002\u2003～｡") == "(1)50%,A:    ~。"
    assert fold("①…〇“”、《》㎡") == "①…〇“”、《》㎡"


@settings(deadline=None)
@given(st.text())
def test_squeezing_leaves_what_is_counted(text: str) -> None:
    assert squeeze(text) == "".join(c for c in text if not c.isspace())
    assert count_characters(pd.Series([text])).tolist() == [len(squeeze(text))]


def test_characters_are_counted_without_white_space() -> None:
    counted = count_characters(pd.Series(["一、 举措\n\u3000落实", "", " \n"]))
    assert counted.tolist() == [6, 0, 0]
    assert counted.dtype == "int64"
