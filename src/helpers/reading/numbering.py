"""The lists of a Word document: which numeral Word prints before a paragraph; and the styles that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from helpers.numerals import write_numeral
from helpers.reading.lines import whole_number
from helpers.reading.ooxml import attribute, child, children, is_on, local_name

__all__ = ["Counts", "Lists", "Style", "list_styles", "next_numeral", "plain_name", "read_lists"]

_MOST_BASES = 20  # styles from which a style may come; Word lets it be ten


class _Level(NamedTuple):
    """How one level of a list is numbered (w:lvl)."""

    start: int
    kind: str  # w:numFmt: a kind of `write_numeral`, bullet or none
    text: str  # w:lvlText: %1、 or %1.%2
    spaced: bool  # w:suff is not "nothing"
    legal: bool  # w:isLgl: the numbers of the levels above are printed as 1, 2, 3
    goes_on: bool  # w:lvlRestart is 0: it is not counted anew under each number of a level above
    style: str | None  # w:pStyle: paragraphs of this style stand at this level


class _List(NamedTuple):
    """A list (w:num)."""

    shared: str | None  # the abstract list, whose count it shares with the other lists made of it
    levels: dict[int, _Level]
    starts: dict[int, int]  # of a level that is counted anew where this list begins, its first number


class _Place(NamedTuple):
    """What a paragraph or a style says of its list (w:numPr); None where it says nothing."""

    num: str | None
    level: int | None


class Style(NamedTuple):
    """A style, as far as lists and headings are concerned."""

    place: _Place | None
    based_on: str | None
    name: str  # without blanks and capitals
    outline: str | None  # w:outlineLvl


class Lists(NamedTuple):
    """What a document says of its lists."""

    lists: dict[str | None, _List]
    styles: dict[str | None, Style]
    default: str | None  # the style of a paragraph that names none


class Counts(NamedTuple):
    """How far the lists have been counted."""

    last: dict[str | None, dict[int, int]]  # of every abstract list and level the last number
    begun: set[tuple[str | None, int]]  # the lists and levels that have had a paragraph


def read_lists(styles: etree._Element | None, numbering: etree._Element | None) -> Lists:
    """What styles.xml and numbering.xml say of lists; either may be missing."""
    told = {attribute(style, "styleId"): style for style in children(styles, "style")}
    abstract = {attribute(element, "abstractNumId"): element for element in children(numbering, "abstractNum")}
    nums = {attribute(element, "numId"): element for element in children(numbering, "num")}
    by_style = {key: _read_style(style) for key, style in told.items()}
    lists = {}
    for key, num in nums.items():
        shared = attribute(child(num, "abstractNumId"), "val")
        source, made_of = num, abstract.get(shared)
        link = by_style.get(attribute(child(made_of, "numStyleLink"), "val"))
        if link is not None:  # the levels are those of the list that a style names
            source = nums.get(link.place.num if link.place else None)
            made_of = abstract.get(attribute(child(source, "abstractNumId"), "val"))
        lists[key] = _List(shared, _read_levels(made_of) | _read_levels(source), _read_starts(num))
    default = (key for key, style in told.items() if attribute(style, "type") == "paragraph" and _is_default(style))
    return Lists(lists, by_style, next(default, None))


def _read_style(style: etree._Element) -> Style:
    name, outline = (
        attribute(child(style, "name"), "val"),
        attribute(child(style, "pPr", "outlineLvl"), "val"),
    )
    based_on = attribute(child(style, "basedOn"), "val")
    return Style(_read_place(style), based_on, plain_name(name or attribute(style, "styleId")), outline)


def plain_name(name: str | None) -> str:
    """The name of a style without blanks and capitals."""
    return "".join((name or "").lower().split())


def _is_default(style: etree._Element) -> bool:
    return attribute(style, "default") in ("1", "true", "on")


def _read_place(element: etree._Element) -> _Place | None:
    """What the properties of a paragraph or a style say of its list; None if they do not speak of one."""
    told = child(element, "pPr", "numPr")
    level = attribute(child(told, "ilvl"), "val")
    num = attribute(child(told, "numId"), "val")
    return None if told is None else _Place(num, None if level is None else whole_number(level, 0))


def _read_levels(element: etree._Element | None) -> dict[int, _Level]:
    """The levels of an abstract list, or those that a list puts in their place."""
    if element is None:
        return {}
    holders = [element] if local_name(element) == "abstractNum" else list(element)
    return {_at(level): _read_level(level) for holder in holders for level in children(holder, "lvl")}


def _read_level(level: etree._Element) -> _Level:
    def said(name: str) -> str | None:
        return attribute(child(level, name), "val")

    return _Level(
        start=whole_number(said("start"), 1),
        kind=said("numFmt") or "decimal",
        text=said("lvlText") or "",
        spaced=said("suff") != "nothing",
        legal=is_on(child(level, "isLgl")),
        goes_on=said("lvlRestart") == "0",
        style=said("pStyle"),
    )


def _read_starts(num: etree._Element) -> dict[int, int]:
    """The first number of each level that a list counts anew."""
    starts = {_at(told): attribute(child(told, "startOverride"), "val") for told in children(num, "lvlOverride")}
    return {at: whole_number(start, 1) for at, start in starts.items() if start is not None}


def _at(element: etree._Element) -> int:
    """The level that an element is about, from 0."""
    return whole_number(attribute(element, "ilvl"), 0)


def _find_place(lists: Lists, paragraph: etree._Element) -> tuple[str | None, int]:
    """List and level of a paragraph: its own, else its style's or that of the styles which this one is based on."""
    num, level = _read_place(paragraph) or (None, None)
    for name, style in list_styles(lists, paragraph):
        if num is not None and level is not None:
            break
        if style.place is not None:
            num = style.place.num if num is None else num
            level = style.place.level if level is None else level
            if level is None and num in lists.lists:
                level = next((at for at, told in lists.lists[num].levels.items() if told.style == name), None)
    return num, level or 0


def list_styles(lists: Lists, paragraph: etree._Element) -> Iterator[tuple[str, Style]]:
    """The style of a paragraph and those that it comes from, with their identifiers; of one that the file does not
    hold its name alone."""
    key = attribute(child(paragraph, "pPr", "pStyle"), "val") or lists.default
    for _ in range(_MOST_BASES):
        if key is None:
            return
        style = lists.styles.get(key) or Style(None, None, plain_name(key), None)
        yield key, style
        key = style.based_on


def next_numeral(lists: Lists, counts: Counts, paragraph: etree._Element) -> str:
    """The numeral that its list prints before a paragraph, asked in document order; `counts` is kept up to date."""
    num, at = _find_place(lists, paragraph)
    if num not in lists.lists or at not in lists.lists[num].levels:
        return ""
    shared, levels, starts = lists.lists[num]
    last = counts.last.setdefault(shared, {})
    if at in starts and (num, at) not in counts.begun:
        last[at] = starts[at]
    else:
        last[at] = last[at] + 1 if at in last else levels[at].start
    counts.begun.add((num, at))
    for deeper in [level for level in last if level > at]:
        if deeper not in levels or not levels[deeper].goes_on:
            del last[deeper]
    return _print_numeral(levels, at, last)


def _print_numeral(levels: dict[int, _Level], at: int, last: dict[int, int]) -> str:
    """The text of a level with the numbers it refers to; a level above without a paragraph yet counts as begun."""

    def print_one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place not in levels:
            return ""
        number = last.setdefault(place, levels[place].start)
        return write_numeral(number, "decimal" if levels[at].legal and place != at else levels[place].kind)

    if levels[at].kind in ("bullet", "none"):
        return ""
    text = re.sub(r"%([1-9])", print_one, levels[at].text)
    apart = text[-1:].isalpha() or text[-1:].isdecimal()  # 一 加强, 1.1 加强, but 一、加强
    return text + " " if apart and levels[at].spaced else text
