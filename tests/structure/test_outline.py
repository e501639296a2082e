"""Passages and items: invented reports with the expected rows in full, and what must hold for any text."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import list_items, load_corpus, parse_outline
from helpers.cleaning import clean
from tests.test_cleaning import TEXTS

REPORT = """某市司法局
某司发〔2022〕3号
签发人：张三
某市司法局2021年法治政府建设工作报告
市政府：
2021年，我局坚持依法行政。现将有关情况报告如下：
一、主要举措和成效
（一）加强学习。局党组集体学习5次。
组织全员培训。
（二）规范执法
1.推行三项制度。公示信息20条。
2.开展案卷评查。评查案卷30件。
二、主要负责人履行第一责任人职责情况
一是带头学法；二是带头守法。
三、存在的不足和原因
虽然取得了成绩，但仍存在一些不足，如执法力量不足，培训形式单一等。
四、2022年工作安排
（一）充实队伍。增加执法人员。
特此报告。
某市司法局
2022年1月12日"""


def reports(*texts: str, year: int | None = 2021) -> pd.DataFrame:
    index = pd.Index([f"r{i}" for i in range(len(texts))], name="report_id")
    return pd.DataFrame({"text": texts, "year": pd.array([year] * len(texts), dtype="Int64")}, index=index)


def outline(text: str, year: int | None = 2021) -> list[tuple]:
    """(role, kind, level, path, text) of each row, NA as None."""
    rows = parse_outline(reports(text, year=year))
    plain = rows.astype(object).where(rows.notna(), None)
    return [(r.role, r.kind, r.level, r.path, r.text.rstrip()) for r in plain.itertuples()]


def headings(text: str, year: int | None = 2021) -> list[tuple]:
    return [(level, words) for _, kind, level, _, words in outline(text, year) if kind == "heading"]


def items(text: str, year: int | None = 2021) -> list[tuple]:
    return [(r.role, r.text) for r in list_items(parse_outline(reports(text, year=year))).itertuples()]


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


def test_the_items_of_a_whole_report() -> None:
    found = list_items(parse_outline(reports(REPORT)))
    assert list(zip(found.role, found.path, found.heading, found.text, strict=True)) == [
        ("measures", "1.1", "加强学习", "（一）加强学习。局党组集体学习5次。\n组织全员培训。"),
        ("measures", "1.2.1", "推行三项制度", "1.推行三项制度。公示信息20条。"),
        ("measures", "1.2.2", "开展案卷评查", "2.开展案卷评查。评查案卷30件。"),
        ("leadership", "2.1", "主要负责人履行第一责任人职责情况", "一是带头学法；"),
        ("leadership", "2.2", "主要负责人履行第一责任人职责情况", "二是带头守法。"),
        ("shortcomings", "3", "存在的不足和原因", "执法力量不足"),
        ("shortcomings", "3", "存在的不足和原因", "培训形式单一等"),
        ("plan", "4.1", "充实队伍", "（一）充实队伍。增加执法人员。"),
    ]
    assert found.item_id.tolist() == [f"r0-i{i:03d}" for i in range(1, 9)]


def test_one_line_with_headings_glued_on_both_sides() -> None:
    text = (
        "2021年情况报告如下：一、坚持正确的方向（一）强化理论武装。坚持学习。（二）规范权力。公开信息。"
        "二、强化保护一是完善制度。二是加强服务。"
    )
    assert outline(text)[1:] == [
        ("measures", "heading", 1, "1", "一、坚持正确的方向"),
        ("measures", "heading", 2, "1.1", "（一）强化理论武装。"),
        ("measures", "paragraph", None, "1.1", "坚持学习。"),
        ("measures", "heading", 2, "1.2", "（二）规范权力。"),
        ("measures", "paragraph", None, "1.2", "公开信息。"),
        ("measures", "heading", 1, "2", "二、强化保护"),
        ("measures", "item", 5, "2.1", "一是完善制度。"),
        ("measures", "item", 5, "2.2", "二是加强服务。"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "做到知行合一、以知促行。",
        "坚持标准统一、流程规范。",
        "最突出的之一是服务。",
        "依照第五条第（一）项的规定办理。",
        "开展3.15国际消费者日宣传。",
        "推广2.0版平台。",
        "办理一、二审案件。",
        "共21.7万户企业。",
    ],
)
def test_numerals_inside_a_sentence_are_no_markers(sentence: str) -> None:
    text = f"一、主要举措\n（一）加强服务。我局推进工作。{sentence}"
    assert headings(text) == [(1, "一、主要举措"), (2, "（一）加强服务。")]
    assert items(text) == [("measures", f"（一）加强服务。我局推进工作。{sentence}")]


def test_doubled_and_skipped_numerals_are_markers_as_printed() -> None:
    text = "一、举措\n（一）甲工作。做了。\n（一）乙工作。做了。\n（四）丙工作。做了。"
    rows = parse_outline(reports(text))
    assert rows[rows.level == 2].marker.tolist() == ["（一）", "（一）", "（四）"]
    assert rows[rows.level == 2].path.tolist() == ["1.1", "1.2", "1.3"]


def test_a_lost_numeral_and_a_lost_first_heading() -> None:
    text = (
        "一、举措\n加强组织领导。为加强领导，成立了专门的工作小组。\n（二）落实制度规定。专题研究有关事项。\n"
        "、下步计划\n（一）提升能力。开展培训。"
    )
    rows = parse_outline(reports(text))
    found = rows[rows.kind == "heading"]
    assert list(zip(found.level, found.marker.fillna("NA"), found.text.str.rstrip(), found.role, strict=True)) == [
        (1, "一、", "一、举措", "measures"),
        (2, "NA", "加强组织领导。", "measures"),
        (2, "（二）", "（二）落实制度规定。", "measures"),
        (1, "、", "、下步计划", "plan"),
        (2, "（一）", "（一）提升能力。", "plan"),
    ]


def test_an_item_whose_marker_was_lost_is_an_item() -> None:
    text = (
        "一、举措\n一是班子带头学。组织了集体学习活动。二是干部全体学。组织了全员的培训。"
        "强化普法宣传。结合实际，开展了线上宣传。四是加强队伍。成立了服务队伍。"
    )
    assert items(text) == [
        ("measures", "一是班子带头学。组织了集体学习活动。"),
        ("measures", "二是干部全体学。组织了全员的培训。"),
        ("measures", "强化普法宣传。结合实际，开展了线上宣传。"),
        ("measures", "四是加强队伍。成立了服务队伍。"),
    ]


def test_a_heading_run_into_its_sentence_ends_where_the_sentence_begins() -> None:
    text = (
        "一、总体情况2021年，我局推进法治建设，成效明显。二、存在的问题我局仍有差距。"
        "三、下一步工作思路下一步，我局将继续努力。"
    )
    assert headings(text) == [(1, "一、总体情况"), (1, "二、存在的问题"), (1, "三、下一步工作思路")]


def test_a_numbered_running_paragraph_has_its_first_clause_as_heading() -> None:
    text = "一、举措\n（一）公开\n1.出台《信息审核发布制度，试行》，对有关事项主动公开。\n2.健全机制。落实要求。"
    assert headings(text)[2:] == [(3, "1.出台《信息审核发布制度，试行》，"), (3, "2.健全机制。")]


def test_a_duty_among_other_measures_is_leadership_by_itself() -> None:
    text = (
        "一、压实责任\n（一）落实主要负责人履行第一责任人职责。召开会议。\n（二）健全考核。纳入考核。\n"
        "二、强化责任落实\n局长严格履行推进法治建设第一责任人职责。主持会议。\n三、加强宣传\n开展活动。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        ("measures", "一、压实责任"),
        ("leadership", "（一）落实主要负责人履行第一责任人职责。"),
        ("measures", "（二）健全考核。"),
        ("leadership", "二、强化责任落实"),
        ("measures", "三、加强宣传"),
    ]


def test_shortcomings_and_plan_under_one_heading_are_cut_where_the_plan_begins() -> None:
    text = (
        "一、举措\n加强学习。\n二、存在问题及下步工作安排\n2021年，还有一定差距，如文件精细化水平不高，监督效能不够。\n"
        "2022年，我局将坚持学习。\n（一）提升能力。开展培训。"
    )
    assert items(text) == [
        ("measures", "加强学习。"),
        ("shortcomings", "文件精细化水平不高"),
        ("shortcomings", "监督效能不够"),
        ("plan", "（一）提升能力。开展培训。"),
    ]


def test_shortcomings_and_plan_without_a_heading_are_cut_in_the_last_section() -> None:
    text = (
        "一、加强领导\n（一）学习。组织学习，全面提高认识水平，推动各项工作落实见效，取得了新的成绩。\n"
        "（二）培训。开展培训。一年来，我局工作取得成绩，但仍存在一些不足，执法力量薄弱。下一步，我局将充实队伍。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if role != "measures"] == [
        ("shortcomings", "一年来，我局工作取得成绩，但仍存在一些不足，执法力量薄弱。"),
        ("plan", "下一步，我局将充实队伍。"),
    ]
    assert items(text)[2:] == [("shortcomings", "执法力量薄弱"), ("plan", "下一步，我局将充实队伍。")]


def test_roles_that_are_missing_stay_missing() -> None:
    rows = parse_outline(
        reports("一、突出政治引领\n（一）深入学习。学习文件。\n二、服务大局\n（一）开展宣传。宣传法律。")
    )
    assert set(rows.role) == {"measures"}


def test_a_list_right_under_level_one() -> None:
    assert items("一、举措\n我局做了以下工作：一是学习。二是培训。") == [
        ("measures", "一是学习。"),
        ("measures", "二是培训。"),
    ]


def test_a_section_that_enumerates_nothing_gives_an_item_a_paragraph() -> None:
    assert items("一、举措\n加强学习。\n开展培训。") == [("measures", "加强学习。"), ("measures", "开展培训。")]


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


def test_numbers_that_run_on_over_headings_and_one_that_lost_its_dot() -> None:
    text = (
        "一、举措\n（一）甲\n1.学习。学了。\n2.培训。训了。\n（二）乙\n3.公开。公开了。\n"
        "二、情况\n1履行职责情况。严格执行规定。"
    )
    assert headings(text)[2:] == [
        (3, "1.学习。"),
        (3, "2.培训。"),
        (2, "（二）乙"),
        (3, "3.公开。"),
        (1, "二、情况"),
        (3, "1履行职责情况。"),
    ]


def test_a_heading_of_two_clauses_over_numbered_lines_is_whole() -> None:
    text = "一、举措\n（一）规范执法，维护秩序。\n1.建制度。修订规则。\n2.严执法。查办案件。"
    assert headings(text)[1] == (2, "（一）规范执法，维护秩序。")


def test_a_plan_is_found_by_the_printed_year_when_the_manifest_has_another() -> None:
    text = "某局2021年法治政府建设报告\n一、举措\n加强学习。\n二、2022年主要任务\n（一）培训。开展培训。"
    assert [role for role, kind, *_ in outline(text, 2019) if kind == "item" or kind == "heading"] == [
        "measures",
        "plan",
        "plan",
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
