"""Lines that the file itself marks as headings (Word's heading styles, h1 to h6, the # of Markdown), and what a mark is
worth beside the numerals. All texts are folded.

A numeral says the level; the mark says where the heading ends. A line without a numeral is a heading if it is marked
and reads as one: pages set navigation, addresses and whole paragraphs as headings too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from helpers.characters import squeeze
from helpers.cleaning import Heading
from helpers.forms import BODY, DATE, DOC_NO, TITLE
from helpers.structure.headings import Mark, read_marker
from helpers.structure.roles import names_role

__all__ = ["NOTHING", "Marked", "find_marked", "read_headings", "write_headings"]

_LONGEST = 60  # characters of a heading; what is longer is a paragraph, whatever its file says
_LONGEST_STOPPED = 30  # of one without a numeral that ends with a stop
_MOST_COMMAS = 3  # of one without a numeral
_MOST_MARKED = 0.5  # of a text's characters in marked paragraphs: with more, the mark is a way to set text
_TITLE_LINES = 3  # of a title
_LINES_BEFORE_TITLE = 3  # letterhead, number, who signed
_LOWEST = 4  # the lowest level of headings, （1）


class _Line(NamedTuple):
    """A marked line of a text."""

    start: int
    end: int
    level: int  # in the file
    words: str
    numeral: Mark | None


class Span(NamedTuple):
    """A piece of a text."""

    start: int
    end: int


class Marked(NamedTuple):
    """What a file's marks say of a text."""

    title: Span | None  # the title, if it is marked or lines before it are
    headings: tuple[Mark, ...]  # those without a numeral with the level that they have beside others
    ends: dict[int, int]  # where each heading begins that is a line → where it ends


NOTHING = Marked(None, (), {})


def write_headings(headings: Iterable[Heading]) -> str | None:
    """The marked lines of a text as a cell of `reports.file_headings`: start:level, parted by blanks.

    >>> write_headings([Heading(0, 0), Heading(21, 1)])
    '0:0 21:1'
    """
    return " ".join(f"{start}:{level}" for start, level in headings) or None


def read_headings(cell: str) -> tuple[Heading, ...]:
    """What `write_headings` wrote.

    >>> read_headings("0:0 21:1")
    (Heading(start=0, level=0), Heading(start=21, level=1))
    """
    pairs = (pair.split(":") for pair in cell.split())
    return tuple(Heading(int(start), int(level)) for start, level in pairs)


def find_marked(text: str, headings: Iterable[Heading]) -> Marked:
    """The title and the headings among the marked lines of a folded text.

    A level that the file gives counts against the others of the file: the highest below the title is level 1. Where
    lines of the same level have numerals, theirs counts.

    >>> text = "某局工作回顾\\n主要举措\\n加强学习\\n学习5次。"
    >>> found = find_marked(text, [Heading(0, 1), Heading(7, 2), Heading(12, 3)])
    >>> found.title, [(mark.start, mark.level) for mark in found.headings]
    (Span(start=0, end=6), [(7, 1), (12, 2)])
    """
    lines = [_read_line(text, heading) for heading in headings]
    if sum(len(line.words) for line in lines if not _is_phrase(line)) > _MOST_MARKED * len(text):
        return NOTHING
    printed, title = _find_title(text, lines)
    kept = [line for line in lines if line.start > printed and (line.numeral or _reads_as_heading(line))]
    kept = [line for i, line in enumerate(kept) if line.numeral or _has_text(text, line, kept[i + 1 : i + 2])]
    return Marked(title, tuple(_give_levels(kept)), {line.start: line.end for line in kept if _is_phrase(line)})


def _read_line(text: str, heading: Heading) -> _Line:
    start, level = heading
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return _Line(start, end, level, text[start:end].strip(), read_marker(text, start))


def _find_title(text: str, lines: Sequence[_Line]) -> tuple[int, Span | None]:
    """Where the title's last line begins (-1 without a title), and the title, None if nothing is marked before it.

    A line that reads as a title (forms.TITLE) is it, marked or not; else the line that the file calls so, or the only
    one of the highest level. Marked lines of one level under each other may be one title.
    """
    levels = [line.level for line in lines]
    marked = {line.start: i for i, line in enumerate(lines)}
    at = 0
    for printed in text.split("\n"):
        group = _list_group(lines, marked[at]) if at in marked else []
        for i, line in enumerate(group):
            if TITLE.fullmatch("".join(each.words for each in group[: i + 1])) and not _is_section(line, levels):
                return line.start, Span(at, line.end)
        if at in marked and lines[marked[at]].numeral:
            break
        if at not in marked and TITLE.fullmatch(printed.strip()):
            return at, Span(at, at + len(printed)) if lines and lines[0].start < at else None
        at += len(printed) + 1
    if not lines or text.count("\n", 0, lines[0].start) > _LINES_BEFORE_TITLE:
        return -1, None
    first, group = lines[0], _list_group(lines, 0)
    alone = first.level == 0 or (levels.count(first.level) == 1 and first.level == min(levels) < max(levels))
    if not alone or not group or names_role(first.words) or not _is_phrase(first) or _is_front(first.words):
        return -1, None
    return group[-1].start, Span(first.start, group[-1].end)


def _list_group(lines: Sequence[_Line], first: int) -> list[_Line]:
    """The marked lines from lines[first] on that stand under each other with its level, none of them numbered, no more
    than a title has."""
    group: list[_Line] = []
    for line in lines[first : first + _TITLE_LINES]:
        if line.numeral or (group and (line.level, line.start) != (group[-1].level, group[-1].end + 1)):
            break
        group.append(line)
    return group


def _is_section(line: _Line, levels: Sequence[int]) -> bool:
    """Whether a line that reads as a title is one of several headings: 依法行政情况."""
    return line.words.endswith("情况") and levels.count(line.level) > 1 and not re.search(r"\d{4}", line.words)


def _is_phrase(line: _Line) -> bool:
    """Whether a marked line is no paragraph: short, one sentence at most."""
    return 2 <= len(line.words) <= _LONGEST and not re.search(r"[。!?;].", line.words)


def _is_front(words: str) -> bool:
    """Whether a line stands in a report's front or back: a body, a number, a date, an addressee."""
    return any(form.fullmatch(squeeze(words).rstrip(":")) for form in (BODY, DOC_NO, DATE))


def _reads_as_heading(line: _Line) -> bool:
    """Whether a marked line without a numeral is a heading."""
    words = line.words
    if not _is_phrase(line) or _is_front(words) or len(re.findall(r"[\u4e00-\u9fff]", words)) < 2:
        return False
    if words.endswith((":", ",", "、")) or re.search(r":.*\d|\d.*:", words):  # an addressee, 发布时间：2022-01-12
        return words.endswith(":") and names_role(words.rstrip(":"))
    told = re.search(r"[\d了]", re.sub(r"\d{4}", "", words)) is not None
    if words.endswith(("。", ";", "!", "?")) and (told or len(words) > _LONGEST_STOPPED):
        return False
    return words.count(",") <= _MOST_COMMAS


def _has_text(text: str, line: _Line, following: Sequence[_Line]) -> bool:
    """Whether a section stands below a line without a numeral: text, or a heading of a lower level.

    Behind the last one a page may list what is linked: there it is a section if it holds a sentence or names a part.
    """
    end = following[0].start if following else len(text)
    below = text[line.end : end].strip()
    if not following:
        return bool(below) and (names_role(line.words) or re.search("[。;]", below) is not None)
    return bool(below) or following[0].level > line.level or following[0].numeral is not None


def _give_levels(lines: Sequence[_Line]) -> Iterator[Mark]:
    """The headings, each with its level: the numeral's, else that of numbered ones of the same level in the file, else
    one below the heading that stands over it."""
    numbered: dict[int, list[int]] = {}
    for line in lines:
        if line.numeral:
            numbered.setdefault(line.level, []).append(line.numeral.level)
    over: list[tuple[int, int]] = []  # level in the file, and level, of the headings that stand over a line
    last: dict[int, int] = {}  # of every level in the file the level of the last numeral
    for line in lines:
        while over and over[-1][0] >= line.level:
            over.pop()
        if line.numeral:
            level = last[line.level] = line.numeral.level
            yield line.numeral
        else:
            level = min((over[-1][1] if over else 0) + 1, _LOWEST)
            if same := numbered.get(line.level):
                level = min(same) if names_role(line.words) else last.get(line.level, same[0])
            yield Mark(line.start, line.start, level, 0)
        over.append((line.level, level))
