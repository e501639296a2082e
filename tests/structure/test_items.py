"""The enumerated pieces of a report: invented texts with the expected rows in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.structure.items import cut_sentences, list_items
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
    assert [REPORT[start:end] for start, end in zip(found.start, found.end, strict=True)] == found.text.tolist()


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


def test_a_paragraph_that_leads_the_others_in_is_no_item() -> None:
    text = "一、举措\n加强学习。\n二、下一步打算\n2022年，我局将做好以下工作：\n抓队伍。招人。\n抓普法。宣讲。"
    assert [words for _, words in items(text)] == ["加强学习。", "抓队伍。招人。", "抓普法。宣讲。"]
    alone = "一、举措\n开会5次。办件情况见下表：\n甲所 3\n二、下一步打算\n招人："
    assert [words for _, words in items(alone)] == ["开会5次。办件情况见下表：", "甲所 3", "招人："]


def test_a_table_goes_with_the_paragraph_before_it() -> None:
    table = "表1 办件情况\n事项\t2020年\t2021年\n受理\t5\t7"
    text = f"一、举措\n开会5次。\n{table}\n开展普法。\n二、执法\n检查9次。\n类别 2020年 2021年\n1.罚款 52 39\n"
    text += f"三、打算\n单位：件\n{table}"
    assert [words for _, words in items(text)] == [
        f"开会5次。\n{table}",
        "开展普法。",
        "检查9次。\n类别 2020年 2021年\n1.罚款 52 39",
        f"单位：件\n{table}",
    ]


def test_two_lines_that_name_a_table_go_with_it() -> None:
    table = "事项\t2020年\t2021年\n受理\t5\t7"
    text = f"一、举措\n开会5次。\n表1 办件情况\n单位：件\n{table}\n开展普法。"
    assert [words for _, words in items(text)] == [f"开会5次。\n表1 办件情况\n单位：件\n{table}", "开展普法。"]
    text = text.replace("表1", "附表\n表1")  # the third line above is none of its names
    assert [words for _, words in items(text)] == [
        *["开会5次。", f"附表\n表1 办件情况\n单位：件\n{table}", "开展普法。"]
    ]
    short = "一、举措\n开会5次。\n办件情况\n合计\t5\n开展普法。"
    assert [words for _, words in items(short)] == ["开会5次。\n办件情况\n合计\t5", "开展普法。"]
    text = f"一、举措\n开会5次。\n{table}\n说明\n开展普法。"  # nor is one below
    assert [words for _, words in items(text)] == [f"开会5次。\n{table}", "说明", "开展普法。"]


def test_a_heading_without_a_numeral_among_shortcomings_is_none_of_them() -> None:
    text = "主要举措\n学习。\n存在的问题\n力量薄弱，形式单一。\n执法队伍不足\n经费少。\n下一步打算\n学。"
    assert [words for role, words in items(text) if role == "shortcomings"] == ["力量薄弱", "形式单一", "经费少"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("工作成效", ["力量薄弱", "形式单一"]), ("一、工作成效", ["一、工作成效\n力量薄弱，形式单一。"])],
)
def test_what_a_reader_calls_shortcomings_is_one_where_its_heading_has_a_numeral(
    heading: str, expected: list[str]
) -> None:
    passages = parse_outline(reports(f"{heading}\n力量薄弱，形式单一。"))
    assert passages["kind"].tolist() == ["heading", "paragraph"]
    assert list_items(passages.assign(role="shortcomings"))["text"].tolist() == expected


def shortcomings(text: str) -> list[str]:
    """The items of a section of shortcomings that `text` fills, after one of measures."""
    return [words for role, words in items(f"一、举措\n加强学习。\n二、存在的问题\n{text}") if role == "shortcomings"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("队伍力量薄弱，普法形式单一；宣传覆盖不到位。", ["队伍力量薄弱", "普法形式单一", "宣传覆盖不到位"]),
        ("取得成绩，队伍力量薄弱。", ["队伍力量薄弱"]),  # a clause without a deficiency is none
        ("不断进步，力量薄弱！经费欠缺？人手不够：案件难办", ["力量薄弱", "经费欠缺", "人手不够", "案件难办"]),
        ("力量薄弱\n形式单一", ["力量薄弱", "形式单一"]),
        ("制度（规范，流程）不健全，力量薄弱。", ["制度（规范，流程）不健全", "力量薄弱"]),  # not inside brackets
        ("对《甲法，乙法》研究不深，力量薄弱。", ["对《甲法，乙法》研究不深", "力量薄弱"]),
        ("对“甲，（乙，丙），丁”研究不深，力量薄弱。", ["对“甲，（乙，丙），丁”研究不深", "力量薄弱"]),
        ("甲）事不明，力量薄弱。", ["甲）事不明", "力量薄弱"]),
        (
            "（研究不深。力量薄弱，形式单一。）经费欠缺，案件难办。",
            ["（研究不深。力量薄弱，形式单一。）经费欠缺", "案件难办"],
        ),
        ("（研究不深，力量薄弱", []),  # a bracket that never closes
        (
            "一方面是力量薄弱，另一方面是形式单一。经费欠缺，案件难办。",
            ["一方面是力量薄弱，另一方面是形式单一", "经费欠缺", "案件难办"],
        ),
        ("我局还存在一些不足，力量薄弱。", ["力量薄弱"]),  # a lead-in, since something follows
        ("我局还存在一些不足。", ["我局还存在一些不足"]),
        ("我局还存在一些不足。还有明显差距。", ["我局还存在一些不足", "还有明显差距"]),
        ("力量薄弱，还存在一些问题。", ["力量薄弱", "还存在一些问题"]),  # not one behind what it would lead in
        ("存在一些不足之处，问题主要表现在，力量薄弱。", ["力量薄弱"]),
        ("但与先进地区相比有差距，力量薄弱。", ["力量薄弱"]),
        ("问题主要表现在力量薄弱，比如形式单一，但是经费欠缺。", ["问题主要表现在力量薄弱", "形式单一", "经费欠缺"]),
        ("  力量薄弱  。", ["力量薄弱"]),
        ("普法需进一步推进，宣传要不断创新，队伍须学习。", ["普法需进一步推进", "宣传要不断创新"]),
    ],
)
def test_a_clause_that_admits_a_deficiency_is_an_item(text: str, expected: list[str]) -> None:
    assert shortcomings(text) == expected


def test_the_offsets_of_a_clause_are_those_of_its_words() -> None:
    text = "一、存在的问题\n甲科：力量薄弱 ，  如形式单一。"
    found = list_items(parse_outline(reports(text)))
    assert list(zip(found.text, found.start, found.end, strict=True)) == [("力量薄弱", 11, 15), ("形式单一", 20, 24)]
    assert found.heading.tolist() == ["存在的问题"] * 2
    assert found.passage_id.tolist() == ["r0-p002"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a heading that names shortcomings is a section's, any other numbered one is a shortcoming
        ("（一）存在的问题\n力量薄弱，形式单一。", ["力量薄弱", "形式单一"]),
        ("（一）力量薄弱的问题\n人手少，任务重。", ["（一）力量薄弱的问题\n人手少，任务重。"]),
        (
            "（一）存在的问题\n1.力量薄弱。人手少。\n2.形式单一。很少创新。",
            ["1.力量薄弱。人手少。", "2.形式单一。很少创新。"],
        ),
        ("（一）存在的问题", ["（一）存在的问题"]),
        ("（一）主要问题\n一是力量薄弱；二是形式单一。", ["一是力量薄弱；", "二是形式单一。"]),
    ],
)
def test_headings_among_shortcomings(text: str, expected: list[str]) -> None:
    assert shortcomings(text) == expected


def test_a_first_section_of_shortcomings_may_be_their_only_heading() -> None:
    assert items("存在的主要问题\n力量薄弱，形式单一。\n下一步打算\n（一）学习。加强学习。") == [
        ("shortcomings", "力量薄弱"),
        ("shortcomings", "形式单一"),
        ("plan", "（一）学习。加强学习。"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、举措\n（一）学习\n1.学法。学了。\n2.学史。学了。\n（二）公开。公开了。",
            ["1.学法。学了。", "2.学史。学了。", "（二）公开。公开了。"],
        ),
        ("一、举措\n总的做了。\n（一）学习\n分头做了。\n一是学法；二是学史。\n以上。", ["一是学法；", "二是学史。"]),
        (
            "一、举措\n（一）学习。\n一是学法。\n学了法。\n二是学史。\n学了史。\n（二）公开。公开了。",
            ["一是学法。\n学了法。", "二是学史。\n学了史。", "（二）公开。公开了。"],
        ),
        (
            "一、举措\n（一）学习。学了。\n又学了。\n二、成效\n看见成效。",
            ["（一）学习。学了。\n又学了。", "看见成效。"],
        ),
        ("一、举措\n学习。\n二、下一步打算\n一是学法。二是学史。", ["学习。", "一是学法。", "二是学史。"]),
        ("一、举措\n（一）学习\n（二）公开", ["（一）学习", "（二）公开"]),
        ("某局2021年度依法行政报告\n市政府：\n一、举措\n学习。\n特此报告。\n某市司法局\n2022年1月1日", ["学习。"]),
    ],
)
def test_the_smallest_enumerated_pieces_are_items(text: str, expected: list[str]) -> None:
    assert [words for _, words in items(text)] == expected


def test_items_are_numbered_report_by_report() -> None:
    found = list_items(parse_outline(reports("一、举措\n学习。\n公开。", "", "二、存在的问题\n力量薄弱。")))
    assert found.item_id.tolist() == ["r0-i001", "r0-i002", "r2-i001"]
    assert found.report_id.tolist() == ["r0", "r0", "r2"]


def test_an_item_without_a_heading_over_it_has_none() -> None:
    found = list_items(parse_outline(reports("现将情况报告如下：\n学习了法律。")))
    assert found.text.tolist() == ["学习了法律。"]
    assert found.heading.isna().all() and found.path.isna().all()


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "一、举措",
                "二、存在的问题",
                "三、下一步打算",
                "（一）学习。学了。",
                "（二）存在的问题",
                "1.公开。公开了。",
            ),
            *(
                "一是学法；二是学史。",
                "力量薄弱，（形式，单一），经费欠缺。",
                "一方面少，另一方面难。",
                "学习了法律。",
                "",
                "2022年1月1日",
            ),
        ]
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
@settings(deadline=None, max_examples=25)
def test_items_hold_inside_passages_in_order(text: str) -> None:
    passages = parse_outline(reports(text))
    found = list_items(passages)
    assert [text[a:b] for a, b in zip(found.start, found.end, strict=True)] == found.text.tolist()
    assert (found.end.to_numpy()[:-1] <= found.start.to_numpy()[1:]).all()
    own = found.merge(passages, on="passage_id", suffixes=("", "_of_passage"))
    assert len(own) == len(found)
    assert ((own.start_of_passage <= own.start) & (own.start < own.end_of_passage)).all()
    assert (own.role == own.role_of_passage).all()


def test_a_section_that_runs_into_its_text_is_one_item_from_its_marker() -> None:
    assert items("一、举措一是甲。二是乙。二、主要负责人履职情况局长严格履行职责。")[-1] == (
        *("leadership", "二、主要负责人履职情况局长严格履行职责。"),
    )


def test_lines_that_semicolons_end_are_one_shortcoming_each_and_causes_are_none() -> None:
    text = "二、存在的问题\n仍存在一些不足：\n干部凭经验办事，意识不强；\n人少事多，经费不足。\n"
    text += "产生问题的原因是重视不够，投入不足。"
    assert [words for _, words in items(text)] == ["干部凭经验办事，意识不强", "人少事多，经费不足"]
    text = "二、存在的问题\n案卷瑕疵时有发生，尚有9个所没有法制员；宣传面窄。究其原因，投入不足。"
    assert [words for _, words in items(text)] == ["案卷瑕疵时有发生", "尚有9个所没有法制员", "宣传面窄"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人员流动频繁；部门间偶有推诿，宣传效果有限。", ["人员流动频繁", "部门间偶有推诿", "宣传效果有限"]),
        ("个别站所重发证轻监管，新领域规则尚属空白。", ["个别站所重发证轻监管", "新领域规则尚属空白"]),
        (
            "法制员身兼数职；处罚偏软，系统更新慢，设备条件差。",
            ["法制员身兼数职", "处罚偏软", "系统更新慢", "设备条件差"],
        ),
        ("文书存在瑕疵，缘于培训不够；群众对政策有误解。", ["文书存在瑕疵", "群众对政策有误解"]),
        (
            "人手十分紧张，各股室各自为政，重复录入现象较突出。",
            ["人手十分紧张", "各股室各自为政", "重复录入现象较突出"],
        ),
        (
            "普法“大水漫灌”，律师只覆盖2个村；办案周期较长，与邻县相差一半。",
            ["普法“大水漫灌”", "律师只覆盖2个村", "办案周期较长", "与邻县相差一半"],
        ),
        ("但困难也不容忽视：力量薄弱。我们认识到自身不足，形式单一。", ["力量薄弱", "我们认识到自身不足", "形式单一"]),
        ("我们也认识到自身不足：形式单一。", ["形式单一"]),
        ("工作仍存不少差距：形式单一。", ["形式单一"]),
        ("工作还有欠缺：形式单一。", ["形式单一"]),
        (
            "普法离居民期待仍有落差：活动单调，展板陈旧，热线时常占线，答复超期。",
            ["活动单调", "展板陈旧", "热线时常占线", "答复超期"],
        ),
        ("站所取证与规程要求有落差。", ["站所取证与规程要求有落差"]),
        ("某水务有限公司配合检查，高度重视轻微违法的教育，力量薄弱。", ["力量薄弱"]),
    ],
)
def test_other_words_for_a_deficiency(text: str, expected: list[str]) -> None:
    assert shortcomings(text) == expected


def test_sentences_are_the_items_but_for_white_space() -> None:
    found = list_items(parse_outline(reports(REPORT)))
    sentences = cut_sentences(found)
    assert [
        REPORT[start:end] for start, end in zip(sentences.start, sentences.end, strict=True)
    ] == sentences.text.tolist()
    joined = sentences.groupby("whole", sort=False).text.agg("".join)
    assert joined.tolist() == ["".join(text.split()) for text in found.text]
    assert sentences.text.tolist()[:3] == ["（一）加强学习。", "局党组集体学习5次。", "组织全员培训。"]
    assert sentences.item_id.tolist()[:3] == ["r0-i001-1", "r0-i001-2", "r0-i001-3"]
    assert cut_sentences(found[:0]).empty


def test_what_closes_behind_a_stop_belongs_to_the_sentence() -> None:
    items_ = (
        list_items(parse_outline(reports(REPORT))).head(1).assign(text="要求“马上办！”再办（是否？）；！末", start=0)
    )
    assert cut_sentences(items_).text.tolist() == ["要求“马上办！”", "再办（是否？）", "；！", "末"]
