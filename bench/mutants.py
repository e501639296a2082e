"""Do the tests notice? Small faults put into the code one at a time, and the tests run on each: `make mutants SEED=…`.

    python bench/mutants.py SEED [--logic 100] [--pattern 100] [--workers 2] [--show]

A logic mutant changes one place of src/helpers: a comparison (< to <=, == to !=, in to not in), and to or, a `not`
left out, + to -, a whole number by one, a fraction by a quarter, True to False, a condition turned round. A pattern
mutant takes one alternative, one lookaround or one character of a class out of a regular expression in the code, or
changes how often something may be repeated; or, half of them, it takes a row out of corpus/rules. Places are drawn
with the seed from all there are; docstrings, annotations, messages, __all__ and the `strict` of a zip are none.

Each mutant meets first the test file that mirrors its module, the rest of that room's tests and the invented reports;
a survivor meets all other files of tests that have run the changed function, or, where the change stands outside
functions or in a table, any function of a module that has the name or reads the table, or that start processes of
their own: the others cannot notice. The notebooks, test_setup (locks), test_site (a browser), test_faults (limits)
and, but for the commands, test_run are left out. Which file runs what is found with coverage before anything is
changed, each in a process of its own; all must pass there.
A mutant is killed if a test fails or a run does not end. The checkout stays as it is: the mutants are made in copies.
"""

import argparse
import ast
import copy
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]  # not that of `helpers`: the package must not be loaded before it is changed
SOURCE, RULES = Path("src/helpers"), Path("corpus/rules")
LEFT_OUT = shutil.ignore_patterns(".venv", "build", ".git", "__pycache__", ".*_cache", ".hypothesis")
LIMIT, TIMEOUT = 400, 7200  # seconds of a run of tests: on the processor, and by the clock, which other work slows down
# A run of tests is a fork of a process that has these: importing them takes longer than the tests of many a module.
LOADED = ["pytest", "pandas", "matplotlib.pyplot", "sklearn.feature_extraction.text", "sklearn.metrics", "lxml.html"]
LOADED += ["pycm", "hypothesis.strategies", "anyio.pytest_plugin", "coverage"]
SERVER = multiprocessing.get_context("forkserver")
NOT_RUN = ["tests/test_notebooks.py", "tests/test_setup.py", "tests/test_site.py"]
NOT_RUN += ["tests/bench/test_faults.py"]  # has limits of its own on processor time, which tracing breaks
STARTS_KERNELS = "tests/commands/test_run.py"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPARED = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
SEARCHES = {"compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split"}
# An alternative up to the next bar, a lookaround, a character of a class, a number of repeats.
PATTERN_PARTS = (
    re.compile(r"\|[^|()\[\]{}]+(?=[|)]|$)"),
    re.compile(r"\(\?<?[=!][^()\[\]{}]+\)"),
    re.compile(r"(?<=\[)[^\]\\^-](?=[^\]\\-]+\])"),
    re.compile(r"(?<=,)\d+(?=\}{1,2})"),
)


class Reached(NamedTuple):
    """What a file of tests has run: lines by file of the package; does it start processes (their lines are unseen)?"""

    lines: dict[str, list[int]]
    starts_processes: bool


class Mutant(NamedTuple):
    """A place that can be changed: the how-manieth of its file; `make_mutant` makes the change."""

    kind: str
    file: Path
    number: int


@cache  # all are read when places are drawn: a campaign is long, and the checkout may change meanwhile
def _read(file: Path) -> str:
    return (ROOT / file).read_text("utf-8")


def find_places(file: Path) -> list[Mutant]:
    if file.suffix == ".csv":
        n_rows = len(_read(file).splitlines()) - 1
        return [Mutant("row", file, number) for number in range(n_rows)]
    tree = ast.parse(_read(file))
    logic = [number for number, node in enumerate(_nodes(tree)) if _change(copy.copy(node))]
    n_parts = sum(len(list(_parts(node.value))) for node in _expressions(tree))
    return [Mutant("logic", file, n) for n in logic] + [Mutant("pattern", file, n) for n in range(n_parts)]


def make_mutant(mutant: Mutant) -> tuple[str, str]:
    """What is changed, and the file with the change."""
    text = _read(mutant.file)
    if mutant.kind == "row":
        lines = text.splitlines(keepends=True)
        row = lines.pop(mutant.number + 1)
        return f"row {mutant.number + 2}: {row.strip()}", "".join(lines)
    tree = ast.parse(text)
    if mutant.kind == "logic":
        node = list(_nodes(tree))[mutant.number]
        said = _change(node)
    else:
        node, (begin, end, said, new) = _places(tree)[mutant.number]
        node.value = node.value[:begin] + new + node.value[end:]
    return f"line {_line(node)}: {said}", ast.unparse(tree)


def _line(node: ast.AST) -> int:
    """Where it begins; 0 for what has no place of its own, as an operator."""
    return getattr(node, "lineno", 0)


def _places(tree: ast.AST) -> list[tuple[ast.Constant, tuple[int, int, str, str]]]:
    return [(node, part) for node in _expressions(tree) for part in _parts(node.value)]


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that do something when the module runs: no docstring, annotation, message, list of names, nor the
    `strict` of a zip, which like a message only says what is wrong with the program."""
    if isinstance(node, (ast.JoinedStr, ast.Raise)) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child)


def _change(node: ast.AST) -> str | None:
    """Change a node in place; what was done, None where there is nothing to change."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            node.ops = [COMPARED[type(op)]()]
            return f"{type(op).__name__} to {type(node.ops[0]).__name__}"
        case ast.BoolOp(op=ast.And()):
            node.op = ast.Or()
            return "and to or"
        case ast.BoolOp(op=ast.Or()):
            node.op = ast.And()
            return "or to and"
        case ast.BinOp(op=ast.Add()):
            node.op = ast.Sub()
            return "+ to -"
        case ast.BinOp(op=ast.Sub()):
            node.op = ast.Add()
            return "- to +"
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            node.test = ast.UnaryOp(ast.Not(), test)
            return "condition turned round"
        case ast.Constant(value=bool(value)):
            node.value = not value
            return f"{value} to {not value}"
        case ast.Constant(value=int(value)):
            node.value = value + 1
            return f"{value} to {value + 1}"
        case ast.Constant(value=float(value)) if value:
            node.value = value * 1.25
            return f"{value} to {value * 1.25}"
    return None


def _expressions(tree: ast.AST) -> list[ast.Constant]:
    """The strings in what is handed to `re`."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    firsts = (node.args[0] for node in calls if getattr(node.func, "attr", "") in SEARCHES and _is_re(node.func))
    return [c for first in firsts for c in ast.walk(first) if isinstance(c, ast.Constant) and isinstance(c.value, str)]


def _is_re(function: ast.AST) -> bool:
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "re"


def _parts(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Begin, end, what is said of it and what stands there instead, of everything in a pattern that can be changed."""
    for pattern in PATTERN_PARTS:
        for m in pattern.finditer(text):
            new = str(int(m[0]) - 1) if m[0].isdecimal() else ""
            yield *m.span(), f"{m[0]!r} to {new!r}", new


def draw(seed: int, n_logic: int, n_pattern: int) -> list[Mutant]:
    files = [path for path in sorted((ROOT / SOURCE).rglob("*.py")) if path.name != "__init__.py"]
    files += sorted((ROOT / RULES).glob("*.csv"))
    places = [mutant for file in files for mutant in find_places(file.relative_to(ROOT))]
    logic, patterns, rows = ([m for m in places if m.kind == kind] for kind in ("logic", "pattern", "row"))
    drawn = random.Random(seed)
    n_rows = min(n_pattern // 2, len(rows))
    chosen = [(logic, n_logic), (patterns, n_pattern - n_rows), (rows, n_rows)]
    print(", ".join(f"{len(some)} places of {n} drawn" for some, n in chosen), flush=True)
    mutants = [m for some, n in chosen for m in drawn.sample(some, min(n, len(some)))]
    drawn.shuffle(mutants)  # a campaign that is cut short has some of each kind
    return mutants


def list_tests(mutant: Mutant, tree: Path, reached: Mapping[str, Reached]) -> list[list[str]]:
    """The two runs a mutant meets: what is nearest to it, then all else that can notice."""
    near, file = ["tests/test_texts.py"], mutant.file
    if file.suffix == ".csv":
        near.append("tests/test_rules.py")
    else:
        room = file.parent.relative_to(SOURCE)
        mirrored = Path("tests") / room / f"test_{file.stem.strip('_')}.py"
        own = [file, mirrored, *([Path("tests") / room] if room != Path() else [])]
        near = [path.as_posix() for path in own if (tree / path).exists()] + near
    functions = find_functions(mutant)
    far = [
        test
        for test, ran in reached.items()
        if not any(Path(test).is_relative_to(path) for path in near)
        and (ran.starts_processes or any(set(ran.lines.get(name, [])) & lines for name, lines in functions.items()))
    ]
    return [[f"--ignore={STARTS_KERNELS}"] * ("commands" not in file.parts) + near, *([far] if far else [])]


def find_functions(mutant: Mutant) -> dict[str, set[int]]:
    """The lines, by file, of which one has run where the mutant can have been noticed."""
    texts = {file: _read(file) for path in (ROOT / SOURCE).rglob("*.py") if (file := path.relative_to(ROOT))}
    bodies = {
        file: [_lines(node) for node in ast.walk(ast.parse(text)) if isinstance(node, FUNCTIONS)]
        for file, text in texts.items()
    }
    if mutant.kind == "row":
        users = [file for file, text in texts.items() if f'"{mutant.file.stem}"' in text]
        names = {".".join(file.with_suffix("").parts[1:]) for file in users}
    else:
        tree = ast.parse(texts[mutant.file])
        node = list(_nodes(tree))[mutant.number] if mutant.kind == "logic" else _places(tree)[mutant.number][0]
        line = _line(node)
        around = [body for body in bodies[mutant.file] if line in body]
        if around:
            return {mutant.file.as_posix(): min(around, key=len)}
        users, names = [mutant.file], {".".join(mutant.file.with_suffix("").parts[1:])}
    users += [file for file, text in texts.items() if any(f"from {name} import" in text for name in names)]
    return {file.as_posix(): set().union(*bodies[file]) for file in users}


def _lines(function: ast.AST) -> set[int]:
    """Those that run when it is called, not when it is defined."""
    first, last = function.body[0], function.body[-1]  # type: ignore[attr-defined]
    return set(range(first.lineno, last.end_lineno + 1))


def survives(mutant: Mutant, content: str, tree: Path, reached: Mapping[str, Reached]) -> bool:
    target = tree / mutant.file
    original = target.read_bytes()
    target.write_text(content, "utf-8")
    try:
        return all(passes(tree, run) for run in list_tests(mutant, tree, reached))
    finally:
        target.write_bytes(original)
        Path(cache_from_source(str(target))).unlink(missing_ok=True)  # two writings of a second are one to Python


def passes(tree: Path, tests: list[str], seen: Path | None = None) -> bool:
    """Whether tests pass; which lines they run goes to the file `seen`."""
    process = SERVER.Process(target=_test, args=(tree, tests, seen))
    process.start()
    process.join(TIMEOUT)
    if process.exitcode is None and process.pid is not None:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
    return process.exitcode == 0


def _test(tree: Path, tests: list[str], seen: Path | None) -> None:
    """Run tests in this process, of its own and silent, and end it with pytest's code."""
    import coverage  # here: it is the forks that need them, and they have them
    import pytest

    os.setpgrp()
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
    os.chdir(tree)
    path = str(tree / "src"), os.environ.get("PYTHONPATH")  # the extras, as `make mutants` has them
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, path))
    sys.path[:0] = [str(tree / "src"), str(tree)]
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    plain = ["-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # some plug-ins are loaded
    traced = coverage.Coverage(data_file=None, config_file=False, include=[f"{tree / SOURCE}/*"]) if seen else None
    if traced:
        traced.start()
    code = pytest.main(["-x", "-q", *plain, *tests])
    if traced and seen:
        traced.stop()
        data = traced.get_data()
        ran = {Path(name).relative_to(tree).as_posix(): data.lines(name) for name in data.measured_files()}
        seen.write_text(json.dumps(ran), "utf-8")
    os._exit(code)


def find_reached(trees: Queue[Path], pool: ThreadPoolExecutor) -> dict[str, Reached]:
    """What each file of tests runs. SystemExit if one fails on the code as it is."""
    tests = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("src/helpers/**/*.py"), *ROOT.glob("docs/*.md")]
    names = sorted(
        path.relative_to(ROOT).as_posix()
        for path in tests
        if ">>>" in path.read_text("utf-8") or path.name.startswith("test_")
    )

    def trace(test: str) -> Reached:
        tree = trees.get()
        seen = tree / "reached.json"
        try:
            if not passes(tree, [test], seen):
                sys.exit(f"{test} fails on the code as it is: mend that first.")
            text = (tree / test).read_text("utf-8")
            return Reached(json.loads(seen.read_text("utf-8")), "subprocess" in text or "multiprocessing" in text)
        finally:
            trees.put(tree)

    names = [name for name in names if name not in (*NOT_RUN, STARTS_KERNELS)]
    return dict(zip(names, pool.map(trace, names), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--logic", type=int, default=100)
    parser.add_argument("--pattern", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="list the mutants and run nothing")
    arguments = parser.parse_args()
    mutants = draw(arguments.seed, arguments.logic, arguments.pattern)
    if arguments.show:
        print(*(f"{m.kind}\t{m.file}\t{make_mutant(m)[0]}" for m in mutants), sep="\n")
        return
    os.environ |= dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"], "1")  # of the server that forks
    SERVER.set_forkserver_preload(LOADED)
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(arguments.workers) as pool:
        trees: Queue[Path] = Queue()
        for number in range(arguments.workers):
            trees.put(Path(shutil.copytree(ROOT, Path(name) / str(number), ignore=LEFT_OUT)))
        reached = find_reached(trees, pool)

        def meet(mutant: Mutant) -> bool:
            said, content = make_mutant(mutant)
            tree = trees.get()
            try:
                alive = survives(mutant, content, tree, reached)
            finally:
                trees.put(tree)
            print(f"{'SURVIVES' if alive else 'killed'}\t{mutant.kind}\t{mutant.file}\t{said}", flush=True)
            return alive

        alive = list(pool.map(meet, mutants))
    for kind in ("logic", "pattern", "row"):
        fates = [not lives for mutant, lives in zip(mutants, alive, strict=True) if mutant.kind == kind]
        if fates:
            print(f"{kind}: {sum(fates)} of {len(fates)} killed, {sum(fates) / len(fates):.0%}")


if __name__ == "__main__":
    main()
