"""Bytes → characters; radicals read as characters; characters folded for matching, squeezed for comparing, counted."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import CorpusError

if TYPE_CHECKING:  # the readers need none of it, and a PDF that is read in a process of its own waits for no import
    import pandas as pd

__all__ = ["SPACES", "count_characters", "decode", "exchange", "find_after", "fold", "read_radicals", "squeeze"]

# A damaged file may lose some characters (shown as U+FFFD), but a file in another encoding loses nearly all.
MAX_LOST = 0.02
MAX_UNPRINTABLE = 0.01
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

# Characters that a font draws like a 汉字 and that are none: radicals, strokes, compatibility ideographs. A PDF may
# give them where its font has one glyph for both.
_LOOKALIKES = "\u2e80-\u2fd5\u31c0-\u31e3\uf900-\ufad9\U0002f800-\U0002fa1d"
_RADICAL = re.compile(f"[{_LOOKALIKES}]")
_COMPATIBILITY = (range(0xF900, 0xFADA), range(0x2F800, 0x2FA1E))
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
# A text of which no more 汉字 than this share are missing in GB 2312 is written in simplified characters: names have
# rare ones.
MAX_RARE = 0.05

# Same-length folding for matching only: full-width ASCII and its half-width twin are one character.
# The printed text is kept.
_FOLD = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)} | {"｡": "。"}
SPACES = " \u3000\u00a0\u2002\u2003"  # one to patterns
_FOLD |= dict.fromkeys(SPACES[1:], " ")


def decode(data: bytes, name: str) -> str:
    """The text of bytes: a byte order mark decides, then UTF-8, then GB18030. Few damaged characters are U+FFFD.

    Raises CorpusError, naming the file, what it seems to be and what to do, for binary or undecodable bytes.

    >>> decode("报告".encode("gb18030"), "a.txt")
    '报告'
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
        lost = text.count("\ufffd")
        if (not lost or lost <= MAX_LOST * sum(c > "\x7f" for c in text)) and _is_printable(text):
            return text
    raise CorpusError(f"{name}: not readable as text (tried {', '.join(encodings)}); save it as UTF-8 text")


def _count_stops(text: str) -> int:
    return len(re.findall("[\n，。、,]", text))


def _is_printable(text: str) -> bool:
    """Whether a text is made of characters: other categories than those of controls and of no assigned character."""
    strange = {
        c  # each is looked up once
        for c in set(text)
        if unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\n\r\f\v\x1f\x85"
    }
    return not strange or sum(c in strange for c in text) <= MAX_UNPRINTABLE * len(text)


def _ole_kind(data: bytes) -> str:
    """What a compound file is, by the names of the streams in it, and what to do."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "this Word file is encrypted; save it without a password"
    if "WordDocument".encode("utf-16-le") in data:
        return "this is a legacy Word .doc, not text; open it in a word processor and save it as .docx"
    return "this is a legacy Office file, not a report's text; save its text as .docx or .txt"


@cache
def _read_table() -> tuple[dict[int, str], dict[int, str]]:
    """What stands for a radical or stroke, everywhere and in simplified texts: radicals.csv beside this file, made of
    Unicode's property Equivalent_Unified_Ideograph; and for a compatibility ideograph: its canonical decomposition.
    """
    with Path(__file__).with_name("radicals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {int(row["code"], 16): row["character"] for row in rows}
    known |= {c: whole for block in _COMPATIBILITY for c in block if (whole := unicodedata.normalize("NFC", chr(c)))}
    return known, known | {int(row["code"], 16): row["simplified"] for row in rows if row["simplified"]}


def read_radicals(text: str) -> str:
    """`text` with the 汉字 that radicals, strokes and compatibility ideographs are drawn like, one for one.

    The text says whether ⼾ is 户 or 戶: it is 户 among simplified characters.

    >>> read_radicals("⼀、依法⾏政"), read_radicals("⽤⼾的⻓期需求")
    ('一、依法行政', '用户的长期需求')
    """
    if not _RADICAL.search(text):
        return text
    known, simplified = _read_table()
    ideographs = "".join(_IDEOGRAPH.findall(text))
    rare = len(ideographs) - len(ideographs.encode("gb2312", "ignore").decode("gb2312"))
    return text.translate(simplified if ideographs and rare <= MAX_RARE * len(ideographs) else known)


def exchange(signs: Mapping[str, str]) -> Callable[[str], str]:
    """A function that exchanges single characters in a text, none of which it puts in.

    It does what `str.translate` does, which asks about every character, and is told by an exception of nearly all of
    them that there is nothing to do: a fifth of the time, for a text in which few differ.

    >>> exchange({"“": '"', "”": '"'})("“互联网”")
    '"互联网"'
    """
    sought = re.compile(f"[{re.escape(''.join(signs))}]")

    def exchanged(text: str) -> str:
        for sign in set(sought.findall(text)):
            text = text.replace(sign, signs[sign])
        return text

    return exchanged


_fold = exchange(_FOLD)


def fold(text: str) -> str:
    """`text` with full-width ASCII and wide spaces made half-width and radicals read, one for one: offsets stay true.

    >>> fold("（⼀）５０％")
    '(一)50%'
    """
    return _fold(read_radicals(text))


def squeeze(text: str) -> str:
    """`text` without white space: what the places in the gold count.

    >>> squeeze("索 引 号：")
    '索引号：'
    """
    return "".join(text.split())


def find_after(text: str, signs: str, floor: int, at: int) -> int:
    """Where what stands before `at` begins: behind the last of these signs, or at `floor`.

    >>> find_after("全年,受理12件", ",。", 0, 5), find_after("全年,受理12件", ",。", 4, 5)
    (3, 4)
    """
    for sign in signs:
        floor = max(floor, text.rfind(sign, floor, at) + 1)
    return floor


def count_characters(text: pd.Series) -> pd.Series:
    """How many characters of each text are no white space: the unit of every length and the base of every rate.

    >>> import pandas as pd
    >>> count_characters(pd.Series(["一、 举措", ""])).tolist()
    [4, 0]
    """
    return text.str.split().str.join("").str.len().astype("int64")
