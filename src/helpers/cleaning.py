"""What a reader gets out of a file → the report's body, and what was set aside.

The words that only a page uses are rows of corpus/rules/furniture.csv; what surrounds them, and how far they reach,
stands here.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold, read_radicals, squeeze
from helpers.forms import DATE, DOC_NO, LINE_MARK, TITLE, TITLE_SUBJECT, is_spaced, skip_enumerator
from helpers.page import PageWords, list_page_lines
from helpers.quotes import Correction, locate, unpack
from helpers.reading.lines import HEADING, OUTSIDE, ROW
from helpers.tables import load_rules, make_table

__all__ = [
    "CORRECTED",
    "Aside",
    "Cleaned",
    "Heading",
    "REASONS",
    "clean",
    "find_headings",
    "list_furniture",
    "move_headings",
    "set_right",
]

# Characters that print nothing and are no white space for Python. They are set aside, never lost.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f"

# Why a whole line is set aside, in the order in which the reasons are tried: the kinds `line:<reason>` of the table.
REASONS = (
    *("page_mark", "search_box", "navigation", "index_table", "toolbar", "share_bar", "source_line", "scan_code"),
    *("attachment", "site_foot", "preview"),
)

FURNITURE = {"report_id": "str", "reason": "str", "text": "str", "raw_start": "int64", "raw_end": "int64"}
CORRECTED = "corrected"  # the reason of what a reader set aside

MAX_FURNITURE = 120  # characters of a line or a word of a page; what is longer is a paragraph, whatever it begins with
MAX_SPACED = 6  # characters of a label before its last, where it is spaced out (索 引 号：)
MAX_MARK = 40  # characters of a site's mark before its address
MIN_ENTRIES, MIN_NAMED = 3, 2  # of a table of contents: lines beside each other; below the word 目录
MAX_ENTRY, MAX_LED = 60, 200  # characters of an entry, and with its dots
MAX_FOOT = 40  # words of a page's foot that fills the last line; more are a table of the report's

# A hard-wrapped file, as typed or printed: its lines, in characters.
MAX_INDENT = 8  # what stands further to the right is a signature, and says nothing of the width
MIN_RUNNING = 8  # so many lines must go on in the next; fewer may be equally long by chance
MIN_WIDTH, MAX_WIDTH = 18, 60  # from a narrow column to a page with small margins
MIN_FULL = 0.7  # of the lines that go on are full; the rest are headings and broken by hand
SLACK = 2.5  # how much shorter a full line may be: a stop that must not begin a line takes a word with it
INDENT = 2  # a paragraph's first line

# Any other file: whether a line goes on in the next.
MAX_OPEN = 80  # characters from an opening bracket or quotation mark to its twin; further back, it was never closed
MAX_END = 14  # characters of what may end a paragraph: 二〇二一年十二月三十一日 with spaces
MAX_WHOLE_TITLE = 400  # characters, white space too: a title has 165 at most, and a paragraph grows by every line
MAX_HEADING = 60  # characters; behind a longer one the sentence is broken, and the text goes on
MAX_PLAIN_HEADING = 36  # characters of a heading with several commas, which is a sentence sooner
MAX_SHORT = 40  # characters of an unended line that stands alone, as a title or a signature does

MAX_HEAD = 800  # characters of a page before the report's first words, and behind its last
MIN_LONG = 80  # characters of a line whose wraps may have become blanks

_NOTE = (
    r"[(（\[【](?:[^()（）\[\]【】。]{0,30}?)"
    r"(?:省略|略去|预览|仅展示|剩余|未完|查看全文|阅读全文)[^()（）\[\]【】。]{0,40}[)）\]】]"
)
# Of a run of dots only its beginning is tried: each of 100,000 would look through the rest.
_OMITTED = rf"(?:(?:(?<!…)…++|(?<!\.)\.{{3,}}+)\s*+)?{_NOTE}(?:…+|\.{{3,}})?"
_ENDED = re.compile(r"[。!?…;:][”’」』)》\"']*$")
# An entry of a table of contents: its words, then a row of dots, a tab or a space, and the page.
_ENTRY = re.compile(
    r"(?P<words>.*?[^\s.·…‥•・])\s*(?P<leader>(?:[.·…‥•・]\s*){2,}|…\s*|\t|\s|(?=\(\d))\s*\(?(?P<page>\d{1,3}|[ivx]{1,5})\)?"
)
_PAGE_ENDS = re.compile(r"[\divx)]")  # the last character of an entry with its page
_NUMBER = re.compile(rf"{DOC_NO.pattern}(?:\s*签\s*发.*)?")  # a line of a letterhead
_FIGURE = re.compile(r"\d[\d,.]*%?")
_CONTENTS = re.compile("目[录錄次]")
_PAIRS = {"《": "》", "(": ")", "“": "”", "〔": "〕", "<": ">"}


class Aside(NamedTuple):
    """A piece that is not the report's: why, and where it stands in the text it was taken from."""

    reason: str
    start: int
    end: int


class Heading(NamedTuple):
    """Where in a text a line begins that the file marks as a heading, and its level: 0 the document's title."""

    start: int
    level: int


class Cleaned(NamedTuple):
    """A report's body, and what was set aside of its file."""

    text: str
    aside: tuple[Aside, ...]


class _Span(NamedTuple):
    start: int
    end: int


class _Marks(NamedTuple):
    """Lines of which the file says what they are, by the place of their first character in the raw text."""

    headings: dict[int, int]  # the level of each
    rows: set[int]  # of tables: here the first character may be the tab behind an empty cell


class _Size(NamedTuple):
    """A line with the white space before it: its width in characters, and how far it is indented."""

    line: str
    characters: int
    indent: int


class _Wrap(NamedTuple):
    """How a file is hard-wrapped: how the width is counted that is constant, and how wide it is."""

    width_of: Callable[[_Size], float]
    width: float


class _Words(NamedTuple):
    lines: tuple[tuple[str, re.Pattern[str]], ...]  # of a whole line, without white space
    any_line: re.Pattern[str]
    head: re.Pattern[str]
    head_value: re.Pattern[str]
    foot: re.Pattern[str]
    label: re.Pattern[str]
    title_label: re.Pattern[str]
    glued_title: re.Pattern[str]
    bracketed: re.Pattern[str]
    page: PageWords


@cache
def _words() -> _Words:
    word = load_rules("furniture")
    lines = {reason: word(f"line:{reason}") for reason in REASONS}
    lines["toolbar"] += rf"|[【\[(](?:{word('bracketed')}).{{0,24}}[】\])]|(?:{word('tool')}){{2,}}"
    lines["share_bar"] += rf"|(?:分享到?:?)?(?:{word('share')}){{2,}}.*|(?:{word('version')})+"
    return _Words(
        lines=tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in lines.items()),
        any_line=re.compile("|".join(f"(?:{pattern})" for pattern in lines.values()), re.IGNORECASE),
        head=re.compile(f"^(?:{word('head')})"),
        head_value=re.compile(rf"[\d:/.-]+|{word('head_value')}"),
        foot=re.compile(f"^(?:{word('foot')})"),
        label=re.compile(f"(?:{word('label')}):"),
        title_label=re.compile(f"(?:{word('title_label')}):$"),
        glued_title=re.compile(
            rf"(?:^|(?<=[\s>»›→⇒▸/|:】\]]))(?:(?:{word('column')})(?=[^>|]*20\d\d))?(?P<title>(?!现[将就把])[\u4e00-\u9fff]{{2,40}}20\d\d"
            rf"[^。;:>|\s]{{0,20}}(?:{TITLE_SUBJECT.pattern})[^。;:>|\s]{{0,20}}?(?:报告|总结|汇报|情况))(?![的及和与])"
        ),
        bracketed=re.compile(rf"[【\[](?:{word('bracketed')})(?:\W[^】\]。]{{0,24}})?[】\]](?=[^\s【\[])"),
        page=PageWords(
            title_label=re.compile(word("title_label")),
            label=re.compile(f"{word('label')}|{word('index_label')}"),
            tool=re.compile(f"{word('tool')}|{word('share')}|{word('bracketed')}", re.IGNORECASE),
            end=re.compile(word("end")),
            index_label=re.compile(word("index_label")),
            furniture=_find_reason,
        ),
    )


def clean(raw: str) -> Cleaned:
    """The report's body and what was set aside.

    `text` has one paragraph a line, broken lines rejoined, printed characters kept; radicals that a PDF gives for
    characters are read as these. `aside` lists (reason, start, end) into `raw`. The characters of `raw` that are no
    white space are those of text and of aside, each once and in order. A heading that the file marks and a table's row
    are lines of their own; without such, cleaning a cleaned text changes nothing.

    >>> clean("一、主要举措\\n第3页 共9页\\n二、存在的不足")
    Cleaned(text='一、主要举措\\n二、存在的不足', aside=(Aside(reason='page_mark', start=7, end=14),))
    """
    return _clean(raw).cleaned


def find_headings(raw: str) -> tuple[Heading, ...]:
    """The lines of `clean(raw).text` that the file marks as headings (by `lines.HEADING`), in reading order.

    >>> from helpers.reading.lines import mark_heading
    >>> find_headings(f"首页\\n{mark_heading(2)}主要举措\\n加强学习。")
    (Heading(start=0, level=2),)
    """
    return _clean(raw).headings


class _All(NamedTuple):
    cleaned: Cleaned
    headings: tuple[Heading, ...]


class _Opened(NamedTuple):
    """A raw text without what stands inside its lines and is set aside."""

    text: str
    places: list[int]  # where in the raw text each character stands
    aside: list[Aside]
    marks: _Marks


def _open(raw: str) -> _Opened:
    aside = [Aside("invisible", *m.span()) for m in re.finditer(f"[{INVISIBLE}]", raw)]
    aside += _watermarks(raw) + _previews(raw)
    gone = {i for _, start, end in aside for i in range(start, end)} | _blanks_in_words(raw)
    gone.update(m.start() for m in re.finditer(rf"[{HEADING}{ROW}]", raw))
    edges = [-1, *sorted(gone), len(raw)]
    kept = [_Span(low + 1, high) for low, high in pairwise(edges) if low + 1 < high]
    text = "".join(_cut(raw, piece) for piece in kept)
    return _Opened(text, _follow(list(range(len(raw))), kept), aside, _find_marks(raw, gone))


# Parts of 50 reports are worked on at a time (a larger corpus is cut): whoever asks again within a part, for the text,
# for what was set aside or for the headings, gets what was found.
@lru_cache(maxsize=64)
def _clean(raw: str) -> _All:
    raw = read_radicals(raw)  # one for one: every offset stays
    text, places, aside, marks = _open(raw)
    inside, between = _find_wraps(text)
    glued = _find_glued(text)
    if inside or between or glued:
        places = [
            place
            for i, here in enumerate(places)
            if i not in inside
            for place in ([-1] if i in between else [-1, here] if i in glued else [here])
        ]
        text = "".join("\n" if place < 0 else raw[place] for place in places)
    marked = marks.rows.union(marks.headings)
    plain = None  # lines of which nothing was set aside, by what they say alone: no other look at them finds anything
    while True:
        apart = {i for i, place in enumerate(places) if place in marked} if marked else set()
        rows = {i for i in apart if places[i] in marks.rows}
        printed = _lines(text, rows)
        said = [_cut(text, line) for line in printed]
        lines, found = (printed, []) if said == plain else _set_aside(text, printed, rows)
        plain = said if lines == printed and not marked and OUTSIDE not in text else None
        aside += [Aside(piece.reason, *run) for piece in found for run in _runs(raw, places[piece.start : piece.end])]
        kept = _rejoin(text, lines, apart)
        joined = "".join("\n" if piece is None else _cut(text, piece) for piece in kept)
        # The same lines: another look would see them as this one did. The last may be a row that ends in empty cells.
        settled = joined in (text, text.rstrip().lstrip("\n"))
        text, places = joined, _follow(places, kept)
        if settled:
            headings = (
                Heading(i, marks.headings[place])
                for i, place in enumerate(places if marks.headings else ())
                if place in marks.headings and (i == 0 or text[i - 1] == "\n")  # a later line of a heading is none
            )
            return _All(Cleaned(text, tuple(sorted(aside, key=lambda piece: piece.start))), tuple(headings))


def list_furniture(reports: pd.DataFrame) -> pd.DataFrame:
    """What cleaning set aside, one row a piece in the file's order.

    Columns: report_id, reason, text, raw_start, raw_end (offsets into `reports.raw`). What a reader set right (the
    column `corrections`, where there is one) counts.

    >>> reports = pd.DataFrame({"raw": ["一、举措\\n打印 关闭"]}, index=pd.Index(["a"], name="report_id"))
    >>> list_furniture(reports).values.tolist()
    [['a', 'toolbar', '打印 关闭', 5, 10]]
    """
    corrections = reports["corrections"] if "corrections" in reports else [None] * len(reports)
    rows = [
        (report_id, reason, raw[start:end], start, end)
        for (report_id, raw), given in zip(reports["raw"].items(), corrections, strict=True)
        for reason, start, end in set_right(clean(raw), raw, unpack(given)).aside
    ]
    return make_table(rows, FURNITURE)


def set_right(cleaned: Cleaned, raw: str, corrections: Iterable[Correction]) -> Cleaned:
    """What cleaning gave, with a reader's corrections of the field `furniture`, one after the other.

    `yes`: the quote is set aside, with the reason `corrected`; `no`: what was set aside goes back into the text.
    CorpusError for a quote that does not stand there once.

    >>> raw = "一、举措\\n本站推荐\\n推进公开。"
    >>> set_right(clean(raw), raw, [Correction(2, "a", "本站推荐", "furniture", "yes")])
    Cleaned(text='一、举措\\n推进公开。', aside=(Aside(reason='corrected', start=5, end=9),))
    """
    for correction in corrections:
        if correction.field == "furniture":
            change = _set_quote_aside if correction.value == "yes" else _take_back
            cleaned = change(cleaned, raw, correction)
    return cleaned


def move_headings(headings: Iterable[Heading], raw: str, before: Cleaned, after: Cleaned) -> tuple[Heading, ...]:
    """Where the marked lines of a cleaned text stand after `set_right`; those that begin no line then are left out.

    >>> raw = "本站推荐\\n举措\\n推进公开。"
    >>> right = set_right(clean(raw), raw, [Correction(2, "a", "本站推荐", "furniture", "yes")])
    >>> move_headings([Heading(start=5, level=1)], raw, clean(raw), right)
    (Heading(start=0, level=1),)
    """
    printed = [i for i, sign in enumerate(after.text) if not sign.isspace()]
    places = dict(zip(_kept(raw, after.aside), printed, strict=True))
    kept = _kept(raw, before.aside)
    moved = (
        Heading(places.get(kept[len(squeeze(before.text[: heading.start]))], -1), heading.level) for heading in headings
    )
    return tuple(line for line in moved if line.start == 0 or (line.start > 0 and after.text[line.start - 1] == "\n"))


def _kept(raw: str, aside: Iterable[Aside]) -> list[int]:
    """The places in `raw` of the printed characters of the text."""
    gone = {i for _, start, end in aside for i in range(start, end)}
    return [i for i, sign in enumerate(raw) if not sign.isspace() and i not in gone]


def _set_quote_aside(cleaned: Cleaned, raw: str, correction: Correction) -> Cleaned:
    text = cleaned.text
    start, end = locate(text, correction)
    first = len(squeeze(text[:start]))
    places = _kept(raw, cleaned.aside)[first : first + len(squeeze(text[start:end]))]
    aside = [*cleaned.aside, *(Aside(CORRECTED, *run) for run in _runs(raw, places))]
    left, right = text[:start].rstrip(" \t\u3000"), text[end:]
    if left.endswith("\n") or not left:
        right = right.lstrip()
    if not right.strip():
        left, right = left.rstrip(), ""
    return Cleaned(left + right, tuple(sorted(aside, key=lambda piece: piece.start)))


def _take_back(cleaned: Cleaned, raw: str, correction: Correction) -> Cleaned:
    raw = read_radicals(raw)
    aside = "".join(raw[start:end] for _, start, end in cleaned.aside)
    places = [i for _, start, end in cleaned.aside for i in range(start, end)]
    start, end = locate(aside, correction, "what was set aside")
    back = {i for i in places[start:end] if not raw[i].isspace()}
    first, last = min(back), max(back) + 1
    before = sum(i < first for i in _kept(raw, cleaned.aside))
    printed = [i for i, sign in enumerate(cleaned.text) if not sign.isspace()]
    at = printed[before - 1] + 1 if before else 0
    left, right = cleaned.text[:at], cleaned.text[at:].lstrip()
    words = re.sub(r"\s*\n\s*", "\n", "".join(raw[i] for i in range(first, last) if i in back or raw[i].isspace()))
    text = "\n".join(part for part in (left, words.strip(), right) if part)
    rest = [
        Aside(reason, *run)
        for reason, low, high in cleaned.aside
        for run in _runs(raw, [i for i in range(low, high) if i not in back])
    ]
    return Cleaned(text, tuple(rest))


def _find_marks(raw: str, gone: set[int]) -> _Marks:
    """The lines that a reader marked; `gone` are the places that no text is made of."""
    marks = _Marks({}, set())
    for m in re.finditer(rf"(?m)^{OUTSIDE}?({HEADING}*)({ROW}?)(?<=[{HEADING}{ROW}])", raw):
        end = raw.find("\n", m.end())
        line = range(m.end(), len(raw) if end < 0 else end)
        shown = [i for i in line if i not in gone]
        if m[2] and shown:
            marks.rows.add(shown[0])
        elif m[1]:
            first = next((i for i in shown if not raw[i].isspace()), None)
            marks.headings.update({} if first is None else {first: len(m[1]) - 1})
    return marks


def _runs(raw: str, places: list[int]) -> list[_Span]:
    """Places in `raw` as spans that hold nothing else but white space."""
    runs: list[_Span] = []
    for at in places:
        if at >= 0 and not raw[at].isspace():
            if runs and not raw[runs[-1].end : at].strip():
                runs[-1] = _Span(runs[-1].start, at + 1)
            else:
                runs.append(_Span(at, at + 1))
    return runs


def _trim(raw: str, start: int, end: int) -> _Span:
    first, last = start, end
    while start < end and raw[start].isspace():
        start += 1
    while end > start and raw[end - 1].isspace():
        end -= 1
    if "\t" in raw[start:end] and _is_row(fold(raw[start:end])):
        # The empty cells at its ends keep the others in their columns.
        start -= len(raw[first:start]) - len(raw[first:start].rstrip("\t"))
        end += len(raw[end:last]) - len(raw[end:last].lstrip("\t"))
    return _Span(start, end)


def _cut(text: str, span: _Span) -> str:
    return text[span.start : span.end]


def _follow(places: list[int], pieces: Sequence[_Span | None]) -> list[int]:
    """Where the characters of pieces stand that were cut from a text whose characters stand at `places`."""
    followed: list[int] = []
    for piece in pieces:
        followed += [-1] if piece is None else places[piece.start : piece.end]
    return followed


@lru_cache(maxsize=2)
def _fold_whole(text: str) -> str:
    """The folded text, of which every step cuts its lines: folding a line is slow beside cutting one."""
    return fold(text)


def _cut_folded(text: str, span: _Span) -> str:
    """What `fold` makes of a piece of a text that holds no radicals any more."""
    return _fold_whole(text)[span.start : span.end]


# What is set aside.


def _watermarks(raw: str) -> list[Aside]:
    """A site's mark that a page prints again and again, inside words too: an address with the same words before."""
    found = []
    for address, places in _repeated_addresses(raw).items():
        before = 0
        while before < MAX_MARK and len({raw[at - before - 1 : at - before] for at in places} - {"", "\n", "。"}) == 1:
            if places[0] - before - 1 < 0:
                break
            before += 1
        found += [Aside("watermark", at - before, at + len(address)) for at in places]
    return found


def _repeated_addresses(raw: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for m in re.finditer(r"(?:https?://|www\.)[\w./-]*[A-Za-z]", raw, re.ASCII):
        places.setdefault(m.group(), []).append(m.start())
    return {address: at for address, at in places.items() if len(at) > 1}


def _previews(raw: str) -> list[Aside]:
    """What a preview says of what it leaves out, at the beginning or the end of a line."""
    if not re.search(_NOTE, raw):  # most texts have none, and what may stand before one is slow to look for
        return []
    found = re.finditer(rf"(?m)(?:^[^\S\n]*{_OMITTED}|{_OMITTED}(?=\s*$))", raw)
    return [Aside("preview", *_trim(raw, m.start(), m.end())) for m in found]


def _blanks_in_words(raw: str) -> set[int]:
    """Where the blanks of lines stand whose words are letter-spaced: 二、 存 在 的 不 足."""
    return {
        m.start() + i
        for m in re.finditer(rf"[^\n{OUTSIDE}{HEADING}{ROW}]+", raw)
        if is_spaced(m.group()) and raw[m.start() - 1 : m.start()] != ROW
        for i, c in enumerate(m.group())
        if c.isspace()
    }


def _find_wraps(text: str) -> tuple[set[int], set[int]]:
    """Where blanks stand that were line breaks, where they cut long lines into even pieces: those inside a paragraph,
    and those that part two."""
    long = list(re.finditer(rf"[^\n]{{{MIN_LONG},}}", text))
    if not any(blank in line.group().strip() for line in long for blank in " \u3000"):
        return set(), set()
    pieces: list[_Span] = []
    for line in long:
        edges = [edge for m in re.finditer(r"(?<=\S)[ \u3000]+(?=\S)", line.group()) for edge in m.span()]
        edges = [line.start(), *(line.start() + edge for edge in edges), line.end()]
        pieces += [_Span(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    words = [_cut_folded(text, piece) for piece in pieces]
    sizes = [_measure(word, _Span(0, len(word))) for word in words]
    wrap = _find_wrap(words, sizes)
    inside, between = set[int](), set[int]()
    for i in range(len(pieces) - 1 if wrap else 0):
        gap = range(pieces[i].end, pieces[i + 1].start)
        if wrap and "\n" not in text[gap.start : gap.stop]:
            full = wrap.width_of(sizes[i]) >= wrap.width - SLACK
            if full and not LINE_MARK.match(words[i + 1]):
                inside |= set(gap)
            elif _ENDED.search(words[i]) or LINE_MARK.match(words[i + 1]):
                between.add(gap.start)
    return inside, between


def _find_glued(text: str) -> set[int]:
    """Where a line is cut that holds the report and its page: before and behind a title in a row of labels, behind a
    tool in brackets, behind the date that signs."""
    folded, words = _fold_whole(text), _words()
    cuts = set[int]()
    for line in re.finditer(r"[^\n]+", folded[:MAX_HEAD]):
        title = words.glued_title.search(line.group())
        # The page may print it, and the body again.
        alone = title and re.search(rf"(?m)^\s*{re.escape(title['title'])}\s*$", folded)
        if title and not alone and _is_in_row(line.group(), *title.span("title")):
            cuts |= {line.start() + edge for edge in title.span("title")}
    cuts |= {m.end() for m in words.bracketed.finditer(folded[:MAX_HEAD])}
    end = max(len(folded) - MAX_HEAD, 0)
    return cuts | {m.end() for m in DATE.finditer(folded, end) if _is_foot(folded[m.end() :])}


def _is_foot(behind: str) -> bool:
    """Whether a page's foot is glued to what stands before it."""
    glued = re.match(r"\S+", behind)
    return glued is not None and _words().foot.match(glued.group()) is not None


def _is_in_row(line: str, begin: int, end: int) -> bool:
    """Whether line[begin:end] is a title among a page's labels: glued to them, or on a line without a sentence."""
    before, behind = line[:begin].strip(), line[end:].strip()
    label = re.sub(r"[【\[][^】\]]{1,8}[】\]]", "", squeeze(before)).rstrip(":")  # 标题：【转载】
    labelled = before and (not label or _words().page.title_label.fullmatch(label))
    row = labelled or re.search(r"[>»›→|:]|首页", before) or len(before.split()) > 2
    glued = line[:begin][-1:].strip() != ""
    return bool(row or (not before and _words().head.match(behind))) and (glued or "。" not in line)


def _set_aside(text: str, lines: list[_Span], rows: set[int]) -> tuple[list[_Span], list[Aside]]:
    """Of the lines those of the report, and what is set aside; `rows` is where tables' rows begin."""
    found: list[Aside] = []
    steps: tuple[Callable[[str, list[_Span], list[Aside]], list[_Span]], ...]
    steps = (_set_page_aside, partial(_set_lines_aside, rows), _set_contents_aside, _set_head_aside, _set_foot_aside)
    for step in steps:
        known = -1
        while known < len(found):  # behind one piece of a page's head there may be another
            known = len(found)
            lines = step(text, lines, found)
    return lines, found


def _lines(text: str, rows: set[int]) -> list[_Span]:
    """Lines without the white space around; a table's row begins with the tabs behind its empty cells."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        span = _trim(text, at, at + len(line))
        begin = at + line.startswith(OUTSIDE)
        at += len(line)
        if span.start < span.end:
            spans.append(_Span(begin, span.end) if begin in rows else span)
    return spans


def _list_words(text: str, span: _Span) -> list[_Span]:
    """What stands between white space."""
    return [_Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", _cut(text, span))]


def _set_lines_aside(rows: set[int], text: str, lines: list[_Span], aside: list[Aside]) -> list[_Span]:
    kept = []
    for i, span in enumerate(lines):
        line = squeeze(_cut_folded(text, span))
        reason = _find_reason(line) if len(line) <= MAX_FURNITURE else None
        if reason == "page_mark" and (span.start in rows or _is_cell(text, lines, i)):  # the only number of a row
            reason = None
        if reason is None and text[span.start - 1 : span.start] == OUTSIDE:
            reason = "outside"
        if "。" not in line and len(_words().label.findall(line)) > 1:  # two labels and no sentence
            reason = "page_head"
        if reason:
            aside.append(Aside(reason, *span))
        else:
            kept.append(span)
    return kept


def _is_cell(text: str, lines: list[_Span], i: int) -> bool:
    """Whether a bare number is a cell of a table whose cells are lines: the one above or below it is a number too."""
    numbers = [_FIGURE.fullmatch(squeeze(_cut_folded(text, span))) for span in lines[max(i - 1, 0) : i + 2]]
    return bool(numbers[min(i, 1)]) and sum(number is not None for number in numbers) > 1


def _set_page_aside(text: str, lines: list[_Span], aside: list[Aside]) -> list[_Span]:
    """Set aside what is a page's by what stands around it."""
    inside = [i for i, span in enumerate(lines) if text[span.start - 1 : span.start] != OUTSIDE]
    found = list_page_lines([_cut_folded(text, lines[i]) for i in inside], _words().page)
    gone = {inside[i]: reason for i, reason in found.items()}
    aside += [Aside(reason, *lines[i]) for i, reason in gone.items()]
    return [span for i, span in enumerate(lines) if i not in gone]


@lru_cache(maxsize=2048)  # each step that looks at what stands around a line asks, and again a look later
def _find_reason(line: str) -> str | None:
    words = _words()
    if not words.any_line.fullmatch(line):  # most lines are none
        return None
    return next(reason for reason, pattern in words.lines if pattern.fullmatch(line))


class _Entry(NamedTuple):
    """A line that may be an entry of a table of contents: its words, and how it names a page, if it does."""

    words: str
    leader: str
    page: str


def _set_contents_aside(text: str, lines: list[_Span], aside: list[Aside]) -> list[_Span]:
    """A table of contents: entries beside each other that stand again further on, in their order, as headings; or that
    end with dots and pages that rise. The word 目录 above belongs to it."""
    folded = [_cut_folded(text, span) for span in lines]
    again: dict[str, list[int]] = {}
    for i, line in enumerate(folded):
        again.setdefault(_entry_words(re.split("[。:]", line, maxsplit=1)[0]), []).append(i)
    kept, at = [], 0
    while at < len(lines):
        named = _CONTENTS.fullmatch(squeeze(folded[at])) is not None
        end = _end_contents(folded, again, at + named, named=named)
        if end - at - named >= (MIN_NAMED if named else MIN_ENTRIES):
            aside += [Aside("contents", *span) for span in lines[at:end]]
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _end_contents(folded: list[str], again: dict[str, list[int]], begin: int, *, named: bool) -> int:
    """Where the entries that begin at a line end; `begin` where they are no table of contents."""
    twin, page, at = begin, 0, begin
    ends = len(folded)  # the first entry's heading lies behind all entries
    while at < ends:
        if not named and not LINE_MARK.match(folded[at].strip()):
            break  # nor do its words without the page begin so, which are slower to find
        entry = _read_entry(folded[at])
        numbered = entry is not None and LINE_MARK.match(entry.words)
        if entry is None or not (numbered or (named and (entry.page or not LINE_MARK.match(folded[begin])))):
            break  # the issuer above the title stands again too, under the report
        places = again.get(_entry_words(entry.words), [])
        further = bisect_right(places, max(at, twin if at > begin else at))
        if further < len(places):
            twin = places[further]
            ends = min(ends, twin) if at == begin else ends
        elif not _rises(entry, page, named=named):
            break
        page = int(entry.page) if entry.page.isdigit() else page
        at += 1
    return at


def _read_entry(line: str) -> _Entry | None:
    """A line as an entry; None if it is too long for one or a sentence."""
    words = line.strip()
    match = _ENTRY.fullmatch(words) if len(line) <= MAX_LED and _PAGE_ENDS.match(words[-1:]) else None
    entry = _Entry(match["words"], match["leader"].strip(" "), match["page"]) if match else _Entry(words, "", "")
    return None if len(entry.words) > MAX_ENTRY or "。" in entry.words.rstrip("。") else entry


def _rises(entry: _Entry, page: int, *, named: bool) -> bool:
    """Whether an entry names a page behind dots (below 目录 in any way), and no earlier one than the last."""
    leads = len(entry.leader) > 1 or (named and entry.page)
    return bool(leads) and (not entry.page.isdigit() or int(entry.page) >= page)


def _entry_words(line: str) -> str:
    """What an entry and its heading have in common: no numeral, no stop."""
    return squeeze(line[skip_enumerator(line) :]).rstrip("。.:")


def _set_head_aside(text: str, lines: list[_Span], aside: list[Aside]) -> list[_Span]:
    """A page's head on one line with the report: everything up to its last cue, but for the report's title and
    number."""
    if len(lines) > 1 and TITLE.fullmatch(_cut_folded(text, lines[0])):  # the title has been cut off from it
        return lines[:1] + _set_head_aside(text, lines[1:], aside)
    if not lines:
        return lines
    words = _list_words(text, lines[0])
    size = _count_head(text, words)
    if not size:
        return lines
    title = _find_title(text, words[:size])
    kept = [
        words[i]
        for i in range(size)
        if i == title or (DOC_NO.fullmatch(_cut_folded(text, words[i])) and not _is_labelled(text, words, i))
    ]
    end = words[size - 1].end
    run = words[0].start
    for span in [*kept, _Span(end, end)]:
        if run < span.start:
            aside.append(Aside("page_head", *_trim(text, run, span.start)))
        run = span.end
    rest = _trim(text, end, lines[0].end)
    return kept + ([rest] if rest.start < rest.end else []) + lines[1:]


def _count_head(text: str, words: list[_Span]) -> int:
    """How many of the words are a page's head: up to the last cue before the first sentence, and its value."""
    stop = next(
        (i for i, span in enumerate(words) if "。" in _cut(text, span) or LINE_MARK.match(_cut_folded(text, span))),
        len(words),
    )
    size = max(
        (
            i + 1
            for i, span in enumerate(words[:stop])
            if span.end - span.start <= MAX_FURNITURE and _words().head.search(_label(text, words, i))
        ),
        default=0,
    )
    while 0 < size < stop and _words().head_value.fullmatch(_cut_folded(text, words[size])):
        size += 1
    return size


def _find_title(text: str, words: list[_Span]) -> int | None:
    """Which word of a page's head is the report's title: a dated one before others, then one without a label, then the
    last."""
    titles = [i for i, span in enumerate(words) if TITLE.fullmatch(_cut_folded(text, span))]
    dated = {i for i in titles if re.search(r"\d{4}", _cut(text, words[i]))}
    return max(titles, key=lambda i: (i in dated, not _is_labelled(text, words, i), i), default=None)


def _is_labelled(text: str, words: list[_Span], i: int) -> bool:
    return i > 0 and _words().title_label.search(_label(text, words, i - 1)) is not None


def _label(text: str, words: list[_Span], i: int) -> str:
    """Word `i` with the one-character words before it (`索 引 号：`): labels are often spaced out."""
    first = i
    while first > max(0, i - MAX_SPACED) and words[first - 1].end - words[first - 1].start == 1:
        first -= 1
    return squeeze(_cut_folded(text, _Span(words[first].start, words[i].end)))


def _set_foot_aside(text: str, lines: list[_Span], aside: list[Aside]) -> list[_Span]:
    """A page's foot that stands on one line with the report's end: all from its first cue after the last sentence."""
    if not lines:
        return lines
    start, end = lines[-1]
    stop = max(text.rfind(c, start, end) for c in "。！？")
    words = _list_words(text, _Span(max(start, stop + 1), end))
    first = next((i for i, span in enumerate(words) if _words().foot.search(_cut_folded(text, span))), None)
    if first is None or (stop == -1 and first == 0 and len(words) > MAX_FOOT):
        return lines
    aside.append(Aside("page_foot", words[first].start, end))
    rest = _trim(text, start, words[first].start)
    return lines[:-1] + ([rest] if rest.start < rest.end else [])


# What is rejoined.


def _measure(text: str, span: _Span) -> _Size:
    indent = span.start - (text.rfind("\n", 0, span.start) + 1)
    return _Size(text[span.start - indent : span.end], span.end - span.start + indent, indent)


def _count_characters(size: _Size) -> float:
    return size.characters


def _count_printed(size: _Size) -> float:
    """The width of a line whose half-width characters count half."""
    return size.characters - sum(map(_is_narrow, size.line)) / 2


@cache
def _is_narrow(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "NaH"


def _find_wrap(lines: list[str], sizes: list[_Size]) -> _Wrap | None:
    """How a file is hard-wrapped, None if it is not.

    It is wrapped if most of the lines that do not end a sentence are full and no line is longer.
    """
    body = [size for size in sizes if size.indent <= MAX_INDENT]
    running = [
        size
        for line, size in zip(lines, sizes, strict=True)
        if size.indent <= MAX_INDENT and not _ENDED.search(line) and ("。" in line or not LINE_MARK.match(line))
    ]
    if len(running) < MIN_RUNNING:
        return None
    for count in (_count_characters, _count_printed):
        width = _ninth_decile(map(count, running))
        full = sum(count(size) >= width - SLACK for size in running)
        longest = max(map(count, body))
        if MIN_WIDTH <= width <= MAX_WIDTH and full >= MIN_FULL * len(running) and longest <= width + SLACK:
            return _Wrap(count, width)
    return None


def _ninth_decile(widths: Iterable[float]) -> float:
    """The width that nine of ten lines keep: a line or two may be longer, where a stop was squeezed in."""
    ranked = sorted(widths)
    return ranked[len(ranked) * 9 // 10]


def _rejoin(text: str, lines: list[_Span], apart: set[int]) -> list[_Span | None]:
    """Lines → paragraphs, as pieces of `text`, None between two paragraphs: an unended line goes on in the next one.

    A line that begins at a place of `apart` is joined to no line but to another such, and only if it breaks off at a
    comma.
    """
    folded = [_cut_folded(text, span) for span in lines]
    sizes = [_measure(text, span) for span in lines]
    wrap = _find_wrap(folded, sizes)
    margin = min((size.indent for size in sizes), default=0)
    out: list[_Span | None] = []
    paragraph = ""
    for i, span in enumerate(lines):
        full = None
        if wrap and i:
            wide = wrap.width_of(sizes[i - 1]) >= wrap.width - SLACK
            full = wide and sizes[i].indent - margin < INDENT and not _stands_apart(text, lines[i - 1], span)
        marked = i > 0 and [line.start in apart for line in lines[i - 1 : i + 1]]
        alone = marked and any(marked) and not (all(marked) and paragraph.endswith((",", "、")))
        if paragraph and not alone and _goes_on(paragraph, folded[i], full):
            paragraph += folded[i]
        else:
            out += [None] if paragraph else []
            paragraph = folded[i]
        out.append(span)
    return out


def _stands_apart(text: str, before: _Span, line: _Span) -> bool:
    """Whether a line begins a paragraph behind a stop and an empty line, however wide the line before is."""
    return text.count("\n", before.end, line.start) > 1 and _ENDED.search(_cut_folded(text, before)) is not None


def _goes_on(paragraph: str, line: str, full: bool | None) -> bool:
    """Whether `line` belongs to `paragraph`. `full`: in a hard-wrapped file, whether the line before is full and this
    one not indented; None in other files. A row of a table is whole."""
    if _is_row(paragraph) or _is_row(line):
        return False
    if line[0] in ",;、。)》”" and not re.search(r"[。!?;]$", paragraph[-1:]):
        return True  # 、 behind a stop is a heading that lost its numeral
    if LINE_MARK.match(line) or DATE.fullmatch(line) or any(map(_NUMBER.fullmatch, (paragraph, line))):
        return False
    if full is not None:
        return full
    if _is_whole_title(line, paragraph) or _is_whole_title(paragraph, line):
        return False
    if any(paragraph.rfind(left, -MAX_OPEN) > paragraph.rfind(right, -MAX_OPEN) for left, right in _PAIRS.items()):
        return True
    if _ENDED.search(paragraph[-MAX_END:]) or DATE.search(paragraph[-MAX_END:]):
        return False
    if paragraph[-1] in ",、":
        return True
    if LINE_MARK.match(paragraph) and not re.search(r"[。;]", paragraph):  # a heading
        clauses = len(paragraph) > MAX_PLAIN_HEADING and paragraph.count(",") > 1
        return clauses or len(paragraph) > MAX_HEADING
    return "。" in paragraph or len(paragraph) >= MAX_SHORT


def _is_whole_title(line: str, beside: str) -> bool:
    """Whether a line is a report's title from its issuer to its last word, and the line beside it is no part of it."""
    if len(line) > MAX_WHOLE_TITLE or re.match("[的及和与暨]|报告|总结", beside):
        return False
    said = squeeze(line)
    whole = TITLE.fullmatch(said) and re.match(r"[\u4e00-\u9fff]{2,}?(?:20\d\d|关于.*\d{4})", said)
    return bool(whole) and said.endswith(("报告", "总结", "情况")) and "," not in said


def _is_row(line: str) -> bool:
    """Whether cells parted by tabs stand in a line, not only an enumerator before a tab, and no sentence."""
    mark = LINE_MARK.match(line)
    return "\t" in line[mark.end() if mark else 0 :].strip() and "。" not in line
