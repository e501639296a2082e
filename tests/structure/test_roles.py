"""Which part of a report a row belongs to: invented texts with the expected rows in full."""

from helpers.structure.outline import parse_outline
from tests.structure.shown import items, outline, reports


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


def test_a_plan_is_found_by_the_printed_year_when_the_manifest_has_another() -> None:
    text = "某局2021年法治政府建设报告\n一、举措\n加强学习。\n二、2022年主要任务\n（一）培训。开展培训。"
    assert [role for role, kind, *_ in outline(text, 2019) if kind == "item" or kind == "heading"] == [
        "measures",
        "plan",
        "plan",
    ]
