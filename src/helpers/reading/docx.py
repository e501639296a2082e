"""A Word file (.docx) → its visible text, generated numerals included.

Read from the XML itself (ECMA-376 part 1), not through python-docx: its iter_inner_content leaves out tracked
insertions, smart tags, content controls and text boxes, keeps hidden text, and numbers nothing.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

from helpers.errors import CorpusError
from helpers.numerals import write_numeral
from helpers.reading.lines import BREAK, CELL, ROW, ROW_END, lay_out

__all__ = ["docx_text"]

# The document of a report of 50,000 characters has some 5 MB of XML and 200,000 tags. More is refused unread.
MAX_PART, MAX_TAGS = 24_000_000, 600_000

# Elements whose text is not seen: what was deleted or moved away, field codes, phonetic guides, properties.
_UNSEEN = {"del", "moveFrom", "delText", "instrText", "rt", "binData"}
_UNSEEN |= {"pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "sdtPr"}
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# The elements that matter, in whatever namespace: transitional and strict OOXML, drawings, formulas.
_READ = ["p", "r", "t", "tr", "tc", "br", "cr", "sym", "txbxContent", "Fallback", "footnoteReference"]
_READ = [f"{{*}}{name}" for name in (*_READ, "endnoteReference", *_SIGNS, *_UNSEEN)]


def docx_text(data: bytes) -> str:
    """The text in document order: paragraphs and rows of tables by line, text boxes and notes after their paragraph.

    Tracked insertions are in; tracked deletions, hidden text, headers, footers and comments are not. Raises CorpusError
    for what is no Word file, is encrypted, or unpacks beyond MAX_PART.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        main = _related(package, names, "", "officeDocument")
        root = _parse(package, main) if main else None
        if root is None or _name(root) != "document":
            raise CorpusError(_other_kind(names))
        parts = {}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            part = _related(package, names, main, kind)
            parts[kind] = _parse(package, part) if part else None
    notes = {
        (_name(note), _get(note, "id")): note
        for kind in ("footnotes", "endnotes")
        for note in ([] if parts[kind] is None else parts[kind])
    }
    return lay_out(_pieces(root, _count_lists(parts["styles"], parts["numbering"]), notes))


def _other_kind(names: set[str]) -> str:
    """What a zip archive without a Word document is, and what to do."""
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        return "this is a table or a presentation, not a report's text; save its text as .docx or .txt"
    if "mimetype" in names and "content.xml" in names:
        return "this is an OpenDocument file (.odt); save it as .docx"
    if "OFD.xml" in names:
        return "this is an OFD file; print it to PDF or save its text as .txt"
    return "this is a zip archive, not a report; unpack it and give the report in it"


def _related(package: zipfile.ZipFile, names: set[str], source: str, kind: str) -> str | None:
    """The part to which `source` ("" is the package) has a relationship of this kind, None without one."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in names:
        return None
    for relation in _parse(package, relations):
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            return part if part in names else None
    return None


def _parse(package: zipfile.ZipFile, part: str) -> etree._Element:
    """The XML of a part; nothing is fetched, no entity is expanded, no more than MAX_PART bytes are unpacked."""
    if package.getinfo(part).flag_bits & 1:
        raise CorpusError("this archive is encrypted; save it without a password")
    with package.open(part) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
        raise CorpusError(
            f"{part} unpacks to more than {MAX_PART:,} bytes or {MAX_TAGS:,} tags, too much for a report;"
            " save its text as .txt"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise CorpusError(f"{part} declares a document type, which no Word file does; save its text as .txt")
    return root


def _name(element: etree._Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


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
    root: etree._Element, next_numeral: Callable[[etree._Element], str], notes: dict
) -> Iterator[tuple[str, str]]:
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
                yield "", next_numeral(element)
            elif name == "tr":
                yield ROW, ""
            elif name == "tc":
                yield CELL, ""
        elif name == "t":
            yield "", (element.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield "", _SIGNS[name]
        elif name == "sym":
            yield "", chr(int(_get(element, "char") or "FFFD", 16))
        elif name in ("br", "cr"):
            yield BREAK, ""
        elif name in ("footnoteReference", "endnoteReference"):
            note = notes.get((name.removesuffix("Reference"), _get(element, "id")))
            aside += [] if note is None else [note]
        elif name == "tr":
            yield ROW_END, ""
        elif name == "p":
            if _child(element, "pPr", "rPr", "del") is None:
                yield BREAK, ""
            for box in aside:
                yield BREAK, ""
                yield from _pieces(box, next_numeral, notes if _name(box) == "txbxContent" else {})
            aside.clear()


def _count_lists(styles: etree._Element | None, numbering: etree._Element | None) -> Callable[[etree._Element], str]:
    """A function that gives each paragraph, asked in document order, the numeral that its list prints before it."""
    abstract: dict[str | None, dict[int, etree._Element]] = {}
    links: dict[str | None, str | None] = {}
    nums: dict[str | None, etree._Element] = {}
    for element in [] if numbering is None else numbering:
        if _name(element) == "abstractNum":
            key = _get(element, "abstractNumId")
            abstract[key] = {_level(level): level for level in element if _name(level) == "lvl"}
            links[key] = _get(_child(element, "numStyleLink"), "val")
        elif _name(element) == "num":
            nums[_get(element, "numId")] = element
    by_style = {
        _get(style, "styleId"): style for style in ([] if styles is None else styles) if _name(style) == "style"
    }
    default = next((key for key, s in by_style.items() if _get(s, "type") == "paragraph" and _on_default(s)), None)
    counts: dict[str | None, list[int | None]] = {}
    begun: set[tuple[str | None, int]] = set()

    def list_of(paragraph: etree._Element) -> tuple[str | None, int]:
        """(numId, level) of a paragraph: its own, else its style's or that of the styles this one is based on."""
        own = _child(paragraph, "pPr", "numPr")
        num, level = _get(_child(own, "numId"), "val"), _get(_child(own, "ilvl"), "val")
        style, seen = _get(_child(paragraph, "pPr", "pStyle"), "val") or default, set()
        while style in by_style and style not in seen and (num is None or level is None):
            seen.add(style)
            told = _child(by_style[style], "pPr", "numPr")
            if told is not None:
                num = num if num is not None else _get(_child(told, "numId"), "val")
                level = level if level is not None else _get(_child(told, "ilvl"), "val")
                if level is None:
                    linked = [k for k, lvl in levels_of(num).items() if _get(_child(lvl, "pStyle"), "val") == style]
                    level = str(linked[0]) if linked else None
            style = _get(_child(by_style[style], "basedOn"), "val")
        return num, _whole(level, 0)

    @cache
    def levels_of(num: str | None) -> dict[int, etree._Element]:
        key = _get(_child(nums.get(num), "abstractNumId"), "val")
        if links.get(key) in by_style:
            num = _get(_child(by_style[links[key]], "pPr", "numPr", "numId"), "val")
            key = _get(_child(nums.get(num), "abstractNumId"), "val")
        levels = dict(abstract.get(key, {}))
        for override in nums.get(num, ()):
            level = _child(override, "lvl")
            if level is not None:
                levels[_level(level)] = level
        return levels

    def next_numeral(paragraph: etree._Element) -> str:
        num, at = list_of(paragraph)
        levels = levels_of(num) if num in nums else {}
        if at not in levels:
            return ""
        key = _get(_child(nums[num], "abstractNumId"), "val")
        count = counts.setdefault(key, [None] * 9)
        override = next((o for o in nums[num] if _name(o) == "lvlOverride" and _level(o) == at), None)
        restart = _get(_child(override, "startOverride"), "val")
        if restart is not None and (num, at) not in begun:
            count[at] = _whole(restart, 1)
        else:
            before = count[at]
            count[at] = _start(levels[at]) if before is None else before + 1
        begun.add((num, at))
        for deeper in range(at + 1, 9):
            if _get(_child(levels.get(deeper), "lvlRestart"), "val") != "0":
                count[deeper] = None

        def place(match: re.Match) -> str:
            level = int(match[1]) - 1
            if level not in levels:
                return ""
            if count[level] is None:
                count[level] = _start(levels[level])
            legal = _on(_child(levels[at], "isLgl")) and level != at
            return write_numeral(count[level], "decimal" if legal else _kind(levels[level]))

        if _kind(levels[at]) in ("bullet", "none"):
            return ""
        text = re.sub(r"%([1-9])", place, _get(_child(levels[at], "lvlText"), "val") or "")
        apart = text[-1:].isalpha() or text[-1:].isdecimal()  # 一 加强, 1.1 加强, but 一、加强
        return text + " " if apart and _get(_child(levels[at], "suff"), "val") != "nothing" else text

    return next_numeral


def _level(element: etree._Element) -> int:
    return _whole(_get(element, "ilvl"), 0)


def _start(level: etree._Element) -> int:
    return _whole(_get(_child(level, "start"), "val"), 1)


def _kind(level: etree._Element) -> str:
    return _get(_child(level, "numFmt"), "val") or "decimal"


def _whole(text: str | None, otherwise: int) -> int:
    """A small whole number as written in an attribute, `otherwise` where it is none."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else otherwise


def _on_default(style: etree._Element) -> bool:
    return _get(style, "default") in ("1", "true", "on")
