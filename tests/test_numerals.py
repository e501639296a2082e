"""Numerals: what is written is read back; what is no numeral is none."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.numerals import CN, COUNTED, NUMBER, SIGNS, SPELT, read_digits, read_numeral, read_quantity, write_numeral

# All kinds but those whose signs may be words.
READ_BACK = [kind for kind in (*COUNTED, *SIGNS, "decimal", "no such kind") if not kind.endswith(("Letter", "Roman"))]


@pytest.mark.parametrize("kind", READ_BACK)
def test_what_is_written_is_read_back(kind: str) -> None:
    every = 1 if kind == READ_BACK[0] else 7  # the kinds that are counted are written by one function
    assert [n for n in range(1, 10_000, every) if read_numeral(write_numeral(n, kind)) != n] == []


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


def test_the_first_sign_of_a_kind_and_the_last_number_that_is_counted() -> None:
    assert [write_numeral(1, kind) for kind in ("decimalEnclosedCircle", "upperLetter", "lowerRoman")] == [
        "①",
        "A",
        "i",
    ]
    assert [write_numeral(n) for n in (-1, 9_999, 10_000)] == ["-1", "九千九百九十九", "10000"]


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
        *[("三亿五千万", (350_000_000, None)), ("二十万零三", (200_003, None)), ("十万亿", (10**13, None))],
        *[("二点五", (2.5, None)), ("零点〇五", (Decimal("0.05"), None)), ("一百点二", (Decimal("100.2"), None))],
        *[("两三百", (200, 300)), ("三四十", (30, 40)), ("七八万", (70_000, 80_000)), ("十五六", (15, 16))],
        *[("三、四", (3, 4)), ("十五、六", (15, 16)), ("两、三百", (200, 300))],
        *[("三点五", (3.5, None)), ("三点五万", (35_000, None)), ("三万点五", (30_000.5, None))],
        *[("3千500", (3500, None)), ("3千50", (3050, None)), ("1百99", (199, None)), ("一百零20", (120, None))],
        *[("1" * 18, (int("1" * 18), None)), ("四万万", (4 * 10**8, None))],
    ],
)
def test_quantities(text: str, value: tuple[float, float | None]) -> None:
    assert read_quantity(text) == (*value, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("十几", 10), ("二十几万", 200_000), ("一百零几万", 1_000_000), ("数十", 10), ("几百", 100), ("数十亿", 10**9)]
    + [
        ("一百万零几", 1_000_000),
        ("百余", 100),
        ("27万4千余", 274_000),
        ("500余万", 5_000_000),
        ("十 余 万", 100_000),
        ("三十多", 30),
    ],
)
def test_more_may_be(text: str, value: int) -> None:
    assert read_quantity(text) == (value, None, True)


@pytest.mark.parametrize(
    "text",
    [
        *["", "一二", "三五", "五三百", "二〇二三", "一点二点三", "三四五六", "千百十", "一" + "十" * 14, "一百零零一"],
        *["三万点五万", "三亿点五万", "三点五十", "一点二十万"],
        *[
            "12 34",
            "1,2345",
            "1,23",
            "12三",
            "三5百",
            "10十",
            "5万4",
            "5百6",
            "五亿六千",
            "1.5万2千",
            "3万4亿",
            "余",
            "多三",
        ],
        *["1百100", "3千05", "3千5", "3千1000", "一百万零", "一亿一万万", "零5", "一百零零5"],
        *["1" * 19, "一、二", "三、五", "百分", "三万二万", "1.2.3", "负", "-", "二亿亿", "负三四"],
    ],
)
def test_what_is_no_whole_numeral_is_none(text: str) -> None:
    assert read_quantity(text) is None


@settings(deadline=None)
@given(st.text(alphabet=CN + "点半a负0123,. 余几数廿拾仟萬", max_size=16))
def test_a_quantity_is_a_number_a_rising_pair_or_none(text: str) -> None:
    value = read_quantity(text)
    assert value is None or value.high is None or 0 <= value.low < value.high


@settings(deadline=None)
@given(st.integers(1, 9999))
def test_a_written_number_is_its_quantity(number: int) -> None:
    assert read_quantity(write_numeral(number)) == (number, None, False)


def test_hundredths_of_hundred_millions_are_whole_numbers() -> None:
    """0.01亿 to 999.99亿, digit for digit: 64.01亿 is 6401000000, and no binary fraction comes in between (of every
    seventh, with all endings: as binary fractions some 1,600 of them go wrong)."""
    wrong = [n for n in range(1, 100_000, 7) if float(read_quantity(f"{n // 100}.{n % 100:02d}亿").low) != n * 10**6]
    assert wrong == []


# Signs of a numeral in several hands: as printed, as on cheques, in the traditional form.
HANDS = ["一二三四五六七八九十百千万亿零点", "壹贰叁肆伍陆柒捌玖拾佰仟万亿零点", "壹貳參肆伍陸柒捌玖拾佰仟萬億零點"]


@st.composite
def mixed(draw: st.DrawFn) -> tuple[str, int]:
    """A numeral in a mixture of hands and digits, with or without blanks and sign, and its value."""
    parts: list[str] = []
    value, gap = 0, False
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = draw(st.one_of(st.just(0), st.integers(1, 9999)))
        value += section * scale
        if section == 0:
            gap = bool(parts)
            continue
        zero = bool(parts) and (gap or section < 1000)
        style = draw(st.sampled_from(["digits", "chinese", "both"]))
        parts += ["零"] * zero + _section(section, style) + [sign]
        gap = False
    parts = parts or ["十"]
    hand = str.maketrans(HANDS[0], draw(st.sampled_from(HANDS)))
    blank = draw(st.sampled_from(["", "", " "]))
    negative = draw(st.booleans())
    text = blank.join(part for part in parts if part).translate(hand)
    return ("负" if negative else "") + text, (value or 10) * (-1 if negative else 1)


def _section(number: int, style: str) -> list[str]:
    """The signs of a section below 10,000: 2345, 二千三百四十五, 2千3百4十5."""
    if style == "digits":
        return [str(number)]
    signs = list(write_numeral(number).replace("〇", "零"))
    if 9 < number < 20:
        signs = ["一", *signs]
    if style == "chinese":
        return signs
    return [str("零一二三四五六七八九".index(sign)) if sign in "一二三四五六七八九" else sign for sign in signs]


@settings(deadline=None, max_examples=100)
@given(mixed())
def test_a_numeral_in_any_mixture_is_read_whole(numeral: tuple[str, int]) -> None:
    text, value = numeral
    found = re.search(NUMBER, f"案件{text}件")
    assert found is not None and found[0] == text
    assert read_quantity(text) == (value, None, False)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="0123456789" + "".join(HANDS) + "两〇廿卅余几数, .", min_size=1, max_size=12))
def test_a_row_of_numeral_signs_is_read_whole_or_not_at_all(text: str) -> None:
    """What is read of a row of signs begins where the row begins, or behind a sign that can not be in a numeral."""
    for found in re.finditer(NUMBER, text):
        before = text[: found.start()].rstrip()
        assert not before or read_quantity(found[0]) is None or before[-1] in "余几数,.点點0123456789"
