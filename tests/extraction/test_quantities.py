"""Numbers with their units and hedges, units as a table, and numbers in Chinese numerals."""

import pytest

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.extraction import cells, citations, claims, counted, periods, quantities
from helpers.extraction.quantities import Quantity, find_bound, find_quantities
from helpers.extraction.units import GROUPS, UNIT_COLUMNS, compile_units, load_units
from helpers.numerals import read_quantity
from helpers.places import ROOT
from helpers.tables import load_rules, read_rules

ROW = dict(zip(UNIT_COLUMNS, ["船", "classifier", "", "any", "", "", "甲"], strict=True))


def read(text: str, corpus=None) -> list[tuple]:
    """(value, unit, group, event) of every quantity in `text`."""
    units = compile_units(load_units(corpus))
    return [(q.value, q.unit, q.group, q.event) for q in find_quantities(fold(text), units)]


def find(text: str) -> list[tuple]:
    """(as printed, value, upper value) of every quantity in `text`."""
    text = fold(text)
    return [(text[q.start : q.end], q.value, q.high) for q in find_quantities(text, compile_units(load_units()))]


def hedge(text: str) -> tuple:
    """(as printed, hedge) of the one quantity in `text`."""
    text = fold(text)
    [q] = find_quantities(text, compile_units(load_units()))
    return text[q.start : q.end], q.hedge


def write(folder, *rows: dict):
    (folder / "codebook").mkdir()
    lines = [",".join(UNIT_COLUMNS), *(",".join(row.values()) for row in rows)]
    (folder / "codebook" / "units.csv").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("numeral", "value", "high"),
    [
        ("二十", 20, None),
        ("一百零五", 105, None),
        ("三千二百", 3200, None),
        ("一万二", 12000, None),
        ("两万三千", 23000, None),
        ("一亿二千万", 120000000, None),
        ("三四十", 30, 40),
        ("两三百", 200, 300),
        ("十七八", 17, 18),
        ("九十七点五", 97.5, None),
    ],
)
def test_chinese_numerals(numeral, value, high):
    assert read_quantity(numeral)[:2] == (value, high)


@pytest.mark.parametrize("numeral", ["三五", "二〇二三", "一二", "十三五", "三四五"])
def test_digits_that_are_no_chinese_numeral(numeral):
    assert read_quantity(numeral) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("消防车12辆次。", (12, "辆次", "classifier", False)),
        ("消火栓120具。", (120, "具", "classifier", False)),
        ("两次召开。", (2, "次", "classifier", True)),
        ("平均年龄47岁。", (47, "岁", "measure", False)),
        ("执法次数120，", (120, None, "count", False)),
        ("每季度至少一次。", (1, "次", "classifier", True)),
        ("每月召开一次会议。", (1, "次", "classifier", True)),
    ],
)
def test_units_of_the_repository(text, found):
    assert read(text) == [found]


@pytest.mark.parametrize(
    "text", ["3起草", "60岁以上老人", "三台县", "八面山", "召开一次会议", "12.4国家宪法日", "两具有"]
)
def test_what_is_no_unit(text):
    assert read(text) == []


def test_a_quantity_whole():
    text = "全年查办不少于120余件以上"
    assert list(find_quantities(text, compile_units(load_units()))) == [
        Quantity(
            start=4,
            digits=7,
            unit_end=12,
            end=14,
            value=120.0,
            high=None,
            unit="件",
            group="classifier",
            hedge="at_least",
            event=False,
        )
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # without a unit: a sum needs its scale and a word for money, a score or share nothing behind it
        ("营收额约65万，", [("约65万", 650000, None)]),
        ("罚款共计3万，", [("3万", 30000, None)]),
        ("工资额65，", []),
        ("用户约65万，", []),
        ("得分99，", [("99", 99, None)]),
        ("得分99后", []),
        ("得分九十，", []),
        # units that are often something else
        ("收入翻了2番。", [("2番", 2, None)]),
        ("经过2番努力。", []),
        ("开放6个月。", [("6个月", 6, None)]),
        ("6月开放。", []),
        ("压缩至3日。", [("3日", 3, None)]),
        ("3日内办结。", [("3日内", 3, None)]),
        ("3日召开。", []),
        ("档案保存99年。", [("99年", 99, None)]),
        ("5年以上。", [("5年以上", 5, None)]),
        ("5年召开。", []),
        ("档案保存100年。", []),
        ("年龄不到47岁。", [("不到47岁", 47, None)]),
        ("47岁以上。", []),
        ("47周岁以上。", []),
        # nouns where a classifier would stand
        ("999县。", [("999县", 999, None)]),
        ("1000县。", []),
        ("2.5县。", []),
        ("五大攻坚战役。", [("五大攻坚战役", 5, None)]),
        ("五大民生实事项目。", [("五大民生", 5, None)]),
        ("五大平台建设。", [("五大平台", 5, None)]),
        ("十六大领域。", [("十六大领域", 16, None)]),
        ("十七大精神。", []),
        ("二十大精神。", []),
        ("二十一大领域。", [("二十一大领域", 21, None)]),
        # Chinese numerals
        ("三次。", [("三次", 3, None)]),
        ("二次。", []),
        ("数十次。", [("数十次", 10, None)]),
        ("走访三、四个县。", [("三、四个", 3, 4)]),
        ("三、四类案件，三、四部门。", []),  # names
        ("更换近三十台。", []),
        ("开放一个半月。", [("一个半月", 1.5, None)]),
        ("办理两个半小时，三个半工作日。", [("两个半小时", 2.5, None), ("三个半工作日", 3.5, None)]),
        ("培训两个半学时，三个半课时。", [("两个半学时", 2.5, None), ("三个半课时", 3.5, None)]),
        ("提前一天。", [("一天", 1, None)]),
        ("一天内办结。", [("一天内", 1, None)]),
        ("提前一年。", []),
        ("一天会议。", []),
        ("缩短为半天。", [("半天", 0.5, None)]),
        ("每季度一次。", [("一次", 1, None)]),
        ("召开一次。", []),
        ("百件，网上百件，通过百件。", []),
        ("上百人，过万人。", [("上百人", 100, None), ("过万人", 10000, None)]),
        ("三四十人，十七八个，两三百件。", [("三四十人", 30, 40), ("十七八个", 17, 18), ("两三百件", 200, 300)]),
        # shares
        ("百分之五，千分之三。", [("百分之五", 5, None), ("千分之三", 0.003, None)]),
        ("四分之三。", [("四分之三", 0.75, None)]),
        ("0分之3。", []),
        ("1/4的，约5/4。", [("1/4", 0.25, None), ("约5/4", 1.25, None)]),
        ("5/4的。", []),
        ("同意的占1/4", [("1/4", 0.25, None)]),
        ("同意的占1/4甲", []),
        # rows of digits
        ("12,345件。", [("12,345件", 12345, None)]),
        ("1,2345件。", []),
        ("1" + "0" * 17 + "件。", [("1" + "0" * 17 + "件", 1e17, None)]),
        ("1" + "0" * 18 + "件。", []),
        ("3千件，3千克，五千克。", [("3千件", 3000, None), ("3千克", 3, None)]),
        # a unit printed once, behind the second of two numbers
        ("由法定承诺时限20压缩至10个工作日。", [("20", 20, None), ("10个工作日", 10, None)]),
        # minutes are no tens
        ("八点二十人到岗。", []),
        # names and what is told one by one
        ("A3件，AB3件，每3件，-3件。", []),
        ("ABC12件。", [("12件", 12, None)]),
    ],
)
def test_what_counts(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3至5名。", [("3至5名", 3, 5)]),
        ("3～5名。", [("3~5名", 3, 5)]),
        ("10%—15%。", [("10%—15%", 10, 15)]),
        ("3万至5万元。", [("3万至5万元", 30000, 50000)]),
        ("3至5万元。", [("3至5万元", 30000, 50000)]),
        ("三至五名。", [("三至五名", 3, 5)]),
        # none
        ("5至3名。", [("3名", 3, None)]),
        ("5至5名。", [("5名", 5, None)]),
        ("3天至5个。", [("3天", 3, None), ("5个", 5, None)]),
        ("由10%至15%。", [("10%", 10, None), ("15%", 15, None)]),
        ("10%至百分之十五。", [("10%", 10, None), ("百分之十五", 15, None)]),
    ],
)
def test_ranges(text, found):
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增配图书数百册。", [("数百册", 100, None)]),
        ("印制折页上万册、海报数千张。", [("上万册", 10000, None), ("数千张", 1000, None)]),
        ("更换设备近百台。", [("近百台", 100, None)]),
        ("更换设备百台。", []),  # as in names
        ("更换设备数十台，几台。", [("数十台", 10, None)]),
        ("涉及三区、几区之间。", []),
        (
            "核查率由八成五升至九成二，较上年减少二成多。",
            [("八成五", 8.5, None), ("九成二", 9.2, None), ("二成多", 2, None)],
        ),
    ],
)
def test_about_how_many_counts_with_every_unit_and_tenths_are_read_whole(text, found):
    assert find(text) == found


@pytest.mark.parametrize("sign", ["至", "到", "-", "—", "–", "―", "~", "～", " - "])
def test_every_sign_between_the_ends_of_a_range(sign):
    ((_, low, high),) = find(f"3{sign}5名。")
    assert (low, high) == (3, 5)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # one after the other: a bound before the number, what stands after the unit, 余 and 多, a bound over a noun
        ("不少于20名左右。", ("不少于20名左右", "at_least")),
        ("不足20余名。", ("不足20余名", "at_most")),
        ("近30%以上。", ("近30%以上", "above")),
        ("近30余名。", ("近30余名", "over")),
        ("12余件以上。", ("12余件以上", "above")),
        ("近12名干部，", ("近12名", "about")),
        ("不少于干部5%。", ("5%", "at_least")),
        ("不超过干部5%。", ("5%", "at_most")),
        ("不超过少数干部5%。", ("5%", "at_most")),
        ("至少干部5%以内。", ("5%以内", "at_most")),
        # words that only look like one
        ("不超过12件。", ("不超过12件", "at_most")),
        ("未超过12件。", ("未超过12件", "at_most")),
        ("超过了12件。", ("超过了12件", "over")),
        ("准备不足12件。", ("12件", None)),
        ("附近3个。", ("3个", None)),
        ("12个内设机构。", ("12个", None)),
        ("12天内。", ("12天内", "at_most")),
        ("12件以内。", ("12件以内", "at_most")),
        ("12件（含）以上。", ("12件(含)以上", "above")),
        ("不超过￥12万。", ("不超过￥12万", "at_most")),
        # 多 after the unit, of what can be divided
        ("历时3年多。", ("3年多", "over")),
        ("降低3%多。", ("3%多", "over")),
        ("12件多。", ("12件", None)),
    ],
)
def test_hedges(text, found):
    assert hedge(text) == found


def test_a_hedge_belongs_to_one_number():
    assert find("至少3名，5名。") == [("至少3名", 3, None), ("5名", 5, None)]


def test_a_bound_over_a_noun():
    text = "选聘不少于执法人员5%"
    assert find_bound(text, 0, 9).span() == (2, 9)
    assert find_bound(text, 3, 9) is None
    assert find_bound("不少于第1批执法人员5%", 0, 10) is None


def test_every_kind_of_the_rules_is_asked_for(monkeypatch):
    """A kind without rows matches nothing: a name misspelt in code or table would only be silent."""
    asked = set()

    def load(name):
        return lambda kind: asked.add((name, kind)) or load_rules(name)(kind)

    for module in (quantities, counted, claims, periods, cells, citations):
        monkeypatch.setattr(module, "load_rules", load)
        for build in {"_words", "_patterns"} & set(vars(module)):
            getattr(module, build).__wrapped__()
    tables = {name for name, _ in asked}
    assert tables == {"quantities", "things", "claims", "citations"}
    kinds = {(name, kind) for name in tables for kind in read_rules(ROOT / "corpus" / "rules" / f"{name}.csv")["kind"]}
    assert asked == kinds


def test_the_table_of_units_is_whole():
    table = load_units()
    assert set(table["group"]) == set(GROUPS)
    assert table[["numerals", "source"]].notna().all().all()


def test_a_unit_that_is_added_is_found_and_only_that(tmp_path):
    write(tmp_path, ROW | {"not_followed_by": "长 员(?!工)"})
    assert read("新购3船，4船员工，船长5船长，6船员，七船，8件。", tmp_path) == [
        (3, "船", "classifier", False),
        (4, "船", "classifier", False),
        (7, "船", "classifier", False),
    ]


def test_arabic_units_take_no_chinese_numerals(tmp_path):
    write(tmp_path, ROW | {"numerals": "arabic"})
    assert read("3船，七船。", tmp_path) == [(3, "船", "classifier", False)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW | {"unit": ""}], "codebook/units.csv, row 2: unit is blank; fill it in"),
        ([ROW | {"source": ""}], "codebook/units.csv, row 2: source is blank; fill it in"),
        ([ROW, ROW], "codebook/units.csv, row 3: '船' stands twice; remove one"),
        ([ROW | {"same_as": "艇"}], "codebook/units.csv, row 2: same_as is '艇', which is no other unit of this table"),
        ([ROW | {"group": "ship"}], "codebook/units.csv, row 2: group is 'ship'; it is duration or share or"),
        ([ROW | {"numerals": "no"}], "codebook/units.csv, row 2: numerals is 'no'; it is any or arabic"),
        ([ROW | {"event": "1"}], "codebook/units.csv, row 2: event is '1'; it is yes"),
        ([ROW | {"not_followed_by": "(长"}], "row 2: not_followed_by is no regular expression"),
        ([ROW | {"not_followed_by": "长、[、]"}], "row 2: not_followed_by is '长、[、]'; part its words by spaces"),
    ],
)
def test_a_wrong_table_of_units(tmp_path, rows, message):
    write(tmp_path, *rows)
    with pytest.raises(CorpusError) as error:
        load_units(tmp_path)
    assert message in str(error.value)
