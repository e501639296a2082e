"""What a corpus was worked on with, and what came of it: packages, inputs, notebooks, figures, with their hashes."""

import hashlib
import json
import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from helpers.output.panel import hash_corpus, hash_inputs
from helpers.places import ROOT, output_folder

__all__ = ["make_run_log"]

COLUMNS = ["what", "name", "version", "result", "sha256"]
LOCKED = re.compile(r"^([a-z0-9.-]+)==([^\s;]+)", re.MULTILINE)


def make_run_log(reports: pd.DataFrame, corpus: str | Path | None = None) -> pd.DataFrame:
    """The last run on a corpus as a table, a row a thing: what, name, version, result, sha256; "" where there is none.

    Python, platform and packages are those that are installed, with the lock's version where it is another. Notebooks
    and figures are those that `reproduce` has written for the corpus; a figure's result says whether it was drawn from
    the files that `reports` holds. No times, so that the same run gives the same table.

    >>> log = make_run_log(pd.DataFrame({"sha256": ["a"]}, index=["jia-2021"]), "no-such-corpus")
    >>> log.loc[log["what"].isin(["Python", "notebook"]), "result"].to_list()[:2]
    ['', 'not executed']
    """
    rows = [
        *_list_software(),
        *_list_inputs(reports, corpus),
        *_list_notebooks(corpus),
        *_list_figures(reports, corpus),
    ]
    return pd.DataFrame(rows, columns=COLUMNS).fillna("")


def _list_software() -> Iterator[dict[str, str]]:
    yield {"what": "program", "name": "fazhi-reports", "version": version("fazhi-reports")}
    yield {"what": "Python", "name": platform.python_implementation(), "version": platform.python_version()}
    yield {"what": "platform", "name": f"{platform.system()} {platform.machine()}"}
    for name, locked in LOCKED.findall((ROOT / "requirements.lock").read_text("utf-8")):
        try:
            installed = version(name)
        except PackageNotFoundError:
            yield {"what": "package", "name": name, "result": f"not installed here, locked {locked}"}
        else:
            told = "as locked" if installed == locked else f"locked {locked}"
            yield {"what": "package", "name": name, "version": installed, "result": told}


def _list_inputs(reports: pd.DataFrame, corpus: str | Path | None) -> Iterator[dict[str, str]]:
    yield {"what": "input", "name": f"{len(reports)} reports", "sha256": hash_corpus(reports)}
    yield {"what": "input", "name": "codebook and lexicon", "sha256": hash_inputs(corpus)}
    yield {"what": "input", "name": "requirements.lock", "sha256": _hash(ROOT / "requirements.lock")}


def _list_notebooks(corpus: str | Path | None) -> Iterator[dict[str, str]]:
    """Each notebook of the program, and how far it was executed on the corpus."""
    for source in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        row = {"what": "notebook", "name": source.name, "result": "not executed"}
        executed = output_folder("notebooks", corpus) / source.name
        if executed.is_file():
            cells = [cell for cell in json.loads(executed.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]
            done = sum(cell["execution_count"] is not None for cell in cells)
            failed = sum(part["output_type"] == "error" for cell in cells for part in cell["outputs"])
            row |= {"result": f"{done} of {len(cells)} cells executed, {failed} errors", "sha256": _hash(executed)}
        yield row


def _list_figures(reports: pd.DataFrame, corpus: str | Path | None) -> Iterator[dict[str, str]]:
    """Each file of a figure; whether it was drawn from the reports as they are."""
    known = set(reports["sha256"])
    for record in sorted(output_folder("figures", corpus).glob("[0-9][0-9]-*.json")):
        drawn = set(json.loads(record.read_text("utf-8"))["inputs"].values())
        told = "drawn from these files" if drawn <= known else "drawn from other files: run make reproduce"
        for kind in ("figures", "figures/en"):
            for path in sorted(output_folder(kind, corpus).glob(f"{record.stem}.*")):
                yield {"what": "figure", "name": f"{kind}/{path.name}", "result": told, "sha256": _hash(path)}


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
