"""Kernels, and other work, forked from one process that has loaded what every notebook loads: that is paid once.

Where a process cannot be forked (Windows), or safely (macOS), kernels are started as Jupyter does.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pandas as pd

from helpers.errors import CorpusError, note_warnings

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

__all__ = ["Server", "call_apart", "can_fork", "fork_kernels", "launch_from", "serve"]

CODE = "from helpers.commands.kernels import serve; serve()"
LOADED = ("ipykernel.kernelapp", "matplotlib.pyplot", "helpers")
FEWEST = 3  # kernels that spare together what the process loads
PAUSE = 0.05  # seconds between two looks at whether something has ended
GRACE = 1  # seconds in which the process ends by itself, unless it is still loading
SMALL = "一、主要做法\n（一）依法行政。依据《中华人民共和国行政处罚法》办理案件5件。\n二、下一步打算\n"


def can_fork() -> bool:
    """Whether a process may be forked that has loaded libraries; those of macOS may fail then."""
    return sys.platform == "linux"


class Server:
    """The process from which kernels are forked. Each question is a line, and so is its answer, both JSON."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", CODE]
        # A session of its own: Ctrl-C is for whoever asks, who ends it.
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, env=dict(environment), text=True, start_new_session=True
        )

    def ask(self, question: str, *given: object) -> Any:
        """What it answers; None if it has ended, with all its kernels."""
        assert self.process.stdin is not None and self.process.stdout is not None
        with suppress(OSError, ValueError):
            print(json.dumps([question, *given]), file=self.process.stdin, flush=True)
            return json.loads(self.process.stdout.readline())
        return None

    def end(self) -> None:
        """End it, and with it the kernels that there are."""
        try:
            self.process.communicate(timeout=GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


class Forked:
    """A kernel as jupyter_client wants one: what of `subprocess.Popen` it asks for."""

    stdin = stdout = stderr = None

    def __init__(self, server: Server, pid: int) -> None:
        self.server, self.pid = server, pid

    def poll(self) -> int | None:
        """Its exit code, None while it lives."""
        answer = self.server.ask("poll", self.pid)
        return -signal.SIGKILL if answer is None else answer["code"]

    wait = poll  # asked when it has ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


async def call_apart(server: Server, module: str, function: str, *given: object) -> bool:
    """Call a function of a module in a forked process; whether it came to its end. What is `given` is sent as JSON."""
    answer = server.ask("call", {"module": module, "function": function, "given": given})
    called = Forked(server, answer["pid"]) if answer else None
    while called and called.poll() is None:
        await asyncio.sleep(PAUSE)
    if called and server.process.poll() is not None:  # it would go on
        with suppress(ProcessLookupError):
            os.killpg(called.pid, signal.SIGKILL)
    return called is not None and called.poll() == 0


@contextmanager
def fork_kernels(environment: Mapping[str, str], n: int) -> Iterator[Server | None]:
    """A process from which `n` kernels may be forked; None where it cannot be, or where it would spare nothing."""
    server = Server(environment) if n >= FEWEST and can_fork() else None
    try:
        yield server
    finally:
        if server:
            server.end()


def launch_from(server: Server, manager: AsyncKernelManager) -> None:
    """Have the manager's kernel forked from the process, or started as Jupyter does if that has ended."""
    from jupyter_client.provisioning.local_provisioner import LocalProvisioner

    class Provisioner(LocalProvisioner):
        async def launch_kernel(self, cmd: list[str], **given: Any) -> Any:
            told = {"argv": cmd[cmd.index("-f") :], "cwd": str(given["cwd"]), "environment": given["env"]}
            answer = server.ask("fork", told)
            if answer is None:
                return await super().launch_kernel(cmd, **given)
            self.process = Forked(server, answer["pid"])  # type: ignore[assignment]
            self.pid = self.pgid = answer["pid"]
            self.cwd = given["cwd"]
            return self.connection_info

    manager.provisioner = Provisioner(kernel_spec=manager.kernel_spec, parent=manager)


def serve() -> None:
    """Load, then answer questions until standard input ends: what the process of `Server` does."""
    if sys.path[0] == "":
        del sys.path[0]  # as ipykernel_launcher does
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _load()
    kernels: dict[int, int | None] = {}
    for line in sys.stdin:
        match json.loads(line):
            case ["fork" | "call" as what, told]:
                pid = os.fork()
                if pid == 0:
                    answers.close()
                    os.setsid()
                    with Path(os.devnull).open() as nothing:
                        os.dup2(nothing.fileno(), 0)
                    (_become_kernel if what == "fork" else _call)(**told)
                kernels[pid] = None
                _answer(answers, {"pid": pid})
            case ["poll", pid]:
                if kernels[pid] is None:
                    ended, status = os.waitpid(pid, os.WNOHANG)
                    kernels[pid] = os.waitstatus_to_exitcode(status) if ended else None
                _answer(answers, {"code": kernels[pid]})
    for pid, code in kernels.items():
        if code is None:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _answer(answers: IO[str], answer: dict[str, int | None]) -> None:
    print(json.dumps(answer), file=answers, flush=True)


def _become_kernel(argv: list[str], cwd: str, environment: dict[str, str]) -> None:
    """Be the kernel that a process of its own would be, to its end."""
    from ipykernel.kernelapp import launch_new_instance

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    # It reads JPY_PARENT_PID when it is imported, and ends with the process of this number.
    sys.argv = ["ipykernel_launcher.py", *argv, f"--IPKernelApp.parent_handle={os.getppid()}"]
    try:
        launch_new_instance()
    finally:
        os._exit(1)


def _call(module: str, function: str, given: list[Any]) -> None:
    """Call a function to the end of this process; 0 is its code only where that raised nothing.

    Nothing is said of what it raised: whoever asks does what has failed again, and is told then. What is odd about
    files has been told when they were read for the first time.
    """
    code = 1
    with suppress(BaseException), note_warnings():
        getattr(import_module(module), function)(*given)
        code = 0
    os._exit(code)


def _load() -> None:
    """Load the modules that notebooks load, and what these keep once it was used.

    What warns here warns there again, and a lexicon or codebook that cannot be used is told by the notebook that does.
    """
    public = [import_module(name) for name in LOADED][-1]
    with warnings.catch_warnings(), suppress(CorpusError):
        warnings.simplefilter("ignore")
        for name in public.__all__:
            getattr(public, name)
        public.use_style()
        reports = pd.DataFrame({"text": [SMALL], "year": [2021]}, index=pd.Index(["a"], name="report_id"))
        passages = public.parse_outline(reports)
        public.segment(passages, public.load_lexicon()["term"])
        public.find_claims(passages)
        public.find_citations(passages)
        public.code_items(public.list_items(passages), reports)
    gc.collect()
    gc.freeze()  # what is there stays: a kernel looks through none of it
