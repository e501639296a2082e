"""Passages → items: the enumerated pieces of a report, and the clauses that admit a deficiency."""

import re

import pandas as pd

from helpers.characters import fold
from helpers.structure.headings import phrase
from helpers.structure.roles import ROLE_NAME, SHORTCOMINGS

__all__ = ["list_items"]

ITEM_COLUMNS = ["report_id", "item_id", "passage_id", "path", "role", "heading", "text", "start", "end"]

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
    rows = []
    plain = passages.astype(object).where(passages.notna(), None)
    for report_id, frame in plain.groupby("report_id", sort=False):
        found = _items(list(frame.itertuples(index=False)))
        rows += [(report_id, f"{report_id}-i{i:03d}", *item) for i, item in enumerate(found, 1)]
    return pd.DataFrame(rows, columns=ITEM_COLUMNS).astype({"heading": "string", "path": "string", "role": "string"})


def _items(rows: list) -> list[tuple]:
    out = []
    over = _headings(rows)
    i = 0
    while i < len(rows):
        role = rows[i].role
        j = i
        while (
            j < len(rows) and rows[j].role == role and not (j > i and rows[j].kind == "heading" and rows[j].level == 1)
        ):
            j += 1
        if role in ("measures", "leadership", "plan", "shortcomings"):
            out += _stretch_items(rows, i, j, role, over)
        i = j
    return out


def _stretch_items(rows: list, low: int, high: int, role: str, over: dict[str, str]) -> list[tuple]:
    marked = [
        i
        for i in range(low, high)
        if rows[i].kind in ("heading", "item") and not (rows[i].kind == "heading" and rows[i].level == 1)
    ]
    if role == "shortcomings":  # a heading that names the role is a section; any other numbered one is a shortcoming
        headings = [i for i in range(low, high) if rows[i].kind == "heading" and rows[i].marker]
        marked = [i for i in marked if rows[i].kind == "item"] + [i for i in headings if not _names_role(rows, i, high)]
        marked.sort()
    leaves = [i for n, i in enumerate(marked) if n + 1 == len(marked) or rows[marked[n + 1]].level <= rows[i].level]
    if leaves:
        return [_item(rows, i, _leaf_end(rows, i, high), over) for i in leaves]
    paragraphs = [i for i in range(low, high) if rows[i].kind == "paragraph"]
    if role == "shortcomings":
        return [clause for i in paragraphs for clause in _clauses(rows[i], over.get(rows[i].parent_id))]
    return [_item(rows, i, i + 1, over) for i in paragraphs]


def _names_role(rows: list, i: int, high: int) -> bool:
    words = phrase(rows[i].text, rows[i].marker)
    if rows[i].level == 1:
        return SHORTCOMINGS.search(words) is not None
    alone = i + 1 < high and rows[i + 1].kind == "paragraph"
    return alone and ROLE_NAME.fullmatch(words) is not None


def _leaf_end(rows: list, i: int, high: int) -> int:
    j = i + 1
    while (
        j < high
        and rows[j].kind == "paragraph"
        and (rows[i].kind == "heading" or rows[j].parent_id == rows[i].passage_id)
    ):
        j += 1
    return j


def _headings(rows: list) -> dict[str, str]:
    """passage_id → the phrase of the nearest heading over it (of a heading: its own)."""
    over: dict[str, str] = {}
    for row in rows:
        if row.kind == "heading":
            over[row.passage_id] = phrase(row.text, row.marker)
        elif row.parent_id in over:
            over[row.passage_id] = over[row.parent_id]
    return over


def _item(rows: list, first: int, end: int, over: dict[str, str]) -> tuple:
    row = rows[first]
    text = "".join(r.text for r in rows[first:end]).rstrip()
    return (row.passage_id, row.path, row.role, over.get(row.passage_id), text, row.start, row.start + len(text))


def _clauses(row, heading: str | None) -> list[tuple]:
    """The clauses of an unenumerated passage that each name a deficiency; lead-ins only if nothing else does."""
    text = fold(row.text)
    found = []
    at = depth = 0
    for i, c in enumerate(text + "。"):
        depth += (c in "《(“") - (c in "》)”")
        both = c in ",;:" and "一方面" in text[at:i]  # 一方面…另一方面 is one
        if c in ",;。:\n!?" and depth <= 0 and not both:
            clause = text[at:i]
            lead = re.match(r"\s*((主要)?(表现在|表现为|体现在)|主要是|比如|例如|如|但是?)", clause)
            start = at + (lead.end() if lead else len(clause) - len(clause.lstrip()))
            if _DEFICIT.search(text[start:i]):
                named_before = any(not lead_in for _, _, lead_in in found)
                found.append((start, i, not named_before and bool(_LEAD_IN.search(clause.strip()))))
            at, depth = i + 1, 0
    named = [(a, b) for a, b, lead_in in found if not lead_in] or [(a, b) for a, b, _ in found]
    return [
        (
            row.passage_id,
            row.path,
            row.role,
            heading,
            row.text[a:b].rstrip(),
            row.start + a,
            row.start + a + len(row.text[a:b].rstrip()),
        )
        for a, b in named
    ]
