"""No test depends on the corpus or the output folder that the caller's environment names, nor on the clock."""

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import pandas as pd

# 2,500 assertions are rewritten whenever a process may not keep them: that is six seconds, in each process.
sys.dont_write_bytecode = False
# What collecting makes stays until the end: it is looked through neither while it is made nor later.
gc.disable()

# Hypothesis fails an example that takes over 200 ms, unless told not to: a busy machine is no fault of the code. Its
# examples are the same in every run, so that what passes here passes elsewhere.
settings.register_profile("tests", deadline=None, derandomize=True)
settings.load_profile("tests")


for name in ("FAZHI_CORPUS", "FAZHI_OUT", "FAZHI_TABLES", "FAZHI_WRITE"):
    os.environ.pop(name, None)
os.environ["FAZHI_LANG"] = "en"  # whatever is that of whoever runs the tests

# By the beginnings of their names, tests of one worker: they share what takes long to make.
TOGETHER = {
    # They share a run; test_run starts kernels as well, and two runs at once would wait for each other.
    "kernels": ("tests/test_notebooks.py::", "tests/test_site.py::", "tests/commands/test_run.py::"),
    "texts": ("tests/test_texts.py::",),
    "generated": ("tests/bench/test_generate.py::", "tests/comparison/test_returns.py::test_planted"),
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """`--dist loadgroup` by TOGETHER: pytest-xdist 3.8 writes its marks into names that pytest 9.2 no more reads."""
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling  # here: one process alone needs it

    class Scheduling(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((name for name, begin in TOGETHER.items() if nodeid.startswith(begin)), nodeid)

    return Scheduling(config, log)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that `reproduce` makes of the repository's reports, made afresh elsewhere."""
    folder = tmp_path_factory.mktemp("fresh")
    settings = {name: value for name, value in os.environ.items() if name != "FAZHI_CORPUS"}
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "reproduce"],
        env=settings | {"FAZHI_OUT": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return folder


# These import what they need: the process that only hands out the tests is there sooner.
@pytest.fixture(scope="session")
def corpus_reports() -> "pd.DataFrame":
    """The repository's reports, for all tests that only read them."""
    from helpers.corpus.load import load_corpus
    from helpers.places import ROOT

    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def corpus_passages(corpus_reports: "pd.DataFrame") -> "pd.DataFrame":
    from helpers.structure.outline import parse_outline

    return parse_outline(corpus_reports)


@pytest.fixture(scope="session")
def corpus_items(corpus_passages: "pd.DataFrame") -> "pd.DataFrame":
    from helpers.structure.items import list_items

    return list_items(corpus_passages)
