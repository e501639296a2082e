"""A file of a report → the characters it holds."""

from __future__ import annotations

import re
import unicodedata
from importlib import import_module

from helpers.corpus.load import CorpusError
from helpers.reading.lines import MAX_CHARS

# A scan or a PDF with pictures may be large, a report's text is not. More is refused unread.
MAX_BYTES = 50_000_000
# A damaged file may lose some characters (shown as U+FFFD), but a file in another encoding loses nearly all.
MAX_LOST = 0.02
MAX_UNPRINTABLE = 0.01

KINDS = {"pdf": "PDF", "docx": "Word file", "html": "web page"}

# What a file is when it is no text, by its first bytes, and what to do about it.
SIGNATURES = (
    (b"%PDF", "a PDF", "save its text as .txt"),
    (b"PK\x03\x04", "a Word .docx or another zip archive", "save its text as .txt"),
    (b"{\\rtf", "a rich text file (.rtf)", "open it and save it as .docx"),
    (b"MIME-Version:", "a web archive (.mht)", "open it and save the page as .html"),
    (b"From: <Saved by", "a web archive (.mht)", "open it and save the page as .html"),
    (b"\x89PNG", "a picture", "recognise its text (OCR) and save it as .txt"),
    (b"\xff\xd8\xff", "a picture", "recognise its text (OCR) and save it as .txt"),
    (b"GIF8", "a picture", "recognise its text (OCR) and save it as .txt"),
    (b"II*\x00", "a picture", "recognise its text (OCR) and save it as .txt"),
    (b"MM\x00*", "a picture", "recognise its text (OCR) and save it as .txt"),
    (b"\x1f\x8b", "an archive", "unpack it and give the report in it"),
    (b"Rar!", "an archive", "unpack it and give the report in it"),
    (b"7z\xbc\xaf\x27\x1c", "an archive", "unpack it and give the report in it"),
    (b"BZh", "an archive", "unpack it and give the report in it"),
    (b"\xfd7zXZ", "an archive", "unpack it and give the report in it"),
    (b"\x7fELF", "a program", "give the report's text"),
    (b"MZ\x90", "a program", "give the report's text"),
)
OLE = b"\xd0\xcf\x11\xe0"  # the container of Word before 2007 and of encrypted .docx

_HTML_CLOSING = re.compile(r"</(html|body|div|p|span|td|table|section|article|font)\s*>", re.IGNORECASE)


def read_file(data: bytes, name: str) -> str:
    """The visible text of a report's file in document order: .txt, .md, .html, .docx or .pdf, told by its content.

    `name` is for messages; its ending only tells a page without a head from text. Generated numerals are in; mark-up,
    scripts and what is hidden are not; an empty file gives "". A line that begins with layout.OUTSIDE stands outside
    the report by the file's layout (navigation, running heads): for `cleaning.clean` to set aside.
    Nothing is executed, fetched or unpacked beyond the limits named in these modules. Raises CorpusError, naming the
    file, what it is and what to do, for what is no readable report; the library's exception is its cause.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{name}: {len(data):,} bytes, more than {MAX_BYTES:,}; cut out the report or save its text")
    if b"%PDF-" in data[:1024]:
        return _call("pdf", data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _call("docx", data, name)
    text = decode(data, name)
    if _is_html(text, name):
        return _call("html", text, name)
    if text.lstrip("\ufeff").startswith("<?xml"):
        raise CorpusError(f"{name}: this is an XML file, not a report's text; open it and save it as .docx or .txt")
    if len(text) > MAX_CHARS:
        raise CorpusError(f"{name}: more than {MAX_CHARS:,} characters, too many for one report; cut it into reports")
    return text


def _call(kind: str, source: bytes | str, name: str) -> str:
    """What the reader of this kind gives; its libraries are imported when the first such file is read."""
    try:
        return getattr(import_module(f"helpers.reading.{kind}"), f"{kind}_text")(source)
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from error
    except Exception as error:  # whatever a library raises on a damaged file
        said = str(error) or type(error).__name__
        raise CorpusError(
            f"{name}: this {KINDS[kind]} is damaged ({said}); open it and save it again, or save its text as .txt"
        ) from error


def decode(data: bytes, name: str) -> str:
    """The text of bytes: a byte order mark decides, then UTF-8, then GB18030. Few damaged characters are U+FFFD.

    Raises CorpusError, naming the file, what it seems to be and what to do, for binary or undecodable bytes.
    """
    for magic, what, remedy in SIGNATURES:
        if data.startswith(magic):
            raise CorpusError(f"{name}: this is {what}, not text; {remedy}")
    if data.startswith(OLE):
        raise CorpusError(f"{name}: {_ole_kind(data)}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        # 一 is 4E 00: where the zeros stand says nothing, which way round the text has stops and line ends does
        encodings = sorted(["utf-16-le", "utf-16-be"], key=lambda name: -_count_stops(data.decode(name, "replace")))
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        text = data.decode(encoding, "replace")
        foreign = sum(c > "\x7f" for c in text)
        if text.count("\ufffd") <= MAX_LOST * foreign and _is_printable(text):
            return text
    raise CorpusError(f"{name}: not readable as text (tried {', '.join(encodings)}); save it as UTF-8 text")


def _count_stops(text: str) -> int:
    return len(re.findall("[\n，。、,]", text))


def _is_printable(text: str) -> bool:
    """Whether a text is made of characters: other categories than those of controls and of no assigned character."""
    strange = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\n\r\f\v\x1f\x85" for c in text)
    return strange <= MAX_UNPRINTABLE * len(text)


def _is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: it begins with mark-up, or its name says so, and it closes an element."""
    begins = re.match(r"\ufeff?\s*<[!?a-zA-Z]", text) is not None
    named = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml"))
    return (begins or named) and _HTML_CLOSING.search(text) is not None


def _ole_kind(data: bytes) -> str:
    """What a compound file is, by the names of the streams in it, and what to do."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "this Word file is encrypted; save it without a password"
    if "WordDocument".encode("utf-16-le") in data:
        return "this is a legacy Word .doc, not text; open it in a word processor and save it as .docx"
    return "this is a legacy Office file, not a report's text; save its text as .docx or .txt"
