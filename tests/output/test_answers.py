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
