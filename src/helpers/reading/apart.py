"""Readers in processes of their own, with limits: whatever a file makes of one, whoever asked lives on and is told."""

from __future__ import annotations

import atexit
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

from helpers.errors import CorpusError, ScanError

try:
    import resource
except ImportError:  # Windows has no limits of this kind
    resource = None  # type: ignore[assignment]

__all__ = ["Ended", "Limits", "ask", "dismiss", "renew", "serve"]

HEAD = 8  # bytes that say how long a message is
GRACE = 5  # seconds in which a reader that nobody listens to any more ends by itself

CODE = """import sys
from helpers.reading.apart import serve
serve(sys.argv[1], float(sys.argv[2]), *map(int, sys.argv[3:]))"""

_LOCK = threading.Lock()
_READERS: dict[tuple[object, ...], subprocess.Popen[bytes]] = {}  # started and waiting for a question


class Limits(NamedTuple):
    """What a question may take: seconds of the processor, bytes of memory, seconds in all; bytes of its answer.

    `kept`: bytes that a process may go on holding, more than when it began, and be asked again.
    """

    cpu: float
    memory: int
    clock: float
    answer: int
    kept: int


class Ended(Exception):
    """A reader that gave no answer, and why."""


def ask(task: str, question: bytes, limits: Limits) -> Any:
    """What a function answers (`module:name`, bytes → what JSON can hold) in a process of its own.

    The process is kept for the next question, until it fails to answer one or holds much memory. CorpusError, ScanError
    and ValueError (for any other exception) are what the function raised; Ended says that the process ended, or had to
    be ended. Whoever asks judges the answer: a file may have made the process say anything. Where the system limits no
    process (Windows) the clock alone ends one; where it does not tell a process what it holds (macOS) memory has no
    limit.

    >>> ask("zlib:crc32", b"abc", Limits(cpu=5, memory=100_000_000, clock=60, answer=1_000, kept=0))
    891568578
    """
    with _LOCK:
        key = (task, limits, os.getpid())  # a forked process has readers of its own
        child = _READERS.pop(key, None)
        if child is not None and child.poll() is not None:  # somebody has ended it
            _end(child)
            child = None
        child = child or _start(task, limits)
        late = threading.Event()

        def end_late() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(limits.clock, end_late)
        timer.start()
        reply: dict[str, Any] = {"last": True}
        try:
            reply |= _exchange(child, question, limits.answer)
        except (ValueError, RecursionError) as error:
            raise Ended("its reader gave no answer that can be read") from error
        except OSError as error:
            raise Ended(_explain(_end(child), limits, late=late.is_set())) from error
        finally:
            timer.cancel()
            if reply["last"]:
                _end(child)
            else:
                _READERS[key] = child
    if "error" in reply:
        raise {"CorpusError": CorpusError, "ScanError": ScanError}.get(reply["kind"], ValueError)(reply["error"])
    return reply["answer"]


def _start(task: str, limits: Limits) -> subprocess.Popen[bytes]:
    """A process that serves a task. It finds what its parent finds, and nothing in the folder where it runs (-P)."""
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-c", CODE, task, *map(str, (limits.cpu, limits.memory, limits.kept))]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment)
    except OSError as error:  # no memory, or no more processes
        raise Ended(f"its reader could not be started ({error.strerror})") from error


def _exchange(child: subprocess.Popen[bytes], question: bytes, most: int) -> dict[str, Any]:
    """What a process replies to a question. OSError if it has ended, ValueError for what is no reply of `serve`."""
    assert child.stdin is not None and child.stdout is not None
    _put(child.stdin, question)
    reply: dict[str, Any] = json.loads(_get(child.stdout, most), parse_constant=int)  # no number is endless
    match reply:
        case {"answer": _, "last": bool()} | {"error": str(), "kind": str(), "last": True}:
            return reply
    raise ValueError("no reply")


def _end(child: subprocess.Popen[bytes]) -> int:
    """Let a process end, or end it; its exit code."""
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):  # what it was not told yet
            pipe.close()  # type: ignore[union-attr]
    try:
        return child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


@atexit.register
def dismiss(task: str | None = None) -> None:
    """End the processes that wait for a question, of a task or all."""
    with _LOCK:
        for key in [key for key in _READERS if task in (None, key[0])]:
            _end(_READERS.pop(key))


def _explain(code: int, limits: Limits, *, late: bool) -> str:
    """Why a process ended, by its exit code and whether it was ended by the clock."""
    if late and resource is None:
        return f"reading it takes more than {limits.clock:g} seconds, and this system has no other limit"
    if late:
        return f"reading it takes more than {limits.clock:g} seconds"
    if resource is not None and code == -signal.SIGPROF:
        return f"reading it takes more than {limits.cpu:g} seconds of the processor"
    how = signal.Signals(-code).name if -code in set(signal.Signals) else f"exit code {code}"
    return f"its reader ended ({how}), perhaps because it needs more than {limits.memory // 1_000_000} MB"


def serve(task: str, cpu: float, memory: int, kept: int) -> None:
    """Answer the questions on standard input on standard output, until it ends: what a process of `ask` does."""
    module, _, name = task.partition(":")
    answer = getattr(import_module(module), name)
    begun, last = _held(), False
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as sink, suppress(BrokenPipeError):
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
        while not last:
            question = _get(sys.stdin.buffer, sys.maxsize)
            _limit(cpu, memory)
            reply = _reply(answer, question)
            _limit(0, memory)
            last = "error" in reply or _held() - begun > kept
            _put(sink, json.dumps(reply | {"last": last}, allow_nan=False).encode())


def _reply(answer: Callable[[bytes], object], question: bytes) -> dict[str, object]:
    try:
        return {"answer": answer(question)}
    except MemoryError:  # nothing more can be relied on
        raise
    except Exception as error:  # whatever a library raises on a damaged file
        return {"error": str(error) or type(error).__name__, "kind": type(error).__name__}


def _limit(cpu: float, memory: int) -> None:
    """End this process once it takes so much more; no seconds: of the processor without end."""
    if resource is not None:
        signal.setitimer(signal.ITIMER_PROF, cpu, cpu)  # ends it by a signal, as RLIMIT_CPU does, but counts from now
        if held := _held():
            resource.setrlimit(resource.RLIMIT_DATA, (held + memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def renew() -> None:
    """Let a question that has several parts take as much of the processor for the next of them."""
    if resource is not None:
        _, cpu = signal.getitimer(signal.ITIMER_PROF)
        signal.setitimer(signal.ITIMER_PROF, cpu, cpu)


def _held() -> int:
    """The bytes of memory that this process holds for itself, 0 where the system does not say."""
    status = Path("/proc/self/status")
    found = re.search(r"VmData:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def _put(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(HEAD, "big") + message)
    stream.flush()


def _get(stream: IO[bytes], most: int) -> bytes:
    """The next message. BrokenPipeError where the stream ends, ValueError for one of more than `most` bytes."""
    size = int.from_bytes(_read(stream, HEAD), "big")
    if size > most:
        raise ValueError(f"{size} bytes, more than {most}")
    return _read(stream, size)


def _read(stream: IO[bytes], size: int) -> bytes:
    message = stream.read(size)
    if len(message) < size:
        raise BrokenPipeError("the stream has ended")
    return message
