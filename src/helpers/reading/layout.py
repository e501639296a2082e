"""What a recogniser finds on the picture of a page → lines in reading order, as on a page with a text layer."""

from __future__ import annotations

import difflib
import itertools
import math
import re
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from helpers.characters import fold
from helpers.reading.grids import Box, Rules, find_frames, find_ruled_rows, sort_rules
from helpers.reading.grids import Piece as Cell
from helpers.reading.ink import Rule
from helpers.reading.lines import WIDE

__all__ = ["Found", "Row", "find_edges", "is_tall", "read_rows", "tidy"]

# What stands askew by so many degrees, or upright beside lines that lie: a stamp's text, a note in the margin.
TILT = 8
TALL = 1.5
# Specks: up to so many characters that the recogniser itself does not believe.
SPECK_CHARS, SPECK_CONFIDENCE = 2, 0.5

# Multiples of a letter's width. Pieces further apart are cells of a table's row, or two things at the ends of a line.
CELL_GAP = 2.5
# Between columns at least; and how far from the margins of its column a line of running text begins and ends.
GUTTER, PROSE_BEGIN, PROSE_END = 1.0, 2.6, 3.0
# A column is so many letters wide and has so many lines, at the least; so large a share of the lines (a title, a foot)
# may go over the gutter.
COLUMN_WIDTH, COLUMN_LINES, MAX_CROSSING = 8, 4, 0.25
# Where on a sheet wider than high (a multiple) two pages meet, as shares of its width.
SHEET, MIDDLE = 1.2, (0.45, 0.55)
# Within this of a margin (multiples of a letter) a line stands at it: boxes come inexact, and brackets are narrow.
AT_MARGIN = 0.6
MARGIN_SHARE = 0.15  # of the lines stand at the left margin, at least
# Letters are as large as the body's unless they differ by more than this share.
SAME_SIZE = 0.18
# Tables are found in points, as on a page of a PDF with letters of this size; a table's letters may be smaller.
POINTS = 14
LONG_LINE = 8  # letters, from which a line's width says how wide one is

# Running heads: lines from the edge among which they stand, how alike two are, on what share of pages, on how many.
EDGE_LINES, ALIKE, EDGE_SHARE, EDGE_PAGES = 2, 0.8, 0.4, 2
SAME_PLACE = 3  # letters: within this they stand at the same height, as far as sheets lie alike on the glass
# A page's number as recognised: its dashes come as many signs, 一 among them.
_DASH = r"[-‐‑–—―−_~·•*|=一]*"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}(第?\d{{1,3}}页?|[ivxIVX]{{1,6}}|第[一二三四五六七八九十]{{1,3}}页)([/,，]?共?\d{{1,3}}页?)?{_DASH}"
)
_WIDE = re.compile(WIDE)

Point = tuple[float, float]


class Found(NamedTuple):
    """A piece of a line that was recognised: its corners in pixels, clockwise from the upper left as it stands."""

    text: str
    confidence: float
    corners: tuple[Point, ...]


class Row(NamedTuple):
    """A line of a page; places and size in pixels from the left margin and the upper edge; the pieces it is made of."""

    column: int  # of the sheet, from 0; on a sheet with two pages the page
    text: str
    left: float
    right: float
    middle: float
    size: float
    pieces: tuple[Found, ...]
    outside: bool = False


class _Piece(NamedTuple):
    """A piece on a page made level."""

    found: Found
    left: float
    right: float
    middle: float
    height: float


def is_tall(found: Found) -> bool:
    """Whether a piece is higher than it is wide, and so (with several characters) stands on its side."""
    width, height = _sides(found)
    return len(found.text) > SPECK_CHARS and height > TALL * width


def read_rows(found: Sequence[Found], width: int, height: int, rules: Sequence[Rule] = ()) -> list[Row]:
    """The lines of an upright page in reading order: columns and the two pages of a sheet one after the other.

    A page that lies at a slight angle is levelled. Pieces of a line are joined, those far apart with a tab. What
    stands askew and specks come at the end, marked as outside. Every line begins where its column's margin is 0.
    Between the rules of a table a row is one line, however many lines its cells have.
    """
    angle = _angle(found)
    astray = [piece for piece in found if _is_astray(piece, angle)]
    pieces = [_level(piece, angle) for piece in found if piece not in astray]
    if not pieces:
        return [_stray(piece) for piece in astray]
    size = _letter(pieces)
    rows: list[Row] = []
    drawn = _level_rules(rules, angle, size)
    for column, block in _order(pieces, size, width, height, find_frames(drawn)):
        rows += _read_block(block, column, size, drawn)
    return rows + [_stray(piece) for piece in astray]


def find_edges(pages: Sequence[Sequence[Row]]) -> list[set[int]]:
    """Of every page the places of its page number and of lines that stand alike at the edge of other pages."""
    edges = [[(i, rows[i]) for i in _edge_rows(rows)] for rows in pages]
    needed = max(EDGE_PAGES, EDGE_SHARE * len(pages))
    found: list[set[int]] = []
    for own in edges:
        found.append(set())
        for i, row in own:
            alike = sum(any(_alike(row, other) for _, other in edge) for edge in edges)  # itself among them
            if _PAGE_NUMBER.fullmatch(re.sub(r"\s", "", fold(row.text))) or alike >= needed:
                found[-1].add(i)
    return found


def _edge_rows(rows: Sequence[Row]) -> list[int]:
    """The places of the outermost lines of a page, at its top and at its foot."""
    inside = sorted((row.middle, i) for i, row in enumerate(rows) if not row.outside)
    return sorted({i for _, i in inside[:EDGE_LINES] + inside[-EDGE_LINES:]})


def _alike(one: Row, other: Row) -> bool:
    """Whether two lines say the same at the same height, but for numbers and what a recogniser confuses."""
    if abs(one.middle - other.middle) > SAME_PLACE * one.size:
        return False
    words, others = (re.sub(r"[\s\d]", "", row.text) for row in (one, other))
    return bool(words) and difflib.SequenceMatcher(None, words, others, autojunk=False).ratio() >= ALIKE


def _sides(found: Found) -> tuple[float, float]:
    """Width and height of a piece, along its own edges."""
    upper_left, upper_right, lower_right, _ = found.corners
    return math.dist(upper_left, upper_right), math.dist(upper_right, lower_right)


def _slope(found: Found) -> float:
    (x, y), (right, lower) = found.corners[:2]
    return math.degrees(math.atan2(lower - y, right - x))


def _angle(found: Sequence[Found]) -> float:
    """The angle at which most text of a page stands; short pieces do not say it."""
    slopes = [_slope(piece) for piece in found for _ in range(len(piece.text) // LONG_LINE)]
    return statistics.median(slopes) if slopes else 0.0


def _is_astray(piece: Found, angle: float) -> bool:
    """Whether a piece is no line of the page: askew, on its side, or a speck."""
    width, height = _sides(piece)
    speck = len(piece.text) <= SPECK_CHARS and piece.confidence < SPECK_CONFIDENCE
    askew = width > 2 * height and abs(_slope(piece) - angle) > TILT
    return speck or askew or is_tall(piece)


def _stray(piece: Found) -> Row:
    (x, y), (right, _) = piece.corners[:2]
    return Row(0, piece.text.strip(), x, right, y, _sides(piece)[1], (piece,), outside=True)


def _level(piece: Found, angle: float) -> _Piece:
    """The piece as it stands once the page is turned back by its angle."""
    width, height = _sides(piece)
    x, y = (statistics.fmean(corner[axis] for corner in piece.corners) for axis in (0, 1))
    x, y = _turn_back(x, y, angle)
    return _Piece(piece, x - width / 2, x + width / 2, y, height)


def _ems(text: str) -> float:
    """How many 汉字 wide a text is."""
    return sum(1.0 if _WIDE.match(char) else 0.5 for char in text)


def _letter(pieces: Sequence[_Piece]) -> float:
    """The width of most letters, in pixels."""
    widths = [
        (piece.right - piece.left) / _ems(piece.found.text)
        for piece in pieces
        for _ in range(len(piece.found.text) // LONG_LINE)
    ]
    return statistics.median(widths or [piece.height for piece in pieces])


def _level_rules(rules: Sequence[Rule], angle: float, size: float) -> Rules:
    """The rules as they stand once the page is turned back by its angle, in points from its left and foot."""
    boxes = []
    for x, y, length, is_level in rules:
        x, y = _turn_back(x, y, angle)
        across, down = (length / 2, 0.0) if is_level else (0.0, length / 2)
        boxes.append(Box(*(POINTS / size * place for place in (x - across, -y - down, x + across, down - y))))
    return sort_rules(boxes)


def _turn_back(x: float, y: float, angle: float) -> Point:
    sine, cosine = math.sin(math.radians(-angle)), math.cos(math.radians(-angle))
    return x * cosine - y * sine, x * sine + y * cosine


def _cell(piece: _Piece, size: float) -> Cell:
    """A piece in points from the page's left and foot."""
    scale = POINTS / size
    bottom = -(piece.middle + piece.height / 2) * scale
    return Cell(tidy(piece.found.text), piece.left * scale, piece.right * scale, bottom, piece.height * scale)


def _order(
    pieces: list[_Piece], size: float, width: int, height: int, frames: list[Box]
) -> Iterator[tuple[int, list[_Piece]]]:
    """Blocks in reading order, each with the number of the page on the sheet that it stands on."""
    middle = width * statistics.fmean(MIDDLE)
    halves: list[list[_Piece]] = [[], []]
    for piece in pieces:
        halves[(piece.left + piece.right) / 2 > middle].append(piece)
    across = any(piece.left < MIDDLE[0] * width and piece.right > MIDDLE[1] * width for piece in pieces)
    if width > SHEET * height and not across and any(_is_prose(half, size) for half in halves):
        for number, half in enumerate(halves):
            yield from ((number, block) for block in _columns(half, size, frames))
    else:
        yield from ((0, block) for block in _columns(pieces, size, frames))


def _columns(pieces: list[_Piece], size: float, frames: list[Box]) -> Iterator[list[_Piece]]:
    """Blocks one below the other or, where columns stand side by side, one after the other; those of tables do not."""
    gutter = _find_gutter([piece for piece in pieces if not _is_framed(piece, size, frames)], size)
    if gutter is None:
        if pieces:
            yield pieces
        return
    band: list[_Piece] = []
    across: list[_Piece] = []
    for piece in [*sorted(pieces, key=lambda p: p.middle), None]:
        crosses = piece is not None and piece.left < gutter < piece.right
        if across and not crosses:
            yield across
            across = []
        if band and (crosses or piece is None):
            yield from _columns([p for p in band if p.right <= gutter], size, frames)
            yield from _columns([p for p in band if p.left >= gutter], size, frames)
            band = []
        if piece is not None:
            (across if crosses else band).append(piece)


def _is_framed(piece: _Piece, size: float, frames: list[Box]) -> bool:
    """Whether the middle of a piece lies in a table."""
    x, y = (piece.left + piece.right) / 2 * POINTS / size, -piece.middle * POINTS / size
    return any(frame.left < x < frame.right and frame.bottom < y < frame.top for frame in frames)


def _find_gutter(pieces: list[_Piece], size: float) -> float | None:
    """Where two columns of running text meet, if they do; cells of a table, which end anywhere, are no columns."""
    found = []
    for x in {piece.left - size / 4 for piece in pieces}:
        before, after = [p for p in pieces if p.right <= x], [p for p in pieces if p.left >= x]
        crossing = len(pieces) - len(before) - len(after)
        if crossing > MAX_CROSSING * len(pieces) or not _is_prose(before, size):
            continue
        if _is_prose(after, size) or _find_gutter(after, size) is not None:  # one more column, or several
            gap = min(p.left for p in after) - max(p.right for p in before)
            if gap >= GUTTER * size:
                found.append((crossing, -gap, x))
    return min(found)[2] if found else None


def _is_prose(pieces: list[_Piece], size: float) -> bool:
    """Whether most pieces go from margin to margin, as lines of a paragraph do."""
    if len(pieces) < COLUMN_LINES:
        return False
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    if right - left < COLUMN_WIDTH * size:
        return False
    full = [p for p in pieces if p.left < left + PROSE_BEGIN * size and p.right > right - PROSE_END * size]
    return 2 * len(full) > len(pieces)


def _read_block(block: list[_Piece], column: int, size: float, rules: Rules) -> list[Row]:
    """The lines of a block, from its left margin."""
    groups: list[list[_Piece]] = []
    for piece in sorted(block, key=lambda p: p.middle):
        last = groups[-1] if groups else []
        if last and piece.middle - statistics.fmean(p.middle for p in last) < min(piece.height, last[-1].height) / 2:
            last.append(piece)
        else:
            groups.append([piece])
    margin = _left_margin([min(p.left for p in group) for group in groups], size)
    groups = [sorted(group, key=lambda p: p.left) for group in groups]
    rows: list[Row] = []
    for cells, text in _part_tables(groups, size, rules):
        row = _join(cells, column, size, margin)
        row = row._replace(text=text) if text is not None else row
        if rows and abs(row.size - rows[-1].size) < SAME_SIZE * row.size:  # a title's lines, of boxes that are inexact
            row = row._replace(size=rows[-1].size)
        rows.append(row)
    return rows


def _part_tables(
    groups: list[list[_Piece]], size: float, rules: Rules
) -> Iterator[tuple[list[list[_Piece]], str | None]]:
    """The lines of a block, each as the pieces of its cells; of a row of a table with rules its text too."""
    rows = find_ruled_rows([[_cell(piece, size) for piece in group] for group in groups], rules)
    inside = {n for row in rows for n in row.lines}
    for is_table, run in itertools.groupby(range(len(groups)), lambda n: n in inside):
        lines = list(run)
        if not is_table:
            yield from ((cells, None) for cells in _part([groups[n] for n in lines], size))
            continue
        for row in rows:
            if row.at in lines and row.lines:
                text = "\t".join(_join_words(list(cell)) for cell in row.cells)
                yield [[piece for n in row.lines for piece in groups[n]]], text


def _part(groups: list[list[_Piece]], size: float) -> Iterator[list[list[_Piece]]]:
    """The cells of every line, one for a line of text: parted at wide gaps, in a table where its columns are."""
    for wide, run in itertools.groupby(groups, lambda group: len(_split(group, size)) > 1):
        lines = list(run)
        columns = _table_columns(lines) if wide and len(lines) > 1 else []
        for group in lines:
            if len(columns) > 1:
                home = [min(columns, key=lambda column: _distance(piece, column)) for piece in group]
                yield [[p for p, own in zip(group, home, strict=True) if own == column] for column in columns]
            else:
                yield _split(group, size)


def _split(group: list[_Piece], size: float) -> list[list[_Piece]]:
    """The pieces of a line, parted where a gap is too wide for a line of text."""
    parts = [[group[0]]]
    for before, piece in itertools.pairwise(group):
        if piece.left - before.right > CELL_GAP * size:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _table_columns(lines: list[list[_Piece]]) -> list[tuple[float, float]]:
    """From where to where each column of a table goes; cells that span several columns do not count."""
    pieces = [piece for group in lines for piece in group]
    single = [p for p in pieces if not any(sum(_distance(p, (q.left, q.right)) == 0 for q in g) > 1 for g in lines)]
    columns: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for piece in single):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(right, columns[-1][1]))
        else:
            columns.append((left, right))
    return columns


def _distance(piece: _Piece, column: tuple[float, float]) -> float:
    """How far a piece is from a column, 0 if they overlap."""
    return max(0.0, column[0] - piece.right, piece.left - column[1])


def _left_margin(lefts: list[float], size: float) -> float:
    """The place furthest left at which several lines begin."""
    needed = max(2, MARGIN_SHARE * len(lefts))
    for left in sorted(lefts):
        near = [other for other in lefts if 0 <= other - left < AT_MARGIN * size]
        if len(near) >= needed:
            return statistics.median(near)
    return min(lefts)


def _join(cells: list[list[_Piece]], column: int, size: float, margin: float) -> Row:
    """One line from its pieces, the cells parted by tabs."""
    pieces = [piece for cell in cells for piece in cell]
    left = pieces[0].left - margin
    return Row(
        column,
        "\t".join(_join_words([tidy(piece.found.text) for piece in cell]) for cell in cells),
        0.0 if abs(left) < AT_MARGIN * size else left,
        max(piece.right for piece in pieces) - margin,
        statistics.fmean(piece.middle for piece in pieces),
        _line_size(pieces, size),
        tuple(piece.found for piece in pieces),
    )


def _join_words(pieces: list[str]) -> str:
    """The pieces of a line, with a blank between Latin words."""
    text = ""
    for words in pieces:
        glue = " " if re.search(r"[A-Za-z,.;:]$", text) and re.match(r"[A-Za-z]", words) else ""
        text += glue + words
    return text


def _line_size(group: list[_Piece], size: float) -> float:
    """The size of a line's letters: the body's unless height and width say otherwise."""
    height = statistics.median(p.height for p in group)
    width = sum(p.right - p.left for p in group) / sum(_ems(p.found.text) or 1 for p in group)
    own = min(height, width)
    return size if abs(own - size) < SAME_SIZE * size or (own < size and height > size * (1 - SAME_SIZE)) else own


def tidy(text: str) -> str:
    """The text without the blanks that a recogniser sees beside 汉字; the dash of a range that it takes for 一 is one.

    >>> tidy("2021一2025 年")
    '2021—2025年'
    """
    return re.sub(r"(?<=\d)一(?=\d)", "—", re.sub(rf"(?<={WIDE})\s+|\s+(?={WIDE})", "", text).strip())
