"""What tables of reports depend on besides the reports: the program, its rules, versions, lexicon and codebook."""

import sys
from importlib.metadata import version
from pathlib import Path

from helpers.commands.run import PROGRAM, hash_files
from helpers.places import ROOT, find_file

__all__ = ["LIBRARIES", "list_given", "list_program"]

# What makes no tables: rooms above `coding`, which nothing below can import (`lint-imports`), but for the one module.
ABOVE = ("__main__.py", "commands/", "output/", "comparison/", "gold/")
# What the others import.
LIBRARIES = (
    "jieba",
    "lxml",
    "markdown-it-py",
    "mdit-py-cjk-friendly",
    "numpy",
    "pandas",
    "pillow",
    "pyahocorasick",
    "pylopdf-fonts-zh-cn",
    "pypdfium2",
    "python-stdnum",
    "rjieba",
    "scikit-learn",
    "scipy",
)


def list_program() -> dict[str, str]:
    """Versions, and the hash of each file of the program and its tables, by name: the same wherever it is installed."""
    program = [path for path in (ROOT / "src" / "helpers").rglob("*.*") if path.suffix in PROGRAM]
    ours = [path for path in program if not path.relative_to(ROOT / "src" / "helpers").as_posix().startswith(ABOVE)]
    ours += [ROOT / "src" / "helpers" / "output" / "parts.py", ROOT / "requirements.lock"]
    ours += [*ROOT.glob("corpus/rules/*.csv"), *ROOT.glob("corpus/codebook/*.csv")]
    python = ".".join(map(str, sys.version_info[:2]))
    return {"Python": python, **{name: version(name) for name in LIBRARIES}, **hash_files(ours, ROOT)}


def list_given(folder: Path) -> dict[str, str]:
    """The hash of each table of a corpus folder that its reports are read by, wherever the folder lies."""
    terms = find_file("lexicon", "terms.csv", folder)  # the repository's, if the folder has none
    return hash_files(folder.glob("codebook/*.csv"), folder) | hash_files([terms], terms.parents[1])
