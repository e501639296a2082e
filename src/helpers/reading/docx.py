"""A Word file (.docx) → its visible text, generated numerals included.

Read from the XML itself (ECMA-376 part 1), not through python-docx: its iter_inner_content leaves out tracked
insertions, smart tags, content controls and text boxes, keeps hidden text, and numbers nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from lxml import etree

from helpers.errors import CorpusError
from helpers.numerals import read_numeral
from helpers.reading.contents import mark_contents
from helpers.reading.lines import OUTSIDE, Mark, lay_out, mark_heading, whole_number
from helpers.reading.numbering import Counts, Lists, list_styles, next_numeral, plain_name, read_lists
from helpers.reading.ooxml import (
    MAX_PART,
    attribute,
    child,
    find_related,
    is_on,
    list_relations,
    local_name,
    parse_part,
    unpack_part,
)

__all__ = ["docx_text"]


# Elements whose text is not seen: what was deleted or moved away, field codes, phonetic guides, properties.
_UNSEEN = {"del", "moveFrom", "delText", "instrText", "rt", "binData"}
_UNSEEN |= {"pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr"}
_ENDS = {"br": Mark.BREAK, "cr": Mark.BREAK, "tr": Mark.ROW_END}
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_CHUNKS = ("altChunk", "subDoc")  # a file within the file
_TAG, _UNPACKED = 200, 4  # what a tag of such a file costs, and a byte of an archive, beside a byte of text
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
_FIELD = 100  # characters of a field's instruction, which begins with its name

Reader = Callable[[bytes, str], str]  # the bytes and the name of a file → its text, as of `read_file`


def docx_text(data: bytes, read_part: Reader | None = None) -> str:
    """The text in document order: paragraphs and rows of tables by line, text boxes and notes after their paragraph.

    Tracked insertions are in; tracked deletions, hidden text, headers, footers and comments are not. Paragraphs with a
    heading's style or outline level begin with `mark_heading`, tables of contents are outside. A file within the file
    (w:altChunk) is read by `read_part`. Raises CorpusError for what is no Word file, is encrypted, unpacks beyond
    MAX_PART, or holds files that cannot be read or are too large together.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        main = find_related(package, names, "", "officeDocument")
        root = parse_part(package, main) if main else None
        if main is None or root is None or local_name(root) != "document":
            raise CorpusError(_other_kind(names))
        parts: dict[str, etree._Element | None] = {}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            part = find_related(package, names, main, kind)
            parts[kind] = parse_part(package, part) if part else None
        chunks = _read_chunks(package, main, root, read_part)
    told = [note for kind in ("footnotes", "endnotes") if (part := parts[kind]) is not None for note in part]
    notes = {(local_name(note), attribute(note, "id")): note for note in told}
    lists = read_lists(parts["styles"], parts["numbering"])
    numeral_before = partial(next_numeral, lists, Counts({}, set()))
    contents = _find_contents(root, lists)

    def begin(paragraph: etree._Element) -> str:
        level = None if paragraph in contents else _heading_level(lists, paragraph)
        mark = OUTSIDE if paragraph in contents else "" if level is None else mark_heading(level)
        return mark + numeral_before(paragraph)

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


def _read_chunks(
    package: zipfile.ZipFile, main: str, root: etree._Element, read_part: Reader | None
) -> dict[str | None, str]:
    """The texts of the files that the document takes in (w:altChunk, w:subDoc), by relationship."""
    used = {attribute(element, "id") for element in root.iter(*(f"{{*}}{name}" for name in _CHUNKS))}
    if not used:
        return {}
    names = set(package.namelist())
    parts = {relation.ident: relation for relation in list_relations(package, names, main)}
    texts: dict[str | None, str] = {}
    read: dict[str, str] = {}  # of every part its text: it may be taken in many times
    left = MAX_PART
    for ident in sorted(used, key=str):
        relation = parts.get(ident or "")
        part = relation.part if relation else f"the part {ident}"
        if relation is None or relation.outside or part not in names:
            raise CorpusError(f"it takes in {part}, which is not in it; open it in Word, save it again, and add that")
        if read_part is None:
            raise CorpusError(f"it holds {part}, a file within a file within a file; save its text as .txt")
        if part not in read:
            data = unpack_part(package, part)
            left -= _weigh(data)
            if left < 0:
                raise CorpusError("the files in it are too large together for a report; save its text as .txt")
            read[part] = read_part(data, part)
        texts[ident] = read[part]
    return texts


def _weigh(data: bytes) -> int:
    """What a file within the file costs, in bytes of text: its tags more, and what an archive says that it holds."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return max(len(data), _TAG * data.count(b"<"))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return _UNPACKED * sum(member.file_size for member in package.infolist())


def _is_unseen(element: etree._Element, name: str) -> bool:
    """Whether nothing under an element prints: properties, deletions, hidden runs, the older twin of a drawing."""
    if name == "Fallback":  # the choices stand before it
        above = element.getparent()
        return above is not None and local_name(above[0]) == "Choice"
    return name in _UNSEEN or (name == "r" and is_on(child(element, "rPr", "vanish")))


def _pieces(
    root: etree._Element,
    begin: Callable[[etree._Element], str],
    notes: dict[tuple[str, str | None], etree._Element],
    chunks: dict[str | None, str],
) -> Iterator[str | Mark]:
    """What lay_out takes; `begin` is asked for every paragraph in document order what its line begins with.

    Notes and files within the file are taken out of `notes` and `chunks` when they are printed.
    """
    walk = etree.iterwalk(root, events=("start", "end"), tag=_READ)
    aside: list[etree._Element] = []  # text boxes and notes, which follow the paragraph they hang on
    for event, element in walk:
        name = local_name(element)
        if event == "start":
            if _is_unseen(element, name):
                walk.skip_subtree()
            elif name == "txbxContent" and element is not root:
                aside.append(element)
                walk.skip_subtree()
            elif name == "p":
                yield begin(element)
            else:
                yield from _opening(element, name, chunks)
        elif name == "t":
            yield (element.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield chr(int(attribute(element, "char") or "FFFD", 16))
        elif name in _ENDS:
            yield _ENDS[name]
        elif name == "tc":  # the places that a cell over several columns takes
            yield from [Mark.CELL] * (_count(child(element, "tcPr", "gridSpan"), 1) - 1)
        elif name in ("footnoteReference", "endnoteReference"):
            note = notes.pop((name.removesuffix("Reference"), attribute(element, "id")), None)  # printed once
            aside += [] if note is None else [note]
        elif name == "p":
            if child(element, "pPr", "rPr", "del") is None:
                yield Mark.BREAK
            for box in aside:
                yield Mark.BREAK
                yield from _pieces(box, begin, notes if local_name(box) == "txbxContent" else {}, chunks)
            aside.clear()


def _opening(element: etree._Element, name: str, chunks: dict[str | None, str]) -> Iterator[str | Mark]:
    """What stands where a row, a cell or a file within the file begins."""
    if name == "tr":
        yield Mark.ROW
        yield from [Mark.CELL] * _count(child(element, "trPr", "gridBefore"), 0)
    elif name == "tc":
        yield Mark.CELL
    elif name in _CHUNKS:
        for line in chunks.pop(attribute(element, "id"), "").split("\n"):
            yield from (Mark.BREAK, line, Mark.BREAK)


def _count(element: etree._Element | None, otherwise: int) -> int:
    """How many columns a property says, no more than a table has."""
    return min(whole_number(attribute(element, "val"), otherwise), _MOST_COLUMNS)


def _heading_level(lists: Lists, paragraph: etree._Element) -> int | None:
    """The level of a heading, 0 the document's title, None of other paragraphs: what its style is called, else the
    outline level of the paragraph or of the nearest style that has one."""
    styles = [style for _, style in list_styles(lists, paragraph)]
    own = attribute(child(paragraph, "pPr", "outlineLvl"), "val")
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


def _find_contents(root: etree._Element, lists: Lists) -> set[etree._Element]:
    """The paragraphs of tables of contents: of a field TOC, of Word's gallery of such, of a style of theirs, or whose
    words all lead to a heading."""
    galleries = (gallery for gallery in root.iter("{*}docPartGallery") if _is_of_contents(gallery))
    blocks = {block for gallery in galleries for block in islice(gallery.iterancestors("{*}sdt"), 1)}
    found = {paragraph for block in blocks for paragraph in block.iter("{*}p")}
    shares: dict[etree._Element, list[int]] = {}  # of every paragraph the characters outside a field TOC and in one
    open_fields: list[str] = []  # of every field not yet ended what it says
    n_contents = 0  # of them are tables of contents
    closes = _field_ends(root)
    for element in root.iter("{*}p", "{*}t", "{*}fldChar", "{*}instrText"):
        name = local_name(element)
        if name == "p":
            shares[element] = [0, 0]
        elif name == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin" and element in closes:
                open_fields.append("")
            elif kind == "end" and open_fields:
                n_contents -= _is_contents(open_fields.pop())
        elif name == "instrText" and open_fields:
            said = open_fields.pop()
            open_fields.append((said + (element.text or ""))[:_FIELD])
            n_contents += _is_contents(open_fields[-1]) - _is_contents(said)
        elif name == "t" and (above := next(element.iterancestors("{*}p"), None)) in shares:
            links = (attribute(link, "anchor") or "" for link in element.iterancestors("{*}hyperlink"))
            fields = (attribute(field, "instr") or "" for field in element.iterancestors("{*}fldSimple"))
            listed = n_contents or any(map(_is_contents, fields)) or any(to.startswith("_Toc") for to in links)
            shares[above][bool(listed)] += len(element.text or "")
    found |= {paragraph for paragraph, (other, listed) in shares.items() if listed > other}
    found |= {p for p in shares if any(_CONTENTS_STYLE.fullmatch(style.name) for _, style in list_styles(lists, p))}
    return {paragraph for paragraph in found if _is_entry(paragraph)}


def _is_of_contents(gallery: etree._Element) -> bool:
    return plain_name(attribute(gallery, "val")) == "tableofcontents"


def _field_ends(root: etree._Element) -> set[etree._Element]:
    """The beginnings of fields that end: one that does not would hold the rest of the document."""
    begun, closed = [], set()
    for element in root.iter("{*}fldChar"):
        kind = attribute(element, "fldCharType")
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
