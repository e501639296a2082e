"""Pieces of a page, as a reader finds them → lines of text; generated numerals. What every reader shares."""

from __future__ import annotations

import re
from collections.abc import Iterable

from helpers.errors import CorpusError

__all__ = ["BREAK", "CELL", "MAX_CHARS", "OUTSIDE", "ROW", "ROW_END", "SOURCE_BREAK", "lay_out"]

# A report has some ten thousand characters, a long one fifty thousand. What holds more is no report, or many.
MAX_CHARS = 300_000

# White space that says where a piece stands. It is no character of the report.
OUTSIDE = "\x1f"  # begins a line that the file's layout puts outside the report: a page's navigation, a running head
SOURCE_BREAK = "\x1e"  # a line break of the source text alone: a space between two words, nothing between two 汉字

# Pieces that are no text.
BREAK, ROW, CELL, ROW_END = "<line>", "<row>", "<cell>", "</row>"

_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…—〇]"


def lay_out(pieces: Iterable[tuple[str, str]]) -> str:
    """Text from pieces (what, text): what is BREAK, ROW, CELL, ROW_END, or "" for text of the current line.

    A row of a table whose cells hold a line each is one line, its cells separated by tabs; a row with a longer cell
    keeps the lines of its cells. A line with OUTSIDE in it begins with it. Empty lines are left out.
    Raises CorpusError over MAX_CHARS characters.
    """
    lines: list[str] = []
    line: list[str] = []
    rows: list[list[int]] = []  # of every open row the line at which each cell begins
    n_chars = 0

    def end_line() -> None:
        text = _tidy("".join(line))
        if text:
            lines.append(text)
        line.clear()

    for what, text in pieces:
        if not what:
            n_chars += len(text)
            if n_chars > MAX_CHARS:
                raise CorpusError(f"more than {MAX_CHARS:,} characters, too many for one report; cut it into reports")
            line.append(text)
            continue
        end_line()
        if what == ROW:
            rows.append([])
        elif what == CELL and rows:
            rows[-1].append(len(lines))
        elif what == ROW_END and rows:
            begins = [*rows.pop(), len(lines)]
            cells = [lines[a:b] for a, b in zip(begins, begins[1:], strict=False)]
            if any(cells) and all(len(cell) <= 1 for cell in cells):
                row = "\t".join(cell[0].removeprefix(OUTSIDE) if cell else "" for cell in cells).strip("\t")
                all_outside = all(cell[0].startswith(OUTSIDE) for cell in cells if cell)
                lines[begins[0] :] = [OUTSIDE + row if all_outside else row]
    end_line()
    return "\n".join(lines)


def _tidy(line: str) -> str:
    """A line without the breaks of the source and with single spaces; its mark, if it has one, in front."""
    if SOURCE_BREAK in line:
        line = re.sub(rf"(?<={_WIDE})[ {SOURCE_BREAK}]*{SOURCE_BREAK}[ {SOURCE_BREAK}]*(?={_WIDE})", "", line)
        line = line.replace(SOURCE_BREAK, " ")
    outside = OUTSIDE in line
    line = re.sub(" {2,}", " ", line.replace(OUTSIDE, "")).strip(" \t")
    if not line.strip():
        return ""
    return OUTSIDE + line.strip() if outside else line
