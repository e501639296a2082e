"""How long the package takes beside what one would do without it: medians of a few runs in turn, on this machine.

`make bench` brings the notebooks up to date and runs this; quantities are timed by bench/claims.py. The ratio of two
times holds better from machine to machine than the times. Nothing here is asserted anywhere: it is for reading.

Segmentation and outline run on the corpus over and over, at least `BYTES` of it (UTF-8), with the dictionaries loaded
before. No library reads these outlines, so `parse_outline` stands beside plain segmentation of the same text.
"""

import logging
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import timeit
from importlib.metadata import version

import jieba
import jieba.posseg
import pandas as pd

from helpers import list_items, load_corpus, load_lexicon, parse_outline, segment
from helpers.places import ROOT

BYTES = 2_000_000
RUNS = 3


def repeat_corpus(reports: pd.DataFrame, size: int) -> pd.DataFrame:
    """The reports again and again, under names of their own, until their text has `size` bytes."""
    times = math.ceil(size / len("".join(reports["text"]).encode()))
    return pd.concat([reports.rename(index=lambda name, i=i: f"{name}-{i}") for i in range(times)])


def load_jieba(folder: str) -> jieba.Tokenizer:
    """Plain jieba, loaded, its cache in `folder`."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = folder
    tokenizer.initialize()
    return tokenizer


def run_python(*arguments: str) -> str:
    """What a Python of its own prints; the notebooks' figures are not written."""
    environment = {name: value for name, value in os.environ.items() if name != "FAZHI_WRITE"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def reproduce() -> None:
    said = run_python("-m", "helpers", "reproduce")
    if "\n0 of " not in said:
        sys.exit("There was something to do: run `make reproduce`, then this again")


def main() -> None:
    reports = repeat_corpus(load_corpus(), BYTES)
    megabytes = len("".join(reports["text"]).encode()) / 1e6
    passages, terms = parse_outline(reports), load_lexicon()["term"].tolist()
    with tempfile.TemporaryDirectory() as folder:
        plain = load_jieba(folder)
    tagger = jieba.posseg.POSTokenizer(plain)
    segment(passages.head(1), terms)
    notebook = min((ROOT / "notebooks").glob("*.ipynb"))
    execute = ["-m", "nbconvert", "--execute", "--to", "notebook", "--stdout", str(notebook)]
    pairs = {
        "segment | jieba.lcut, a passage at a time": (
            lambda: segment(passages, terms),
            lambda: [plain.lcut(text) for text in passages["text"]],
        ),
        "segment | jieba.posseg.lcut, a passage at a time": (
            lambda: segment(passages, terms),
            lambda: [tagger.lcut(text) for text in passages["text"]],
        ),
        "parse_outline and list_items | jieba.lcut": (
            lambda: list_items(parse_outline(reports)),
            lambda: [plain.lcut(text) for text in passages["text"]],
        ),
        "import helpers | import pandas": (
            lambda: run_python("-c", "import helpers"),
            lambda: run_python("-c", "import pandas"),
        ),
        f"reproduce, nothing to do | nbconvert --execute {notebook.name}": (reproduce, lambda: run_python(*execute)),
    }
    rows = []
    for name, pair in pairs.items():
        times = [[timeit.timeit(function, number=1) for function in pair] for _ in range(RUNS)]
        ours, other = (statistics.median(column) for column in zip(*times, strict=True))
        rows.append((*name.split(" | "), f"{ours:.2f}", f"{other:.2f}", f"{ours / other:.2f}"))
    print(pd.DataFrame(rows, columns=["this", "beside", "this (s)", "that (s)", "ratio"]).to_string(index=False))
    print(f"\nMedians of {RUNS}; a ratio under 1 is faster. {len(passages):,} passages, {megabytes:.1f} MB of text.")
    print(f"Python {platform.python_version()}, jieba {version('jieba')}, nbconvert {version('nbconvert')}")


if __name__ == "__main__":
    main()
