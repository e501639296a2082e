"""Pictures of pages and scanned PDFs → their text, recognised once and kept beside the file, with what is unsure."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from helpers.errors import CorpusError, ScanError
from helpers.reading.apart import Ended, Limits, ask, dismiss, renew
from helpers.reading.ink import find_rules, has_ink, widen_boxes, without_stamps
from helpers.reading.layout import Found, Row, find_edges, is_tall, read_rows, tidy
from helpers.reading.lines import write_kept
from helpers.reading.pdfium import Odd, check_characters, find_stamped, join_lines, open_pdf, read_page
from helpers.reading.printed import Line

__all__ = ["UNSURE", "Recogniser", "Scan", "Unsure", "answer_page", "can_recognise", "load_recogniser"]
__all__ += ["recognise_apart", "recognise_text"]

# What a look at a page may take: a full one takes 10 to 20 s of the processor and 0.9 GB.
LIMITS = Limits(cpu=30, memory=2_000_000_000, clock=600, answer=8_000_000, kept=1_200_000_000)
# Pages of a file that are recognised, an hour at the most.
MAX_SCANNED = 100

# Lines that the recogniser gives less than this are listed for reading beside the picture.
UNSURE = 0.9
# With more than this share of its characters in such lines a file is refused.
MAX_UNSURE = 0.4

# A PDF is drawn at this resolution. Pictures are reduced to as many pixels on their longer side as A4 has at it,
# sheets wider than high, which may hold two pages, to as many as A3 has.
DPI, POINTS = 200, 72
HIGH_SIDE, WIDE_SIDE = 2_339, 3_307
A4_POINTS = 842
# A picture of more pixels is refused unread: A2 at 400 dpi has 62 millions. Pillow warns from 89 millions on.
MAX_PIXELS = 80_000_000
SUBFILE_TYPE = 254  # the tag of a TIFF's page that says, by its lowest bit, that it is another one made smaller
# The longer side at which text is looked for; the lines are then read at full size.
DETECT_SIDE = 1_600
# A page whose lines get less than this on the whole lies on its side or head: so turned they get .5, upright .96.
UPRIGHT = 0.75

Recogniser = Callable[[Image.Image], Sequence[Found]]


class Unsure(NamedTuple):
    """A line that the recogniser is not sure of; an empty one: a page with ink on it where nothing was found."""

    page: int
    confidence: float
    text: str


class Scan(NamedTuple):
    """What was recognised in a file: its text as it is kept beside it, and the lines to look at.

    `aside` is of each page that was set aside why.
    """

    text: str
    unsure: list[Unsure]
    aside: list[str]


class _Page(NamedTuple):
    """A page of a file: the lines of its text layer, or its picture and how many points a pixel has."""

    lines: list[Line]
    picture: Image.Image | None = None
    points: float = 1.0


class _Sheet(NamedTuple):
    """A page of the report, on this page of the file: its lines and, if it was recognised, the row of each."""

    number: int
    lines: list[Line]
    rows: list[Row]


class _Looked(NamedTuple):
    """What was found on a page of the file."""

    sheets: list[_Sheet]
    unsure: list[Unsure]


def can_recognise() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def load_recogniser(threads: int = -1) -> Recogniser:
    """RapidOCR with the models that its wheel holds, on so many threads (-1: all); CorpusError without the extra."""
    if not can_recognise():
        raise CorpusError("recognising pictures needs the extra `ocr`; run `make ocr` once")
    rapidocr = import_module("rapidocr")
    models = Path(str(rapidocr.__file__)).parent / "models"
    engine = rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # turned pages are found by their confidence
            "Global.max_side_len": WIDE_SIDE,
            "Global.text_score": 0.0,  # what is unsure is listed and not left out
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECT_SIDE,
            # named, so that a damaged one is an error: RapidOCR would fetch it anew
            "Det.model_path": str(next(models.glob("*_det_*.onnx"))),
            "Rec.model_path": str(next(models.glob("*_rec_*.onnx"))),
            "Rec.rec_batch_num": 1,  # a short line in a batch of long ones is read worse, and it takes more memory
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": threads,
        }
    )

    def recognise(picture: Image.Image) -> list[Found]:
        pixels = np.asarray(picture.convert("RGB"))[:, :, ::-1]
        boxes = engine(pixels, use_det=True, use_rec=False).boxes
        if boxes is None:
            return []
        boxes = widen_boxes(np.asarray(boxes, dtype=np.float32), picture)
        read = engine.recognize_txt(engine.crop_text_regions(pixels, boxes))
        return [
            Found(text, float(score), tuple((float(x), float(y)) for x, y in box))
            for box, text, score in zip(boxes, read.txts, read.scores, strict=True)
            if text.strip()
        ]

    return recognise


def recognise_text(data: bytes, recognise: Recogniser) -> Scan:
    """The text of a scanned PDF or of a picture (JPEG, PNG, TIFF with one page or more), a paragraph a line.

    Pages of a PDF with a text layer keep it. Turned pages are turned upright, red stamps taken out, columns and the two
    pages of a sheet read one after the other; page numbers and running heads begin with MARGIN_NOTE, cells are
    parted by tabs. A page that cannot be read is set aside, if others can. Raises CorpusError for a file without text,
    one that is hardly readable, and one with too many pages or pixels.
    """
    return _read_all(_count_pages(data), lambda number: _look(data, number, recognise))


def recognise_apart(data: bytes, loader: str = f"{__name__}:load_recogniser") -> Scan:
    """As `recognise_text`, in a process of its own with LIMITS; `loader` (module:name) gives the recogniser there.

    A page that takes too long or too much memory is set aside too.
    """

    task = f"{__name__}:answer_page"

    def answer(asked: bytes) -> Any:
        return ask(task, asked + b"\n" + data, LIMITS)

    def look(number: int) -> _Looked:
        try:
            sheets, unsure = answer(b"%s\n%d" % (loader.encode(), number))
            marks = [Unsure(int(page), float(confidence), str(text)) for page, confidence, text in unsure]
            return _Looked([_rebuild(*sheet) for sheet in sheets], marks)
        except (TypeError, ValueError) as error:  # a library's, or what comes of an answer that is none
            if isinstance(error, CorpusError):
                raise
            raise Ended(str(error)) from error

    try:
        n_pages = answer(b"\n")
        if not isinstance(n_pages, int):
            raise Ended("its reader gave no answer that can be read")
        return _read_all(n_pages, look)
    except Ended as error:
        raise CorpusError(_tell(error)) from error
    finally:
        dismiss(task)  # it holds the models


def answer_page(question: bytes) -> object:
    """What the process of `recognise_apart` says of a file: the number of its pages, or what one of them holds."""
    loader, number, data = question.split(b"\n", 2)
    if not loader:
        return _count_pages(data)
    recognise = _load(loader.decode())

    def recognise_in_time(picture: Image.Image) -> Sequence[Found]:
        renew()  # a page that is not upright is looked at up to four times
        return recognise(picture)

    return _look(data, int(number), recognise_in_time)


@cache
def _load(loader: str) -> Recogniser:
    module, _, name = loader.partition(":")
    recogniser: Recogniser = getattr(import_module(module), name)()
    return recogniser


def _rebuild(number: int, lines: list[list[Any]], rows: list[list[Any]]) -> _Sheet:
    """A sheet from what JSON makes of it; TypeError or ValueError for what is none."""
    read = [
        Line(int(page), str(text), float(left), float(right), float(bottom), float(size), _rebuild_cells(cells))
        for page, text, left, right, bottom, size, cells in lines
    ]
    found = [
        Row(
            int(column),
            str(text),
            float(left),
            float(right),
            float(middle),
            float(size),
            _rebuild_pieces(own),
            bool(out),
        )
        for column, text, left, right, middle, size, own, out in rows
    ]
    return _Sheet(int(number), read, found)


def _rebuild_cells(cells: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, cell)) for cell in cells)


def _rebuild_pieces(pieces: list[list[Any]]) -> tuple[Found, ...]:
    return tuple(
        Found(str(text), float(confidence), tuple((float(x), float(y)) for x, y in corners))
        for text, confidence, corners in pieces
    )


def _tell(error: Exception) -> str:
    """Why a page or a file was not recognised, and what to do."""
    if isinstance(error, CorpusError):
        return str(error)
    return f"its text was not recognised: {error}; scan it again, or save its text as .txt"


def _read_all(n_pages: int, look: Callable[[int], _Looked]) -> Scan:
    """The text of pages, each by itself; those that cannot be read are set aside, unless it is all of them."""
    looked: list[_Looked] = []
    failed: dict[int, str] = {}
    for number in range(n_pages):
        try:
            looked.append(look(number))
        except (CorpusError, Ended) as error:
            looked.append(_Looked([], [Unsure(number + 1, 0.0, "")]))
            failed[number + 1] = _tell(error)
    if failed and len(failed) == n_pages:
        raise CorpusError(failed[1])
    aside = [f"page {number} was set aside: {said}" for number, said in failed.items()]
    return _put_together(looked)._replace(aside=aside)


def _look(data: bytes, number: int, recognise: Recogniser) -> _Looked:
    """What is on a page, counted from 0."""
    page = _read_page(data, number)
    if page.picture is None:
        return _Looked([_Sheet(number + 1, page.lines, [])], [])
    rows, height = _read_picture(page.picture, recognise)
    sheets = []
    for column in sorted({row.column for row in rows}):
        own = [row for row in rows if row.column == column]
        sheets.append(_Sheet(number + 1, [_place(row, page.points, height) for row in own], own))
    blank = not (all(row.outside for row in rows) and has_ink(page.picture))
    return _Looked(sheets, [] if blank else [Unsure(number + 1, 0.0, "")])


def _put_together(looked: list[_Looked]) -> Scan:
    """The text of all pages, and what in it is unsure."""
    sheets = [sheet for page in looked for sheet in page.sheets]
    unsure = [each for page in looked for each in page.unsure]
    outside = find_edges([sheet.rows for sheet in sheets])
    margin = _margin([line for sheet in sheets if not sheet.rows for line in sheet.lines])
    lines: list[Line] = []
    places: set[int] = set()
    kept: list[tuple[int, Found]] = []
    for n, (sheet, edges) in enumerate(zip(sheets, outside, strict=True)):
        aside = edges | {i for i, row in enumerate(sheet.rows) if row.outside}
        places |= {len(lines) + i for i in aside}
        shift = margin if sheet.rows else 0
        lines += [line._replace(page=n, left=line.left + shift, right=line.right + shift) for line in sheet.lines]
        kept += [(sheet.number, p) for i, row in enumerate(sheet.rows) if i not in aside for p in row.pieces]
    if not any(line.text for i, line in enumerate(lines) if i not in places):
        raise CorpusError("no text was recognised in this file; scan it again, or save its text as .txt")
    _refuse_unreadable([piece for _, piece in kept])
    unsure += [Unsure(n, round(p.confidence, 2), tidy(p.text)) for n, p in kept if p.confidence < UNSURE]
    text = join_lines(lines, len(sheets), places)
    return Scan(write_kept(text) + "\n", sorted(unsure), [])


def _margin(lines: list[Line]) -> float:
    """Where most lines of the pages with a text layer begin, in points; recognised ones begin at 0."""
    lefts = Counter(round(line.left) for line in lines)
    return float(max(lefts, key=lambda left: (lefts[left], -left), default=0))


def _refuse_unreadable(kept: list[Found]) -> None:
    """CorpusError if too much of what was recognised is unsure."""
    n_chars = sum(len(piece.text) for piece in kept)
    n_unsure = sum(len(piece.text) for piece in kept if piece.confidence < UNSURE)
    if n_unsure > MAX_UNSURE * n_chars:
        raise CorpusError(
            f"hardly readable: {n_unsure / n_chars:.0%} of its characters are in lines of a confidence under {UNSURE};"
            " scan it again, straight and at 200 to 300 dpi, or save its text as .txt"
        )


def _place(row: Row, points: float, height: int) -> Line:
    """A row as a line of a PDF's page, in points from the left margin and the foot."""
    size = row.size * points
    bottom = (height - row.middle) * points - size / 2
    cells = tuple((cell,) for cell in row.text.split("\t")) if "\t" in row.text else ()
    return Line(0, row.text, row.left * points, row.right * points, bottom, size, cells)


def _count_pages(data: bytes) -> int:
    """The number of pages of a file; CorpusError for too many that have to be recognised."""
    if _is_pdf(data):
        layers = _text_layers(data)
        n_pages, n_pictures = len(layers), layers.count([])
    else:
        with _open_picture(data) as file:
            n_pages = n_pictures = len(_list_frames(file))
    if n_pictures > MAX_SCANNED:
        raise CorpusError(f"{n_pictures} pages, more than {MAX_SCANNED}; cut out the report")
    return n_pages


def _read_page(data: bytes, number: int) -> _Page:
    """A page of a file, counted from 0: of a PDF its text layer if it has one, else its picture."""
    if _is_pdf(data):
        lines = _text_layers(data)[number]
        return _Page(lines) if lines else _draw_page(data, number)
    with _open_picture(data) as file:
        file.seek(_list_frames(file)[number])
        _refuse_large(*file.size)
        picture = _reduce(_whiten(file))
        return _Page([], picture, A4_POINTS / max(picture.size))


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


@contextmanager
def _open_picture(data: bytes) -> Iterator[Image.Image]:
    """A picture; CorpusError for one that is too large or damaged, also when it is read inside."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
        with file:
            yield file
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CorpusError(f"this picture is too large ({error}); scan it at 200 to 300 dpi") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(f"this picture is damaged ({error}); scan it again, or save its text as .txt") from error


def _list_frames(file: Image.Image) -> list[int]:
    """The pictures of a file that are pages; of a TIFF's not reduced ones, of a JPEG or PNG no preview or the like."""
    if file.format != "TIFF":
        return [0]
    frames = []
    for number in range(min(getattr(file, "n_frames", 1), 2 * MAX_SCANNED + 1)):  # each may have a reduced one
        file.seek(number)
        if not getattr(file, "tag_v2", {}).get(SUBFILE_TYPE, 0) & 1:
            frames.append(number)
    return frames


@lru_cache(maxsize=1)
def _text_layers(data: bytes) -> list[list[Line]]:
    """The lines of each page of a PDF that has a text layer, no lines for the others."""
    document = open_pdf(data)
    try:
        layers = [_text_layer(document[number], number) for number in range(len(document))]
        try:
            check_characters([line for lines in layers for line in lines])
        except ScanError:
            layers = [[] for _ in layers]
        for number in find_stamped(document, [line for lines in layers for line in lines]):
            layers[number] = []
        return layers
    finally:
        document.close()


def _draw_page(data: bytes, number: int) -> _Page:
    """A page of a PDF as a picture."""
    document = open_pdf(data)
    try:
        page = document[number]
        for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            _refuse_large(*picture.get_px_size())
        width, height = page.get_size()
        side = HIGH_SIDE if height >= width else WIDE_SIDE
        scale = min(DPI / POINTS, side / max(width, height))
        try:
            drawn = page.render(scale=scale).to_pil().convert("RGB")
        except pypdfium2.PdfiumError as error:
            raise CorpusError(f"page {number + 1} of this PDF cannot be drawn ({error}); scan it again") from error
        return _Page([], drawn, 1 / scale)
    finally:
        document.close()


def _text_layer(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The lines of a page's text layer, none for a scanned page, whatever a scanner's software put behind it."""
    odd = Odd(set(), set(), [])
    try:
        lines = read_page(page, number, odd)
    except ScanError:
        return []
    return [] if odd.behind else lines


def _refuse_large(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise CorpusError(f"a picture of {width:,} × {height:,} pixels is too large; scan it at 200 to 300 dpi")


def _whiten(file: Image.Image) -> Image.Image:
    """A picture as it is meant to be seen: turned as its camera says, 8 bits a colour, on white."""
    picture = ImageOps.exif_transpose(file)
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(ground, picture)
    return picture.convert("RGB")


def _reduce(picture: Image.Image) -> Image.Image:
    side = HIGH_SIDE if picture.height >= picture.width else WIDE_SIDE
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return picture


def _read_picture(picture: Image.Image, recognise: Recogniser) -> tuple[list[Row], int]:
    """The rows of a page and its height once it stands upright."""
    picture = without_stamps(picture)
    found, turned = recognise(picture), picture
    tall = _share_tall(found) > 1 / 2
    if found and (tall or _confidence(found) < UPRIGHT):
        for angle in (90, 270) if tall else (180, 90, 270):
            other = picture.rotate(angle, expand=True)
            again = recognise(other)
            if _share_tall(again) <= 1 / 2 and (tall or _confidence(again) > _confidence(found)):
                found, turned, tall = again, other, False
            if not tall and _confidence(found) >= UPRIGHT:
                break
            # on its side, both ways were tried: the better one stays
    return read_rows(found, turned.width, turned.height, find_rules(turned)), turned.height


def _confidence(found: Sequence[Found]) -> float:
    """The mean confidence of a page, by its characters."""
    n_chars = sum(len(piece.text) for piece in found)
    return sum(piece.confidence * len(piece.text) for piece in found) / n_chars if n_chars else 0.0


def _share_tall(found: Sequence[Found]) -> float:
    """The share of a page's characters in lines that stand on their side."""
    n_chars = sum(len(piece.text) for piece in found)
    return sum(len(piece.text) for piece in found if is_tall(piece)) / n_chars if n_chars else 0.0
