"""What is read of the corpus's reports and of all texts of tests/texts, as a fingerprint a report and table

    python -m tests.readings [--write]

names what is read otherwise than tests/texts/readings.csv says; --write renews that table. test_texts compares them:
no rule and no line of a reader changes what is read of any text without being seen. A fingerprint says that something
changed; what it was, the tables themselves say, of the text before and after.
"""

import argparse
import hashlib
from collections import defaultdict
from pathlib import Path

import pandas as pd

from helpers import find_citations, find_claims, list_items, parse_outline
from helpers.cleaning import clean
from helpers.places import ROOT
from helpers.reading.files import read_file

FOLDERS = [ROOT / "corpus", ROOT / "tests" / "texts" / "coded", ROOT / "tests" / "texts" / "uncoded"]
COMMITTED = ROOT / "tests" / "texts" / "readings.csv"
LENGTH = 8  # hexadecimal digits of a fingerprint


def load_texts(folder: Path) -> pd.DataFrame:
    """What the readers need of a corpus: index report_id, columns raw, text, aside, year, note.

    `load_corpus` reads what each report says of itself too, which takes longer than all else.
    """
    rows = pd.read_csv(folder / "reports.csv", dtype="str", index_col="report_id", encoding="utf-8-sig")
    files = [folder / "raw" / name for name in rows["file"]]
    raws = [read_file(file.read_bytes(), file.name) for file in files]
    texts, asides = zip(*map(clean, raws), strict=True)
    read = {"raw": raws, "text": texts, "aside": asides, "year": rows["year"].astype("Int64")}
    return pd.DataFrame(read, index=rows.index).assign(note=rows.get("note"))


def take_fingerprints(texts: pd.DataFrame) -> pd.DataFrame:
    """One row a text; of each table the number of its rows and, behind a blank, the fingerprint of what they hold."""
    passages = parse_outline(texts)
    tables = {
        "furniture": pd.DataFrame([(name, *piece) for name, aside in texts["aside"].items() for piece in aside]),
        "passages": passages,
        "items": list_items(passages),
        "claims": find_claims(passages),
        "citations": find_citations(passages),
    }
    prints = {name: _take(table, texts.index) for name, table in tables.items()}
    return pd.DataFrame(prints, index=texts.index, dtype="str")


def _take(table: pd.DataFrame, names: pd.Index) -> list[str]:
    lines = defaultdict(list)
    for row in table.astype("object").itertuples(index=False, name=None):
        lines[row[0]].append("\t".join(map(str, row)))
    sums = {name: hashlib.sha256("\n".join(own).encode()).hexdigest() for name, own in lines.items()}
    return [f"{len(lines[name])} {sums[name][:LENGTH]}" if name in sums else "0" for name in names]


def read_committed() -> pd.DataFrame:
    return pd.read_csv(COMMITTED, index_col="report_id", dtype="str", encoding="utf-8-sig")


def list_changes(found: pd.DataFrame) -> list[str]:
    """What is read otherwise than is committed: `report: table n fingerprint, now n fingerprint`."""
    committed = read_committed()
    names = [*found.index, *committed.index.difference(found.index)]
    cells = ((name, table) for name in names for table in found)
    pairs = [(name, table, _cell(committed, name, table), _cell(found, name, table)) for name, table in cells]
    return [f"{name}: {table} {before}, now {now}" for name, table, before, now in pairs if before != now]


def _cell(prints: pd.DataFrame, name: str, table: str) -> str:
    return str(prints.at[name, table]) if name in prints.index else "none"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    found = take_fingerprints(pd.concat(map(load_texts, FOLDERS)))
    if arguments.write:
        found.to_csv(COMMITTED, encoding="utf-8-sig", lineterminator="\n")
    print(*list_changes(found), sep="\n")


if __name__ == "__main__":
    main()
