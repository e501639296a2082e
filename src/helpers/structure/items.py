"""Passages → items: the enumerated pieces of a report, and the clauses that admit a deficiency.

The words are rows of corpus/rules/items.csv; what each kind does is said in corpus/rules/README.md.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold
from helpers.structure.headings import phrase
from helpers.structure.outline import Passage
from helpers.structure.roles import is_name_of_shortcomings, names_shortcomings
from helpers.tables import load_rules, make_table

__all__ = ["cut_sentences", "list_items"]

_SENTENCE = re.compile(r"\S[^。；！？]*[。；！？]*[”’」』）)]*")
_FIGURES = re.compile(r"[^\s。,;]+(?: +[\d—-][^\s。;,]*(?:,\d[^\s。;,]*)*){2,}")  # a name and numbers, a row of a table
_STOP = re.compile("[。,;!?]")
_LEAD_IN = re.compile(r"[^。;!?\n]+:")  # a paragraph that leads the others in
_ROLES = ("measures", "leadership", "shortcomings", "plan")


class Item(NamedTuple):
    """An item of a report, without its number: the columns of `list_items`."""

    passage_id: str
    path: str | None
    role: str | None
    heading: str | None
    text: str
    start: int
    end: int


ITEMS = {
    **dict.fromkeys(["report_id", "item_id", *Item._fields], "str"),
    **dict.fromkeys(["path", "role", "heading"], "string"),
    **{"start": "int64", "end": "int64"},
}


class _Words(NamedTuple):
    deficit: re.Pattern[str]
    lead_in: re.Pattern[str]
    cause: re.Pattern[str]
    clause_lead: re.Pattern[str]
    one_of_two: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("items")
    lack = rf"{word('lack')}|{word('lack_more')}"
    lead_in = (
        rf"(?:{word('have')})着?(?:{word('some')})*(?:{lack})(?:{word('lack_tail')}|[和与及].{{0,6}})?$"
        rf"|(?:{word('announced')})$|^(?:{word('concession')}).{{0,60}}(?:{word('lack')})$"
    )
    return _Words(
        deficit=re.compile(rf"{word('deficit')}|(?:{word('must')})(?:{word('further')})"),
        lead_in=re.compile(lead_in),
        cause=re.compile(word("cause")),
        clause_lead=re.compile(rf"\s*(?:{word('clause_lead')})"),
        one_of_two=re.compile(word("one_of_two")),
    )


def list_items(passages: pd.DataFrame) -> pd.DataFrame:
    """The enumerated pieces of measures, leadership, shortcomings and plan, one row an item in reading order.

    Columns: report_id, item_id, passage_id (the first), path, role, heading, text, start, end. The smallest enumerated
    pieces count; their lead-ins do not. A stretch that enumerates nothing gives an item a paragraph, and a table goes
    with the paragraph before it; shortcomings without enumeration give one per clause that names a deficiency.
    `heading` is the phrase that stands over the item (its own, or the nearest above), NA where there is none.

    >>> from helpers.structure.outline import parse_outline
    >>> reports = pd.DataFrame({"text": ["一、主要举措\\n（一）规范执法。办案三件。"]}, index=["a"])
    >>> list_items(parse_outline(reports))[["path", "role", "heading", "text"]].to_numpy().tolist()
    [['1.1', 'measures', '规范执法', '（一）规范执法。办案三件。']]
    """
    columns = ([None if pd.isna(cell) else cell for cell in passages[name].tolist()] for name in Passage._fields)
    reports: dict[str, list[Passage]] = {}
    for row in map(Passage, *columns):
        reports.setdefault(row.report_id, []).append(row)
    numbered = [
        (report_id, f"{report_id}-i{i:03d}", *item)
        for report_id, own in reports.items()
        for i, item in enumerate(_items(own), 1)
    ]
    frame = make_table(numbered, ITEMS)
    frame.attrs = passages.attrs
    return frame


def cut_sentences(items: pd.DataFrame) -> pd.DataFrame:
    """Items cut at 。；！？, a row a sentence in reading order, as items that can be coded by themselves.

    Columns: report_id, item_id (of the item, with -1, -2 …), role, heading, text, start, end, whole (the item_id of the
    item). Quotation marks and brackets that close behind the stop belong to the sentence; white space between two is in
    neither.

    >>> item = {"report_id": "a", "item_id": "a-i001", "role": "plan", "heading": "学法", "text": "学法。 普法；"}
    >>> cut_sentences(pd.DataFrame([item | {"start": 9}]))[["item_id", "text", "start", "end"]].to_numpy().tolist()
    [['a-i001-1', '学法。', 9, 12], ['a-i001-2', '普法；', 13, 16]]
    """
    columns = ["report_id", "item_id", "role", "heading", "text", "start", "end", "whole"]
    wholes = items[["report_id", "item_id", "role", "heading", "text", "start"]]
    rows = [
        (report_id, f"{item_id}-{k}", role, heading, found[0], start + found.start(), start + found.end(), item_id)
        for report_id, item_id, role, heading, text, start in wholes.itertuples(index=False, name=None)
        for k, found in enumerate(_SENTENCE.finditer(text), start=1)
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(columns, "str") | {"heading": "string", "start": "int64", "end": "int64"})


def _items(rows: Sequence[Passage]) -> list[Item]:
    """The items of one report: its rows fall into stretches of one role, and of one section."""
    out = []
    over = _headings(rows)
    low = 0
    for high in range(1, len(rows) + 1):
        if high < len(rows) and rows[high].role == rows[low].role and not _is_section(rows[high]):
            continue
        if rows[low].role in _ROLES:
            out += _stretch_items(rows, low, high, over)
        low = high
    return out


def _is_section(row: Passage) -> bool:
    return row.kind == "heading" and row.level == 1


def _stretch_items(rows: Sequence[Passage], low: int, high: int, over: dict[str, str]) -> list[Item]:
    shortcomings = rows[low].role == "shortcomings"
    marked = [
        i
        for i in range(low, high)
        if rows[i].kind == "item" or (rows[i].kind == "heading" and _opens_item(rows, i, high, shortcomings))
    ]
    leaves = [i for n, i in enumerate(marked) if n + 1 == len(marked) or _level(rows[marked[n + 1]]) <= _level(rows[i])]
    if leaves:
        return [_item(rows, i, _leaf_end(rows, i, high), over) for i in leaves]
    paragraphs = [i for i in range(low, high) if rows[i].kind == "paragraph"]
    if shortcomings:
        return _list_clauses([rows[i] for i in paragraphs], over)
    pieces = _join_tables(rows, paragraphs)
    if len(pieces) > 1:
        first, end = pieces[0]
        if end - first == 1 and _LEAD_IN.fullmatch(fold(rows[first].text).strip()):
            del pieces[0]
    if pieces and _is_section(rows[low]) and pieces[0][0] == low + 1 and "\n" not in rows[low].text:
        pieces[0] = (low, pieces[0][1])
    return [_item(rows, first, end, over) for first, end in pieces]


def _join_tables(rows: Sequence[Passage], paragraphs: Sequence[int]) -> list[tuple[int, int]]:
    """The paragraphs as pieces, first row and end: a table and the lines that name it go with what is before."""
    words = {i: fold(rows[i].text).strip("\n ") for i in paragraphs}
    cells = {i for i in paragraphs if _is_row(words[i])}
    named = {i for i in paragraphs if not _STOP.search(words[i]) and {i + 1, i + 2} & cells}
    pieces: list[tuple[int, int]] = []
    for i in paragraphs:
        if pieces and pieces[-1][1] == i and i in cells | named:
            pieces[-1] = (pieces[-1][0], i + 1)
        else:
            pieces.append((i, i + 1))
    return pieces


def _is_row(words: str) -> bool:
    """Whether a paragraph is a row of a table: cells that tabs part, no sentence in them, or a name and numbers."""
    before, tab, _ = words.partition("\t")
    return bool(tab and ";" not in before and "。" not in words) or _FIGURES.fullmatch(words) is not None


def _opens_item(rows: Sequence[Passage], i: int, high: int, shortcomings: bool) -> bool:
    """Whether a heading stands over an item. One that names shortcomings is a section's; any other among them, numbered
    or below level 1, is a shortcoming."""
    if shortcomings:
        return (rows[i].marker is not None or _level(rows[i]) > 1) and not _names_role(rows, i, high)
    return rows[i].level != 1


def _level(row: Passage) -> int:
    return row.level or 0


def _names_role(rows: Sequence[Passage], i: int, high: int) -> bool:
    words = phrase(rows[i].text, rows[i].marker)
    if rows[i].level == 1:
        return names_shortcomings(words)
    alone = i + 1 < high and rows[i + 1].kind == "paragraph"
    return alone and is_name_of_shortcomings(words)


def _leaf_end(rows: Sequence[Passage], i: int, high: int) -> int:
    """Behind the paragraphs of the item that begins at rows[i]."""
    for j in range(i + 1, high):
        own = rows[i].kind == "heading" or rows[j].parent_id == rows[i].passage_id
        if rows[j].kind != "paragraph" or not own:
            return j
    return high


def _headings(rows: Sequence[Passage]) -> dict[str, str]:
    """passage_id → the phrase of the nearest heading over it (of a heading: its own)."""
    over: dict[str, str] = {}
    for row in rows:
        if row.kind == "heading":
            over[row.passage_id] = phrase(row.text, row.marker)
        elif row.parent_id in over:
            over[row.passage_id] = over[row.parent_id]
    return over


def _item(rows: Sequence[Passage], first: int, end: int, over: dict[str, str]) -> Item:
    row = rows[first]
    text = "".join(r.text for r in rows[first:end]).rstrip()
    return Item(row.passage_id, row.path, row.role, over.get(row.passage_id), text, row.start, row.start + len(text))


class _Clause(NamedTuple):
    start: int
    end: int
    leads_in: bool


def _list_clauses(rows: Sequence[Passage], over: dict[str, str]) -> list[Item]:
    """The clauses of an unenumerated stretch that each name a deficiency; lead-ins only if nothing else does. Lines
    that semicolons end are a list: each is one."""
    ends = [row.text.rstrip()[-1:] for row in rows]
    found: list[tuple[Passage, _Clause]] = []
    for i, row in enumerate(rows):
        listed = ends[i] in "；;" or (i > 0 and ends[i - 1] in "；;")
        clauses = _find_clauses(row, any(not clause.leads_in for _, clause in found))
        found += [(row, clause) for clause in _whole(row, clauses) if listed] or [(row, clause) for clause in clauses]
    named = [pair for pair in found if not pair[1].leads_in]
    return [_clause_item(row, clause, over.get(row.parent_id or "")) for row, clause in named or found]


def _whole(row: Passage, clauses: list[_Clause]) -> list[_Clause]:
    """A line of a list as one clause, if one in it names a deficiency."""
    stop = len(row.text.rstrip().rstrip("；;。"))
    return [_Clause(len(row.text) - len(row.text.lstrip()), stop, leads_in=False)] if clauses else []


def _find_clauses(row: Passage, named: bool) -> list[_Clause]:
    """The clauses of a passage that say that something is lacking. What follows a word for causes says why; `named`:
    whether a clause before the passage has named a deficiency."""
    text, rules = fold(row.text), _words()
    found: list[_Clause] = []
    at = depth = 0
    why = False
    for i, c in enumerate(text + "。"):
        depth += (c in "《(“") - (c in "》)”")
        both = c in ",;:" and rules.one_of_two.search(text, at, i)  # 一方面…另一方面 is one
        if c in ",;。:\n!?" and depth <= 0 and not both:
            clause = text[at:i]
            lead = rules.clause_lead.match(clause)
            start = at + (lead.end() if lead else len(clause) - len(clause.lstrip()))
            why = why or rules.cause.match(clause.strip()) is not None
            if not why and rules.deficit.search(text[start:i]):
                leads_in = not named and rules.lead_in.search(clause.strip()) is not None
                named = named or not leads_in
                found.append(_Clause(start, i, leads_in))
            at, depth, why = i + 1, 0, why and c not in "。;\n!?"
    return found


def _clause_item(row: Passage, clause: _Clause, heading: str | None) -> Item:
    words = row.text[clause.start : clause.end].rstrip()
    start = row.start + clause.start
    return Item(row.passage_id, row.path, row.role, heading, words, start, start + len(words))
