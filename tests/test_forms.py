"""What an enumerator, a title, a date, a number, a body's name looks like."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import fold
from helpers.forms import (
    BODY,
    DOC_NO,
    ENUMERATOR,
    LINE_MARK,
    TITLE,
    drop_names,
    find_main_body,
    is_spaced,
    read_date,
    read_enumerator,
    skip_enumerator,
    to_date,
)
from helpers.numerals import write_numeral

ENUMERATORS = [
    *[
        "一、",
        "十二、",
        "（一）",
        "(二十)",
        "1.",
        "12、",
        "（3）",
        "(10)",
        "①",
        "⑳",
        "一是",
        "九是",
        "第一，",
        "第三、",
    ],
]


@pytest.mark.parametrize("mark", ENUMERATORS)
def test_enumerators_begin_a_line_and_are_skipped(mark: str) -> None:
    assert ENUMERATOR.fullmatch(fold(mark))
    assert LINE_MARK.match(fold(mark + "加强"))
    assert skip_enumerator(f"\u3000{mark} ：加强") == len(mark) + 3


@pytest.mark.parametrize(
    "text", ["2.5万户", "10、20号", "一方面", "第一书记", "一二三四、", "123.", "加强一是", "（3.5）"]
)
def test_what_only_looks_like_an_enumerator(text: str) -> None:
    assert LINE_MARK.match(fold(text)) is None
    assert skip_enumerator(text) == 0


def test_a_mark_that_a_numeral_left_behind() -> None:
    assert LINE_MARK.match("、下一步计划")
    assert not LINE_MARK.match("、3")
    assert skip_enumerator("、下一步") == 1
    assert skip_enumerator("") == 0


@pytest.mark.parametrize(
    ("marker", "number"), list(zip(ENUMERATORS, [1, 12, 1, 20, 1, 12, 3, 10, 1, 20, 1, 9, 1, 3], strict=True))
)
def test_the_number_of_an_enumerator(marker: str, number: int) -> None:
    assert read_enumerator(marker) == number


def test_no_number_in_an_enumerator() -> None:
    assert [read_enumerator(marker) for marker in ("首先，", "其次，", "、", "")] == [None] * 4


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("某县司法局2018年依法行政工作总结", True),
        ("关于法治政府建设的自评(征求意见稿)", True),
        ("依法治区工作汇报", True),
        ("某县司法局2018年工作总结", False),
        ("推进依法行政", False),
        ("我局依法行政。现将报告", False),
        ("依法行政" + "甲" * 41 + "报告", False),
        ("依法行政" + "甲" * 40 + "报告", True),
        ("甲" * 81 + "法治报告", False),
        ("甲" * 80 + "法治报告", True),
        ("2018年法治" + "甲" * 40 + "年报", True),
        ("2018年法治" + "甲" * 41 + "年报", False),
        ("某县司法局2018年依法行政工作总结及2019年工作思路", True),
        ("某县司法局关于报送2018年法治政府建设情况的函", True),
        ("某县司法局二〇一八年法治政府建设年报", True),
        ("法治政府建设年报", False),
        ("首页 > 公开 > 某县司法局2018年依法行政工作总结", False),
        ("⌂ 首页 某县司法局2018年依法行政工作总结", False),
        ("某县政府网 www.example.cn 某县司法局2018年依法行政工作总结", False),
        ("某县司法局贯彻<纲要>推进依法行政情况报告", True),
    ],
)
def test_a_title(text: str, is_title: bool) -> None:
    assert (TITLE.fullmatch(text) is not None) is is_title


@pytest.mark.parametrize(
    ("text", "is_body"),
    [
        *[("某县人民政府", True), ("某区(高新区)管委会", True), ("某市生态环境局某县分局", True), ("某某镇", True)],
        *[
            ("局", False),
            ("某县人民政府文件", False),
            ("某县 财政局", False),
            ("A县财政局", False),
            ("某" * 41 + "局", False),
        ],
    ],
)
def test_a_bodys_name(text: str, is_body: bool) -> None:
    assert (BODY.fullmatch(text) is not None) is is_body


@pytest.mark.parametrize(
    "names",
    [
        "某县政府 某县委员会 某区管委会 某县办公室 某街道办事处 某县工委 某局党组 某局党委 某县财政局 某省司法厅",
        "某县人民法院 某市宣传部 某县服务中心 某县发改委 某镇司法所 某县农技站 某县残联理事会 某地海关",
        "某某街道 某某镇 某某乡 某县执法大队 某市水务公司 某某大学 某县人民法庭 某市审计署",
    ],
)
def test_every_ending_of_a_bodys_name(names: str) -> None:
    assert [name for name in names.split() if not BODY.fullmatch(name)] == []


def test_every_word_of_a_title() -> None:
    for subject in ("法治政府", "依法行政", "依法治县"):
        for ending in ("报告", "总结", "汇报", "情况", "自评"):
            assert TITLE.fullmatch(f"2020年{subject}工作{ending}"), (subject, ending)


def test_how_long_the_parts_of_a_title_are() -> None:
    for n, is_title in ((80, True), (81, False)):
        assert (TITLE.fullmatch("甲" * n + "法治报告") is not None) is is_title
    for n, is_title in ((40, True), (41, False)):
        assert (TITLE.fullmatch("依法行政" + "甲" * n + "报告") is not None) is is_title
    for n, is_title in ((12, True), (13, False)):
        assert (TITLE.fullmatch("法治报告(" + "甲" * n + ")") is not None) is is_title


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        *[
            ("某政发〔2020〕3号", True),
            ("某司[ 2020 ] 第 12 号", True),
            ("某政办(1999)1234号", True),
            ("甲" * 16 + "【2020】3号", True),
        ],
        *[
            ("甲" * 17 + "〔2020〕3号", False),
            ("〔2020〕3号", False),
            ("某政发〔2020〕号", False),
            ("某政发〔2120〕3号", False),
            ("某政发〔2020〕12345号", False),
        ],
    ],
)
def test_a_documents_number(text: str, is_number: bool) -> None:
    assert (DOC_NO.fullmatch(text) is not None) is is_number


@pytest.mark.parametrize(
    ("issuer", "main"),
    [
        ("中共某县委员会；某县人民政府", "某县人民政府"),
        ("某县人民政府；中共某县委员会", "某县人民政府"),
        ("中共某县委员会；中共某县纪委", "中共某县委员会"),
        ("某县人民政府", "某县人民政府"),
        ("", ""),
    ],
)
def test_the_first_issuer_that_is_no_party_body(issuer: str, main: str) -> None:
    assert find_main_body(issuer) == main


def in_chinese(day: date) -> str:
    year = write_numeral(day.year, "ideographDigital")
    return f"{year}年{write_numeral(day.month)}月{write_numeral(day.day)}日"


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_dates_are_read_in_both_kinds_of_numerals(day: date) -> None:
    expected = datetime(day.year, day.month, day.day)
    assert read_date(in_chinese(day)) == expected
    assert read_date(f"甲县人民政府 {day.year} 年{day.month}月 {day.day}日") == expected
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    assert read_date(f"{day.year}年{day.month}月{day.day}日".translate(full_width)) == expected


def test_zeros_as_they_are_typed() -> None:
    for zero in "〇○零oO":
        assert read_date(f"二{zero}二二年一月十日") == datetime(2022, 1, 10)


def test_the_first_of_several_dates_is_read() -> None:
    assert read_date("2021年3月1日至2022年1月12日") == datetime(2021, 3, 1)


@pytest.mark.parametrize(
    "text", ["二○二二年二月廿九日", "2022年2月30日", "2022年13月1日", "1822年1月1日", "甲县人民政府"]
)
def test_dates_that_are_none(text: str) -> None:
    assert read_date(text) is None


def test_parts_of_a_date() -> None:
    assert to_date("2022", "02", "08") == datetime(2022, 2, 8)
    assert to_date("二〇二二", "十二", "三十一") == datetime(2022, 12, 31)
    assert [to_date(*parts) for parts in (("2022", "0", "1"), ("2022", "x", "1"), ("2021", "2", "29"))] == [None] * 3


@pytest.mark.parametrize(
    "name",
    [
        "黛港海事处",
        "青栾县公证处",
        "麓埕市消防救援支队",
        "石门关镇综合行政执法队",
        "北芫市档案馆",
        "粟麓县供销合作社联合社",
    ],
)
def test_names_of_bodies_below_a_bureau(name: str) -> None:
    assert BODY.fullmatch(name)


@pytest.mark.parametrize("line", ["不足之处", "依法查处", "从严惩处", "还有进步之处"])
def test_what_only_ends_like_a_body(line: str) -> None:
    assert BODY.fullmatch(line) is None


@pytest.mark.parametrize(
    ("marker", "number"),
    [("丙、", 3), ("（乙）", 2), ("叁、", 3), ("Ⅳ．", 4), ("⑵", 2), ("㈢", 3), ("2.3", 3), ("第三章", 3), ("5）", 5)],
)
def test_numbers_in_other_signs(marker: str, number: int) -> None:
    assert read_enumerator(marker) == number
    assert LINE_MARK.match(fold(marker)) or marker[0] in "第2"


@pytest.mark.parametrize(
    ("line", "spaced"),
    [
        ("存 在 的 不 足", True),
        ("\u3000二、\u3000存\u3000在\u3000的\u3000不\u3000足", True),
        ("依 法 治", True),
        ("依 法", False),  # two may be words
        ("依法 治 县", False),
        ("依 法 治 县域", False),
        ("依法治县", False),
        ("", False),
        ("依\t法\t治\t县", False),  # cells
        ("依 法\t治 县 域", False),
        ("2 0 2 2 年 法 治", True),
        ("2022 年 法 治", True),
        ("A B C D", False),
        ("1 2 3 4", False),
        ("《 依 法 》 治 ，", True),
        ("（依） 法、 治：", False),  # with marks beside them, two stand alone at most
        ("“依 法 治 县 域”", True),
    ],
)
def test_a_line_whose_characters_stand_alone_is_letter_spaced(line: str, spaced: bool) -> None:
    assert is_spaced(line) is spaced


def test_names_in_brackets_are_dropped_and_years_with_them_where_asked() -> None:
    text = "按《甲计划》和《乙〔2020〕办法》〔2021〕3号办《丙"
    assert drop_names(text) == "按和〔2021〕3号办《丙"
    assert drop_names(text, numbers=True) == "按和3号办《丙"
    assert drop_names("〔2021", numbers=True) == "〔2021"
