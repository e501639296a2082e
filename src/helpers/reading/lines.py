"""Pieces of a page, as a reader finds them → lines of text. What every reader shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from helpers.errors import CorpusError

__all__ = ["MAX_CHARS", "OUTSIDE", "SOURCE_BREAK", "WIDE", "Mark", "lay_out", "whole_number"]

# A report has some ten thousand characters, a long one fifty thousand. What holds more is no report, or many.
MAX_CHARS = 300_000

# White space that says where a piece stands. It is no character of the report.
OUTSIDE = "\x1f"  # begins a line that the file's layout puts outside the report: a page's navigation, a running head
SOURCE_BREAK = "\x1e"  # a line break of the source text alone: a space between two words, nothing between two 汉字

# 汉字 and what is printed as wide as one: beside them a space or a line break of the source is no character.
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…—〇]"


class Mark(Enum):
    """A piece that is no text."""

    BREAK = "the line ends"
    ROW = "a table's row begins"
    CELL = "a cell of the row begins"
    ROW_END = "the row ends"


def lay_out(pieces: Iterable[str | Mark]) -> str:
    """Text from pieces: what stands in the current line, and marks.

    A row of a table whose cells hold a line each is one line, its cells separated by tabs; a row with a longer cell
    keeps the lines of its cells. A line with OUTSIDE in it begins with it. Empty lines are left out.
    Raises CorpusError over MAX_CHARS characters.

    >>> lay_out(["一、", "加强学习", Mark.ROW, Mark.CELL, "单位", Mark.CELL, "件数", Mark.ROW_END])
    '一、加强学习\\n单位\\t件数'
    """
    lines: list[str] = []
    line: list[str] = []
    rows: list[list[int]] = []  # of every open row the line at which each cell begins
    n_chars = 0
    for piece in pieces:
        if isinstance(piece, str):
            n_chars += len(piece)
            if n_chars > MAX_CHARS:
                raise CorpusError(f"more than {MAX_CHARS:,} characters, too many for one report; cut it into reports")
            line.append(piece)
            continue
        lines += _end_line(line)
        if piece is Mark.ROW:
            rows.append([])
        elif piece is Mark.CELL and rows:
            rows[-1].append(len(lines))
        elif piece is Mark.ROW_END and rows:
            begins = rows.pop()
            if begins:
                lines[begins[0] :] = _join_row([lines[a:b] for a, b in zip(begins, [*begins[1:], None], strict=True)])
    return "\n".join(lines + _end_line(line))


def whole_number(text: str | None, otherwise: int) -> int:
    """A small whole number as written in an attribute, `otherwise` where it is none.

    >>> whole_number("12", 1), whole_number("-3", 1), whole_number(None, 0)
    (12, 1, 0)
    """
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else otherwise


def _end_line(line: list[str]) -> list[str]:
    """The line that pieces make, none where they are empty; `line` is emptied."""
    text = _tidy("".join(line))
    line.clear()
    return [text] if text else []


def _join_row(cells: list[list[str]]) -> list[str]:
    """The lines of a row: one if no cell has more than one. It is outside if all of its cells are."""
    if not any(cells) or any(len(cell) > 1 for cell in cells):
        return [line for cell in cells for line in cell]
    row = "\t".join(cell[0].removeprefix(OUTSIDE) if cell else "" for cell in cells).strip("\t")
    return [OUTSIDE + row if all(cell[0].startswith(OUTSIDE) for cell in cells if cell) else row]


def _tidy(line: str) -> str:
    """A line without the breaks of the source and with single spaces; its mark, if it has one, in front."""
    if SOURCE_BREAK in line:
        line = re.sub(rf"(?<={WIDE})[ {SOURCE_BREAK}]*{SOURCE_BREAK}[ {SOURCE_BREAK}]*(?={WIDE})", "", line)
        line = line.replace(SOURCE_BREAK, " ")
    outside = OUTSIDE in line
    line = re.sub(" {2,}", " ", line.replace(OUTSIDE, "")).strip(" \t")
    if not line.strip():
        return ""
    return OUTSIDE + line.strip() if outside else line
