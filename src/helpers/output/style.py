"""The house style of figures: widths, colours, fonts."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import pylopdf_fonts_zh_cn as fonts
from cycler import cycler
from matplotlib.font_manager import fontManager
from matplotlib.typing import RcKeyType

__all__ = ["COLOURS", "DOUBLE", "FILLS", "MM", "POINTS", "SINGLE", "STYLE", "font_path", "use_style"]

MM, POINTS = 25.4, 72  # an inch
SINGLE, DOUBLE = 84 / MM, 170 / MM  # widths in inches
COLOURS = ("#000000", "#0072B2", "#E69F00")
FILLS: tuple[
    dict[str, Any], ...
] = (  # keyword arguments for ax.bar: neighbours differ in lightness and in hatch, so a stack reads in grey
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
    "font.family": ["Noto Sans SC"], "font.size": 8, "axes.unicode_minus": True, "text.hinting": "none",
    **dict.fromkeys(["axes.labelsize", "axes.titlesize", "figure.titlesize", "figure.labelsize", "xtick.labelsize",
                     "ytick.labelsize", "legend.fontsize", "legend.title_fontsize"], 8),
    "figure.figsize": (SINGLE, SINGLE * 0.75), "figure.constrained_layout.use": True,
    "figure.facecolor": "white", "axes.facecolor": "white", "savefig.facecolor": "white", "savefig.bbox": "standard",
    "axes.prop_cycle": cycler(color=COLOURS) + cycler(marker=["o", "s", "^"]) + cycler(linestyle=["-", "--", ":"]),
    "axes.titley": 1.0,  # where it is put without ticks above (no axis with a title has them); finding that takes long
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True, "grid.color": "#D0D0D0",
    **dict.fromkeys(["axes.linewidth", "grid.linewidth", "patch.linewidth", "hatch.linewidth", "xtick.major.width",
                     "ytick.major.width", "xtick.minor.width", "ytick.minor.width"], 0.5),
    "lines.linewidth": 1, "lines.markersize": 4, "lines.markeredgewidth": 0.5, "lines.markeredgecolor": "black",
    "patch.edgecolor": "black", "patch.force_edgecolor": True, "image.cmap": "Greys",
    "legend.frameon": False, "legend.handlelength": 2, "legend.handleheight": 1.2,
    "text.parse_math": False,  # $ and _ are characters
    "pdf.fonttype": 3,  # keeps Chinese searchable from matplotlib 3.11 on; 42 with an OTF font is faulty
    "svg.fonttype": "path", "svg.hashsalt": "fazhi-reports",
}  # fmt: skip


def font_path() -> str:
    """Path of the packaged Noto Sans SC, for libraries that draw text themselves."""
    return str(fonts.sans_path())


def use_style() -> None:
    """Set matplotlib's defaults to the house style, with the packaged Chinese fonts and no font of the system.

    A font of the system with the same name would win over the packaged one, so only matplotlib's own fonts and the
    packaged ones stay in its list. Settings of a personal matplotlibrc are put back to matplotlib's defaults first.

    >>> use_style()
    >>> mpl.rcParams["font.family"], mpl.rcParams["font.size"]
    (['Noto Sans SC'], 8.0)
    """
    own, packaged = Path(mpl.get_data_path()), [str(fonts.sans_path()), str(fonts.serif_path())]
    kept = [font for font in fontManager.ttflist if own in Path(font.fname).parents]
    if [font.fname for font in fontManager.ttflist[len(kept) :]] != packaged:  # addfont reads the whole of a large file
        fontManager.ttflist = kept
        for path in packaged:
            fontManager.addfont(path)
    mpl.rcdefaults()
    mpl.rcParams.update(STYLE)
