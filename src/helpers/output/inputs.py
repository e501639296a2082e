"""What tables of reports depend on besides the reports: the program, its rules, versions, lexicon and codebook."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

from helpers.places import ROOT, find_file

__all__ = [
    "LIBRARIES",
    "PROGRAM",
    "RUN",
    "digest",
    "hash_files",
    "list_given",
    "list_program",
    "list_sources",
    "list_unlike",
]

RUN = "tables.json"  # beside parts of tables: what the last run wanted, and what they are made of
PROGRAM = {".py", ".csv", ".css"}  # files of the package that decide what is written
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


def list_sources(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """All that the tables of a corpus depend on but the reports' own files: `names` are its other files."""
    files = (folder / name for name in names)
    return list_program() | list_given(folder) | hash_files([file for file in files if file.is_file()], folder)


def list_unlike(before: Mapping[str, str], now: Mapping[str, str], most: int) -> str:
    """What differs between two of these lists, by name: up to `most` names, and how many more.

    >>> list_unlike({"pandas": "3.0.0", "a.py": "0f"}, {"pandas": "3.1.1", "a.py": "0f", "b.csv": "1e"}, 1)
    'b.csv and 1 more'
    """
    names = sorted(name for name in before.keys() | now if before.get(name) != now.get(name))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def hash_files(paths: Iterable[Path], start: Path) -> dict[str, str]:
    """The hashes of files by their paths as seen from `start`."""
    hashes = {}
    for path in sorted(paths):
        with path.open("rb") as file:
            hashes[Path(os.path.relpath(path, start)).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def digest(value: object) -> str:
    """A hash of what JSON can hold.

    >>> digest(["a", 1]) == digest(["a", 1]) != digest(["a", 2])
    True
    """
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
