"""A table of contents among the lines of a file: set aside, since its lines look like the headings of the report."""

import re

from helpers.characters import fold
from helpers.reading.lines import OUTSIDE, ROW

__all__ = ["mark_contents"]

# An entry: words, then a tab, a row of dots or a wide gap, then the page.
_PAGE = r"[-—–]?\s*(?P<page>\d{1,3}|[ivx]{1,5})\s*[-—–]?"
_ENTRY = re.compile(rf"[^\t]{{2,80}}?\s*(?:\t|[.·…‥•_—-]{{3,}}|…+)[\s.·…]*{_PAGE}")
_LOOSE = re.compile(rf"[^\t。]{{2,60}}?\s+{_PAGE}")  # only below the word 目录, or below other entries
_NAME = re.compile(r"目\s*[录錄次]|contents|table of contents", re.IGNORECASE)
_FEWEST = 3  # entries in a row, where no 目录 stands above


def mark_contents(text: str) -> str:
    """`text` with the lines of a table of contents marked as outside: three or more entries that end with a page, the
    pages rising; the word 目录 above them belongs to it, and then one entry is enough.

    >>> mark_contents("目 录\\n一、举措\\t1\\n二、计划……3\\n一、举措").split("\\n")
    ['\\x1f目 录', '\\x1f一、举措\\t1', '\\x1f二、计划……3', '一、举措']
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        named = _NAME.fullmatch(fold(lines[at]).strip()) is not None
        end = _run(lines, at + named, loose=named)
        if end - at - named >= (1 if named else _FEWEST):
            lines[at:end] = [OUTSIDE + line.removeprefix(OUTSIDE) for line in lines[at:end]]
        at = max(end, at + 1)
    return "\n".join(lines)


def _run(lines: list[str], begin: int, *, loose: bool) -> int:
    """Where the entries end that begin at lines[begin]; `begin` if there is none."""
    last = 0
    for at in range(begin, len(lines)):
        if lines[at].startswith(OUTSIDE):  # the file says so
            continue
        line = fold(lines[at]).strip()
        entry = (
            None
            if ROW in lines[at] or "。" in line
            else _ENTRY.fullmatch(line) or ((loose or at > begin) and _LOOSE.fullmatch(line))
        )
        if not entry:
            return at
        page = int(entry["page"]) if entry["page"].isdigit() else last
        if page < last:
            return at
        last = page
    return len(lines)
