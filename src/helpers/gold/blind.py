"""Blind sheets: a workbook that a researcher codes by reading, and the filled copies read back as a pass of coding."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import squeeze
from helpers.coding.codebook import load_codebook, load_schemes
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.gold.pairing import match_items
from helpers.gold.tables import UNKNOWN, load_gold
from helpers.places import corpus_folder, find_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS
from helpers.tables import list_rows

__all__ = ["NO_CODE", "UNITS", "add_filled", "read_blind", "write_blind"]

UNITS = 60
SHOWN = ["unit", "part", "heading", "text"]  # of an item; behind them a column a scheme, then a note
NEEDED = ["unit", "part", "text"]
FEATURES = ["label_zh", "label_en", "definition", "includes", "excludes", "borderline"]  # of a code
NARROW, NAMES, NOTES, BROAD = 12, 16, 40, 80  # characters a column is wide
FINGERPRINT = 12  # digits of the guide's hash
DATE_LENGTH = 10  # 2026-01-31
NO_CODE = "none"
ABOUT = {
    "pass_id": "名称：字母、数字、连字符，如 zhang-1 · a short name for this pass, such as zhang-1",
    "coder_kind": "person（人）或 model（模型）· person or model, whoever chose the codes",
    "date": "编码日期，如 2026-01-31 · the day of coding, as 2026-01-31",
    "seen": "编码时看过什么，如：仅本表 · what you saw while coding, for example: this sheet alone",
}
HOW = (
    "怎样填写 · How to fill it in",
    "1. 另存为 blind-名称.xlsx，放在 gold 文件夹。Save a copy as blind-NAME.xlsx in the folder gold.",
    "2. 填写本页 B 列。Fill in column B of this sheet.",
    "3. 在 items 页逐条阅读原文，从下拉表选一个主编码；灰格不填。没有合适的类目：none；尚未编码：留空。",
    "   In the sheet items, read each text and choose its main code from the list; leave grey cells empty.",
    "   No code fits: none. Not coded yet: leave it blank.",
    "4. 只依据 codebook 页和编码手册 GUIDE.md，不看程序给出的编码。",
    "   Go by the sheet codebook and by GUIDE.md, and do not look at the codes that the program gives.",
    "5. 运行 make reproduce，07 号笔记本列出一致程度。Run make reproduce; notebook 07 shows the agreement.",
)


class Filled(NamedTuple):
    """A cell that is filled in, and what its row says it is of."""

    row: int
    scheme: str
    code: str
    unit: str
    part: str
    text: str


class Coded(NamedTuple):
    """A code that was given to a unit; NA for none."""

    report_id: str
    n: int
    scheme: str
    code: object
    second: object
    row: int
    text: str


CODED = {
    **dict.fromkeys(["report_id", "scheme", "code", "second", "text"], "str"),
    **{"n": "Int64", "row": "int64"},
}


def add_filled(gold: dict[str, pd.DataFrame], corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of `load_gold` with the filled sheets `gold/blind*.xlsx` of the corpus: rows more in CODERS and codes.

    A sheet in which nothing is filled in adds nothing. CorpusError as in `read_blind`, for a pass_id that is there, and
    for a row whose text is not that of its unit.

    >>> add_filled({"CODERS": pd.DataFrame(), "codes": pd.DataFrame()}, "no-such-corpus")["codes"].empty
    True
    """
    gold = dict(gold)
    for path in sorted((corpus_folder(corpus) / "gold").glob("blind*.xlsx")):
        about, codes = read_blind(path, corpus)
        if codes.empty:
            continue
        _check_texts(path, codes, gold, corpus)
        if about["pass_id"] in set(gold["CODERS"]["pass_id"]):
            raise CorpusError(f"gold/{path.name}, sheet coder: there is a pass {about['pass_id']!r} already; rename it")
        n = len(codes[["report_id", "n"]].drop_duplicates())
        about |= {"tables": path.name, "material": f"{n} items"}
        about |= {"version": UNKNOWN} if about["coder_kind"] == "model" else {}
        coder = pd.DataFrame([about], dtype="str")
        codes = codes.drop(columns=["row", "text"]).assign(pass_id=about["pass_id"])
        gold["CODERS"] = pd.concat([gold["CODERS"], coder], ignore_index=True)
        gold["codes"] = pd.concat([gold["codes"], codes], ignore_index=True)
    return gold


def _check_texts(path: Path, codes: pd.DataFrame, gold: dict[str, pd.DataFrame], corpus: str | Path | None) -> None:
    """CorpusError for every coded row whose text is no longer that of its unit: a report or the outline has changed."""
    reports = load_corpus(corpus, corrected=False)
    items = list_items(parse_outline(reports))
    numbers = match_items(reports, items, gold).dropna(subset="item_id").set_index(["report_id", "n"])["item_id"]
    texts = dict(zip(items["item_id"], items["text"], strict=True))
    known = {unit: squeeze(texts[item_id]) for unit, item_id in numbers.items()}
    place = f"gold/{path.name}, sheet items, row"
    problems = [
        f"{place} {row.row}: the text is not that of {row.report_id}/{row.n} as it is now; "
        "leave the row out, or code a new sheet"
        for row in list_rows(codes.drop_duplicates("row"), Coded)
        if known.get((row.report_id, row.n)) != squeeze(row.text if pd.notna(row.text) else "")
    ]
    if problems:
        raise CorpusError("\n".join(problems))


def write_blind(reports: pd.DataFrame, corpus: str | Path | None = None, *, seed: int = 0) -> Path:
    """Write `gold/blind.xlsx` of a corpus: up to UNITS items in random order, with a column to fill for each scheme.

    Shortcomings, which are few and which most schemes are about, up to half of them; then other items; both drawn with
    `seed`. The workbook says how to fill it in; it shows no codes. Returns the path. A file that is there already is a
    CorpusError.
    """
    path = corpus_folder(corpus) / "gold" / "blind.xlsx"
    if path.exists():
        raise CorpusError(f"gold/{path.name} is there already; if it is filled in, rename it to blind-NAME.xlsx")
    items = list_items(parse_outline(reports))
    numbers = match_items(reports, items, load_gold(corpus)).dropna(subset="item_id")
    units = _draw(items.merge(numbers[["item_id", "n"]], on="item_id", validate="1:1"), seed)
    units["unit"] = units["report_id"] + "/" + units["n"].astype("str")
    units["part"] = units["role"].map(ROLE_LABELS)
    schemes = load_schemes(corpus)
    codebook = {scheme: load_codebook(scheme, corpus) for scheme in schemes.index}
    guide = find_file("codebook", "GUIDE.md", corpus).read_bytes()
    path.parent.mkdir(exist_ok=True)
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_formulas": False}}) as book:
        book.book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
        wrap = book.book.add_format({"text_wrap": True, "valign": "top"})
        grey = book.book.add_format({"bg_color": "#D0D0D0"})
        _write_coder(book, hashlib.sha256(guide).hexdigest()[:FINGERPRINT])
        _write_items(book, units, list(schemes.index), wrap)
        _write_choices(book, units["role"], schemes["roles"], codebook, grey)
        _write_codebook(book, codebook, wrap)
    return path


def _write_coder(book: pd.ExcelWriter, guide: str) -> None:
    """The sheet on which the coder signs, and is told how to fill in the others."""
    rows = [*((name, "", said) for name, said in ABOUT.items()), ("guide", guide, "GUIDE.md, SHA-256")]
    about = pd.DataFrame([*rows, ("", "", ""), *((line, "", "") for line in HOW)])
    about.to_excel(book, sheet_name="coder", header=False, index=False)
    book.sheets["coder"].set_column(0, 1, NAMES)


def _write_items(book: pd.ExcelWriter, units: pd.DataFrame, schemes: list[str], wrap: object) -> None:
    """The sheet of items, with an empty column for each scheme."""
    sheet = units[SHOWN].assign(**dict.fromkeys([*schemes, "note"], ""))
    sheet.to_excel(book, sheet_name="items", index=False, freeze_panes=(1, 1))
    page, text = book.sheets["items"], SHOWN.index("text")
    page.set_column(0, text - 1, NAMES, wrap)
    page.set_column(text, text, BROAD, wrap)
    page.set_column(len(SHOWN), len(SHOWN) + len(schemes), NARROW, wrap)


def _write_choices(
    book: pd.ExcelWriter, roles: pd.Series, coded: pd.Series, codebook: dict[str, pd.DataFrame], grey: object
) -> None:
    """A list of codes in every cell that is to be filled in; the others grey. `coded`: the roles of each scheme."""
    page = book.sheets["items"]
    for column, scheme in enumerate(codebook, start=len(SHOWN)):
        choices = {"validate": "list", "source": [*codebook[scheme].index, NO_CODE]}
        for line, role in enumerate(roles, start=1):
            if role in coded[scheme]:
                page.data_validation(line, column, line, column, choices)
            else:
                page.write_blank(line, column, None, grey)


def _write_codebook(book: pd.ExcelWriter, codebook: dict[str, pd.DataFrame], wrap: object) -> None:
    """The sheet of all codes."""
    codes = pd.concat({scheme: codes.reindex(columns=FEATURES) for scheme, codes in codebook.items()}, names=["scheme"])
    codes.reset_index().to_excel(book, sheet_name="codebook", index=False, freeze_panes=(1, 2))
    book.sheets["codebook"].set_column(0, 1, NARROW, wrap)
    book.sheets["codebook"].set_column(2, 1 + len(FEATURES), NOTES, wrap)


def _draw(items: pd.DataFrame, seed: int) -> pd.DataFrame:
    """UNITS items in random order: the shortcomings, drawn if they are more than half, and others drawn."""
    few, many = (items[(items["role"] == "shortcomings") == yes] for yes in (True, False))
    few = few.sample(min(len(few), UNITS // 2), random_state=seed)
    drawn = many.sample(min(UNITS - len(few), len(many)), random_state=seed)
    return pd.concat([few, drawn]).sample(frac=1, random_state=seed, ignore_index=True)


def read_blind(path: Path, corpus: str | Path | None = None) -> tuple[dict[str, str], pd.DataFrame]:
    """A filled copy of a blind sheet: the pass (pass_id, coder_kind, date, seen, guide) and its codes.

    Codes have the columns report_id, n, scheme, code (NA where the coder chose none), second (NA), row (of the sheet),
    text, one row a cell that is filled in. A sheet in which nothing is filled in gives no rows; one made before a
    scheme was added lacks only that one. CorpusError, naming sheet, row and remedy, for a workbook that is no blind
    sheet, an unknown code, a unit that stands twice, a scheme coded where it does not apply, or a coder not named.
    """
    name = f"gold/{path.name}"
    about, table = _open_sheets(path)
    schemes = load_schemes(corpus)
    _check_columns(name, table, list(schemes.index))
    roles = schemes["roles"].to_dict()
    codes: list[Coded] = []
    problems: list[str] = []
    for scheme in schemes.index[schemes.index.isin(table.columns)]:
        known = [*load_codebook(scheme, corpus).index, NO_CODE]
        for cell in _list_filled(table, scheme):
            code = _read_cell(cell, known, roles[scheme])
            if isinstance(code, Coded):
                codes.append(code)
            else:
                problems.append(f"{name}, sheet items, row {cell.row}, column {scheme}: {code}")
    if codes or problems:
        problems += [f"{name}, sheet coder: {said}" for said in _check_about(about)]
    problems = problems or list(dict.fromkeys(f"{name}, sheet items, {said}" for said in _find_repeats(codes)))
    if problems:
        raise CorpusError("\n".join(problems))
    return about, pd.DataFrame(codes, columns=Coded._fields).astype(CODED)


def _open_sheets(path: Path) -> tuple[dict[str, str], pd.DataFrame]:
    """What the coder says, and the sheet of items, its rows counted from 1 behind the header; blank cells are NA."""
    try:
        sheets = pd.read_excel(
            path, sheet_name=["coder", "items"], header=None, dtype="str", engine="calamine", keep_default_na=False
        )
        said = sheets["coder"].iloc[:, :2].set_axis(["key", "value"], axis=1).astype("str").map(str.strip)
        table = sheets["items"].iloc[1:].set_axis([str(cell).strip() for cell in sheets["items"].iloc[0]], axis=1)
        if not table.columns[table.columns != ""].is_unique:
            raise ValueError("a header stands twice")
    except Exception as error:  # calamine raises its own kinds for what is no workbook
        raise CorpusError(f"gold/{path.name}: no blind sheet ({error}); use a copy of gold/blind.xlsx") from error
    about = {key: value for key, value in said.itertuples(index=False, name=None) if key in (*ABOUT, "guide")}
    about["date"] = about.get("date", "")[:DATE_LENGTH]  # a spreadsheet may have made a date of it, with a time
    return about, table.map(str.strip).replace("", pd.NA)


def _check_columns(name: str, table: pd.DataFrame, schemes: list[str]) -> None:
    """CorpusError for a sheet of items that lacks a column, or has a filled one that is none of a blind sheet."""
    missing = [column for column in NEEDED if column not in table]
    if not missing and not set(schemes) & set(table.columns):
        missing = schemes[:1]
    if missing:
        raise CorpusError(
            f"{name}, sheet items, row 1: the column {missing[0]} is missing; use a copy of gold/blind.xlsx"
        )
    known = [*SHOWN, *schemes, "note"]
    foreign = [column for column in table.columns[table.notna().any()] if column not in known]
    if foreign:
        raise CorpusError(
            f"{name}, sheet items, row 1: {foreign[0]!r} is no scheme; restore the header, or empty the column"
        )


def _list_filled(table: pd.DataFrame, scheme: str) -> list[Filled]:
    """The filled cells of a scheme's column; the row is that of the spreadsheet."""
    cells = table.assign(row=[int(row) + 1 for row in table.index], scheme=scheme, code=table[scheme])
    return list_rows(cells.dropna(subset="code"), Filled)


def _read_cell(cell: Filled, known: list[str], roles: tuple[str, ...]) -> Coded | str:
    """The code of a cell, or what is wrong with it; `roles` are those that the scheme codes."""
    unit = re.fullmatch(r"(.+)/(\d+)", str(cell.unit))
    if cell.code not in known:
        return f"{cell.code!r} is no code; it is one of {', '.join(known)}"
    if str(cell.part) not in {ROLE_LABELS[role] for role in roles}:
        return f"this part is not coded for {cell.scheme}; empty the cell"
    if not unit:
        return f"unit is {cell.unit!r}; restore it from gold/blind.xlsx"
    code = pd.NA if cell.code == NO_CODE else cell.code
    return Coded(unit[1], int(unit[2]), cell.scheme, code, pd.NA, cell.row, cell.text)


def _check_about(about: dict[str, str]) -> Iterator[str]:
    """What is wrong in what the coder says."""
    for key in [*ABOUT, "guide"]:
        if not about.get(key):
            yield f"{key} is blank; fill in column B"
    kind, own = about.get("coder_kind"), about.get("pass_id")
    if kind and kind not in ("person", "model"):
        yield f"coder_kind is {kind!r}; it is person or model"
    if own and (not re.fullmatch("[A-Za-z0-9-]+", own) or own == "program"):
        yield f"pass_id is {own!r}; use letters, digits and hyphens, not program"


def _find_repeats(codes: list[Coded]) -> Iterator[str]:
    """Where a unit is coded for one scheme again."""
    seen: set[tuple[str, int, str]] = set()
    for code in codes:
        if code[:3] in seen:
            yield f"row {code.row}: this unit stands twice; remove one"
        seen.add(code[:3])
