"""Tables of contents among lines: their entries, and what looks like one."""

import pytest

from helpers.reading.contents import mark_contents
from helpers.reading.lines import OUTSIDE, ROW


def outside(*lines: str) -> list[str]:
    """What mark_contents puts outside."""
    return [line[1:] for line in mark_contents("\n".join(lines)).split("\n") if line.startswith(OUTSIDE)]


@pytest.mark.parametrize(
    "entries",
    [
        ["一、主要举措\t1", "（一）加强学习\t1", "二、不足\t12"],
        ["一、主要举措……………1", "（一）加强学习......2", "二、不足··········3"],
        ["一、主要举措\t- 1 -", "（一）加强学习…… 2", "二、不足 3"],
        ["前言\ti", "一、主要举措\tii", "二、不足\t1"],
        ["１．主要举措．．．．．１", "２．不足．．．．．２", "３．打算．．．．．３"],
    ],
)
def test_entries_end_with_pages_that_rise(entries: list[str]) -> None:
    assert outside("某局报告", *entries, "一、主要举措", "学习3次。") == entries


def test_the_word_above_belongs_to_it_and_makes_one_entry_enough() -> None:
    assert outside("目　录", "一、主要举措 1", "一、主要举措") == ["目　录", "一、主要举措 1"]
    assert outside("目次", OUTSIDE + "一、主要举措", "一、主要举措") == ["目次", "一、主要举措"]
    assert outside("目录", "一、主要举措") == []


@pytest.mark.parametrize(
    "lines",
    [
        ["检查\t12", "处罚\t3", "复议\t1"],  # pages do not fall
        ["一、主要举措\t1", "二、不足\t2"],
        ["学习12次。\t1", "检查3次。\t2", "处罚1件。\t3"],
        [ROW + "甲局\t1", ROW + "乙局\t2", ROW + "丙局\t3"],
        ["检查 1", "处罚 2", "复议 3"],
    ],
)
def test_what_only_looks_like_one(lines: list[str]) -> None:
    assert outside(*lines) == []
