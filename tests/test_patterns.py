import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.patterns import compile_led, list_firsts, list_needed

LITERALS = st.sampled_from(["件", "起", "不得", "审查", "审核", "^", "-", "]", "&", "1", "A"])
ATOMS = LITERALS.map(re.escape) | st.sampled_from(
    ["[件起]", "[^件]", "[一-鿿]", r"[\d-]", r"\d", r"\s", r"\w", ".", r"\b", "^", "$", "(?!)", "(?>审查|审)", "(件)"]
)
LOOKS = st.sampled_from(["(?=", "(?!", "(?<=", "(?<!"])


def _grow(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeated = st.tuples(parts, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "*?", "++"]))
    return st.one_of(
        st.lists(parts, min_size=1, max_size=3).map("".join),
        st.lists(parts, min_size=2, max_size=3).map(lambda found: f"(?:{'|'.join(found)})"),
        repeated.map(lambda given: f"(?:{given[0]}){given[1]}"),
        st.tuples(LOOKS, ATOMS).map(lambda given: f"{given[0]}{given[1]})"),
    )


PATTERNS = st.recursive(ATOMS, _grow, max_leaves=8)
TEXTS = st.text("件起不得审查核^-]&1A ,\n", max_size=12)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@given(pattern=PATTERNS.filter(_compiles), text=TEXTS)
def test_a_led_pattern_finds_what_the_pattern_finds(pattern, text):
    led = compile_led(pattern)
    plain = re.compile(pattern)
    assert [m.span() for m in led.finditer(text)] == [m.span() for m in plain.finditer(text)]
    for ask in ("match", "fullmatch"):
        found, expected = getattr(led, ask)(text, 1), getattr(plain, ask)(text, 1)
        assert (found and (found.span(), found.groups())) == (expected and (expected.span(), expected.groups()))


@given(pattern=PATTERNS.filter(_compiles), text=TEXTS)
def test_a_text_in_which_a_pattern_is_found_has_a_word_that_it_needs(pattern, text):
    needed = list_needed(pattern)
    if needed and re.search(pattern, text):
        assert any(word in text for word in needed)


@pytest.mark.parametrize(
    ("pattern", "firsts"),
    [
        ("查处|办结", {"查", "办"}),
        ("(?<!不)超过", {"超"}),
        ("(?=.共)[约近]?共", {"约", "近", "共"}),
        (r"[\d一-九]件", {r"\d", "一-九"}),
        ("(?>[甲乙]+)丙", {"甲", "乙"}),
        ("(?P<kind>审查){2}", {"审"}),
        ("(?:不){0,2}得", {"不", "得"}),
        (r"\.件", {r"\."}),
        ("[^,]件", set()),
        (".件", set()),
        ("件?", set()),
        ("件|", set()),
        (r"(件)?\1起", set()),
        ("(?i)app", set()),
        ("(?i:app)", set()),
        ("(?u)件", set()),
        ("(?x) 件 # note", set()),
    ],
)
def test_what_a_match_can_begin_with(pattern, firsts):
    assert list_firsts(pattern) == firsts


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (r"\d+周年", {"周年"}),
        ("行政[^,]{0,4}复议|起诉", {"行政", "起诉"}),  # of two as long the first
        ("(?:合同|协议)[件份]", {"合同", "协议"}),
        ("件(?:备案审查|起)", {"件"}),
        ("(?:备案审查){1,2}件", {"备案审查"}),
        ("(?:备案审查)?件", {"件"}),
        ("(?<=备案)件", {"备案"}),
        ("(?<!备案)件", {"件"}),
        ("(?>审查)[甲乙]", {"审查"}),
        ("[甲乙]", {"甲", "乙"}),
        ("[一-九]", set()),
        ("[^甲]", set()),
        ("[甲乙丙丁戊己庚辛壬癸子丑]", set("甲乙丙丁戊己庚辛壬癸子丑")),
        ("[甲乙丙丁戊己庚辛壬癸子丑寅]", set()),
        ("件|.", set()),
        (r"\d", set()),
        ("(?i)app", set()),
        ("件(?i:app)", {"件"}),
    ],
)
def test_what_a_text_needs(pattern, needed):
    assert list_needed(pattern) == needed


def test_a_pattern_with_flags_of_its_own_stays_as_it_is():
    assert compile_led("(?i)app").fullmatch("APP")
    assert compile_led("(?u)件|起").search("一起")
