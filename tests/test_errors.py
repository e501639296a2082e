"""What the package raises of its own can be told apart, and caught as what it is."""

from helpers.errors import CorpusError, FigureError, RunError


def test_each_error_is_of_its_kind_and_says_its_lines() -> None:
    assert [error.__mro__[1] for error in (CorpusError, FigureError, RunError)] == [
        ValueError,
        ValueError,
        RuntimeError,
    ]
    assert str(CorpusError("reports.csv, row 2: …\nreports.csv, row 3: …")).splitlines()[1] == "reports.csv, row 3: …"
