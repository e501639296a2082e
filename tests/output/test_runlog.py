"""The log of a run: what it names, and that it tells a changed input."""

import hashlib
import json

import pandas as pd
import pytest

from helpers.output.runlog import COLUMNS, make_run_log
from helpers.places import ROOT

REPORTS = pd.DataFrame({"sha256": ["a" * 64]}, index=pd.Index(["jia-2021"], name="report_id"))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The folder of a run that has executed a notebook in part and drawn a figure."""
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    cells = [
        {"cell_type": "markdown", "source": ""},
        {"cell_type": "code", "execution_count": 1, "outputs": [{"output_type": "error"}]},
        {"cell_type": "code", "execution_count": None, "outputs": []},
    ]
    name = sorted(path.name for path in (ROOT / "notebooks").glob("0*.ipynb"))[0]
    for kind in ("notebooks", "figures/en"):
        (tmp_path / kind).mkdir(parents=True)
    (tmp_path / "notebooks" / name).write_text(json.dumps({"cells": cells}), "utf-8")
    (tmp_path / "figures/04-x.json").write_text(json.dumps({"inputs": {"jia-2021": "a" * 64}}), "utf-8")
    (tmp_path / "figures/en/04-x.svg").write_text("<svg/>", "utf-8")
    return tmp_path


def test_it_names_software_inputs_notebooks_and_figures_and_is_the_same_again(run):
    log = make_run_log(REPORTS)
    assert list(log) == COLUMNS and log.equals(make_run_log(REPORTS))
    assert list(dict.fromkeys(log["what"])) == [
        "program",
        "Python",
        "platform",
        "package",
        "input",
        "notebook",
        "figure",
    ]
    by_name = log.set_index("name")
    assert by_name.at["pandas", "result"] == "as locked" and by_name.at["pandas", "version"] == pd.__version__
    states = log.loc[log["what"] == "notebook", "result"].to_list()
    assert states[0] == "1 of 2 cells executed, 1 errors" and set(states[1:]) == {"not executed"}
    svg = by_name.loc["figures/en/04-x.svg"]
    assert (svg["result"], svg["sha256"]) == ("drawn from these files", hashlib.sha256(b"<svg/>").hexdigest())


def test_a_figure_of_other_files_is_told(run):
    log = make_run_log(REPORTS.assign(sha256="b" * 64)).set_index("name")
    assert log.at["figures/04-x.json", "result"] == "drawn from other files: run make reproduce"
