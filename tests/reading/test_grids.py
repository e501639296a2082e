"""Tables on a page, by their rules or by their columns: what makes a rule, a row, a column, and what does not."""

import pytest

from helpers.reading.grids import (
    MAX_RULES,
    Box,
    Piece,
    Row,
    Rules,
    find_frames,
    find_rows,
    find_ruled_rows,
    find_walls,
    sort_rules,
)

NONE = Rules({}, {})


def line(bottom: float, *cells: tuple[str, float], size: float = 10) -> list[Piece]:
    """The pieces of a line: words, and where they begin; a letter is as wide as it is high."""
    return [Piece(text, left, left + size * len(text), bottom, size) for text, left in cells]


def cells(rows: list[Row]) -> list[list[str]]:
    return [["".join(cell) for cell in row.cells] for row in rows]


def drawn(columns: list[float], heights: list[float]) -> list[Box]:
    """The rules of a table with all of them drawn, `heights` from the top."""
    level = [Box(columns[0], y, columns[-1], y) for y in heights]
    return level + [Box(x, heights[-1], x, heights[0]) for x in columns]


# Rules.


@pytest.mark.parametrize(
    ("box", "upright", "level"),
    [
        (Box(90, 600, 93, 700), [90], []),
        (Box(90, 600, 93.5, 700), [90, 93.5], []),  # an area, whose other sides are too short
        (Box(90, 600, 190, 603), [], [600]),
        (Box(90, 600, 190, 603.5), [], [600, 603.5]),
        (Box(90, 600, 190, 700), [90, 190], [600, 700]),
        (Box(90, 600, 96, 606), [90, 96], [600, 606]),
        (Box(90, 600, 95.5, 700), [90, 95.5], []),
        (Box(90, 600, 190, 605.5), [], [600, 605.5]),
        (Box(90, 600, 90, 606), [90], []),
        (Box(90, 600, 90, 605.5), [], []),
        (Box(90, 600, 96, 600), [], [600]),
        (Box(90, 600, 95.5, 600), [], []),
        (Box(90, 600, 92, 602), [], []),  # a dot
    ],
)
def test_what_is_thin_is_a_rule_and_an_area_has_four_sides(box: Box, upright: list[float], level: list[float]) -> None:
    rules = sort_rules([box])
    separate = [[x for own in rules.upright.values() for x in {side.left for side in own}]]
    separate.append([y for own in rules.level.values() for y in {side.bottom for side in own}])
    assert [sorted(places) for places in separate] == [upright, level]


def test_the_sides_of_an_area_reach_from_corner_to_corner() -> None:
    assert sort_rules([Box(90, 600, 190, 700)]) == Rules(
        {90: [Box(90, 600, 90, 700)], 190: [Box(190, 600, 190, 700)]},
        {600: [Box(90, 600, 190, 600)], 700: [Box(90, 700, 190, 700)]},
    )


def test_rules_that_lie_nearer_than_three_points_are_in_one_place() -> None:
    upright = [Box(x, 600, x, 700) for x in (90, 93, 96, 99.5)]
    assert {x: len(own) for x, own in sort_rules(upright).upright.items()} == {90: 2, 96: 1, 99.5: 1}
    level = [Box(90, y, 190, y) for y in (606.5, 603, 600)]
    assert {y: len(own) for y, own in sort_rules(level).level.items()} == {600: 2, 606.5: 1}


def test_a_page_with_too_much_drawn_on_it_has_no_rules() -> None:
    rule = Box(90, 600, 90, 700)
    assert len(sort_rules([rule] * MAX_RULES).upright[90]) == MAX_RULES
    assert sort_rules([rule] * (MAX_RULES + 1)) == NONE


def test_a_wall_crosses_the_middle_of_a_line() -> None:
    rules = sort_rules([Box(300, 0, 300, 50), Box(200, 50, 200, 100), Box(100, 0, 100, 100)])
    assert find_walls(rules, 40, 20) == [100, 200, 300]
    assert find_walls(rules, 40, 22) == [100, 200]
    assert find_walls(rules, 40, 18) == [100, 300]
    assert find_walls(rules, 90, 22) == []


# Tables whose rules are drawn.


@pytest.mark.parametrize(
    ("columns", "heights", "frames"),
    [
        ([90, 190, 290], [700, 680, 660], [Box(90, 660, 290, 700)]),
        ([90, 290], [700, 680, 660], []),  # a box around text
        ([90, 190, 290], [700, 660], []),  # a row alone
        ([90, 190, 290, 390], [700, 690, 680, 660], [Box(90, 660, 390, 700)]),
    ],
)
def test_a_table_has_two_columns_and_two_rows(columns: list[float], heights: list[float], frames: list[Box]) -> None:
    assert find_frames(sort_rules(drawn(columns, heights))) == frames


def test_a_band_without_upright_rules_parts_two_tables() -> None:
    rules = sort_rules([*drawn([90, 190, 290], [700, 680, 660]), *drawn([90, 150, 290], [600, 580, 560])])
    assert find_frames(rules) == [Box(90, 660, 290, 700), Box(90, 560, 290, 600)]
    page = [line(685, ("甲", 95), ("乙", 195)), line(625, ("文", 95)), line(585, ("丙", 95), ("丁", 155))]
    assert [(row.at, cells([row])) for row in find_ruled_rows(page, rules)] == [
        (0, [["甲", "乙"]]),
        (2, [["丙", "丁"]]),
    ]


def test_one_wall_alone_makes_no_band() -> None:
    rules = sort_rules([*drawn([90, 190, 290], [700, 680, 660]), Box(90, 640, 290, 640), Box(190, 640, 190, 660)])
    assert find_frames(rules) == [Box(90, 660, 290, 700)]


def test_a_piece_stands_in_the_cell_that_its_middle_lies_in() -> None:
    rules = sort_rules(drawn([90, 190, 290], [700, 680, 660]))
    page = [line(686, ("左左左左", 151)), line(666, ("右右右右", 171))]
    assert cells(find_ruled_rows(page, rules)) == [["左左左左", ""], ["", "右右右右"]]
    page = [line(674, ("上", 95)), line(676, ("也上", 195))]  # their middles lie at 679 and 681
    assert cells(find_ruled_rows(page, rules)) == [["", "也上"], ["上", ""]]


def test_a_row_of_one_cell_belongs_to_its_table() -> None:
    whole = [Box(90, y, 290, y) for y in (700, 680, 660)] + [Box(90, 660, 90, 700), Box(290, 660, 290, 700)]
    rules = sort_rules([*whole, Box(190, 660, 190, 680)])
    assert find_frames(rules) == [Box(90, 660, 290, 700)]
    page = [line(685, ("检查", 195)), line(665, ("甲", 95), ("乙", 195))]
    assert cells(find_ruled_rows(page, rules)) == [["检查", ""], ["甲", "乙"]]


def test_a_line_with_a_piece_beside_the_table_is_none_of_its_rows() -> None:
    rules = sort_rules(drawn([90, 190, 290], [700, 680, 660]))
    page = [
        line(710, ("上", 95)),
        line(685, ("甲", 95), ("外", 295)),
        line(684, ("左", 70), ("甲", 95)),
        line(683, ("甲", 95), ("乙", 195)),
        line(645, ("下", 95)),
    ]
    assert find_ruled_rows(page, rules) == [Row(3, (3,), (("甲",), ("乙",)))]


def test_the_lines_of_a_cell_are_told_apart_and_its_row_holds_them_all() -> None:
    rules = sort_rules(drawn([90, 190, 290], [700, 660, 640]))
    page = [line(688, ("检查", 95)), line(675, ("和处罚", 95), ("12", 195)), line(645, ("调解", 95), ("3", 195))]
    assert find_ruled_rows(page, rules) == [
        Row(0, (0, 1), (("检查", "和处罚"), ("12",))),
        Row(0, (2,), (("调解",), ("3",))),
    ]


def test_a_merged_cell_leaves_its_other_places_empty() -> None:
    level = [Box(90, y, 390, y) for y in (700, 680, 640)] + [Box(190, 660, 390, 660)]
    upright = [Box(x, 640, x, 700) for x in (90, 190, 390)] + [Box(290, 640, 290, 680)]
    page = [
        line(685, ("年份", 95), ("检查和处罚的数量", 270)),
        line(665, ("5", 195), ("6", 295)),
        line(655, ("局", 95)),  # in a cell that goes over two rows
        line(645, ("7", 195), ("8", 295)),
    ]
    assert cells(find_ruled_rows(page, sort_rules(level + upright))) == [
        ["年份", "检查和处罚的数量", ""],
        ["局", "5", "6"],
        ["", "7", "8"],
    ]


# Tables by their columns alone.


def test_rows_are_those_with_rules_and_those_without_in_the_order_of_the_page() -> None:
    page = [
        line(760, ("单位", 95), ("件数", 195)),
        line(740, ("甲局", 95), ("12", 195)),
        line(685, ("指标", 95), ("值", 195)),
        line(665, ("检查", 95), ("7", 195)),
        line(600, ("事项", 95), ("次", 250)),
        line(580, ("公开", 95), ("4", 250)),
    ]
    rows = find_rows(page, sort_rules(drawn([90, 190, 290], [700, 680, 660])))
    assert [row.lines for row in rows] == [(0,), (1,), (2,), (3,), (4,), (5,)]
    assert cells(rows)[2:] == [["指标", "值"], ["检查", "7"], ["事项", "次"], ["公开", "4"]]


@pytest.mark.parametrize(
    ("step", "size", "is_table"),
    [(30, 10, True), (30.5, 10, False), (0, 10, False), (-20, 10, False), (20, 8.5, True), (20, 8, False)]
    + [(20, 12, True), (20, 12.5, False), (0.5, 10, True)],
)
def test_rows_stand_close_below_each_other_in_letters_of_one_size(step: float, size: float, is_table: bool) -> None:
    page = [line(700, ("单位", 95), ("件数", 195)), line(700 - step, ("甲局", 95), ("12", 195), size=size)]
    assert [row.at for row in find_rows(page, NONE)] == ([0, 1] if is_table else [])


def test_one_row_alone_or_one_column_is_no_table() -> None:
    assert find_rows([line(700, ("单位", 95), ("件数", 195))], NONE) == []
    assert find_rows([line(700, ("单位", 95)), line(680, ("甲局", 95))], NONE) == []
    below = [line(700, ("签发人", 95), ("李某", 195)), line(680, ("甲", 95))]
    assert find_rows(below, NONE) == []
    bridged = [line(700, ("单位", 95), ("件数", 195)), line(680, ("甲局和乙局的案件数量等", 95), ("12", 205))]
    assert find_rows(bridged, NONE) == []


def test_a_column_is_filled_twice_at_the_least() -> None:
    page = [line(700, ("单位", 95), ("件数", 195), ("注", 295)), line(680, ("甲局", 95), ("12", 195))]
    assert find_rows(page, NONE) == []
    page.append(line(660, ("乙局", 95), ("无", 295)))
    assert cells(find_rows(page, NONE)) == [["单位", "件数", "注"], ["甲局", "12", ""], ["乙局", "", "无"]]


def test_a_line_with_one_piece_goes_on_below_a_row_if_it_stands_in_one_column() -> None:
    head = [line(700, ("单位", 95), ("件数", 195)), line(680, ("甲局", 95), ("12", 195))]
    last = line(640, ("乙局", 95), ("3", 195))
    assert cells(find_rows([*head, line(660, ("和分局", 95)), last], NONE))[2] == ["和分局", ""]
    assert cells(find_rows([*head, line(660, ("30", 200)), last], NONE))[2] == ["", "30"]
    for apart in (
        ("旁", 300),
        ("旁", 150),
        ("一句写到两列的话都在", 100),
        ("左", 85),
        ("右", 215),
        ("中", 115),
        ("间", 185),
    ):
        assert len(find_rows([*head, line(660, apart), last], NONE)) == 2, apart
    assert [row.at for row in find_rows([line(720, ("表", 95)), *head], NONE)] == [1, 2]


def test_lines_with_one_piece_behind_the_last_row_are_none() -> None:
    page = [line(y, ("单位", 95), ("件数", 195)) for y in (700, 680)]
    assert [row.at for row in find_rows([*page, line(660, ("注", 95)), line(640, ("释", 95))], NONE)] == [0, 1]


def test_a_line_much_nearer_than_rows_usually_are_goes_on_in_the_cells_above() -> None:
    page = [line(y, ("单位", 95), ("件数", 195)) for y in (700, 680, 660)]
    assert [row.lines for row in find_rows([*page, line(645.5, ("甲", 95), ("乙", 195))], NONE)] == [(0,), (1,), (2, 3)]
    assert [row.lines for row in find_rows([*page, line(645, ("甲", 95), ("乙", 195))], NONE)] == [
        (0,),
        (1,),
        (2,),
        (3,),
    ]
    wrapped = [*page, line(646, ("甲", 95), ("乙", 195)), line(626, ("丙", 95), ("丁", 195))]
    assert cells(find_rows(wrapped, NONE))[2:] == [["单位甲", "件数乙"], ["丙", "丁"]]


def test_pieces_of_one_column_overlap_and_those_that_touch_do_not() -> None:
    page = [line(700, ("单位", 95), ("件", 115)), line(680, ("局", 105), ("数", 120))]
    assert cells(find_rows(page, NONE)) == [["单位", "件"], ["局", "数"]]
    page = [line(700, ("单", 95), ("件", 105)), line(680, ("局", 95), ("数", 105))]
    assert cells(find_rows(page, NONE)) == [["单", "件"], ["局", "数"]]
