"""Tables as people save them: what is read, what is refused, in which row, and what is to be done."""

import csv
import io
import re
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import tables
from helpers.errors import CorpusError
from helpers.tables import (
    Column,
    Problem,
    add_row,
    any_of,
    check_table,
    drop_rows,
    list_rows,
    load_rules,
    load_table,
    make_table,
    read_rules,
    read_table,
    refuse,
    set_cell,
)


@pytest.fixture
def file(tmp_path):
    """A file in a folder of tables."""
    (tmp_path / "codebook").mkdir()
    return tmp_path / "codebook" / "ships.csv"


def refusal(function, *arguments):
    with pytest.raises(CorpusError) as caught:
        function(*arguments)
    return str(caught.value).splitlines()


def check(columns, *rows):
    """What is said of rows of text ("" is blank), of which the first is row 2."""
    names = [column.name for column in columns]
    table = pd.DataFrame([[cell or pd.NA for cell in row] for row in rows], columns=names, dtype="str")
    return [tuple(problem) for problem in check_table(table.set_axis(range(2, len(rows) + 2)), columns)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_as_spreadsheets_save_it(file, encoding):
    file.write_bytes('船名 ,吨\r\n"东,风",12\r\n , \r\n远望, \r\n'.encode(encoding))
    table = read_table(file, ["吨", "船名"])
    assert table.fillna("-").to_dict("split") == {
        "index": [2, 4],
        "columns": ["船名", "吨"],
        "data": [["东,风", "12"], ["远望", "-"]],
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ", row 1: the column name is missing; add it"),
        ("name,tons,name\n", ", row 1: the column name stands twice; remove or rename one"),
        ("name,tons\nx\n", ", row 2: 1 cells, the header has 2; a text with a comma stands in quotes"),
        ('name\n"x', ": no table (unexpected end of data); save it from the spreadsheet as CSV UTF-8"),
        ("name;tons\nx;1\n", ": its cells are parted by semicolons, not commas; save it as CSV UTF-8 with commas"),
        ("name\ttons\nx\t1\n", ": its cells are parted by tabs, not commas; save it as CSV UTF-8 with commas"),
        ("%PDF", ": this is a PDF, not text; save its text as .txt"),
    ],
    ids=["no header", "a header twice", "a short row", "an open quote", "semicolons", "tabs", "another file"],
)
def test_what_is_no_table(file, text, said):
    file.write_text(text, encoding="utf-8")
    assert refusal(read_table, file, ["name"]) == [f"codebook/ships.csv{said}"]


def test_every_column_that_is_missing_is_named(file):
    file.write_text("name,tons\nx,1\n", encoding="utf-8")
    assert refusal(read_table, file, ["name", "port", "flag"]) == [
        "codebook/ships.csv, row 1: the column port is missing; add it",
        "codebook/ships.csv, row 1: the column flag is missing; add it",
    ]


def test_a_column_that_may_be_blank_may_be_absent(file):
    columns = (Column("name", filled=True), Column("flag", either=("yes",)), Column("tons", number="Int64"))
    file.write_text("name\nx\n", encoding="utf-8")
    table = load_table(file, columns)
    assert table.astype(object).fillna("-").to_numpy().tolist() == [["x", "-", "-"]]
    assert table.dtypes.astype(str).to_list() == ["str", "str", "Int64"]
    file.write_text("name,flags\nx,yes\n", encoding="utf-8")  # perhaps the column flag, misspelt
    assert refusal(load_table, file, columns) == [
        "codebook/ships.csv, row 1: the column flag is missing; add it",
        "codebook/ships.csv, row 1: the column tons is missing; add it",
    ]


def test_columns_without_a_name_may_stand_twice(file):
    file.write_text("name,,\nx,1,2\n", encoding="utf-8")
    assert read_table(file, ["name"])["name"].to_list() == ["x"]


def test_what_is_right_is_not_spoken_of():
    columns = [Column("a", filled=True, unique=str), Column("b", one_of=("x", "y")), Column("c", number="Int64")]
    assert check(columns, ("1", "x", "07"), ("2", "", ""), ("3", "y", "7")) == []


def test_blank_cells_are_named_column_by_column():
    columns = [Column("a", filled=True), Column("b"), Column("c", filled=True)]
    assert check(columns, ("", "", ""), ("x", "", ""), ("", "", "y")) == [
        (2, "a is blank; fill it in"),
        (4, "a is blank; fill it in"),
        (2, "c is blank; fill it in"),
        (3, "c is blank; fill it in"),
    ]


def test_a_cell_that_stands_twice():
    assert check([Column("a", unique=str)], ("x",), ("y",), ("x",), ("",), ("",), ("x",)) == [
        (4, "'x' stands twice; remove one"),
        (7, "'x' stands twice; remove one"),
    ]
    assert check([Column("a", unique=str.lower)], ("X",), ("x",)) == [(3, "'x' stands twice; remove one")]


def test_a_cell_that_stands_twice_within_a_kind():
    columns = [Column("word", unique=str, within="kind"), Column("kind")]
    assert check(columns, ("x", "1"), ("x", "2"), ("x", ""), ("x", ""), ("x", "1")) == [
        (6, "'x 1' stands twice; remove one")
    ]


def test_cells_of_a_list():
    columns = [Column("a", one_of=("x", "y")), Column("b", either=("yes", "no"))]
    assert check(columns, ("z", "no"), ("y", "maybe")) == [
        (2, "a is 'z'; it is one of x, y"),
        (3, "b is 'maybe'; it is yes or no"),
    ]


@pytest.mark.parametrize(
    ("cell", "whole", "decimal"),
    [("12", True, True), ("1.5", False, True), (".5", False, True), ("5.", False, False), ("-1", False, False)],
)
def test_numbers(cell, whole, decimal):
    said = [(2, f"a is {cell!r}, no number; correct it")]
    assert check([Column("a", number="Int64")], (cell,)) == ([] if whole else said)
    assert check([Column("a", number="Float64")], (cell,)) == ([] if decimal else said)


def test_expressions():
    columns = [Column("a", expression=str), Column("b", expression=any_of)]
    assert check(columns, ("(甲|乙)", "长 员(?!工)"), ("(甲", "长 员)")) == [
        (3, "a is no regular expression (missing ), unterminated subpattern at position 0); correct it"),
        (3, "b is no regular expression (unbalanced parenthesis at position 3); correct it"),
    ]


def test_cells_that_name_another_row():
    columns = [Column("a"), Column("part_of", refers_to="a"), Column("like", refers_to="a", elsewhere=True)]
    assert check(columns, ("x", "x", "y"), ("y", "z", "y"), ("", "y", "z")) == [
        (3, "part_of is 'z', which is no a of this table; correct it"),
        (3, "like is 'y', which is no other a of this table; correct it"),
        (4, "like is 'z', which is no other a of this table; correct it"),
    ]


def test_blank_cells_repeats_and_then_the_rest_row_by_row():
    columns = [
        Column("a", unique=str, check=lambda cell: [f"{cell} is long", "shorten it"] if len(cell) > 2 else []),
        Column("b", filled=True, either=("yes",)),
    ]
    assert check(columns, ("long", "no"), ("x", "no"), ("long", "")) == [
        (4, "b is blank; fill it in"),
        (4, "'long' stands twice; remove one"),
        (2, "long is long"),
        (2, "shorten it"),
        (2, "b is 'no'; it is yes"),
        (3, "b is 'no'; it is yes"),
        (4, "long is long"),
        (4, "shorten it"),
    ]


def test_problems_are_refused_with_file_row_and_name(file):
    refuse(file, [])
    names = pd.Series(["远望", pd.NA], index=[2, 3], dtype="str")
    problems = [Problem(2, "too old; sell it"), Problem(3, "a hole; mend it")]
    assert refusal(refuse, file, problems) == [
        "codebook/ships.csv, row 2: too old; sell it",
        "codebook/ships.csv, row 3: a hole; mend it",
    ]
    assert refusal(refuse, file, problems, names) == [
        "codebook/ships.csv, row 2 (远望): too old; sell it",
        "codebook/ships.csv, row 3: a hole; mend it",
    ]


SHIPS = (Column("name", filled=True), Column("crew", number="Int64"), Column("tons", number="Float64"))


def test_a_table_with_numbers(file):
    file.write_text("tons,note,name,crew\n1.5,x,远望,12\n,y,东风,\n", encoding="utf-8")
    table = load_table(file, SHIPS)
    assert table.dtypes.astype(str).to_dict() == {"tons": "Float64", "note": "str", "name": "str", "crew": "Int64"}
    assert table.astype(object).fillna("-").to_numpy().tolist() == [[1.5, "x", "远望", 12], ["-", "y", "东风", "-"]]


def test_a_table_is_read_again_when_its_file_changes(file):
    file.write_text("name,crew,tons\n远望,12,1\n", encoding="utf-8")
    table = load_table(file, SHIPS)
    table.loc[2, "name"] = "changed"
    assert load_table(file, SHIPS)["name"].to_list() == ["远望"]
    file.write_text("name,crew,tons\n东风,12,1\n", encoding="utf-8")
    assert load_table(file, SHIPS)["name"].to_list() == ["东风"]
    file.write_text("name,crew,tons\n东风,many,1\n", encoding="utf-8")
    assert refusal(load_table, file, SHIPS) == ["codebook/ships.csv, row 2: crew is 'many', no number; correct it"]


def test_rows_as_a_type():
    class Ship(NamedTuple):
        name: str
        crew: int

    table = pd.DataFrame({"crew": pd.array([12, None], "Int64"), "tons": 1, "name": ["远望", "东风"]})
    assert list_rows(table, Ship) == [Ship("远望", 12), Ship("东风", pd.NA)]
    assert list_rows(table[:0], Ship) == []


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A folder of rules in a repository of its own."""
    (tmp_path / "corpus" / "rules").mkdir(parents=True)
    monkeypatch.setattr(tables, "ROOT", tmp_path)
    load_rules.cache_clear()
    yield tmp_path / "corpus" / "rules"
    load_rules.cache_clear()


def test_the_words_of_a_kind_stand_in_the_order_of_the_rows(rules):
    (rules / "ships.csv").write_text(
        "word,kind,source,witness\n大船(?!长),boat,x,x\n桨,oar,x,x\n船,boat,x,x\n", encoding="utf-8-sig"
    )
    word = load_rules("ships")
    assert [word("boat"), word("oar")] == ["大船(?!长)|船", "桨"]
    assert [re.search(word("none"), text) for text in ("", "船")] == [None, None]


def test_wrong_rules_are_refused_all_at_once(rules):
    (rules / "ships.csv").write_text(
        "word,kind,source,witness\n船,boat,,x\n船,boat,x,x\n船,oar,x,x\n(桨,oar,x,x\n,oar,x,x\n帆,,x,\n",
        encoding="utf-8",
    )
    assert refusal(read_rules, rules / "ships.csv") == [
        "rules/ships.csv, row 6: word is blank; fill it in",
        "rules/ships.csv, row 7: kind is blank; fill it in",
        "rules/ships.csv, row 2: source is blank; fill it in",
        "rules/ships.csv, row 7: witness is blank; fill it in",
        "rules/ships.csv, row 3: '船 boat' stands twice; remove one",
        "rules/ships.csv, row 5: word is no regular expression "
        "(missing ), unterminated subpattern at position 0); correct it",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_are_added_and_dropped_and_the_others_stay_byte_for_byte(encoding, end, delimiter):
    def write(*lines: str) -> bytes:
        return "".join(line.replace("|", delimiter) + end for line in lines).encode(encoding)

    before = write("name|own", f'旧|"1{end}2"', "新|", "", '甲 ""|')
    assert add_row(before, "a.csv", {"name": "乙", "other": "x"}) == before + "".join(["乙", delimiter, end]).encode(
        encoding.removesuffix("-sig").replace("utf-16", "utf-16-le")
    )
    assert drop_rows(before, "a.csv", {2, 5}) == write("name|own", "新|", "")
    assert drop_rows(before, "a.csv", set()) == before


def test_a_row_is_added_behind_a_last_line_without_an_end():
    assert add_row(b"name,own\nx,1", "a.csv", {"name": "y", "own": "a, b"}) == b'name,own\nx,1\ny,"a, b"\n'


@pytest.mark.parametrize("data", ["name,甲\n".encode("utf-16-be"), b"name\n" + "甲\n".encode() * 90 + b"\xff"])
def test_a_table_that_would_not_be_the_same_is_not_written(data):
    with pytest.raises(CorpusError, match="its encoding would not survive; save it from the spreadsheet as CSV UTF-8"):
        add_row(data, "a.csv", {"name": "x"})


def test_a_new_column_stands_right_behind_the_last_that_has_a_name() -> None:
    assert set_cell(b"a,,b,,\n1,,2,,\n3\n", "x.csv", 2, "c", "9") == b"a,,b,c\n1,,2,9,\n3\n"
    assert set_cell(b"a,b\n1,2\n", "x.csv", 1, "c", "9") == b"a,b,c\n1,2\n"
    assert set_cell(b"a, b \n1,2\n", "x.csv", 2, "b", "9") == b"a, b \n1,9\n"


def test_rows_become_columns_of_their_types_and_none_give_empty_ones():
    types = {"name": "str", "crew": "int64", "old": "bool"}
    table = make_table(iter([("远望", 12, True), (None, 3, False)]), types)
    assert table.astype(object).fillna("-").to_numpy().tolist() == [["远望", 12, True], ["-", 3, False]]
    empty = make_table([], types)
    assert empty.shape == (0, 3) and empty.dtypes.to_dict() == table.dtypes.to_dict()
    with pytest.raises(ValueError, match="shorter"):
        make_table([("远望", 12, True), ("东风", 3)], types)


CELL = st.text(st.sampled_from('甲a1 ,"\n；'), max_size=5)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4), st.data(), CELL)
@settings(max_examples=50)
def test_a_cell_is_set_and_all_others_stay(rows: list[list[str]], data: st.DataObject, value: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["x", "y"], *rows])
    number = data.draw(st.integers(2, len(rows) + 1))
    column = data.draw(st.sampled_from(["x", "y", "z"]))
    after = set_cell(file.getvalue().encode(), "a.csv", number, column, value).decode()
    read = list(csv.reader(io.StringIO(after, newline="")))
    place = "xyz".index(column)
    expected = [row + [""] * (len(read[0]) - len(row)) for row in [["x", "y"], *rows]]
    expected[number - 1][place] = value
    expected[0][place] = column
    assert [row + [""] * (len(read[0]) - len(row)) for row in read] == expected
