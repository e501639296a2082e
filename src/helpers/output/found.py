"""What was found in each report, row by row, for pages that show it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd

from helpers.coding.codebook import UNCODED, label_codes, load_codebook, load_schemes
from helpers.coding.followup import rank_answers
from helpers.corpus.reports import name_reports
from helpers.extraction.indicators import load_indicators
from helpers.gold.trust import trusted_schemes
from helpers.quotes import Correction, find_quotes, unpack
from helpers.tables import list_rows

__all__ = [
    "Answer",
    "Aside",
    "Book",
    "Citation",
    "Claim",
    "Code",
    "Corrected",
    "Found",
    "Item",
    "Passage",
    "Report",
    "Scheme",
    "collect",
    "read_book",
    "sort_by_place",
]


class Report(NamedTuple):
    """What is read of a report, besides its text and corrections."""

    report_id: str
    title: str | None
    issuer: str | None
    issuer_kind: str | None
    level: str | None
    province: str | None
    city: str | None
    county: str | None
    year: int | None
    issued_on: pd.Timestamp | None
    published_on: pd.Timestamp | None
    doc_no: str | None
    addressee: str | None
    n_chars: int
    read_as: str
    source_url: str | None
    retrieved_on: pd.Timestamp | None
    licence: str | None
    note: str | None


class Passage(NamedTuple):
    """What is read of a passage."""

    start: int
    end: int
    kind: str
    level: int | None
    path: str | None
    role: str | None
    text: str


class Item(NamedTuple):
    """What is read of an item."""

    item_id: str
    start: int
    end: int
    path: str | None
    role: str
    text: str


class Code(NamedTuple):
    """What is read of a code."""

    item_id: str
    scheme: str
    code: str | None
    rank: int
    cue: str | None
    start: int | None
    end: int | None


class Claim(NamedTuple):
    """What is read of a claim."""

    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    unit: str | None
    what: str | None
    indicator: str | None
    measure: str
    status: str
    hedge: str
    period: str | None


class Citation(NamedTuple):
    """What is read of a citation."""

    start: int
    end: int
    text: str
    name: str
    version: str | None
    kind: str


class Scheme(NamedTuple):
    """A coding scheme: its name, what is said of its use, and its codes by name: class, Chinese, English."""

    zh: str
    en: str
    trusted: bool
    kappa: float
    pieces: int
    codes: dict[str, tuple[str, str, str]]


class Book(NamedTuple):
    """What the codebook calls things: coding schemes by name, Chinese and English of the indicators."""

    schemes: dict[str, Scheme]
    indicators: dict[str, tuple[str, str]]


class Aside(NamedTuple):
    """What was set aside as no part of a report, and why."""

    reason: str
    text: str


class Corrected(NamedTuple):
    """What a reader has set right, and where in the text, if it stands there."""

    field: str
    value: str
    start: int | None


class Answer(NamedTuple):
    """The plan items that have the best evidence as an answer to a shortcoming, and that evidence (`rank_answers`)."""

    plans: list[str]
    shared: str | None
    score: float


class _Ranked(NamedTuple):
    """What is read of a pair of shortcoming and plan item."""

    shortcoming: str
    plan: str
    shared: str | None
    score: float


class Found(NamedTuple):
    """A report and what was found in it, each in reading order; `codes` and `answers` by item_id."""

    told: Report
    name: str
    passages: list[Passage]
    items: list[Item]
    codes: dict[str, list[Code]]
    claims: list[Claim]
    citations: list[Citation]
    aside: list[Aside]
    corrected: list[Corrected]
    answers: dict[str, Answer]


Row = TypeVar("Row", bound=NamedTuple)


def read_book(corpus: str | Path | None = None) -> Book:
    """The coding schemes of a corpus, with how far their codes may be trusted (`trusted_schemes`), and its indicators.

    >>> book = read_book()
    >>> book.schemes["domain"].codes["G5"], book.schemes["cause"].trusted, book.indicators["litigation_retrial"]
    (('k4', 'G5 执法', 'Law enforcement'), False, ('行政诉讼再审案件', 'Retrial cases'))
    """
    tried = trusted_schemes(corpus).to_dict("index")
    schemes, n = {}, 0
    for name in map(str, load_schemes(corpus).index):
        codes: dict[str, tuple[str, str, str]] = {}
        for code, of in load_codebook(name, corpus).to_dict("index").items():
            codes[str(code)] = (f"k{n + len(codes)}", f"{code} {of['short']}", str(of["label_en"]))
        codes[UNCODED] = (f"k{n + len(codes)}", *label_codes(name, corpus)[UNCODED])
        n += len(codes)
        told = tried[name]
        schemes[name] = Scheme(
            told["label_zh"], told["label_en"], told["trusted"], told["kappa"], told["pieces"], codes
        )
    table = load_indicators(corpus)
    named = zip(table.index, table["label_zh"], table["label_en"], strict=True)
    return Book(schemes, {name: (zh, en) for name, zh, en in named})


def collect(tables: Mapping[str, pd.DataFrame], corpus: str | Path | None) -> list[Found]:
    """What was found in each report, of the tables of a corpus as of `make_tables`, in the order of the manifest.

    >>> from helpers.corpus.load import load_corpus
    >>> from helpers.output.parts import derive_tables
    >>> found = collect(derive_tables(load_corpus("tests/texts/coded").head(1)), "tests/texts/coded")[0]
    >>> found.told.report_id, found.items[0].path
    ('01-qingluan-xianzhengfu-2022', '1.1.1')
    """
    reports, furniture = tables["reports"], tables["furniture"]
    names, texts = name_reports(reports).to_dict(), reports["text"].to_dict()
    passages, items = _part(tables["passages"], Passage), _part(tables["items"], Item)
    claims, citations = _part(tables["claims"], Claim), _part(tables["citations"], Citation)
    codes, aside = _part(tables["codes"], Code), _part(furniture, Aside)
    given = reports["corrections"].to_dict() if "corrections" in reports else {}
    answers = _find_answers(tables, corpus)
    found = []
    for told in _rows(reports.reset_index(), Report):
        name = told.report_id
        coded: dict[str, list[Code]] = {}
        for code in codes.get(name, []):
            coded.setdefault(code.item_id, []).append(code)
        found.append(
            Found(
                told,
                name=names[name],
                passages=passages.get(name, []),
                items=items.get(name, []),
                codes=coded,
                claims=claims.get(name, []),
                citations=citations.get(name, []),
                aside=aside.get(name, []),
                corrected=[
                    Corrected(row.field, row.value, _place(texts[name], row)) for row in unpack(given.get(name))
                ],
                answers=answers.get(name, {}),
            )
        )
    return found


def _part(table: pd.DataFrame, kind: type[Row]) -> dict[str, list[Row]]:
    """The rows of a table by report."""
    parts: dict[str, list[Row]] = {}
    for report_id, row in zip(table["report_id"].tolist(), _rows(table, kind), strict=True):
        parts.setdefault(report_id, []).append(row)
    return parts


def _rows(table: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """The rows of a table as `list_rows`, blank cells None."""
    blank = {name: table[name].astype("object").where(table[name].notna(), None) for name in kind._fields}
    return list_rows(pd.DataFrame(blank), kind)


def _place(text: str, correction: Correction) -> int | None:
    """Where a correction's quote begins in a text; None for what was set aside, which is no more in it."""
    return next((start for start, _ in find_quotes(text, correction.quote)), None)


def _find_answers(tables: Mapping[str, pd.DataFrame], corpus: str | Path | None) -> dict[str, dict[str, Answer]]:
    """By report, of every shortcoming the plan items with the best evidence, if there is any."""
    ranked = rank_answers(tables["items"], tables["codes"], tables["tokens"], tables["reports"], corpus=corpus)
    best = ranked["score"].eq(ranked.groupby("shortcoming")["score"].transform("max")) & ranked["score"].gt(0)
    answers: dict[str, dict[str, Answer]] = {}
    for report_id, own in _part(ranked[best], _Ranked).items():
        for row in own:
            answer = answers.setdefault(report_id, {}).setdefault(row.shortcoming, Answer([], row.shared, row.score))
            answer.plans.append(row.plan)
    return answers


def sort_by_place(found: Iterable[Found]) -> list[Found]:
    """By province, city, county, issuer and year; what is not known comes last.

    >>> sort_by_place([])
    []
    """

    def key(report: Found) -> list[tuple[bool, str]]:
        told = report.told
        cells = (told.province, told.city, told.county, told.issuer, told.year, told.report_id)
        return [(value is None, str(value)) for value in cells]

    return sorted(found, key=key)
