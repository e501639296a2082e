"""Which part of a report a row belongs to: invented texts with the expected rows in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.structure.outline import parse_outline
from helpers.structure.roles import (
    ROLE_LABELS,
    Cut,
    give_roles,
    is_name_of_shortcomings,
    names_part,
    names_shortcomings,
)
from tests.structure.shown import items, outline, reports


def test_a_duty_among_other_measures_is_leadership_by_itself() -> None:
    text = (
        "一、压实责任\n（一）落实主要负责人履行第一责任人职责。召开会议。\n（二）健全考核。纳入考核。\n"
        "二、强化责任落实\n局长严格履行第一责任人职责。主持会议。\n三、加强宣传\n开展活动。"
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
        "一、举措\n加强学习。\n二、存在问题及下步打算\n2021年，还有一定差距，如文件精细化水平不高，监督效能不够。\n"
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


def test_the_year_of_the_plan_is_the_one_after_the_manifest_s_then_after_the_printed_one() -> None:
    text = "某局2021年度依法行政报告\n一、举措\n加强学习。\n二、2022年主要任务\n（一）培训。开展培训。"
    assert of_headings(text, None) == of_headings(text, 2021) == ["measures", "plan", "plan"]
    assert of_headings(text, 2022) == ["measures"] * 3


def roles(text: str, year: int | None = 2021) -> list[tuple[str, str]]:
    """The role of each row of a body with the row's words."""
    return [(role, words) for role, kind, *_, words in outline(text, year) if role not in ("front", "back")]


def of_headings(text: str, year: int | None = 2021) -> list[str]:
    return [role for role, kind, *_ in outline(text, year) if kind == "heading"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("主要做法和成效", "measures"),
        ("存在的问题", "shortcomings"),
        ("存在的各方面的主要薄弱项目", "shortcomings"),
        ("工作中的不足之处", "shortcomings"),
        ("工作短板和原因", "shortcomings"),
        ("补齐短板", "measures"),
        ("问题和对策", "shortcomings"),
        ("主要困难", "shortcomings"),
        ("解决问题", "measures"),
        ("下一步工作", "plan"),
        ("下步思路", "plan"),
        ("工作思路", "plan"),
        ("思路创新", "measures"),
        ("工作打算", "plan"),
        ("2022年任务", "plan"),
        ("我县2022年任务", "plan"),
        ("推进落实我县2022年任务", "plan"),
        ("推进落实我县的2022年任务", "measures"),  # the year stands too far behind
        ("2021年任务", "measures"),
        ("2023年任务", "measures"),
        ("主要负责人履行职责情况", "leadership"),
        ("第一责任人", "leadership"),
        ("党政负责同志履行情况", "leadership"),
        ("主要负责人", "measures"),
        ("存在问题和下一步打算", "shortcomings"),
    ],
)
def test_what_a_heading_of_level_one_says(heading: str, expected: str) -> None:
    assert of_headings(f"一、总体情况\n推进工作。\n二、{heading}\n推进工作。")[1] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("存在的问题", "shortcomings"),
        ("力量不足", "shortcomings"),
        ("人员和经费不足之处", "measures"),
        ("执法方面的不足", "shortcomings"),
        ("主要问题", "shortcomings"),
        ("问题和对策", "measures"),
        ("存在问题和下一步打算", "shortcomings"),
        ("下一步工作", "plan"),
        ("工作打算", "plan"),
        ("工作思路", "measures"),
        ("2022年任务", "plan"),
        ("第一责任人职责", "leadership"),
    ],
)
def test_what_a_heading_of_a_deeper_level_says(heading: str, expected: str) -> None:
    found = of_headings(f"一、总体情况\n（一）{heading}\n推进工作。\n（二）普法宣传\n推进工作。")
    assert found[1:] == [expected, "measures"]


def test_a_heading_s_role_holds_for_what_stands_below_it() -> None:
    text = "一、总体情况\n（一）存在的问题\n1.甲事。做了。\n（1）乙事。做了。\n（二）丙事\n2.丁事。做了。\n"
    text += "二、下一步工作\n（一）戊事"
    assert of_headings(text) == [*["measures"], *["shortcomings"] * 3, *["measures"] * 2, *["plan"] * 2]


def test_sections_under_a_part_have_its_role_unless_they_name_one() -> None:
    text = "第一部分 工作情况\n一、普法\n二、执法\n第二部分 下一步打算\n一、普法\n二、存在的问题\n三、执法\n"
    text += "第三部分 其他\n一、普法"
    assert of_headings(text) == [*["measures"] * 3, *["plan"] * 2, "shortcomings", "plan", *["measures"] * 2]
    text = "一、普法\n做。\n下一步工作打算\n做。\n一、普法\n做。\n工作情况\n做。\n一、执法\n做。"
    assert of_headings(text) == ["measures", "plan", "plan", "measures", "measures"]


def test_a_section_that_opens_with_the_duty_is_of_the_principals() -> None:
    sentence = "局长带头履行依法行政第一责任人职责。"
    assert of_headings(f"一、举措\n推进。\n二、责任\n{sentence}") == ["measures", "leadership"]
    assert of_headings(f"一、举措\n推进。\n二、责任\n推进。{sentence}") == ["measures", "measures"]
    assert of_headings(f"一、举措\n（一）责任\n{sentence}") == ["measures", "leadership"]
    assert of_headings(f"一、举措\n推进。\n二、下一步工作\n{sentence}") == ["measures", "plan"]
    assert of_headings("一、举措\n推进。\n二、责任") == ["measures", "measures"]
    assert of_headings(f"一、举措\n推进。\n二、责任\n（一）甲\n{sentence}")[1] == "measures"


LONG = "推进工作，取得成效。" * 6


def test_shortcomings_that_no_heading_names_are_looked_for_late() -> None:
    admitted = "但仍存在一些不足。"
    assert roles(f"一、举措\n{LONG}\n{admitted}")[1:] == [("measures", LONG), ("shortcomings", admitted)]
    assert {role for role, _ in roles(f"一、举措\n{admitted}\n{LONG}\n{LONG}\n推进工作。")} == {"measures"}
    assert roles(f"一、举措\n{LONG}\n{LONG}{admitted}再推进。\n再推进。")[2:] == [
        ("measures", LONG),
        ("shortcomings", f"{admitted}再推进。"),
        ("shortcomings", "再推进。"),
    ]
    # sections that are named stay what they are
    text = f"一、举措\n{LONG}\n二、存在的问题\n力量薄弱。\n三、其他\n{admitted}"
    assert [role for role, _ in roles(text)] == [*["measures"] * 2, *["shortcomings"] * 2, *["measures"] * 2]
    text = f"一、举措\n{LONG}\n{admitted}\n二、下一步打算\n{admitted}"
    assert [role for role, _ in roles(text)] == ["measures", "measures", "shortcomings", "plan", "plan"]


@pytest.mark.parametrize(
    "admitted",
    [
        "在看到进步的同时，我们也清醒认识到自身不足：力量薄弱。",
        "看到成绩的同时，也要看到，我局工作还有欠缺：力量薄弱。",
        "一年来，我局工作仍存不少差距：力量薄弱。",
        "普法虽有成效，但离居民的期待仍有落差：力量薄弱。",
    ],
)
def test_other_sentences_that_admit_shortcomings(admitted: str) -> None:
    assert roles(f"一、举措\n{LONG}\n{admitted}")[1:] == [("measures", LONG), ("shortcomings", admitted)]


def test_a_paragraph_among_others_that_opens_with_the_duty_is_of_the_principals() -> None:
    duty = "街道书记带头履行法治建设第一责任人职责，开会3次。"
    text = f"一、举措\n加强学习。\n{duty}\n开展普法。\n二、执法\n检查5次。{duty}"
    assert [(role, words) for role, words in roles(text) if role == "leadership"] == [("leadership", duty)]
    assert items(text)[:3] == [("measures", "加强学习。"), ("leadership", duty), ("measures", "开展普法。")]
    assert of_headings("一、主要负责人扛起法治建设第一责任\n开会。") == ["leadership"]
    table = "一、举措\n加强学习。\n合计 9\n二、局长履行第一责任人职责。开会。"
    assert ("measures", "合计 9") in roles(table)


def test_under_a_heading_of_both_the_coming_year_s_name_opens_the_plan() -> None:
    text = (
        "一、举措\n做。\n二、存在问题及下步工作安排\n力量薄弱。\n2022年，重点抓好以下工作：\n1.3月底前换证。\n2.普法。"
    )
    assert [(role, words) for role, words in roles(text)[3:]] == [
        ("shortcomings", "力量薄弱。"),
        ("plan", "2022年，重点抓好以下工作："),
        ("plan", "1.3月底前换证。"),
        ("plan", "2.普法。"),
    ]


@pytest.mark.parametrize(("at", "found"), [(4, False), (5, True), (9, True)])
def test_late_is_behind_three_fifths_of_the_body_and_the_row_before(at: int, found: bool) -> None:
    rows = ["推进工作取得成效了。"] * 10
    rows[at] = "但仍存在一些不足了。"
    text = "某" * 50 + "".join(rows)
    given_roles = give_roles(text, [Cut(start, "paragraph") for start in range(50, 150, 10)], 150, "2022")
    expected = ["measures"] * at + ["shortcomings"] * (10 - at) if found else ["measures"] * 10
    assert [row.role for row in given_roles] == expected


@pytest.mark.parametrize(("opens", "role"), [("但仍存在一些不足：", "shortcomings"), ("下一步，", "plan")])
def test_a_body_of_one_paragraph_is_looked_through(opens: str, role: str) -> None:
    text = f"推进工作。{opens}力量薄弱。"
    found = give_roles(text, [Cut(0, "paragraph")], len(text), "2022")
    assert found == [Cut(0, "paragraph", role="measures"), Cut(5, "paragraph", role=role)]


def test_an_item_is_no_heading_whatever_it_says() -> None:
    assert {role for role, _ in roles("一、举措\n一是解决存在的问题。二是公开。三是答复。")} == {"measures"}


def test_a_plan_that_no_heading_names_begins_behind_the_shortcomings() -> None:
    text = f"一、举措\n下一步，推进工作。\n{LONG}\n二、存在的问题\n力量薄弱。\n下一步，推进工作。\n再推进。"
    assert roles(text)[-2:] == [("plan", "下一步，推进工作。"), ("plan", "再推进。")]
    assert [role for role, _ in roles(text)] == [*["measures"] * 3, *["shortcomings"] * 2, *["plan"] * 2]
    text += "\n三、主要负责人履行职责情况\n下一步，推进工作。"
    assert [role for role, _ in roles(text)][-4:] == [*["plan"] * 2, *["leadership"] * 2]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("下一步，推进工作。", "plan"),
        ("新的一年，推进工作。", "plan"),
        ("2022年，我局将推进工作。", "plan"),
        ("2022年，我局推进工作。", "measures"),
        ("2023年，我局将推进工作。", "measures"),
        ("我局下一步推进工作。", "measures"),
        ("今年下一步，推进工作。", "measures"),
    ],
)
def test_what_a_sentence_says_of_a_plan(sentence: str, expected: str) -> None:
    assert roles(f"一、举措\n{LONG}\n{sentence}")[-1] == (expected, sentence)


def test_a_heading_of_both_is_cut_up_to_the_next_section() -> None:
    text = "一、存在的问题和下一步打算\n力量薄弱。\n下一步，推进普法。\n（一）甲事。做甲。\n"
    text += "二、存在的困难和下步打算\n经费少。今后，增加经费。\n三、其他\n下一步，做了。"
    assert roles(text) == [
        ("shortcomings", "一、存在的问题和下一步打算"),
        ("shortcomings", "力量薄弱。"),
        ("plan", "下一步，推进普法。"),
        ("plan", "（一）甲事。"),
        ("plan", "做甲。"),
        ("shortcomings", "二、存在的困难和下步打算"),
        ("shortcomings", "经费少。"),
        ("plan", "今后，增加经费。"),
        ("measures", "三、其他"),
        ("measures", "下一步，做了。"),
    ]


def test_the_plan_of_a_heading_of_both_is_not_looked_for_before_it() -> None:
    text = "一、其他\n下一步，做了。\n二、存在的问题和下一步打算\n力量薄弱。\n今后，增加力量。"
    assert [role for role, _ in roles(text)] == [*["measures"] * 2, *["shortcomings"] * 2, "plan"]


def test_without_a_year_the_one_in_front_tells_the_plan() -> None:
    text = "某市司法局{}年度依法行政报告\n一、举措\n推进工作。\n二、2022年任务\n推进工作。"
    assert of_headings(text.format(2021), None) == ["measures", "plan"]
    assert of_headings(text.format(2020), None) == ["measures", "measures"]
    assert of_headings(text.format("上"), None) == ["measures", "measures"]
    assert of_headings(text.format(2020), 2021) == ["measures", "plan"]


def test_names_of_parts() -> None:
    assert [names_part(words) for words in ("主要做法", "主要", "做法", "工作计划", "计划工作", "存在的困难")] == [
        *[True, False, False, True, False, True]
    ]
    assert [names_shortcomings(words) for words in ("差距与不足", "补齐短板方面", "找出差距", "差距找准")] == [
        *[True, False, True, False]
    ]
    whole = ["当前工作中存在的主要问题", "法治建设中存在的困难与不足", "力量不足的问题", "问题清单"]
    assert [is_name_of_shortcomings(words) for words in whole] == [True, True, False, False]


CUTS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3, 5, None]),
        st.sampled_from(["存在的问题", "下一步打算。", "下一步，做。但仍有不足。", "甲。"]),
    ),
    min_size=1,
)


@given(CUTS)
@settings(deadline=None)
def test_roles_cut_rows_and_move_none(pieces: list[tuple[int | None, str]]) -> None:
    text, cuts = "", []
    for level, words in pieces:
        kind = "paragraph" if level is None else "item" if level == 5 else "heading"
        cuts.append(Cut(len(text), kind, level, None if level is None else ""))
        text += words + "\n"
    rows = give_roles(text, cuts, len(text), "2022")
    assert [row.start for row in rows] == sorted({row.start for row in rows})
    assert {row._replace(role=None) for row in rows} >= set(cuts)
    assert all(row.kind == "paragraph" for row in rows if row._replace(role=None) not in cuts)
    assert {row.role for row in rows} <= set(ROLE_LABELS)


@pytest.mark.parametrize(
    ("part", "role"),
    [
        ("（二）强化领导。党组书记认真履行法治建设第一责任人职责，亲自部署。", "leadership"),
        ("（二）压实责任\n严格落实党政主要负责人推进法治建设第一责任人职责，召开会议4次。", "leadership"),
        ("（二）压实责任，主要负责人切实履行推进法治建设第一责任人职责。开会。", "leadership"),
        ("（二）加强考核。把第一责任人履职情况纳入考核。", "measures"),
        ("（二）健全机制。成立领导小组，局长任组长，落实第一责任人职责。", "measures"),
        ("（二）加强学习。主要领导带头讲课。", "measures"),
    ],
)
def test_a_part_of_the_measures_is_the_principals_by_its_heading_or_first_clause(part: str, role: str) -> None:
    assert of_headings(f"一、举措\n（一）学习。开展学习。\n{part}\n（三）普法。宣传。") == [
        *("measures", "measures", role, "measures")
    ]


def test_an_outlook_inside_a_measure_stays_with_it() -> None:
    text = "一、举措\n（一）学习。开展学习。\n（二）执法。检查。下一步，我局将继续执法。\n"
    assert {role for role, _ in roles(text)} == {"measures"}
    assert roles(f"{text}下一步，我局将推进工作。")[-1] == ("plan", "下一步，我局将推进工作。")


def test_a_numbering_that_starts_again_under_a_heading_has_its_role() -> None:
    text = (
        "一、工作情况\n一、学习\n做。\n二、执法\n做。\n三、普法\n做。\n二、存在的问题\n一、力量不足\n人少。\n二、形式单一\n不活。\n"
        "三、下一步打算\n一、招人\n招。\n二、普法\n讲。"
    )
    assert of_headings(text) == ["measures"] * 4 + ["shortcomings"] * 3 + ["plan"] * 3


def test_what_was_done_and_what_is_planned_under_one_heading() -> None:
    text = "一、2021年工作情况及工作打算\n（一）工作情况\n学习。\n（二）2022年打算\n招人。"
    assert of_headings(text) == ["measures", "measures", "plan"]


@pytest.mark.parametrize("year", [2021, None])
def test_a_banner_s_date_is_not_the_year(year: int | None) -> None:
    text = (
        "2020年3月5日 星期四\n某局2021年度法治政府建设报告\n2021年，推进。\n一、2021年情况\n做。\n二、2022年任务\n做。"
    )
    assert of_headings(text, year) == ["measures", "plan"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("短板弱项及成因", "shortcomings"),
        ("弱项", "shortcomings"),
        ("问题检视", "shortcomings"),
        ("检视问题与原因", "shortcomings"),
        ("问题剖析", "shortcomings"),
        ("薄弱之处", "shortcomings"),
        ("还有哪些欠缺", "shortcomings"),
        ("差距在哪里", "shortcomings"),
        ("现存的短处", "shortcomings"),
        ("面临的困难", "shortcomings"),
        ("缺点与原因", "shortcomings"),
        ("需要正视的问题", "shortcomings"),
        ("正视问题不足，明确方向", "shortcomings"),
        ("当前存在的薄弱环节", "shortcomings"),
        ("准备做的事", "plan"),
        ("聚力攻坚，谋划2022年工作", "plan"),
        ("聚力攻坚，谋划2021年工作", "measures"),
        ("来年怎么干", "plan"),
        ("后续工作安排", "plan"),
        ("努力方向", "plan"),
        ("主要安排", "plan"),
        ("近年来年均办件量稳步提升", "measures"),
        ("检视问题清单全部销号", "measures"),
        ("补齐弱项", "measures"),
        ("加强后续监管", "measures"),
    ],
)
def test_other_names_of_shortcomings_and_plan(heading: str, role: str) -> None:
    assert of_headings(f"一、举措\n加强学习。\n二、{heading}\n做了。") == ["measures", role]


def test_a_name_of_shortcomings_is_looked_for_in_bounded_time() -> None:
    assert is_name_of_shortcomings("当前法治政府建设工作中依法行政存在的主要问题")
    assert not is_name_of_shortcomings("法治" * 1000)  # every way to part it would be tried
