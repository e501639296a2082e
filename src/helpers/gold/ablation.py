"""What the codes would be with a cue word less."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from helpers.coding.codebook import load_cues, load_schemes
from helpers.coding.coder import code_items
from helpers.places import find_file

__all__ = ["code_without", "diff_codes"]

_KEY, _CELLS = ["report_id", "item_id", "scheme", "rank"], ["code", "cue", "start"]


def code_without(
    items: pd.DataFrame,
    reports: pd.DataFrame,
    cues: pd.DataFrame,
    scheme: str,
    *,
    corpus: str | Path | None = None,
) -> pd.DataFrame:
    """The codes that `code_items` gives when `cues` (columns code and cue) are taken out of a copy of the codebook.

    >>> from helpers.corpus.load import load_corpus
    >>> from helpers.structure.items import list_items
    >>> from helpers.structure.outline import parse_outline
    >>> reports = load_corpus().head(1)
    >>> items = list_items(parse_outline(reports))
    >>> cues = load_cues("domain")
    >>> fewer = code_without(items, reports, cues[cues["code"].eq("G5")], "domain")
    >>> code_items(items, reports)["code"].eq("G5").sum() > 0, fewer["code"].eq("G5").sum()
    (np.True_, np.int64(0))
    """
    kept = load_cues(scheme, corpus).merge(cues[["code", "cue"]].drop_duplicates(), how="left", indicator=True)
    kept = kept[kept["_merge"] == "left_only"].drop(columns="_merge")
    with TemporaryDirectory() as folder:
        copy = Path(folder, "codebook")
        shutil.copytree(find_file("codebook", "schemes.csv", corpus).parent, copy)
        kept.to_csv(copy / str(load_schemes(corpus).at[scheme, "cues"]), index=False, encoding="utf-8-sig")
        return code_items(items, reports, corpus=folder)


def diff_codes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows in which two tables of codes differ, in the order of `before`.

    Columns report_id, item_id, scheme, rank, by which rows are joined, then code, cue and start, each with " before"
    and " after"; NA where one table has no such row, or no code.

    >>> row = {"report_id": "a", "item_id": "i", "scheme": "domain", "rank": 1, "code": "G1", "cue": "学习", "start": 3}
    >>> diff = diff_codes(pd.DataFrame([row]), pd.DataFrame([row | {"code": "G10"}]))
    >>> diff[["item_id", "code before", "code after"]].to_numpy().tolist()
    [['i', 'G1', 'G10']]
    """
    both = before[_KEY + _CELLS].merge(after[_KEY + _CELLS], how="outer", on=_KEY, suffixes=(" before", " after"))
    was, now = (
        both[[f"{cell} {when}" for cell in _CELLS]].astype("str").fillna("").to_numpy() for when in ("before", "after")
    )
    place = {item_id: at for at, item_id in enumerate(dict.fromkeys([*before["item_id"], *after["item_id"]]))}
    rows: pd.DataFrame = both[(was != now).any(axis=1)]
    return rows.sort_values("item_id", key=lambda ids: ids.map(place), kind="stable")
