"""English for the Chinese terms that charts and tables show, as far as the glossary has it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pandas as pd

from helpers.extraction.lexicon import load_glossary
from helpers.output.chart import Chart, relabel
from helpers.output.labels import Labels, label
from helpers.places import ROOT, corpus_folder
from helpers.tables import list_rows

__all__ = [
    "UNNAMED",
    "Term",
    "Terms",
    "add_english",
    "find_unnamed",
    "list_unnamed",
    "name_chart",
    "name_terms",
    "read_terms",
    "tell_unnamed",
    "translate",
    "write_unnamed",
]

UNNAMED = "untranslated.csv"  # beside English figures or tables: what they show in Chinese alone
TOLD = 10  # terms in a line
BODIES = ("issuer", "place")  # have a name in English; of anything else the Chinese is shown too
NAMING = ("row", "panel", "name", "line", "cloud", "part")  # columns of charts whose texts are names
_DATED = re.compile(r"(.+) (\d{4})")  # a report: its issuer and year
_HAN = re.compile(r"[㐀-鿿]")


class Term(NamedTuple):
    """A row of the glossary."""

    zh: str
    en: str
    short: str
    kind: str


Terms: TypeAlias = Mapping[str, Term]


def read_terms(corpus: str | Path | None = None) -> Terms:
    """The glossary of a corpus by its Chinese, `short` as `en` where it is blank. Errors as of `load_glossary`.

    >>> read_terms()["放管服"].short
    'streamlining reforms'
    """
    table = load_glossary(corpus)
    rows = list_rows(table.assign(short=table["short"].fillna(table["en"])), Term)
    return {row.zh: row for row in rows}


def translate(text: str, terms: Terms, *, short: bool = False) -> str:
    """The English of a text, "" without one: of a term, of an issuer and a year, of terms that 、 parts.

    >>> terms = {"甲局": Term("甲局", "Bureau A", "A", "issuer")}
    >>> translate("甲局 2021", terms), translate("甲局 2021", terms, short=True), translate("乙局 2021", terms)
    ('Bureau A 2021', 'A 2021', '')
    """
    if text in terms:
        return terms[text].short if short else terms[text].en
    if dated := _DATED.fullmatch(text):
        english = translate(dated[1], terms, short=short)
        return english and f"{english} {dated[2]}"
    parts = [translate(part, terms, short=short) for part in text.split("、") if part != text]
    return ", ".join(parts) if parts and all(parts) else ""


def name_terms(texts: Iterable[str], terms: Terms, *, short: bool = False) -> dict[str, tuple[str, str]]:
    """What texts are called in Chinese and English, of those that have an English: 行政复议 (reconsideration).

    Issuers and places are called by their English name alone.

    >>> name_terms(["复议", "听证"], {"复议": Term("复议", "reconsideration", "reconsideration", "word")})
    {'复议': ('复议', '复议 (reconsideration)')}
    """
    named = {}
    for text in texts:
        if english := translate(text, terms, short=short):
            term = terms.get(_undate(text))
            named[text] = (text, english if term and term.kind in BODIES else f"{text} ({english})")
    return named


def name_chart(chart: Chart, terms: Terms) -> Chart:
    """The chart with English names of the terms that it shows, where its own labels have none.

    >>> from helpers.output.charts import bars
    >>> chart = bars(pd.DataFrame({"value": [60, 20]}, index=["复议", "听证"]), unit="share")
    >>> name_chart(chart, {"复议": Term("复议", "reconsideration", "reconsideration", "word")}).alt("en")
    'Bar chart, 2 rows (Share (%)). Highest: 复议 (reconsideration), 60; lowest: 听证, 20.'
    """
    if chart.recipe is None:
        return chart
    names = name_terms(_list_names(chart.recipe[1]), terms, short=True)
    return relabel(chart, names) if names else chart


def add_english(data: pd.DataFrame, terms: Terms, labels: Labels | None = None) -> pd.DataFrame:
    """A figure's data with the English of its terms: behind a column that holds any, as NAME_en (of an index without a
    name: en), and in the heads that are terms, there as charts print it. A chart's own `labels` come first.

    >>> data = pd.DataFrame({"row": ["复议", "听证"], "value": [3, 2]})
    >>> add_english(data, {"复议": Term("复议", "reconsideration", "", "word")}).to_csv(index=False).splitlines()
    ['row,row_en,value', '复议,reconsideration,3', '听证,,2']
    """

    def call(text: object, *, short: bool = False) -> str:
        if not isinstance(text, str) or not _HAN.search(text):
            return ""
        own = label(text, "en", labels)
        return translate(text, terms, short=short) if _HAN.search(own) else own

    heads = {head: f"{head} ({named})" for head in _texts(data.columns) if (named := call(head, short=True))}
    told = data.rename(columns=heads)
    columns = [(0, data.index.name, data.index.to_series())] if data.index.nlevels == 1 else []
    columns += [(at + 1, data.columns[at], data.iloc[:, at]) for at in range(data.shape[1])]
    for at, name, values in reversed(columns):
        english = [call(value) for value in values]
        if any(english):
            told.insert(at, "en" if name is None else f"{name}_en", english, allow_duplicates=True)
    return told


def find_unnamed(texts: Iterable[str], terms: Terms, labels: Labels | None = None) -> list[str]:
    """The texts that are Chinese in English too: neither the glossary nor `labels` nor words.csv has another name.

    Of an issuer and a year it is the issuer.

    >>> find_unnamed(["G1", "复议", "甲局 2021", "甲局 2022"], {"复议": Term("复议", "reconsideration", "", "word")})
    ['甲局']
    """
    shown = (text for text in dict.fromkeys(texts) if _HAN.search(label(text, "en", labels)))
    return list(dict.fromkeys(_undate(text) for text in shown if not translate(text, terms)))


def list_unnamed(charts: Mapping[str, Mapping[str, Any]], terms: Terms) -> dict[str, list[str]]:
    """`find_unnamed` of charts, by name; a chart is what it was given (`read_recipe`, `Chart.recipe`)."""
    return {name: find_unnamed(_list_names(given), terms, given.get("labels")) for name, given in charts.items()}


def write_unnamed(found: Mapping[str, Iterable[str]]) -> bytes:
    """Terms without English, and what shows them first, as a CSV; nothing if there are none.

    >>> write_unnamed({"02-rates": ["听证"], "03-terms": ["听证", "立案"]}).decode("utf-8-sig").splitlines()
    ['zh,shown', '听证,02-rates', '立案,03-terms']
    """
    first = {zh: shown for shown in reversed(list(found)) for zh in found[shown]}
    rows = sorted(first.items(), key=lambda row: list(found).index(row[1]))
    table = pd.DataFrame(rows, columns=["zh", "shown"])
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig") if len(table) else b""


def tell_unnamed(names: Sequence[str], corpus: str | Path | None = None) -> str:
    """How many terms have no English, the first of them, and where to add them, in a line.

    >>> tell_unnamed(["听证", "立案"], "corpus").partition(";")[0]
    '2 terms have no English and stay Chinese: 听证、立案'
    """
    file = corpus_folder(corpus) / "lexicon" / "glossary.csv"
    shown = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file
    first = "、".join(names[:TOLD]) + " …" * (len(names) > TOLD)
    return f"{len(names)} terms have no English and stay Chinese: {first}; add them to {shown}"


def _list_names(given: Mapping[str, Any]) -> Iterator[str]:
    """The texts among what a chart was given that name a row, a column, a panel, a side."""
    for value in given.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, pd.DataFrame):
            yield from _texts(value.columns)
            yield from _texts(value.index)
            for column in NAMING:
                yield from _texts(value[column]) if column in value else ()


def _undate(text: str) -> str:
    """A report's issuer; any other text as it is."""
    dated = _DATED.fullmatch(text)
    return dated[1] if dated else text


def _texts(values: Iterable[Any]) -> Iterator[str]:
    yield from (value for value in dict.fromkeys(values) if isinstance(value, str))
