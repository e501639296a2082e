"""The table of units: what the repository's holds, how it becomes a pattern, what is refused."""

import pytest

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.extraction.units import UNIT_COLUMNS, compile_units, load_units


def write(folder, *rows):
    (folder / "codebook").mkdir()
    lines = [",".join(UNIT_COLUMNS), *rows]
    (folder / "codebook" / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def find(units, text):
    """The unit at the beginning of a text and what was read for it."""
    found = units.pattern.match(fold(text))
    return (found["unit"], found[0]) if found else None


def test_the_repositorys_units_refer_to_one_another():
    table = load_units()
    same = table["same_as"].dropna()
    assert same["起"] == "件"
    assert (table.loc[same, "group"].to_numpy() == table.loc[same.index, "group"].to_numpy()).all()
    assert table.loc[same, "same_as"].isna().all(), "a unit stands for one that stands for another"


def test_units_become_a_pattern_with_their_groups(tmp_path):
    rows = ["箱,classifier,,any,yes,,own", "箱次,classifier,,arabic,,箱,own", "里,measure,程 面(?!积),arabic,,,own"]
    units = compile_units(load_units(write(tmp_path, *rows)))
    assert units.groups == {"箱": "classifier", "箱次": "classifier", "里": "measure"}
    assert (units.chinese, units.events) == ({"箱"}, {"箱"})
    assert [find(units, text) for text in ("箱次", "箱子", "里", "里程", "里面", "里面积", "桶")] == [
        *[("箱次", "箱次"), ("箱", "箱"), ("里", "里")],
        *[None, None, ("里", "里"), None],
    ]


def test_what_may_stand_before_and_behind_a_unit():
    units = compile_units(load_units())
    assert [
        find(units, text) for text in ("    件", "     件", "个月", "个余月", "个多小时", "个件", "件（次）", "件（项")
    ] == [
        *[("件", "    件"), None, ("月", "个月"), ("月", "个余月")],
        *[("小时", "个多小时"), ("个", "个"), ("件", "件(次)"), ("件", "件")],
    ]


def test_blanks_may_stand_inside_a_unit_of_three_characters_or_more():
    units = compile_units(load_units())
    assert [find(units, text) for text in ("百 分 点", "个 百 分点", "平方 米", "件 次", "百  分点")] == [
        *[("百 分 点", "百 分 点"), ("百 分点", "个 百 分点"), ("平方 米", "平方 米"), ("件", "件"), None],
    ]


def test_wrong_rows_are_refused_all_at_once(tmp_path):
    folder = write(
        tmp_path,
        "箱,boxes,(子,some,no,箱,",
        ",classifier,,any,,,own",
        "箱,classifier,,any,yes,桶,own",
    )
    with pytest.raises(CorpusError) as caught:
        load_units(folder)
    place = "codebook/units.csv, row"
    assert str(caught.value).splitlines() == [
        f"{place} 3: unit is blank; fill it in",
        f"{place} 2: source is blank; fill it in",
        f"{place} 4: '箱' stands twice; remove one",
        f"{place} 2: group is 'boxes'; it is duration or share or change or money or measure or classifier or noun",
        f"{place} 2: not_followed_by is no regular expression "
        "(missing ), unterminated subpattern at position 0); correct it",
        f"{place} 2: numerals is 'some'; it is any or arabic",
        f"{place} 2: event is 'no'; it is yes",
        f"{place} 2: same_as is '箱', which is no other unit of this table; correct it",
        f"{place} 4: same_as is '桶', which is no other unit of this table; correct it",
    ]
