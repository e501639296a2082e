"""Reading files: every encoding gives the same text, and what is no text says what it is."""

import pytest

from helpers.corpus import CorpusError
from helpers.reading import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_text_in_every_encoding(encoding: str) -> None:
    text = "一、2021年主要举措\r\n（一）加强学习。"
    assert decode(text.encode(encoding), "a.txt").lstrip("\ufeff") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "a.txt: this is a PDF, not text; save its text as .txt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.txt: this is a legacy Word .doc, not text; save its text as .txt"),
        (b"\xff\xff\xff\x81", "a.txt: not readable as text (tried utf-8-sig, gb18030); save it as UTF-8 text"),
    ],
)
def test_a_file_that_is_no_text_says_what_it_is(data: bytes, message: str) -> None:
    with pytest.raises(CorpusError) as error:
        decode(data, "a.txt")
    assert str(error.value) == message
