"""Commands killed at random moments, and several `add` at once: is anything lost, half-written, or wrongly up to date?

    python -m bench.kills [--seed 1] [--kills 100] [--rounds 50]

A copy of the program with two short reports and two small notebooks. A third of the kills each meets `add`, `reproduce`
behind a changed report, and `reproduce` without its tables (which it then writes): SIGKILL to the whole group of
processes, so that nothing is tidied up. Behind it every file of corpus and results must be what it was or what a whole
run makes of it; the next run must make all of it, leave nothing hidden behind, and find it up to date. Then two and
five `add` at once, each in half of the rounds: every report is kept or its command refused, and no other row is lost.
"""

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import nbformat

from helpers.places import ROOT

REPORT = """{name}{year}年法治政府建设年度报告
一、主要做法
（一）依法行政。{name}办理案件{n}件，组织{name}培训{n}次。
二、存在的不足
一是{name}人员不足。
三、下一步打算
（一）继续努力。
{name}
"""
CELLS = (
    "from types import SimpleNamespace\nfrom helpers.places import corpus_folder, output_folder",
    "CHOICE = SimpleNamespace(corpus=None)",
    "rows = (corpus_folder(CHOICE.corpus) / 'reports.csv').read_text()\nprint(rows)",
    "folder = output_folder('figures', CHOICE.corpus)\nfolder.mkdir(parents=True, exist_ok=True)",
    "(folder / '{name}.csv').write_text(rows * 9999)",
)
KEPT = ("corpus", "figures", "notebooks", "build")  # folders of what must never be half-written
NAMES = "甲乙丙丁戊"
REFUSED = "another command is changing what is in this folder"


def make_tree(tree: Path) -> None:
    """The program with a corpus of its own, and reports that may be added."""
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("requirements.lock", "jupyter_nbconvert_config.py", "CITATION.cff"):
        shutil.copy(ROOT / name, tree)
    for part in ("lexicon", "codebook", "rules"):
        shutil.copytree(ROOT / "corpus" / part, tree / "corpus" / part)
    (tree / "corpus" / "raw").mkdir()
    rows = ["report_id,file,issuer,year"]
    for year in (2019, 2020):
        write_report(tree / "corpus" / "raw" / f"r{year}.txt", "子县司法局", year)
        rows.append(f"r{year},r{year}.txt,子县司法局,{year}")
    (tree / "corpus" / "reports.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (tree / "notebooks").mkdir()
    for name in ("01-a", "02-b"):
        cells = [nbformat.v4.new_code_cell(cell.replace("{name}", name), id=f"c{i}") for i, cell in enumerate(CELLS)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tree / "notebooks" / f"{name}.ipynb")
    (tree / "new").mkdir()
    for number, name in enumerate(NAMES):
        write_report(tree / "new" / f"{number}.txt", f"{name}县司法局", 2021)


def write_report(file: Path, name: str, year: int) -> None:
    file.write_text(REPORT.format(name=name, year=year, n=year - 2000), "utf-8")


def start(tree: Path, *arguments: str) -> subprocess.Popen[str]:
    """A command of the program, in a group of processes of its own."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FAZHI_")}
    return subprocess.Popen(
        [sys.executable, "-m", "helpers", *arguments],
        cwd=tree,
        env=settings | {"PYTHONPATH": str(tree / "src"), "FAZHI_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def call(tree: Path, *arguments: str) -> str:
    """What a command says that must do what it is asked."""
    process = start(tree, *arguments)
    said = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: {said}")
    return said


def list_files(tree: Path) -> dict[str, str]:
    """The hash of every file of the corpus and of the results, by its path; the index says how long a run took."""
    return {
        path.relative_to(tree).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in KEPT
        for path in (tree / folder).rglob("*")
        if path.is_file() and ".stamps" not in path.parts
    }


def list_leftovers(tree: Path) -> list[str]:
    hidden = (path for folder in KEPT for path in (tree / folder).rglob(".*") if path.name != ".stamps")
    return [path.relative_to(tree).as_posix() for path in hidden]


def change(tree: Path, kind: str) -> list[str]:
    """What a command has to do, done to a tree, and the command."""
    if kind == "add":
        return ["add", "new/0.txt", "new/1.txt", "new/2.txt"]
    if kind == "reproduce":
        write_report(tree / "corpus" / "raw" / "r2020.txt", "丑县司法局", 2020)
    else:
        shutil.rmtree(tree / "build" / "tables")
        shutil.rmtree(tree / "build" / "html" / "browse")
    return ["reproduce"]


def judge_kill(tree: Path, before: dict[str, str], whole: dict[str, str], command: Sequence[str]) -> list[str]:
    """What is wrong behind a kill and behind the next run; `whole` is what a run that nobody kills leaves."""
    wrong = []
    hidden = set(list_leftovers(tree))
    for path, sha256 in list_files(tree).items():
        part = any(path == name or path.startswith(f"{name}/") for name in hidden)
        if not part and sha256 not in (before.get(path), whole.get(path)):
            wrong.append(f"{path} is neither old nor new")
    if command[0] == "add":  # what was added is refused as being there already, and the rest added
        start(tree, *command).communicate()
    else:
        call(tree, *command)
        if not call(tree, *command).count("up to date") >= 4:
            wrong.append("not up to date behind a whole run")
    after = list_files(tree)
    wrong += [f"{path} differs from that of a whole run" for path in whole if after.get(path) != whole[path]]
    wrong += [f"{path} is left over" for path in {*after} - {*whole}] + list_leftovers(tree)
    return wrong


def kill_often(pattern: Path, number: int, rng: random.Random) -> Counter[str]:
    """Each kind of command killed at random moments; prints what is wrong."""
    fates: Counter[str] = Counter()
    for kind in ("add", "reproduce", "tables"):
        with tempfile.TemporaryDirectory() as name:
            tree = Path(shutil.copytree(pattern, Path(name) / "tree"))
            command = change(tree, kind)
            begun = time.monotonic()
            call(tree, *command)
            lasts = time.monotonic() - begun
            whole = list_files(tree)
        for _ in range(number // 3 + (kind == "add" and number % 3)):
            with tempfile.TemporaryDirectory() as name:
                tree = Path(shutil.copytree(pattern, Path(name) / "tree"))
                change(tree, kind)
                before = list_files(tree)
                process = start(tree, *command)
                time.sleep(rng.uniform(0.1, 1.1) * lasts)
                running = process.poll() is None
                if running:
                    os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                wrong = judge_kill(tree, before, whole, command)
                fates[f"{kind}: {'killed' if running else 'had ended'}, {'WRONG' if wrong else 'whole'}"] += 1
                print(f"{kind}: {fates.total()} of {number} in all", file=sys.stderr, flush=True)
                print(*(f"{kind}: {line}" for line in wrong), sep="\n", end="\n" if wrong else "", flush=True)
    return fates


def add_at_once(pattern: Path, rounds: int) -> Counter[str]:
    """Two and five `add` at once; prints what is wrong."""
    fates: Counter[str] = Counter()
    for number in (2, 5):
        for _ in range(rounds // 2):
            with tempfile.TemporaryDirectory() as name:
                tree = Path(shutil.copytree(pattern, Path(name) / "tree"))
                kept, refused, wrong = add_some(tree, number)
            fates[f"{number} at once: kept"] += kept
            fates[f"{number} at once: refused"] += refused
            fates[f"{number} at once: rounds {'WRONG' if wrong else 'whole'}"] += 1
            print(f"{number} at once: {kept} kept, {refused} refused", file=sys.stderr, flush=True)
            print(*(f"{number} at once: {line}" for line in wrong), sep="\n", end="\n" if wrong else "", flush=True)
    return fates


def add_some(tree: Path, number: int) -> tuple[int, int, list[str]]:
    """How many reports were kept and how many refused of those that are added at once, and what is wrong."""
    processes = [start(tree, "add", f"new/{i}.txt") for i in range(number)]
    said = [process.communicate()[0] for process in processes]
    table = (tree / "corpus" / "reports.csv").read_text("utf-8")
    kept = [f"{NAMES[i]}县司法局" in table for i in range(number)]
    refused = [process.returncode != 0 and REFUSED in said[i] for i, process in enumerate(processes)]
    wrong = [f"neither kept nor refused, or both: {said[i]}" for i in range(number) if kept[i] == refused[i]]
    wrong += [f"{name} is lost" for name in ("r2019", "r2020") if name not in table]
    check = start(tree, "check")
    found = check.communicate()[0]
    return sum(kept), sum(refused), wrong + list_leftovers(tree) + ([found] if check.returncode else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=50)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        pattern = Path(name) / "tree"
        make_tree(pattern)
        call(pattern, "reproduce")
        fates = kill_often(pattern, wanted.kills, random.Random(wanted.seed)) + add_at_once(pattern, wanted.rounds)
    print(*(f"{fate}: {n}" for fate, n in sorted(fates.items())), sep="\n")
    sys.exit(any("WRONG" in fate for fate in fates))


if __name__ == "__main__":
    main()
