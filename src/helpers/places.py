"""Where a corpus lies and where its results go."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import CorpusError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:  # it takes as long to load as a run of `reproduce` with nothing to do
    import pandas as pd

__all__ = [
    "ROOT",
    "STAGING",
    "corpus_folder",
    "corpus_of",
    "find_file",
    "hold",
    "move_files",
    "note_corpus",
    "output_folder",
    "tables_folder",
    "write_file",
]

ROOT = Path(__file__).resolve().parents[2]
CORPUS = "corpus"  # among a table's attrs
PART, STAGING = ".fazhi-{}.part", ".run-"  # what is not yet in place: a file, a folder
ADDED = {"glossary.csv"}  # its rows are added to the repository's, whose other files it does not replace
FOLDERS = {
    "notebooks": "notebooks",
    "figures": "figures",
    "figures/en": "figures/en",
    "html": "build/html",
    "html/browse": "build/html/browse",
    "tables": "build/tables",
    "charts": "build/charts",
}


def corpus_folder(path: str | Path | None = None) -> Path:
    """The corpus folder: `path`, else the variable FAZHI_CORPUS, else the repository's own `corpus/`.

    A relative path starts at the repository's root, wherever a notebook or a command runs.

    >>> corpus_folder("mine").relative_to(ROOT).as_posix()
    'mine'
    """
    return (ROOT / Path(path or os.environ.get("FAZHI_CORPUS") or "corpus").expanduser()).resolve()


def tables_folder() -> Path | None:
    """The folder of tables that the variable FAZHI_TABLES names, as `python -m helpers tables` has written them.

    A relative path starts at the repository's root, as in `corpus_folder`. None: reports are read from their files.

    >>> tables_folder() is None
    True
    """
    named = os.environ.get("FAZHI_TABLES")
    return corpus_folder(named) if named else None


def note_corpus(reports: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """`reports` with a note of the folder they come from, if it has a codebook or a lexicon of its own."""
    if folder != corpus_folder(ROOT / "corpus") and any((folder / part).is_dir() for part in ("codebook", "lexicon")):
        reports.attrs[CORPUS] = str(folder)
    return reports


def corpus_of(table: pd.DataFrame, corpus: str | Path | None) -> str | Path | None:
    """`corpus` if it is given, else the folder that a table's reports come from, if `note_corpus` has noted it.

    Tables made of the reports keep the note, as `DataFrame.attrs` does. CorpusError if the folder is no longer there.
    """
    noted = table.attrs.get(CORPUS)
    if corpus is not None or noted is None:
        return corpus
    if not Path(noted).is_dir():
        raise CorpusError(f"{noted}: these reports have a codebook or lexicon there, which is gone; name it by corpus=")
    return str(noted)


def output_folder(kind: str, corpus: str | Path | None = None) -> Path:
    """Where results of a kind (a key of `FOLDERS`) belong; the folder is not created.

    The repository's own corpus has `notebooks/`, `figures/` and `build/<kind>/`; any other corpus has
    `build/<folder name>/<kind>/`, so that nothing of the repository's is overwritten; so has the repository's own, by
    the folder of the tables, where it is read from tables (`tables_folder`). The variable FAZHI_OUT names another
    place, `<FAZHI_OUT>/<kind>/`, for all of them. An unknown kind is a KeyError.

    >>> output_folder("tables", "mine").relative_to(ROOT).as_posix()
    'build/mine/tables'
    """
    place = FOLDERS[kind]
    folder = corpus_folder(corpus)
    if os.environ.get("FAZHI_OUT"):
        return ROOT / os.environ["FAZHI_OUT"] / kind
    if folder == corpus_folder(ROOT / "corpus"):
        tables = tables_folder()
        if tables is None:
            return ROOT / place
        folder = tables
    if folder.name in ("", *FOLDERS):
        raise CorpusError(f"{folder}: its results would go to build/{folder.name}, which is in use; rename the folder")
    return ROOT / "build" / folder.name / kind


def find_file(part: str, name: str, corpus: str | Path | None) -> Path:
    """The file `name` of the corpus folder's `lexicon` or `codebook`; of the repository's if it has no such folder.

    A folder that holds nothing but a glossary is none: its rows are added to the repository's. CorpusError if the
    folder is there and the file is not.

    >>> find_file("codebook", "units.csv", "corpus").relative_to(ROOT).as_posix()
    'corpus/codebook/units.csv'
    """
    folder = corpus_folder(corpus) / part
    own = ROOT / "corpus" / part / name
    given = folder.is_dir() and {path.name for path in folder.glob("[!.]*")} != ADDED
    file = folder / name if given else own
    if not file.is_file():
        remedy = f"copy it from {own.parent}" if own.is_file() else "put it there"  # newer than the folder
        raise CorpusError(f"{part}/{name} is missing in {file.parents[1]}; {remedy}, or remove the folder {part}")
    return file


def move_files(source: Path, target: Path) -> None:
    """Move every file of one folder into another, each in one step."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.is_file():
            path.replace(target / path.name)


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Have a folder to oneself while what is in it is changed, and remove what runs that were killed have left there.

    CorpusError if another process has it. The folder is made, and goes again if it stays empty. However a process
    ends, it holds nothing any longer. Windows, and file systems that know no such thing, let everybody in.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, hold(Path(name)), hold(Path(name)):
    ...     pass
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: ...: another command is changing what is in this folder; try again when it has ended
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY) if fcntl else None
    try:
        if descriptor is not None and not _lock(descriptor, folder):
            said = f"{folder}: another command is changing what is in this folder; try again when it has ended"
            raise CorpusError(said)
        for part in (*folder.glob(PART.format("*")), *folder.glob("*/" + PART.format("*"))):
            part.unlink(missing_ok=True)
        for staging in folder.glob(STAGING + "*"):
            shutil.rmtree(staging, ignore_errors=True)
        try:
            yield
        finally:
            with suppress(OSError):  # something is in it
                folder.rmdir()
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> bool:
    """Whether nobody else has a folder; it may have gone, and come again, since it was opened."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system that has no locks
    return folder.exists() and os.path.samestat(os.fstat(descriptor), folder.stat())


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step: what was there stays whole until the new one is, and nothing is left half-written.

    OSError names the file, whatever the system refuses.
    """
    target = path.resolve()  # a link stays one
    part = target.with_name(PART.format(secrets.token_hex(8)))
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
