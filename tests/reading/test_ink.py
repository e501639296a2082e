"""Ink on a page: lines whose box is too short, drawn rules, blank pages."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers.reading.ink import find_rules, has_ink, widen_boxes

BOX = (200, 100, 440, 144)  # a line of some letters, 44 pixels high


def page(*ink: tuple[float, float, float, float]) -> Image.Image:
    picture = Image.new("RGB", (700, 300), "white")
    pen = ImageDraw.Draw(picture)
    for place in (BOX, *ink):
        pen.rectangle(place, fill="black")
    return picture


def corners(box: tuple[float, float, float, float] = BOX) -> list[list[float]]:
    left, top, right, bottom = box
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def widen(picture: Image.Image, *boxes: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    """From where to where each box goes, to the pixel."""
    widened = widen_boxes(np.array([corners(box) for box in (BOX, *boxes)]), picture)
    return [(round(float(box[0][0])), round(float(box[1][0]))) for box in widened]


THIN, COMMA, STOP = (112, 120, 150, 122), (160, 132, 170, 142), (446, 130, 456, 140)


def test_a_numeral_before_the_line_and_a_stop_behind_it_come_in() -> None:
    assert widen(page(THIN, COMMA, STOP)) == [(108, 460)]


def test_a_line_with_nothing_beside_it_stays() -> None:
    assert widen(page()) == [(200, 440)]


@pytest.mark.parametrize(
    "ink",
    [
        (180, 120, 183, 122),  # a speck
        (170, 20, 172, 280),  # a rule at a table's edge
        (20, 138, 190, 140),  # a rule below a heading
        (40, 100, 100, 140),  # something further away
    ],
)
def test_what_is_no_part_of_the_line_stays_out(ink: tuple[float, float, float, float]) -> None:
    assert widen(page(ink)) == [(200, 440)]


def test_what_stands_behind_a_rule_stays_out() -> None:
    assert widen(page((170, 20, 172, 280), (120, 110, 160, 140))) == [(200, 440)]


def test_a_box_ends_where_the_next_begins() -> None:
    other = (450, 100, 600, 144)
    assert widen(page(other), other) == [(200, 440), (450, 600)]


def test_ink_is_followed_along_a_line_that_is_askew() -> None:
    angle = math.radians(3)
    picture = page(THIN, COMMA).rotate(-3, center=(0, 0), fillcolor="white")
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    box = widen_boxes(np.array([corners()]) @ turn, picture)[0] @ turn.T
    assert abs(box[0][0] - 108) < 2 and abs(box[0][1] - 100) < 0.1


def test_a_line_at_the_edge_of_the_page_and_one_on_its_side_stay() -> None:
    assert widen(page(), (0, 200, 80, 240), (600, 100, 620, 200))[1:] == [(0, 80), (600, 620)]


def draw_table(angle: float = 0, noise: int = 0) -> Image.Image:
    """A page of A4 at 200 dpi with a table of two columns and rows, a dash, a thick bar and letters."""
    picture = Image.new("L", (1654, 2339), "white")
    pen = ImageDraw.Draw(picture)
    for y in (500, 600, 760):
        pen.line((300, y, 1300, y), fill=20, width=3)
    for x in (300, 700, 1300):
        pen.line((x, 500, x, 760), fill=20, width=3)
    pen.line((300, 1000, 390, 1000), fill=20, width=4)  # ——
    pen.rectangle((300, 1200, 1300, 1300), fill=20)
    for n in range(20):  # strokes of letters, as long as they are
        pen.line((300 + 50 * n, 1500, 344 + 50 * n, 1500), fill=20, width=4)
        pen.line((320 + 50 * n, 1480, 320 + 50 * n, 1524), fill=20, width=4)
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    grain = np.random.default_rng(1).normal(0, noise, (2339, 1654)) if noise else 0
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8)).convert("RGB")


@pytest.mark.parametrize(("angle", "noise"), [(0, 0), (0, 30), (0.5, 0), (-1, 0), (1, 30)])
def test_rules_are_found_and_letters_dashes_and_bars_are_none(angle: float, noise: int) -> None:
    rules = find_rules(draw_table(angle, noise))
    level, upright = ([rule for rule in rules if rule.is_level is side] for side in (True, False))
    assert [len(level), len(upright)] == [3, 3]
    assert all(abs(rule.length - 1000) < 40 for rule in level) and all(abs(r.length - 260) < 30 for r in upright)
    if not angle:
        assert [(round(r.x, -1), round(r.y, -1)) for r in level] == [(800, 500), (800, 600), (800, 760)]
        assert sorted((round(r.x, -1), round(r.y, -1)) for r in upright) == [(300, 630), (700, 630), (1300, 630)]


def test_rules_lie_where_they_are_however_little_else_is_on_the_page() -> None:
    """Of each what its filters reach is looked at: up to the edges of the page, and not a pixel further in."""
    assert find_rules(Image.new("RGB", (700, 300), "white")) == []
    picture = Image.new("RGB", (1654, 2339), "white")
    ImageDraw.Draw(picture).line((1400, 2300, 1653, 2300), fill="black", width=3)
    (rule,) = find_rules(picture)
    assert rule.is_level and abs(rule.x - 1527) < 3 and abs(rule.y - 2300.5) < 3 and abs(rule.length - 254) < 5


def test_a_picture_of_a_few_pixels_has_rules_too() -> None:
    picture = Image.new("RGB", (300, 400), "white")
    ImageDraw.Draw(picture).line((50, 200, 250, 200), fill="black", width=2)
    assert [(round(rule.x, -1), round(rule.y, -1), rule.is_level) for rule in find_rules(picture)] == [(150, 200, True)]


def test_no_boxes_are_none() -> None:
    assert widen_boxes(np.empty((0, 4, 2)), page()).shape == (0, 4, 2)


def test_a_page_with_a_speck_is_blank() -> None:
    assert not has_ink(Image.new("RGB", (700, 300), "white")) and has_ink(page())
    speck = Image.new("L", (700, 300), "white")
    speck.paste(0, (10, 10, 15, 15))
    assert not has_ink(speck)
