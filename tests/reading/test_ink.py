"""Ink on a page: lines whose box is too short, drawn rules, blank pages."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from helpers.reading.ink import find_rules, has_ink, widen_boxes, without_stamps

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


def test_two_pixels_in_a_thousand_that_are_dark_make_a_page_no_blank_one() -> None:
    def inked(n: int, shade: int = 149) -> bool:
        pixels = np.full((300, 700), 255, np.uint8)
        pixels.flat[:n] = shade
        return has_ink(Image.fromarray(pixels))

    assert [inked(420), inked(421), inked(210_000, 150)] == [False, True, False]


# Beside a line of 44 pixels: marks on its left, and where it begins then; one tenth of the height is white before it.
@pytest.mark.parametrize(
    ("ink", "left"),
    [
        ((146, 115, 156, 125), 142),  # a letter away
        ((145, 115, 155, 125), 200),
        ((180, 115, 185, 119), 176),  # 30 pixels of ink
        ((180, 115, 186, 118), 200),  # 28
        ((143, 115, 199, 116), 139),  # a stroke of 57 pixels
        ((142, 115, 199, 116), 200),  # 58: a rule
        ((180, 67, 182, 165), 176),  # upright over 99 of the 110 pixels that are looked at
        ((180, 67, 182, 166), 200),
        ((180, 95, 190, 103), 176),  # as high as the line's upper edge, and its lower one
        ((180, 95, 190, 99), 200),
        ((180, 141, 190, 150), 176),
        ((180, 145, 190, 150), 200),
    ],
)
def test_how_far_and_how_large_ink_beside_a_line_may_be(ink: tuple[int, int, int, int], left: int) -> None:
    assert widen(page(ink)) == [(left, 440)]


def test_ink_is_followed_from_mark_to_mark_for_three_letters_and_a_little() -> None:
    marks = [(190, 115, 195, 125), (150, 115, 160, 125), (110, 115, 120, 125), (30, 115, 80, 125)]
    assert widen(page(*marks)) == [(55, 440)]
    assert widen(page((483, 115, 493, 125))) == [(200, 497)]
    assert widen(page((485, 115, 495, 125))) == [(200, 440)]


def test_a_box_that_covers_three_tenths_of_the_height_ends_a_line() -> None:
    for bottom, left in ((113, 156), (114, 200)):
        assert widen(page((160, 104, 170, 112)), (150, 80, 190, bottom))[0] == (left, 440)
    for top, left in ((132, 156), (131, 200)):
        assert widen(page((160, 134, 170, 142)), (150, top, 190, 170))[0] == (left, 440)


def test_ink_at_the_edge_of_the_page_comes_in_and_nothing_beyond_it() -> None:
    assert widen(page((0, 215, 10, 225)), (30, 200, 110, 244))[1] == (-4, 110)
    assert widen(page((690, 215, 699, 225)), (590, 200, 670, 244))[1] == (590, 703)
    assert widen(page((20, 0, 30, 20)), (40, 0, 110, 44))[1] == (16, 110)
    assert widen(page((20, 275, 30, 299)), (40, 256, 110, 299))[1] == (16, 110)


def test_a_box_twice_as_high_as_wide_is_looked_beside_and_a_higher_one_is_not() -> None:
    ink = (480, 180, 490, 255)
    assert widen(page(ink), (500, 170, 550, 270))[1] == (470, 550)
    assert widen(page(ink), (500, 170, 549, 270))[1] == (500, 549)


# Rules by their length, width, gaps and bends, at 200 dpi: eight pixels are a millimetre.


def rules_of(*boxes: tuple[int, int, int, int]) -> list[tuple[float, float, int, bool]]:
    picture = Image.new("L", (1654, 2339), "white")
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=0)
    return [tuple(rule) for rule in find_rules(picture)]


def test_level_rules_are_sixteen_millimetres_long_and_upright_ones_ten() -> None:
    assert rules_of((300, 500, 424, 502)) == [(364, 501.5, 124, True)]
    assert rules_of((300, 500, 423, 502)) == []
    assert rules_of((300, 500, 302, 577)) == [(301.5, 539.5, 77, False)]
    assert rules_of((300, 500, 302, 576)) == []


def test_rules_are_no_wider_than_a_millimetre_and_a_half() -> None:
    assert rules_of((300, 500, 699, 511)) == [(501.5, 506, 399, True)]
    assert rules_of((300, 500, 699, 512)) == []
    assert rules_of((300, 500, 311, 899)) == [(306, 700.5, 399, False)]
    assert rules_of((300, 500, 312, 899)) == []


def test_a_rule_may_have_a_gap_of_a_pixel_and_bend_by_half_a_millimetre() -> None:
    assert rules_of((300, 500, 399, 502), (401, 500, 500, 502)) == [(402, 501.5, 200, True)]
    assert rules_of((300, 500, 399, 502), (402, 500, 501, 502)) == []
    assert rules_of((300, 500, 399, 501), (400, 505, 499, 506)) == [(401.5, 503.5, 199, True)]
    assert rules_of((300, 500, 399, 501), (400, 506, 499, 507)) == []


def test_rules_at_the_edges_of_the_page_are_found_where_they_are() -> None:
    assert rules_of((0, 0, 199, 2)) == [(101, 2.5, 200, True)]
    assert rules_of((0, 0, 2, 199)) == [(2.5, 100.5, 199, False)]
    assert rules_of((1454, 2336, 1653, 2338)) == [(1554.5, 2336.5, 197, True)]
    assert rules_of((1651, 2139, 1653, 2338)) == [(1651.5, 2239, 198, False)]


# Stamps, on a page of which four pixels are a millimetre.


def stamped(width: int, height: int, colour: tuple[int, int, int] = (200, 60, 60)) -> list[int]:
    """How green four places are once the stamps are taken out: the stamp's first corner and last, ink in it and beside
    it."""
    picture = Image.new("RGB", (840, 1188), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((100, 200, 99 + 4 * width, 199 + 4 * height), fill=colour)
    for place in ((110, 230, 150, 234), (20, 20, 40, 24)):
        pen.rectangle(place, fill=(30, 30, 30))
    clean = without_stamps(picture)
    places = ((101, 201), (99 + 4 * width, 199 + 4 * height), (120, 232), (30, 22))
    return [clean.getpixel(place)[1] for place in places]


# Two millimetres around it count as the stamp's.
@pytest.mark.parametrize(
    ("width", "height", "is_stamp"),
    [(25, 25, True), (24, 24, False), (65, 65, True), (66, 66, False)]
    + [(27, 36, True), (26, 36, False), (49, 36, True), (50, 36, False)],
)
def test_a_stamp_is_round_and_of_a_stamp_s_size(width: int, height: int, is_stamp: bool) -> None:
    assert stamped(width, height) == ([254, 254, 38, 30] if is_stamp else [60, 60, 30, 30])


@pytest.mark.parametrize(
    ("colour", "is_red"),
    [((200, 139, 100), True), ((200, 140, 100), False), ((200, 100, 139), True), ((200, 100, 140), False)]
    + [((90, 90, 90), False), ((60, 60, 200), False)],
)
def test_a_stamp_is_red(colour: tuple[int, int, int], is_red: bool) -> None:
    assert stamped(40, 40, colour) == ([254, 254, 38, 30] if is_red else [colour[1], colour[1], 30, 30])


def test_a_fifth_of_a_stamp_may_be_darker_than_what_is_white_in_it() -> None:
    for dark, light in ((28, 153), (31, 166), (33, 255)):  # seven rows of forty, eight and nine
        picture = Image.new("RGB", (840, 1188), "white")
        pen = ImageDraw.Draw(picture)
        pen.rectangle((100, 200, 259, 359), fill=(200, 60, 60))
        pen.rectangle((100, 200, 259, 199 + dark), fill=(120, 20, 20))
        clean = without_stamps(picture)
        assert clean.getpixel((120, 210)) == (light,) * 3
        assert clean.getpixel((120, 300))[0] >= 254


def test_a_page_without_red_is_given_back_as_it_is() -> None:
    picture = page()
    assert without_stamps(picture) is picture
