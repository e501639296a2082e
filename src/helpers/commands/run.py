"""Which notebooks are out of date; executing them; their pages; the tables as files."""

import asyncio
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.commands.areas import list_areas
from helpers.commands.index import make_index
from helpers.commands.kernels import Server, call_apart, fork_kernels, launch_from
from helpers.commands.messages import say
from helpers.commands.pages import make_page
from helpers.corpus.load import load_corpus
from helpers.corpus.reports import require_reports
from helpers.errors import RunError
from helpers.output.inputs import PROGRAM, RUN, digest, hash_files
from helpers.places import ROOT, STAGING, corpus_folder, hold, move_files, output_folder, tables_folder

# What executes notebooks and makes their pages takes 2 s to load: the functions that need it import it, so that a run
# with nothing to do is done in half of that.
if TYPE_CHECKING:
    import pandas as pd
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat import NotebookNode
    from traitlets.config import Config

__all__ = ["Run", "reproduce"]

AT_ONCE = 2  # kernels
DRAWN = ("figures", "figures/en", "charts")  # folders of figures, and of what they are drawn from
NBFORMAT = 4  # of the notebooks in memory
NUMBERED = re.compile(r"\d\d-.+")

# One thread and a fixed hash seed: the last digits of sums and the order of sets do not vary.
SAME_EVERYWHERE = {
    **dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"], "1"),
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "agg",
}


class Run(NamedTuple):
    """A notebook to be executed on a corpus."""

    notebook: Path
    title: str
    corpus: Path
    key: str


def reproduce(corpus: str | Path | None = None) -> None:
    """Execute the notebooks that are out of date, two at once; write figures and pages, then tables and sentences.

    `corpus` as in `corpus_folder`: all notebooks read this one, which their kernels know by FAZHI_CORPUS. What a
    notebook's own choices name is for JupyterLab. Results go where `output_folder` says. A notebook is up to date if
    its cells, the code, the corpus, the lock and the Python (3.x) are those of its last run and everything it wrote is
    unchanged. Where FAZHI_TABLES names tables of the corpus, notebooks, pages and tables go by these and read no report
    again. RunError if a cell fails: what it wrote is dropped, notebooks not yet begun are left. CorpusError if the
    corpus or its tables cannot be used, or if another run has its results.
    """
    with hold(output_folder("html", corpus).parent):
        _reproduce(corpus)


def _reproduce(corpus: str | Path | None) -> None:
    began = time.monotonic()
    runs = _list_runs(corpus)
    stale = [run for run in runs if not _is_fresh(_stamp(run.corpus, run.notebook.stem), run.key, _written(run))]
    for run in runs:
        if run not in stale:
            print(say(f"{run.notebook.stem}: up to date"))
    key = digest(_hash_inputs(runs[0].corpus))  # of now: what is changed from here on makes the files stale
    files = _list_stale_files(runs[0].corpus, key)
    for name in WRITTEN:
        if name not in files:
            print(say(f"{name}: up to date"))
    if stale:
        require_reports(_read_reports(corpus))
        # The largest first: begun last, it would run by itself.
        largest = sorted(stale, key=lambda run: run.notebook.stat().st_size, reverse=True)
        failures, files = _execute_all(largest, files, key)
        if failures:
            raise RunError("\n\n".join(failures))
    if files:
        begun = _begin(files)
        write_files(runs[0].corpus, files, key)
        _end(files, begun)
    _refresh_sentences(runs[0].corpus)
    index = output_folder("html", corpus) / "index.html"
    pages = {f"{run.notebook.stem}.html": run.title for run in runs}
    index.write_text(make_index(pages, sorted(_tables(runs[0].corpus)), runs[0].corpus), encoding="utf-8")
    if stale and (unnamed := _tell_unnamed(runs[0].corpus)):
        print(say(unnamed))
    print(say(f"Pages: {_shown(index)}"))
    print(say(f"{len(stale)} of {len(runs)} notebooks executed, {time.monotonic() - began:.1f} s in all"))


def _read_reports(corpus: str | Path | None) -> "pd.DataFrame":
    """The reports of a corpus, of its tables where FAZHI_TABLES names some."""
    folder = tables_folder()
    if folder is None:
        return load_corpus(corpus)
    from helpers.output.loader import open_tables  # all that makes tables comes with it

    return open_tables(folder, corpus).reports


def _list_runs(corpus: str | Path | None) -> list[Run]:
    """The numbered notebooks in order, each with the corpus it reads and the key of everything it depends on."""
    folder = corpus_folder(corpus)
    notebooks = {path: _cells(path) for path in _find_notebooks(ROOT / "notebooks")}
    inputs = _hash_inputs(folder)
    return [Run(path, _title(path.stem, cells), folder, digest([inputs, cells])) for path, cells in notebooks.items()]


def _find_notebooks(folder: Path) -> list[Path]:
    """The numbered notebooks in order; what is left out for its name is printed. RunError if two have one number."""
    paths = []
    for path in sorted(folder.glob("*.ipynb")):
        if NUMBERED.fullmatch(path.stem):
            paths.append(path)
        else:
            print(say(f"{path.name}: left out, its name does not begin with two digits and a hyphen"))
    if not paths:
        raise RunError(f"{_shown(folder)}: no notebook NN-name.ipynb here")
    numbers = [path.name[:2] for path in paths]
    for number in numbers:
        if numbers.count(number) > 1:
            raise RunError(f"notebooks/{number}-*: two notebooks have this number; renumber one")
    return paths


def _cells(path: Path) -> list[tuple[str, str]]:
    """Kind and source of a notebook's cells."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{_shown(path)}: not a notebook that can be read ({error})") from error


def _title(name: str, cells: list[tuple[str, str]]) -> str:
    """The first heading of a notebook, else its name."""
    for kind, source in cells:
        if kind == "markdown" and (heading := re.search(r"^#+ +(.+)$", source, re.MULTILINE)):
            return heading[1].strip()
    return name


def _hash_inputs(corpus: Path) -> list[object]:
    """What every notebook on a corpus depends on besides its cells: the Python, and each file with its hash.

    Of a corpus that is read from tables: the note of what they were made of, and no file in raw/.
    """
    ours = [ROOT / "requirements.lock", ROOT / "jupyter_nbconvert_config.py"]
    ours += [path for path in ROOT.glob("src/helpers/**/*.*") if path.suffix in PROGRAM]
    ours += [path for part in ("lexicon", "codebook", "rules", "gold") for path in ROOT.glob(f"corpus/{part}/*.*")]
    theirs = [
        path
        for path in corpus.rglob("*")
        if path.is_file() and not any(part.startswith((".", "~$")) for part in path.relative_to(corpus).parts)
    ]
    python, tables = list(sys.version_info[:2]), tables_folder()
    if tables is None:
        return [python, hash_files(ours, ROOT), hash_files(theirs, corpus)]
    theirs = [path for path in theirs if not path.is_relative_to(corpus / "raw")]
    noted = [path for path in [tables / RUN] if path.is_file()]
    return [python, hash_files(ours, ROOT), hash_files(theirs, corpus), hash_files(noted, tables)]


def _stamp(corpus: Path, name: str) -> Path:
    """Where it is noted with which inputs something was made, and what was written."""
    return output_folder("html", corpus).parent / ".stamps" / f"{name}.json"


def _written(run: Run) -> list[Path]:
    """The files that stand where a notebook's results go: the notebook, its page, its figures."""
    name = run.notebook.stem
    single = [
        output_folder("notebooks", run.corpus) / run.notebook.name,
        output_folder("html", run.corpus) / f"{name}.html",
    ]
    figures = [path for kind in DRAWN for path in _figures(output_folder(kind, run.corpus), name)]
    return [path for path in single if path.exists()] + figures


def _figures(folder: Path, name: str) -> list[Path]:
    """The figures in `folder` that belong to the notebook `name`: those with its number."""
    return sorted(folder.glob(f"{name[:3]}*"))


def _tables(corpus: Path) -> list[Path]:
    folder = output_folder("tables", corpus)
    return [*folder.glob("*.csv"), *folder.glob("fazhi-tables.xlsx"), *folder.glob("*.dta")]


def _browser(corpus: Path) -> list[Path]:
    return [*output_folder("html/browse", corpus).glob("*.html")]


WRITTEN = {"tables": _tables, "browse": _browser}  # beside notebooks: where the files are


def _is_fresh(stamp: Path, key: str, written: list[Path]) -> bool:
    """Whether the stamp was set for this key and these files as they are."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _record(stamp, key, written)


def _record(stamp: Path, key: str, written: list[Path]) -> str:
    return json.dumps({"key": key, "written": hash_files(written, stamp.parent)}, ensure_ascii=False, indent=1)


def _set_stamp(stamp: Path, key: str, written: list[Path]) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_record(stamp, key, written), encoding="utf-8")


def _execute_all(runs: list[Run], files: list[str], key: str) -> tuple[list[str], list[str]]:
    """Execute notebooks, two at once, and put each in its place when it is done; what failed, as text.

    Where kernels are forked, `files` (of `write_files`) are written as if by one notebook more; what is left of them.
    """
    with fork_kernels(os.environ | SAME_EVERYWHERE, len(runs)) as server:
        return _execute_from(server, runs, files, key)


def _execute_from(server: Server | None, runs: list[Run], files: list[str], key: str) -> tuple[list[str], list[str]]:
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("jupyter_nbconvert_config.py", path=str(ROOT)).load_config()
    failures: list[str] = []
    left = list(files)
    numbers = count(1)

    async def execute_in_turn(run: Run, gate: asyncio.Semaphore) -> None:
        async with gate:
            if failures:
                return
            began = time.monotonic()
            print(say(f"{run.notebook.stem}: begun, {next(numbers)} of {len(runs)}"), flush=True)
            build = output_folder("html", run.corpus).parent
            build.mkdir(parents=True, exist_ok=True)
            try:
                with tempfile.TemporaryDirectory(dir=build, prefix=STAGING, ignore_cleanup_errors=True) as staging:
                    await _execute(run, Path(staging), config, server)
                    _put_in_place(run, Path(staging))
            except RunError as error:
                failures.append(str(error))
                print(say(f"{run.notebook.stem}: failed"), flush=True)
            else:
                print(say(f"{run.notebook.stem}: {time.monotonic() - began:.1f} s"), flush=True)

    async def write_last(gate: asyncio.Semaphore) -> None:
        async with gate:
            if server is None or failures or not files:
                return
            began = _begin(files)
            if await call_apart(server, __name__, write_files.__name__, str(runs[0].corpus), files, key):
                _end(files, began)
                left.clear()

    async def execute_each() -> None:
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(execute_in_turn(run, gate) for run in runs), write_last(gate))

    print(say(f"Executing {len(runs)} notebooks, {AT_ONCE} at once"), flush=True)
    # Not the loop that Windows has by default: ZeroMQ needs a selector.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(execute_each())
    return failures, left


async def _execute(run: Run, staging: Path, config: "Config", server: Server | None) -> None:
    """Execute a notebook; write it and its page under `staging`, where its cells write their figures.

    Its kernel is forked from the process of `server`, if there is one.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(run.notebook, as_version=NBFORMAT)  # type: ignore[no-untyped-call]
    resources = {"metadata": {"path": str(run.notebook.parent)}}
    manager = _make_manager(staging, config)
    if server:
        launch_from(server, manager)
    client = NotebookClient(notebook, km=manager, config=config, resources=resources)
    await client.async_start_new_kernel(env=_make_environment(run.corpus, staging))
    try:
        try:
            await client.async_start_new_kernel_client()
        except RuntimeError as error:
            raise RunError(f"{run.notebook.name}: no Python kernel could be started ({error})") from error
        await _execute_cells(run.notebook.name, client)
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
        await manager.shutdown_kernel(now=True)
    executed = _export(notebook, config)
    figures = os.path.relpath(output_folder("figures", run.corpus), output_folder("html", run.corpus))
    notebook = nbformat.reads(executed, as_version=NBFORMAT)  # type: ignore[no-untyped-call]
    areas = list_areas(staging / "charts")
    page = make_page(notebook, run.title, config, figures=Path(figures).as_posix(), areas=areas)
    for kind, name, text in [("notebooks", run.notebook.name, executed), ("html", f"{run.notebook.stem}.html", page)]:
        (staging / kind).mkdir(exist_ok=True)
        (staging / kind / name).write_text(text, encoding="utf-8", newline="\n")


def _make_manager(staging: Path, config: "Config") -> "AsyncKernelManager":
    """What starts a kernel of this very Python, not one of the same name that is installed elsewhere."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    return AsyncKernelManager(
        config=config,
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(staging / "kernel.json"),
    )


def _make_environment(corpus: Path, staging: Path) -> dict[str, str]:
    """A kernel's variables: what it reads, where it writes, nothing that varies, no settings of the user's IPython."""
    environment = os.environ | SAME_EVERYWHERE
    environment |= {"FAZHI_WRITE": "1", "FAZHI_OUT": str(staging), "FAZHI_CORPUS": str(corpus)}
    environment |= {"FAZHI_TABLES": str(tables)} if (tables := tables_folder()) else {}
    return environment | {"IPYTHONDIR": str(staging / "ipython"), "PYTHONSTARTUP": ""}


def _export(notebook: "NotebookNode", config: "Config") -> str:
    """An executed notebook as a file, without what differs from run to run."""
    from nbconvert import NotebookExporter

    exporter = NotebookExporter(config=config)  # type: ignore[no-untyped-call]
    executed, _ = exporter.from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return str(executed)


async def _execute_cells(name: str, client: "NotebookClient") -> None:
    """Execute the cells in order; a RunError names the one that failed."""
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    for index, cell in enumerate(client.nb.cells):
        where = f"{name}, cell {index + 1} of {len(client.nb.cells)}"
        try:
            await client.async_execute_cell(cell, index)
        except CellExecutionError as error:
            said = re.sub(r"\x1b\[[0-9;]*m", "", error.traceback).strip()
            raise RunError(f"{where} failed:\n{said}") from None
        except DeadKernelError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():  # stopped from outside, which nbclient takes for a dead kernel
                raise asyncio.CancelledError from None
            raise RunError(f"{where}: its Python died, perhaps for lack of memory") from None


def _put_in_place(run: Run, staging: Path) -> None:
    """Move what an executed notebook wrote to where it belongs, and remove figures that it no longer writes."""
    name = run.notebook.stem
    for kind in DRAWN:
        for path in (staging / kind).glob("*.*"):
            if not path.name.startswith(name[:3]):
                raise RunError(f"{name} writes a figure named {path.name}; a figure's name begins with {name[:3]}")
    for kind in (*DRAWN, "html", "notebooks"):
        folder = output_folder(kind, run.corpus)
        if kind in DRAWN:
            for path in _figures(folder, name):
                if not (staging / kind / path.name).exists():
                    path.unlink()
        if (staging / kind).is_dir():
            move_files(staging / kind, folder)
    _set_stamp(_stamp(run.corpus, name), run.key, _written(run))


def _list_stale_files(corpus: Path, key: str) -> list[str]:
    """What of `WRITTEN` is out of date."""
    return [
        name for name, list_files in WRITTEN.items() if not _is_fresh(_stamp(corpus, name), key, list_files(corpus))
    ]


def write_files(corpus: str | Path, names: Iterable[str], key: str) -> None:
    """Write the tables of a corpus folder (`tables`), and the pages on which its reports are read (`browse`).

    `key` is noted with them: that of the inputs when it was asked what is stale.
    """
    # What these load takes longer than all else where nothing is stale.
    from helpers.coding.followup import select_words
    from helpers.extraction.tallies import use_strings
    from helpers.output.browser import list_paged, write_browser
    from helpers.output.loader import keep_tables, open_reports
    from helpers.output.parts import MADE
    from helpers.output.tables import write_tables

    corpus = Path(corpus)
    reports, opened = open_reports(corpus)
    load = keep_tables(reports, corpus, opened)  # made once for both
    for name in names:
        if name == "browse":
            own = keep_tables(reports.loc[list_paged(reports)], corpus, opened) if opened else load
            # Of the tokens those by which answers are found: all of 2,000 reports take a GB more.
            telling = own("tokens", each=lambda some: select_words(use_strings(some), corpus))
            given = {table: own(table) for table in MADE if table != "tokens"}
            write_browser({"reports": reports, "tokens": use_strings(telling)} | given, corpus)
        else:
            write_tables(reports, load, corpus, in_parts=opened is not None)
        _set_stamp(_stamp(corpus, name), key, WRITTEN[name](corpus))


def _begin(files: list[str]) -> float:
    print(say(f"{', '.join(files)}: begun"), flush=True)
    return time.monotonic()


def _end(files: list[str], began: float) -> None:
    print(say(f"{', '.join(files)}: {time.monotonic() - began:.1f} s"), flush=True)


def _refresh_sentences(corpus: Path) -> None:
    """Write the pages of sentences of a corpus's figures if they are out of date."""
    charts, folder = output_folder("charts", corpus), output_folder("html", corpus) / "marks"
    noted = [*charts.glob("*.marks.csv"), *charts.glob("*.behind.csv")]
    stamp, key = _stamp(corpus, "marks"), digest([_hash_inputs(corpus), hash_files(noted, charts)])
    if not noted or _is_fresh(stamp, key, [*folder.glob("*.html")]):
        return
    began = time.monotonic()
    from helpers.commands.marks import write_marks  # pandas, which a run with nothing to do does not need

    write_marks(corpus)
    _set_stamp(stamp, key, [*folder.glob("*.html")])
    print(say(f"sentences: {time.monotonic() - began:.1f} s"))


def _tell_unnamed(corpus: Path) -> str:
    """The terms that English figures show in Chinese alone, as a line; nothing if there are none."""
    from helpers.output.chart import read_recipe  # matplotlib comes with it
    from helpers.output.glossary import list_unnamed, read_terms, tell_unnamed

    paths = sorted(output_folder("charts", corpus).glob("*.json"))
    found = list_unnamed({path.stem: read_recipe(path.read_bytes()) for path in paths}, read_terms(corpus))
    names = list(dict.fromkeys(name for part in found.values() for name in part))
    return tell_unnamed(names, corpus) if names else ""


def _shown(path: Path) -> str:
    """A path as seen from the repository, if it lies in it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
