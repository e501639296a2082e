"""Charts kept as files: what is read back is what was given, and is drawn the same."""

import matplotlib as mpl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from helpers.output.chart import NARROW, ROOMS, WIDE, Chart, _pack, _unpack, pack_chart, tell_figure, unpack_chart
from helpers.output.charts import dots, heat, spread, strips, two_sided
from helpers.output.labels import LANGUAGES
from helpers.output.style import MM, use_style

mpl.use("agg")
CAPTION = ("占比。", "Shares.")
SHARES = pd.DataFrame(
    {"执法": [40.0, None], "决策": [10.0, 12.5]},
    index=pd.CategoricalIndex(["乙县", "甲县"], ordered=True, name="group"),
)


@pytest.fixture(autouse=True)
def style():
    with mpl.rc_context():
        use_style()
        yield


def texts(chart, language, room):
    figure = chart.draw(language, room)
    figure.draw_without_rendering()
    ticks = [t for ax in figure.axes for t in [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]]
    return [(text.get_text(), text.get_position()) for text in ticks]


@pytest.mark.parametrize(
    "chart",
    [
        heat(SHARES, unit="share", labels={"执法": ("执法", "Enforcement")}),
        spread(
            pd.DataFrame({"row": ["执法"] * 2, "name": ["甲", "乙"], "value": [4.0, None]}),
            unit="share",
            marks=pd.Series({"执法": 4.0}),
            ends=(0, 100),
        ),
        strips(
            pd.DataFrame({"name": ["甲", "甲"], "part": ["front", "plan"], "value": [20.0, 80.0]}),
            unit="share",
            sizes=pd.Series({"甲": 1200}),
        ),
    ],
    ids=lambda chart: chart.recipe[0],
)
def test_a_kept_chart_is_drawn_as_the_first(chart):
    again, caption = unpack_chart(pack_chart(chart, CAPTION))
    assert caption == CAPTION
    assert_frame_equal(again.data, chart.data)
    for language in LANGUAGES:
        assert again.alt(language) == chart.alt(language)
        for room in ROOMS.values():
            assert texts(again, language, room) == texts(chart, language, room)


def test_a_chart_that_nothing_recorded_is_not_kept():
    chart = Chart(lambda *_: None, SHARES, str, lambda *_: "")
    with pytest.raises(ValueError, match="not made by a recorded function"):
        pack_chart(chart, CAPTION)


VALUES = st.lists(st.none() | st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=4)
NAMES = st.text("甲乙a1,\"'\\", max_size=3)


@settings(deadline=None)
@given(values=VALUES, name=st.none() | NAMES, data=st.data())
def test_whatever_is_kept_is_read_back(values, name, data):
    index = data.draw(st.lists(NAMES | st.integers(0, 9), min_size=len(values), max_size=len(values)))
    series = pd.Series(values, index=pd.Index(index, dtype=object), name=name, dtype="Float64")
    assert_series_equal(_unpack(_pack(series)), series)
    frame = pd.DataFrame({"a": series.array, "b": pd.Categorical(list(map(str, index)))}, index=series.index)
    frame = pd.concat([frame, frame], keys=["x", "y"], names=["part", None]) if data.draw(st.booleans()) else frame
    assert_frame_equal(_unpack(_pack(frame)), frame)


def test_numbers_texts_and_labels_are_read_back():
    given = {"seed": 3, "unit": "share", "labels": {"G1": ["法治", "Law"]}, "ends": [0, 1.5], "none": None}
    assert _unpack(_pack(given)) == given


def test_a_chart_has_the_width_of_its_room():
    chart = heat(SHARES, unit="share")
    assert [round(chart.draw("zh", room).get_size_inches()[0] * MM, 6) for room in (NARROW, WIDE)] == [84, 170]


def test_a_table_that_is_too_wide_for_a_column_is_turned():
    wide = pd.DataFrame([range(1, 12)] * 2, index=["甲", "乙"], columns=[f"词{n}" for n in range(11)])
    counts = pd.DataFrame({"issuers": [2, 1], "reports": [3, 1]}, index=["甲", "乙"])
    chart = heat(wide, unit="rate", counts=counts)
    ticks = [text for text, _ in texts(chart, "zh", NARROW)]
    assert ticks[-13:] == ["甲 2/3", "乙", *(f"词{n}" for n in range(11))]
    assert chart.left_out("zh", NARROW) == ""
    assert [text for text, _ in texts(chart, "zh", WIDE)][-2:] == ["甲\n2 个机关，3 份", "乙"]


def test_panels_stand_below_each_other_in_one_column():
    panels = pd.DataFrame(
        [(panel, "甲", name, 1.0) for panel in "一二三" for name in "丙丁"], columns=["panel", "row", "name", "value"]
    )
    chart = dots(panels, unit="rate")
    figures = [chart.draw("zh", room) for room in (NARROW, WIDE)]
    assert [len({round(ax.get_position().x0, 1) for ax in figure.axes}) for figure in figures] == [1, 2]


def test_what_is_told_of_a_figure():
    wide = pd.DataFrame([range(1, 61)] * 13, columns=[f"词{n}" for n in range(60)])
    notes = [("thinned", {})]
    chart = heat(wide, unit="rate")
    told = tell_figure("词频。", chart, "zh", notes)
    assert told == "词频。 图中为前 43 项，共 60 项；其余见 CSV。 部分刻度标签从略，见 CSV。"
    assert tell_figure("Words.", object(), "en", []) == "Words."


def test_the_names_of_two_sides_break_between_words():
    table = pd.DataFrame({"value": [2.0, -1.0]}, index=["甲", "乙"])
    labels = {"a": ("甲", "larger among shortcomings"), "b": ("乙", "larger among measures")}
    (ax,) = two_sided(table, unit="z", left="b", right="a", labels=labels).draw("en", NARROW).axes
    assert [ax.get_title(loc=side) for side in ("left", "right")] == [
        "← larger\namong\nmeasures",
        "larger among\nshortcomings\n→",
    ]
