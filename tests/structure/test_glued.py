"""Headings run into sentences that no word of the rules opens: invented lines with the phrases in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.structure.glued import Phrase, part_glued
from helpers.structure.outline import parse_outline
from tests.structure.shown import headings, reports

# Two headings that show how the report sets them: sentences run into both.
BEFORE = "一、主要做法（一）加强组织领导今年召开会议6次，研究事项4件。（二）强化责任落实我局印发清单9件，明确责任。"


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("完善工作机制配备联络人员7名，落实经费3万元。", "完善工作机制"),
        ("深化队伍改革整合巡查、稽查两支力量，减少层级。", "深化队伍改革"),
        ("保护河湖水面在入河口设立哨点，巡查9次。", "保护河湖水面"),
        ("健全会商制度自5月起逐月会商，会商7次。", "健全会商制度"),
        ("自觉接受监督主动报告重大事项，报告4次。", "自觉接受监督"),
        ("拓宽服务渠道（试点）配备驻点人员，接待93人。", "拓宽服务渠道（试点）"),
        ("深化政务公开贯彻《某某条例》，公开信息70条。", "深化政务公开"),
    ],
)
def test_a_sentence_opens_where_a_verb_or_an_adverb_stands_behind_a_noun(line: str, phrase: str) -> None:
    assert headings(f"{BEFORE}（三）{line}")[-1] == (2, f"（三）{phrase}")


def test_what_is_no_longer_than_the_other_headings_stays() -> None:
    assert headings(f"{BEFORE}（三）扩大公众参与，收集意见7条。")[-1] == (2, "（三）扩大公众参与，")


TOLD = "（三）完善工作机制配备联络人员7名，落实经费3万元。（四）拓宽服务渠道配备驻点人员3名，接待93人。"


@pytest.mark.parametrize(
    ("more", "phrases"),
    [
        # More first clauses than headings with a sentence run into them, but clauses that tell numbers.
        ("（五）深化队伍改革整合2支力量，减少层级。", ["完善工作机制", "拓宽服务渠道", "深化队伍改革"]),
        ("（五）抓实案卷评查。检查5次。", ["完善工作机制", "拓宽服务渠道", "抓实案卷评查。"]),
        # What stands before a number is no phrase if there is a number in it.
        ("（五）分3批轮训全体执法骨干，共120人。", ["完善工作机制", "拓宽服务渠道", "分3批轮训全体执法骨干，"]),
    ],
)
def test_a_first_clause_that_tells_a_number_does_not_count_against_that(more: str, phrases: list[str]) -> None:
    markers = ["（三）", "（四）", "（五）"]
    expected = [(2, marker + phrase) for marker, phrase in zip(markers, phrases, strict=True)]
    assert headings(BEFORE + TOLD + more)[-3:] == expected


def test_a_year_behind_two_headings_is_no_count() -> None:
    before = (
        "一、主要做法（一）加强组织领导2024年全县开会6次，研究事项。（二）强化责任落实2024年我局印发清单9件，明确责任。"
    )
    more = "（五）深化队伍改革整合2支力量，减少层级。"
    assert headings(before + TOLD + more)[-1] == (2, "（五）深化队伍改革")


@pytest.mark.parametrize(
    "before",
    [
        # Cut off where a number of four digits stands: the sentences of items, which show nothing of headings.
        "一、主要做法（一）全体巡查人员巡河1260公里，发现隐患。（二）窗口工作人员接听热线1350个，当场答复。" + TOLD,
        # More that tell no number.
        f"{BEFORE}（三）办好民生实事，及时公开。（四）接待群众来访，逐件回复。（五）走访困难家庭，逐户登记。"
        "（六）回访办事群众，逐条改进。（七）听取各方意见，逐项研究。",
    ],
)
def test_of_other_clauses_one_that_tells_a_number_stays(before: str) -> None:
    line = "（八）完善工作机制配备联络人员7名，落实经费3万元。"
    assert headings(before + line)[-1] == (2, "（八）完善工作机制配备联络人员7名，")


@pytest.mark.parametrize(
    "before",
    [
        "一、主要做法（一）加强组织领导。召开会议6次。（二）强化责任落实。印发清单9件。",  # stops
        "一、主要做法（一）召开会议6次，研究事项。（二）印发清单9件，明确责任。",  # clauses
        "一、主要做法（一）加强组织领导今年召开会议6次，研究事项4件。",  # one alone shows nothing
    ],
)
def test_a_report_that_runs_no_heading_into_a_sentence_has_its_first_clauses(before: str) -> None:
    line = "（三）对存在隐患的单位配备联络人员7名，落实经费3万元。"
    assert headings(before + line)[-1] == (2, "（三）对存在隐患的单位配备联络人员7名，")


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("存在的问题执法车辆老化，7台已到年限。", "存在的问题"),
        ("不足之处由于人员更替，台账缺页。", "不足之处"),
        ("面临的困难山区路远，送达慢。", "面临的困难"),
        ("主要差距及成因因为人手紧张，检查不够。", "主要差距及成因"),
        ("存在问题及原因分析受编制限制，力量薄弱。", "存在问题及原因分析"),
        ("问题与不足装备短缺，共用3台。", "问题与不足"),
        ("问题 群众遇事找法的习惯没有养成，宣传不够。", "问题"),
    ],
)
def test_the_name_of_the_shortcomings_is_the_heading(line: str, phrase: str) -> None:
    text = f"一、做法\n公开信息。\n二、{line}\n三、打算\n公开更多。"
    rows = parse_outline(reports(text))
    found = rows[(rows.kind == "heading") & (rows.marker == "二、")]
    assert (found.text.str.strip().item(), found.role.item()) == (f"二、{phrase}", "shortcomings")


@pytest.mark.parametrize(
    "line", ["差距与先进地区相比，仍然明显。", "存在的问题，有三个。", "存在问题和下步措施主要是：两项。"]
)
def test_what_only_begins_like_the_name_of_the_shortcomings_is_left(line: str) -> None:
    text = f"一、做法\n公开信息。\n二、{line}\n三、打算\n公开更多。"
    first = line[: min(line.find(c) for c in "，：" if c in line) + 1]
    assert headings(text)[1] == (1, f"二、{first}")


@given(st.text("完善工作机制配备,。人员、与《》“”（） 3今年我", min_size=1, max_size=30), st.integers(1, 29))
@settings(deadline=None)
def test_a_phrase_is_shortened_or_left(line: str, end: int) -> None:
    end = min(end, len(line))
    others = [Phrase(2, 0, 6, 6 + len(line)), Phrase(2, 0, 6, 6 + len(line))]
    text = "加强组织领导" + line
    own = Phrase(2, 6, 6 + end, 6 + len(line))
    assert 6 < part_glued(text, [*others, own])[2] <= own.end
