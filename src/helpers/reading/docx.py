"""A Word file (.docx) → its visible text, generated numerals included.

Read from the XML itself (ECMA-376 part 1), not through python-docx: its iter_inner_content leaves out tracked
insertions, smart tags, content controls and text boxes, keeps hidden text, and numbers nothing.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from lxml import etree

from helpers.errors import CorpusError
from helpers.numerals import read_numeral, write_numeral
from helpers.reading.contents import mark_contents
from helpers.reading.lines import OUTSIDE, Mark, lay_out, mark_heading, whole_number

__all__ = ["docx_text"]

# The document of a report of 50,000 characters has some 5 MB of XML and 200,000 tags. More is refused unread.
MAX_PART, MAX_TAGS = 24_000_000, 600_000

# Elements whose text is not seen: what was deleted or moved away, field codes, phonetic guides, properties.
_UNSEEN = {"del", "moveFrom", "delText", "instrText", "rt", "binData"}
_UNSEEN |= {"pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr"}
_ENDS = {"br": Mark.BREAK, "cr": Mark.BREAK, "tr": Mark.ROW_END}
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_CHUNKS = ("altChunk", "subDoc")  # a file within the file
_MOST_COLUMNS = 63  # of a table in Word
# The elements that matter, in whatever namespace: transitional and strict OOXML, drawings, formulas.
_READ = ["p", "r", "t", "tr", "tc", "br", "cr", "sym", "txbxContent", "Fallback", "footnoteReference", *_CHUNKS]
_READ = [f"{{*}}{name}" for name in (*_READ, "endnoteReference", *_SIGNS, *_UNSEEN)]

# Names of styles, without blanks and capitals. Word's own keep their English names whatever language it speaks.
_HEADING_STYLE = re.compile(r"(?:heading|标题|標題)(?P<digit>[1-9])|(?P<numeral>[一二三四五六七八九1-9])级标题")
_TITLE_STYLE = re.compile(r"title|标题|標題|大标题|文档标题|主标题|报告标题|文件标题|公文标题")
_SUBTITLE_STYLE = re.compile(r"subtitle|副标题|副標題")
_CONTENTS_STYLE = re.compile(
    r"(?:toc|目录|目錄)(?:[1-9]|heading|标题)|contents(?:[1-9]|heading)|tableoffigures|图表目录"
)
_BODY_LEVEL = 9  # w:outlineLvl of body text; the levels of headings are 0 to 8
# An entry of a table of contents is a heading's words and a page. What is longer or told in sentences is none.
_LONGEST_ENTRY = 120

Reader = Callable[[bytes, str], str]  # the bytes and the name of a file → its text, as of `read_file`


def docx_text(data: bytes, read_part: Reader | None = None) -> str:
    """The text in document order: paragraphs and rows of tables by line, text boxes and notes after their paragraph.

    Tracked insertions are in; tracked deletions, hidden text, headers, footers and comments are not. Paragraphs with a
    heading's style or outline level begin with `mark_heading`, tables of contents are outside. A file within the file
    (w:altChunk) is read by `read_part`. Raises CorpusError for what is no Word file, is encrypted, unpacks beyond
    MAX_PART, or holds a file that cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        main = _related(package, names, "", "officeDocument")
        root = _parse(package, main) if main else None
        if main is None or root is None or _name(root) != "document":
            raise CorpusError(_other_kind(names))
        parts: dict[str, etree._Element | None] = {}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            part = _related(package, names, main, kind)
            parts[kind] = _parse(package, part) if part else None
        chunks = _read_chunks(package, main, root, read_part)
    told = [note for kind in ("footnotes", "endnotes") if (part := parts[kind]) is not None for note in part]
    notes = {(_name(note), _get(note, "id")): note for note in told}
    lists = _read_lists(parts["styles"], parts["numbering"])
    next_numeral = partial(_next_numeral, lists, _Counts({}, set()))
    contents = _find_contents(root, lists)

    def begin(paragraph: etree._Element) -> str:
        level = None if paragraph in contents else _heading_level(lists, paragraph)
        mark = OUTSIDE if paragraph in contents else "" if level is None else mark_heading(level)
        return mark + next_numeral(paragraph)

    return mark_contents(lay_out(_pieces(root, begin, notes, chunks)))


def _other_kind(names: set[str]) -> str:
    """What a zip archive without a Word document is, and what to do."""
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        return "this is a table or a presentation, not a report's text; save its text as .docx or .txt"
    if "mimetype" in names and "content.xml" in names:
        return "this is an OpenDocument file (.odt); save it as .docx"
    if "OFD.xml" in names:
        return "this is an OFD file; print it to PDF or save its text as .txt"
    return "this is a zip archive, not a report; unpack it and give the report in it"


class _Relation(NamedTuple):
    """What a part of the package refers to."""

    ident: str
    kind: str
    part: str  # its name, for one outside the package its address
    outside: bool


def _relations(package: zipfile.ZipFile, names: set[str], source: str) -> Iterator[_Relation]:
    """The relationships of `source` ("" is the package)."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in names:
        return
    for relation in _parse(package, relations):
        target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
        part = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield _Relation(relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], part, outside)


def _related(package: zipfile.ZipFile, names: set[str], source: str, kind: str) -> str | None:
    """The part to which `source` has a relationship of this kind, None without one."""
    found = (relation for relation in _relations(package, names, source) if relation.kind == kind)
    part = next((relation.part for relation in found if not relation.outside), None)
    return part if part in names else None


def _read_chunks(
    package: zipfile.ZipFile, main: str, root: etree._Element, read_part: Reader | None
) -> dict[str | None, str]:
    """The texts of the files that the document takes in (w:altChunk, w:subDoc), by relationship."""
    used = {_get(element, "id") for element in root.iter(*(f"{{*}}{name}" for name in _CHUNKS))}
    if not used:
        return {}
    names = set(package.namelist())
    parts = {relation.ident: relation for relation in _relations(package, names, main)}
    texts: dict[str | None, str] = {}
    for ident in sorted(used, key=str):
        relation = parts.get(ident or "")
        part = relation.part if relation else f"the part {ident}"
        if relation is None or relation.outside or part not in names:
            raise CorpusError(f"it takes in {part}, which is not in it; open it in Word, save it again, and add that")
        if read_part is None:
            raise CorpusError(f"it holds {part}, a file within a file within a file; save its text as .txt")
        texts[ident] = read_part(_unpack(package, part), part)
    return texts


def _parse(package: zipfile.ZipFile, part: str) -> etree._Element:
    """The XML of a part; nothing is fetched, no entity is expanded, no more than MAX_PART bytes are unpacked."""
    data = _unpack(package, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise CorpusError(f"{part} declares a document type, which no Word file does; save its text as .txt")
    return root


def _unpack(package: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of a part, no more than MAX_PART."""
    if package.getinfo(part).flag_bits & 1:
        raise CorpusError("this archive is encrypted; save it without a password")
    with package.open(part) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
        raise CorpusError(
            f"{part} unpacks to more than {MAX_PART:,} bytes or {MAX_TAGS:,} tags, too much for a report;"
            " save its text as .txt"
        )
    return data


def _name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag.rpartition("}")[2])


def _get(element: etree._Element | None, name: str) -> str | None:
    return None if element is None else next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


def _child(element: etree._Element | None, *names: str) -> etree._Element | None:
    for name in names:
        element = None if element is None else next((child for child in element if _name(child) == name), None)
    return element


def _on(element: etree._Element | None) -> bool:
    """Whether a property that may be switched off (`w:val="0"`) is there and on."""
    return element is not None and _get(element, "val") not in ("0", "false", "off")


def _is_unseen(element: etree._Element, name: str) -> bool:
    """Whether nothing under an element prints: properties, deletions, hidden runs, the older twin of a drawing."""
    if name == "Fallback":
        return _child(element.getparent(), "Choice") is not None
    return name in _UNSEEN or (name == "r" and _on(_child(element, "rPr", "vanish")))


def _pieces(
    root: etree._Element,
    begin: Callable[[etree._Element], str],
    notes: Mapping[tuple[str, str | None], etree._Element],
    chunks: Mapping[str | None, str],
) -> Iterator[str | Mark]:
    """What lay_out takes; `begin` is asked for every paragraph in document order what its line begins with."""
    walk = etree.iterwalk(root, events=("start", "end"), tag=_READ)
    aside: list[etree._Element] = []  # text boxes and notes, which follow the paragraph they hang on
    for event, element in walk:
        name = _name(element)
        if event == "start":
            if _is_unseen(element, name):
                walk.skip_subtree()
            elif name == "txbxContent" and element is not root:
                aside.append(element)
                walk.skip_subtree()
            elif name == "p":
                yield begin(element)
            elif name == "tr":
                yield from [Mark.ROW, *[Mark.CELL] * _count(_child(element, "trPr", "gridBefore"), 0)]
            elif name == "tc":
                yield Mark.CELL
            elif name in _CHUNKS:
                for line in chunks[_get(element, "id")].split("\n"):
                    yield from (Mark.BREAK, line, Mark.BREAK)
        elif name == "t":
            yield (element.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield chr(int(_get(element, "char") or "FFFD", 16))
        elif name in _ENDS:
            yield _ENDS[name]
        elif name == "tc":  # the places that a cell over several columns takes
            yield from [Mark.CELL] * (_count(_child(element, "tcPr", "gridSpan"), 1) - 1)
        elif name in ("footnoteReference", "endnoteReference"):
            note = notes.get((name.removesuffix("Reference"), _get(element, "id")))
            aside += [] if note is None else [note]
        elif name == "p":
            if _child(element, "pPr", "rPr", "del") is None:
                yield Mark.BREAK
            for box in aside:
                yield Mark.BREAK
                yield from _pieces(box, begin, notes if _name(box) == "txbxContent" else {}, chunks)
            aside.clear()


def _count(element: etree._Element | None, otherwise: int) -> int:
    """How many columns a property says, no more than a table has."""
    return min(whole_number(_get(element, "val"), otherwise), _MOST_COLUMNS)


def _heading_level(lists: _Lists, paragraph: etree._Element) -> int | None:
    """The level of a heading, 0 the document's title, None of other paragraphs: what its style is called, else the
    outline level of the paragraph or of the nearest style that has one."""
    styles = list(_styles_of(lists, paragraph))
    own = _get(_child(paragraph, "pPr", "outlineLvl"), "val")
    if any(_SUBTITLE_STYLE.fullmatch(style.name) for style in styles[:1]):
        return None
    if any(_TITLE_STYLE.fullmatch(style.name) for style in styles):
        return 0
    if own is not None:
        return _from_outline(own)
    for style in styles:
        if style.outline is not None:
            return _from_outline(style.outline)
        if named := _HEADING_STYLE.fullmatch(style.name):
            return read_numeral(named["digit"] or named["numeral"])
    return None


def _from_outline(level: str) -> int | None:
    at = whole_number(level, _BODY_LEVEL)
    return at + 1 if at < _BODY_LEVEL else None


def _styles_of(lists: _Lists, paragraph: etree._Element) -> Iterator[_Style]:
    """The style of a paragraph and those that it is based on; of one that the file does not hold, its name alone."""
    key, seen = _get(_child(paragraph, "pPr", "pStyle"), "val") or lists.default, set()
    while key is not None and key not in seen:
        seen.add(key)
        style = lists.styles.get(key) or _Style(None, None, _plain(key), None)
        yield style
        key = style.based_on


def _plain(name: str | None) -> str:
    """The name of a style without blanks and capitals."""
    return "".join((name or "").lower().split())


def _find_contents(root: etree._Element, lists: _Lists) -> set[etree._Element]:
    """The paragraphs of tables of contents: of a field TOC, of Word's gallery of such, of a style of theirs, or whose
    words all lead to a heading."""
    found = {
        paragraph
        for gallery in root.iter("{*}docPartGallery")
        if _plain(_get(gallery, "val")) == "tableofcontents"
        for paragraph in gallery.xpath("ancestor::*[local-name()='sdt'][1]//*[local-name()='p']")
    }
    shares: dict[etree._Element, list[int]] = {}  # of every paragraph the characters outside a field TOC and in one
    open_fields: list[str] = []  # of every field not yet ended what it says
    closes = _field_ends(root)
    for element in root.iter("{*}p", "{*}t", "{*}fldChar", "{*}instrText"):
        name = _name(element)
        if name == "p":
            shares[element] = [0, 0]
        elif name == "fldChar":
            kind = _get(element, "fldCharType")
            if kind == "begin" and element in closes:
                open_fields.append("")
            elif kind == "end" and open_fields:
                open_fields.pop()
        elif name == "instrText" and open_fields:
            open_fields[-1] += element.text or ""
        elif name == "t" and (above := next(element.iterancestors("{*}p"), None)) in shares:
            links = (_get(link, "anchor") or "" for link in element.iterancestors("{*}hyperlink"))
            fields = (_get(field, "instr") or "" for field in element.iterancestors("{*}fldSimple"))
            listed = any(map(_is_contents, (*open_fields, *fields))) or any(to.startswith("_Toc") for to in links)
            shares[above][listed] += len(element.text or "")
    found |= {paragraph for paragraph, (other, listed) in shares.items() if listed > other}
    found |= {p for p in shares if any(_CONTENTS_STYLE.fullmatch(style.name) for style in _styles_of(lists, p))}
    return {paragraph for paragraph in found if _is_entry(paragraph)}


def _field_ends(root: etree._Element) -> set[etree._Element]:
    """The beginnings of fields that end: one that does not would hold the rest of the document."""
    begun, closed = [], set()
    for element in root.iter("{*}fldChar"):
        kind = _get(element, "fldCharType")
        if kind == "begin":
            begun.append(element)
        elif kind == "end" and begun:
            closed.add(begun.pop())
    return closed


def _is_contents(field: str) -> bool:
    return re.match(r"\s*TOC\b", field) is not None


def _is_entry(paragraph: etree._Element) -> bool:
    text = "".join(paragraph.itertext("{*}t"))
    return len(text) <= _LONGEST_ENTRY and "。" not in text


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


class _Style(NamedTuple):
    """A style, as far as lists and headings are concerned."""

    place: _Place | None
    based_on: str | None
    name: str  # without blanks and capitals
    outline: str | None  # w:outlineLvl


class _Lists(NamedTuple):
    """What a document says of its lists."""

    lists: dict[str | None, _List]
    styles: dict[str | None, _Style]
    default: str | None  # the style of a paragraph that names none


class _Counts(NamedTuple):
    """How far the lists have been counted."""

    last: dict[str | None, dict[int, int]]  # of every abstract list and level the last number
    begun: set[tuple[str | None, int]]  # the lists and levels that have had a paragraph


def _read_lists(styles: etree._Element | None, numbering: etree._Element | None) -> _Lists:
    """What styles.xml and numbering.xml say of lists; either may be missing."""
    told = {_get(style, "styleId"): style for style in _named(styles, "style")}
    abstract = {_get(element, "abstractNumId"): element for element in _named(numbering, "abstractNum")}
    nums = {_get(element, "numId"): element for element in _named(numbering, "num")}
    by_style = {key: _read_style(style) for key, style in told.items()}
    lists = {}
    for key, num in nums.items():
        shared = _get(_child(num, "abstractNumId"), "val")
        source, made_of = num, abstract.get(shared)
        link = by_style.get(_get(_child(made_of, "numStyleLink"), "val"))
        if link is not None:  # the levels are those of the list that a style names
            source = nums.get(link.place.num if link.place else None)
            made_of = abstract.get(_get(_child(source, "abstractNumId"), "val"))
        lists[key] = _List(shared, _read_levels(made_of) | _read_levels(source), _read_starts(num))
    default = (key for key, style in told.items() if _get(style, "type") == "paragraph" and _is_default(style))
    return _Lists(lists, by_style, next(default, None))


def _read_style(style: etree._Element) -> _Style:
    name, outline = _get(_child(style, "name"), "val"), _get(_child(style, "pPr", "outlineLvl"), "val")
    based_on = _get(_child(style, "basedOn"), "val")
    return _Style(_read_place(style), based_on, _plain(name or _get(style, "styleId")), outline)


def _named(parent: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if parent is None else [child for child in parent if _name(child) == name]


def _is_default(style: etree._Element) -> bool:
    return _get(style, "default") in ("1", "true", "on")


def _read_place(element: etree._Element) -> _Place | None:
    """What the properties of a paragraph or a style say of its list; None if they do not speak of one."""
    told = _child(element, "pPr", "numPr")
    level = _get(_child(told, "ilvl"), "val")
    num = _get(_child(told, "numId"), "val")
    return None if told is None else _Place(num, None if level is None else whole_number(level, 0))


def _read_levels(element: etree._Element | None) -> dict[int, _Level]:
    """The levels of an abstract list, or those that a list puts in their place."""
    if element is None:
        return {}
    holders = [element] if _name(element) == "abstractNum" else list(element)
    return {_at(level): _read_level(level) for holder in holders for level in _named(holder, "lvl")}


def _read_level(level: etree._Element) -> _Level:
    def said(name: str) -> str | None:
        return _get(_child(level, name), "val")

    return _Level(
        start=whole_number(said("start"), 1),
        kind=said("numFmt") or "decimal",
        text=said("lvlText") or "",
        spaced=said("suff") != "nothing",
        legal=_on(_child(level, "isLgl")),
        goes_on=said("lvlRestart") == "0",
        style=said("pStyle"),
    )


def _read_starts(num: etree._Element) -> dict[int, int]:
    """The first number of each level that a list counts anew."""
    starts = {_at(told): _get(_child(told, "startOverride"), "val") for told in _named(num, "lvlOverride")}
    return {at: whole_number(start, 1) for at, start in starts.items() if start is not None}


def _at(element: etree._Element) -> int:
    """The level that an element is about, from 0."""
    return whole_number(_get(element, "ilvl"), 0)


def _find_place(lists: _Lists, paragraph: etree._Element) -> tuple[str | None, int]:
    """List and level of a paragraph: its own, else its style's or that of the styles which this one is based on."""
    num, level = _read_place(paragraph) or (None, None)
    name, seen = _get(_child(paragraph, "pPr", "pStyle"), "val") or lists.default, set()
    while name in lists.styles and name not in seen and (num is None or level is None):
        seen.add(name)
        style = lists.styles[name]
        if style.place is not None:
            num = style.place.num if num is None else num
            level = style.place.level if level is None else level
            if level is None and num in lists.lists:
                level = next((at for at, told in lists.lists[num].levels.items() if told.style == name), None)
        name = style.based_on
    return num, level or 0


def _next_numeral(lists: _Lists, counts: _Counts, paragraph: etree._Element) -> str:
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
