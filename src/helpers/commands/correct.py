"""A row of corrections.csv written for a reader, who is shown what it changes."""

from collections import Counter
from pathlib import Path

import pandas as pd

from helpers.commands.messages import say
from helpers.corpus.corrections import FILE, METADATA, TABLE, correct_reports, load_corrections, parse_corrections
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.places import corpus_folder, hold, write_file
from helpers.structure.outline import parse_outline
from helpers.tables import add_row, write_row

__all__ = ["correct_report"]

QUOTED = 40  # characters of a row that has changed


def correct_report(cells: dict[str, str], corpus: str | Path | None = None) -> None:
    """Add a row to corrections.csv of a corpus, made if it is not there, and print what it changes.

    `cells`: report_id, quote, field, value, and by and note where known, as in `load_corrections`. CorpusError, and
    nothing written, if the row is no correction, its quote does not stand in the report once, or it changes nothing.
    """
    folder = corpus_folder(corpus)
    reports = load_corpus(folder, corrected=False)
    if cells["report_id"] not in reports.index:
        raise CorpusError(f"{cells['report_id']}: no report of the corpus has this report_id; reports.csv lists them")
    with hold(folder):
        _correct(cells, reports, folder)


def _correct(cells: dict[str, str], reports: pd.DataFrame, folder: Path) -> None:
    file = folder / FILE
    data = file.read_bytes() if file.is_file() else write_row(TABLE).encode("utf-8-sig")
    data = add_row(data, FILE, cells)
    one = reports.loc[[cells["report_id"]]]
    before = _read(one, load_corrections(folder))
    after = _read(one, parse_corrections(data))
    changed = _list_changes(before, after)
    if not changed:
        raise CorpusError(f"{cells['report_id']}: nothing to set right, it is read so already")
    for line in changed:
        print(f"  {line}")
    write_file(file, data)
    print(say(f"Written: {FILE}, row {parse_corrections(data).index[-1]}"))


def _read(report: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """The report (a frame of one row) as its own corrections have it."""
    return correct_reports(report, corrections[corrections["report_id"].isin(report.index)])


def _list_changes(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """What is read otherwise: metadata, and the rows of the outline that are new."""
    columns = [(name, before[name].iloc[0], after[name].iloc[0]) for name in METADATA]
    said = [f"{name}: {old} → {new}" for name, old, new in columns if str(old) != str(new)]
    old, new = (_list_rows(report) for report in (before, after))
    said += [f"- {row}" for row in (Counter(old) - Counter(new)).elements()]
    return said + [f"+ {row}" for row in (Counter(new) - Counter(old)).elements()]


def _list_rows(report: pd.DataFrame) -> list[str]:
    rows = parse_outline(report)[["role", "kind", "level", "text"]].itertuples(index=False, name=None)
    return [
        f"{role} {kind}{'' if pd.isna(level) else f' {level}'}: {text.strip()[:QUOTED]}"
        for role, kind, level, text in rows
    ]
