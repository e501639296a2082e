"""Figures as files: measured, their texts checked, characters without a glyph replaced, labels thinned out."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from io import BytesIO
from itertools import combinations
from typing import Literal, cast

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text
from PIL import Image

from helpers.errors import FigureError
from helpers.output.chart import ROOMS
from helpers.output.charts import MOST_MM
from helpers.output.style import MM, POINTS, STYLE, font_path

__all__ = [
    "SCREEN_DPI",
    "check_texts",
    "drawn_texts",
    "finish",
    "measure",
    "picture_of",
    "reduce_colours",
    "refuse_warnings",
    "render",
    "render_page",
]

SCREEN_DPI = 200
_WIDTH_SLACK = 0.5  # mm
_SMALLEST = 7.5  # points
_ROUNDING = 1e-6  # of a length that matplotlib has computed
_BORDER = 1  # pixels that a text may stand over the figure's border: its extent has room for signs it does not have
_BETWEEN = 0.1  # of a text's size: so much of their extents tick labels may share, for the same reason
_COLOURS_KEPT = 256
_PACKED = 7  # of 9 levels of a PNG: the highest takes seven times as long, and 5% off
_SUBSTITUTE = "□"


def measure(fig: Figure, name: str) -> tuple[float, float]:
    """Width and height in mm; FigureError for a width that is none of the two."""
    width, height = (round(side * MM, 1) for side in fig.get_size_inches())
    if all(abs(width - allowed) > _WIDTH_SLACK for allowed in ROOMS):
        raise FigureError(f"figure {name} is {width} mm wide; make it SINGLE (84 mm) or DOUBLE (170 mm)")
    if height > MOST_MM + _WIDTH_SLACK:
        raise FigureError(f"figure {name} is {height} mm high, more than a page ({MOST_MM} mm); show fewer rows")
    return width, height


@contextmanager
def refuse_warnings(name: str) -> Iterator[None]:
    """In the house style; what matplotlib only warns of (a missing glyph, no room) is a FigureError."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            yield
        except UserWarning as warning:
            glyph = re.match(r"Glyph (\d+) ", str(warning))
            if not glyph:
                raise FigureError(f"figure {name}: {warning}") from warning
            code = int(glyph[1])
            raise FigureError(
                f"figure {name}: {chr(code)!r} (U+{code:04X}) is missing from the font; is use_style() called first?"
            ) from warning


def _laid_out() -> AbstractContextManager[None]:
    """Where no layout engine is none: matplotlib draws a figure with one twice, also with the one named "none"."""
    return mpl.rc_context({"figure.constrained_layout.use": False})


def finish(fig: Figure, name: str) -> list[tuple[str, dict[str, str]]]:
    """Lay a figure out for good, show □ for missing glyphs, thin out labels that overlap; keys of what is to be said.

    `picture_of` gives the picture that was drawn for it, until the figure is drawn anew. FigureError for what cannot be
    drawn, is too small, or is cut off.
    """
    canvas = FigureCanvasAgg(fig)  # without one of its own a figure makes a new picture for every text it measures
    fig.set_dpi(SCREEN_DPI)
    signs = _substitute(fig)
    with refuse_warnings(name):
        canvas.draw()  # type: ignore[no-untyped-call]
    notes: list[tuple[str, dict[str, str]]] = [("substituted", {"signs": " ".join(signs)})] if signs else []
    if _thin_out(fig):
        notes.append(("thinned", {}))
        with refuse_warnings(name):
            canvas.draw()  # type: ignore[no-untyped-call]
    with _laid_out():
        fig.set_layout_engine(None)  # what was checked is what is written, in every format
    check_texts(fig, name)
    return notes


def picture_of(fig: Figure) -> Image.Image:
    """What `finish` has drawn, for the screen."""
    canvas = cast(FigureCanvasAgg, fig.canvas)  # that `finish` has given it
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Image.frombytes("RGBA", canvas.get_width_height(), pixels)


def render(
    fig: Figure,
    name: str,
    form: str,
    metadata: Mapping[str, str | None] | None,
    dpi: float | Literal["figure"] = "figure",
) -> bytes:
    """The figure as a file's bytes."""
    buffer = BytesIO()
    with refuse_warnings(name), _laid_out(), _unmeasured(fig):
        fig.savefig(buffer, format=form, metadata=metadata, dpi=dpi)
    return buffer.getvalue()


def render_page(fig: Figure, name: str, form: str, told: str) -> bytes:
    """The figure as a PDF or SVG that has what is told of it as its title, and no date."""
    undated = {"pdf": "CreationDate", "svg": "Date"}[form]
    return render(fig, name, form, {undated: None, "Title": told})


def reduce_colours(picture: Image.Image) -> bytes:
    """The picture as a PNG in 256 colours: a third of the size, which notebooks and git keep for ever."""
    buffer = BytesIO()
    picture.convert("RGB").quantize(_COLOURS_KEPT, dither=Image.Dither.NONE).save(
        buffer, "png", compress_level=_PACKED, dpi=(SCREEN_DPI, SCREEN_DPI)
    )
    return buffer.getvalue()


def check_texts(fig: Figure, name: str) -> None:
    """FigureError for a text too small or cut off at the figure's border."""
    for text in drawn_texts(fig):
        size = float(text.get_fontsize())
        if size < _SMALLEST - _ROUNDING:
            raise FigureError(f"figure {name}: {text.get_text()!r} is set in {size:g} pt; {_SMALLEST} is the least")
        box = text.get_window_extent()
        if min(box.x0, box.y0) < -_BORDER or box.x1 > fig.bbox.x1 + _BORDER or box.y1 > fig.bbox.y1 + _BORDER:
            raise FigureError(f"figure {name}: {text.get_text()!r} is cut off at the border; shorten, wrap or move it")


@contextmanager
def _unmeasured(fig: Figure) -> Iterator[None]:
    """Spare a drawing what places a label that is not there: every tick label of the axis is measured for it."""
    axes = [axis for axis in fig.findobj(Axis) if not (axis.label.get_text() or axis.offsetText.get_text())]
    ticks = [tick for axis in axes for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())]
    labels = [text for tick in ticks for text in (tick.label1, tick.label2) if text.get_in_layout()]
    for text in labels:
        text.set_in_layout(False)
    try:
        yield
    finally:
        for text in labels:
            text.set_in_layout(True)


def _substitute(fig: Figure) -> list[str]:
    """Show □ for characters of which the font has no glyph; their code points."""
    known = _glyphs()
    missing: set[str] = set()

    def mend(shown: str) -> str:
        unknown = {sign for sign in shown if sign != "\n" and ord(sign) not in known}
        missing.update(unknown)
        return "".join(_SUBSTITUTE if sign in unknown else sign for sign in shown)

    for axis in fig.findobj(Axis):  # their formatters write tick labels anew whenever they are drawn
        labels = [text.get_text() for text in axis.get_ticklabels()]
        if [mend(text) for text in labels] != labels:
            axis.set_ticks(axis.get_ticklocs(), [mend(text) for text in labels])
    for text in fig.findobj(Text):
        text.set_text(mend(text.get_text()))
    return [f"U+{ord(sign):04X}" for sign in sorted(missing)]


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(font_path()).get_charmap())


def _thin_out(fig: Figure) -> bool:
    """Hide every second tick label of an axis until none overlap; whether any was hidden."""
    thinned = False
    for axis in fig.findobj(Axis):
        while axis.axes.axison and _overlap(
            fig, upright := [text for text in drawn_texts(axis) if text is not axis.label]
        ):
            thinned = True
            for text in upright[1::2]:
                text.set_visible(False)
    return thinned


def _overlap(fig: Figure, texts: Sequence[Text]) -> bool:
    pixels = _BETWEEN * fig.dpi / POINTS
    upright = [text for text in texts if text.get_rotation() % 90 == 0]
    boxes = [text.get_window_extent().padded(-pixels * float(text.get_fontsize())) for text in upright]
    return any(box.overlaps(other) for box, other in combinations(boxes, 2))


def drawn_texts(artist: Artist) -> Iterator[Text]:
    """The texts that are drawn: not those of hidden artists, of axes switched off, or of ticks out of view."""
    if not artist.get_visible():
        return
    if isinstance(artist, Text) and artist.get_text().strip():
        yield artist
    for child in artist.get_children():
        if isinstance(child, Axis) and not child.axes.axison:
            continue
        if isinstance(child, Tick) and isinstance(artist, Axis):
            low, high = sorted(artist.get_view_interval())
            slack = (high - low) * _ROUNDING
            if not low - slack <= child.get_loc() <= high + slack:
                continue
        yield from drawn_texts(child)
