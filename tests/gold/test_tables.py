"""Outline and items of the coded reports against corpus/gold/, and that coding against the files."""

import hashlib

import pandas as pd
import pytest

from helpers.characters import squeeze
from helpers.coding.codebook import load_codebook
from helpers.coding.coder import code_items
from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.gold.pairing import compare_gold, compare_spans, match_gold, match_items
from helpers.gold.scoring import same, score_pieces, score_roles
from helpers.gold.tables import KINDS, load_gold
from helpers.places import ROOT

CORPUS = ROOT / "corpus"
# role: share of characters; the others: F1.
FLOORS = {"role": 0.98, "heading": 0.97, "item": 0.95, "shortcoming": 0.95, "front": 0.95}
ROLE_FLOOR = 0.90  # for every single report (share) and every single role (F1)


@pytest.fixture(scope="module")
def gold() -> dict[str, pd.DataFrame]:
    return load_gold(CORPUS)


@pytest.fixture(scope="module")
def tables(corpus_reports, corpus_passages, corpus_items) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return corpus_reports, corpus_passages, corpus_items


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


@pytest.mark.parametrize("name", ["claims", "citations"])
def test_coded_claims_and_citations_stand_where_they_say(tables, gold, name):
    for report_id, rows in gold[name].groupby("report_id"):
        canon = squeeze(tables[0].at[report_id, "raw"])
        assert list(rows["n"]) == list(range(1, len(rows) + 1))
        assert rows["start"].is_monotonic_increasing
        assert [canon[row.start : row.end] for row in rows.itertuples()] == list(rows["text"])


def test_claims_reach_the_floor(tables, gold):
    reports, passages, _ = tables
    fields = ["value", "value_high", "unit", "hedge", "status", "measure", "what", "indicator"]
    pairs = compare_spans(reports, find_claims(passages, corpus=CORPUS), gold["claims"], gold, fields)
    n, both = (pairs["side"] != "program").sum(), pairs["side"] == "both"
    right = same(pairs, ["value", "value_high", "unit"])
    assert 2 * right.sum() / (n + (pairs["side"] != "gold").sum()) >= 0.98, pairs[~right].to_string()
    for field, floor in {"hedge": 0.95, "status": 0.95, "measure": 0.95, "indicator": 0.95, "what": 0.75}.items():
        wrong = pairs[both & ~same(pairs, [field])]
        assert same(pairs, [field]).sum() / both.sum() >= floor, wrong[["text", field, f"{field}_gold"]].to_string()


def test_citations_reach_the_floor(tables, gold):
    reports, passages, _ = tables
    pairs = compare_spans(reports, find_citations(passages, corpus=CORPUS), gold["citations"], gold, ["name", "kind"])
    assert (pairs["side"] == "both").mean() >= 0.99 and same(pairs, ["text"]).mean() >= 0.99
    assert same(pairs, ["name"]).mean() >= 0.95 and same(pairs, ["kind"]).mean() >= 0.85


def test_codes_reach_the_floor(tables, gold):
    reports, _, items = tables
    codes = code_items(items, reports, corpus=CORPUS)
    found = codes[codes["rank"] == 1].set_index(["item_id", "scheme"])["code"].fillna("none")
    coded = gold["codes"][gold["codes"]["pass_id"] == "codes-adjudicated"]
    coded = coded.merge(match_items(reports, items, gold), on=["report_id", "n"], validate="m:1")
    right = (
        coded["code"].fillna("none") == found.loc[list(zip(coded["item_id"], coded["scheme"], strict=True))].to_numpy()
    )
    floors = {"domain": 0.85, "capacity": 0.8, "specificity": 0.8, "cause": 0.8}
    accuracy = right.groupby(coded["scheme"]).mean()
    assert set(accuracy.index) == set(floors)
    assert all(accuracy[scheme] >= floor for scheme, floor in floors.items()), accuracy.to_string()


def test_every_pass_codes_every_item_once_in_codes_of_the_book(gold):
    codes, units = gold["codes"], set(gold["items"][["report_id", "n"]].itertuples(index=False, name=None))
    few = gold["items"][gold["items"]["role"] == "shortcomings"][["report_id", "n"]]
    for (_, scheme), rows in codes.groupby(["pass_id", "scheme"]):
        assert not rows.duplicated(["report_id", "n"]).any()
        coded = set(rows[["report_id", "n"]].itertuples(index=False, name=None))
        assert coded == (units if scheme == "domain" else set(few.itertuples(index=False, name=None)))
        assert set(rows["code"].dropna()) | set(rows["second"].dropna()) <= set(load_codebook(scheme, CORPUS).index)
    assert codes.loc[codes["scheme"] != "cause", "code"].notna().all()


def test_follow_up_pairs_a_shortcoming_with_the_plan_of_its_report(gold):
    role = gold["items"].set_index(["report_id", "n"])["role"]
    for row in gold["followup"].itertuples():
        assert role[row.report_id, row.n] == "shortcomings" and row.answer in ("answered", "partly", "not")
        assert pd.isna(row.plan) if row.answer == "not" else role[row.report_id, row.plan] == "plan"
    few = role[role == "shortcomings"].index
    for _, rows in gold["followup"].groupby("pass_id"):
        assert set(rows[["report_id", "n"]].itertuples(index=False, name=None)) == set(few)


def test_coders_cover_the_tables(gold):
    """Every pass that is named in a table is in CODERS, with that table; every table of codings has a pass."""
    coders = gold["CODERS"].set_index("pass_id")["tables"].str.split(";")
    for name in ("codes", "followup"):
        assert all(f"{name}.csv" in coders[pass_id] for pass_id in set(gold[name]["pass_id"]))
    listed = {table for tables in coders for table in tables if not table.startswith("unseen")}
    assert listed == {
        f"{n}.csv" for n in ("headings", "roles", "items", "front", "claims", "citations", "codes", "followup")
    }


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


def test_a_pass_by_a_model_names_its_version_or_says_that_it_is_unknown(gold, tmp_path):
    models = gold["CODERS"][gold["CODERS"]["coder_kind"] == "model"]
    assert models["version"].notna().all()
    folder = tmp_path / "gold"
    folder.mkdir()
    before = "pass_id,coder_kind,date,guide,tables,material,seen,note\nx,person,2026-01-01,,codes.csv,,,\n"
    before += "y,model,2026-01-01,,codes.csv,,,\n"
    (folder / "CODERS.csv").write_text(before, encoding="utf-8")  # made before there was the column
    assert load_gold(tmp_path)["CODERS"]["version"].fillna("-").to_list() == ["-", "unknown"]


def test_the_record_of_unread_texts_says_what_it_counts(gold):
    """One kind a set, named in two languages; n counts texts or pieces, and of texts no more than there were."""
    unseen = gold["unseen"]
    assert set(unseen["kind"]) == set(KINDS)
    assert (unseen.groupby("set")["kind"].nunique() == 1).all()
    assert set(unseen["n_of"]) == {"texts", "pieces"}
    assert (unseen["n"] <= unseen["n_reports"])[unseen["n_of"] == "texts"].all()
    counted = gold["unseen_codes"].groupby(["set", "scheme"])["n"].sum()
    codes = unseen[unseen["measure"].isin(counted.index.get_level_values("scheme"))].set_index(["set", "measure"])["n"]
    assert codes.to_dict() == counted.to_dict()
