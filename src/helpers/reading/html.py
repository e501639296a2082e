"""A web page → its visible text, what is not the report marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.forms import ENUMERATOR, TITLE_SUBJECT
from helpers.numerals import write_numeral
from helpers.reading.lines import OUTSIDE, SOURCE_BREAK, Mark, lay_out, mark_heading, whole_number

__all__ = ["fragment_pieces", "html_text"]

# What a browser shows nothing of, or nothing that is text.
_UNSEEN = {"head", "title", "script", "style", "template", "noscript", "noembed", "noframes", "iframe", "object"}
_UNSEEN |= {"applet", "embed", "svg", "canvas", "audio", "video", "map", "select", "datalist", "textarea", "input"}
_UNSEEN |= {"button", "rp", "rt", "meta", "link", "base"}
# What begins and ends a line; every other element stands in one.
_BLOCKS = {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog"}
_BLOCKS |= {"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"}
_BLOCKS |= {"h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p"}
_BLOCKS |= {"plaintext", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "xmp"}
_BEGINS = dict.fromkeys(_BLOCKS, Mark.BREAK) | {"tr": Mark.ROW, "td": Mark.CELL, "th": Mark.CELL}
_ENDS = dict.fromkeys(_BLOCKS, Mark.BREAK) | {"tr": Mark.ROW_END}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_VERBATIM = {"pre", "xmp", "listing", "plaintext"}
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)
# The list styles of CSS and of `type=`, in the names of `write_numeral`, each with the mark that follows the number.
_LISTS = {
    "": ("decimal", "."),
    "1": ("decimal", "."),
    "decimal": ("decimal", "."),
    "a": ("lowerLetter", "."),
    "lower-alpha": ("lowerLetter", "."),
    "A": ("upperLetter", "."),
    "upper-alpha": ("upperLetter", "."),
    "i": ("lowerRoman", "."),
    "lower-roman": ("lowerRoman", "."),
    "I": ("upperRoman", "."),
    "upper-roman": ("upperRoman", "."),
    "cjk-ideographic": ("chineseCounting", "、"),
    "simp-chinese-informal": ("chineseCounting", "、"),
    "cjk-decimal": ("ideographDigital", "、"),
}
_SENTENCE = re.compile(r"^[^\x1f].*([。｡]|[，,；;].*[，,；;])", re.MULTILINE)

_CONTAINERS = {"article", "body", "center", "div", "main", "section", "td"}

# A report's page has some 200 KB, one from a word processor ten times that. More is refused unparsed; so is a tag with
# more words than this, for which the parser takes time by the square.
MAX_PAGE, MAX_TAGS, MAX_ATTRIBUTES = 10_000_000, 300_000, 5_000
LONG_TAG = 1_000  # characters: a shorter one cannot hold that many words

# A report's page holds the report and little else that is not a link: the smallest part with this share of the text
# that is no link holds the report's body, and grows to its parent while what it gains is mostly no links (the title,
# the signature).
MAIN_SHARE = 0.7
LINK_SHARE = 0.4
_LINK = "\x1d"  # begins the text of a link; white space, as OUTSIDE is
# So many lines at most from the beginning of that part to the title: crumbs, index table, letterhead.
TITLE_LINES = 20
# In so many pieces of an item an enumerator of its own is looked for: each sign may have a span of its own, and an item
# may hold all of a report.
ITEM_PIECES = 20


def html_text(page: str) -> str:
    """The visible text in document order: blocks and rows by line, spans joined, numerals of lists included.

    Lines outside the part that holds the report begin with lines.OUTSIDE. Only what the page itself says is followed
    (`hidden`, `style=`), no style sheet and no script. Raises CorpusError for a page nested too deeply.
    """
    root = _parse(page)
    if root is None:
        return ""
    main = _find_main(root)
    text = lay_out(_mark_links(_pieces(root, main)))
    if not _SENTENCE.search(text):  # a page of links
        return "\n".join(OUTSIDE + line.removeprefix(OUTSIDE) for line in text.split("\n"))
    return text if main is None else _settle_title(text, root)


def fragment_pieces(mark_up: str) -> Iterator[str | Mark]:
    """What `lay_out` takes of HTML within another text, all of which is the report's."""
    root = _parse(mark_up)
    return iter(()) if root is None else _mark_links(_pieces(root, None))


def _parse(page: str) -> etree._Element | None:
    """The elements of a page, None if it has none; CorpusError for one that is too large or nested too deeply."""
    if (
        len(page) > MAX_PAGE
        or page.count("<") > MAX_TAGS
        or any(len(tag.split()) > MAX_ATTRIBUTES for tag in _long_tags(page))
    ):
        raise CorpusError("this web page is too large for a report; save its text as .txt")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, default_doctype=False
    )
    root = etree.fromstring(page.replace("\x00", "\ufffd").encode("utf-8", "replace"), parser)
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:
        raise CorpusError(f"this web page cannot be read whole ({fatal[0].message}); save its text as .txt")
    return root


def _long_tags(page: str) -> Iterator[str]:
    """What stands between < and > and is long enough to hold too many words."""
    return (match[0] for match in re.finditer(rf"<[^<>]{{{LONG_TAG},}}", page))


def _mark_links(pieces: Iterable[str | Mark]) -> Iterator[str | Mark]:
    """The pieces without their link marks; a line that is mostly links and no sentence is marked as outside."""
    line: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            line.append(piece)
            continue
        yield from _mark_line(line)
        yield piece
        line.clear()
    yield from _mark_line(line)


def _mark_line(line: list[str]) -> Iterator[str]:
    links = sum(_length(text) for text in line if text.startswith(_LINK))
    if links > LINK_SHARE * sum(map(_length, line)) and not any("。" in text for text in line):
        yield OUTSIDE
    for text in line:
        yield text.removeprefix(_LINK)


def _pieces(root: etree._Element, main: etree._Element | None) -> Iterator[str | Mark]:
    """What lay_out takes; every text begins with OUTSIDE outside `main`, inside it with _LINK in a link."""
    walk = etree.iterwalk(root, events=("start", "end"))
    hidden: etree._Element | None = None
    counts: dict[etree._Element, int] = {}  # of every list the number of its last item
    outside, links, verbatim = main is not None, 0, 0
    for event, element in walk:
        name = element.tag
        if event == "start":
            if _is_hidden(element):
                hidden = element
                walk.skip_subtree()
                continue
            if element is main:
                yield Mark.BREAK
                outside = False
            if name in _BEGINS:
                yield _BEGINS[name]
            if name in _HEADINGS:
                yield mark_heading(int(name[1]))
            verbatim += name in _VERBATIM
            links += _is_link(element)
            if name == "li":
                yield (OUTSIDE if outside else "") + _list_numeral(element, counts)
            text = element.text
        else:
            if element is not hidden:
                verbatim -= name in _VERBATIM
                links -= _is_link(element)
                if name in _ENDS:
                    yield _ENDS[name]
                if element is main:
                    outside = True
            hidden = None
            text = element.tail
        yield from _lines(text or "", OUTSIDE if outside else _LINK if links else "", verbatim=verbatim > 0)


def _lines(text: str, mark: str, *, verbatim: bool) -> Iterator[str | Mark]:
    """A text behind its mark: one piece, or where white space is printed as it stands line by line."""
    if text and not verbatim:
        yield mark + re.sub(r"[ \t-\r\x1c-\x1f]+", _space, text)
        return
    for line in text.splitlines():
        yield mark + line
        yield Mark.BREAK


def _space(match: re.Match[str]) -> str:
    return SOURCE_BREAK if "\n" in match[0] or "\r" in match[0] else " "


def _is_hidden(element: etree._Element) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or _HIDING.search(element.get("style", "")) is not None
    )


def _list_numeral(item: etree._Element, counts: dict[etree._Element, int]) -> str:
    """The numeral that a browser prints before an item of an ordered list; "" where the text brings its own.

    `counts` holds the number of each list's last item and is kept up to date.
    """
    above = item.getparent()
    if above is None or above.tag != "ol":
        return ""
    if above not in counts:
        counts[above] = whole_number(above.get("start"), 1) - 1
    counts[above] = whole_number(item.get("value"), counts[above] + 1)
    if ENUMERATOR.match(fold("".join(islice(item.itertext(), ITEM_PIECES))).lstrip()):
        return ""
    styles = " ".join((above.get("style", ""), item.get("style", "")))
    named = re.search(r"list-style(?:-type)?\s*:[^;]*?([a-z]+-[a-z-]+|none|decimal|disc|circle|square)", styles)
    kind, stop = _LISTS.get(named[1] if named else above.get("type", ""), ("none", ""))
    sign = write_numeral(counts[above], kind)
    return sign and sign + stop


def _is_link(element: etree._Element) -> bool:
    return element.tag in ("nav", "footer") or (element.tag == "a" and bool(element.get("href")))


def _find_main(root: etree._Element) -> etree._Element | None:
    """The part of the page that holds the report; None if that is all of it."""
    text: dict[etree._Element, int] = {}
    links: dict[etree._Element, int] = {}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            text[element] = links[element] = 0
            if _is_hidden(element):
                walk.skip_subtree()
            else:
                text[element] = _length(element.text)
            continue
        if _is_link(element):
            links[element] = text[element]
        above = element.getparent()
        if above is not None and above in text:
            text[above] += text[element] + _length(element.tail)
            links[above] += links[element]
    prose = {element: text[element] - links[element] for element in text}
    main, share = root, MAIN_SHARE * prose[root]
    while (inner := next((child for child in main if prose.get(child, 0) >= max(share, 1)), None)) is not None:
        main = inner
    while main is not root:
        above = main.getparent()
        gained = text[above] - text[main]
        if main.tag in _CONTAINERS and links[above] - links[main] > LINK_SHARE * gained:
            return main
        main = above
    return None


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _settle_title(text: str, root: etree._Element) -> str:
    """`text` with the report's title inside the report once.

    The title is the longest line of the page's head that the page names as its title: by `meta ArticleTitle`, which
    government sites give, or by `title`. Above the report's part it belongs to the report; where the page prints it
    again over the text, the last one counts.
    """
    names = [m.get("content", "") for m in root.iter("meta") if m.get("name", "").lower() == "articletitle"]
    names = [_bare(name) for name in (*names, *(t.text or "" for t in root.iter("title")))]
    lines = text.split("\n")
    body = next((i for i, line in enumerate(lines) if not line.startswith(OUTSIDE)), 0)
    head = [_bare(line) for line in lines[: body + TITLE_LINES]]
    title = max(
        (line for line in head if TITLE_SUBJECT.search(line) and any(line in name for name in names)),
        key=len,
        default="",
    )
    places = [i for i, line in enumerate(head) if title and line == title]
    for i in places:
        lines[i] = lines[i].removeprefix(OUTSIDE) if i == places[-1] else OUTSIDE + lines[i].removeprefix(OUTSIDE)
    return "\n".join(lines)


def _bare(text: str) -> str:
    return "".join(text.split())
