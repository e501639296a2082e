"""Text → passages: title, headings, items, paragraphs, signature, each with its role.

The words of front and back are rows of corpus/rules/roles.csv; what each kind does is said in corpus/rules/README.md.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold, squeeze
from helpers.forms import BODY, DATE, DOC_NO, TITLE, TITLE_SUBJECT, drop_names
from helpers.quotes import Correction, unpack
from helpers.structure.corrections import correct_kinds, correct_roles
from helpers.structure.glued import Phrase, part_glued
from helpers.structure.headings import Mark, fill_gaps, find_marks, has_marker, heading_end, list_marks
from helpers.structure.marked import NOTHING, Marked, find_marked, read_headings
from helpers.structure.roles import Cut, give_roles, is_name_of_shortcomings, names_duty, names_part, names_role
from helpers.tables import load_rules, make_table

__all__ = ["Passage", "list_passages", "parse_outline"]

_ITEM = 5  # the level of items, 一是

# Lengths in characters.
_FRONT_LINE = 60  # a line with the document's number or who signed it is shorter
_TITLE_LINES = 160  # a title over two lines is shorter
_LAST_WORD = 4  # of a title, alone on its second line: 报告, 工作总结
_TITLE_BEGINNING = 40  # in which a title shows that it goes on from the issuers above
_UNNUMBERED = range(4, 31)  # a heading without a numeral
_UNNUMBERED_TOPIC = range(4, 41)  # one that names a topic, where no heading of level 1 has a numeral
_HALF = 4  # characters at least on either side of a topic's colon; a label is shorter
_LONGEST_NAMED = 14  # a line that a colon ends and that names a part; a longer one leads a list in
_UNNUMBERED_PARTS = 2  # so many headings without a numeral name a part, if others do not; or one among so many lines:
_UNNUMBERED_LINES = 5
_SIGNED_WITHIN = 3000  # of the end, the date that signs
_LONGEST_TAIL = 1500  # what stands behind that date
_ATTACHMENTS = 600  # before the signature or the end, the list of attachments, or of those who get a copy

_MARKED_SECTIONS = 2  # headings of level 1 that a file marks; with fewer, lines are headings by their words too
_OPENS_WORDS = re.compile(r"(?:#+ *)?(?![\d.,%]+$)[\w“‘《]")  # a cell with a number is no topic
_PARAGRAPH = re.compile(r"[^\s][^\n]*")
_TWO_CLAUSES = re.compile(r"[^,]{4,},[^,]{4,}")  # 抓学习促引领,绷紧依法行政这根弦
_BULLET = re.compile(r"[·•●○◇◆■□▪▶►※★☆] *(?=[^\s·•●○◇◆■□▪▶►※★☆])")  # opens a line of a list without numerals
_ADDRESSED_AMONG = 3  # an addressee stands before the third paragraph ends


class _Words(NamedTuple):
    signer: re.Pattern[str]
    wrapped_title: re.Pattern[str]
    glued_title: re.Pattern[str]
    addressee: re.Pattern[str]
    announced: re.Pattern[str]
    attachments: re.Pattern[str]
    distributed: re.Pattern[str]
    closing: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("roles")
    report = rf"{word('report')}|{word('account')}"
    wrapped = rf"(?!关于)[^。;:]{{4,60}}\n(?!关于|20\d\d)[^。;:]{{2,40}}(?:{report})(?:\(.{{1,12}}\))?"
    # Who gets a copy, and when it was printed: lines at the end, the first of them perhaps behind the date.
    printed = rf"[^\n。]{{0,40}}{DATE.pattern} *印发"
    line = rf"(?:(?:{word('distributed')}) *:[^\n]*|{printed}|共印 *\d+ *份|[^\n:。]{{2,60}}[、,。])"
    distributed = (
        rf"(?:(?:(?<=\n)|^) *(?:(?:{word('distributed')}) *:|{printed})"
        rf"|(?<=[。日]) *(?:{word('distributed')}) *:)[^\n]*(?:\s*\n\s*{line})*\s*\Z"
    )
    glued = (
        rf"(?=[^。;,:]{{0,60}}?(?:{TITLE_SUBJECT.pattern}))[^。;,:]{{4,70}}?(?:{word('report')})\s*"
        rf"(?=20\d\d\s*年|{word('front_opener')}|[^\s,。:]{{2,30}}:)"
    )
    return _Words(
        signer=re.compile(rf"(?:{word('signer')})\s*:\s*[\u4e00-\u9fff·]{{2,8}}(?:[ 、]+[\u4e00-\u9fff·]{{2,4}})*"),
        wrapped_title=re.compile(wrapped),
        glued_title=re.compile(glued),
        addressee=re.compile(
            rf"(?![^:]*(?:{word('announced')}|{word('report')}):)[^。;:〔]{{1,60}}?(?:{word('addressee')})\s*:"
        ),
        announced=re.compile(rf"(?:{report})(?:{word('announced')})\s*[:。]"),
        attachments=re.compile(rf"(?:^|(?<=\n))(?:{word('attachments')})\s*:[^。]*$"),
        distributed=re.compile(distributed),
        closing=re.compile(rf"(?:{word('closing')}|(?:{word('closing_begin')})[^。]{{0,14}})[。!]?\s*$"),
    )


class Passage(NamedTuple):
    """A row of a report: the columns of `parse_outline`."""

    report_id: str
    passage_id: str
    parent_id: str | None
    kind: str
    level: int | None
    marker: str | None
    path: str | None
    role: str | None
    text: str
    start: int
    end: int


PASSAGES = {
    **dict.fromkeys(Passage._fields, "str"),
    **dict.fromkeys(["parent_id", "kind", "marker", "path", "role"], "string"),
    **{"level": "Int64", "start": "int64", "end": "int64"},
}


def parse_outline(reports: pd.DataFrame) -> pd.DataFrame:
    """The passages of every report, in reading order; joined, the texts of a report's rows are its text.

    Columns: report_id, passage_id, parent_id, kind (title, doc_no, signer, addressee, heading, paragraph, item,
    signature, date), level (headings 1 一、 2 （一） 3 1. 4 （1）, of other numbering, 壹、 1.1, one below what stands
    over it, items 5 一是, else NA), marker as printed, path ("4.2.1"), role (front, measures, leadership, shortcomings,
    plan, back), text, start, end (offsets into `reports.text`).
    `reports` needs the index report_id and the column text; `year` (the year reported on) tells a plan from a result
    where it is known, `file_headings` (of load_corpus) which lines the file itself marks as headings, `corrections`
    what a reader has set right. White space at a row's end belongs to it. A report without text gives no row.

    >>> reports = pd.DataFrame({"text": ["一、主要举措\\n（一）规范执法。办案三件。"]}, index=["a"])
    >>> parse_outline(reports)[["kind", "level", "path", "text"]].to_numpy().tolist()  # doctest: +ELLIPSIS
    [['heading', 1, '1', '一、主要举措\\n'], ['heading', 2, '1.1', '（一）规范执法。'], [..., '1.1', '办案三件。']]
    """
    asked = reports.reindex(columns=["text", "year", "file_headings", "corrections"])
    rows = [
        row
        for report_id, text, year, marked, given in asked.itertuples(name=None)
        for row in list_passages(
            text,
            report_id,
            year=None if pd.isna(year) else int(year),
            file_headings=None if pd.isna(marked) else marked,
            corrections=unpack(given),
        )
    ]
    frame = make_table(rows, PASSAGES)
    frame.attrs = reports.attrs
    return frame


class _Parts(NamedTuple):
    """What a text is cut into, whatever year it reports on: all but the roles of the body."""

    text: str  # folded
    begin: int  # of the body
    stop: int
    front: tuple[Cut, ...]
    body: tuple[Cut, ...]
    back: tuple[Cut, ...]


def list_passages(
    printed: str,
    report_id: str = "",
    *,
    year: int | None = None,
    file_headings: str | None = None,
    corrections: Sequence[Correction] = (),
) -> list[Passage]:
    """The passages of one report, as `parse_outline` has them.

    >>> [passage.kind for passage in list_passages("一、主要举措\\n（一）规范执法。办案三件。")]
    ['heading', 'heading', 'paragraph']
    """
    if not printed:
        return []
    parts = _cut(printed, file_headings)
    if corrections:
        parts = _correct(printed, parts, corrections)
    body = give_roles(parts.text, parts.body, parts.stop, _coming_year(parts, year))
    cuts = sorted([*parts.front, *body, *parts.back], key=lambda cut: cut.start)  # a reader may have moved some
    cuts = [cut for i, cut in enumerate(cuts) if i + 1 == len(cuts) or cut.start < cuts[i + 1].start]
    cuts[0] = cuts[0]._replace(start=0)
    if corrections:
        cuts = correct_roles(printed, cuts, corrections)
    return _hang(report_id, printed, cuts)


@lru_cache(maxsize=64)  # reports are worked on fifty at a time, and each is read for its metadata and for its passages
def _cut(printed: str, file_headings: str | None) -> _Parts:
    text = fold(printed)
    marked = _drop_preface(text, find_marked(text, read_headings(file_headings))) if file_headings else NOTHING
    front, begin = _front(text, marked)
    back = _back(text, begin)
    stop = back[0].start if back else len(text)
    return _Parts(text, begin, stop, tuple(front), tuple(_body(text, begin, stop, marked)), tuple(back))


def _drop_preface(text: str, marked: Marked) -> Marked:
    """Without the heading that stands over the preamble (前言), which announces the report: it opens no part of it."""
    if len(marked.headings) < 2 or marked.headings[0].end > marked.headings[0].start:
        return marked
    first, *others = marked.headings
    if not _words().announced.search(text, first.start, others[0].start):
        return marked
    ends = {start: end for start, end in marked.ends.items() if start != first.start}
    return marked._replace(headings=tuple(others), ends=ends)


def _correct(printed: str, parts: _Parts, corrections: Sequence[Correction]) -> _Parts:
    """The parts with kinds and levels as a reader has set them right; what is front, body, back follows from them."""
    cuts = correct_kinds(printed, parts.text, [*parts.front, *parts.body, *parts.back], corrections)
    front = tuple(cut for cut in cuts if cut.role == "front")
    body = tuple(cut for cut in cuts if cut.role is None)
    back = tuple(cut for cut in cuts if cut.role == "back")
    if not body:
        return parts._replace(front=front, body=body, back=back)
    stop = next((cut.start for cut in back if cut.start > body[-1].start), len(printed))
    return _Parts(parts.text, body[0].start, stop, front, body, back)


def _hang(report_id: str, printed: str, cuts: Sequence[Cut]) -> list[Passage]:
    """Rows as passages, each under the nearest one of a higher level, with its path."""
    rows: list[Passage] = []
    above: dict[int, tuple[str, str]] = {}  # level → passage_id and path of what may hold the next row
    counts: Counter[str] = Counter()
    spread = False  # whether the items of a list begin lines: then the paragraphs behind one are its own
    for i, cut in enumerate(cuts):
        end = cuts[i + 1].start if i + 1 < len(cuts) else len(printed)
        ident = f"{report_id}-p{i + 1:03d}"
        parent, path = None, None
        if cut.role in ("front", "back"):
            above.clear()
        elif cut.level:
            for deeper in [level for level in above if level >= cut.level]:
                del above[deeper]
            parent, prefix = above[max(above)] if above else (None, "")
            counts[prefix] += 1
            path = f"{prefix}.{counts[prefix]}".removeprefix(".")
            above[cut.level] = (ident, path)
            if cut.kind == "item" and i:
                spread = "\n" in printed[cuts[i - 1].start : cut.start]
        else:
            if not spread:
                above.pop(5, None)
            parent, path = above[max(above)] if above else (None, None)
        marker = printed[cut.start : cut.start + len(cut.marker)] if cut.marker else None
        words = printed[cut.start : end]
        rows.append(
            Passage(report_id, ident, parent, cut.kind, cut.level, marker, path, cut.role, words, cut.start, end)
        )
    return rows


def _front(text: str, marked: Marked) -> tuple[list[Cut], int]:
    """The rows before the body, and where the body begins."""
    begin = min((mark.start for mark in marked.headings), default=None)
    begin = min((at for at in (begin, _body_start(text)) if at is not None), default=None)
    limit = len(text) if begin is None else begin
    cuts: list[Cut] = []
    seen: Counter[str] = Counter()
    at = 0
    while at < limit:
        if marked.title and at == marked.title.start:
            pieces, end = [(at, "title")], min(marked.title.end + 1, limit)
        else:
            above = marked.title and at < marked.title.start
            pieces, end = _front_line(text, at, marked.title.start if marked.title and above else limit, seen)
        told = begin is None and pieces[0][1] == "paragraph" and not _is_body(text[at:end])
        if told and (seen["paragraph"] or seen["signature"]):
            return _join_title(text, cuts), at
        seen.update(kind for _, kind in pieces)
        cuts += [Cut(place, kind, role="front") for place, kind in pieces]
        at = end
    return _join_title(text, cuts), limit


def _body_start(text: str) -> int | None:
    """At the first 一、, else at the first heading, else behind 报告如下; None if there is nothing of the kind.

    A fragment begins with a heading that is not the first of its kind; what stands before it is of the body too.
    """
    marks: list[Mark] = []
    for mark in list_marks(text, 0, len(text)):
        marks.append(mark)
        if mark.level == 1:
            break
    first = next((m for m in marks if m.level == 1), marks[0] if marks else None)
    unnumbered = _unnumbered(text, 0, first.start if first and first.level == 1 else len(text))
    if unnumbered and (first is None or first.level > 1):
        listed = first is not None and first.number == 1 and text[: first.start].rstrip(" ")[-1:] in ("", "\n")
        return min(first.start, unnumbered[0]) if first and listed else unnumbered[0]
    if first is not None:
        whole = first.number == 1 or marks[0].level == 1
        return first.start if whole else _fragment_start(text[: marks[0].start])
    announced = _words().announced.search(text)
    return announced.end() if announced else None


def _fragment_start(before: str) -> int:
    """Where a fragment's body begins, of which `before` stands before the first heading: at its first sentence, unless
    a title stands over it."""
    lines = list(re.finditer(r"[^\n]+", before))
    if any(TITLE.fullmatch(line.group().strip()) for line in lines):
        return len(before)
    return next((line.start() for line in lines if "。" in line.group()), len(before))


def _front_line(text: str, at: int, limit: int, seen: Counter[str]) -> tuple[list[tuple[int, str]], int]:
    """What the line at `at` holds, as (place, kind), and where the next piece begins."""
    newline = text.find("\n", at, limit)
    end = limit if newline < 0 else newline + 1
    line = text[at:end].strip()
    lead = text.index(line, at)
    if len(line) < _FRONT_LINE:
        found = sorted(
            (m.start(), kind)
            for kind, m in (("doc_no", DOC_NO.search(line)), ("signer", _words().signer.search(line)))
            if m
        )
        if found:
            before = [(at, "paragraph")] if found[0][0] > 0 else []
            return before + [(at if not before and i == found[0][0] else lead + i, kind) for i, kind in found], end
    if not seen["title"]:
        if TITLE.fullmatch(line):
            return [(at, "title")], end
        newline = text.find("\n", end, limit)
        second = limit if newline < 0 else newline + 1
        below = text[end:second].strip()
        again = _is_body(line) and squeeze(below).startswith(squeeze(line))  # the issuer above
        whole = again and TITLE.fullmatch(below)
        if end < second and second - at < _TITLE_LINES and not whole:
            if _words().wrapped_title.fullmatch(text[at:second].strip()):
                return [(at, "title")], second
            if len(squeeze(below)) <= _LAST_WORD and TITLE.fullmatch(line + squeeze(below)):  # …情况的 / 报 告
                return [(at, "title")], second
        glued = _words().glued_title.match(line)
        if glued:
            return [(at, "title")], lead + glued.end()
    if seen["title"] and not seen["addressee"] and line:
        dated = DATE.search(line)
        if dated and not line[dated.end() :].strip(" )"):
            issuer = line[: dated.start()].strip(" (,")
            if not issuer:
                return [(at, "date")], end
            if _is_body(issuer):
                return [(at, "signature"), (lead + dated.start(), "date")], end
        if _is_body(line) and not text[end:limit].lstrip().startswith(("关于", "20")):
            return [(at, "signature")], end
    addressee = _words().addressee.match(line)
    if addressee and not seen["addressee"] and seen["paragraph"] < _ADDRESSED_AMONG:
        return [(at, "addressee")], end if addressee.end() == len(line) else lead + addressee.end()
    return [(at, "paragraph")], end


def _join_title(text: str, cuts: list[Cut]) -> list[Cut]:
    """A title that begins with 关于 or a year goes on from the lines of issuers right above it."""
    i = next((i for i, cut in enumerate(cuts) if cut.kind == "title"), None)
    if i is None:
        return cuts
    at = cuts[i].start
    if not text[at : at + _TITLE_BEGINNING].lstrip().startswith(("关于", "20")):
        return cuts
    first = i
    while (
        first > 0 and cuts[first - 1].kind == "paragraph" and _is_body(text[cuts[first - 1].start : cuts[first].start])
    ):
        first -= 1
    return [*cuts[:first], Cut(cuts[first].start, "title", role="front"), *cuts[i + 1 :]]


def _is_body(line: str) -> bool:
    return BODY.fullmatch(squeeze(line)) is not None


def _back(text: str, begin: int) -> list[Cut]:
    """Closing formula, list of attachments, signature and date at the text's end, and what stands behind the date."""
    end = _distributed(text, begin, len(text))
    copies = _paragraphs(text, end, len(text), "back")
    text = text[:end]
    cuts = _signed(text, begin)
    first = _distributed(text, begin, cuts[0].start if cuts else end)
    listed = _words().attachments.search(text[:first], max(begin, first - _ATTACHMENTS))
    first = listed.start() if listed else first
    cuts = _paragraphs(text, first, cuts[0].start if cuts else end, "back") + cuts + copies
    closing = _words().closing.search(text[:first])
    if closing and closing.start() >= begin:
        cuts.insert(0, Cut(closing.start(), "paragraph", role="back"))
    return cuts


def _distributed(text: str, begin: int, end: int) -> int:
    """Where the lines begin that text[begin:end] ends with and that say who gets a copy; `end` without any."""
    found = _words().distributed.search(text[:end], max(begin, end - _ATTACHMENTS))
    return found.start() if found else end


def _signed(text: str, begin: int) -> list[Cut]:
    """The last date with who signs before it and what stands behind it; without a date, bodies alone at the end."""
    for m in reversed(list(DATE.finditer(text, max(begin, len(text) - _SIGNED_WITHIN)))):
        at = _behind_stop(text, begin, m.start())
        words = [(at + w.start(), w.group()) for w in re.finditer(r"\S+", text[at : m.start()])]
        signed: list[Cut] = []
        while words and _is_body(words[-1][1]):
            signed.insert(0, Cut(words.pop()[0], "signature", role="back"))
        behind = re.match(r"[ \t]*(\(|\n|$)", text[m.end() :])
        alone = not text[text.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
        if behind and (signed or alone) and len(text) - m.end() <= _LONGEST_TAIL:
            tail = _paragraphs(text, m.end(), len(text), "back")
            return [*signed, Cut(m.start(), "date", role="back"), *tail]
    lines = _paragraphs(text, _behind_stop(text, begin, len(text)), len(text), "back")
    if all(_is_body(text[line.start :].split("\n", 1)[0]) for line in lines):
        return [line._replace(kind="signature") for line in lines if text[: line.start].endswith("\n")]
    return []


def _behind_stop(text: str, begin: int, end: int) -> int:
    """Where the last sentence of text[begin:end] begins."""
    stop = max(text.rfind(c, begin, end) for c in "。!?;")
    return stop + 1 if stop >= 0 else begin


def _unnumbered(text: str, begin: int, stop: int) -> list[int]:
    """Lines that are headings of level 1 without a numeral: short, unstopped, named like a section, body below.

    Where no heading of level 1 has a numeral and several lines name parts, or one among many such lines does, or all of
    many have two clauses, every short line over a paragraph is one.
    """
    lines = list(re.finditer(r"(?m)^[^\n]*\S[^\n]*$", text[begin:stop]))
    lines = [m for m in lines if not _is_other(m.group().strip().removesuffix(":"))]
    named = [m for m in lines if _is_named(m.group().strip())]
    over = [m for m in lines if _stands_over(text[begin:stop], m)]
    parts = sum(names_role(m.group().strip().removesuffix(":")) for m in over)
    enough = parts >= _UNNUMBERED_PARTS or (parts and len(over) >= _UNNUMBERED_LINES)
    enough = enough or (len(over) >= _UNNUMBERED_LINES and all(_TWO_CLAUSES.fullmatch(m.group().strip()) for m in over))
    if enough and not any(mark.level == 1 for mark in list_marks(text, begin, stop)):
        named = [m for m in lines if m in named or m in over]
    return [begin + m.start() for m in named]


def _is_other(line: str) -> bool:
    if line[-1:] in "。;:,、!" or has_marker(line):
        return True
    titled = TITLE.fullmatch(line) is not None and not names_duty(line)  # 法治…情况 ends both
    return titled or _is_body(line)


def _is_named(line: str) -> bool:
    return len(line) in _UNNUMBERED and not set("。,") & set(line) and line[-1] != ":" and names_part(line)


def _stands_over(text: str, m: re.Match[str]) -> bool:
    """Whether a line is a topic over a paragraph, an enumeration or a list with bullets."""
    line, below = m.group().strip(), text[m.end() :].lstrip().split("\n", 1)[0]
    named = is_name_of_shortcomings(line)  # 不足: shorter than any topic
    topic = (
        (named or len(line) in _UNNUMBERED_TOPIC)
        and not set("。;(〔\t") & set(line)
        and _OPENS_WORDS.match(line) is not None
    )
    if ":" in line:  # 存在的问题: or a topic of two halves; a label, 单位:件, is none, nor is what announces
        halves = line.split(":")
        whole = len(line) <= _LONGEST_NAMED and not _words().announced.search(line) and names_role(line[:-1])
        topic = topic and (min(map(len, halves)) >= _HALF if halves[-1] else whole)
    leads = names_role(line) and below.endswith(":")  # a plan's first line may lead its list in
    return topic and ("。" in below or leads or has_marker(below) or _BULLET.match(below) is not None)


def _coming_year(parts: _Parts, year: int | None) -> str:
    """A pattern for the year of the plan: the one after the year reported on, which is the one that is known, else the
    title's, else the first that a sentence names; a date is none."""
    if year is None:
        title = next((i for i, cut in enumerate(parts.front) if cut.kind == "title"), 0)
        begin = parts.front[title].start if parts.front else parts.begin  # a page's banner stands before the title
        printed = drop_names(parts.text[begin : parts.stop], numbers=True)
        named = re.search(r"(?<![\d—–~至到-])(?<!\d\d\d\d )((?:19|20)\d\d)\s*年(?!\s*\d)", printed)
        year = int(named[1]) if named else None
    return str(year + 1) if year else "(?!)"


def _find_headings(text: str, begin: int, stop: int, marked: Marked) -> list[Mark]:
    """The body's headings and items: by their numerals, by the file's own marks, by their words."""
    inside = {at for start, end in marked.ends.items() for at in range(start + 1, end)}  # the words of marked headings
    marks = [mark for mark in find_marks(text, begin, stop) if mark.start not in inside]
    starts = {mark.start for mark in marks}
    marks += [mark for mark in marked.headings if begin <= mark.start < stop and mark.start not in starts]
    if sum(mark.level == 1 for mark in marked.headings) < _MARKED_SECTIONS:  # else the file says which lines are some
        starts = {mark.start for mark in marks}
        marks += [Mark(at, at, 1, 0) for at in _unnumbered(text, begin, stop) if at not in starts]
    return [mark for mark in fill_gaps(text, sorted(marks), begin, stop) if mark.start not in inside]


def _body(text: str, begin: int, stop: int, marked: Marked) -> list[Cut]:
    """The body's rows: headings, items, paragraphs."""
    marks = _find_headings(text, begin, stop, marked)
    starts = [*(mark.start for mark in marks), stop]
    cuts = _paragraphs(text, begin, starts[0])
    limits = starts[1:]
    ends = _find_ends(text, marks, limits, marked)
    for mark, limit, end in zip(marks, limits, ends, strict=True):
        marker = text[mark.start : mark.end].strip() or None
        cuts.append(Cut(mark.start, "item" if mark.level == _ITEM else "heading", mark.level, marker))
        cuts += _paragraphs(text, end, limit)
    return cuts


def _find_ends(text: str, marks: Sequence[Mark], limits: Sequence[int], marked: Marked) -> list[int]:
    """Where the headings and items end that begin at the marks, each before the next mark, its limit."""
    ends: list[int] = []
    told: dict[int, Phrase] = {}  # the place in `marks` of each heading that words and not the file end
    for i, (mark, limit) in enumerate(zip(marks, limits, strict=True)):
        newline = text.find("\n", mark.end, limit)
        line_end = limit if newline < 0 else newline
        unnumbered = mark.start == mark.end and mark.level == 1 and not mark.number  # a line that is one as a whole
        if mark.start in marked.ends or unnumbered or mark.level == _ITEM:
            ends.append(marked.ends.get(mark.start, line_end))
            continue
        over = (i + 1 < len(marks) and marks[i + 1].level > mark.level) or bool(text[line_end:limit].strip())
        end = heading_end(text, mark.end, line_end, over=over)
        told[i] = Phrase(mark.level, mark.end, end, line_end)
        ends.append(end)
    for i, end in zip(told, part_glued(text, list(told.values())), strict=True):
        ends[i] = end
    return ends


def _paragraphs(text: str, begin: int, stop: int, role: str | None = None) -> list[Cut]:
    return [Cut(begin + m.start(), "paragraph", role=role) for m in _PARAGRAPH.finditer(text[begin:stop])]
