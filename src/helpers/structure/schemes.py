"""Numbering other than 一、 （一） 1. （1）: 壹、 甲、 Ⅰ. A. 第一章 Part 1, 1.1. Everything here reads folded text.

Such a mark stands at the beginning of a line or behind a stop, and another follows it: one alone is none (第一章总则,
甲、乙两县, 3.15国际消费者日). Its level is that of the first of its kind, one below what stands over that.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from helpers.forms import STEMS
from helpers.numerals import CAPITALS, NUMERAL, read_numeral

__all__ = ["Numbered", "find_schemes"]

_LETTERS, _ROMANS = "ABCDEFGH", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_LATIN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ENGLISH = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX")
_FEWEST = 2  # marks that follow each other
_LONGEST_NAME = 30  # characters of a chapter's name that no blank parts from its number

_ROMAN = rf"(?:[{_ROMANS}]|(?:{'|'.join(sorted(_LATIN, key=len, reverse=True))})(?![A-Za-z]))"
_NUMBER = rf"(?:[{CAPITALS}]|{NUMERAL}|\d){{1,2}}"
_PARTED = rf"(?:[ :、]+|(?=[^\n。,]{{2,{_LONGEST_NAME}}}(?:\n|\Z)))"  # from its name
_KINDS = (
    rf"(?P<part>第[ ]*{_NUMBER}[ ]*部分{_PARTED}"
    rf"|(?i:part)[ .]*(?:\d{{1,2}}|{_ROMAN}|(?i:{'|'.join(_ENGLISH)}))[ .:、]*)"
    rf"|(?P<book>第[ ]*{_NUMBER}[ ]*篇章?{_PARTED})|(?P<chapter>第[ ]*{_NUMBER}[ ]*章{_PARTED})"
    rf"|(?P<section>第[ ]*{_NUMBER}[ ]*节{_PARTED})"
    rf"|(?P<capital>[{CAPITALS}]{{1,2}}(?:[ ]*[、.]|[ ]+))|(?P<capital_in>\([ ]*[{CAPITALS}]{{1,2}}[ ]*\)[、.]?)"
    rf"|(?P<stem>[{STEMS}][ ]*[、.])|(?P<stem_in>\([ ]*[{STEMS}][ ]*\)[、.]?)"
    rf"|(?P<roman>{_ROMAN}(?:[ ]*[、.]|[ ]+))|(?P<letter>[{_LETTERS}][ ]*[、.])"
)
_NAMES = tuple(re.findall(r"\?P<(\w+)>", _KINDS))
_MARK = re.compile(rf"(?<![^\n。!?;:])[ ]*(?P<mark>{_KINDS})[ ]*(?![\s、,。;:)》{CAPITALS}{STEMS}]|\d(?!\d{{3}}年))")
_DECIMAL = re.compile(
    r"(?m)^[ ]*(?P<mark>(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[ ]*[、.]|[ ]+|(?=[\u4e00-\u9fff])))[ ]*"
    r"(?=[\u4e00-\u9fff“《]|20\d\d年)(?![万亿千百倍])"
)
_READ = {name: number for names in (STEMS, _LETTERS, _ROMANS, _LATIN, _ENGLISH) for number, name in enumerate(names, 1)}


class Numbered(NamedTuple):
    """A mark: where it begins and ends, which numbering it belongs to, and its number in it."""

    start: int
    end: int
    scheme: str
    number: int


def find_schemes(text: str, begin: int, stop: int) -> list[Numbered]:
    """The marks of such numberings in text[begin:stop], in reading order.

    >>> [(mark.scheme, mark.number) for mark in find_schemes("壹、举措\\n贰、不足", 0, 9)]
    [('capital', 1), ('capital', 2)]
    """
    marks = [
        Numbered(m.start("mark"), m.end("mark"), next(name for name in _NAMES if m[name]), number)
        for m in _MARK.finditer(text, begin, stop)
        if (number := _read(m["mark"])) is not None
    ]
    return sorted([*_keep_runs(marks), *_find_decimals(text, begin, stop)])


def _read(mark: str) -> int | None:
    """The number of a mark."""
    number = re.sub(r"(?i:part)|[第部分章篇节()、.: ]", "", mark).upper()
    return _READ.get(number) or read_numeral(number)


def _keep_runs(marks: list[Numbered], fewest: int = _FEWEST) -> Iterator[Numbered]:
    """The marks that follow each other from 1 on, in each numbering."""
    runs: dict[str, list[Numbered]] = {}
    for mark in marks:
        run = runs.setdefault(mark.scheme, [])
        if mark.number == 1:
            yield from run if len(run) >= fewest else ()
            runs[mark.scheme] = [mark]
        elif run and mark.number == run[-1].number + 1:
            run.append(mark)
    for run in runs.values():
        yield from run if len(run) >= fewest else ()


def _find_decimals(text: str, begin: int, stop: int) -> Iterator[Numbered]:
    """1.1 and 1.1.1, and the 1 over them: nothing where no 1.1 is followed by a 1.2."""
    found: list[Numbered] = []
    for m in _DECIMAL.finditer(text, begin, stop):
        over, _, last = m["number"].rpartition(".")
        found.append(Numbered(m.start("mark"), m.end("mark"), over, int(last)))
    below = list(_keep_runs([mark for mark in found if mark.scheme]))
    if not below:
        return
    depths = {mark.scheme.count(".") for mark in below}
    alone = [mark for mark in found if mark.scheme and mark.scheme.count(".") in depths and mark.number == 1]
    below = sorted({*below, *alone})  # a section may have one part only
    top = list(_keep_runs([mark for mark in found if not mark.scheme]))
    over = {mark.scheme.split(".")[0] for mark in below}
    if over <= {str(mark.number) for mark in top}:
        yield from (mark._replace(scheme="decimal") for mark in top)
    elif not re.compile(rf"(?m)^[ ]*{NUMERAL}{{1,3}}[ ]*、").search(text, begin, stop):
        return  # the headings over them are not known
    yield from (mark._replace(scheme=f"decimal below {mark.scheme.count('.')}") for mark in below)
