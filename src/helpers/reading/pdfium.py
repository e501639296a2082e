"""What PDFium finds in a PDF → its visible text: paragraphs put together, running heads and page numbers marked.

For processes of their own (`pdf`, `scan`): a file may have PDFium take any time and memory, or end.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Set
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import pylopdf_fonts_zh_cn as fonts
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.internal.bases import ObjectTracker

from helpers.characters import fold
from helpers.errors import CorpusError, ScanError
from helpers.forms import LINE_MARK
from helpers.reading.grids import MAX_RULES, MIN_GAP, Box, Piece, Rules, find_rows, find_walls, sort_rules
from helpers.reading.lines import MAX_CHARS, OUTSIDE, SOURCE_BREAK, WIDE, Mark, lay_out
from helpers.reading.pictures import is_behind, is_picture
from helpers.reading.printed import GAP, LEAST_PITCH, SAME_SIZE, Line, Setting, find_heads, measure

__all__ = ["Odd", "check_characters", "find_stamped", "join_lines", "open_pdf", "read_document", "read_page"]

# A report prints some ten to forty pages.
MAX_PAGES = 500
# A page with fewer characters and a picture over it is a scan.
SCAN_CHARS = 20
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
# Letters that differ by more are of two sizes; sizes come rounded. Larger ones than the last: a title's.
OTHER_SIZE, TITLE_SIZE = 0.2, 1.2
# A share of the lines' width: a shorter line of a title is its last.
TITLE_LINE = 0.6

SPACE = 32  # codes up to it print nothing

_WIDE = re.compile(WIDE)
# A line of a table of contents: its dots and the page.
_LEADER = re.compile(r"(?:[.．…·•‥。﹒・]\s*){3,}\d{1,4}$")
_LINE_ENDS = {ord("\n"), ord("\r")}
# What PDFium gives for a character without a Unicode value and for a hyphen at a line's end.
_READ_AS = {0: 0xFFFD, 2: ord("-"), 0xFFFE: ord("-")}


class Odd(NamedTuple):
    """What a reader should know of a PDF: fonts of 汉字 that are not in it; pages whose text is not seen.

    `looked` is for `pictures.is_behind`.
    """

    fonts: set[str]
    behind: set[int]
    looked: list[bool]


def read_document(data: bytes) -> tuple[str, list[str]]:
    """The text as `pdf.pdf_text` gives it, and what it warns of."""
    document, odd = open_pdf(data), Odd(set(), set(), [])
    try:
        lines = [line for number in range(len(document)) for line in read_page(document[number], number, odd)]
        n_pages = len(document)
        if stamped := find_stamped(document, lines):
            raise ScanError(f"page {stamped[0] + 1} of this PDF is a scanned picture with a line printed over it")
    finally:
        document.close()
    check_characters(lines)
    return join_lines(lines, n_pages), list(_list_odd(odd, n_pages))


def _list_odd(odd: Odd, n_pages: int) -> Iterator[str]:
    if odd.fonts:
        yield (
            f"the fonts {', '.join(sorted(odd.fonts))} are not in this PDF: its lines and cells are found by another"
            " font, and characters may be missing; save it again with its fonts (PDF/A), or as .docx"
        )
    if odd.behind:
        yield (
            f"{len(odd.behind)} of {n_pages} pages of this PDF are pictures, and their text is what a scanner's"
            " software recognised in them; read it beside the pages and set right what is wrong"
            " (`python -m helpers correct`), or add the pages as a picture (.tif), whose text is recognised anew"
        )


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """The document, for the caller to close; CorpusError for one that is encrypted or too long."""
    _use_own_fonts()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise CorpusError("this PDF is encrypted; save it without a password") from error
        raise
    if (n_pages := len(document)) > MAX_PAGES:
        document.close()
        raise CorpusError(f"this PDF has {n_pages} pages, more than {MAX_PAGES}; cut out the report")
    return document


def check_characters(lines: list[Line]) -> None:
    """ScanError for lines without text, and for fonts that do not say which characters they draw."""
    text = "".join(line.text for line in lines)
    if not text.strip():
        raise ScanError("this PDF holds no text")
    if len(re.findall(r"[\ufffd\ue000-\uf8ff\x00-\x08]", text)) > UNREADABLE_SHARE * len(text):
        raise ScanError("the fonts of this PDF do not say which characters they draw")


def find_stamped(document: pypdfium2.PdfDocument, lines: list[Line]) -> list[int]:
    """The pages, from 0, that are pictures with nothing printed over them but what is printed over others too.

    A scan may bear the line of whoever kept or sent it, on every page.
    """
    n_pages = len(document)
    repeated = find_heads(lines, n_pages)
    own, printed = [0] * n_pages, [0] * n_pages
    for i, line in enumerate(lines):
        printed[line.page] += len(line.text)
        own[line.page] += 0 if i in repeated else len(line.text)
    few = [number for number in range(n_pages) if printed[number] and own[number] < SCAN_CHARS]
    return [number for number in few if is_picture(document[number])]


def join_lines(lines: list[Line], n_pages: int, outside: Set[int] = frozenset()) -> str:
    """The text of lines in reading order, a paragraph a line; `outside` are places of lines known to be outside."""
    return lay_out(_pieces(lines, find_heads(lines, n_pages) | outside))


@cache
def _use_own_fonts() -> object:
    """Have PDFium take the packaged Chinese font where a PDF brings none, and none of the machine.

    It measures characters by whatever font there is, and leaves out what it cannot measure: without a Chinese font a
    single 汉字, as in a table's cell, is gone without a word. Returns what PDFium points to, for the cache to keep.
    """
    if any(ObjectTracker.values()):  # somebody else's documents are open: they would be gone
        return None
    folder = ctypes.create_string_buffer(str(Path(fonts.sans_path()).parent).encode())
    paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)))  # ends with a null
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
    return folder, paths


def read_page(page: pypdfium2.PdfPage, number: int, odd: Odd) -> list[Line]:
    """The lines of a page as PDFium finds them, in the order of the file, and rows of tables; `odd` is added to."""
    try:
        layer = page.get_textpage()
        n_chars = layer.count_chars()
        if n_chars > MAX_CHARS:
            raise CorpusError(
                f"page {number + 1} has {n_chars:,} characters, too many for a report; cut out the report"
            )
        if n_chars < SCAN_CHARS and is_picture(page):
            raise ScanError(f"page {number + 1} of this PDF is a scanned picture")
        codes = [pdfium.FPDFText_GetUnicode(layer.raw, i) for i in range(n_chars)]
        ends = [i for i, code in enumerate(codes) if code in _LINE_ENDS] + [n_chars]
        rules = sort_rules(list(islice(_read_drawn(page), MAX_RULES + 1)))
        lines: list[Line] = []
        pieces: list[list[Piece]] = []
        for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False):
            # an indent may be typed, in spaces as wide as a 汉字
            printed = [i for i in range(begin, end) if codes[i] > SPACE and not chr(codes[i]).isspace()]
            if printed:
                pieces.append(_read_pieces(layer, codes, printed, rules))
                left, bottom, size = pieces[-1][0].left, pieces[-1][0].bottom, pieces[-1][0].size
                whole = len(pieces[-1]) == 1
                text = pieces[-1][0].text if whole else _line_text(layer, codes, printed[0], printed[-1] + 1)
                lines.append(Line(number, text, left, pieces[-1][-1].right, bottom, size))
                if _WIDE.search(text) and (name := _find_missing_font(layer, codes, printed)):
                    odd.fonts.add(name)
        if is_behind(page, layer, [i for i, code in enumerate(codes) if code > SPACE], odd.looked):
            odd.behind.add(number)
        return _put_in_rows(lines, pieces, rules)
    finally:
        page.close()


def _read_drawn(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """What is drawn on a page beside text and pictures."""
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        yield Box(*drawn.get_bounds())


def _read_pieces(layer: pypdfium2.PdfTextPage, codes: list[int], printed: list[int], rules: Rules) -> list[Piece]:
    """A line in pieces: it ends at a wide gap and at an upright rule. `printed` are the places of its characters."""
    boxes = [_box(layer, i) for i in printed]  # once a character: a third of all time goes here
    left, bottom, _ = boxes[0]
    size = _font_size(layer, printed[0])
    walls = find_walls(rules, bottom, size)
    begins = [0]
    for n, ((_, _, ends), (next_left, _, _)) in enumerate(pairwise(boxes), start=1):
        walled = walls and any(ends - size / 2 <= x <= next_left + size / 2 for x in walls)
        if walled or next_left - ends > MIN_GAP * size:
            begins.append(n)
    pieces = []
    for begin, end in zip(begins, [*begins[1:], len(printed)], strict=True):
        left, bottom, _ = boxes[begin]
        text = _line_text(layer, codes, printed[begin], printed[end - 1] + 1)
        pieces.append(Piece(text, left, boxes[end - 1][2], bottom, size))
    return pieces


def _box(layer: pypdfium2.PdfTextPage, place: int) -> tuple[float, float, float]:
    """The left, foot and right of a character, with the whole of its letter's width and height."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(layer.raw, place, box):
        raise pypdfium2.PdfiumError("Failed to get charbox.")
    return box.left, box.bottom, box.right


def _put_in_rows(lines: list[Line], pieces: list[list[Piece]], rules: Rules) -> list[Line]:
    """The lines of a page, those of tables as rows. What PDFium parts at one height is one line of a table."""
    level: list[list[int]] = []
    for i, line in enumerate(lines):
        beside = lines[level[-1][-1]] if level else None
        if beside and beside.right <= line.left and abs(beside.bottom - line.bottom) < LEAST_PITCH * line.size:
            level[-1].append(i)
        else:
            level.append([i])
    rows = find_rows([[piece for i in own for piece in pieces[i]] for own in level], rules)
    inside = {n for row in rows for n in row.lines}
    out = []
    for n, own in enumerate(level):
        for row in rows:
            if row.at == n:
                text = "\t".join("".join(cell) for cell in row.cells)
                out.append(lines[own[0]]._replace(text=text, right=lines[own[-1]].right, cells=row.cells))
        out += [] if n in inside else [lines[i] for i in own]
    return out


def _find_missing_font(layer: pypdfium2.PdfTextPage, codes: list[int], printed: list[int]) -> str | None:
    """The name of the font of a line's first 汉字 if it is not in the file."""
    first = next((i for i in printed if _WIDE.match(chr(_READ_AS.get(codes[i], codes[i])))), None)
    if first is None:
        return None
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(layer, first))
    if not font or pdfium.FPDFFont_GetIsEmbedded(font) != 0:
        return None
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, name, length)
    return name.value.decode("utf-8", "replace") or "?"


def _line_text(layer: pypdfium2.PdfTextPage, codes: list[int], begin: int, end: int) -> str:
    """The characters of a line, without the spaces that PDFium infers from a gap beside a 汉字."""
    signs = [chr(_READ_AS.get(code, max(code, SPACE))) for code in codes[begin:end]]
    for i in range(1, len(signs) - 1):
        if signs[i] == " ":
            beside = _WIDE.match(signs[i - 1]) or _WIDE.match(signs[i + 1])
            if beside and pdfium.FPDFText_IsGenerated(layer, begin + i) == 1:
                signs[i] = ""
    return "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _font_size(layer: pypdfium2.PdfTextPage, place: int) -> float:
    """The size of a character's font on the page."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(layer, place, matrix)
    return float(pdfium.FPDFText_GetFontSize(layer, place) * math.hypot(matrix.b, matrix.d))


def _pieces(lines: list[Line], outside: set[int]) -> Iterator[str | Mark]:
    """Paragraphs, with the lines of the page's edges after the paragraph that they interrupt."""
    body = [line for i, line in enumerate(lines) if i not in outside]
    begins = _begins_of_paragraphs(body)
    waiting: list[str] = []
    before = ""
    for i, line in enumerate(lines):
        if i in outside:
            waiting.append(OUTSIDE + line.text)
            continue
        if next(begins) or line.cells:
            yield Mark.BREAK
            for text in waiting:
                yield text
                yield Mark.BREAK
            waiting.clear()
            before = ""
        if line.cells:
            yield from _row(line)
            continue
        glue = " " if re.search(r"[A-Za-z,.;:]$", before) and re.match(r"[A-Za-z]", line.text) else ""
        yield glue + line.text
        before = line.text
    for text in waiting:
        yield Mark.BREAK
        yield text


def _row(line: Line) -> Iterator[str | Mark]:
    yield Mark.ROW
    for cell in line.cells:
        yield Mark.CELL
        for text in cell:
            yield text
            yield SOURCE_BREAK
    yield Mark.ROW_END


def _begins_of_paragraphs(lines: list[Line]) -> Iterator[bool]:
    """Whether a paragraph begins at each line, by the place of the line and of the one above it."""
    if not lines:
        return
    setting = measure([line for line in lines if not line.cells] or lines)
    first = True  # whether the line above is the first of its paragraph
    yield True
    for above, line in zip(lines, lines[1:], strict=False):
        first = _begins(above, line, setting, first=first)
        yield first


def _begins(above: Line, line: Line, setting: Setting, *, first: bool) -> bool:
    """Whether a paragraph begins at `line`; `first`: the line above is the first of its paragraph.

    It does after a line that ends short of the margin, after a wide gap, where the size of the letters changes, and at
    an indent. Lines under a numeral that hang deeper than it (a hanging indent) go on. A line of a title goes on if it
    is a long one, wherever the next stands.
    """
    left, right, size, pitch = setting
    if above.cells or line.cells or _LEADER.search(above.text):
        return True
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
