"""Issuers that report twice, or under two names."""

import pandas as pd
import pytest

from helpers.commands.issuers import find_odd_issuers


def find(*reports: tuple[str, int]) -> list[str]:
    issuers, years = zip(*reports, strict=True)
    ids = [f"r{i}" for i in range(len(reports))]
    return find_odd_issuers(pd.Series(issuers, index=ids), pd.Series(years, index=ids))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲市行政审批局", "甲市行政审批服务局"),
        ("甲市行政审批服务局", "甲市数据局"),
        ("甲市法制办公室", "甲市司法局"),
        ("甲省环境保护厅", "甲省生态环境厅"),
        ("甲县国土资源局", "甲县自然资源和规划局"),
        ("甲新区管委会", "甲新区管理委员会"),
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
    ],
)
def test_two_issuers(one: str, other: str) -> None:
    assert find((one, 2018), (other, 2021)) == []


def test_bodies_that_report_on_the_same_year_are_two() -> None:
    assert find(("甲市行政审批局", 2018), ("甲市政务服务局", 2018), ("甲市政务服务局", 2021)) == []


def test_two_reports_of_one_issuer_and_year() -> None:
    two = "中共甲县委员会；甲县人民政府"
    assert find((two, 2021), ("甲县人民政府", 2021), ("甲县人民政府", 2022)) == [
        "r0 and r1: 2 reports of 甲县人民政府, 2021"
    ]
