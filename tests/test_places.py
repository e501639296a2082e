"""Where a corpus lies and where its results go."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import places
from helpers.errors import CorpusError
from helpers.places import (
    ROOT,
    corpus_folder,
    corpus_of,
    find_file,
    hold,
    move_files,
    note_corpus,
    output_folder,
    write_file,
)


def test_corpus_folder(tmp_path, monkeypatch):
    assert corpus_folder() == ROOT / "corpus"
    assert corpus_folder("mine") == ROOT / "mine"
    assert corpus_folder(tmp_path) == tmp_path.resolve()
    assert corpus_folder("~/mine") == Path("~/mine").expanduser().resolve()
    monkeypatch.setenv("FAZHI_CORPUS", str(tmp_path))
    assert corpus_folder() == tmp_path.resolve()
    assert corpus_folder("mine") == ROOT / "mine"
    monkeypatch.setenv("FAZHI_CORPUS", "")
    assert corpus_folder() == ROOT / "corpus"


def test_output_folder(tmp_path, monkeypatch):
    own = {
        kind: output_folder(kind).relative_to(ROOT).as_posix() for kind in ("notebooks", "figures", "html", "tables")
    }
    assert own == {"notebooks": "notebooks", "figures": "figures", "html": "build/html", "tables": "build/tables"}
    assert output_folder("charts", ROOT / "corpus") == ROOT / "build" / "charts"
    assert output_folder("figures", tmp_path / "mine") == ROOT / "build" / "mine" / "figures"
    assert output_folder("html", tmp_path / "mine") == ROOT / "build" / "mine" / "html"
    with pytest.raises(CorpusError) as error:
        output_folder("figures", tmp_path / "html")
    assert str(error.value) == (
        f"{tmp_path.resolve() / 'html'}: its results would go to build/html, which is in use; rename the folder"
    )
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "staging"))
    assert output_folder("figures") == tmp_path / "staging" / "figures"
    assert output_folder("html", tmp_path / "mine") == tmp_path / "staging" / "html"


def test_tables_note_the_folder_only_where_it_has_tables_of_its_own(tmp_path: Path) -> None:
    assert note_corpus(pd.DataFrame(), tmp_path).attrs == {}
    assert note_corpus(pd.DataFrame(), ROOT / "corpus").attrs == {}
    (tmp_path / "lexicon").mkdir()
    reports = note_corpus(pd.DataFrame({"year": [2020, 2021]}), tmp_path)
    assert corpus_of(reports[reports["year"] > 2020], None) == str(tmp_path)
    assert corpus_of(reports, "mine") == "mine"
    assert corpus_of(pd.DataFrame(), None) is None


def test_a_table_is_the_corpus_own_or_the_repositorys(tmp_path: Path) -> None:
    units = ROOT / "corpus" / "codebook" / "units.csv"
    assert find_file("codebook", "units.csv", tmp_path) == units
    (tmp_path / "codebook").mkdir()
    with pytest.raises(CorpusError) as error:
        find_file("codebook", "units.csv", tmp_path)
    assert str(error.value) == (
        f"codebook/units.csv is missing in {tmp_path.resolve()}; copy it from {units.parent}, or remove the folder "
        "codebook"
    )
    with pytest.raises(
        CorpusError, match=r"causes\.csv is missing in .*; put it there, or remove the folder codebook$"
    ):
        find_file("codebook", "causes.csv", tmp_path)
    (tmp_path / "codebook" / "units.csv").touch()
    assert find_file("codebook", "units.csv", tmp_path) == tmp_path.resolve() / "codebook" / "units.csv"


def test_files_are_moved_over_those_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a").write_text("new")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "a").write_text("old")
    (tmp_path / "to" / "b").write_text("kept")
    for _ in range(2):  # an empty folder moves nothing
        move_files(tmp_path / "from", tmp_path / "to" / ".." / "to")
        assert {file.name: file.read_text() for file in (tmp_path / "to").iterdir()} == {"a": "new", "b": "kept"}
    move_files(tmp_path / "to", tmp_path / "new" / "folder")
    assert sorted(file.name for file in (tmp_path / "new" / "folder").iterdir()) == ["a", "b"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, link = tmp_path / "a.csv", tmp_path / "link.csv"
    write_file(file, b"old")
    link.symlink_to(file)
    write_file(link, b"new")
    assert link.is_symlink() and file.read_bytes() == b"new"

    def fill_disk(_: Path, __: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_disk)
    with pytest.raises(OSError) as error:
        write_file(file, b"newer")
    assert error.value.filename == str(file)
    assert file.read_bytes() == b"new" and sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "link.csv"]


def test_a_folder_is_held_by_one_and_swept_of_what_killed_runs_left(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    for left in (".fazhi-1f.part", "raw/.fazhi-2e.part", ".run-x/figure.png", "raw/.hidden", "raw/a.part"):
        (folder / left).parent.mkdir(parents=True, exist_ok=True)
        (folder / left).touch()
    with hold(folder):
        assert sorted(path.name for path in folder.rglob("*")) == [".hidden", "a.part", "raw"]
        (folder / "mine.txt").touch()
        with pytest.raises(CorpusError, match="another command is changing what is in this folder"), hold(folder):
            pass
        assert (folder / "mine.txt").exists()
    with hold(folder):
        pass


def test_a_folder_made_to_be_held_goes_if_it_stays_empty(tmp_path: Path) -> None:
    with hold(tmp_path / "in" / "another"):
        assert (tmp_path / "in" / "another").is_dir()
    with hold(tmp_path / "new"):
        with pytest.raises(CorpusError), hold(tmp_path / "new"):
            pass
        assert (tmp_path / "new").is_dir()
    assert not (tmp_path / "new").exists()


def test_a_folder_that_was_made_anew_meanwhile_is_not_the_one_held(tmp_path: Path, monkeypatch) -> None:
    real = places.fcntl.flock

    def replace_and_lock(descriptor: int, how: int) -> None:
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "a").mkdir()
        real(descriptor, how)

    monkeypatch.setattr(places.fcntl, "flock", replace_and_lock)
    with pytest.raises(CorpusError), hold(tmp_path / "a"):
        pass


def test_where_the_file_system_knows_no_locks_everybody_is_let_in(tmp_path: Path, monkeypatch) -> None:
    def refuse(_: int, __: int) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(places.fcntl, "flock", refuse)
    with hold(tmp_path), hold(tmp_path):
        pass


def test_a_write_that_is_broken_off_before_it_began_is_told_as_it_is(tmp_path: Path, monkeypatch) -> None:
    def interrupt(_: Path, __: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a.csv", b"new")
    assert list(tmp_path.iterdir()) == []


def test_two_may_write_one_file_at_once_under_any_name(tmp_path: Path, monkeypatch) -> None:
    name = "县" * 83 + ".csv"  # of 253 bytes: no room for more
    replace = Path.replace

    def write_between(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "replace", replace)
        write_file(tmp_path / name, b"second")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", write_between)
    write_file(tmp_path / name, b"first")
    assert (tmp_path / name).read_bytes() == b"first" and len(list(tmp_path.iterdir())) == 1
