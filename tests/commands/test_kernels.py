"""Kernels that are forked: what they are given and see, how they end, and with whom. The process loads little here."""

import asyncio
import os
import sys
import time
from pathlib import Path

import matplotlib as mpl
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from helpers.commands import kernels
from helpers.commands.kernels import FEWEST, Server, call_apart, fork_kernels, launch_from
from helpers.commands.run import SAME_EVERYWHERE

LIGHT = "from helpers.commands import kernels; kernels._load = lambda: None; kernels.serve()"
GIVEN = "os.environ['MINE'], 'YOURS' in os.environ, os.getcwd(), hash('a'), __name__"
SAYS = f"import os; print(os.getppid(), {GIVEN})"

pytestmark = pytest.mark.skipif(not kernels.can_fork(), reason="kernels are not forked here")


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(kernels, "CODE", LIGHT)
    monkeypatch.setenv("YOURS", "b")
    with fork_kernels(os.environ | SAME_EVERYWHERE, FEWEST) as server:
        yield server


async def start(server: Server, folder) -> AsyncKernelManager:
    spec = KernelSpecManager(kernel_dirs=[])
    manager = AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=spec, connection_file=str(folder / f"{time.monotonic_ns()}.json")
    )
    launch_from(server, manager)
    environment = {name: value for name, value in os.environ.items() if name != "YOURS"}
    await manager.start_kernel(cwd=str(folder), env=environment | {"MINE": "a"} | SAME_EVERYWHERE)
    return manager


async def run(manager: AsyncKernelManager, code: str) -> str:
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready()
    said: list[str] = []
    await client.execute_interactive(code, output_hook=lambda message: said.append(message["content"].get("text", "")))
    client.stop_channels()
    return "".join(said)


def test_kernels_are_forked_from_one_process_and_see_what_they_are_given(server, tmp_path):
    async def try_two() -> None:
        managers = [await start(server, tmp_path) for _ in range(2)]
        said = [await run(manager, SAYS) for manager in managers]
        assert said[0] == said[1]
        pid, *others = said[0].split()
        assert pid == str(server.process.pid)
        assert others[:3] == ["a", "False", str(tmp_path)] and others[4] == "__main__"
        assert all([await manager.is_alive() for manager in managers])
        await managers[0].shutdown_kernel(now=True)
        assert [await manager.is_alive() for manager in managers] == [False, True]
        with pytest.raises(ProcessLookupError):
            os.kill(managers[0].provisioner.pid, 0)
        left = managers[1].provisioner.pid
        server.end()
        with pytest.raises(ProcessLookupError):  # and the process has waited for it
            os.kill(left, 0)
        assert not await managers[1].is_alive()
        alone = await start(server, tmp_path)  # there is nothing to fork it from
        assert (await run(alone, "import os; print(os.getppid())")).split() == [str(os.getpid())]
        for manager in (managers[1], alone):
            await manager.shutdown_kernel(now=True)

    asyncio.run(try_two())


def test_a_kernel_that_ends_is_told_with_its_code(server):
    started = kernels.Forked(server, server.ask("fork", {"argv": ["--bad"], "cwd": "/", "environment": {}})["pid"])
    while (code := started.poll()) is None:
        time.sleep(0.01)
    assert code != 0 and started.wait() == code
    started.kill()  # nothing is there any more


def test_a_function_is_called_apart_and_whether_it_came_to_its_end_is_told(server, tmp_path):
    async def call(function: str, *given: object) -> bool:
        return await call_apart(server, "os", function, str(tmp_path / "made"), *given)

    async def try_all() -> None:
        assert await call("mkdir", 0o700) and (tmp_path / "made").is_dir()
        assert not await call("mkdir")  # it is there
        assert not await call("_exit")  # it takes no path
        assert await call("rmdir") and not (tmp_path / "made").exists()
        server.end()
        assert not await call("mkdir")

    asyncio.run(try_all())
    assert not (tmp_path / "made").exists()


def test_what_is_called_apart_ends_with_the_process_it_was_forked_from(server):
    async def try_it() -> None:
        asked = asyncio.create_task(call_apart(server, "time", "sleep", 60))
        await asyncio.sleep(0)
        called = list_children(server.process.pid)
        server.process.kill()
        server.process.wait()
        assert not await asked
        assert called and all(has_ended(pid) for pid in called)

    asyncio.run(try_it())


def list_children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or waits for nothing but that somebody asks how it ended."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_what_cannot_be_used_stops_no_kernel(tmp_path, monkeypatch):
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "terms.csv").write_text("term\n", encoding="utf-8")
    monkeypatch.setenv("FAZHI_CORPUS", str(tmp_path))
    with mpl.rc_context():
        kernels._load()
    assert "sklearn.feature_extraction.text" in sys.modules and "ipykernel.kernelapp" in sys.modules


def test_few_kernels_are_not_forked_nor_any_where_a_system_forks_none(monkeypatch):
    with fork_kernels({}, FEWEST - 1) as server:
        assert server is None
    monkeypatch.setattr(sys, "platform", "darwin")
    with fork_kernels({}, FEWEST) as server:
        assert server is None
