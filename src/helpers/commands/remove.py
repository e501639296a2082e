"""Reports taken out of a corpus."""

from collections.abc import Iterable
from pathlib import Path

from helpers.commands.messages import say
from helpers.corpus.corrections import FILE as CORRECTIONS
from helpers.corpus.manifest import MANIFEST, UNSURE_FILE, name_text, read_manifest
from helpers.errors import CorpusError
from helpers.places import corpus_folder, hold, write_file
from helpers.tables import drop_rows, parse_table, write_row

__all__ = ["remove_reports"]


def remove_reports(report_ids: Iterable[str], corpus: str | Path | None = None) -> None:
    """Take reports out of a corpus: their rows of reports.csv, corrections.csv and unsure.csv, and their files.

    All or none. A file that another row names stays. What is taken out is printed. CorpusError if one is not there, or
    if another command is changing the corpus.
    """
    folder = corpus_folder(corpus)
    read_manifest(folder)  # a folder without one is no corpus
    with hold(folder):
        _remove(folder, list(dict.fromkeys(report_ids)))


def _remove(folder: Path, wanted: list[str]) -> None:
    manifest = read_manifest(folder)
    known = {row.get("report_id") for row in manifest.rows.values()}
    if missing := [name for name in wanted if name not in known]:
        raise CorpusError(f"{', '.join(missing)}: no report of the corpus has this report_id; reports.csv lists them")
    gone = {number for number, row in manifest.rows.items() if row.get("report_id") in wanted}
    kept = {row.get("file") for number, row in manifest.rows.items() if number not in gone}
    names = {name for number in gone if (name := manifest.rows[number].get("file"))} - kept
    changed = {folder / MANIFEST: drop_rows((folder / MANIFEST).read_bytes(), MANIFEST, gone)}
    lines: list[str] = []
    for file in (folder / CORRECTIONS, folder / UNSURE_FILE):
        if file.is_file():
            data = file.read_bytes()
            table = parse_table(file.name, data, ["report_id"])
            theirs = table[table["report_id"].isin(wanted)]
            changed[file] = drop_rows(data, file.name, set(map(int, theirs.index)))
            cells = theirs.fillna("").itertuples(index=False, name=None)
            lines += [f"removed from {file.name}: {write_row(row).strip()}" for row in cells]
    _write_all(changed)
    for name in sorted(names):
        for part in sorted({name, name_text(name)} - kept):  # a scan's text lies beside it
            file = folder / "raw" / part
            if file.resolve().is_relative_to((folder / "raw").resolve()) and file.is_file():
                file.unlink()
                print(say(f"removed: raw/{file.relative_to(folder / 'raw').as_posix()}"))
    for line in lines:
        print(say(line))
    print(say(f"removed from reports.csv: {', '.join(wanted)}"))


def _write_all(changed: dict[Path, bytes]) -> None:
    """Write tables; if one cannot be written, those before it are as they were."""
    before = {path: path.read_bytes() for path in changed}
    written: list[Path] = []
    try:
        for path, data in changed.items():
            write_file(path, data)
            written.append(path)
    except BaseException:
        for path in written:
            write_file(path, before[path])
        raise
