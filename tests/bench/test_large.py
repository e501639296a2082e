"""The page of `make bench-large`, from figures at hand."""

import pytest

from bench.large import BEGIN, END, PAGE, WAYS, find_growth, find_interval, find_slope, put_between, write_block


def size(reports: int, cpu: float, parts: list[float]) -> dict:
    told = {"cpu": cpu, "wall": cpu, "memory": 400.0, "client": {"cpu": 5 + reports / 1000, "memory": 150.0}}
    told |= {"disk": reports / 20, "files": reports / 5, "parts": parts, "scheduler": {"cpu": 2.0, "memory": 90.0}}
    jieba = {"cpu": 36.0, "wall": 36.0, "memory": 100.0}
    return {"reports": float(reports), "megabytes": reports / 50, **dict.fromkeys(WAYS, told), "jieba": jieba}


ROWS = {"table": [{"rows": n, "cpu": n / 1000, "memory": 100 + n / 1000, "more": 1.0} for n in (100_000, 200_000)]}
STAMPS = {"parts": 2000, "cpu": 1.0, "more": 10.0}
SIZES = [size(1000, 72.0, [3.0, 4.0] * 10), size(4000, 288.0, [3.0, 4.0] * 40)]


def test_the_block_says_what_was_measured_and_what_follows():
    block = write_block("- a machine", SIZES, ROWS, STAMPS)
    lines = block.splitlines()
    assert (lines[0], lines[-1]) == (BEGIN, END) and "- a machine" in lines
    assert "| 4,000 | all tables, 2 Dask workers | 288.0 | 8.00 | 288.0 | 400 | 9.0, 150 | 200.0 |" in lines
    assert "| a table with the texts (.jsonl) | 200,000 | 200.0 | 300 |" in lines
    said = dict(line.strip("| ").split(" | ") for line in lines if line.count(" | ") == 1)
    assert said["processor time of those who make parts"] == "19.4 hours (± 3% by the spread over 80 parts)"
    grown = said["the same, if it grew on as from 1,000 to 4,000"]
    # 1.96 times the root of (.513 / 3.5)² / 20 + (.503 / 3.5)² / 80, by log 4; times 250 to that power
    assert grown == "19.4 hours (14.6 to 25.9); exponent 1.000 (0.948 to 1.052)"
    assert said["by the clock, 16 cores"] == "1.2 hours at least"
    assert said["by the clock, 256 cores"] == "0.3 hours at least"  # no more than the client can hand out
    assert said["processor time of the one that hands out the parts"] == "0.3 hours: enough for 70 cores"
    assert said["memory of the one that hands out the parts, a table with the texts (.jsonl)"] == "1.1 GB"
    assert said["a further run with nothing to do: its stamps"] == "20 s, each is read twice"
    assert said["disk"] == "50 GB in 200,000 files"


def test_one_size_alone_says_nothing_of_growth():
    block = write_block("- a machine", SIZES[1:], {}, STAMPS)
    assert "exponent" not in block and "| processor time of those who make parts | 19.4 hours" in block


def test_few_parts_say_nothing_of_a_million():
    block = write_block("- a machine", [size(100, 9.0, [4.0])], ROWS, STAMPS)
    assert "| 1 parts say too little | measure 550 reports or more |" in block and "hours" not in block
    block = write_block("- a machine", [size(100, 9.0, [4.0]), SIZES[1]], ROWS, STAMPS)
    assert "exponent" not in block and "19.4 hours" in block


@pytest.mark.parametrize(("cost", "exponent"), [(1.0, 1.0), (4.0, 2.0)])
def test_what_grows_with_the_square_has_the_exponent_two_and_parts_alike_no_error(cost, exponent):
    few, many = size(1000, 1, [1.0] * 20), size(4000, 1, [cost] * 80)
    assert find_interval(few, many) == pytest.approx((exponent, exponent, exponent))


def test_what_is_measured_on_two_sizes_leaves_out_the_start():
    assert find_growth([(1000, 6.0), (2000, 6.5), (4000, 9.0)]) == 0.001
    assert find_growth([(1000, 6.0)]) == 0.006
    assert find_slope(*ROWS["table"], "memory") == 1000


def test_the_page_keeps_all_but_what_stands_between_the_marks():
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == 1
    assert put_between(page, f"{BEGIN}\n{END}").partition(BEGIN)[0] == page.partition(BEGIN)[0]
    assert put_between(put_between(page, f"{BEGIN} a {END}"), f"{BEGIN} b {END}") == put_between(
        page, f"{BEGIN} b {END}"
    )
