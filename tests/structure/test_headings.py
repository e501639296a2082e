"""Where headings and items begin and end: invented texts with the expected rows in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import fold
from helpers.numerals import write_numeral
from helpers.structure.headings import Mark, fill_gaps, find_marks, heading_end, phrase, read_shape
from helpers.structure.outline import parse_outline
from tests.structure.shown import headings, items, outline, reports


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


def test_a_heading_run_into_its_sentence_ends_where_the_sentence_begins() -> None:
    text = (
        "一、总体情况2021年，我局推进法治建设，成效明显。二、存在的问题我局仍有差距。"
        "三、下一步工作思路下一步，我局将继续努力。"
    )
    assert headings(text) == [(1, "一、总体情况"), (1, "二、存在的问题"), (1, "三、下一步工作思路")]


def test_a_numbered_running_paragraph_has_its_first_clause_as_heading() -> None:
    text = "一、举措\n（一）公开\n1.出台《信息审核发布制度，试行》，对有关事项主动公开。\n2.健全机制。落实要求。"
    assert headings(text)[2:] == [(3, "1.出台《信息审核发布制度，试行》，"), (3, "2.健全机制。")]


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


def marks(text: str) -> list[tuple[str, int, int]]:
    """(marker, level, number) of each marker in a text."""
    text = fold(text)
    return [(text[m.start : m.end], m.level, m.number) for m in find_marks(text, 0, len(text))]


def numbers(text: str) -> list[int]:
    return [number for _, _, number in marks(text)]


def test_every_shape_has_its_level_and_its_number() -> None:
    text = "一、甲事\n（一）乙事\n( 二 )、丙事\n12.丁事\n1、戊事\n2.己事\n（1）庚事\n②辛事\n"
    text += "一是壬事。二是癸事。\n十一、子事"
    assert marks(text) == [
        ("一、", 1, 1),
        ("(一)", 2, 1),
        ("( 二 )、", 2, 2),
        ("1、", 3, 1),
        ("2.", 3, 2),
        ("(1)", 4, 1),
        ("②", 4, 2),
        ("一是", 5, 1),
        ("二是", 5, 2),
        ("十一、", 1, 11),
    ]


def test_ordinals_number_a_list_and_the_last_one_follows() -> None:
    assert marks("首先，做甲。其次，做乙。再次，做丙。最后，做丁。") == [
        ("首先,", 5, 1),
        ("其次,", 5, 2),
        ("再次,", 5, 3),
        ("最后,", 5, 4),
    ]
    assert numbers("首先，做甲。其次，做乙。最后，做丙。") == [1, 2, 3]
    assert marks("第一，做甲。第二，做乙。") == [("第一,", 5, 1), ("第二,", 5, 2)]
    assert marks("一要做甲，二要做乙。") == [("一要", 5, 1), ("二要", 5, 2)]


def test_what_a_lost_numeral_left_behind_is_a_marker_of_the_next_number() -> None:
    assert marks("一、甲\n（一）乙\n)丙\n、丁\n、 戊\n、3") == [
        ("一、", 1, 1),
        ("(一)", 2, 1),
        (")", 2, 2),
        ("、", 1, 2),
    ]


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("一、乙事", (1, 2)),
        ("（二）乙事", (2, 3)),
        ("3.乙事", (3, 2)),
        ("④乙事", (4, 1)),
        ("五是乙事", (5, 2)),
        ("、乙事", (1, 1)),  # what a lost numeral left behind
        (")乙事", (2, 1)),
        ("乙事", None),
    ],
)
def test_a_shape_tells_a_level_wherever_it_stands(line: str, shape: tuple[int, int] | None) -> None:
    found = read_shape(fold(f"甲事\n{line}"), 3)
    assert found == (shape and (shape[0], 3 + shape[1]))


def test_sections_start_again_in_each_part() -> None:
    text = "第一部分：甲事\n一、乙事\n二、丙事\n第二部分 丁事\n一、戊事。第三部分己事"
    assert marks(text) == [
        ("第一部分:", 1, 1),
        ("一、", 1, 1),
        ("二、", 1, 2),
        ("第二部分 ", 1, 2),
        ("一、", 1, 1),
        ("第三部分", 1, 3),
    ]
    assert marks("参见第二部分的说明") == []
    inside = "我们面临一、人少问题突出二、钱少问题突出。"
    for first, second in (("第一部分 ", "第二部分 "), ("第一章 ", "第二章 "), ("壹、", "贰、")):
        assert numbers(f"{first}学习\n学法。\n{second}问题\n{inside}") == [1, 2, 1, 2], first


@pytest.mark.parametrize(
    "text",
    [
        "一、，甲事",
        "一、",
        "十十、甲事",
        "一、甲事\n二十二三、乙事",
        "共计5一、甲事。二、乙事",
        "见第（二）次会议",
        "依照本条（一）办理。（二）",
        "我们1.做甲事",
        "我们1.做甲事2.5倍",
        "我们2.做甲事3.做乙事",
        "增长A1.甲事2.乙事",
        "我们（1）做甲事",
        "我们②做甲事③做乙事",
        "我们二是做甲事",
        "完成。二是做甲事",
        "一要做甲事",
        "首先，做甲事",
        "之一是做甲事，其二",
        "成绩一、做甲事",
        "成绩二、做甲事",
        "完成。二、做甲事",
        "知识统一、做甲事业二、做乙事业",
    ],
)
def test_a_shape_alone_is_no_marker(text: str) -> None:
    assert numbers(text) in ([], [1]) and not numbers(text.split("\n")[-1])


def test_a_numeral_that_is_none_is_passed_over_wherever_it_stands() -> None:
    assert numbers("一、甲事\n十十、乙事\n二、丙事") == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成绩一、做甲事业二、做乙事业", [1, 2]),  # run into each other, in sequence
        ("成绩一、做甲事业二、乙三、做丙事业", [1, 2, 3]),
        ("成绩一、做甲事业二、乙。", [1]),  # too short to read as a heading
        ("成绩一、做甲事业二、乙丙。", [1, 2]),
        ("一、甲事。  三、丙事", [1, 3]),  # spaces between stop and marker
        ("成绩一、做甲事业三、做丙事业二、做乙事业", [1, 2]),
        ("一、做甲事一、做乙事二、做丙事", [1, 2]),
        ("一、甲事。三、丙事。六、己事。三、丁事。", [1, 3, 3]),  # behind a stop: the same, the next or one lost
        ("一、甲事\n六、己事", [1, 6]),  # alone on a line, whatever its number
        ("我们（一）做甲事（二）做乙事（四）做丁事（七）做庚事", [1, 2, 4]),
        ("我们（二）做乙事", []),
        ("完成。（二）做乙事", [2]),
        ("依照本项（一）做甲事。（一）项", []),
        ("一、甲\n1.乙事\n2.丙事\n2.丁事\n4.戊事\n7.己事", [1, 1, 2, 2, 4]),
        ("一、甲\n2.乙事\n3.丙事", [1]),
        ("一、甲\n1.乙事\n2.丙事\n二、丁\n3.戊事\n4.己事", [1, 1, 2, 2, 3, 4]),  # runs on over a heading
        ("一、甲\n1.乙事\n2.丙事\n二、丁\n4.戊事", [1, 1, 2, 2]),
        ("一、甲\n1.乙事\n2.丙事\n二、丁。3.戊事", [1, 1, 2, 2, 3]),  # inside a line behind a stop alone
        ("一、甲\n1.乙事\n2.丙事\n二、丁，3.戊事", [1, 1, 2, 2]),
        ("我们1.做甲事2.做乙事4.做丁事", [1, 2]),
        ("我们（1）做甲事（2）做乙事", [1, 2]),
        ("我们①做甲事②做乙事", [1, 2]),
        ("一是甲。三是丙。四是丁。七是庚。", [1, 3, 4, 7]),  # behind a stop
        ("一是甲，三是丙四是丁七是庚六是己", [1, 3, 4, 6]),
        ("二是乙", [2]),
        ("我们一是做甲、二是做乙", [1, 2]),
        ("我们第一，做甲；第二，做乙", [1, 2]),
        ("我们的之一是做甲，二是做乙", [1, 2]),
        ("矛盾一是做甲。三是做乙。三是做丙。", [1, 3, 3]),  # 二是 is lost
        ("一是三项制度落实。二是四张清单公开。四是五项制度落实。", [1, 2]),
        ("数据一是一、二是二，不掺假。", []),
        ("一、甲\n1.3月底前换证。\n2.办证。\n3.2022年办结。\n4.5倍处罚。", [1, 1, 2, 3]),
        ("一、甲事（一）整治医疗1.乙事。做。2.丙事。做（二）公共卫生3.丁事。做。4.戊事", [1, 1, 1, 2, 2, 3, 4]),
        ("一、甲\n做完了。、2022年思路（一）乙事", [1, 2, 1]),
    ],
)
def test_place_and_sequence_tell_a_marker(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


def test_a_first_numeral_looks_for_the_second_near_by() -> None:
    assert numbers("我们一是做甲" + "好" * 2996 + "二是做乙") == [1, 2]
    assert numbers("我们一是做甲" + "好" * 2997 + "二是做乙") == []


def test_a_row_of_a_table_is_no_marker() -> None:
    assert marks("一、统计\n1.许可12 30\n2.处罚4 0 5\n3.强制000") == [("一、", 1, 1)]
    assert numbers("一、统计\n1.许可12件\n2.处罚4件") == [1, 1, 2]


def test_digits_that_lost_their_dot_open_a_topic_and_count_nothing() -> None:
    assert numbers("一、甲\n1开展普法情况。做了。\n2办理案件情况。做了。") == [1, 1, 2]
    assert numbers("一、甲\n1件案件已经办结。做了。") == [1]
    assert numbers("一、甲\n1开展普法，办案。做了。") == [1, 1]
    assert numbers("一、甲\n1普法。做了。") == [1]
    assert numbers("一、甲\n1" + "普法" * 31 + "。做了。") == [1]


def test_a_heading_in_running_text_is_not_longer_than_headings_are() -> None:
    assert numbers(f"成绩一、甲事业二、{'乙' * 60}。") == [1, 2]
    assert numbers(f"成绩一、甲事业二、{'乙' * 61}。") == [1]
    assert numbers(f"成绩一、甲事业二、{'乙' * 61}") == [1]
    for begins in ("。", "；", "\n", "（一）", "一是", "1.", "1、"):  # what ends it
        assert numbers(f"成绩一、甲事业二、乙事业{begins}{'丙' * 61}")[:2] == [1, 2], begins


@given(st.integers(1, 30), st.sampled_from(["{}、", "（{}）"]))
@settings(deadline=None)
def test_markers_that_are_counted_are_read_as_counted(last: int, shape: str) -> None:
    lines = [shape.format(write_numeral(n)) + "推进工作" for n in range(1, last + 1)]
    assert numbers("\n".join(lines)) == list(range(1, last + 1))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("加强领导", "加强领导"),
        ("加强领导。", "加强领导。"),
        ("加强领导。成立专班。", "加强领导。"),
        ("加强领导：成立专班。", "加强领导："),
        ("加强领导，成立专班。", "加强领导，"),
        ("加强领导，成立专班", "加强领导，成立专班"),
        ("加强领导，成立专班。好", "加强领导，成立专班。"),
        ("普法宣传工作加强全员引导。", "普法宣传工作加强全员引导。"),
        ("加强领导，落实责任，成立了领导小组和专班。召开会议。", "加强领导，"),
        ("县内普法活动组织，落实责任成立领导小组，召开会议了。", "县内普法活动组织，落实责任"),
        ("加强领导，落实责任。成立专班。", "加强领导，落实责任。"),
        ("加强领导，成立了专班。召开会议。", "加强领导，"),  # tells what was done
        ("加强3项领导，成立专班。召开会议。", "加强3项领导，"),
        ("2021年加强领导，成立专班。召开会议。", "2021年加强领导，"),
        ("加强2021年领导，落实责任。召开会议。", "加强2021年领导，落实责任。"),
        ("在普法方面，落实责任。召开会议。", "在普法方面，"),
        ("甲事，乙事，丙事。召开会议。", "甲事，乙事，丙事。"),
        ("甲事，乙事，丙事，丁事。召开会议。", "甲事，"),
        (f"{'甲' * 18}，乙事。召开会议。", f"{'甲' * 18}，乙事。"),
        (f"{'甲' * 19}，乙事。召开会议。", f"{'甲' * 19}，"),
        (f"{'甲' * 42}。召开会议。", f"{'甲' * 42}。"),
        (f"{'甲' * 34}加强全员引导工作。召开会议。", f"{'甲' * 34}加强全员引导工作。"),
        (f"{'甲' * 35}加强全员引导工作。召开会议。", "甲" * 35),
        (f"{'甲' * 10}，乙事，丙事。召开会议。", f"{'甲' * 10}，乙事，丙事。"),
        (f"{'甲' * 11}，乙事，丙事。召开会议。", f"{'甲' * 11}，"),
        (f"{'甲' * 60}。", f"{'甲' * 60}。"),
        ("出台《甲法，乙法》，落实责任了。召开会议。", "出台《甲法，乙法》，"),
        ("推行（甲》，乙事）），丙事了。召开会议。", "推行（甲》，"),
        ("总体情况2021年，我局推进普法。", "总体情况"),
        (f"{'甲' * 43}情况本县做普法，责任清了。", f"{'甲' * 43}情况"),
        (f"{'甲' * 44}情况本县做普法，责任清了。", f"{'甲' * 44}情况本县做普法，"),
        ("总情况我局推进普法，落实责任了。", "总情况我局推进普法，"),  # too short for a phrase
        ("总体情况本县做了。责任清了。", "总体情况本县做了。"),  # what is left is too short for a sentence
        ("总体情况本县做到了。责任清了。", "总体情况"),
        ("总体情况汇报如下，我局推进普法。", "总体情况汇报如下，"),
        ("存在的问题我局仍有差距。", "存在的问题"),
        ("局主要负责人严格履职，落实责任了。", "局主要负责人严格履职，"),
        ("强化履职尽责局主要负责人严格履职，落实责任了。", "强化履职尽责"),
        ("普法工作 今年组织宣讲八场，覆盖全员。", "普法工作"),
        ("强化建设 织密网络 今年组织宣讲八场，覆盖全员。", "强化建设 织密网络"),
        ("强化建设 织密覆盖全县所有的网 今年组织宣讲八场，覆盖全员。", "强化建设 织密覆盖全县所有的网"),
        ("强化建设 织密覆盖全县所有的新网 今年组织宣讲八场，覆盖全员。", "强化建设"),
        ("强化建设 织密覆盖城乡各个村组的网络，今年组织宣讲。", "强化建设"),
        ("普法工作今年", "普法工作今年"),  # nothing is left over for a sentence
        ("强化责任落实成立领导小组，召开会议了。", "强化责任落实成立领导小组，"),  # 落实 ends the phrase
        ("强化责任落实各项领导措施，召开会议了。", "强化责任"),
        ("强化责任落实，召开会议了。", "强化责任落实，"),
        ("切实提升创新能力，召开会议了。", "切实提升创新能力，"),
        ("持续加强普法队伍建设，召开会议了。", "持续加强普法队伍建设，"),
        ("普法工作加强宣传引导，召开会议了。", "普法工作加强宣传引导，"),  # the verb stands too early
        ("普法性工作加强宣传引导，召开会议了。", "普法性工作加强宣传引导，"),
        ("普法宣传工作加强全员引导，召开会议了。", "普法宣传工作"),
        ("普法宣传工作全面加强，召开会议了。", "普法宣传工作全面加强，"),  # too short for a sentence
        ("印发《普法工作组织规则汇编》，召开会议了。", "印发《普法工作组织规则汇编》，"),
        ("加强领导，落实责任成立领导小组，召开会议了。", "加强领导，落实责任"),
        ("加强领导，落实各级干部普法责任成立领导小组，召开会议了。", "加强领导，落实各级干部普法责任"),
        ("加强领导，落实各级干部的普法责任成立领导小组，召开会议了。", "加强领导，"),
        ("加强领导，落实责任、义务成立领导小组，召开会议了。", "加强领导，"),
        ("加强领导，守住底线成立领导小组，召开会议了。", "加强领导，守住底线"),
        ("领导重视，机制健全成立领导小组，召开会议了。", "领导重视，机制健全"),
        ("加强领导，切实履职成立领导小组，召开会议了。", "加强领导，切实履职"),
        ("加强领导，印发清单成立领导小组，召开会议了。", "加强领导，"),  # told, not named
        ("加强领导，清单9件成立领导小组，召开会议了。", "加强领导，"),
        ("召开会议9次，守住底线成立领导小组，印发了。", "召开会议9次，"),
        ("流程再造 审批提速出台四项规定，公开了。", "流程再造 审批提速"),
        ("流程再造 审批大幅度提速出台四项规定，公开了。", "流程再造"),
        ("流程再造 审批提速。出台四项规定，公开了。", "流程再造 审批提速。"),
        ("流程再造 审批提速，公开了。", "流程再造"),
        ("夯实基础 强化保障出台三年方案，明确任务，安排资金。", "夯实基础 强化保障"),
        ("加强领导，全县责任成立领导小组，召开会议了。", "加强领导，"),
        ("加强领导，落实各级干部普法工作责任成立领导小组，召开会议了。", "加强领导，"),
        ("存 在 的 不 足 对照要求，力量薄弱。", "存 在 的 不 足"),
        ("开展抽查 8 次，覆盖全员。召开会议。", "开展抽查 8 次，"),  # no sentence opens behind a blank beside a number
        ("覆盖率保持 100%，覆盖全员。召开会议。", "覆盖率保持 100%，"),
        ("材料由7样减为4样，安排30人就读。", "材料由7样减为4样，"),
        ("垃圾资源化利用率达到五成，覆盖全员。", "垃圾资源化利用率达到五成，"),
        ("健全人民调解组织9个，覆盖全员。", "健全人民调解组织9个，"),
        ("行政复议机关补充编制9名，覆盖全员。", "行政复议机关补充编制9名，"),
        ("夯实财政根基厅党组学法7次，覆盖全员。", "夯实财政根基"),
        ("严管规范性文件制发规范性文件9件，覆盖全员。", "严管规范性文件"),
        ("严管规范性文件制发程序，覆盖全员。", "严管规范性文件制发程序，"),
        ("规范政府采购全省采购规模9亿元，覆盖全员。", "规范政府采购"),
        ("健全制度供给完成《甲法》修正，覆盖全员。", "健全制度供给"),
        ("勇于自我革命特邀监督员9名，覆盖全员。", "勇于自我革命"),
        ("听取各界意见办理政协委员提案9件，覆盖全员。", "听取各界意见"),
        ("窗口事项集中办理9天，覆盖全员。", "窗口事项集中办理9天，"),
        ("压实审核责任评查案卷9卷，覆盖全员。", "压实审核责任"),
        ("开展交叉评查9次，覆盖全员。", "开展交叉评查9次，"),
        ("守住诚信底线清偿账款9万元，覆盖全员。", "守住诚信底线"),
        ("督促政府欠款清偿到位，覆盖全员。", "督促政府欠款清偿到位，"),
    ],
)
def test_where_a_heading_ends(line: str, expected: str) -> None:
    text = "一、" + fold(line) + "\n其他"
    assert line[: heading_end(text, 2, len(text) - 3, over=False) - 2] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("加强领导，成立专班。", "加强领导，成立专班。"),
        (f"加强领导，{'甲' * 55}。", f"加强领导，{'甲' * 55}。"),
        (f"加强领导，{'甲' * 56}。", "加强领导，"),
        ("总体情况2021年，我局推进普法。", "总体情况"),
        ("总体情况2021年推进普法。", "总体情况2021年推进普法。"),
        ("普法工作 今年组织宣讲八场。", "普法工作 今年组织宣讲八场。"),
        ("普法工作 今年组织宣讲一百场次。", "普法工作 今年组织宣讲一百场次。"),
        ("普法工作 今年组织宣讲一百多场次。", "普法工作"),
    ],
)
def test_a_line_of_one_sentence_is_a_heading_whole_where_something_stands_below(line: str, expected: str) -> None:
    text = fold(line)
    assert line[: heading_end(text, 0, len(text), over=True)] == expected


def test_a_heading_s_words_stand_between_marker_and_stop() -> None:
    assert phrase(" （一） 加强领导。 \n", "（一）") == "加强领导"
    assert phrase("加强领导：", None) == "加强领导"
    assert phrase("加强（一）", "（一）") == "加强（一）"


GAPS = "一、举措\n（一）抓学习。大家一起学习了很多很多内容。\n{}\n（三）抓公开。大家一起公开了很多很多内容。"
FILLING = "抓普法工作。大家一起宣传了很多很多内容。"


def filled(text: str) -> list[tuple[int, int, str]]:
    """(level, number, what follows) of the markers that were lost."""
    text = fold(text)
    found = fill_gaps(text, find_marks(text, 0, len(text)), 0, len(text))
    assert found == sorted(found)
    return [(m.level, m.number, text[m.start : m.start + 5]) for m in found if m.start == m.end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GAPS.format(FILLING), [(2, 2, "抓普法工作")]),
        (GAPS.format(FILLING).replace("（三）", "（四）"), []),  # two are missing
        (GAPS.format(FILLING).replace("（三）", "（二）"), []),  # none is
        (GAPS.format(f"{FILLING}\n{FILLING}"), []),  # either may be it
        (GAPS.format("抓普法工作，大家一起宣传。做了许多许多其他事情。"), []),  # a comma the sibling does not have
        (
            GAPS.format("抓普法工作，大家宣传。做了许多许多许多其他事情。").replace("抓公开", "抓公开，亮家底"),
            [(2, 2, "抓普法工作")],
        ),
        (GAPS.format("抓普法工作。做了许多事。"), []),  # too little below
        (GAPS.format("抓3项普法工作。大家一起宣传了很多很多内容。"), []),
        (GAPS.format("①抓普法工作。大家一起宣传了很多很多内容。"), []),
        (f"一、举措\n{FILLING}\n（二）抓公开。做了。", [(2, 1, "抓普法工作")]),
        (f"一、举措\n{FILLING}\n{FILLING}\n（二）抓公开。做了。", [(2, 1, "抓普法工作")]),  # the first one
        (f"一、举措\n1.{FILLING}\n{FILLING}\n3.抓公开。做了。", []),  # not of level 3
        (f"一、举措\n1.抓学习。一起学习了。{FILLING}\n3.抓公开。做了。", []),
        (f"一、举措\n一起学习了。{FILLING}\n二是抓公开。做了。", []),
        ("一、举措\n一是抓学习。学习了。抓普法，一起宣传。做了许多许多其他事情。三是抓公开。做了。", []),
        (f"一、举措\n一是抓学习。一起学习了。{FILLING}三是抓公开。做了。", [(5, 2, "抓普法工作")]),
        (f"一、举措\n一是抓学习。一起学习。{FILLING}{FILLING}三是抓公开。做了。", []),
        (f"一、举措\n一起学习。{FILLING}二是抓公开。做了。", []),
        ("一、不足\n一是人少；二是面窄；个别人意识淡薄，问题不少；四是钱少。", [(5, 3, "个别人意识")]),
        ("一、不足\n一是人少；二是面窄；个别人意识淡薄；问题不少；四是钱少。", []),  # either may be it
        ("一、不足\n一是人少；二是面窄。个别人意识淡薄，有问题；四是钱少。", []),
        (
            f"一、举措\n抓好普法，强化引领\n{'大家一起宣传。' * 3}\n（二）抓好公开，亮明家底\n做了。",
            [(2, 1, "抓好普法,")],
        ),
        (f"一、举措\n（一）抓学习。做了。\n二、成效\n{FILLING}\n（二）抓公开。做了。", [(2, 1, "抓普法工作")]),
    ],
)
def test_a_gap_of_one_is_filled_where_a_sentence_opens_as_its_siblings_do(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert filled(text) == expected


def test_marks_without_a_gap_stay_as_they_are() -> None:
    found = [Mark(0, 2, 1, 1), Mark(5, 8, 2, 1), Mark(11, 14, 2, 2)]
    assert fill_gaps("一、举措\n(一)学习\n(二)公开", found, 0, 16) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一 、甲事\n( 一 ) 乙事\n1 . 丙事\n2 . 丁事\n二 、戊事", [1, 1, 1, 2, 2]),
        ("一 是甲事。二 是乙事。", [1, 2]),
        ("（ 1 ）甲事\n（ 2 ）乙事", [1, 2]),
        ("情况。一、主要工作情况一、加强学习。做。二、规范执法。做。三、普法。做。二、存在的问题", [1, 1, 2, 3, 2]),
        ("一、甲\n一、乙事\n二、丙事\n二、丁", [1, 1, 2, 2]),
        ("3.甲事。做了。\n4.乙事。做了。", [3, 4]),  # a fragment of a list
        ("甲事。一是乙事。", [1]),
        ("统 一是乙事", []),
    ],
)
def test_blanks_inside_markers_and_numberings_that_start_again(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("织密巡查网络每村巡查员至少2名,年内培训河道 管护骨干,按月考核。", "织密巡查网络每村巡查员至少2名,"),
        ("抓好“一网通办”健全窗口值班清单,区政务 中心会商,按月考核。", "抓好“一网通办”"),
        ("织密巡查网络 2024年培训骨干,按月考核。", "织密巡查网络"),
    ],
)
def test_no_blank_ends_a_heading_behind_a_sentence_that_has_opened(line: str, expected: str) -> None:
    assert line[: heading_end(line, 0, len(line), over=False)] == expected


def test_a_lead_in_run_into_a_heading_is_cut_off() -> None:
    line = "加强领导,坚决扛牢法治建设政治责任坚持“学在前、做在先”,以法治思维推进工作。"
    assert line[: heading_end(line, 0, len(line), over=True)] == "加强领导,坚决扛牢法治建设政治责任"


def test_a_heading_ends_before_what_was_built() -> None:
    text = (
        "一、凝聚多方力量筑牢平安底线建成议事点9个，受理纠纷87件。"
        "二、推动平台建成投用提升办事效率。全年办件9万件。三、认真办理人大代表建议。办结12件。"
    )
    assert headings(text) == [
        *[(1, "一、凝聚多方力量筑牢平安底线"), (1, "二、推动平台建成投用提升办事效率。")],
        *[(1, "三、认真办理人大代表建议。")],
    ]


def test_an_item_of_another_form_may_begin_with_a_numeral_where_its_neighbour_is_lost() -> None:
    text = "推进。第一，三项制度落实到位。第三，五项机制健全。"
    marks = find_marks(fold(text), 0, len(text))
    assert [(text[mark.start : mark.end], mark.number) for mark in marks] == [("第一，", 1), ("第三，", 3)]
