"""Which of two values of one thing is the earlier one, in invented sentences."""

import pytest

from helpers.characters import fold
from helpers.extraction.periods import find_periods, find_year, without_since
from helpers.extraction.quantities import find_quantities
from helpers.extraction.units import compile_units, load_units

UNITS = compile_units(load_units())


def periods(text: str, year: int | None = None) -> list[str | None]:
    text = fold(text)
    found = list(find_quantities(text, UNITS))
    return find_periods(text, found, [False] * len(found), year)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # one value leads to the other
        ("办结率由上年的87%提升至96.8%。", ["before", "now"]),
        ("办结率从2022年的87%提高到今年的96.8%。", ["before", "now"]),
        ("案件由12件增至15件。", ["before", "now"]),
        ("会员从12人发展为80人。", ["before", "now"]),
        ("时限由20压缩至10个工作日。", ["before", "now"]),
        ("协会12家增长成为15家。", ["before", "now"]),
        ("出庭率87%提升至96%。", ["before", "now"]),
        ("时限由15天，缩短到7天。", ["before", "now"]),
        ("出庭率由上年的60%、审结率由50%分别提高到80%、90%。", ["before", "before", "now", "now"]),
        ("由15天到7天。", ["before", "now"]),
        ("开会3次，时限由15天到7天。", [None, "before", "now"]),
        ("案件由12件至15件不等，共9件。", [None, None, None]),
        # named by its time
        ("合格率达96.8%，上年为87%。", ["now", "before"]),
        ("满意率96.8%，较上年的87%提升9.8个百分点。", ["now", "before", None]),
        ("去年办理案件12件，今年办理案件15件。", ["before", "now"]),
        ("去年，全县办理案件12件。", ["before"]),
        ("比起上年的87%，现已提升到96%。", ["before", "now"]),
        ("检查3次。满意率96.8%，较上年的87%提升9.8个百分点。", [None, "now", "before", None]),
        ("去年办理12件，今年办理15件和18件。", ["before", "now", "now"]),
        ("去年办理12件，今年办理15件，含复议3件。", ["before", "now", None]),
        ("出庭率由60%提高到80%，共90%。", ["before", "now", None]),
        ("出庭率由60%提高到80%、9件。", ["before", "now", None]),
        # beside the earlier one, but of another sentence, without a time, or of another unit
        ("办理15件。去年办理12件。", [None, "before"]),
        ("去年办理12件。办理15件。", ["before", None]),
        ("去年办理12件。今年办理15件。", ["before", None]),
        ("较上年的87%，全省平均90%。", ["before", None]),
        ("上年的87%，今年9件。", ["before", None]),
        # a year that names a version, and one that does not
        ("对照《准入清单(2020年版)》,取消许可2项。", [None]),
        ("《指导目录(2019年本)》下放许可3项。", [None]),
        ("清理《渔业办法》(2012年修改)等3件。", [None]),
        ("按《规程》(2018年12月修订)检查船舶3艘。", [None]),
        ("2021年查处案件12件(2020年为15件)。", ["now", "before"]),
        # no two values
        ("从5件到3天。", [None, None]),
        ("罚款从1万元增至5万元不等。", [None, None]),
        ("上年结转15件，新收30件。", [None, None]),
        ("去年以来办结12件。", [None]),
        ("比去年多办12件。", [None]),
        ("落实上年要点12项。", [None]),
        ("办结12件，受理15件。", [None, None]),
    ],
)
def test_before_and_now(text, found):
    assert periods(text) == found


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("2022年办理案件12件。", 2023, ["before"]),
        ("2022年办理案件12件。", 2022, [None]),
        ("2022年办理案件12件。", None, [None]),
        ("2022年办理案件12件，2023年办理案件15件。", None, ["before", "now"]),
        ("2022年12月办结12件。", 2023, [None]),
        ("2022年以来办结12件。", 2023, [None]),
        ("落实2022年要点12项。", 2023, [None]),
    ],
)
def test_years(text, year, found):
    assert periods(text, year) == found


@pytest.mark.parametrize(("n_between", "found"), [(298, ["before"]), (299, [None])])
def test_a_time_is_looked_for_in_300_characters_before_a_number(n_between, found):
    assert periods(f"去年{'甲' * n_between}12件。") == found


def test_a_change_has_no_period():
    text = "上年增加12件，由87%提升至96%。"
    assert find_periods(text, list(find_quantities(text, UNITS)), [True, False, False]) == [None, "before", "now"]
    assert find_periods(
        "上年3成，去年2个百分点。", list(find_quantities("上年3成，去年2个百分点。", UNITS)), [False] * 2
    ) == [*("before", None)]
    text = "去年办理12件，今年多3件。"
    assert find_periods(text, list(find_quantities(text, UNITS)), [False, True]) == ["before", None]


@pytest.mark.parametrize(
    ("front", "year"),
    [
        ("某局2023年度工作报告(2024年1月)", 2023),
        ("(2024年1月12日)某局2023年报告", 2023),
        ("报告", None),
        ("2024年1月12日", None),
        (f"{'甲' * 595}2023年", 2023),
        (f"{'甲' * 596}2023年", None),
        ("120231年", None),
    ],
)
def test_the_year_of_a_front(front, year):
    assert find_year(front) == year


def test_words_without_what_leads_to_the_earlier_value():
    assert [without_since(words) for words in ("办结率由上年的", "办结率")] == ["办结率", "办结率"]
