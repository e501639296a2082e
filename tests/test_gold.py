"""Outline and items of the coded reports against corpus/gold/, and that coding against the files."""

import hashlib

import pandas as pd
import pytest

from helpers.corpus import ROOT, load_corpus
from helpers.items import list_items
from helpers.outline import parse_outline
from helpers.scoring import compare_gold, load_gold, match_gold, score_pieces, score_roles, squeeze

CORPUS = ROOT / "corpus"
# role: share of characters; the others: F1.
FLOORS = {"role": 0.98, "heading": 0.97, "item": 0.95, "shortcoming": 0.95, "front": 0.95}
ROLE_FLOOR = 0.90  # for every single report (share) and every single role (F1)


@pytest.fixture(scope="module")
def gold() -> dict[str, pd.DataFrame]:
    return load_gold(CORPUS)


@pytest.fixture(scope="module")
def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    reports = load_corpus(CORPUS)
    passages = parse_outline(reports)
    return reports, passages, list_items(passages)


@pytest.fixture(scope="module")
def compared(tables, gold) -> tuple[pd.DataFrame, pd.DataFrame]:
    return compare_gold(*tables, gold)


def test_every_report_is_coded_as_it_is(tables, gold):
    assert match_gold(tables[0], gold).to_list() == [True] * len(tables[0])


@pytest.mark.parametrize("measure", ["heading", "item", "shortcoming", "front"])
def test_pieces_reach_the_floor(compared, measure):
    pieces, _ = compared
    found = score_pieces(pieces).loc[measure]
    errors = pieces[(pieces["measure"] == measure) & (pieces["side"] != "both")]
    assert found["f1"] >= FLOORS[measure], f"{found.to_string()}\n{errors.to_string()}"


def test_roles_reach_the_floor(compared):
    characters = compared[1]
    right = characters["gold"] == characters["program"]
    by_report, by_role = right.groupby(characters["report_id"]).mean(), score_roles(characters)["f1"]
    assert right.mean() >= FLOORS["role"], f"share of characters {right.mean():.4f}, n = {len(characters)}"
    assert by_report.min() >= ROLE_FLOOR, by_report.to_string()
    assert by_role.min() >= ROLE_FLOOR, by_role.to_string()


def test_what_is_lost_costs(tables, gold, compared):
    """Without a heading, an item and a shortcoming, and with the plan called measures, the scores fall by as much."""
    reports, passages, items = tables
    heading = passages.index[passages["kind"] == "heading"][3]
    lost = [items.index[items["role"] == role][0] for role in ("measures", "shortcomings")]
    fewer, plan = compare_gold(
        reports,
        passages.drop(index=heading).replace({"role": {"plan": "measures"}}),
        items.drop(index=lost),
        gold,
    )
    agreed = score_pieces(compared[0])["both"] - score_pieces(fewer)["both"]
    assert agreed.to_dict() == {"front": 0, "heading": 1, "item": 1, "shortcoming": 1}
    assert score_roles(plan).loc["plan", "f1"] == 0
    assert score_roles(plan)["both"].sum() < score_roles(compared[1])["both"].sum()


@pytest.mark.parametrize("name", ["headings", "roles", "items"])
def test_gold_lies_where_it_says(tables, gold, name):
    reports = tables[0]
    for report_id, rows in gold[name].groupby("report_id"):
        canon, behind = squeeze(reports.at[report_id, "raw"]), 0
        assert list(rows["n"]) == list(range(1, len(rows) + 1))
        assert rows["start"].is_monotonic_increasing
        assert (rows["end"].iloc[:-1].to_numpy() <= rows["start"].iloc[1:].to_numpy()).all()
        for row in rows.fillna({"marker": ""} if "marker" in rows else {}).itertuples():
            piece = canon[row.start : row.end]
            if name == "headings":
                assert piece == row.marker + row.text
                continue
            assert canon.find(row.opening, behind) == row.start
            behind = row.start + 1
            if name == "items":
                assert piece.endswith(row.closing)


def test_gold_agrees_with_itself(tables, gold):
    """Stretches leave out furniture alone; every item lies in a stretch of its role; front matter is in the file."""
    items, roles, front = (gold[name] for name in ("items", "roles", "front"))
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


def test_alternatives_lie_in_one_stretch(gold):
    """What could be coded otherwise is coded as the table says, and would be something else."""
    assert len(gold["alternatives"])
    for row in gold["alternatives"].itertuples():
        roles = gold["roles"][gold["roles"]["report_id"] == row.report_id]
        assert list(roles.loc[(roles["start"] <= row.start) & (row.end <= roles["end"]), "role"]) == [row.role]
        assert row.start < row.end and row.other != row.role and row.other in set(gold["roles"]["role"])


def test_coders_name_the_guide(gold):
    """The guide in the codebook is the one a pass was made after; a changed guide wants a new pass."""
    guide = hashlib.sha256((CORPUS / "codebook" / "GUIDE.md").read_bytes()).hexdigest()[:12]
    assert guide in set(gold["CODERS"]["guide"])
    assert set(gold["CODERS"]["coder_kind"]) <= {"person", "model"}
