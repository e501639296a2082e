"""Which lines of a file are a page's and not the report's, by what stands around them: lists of contents, running
heads, rows of labels, paths. What a line is by its words alone is in corpus/rules/furniture.csv."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from helpers.characters import squeeze
from helpers.forms import BODY, DATE, DOC_NO, LINE_MARK, TITLE, TITLE_SUBJECT

__all__ = ["PageWords", "list_page_lines"]

# Lengths in characters.
LONGEST_LABEL = 10
LONGEST_NAME = 20  # of a site or a column, above the path to the page
LONGEST_PATH = 80
LONGEST_ENTRY = 50  # of a list of contents, or a value in an index
MOST_COMMAS = 2  # in an entry
RUNNING_HEAD = range(6, 41)
LONGEST_ROW = 120  # of labels; what is longer is a table
LABELS = 4  # so many words make a row of labels where blanks part them
LABELS_BARRED = 3  # where bars do
ENTRIES = 3  # so many lines make a list of contents
SHORTEST_ENTRY = 2

_BLANKS, _BARS = r"\s+", r"\s*[|｜丨]\s*"
_PARTED = r"[\s|｜丨•·●:：,，/>»›→\[\]【】()]+"
_PATH = re.compile(r"\S.{0,30}?\s*(?:[>»›→]|>>|->)\s*\S[^。;]*")
# A date in figures, alone, with the day of the week or the time: a page's clock. 2022年1月12日 may be the report's.
_DAY = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_WEATHER = r"\s*星期.[^。;]{0,12}"
_MOMENT = re.compile(
    rf"(?:{_DAY}|(?:{DATE.pattern})(?=.*\d:\d\d))\s*(?:星期.)?\s*(?:\d{{1,2}}:\d\d(?::\d\d)?)?(?:{_WEATHER})?"
    rf"|{_DAY}{_WEATHER}"
)
_CONTENTS = re.compile(r"目\s*录|目\s*次|contents", re.IGNORECASE)
_LEADERS = re.compile(r"(?P<entry>.*?\S)\s*(?:\.{3,}|…+|·{3,}|-{4,}|_{4,})\s*\(?(?P<page>\d{1,3})\)?")
_NUMBERED = re.compile(r"(?P<entry>.*\S)(?:\t\s*| {2,})\(?(?P<page>\d{1,3})\)?")
_ENDED = re.compile(r"[。!?…;:][”’」』)》\"']*$")


class PageWords(NamedTuple):
    """The words that only a page uses (corpus/rules/furniture.csv)."""

    index_label: re.Pattern[str]
    title_label: re.Pattern[str]
    furniture: Callable[[str], str | None]  # the reason of a line without white space


def list_page_lines(lines: Sequence[str], words: PageWords) -> dict[int, str]:
    """Which of the folded `lines` are the page's: their index and the reason."""
    found = dict.fromkeys(_find_contents(lines), "contents")
    found |= dict.fromkeys(_find_running_heads(lines, words), "running_head")
    body = [i for i, line in enumerate(lines) if i not in found and ("。" in line or _opens_body(line, words))]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    anchor = -1
    for i, line in enumerate(lines):
        if i in found or first <= i <= last:
            continue
        if reason := words.furniture(squeeze(line)):  # by its words alone
            anchor = i if i < first and reason != "page_mark" else anchor  # below a report's cover stands one too
        elif i < first and (_MOMENT.fullmatch(line) or _is_of_index(lines, i, words)):
            found[i] = "page_head"
        elif _is_path(line) or _is_row_of_labels(line):
            found[i] = "navigation"
        if i < first and found.get(i) == "navigation":
            anchor = i
    for i in range(anchor):  # the site's name and the column's stand above the path
        if i not in found and not words.furniture(squeeze(lines[i])) and _is_name(lines[i]):
            found[i] = "page_head"
    return found


def _opens_body(line: str, words: PageWords) -> bool:
    return LINE_MARK.match(line) is not None and not words.furniture(squeeze(line))


def _is_name(line: str) -> bool:
    said = squeeze(line)
    kept = TITLE.fullmatch(said) or DOC_NO.search(line) or said.endswith(("文件", ":"))
    return len(said) <= LONGEST_NAME and not kept


def _is_path(line: str) -> bool:
    return len(line) <= LONGEST_PATH and _PATH.fullmatch(line.strip()) is not None


def _is_row_of_labels(line: str) -> bool:
    """无障碍| 微信| 繁体 |登录|注册, or labels that blanks part. A row of bodies signs, one with a year is a title."""
    if len(squeeze(line)) > LONGEST_ROW:
        return False
    barred = [word for word in re.split(_BARS, line.strip(" |｜丨")) if word]
    if len(barred) >= LABELS_BARRED:
        labels = [word for part in barred for word in re.split(_PARTED, part) if word]
        return "。" not in line and max(map(len, labels), default=0) <= LONGEST_LABEL
    labels = re.split(_BLANKS, line.strip())
    plain = all(re.fullmatch(r"[\u4e00-\u9fffA-Za-z]{1,10}", word) for word in labels)
    spaced = sum(len(word) == 1 for word in labels) > 2  # a word whose characters are parted
    named = TITLE.fullmatch(squeeze(line)) or all(BODY.fullmatch(word) for word in labels)
    return plain and len(labels) >= LABELS and not spaced and not named


def _is_of_index(lines: Sequence[str], i: int, words: PageWords) -> bool:
    label = words.title_label.fullmatch(squeeze(lines[i]).rstrip(":"))
    row = _is_index_row(lines[i], words) or _is_index_value(lines, i, words)
    return label is not None or row or _is_title_again(lines, i, words)


def _is_index_row(line: str, words: PageWords) -> bool:
    """索引号 011/2022-1 发文日期 2022-01-12, or labels alone, parted by bullets."""
    said = [word for word in re.split(_PARTED, line) if word]
    labels = [i for i, word in enumerate(said) if words.index_label.fullmatch(word)]
    short = len(squeeze(line)) <= 2 * LONGEST_ENTRY and not set("。;") & set(line)
    return short and bool(labels) and labels[0] == 0 and not TITLE.search(line)


def _is_title_again(lines: Sequence[str], i: int, words: PageWords) -> bool:
    """A title that an index has behind a label, where it stands on a line of its own too."""
    label = words.title_label.match(squeeze(lines[i]))
    title = squeeze(lines[i])[label.end() :].lstrip(":") if label else ""
    return bool(title) and any(squeeze(line) == title for line in lines)


def _is_index_value(lines: Sequence[str], i: int, words: PageWords) -> bool:
    """What stands on a line of its own below a label of an index."""
    above, line = squeeze(lines[i - 1]) if i else "", lines[i].strip()
    if not words.index_label.fullmatch(above.rstrip(":")) or TITLE.fullmatch(squeeze(line)):
        return False
    return len(line) <= LONGEST_ENTRY and not _ENDED.search(line) and not LINE_MARK.match(line)


def _find_running_heads(lines: Sequence[str], words: PageWords) -> list[int]:
    """Short lines that come again and again and stand inside a sentence: odd and even pages may have their own."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        said = squeeze(line)
        named = TITLE_SUBJECT.search(said) or BODY.fullmatch(said) or re.search(r"20\d\d", said)
        if len(said) in RUNNING_HEAD and named and not set(",。;:") & set(said) and not LINE_MARK.match(line):
            places.setdefault(said, []).append(i)
    again = {said: at for said, at in places.items() if len(at) > 1}
    of_pages = {i for at in again.values() for i in at}

    def breaks(i: int) -> bool:
        around = (j for j in range(i - 1, -1, -1) if j not in of_pages and not words.furniture(squeeze(lines[j])))
        above = next((lines[j] for j in around), "。")
        return len(squeeze(above)) > LONGEST_NAME and not _ENDED.search(above.rstrip())

    sentences = [i for i, line in enumerate(lines) if "。" in line]
    heads = []
    for at in again.values():
        parted = any("。" in line for low, high in pairwise(at) for line in lines[low:high])
        below = {squeeze(line) for i in at for line in lines[i + 1 : i + 2]}
        if parted and len(below) > 1 and any(sentences[0] < i < sentences[-1] and breaks(i) for i in at):
            heads += [i for i in at if not (i == at[0] and TITLE.fullmatch(squeeze(lines[i])))]
    return heads


def _find_contents(lines: Sequence[str]) -> list[int]:
    """The lines of a list of contents: entries with their page, or headings that come again below, in one block."""
    again = _count_openings(lines)
    told = next((i for i, line in enumerate(lines) if _is_told(line, again.get(_entry(line), -1) > i)), len(lines))
    is_entry = [_is_entry(line, i < told and again.get(_entry(line), -1) > i) for i, line in enumerate(lines)]
    found: list[int] = []
    i = 0
    while i < len(lines):
        end = i
        while end < len(lines) and is_entry[end]:
            end += 1
        titled = i > 0 and _CONTENTS.fullmatch(lines[i - 1].strip()) is not None
        marked = sum(LINE_MARK.match(line) is not None or _LEADERS.fullmatch(line) is not None for line in lines[i:end])
        below = sum(_comes_below(lines, j, end) for j in range(i, end))
        if end - i >= (ENTRIES - titled) and (titled or marked * 2 >= end - i) and below * 2 >= end - i:
            found += range(i - titled, end)
        i = max(end, i + 1)
    return found


def _is_told(line: str, again: bool) -> bool:
    """Whether a line tells something: it holds a sentence and is no heading with a stop that comes again below."""
    return "。" in (line.rstrip()[:-1] if again else line)


def _entry(line: str) -> str:
    """An entry's words without its page and white space."""
    paged = _LEADERS.fullmatch(line.strip()) or _NUMBERED.fullmatch(line.strip())
    return squeeze(paged["entry"] if paged else line)


def _count_openings(lines: Sequence[str]) -> dict[str, int]:
    """The last line that opens with the words with which another, shorter one is filled."""
    known = {_entry(line) for line in lines if len(_entry(line)) <= LONGEST_ENTRY}
    last: dict[str, int] = {}
    for i, line in enumerate(lines):
        said = squeeze(line)
        for end in range(SHORTEST_ENTRY, min(len(said), LONGEST_ENTRY) + 1):
            if said[:end] in known:
                last[said[:end]] = i
    return last


def _is_entry(line: str, again: bool) -> bool:
    """Whether a line is an entry: with leaders to its page, else one that comes `again` below."""
    if _LEADERS.fullmatch(line.strip()):
        return True
    said = _entry(line)
    short = SHORTEST_ENTRY < len(said) <= LONGEST_ENTRY and said.count(",") <= MOST_COMMAS
    return again and short and not TITLE.fullmatch(said)


def _comes_below(lines: Sequence[str], i: int, end: int) -> bool:
    said = _entry(lines[i])
    return any(squeeze(line).startswith(said) for line in lines[end:])
