"""Blind sheets: what is drawn, what a filled copy gives, and what is refused in one."""

import re
import shutil
import zipfile

import pandas as pd
import pytest

from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.gold import blind
from helpers.gold.blind import UNITS, add_filled, read_blind, write_blind
from helpers.gold.pairing import match_items
from helpers.gold.tables import load_gold
from helpers.places import ROOT

SCHEMES = ["domain", "capacity", "specificity", "cause"]  # the first of the repository's, whatever comes behind

TEXT = """某局2021年依法行政工作情况报告
一、主要举措
（一）加强学习。局党组集体学习5次。
（二）规范执法。公示信息20条。
二、存在的不足
一是力量不足。
三、2022年计划
（一）充实队伍。增加执法人员。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A corpus folder with one report, a blind workbook in it, and the workbook's sheets."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "raw").mkdir()
    (folder / "raw" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,某局,2021\n", encoding="utf-8")
    shutil.copytree(ROOT / "corpus" / "codebook", folder / "codebook")
    schemes = folder / "codebook" / "schemes.csv"
    lines = schemes.read_text(encoding="utf-8-sig").splitlines()
    schemes.write_text("\n".join(lines[: 1 + len(SCHEMES)]), encoding="utf-8")
    path = write_blind(load_corpus(folder), folder)
    return folder, pd.read_excel(path, sheet_name=None, header=None, dtype="str", engine="calamine")


@pytest.fixture
def sheet(tmp_path, made):
    """The sheets of a blind workbook as they are written, for a test to change; the folder is copied."""
    folder, sheets = made
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return {title: cells.copy() for title, cells in sheets.items()}


def save(folder, sheet, name="blind-li.xlsx"):
    path = folder / "gold" / name
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for title, cells in sheet.items():
            cells.to_excel(book, sheet_name=title, header=False, index=False)
    return path


def fill(sheet, **codes):
    """Sign the sheet and code units, named by a word of their text: {scheme: {word: code}}."""
    signed = {"pass_id": "li-1", "coder_kind": "person", "date": "2026-01-31", "seen": "this sheet"}
    about, items = sheet["coder"], sheet["items"]
    about[1] = about[0].map(signed).fillna(about[1])
    for scheme, cells in codes.items():
        column = items.columns[items.iloc[0] == scheme][0]
        for word, code in cells.items():
            items.loc[items[3].fillna("").str.contains(word), column] = code


def test_a_sheet_shows_every_unit_and_no_code(sheet):
    items = sheet["items"].fillna("")
    assert items.iloc[0].to_list() == [*["unit", "part", "heading", "text", *SCHEMES, "note"]]
    assert sorted(items[0][1:]) == ["a/1", "a/2", "a/3", "a/4"]
    assert (items.iloc[1:, 4:] == "").all(axis=None)
    assert items.set_index(0).loc["a/3", 3].strip() == "一是力量不足。"
    assert set(sheet["codebook"][0][1:]) == set(SCHEMES)
    assert sheet["coder"][0].to_list()[:5] == ["pass_id", "coder_kind", "date", "seen", "guide"]


def parts(path) -> list[str]:
    """The three sheets of a workbook, how their cells are set, and who made it when, as they stand in the file."""
    names = [*(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3)), "xl/styles.xml", "docProps/core.xml"]
    with zipfile.ZipFile(path) as book:
        return [book.read(name).decode("utf-8") for name in names]


def test_a_sheet_is_laid_out_to_be_read_and_filled_in(made):
    folder, _ = made
    coder, items, codes, styles, core = parts(folder / "gold" / "blind.xlsx")
    columns = [re.findall(r'<col min="(\d+)" max="(\d+)" width="(\d+)', page) for page in (coder, items, codes)]
    assert columns == [
        [("1", "2", "16")],
        [("1", "3", "16"), ("4", "4", "80"), ("5", "9", "12")],  # a column for each scheme, and the note
        [("1", "2", "12"), ("3", "8", "40")],
    ]
    frozen = [
        re.findall(r'topLeftCell="(\w+)" activePane="\w+" state="frozen"', page) for page in (coder, items, codes)
    ]
    assert frozen == [[], ["B2"], ["C2"]]
    assert "".join(re.findall("<alignment[^>]*>", styles)) == '<alignment vertical="top" wrapText="1"/>'
    assert all(page.count('style="1"') == len(own) for page, own in zip((items, codes), columns[1:], strict=True))
    assert 'rgb="FFD0D0D0"' in styles
    assert ">2000-01-01T00:00:00Z</dcterms:created>" in core


def test_a_cell_that_is_to_be_filled_has_the_codes_to_choose_from_and_any_other_is_grey(made, sheet):
    _, items, *_ = parts(made[0] / "gold" / "blind.xlsx")
    lists = dict(re.findall(r'type="list"[^>]*sqref="(\w+)"><formula1>"([^"]*)"', items))
    roles = sheet["items"][1].to_list()[1:]
    line = roles.index("不足") + 2
    assert set(lists) == {"E2", "E3", "E4", "E5", f"F{line}", f"G{line}", f"H{line}"}
    assert lists[f"F{line}"] == "K1,K2,K3,K4,K5,K6,K7,K8,none"
    grey = set(re.findall(r'<c r="(\w+)" s="2"/>', items))
    assert grey == {f"{column}{n}" for column in "EFGH" for n in range(2, 6)} - set(lists)


def test_a_text_that_begins_like_a_formula_is_shown_as_it_stands(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(TEXT.replace("一是力量", "=1+1力量"), encoding="utf-8")
    (tmp_path / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,某局,2021\n", encoding="utf-8")
    path = write_blind(load_corpus(tmp_path), tmp_path)
    shown = pd.read_excel(path, sheet_name="items", dtype="str", engine="calamine")
    assert "=1+1力量不足" in shown["text"].to_list()


def test_a_filled_copy_becomes_a_pass(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10", "执法。": "G5", "力量": "none"}, capacity={"力量": "K1"}, cause={"力量": "none"})
    path = save(tmp_path, sheet)
    about, codes = read_blind(path, tmp_path)
    assert about["pass_id"] == "li-1" and len(about["guide"]) == 12
    codes = codes.drop(columns=["row", "text"]).fillna("-").sort_values(["scheme", "n"])
    assert codes.to_numpy().tolist() == [
        ["a", 3, "capacity", "K1", "-"],
        ["a", 3, "cause", "-", "-"],
        ["a", 1, "domain", "G10", "-"],
        ["a", 2, "domain", "G5", "-"],
        ["a", 3, "domain", "-", "-"],
    ]
    gold = add_filled(load_gold(tmp_path), tmp_path)
    assert gold["CODERS"][["pass_id", "coder_kind", "tables", "material"]].to_numpy().tolist() == [
        ["li-1", "person", "blind-li.xlsx", "3 items"]
    ]
    assert set(gold["codes"]["pass_id"]) == {"li-1"} and len(gold["codes"]) == 5
    assert gold["CODERS"]["version"].isna().all()  # a person has none


def test_a_sheet_filled_by_a_model_says_that_its_version_is_unknown(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10"})
    about = sheet["coder"]
    about.loc[about[0] == "coder_kind", 1] = "model"
    save(tmp_path, sheet)
    assert add_filled(load_gold(tmp_path), tmp_path)["CODERS"]["version"].to_list() == ["unknown"]


def test_a_sheet_filled_in_place_counts_and_an_empty_one_does_not(tmp_path, sheet):
    assert add_filled(load_gold(tmp_path), tmp_path)["codes"].empty
    fill(sheet, domain={"学习": "G10"})
    save(tmp_path, sheet, "blind.xlsx")
    assert len(add_filled(load_gold(tmp_path), tmp_path)["codes"]) == 1


def refusal(path, folder):
    with pytest.raises(CorpusError) as caught:
        read_blind(path, folder)
    return str(caught.value).splitlines()


def test_what_is_wrong_in_a_copy_is_named_all_at_once(tmp_path, sheet):
    fill(sheet, domain={"学习": "G11"}, capacity={"执法。": "K1"})
    about = sheet["coder"]
    about.loc[about[0] == "date", 1] = pd.NA
    about.loc[about[0] == "coder_kind", 1] = "human"
    items = sheet["items"]
    wrong, other = (items.index[items[0] == unit][0] for unit in ("a/1", "a/2"))
    lines = refusal(save(tmp_path, sheet), tmp_path)
    known = "G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, none"
    place = "gold/blind-li.xlsx, sheet items, row"
    assert lines == [
        f"{place} {wrong + 1}, column domain: 'G11' is no code; it is one of {known}",
        f"{place} {other + 1}, column capacity: this part is not coded for capacity; empty the cell",
        "gold/blind-li.xlsx, sheet coder: date is blank; fill in column B",
        "gold/blind-li.xlsx, sheet coder: coder_kind is 'human'; it is person or model",
    ]


def test_a_lost_unit_a_lost_column_and_another_workbook(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10"})
    items = sheet["items"]
    items.loc[items[0] == "a/1", 0] = "a"
    row = items.index[items[0] == "a"][0] + 1
    assert refusal(save(tmp_path, sheet), tmp_path) == [
        f"gold/blind-li.xlsx, sheet items, row {row}, column domain: unit is 'a'; restore it from gold/blind.xlsx"
    ]
    items.loc[row - 1, 0], items.iloc[0, 4] = "a/1", "field"
    assert refusal(save(tmp_path, sheet), tmp_path) == [
        "gold/blind-li.xlsx, sheet items, row 1: 'field' is no scheme; restore the header, or empty the column"
    ]
    items.loc[row - 1, 4] = pd.NA
    assert read_blind(save(tmp_path, sheet), tmp_path)[1].empty  # as from before the scheme was added
    items.iloc[0, 5:8] = ["x", "y", "z"]
    assert refusal(save(tmp_path, sheet), tmp_path) == [
        "gold/blind-li.xlsx, sheet items, row 1: the column domain is missing; use a copy of gold/blind.xlsx"
    ]
    path = tmp_path / "gold" / "blind-x.xlsx"
    path.write_bytes(b"no workbook")
    assert refusal(path, tmp_path)[0].startswith("gold/blind-x.xlsx: no blind sheet (")


def test_a_pass_that_is_there_and_a_sheet_that_is_there(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10"})
    save(tmp_path, sheet)
    save(tmp_path, sheet, "blind-wang.xlsx")
    with pytest.raises(CorpusError, match="gold/blind-wang.xlsx, sheet coder: there is a pass 'li-1' already"):
        add_filled(load_gold(tmp_path), tmp_path)
    with pytest.raises(CorpusError, match="gold/blind.xlsx is there already; if it is filled in, rename it"):
        write_blind(load_corpus(tmp_path), tmp_path)


def test_the_rows_of_several_sheets_are_numbered_through(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10"}, capacity={"力量": "K1"})
    save(tmp_path, sheet)
    about = sheet["coder"]
    about.loc[about[0] == "pass_id", 1] = "wang-1"
    save(tmp_path, sheet, "blind-wang.xlsx")
    gold = add_filled(load_gold(tmp_path), tmp_path)
    assert gold["CODERS"]["pass_id"].to_dict() == {0: "li-1", 1: "wang-1"}
    assert gold["codes"]["pass_id"].to_dict() == {0: "li-1", 1: "li-1", 2: "wang-1", 3: "wang-1"}


def test_a_unit_has_its_text_whatever_a_reader_has_corrected_since(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10"})
    save(tmp_path, sheet)
    rows = "report_id,quote,field,value,by,note\na,局党组集体学习5次。,furniture,yes,,\n"
    (tmp_path / "corrections.csv").write_text(rows, encoding="utf-8")
    assert len(add_filled(load_gold(tmp_path), tmp_path)["codes"]) == 1


def test_a_report_that_has_changed_since_and_a_unit_twice(tmp_path, sheet):
    fill(sheet, domain={"学习": "G10", "执法。": "G5"})
    path = save(tmp_path, sheet)
    (tmp_path / "raw" / "a.txt").write_text(
        TEXT.replace("（二）规范", "（二）审批改革。办结9件。\n（三）规范"), "utf-8"
    )
    with pytest.raises(CorpusError) as caught:
        add_filled(load_gold(tmp_path), tmp_path)
    items = sheet["items"]
    row = items.index[items[0] == "a/2"][0] + 1
    assert str(caught.value) == (
        f"gold/blind-li.xlsx, sheet items, row {row}: the text is not that of a/2 as it is now; "
        "leave the row out, or code a new sheet"
    )
    sheet["items"] = pd.concat([items, items[items[0] == "a/2"]], ignore_index=True)
    assert refusal(save(tmp_path, sheet), tmp_path) == [
        f"gold/blind-li.xlsx, sheet items, row {len(items) + 1}: this unit stands twice; remove one"
    ]
    assert path.exists()


@pytest.mark.parametrize(("name", "date"), [("program", "2026-01-31"), ("李 一", "2026-01-31 00:00:00")])
def test_the_name_of_a_pass_and_a_date_with_a_time(tmp_path, sheet, name, date):
    fill(sheet, domain={"学习": "G10"})
    about = sheet["coder"]
    about.loc[about[0] == "pass_id", 1] = name
    about.loc[about[0] == "date", 1] = date
    said = refusal(save(tmp_path, sheet), tmp_path)
    assert said == [
        f"gold/blind-li.xlsx, sheet coder: pass_id is {name!r}; use letters, digits and hyphens, not program"
    ]
    about.loc[about[0] == "pass_id", 1] = "li-1"
    assert read_blind(save(tmp_path, sheet), tmp_path)[0]["date"] == "2026-01-31"


@pytest.mark.parametrize(("few", "parts"), [(5, {"不足": 3, "其他": 3}), (2, {"不足": 2, "其他": 4})])
def test_shortcomings_are_up_to_half_of_the_draw(tmp_path, monkeypatch, few, parts):
    """Of a report with nine measures and so many shortcomings six units are drawn."""
    monkeypatch.setattr(blind, "UNITS", 6)
    measures = "".join(f"（{n}）规范事项{n}。办结{k}件。\n" for k, n in enumerate("一二三四五六七八九", start=2))
    shortcomings = "".join(f"{n}是力量{n}不足。\n" for n in "一二三四五"[:few])
    text = f"某局2021年依法行政工作情况报告\n一、主要举措\n{measures}二、存在的不足\n{shortcomings}"
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,某局,2021\n", encoding="utf-8")
    units = []
    for seed in (1, 2):
        path = write_blind(load_corpus(tmp_path), tmp_path, seed=seed)
        drawn = pd.read_excel(path, sheet_name="items", engine="calamine")
        path.unlink()
        assert drawn["part"].str.contains("不足").map({True: "不足", False: "其他"}).value_counts().to_dict() == parts
        assert drawn["unit"].is_unique
        units.append(drawn["unit"].to_list())
    assert units[0] != units[1]


def test_the_sheet_of_the_repository_is_the_one_that_would_be_written(tmp_path, corpus_reports):
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus" / "codebook", folder / "codebook")
    shutil.copytree(ROOT / "corpus" / "gold", folder / "gold", ignore=shutil.ignore_patterns("*.xlsx"))
    committed, written = (
        pd.read_excel(path, sheet_name=None, header=None, dtype="str", engine="calamine")
        for path in (ROOT / "corpus" / "gold" / "blind.xlsx", write_blind(corpus_reports, folder))
    )
    assert list(committed) == list(written) == ["coder", "items", "codebook"]
    for name in committed:
        pd.testing.assert_frame_equal(committed[name], written[name])


def test_the_draw_holds_every_shortcoming(corpus_reports, corpus_items):
    units = pd.read_excel(ROOT / "corpus" / "gold" / "blind.xlsx", sheet_name="items", dtype="str", engine="calamine")
    assert len(units) == UNITS and units["unit"].is_unique
    numbers = match_items(corpus_reports, corpus_items, load_gold())
    few = numbers[numbers["role"] == "shortcomings"]
    assert set(few["report_id"] + "/" + few["n"].astype("str")) <= set(units["unit"])
