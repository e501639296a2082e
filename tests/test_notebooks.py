"""Every notebook executed afresh, elsewhere: it must write the same bytes as are committed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.places import ROOT

# On one worker: they share the run. test_run starts kernels as well, and two runs at once would wait for each other.
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    settings = {name: value for name, value in os.environ.items() if name != "FAZHI_CORPUS"}
    command = [sys.executable, "-m", "helpers", "reproduce"]
    done = subprocess.run(
        command, env=settings | {"FAZHI_OUT": str(folder)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return folder


@pytest.mark.parametrize("kind", ["notebooks", "figures"])
def test_same_bytes(fresh, kind):
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.glob("[0-9][0-9]-*")}

    new, committed = contents(fresh / kind), contents(ROOT / kind)
    assert sorted(name for name in new.keys() | committed if new.get(name) != committed.get(name)) == []
    assert new


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_hold_no_error_stream_and_no_address(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    texts = re.sub(r"base64,[A-Za-z0-9+/=]*", "", json.dumps(outputs))
    assert re.findall(r"\b0x[0-9a-f]{6,}", texts) == []
