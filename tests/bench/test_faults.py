"""Hostile inputs: drawn the same again, and none that was once too much is so again."""

import subprocess
import sys

import pytest

from bench import faults
from bench.faults import MEGABYTES, SECONDS, Outcome, is_offender, read_input
from bench.hostile import KINDS, SAMPLE, list_hostile, list_mutants
from helpers.places import ROOT

FORMATS = ("txt", *KINDS)


def test_there_are_three_hundred_hostile_inputs_at_each_turn_each_with_a_name_of_its_own():
    inputs = list(list_hostile(FORMATS, seed=1, variants=1))
    assert len(inputs) >= 300
    assert len({(one.name, one.suffix) for one in inputs}) == len(inputs)


@pytest.mark.parametrize("wanted", ["txt", "md", "html", "docx", "pdf", "csv"])
def test_a_seed_gives_the_same_mutants_again_and_another_gives_others(wanted):
    drawn = [[one.make() for one in list_mutants([wanted], seed, 5)] for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_what_becomes_of_an_input(monkeypatch):
    assert read_input(SAMPLE.read_bytes(), "txt") == "tables"
    assert read_input(b"\xff\xd8\xff", "jpg") == "refused"
    monkeypatch.setattr(faults, "make_tables", lambda folder: 1 // 0)
    assert read_input(b"", "txt") == "ZeroDivisionError: integer division or modulo by zero"


def test_an_offender_takes_too_much_or_raises_what_it_should_not():
    good = Outcome("a", "txt", "tables", SECONDS, MEGABYTES)
    assert not is_offender(good) and not is_offender(good._replace(what="refused"))
    worse = ({"what": "died (-9)"}, {"seconds": SECONDS + 1}, {"megabytes": MEGABYTES + 1})
    assert all(is_offender(good._replace(**change)) for change in worse)


def test_what_once_took_too_much_is_read_or_refused_within_the_limits(tmp_path):
    """In a process of its own: workers are forked from it, which one with threads had better not do."""
    command = [
        sys.executable,
        "-m",
        "bench.faults",
        "--formats",
        "found",
        "--mutants",
        "0",
        "--keep",
        tmp_path / "kept",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (tmp_path / "kept").exists()
