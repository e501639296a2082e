"""The chart of shortcomings and plan items: invented rows; what is drawn, cut and said."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from helpers.output import rendering
from helpers.output.answers import answers
from helpers.output.charts import MOST_MM
from helpers.output.figures import save
from helpers.output.labels import LANGUAGES
from helpers.output.style import MM, use_style

mpl.use("agg")

COLUMNS = ["name", "text", "plan", "named", "score", "rank", "same", "shared", "reading"]
ROWS = pd.DataFrame(
    [
        (
            "甲县 2021",
            "一是执法力量不足。",
            "（一）充实执法力量。",
            True,
            0.6,
            2,
            1,
            "执法、力量、基层、配备",
            "answered",
        ),
        ("甲县 2021", "二是宣传不够。", "（二）加强学习。", False, 0.1, 1, 3, None, "not"),
        ("甲县 2021", "三是平台不通。", "（二）加强学习。", False, 0.0, 1, 4, None, "not"),
        ("甲县 2021", "四是考核不严。", "（三）严格考核。", False, 0.3, 1, 1, "考核", "unread"),
        ("乙局 2021", "平台过多。", None, False, np.nan, pd.NA, 1, None, "unread"),
    ],
    columns=COLUMNS,
    index=["a-1", "a-2", "a-3", "a-4", "b-1"],
)
OTHERS = pd.Series([0.1, 0.2], index=["a-1", "a-2"])
REPORTS = pd.DataFrame({"sha256": ["0" * 64]}, index=["a"])


@pytest.fixture(autouse=True)
def style(monkeypatch):
    monkeypatch.setattr(rendering, "SCREEN_DPI", 80)  # small pictures: what is saved is not looked at here
    with mpl.rc_context():
        use_style()
        yield


def texts(chart, language="zh"):
    figure = chart.draw(language)
    return [text.get_text() for ax in figure.axes for text in ax.texts]


def height(chart):
    return chart.draw("zh").get_size_inches()[1] * MM


def many(reports, each, text="一是执法力量不足，基层所平均仅有七人，难以适应任务需要。" * 3):
    rows = [
        (f"第{n}县 2021", text, text, False, 0.5, 1, 1, "执法", "unread") for n in range(reports) for _ in range(each)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, index=[f"i{n}" for n in range(len(rows))])


def test_a_report_has_a_band_and_a_plan_that_is_missing_is_said():
    chart = answers(ROWS, OTHERS)
    lefts = ["甲县 2021", *ROWS["text"][:4], "乙局 2021", "平台过多。"]
    assert texts(chart)[: len(lefts)] == lefts
    assert texts(chart)[len(lefts) :] == [
        "（一）充实执法力量。\n（证据第 2 位；共有词：执法、力量、基层）",
        "证据最强的不止一条\n（同分 3 条）",
        "各条计划均无证据",
        "（三）严格考核。\n（共有词：考核）",
        "未见计划",
    ]
    assert texts(chart, "en")[-1] == "No plan found"


def test_marks_lie_at_the_score_and_ticks_at_the_others():
    axis = answers(ROWS, OTHERS).draw("zh").axes[1]
    drawn = {line.get_label(): list(line.get_xdata()) for line in axis.lines}
    assert drawn == {"其余各条计划的得分": [0.1, 0.2], "已回应": [0.6], "未回应": [0.1, 0.0], "未判读": [0.3]}
    assert [text.get_text() for text in axis.figure.legends[0].get_texts()] == list(drawn)


def test_alt_text_counts_the_readings():
    assert answers(ROWS, OTHERS).alt("zh") == (
        "对照图，左为自陈的不足，右为计划条目，2 份报告，5 条：已回应 1；未回应 2；未判读 2。"
    )


def test_long_texts_are_cut_before_rows_are_left_out():
    few, more = answers(many(2, 3), OTHERS), answers(many(5, 4), OTHERS)
    assert few.left_out("zh") == more.left_out("zh") == ""
    shown = texts(few)[1]
    assert shown.count("\n") == 3 and shown.endswith("…") or shown.count("\n") < 4
    assert texts(more)[1].endswith("…")
    assert max(height(few), height(more)) <= MOST_MM + 0.1


@pytest.mark.parametrize(
    ("rows", "lines", "noted"), [(10, 4, True), (12, 3, True), (16, 2, True), (20, 1, True), (24, 1, False)]
)
def test_texts_are_as_long_as_lets_all_rows_stand_and_notes_go_last(rows, lines, noted):
    shown = [text for text in texts(answers(many(1, rows), OTHERS)) if text.startswith("一是")]
    assert len(shown) == 2 * rows
    assert {text.count("\n") + 1 for text in shown if "共有词" not in text} == {lines}
    assert any("\n（共有词：执法）" in text for text in shown) is noted


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_report_shows_as_many_rows_as_the_others_where_not_all_fit(language):
    chart = answers(many(12, 6), OTHERS)
    shown = texts(chart, language)
    assert [shown.count(f"第{n}县 2021") for n in range(12)] == [1] * 12
    assert len([text for text in texts(chart, language) if text.startswith("一是")]) == 2 * 24
    assert chart.left_out("zh") == "图中为前 24 项，共 72 项；其余见 CSV。"
    assert len(chart.data) == 72
    assert height(chart) <= MOST_MM + 0.1


def test_reports_that_do_not_fit_at_all_are_counted():
    chart = answers(many(60, 1), OTHERS)
    assert height(chart) <= MOST_MM + 0.1
    assert chart.left_out("en") == "Drawn: the first 18 of 60; the others are in the CSV."  # a row is 11 mm high
    assert height(chart) + 11 > MOST_MM


@pytest.mark.parametrize("rows", [ROWS, ROWS[4:], many(12, 6), many(3, 5, "$_{}\\<>\U0001f600" * 30)])
def test_it_can_be_saved(rows):
    assert "<img" in save(answers(rows, OTHERS), "05-any", caption=("图。", "Figure."), reports=REPORTS).data


def test_a_long_name_of_a_report_is_cut_in_the_middle_and_stays_in_its_band(tmp_path, monkeypatch):
    names = {name: f"{'某' * 90}{name}" for name in ROWS["name"]}
    chart = answers(ROWS.replace({"name": names}), OTHERS)
    figure = chart.draw("zh")
    figure.draw_without_rendering()
    bands = [text for ax in figure.axes for text in ax.texts if "某" in text.get_text()]
    assert [text.get_text()[-9:] for text in bands] == ["某某甲县 2021", "某某某乙局 2021"[-9:]]
    assert all("…" in text.get_text() and text.get_window_extent().x1 < figure.bbox.width for text in bands)


def spots(ax):
    return [(text.get_text(), round(float(text.get_position()[1]), 2)) for text in ax.texts]


def test_texts_marks_and_bands_stand_in_the_rows_of_their_shortcomings():
    chart = answers(ROWS, OTHERS)
    figure = chart.draw("zh")
    left, axis, right = figure.axes
    assert spots(left) == [
        *(("甲县 2021", 0.2), ("一是执法力量不足。", 1.9), ("二是宣传不够。", 4.5), ("三是平台不通。", 7.1)),
        *(("四是考核不严。", 8.7), ("乙局 2021", 11.3), ("平台过多。", 13.0)),
    ]
    assert [y for _, y in spots(right)] == [1.9, 4.5, 7.1, 8.7, 13.0]
    bands = [band.get_paths()[0].get_extents().bounds for band in left.collections]
    assert [tuple(round(float(side), 2) for side in band) for band in bands] == [(0, 0, 1, 1.4), (0, 11.1, 1, 1.4)]
    assert [round(float(y), 2) for y in axis.lines[0].get_ydata()] == [2.4, 5]
    assert [[round(float(y), 2) for y in line.get_ydata()] for line in axis.lines[1:]] == [[2.4], [5, 7.6], [9.2]]
    assert [round(float(end), 3) for end in (*axis.get_xlim(), *axis.get_ylim())] == [-0.033, 0.66, 14.4, 0]
    assert [ax.get_xlim() for ax in (left, right)] == [(0, 1)] * 2
    assert [ax.axison for ax in figure.axes] == [False, True, False]
    assert (list(axis.get_yticks()), axis.spines["left"].get_visible(), axis.patch.get_visible()) == ([], False, False)
    assert height(chart) == pytest.approx(70.4)
    assert height(answers(ROWS.head(1), OTHERS)) == pytest.approx(35.05)


def test_marks_say_the_reading_by_their_shape():
    rows = ROWS.assign(reading=["answered", "partly", "not", "unread", "unread"], score=0.2)
    lines = answers(rows, OTHERS.tail(0)).draw("zh").axes[1].lines
    drawn = [(line.get_marker(), line.get_fillstyle(), line.get_markerfacecolor()) for line in lines]
    assert [shape[:2] for shape in drawn] == [("o", "full"), ("o", "left"), ("o", "full"), ("_", "full")]
    assert drawn[2][2] == "white"


def test_the_axis_reaches_beyond_the_highest_score_and_at_least_to_three_tenths():
    def end(score, other):
        chart = answers(ROWS.head(1).assign(score=score), pd.Series(other, index=["a-1"]))
        return round(float(chart.draw("zh").axes[1].get_xlim()[1]), 3)

    assert [end(0.1, 0.2), end(0.5, 0.2), end(0.2, 0.6), end(np.nan, np.nan)] == [0.3, 0.55, 0.66, 0.3]


def test_scores_of_what_is_not_there_have_no_mark_and_no_key():
    nothing = answers(ROWS.tail(1), OTHERS).draw("zh")
    assert (list(nothing.axes[1].lines), nothing.legends) == ([], [])
    other = answers(ROWS.tail(1), pd.Series([0.1, np.nan], index=["b-1", "b-1"])).draw("zh")
    assert [list(line.get_xdata()) for line in other.axes[1].lines] == [[0.1]]
    assert len(other.legends) == 1


def test_what_stands_at_the_right_depends_on_rank_ties_and_reading():
    def right(**cells):
        row = ROWS.head(1).assign(rank=1, same=1, shared=None, score=0.5, named=True).assign(**cells)
        return answers(row, OTHERS).draw("zh").axes[2].texts[0].get_text().removeprefix("（一）充实执法力量。")

    assert right() == ""
    assert right(rank=2) == "\n（证据第 2 位）"
    assert right(same=2) == "\n（同分 2 条）"
    assert right(same=2, score=0.0) == ""
    assert right(named=False) == ""
    assert right(named=False, same=2) == "证据最强的不止一条\n（同分 2 条）"
    assert right(named=False, same=2, score=0.0) == "各条计划均无证据"
    assert right(shared="甲、乙、丙、丁") == "\n（共有词：甲、乙、丙）"


@pytest.mark.parametrize(
    ("reports", "each", "lines", "shown", "high"),
    [
        (1, 10, 4, 10, 221.95),
        (1, 11, 3, 11, 203.05),
        (1, 12, 3, 12, 219.15),
        (1, 13, 2, 13, 189.75),
        (1, 16, 2, 16, 227.55),
        (1, 17, 1, 17, 180.65),
        (1, 37, 1, 37, 233.15),
        (1, 38, 1, 37, 233.15),
        (2, 30, 1, 36, 233.5),
        (18, 1, 1, 18, 227.9),
        (19, 1, 1, 18, 227.9),
    ],
)
def test_as_much_is_shown_as_a_page_has_room_for(reports, each, lines, shown, high):
    chart = answers(many(reports, each), OTHERS)
    drawn = [text for text in texts(chart) if text.startswith("一是")]
    assert (drawn[0].count("\n") + 1, len(drawn) // 2) == (lines, shown)
    assert height(chart) == pytest.approx(high)
    every = reports * each
    assert chart.left_out("zh") == (f"图中为前 {shown} 项，共 {every} 项；其余见 CSV。" if shown < every else "")


def test_texts_are_broken_where_their_side_ends_and_a_cut_one_ends_in_a_word():
    def sides(text, rows=1):
        row = many(1, rows, text)
        figure = answers(row, OTHERS).draw("zh")
        return [figure.axes[0].texts[1].get_text(), figure.axes[2].texts[0].get_text().partition("\n（共")[0]]

    assert sides("一" * 23) == ["一" * 23, "一" * 21 + "\n一一"]
    assert sides("一" * 24) == ["一" * 23 + "\n一", "一" * 21 + "\n一一一"]
    assert sides("一" * 92)[0] == "\n".join(["一" * 23] * 4)
    assert sides("一" * 93)[0] == "\n".join(["一" * 23] * 3 + ["一" * 22 + "…"])
    assert sides("一" * 21 + "，" + "二" * 9, 17)[0] == "一" * 21 + "…"
    assert sides("一 二\n三")[0] == "一 二 三"


def test_marks_reach_from_row_to_row_and_are_called_by_the_beginning_of_their_text():
    marks = answers(ROWS.replace("一是执法力量不足。", "一" * 31), OTHERS).marks
    assert marks[["y0", "y1"]].round(2).to_numpy().tolist() == [[1.7, 4.3], [4.3, 6.9], [6.9, 8.5], [8.5, 11.1]]
    assert marks["said"].to_list()[:2] == ["一" * 30, "二是宣传不够。"]
    last = answers(ROWS.tail(1).assign(score=0.1), OTHERS).marks
    assert last[["y0", "y1"]].round(2).to_numpy().tolist() == [[1.7, 3.3]]
    assert answers(many(1, 38), OTHERS).marks["y0"].isna().to_list() == [False] * 37 + [True]


def test_a_name_is_cut_where_the_band_ends():
    drawn = [answers(ROWS.tail(1).assign(name="某" * n), OTHERS).draw("zh").axes[0].texts[0] for n in (55, 56)]
    assert [text.get_text() for text in drawn] == ["某" * 55, "某" * 36 + "…" + "某" * 18]


def test_alt_text_leaves_out_readings_that_no_row_has():
    assert answers(ROWS.tail(1), OTHERS).alt("en").endswith(": 1 reports, 1 shortcomings. Not read 1.")
