"""Pieces of a page, as a reader finds them → lines of text. What every reader shares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from helpers.characters import fold
from helpers.errors import CorpusError
from helpers.forms import LINE_MARK

__all__ = ["HEADING", "MAX_CHARS", "MAX_LINES", "OUTSIDE", "ROW", "SOURCE_BREAK", "WIDE", "Mark", "check_size"]
__all__ += ["lay_out", "mark_heading", "read_kept", "whole_number", "write_kept"]

# A report has some ten thousand characters, a long one fifty thousand. What holds more is no report, or many.
MAX_CHARS = 300_000
MAX_LINES = 10_000  # empty ones too; a line costs every step as much as some fifty characters

# White space that says where a piece stands. It is no character of the report. At a line's beginning, in this order:
OUTSIDE = "\x1f"  # a line that the file's layout puts outside the report: a page's navigation, a running head
HEADING = "\x1c"  # a line that the file marks as a heading: `mark_heading` says how often it stands there
ROW = "\x1d"  # a row of a table, whose cells a tab each parts: the tabs before its first word are cells too
MARGIN_NOTE = "【页边】"  # how the text kept beside a scan, which people read and correct, says OUTSIDE
# Inside a piece:
SOURCE_BREAK = "\x1e"  # a line break of the source text alone: a space between two words, nothing between two 汉字

# 汉字 and what is printed as wide as one: beside them a space or a line break of the source is no character.
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’…—〇]"


class Mark(Enum):
    """A piece that is no text."""

    BREAK = "the line ends"
    ROW = "a table's row begins"
    CELL = "a cell of the row begins"
    ROW_END = "the row ends"


def mark_heading(level: int) -> str:
    """What begins a line that the file marks as a heading of this level: 1 is the highest, 0 the document's title.

    >>> mark_heading(0) == HEADING, mark_heading(2).count(HEADING)
    (True, 3)
    """
    return HEADING * (level + 1)


def check_size(n_chars: int, n_lines: int) -> None:
    """CorpusError for more characters or lines than a report has.

    >>> check_size(50_000, 2_000)
    """
    if n_chars > MAX_CHARS:
        raise CorpusError(f"more than {MAX_CHARS:,} characters, too many for one report; cut it into reports")
    if n_lines > MAX_LINES:
        raise CorpusError(f"more than {MAX_LINES:,} lines, too many for one report; cut it into reports")


def lay_out(pieces: Iterable[str | Mark]) -> str:
    """Text from pieces: what stands in the current line, and marks.

    A row of a table is one line that begins with ROW, its cells separated by a tab each, empty ones too; a line break
    in a cell is nothing between two 汉字, else a space. A row with one cell, or with text in a cell (lines with a
    sentence, a table), lays out a page: it keeps the lines of its cells; so does one whose only filled cell holds a
    heading, an item or a sentence. A line with OUTSIDE or HEADING in it begins with them. Empty lines are left out.
    Raises CorpusError over MAX_CHARS characters or MAX_LINES lines.

    >>> lay_out(["一、", "加强学习", Mark.ROW, Mark.CELL, Mark.CELL, "件数", Mark.CELL, "3", Mark.ROW_END])
    '一、加强学习\\n\\x1d\\t件数\\t3'
    """
    lines: list[str] = []
    line: list[str] = []
    rows: list[list[int]] = []  # of every open row the line at which each cell begins
    n_chars = 0
    for piece in pieces:
        if isinstance(piece, str):
            n_chars += len(piece)
            check_size(n_chars, len(lines))
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


def write_kept(text: str) -> str:
    """Lines as they are kept in a file that people read and correct: without marks, MARGIN_NOTE before what is outside.

    A row of a table keeps its tabs, by which `read_kept` knows it.

    >>> write_kept(f"{OUTSIDE}— 1 —\\n{ROW}\\t件数\\t3")
    '【页边】— 1 —\\n\\t件数\\t3'
    """
    return re.sub(rf"[{HEADING}{ROW}]", "", re.sub(rf"(?m)^{OUTSIDE}", MARGIN_NOTE, text))


def read_kept(text: str) -> str:
    """Lines with their marks, of a text as `write_kept` gives it, whoever corrected it.

    A line with a tab is a row of a table, unless all that it holds is a heading, an item or a sentence.

    >>> read_kept("【页边】— 1 —\\n\\t件数\\t3\\n\\t一、加强学习")
    '\\x1f— 1 —\\n\\x1d\\t件数\\t3\\n\\t一、加强学习'
    """
    lines = re.sub(rf"[{OUTSIDE}{HEADING}{ROW}]", " ", text).split("\n")
    return "\n".join(ROW + line if _is_row(line) else re.sub(f"^{MARGIN_NOTE}", OUTSIDE, line) for line in lines)


def _is_row(line: str) -> bool:
    """Whether a line of a kept text is a row of values."""
    filled = [cell for cell in line.split("\t") if cell.strip()]
    return (
        "\t" in line and not line.startswith(MARGIN_NOTE) and (len(filled) > 1 or not any(map(_is_paragraph, filled)))
    )


def whole_number(text: str | None, otherwise: int) -> int:
    """A small whole number as written in an attribute, `otherwise` where it is none.

    >>> whole_number("12", 1), whole_number("-3", 1), whole_number(None, 0)
    (12, 1, 0)
    """
    return int(text) if text is not None and re.fullmatch(r"\d{1,4}", text) else otherwise


def _end_line(line: list[str]) -> list[str]:
    """The line that pieces make, none where they are empty; `line` is emptied."""
    if not line:
        return []
    text = _tidy("".join(line))
    line.clear()
    return [text] if text else []


def _join_row(cells: list[list[str]]) -> list[str]:
    """The lines of a row: one if it is a row of values. It is outside if all of its cells are."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return []
    if len(cells) == 1 or any(map(_is_text, cells)) or (len(filled) == 1 and _is_paragraph(filled[0][0])):
        return [line for cell in filled for line in cell]
    row = ROW + "\t".join(map(_join_cell, cells))
    return [OUTSIDE + row if all(line.startswith(OUTSIDE) for cell in filled for line in cell) else row]


def _is_text(cell: list[str]) -> bool:
    """Whether a cell holds text and not a value: sentences over several lines, or a table."""
    return any(ROW in line for line in cell) or (len(cell) > 1 and any("。" in line for line in cell))


def _is_paragraph(line: str) -> bool:
    """Whether a line is a piece of the report and no value: a heading, an item, a sentence."""
    return HEADING in line or "。" in line or LINE_MARK.match(fold(line)) is not None


def _join_cell(lines: list[str]) -> str:
    """The value of a cell on one line, without marks."""
    plain = (re.sub(rf"[{OUTSIDE}{HEADING}]", "", line).strip() for line in lines)
    return _join_breaks(SOURCE_BREAK.join(plain)).replace("\t", " ")


def _join_breaks(line: str) -> str:
    """A line without the breaks of the source."""
    if SOURCE_BREAK not in line:
        return line
    line = re.sub(rf"(?<={WIDE})[ {SOURCE_BREAK}]*{SOURCE_BREAK}[ {SOURCE_BREAK}]*(?={WIDE})", "", line)
    return line.replace(SOURCE_BREAK, " ")


def _tidy(line: str) -> str:
    """A line without the breaks of the source and with single spaces; its marks, if it has any, in front.

    A row that is laid out already (of a part of the file with a reader of its own) keeps its tabs.
    """
    line = _join_breaks(line)
    marks = OUTSIDE * (OUTSIDE in line) + HEADING * line.count(HEADING) + ROW * (ROW in line)
    line = re.sub(" {2,}", " ", re.sub(rf"[{OUTSIDE}{HEADING}{ROW}]", "", line)).strip(" " if ROW in marks else " \t")
    if not line.strip():
        return ""
    return marks + (line.strip() if OUTSIDE in marks and ROW not in marks else line)
