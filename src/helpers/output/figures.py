"""Figures checked and saved; items folded under a chart."""

import base64
import json
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML
from matplotlib.artist import Artist
from matplotlib.axis import Axis, Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text
from pandas.api.types import is_float_dtype
from PIL import Image

from helpers.errors import FigureError
from helpers.output.charts import MOST_MM, Chart
from helpers.output.labels import LANGUAGES, say
from helpers.output.style import MM, POINTS, STYLE, font_path
from helpers.output.telling import cell
from helpers.places import corpus_folder, output_folder

__all__ = ["save", "show_items"]

_WIDTHS, _WIDTH_SLACK = (84, 170), 0.5  # mm
_SMALLEST = 7.5  # points
_SCREEN_DPI, _PRINT_DPI = 200, 600
_SHOWN_DPI = 120  # of a page on the screen: a figure is shown a little larger than it is printed
_ROUNDING = 1e-6  # of a length that matplotlib has computed
_BORDER = 1  # pixels that a text may stand over the figure's border: its extent has room for signs it does not have
_BETWEEN = 0.1  # of a text's size: so much of their extents tick labels may share, for the same reason
_COLOURS_KEPT = 256
_SHOWN_ROWS, _SHOWN_CHARS = 20, 100_000  # rows of a fold, characters of one call of show_items
_SUBSTITUTE = "□"
_DECIMALS = 6  # the last digits differ between processors


def save(
    chart: Chart | Figure,
    name: str,
    data: pd.DataFrame | None = None,
    *,
    caption: str | tuple[str, str],
    alt: str = "",
    reports: pd.DataFrame,
    corpus: str | Path | None = None,
    write: bool | None = None,
) -> HTML:
    """Draw and check a chart, write it with its data where asked to, and return it as HTML with alt text and caption.

    `name` is NN-name. A `Chart` brings its data and alt text, and `caption` is a pair (Chinese, English), to which is
    added what is not drawn; of a matplotlib Figure all three are given. Data are what the picture shows; an index
    that is not a plain range is written too. `reports` are the rows the figure draws on: their ids and sha256 go into
    the JSON. With `write`, or where it is None and FAZHI_WRITE is 1, NN-name.pdf, .svg, .png, .csv and .json go to
    the figures folder of `corpus` and a 600 dpi PNG to its print folder: all of them or, on any error, none. A
    character that has no glyph becomes □ and is named under the figure; tick labels that overlap are thinned out,
    which is said too. FigureError if the width is not 84 or 170 mm, the height over 235 mm, a text under 7.5 pt or
    cut off at the border, or caption, alt text or data are missing; or if `reproduce` runs the notebook on another
    corpus. A figure that fails stays open.
    """
    told = [caption] if isinstance(caption, str) else list(caption)
    if isinstance(chart, Chart):
        fig, data = chart.draw("zh"), chart.data
        alt = " ".join(chart.alt(language) for language in LANGUAGES)
        told = [f"{text} {chart.left_out(language)}".strip() for text, language in zip(told, LANGUAGES, strict=True)]
    else:
        fig = chart
    _check_told(name, told, alt)
    if data is None or data.empty:
        raise FigureError(f"figure {name}: the data frame is empty")
    _check_corpus(name, corpus)
    size = _measure(fig, name)
    FigureCanvasAgg(fig)  # without a canvas of its own a figure makes a new picture for every text that is measured
    fig.set_dpi(_SCREEN_DPI)
    signs = _substitute(fig)
    with _refuse_warnings(name):
        fig.draw_without_rendering()
    notes: list[tuple[str, dict[str, str]]] = [("substituted", {"signs": " ".join(signs)})] if signs else []
    notes += [("thinned", {})] if _thin(fig) else []
    told = [
        " ".join([text, *(say(key, lang, **values) for key, values in notes)])
        for text, lang in zip(told, LANGUAGES, strict=False)
    ]
    said = " ".join(told)
    screen = _palette(_render(fig, name, "png", {"Software": None}, dpi=_SCREEN_DPI))
    _check_texts(fig, name)
    if write or (write is None and os.environ.get("FAZHI_WRITE") == "1"):
        figures, prints = output_folder("figures", corpus), output_folder("print", corpus)
        _replace({
            figures / f"{name}.pdf": _render(fig, name, "pdf", {"CreationDate": None, "Title": said}),
            figures / f"{name}.svg": _render(fig, name, "svg", {"Date": None, "Title": said}),
            figures / f"{name}.png": screen,
            figures / f"{name}.csv": _csv(data),
            figures / f"{name}.json": _record(name, said, alt, reports, size),
            prints / f"{name}.png": _render(fig, name, "png", {"Software": None}, dpi=_PRINT_DPI),
        })  # fmt: skip
    plt.close(fig)
    picture = f"data:image/png;base64,{base64.b64encode(screen).decode('ascii')}"
    image = f'<img alt="{cell(alt)}" width="{round(size[0] / MM * _SHOWN_DPI)}" src="{picture}">'
    return _html(f"<figure>{image}<figcaption>{'<br>'.join(map(cell, told))}</figcaption></figure>")


def show_items(
    items: pd.DataFrame, *, by: str | Sequence[str] = "report_id", columns: Sequence[str] = ("path", "heading", "text")
) -> HTML:
    """Items or sentences, verbatim, folded: one `<details>` a value of `by`, in the order of their first row.

    The summary of a fold is its value of `by` and the number of its rows. A fold shows 20 rows, a call some 100,000
    characters; what is not shown is counted, and stands in the tables that `reproduce` writes. NA is shown as NA.
    With no rows it says so.
    """
    folds, room, unseen = [], _SHOWN_CHARS, 0
    for key, rows in items.groupby([by] if isinstance(by, str) else list(by), sort=False, dropna=False):
        if room < 0:
            unseen += 1
            continue
        label = " · ".join(map(_shown, key))
        table = _table(rows[list(columns)].head(_SHOWN_ROWS))
        more = len(rows) - _SHOWN_ROWS
        rest = f"<p>另有 {more} 条，见 build/tables。{more} more: see build/tables.</p>" if more > 0 else ""
        folds.append(f"<details><summary>{cell(label)} ({len(rows)})</summary>{table}{rest}</details>")
        room -= len(folds[-1])
    if unseen:
        folds.append(f"<p>另有 {unseen} 组，见 build/tables。{unseen} more folds: see build/tables.</p>")
    return _html("\n".join(folds) or "<p>无 none.</p>")


def _table(rows: pd.DataFrame) -> str:
    """An HTML table with every cell whole and escaped, text to the left."""
    left = '<td style="text-align:left">'
    head = "".join(f"<th>{cell(column)}</th>" for column in rows)
    body = "".join(
        "<tr>" + "".join(f"{left}{cell(value)}</td>" for value in row) + "</tr>" for row in rows.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: Any) -> str:
    """A cell of a table as text."""
    return "NA" if pd.isna(value) else str(value)


def _html(text: str) -> HTML:
    return HTML(text)  # type: ignore[no-untyped-call]


def _check_told(name: str, told: Sequence[str], alt: str) -> None:
    """FigureError for what must be said of a figure and is not."""
    if not re.fullmatch(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*", name):
        raise FigureError(f"figure name {name!r}: two digits and words in small letters, such as 01-coverage")
    if not all(text.strip() for text in told) or not alt.strip():
        raise FigureError(f"figure {name}: give it a caption and an alt text that says what it shows and finds")


def _check_corpus(name: str, corpus: str | Path | None) -> None:
    """FigureError for a figure of one corpus that `reproduce` would put among those of another."""
    told, other = corpus_folder(), corpus_folder(corpus)
    if {"FAZHI_CORPUS", "FAZHI_OUT"} <= os.environ.keys() and other != told:
        raise FigureError(
            f"figure {name} is of {other}, and this run is on {told}: leave CHOICE.corpus None and name the folder in"
            " FAZHI_CORPUS"
        )


def _measure(fig: Figure, name: str) -> tuple[float, float]:
    """Width and height in mm; FigureError for a width that is none of the two."""
    width, height = (round(side * MM, 1) for side in fig.get_size_inches())
    if all(abs(width - allowed) > _WIDTH_SLACK for allowed in _WIDTHS):
        raise FigureError(f"figure {name} is {width} mm wide; make it SINGLE (84 mm) or DOUBLE (170 mm)")
    if height > MOST_MM + _WIDTH_SLACK:
        raise FigureError(f"figure {name} is {height} mm high, more than a page ({MOST_MM} mm); show fewer rows")
    return width, height


@contextmanager
def _refuse_warnings(name: str) -> Iterator[None]:
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


def _render(
    fig: Figure, name: str, form: str, metadata: Mapping[str, str | None], dpi: float | Literal["figure"] = "figure"
) -> bytes:
    """The figure as a file's bytes."""
    buffer = BytesIO()
    with _refuse_warnings(name):
        fig.savefig(buffer, format=form, metadata=metadata, dpi=dpi)
    return buffer.getvalue()


def _palette(png: bytes) -> bytes:
    """The picture in 256 colours: a third of the size, which notebooks and git keep for ever."""
    buffer = BytesIO()
    picture = Image.open(BytesIO(png)).convert("RGB")
    picture.quantize(_COLOURS_KEPT, dither=Image.Dither.NONE).save(
        buffer, "png", optimize=True, dpi=(_SCREEN_DPI, _SCREEN_DPI)
    )
    return buffer.getvalue()


def _check_texts(fig: Figure, name: str) -> None:
    """FigureError for a text too small or cut off at the figure's border."""
    for text in _texts(fig):
        size = float(text.get_fontsize())
        if size < _SMALLEST - _ROUNDING:
            raise FigureError(f"figure {name}: {text.get_text()!r} is set in {size:g} pt; {_SMALLEST} is the least")
        box = text.get_window_extent()
        if min(box.x0, box.y0) < -_BORDER or box.x1 > fig.bbox.x1 + _BORDER or box.y1 > fig.bbox.y1 + _BORDER:
            raise FigureError(f"figure {name}: {text.get_text()!r} is cut off at the border; shorten, wrap or move it")


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


def _thin(fig: Figure) -> bool:
    """Hide every second tick label of an axis until none overlap; whether any was hidden."""
    thinned = False
    for axis in fig.findobj(Axis):
        while axis.axes.axison and _overlap(fig, upright := [text for text in _texts(axis) if text is not axis.label]):
            thinned = True
            for text in upright[1::2]:
                text.set_visible(False)
    return thinned


def _overlap(fig: Figure, texts: Sequence[Text]) -> bool:
    pixels = _BETWEEN * fig.dpi / POINTS
    upright = [text for text in texts if text.get_rotation() % 90 == 0]
    boxes = [text.get_window_extent().padded(-pixels * float(text.get_fontsize())) for text in upright]
    return any(box.overlaps(other) for box, other in combinations(boxes, 2))


def _texts(artist: Artist) -> Iterator[Text]:
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
        yield from _texts(child)


def _record(name: str, caption: str, alt: str, reports: pd.DataFrame, size: tuple[float, float]) -> bytes:
    """What is said of a figure, and from which inputs it was made, as JSON."""
    record = {
        "name": name,
        "caption": caption,
        "alt": alt,
        "reports": list(reports.index),
        "inputs": reports["sha256"].to_dict(),
        "size_mm": size,
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(data: pd.DataFrame) -> bytes:
    """CSV as Excel reads it, floats rounded, no -0.0."""
    rounded: pd.DataFrame = data.apply(
        lambda column: column.round(_DECIMALS) + 0.0 if is_float_dtype(column) else column
    )
    plain = isinstance(data.index, pd.RangeIndex)
    return rounded.to_csv(index=not plain, lineterminator="\n").encode("utf-8-sig")


def _replace(files: Mapping[Path, bytes]) -> None:
    """Write all files or, on an error, leave all as they were (a picture open in a viewer on Windows is locked)."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    fresh = {path: path.with_name(f".{path.name}.new") for path in files}
    done = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh[path].write_bytes(content)
        for path in files:
            fresh[path].replace(path)
            done.append(path)
    except OSError:
        for path in done:
            old = before[path]
            path.unlink() if old is None else path.write_bytes(old)
        raise
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)
