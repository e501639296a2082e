"""The streams of a PDF, looked at before PDFium draws it: what unpacks without bound, and what may take it long."""

from __future__ import annotations

import base64
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from helpers.errors import CorpusError

__all__ = ["check_streams"]

# The drawing instructions of a page unpack to some 50 KB, a whole Chinese font to 20 MB. PDFium takes hundreds of times
# their size to read them.
MAX_CONTENT, MAX_FONT = 4_000_000, 64_000_000
# How far before its stream a stream's description is looked for.
DICTIONARY = 1_000
# Instructions pack to a tenth or less; a large stream that packs to less than a hundredth says one thing many times.
DENSE, LARGE = 100, 300_000
# All instructions of a document; a part that is drawn more often than this, as one that a page's head is.
MAX_ALL, MAX_DRAWN = 10_000_000, 3

_FONT_BEGINS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"%!", b"\x01\x00\x04", b"\x80\x01")
_FILTERS = {b"FlateDecode": "flate", b"Fl": "flate", b"ASCII85Decode": "85", b"A85": "85"}
_FILTERS |= {b"ASCIIHexDecode": "hex", b"AHx": "hex"}


class _Stream(NamedTuple):
    about: bytes
    packed: int
    data: bytes
    known: bool  # whether all of its filters are


def check_streams(data: bytes) -> bool:
    """Whether nothing in a PDF looks as if it took long to draw: streams that are packed very well or in an unusual
    way, parts that hold parts or are drawn many times.

    Pictures and attached files are never unpacked. CorpusError for a stream that unpacks beyond its limit.
    """
    plain, total, told = True, 0, [re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.DOTALL)]
    for stream in _unpack(data):
        total += 0 if stream.data.startswith(_FONT_BEGINS) else len(stream.data)
        dense = len(stream.data) > LARGE and len(stream.data) > DENSE * stream.packed
        nested = re.search(rb"/Subtype\s*/Form", stream.about) and re.search(rb"/\S+\s+Do\b", stream.data)
        plain = plain and stream.known and not dense and not nested
        if b"/ObjStm" in stream.about:
            told.append(stream.data)
    return plain and total <= MAX_ALL and not _draws_often(b"\n".join(told))


def _draws_often(told: bytes) -> bool:
    """Whether a list of references names one object more than once, or many pages name the same."""
    lists = re.findall(rb"\[((?:\s*\d+\s+\d+\s+R){2,})\s*\]", told)
    if any(Counter(re.findall(rb"\d+\s+\d+\s+R", own)).most_common(1)[0][1] > 1 for own in lists):
        return True
    drawn = Counter(re.findall(rb"/Contents\s*\[?\s*(\d+)\s+\d+\s+R", told))
    return any(number > MAX_DRAWN for number in drawn.values())


def _unpack(data: bytes) -> Iterator[_Stream]:
    """The streams that are neither pictures nor attached files, unpacked."""
    for match in re.finditer(rb"(?<!end)stream\r?\n", data):
        about = data[max(0, match.start() - DICTIONARY) : match.start()].rpartition(b" obj")[2]
        about = re.sub(rb"#([0-9A-Fa-f]{2})", lambda sign: bytes([int(sign[1], 16)]), about)
        if re.search(rb"/Subtype\s*/Image|/EmbeddedFile", about):
            continue
        end = data.find(b"endstream", match.end())
        packed = data[match.end() : end if end >= 0 else len(data)]
        limit = MAX_FONT if re.search(rb"/Length1|/(Type1C|CIDFontType0C|OpenType)\b", about) else MAX_CONTENT
        named = re.search(rb"/(?:Filter|F)\s*(\[[^\]]*\]|/\w+)", about)
        filters = re.findall(rb"/(\w+)", named[1]) if named else []
        known = all(name in _FILTERS for name in filters)
        yield _Stream(about, len(packed), _apply(packed, filters, limit), known)


def _apply(packed: bytes, filters: list[bytes], limit: int) -> bytes:
    """What a stream holds, as far as its filters can be undone; CorpusError beyond `limit`, or beyond that of
    instructions for what is no font."""
    for name in filters:
        try:
            if _FILTERS.get(name) == "flate":
                packed = zlib.decompressobj().decompress(packed, limit + 1)
            elif _FILTERS.get(name) == "85":
                packed = base64.a85decode(b"".join(packed.split()).removeprefix(b"<~").removesuffix(b"~>"))
            elif _FILTERS.get(name) == "hex":
                packed = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", packed).decode())
            else:
                break
        except (zlib.error, ValueError):
            break
        bound = limit if packed.startswith(_FONT_BEGINS) else MAX_CONTENT
        if len(packed) > bound:
            raise CorpusError(
                f"a part of this PDF unpacks to more than {bound:,} bytes; save its text as .docx or .txt"
            )
    return packed
