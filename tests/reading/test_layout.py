"""Lines from what was recognised on a page: columns, sheets, cells, what stands askew, what stands at the edges."""

import math

import pytest

from helpers.reading.ink import Rule
from helpers.reading.layout import Found, Row, find_edges, is_tall, read_rows
from tests.reading.standin import FULL, SIZE, at

WIDE, HIGH = 1_654, 2_339  # A4 at 200 dpi


def turned(found: Found, degrees: float) -> Found:
    """A piece turned about the page's upper left corner."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    corners = tuple((x * cosine - y * sine, x * sine + y * cosine) for x, y in found.corners)
    return found._replace(corners=corners)


def texts(*found: Found, width: int = WIDE, height: int = HIGH) -> list[str]:
    return [row.text for row in read_rows(found, width, height)]


def column(left: float, signs: str, *, top: float = 300) -> list[Found]:
    """Lines of 11 characters one below the other; the last is short."""
    lines = [at(left, top + 70 * n, sign + FULL[:10]) for n, sign in enumerate(signs[:-1])]
    return [*lines, at(left, top + 70 * (len(signs) - 1), signs[-1])]


def test_pieces_of_a_line_are_one_line_whatever_their_order() -> None:
    assert texts(at(470, 104, "53"), at(200, 100, "主体数量共有"), at(560, 98, "万户")) == ["主体数量共有53万户"]


def test_latin_words_of_two_pieces_are_parted() -> None:
    assert texts(at(200, 100, "Open"), at(300, 100, "Data")) == ["Open Data"]


def test_blanks_beside_characters_are_none() -> None:
    assert texts(at(200, 100, "共 53 万户 A B")) == ["共53万户A B"]


def test_cells_of_a_row_are_parted_by_tabs() -> None:
    rows = [at(200, 100, "单位"), at(600, 100, "件数"), at(200, 170, "司法局"), at(600, 170, "12"), at(1000, 170, "无")]
    assert texts(*rows) == ["单位\t件数\t", "司法局\t12\t无"]


def table(*rows: str, step: int = 300) -> list[str]:
    """A table whose cells are parted by |, columns `step` pixels apart; what it is read as."""
    cells = [(n, row.split("|")) for n, row in enumerate(rows)]
    return texts(*[at(200 + step * c, 100 + 70 * n, cell) for n, row in cells for c, cell in enumerate(row) if cell])


def test_an_empty_cell_has_nothing_between_its_tabs() -> None:
    rows = table("单位|检查|案件|罚款", "公安局|1234|56|78.5", "水利局|87||3.2", "|12|7|1")
    assert rows == ["单位\t检查\t案件\t罚款", "公安局\t1234\t56\t78.5", "水利局\t87\t\t3.2", "\t12\t7\t1"]


def test_cells_that_nearly_touch_are_parted_where_the_columns_are() -> None:
    assert table("单位|检查次数甲|案件", "甲|1|2", step=220)[0] == "单位\t检查次数甲\t案件"


def test_a_short_cell_of_a_wide_column_stands_in_it_however_near_the_column_before_is() -> None:
    rows = table("行政执法单位名称|检查和处罚情况|件数", "乙县农业农村局|无|3", "乙县水利局|有|12", step=400)
    assert rows == ["行政执法单位名称\t检查和处罚情况\t件数", "乙县农业农村局\t无\t3", "乙县水利局\t有\t12"]


def test_a_cell_over_two_columns_stands_in_the_first() -> None:
    over = [at(200, 100, "单位"), at(500, 100, "行政检查和处罚案件的件数")]
    below = [at(200 + 300 * c, 170, cell) for c, cell in enumerate(("局", "检查", "案件", "罚款"))]
    assert texts(*over, *below)[0] == "单位\t行政检查和处罚案件的件数\t\t"


def test_a_list_of_short_cells_is_no_pair_of_columns() -> None:
    rows = [(at(200, 100 + 70 * n, name), at(700, 100 + 70 * n, f"{n}件")) for n, name in enumerate("甲乙丙丁戊己")]
    assert texts(*[piece for row in rows for piece in row])[:2] == ["甲\t0件", "乙\t1件"]


def drawn(columns: list[float], rows: list[float]) -> list[Rule]:
    """The rules of a table with all its lines drawn."""
    width, height = columns[-1] - columns[0], rows[-1] - rows[0]
    level = [Rule(columns[0] + width / 2, y, int(width), True) for y in rows]
    return level + [Rule(x, rows[0] + height / 2, int(height), False) for x in columns]


# A cell of two lines beside cells of one: in the middle of it, at its top, at its foot.
@pytest.mark.parametrize("beside", [205, 180, 230])
@pytest.mark.parametrize("angle", [0, 0.8, -0.8])
def test_a_cell_of_several_lines_is_one_row_between_the_rules(beside: float, angle: float) -> None:
    found = [at(220, 110, "事项"), at(620, 110, "办理情况"), at(1020, 110, "件数")]
    found += [
        at(220, beside, "行政检查"),
        at(620, 180, "开展双随机检"),
        at(620, 230, "查并公示"),
        at(1020, beside, "12"),
    ]
    found += [at(220, 290, "行政"), at(220, 340, "许可"), at(620, 315, "全程网办"), at(1020, 315, "7")]
    above, below = at(200, 30, FULL + FULL[:8]), at(200, 430, FULL[::-1] + FULL[:8])
    rules = drawn([200, 600, 1000, 1200], [100, 170, 280, 390])
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    askew = [r._replace(x=r.x * cosine - r.y * sine, y=r.x * sine + r.y * cosine) for r in rules]
    rows = read_rows([turned(piece, angle) for piece in [above, *found, below]], WIDE, HIGH, askew)
    assert [row.text for row in rows] == [
        above.text,
        "事项\t办理情况\t件数",
        "行政检查\t开展双随机检查并公示\t12",
        "行政许可\t全程网办\t7",
        below.text,
    ]
    assert sorted(piece.text for row in rows for piece in row.pieces) == sorted(p.text for p in [above, *found, below])


def test_a_merged_cell_stands_in_its_first_place_and_an_empty_one_stays_empty() -> None:
    found = [at(220, 110, "年份"), at(420, 110, "Open"), at(420, 160, "Data"), at(220, 260, "2021"), at(620, 210, "5")]
    rules = drawn([200, 400, 600, 800], [100, 200, 300])
    assert [row.text for row in read_rows(found, WIDE, HIGH, rules)] == ["年份\tOpen Data\t", "2021\t\t5"]
    merged = [rule for rule in rules if rule.is_level or rule.x != 600]  # 2nd and 3rd column are one, but for the foot
    found = [
        at(220, 110, "年份"),
        at(420, 130, "检查和处罚"),
        at(220, 230, "2021"),
        at(420, 230, "3"),
        at(620, 230, "5"),
    ]
    merged.append(Rule(600, 250, 100, False))
    assert [row.text for row in read_rows(found, WIDE, HIGH, merged)] == ["年份\t检查和处罚\t", "2021\t3\t5"]


def test_a_table_of_long_cells_is_no_pair_of_columns() -> None:
    left, right = (
        [at(x, 110 + 50 * n, sign + FULL[:9]) for n, sign in enumerate(signs)]
        for x, signs in ((220, "一二三四五六"), (720, "甲乙丙丁戊己"))
    )
    rows = read_rows([*left, *right], WIDE, HIGH, drawn([200, 700, 1200], [100, 255, 420]))
    assert [row.text.count("\t") for row in rows] == [1, 1]
    assert [row.text[0] + row.text.partition("\t")[2][0] for row in rows] == ["一甲", "四丁"]


def test_a_box_around_text_is_no_table() -> None:
    lines = column(200, "一二三四五末")
    frame = drawn([180, 900], [280, 800])
    assert [row.text for row in read_rows(lines, WIDE, HIGH, frame)] == [piece.text for piece in lines]


def test_columns_are_read_one_after_the_other_below_what_stands_over_both() -> None:
    found = [at(400, 100, "甲市法治政府建设年度报告甲市"), *column(200, "一二三四五末"), *column(800, "六七八九十终")]
    found.append(at(720, 2200, "— 1 —"))
    assert [text[0] for text in texts(*reversed(found))] == list("甲一二三四五末六七八九十终—")


def test_three_columns() -> None:
    found = [*column(100, "一二三四五末"), *column(620, "六七八九十终"), *column(1140, "甲乙丙丁戊己")]
    assert [text[0] for text in texts(*found)] == list("一二三四五末六七八九十终甲乙丙丁戊己")


@pytest.mark.parametrize("after", ["六七八九十终", "六"])
def test_a_sheet_of_two_pages_is_two_pages_even_if_the_last_is_nearly_empty(after: str) -> None:
    lines = [at(200, 300 + 70 * n, sign + FULL) for n, sign in enumerate("一二三四五")]
    rows = read_rows([*lines, *column(1900, after)], 3307, 2339)
    assert [row.text[0] for row in rows] == list("一二三四五" + after)
    assert [row.column for row in rows] == [0] * 5 + [1] * len(after)


def test_a_wide_page_with_lines_over_its_middle_is_one_page() -> None:
    rows = read_rows([at(200, 300 + 70 * n, FULL * 3) for n in range(6)], 3307, 2339)
    assert {row.column for row in rows} == {0}


@pytest.mark.parametrize("degrees", [-3, -1, 1, 3])
def test_a_page_that_lies_at_an_angle_is_levelled(degrees: float) -> None:
    last = [at(200, 440, "完成"), at(300, 440, "21"), at(350, 440, "件。")]
    found = [at(280, 300, FULL[:20]), at(200, 370, FULL), *last]
    rows = read_rows([turned(piece, degrees) for piece in found], WIDE, HIGH)
    assert [row.text for row in rows] == [FULL[:20], FULL, "完成21件。"]
    assert [round(row.left / SIZE) for row in rows] == [2, 0, 0]


def test_what_stands_askew_or_on_its_side_and_specks_are_set_aside() -> None:
    stamp = turned(at(900, -100, "某市司法局专用"), 25)
    side = Found("内部资料", 0.9, ((1500, 900), (1540, 900), (1540, 1060), (1500, 1060)))
    rows = read_rows([at(200, 300, FULL), stamp, side, at(1200, 900, "·", confidence=0.3)], WIDE, HIGH)
    assert [(row.text, row.outside) for row in rows] == [
        *[(FULL, False), ("某市司法局专用", True), ("内部资料", True), ("·", True)]
    ]


def test_a_single_character_that_is_believed_is_a_line() -> None:
    assert texts(at(200, 300, FULL), at(200, 370, "告")) == [FULL, "告"]


def test_letters_are_as_large_as_the_body_unless_they_differ() -> None:
    body = [at(200, 300 + 70 * n, FULL) for n in range(3)]
    rows = read_rows([at(200, 100, FULL[:12], size=56), *body, at(203, 510, FULL, size=42)], WIDE, HIGH)
    assert [row.size for row in rows] == [56, 40, 40, 40, 40]


def test_the_lines_of_a_title_are_of_one_size() -> None:
    title = [at(200, 100, FULL[:18], size=60), at(500, 180, "的报告", size=55)]
    rows = read_rows([*title, *(at(200, 300 + 70 * n, FULL) for n in range(3))], WIDE, HIGH)
    assert [row.size for row in rows] == [60, 60, 40, 40, 40]


def test_the_dash_of_a_range_is_no_numeral() -> None:
    assert texts(at(200, 100, "2021一2025年，5一是")) == ["2021—2025年，5一是"]


def test_every_page_begins_at_its_own_margin() -> None:
    for shift in (0, 60):
        rows = read_rows([at(280 + shift, 300, FULL), *(at(200 + shift, y, FULL) for y in (370, 440, 510))], WIDE, HIGH)
        assert [row.left for row in rows] == [80, 0, 0, 0]


def test_nothing_found_gives_no_rows() -> None:
    assert read_rows([], WIDE, HIGH) == []


def test_a_line_on_its_side_is_tall() -> None:
    assert is_tall(Found("内部资料", 0.9, ((0, 0), (40, 0), (40, 160), (0, 160))))
    assert not is_tall(at(0, 0, "内部资料")) and not is_tall(Found("一", 0.9, ((0, 0), (40, 0), (40, 80), (0, 80))))


def page(*lines: str) -> list[Row]:
    return read_rows([at(200, 100 + 70 * n, line) for n, line in enumerate(lines)], WIDE, HIGH)


MARKS = ["— 1 —", "—1—", "-12-", "一3一", "7", "第3页", "第3页共12页", "3/12", "iv", "第三页", "· 2 ·"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_page_number_is_set_aside_on_one_page_too(mark: str) -> None:
    assert find_edges([page("一、主要举措", FULL, FULL, "完成。", mark)]) == [{4}]


@pytest.mark.parametrize("line", ["2021年", "一、", "第三章", "1.", "13件", "一是"])
def test_other_short_lines_are_no_page_numbers(line: str) -> None:
    assert find_edges([page("一、主要举措", FULL, FULL, "完成。", line)]) == [set()]


def test_a_running_head_is_known_though_it_is_recognised_otherwise() -> None:
    heads = ["某市法治政府建设报告汇编 1", "某市法治政府建没报告汇编 2", "某市法冶政府建设报告汇编 3"]
    signs = ("甲乙丙丁", "戊己庚辛", "壬癸子丑")
    pages = [page(head, *(sign * 9 for sign in four)) for head, four in zip(heads, signs, strict=True)]
    assert find_edges(pages) == [{0}, {0}, {0}]


def test_pages_that_begin_with_one_word_keep_it() -> None:
    pages = [page("一是推进公开。", *"甲乙丙丁"), page("二是加强培训。", *"戊己庚辛")]
    assert find_edges(pages) == [set(), set()]


def test_what_is_alike_at_another_height_stays() -> None:
    rows = page(FULL, *"甲乙丙丁")
    lower = [row._replace(middle=row.middle + 400) for row in page(FULL, *"戊己庚辛")]
    assert find_edges([rows, lower]) == [set(), set()]


# How near, how far, how many: a letter is 40 pixels wide.


@pytest.mark.parametrize(("lower", "is_head"), [(120, True), (121, False), (-120, True), (-121, False)])
def test_running_heads_stand_within_three_letters_of_one_height(lower: float, is_head: bool) -> None:
    one, two = page("法治政府建设报告汇编", *"甲乙丙丁"), page("法治政府建设报告汇编", *"戊己庚辛")
    two = [row._replace(middle=row.middle + lower) for row in two]
    assert find_edges([one, two]) == ([{0}, {0}] if is_head else [set(), set()])


@pytest.mark.parametrize(
    ("other", "is_head"),
    [
        ("法治政府建设报告天地", True),
        ("法治政府建设报玄天地", False),
        ("法治 政府建设报告 12天地", True),
        ("12", False),
    ],
)
def test_running_heads_have_eight_in_ten_characters_in_common(other: str, is_head: bool) -> None:
    one, two = page("法治政府建设报告汇编", *"甲乙丙丁"), page(other, *"戊己庚辛")
    assert (0 in find_edges([one, two])[0]) is is_head


@pytest.mark.parametrize(
    ("n_pages", "n_heads", "are_heads"), [(2, 1, False), (2, 2, True), (5, 2, True), (6, 2, False)]
)
def test_running_heads_stand_on_two_pages_and_on_two_in_five(n_pages: int, n_heads: int, are_heads: bool) -> None:
    signs = iter("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒")
    pages = [
        page("法治报告汇编" if n < n_heads else next(signs), *(next(signs) for _ in range(4))) for n in range(n_pages)
    ]
    assert find_edges(pages) == [{0} if n < n_heads and are_heads else set() for n in range(n_pages)]


def test_heads_are_looked_for_in_the_two_outermost_lines() -> None:
    for place, found in ((1, {1}), (2, set()), (3, set()), (4, {4})):
        pages = []
        for signs in ("甲乙丙丁戊", "己庚辛壬癸"):
            lines = list(signs)
            pages.append(page(*lines[:place], "法治报告汇编", *lines[place:]))
        assert find_edges(pages) == [found, found]


@pytest.mark.parametrize(
    ("piece", "is_outside"),
    [
        (at(200, 900, "··", confidence=0.49), True),
        (at(200, 900, "··", confidence=0.5), False),
        (at(200, 900, "···", confidence=0.3), False),
        (turned(at(200, 900, "司法局"), 8.1), True),
        (turned(at(200, 900, "司法局"), -8.1), True),
        (turned(at(200, 900, "司法局"), 7.9), False),
        (turned(at(200, 900, "司法"), 20), False),  # too short to say how it stands
        (Found("内部资料", 0.9, ((200, 900), (260, 900), (260, 990), (200, 990))), False),
        (Found("内部资料", 0.9, ((200, 900), (260, 900), (260, 991), (200, 991))), True),
        (Found("内部", 0.9, ((200, 900), (260, 900), (260, 991), (200, 991))), False),
    ],
)
def test_what_is_no_line_of_the_page(piece: Found, is_outside: bool) -> None:
    rows = read_rows([*(at(200, 300 + 70 * n, FULL) for n in range(3)), piece], WIDE, HIGH)
    assert [row.outside for row in rows] == [False] * 3 + [is_outside]


def test_the_angle_of_a_page_is_that_of_its_long_pieces() -> None:
    beside = [turned(at(200, 300, FULL[:8]), 3), turned(at(800, 300, "完成。"), 3)]
    assert texts(*beside, *(at(200, 700 + 70 * n, FULL[:7]) for n in range(5)))[0] == FULL[:8] + "\t完成。"


@pytest.mark.parametrize(("size", "read"), [(47, 40), (48, 48), (33, 40), (32, 32)])
def test_letters_that_differ_by_less_than_eighteen_in_a_hundred_are_the_body_s(size: float, read: float) -> None:
    rows = read_rows([at(200, 100, FULL[:12], size=size), *(at(200, 300 + 70 * n, FULL) for n in range(3))], WIDE, HIGH)
    assert [row.size for row in rows] == [read, 40, 40, 40]


def test_letters_set_close_are_as_large_as_they_are_high() -> None:
    body = [at(200, 300 + 70 * n, FULL) for n in range(3)]
    for height, size in ((33, 40), (32, 30)):
        close = Found(FULL[:12], 0.9, ((200, 100), (560, 100), (560, 100 + height), (200, 100 + height)))
        assert read_rows([close, *body], WIDE, HIGH)[0].size == size


@pytest.mark.parametrize(("indent", "left"), [(23, 0), (24, 24), (-23, 0), (-24, -24)])
def test_a_line_within_six_tenths_of_a_letter_stands_at_the_margin(indent: float, left: float) -> None:
    found = [at(200, 300 + 70 * n, FULL) for n in range(5)]
    rows = read_rows([*found, at(200 + indent, 800, FULL)], WIDE, HIGH)
    assert [row.left for row in rows] == [0] * 5 + [left]


def test_the_margin_is_where_two_lines_and_fifteen_in_a_hundred_begin() -> None:
    def lefts(n: int, *more: float) -> list[float]:
        lines = [at(300, 300 + 50 * k, FULL) for k in range(n)]
        return [
            row.left
            for row in read_rows([*lines, *(at(x, 1500 + 50 * k, FULL) for k, x in enumerate(more))], WIDE, HIGH)
        ]

    assert lefts(3, 200) == [0, 0, 0, -100]
    assert lefts(3, 200, 200) == [100, 100, 100, 0, 0]
    assert lefts(11, 200, 200) == [100] * 11 + [0, 0]
    assert lefts(12, 200, 200) == [0] * 12 + [-100, -100]


@pytest.mark.parametrize(("gap", "text"), [(100, "单位件数"), (101, "单位\t件数")])
def test_pieces_further_apart_than_two_letters_and_a_half_are_cells(gap: float, text: str) -> None:
    rows = [at(200, 300 + 70 * n, FULL) for n in range(3)]
    assert texts(at(200, 100, "单位"), at(280 + gap, 100, "件数"), *rows)[0] == text


def test_pieces_within_half_their_height_are_on_one_line() -> None:
    assert texts(at(200, 100, "单位"), at(290, 119, "件数")) == ["单位件数"]
    assert texts(at(200, 100, "单位"), at(290, 120, "件数")) == ["单位", "件数"]
    small = at(290, 112, "2", size=20)  # its middle is at 122
    assert texts(at(200, 100, "单位"), small) == ["单位2"]
    assert texts(at(200, 100, "单位"), small._replace(corners=tuple((x, y + 8) for x, y in small.corners))) == [
        "单位",
        "2",
    ]


# Sheets and columns.


def sheet(width: int, height: int, *more: Found) -> list[int]:
    """On which page of the sheet each line stands, of four on the left and one on the right."""
    lines = [at(200, 300 + 70 * n, sign + FULL[:10]) for n, sign in enumerate("一二三四")]
    return [row.column for row in read_rows([*lines, at(width / 2 + 10, 300, "右"), *more], width, height)]


def test_a_sheet_is_a_fifth_wider_than_high() -> None:
    assert sheet(2401, 2000) == [0, 0, 0, 0, 1]
    assert set(sheet(2400, 2000)) == {0}


def test_what_reaches_over_the_middle_makes_it_one_page() -> None:
    def across(left: float, right: float) -> Found:
        return Found("题目", 0.99, ((left, 100), (right, 100), (right, 140), (left, 140)))

    assert set(sheet(3000, 2000, across(1349, 1651))) == {0}
    assert 1 in sheet(3000, 2000, across(1350, 1651))


def test_a_sheet_without_four_lines_of_text_is_one_page() -> None:
    lines = [at(200, 300 + 70 * n, sign + FULL[:10]) for n, sign in enumerate("一二三")]
    assert {row.column for row in read_rows([*lines, at(1800, 300, "右")], 3000, 2000)} == {0}


def first_signs(*found: Found) -> str:
    return "".join(text[0] for text in texts(*found))


@pytest.mark.parametrize(
    ("left", "right", "in_columns"),
    [
        # a letter between them
        (column(200, "一二三四五"), column(680, "六七八九十"), True),
        (column(200, "一二三四五"), column(679, "六七八九十"), False),
        # four lines
        (column(200, "一二三四"), column(800, "六七八九"), True),
        (column(200, "一二三"), column(800, "六七八"), False),
    ],
)
def test_columns_are_a_letter_apart_and_have_four_lines(
    left: list[Found], right: list[Found], in_columns: bool
) -> None:
    signs = "".join(piece.text[0] for piece in left), "".join(piece.text[0] for piece in right)
    assert first_signs(*left, *right) == ("".join(signs) if in_columns else signs[0])


def lines_of(left: float, signs: str, width: int, *, begin: float = 0, end: float = 0) -> list[Found]:
    """Lines of a column, two of four of which begin and end further inside."""
    lines = []
    for n, sign in enumerate(signs):
        inner = n % 4 in (1, 2)
        x, right = left + begin * inner, left + width - end * inner
        lines.append(
            Found(sign * 9, 0.99, ((x, 300 + 70 * n), (right, 300 + 70 * n), (right, 340 + 70 * n), (x, 340 + 70 * n)))
        )
    return lines


@pytest.mark.parametrize(
    ("width", "begin", "end", "in_columns"),
    [
        (440, 0, 0, True),
        (320, 0, 0, True),  # eight letters
        (319, 0, 0, False),
        (440, 103, 0, True),  # 2.6 letters from the left margin, 3 from the right one
        (440, 104, 0, False),
        (440, 0, 119, True),
        (440, 0, 120, False),
    ],
)
def test_the_lines_of_a_column_go_from_margin_to_margin(width: int, begin: float, end: float, in_columns: bool) -> None:
    body = [at(20, 900 + 70 * n, FULL + FULL[:18]) for n in range(2)]
    left = lines_of(200, "一二三四", width, begin=begin, end=end)
    right = lines_of(200 + width + 120, "六七八九", width, begin=begin, end=end)
    read = first_signs(*left, *right, *body)
    assert read.startswith("一二三四六七八九" if in_columns else "一二三四全")


def test_a_quarter_of_the_lines_may_go_over_the_gutter() -> None:
    columns = [*column(200, "一二三四五"), *column(800, "六七八九十")]
    over = [at(300, 900 + 70 * n, sign + FULL[:19]) for n, sign in enumerate("甲乙丙丁")]
    assert first_signs(*columns, *over[:3]) == "一二三四五六七八九十甲乙丙"
    assert first_signs(*columns, *over) == "一二三四五甲乙丙丁"
