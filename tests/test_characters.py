"""Bytes → characters; radicals; folding, squeezing and counting."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import (
    OLE,
    SIGNATURES,
    count_characters,
    decode,
    fold,
    read_radicals,
    squeeze,
)
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
    data = "依\n".encode()  # no GB18030
    assert decode(data * 49 + b"\xff", "a.txt") == "依\n" * 49 + "\ufffd"
    assert said(data * 48 + b"\xff").startswith("a.txt: not readable as text (tried utf-8-sig, gb18030)")


def test_a_few_unprintable_characters_may_stand_in_a_text_and_no_more() -> None:
    text = "a" * 99
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
    assert fold("！～＀｟①…〇“”、《》㎡") == "!~＀｟①…〇“”、《》㎡"


@settings(max_examples=20)  # a frame for each; of several texts, so that as many are tried
@given(st.lists(st.text(), min_size=5, max_size=9))
def test_squeezing_leaves_what_is_counted(texts: list[str]) -> None:
    assert [squeeze(text) for text in texts] == ["".join(c for c in text if not c.isspace()) for text in texts]
    assert count_characters(pd.Series(texts)).tolist() == [len(squeeze(text)) for text in texts]


def test_characters_are_counted_without_white_space() -> None:
    counted = count_characters(pd.Series(["一、 举措\n\u3000落实", "", " \n"]))
    assert counted.tolist() == [6, 0, 0]
    assert counted.dtype == "int64"


@pytest.mark.parametrize("code", range(0x2F00, 0x2FD6))
def test_every_kangxi_radical_is_its_character(code: int) -> None:
    assert read_radicals(chr(code)) == unicodedata.normalize("NFKC", chr(code)) != chr(code)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("⻓⻔⻋⻅⻚⻛⻜⻢⻥⻦⻬⻮⻰⻳⻄⻘⻝⻩⺠⺟⺎", "长门车见页风飞马鱼鸟齐齿龙龟西青食黄民母兀"),
        ("一、⼯作⽅⾯：⽹络、⾦融、⻝品安全", "一、工作方面：网络、金融、食品安全"),
        ("\uf900\ufad9\U0002fa1d", "豈龎𪘀"),
        ("\uf9f7法、\ufa08政、\uf9e4財、\U0002f800", "立法、行政、理財、丽"),
        ("㇐是学习", "一是学习"),
        ("⺀", "⺀"),  # has no equivalent
        ("⺚", "⺚"),  # is no character
        ("①、（一）㎡", "①、（一）㎡"),
    ],
)
def test_radicals_are_read_as_the_characters_they_look_like(printed: str, read: str) -> None:
    assert read_radicals(printed) == read


def test_all_radicals_of_the_supplement_but_one_are_read() -> None:
    kept = [c for c in map(chr, range(0x2E80, 0x2EF4)) if unicodedata.name(c, "") and read_radicals(c) == c]
    assert kept == ["⺀"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("全市⽤⼾和农⼾共1200⼾", "全市用户和农户共1200户"),
        ("⾭年志愿者", "青年志愿者"),
        ("李珺等⼾主办理落户手续，全年受理各类申请若干件", "李珺等户主办理落户手续，全年受理各类申请若干件"),
        ("珺" + "县" * 19 + "⼾", "珺" + "县" * 19 + "户"),
        ("珺" + "县" * 18 + "⼾", "珺" + "县" * 18 + "戶"),
        ("萬⼾與門戶開設", "萬戶與門戶開設"),
        ("⼾", "戶"),
    ],
)
def test_what_a_radical_is_among_simplified_characters(printed: str, read: str) -> None:
    assert read_radicals(printed) == read


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x2E00, max_codepoint=0x2FFF) | st.characters()))
def test_reading_radicals_keeps_every_offset_and_is_done_once(text: str) -> None:
    read = read_radicals(text)
    assert len(read) == len(text)
    assert read_radicals(read) == read
