"""Marks of charts: which numbers of the data, under which keys, where in the picture, and what is behind them."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from helpers.errors import FigureError
from helpers.output import charts
from helpers.output.answers import answers
from helpers.output.clouds import clouds
from helpers.output.marks import find_behind, list_marks, locate_marks, mark_cells, mark_rows
from helpers.output.rendering import drawn_texts, finish
from helpers.output.style import use_style

mpl.use("agg")

TABLE = pd.DataFrame({"执法": [40.0, np.nan], "决策": [0.0, 7.0]}, index=["甲县", "乙县"])
COUNTS = pd.DataFrame({"issuers": 1, "reports": 2}, index=TABLE.index)
RANKED = pd.DataFrame({"panel": ["甲", "甲", "乙"], "row": ["学法", "执法", "执法"], "value": [3, 2, 1], "note": "注"})
DOTS = pd.DataFrame({"panel": "执法", "row": ["县", "县", "市"], "name": ["子", "丑", "寅"], "value": [4, 8, 9]})
SPREAD = pd.DataFrame({"row": ["执法", "执法", "学法"], "name": ["子", "丑", "寅"], "value": [4.0, np.nan, 9.0]})
STRIPS = pd.DataFrame(
    {"name": list("甲甲乙"), "run": [1, 2, 3], "part": ["measures", "plan", "plan"], "value": [70, 30, 100]}
)
LINES = pd.DataFrame(
    {"line": list("甲甲乙"), "year": [2020, 2021, 2021], "value": [4, np.nan, 2], "note": "", "thin": False}
)
PAIR = {"name": "甲", "text": "不足。", "plan": "加强。", "named": True, "shared": pd.NA, "rank": 1, "same": 1}
PAIRS = pd.DataFrame([PAIR | {"score": score, "reading": "unread"} for score in (0.4, 0.2)], index=["i1", "i2"])
WORDS = pd.DataFrame({"cloud": ["全", "全", "甲"], "row": ["审批", "执法", "学法"], "value": [30.0, 0.0, 10.0]})


@pytest.fixture(autouse=True)
def style():
    with mpl.rc_context():
        use_style()
        yield


def keys(chart, *names):
    return chart.marks[["at", "of", "value", *names]].to_numpy().tolist()


def draw(chart):
    """The figure of a chart, and its marks with their places in points of the picture, from the left and from below."""
    fig = chart.draw("zh")
    finish(fig, "04-x")
    places = locate_marks(fig, chart.marks)
    wide, high = fig.bbox.width, fig.bbox.height
    boxes = {"x0": places["left"] * wide, "x1": places["right"] * wide}
    boxes |= {"y0": high - places["bottom"] * high, "y1": high - places["top"] * high}
    return fig, chart.marks.drop(columns=["x0", "x1", "y0", "y1"]).join(pd.DataFrame(boxes))


def holding(fig, box):
    """The texts whose middles lie in a box."""
    found = []
    for text in drawn_texts(fig):
        extent = text.get_window_extent()
        x, y = (extent.x0 + extent.x1) / 2, (extent.y0 + extent.y1) / 2
        found += [text.get_text()] * bool(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1)
    return found


def test_marks_are_the_known_cells_at_their_place_in_the_csv():
    assert keys(charts.heat(TABLE, unit="share", counts=COUNTS), "row", "column") == [
        [1, 2, 40.0, "甲县", "执法"],
        [1, 3, 0.0, "甲县", "决策"],
        [2, 3, 7.0, "乙县", "决策"],
    ]
    assert keys(charts.panels(RANKED, unit="rate"), "panel", "row")[2] == [3, 3, 1.0, "乙", "执法"]
    assert keys(charts.dots(DOTS, unit="rate"), "panel", "row", "name")[1] == [2, 4, 8.0, "执法", "县", "丑"]
    assert keys(charts.spread(SPREAD, unit="rate"), "row", "name") == [
        *([1, 3, 4.0, "执法", "子"], [3, 3, 9.0, "学法", "寅"])
    ]
    strips = charts.strips(STRIPS, unit="share", sizes=pd.Series({"甲": 9, "乙": 9}))
    assert keys(strips, "name", "part", "run")[1] == [2, 4, 30.0, "甲", "plan", 2]
    assert keys(charts.lines(LINES, unit="rate"), "line", "year") == [[1, 3, 4.0, "甲", 2020], [3, 3, 2.0, "乙", 2021]]
    assert keys(answers(PAIRS, pd.Series(dtype=float)), "row")[1] == [2, 9, 0.2, "i2"]
    assert keys(clouds(WORDS, unit="rate", seed=1), "cloud", "row") == [
        *([1, 3, 30.0, "全", "审批"], [3, 3, 10.0, "甲", "学法"])
    ]


def test_a_baseline_and_the_ends_of_an_interval_are_marks_too():
    table = pd.DataFrame({"value": [60.0, 20.0], "mark": [50.0, np.nan]}, index=["甲", "乙"])
    assert keys(charts.bars(table, unit="share"), "row") == [[1, 2, 60.0, "甲"], [1, 3, 50.0, "甲"], [2, 2, 20.0, "乙"]]
    table = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [3.0]}, index=["甲"])
    marks = charts.two_sided(table, unit="z", left="乙", right="丙").marks
    assert marks["of"].to_list() == [2, 3, 4]


def test_a_chart_that_stands_for_another_keeps_the_keys_of_that_one():
    many = pd.DataFrame({"执法": range(13)}, index=[f"县{n}" for n in range(13)])
    assert keys(charts.heat(many, unit="share"), "row", "column")[3] == [4, 3, 3.0, "县3", "执法"]
    single = DOTS.drop_duplicates("row")
    assert keys(charts.dots(single, unit="rate"), "row", "panel") == [
        [1, 2, 4.0, "县", "执法"],
        [2, 2, 9.0, "市", "执法"],
    ]
    long = pd.DataFrame({"name": [f"县{n}" for n in range(13)], "part": "plan", "value": 100.0})
    strips = charts.strips(long, unit="share", sizes=pd.Series(9, index=long["name"]))
    assert keys(strips, "name", "part")[12] == [13, 3, 100.0, "县12", "plan"]


def test_a_cell_lies_where_its_number_is_printed():
    fig, marks = draw(charts.heat(TABLE, unit="share", counts=COUNTS))
    assert [holding(fig, box) for box in marks.itertuples()] == [["40"], ["–"], ["7"]]


def test_a_row_reaches_from_its_label_to_its_note():
    table = pd.DataFrame({"value": [60, -20], "note": ["注一", "注二"]}, index=["甲县", "乙县"])
    for chart in (charts.bars(table, unit="share"), charts.two_sided(table, unit="z", left="左", right="右")):
        fig, marks = draw(chart)
        assert [sorted(holding(fig, box)) for box in marks.itertuples()] == [["注一", "甲县"], ["乙县", "注二"]]


def test_a_row_of_a_panel_stays_in_its_panel():
    fig, marks = draw(charts.panels(RANKED, unit="rate"))
    assert [sorted(holding(fig, box)) for box in marks.itertuples()] == [["学法", "注"], ["执法", "注"], ["执法", "注"]]
    assert marks["x0"].iloc[2] > marks["x1"].iloc[0]


def test_a_word_and_a_pair_lie_where_they_are_printed():
    fig, marks = draw(clouds(WORDS, unit="rate", seed=1))
    assert [holding(fig, box) for box in marks.itertuples()] == [["审批"], ["学法"]]
    fig, marks = draw(answers(PAIRS, pd.Series(dtype=float)))
    assert [sorted(holding(fig, box)) for box in marks.itertuples()] == [["不足。", "加强。"]] * 2


def test_a_dot_lies_at_its_value():
    for chart in (charts.dots(DOTS, unit="rate"), charts.spread(SPREAD, unit="rate"), charts.lines(LINES, unit="rate")):
        fig, marks = draw(chart)
        for ax in fig.axes:
            points = {
                (round(x), round(y))
                for line in ax.lines
                if line.get_marker() not in ("None", "|")
                for x, y in ax.transData.transform(line.get_xydata())
                if not np.isnan([x, y]).any()
            }
            own = marks[marks["ax"].eq(fig.axes.index(ax))]
            middles = {(round((box.x0 + box.x1) / 2), round((box.y0 + box.y1) / 2)) for box in own.itertuples()}
            assert len(points) == len(own)
            assert all(any(abs(x - a) <= 1 and abs(y - b) <= 1 for a, b in points) for x, y in middles)


def test_a_strip_begins_where_the_one_before_it_ends():
    _, marks = draw(charts.strips(STRIPS, unit="share", sizes=pd.Series({"甲": 9, "乙": 9})))
    assert marks["x1"].iloc[0] == pytest.approx(marks["x0"].iloc[1])
    assert marks["x0"].iloc[0] == pytest.approx(marks["x0"].iloc[2])
    assert marks["y0"].iloc[0] > marks["y1"].iloc[2]


def test_what_is_not_drawn_lies_nowhere():
    table = pd.DataFrame({"value": range(60)}, index=[f"县{n}" for n in range(60)])
    fig, marks = draw(charts.bars(table, unit="share"))
    drawn = len(fig.axes[0].get_yticks())
    assert 0 < drawn < 60
    assert marks["x0"].notna().to_list() == [True] * drawn + [False] * (60 - drawn)
    wide = pd.DataFrame([range(30)], columns=[f"G{n}" for n in range(30)], index=["甲"])
    assert draw(charts.heat(wide, unit="share"))[1]["x0"].isna().any()


def test_a_mark_is_called_by_labels_in_both_languages_and_knows_the_reports_that_it_names():
    reports = pd.DataFrame(
        {"name": ["甲县 2021", "乙县 2021"], "group": ["县级", "县级"], "unit": ["甲县", "乙县"]}, index=["a", "b"]
    )
    marks = mark_rows(
        pd.DataFrame({"value": [1, 2, 3]}), {"row": ["G1", "县级", "乙县"], "name": ["甲县 2021", "x", "县级"]}
    )
    told = list_marks(marks, reports, {"G1": ("思想", "Thought")}, reports.index)
    assert told[["zh", "en"]].iloc[0].to_list() == ["思想 · 甲县 2021", "Thought · 甲县 2021"]
    assert told["searched"].to_list() == ['["a"]', '["a", "b"]', '["b"]']
    two = mark_rows(pd.DataFrame({"value": [1, 2]}), {"name": ["甲县局", ""]})
    reports["name"] = ["甲县局 2021", "乙县局"]
    assert list_marks(two, reports, None, reports.index)["searched"].to_list() == ['["a"]', ""]
    pairs = list_marks(answers(PAIRS, pd.Series(dtype=float)).marks, reports, None, reports.index)
    assert pairs[["zh", "en"]].to_numpy().tolist() == [["不足。", "不足。"]] * 2
    unnamed = reports.drop(columns=["name", "group", "unit"])
    assert list_marks(marks, unnamed, None, reports.index)["searched"].to_list() == [""] * 3


def test_of_the_reports_that_a_mark_is_about_those_are_named_that_have_a_page():
    reports = pd.DataFrame({"name": ["甲局", "乙局"], "group": ["县级", "县级"]}, index=["a", "b"])
    marks = mark_rows(pd.DataFrame({"value": [1, 2]}), {"row": ["县级", "县级"], "name": ["甲局", "乙局"]})
    assert list_marks(marks, reports, None, reports.index[:1])["searched"].to_list() == ['["a"]', "[]"]


def test_behind_a_mark_stand_its_pieces_once_report_by_report_as_they_were_given():
    marks = mark_cells(TABLE)
    pieces = [
        ("乙县", "决策", "b", 1, 2),
        ("甲县", "执法", "b", 9, 10),
        ("甲县", "执法", "a", 5, 6),
        ("甲县", "执法", "a", 3, 4),
    ]
    pieces += [pieces[2], ("甲县", "学法", "a", 0, 1), ("丙县", "执法", "a", 0, 1)]
    behind = pd.DataFrame(pieces, columns=["row", "column", "report_id", "start", "end"])
    behind["row"] = pd.Categorical(behind["row"])
    found = find_behind("04-x", marks, behind, pd.DataFrame(index=["a", "b"]))
    assert found.to_numpy().tolist() == [
        *([1, 2, "a", 5, 6, ""], [1, 2, "a", 3, 4, ""], [1, 2, "b", 9, 10, ""], [2, 3, "b", 1, 2, ""])
    ]


def test_notes_stand_behind_what_rests_on_no_report():
    marks = mark_rows(pd.DataFrame({"value": [1]}), {"year": [2021]})
    behind = pd.DataFrame({"year": [2021, 2022], "note": ["G1 → G2: 4", "x"]})
    found = find_behind("07-x", marks, behind, pd.DataFrame(index=["a"]))
    assert found["note"].to_list() == ["G1 → G2: 4"]
    assert found[["report_id", "start", "end"]].isna().all(axis=None)


@pytest.mark.parametrize("lacking", ["column", "report_id", "start", "end"])
def test_what_stands_behind_needs_the_keys_of_the_marks(lacking):
    behind = pd.DataFrame({"row": "甲县", "column": "执法", "report_id": "a", "start": [1], "end": [2]})
    with pytest.raises(FigureError, match=f"figure 04-x: what stands behind its marks has no column {lacking}$"):
        find_behind("04-x", mark_cells(TABLE), behind.drop(columns=lacking), pd.DataFrame(index=["a"]))


def mm(fig, places):
    """Left, right, top, bottom of marks in mm of the picture."""
    wide, high = (side * 25.4 for side in fig.get_size_inches())
    sides = places[["left", "right", "top", "bottom"]] * [wide, wide, high, high]
    return sides.astype("float64").round(1).to_numpy().tolist()


def lay(chart, name="04-x"):
    fig = chart.draw("zh")
    finish(fig, name)
    return fig, locate_marks(fig, chart.marks)


def test_what_leads_on_from_a_dot_is_three_mm_wide_and_high():
    fig, places = lay(charts.spread(SPREAD, unit="rate"))
    sides = mm(fig, places)
    assert [round(right - left, 1) for left, right, _, _ in sides] == [3, 3]
    assert [round(bottom - top, 1) for _, _, top, bottom in sides] == [3, 3]
    first = fig.axes[0].transData.transform([(4, 0)])[0] / fig.dpi * 25.4
    assert round(sum(sides[0][:2]) / 2, 1) == round(float(first[0]), 1)


def test_rows_reach_over_the_whole_figure_and_those_of_panels_over_their_panel():
    table = pd.DataFrame({"value": [60, 20]}, index=["甲县", "乙县"])
    fig, places = lay(charts.bars(table, unit="share"))
    assert places[["left", "right"]].to_numpy().tolist() == [[0, 1], [0, 1]]
    assert places["bottom"].iloc[0] == places["top"].iloc[1]
    assert places["bottom"].iloc[0] - places["top"].iloc[0] == pytest.approx(5.1 / 21.2, abs=0.06)
    _, places = lay(charts.panels(RANKED, unit="rate"))
    assert (places["right"] - places["left"]).between(0.3, 0.5).all()
    assert places["right"].iloc[0] <= places["left"].iloc[2] < places["right"].iloc[2] <= 1


def test_cells_lie_side_by_side_in_their_figure():
    _, places = lay(charts.heat(TABLE.fillna(1.0), unit="share"))
    first, second, third, fourth = places.to_dict("records")
    assert first["right"] == second["left"] and first["bottom"] == third["top"] and second["right"] == fourth["right"]
    assert 0 < first["left"] < first["right"] < second["right"] <= 1
    assert 0 < first["top"] < first["bottom"] < third["bottom"] <= 1


def test_marks_of_a_panel_that_is_not_drawn_lie_nowhere():
    cells = [(f"词{p}", row, name, 1.0) for p in range(7) for row in range(12) for name in "甲乙"]
    chart = charts.dots(pd.DataFrame(cells, columns=["panel", "row", "name", "value"]), unit="rate")
    fig, places = lay(chart)
    drawn = chart.marks["panel"].ne("词6")
    assert len(fig.axes) == 6 and places["left"].notna().to_list() == drawn.to_list()


def test_the_row_of_the_csv_has_its_header_and_index_counted_in():
    levels = pd.MultiIndex.from_tuples([("甲", 1), ("乙", 2)], names=["a", "b"])
    data = pd.DataFrame({"note": ["x", "y"], "value": [1.0, 2.0], "high": [np.nan, 3.0]}, index=levels)
    marks = mark_rows(data, {"row": ["甲", "乙"]}, values=("high", "value", "none"))
    assert marks[["at", "of", "value"]].to_numpy().tolist() == [[1, 4, 1], [2, 4, 2], [2, 5, 3]]
    assert mark_cells(TABLE.reset_index(drop=True))["of"].to_list() == [1, 2, 2]


def test_keys_that_name_different_reports_name_those_of_both():
    reports = pd.DataFrame(
        {"name": ["甲县 2021", "甲县 2022", "乙县"], "group": ["县", "县", "市"]}, index=["b", "a", "c"]
    )
    marks = mark_rows(
        pd.DataFrame({"value": [1, 2, 3, 4]}),
        {"row": ["县", "县", "甲县", "县"], "name": ["甲县 2022", "词", "", "乙县"]},
    )
    found = list_marks(marks, reports, None, reports.index)
    assert found["searched"].to_list() == ['["a"]', '["b", "a"]', '["b", "a"]', ""]
