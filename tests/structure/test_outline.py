"""Passages: invented reports with the expected rows in full, and what must hold for any text."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import clean
from helpers.corpus.load import load_corpus
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from tests.structure.shown import REPORT, outline, reports
from tests.test_cleaning import TEXTS


def test_a_whole_report() -> None:
    assert outline(REPORT) == [
        ("front", "paragraph", None, None, "某市司法局"),
        ("front", "doc_no", None, None, "某司发〔2022〕3号"),
        ("front", "signer", None, None, "签发人：张三"),
        ("front", "title", None, None, "某市司法局2021年法治政府建设工作报告"),
        ("front", "addressee", None, None, "市政府："),
        ("front", "paragraph", None, None, "2021年，我局坚持依法行政。现将有关情况报告如下："),
        ("measures", "heading", 1, "1", "一、主要举措和成效"),
        ("measures", "heading", 2, "1.1", "（一）加强学习。"),
        ("measures", "paragraph", None, "1.1", "局党组集体学习5次。"),
        ("measures", "paragraph", None, "1.1", "组织全员培训。"),
        ("measures", "heading", 2, "1.2", "（二）规范执法"),
        ("measures", "heading", 3, "1.2.1", "1.推行三项制度。"),
        ("measures", "paragraph", None, "1.2.1", "公示信息20条。"),
        ("measures", "heading", 3, "1.2.2", "2.开展案卷评查。"),
        ("measures", "paragraph", None, "1.2.2", "评查案卷30件。"),
        ("leadership", "heading", 1, "2", "二、主要负责人履行第一责任人职责情况"),
        ("leadership", "item", 5, "2.1", "一是带头学法；"),
        ("leadership", "item", 5, "2.2", "二是带头守法。"),
        ("shortcomings", "heading", 1, "3", "三、存在的不足和原因"),
        ("shortcomings", "paragraph", None, "3", "虽然取得了成绩，但仍存在一些不足，如执法力量不足，培训形式单一等。"),
        ("plan", "heading", 1, "4", "四、2022年工作安排"),
        ("plan", "heading", 2, "4.1", "（一）充实队伍。"),
        ("plan", "paragraph", None, "4.1", "增加执法人员。"),
        ("back", "paragraph", None, None, "特此报告。"),
        ("back", "signature", None, None, "某市司法局"),
        ("back", "date", None, None, "2022年1月12日"),
    ]


def test_signature_and_date_glued_to_each_other() -> None:
    rows = outline("一、举措\n加强学习。 某市司法局2022年1月12日")
    assert rows[-2:] == [("back", "signature", None, None, "某市司法局"), ("back", "date", None, None, "2022年1月12日")]


def test_an_addressee_glued_to_the_text() -> None:
    rows = outline("某厅2023年法治政府建设情况报告\n省司法厅：2023年，我厅认真学习。\n一、举措\n加强学习。", 2023)
    assert [(kind, words) for _, kind, _, _, words in rows[:3]] == [
        ("title", "某厅2023年法治政府建设情况报告"),
        ("addressee", "省司法厅："),
        ("paragraph", "2023年，我厅认真学习。"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "中共某市委员会\n某市人民政府\n关于2021年度法治政府建设工作的报告",
        "某市人民政府关于2021年度法治\n政府建设情况的报告",
        "某市司法局\n关于2021年度法治政府建设情况的报告",
    ],
)
def test_a_title_over_lines_is_one(title: str) -> None:
    rows = outline(f"{title}\n省政府：\n一、举措\n加强学习。")
    assert rows[:2] == [("front", "title", None, None, title), ("front", "addressee", None, None, "省政府：")]


def test_a_title_glued_to_its_text() -> None:
    rows = outline("某县 2025 年度法治政府建设情况报告2025 年,全县坚持依法行政。\n一、举措\n加强学习。", 2025)
    assert [words for _, _, _, _, words in rows[:2]] == [
        "某县 2025 年度法治政府建设情况报告",
        "2025 年,全县坚持依法行政。",
    ]


def test_an_empty_text_has_no_passage_and_no_item() -> None:
    rows = parse_outline(reports(""))
    assert rows.empty
    assert list_items(rows).empty


@given(TEXTS, st.sampled_from([2021, None]))
def test_passages_tile_the_text_and_offsets_are_true(raw: str, year: int | None) -> None:
    text = clean(raw)[0]
    rows = parse_outline(reports(text, year=year))
    assert "".join(rows.text) == text
    assert all(text[r.start : r.end] == r.text and r.text for r in rows.itertuples())
    assert rows.passage_id.is_unique
    assert set(rows.parent_id.dropna()) <= set(rows.passage_id)
    found = list_items(rows)
    assert all(text[r.start : r.end] == r.text and r.text for r in found.itertuples())
    assert found.start.is_monotonic_increasing
    assert (found.end.to_numpy()[:-1] <= found.start.to_numpy()[1:]).all()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_cut_and_spliced_reports_are_tiled(data: st.DataObject) -> None:
    texts = load_corpus().raw.to_list()
    first, second = data.draw(st.sampled_from(texts)), data.draw(st.sampled_from(texts))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(first))] * 2)))
    text = clean(first[start:end] + second[data.draw(st.integers(0, len(second))) :])[0]
    rows = parse_outline(reports(text))
    assert "".join(rows.text) == text
    assert (rows.start.to_numpy()[1:] == rows.end.to_numpy()[:-1]).all()


def test_a_report_is_read_without_a_look_at_the_others() -> None:
    together = parse_outline(reports(REPORT, "一、举措\n加强学习。"))
    alone = parse_outline(reports(REPORT))
    pd.testing.assert_frame_equal(together[together.report_id == "r0"], alone)


def test_the_corpus_is_tiled() -> None:
    corpus = load_corpus()
    passages = parse_outline(corpus)
    assert passages.groupby("report_id", sort=False).text.sum().to_dict() == corpus.text.to_dict()
    starts = passages.groupby("report_id").start.apply(list)
    ends = passages.groupby("report_id").end.apply(list)
    assert all(starts[i] == [0, *ends[i][:-1]] for i in corpus.index)
