"""A file of a report → the characters it holds."""

from helpers.corpus import CorpusError

# What a file is when it is not text, by its first bytes, and what to do about it.
SIGNATURES = (
    (b"%PDF", "a PDF", "save its text as .txt"),
    (b"PK\x03\x04", "a Word .docx or another zip archive", "save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "a legacy Word .doc", "save its text as .txt"),
    (b"\x89PNG", "a picture", "give the report's text"),
    (b"\xff\xd8\xff", "a picture", "give the report's text"),
    (b"\x1f\x8b", "an archive", "unpack it first"),
)


def decode(data: bytes, name: str) -> str:
    """The text of a .txt file: a byte order mark decides, then strict UTF-8, then GB18030.

    Raises CorpusError, naming the file, what it seems to be and what to do, for binary or undecodable bytes.
    """
    for magic, what, remedy in SIGNATURES:
        if data.startswith(magic):
            raise CorpusError(f"{name}: this is {what}, not text; {remedy}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        encodings = ["utf-16-le"] if data[1::2].count(0) > data[::2].count(0) else ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(c < " " and c not in "\t\n\r\f\v" for c in text)
        if controls * 100 > len(text) or text.count("\ufffd") * 100 > len(text):
            break
        return text
    raise CorpusError(f"{name}: not readable as text (tried {', '.join(encodings)}); save it as UTF-8 text")
