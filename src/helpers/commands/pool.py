"""Parts of tables made by processes of this machine, and what is done about a report at which one ends."""

import gc
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from itertools import islice
from pathlib import Path

from helpers.errors import RunError
from helpers.output.parts import Part, Stamp, name_part, write_part

__all__ = ["AHEAD", "MOST_WORKERS", "hand_out", "make_alone"]

AHEAD = 2  # parts for each worker that are handed out before others are read: none waits, few lie in memory
MOST_WORKERS = 61  # that Windows can wait for
SPAWN = "spawn"  # as on every system; a fork of a process with threads may stand still
NONE_LIVES = "the process that makes it ends, whatever is left out; free some memory, or take fewer workers"
DIES = "the process that read it ended, perhaps for lack of memory; look at the file, or remove the row"


def hand_out(parts: Iterable[Part], kind: str, staging: Path, workers: int) -> Iterator[Path]:
    """Have parts made by several processes; the folder of each when it is done.

    If a process ends at a part, all parts in hand are made one by one, then the others go on.
    """
    waiting, in_hand = iter(parts), dict[int, Part]()
    while True:
        pool, running = _start_pool(workers), dict[Future[Stamp], Path]()
        try:
            while True:
                for part in islice(waiting, workers * AHEAD - len(running)):
                    in_hand[part.number] = part
                    folder = staging / name_part(part.number)
                    running[pool.submit(_write, part, kind, folder)] = folder
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                    folder = running.pop(future)
                    del in_hand[int(folder.name)]
                    yield folder
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(cancel_futures=True)
        for part in list(in_hand.values()):
            folder = staging / name_part(part.number)
            make_alone(part, folder, partial(_can_write, kind))
            yield folder
        in_hand.clear()


def _write(part: Part, kind: str, folder: Path) -> Stamp:
    stamp = write_part(part, kind, folder)
    _keep_loaded()
    return stamp


@cache
def _keep_loaded() -> None:
    """What the first part has loaded stays: Python looks for what may go among the rest alone, a twentieth sooner."""
    gc.collect()
    gc.freeze()


def make_alone(part: Part, folder: Path, can_write: Callable[[Part, Path], bool]) -> None:
    """Make a part at which a process may have ended: if one does again, without the reports at which it does.

    `can_write` writes a part to a folder, as `write_part`, and says whether the process that did it lived to its end.
    """
    alone = folder.with_name("alone")
    if can_write(part, folder):
        return
    lives = can_write(part._replace(rows={}, wrong={}), alone)
    readable = {number: row for number, row in part.rows.items() if lives and number not in part.wrong}
    for number, row in readable.items():
        if not can_write(part._replace(rows={number: row}, wrong={}), alone):
            part.wrong[number] = [DIES]
    if not (lives and can_write(part, folder)):
        raise RunError(f"part {part.number}: {NONE_LIVES}")


def _can_write(kind: str, part: Part, folder: Path) -> bool:
    """Write a part in a process of its own; whether that lived to its end. What is in the folder goes."""
    shutil.rmtree(folder, ignore_errors=True)
    with _start_pool(1) as pool:
        try:
            pool.submit(write_part, part, kind, folder).result()
        except BrokenProcessPool:
            return False
    return True


def _start_pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context(SPAWN), initializer=_begin_worker)


def _begin_worker() -> None:
    """End at once and without a word at Ctrl-C, and with the process that hands out the parts, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
