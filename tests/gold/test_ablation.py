"""Codes with a cue less, on an invented report with the repository's codebook."""

import pandas as pd

from helpers.coding.coder import code_items
from helpers.gold.ablation import code_without, diff_codes

TEXTS = ["开展执法案卷评查。", "组织法律知识培训。"]


def make_items():
    rows = [("a", f"a-{n}", "measures", pd.NA, text, 20 * n) for n, text in enumerate(TEXTS)]
    return pd.DataFrame(rows, columns=["report_id", "item_id", "role", "heading", "text", "start"])


def test_only_what_holds_the_cue_may_change():
    items, reports = make_items(), pd.DataFrame({"year": [2021], "text": ["".join(TEXTS)]}, index=["a"])
    before = code_items(items, reports)
    first = before[before["rank"].eq(1) & before["scheme"].eq("domain") & before["item_id"].eq("a-0")]
    assert first["code"].to_list() == ["G5"]
    diff = diff_codes(before, code_without(items, reports, first[["code", "cue"]], "domain"))
    assert set(diff["item_id"]) == {"a-0"}
    assert set(first["cue"]).isdisjoint(diff["cue after"].dropna())
    nothing = code_without(items, reports, first[["code", "cue"]][:0], "domain")
    assert diff_codes(before, nothing).empty


def test_rows_that_one_side_lacks_differ_and_stand_in_the_order_of_items():
    row = {"report_id": "a", "scheme": "domain", "rank": 1, "code": "G5", "cue": "执法", "start": 2}
    before = pd.DataFrame([row | {"item_id": item} for item in ("z", "b")])
    after = pd.DataFrame([row | {"item_id": "b", "cue": "案卷"}, row | {"item_id": "b", "rank": 2}])
    cells = ["item_id", "rank", "cue before", "cue after"]
    diff = diff_codes(before, after)[cells].fillna("-")
    assert diff.to_numpy().tolist() == [
        ["z", 1, "执法", "-"],
        ["b", 1, "执法", "案卷"],
        ["b", 2, "-", "执法"],
    ]
