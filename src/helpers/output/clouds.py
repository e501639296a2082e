"""Word clouds as text."""

from collections.abc import Mapping
from functools import partial
from unittest.mock import patch

from matplotlib.axes import Axes
from PIL import ImageFont
from wordcloud import WordCloud

from helpers.errors import FigureError
from helpers.output.figures import COLOURS, font_path

__all__ = ["draw_cloud"]

_ZOOM = 2  # pixels of wordcloud's canvas to a point


def draw_cloud(ax: Axes, frequencies: Mapping[str, float], *, seed: int, smallest: float = 8) -> Axes:
    """Draw words into `ax` as text, larger the more frequent, laid out by wordcloud with a fixed seed.

    Sizes grow linearly with frequency, from `smallest` points for the rarest word to the largest size at which all
    words fit. Black and blue alternate and mean nothing. Words are text: they can be searched, and `save` checks their
    glyphs. Draw titles and other parts of the figure first. FigureError if the words do not fit.
    """
    if not frequencies:
        raise FigureError("a word cloud of no words: give it some frequencies")
    ax.set_axis_off()
    ax.figure.draw_without_rendering()  # only now the layout knows how large the axes are
    points = ax.get_position().size * ax.figure.get_size_inches() * 72
    width, height = (int(side * _ZOOM) for side in points)
    words = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    most, least = frequencies[words[0]], frequencies[words[-1]]
    small, large, placed = round(smallest * _ZOOM), height // 3, []
    # Pillow shapes Latin letters with the system's FriBiDi where there is one: the layout must not depend on that
    plain = partial(ImageFont.truetype, font_path(), layout_engine=ImageFont.Layout.BASIC)
    while len(placed) < len(words):
        if large < small:
            raise FigureError(f"{len(words)} words of {smallest} pt or more do not fit: fewer words or more space")
        sizes = {w: round(small + (large - small) * (frequencies[w] - least) / ((most - least) or 1)) for w in words}
        cloud = WordCloud(  # relative_scaling 1: sizes as given; font_step: a word that does not fit ends the attempt
            width=width, height=height, margin=2 * _ZOOM, random_state=seed, prefer_horizontal=1, relative_scaling=1,
            max_words=len(words), min_font_size=small, max_font_size=sizes[words[0]], font_step=height,
        )  # fmt: skip
        with patch.object(ImageFont, "truetype", lambda _, size: plain(size=size)):
            placed = cloud.generate_from_frequencies(sizes).layout_
        large = int(large * 0.9)
    for rank, ((word, _), size, (top, left), _, _) in enumerate(placed):
        ink = plain(size=size).getbbox(word, anchor="ls")  # relative to the start of the baseline
        ax.text(
            (left - ink[0]) / width, 1 - (top - ink[1]) / height, word, fontsize=size / _ZOOM, color=COLOURS[rank % 2],
            transform=ax.transAxes, ha="left", va="baseline", in_layout=False, parse_math=False,
        )  # fmt: skip
    return ax
