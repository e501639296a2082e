"""Where headings and items begin and where a heading's phrase ends. Everything here reads folded text.

The words are rows of corpus/rules/headings.csv; what each kind does is said in corpus/rules/README.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from helpers.characters import squeeze
from helpers.dictionary import count_endings
from helpers.forms import is_spaced
from helpers.numerals import NUMERAL, ONES, read_numeral
from helpers.structure.schemes import Numbered, find_schemes
from helpers.tables import load_rules

__all__ = ["Mark", "count_parts", "fill_gaps", "find_marks", "has_marker", "heading_end", "list_marks", "phrase"]
__all__ += ["opens_sentence", "read_marker", "read_shape", "tells_number"]

# A row of a flattened table: a name and bare numbers.
_TABLE_ROW = re.compile(
    r"[^\d\s。,;:]{2,16}(?:\d+(?: \d+)+\s*(?:\n|$)|0{3,})|[^\d\s。,;]{2,24}(?: +\d[\d,.%]*){2,}(?!\S)"
)
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff”》)])\s+(?=[\u4e00-\u9fff“《]|\d[\d.,]*(?=[\u4e00-\u9fff]))")  # no 增至 5 个
_SPACED = re.compile(r"(?:[\u4e00-\u9fff、]\s+){2,}[\u4e00-\u9fff](?=\s+[\u4e00-\u9fff]{2})")  # a letter-spaced phrase
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # 1,500
_END, _END_OR_COMMA = re.compile("[。!?;:]"), re.compile("[,。;:!?]")
_NO_PHRASE = re.compile(r"[。!?;]|\n\s*\S")
_YEAR, _DIGIT, _TOLD = re.compile(r"(?:19|20)\d\d"), re.compile(r"\d"), re.compile(r"\d|了")
_THIS_CENTURY, _IN_YEAR = re.compile(r"20\d\d"), re.compile(r"20\d\d年")
_DUTY = re.compile("(?:推进)?法治(?:政府)?建设第一责任人(?:的?职责|责任)?")  # as long as a word
_ORDER = ("first", "second", "third")  # behind them 最后 is whatever comes next
_NUMERALS = ("n1", "n1p", "n2", "n2b", "n2c", "n3", "n3b", "n3c", "n3d", "n4", "n4b", "n4c", "n5", "n5b")
# （一） behind these is a reference to a law's article, not a heading; so is one before these: 第五条第（一）项.
_REFERENCE_BEFORE, _REFERENCE_AFTER = "第条款项", "项款条目"
_STOP = "。!?;:,)》”\"’'…】"
_OPENING, _CLOSING = "《(“<〔", "》)”>〕"
_LEVELS = range(1, 6)
_HEADINGS = range(1, 5)
_LISTED = 5  # the level of items, 一是
_PARTED = 2  # semicolons behind two items, the second of which has lost its marker

_RARE = 5  # so often jieba's dictionary counts what hardly is a word (平一)

# Lengths in characters.
_LONGEST_HEADING = 60
_SIBLING_WITHIN = 3000  # of a first numeral in running text, in which the second follows
_SHORTEST = 4  # a phrase, and the sentence that is run into it
_LONGEST_RUN_INTO = 46  # a phrase that has a sentence run into it
_LOOKED_THROUGH = 80  # of a line, for such a sentence
_LEFT_OVER = 5  # a sentence has more
_LEFT_OVER_WHOLE = 12  # so has one run into a line that is whole a heading's
_LEAD_IN_CLAUSES = 2  # commas in a heading with its lead-in: it has two clauses, or the lead-in has
_ALIKE = 6  # two phrases that make one heading differ by no more
_LONGEST_CLAUSES = {1: 42, 2: 18, 3: 10}  # a clause of a sentence over the rest of its line, by their number
_EVEN = 2  # by no more where nothing else shows where the second ends
_ALIKE_OVER = 10  # by no more where a third clause follows
_EARLY = 6  # what stands before a verb that phrases hold too, to open a sentence, is no shorter


class _Words(NamedTuple):
    marker: re.Pattern[str]
    run_in: re.Pattern[str]
    opener: re.Pattern[str]
    second: re.Pattern[str]
    told: re.Pattern[str]
    unfinished: re.Pattern[str]
    aspect: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("headings")
    marker = (
        rf"(?P<l2>\([ ]*(?P<n2>{NUMERAL}{{1,3}})[ ]*\)[、.]?|(?P<n2b>[㈠-㈩])"
        rf"|(?<=[\n。!?;:])(?P<n2c>{NUMERAL}{{1,3}})[ ]*\))"
        rf"|(?P<l5>(?P<n5>{NUMERAL}{{1,2}})[ ]*[是要](?=.))"
        rf"|(?P<l5c>(?:{'|'.join(f'(?P<{kind}>{word(kind)})' for kind in _ORDER)}|{word('last')}),)"
        rf"|(?P<l5b>第[ ]*(?P<n5b>{NUMERAL})[ ]*[,、])"
        rf"|(?P<l1>(?P<n1>{NUMERAL}{{1,3}})[ ]*[、.](?!{NUMERAL}{{1,2}}(?:、|{word('pair')})))"
        r"|(?P<l3>(?<![\d.A-Za-z])(?:(?P<n3>\d{1,2})[ ]*[.、]|(?P<n3c>[⒈-⒛]))[ ]*(?![\d.%])(?=[^\s\d])"
        r"|(?<=[\n。;:])(?P<n3d>\d{1,2})[.、](?=(?:1[0-2]|[1-9])月|(?:19|20)\d\d年))"  # 1.3月底前, no 1.3
        # A number that begins a line counts something, or has lost its dot.
        rf"|(?P<l3b>(?<=\n)(?P<n3b>\d{{1,2}})(?=[^\W\d_A-Za-z])(?!{word('counter')}))"
        r"|(?P<l4>\([ ]*(?P<n4>\d{1,2})[ ]*\)[、.]?|(?P<n4b>[①-⑳⑴-⒇])|(?<=[\n。!?;:])(?P<n4c>\d{1,2})[ ]*\))"
        rf"|(?P<l1p>第(?P<n1p>{NUMERAL}{{1,2}})部分[ :、]*)"
        r"|(?P<l0>(?<=\n)[、)](?=[^\d\s])|(?<=[\n。!?])、(?=[^\d\s]|(?:19|20)\d\d *年))"
    )
    # Nearly every character begins no marker: said first, it is seen ten times sooner.
    orders = "".join(row[0] for kind in (*_ORDER, "last") for row in word(kind).split("|"))
    begins = rf"(?![^(\d{ONES}十第㈠-㈩⒈-⒛①-⑳⑴-⒇、){orders}])"
    # A sentence that is run into a heading opens with its speaker or a time, or stands behind a complete phrase.
    run_in = (
        rf"(?:{word('topic')})(?!{word('topic_on')}|[和与及、,。;:\s])"
        rf"|(?=[区县市镇局]?(?:{word('office')})?(?:{word('principal')})(?:{word('principal_does')}))"
        rf"|(?<=[^及和与、在于年])(?={word('run_in')})"
    )
    opener = rf"(?P<late>{word('late_opener')})|(?P<noun>{word('noun_opener')})|{word('manner')}|{word('opener')}"
    return _Words(
        marker=re.compile(rf"{begins}(?:{marker})"),
        run_in=re.compile(run_in),
        opener=re.compile(opener),
        second=re.compile(rf"(?:{word('second')}),"),
        told=re.compile(rf"{word('opener')}|{word('run_in')}|.*[\d了]"),
        unfinished=re.compile(rf"(?:{word('unfinished')}|、)\Z"),
        aspect=re.compile(rf"(?:{word('aspect')})\Z"),
    )


class Mark(NamedTuple):
    """A marker that begins a heading or an item; of one that was lost, `end` is `start`."""

    start: int
    end: int
    level: int
    number: int


class _Place(NamedTuple):
    """A marker's shape where it stands, with what its neighbours say of it."""

    text: str
    end: int
    stop: int  # where the text looked at ends
    shape: str
    ending: str  # its last character
    level: int
    number: int
    previous: str  # the character before it, "" at a line's start
    last: int  # the number of the level's last mark under the same heading, 0 if there is none
    runs_on: bool  # it begins a line or stands behind a stop or right under a heading one level above, and its number
    # goes on from the level's last, though a higher heading stands between
    first: bool  # no mark stands before it
    under: bool  # right under a heading of level 1: its phrase alone stands between
    resumed: int  # level 1: the number with which the numbering goes on in which this one started again, else 0


def phrase(text: str, marker: str | None) -> str:
    """A heading's words: its text without the marker, the closing stop and the white space around.

    >>> phrase("（一）加强领导。", "（一）")
    '加强领导'
    """
    body = text.strip()
    if isinstance(marker, str) and body.startswith(marker.strip()):
        body = body[len(marker.strip()) :]
    words = body.strip().rstrip("。；;：:，,、. ")
    return squeeze(words) if is_spaced(words) else words


def has_marker(text: str, at: int = 0) -> bool:
    """Whether the shape of a marker stands at `at`, be it one or not.

    >>> has_marker("一是加强领导"), has_marker("加强领导")
    (True, False)
    """
    return _words().marker.match(text, at) is not None


def read_shape(text: str, at: int) -> tuple[int, int] | None:
    """The level that the shape of the marker at `at` has, and where it ends; None if none stands there.

    >>> read_shape("（一）加强领导".translate({0xFF08: "(", 0xFF09: ")"}), 0)
    (2, 3)
    """
    m = _words().marker.match(text, at)
    if m is None:
        return None
    shape = str(m.lastgroup)
    return int(shape[1]) or (1 if m[0][0] == "、" else 2), m.end()


def read_marker(text: str, at: int) -> Mark | None:
    """The heading's marker that stands at `at`, whatever its neighbours say; None without one.

    >>> read_marker("（三）强化监督".translate(str.maketrans("（）", "()")), 0)
    Mark(start=0, end=3, level=2, number=3)
    """
    m = _words().marker.match(text, at)
    shape = next((shape for shape in ("l1", "l1p", "l2", "l3", "l4") if m and m[shape]), None)
    number = _read_number(m, 0) if m and shape else None
    return Mark(at, m.end(), int(shape[1]), number) if m and shape and number is not None else None


def find_marks(text: str, begin: int, stop: int) -> list[Mark]:
    """The markers in text[begin:stop] that begin a heading or an item, by shape, place and sequence.

    >>> [mark.number for mark in find_marks("一、举措\\n二、第三、四季度的计划", 0, 15)]
    [1, 2]
    """
    return list(list_marks(text, begin, stop))


def list_marks(text: str, begin: int, stop: int) -> Iterator[Mark]:
    """What `find_marks` finds, one after the other: whoever asks for the first few waits for no others.

    >>> next(list_marks("一、举措\\n二、计划", 0, 9))
    Mark(start=0, end=2, level=1, number=1)
    """
    seen = _Seen([], dict.fromkeys(_LEVELS, 0), dict.fromkeys(_LEVELS, 0), [])
    levels: dict[str, int] = {}  # of the other numberings
    for m in _list_shapes(text, begin, stop):
        if isinstance(m, Numbered):
            level = levels.setdefault(m.scheme, (seen.found[-1].level if seen.found else 0) + 1)
            mark = Mark(m.start, m.end, level, m.number) if level in _HEADINGS else None
            part = level == 1
        else:
            mark = _read_native(text, begin, stop, m, seen)
            part = m["l1p"] is not None
        if mark:
            _count(seen, mark, part=part)
            yield mark


class _Seen(NamedTuple):
    """What has been found so far: the marks, by level the number of the last one under the same heading and of the last
    one anywhere, and the numbers of level 1 under which the numbering started again."""

    found: list[Mark]
    last: dict[int, int]
    ever: dict[int, int]
    suspended: list[int]


def _read_native(text: str, begin: int, stop: int, m: re.Match[str], seen: _Seen) -> Mark | None:
    """The marker that a shape is, by its place and sequence; None if it is none."""
    shape = str(m.lastgroup)  # the last to be closed is the one around the others
    level = int(shape[1]) or (1 if m[0][0] == "、" else 2)
    number = _read_number(m, seen.last[level] + 1)
    if number is None:
        return None
    found = seen.found
    previous = _character_before(text, begin, m.start())
    over = found[-1].level if found else 0
    below = over if over and over in (1, level - 1) and _is_phrase(text[found[-1].end : m.start()]) else 0
    begins = previous in "。!?;" or (level > 1 and below == level - 1)  # "" is in any string
    runs_on = begins and 0 < seen.ever[level] == number - 1
    resumed = seen.suspended[-1] + 1 if seen.suspended else 0
    place = _Place(
        *(text, m.end(), stop, shape, m[0][-1], level, number, previous, seen.last[level]),
        *(runs_on, not found, below == 1, resumed),
    )
    return Mark(m.start(), m.end(), level, number) if _is_mark(place) else None


def _count(seen: _Seen, mark: Mark, *, part: bool) -> None:
    """Add a mark; `part` says that all numbering starts again below it: 第一部分, 壹、."""
    if mark.level == 1:
        seen.suspended[:] = [] if part else count_parts(seen.suspended, seen.last[1], mark.number)
    seen.last[mark.level] = seen.ever[mark.level] = 0 if part else mark.number
    for lower in range(mark.level + 1, _LEVELS.stop):
        seen.last[lower] = 0
    seen.found.append(mark)


def _list_shapes(text: str, begin: int, stop: int) -> Iterable[re.Match[str] | Numbered]:
    """What looks like a marker, and the marks of other numberings, in reading order; where both stand the latter."""
    native = _words().marker.finditer(text, begin, stop)
    other = find_schemes(text, begin, stop)
    if not other:
        return native
    taken = {at for mark in other for at in range(mark.start, mark.end)}
    placed = [(m.start(), m) for m in native if m.start() not in taken] + [(mark.start, mark) for mark in other]
    return [m for _, m in sorted(placed, key=lambda pair: pair[0])]


def count_parts(suspended: list[int], last: int, number: int) -> list[int]:
    """The numbers under which a numbering has started again, once `number` follows `last` there.

    Under 一、 it may start again with 一、; behind the inner 六、 the outer one goes on with 二、.

    >>> count_parts([], 1, 1), count_parts([1], 6, 2), count_parts([1], 6, 7)
    ([1], [], [1])
    """
    if number == 1 and last:
        return [*suspended, last]
    if number != last + 1 and number - 1 in suspended:
        return suspended[: len(suspended) - 1 - suspended[::-1].index(number - 1)]
    return suspended


def _is_phrase(words: str) -> bool:
    """Whether what stands between two markers is the first one's phrase and nothing else."""
    return _SHORTEST <= len(words.strip()) <= _LONGEST_HEADING and not _NO_PHRASE.search(words)


def _character_before(text: str, begin: int, at: int) -> str:
    """The character before `at` and the spaces there; "" at the start of a line or of what is looked at."""
    while at > begin and text[at - 1] == " ":
        at -= 1
    return "" if at == begin or text[at - 1] == "\n" else text[at - 1]


def _read_number(m: re.Match[str], following: int) -> int | None:
    """The number of a marker; `following` the last one where it has none that says more."""
    if m["l5c"]:
        return next((number for number, kind in enumerate(_ORDER, 1) if m[kind]), following)
    digits = next(filter(None, m.group(*_NUMERALS)), None)
    return _read_digits(digits) if digits else following


@lru_cache(maxsize=1024)  # three signs at most, and nearly always the same few
def _read_digits(digits: str) -> int | None:
    return read_numeral(unicodedata.normalize("NFKC", digits).strip("()."))


def _is_mark(place: _Place) -> bool:
    """Whether a marker's shape begins a piece here."""
    after = place.text[place.end : place.end + 1]
    if not after or after in "、,。;:)》①②③④⑤⑥⑦⑧⑨":
        return False
    if place.shape == "l1p":
        return _is_stopped(place)
    numeral = place.shape not in ("l2", "l4")  # brackets begin no numeral that goes on
    goes_on = place.previous and (place.previous in ONES + "十第" or (numeral and place.previous.isdigit()))
    if goes_on or _TABLE_ROW.match(place.text, place.end) or _is_row(place):
        return False
    return _IS_MARK[place.level](place)


def _is_row(place: _Place) -> bool:
    """Whether the line is a table's row: cells parted by tabs, and no sentence in them unless there are several."""
    newline = place.text.find("\n", place.end)
    end = newline if newline >= 0 else len(place.text)
    if place.text.find("\t", place.end, end) < 0:  # nearly always: a line of many marks is not copied for each
        return False
    cells = place.text[place.end : end].strip()
    return cells.count("\t") > 1 or ("\t" in cells and "。" not in cells)


def _is_section(place: _Place) -> bool:
    """Level 1: 一、"""
    if _ends_word(place):
        return False
    if not place.previous:
        return True
    if _is_stopped(place):
        return _is_near(place) or place.number == place.resumed
    if place.number == 1:
        return (place.last == 0 or place.under) and _follows(place, "二 *、")
    return (_is_expected(place) or place.number == place.resumed) and _reads_as_heading(place)


def _is_part(place: _Place) -> bool:
    """Level 2: （一）"""
    if (place.previous and place.previous in _REFERENCE_BEFORE) or place.text[place.end] in _REFERENCE_AFTER:
        return False
    return _is_stopped(place) or _is_near(place)


# The marker that follows another one, by level; {} is its number.
_SIBLINGS = {3: r"(?<!\d){} *[.、](?!\d)|[⒉-⒛]", 4: r"(?<!\d){} *\)|[②-⑳⑵-⒇]"}


def _is_point(place: _Place) -> bool:
    """Levels 3 and 4: 1. （1） ①"""
    following = place.number + 1
    sibling = _SIBLINGS[place.level].format(following)
    if not place.previous:
        expected = _is_near(place) or (place.first and _follows(place, rf"\n *(?:{sibling})"))
        return expected and (place.shape != "l3b" or _opens_with_topic(place))
    return _is_expected(place) and (place.last > 0 or place.runs_on or _follows(place, sibling))


def _is_item(place: _Place) -> bool:
    """Level 5: 一是 第一， 首先，"""
    numeral = place.shape == "l5" and place.text[place.end] in ONES + "十"  # 一是三项制度落实到位
    if numeral and place.text[place.end + 1 : place.end + 2] in "、,。;":  # 一是一、二是二
        return False
    if place.number == 1:
        if _ends_word(place) and not _follows(place, "二 *是"):
            return False
        twin = re.compile("二 *要" if place.ending == "要" else "[二三] *是|第 *[二三]")  # 二是 may be lost
        twin = _words().second if place.shape == "l5c" else twin
        behind = place.previous in "。:;"  # "" is in any string
        alone = behind and place.shape in ("l5", "l5b") and place.ending != "要" and not numeral
        return alone or twin.search(place.text, place.end, _sibling_stop(place)) is not None
    if numeral and place.number != place.last + 1:
        return False
    if not place.previous:
        return True
    return place.last > 0 and (_is_stopped(place) or place.number in (place.last + 1, place.last + 2))


_IS_MARK = {1: _is_section, 2: _is_part, 3: _is_point, 4: _is_point, 5: _is_item}


def _is_stopped(place: _Place) -> bool:
    """At a line's start, or behind a stop."""
    return place.previous in _STOP  # "" is in any string


def _is_expected(place: _Place) -> bool:
    return place.number in (1, place.last + 1) or place.runs_on


def _is_near(place: _Place) -> bool:
    """Expected, printed twice, or behind one that was lost."""
    return _is_expected(place) or (place.last > 0 and place.number in (place.last, place.last + 2))


def _ends_word(place: _Place) -> bool:
    """一是 and 一、 are also the ends of words: 统一、 知行合一、 之一是."""
    if place.number != 1 or not "\u4e00" <= place.previous <= "\u9fff":
        return False
    return count_endings("一").get(place.previous + "一", 0) > _RARE


def _follows(place: _Place, pattern: str) -> bool:
    return re.compile(pattern).search(place.text, place.end, _sibling_stop(place)) is not None


def _sibling_stop(place: _Place) -> int:
    return min(place.end + _SIBLING_WITHIN, place.stop)


def _opens_with_topic(place: _Place) -> bool:
    stop = min(place.end + _LONGEST_HEADING, place.stop)
    return re.match(r"[^。!?;:\d\n]{4,40}。", place.text[place.end : stop]) is not None


def _reads_as_heading(place: _Place) -> bool:
    stop = min(place.end + _LONGEST_HEADING + 1, place.stop)
    end = re.compile(rf"[。\n;]|\({NUMERAL}{{1,3}}\)|一是|1[.、]").search(place.text, place.end, stop)
    return 2 <= (end.start() if end else stop) - place.end <= _LONGEST_HEADING


def heading_end(text: str, at: int, stop: int, *, over: bool) -> int:
    """Where the phrase of a heading ends that begins at `at`; `stop` is the line's end or the next marker's start.

    `over` says that what follows the line belongs to the heading: then a line of one sentence is its phrase. Otherwise
    a line of one sentence is a numbered running paragraph, whose phrase is its first clause.

    >>> heading_end("总体情况2021年，我局推进普法。", 0, 17, over=False)
    4
    """
    line = text[at:stop].rstrip()
    sentence = _END.search(line)
    first = sentence.start() if sentence else len(line)
    whole = first + 1 >= len(line)
    cut = _run_in(line)
    left_over = _LEFT_OVER_WHOLE if whole and over else _LEFT_OVER
    if cut < min(first - _SHORTEST, _LONGEST_RUN_INTO) and len(line) - cut > left_over:
        return at + cut
    if whole and over and first <= _LONGEST_HEADING and line[:first].count(",") >= _LEAD_IN_CLAUSES:
        cut = _first_clause(line, _ALIKE_OVER)  # the lead-in of what is below may be run into the heading
        if line[cut - 1] not in ",;:。":
            return at + cut
    if whole and (over or sentence is None or "," not in line[:first]) and first <= _LONGEST_HEADING:
        return at + len(line)
    if sentence and not whole and _is_topic(line[:first]):
        return at + sentence.end()
    return at + _first_clause(line)


def _run_in(line: str) -> int:
    """Where a sentence begins that is run into a heading, by its first words or a blank; the line's end if nowhere."""
    if spaced := _SPACED.match(line.lstrip()):
        return len(line) - len(line.lstrip()) + spaced.end()
    blank = _BLANK.search(line, _SHORTEST, _LOOKED_THROUGH)
    if blank and (end := _second_phrase(line, blank)):  # 强化建设 织密网络: a heading of two phrases
        blank = _BLANK.search(line, end)
    opened = _words().run_in.search(line, _SHORTEST, _LOOKED_THROUGH)
    found = min((m.start() for m in (opened, blank) if m), default=len(line))
    comma = line.find(",")
    if 0 < comma < found and (_sentence_start(line, comma) < comma or tells_number(line[:comma])):
        return len(line)  # a sentence has opened before
    return found


def _second_phrase(line: str, blank: re.Match[str]) -> int | None:
    """Where the second phrase of a heading ends whose first one ends at a blank; None if what follows is a sentence.

    Before another blank it is about as long as the first one, before a stop or a sentence run into it just as long.
    """
    mark = re.compile(r"[\s,。;:]|$").search(line, blank.end())
    stop = mark.start() if mark else len(line)
    spaced = line[stop : stop + 1].isspace()
    end = stop if spaced else _sentence_start(line, stop, blank.end() + _SHORTEST)
    length = end - blank.end()
    alike = length >= _SHORTEST and abs(length - blank.start()) <= (_ALIKE if spaced else _EVEN)
    whole = line[end : end + 1] not in (",", ";", ":")
    return end if whole and alike and not _words().told.match(line, blank.end(), end) else None


def tells_number(words: str) -> bool:
    """Whether there is a number in a text that is no year.

    >>> tells_number("配备人员7名"), tells_number("2024年工作")
    (True, False)
    """
    return _DIGIT.search(_YEAR.sub("", words)) is not None


def _is_topic(sentence: str) -> bool:
    """Whether a sentence names what the rest of its line tells: short, even, and nothing told in it."""
    clauses = _DUTY.sub("职责", sentence).split(",")
    told = _TOLD.search(_THIS_CENTURY.sub("", sentence)) or _IN_YEAR.match(sentence)
    if told or _words().aspect.search(clauses[0]):
        return False
    return max(map(len, clauses)) <= _LONGEST_CLAUSES.get(len(clauses), 0)


def _first_clause(line: str, alike: int = _ALIKE) -> int:
    depth = 0
    for i, c in enumerate(line):
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(0, depth - 1)
        elif c in ",;:。" and (depth == 0 or c == "。") and not _GROUPED.match(line, i):
            end = _sentence_start(line, i + 1)
            return _second_clause(line, i, alike) if end > i and c == "," else end
    return _sentence_start(line, len(line))


def _second_clause(line: str, comma: int, most: int) -> int:
    """A heading often has two clauses, 加强领导,落实责任: the end of the second where a sentence opens behind about as
    many characters as the first has, `most` more or less; else the first one's end."""
    stop = _END_OR_COMMA.search(line, comma + 1)
    end = stop.start() if stop else len(line)
    opened = _sentence_start(line, end, comma + 1 + _SHORTEST)
    alike = abs((opened - comma - 1) - comma) <= most and "、" not in line[comma:opened]
    told = _DIGIT.search(line, 0, comma) or _words().told.match(line, comma + 1, opened)
    return opened if opened < end and alike and not told else comma + 1


def _sentence_start(line: str, end: int, begin: int = _SHORTEST) -> int:
    """Where in line[:end] a sentence opens right behind a complete phrase, without a stop between; `end` if nowhere."""
    words = _words()
    for m in words.opener.finditer(line, begin, end):
        before = line[: m.start()]
        inside = sum(c in _OPENING for c in before) > sum(c in _CLOSING for c in before)
        early = m["late"] and m.start() < _EARLY
        noun = m["noun"] and words.opener.match(line, m.end())  # 强化责任落实|成立领导小组
        if not (inside or early or noun) and not words.unfinished.search(before) and end - m.start() > _LEFT_OVER:
            return m.start()
    return end


def opens_sentence(word: str) -> bool:
    """Whether a word is one that opens a sentence behind a complete phrase.

    >>> opens_sentence("认真"), opens_sentence("机制")
    (True, False)
    """
    return _words().opener.match(word) is not None


def fill_gaps(text: str, marks: list[Mark], begin: int, stop: int) -> list[Mark]:
    """A marker that was lost, where the numbering has a gap of one and a sentence opens the way its siblings open."""
    out: list[Mark] = []
    previous: dict[int, Mark] = {}
    for mark in marks:
        before = previous.get(mark.level)
        number = before.number if before else 0
        if mark.level in (2, 5) and mark.number == number + 2 and (number or mark.level == 2):
            low = before.end if before else (out[-1].end if out else begin)
            at = _lost_between(text, low, mark.start) if mark.level == _LISTED else None
            at = _lost_opening(text, low, mark.start, mark.level, first=before is None) if at is None else at
            if at is not None and not has_marker(text, at):
                out.append(Mark(at, at, mark.level, mark.number - 1))
        out.append(mark)
        previous[mark.level] = mark
        for lower in range(mark.level + 1, _LEVELS.stop):
            previous.pop(lower, None)
    return sorted(out)


def _lost_between(text: str, low: int, high: int) -> int | None:
    """Where an item without its marker opens among others that semicolons part: behind the only one between its
    neighbours' markers."""
    stops = [low + m.start() for m in re.finditer(r"[;。!?\n]", text[low:high].rstrip())]
    if len(stops) != _PARTED or any(text[stop] != ";" for stop in stops) or text[stops[-1] + 1 : high].strip():
        return None
    behind = text[stops[0] + 1 : high]
    return high - len(behind.lstrip())


def _lost_opening(text: str, low: int, high: int, level: int, *, first: bool) -> int | None:
    """Where a piece without its marker opens: a short sentence, then a longer one; None unless there is just one.

    The sentence has no comma, or, for a heading, as many clauses as the heading behind the gap. Of several, the first
    one counts where the gap is before the first marker.
    """
    clause, another = r"[^\s,。;:!?\d(（“《][^,。;:!?\d\n了]{3,24}", r"[^,。;:!?\d\n了]{3,24}"
    behind, commas = "。", 0
    ending = r"。(?=[^\n]{12,})"
    if level == 2:
        sibling = re.split(r"[\n。]", text[high : high + _LONGEST_HEADING], maxsplit=1)[0]
        behind, commas = r"\n", min(sibling.count(","), max(_LONGEST_CLAUSES) - 1)
        if text[high + len(sibling) : high + len(sibling) + 1] == "\n":  # the heading is a line of its own
            ending = r"(?=\n[^\n]{12,}[。;])"
    opening = rf"{behind}({clause}(?:,{another}){{0,{commas}}}{ending})"
    found = [low + m.start(1) for m in re.finditer(opening, text[low:high])]
    return found[0] if len(found) == 1 or (found and first) else None
