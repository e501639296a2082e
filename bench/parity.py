"""Whether the compiled segmentation cuts as plain jieba does: a million generated and a million muddled characters.

    PYTHONPATH=src:. python bench/parity.py

says how many characters were cut and how many tokens differ, and how long either way took. For whoever changes the
version of rjieba or the patterns of `helpers.extraction.words`; the tests do the same on fewer characters.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from bench.generate import generate
from helpers.corpus.load import load_corpus
from helpers.dictionary import read_dictionary
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.words import segment
from helpers.structure.outline import parse_outline

__all__ = ["muddle"]

SIZE = 1_000_000  # characters of each kind
PIECES = 12  # at most in a line
SIGNS = "AaBbGNTXZz01259.+-#&_%"
WIDE = "ＡＢｚ０１９％＋－．＆＃＿，、·•。！（）《》 \u3000\n\r\n\t…—①é"
HEADS = ["局长", "院长", "县长", "村长", "科长", "长期", "行政审批局", "人民法院", "青栾县"]
TRAPS = ["建设中将", "海军中将", "基础上将", "企业中国有", "中央企", "项目中共", "中共中央", "中国企业"]
BLOCKS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x9FD0, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF))


def muddle(size: int, seed: int) -> Iterator[str]:
    """Lines of about `size` characters in all of whatever may stand in a dictionary and beside it, in no order."""
    chance = random.Random(seed)
    words = [word for word, frequency in read_dictionary()[0].items() if frequency]
    latin = [word for word in words if not word[0] > "z" or not word[-1] > "z"]
    terms = load_lexicon()["term"].to_list()
    kinds = (
        lambda: chance.choice(words),
        lambda: chance.choice(words)[: chance.randint(1, 2)],
        lambda: chance.choice(latin),
        lambda: chance.choice(terms),
        lambda: "".join(chance.choices(SIGNS, k=chance.randint(1, 6))),
        lambda: "".join(chance.choices(WIDE, k=chance.randint(1, 2))),
        lambda: chance.choice(HEADS),
        lambda: chance.choice(TRAPS),
        lambda: chr(chance.randint(*chance.choice(BLOCKS))),
        lambda: chance.choice(words)[0] * chance.randint(2, 9),
    )
    while size > 0:
        line = "".join(chance.choice(kinds)() for _ in range(chance.randint(1, PIECES)))
        size -= len(line)
        yield line


def _compare(name: str, passages: pd.DataFrame, terms: list[str]) -> None:
    spent, cuts = [], []
    for compiled in (True, False):
        segment(passages.head(1), terms, compiled=compiled)  # which loads the dictionary
        begin = time.process_time()
        cuts.append(segment(passages, terms, compiled=compiled))
        spent.append(time.process_time() - begin)
    fast, plain = (set(cut[["passage_id", "start", "end"]].itertuples(index=False, name=None)) for cut in cuts)
    size = passages["text"].str.len().sum()
    print(f"{name}: {size:,} characters, {len(fast ^ plain)} tokens differ; {spent[0]:.1f} s, plain {spent[1]:.1f} s")


def main() -> None:
    terms = load_lexicon()["term"].to_list()
    with TemporaryDirectory() as folder:
        generate(Path(folder) / "corpus", issuers=40, years=range(2019, 2023), seed=1)
        generated = parse_outline(load_corpus(Path(folder) / "corpus"))
    muddled = pd.DataFrame({"report_id": "a", "role": "plan", "text": list(muddle(SIZE, seed=1)), "start": 0})
    muddled["passage_id"] = muddled.index.astype("str")
    _compare("generated", generated[generated["text"].str.len().cumsum() <= SIZE], terms)
    _compare("muddled", muddled, terms)
    _compare("muddled, without terms", muddled, [])


if __name__ == "__main__":
    main()
