"""Passages → titles of laws and documents, with their kind; named programmes.

The words by which a kind is told are rows of corpus/rules/citations.csv; corpus/rules/README.md says what each does.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold
from helpers.corpus.divisions import list_provinces
from helpers.extraction.claims import QUOTE
from helpers.extraction.laws import join_dots, key_title, load_laws
from helpers.extraction.stretches import list_stretches
from helpers.forms import YEAR
from helpers.numerals import NUMERAL
from helpers.places import corpus_of, find_file
from helpers.tables import load_rules, make_table

__all__ = ["CITATIONS", "PROGRAMMES", "find_citations", "find_programmes"]

CITATIONS = {
    **dict.fromkeys(["report_id", "passage_id", "role", "text", "name", "version", "kind", "reason"], "str"),
    **{"start": "int64", "end": "int64"},
}
PROGRAMMES = {**dict.fromkeys(["report_id", "passage_id", "role", "text"], "str"), "start": "int64", "end": "int64"}

# The reasons of a kind that a short name takes from the full one, which the report says, or which it named last.
SHORT_NAME = "以下简称"
NAMED_LAST = "the last one named that ends so"
LONGEST_NAME = 16  # characters: a longer quotation is a sentence
BEFORE_TITLE = 14  # characters before a title's bracket in which the authority says that it made it
_REGION = "自治区"
DEPTH = 8  # brackets open at a time: more of them are damage, not titles


class _Rule(NamedTuple):
    """What titles of a kind look like (a sign before them, a bracket at the end left out), and the reason shown."""

    kind: str
    title: re.Pattern[str]
    reason: str


class _Known(NamedTuple):
    """What a printed form stands for; a name of None is not known."""

    name: str | None
    kind: str
    reason: str


class _Span(NamedTuple):
    """A title in a text, without its brackets."""

    start: int
    end: int


class _Words(NamedTuple):
    kinds: tuple[_Rule, ...]
    draft: re.Pattern[str]
    own: re.Pattern[str]  # right before a title
    own_after: re.Pattern[str]  # right after it: 《…》等3件区政府规范性文件
    short: re.Pattern[str]
    version: re.Pattern[str]  # (2017年修正) at the end of a title, or right behind its bracket
    bare: re.Pattern[str]  # 《条例》, 《实施细则》: no more than the words that end a title


@cache
def _words() -> _Words:
    word = load_rules("citations")
    return _Words(
        kinds=_kind_rules(word),
        draft=re.compile(f"(?:{word('draft')})$"),
        own=re.compile(rf"(?:{word('own')})[^。;《》]{{0,8}}$"),
        own_after=re.compile(rf"》[^《》,。;]{{0,14}}(?:{word('own_after')})"),
        short=re.compile(
            rf"[^《》。;\n]{{0,24}}?(?:{word('short')}):?\s*"
            r"(?:[《〈“\"]+([^《》〈〉“”\"\n]{1,24})[》〉”\"]|([^《》〈〉“”\"\n(),。]{1,24})\))"
        ),
        version=_version(word),
        bare=re.compile(f"(?:{word('bare_before')})*(?:{'|'.join(map(word, _BARE))})"),
    )


# Kinds whose words alone stand for a title named before; a book is never named so.
_BARE = ("law", "regulation", "any_rules", "procedure", "policy", "document")


def _version(word: Callable[[str], str]) -> re.Pattern[str]:
    """How a title names the version of an act: group 1. A year alone is one behind a law, behind a plan it is not."""
    year = rf"(?:{YEAR})(?:年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)?"
    said = rf"(?:{year})?(?:第{NUMERAL}{{1,3}}次?)?(?:{word('version')})(?:文?本|版)?"
    bracketed = rf"[(\[〔【]\s*({said}|(?<=[法例典].){year})\s*[)\]〕】]"
    return re.compile(rf"{bracketed}\s*|(?<=[法例定则典])({year}(?:{word('version_bare')}))")


def _kind_rules(word: Callable[[str], str]) -> tuple[_Rule, ...]:
    """What a title is by its words, read in order. It begins with + if the text has just said that the authority itself
    made it (制定《…》), with - if not.
    """
    local, city_or_higher = f"(?:{word('local_rules')})$", f"(?!.{{0,10}}(?:{word('below')}))"
    # 宁夏, 宁夏自治区, 宁夏回族自治区
    named = (f"{short}(?:{rest.removesuffix(_REGION)})?(?:{_REGION})?" for short, rest in list_provinces())
    province = f"(?:{'|'.join(named)})"
    rules = (
        ("other", f"(?:{word('book')})$", "a book or a speech"),
        ("law", f"(?:{word('law')})$", "ends in 法"),
        ("regulation", f"(?:{word('regulation')})$", "ends in 条例"),
        ("document", f"(?:{word('procedure')})$", "rules of procedure or a system"),
        ("regulation", f"^.(?:{word('central')}).*(?:{word('central_rules')})$", "rules of a central authority"),
        ("regulation", f"^.{province}{city_or_higher}.*{local}", "rules of a province"),
        (
            "document",
            f"^.[^省]{{2,12}}(?:{word('department')}).*{local}",
            "rules of a department or of an authority below the city",
        ),
        ("regulation", f"^.[^省区县局]{{2,4}}市{city_or_higher}.*{local}", "rules of a city"),
        ("document", rf"^\+.*(?:{word('own_rules')})$", "rules that the authority says it made"),
        ("regulation", f"(?:{word('any_rules')})$", "ends in 规定, 办法, 细则, 准则 or 章程"),
        ("policy", f"(?:{word('policy')})$", "a plan, opinion or notice"),
        ("document", f"(?:{word('document')})$", "a working document"),
        ("other", "", "no official ending"),
    )
    return tuple(_Rule(kind, re.compile(title), reason) for kind, title, reason in rules)


# A closing bracket of each opening one, and all of them with the line ends.
_CLOSING = {"《": "》", "〈": "〉", "<": ">"}
_BRACKET = re.compile(r"[《》〈〉<>\n]")
_TITLE_WORDS = re.compile(r"(?=.*[一-鿿]).{1,200}", re.DOTALL)  # a longer one is two titles with a bracket lost between
_IN_BRACKETS = re.compile(r"\([^()]*\)$")
_NO_NAME = re.compile(r"[,。;:!?]|^\d{1,2}[.·]\d{1,2}$")  # a sentence; a day: “4·15”


def find_citations(passages: pd.DataFrame, *, corpus: str | Path | None = None) -> pd.DataFrame:
    """Every title in 《》, 〈〉 or <>, one row a place where it is printed; an inner title is a row of its own.

    Columns report_id, passage_id, role, text (as printed, without its own brackets), name, version, kind {law,
    regulation, policy, document, other}, reason, start, end (offsets in `reports.text`, without the brackets). `name`
    is the full name where `load_laws` has the printed form, or where the report itself says 以下简称; else the form
    that the report prints first. 《条例》 alone is the last title named before in the report that ends so, NA if none
    does. `version` is what a title says of its version (2017年修正), inside its brackets or right behind them, and no
    part of the name; 试行 and 草案 are parts of it. `kind` is that of the table, else that of the first rule for its
    words; `reason` says which. Forms are compared without regard to width, dashes, dots, quotation marks, white space
    and the brackets of inner titles. A bracket without its partner in the line opens nothing.

    >>> columns = ["report_id", "passage_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "学习《民法典》，制定《普法方案》", 0)], columns=columns)
    >>> find_citations(passages)[["text", "name", "kind"]].to_numpy().tolist()
    [['民法典', '中华人民共和国民法典', 'law'], ['普法方案', '普法方案', 'policy']]
    """
    folder = corpus_of(passages, corpus)
    laws = _list_laws(folder, find_file("codebook", "laws.csv", folder).read_bytes())
    known: dict[tuple[str, str], _Known] = {}  # what a form stands for in a report
    named: dict[str, list[_Known]] = {}  # the titles that a report has named so far, the last one last
    rows = []
    for stretch in list_stretches(passages):
        text = fold(stretch.text)
        for start, end in _titles(text):
            place, (stop, version) = stretch.place(start, end), _find_version(stretch.text, text, start, end)
            report, key = place.report_id, key_title(text[start:stop])
            before = named.setdefault(report, [])
            found = laws.get(key_title(text[start:end])) or laws.get(key) or known.get((report, key))
            if found is None:
                found = _name(stretch.text[start:stop], text, start, end, before)
                if found.name is not None and found.reason != NAMED_LAST:
                    known[report, key] = found
            rows.append((*place[:4], found.name, version, found.kind, found.reason, place.start, place.end))
            if found.name is not None:
                before.append(found)
                if short := _words().short.match(text, end + 1):
                    form = (report, key_title(short[1] or short[2]))
                    known.setdefault(form, found._replace(reason=SHORT_NAME))
    return make_table(rows, CITATIONS)


def _name(printed: str, text: str, start: int, end: int, before: list[_Known]) -> _Known:
    """What a title stands for that the report has not named yet: itself, or if it is bare the last of those before."""
    words, title = _words(), fold(printed)
    own = words.own.search(text, max(0, start - BEFORE_TITLE), start - 1)
    rule = _kind(title, bool(own or words.own_after.match(text, end)))
    if words.bare.fullmatch(_strip_brackets(title)):
        return _find_last(before, title, rule.kind) or _Known(None, rule.kind, rule.reason)
    return _Known(join_dots(printed), rule.kind, rule.reason)


def _find_version(printed: str, text: str, start: int, end: int) -> tuple[int, str | None]:
    """Where the name of a title ends in a text (as printed, and folded), and what stands there of its version."""
    versions = [found for found in _words().version.finditer(text, start, end) if found.end() == end]
    stop = versions[0].start() if versions and versions[0].start() > start else end
    found = versions[0] if stop < end else _words().version.match(text, end + 1)
    if found is None:
        return stop, None
    return stop, printed[slice(*found.span(1 if found[1] else 2))]


def _find_last(before: list[_Known], bare: str, kind: str) -> _Known | None:
    """The last of the titles named before that ends with the words of a bare one; 《法》 is a law, not 办法."""
    words = _strip_brackets(bare)
    for known in reversed(before):
        if (known.kind == "law") == (kind == "law") and _strip_brackets(fold(known.name or "")).endswith(words):
            return known._replace(reason=NAMED_LAST)
    return None


def _strip_brackets(title: str) -> str:
    """A folded title without white space and what stands in brackets at its end."""
    words = re.sub(r"\s", "", title)
    while m := _IN_BRACKETS.search(words):
        words = words[: m.start()]
    return words


@lru_cache(maxsize=4)
def _list_laws(corpus: str | Path | None, contents: bytes) -> dict[str, _Known]:
    """Each printed form of the table of laws, short or full, with its name and kind; made again when it changes."""
    rows = load_laws(corpus)[["short", "name", "kind"]].itertuples(index=False, name=None)
    return {key_title(form): _Known(name, kind, "laws.csv") for short, name, kind in rows for form in (short, name)}


def find_programmes(passages: pd.DataFrame) -> pd.DataFrame:
    """What stands in quotation marks as a name (“放管服”), one row a place: up to 16 characters without a stop.

    Columns report_id, passage_id, role, text (without the marks), start, end (offsets in `reports.text`).

    >>> columns = ["report_id", "passage_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "深化“放管服”改革", 0)], columns=columns)
    >>> find_programmes(passages)[["text", "start", "end"]].to_numpy().tolist()
    [['放管服', 3, 6]]
    """
    rows = []
    for stretch in list_stretches(passages):
        for m in QUOTE.finditer(stretch.text):
            start, end = m.span(m.lastindex or 0)
            name = fold(stretch.text[start:end])
            if len(name) <= LONGEST_NAME and not _NO_NAME.search(name):
                rows.append(stretch.place(start, end))
    return make_table(rows, PROGRAMMES)


def _kind(title: str, own: bool) -> _Rule:
    """The rule that tells a title's kind; `own` says that the authority itself made it."""
    words = ("+" if own else "-") + _words().draft.sub("", _strip_brackets(title).rstrip("》〉>"))
    return next(rule for rule in _words().kinds if rule.title.search(words))


def _titles(text: str) -> list[_Span]:
    """What stands inside matching title brackets, in the order of their beginning."""
    spans: list[_Span] = []
    opened: list[tuple[str, int]] = []  # the bracket that would close, and where the title begins
    for m in _BRACKET.finditer(text):
        if m[0] == "\n":
            opened = []
        elif m[0] in _CLOSING:
            opened = [*opened[1 - DEPTH :], (_CLOSING[m[0]], m.end())]
        else:
            at = next((i for i in reversed(range(len(opened))) if opened[i][0] == m[0]), None)
            if at is not None:
                inner = text[opened[at][1] : m.start()]
                if _TITLE_WORDS.fullmatch(inner) and not (m[0] == ">" and re.search("[,。;]", inner)):
                    spans.append(_Span(opened[at][1], m.start()))
                opened = opened[:at]
    return sorted(spans)
