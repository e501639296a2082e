"""Parts of tables made by workers of a Dask scheduler, on this machine or on others (extra `cluster`)."""

import gc
import logging
import pickle
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache, partial
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers.commands.messages import say
from helpers.commands.pool import AHEAD, make_alone
from helpers.corpus.sources import can_parquet, hash_row
from helpers.errors import RunError
from helpers.output.inputs import hash_files, list_given, list_program, list_unlike
from helpers.output.parts import Part, name_part, write_part
from helpers.places import ROOT

__all__ = ["Client", "check_workers", "connect", "count_workers", "describe", "hand_out"]

PATIENCE = 10  # seconds in which a scheduler that is there answers
LOOK = 30  # seconds after which, with no part done, it is asked whether there is a worker left
PER_PART = "1 GB"  # what is sent at once without a warning: the texts of fifty reports
NAMED = 5  # files and packages in a message

Client = Any  # Dask is an extra, and looked for when it is asked for


@contextmanager
def connect(address: str) -> Iterator[Client]:
    """A scheduler's client. What it has in hand goes when it ends, however it ends: the scheduler sees to it.

    RunError if nobody answers at the address.
    """
    if not find_spec("distributed"):
        raise RunError("--scheduler needs the extra `cluster`; run `make cluster` once")
    distributed, config = import_module("distributed"), import_module("dask.config")
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # it shows its calls where a line is told below
    with config.set({"distributed.admin.large-graph-warning-threshold": PER_PART}):
        try:
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False, name="fazhi-reports")
        except (OSError, ValueError) as error:
            raise RunError(
                f"{address}: no scheduler answers there ({error}); start one with `dask scheduler`, and name it as"
                " tcp://HOST:8786"
            ) from error
        gone = CancelledError, distributed.comm.CommClosedError
        with client:
            try:
                yield client
            except gone as error:
                raise RunError(
                    f"{address}: the scheduler is gone; start it and its workers and run this again, it goes on where"
                    " it was"
                ) from error


def describe(folder: Path) -> dict[str, str]:
    """By what a process makes tables, to be compared: versions and hashes by name, of this module too.

    The program is that of when the process was first asked: what it has loaded since does not change with the files.
    """
    own = hash_files([Path(__file__)], ROOT)
    arrow = version("pyarrow") if can_parquet() else "no"
    return {**_list_program(), **own, "pyarrow": arrow, **list_given(folder)}


@cache
def _list_program() -> dict[str, str]:
    return list_program()


def check_workers(client: Client, folder: Path, expected: Mapping[str, str]) -> None:
    """RunError for the first worker that would make other tables than this process, or several at once."""
    if not count_workers(client):
        _say_none(client)
        client.wait_for_workers(1)
    threads: dict[str, int] = client.nthreads()
    for worker, seen in sorted(client.run(describe, folder, on_error="return").items()):
        if isinstance(seen, Exception):
            why = f"{type(seen).__name__}: {seen}"
            raise RunError(f"worker {worker} cannot run this program ({why}); install there what is here")
        _check(worker, seen, expected)
        if (n := threads.get(worker, 1)) > 1:
            raise RunError(
                f"worker {worker} has {n} threads; start it with --nthreads 1, as many as processors with --nworkers -1"
            )


def _check(worker: str, seen: Mapping[str, str], expected: Mapping[str, str]) -> None:
    if unlike := list_unlike(seen, expected, NAMED):
        raise RunError(
            f"worker {worker} is unlike this process in {unlike}; give it the same program, packages and corpus folder"
            " and start it anew, or stop it"
        )


def count_workers(client: Client) -> int:
    return len(client.nthreads())


def _say_none(client: Client) -> None:
    address = client.scheduler.address
    print(say(f"no worker at {address}; waiting for one: `dask worker {address} --nthreads 1` starts it"), flush=True)


def hand_out(
    parts: Iterable[Part], kind: str, staging: Path, *, client: Client, expected: Mapping[str, str]
) -> Iterator[Path]:
    """Have parts made by a scheduler's workers, alike as `describe` says; the folder of each when it is done.

    A part whose worker ends is made by another. What ends several is looked at when all else is done, report by report.
    """
    killed = import_module("distributed").KilledWorker
    waiting, in_hand, lost = iter(parts), dict[Any, Part](), list[Part]()
    try:
        while True:
            room = AHEAD * max(1, count_workers(client)) - len(in_hand)  # workers come and go
            for part in islice(waiting, max(0, room)):
                in_hand[_submit(client, part, kind, expected)] = part
            if not in_hand:
                break
            for future in _wait(client, list(in_hand)):
                part = in_hand.pop(future)
                folder = staging / name_part(part.number)
                try:
                    _write(future.result(), folder)
                except killed:
                    lost.append(part)
                else:
                    yield folder
        for part in lost:
            make_alone(part, folder := staging / name_part(part.number), partial(_can_write, client, kind, expected))
            yield folder
    finally:
        client.cancel(list(in_hand))


def _submit(client: Client, part: Part, kind: str, expected: Mapping[str, str]) -> Any:
    """Pickled here: Dask would look through every cell for tasks of its own."""
    return client.submit(_make, pickle.dumps(part), kind, pickle.dumps(expected), pure=False)


def _wait(client: Client, futures: list[Any]) -> list[Any]:
    """Those that are done, once some are."""
    wait, told = import_module("distributed").wait, False
    while True:
        try:
            with client.as_current():
                return list(wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            if not (told or count_workers(client)):
                _say_none(client)
                told = True


def _can_write(client: Client, kind: str, expected: Mapping[str, str], part: Part, folder: Path) -> bool:
    """Have a part written; whether a worker lived to its end. What is in the folder goes."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        _write(_submit(client, part, kind, expected).result(), folder)
    except import_module("distributed").KilledWorker:
        return False
    return True


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def _make(pickled: bytes, kind: str, pickled_expected: bytes) -> dict[str, bytes]:
    """The files of a part by name, made by this worker; they go back to the one that has the folder to itself.

    A worker may have come since the others were looked at, and it may see another corpus.
    """
    part: Part = pickle.loads(pickled)
    worker = import_module("distributed").get_worker()
    _check(worker.address, describe(part.folder), pickle.loads(pickled_expected))
    for number, row in part.rows.items():
        if number in part.hashes and hash_row(part.folder, row) != part.hashes[number]:
            raise RunError(
                f"worker {worker.address}: raw/{row['file']} is not there as it is here; let it see the same corpus"
                " folder, under the same path"
            )
    with TemporaryDirectory(dir=worker.local_directory) as place:  # removed with the worker's other things if it ends
        folder = Path(place) / name_part(part.number)
        write_part(part, kind, folder)
        gc.collect()  # Dask lets Python look a third as often, so that the tables of part after part would stay
        return {path.name: path.read_bytes() for path in folder.iterdir()}
