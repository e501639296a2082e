"""How many items of a report have each code, and how much of its text."""

from pathlib import Path
from typing import Literal

import pandas as pd

from helpers.characters import count_characters
from helpers.coding.codebook import UNCODED, codes_in_force, load_codebook
from helpers.coding.coder import code_items
from helpers.structure.items import cut_sentences

__all__ = ["code_sentences", "count_codes", "join_codes", "share_codes"]

BLOCK = 50_000  # sentences that are coded at once: in all schemes, of which one is kept


def count_codes(
    codes: pd.DataFrame,
    items: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    scheme: str,
    role: str,
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """Items of a role by main code of a scheme: a row a report, a column a code of the codebook, in its order.

    NA, not 0, where the scheme had no such code in the report's year, and throughout a report in which the role was not
    found. `codes` as of `code_items`.

    >>> reports = pd.DataFrame({"year": pd.array([2019, 2021], "Int64")}, index=["a", "b"])
    >>> items = pd.DataFrame({"report_id": ["a", "b"], "item_id": ["1", "2"], "role": "plan"})
    >>> codes = items.assign(scheme="domain", code=["G5", "G9"], rank=1)
    >>> count_codes(codes, items, reports, scheme="domain", role="plan")[["G5", "G9"]].to_numpy().tolist()
    [[1.0, nan], [0.0, 1.0]]
    """
    book = load_codebook(scheme, corpus)
    own = codes[codes["scheme"].eq(scheme) & codes["role"].eq(role) & codes["rank"].eq(1)]
    counts = pd.crosstab(own["report_id"], own["code"])
    counts = counts.reindex(index=reports.index, columns=book.index, fill_value=0).astype("float64")
    has = reports.index.isin(items.loc[items["role"] == role, "report_id"])
    return counts.where(codes_in_force(book, reports["year"])).where(pd.Series(has, index=reports.index), axis=0)


def join_codes(items: pd.DataFrame, codes: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """The items that a scheme codes with their codes: a row an item and code, columns code, rank, cue added.

    `codes` as of `code_items`; the code is 未编码 where no cue was found.

    >>> items = pd.DataFrame({"item_id": ["1"], "text": ["一是学法。"]})
    >>> codes = pd.DataFrame({"item_id": ["1"], "scheme": "domain", "code": [None], "rank": 1, "cue": [None]})
    >>> join_codes(items, codes, "domain")["code"].to_list()
    ['未编码']
    """
    own = codes.loc[codes["scheme"].eq(scheme), ["item_id", "code", "rank", "cue"]]
    return items.merge(own, on="item_id", validate="1:m").fillna({"code": UNCODED})


def share_codes(
    coded: pd.DataFrame,
    reports: pd.DataFrame,
    scheme: str,
    *,
    of: Literal["characters", "items"] = "characters",
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """The share of each code in the characters, or in the number, of the items of a report, in percent.

    `coded` has report_id, item_id, text, code (of `join_codes`). A row a report that has any, a column a code of the
    scheme and one for what is uncoded. NA where the scheme has no such code in the report's year. An item under two
    codes counts with both, and once in the denominator.

    >>> reports = pd.DataFrame({"year": pd.array([2019], "Int64")}, index=["a"])
    >>> coded = pd.DataFrame({"report_id": "a", "item_id": ["1", "2"], "text": ["一二三", "四"], "code": ["G5", "G2"]})
    >>> share_codes(coded, reports, "domain")[["G1", "G2", "G5"]].to_numpy().tolist()
    [[nan, 25.0, 75.0]]
    """
    book = load_codebook(scheme, corpus)
    sized = coded.assign(size=count_characters(coded["text"]) if of == "characters" else 1)
    sums = sized.pivot_table(index="report_id", columns="code", values="size", aggfunc="sum", fill_value=0)
    whole = sized.drop_duplicates("item_id").groupby("report_id")["size"].sum()
    known = codes_in_force(book, reports["year"]).assign(**{UNCODED: True}).astype("bool")
    shares = sums.reindex(columns=known.columns, fill_value=0).div(whole / 100, axis=0)
    return shares.where(known.reindex(shares.index))


def code_sentences(
    coded: pd.DataFrame, reports: pd.DataFrame, scheme: str, *, longer: int, corpus: str | Path | None = None
) -> pd.DataFrame:
    """Items with their main codes (`join_codes`), those of over `longer` characters cut into sentences coded by
    themselves: report_id, item_id (of a sentence its own), text, start, end, code, whole (the item that a sentence is
    of).

    >>> item = {"report_id": "a", "item_id": "1", "role": "measures", "heading": "执法", "start": 0, "end": 10}
    >>> reports = pd.DataFrame({"text": ["执法检查。行政审批。"], "year": [2021]}, index=["a"])
    >>> items = pd.DataFrame([item | {"text": "执法检查。行政审批。", "code": "G2"}])
    >>> code_sentences(items, reports, "domain", longer=5)[["item_id", "code"]].to_numpy().tolist()
    [['1-1', 'G5'], ['1-2', 'G2']]
    """
    long = count_characters(coded["text"]) > longer
    sentences = cut_sentences(coded[long])
    blocks = (sentences[at : at + BLOCK] for at in range(0, max(1, len(sentences)), BLOCK))
    found = (code_items(some, reports, corpus=corpus) for some in blocks)
    codes = [own[own["rank"].eq(1) & own["scheme"].eq(scheme)] for own in found]
    finer = join_codes(sentences, pd.concat(codes), scheme)
    whole = coded.loc[~long, ["report_id", "item_id", "text", "start", "end", "code"]]
    whole = whole.assign(whole=whole["item_id"])
    return pd.concat([whole, finer[list(whole)]], ignore_index=True)
