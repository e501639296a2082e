"""What all tables of very many reports cost, by processes and by Dask, and what a million would: `make bench-large`.

    python bench/large.py [--sizes 1000,5000,20000] [--rows 100000,1000000] [--page docs/scale.md]

Reports are generated (bench/generate.py), as many as `--sizes` says; each way runs in processes of its own with none of
the others beside it, start-up and reading included. Processor time is all processes' together, whatever else the
machine does; time by the clock is only worth reading from an idle one. The process that hands out the parts is measured
by itself too, on manifests of as many rows as `--rows` says (of files: a tenth), each a report of one line. What is
measured goes into the page between two marks, after each size, with what follows for a million reports. POSIX.
"""

import argparse
import json
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.tables import PER_PART, find_exponent, list_machine, measure_alone, prepare, write_table

ROOT = Path(__file__).resolve().parents[1]
SIZES, ROWS, PAGE = "1000,5000,20000", "100000,1000000", ROOT / "docs" / "scale.md"
MANY = 1_000_000  # reports, of which the page says what they would take
FEWEST = 10  # parts, below which nothing is said of a million
STAMPS = 2_000  # parts, of which it is measured how long they take to look at
CORES = (2, 16, 64, 256)
WAYS = {
    "jieba": "`jieba.lcut`, a report at a time",
    "alone": "all tables, one process",
    "pool-1": "all tables, 1 worker",
    "pool-2": "all tables, 2 workers",
    "dask-1": "all tables, 1 Dask worker",
    "dask-2": "all tables, 2 Dask workers",
}
MAKERS = [way for way in WAYS if way != "jieba"]
KINDS = {"table": "a table with the texts (.jsonl)", "folder": "a corpus folder"}
FEWER = 10  # files in a folder beside rows in a table
UNIT = 1 << (20 if sys.platform == "darwin" else 10)  # of `getrusage`, in MB
Z = 1.96  # standard errors in a 95% interval
BEGIN, END = "<!-- measured by make bench-large -->", "<!-- end of what is measured -->"

Measured = dict[str, Any]  # what was measured of a way, or of all ways of a size


# One task each, in a process of its own.


def measure(way: str, folder: Path) -> Measured:
    """One way on a generated corpus: seconds, peaks in MB, and what it has written."""
    if way == "jieba":
        return measure_alone(way, folder)
    from helpers.commands import tables

    begun, parts, others = time.perf_counter(), [], {}
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        out = Path(place) / "out"
        if way == "alone":
            tables._find_hands = lambda *_: (lambda given, kind, staging: time_parts(given, kind, staging, parts), 1)
            tables.make_parts(folder, out, reports=PER_PART)
        elif way.startswith("pool"):
            tables.make_parts(folder, out, reports=PER_PART, workers=int(way.partition("-")[2]))
        else:
            others = measure_dask(folder, out, Path(place), int(way.partition("-")[2]))
        wall = time.perf_counter() - begun
        written = [path for path in out.rglob("*") if path.is_file()]
        disk = sum(path.stat().st_size for path in written) / 1e6
    own, made = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "cpu": own.ru_utime + own.ru_stime + made.ru_utime + made.ru_stime,
        "wall": wall,
        "memory": made.ru_maxrss / UNIT if way != "alone" else own.ru_maxrss / UNIT,
        "client": {"cpu": own.ru_utime + own.ru_stime, "memory": own.ru_maxrss / UNIT},
        "disk": disk,
        "files": len(written),
        "parts": parts[1:],  # the first loads what is loaded once
        **others,
    }


def time_parts(given: Iterable[Any], kind: str, staging: Path, spent: list[float]) -> Iterator[Path]:
    """Parts made in this process, and the processor time of each."""
    from helpers.output.parts import name_part, write_part

    for part in given:
        before = time.process_time()
        write_part(part, kind, folder := staging / name_part(part.number))
        spent.append(time.process_time() - before)
        yield folder


def measure_dask(folder: Path, out: Path, place: Path, workers: int) -> Measured:
    """All tables by workers of a scheduler, each a process of its own: the largest one's peak, the scheduler's cost."""
    from helpers.commands.tables import make_parts

    said, dask = place / "scheduler.json", [sys.executable, "-m", "dask"]
    join = ["worker", "--scheduler-file", str(said), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    host = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(said)]
    running = [subprocess.Popen([*dask, *host], stderr=subprocess.DEVNULL)]
    try:
        while not said.exists() and running[0].poll() is None:
            time.sleep(0.1)
        for _ in range(workers):
            command = [*dask, *join, "--local-directory", str(place / "workers")]
            running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        make_parts(folder, out, reports=PER_PART, scheduler=json.loads(said.read_text())["address"])
    finally:
        for process in running:
            process.send_signal(signal.SIGKILL)
        used = [os.wait4(process.pid, 0)[2] for process in running]
    return {
        "memory": max(use.ru_maxrss for use in used[1:]) / UNIT,
        "scheduler": {"cpu": used[0].ru_utime + used[0].ru_stime, "memory": used[0].ru_maxrss / UNIT},
    }


def measure_rows(kind: str, folder: Path, n: int) -> Measured:
    """What the process that hands out the parts does with `n` rows before it hands out the first."""
    from helpers.commands import tables
    from helpers.corpus.sources import open_source

    folder.mkdir()
    path = write_table_of_rows(folder, n) if kind == "table" else write_folder(folder, n)
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT, time.process_time()
    keys = tables._look_through(open_source(path), None, "", PER_PART)[0]
    assert len(keys) == math.ceil(n / PER_PART)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT
    return {"rows": n, "cpu": time.process_time() - begun, "memory": peak, "more": peak - before}


def write_table_of_rows(folder: Path, n: int) -> Path:
    with (folder / "t.jsonl").open("w", encoding="utf-8") as file:
        for i in range(n):
            row = {"report_id": f"r{i:07}-2021", "issuer": f"甲市第{i}局", "year": 2021}
            file.write(json.dumps(row | {"text": f"一、举措。办案{i}件。"}, ensure_ascii=False) + "\n")
    return folder / "t.jsonl"


def write_folder(folder: Path, n: int) -> Path:
    (folder / "raw").mkdir()
    with (folder / "reports.csv").open("w", encoding="utf-8") as file:
        file.write("report_id,file,issuer,year\n")
        for i in range(n):
            (folder / "raw" / f"{i}.txt").write_text(f"一、举措。办案{i}件。", encoding="utf-8")
            file.write(f"r{i:07}-2021,{i}.txt,甲市第{i}局,2021\n")
    return folder


def measure_stamps(folder: Path) -> Measured:
    """What it takes to look at many parts that are made: links to one that is."""
    from helpers.commands.tables import make_parts
    from helpers.output.parts import PARTS, RUN, list_parts, name_part
    from helpers.places import write_file

    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        out = Path(place)
        make_parts(folder, out, workers=1, reports=PER_PART)
        first = out / PARTS / name_part(0)
        key = json.loads((first / "stamp.json").read_text(encoding="utf-8"))["key"]
        for number in range(1, STAMPS):
            other = out / PARTS / name_part(number)
            other.mkdir(exist_ok=True)
            for path in first.iterdir():
                (other / path.name).unlink(missing_ok=True)
                os.link(path, other / path.name)
        write_file(out / RUN, json.dumps({"keys": [key] * STAMPS}).encode())
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT, time.process_time()
        assert len(list_parts(out)) == STAMPS
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT - before
    return {"parts": STAMPS, "cpu": time.process_time() - begun, "more": more}


# What follows from what was measured.


def find_interval(few: Measured, many: Measured) -> tuple[float, float, float]:
    """The exponent with which processor time grows with the reports, and its 95% interval.

    From two sizes of the way `alone`. Its error is that of the two means over parts of like size, taken as independent:
    the variance of the logarithm of each total is that of the parts over their squared mean, over their number.

    >>> few, many = ({"reports": 50.0 * n, "alone": {"parts": [1.0, 3.0] * (n // 2)}} for n in (10, 40))
    >>> [round(x, 2) for x in find_interval(few, many)]
    [1.0, 0.74, 1.26]
    """
    totals, variance = [], 0.0
    for size in (few, many):
        parts = size["alone"]["parts"]
        totals.append((size["reports"], sum(parts)))
        variance += (statistics.stdev(parts) / statistics.fmean(parts)) ** 2 / len(parts)
    exponent = find_exponent(*totals)
    error = Z * math.sqrt(variance) / math.log(many["reports"] / few["reports"])
    return exponent, exponent - error, exponent + error


def find_slope(few: Measured, many: Measured, what: str) -> float:
    """What a million rows more take, by two manifests."""
    return (many[what] - few[what]) / (many["rows"] - few["rows"]) * MANY


def find_growth(costs: list[tuple[float, float]]) -> float:
    """What a report more costs, by the fewest and the most (size, cost); of one size alone its mean, start-up in it.

    >>> find_growth([(100, 7.0), (200, 9.0), (300, 11.0)]), find_growth([(100, 7.0)])
    (0.02, 0.07)
    """
    (few, less), (many, more) = (costs if len(costs) > 1 else [(0, 0.0), *costs])[:: max(1, len(costs) - 1)]
    return (more - less) / (many - few)


def predict(sizes: list[Measured], rows: dict[str, list[Measured]], stamps: Measured) -> list[tuple[str, str]]:
    """What a million reports take, in words, from the parts of the largest size measured and from how cost grows."""
    last = sizes[-1]
    times, parts = MANY / last["reports"], last["alone"]["parts"]
    if len(parts) < FEWEST:
        return [(f"{len(parts)} parts say too little", f"measure {FEWEST * PER_PART + PER_PART} reports or more")]
    hours = statistics.fmean(parts) * MANY / PER_PART / 3600  # without the start of processes, which is paid once
    error = Z * statistics.stdev(parts) / statistics.fmean(parts) / math.sqrt(len(parts))
    said = [
        (
            "processor time of those who make parts",
            f"{hours:,.1f} hours (± {error:.0%} by the spread over {len(parts)} parts)",
        )
    ]
    if len(sizes) > 1 and len(sizes[0]["alone"]["parts"]) >= FEWEST:
        exponent, low, high = find_interval(sizes[0], last)
        grown = (hours * times ** (power - 1) for power in (exponent, low, high))
        said.append(
            (
                f"the same, if it grew on as from {sizes[0]['reports']:,.0f} to {last['reports']:,.0f}",
                "{:,.1f} hours ({:,.1f} to {:,.1f})".format(*grown)
                + f"; exponent {exponent:.3f} ({low:.3f} to {high:.3f})",
            )
        )
    client = MANY * find_growth([(size["reports"], size["dask-2"]["client"]["cpu"]) for size in sizes]) / 3600
    said += [(f"by the clock, {cores} cores", f"{max(hours / cores, client):,.1f} hours at least") for cores in CORES]
    said += [
        (
            "processor time of the one that hands out the parts",
            f"{client:,.1f} hours: enough for {hours / client:,.0f} cores",
        ),
        (
            "memory of a worker",
            f"{max(size[way]['memory'] for size in sizes for way in MAKERS):,.0f} MB",
        ),
    ]
    for kind, measured in rows.items():
        if len(measured) > 1:
            base = measured[-1]["memory"] + find_slope(*measured[-2:], "memory") * (1 - measured[-1]["rows"] / MANY)
            said.append((f"memory of the one that hands out the parts, {KINDS[kind]}", f"{base / 1000:,.1f} GB"))
    seconds = stamps["cpu"] / stamps["parts"] * MANY / PER_PART
    said += [
        ("a further run with nothing to do: its stamps", f"{2 * seconds:,.0f} s, each is read twice"),
        ("disk", f"{last['pool-1']['disk'] * times / 1000:,.0f} GB in {last['pool-1']['files'] * times:,.0f} files"),
        ("text", f"{last['megabytes'] * times / 1000:,.1f} GB"),
    ]
    return said


def write_block(machine: str, sizes: list[Measured], rows: dict[str, list[Measured]], stamps: Measured) -> str:
    """What goes between the marks: by way and size, of manifests, and for a million reports."""
    ways, manifests = [], []
    for size in sizes:
        for way, name in WAYS.items():
            told = size[way]
            cells = (
                f"{size['reports']:,.0f}",
                name,
                f"{told['cpu']:,.1f}",
                f"{told['cpu'] / size['jieba']['cpu']:.2f}",
            )
            client = f"{told['client']['cpu']:.1f}, {told['client']['memory']:.0f}" if "client" in told else "–"
            disk = f"{told['disk']:,.1f}" if "disk" in told else "–"
            ways.append((*cells, f"{told['wall']:,.1f}", f"{told['memory']:.0f}", client, disk))
    for kind, measured in rows.items():
        for told in measured:
            manifests.append((KINDS[kind], f"{told['rows']:,}", f"{told['cpu']:.1f}", f"{told['memory']:.0f}"))
    head = (
        "reports",
        "way",
        "CPU (s)",
        "× jieba",
        "wall (s)",
        "peak memory (MB)",
        "client: CPU (s), peak (MB)",
        "disk (MB)",
    )
    texts = ", ".join(f"{size['reports']:,.0f} ({size['megabytes']:.1f} MB of text)" for size in sizes)
    return f"""{BEGIN}

Generated reports: {texts}; {PER_PART} a part.

{machine}

{write_table(head, ways)}

Peak memory is that of the largest process that makes parts; the client is the process that hands them out, whose
processor time is in the whole (of one process it is the whole). Of {sizes[-1]["reports"]:,.0f} reports the Dask
scheduler took {sizes[-1]["dask-2"]["scheduler"]["cpu"]:.1f} s and {sizes[-1]["dask-2"]["scheduler"]["memory"]:.0f} MB.

Before the first part is handed out, and nothing but that: rows read, hashed, compared with each other.

{write_table(("manifest", "rows", "CPU (s)", "peak memory (MB)"), manifests)}

{MANY:,} reports like these, from the figures above:

{write_table(("what", "how much"), predict(sizes, rows, stamps))}

{END}"""


def put_between(page: str, block: str) -> str:
    """A page with another block between its marks.

    >>> put_between(f"a {BEGIN} old {END} b", f"{BEGIN} new {END}") == f"a {BEGIN} new {END} b"
    True
    """
    head, _, rest = page.partition(BEGIN)
    return head + block + rest.partition(END)[2]


# The whole.


def run(task: str, folder: Path, *given: str) -> Measured:
    """A task in a process of its own: what it has measured."""
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder), *given]
    path = os.pathsep.join(filter(None, (str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    print(task, *given, {name: told for name, told in measured.items() if name != "parts"}, flush=True)
    return measured


def write_all(sizes: list[int], rows: list[int], page: Path) -> None:
    machine, measured = list_machine(), list[Measured]()
    try:
        machine += f"\n- distributed {version('distributed')}"
    except PackageNotFoundError:
        sys.exit("this needs the extra `cluster`; run it by `make bench-large`")
    with tempfile.TemporaryDirectory() as place:
        counted = {kind: [n // (FEWER if kind == "folder" else 1) for n in rows] for kind in KINDS}
        manifests = {
            kind: [run(f"rows-{kind}", Path(place) / f"{kind}-{n}", "--size", str(n)) for n in counts]
            for kind, counts in counted.items()
        }
        run("prepare", Path(place) / "part", "--size", str(PER_PART))
        stamps = run("stamps", Path(place) / "part")
        for size in sizes:
            folder = Path(place) / str(size)
            told = run("prepare", folder, "--size", str(size))
            measured.append(told | {way: run(way, folder) for way in WAYS})
            block = write_block(machine, measured, manifests, stamps)
            page.write_text(put_between(page.read_text(encoding="utf-8"), block), encoding="utf-8")
            print(f"Written: {page}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rows", default=ROWS)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if not told.task:
        write_all(*([int(n) for n in given.split(",")] for given in (told.sizes, told.rows)), told.page)
    elif told.task == "prepare":
        print(json.dumps(prepare(told.folder, told.size)))
    elif told.task == "stamps":
        print(json.dumps(measure_stamps(told.folder)))
    elif told.task.startswith("rows-"):
        print(json.dumps(measure_rows(told.task.removeprefix("rows-"), told.folder, told.size)))
    else:
        print(json.dumps(measure(told.task, told.folder)))


if __name__ == "__main__":
    main()
