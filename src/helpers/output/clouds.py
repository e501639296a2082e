"""Word clouds as text."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import ceil
from random import Random
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont
from wordcloud.wordcloud import IntegralOccupancyMap

from helpers.output.chart import WIDE, Chart, Room, recorded
from helpers.output.charts import EM_MM, FEW, GAP_MM, GREY, LINE_MM, MOST_MM, SEPARATOR
from helpers.output.labels import Labels, Language, label, say, shorten_name
from helpers.output.marks import mark_rows
from helpers.output.style import COLOURS, DOUBLE, MM, POINTS, font_path

__all__ = ["clouds"]

_FIRST_MM, _LATER_MM = 72, 40  # height of the first cloud, at most of the others
_BETWEEN_MM = 4  # two clouds beside each other
_SMALLEST = 8  # points
_ZOOM = 2  # pixels of the canvas on which words are laid out to a point
_SMALL = _SMALLEST * _ZOOM  # pixels
_QUIET = "#595959"  # of the English below a word
_KEPT = 32  # layouts
_ABOVE, _BELOW = 0.9, 0.13  # of the size: how far a text's extent reaches from the baseline, whatever its letters
_MARGIN = 2 * _ZOOM  # pixels that a word's place is larger than the word
_LARGEST = 3  # times at the least that the most frequent word goes into the height
_GROWTH = 2  # times at the least that the most frequent word is larger than the rarest: else sizes show nothing
_SHRINK = 0.9  # by so much smaller where words did not fit, then by so much fewer

_Sizes = dict[str, int]  # pixels of a word's height
_Places = dict[str, tuple[int, int]]  # pixels from the left and from the top
_Frame = tuple[float, float, float, float]  # mm: left, top, width, height


@recorded
def clouds(data: pd.DataFrame, *, unit: str, seed: int, labels: Labels | None = None) -> Chart:
    """Word clouds of text in one colour: the first over the whole width, the others two beside each other.

    `data` has columns cloud, row (a word), value (how often; NA and 0 are not drawn). Words are laid out as wordcloud
    does with a fixed seed; where `labels` have an English word it stands below the Chinese in English clouds, which
    have room for fewer words. Sizes grow linearly with the value, from 8 pt for a cloud's rarest
    word to the largest size at which all its words fit, at least twice that. Where they do not fit so the rarest are
    left out, and words wider than the cloud, and all clouds after the thirteenth; the column drawn in the data of the
    chart says which. Words are text: they can be searched, and `save` checks them.

    >>> words = pd.DataFrame({"cloud": "全部", "row": ["审批", "执法"], "value": [30.0, 10.0]})
    >>> clouds(words, unit="rate", seed=1).alt("en")
    'Word clouds, 1 (sizes: Occurrences per 10,000 characters). Largest words of each: 全部 审批, 执法.'
    """
    names = list(dict.fromkeys(data["cloud"]))[: 1 + FEW]
    frames = _place_clouds(len(names))
    used = data[data["value"].gt(0)]
    below = {word: english for word in used["row"] if (english := _split_label(word, labels))}

    @cache
    def lay(language: Language) -> list[tuple[_Sizes, _Places]]:
        laid = []
        for name, (_, _, width, height) in zip(names, frames, strict=True):
            own = used[used["cloud"].eq(name)]
            values = tuple(zip(own["row"], own["value"], strict=True))
            more = tuple(below.items()) if language == "en" else ()
            laid.append(_lay_out(values, more, _to_pixels(width), _to_pixels(height), seed))
        return laid

    drawn = {(name, word) for name, (_, places) in zip(names, lay("zh"), strict=True) for word in places}
    told = data.assign(drawn=[pair in drawn for pair in zip(data["cloud"], data["row"], strict=True)])

    def draw(language: Language, room: Room = WIDE) -> Figure:
        high = max(top + height for _, top, _, height in frames)
        figure = Figure(figsize=(DOUBLE, high / MM), layout="constrained")
        figure.set_layout_engine("none")  # all places are known; a figure made without a layout gets one when saved
        for name, (left, top, width, height), words in zip(names, frames, lay(language), strict=True):
            place = (left / MM / DOUBLE, 1 - (top + height) / high, width / MM / DOUBLE, height / high)
            ax = figure.add_axes(place)
            ax.set_axis_off()
            if len(names) > 1:
                title = shorten_name(label(name, language, labels), width / EM_MM - 1)
                ax.text(0, 1, title, transform=ax.transAxes, va="bottom", color=GREY)
            _write(ax, *words, below if language == "en" else {}, _to_pixels(width), _to_pixels(height))
        return figure

    def alt(language: Language) -> str:
        firsts = zip(names, lay("zh"), strict=True)
        comma = say("list_comma", language)
        said = []
        for name, (_, places) in firsts:
            words = comma.join(label(word, language, labels) for word in [*places][:3])
            said.append(f"{label(name, language, labels)} {words or '–'}")
        told = {"clouds": len(names), "unit": label(unit, language, labels)}
        return say("alt_clouds", language, firsts=SEPARATOR[language].join(said), **told)

    def left_out(language: Language, room: Room = WIDE) -> str:
        shown = sum(len(places) for _, places in lay(language))
        return say("cut", language, shown=shown, all=len(used)) if shown < len(used) else ""

    return Chart(draw, told, alt, left_out, (WIDE.mm,), marks=_mark(told, frames, lay("zh")))


def _mark(data: pd.DataFrame, frames: Sequence[_Frame], laid: Sequence[tuple[_Sizes, _Places]]) -> pd.DataFrame:
    """The marks of the words that are drawn."""
    names = list(dict.fromkeys(data["cloud"]))
    boxes = {
        (names[at], word): (at, *_box(word, sizes[word], frame, place))
        for at, (frame, (sizes, places)) in enumerate(zip(frames, laid, strict=True))
        for word, place in places.items()
    }
    words = list(zip(data["cloud"], data["row"], strict=True))
    ax, x0, x1, y0, y1 = zip(*(boxes.get(word, (0, *[np.nan] * 4)) for word in words), strict=True)
    marks = mark_rows(data, {"cloud": data["cloud"], "row": data["row"]}, ax=ax, x=(x0, x1), y=(y0, y1))
    return marks[marks["x0"].notna()].reset_index(drop=True)


def _box(word: str, size: int, frame: _Frame, place: tuple[int, int]) -> tuple[float, float, float, float]:
    """Where a word begins and ends, in parts of its cloud's width and height, from the left and from below."""
    wide, high = (_to_pixels(mm) for mm in frame[2:])
    ink = _font(size).getbbox(word, anchor="ls")
    left, top = place
    return left / wide, (left + ink[2] - ink[0]) / wide, 1 - (top + ink[3] - ink[1]) / high, 1 - top / high


def _split_label(word: str, labels: Labels | None) -> str:
    """The English of a label such as 服务 (services); "" if there is none."""
    english = label(word, "en", labels).removeprefix(f"{word} (")
    return "" if english == word else english.removesuffix(")")


def _place_clouds(clouds: int) -> list[_Frame]:
    """Left, top, width and height of each cloud in mm, room for titles above them where there are several."""
    title = LINE_MM + GAP_MM if clouds > 1 else 0
    places: list[_Frame] = [(0, title, DOUBLE * MM, _FIRST_MM)]
    deep = ceil((clouds - 1) / 2)
    above = title + _FIRST_MM
    high = min(_LATER_MM, (MOST_MM - above) / max(deep, 1) - title)
    width = (DOUBLE * MM - _BETWEEN_MM) / 2
    for at in range(clouds - 1):
        places.append((at % 2 * (width + _BETWEEN_MM), above + title + at // 2 * (high + title), width, high))
    return places


@cache  # the file is large, and a layout asks for the same sizes again and again
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    """The packaged font. Pillow shapes Latin letters with the system's FriBiDi where there is one: not here."""
    return ImageFont.truetype(font_path(), pixels, layout_engine=ImageFont.Layout.BASIC)


def _to_pixels(mm: float) -> int:
    return int(mm / MM * POINTS * _ZOOM)


def _write(ax: Axes, sizes: _Sizes, places: _Places, below: Mapping[str, str], width: int, height: int) -> None:
    def write(text: str, size: int, left: int, top: int, colour: str) -> int:
        """Write a text with its ink at this place; the ink's height."""
        ink = _font(size).getbbox(text, anchor="ls")  # relative to the start of the baseline
        at = (left - ink[0]) / width, 1 - (top - ink[1]) / height
        ax.text(*at, text, fontsize=size / _ZOOM, color=colour, transform=ax.transAxes, va="baseline")
        return int(ink[3] - ink[1])

    for word, (left, top) in places.items():
        high = write(word, sizes[word], left, top, COLOURS[0])
        if word in below:
            write(below[word], _SMALL, left, top + high + _MARGIN, _QUIET)


@lru_cache(maxsize=_KEPT)  # the same cloud with English below its words has the same layout in Chinese
def _lay_out(
    rows: tuple[tuple[str, float], ...], english: tuple[tuple[str, str], ...], width: int, height: int, seed: int
) -> tuple[_Sizes, _Places]:
    """The size of each word, and where each stands of those for which there is room, the most frequent first.

    `rows` are words with their frequencies, `english` words with what stands below them.
    """
    frequencies, below = dict(rows), dict(english)
    small = _SMALL
    by_rank = sorted(frequencies, key=lambda word: (-frequencies[word], word))
    longest = {word: max(word, below.get(word, ""), key=_font(small).getlength) for word in by_rank}
    words = [word for word in by_rank if _font(small).getlength(longest[word]) + _MARGIN <= width]
    least_large = _GROWTH * small
    large = max(height // _LARGEST, least_large)
    while True:
        most, least = (frequencies[words[at]] if words else 0 for at in (0, -1))
        sizes = {w: round(small + (large - small) * (frequencies[w] - least) / ((most - least) or 1)) for w in words}
        places = _find_places(sizes, below, width, height, Random(seed))
        if len(places) == len(words):
            return sizes, places
        if large > least_large:
            large = max(int(large * _SHRINK), least_large)
        else:  # the rarest go
            words = words[: int(len(words) * _SHRINK)]


def _find_places(
    sizes: Mapping[str, int], below: Mapping[str, str], width: int, height: int, random: Random
) -> _Places:
    """Where each word of so many pixels stands (left, top), all upright, up to the first that finds no place.

    What stands `below` a word takes room with it. The method is wordcloud's; its class `WordCloud` takes no font but a
    file, and so shapes letters by the machine.
    """
    taken = IntegralOccupancyMap(height, width, None)
    canvas = Image.new("L", (width, height))
    draw = ImageDraw.Draw(canvas)
    places: _Places = {}
    lines: dict[str, list[tuple[str, Any, float, float, float]]] = {}  # text, font, top, right, bottom
    needed = 0.0
    for word, size in sizes.items():
        lines[word], top = [], float(_spare(word, size)[0] if below else 0)
        for text, pixels in [(word, size)] + ([(below[word], _SMALL)] if word in below else []):
            # TransposedFont not to turn words: its text begins where the ink does
            font = ImageFont.TransposedFont(_font(pixels))
            right, bottom = draw.textbbox((0, 0), text, font=font, anchor="lt")[2:]
            lines[word].append((text, font, top, right, top + bottom + (_spare(text, pixels)[1] if below else 0)))
            top += bottom + _MARGIN
        needed += (_right(lines[word]) + _MARGIN) * (lines[word][-1][-1] + _MARGIN)
        if needed > width * height:
            return places  # all of them cannot stand anywhere
    for word, texts in lines.items():
        random.random()  # wordcloud's choice of a direction; without it a seed would give another cloud
        place = taken.sample_position(texts[-1][-1] + _MARGIN, _right(texts) + _MARGIN, random)
        if place is None:
            break
        top, left = (side + _MARGIN // 2 for side in place)
        for text, font, down, _, _ in texts:
            draw.text((left, top + down), text, fill="white", font=font)
        random.random()  # and its choice of a colour
        taken.update(np.asarray(canvas), top, left)
        places[word] = (left, top + round(texts[0][2]))
    return places


def _spare(text: str, pixels: int) -> tuple[int, int]:
    """What a text's extent has above and below its ink, which `save` wants inside the figure.

    Chinese clouds do without: their words reach as far themselves, but for the few in Latin letters.
    """
    _, top, _, bottom = _font(pixels).getbbox(text, anchor="ls")  # from the baseline, downwards
    return max(0, round(_ABOVE * pixels + top)), max(0, round(_BELOW * pixels - bottom))


def _right(texts: Iterable[tuple[str, Any, float, float, float]]) -> float:
    return max(right for _, _, _, right, _ in texts)
