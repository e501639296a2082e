"""House style, sizes and saving of figures; items folded under a chart."""

import base64
import json
import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pylopdf_fonts_zh_cn as fonts
from cycler import cycler
from IPython.display import HTML
from matplotlib.artist import Artist
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from matplotlib.typing import RcKeyType
from pandas.api.types import is_float_dtype
from PIL import Image

from helpers.errors import FigureError
from helpers.places import corpus_folder, output_folder

__all__ = ["COLOURS", "DOUBLE", "FILLS", "POINTS", "SINGLE", "font_path", "save", "show_items", "use_style"]

MM, POINTS = 25.4, 72  # an inch
SINGLE, DOUBLE = 84 / MM, 170 / MM  # widths in inches
COLOURS = ("#000000", "#0072B2", "#E69F00")
FILLS = (  # keyword arguments for ax.bar: neighbours differ in lightness and in hatch, so a stack reads in grey
    {"facecolor": "#000000"},
    {"facecolor": "#FFFFFF"},
    {"facecolor": "#0072B2"},
    {"facecolor": "#FFFFFF", "hatch": "////"},
    {"facecolor": "#E69F00"},
    {"facecolor": "#FFFFFF", "hatch": "xxxx"},
    {"facecolor": "#7F7F7F"},
    {"facecolor": "#FFFFFF", "hatch": "...."},
    {"facecolor": "#E69F00", "hatch": "\\\\\\\\"},
    {"facecolor": "#D0D0D0"},
    {"facecolor": "#FFFFFF", "hatch": "----"},
    {"facecolor": "#7F7F7F", "hatch": "||||"},
)
STYLE: dict[RcKeyType, Any] = {
    "font.family": ["Noto Sans SC"], "font.size": 8, "axes.unicode_minus": False, "text.hinting": "none",
    **dict.fromkeys(["axes.labelsize", "axes.titlesize", "figure.titlesize", "figure.labelsize", "xtick.labelsize",
                     "ytick.labelsize", "legend.fontsize", "legend.title_fontsize"], 8),
    "figure.figsize": (SINGLE, SINGLE * 0.75), "figure.constrained_layout.use": True,
    "figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white", "savefig.bbox": "standard",
    "axes.prop_cycle": cycler(color=COLOURS) + cycler(marker=["o", "s", "^"]) + cycler(linestyle=["-", "--", ":"]),
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True, "grid.color": "#D0D0D0",
    **dict.fromkeys(["axes.linewidth", "grid.linewidth", "patch.linewidth", "hatch.linewidth", "xtick.major.width",
                     "ytick.major.width", "xtick.minor.width", "ytick.minor.width"], 0.5),
    "lines.linewidth": 1, "lines.markersize": 4, "lines.markeredgewidth": 0.5, "lines.markeredgecolor": "black",
    "patch.edgecolor": "black", "patch.force_edgecolor": True, "image.cmap": "Greys",
    "legend.frameon": False, "legend.handlelength": 2, "legend.handleheight": 1.2,
    "pdf.fonttype": 3,  # keeps Chinese searchable from matplotlib 3.11 on; 42 with an OTF font is faulty
    "svg.fonttype": "path", "svg.hashsalt": "fazhi-reports",
}  # fmt: skip

_WIDTHS, _WIDTH_SLACK = (84, 170), 0.5  # mm
_SMALLEST = 7.5  # points
_SCREEN_DPI, _PRINT_DPI = 200, 600
_SHOWN_DPI = 120  # of a page on the screen: a figure is shown a little larger than it is printed
_ROUNDING = 1e-6  # of a length that matplotlib has computed
_BORDER = 1  # pixels that a text may stand over the figure's border: its extent has room for signs it does not have
_BETWEEN = 0.1  # of a text's size: so much of their extents tick labels may share, for the same reason
_COLOURS_KEPT = 256
_DECIMALS = 6  # the last digits differ between processors


def font_path() -> str:
    """Path of the packaged Noto Sans SC, for libraries that draw text themselves."""
    return str(fonts.sans_path())


def use_style() -> None:
    """Set matplotlib's defaults to the house style, with the packaged Chinese fonts and no font of the system.

    A font of the system with the same name would win over the packaged one, so only matplotlib's own fonts and the
    packaged ones stay in its list. Settings of a personal matplotlibrc are put back to matplotlib's defaults first.
    """
    own, packaged = Path(mpl.get_data_path()), [str(fonts.sans_path()), str(fonts.serif_path())]
    kept = [font for font in fontManager.ttflist if own in Path(font.fname).parents]
    if [font.fname for font in fontManager.ttflist[len(kept) :]] != packaged:  # addfont reads the whole of a large file
        fontManager.ttflist = kept
        for path in packaged:
            fontManager.addfont(path)
    mpl.rcdefaults()
    mpl.rcParams.update(STYLE)


def save(
    fig: Figure,
    name: str,
    data: pd.DataFrame,
    *,
    caption: str,
    alt: str,
    reports: pd.DataFrame,
    corpus: str | Path | None = None,
    write: bool | None = None,
) -> HTML:
    """Check `fig`, write it with its data where asked to, close it, and return it as HTML with alt text and caption.

    `name` is NN-name. `data` is what the picture shows; an index that is not a plain range is written too. `reports`
    are the rows the figure draws on: their ids and sha256 go into the JSON. With `write`, or where it is None and
    FAZHI_WRITE is 1, NN-name.pdf, .svg, .png, .csv and .json go to the figures folder of `corpus` and a 600 dpi PNG
    to its print folder: all of them or, on any error, none. FigureError if the width is not 84 or 170 mm, a
    character has no glyph, a text is under 7.5 pt or cut off at the border, tick labels overlap, or caption, alt text
    or data are missing; or if `reproduce` runs the notebook on another corpus. A figure that fails stays open.
    """
    _check_told(name, data, caption, alt)
    _check_corpus(name, corpus)
    size = _measure(fig, name)
    fig.set_dpi(_SCREEN_DPI)
    screen = _palette(_render(fig, name, "png", {"Software": None}, dpi=_SCREEN_DPI))
    _check_texts(fig, name)
    if write or (write is None and os.environ.get("FAZHI_WRITE") == "1"):
        figures, prints = output_folder("figures", corpus), output_folder("print", corpus)
        _replace({
            figures / f"{name}.pdf": _render(fig, name, "pdf", {"CreationDate": None, "Title": caption}),
            figures / f"{name}.svg": _render(fig, name, "svg", {"Date": None, "Title": caption}),
            figures / f"{name}.png": screen,
            figures / f"{name}.csv": _csv(data),
            figures / f"{name}.json": _record(name, caption, alt, reports, size),
            prints / f"{name}.png": _render(fig, name, "png", {"Software": None}, dpi=_PRINT_DPI),
        })  # fmt: skip
    plt.close(fig)
    picture = f"data:image/png;base64,{base64.b64encode(screen).decode('ascii')}"
    image = f'<img alt="{escape(alt)}" width="{round(size[0] / MM * _SHOWN_DPI)}" src="{picture}">'
    return _html(f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>")


def show_items(
    items: pd.DataFrame, *, by: str | Sequence[str] = "report_id", columns: Sequence[str] = ("path", "heading", "text")
) -> HTML:
    """Items or sentences, verbatim, folded: one `<details>` a value of `by`, in the order of their first row.

    The summary of a fold is its value of `by` and the number of its rows. NA is shown as NA. With no rows it says so.
    """
    folds = []
    for key, rows in items.groupby([by] if isinstance(by, str) else list(by), sort=False, dropna=False):
        label = " · ".join(map(_shown, key))
        table = _table(rows[list(columns)])
        folds.append(f"<details><summary>{escape(label)} ({len(rows)})</summary>{table}</details>")
    return _html("\n".join(folds) or "<p>No items.</p>")


def _table(rows: pd.DataFrame) -> str:
    """An HTML table with every cell whole and escaped, text to the left."""
    cell = '<td style="text-align:left">'
    head = "".join(f"<th>{escape(str(column))}</th>" for column in rows)
    body = "".join(
        "<tr>" + "".join(f"{cell}{escape(_shown(value))}</td>" for value in row) + "</tr>"
        for row in rows.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: Any) -> str:
    """A cell of a table as text."""
    return "NA" if pd.isna(value) else str(value)


def _html(text: str) -> HTML:
    return HTML(text)  # type: ignore[no-untyped-call]


def _check_told(name: str, data: pd.DataFrame, caption: str, alt: str) -> None:
    """FigureError for what must be said of a figure and is not."""
    if not re.fullmatch(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*", name):
        raise FigureError(f"figure name {name!r}: two digits and words in small letters, such as 01-coverage")
    if not caption.strip() or not alt.strip():
        raise FigureError(f"figure {name}: give it a caption and an alt text that says what it shows and finds")
    if data.empty:
        raise FigureError(f"figure {name}: the data frame is empty")


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
    return width, height


def _render(
    fig: Figure, name: str, form: str, metadata: Mapping[str, str | None], dpi: float | Literal["figure"] = "figure"
) -> bytes:
    """The figure as a file's bytes. What matplotlib only warns of (a missing glyph, no room) is a FigureError."""
    buffer = BytesIO()
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        try:
            fig.savefig(buffer, format=form, metadata=metadata, dpi=dpi)
        except UserWarning as warning:
            glyph = re.match(r"Glyph (\d+) ", str(warning))
            if not glyph:
                raise FigureError(f"figure {name}: {warning}") from warning
            code = int(glyph[1])
            raise FigureError(
                f"figure {name}: {chr(code)!r} (U+{code:04X}) is missing from the font; is use_style() called first?"
            ) from warning
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
    """FigureError for a text too small or cut off at the figure's border, and for tick labels that overlap."""
    for text in _texts(fig):
        size = float(text.get_fontsize())
        if size < _SMALLEST - _ROUNDING:
            raise FigureError(f"figure {name}: {text.get_text()!r} is set in {size:g} pt; {_SMALLEST} is the least")
        box = text.get_window_extent()
        if min(box.x0, box.y0) < -_BORDER or box.x1 > fig.bbox.x1 + _BORDER or box.y1 > fig.bbox.y1 + _BORDER:
            raise FigureError(f"figure {name}: {text.get_text()!r} is cut off at the border; shorten, wrap or move it")
    for axis in fig.findobj(Axis):
        upright = [text for text in _texts(axis) if text is not axis.label and text.get_rotation() % 90 == 0]
        pixels = _BETWEEN * fig.dpi / POINTS
        boxes = [text.get_window_extent().padded(-pixels * float(text.get_fontsize())) for text in upright]
        for (one, box), (other, next_box) in combinations(zip(upright, boxes, strict=True), 2):
            if box.overlaps(next_box):
                raise FigureError(
                    f"figure {name}: tick labels {one.get_text()!r} and {other.get_text()!r} overlap; "
                    "enlarge the figure, wrap the labels or show fewer"
                )


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
