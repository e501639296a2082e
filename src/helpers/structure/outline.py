"""Text → passages: title, headings, items, paragraphs, signature, each with its role."""

import re
from collections import Counter

import pandas as pd

from helpers.characters import fold, squeeze
from helpers.forms import BODY, DATE, DOC_NO, TITLE
from helpers.structure.headings import MARKERS, Mark, fill_gaps, find_marks, heading_end
from helpers.structure.roles import BODY_HEADING, give_roles

__all__ = ["parse_outline"]

PASSAGE_COLUMNS = [
    *["report_id", "passage_id", "parent_id", "kind", "level", "marker", "path", "role", "text", "start", "end"],
]


def parse_outline(reports: pd.DataFrame) -> pd.DataFrame:
    """The passages of every report, in reading order; joined, the texts of a report's rows are its text.

    Columns: report_id, passage_id, parent_id, kind (title, doc_no, signer, addressee, heading, paragraph, item,
    signature, date), level (headings 1 一、 2 （一） 3 1. 4 （1）, items 5 一是, else NA), marker as printed, path
    ("4.2.1"), role (front, measures, leadership, shortcomings, plan, back), text, start, end
    (offsets into `reports.text`).
    `reports` needs the index report_id and the column text; `year` (the year reported on) tells a plan from a result
    where it is known. White space at a row's end belongs to it. A report without text gives no row.
    """
    years = reports["year"] if "year" in reports else pd.Series(pd.NA, index=reports.index)
    rows = [
        row
        for report_id in reports.index
        for row in _passages(report_id, reports.at[report_id, "text"], years[report_id])
    ]
    frame = pd.DataFrame(rows, columns=PASSAGE_COLUMNS)
    return frame.astype({"level": "Int64"} | {c: "string" for c in ("parent_id", "marker", "path", "role", "kind")})


def _passages(report_id: str, printed: str, year) -> list[tuple]:
    if not printed:
        return []
    text = fold(printed)
    front, begin = _front(text)
    back = _back(text, begin)
    stop = back[0][0] if back else len(text)
    cuts = front + _body(text, begin, stop, _coming_years(text[:begin], year)) + back
    cuts = [cut for i, cut in enumerate(cuts) if i + 1 == len(cuts) or cut[0] < cuts[i + 1][0]]
    cuts[0] = (0, *cuts[0][1:])
    rows, parents, counts = [], {}, {}
    spread = False
    for i, (start, kind, level, marker, role) in enumerate(cuts):
        end = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        ident = f"{report_id}-p{i + 1:03d}"
        parent, path = None, None
        if role in ("front", "back"):
            parents.clear()
        elif kind in ("heading", "item"):
            for deeper in [k for k in parents if k >= level]:
                del parents[deeper]
            above = max(parents, default=None)
            parent, prefix = parents[above] if above is not None else (None, "")
            counts[prefix] = counts.get(prefix, 0) + 1
            path = f"{prefix}.{counts[prefix]}" if prefix else str(counts[prefix])
            parents[level] = (ident, path)
            spread = "\n" in text[cuts[i - 1][0] : start] if kind == "item" and i else spread
        else:
            if 5 in parents and not spread:
                del parents[5]
            above = max(parents, default=None)
            parent, path = parents[above] if above is not None else (None, None)
        marker = printed[start : start + len(marker)] if marker else None
        rows.append((report_id, ident, parent, kind, level, marker, path, role, printed[start:end], start, end))
    return rows


_SIGNER = re.compile(r"签发人\s*:\s*[\u4e00-\u9fff·]{2,8}([ 、]+[\u4e00-\u9fff·]{2,4})*")
_WRAPPED_TITLE = re.compile(r"(?!关于)[^。;:]{4,60}\n(?!关于|20\d\d)[^。;:]{2,40}(报告|总结|汇报|情况)(\(.{1,12}\))?")
_GLUED_TITLE = re.compile(
    r"(?=[^。;,:]{0,60}?(?:法治|依法行政))[^。;,:]{4,70}?(?:报告|总结|汇报)\s*(?=20\d\d\s*年|今年|近年|一年来|为[了深全]|根据|按照|[^\s,。:]{2,30}:)"
)
_ADDRESSEE = re.compile(
    r"(?!.*(如下|汇报|报告):)[^。;:]{1,60}?(政府|委员会|管委会|办公室|工委|区委|市委|县委|省委|党委|人大|常委会|局|厅|部|委|办|会|处)\s*:"
)


def _front(text: str) -> tuple[list[tuple], int]:
    """The rows before the body, and where the body begins."""
    begin = _body_start(text)
    limit = len(text) if begin is None else begin
    cuts: list[tuple] = []
    seen: Counter[str] = Counter()
    at = 0
    while at < limit:
        pieces, end = _front_line(text, at, limit, seen)
        if (
            begin is None
            and seen["paragraph"]
            and pieces[0][1] == "paragraph"
            and not BODY.fullmatch(squeeze(text[at:end]))
        ):
            return _join_title(text, cuts), at
        seen.update(kind for _, kind in pieces)
        cuts += [(place, kind, None, None, "front") for place, kind in pieces]
        at = end
    return _join_title(text, cuts), limit


def _body_start(text: str) -> int | None:
    """At the first 一、, else at the first heading, else behind 报告如下; None if there is nothing of the kind."""
    marks = find_marks(text, 0, len(text))
    first = next((m for m in marks if m.level == 1), marks[0] if marks else None)
    unnumbered = _unnumbered(text, 0, first.start if first else 0)
    if unnumbered and (first is None or first.level > 1):
        return unnumbered[0]
    if first is not None:
        return first.start
    announced = re.search(r"(报告|汇报|总结|情况)如下\s*[:。]", text)
    return announced.end() if announced else None


def _front_line(text: str, at: int, limit: int, seen: Counter[str]) -> tuple[list[tuple[int, str]], int]:
    """What the line at `at` holds, as (place, kind), and where the next piece begins."""
    newline = text.find("\n", at, limit)
    end = limit if newline < 0 else newline + 1
    line = text[at:end].strip()
    lead = text.index(line, at)
    if len(line) < 60:
        found = sorted(
            (m.start(), kind) for kind, m in (("doc_no", DOC_NO.search(line)), ("signer", _SIGNER.search(line))) if m
        )
        if found:
            before = [(at, "paragraph")] if found[0][0] > 0 else []
            return before + [(at if not before and i == found[0][0] else lead + i, kind) for i, kind in found], end
    if not seen["title"]:
        if TITLE.fullmatch(line):
            return [(at, "title")], end
        newline = text.find("\n", end, limit)
        second = limit if newline < 0 else newline + 1
        if end < second and second - at < 160 and _WRAPPED_TITLE.fullmatch(text[at:second].strip()):
            return [(at, "title")], second
        glued = _GLUED_TITLE.match(line)
        if glued:
            return [(at, "title")], lead + glued.end()
    addressee = _ADDRESSEE.match(line)
    if addressee and not seen["addressee"] and seen["paragraph"] < 3:
        return [(at, "addressee")], end if addressee.end() == len(line) else lead + addressee.end()
    return [(at, "paragraph")], end


def _join_title(text: str, cuts: list[tuple]) -> list[tuple]:
    """A title that begins with 关于 or a year goes on from the lines of issuers right above it."""
    i = next((i for i, cut in enumerate(cuts) if cut[1] == "title"), None)
    if i is None or not text[cuts[i][0] : cuts[i][0] + 40].lstrip().startswith(("关于", "20")):
        return cuts
    first = i
    while (
        first > 0
        and cuts[first - 1][1] == "paragraph"
        and BODY.fullmatch(squeeze(text[cuts[first - 1][0] : cuts[first][0]]))
    ):
        first -= 1
    return cuts[:first] + [(cuts[first][0], "title", None, None, "front")] + cuts[i + 1 :]


def _back(text: str, begin: int) -> list[tuple]:
    """Closing formula, list of attachments, signature and date at the text's end, and what stands behind the date."""
    cuts: list[tuple] = []
    for m in reversed(list(DATE.finditer(text, max(begin, len(text) - 3000)))):
        stop = max(text.rfind(c, begin, m.start()) for c in "。!?;")
        at = stop + 1 if stop >= 0 else begin
        words = [(at + w.start(), w.group()) for w in re.finditer(r"\S+", text[at : m.start()])]
        signed = []
        while words and BODY.fullmatch(squeeze(words[-1][1])):
            signed.append(words.pop()[0])
        behind = re.match(r"[ \t]*(\(|\n|$)", text[m.end() :])
        alone = not text[text.rfind("\n", 0, m.start()) + 1 : m.start()].strip()
        if behind and (signed or alone) and len(text) - m.end() <= 1500:
            cuts = [(o, "signature", None, None, "back") for o in reversed(signed)]
            cuts.append((m.start(), "date", None, None, "back"))
            cuts += [(o, "paragraph", None, None, "back") for o, *_ in _paragraphs(text, m.end(), len(text))]
            break
    else:
        stop = max(text.rfind(c, begin) for c in "。!?;")
        lines = _paragraphs(text, stop + 1 if stop >= 0 else begin, len(text))
        if lines and all(BODY.fullmatch(squeeze(text[o:].split("\n", 1)[0])) for o, *_ in lines):
            cuts = [(o, "signature", None, None, "back") for o, *_ in lines if text[:o].endswith("\n")]
    first = cuts[0][0] if cuts else len(text)
    listed = re.compile(r"(?:^|(?<=\n))附件\s*:[^。]*$").search(text[:first], max(begin, first - 600))
    if listed:
        cuts = [(o, "paragraph", None, None, "back") for o, *_ in _paragraphs(text, listed.start(), first)] + cuts
        first = listed.start()
    closing = re.search(r"(特此报告|专此报告|以上(报告|汇报)[^。]{0,14}|此报告)[。!]?\s*$", text[:first])
    if closing and closing.start() >= begin:
        cuts.insert(0, (closing.start(), "paragraph", None, None, "back"))
    return cuts


def _unnumbered(text: str, begin: int, stop: int) -> list[int]:
    """Lines that are headings of level 1 without a numeral: short, unstopped, named like a section, body below."""
    found = []
    for m in re.finditer(r"(?m)^[^\n]+$", text[begin:stop]):
        line = m.group().strip()
        heading = (
            4 <= len(line) <= 30
            and line[-1] not in "。;:,、!"
            and not set("。,") & set(line)
            and BODY_HEADING.search(line)
        )
        if heading and not (MARKERS.match(line) or TITLE.fullmatch(line) or BODY.fullmatch(squeeze(line))):
            found.append(begin + m.start())
    return found


def _coming_years(front: str, year) -> str:
    """A pattern for the year of the plan: the one after the year reported on, as known and as printed in front."""
    printed = re.search(r"((?:19|20)\d\d)\s*年", front)
    known = {int(year)} if pd.notna(year) else set()
    return "|".join(str(y + 1) for y in sorted(known | ({int(printed[1])} if printed else set()))) or "(?!)"


def _body(text: str, begin: int, stop: int, coming: str) -> list[tuple]:
    """The body's rows: headings, items, paragraphs, each with its role."""
    marks = find_marks(text, begin, stop)
    starts = {mark.start for mark in marks}
    marks = sorted(marks + [Mark(at, at, 1, 0) for at in _unnumbered(text, begin, stop) if at not in starts])
    marks = fill_gaps(text, marks, begin, stop)
    cuts: list[tuple] = []
    for i, mark in enumerate(marks):
        limit = marks[i + 1].start if i + 1 < len(marks) else stop
        if i == 0 and mark.start > begin:
            cuts += _paragraphs(text, begin, mark.start)
        marker = text[mark.start : mark.end].strip() or None
        newline = text.find("\n", mark.end, limit)
        line_end = limit if newline < 0 else newline
        if mark.level == 5:
            cuts.append((mark.start, "item", 5, marker))
            cuts += _paragraphs(text, line_end, limit)
            continue
        deeper = i + 1 < len(marks) and marks[i + 1].level > mark.level
        end = heading_end(text, mark.end, line_end, over=deeper or bool(text[line_end:limit].strip()))
        cuts.append((mark.start, "heading", mark.level, marker))
        cuts += _paragraphs(text, end, limit)
    if not marks:
        cuts = _paragraphs(text, begin, stop)
    return give_roles(text, cuts, stop, coming)


def _paragraphs(text: str, begin: int, stop: int) -> list[tuple]:
    return [(begin + m.start(), "paragraph", None, None) for m in re.finditer(r"[^\s][^\n]*", text[begin:stop])]
