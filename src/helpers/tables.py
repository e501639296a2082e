"""The tables that researchers edit, and those of the rules, read with row and remedy; any table's rows as types."""

import csv
import io
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import pandas as pd

from helpers.characters import decode, read_radicals
from helpers.errors import CorpusError
from helpers.places import ROOT

__all__ = [
    "Column",
    "Problem",
    "add_row",
    "any_of",
    "check_table",
    "drop_rows",
    "find_delimiter",
    "list_rows",
    "load_rules",
    "load_table",
    "make_table",
    "name_file",
    "parse_table",
    "read_rules",
    "read_table",
    "refuse",
    "set_cell",
    "write_row",
]

KEPT = 64  # tables that are not read again while their files stay as they are
# How a spreadsheet may have written a table: the encoding of the whole file, with its byte order mark if it has one,
# and that of a further row.
ENCODINGS = (("utf-8-sig", "utf-8"), ("utf-8", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16-le"))
DIGITS = {"Int64": r"\d+", "Float64": r"\d*\.?\d+"}

Row = TypeVar("Row", bound=NamedTuple)


class Column(NamedTuple):
    """A column of a table and what must hold of its cells; only `filled` says anything of blank ones."""

    name: str
    filled: bool = False
    unique: Callable[[str], str] | None = None  # what two rows may not have in common: str (the cell), or made of it
    within: str = ""  # with `unique`: the column in which two such rows must differ
    one_of: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # as one_of, of few values: "it is yes or no"
    number: Literal["", "Int64", "Float64"] = ""  # from 0 up
    expression: Callable[[str], str] | None = None  # what makes one regular expression of a cell: str, any_of
    refers_to: str = ""  # the column of the same table where the cell must stand
    elsewhere: bool = False  # with `refers_to`: in another row
    check: Callable[[str], Iterable[str]] | None = None  # a cell → what else is wrong with it
    later: bool = False  # came after others had tables of their own: may always be absent


class Problem(NamedTuple):
    """What is wrong in a row, and the remedy; the row by its number in a spreadsheet (the header is row 1)."""

    row: Hashable
    said: str


RULES = (
    Column("word", filled=True, unique=str, within="kind", expression=str),
    Column("kind", filled=True),
    Column("source", filled=True),
    Column("witness", filled=True),
)


def load_table(file: Path, columns: tuple[Column, ...]) -> pd.DataFrame:
    """A CSV that holds what `columns` say: as `read_table` gives it, columns of numbers as Int64 or Float64.

    A column that may be blank may be absent, as in tables made before there was one, and is all NA then; but not beside
    a column that is not known, which may be the same under another name, unless it is `later`. CorpusError as in
    `read_table`, and with a line for each of `check_table`'s problems. A file is read once as long as its contents stay
    the same.

    >>> file = ROOT / "corpus" / "codebook" / "units.csv"
    >>> load_table(file, (Column("unit", filled=True, unique=str), Column("group")))["unit"].isna().sum().item()
    0
    """
    return _load_table(Path(name_file(file)), file.read_bytes(), columns).copy()


@lru_cache(maxsize=KEPT)  # by name and contents: a copy in another folder is the same table
def _load_table(file: Path, contents: bytes, columns: tuple[Column, ...]) -> pd.DataFrame:
    names = {column.name for column in columns}
    table = parse_table(name_file(file), contents, [column.name for column in columns if column.filled])
    if set(table) - names:
        table = parse_table(name_file(file), contents, [column.name for column in columns if not column.later])
    for column in columns:
        if column.name not in table:
            table[column.name] = pd.Series(pd.NA, index=table.index, dtype="str")
    refuse(file, check_table(table, columns))
    for column in columns:
        if column.number:
            table[column.name] = pd.to_numeric(table[column.name]).astype(column.number)
    return table


def read_table(file: Path, columns: Sequence[str]) -> pd.DataFrame:
    """A CSV as text, indexed by its row numbers in a spreadsheet (the header is row 1); blank cells are NA.

    A radical that was copied from a PDF (⾏) is read as its character, as in reports.

    CorpusError, naming row and remedy, if it is no table, lacks one of `columns`, or has rows of another length. A file
    is read once as long as its contents stay the same.

    >>> read_table(ROOT / "corpus" / "reports.csv", ["report_id", "year"]).index[0].item()
    2
    """
    return parse_table(name_file(file), file.read_bytes(), columns)


def parse_table(name: str, contents: bytes, columns: Sequence[str]) -> pd.DataFrame:
    """As `read_table`, of the bytes of a file and its name for messages."""
    return _parse_table(name, contents, tuple(columns)).copy()


@lru_cache(maxsize=KEPT)
def _parse_table(name: str, contents: bytes, columns: tuple[str, ...]) -> pd.DataFrame:
    text = decode(contents, name)
    if (delimiter := find_delimiter(text)) != ",":
        parted = {";": "semicolons", "\t": "tabs"}[delimiter]
        raise CorpusError(f"{name}: its cells are parted by {parted}, not commas; save it as CSV UTF-8 with commas")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise CorpusError(f"{name}: no table ({error}); save it from the spreadsheet as CSV UTF-8") from error
    header = [cell.strip() for cell in lines[0]] if lines else []
    missing = [column for column in columns if column not in header]
    if missing and any(header):
        raise CorpusError("\n".join(f"{name}, row 1: the column {column} is missing; add it" for column in missing))
    if missing:
        raise CorpusError(f"{name}, row 1: the column {missing[0]} is missing; add it")
    again = [column for column in header if column and header.count(column) > 1]
    if again:
        raise CorpusError(f"{name}, row 1: the column {again[0]} stands twice; remove or rename one")
    rows = {
        number: [read_radicals(cell.strip()) or pd.NA for cell in line]
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    }
    problems = [
        f"{name}, row {number}: {len(line)} cells, the header has {len(header)}; a text with a comma stands in quotes"
        for number, line in rows.items()
        if len(line) != len(header)
    ]
    if problems:
        raise CorpusError("\n".join(problems))
    return pd.DataFrame.from_dict(rows, orient="index", columns=header, dtype="str")


def find_delimiter(text: str) -> str:
    """What parts the cells of a table: the comma, semicolon or tab that stands most often in its first line.

    >>> find_delimiter("report_id;file;issuer\\na;a.txt;甲,乙")
    ';'
    """
    return max(",;\t", key=re.split(r"[\r\n]", text, maxsplit=1)[0].count)


class _Layout(NamedTuple):
    """How a table is written: its text, the encoding of the whole file and that of a further row, what ends a line."""

    text: str
    whole: str
    further: str
    line_end: str


def _find_layout(data: bytes, name: str) -> _Layout:
    text = decode(data, name)
    for whole, further in ENCODINGS:
        if text.encode(whole) == data:
            return _Layout(text, whole, further, "\r\n" if "\r\n" in text else "\n")
    raise CorpusError(f"{name}: its encoding would not survive; save it from the spreadsheet as CSV UTF-8")


def add_row(data: bytes, name: str, cells: Mapping[str, str]) -> bytes:
    """A table as it stands, byte for byte, with one more row: its cells by their columns, others left out.

    >>> add_row("report_id;own\\n旧;\\n".encode(), "reports.csv", {"report_id": "新", "year": "2021"}).decode()
    'report_id;own\\n旧;\\n新;\\n'
    """
    layout = _find_layout(data, name)
    delimiter = find_delimiter(layout.text)
    header = next(csv.reader(io.StringIO(layout.text, newline=""), delimiter=delimiter), [])
    line = write_row([cells.get(column.strip(), "") for column in header], delimiter, layout.line_end)
    if not layout.text.endswith("\n"):
        line = layout.line_end + line
    return data + line.encode(layout.further)


def drop_rows(data: bytes, name: str, numbers: Collection[int]) -> bytes:
    """A table without the rows of these numbers (the header is row 1), byte for byte otherwise.

    >>> drop_rows('report_id,note\\na,"1\\n2"\\nb,3\\n'.encode(), "reports.csv", {2}).decode()
    'report_id,note\\nb,3\\n'
    """
    layout = _find_layout(data, name)
    lines = list(io.StringIO(layout.text, newline=""))
    table = csv.reader(lines, delimiter=find_delimiter(layout.text))
    kept, begin = [], 0
    for number, _ in enumerate(table, start=1):
        kept += lines[begin : table.line_num] if number not in numbers else []
        begin = table.line_num
    return "".join(kept).encode(layout.whole)


def set_cell(data: bytes, name: str, number: int, column: str, value: str) -> bytes:
    """A table with this cell in its row of this number (the header is row 1), byte for byte otherwise.

    A column that is missing is added to the header, which is all that happens to a table for row 1.

    >>> set_cell(b"a,b\\n1,2\\n3\\n", "x.csv", 3, "c", "9").decode()
    'a,b,c\\n1,2\\n3,,9\\n'
    """
    layout = _find_layout(data, name)
    lines = list(io.StringIO(layout.text, newline=""))
    table = csv.reader(lines, delimiter=(delimiter := find_delimiter(layout.text)))
    kept, begin, place = [], 0, 0
    for row, cells in enumerate(table, start=1):
        own, begin = lines[begin : table.line_num], table.line_num
        if row == 1:
            header = [cell.strip() for cell in cells]
            while header and not header[-1]:  # columns without a name and a cell
                header.pop()
            place = header.index(column) if column in header else len(header)
            own = own if column in header else [write_row([*header, column], delimiter, layout.line_end)]
        elif row == number:
            cells += [""] * (place + 1 - len(cells))
            cells[place] = value
            own = [write_row(cells, delimiter, layout.line_end)]
        kept += own
    return "".join(kept).encode(layout.whole)


def write_row(cells: Iterable[str], delimiter: str = ",", line_end: str = "\n") -> str:
    """A row of a table as a line.

    >>> write_row(["甲", "乙, 丙"])
    '甲,"乙, 丙"\\n'
    """
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter, lineterminator=line_end).writerow(cells)
    return line.getvalue()


def check_table(table: pd.DataFrame, columns: Iterable[Column]) -> list[Problem]:
    """What does not hold of `columns` in a table: blank cells, then what stands twice, then the rest row by row.

    >>> table = pd.DataFrame({"unit": ["件", "件"], "event": ["yes", "no"]}, index=[2, 3])
    >>> for problem in check_table(table, [Column("unit", unique=str), Column("event", either=("yes",))]):
    ...     print(problem.row, problem.said)
    3 '件' stands twice; remove one
    3 event is 'no'; it is yes
    """
    columns = list(columns)
    blanks = [problem for column in columns if column.filled for problem in _find_blanks(table[column.name])]
    repeats = [problem for column in columns if column.unique for problem in _find_repeats(_keys(table, column))]
    wrong = [Problem(row, said) for column in columns for row, said in _check_cells(table, column)]
    places = {row: place for place, row in enumerate(table.index)}
    return blanks + repeats + sorted(wrong, key=lambda problem: places[problem.row])


def refuse(file: Path, problems: Iterable[Problem], names: "pd.Series[str] | None" = None) -> None:
    """CorpusError if there are problems, one line each; `names` says what a row is of, behind its number.

    >>> refuse(Path("codebook/units.csv"), [Problem(3, "unit is blank; fill it in")])
    Traceback (most recent call last):
    helpers.errors.CorpusError: codebook/units.csv, row 3: unit is blank; fill it in
    """
    found = list(problems)
    if found:  # hardly ever: only then are the names asked for
        raise CorpusError("\n".join(_lines(file, found, {} if names is None else names.dropna().to_dict())))


def _lines(file: Path, problems: Iterable[Problem], names: Mapping[Hashable, str]) -> list[str]:
    return [
        f"{name_file(file)}, row {row}" + (f" ({names[row]})" if row in names else "") + f": {said}"
        for row, said in problems
    ]


def name_file(file: Path) -> str:
    """The file as messages name it, wherever its corpus lies.

    >>> name_file(ROOT / "corpus" / "codebook" / "units.csv")
    'codebook/units.csv'
    """
    return f"{file.parent.name}/{file.name}"


def _find_blanks(cells: "pd.Series[str]") -> list[Problem]:
    return [Problem(row, f"{cells.name} is blank; fill it in") for row in cells.index[cells.isna()]]


def _keys(table: pd.DataFrame, column: Column) -> "pd.Series[str]":
    """What no two rows may have in common."""
    keys: pd.Series[str] = table[column.name].dropna().map(column.unique or str).astype("str")
    return keys + " " + table[column.within] if column.within else keys


def _find_repeats(keys: "pd.Series[str]") -> list[Problem]:
    again = keys[keys.duplicated()].dropna()
    return [Problem(row, f"{key!r} stands twice; remove one") for row, key in again.items()]


def _check_cells(table: pd.DataFrame, column: Column) -> Iterator[tuple[Hashable, str]]:
    """(row, what is wrong) of the filled cells of a column."""
    name, cells = column.name, table[column.name].dropna()
    known = set(table[column.refers_to]) if column.refers_to else None
    for row, cell in cells.items():
        if (column.one_of or column.either) and cell not in column.one_of + column.either:
            values = " or ".join(column.either) or f"one of {', '.join(column.one_of)}"
            yield row, f"{name} is {cell!r}; it is {values}"
        if column.number and not re.fullmatch(DIGITS[column.number], cell):
            yield row, f"{name} is {cell!r}, no number; correct it"
        own = column.elsewhere and cell == table.at[row, column.refers_to]
        if known is not None and (cell not in known or own):
            other = "other " if column.elsewhere else ""
            yield row, f"{name} is {cell!r}, which is no {other}{column.refers_to} of this table; correct it"
        if column.expression and (error := _find_misprint(column.expression(cell))):
            yield row, f"{name} is no regular expression ({error}); correct it"
        for said in column.check(cell) if column.check else ():
            yield row, said


def _find_misprint(expression: str) -> re.error | None:
    try:
        re.compile(expression)
    except re.error as error:
        return error
    return None


def list_rows(table: pd.DataFrame, kind: type[Row]) -> list[Row]:
    """The rows of a table as a NamedTuple whose fields are columns of the table.

    >>> class Unit(NamedTuple):
    ...     unit: str
    ...     group: str
    >>> list_rows(pd.DataFrame({"group": ["money"], "unit": ["元"], "source": ["通用"]}), Unit)
    [Unit(unit='元', group='money')]
    """
    return list(map(kind, *(table[name].tolist() for name in kind._fields)))  # a tenth of the time of itertuples


def make_table(rows: Iterable[tuple[object, ...]], types: Mapping[str, Any]) -> pd.DataFrame:
    """Rows as a table with these columns and types; a column at a time, which takes a quarter of `astype`.

    >>> make_table([("甲", 1), (None, 2)], {"unit": "str", "n": "int64"})
      unit  n
    0    甲  1
    1  NaN  2
    """
    columns = zip(*rows, strict=True)
    cells = dict(zip(types, columns, strict=False)) or dict.fromkeys(types, ())
    stored = pd.get_option("mode.string_storage")
    made = {name: pd.array(list(cells[name]), dtype=_find_type(kind, stored)) for name, kind in types.items()}
    return pd.DataFrame(made)


@cache
def _find_type(name: str, stored: str) -> Any:
    """The type of a name, with strings as they are `stored` now (an option of pandas); pandas looks for it anew in each
    column of each table, which takes as long as to fill it.
    """
    return pd.api.types.pandas_dtype(name)


def any_of(text: str) -> str:
    """One regular expression for any of the words, themselves expressions, parted by white space.

    >>> any_of("长 员(?!工)")
    '长|员(?!工)'
    """
    return "|".join(text.split())


@cache
def load_rules(name: str) -> Callable[[str], str]:
    """The words of `corpus/rules/<name>.csv`: a function kind → one regular expression for any word of that kind.

    Columns word (a regular expression over folded text), kind, source (where the form is known from), witness (a text
    of the repository that is read differently without the row). Alternatives stand in the order of the rows; a kind
    without rows matches nothing. The rules are the program's own: they belong to the repository, whatever corpus is
    read. A blank cell, a word that stands twice with one kind or one that is no expression are a CorpusError.

    >>> word = load_rules("headings")
    >>> word("no such kind")
    '(?!)'
    """
    table = read_rules(ROOT / "corpus" / "rules" / f"{name}.csv")
    words = table.groupby("kind", sort=False)["word"].agg("|".join).to_dict()
    return lambda kind: words.get(kind, "(?!)")


def read_rules(file: Path) -> pd.DataFrame:
    """The rows of a table of rules, checked as `load_rules` says.

    >>> list(read_rules(ROOT / "corpus" / "rules" / "items.csv"))
    ['word', 'kind', 'source', 'witness']
    """
    return load_table(file, RULES)
