"""Quantities by `find_claims`, by recognizers-text and by cn2an, in one run, against the coding by reading; then the
counted thing by `find_things` and by a plain baseline (nearest_noun), on the same gold and on the invented reports.

`make bench-claims` installs the two libraries (bench.lock) into build/.bench and runs this. Without make:

    python -m pip install --require-hashes --no-deps --only-binary=:all: --target build/.bench -r bench.lock
    PYTHONPATH=build/.bench python bench/claims.py

A folder on the path and no second environment: every other version is then that of .venv, and no package is in both.
The gold is gold/claims.csv of the corpus (`corpus_folder`). All three get the same texts, those of `load_corpus`.

recognizers-text: MIT; the versions of 2019 are the last that the index has, all of them alpha. They need emoji before
version 2, and they compile with a SyntaxWarning. cn2an: MIT, maintained. Both are pure Python, but for regex.
"""

import operator
import platform
import re
import sys
import timeit
from collections.abc import Callable, Sequence
from importlib.metadata import version

import cn2an
import numpy as np
import pandas as pd
from nearest_noun import find_nearest
from recognizers_number import recognize_number, recognize_percentage
from recognizers_number_with_unit import (
    recognize_age,
    recognize_currency,
    recognize_dimension,
    recognize_temperature,
)
from recognizers_text import Culture

from helpers import compare_spans, find_claims, load_corpus, load_gold, parse_outline, same, score
from helpers.extraction import claims, counted
from helpers.extraction.quantities import Quantity
from helpers.places import ROOT

LIBRARIES = ["recognizers-text-number-with-unit", "recognizers-text-number", "recognizers-text", "cn2an"]
RECOGNIZERS = [
    recognize_number,
    recognize_percentage,
    recognize_age,
    recognize_currency,
    recognize_dimension,
    recognize_temperature,
]
# What is handed to cn2an: Arabic digits with 万 or 亿, or a Chinese numeral; behind 百分之 a percentage.
NUMERAL = re.compile(r"(百分之)?(\d[\d,]*(?:\.\d+)?[十百千万亿]*|[零〇一二两三四五六七八九十百千万亿]+)")
BEHIND = re.compile("[余多几 ]*(.?)")
RUNS = 5
COLUMNS = ["report_id", "start", "end", "text", "value", "unit"]

FOOT = """
found        what the tool takes for a quantity, findings without a value left out. Of overlapping findings of
             recognizers-text the longest counts, so that 71 and 71% are one.
no claim     of these, those that overlap no claim of the gold: years, ordinals, document numbers, names ...
value        claims that a finding overlaps and whose value it has (of a range: the lower one).
with unit    of these, the claims whose unit is right too. find_claims: the very unit of the gold, or both have none.
             recognizers-text names units in English (元 is "Chinese yuan"): right where its span takes in the printed
             unit, whatever the name, or where it says percentage.
             cn2an knows no units: the character behind the numeral stands for it, 余, 多 and 几 passed over.
             Where the gold has no unit, whatever a library says is right.
P, R, F1     right / found, right / claims, 2 right / (found + claims).
time         a run over all texts as a multiple of find_claims (median of {runs} in turn, after one not counted);
             find_claims gets passages, the others whole texts; loading and parsing are not counted.
"""


def run_find_claims(reports: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    return find_claims(passages)[COLUMNS].fillna({"unit": ""})


def run_recognizers(reports: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """All recognizers of quantities on whole texts; 71% is 71, as in the gold; the unit is the whole span."""
    rows = []
    for report_id, text in reports["text"].items():
        results = [result for recognize in RECOGNIZERS for result in recognize(text, Culture.Chinese)]
        reach = 0
        for result in sorted(results, key=lambda result: (result.start, -result.end)):
            if result.start >= reach and (value := result.resolution["value"]):
                said = result.text + ("%" if result.type_name == "percentage" else "")
                reach = result.end + 1
                rows.append((report_id, result.start, reach, result.text, float(value.rstrip("%")), said))
    return pd.DataFrame(rows, columns=COLUMNS)


def run_cn2an(reports: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Numerals by a regular expression, their values by cn2an; what it refuses (a bare 百) is left out."""
    rows = []
    for report_id, text in reports["text"].items():
        for numeral in NUMERAL.finditer(text):
            try:
                value = float(cn2an.cn2an(numeral[2].replace(",", ""), "smart"))
            except ValueError:
                continue
            behind = BEHIND.match(text, numeral.end())[1]
            rows.append((report_id, *numeral.span(), numeral[0], value, "%" if numeral[1] else behind))
    return pd.DataFrame(rows, columns=COLUMNS)


# Each with what makes its unit right: to be the gold's, or to hold it.
TOOLS = {
    "find_claims": (run_find_claims, operator.eq),
    "recognizers-text": (run_recognizers, operator.contains),
    "cn2an and a regex": (run_cn2an, operator.contains),
}


def count_right(pairs: pd.DataFrame, fits: Callable[[str, str], bool]) -> pd.Series:
    """claims, found, no claim, value, with unit: the counts of one tool's `compare_spans`, as the foot says."""
    both = pairs[pairs["side"] == "both"]
    value = np.isclose(both["value"].astype(float), both["value_gold"].astype(float), rtol=1e-9, atol=0)
    unit = [fits(said, right) for said, right in zip(both["unit"], both["unit_gold"].fillna(""), strict=True)]
    counts = {
        "claims": (pairs["side"] != "program").sum(),
        "found": (pairs["side"] != "gold").sum(),
        "no claim": (pairs["side"] == "program").sum(),
    }
    return pd.Series(counts | {"value": value.sum(), "with unit": (value & unit).sum()})


def find_nearest_things(
    masked: str, quantities: Sequence[Quantity], clauses: Sequence[int], changes: Sequence[bool]
) -> list[counted.Thing]:
    return [counted.Thing(span, False) for span in find_nearest(masked, quantities, clauses)]


def compare_things() -> pd.DataFrame:
    """How often `what` is the very words of the coding, of the claims that are found: by both ways, on both corpora."""
    finders = {"find_things": counted.find_things, "nearest noun": find_nearest_things}
    rows = []
    for name, folder in (("corpus", None), ("invented reports", ROOT / "tests" / "texts" / "coded")):
        reports, gold = load_corpus(folder, corrected=False), load_gold(folder)
        passages = parse_outline(reports[reports.index.isin(gold["claims"]["report_id"])])
        for finder, find in finders.items():
            claims.find_things = find
            pairs = compare_spans(reports, find_claims(passages), gold["claims"], gold, ["what"])
            both = pairs[pairs["side"] == "both"]
            rows.append((name, finder, len(both), same(both, ["what"]).mean()))
        claims.find_things = counted.find_things
    return pd.DataFrame(rows, columns=["codings", "by", "claims", "the very words"]).round(3)


def main() -> None:
    gold = load_gold()
    if gold["claims"].empty:
        sys.exit("The corpus has no gold/claims.csv: nothing to score against")
    reports = load_corpus(corrected=False)
    reports = reports[reports.index.isin(gold["claims"]["report_id"])]
    passages = parse_outline(reports)
    counts = pd.DataFrame(
        {
            name: count_right(
                compare_spans(reports, run(reports, passages), gold["claims"], gold, ["value", "unit"]), fits
            )
            for name, (run, fits) in TOOLS.items()
        }
    ).T
    parts = [counts[["found", "no claim"]]]
    for column in ("value", "with unit"):
        rates = score(counts[column], counts["claims"], counts["found"])[["precision", "recall", "f1"]]
        parts += [counts[[column]], rates.set_axis(["P", "R", "F1"], axis=1).map("{:.3f}".format)]
    times = pd.DataFrame(
        {name: timeit.timeit(lambda run=run: run(reports, passages), number=1) for name, (run, _) in TOOLS.items()}
        for _ in range(RUNS)
    )
    ratio = times.div(times["find_claims"], axis=0).median().map("{:.1f}".format).rename("time")
    coders = gold["CODERS"].loc[gold["CODERS"]["tables"].str.contains("claims.csv", na=False), "coder_kind"]
    print(f"{counts['claims'].iloc[0]} claims in {len(reports)} reports, coded by: {', '.join(coders.unique())}\n")
    print(pd.concat([*parts, ratio], axis=1).to_string())
    print(FOOT.format(runs=RUNS))
    print(compare_things().to_string(index=False), end="\n\n")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES) + f"; Python {platform.python_version()}")


if __name__ == "__main__":
    main()
