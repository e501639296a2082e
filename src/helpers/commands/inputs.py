"""What tables of reports depend on besides the reports: the program, its rules, versions, lexicon and codebook."""

import sys
from importlib.metadata import version
from pathlib import Path

from helpers.commands.run import PROGRAM, hash_files
from helpers.places import ROOT, find_file

__all__ = ["list_inputs"]

# What makes no tables: rooms above `coding`, which nothing below can import (`lint-imports`), but for the one module.
ABOVE = ("__main__.py", "commands/", "output/", "comparison/", "gold/")


def list_inputs(folder: Path) -> list[object]:
    """What the tables of every part depend on besides its rows: versions, and each file with its hash."""
    program = [path for path in (ROOT / "src" / "helpers").rglob("*.*") if path.suffix in PROGRAM]
    ours = [path for path in program if not path.relative_to(ROOT / "src" / "helpers").as_posix().startswith(ABOVE)]
    ours += [ROOT / "src" / "helpers" / "output" / "parts.py", ROOT / "requirements.lock"]
    ours += [*ROOT.glob("corpus/rules/*.csv"), *ROOT.glob("corpus/codebook/*.csv")]
    theirs = [*folder.glob("codebook/*.csv"), find_file("lexicon", "terms.csv", folder)]
    return [list(sys.version_info[:2]), version("pandas"), hash_files(ours, ROOT), hash_files(theirs, folder)]
