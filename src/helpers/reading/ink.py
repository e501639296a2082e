"""The ink on the picture of a page: stamps taken out, rules found, lines that are boxed too short."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from scipy import ndimage

__all__ = ["Rule", "find_rules", "has_ink", "widen_boxes", "without_stamps"]

# Pixels darker than this are ink; with more than this share of them a page is not blank.
INK, INKED = 150, 0.002

# A stamp: red, round, so many millimetres across. Text of a red letterhead is smaller or wider.
RED, STAMP_MM, ROUND = 60, (28, 70), (0.75, 1.34)
STAMP_LEVEL = 20  # per cent of its pixels are darker in red light than what is taken for white
A4_MM = 297
GRAIN = 4  # a stamp is looked for in every so-manyth pixel

# How far beside a line ink is looked for, and how far ink may be from ink: multiples of its height. 一、 before a
# heading is two letters long, （一） three.
LOOK, GAP, PAD = 3.2, 1.0, 0.1
LEAST_INK = 0.015  # of the height squared: a 一 has three times as much, a speck less
# A line that is drawn: over this share of a column that is BEYOND higher and lower than the text; in a row so many
# heights wide, where 一 is one.
RULE, BEYOND, RULE_WIDTH = 0.9, 0.75, 1.3
# Rules of tables, in millimetres: level ones are longer than a dash of large letters, upright ones than a letter; how
# wide they are at most; gaps in them, less than between two letters; how far they bend where the page is not level.
LEVEL_MM, UPRIGHT_MM, WIDTH_MM, BREAK_MM, BEND_MM = 16, 10, 1.5, 0.3, 0.6
COVERED = 0.3  # with this share of a column in the box of another line, that line begins

Array = npt.NDArray[Any]


class Rule(NamedTuple):
    """A rule on a page, in pixels: its middle, its length, and whether it is a level one."""

    x: float
    y: float
    length: int
    is_level: bool


def has_ink(picture: Image.Image) -> bool:
    """Whether a page is not blank."""
    return float(np.mean(_dark(picture))) > INKED


def without_stamps(picture: Image.Image) -> Image.Image:
    """The page without its red stamps: in the round of a stamp what is dark in red light stays."""
    colours = np.asarray(picture)
    red = colours[::GRAIN, ::GRAIN].astype(np.int16)
    mask = red[:, :, 0] - np.maximum(red[:, :, 1], red[:, :, 2]) > RED
    if not mask.any():
        return picture
    colours = colours.copy()
    labels, _ = ndimage.label(ndimage.binary_dilation(mask, iterations=2))
    pixel = A4_MM / max(picture.size) * GRAIN  # millimetres
    for rows, columns in ndimage.find_objects(labels):
        height, width = ((part.stop - part.start) * pixel for part in (rows, columns))
        if STAMP_MM[0] < width < STAMP_MM[1] and ROUND[0] < width / height < ROUND[1]:
            place = tuple(slice(part.start * GRAIN, part.stop * GRAIN) for part in (rows, columns))
            light = colours[place][:, :, 0].astype(np.float32)  # in red light the stamp is nearly white, ink is dark
            level = np.percentile(red[rows, columns, 0][mask[rows, columns]], STAMP_LEVEL)
            colours[place] = np.minimum(light * (255 / level), 255).astype(np.uint8)[:, :, None]
    return Image.fromarray(colours)


def find_rules(picture: Image.Image) -> list[Rule]:
    """The rules on a page that is nearly level; those of a picture or of a thick bar are none."""
    pixel = A4_MM / max(picture.size)  # millimetres
    gap, bend = max(round(BREAK_MM / pixel), 1), max(round(BEND_MM / pixel), 1)  # a small picture has large pixels
    # White around the ink as wide as the filters reach: beyond it there is nothing to find.
    dark, top, left = _cut_out(_dark(picture), gap + bend + 2 * round(LEVEL_MM / pixel))
    rules = []
    for is_level, least in ((True, LEVEL_MM), (False, UPRIGHT_MM)):
        along = 1 if is_level else 0
        ink = ndimage.maximum_filter1d(ndimage.maximum_filter1d(dark, gap, axis=along), bend, axis=1 - along)
        for apply in (ndimage.minimum_filter1d, ndimage.maximum_filter1d):  # what is shorter than a rule goes
            ink = apply(ink, max(round(least / pixel), 1), axis=along)
        labels, _ = ndimage.label(ink)
        for n, place in enumerate(ndimage.find_objects(labels), start=1):
            length = place[along].stop - place[along].start
            if (labels[place] == n).sum() * pixel < (WIDTH_MM + BEND_MM) * length:
                y, x = ((part.start + part.stop) / 2 for part in place)
                rules.append(Rule(left + x, top + y, length - gap, is_level))
    return rules


def _cut_out(dark: Array, margin: int) -> tuple[Array, int, int]:
    """The part of a page that holds its ink, with white around as far as there is any: its pixels, top and left."""
    sides = [np.flatnonzero(dark.any(axis=axis)) for axis in (1, 0)]
    if not len(sides[0]):
        return np.zeros((1, 1), np.uint8), 0, 0
    (top, bottom), (left, right) = ((max(at[0] - margin, 0), at[-1] + margin + 1) for at in sides)
    return dark[top:bottom, left:right].astype(np.uint8), int(top), int(left)


def widen_boxes(boxes: Array, picture: Image.Image) -> Array:
    """Boxes of lines (n × 4 corners × x, y; clockwise from the upper left) with the ink that stands right beside them.

    What looks for text misses now and then a thin 一、 before a heading, or a stop behind a line.
    """
    dark = _dark(picture)
    mask = Image.new("1", picture.size)
    for box in boxes:
        ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in box], fill=1)
    covered = np.asarray(mask)
    widened = np.array(boxes, dtype=np.float32)
    for box, (upper_left, upper_right, lower_right, lower_left) in zip(widened, np.array(boxes), strict=True):
        length, height = np.linalg.norm(upper_right - upper_left), np.linalg.norm(lower_left - upper_left)
        if height < 1 or length < height / 2:  # a line that stands on its side
            continue
        along = (upper_right - upper_left) / length
        before = _reach(dark, covered, upper_left, -along, lower_left - upper_left)
        behind = _reach(dark, covered, upper_right, along, lower_right - upper_right)
        box += np.outer([-before, behind, behind, -before], along)
    return widened


def _dark(picture: Image.Image) -> Array:
    return np.asarray(picture.convert("L")) < INK


def _reach(dark: Array, covered: Array, corner: Array, outward: Array, down: Array) -> float:
    """How far, in pixels, ink goes on outward from a box's edge, which goes down from its corner."""
    height = float(np.linalg.norm(down))
    steps = np.arange(1, round(LOOK * height) + 1)
    depths = np.arange(-BEYOND, 1 + BEYOND, 1 / height)
    places = corner + steps[None, :, None] * outward + depths[:, None, None] * down
    x, y = np.rint(places[:, :, 0]).astype(int), np.rint(places[:, :, 1]).astype(int)
    inside = (x >= 0) & (x < dark.shape[1]) & (y >= 0) & (y < dark.shape[0])
    x, y = np.clip(x, 0, dark.shape[1] - 1), np.clip(y, 0, dark.shape[0] - 1)
    ink, beside = dark[y, x] & inside, covered[y, x]
    level = (depths >= 0) & (depths <= 1)
    ends = (ink.mean(axis=0) > RULE) | (beside[level].mean(axis=0) > COVERED)
    end = int(np.argmax(ends)) if ends.any() else len(steps)
    ink = ink[level, :end]
    ink = ink[ink.sum(axis=1) < RULE_WIDTH * height]
    last = 0.0
    for column in steps[:end][ink.any(axis=0)]:
        if column - last > GAP * height:
            break
        last = float(column)
    return last + PAD * height if ink[:, : int(last)].sum() >= LEAST_INK * height**2 else 0.0
