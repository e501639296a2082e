"""A web page → its visible text, what is not the report marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import NamedTuple

from lxml import etree

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.forms import DATE, ENUMERATOR, LINE_MARK, TITLE_SUBJECT
from helpers.numerals import write_numeral
from helpers.reading.lines import OUTSIDE, SOURCE_BREAK, Mark, lay_out, mark_heading, whole_number

__all__ = ["fragment_pieces", "html_text"]

# What a browser shows nothing of, or nothing that is text.
_UNSEEN = {"head", "title", "script", "style", "noembed", "noframes", "iframe", "object"}
_UNSEEN |= {"applet", "embed", "svg", "canvas", "audio", "video", "map", "select", "datalist", "textarea", "input"}
_UNSEEN |= {"button", "rp", "rt", "meta", "link", "base"}
# What it shows where no script runs, or once one has run.
_UNRUN = {"noscript", "template"}
# What begins and ends a line; every other element stands in one.
_BLOCKS = {"address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog"}
_BLOCKS |= {"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"}
_BLOCKS |= {"h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p"}
_BLOCKS |= {"plaintext", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "xmp"}
_BEGINS = dict.fromkeys(_BLOCKS, Mark.BREAK) | {"tr": Mark.ROW, "td": Mark.CELL, "th": Mark.CELL}
_ENDS = dict.fromkeys(_BLOCKS, Mark.BREAK) | {"tr": Mark.ROW_END}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_VERBATIM = {"pre", "xmp", "listing", "plaintext"}
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|opacity\s*:\s*0*(\.0*)?(?![\d.])", re.IGNORECASE
)
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
_LIST_STYLE = re.compile(r"[a-z]+-[a-z-]+|none|decimal|disc|circle|square")
_SENTENCE = re.compile(r"^[^\x1f].*([。｡]|[，,；;].*[，,；;])", re.MULTILINE)
_STOPS = re.compile("[。｡]")

_CONTAINERS = {"article", "body", "center", "div", "main", "section", "td"}

# A report's page has some 200 KB, one from a word processor ten times that. More is refused unparsed; so is a tag with
# more words than this, for which the parser takes time by the square, and a page with more of them in all, which take
# a hundred times their size in memory.
MAX_PAGE, MAX_TAGS, MAX_ATTRIBUTES, MAX_WORDS = 10_000_000, 300_000, 5_000, 500_000
MAX_ELEMENTS = 60_000  # a page from a word processor has 20,000; every step looks at all of them

_TOO_LARGE = "this web page is too large for a report; save its text as .txt"

# A report's page holds the report and little else that is not a link: the smallest part with this share of the text
# that is no link holds the report's body, and grows to its parent while what it gains is mostly no links (the title,
# the signature).
MAIN_SHARE = 0.7
LINK_SHARE = 0.4
NAMED_SHARE = 0.9  # of all sentences, that a part whose name says that it holds the text must have
# What a page hides is its article, which a script is to show, if it has this share of all sentences of the page, and so
# many at the least: a notice that is hidden (a window that opens, a hint) has fewer. Covers may lie in covers.
COVERED_SHARE, COVERED_SENTENCES, MAX_COVERS = 0.7, 3, 8
# A part that its name (`class=`, `id=`) puts outside the article holds at most this share of the page's sentences.
APART_SHARE = 0.1
_APART = re.compile(
    "foot(er)?|copyrights?|nav(bar|igation)?|(sub|side)?menus?|(bread)?crumbs?|sidebar|aside|shar(e|es|ing)|toolbar|meta"
    "|related|recommend|pager|pagination|login|search|toc|catalog(ue)?|mulu|tooltips?|popups?|modal|qr|qrcode|hide|hidden"
    "|invisible"
)
# What systems of government sites, and WeChat, call the part that holds an article's text.
_ARTICLE = re.compile(
    r"(?i)\b(zoom|trs_editor|ucap-?content|js_content|vsb_content\w*|(article|news)[-_]?(content|body|text))\b"
)
_TITLE_METAS = {"articletitle", "og:title"}
_NAME_PARTS = re.compile("[A-Z]?[a-z]+")
MENU_LINKS = 3  # so many lines beside each other that are links and say nothing else are a menu
# A cell spans no more columns or rows than this, a wider one is a table's title; columns in which merged cells are
# followed from row to row.
MAX_SPAN, MAX_COLUMNS = 20, 40
MAX_FILLED = 50_000  # places that merged cells fill; a table with more is no report's
# So many lines at most from the beginning of that part to the title: crumbs, index table, letterhead.
TITLE_LINES = 20
# In so many pieces of an item an enumerator of its own is looked for: each sign may have a span of its own, and an item
# may hold all of a report.
ITEM_PIECES = 20


def html_text(page: str) -> str:
    """The visible text in document order: blocks and rows by line, spans joined, numerals of lists included.

    Lines outside the part that holds the report begin with lines.OUTSIDE. Only what the page itself says is followed
    (`hidden`, `style=`, and for what is not the report the names of its parts), no style sheet and no script: an
    article that a script is to show is read. Raises CorpusError for a page nested too deeply.
    """
    root = _parse(page)
    if root is None:
        return ""
    shown = _find_shown(root)
    apart = _find_apart(root, shown)
    main = _find_main(root, shown, apart)
    text = lay_out(_mark_links(_pieces(_Page(root, main, shown, apart))))
    if not _SENTENCE.search(text):  # a page of links
        return "\n".join(OUTSIDE + line.removeprefix(OUTSIDE) for line in text.split("\n"))
    return _settle_title(text, root)


def fragment_pieces(mark_up: str) -> Iterator[str | Mark]:
    """What `lay_out` takes of HTML within another text, all of which is the report's."""
    root = _parse(mark_up)
    return iter(()) if root is None else _mark_links(_pieces(_Page(root, None, set(), set())))


def _parse(page: str) -> etree._Element | None:
    """The elements of a page, None if it has none; CorpusError for one that is too large or nested too deeply."""
    if len(page) > MAX_PAGE or page.count("<") > MAX_TAGS or _has_many_attributes(page):
        raise CorpusError(_TOO_LARGE)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, default_doctype=False
    )
    root = etree.fromstring(page.replace("\x00", "\ufffd").encode("utf-8", "replace"), parser)
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:
        raise CorpusError(f"this web page cannot be read whole ({fatal[0].message}); save its text as .txt")
    if root is not None and next(islice(root.iter(), MAX_ELEMENTS, None), None) is not None:
        raise CorpusError(_TOO_LARGE)
    return root


def _has_many_attributes(page: str) -> bool:
    """Whether a tag, or all together, have more words than a report's page; a value in quotes may hold < and >."""
    words = 0
    for tag in re.finditer(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*+", page):
        here = max(len(tag[0].split()), tag[0].count("="))
        words += here
        if here > MAX_ATTRIBUTES or words > MAX_WORDS:
            return True
    return False


class _Page(NamedTuple):
    """A page and what is known of its parts."""

    root: etree._Element
    main: etree._Element | None  # the part that holds the report; None if that is all of it
    shown: set[etree._Element]  # what is hidden until a script runs, and is read
    apart: set[etree._Element]  # parts inside or outside `main` that are not the report


class _Link(NamedTuple):
    """A piece of text that is part of a link, by the link's number."""

    text: str
    number: int


class _Line(NamedTuple):
    """The pieces of a line, and the mark that ends it; the last line of a page has none."""

    pieces: list[str | _Link]
    end: Mark | None

    def text(self) -> str:
        return "".join(map(_text, self.pieces))


def _text(piece: str | _Link) -> str:
    return piece.text if isinstance(piece, _Link) else piece


def _mark_links(pieces: Iterable[str | _Link | Mark]) -> Iterator[str | Mark]:
    """The pieces as lay_out takes them; a line that is a link or mostly links is marked as outside, unless it says
    something (`_says_something`), or stands alone between lines of the report."""
    lines = [line for line in _split_lines(pieces) if line.pieces or line.end]
    filled = [i for i, line in enumerate(lines) if _length(line.text())]
    linked = {i for i in filled if _is_linked(lines[i])}
    silent = {i for i in linked if not _says_something(fold(lines[i].text()))}
    outside = set(silent)
    for is_silent, run in groupby(filled, key=silent.__contains__):
        places = list(run)
        between = places[0] != filled[0] and places[-1] != filled[-1]
        if is_silent and between and len(places) < MENU_LINKS and all(_is_one_link(lines[i]) for i in places):
            outside -= set(places)
    for i, line in enumerate(lines):
        if i in outside:
            yield OUTSIDE
        yield from map(_text, line.pieces)
        if line.end:
            yield line.end


def _split_lines(pieces: Iterable[str | _Link | Mark]) -> Iterator[_Line]:
    line: list[str | _Link] = []
    for piece in pieces:
        if isinstance(piece, Mark):
            yield _Line(line, piece)
            line = []
        else:
            line.append(piece)
    yield _Line(line, None)


def _is_linked(line: _Line) -> bool:
    """Whether a line inside the report's part is mostly links."""
    links = sum(_length(piece.text) for piece in line.pieces if isinstance(piece, _Link))
    return links > LINK_SHARE * _length(line.text())


def _is_one_link(line: _Line) -> bool:
    """Whether a line is one link and nothing else."""
    numbers = {piece.number if isinstance(piece, _Link) else None for piece in line.pieces if _length(_text(piece))}
    return len(numbers) == 1


def _says_something(line: str) -> bool:
    """Whether a line that is a link may be the report's: a sentence, a heading or item, the name of a document."""
    return "《" in line or re.search("。|[,;].*[,;]", line) is not None or LINE_MARK.match(line.lstrip()) is not None


def _pieces(page: _Page) -> Iterator[str | _Link | Mark]:
    """Text and marks; every text begins with OUTSIDE outside the report's part, and is a _Link in a link inside it."""
    walk = etree.iterwalk(page.root, events=("start", "end"))
    hidden: etree._Element | None = None
    counts: dict[etree._Element, int] = {}  # of every list the number of its last item
    tables: list[_Table] = []
    outside, links, number, verbatim = int(page.main is not None), 0, 0, 0
    for event, element in walk:
        name = element.tag
        if event == "start":
            if _is_hidden(element) and element not in page.shown:
                hidden = element
                walk.skip_subtree()
                continue
            if element is page.main or element in page.apart:
                yield Mark.BREAK
            outside += (element in page.apart) - (element is page.main)
            yield from _begin(element, tables)
            verbatim += name in _VERBATIM
            links += _is_link(element)
            number += _is_link(element)
            if name == "li":
                yield OUTSIDE * (outside > 0) + _list_numeral(element, counts)
            text = element.text
        else:
            if element is not hidden:
                verbatim -= name in _VERBATIM
                links -= _is_link(element)
                yield from _end(element, tables)
                if element in page.apart:
                    yield Mark.BREAK
                outside += (element is page.main) - (element in page.apart)
            hidden = None
            text = element.tail
        for line in _lines(text or "", verbatim=verbatim > 0):
            yield (
                line
                if isinstance(line, Mark)
                else OUTSIDE + line
                if outside
                else _Link(line, number)
                if links
                else line
            )


class _Table(NamedTuple):
    """How far a table has been read: in which columns a cell of a row above goes on, and for how many rows more."""

    goes_on: dict[int, int]
    columns: list[int]  # that the row has had so far, one number
    filled: list[int]  # places that merged cells have filled, one number


def _begin(element: etree._Element, tables: list[_Table]) -> Iterator[str | Mark]:
    """The marks where an element begins; of a cell also those of the places that cells of rows above fill."""
    name = element.tag
    if name == "table":
        tables.append(_Table({}, [0], [0]))
    elif name == "tr" and tables:
        tables[-1].columns[0] = 0
    elif name in ("td", "th") and tables:
        yield from _fill(tables[-1])
        table, column = tables[-1], tables[-1].columns[0]
        rows, columns = (_span(element, which) for which in ("rowspan", "colspan"))
        table.goes_on.update({at: rows - 1 for at in range(column, min(column + columns, MAX_COLUMNS)) if rows > 1})
        table.columns[0] += 1
    if name in _BEGINS:
        yield _BEGINS[name]
    if name in _HEADINGS:
        yield mark_heading(int(name[1]))


def _end(element: etree._Element, tables: list[_Table]) -> Iterator[Mark]:
    """The marks where an element ends; behind a cell those of the further columns that it spans."""
    name = element.tag
    if name in ("td", "th") and tables:
        further = _span(element, "colspan") - 1
        tables[-1].columns[0] += further
        tables[-1].filled[0] += further
        yield from [Mark.CELL] * further
    elif name == "tr" and tables:
        yield from _fill(tables[-1])
    elif name == "table" and tables:
        tables.pop()
    if name in _ENDS:
        yield _ENDS[name]


def _fill(table: _Table) -> Iterator[Mark]:
    """An empty cell for every column from here on that a cell of a row above fills."""
    if table.filled[0] > MAX_FILLED:
        raise CorpusError(_TOO_LARGE)
    while table.goes_on.get(table.columns[0], 0):
        table.filled[0] += 1
        table.goes_on[table.columns[0]] -= 1
        table.columns[0] += 1
        yield Mark.CELL


def _span(cell: etree._Element, which: str) -> int:
    return max(1, min(whole_number(cell.get(which), 1), MAX_SPAN))


def _lines(text: str, *, verbatim: bool) -> Iterator[str | Mark]:
    """A text: one piece, or where white space is printed as it stands line by line."""
    if text and not verbatim:
        yield re.sub(r"[ \t-\r\x1c-\x1f]+", _space, text)
        return
    for line in text.splitlines():
        yield line
        yield Mark.BREAK


def _space(match: re.Match[str]) -> str:
    return SOURCE_BREAK if "\n" in match[0] or "\r" in match[0] else " "


def _is_hidden(element: etree._Element) -> bool:
    return element.tag in _UNSEEN or _is_covered(element)


def _is_covered(element: etree._Element) -> bool:
    """Whether an element is hidden, and a script may show it."""
    return (
        element.tag in _UNRUN
        or element.get("hidden") is not None
        or _HIDING.search(element.get("style", "")) is not None
    )


def _find_shown(root: etree._Element) -> set[etree._Element]:
    """The hidden elements that hold the article: one, or all of a kind beside each other (each paragraph by itself)."""
    shown: set[etree._Element] = set()
    for _ in range(MAX_COVERS):
        seen, covered = _count_sentences(root, shown)
        enough = max(COVERED_SENTENCES, COVERED_SHARE * (seen + sum(covered.values())))
        whole = [element for element, number in covered.items() if number >= enough]
        kinds: dict[tuple[etree._Element | None, str], list[etree._Element]] = {}
        for element in covered:
            kinds.setdefault((element.getparent(), element.tag), []).append(element)
        alike = [kind for kind in kinds.values() if sum(map(covered.__getitem__, kind)) >= enough]
        if not alike:
            break
        shown.update(whole or alike[0])
    return shown


def _count_sentences(root: etree._Element, shown: set[etree._Element]) -> tuple[int, dict[etree._Element, int]]:
    """How many sentences the page shows, and how many each part that hides others has: of parts in one another the
    outer one."""
    seen, covered = 0, dict[etree._Element, int]()
    cover: etree._Element | None = None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in _UNSEEN:
                walk.skip_subtree()
                continue
            if cover is None and _is_covered(element) and element not in shown:
                cover = element
                covered[cover] = 0
            text = element.text
        else:
            cover = None if cover is element else cover
            text = element.tail
        stops = len(_STOPS.findall(text or ""))
        if cover is None:
            seen += stops
        else:
            covered[cover] += stops
    return seen, covered


def _find_apart(root: etree._Element, shown: set[etree._Element]) -> set[etree._Element]:
    """The parts that by their names are not the report, and hold hardly a sentence of the page; the outer ones."""
    stops = _count_stops(root, shown)
    apart: set[etree._Element] = set()
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        few = stops.get(element, 0) <= APART_SHARE * stops[root]
        if element not in stops:
            walk.skip_subtree()
        elif few and element is not root and element.tag != "body" and _is_named_apart(element):
            apart.add(element)
            walk.skip_subtree()
    return apart


def _count_stops(root: etree._Element, shown: set[etree._Element]) -> dict[etree._Element, int]:
    """How many sentences end in each element that is not hidden."""
    stops: dict[etree._Element, int] = {}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        above = element.getparent()
        if event == "end":
            if above is not None and above in stops:
                stops[above] += stops.get(element, 0) + len(_STOPS.findall(element.tail or ""))
        elif _is_hidden(element) and element not in shown:
            walk.skip_subtree()
        else:
            stops[element] = len(_STOPS.findall(element.text or ""))
    return stops


def _is_named_apart(element: etree._Element) -> bool:
    """Whether a part has the name of what is not the report; one that ends with a date is a signature all the same."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if not any(_APART.fullmatch(part.lower()) for part in _NAME_PARTS.findall(names)):
        return False
    return DATE.fullmatch(fold(_bare(_last_text(element)))) is None


def _last_text(element: etree._Element) -> str:
    """The text that stands last in an element; "" where nothing stands behind its last child."""
    while len(element) and not _bare(element[-1].tail or ""):
        element = element[-1]
    return (element[-1].tail if len(element) else element.text) or ""


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
    named = re.search(r"list-style(?:-type)?\s*:([^;]*)", styles)
    words = [word for word in named[1].split() if _LIST_STYLE.fullmatch(word)] if named else []
    kind, stop = _LISTS.get(words[0] if words else above.get("type", ""), ("none", ""))
    sign = write_numeral(counts[above], kind)
    return sign and sign + stop


def _is_link(element: etree._Element) -> bool:
    return element.tag in ("nav", "footer") or (element.tag == "a" and bool(element.get("href")))


def _find_main(root: etree._Element, shown: set[etree._Element], apart: set[etree._Element]) -> etree._Element | None:
    """The part of the page that holds the report; None if that is all of it."""
    stops = _count_stops(root, shown)
    named = [e for e, n in stops.items() if n >= max(1, NAMED_SHARE * stops[root]) and _is_named_article(e)]
    if named:
        return named[-1]  # the innermost
    text: dict[etree._Element, int] = {}
    links: dict[etree._Element, int] = {}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            text[element] = links[element] = 0
            if _is_hidden(element) and element not in shown:
                walk.skip_subtree()
            else:
                text[element] = _length(element.text)
            continue
        if _is_link(element) or element in apart:
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


def _is_named_article(element: etree._Element) -> bool:
    return _ARTICLE.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _settle_title(text: str, root: etree._Element) -> str:
    """`text` with the report's title inside the report once.

    The title is the longest line of the page's head that the page names as its title: by `meta ArticleTitle`, which
    government sites give, `og:title`, `title` or `h1`. Above the report's part it belongs to the report; where the page
    prints it again over the text, the last one counts.
    """
    metas = [(m.get("name") or m.get("property") or "", m.get("content", "")) for m in root.iter("meta")]
    names = [content for name, content in metas if name.lower() in _TITLE_METAS]
    names += [t.text or "" for t in root.iter("title")] + ["".join(h.itertext()) for h in root.iter("h1")]
    names = [_bare(name) for name in names]
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
