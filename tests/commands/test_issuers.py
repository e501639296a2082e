"""Issuers that report twice, or under two names."""

import pytest

from helpers.commands.issuers import find_odd_issuers, find_strays, propose_unit
from helpers.corpus.manifest import Row


def rows_of(*reports: tuple[str, int] | tuple[str, int, str]) -> list[Row]:
    """Rows of issuer and year, and unit_id where there is one."""
    names = "issuer", "year", "unit_id"
    cells = [dict(zip(names, map(str, report), strict=False)) for report in reports]
    return [Row({"report_id": f"r{i}"} | row) for i, row in enumerate(cells)]


def find(*reports: tuple[str, int] | tuple[str, int, str]) -> list[str]:
    return find_odd_issuers(rows_of(*reports))


def propose(issuer: str, year: int, *reports: tuple[str, int] | tuple[str, int, str]) -> str:
    return propose_unit({"report_id": "new", "issuer": issuer, "year": str(year)}, rows_of(*reports))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲市行政审批局", "甲市行政审批服务局"),
        ("甲市行政审批服务局", "甲市数据局"),
        ("甲市法制办公室", "甲市司法局"),
        ("甲省环境保护厅", "甲省生态环境厅"),
        ("甲县国土资源局", "甲县自然资源和规划局"),
        ("甲新区管委会", "甲新区管理委员会"),
        ("甲市体办", "甲市体育办公室"),
        ("即墨市人民政府", "青岛市即墨区人民政府"),
        ("甲市乙县人民政府", "乙县人民政府"),
    ],
)
def test_one_issuer_under_two_names(one: str, other: str) -> None:
    names = f"{one} and {other} seem to be one issuer under two names; tables take them for two"
    assert find((one, 2018), (other, 2021)) == [f"r0 and r1: {names}"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲市司法局", "乙市司法局"),
        ("甲市司法局", "甲市民政局"),
        ("甲市司法局", "甲市乙区司法局"),
        ("甲市乙区司法局", "丙市乙区司法局"),  # there are several 鼓楼区
        ("甲市乙区司法局", "甲市丙区司法局"),
        ("甲县人民政府", "甲县人民政府办公室"),
        ("甲市城市管理局", "甲市市场监督管理局"),
        ("甲市教育局", "甲市体育局"),
        ("甲市委", "甲市委员会"),  # one character says too little
        ("甲市办体", "甲市体育办公室"),  # in another order
    ],
)
def test_two_issuers(one: str, other: str) -> None:
    assert find((one, 2018), (other, 2021)) == []


def test_bodies_that_report_on_the_same_year_are_two() -> None:
    assert find(("甲市行政审批局", 2018), ("甲市政务服务局", 2018), ("甲市政务服务局", 2021)) == []


def test_two_reports_of_one_issuer_and_year() -> None:
    two = "中共甲县委员会；甲县人民政府"
    assert find((two, 2021), ("甲县人民政府", 2021), ("甲县人民政府", 2022)) == [
        "r0 and r1: 2 reports of 甲县人民政府, 2021",
        f"r0 and r1: 甲县人民政府 is in two units, {two} and 甲县人民政府; give all its reports one unit_id",
    ]


def test_an_issuer_that_was_renamed_and_has_one_unit_id_is_listed_as_such() -> None:
    first, later = ("甲市行政审批局", 2019, "u1"), ("甲市数据局", 2024, "u1")
    names = "甲市行政审批局 (2019, 2020) → 甲市数据局 (2024)"
    said = f"{names} share the unit_id u1, as one issuer that was renamed; give each its own if they are two"
    assert find(first, ("甲市行政审批局", 2020, "u1"), later) == [f"r0 and r2: {said}"]


def test_two_reports_of_one_unit_and_year_under_two_names() -> None:
    assert find(("甲市行政审批局", 2021, "u1"), ("甲市数据局", 2021, "u1"))[0] == (
        "r0 and r1: 2 reports of 甲市行政审批局, 2021"
    )


def test_an_issuer_whose_reports_have_two_units_is_listed_unless_they_lie_apart() -> None:
    said = "甲市财政局 is in two units, 甲市财政局 and u1; give all its reports one unit_id"
    assert find(("甲市财政局", 2020), ("甲市财政局", 2021, "u1")) == [f"r0 and r1: {said}"]
    rows = rows_of(("鼓楼区司法局", 2020, "u1"), ("鼓楼区司法局", 2020, "u2"))
    rows[0]["city"], rows[1]["city"] = "徐州市", "南京市"
    assert find_odd_issuers(rows) == []


def test_a_report_of_a_known_issuer_gets_its_unit() -> None:
    assert propose("甲市财政局", 2021, ("甲市财政局", 2020, "u1"), ("乙市财政局", 2020, "u2")) == "u1"
    assert propose("甲县人民政府", 2021, ("中共甲县委员会；甲县人民政府", 2020, "u1")) == "u1"


def test_a_unit_without_an_id_is_known_by_its_issuer_as_written() -> None:
    two = "中共甲县委员会；甲县人民政府"
    assert propose("甲县人民政府", 2021, (two, 2020)) == two


@pytest.mark.parametrize("before", ["甲市行政审批局", "甲市行政审批服务局", "甲市政务服务局"])
def test_a_renamed_issuer_keeps_its_unit(before: str) -> None:
    assert propose("甲市数据局", 2024, (before, 2020, "u1"), ("乙市数据局", 2023, "u2")) == "u1"
    assert propose("甲市数据局", 2024, (before, 2020)) == before


def test_an_issuer_with_a_report_on_the_year_was_not_renamed() -> None:
    assert propose("甲市数据局", 2024, ("甲市行政审批局", 2024, "u1")) == "甲市数据局"
    both = ("甲市行政审批局", 2023, "u1"), ("甲市政务服务局", 2024, "u1")
    assert propose("甲市数据局", 2024, *both) == "甲市数据局"


def test_of_two_units_that_an_issuer_may_have_been_none_is_taken() -> None:
    assert propose("甲市数据局", 2024, ("甲市行政审批局", 2020, "u1"), ("甲市政务服务局", 2020, "u2")) == "甲市数据局"


def test_a_new_issuer_gets_its_own_name_with_its_place_where_another_is_called_so() -> None:
    assert propose("中共甲县委员会；甲县人民政府", 2021, ("乙县人民政府", 2021)) == "甲县人民政府"
    rows = rows_of(("鼓楼区司法局", 2020))
    rows[0]["city"] = "南京市"
    new = {"report_id": "new", "issuer": "鼓楼区司法局", "year": "2021", "city": "徐州市", "county": "鼓楼区"}
    assert propose_unit(new, rows) == "徐州市鼓楼区司法局"
    rows += rows_of(("徐州市鼓楼区司法局", 2020, "徐州市鼓楼区司法局"))
    rows[1]["city"] = "别市"
    assert propose_unit(new, rows) == "徐州市鼓楼区司法局-2"


def test_a_city_that_became_a_district_is_the_same_place() -> None:
    before = {"report_id": "a", "issuer": "即墨市人民政府", "year": "2015", "city": "青岛市", "county": "即墨市"}
    new = {"report_id": "b", "issuer": "青岛市即墨区人民政府", "year": "2019", "city": "青岛市", "county": "即墨区"}
    assert propose_unit(new, [Row(before)]) == "即墨市人民政府"


def test_a_year_is_one_however_it_is_written() -> None:
    rows = rows_of(("甲市财政局", 2021), ("甲市财政局", 2021), ("甲市财政局", 2022))
    rows[1]["year"], rows[2]["year"] = "2021年", "2022年度"
    assert find_odd_issuers(rows) == ["r0 and r1: 2 reports of 甲市财政局, 2021"]


def test_files_that_no_row_names_are_strays_but_for_hidden_ones_and_the_text_of_a_scan(tmp_path) -> None:
    raw = tmp_path / "raw"
    (raw / "more").mkdir(parents=True)
    (raw / ".git").mkdir()
    for name in (
        "a.txt",
        "b.pdf",
        "b.pdf.txt",
        "c.txt",
        "c.txt.txt",
        "d.txt.txt",
        "more/a.txt",
        ".x",
        "~$a.txt",
        ".git/x",
    ):
        (raw / name).write_text("", "utf-8")
    rows = "report_id,file,issuer,year\na,a.txt,甲局,2021\nb,b.pdf,甲局,2022\nc,c.txt,甲局,2020\nd,,甲局,2019\n"
    (tmp_path / "reports.csv").write_text(rows, "utf-8")
    assert find_strays(tmp_path) == [
        "raw/d.txt.txt is in no row of reports.csv; add it, or move it away",
        "raw/more/a.txt is in no row of reports.csv; add it, or move it away",
    ]
