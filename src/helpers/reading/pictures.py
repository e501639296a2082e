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
# Pictures of a document that are looked at, up to a second each; the others are taken for what the last of them is.
LOOKED = 3


def is_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture, or the strips of one, cover SCAN_SHARE of the page."""
    width, height = page.get_size()
    bounds = (picture.get_bounds() for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in bounds)
    return bool(area >= SCAN_SHARE * width * height)


def is_behind(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, places: list[int], looked: list[bool]) -> bool:
    """Whether a page is a picture and most of its text, with characters at these places, is not seen.

    It is set to be invisible, or drawn before a picture that covers the page: so a scanner's software keeps what it
    recognised. `looked` says which pictures of the document hide what is below, and is added to.
    """
    if not places or not is_picture(page):
        return False
    texts = [pdfium.FPDFText_GetTextObject(layer, i) for i in places]
    unseen = [pdfium.FPDFTextObj_GetTextRenderMode(text) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for text in texts]
    if 2 * sum(unseen) > len(unseen):
        return True
    parts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    last = max((i for i, part in enumerate(parts) if _is_large(page, part)), default=0)
    below = {_address(part.raw) for part in parts[:last] if part.type == pdfium.FPDF_PAGEOBJ_TEXT}
    covered = [hidden or _address(text) in below for hidden, text in zip(unseen, texts, strict=True)]
    if 2 * sum(covered) <= len(covered):
        return False
    if len(looked) < LOOKED:
        looked.append(_is_opaque(parts[last]))
    return looked[-1]


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
    seen = bytes(memoryview(bitmap.buffer).cast("B")[3 :: len("BGRA")])  # how much each pixel lets through
    return seen.count(0) < GLASS_SHARE * len(seen)
