"""Markdown → its visible text, headings marked.

CommonMark with tables and ~~strike-through~~, but: emphasis may touch 汉字 and their marks; a line underlined with ---
is no heading, an indented one no code; a # needs no space before 汉字; lists keep the numbers that the file prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_cjk_friendly import cjk_friendly

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.forms import BODY, DATE, DOC_NO, ENUMERATOR, LINE_MARK, TITLE
from helpers.reading.contents import mark_contents
from helpers.reading.html import fragment_pieces
from helpers.reading.lines import MAX_CHARS, MAX_LINES, OUTSIDE, SOURCE_BREAK, Mark, check_size, lay_out, mark_heading

__all__ = ["markdown_text"]

MAX_NESTING = 60  # lists and quotations in each other; what is nested deeper the parser would leave out
MAX_CHARS_SOURCE, MAX_LINES_SOURCE = 2 * MAX_CHARS, 3 * MAX_LINES  # mark-up and empty lines included
# At each of these signs the parser tries several rules, some of which copy the rest of the paragraph: a sign counts
# once more for every LONG characters of its paragraph.
SIGNS, MAX_SIGNS, LONG = "*_`[<&|\\~", 30_000, 20_000
_TOO_MUCH = "it has more mark-up than a report; save its text as .txt"
# A paragraph that was wrapped: how wide its lines are, a 汉字 counting two, and how much narrower a full one may be.
MIN_WRAP, MAX_WRAP, SLACK = 36, 120, 8

_FRONT_MATTER = re.compile(
    r"\A\ufeff?\s*---[ \t]*\n(?P<told>[A-Za-z_][\w-]*[ \t]*:.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S
)
_FRONT_TITLE = re.compile(r"title[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<title>.+?)(?P=quote)[ \t]*$")
# What the parser takes for mark-up, or does not take for it, otherwise than whoever wrote it.
_GLUED_HEADING = re.compile(r"(?m)^( {0,3}(?:#{2,6}|#(?![^#\s{]+#[^\s#])))(?=[\u4e00-\u9fff（(“《【0-9０-９])")
_UNDERLINE = re.compile(r"(?m)^[ \t]*=+[ \t]*$")
_SPACED_EMPHASIS = re.compile(r"(?m)^([ \t>*+-]*|[ \t]*\d+[.)][ \t]+)\*\*[ \t]+([^*\n]+?)[ \t]*\*\*")
_NOTE = re.compile(r"(?m)^( {0,3})\[\^[^\]\s]+\]:[ \t]*")
_NOTE_SIGN = re.compile(r"\[\^[^\]\s]+\]")
_NO_ADDRESS = re.compile(r"(?m)^( {0,3})(?=\[[^\]\n]+\]:[ \t]*+(?!<|[a-z]+:|[./#]|www\.))")
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")  # below a table's header
_ATTRIBUTES = re.compile(r"\s*\{[#.][^{}]*\}\s*$")  # of a heading: {#sec-1}
_LANGUAGE = re.compile(r"[\x21-\x7e \t]*")  # of a fence, which nothing shows; anything else behind it is text
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|li|tr|hr)\b", re.IGNORECASE)
_ENDED = re.compile(r"[。!?:;…][”’」』)》\"']*\s*$")
_BREAKS = {"paragraph_close", "heading_close", "list_item_close", "hr"}
_MARKS = {"tr_open": Mark.ROW, "th_open": Mark.CELL, "td_open": Mark.CELL, "tr_close": Mark.ROW_END}


def markdown_text(text: str) -> str:
    """The visible text in document order: blocks and rows by line, emphasis and links as their words.

    Headings begin with `mark_heading`; what the front matter says, and lists of links into the page, are outside. The
    lines of a paragraph that was wrapped are one. Raises CorpusError for a text nested too deeply or with too many
    signs of mark-up.

    >>> markdown_text("# 某局报告\\n\\n**一、坚持党的领导。**全面推进\\n\\n3. 公示\\n4. 记录").split("\\n")
    ['\\x1c\\x1c某局报告', '一、坚持党的领导。全面推进', '3.公示', '4.记录']
    """
    n_lines = len(text.splitlines())
    check_size(len(text) + MAX_CHARS - MAX_CHARS_SOURCE, n_lines + MAX_LINES - MAX_LINES_SOURCE)
    text = re.sub(r"[\x1c-\x1f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))  # no reader has put marks there
    front = _FRONT_MATTER.match(text)
    body = text[front.end() :] if front else text
    _check_signs(body)
    tokens = _parser().parse(_prepare(body))
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise CorpusError("its lists or quotations are nested too deeply to be read whole; save its text as .txt")
    pieces = [*_front_matter(front["told"], body), *_pieces(tokens)] if front else _pieces(tokens)
    return mark_contents(lay_out(pieces))


def _check_signs(text: str) -> None:
    """CorpusError for more signs of mark-up than a report has."""
    blocks = re.split(r"\n[ \t]*\n", text)
    if sum(sum(map(block.count, SIGNS)) * (1 + len(block) / LONG) for block in blocks) > MAX_SIGNS:
        raise CorpusError(_TOO_MUCH)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).use(cjk_friendly)
    return parser.enable(["table", "strikethrough"]).disable(["lheading", "code"])


def _prepare(text: str) -> str:
    """The text with what parser and writer would read differently written plainly."""
    text = _GLUED_HEADING.sub(r"\1 ", _UNDERLINE.sub("", text))
    text = _NOTE_SIGN.sub("", _NOTE.sub(r"\1", _SPACED_EMPHASIS.sub(r"\1**\2**", text)))
    return _square_tables(_NO_ADDRESS.sub(r"\1\\", text))


def _front_matter(told: str, body: str) -> Iterator[str | Mark]:
    """Its lines, outside; the title is the report's where the report does not print it."""
    for line in told.split("\n"):
        title = _FRONT_TITLE.match(line)
        yield mark_heading(0) + title["title"] if title and title["title"] not in body else OUTSIDE + line
        yield Mark.BREAK


def _square_tables(text: str) -> str:
    """The text with headers as wide as the widest row below and an empty line behind each table: the parser would leave
    out what stands beyond the header, and take a line of text for a row."""
    lines = text.split("\n")
    out: list[str] = []
    at = cells = 0
    while at < len(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if "|" not in lines[at] or "|" not in below or not _DELIMITER.fullmatch(below):
            out.append(lines[at])
            at += 1
            continue
        behind = next((i for i in range(at + 2, len(lines)) if "|" not in lines[i]), len(lines))
        header, rows = _cells(lines[at]), lines[at + 2 : behind]
        width = max(len(header), *(len(_cells(row)) for row in rows), 1)
        cells += width * (1 + len(rows))
        if cells > MAX_SIGNS:
            raise CorpusError(_TOO_MUCH)
        out += [f"|{'|'.join(header + [' '] * (width - len(header)))}|", "|" + "---|" * width, *rows, ""]
        at = behind
    return "\n".join(out)


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    return re.split(r"(?<!\\)\|", re.sub(r"(?<!\\)\|$", "", line))


def _pieces(tokens: Sequence[Token]) -> Iterator[str | Mark]:
    """What lay_out takes."""
    numbers: list[Iterator[str]] = []  # of every open list what its items begin with
    for i, token in enumerate(tokens):
        kind = token.type
        if kind in _MARKS:
            yield _MARKS[kind]
        elif kind in _BREAKS:
            yield Mark.BREAK
        elif kind == "heading_open":
            yield from (Mark.BREAK, mark_heading(int(token.tag[1:])))
        elif kind in ("ordered_list_open", "bullet_list_open"):
            numbers.append(_numbers(tokens, i))
        elif kind in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif kind == "list_item_open":
            number = next(numbers[-1])
            own = next((later.content for later in tokens[i : i + 3] if later.type == "inline"), "")
            yield from (Mark.BREAK, "" if ENUMERATOR.match(fold(own.lstrip("*_ "))) else number)
        elif kind == "inline":
            yield from _inline(token, is_heading=i > 0 and tokens[i - 1].type == "heading_open")
        elif kind == "fence":
            told = token.info if _LANGUAGE.fullmatch(token.info.strip()) is None else ""
            for line in (told, *token.content.split("\n")):
                yield from (Mark.BREAK, line, Mark.BREAK)
        elif kind == "html_block":
            yield from (Mark.BREAK, *fragment_pieces(token.content), Mark.BREAK)


def _numbers(tokens: Sequence[Token], opened: int) -> Iterator[str]:
    """What the items of a list begin with: in an ordered one the numbers as typed; counted where all are the same."""
    level = tokens[opened].level
    closed = next(i for i in range(opened + 1, len(tokens)) if tokens[i].level == level)
    items = [token for token in tokens[opened:closed] if token.type == "list_item_open" and token.level == level + 1]
    typed = [token.info for token in items]
    if len(typed) > 1 and len(set(typed)) == 1 and typed[0]:
        typed = [str(int(typed[0]) + i) for i in range(len(typed))]
    return iter([number and number + token.markup for number, token in zip(typed, items, strict=True)])


class _Line(NamedTuple):
    """A line of a paragraph in the source."""

    text: str
    broken: bool  # the break before it is printed


def _inline(token: Token, *, is_heading: bool) -> Iterator[str | Mark]:
    """The lines of a paragraph, those that the source alone breaks joined."""
    lines = list(_source_lines(token.children or []))
    if is_heading:
        lines[-1] = lines[-1]._replace(text=_ATTRIBUTES.sub("", lines[-1].text))
    elif _leads_into_page(token.children or []):
        yield OUTSIDE
    widest = max(map(_width, lines))
    yield _TASK.sub("", lines[0].text, count=1) if _TASK.match(lines[0].text) else lines[0].text
    for before, line in pairwise(lines):
        yield Mark.BREAK if line.broken or not _goes_on(before, line, widest) else SOURCE_BREAK
        yield line.text


def _source_lines(children: Sequence[Token]) -> Iterator[_Line]:
    texts, broken = list[str](), False
    for child in children:
        tag = child.type == "html_inline" and _BREAKING_TAG.match(child.content) is not None
        if child.type in ("softbreak", "hardbreak") or tag:
            yield _Line("".join(texts), broken)
            texts, broken = [], child.type != "softbreak"
        elif child.type in ("text", "code_inline"):
            texts.append(child.content)
    yield _Line("".join(texts), broken)


def _leads_into_page(children: Sequence[Token]) -> bool:
    """Whether all words of a paragraph are links into the page: a table of contents."""
    address, found = None, False
    for child in children:
        if child.type == "link_open":
            address = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            address = None
        elif child.type in ("text", "code_inline") and child.content.strip():
            if address is None or not address.startswith("#"):
                return False
            found = True
    return found


def _width(line: _Line) -> int:
    return sum(1 if unicodedata.east_asian_width(c) in "NaH" else 2 for c in line.text)


def _goes_on(before: _Line, line: _Line, widest: int) -> bool:
    """Whether a paragraph goes on over a break of the source. Some write a paragraph a line without empty ones between:
    in lines wide enough to be wrapped it goes on where the line before is full or breaks off at a comma."""
    words, following = fold(before.text).strip(), fold(line.text).strip()
    full = _width(before) >= widest - SLACK
    if LINE_MARK.match(following) or any(_stands_alone(each, full=full) for each in (words, following)):
        return False
    if _ENDED.search(words):
        return full and MIN_WRAP <= widest <= MAX_WRAP
    return full or words.endswith((",", "、")) or (widest < MIN_WRAP and not LINE_MARK.match(words))


def _stands_alone(words: str, *, full: bool) -> bool:
    """Whether a line is one of a report's front or back; a title too, unless a sentence may have been wrapped there."""
    forms = (BODY, DATE, DOC_NO) if full else (BODY, DATE, DOC_NO, TITLE)
    return any(form.fullmatch(words.rstrip(":")) for form in forms)
