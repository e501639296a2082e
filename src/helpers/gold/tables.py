"""The tables of a gold folder, checked."""

from pathlib import Path

import pandas as pd

from helpers.errors import CorpusError
from helpers.places import ROOT, corpus_folder
from helpers.tables import find_blanks, read_table

__all__ = ["FRONT", "TABLES", "load_gold"]

# The tables of a gold folder and the columns that are read, which of them are numbers, and which may be blank.
TABLES = {
    "CODERS": ["pass_id", "coder_kind", "date", "guide", "tables", "material", "seen", "note"],
    "headings": ["report_id", "n", "level", "marker", "text", "start", "end"],
    "roles": ["report_id", "n", "role", "opening", "start", "end"],
    "items": ["report_id", "n", "role", "opening", "closing", "start", "end"],
    "front": ["report_id", "kind", "text"],
    "alternatives": ["report_id", "role", "other", "start", "end", "reason"],
    "claims": [
        *[
            "report_id",
            "n",
            "text",
            "start",
            "end",
            "value",
            "value_high",
            "unit",
            "hedge",
            "status",
            "measure",
            "what",
        ],
        "indicator",
    ],
    "citations": ["report_id", "n", "text", "name", "kind", "start", "end"],
    "codes": ["pass_id", "report_id", "n", "scheme", "code", "second"],
    "followup": ["pass_id", "report_id", "n", "plan", "answer"],
    "unseen_codes": ["set", "scheme", "gold", "program", "n"],
    "unseen": ["set", "n_reports", "kind", "measure", "value", "n", "date", "note"],
}
NUMBERS = {
    **dict.fromkeys(["level", "start", "end", "n", "n_reports", "plan"], "Int64"),
    **dict.fromkeys(["value", "value_high"], "Float64"),
}
BLANK = {"marker", "guide", "tables", "material", "seen", "date", "reason", "note"}
BLANK |= {"value_high", "unit", "measure", "what", "indicator", "code", "second", "plan", "program"}
DIGITS = {"Int64": r"\d+", "Float64": r"\d*\.?\d+"}
FRONT = ["title", "doc_no", "signer", "addressee", "signature", "date"]


def load_gold(corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of the folder `gold` of a corpus by name (see `TABLES`); a blank cell is NA, a table not there empty.

    `unseen` and `unseen_codes`, the accuracy on reports that the program was not developed on, are always the
    repository's own: they tell of the program and not of a corpus. `corpus` as in `corpus_folder`. CorpusError for a
    table that lacks a column, a cell that must be filled, or a number.
    """
    folders = dict.fromkeys(TABLES, corpus_folder(corpus)) | dict.fromkeys(["unseen", "unseen_codes"], ROOT / "corpus")
    return {name: _read(folders[name] / "gold" / f"{name}.csv", columns) for name, columns in TABLES.items()}


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    types = {column: type_ for column, type_ in NUMBERS.items() if column in columns}
    if not file.is_file():
        return pd.DataFrame(columns=columns, dtype="str").astype(types)
    table = read_table(file, columns)
    problems = find_blanks(file, table, [column for column in columns if column not in BLANK])
    problems += [
        f"{file.parent.name}/{file.name}, row {row}: {column} is {table.at[row, column]!r}, no number; correct it"
        for column in types
        for row in table.index[~table[column].fillna("0").str.fullmatch(DIGITS[types[column]])]
    ]
    if problems:
        raise CorpusError("\n".join(problems))
    numbers = {column: pd.to_numeric(table[column]).astype(type_) for column, type_ in types.items()}
    return table.assign(**numbers).reset_index(drop=True)
