"""Passages: invented reports with the expected rows in full, and what must hold for any text."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import clean
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from tests.structure.shown import REPORT, outline, reports
from tests.test_cleaning import TEXTS


def test_a_whole_report() -> None:
    assert outline(REPORT) == [
        ("front", "paragraph", None, None, "某市司法局"),
        ("front", "doc_no", None, None, "某司发〔2022〕3号"),
        ("front", "signer", None, None, "签发人：张三"),
        ("front", "title", None, None, "某市司法局2021年度依法行政报告"),
        ("front", "addressee", None, None, "市政府："),
        ("front", "paragraph", None, None, "2021年，我局坚持依法行政。现将情况报告如下："),
        ("measures", "heading", 1, "1", "一、主要做法和成效"),
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


@pytest.mark.parametrize("told", ["现将2021年工作报告如下：", "现将有关情况报告如下：\n"])
def test_an_addressee_before_a_sentence_that_announces(told: str) -> None:
    text = f"甲县财政局2021年法治政府建设报告\n县委依法治县办：{told}一、主要举措\n加强学习。"
    rows = outline(text)
    assert ("addressee", "县委依法治县办：") in [(row[1], row[-1]) for row in rows]


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
        "中共某市委员会\n某市人民政府\n关于2021年度依法行政工作的报告",
        "某市人民政府关于2021年度依法\n行政情况的报告",
        "某市司法局\n关于2021年度依法行政情况的报告",
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
@settings(deadline=None, max_examples=50)
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


@settings(max_examples=15)
@given(data=st.data())
def test_cut_and_spliced_reports_are_tiled(corpus_reports: pd.DataFrame, data: st.DataObject) -> None:
    texts = corpus_reports.raw.to_list()
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


def test_the_corpus_is_tiled(corpus_reports: pd.DataFrame, corpus_passages: pd.DataFrame) -> None:
    texts = corpus_passages.groupby("report_id", sort=False).text.sum()
    assert texts.to_dict() == corpus_reports.text.to_dict()
    starts = corpus_passages.groupby("report_id").start.apply(list)
    ends = corpus_passages.groupby("report_id").end.apply(list)
    assert all(starts[i] == [0, *ends[i][:-1]] for i in corpus_reports.index)


def front(text: str) -> list[tuple]:
    """(kind, words) of the rows before the body."""
    return [(kind, words) for role, kind, *_, words in outline(text) if role == "front"]


def back(text: str) -> list[tuple]:
    """(kind, words) of the rows behind the body."""
    return [(kind, words) for role, kind, *_, words in outline(text) if role == "back"]


BODY = "\n一、举措\n推进工作。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某发〔2022〕3号　签发人：张三", [("doc_no", "某发〔2022〕3号"), ("signer", "签发人：张三")]),
        ("签发人：张三、李四 某发〔2022〕3号", [("signer", "签发人：张三、李四"), ("doc_no", "某发〔2022〕3号")]),
        ("甲市　签发人：张三", [("paragraph", "甲市"), ("signer", "签发人：张三")]),
        ("　　签发人：张三", [("signer", "　　签发人：张三")]),
        (f"{'甲' * 54}签发人：张三", [("paragraph", f"{'甲' * 54}签发人：张三")]),
        (f"{'甲' * 53}签发人：张三", [("paragraph", "甲" * 53), ("signer", "签发人：张三")]),
        ("某局2021年普法工作总结", [("paragraph", "某局2021年普法工作总结")]),
        (
            "某局2021年依法行政工作总结\n某局2020年依法行政工作总结",
            [("title", "某局2021年依法行政工作总结"), ("paragraph", "某局2020年依法行政工作总结")],
        ),
        ("市政府：\n推进工作。", [("addressee", "市政府："), ("paragraph", "推进工作。")]),
        ("市政府：\n县政府：", [("addressee", "市政府："), ("paragraph", "县政府：")]),
        ("甲。\n乙。\n市政府：", [("paragraph", "甲。"), ("paragraph", "乙。"), ("addressee", "市政府：")]),
        ("甲。\n乙。\n丙。\n市政府：", [("paragraph", c) for c in ("甲。", "乙。", "丙。", "市政府：")]),
        ("现向市政府报告：", [("paragraph", "现向市政府报告：")]),
    ],
)
def test_the_lines_of_the_front(text: str, expected: list[tuple]) -> None:
    assert front(text + BODY) == expected


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("甲市\n乙市司法局\n2021年依法行政总结", "乙市司法局\n2021年依法行政总结"),  # 甲市 has no office
        ("乙市司法局\n乙市人民政府\n关于依法行政的总结", "乙市司法局\n乙市人民政府\n关于依法行政的总结"),
        ("乙市司法局\n丙局2021年依法行政总结", "乙市司法局\n丙局2021年依法行政总结"),
        ("甲市司法局\n乙市司法局\n丙局依法行政总结", "乙市司法局\n丙局依法行政总结"),  # names its issuer
        (f"乙市司法局\n{'甲' * 41}关于依法行政的总结", f"{'甲' * 41}关于依法行政的总结"),
        (f"乙市人民政府{'甲' * 50}依法\n{'乙' * 36}的报告", f"乙市人民政府{'甲' * 50}依法\n{'乙' * 36}的报告"),
        (f"乙市人民政府{'甲' * 60}依法\n行政的报告", None),
        ("乙市人民政府2021年依法行政工作总结今年，推进工作。", "乙市人民政府2021年依法行政工作总结"),
        ("乙市人民政府2021年依法行政工作总结市政府：", "乙市人民政府2021年依法行政工作总结"),
        ("乙市人民政府2021年依法行政工作总结会召开。", None),
    ],
)
def test_the_lines_of_a_title(lines: str, title: str | None) -> None:
    assert [words for kind, words in front(lines + BODY) if kind == "title"] == ([title] if title else [])


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("总的来说。\n（一）学习。\n一、举措\n推进。", "一、举措"),  # the first 一、 before any other marker
        ("总的来说。\n（一）学习。\n推进。", "（一）"),
        ("总的来说。\n主要举措\n（一）学习。", "主要举措"),
        ("总的来说。\n主要举措\n一、学习。", "一、"),
        ("总的来说。\n（二）学习。\n主要举措\n推进。", "主要举措"),  # what begins with （二） is no list
        ("总的来说。\n（一）学习。\n主要举措\n推进。", "（一）"),
        ("现将情况报告如下。推进工作。", "推进工作。"),
        ("某局依法行政报告\n甲市司法局\n推进工作。\n再推进。", "推进工作。"),  # nothing announces it
        ("某局依法行政报告\n推进工作。\n甲市司法局\n再推进。", "再推进。"),
    ],
)
def test_where_the_body_begins(text: str, body: str) -> None:
    first = next(words for role, *_, words in outline(text) if role != "front")
    assert first.startswith(body)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("主要举措", True),
        ("主要措", False),
        ("工作", False),
        ("主要举措：", False),
        ("主要举措，推进", False),
        ("甲乙丙丁", False),
        (f"主要举措{'甲' * 26}", True),
        (f"主要举措{'甲' * 27}", False),
        ("1是主要举措", True),
        ("①主要举措", False),
        ("某局依法行政主要工作情况报告", False),
        ("甲市主要工作中心", False),
    ],
)
def test_a_heading_without_a_numeral(line: str, is_heading: bool) -> None:
    rows = outline(f"一、举措\n推进工作。\n{line}\n再推进。")
    assert (("heading", line) in [(kind, words) for _, kind, level, _, words in rows if level == 1]) == is_heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲市司法局\n2022年1月5日", [("signature", "甲市司法局"), ("date", "2022年1月5日")]),
        (
            "甲市司法局　乙市司法局　2022年1月5日",
            [("signature", "甲市司法局"), ("signature", "乙市司法局"), ("date", "2022年1月5日")],
        ),
        ("2022年1月5日", [("date", "2022年1月5日")]),
        ("张三 2022年1月5日", []),
        ("完成于2022年1月5日", []),
        ("至2022年1月5日", []),
        ("甲市司法局\n2022年1月5日推进", []),
        (
            "甲市司法局\n2022年1月5日(公开)",
            [("signature", "甲市司法局"), ("date", "2022年1月5日"), ("paragraph", "(公开)")],
        ),
        (
            "甲市司法局\n2022年1月5日\n联系人：张三",
            [("signature", "甲市司法局"), ("date", "2022年1月5日"), ("paragraph", "联系人：张三")],
        ),
        ("甲市司法局\n乙市司法局", [("signature", "甲市司法局"), ("signature", "乙市司法局")]),
        ("甲市司法局\n张三", []),
        ("特此报告。", [("paragraph", "特此报告。")]),
        ("以上报告，请审阅。\n甲市司法局", [("paragraph", "以上报告，请审阅。"), ("signature", "甲市司法局")]),
        (f"以上报告{'甲' * 15}", []),
        ("特此报告。再推进。", []),
        (
            "附件：1.清单\n甲市司法局\n2022年1月5日",
            [("paragraph", "附件：1.清单"), ("signature", "甲市司法局"), ("date", "2022年1月5日")],
        ),
        ("附件：见下。推进工作。\n2022年1月5日", [("date", "2022年1月5日")]),
        ("特此报告。\n附件：清单", [("paragraph", "特此报告。"), ("paragraph", "附件：清单")]),
        (f"附件：{'清' * 600}", []),
    ],
)
def test_the_back(text: str, expected: list[tuple]) -> None:
    assert back(f"某局依法行政报告{BODY}\n{text}") == expected


def test_a_date_signs_near_the_end_only() -> None:
    date = "甲市司法局\n2022年1月5日\n"
    assert back(f"某局依法行政报告{BODY}\n{date}{'甲' * 1498}。")[1] == ("date", "2022年1月5日")
    assert back(f"某局依法行政报告{BODY}\n{date}{'甲' * 1499}。") == []
    assert back(f"某局依法行政报告{BODY}\n{date}甲市乙局\n2022年1月6日")[:2] == [
        ("signature", "甲市乙局"),
        ("date", "2022年1月6日"),
    ]


def test_paragraphs_belong_to_an_item_where_items_begin_lines() -> None:
    text = "一、举措\n（一）学习\n一是学法。\n学了法。\n二是学史。\n（二）公开\n一是公开；二是答复。\n以上。"
    assert [path for role, _, _, path, _ in outline(text)] == [
        "1",
        "1.1",
        "1.1.1",
        "1.1.1",
        "1.1.2",
        "1.2",
        "1.2.1",
        "1.2.2",
        "1.2",
    ]


def test_paths_count_siblings_and_parents_are_the_nearest_above() -> None:
    rows = parse_outline(reports("一、甲\n1.乙事\n2.丙事\n（一）丁\n3.戊事\n二、己\n（1）庚事"))
    assert rows.path.tolist() == ["1", "1.1", "1.2", "1.3", "1.3.1", "2", "2.1"]
    assert [None if pd.isna(i) else i for i in rows.parent_id] == [
        *[None, "r0-p001", "r0-p001", "r0-p001", "r0-p004", None, "r0-p006"]
    ]


def test_markers_and_texts_stay_as_printed() -> None:
    rows = parse_outline(reports("一、甲\n（１）乙，丙：丁"))
    assert rows.marker.dropna().tolist() == ["一、", "（１）"]
    assert rows.text.tolist() == ["一、甲\n", "（１）乙，丙：", "丁"]


def test_a_text_read_with_another_year_has_other_roles_only() -> None:
    text = "一、举措\n推进工作。\n二、2022年任务\n推进工作。"
    frames = [parse_outline(reports(text, year=year)) for year in (None, 2021, 2020, 2021)]
    assert [frame.role.tolist()[-1] for frame in frames] == ["measures", "plan", "measures", "plan"]
    for frame in frames:
        pd.testing.assert_frame_equal(frame.drop(columns="role"), frames[0].drop(columns="role"))


def test_a_frame_without_years_is_read_as_one_whose_years_are_not_known() -> None:
    frame = reports(REPORT, year=None)
    pd.testing.assert_frame_equal(parse_outline(frame[["text"]]), parse_outline(frame))


def test_a_fragment_s_body_begins_with_its_first_sentence() -> None:
    text = "等工作，取得成效。\n（三）执法。检查12次。\n二、存在的问题\n人少。"
    assert [(role, kind) for role, kind, *_ in outline(text)] == [
        *[("measures", "paragraph"), ("measures", "heading"), ("measures", "paragraph")],
        *[("shortcomings", "heading"), ("shortcomings", "paragraph")],
    ]


def test_issuer_and_date_under_the_title() -> None:
    for lines in ("某县司法局\n（2022年1月8日）", "某县司法局 2022年1月8日"):
        rows = [
            (role, kind)
            for role, kind, *_ in outline(f"2021年法治政府建设报告\n{lines}\n2021年，推进。\n一、举措\n做。")
        ]
        assert rows[:4] == [("front", "title"), ("front", "signature"), ("front", "date"), ("front", "paragraph")]


def test_short_lines_over_paragraphs_are_headings_where_none_has_a_numeral() -> None:
    text = (
        "某局2021年法治政府建设报告\n县政府：\n2021年，推进工作。\n加强领导，压实责任\n一是学。做了。\n规范执法行为\n检查12次。\n"
        "主要负责人履行推进法治建设第一责任人职责情况\n开会3次。\n存在的问题\n人少。\n下一步工作打算\n招人。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        *[("measures", "加强领导，压实责任"), ("measures", "规范执法行为")],
        ("leadership", "主要负责人履行推进法治建设第一责任人职责情况"),
        *[("shortcomings", "存在的问题"), ("plan", "下一步工作打算")],
    ]


def test_a_title_s_last_word_may_stand_apart_and_the_issuer_above_a_whole_one() -> None:
    text = "某省人民政府\n关于2021年法治政府建设情况的\n报   告\n中央依法治国办、国务院：\n2021年，推进工作。\n"
    text += "一、举措\n做了。"
    assert [(kind, "".join(words.split())) for _, kind, _, _, words in outline(text)][:2] == [
        ("title", "某省人民政府关于2021年法治政府建设情况的报告"),
        ("addressee", "中央依法治国办、国务院："),
    ]
    text = "某市审批局\n某市审批局2021年法治政府建设报告\n一、举措\n做了。"
    assert [(kind, words) for _, kind, _, _, words in outline(text)][:2] == [
        ("paragraph", "某市审批局"),
        ("title", "某市审批局2021年法治政府建设报告"),
    ]


def test_lines_of_two_clauses_are_headings_where_none_names_a_part() -> None:
    topics = [
        "抓学习促引领，绷紧这根弦",
        "抓服务优环境，办事更省心",
        "抓决策守程序，把好关口",
        "抓执法严规范，守住底线",
    ]
    topics += ["抓调处化矛盾，织密平安网"]
    told = [f"{topic}\n做了很多事。" for topic in topics]
    text = "某局2021年法治政府建设报告\n2021年，推进工作。\n" + "\n".join(told)
    assert [words for _, kind, _, _, words in outline(text) if kind == "heading"] == topics
    assert [words for _, kind, _, _, words in outline(text + "\n附带说明事项\n做了。") if kind == "heading"] == []
    assert [words for _, kind, _, _, words in outline(text.replace(told[0], "做了。")) if kind == "heading"] == []


def test_a_plan_s_name_stands_over_the_line_that_leads_its_list_in() -> None:
    text = (
        "工作情况\n做了。\n2022年工作思路\n下一步，我镇将对标上级要求，办好以下实事：\n一抓队伍。招人。\n238.25\n做了。"
    )
    found = [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"]
    assert found == [("measures", "工作情况"), ("plan", "2022年工作思路")]


@pytest.mark.parametrize(
    ("topics", "part"),
    [
        (["依法决策", "普法宣传"], "检视问题"),
        (["织密责任体系：层层有担当", "办好民生小事：件件有着落"], "短板弱项"),
        (["## 建强基层队伍", "“一网通办”更便捷"], "面临的困难"),
    ],
)
def test_topics_of_any_length_are_headings_where_none_has_a_numeral(topics: list[str], part: str) -> None:
    first, second = topics
    text = (
        f"某局2021年法治政府建设报告\n县政府：\n2021年，推进工作。\n{first}\n检查12次。\n{second}\n办结9件。\n"
        f"主要负责人履职情况\n开会3次。\n{part}\n· 人员不足；\n· 经费不足。\n来年展望\n招人。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        *[("measures", first), ("measures", second), ("leadership", "主要负责人履职情况")],
        *[("shortcomings", part), ("plan", "来年展望")],
    ]


@pytest.mark.parametrize(
    ("topic", "is_heading"),
    [
        ("织密体系：层层担当", True),
        ("织密体系：有担当", False),  # a label, as 单位：件
        ("办小事：件件有着落", False),
        ("依法决策", True),
        ("决策好", False),
        (f"依法决策{'甲' * 36}", True),
        (f"依法决策{'甲' * 37}", False),
        ("依法决策；规范执法", False),
        ("依法决策（试点）", False),
        ("98.5%", False),
    ],
)
def test_a_topic_has_two_halves_of_four_characters_or_four_to_forty(topic: str, is_heading: bool) -> None:
    text = (
        f"某局2021年法治政府建设报告\n县政府：\n2021年，推进工作。\n规范执法\n检查12次。\n{topic}\n办结9件。\n"
        "存在的问题\n人少。\n来年展望\n招人。"
    )
    found = [words for _, kind, _, _, words in outline(text) if kind == "heading"]
    assert found == ["规范执法", *[topic] * is_heading, "存在的问题", "来年展望"]


def test_one_name_of_a_part_is_enough_among_many_topics() -> None:
    topics = ["依法决策", "规范执法", "化解纠纷", "带头学法"]
    body = "".join(f"{topic}\n做了9件。\n" for topic in topics)
    begin = "某局2021年法治政府建设报告\n县政府：\n2021年，推进工作。\n"
    assert [
        (role, words) for role, kind, _, _, words in outline(f"{begin}{body}不足\n人少。") if kind == "heading"
    ] == [
        *[("measures", topic) for topic in topics],
        ("shortcomings", "不足"),
    ]
    few = "依法决策\n做了9件。\n不足\n人少。"
    assert [words for _, kind, _, _, words in outline(begin + few) if kind == "heading"] == []


def test_lines_that_name_a_part_before_a_colon_are_headings_where_none_has_a_numeral() -> None:
    text = (
        "2021年，推进工作，主要情况如下：\n工作成效：\n办结9件。\n存在问题：\n人少。\n下步打算：\n一是招人。二是培训。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        *[("measures", "工作成效："), ("shortcomings", "存在问题："), ("plan", "下步打算：")],
    ]


@pytest.mark.parametrize("line", ["依法决策", "存在问题：", "织密责任体系：层层有担当", "— 某市司法局 —"])
def test_short_lines_are_no_headings_where_headings_have_numerals(line: str) -> None:
    text = f"一、举措\n加强学习。\n{line}\n检查12次。\n二、问题检视\n人少。\n三、来年安排\n招人。"
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        *[("measures", "一、举措"), ("shortcomings", "二、问题检视"), ("plan", "三、来年安排")],
    ]


def test_numbered_measures_before_the_first_part_s_name_are_of_the_body() -> None:
    text = (
        "某局2021年法治政府建设报告\n2021年，有关情况报告如下：\n（一）学习。学法9次。\n（二）执法。办案3件。\n"
        "存在不足\n人少。\n下步打算\n招人。"
    )
    assert [(role, words) for role, kind, _, _, words in outline(text) if kind == "heading"] == [
        *[
            ("measures", "（一）学习。"),
            ("measures", "（二）执法。"),
            ("shortcomings", "存在不足"),
            ("plan", "下步打算"),
        ],
    ]


def test_cells_of_a_table_are_no_headings() -> None:
    text = "一、举措\n（一）公开。做了。\n序号\t项目\t件数\n一、\t主动公开\t12\n"
    text += "（一）\t依申请\t3\n1.毁林\t12\t10\n（二）执法。做了。"
    assert [words for _, kind, _, _, words in outline(text) if kind == "heading"] == [
        "一、举措",
        "（一）公开。",
        "（二）执法。",
    ]
    text = "一、举措（一）公开。做了。类别 立案 结案 1.毁林占地 12 10 2.盗伐林木 7 7 （二）执法。做了。"
    assert [words for _, kind, _, _, words in outline(text) if kind == "heading"][1:] == [
        "（一）公开。",
        "（二）执法。",
    ]


_REPORT = (
    "某县财政局2022年法治政府建设报告\n现报告如下：\n一、做法\n开展检查。\n二、打算\n（一）加强培训。\n（二）公开信息。"
)
_SIGNED = [("signature", "某县财政局"), ("date", "2023年1月5日")]


@pytest.mark.parametrize(
    ("tail", "back"),
    [
        ("\n某县财政局\n2023年1月5日\n抄送：县司法局。", [*_SIGNED, ("paragraph", "抄送：县司法局。")]),
        ("\n抄送：县司法局。\n某县财政局\n2023年1月5日", [("paragraph", "抄送：县司法局。"), *_SIGNED]),
        ("\n抄送：县司法局，\n县人大办。", [("paragraph", "抄送：县司法局，"), ("paragraph", "县人大办。")]),
        ("\n某县财政局办公室 2023年1月6日印发", [("paragraph", "某县财政局办公室 2023年1月6日印发")]),
        (
            "\n主送：县政府\n抄报：市财政局\n某局2023年1月6日印发\n共印15份",
            [
                ("paragraph", "主送：县政府"),
                ("paragraph", "抄报：市财政局"),
                ("paragraph", "某局2023年1月6日印发"),
                ("paragraph", "共印15份"),
            ],
        ),
        ("某县财政局2023年1月5日抄送：县司法局。", [*_SIGNED, ("paragraph", "抄送：县司法局。")]),
        ("抄送：县司法局，县人大办。", [("paragraph", "抄送：县司法局，县人大办。")]),
        ("\n联系人：王某\n某县财政局\n2023年1月5日", [("paragraph", "联系人：王某"), *_SIGNED]),
        (
            "\n某县财政局\n2023年1月5日\n附件：1.统计表\n2.案例",
            [*_SIGNED, ("paragraph", "附件：1.统计表"), ("paragraph", "2.案例")],
        ),
    ],
)
def test_who_gets_a_copy_is_no_part_of_the_last_section(tail: str, back: list[tuple[str, str]]) -> None:
    rows = parse_outline(reports(_REPORT + tail))
    behind = rows[rows.role == "back"]
    assert list(zip(behind.kind, behind.text.str.strip(), strict=True)) == back
    assert list_items(rows).text.tolist()[-1] == "（二）公开信息。"


def test_an_attachment_told_of_in_a_sentence_stays_where_it_is() -> None:
    rows = parse_outline(reports(f"{_REPORT[:-1]}，附件：统计表\n某县财政局\n2023年1月5日"))
    assert list_items(rows).text.tolist()[-1] == "（二）公开信息，附件：统计表"


def test_a_copy_told_of_in_a_sentence_stays_where_it_is() -> None:
    rows = parse_outline(reports("一、做法\n（一）公开。文件抄送县司法局9件，2022年1月5日印发通知。\n二、打算\n公开。"))
    assert "back" not in rows.role.tolist()
