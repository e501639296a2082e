"""The parts of an Office file, a zip archive of XML (ECMA-376 parts 1 and 2), read within bounds."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from helpers.errors import CorpusError

__all__ = ["MAX_PART", "MAX_TAGS", "Relation", "attribute", "child", "children", "find_related", "is_on"]
__all__ += ["list_relations", "local_name", "parse_part", "unpack_part"]

# The document of a report of 50,000 characters has some 5 MB of XML and 200,000 tags. More is refused unread.
MAX_PART, MAX_TAGS = 24_000_000, 600_000
# How the parts of an Office file may be packed (ECMA-376 part 2). Other ways unpack a few bytes to gigabytes at once.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Relation(NamedTuple):
    """What a part of the package refers to."""

    ident: str
    kind: str
    part: str  # its name, for one outside the package its address
    outside: bool


def list_relations(package: zipfile.ZipFile, names: set[str], source: str) -> Iterator[Relation]:
    """The relationships of `source` ("" is the package)."""
    folder, base = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in names:
        return
    for relation in parse_part(package, relations):
        target, outside = relation.get("Target", ""), relation.get("TargetMode") == "External"
        part = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Relation(relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], part, outside)


def find_related(package: zipfile.ZipFile, names: set[str], source: str, kind: str) -> str | None:
    """The part to which `source` has a relationship of this kind, None without one."""
    found = (relation for relation in list_relations(package, names, source) if relation.kind == kind)
    part = next((relation.part for relation in found if not relation.outside), None)
    return part if part in names else None


def parse_part(package: zipfile.ZipFile, part: str) -> etree._Element:
    """The XML of a part; nothing is fetched, no entity is expanded, no more than MAX_PART bytes are unpacked."""
    data = unpack_part(package, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise CorpusError(f"{part} declares a document type, which no Word file does; save its text as .txt")
    return root


def unpack_part(package: zipfile.ZipFile, part: str) -> bytes:
    """The bytes of a part, no more than MAX_PART."""
    if package.getinfo(part).flag_bits & 1:
        raise CorpusError("this archive is encrypted; save it without a password")
    if package.getinfo(part).compress_type not in _PACKED:
        raise CorpusError(
            f"{part} is packed as no Word file is; open it in Word and save it again, or save its text as .txt"
        )
    with package.open(part) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS:
        raise CorpusError(
            f"{part} unpacks to more than {MAX_PART:,} bytes or {MAX_TAGS:,} tags, too much for a report;"
            " save its text as .txt"
        )
    return data


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag.rpartition("}")[2])


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without its namespace; None if it or the element is not there."""
    return None if element is None else next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The element that a path of names leads to; None if there is none."""
    for name in names:
        element = None if element is None else next((each for each in element if local_name(each) == name), None)
    return element


def children(parent: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of a name; none if there is no parent."""
    return [] if parent is None else [each for each in parent if local_name(each) == name]


def is_on(element: etree._Element | None) -> bool:
    """Whether a property that may be switched off (`w:val="0"`) is there and on."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
