"""Reports taken out of a corpus."""

from collections.abc import Iterable
from pathlib import Path

from helpers.commands.messages import say
from helpers.corpus.corrections import FILE as CORRECTIONS
from helpers.corpus.manifest import read_manifest
from helpers.errors import CorpusError
from helpers.places import corpus_folder, write_file
from helpers.tables import drop_rows, parse_table, write_row

__all__ = ["remove_reports"]

MANIFEST = "reports.csv"


def remove_reports(report_ids: Iterable[str], corpus: str | Path | None = None) -> None:
    """Take reports out of a corpus: their rows of reports.csv and corrections.csv, and their files in raw/.

    All or none. A file that another row names stays. What is taken out is printed. CorpusError if one is not there.
    """
    folder, wanted = corpus_folder(corpus), list(dict.fromkeys(report_ids))
    manifest = read_manifest(folder)
    known = {row.get("report_id") for row in manifest.rows.values()}
    if missing := [name for name in wanted if name not in known]:
        raise CorpusError(f"{', '.join(missing)}: no report of the corpus has this report_id; reports.csv lists them")
    gone = {number for number, row in manifest.rows.items() if row.get("report_id") in wanted}
    kept = {row.get("file") for number, row in manifest.rows.items() if number not in gone}
    names = {name for number in gone if (name := manifest.rows[number].get("file"))} - kept
    changed = {folder / MANIFEST: drop_rows((folder / MANIFEST).read_bytes(), MANIFEST, gone)}
    lines: list[str] = []
    corrections = folder / CORRECTIONS
    if corrections.is_file():
        data = corrections.read_bytes()
        table = parse_table(CORRECTIONS, data, ["report_id"])
        theirs = table[table["report_id"].isin(wanted)]
        changed[corrections] = drop_rows(data, CORRECTIONS, set(map(int, theirs.index)))
        lines = [write_row(cells).strip() for cells in theirs.fillna("").itertuples(index=False, name=None)]
    _write_all(changed)
    for name in sorted(names):
        for file in (folder / "raw" / name, folder / "raw" / f"{name}.txt"):  # a scan's text lies beside it
            if file.resolve().is_relative_to((folder / "raw").resolve()) and file.is_file():
                file.unlink()
                print(say(f"removed: raw/{file.relative_to(folder / 'raw').as_posix()}"))
    for line in lines:
        print(say(f"removed from corrections.csv: {line}"))
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
