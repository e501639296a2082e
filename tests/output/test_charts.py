"""The kinds of chart: invented frames; what is drawn, said and left out."""

from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from helpers.output import rendering
from helpers.output.chart import NARROW, WIDE
from helpers.output.charts import MOST_MM, bars, dots, heat, lines, panels, spread, strips, two_sided
from helpers.output.figures import save
from helpers.output.labels import LANGUAGES
from helpers.output.style import MM, use_style

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
    assert [line.get_xdata()[0] for line in second.lines if line.get_marker() == "|"] == [15, 115, 215]
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
