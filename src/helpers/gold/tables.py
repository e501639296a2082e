"""The tables of a gold folder, checked."""

from pathlib import Path
from typing import Literal

import pandas as pd

from helpers.places import ROOT, corpus_folder
from helpers.tables import Column, load_table

__all__ = ["FRONT", "KINDS", "TABLES", "UNKNOWN", "load_gold"]

# The tables of a gold folder and the columns that are read, which of them are numbers, and which may be blank.
TABLES = {
    "CODERS": ["pass_id", "coder_kind", "version", "date", "guide", "tables", "material", "seen", "note"],
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
    "unseen": ["set", "n_reports", "kind", "measure", "value", "n", "n_of", "date", "note"],
}
NUMBERS: dict[str, Literal["Int64", "Float64"]] = {
    **dict.fromkeys(["level", "start", "end", "n", "n_reports", "plan"], "Int64"),
    **dict.fromkeys(["value", "value_high"], "Float64"),
}
BLANK = {"marker", "version", "guide", "tables", "material", "seen", "date", "reason", "note"}
BLANK |= {"value_high", "unit", "measure", "what", "indicator", "code", "second", "plan", "program"}
KINDS = {  # of the texts in unseen.csv, in Chinese and English; scores of two kinds are never taken together
    "real excerpts": ("真实报告", "real reports"),
    "real excerpts of texts of a near kind": ("相近文本", "texts of a near kind"),
    "real excerpts of reports and of texts of a near kind": (
        "真实网页（两者未分）",
        "real pages of both, not told apart",
    ),
    "invented by a model": ("模型自拟", "invented by a model"),
}
UNKNOWN = "unknown"  # the version of a model that nobody noted
FRONT = ["title", "doc_no", "signer", "addressee", "signature", "date"]


def load_gold(corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of the folder `gold` of a corpus by name (see `TABLES`); a blank cell is NA, a table not there empty.

    Of a pass by a model whose version is blank it is `UNKNOWN`. `unseen` and `unseen_codes`, the accuracy on reports
    that the program was not developed on, are always the repository's own: they tell of the program and not of a
    corpus. `corpus` as in `corpus_folder`. CorpusError for a table that lacks a column, a cell that must be filled, or
    a number.

    >>> load_gold()["followup"].columns[:5].to_list()
    ['pass_id', 'report_id', 'n', 'plan', 'answer']
    """
    folders = dict.fromkeys(TABLES, corpus_folder(corpus)) | dict.fromkeys(["unseen", "unseen_codes"], ROOT / "corpus")
    gold = {name: _read(folders[name] / "gold" / f"{name}.csv", columns) for name, columns in TABLES.items()}
    coders = gold["CODERS"]
    coders["version"] = coders["version"].mask(coders["coder_kind"].eq("model") & coders["version"].isna(), UNKNOWN)
    return gold


def _read(file: Path, columns: list[str]) -> pd.DataFrame:
    if file.is_file():
        spec = tuple(Column(name, filled=name not in BLANK, number=NUMBERS.get(name, "")) for name in columns)
        return load_table(file, spec).reset_index(drop=True)
    types = {name: NUMBERS.get(name, "str") for name in columns}
    return pd.DataFrame(columns=columns).astype(types)
