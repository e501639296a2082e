"""Pictures of pages and scanned PDFs → their text, recognised once and kept beside the file, with what is unsure."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from helpers.errors import CorpusError, ScanError
from helpers.reading.ink import find_rules, has_ink, widen_boxes, without_stamps
from helpers.reading.layout import Found, Row, find_edges, is_tall, read_rows, tidy
from helpers.reading.lines import write_kept
from helpers.reading.pdfium import MAX_PAGES, Odd, check_characters, find_stamped, join_lines, open_pdf, read_page
from helpers.reading.printed import Line

__all__ = ["UNSURE", "Recogniser", "Scan", "Unsure", "can_recognise", "load_recogniser", "recognise_text"]

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
    """What was recognised in a file: its text as it is kept beside it, and the lines to look at."""

    text: str
    unsure: list[Unsure]


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
    parted by tabs. Raises CorpusError for a file without text, one that is hardly readable, and one with too many pages
    or pixels.
    """
    sheets: list[_Sheet] = []
    unsure: list[Unsure] = []
    for number, page in enumerate(_pages(data), start=1):
        if page.picture is None:
            sheets.append(_Sheet(number, page.lines, []))
            continue
        rows, height = _read_picture(page.picture, recognise)
        if all(row.outside for row in rows) and has_ink(page.picture):
            unsure.append(Unsure(number, 0.0, ""))
        for column in sorted({row.column for row in rows}):
            own = [row for row in rows if row.column == column]
            sheets.append(_Sheet(number, [_place(row, page.points, height) for row in own], own))
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
    return Scan(write_kept(text) + "\n", sorted(unsure))


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


def _pages(data: bytes) -> Iterator[_Page]:
    """The pages of a file, one picture in memory at a time."""
    if b"%PDF-" in data[:1024]:
        yield from _pdf_pages(data)
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF"))
        with file:
            # the further pictures of a JPEG or PNG are previews and the like, and so are reduced ones of a TIFF
            n_pages = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            if n_pages > MAX_PAGES:
                raise CorpusError(f"{n_pages} pages, more than {MAX_PAGES}; cut out the report")
            for number in range(n_pages):
                file.seek(number)
                if getattr(file, "tag_v2", {}).get(SUBFILE_TYPE, 0) & 1:
                    continue
                _refuse_large(*file.size)
                picture = _reduce(_whiten(file))
                yield _Page([], picture, A4_POINTS / max(picture.size))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CorpusError(f"this picture is too large ({error}); scan it at 200 to 300 dpi") from error
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(f"this picture is damaged ({error}); scan it again, or save its text as .txt") from error


def _pdf_pages(data: bytes) -> Iterator[_Page]:
    """The pages of a PDF: those with a text layer as it gives them, the others drawn."""
    document = open_pdf(data)
    try:
        layers = [_text_layer(document[number], number) for number in range(len(document))]
        try:
            check_characters([line for lines in layers for line in lines])
        except ScanError:
            layers = [[] for _ in layers]
        for number in find_stamped(document, [line for lines in layers for line in lines]):
            layers[number] = []
        for number, lines in enumerate(layers):
            if lines:
                yield _Page(lines)
                continue
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
            page.close()
            yield _Page([], drawn, 1 / scale)
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
