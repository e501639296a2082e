"""Parts made by the workers of a Dask scheduler; what needs one is skipped without the extra `cluster`."""

import gc
import importlib.util
import json
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers.__main__ import main
from helpers.commands import cluster, pool, tables
from helpers.commands.tables import make_parts
from helpers.corpus import sources
from helpers.errors import RunError
from helpers.output.parts import load_parts
from helpers.places import ROOT
from tests.commands.test_tables import LONG, check, times
from tests.output.test_parts import cut, make_corpus

pytestmark = pytest.mark.xdist_group("cluster")  # one scheduler for most of them

needs_dask = pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="needs the extra: make cluster")
# Run by each worker as it begins, more than once: it ends at the second report; it has another program.
DYING = """
import os
from helpers.commands import cluster
from helpers.output.parts import write_part
def end(part, *given):
    if any(row["report_id"] == "r1" for number, row in part.rows.items() if number not in part.wrong):
        os._exit(1)
    return write_part(part, *given)
cluster.write_part = end
"""
UNLIKE = """
from helpers.commands import cluster
seen = cluster.list_program()
cluster.list_program = lambda: seen | {"pandas": "2.0.0", "Python": "3.9"}
"""


def wait_for(what: Callable[[], object]) -> None:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() - begun < LONG
        time.sleep(0.05)


@contextmanager
def start(folder: Path, *, workers: int = 2, threads: int = 1, preload: str = "", failures: int = 3) -> Iterator[str]:
    """A scheduler and its workers as processes of their own; its address."""
    folder.mkdir()
    (folder / "preload.py").write_text(preload, encoding="utf-8")
    said = folder / "scheduler.json"
    environment = os.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    commands = (
        ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", said],
        ["worker", "--scheduler-file", said, "--nworkers", workers, "--nthreads", threads]
        + ["--local-directory", folder / "local", "--preload", folder / "preload.py"],
    )
    running = []
    with (folder / "log").open("w") as log:
        try:
            for command in commands:
                line = [sys.executable, "-m", "dask", *map(str, command), "--no-dashboard"]
                running.append(subprocess.Popen(line, stdout=log, stderr=log, env=environment, start_new_session=True))
                wait_for(said.exists)
            address = json.loads(said.read_text())["address"]
            with cluster.connect(address) as client:
                client.wait_for_workers(workers, LONG)  # one whose preload fails never comes
            yield address
        finally:
            for process in running:
                os.killpg(process.pid, signal.SIGKILL)  # with the workers that it has started
                process.wait(LONG)


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with start(tmp_path_factory.mktemp("dask") / "two") as address:
        yield address


def read(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@needs_dask
def test_a_scheduler_and_processes_write_the_same_bytes(tmp_path, address, monkeypatch, capsys):
    corpus = make_corpus(tmp_path / "c", more="x,9.txt,甲局,2021,\n")
    monkeypatch.chdir(tmp_path)
    assert main(["tables", "--corpus", "c", "--out", "one", "--scheduler", address]) == 1
    assert "1 parts to make, 2 at once" in capsys.readouterr().out
    assert main(["tables", "--corpus", "c", "--out", "two", "--workers", "1"]) == 1
    assert read(tmp_path / "one") == read(tmp_path / "two") and len(read(tmp_path / "one")) > 10
    made = make_parts(corpus, tmp_path / "one", scheduler=address, reports=2)
    assert (made.parts, made.made, made.reports) == (3, 3, 5)
    assert load_parts(tmp_path / "one", "refused")["report_id"].tolist() == ["x"]
    assert make_parts(corpus, tmp_path / "one", scheduler=address, reports=2).made == 0


@needs_dask
def test_reports_of_a_table_travel_with_their_part(tmp_path, address):
    lines = [{"report_id": f"t{i}", "issuer": "甲局", "year": 2021, "text": f"一、举措。办案{i}件。"} for i in range(3)]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert make_parts(tmp_path / "t.jsonl", tmp_path / "out", scheduler=address, reports=2).reports == 3
    assert load_parts(tmp_path / "out", "claims")["value"].tolist() == [0, 1, 2]


@needs_dask
def test_what_a_worker_had_that_was_killed_another_makes(tmp_path, address):
    corpus, out = make_corpus(tmp_path / "c", n=8), tmp_path / "out"
    with cluster.connect(address) as client, ThreadPoolExecutor(1) as beside:
        client.wait_for_workers(2)
        first, *_ = client.run(os.getpid).values()
        made = beside.submit(make_parts, corpus, out, scheduler=address, reports=1)
        wait_for(lambda: times(out) or made.done())
        os.kill(first, signal.SIGKILL)
        assert made.result(LONG)[:3] == (8, 8, 8)
    check(corpus, out)


@needs_dask
def test_a_run_that_was_killed_leaves_the_scheduler_nothing_to_do_and_goes_on_where_it_was(tmp_path, address):
    corpus, out = make_corpus(tmp_path / "c", n=8), tmp_path / "out"
    call = f"make_parts({str(corpus)!r}, Path({str(out)!r}), scheduler={address!r}, reports=1)"
    code = f"from pathlib import Path; from helpers.commands.tables import make_parts; {call}"
    killed = subprocess.Popen([sys.executable, "-c", code])
    wait_for(lambda: times(out) or killed.poll() is not None)
    killed.kill()
    killed.wait(LONG)
    before = times(out)
    assert 0 < len(before) < 8
    with cluster.connect(address) as client:
        wait_for(lambda: not client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))
    assert make_parts(corpus, out, scheduler=address, reports=1).made == 8 - len(before)
    assert before.items() <= times(out).items()
    check(corpus, out)
    assert not list(out.glob(".run-*"))


@needs_dask
def test_a_report_at_which_every_worker_ends_is_set_aside(tmp_path):
    corpus, out = make_corpus(tmp_path / "c"), tmp_path / "out"
    with start(tmp_path / "dask", preload=DYING, failures=0) as address:
        made = make_parts(corpus, out, scheduler=address, reports=3)
    assert (made.parts, made.made, made.reports) == (2, 2, 4)
    assert made.refused[["report_id", "reason"]].to_numpy().tolist() == [["r1", pool.DIES]]
    assert load_parts(out, "reports").index.tolist() == ["r0", "r2", "r3", "r4"]


@needs_dask
def test_a_worker_with_another_program_is_refused_by_name(tmp_path, monkeypatch):
    corpus, out = make_corpus(tmp_path / "c", n=1), tmp_path / "out"
    with start(tmp_path / "dask", workers=1, preload=UNLIKE) as address:
        for _ in range(2):  # also one that has come since the others were looked at
            with pytest.raises(RunError, match=r"^worker tcp://127.0.0.1:\d+ is unlike this process in Python, pandas"):
                make_parts(corpus, out, scheduler=address)
            monkeypatch.setattr(cluster, "check_workers", lambda *_: None)
    assert not times(out) and not list(out.glob(".run-*"))


@needs_dask
def test_a_worker_of_several_threads_is_refused(tmp_path):
    with (
        start(tmp_path / "dask", workers=1, threads=2) as address,
        pytest.raises(RunError, match=r"^worker tcp\S+ has 2 threads; start it with --nthreads 1, as many as"),
    ):
        make_parts(make_corpus(tmp_path / "c", n=1), tmp_path / "out", scheduler=address)


@needs_dask
def test_a_worker_that_sees_another_file_is_refused(tmp_path, address, monkeypatch):
    corpus, out = make_corpus(tmp_path / "c", n=1), tmp_path / "out"
    monkeypatch.setattr(sources, "hash_row", lambda *_: ("0" * 64, None))
    with pytest.raises(RunError, match=r"^worker tcp\S+: raw/0.txt is not there as it is here; let it see the same"):
        make_parts(corpus, out, scheduler=address)
    assert not times(out)


@needs_dask
def test_where_no_scheduler_answers_the_remedy_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    for address, why in (("tcp://127.0.0.1:1", "Timed out"), ("nfs://x:1", "unknown address scheme")):
        said = rf"^{address}: no scheduler answers there \(.*{why}.*\); start one with `dask scheduler`"
        with pytest.raises(RunError, match=said):
            make_parts(make_corpus(tmp_path / address[:3], n=1), tmp_path / "out", scheduler=address)


@needs_dask
def test_a_scheduler_that_ends_is_told_and_what_is_made_stays(tmp_path):
    corpus, out = make_corpus(tmp_path / "c", n=8), tmp_path / "out"
    with ThreadPoolExecutor(1) as beside, start(tmp_path / "dask", workers=1) as address:
        made = beside.submit(make_parts, corpus, out, scheduler=address, reports=1)
        wait_for(lambda: times(out) or made.done())
        with cluster.connect(address) as client:
            os.kill(client.run_on_scheduler(os.getpid), signal.SIGKILL)
        with pytest.raises(RunError, match=rf"^{address}: the scheduler is gone; start it and its workers and run"):
            made.result(LONG)
    assert 0 < len(times(out)) < 8


def test_without_the_extra_its_name_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    make_corpus(tmp_path / "c", n=1)
    command = ["tables", "--corpus", str(tmp_path / "c"), "--out", str(tmp_path / "out"), "--scheduler", "tcp://x:1"]
    assert main(command) == 1
    assert capsys.readouterr().err == "--scheduler needs the extra `cluster`; run `make cluster` once\n"
    with pytest.raises(SystemExit):
        main([*command, "--workers", "2"])


def test_processes_are_compared_by_versions_and_tables_and_the_module_that_asks_them(tmp_path):
    corpus = make_corpus(tmp_path / "c", n=1)
    seen = cluster.describe(corpus)
    assert {"Python", "pandas", "pyarrow", "lexicon/terms.csv", "src/helpers/commands/cluster.py"} <= seen.keys()
    (corpus / "codebook").mkdir()
    (corpus / "codebook" / "units.csv").write_text("unit\n", encoding="utf-8")
    assert cluster.describe(corpus).keys() - seen.keys() == {"codebook/units.csv"}


def test_a_part_goes_to_a_worker_with_the_hashes_of_its_files(tmp_path):
    source = sources.open_source(make_corpus(tmp_path / "c", n=2))
    (part,) = tables._cut(source, None, ["key"], {}, 2)
    assert {number: len(hashes[0]) for number, hashes in part.hashes.items()} == {2: 64, 3: 64}


def test_what_a_part_took_is_given_back_by_the_worker_that_made_it(tmp_path, monkeypatch):
    """The worker is a stand-in, and Python looks for what is unreachable only when it is told to."""

    class Held:
        def __init__(self) -> None:
            self.itself = self

    held = list[weakref.ref[Held]]()

    def write(part, kind, folder):
        held.append(weakref.ref(Held()))
        folder.mkdir()

    worker = SimpleNamespace(address="here", local_directory=tmp_path)
    monkeypatch.setattr(cluster, "import_module", lambda _: SimpleNamespace(get_worker=lambda: worker))
    monkeypatch.setattr(cluster, "write_part", write)
    part = cut(make_corpus(tmp_path / "c", n=1), 1)[0]
    gc.disable()
    try:
        cluster._make(pickle.dumps(part), "csv", pickle.dumps(cluster.describe(part.folder)))
        assert held[0]() is None
    finally:
        gc.enable()
