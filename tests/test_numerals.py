"""Numerals: what is written is read back; what is no numeral is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.numerals import CN, COUNTED, SIGNS, SPELT, read_digits, read_numeral, read_quantity, write_numeral

# All kinds but those whose signs may be words.
READ_BACK = [kind for kind in (*COUNTED, *SIGNS, "decimal", "no such kind") if not kind.endswith(("Letter", "Roman"))]


@pytest.mark.parametrize("kind", READ_BACK)
def test_what_is_written_is_read_back(kind: str) -> None:
    assert [n for n in range(1, 10_000) if read_numeral(write_numeral(n, kind)) != n] == []


@pytest.mark.parametrize("kind", SPELT)
def test_digits_one_by_one_are_read_back(kind: str) -> None:
    assert [n for n in range(10_000) if read_digits(write_numeral(n, kind)) != n] == []


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        *[
            (0, "〇"),
            (9, "九"),
            (10, "十"),
            (19, "十九"),
            (20, "二十"),
            (99, "九十九"),
            (100, "一百"),
            (101, "一百零一"),
        ],
        *[(110, "一百一十"), (1010, "一千零一十"), (2002, "二千零二"), (9999, "九千九百九十九"), (10_000, "10000")],
    ],
)
def test_chinese_numerals_as_written(number: int, printed: str) -> None:
    assert write_numeral(number) == printed


@pytest.mark.parametrize(
    ("kind", "last", "sign"),
    [("decimalEnclosedCircle", 20, "⑳"), ("ideographTraditional", 10, "癸"), ("lowerRoman", 16, "xvi")],
)
def test_signs_as_far_as_they_reach(kind: str, last: int, sign: str) -> None:
    assert [write_numeral(n, kind) for n in (last, last + 1, 0, -1)] == [sign, str(last + 1), "0", "-1"]


@pytest.mark.parametrize("kind", ["bullet", "none"])
def test_bullets_print_no_numeral(kind: str) -> None:
    assert write_numeral(3, kind) == ""


@pytest.mark.parametrize(
    "text", ["", "十十", "一百五", "一二", "二三", "半", "二点五", "a", "iv", "3a", "一百零零一", "零一"]
)
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert read_numeral(text) is None


def test_other_ways_to_print_a_number() -> None:
    assert [read_numeral(text) for text in ("１２", "一十二", "一百〇五", "两", "㊂", "⑴")] == [12, 12, 105, None, 3, 1]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2021", 2021),
        ("二〇二一", 2021),
        ("二○二一", 2021),
        ("二零二O", 2020),
        ("", None),
        ("二十", None),
        ("20二一", 2021),
    ],
)
def test_digits_one_by_one(text: str, number: int | None) -> None:
    assert read_digits(text) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("半", (0.5, None)), ("十", (10, None)), ("三百六十五", (365, None)), ("两千", (2000, None))],
        *[
            ("一万二", (12_000, None)),
            ("三千五", (3500, None)),
            ("一百零五", (105, None)),
            ("一千零五十", (1050, None)),
        ],
        *[("三亿五千万", (350_000_000, None)), ("二十万零三", (200_003, None)), ("十万亿", (1e13, None))],
        *[("二点五", (2.5, None)), ("零点〇五", (0.05, None)), ("一百点二", (100.2, None))],
        *[("两三百", (200, 300)), ("三四十", (30, 40)), ("七八万", (70_000, 80_000)), ("十五六", (15, 16))],
        *[
            ("一二", None),
            ("三五", None),
            ("五三百", None),
            ("二〇二三", None),
            ("一点二点三", None),
            ("三四五六", None),
        ],
        *[("千百十", (1110, None)), ("一" + "十" * 14, None)],
    ],
)
def test_quantities(text: str, value: tuple[float, float | None] | None) -> None:
    assert read_quantity(text) == value


@settings(deadline=None)
@given(st.text(alphabet=CN + "点半a", max_size=16))
def test_a_quantity_is_a_number_a_rising_pair_or_none(text: str) -> None:
    value = read_quantity(text)
    assert value is None or (value[0] >= 0 and (value[1] is None or value[1] > value[0]))


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_a_written_number_is_its_quantity(number: int) -> None:
    assert read_quantity(write_numeral(number)) == (number, None)
