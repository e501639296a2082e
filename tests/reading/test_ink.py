"""Ink on a page: lines whose box is too short, drawn rules, blank pages."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers.reading.ink import has_ink, widen_boxes

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


def test_no_boxes_are_none() -> None:
    assert widen_boxes(np.empty((0, 4, 2)), page()).shape == (0, 4, 2)


def test_a_page_with_a_speck_is_blank() -> None:
    assert not has_ink(Image.new("RGB", (700, 300), "white")) and has_ink(page())
    speck = Image.new("L", (700, 300), "white")
    speck.paste(0, (10, 10, 15, 15))
    assert not has_ink(speck)
