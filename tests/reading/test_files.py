"""Reading files: told by their content; every encoding gives the same text; what is no report says what it is."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import decode
from helpers.errors import CorpusError
from helpers.numerals import write_numeral
from helpers.reading.files import MAX_BYTES, read_file
from helpers.reading.lines import MAX_CHARS, MAX_LINES

TEXT = "一、2021年主要举措\r\n（一）加强学习，组织统一培训。"


def message(data: bytes, name: str = "a.txt") -> str:
    with pytest.raises(CorpusError) as error:
        read_file(data, name)
    return str(error.value)


def zipped(**files: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_same_text_in_every_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt").lstrip("\ufeff") == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_many_一_do_not_turn_utf_16_round(encoding: str) -> None:
    for text in ("一件事一次办，一窗受理，一网通办。", "report_id,file"):
        assert decode(text.encode(encoding), "a.txt") == text


@settings(max_examples=40)
@given(st.text(alphabet="一二三加强学习，。；：（）《》0123456789\n", min_size=1))
def test_what_is_written_as_utf_8_is_read_as_such(text: str) -> None:
    assert read_file(text.encode(), "a.txt") == text


def test_a_damaged_character_is_shown_and_does_not_change_the_encoding() -> None:
    data = (TEXT * 40).encode()
    assert read_file(data[:-1], "a.txt") == (TEXT * 40)[:-1] + "\ufffd"
    assert read_file(data[:4] + b"\xff" + data[5:], "a.txt").endswith(TEXT * 39)


def test_an_empty_file_is_an_empty_text() -> None:
    assert read_file(b"", "a.txt") == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"),
            "this is a legacy Word .doc, not text; open it in a ",
        ),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "this Word file is encrypted; save it without a ",
        ),
        (b"\xd0\xcf\x11\xe0", "this is a legacy Office file, not a report's text; save its text as .docx or .txt"),
        (b"{\\rtf1 abc}", "this is a rich text file (.rtf), not text; open it and save it as .docx"),
        (b"\x89PNG\r\n", "this is a picture; run `make ocr` once, then `python -m helpers add` with it"),
        (b"Rar!\x1a\x07", "this is an archive, not text; unpack it and give the report in it"),
        (b"MIME-Version: 1.0\n", "this is a web archive (.mht), not text; open it and save the page as .html"),
        (
            b"<?xml version='1.0'?><w:wordDocument/>",
            "this is an XML file, not a report's text; open it and save it as ",
        ),
        (b"\xff\xff\xff\x81", "not readable as text (tried utf-8-sig, gb18030); save it as UTF-8 text"),
        (b"%PDF-1.7 cut", "this PDF is cut off before its end; get the whole file"),
        (b"%PDF-1.7 %%EOF", "this PDF is damaged (Failed to load document (PDFium: Data format error).); open it and"),
        (b"PK\x03\x04 cut", "this Word file is damaged (File is not a zip file); open it and save it again, or save "),
        (zipped(**{"report.txt": b"x"}), "this is a zip archive, not a report; unpack it and give the report in it"),
        (zipped(**{"OFD.xml": b"x"}), "this is an OFD file; print it to PDF or save its text as .txt"),
        (
            zipped(mimetype=b"x", **{"content.xml": b"x"}),
            "this is an OpenDocument file (.odt); save it as .docx",
        ),
        (zipped(mimetype=b"x"), "this is a zip archive, not a report; unpack it and give the report in it"),
        (zipped(**{"ppt/presentation.xml": b"x"}), "this is a table or a presentation, not a report's text; save its "),
        (zipped(**{"xl/workbook.xml": b"x"}), "this is a table or a presentation, not a report's text; save its text "),
        (b"x" * (MAX_CHARS + 1), "more than 300,000 characters, too many for one report; cut it into reports"),
        *(
            (("甲" + end).encode() * (MAX_LINES + 1), "more than 10,000 lines, too many for one report; cut it into ")
            for end in ("\n", "\r", "\r\n", "\u2028", "\x85", "\x0c", "\n\n")
        ),
    ],
)
def test_what_is_no_report_says_what_it_is_and_what_to_do(data: bytes, said: str) -> None:
    assert message(data).startswith(f"a.txt: {said}")


@pytest.mark.parametrize("tag", ["html", "body", "div", "p", "span", "td", "table", "section", "article", "font"])
def test_a_page_is_told_by_its_name_and_any_element_that_it_closes(tag: str) -> None:
    page = f"加强学习。<b>规范</b>执法。</{tag.upper()} >".encode()
    assert read_file(page, "a.html") == "加强学习。规范执法。"
    assert read_file(page, "a.txt") == page.decode()


def test_a_file_beyond_the_limit_is_not_looked_into() -> None:
    assert message(bytes(MAX_BYTES + 1)) == (
        "a.txt: 50,000,001 bytes, more than 50,000,000; cut out the report or save its text"
    )


def test_the_cause_of_a_damaged_file_is_kept() -> None:
    with pytest.raises(CorpusError) as error:
        read_file(b"PK\x03\x04 cut", "a.docx")
    assert isinstance(error.value.__cause__, zipfile.BadZipFile)


@pytest.mark.parametrize(
    ("number", "kind", "printed"),
    [
        (3, "decimal", "3"),
        (10, "japaneseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (21, "ideographDigital", "二一"),
        (12, "decimalEnclosedCircle", "⑫"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "upperRoman", "III"),
        (2, "ideographTraditional", "乙"),
        (0, "lowerLetter", "0"),
        (1, "bullet", ""),
        (7, "no such kind", "7"),
    ],
)
def test_numerals_as_a_word_processor_prints_them(number: int, kind: str, printed: str) -> None:
    assert write_numeral(number, kind) == printed
