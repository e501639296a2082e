"""Outline and items of the coded reports against corpus/gold/, and that coding against the files."""

import hashlib
import re

import pandas as pd
import pytest

from helpers.cleaning import list_furniture
from helpers.corpus import ROOT, load_corpus
from helpers.items import list_items
from helpers.outline import parse_outline

GOLD = ROOT / "corpus" / "gold"
# role: share of characters; the others: F1.
FLOORS = {"role": 0.98, "heading": 0.97, "item": 0.95, "shortcoming": 0.95, "front": 0.95}
ROLE_FLOOR = 0.90  # for every single report (share) and every single role (F1)
# What may stand before an item's first word. Two starts are the same if they differ by this alone.
MARKER = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、，,是]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳]|、|例?如"
)


def squeeze(text: str) -> str:
    """`text` without white space."""
    return "".join(text.split())


def read_gold(name: str) -> pd.DataFrame:
    """One table of the gold folder; a blank cell is NA."""
    return pd.read_csv(GOLD / name, encoding="utf-8-sig", dtype_backend="numpy_nullable")


def find_places(report: pd.Series, furniture: pd.DataFrame) -> list[int]:
    """For every offset into `report["text"]`, the place of that (or the next printed) character in the squeezed raw.

    One more than the text has characters. A printed character that cleaning lost or added is an AssertionError.
    """
    aside = {i for row in furniture.itertuples() for i in range(row.raw_start, row.raw_end)}
    printed = [i for i, sign in enumerate(report["raw"]) if not sign.isspace()]
    kept = [place for place, i in enumerate(printed) if i not in aside]
    text = report["text"]
    assert squeeze(text) == "".join(report["raw"][printed[place]] for place in kept)
    places = iter([*kept, len(printed)])
    found = [next(places)]
    for sign in text:
        found.append(found[-1] if sign.isspace() else next(places))
    return found


def compare_gold(
    reports: pd.DataFrame, passages: pd.DataFrame, items: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(pieces, characters): the coding and what the program finds, side by side.

    pieces: report_id, measure {heading, item, shortcoming, front}, key, side {both, gold, program}. Headings agree on
    level and phrase, items on their start, front and end matter (one piece a report and kind) on the words.
    characters: report_id, gold, program (the two roles; "aside" for what is no part of the report), one row a
    printed character of the file. Reports that nobody coded are left out.
    """
    gold_items, gold_roles, coded, found, characters = read_gold("items.csv"), read_gold("roles.csv"), [], [], []
    reports = reports[reports.index.isin(gold_roles["report_id"])]
    heads = read_gold("headings.csv")
    coded += zip(heads["report_id"], "heading " + heads["level"].astype("str") + " " + heads["text"], strict=True)
    front = read_gold("front.csv").groupby(["report_id", "kind"], sort=False)["text"].agg("".join)
    coded += [(report_id, f"front {kind} {squeeze(text)}") for (report_id, kind), text in front.items()]
    furniture = list_furniture(reports)
    for report_id, report in reports.iterrows():
        aside = furniture[furniture["report_id"] == report_id]
        places = find_places(report, aside)
        rows = passages[passages["report_id"] == report_id]
        for row in rows[(rows["kind"] == "heading") & (rows["level"] <= 3)].fillna({"marker": ""}).itertuples():
            text = squeeze(row.text).removeprefix(squeeze(row.marker)).rstrip("。；;：:，,、.")
            found.append((report_id, f"heading {row.level} {text}"))
        lines = rows[rows["kind"].isin(["title", "doc_no", "signer", "addressee", "signature", "date"])]
        lines = pd.concat([lines[["kind", "text"]], aside[["text"]].assign(kind="furniture")])
        for kind, text in lines.groupby("kind")["text"].agg("".join).items():
            found.append(
                (report_id, f"front {kind} {squeeze(text).rstrip(':：') if kind == 'addressee' else squeeze(text)}")
            )
        canon = squeeze(report["raw"])
        of_report = gold_items[gold_items["report_id"] == report_id]
        coded += [(report_id, _item_key(row.role, row.start, canon)) for row in of_report.itertuples()]
        of_report = items[items["report_id"] == report_id]
        found += [(report_id, _item_key(row.role, places[row.start], canon)) for row in of_report.itertuples()]
        roles = {side: ["aside"] * len(canon) for side in ("gold", "program")}
        for row in gold_roles[gold_roles["report_id"] == report_id].itertuples():
            roles["gold"][row.start : row.end] = [row.role] * (row.end - row.start)
        for row in rows.itertuples():
            for i in range(row.start, row.end):
                if not report["text"][i].isspace():
                    roles["program"][places[i]] = row.role
        characters.append(pd.DataFrame({"report_id": report_id, **roles}))
    return _pair(coded, found), pd.concat(characters, ignore_index=True)


def _item_key(role: str, at: int, canon: str) -> str:
    """The measure and the place of an item's first word in the squeezed raw, its marker passed over."""
    marker = MARKER.match(canon, at)
    return f"{'shortcoming' if role == 'shortcomings' else 'item'} {marker.end() if marker else at}"


def _pair(coded: list[tuple[str, str]], found: list[tuple[str, str]]) -> pd.DataFrame:
    """The outer join of two lists of (report_id, "measure key"); a key that stands twice is paired in order."""
    frames = [pd.DataFrame(pieces, columns=["report_id", "key"]) for pieces in (coded, found)]
    frames = [frame.assign(n=frame.groupby(["report_id", "key"]).cumcount()) for frame in frames]
    both = frames[0].merge(frames[1], how="outer", on=["report_id", "key", "n"], indicator="side")
    both["side"] = both["side"].astype("str").replace({"left_only": "gold", "right_only": "program"})
    both[["measure", "key"]] = both["key"].str.split(" ", n=1, expand=True).to_numpy()
    return both[["report_id", "measure", "key", "side"]]


def score_pieces(pieces: pd.DataFrame) -> pd.DataFrame:
    """n (pieces in the gold) and F1 by measure."""
    counts = pieces.groupby(["measure", "side"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=["both", "gold", "program"], fill_value=0)
    f1 = 2 * counts["both"] / (2 * counts["both"] + counts["gold"] + counts["program"])
    return pd.DataFrame({"n": counts["both"] + counts["gold"], "score": f1})


def score_roles(characters: pd.DataFrame) -> tuple[float, pd.Series, pd.Series]:
    """The share of characters with the right role: over all, by report; F1 by role."""
    right = characters["gold"] == characters["program"]
    hits = characters.loc[right, "gold"].value_counts()
    total = characters["gold"].value_counts().add(characters["program"].value_counts(), fill_value=0)
    f1 = (2 * hits).reindex(total.index, fill_value=0) / total
    return right.mean(), right.groupby(characters["report_id"]).mean(), f1


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    reports = load_corpus(ROOT / "corpus")
    passages = parse_outline(reports)
    return reports, passages, list_items(passages)


@pytest.fixture(scope="module")
def compared(tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    return compare_gold(*tables)


@pytest.mark.parametrize("measure", ["heading", "item", "shortcoming", "front"])
def test_pieces_reach_the_floor(compared, measure):
    pieces, _ = compared
    n, score = score_pieces(pieces).loc[measure]
    errors = pieces[(pieces["measure"] == measure) & (pieces["side"] != "both")]
    assert score >= FLOORS[measure], f"{measure}: F1 {score:.4f}, n = {n:.0f}\n{errors.to_string()}"


def test_roles_reach_the_floor(compared):
    share, by_report, by_role = score_roles(compared[1])
    assert share >= FLOORS["role"], f"share of characters {share:.4f}, n = {len(compared[1])}"
    assert by_report.min() >= ROLE_FLOOR, by_report.to_string()
    assert by_role.min() >= ROLE_FLOOR, by_role.to_string()


def test_what_is_lost_costs(tables):
    """Without a heading, an item and a shortcoming, and with the plan called measures, the scores fall by as much."""
    reports, passages, items = tables
    whole, characters = compare_gold(reports, passages, items)
    heading = passages.index[passages["kind"] == "heading"][3]
    lost = [items.index[items["role"] == role][0] for role in ("measures", "shortcomings")]
    fewer, plan = compare_gold(
        reports,
        passages.drop(index=heading).replace({"role": {"plan": "measures"}}),
        items.drop(index=lost),
    )
    agreed = pd.crosstab(whole["measure"], whole["side"])["both"] - pd.crosstab(fewer["measure"], fewer["side"])["both"]
    assert agreed.to_dict() == {"front": 0, "heading": 1, "item": 1, "shortcoming": 1}
    assert score_roles(plan)[2]["plan"] == 0
    assert score_roles(plan)[0] < score_roles(characters)[0]


def test_a_piece_that_stands_twice_is_counted_twice():
    pieces = _pair(
        [("a", "heading 1 总则"), ("a", "heading 1 总则")], [("a", "heading 1 总则"), ("b", "heading 1 总则")]
    )
    assert sorted(pieces["side"]) == ["both", "gold", "program"]
    assert score_pieces(pieces).loc["heading"].to_dict() == {"n": 2, "score": 0.5}


@pytest.mark.parametrize("name", ["headings.csv", "roles.csv", "items.csv"])
def test_gold_lies_where_it_says(tables, name):
    reports, gold = tables[0], read_gold(name)
    for report_id, rows in gold.groupby("report_id"):
        canon, behind = squeeze(reports.at[report_id, "raw"]), 0
        assert list(rows["n"]) == list(range(1, len(rows) + 1))
        assert rows["start"].is_monotonic_increasing
        assert (rows["end"].iloc[:-1].to_numpy() <= rows["start"].iloc[1:].to_numpy()).all()
        for row in rows.fillna({"marker": ""} if "marker" in rows else {}).itertuples():
            piece = canon[row.start : row.end]
            if name == "headings.csv":
                assert piece == row.marker + row.text
                continue
            assert canon.find(row.opening, behind) == row.start
            behind = row.start + 1
            if name == "items.csv":
                assert piece.endswith(row.closing)


def test_gold_agrees_with_itself(tables):
    """Stretches leave out furniture alone; every item lies in a stretch of its role; front matter is in the file."""
    items, roles, front = (read_gold(name) for name in ("items.csv", "roles.csv", "front.csv"))
    assert set(items["report_id"]) == set(roles["report_id"]) == set(front["report_id"])
    for report_id, stretches in roles.groupby("report_id"):
        canon = squeeze(tables[0].at[report_id, "raw"])
        covered = "".join(canon[row.start : row.end] for row in stretches.itertuples())
        lines = front[front["report_id"] == report_id]
        rest = canon
        for text in lines.loc[lines["kind"] == "furniture", "text"]:
            rest = rest.replace(text, "", 1)
        assert covered == rest
        assert all(squeeze(text) in canon for text in lines["text"])
        for item in items[items["report_id"] == report_id].itertuples():
            holds = stretches[(stretches["start"] <= item.start) & (item.end <= stretches["end"])]
            assert list(holds["role"]) == [item.role], item


def test_coders_name_the_guide():
    """The guide in the codebook is the one a pass was made after; a changed guide wants a new pass."""
    guide = hashlib.sha256((ROOT / "corpus" / "codebook" / "GUIDE.md").read_bytes()).hexdigest()[:12]
    coders = pd.read_csv(GOLD / "CODERS.csv", encoding="utf-8-sig", dtype="str")
    assert guide in set(coders["guide"])
    assert set(coders["coder_kind"]) <= {"person", "model"}
