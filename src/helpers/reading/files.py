"""A file of a report → the characters it holds."""

from __future__ import annotations

import email
import email.policy
import re
import warnings
from collections.abc import Callable
from importlib import import_module

from helpers.characters import decode
from helpers.errors import CorpusError, CorpusWarning, ScanError
from helpers.reading.lines import HEADING, OUTSIDE, ROW, check_size

__all__ = ["MAX_BYTES", "SCAN_REMEDY", "read_file"]

# A scan or a PDF with pictures may be large, a report's text is not. More is refused unread.
MAX_BYTES = 50_000_000

# What to do about a file that shows its text as pictures, said behind what it is.
SCAN_REMEDY = (
    "run `make ocr` once, then `python -m helpers add` with it (one that is in the corpus: `add --again`), which keeps"
    " its recognised text beside it; or save its text as .txt"
)
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\x00", b"MM\x00*")  # how JPEG, PNG and TIFF begin

PDF_HEAD = 1_024  # bytes in which a PDF says that it is one: readers take no offence at rubbish before it
KINDS = {"pdf": "PDF", "docx": "Word file", "html": "web page", "markdown": "Markdown file"}
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ARCHIVES = (b"MIME-Version:", b"From:")  # what a web archive (.mht) begins with

_HTML_CLOSING = re.compile(r"</(html|body|div|p|span|td|table|section|article|font)\s*>", re.IGNORECASE)


def read_file(data: bytes, name: str) -> str:
    """The visible text of a report's file in document order: .txt, .md, .html, .docx or .pdf, told by its content.

    `name` is for messages; its ending only tells Markdown, and a page without a head, from text. Generated numerals are
    in; mark-up, scripts and what is hidden are not; an empty file gives "". White space at a line's beginning says what
    the file says of the line, for `cleaning`: lines.OUTSIDE that it stands outside the report (navigation, running
    heads, contents), lines.HEADING that it is a heading, lines.ROW that it is a row of a table.
    Nothing is executed, fetched or unpacked beyond the limits named in these modules. Raises CorpusError, naming the
    file, what it is and what to do, for what is no readable report; the library's exception is its cause. ScanError, a
    kind of it, for pictures and scanned PDFs: `reading.scan` recognises them. Warns (CorpusWarning) of a file that may
    be read otherwise on another machine.
    """
    if len(data) > MAX_BYTES:
        raise CorpusError(f"{name}: {len(data):,} bytes, more than {MAX_BYTES:,}; cut out the report or save its text")
    if b"%PDF-" in data[:PDF_HEAD]:
        return _call("pdf", data, name)
    if data.startswith(PICTURES):
        raise ScanError(f"{name}: this is a picture; {SCAN_REMEDY}")
    if data.startswith(ZIP):
        return _call("docx", data, name, _read_part)
    return _read_text(data, name)


def _read_text(data: bytes, name: str) -> str:
    """The visible text of a file that is characters."""
    text = decode(data, name)
    if _is_html(text, name):
        return _call("html", text, name)
    if name.lower().endswith(".md"):
        return _call("markdown", text, name)
    if text.lstrip("\ufeff").startswith("<?xml"):
        raise CorpusError(f"{name}: this is an XML file, not a report's text; open it and save it as .docx or .txt")
    try:
        check_size(len(text), len(text.splitlines()))
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from None
    return re.sub(rf"[{HEADING}{ROW}]", " ", text)  # no reader has put them there


def _read_part(data: bytes, name: str) -> str:
    """The visible text of a file that a Word file takes in (a page, Word file or text): all of it is the report."""
    if data.startswith(ZIP):
        return _call("docx", data, name)
    if data.startswith(ARCHIVES):
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        content = page.get_payload(decode=True) if page else data
        data = content if isinstance(content, bytes) else data
    return _read_text(data, name).replace(OUTSIDE, "")


def _call(kind: str, source: bytes | str, name: str, *more: Callable[[bytes, str], str]) -> str:
    """What the reader of this kind gives; its libraries are imported when the first such file is read."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", CorpusWarning)
            text: str = getattr(import_module(f"helpers.reading.{kind}"), f"{kind}_text")(source, *more)
    except ScanError as error:
        raise ScanError(f"{name}: {error}; {SCAN_REMEDY}") from error
    except CorpusError as error:
        raise CorpusError(f"{name}: {error}") from error
    except Exception as error:  # whatever a library raises on a damaged file
        said = str(error) or type(error).__name__
        raise CorpusError(
            f"{name}: this {KINDS[kind]} is damaged ({said}); open it and save it again, or save its text as .txt"
        ) from error
    for warning in caught:  # a reader does not know the file's name
        ours = issubclass(warning.category, CorpusWarning)
        warnings.warn(f"{name}: {warning.message}" if ours else warning.message, warning.category, stacklevel=3)
    return text


def _is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: it begins with mark-up, or its name says so, and it closes an element."""
    mark_up = "!doctype|html|head|body|[?]xml" if name.lower().endswith(".md") else "[!?a-z]"  # Markdown holds HTML
    begins = re.match(rf"\ufeff?\s*<(?:{mark_up})", text, re.IGNORECASE) is not None
    named = name.lower().endswith((".html", ".htm", ".shtml", ".xhtml"))
    return (begins or named) and _HTML_CLOSING.search(text) is not None
