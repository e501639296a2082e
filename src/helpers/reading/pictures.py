"""Pages of a PDF that are pictures, and text that a picture hides."""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

__all__ = ["is_behind", "is_picture"]

# A page is a picture if one, or the strips of one, cover this share of it.
SCAN_SHARE = 0.5
# A picture hides what is below it unless more than this share of it lets it through.
GLASS_SHARE = 0.5
# A picture of more pixels (A4 at 300 dpi has 9 millions) is never unpacked, and no glass.
MAX_LOOKED = 10_000_000


def is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture, or the strips of one, cover SCAN_SHARE of the page."""
    width, height = page.get_size()
    bounds = (picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in bounds)
    return bool(area >= SCAN_SHARE * width * height)


def is_behind(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, places: list[int]) -> bool:
    """Whether a page is a picture and most of its text, with characters at these places, is not seen.

    It is set to be invisible, or drawn before a picture that covers the page: so a scanner's software keeps what it
    recognised.
    """
    if not places or not is_picture(page):
        return False
    parts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    last = max(
        (i for i, part in enumerate(parts) if _is_large(page, part)), default=0
    )  # one: each takes long to unpack
    below = [_address(part.raw) for part in parts[:last] if part.type == pdfium.FPDF_PAGEOBJ_TEXT]
    covered = set(below) if below and _is_opaque(parts[last]) else set()
    texts = [pdfium.FPDFText_GetTextObject(layer, i) for i in places]
    unseen = [
        pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or _address(text) in covered
        for text in texts
    ]
    return bool(2 * sum(unseen) > len(unseen))


def _address(part: object) -> int | None:
    """What tells an object of a page from the others."""
    return ctypes.cast(part, ctypes.c_void_p).value  # type: ignore[arg-type]


def _is_large(page: pypdfium2.PdfPage, part: pypdfium2.PdfObject) -> bool:
    """Whether an object of a page is a picture over SCAN_SHARE of it."""
    width, height = page.get_size()
    left, bottom, right, top = part.get_bounds()
    large = (right - left) * (top - bottom) >= SCAN_SHARE * width * height
    return bool(part.type == pdfium.FPDF_PAGEOBJ_IMAGE and large)


def _is_opaque(picture: pypdfium2.PdfObject) -> bool:
    """Whether a picture hides what was drawn before it, and is no sheet of glass."""
    width, height = picture.get_px_size()
    if width * height > MAX_LOOKED:
        return True
    bitmap = picture.get_bitmap(render=True, scale_to_original=False)
    if bitmap.n_channels < len("BGRA"):
        return True
    glass = float((bitmap.to_numpy()[:, :, 3] == 0).mean())
    return glass < GLASS_SHARE
