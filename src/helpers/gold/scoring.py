"""Coded reports (corpus/gold/) against what the program finds in them: agreements, errors, precision, recall, F1."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.characters import fold, squeeze
from helpers.cleaning import list_furniture
from helpers.forms import skip_enumerator
from helpers.gold.tables import FRONT

__all__ = [
    "compare_gold",
    "compare_spans",
    "label_scores",
    "match_gold",
    "match_items",
    "pair_pieces",
    "same",
    "score",
    "score_pieces",
    "score_roles",
]

LONGEST_MARK = 20  # characters
_EXAMPLE = re.compile("(?:例?如)?")  # may begin a shortcoming

Piece = tuple[str, str, str]  # measure, key, text


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


def match_items(reports: pd.DataFrame, items: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Which of the program's items is which coded one: report_id, n (its number in the gold), role, item_id.

    One row a coded item of a report that is coded on this very file (`match_gold`); item_id is NA where the program has
    no item that begins at the same word. Where nobody coded a report's items, n counts the program's.
    """
    matched = match_gold(reports, gold).where(reports.index.isin(gold["items"]["report_id"]))
    furniture, rows = list_furniture(reports), []
    for report_id, report in reports[matched.fillna(True)].iterrows():
        if pd.isna(matched[report_id]):
            own = items[items["report_id"] == report_id]
            rows += [(report_id, n, row.role, row.item_id) for n, row in enumerate(own.itertuples(), start=1)]
            continue
        coded, own, aside = (table[table["report_id"] == report_id] for table in (gold["items"], items, furniture))
        canon, places = squeeze(report["raw"]), _find_places(report, aside)
        found = {_start(row.role, places[row.start], canon)[:2]: row.item_id for row in own.itertuples()}
        for row in coded.itertuples():
            rows.append((report_id, row.n, row.role, found.get(_start(row.role, row.start, canon)[:2], pd.NA)))
    types = {"report_id": "str", "n": "Int64", "role": "str", "item_id": "str"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def compare_spans(
    reports: pd.DataFrame, found: pd.DataFrame, coded: pd.DataFrame, gold: dict[str, pd.DataFrame], fields: list[str]
) -> pd.DataFrame:
    """Claims or citations of the program (`found`) beside the coded ones, paired where they overlap in the file.

    Columns report_id, place (in the file without white space), side {both, gold, program}, text, text_gold, and for
    each of `fields` its value in the program, and in the coding with _gold; in reading order. Two that begin and end
    together are paired first, then those that overlap, in order. Reports as in `compare_gold`.
    """
    reports = reports[match_gold(reports, gold).fillna(False)]
    furniture, rows, columns = list_furniture(reports), [], ["text", *fields]
    for report_id, report in reports.iterrows():
        own, theirs, aside = (table[table["report_id"] == report_id] for table in (found, coded, furniture))
        places = _find_places(report, aside)
        ours = {(places[row.start], places[row.end - 1] + 1): row.Index for row in own.itertuples()}
        marks = {(row.start, row.end): row.Index for row in theirs.itertuples()}
        pairs = {span: span for span in marks if span in ours}
        for start, end in sorted(set(marks) - set(pairs)):
            free = [span for span in ours if span not in pairs.values() and span[0] < end and start < span[1]]
            if free:
                pairs[start, end] = min(free)
        sides = [(mark, mark, pairs.get(mark)) for mark in marks]
        sides += [(span, None, span) for span in ours if span not in pairs.values()]
        for place, mark, span in sorted(sides, key=lambda side: side[0]):
            values = [*([pd.NA] * len(columns) if span is None else own.loc[ours[span], columns])]
            values += [*([pd.NA] * len(columns) if mark is None else theirs.loc[marks[mark], columns])]
            side = "gold" if span is None else "program" if mark is None else "both"
            rows.append((report_id, place[0], side, *values))
    return pd.DataFrame(rows, columns=["report_id", "place", "side", *columns, *(f"{name}_gold" for name in columns)])


def same(pairs: pd.DataFrame, fields: Iterable[str]) -> pd.Series:
    """Whether the two sides of `compare_spans` agree in all of `fields`.

    White space and width do not count in words. NA and NA agree; where one side is missing nothing does.
    """
    equal = pairs["side"] == "both"
    for field in fields:
        ours, theirs = (
            pairs[name].map(lambda cell: squeeze(fold(cell)) if isinstance(cell, str) else cell, na_action="ignore")
            for name in (field, f"{field}_gold")
        )
        equal &= (ours == theirs).fillna(False) | (ours.isna() & theirs.isna())
    return equal.astype("bool")


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
    at += skip_enumerator(canon[at : at + LONGEST_MARK])
    at = _EXAMPLE.match(canon, at).end()
    return "shortcoming" if role == "shortcomings" else "item", str(at), canon[at : at + 15]


def _phrase(row) -> Piece:
    """A heading's level and its words without marker and closing stop."""
    text = squeeze(row.text).removeprefix("" if pd.isna(row.marker) else squeeze(row.marker))
    return "heading", str(row.level), text.rstrip("。；;：:，,、.")


def _join_lines(lines: pd.DataFrame) -> list[Piece]:
    """Front and end matter: for every kind its lines as one; an addressee without its colon."""
    texts = {kind: squeeze("".join(rows)) for kind, rows in lines.groupby("kind", sort=False)["text"]}
    return [("front", kind, text.rstrip(":：") if kind == "addressee" else text) for kind, text in texts.items()]
