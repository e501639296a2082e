"""Coded reports (corpus/gold/) against what the program finds in them: agreements, errors, precision, recall, F1."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.cleaning import list_furniture
from helpers.corpus import ROOT, CorpusError, corpus_folder
from helpers.tables import find_blanks, read_table

# The tables of a gold folder and the columns that are read, which of them are numbers, and which may be blank.
TABLES = {
    "CODERS": ["pass_id", "coder_kind", "date", "guide", "tables", "material", "seen", "note"],
    "headings": ["report_id", "n", "level", "marker", "text", "start", "end"],
    "roles": ["report_id", "n", "role", "opening", "start", "end"],
    "items": ["report_id", "n", "role", "opening", "closing", "start", "end"],
    "front": ["report_id", "kind", "text"],
    "alternatives": ["report_id", "role", "other", "start", "end", "reason"],
    "unseen": ["set", "n_reports", "kind", "measure", "value", "n", "date", "note"],
}
NUMBERS = {**dict.fromkeys(["level", "start", "end", "n", "n_reports"], "Int64"), "value": "Float64"}
DIGITS = {"Int64": r"\d+", "Float64": r"\d*\.?\d+"}
BLANK = {"marker", "guide", "tables", "material", "seen", "date", "reason", "note"}
FRONT = ["title", "doc_no", "signer", "addressee", "signature", "date"]
# What may stand before an item's first word. Two starts are the same if they differ by this alone.
MARKER = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、，,是]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|、|例?如"
)

Piece = tuple[str, str, str]  # measure, key, text


def load_gold(corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of the folder `gold` of a corpus by name (see `TABLES`); a blank cell is NA, a table not there empty.

    `unseen`, the accuracy on reports that the program was not developed on, is always the repository's own: it tells of
    the program and not of a corpus. `corpus` as in `corpus_folder`. CorpusError for a table that lacks a column, a cell
    that must be filled, or a number.
    """
    folders = dict.fromkeys(TABLES, corpus_folder(corpus)) | {"unseen": ROOT / "corpus"}
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


def match_gold(reports: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> pd.Series:
    """Whether a report's roles were coded on the file as it is: True, False (another file), NA (nobody coded it).

    The opening of every coded stretch must stand where the gold says. `reports` needs the column raw.
    """
    matched = pd.Series(pd.NA, index=reports.index, dtype="boolean", name="matched")
    for report_id, rows in gold["roles"].groupby("report_id"):
        if report_id in reports.index:
            canon = squeeze(reports.at[report_id, "raw"])
            matched[report_id] = all(canon.startswith(row.opening, row.start) for row in rows.itertuples())
    return matched


def compare_gold(
    reports: pd.DataFrame, passages: pd.DataFrame, items: pd.DataFrame, gold: dict[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(pieces, characters): the coding and what the program finds, side by side.

    pieces: report_id, measure {heading, item, shortcoming, front}, key (a heading's level, the place of an item's first
    word in the file without white space, a front line's kind), text (an item's first words), side {both, gold,
    program}. Front and end matter is one piece a report and kind.
    characters: report_id, sign, gold, program (the two roles; "aside" for what is no part of the report), one row a
    printed character of the file.
    Reports that are not coded on this very file (`match_gold`) are left out.
    """
    reports = reports[match_gold(reports, gold).fillna(False)]
    furniture, coded, found, characters = list_furniture(reports), [], [], []
    for report_id, report in reports.iterrows():
        headings, roles, coded_items, front, aside, rows, own = (
            table[table["report_id"] == report_id]
            for table in (*(gold[name] for name in ("headings", "roles", "items", "front")), furniture, passages, items)
        )
        canon, places = squeeze(report["raw"]), _find_places(report, aside)
        pieces = [("heading", str(row.level), row.text) for row in headings.itertuples()]
        pieces += [_start(row.role, row.start, canon) for row in coded_items.itertuples()]
        coded += [(report_id, *piece) for piece in [*pieces, *_join_lines(front)]]
        pieces = [_phrase(row) for row in rows[(rows["kind"] == "heading") & (rows["level"] <= 3)].itertuples()]
        pieces += [_start(row.role, places[row.start], canon) for row in own.itertuples()]
        lines = pd.concat([rows[rows["kind"].isin(FRONT)], aside.assign(kind="furniture")])
        found += [(report_id, *piece) for piece in [*pieces, *_join_lines(lines)]]
        sides = {"gold": ["aside"] * len(canon), "program": ["aside"] * len(canon)}
        for row in roles.itertuples():
            sides["gold"][row.start : row.end] = [row.role] * (row.end - row.start)
        for row in rows.itertuples():
            for i in range(row.start, row.end):
                if not report["text"][i].isspace():
                    sides["program"][places[i]] = row.role
        characters += zip([report_id] * len(canon), canon, sides["gold"], sides["program"], strict=True)
    columns = ["report_id", "sign", "gold", "program"]
    return pair_pieces(coded, found), pd.DataFrame(characters, columns=columns, dtype="str")


def pair_pieces(coded: Iterable[tuple[str, ...]], found: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    """The outer join of two lists of (report_id, measure, key, text); what stands twice is paired in order.

    Columns: report_id, measure, key, text, side {both, gold, program}.
    """
    columns = ["report_id", "measure", "key", "text"]
    frames = [pd.DataFrame(pieces, columns=columns, dtype="str") for pieces in (coded, found)]
    frames = [frame.assign(turn=frame.groupby(columns).cumcount()) for frame in frames]
    both = frames[0].merge(frames[1], how="outer", on=[*columns, "turn"], indicator="side")
    both["side"] = both["side"].astype("str").replace({"left_only": "gold", "right_only": "program"})
    return both[[*columns, "side"]]


def score_pieces(pieces: pd.DataFrame, *, by: Sequence[str] = ("measure",)) -> pd.DataFrame:
    """Agreement on pieces by the columns `by`: gold, program, both (counts), precision, recall, f1, as `score`."""
    sides = pieces.groupby([*by, "side"]).size().unstack(fill_value=0)
    sides = sides.reindex(columns=["both", "gold", "program"], fill_value=0)
    return score(sides["both"], sides["both"] + sides["gold"], sides["both"] + sides["program"])


def score_roles(characters: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Agreement on characters by the columns `by` and role: gold, program, both (counts), precision, recall, f1."""
    right = characters["gold"] == characters["program"]
    both, gold, program = (
        table.groupby([*by, side]).size().rename_axis([*by, "role"])
        for table, side in [(characters[right], "gold"), (characters, "gold"), (characters, "program")]
    )
    table = pd.DataFrame({"both": both, "gold": gold, "program": program}).fillna(0).astype("int64")
    return score(table["both"], table["gold"], table["program"])


def score(both: pd.Series, gold: pd.Series, program: pd.Series) -> pd.DataFrame:
    """gold, program, both, and precision = both / program, recall = both / gold, f1 = 2 both / (gold + program).

    `gold` and `program` are how many there are on either side, `both` how many of them agree. NaN where a divisor is 0.
    """
    rates = {"precision": both / program, "recall": both / gold, "f1": 2 * both / (gold + program)}
    return pd.DataFrame({"gold": gold, "program": program, "both": both, **rates})


def label_scores(values: pd.Series, n: pd.Series) -> pd.Series:
    """Scores as readers see them, "0.998 (n = 1,200)": cut off and not rounded, so 1.000 is a full score alone."""
    return (np.floor(values * 1000 + 1e-9) / 1000).map("{:.3f}".format) + n.map(" (n = {:,})".format)


def squeeze(text: str) -> str:
    """`text` without white space: what the places in the gold count."""
    return "".join(text.split())


def _find_places(report: pd.Series, aside: pd.DataFrame) -> list[int]:
    """For every offset into `report["text"]`, the place of that (or the next printed) character in the squeezed raw.

    One more than the text has characters. A printed character that cleaning lost or added is an AssertionError.
    """
    gone = {i for row in aside.itertuples() for i in range(row.raw_start, row.raw_end)}
    printed = [i for i, sign in enumerate(report["raw"]) if not sign.isspace()]
    kept = [place for place, i in enumerate(printed) if i not in gone]
    text = report["text"]
    assert squeeze(text) == "".join(report["raw"][printed[place]] for place in kept), report.name
    places = iter([*kept, len(printed)])
    found = [next(places)]
    for sign in text:
        found.append(found[-1] if sign.isspace() else next(places))
    return found


def _start(role: str, at: int, canon: str) -> Piece:
    """An item or a shortcoming: the place of its first word in the squeezed raw, its marker passed over."""
    marker = MARKER.match(canon, at)
    at = marker.end() if marker else at
    return "shortcoming" if role == "shortcomings" else "item", str(at), canon[at : at + 15]


def _phrase(row) -> Piece:
    """A heading's level and its words without marker and closing stop."""
    text = squeeze(row.text).removeprefix("" if pd.isna(row.marker) else squeeze(row.marker))
    return "heading", str(row.level), text.rstrip("。；;：:，,、.")


def _join_lines(lines: pd.DataFrame) -> list[Piece]:
    """Front and end matter: for every kind its lines as one; an addressee without its colon."""
    texts = {kind: squeeze("".join(rows)) for kind, rows in lines.groupby("kind", sort=False)["text"]}
    return [("front", kind, text.rstrip(":：") if kind == "addressee" else text) for kind, text in texts.items()]
