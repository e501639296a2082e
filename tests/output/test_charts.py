"""The kinds of chart: invented frames; what is drawn, said and left out."""

from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from helpers.output import rendering
from helpers.output.chart import NARROW, WIDE
from helpers.output.charts import MOST_MM, bars, dots, heat, lines, panels, spread, strips, two_sided
from helpers.output.figures import save
from helpers.output.labels import LANGUAGES
from helpers.output.style import COLOURS, MM, use_style

mpl.use("agg")

SHARES = pd.DataFrame({"执法": [40.0, np.nan, 0.0], "决策": [10.0, 12.5, 3.0]}, index=["甲县", "乙县", "丙局"])
DOTS = pd.DataFrame(
    [("执法", "甲", 4.0), ("执法", "乙", 9.0), ("决策", "甲", 1.0), ("决策", "乙", np.nan)],
    columns=["row", "name", "value"],
)


@pytest.fixture(autouse=True)
def style(monkeypatch):
    monkeypatch.setattr(rendering, "SCREEN_DPI", 80)  # small pictures: what is saved is not looked at here
    with mpl.rc_context():
        use_style()
        yield


def texts(chart, language="zh"):
    figure = chart.draw(language)
    figure.draw_without_rendering()
    found = [t.get_text() for ax in figure.axes for t in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]]
    return [text for text in found if text]


def height(chart):
    return chart.draw("zh").get_size_inches()[1] * MM


def test_heat_prints_every_number_a_dash_for_none_and_na_for_unknown():
    chart = heat(SHARES, unit="share")
    assert texts(chart)[:6] == ["40", "10", "NA", "12.5", "–", "3"]
    assert chart.alt("zh") == "热图，3 行 2 列（占比（%））。最高为甲县的执法，40。"
    assert chart.alt("en") == "Heat map, 3 rows by 2 columns (Share (%)). Highest: 甲县, 执法, 40."


def test_numbers_of_dark_cells_are_white():
    grid = heat(pd.DataFrame([[50.0, 59.0, 70.0, 100.0]], ["甲县"], list("abcd")), unit="share").draw("zh").axes[0]
    # on the third cell white has a contrast of 6.4 to 1, black of 3.3 to 1
    assert [text.get_color() for text in grid.texts] == ["black", "black", "white", "white"]


def test_heat_leaves_a_row_by_itself_blank():
    names = ["甲县", "乙县"]
    chart = heat(pd.DataFrame([[np.nan, 40.0], [40.0, np.nan]], names, names), unit="similarity")
    assert [text for text in texts(chart) if text not in names] == ["40", "40"]
    chart = heat(pd.DataFrame([[np.nan, np.nan], [40.0, np.nan]], names, names), unit="similarity")
    assert [text for text in texts(chart) if text not in names] == ["NA", "40"]


def test_heat_says_the_issuers_and_reports_of_a_group_but_not_of_a_report():
    counts = pd.DataFrame({"issuers": [2, 1, 1], "reports": [3, 1, 2]}, index=SHARES.index)
    shown = texts(heat(SHARES, unit="share", counts=counts), "en")
    assert shown[-3:] == ["甲县\n2 issuers, 3 reports", "乙县", "丙局\n1 issuers, 2 reports"]


def test_labels_speak_the_language_of_the_chart():
    labels = {"执法": ("执法", "Enforcement")}
    assert "Enforcement" in texts(heat(SHARES, unit="share", labels=labels), "en")
    assert "Enforcement" not in texts(heat(SHARES, unit="share", labels=labels), "zh")


def test_heat_of_many_rows_is_a_row_a_column_and_a_dot_a_row():
    many = pd.DataFrame({"执法": range(13), "决策": 1.0}, index=[f"县{n}" for n in range(13)])
    shown = texts(heat(many, unit="share"))
    assert [text for text in shown if text in ("执法", "决策")] == ["执法", "决策"]
    assert "12 县12" in shown


def test_heads_of_many_columns_are_turned_rather_than_broken_inside_a_word():
    labels = {f"G{n}": (f"G{n} 行政决策", f"G{n} Administrative decisions") for n in range(10)}
    chart = heat(pd.DataFrame(np.ones((2, 10)), ["甲", "乙"], list(labels)), unit="share", labels=labels)
    for language, turned in (("zh", 0), ("en", 90)):
        figure = chart.draw(language)
        figure.draw_without_rendering()
        heads = figure.axes[0].get_xticklabels()
        assert {head.get_rotation() for head in heads} == {turned}
        boxes = [head.get_window_extent() for head in heads]
        assert all(one.x1 <= other.x0 for one, other in pairwise(boxes))
        assert min(box.y1 for box in boxes) <= figure.bbox.height
        words = [word for head in heads for word in head.get_text().split()]
        assert language == "zh" or {word for word in words if word.isalpha()} == {"Administrative", "decisions"}


def test_heat_says_how_many_columns_there_is_no_room_for():
    wide = pd.DataFrame([range(1, 61)], columns=[f"词{n}" for n in range(60)])
    chart = heat(wide, unit="rate")
    assert chart.left_out("zh") == "图中为前 19 项，共 60 项；其余见 CSV。"
    assert len(chart.data.columns) == 60


def test_spread_names_the_furthest_and_leaves_out_what_is_not_known():
    chart = spread(DOTS, unit="rate")
    assert texts(chart)[:2] == ["9 乙", "1 甲"]
    assert chart.alt("en") == (
        "Dot plot, 2 rows, a dot is one report (Occurrences per 10,000 characters), 3 dots. Furthest apart: 执法, "
        "4 to 9, highest in 乙."
    )


def test_spread_leaves_room_for_dots_at_the_ends_of_its_axis():
    assert spread(DOTS, unit="share", ends=(0, 100)).draw("zh").axes[0].get_xlim() == (-2, 102)
    assert spread(DOTS, unit="share", ends=(50, 100)).draw("zh").axes[0].get_xlim() == (49, 101)


def test_spread_of_nothing_known_is_drawn():
    assert texts(spread(DOTS.assign(value=np.nan), unit="rate"))


def test_many_dots_get_the_box_of_their_middle_half():
    many = pd.DataFrame({"row": "执法", "name": [f"县{n}" for n in range(13)], "value": range(13)})
    figure = spread(many, unit="rate").draw("zh")
    (box,) = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert (box.get_x(), box.get_width()) == (3, 6)


def groups(panels=2, rows=3, issuers=4):
    """Issuers 0, 1, 2 … of group r have the value 10 r + their number in panel 0, ten times that in panel 1 …"""
    cells = [(p, r, i) for p in range(panels) for r in range(rows) for i in range(issuers)]
    frame = [(f"词{p}", f"组{r}", f"县{r}{i}", (10.0 * r + i) * 10**p) for p, r, i in cells]
    return pd.DataFrame(frame, columns=["panel", "row", "name", "value"])


def test_dots_have_a_panel_a_thing_a_row_a_group_and_the_mean_of_each():
    counts = pd.DataFrame({"issuers": 4, "reports": [4, 8, 4]}, index=["组0", "组1", "组2"])
    chart = dots(groups(), unit="rate", counts=counts)
    first, second = chart.draw("zh").axes
    assert [text.get_text() for text in first.get_yticklabels()] == ["组0 4/4", "组1 4/8", "组2 4/4"]
    assert (first.get_title("left"), first.get_title("right")) == ("词0", "23 县23")
    means = [line for line in second.lines if line.get_marker() == "|"]
    assert [line.get_xdata()[0] for line in means] == [15, 115, 215]
    assert {line.get_markeredgecolor() for line in means} == {COLOURS[1]}  # blue, as captions say of marks among dots
    assert chart.alt("zh") == (
        "2 组点图，每组 3 行，每点为一机关（每万字次数），共 24 点。均值相差最大的是词1：组0 15，组2 215。"
    )
    assert chart.left_out("zh") == ""


def test_dots_of_one_issuer_a_group_or_of_many_groups_are_a_heat_map():
    one = dots(groups(issuers=1), unit="rate")
    assert one.alt("en").startswith("Heat map, 3 rows by 2 columns")
    assert one.data.loc["组2"].to_list() == [20, 200]
    assert dots(groups(rows=13), unit="rate").alt("en").startswith("Dot plot, 2 rows, a dot is one report")


def test_dots_stay_on_a_page_and_count_the_panels_that_do_not_fit():
    chart = dots(groups(panels=7, rows=12), unit="rate")
    assert height(chart) <= MOST_MM + 0.1
    assert len(chart.draw("en").axes) == 6
    assert chart.left_out("en") == "Drawn: the first 6 of 7; the others are in the CSV."
    assert len(chart.data) == 7 * 12 * 4


def test_dots_of_a_group_that_is_not_known_are_none():
    data = groups()
    data.loc[data["row"].eq("组1") & data["panel"].eq("词0"), "value"] = np.nan
    chart = dots(data, unit="rate")
    assert [line.get_xdata()[0] for line in chart.draw("zh").axes[0].lines if line.get_marker() == "|"] == [1.5, 21.5]
    assert "20 点" in chart.alt("zh")
    assert texts(dots(data.assign(value=np.nan), unit="rate"))[0] == "NA"


def test_two_sided_names_the_sides_and_their_ends():
    table = pd.DataFrame({"value": [3.2, -1.5], "note": ["9 : 1", "2 : 8"]}, index=["审批", "执法"])
    chart = two_sided(table, unit="z", left="其他", right="审批局")
    assert texts(chart)[:2] == ["9 : 1", "2 : 8"]
    assert (
        chart.alt("zh")
        == "双向条形图，2 行（加权对数发生比 z）。右侧（审批局）最远为审批，3.2；左侧（其他）最远为执法，−1.5。"
    )


def test_panels_cut_rows_that_do_not_fit_and_say_so():
    rows = [(f"第{p}组", f"词{n}", 50 - n, "1/9") for p in range(12) for n in range(50)]
    chart = panels(pd.DataFrame(rows, columns=["panel", "row", "value", "note"]), unit="tfidf")
    assert chart.left_out("en") == "Drawn: the first 72 of 600; the others are in the CSV."
    assert height(chart) <= MOST_MM + 0.1


def test_lines_break_where_a_year_is_missing():
    rows = [("same_issuers", year, float(year - 2000), "3", False) for year in (2018, 2019, 2021)]
    figure = lines(pd.DataFrame(rows, columns=["line", "year", "value", "note", "thin"]), unit="share").draw("zh")
    (line,) = figure.axes[0].lines
    assert np.isnan(line.get_ydata()[2])
    assert list(line.get_ydata()[[0, 1, 3]]) == [18, 19, 21]


def test_more_than_three_lines_have_panels_of_their_own():
    rows = [(f"G{n}", 2020 + year, 1.0, "", False) for n in range(4) for year in range(2)]
    assert (
        len(lines(pd.DataFrame(rows, columns=["line", "year", "value", "note", "thin"]), unit="share").draw("zh").axes)
        == 4
    )


def test_a_panel_may_have_lines_of_its_own_and_context():
    rows = [
        (panel, line, 2020 + year, 1.0 + year, "", line == "all")
        for panel in ("G1", "G2")
        for line in ("same", "all")
        for year in range(2)
    ]
    data = pd.DataFrame(rows, columns=["panel", "line", "year", "value", "note", "thin"])
    chart = lines(data, unit="share")
    figure = chart.draw("zh")
    assert [(ax.get_title(loc="left"), len(ax.lines)) for ax in figure.axes] == [("G1", 2), ("G2", 2)]
    assert chart.alt("en").endswith(" G1 same issuers: 1 to 2. G2 same issuers: 1 to 2.")
    assert "all" not in chart.alt("en")


def test_differences_have_a_line_at_zero():
    data = pd.DataFrame({"row": ["G1", "G1"], "name": ["甲", "乙"], "value": [-3.0, 4.0]})
    drawn = [line.get_xdata() for line in spread(data, unit="points").draw("zh").axes[0].lines]
    assert [0, 0] in [list(x) for x in drawn]


def test_bars_count_what_there_is_no_room_for():
    table = pd.DataFrame({"value": range(80)}, index=[f"《某法{n}》" for n in range(80)])
    chart = bars(table, unit="issuers")
    assert chart.left_out("zh").endswith("共 80 项；其余见 CSV。")
    assert height(chart) <= MOST_MM + 0.1
    assert len(chart.data) == 80


def test_bars_have_a_line_where_a_mark_is_known():
    table = pd.DataFrame({"value": [80.0, 50.0], "mark": [40.0, np.nan]}, index=["甲", "乙"])
    axes = bars(table, unit="agreement", most=100).draw("en").axes[0]
    black = [line for line in axes.collections if line.get_edgecolor()[0][:3].tolist() == [0, 0, 0]]
    segments = [segment.tolist() for line in black for segment in line.get_segments()]
    assert [[40.0, -0.4], [40.0, 0.4]] in segments
    assert bars(table.drop(columns="mark"), unit="agreement").draw("zh").axes[0].collections[:] == []


def test_strips_stand_in_reading_order_and_a_part_may_come_twice():
    rows = [("甲 2021", "measures", 60.0), ("甲 2021", "plan", 10.0), ("甲 2021", "measures", 30.0)]
    chart = strips(
        pd.DataFrame(rows, columns=["name", "part", "value"]), unit="share", sizes=pd.Series({"甲 2021": 5200})
    )
    figure = chart.draw("en")
    drawn = [(p.get_x(), p.get_width()) for p in figure.axes[0].patches if p.get_width()]
    assert drawn == [(0, 60), (60, 10), (70, 30)]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["measures", "plan"]
    assert chart.alt("zh") == "横条图，1 份报告按行文顺序分段（占比（%））。平均最长的部分为举措，90%。"


NAMES = st.text(alphabet="甲乙丙丁ab $_{}\\<>&、（）\U0001f600", min_size=1, max_size=60)
VALUES = st.one_of(st.just(np.nan), st.floats(0, 1e7), st.integers(0, 9))


@given(
    rows=st.lists(NAMES, min_size=1, max_size=14, unique=True),
    columns=st.lists(NAMES, min_size=1, max_size=4, unique=True),
    data=st.data(),
)
@settings(max_examples=6, deadline=None, phases=[Phase.generate])
def test_any_names_and_numbers_can_be_saved_in_either_language(rows, columns, data):
    values = [[data.draw(VALUES) for _ in columns] for _ in rows]
    table = pd.DataFrame(values, index=rows, columns=columns)
    reports = pd.DataFrame({"sha256": ["0" * 64]}, index=["a"])
    for chart in (heat(table, unit="share"), bars(table[columns[:1]].set_axis(["value"], axis=1), unit="count")):
        for language in LANGUAGES:
            assert chart.draw(language).get_size_inches()[1] * MM <= MOST_MM + 0.1
            assert chart.alt(language)
        assert "<img" in save(chart, "01-any", caption=("图。", "Figure."), reports=reports).data


def test_a_note_of_two_counts_is_whole_in_one_column():
    table = pd.DataFrame({"value": [2.0], "note": ["×0.45 · 3/3 : 2/2"]}, index=["部门"])
    figure = two_sided(table, unit="z", left="其他", right="审批局").draw("zh", NARROW)
    assert "×0.45 · 3/3 : 2/2" in [text.get_text() for ax in figure.axes for text in ax.texts]


# Names of ninety characters.

LONG = [f"某某省某某自治州{'某某经济技术开发区与高新技术产业园区' * 4}联合管理委员会{sign}局" for sign in "甲乙丙丁"]
MANY = [f"{'某' * 85}第{n:02}局" for n in range(12)]


def long_charts():
    table = pd.DataFrame({name: [40.0, 5, 0, 7] for name in LONG}, index=[f"{name} 2021" for name in LONG])
    counts = pd.DataFrame({"issuers": 2, "reports": 3}, index=table.index)
    rows = pd.DataFrame({"value": [9.0, 4, 3, 1]}, index=LONG)
    all_rows = pd.DataFrame({"value": range(1, 13)}, index=MANY)
    cells = [(row, name, float(len(name) + at)) for at, row in enumerate(LONG) for name in LONG]
    long = pd.DataFrame(cells, columns=["row", "name", "value"])
    years = pd.DataFrame(
        [(name, year, at + year % 7, "", False) for at, name in enumerate(LONG) for year in (2020, 2021)],
        columns=["line", "year", "value", "note", "thin"],
    )
    strip = pd.DataFrame([(name, part, 50) for name in MANY for part in ("measures", "plan")])
    yield heat(table, unit="share", counts=counts)
    yield heat(all_rows, unit="share")
    yield spread(long, unit="share")
    yield dots(long.rename(columns={"row": "panel", "name": "row"}).assign(name=LONG[0] + "一"), unit="share")
    yield dots(pd.concat([long.rename(columns={"row": "panel", "name": "row"}).assign(name=n) for n in MANY]), unit="x")
    yield two_sided(rows.assign(note=LONG), unit="share", left=LONG[0], right=LONG[1])
    yield panels(long.rename(columns={"row": "panel", "name": "row"}).assign(note="4/8"), unit="rate")
    yield lines(years, unit="share")
    yield lines(years[years["line"].isin(LONG[:3])], unit="share")
    yield bars(rows.assign(note=LONG), unit="share")
    yield bars(all_rows, unit="share")
    yield strips(strip.set_axis(["name", "part", "value"], axis=1), unit="share", sizes=pd.Series(9, index=MANY))


def boxes(figure):
    """Where the names in a figure are drawn, in pixels."""
    figure.draw_without_rendering()
    found = [
        (text.get_text(), text.get_window_extent())
        for text in figure.findobj(lambda artist: hasattr(artist, "get_text") and artist.get_visible())
        if "某" in text.get_text()
    ]
    assert found
    return found


@pytest.mark.parametrize("room", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", range(12))
def test_a_name_of_ninety_characters_is_wrapped_or_visibly_cut(chart, language, room):
    figure = list(long_charts())[chart].draw(language, room)
    drawn = boxes(figure)
    height, width = figure.bbox.height, figure.bbox.width
    assert height * MM / figure.dpi <= MOST_MM
    outside = [text for text, box in drawn if min(box.x0, box.y0) < -1 or box.x1 > width + 1 or box.y1 > height + 1]
    assert outside == []
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(drawn, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]
    assert over == []


# Where things stand, in the units of the data, and what fits: heights in mm, lengths in full-width characters.


def spots(ax):
    return [(text.get_text(), *text.get_position()) for text in ax.texts]


def rows_of(ax):
    return [text.get_text() for text in ax.get_yticklabels()]


def dots_of(ax, marker="o"):
    return [np.column_stack(line.get_data()).tolist() for line in ax.lines if line.get_marker() == marker]


def strokes(ax):
    return [[segment.tolist() for segment in lines.get_segments()] for lines in ax.collections]


def boxes_of(ax):
    """Left end, width, lower edge and height of every bar."""
    return [(p.get_x(), p.get_width(), round(p.get_y(), 3), round(p.get_height(), 3)) for p in ax.patches]


def lengths(text):
    return [len(line) for line in text.split("\n")]


def mm(chart, language="zh", room=WIDE):
    return round(float(chart.draw(language, room).get_size_inches()[1] * MM), 2)


def test_heat_has_its_numbers_in_their_cells_under_heads_and_beside_rows():
    figure = heat(SHARES, unit="share").draw("zh")
    (ax,) = figure.axes
    assert spots(ax) == [
        *(("40", 0.5, 0.5), ("10", 1.5, 0.5), ("NA", 0.5, 1.5), ("12.5", 1.5, 1.5), ("–", 0.5, 2.5), ("3", 1.5, 2.5))
    ]
    assert [(text.get_text(), text.get_position()[0]) for text in ax.get_xticklabels()] == [
        ("执法", 0.5),
        ("决策", 1.5),
    ]
    assert [(text.get_text(), text.get_position()[1]) for text in ax.get_yticklabels()] == [
        *(("甲县", 0.5), ("乙县", 1.5), ("丙局", 2.5))
    ]
    assert ax.get_ylim() == (3, 0)
    figure.draw_without_rendering()
    heads = [text for text in rendering.drawn_texts(figure) if text.get_text() in ("执法", "决策")]
    assert [head.get_window_extent().y0 > ax.bbox.y1 for head in heads] == [True, True]
    assert not any(spine.get_visible() for spine in ax.spines.values())


def test_cells_are_shaded_from_zero_or_the_least_to_the_highest():
    def shades(*values):
        (ax,) = heat(pd.DataFrame([values], ["甲县"], list("abc")), unit="share").draw("zh").axes
        return ax.collections[0].get_clim(), [text.get_color() for text in ax.texts]

    assert shades(40.0, 100.0, 60.0) == ((0, 100), ["black", "white", "black"])
    assert shades(0.1, 0.5, 0.2) == ((0, 0.5), ["black", "white", "black"])
    assert shades(-3.0, 4.0, 1.0) == ((-3, 4), ["black", "white", "black"])


def test_heat_of_twelve_rows_is_one_and_of_thirteen_none():
    many = pd.DataFrame({"执法": range(13)}, index=[f"县{n}" for n in range(13)])
    assert heat(many.head(12), unit="share").alt("en").startswith("Heat map, 12 rows by 1 columns")
    assert heat(many, unit="share").alt("en").startswith("Dot plot, 1 rows")


@pytest.mark.parametrize(
    ("room", "language", "most"), [(WIDE, "zh", 18), (WIDE, "en", 18), (NARROW, "zh", 9), (NARROW, "en", 13)]
)
def test_the_name_of_a_row_of_a_heat_map_is_broken_where_its_room_ends(room, language, most):
    table = pd.DataFrame({"执法": [1.0, 2.0]}, index=["甲" * most, "乙" * (most + 1)])
    counts = pd.DataFrame({"issuers": 1, "reports": 1}, index=table.index)
    (ax,) = heat(table, unit="share", counts=counts).draw(language, room).axes
    assert [lengths(row) for row in rows_of(ax)] == [[most], [most, 1]]


def test_a_row_without_counts_has_its_name_alone():
    counts = pd.DataFrame({"issuers": [2], "reports": [2]}, index=["甲县"])
    (ax,) = heat(SHARES, unit="share", counts=counts).draw("zh").axes
    assert rows_of(ax) == ["甲县\n2 个机关，2 份", "乙县", "丙局"]
    (ax,) = heat(SHARES.T, unit="share", counts=counts).draw("zh").axes
    assert [text.get_text() for text in ax.get_xticklabels()] == ["甲县 2/2", "乙县", "丙局"]


def test_the_columns_for_which_there_is_room():
    def left_out(rows, columns, language, room=WIDE):
        table = pd.DataFrame(np.ones((rows, columns)), [f"{n}" for n in range(rows)], [f"c{n}" for n in range(columns)])
        return heat(table, unit="rate").left_out(language, room)

    assert left_out(1, 19, "zh") == ""
    assert left_out(1, 20, "zh") == "图中为前 19 项，共 20 项；其余见 CSV。"
    assert left_out(1, 40, "en") == "Drawn: the first 26 of 40; the others are in the CSV."
    assert left_out(10, 12, "zh", NARROW) == "图中为前 9 项，共 12 项；其余见 CSV。"
    assert left_out(9, 12, "zh", NARROW) == ""  # rows and columns are exchanged


def test_rows_of_a_heat_map_for_which_there_is_no_room_are_counted():
    table = pd.DataFrame({"执法": range(12)}, index=MANY)
    counts = pd.DataFrame({"issuers": 12345, "reports": 123456}, index=MANY)
    chart = heat(table, unit="share", counts=counts)
    assert chart.left_out("zh", NARROW) == "图中为前 10 项，共 12 项；其余见 CSV。"
    assert mm(chart, "zh", NARROW) == 231.1
    long = pd.DataFrame(np.ones((12, 10)), MANY, ["甲" * 90, *map(str, range(9))])
    assert heat(long, unit="share").left_out("zh") == "图中为前 10 项，共 12 项；其余见 CSV。"
    assert chart.left_out("zh") == ""


@pytest.mark.parametrize(
    ("name", "heads", "high"),
    [
        ("甲" * 3, [3], 15.3),
        ("甲" * 24, [3] * 8, 39.8),
        ("甲" * 25, [10, 10, 5], 40.02),  # turned: nine lines would be too many
        ("abcdef", [6], 15.3),
        ("abcdefg", [7], 22.67),  # turned: too long a word
        ("甲" * 39, [13, 13, 13], 48.49),
        ("甲" * 40, [14, 14, 12], 51.31),
        ("甲" * 90, [24, 24, 24], 79.53),
    ],
)
def test_heads_are_broken_or_turned_where_the_column_ends(name, heads, high):
    table = pd.DataFrame(np.ones((2, 10)), ["甲", "乙"], [name, *map(str, range(9))])
    chart = heat(table, unit="share")
    (ax,) = chart.draw("zh").axes
    assert lengths(ax.get_xticklabels()[0].get_text()) == heads
    assert mm(chart) == high


def test_a_figure_is_as_high_as_its_rows():
    assert mm(heat(SHARES, unit="share")) == 20.4
    assert mm(heat(SHARES.rename(index={"甲县": "甲" * 19}), unit="share")) == 30.9
    assert mm(spread(DOTS, unit="rate")) == 21.2
    assert mm(spread(DOTS.replace("执法", "甲" * 19), unit="rate")) == 28.2
    assert mm(bars(pd.DataFrame({"value": [1, 2, 3]}), unit="count")) == 26.3
    table = pd.DataFrame({"value": [1, 2, 3]})
    assert mm(two_sided(table, unit="z", left="左", right="右")) == 29.8
    assert mm(two_sided(table, unit="z", left="甲" * 20, right="右")) == 33.3


def test_spread_has_few_dots_on_their_range_and_a_mark():
    (ax,) = spread(DOTS, unit="rate", marks=pd.Series({"执法": 6.0, "决策": np.nan})).draw("zh").axes
    assert dots_of(ax) == [[[4, 0], [9, 0]], [[1, 1]]]
    assert dots_of(ax, "|") == [[[6, 0]]]
    assert strokes(ax) == [[[[4, 0], [9, 0]]], [[[1, 1], [1, 1]]]]
    assert (ax.get_xlim()[0], *ax.get_ylim()) == (-0.18, 1.5, -0.5)
    assert dots_of(spread(DOTS, unit="rate", marks=pd.Series({"其他": 6.0})).draw("zh").axes[0], "|") == []


def test_spread_says_nothing_of_a_row_of_which_nothing_is_known():
    data = DOTS.assign(value=[np.nan, np.nan, 1.0, 2.5])
    chart = spread(data, unit="rate")
    (ax,) = chart.draw("zh").axes
    assert spots(ax) == [("2.5 乙", 1.01, 1)]
    assert rows_of(ax) == ["执法", "决策"]
    assert "决策, 1 to 2.5, highest in 乙" in chart.alt("en")
    assert spread(data.head(2), unit="rate").alt("en") == "Occurrences per 10,000 characters"


def test_the_furthest_row_is_the_one_whose_ends_are_furthest_apart():
    rows = [("执法", "甲", 10.0), ("执法", "乙", 19.0), ("决策", "甲", 1.0), ("决策", "乙", 8.0), ("决策", "丙", -2.0)]
    chart = spread(pd.DataFrame(rows, columns=["row", "name", "value"]), unit="rate")
    assert chart.alt("en").endswith("5 dots. Furthest apart: 决策, −2 to 8, highest in 乙.")


def test_the_axis_of_a_spread_begins_at_zero_where_nothing_is_below_it():
    def ends(*values):
        (ax,) = spread(pd.DataFrame({"row": "执法", "name": list("甲乙"), "value": values}), unit="z").draw("zh").axes
        at_zero = [line for line in ax.lines if list(line.get_xdata()) == [0, 0]]
        return ax.get_xlim()[0], len(at_zero)

    assert ends(3.0, 10.0) == (-0.2, 0)
    assert ends(0.0, 10.0) == (-0.2, 0)
    assert ends(0.0, 0.0)[0] < 0
    assert ends(-4.0, -3.0) == (-4.05, 0)
    assert ends(-4.0, 0.0) == (-4.2, 0)
    assert ends(-4.0, 6.0) == (-4.5, 1)


def test_what_is_said_of_a_row_is_cut_where_its_room_ends():
    data = pd.DataFrame({"row": "执法", "name": ["甲" * 29 + "局"], "value": [12.5]})
    chart = spread(data, unit="rate")
    assert [spots(chart.draw("zh", room).axes[0])[0][0] for room in (WIDE, NARROW)] == [
        *("12.5 甲甲甲甲甲甲甲甲甲甲甲…甲甲甲甲局", "12.5 甲甲甲甲甲…甲局")
    ]
    table = pd.DataFrame({"value": [1, 2, 3], "note": ["甲" * 20, "", "乙" * 21]})
    for room, kept in ((WIDE, ["甲" * 20, "乙" * 19 + "…"]), (NARROW, ["甲" * 10 + "…", "乙" * 10 + "…"])):
        (ax,) = bars(table, unit="share").draw("zh", room).axes
        assert spots(ax) == [(kept[0], 1.01, 0), (kept[1], 1.01, 2)]


@pytest.mark.parametrize(
    ("room", "language", "most"), [(WIDE, "zh", 18), (WIDE, "en", 27), (NARROW, "zh", 9), (NARROW, "en", 13)]
)
def test_the_name_of_a_row_of_dots_is_broken_where_its_room_ends(room, language, most):
    data = pd.DataFrame({"row": ["甲" * most, "乙" * (most + 1), "丙" * 150], "name": "甲", "value": 1.0})
    (ax,) = spread(data, unit="rate").draw(language, room).axes
    assert [lengths(row) for row in rows_of(ax)] == [[most], [most, 1], [most] * 4]
    table = pd.DataFrame({"value": 1.0, "low": 0.0, "high": 2.0}, index=data["row"])
    (ax,) = two_sided(table, unit="z", left="左", right="右").draw(language, room).axes
    assert [lengths(row) for row in rows_of(ax)] == [[most], [most, 1], [most] * 4]


@pytest.mark.parametrize(("room", "most"), [(WIDE, 24), (NARROW, 12)])
def test_the_names_of_bars_have_more_room(room, most):
    table = pd.DataFrame({"value": [1.0, 2.0, 3.0]}, index=["甲" * most, "乙" * (most + 1), "丙" * 150])
    (ax,) = bars(table, unit="rate").draw("zh", room).axes
    assert [lengths(row) for row in rows_of(ax)] == [[most], [most, 1], [most] * 4]


def test_twelve_dots_are_circles_and_thirteen_a_box_and_dots_that_stand_apart():
    many = pd.DataFrame({"row": "执法", "name": [f"县{n}" for n in range(13)], "value": range(13)})
    (few,) = spread(many.head(12), unit="rate").draw("zh").axes
    assert (len(dots_of(few)[0]), boxes_of(few)) == (12, [])
    (box,) = spread(many, unit="rate").draw("zh").axes
    assert (dots_of(box), dots_of(box, "|"), strokes(box)) == ([], [[[6, 0]]], [])
    assert boxes_of(box) == [(3, 6, -0.3, 0.6)]
    (points,) = dots_of(box, ".")
    assert [x for x, _ in points] == list(range(13))
    assert [round(y, 3) for _, y in points][:4] == [-0.25, 0.059, -0.132, 0.177]


def test_panels_of_dots_have_their_dots_means_and_the_numbers_of_the_axis_below():
    figure = dots(groups(panels=3, rows=2, issuers=2), unit="rate").draw("zh")
    figure.draw_without_rendering()
    first, second, third = figure.axes
    assert dots_of(second) == [[[0, 0], [10, 0]], [[100, 1], [110, 1]]]
    assert dots_of(second, "|") == [[[5, 0]], [[105, 1]]]
    assert first.get_ylim() == (1.5, -0.5)
    numbers = [any(text.get_visible() and text.get_text() for text in ax.get_xticklabels()) for ax in figure.axes]
    assert numbers == [False, True, True]
    assert [first.get_position().y0 == second.get_position().y0, first.get_position().x0] == [
        *(True, pytest.approx(third.get_position().x0))
    ]


def test_dots_are_so_many_panels_below_each_other():
    def figure(panels, rows, room=WIDE):
        chart = dots(groups(panels=panels, rows=rows, issuers=2), unit="rate")
        return mm(chart, "zh", room), len(chart.draw("zh", room).axes), chart.left_out("en", room)

    assert figure(1, 2) == (28.2, 1, "")
    assert figure(2, 2, NARROW) == (45.4, 2, "")
    assert figure(6, 12) == (191.6, 6, "")
    assert figure(7, 12) == (191.6, 6, "Drawn: the first 6 of 7; the others are in the CSV.")
    assert figure(4, 12, NARROW) == (191.6, 3, "Drawn: the first 3 of 4; the others are in the CSV.")


def test_dots_of_twelve_groups_are_dots_if_one_group_has_two():
    assert dots(groups(rows=12), unit="rate").alt("en").startswith("Dot plots in 2 panels of 12 rows")
    data = groups(panels=1, rows=2, issuers=2).iloc[1:]
    assert dots(data, unit="rate").alt("en").startswith("Dot plots in 1 panels of 2 rows, a dot is one issuer")
    assert dots(data.iloc[1:], unit="rate").alt("en").startswith("Dot plots")
    assert dots(data.iloc[[0, 1]], unit="rate").alt("en").startswith("Heat map")


def test_the_title_of_a_panel_of_dots_leaves_room_for_its_furthest_or_says_it_not():
    def titles(name, furthest, rows=("组0", "组1"), room=WIDE, language="zh"):
        data = pd.DataFrame({"panel": name, "row": [rows[0]] * 2 + [rows[1]], "name": furthest, "value": [1.0, 2, 3]})
        ax = dots(data, unit="rate").draw(language, room).axes[0]
        return ax.get_title("left"), ax.get_title("right")

    assert titles("执法", "甲" * 16) == ("执法", "3 " + "甲" * 16)
    assert titles("执法", "甲" * 17) == ("执法", "3 " + "甲" * 15 + "…")
    assert titles("执" * 15, "甲" * 9) == ("执" * 15, "3 甲甲…")
    assert titles("执" * 16, "甲" * 9) == ("执" * 16, "")
    assert titles("执" * 21, "甲") == ("执" * 13 + "…" + "执" * 6, "")
    assert [len(titles("执" * 40, "甲", ("组" * 14, "组1"), room)[0]) for room in (WIDE, NARROW)] == [20, 20]
    assert len(titles("执" * 40, "甲", ("组" * 14, "乙" * 30), NARROW, "en")[0]) == 18


def test_two_sided_has_bars_to_both_sides_and_their_intervals():
    table = pd.DataFrame(
        {"value": [3.2, -1.5, 0.0], "low": [3.0, -2, -1], "high": [4.0, -1, 1]}, index=["审批", "执法", "决策"]
    )
    (ax,) = two_sided(table, unit="z", left="其他", right="审批局").draw("zh").axes
    assert boxes_of(ax) == [(0, 3.2, -0.3, 0.6), (0, -1.5, 0.7, 0.6), (0, 0, 1.7, 0.6)]
    white = [patch.get_facecolor()[:3] == (1, 1, 1) for patch in ax.patches]
    assert white == [False, True, False]
    assert strokes(ax) == [[[[3, 0], [4, 0]], [[-2, 1], [-1, 1]], [[-1, 2], [1, 2]]]]
    assert [list(line.get_xdata()) for line in ax.lines] == [[0, 0]]
    assert [ax.get_title("left"), ax.get_title("right"), rows_of(ax)] == [
        *("← 其他", "审批局 →", ["审批", "执法", "决策"])
    ]
    for lacking in ("low", "high"):
        (ax,) = two_sided(table.drop(columns=lacking), unit="z", left="其他", right="审批局").draw("zh").axes
        assert (strokes(ax), spots(ax)) == ([], [])


def test_the_names_of_two_sides_are_broken_where_half_of_the_axis_ends():
    def sides(row, note, room=WIDE, language="zh"):
        table = pd.DataFrame({"value": [3.0, -2.0], "note": note}, index=[row, "乙"])
        (ax,) = two_sided(table, unit="z", left="左" * 28, right="右").draw(language, room).axes
        return lengths(ax.get_title("left"))

    assert sides("甲", "") == sides("甲" * 18, "") == sides("甲", "九" * 18) == [11, 11, 8]
    assert sides("甲", "九" * 20) == [10, 10, 10]
    assert sides("甲" * 27, "", language="en") == [7, 6, 6, 6]
    assert sides("甲", "", NARROW) == [5, 4, 4, 4]
    assert sides("甲", "九" * 11, NARROW) == [4, 3, 3, 3]


def test_two_sided_speaks_of_what_is_drawn():
    table = pd.DataFrame({"value": range(80, 0, -1)}, index=[f"词{n}" for n in range(80)])
    chart = two_sided(table, unit="z", left="其余", right="审批局")
    assert chart.alt("en").endswith("审批局): 词0, 80; to the left (其余): 词42, 38.")
    assert chart.left_out("en") == "Drawn: the first 43 of 80; the others are in the CSV."
    assert two_sided(table.head(0), unit="z", left="其余", right="审批局").alt("en") == "Weighted log odds, z"


RANKED = pd.DataFrame(
    {"panel": ["甲", "甲", "乙", "丙"], "row": ["学法", "执法", "执法", "学法"], "value": [3, 2, 1, 2], "note": "注"}
)


def test_panels_have_a_dot_a_row_its_line_and_its_note():
    figure = panels(RANKED, unit="rate").draw("zh")
    first, second, _ = figure.axes
    assert dots_of(first) == [[[3, 0], [2, 1]]]
    assert strokes(first) == [[[[0, 0], [3, 0]], [[0, 1], [2, 1]]]]
    assert [(text.get_text(), text.xy, text.get_position()) for text in first.texts] == [
        *(("注", (3, 0), (5, 0)), ("注", (2, 1), (5, 0)))
    ]
    assert [rows_of(ax) for ax in figure.axes] == [["学法", "执法"], ["执法"], ["学法"]]
    assert [ax.get_title("left") for ax in figure.axes] == ["甲", "乙", "丙"]
    assert {(*ax.get_xlim(), *ax.get_ylim()) for ax in figure.axes} == {(0, 3 * 1.45, 1.5, -0.5)}


def test_the_axis_of_panels_has_all_values_and_room_for_their_notes():
    def ends(values, note="注", row="学法", room=WIDE, language="zh"):
        data = pd.DataFrame({"panel": "甲", "row": row, "value": values, "note": note})
        (ax,) = panels(data, unit="rate").draw(language, room).axes
        return tuple(round(float(end), 2) for end in ax.get_xlim()), strokes(ax)[0][0][0][0]

    assert ends([10, 4]) == ((0, 14.5), 0)
    assert ends([10, -4]) == ((-4, 16.3), -4)
    assert ends([0, 0]) == ((0, 1), 0)
    assert ends([10], "九" * 9)[0] == (0, 14.65)
    assert ends([10], "九" * 16)[0] == (0, 21.76)
    assert ends([10], "九" * 9, "学" * 20)[0] == (0, 37.99)
    assert ends([10], "九" * 9, "学" * 20, language="en")[0] == (0, 29.23)
    assert ends([10], "九" * 30)[0] == (0, 263.46)
    assert ends([10], "九" * 9, room=NARROW)[0] == (0, 14.74)


def test_panels_of_nothing_are_drawn():
    chart = panels(RANKED.head(0), unit="rate")
    assert chart.draw("zh").axes == []
    assert (chart.left_out("zh"), mm(chart)) == ("", 23.9)


def test_panels_share_the_page():
    def figure(n_panels, n_rows, room=WIDE, name="组"):
        rows = [(f"{name}{p}", f"词{n}", 50 - n, "注") for p in range(n_panels) for n in range(n_rows)]
        chart = panels(pd.DataFrame(rows, columns=["panel", "row", "value", "note"]), unit="rate")
        drawn = chart.draw("zh", room)
        return mm(chart, "zh", room), [len(rows_of(ax)) for ax in drawn.axes], chart.left_out("en", room)

    assert figure(1, 3) == (32.5, [3], "")
    assert figure(3, 2, NARROW) == (62.6, [2, 2, 2], "")
    assert figure(3, 2, WIDE, "组" * 21) == (52.4, [2, 2, 2], "")
    assert figure(1, 60) == (234.6, [50], "Drawn: the first 50 of 60; the others are in the CSV.")
    assert figure(60, 2) == (235, [1] * 60, "Drawn: the first 60 of 120; the others are in the CSV.")


def test_a_long_row_of_a_panel_is_cut():
    data = pd.DataFrame({"panel": "甲" * 20, "row": ["学" * 17, "执" * 18], "value": 1, "note": ""})
    (ax,) = panels(data, unit="rate").draw("zh").axes
    assert rows_of(ax) == ["学" * 17, "执" * 16 + "…"]
    assert lengths(ax.get_title("left")) == [11, 9]


YEARS = pd.DataFrame(
    [
        *[("main", 2020, 1.0, "3", False), ("main", 2023, 5.0, "", False), ("main", 2021, 2.0, "4", False)],
        *[("all", 2020, 1.5, "7", True), ("all", 2021, np.nan, "8", True)],
    ],
    columns=["line", "year", "value", "note", "thin"],
)


def test_lines_have_their_points_notes_and_names():
    figure = lines(YEARS, unit="share").draw("zh")
    (ax,) = figure.axes
    main, context = ax.lines
    assert [list(main.get_xdata()), list(main.get_ydata()[[0, 1, 3]])] == [[2020, 2021, 2022, 2023], [1, 2, 5]]
    assert np.isnan(main.get_ydata()[2])
    assert (main.get_marker(), context.get_marker()) == ("o", ".")
    assert context.get_linewidth() < main.get_linewidth()
    assert [(text.get_text(), *text.get_position()) for text in ax.texts] == [
        *(("3", 0, 5), ("4", 0, 5), ("all", 1.01, 0.25), ("main", 1.01, 0.75))
    ]
    assert [text.xy for text in ax.texts[:2]] == [(2020, 1), (2021, 2)]
    assert mm(lines(YEARS, unit="share")) == 60
    assert lines(YEARS, unit="share").alt("en").endswith("2020 to 2023 (Share (%)). main: 1 to 5. all: 1.5 to 1.5.")
    assert lines(YEARS, unit="share").left_out("en") == ""


def test_lines_have_zero_only_where_asked():
    for zero, at_zero in ((False, []), (True, [[0, 0]])):
        (ax,) = lines(YEARS, unit="share", zero=zero).draw("zh").axes
        assert [list(line.get_ydata()) for line in ax.lines[2:]] == at_zero


def test_the_axis_of_lines_has_whole_years():
    figure = lines(YEARS[YEARS["year"] < 2022], unit="share").draw("zh")
    figure.draw_without_rendering()
    ticks = figure.axes[0].get_xticks()
    assert {2020, 2021} <= set(ticks) and all(tick % 1 == 0 for tick in ticks)


def test_three_lines_and_their_context_stand_together_with_colours_and_marks_of_their_own():
    rows = [(f"G{n}", 2020 + year, n + year, "", n == 3) for n in range(4) for year in range(2)]
    (ax,) = lines(pd.DataFrame(rows, columns=["line", "year", "value", "note", "thin"]), unit="share").draw("zh").axes
    assert [line.get_marker() for line in ax.lines] == ["o", "s", "^", "."]
    assert len({line.get_color() for line in ax.lines}) == 4


def test_panels_of_lines_have_a_height_a_title_and_what_is_said_of_their_main_lines():
    rows = [(f"G{n}", 2020 + year, n + year, "", False) for n in range(5) for year in range(2)]
    data = pd.DataFrame(rows, columns=["line", "year", "value", "note", "thin"])
    chart = lines(data, unit="share")
    assert (mm(chart), mm(chart, "zh", NARROW)) == (119, 191)
    figure = chart.draw("zh")
    figure.draw_without_rendering()
    assert [ax.get_title("left") for ax in figure.axes] == ["G0", "G1", "G2", "G3", "G4"]
    assert [ax.texts[:] for ax in figure.axes] == [[]] * 5
    numbers = [any(text.get_visible() and text.get_text() for text in ax.get_xticklabels()) for ax in figure.axes]
    assert numbers == [False, False, False, True, True]
    assert chart.alt("en").endswith("G0: 0 to 1. G1: 1 to 2. G2: 2 to 3. G3: 3 to 4. G4: 4 to 5.")
    nothing = lines(data.assign(value=np.nan).head(2), unit="share")
    assert nothing.alt("en").strip() == "Lines, 2020 to 2021 (Share (%))."
    assert lines(data.head(0), unit="share").alt("en").strip() == "Lines,  to  (Share (%))."


def test_bars_have_their_length_and_an_axis_to_the_longest_or_to_the_end_given():
    table = pd.DataFrame({"value": [80.0, 50.0], "mark": [40.0, np.nan]}, index=["甲", "乙"])
    (ax,) = bars(table, unit="agreement").draw("zh").axes
    assert boxes_of(ax) == [(0, 80, -0.3, 0.6), (0, 50, 0.7, 0.6)]
    assert spots(ax) == [("80", 1.01, 0), ("50", 1.01, 1)]
    assert ax.get_xlim() == (0, 81.6)
    assert [segments[0] for segments in strokes(ax)] == [[[40, -0.4], [40, 0.4]]] * 2
    assert bars(table, unit="agreement", most=100).draw("zh").axes[0].get_xlim() == (0, 100)
    assert bars(table * np.nan, unit="agreement").draw("zh").axes[0].get_xlim() == (0, 1)
    assert bars(table * 0, unit="agreement").draw("zh").axes[0].get_xlim() == (0, 1)
    assert bars(table * np.nan, unit="agreement").alt("en") == "Agreement (%)"


def test_the_axis_of_counts_has_whole_numbers():
    def ticks(*values):
        figure = bars(pd.DataFrame({"value": values}), unit="count").draw("zh")
        figure.draw_without_rendering()
        return [tick for tick in figure.axes[0].get_xticks() if tick <= max(values)]

    assert ticks(1.0, 2.0, np.nan) == [0, 1, 2]
    assert 0.5 in ticks(1.5, 2.0)


def test_strips_lie_on_their_rows_and_the_keys_stand_in_the_order_of_a_report():
    rows = [("甲", "plan", 60.0), ("甲", "x", 10.0), ("甲", "measures", 30.0), ("乙", "front", 100.0)]
    data = pd.DataFrame(rows, columns=["name", "part", "value"])
    chart = strips(data, unit="share", sizes=pd.Series({"甲": 5200, "乙": 3}))
    figure = chart.draw("zh")
    (ax,) = figure.axes
    assert [box for box in boxes_of(ax) if box[1]] == [
        *((0, 60, -0.275, 0.55), (60, 10, -0.275, 0.55), (70, 30, -0.275, 0.55), (0, 100, 0.725, 0.55))
    ]
    assert spots(ax) == [("5,200", 1.01, 0), ("3", 1.01, 1)]
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 100), (1.5, -0.5))
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["文首", "举措", "计划", "x"]
    assert (mm(chart), mm(chart, "zh", NARROW)) == (35.2, 38.7)
    assert chart.alt("en").endswith("on average: front, 50%.")
    assert chart.left_out("zh") == ""
    assert (boxes_of(ax)[-1][1], len(boxes_of(ax))) == (0, 8)


def test_every_part_of_a_report_has_its_own_fill():
    parts = ["front", "measures", "leadership", "shortcomings", "plan", "back", "x"]
    data = pd.DataFrame({"name": "甲", "part": parts, "value": 10.0})
    (ax,) = strips(data, unit="share", sizes=pd.Series({"甲": 9})).draw("zh").axes
    assert [(to_hex(patch.get_facecolor()), patch.get_hatch()) for patch in ax.patches[:7]] == [
        *[("#d0d0d0", None), ("#0072b2", None), ("#ffffff", "////"), ("#e69f00", None), ("#ffffff", "....")],
        *[("#000000", None), ("#7f7f7f", "||||")],
    ]


@pytest.mark.parametrize(
    ("room", "language", "most"), [(WIDE, "zh", 14), (WIDE, "en", 21), (NARROW, "zh", 7), (NARROW, "en", 10)]
)
def test_the_name_of_a_strip_is_broken_where_its_room_ends(room, language, most):
    names = ["甲" * most, "乙" * (most + 1), "丙" * 150]
    data = pd.DataFrame({"name": names, "part": "plan", "value": 100.0})
    chart = strips(data, unit="share", sizes=pd.Series(9, index=names))
    (ax,) = chart.draw(language, room).axes
    assert [lengths(row) for row in rows_of(ax)] == [[most], [most, 1], [most] * 4]
    assert mm(chart, language, room) == 64.8
    short = strips(data.head(2), unit="share", sizes=pd.Series(9, index=names))
    assert mm(short, language, room) == 35.2


def test_strips_of_thirteen_reports_are_dots_in_the_order_of_a_report():
    rows = [(f"县{n}", part, 50.0) for n in range(13) for part in ("x", "plan", "front", "x")]
    data = pd.DataFrame(rows, columns=["name", "part", "value"])
    sizes = pd.Series(9, index=data["name"].unique())
    assert strips(data.head(48), unit="share", sizes=sizes).alt("en").startswith("Strips of 12 reports")
    chart = strips(data, unit="share", sizes=sizes)
    (ax,) = chart.draw("en").axes
    assert rows_of(ax) == ["front", "plan", "x"]
    assert spots(ax)[2][0] == "100 县12"


def test_a_panel_of_lines_may_have_a_single_year():
    rows = [(f"G{n}", 2020, 1.0, "", False) for n in range(4)]
    figure = lines(pd.DataFrame(rows, columns=["line", "year", "value", "note", "thin"]), unit="share").draw("zh")
    assert [(ax.get_title("left"), dots_of(ax)) for ax in figure.axes[:1]] == [("G0", [[[2020, 1]]])]
    assert {len(ax.lines) for ax in figure.axes} == {1}


def test_the_means_furthest_apart_are_not_the_highest():
    cells = [("高", "县", "甲", 100.0), ("高", "县", "乙", 100.0), ("高", "市", "丙", 101.0)]
    cells += [("远", "县", "甲", 1.0), ("远", "县", "乙", 1.0), ("远", "市", "丙", 10.0)]
    chart = dots(pd.DataFrame(cells, columns=["panel", "row", "name", "value"]), unit="rate")
    assert chart.alt("en").endswith("Means furthest apart: 远, 县 1, 市 10.")
