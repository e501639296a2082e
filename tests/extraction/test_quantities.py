"""Units as a table, and numbers in Chinese numerals."""

import pytest

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.extraction.quantities import find_quantities
from helpers.extraction.units import GROUPS, UNIT_COLUMNS, compile_units, load_units
from helpers.numerals import read_quantity

ROW = dict(zip(UNIT_COLUMNS, ["船", "classifier", "", "any", "", "", "甲"], strict=True))


def read(text: str, corpus=None) -> list[tuple]:
    """(value, unit, group, event) of every quantity in `text`."""
    units = compile_units(load_units(corpus))
    return [(q.value, q.unit, q.group, q.event) for q in find_quantities(fold(text), units)]


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
    assert read_quantity(numeral) == (value, high)


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
    ],
)
def test_a_wrong_table_of_units(tmp_path, rows, message):
    write(tmp_path, *rows)
    with pytest.raises(CorpusError) as error:
        load_units(tmp_path)
    assert message in str(error.value)
