"""Tables in a text → the numbers in their cells, with the unit and the thing that their headers name.

A row of a table is a line of text, its cells parted by a tab each. The words by which a header is read are rows of
corpus/rules/claims.csv; corpus/rules/README.md says what each kind is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from helpers.extraction.counted import is_act
from helpers.extraction.quantities import unitless_group
from helpers.extraction.units import Units
from helpers.numerals import NUMBER, read_quantity
from helpers.tables import load_rules

__all__ = ["Cell", "find_cells", "part_cells"]

# All patterns read folded text (`characters.fold`): half-width digits and punctuation, every character in its place.

MAX_HEADER = 40  # characters of a header; what is longer is prose
MAX_CAPTION = 60  # characters of the line above a table that names its unit
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
A_YEAR = re.compile(r"20\d\d ?年?度?(?:\([^()]*\))?")

Span = tuple[int, int]


class Cell(NamedTuple):
    """A cell that holds nothing but a number: where it stands, its value if it has no unit of its own (then `unit` and
    `group` are its header's), what it counts, the words that tell its indicator ("" where it is a part of a sum), its
    period, whether it is a target, and a change.
    """

    start: int
    end: int
    value: Decimal | None
    vague: bool
    unit: str | None
    group: str | None
    thing: Span | None
    label: str
    period: str | None
    target: bool
    change: bool


class _Row(NamedTuple):
    cells: list[Span]
    numbers: list[bool]  # which cells hold nothing but a number

    def filled(self) -> list[int]:
        return [i for i, (start, end) in enumerate(self.cells) if end > start]


class _Table(NamedTuple):
    """Rows below their headers; `unit` is that of the line above."""

    text: str
    headers: list[_Row]
    rows: list[_Row]
    unit: str


class _Unit(NamedTuple):
    name: str
    group: str
    scale: Decimal


class _Head(NamedTuple):
    """What a header or label says: where its name stands, its words, its unit."""

    span: Span | None
    words: str
    unit: _Unit | None
    general: bool


# === words and patterns ========================================


class _Words(NamedTuple):
    no_count: re.Pattern[str]  # headers of what is no number: 序号
    general: re.Pattern[str]  # headers that name nothing: 数量
    total: re.Pattern[str]
    last: re.Pattern[str]
    now: re.Pattern[str]
    target: re.Pattern[str]
    change: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("claims")
    return _Words(
        no_count=re.compile(word("cell_none")),
        general=re.compile(
            rf"(?:{word('cell_general')}|{word('cell_last')}|{word('cell_now')}|20\d\d ?年?度?|[(),/和、 ])*"
        ),
        total=re.compile(f"(?:{word('cell_total')})"),
        last=re.compile(word("cell_last")),
        now=re.compile(word("cell_now")),
        target=re.compile(word("cell_target")),
        change=re.compile(word("cell_change")),
    )


_NUMBER = re.compile(rf"(?=\D{{0,2}}\d)[¥￥]? ?(?P<number>{NUMBER}) ?(?P<unit>\D{{0,6}})")
_BRACKET = re.compile(r" ?(?:\(([^()]{1,10}(?:\([^()]{1,2}\))?)\)|\[([^\[\]]{1,10})\]|/([^/()]{1,4}))$")
_SCALED = re.compile("(十万|百万|千万|万|亿|千|百)?(.+)")
_EMPTY = re.compile(r"[-—–/\\无 ]*")


# === tables ========================================


def part_cells(text: str) -> str:
    """`text` with a stop for each tab, so that no sentence goes from one cell into the next."""
    return text.replace("\t", "。")


def find_cells(text: str, units: Units, year: int | None = None) -> list[Cell]:
    """The cells of the tables in a folded text that hold nothing but a number, in reading order; `year`: the report's.

    A cell's unit is its own, that of the row's cell for units, of its row's label, of its column's header, of the line
    above the table (单位:件), in this order. It counts what its label or header names, whichever has the unit; a
    header such as 数量 names nothing. No cells: serial numbers, years, codes, and numbers without a unit whose header
    does not say that they count (数, 量, 率).

    >>> from helpers.extraction.units import compile_units, load_units
    >>> text = "部门\\t检查次数(家次)\\n城管局\\t1234"
    >>> [cell] = find_cells(text, compile_units(load_units()))
    >>> int(cell.value), cell.unit, text[slice(*cell.thing)]
    (1234, '家次', '检查次数')
    """
    if "\t" not in text:
        return []
    cells: list[Cell] = []
    for table in _tables(text, units):
        cells += _cells(table, units, year)
    return cells


def _tables(text: str, units: Units) -> Iterator[_Table]:
    """The tables of a text: lines with tabs that follow one another, a new one where headers come again."""
    block: list[_Row] = []
    caption, at = "", 0
    for line in [*text.split("\n"), "end"]:
        if "\t" in line:
            block.append(_row(text, line, at, units))
        elif line.strip():
            if sum(len(row.filled()) > 1 for row in block):
                yield from _parts(text, block, caption)
            block, caption = [], line if len(line) <= MAX_CAPTION else ""
        at += len(line) + 1


def _row(text: str, line: str, at: int, units: Units) -> _Row:
    cells, numbers = [], []
    for part in line.split("\t"):
        start = at + len(part) - len(part.lstrip())
        cells.append((start, start + len(part.strip())))
        m = _NUMBER.fullmatch(part.strip())
        year = m and m["unit"] and A_YEAR.fullmatch(part.strip())
        numbers.append(bool(m and not year and (not m["unit"] or _unit(m["unit"], units))))
        at += len(part) + 1
    return _Row(cells, numbers)


def _parts(text: str, block: list[_Row], caption: str) -> Iterator[_Table]:
    """A block's tables, each from its headers on."""
    unit = _caption_unit(caption)
    headers: list[_Row] = []
    rows: list[_Row] = []
    for row in block:
        filled = row.filled()
        words = [text[slice(*row.cells[i])] for i in filled]
        if len(words) == 1 and (own := _caption_unit(words[0])):  # a row of its own, its cells merged
            unit = own
        elif filled and _is_header(row, words, first=not rows):
            if rows:
                yield _Table(text, headers, rows, unit)
                headers, rows = [], []
            headers = [*headers, row]
        elif filled:
            rows = [*rows, row]
    if rows:
        yield _Table(text, headers, rows, unit)


def _is_header(row: _Row, words: list[str], *, first: bool) -> bool:
    """Whether a row names columns: no number in it but years, and below other rows words that only a header has."""
    numbers = [text for text, i in zip(words, row.filled(), strict=True) if row.numbers[i]]
    if not all(A_YEAR.fullmatch(number) for number in numbers) or max(map(len, words)) > MAX_HEADER:
        return False
    if first:
        return len(words) > 1 and len(numbers) < len(words)
    names = (_BRACKET.sub("", word) for word in words)
    bare = [name for name in names if _words().no_count.fullmatch(name) or _words().general.fullmatch(name)]
    return len(words) > 1 and len(bare) > 1


def _caption_unit(line: str) -> str:
    m = re.search(r"单位 ?: ?([^\s():]{1,8}) ?\)?\s*$", line)
    return m[1] if m else ""


# === cells ========================================


class _Place(NamedTuple):
    """What is known of a cell's row: labels by column, its unit, whether it is a sum, its year and the table's."""

    labels: dict[int, _Head]
    unit: _Unit | None
    total: bool
    year: int | None
    years: list[int]


def _cells(table: _Table, units: Units, year: int | None) -> list[Cell]:
    """The cells of a table. Of several that count the same at the same time only a total tells an indicator."""
    heads, places = _heads(table, units), _places(table, units)
    found: list[tuple[Cell, bool]] = []
    for row, place in zip(table.rows, places, strict=True):
        for i in row.filled():
            if row.numbers[i] and (cell := _cell(table, row.cells[i], i, heads, place, units, year)):
                found.append((cell, place.total))
    same = Counter((_said(table, cell), cell.period) for cell, _ in found)
    return [
        cell if total or same[_said(table, cell), cell.period] == 1 else cell._replace(label="")
        for cell, total in found
    ]


def _said(table: _Table, cell: Cell) -> str | None:
    return table.text[slice(*cell.thing)] if cell.thing else None


def _heads(table: _Table, units: Units) -> dict[int, list[_Head]]:
    """The headers above each column, the lowest first; one of several columns stands above the first of them."""
    heads: dict[int, list[_Head]] = {}
    for depth, row in enumerate(reversed(table.headers)):
        last = None
        for i, (start, end) in enumerate(row.cells):
            if end > start:
                last = (start, end)
            elif depth == 0 or last is None or i not in heads:
                continue
            heads.setdefault(i, []).append(_head(table.text, last or (start, end), units))
    return heads


def _places(table: _Table, units: Units) -> list[_Place]:
    """What is known of each row; a label or unit of merged cells stands in the first of their rows."""
    text, above, unit = table.text, dict[int, Span](), None
    years = [_row_year(text, row) for row in table.rows]
    known = sorted({year for year in years if year})
    places = []
    for row, year in zip(table.rows, years, strict=True):
        filled = row.filled()
        words = {i: text[slice(*row.cells[i])] for i in filled if not row.numbers[i]}
        total = any(_words().total.match(word) for word in words.values())
        own = [found for word in words.values() if (found := _unit_cell(word, units))]
        unit = own[-1] if own else unit
        above = {i: span for i, span in above.items() if i < min(filled)}
        above |= {i: row.cells[i] for i, word in words.items() if not _unit_cell(word, units) and _is_label(word)}
        labels = {i: _head(text, span, units) for i, span in above.items()}
        places.append(_Place(labels, unit, total, year, known))
    return places


def _row_year(text: str, row: _Row) -> int | None:
    first = (text[slice(*row.cells[i])] for i in row.filled()[:2])
    return next((int(words[:4]) for words in first if A_YEAR.fullmatch(words)), None)


def _is_label(words: str) -> bool:
    return not _EMPTY.fullmatch(words) and len(words) <= MAX_HEADER and not re.search("[,。;]", words)


def _head(text: str, span: Span, units: Units) -> _Head:
    """What a header says; its unit stands in brackets or behind a stroke at its end: 罚款金额(万元), 罚款金额/万元."""
    words, unit = text[slice(*span)], None
    m = _BRACKET.search(words)
    if m:
        unit = _unit(re.sub(r"^单位 ?: ?", "", next(filter(None, m.groups()))), units)
    name = words[: m.start()] if m and unit else words
    return _Head((span[0], span[0] + len(name)) if name else None, words, unit, bool(_words().general.fullmatch(name)))


def _unit(printed: str, units: Units) -> _Unit | None:
    m = _SCALED.fullmatch(printed.strip())
    found = units.pattern.fullmatch(m[2]) if m else None
    if m is None or found is None:
        return None
    name = found["unit"].replace(" ", "")
    scale = read_quantity(m[1]) if m[1] else None
    return _Unit(name + (found["per"] or ""), units.groups[name], scale.low if scale else Decimal(1))


def _unit_cell(printed: str, units: Units) -> _Unit | None:
    """The unit that fills a cell; 部门 alone is no unit but a header."""
    unit = _unit(printed, units)
    return unit if unit and unit.group != "noun" else None


def _cell(
    table: _Table, span: Span, i: int, heads: dict[int, list[_Head]], place: _Place, units: Units, year: int | None
) -> Cell | None:
    """The cell of column `i` at `span`; None if its number counts nothing."""
    text, words, column = table.text, _words(), heads.get(i, [])
    if any(words.no_count.fullmatch(head.words) for head in column[:1]) or (heads and not column and i == 0):
        return None
    m = _NUMBER.fullmatch(text[slice(*span)])
    own = _unit(m["unit"], units) if m and m["unit"] else None
    value = read_quantity(m["number"]) if m and own is None else None
    if own is None and (value is None or value.high is not None):
        return None
    labels = [head for at, head in sorted(place.labels.items()) if at < i]
    named, unit = _names(table, column, labels[-1] if labels else None, place, units)
    counted = named.words if named and not words.total.match(named.words) else ""
    group = own.group if own else unit.group if unit else unitless_group(counted)
    if group is None or (own is None and unit is None and YEAR.fullmatch(text[slice(*span)])):
        return None
    thing = named.span if named and not named.general and not words.total.match(named.words) else None
    above = "|".join(head.words for head in column)
    names = [head for head in [*labels[-1:], *reversed(column)] if head.span and not head.general]
    said = "".join(text[slice(*head.span)] for head in names if head.span and not words.total.match(head.words))
    return Cell(
        *span,
        value.low * (unit.scale if unit else 1) if value else None,
        bool(value and value.vague),
        None if own or unit is None else unit.name,
        group,
        thing,
        f"|{said}#",
        _period(column, heads, place, year),
        bool(words.target.search(above)) or any(year and int(y) > year for y in YEAR.findall(above)),
        bool(words.change.search(above + "|".join(head.words for head in labels[-1:]))),
    )


def _names(
    table: _Table, column: list[_Head], label: _Head | None, place: _Place, units: Units
) -> tuple[_Head | None, _Unit | None]:
    """What names the thing of a cell, and its unit: of the row, of its label, of the header, of the line above."""
    named = [head for head in column if not head.general]
    things = (head for head in named if head.span and not is_act(table.text[slice(*head.span)]))
    header = next(things, next(iter(named or column), None))
    of_label = label.unit if label else None
    of_header = next((head.unit for head in column if head.unit), None)
    caption = _unit(table.unit, units) if table.unit else None
    by_label = label is not None and (bool(place.unit or of_label) or header is None or header.general)
    return (label if by_label else header), place.unit or of_label or of_header or caption


def _period(column: list[_Head], heads: dict[int, list[_Head]], place: _Place, year: int | None) -> str | None:
    """before for a column or row of an earlier year, now for the one beside it."""
    words = _words()
    own = " ".join(head.words for head in column)
    others = " ".join(head.words for column in heads.values() for head in column)
    mine = YEAR.search(own)
    named = int(mine[1]) if mine else place.year
    years = [int(y) for y in YEAR.findall(others)] if mine else place.years
    latest = max((y for y in years if year is None or y <= year), default=None)
    if words.last.search(own) or (named and latest and named < latest):
        return "before"
    if named and named == latest and min(years) < latest:
        return "now"
    return "now" if words.now.search(own) and words.last.search(others) else None
