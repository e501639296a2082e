"""Numbers in the cells of invented tables: unit, thing, period, and what is none."""

import pandas as pd
import pytest

from helpers.extraction.cells import find_cells, part_cells
from helpers.extraction.claims import find_claims
from helpers.extraction.units import compile_units, load_units

UNITS = compile_units(load_units())


def read(*rows: str, year: int | None = None) -> list[tuple]:
    """(value, unit, thing) of the cells of a table, one line a row."""
    text = "\n".join(rows)
    cells = find_cells(text, UNITS, year)
    return [(cell.value and float(cell.value), cell.unit, cell.thing and text[slice(*cell.thing)]) for cell in cells]


def claims(*rows: str, columns: str = "text value unit what", role: str = "measures") -> list[tuple]:
    """The named columns of the claims in a table under a report's front; NA is None."""
    front = "乙县粮食局2023年度法治政府建设报告\n"
    table = "\n".join(rows)
    passages = pd.DataFrame(
        [("甲", "甲-0", "front", front, 0), ("甲", "甲-1", role, table, len(front))],
        columns=["report_id", "passage_id", "role", "text", "start"],
    )
    found = find_claims(passages)[columns.split()].astype(object)
    return [tuple(None if pd.isna(value) else value for value in row) for row in found.itertuples(index=False)]


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        # of the header, of the label, of a cell for units, of the line above; with a scale
        (["部门\t检查次数(家次)", "城管局\t1,234"], [(1234, "家次", "检查次数")]),
        (
            ["领域\t指标\t数量", "执法\t检查次数(家次)\t1234", "\t处罚案件(件)\t56"],
            [(1234, "家次", "检查次数"), (56, "件", "处罚案件")],
        ),
        (["检查次数(家次)\t1234", "处罚案件(件)\t56"], [(1234, "家次", "检查次数"), (56, "件", "处罚案件")]),
        (["指标\t单位\t数量", "行政复议\t件\t12", "听证会\t场\t3"], [(12, "件", "行政复议"), (3, "场", "听证会")]),
        (["单位:人次", "序号\t班次\t参训", "1\t执法\t120"], [(120, "人次", "参训")]),
        (["\t\t单位:人次", "班次\t参训\t旁听", "执法\t120\t7"], [(120, "人次", "参训"), (7, "人次", "旁听")]),
        (["表2 收案情况(单位:件)", "类别\t立案\t结案", "食品\t12\t10"], [(12, "件", "立案"), (10, "件", "结案")]),
        (["单位\t罚没款(万元)", "渔政站\t12.05"], [(120500, "元", "罚没款")]),
        (["单位\t罚没款/万元\t占比(%)", "渔政站\t3\t9.5"], [(30000, "元", "罚没款"), (9.5, "%", "渔政站")]),
        (["项目\t件数(单位:件)", "公示\t8"], [(8, "件", "公示")]),
        (["检查(次)\t12\t走访(户)\t30"], [(12, "次", "检查"), (30, "户", "走访")]),
        # merged cells: the first place has the words
        (["指标\t单位\t数量", "复议\t件\t12", "\t\t4"], [(12, "件", "复议"), (4, "件", "复议")]),
        (
            ["指标\t行政复议\t\t应诉\t", "\t受理(件)\t\t一审(件)\t", "本级\t5\t\t2\t"],
            [(5, "件", "行政复议"), (2, "件", "一审")],
        ),
        (["", "案由\t数量(件)", "", "\t7"], [(7, "件", None)]),
        # a column without a header beside one with, and a header's second columns without one of their own
        (["指标\t检查(次)\t\t罚款(元)", "甲镇\t3\t4\t5"], [(3, "次", "检查"), (5, "元", "罚款")]),
        (["指标\t行政复议(件)\t\t应诉", "\t受理\t\t一审", "本级\t5\t9\t2"], [(5, "件", "行政复议")]),
        (["单位:件", "\t检查\t走访", "1\t3\t4"], [(3, "件", "检查"), (4, "件", "走访")]),
        (["领域\t办理\t", "\t数量(件)\t比例(%)", "执法\t12\t5"], [(12, "件", "办理"), (5, "%", "办理")]),
        # the label names the thing if the unit is the row's, or if no header does
        (["指标\t单位\t本级", "行政复议\t件\t12"], [(12, "件", "行政复议")]),
        (["单位:件", "许可\t3", "", "处罚\t4"], [(3, "件", "许可"), (4, "件", "处罚")]),
        (["单位:件", "类别\t数量", "许可\t3"], [(3, "件", "许可")]),
        (["单位:件", "类别\t本级", "许可\t3"], [(3, "件", "本级")]),
        (["单位:件", "1\t3"], [(1, "件", None), (3, "件", None)]),
        # the line above is the last one before the table, and no longer than a caption
        ([f"{'甲' * 56}单位:件", "类别\t本级", "许可\t3"], [(3, "件", "本级")]),
        ([f"{'甲' * 57}单位:件", "类别\t本级", "许可\t3"], []),
        (["单位:件", "某事", "类别\t本级", "许可\t3"], []),
        # a header is no longer than headers are
        ([f"指标\t{'甲' * 37}(次)", "本级\t3"], [(3, "次", "甲" * 37)]),
        ([f"指标\t{'甲' * 38}(次)", "本级\t3"], []),
        # sums
        (["单位\t检查(家次)", "甲镇\t3", "合计\t3"], [(3, "家次", "检查"), (3, "家次", "检查")]),
        (["类别\t数量(件)", "许可\t3", "合计\t3"], [(3, "件", "许可"), (3, "件", None)]),
        # without a unit: a number that says that it counts
        (["单位\t受理数\t满意率\t人均", "甲镇\t3\t99.1\t4"], [(3, None, "受理数"), (99.1, None, "满意率")]),
        (["单位\t受理数", "甲镇\t2124", "乙镇\t2024"], [(2124, None, "受理数")]),  # one may be a year
        # cells of their own: a unit, a sign, more than a number
        (["项目\t数量", "许可\t12件", "处罚\t3余"], [(None, None, "许可")]),
        (["项目\t罚款(万元)", "环保\t￥1.5"], [(15000, "元", "罚款")]),
        # two tables one under the other
        (["类别\t数量(件)", "许可\t3", "名称\t数量(场)", "讲座\t4"], [(3, "件", "许可"), (4, "场", "讲座")]),
        (["类别\t数量(件)", "许可\t3", "序号\t排名", "处罚\t4"], [(3, "件", "许可")]),
        (["类别\t数量(件)", "许可\t3", "序号\t甲镇", "处罚\t4"], [(3, "件", "许可"), (4, "件", "处罚")]),
    ],
)
def test_cells(rows, cells):
    assert read(*rows) == cells


@pytest.mark.parametrize(
    "rows",
    [
        ["序号\t代码\t年份\t联系电话\t备注", "1\t110001\t2023\t5551234\t12"],
        ["单位:件", "序号\t年份\t日期\t排名", "1\t2023\t0312\t4"],
        ["\t一月\t二月", "1\t2\t3"],
        ["姓名\t职务\t房间", "张某\t科长\t302"],
        ["法治\t政府\t建设"],
        ["\t全年检查12家。", "\t受理3件。"],
        ["类别\t数量(件)", "许可\t—", "处罚\t无"],
        ["没有表格的一行"],
    ],
)
def test_no_cells(rows):
    assert read(*rows) == []


@pytest.mark.parametrize(
    ("rows", "periods"),
    [
        (["指标\t2022年\t2023年", "许可(件)\t3\t4"], ["before", "now"]),
        (["指标\t2022\t2023", "许可(件)\t3\t4"], ["before", "now"]),
        (["名称\t上年\t本年", "许可(件)\t3\t4"], ["before", "now"]),
        (["名称\t去年同期(件)\t今年(件)", "许可\t3\t4"], ["before", "now"]),
        (["年份\t许可(件)", "2021年\t2", "2022年\t3", "2023年\t4"], ["before", "before", "now"]),
        (["序号\t年份\t许可(件)", "1\t2022年\t3", "2\t2023年\t4"], ["before", "now"]),
        (["序号\t类别\t年份\t许可(件)", "1\t甲\t2022年\t3", "2\t甲\t2023年\t4"], [None, None]),
        (["名称\t2023年", "许可(件)\t3"], [None]),
        (["名称\t数量", "许可(件)\t3"], [None]),
    ],
)
def test_periods_of_columns_and_rows(rows, periods):
    assert [cell.period for cell in find_cells("\n".join(rows), UNITS, 2023)] == periods


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        (["领域\t指标\t数量(次)", "执法\t检查\t12"], "|检查#"),  # the nearest label
        (["类别\t检查\t", "\t本级(次)\t全县(次)", "渔政\t3\t4"], "|渔政检查本级#"),  # the headers from above
        (["类别\t检查(次)", "合计\t3"], "|检查#"),
        (["类别\t数量(件)", "许可\t3"], "|许可#"),
    ],
)
def test_what_tells_a_cell_s_indicator(rows, label):
    assert find_cells("\n".join(rows), UNITS)[0].label == label


def test_a_cell_may_say_that_it_is_more():
    cells = find_cells("类别\t数量(件)\n许可\t30余\n处罚\t30", UNITS)
    assert [(int(cell.value), cell.vague) for cell in cells] == [(30, True), (30, False)]


def test_a_year_to_come_and_a_goal_are_targets_and_a_growth_is_a_change():
    rows = ["名称\t2023年(件)\t2024年(件)\t目标值(件)\t同比(%)", "许可\t3\t4\t5\t6"]
    cells = find_cells("\n".join(rows), UNITS, 2023)
    assert [(cell.target, cell.change) for cell in cells] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
    ]


def test_a_cell_is_a_claim_where_it_stands():
    rows = ["领域\t指标\t数量", "执法\t检查次数（家次）\t1234", "\t处罚案件（件）\t56"]
    assert claims(*rows) == [("1234", 1234.0, "家次", "检查次数"), ("56", 56.0, "件", "处罚案件")]


def test_what_a_cell_says_in_words_is_read_as_words():
    rows = ["部门\t全年检查商户12次，发现隐患3处\t56件", "合计\t\t15"]
    assert claims(*rows) == [("12次", 12.0, "次", "商户"), ("3处", 3.0, "处", "隐患"), ("56件", 56.0, "件", "部门")]


def test_of_parts_and_their_sum_the_sum_tells_the_indicator():
    rows = ["单位\t行政复议案件（件）", "甲镇\t3", "乙镇\t4", "合计\t7"]
    assert claims(*rows, columns="value indicator") == [(3.0, None), (4.0, None), (7.0, "reconsideration_cases")]
    beside = ["单位\t行政复议案件\t", "\t本级(件)\t合计(件)", "乙县\t3\t7"]
    assert claims(*beside, columns="value indicator") == [(3.0, None), (7.0, "reconsideration_cases")]
    assert claims(*rows[:3], columns="value indicator") == [(3.0, None), (4.0, None)]
    assert claims(*rows[:2], columns="value indicator") == [(3.0, "reconsideration_cases")]


def test_the_earlier_year_tells_no_indicator():
    rows = ["指标\t单位\t2022年\t2023年", "行政复议案件\t件\t12\t15"]
    columns = "value period indicator"
    assert claims(*rows, columns=columns) == [(12.0, "before", None), (15.0, "now", "reconsideration_cases")]


def test_a_goal_a_growth_and_a_cell_that_says_that_it_is_more_are_so_as_claims():
    rows = ["名称\t数量（件）\t目标值（件）", "许可\t6\t30"]
    assert claims(*rows, columns="text status") == [("6", "actual"), ("30", "target")]
    rows = ["名称\t同比（%）\t数量（件）", "许可\t6\t30余", "处罚\t7\t30"]
    assert claims(*rows, columns="text measure hedge") == [
        *[("6", "change", "exact"), ("30余", "count", "over"), ("7", "change", "exact"), ("30", "count", "exact")]
    ]


def test_cells_of_the_plan_are_targets():
    assert claims("项目\t数量（场）", "培训\t3", columns="status", role="plan") == [("target",)]


def test_sentences_end_with_their_cell():
    assert part_cells("甲\t乙\n丙") == "甲。乙\n丙"
