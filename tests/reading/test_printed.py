"""How pages are set, and what they print beside the report: sizes, distances and places in points, at their limits."""

import pytest

from helpers.reading.printed import Line, Setting, find_heads, measure

FULL = "全面推进依法行政认真落实各项制度规定大家一起"  # from 90 to 486: 396 wide
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"

Given = tuple[str, float] | tuple[str, float, float] | tuple[str, float, float, float]


def body(page: int, sign: str, bottom: float) -> Line:
    return Line(page, sign + FULL[1:], 90, 486, bottom, 18)


def pages(*beside: list[Given], heights: tuple[float, ...] = (700, 670, 640)) -> list[Line]:
    """Pages of some full lines each, and what else stands there: words, height, size of letters and width."""
    lines = []
    signs = iter(SIGNS * 2)
    for page, given in enumerate(beside):
        own = [body(page, next(signs), bottom) for bottom in heights]
        for text, bottom, *more in given:
            size, width = (*more, *(18, 100)[len(more) :])
            own.append(Line(page, text, 90, 90 + width, bottom, size))
        lines += sorted(own, key=lambda line: -line.bottom)
    return lines


def marked(*beside: list[Given], heights: tuple[float, ...] = (700, 670, 640)) -> list[str]:
    lines = pages(*beside, heights=heights)
    return [lines[i].text for i in sorted(find_heads(lines, len(beside)))]


def test_most_of_the_text_says_where_lines_begin_and_end() -> None:
    def line(text: str, left: float, right: float, size: float) -> Line:
        return Line(0, text, left, right, 700, size)

    assert measure([line("甲乙丙", 90.4, 200, 10), line("丁戊", 80, 210, 12)]) == Setting(90, 200, 10, 10)
    assert measure([line("甲乙", 90, 200, 10), line("丁戊", 80, 210, 12)]) == Setting(90, 210, 12, 12)
    two = [line("甲", 80, 210, 12), line("乙", 80, 210, 12)]
    assert measure([line("丙", 90, 200, 10), *two]) == Setting(80, 210, 12, 12)


def test_a_step_of_half_a_letter_is_none_to_the_next_line() -> None:
    lines = [body(0, sign, bottom) for sign, bottom in zip("甲乙丙", (700, 691, 660), strict=True)]
    assert measure(lines).pitch == 31
    assert measure([line._replace(bottom=690.9) if line.bottom == 691 else line for line in lines]).pitch == 20


def test_a_document_without_lines_has_no_heads() -> None:
    assert find_heads([], 0) == set()


# What repeats.


@pytest.mark.parametrize(("n_pages", "n_marked"), [(3, 3), (7, 3), (8, 0)])
def test_a_watermark_stands_on_three_pages_and_on_two_in_five(n_pages: int, n_marked: int) -> None:
    heights = (700, 670, 610, 580)
    own = [[("内部资料", 640.0)] if page < 3 else [] for page in range(n_pages)]
    assert marked(*own, heights=heights) == ["内部资料"] * n_marked
    assert marked(*own[:2], [], heights=heights) == []


def test_a_watermark_says_the_same_everywhere_and_a_head_may_count() -> None:
    heights = (700, 670, 610, 580)
    numbered: list[list[Given]] = [[(f"第{n}页", 640)] for n in "123"]
    assert marked(*numbered, heights=heights) == []
    assert marked(*[[(f"报告第{n}页", 730)] for n in "123"]) == ["报告第1页", "报告第2页", "报告第3页"]
    assert marked(*[[(f"报告第{n}条", 730)] for n in "一二三"]) == []


def test_pages_that_hold_nothing_but_heads_are_measured_all_the_same() -> None:
    assert marked([("封面", 400)], [("封面", 400)], heights=()) == ["封面", "封面"]


# What stands where other pages have a head.


@pytest.mark.parametrize(
    ("other", "is_head"),
    [
        (("某市司法局", 730), True),
        (("某市司法局", 731.9), True),
        (("某市司法局", 734.1), False),
        (("某市司法局", 730, 19.7), True),
        (("某市司法局", 730, 19.8), False),
        (("某市司法局", 730, 16.3), True),
        (("某市司法局", 730, 16.2), False),
        (("某市司法局", 730, 18, 356), True),
        (("某市司法局", 730, 18, 357), False),
        (("一、主要举措", 730), False),
        (("（一）举措", 730), False),
    ],
)
def test_a_narrow_line_without_a_numeral_in_letters_of_a_head_s_size_is_one(other: Given, is_head: bool) -> None:
    known: Given = ("法治建设报告", 730)
    assert marked([known], [known], [other]) == [known[0], known[0], *([other[0]] if is_head else [])]


# What never repeats.


@pytest.mark.parametrize(
    ("one", "two", "are_heads"),
    [
        (("某市司法局", 758), ("法治建设报告", 758), True),  # further than 1.9 times the distance of lines
        (("某市司法局", 757), ("法治建设报告", 757), False),
        (("某市司法局", 758), ("法治建设报告", 757), False),
        (("某市司法局", 730, 17), ("法治建设报告", 730, 17), True),  # smaller than 0.95 of the body's letters
        (("某市司法局", 730, 17.1), ("法治建设报告", 730, 17.1), False),
        (("某市司法局", 730, 17), ("法治建设报告", 730, 17.1), False),
        (("某市司法局", 758), ("一、主要举措", 758), False),
        (("某市司法局", 758), ("法治建设报告", 758, 18, 357), False),
        (("某市司法局", 582), ("法治建设报告", 582), True),  # at the foot
        (("某市司法局", 583), ("法治建设报告", 583), False),
        (("某市司法局", 610, 17), ("法治建设报告", 610, 17), True),
    ],
)
def test_outermost_lines_are_heads_if_all_are_small_or_all_far(one: Given, two: Given, are_heads: bool) -> None:
    assert marked([one], [two], []) == ([one[0], two[0]] if are_heads else [])


def test_a_line_alone_on_its_page_is_far_from_any_and_one_of_two_is_not() -> None:
    alone = [Line(page, text, 90, 190, 400, 18) for page, text in enumerate(("甲县", "乙县"))]
    others = [body(2, sign, bottom) for sign, bottom in zip("丙丁戊辛", (700, 670, 640, 610), strict=True)]
    assert find_heads([*alone, *others], 3) == {0, 1}
    assert find_heads([alone[0], body(0, "己", 370), alone[1], body(1, "庚", 370), *others], 3) == set()
    assert find_heads([alone[0], body(0, "己", 200), alone[1], body(1, "庚", 200), *others], 3) == {0, 2}


def test_a_line_below_the_outermost_is_no_head_however_small() -> None:
    above: list[Given] = [("甲县", 730), ("乙县", 730)]
    assert marked([above[0], ("丙", 715, 10)], [above[1], ("丁", 715, 10)], []) == []


@pytest.mark.parametrize(
    ("height", "is_head"), [(716, True), (715, False), (690, False), (624, True), (625, False), (650, False)]
)
def test_small_words_on_one_page_are_a_head_beyond_the_body_of_all_others(height: float, is_head: bool) -> None:
    assert marked([("内部资料", height, 10)], [], []) == (["内部资料"] if is_head else [])
    assert marked([("内部资料", height)], [], []) == []  # as large as the body


def test_how_far_the_body_reaches_on_other_pages() -> None:
    small: Given = ("内部资料", 740, 10)
    assert marked([small], [("高处一行", 726)], []) == []
    assert marked([small], [("高处一行", 724)], []) == ["内部资料"]
    assert marked([small, ("高处一行", 730)], [], []) == ["内部资料"]  # of its own page it says nothing
    assert marked([small]) == []  # there is no other page
    assert marked([small], [("法治报告", 780)], [("法治报告", 780)]) == ["内部资料", "法治报告", "法治报告"]
    assert marked([small], [("法治文件", 750, 10)], []) == ["内部资料", "法治文件"]  # nor is it the body
    low: Given = ("内部资料", 600, 10)
    lines = pages([low], [], [])
    assert len(find_heads([*lines, body(1, "洪", 614)], 3)) == 0
    lines = pages([low], [("低处一行", 614)], [])
    first = next(line for line in lines if line.bottom == 614)
    assert find_heads([first, *(line for line in lines if line is not first)], 3) == set()
    assert marked([low], [("低处一行", 614)], []) == []
    assert marked([low], [("低处一行", 616)], []) == ["内部资料"]


# Page numbers.

LOW: Given = ("甲乙丙丁一行", 590, 18, 396)  # of another page


@pytest.mark.parametrize(
    ("number", "is_head"),
    [
        (("3", 597), True),  # further away than 1.4 times the distance of lines
        (("3", 598), False),
        (("3", 610, 17), True),
        (("3", 610, 17.1), False),
        (("三", 597), True),
        (("三", 610), False),
        (("第3页", 610), True),
        (("— 3 —", 610), True),
        (("3件", 597), False),
        (("第3条", 597), False),
    ],
)
def test_a_number_alone_is_a_page_s_if_it_is_set_apart_or_small(number: Given, is_head: bool) -> None:
    assert marked([number], [LOW], []) == ([number[0]] if is_head else [])


def test_a_number_inside_the_page_is_none() -> None:
    assert marked([("第3页", 597), ("某县", 560)], [LOW], []) == []
    assert marked([("第3页", 655)], [LOW], [], heights=(700, 670, 610, 580)) == []


def test_a_number_beside_which_others_stand_is_one_on_every_page() -> None:
    assert marked([("第3页", 610)], [("四", 610)], [LOW]) == ["第3页", "四"]
