"""The enumerated pieces of a report: invented texts with the expected rows in full."""

from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from tests.structure.shown import REPORT, items, reports


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


def test_a_list_right_under_level_one() -> None:
    assert items("一、举措\n我局做了以下工作：一是学习。二是培训。") == [
        ("measures", "一是学习。"),
        ("measures", "二是培训。"),
    ]


def test_a_section_that_enumerates_nothing_gives_an_item_a_paragraph() -> None:
    assert items("一、举措\n加强学习。\n开展培训。") == [("measures", "加强学习。"), ("measures", "开展培训。")]
