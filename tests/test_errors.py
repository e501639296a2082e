"""What the package raises of its own can be told apart, and caught as what it is."""

import errno
import warnings

import pytest

from helpers.errors import (
    CorpusError,
    CorpusWarning,
    FigureError,
    RunError,
    explain,
    list_lines,
    note_warnings,
    warn_plainly,
)


def test_each_error_is_of_its_kind_and_says_its_lines() -> None:
    assert [error.__mro__[1] for error in (CorpusError, FigureError, RunError)] == [
        ValueError,
        ValueError,
        RuntimeError,
    ]
    assert str(CorpusError("reports.csv, row 2: …\nreports.csv, row 3: …")).splitlines()[1] == "reports.csv, row 3: …"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "a.txt"), "a.txt: no permission; change the rights of"),
        (OSError(errno.ENOSPC, "No space left on device", "a.txt"), "a.txt: the disk is full; free some space"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "a/b"), "a/b: a part of this path is a file"),
        (IsADirectoryError(errno.EISDIR, "Is a directory", "a"), "a: this is a folder; name a file"),
        (OSError(errno.EROFS, "Read-only file system", "a", None, "b"), "b: nothing can be written there"),
        (OSError(errno.EIO, "Input/output error"), "a file: Input/output error; try again"),
        (OSError("broken"), "a file: broken; try again"),
    ],
)
def test_what_the_system_refuses_is_a_line_with_file_and_remedy(error: OSError, said: str) -> None:
    assert explain(error).startswith(said) and "\n" not in explain(error)


def test_a_warning_of_another_kind_stays_one() -> None:
    with pytest.warns(UserWarning, match="^other$") as caught, note_warnings() as said:
        warnings.simplefilter("always")
        warnings.warn("other", UserWarning, stacklevel=1)
    assert said == [] and caught[0].filename == __file__


def test_what_an_error_says_line_by_line() -> None:
    assert list_lines(CorpusError("row 2: …\nrow 3: …")) == ["row 2: …", "row 3: …"]
    assert list_lines(OSError(errno.EIO, "Input/output\nerror", "a")) == ["a: Input/output\nerror; try again"]


def test_warnings_are_printed_plainly_inside_alone() -> None:
    usual = warnings.formatwarning
    with warn_plainly():
        assert warnings.formatwarning("a.pdf: …", CorpusWarning, "a.py", 3) == "corpus: a.pdf: …\n"
        assert warnings.formatwarning("other", UserWarning, "a.py", 3, "x") == usual(
            "other", UserWarning, "a.py", 3, "x"
        )
    assert warnings.formatwarning is usual
