"""Which of two values of one thing is the earlier one: 由上年的87%提升至96.8%.

The words by which that is told are rows of corpus/rules/claims.csv; corpus/rules/README.md says what each kind is.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from helpers.characters import find_after
from helpers.extraction.quantities import Quantity
from helpers.patterns import compile_led
from helpers.tables import load_rules

__all__ = ["find_periods", "find_year", "without_since"]

# All patterns read folded text (`characters.fold`): half-width digits and punctuation, every character in its place.

SENTENCE = 300  # characters: no sentence is looked at further than that
FRONT = 600  # characters of a report in which its year is named

_STOP = re.compile("[。\n]")
_YEAR = re.compile(r"(?<!\d)(20\d\d) ?年(?! ?\d{1,2} ?月)")


class _Patterns(NamedTuple):
    since: re.Pattern[str]  # before the first of two values
    leads: re.Pattern[str]  # between them, after 由
    moves: re.Pattern[str]  # between them, without 由
    time: re.Pattern[str]  # at the beginning of a clause: whose values follow
    direct: re.Pattern[str]  # right before a value
    carried: re.Pattern[str]
    spread: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    word = load_rules("claims")
    last, now, moves = word("last_year"), word("this_year"), word("moves")
    year = r"(?P<year>20\d\d) ?年度?"
    version = r"(?!(?:\d{1,2}月)?[^()\n\d]{0,8}\))"  # 《…目录(2019年本)》 names no year's values
    stop = f"(?!{word('no_year')})"
    lead = "[约近超了 ]*"
    return _Patterns(
        since=compile_led(r"[由从自][^,。;:\n\d]{0,12}(?:20\d\d ?年度?[^,。;:\n\d]{0,8})?$"),
        leads=compile_led(
            rf"(?:的?|[^。;\n\d]{{0,16}}(?:{moves})[一-鿿]{{0,3}})(?:至|到|为|成)(?:(?:{now}|20\d\d ?年度?)的?)?{lead}"
        ),
        moves=compile_led(rf"[一-鿿]{{0,4}}(?:{moves})[一-鿿]{{0,2}}(?:至|到|为){lead}"),
        time=compile_led(rf"(?:^|(?<=[,。;:\n(、])|其中,?)(?:(?P<last>{last})|(?P<now>{now})|{year}{version}){stop}"),
        direct=compile_led(rf"(?:(?P<last>{last})|{year})(?:{word('of_year')})*{lead}$"),
        carried=compile_led(word("carried_over")),
        spread=compile_led(word("spread")),
    )


def find_year(front: str) -> int | None:
    """The year that a report's front names first; None if it names none.

    >>> find_year("某局2023年法治政府建设年度报告(2024年1月12日)"), find_year("工作报告")
    (2023, None)
    """
    m = _YEAR.search(front[:FRONT])
    return int(m[1]) if m else None


def without_since(words: str) -> str:
    """Words before the first of two values, without those that only lead to it.

    >>> without_since("办结率由上年的")
    '办结率'
    """
    return _patterns().since.sub("", words)


def find_periods(
    text: str, quantities: Sequence[Quantity], changes: Sequence[bool], year: int | None = None
) -> list[str | None]:
    """before or now for each quantity of two values of one thing at two times, None for all others.

    The earlier one stands behind 由, 从, or behind 上年, 去年 or a year before the report's; the later one where it
    leads to (提升至), under 今年, or beside the earlier one. What is carried over (上年结转15件) and by how much
    something changed has no period.

    >>> from helpers.extraction.quantities import find_quantities
    >>> from helpers.extraction.units import compile_units, load_units
    >>> text = "办结率由上年的87%提升至96.8%,收件12件"
    >>> found = list(find_quantities(text, compile_units(load_units())))
    >>> find_periods(text, found, [False] * 3)
    ['before', 'now', None]
    """
    periods: list[str | None] = [None] * len(quantities)
    for i, q in enumerate(quantities):
        if changes[i] or q.group == "change" or periods[i]:
            continue
        if _leads(text, quantities, i):
            periods[i], periods[i + 1] = "before", "now"
        elif _governed(text, quantities, i, year) == "before":
            periods[i] = "before"
    for i, q in enumerate(quantities):
        if periods[i] is None and not changes[i] and q.group != "change":
            periods[i] = _beside(text, quantities, periods, i, year)
    return periods


def _leads(text: str, quantities: Sequence[Quantity], i: int) -> bool:
    """Whether a quantity is the first of two that one thing had, one after the other."""
    if i + 1 == len(quantities):
        return False
    patterns, q, then = _patterns(), quantities[i], quantities[i + 1]
    between = text[q.end : then.start]
    if (q.unit, q.group) != (then.unit, then.group) or patterns.spread.match(text, then.end):
        return False
    before = text[max(0, quantities[i - 1].end if i else 0, q.start - SENTENCE) : q.start]
    if patterns.since.search(before) and patterns.leads.fullmatch(between):
        return True
    return patterns.moves.fullmatch(between) is not None


def _governed(text: str, quantities: Sequence[Quantity], i: int, year: int | None) -> str | None:
    """before or now by what stands right before a quantity, else by the last time named at the head of a clause."""
    patterns, q = _patterns(), quantities[i]
    floor = max(0, q.start - SENTENCE)
    begin = find_after(text, "。\n", floor, q.start)
    sentence = text[begin : q.start]
    own = sentence[max(0, (quantities[i - 1].end if i else 0) - begin) :]
    if (m := patterns.direct.search(own)) and (period := _time(m, sentence, text[q.end :], year)):
        return period
    times = list(patterns.time.finditer(sentence))
    if not times or patterns.carried.search(sentence, times[-1].end()):
        return None
    return _time(times[-1], sentence, text[q.end :], year)


def _time(m: re.Match[str], sentence: str, behind: str, year: int | None) -> str | None:
    if m["last"]:
        return "before"
    if m["year"] is None:
        return "now"
    named = int(m["year"])
    if year is None:  # two years side by side: the later one is the report's
        rest = _STOP.split(behind[:SENTENCE], maxsplit=1)[0]
        year = max(map(int, re.findall(r"(20\d\d) ?年", sentence + rest)))
    return "before" if named < year else "now" if named == year else None


def _beside(
    text: str, quantities: Sequence[Quantity], periods: Sequence[str | None], i: int, year: int | None
) -> str | None:
    """now for the later value of a thing whose earlier one stands beside it in the sentence."""
    q = quantities[i]
    for j in (i - 1, i + 1):
        if 0 <= j < len(quantities) and periods[j] == "before" and quantities[j].unit == q.unit:
            first, second = sorted((i, j))
            between = text[quantities[first].end : quantities[second].start]
            if _STOP.search(between):
                continue
            if j > i or _governed(text, quantities, i, year) == "now" or _patterns().leads.fullmatch(between):
                return "now"
    listed = i and periods[i - 1] == "now" and text[quantities[i - 1].end : q.start].strip() in ("、", "和")
    return "now" if listed and quantities[i - 1].unit == q.unit else None
