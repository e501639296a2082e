"""What is side by side, counted: agreement in fields, precision, recall, F1."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

from helpers.characters import fold, squeeze

__all__ = [
    "MEASURES",
    "label_scores",
    "list_errors",
    "list_stretches",
    "pair_fields",
    "same",
    "score",
    "score_alternatives",
    "score_codes",
    "score_pieces",
    "score_roles",
    "score_spans",
]

MEASURES = {  # what is scored besides codes, in Chinese and English
    "role": ("部分", "roles"),
    "heading": ("标题", "headings"),
    "item": ("条目", "items"),
    "shortcoming": ("不足", "shortcomings"),
    "front": ("首尾", "front and end matter"),
    "claim": ("数字", "quantities"),
    "claim_hedge": ("数字：限定语", "quantities: hedge"),
    "claim_status": ("数字：实绩或目标", "quantities: status"),
    "claim_measure": ("数字：计量类型", "quantities: measure"),
    "claim_what": ("数字：所指", "quantities: what"),
    "claim_indicator": ("数字：指标", "quantities: indicator"),
    "citation": ("引用", "citations"),
    "citation_name": ("引用：名称", "citations: name"),
    "citation_kind": ("引用：种类", "citations: kind"),
}
ROUNDING = 1e-9  # what a share may be short of its thousandth by computing: 0.29 × 1000 is 290 less that


def same(pairs: pd.DataFrame, fields: Iterable[str]) -> "pd.Series[bool]":
    """Whether the two sides of `compare_spans` agree in all of `fields`.

    White space and width do not count in words. NA and NA agree; where one side is missing nothing does.

    >>> sides = {"side": "both", "what": ["学习", "会议"], "what_gold": ["学 习", "会"]}
    >>> same(pd.DataFrame(sides), ["what"]).to_list()
    [True, False]
    """
    equal = pairs["side"] == "both"
    for field in fields:
        ours, theirs = (
            pairs[name].map(lambda cell: squeeze(fold(cell)) if isinstance(cell, str) else cell, na_action="ignore")
            for name in (field, f"{field}_gold")
        )
        equal &= (ours == theirs).fillna(False) | (ours.isna() & theirs.isna())
    return equal.astype("bool")


def pair_fields(pairs: pd.DataFrame, fields: Iterable[str]) -> pd.DataFrame:
    """The pairs of `compare_spans` field by field: report_id, place, text, field, program, gold.

    A row a field of a pair whose two sides are there. `program` and `gold` are its cells as text, NA as "", and equal
    where `same` has them as the same; `text` is what the coding has as printed.

    >>> sides = {"report_id": "a", "place": 3, "side": ["both", "gold"], "text": ["5次", pd.NA], "text_gold": "5次"}
    >>> pairs = pd.DataFrame(sides | {"hedge": ["exact", pd.NA], "hedge_gold": "about"})
    >>> pair_fields(pairs, ["hedge"]).to_numpy().tolist()
    [['a', 3, '5次', 'hedge', 'exact', 'about']]
    """
    both = pairs[pairs["side"] == "both"]
    rows = [both[["report_id", "place"]].assign(text=both["text_gold"], field="", program="", gold="")[:0]]
    for field in fields:
        gold, program = (both[name].astype("str").where(both[name].notna(), "") for name in (f"{field}_gold", field))
        cells = {"program": program.mask(same(both, [field]), gold), "gold": gold}
        rows.append(both[["report_id", "place"]].assign(text=both["text_gold"], field=field, **cells))
    return pd.concat(rows, ignore_index=True)


def score_codes(pairs: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Agreement of two codings of the same units by the columns `by`: value, baseline, kappa, n.

    `pairs` has columns gold and program, a row a unit, or with a column n a row so many units. value: the share of
    units with the same code; baseline: the share of the most frequent code of the gold, which a program would reach
    that always gave it; kappa: Cohen's, NaN where no two codes are in use; n: units.

    >>> pairs = pd.DataFrame({"set": "a", "gold": ["x", "x", "y"], "program": ["x", "y", "y"], "n": [3, 1, 4]})
    >>> score_codes(pairs, by=["set"]).round(2).to_dict("records")
    [{'value': 0.88, 'baseline': 0.5, 'kappa': 0.75, 'n': 8}]
    """
    counted = pairs.assign(n=pairs.get("n", 1)).groupby([*by, "gold", "program"])["n"].sum()
    rows = []
    for key, own in counted.astype("int64").reset_index().groupby([*by], sort=False):
        right, most = own.loc[own["gold"] == own["program"], "n"].sum(), own.groupby("gold")["n"].sum().max()
        one = len({*own["gold"], *own["program"]}) < 2
        kappa = np.nan if one else cohen_kappa_score(own["gold"], own["program"], sample_weight=own["n"])
        rows.append((*key, right / own["n"].sum(), most / own["n"].sum(), kappa, own["n"].sum()))
    types = {"value": "float64", "baseline": "float64", "kappa": "float64", "n": "int64"}
    return pd.DataFrame(rows, columns=[*by, *types]).astype(types).set_index([*by])


def score_spans(pairs: pd.DataFrame, keys: Iterable[str], *, by: Sequence[str]) -> pd.DataFrame:
    """Agreement on claims or citations by the columns `by`, right where all of `keys` are: columns as in `score`.

    >>> pairs = pd.DataFrame({"report_id": "a", "side": ["both", "gold"], "text": "甲法", "text_gold": "甲法"})
    >>> score_spans(pairs, ["text"], by=["report_id"]).round(2).to_dict("index")
    {'a': {'gold': 2, 'program': 1, 'both': 1, 'precision': 1.0, 'recall': 0.5, 'f1': 0.67}}
    """
    sides = {"both": same(pairs, keys), "gold": pairs["side"] != "program", "program": pairs["side"] != "gold"}
    sums = pairs[[*by]].assign(**sides).groupby([*by])[list(sides)].sum()
    return score(sums["both"], sums["gold"], sums["program"])


def list_errors(pairs: pd.DataFrame, fields: Iterable[str], reports: pd.DataFrame) -> pd.DataFrame:
    """What differs in the pairs of `compare_spans`, a row a cell.

    Columns report_id, place, field, printed, program, gold, sentence. A pair gives a row for each of `fields` that
    differs, what one side alone has a row with field "gold alone" or "program alone". `printed` is the quantity or
    title, `sentence` where it stands, without white space. NA: blank.

    >>> reports = pd.DataFrame({"raw": ["首页。检查5次。"]}, index=["a"])
    >>> pair = {"report_id": "a", "place": 5, "side": "both", "text": "5次", "text_gold": "5次", "unit": "次"}
    >>> list_errors(pd.DataFrame([pair | {"unit_gold": "项"}]), ["unit"], reports).iloc[0, 2:].to_list()
    ['unit', '5次', '次', '项', '检查5次']
    """
    cells = pair_fields(pairs, fields)
    alone = pairs[pairs["side"] != "both"]
    alone = alone.assign(field=alone["side"] + " alone", program=alone["text"], gold=alone["text_gold"])
    alone = alone.assign(text=alone["text_gold"].fillna(alone["text"]))[list(cells)]
    rows = pd.concat([cells[cells["program"] != cells["gold"]], alone], ignore_index=True).replace("", pd.NA)
    rows = rows.rename(columns={"text": "printed"}).sort_values(["report_id", "place", "field"], kind="stable")
    files = {report_id: squeeze(reports["raw"][report_id]) for report_id in rows["report_id"].unique()}
    around = [(files[report_id], place) for report_id, place in zip(rows["report_id"], rows["place"], strict=True)]
    said = [file[:place].rpartition("。")[2] + file[place:].partition("。")[0] for file, place in around]
    return rows[["report_id", "place", "field", "printed", "program", "gold"]].assign(sentence=said)


def list_stretches(characters: pd.DataFrame) -> pd.DataFrame:
    """Stretches of `compare_gold`'s characters whose two roles differ, whole: report_id, gold, program, n_chars, text.

    >>> signs = {"report_id": "a", "sign": list("一二三"), "gold": "plan", "program": ["plan", "back", "back"]}
    >>> list_stretches(pd.DataFrame(signs)).to_numpy().tolist()
    [['a', 'plan', 'back', 2, '二三']]
    """
    key = characters[["report_id", "gold", "program"]]
    run = (key != key.shift()).any(axis=1).cumsum()
    runs = characters.groupby(run)
    rows = runs[["report_id", "gold", "program"]].first().assign(text=runs["sign"].agg("".join))
    rows.insert(3, "n_chars", rows["text"].str.len())
    return rows[rows["gold"] != rows["program"]].reset_index(drop=True)


def score_alternatives(characters: pd.DataFrame, alternatives: pd.DataFrame) -> pd.DataFrame:
    """What another decision of the coding (gold/alternatives.csv) would give, a row each.

    Columns report_id, role, other, n_chars (that would change), role_share and other_share (of the report's characters
    that the coding would then give the two roles, in percent; _now: that it gives them), right_now and right (percent
    of its characters that the program has right), reason. Reports that `compare_gold` leaves out are left out.

    >>> signs = pd.DataFrame({"report_id": "a", "sign": list("一二"), "gold": "plan", "program": ["plan", "back"]})
    >>> other = {"report_id": "a", "role": "plan", "other": "back", "start": 1, "end": 2, "reason": "-"}
    >>> score_alternatives(signs, pd.DataFrame([other])).iloc[:, 4:].to_numpy().tolist()
    [[100.0, 50.0, 0.0, 50.0, 50.0, 100.0, '-']]
    """
    rows = []
    for _, row in alternatives.iterrows():
        own = characters[characters["report_id"] == row["report_id"]].reset_index(drop=True)
        if own.empty:
            continue
        then = own["gold"].mask((own.index >= row["start"]) & (own.index < row["end"]), row["other"])
        cells = {"report_id": row["report_id"], "role": row["role"], "other": row["other"]}
        cells["n_chars"] = row["end"] - row["start"]
        for side in ("role", "other"):
            cells[f"{side}_share_now"] = own["gold"].eq(row[side]).mean() * 100
            cells[f"{side}_share"] = then.eq(row[side]).mean() * 100
        cells["right_now"], cells["right"] = ((coded == own["program"]).mean() * 100 for coded in (own["gold"], then))
        rows.append(cells | {"reason": row["reason"]})
    shares = ["role_share_now", "role_share", "other_share_now", "other_share", "right_now", "right"]
    return pd.DataFrame(rows, columns=["report_id", "role", "other", "n_chars", *shares, "reason"])


def score_pieces(pieces: pd.DataFrame, *, by: Sequence[str] = ("measure",)) -> pd.DataFrame:
    """Agreement on pieces by the columns `by`: gold, program, both (counts), precision, recall, f1, as `score`.

    >>> score_pieces(pd.DataFrame({"measure": "item", "side": ["both", "gold", "both"]})).round(2).to_dict("index")
    {'item': {'gold': 3, 'program': 2, 'both': 2, 'precision': 1.0, 'recall': 0.67, 'f1': 0.8}}
    """
    sides = pieces.groupby([*by, "side"]).size().unstack(fill_value=0)
    sides = sides.reindex(columns=["both", "gold", "program"], fill_value=0)
    return score(sides["both"], sides["both"] + sides["gold"], sides["both"] + sides["program"])


def score_roles(characters: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Agreement on characters by the columns `by` and role: gold, program, both (counts), precision, recall, f1.

    >>> characters = pd.DataFrame({"gold": ["front", "plan"], "program": ["plan", "plan"]})
    >>> score_roles(characters)["f1"].round(2).to_dict()
    {'front': 0.0, 'plan': 0.67}
    """
    right = characters["gold"] == characters["program"]
    both, gold, program = (
        table.groupby([*by, side]).size().rename_axis([*by, "role"])
        for table, side in [(characters[right], "gold"), (characters, "gold"), (characters, "program")]
    )
    table = pd.DataFrame({"both": both, "gold": gold, "program": program}).fillna(0).astype("int64")
    return score(table["both"], table["gold"], table["program"])


def score(both: pd.Series, gold: pd.Series, program: pd.Series) -> pd.DataFrame:
    """gold, program, both, and precision = both / program, recall = both / gold, f1 = 2 both / (gold + program).

    `gold` and `program` are how many there are on either side, `both` how many of them agree. NaN where a divisor is 0.

    >>> score(pd.Series([3]), pd.Series([4]), pd.Series([6]))
       gold  program  both  precision  recall   f1
    0     4        6     3        0.5    0.75  0.6
    """
    rates = {"precision": both / program, "recall": both / gold, "f1": 2 * both / (gold + program)}
    return pd.DataFrame({"gold": gold, "program": program, "both": both, **rates})


def label_scores(values: pd.Series, n: pd.Series) -> pd.Series:
    """Scores as readers see them: cut off and not rounded, so 1.000 is a full score alone.

    >>> label_scores(pd.Series([0.9989]), pd.Series([1200])).item()
    '0.998 (n = 1,200)'
    """
    return cut_scores(values).map("{:.3f}".format) + n.map(" (n = {:,})".format)


def cut_scores(values: pd.Series) -> pd.Series:
    """Scores cut off after three decimals and not rounded: 1 is a full score alone.

    >>> cut_scores(pd.Series([0.9989, 0.29])).to_list()
    [0.998, 0.29]
    """
    cut: pd.Series[float] = np.floor(values * 1000 + ROUNDING) / 1000
    return cut
