"""Words and wrapping of labels."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.comparison.groups import ALL, UNKNOWN
from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.output import labels
from helpers.output.labels import (
    label,
    label_groups,
    number,
    say,
    shorten,
    shorten_name,
    width,
    word_width,
    wrap,
    wrap_name,
)
from helpers.places import ROOT
from helpers.structure.roles import ROLE_LABELS


def test_every_word_has_both_languages():
    with (ROOT / "src/helpers/output/words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows if not (row["zh"] and row["en"])] == []
    assert len({row["key"] for row in rows}) == len(rows)


def test_every_word_is_asked_for():
    rooms = [path for room in ("output", "comparison") for path in (ROOT / "src/helpers" / room).glob("*.py")]
    sources = "".join(path.read_text("utf-8") for path in rooms)
    sources += "".join(path.read_text("utf-8") for path in (ROOT / "notebooks").glob("*.ipynb"))
    roles = {"front", "measures", "leadership", "shortcomings", "plan", "back"}
    groups = tuple(key for key in labels._words() if key.startswith(labels._GROUPS))
    unasked = [key for key in labels._words() if key not in (*roles, *groups) and key not in sources]
    # of tables: f"table_{column}" and the like, of what stands in the code and in the tables that people edit
    sources += "".join(path.read_text("utf-8") for path in (ROOT / "src/helpers").rglob("*.py"))
    sources += (ROOT / "corpus/gold/unseen.csv").read_text("utf-8")
    words = set(re.findall(r"\w+", sources))
    part = re.compile(r"(?:table|comparable|cited|unseen|code|passage|read_as|measure|hedge|period)_(\w+)")
    assert [key for key in unasked if not (found := part.fullmatch(key)) or found[1] not in words] == []


def test_parts_of_a_report_have_one_name():
    assert {role: label(role, "zh") for role in ROLE_LABELS} == ROLE_LABELS


def test_kinds_levels_unknown_and_all_have_one_name_and_an_english_one():
    groups = [*ISSUER_KINDS.values(), *LEVELS.values(), UNKNOWN, ALL]
    named = label_groups(groups)
    assert list(named) == groups
    assert all(zh == group and en.isascii() for group, (zh, en) in named.items())
    rows = [key for key in labels._words() if key.startswith(labels._GROUPS)]
    assert len(rows) == len(groups)  # none is left over


def test_only_groups_that_are_there_are_labelled():
    assert label_groups(["山东省", 2021, "县级"]) == {"县级": ("县级", "County level")}
    assert label("县级", "en") == "县级"  # a word of a report


def test_an_unknown_key_is_an_error_and_an_unknown_name_is_itself():
    with pytest.raises(KeyError):
        say("no such key", "zh")
    assert label("甲县", "en") == "甲县"


@given(st.text(alphabet="甲乙，。）ab c12-", max_size=40), st.integers(2, 20))
def test_wrapping_loses_nothing_but_blanks_and_keeps_lines_short(text, most):
    lines = wrap(text, most).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    closing = 6  # closing signs may hang over
    assert all(width(line) <= most + closing or line.rstrip("，。）") != line for line in lines)
    assert all(not line.startswith(("，", "。", "）")) for line in lines[1:])


def test_latin_words_stay_whole():
    assert wrap("Law enforcement by county", 8).split("\n") == ["Law", "enforcement by", "county"]
    assert word_width("Law enforcement by county") == width("enforcement")
    assert word_width("") == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (100.4, "100"),
        (-12.34, "−12.3"),
        (0.1, "0.1"),
        (float("nan"), "NA"),
        (2e6, "2,000,000"),
    ],
)
def test_numbers_as_printed(value, shown):
    assert number(value) == shown


def test_a_word_fits_where_it_is_as_wide_as_the_line():
    """0.55 twelve times is 6.6 or a little more, by the version of Python."""
    assert [wrap("shortcomings", word_width("shortcomings")), width("shortcomings")] == ["shortcomings", 6.6]


def test_what_is_as_wide_as_its_room_is_whole():
    assert [shorten("甲乙丙", most) for most in (3, 2.9, 1, 0.5)] == ["甲乙丙", "甲…", "…", "…"]
    assert [shorten_name("甲乙丙丁戊己", most) for most in (6, 5.9, 3)] == ["甲乙丙丁戊己", "甲乙丙…己", "甲…己"]
    assert [wrap("执法 (abc)", most).split("\n") for most in (5.3, 5.2)] == [["执法 (abc)"], ["执法", "(abc)"]]
    assert wrap_name("甲乙丙丁戊己", 2, 3) == "甲乙\n丙丁\n戊己"
    assert wrap_name("甲乙丙丁戊己庚", 2, 3) == "甲乙\n丙…\n己庚"
    assert wrap_name("abcdefgh ijklmnop qrst uvwxyz", 3, 2) == "abcd\n…xyz"
    assert wrap(" 甲 乙", 9) == "甲 乙"
    assert [shorten("甲\n乙", 3), shorten_name("甲\n乙", 3)] == ["甲 乙", "甲 乙"]
