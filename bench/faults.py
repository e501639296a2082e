"""Hostile files and mutants of harmless ones, through all that reads a report: tables or a CorpusError, within limits.

    python -m bench.faults [--seed 1] [--variants 2] [--mutants 10000] [--formats txt md html docx pdf image csv found]
        [--keep build/faults]

Each input becomes a corpus of one report, from which a worker that was forked from a loaded process makes all tables.
What a worker may do: SECONDS of processor time and MEGABYTES at its most, its base with all libraries included. What
exceeds them, raises anything but a CorpusError, kills its worker or loses a character is an offender: it is kept, and
the command fails. A seed gives the same bytes again. `found` are inputs that were offenders once.
"""

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from bench.hostile import KINDS, MANIFEST, SAMPLE, Input, list_harmless, list_hostile, list_mutants
from helpers.characters import read_radicals, squeeze
from helpers.cleaning import list_furniture
from helpers.coding.coder import code_items
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError, CorpusWarning
from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.extraction.words import segment
from helpers.places import ROOT
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

__all__ = ["KILLED_AFTER", "Outcome", "is_offender", "run"]

SECONDS, MEGABYTES = 5, 500  # what issue 13 allows
KILLED_AFTER = 15  # seconds of processor time, so that it is seen how far beyond
ADDRESS_SPACE = 6_000_000_000  # bytes: beyond it the machine would suffer
PATIENCE = 300  # seconds by the clock
SHOWN = 100  # inputs, behind which it says how many there have been
BATCH, GROWN = 25, 1.3  # inputs that a worker takes; it ends sooner if this much larger than it was

FORK = multiprocessing.get_context("fork")


class Outcome(NamedTuple):
    """What became of an input."""

    name: str
    suffix: str
    what: str  # tables, refused, or what was wrong
    seconds: float
    megabytes: float


def make_tables(folder: Path) -> None:
    """All tables of a corpus. ValueError if a character has got lost on the way."""
    reports = load_corpus(folder)
    furniture = list_furniture(reports)
    passages = parse_outline(reports)
    items, tokens = list_items(passages), segment(passages)
    find_claims(passages)
    find_citations(passages)
    code_items(items, reports)
    pieces = ((passages, passages["text"]), (tokens, tokens["token"]))
    for name, raw, text in reports[["raw", "text"]].itertuples():
        aside = "".join(furniture.loc[furniture["report_id"] == name, "text"])
        if Counter(squeeze(read_radicals(raw))) != Counter(squeeze(text)) + Counter(squeeze(read_radicals(aside))):
            raise ValueError("what was set aside and the text are not the file")
        if any("".join(column[table["report_id"] == name]) != text for table, column in pieces):
            raise ValueError("the pieces are not the text")


def read_input(data: bytes, suffix: str) -> str:
    """What becomes of an input."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        table = suffix == "csv"
        (folder / "reports.csv").write_bytes(data if table else MANIFEST.format(suffix).encode())
        (folder / "raw" / f"a.{'txt' if table else suffix}").write_bytes(SAMPLE.read_bytes() if table else data)
        try:
            make_tables(folder)
        except CorpusError:
            return "refused"
        except BaseException as error:
            return f"{type(error).__name__}: {error}"[:200].replace("\n", " ")
    return "tables"


def _work(batch: Sequence[Input], results: Connection) -> None:
    """Read the inputs one after the other, and say what became of each."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", CorpusWarning)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    base = _memory("VmRSS")
    for one in batch:
        data = one.make()
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        begun = _processor_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + KILLED_AFTER, resource.RLIM_INFINITY))
        what = read_input(data, one.suffix)
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        results.send(Outcome(one.name, one.suffix, what, _processor_time() - begun, max(_memory("VmHWM"), children)))
        if _memory("VmRSS") > GROWN * base:
            return


def _processor_time() -> float:
    return sum(os.times()[:4])


def _memory(name: str) -> float:
    """Megabytes of this process: VmRSS now, VmHWM at its most."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


def run(inputs: Sequence[Input]) -> Iterator[tuple[Input, Outcome]]:
    """The outcome of every input, in order."""
    at = 0
    while at < len(inputs):
        batch, done = inputs[at : at + BATCH], 0
        receive, send = FORK.Pipe(duplex=False)
        worker = FORK.Process(target=_work, args=(batch, send))
        worker.start()
        send.close()
        try:
            while done < len(batch) and receive.poll(PATIENCE):
                yield batch[done], receive.recv()
                done += 1
        except EOFError:
            worker.join()
        if worker.is_alive() and done < len(batch):
            worker.kill()
        worker.join()
        if worker.exitcode and done < len(batch):
            one = batch[done]
            yield one, Outcome(one.name, one.suffix, f"died ({worker.exitcode})", KILLED_AFTER, 0)
            done += 1
        at += done


def is_offender(outcome: Outcome) -> bool:
    good = outcome.what in ("tables", "refused")
    return not good or outcome.seconds > SECONDS or outcome.megabytes > MEGABYTES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--mutants", type=int, default=10_000)
    formats = ("txt", *KINDS)
    parser.add_argument("--formats", nargs="*", choices=formats, default=formats)
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "faults")
    wanted = parser.parse_args()
    for suffix in ("txt", "md", "html", "docx", "pdf"):  # what is loaded once is loaded before workers are forked
        read_input(list_harmless(suffix)[0], suffix)
    print(f"base: {_memory('VmRSS'):.0f} MB")
    hostile = list(list_hostile(wanted.formats, wanted.seed, wanted.variants))
    mutants = list(list_mutants(wanted.formats, wanted.seed, wanted.mutants))
    found: dict[tuple[str, str], list[Outcome]] = {}
    for kind, inputs in (("hostile", hostile), ("mutant", mutants)):
        for number, (one, outcome) in enumerate(run(inputs), start=1):
            if number % SHOWN == 0:
                print(f"{number} of {len(inputs)}", file=sys.stderr, flush=True)
            found.setdefault((kind, one.suffix), []).append(outcome)
            if is_offender(outcome):
                print(
                    f"{outcome.seconds:6.1f} s {outcome.megabytes:5.0f} MB  {one.suffix}: {one.name}: {outcome.what}",
                    flush=True,
                )
                wanted.keep.mkdir(parents=True, exist_ok=True)
                name = "".join(c if c.isalnum() else "_" for c in one.name)[:80]
                (wanted.keep / f"{wanted.seed}-{name}.{one.suffix}").write_bytes(one.make())
    for (kind, suffix), outcomes in found.items():
        fates = Counter(o.what if o.what in ("tables", "refused") else "fault" for o in outcomes)
        time_, memory = max(o.seconds for o in outcomes), max(o.megabytes for o in outcomes)
        bad = sum(map(is_offender, outcomes))
        most = f"at most {time_:.1f} s and {memory:.0f} MB"
        print(f"{kind} {suffix}: {len(outcomes)}, {dict(fates)}, {most}; {bad} offenders")
    sys.exit(any(is_offender(o) for outcomes in found.values() for o in outcomes))


if __name__ == "__main__":
    main()
