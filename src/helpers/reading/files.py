"""A file of a report → the characters it holds."""

from __future__ import annotations

import re
from importlib import import_module

from helpers.characters import decode
from helpers.errors import CorpusError
from helpers.reading.lines import MAX_CHARS

__all__ = ["MAX_BYTES", "read_file"]

# A scan or a PDF with pictures may be large, a report's text is not. More is refused unread.
MAX_BYTES = 50_000_000

PDF_HEAD = 1_024  # bytes in which a PDF says that it is one: readers take no offence at rubbish before it
KINDS = {"pdf": "PDF", "docx": "Word file", "html": "web page"}

_HTML_CLOSING = re.compile(r"</(html|body|div|p|span|td|table|section|article|font)\s*>", re.IGNORECASE)


def read_file(data: bytes, name: str) -> str:
    """The visible text of a report's file in document order: .txt, .md, .html, .docx or .pdf, told by its content.

    `name` is for messages; its ending only tells a page without a head from text. Generated numerals are in; mark-up,
    scripts and what is hidden are not; an empty file gives "". A line that begins with lines.OUTSIDE stands outside
    the report by the file's layout (navigation, running heads): for `cleaning.clean` to set aside.
    Nothing is executed, fetched or unpacked beyond the limits named in these modules. Raises CorpusError, naming the
    file, what it is and what to do, for what is no readable report; the library's exception is its cause.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{name}: {len(data):,} bytes, more than {MAX_BYTES:,}; cut out the report or save its text")
    if b"%PDF-" in data[:PDF_HEAD]:
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
        text: str = getattr(import_module(f"helpers.reading.{kind}"), f"{kind}_text")(source)
        return text
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from error
    except Exception as error:  # whatever a library raises on a damaged file
        said = str(error) or type(error).__name__
        raise CorpusError(
            f"{name}: this {KINDS[kind]} is damaged ({said}); open it and save it again, or save its text as .txt"
        ) from error


def _is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: it begins with mark-up, or its name says so, and it closes an element."""
    begins = re.match(r"\ufeff?\s*<[!?a-zA-Z]", text) is not None
    named = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml"))
    return (begins or named) and _HTML_CLOSING.search(text) is not None
