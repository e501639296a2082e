"""Passages → items: the enumerated pieces of a report, and the clauses that admit a deficiency."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold
from helpers.structure.headings import phrase
from helpers.structure.outline import Passage
from helpers.structure.roles import ROLE_NAME, SHORTCOMINGS

__all__ = ["list_items"]

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


# What a clause says that admits a deficiency.
_DEFICIT = re.compile(
    r"不(?![断仅但忘论管同])|未[能有完形建]|尚未|难|薄弱|弱|没有|欠|缺|短[缺板]|(?<!减)少|任务.{0,2}重|滞后|差距|有待|[仍还尚]需|亟|偏[少低差多慢大高老]|较[少低差慢]|单一|淡薄|严重"
    r"|(需|需要|须|要)(进一步|继续|持续|不断)|参差|仅[有\d一两三]|只有|困难|问题|老化|老龄化|脱节|流于|兼职|不足"
)
_LEAD_IN = re.compile(
    r"(存在|还有|仍有|有)(着)?(一些|一定的?|不少|许多|较大的?|诸多|以下|如下|的|部分|些许|明显)*(差距|不足|问题|短板|薄弱环节|困难)(之处|和.{0,6}|与.{0,6}|及.{0,6})?$"
    r"|(表现在|表现为|如下|以下(几个)?(方面)?|体现在)$|^(但|虽然|尽管).{0,60}(差距|不足|问题)$"
)


def list_items(passages: pd.DataFrame) -> pd.DataFrame:
    """The enumerated pieces of measures, leadership, shortcomings and plan, one row an item in reading order.

    Columns: report_id, item_id, passage_id (the first), path, role, heading, text, start, end. The smallest enumerated
    pieces count; their lead-ins do not. A stretch that enumerates nothing gives an item a paragraph; shortcomings
    without enumeration give one per clause that names a deficiency. `heading` is the phrase that stands over the item
    (its own, or the nearest above), NA where there is none.
    """
    columns = list(Passage._fields)
    plain = passages[columns].astype(object).where(passages[columns].notna(), None)
    numbered = [
        (report_id, f"{report_id}-i{i:03d}", *item)
        for report_id, own in plain.groupby("report_id", sort=False)
        for i, item in enumerate(_items([Passage(*row) for row in own.itertuples(index=False, name=None)]), 1)
    ]
    frame = pd.DataFrame(numbered, columns=["report_id", "item_id", *Item._fields])
    return frame.astype(dict.fromkeys(["heading", "path", "role"], "string"))


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
        return [clause for i in paragraphs for clause in _clauses(rows[i], over.get(rows[i].parent_id or ""))]
    return [_item(rows, i, i + 1, over) for i in paragraphs]


def _opens_item(rows: Sequence[Passage], i: int, high: int, shortcomings: bool) -> bool:
    """Whether a heading stands over an item. One that names shortcomings is a section's; any other numbered one among
    them is a shortcoming."""
    if shortcomings:
        return rows[i].marker is not None and not _names_role(rows, i, high)
    return rows[i].level != 1


def _level(row: Passage) -> int:
    return row.level or 0


def _names_role(rows: Sequence[Passage], i: int, high: int) -> bool:
    words = phrase(rows[i].text, rows[i].marker)
    if rows[i].level == 1:
        return SHORTCOMINGS.search(words) is not None
    alone = i + 1 < high and rows[i + 1].kind == "paragraph"
    return alone and ROLE_NAME.fullmatch(words) is not None


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


def _clauses(row: Passage, heading: str | None) -> list[Item]:
    """The clauses of an unenumerated passage that each name a deficiency; lead-ins only if nothing else does."""
    text = fold(row.text)
    named: list[tuple[int, int]] = []
    lead_ins: list[tuple[int, int]] = []
    at = depth = 0
    for i, c in enumerate(text + "。"):
        depth += (c in "《(“") - (c in "》)”")
        both = c in ",;:" and "一方面" in text[at:i]  # 一方面…另一方面 is one
        if c in ",;。:\n!?" and depth <= 0 and not both:
            clause = text[at:i]
            lead = re.match(r"\s*((主要)?(表现在|表现为|体现在)|主要是|比如|例如|如|但是?)", clause)
            start = at + (lead.end() if lead else len(clause) - len(clause.lstrip()))
            if _DEFICIT.search(text[start:i]):
                leads_in = not named and _LEAD_IN.search(clause.strip())
                (lead_ins if leads_in else named).append((start, i))
            at, depth = i + 1, 0
    items = []
    for begin, end in named or lead_ins:
        words = row.text[begin:end].rstrip()
        start = row.start + begin
        items.append(Item(row.passage_id, row.path, row.role, heading, words, start, start + len(words)))
    return items
