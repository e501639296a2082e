"""What a page prints side by side → the rows of tables: by their rules, or by their columns where none are drawn."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["MIN_GAP", "Box", "Piece", "Row", "Rules", "find_frames", "find_rows", "find_ruled_rows", "find_walls"]
__all__ += ["sort_rules"]

# Points: what is thinner is a rule and no area, what is shorter no side of a cell, what lies nearer is one place.
THIN, SHORT, NEAR = 3, 6, 3
# Letters between two cells where no rule is drawn; less is a space, however wide.
MIN_GAP = 1.8
# Rows without rules between them are at most so many letters apart, and their letters of one size but for this.
MAX_STEP, SAME_SIZE = 3, 0.2
# Of the usual distance of rows: a line that follows nearer goes on in the cells of the one above.
SAME_ROW = 0.75
# A table has so many columns and rows at the least; a page's drawings have no more rules than this, or are pictures.
MIN_COLUMNS, MIN_ROWS, MAX_RULES = 2, 2, 2_000


class Box(NamedTuple):
    """Something drawn on a page, in points from its left and foot: a rule, or an area with four sides."""

    left: float
    bottom: float
    right: float
    top: float


class Piece(NamedTuple):
    """Text of a line that stands by itself, with nothing near on its left and right."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


class Row(NamedTuple):
    """A row of a table: the line at which it stands, all lines that it holds, and what each of its cells holds."""

    at: int
    lines: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]  # of every cell its lines


class Rules(NamedTuple):
    """The rules of a page: upright ones by their place from the left, level ones by their height."""

    upright: dict[float, list[Box]]
    level: dict[float, list[Box]]


class _Grid(NamedTuple):
    """The places of a table's upright and level rules, from the left and from the top."""

    columns: list[float]
    rows: list[float]


def find_rows(lines: Sequence[Sequence[Piece]], rules: Rules) -> list[Row]:
    """The rows of the tables on a page, in the order of its lines, each given as its pieces.

    A merged cell stands in its first place and leaves the others empty.

    >>> page = [[Piece("单位", 90, 130, 700, 10), Piece("件数", 200, 220, 700, 10)]]
    >>> page += [[Piece("甲局", 90, 110, 680, 10), Piece("12", 200, 210, 680, 10)]]
    >>> [row.cells for row in find_rows(page, Rules({}, {}))]
    [(('单位',), ('件数',)), (('甲局',), ('12',))]
    """
    rows = find_ruled_rows(lines, rules)
    taken = {i for row in rows for i in row.lines}
    run: list[int] = []
    for i in [*range(len(lines)), None]:
        beside = i is not None and i not in taken and (len(lines[i]) >= MIN_COLUMNS or (run and _fits(lines, run, i)))
        if run and (i is None or not beside or not _is_near(lines[run[-1]][0], lines[i][0])):
            rows += _align(lines, run)
            run = []
        run += [i] if i is not None and beside and len(lines[i]) >= (1 if run else MIN_COLUMNS) else []
    return sorted(rows, key=lambda row: row.at)


def find_ruled_rows(lines: Sequence[Sequence[Piece]], rules: Rules) -> list[Row]:
    """The rows of those tables whose rules are drawn."""
    rows: list[Row] = []
    taken: set[int] = set()
    for grid in _find_grids(rules):
        rows += _fill(grid, rules, lines, taken)
    return rows


def find_frames(rules: Rules) -> list[Box]:
    """The tables whose rules are drawn, from their first rule to their last."""
    return [Box(g.columns[0], g.rows[-1], g.columns[-1], g.rows[0]) for g in _find_grids(rules)]


def find_walls(rules: Rules, bottom: float, size: float) -> list[float]:
    """Where upright rules cross a line: pieces end there, however near the next begins."""
    return sorted(_walls(rules, (bottom, bottom + size)))


def sort_rules(drawn: Sequence[Box]) -> Rules:
    """Rules and the sides of areas, those in nearly one place together; none of a page with more than MAX_RULES."""
    sides: list[Box] = []
    for box in drawn if len(drawn) <= MAX_RULES else ():
        if box.right - box.left <= THIN or box.top - box.bottom <= THIN:
            sides.append(box)
        else:
            left, bottom, right, top = box
            sides += [Box(left, bottom, left, top), Box(right, bottom, right, top)]
            sides += [Box(left, bottom, right, bottom), Box(left, top, right, top)]
    upright = [s for s in sides if s.right - s.left <= THIN and s.top - s.bottom >= SHORT]
    level = [s for s in sides if s.top - s.bottom <= THIN and s.right - s.left >= SHORT]
    return Rules(_group((s.left, s) for s in upright), _group((s.bottom, s) for s in level))


def _group(placed: Iterable[tuple[float, Box]]) -> dict[float, list[Box]]:
    groups: dict[float, list[Box]] = {}
    place = None
    for at, box in sorted(placed):
        if place is None or at - place > NEAR:
            place = at
        groups.setdefault(place, []).append(box)
    return groups


def _find_grids(rules: Rules) -> Iterator[_Grid]:
    """Neighbouring level rules with upright ones between them, in so many columns."""
    heights = sorted(rules.level, reverse=True)
    bands: list[tuple[float, float]] = []
    for band in [*pairwise(heights), None]:
        if band and len(_walls(rules, band)) >= MIN_COLUMNS:
            bands.append(band)
            continue
        columns = sorted({x for own in bands for x in _walls(rules, own)})
        if len(columns) > MIN_COLUMNS and len(bands) >= MIN_ROWS:
            yield _Grid(columns, [bands[0][0], *(low for _, low in bands)])
        bands = []


def _walls(rules: Rules, band: tuple[float, float]) -> list[float]:
    middle = sum(band) / 2
    return [x for x, own in rules.upright.items() if any(r.bottom <= middle <= r.top for r in own)]


def _fill(grid: _Grid, rules: Rules, lines: Sequence[Sequence[Piece]], taken: set[int]) -> Iterator[Row]:
    """The rows of a table with rules; the lines in it are added to `taken`."""
    first = _merge(grid, rules)
    cells: dict[tuple[int, int], list[str]] = {}
    held: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        places = [_find_place(grid, piece) for piece in line]
        if i not in taken and all(place in first for place in places):
            for place, piece in zip(places, line, strict=True):
                cells.setdefault(first[place], []).append(piece.text)
            held.setdefault(min(first[place] for place in places)[0], []).append(i)
    inside = sorted(i for own in held.values() for i in own)
    taken.update(inside)
    for row in sorted({row for row, _ in cells}):
        # where the table begins, in the order of their heights, whatever the order of the file
        columns = range(len(grid.columns) - 1)
        yield Row(inside[0], tuple(held.get(row, ())), tuple(tuple(cells.get((row, c), ())) for c in columns))


def _find_place(grid: _Grid, piece: Piece) -> tuple[int, int]:
    """The row and the column in which the middle of a piece lies; beside the table there is no such place."""
    across, height = (piece.left + piece.right) / 2, piece.bottom + piece.size / 2
    return sum(y >= height for y in grid.rows) - 1, sum(x <= across for x in grid.columns) - 1


def _merge(grid: _Grid, rules: Rules) -> dict[tuple[int, int], tuple[int, int]]:
    """For every place in a grid the first place of the cell that it belongs to: no rule stands between the two."""
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(grid.rows)):
        for column, (left, right) in enumerate(pairwise(grid.columns)):
            x, y = (left + right) / 2, (top + bottom) / 2
            first[row, column] = row, column
            if column and not any(r.bottom <= y <= r.top for r in rules.upright[left]):
                first[row, column] = first[row, column - 1]
            elif row and not any(r.left <= x <= r.right for r in rules.level[top]):
                first[row, column] = first[row - 1, column]
    return first


def _is_near(above: Piece, piece: Piece) -> bool:
    """Whether two lines may be rows of one table without rules: in letters of one size, the second close below."""
    step = above.bottom - piece.bottom
    return 0 < step <= MAX_STEP * piece.size and abs(above.size - piece.size) < SAME_SIZE * piece.size


def _fits(lines: Sequence[Sequence[Piece]], run: list[int], i: int) -> bool:
    """Whether a line with one piece may be a row of the table above: it stands in one column of it."""
    columns = _columns(piece for n in run for piece in lines[n])
    return sum(p.left < right and left < p.right for p in lines[i] for left, right in columns) == 1


def _columns(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """From where to where columns reach: pieces above one another are in one."""
    columns: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        if columns and piece.left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], piece.right)
        else:
            columns.append((piece.left, piece.right))
    return columns


def _align(lines: Sequence[Sequence[Piece]], run: list[int]) -> Iterator[Row]:
    """The rows of a table without rules, if lines under each other are one."""
    while run and len(lines[run[-1]]) < MIN_COLUMNS:
        run.pop()
    columns = _columns(piece for i in run for piece in lines[i])
    used = [sum(p.left < right and left < p.right for i in run for p in lines[i]) for left, right in columns]
    if len(run) < MIN_ROWS or len(columns) < MIN_COLUMNS or min(used) < MIN_ROWS:
        return
    steps = [lines[a][0].bottom - lines[b][0].bottom for a, b in pairwise(run)]
    usual = statistics.median(steps)
    groups = [[run[0]]]
    for i, step in zip(run[1:], steps, strict=True):
        if step < SAME_ROW * usual:
            groups[-1].append(i)
        else:
            groups.append([i])
    for group in groups:
        pieces = [piece for i in group for piece in lines[i]]
        cells = (tuple(p.text for p in pieces if p.left < right and left < p.right) for left, right in columns)
        yield Row(group[0], tuple(group), tuple(cells))
