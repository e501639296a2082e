"""The coding of a report (corpus/gold/) beside what the program finds in it, paired by their place in the file."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

import pandas as pd

from helpers.characters import squeeze
from helpers.gold.files import File, find_start, read_files
from helpers.gold.tables import FRONT
from helpers.tables import list_rows, make_table

__all__ = ["compare_gold", "compare_spans", "match_gold", "match_items", "pair_pieces", "read_codes"]

OPENING = 15  # characters of an item that are shown
DEEPEST = 3  # level of a heading that is coded

Span: TypeAlias = tuple[int, int]


class Piece(NamedTuple):
    """A heading, an item, a shortcoming, or what the front and end matter has of a kind."""

    report_id: str
    measure: str
    key: str
    text: str


class Stretch(NamedTuple):
    """Characters of one role, in the file or in the text."""

    role: str
    start: int
    end: int


class Opening(NamedTuple):
    """The first words of a coded stretch and where they lie in the file."""

    report_id: str
    opening: str
    start: int


class CodedItem(NamedTuple):
    """An item of the coding: its number in the report and where it begins in the file."""

    n: int
    role: str
    start: int


class FoundItem(NamedTuple):
    """An item of the program and where it begins in the text."""

    item_id: str
    role: str
    start: int


class Heading(NamedTuple):
    """A heading as it is coded and as it is found; the coded text has no marker."""

    level: int
    marker: str
    text: str


class Pair(NamedTuple):
    """Where a claim or citation lies in the file: the span of the one found, of the one coded, or of both."""

    place: Span
    found: Span | None
    coded: Span | None


def match_gold(reports: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> "pd.Series[bool]":
    """Whether a report's roles were coded on the file as it is: True, False (another file), NA (nobody coded it).

    The opening of every coded stretch must stand where the gold says. `reports` needs the column raw.

    >>> roles = pd.DataFrame({"report_id": ["a"], "opening": ["一、措施"], "start": [2]})
    >>> match_gold(pd.DataFrame({"raw": ["报告\\n一、措施"]}, index=["a"]), {"roles": roles}).to_dict()
    {'a': True}
    """
    matched = pd.Series(pd.NA, index=reports.index, dtype="boolean", name="matched")
    coded = gold["roles"]["report_id"].drop_duplicates()
    canons = {report_id: squeeze(reports["raw"][report_id]) for report_id in coded if report_id in reports.index}
    for report_id, canon in canons.items():
        openings = list_rows(_of(gold["roles"], report_id), Opening)
        matched[report_id] = all(canon.startswith(row.opening, row.start) for row in openings)
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

    >>> text = "一、主要举措\\n（一）学法。集体学习。"
    >>> reports = pd.DataFrame({"raw": [text], "text": [text], "year": [2021]}, index=pd.Index(["a"], name="report_id"))
    >>> from helpers import list_items, load_gold, parse_outline
    >>> passages = parse_outline(reports)
    >>> gold = {name: table[:0] for name, table in load_gold().items()}
    >>> roles = {"report_id": ["a"], "role": ["measures"], "opening": ["一、"], "start": [0], "end": [17]}
    >>> gold["roles"] = pd.DataFrame(roles)
    >>> pieces, characters = compare_gold(reports, passages, list_items(passages), gold)
    >>> pieces["side"].to_list(), float((characters["gold"] == characters["program"]).mean())
    (['program', 'program', 'program'], 1.0)
    """
    coded: list[Piece] = []
    found: list[Piece] = []
    characters: list[tuple[str, ...]] = []
    for file, aside in read_files(reports[match_gold(reports, gold).fillna(False)]):
        own = {name: _of(gold[name], file.report_id) for name in ("headings", "roles", "items", "front")}
        rows = _of(passages, file.report_id)
        coded += _list_coded(file, own)
        found += _list_found(file, rows, _of(items, file.report_id), aside)
        roles = _spread_roles(list_rows(own["roles"], Stretch), len(file.canon))
        theirs = _spread_roles(_find_stretches(file, list_rows(rows, Stretch)), len(file.canon))
        characters += zip([file.report_id] * len(file.canon), file.canon, roles, theirs, strict=True)
    columns = ["report_id", "sign", "gold", "program"]
    return pair_pieces(coded, found), pd.DataFrame(characters, columns=columns, dtype="str")


def match_items(reports: pd.DataFrame, items: pd.DataFrame, gold: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Which of the program's items is which coded one: report_id, n (its number in the gold), role, item_id.

    One row a coded item of a report that is coded on this very file (`match_gold`); item_id is NA where the program has
    no item that begins at the same word. Where nobody coded a report's items, n counts the program's.

    >>> reports = pd.DataFrame({"raw": ["一是学法。"], "text": ["一是学法。"]}, index=pd.Index(["a"], name="report_id"))
    >>> found = pd.DataFrame({"report_id": ["a"], "item_id": ["a-1"], "role": ["measures"], "start": [0]})
    >>> roles = pd.DataFrame({"report_id": ["a"], "opening": ["一是学法"], "start": [0]})
    >>> coded = pd.DataFrame({"report_id": "a", "n": [1, 2], "role": "measures", "start": [0, 3]})
    >>> match_items(reports, found, {"roles": roles, "items": coded})["item_id"].fillna("-").to_list()
    ['a-1', '-']
    """
    matched = match_gold(reports, gold).where(reports.index.isin(gold["items"]["report_id"]))
    rows: list[tuple[object, ...]] = []
    for file, _ in read_files(reports[matched.fillna(False)]):
        own = list_rows(_of(items, file.report_id), FoundItem)
        found = {find_start(file, item.role, file.places[item.start]): item.item_id for item in own}
        for coded in list_rows(_of(gold["items"], file.report_id), CodedItem):
            at = find_start(file, coded.role, coded.start)
            rows.append((file.report_id, coded.n, coded.role, found.get(at, pd.NA)))
    types = {"report_id": "str", "n": "Int64", "role": "str", "item_id": "str"}
    uncoded = items[items["report_id"].isin(reports.index[matched.isna()])]  # in one go: they may be very many
    uncoded = uncoded.assign(n=uncoded.groupby("report_id").cumcount() + 1)[list(types)].astype(types)
    both = pd.concat([make_table(rows, types), uncoded])
    order = reports.index.get_indexer(pd.Index(both["report_id"])).argsort(kind="stable")
    return both.iloc[order].reset_index(drop=True)


def read_codes(reports: pd.DataFrame, items: pd.DataFrame, gold: dict[str, pd.DataFrame], pass_id: str) -> pd.DataFrame:
    """The codes of a pass with the program's items: report_id, n, role, item_id (`match_items`), scheme, code.

    A row a coded item and scheme; code is NA where the reading found that no code fits.

    >>> reports = pd.DataFrame({"raw": ["一是学法。"], "text": ["一是学法。"]}, index=pd.Index(["a"], name="report_id"))
    >>> found = pd.DataFrame({"report_id": ["a"], "item_id": ["a-1"], "role": ["measures"], "start": [0]})
    >>> roles = pd.DataFrame({"report_id": ["a"], "opening": ["一是学法"], "start": [0]})
    >>> coded = pd.DataFrame({"report_id": "a", "n": [1], "role": "measures", "start": [0]})
    >>> codes = pd.DataFrame({"pass_id": ["x"], "report_id": "a", "n": 1, "scheme": "domain", "code": "G10"})
    >>> gold = {"roles": roles, "items": coded, "codes": codes}
    >>> read_codes(reports, found, gold, "x")[["item_id", "code"]].to_numpy().tolist()
    [['a-1', 'G10']]
    """
    own = gold["codes"].loc[gold["codes"]["pass_id"] == pass_id, ["report_id", "n", "scheme", "code"]]
    return match_items(reports, items, gold).merge(own, on=["report_id", "n"])


def compare_spans(
    reports: pd.DataFrame, found: pd.DataFrame, coded: pd.DataFrame, gold: dict[str, pd.DataFrame], fields: list[str]
) -> pd.DataFrame:
    """Claims or citations of the program (`found`) beside the coded ones, paired where they overlap in the file.

    Columns report_id, place (in the file without white space), side {both, gold, program}, text, text_gold, and for
    each of `fields` its value in the program, and in the coding with _gold; in reading order. Two that begin and end
    together are paired first, then those that overlap, in order. Reports as in `compare_gold`.

    >>> index = pd.Index(["a"], name="report_id")
    >>> reports = pd.DataFrame({"raw": ["首页\\n检查5次。"], "text": ["检查5次。"]}, index=index)
    >>> roles = pd.DataFrame({"report_id": ["a"], "opening": ["检查"], "start": [2]})
    >>> found = pd.DataFrame({"report_id": ["a"], "text": ["5次"], "start": [2], "end": [4], "value": [5]})
    >>> coded = found.assign(start=4, end=6, value=6)
    >>> pairs = compare_spans(reports, found, coded, {"roles": roles}, ["value"])
    >>> pairs[["side", "value", "value_gold"]].to_numpy().tolist()
    [['both', 5, 6]]
    """
    columns, rows = ["text", *fields], list[tuple[object, ...]]()
    nothing = (pd.NA,) * len(columns)
    for file, _ in read_files(reports[match_gold(reports, gold).fillna(False)]):
        own, theirs = (_read_spans(_of(table, file.report_id), columns) for table in (found, coded))
        ours = {(file.places[start], file.places[end - 1] + 1): cells for (start, end), cells in own.items()}
        for pair in _pair_spans(ours, theirs):
            side = "both" if pair.found and pair.coded else "program" if pair.found else "gold"
            values = ours[pair.found] if pair.found else nothing
            values += theirs[pair.coded] if pair.coded else nothing
            rows.append((file.report_id, pair.place[0], side, *values))
    return pd.DataFrame(rows, columns=["report_id", "place", "side", *columns, *(f"{name}_gold" for name in columns)])


def pair_pieces(coded: Iterable[tuple[str, ...]], found: Iterable[tuple[str, ...]]) -> pd.DataFrame:
    """The outer join of two lists of (report_id, measure, key, text); what stands twice is paired in order.

    Columns: report_id, measure, key, text, side {both, gold, program}.

    >>> first, second = ("a", "heading", "1", "总则"), ("a", "heading", "1", "附则")
    >>> pair_pieces([first, second], [second, second])["side"].to_list()
    ['gold', 'both', 'program']
    """
    columns = ["report_id", "measure", "key", "text"]
    frames = [pd.DataFrame(pieces, columns=columns, dtype="str") for pieces in (coded, found)]
    frames = [frame.assign(turn=frame.groupby(columns).cumcount()) for frame in frames]
    both = frames[0].merge(frames[1], how="outer", on=[*columns, "turn"], indicator="side")
    both["side"] = both["side"].astype("str").replace({"left_only": "gold", "right_only": "program"})
    return both[[*columns, "side"]]


def _of(table: pd.DataFrame, report_id: str) -> pd.DataFrame:
    return table[table["report_id"] == report_id]


def _spread_roles(stretches: Iterable[Stretch], size: int) -> list[str]:
    """The role of each of the file's characters; "aside" where no stretch is."""
    roles = ["aside"] * size
    for role, start, end in stretches:
        roles[start:end] = [role] * (end - start)
    return roles


def _find_stretches(file: File, rows: list[Stretch]) -> Iterator[Stretch]:
    """Stretches of the text as stretches of the file, a character each."""
    for role, start, end in rows:
        for i in range(start, end):
            if not file.text[i].isspace():
                yield Stretch(role, file.places[i], file.places[i] + 1)


def _list_coded(file: File, gold: dict[str, pd.DataFrame]) -> list[Piece]:
    """The pieces of the coding of one report."""
    headings = list_rows(gold["headings"], Heading)
    pieces = [Piece(file.report_id, "heading", str(heading.level), heading.text) for heading in headings]
    pieces += [_show(file, item.role, item.start) for item in list_rows(gold["items"], CodedItem)]
    return [*pieces, *_join_lines(file.report_id, gold["front"])]


def _list_found(file: File, passages: pd.DataFrame, items: pd.DataFrame, aside: pd.DataFrame) -> list[Piece]:
    """The pieces that the program finds in one report."""
    headings = passages[(passages["kind"] == "heading") & (passages["level"] <= DEEPEST)]
    pieces = [_phrase(file.report_id, heading) for heading in list_rows(headings, Heading)]
    pieces += [_show(file, item.role, file.places[item.start]) for item in list_rows(items, FoundItem)]
    lines = pd.concat([passages[passages["kind"].isin(FRONT)], aside.assign(kind="furniture")])
    return [*pieces, *_join_lines(file.report_id, lines)]


def _show(file: File, role: str, at: int) -> Piece:
    measure, start = find_start(file, role, at)
    return Piece(file.report_id, measure, str(start), file.canon[start : start + OPENING])


def _phrase(report_id: str, heading: Heading) -> Piece:
    """A heading's level and its words without marker and closing stop."""
    text = squeeze(heading.text).removeprefix("" if pd.isna(heading.marker) else squeeze(heading.marker))
    return Piece(report_id, "heading", str(heading.level), text.rstrip("。；;：:，,、."))


def _join_lines(report_id: str, lines: pd.DataFrame) -> list[Piece]:
    """Front and end matter: for every kind its lines as one; an addressee without its colon."""
    texts = {str(kind): squeeze("".join(rows)) for kind, rows in lines.groupby("kind", sort=False)["text"]}
    texts |= {kind: text.rstrip(":：") for kind, text in texts.items() if kind == "addressee"}
    return [Piece(report_id, "front", kind, text) for kind, text in texts.items()]


def _read_spans(table: pd.DataFrame, columns: list[str]) -> dict[Span, tuple[object, ...]]:
    """Where each row lies → its cells of `columns`."""
    rows = table[["start", "end", *columns]].itertuples(index=False, name=None)
    return {(start, end): tuple(cells) for start, end, *cells in rows}


def _pair_spans(found: Iterable[Span], coded: Iterable[Span]) -> list[Pair]:
    """Spans that are the same, then those that overlap, paired in order; the others alone; in reading order."""
    ours, marks = list(found), list(coded)
    pairs = {span: span for span in marks if span in ours}
    taken = set(pairs)
    for start, end in sorted(set(marks) - set(pairs)):
        free = [span for span in ours if span not in taken and span[0] < end and start < span[1]]
        if free:
            pairs[start, end] = min(free)
            taken.add(min(free))
    sides = [Pair(mark, pairs.get(mark), mark) for mark in marks]
    sides += [Pair(span, span, None) for span in ours if span not in taken]
    return sorted(sides, key=lambda pair: pair.place)
