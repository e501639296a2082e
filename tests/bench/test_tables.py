"""The page of `make bench-tables`, from figures at hand."""

from bench.tables import STEPS, WAYS, find_exponent, write_page


def test_the_page_says_what_was_measured():
    corpora = [{"reports": n, "megabytes": n / 50} for n in (500, 2000)]
    few = {way: {"cpu": 10.0, "wall": 20.0, "memory": 300.0} for way in WAYS}
    many = {way: {"cpu": 40.0, "wall": 80.0, "memory": 330.0} for way in WAYS} | {
        "tables-2": {"cpu": 160.0, "wall": 40.0, "memory": 600.0}
    }
    turns = [{name: {"cpu": cpu} for name in ("jieba", "tfidf", *STEPS)} for cpu in (2.0, 8.0)]
    turns[1]["segment"] = {"cpu": 32.0}
    page = write_page("- a machine", corpora, [few, many], turns)
    assert "500 (10.0 MB of text) and 2,000 (40.0 MB of text)" in page and "- a machine" in page
    assert "| 2,000 | all tables, written, 2 workers | 160.0 | 4.00 | 40.0 | 0.50 | 600 |" in page
    assert "all tables, written, 1 worker 1.10, all tables, written, 2 workers 2.00." in page
    assert "| load | 2.0 | 8.0 | 1.00 | 1.00 | 1.00 |" in page
    assert "| segment | 2.0 | 32.0 | 1.00 | 4.00 | 2.00 |" in page
    assert "| all tables | 16.0 | 88.0 | 8.00 | 11.00 | 1.23 |" in page


def test_what_grows_with_the_square_has_the_exponent_two():
    assert find_exponent((500, 3.0), (1000, 12.0)) == 2
