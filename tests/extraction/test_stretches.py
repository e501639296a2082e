"""Passages that follow one another, as one text."""

import pandas as pd
import pytest

from helpers.extraction.stretches import Place, Stretch, list_stretches

ROWS = [
    ("甲", "甲-0", "front", "前言\n", 0),
    ("甲", "甲-1", "measures", "一、普法", 3),
    ("甲", "甲-2", "measures", "开展培训。", 7),
    ("甲", "甲-5", "plan", "加强普法", 20),
    ("甲", "甲-6", "plan", "。", 24),
    ("乙", "乙-0", "front", "说明", 25),
]


def make(*numbers: int) -> pd.DataFrame:
    rows = [ROWS[number] for number in numbers]
    return pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"])


def test_a_stretch_ends_at_a_gap_and_at_the_end_of_a_report():
    assert list(list_stretches(make(*range(6)))) == [
        Stretch(
            report_id="甲",
            text="前言\n一、普法开展培训。",
            offset=0,
            starts=[0, 3, 7],
            passages=[("甲-0", "front"), ("甲-1", "measures"), ("甲-2", "measures")],
        ),
        Stretch("甲", "加强普法。", 20, [0, 4], [("甲-5", "plan"), ("甲-6", "plan")]),
        Stretch("乙", "说明", 25, [0], [("乙-0", "front")]),
    ]


def test_passages_that_are_left_out_part_a_stretch():
    assert [stretch.text for stretch in list_stretches(make(0, 2, 3))] == ["前言\n", "开展培训。", "加强普法"]


def test_no_passages_have_no_stretches():
    assert list(list_stretches(make())) == []


def test_a_place_is_one_of_the_report_and_its_passage_that_of_its_beginning():
    first, later, _ = list_stretches(make(*range(6)))
    assert first.place(5, 9) == Place("甲", "甲-1", "measures", "普法开展", 5, 9)
    assert first.place(7, 9) == Place("甲", "甲-2", "measures", "开展", 7, 9)
    assert later.place(2, 5) == Place("甲", "甲-5", "plan", "普法。", 22, 25)
    assert later.place(4, 5) == Place("甲", "甲-6", "plan", "。", 24, 25)


@pytest.mark.parametrize(("at", "role"), [(0, "front"), (2, "front"), (3, "measures"), (11, "measures")])
def test_the_role_is_that_of_the_passage(at, role):
    assert next(list_stretches(make(0, 1, 2))).role(at) == role


@pytest.mark.parametrize(
    ("at", "begins"),
    [(0, 0), (2, 0), (3, 0), (4, 3), (6, 3), (7, 0), (8, 7)],
)
def test_a_phrase_cut_in_two_begins_before_its_passage(at, begins):
    assert next(list_stretches(make(0, 1, 2))).begins(at) == begins
