"""What a reader has set right of the program's reading: corrections.csv, checked and applied to the reports."""

from collections.abc import Container, Iterator
from pathlib import Path

import pandas as pd

from helpers.characters import squeeze
from helpers.cleaning import clean, find_headings, move_headings, set_right
from helpers.corpus.manifest import YEAR
from helpers.corpus.metadata import describe_report
from helpers.errors import CorpusError
from helpers.places import corpus_folder
from helpers.quotes import Correction, locate, pack
from helpers.structure.corrections import KINDS
from helpers.structure.marked import write_headings
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS
from helpers.tables import Column, Problem, check_table, parse_table

__all__ = ["FILE", "TABLE", "correct_reports", "list_corrections", "list_unknown", "load_corrections"]
__all__ += ["parse_corrections"]

FILE = "corrections.csv"
UNKNOWN = "no report of the corpus has this report_id; correct it or remove the row"
METADATA = ("title", "issuer", "year")  # columns of the reports table
# What a field may be set to; None: any text.
VALUES: dict[str, tuple[str, ...] | None] = {
    "role": tuple(ROLE_LABELS),
    "kind": KINDS,
    "level": ("1", "2", "3", "4", "5"),
    **dict.fromkeys(METADATA),
    "furniture": ("yes", "no"),
}
NEEDED = (
    Column("report_id", filled=True),
    Column("quote", filled=True),
    Column("field", filled=True, one_of=tuple(VALUES)),
    Column("value", filled=True),
)
TABLE = ("report_id", "quote", "field", "value", "by", "note")


def load_corrections(corpus: str | Path | None = None) -> pd.DataFrame:
    """The corrections of a corpus folder, checked; no rows if it has no corrections.csv.

    Index: the number of the row in a spreadsheet; columns report_id, quote, field (role, kind, level, title, issuer,
    year, furniture), value, by, note. Whether the quotes stand in their reports is for `load_corpus` to say. `corpus`
    as in `corpus_folder`; CorpusError as in `load_table`.

    >>> len(load_corrections("tests/texts/coded"))
    0
    """
    file = corpus_folder(corpus) / FILE
    if not file.is_file():
        return pd.DataFrame(columns=list(TABLE), dtype="str")
    return parse_corrections(file.read_bytes())


def parse_corrections(data: bytes) -> pd.DataFrame:
    """A corrections.csv as `load_corrections` gives it.

    >>> table = "report_id,quote,field,value\\na,三、打算,role,plan\\n".encode()
    >>> parse_corrections(table)[["field", "value"]].values.tolist()
    [['role', 'plan']]
    """
    table = parse_table(FILE, data, [column.name for column in NEEDED])
    problems = check_table(table, NEEDED) or [*_find_wrong_values(table), *_find_repeats(table)]
    if problems:
        names = table["report_id"].dropna().map(" ({})".format).to_dict()
        raise CorpusError("\n".join(f"{FILE}, row {row}{names.get(row, '')}: {said}" for row, said in problems))
    return table.reindex(columns=list(TABLE)).astype("str")


def _find_wrong_values(table: pd.DataFrame) -> Iterator[Problem]:
    for row, field, value in table[["field", "value"]].itertuples(name=None):
        values = VALUES[field]
        if values and value not in values:
            yield Problem(row, f"value is {value!r}; of the field {field} it is one of {', '.join(values)}")
        if field == "year" and not YEAR.fullmatch(value):
            yield Problem(row, f"value is {value!r}, no year; give the year the report is about, as 2021")


def _find_repeats(table: pd.DataFrame) -> Iterator[Problem]:
    """Two rows for one field of one place, or of the one title, issuer, year of a report."""
    place = table["quote"].map(squeeze).mask(table["field"].isin(METADATA), "")
    again = pd.DataFrame({"id": table["report_id"], "field": table["field"], "place": place}).duplicated()
    for row, field in table.loc[again, "field"].items():
        yield Problem(row, f"another row sets the {field} of this too; remove one")


def list_corrections(table: pd.DataFrame) -> dict[str, list[Correction]]:
    """The rows of `load_corrections` by report."""
    rows = [Correction(*row) for row in table[["report_id", "quote", "field", "value"]].itertuples(name=None)]
    return {report_id: [row for row in rows if row.report_id == report_id] for report_id in table["report_id"].unique()}


def list_unknown(corrections: pd.DataFrame, report_ids: Container[object]) -> list[str]:
    """What is said of corrections whose report is not one of these, a line each."""
    given = (correction for rows in list_corrections(corrections).values() for correction in rows)
    return [str(correction.refuse(UNKNOWN)) for correction in given if correction.report_id not in report_ids]


def correct_reports(reports: pd.DataFrame, corrections: pd.DataFrame) -> pd.DataFrame:
    """Reports as of `load_corpus`, with corrections as of `load_corrections`.

    What is set aside or taken back changes text and n_chars, and what was read from the text is read again; title,
    issuer and year hold as if the manifest said so; the rest is in the further column `corrections`, by which
    `parse_outline` and `list_furniture` go. CorpusError with a line for every row that cannot be applied.
    """
    reports, refused = reports.copy(), []
    packed: dict[str, str] = {}
    for report_id, given in list_corrections(corrections).items():
        if report_id not in reports.index:
            refused += [str(correction.refuse(UNKNOWN)) for correction in given]
            continue
        try:
            found = _correct_text(reports.loc[[report_id]].iloc[0], given)
            text = str(found.get("text", reports.at[report_id, "text"]))
            _check_quotes(text, given)
            found |= _list_metadata(given)
            for name, value in found.items():
                reports.at[report_id, name] = value  # type: ignore[assignment]
            packed[report_id] = pack(given)
            parse_outline(reports.loc[[report_id]].assign(corrections=packed[report_id]))
        except CorpusError as error:
            refused += str(error).splitlines()
    if refused:
        raise CorpusError("\n".join(refused))
    return reports.assign(corrections=pd.Series(packed, index=reports.index, dtype="str"))


def _correct_text(report: "pd.Series[str]", given: list[Correction]) -> dict[str, object]:
    """The text with furniture set right, and what is read from it."""
    if not any(correction.field == "furniture" for correction in given):
        return {}
    raw, before = str(report["raw"]), str(report["text"])
    cleaned, headings = clean(raw), find_headings(raw)
    right = set_right(cleaned, raw, given)
    text, marked = right.text, write_headings(move_headings(headings, raw, cleaned, right))
    old = describe_report(before, raw, write_headings(headings))._asdict()
    new = describe_report(text, raw, marked)._asdict()
    again = {
        name: value
        for name, value in new.items()
        if value != old[name] and (pd.isna(report[name]) or report[name] == old[name])
    }
    for name in ("issuer", "year"):  # the manifest's, always
        again.pop(name, None)
    return again | {"text": text, "file_headings": marked, "n_chars": len(squeeze(text))}


def _check_quotes(text: str, given: list[Correction]) -> None:
    """CorpusError with a line for every correction of the text whose quote does not stand in it once."""
    refused = []
    for correction in given:
        try:
            if correction.field != "furniture":
                locate(text, correction)
        except CorpusError as error:
            refused.append(str(error))
    if refused:
        raise CorpusError("\n".join(refused))


def _list_metadata(given: list[Correction]) -> dict[str, object]:
    """Title, issuer and year as set right."""
    found: dict[str, object] = {}
    for correction in given:
        if correction.field in METADATA:
            year = YEAR.fullmatch(correction.value) if correction.field == "year" else None
            found[correction.field] = int(year[1]) if year else correction.value
    return found
