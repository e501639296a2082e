"""The words of charts in two languages, and labels that fit."""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd

__all__ = [
    "Labels",
    "Language",
    "LANGUAGES",
    "label",
    "label_groups",
    "number",
    "say",
    "shorten",
    "shorten_name",
    "width",
    "word_width",
    "wrap",
    "wrap_name",
]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
Labels = Mapping[str, tuple[str, str]]  # name in the data → Chinese, English

_GROUPS = ("issuer_kind_", "level_", "group_")  # what the keys of names of groups begin with
END_OF_NAME = 3  # of what is kept of a long name one part in so many is its end
_NARROW = 0.55  # of a full-width character
_KEPT = 4096  # texts that were wrapped: a chart that tries what fits wraps the same ones again
_BOTH = re.compile(r"(.*[^\x00-\u2fff]\S*) (\([ -~\u2010-\u2019]+\))")  # 复议 (reconsideration)
_NO_START = "，。；：、！？）】》”’,.;:!?)]}%‰"  # begin no line


@cache
def _words() -> dict[str, dict[Language, str]]:
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: {"zh": row["zh"], "en": row["en"]} for row in csv.DictReader(file)}


def say(key: str, language: Language, /, **values: object) -> str:
    """A word or sentence of charts by its key (words.csv); a key that is not there is a KeyError.

    >>> say("n_both", "en", issuers=3, reports=4)
    '3 issuers, 4 reports'
    """
    return _words()[key][language].format(**values)


def label(name: object, language: Language, labels: Labels | None = None) -> str:
    """What a value of the data is called in a chart: by `labels`, else by words.csv, else as it is.

    >>> label("measures", "zh"), label("G1", "en", {"G1": ("法治思想", "Thought")}), label(2021, "zh")
    ('举措', 'Thought', '2021')
    """
    text = "NA" if pd.isna(name) else str(name)  # type: ignore[call-overload]
    if labels and text in labels:
        return labels[text][LANGUAGES.index(language)]
    return _words()[text][language] if text in _words() else text


def label_groups(groups: Iterable[object]) -> dict[str, tuple[str, str]]:
    """Chinese and English of groups, as far as words.csv has them: kinds and levels of issuers, 未知, 全部.

    Only of the `groups` given, as a word of a report may be written like a level (市级). Places and issuers have no
    English name here and are called what they are.

    >>> label_groups(["县级", "山东省", "2021"])
    {'县级': ('县级', 'County level')}
    """
    named = {row["zh"]: (row["zh"], row["en"]) for key, row in _words().items() if key.startswith(_GROUPS)}
    return {group: named[group] for group in map(str, groups) if group in named}


def number(value: float) -> str:
    """A number as charts print it: three digits or so, no − before a zero.

    >>> number(1234.5), number(12.34), number(0.04), number(-0.2), number(0)
    ('1,234', '12.3', '0.04', '−0.2', '0')
    """
    if pd.isna(value):
        return "NA"
    size = abs(value)
    decimals = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 0.1 else 2
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("-")


def width(text: str) -> float:
    """The width of the longest line, in full-width characters.

    >>> width("乙市ab"), width("甲" + chr(10) + "乙丙")
    (3.1, 2)
    """
    return round(max(_width(line) for line in text.split("\n")), 2)


def word_width(text: str) -> float:
    """The width of the longest part that a line must not break: a narrow word, else one full-width character.

    >>> word_width("G3 rules"), word_width("制度体系")
    (2.75, 1)
    """
    return round(max((_width(piece.rstrip()) for piece in _pieces(text, math.inf)), default=0), 2)


def _width(line: str) -> float:
    return round(sum(map(_measure, line)), 2)  # the last digits of a sum differ between versions of Python


@cache
def _measure(sign: str) -> float:
    return 1 if unicodedata.east_asian_width(sign) in "WFA" else _NARROW


@lru_cache(maxsize=_KEPT)
def wrap(text: str, most: float) -> str:
    """A text in lines of at most `most` full-width characters; Latin words stay whole where they fit. An English name
    in brackets behind Chinese stands in a line of its own, cut with … where that is too short.

    >>> wrap("西海岸新区行政审批服务局 2021", 8).split(chr(10)), wrap("执法 (law enforcement)", 10).split(chr(10))
    (['西海岸新区行政审', '批服务局 2021'], ['执法', '(law enforcement)'])
    """
    if _width(text) > most and (both := _BOTH.fullmatch(text)):
        return f"{wrap(both[1], most)}\n{shorten(both[2], most)}"
    lines = [""]
    for piece in _pieces(text, most):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > most and piece[0] not in _NO_START:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(line.rstrip() for line in lines)


def shorten(text: str, most: float) -> str:
    """A text in one line of at most `most` full-width characters; what is longer is cut, with …

    >>> shorten("西海岸新区行政审批服务局", 6)
    '西海岸新区…'
    """
    line = text.replace("\n", " ")
    while width(line) > most and len(line) > 1:
        line = line[:-2] + "…"
    return line


def shorten_name(text: str, most: float) -> str:
    """A name in one line of at most `most` full-width characters, cut in the middle, with …: names that begin alike
    end differently, and a report's ends with its year.

    >>> shorten_name("西海岸新区行政审批服务局 2021", 12)
    '西海岸新区行政…局 2021'
    """
    line = text.replace("\n", " ")
    if width(line) <= most:
        return line
    end = next(line[at:] for at in range(len(line) + 1) if width(line[at:]) <= most / END_OF_NAME)
    return shorten(line, most - width(end)) + end


def wrap_name(text: str, most: float, lines: int) -> str:
    """A name as `wrap` has it, cut in the middle where it would take more than so many lines.

    >>> wrap_name("西海岸新区行政审批服务局 2021", 5, 2).split(chr(10))
    ['西海岸新区', '行… 2021']
    """
    wrapped, kept = wrap(text, most), most * lines
    while wrapped.count("\n") >= lines and kept >= 1:
        wrapped, kept = wrap(shorten_name(text, kept), most), kept - 1
    return wrapped


def _pieces(text: str, most: float) -> list[str]:
    """What stays together at the end of a line: a full-width character, a narrow word with the blank behind it."""
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in "WFA"
        joins = bool(pieces) and not wide and pieces[-1][-1] != " " and _is_narrow(pieces[-1])
        if joins and _width(pieces[-1] + sign) <= most or sign == " " and pieces:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _is_narrow(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) not in "WFA"
