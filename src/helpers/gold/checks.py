"""What can be checked without a coding: all characters of a file are somewhere, numerals follow each other."""

import pandas as pd

from helpers.characters import count_characters, fold
from helpers.cleaning import list_furniture
from helpers.numerals import read_numeral

__all__ = ["account_characters", "list_series"]

MISSING = "□"  # stands for a numeral that is not there
_NUMERAL = "([一二三四五六七八九十]+|[0-9]+|[①-⑳])"


def account_characters(reports: pd.DataFrame, passages: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Where the printed characters of each file are, and whether all pieces are the report's own; a row a report.

    Columns file, report, aside (set aside in cleaning), lost = file − report − aside, whole: the passages, joined, are
    the report's text, and every item is the text between its two places.

    >>> reports = pd.DataFrame({"raw": ["首页\\n总结。"], "text": ["总结。"]}, index=pd.Index(["a"], name="report_id"))
    >>> passages = pd.DataFrame({"report_id": ["a"], "text": ["总结。"]})
    >>> account_characters(reports, passages, passages.assign(start=0, end=3)).to_numpy().tolist()
    [[5, 3, 2, 0, True]]
    """
    furniture = list_furniture(reports)
    aside = (
        count_characters(furniture["text"]).groupby(furniture["report_id"]).sum().reindex(reports.index, fill_value=0)
    )
    table = pd.DataFrame({"file": count_characters(reports["raw"]), "report": count_characters(reports["text"])})
    table["aside"], table["lost"] = aside, table["file"] - table["report"] - aside
    joined = passages.groupby("report_id")["text"].agg("".join).reindex(reports.index)
    places = items[["report_id", "start", "end", "text"]].itertuples(index=False, name=None)
    moved = {report_id for report_id, start, end, text in places if reports["text"][report_id][start:end] != text}
    return table.assign(whole=(joined == reports["text"]) & ~reports.index.isin(moved))


def list_series(passages: pd.DataFrame) -> pd.DataFrame:
    """The series of numbered headings and items, a row each in reading order: what stands under one heading at a level.

    Columns: report_id, under (the heading above them, NA at the top), level, numerals (as printed, □ where one is
    missing), odd: how many are out of turn or missing. A number is out of turn if it is not 1 and does not follow the
    one before it; a numeral is missing if others of its series have one. A series that no numeral counts is left out.

    >>> rows = [("p1", "一、"), ("p2", "二、"), ("p3", pd.NA), ("p4", "五、")]
    >>> passages = pd.DataFrame(rows, columns=["passage_id", "marker"]).assign(kind="heading", level=1, report_id="a")
    >>> list_series(passages.assign(parent_id=pd.NA, text="学习")).to_dict("records")
    [{'report_id': 'a', 'under': nan, 'level': 1, 'numerals': '一、 二、 □ 五、', 'odd': 2}]
    """
    marked = passages[passages["kind"].isin(["heading", "item"])]
    numerals = marked["marker"].fillna("").map(fold).str.extract(_NUMERAL)[0]
    number = numerals.map(read_numeral, na_action="ignore").astype("Float64")
    over = [marked[column].fillna("").astype("str") for column in ("report_id", "parent_id", "level")]
    before = number.groupby(over).shift(fill_value=0)
    filled = number.fillna(before + 1)
    follows = filled.eq(filled.groupby(over).shift(fill_value=0) + 1).fillna(False)
    above = passages.set_index("passage_id")["text"].str.strip()
    table = marked.assign(
        counted=number.notna(),
        odd=number.isna() | ~(filled.eq(1).fillna(False) | follows),
        under=marked["parent_id"].map(above),
        numerals=marked["marker"].fillna("").str.strip().where(number.notna(), MISSING),
    )
    series = table.groupby(over, sort=False)
    rows = series[["report_id", "under", "level"]].first()
    rows["numerals"], rows["odd"] = series["numerals"].agg(" ".join), series["odd"].sum()
    return rows[series["counted"].any()].reset_index(drop=True)
