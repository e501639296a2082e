"""Blind sheets: a workbook that a researcher codes by reading, and the filled copies read back as a pass of coding."""

import hashlib
import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from helpers.characters import squeeze
from helpers.coding.codebook import load_codebook, load_schemes
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.gold.scoring import match_items
from helpers.gold.tables import load_gold
from helpers.places import corpus_folder, find_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS

__all__ = ["NO_CODE", "UNITS", "add_filled", "read_blind", "write_blind"]

UNITS = 60
COLUMNS = ["unit", "part", "heading", "text", "note"]  # of the sheet of items, besides one a scheme
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


def add_filled(gold: dict[str, pd.DataFrame], corpus: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """The tables of `load_gold` with the filled sheets `gold/blind*.xlsx` of the corpus: rows more in CODERS and codes.

    A sheet in which nothing is filled in adds nothing. CorpusError as in `read_blind`, for a pass_id that is there, and
    for a row whose text is not that of its unit.
    """
    gold = dict(gold)
    for path in sorted((corpus_folder(corpus) / "gold").glob("blind*.xlsx")):
        about, codes = read_blind(path, corpus)
        if codes.empty:
            continue
        _check_texts(path, codes, gold, corpus)
        if about["pass_id"] in set(gold["CODERS"]["pass_id"]):
            raise CorpusError(f"gold/{path.name}, sheet coder: there is a pass {about['pass_id']!r} already; rename it")
        row = pd.DataFrame(
            [about | {"tables": path.name, "material": f"{codes[['report_id', 'n']].drop_duplicates().shape[0]} items"}]
        )
        gold["CODERS"] = pd.concat([gold["CODERS"], row.astype("str")], ignore_index=True)
        gold["codes"] = pd.concat(
            [gold["codes"], codes.drop(columns=["row", "text"]).assign(pass_id=about["pass_id"])], ignore_index=True
        )
    return gold


def _check_texts(path: Path, codes: pd.DataFrame, gold: dict[str, pd.DataFrame], corpus: str | Path | None) -> None:
    """CorpusError for every coded row whose text is no longer that of its unit: a report or the outline has changed."""
    reports = load_corpus(corpus)
    items = list_items(parse_outline(reports))
    numbers = match_items(reports, items, gold).dropna(subset="item_id").set_index(["report_id", "n"])["item_id"]
    texts = items.set_index("item_id")["text"]
    known = {unit: squeeze(texts[item_id]) for unit, item_id in numbers.items()}
    problems = [
        f"gold/{path.name}, sheet items, row {row.row}: the text is not that of {row.report_id}/{row.n} as it is now; "
        "leave the row out, or code a new sheet"
        for row in codes.drop_duplicates("row").itertuples()
        if known.get((row.report_id, row.n)) != squeeze(row.text if pd.notna(row.text) else "")
    ]
    if problems:
        raise CorpusError("\n".join(problems))


def write_blind(reports: pd.DataFrame, corpus: str | Path | None = None, *, seed: int = 0) -> Path:
    """Write `gold/blind.xlsx` of a corpus: up to UNITS items in random order, with a column to fill for each scheme.

    Shortcomings, which are few and which most schemes are about, up to half of them; then other items; both drawn with
    `seed`. The workbook
    says how to fill it in; it shows no codes. Returns the path. A file that is there already is a CorpusError.
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
    path.parent.mkdir(exist_ok=True)
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_formulas": False}}) as book:
        book.book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is written
        wrap = book.book.add_format({"text_wrap": True, "valign": "top"})
        grey = book.book.add_format({"bg_color": "#D0D0D0"})
        guide = hashlib.sha256(find_file("codebook", "GUIDE.md", corpus).read_bytes()).hexdigest()[:12]
        rows = [*((name, "", said) for name, said in ABOUT.items()), ("guide", guide, "GUIDE.md, SHA-256")]
        about = pd.DataFrame([*rows, *[("", "", "")], *((line, "", "") for line in HOW)])
        about.to_excel(book, sheet_name="coder", header=False, index=False)
        book.sheets["coder"].set_column(0, 1, 16)
        sheet = units[["unit", "part", "heading", "text"]].assign(**dict.fromkeys([*schemes.index, "note"], ""))
        sheet.to_excel(book, sheet_name="items", index=False, freeze_panes=(1, 1))
        page = book.sheets["items"]
        page.set_column(0, 2, 16, wrap)
        page.set_column(3, 3, 80, wrap)
        page.set_column(4, 4 + len(schemes), 12, wrap)
        for column, (scheme, row) in enumerate(schemes.iterrows(), start=4):
            for line, role in enumerate(units["role"], start=1):
                if role in row["roles"]:
                    choices = [*codebook[scheme].index, NO_CODE]
                    page.data_validation(line, column, line, column, {"validate": "list", "source": choices})
                else:
                    page.write_blank(line, column, None, grey)
        columns = ["label_zh", "label_en", "definition", "includes", "excludes", "borderline"]
        codebook = {scheme: book_.reindex(columns=columns) for scheme, book_ in codebook.items()}
        book_of_codes = pd.concat(codebook, names=["scheme"]).reset_index()
        book_of_codes.to_excel(book, sheet_name="codebook", index=False, freeze_panes=(1, 2))
        book.sheets["codebook"].set_column(0, 1, 12, wrap)
        book.sheets["codebook"].set_column(2, 7, 40, wrap)
    return path


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
    try:
        sheets = pd.read_excel(
            path, sheet_name=["coder", "items"], header=None, dtype="str", engine="calamine", keep_default_na=False
        )
        about = sheets["coder"].iloc[:, :2].set_axis(["key", "value"], axis=1).astype("str").map(str.strip)
        table = sheets["items"].iloc[1:].set_axis([str(cell).strip() for cell in sheets["items"].iloc[0]], axis=1)
        if not table.columns[table.columns != ""].is_unique:
            raise ValueError("a header stands twice")
    except Exception as error:  # calamine raises its own kinds for what is no workbook
        raise CorpusError(f"{name}: no blind sheet ({error}); use a copy of gold/blind.xlsx") from error
    about = dict(about[about["key"].isin([*ABOUT, "guide"])].itertuples(index=False, name=None))
    about["date"] = about.get("date", "")[:10]  # a spreadsheet may have made a date of it, with a time
    schemes = load_schemes(corpus)
    missing = [column for column in ("unit", "part", "text") if column not in table]
    if not missing and not schemes.index.isin(table.columns).any():
        missing = [schemes.index[0]]
    if missing:
        raise CorpusError(
            f"{name}, sheet items, row 1: the column {missing[0]} is missing; use a copy of gold/blind.xlsx"
        )
    table = table.map(str.strip).replace("", pd.NA)
    foreign = [column for column in table if column not in [*COLUMNS, *schemes.index] and table[column].notna().any()]
    if foreign:
        raise CorpusError(
            f"{name}, sheet items, row 1: {foreign[0]!r} is no scheme; restore the header, or empty the column"
        )
    roles, rows, problems = {label: role for role, label in ROLE_LABELS.items()}, [], []
    for scheme, row in schemes[schemes.index.isin(table.columns)].iterrows():
        known = [*load_codebook(scheme, corpus).index, NO_CODE]
        for number, cell in table[scheme].dropna().items():
            place = f"{name}, sheet items, row {number + 1}, column {scheme}"
            unit = re.fullmatch(r"(.+)/(\d+)", str(table.at[number, "unit"]))
            if cell not in known:
                problems.append(f"{place}: {cell!r} is no code; it is one of {', '.join(known)}")
            elif roles.get(table.at[number, "part"]) not in row["roles"]:
                problems.append(f"{place}: this part is not coded for {scheme}; empty the cell")
            elif not unit:
                problems.append(f"{place}: unit is {table.at[number, 'unit']!r}; restore it from gold/blind.xlsx")
            else:
                code = pd.NA if cell == NO_CODE else cell
                rows.append((unit[1], int(unit[2]), scheme, code, pd.NA, number + 1, table.at[number, "text"]))
    if rows or problems:
        problems += [
            f"{name}, sheet coder: {key} is blank; fill in column B" for key in [*ABOUT, "guide"] if not about.get(key)
        ]
        if (kind := about.get("coder_kind")) and kind not in ("person", "model"):
            problems.append(f"{name}, sheet coder: coder_kind is {kind!r}; it is person or model")
        if (own := about.get("pass_id")) and (not re.fullmatch("[A-Za-z0-9-]+", own) or own == "program"):
            problems.append(f"{name}, sheet coder: pass_id is {own!r}; use letters, digits and hyphens, not program")
    if problems:
        raise CorpusError("\n".join(problems))
    types = {"report_id": "str", "n": "Int64", "scheme": "str", "code": "str", "second": "str"}
    types |= {"row": "int64", "text": "str"}
    codes = pd.DataFrame(rows, columns=list(types)).astype(types)
    again = codes[codes.duplicated(["report_id", "n", "scheme"])]
    problems = [f"{name}, sheet items, row {row.row}: this unit stands twice; remove one" for row in again.itertuples()]
    if problems:
        raise CorpusError("\n".join(dict.fromkeys(problems)))
    return about, codes
