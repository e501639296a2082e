"""Items → codes, by the weighted cue words of a codebook.

A distinct cue scores weight × place, where place is TOPIC in the item's own heading (or the first clause, if it has
none), NEAR in the LEAD characters after it, FAR further on, ABOVE in a heading above it (of a scheme that is coded
from headings; start and end then lie before the item), and all of that × IN_TITLE inside 《》. A code's score is the
sum over its cues from the strongest on, each × FADE once more than the one before. A cue inside a longer one is not
counted. Rank 2 has at least SECOND times the score of rank 1. Equal scores: the code whose strongest cue stands first.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeAlias

import ahocorasick
import pandas as pd

from helpers.coding.codebook import PARTS, fold_cue, load_codebook, load_cues, load_schemes
from helpers.forms import skip_enumerator
from helpers.places import corpus_of, find_file
from helpers.tables import list_rows, make_table

__all__ = ["code_items"]

CODES = {
    **dict.fromkeys(["report_id", "item_id", "role", "scheme", "code"], "str"),
    **{"rank": "int64", "cue": "str", "start": "Int64", "end": "Int64"},
}

# What a cue counts for, by where it stands: in the topic (the item's own heading, else its first clause), in the LEAD
# characters after it, further on, in a heading above it; inside a title 《…》, which may be only what is being studied,
# half of that.
TOPIC, NEAR, FAR, ABOVE, IN_TITLE = 4.0, 2.0, 1.0, 1.0, 0.5
LEAD = 60
# A code's strongest cue counts in full, the next FADE times, the third FADE × FADE times …: many weak words in a long
# text do not outvote its topic.
FADE = 0.7
# A second code is given from this share of the main code's score.
SECOND = 0.5

# The years of a code that has no first or no last one.
EARLIEST, LATEST = 0, 9999

CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]{0,40}")
DIGITS = "0123456789"
TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|<[^<>]+>")


class Item(NamedTuple):
    """What is read of an item."""

    report_id: str
    item_id: str
    role: str
    heading: str
    text: str
    start: int


class Reading(NamedTuple):
    """What one code is chosen for: a text, where its topic lies in it, and the heading above it.

    `start` is where the text stands in the report, `over` where the heading does, -1 if that is not known.
    """

    text: str
    begin: int
    end: int
    above: str
    start: int
    over: int


class Whole(NamedTuple):
    """A reading's text and the heading above it as one, folded as cues are, and where titles stand in it."""

    folded: str
    titles: list[tuple[int, int]]


class Code(NamedTuple):
    """A code and where its strongest cue lies: in the reading's text, or in the heading that follows a line end."""

    code: str
    start: int
    end: int


class Vote(NamedTuple):
    """What a cue says in a part of an item: for which code, and how much."""

    code: str
    weight: float


class Hit(NamedTuple):
    """A cue that was found: what it counts and where it lies; of equal ones the first in the text is the greatest."""

    points: float
    before: int  # its start, negative
    end: int


Coder: TypeAlias = Callable[[Reading, int | None], list[Code]]


def code_items(
    items: pd.DataFrame, reports: pd.DataFrame | None = None, *, corpus: str | Path | None = None
) -> pd.DataFrame:
    """The codes of items, one row an item, scheme and rank, in the order of `items`.

    Columns report_id, item_id, role, scheme, code, rank, cue, start, end. The schemes, and the roles that each codes,
    are those of `load_schemes`; where it says so, an item is also coded from its heading alone (`domain_heading`). Rank
    1 is the main code, rank 2 a defensible second one. `cue` is the word that decided, as printed, and start, end its
    offsets in `reports.text`; where no cue is found, code, cue, start and end are NA at rank 1, so that what is uncoded
    can be seen. An item's heading is its own or the nearest above; one from above is looked up in the column `text` of
    `reports`, and without `reports` its start and end are NA. The column `year` of `reports` rules out codes that the
    scheme did not have in that year; without `reports`, or with no year, none is.

    >>> item = {"report_id": "a", "item_id": "a-1", "role": "plan", "heading": pd.NA, "text": "一是规范执法。"}
    >>> code_items(pd.DataFrame([item | {"start": 9}]))[["scheme", "code", "rank", "cue", "start", "end"]]
               scheme code  rank  cue  start   end
    0          domain   G5     1   执法     13    15
    1  domain_heading  NaN     1  NaN   <NA>  <NA>
    """
    years = {} if reports is None else reports["year"].dropna().astype(int).to_dict()
    texts = {} if reports is None else reports["text"].to_dict()
    corpus = corpus_of(items, corpus)
    schemes = load_schemes(corpus)
    files = [find_file("codebook", name, corpus) for name in (*schemes["codes"], *schemes["cues"])]
    coders = _load_coders(corpus, tuple(schemes.index), tuple(file.read_bytes() for file in files))
    coded = list(schemes[["roles", "headings"]].itertuples(name=None))
    rows: list[tuple[object, ...]] = []
    for item in list_rows(items, Item):
        alone, below, heading = _list_readings(item, texts.get(item.report_id, ""))
        for scheme, roles, headings in coded:
            if item.role not in roles:
                continue
            readings = {scheme: below, f"{scheme}_heading": heading} if headings else {scheme: alone}
            for name, reading in readings.items():
                codes = coders[scheme](reading, years.get(item.report_id))
                rows += [(*item[:3], name, *cells) for cells in _list_cells(reading, codes)]
    return make_table(rows, CODES)


def _list_readings(item: Item, report: str) -> tuple[Reading, Reading, Reading]:
    """The item alone, the item below its heading, its heading alone; its own heading is no heading above it."""
    heading = "" if pd.isna(item.heading) else item.heading
    begin, end = _find_topic(item.text, heading)
    own = item.text[begin:end] == heading
    over = item.start + begin if own else report.rfind(heading, 0, item.start) if heading else -1
    alone = Reading(item.text, begin, end, "", item.start, over)
    return alone, alone._replace(above="" if own else heading), Reading("", 0, 0, heading, item.start, over)


def _list_cells(reading: Reading, codes: list[Code]) -> Iterator[tuple[object, ...]]:
    """code, rank, cue, start, end of each code, the last two in the report; of no code one row that says so."""
    whole, size = f"{reading.text}\n{reading.above}", len(reading.text)
    for rank, (code, start, end) in enumerate(codes, start=1):
        place = reading.start if start < size else reading.over - size - 1
        known = start < size or reading.over >= 0
        yield code, rank, whole[start:end], place + start if known else pd.NA, place + end if known else pd.NA
    if not codes:
        yield pd.NA, 1, pd.NA, pd.NA, pd.NA


@lru_cache(maxsize=4)
def _load_coders(corpus: str | Path | None, schemes: tuple[str, ...], contents: tuple[bytes, ...]) -> dict[str, Coder]:
    """A coder for each scheme, made again when the contents of one of their files change."""
    return {scheme: _make_coder(load_codebook(scheme, corpus), load_cues(scheme, corpus)) for scheme in schemes}


def _make_coder(codes: pd.DataFrame, cues: pd.DataFrame) -> Coder:
    """A function (reading, year) → main and second code."""
    votes: dict[str, dict[str, list[Vote]]] = {part: {} for part in PARTS["any"]}  # by part and cue
    for code, cue, weight, where in cues[["code", "cue", "weight", "where"]].itertuples(index=False, name=None):
        for part in PARTS[where] if weight else ():
            votes[part].setdefault(fold_cue(cue), []).append(Vote(code, weight))
    first, last = codes["valid_from"].fillna(EARLIEST).to_dict(), codes["valid_to"].fillna(LATEST).to_dict()
    find_longest = _find_longest({fold_cue(cue) for cue in cues["cue"]})

    def find_codes(reading: Reading, year: int | None) -> list[Code]:
        above, whole = len(reading.text), _join(reading.text, reading.above)
        hits: dict[str, dict[str, Hit]] = {}
        for at, to, cue in find_longest(whole.folded):
            part = "heading" if reading.begin <= at < reading.end or at >= above else "body"
            place = ABOVE if at >= above else TOPIC if part == "heading" else NEAR if at < reading.end + LEAD else FAR
            if whole.titles and any(left < at and to < right for left, right in whole.titles):
                place *= IN_TITLE
            for code, weight in votes[part].get(cue, ()):
                if year is None or first[code] <= year <= last[code]:
                    best, points = hits.setdefault(code, {}), weight * place
                    if cue not in best or points > best[cue].points:  # of equal ones the first in the text counts
                        best[cue] = Hit(points, -at, to)
        return _rank(hits)

    return find_codes


@lru_cache(maxsize=4)  # every scheme reads an item
def _join(text: str, above: str) -> Whole:
    whole = f"{text}\n{above}"
    return Whole(fold_cue(whole), [title.span() for title in TITLE.finditer(whole)])


def _rank(hits: dict[str, dict[str, Hit]]) -> list[Code]:
    """The main code and a second one that comes near it, each with the place of its strongest cue."""
    ranked = []
    for code, cues in hits.items():
        strongest = sorted(cues.values(), reverse=True)
        score = sum(hit.points * FADE**k for k, hit in enumerate(strongest))
        ranked.append((score, strongest[0].before, code, strongest[0].end))
    ranked.sort(reverse=True)
    return [Code(code, -before, end) for score, before, code, end in ranked[:2] if score >= SECOND * ranked[0][0]]


def _find_topic(text: str, heading: str) -> tuple[int, int]:
    """Where the item's topic lies: its own heading, if the text begins with it, else its first clause."""
    begin = skip_enumerator(text)
    if heading and text.startswith(heading, begin):
        return begin, begin + len(heading)
    clause = CLAUSE.match(text, begin)
    return begin, clause.end() if clause else begin


def _find_longest(cues: Iterable[str]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A function text → the cues in it as (start, end, cue), without those that lie inside a longer one."""
    automaton = ahocorasick.Automaton()
    for cue in sorted(cues, key=lambda cue: cue[::-1]):  # of 1# and 12 the latter is 12
        for signs in product(*(DIGITS if sign == "#" else sign for sign in cue)):
            automaton.add_word("".join(signs), cue)
    automaton.make_automaton()

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        # In the order of their ends: of those that begin at one place the last is the longest.
        hits = automaton.iter(text) if automaton else ()  # it refuses to look for nothing
        found = {last + 1 - len(cue): (last + 1, cue) for last, cue in hits}
        reach = 0
        for at, (to, cue) in sorted(found.items()):
            if to > reach:
                reach = to
                yield at, to, cue

    return find
