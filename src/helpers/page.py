"""Which lines of a file are a page's and not the report's, by what stands around them: running heads, rows of labels,
paths. What a line is by its words alone is in corpus/rules/furniture.csv."""

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
LONGEST_VALUE = 50  # in an index
RUNNING_HEAD = range(6, 41)
LONGEST_ROW = 120  # of labels; what is longer is a table
LABELS = 4  # so many words make a row of labels where blanks part them
LABELS_BARRED = 3  # where bars do

_LETTERHEAD = "文件"  # behind the issuer's name

_BLANKS, _BARS = r"\s+", r"\s*[|｜丨]\s*"
_PARTED = r"[\s|｜丨•·●:：,，/>»›→\[\]【】()]+"
_PATH = re.compile(r"\S.{0,30}?\s*(?:[>»›→]|>>|->)\s*\S[^。;]*")
# A date in figures, alone, with the day of the week or the time: a page's clock. 2022年1月12日 may be the report's.
_DAY = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_WEATHER = r"\s*星期.[^。;]{0,12}"
_MOMENT = re.compile(
    rf"(?:{_DAY}|(?:{DATE.pattern})(?=.*\d:\d\d))\s*(?:星期.)?\s*(?:\d{{1,2}}:\d\d(?::\d\d)?)?(?:{_WEATHER})?"
    rf"|{_DAY}{_WEATHER}"
    # An account and when it posted.
    r"|[\u4e00-\u9fff]{2,20}\s+\d{4}[-./]\d{1,2}[-./]\d{1,2}\s+\d{1,2}:\d\d(?:\s+阅读\s*\d+)?"
)
_ENDED = re.compile(r"[。!?…;:][”’」』)》\"']*$")


class PageWords(NamedTuple):
    """The words that only a page uses (corpus/rules/furniture.csv)."""

    index_label: re.Pattern[str]
    title_label: re.Pattern[str]
    furniture: Callable[[str], str | None]  # the reason of a line without white space


def list_page_lines(lines: Sequence[str], words: PageWords) -> dict[int, str]:
    """Which of the folded `lines` are the page's: their index and the reason."""
    found = dict.fromkeys(_find_running_heads(lines, words), "running_head")
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
    kept = TITLE.fullmatch(said) or DOC_NO.search(line) or said.endswith((_LETTERHEAD, ":"))
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
    plain = all(re.fullmatch(r"[^\W\d_]{1,10}", word.strip("[]【】")) for word in labels)
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
    short = len(squeeze(line)) <= 2 * LONGEST_VALUE and not set("。;") & set(line)
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
    return len(line) <= LONGEST_VALUE and not _ENDED.search(line) and not LINE_MARK.match(line)


def _find_running_heads(lines: Sequence[str], words: PageWords) -> list[int]:
    """Short lines that come again and again and stand inside a sentence: odd and even pages may have their own."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        said = squeeze(line)
        named = TITLE_SUBJECT.search(said) or _is_issued_by(said) or re.search(r"20\d\d", said)
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
            own = at[0] < sentences[0] and _is_kept(squeeze(lines[at[0]]))  # the report's title or letterhead
            heads += at[1:] if own else at
    return heads


def _is_kept(said: str) -> bool:
    return TITLE.fullmatch(said) is not None or said.endswith(_LETTERHEAD)


def _is_issued_by(said: str) -> bool:
    return BODY.fullmatch(said.removesuffix(_LETTERHEAD)) is not None
