"""What the package raises of its own, and what the system refuses, in a line."""

import errno
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ChoiceError", "CorpusError", "CorpusWarning", "FigureError", "RunError", "SPEAKER", "ScanError"]
__all__ += ["explain", "list_lines", "note_warnings", "warn_plainly"]

SPEAKER = "corpus"  # before a warning
# What the system says, and the remedy.
_REFUSALS = {
    **dict.fromkeys(
        [errno.EACCES, errno.EPERM],
        "no permission; change the rights of the file and its folder, or close the program that holds it open",
    ),
    **dict.fromkeys([errno.ENOSPC, errno.EDQUOT], "the disk is full; free some space and run the command again"),
    errno.EROFS: "nothing can be written there; name another folder",
    errno.EISDIR: "this is a folder; name a file",
    errno.ENOTDIR: "a part of this path is a file and no folder; correct the path",
    errno.ENOENT: "no such file or folder; correct the path",
    errno.EEXIST: "something of this name is in the way; move it",
    errno.ENAMETOOLONG: "the name is too long; shorten it",
}


class _Told(Exception):
    """What is told in its own words: wrong, and what to do. The forty lines of calls that led there help nobody."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows, by IPython's custom.

        >>> CorpusError("reports.csv: year is blank; fill it in")._render_traceback_()
        ['CorpusError: reports.csv: year is blank; fill it in']
        """
        return [f"{type(self).__name__}: {self}"]


class CorpusError(ValueError, _Told):
    """A corpus that cannot be used as it is: one line a problem, each with file, row and remedy."""


class ScanError(CorpusError):
    """A file that shows its text as pictures only: `python -m helpers add` recognises it with the extra `ocr`."""


class CorpusWarning(UserWarning):
    """A file that is read, but perhaps not as it was written: which, why, and what to do."""


class ChoiceError(ValueError, _Told):
    """A choice in a notebook that this corpus does not have: which, and which it has."""


class FigureError(ValueError, _Told):
    """A figure that must not be published as it is: what is wrong with it, and what to do."""


class RunError(RuntimeError):
    """A notebook that cannot be executed: which, where, and what the cell said."""


def explain(error: OSError) -> str:
    """What the system refused, as one line: the file, what is wrong, the remedy.

    >>> explain(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'a.txt: no such file or folder; correct the path'
    """
    file = error.filename2 or error.filename or "a file"
    said = _REFUSALS.get(error.errno or 0) or f"{error.strerror or error}; try again"
    return f"{file}: {said}"


def list_lines(error: Exception) -> list[str]:
    """What an error says, a line a problem; of what the system refused as `explain` has it.

    >>> list_lines(CorpusError("reports.csv, row 2: year is blank\\nreports.csv, row 3: year is blank"))
    ['reports.csv, row 2: year is blank', 'reports.csv, row 3: year is blank']
    """
    return [explain(error)] if isinstance(error, OSError) else str(error).splitlines()


@contextmanager
def note_warnings() -> Iterator[list[str]]:
    """What is said by CorpusWarning inside, a line each, instead of warning; other warnings stay what they are.

    >>> with note_warnings() as said:
    ...     warnings.warn("raw/a.pdf: its fonts are missing", CorpusWarning)
    >>> said
    ['raw/a.pdf: its fonts are missing']
    """
    said: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CorpusWarning)
        yield said
    for warning in caught:
        if issubclass(warning.category, CorpusWarning):
            said.append(str(warning.message))
        else:
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)


@contextmanager
def warn_plainly() -> Iterator[None]:
    """A CorpusWarning inside is printed as one line, `corpus: …`: where the code stands that warns says nothing.

    So a notebook shows the same line on every machine. Around functions that read files, as a decorator.
    """
    usual = warnings.formatwarning

    def format_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        if issubclass(category, CorpusWarning):
            return f"{SPEAKER}: {message}\n"
        return usual(message, category, filename, lineno, line)

    warnings.formatwarning = format_warning
    try:
        yield
    finally:
        warnings.formatwarning = usual
