"""Word clouds as text."""

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont
from wordcloud.wordcloud import IntegralOccupancyMap

from helpers.output.style import COLOURS, POINTS, font_path

__all__ = ["draw_cloud"]

_ZOOM = 2  # pixels of the canvas on which words are laid out to a point
_MARGIN = 2 * _ZOOM  # pixels that a word's place is larger than the word
_LARGEST = 3  # times at the least that the most frequent word goes into the height
_GROWTH = 2  # times at the least that the most frequent word is larger than the rarest: else sizes show nothing
_SHRINK = 0.9  # by so much smaller where words did not fit, then by so much fewer

# Pillow shapes Latin letters with the system's FriBiDi where there is one: the layout must not depend on that.
_font = partial(ImageFont.truetype, layout_engine=ImageFont.Layout.BASIC)


def draw_cloud(ax: Axes, frequencies: Mapping[str, float], *, seed: int, smallest: float = 8) -> list[str]:
    """Draw words into `ax` as text, larger the more frequent, laid out as wordcloud does with a fixed seed.

    Sizes grow linearly with frequency, from `smallest` points for the rarest word to the largest size at which all
    words fit, at least twice that. Where they do not fit so the rarest are left out, and words wider than the axes; the
    words that are drawn are returned, most frequent first, so that the caption can say of how many. Black and blue
    alternate and mean nothing. Words are text: they can be searched, and `save` checks their glyphs. Draw titles and
    other parts of the figure first.
    """
    ax.set_axis_off()
    figure = cast("Figure", ax.figure)
    figure.draw_without_rendering()  # only now the layout knows how large the axes are
    points = ax.get_position().size * figure.get_size_inches() * POINTS
    width, height = (int(side * _ZOOM) for side in points)
    sizes, places = _lay_out(frequencies, round(smallest * _ZOOM), width, height, seed)
    for rank, (word, (left, top)) in enumerate(places.items()):
        ink = _font(font_path(), sizes[word]).getbbox(word, anchor="ls")  # relative to the start of the baseline
        ax.text(
            (left - ink[0]) / width, 1 - (top - ink[1]) / height, word, fontsize=sizes[word] / _ZOOM,
            color=COLOURS[rank % 2], transform=ax.transAxes, ha="left", va="baseline", in_layout=False,
            parse_math=False,
        )  # fmt: skip
    return list(places)


def _lay_out(
    frequencies: Mapping[str, float], small: int, width: int, height: int, seed: int
) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """The size of each word, and where each stands of those for which there is room, the most frequent first."""
    by_rank = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    words = [word for word in by_rank if _font(font_path(), small).getlength(word) + _MARGIN <= width]
    least_large = _GROWTH * small
    large = max(height // _LARGEST, least_large)
    while True:
        most, least = (frequencies[words[at]] if words else 0 for at in (0, -1))
        sizes = {w: round(small + (large - small) * (frequencies[w] - least) / ((most - least) or 1)) for w in words}
        places = _find_places(sizes, width, height, Random(seed))
        if len(places) == len(words):
            return sizes, places
        if large > least_large:
            large = max(int(large * _SHRINK), least_large)
        else:  # the rarest go
            words = words[: int(len(words) * _SHRINK)]


def _find_places(sizes: Mapping[str, int], width: int, height: int, random: Random) -> dict[str, tuple[int, int]]:
    """Where each word of so many pixels stands (left, top), all upright, up to the first that finds no place.

    The method is wordcloud's; its class `WordCloud` takes no font but a file, and so shapes letters by the machine.
    """
    taken = IntegralOccupancyMap(height, width, None)
    canvas = Image.new("L", (width, height))
    draw = ImageDraw.Draw(canvas)
    places = {}
    for word, size in sizes.items():
        font = ImageFont.TransposedFont(_font(font_path(), size))  # not to turn it: its text begins where the ink does
        _, _, right, bottom = draw.textbbox((0, 0), word, font=font, anchor="lt")
        random.random()  # wordcloud's choice of a direction; without it a seed would give another cloud
        place = taken.sample_position(bottom + _MARGIN, right + _MARGIN, random)
        if place is None:
            break
        top, left = (side + _MARGIN // 2 for side in place)
        draw.text((left, top), word, fill="white", font=font)
        random.random()  # and its choice of a colour
        taken.update(np.asarray(canvas), top, left)
        places[word] = (left, top)
    return places
