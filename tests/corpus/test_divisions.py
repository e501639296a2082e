"""Names → the divisions they lie in, by the year."""

import re

import pytest

from helpers.corpus.divisions import (
    MAX_PLACE,
    ZONE,
    Place,
    _list_divisions,
    find_code,
    find_place,
    list_provinces,
    read_place,
)

JINAN = Place("山东省", "济南市", None)


def test_every_name_is_within_the_reach_of_a_match():
    assert max(map(len, _list_divisions())) == MAX_PLACE


def test_a_province_s_short_name_has_two_characters_but_for_two_provinces():
    assert {("内蒙古", "自治区"), ("黑龙江", "省"), ("广西", "壮族自治区"), ("北京", "市")} <= set(list_provinces())


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        ("济南市司法局", {JINAN}, "司法局"),
        ("山东省济南市历下区司法局", {JINAN._replace(county="历下区")}, "司法局"),
        ("中共济南市委员会", {JINAN}, "委员会"),
        ("山东省长沙市司法局", {Place("山东省", None, None)}, "长沙市司法局"),
        ("北京市西城区司法局", {Place("北京市", None, "西城区")}, "司法局"),
        ("城区司法局", set(), "城区司法局"),
        ("恩施州司法局", {Place("湖北省", "恩施土家族苗族自治州", None)}, "司法局"),
        ("", set(), ""),
    ],
)
def test_the_places_a_name_begins_with(text, places, rest):
    assert read_place(text, 2021) == (places, rest)


def test_a_name_counts_in_its_years_and_the_year_before():
    years = [year for year in range(2010, 2024) if read_place("莱芜市司法局", year)[0]]
    assert years == list(range(2010, 2019))  # a district of 济南 from 2018 on
    assert [year for year in range(2010, 2024) if read_place("莱芜区司法局", year)[0]] == list(range(2017, 2024))
    assert read_place("莱芜市司法局", None)[0] == set()


def test_what_one_name_leaves_open_another_may_say():
    assert find_place(["鼓楼区司法局"], "", "", 2021) == Place(None, None, None)
    assert find_place(["鼓楼区司法局"], "南京市鼓楼区司法局报告", "", 2021) == Place("江苏省", "南京市", "鼓楼区")
    assert find_place(["济南市司法局"], "", "历下区人民政府", 2021) == JINAN
    assert find_place([], "", "历下区人民政府、济南市司法局", 2021) == JINAN._replace(county="历下区")
    assert find_place(["中共济南市委员会", "济南市人民政府"], "", "", 2021) == JINAN


def test_a_zone_has_no_county():
    assert find_place(["济南高新区管委会"], "", "", 2021) == JINAN
    assert find_place(["济南某某公司"], "", "", 2021) == Place(None, None, None)
    assert re.search(ZONE, "高新区")


@pytest.mark.parametrize(
    ("place", "year", "code"),
    [
        (("山东省", "青岛市", "即墨市"), 2016, "370282"),
        (("山东省", "青岛市", "即墨区"), 2019, "370215"),
        (("山东省", "青岛市", "即墨区"), 2010, None),  # a city then
        (("北京市", None, "东城区"), 2021, "110101"),
        (("山东省", "枣庄市", None), 2023, "370400"),
        (("山东省", None, None), 2023, "370000"),
        (("山东省", "莱芜市", None), 2018, "371200"),
        (("山东省", "莱芜市", None), 2019, None),
        (("山东省", "青岛市", "西海岸新区"), 2021, None),  # a zone
        ((None, None, None), 2021, None),
    ],
)
def test_code_of_a_division_in_a_year(place, year, code):
    assert find_code(Place(*place), year) == code


@pytest.mark.parametrize(
    ("text", "year", "place"),
    [
        ("单县司法局", 2021, Place("山东省", "菏泽市", "单县")),  # as short as a name is
        ("双江拉祜族佤族布朗族傣族自治县", 2021, Place("云南省", "临沧市", "双江拉祜族佤族布朗族傣族自治县")),
        ("襄阳区司法局", 2009, Place("湖北省", "襄樊市", "襄阳区")),  # both were renamed in 2010
        ("襄州区司法局", 2011, Place("湖北省", "襄阳市", "襄州区")),
        ("淮阴县司法局", 2000, Place("江苏省", "淮安市", "淮阴县")),  # the last year of the one, the first of the other
    ],
)
def test_a_county_lies_in_the_city_of_its_years(text, year, place):
    assert read_place(text, year)[0] == {place}


def test_a_district_without_a_name_of_its_own_is_one_behind_its_city_alone():
    assert read_place("晋城市城区司法局", 2021) == ({Place("山西省", "晋城市", "城区")}, "司法局")
    assert read_place("城区司法局", 2021) == (set(), "城区司法局")


def test_addressees_say_more_of_each_other_than_of_an_issuer():
    assert find_place([], "", "济南市司法局、历下区人民政府", 2021) == JINAN._replace(county="历下区")
    assert find_place(["济南高新区公司"], "", "", 2021) == JINAN
    assert find_place(["济南高新区管委会"], "", "历下区人民政府", 2021) == JINAN._replace(county="历下区")
