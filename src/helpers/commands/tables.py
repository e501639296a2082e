"""The tables of many reports, made in parts by several processes; a further run makes what is missing or changed."""

import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.commands import cluster, pool
from helpers.commands.messages import say
from helpers.corpus.corrections import FILE as CORRECTIONS
from helpers.corpus.corrections import list_unknown, load_corrections
from helpers.corpus.load import TEXT, find_repeats
from helpers.corpus.manifest import MANIFEST, Row
from helpers.corpus.sources import Source, can_parquet, open_source
from helpers.errors import SPEAKER, CorpusError
from helpers.output.inputs import RUN, digest, list_given, list_program, list_sources
from helpers.output.parts import (
    KINDS,
    PARTS,
    REFUSED,
    Part,
    Stamp,
    check_inputs,
    list_parts,
    name_part,
    read_part,
    read_stamp,
)
from helpers.places import STAGING, corpus_folder, hold, write_file
from helpers.tables import make_table

__all__ = ["REPORTS", "Made", "make_parts"]

REPORTS = 50  # of a part: one has some 30,000 words, and a worker holds a part's tables whole
PAUSE = 10.0  # seconds between two lines that say how far it is
SECONDS_SHOWN = 100  # from then on times are said in minutes

HandOut = Callable[[Iterable[Part], str, Path], Iterator[Path]]  # parts, kind, where to put them → those that are done


class Made(NamedTuple):
    """What a run has done: parts in all, parts made anew, reports in the tables, and the table of those set aside."""

    parts: int
    made: int
    reports: int
    refused: pd.DataFrame


def make_parts(
    corpus: str | Path | None,
    out: Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    reports: int = REPORTS,
) -> Made:
    """Write the tables of a corpus folder, or of one table of reports (`open_source`), to `out`, in parts.

    Each part is a folder `parts/00000` of `reports` reports in the manifest's order: a file a table (Parquet with the
    extra `tables`, else CSV), and a stamp. It is put there whole, and made again only if it is missing or damaged or
    something changed that its tables depend on: rows, files, corrections, lexicon, codebook, rules, program, versions.
    A run that was stopped goes on where it was. `workers` processes (default: one a processor) make them, or those of
    the Dask scheduler at an address. What cannot be read is set aside, counted, and listed in refused.csv with the
    reason. `load_parts` reads the tables.

    CorpusError if the corpus cannot be used at all, or if another command has `out`; RunError for a scheduler or
    workers that cannot be used.
    """
    with hold(out), cluster.connect(scheduler) if scheduler else nullcontext() as client:
        source = open_source(corpus)
        check_inputs(source.folder)
        corrections = load_corrections(source.folder) if (source.folder / CORRECTIONS).is_file() else None
        kind = KINDS[0] if can_parquet() else KINDS[1]
        common = digest([list_program(), list_given(source.folder), kind, source.names, corrections is None])
        keys, wrong = _look_through(source, corrections, common, reports)
        _note_run(out, corpus_folder(corpus), source.folder, keys)
        _drop_parts(out / PARTS, len(keys))
        old = [read_stamp(out / PARTS / name_part(number)) for number in range(len(keys))]
        stale = {number for number, (stamp, key) in enumerate(zip(old, keys, strict=True)) if not _is_of(stamp, key)}
        if stale:
            parts = (part for part in _cut(source, corrections, keys, wrong, reports) if part.number in stale)
            _make_all(parts, len(stale), kind, out, *_find_hands(client, source.folder, workers, len(stale)))
        stamps = list_parts(out)
        refused = _list_refused(stamps)
        write_file(out / "refused.csv", refused.to_csv(index=False).encode("utf-8-sig"))
        for line in dict.fromkeys(line for stamp in stamps.values() for line in stamp.said):
            print(say(f"{SPEAKER}: {line}"), file=sys.stderr)
    return Made(len(keys), len(stale), sum(stamp.reports for stamp in stamps.values()), refused)


def _note_run(out: Path, place: Path, folder: Path, keys: list[str]) -> None:
    """Note what a run wants: the keys of its parts; and of what they are made, which `open_tables` asks.

    The reports are those of `place`: the corpus folder, or a table in it.
    """
    table = None if place == folder else place.name
    files = [table or MANIFEST, CORRECTIONS]
    note = {"keys": keys, "table": table, "files": files, "made_of": list_sources(folder, files)}
    write_file(out / RUN, json.dumps(note, ensure_ascii=False, indent=1).encode())


def _is_of(stamp: Stamp | None, key: str) -> bool:
    return stamp is not None and stamp.key == key


def _look_through(
    source: Source, corrections: pd.DataFrame | None, common: str, reports: int
) -> tuple[list[str], dict[int, list[str]]]:
    """The key of every part, and what is wrong with rows that say what others say: their report_id or content.

    CorpusError if a correction is of none of the reports.
    """
    keys: list[str] = []
    marks: list[tuple[int, str]] = []  # of one part: a million rows would be 200 MB
    twice: dict[int, list[str]] = {}
    ids: set[object] = set()
    given_of = _list_corrections(corrections)

    def close() -> None:
        keys.append(digest([common, marks, [twice.get(number) for number, _ in marks]]))
        marks.clear()

    def look() -> Iterator[tuple[tuple[int, Row], str | None]]:
        for number, row, wrong, hashes in source.read():
            report_id = row.get("report_id")
            if corrections is not None:
                ids.add(report_id)
            cells = [cell for name, cell in row.items() if name != TEXT]
            marks.append((number, digest([number, cells, wrong, hashes, given_of.get(report_id)])))
            yield (number, row), None if wrong else hashes[0]
            if len(marks) == reports:  # what is wrong with a row is known before the next is asked for
                close()
        if marks:
            close()

    for problem in find_repeats(look()):
        twice.setdefault(problem.number, []).append(problem.what)
    if corrections is not None and (strays := list_unknown(corrections, ids)):
        raise CorpusError("\n".join(strays))
    return keys, twice


def _list_corrections(corrections: pd.DataFrame | None) -> dict[str | None, list[list[str]]]:
    """The corrections of each report as JSON can hold them."""
    given: dict[str | None, list[list[str]]] = {}
    for row in [] if corrections is None else corrections.reset_index().astype("str").to_numpy().tolist():
        given.setdefault(row[1], []).append(row)
    return given


def _cut(
    source: Source, corrections: pd.DataFrame | None, keys: list[str], twice: dict[int, list[str]], reports: int
) -> Iterator[Part]:
    rows = source.read()
    for number, key in enumerate(keys):
        given = list(islice(rows, reports))
        wrong = {row.number: [*row.wrong, *twice.get(row.number, ())] for row in given}
        ids = [row.row.get("report_id") for row in given]
        yield Part(
            number=number,
            rows={row.number: row.row for row in given},
            names=source.names,
            wrong={row: lines for row, lines in wrong.items() if lines},
            corrections=None if corrections is None else corrections[corrections["report_id"].isin(ids)],
            folder=source.folder,
            key=key,
            hashes={} if TEXT in source.names else {row.number: row.hashes for row in given},
        )


def _find_hands(client: cluster.Client, folder: Path, workers: int | None, parts: int) -> tuple[HandOut, int]:
    """How parts are handed out, and how many at once: to a scheduler's workers, else to processes."""
    if client:
        expected = cluster.describe(folder)
        cluster.check_workers(client, folder, expected)
        return partial(cluster.hand_out, client=client, expected=expected), cluster.count_workers(client)
    at_once = min(workers or os.cpu_count() or 1, parts, pool.MOST_WORKERS)
    return partial(pool.hand_out, workers=at_once), at_once


def _make_all(parts: Iterable[Part], total: int, kind: str, out: Path, hand_out: HandOut, at_once: int) -> None:
    """Make parts, put each in its place when it is done, and say how far it is."""
    print(say(f"{total} parts to make, {at_once} at once"), flush=True)
    (out / PARTS).mkdir(exist_ok=True)
    begun = said = time.monotonic()
    with tempfile.TemporaryDirectory(dir=out, prefix=STAGING, ignore_cleanup_errors=True) as staging:
        for done, made in enumerate(hand_out(parts, kind, Path(staging)), start=1):
            target = out / PARTS / made.name
            shutil.rmtree(target, ignore_errors=True)
            made.replace(target)
            now = time.monotonic()
            if now - said > PAUSE and done < total:
                said = now
                left = _show_time((now - begun) / done * (total - done))
                print(say(f"{done} of {total} parts made, about {left} left"), flush=True)
    print(say(f"{total} parts made in {_show_time(time.monotonic() - begun)}"), flush=True)


def _show_time(seconds: float) -> str:
    """
    >>> _show_time(41.2), _show_time(754), _show_time(13_000)
    ('41 s', '13 min', '3 h 37 min')
    """
    if seconds < SECONDS_SHOWN:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _drop_parts(folder: Path, n: int) -> None:
    """Remove the parts of a larger corpus from the `n`-th on."""
    for path in folder.glob("*"):
        if re.fullmatch(r"\d{5,}", path.name) and int(path.name) >= n:
            shutil.rmtree(path)


def _list_refused(stamps: dict[Path, Stamp]) -> pd.DataFrame:
    """The table `refused` of all parts."""
    some = {path: stamp.types["refused"] for path, stamp in stamps.items() if stamp.refused}
    tables = [read_part(path, "refused", types) for path, types in some.items()]
    return pd.concat(tables, ignore_index=True) if tables else make_table([], REFUSED)
