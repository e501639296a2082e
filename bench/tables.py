"""What all tables of many reports cost beside a word count of the same text: `make bench-tables`.

    python bench/tables.py [--sizes 500,2000] [--page docs/benchmarks.md]

Reports are generated (bench/generate.py), as many as `--sizes` says. Alone: each way in a process of its own with
nothing beside it, start-up and reading included, processor time of all its processes. Interleaved: in one process,
part by part and step by step in turn with jieba on the same part, dictionaries loaded before; nothing is written.
The page is written when all is measured; nothing is asserted. POSIX: peak memory is that of `getrusage`.
"""

import argparse
import gc
import json
import logging
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES, PAGE = "500,2000", ROOT / "docs" / "benchmarks.md"
YEARS = range(2019, 2023)
PER_PART = 50
SHORT = 0.05  # seconds: what takes less says nothing of how it grows
WAYS = {
    "jieba": "`jieba.lcut`, a report at a time",
    "tfidf": "`TfidfVectorizer(tokenizer=jieba.lcut)`",
    "tables-1": "all tables, written, 1 worker",
    "tables-2": "all tables, written, 2 workers",
}
STEPS = ("load", "outline", "items", "furniture", "segment", "codes", "claims", "citations")
PACKAGES = ("jieba", "rjieba", "pyahocorasick", "pandas", "scikit-learn", "pyarrow")

Measured = dict[str, dict[str, float]]  # way, or step, → what was measured of it


def measure_alone(way: str, folder: Path) -> dict[str, float]:
    """One way on a generated corpus, in this process; its texts lie in texts.json."""
    import resource

    began = time.perf_counter()
    if way.startswith("tables"):
        from helpers.commands.tables import make_parts

        with tempfile.TemporaryDirectory(dir=folder.parent) as out:
            make_parts(folder, Path(out), workers=int(way.partition("-")[2]), reports=PER_PART)
    else:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        jieba.dt.tmp_dir = str(folder.parent)  # its cache
        texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        if way == "jieba":
            for text in texts:
                jieba.lcut(text)
        else:
            from sklearn.feature_extraction.text import TfidfVectorizer

            TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None).fit_transform(texts)
    wall = time.perf_counter() - began
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 << (20 if sys.platform == "darwin" else 10)  # in MB
    return {
        "cpu": sum(use.ru_utime + use.ru_stime for use in (own, others)),
        "wall": wall,
        "memory": max(own.ru_maxrss, others.ru_maxrss) / unit,
    }


def measure_interleaved(folder: Path) -> Measured:
    """Processor time of each step on a generated corpus, in turn with jieba and TF-IDF, a part at a time."""
    import jieba
    from sklearn.feature_extraction.text import TfidfVectorizer

    import helpers as h
    from helpers.corpus.load import load_rows
    from helpers.corpus.manifest import read_manifest

    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(folder.parent)
    terms, rows = h.load_lexicon().term, read_manifest(folder).rows
    spent: Measured = {name: {"cpu": 0.0} for name in ("jieba", "tfidf", *STEPS)}

    def time_step(name: str, step: Callable[[], object]) -> object:
        before = time.process_time()
        result = step()
        spent[name]["cpu"] += time.process_time() - before
        return result

    def go_through(part: list[int]) -> None:
        some = {number: rows[number] for number in part}
        reports = time_step("load", lambda: load_rows(some, rows[part[0]], folder)[0])
        texts = reports["text"].tolist()
        time_step("jieba", lambda: [jieba.lcut(text) for text in texts])
        passages = time_step("outline", lambda: h.parse_outline(reports))
        items = time_step("items", lambda: h.list_items(passages))
        time_step("furniture", lambda: h.list_furniture(reports))
        time_step("segment", lambda: h.segment(passages, terms))
        time_step("tfidf", lambda: TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None).fit_transform(texts))
        time_step("codes", lambda: h.code_items(items, reports))
        time_step("claims", lambda: h.find_claims(passages))
        time_step("citations", lambda: h.find_citations(passages))

    numbers = list(rows)
    go_through(numbers[:PER_PART])  # loads whatever is loaded once; rjieba only where there is much to cut
    gc.collect()
    gc.freeze()  # what is loaded, as a process does that makes parts
    spent |= {name: {"cpu": 0.0} for name in spent}
    for begin in range(0, len(numbers), PER_PART):
        go_through(numbers[begin : begin + PER_PART])
    return spent


def prepare(folder: Path, size: int) -> dict[str, float]:
    """Generate so many reports, and write their texts beside them for what reads no corpus; the bytes of those."""
    from bench.generate import generate
    from helpers import load_corpus

    generate(folder, issuers=math.ceil(size / len(YEARS)), years=YEARS)
    texts = load_corpus(folder)["text"].tolist()
    (folder / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    return {"reports": len(texts), "megabytes": len("".join(texts).encode()) / 1e6}


def run(task: str, folder: Path, *given: str) -> dict[str, float] | Measured:
    """A task in a process of its own: what it has measured."""
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder), *given]
    path = os.pathsep.join(filter(None, (str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def find_exponent(few: tuple[float, float], many: tuple[float, float]) -> float:
    """How the cost grows with the size: 1 is in proportion; each of the two is (size, cost).

    >>> find_exponent((500, 10.0), (2000, 40.0))
    1.0
    """
    return math.log(many[1] / few[1]) / math.log(many[0] / few[0])


def list_machine() -> str:
    """The machine and what was measured on it, in a line each."""
    cpu = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.is_file():
        names = [line.partition(":")[2].strip() for line in about.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"no {name} (tables written as CSV)")
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    load = os.getloadavg()[0]
    return "\n".join(
        (
            f"- {cpu}, {os.cpu_count()} processors, {platform.system()} {platform.machine()};"
            f" load on them when it began {load:.1f}",
            f"- {platform.python_implementation()} {platform.python_version()}, {', '.join(versions)}",
            f"- commit {commit}",
        )
    )


def write_table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))


def write_page(machine: str, corpora: list[dict[str, float]], alone: list[Measured], turns: list[Measured]) -> str:
    """The page: what each way costs alone, by size; what each step costs in turn with jieba, and how that grows."""
    sizes = [corpus["reports"] for corpus in corpora]
    rows, peaks = [], []
    for size, measured in zip(sizes, alone, strict=True):
        jieba = measured["jieba"]
        for way, name in WAYS.items():
            cpu, wall, memory = (measured[way][what] for what in ("cpu", "wall", "memory"))
            cells = f"{size:,.0f}", name, f"{cpu:.1f}", f"{cpu / jieba['cpu']:.2f}", f"{wall:.1f}"
            rows.append((*cells, f"{wall / jieba['wall']:.2f}", f"{memory:.0f}"))
    for way, name in WAYS.items():
        peaks.append(f"{name} {alone[-1][way]['memory'] / alone[0][way]['memory']:.2f}")
    steps = []
    names = {name: name for name in STEPS} | {"all": "all tables", "tfidf": WAYS["tfidf"], "jieba": WAYS["jieba"]}
    spent = [{name: turn[name]["cpu"] for name in turn} for turn in turns]
    for costs in spent:
        costs["all"] = sum(costs[step] for step in STEPS)
    for key, name in names.items():
        few, many = spent[0][key], spent[-1][key]
        grows = few > SHORT and len(sizes) > 1
        exponent = f"{find_exponent((sizes[0], few), (sizes[-1], many)):.2f}" if grows else "–"
        cpu = (f"{costs[key]:.1f}" for costs in spent)
        steps.append((name, *cpu, *(f"{costs[key] / costs['jieba']:.2f}" for costs in spent), exponent))
    texts = " and ".join(f"{corpus['reports']:,.0f} ({corpus['megabytes']:.1f} MB of text)" for corpus in corpora)
    head = [f"{what}, {size:,.0f}" for what in ("CPU (s)", "× jieba") for size in sizes]
    return f"""# All tables beside a word count

Written by `make bench-tables` (`bench/tables.py`). Generated reports ([bench/README.md](../bench/README.md)): {texts}.
Ratios hold better from machine to machine than seconds; × jieba is beside bare `jieba.lcut` of the same text.

{machine}

## Alone

Each way in a process of its own with none of the others beside it, one after the other. Processor time of all its
processes, start-up, dictionaries and reading included; the tables are also written. Memory is the largest process's
peak.

{write_table(("reports", "way", "CPU (s)", "× jieba", "wall (s)", "× jieba", "peak memory (MB)"), rows)}

Peak memory of the most reports beside the fewest: {", ".join(peaks)}.

## Interleaved

In one process, {PER_PART} reports at a time, each step in turn with jieba on the same reports; dictionaries loaded
before, nothing written. The exponent says how the time grows with the reports (1: in proportion).

{write_table(("step", *head, "exponent"), steps)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.task == "prepare":
        print(json.dumps(prepare(told.folder, told.size)))
    elif told.task == "interleaved":
        print(json.dumps(measure_interleaved(told.folder)))
    elif told.task:
        print(json.dumps(measure_alone(told.task, told.folder)))
    else:
        write_all([int(size) for size in told.sizes.split(",")], told.page)


def write_all(sizes: list[int], page: Path) -> None:
    machine, corpora, alone, turns = list_machine(), [], [], []
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(place) / str(size)
            corpora.append(run("prepare", folder, "--size", str(size)))
            measured = {}
            for way in WAYS:
                measured[way] = run(way, folder)
                print(f"{size} reports, {way}: {measured[way]}", flush=True)
            alone.append(measured)
            turns.append(run("interleaved", folder))
    page.write_text(write_page(machine, corpora, alone, turns), encoding="utf-8")
    print(f"Written: {page}")


if __name__ == "__main__":
    main()
