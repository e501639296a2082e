"""A PDF with a text layer → its visible text, paragraphs put together again, running heads and page numbers marked."""

from __future__ import annotations

import math
import re
import statistics
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.forms import LINE_MARK
from helpers.reading.lines import MAX_CHARS, OUTSIDE, WIDE, Mark, lay_out

__all__ = ["pdf_text"]

# A report prints some ten to forty pages.
MAX_PAGES = 500
# The drawing instructions of a page unpack to some 50 KB, a whole Chinese font to 20 MB. PDFium takes hundreds of times
# their size to read them.
MAX_CONTENT, MAX_FONT = 4_000_000, 64_000_000
# How far before its stream a stream's description is looked for, and the end of file before the end of the bytes.
DICTIONARY, TAIL = 1_000, 4_096
# A page with fewer characters and a picture over this share of it is a scan.
SCAN_CHARS, SCAN_SHARE = 20, 0.5
# A text layer with more characters than this share that stand for nothing cannot be read.
UNREADABLE_SHARE = 0.05

# Where a paragraph begins: multiples of the size of the body's letters, which is the width of a 汉字.
# What begins further to the right is indented: by two letters as a rule; less than one comes of rounding, or of a （.
INDENT = 0.8
# What begins further to the right than an indent can be is centred, or stands at the right.
SET_APART = 3
# A line that ends so far before the margin is a paragraph's last: a full one may lack two letters, where the next line
# would begin with a stop or with a number that must not be parted.
SHORT = 2.5
# Letters that differ by less are of one size, by more of two; sizes come rounded. Larger ones than the last: a title's.
SAME_SIZE, OTHER_SIZE, TITLE_SIZE = 0.1, 0.2, 1.2
# What is set nearer than this is no next line but stands in the same one.
LEAST_PITCH = 0.5
# A multiple of the distance of lines: beyond it stands a blank line, or the space that is set between paragraphs.
GAP = 1.4
# A share of the lines' width: a shorter line of a title is its last.
TITLE_LINE = 0.6

# What repeats: lines from the top or the foot among which a running head or a page number stands; points within which
# heights are the same; the share of all pages (left and right pages may have heads of their own, a first page none),
# and the pages at the least, more of them amid the page, where two pages of a report may say the same.
EDGE_LINES, SAME_HEIGHT, REPEATED_SHARE = 2, 4, 0.4
EDGE_PAGES, BODY_PAGES = 2, 3

SPACE = 32  # codes up to it print nothing

_WIDE = re.compile(WIDE)
_LINE_ENDS = {ord("\n"), ord("\r")}
# What PDFium gives for a character without a Unicode value and for a hyphen at a line's end.
_READ_AS = {0: 0xFFFD, 2: ord("-"), 0xFFFE: ord("-")}


class _Line(NamedTuple):
    """A line of a page; places and size in points, from the page's left and foot."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    size: float


class _Setting(NamedTuple):
    """Where most of the text begins and ends, the size of its letters, the distance of its lines; in points."""

    left: float
    right: float
    size: float
    pitch: float


def pdf_text(data: bytes) -> str:
    """The text in document order, a paragraph a line; lines that repeat at a page's edge begin with lines.OUTSIDE.

    Where a paragraph goes on over a page break, the running head and the page number follow it. Headers and watermarks
    are known by standing on at least two in five pages at the same height, numbers aside.
    Raises CorpusError for a scanned or encrypted file and for a text layer that is not readable.
    """
    if b"%%EOF" not in data[-TAIL:]:
        raise CorpusError("this PDF is cut off before its end; get the whole file")
    _check_streams(data)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise CorpusError("this PDF is encrypted; save it without a password") from error
        raise
    try:
        if len(document) > MAX_PAGES:
            raise CorpusError(f"this PDF has {len(document)} pages, more than {MAX_PAGES}; cut out the report")
        lines = [line for number in range(len(document)) for line in _read_page(document[number], number)]
        n_pages = len(document)
    finally:
        document.close()
    text = "".join(line.text for line in lines)
    if not text.strip():
        raise CorpusError("this PDF holds no text; recognise its text (OCR) or save it as .docx")
    if len(re.findall(r"[\ufffd\ue000-\uf8ff\x00-\x08]", text)) > UNREADABLE_SHARE * len(text):
        raise CorpusError(
            "the fonts of this PDF do not say which characters they draw; recognise its text (OCR) or save it as .docx"
        )
    return lay_out(_pieces(lines, _repeated(lines, n_pages)))


def _check_streams(data: bytes) -> None:
    """Refuse a PDF with a stream that unpacks beyond its limit. Pictures and attached files are never unpacked."""
    for match in re.finditer(rb"(?<!end)stream\r?\n", data):
        about = data[max(0, match.start() - DICTIONARY) : match.start()].rpartition(b" obj")[2]
        limit = MAX_FONT if re.search(rb"/Length1|/(Type1C|CIDFontType0C|OpenType)\b", about) else MAX_CONTENT
        if re.search(rb"/Subtype\s*/Image|/EmbeddedFile", about):
            continue
        packed: bytes | memoryview = memoryview(data)[match.end() :]
        for _ in range(about.count(b"/FlateDecode")):
            try:
                packed = zlib.decompressobj().decompress(packed, limit + 1)
            except zlib.error:
                break
            if len(packed) > limit:
                raise CorpusError(
                    f"a part of this PDF unpacks to more than {limit:,} bytes; save its text as .docx or .txt"
                )


def _read_page(page: pypdfium2.PdfPage, number: int) -> list[_Line]:
    """The lines of a page as PDFium finds them, in the order of the file."""
    try:
        layer = page.get_textpage()
        n_chars = layer.count_chars()
        if n_chars > MAX_CHARS:
            raise CorpusError(
                f"page {number + 1} has {n_chars:,} characters, too many for a report; cut out the report"
            )
        if n_chars < SCAN_CHARS and _is_picture(page):
            raise CorpusError(
                f"page {number + 1} of this PDF is a scanned picture; recognise its text (OCR) and save it as .txt"
            )
        codes = [pdfium.FPDFText_GetUnicode(layer, i) for i in range(n_chars)]
        ends = [i for i, code in enumerate(codes) if code in _LINE_ENDS] + [n_chars]
        lines = []
        for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False):
            printed = [i for i in range(begin, end) if codes[i] > SPACE]
            if printed:
                left, bottom, _, _ = layer.get_charbox(printed[0], loose=True)
                right = layer.get_charbox(printed[-1], loose=True)[2]
                text = _line_text(layer, codes, printed[0], printed[-1] + 1)
                lines.append(_Line(number, text, left, right, bottom, _font_size(layer, printed[0])))
        return lines
    finally:
        page.close()


def _line_text(layer: pypdfium2.PdfTextPage, codes: list[int], begin: int, end: int) -> str:
    """The characters of a line, without the spaces that PDFium infers from a gap beside a 汉字."""
    signs = [chr(_READ_AS.get(code, max(code, SPACE))) for code in codes[begin:end]]
    for i in range(1, len(signs) - 1):
        beside = _WIDE.match(signs[i - 1]) or _WIDE.match(signs[i + 1])
        if signs[i] == " " and beside and pdfium.FPDFText_IsGenerated(layer, begin + i) == 1:
            signs[i] = ""
    return "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _font_size(layer: pypdfium2.PdfTextPage, place: int) -> float:
    """The size of a character's font on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(layer, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(layer, place) * math.hypot(matrix.b, matrix.d))


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture covers SCAN_SHARE of the page."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= SCAN_SHARE * width * height:
            return True
    return False


def _repeated(lines: list[_Line], n_pages: int) -> set[int]:
    """The places in `lines` of running heads, page numbers and watermarks.

    The same words at the same height on two in five pages or more: of the two outermost lines at a page's top and
    foot numbers aside, of all others (watermarks) exactly and on three pages at least.
    """
    pages: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        pages.setdefault(line.page, []).append(i)
    edge = set()
    for places in pages.values():
        heights = sorted({round(lines[i].bottom) for i in places})
        edge |= {i for i in places if round(lines[i].bottom) in heights[:EDGE_LINES] + heights[-EDGE_LINES:]}
    seen: dict[tuple[str, int, bool], set[int]] = {}
    for i, line in enumerate(lines):
        words = re.sub(r"\s", "", line.text)
        key = (re.sub(r"\d+", "#", words) if i in edge else words, round(line.bottom / SAME_HEIGHT), i in edge)
        seen.setdefault(key, set()).add(i)
    return {
        i
        for (_, _, at_edge), places in seen.items()
        if len({lines[i].page for i in places}) >= max(EDGE_PAGES if at_edge else BODY_PAGES, REPEATED_SHARE * n_pages)
        for i in places
    }


def _pieces(lines: list[_Line], outside: set[int]) -> Iterator[str | Mark]:
    """Paragraphs, with the lines of the page's edges after the paragraph that they interrupt."""
    body = [line for i, line in enumerate(lines) if i not in outside]
    begins = _begins_of_paragraphs(body)
    waiting: list[str] = []
    before = ""
    for i, line in enumerate(lines):
        if i in outside:
            waiting.append(OUTSIDE + line.text)
            continue
        if next(begins):
            yield Mark.BREAK
            for text in waiting:
                yield text
                yield Mark.BREAK
            waiting.clear()
            before = ""
        glue = " " if re.search(r"[A-Za-z,.;:]$", before) and re.match(r"[A-Za-z]", line.text) else ""
        yield glue + line.text
        before = line.text
    for text in waiting:
        yield Mark.BREAK
        yield text


def _begins_of_paragraphs(lines: list[_Line]) -> Iterator[bool]:
    """Whether a paragraph begins at each line, by the place of the line and of the one above it."""
    if not lines:
        return
    setting = _measure(lines)
    first = True  # whether the line above is the first of its paragraph
    yield True
    for above, line in zip(lines, lines[1:], strict=False):
        first = _begins(above, line, setting, first=first)
        yield first


def _measure(lines: list[_Line]) -> _Setting:
    """How the body of a document is set. Steps within a line (a number set apart) do not count as its pitch."""
    size = _most_common(lines, (line.size for line in lines))
    steps = [a.bottom - b.bottom for a, b in zip(lines, lines[1:], strict=False) if a.page == b.page]
    return _Setting(
        left=_most_common(lines, (line.left for line in lines)),
        right=_most_common(lines, (line.right for line in lines)),
        size=size,
        pitch=statistics.median([step for step in steps if step > LEAST_PITCH * size] or [size]),
    )


def _most_common(lines: list[_Line], values: Iterable[float]) -> float:
    """The value, in whole points, at which most of the text stands."""
    texts: Counter[int] = Counter()
    for line, value in zip(lines, values, strict=True):
        texts[round(value)] += len(line.text)
    return max(texts.items(), key=lambda row: (row[1], row[0]))[0]


def _begins(above: _Line, line: _Line, setting: _Setting, *, first: bool) -> bool:
    """Whether a paragraph begins at `line`; `first`: the line above is the first of its paragraph.

    It does after a line that ends short of the margin, after a wide gap, where the size of the letters changes, and at
    an indent. Lines under a numeral that hang deeper than it (a hanging indent) go on. A line of a title goes on if it
    is a long one, wherever the next stands.
    """
    left, right, size, pitch = setting
    if above.size > TITLE_SIZE * size and abs(line.size - above.size) < SAME_SIZE * size:
        return above.right - above.left < TITLE_LINE * (right - left)
    numbered, ended = LINE_MARK.match(fold(above.text)), above.text.endswith(tuple("。；：！？"))
    deeper = line.left - above.left > INDENT * size
    level = abs(line.left - above.left) <= INDENT * size
    indented = line.left > left + INDENT * size
    return bool(
        above.right < right - SHORT * size
        or (above.page == line.page and above.bottom - line.bottom > GAP * pitch)
        or abs(line.size - above.size) > OTHER_SIZE * size
        or (first and above.left > left + SET_APART * size)
        or (deeper and not (first and numbered and not ended))
        or (level and indented and first and (numbered or ended))
        or ((ended or indented) and LINE_MARK.match(fold(line.text)))
    )
